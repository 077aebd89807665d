//! Two centers on the same days, in parallel, played until their differences are known.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::Effort;
use super::rounds::{Rounds, STEP};
use crate::engine::Engine;
use crate::metrics::{Contrast, Layout, Tally, Totals};
use crate::model::Center;
use crate::plan::Plan;

/// Contacts that a thread plays, at least, before it asks for more.
const CONTACTS_PER_TASK: f64 = 4000.0;

/// What two centers came to on the same days.
#[derive(Debug)]
pub struct Compared {
    /// Sums of the first and the second.
    pub totals: [Totals; 2],
    /// The differences, the second less the first.
    pub contrast: Contrast,
    /// Whether the differences are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
}

/// Plays the same replications 0, 1, 2 ... of two centers until the effort is spent or the differences of what both promise
/// (else of the headline figures) are narrow enough. `progress` hears of each replication that both have played.
///
/// Figures are those of whole days. The result is the same to the bit on any number of threads, and what it says of one
/// center is what [`super::play`] says of it alone.
pub fn compare(centers: [&Center; 2], effort: Effort, seed: u64, progress: &(dyn Fn(u64) + Sync)) -> Compared {
    let plans = centers.map(Plan::compile);
    let layouts = [0, 1].map(|at| Arc::new(Layout::of(centers[at], &plans[at]).of_whole_days()));
    let contrast = Contrast::between((centers[0], &layouts[0]), (centers[1], &layouts[1]));
    let mut sums = Sums::new(&layouts, contrast);
    match effort {
        Effort::Replications(count) => {
            sums.merge(play_range(&plans, &layouts, &sums.contrast, 0, count, seed, progress));
            sums.compared(None)
        }
        Effort::Precision { half_width, of_times, most } => {
            let mut rounds = Rounds::new(most, STEP);
            let mut goal = rounds.first();
            loop {
                let played = sums.contrast.replications();
                sums.merge(play_range(&plans, &layouts, &sums.contrast, played, goal, seed, progress));
                let excess = sums.contrast.widest_half_width(half_width, of_times);
                match rounds.next(goal, excess) {
                    Some(more) => goal = more,
                    None => return sums.compared(Some(excess <= 1.0)),
                }
            }
        }
    }
}

struct Sums {
    totals: [Totals; 2],
    contrast: Contrast,
}

impl Sums {
    fn new(layouts: &[Arc<Layout>; 2], contrast: Contrast) -> Self {
        Self { totals: [0, 1].map(|at| Totals::new(Arc::clone(&layouts[at]))), contrast }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.totals.iter_mut().zip(other.totals) {
            sum.merge(more);
        }
        self.contrast.merge(other.contrast);
    }

    fn compared(self, is_precise: Option<bool>) -> Compared {
        Compared { totals: self.totals, contrast: self.contrast, is_precise }
    }
}

/// Threads take a few replications at a time until none are left; pairs of one stratum stay together.
fn play_range(
    plans: &[Plan; 2],
    layouts: &[Arc<Layout>; 2],
    contrast: &Contrast,
    from: u64,
    to: u64,
    seed: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Sums {
    let a_day: f64 = plans.iter().map(|plan| plan.arrivals.expected()).sum();
    let at_a_time = ((CONTACTS_PER_TASK / a_day.max(1.0)).clamp(1.0, 256.0) as u64).next_multiple_of(2);
    let next = AtomicU64::new(from);
    let nothing = || Sums::new(layouts, contrast.afresh());
    let sit_down = |_: usize| {
        let mut engines = [0, 1].map(|at| Engine::new(&plans[at]));
        let mut tallies = [0, 1].map(|at| Tally::new(&layouts[at]));
        let mut sums = nothing();
        loop {
            let first = next.fetch_add(at_a_time, Ordering::Relaxed);
            if first >= to {
                return sums;
            }
            for replication in first..to.min(first + at_a_time) {
                for ((engine, tally), totals) in engines.iter_mut().zip(&mut tallies).zip(&mut sums.totals) {
                    totals.lend(tally, replication);
                    engine.play(seed, replication, tally);
                    totals.absorb(tally, replication);
                }
                let [one, other] = &sums.totals;
                sums.contrast.push(replication, &one.last_day(), &other.last_day());
                progress(1);
            }
        }
    };
    let merged = |mut sum: Sums, more| {
        sum.merge(more);
        sum
    };
    let threads = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
    threads.map(sit_down).reduce_with(merged).unwrap_or_else(nothing)
}
