//! What a client and a provider have agreed: what the work is paid, what is measured, and what missing it costs.
//!
//! A [`Contract`] has clauses; each measures something over its own periods and says what that costs the provider, or
//! earns. The contract's own period ([`Contract::per`]) is that of the invoice: fee, cap and pool are for each. What is
//! counted, the room `contract` turns into a ledger. The form of files belongs to `scenario`.

mod clause;
mod level;
mod measure;
mod payoff;
pub(super) mod seal;

pub use clause::{Clause, EarnBack, Empty, Excuse, Grain, Hours, RampStep, Repeat, RollUp};
pub use level::{Level, MeasureUnit};
pub use measure::{Better, Measure, MeasuredMetric};
pub use payoff::{Amount, Band, Between, Effect, Payoff, Points};

use super::{GroupId, Period};
use crate::units::{Money, Share};

/// An agreement between a client, who pays a fee, and a provider, whose agents answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Name in kebab-case.
    pub name: String,
    /// What is measured, and what it costs; at least one.
    pub clauses: Vec<Clause>,
    /// The period of an invoice: a day, week, month, quarter or year of the calendar. Not an interval.
    pub per: Period,
    /// What the client pays for the work.
    pub fee: Fee,
    /// Most penalties in a period of the invoice; a share is of its fee. Bonuses do not widen it.
    pub cap: Option<Amount>,
    /// Most penalties in a year of the contract, counted from the calendar's first day; a share is of the fees of that
    /// year, as far as the calendar has it.
    pub cap_per_year: Option<Amount>,
    /// The agents who are the provider's: what they do is paid, and their pay is the provider's cost. In order, each once.
    pub groups: Vec<GroupId>,
    /// What is at risk in a period of the invoice, shared out among the clauses by their weights. A clause's shares are
    /// then shares of its part (`100 %` is all of it) and its penalties end there. `None`: its shares are of the fee.
    pub at_risk: Option<Amount>,
    /// What happens when several clauses are missed in one period of the invoice.
    pub several_misses: SeveralMisses,
    /// When the client may terminate: counted over the periods of the invoice, each a miss when some clause was missed
    /// in a measuring period that ended in it.
    pub ends_after: Option<Trigger>,
    /// Damage to the client by each lost call, for the penalty that would be fair; `None`: not stated.
    pub damage_per_lost_call: Option<Money>,
}

/// What the client pays for a period of the invoice. The parts add up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fee {
    /// For each contact answered; without effect when there are tiers.
    pub per_answered: Money,
    /// For each minute of talk, to the second and not rounded up.
    pub per_talk_minute: Money,
    /// For each minute of talk or after-call work, likewise.
    pub per_handled_minute: Money,
    /// For each hour that an agent was paid.
    pub per_staffed_hour: Money,
    /// Whatever happens; all of it in a period that the calendar cuts short, too.
    pub fixed: Money,
    /// Prices of answered contacts by volume; none: [`Fee::per_answered`] for all. The last has no upper bound.
    pub tiers: Vec<Tier>,
    /// The least that is paid in a period; `None`: no such thing.
    pub minimum: Option<Money>,
    /// At least this share of the contacts that the forecast expects is billed as answered; `None`: no such thing.
    pub minimum_of_forecast: Option<Share>,
}

/// A price for part of a period's volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// The last contact of a period that has this price; `None`: all further ones.
    pub up_to: Option<u64>,
    /// Price of a contact answered in this tier; those in lower tiers keep theirs.
    pub price: Money,
}

/// What happens when several clauses are missed in one period of the invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SeveralMisses {
    /// All are due.
    #[default]
    Sum,
    /// Only those of the clause that costs most; of equals, the first.
    Worst,
}

/// What gives the right to terminate. Periods that were not judged are passed over: they neither break a run nor
/// lengthen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// So many misses in a row.
    InARow {
        /// How many, at least one.
        misses: u32,
    },
    /// So many misses among the last so many judged periods.
    Among {
        /// How many, at least one.
        misses: u32,
        /// Of how many, at least as many.
        periods: u32,
    },
    /// One period worse than this.
    Beyond(Level),
}
