//! What callers dial, and what it costs them.

use super::RuleSetId;
use crate::units::{Duration, Money, Share};

/// A telephone number and its tariff.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Name in kebab-case.
    pub name: String,
    /// What kind of number the law takes it for.
    pub class: NumberClass,
    /// What a call costs from a landline.
    pub landline: Tariff,
    /// Share of callers who call from a mobile, and what it costs them; `None`: everybody pays alike.
    pub mobile: Option<(Share, Tariff)>,
    /// Share of callers whose call costs nothing more, because they pay a flat rate.
    pub flat_rate: Share,
    /// What is charged while somebody holds.
    pub hold: HoldCharge,
    /// From when on the tariff runs.
    pub charge_from: ChargeFrom,
    /// Rule sets that it is judged by.
    pub rules: Vec<RuleSetId>,
}

/// What kind of number the law takes it for.
///
/// Source: numbering plan of the Bundesnetzagentur; §§ 112, 115 TKG (2021).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberClass {
    /// Free of charge for the caller (0800, 116).
    Free,
    /// Geographic, or declared equal to one.
    Geographic,
    /// Mobile (015, 016, 017).
    Mobile,
    /// Service number with shared cost.
    Service0180,
    /// Mass traffic.
    MassTraffic0137,
    /// Premium rate.
    Premium0900,
    /// Personal number.
    Personal0700,
    /// National subscriber number.
    National032,
    /// Anything else.
    Other,
}

impl NumberClass {
    /// All, with the word that a scenario uses.
    pub const ALL: [(&'static str, Self); 9] = [
        ("free", Self::Free),
        ("geographic", Self::Geographic),
        ("mobile", Self::Mobile),
        ("0180", Self::Service0180),
        ("0137", Self::MassTraffic0137),
        ("0900", Self::Premium0900),
        ("0700", Self::Personal0700),
        ("032", Self::National032),
        ("other", Self::Other),
    ];

    /// The class of a scenario's word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, class)| *class)
    }

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, class)| *class == self).map_or("other", |(word, _)| word)
    }
}

/// What a call costs.
///
/// `per_call + per_minute.price x billed minutes`, at most `at_most`. Nothing is charged for a call that is never connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tariff {
    /// Price of time; `None`: none.
    pub per_minute: Option<PerMinute>,
    /// Price of each connected call.
    pub per_call: Money,
    /// So much of the start of a call is not billed as time.
    pub free_first: Duration,
    /// The most that a call costs; `None`: no limit.
    pub at_most: Option<Money>,
}

/// Price of time, in billing steps: `60/60`, `60/1`, `1/1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMinute {
    /// Price of a minute.
    pub price: Money,
    /// Length of the first step, longer than nothing.
    pub first: Duration,
    /// Length of each further step, longer than nothing.
    pub then: Duration,
}

/// What is charged while somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldCharge {
    /// As any other time.
    Charged,
    /// Nothing: hold is cut out of what is billed.
    Free(Cut),
    /// Nothing while the matter is not yet being dealt with, for at most this long from call set-up.
    ///
    /// Source: § 150 (7) TKG 2004, in force 1 September 2012 to 31 May 2013 (two minutes).
    FreeFirst(Duration),
}

/// How hold is cut out of what is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// What is left is put together and rounded once.
    Splice,
    /// Each section between holds is rounded by itself.
    Restart,
}

/// From when on the tariff runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChargeFrom {
    /// From the connection: the start of the menu, or of the hold, or of the talk.
    Connect,
    /// From the end of the first hold: whoever never gets past it pays nothing, menu included.
    EndOfHold,
}
