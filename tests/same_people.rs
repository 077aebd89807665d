//! A study plays in every scenario what that scenario plays alone: on any number of threads, in any order, going on from
//! any replication. Its people are drawn once, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ccsim::experiment::{
    Baseline, Effort, Finished, Study, StudyEffort, StudyTrouble, compare, play, play_study, with_threads,
};
use ccsim::metrics::{Definition, Findings, Layout};
use ccsim::model::{Center, Scope};
use ccsim::plan::Plan;
use ccsim::scenario::{self, Source};

const SEED: u64 = 7;

/// Two types, a menu, notices, redials, transfers, money: everything that makes a person draw more.
const HOTLINE: &str = r#"
[day]
opens = "09:00"
closes = "11:00"
busyness = { day-cv = 0.3, interval-cv = 0.1 }
[contact-type.bill]
arrivals.rate = "60 per h"
enters = "ivr.menu"
patience.exponential.mean = "2 min"
talk-time.lognormal = { mean = "3 min", cv = 1.0 }
after-call-work = "20 s"
redial = { after-abandon = "60 %", delay.exponential.mean = "5 min", at-most = 3 }
dials = "line"
[contact-type.outage]
arrivals.rate = "20 per h"
enters = "ivr.menu"
balks = "10 %"
patience.exponential.mean = "4 min"
talk-time.exponential.mean = "2 min"
[ivr.menu]
menu.prompt = "10 s"
menu.options = { "1" = "queue.bill", "2" = "queue.outage" }
menu.presses.bill = { "1" = "90 %", "2" = "10 %" }
menu.presses.outage = { "1" = "20 %", "2" = "80 %" }
[queue.bill.notice]
after = "60 s"
estimate = "queue-length"
[agent-group.front]
skills = ["bill"]
answers = ["bill", "outage"]
staffing.constant = 3
finds-out-after = "20 s"
absence = "10 %"
[agent-group.field]
skills = ["outage"]
staffing.constant = 1
[number.line]
class = "0180"
tariff.per-minute = { price = "0.14 EUR", bills-every = "60 s", first = "60 s" }
"#;

const PLAIN: &str = r#"
[day]
opens = "09:00"
closes = "10:00"
[contact-type.call]
arrivals.rate = "40 per h"
patience.exponential.mean = "3 min"
talk-time.exponential.mean = "4 min"
[agent-group.front]
staffing.constant = 3
"#;

/// Three volumes by four staffings.
fn centers(text: &str) -> Vec<Center> {
    let source = Source::from_text("study", text.to_owned());
    let settings = (0..12).map(|at| {
        let volume = format!("contact-type.*.scale={}", [0.8, 1.0, 1.3][at / 4]);
        let staff = format!("agent-group.front.staffing.constant={}", 2 + at % 4);
        scenario::read(&source, &[volume, staff]).expect("the file is written rightly").center
    });
    settings.collect()
}

/// What a study says of each scenario: its sums to the bit, and whether it was precise.
type Told = BTreeMap<usize, (Vec<u8>, Option<bool>)>;

struct Wanted<'w> {
    centers: &'w [Center],
    order: Vec<u32>,
    threads: usize,
    effort: StudyEffort,
    by_interval: bool,
    controls: bool,
    baseline: Option<usize>,
    earlier: Option<&'w Told>,
}

impl<'w> Wanted<'w> {
    fn replications(centers: &'w [Center], threads: usize, count: u64) -> Self {
        let order = (0..centers.len() as u32).collect();
        Self {
            centers,
            order,
            threads,
            effort: StudyEffort::Replications(count),
            by_interval: false,
            controls: false,
            baseline: None,
            earlier: None,
        }
    }

    fn play(&self) -> Told {
        let told = Mutex::new(Told::new());
        let stop = AtomicBool::new(false);
        let study = Study {
            order: &self.order,
            center: &|scenario| Ok(self.centers[scenario].clone()),
            earlier: &|scenario| Some(self.earlier?.get(&scenario)?.0.clone()),
            effort: self.effort,
            seed: SEED,
            baseline: self.baseline.map(|scenario| Baseline { scenario, name: "base" }),
            by_interval: self.by_interval,
            controls: self.controls,
            stop: &stop,
            progress: &|_| (),
        };
        let done = |finished: Finished| {
            let told_of = (study.state(&finished), finished.is_precise);
            let earlier = told.lock().unwrap().insert(finished.scenario, told_of);
            assert!(earlier.is_none(), "a scenario is told once");
        };
        with_threads(Some(self.threads), || play_study(&study, &done)).unwrap().unwrap();
        told.into_inner().unwrap()
    }
}

