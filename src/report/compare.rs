//! Two centers side by side: what differs, how sure that is, and what the same callers were worth.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;

use super::figure::{change, figure, grouped};
use super::grid::wrapped;
use super::json::number;
use super::promise::{notice_after, notice_words, scope_words};
use super::{Grid, Paper, SpanWord};
use crate::metrics::{CONFIDENCE, Difference, Layout};
use crate::model::{Center, QueueId, Scope};

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'r> {
    /// How it was named on the command line: its file, and what was set.
    pub name: &'r str,
    /// What was played.
    pub center: &'r Center,
    /// What is counted.
    pub layout: &'r Layout,
    /// What identifies the scenario.
    pub digest: &'r str,
}

/// Everything that a report of a comparison needs.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'r> {
    /// The first side, A.
    pub first: Side<'r>,
    /// The second side, B.
    pub second: Side<'r>,
    /// Second less first, figure by figure.
    pub differences: &'r [Difference],
    /// Replications that both played.
    pub replications: u64,
    /// Whether the differences are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
    /// Seed.
    pub seed: u64,
    /// Version of the program.
    pub version: &'r str,
}

/// Figures of the center that the table shows; words that end in a gap go on with what a replication is called.
const SHOWN: [(&str, &str); 10] = [
    ("service-level", "answered in time"),
    ("notice-due-rate", "on hold when a notice is due"),
    ("abandonment-rate", "gave up"),
    ("blocking-rate", "busy tone"),
    ("mean-hold-time", "mean hold"),
    ("caller-hold-charge-per-contact", "pays for hold"),
    ("occupancy", "occupancy"),
    ("staffed-hours", "staff a day"),
    ("staff-cost", "cost a day"),
    ("arrived", "calls a day"),
];
/// Queues that the table shows.
const MOST_QUEUES: usize = 12;

/// What the terminal shows. `seconds` is how long it took.
pub fn table(comparison: &Comparison<'_>, seconds: f64, paper: Paper) -> String {
    const NARROWEST: usize = 40;
    let width = paper.width.max(NARROWEST);
    let span = SpanWord::of(comparison.first.center);
    let days = span.counted(comparison.replications, &grouped(comparison.replications as f64, 0));
    let took = if seconds > 0.0 { format!(", {seconds:.1} s") } else { String::new() };
    let played = format!(
        "{days} played by both with the same callers, seed {}{took}; {} % intervals",
        comparison.seed,
        grouped(CONFIDENCE * 100.0, 0)
    );
    let sides = [("A", comparison.first), ("B", comparison.second)];
    let names = sides.map(|(letter, side)| wrapped(&format!("{}  {}", paper.ink.bold(letter), side.name), width, 3));
    let mut blocks = vec![[&names[..], &[paper.ink.faint(&wrapped(&played, width, 2))]].concat()];
    blocks.push(vec![wrapped(&sentence(comparison), width, 0)]);
    let mut lines = grid(comparison).lines(width, 0);
    if let Some(head) = lines.first_mut() {
        *head = paper.ink.bold(head);
    }
    blocks.push(lines);
    blocks.push(closing(comparison).iter().map(|line| wrapped(line, width, 9)).collect());
    let text: Vec<String> = blocks.iter().filter(|block| !block.is_empty()).map(|block| block.join("\n")).collect();
    text.join("\n\n") + "\n"
}

