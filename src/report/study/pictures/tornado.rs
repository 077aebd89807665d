//! Which axis matters most: parts of the variance over a design, swings from the lowest to the highest value on a grid.

use super::super::promise;
use super::super::subject::Subject;
use super::Trouble;
use super::measure::Measure;
use super::plan::Plan;
use super::words::caption;
use crate::metrics::CONFIDENCE;
use crate::report::chart::tornado::{self, Bars, Part, Swing, TornadoPicture};
use crate::report::{grouped, plain};
use crate::statistics::{Importance, Method, sensitivity};

/// Bars that are drawn.
const MOST_BARS: usize = 12;

pub(super) fn svg(subject: &Subject<'_>, plan: &Plan) -> Result<String, Trouble> {
    let measure = Measure::of(&plan.y, &plan.scope, subject.background.center, subject.results.unit(&plan.y));
    let picture = if subject.is_grid() { swings(subject, plan, measure)? } else { parts(subject, plan, &measure)? };
    Ok(tornado::draw(&picture)?)
}

fn swings(subject: &Subject<'_>, plan: &Plan, measure: Measure) -> Result<TornadoPicture, Trouble> {
    let results = subject.results;
    let figure = |scenario: Option<usize>| results.figure(scenario?, &plan.y, &plan.scope, "");
    let base = figure(subject.scenario_with(&[]));
    let base = base.ok_or_else(|| {
        Trouble::Impossible(format!("the middle of the study has no value of `{}` at `{}`", plan.y, plan.scope))
    })?;
    let swing = |&axis: &usize| {
        let last = results.axes()[axis].settings.len() - 1;
        let end =
            |setting: usize| Some((subject.setting(axis, setting), figure(subject.scenario_with(&[(axis, setting)]))?));
        Some(Swing { name: results.axes()[axis].name(), low: end(0)?, high: end(last)? })
    };
    let mut bars: Vec<Swing> = subject.varied().iter().filter_map(swing).collect();
    let width = |swing: &Swing| {
        let ends = [swing.low.1.value, swing.high.1.value, base.value];
        ends.into_iter().fold(f64::NEG_INFINITY, f64::max) - ends.into_iter().fold(f64::INFINITY, f64::min)
    };
    bars.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let mut notes = vec![
        "Each bar: one axis from its lowest (orange) to its highest value (blue), the others held; 95 % intervals"
            .to_owned(),
    ];
    notes.extend(left_out(&mut bars));
    let limit = subject
        .background
        .center
        .and_then(|center| promise::about(&subject.promises, results, &plan.y, &plan.scope, center));
    Ok(TornadoPicture {
        caption: caption(subject, plan, format!("What matters most: {}", measure.subject), &subject.varied(), &notes),
        heading: measure.heading(&plan.scope),
        bars: Bars::Swings { unit: measure.unit, base: base.value, limit: limit.map(promise::Promised::line), bars },
    })
}

fn parts(subject: &Subject<'_>, plan: &Plan, measure: &Measure) -> Result<TornadoPicture, Trouble> {
    let results = subject.results;
    let varied = subject.varied();
    let figures = results.figures(&plan.y, &plan.scope);
    let played: Vec<(usize, f64)> =
        figures.iter().enumerate().filter_map(|(at, found)| Some((at, found.as_ref()?.value))).collect();
    let output: Vec<f64> = played.iter().map(|(_, value)| *value).collect();
    let inputs: Vec<Vec<f64>> =
        varied.iter().map(|&axis| subject.numbers(axis, played.iter().map(|found| found.0))).collect();
    let found = sensitivity(&inputs, &output, CONFIDENCE).ok_or_else(|| {
        Trouble::Impossible(format!(
            "{} scenarios with a value of `{}` do not tell which axis matters most; 20 that differ are the least",
            output.len(),
            plan.y
        ))
    })?;
    let part = |((&axis, values), importance): ((&usize, &Vec<f64>), &Importance)| Part {
        name: results.axes()[axis].name(),
        alone: importance.alone,
        together: importance.together,
        remark: if results.axes()[axis].is_numeric() { remark(importance, values, &output) } else { String::new() },
    };
    let mut bars: Vec<Part> = varied.iter().zip(&inputs).zip(&found.inputs).map(part).collect();
    let size = |part: &Part| part.together.unwrap_or(part.alone).value;
    bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut notes = vec![match found.method {
        Method::Expansion { degree, predicted } => format!(
            "Sobol indices by polynomials of degree {degree}, which predict {} % of the variance of scenarios left out; 95 % intervals",
            plain((predicted * 100.0).floor())
        ),
        Method::Classes { classes } => {
            format!("First-order Sobol indices from means in {classes} classes (given-data estimator); 95 % intervals")
        }
    }];
    notes.extend(left_out(&mut bars));
    Ok(TornadoPicture {
        caption: caption(subject, plan, format!("What matters most: {}", measure.subject), &[], &notes),
        heading: "Part of its variance over the study [%]".to_owned(),
        bars: Bars::Parts { bars, remarks: "1 % more of it:".to_owned() },
    })
}

/// What one percent more does, or only in which direction; nothing where the axis may not matter at all.
fn remark(importance: &Importance, values: &[f64], output: &[f64]) -> String {
    let Some(slope) = importance.slope.filter(|_| importance.alone.interval.is_some_and(|(low, _)| low > 0.0)) else {
        return String::new();
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let elasticity = slope * mean(values) / mean(output);
    let is_scale = values.iter().all(|value| *value > 0.0) && elasticity.is_finite();
    if is_scale && elasticity.abs() >= 0.05 && elasticity.abs() < 1000.0 {
        let sign = if elasticity > 0.0 { "+" } else { "" };
        return format!("{sign}{} %", grouped(elasticity, 1));
    }
    (if slope > 0.0 { "raises it" } else { "lowers it" }).to_owned()
}

/// Cuts a list of bars, and says so.
fn left_out<T>(bars: &mut Vec<T>) -> Option<String> {
    let count = bars.len();
    bars.truncate(MOST_BARS);
    (count > MOST_BARS).then(|| format!("{MOST_BARS} of {count} axes are shown"))
}
