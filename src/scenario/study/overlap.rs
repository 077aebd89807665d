//! Two axes may not set the same thing, and not what the other one takes away.

use std::collections::BTreeSet;

use super::super::diagnostic::Diagnostic;
use super::super::tree::Table;
use super::base::Base;
use super::choice::Choice;
use super::path::SetPath;
use super::points::{Factor, Points};

/// Complains about axes that set the same thing, or of which one makes room for the other.
pub fn check(base: &Base, points: &Points, paths: &[Option<SetPath>], said: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for choices in combinations(points) {
        let axes: Vec<usize> = choices.iter().map(|choice| choice.axis).collect();
        let Ok(tree) = base.with(&choices, paths) else { continue };
        for (one, other) in pairs(&tree, &axes, paths) {
            if let (Some(first), Some(second)) = (&paths[one], &paths[other])
                && told.insert((one, other))
            {
                let title = if first.text == second.text {
                    format!("`{}` is set twice", second.text)
                } else {
                    format!("`{}` and `{}` set the same, or exclude each other", first.text, second.text)
                };
                said.push(Diagnostic::error(second.place, title).label("the second one"));
            }
        }
    }
}

/// The settings of each case of its kind, and of the first row of each other factor.
fn combinations(points: &Points) -> Vec<Vec<Choice>> {
    let mut combinations = vec![Vec::new()];
    for factor in points.factors() {
        if let Factor::Cases(rows) = factor {
            // Cases come first; those that set the same axes are alike here.
            let mut seen = BTreeSet::new();
            let axes = |row: &&Vec<Choice>| row.iter().map(|choice| choice.axis).collect::<Vec<_>>();
            combinations = rows.iter().filter(|row| seen.insert(axes(row))).cloned().collect();
            continue;
        }
        let row = factor.row(0);
        for combination in &mut combinations {
            combination.extend(row.iter().cloned());
        }
    }
    combinations
}

/// Axes that reach the same value, or of which the first has nothing left once the second was set.
fn pairs(tree: &Table, axes: &[usize], paths: &[Option<SetPath>]) -> Vec<(usize, usize)> {
    let mut reached: Vec<(Vec<String>, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, axis) in axes.iter().enumerate() {
        let Some(path) = &paths[*axis] else { continue };
        let found = path.path.find(tree);
        if found.is_empty()
            && let Some(next) = axes[at + 1..].iter().find(|next| beside(paths, *axis, **next))
        {
            pairs.push((*axis, *next));
        }
        reached.extend(found.into_iter().map(|(names, _)| (names, *axis)));
    }
    // What is inside another value comes right after it.
    reached.sort();
    for two in reached.windows(2) {
        if two[1].0.starts_with(&two[0].0) {
            pairs.push((two[0].1.min(two[1].1), two[0].1.max(two[1].1)));
        }
    }
    pairs
}

/// Whether two paths lead into the same table, as far as their names tell.
fn beside(paths: &[Option<SetPath>], one: usize, other: usize) -> bool {
    let (Some(one), Some(other)) = (&paths[one], &paths[other]) else { return false };
    one.path
        .texts()
        .zip(other.path.texts())
        .take_while(|(one, other)| one == other || *one == "*" || *other == "*")
        .count()
        >= 2
}
