//! How much of a miss is luck, and whose: the variance of what is measured, split over three groups of chance.
//!
//! In each block every group is drawn twice, independently, and all eight combinations are played.

use super::CONFIDENCE;
use super::outcome::{SpanOutcome, judged_level, unit_scale};
use crate::contract::Measured;
use crate::model::Clause;
use crate::model::contract::{Better, Effect, Level, Payoff};
use crate::statistics::{Estimate, Factorial, VarianceParts, grouped_quantile, normal_quantile, ratio_estimate};

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
    /// Required where only calls are chance, by the quantile of differences between periods that share all else, divided by the root
    /// of two: no law is assumed, but that a difference is spread as one of them is.
    pub calls: Estimate,
    /// Required with all chance.
    pub all: Estimate,
}

/// Spans that were played in blocks.
#[derive(Debug)]
pub(super) struct Blocks {
    /// Groups that can vary, in the order of [`ChanceGroup::ALL`].
    pub varying: Vec<ChanceGroup>,
    /// By block, its corners: at position c the group `varying[i]` has its first draw where bit i of c is zero, else its second.
    pub corners: Vec<Vec<SpanOutcome>>,
}

/// Share of periods that a provider may miss who is still taken for one that keeps the clause.
const TOLERATED: f64 = 0.05;

impl Luck {
    /// Of a clause, from blocks, and from spans in which all is chance.
    pub(super) fn of(at: usize, clause: &Clause, blocks: &Blocks, spans: &[SpanOutcome]) -> Option<Self> {
        if blocks.corners.is_empty() {
            return None;
        }
        let attributed = |of: &dyn Fn(&SpanOutcome) -> Option<f64>| Attribution::of(blocks, of);
        Some(Self {
            blocks: blocks.corners.len() as u64,
            missed: attributed(&|span| Some(f64::from(u8::from(span.counted(at).missed > 0)))),
            level: attributed(&|span| span.mean_level(at)),
            amount: attributed(&|span| Some(span.totals.net().as_units())),
            held: HeldLevel::of(at, clause, blocks, spans),
        })
    }
}

impl Attribution {
    /// Of a figure of each span; blocks in which it is undefined somewhere are left out. `None` where it never varies, or too
    /// few blocks are left.
    fn of(blocks: &Blocks, of: &dyn Fn(&SpanOutcome) -> Option<f64>) -> Option<Self> {
        let values: Vec<Vec<f64>> =
            blocks.corners.iter().filter_map(|corners| corners.iter().map(of).collect()).collect();
        let factorial = Factorial::of(blocks.varying.len(), values.iter().map(Vec::as_slice))?;
        let VarianceParts { variance, groups } = factorial.parts(CONFIDENCE)?;
        let nothing = Estimate { value: 0.0, interval: Some((0.0, 0.0)) };
        let part = |group: ChanceGroup| match blocks.varying.iter().position(|varying| *varying == group) {
            None => Part { group, varies: false, share: nothing, alone: nothing, together: nothing },
            Some(at) => {
                let found = &groups[at];
                Part { group, varies: true, share: found.share, alone: found.alone, together: found.together }
            }
        };
        Some(Self { variance, parts: ChanceGroup::ALL.map(part) })
    }
}

