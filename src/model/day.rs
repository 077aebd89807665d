//! Opening hours and the planning grid.

use super::Busyness;
use crate::units::{Duration, SimTime};

/// One day of the center.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Lines open.
    pub opens: SimTime,
    /// Lines close: whoever dials at this instant or later is not in the model.
    pub closes: SimTime,
    /// Length of a planning interval; the day is a whole number of them.
    pub interval: Duration,
    /// What happens to those who hold when the lines close.
    pub at_close: AtClose,
    /// Time after opening that no metric counts.
    pub warm_up: Duration,
    /// Random factor shared by all contact types; a type's own comes on top.
    pub busyness: Busyness,
}

/// What happens to those who hold when the lines close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtClose {
    /// The last interval's agents stay until nobody holds.
    ServeWaiting,
    /// Whoever holds or listens to the menu is cut off; talks go on.
    HangUp,
}

impl Day {
    /// Opening hours.
    pub fn length(&self) -> Duration {
        self.closes - self.opens
    }

    /// Whether the lines are open round the clock: a day goes over into the next.
    pub fn never_closes(&self) -> bool {
        self.length() == Duration::from_secs(86_400)
    }

    /// Number of planning intervals.
    pub fn intervals(&self) -> usize {
        (self.length().as_micros() / self.interval.as_micros().max(1)) as usize
    }

    /// When an interval starts; `index == intervals()` is closing time.
    pub fn interval_start(&self, index: usize) -> SimTime {
        self.opens + self.interval * index as u64
    }

    /// When metrics begin to count.
    pub fn counts_from(&self) -> SimTime {
        self.opens + self.warm_up
    }
}
