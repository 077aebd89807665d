//! Replications in parallel, played until they are enough.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::Effort;
use super::rounds::Rounds;
use crate::engine::Engine;
use crate::metrics::{Layout, Tally, Totals};
use crate::plan::Plan;

/// Rounds end at multiples of this many replications where none are in strata.
const ROUND_STEP: u64 = 4;
/// Contacts that a thread plays, at least, before it asks for more.
const CONTACTS_PER_TASK: f64 = 2000.0;

/// What was played.
#[derive(Debug)]
pub struct Played {
    /// Sums over all replications.
    pub totals: Totals,
    /// Whether the intervals are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
}

/// Plays replications 0, 1, 2 ... until the effort is spent or the intervals are narrow enough, on the threads of the
/// current pool. `progress` hears of each replication that is done.
///
/// The result is the same to the bit on any number of threads: every sum is a whole number, and how much is played
/// depends on sums alone.
pub fn play(plan: &Plan, layout: &Arc<Layout>, effort: Effort, seed: u64, progress: &(dyn Fn(u64) + Sync)) -> Played {
    let mut totals = Totals::new(Arc::clone(layout));
    match effort {
        Effort::Replications(count) => {
            totals.merge(play_range(plan, layout, &(0..count), seed, progress));
            Played { totals, is_precise: None }
        }
        Effort::Precision { half_width, of_times, most } => {
            // Whole blocks of strata have the least doubt.
            let round_step = plan.arrivals.strata().map_or(ROUND_STEP, |strata| 2 * strata);
            let mut rounds = Rounds::new(most, round_step);
            let mut goal = rounds.first();
            loop {
                let played = totals.replications();
                totals.merge(play_range(plan, layout, &(played..goal), seed, progress));
                let excess = totals.widest_half_width(half_width, of_times);
                match rounds.next(goal, excess) {
                    Some(more) => goal = more,
                    None => return Played { totals, is_precise: Some(excess <= 1.0) },
                }
            }
        }
    }
}

/// Threads take a few replications at a time until none are left, each at a desk of its own: no thread waits for
/// another before the end, and there are as many sums to merge as threads. Pairs of one stratum stay together.
fn play_range(
    plan: &Plan,
    layout: &Arc<Layout>,
    range: &Range<u64>,
    seed: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Totals {
    let at_a_time = (CONTACTS_PER_TASK / plan.arrivals.expected().max(1.0)).clamp(1.0, 256.0) as u64;
    let at_a_time = at_a_time.next_multiple_of(if plan.arrivals.strata().is_some() { 2 } else { 1 });
    let count = range.end - range.start;
    let next = AtomicU64::new(0);
    let sit_down = |_: usize| {
        let mut desk = Desk::new(plan, layout);
        loop {
            let first = next.fetch_add(at_a_time, Ordering::Relaxed);
            if first >= count {
                return desk.totals;
            }
            for place in first..count.min(first + at_a_time) {
                desk.play(seed, Totals::in_order(layout, place, range));
                progress(1);
            }
        }
    };
    let merged = |mut sum: Totals, more| {
        sum.merge(more);
        sum
    };
    let threads = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
    threads.map(sit_down).reduce_with(merged).unwrap_or_else(|| Totals::new(Arc::clone(layout)))
}

/// What one thread plays on.
struct Desk<'p, 'l> {
    engine: Engine<'p>,
    tally: Tally<'l>,
    totals: Totals,
}

impl<'p, 'l> Desk<'p, 'l> {
    fn new(plan: &'p Plan, layout: &'l Arc<Layout>) -> Self {
        Self { engine: Engine::new(plan), tally: Tally::new(layout), totals: Totals::new(Arc::clone(layout)) }
    }

    fn play(&mut self, seed: u64, replication: u64) {
        self.totals.lend(&mut self.tally, replication);
        self.engine.play(seed, replication, &mut self.tally);
        self.totals.absorb(&mut self.tally, replication);
    }
}
