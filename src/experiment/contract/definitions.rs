//! The same calls under every common denominator.

use crate::statistics::Estimate;

/// Calls of one period and scope, as the common definitions count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallCounts {
    /// Answered within the time T.
    pub answered_in_time: u64,
    /// Answered.
    pub answered: u64,
    /// Abandoned.
    pub abandoned: u64,
    /// Abandoned within the time T.
    pub abandoned_in_time: u64,
    /// Abandoned within the short-abandon threshold s.
    pub abandoned_short: u64,
    /// Met a busy tone.
    pub blocked: u64,
}

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
