//! What the planner promised.

use super::Scope;
use crate::units::{Duration, Share};

/// A promise, and over which people and periods it is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Name in kebab-case.
    pub name: String,
    /// Whose contacts count: the center, a queue or a contact type.
    pub scope: Scope,
    /// What was promised.
    pub promise: Promise,
    /// Over which period it is measured.
    pub per: Period,
    /// In which share of the periods it must hold; `None`: it must hold over all of them taken together.
    pub in_share: Option<Share>,
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Promise {
    /// At least this share answered within a time.
    ServiceLevel {
        /// The measure.
        level: ServiceLevel,
        /// The least that was promised.
        at_least: Share,
    },
    /// A metric at most so high [share, or seconds].
    AtMost {
        /// Which metric.
        metric: BoundedMetric,
        /// The most that was promised [share, or seconds].
        limit: f64,
    },
}

/// Share of contacts answered within a time, with its denominator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceLevel {
    /// Hold up to which an answer is in time (inclusive).
    pub within: Duration,
    /// Whom it is a share of.
    pub of: Denominator,
    /// Hold up to which an abandonment is short (inclusive).
    pub short: Duration,
    /// Whether contacts that met a busy tone count as missed.
    pub blocked: bool,
}

/// Whom a service level is a share of.
///
/// With `A_T` answered in time, `A` answered, `B` abandoned and `B_s` abandoned within the short threshold.
/// Source: `RULES.md` section 2.1 of the project's references (ICMI formulas; Genesys and `ContactCenters` switches).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
    /// `A_T / (A + B)`: every hang-up hurts.
    Offered,
    /// `A_T / A`: blind to abandonment.
    Answered,
    /// `A_T / (A + B - B_s)`: short abandons count for nobody.
    OfferedLessShortAbandons,
    /// `(A_T + B_s) / (A + B)`: short abandons count as kept.
    OfferedCreditingShortAbandons,
}

/// Metrics that a target can bound from above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundedMetric {
    /// `notice-due-rate`
    NoticeDueRate,
    /// `abandonment-rate`
    AbandonmentRate,
    /// `blocking-rate`
    BlockingRate,
    /// `held-rate`
    HeldRate,
    /// `mean-hold-time` \[s\]
    MeanHoldTime,
    /// `average-speed-of-answer` \[s\]
    AverageSpeedOfAnswer,
}

/// Over which period a promise is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Each planning interval of each day.
    Interval,
    /// Each day.
    Day,
    /// Seven days in a row; of a calendar, from Monday on.
    Week,
    /// Thirty days in a row; of a calendar, a month counted from its first day.
    Month,
    /// Ninety days in a row; of a calendar, three months.
    Quarter,
    /// 365 days in a row; of a calendar, twelve months.
    Year,
}

impl Period {
    /// Days in it, 0 for an interval. Without a calendar all days are alike and open.
    pub const fn days(self) -> u64 {
        match self {
            Self::Interval => 0,
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}
