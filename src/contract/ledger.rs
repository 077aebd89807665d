//! The lines of a ledger, what they come to, and who hears them.

use super::judgment::Judgment;
use super::measuring::Measured;
use crate::model::contract::{Level, Trigger};
use crate::units::Money;

/// Why a line stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Fee: contacts answered, at one price.
    PerAnswered,
    /// Fee: contacts answered, those of the tier at this position.
    Tier(u16),
    /// Fee: minutes of talk.
    PerTalkMinute,
    /// Fee: minutes of talk and after-call work.
    PerHandledMinute,
    /// Fee: hours that agents were paid.
    PerStaffedHour,
    /// Fee: whatever happens.
    Fixed,
    /// Fee: contacts that are billed though fewer were answered.
    MinimumOfForecast,
    /// Fee: what is missing to the least that is paid.
    Minimum,

    /// The measure falls in the band at this position, from the best.
    Band(u16),
    /// The measure lies between the edges of ladder bands, or beyond the last; the position is of the band it falls in.
    BetweenEdges(u16),
    /// The target is missed or exceeded by points.
    Points,
    /// The target is missed.
    Miss,
    /// Calls were lost: so many are paid for.
    LostCalls(u64),
    /// The target is reached.
    Kept,
    /// The softer target of the ramp is reached.
    KeptByRamp,
    /// Nobody counts, which is kept.
    EmptyPass,
    /// Nobody counts, which is missed.
    EmptyFail,

    /// Not judged: nobody counts.
    EmptySkip,
    /// Not judged: its dates are excluded.
    Excluded,
    /// Not judged: the volume was not what was foretold. So many called, so many were expected \[millionths\].
    Excused {
        /// Who called.
        arrived: u64,
        /// Who was expected \[millionths of a contact\].
        expected: u64,
    },

    /// So many intervals, or dates where those are excused, are left out of the period: the volume was not what was
    /// foretold. The period is judged without them.
    LeftOut(u32),

    /// Of the penalty, only the ramp's share is due.
    Ramp,
    /// After so many misses in a row before this one, penalties cost more.
    Repeat(u32),
    /// The clause's own cap is reached.
    ClauseCap,
    /// The clause's part of what is at risk is used up.
    PartAtRisk,
    /// Another clause costs more, and only the worst counts.
    Outweighed,
    /// The cap of the invoice's period is reached.
    Cap,
    /// The cap of the contract's year is reached.
    YearCap,
    /// This period earns back part of the penalty of an earlier one.
    EarnBack {
        /// The period whose penalty it was, of the same clause.
        of: u32,
    },
    /// The client may terminate from here on.
    Ends(Trigger),
}

/// What a line's amount counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The client owes it for the work.
    Fee,
    /// The provider owes it, or owes so much less.
    Penalty,
    /// The client owes it for good work.
    Bonus,
    /// The client owes it back.
    Refund,
}

/// One line of a ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Position of the invoice's period in [`super::Terms::invoices`].
    pub invoice: usize,
    /// Position of the clause in its contract; `None` where the line is about the whole invoice.
    pub clause: Option<usize>,
    /// Position of the clause's period in [`super::Terms::periods`].
    pub period: Option<usize>,
    /// Why it stands here.
    pub rule: Rule,
    /// Contacts (or whatever the measure is divided by) that count; of a fee, what is paid for: contacts, microseconds.
    pub counted: u64,
    /// What of them was counted or summed (contacts, microseconds, millionths of the currency unit): over
    /// [`Line::counted`] it is the measure, unless that is a mean of cells or a share of them. Nothing of a fee.
    pub numerator: u64,
    /// The measure as it was counted, exact; `None` where nobody counts, and where the line is about none.
    pub measured: Option<Measured>,
    /// The measure as it was compared: rounded as the clause says, to the millionth where it does not.
    pub compared: Option<Level>,
    /// What shares are of: the fee, or the clause's part of what is at risk.
    pub base: Money,
    /// What the client owes for the work.
    pub fee: Money,
    /// What the provider owes; negative where a bonus, a refund or a cap takes from that.
    pub owes: Money,
    /// Penalties of this invoice up to here: what its cap is held against.
    pub in_invoice: Money,
    /// Penalties of this year of the contract up to here.
    pub in_year: Money,
}