fn grid(comparison: &Comparison<'_>) -> Grid {
    let mut grid = Grid::new(["", "B less A", "", "A", "B", "sharper"]).left(&[2]);
    let center = comparison.first.center;
    let mut row = |name: String, row: &Difference| {
        let (unit, currency) = (row.metric.unit, center.currency.as_str());
        let sharper = row.times_sharper.map_or_else(String::new, times);
        grid.row([
            name,
            change(row.difference, unit, currency),
            direction_words(row).to_owned(),
            figure(row.first, unit, currency),
            figure(row.second, unit, currency),
            sharper,
        ]);
    };
    for (metric, words) in SHOWN {
        let Some(found) = comparison.find(metric, Scope::Center).filter(|found| found.says_something()) else {
            continue;
        };
        let words = match metric {
            "service-level" => format!("answered in {}", comparison.first.layout.headline().within),
            "notice-due-rate" => notice_words(center, Scope::Center),
            _ if words.ends_with(' ') => format!("{words}{}", SpanWord::of(center).one),
            _ => words.to_owned(),
        };
        row(words, found);
    }
    if center.queues.len() > 1 {
        for queue in (0..center.queues.len().min(MOST_QUEUES)).map(|at| Scope::Queue(QueueId::at(at))) {
            if let Some(found) = comparison.find("notice-due-rate", queue) {
                row(format!("  {}, {}", scope_words(center, queue), notice_words(center, queue)), found);
            }
        }
    }
    for found in comparison.differences.iter().filter(|row| matches!(row.scope, Scope::Target(_))) {
        let words = if found.metric.id == "target-met" { ", kept" } else { "" };
        row(format!("  {}{words}", scope_words(center, found.scope)), found);
    }
    grid
}

impl Difference {
    /// Busy tones that nobody meets, and charges that nobody pays, are not worth a line.
    fn says_something(&self) -> bool {
        let is_there = |side: Option<crate::statistics::Estimate>| side.is_some_and(|side| side.value > 0.0);
        is_there(self.first) || is_there(self.second)
    }
}

impl Comparison<'_> {
    fn find(&self, metric: &str, scope: Scope) -> Option<&Difference> {
        self.differences.iter().find(|row| row.metric.id == metric && row.scope == scope)
    }
}

fn times(times: f64) -> String {
    format!("{} times", grouped(times, usize::from(times < 10.0)))
}

fn direction_words(row: &Difference) -> &'static str {
    match (row.direction(), row.difference) {
        (Some(Ordering::Greater), _) => "B more",
        (Some(Ordering::Less), _) => "B less",
        (Some(Ordering::Equal), _) => "alike",
        (None, Some(difference)) if difference.interval.is_some() => "too close to call",
        (None, _) => "",
    }
}

/// What changed, in words, with the interval of each change.
fn sentence(comparison: &Comparison<'_>) -> String {
    if comparison.first.digest == comparison.second.digest {
        return "A and B are the same scenario.".to_owned();
    }
    let currency = &comparison.first.center.currency;
    let within = comparison.first.layout.headline().within;
    let hold = notice_after(comparison.first.center, Scope::Center)
        .map_or_else(|| "on hold when a notice is due".to_owned(), |after| format!("on hold at {after}"));
    let mut parts = Vec::new();
    for (metric, verb, of_what, unit_word) in [
        ("service-level", "answers", format!("within {within}"), "of its callers"),
        ("notice-due-rate", "has", hold, "of its callers"),
        ("staff-cost", "costs", format!("a {}", SpanWord::of(comparison.first.center).one), ""),
    ] {
        let Some(row) = comparison.find(metric, Scope::Center) else { continue };
        let Some(difference) = row.difference else { continue };
        let size = change(Some(difference), row.metric.unit, currency);
        let size = size.trim_start_matches(['+', '−']).to_owned();
        let said = match (row.direction(), metric) {
            (Some(Ordering::Equal), "staff-cost") => "costs the same".to_owned(),
            (Some(Ordering::Equal), _) => format!("{verb} as many {of_what}"),
            (None, "staff-cost") => "costs about the same".to_owned(),
            (None, _) => format!("{verb} about as many {of_what} (too close to call)"),
            (Some(Ordering::Greater), "staff-cost") => format!("costs {size} {of_what} more"),
            (Some(Ordering::Less), "staff-cost") => format!("costs {size} {of_what} less"),
            (Some(Ordering::Greater), _) => format!("{verb} {size} more {unit_word} {of_what}"),
            (Some(Ordering::Less), _) => format!("{verb} {size} fewer {unit_word} {of_what}"),
        };
        parts.push(said);
    }
    match parts.split_last() {
        None => "A and B have no figure in common that says how callers fare.".to_owned(),
        Some((only, [])) => format!("B {only}."),
        Some((last, others)) => format!("B {} and {last}.", others.join(", ")),
    }
}

