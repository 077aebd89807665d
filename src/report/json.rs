//! A run as one JSON object with a tidy row a figure.

use serde::Serialize;
use serde_json::Value;

use super::Run;
use crate::metrics::{CONFIDENCE, Row};

/// The object, its keys in the order that `DESIGN.md` gives, and a newline.
pub fn run(run: &Run<'_>) -> String {
    let report = Report {
        ccsim: run.version,
        scenario: Scenario { name: &run.center.name, digest: run.digest },
        seed: run.seed,
        replications: run.findings.replications,
        confidence: CONFIDENCE,
        metrics: run.findings.rows.iter().map(|row| TidyRow::of(run, row)).collect(),
    };
    serde_json::to_string_pretty(&report).expect("rows hold only text and numbers") + "\n"
}

#[derive(Serialize)]
struct Report<'r> {
    ccsim: &'r str,
    scenario: Scenario<'r>,
    seed: u64,
    replications: u64,
    confidence: f64,
    metrics: Vec<TidyRow<'r>>,
}

#[derive(Serialize)]
struct Scenario<'r> {
    name: &'r str,
    digest: &'r str,
}

/// A figure as JSON and CSV write it: numbers in the fewest digits that read back the same, never NaN.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TidyRow<'r> {
    pub metric: &'static str,
    pub scope: String,
    pub interval: Option<String>,
    pub value: Value,
    pub low: Value,
    pub high: Value,
    pub unit: &'r str,
}

impl<'r> TidyRow<'r> {
    pub(super) fn of(run: &Run<'r>, row: &Row) -> Self {
        let interval = row.estimate.and_then(|estimate| estimate.interval);
        Self {
            metric: row.metric.id,
            scope: run.center.scope_name(row.scope),
            interval: row.interval.map(|part| run.layout.part_name(part)),
            value: number(row.estimate.map(|estimate| estimate.value)),
            low: number(interval.map(|ends| ends.0)),
            high: number(interval.map(|ends| ends.1)),
            unit: row.metric.unit.label(&run.center.currency),
        }
    }
}

/// A number, or null where there is none; minus zero is zero.
pub(super) fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| Value::from(value + 0.0))
}
