//! Where a clause pays for starving some hours: the cheapest staffing by interval that keeps it in the mean.
//!
//! From a sweep it is known what each interval of the day kept and counted with so many heads more or fewer. Taken as if each
//! interval had only its own heads to thank, the cheapest choice of heads is a choice of one option in each place that gains enough
//! ([`crate::statistics::cheapest_choice`]). It is then played with the same people; where what waits over from one interval to the
//! next brings it below the clause, more is asked of the choice, and it is played again.

mod search;

use crate::statistics::Estimate;

pub(super) use search::Search;

/// The cheapest staffing that still keeps a clause in the mean, and whom it makes wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Incentive {
    /// Intervals of the day, in order.
    pub intervals: Vec<IntervalStaffing>,
    /// Pay a span as planned, and with the cheapest staffing \[currency units\].
    pub pay: (Estimate, Estimate),
    /// The clause's mean level as planned, and with the cheapest staffing \[share\].
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
