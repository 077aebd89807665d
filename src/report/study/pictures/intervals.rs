//! The day by interval, a small panel for each value of an axis.

use super::super::promise;
use super::super::subject::{Subject, spread_out};
use super::Trouble;
use super::measure::{Measure, capitalised};
use super::plan::Plan;
use super::words::{BANDS, caption, held};
use crate::report::chart::multiples::{self, DayPoint, MultiplesPicture, SmallDay};

/// Panels.
const MOST_DAYS: usize = 6;

/// Scenarios of the panels, and last the one that is drawn behind them; `None` where a combination was not played.
pub(super) fn scenarios(subject: &Subject<'_>, plan: &Plan) -> Result<Vec<Option<usize>>, Trouble> {
    let shown = settings(subject, plan);
    let mut found: Vec<Option<usize>> =
        shown.iter().map(|&setting| subject.scenario_with(&[(plan.x, setting)])).collect();
    if found.iter().all(Option::is_none) {
        let path = &subject.results.axes()[plan.x].path;
        return Err(Trouble::Impossible(format!(
            "no scenarios differ in `{path}` alone, so their days cannot be compared"
        )));
    }
    found.push(subject.scenario_with(&[]));
    Ok(found)
}

fn settings(subject: &Subject<'_>, plan: &Plan) -> Vec<usize> {
    spread_out(subject.results.axes()[plan.x].settings.len(), subject.base[plan.x], MOST_DAYS)
}

pub(super) fn svg(subject: &Subject<'_>, plan: &Plan) -> Result<String, Trouble> {
    let results = subject.results;
    let axis = &results.axes()[plan.x];
    let starts = results.intervals(&plan.y, &plan.scope);
    let scenarios = scenarios(subject, plan)?;
    let shown = settings(subject, plan);
    let day = |scenario: usize| points(&starts, |start| results.figure(scenario, &plan.y, &plan.scope, start));
    let small = |(&setting, scenario): (&usize, &Option<usize>)| {
        let name = format!("{} {}", axis.name(), subject.setting(plan.x, setting));
        scenario.map(|scenario| SmallDay { name, points: day(scenario) })
    };
    let days: Vec<SmallDay> = shown.iter().zip(&scenarios).filter_map(small).collect();
    let name_behind = format!("{} {}", axis.name(), subject.setting(plan.x, subject.base[plan.x]));
    let behind = scenarios.last().copied().flatten().filter(|_| days.len() > 1);
    let behind = behind.map(|scenario| SmallDay { name: name_behind, points: day(scenario) });
    let measure = Measure::of(&plan.y, &plan.scope, subject.background.center, results.unit(&plan.y));
    let limit = subject
        .background
        .center
        .and_then(|center| promise::about(&subject.promises, results, &plan.y, &plan.scope, center));
    let mut notes = vec![BANDS.to_owned()];
    let many = axis.settings.len();
    if shown.len() < many {
        notes.push(format!("{} of {many} values are shown", shown.len()));
    }
    let title = format!("{} over the day, by {}", capitalised(&measure.subject), axis.name());
    let picture = MultiplesPicture {
        caption: caption(subject, plan, title, &held(subject, &[plan.x]), &notes),
        heading: measure.heading(&plan.scope),
        unit: measure.unit,
        days,
        behind,
        limit: limit.map(promise::Promised::line),
    };
    Ok(multiples::draw(&picture)?)
}

/// Intervals from the texts of their starts. The last is as long as the shortest of the others.
fn points(starts: &[&str], figure: impl Fn(&str) -> Option<crate::statistics::Estimate>) -> Vec<DayPoint> {
    const HALF_AN_HOUR: f64 = 30.0;
    let minutes: Vec<f64> = starts.iter().filter_map(|start| minute(start)).collect();
    let lengths = minutes.windows(2).map(|pair| pair[1] - pair[0]).filter(|length| *length > 0.0);
    let length = lengths.fold(f64::INFINITY, f64::min);
    let length = if length.is_finite() { length } else { HALF_AN_HOUR };
    starts
        .iter()
        .filter_map(|start| {
            let from = minute(start)?;
            Some(DayPoint { from, to: from + length, estimate: figure(start) })
        })
        .collect()
}

/// `08:30` as minutes since midnight.
fn minute(clock: &str) -> Option<f64> {
    let mut parts = clock.split(':');
    let (hours, minutes) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    let seconds = parts.next().and_then(|seconds| seconds.parse::<f64>().ok()).unwrap_or(0.0);
    Some(f64::from(hours.checked_mul(60)?.checked_add(minutes)?) + seconds / 60.0)
}
