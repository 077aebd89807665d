//! What a contract comes to over many spans: how amounts, bands and levels are spread, each with its doubt.

use super::CONFIDENCE;
use super::outcome::{Counted, PeriodOutcome, SpanOutcome, judged_level};
use crate::model::Contract;
use crate::model::contract::Payoff;
use crate::statistics::{
    Estimate, clustered_share, deviation, grouped_quantile, mean_estimate, order_quantile, ratio_estimate, wilson,
};
use crate::units::Money;

/// A contract over many spans of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractFindings {
    /// Its name.
    pub name: String,
    /// Amounts of a span.
    pub amounts: Amounts,
    /// Share of spans in which any penalty is due, after caps and before anything is earned back.
    pub any_penalty: Estimate,
    /// Share of spans in which a cap took something off; `None` where there is no cap.
    pub capped: Option<Estimate>,
    /// Share of spans in which the contract may be ended; `None` where no clause gives a right to.
    pub ended: Option<Estimate>,
    /// Amounts of a period of the invoice, where a span has several.
    pub invoices: Option<InvoiceFindings>,
    /// Share of the judged periods of the invoice in which some clause is missed; `None` where none was judged.
    pub missed_invoices: Option<Estimate>,
    /// Clauses, in the contract's order.
    pub clauses: Vec<ClauseFindings>,
}

/// Amounts of a period of the invoice, each counted alike \[currency units\].
#[derive(Debug, Clone, PartialEq)]
pub struct InvoiceFindings {
    /// How many a span has.
    pub in_a_span: u64,
    /// Penalties after caps.
    pub penalty: Spread,
    /// Penalties less bonuses and what was given back.
    pub net: Spread,
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

/// How a measure is spread over judged periods [share, seconds, or currency units].
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

/// What outcomes do not tell of a contract.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreed<'c> {
    /// What was agreed.
    pub contract: &'c Contract,
    /// Whether the pay of all its agents is known.
    pub has_pay: bool,
}

impl ContractFindings {
    /// Of outcomes by replication, at least one; without luck, other definitions and the fair malus.
    pub(super) fn of(agreed: Agreed<'_>, outcomes: &[SpanOutcome]) -> Self {
        let contract = agreed.contract;
        let share_of = |has: &dyn Fn(&SpanOutcome) -> bool| {
            let count = outcomes.iter().filter(|outcome| has(outcome)).count();
            share(count, outcomes.len())
        };
        let has_cap = contract.cap.is_some()
            || contract.cap_per_year.is_some()
            || contract.at_risk.is_some()
            || contract.clauses.iter().any(|clause| clause.cap.is_some());
        let may_end =
            contract.ends_after.is_some() || contract.clauses.iter().any(|clause| clause.ends_after.is_some());
        let invoices = |outcome: &SpanOutcome| Counted::of(outcome.invoices.iter().map(|invoice| invoice.outcome));
        Self {
            name: contract.name.clone(),
            amounts: Amounts::of(agreed, outcomes),
            any_penalty: share_of(&|outcome| outcome.totals.penalties > Money::ZERO),
            capped: has_cap.then(|| share_of(&|outcome| outcome.totals.capped > 0)),
            ended: may_end.then(|| share_of(&|outcome| outcome.totals.ended_in.is_some())),
            invoices: InvoiceFindings::of(outcomes),
            missed_invoices: missed(outcomes.iter().map(invoices)),
            clauses: (0..contract.clauses.len()).map(|at| ClauseFindings::of(contract, at, outcomes)).collect(),
        }
    }
}

impl Amounts {
    fn of(agreed: Agreed<'_>, outcomes: &[SpanOutcome]) -> Self {
        let spread =
            |of: &dyn Fn(&SpanOutcome) -> Money| Spread::of(outcomes.iter().map(|o| of(o).as_units()).collect());
        Self {
            fee: spread(&|outcome| outcome.totals.fee),
            penalty: spread(&|outcome| outcome.totals.penalties),
            bonus: spread(&|outcome| outcome.totals.bonuses),
            refunded: spread(&|outcome| outcome.totals.refunded),
            net: spread(&|outcome| outcome.totals.net()),
            client_cost: spread(&|outcome| outcome.totals.client_pays()),
            staff_pay: agreed.has_pay.then(|| spread(&|outcome| outcome.totals.staff_cost)),
            margin: agreed.has_pay.then(|| spread(&|outcome| outcome.totals.margin())),
            caller_damage: spread(&|outcome| outcome.damage),
        }
    }
}

