//! Pictures of a small study: what is asked for is drawn, and what cannot be drawn is said.

use std::fmt::Write;

use super::*;
use crate::report::chart::to_png;
use crate::report::study::summary;
use crate::report::study::tests::{background, staffing};
use crate::report::{Ink, Paper};

fn asked(kind: ChartKind) -> ChartRequest {
    ChartRequest { kind: Some(kind), ..ChartRequest::default() }
}

fn words_of(svg: &str) -> Vec<String> {
    let document = resvg::usvg::roxmltree::Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text());
    texts.map(|words| words.trim().replace('\u{a0}', " ")).collect()
}

#[test]
fn every_kind_is_drawn_of_a_grid() {
    let (results, center) = staffing();
    let background = background(&center);
    let requests: Vec<ChartRequest> = ChartKind::ALL.into_iter().map(asked).collect();
    let pictures = all(&results, &background, &requests).unwrap();
    let names: Vec<&str> = pictures.iter().map(|picture| picture.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "curves-notice-due-rate",
            "heat-map-notice-due-rate",
            "trade-off-notice-due-rate",
            "tornado-notice-due-rate",
            "intervals-notice-due-rate"
        ]
    );
    for (name, svg) in &pictures {
        assert!(to_png(svg).is_ok(), "{name}");
        let words = words_of(svg);
        assert!(words.iter().any(|found| found.contains("promise: at most 10 %")), "{name}: {words:?}");
        assert!(
            words.iter().any(|found| found.starts_with("little study, 12 scenarios of 100 days, seed 7")),
            "{words:?}"
        );
    }
    let curves = words_of(&pictures[0].1);
    assert!(curves.iter().any(|found| found == "volume 1.1"), "{curves:?}");
    assert!(curves.iter().any(|found| found == "Callers on hold at 60 s, by desk staff and volume"), "{curves:?}");
}

#[test]
fn pictures_suit_the_axes() {
    let (results, center) = staffing();
    let kinds = |results: &Results| -> Vec<ChartKind> {
        usual(results, &background(&center)).iter().filter_map(|request| request.kind).collect()
    };
    assert_eq!(kinds(&results), [ChartKind::HeatMap, ChartKind::Curves, ChartKind::TradeOff]);
    let read = |text: &str| Results::of_scenarios(text.as_bytes()).unwrap();
    let one = read("scenario,trunks.lines,replications,precise,contacts,digest\n1,4,10,,9,a\n2,5,10,,9,b\n");
    assert_eq!(kinds(&one), [ChartKind::Curves, ChartKind::Curves]);
    let cases =
        read("scenario,case,a.b,c.d,replications,precise,contacts,digest\n1,now,1,2,9,,9,a\n2,then,2,1,9,,9,b\n");
    assert_eq!(kinds(&cases), [ChartKind::Curves, ChartKind::Curves], "what a case sets is no axis of its own");
    let design: Vec<String> =
        (1..=20).map(|at| format!("{at},{},{},{},9,,9,d{at}\n", at, at * 7 % 20, at * 3 % 20)).collect();
    let design = design.concat();
    let design = read(&format!("scenario,a.b,c.d,e.f,replications,precise,contacts,digest\n{design}"));
    assert_eq!(kinds(&design), [ChartKind::Tornado]);
}

