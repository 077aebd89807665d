//! A figure along an axis, a curve for each value of another.

use super::super::promise;
use super::super::subject::{Subject, spread_out};
use super::Trouble;
use super::measure::{Measure, capitalised};
use super::plan::Plan;
use super::words::{BANDS, caption, held, ruler};
use crate::report::chart::curves::{self, Curve, CurvesPicture};

/// Curves that can be told apart.
const MOST_CURVES: usize = 4;

pub(super) fn svg(subject: &Subject<'_>, plan: &Plan) -> Result<String, Trouble> {
    let results = subject.results;
    let axes = results.axes();
    let x = ruler(&axes[plan.x]);
    let many = plan.by.map_or(1, |by| axes[by].settings.len());
    let shown = plan.by.map_or_else(|| vec![0], |by| spread_out(many, subject.base[by], MOST_CURVES));
    let figures = results.figures(&plan.y, &plan.scope);
    let curve = |&setting: &usize| {
        let points = x.places.iter().enumerate().map(|(at, place)| {
            let changed = plan.by.map_or_else(|| vec![(plan.x, at)], |by| vec![(plan.x, at), (by, setting)]);
            let scenario = subject.scenario_with(&changed);
            let estimate = scenario.map(|scenario| figures.get(scenario).copied().flatten());
            (place.0, estimate)
        });
        // A scenario that was never part of the study leaves no hole: the line goes on to the next that was.
        let points = points.filter_map(|(place, estimate)| Some((place, estimate?))).collect();
        let label =
            plan.by.map_or_else(String::new, |by| format!("{} {}", axes[by].name(), subject.setting(by, setting)));
        Curve { label, points }
    };
    let curves: Vec<Curve> = shown.iter().map(curve).filter(|curve| !curve.points.is_empty()).collect();
    if curves.iter().all(|curve| curve.points.len() < 2) {
        return Err(Trouble::Impossible(format!(
            "no two scenarios differ in `{}` alone, so there is no curve along it; a tornado or a trade-off shows such a study",
            axes[plan.x].path
        )));
    }
    let measure = Measure::of(&plan.y, &plan.scope, subject.background.center, results.unit(&plan.y));
    let limit = subject
        .background
        .center
        .and_then(|center| promise::about(&subject.promises, results, &plan.y, &plan.scope, center));
    let bands = if x.is_numeric { BANDS } else { "Whiskers are 95 % intervals" };
    let mut notes = vec![bands.to_owned()];
    if limit.is_some() && x.is_numeric {
        notes.push("Dots: the first value whose whole interval keeps the promise".to_owned());
    }
    if let Some(by) = plan.by.filter(|_| shown.len() < many) {
        notes.push(format!("{} of {many} values of {} are shown", shown.len(), axes[by].name()));
    }
    let shown_axes: Vec<usize> = [plan.x].into_iter().chain(plan.by).collect();
    let title = match plan.by {
        Some(by) => format!("{}, by {} and {}", capitalised(&measure.subject), axes[plan.x].name(), axes[by].name()),
        None => format!("{}, by {}", capitalised(&measure.subject), axes[plan.x].name()),
    };
    let mark = subject.background.baseline.and_then(|_| x.places.get(subject.base[plan.x]));
    let picture = CurvesPicture {
        caption: caption(subject, plan, title, &held(subject, &shown_axes), &notes),
        heading: measure.heading(&plan.scope),
        unit: measure.unit,
        curves,
        limit: limit.map(promise::Promised::line),
        mark: mark.map(|place| (place.0, "baseline".to_owned())),
        remarks: Vec::new(),
        x,
    };
    Ok(curves::draw(&picture)?)
}
