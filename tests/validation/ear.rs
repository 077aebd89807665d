//! Figures of whole calls and announcements, worked out from what the engine tells.

use ccsim::engine::Engine;
use ccsim::metrics::CONFIDENCE;
use ccsim::model::{Draft, GroupId};
use ccsim::observation::{Announcement, Answer, Call, CallEnd, Dialled, Observer, Visit};
use ccsim::plan::Plan;
use ccsim::statistics::RatioMoments;
use ccsim::units::{Duration, SimTime};

use super::judge::compare;
use super::support::{seal, seconds};

/// Something that was told of.
pub enum Told<'a> {
    /// A call is over.
    Call(&'a Call, &'a CallEnd),
    /// An announcement came true.
    Truth(&'a Visit, &'a Announcement, SimTime, bool),
    /// Somebody was called back.
    Back(&'a Visit, &'a Answer),
}

struct Ear<F>(F);

impl<F: FnMut(Told<'_>)> Observer for Ear<F> {
    fn blocked(&mut self, _: &Dialled) {}
    fn turned_away(&mut self, _: &Visit) {}
    fn left_in_ivr(&mut self, _: &Dialled) {}
    fn self_served(&mut self, _: &Dialled) {}
    fn answered(&mut self, _: &Visit, _: &Answer) {}
    fn abandoned(&mut self, _: &Visit, _: SimTime, _: bool) {}
    fn disconnected(&mut self, _: &Visit, _: SimTime) {}
    fn still_inside(&mut self, _: &Visit, _: SimTime) {}
    fn present(&mut self, _: GroupId, _: SimTime, _: u32) {}
    fn day_ended(&mut self, _: SimTime) {}
    fn came_true(&mut self, visit: &Visit, said: &Announcement, at: SimTime, virtually: bool) {
        (self.0)(Told::Truth(visit, said, at, virtually));
    }
    fn called_back(&mut self, visit: &Visit, answer: &Answer, _: SimTime) {
        (self.0)(Told::Back(visit, answer));
    }
    fn call_ended(&mut self, call: &Call, end: &CallEnd) {
        (self.0)(Told::Call(call, end));
    }
}

/// Plays days and compares ratios of totals with their exact values: each figure has a name, the exact value and the widest
/// half-width of its 95 % interval \[of its value\]; `count` adds to numerator and denominator of each.
///
/// What was dialled within `margin` \[s\] of opening or closing is left out.
pub fn check<const N: usize>(
    name: &str,
    draft: Draft,
    replications: u64,
    margin: f64,
    figures: [(&str, f64, f64); N],
    count: impl Fn(&Told<'_>, &mut [(u64, u64); N]),
) {
    let center = seal(draft);
    let (from, to) = (center.day.opens + seconds(margin), center.day.closes);
    let plan = Plan::compile(&center).following();
    let mut engine = Engine::new(&plan);
    let seed = name.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut ratios: [RatioMoments; N] = std::array::from_fn(|_| RatioMoments::default());
    for replication in 0..replications {
        let mut sums = [(0, 0); N];
        let mut ear = Ear(|told: Told<'_>| {
            let dialled = match told {
                Told::Call(call, _) => call.dialled,
                Told::Truth(visit, ..) | Told::Back(visit, _) => visit.arrived,
            };
            if from <= dialled && dialled + seconds(margin) < to {
                count(&told, &mut sums);
            }
        });
        engine.play(seed, replication, &mut ear);
        for (ratio, (numerator, denominator)) in ratios.iter_mut().zip(sums) {
            ratio.push(numerator, denominator);
        }
    }
    for (ratio, (figure, exact, widest)) in ratios.iter().zip(figures) {
        let estimate = ratio.estimate(CONFIDENCE).unwrap_or_else(|| panic!("{name}: {figure} is undefined"));
        compare(name, figure, estimate, exact, replications - 1, widest * exact);
    }
}

/// Adds to a share.
pub fn share(sum: &mut (u64, u64), holds: bool) {
    sum.0 += u64::from(holds);
    sum.1 += 1;
}

/// Adds to a mean \[ms\].
pub fn mean(sum: &mut (u64, u64), length: Duration) {
    sum.0 += length.as_micros() / 1000;
    sum.1 += 1;
}
