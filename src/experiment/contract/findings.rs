//! What a contract comes to over many spans: how amounts, bands and levels are spread, each with its doubt.

use crate::statistics::Estimate;

/// A contract over many spans of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractFindings {
    /// Its name.
    pub name: String,
    /// Amounts of a span.
    pub amounts: Amounts,
    /// Share of spans in which any penalty is paid, after caps.
    pub any_penalty: Estimate,
    /// Share of spans in which a cap took something off; `None` where there is no cap.
    pub capped: Option<Estimate>,
    /// Share of spans in which the contract may be ended; `None` where no clause gives a right to.
    pub ended: Option<Estimate>,
    /// Clauses, in the contract's order.
    pub clauses: Vec<ClauseFindings>,
}

/// Amounts of a span \[currency units\].
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts {
    /// Fee before anything is taken off.
    pub fee: Spread,
    /// Penalties after caps.
    pub penalty: Spread,
    /// Bonuses after caps.
    pub bonus: Spread,
    /// Penalties given back.
    pub refunded: Spread,
    /// Penalties less bonuses and what was given back: what the provider pays on balance.
    pub net: Spread,
    /// What the client pays: fee less net penalties.
    pub client_cost: Spread,
    /// Pay of the agents; `None` where some group has no wage.
    pub staff_pay: Option<Spread>,
    /// Fee less net penalties less pay; `None` where pay is not known.
    pub margin: Option<Spread>,
    /// What holding and lost calls cost the callers.
    pub caller_damage: Spread,
}

/// How something is spread over spans (or periods).
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Mean, with Student's interval.
    pub mean: Estimate,
    /// Standard deviation; `None` from one value.
    pub deviation: Option<f64>,
    /// Half of the values are lower; intervals of this and of all quantiles by order statistics, `None` where the sample is too
    /// small for that.
    pub median: Estimate,
    /// Nine of ten are lower.
    pub p90: Estimate,
    /// 19 of 20 are lower.
    pub p95: Estimate,
    /// 99 of 100 are lower.
    pub p99: Estimate,
    /// The values in rising order.
    pub sorted: Vec<f64>,
}

/// A clause over many spans.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseFindings {
    /// Its name.
    pub name: String,
    /// Periods in all spans together.
    pub periods: u64,
    /// Those of them that were judged.
    pub judged: u64,
    /// Share of the judged periods that are missed; `None` where none was judged.
    pub missed: Option<Estimate>,
    /// Share of spans in which some period is missed.
    pub any_missed: Estimate,
    /// Bands in the clause's order; empty where it has none.
    pub bands: Vec<BandFindings>,
    /// How the measure is spread over judged periods; `None` where there was nothing to measure.
    pub level: Option<LevelFindings>,
    /// The same calls under every common denominator, the clause's own included; empty unless it measures a service level.
    pub same_calls: Vec<super::SameCalls>,
    /// What a miss is due to; `None` where it was not asked for, or nothing is ever missed.
    pub luck: Option<super::Luck>,
    /// The penalty that equals what callers lose; `None` where callers lose nothing or nothing can be told.
    pub malus: Option<super::FairMalus>,
}

/// A band of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct BandFindings {
    /// Share of the judged periods that fall in it.
    pub share: Estimate,
}

/// How a measure is spread over judged periods [share, or seconds].
#[derive(Debug, Clone, PartialEq)]
pub struct LevelFindings {
    /// Mean of the periods' levels, each counted alike.
    pub mean: Estimate,
    /// Standard deviation from period to period; `None` from one period.
    pub deviation: Option<f64>,
    /// One of twenty periods is lower.
    pub p5: Estimate,
    /// Half of them are lower.
    pub median: Estimate,
    /// 19 of 20 are lower.
    pub p95: Estimate,
    /// Levels in rising order; at most [`LevelFindings::MOST_KEPT`] of them, evenly picked.
    pub sorted: Vec<f64>,
}

impl LevelFindings {
    /// Most levels that are kept for pictures.
    pub const MOST_KEPT: usize = 10_000;
}
