//! The screen for a month of an outage line, from figures that were thought up, as a negotiator would forward it.

use super::*;
use crate::contract::{Cell, Delivered, Evidence, Terms};
use crate::experiment::contract::{
    Amounts, Attribution, BandFindings, ChanceGroup, Cheapest, ClauseFindings, CommonDefinition, ContractFindings,
    FairMalus, HeldLevel, Incentive, IntervalStaffing, LevelFindings, Luck, Part, PenaltyWindow, Played, SameCalls,
    SizedContract, Sizing, Spread, StaffLevel, StaffStep, StaffSweep,
};
use crate::model::contract::{
    Amount, Band, Better, Between, Effect, Empty, Fee, Level, Measure, Payoff, RollUp, SeveralMisses, Trigger,
};
use crate::model::{
    Calendar, CalendarDay, Clause, ContactTypeId, Contract, ContractId, Denominator, GroupId, Period, Scope,
    ServiceLevel,
};
use crate::random::DayFactor;
use crate::report::{Ink, Paper};
use crate::scenario::{self, Source};
use crate::statistics::Estimate;
use crate::units::{Date, Duration, Money, Share};

const SPANS: usize = 1000;

fn around(value: f64, half: f64) -> Estimate {
    Estimate { value, interval: Some((value - half, value + half)) }
}

fn between(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { value, interval: Some((low, high)) }
}

fn share(share: f64) -> Share {
    Share::new(share).unwrap()
}

fn level(percent: f64) -> Level {
    Level::of_share(share(percent / 100.0))
}

fn outage_line() -> Contract {
    let band = |from: f64, effect| Band { edge: level(from), effect };
    let part = |percent: f64| Amount::Share(share(percent / 100.0));
    let clause = Clause {
        name: "outage-line".to_owned(),
        scope: Scope::ContactType(ContactTypeId::at(0)),
        hours: None,
        weekdays: [true; 7],
        excluded: Vec::new(),
        measure: Measure::ServiceLevel(ServiceLevel {
            within: Duration::from_secs(20),
            of: Denominator::OfferedLessShortAbandons,
            short: Duration::from_secs(5),
            blocked: false,
        }),
        better: Better::Higher,
        per: Period::Month,
        roll_up: RollUp::Sums,
        round: None,
        empty: Empty::Pass,
        payoff: Payoff::Ladder {
            bands: vec![
                band(90.0, Effect::Bonus(part(1.0))),
                band(80.0, Effect::Nothing),
                band(75.0, Effect::Penalty(part(2.0))),
                band(70.0, Effect::Penalty(part(5.0))),
                band(0.0, Effect::Penalty(part(10.0))),
            ],
            between: Between::Step,
        },
        ramp: Vec::new(),
        excused_if: None,
        earn_back: None,
        repeat: None,
        cap: None,
        ends_after: None,
        weight: 1.0,
    };
    Contract {
        name: "outage-line".to_owned(),
        clauses: vec![clause],
        per: Period::Month,
        fee: Fee { per_answered: Money::try_from_units(3.1).unwrap(), ..Fee::default() },
        cap: Some(part(10.0)),
        cap_per_year: None,
        groups: vec![GroupId::at(0)],
        at_risk: None,
        several_misses: SeveralMisses::Sum,
        ends_after: Some(Trigger::InARow { misses: 3 }),
        damage_per_lost_call: None,
    }
}

fn center() -> Center {
    let text = "about = \"A month of an outsourced outage line\"\n\
        [day]\nopens = \"07:00\"\ncloses = \"21:00\"\ninterval = \"30 min\"\n\
        [contact-type.outage]\narrivals.rate = \"60 per h\"\npatience.exponential.mean = \"4 min\"\n\
        talk-time.exponential.mean = \"210 s\"\n\
        [agent-group.provider]\nskills = [\"outage\"]\nstaffing.constant = 6\nwage = \"23 EUR per h\"\n";
    let source = Source::from_text("outage-contract.toml", text);
    let mut draft = (*scenario::read(&source, &[]).unwrap().center).clone();
    let starts: Date = "2026-03-01".parse().unwrap();
    let day = |at| {
        let date = starts.plus_days(at);
        CalendarDay { date, is_open: true, played_as: date.weekday(), factor: 1.0 }
    };
    draft.calendar = Some(Calendar { days: (0..31).map(day).collect(), forecast_error: DayFactor::default() });
    draft.contracts = vec![outage_line()];
    Center::new(draft).unwrap()
}

