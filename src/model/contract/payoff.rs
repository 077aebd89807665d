//! What a measure costs the provider, or earns.

use super::Level;
use crate::units::{Money, Share};

/// So much, as money or as a share of what the clause's shares are of (the fee, or its part of what is at risk).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Money, not negative.
    Money(Money),
    /// A share.
    Share(Share),
}

/// What a band brings the provider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// Nothing: kept.
    Nothing,
    /// The provider owes it: a miss.
    Penalty(Amount),
    /// The client owes it: kept, and rewarded.
    Bonus(Amount),
}

/// What a period's measure costs, or earns.
#[derive(Debug, Clone, PartialEq)]
pub enum Payoff {
    /// By the band that the measure falls in.
    Ladder {
        /// From the best to the worst, each with an edge of its own.
        bands: Vec<Band>,
        /// What lies between two edges.
        between: Between,
    },
    /// So much for each point (percentage point, second, unit of currency) missed.
    PerPoint {
        /// What was promised: exactly this is kept.
        target: Level,
        /// For each point short of it.
        penalty: Amount,
        /// For each point better than it; `None`: nothing.
        bonus: Option<Amount>,
        /// Most penalty, and most bonus, of a period; `None`: no limit.
        most: Option<Amount>,
        /// Which points count.
        points: Points,
    },
    /// So much for each period that misses.
    PerMiss {
        /// What was promised: exactly this is kept.
        target: Level,
        /// For each miss.
        penalty: Amount,
    },
    /// So much for each call.
    PerLostCall {
        /// For each.
        penalty: Money,
        /// Calls beyond what this target of a rate allows: of 1 000 calls, 78 % answered in time against 80 % are 20.
        /// `None`: every call that hung up on hold or met a busy tone.
        beyond: Option<Level>,
    },
}

/// A band of a ladder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The worst value that still belongs to it: where higher is better, the band is from here up (`from` in files);
    /// where lower is, up to here. The worst band of a stepped ladder ends at [`Level::ZERO`] or [`Level::UNBOUNDED`].
    pub edge: Level,
    /// What it brings; interpolated ladders have it at the edge itself.
    pub effect: Effect,
}

/// What lies between two edges of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Between {
    /// The band's own amount: steps.
    #[default]
    Step,
    /// A straight line from edge to edge. Beyond the first and the last edge, their amounts.
    Line,
}

/// Which points count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Points {
    /// Parts of a point too, pro rata.
    #[default]
    ProRata,
    /// Only full points.
    Full,
    /// Every point that was begun.
    Begun,
}
