//! The fair malus: the penalty that equals what callers lose.

use super::CONFIDENCE;
use super::outcome::{PeriodOutcome, SpanOutcome, judged_level};
use crate::contract::Outcome;
use crate::model::Clause;
use crate::model::contract::{Better, MeasureUnit};
use crate::statistics::{Estimate, grouped_slope};
use crate::units::Money;

/// What callers lose where a clause is missed \[currency units a period\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FairMalus {
    /// Callers' damage in missed periods less that in kept ones; `None` where too few of either were played.
    pub per_miss: Option<Estimate>,
    /// Damage more for each percentage point (or second) by which the measure is worse.
    pub per_point: Estimate,
}

impl FairMalus {
    /// Of a clause whose periods' damages are known by span; `None` where callers lose nothing, or nothing can be told.
    pub(super) fn of(at: usize, clause: &Clause, spans: &[SpanOutcome]) -> Option<Self> {
        if spans.iter().any(|span| span.damages[at].len() != span.clauses[at].len()) {
            return None;
        }
        if spans.iter().all(|span| span.damage == Money::ZERO) {
            return None;
        }
        let points = |x: &dyn Fn(&PeriodOutcome) -> Option<f64>| {
            let of_span = |span: &SpanOutcome| -> Vec<(f64, f64)> {
                let periods = span.clauses[at].iter().zip(&span.damages[at]);
                periods.filter_map(|(period, damage)| Some((x(period)?, damage.as_units()))).collect()
            };
            grouped_slope(&spans.iter().map(of_span).collect::<Vec<_>>(), CONFIDENCE)
        };
        let per_miss = points(&|period| match period.outcome {
            Outcome::Missed => Some(1.0),
            Outcome::Kept => Some(0.0),
            Outcome::NotJudged => None,
        });
        let per_unit = points(&judged_level).map(|slope| match clause.better_period() {
            Better::Higher => turned(slope),
            Better::Lower => slope,
        });
        let in_points = |slope: Estimate| match clause.unit() {
            MeasureUnit::Percent => slope.scaled(0.01),
            MeasureUnit::Seconds | MeasureUnit::Money => slope,
        };
        Some(Self { per_miss, per_point: in_points(per_unit?) })
    }
}

fn turned(estimate: Estimate) -> Estimate {
    Estimate { value: -estimate.value, interval: estimate.interval.map(|(low, high)| (-high, -low)) }
}
