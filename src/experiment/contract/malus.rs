//! The fair malus: the penalty that equals what callers lose.

use crate::statistics::Estimate;

/// What callers lose where a clause is missed \[currency units a period\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FairMalus {
    /// Callers' damage in missed periods less that in kept ones; `None` where too few of either were played.
    pub per_miss: Option<Estimate>,
    /// Damage more for each percentage point (or second) by which the measure is worse.
    pub per_point: Estimate,
}