/// Months whose levels lie on a bell: 81.3 % in the middle, most within 4 points.
fn levels() -> Vec<f64> {
    let bell = |at: usize| {
        let part = (at as f64 + 0.5) / SPANS as f64;
        // Tukey's lambda: near the normal quantile.
        (libm::pow(part, 0.135) - libm::pow(1.0 - part, 0.135)) / 0.1975
    };
    (0..SPANS).map(|at| 0.813 + 0.018 * bell(at)).collect()
}

fn spread(mut values: Vec<f64>, half: f64) -> Spread {
    values.sort_by(f64::total_cmp);
    let at = |part: f64| values[((part * values.len() as f64) as usize).min(values.len() - 1)];
    let quantile = |part: f64| around(at(part), 0.04 * at(part).abs());
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Spread {
        mean: around(mean, half),
        deviation: Some(1.0),
        median: quantile(0.5),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        sorted: values,
    }
}

fn found() -> ContractFindings {
    let fees: Vec<f64> = (0..SPANS).map(|at| 62_000.0 + 97.0 * ((at * 37) % 100) as f64).collect();
    let rate = |level: f64| {
        if level < 0.75 {
            0.05
        } else if level < 0.8 {
            0.02
        } else {
            0.0
        }
    };
    let penalties: Vec<f64> = levels().iter().zip(&fees).map(|(&level, fee)| rate(level) * fee).collect();
    let net: Vec<f64> = penalties.clone();
    let client: Vec<f64> = fees.iter().zip(&penalties).map(|(fee, penalty)| fee - penalty).collect();
    let margin: Vec<f64> = client.iter().map(|paid| paid - 58_400.0).collect();
    let part = |group, value: f64, half: f64| Part {
        group,
        varies: true,
        share: around(value, half),
        alone: around(value, half),
        together: around(value, half),
    };
    let split = Attribution {
        variance: around(0.18, 0.01),
        parts: [
            part(ChanceGroup::Volume, 0.61, 0.06),
            part(ChanceGroup::Staffing, 0.27, 0.05),
            part(ChanceGroup::Calls, 0.12, 0.03),
        ],
    };
    let same = |definition, level: f64, missed: f64, is_own| SameCalls {
        definition,
        is_own,
        level: around(level, 0.001),
        missed: around(missed, 0.028),
    };
    let values = levels();
    let clause = ClauseFindings {
        name: "outage-line".to_owned(),
        periods: SPANS as u64,
        judged: SPANS as u64,
        missed: Some(around(0.234, 0.026)),
        any_missed: around(0.234, 0.026),
        bands: [
            between(0.0, 0.0, 0.004),
            around(0.766, 0.026),
            around(0.231, 0.026),
            between(0.003, 0.001, 0.009),
            between(0.0, 0.0, 0.004),
        ]
        .map(|share| BandFindings { share })
        .to_vec(),
        level: Some(LevelFindings {
            mean: around(0.813, 0.001),
            deviation: Some(0.018),
            p5: around(values[50], 0.002),
            median: around(0.813, 0.001),
            p95: around(values[950], 0.002),
            sorted: values,
        }),
        same_calls: vec![
            same(CommonDefinition::Offered, 0.790, 0.71, false),
            same(CommonDefinition::LessShortAbandons, 0.813, 0.234, true),
            same(CommonDefinition::Answered, 0.840, 0.02, false),
            same(CommonDefinition::CreditingShortAbandons, 0.822, 0.12, false),
        ],
        luck: Some(Luck {
            blocks: 200,
            missed: Some(split.clone()),
            level: Some(split.clone()),
            amount: Some(split),
            held: Some(HeldLevel {
                edge: 0.8,
                call_deviation: around(0.006, 0.0004),
                calls_normal: around(0.81, 0.001),
                calls: around(0.81, 0.001),
                all: around(0.83, 0.002),
            }),
        }),
        malus: Some(FairMalus { per_miss: Some(around(1830.0, 120.0)), per_point: around(310.0, 20.0) }),
    };
    ContractFindings {
        name: "outage-line".to_owned(),
        amounts: Amounts {
            fee: spread(fees, 180.0),
            penalty: spread(penalties, 35.0),
            bonus: spread(vec![0.0; SPANS], 0.0),
            refunded: spread(vec![0.0; SPANS], 0.0),
            net: spread(net, 35.0),
            client_cost: spread(client, 170.0),
            staff_pay: Some(spread(vec![58_400.0; SPANS], 90.0)),
            margin: Some(spread(margin, 190.0)),
            caller_damage: spread(vec![9_000.0; SPANS], 200.0),
        },
        any_penalty: around(0.234, 0.026),
        capped: Some(between(0.0, 0.0, 0.003)),
        ended: Some(between(0.0, 0.0, 0.003)),
        invoices: None,
        missed_invoices: Some(around(0.234, 0.026)),
        clauses: vec![clause],
    }
}

