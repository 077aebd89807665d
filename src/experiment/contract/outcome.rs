//! What a contract came to in one span: amounts, and each clause's periods.

use std::ops::Range;

use crate::contract::{Book, Delivered, Evidence, Invoice, Judgment, Outcome, Terms, Totals};
use crate::model::contract::MeasureUnit;
use crate::model::{Center, ContractId, Period};
use crate::units::{Date, Money};

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
    /// What the dates of each of those periods cost callers and client; of clauses that judge intervals, nothing is known.
    pub damages: Vec<Vec<Money>>,
}

/// A contract laid over its calendar, with what outcomes need to know beside its terms.
#[derive(Debug)]
pub struct Laid {
    /// The terms.
    pub terms: Terms,
    /// Whether the pay of all its agents is known.
    pub has_pay: bool,
    /// By clause: the open dates of each period; none for intervals.
    dates: Vec<Vec<Range<usize>>>,
}

impl Laid {
    /// A contract of a center.
    pub fn of(center: &Center, contract: ContractId) -> Self {
        let terms = Terms::of(center, contract);
        let days = center.calendar.iter().flat_map(|calendar| &calendar.days);
        let open: Vec<Date> = days.filter(|day| day.is_open).map(|day| day.date).collect();
        let open_within =
            |from: Date, to: Date| open.partition_point(|date| *date < from)..open.partition_point(|date| *date <= to);
        let of_clause = |at: usize| match terms.contract.clauses[at].per {
            Period::Interval => Vec::new(),
            _ => terms.periods(at).iter().map(|period| open_within(period.from, period.to)).collect(),
        };
        let has_pay =
            terms.contract.groups.iter().all(|group| center.agent_groups[group.index()].wage_per_hour.is_some());
        Self { dates: (0..terms.contract.clauses.len()).map(of_clause).collect(), has_pay, terms }
    }

    /// Damage by what was delivered.
    fn damage(&self, delivered: &Delivered) -> Money {
        let per_lost_call = self.terms.contract.damage_per_lost_call.unwrap_or(Money::ZERO);
        let caller_cost = Money::from_millionths(i64::try_from(delivered.caller_cost).unwrap_or(i64::MAX));
        caller_cost + per_lost_call * i64::try_from(delivered.lost).unwrap_or(i64::MAX)
    }
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
    pub(super) const BYTES_A_PERIOD: usize = size_of::<PeriodOutcome>() + size_of::<Money>();

    /// Settles a contract over what was counted.
    pub fn of(laid: &Laid, evidence: &Evidence) -> Self {
        let terms = &laid.terms;
        let mut keeper = Keeper::new(terms);
        keeper.outcome.totals = terms.settle(evidence, &mut keeper);
        let mut outcome = keeper.outcome;
        let per_lost_call = terms.contract.damage_per_lost_call.unwrap_or(Money::ZERO);
        outcome.damage = outcome.totals.damage(per_lost_call);
        let of_dates = |dates: &Range<usize>| {
            let dates = evidence.delivered.get(dates.clone()).unwrap_or_default();
            dates.iter().map(|date| laid.damage(date)).fold(Money::ZERO, |sum, damage| sum + damage)
        };
        outcome.damages = laid.dates.iter().map(|periods| periods.iter().map(of_dates).collect()).collect();
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
pub(super) struct Keeper {
    units: Vec<f64>,
    /// What it heard so far, without totals and damages.
    pub outcome: SpanOutcome,
}

impl Keeper {
    /// Nothing heard yet.
    pub fn new(terms: &Terms) -> Self {
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

#[cfg(test)]
pub(super) mod tests;
