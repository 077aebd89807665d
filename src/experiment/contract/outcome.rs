//! What a contract came to in one span: amounts, and each clause's periods.

use crate::contract::{Book, Evidence, Invoice, Judgment, Outcome, Terms, Totals};
use crate::model::contract::MeasureUnit;
use crate::units::Money;

/// A contract in one replication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpanOutcome {
    /// What its ledger adds up to.
    pub totals: Totals,
    /// What holding and lost calls cost callers and client, as the contract says.
    pub damage: Money,
    /// Invoices, in order.
    pub invoices: Vec<InvoiceOutcome>,
    /// Periods of each clause, in the contract's order and that of time.
    pub clauses: Vec<Vec<PeriodOutcome>>,
}

/// A period of the invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceOutcome {
    /// Penalties after every cap.
    pub penalties: Money,
    /// Penalties less bonuses and refunds.
    pub net: Money,
    /// A miss where some clause was missed in a period that ended in it; not judged where none was judged.
    pub outcome: Outcome,
}

/// A clause in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodOutcome {
    /// Measured before rounding [share, seconds, or currency units]; not a number where there was nothing to measure.
    level: f64,
    /// Position of the band that it fell in, from the best; [`PeriodOutcome::NO_BAND`] where there are none.
    band: u16,
    /// What became of it.
    pub outcome: Outcome,
}

impl PeriodOutcome {
    const NO_BAND: u16 = u16::MAX;

    /// A period with its measure, its band and what became of it.
    pub fn new(level: Option<f64>, band: Option<u16>, outcome: Outcome) -> Self {
        Self { level: level.unwrap_or(f64::NAN), band: band.unwrap_or(Self::NO_BAND), outcome }
    }

    /// Measured before rounding [share, seconds, or currency units]; `None` where there was nothing to measure.
    pub fn level(&self) -> Option<f64> {
        (!self.level.is_nan()).then_some(self.level)
    }

    /// Position of the band that it fell in, from the best; `None` where the clause has no bands, or nothing was judged.
    pub fn band(&self) -> Option<usize> {
        (self.band != Self::NO_BAND).then_some(usize::from(self.band))
    }
}

impl SpanOutcome {
    /// Memory that a period takes \[bytes\].
    pub(super) const BYTES_A_PERIOD: usize = size_of::<PeriodOutcome>();

    /// Settles a contract over what was counted.
    pub fn of(terms: &Terms, evidence: &Evidence) -> Self {
        let mut keeper = Keeper::new(terms);
        keeper.outcome.totals = terms.settle(evidence, &mut keeper);
        let mut outcome = keeper.outcome;
        let per_lost_call = terms.contract.damage_per_lost_call.unwrap_or(Money::ZERO);
        outcome.damage = outcome.totals.damage(per_lost_call);
        outcome
    }

    /// Periods of a clause that were judged, and those of them that were missed.
    pub fn counted(&self, clause: usize) -> Counted {
        Counted::of(self.clauses[clause].iter().map(|period| period.outcome))
    }

    /// Whether any clause was missed.
    pub const fn is_missed(&self) -> bool {
        self.totals.missed > 0
    }

    /// Mean of the levels of a clause's judged periods; `None` where nothing was measured.
    pub fn mean_level(&self, clause: usize) -> Option<f64> {
        let levels = || self.clauses[clause].iter().filter_map(judged_level);
        let count = levels().count();
        (count > 0).then(|| levels().sum::<f64>() / count as f64)
    }
}

/// Level of a period that was judged.
pub(super) fn judged_level(period: &PeriodOutcome) -> Option<f64> {
    period.level().filter(|_| period.outcome != Outcome::NotJudged)
}

/// So many were judged, and so many of them missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Judged.
    pub judged: u64,
    /// Missed.
    pub missed: u64,
}

impl Counted {
    /// Of these.
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mut counted = Self::default();
        for outcome in outcomes {
            counted.judged += u64::from(outcome != Outcome::NotJudged);
            counted.missed += u64::from(outcome == Outcome::Missed);
        }
        counted
    }
}

/// The book that keeps what became of each period, and drops the lines.
struct Keeper {
    units: Vec<f64>,
    outcome: SpanOutcome,
}

impl Keeper {
    fn new(terms: &Terms) -> Self {
        let clauses = &terms.contract.clauses;
        let units = clauses.iter().map(|clause| unit_scale(clause.unit())).collect();
        let room = |clause| Vec::with_capacity(terms.periods(clause).len());
        let outcome = SpanOutcome { clauses: (0..clauses.len()).map(room).collect(), ..SpanOutcome::default() };
        Self { units, outcome }
    }
}

/// What one of a ledger's units is here: shares are shares, not percentage points.
pub(super) const fn unit_scale(unit: MeasureUnit) -> f64 {
    match unit {
        MeasureUnit::Percent => 0.01,
        MeasureUnit::Seconds | MeasureUnit::Money => 1.0,
    }
}

impl Book for Keeper {
    fn judge(&mut self, judgment: &Judgment) {
        let level = judgment.measured.map(|measured| measured.as_units() * self.units[judgment.clause]);
        let period = PeriodOutcome::new(level, judgment.band, judgment.outcome);
        self.outcome.clauses[judgment.clause].push(period);
    }

    fn close(&mut self, invoice: &Invoice) {
        let totals = &invoice.totals;
        let outcome = match (totals.judged, totals.missed) {
            (0, _) => Outcome::NotJudged,
            (_, 0) => Outcome::Kept,
            _ => Outcome::Missed,
        };
        self.outcome.invoices.push(InvoiceOutcome { penalties: totals.penalties, net: totals.net(), outcome });
    }
}
