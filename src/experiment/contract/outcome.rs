//! What a contract came to in one span: amounts, and each clause's periods.

use crate::units::Money;

/// A contract in one replication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// What the client owes for the work before anything is taken off.
    pub fee: Money,
    /// Penalties after caps; not negative.
    pub penalty: Money,
    /// Bonuses after caps; not negative.
    pub bonus: Money,
    /// Penalties given back (earn-back); not negative.
    pub refunded: Money,
    /// Pay of the agents over the span; `None` where some group has no wage.
    pub staff_pay: Option<Money>,
    /// What holding cost the callers (charges and their time), and the value of lost calls, as the contract says.
    pub caller_damage: Money,
    /// Whether some cap took something off.
    pub capped: bool,
    /// Position of the first period after which the contract may be ended; `None`: never in this span.
    pub ended: Option<u32>,
    /// Clauses, in the contract's order.
    pub clauses: Vec<ClauseOutcome>,
}

/// A clause in one replication: its periods, in the order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClauseOutcome {
    /// Periods.
    pub periods: Vec<PeriodOutcome>,
}

/// A clause in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodOutcome {
    /// Measured before rounding [share, or seconds]; not a number where there was nothing to measure.
    level: f64,
    /// Position of the band that it fell in, in the clause's order; [`PeriodOutcome::NO_BAND`] where there are none.
    band: u16,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Judged, and no penalty is due.
    Kept,
    /// Judged, and a penalty is due (before caps).
    Missed,
    /// Not judged: excused, exempt, in the ramp, or empty and skipped.
    NotJudged,
}

impl PeriodOutcome {
    const NO_BAND: u16 = u16::MAX;

    /// A period with its measure, its band and what became of it.
    pub fn new(level: Option<f64>, band: Option<usize>, verdict: Verdict) -> Self {
        let band = band.and_then(|band| u16::try_from(band).ok()).unwrap_or(Self::NO_BAND);
        Self { level: level.unwrap_or(f64::NAN), band, verdict }
    }

    /// Measured before rounding [share, or seconds]; `None` where there was nothing to measure.
    pub fn level(&self) -> Option<f64> {
        (!self.level.is_nan()).then_some(self.level)
    }

    /// Position of the band that it fell in; `None` where the clause has no bands, or nothing was judged.
    pub fn band(&self) -> Option<usize> {
        (self.band != Self::NO_BAND).then_some(usize::from(self.band))
    }
}

impl Outcome {
    /// What the provider pays on balance: penalties less bonuses and what was given back; negative: what it gets.
    pub fn net(&self) -> Money {
        self.penalty - self.bonus - self.refunded
    }

    /// What is left to the provider: fee less net penalties less pay; `None` where pay is not known.
    pub fn margin(&self) -> Option<Money> {
        self.staff_pay.map(|pay| self.client_cost() - pay)
    }

    /// What the client pays: fee less net penalties.
    pub fn client_cost(&self) -> Money {
        self.fee - self.net()
    }

    /// Whether some clause was missed in some period.
    pub fn is_missed(&self) -> bool {
        self.clauses.iter().any(ClauseOutcome::is_missed)
    }
}

impl ClauseOutcome {
    /// Whether it was missed in some period.
    pub fn is_missed(&self) -> bool {
        self.missed() > 0
    }

    /// Periods in which it was missed.
    pub fn missed(&self) -> u64 {
        self.periods.iter().filter(|period| period.verdict == Verdict::Missed).count() as u64
    }

    /// Periods that were judged.
    pub fn judged(&self) -> u64 {
        self.periods.iter().filter(|period| period.verdict != Verdict::NotJudged).count() as u64
    }
}