/// As a study without a baseline writes it.
fn state_of(finished: &Finished) -> Vec<u8> {
    let stop = AtomicBool::new(false);
    let study = Study {
        order: &[],
        center: &|_| Err(String::new()),
        earlier: &|_| None,
        effort: StudyEffort::Replications(0),
        seed: SEED,
        baseline: None,
        by_interval: false,
        controls: false,
        stop: &stop,
        progress: &|_| (),
    };
    study.state(finished)
}

/// Each scenario by itself, drawing its own people.
fn alone(centers: &[Center], count: u64, by_interval: bool) -> Told {
    let told = centers.iter().enumerate().map(|(at, center)| {
        let plan = Plan::compile(center);
        let layout = Layout::of(center, &plan);
        let layout = if by_interval { layout.without_quantiles_by_interval() } else { layout.of_whole_days() };
        let played = play(&plan, &Arc::new(layout), Effort::Replications(count), SEED, &|_| ());
        let totals = played.totals;
        let finished =
            Finished { scenario: at, center: Arc::new(center.clone()), totals, contrast: None, is_precise: None };
        (at, (state_of(&finished), None))
    });
    told.collect()
}

#[test]
fn a_scenario_of_a_study_is_that_scenario_alone() {
    for text in [HOTLINE, PLAIN] {
        let centers = centers(text);
        let expected = alone(&centers, 50, false);
        for threads in [1, 2, 7] {
            assert_eq!(Wanted::replications(&centers, threads, 50).play(), expected, "{threads} threads");
        }
        let by_interval = Wanted { by_interval: true, ..Wanted::replications(&centers, 2, 50) };
        assert_eq!(by_interval.play(), alone(&centers, 50, true));
    }
}

/// The same people call centers that differ in what is not the people's: each hears that center's menu and no other's.
#[test]
fn each_center_that_the_same_people_call_is_itself() {
    let changes = [
        ("", ""),
        ("menu.prompt = \"10 s\"", "menu.prompt = \"40 s\""),
        ("\"1\" = \"90 %\", \"2\" = \"10 %\"", "\"1\" = \"30 %\", \"2\" = \"70 %\""),
        ("menu.prompt = \"10 s\"", "menu.prompt = \"10 s\"\nmenu.barge-in = \"0 %\""),
        ("menu.prompt = \"10 s\"", "menu.prompt.exponential.mean = \"10 s\""),
        ("enters = \"ivr.menu\"", "enters = \"ivr.hello\""),
        ("[queue.bill.notice]", "[queue.bill]\ncapacity = 1\n[queue.bill.notice]"),
        ("price = \"0.14 EUR\"", "price = \"0.42 EUR\""),
    ];
    let centers = changes.map(|(from, to)| {
        let hello = "[ivr.hello]\nplay = \"9 s\"\nthen = \"ivr.menu\"\n";
        let text = HOTLINE.replacen(from, to, 1) + if to.contains("ivr.hello") { hello } else { "" };
        scenario::read(&Source::from_text("center", text), &[]).expect("each change is written rightly").center
    });
    let expected = alone(&centers, 40, false);
    let different: BTreeSet<_> = expected.values().collect();
    assert_eq!(different.len(), centers.len(), "each change changes something");
    for threads in [1, 2] {
        assert_eq!(Wanted::replications(&centers, threads, 40).play(), expected, "{threads} threads");
    }
}

#[test]
fn corrected_figures_are_the_same_on_any_number_of_threads_and_going_on() {
    for text in [HOTLINE, PLAIN] {
        let centers = centers(text);
        let corrected = |threads, count| Wanted { controls: true, ..Wanted::replications(&centers, threads, count) };
        let expected = corrected(1, 61).play();
        assert_eq!(corrected(5, 61).play(), expected);
        let order = vec![7, 0, 11, 3, 4, 8, 1, 10, 2, 6, 9, 5];
        assert_eq!(Wanted { order, ..corrected(2, 61) }.play(), expected);
        let earlier = corrected(2, 25).play();
        assert_eq!(Wanted { earlier: Some(&earlier), ..corrected(3, 61) }.play(), expected);
        // Sums that were not kept for corrections are not gone on from.
        let plain = Wanted::replications(&centers, 2, 25).play();
        assert_eq!(Wanted { earlier: Some(&plain), ..corrected(2, 61) }.play(), expected);
    }
}