impl Spread {
    /// Of one value a span; there is one.
    pub(super) fn of(mut values: Vec<f64>) -> Self {
        let mean = mean_estimate(&values, CONFIDENCE).expect("played: there is a replication");
        let deviation = deviation(&values);
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |share| order_quantile(&values, share, CONFIDENCE).expect("played: there is a replication");
        let [median, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map(quantile);
        Self { mean, deviation, median, p90, p95, p99, sorted: values }
    }

    /// Of several values a span, of which those of a span may be alike; there is one.
    fn of_groups(groups: &[Vec<f64>]) -> Option<Self> {
        let sums: Vec<(f64, f64)> = groups.iter().map(|group| (group.iter().sum(), group.len() as f64)).collect();
        let mean = ratio_estimate(&sums, CONFIDENCE)?;
        let mut values: Vec<f64> = groups.iter().flatten().copied().collect();
        let deviation = deviation(&values);
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |share| grouped_quantile(groups, share, CONFIDENCE);
        let (median, p90) = (quantile(0.5)?, quantile(0.9)?);
        Some(Self { mean, deviation, median, p90, p95: quantile(0.95)?, p99: quantile(0.99)?, sorted: values })
    }
}

impl InvoiceFindings {
    fn of(outcomes: &[SpanOutcome]) -> Option<Self> {
        let in_a_span =
            outcomes.iter().map(|outcome| outcome.invoices.len() as u64).max().filter(|count| *count > 1)?;
        let amounts = |of: fn(&super::InvoiceOutcome) -> Money| {
            let of_span =
                |outcome: &SpanOutcome| outcome.invoices.iter().map(|invoice| of(invoice).as_units()).collect();
            Spread::of_groups(&outcomes.iter().map(of_span).collect::<Vec<Vec<f64>>>())
        };
        Some(Self { in_a_span, penalty: amounts(|invoice| invoice.penalties)?, net: amounts(|invoice| invoice.net)? })
    }
}

impl ClauseFindings {
    fn of(contract: &Contract, at: usize, outcomes: &[SpanOutcome]) -> Self {
        let clause = &contract.clauses[at];
        let counted: Vec<Counted> = outcomes.iter().map(|outcome| outcome.counted(at)).collect();
        let bands = match &clause.payoff {
            Payoff::Ladder { bands, .. } => bands.len(),
            _ => 0,
        };
        let in_band = |band: usize| {
            let is_in = |period: &&PeriodOutcome| period.band() == Some(band);
            let of_span = |outcome: &SpanOutcome| {
                let found = outcome.clauses[at].iter().filter(is_in).count() as u64;
                (found, outcome.clauses[at].iter().filter(|period| period.band().is_some()).count() as u64)
            };
            clustered_share(&outcomes.iter().map(of_span).collect::<Vec<_>>(), CONFIDENCE)
        };
        let bands: Option<Vec<BandFindings>> =
            (0..bands).map(|band| Some(BandFindings { share: in_band(band)? })).collect();
        Self {
            name: clause.name.clone(),
            periods: outcomes.iter().map(|outcome| outcome.clauses[at].len() as u64).sum(),
            judged: counted.iter().map(|counted| counted.judged).sum(),
            missed: missed(counted.iter().copied()),
            any_missed: share(counted.iter().filter(|counted| counted.missed > 0).count(), outcomes.len()),
            bands: bands.unwrap_or_default(),
            level: LevelFindings::of(at, outcomes),
            same_calls: Vec::new(),
            luck: None,
            malus: None,
        }
    }
}

impl LevelFindings {
    /// Most levels that are kept for pictures.
    pub const MOST_KEPT: usize = 10_000;

    fn of(clause: usize, outcomes: &[SpanOutcome]) -> Option<Self> {
        let of_span = |outcome: &SpanOutcome| outcome.clauses[clause].iter().filter_map(judged_level).collect();
        let groups: Vec<Vec<f64>> = outcomes.iter().map(of_span).collect();
        let sums: Vec<(f64, f64)> = groups.iter().map(|group| (group.iter().sum(), group.len() as f64)).collect();
        let mean = ratio_estimate(&sums, CONFIDENCE)?;
        let mut values: Vec<f64> = groups.iter().flatten().copied().collect();
        let deviation = deviation(&values);
        let quantile = |share| grouped_quantile(&groups, share, CONFIDENCE);
        let (p5, median, p95) = (quantile(0.05)?, quantile(0.5)?, quantile(0.95)?);
        values.sort_unstable_by(f64::total_cmp);
        Some(Self { mean, deviation, p5, median, p95, sorted: evenly_picked(values) })
    }
}

/// At most [`LevelFindings::MOST_KEPT`] of values in rising order: the middle of each of so many equal parts.
fn evenly_picked(sorted: Vec<f64>) -> Vec<f64> {
    let (count, most) = (sorted.len(), LevelFindings::MOST_KEPT);
    if count <= most { sorted } else { (0..most).map(|at| sorted[(2 * at + 1) * count / (2 * most)]).collect() }
}

/// Missed of judged, over spans; `None` where nothing was judged.
pub(super) fn missed(spans: impl IntoIterator<Item = Counted>) -> Option<Estimate> {
    let groups: Vec<(u64, u64)> = spans.into_iter().map(|counted| (counted.missed, counted.judged)).collect();
    clustered_share(&groups, CONFIDENCE)
}

/// So many of all spans.
pub(super) fn share(count: usize, of: usize) -> Estimate {
    wilson(count as u64, of as u64, CONFIDENCE).expect("played: there is a replication")
}

#[cfg(test)]
mod tests;
