//! Same seed, same day: on any number of threads, in any order, and tomorrow.

mod support;

use std::fmt::Write;
use std::sync::Arc;

use ccsim::engine::Engine;
use ccsim::experiment::{Effort, play, with_threads};
use ccsim::metrics::{Findings, Layout};
use ccsim::model::{Center, Scope};
use ccsim::plan::Plan;
use ccsim::scenario::{Source, read};
use support::record::Record;

/// A little of everything that draws a number.
const SCENARIO: &str = r#"
[day]
opens = "08:00"
closes = "12:00"
interval = "30 min"
busyness = { day-cv = 0.12, interval-cv = 0.08, correlation = 0.6 }

[contact-type.billing]
arrivals.per-interval = [12, 25, 31, 28, 22, 20, 14, 9]
enters = "ivr.greeting"
patience.lognormal = { mean = "3 min", cv = 1.2 }
talk-time.lognormal = { mean = "250 s", cv = 1.1 }
after-call-work.exponential.mean = "30 s"
balks = "2 %"

[contact-type.outage]
arrivals.rate = "40 per h"
surge = [{ from = "09:10", to = "10:20", factor = 3.0, chance = "20 %" }]
patience.weibull = { mean = "90 s", shape = 0.8 }
talk-time.gamma = { mean = "180 s", cv = 0.7 }

[ivr.greeting]
menu.prompt.lognormal = { mean = "9 s", cv = 0.4 }
menu.options = { "1" = "queue.billing", "2" = "queue.outage" }
menu.presses.billing = { "1" = "90 %", "2" = "6 %", hang-up = "4 %" }

[trunks]
lines = 30

[queue.billing]
capacity = 15
overflow = { after = "45 s", to = ["back-office"] }
[queue.outage]
priority = -1

[agent-group.front-desk]
skills = ["billing", "outage"]
staffing.per-interval = [4, 7, 9, 8, 7, 6, 5, 3]
absence = "6 %"
shrinkage = "8 %"

[agent-group.back-office]
skills = ["outage", "billing"]
answers = ["outage"]
staffing.shifts = [{ from = "08:00", to = "11:45", agents = 3, breaks = [{ from = "10:00", to = "10:20" }] }]
handle-time-factor = { outage = 1.2 }
at-shift-end = "hang-up"

[routing]
agent = "random"
contact = "priority"

[target.fast]
service-level = { share = "80 %", within = "20 s", of = "offered" }
"#;

const SEED: u64 = 2026;

fn center() -> Center {
    read(&Source::from_text("a-little-of-everything", SCENARIO), &[]).expect("the scenario above is right").center
}

/// Every figure to the bit, and every point of the curves.
fn figures(findings: &Findings) -> String {
    let bits = |value: f64| format!("{:016x}", value.to_bits());
    let mut text = String::new();
    for row in &findings.rows {
        let estimate = row.estimate.map(|e| (bits(e.value), e.interval.map(|(low, high)| (bits(low), bits(high)))));
        writeln!(text, "{} {:?} {:?} {estimate:?}", row.metric.id, row.scope, row.interval).expect("text has room");
    }
    for curve in &findings.hold_curves {
        writeln!(text, "{:?} {:?}", curve.queue, curve.points).expect("text has room");
    }
    text + &format!("{:?} {:?} {}", findings.level_spread, findings.notice_spread, findings.contacts)
}

fn play_on(threads: usize, effort: Effort) -> String {
    let center = center();
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let played = with_threads(Some(threads), || play(&plan, &layout, effort, SEED, &|_| ()));
    figures(&Findings::of(&played.expect("threads are to be had").totals))
}

#[test]
fn one_two_and_seven_threads_say_the_same_to_the_bit() {
    let alone = play_on(1, Effort::Replications(300));
    assert_eq!(alone, play_on(2, Effort::Replications(300)));
    assert_eq!(alone, play_on(7, Effort::Replications(300)));
}

#[test]
fn playing_on_until_it_is_enough_is_playing_that_many_at_once() {
    let in_rounds = Effort::Precision { half_width: 1e-9, of_times: 1e-9, most: 350 };
    assert_eq!(play_on(2, in_rounds), play_on(3, Effort::Replications(350)));
}

#[test]
fn a_day_does_not_remember_the_days_before() {
    let plan = Plan::compile(&center());
    let mut engine = Engine::new(&plan);
    for replication in [4, 0, 9, 4] {
        let mut record = Record::default();
        engine.play(SEED, replication, &mut record);
        let mut fresh = Record::default();
        Engine::new(&plan).play(SEED, replication, &mut fresh);
        assert_eq!(record, fresh, "day {replication}");
    }
}

/// What is printed without files is worked out of fewer sums: the intervals of the center, and everybody's day.
#[test]
fn a_page_says_what_all_the_files_say() {
    let hotline = read(&Source::from_text("hotline", include_str!("../benches/centers/hotline.toml")), &[]);
    for center in [center(), hotline.unwrap().center] {
        let plan = Plan::compile(&center);
        let [all, page] = [Layout::of(&center, &plan), Layout::of(&center, &plan).for_a_page()].map(|layout| {
            let effort = Effort::Replications(50);
            let run = || play(&plan, &Arc::new(layout), effort, 1, &|_| {});
            Findings::of(&with_threads(Some(2), run).unwrap().totals)
        });
        assert!(page.rows.len() < all.rows.len());
        for row in &page.rows {
            let Some(interval) = row.interval else { continue };
            let the_same = all.find(row.metric.id, row.scope, Some(interval));
            assert_eq!(row.estimate, the_same, "{} {:?} {interval}", row.metric.id, row.scope);
        }
        let of_days = |findings: &Findings| {
            let days = findings.rows.iter().filter(|row| row.interval.is_none());
            days.fold(String::new(), |text, row| {
                format!("{text}{} {:?} {:?}\n", row.metric.id, row.scope, row.estimate)
            })
        };
        assert_eq!(of_days(&page), of_days(&all));
        for interval in 0..plan.clock.intervals {
            for metric in ["notice-due-rate", "service-level", "mean-hold-time"] {
                assert!(page.find(metric, Scope::Center, Some(interval)).is_some(), "{metric} {interval}");
            }
        }
    }
}

#[test]
fn another_seed_and_another_day_meet_other_people() {
    let plan = Plan::compile(&center());
    let days = [(SEED, 0), (SEED, 1), (SEED + 1, 0)].map(|(seed, day)| Record::of(&plan, seed, day).stories);
    assert!(days[0] != days[1] && days[0] != days[2] && days[1] != days[2]);
}

/// Pins our own output: it proves that nothing changed, not that anything is right. Whoever changes the numbers of an
/// unchanged scenario on purpose puts the new digest here and says so under "Results-changing" in the change log.
#[test]
fn nothing_has_changed_the_results() {
    let digest = blake3::hash(play_on(2, Effort::Replications(100)).as_bytes()).to_hex();
    assert_eq!(digest.as_str(), "e005f0859e30f5b864f117bf2b3662048d234e654cbd6b979acd7fd6cfd0629e");
}
