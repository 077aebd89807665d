//! What stands around a study's picture: its subject, what was played, what stays as it is.

use std::fmt::Write;

use super::super::axis::Axis;
use super::super::subject::Subject;
use super::plan::Plan;
use crate::report::chart::Caption;
use crate::report::chart::ruler::Ruler;
use crate::report::grouped;

/// Small print of curves.
pub(super) const BANDS: &str = "Bands are 95 % intervals";

/// A picture's caption. `held`: axes that stay while others are varied.
pub(super) fn caption(subject: &Subject<'_>, plan: &Plan, title: String, held: &[usize], notes: &[String]) -> Caption {
    let background = subject.background;
    let title = plan.title.clone().unwrap_or(title);
    let count = subject.results.scenarios().len();
    let scenarios = if count == 1 { "scenario" } else { "scenarios" };
    let mut subtitle = format!("{}, {} {scenarios}", background.name, grouped(count as f64, 0));
    subtitle.push_str(&days(subject));
    let _ = write!(subtitle, ", seed {}, ccsim {}", background.seed, background.version);
    let mut notes: Vec<String> = notes.to_vec();
    let kept: Vec<String> = held
        .iter()
        .map(|&axis| format!("{} {}", subject.results.axes()[axis].name(), subject.setting(axis, subject.base[axis])))
        .collect();
    if !kept.is_empty() {
        let _ = write!(subtitle, "; here: {}", kept.join(", "));
    }
    if !background.digest.is_empty() {
        notes.push(format!("Study {}", background.digest));
    }
    let note = notes.iter().map(|note| format!("{}.", note.trim_end_matches('.'))).collect::<Vec<_>>().join(" ");
    Caption { title, subtitle, note }
}

/// ` of 100 days each`, or from how many to how many.
fn days(subject: &Subject<'_>) -> String {
    let span = subject.span();
    let days = || subject.results.scenarios().iter().map(|scenario| scenario.replications);
    match (days().min(), days().max()) {
        (Some(1), Some(1)) => format!(" of 1 {}", span.one),
        (Some(least), Some(most)) if least == most => format!(" of {} {}", grouped(most as f64, 0), span.many),
        (Some(least), Some(most)) => {
            format!(" of {} to {} {}", grouped(least as f64, 0), grouped(most as f64, 0), span.many)
        }
        _ => String::new(),
    }
}

/// Axes that neither of these is, and that have more than one value.
pub(super) fn held(subject: &Subject<'_>, shown: &[usize]) -> Vec<usize> {
    subject.varied().into_iter().filter(|axis| !shown.contains(axis)).collect()
}

/// An axis as an edge of a picture.
pub(super) fn ruler(axis: &Axis) -> Ruler {
    let is_numeric = axis.is_numeric();
    let place = |(at, setting): (usize, &super::super::Setting)| {
        (setting.number.filter(|_| is_numeric).unwrap_or(at as f64), setting.text.clone())
    };
    Ruler {
        name: axis.name(),
        unit: axis.unit.clone(),
        places: axis.settings.iter().enumerate().map(place).collect(),
        is_numeric,
    }
}
