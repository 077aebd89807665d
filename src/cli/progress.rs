//! How far a run is, on a terminal that wants to know.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// A bar for at most so many days, not shown where nobody watches.
pub struct Progress {
    bar: ProgressBar,
    begun: std::time::Instant,
}

impl Progress {
    /// Begins to count.
    pub fn of_days(most: u64, terminal: &Terminal) -> Self {
        let target = if terminal.shows_progress() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(most), target);
        let style = ProgressStyle::with_template("  {bar:30}  {human_pos} of at most {human_len} days   {eta} left");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar, begun: std::time::Instant::now() }
    }

    /// So many more days are done.
    pub fn advance(&self, days: u64) {
        if self.begun.elapsed() >= PATIENCE {
            self.bar.inc(days);
        } else {
            // Counted without drawing: most runs are over before a bar is worth looking at.
            self.bar.update(|state| state.set_pos(state.pos() + days));
        }
    }

    /// Wipes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
