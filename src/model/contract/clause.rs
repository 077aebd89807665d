//! One promise of a contract.

use super::{Amount, Better, Level, Measure, MeasureUnit, Payoff, Trigger};
use crate::model::{Period, Scope};
use crate::units::{Date, Share, SimTime};

/// One promise of a contract: what is measured, over which periods, and what comes of it.
///
/// A period goes through these in order: its cells are counted ([`Clause::hours`], [`Clause::weekdays`],
/// [`Clause::excluded`]), excused ones left out ([`Clause::excused_if`]), rolled up ([`Clause::roll_up`]), rounded
/// ([`Clause::round`]), judged ([`Clause::payoff`]) and adjusted ([`Clause::ramp`], [`Clause::repeat`], [`Clause::cap`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Name in kebab-case.
    pub name: String,
    /// Whose contacts count: the center, a contact type or a queue.
    pub scope: Scope,
    /// Hours of the day that count; `None`: all opening hours. Begins and ends with planning intervals.
    pub hours: Option<Hours>,
    /// Days of the week that count (a holiday is the day that it is played as), Monday first.
    pub weekdays: [bool; 7],
    /// Dates that do not count. In order, each once.
    pub excluded: Vec<Date>,
    /// What is measured.
    pub measure: Measure,
    /// Which way the measure is better; of a cell's own where the roll-up is [`RollUp::Reached`].
    pub better: Better,
    /// The period over which it is measured and judged. Its amounts fall into the invoice in whose period it ends. Shares
    /// are of that invoice's fee, also where it is shorter (2 % for a bad day are 2 % of the month's fee); where it is
    /// longer, of the fees of all invoices that end in it.
    pub per: Period,
    /// How a period's measure comes from its cells.
    pub roll_up: RollUp,
    /// Decimals (of the percentage, the seconds, the amount) to which a measure is rounded before it is compared, a half
    /// up; at most [`Level::DECIMALS`]. `None`: compared as it is.
    pub round: Option<u8>,
    /// What becomes of a period, or of a cell where cells are judged, in which nobody counts.
    pub empty: Empty,
    /// What the measure costs, or earns.
    pub payoff: Payoff,
    /// Softer terms at the beginning; in order of their dates.
    pub ramp: Vec<RampStep>,
    /// When a period, day or interval does not count since the volume was not what was foretold.
    pub excused_if: Option<Excuse>,
    /// How a later good period refunds a penalty.
    pub earn_back: Option<EarnBack>,
    /// When misses in a row cost more.
    pub repeat: Option<Repeat>,
    /// Most penalties of this clause in a period of the invoice; a share is of what its other shares are of.
    pub cap: Option<Amount>,
    /// When misses of this clause give the right to terminate: counted over its measuring periods.
    pub ends_after: Option<Trigger>,
    /// Its part of what is at risk, against the weights of the other clauses; positive. Without effect without a pool.
    pub weight: f64,
}

impl Clause {
    /// What its periods' measures are counted in: the share of cells that reach their target is a share.
    pub const fn unit(&self) -> MeasureUnit {
        match self.roll_up {
            RollUp::Reached { .. } => MeasureUnit::Percent,
            RollUp::Sums | RollUp::Mean(_) => self.measure.unit(),
        }
    }

    /// Which way its periods' measures are better: more cells that reach their target are.
    pub const fn better_period(&self) -> Better {
        match self.roll_up {
            RollUp::Reached { .. } => Better::Higher,
            RollUp::Sums | RollUp::Mean(_) => self.better,
        }
    }
}

/// Hours of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// From, inclusive.
    pub from: SimTime,
    /// To, exclusive.
    pub to: SimTime,
}

/// How a period's measure comes from its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollUp {
    /// All that was counted over all that was counted: each contact weighs the same.
    Sums,
    /// The plain mean of the cells' own measures, each to the millionth: each cell weighs the same, a quiet one as much as
    /// a busy one. Cells in which nobody counts are left out, whatever [`Clause::empty`] says of the period.
    Mean(Grain),
    /// The share of cells whose own measure (rounded as the period's) reaches a target: "x % of intervals".
    Reached {
        /// What is a cell.
        of: Grain,
        /// What a cell must reach.
        target: Level,
    },
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// A planning interval of a date.
    Interval,
    /// A date.
    Day,
    /// A measuring period of the clause.
    Period,
}

/// What becomes of a period in which nobody counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Empty {
    /// Kept: nothing is due.
    #[default]
    Pass,
    /// Missed, as badly as can be.
    Fail,
    /// Not judged.
    Skip,
}

/// Softer terms for the beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RampStep {
    /// For periods that begin on this date or earlier (and later than the step before).
    pub until: Date,
    /// What share of a penalty is due. Where nothing is, periods count as not judged: a miss is none.
    pub penalties: Share,
    /// Whoever reaches this, or better, has not missed; `None`: the clause's own terms.
    pub target: Option<Level>,
}

/// When volume excuses. At least one bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Excuse {
    /// More calls than the forecast by more than this part of it, such as 0.15.
    pub volume_above: Option<f64>,
    /// Fewer calls than the forecast by more than this part of it.
    pub volume_below: Option<Share>,
    /// What is excused: cells are left out of the period, a period is not judged.
    pub excuses: Grain,
}

/// How a later good period refunds a penalty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarnBack {
    /// The measure that such a period reaches, rounded as all.
    pub at: Level,
    /// What share of the last penalty still unrefunded it refunds, as it was paid after all caps.
    pub of: Share,
    /// How many periods later it may be at most; `None`: any.
    pub within: Option<u32>,
}

/// When misses in a row cost more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeat {
    /// After so many misses in a row, the next ones.
    pub after: u32,
    /// What their penalties are multiplied by; not below one.
    pub times: f64,
}
