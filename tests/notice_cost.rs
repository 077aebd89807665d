//! What announcing the wait costs and brings: the same callers with and without it.
//!
//! `cargo test --test notice_cost -- --nocapture` prints the table of docs/NOTICE.md.

use std::path::Path;

use ccsim::engine::Engine;
use ccsim::metrics::{Bill, CONFIDENCE};
use ccsim::model::{Center, GroupId, SegmentKind};
use ccsim::observation::{Answer, Attempt, Call, CallEnd, Dialled, Observer, Visit};
use ccsim::plan::Plan;
use ccsim::scenario::{self, Source};
use ccsim::statistics::PairedRatios;
use ccsim::units::{Duration, SimTime};

const SEED: u64 = 1;
const DAYS: u64 = 400;

/// What is counted in a day: numerator and denominator of each figure.
const FIGURES: [&str; 6] = [
    "hold of a call that asks for an agent [s]",
    "still on hold at 60 s",
    "give up",
    "answered within 30 s",
    "calls again after not getting through, per person",
    "pays for holding, per call [EUR]",
];

struct Day<'c> {
    center: &'c Center,
    counts: [u64; 8],
}

#[derive(Clone, Copy)]
enum Count {
    Offered,
    Hold,
    Due,
    GaveUp,
    InTime,
    Redials,
    People,
    HoldCharge,
}

impl Day<'_> {
    fn add(&mut self, what: Count, amount: u64) {
        self.counts[what as usize] += amount;
    }

    fn get(&self, what: Count) -> u64 {
        self.counts[what as usize]
    }

    fn hold(&mut self, visit: &Visit, end: SimTime) {
        let hold = end.since(visit.joined);
        self.add(Count::Offered, u64::from(!visit.is_later));
        self.add(Count::Hold, hold.as_micros());
        self.add(Count::Due, u64::from(hold >= Duration::from_secs(60)));
    }

    fn figures(&self) -> [(u64, u64); 6] {
        let offered = self.get(Count::Offered);
        [
            (self.get(Count::Hold), offered),
            (self.get(Count::Due), offered),
            (self.get(Count::GaveUp), offered),
            (self.get(Count::InTime), offered),
            (self.get(Count::Redials), self.get(Count::People)),
            (self.get(Count::HoldCharge), offered),
        ]
    }
}

impl Observer for Day<'_> {
    fn blocked(&mut self, _: &Dialled) {}
    fn turned_away(&mut self, _: &Visit) {}
    fn left_in_ivr(&mut self, _: &Dialled) {}
    fn self_served(&mut self, _: &Dialled) {}
    fn answered(&mut self, visit: &Visit, answer: &Answer) {
        self.hold(visit, answer.at);
        self.add(Count::InTime, u64::from(answer.at.since(visit.joined) <= Duration::from_secs(30)));
    }
    fn abandoned(&mut self, visit: &Visit, at: SimTime, _: bool) {
        self.hold(visit, at);
        self.add(Count::GaveUp, 1);
    }
    fn took_callback(&mut self, visit: &Visit, at: SimTime) {
        self.hold(visit, at);
    }
    fn disconnected(&mut self, visit: &Visit, at: SimTime) {
        self.hold(visit, at);
    }
    fn still_inside(&mut self, visit: &Visit, at: SimTime) {
        self.hold(visit, at);
    }
    fn present(&mut self, _: GroupId, _: SimTime, _: u32) {}
    fn day_ended(&mut self, _: SimTime) {}
    fn call_ended(&mut self, call: &Call, end: &CallEnd) {
        self.add(Count::People, u64::from(call.number == 1));
        self.add(Count::Redials, u64::from(call.attempt == Attempt::Redial));
        let dials = self.center.contact_types[call.contact_type.index()].dials;
        if let Some(number) = dials {
            let bill = Bill::of(&self.center.numbers[number.index()], call, end);
            self.add(Count::HoldCharge, bill.hold_charge.millionths().unsigned_abs());
        }
        assert!(call.time_in(SegmentKind::Hold) <= Duration::from_secs(24 * 3600));
    }
}

fn center(set: &[&str]) -> Center {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/city-on-flood-day.toml");
    let source = Source::from_path(path).expect("a scenario of the project");
    let set: Vec<String> = set.iter().map(|set| (*set).to_owned()).collect();
    scenario::read(&source, &set).unwrap_or_else(|complaints| panic!("{complaints}")).center
}

/// Changes of each figure by the announcement, with their half-widths; prints them as well.
fn changes(set: &[&str]) -> Vec<(f64, f64)> {
    const SILENT: [&str; 2] = ["queue.citizens.notice.estimate=none", "queue.help-needed.notice.estimate=none"];
    let (silent, told) = (center(&[set, &SILENT].concat()), center(set));
    let plans = [Plan::compile(&silent), Plan::compile(&told)];
    let mut engines = plans.each_ref().map(Engine::new);
    let mut paired = FIGURES.map(|_| PairedRatios::default());
    for day in 0..DAYS {
        let mut figures = [&silent, &told].map(|center| Day { center, counts: [0; 8] });
        for (engine, figures) in engines.iter_mut().zip(&mut figures) {
            engine.play(SEED, day, figures);
        }
        for (at, paired) in paired.iter_mut().enumerate() {
            paired.push(figures[0].figures()[at], figures[1].figures()[at]);
        }
    }
    println!("{:<50} {:>9} {:>9} {:>9} {:>9}", set.join(" "), "silent", "told", "change", "±");
    let scales = [1e-6, 1.0, 1.0, 1.0, 1.0, 1e-6];
    let mut changes = Vec::new();
    for ((name, paired), scale) in FIGURES.iter().zip(&paired).zip(scales) {
        let [silent, told] =
            [paired.first(None), paired.second(None)].map(|ratio| ratio.ratio().unwrap_or(0.0) * scale);
        let change = paired.difference(CONFIDENCE, None).expect("somebody called").scaled(scale);
        let half_width = change.half_width().expect("many days have an interval");
        println!("{name:<50} {silent:>9.4} {told:>9.4} {:>+9.4} {half_width:>9.4}", change.value);
        changes.push((change.value, half_width));
    }
    changes
}

/// The scenario and seed are fixed; each of the four statements is sure at 95 % by the paired interval.
#[test]
fn who_leaves_on_bad_news_makes_the_others_wait_less() {
    for set in [&[][..], &["contact-type.*.scale=1.3"]] {
        let changes = changes(set);
        let (hold, gave_up) = (changes[0], changes[2]);
        assert!(hold.0 + hold.1 < 0.0, "hold falls: {hold:?}");
        assert!(gave_up.0 - gave_up.1 > 0.0, "more give up: {gave_up:?}");
    }
}
