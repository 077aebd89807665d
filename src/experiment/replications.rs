//! Replications in parallel, played until they are enough.

use rayon::prelude::*;

use super::Effort;
use crate::engine::Engine;
use crate::metrics::{Layout, Tally, Totals};
use crate::plan::Plan;

/// Replications of the first round, on which the need for more is judged.
const FIRST_ROUND: u64 = 100;
/// Contacts that make a task large enough to hand to another thread.
const CONTACTS_PER_TASK: f64 = 2000.0;

/// What was played.
#[derive(Debug)]
pub struct Played<'l> {
    /// Sums over all replications.
    pub totals: Totals<'l>,
    /// Whether the intervals are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
}

/// Plays replications 0, 1, 2 ... until the effort is spent or the intervals are narrow enough, on the threads of the
/// current pool. `progress` hears of each replication that is done.
///
/// The result is the same to the bit on any number of threads: every sum is a whole number, and how much is played
/// depends on sums alone.
pub fn play<'l>(
    plan: &Plan,
    layout: &'l Layout,
    effort: Effort,
    seed: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Played<'l> {
    let mut totals = Totals::new(layout);
    match effort {
        Effort::Replications(count) => {
            totals.merge(play_range(plan, layout, 0, count, seed, progress));
            Played { totals, is_precise: None }
        }
        Effort::Precision { half_width, most } => {
            let mut was_precise = false;
            let mut goal = FIRST_ROUND.min(most);
            loop {
                let played = totals.replications();
                totals.merge(play_range(plan, layout, played, goal, seed, progress));
                let excess = totals.widest_half_width() / half_width;
                let is_precise = excess <= 1.0;
                // Twice in a row, so that one lucky look does not stop the run.
                if (is_precise && was_precise) || goal >= most {
                    return Played { totals, is_precise: Some(is_precise) };
                }
                was_precise = is_precise;
                // The half-width shrinks with the root of the number played (Law 2015, section 9.4.1).
                let growth = (1.1 * excess * excess).clamp(1.25, 3.0);
                goal = ((goal as f64 * growth).ceil() as u64).next_multiple_of(4).min(most);
            }
        }
    }
}

fn play_range<'l>(
    plan: &Plan,
    layout: &'l Layout,
    from: u64,
    to: u64,
    seed: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Totals<'l> {
    let smallest_task = (CONTACTS_PER_TASK / plan.arrivals.expected().max(1.0)).clamp(1.0, 256.0) as usize;
    (from as usize..to as usize)
        .into_par_iter()
        .with_min_len(smallest_task)
        .fold(
            || None,
            |desk: Option<Desk<'_, 'l>>, replication| {
                let mut desk = desk.unwrap_or_else(|| Desk::new(plan, layout));
                desk.play(seed, replication as u64);
                progress(1);
                Some(desk)
            },
        )
        .filter_map(|desk| desk.map(Desk::clear))
        .reduce(
            || Totals::new(layout),
            |mut sum, more| {
                sum.merge(more);
                sum
            },
        )
}

/// What one thread plays on.
struct Desk<'p, 'l> {
    engine: Engine<'p>,
    tally: Tally<'l>,
    totals: Totals<'l>,
    last: u64,
}

impl<'p, 'l> Desk<'p, 'l> {
    fn new(plan: &'p Plan, layout: &'l Layout) -> Self {
        Self { engine: Engine::new(plan), tally: Tally::new(layout), totals: Totals::new(layout), last: 0 }
    }

    fn play(&mut self, seed: u64, replication: u64) {
        self.engine.play(seed, replication, &mut self.tally);
        self.totals.absorb(&mut self.tally, replication);
        self.last = replication;
    }

    fn clear(mut self) -> Totals<'l> {
        self.totals.flush(&mut self.tally, self.last);
        self.totals
    }
}
