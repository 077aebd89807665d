//! How far a study is, on a terminal that wants to know.

use std::sync::atomic::{AtomicU64, Ordering};

use ccsim::experiment::StudyEffort;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::playing::Left;
use crate::cli::terminal::Terminal;

/// Drawings a second.
const HERTZ: u8 = 10;
const BAR: &str = "  {bar:30}  {pos}/{len}   {per_sec} scenarios   {eta} left";

/// A bar for the scenarios of a study, not shown where nobody watches.
pub struct Progress {
    bar: ProgressBar,
    scenarios: u64,
    /// Days of all scenarios; `None` where nobody knows them before.
    days: Option<u64>,
    done: AtomicU64,
}

impl Progress {
    /// Begins to count.
    pub fn of(left: &Left, effort: StudyEffort, terminal: Terminal) -> Self {
        let target = if terminal.shows_progress() {
            ProgressDrawTarget::stderr_with_hz(HERTZ)
        } else {
            ProgressDrawTarget::hidden()
        };
        let scenarios = left.points.len() as u64;
        let bar = ProgressBar::with_draw_target(Some(scenarios), target);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        let days = match effort {
            StudyEffort::Replications(_) => Some(left.days),
            StudyEffort::Precision { .. } => None,
        };
        Self { bar, scenarios, days, done: AtomicU64::new(0) }
    }

    /// So many more days have been played: neighbours are finished together, but their days pass one by one.
    pub fn days(&self, days: u64) {
        if let Some(all) = self.days {
            let done = self.done.fetch_add(days, Ordering::Relaxed) + days;
            let scenarios = u128::from(self.scenarios) * u128::from(done) / u128::from(all.max(1));
            self.bar.set_position(scenarios as u64);
        }
    }

    /// A scenario is finished.
    pub fn scenario(&self) {
        if self.days.is_none() {
            self.bar.inc(1);
        }
    }

    /// Wipes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
