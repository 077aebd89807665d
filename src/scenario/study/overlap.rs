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
        for (one, other) in alike(&tree, &axes, paths).into_iter().chain(excluding(base, &choices, paths)) {
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

/// Axes that reach the same value, or one inside that of the other.
fn alike(tree: &Table, axes: &[usize], paths: &[Option<SetPath>]) -> Vec<(usize, usize)> {
    let mut reached: Vec<(Vec<String>, usize)> = Vec::new();
    for axis in axes {
        let found = paths[*axis].iter().flat_map(|path| path.path.find(tree));
        reached.extend(found.map(|(names, _)| (names, *axis)));
    }
    // What is inside another value comes right after it.
    reached.sort();
    let inside = |two: &&[(Vec<String>, usize)]| two[1].0.starts_with(&two[0].0);
    reached.windows(2).filter(inside).map(|two| (two[0].1.min(two[1].1), two[0].1.max(two[1].1))).collect()
}

/// Axes whose values are fewer once another one was set: it made room for itself.
fn excluding(base: &Base, choices: &[Choice], paths: &[Option<SetPath>]) -> Vec<(usize, usize)> {
    let mut before: Vec<(usize, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for at in 0..choices.len() {
        let Ok(tree) = base.with(&choices[..=at], paths) else { break };
        let count = |axis: usize| paths[axis].iter().map(|path| path.path.find(&tree).len()).sum::<usize>();
        let fewer = before.iter().filter(|(axis, values)| count(*axis) < *values);
        pairs.extend(fewer.map(|(axis, _)| (*axis, choices[at].axis)));
        before.push((choices[at].axis, count(choices[at].axis)));
    }
    pairs
}
