//! What a call costs the caller, and what it would have cost had nobody held: exact, to the millionth.

use crate::model::Number;
use crate::observation::{Call, CallEnd};
use crate::units::Money;

/// What a call costs the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bill {
    /// All that the caller pays for the connection.
    pub charge: Money,
    /// What of it would not have been paid had every hold been zero.
    pub hold_charge: Money,
}

impl Bill {
    /// Works out a call's bill.
    pub fn of(_number: &Number, _call: &Call, _end: &CallEnd) -> Self {
        Self::default()
    }
}
