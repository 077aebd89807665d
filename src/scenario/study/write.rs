//! A study as a file again, and its digest.

use std::fmt::Write;

use super::super::tree::{Node, Table};
use super::super::write::{Hash, inline, key, quoted};
use super::cases::Cases;
use super::choice::Choice;
use super::points::Factor;
use super::{Study, StudyEffort, Within};

/// What the base scenario is called beside the study.
const SCENARIO: &str = "scenario.toml";
/// Keys that are written anew.
const REPLACED: [&str; 9] =
    ["name", "about", "scenario", "seed", "ccsim", "cases", "replications", "precision", "intervals"];

/// The study as a file beside [`SCENARIO`].
pub fn toml(study: &Study, seed: u64, version: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "name = {}\nabout = {}", quoted(&study.name), quoted(&study.about));
    let _ = writeln!(text, "scenario = {}", quoted(SCENARIO));
    text.push_str(&effort(&study.effort));
    if let Some(intervals) = study.intervals {
        let _ = writeln!(text, "intervals = {intervals}");
    }
    let _ = writeln!(text, "seed = {seed}\nccsim = {}", quoted(version));
    for entry in study.root.entries.iter().filter(|entry| !REPLACED.contains(&entry.key.as_str())) {
        if blocks(&entry.node).is_none() {
            let _ = writeln!(text, "{} = {}", key(&entry.key), inline(&entry.node));
        }
    }
    for factor in study.points.factors() {
        if let Factor::Cases(rows) = factor {
            cases(&mut text, study, rows);
        }
    }
    for entry in study.root.entries.iter().filter(|entry| !REPLACED.contains(&entry.key.as_str())) {
        for table in blocks(&entry.node).into_iter().flatten() {
            let _ = writeln!(text, "\n[[{}]]", key(&entry.key));
            for part in &table.entries {
                let _ = writeln!(text, "{} = {}", key(&part.key), inline(&part.node));
            }
        }
    }
    text
}

fn effort(effort: &StudyEffort) -> String {
    match effort {
        StudyEffort::Replications(count) => format!("replications = {count}\n"),
        StudyEffort::Precision { metric, scope, within, at_most } => {
            let within = match within {
                Within::Share(share) => quoted(&format!("{} %", rounded(100.0 * share.get()))),
                Within::Time(time) => quoted(&format!("{} s", time.as_secs_f64())),
                Within::Number(number) => number.to_string(),
            };
            let (metric, scope) = (quoted(metric), quoted(scope));
            format!("precision = {{ metric = {metric}, scope = {scope}, within = {within}, at-most = {at_most} }}\n")
        }
    }
}

/// Without what multiplying has added behind the digits that somebody wrote.
fn rounded(percent: f64) -> f64 {
    const WRITTEN: f64 = 1e10;
    (percent * WRITTEN).round() / WRITTEN
}

/// The tables of `[[vary]]` and `[[chart]]`.
fn blocks(node: &Node) -> Option<Vec<&Table>> {
    let list = node.list().filter(|list| !list.is_empty())?;
    list.iter().map(Node::table).collect()
}

fn cases(text: &mut String, study: &Study, rows: &[Vec<Choice>]) {
    text.push_str("cases = [\n");
    for row in rows {
        let settings: Vec<String> = row
            .iter()
            .map(|choice| match &choice.node {
                Some(node) => format!("{} = {}", quoted(&study.axes[choice.axis].path), inline(node)),
                None => format!("{} = {}", key(Cases::NAME), quoted(&choice.setting.text)),
            })
            .collect();
        let _ = writeln!(text, "    {{ {} }},", settings.join(", "));
    }
    text.push_str("]\n");
}

/// What identifies the base scenario and all points in their order.
pub fn digest(study: &Study) -> String {
    let mut hash = Hash::new();
    hash.say(&study.reading.digest);
    for axis in &study.axes {
        hash.say(&axis.path);
    }
    for factor in study.points.factors() {
        let rows = factor.len();
        hash.say(&rows.to_string());
        for row in 0..rows {
            for choice in factor.row(row) {
                hash.say(&format!("{} {}", choice.axis, choice.meaning()));
            }
            hash.say("");
        }
    }
    hash.end()
}
