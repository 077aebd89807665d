//! What was counted: all that a ledger is made from.

use std::ops::Range;

/// Counts of one planning interval of one open date, of those in a clause's scope.
///
/// The clause's measure is `numerator / denominator`: a share where both are counts, a mean in microseconds or in
/// millionths of the currency unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// What is counted or summed.
    pub numerator: u64,
    /// What it is divided by.
    pub denominator: u64,
    /// Who dialled: what the forecast is compared with.
    pub arrived: u64,
    /// Who asked for an agent.
    pub offered: u64,
    /// Who hung up on hold or met a busy tone.
    pub lost: u64,
}

/// What the provider delivered on one open date, and what it cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Contacts answered.
    pub answered: u64,
    /// Talk \[microseconds\].
    pub talk: u64,
    /// Talk and after-call work \[microseconds\].
    pub handled: u64,
    /// Time that agents were paid for [microseconds x heads].
    pub staffed: u64,
    /// Pay for that [millionths of the currency unit].
    pub pay: u64,
    /// What holding cost the callers, in charge and value of time [millionths of the currency unit].
    pub caller_cost: u64,
    /// Contacts that hung up on hold or met a busy tone.
    pub lost: u64,
}

impl Delivered {
    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            answered: self.answered.saturating_add(other.answered),
            talk: self.talk.saturating_add(other.talk),
            handled: self.handled.saturating_add(other.handled),
            staffed: self.staffed.saturating_add(other.staffed),
            pay: self.pay.saturating_add(other.pay),
            caller_cost: self.caller_cost.saturating_add(other.caller_cost),
            lost: self.lost.saturating_add(other.lost),
        }
    }
}

/// What was counted in the whole span of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// By clause of the contract: its cells, open dates in order, each with all planning intervals of the day (also those
    /// that the clause does not measure; [`super::Terms`] knows which it does). Missing cells count as nothing.
    pub cells: Vec<Vec<Cell>>,
    /// By open date.
    pub delivered: Vec<Delivered>,
}

/// What of a stretch of evidence is there: what is missing counts as nothing.
pub(super) fn there<'e, T>(all: &'e [T], stretch: &Range<usize>) -> &'e [T] {
    &all[stretch.start.min(all.len())..stretch.end.min(all.len())]
}
