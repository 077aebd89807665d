//! Where a clause pays for starving some hours: the cheapest staffing by interval that keeps it in the mean.

use crate::statistics::Estimate;

/// The cheapest staffing that still keeps a clause in the mean, and whom it makes wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Incentive {
    /// Intervals of the day, in order.
    pub intervals: Vec<IntervalStaffing>,
    /// Pay a span as planned, and with the cheapest staffing \[currency units\].
    pub pay: (Estimate, Estimate),
    /// The clause's level as planned, and with the cheapest staffing \[share\].
    pub level: (Estimate, Estimate),
    /// Position of the interval that fares worst.
    pub worst: usize,
}

/// An interval of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalStaffing {
    /// Start of the interval [seconds since midnight].
    pub starts: u64,
    /// Heads as planned.
    pub planned: u32,
    /// Heads of the cheapest staffing.
    pub cheapest: u32,
    /// Level as planned \[share\]; `None` where nobody calls.
    pub level_planned: Option<f64>,
    /// Level with the cheapest staffing \[share\]; `None` where nobody calls.
    pub level_cheapest: Option<f64>,
}