fn sizing(from: i32, to: i32) -> Sizing {
    let cost = |offset: i32| 58_400.0 + 4030.0 * f64::from(offset);
    let missed = |offset: i32| 0.234 * libm::exp(-0.62 * f64::from(offset)).min(4.0);
    let net = |offset: i32| 1330.0 * missed(offset);
    let levels: Vec<StaffLevel> = (from..=to)
        .map(|offset| StaffLevel {
            offset,
            staff_pay: Some(around(cost(offset), 90.0)),
            fee: around(66_800.0, 180.0),
            net: around(net(offset), 30.0),
            pay_and_net: Some(around(cost(offset) + net(offset), 95.0)),
            margin: Some(around(66_800.0 - cost(offset) - net(offset), 190.0)),
            missed: around(missed(offset), 0.02).clamped(0.0, 1.0),
            caller_damage: around(9_000.0, 200.0),
            clause_levels: vec![Some(around(0.813 + 0.02 * f64::from(offset), 0.001))],
        })
        .collect();
    let steps = (from..to)
        .map(|offset| {
            let (saved, fewer) = (net(offset) - net(offset + 1), missed(offset) - missed(offset + 1));
            StaffStep {
                offsets: (offset, offset + 1),
                pay: Some(around(4030.0, 8.0)),
                saved: around(saved, 25.0),
                fee: around(0.0, 20.0),
                fewer_missed: around(fewer, 0.02),
                indifference: Some(around(4030.0 / fewer, 900.0)),
                indifference_with_fee: None,
                factor: Some(around(4030.0 / saved, 2.0)),
            }
        })
        .collect();
    let count = levels.len();
    Sizing {
        offsets: (from..=to).collect(),
        spans: SPANS as u64,
        contracts: vec![SizedContract {
            name: "outage-line".to_owned(),
            levels,
            steps,
            cheapest: Some(Cheapest { level: 0, alike: vec![0], at_the_end: true }),
            best_margin: Some(Cheapest { level: 0, alike: vec![0], at_the_end: true }),
            windows: Some(
                (from..=to)
                    .map(|offset| PenaltyWindow {
                        offset,
                        factors: Some((16.0, Some(29.6))),
                        doubts: (Some(around(16.0, 1.2)), None),
                    })
                    .collect(),
            ),
            solved_for: (count > 3).then(|| count - 4),
            incentives: vec![(count > 3).then(incentive)],
        }],
        together: None,
    }
}

fn incentive() -> Incentive {
    let interval = |at: u64| {
        let starts = 7 * 3600 + at * 1800;
        let bump = libm::sin(at as f64 / 4.0);
        IntervalStaffing {
            starts,
            planned: 9,
            cheapest: 8,
            level_planned: Some(0.81 + 0.06 * bump),
            level_cheapest: Some((0.82 + 0.04 * bump - if (8..12).contains(&at) { 0.45 } else { 0.0 }).clamp(0.0, 1.0)),
        }
    };
    Incentive {
        intervals: (0..28).map(interval).collect(),
        pay: (around(58_400.0, 90.0), around(56_900.0, 90.0)),
        level: (around(0.813, 0.001), around(0.8003, 0.001)),
        alike: Some((0, around(58_400.0, 90.0))),
        worst: 10,
    }
}