#[test]
fn whole_days_are_the_same_whether_intervals_are_kept_or_not() {
    for text in [HOTLINE.replace("[day]", "[day]\nwarm-up = '20 min'"), HOTLINE.to_owned(), PLAIN.to_owned()] {
        let text = text.replace("skills = [\"bill\"]", "skills = [\"bill\"]\nwage = \"23.17 EUR per h\"");
        let target = "[target.quick]\naverage-speed-of-answer = { at-most = '20 s' }\n";
        for text in [format!("{text}{target}"), format!("{text}{target}per = 'interval'\n")] {
            let center = &centers(&text)[5];
            let plan = Plan::compile(center);
            let rows = |layout: Layout| {
                let played = play(&plan, &Arc::new(layout), Effort::Replications(40), SEED, &|_| ());
                let rows = Findings::of(&played.totals).rows.into_iter().filter(|row| row.interval.is_none());
                rows.map(|row| format!("{} {:?} {:?}", row.metric.id, row.scope, row.estimate)).collect::<Vec<_>>()
            };
            let all = rows(Layout::of(center, &plan));
            assert!(all.len() > 50);
            assert_eq!(rows(Layout::of(center, &plan).of_whole_days()), all);
            assert_eq!(rows(Layout::of(center, &plan).without_quantiles_by_interval()), all);
        }
    }
}

#[test]
fn the_order_of_playing_changes_nothing() {
    let centers = centers(HOTLINE);
    let expected = Wanted::replications(&centers, 1, 30).play();
    let order = vec![7, 0, 11, 3, 4, 8, 1, 10, 2, 6, 9, 5];
    assert_eq!(Wanted { order, ..Wanted::replications(&centers, 3, 30) }.play(), expected);
}

#[test]
fn going_on_is_as_good_as_playing_at_once() {
    for text in [HOTLINE, PLAIN] {
        let centers = centers(text);
        let expected = alone(&centers, 61, false);
        let mut earlier = Wanted::replications(&centers, 2, 25).play();
        // Two scenarios are new, and bytes that are no sums are as good as none.
        earlier.remove(&3);
        earlier.remove(&8);
        earlier.get_mut(&5).expect("it was played").0.truncate(40);
        let going_on = Wanted { earlier: Some(&earlier), ..Wanted::replications(&centers, 2, 61) };
        assert_eq!(going_on.play(), expected);
        // What has been played is not played again, nor cut short.
        let no_more = Wanted { earlier: Some(&expected), ..Wanted::replications(&centers, 2, 30) };
        assert_eq!(no_more.play(), expected);
    }
}

#[test]
fn differences_are_those_of_the_two_compared() {
    for text in [HOTLINE, PLAIN] {
        let centers = centers(text);
        let told = Mutex::new(BTreeMap::new());
        let stop = AtomicBool::new(false);
        let order: Vec<u32> = (0..12).collect();
        let study = Study {
            order: &order,
            center: &|scenario| Ok(centers[scenario].clone()),
            earlier: &|_| None,
            effort: StudyEffort::Replications(45),
            seed: SEED,
            baseline: Some(Baseline { scenario: 5, name: "the file as it stands" }),
            by_interval: false,
            controls: false,
            stop: &stop,
            progress: &|_| (),
        };
        let done = |finished: Finished| {
            told.lock().unwrap().insert(finished.scenario, finished.contrast.expect("there is a baseline"));
        };
        with_threads(Some(2), || play_study(&study, &done)).unwrap().unwrap();
        for (scenario, contrast) in told.into_inner().unwrap() {
            let pair = [&centers[5], &centers[scenario]];
            let compared = compare(pair, Effort::Replications(45), SEED, &|_| ());
            assert_eq!(contrast.to_bytes(), compared.contrast.to_bytes(), "scenario {scenario}");
            let arrived = contrast.find("arrived", Scope::Center).and_then(|row| row.difference);
            let staffing_alone = scenario / 4 == 1 && text == PLAIN;
            assert!(!staffing_alone || arrived.is_some_and(|none| none.interval == Some((0.0, 0.0))));
        }
    }
}

#[test]
fn going_on_keeps_what_was_held_against_the_same_baseline() {
    let centers = centers(HOTLINE);
    let with_baseline =
        |count, earlier| Wanted { baseline: Some(4), earlier, ..Wanted::replications(&centers, 2, count) };
    let expected = with_baseline(44, None).play();
    let earlier = with_baseline(21, None).play();
    assert_eq!(with_baseline(44, Some(&earlier)).play(), expected);
    // What was held against nothing is played again.
    let without = Wanted::replications(&centers, 2, 21).play();
    assert_eq!(with_baseline(44, Some(&without)).play(), expected);
}

