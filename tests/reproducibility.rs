//! Same seed, same day: on any number of threads, in any order, and tomorrow.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use ccsim::engine::Engine;
use ccsim::experiment::{Effort, play, with_threads};
use ccsim::metrics::{Findings, Layout};
use ccsim::model::{Center, ContactTypeId, IvrStepId, Scope};
use ccsim::plan::{Footprints, Plan, StepKind};
use ccsim::random::another;
use ccsim::scenario::{Source, read};
use ccsim::units::SimTime;
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

/// What is printed without files is worked out of fewer sums: everybody's day, and how the center fares in the course of it.
#[test]
fn a_page_says_what_all_the_files_say() {
    let by_interval = format!(
        "{SCENARIO}\n[target.each-half-hour]\nabandonment-rate = {{ at-most = \"5 %\" }}\nper = \"interval\"\n"
    );
    let mut texts = vec![SCENARIO.to_owned(), by_interval, include_str!("../benches/centers/hotline.toml").to_owned()];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    texts.extend(files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()));
    for text in texts {
        let Ok(reading) = read(&Source::from_text("center", &text), &[]) else { panic!("{text}") };
        let center = reading.center;
        let plan = Plan::compile(&center);
        let [all, page] = [Layout::of(&center, &plan), Layout::of(&center, &plan).for_a_page()].map(|layout| {
            let effort = Effort::Replications(20);
            let run = || play(&plan, &Arc::new(layout), effort, 1, &|_| {});
            Findings::of(&with_threads(Some(2), run).unwrap().totals)
        });
        assert!(page.rows.len() < all.rows.len() || center.calendar.is_some());
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
        let rows = |findings: &Findings, metric| {
            findings.rows.iter().filter(|row| (row.metric.id, row.scope) == (metric, Scope::Center)).count()
        };
        for metric in ["notice-due-rate", "service-level", "mean-hold-time"] {
            assert!(rows(&page, metric) > 1, "the page shows it by interval: {metric}");
            assert_eq!(rows(&page, metric), rows(&all, metric), "{metric}");
        }
    }
}

/// Where a walk through the menu came, and when it left.
#[derive(Debug, Default, PartialEq)]
struct Trail(Vec<(IvrStepId, StepKind, SimTime)>);

impl Footprints for Trail {
    fn times_in(&self, step: IvrStepId) -> u32 {
        self.0.iter().filter(|(at, ..)| *at == step).count() as u32
    }

    fn leave(&mut self, step: IvrStepId, kind: StepKind, _: SimTime, to: SimTime) {
        self.0.push((step, kind, to));
    }
}

/// First choices are drawn side by side before anybody dials: the same as on the way.
#[test]
fn who_chooses_ahead_walks_as_who_chooses_on_the_way() {
    const CENTER: &str = r#"
[contact-type.call]
arrivals.rate = "60 per h"
talk-time = "4 min"
enters = "ivr.hello"
[queue.call]
[agent-group.agents]
skills = ["call"]
staffing.constant = 5
[ivr.hello]
play = "9 s"
then = "ivr.main"
[ivr.more]
play = "5 s"
then = "ivr.main"
[ivr.main]
menu.prompt = "22 s"
menu.options = { "1" = "queue.call", "2" = "ivr.more", "*" = "ivr.main" }
menu.presses.call = { "1" = "40 %", "2" = "30 %", "*" = "20 %", hang-up = "10 %" }
menu.otherwise = "queue.call"
"#;
    for (other, is_ahead) in [("", true), ("menu.barge-in = '0 %'", true), ("menu.barge-in = '50 %'", false)] {
        let text = format!("{CENTER}{other}");
        let Ok(reading) = read(&Source::from_text("menu", &text), &[]) else { panic!("{text}") };
        let plan = Plan::compile(&reading.center);
        let kind = ContactTypeId(0);
        let people: Vec<u64> = (0..1000).map(|at| another(77, at)).collect();
        let mut choices = vec![None; people.len()];
        plan.draw_first_choices(kind, &people, &mut choices);
        let mut ends = BTreeSet::new();
        for (person, choice) in people.into_iter().zip(choices) {
            assert_eq!(choice.is_some(), is_ahead, "{other}");
            let (mut ahead, mut on_the_way) = (Trail::default(), Trail::default());
            let walk = |choice, trail: &mut Trail| plan.walk(kind, IvrStepId(0), SimTime::ZERO, person, choice, trail);
            let end = walk(choice, &mut ahead);
            assert_eq!(end, walk(None, &mut on_the_way));
            assert_eq!(ahead, on_the_way);
            ends.insert((end.ends, ahead.0.len()));
        }
        assert!(ends.len() > 100 || other.contains("'0 %'"), "people differ");
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
