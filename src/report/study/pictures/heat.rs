//! A figure over two axes.

use super::super::promise;
use super::super::subject::Subject;
use super::Trouble;
use super::measure::{Measure, capitalised};
use super::plan::Plan;
use super::words::{caption, held, ruler};
use crate::report::chart::heat::{self, HeatPicture};
use crate::statistics::Estimate;

pub(super) fn svg(subject: &Subject<'_>, plan: &Plan) -> Result<String, Trouble> {
    let results = subject.results;
    let axes = results.axes();
    let by = plan.by.unwrap_or(plan.x);
    let (x, y) = (ruler(&axes[plan.x]), ruler(&axes[by]));
    let figures = results.figures(&plan.y, &plan.scope);
    let cell = |right: usize, up: usize| -> Option<Estimate> {
        let scenario = subject.scenario_with(&[(plan.x, right), (by, up)])?;
        figures.get(scenario).copied().flatten()
    };
    let cells: Vec<Vec<Option<Estimate>>> =
        (0..y.places.len()).map(|up| (0..x.places.len()).map(|right| cell(right, up)).collect()).collect();
    let found = cells.iter().flatten().flatten().count();
    let whole = x.places.len() * y.places.len();
    // A design has as many columns as points, and nearly no cell is played.
    if found * 4 < whole {
        return Err(Trouble::Impossible(format!(
            "only {found} of {whole} combinations of `{}` and `{}` were played: too few for a heat map; a tornado shows such a study",
            axes[plan.x].path, axes[by].path
        )));
    }
    let measure = Measure::of(&plan.y, &plan.scope, subject.background.center, results.unit(&plan.y));
    let limit = subject
        .background
        .center
        .and_then(|center| promise::about(&subject.promises, results, &plan.y, &plan.scope, center));
    let mut notes = Vec::new();
    if let Some(limit) = limit {
        notes.push(if x.is_numeric && y.is_numeric {
            "Heavy line: the promise is just kept; between the dashes the 95 % interval leaves it open".to_owned()
        } else {
            let side = if limit.at_least { "at least" } else { "at most" };
            format!("Bold: the whole 95 % interval keeps the promise of {side} {}", measure.written(limit.limit))
        });
    }
    let title = format!("{}, by {} and {}", capitalised(&measure.subject), axes[plan.x].name(), axes[by].name());
    let picture = HeatPicture {
        caption: caption(subject, plan, title, &held(subject, &[plan.x, by]), &notes),
        heading: measure.heading(&plan.scope),
        unit: measure.unit,
        x,
        y,
        cells,
        limit: limit.map(promise::Promised::line),
    };
    Ok(heat::draw(&picture)?)
}
