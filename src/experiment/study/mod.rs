//! Many scenarios on all threads, the same people in each.
//!
//! Scenarios come in batches of neighbours. A thread opens a batch, draws a few replications' people, and plays them in
//! every scenario of the batch that the same people call; threads without a batch of their own help where something is
//! left. Nothing is shared while a day is played; sums are whole numbers, so that neither threads nor batches change a bit.

mod baseline;
mod batch;
mod board;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::TooMuch;
use crate::metrics::{Contrast, Definition, Totals};
use crate::model::{Center, Scope};
use baseline::BaselineDays;
use board::Board;

pub use baseline::Baseline;

/// What a study plays.
pub struct Study<'s> {
    /// Scenarios by number, in the order of playing: those that the same people call should be neighbours.
    pub order: &'s [u32],
    /// The center of a scenario; `Err` where there is none, which ends the study.
    pub center: &'s (dyn Fn(usize) -> Result<Center, String> + Sync),
    /// What has been played of a scenario before, as [`Study::state`] gave it; `None`: nothing.
    pub earlier: &'s (dyn Fn(usize) -> Option<Vec<u8>> + Sync),
    /// How much to play of each.
    pub effort: StudyEffort,
    /// Seed of all scenarios: replication n has the same people in each of them.
    pub seed: u64,
    /// What every scenario is held against; `None`: nothing.
    pub baseline: Option<Baseline<'s>>,
    /// Whether figures by interval are kept, or those of whole days alone.
    pub by_interval: bool,
    /// Whether figures are corrected by what the people bring with them, whose expectation is known: less doubt from the same
    /// days ([`crate::metrics::Layout::with_controls`]). Not those by interval.
    pub controls: bool,
    /// Set from outside: batches that have begun are finished, no other begins.
    pub stop: &'s AtomicBool,
    /// Hears of so many scenarios' days that have been played.
    pub progress: &'s (dyn Fn(u64) + Sync),
}

impl Study<'_> {
    /// What has been played of a scenario, as bytes from which [`Study::earlier`] goes on.
    pub fn state(&self, finished: &Finished) -> Vec<u8> {
        let totals = finished.totals.to_bytes();
        let name = self.baseline.map_or("", |baseline| baseline.name);
        let contrast = finished.contrast.as_ref().map(Contrast::to_bytes).unwrap_or_default();
        let mut state = Vec::with_capacity(2 * size_of::<u64>() + totals.len() + name.len() + contrast.len());
        for part in [totals.as_slice(), name.as_bytes()] {
            state.extend_from_slice(&(part.len() as u64).to_le_bytes());
            state.extend_from_slice(part);
        }
        state.extend_from_slice(&contrast);
        state
    }
}

/// How much to play of each scenario.
#[derive(Debug, Clone, Copy)]
pub enum StudyEffort {
    /// So many replications.
    Replications(u64),
    /// Until the interval of one figure of the whole day is narrow.
    Precision {
        /// Which figure.
        metric: &'static Definition,
        /// Whose.
        scope: Scope,
        /// Largest half-width, in the figure's own unit as results show it.
        within: f64,
        /// Most replications.
        at_most: u64,
    },
}

impl StudyEffort {
    /// Most replications that this may play of a scenario.
    pub const fn most(self) -> u64 {
        match self {
            Self::Replications(count) => count,
            Self::Precision { at_most, .. } => at_most,
        }
    }
}

/// A scenario that has been played.
#[derive(Debug)]
pub struct Finished {
    /// Its number.
    pub scenario: usize,
    /// What was played.
    pub center: Arc<Center>,
    /// Sums over its replications.
    pub totals: Totals,
    /// Its differences from the baseline, where there is one.
    pub contrast: Option<Contrast>,
    /// Whether the figure is as precise as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
}

/// Why a study ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum StudyTrouble {
    /// A scenario has no valid center.
    #[error("scenario {}: {complaint}", .scenario + 1)]
    NoCenter {
        /// Its number.
        scenario: usize,
        /// What is wrong.
        complaint: String,
    },
    /// A scenario takes more time or memory than is sane.
    #[error("scenario {}: {reason}", .scenario + 1)]
    TooMuch {
        /// Its number.
        scenario: usize,
        /// The estimate.
        reason: TooMuch,
    },
}

/// Plays a study on the threads of the current pool; `done` hears of each scenario that is finished, on the thread that
/// finished it.
///
/// Replication n of every scenario has the same people, as far as the scenarios have them in common; what comes out of a
/// scenario is what [`super::play`] makes of it alone, corrected where [`Study::controls`] says so.
///
/// # Errors
/// When a scenario cannot be played; those that were finished before have been told.
pub fn play_study(study: &Study<'_>, done: &(dyn Fn(Finished) + Sync)) -> Result<(), StudyTrouble> {
    let threads = rayon::current_num_threads();
    let baseline = BaselineDays::play(study)?;
    let board = Board::new(study, baseline.as_ref(), threads);
    rayon::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|_| board.work(done));
        }
    });
    board.outcome()
}
