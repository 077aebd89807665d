//! How much of a miss is luck, and whose: the variance of what is measured, split over three groups of chance.
//!
//! In each block every group is drawn twice, independently, and all eight combinations are played.

use crate::statistics::Estimate;

/// Groups of chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChanceGroup {
    /// How busy days, intervals and months are, surges, and how wrong the forecast is.
    Volume,
    /// Who is absent.
    Staffing,
    /// Everything else: who calls when, how patient they are, how long they talk.
    Calls,
}

impl ChanceGroup {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Volume, Self::Staffing, Self::Calls];
}

/// What a clause's misses are due to.
#[derive(Debug, Clone, PartialEq)]
pub struct Luck {
    /// Blocks of spans that it was worked out from.
    pub blocks: u64,
    /// Parts of the variance of "some period of the span is missed"; `None` where that never varies.
    pub missed: Option<Attribution>,
    /// Parts of the variance of the level (its mean over the span's periods); `None` where it never varies.
    pub level: Option<Attribution>,
    /// Parts of the variance of the contract's net amount; `None` where it never varies.
    pub amount: Option<Attribution>,
    /// The level that must be truly held; `None` where the clause has no edge, or too little was played.
    pub held: Option<HeldLevel>,
}

/// Whose chance a variance is.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// What is split [squared units of what varies].
    pub variance: Estimate,
    /// One part a group, in the order of [`ChanceGroup::ALL`]; shares add up to one.
    pub parts: [Part; 3],
}

/// A group's part of a variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Which group.
    pub group: ChanceGroup,
    /// Whether it can vary at all in this center; where not, everything is exactly zero.
    pub varies: bool,
    /// Its fair share (Shapley effect): what it does by itself, and an even part of what it does together with others.
    pub share: Estimate,
    /// What it does by itself (closed first-order index).
    pub alone: Estimate,
    /// The same with all that it does together with others (total index).
    pub together: Estimate,
}

/// The mean level with which a provider who keeps it misses in at most one period of twenty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldLevel {
    /// The worst level without a penalty [share, or seconds].
    pub edge: f64,
    /// Standard deviation of a period's level that calls alone bring about.
    pub call_deviation: Estimate,
    /// Required where only calls are chance, by the normal law.
    pub calls_normal: Estimate,
    /// Required where only calls are chance, by the quantile of differences between periods that share all else.
    pub calls: Estimate,
    /// Required with all chance.
    pub all: Estimate,
}
