//! The part of the day that a picture shows.

use super::Trace;
use crate::model::Day;
use crate::units::{Duration, SimTime};

/// Longest part of a day that is shown when nobody said which.
const USUAL: Duration = Duration::from_minutes(60);
/// Shortest part of a day that makes a picture.
const SHORTEST: Duration = Duration::from_minutes(1);

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
}

/// A part of the day that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// Ends before it starts, or at once.
    #[error("the picture would end at {1}, which is not after its start at {0}; `--from` comes first")]
    Backwards(String, String),
    /// Too short.
    #[error("the picture would show from {0} to {1}; it shows a minute at least")]
    Short(String, String),
    /// Starts when nothing has begun, or all is over.
    #[error("`--from {0}` lies outside the day, which lasts from {1} to {2}")]
    StartsOutside(String, String, String),
    /// Ends when all is over.
    #[error("`--to {0}` lies outside the day, which lasts from {1} to {2}")]
    EndsOutside(String, String, String),
}

impl Window {
    /// The part that was asked for; without a start from opening on, without an end for an hour. A day lasts until its last
    /// caller and agent have gone.
    ///
    /// # Errors
    /// When the day has no such part.
    pub fn of(trace: &Trace<'_>, from: Option<SimTime>, to: Option<SimTime>) -> Result<Self, NoWindow> {
        Self::within(&trace.center.day, trace.ends, from, to)
    }

    fn within(day: &Day, ends: SimTime, from: Option<SimTime>, to: Option<SimTime>) -> Result<Self, NoWindow> {
        if let (Some(from), Some(to)) = (from, to)
            && from >= to
        {
            return Err(NoWindow::Backwards(from.clock(), to.clock()));
        }
        let ends = up_to_the_minute(ends.max(day.closes));
        let (opens, closes) = (day.opens.clock(), ends.clock());
        let start = from.unwrap_or(day.opens);
        if start < day.opens || start >= ends {
            return Err(NoWindow::StartsOutside(start.clock(), opens, closes));
        }
        let end = to.unwrap_or_else(|| ends.min(start + USUAL));
        if end <= start || end > ends {
            return Err(NoWindow::EndsOutside(end.clock(), opens, closes));
        }
        if end - start < SHORTEST {
            return Err(NoWindow::Short(start.clock(), end.clock()));
        }
        Ok(Self { from: start, to: end })
    }

    /// Whether a stretch reaches into it.
    pub fn sees(&self, from: SimTime, to: SimTime) -> bool {
        from < self.to && to > self.from
    }
}

fn up_to_the_minute(at: SimTime) -> SimTime {
    const MINUTE: u64 = Duration::from_minutes(1).as_micros();
    SimTime::from_micros(at.as_micros().div_ceil(MINUTE) * MINUTE)
}
