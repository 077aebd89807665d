//! The point that the others are compared with.

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::{Node, Table, Value};
use super::Axis;
use super::cases::settings_of;
use super::choice::Choice;
use super::points::{Factor, Points};
use super::values::Values;

/// The point that a study names as its baseline, if it does.
pub fn of(
    root: &Table,
    points: &Points,
    axes: &[Axis],
    as_written: &[Option<u64>],
    said: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let node = root.get("baseline")?;
    let found = match &node.value {
        Value::Table(table) => named(table, axes).and_then(|named| rows(node, &named, points, axes, as_written)),
        _ => rows(node, &[], points, axes, as_written),
    };
    match found {
        Ok(rows) => Some(points.point_of(&rows)),
        Err(complaint) => {
            said.push(complaint);
            None
        }
    }
}

/// A value that the baseline has on an axis, and where the study says so.
struct Wanted {
    choice: Choice,
    place: Place,
}

fn named(table: &Table, axes: &[Axis]) -> Result<Vec<Wanted>, Diagnostic> {
    let mut wanted = Vec::new();
    for (path, place, node) in table.entries.iter().flat_map(settings_of) {
        let path = if path == "name" { Axis::CASE } else { path.as_str() };
        let Some(axis) = axes.iter().position(|axis| axis.path == path) else {
            let title = format!("the baseline sets `{path}`, which is no axis of this study");
            let known = axes.iter().map(|axis| axis.path.as_str());
            return Err(Diagnostic::error(place, title).near_miss(path, known, "its axes are"));
        };
        wanted.push(Wanted { choice: Choice::of(axis, node.clone()), place: node.place });
    }
    Ok(wanted)
}

/// The row of each factor.
fn rows(
    node: &Node,
    wanted: &[Wanted],
    points: &Points,
    axes: &[Axis],
    as_written: &[Option<u64>],
) -> Result<Vec<u64>, Diagnostic> {
    let one = |(factor, written): (&Factor, &Option<u64>)| {
        let ours: Vec<&Wanted> = wanted.iter().filter(|wanted| is_of(factor, wanted.choice.axis)).collect();
        if ours.is_empty() {
            return written.ok_or_else(|| nothing_as_written(node, factor, axes));
        }
        let fits = |row: &u64| {
            let choices = factor.row(*row);
            ours.iter().all(|wanted| {
                let same = |choice: &&Choice| choice.axis == wanted.choice.axis;
                choices.iter().find(same).is_some_and(|choice| choice.meaning() == wanted.choice.meaning())
            })
        };
        (0..factor.len()).find(fits).ok_or_else(|| nothing_like_it(&ours, factor, axes))
    };
    points.factors().iter().zip(as_written).map(one).collect()
}

fn is_of(factor: &Factor, axis: usize) -> bool {
    match factor {
        Factor::Cases(rows) => rows.iter().flatten().any(|choice| choice.axis == axis),
        _ => factor.row(0).iter().any(|choice| choice.axis == axis),
    }
}

fn nothing_as_written(node: &Node, factor: &Factor, axes: &[Axis]) -> Diagnostic {
    let what = match factor {
        Factor::Cases(_) => "none of the cases leaves it so".to_owned(),
        Factor::Design(_) => "a design has no such point".to_owned(),
        Factor::Axis(_) => {
            let path = factor.row(0).first().map_or("", |choice| axes[choice.axis].path.as_str());
            format!("none of the values of `{path}` leaves it so")
        }
    };
    let title = format!("no point of the study is the scenario as it is written: {what}");
    let hint = "add its value to the axis, or name another point: `baseline = { \"trunks.lines\" = 40 }`";
    Diagnostic::error(node.place, title).label("").hint(hint)
}

fn nothing_like_it(wanted: &[&Wanted], factor: &Factor, axes: &[Axis]) -> Diagnostic {
    /// More values than this help nobody.
    const MOST_LISTED: u64 = 12;
    let first = wanted[0];
    let path = &axes[first.choice.axis].path;
    let title = if wanted.len() > 1 {
        "no point of the study has all these values".to_owned()
    } else {
        format!("no point of the study has `{path}` at {}", first.choice.setting.text)
    };
    let complaint = Diagnostic::error(first.place, title).label("");
    let values: Vec<String> = match factor {
        Factor::Axis(values) => listed(values, MOST_LISTED),
        Factor::Cases(rows) => {
            let of_axis = |row: &Vec<Choice>| {
                row.iter().find(|choice| choice.axis == first.choice.axis).map(|choice| choice.setting.text.clone())
            };
            rows.iter().take(MOST_LISTED as usize).filter_map(of_axis).collect()
        }
        Factor::Design(_) => Vec::new(),
    };
    if values.is_empty() { complaint } else { complaint.hint(format!("its values are {}", values.join(", "))) }
}

fn listed(values: &Values, most: u64) -> Vec<String> {
    let count = values.len().unwrap_or(0);
    let mut texts: Vec<String> = (0..count.min(most)).map(|at| values.choice(at).setting.text).collect();
    if count > most {
        texts.truncate(most as usize - 2);
        texts.push("...".to_owned());
        texts.push(values.choice(count - 1).setting.text);
    }
    texts
}