impl Line {
    /// What its amount counts as.
    pub fn account(&self) -> Account {
        match self.rule {
            Rule::PerAnswered
            | Rule::Tier(_)
            | Rule::PerTalkMinute
            | Rule::PerHandledMinute
            | Rule::PerStaffedHour
            | Rule::Fixed
            | Rule::MinimumOfForecast
            | Rule::Minimum => Account::Fee,
            Rule::EarnBack { .. } => Account::Refund,
            Rule::Band(_) | Rule::BetweenEdges(_) | Rule::Points if self.owes < Money::ZERO => Account::Bonus,
            _ => Account::Penalty,
        }
    }
}

/// What a ledger comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// What the client owes for the work.
    pub fee: Money,
    /// What penalties would come to if nothing softened or hardened them.
    pub gross_penalties: Money,
    /// Penalties after every cap; not negative.
    pub penalties: Money,
    /// Bonuses; not negative.
    pub bonuses: Money,
    /// Penalties that were earned back; not negative.
    pub refunded: Money,
    /// What the provider's agents were paid.
    pub staff_cost: Money,
    /// What holding cost the callers.
    pub caller_cost: Money,
    /// Contacts that hung up on hold or met a busy tone.
    pub lost: u64,
    /// Clause periods that were judged.
    pub judged: u32,
    /// Of those, misses.
    pub missed: u32,
    /// Invoices in which a cap (the period's or the year's) cut something.
    pub capped: u32,
    /// The first invoice in which the client may terminate.
    pub ended_in: Option<usize>,
}

impl Totals {
    /// What the provider owes all in all: penalties less bonuses and refunds; negative: the client owes it.
    pub fn net(&self) -> Money {
        self.penalties - self.bonuses - self.refunded
    }

    /// What the client pays.
    pub fn client_pays(&self) -> Money {
        self.fee - self.net()
    }

    /// What is left to the provider: fee less what it owes and what its agents were paid.
    pub fn margin(&self) -> Money {
        self.client_pays() - self.staff_cost
    }

    /// Damage to callers and client: what holding cost, and what lost calls did.
    pub fn damage(&self, per_lost_call: Money) -> Money {
        self.caller_cost + per_lost_call * i64::try_from(self.lost).unwrap_or(i64::MAX)
    }

    pub(super) fn take(&mut self, line: &Line) {
        match line.account() {
            Account::Fee => self.fee += line.fee,
            Account::Penalty => self.penalties += line.owes,
            Account::Bonus => self.bonuses += -line.owes,
            Account::Refund => self.refunded += -line.owes,
        }
    }
}

/// An invoice when it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invoice {
    /// Position of its period in [`super::Terms::invoices`].
    pub at: usize,
    /// What it comes to; `ended_in` only where the right to terminate arose in it.
    pub totals: Totals,
}

/// Who hears what a contract comes to, line by line. `()` listens to nothing.
pub trait Book {
    /// A clause's period was judged, or passed over; with what it came to after every cap.
    fn judge(&mut self, _judgment: &Judgment) {}
    /// A line.
    fn post(&mut self, _line: &Line) {}
    /// An invoice is complete.
    fn close(&mut self, _invoice: &Invoice) {}
}

impl Book for () {}

/// A ledger: the book that keeps all it hears.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// In order of the invoices; within one: fees, the clauses' periods as they end, then what caps cut and what was
    /// earned back.
    pub lines: Vec<Line>,
    /// By clause's period, as they end.
    pub judgments: Vec<Judgment>,
    /// In order.
    pub invoices: Vec<Invoice>,
    /// What the lines add up to.
    pub totals: Totals,
}

impl Book for Ledger {
    fn judge(&mut self, judgment: &Judgment) {
        self.judgments.push(*judgment);
    }
    fn post(&mut self, line: &Line) {
        self.lines.push(*line);
    }
    fn close(&mut self, invoice: &Invoice) {
        self.invoices.push(*invoice);
    }
}
