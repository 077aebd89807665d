//! Whether a call was dealt with as a rule set asks, and what the caller paid without owing it.

use super::bill::Bill;
use crate::model::{Number, RuleSet};
use crate::observation::{Call, CallEnd};
use crate::units::Money;

/// How a call fares under a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent answers, each with its own figure")]
pub struct Judgement {
    /// Whether the call was dealt with as the rules ask, in every point.
    pub complies: bool,
    /// Whether the rules ask for a notice of the expected wait in this call, and whether it came in time.
    pub notice_due: bool,
    /// It came in time, in every hold in which it was due.
    pub notice_kept: bool,
    /// What was charged against the rules.
    pub unlawful_charge: Money,
    /// What was charged and is not owed by the caller.
    pub not_owed: Money,
    /// Whether the rules ask for an answer in time and this call was answered in time.
    pub answered_in_time: bool,
    /// Whether the rules forbid cutting off and this call was cut off on hold.
    pub cut_off: bool,
}

impl Judgement {
    /// Judges a call on a number.
    pub fn of(_rules: &RuleSet, _number: &Number, _call: &Call, _end: &CallEnd, _bill: &Bill) -> Self {
        Self::default()
    }
}