fn played(sizing: Sizing) -> Played {
    Played { spans: SPANS as u64, spans_for_luck: 1600, days: 31, contracts: vec![found()], sizing: Some(sizing) }
}

fn screen(has_sweep: bool, width: usize) -> String {
    let (center, sweep) = (center(), StaffSweep { groups: Vec::new(), from: -1, to: 1 });
    let played = played(if has_sweep { sizing(-3, 6) } else { sizing(-1, 1) });
    let report = Report {
        center: &center,
        played: &played,
        shown: &[0],
        sweep: Some(&sweep),
        has_sweep,
        digest: "0123456789abcdef",
        seed: 1,
        version: "0.1.0",
    };
    table(&report, 8.2, "outage-contract.toml", Paper { width, ink: Ink::Plain })
}

/// Compares a text with the file that holds it; `UPDATE_SCREENS=1` writes the file.
#[track_caller]
fn same_as(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/contract/screens").join(name);
    if std::env::var_os("UPDATE_SCREENS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap();
    assert!(wanted == text, "{name} has become\n{text}");
}

#[test]
fn the_screen_is_one_that_a_negotiator_forwards() {
    same_as("month.txt", &screen(false, 100));
}

#[test]
fn a_sweep_shows_a_row_a_staffing_and_marks_the_best() {
    same_as("sweep.txt", &screen(true, 130));
}

#[test]
fn a_narrow_page_has_no_line_that_is_wider_but_the_command() {
    for (has_sweep, width) in [(false, 48), (true, 48), (true, 80)] {
        let screen = screen(has_sweep, width);
        let is_command = |line: &str| line.starts_with("next");
        let wide: Vec<&str> =
            screen.lines().filter(|line| !is_command(line) && line.chars().count() > width.max(64)).collect();
        assert!(wide.is_empty(), "{wide:#?}");
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let (center, played) = (center(), played(sizing(-3, 6)));
    let coloured =
        with_report(&center, &played, |report| table(report, 8.2, "line.toml", Paper { width: 100, ink: Ink::Colour }));
    let plain =
        with_report(&center, &played, |report| table(report, 8.2, "line.toml", Paper { width: 100, ink: Ink::Plain }));
    let mut bare = coloured.clone();
    for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m", "\u{1b}[1;31m", "\u{1b}[32m", "\u{1b}[0m"] {
        bare = bare.replace(code, "");
    }
    assert_ne!(coloured, plain);
    assert_eq!(bare, plain);
}

#[test]
fn nothing_missed_is_said_with_what_may_be_true_still() {
    let center = center();
    let mut played = played(sizing(-1, 1));
    let contract = &mut played.contracts[0];
    contract.any_penalty = between(0.0, 0.0, 0.004);
    contract.clauses[0].missed = Some(between(0.0, 0.0, 0.004));
    contract.amounts.penalty = spread(vec![0.0; SPANS], 0.0);
    let screen =
        with_report(&center, &played, |report| table(report, 0.0, "line.toml", Paper { width: 200, ink: Ink::Plain }));
    assert!(screen.contains("The provider owes a penalty in none of 1 000 months."), "{screen}");
    assert!(screen.contains("warning  no miss was seen in 1 000 months: its chance is under 0.3 %"), "{screen}");
}

#[test]
fn few_spans_and_missing_wages_are_warned_about() {
    let center = center();
    let mut played = played(sizing(-1, 1));
    played.spans = 20;
    played.sizing = None;
    (played.contracts[0].amounts.staff_pay, played.contracts[0].amounts.margin) = (None, None);
    let screen =
        with_report(&center, &played, |report| table(report, 0.0, "line.toml", Paper { width: 200, ink: Ink::Plain }));
    assert!(screen.contains("20 months say little of 1 in 20"), "{screen}");
    assert!(screen.contains("has no `wage`"), "{screen}");
    assert!(screen.contains("--replications 1000"), "{screen}");
}

#[test]
fn csv_has_the_rows_of_the_json_and_each_id_is_explained() {
    let (center, played) = (center(), played(sizing(-3, 6)));
    let (json, csv) = with_report(&center, &played, |report| (json(report), csv(report)));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["metrics"].as_array().unwrap();
    assert_eq!(csv.lines().count(), rows.len() + 1);
    for id in rows.iter().map(|row| row["metric"].as_str().unwrap()) {
        assert!(crate::metrics::Definition::find(id).is_some(), "{id}");
    }
    for line in [
        "breach-probability,contract.outage-line,,0.234,",
        "band-probability,contract.outage-line.band.3,,0.231,",
        "luck,contract.outage-line.volume,,0.61,",
        "net-penalty,contract.outage-line.staff.+2,,",
        "breach-probability,contract.outage-line.definition.answered,,0.02,",
    ] {
        assert!(csv.contains(line), "{line}\n{csv}");
    }
}

fn with_report<T>(center: &Center, played: &Played, tell: impl FnOnce(&Report<'_>) -> T) -> T {
    let sweep = StaffSweep { groups: Vec::new(), from: -3, to: 6 };
    tell(&Report {
        center,
        played,
        shown: &[0],
        sweep: Some(&sweep),
        has_sweep: played.sizing.as_ref().is_some_and(|sizing| sizing.offsets.len() > 3),
        digest: "0123456789abcdef",
        seed: 1,
        version: "0.1.0",
    })
}

/// A month of 31 000 counted calls, of which so many were answered in time.
fn settled_with(center: &Center, in_time: u64) -> (Terms, crate::contract::Ledger) {
    let terms = Terms::of(center, ContractId::at(0));
    let mut cells = vec![Cell::default(); terms.open_dates() * terms.intervals()];
    cells[0] = Cell { numerator: in_time, denominator: 31_000, arrived: 31_000, offered: 31_000, lost: 900 };
    let mut delivered = vec![Delivered::default(); terms.open_dates()];
    delivered[0].answered = 30_100;
    let ledger = terms.ledger(&Evidence { cells: vec![cells], delivered });
    (terms, ledger)
}

#[test]
fn a_ledger_is_a_page_that_adds_up() {
    let center = center();
    // 79.94 %: 24 781 of 31 000; 2 % of 93 310.00 are 1 866.20.
    let (terms, ledger) = settled_with(&center, 24_781);
    let settled = ledger::Settled { terms: &terms, ledger: &ledger };
    let page = ledger::text(&[settled], "outage-line, replication 1 of seed 1", Paper { width: 90, ink: Ink::Plain });
    same_as("ledger.txt", &page);
    assert!(page.contains("91 443.80"), "{page}");
}

#[test]
fn lines_of_a_ledger_add_up_to_what_the_client_pays() {
    let center = center();
    let (terms, ledger) = settled_with(&center, 21_000);
    let csv = ledger::csv(&[ledger::Settled { terms: &terms, ledger: &ledger }]);
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|found| found == name).unwrap();
    let cents = |text: &str| (text.parse::<f64>().unwrap() * 100.0).round() as i64;
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let sum = |name: &str| rows.iter().map(|row| cents(&row[column(name)])).sum::<i64>();
    let pays = sum("client-owes") - sum("provider-owes");
    assert_eq!(cents(&rows.last().unwrap()[column("client-pays")]), pays);
    assert_eq!(pays, ledger.totals.client_pays().millionths() / 10_000);
    // 67.74 %: the worst band, whose 10 % are all that the cap allows.
    assert_eq!(sum("provider-owes"), 933_100);
    assert!(rows.iter().any(|row| &row[column("band")] == "5" && &row[column("from")] == "2026-03-01"), "{csv}");
}

#[cfg(feature = "charts")]
#[test]
fn every_picture_is_drawn_and_named() {
    let (center, played) = (center(), played(sizing(-3, 6)));
    let pictures = with_report(&center, &played, |report| pictures::all(report).unwrap());
    let names: Vec<&str> = pictures.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["penalty", "luck", "breach-by-staff", "cost-by-staff", "hours"]);
    let has = |at: usize, words: &str| assert!(pictures[at].1.contains(words), "{words} in {}", names[at]);
    has(0, "nothing is paid");
    has(0, "\u{2212}2 %");
    has(1, "pure luck");
    has(3, "cheapest");
    has(4, "as planned");
    if let Some(folder) = std::env::var_os("PICTURES_TO") {
        for (name, svg) in &pictures {
            let png = crate::report::chart::to_png(svg).unwrap();
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), png).unwrap();
        }
    }
}