impl HeldLevel {
    fn of(at: usize, clause: &Clause, blocks: &Blocks, spans: &[SpanOutcome]) -> Option<Self> {
        let edge = edge(clause)?;
        let sign = match clause.better_period() {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
        };
        let calls = blocks.differences_by_calls(at);
        let squares: Vec<(f64, f64)> = calls
            .iter()
            .map(|block| (block.iter().map(|apart| apart * apart / 2.0).sum(), block.len() as f64))
            .collect();
        let variance = ratio_estimate(&squares, CONFIDENCE)?.clamped(0.0, f64::INFINITY);
        let root = |(low, high): (f64, f64)| (low.sqrt(), high.sqrt());
        let deviation = Estimate { value: variance.value.sqrt(), interval: variance.interval.map(root) };
        // Differences have the root of two times the deviation of each of the two; either way round they are as likely.
        let both_ways: Vec<Vec<f64>> = calls
            .iter()
            .map(|block| block.iter().flat_map(|apart| [*apart, -apart]).map(|apart| apart / 2.0_f64.sqrt()).collect())
            .collect();
        let by_differences = grouped_quantile(&both_ways, 1.0 - TOLERATED, CONFIDENCE)?;
        let levels: Vec<Vec<f64>> =
            spans.iter().map(|span| span.clauses[at].iter().filter_map(judged_level).collect()).collect();
        let tail = if sign > 0.0 { TOLERATED } else { 1.0 - TOLERATED };
        let quantile = grouped_quantile(&levels, tail, CONFIDENCE)?;
        let sums: Vec<(f64, f64)> = levels.iter().map(|span| (span.iter().sum(), span.len() as f64)).collect();
        let mean = ratio_estimate(&sums, CONFIDENCE)?;
        Some(Self {
            edge,
            call_deviation: deviation,
            calls_normal: beyond(edge, sign, deviation.scaled(normal_quantile(1.0 - TOLERATED)?)),
            calls: beyond(edge, sign, by_differences),
            all: beyond(edge, sign, distance(mean, quantile)),
        })
    }
}

/// How far a quantile lies from the mean on its side, with the doubts of both (taken as independent, which is a little more than
/// there is).
fn distance(mean: Estimate, quantile: Estimate) -> Estimate {
    let value = (mean.value - quantile.value).abs();
    let half = |of_quantile: f64| (of_quantile * of_quantile + mean.half_width().unwrap_or(0.0).powi(2)).sqrt();
    let interval = quantile.interval.map(|(low, high)| {
        let (one, other) = (half(quantile.value - low), half(high - quantile.value));
        let (less, more) = if quantile.value <= mean.value { (other, one) } else { (one, other) };
        (value - less, value + more)
    });
    Estimate { value, interval }
}

/// A level that is better than the edge by so much.
fn beyond(edge: f64, sign: f64, by: Estimate) -> Estimate {
    let ends = |(low, high): (f64, f64)| if sign > 0.0 { (edge + low, edge + high) } else { (edge - high, edge - low) };
    Estimate { value: edge + sign * by.value, interval: by.interval.map(ends) }
}

/// The worst level that is no miss once it is rounded [share, seconds, or currency units]; `None` where nothing is missed by a
/// level, or everything is.
pub(super) fn edge(clause: &Clause) -> Option<f64> {
    let level: Level = match &clause.payoff {
        Payoff::Ladder { bands, .. } => {
            let worst = bands.iter().take_while(|band| !matches!(band.effect, Effect::Penalty(_))).last()?;
            let is_missed = bands.iter().any(|band| matches!(band.effect, Effect::Penalty(_)));
            is_missed.then_some(worst.edge)?
        }
        Payoff::PerPoint { target, .. } | Payoff::PerMiss { target, .. } => *target,
        Payoff::PerLostCall { beyond, .. } => (*beyond)?,
    };
    let scale = unit_scale(clause.unit());
    // Half of the last decimal: what is rounded up to the edge.
    let rounded = clause.round.map_or(0.0, |decimals| 0.5 / 10_f64.powi(i32::from(decimals)));
    let exact = Measured::exactly(level).as_units();
    Some(match clause.better_period() {
        Better::Higher => (exact - rounded) * scale,
        Better::Lower => (exact + rounded) * scale,
    })
}

impl Blocks {
    /// By block: differences of a clause's level between periods that share all chance but that of calls.
    fn differences_by_calls(&self, clause: usize) -> Vec<Vec<f64>> {
        let Some(calls) = self.varying.iter().position(|group| *group == ChanceGroup::Calls) else { return Vec::new() };
        let bit = 1_usize << calls;
        let of_block = |corners: &Vec<SpanOutcome>| {
            let firsts = (0..corners.len()).filter(|corner| corner & bit == 0);
            let pairs = firsts
                .flat_map(|corner| corners[corner].clauses[clause].iter().zip(&corners[corner | bit].clauses[clause]));
            pairs.filter_map(|(one, other)| Some(judged_level(one)? - judged_level(other)?)).collect()
        };
        self.corners.iter().map(of_block).collect()
    }
}

#[cfg(test)]
mod tests;