/// Each picture looks at each value a few times: one that looked at all of them for each would not be done within the hour.
#[test]
fn an_axis_of_two_hundred_thousand_values_is_drawn_while_one_waits() {
    const VALUES: u32 = 200_000;
    let (_, center) = staffing();
    let path = "agent-group.desk.staffing.scale";
    let mut scenarios = format!("scenario,{path},replications,precise,contacts,digest\n");
    let mut rows = format!("scenario,{path},metric,scope,interval,value,low,high,unit\n");
    for number in 1..=VALUES {
        let (staff, share) = (f64::from(number) / 8.0, 1.0 - f64::from(number) / f64::from(2 * VALUES));
        writeln!(scenarios, "{number},{staff},1,,20,d{number}").unwrap();
        // Each costs more and serves better than the one before: nothing beats any of them.
        writeln!(rows, "{number},{staff},staff-cost,center,,{number},,,EUR").unwrap();
        for metric in ["notice-due-rate", "service-level"] {
            writeln!(rows, "{number},{staff},{metric},center,,{share},,,share").unwrap();
        }
    }
    let mut results = Results::of_scenarios(scenarios.as_bytes()).unwrap();
    results.read_figures(rows.as_bytes(), &Wanted::everything()).unwrap();
    let background = Background { baseline: None, ..background(&center) };
    let kinds = [ChartKind::Curves, ChartKind::HeatMap, ChartKind::TradeOff, ChartKind::Tornado];
    let requests = kinds.map(|kind| ChartRequest { by: None, ..asked(kind) });
    let drawn = |request: &ChartRequest| all(&results, &background, std::slice::from_ref(request)).is_ok();
    // An axis alone makes no heat map.
    assert_eq!(requests.each_ref().map(drawn), [true, false, true, true]);
    let words = summary(&results, &background, Paper { width: 100, ink: Ink::Plain });
    assert!(words.starts_with("desk staff"), "{words}");
}

#[test]
fn only_what_is_drawn_is_read() {
    let (results, center) = staffing();
    let background = background(&center);
    let wanted = wanted(&results, &background, &[asked(ChartKind::Intervals)], Wanted::default()).unwrap();
    assert!(wanted.wants(0, "notice-due-rate", "center", ""));
    // Of intervals only those scenarios that have a panel: volume 1.0 at each staffing.
    let at = |settings: &[usize]| results.scenarios().iter().position(|found| found.settings == settings).unwrap();
    assert!(wanted.wants(at(&[3, 1]), "notice-due-rate", "center", "08:00"));
    assert!(!wanted.wants(at(&[3, 2]), "notice-due-rate", "center", "08:00"));
}

#[test]
fn what_the_study_has_not_is_named() {
    let (results, center) = staffing();
    let background = background(&center);
    let trouble = |request: ChartRequest| all(&results, &background, &[request]).unwrap_err();
    let named = |text: &str| Some(text.to_owned());
    let unknown = trouble(ChartRequest { y: named("notice-due"), ..ChartRequest::default() });
    assert!(
        matches!(&unknown, Trouble::Unknown { what: "metric", known, .. } if known.contains(&"staff-cost".to_owned()))
    );
    let unknown = trouble(ChartRequest { by: named("volum"), ..ChartRequest::default() });
    assert!(matches!(&unknown, Trouble::Unknown { what: "axis", known, .. } if known.contains(&"volume".to_owned())));
    let unknown = trouble(ChartRequest { scope: named("queue.x"), ..ChartRequest::default() });
    assert!(matches!(&unknown, Trouble::Unknown { what: "scope", .. }));
    let absent = trouble(ChartRequest { y: named("compliance-rate"), ..ChartRequest::default() });
    assert!(absent.to_string().contains("do not hold the metric `compliance-rate`"), "{absent}");
    let same =
        trouble(ChartRequest { x: named("volume"), by: named("contact-type.*.scale"), ..ChartRequest::default() });
    assert!(same.to_string().contains("cannot run along x and tell curves apart"), "{same}");
}

#[test]
fn a_study_of_nothing_has_nothing_to_draw() {
    let (_, center) = staffing();
    let single = "scenario,replications,precise,contacts,digest\n1,10,,9,a\n";
    for text in [
        single,
        "scenario,replications,precise,contacts,digest\n",
        "scenario,a.b,replications,precise,contacts,digest\n",
    ] {
        let results = Results::of_scenarios(text.as_bytes()).unwrap();
        assert!(usual(&results, &background(&center)).is_empty());
        let trouble = all(&results, &background(&center), &[asked(ChartKind::Tornado)]).unwrap_err();
        assert!(trouble.to_string().contains("nothing is varied"), "{trouble}");
    }
}
