//! A promise as a picture needs it: a value, the side that keeps it, and its words.

use crate::statistics::Estimate;

/// What was promised of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The limit, in the figure's unit.
    pub value: f64,
    /// Whether the figure must be at least so high; else at most.
    pub at_least: bool,
    /// In words: `promise: at most 10 %`.
    pub label: String,
}

impl Limit {
    /// Whether the whole interval keeps it; without an interval nothing is known.
    pub fn is_kept_by(&self, estimate: &Estimate) -> bool {
        estimate.interval.is_some_and(|(low, high)| if self.at_least { low >= self.value } else { high <= self.value })
    }
}