fn closing(comparison: &Comparison<'_>) -> Vec<String> {
    const FEW: u64 = 30;
    let many = SpanWord::of(comparison.first.center).many;
    let mut lines = Vec::new();
    let best = comparison.find("service-level", Scope::Center).and_then(|row| row.times_sharper);
    if let Some(sharper) = best.filter(|&sharper| sharper > 1.0) {
        let days = grouped(sharper * comparison.replications as f64, 0);
        lines.push(format!(
            "sharper  the same callers on the same days in both: with callers of their own, as sharp a difference of \
             the service level would have taken {days} {many}"
        ));
    }
    let (first, second) = (comparison.first, comparison.second);
    if first.layout.headline() != second.layout.headline() {
        lines.push("not here the service levels, which promise different things".to_owned());
    }
    if first.center.currency != second.center.currency {
        lines.push(format!(
            "not here what is in money: A is in {}, B in {}",
            first.center.currency, second.center.currency
        ));
    }
    if comparison.replications < FEW {
        lines.push(format!("warning  intervals from fewer than {FEW} {many} are themselves uncertain"));
    }
    if comparison.is_precise == Some(false) {
        lines.push(format!("warning  the most {many} were played before the differences were as narrow as asked"));
    }
    lines
}

#[derive(Serialize)]
struct Report<'r> {
    ccsim: &'r str,
    first: Scenario<'r>,
    second: Scenario<'r>,
    seed: u64,
    replications: u64,
    confidence: f64,
    differences: Vec<TidyRow<'r>>,
}

#[derive(Serialize)]
struct Scenario<'r> {
    name: &'r str,
    digest: &'r str,
}

/// A difference as JSON and CSV write it: second less first.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct TidyRow<'r> {
    metric: &'static str,
    scope: String,
    first: Value,
    second: Value,
    value: Value,
    low: Value,
    high: Value,
    unit: &'r str,
    times_sharper: Value,
}

impl<'r> TidyRow<'r> {
    fn of(comparison: &Comparison<'r>, row: &Difference) -> Self {
        let center = comparison.first.center;
        let interval = row.difference.and_then(|difference| difference.interval);
        Self {
            metric: row.metric.id,
            scope: center.scope_name(row.scope),
            first: number(row.first.map(|first| first.value)),
            second: number(row.second.map(|second| second.value)),
            value: number(row.difference.map(|difference| difference.value)),
            low: number(interval.map(|ends| ends.0)),
            high: number(interval.map(|ends| ends.1)),
            unit: row.metric.unit.label(&center.currency),
            times_sharper: number(row.times_sharper),
        }
    }
}

/// One JSON object with a tidy row a difference, and a newline.
pub fn json(comparison: &Comparison<'_>) -> String {
    let Comparison { first, second, .. } = comparison;
    let report = Report {
        ccsim: comparison.version,
        first: Scenario { name: first.name, digest: first.digest },
        second: Scenario { name: second.name, digest: second.digest },
        seed: comparison.seed,
        replications: comparison.replications,
        confidence: CONFIDENCE,
        differences: comparison.differences.iter().map(|row| TidyRow::of(comparison, row)).collect(),
    };
    serde_json::to_string_pretty(&report).expect("rows hold only text and numbers") + "\n"
}

/// Columns of [`csv()`], in order.
pub const COLUMNS: [&str; 9] = ["metric", "scope", "first", "second", "value", "low", "high", "unit", "times-sharper"];

/// A row a difference.
pub fn csv(comparison: &Comparison<'_>) -> String {
    super::csv::text_of(|writer| {
        writer.write_record(COLUMNS)?;
        for row in comparison.differences {
            let row = TidyRow::of(comparison, row);
            let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
            writer.write_record([
                row.metric,
                &row.scope,
                &text(&row.first),
                &text(&row.second),
                &text(&row.value),
                &text(&row.low),
                &text(&row.high),
                row.unit,
                &text(&row.times_sharper),
            ])?;
        }
        Ok(())
    })
}
