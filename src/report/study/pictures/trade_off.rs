//! What staff costs against what callers feel.

use super::super::frontier::{frontier, knee};
use super::super::promise::{self, keeps_all};
use super::super::subject::Subject;
use super::Trouble;
use super::measure::{CENTER, Measure, is_better_high};
use super::plan::Plan;
use super::words::caption;
use crate::report::chart::trade_off::{self, Dot, TradeOffPicture};

/// What staff costs.
pub(super) const COST: &str = "staff-cost";
/// What stands for it where there are no wages.
pub(super) const HOURS: &str = "staffed-hours";

/// Axes whose values are written at a dot.
const MOST_NAMED: usize = 3;

pub(super) fn svg(subject: &Subject<'_>, plan: &Plan) -> Result<String, Trouble> {
    let results = subject.results;
    let axes = results.axes();
    let has_cost = results.figures(COST, CENTER).iter().any(Option::is_some);
    let cost = plan.cost.as_deref().unwrap_or(if has_cost { COST } else { HOURS });
    // On a grid, one volume: with more callers everything costs more, and nothing would be compared with its like.
    let varied = subject.varied();
    let (people, staff): (Vec<usize>, Vec<usize>) = varied.iter().partition(|axis| subject.moves_people(**axis));
    let held = if subject.is_grid() && !staff.is_empty() { people } else { Vec::new() };
    let named: Vec<usize> = varied.iter().copied().filter(|axis| !held.contains(axis)).collect();
    let is_shown = |settings: &[usize]| held.iter().all(|&axis| settings[axis] == subject.base[axis]);
    // Of many axes nobody reads the values at a dot.
    let by_number = named.len() > MOST_NAMED;
    let name = |at: usize| {
        if by_number { results.scenarios()[at].number.to_string() } else { subject.settings(at, &named, false) }
    };
    let mut dots = Vec::new();
    let mut scenarios = Vec::new();
    for (at, scenario) in results.scenarios().iter().enumerate().filter(|(_, found)| is_shown(&found.settings)) {
        let figures = results.figure(at, cost, CENTER, "").zip(results.figure(at, &plan.y, &plan.scope, ""));
        if let Some((x, y)) = figures {
            dots.push(Dot { name: name(at), x, y });
            scenarios.push((at, scenario));
        }
    }
    if dots.is_empty() {
        return Err(Trouble::Impossible(format!("no scenario has both `{cost}` and `{}`", plan.y)));
    }
    let side = if is_better_high(&plan.y) { -1.0 } else { 1.0 };
    let places: Vec<Option<(f64, f64)>> = dots.iter().map(|dot| Some((dot.x.value, dot.y.value * side))).collect();
    let frontier = frontier(&places);
    let line: Vec<(f64, f64)> = frontier.iter().filter_map(|&at| places[at]).collect();
    let cheapest = scenarios
        .iter()
        .enumerate()
        .filter(|(_, (scenario, _))| {
            !subject.promises.is_empty() && keeps_all(&subject.promises, results, *scenario) == Some(true)
        })
        .map(|(dot, _)| dot)
        .min_by(|&a, &b| dots[a].x.value.total_cmp(&dots[b].x.value));
    let base = scenarios.iter().position(|(_, scenario)| scenario.settings == subject.base);
    let mut marks: Vec<(usize, String)> = Vec::new();
    let found = [
        (cheapest, "cheapest that keeps all promises"),
        (knee(&line).map(|at| frontier[at]), "knee"),
        (base, if subject.background.baseline.is_some() { "baseline" } else { "middle" }),
    ];
    for (dot, words) in found.into_iter().filter_map(|(dot, words)| Some((dot?, words))) {
        match marks.iter_mut().find(|mark| mark.0 == dot) {
            Some(mark) => mark.1 = format!("{}, {words}", mark.1),
            None if words == "middle" => {}
            None => marks.push((dot, words.to_owned())),
        }
    }
    for mark in &mut marks {
        mark.1 = mark.1.replace(", middle", "");
    }
    let measure = Measure::of(&plan.y, &plan.scope, subject.background.center, results.unit(&plan.y));
    let costs = Measure::of(cost, CENTER, subject.background.center, results.unit(cost));
    let limit = subject
        .background
        .center
        .and_then(|center| promise::about(&subject.promises, results, &plan.y, &plan.scope, center));
    let names: Vec<String> = named.iter().map(|&axis| axes[axis].name()).collect();
    let by = if by_number { "number in scenarios.csv".to_owned() } else { names.join(", ") };
    let mut notes = vec![format!("Dots are scenarios, named by {by}"), "None beats those on the line".to_owned()];
    if dots.len() <= trade_off::MANY {
        notes.push("95 % intervals".to_owned());
    }
    let title = format!("{} against {}", costs.name, measure.subject);
    let picture = TradeOffPicture {
        caption: caption(subject, plan, title, &held, &notes),
        x_title: costs.heading(CENTER),
        x_unit: costs.unit,
        heading: measure.heading(&plan.scope),
        unit: measure.unit,
        dots,
        frontier,
        marks,
        limit: limit.map(promise::Promised::line),
    };
    Ok(trade_off::draw(&picture)?)
}
