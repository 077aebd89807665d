//! How far a run is, on a terminal that wants to know.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ccsim::experiment::Effort;
use ccsim::model::Center;
use ccsim::report::SpanWord;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// A run shorter than this shows no bar: it is over before one is worth looking at.
const PATIENCE: Duration = Duration::from_millis(400);
/// Drawings a second.
const HERTZ: u8 = 10;

/// A bar for the days of a run, not shown where nobody watches.
pub struct Progress {
    bar: ProgressBar,
    done: AtomicU64,
    begun: Instant,
}

impl Progress {
    /// Begins to count the days of a run.
    pub fn of(effort: Effort, center: &Center, terminal: Terminal) -> Self {
        let many = SpanWord::of(center).many;
        match effort {
            Effort::Replications(count) => Self::counting(count, many, terminal),
            Effort::Precision { most, .. } => {
                let template = format!("  {{bar:30}}  {{pos}} of at most {{len}} {many}   at most {{eta}} left");
                Self::begun(most, &template, terminal)
            }
        }
    }

    /// Begins to count so many spans.
    pub fn counting(most: u64, many: &str, terminal: Terminal) -> Self {
        Self::begun(most, &format!("  {{bar:30}}  {{pos}} of {{len}} {many}   {{eta}} left"), terminal)
    }

    fn begun(most: u64, template: &str, terminal: Terminal) -> Self {
        let target = if terminal.shows_progress() {
            ProgressDrawTarget::stderr_with_hz(HERTZ)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(most), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar, done: AtomicU64::new(0), begun: Instant::now() }
    }

    /// So many more days are done.
    pub fn advance(&self, days: u64) {
        let done = self.done.fetch_add(days, Ordering::Relaxed) + days;
        if self.begun.elapsed() >= PATIENCE {
            self.bar.set_position(done);
        }
    }

    /// Wipes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