#[test]
fn each_scenario_plays_until_it_is_precise_and_no_longer() {
    let centers = centers(HOTLINE);
    let metric = Definition::find("notice-due-rate").expect("the catalogue has it");
    let precision = |within, at_most| StudyEffort::Precision { metric, scope: Scope::Center, within, at_most };
    let play = |threads, effort| Wanted { effort, ..Wanted::replications(&centers, threads, 0) }.play();
    let told = play(1, precision(0.02, 100_000));
    assert_eq!(told, play(4, precision(0.02, 100_000)));
    assert!(told.values().all(|(_, is_precise)| *is_precise == Some(true)));
    let numbers: Vec<u64> = told
        .iter()
        .map(|(&at, (bytes, _))| {
            let plan = Plan::compile(&centers[at]);
            let layout = Arc::new(Layout::of(&centers[at], &plan).of_whole_days());
            let totals =
                ccsim::metrics::Totals::from_bytes(layout, &bytes[8..bytes.len() - 8]).expect("the bytes are its own");
            let half_width = totals.figure(metric, Scope::Center).and_then(|figure| figure.half_width());
            assert!(half_width.expect("many days have an interval") <= 0.02);
            totals.replications()
        })
        .collect();
    // Two agents for 64 calls and five for 104 do not need the same effort.
    assert!(numbers.iter().max() > numbers.iter().min(), "{numbers:?}");
    let short = play(2, precision(1e-6, 150));
    assert!(short.values().all(|(_, is_precise)| *is_precise == Some(false)));
}

#[test]
fn a_study_that_is_told_to_stop_tells_what_it_has_begun() {
    let centers = centers(PLAIN);
    let stop = AtomicBool::new(false);
    let told = Mutex::new(Vec::new());
    // More than one batch.
    let order: Vec<u32> = (0..1000).collect();
    let study = Study {
        order: &order,
        center: &|scenario| Ok(centers[scenario % 12].clone()),
        earlier: &|_| None,
        effort: StudyEffort::Replications(10),
        seed: SEED,
        baseline: None,
        by_interval: false,
        controls: false,
        stop: &stop,
        progress: &|_| stop.store(true, Ordering::Relaxed),
    };
    let done = |finished: Finished| told.lock().unwrap().push((finished.scenario, finished.totals.replications()));
    with_threads(Some(1), || play_study(&study, &done)).unwrap().unwrap();
    let told = told.into_inner().unwrap();
    assert!(!told.is_empty() && told.len() < 1000, "{told:?}");
    assert!(told.iter().all(|&(_, replications)| replications == 10));
}

#[test]
fn a_panic_ends_the_study_and_is_seen() {
    let centers = centers(PLAIN);
    let stop = AtomicBool::new(false);
    let order: Vec<u32> = (0..1000).collect();
    let study = Study {
        order: &order,
        center: &|scenario| Ok(centers[scenario % 12].clone()),
        earlier: &|_| None,
        effort: StudyEffort::Replications(30),
        seed: SEED,
        baseline: None,
        by_interval: false,
        controls: false,
        stop: &stop,
        progress: &|_| (),
    };
    let done = |finished: Finished| assert!(finished.scenario != 300, "somebody who listens fails");
    let played = || with_threads(Some(3), || play_study(&study, &done));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(played)).is_err());
}

#[test]
fn a_scenario_without_a_center_ends_the_study_by_name() {
    let centers = centers(PLAIN);
    let stop = AtomicBool::new(false);
    let order: Vec<u32> = (0..12).collect();
    let study = Study {
        order: &order,
        center: &|scenario| {
            if scenario == 9 { Err("more agents than heads".to_owned()) } else { Ok(centers[scenario].clone()) }
        },
        earlier: &|_| None,
        effort: StudyEffort::Replications(3),
        seed: SEED,
        baseline: None,
        by_interval: false,
        controls: false,
        stop: &stop,
        progress: &|_| (),
    };
    let trouble = with_threads(Some(2), || play_study(&study, &|_| ())).unwrap().unwrap_err();
    assert!(matches!(trouble, StudyTrouble::NoCenter { scenario: 9, .. }));
    assert_eq!(trouble.to_string(), "scenario 10: more agents than heads");
}
