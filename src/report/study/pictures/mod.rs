//! Pictures of a study, filled with its results.

mod curves;
mod heat;
mod intervals;
mod measure;
mod plan;
mod tornado;
mod trade_off;
mod words;

use std::collections::BTreeMap;

use super::subject::Subject;
use super::{Background, ChartKind, ChartRequest, Results, Trouble, Wanted};
use plan::Plan;

/// The pictures that suit a study, where none are asked for: by the number and kind of its axes.
pub fn usual(results: &Results, background: &Background<'_>) -> Vec<ChartRequest> {
    plan::usual(&Subject::of(results, background))
}

/// The figures that these pictures read, beside those in `wanted`.
///
/// # Errors
/// When a request names an axis that the study has not, or asks for a picture that cannot be made of it.
pub fn wanted(
    results: &Results,
    background: &Background<'_>,
    requests: &[ChartRequest],
    wanted: Wanted,
) -> Result<Wanted, Trouble> {
    let subject = Subject::of(results, background);
    let mut wanted = wanted.with_targets();
    for request in requests {
        let plan = Plan::of(&subject, request)?;
        wanted = match plan.kind {
            ChartKind::Intervals => {
                let scenarios = intervals::scenarios(&subject, &plan)?.into_iter().flatten().collect();
                wanted.with_intervals(&plan.y, &plan.scope, scenarios)
            }
            ChartKind::TradeOff => {
                let costs = [trade_off::COST, trade_off::HOURS].into_iter().chain(plan.cost.as_deref());
                costs.fold(wanted, |wanted, cost| wanted.with_day(cost, measure::CENTER))
            }
            _ => wanted,
        };
        wanted = wanted.with_day(&plan.y, &plan.scope);
    }
    Ok(wanted)
}

/// Name of each picture's file, without its ending, and its SVG.
///
/// # Errors
/// When a request names a metric, scope or axis that the study has not, or cannot be drawn of it.
pub fn all(
    results: &Results,
    background: &Background<'_>,
    requests: &[ChartRequest],
) -> Result<Vec<(String, String)>, Trouble> {
    let subject = Subject::of(results, background);
    let mut pictures: Vec<(String, String)> = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for request in requests {
        let plan = Plan::of(&subject, request)?;
        plan.check_figures(&subject)?;
        let svg = match plan.kind {
            ChartKind::Curves => curves::svg(&subject, &plan),
            ChartKind::HeatMap => heat::svg(&subject, &plan),
            ChartKind::TradeOff => trade_off::svg(&subject, &plan),
            ChartKind::Tornado => tornado::svg(&subject, &plan),
            ChartKind::Intervals => intervals::svg(&subject, &plan),
        }?;
        let name = plan.file_name();
        let times = names.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        pictures.push((if *times == 1 { name } else { format!("{name}-{times}") }, svg));
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests;
