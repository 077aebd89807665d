//! The same calls under every common denominator.

use super::CONFIDENCE;
use super::findings::missed;
use super::outcome::{Counted, Keeper, judged_level};
use crate::contract::{Cell, Evidence, Terms};
use crate::metrics::CallCounts;
use crate::model::contract::Measure;
use crate::model::{Clause, Denominator, ServiceLevel};
use crate::statistics::{Estimate, ratio_estimate};

/// The common ways to count a service level. Source: RULES 2.1 (ICMI formulas; Genesys and `ContactCenters` switches).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommonDefinition {
    /// In time, of all that were offered.
    Offered,
    /// In time, of those that were answered.
    Answered,
    /// In time, of the offered without hang-ups within T.
    LessAbandonedInTime,
    /// In time, of the offered without hang-ups within s.
    LessShortAbandons,
    /// In time or hung up within T, of the offered.
    CreditingAbandonedInTime,
    /// In time or hung up within s, of the offered.
    CreditingShortAbandons,
    /// In time, of the offered and those that met a busy tone.
    OfferedAndBlocked,
}

impl CommonDefinition {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Offered,
        Self::Answered,
        Self::LessAbandonedInTime,
        Self::LessShortAbandons,
        Self::CreditingAbandonedInTime,
        Self::CreditingShortAbandons,
        Self::OfferedAndBlocked,
    ];

    /// Numerator and denominator.
    pub const fn ratio(self, calls: &CallCounts) -> (u64, u64) {
        let offered = calls.answered + calls.abandoned;
        match self {
            Self::Offered => (calls.answered_in_time, offered),
            Self::Answered => (calls.answered_in_time, calls.answered),
            Self::LessAbandonedInTime => (calls.answered_in_time, offered - calls.abandoned_in_time),
            Self::LessShortAbandons => (calls.answered_in_time, offered - calls.abandoned_short),
            Self::CreditingAbandonedInTime => (calls.answered_in_time + calls.abandoned_in_time, offered),
            Self::CreditingShortAbandons => (calls.answered_in_time + calls.abandoned_short, offered),
            Self::OfferedAndBlocked => (calls.answered_in_time, offered + calls.blocked),
        }
    }
}

/// What the same calls come to under one definition.
#[derive(Debug, Clone, PartialEq)]
pub struct SameCalls {
    /// Which.
    pub definition: CommonDefinition,
    /// Whether it is the clause's own.
    pub is_own: bool,
    /// Mean of the periods' levels \[share\].
    pub level: Estimate,
    /// Share of the judged periods that would be missed with the clause's own bands.
    pub missed: Estimate,
}

/// What a clause comes to in one span under every common definition, in the order of [`CommonDefinition::ALL`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DefinedOutcomes(Vec<DefinedOutcome>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct DefinedOutcome {
    /// Sum of the levels of judged periods, and their number.
    levels: (f64, f64),
    counted: Counted,
}

/// The service level that a clause measures; `None` where it measures something else.
pub(super) fn service_level(clause: &Clause) -> Option<&ServiceLevel> {
    match &clause.measure {
        Measure::ServiceLevel(level) => Some(level),
        Measure::Metric(_) => None,
    }
}

impl DefinedOutcomes {
    /// Settles the contract with a clause's cells counted anew under each definition; `calls` by cell as the evidence has them.
    pub fn of(terms: &Terms, clause: usize, evidence: &Evidence, calls: &[CallCounts]) -> Self {
        let mut evidence = evidence.clone();
        let mut settle = |definition: CommonDefinition| {
            let recount = |(cell, calls): (&Cell, &CallCounts)| {
                let (numerator, denominator) = definition.ratio(calls);
                Cell { numerator, denominator, ..*cell }
            };
            evidence.cells[clause] = evidence.cells[clause].iter().zip(calls).map(recount).collect();
            let mut keeper = Keeper::new(terms);
            terms.settle(&evidence, &mut keeper);
            let outcome = keeper.outcome;
            let levels = || outcome.clauses[clause].iter().filter_map(judged_level);
            DefinedOutcome { levels: (levels().sum(), levels().count() as f64), counted: outcome.counted(clause) }
        };
        Self(CommonDefinition::ALL.into_iter().map(&mut settle).collect())
    }
}

impl SameCalls {
    /// All definitions of which there is something to say, from outcomes by replication.
    pub(super) fn of(clause: &Clause, spans: &[DefinedOutcomes]) -> Vec<Self> {
        let of = |(at, definition): (usize, CommonDefinition)| {
            let found: Option<Vec<&DefinedOutcome>> = spans.iter().map(|span| span.0.get(at)).collect();
            let found = found?;
            let levels: Vec<(f64, f64)> = found.iter().map(|span| span.levels).collect();
            Some(Self {
                definition,
                is_own: service_level(clause).is_some_and(|level| definition.is(level)),
                level: ratio_estimate(&levels, CONFIDENCE)?,
                missed: missed(found.iter().map(|span| span.counted))?,
            })
        };
        CommonDefinition::ALL.into_iter().enumerate().filter_map(of).collect()
    }
}

impl CommonDefinition {
    /// Whether a clause's service level is counted in this way.
    fn is(self, level: &ServiceLevel) -> bool {
        let short_is_all = level.short == level.within;
        match self {
            Self::OfferedAndBlocked => level.of == Denominator::Offered && level.blocked,
            _ if level.blocked => false,
            Self::Offered => level.of == Denominator::Offered,
            Self::Answered => level.of == Denominator::Answered,
            Self::LessAbandonedInTime => level.of == Denominator::OfferedLessShortAbandons && short_is_all,
            Self::LessShortAbandons => level.of == Denominator::OfferedLessShortAbandons && !short_is_all,
            Self::CreditingAbandonedInTime => level.of == Denominator::OfferedCreditingShortAbandons && short_is_all,
            Self::CreditingShortAbandons => level.of == Denominator::OfferedCreditingShortAbandons && !short_is_all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 000 answered, 860 of them in time, 60 abandoned: the page of ICMI that shows what a definition is worth.
    #[test]
    fn the_same_calls_are_81_to_86_percent_by_definition() {
        let calls = CallCounts {
            answered_in_time: 860,
            answered: 1000,
            abandoned: 60,
            abandoned_in_time: 25,
            abandoned_short: 10,
            blocked: 40,
        };
        let levels = CommonDefinition::ALL.map(|definition| {
            let (numerator, denominator) = definition.ratio(&calls);
            (1000.0 * numerator as f64 / denominator as f64).round() / 10.0
        });
        let printed = levels.map(|level| format!("{level:.1}"));
        assert_eq!(printed, ["81.1", "86.0", "83.1", "81.9", "83.5", "82.1", "78.2"]);
    }
}
