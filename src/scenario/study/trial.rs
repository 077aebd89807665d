//! Before anything is played: each value of each axis is tried alone.

use std::collections::BTreeSet;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::grouped;
use super::base::Base;
use super::choice::Choice;
use super::path::SetPath;
use super::points::{Factor, Points};
use super::values::Values;
use crate::model::Center;

/// More values of an axis than this are not tried one by one: its ends are, and so many in between.
const MOST_TRIED: u64 = 5_000;
/// More values than this that do not fit are counted, not shown.
const MOST_SHOWN: usize = 5;
/// Nearly one: the upper end of a range that a design draws from.
const UPPER_END: f64 = 1.0 - f64::EPSILON;

/// Tries each value of each axis in the scenario as it stands, and complains about those that do not fit.
///
/// Tells for each factor the first row that leaves the scenario as it is.
pub fn each_value(
    base: &Base,
    as_written: &Center,
    points: &Points,
    paths: &[Option<SetPath>],
    said: &mut Vec<Diagnostic>,
) -> Vec<Option<u64>> {
    let first = if points.count() == 0 { Vec::new() } else { points.choices(0) };
    let trial = Trial { base, as_written, paths, first };
    points
        .factors()
        .iter()
        .map(|factor| match factor {
            Factor::Design(design) => {
                for values in design.axes() {
                    trial.rows(of_values(values), said);
                }
                None
            }
            Factor::Axis(values) => trial.rows(of_values(values), said),
            Factor::Cases(rows) => {
                trial.rows(spread(rows.len() as u64).map(|at| (at, rows[at as usize].clone())), said)
            }
        })
        .collect()
}

/// Whether each value is tried, or lies between two that are and are of its kind.
pub fn tries_all(points: &Points) -> bool {
    let of_axis =
        |values: &Values| matches!(values, Values::Range(_)) || values.len().is_some_and(|len| len <= MOST_TRIED);
    points.factors().iter().all(|factor| match factor {
        Factor::Cases(rows) => rows.len() as u64 <= MOST_TRIED,
        Factor::Axis(values) => of_axis(values),
        Factor::Design(design) => design.axes().iter().all(of_axis),
    })
}

/// The rows that are tried, of an axis: all its values, or what stands for them.
fn of_values(values: &Values) -> Box<dyn Iterator<Item = (u64, Vec<Choice>)> + '_> {
    match values.len() {
        Some(count) => Box::new(spread(count).map(|at| (at, vec![values.choice(at)]))),
        None => {
            Box::new([0.0, 0.5, UPPER_END].into_iter().zip(0..).map(|(share, at)| (at, vec![values.at_share(share)])))
        }
    }
}

/// All rows, or both ends and many in between.
fn spread(count: u64) -> impl Iterator<Item = u64> {
    let tried = count.min(MOST_TRIED);
    (0..tried).map(move |at| if tried < count { at * (count - 1) / (tried - 1) } else { at })
}

struct Trial<'a> {
    base: &'a Base,
    as_written: &'a Center,
    paths: &'a [Option<SetPath>],
    /// What is set at the first point.
    first: Vec<Choice>,
}

impl Trial<'_> {
    /// Tries rows of one factor; the first that leaves the scenario as it is.
    fn rows(&self, rows: impl Iterator<Item = (u64, Vec<Choice>)>, said: &mut Vec<Diagnostic>) -> Option<u64> {
        let (mut same, mut misfits, mut places) = (None, 0, BTreeSet::new());
        let mut last = None;
        for (at, choices) in rows {
            match self.center(&choices) {
                Ok(center) if same.is_none() && center == *self.as_written => same = Some(at),
                Ok(_) => {}
                Err(complaints) => {
                    misfits += 1;
                    last = choices.iter().find_map(|choice| Some(choice.node.as_ref()?.place));
                    // One complaint a place: a star sets many values, and a range has two places for all of its values.
                    for complaint in complaints {
                        let complaint = self.in_the_study(complaint, &choices);
                        if places.len() < MOST_SHOWN && places.insert(complaint.place) {
                            said.push(complaint);
                        }
                    }
                }
            }
        }
        if misfits > MOST_SHOWN
            && places.len() >= MOST_SHOWN
            && let Some(place) = last
        {
            said.push(Diagnostic::error(place, format!("{} values of this axis do not fit", grouped(misfits as u64))));
        }
        same
    }

    /// In the scenario as it stands; else, where values of two axes need each other, at the first point.
    fn center(&self, choices: &[Choice]) -> Result<Center, Vec<Diagnostic>> {
        self.base.center(choices, self.paths).or_else(|complaints| {
            let ours = |axis: usize| choices.iter().any(|choice| choice.axis == axis);
            let others = self.first.iter().filter(|choice| !ours(choice.axis)).cloned();
            let all: Vec<Choice> = others.chain(choices.iter().cloned()).collect();
            let center = self.base.center(&all, self.paths).map_err(|_| complaints)?;
            Ok(center)
        })
    }

    fn in_the_study(&self, complaint: Diagnostic, choices: &[Choice]) -> Diagnostic {
        let nodes = || choices.iter().filter_map(|choice| choice.node.as_ref());
        let within =
            |whole: Place, part: Place| whole.source == part.source && whole.from <= part.from && part.to <= whole.to;
        let in_a_value = complaint.place.is_some_and(|place| nodes().any(|node| within(node.place, place)));
        let in_a_path =
            complaint.place.is_some_and(|place| self.paths.iter().flatten().any(|path| within(path.place, place)));
        if in_a_value || in_a_path {
            return complaint;
        }
        moved(complaint, &told(choices, self.paths), choices)
    }
}

/// A complaint about the scenario, as one about the values that brought it about.
pub fn moved(complaint: Diagnostic, told: &str, choices: &[Choice]) -> Diagnostic {
    let place = choices.iter().find_map(|choice| Some(choice.node.as_ref()?.place));
    let title = format!("{told}: {}", complaint.title);
    let label = complaint.label.map(|_| String::new()).or(Some(String::new()));
    Diagnostic { title, place, label, ..complaint }
}

/// `with trunks.lines = 3 and ...`
fn told(choices: &[Choice], paths: &[Option<SetPath>]) -> String {
    let said: Vec<String> = settings(choices, paths).take(MOST_TOLD + 1).collect();
    if said.len() > MOST_TOLD {
        return format!("with {}, ...", said[..MOST_TOLD].join(", "));
    }
    format!("with {}", said.join(", "))
}

/// Each setting as `` `path` = value ``.
pub fn settings<'a>(choices: &'a [Choice], paths: &'a [Option<SetPath>]) -> impl Iterator<Item = String> + 'a {
    choices.iter().filter_map(|choice| {
        let path = paths[choice.axis].as_ref()?;
        let long = choice.setting.text.chars().count() > LONGEST_TOLD;
        let text: String = choice.setting.text.chars().take(LONGEST_TOLD).collect();
        Some(format!("`{}` at {text}{}", path.text, if long { "..." } else { "" }))
    })
}

/// More settings in one sentence help nobody.
const MOST_TOLD: usize = 3;
/// Longest value in a sentence \[characters\].
const LONGEST_TOLD: usize = 40;
