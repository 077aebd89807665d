//! A run as CSV: the rows of the JSON, column for column, nothing where JSON says null; and how true announcements were.

use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;

use super::Run;
use super::json::TidyRow;
use crate::metrics::{NoticeClass, NoticeTruths};
use crate::statistics::Estimate;

/// Columns, in order.
pub const COLUMNS: [&str; 7] = ["metric", "scope", "interval", "value", "low", "high", "unit"];

/// Head and rows.
pub fn run(run: &Run<'_>) -> String {
    text_of(|writer| {
        writer.write_record(COLUMNS)?;
        for row in &run.findings.rows {
            let row = TidyRow::of(run, row);
            let (value, low, high) = (number(&row.value), number(&row.low), number(&row.high));
            let interval = row.interval.unwrap_or_default();
            writer.write_record([row.metric, &row.scope, &interval, &value, &low, &high, row.unit])?;
        }
        Ok(())
    })
}

/// The text of a table, row by row; each row has as many columns as the first.
pub(super) fn text_of(write: impl FnOnce(&mut Writer<Vec<u8>>) -> csv::Result<()>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let written = "a vector takes every row, and each has the same columns";
    write(&mut writer).expect(written);
    let bytes = writer.into_inner().expect(written);
    String::from_utf8(bytes).expect("names and numbers are UTF-8")
}

/// Columns of [`notices`], in order. `truth` is `answered`, or `known`: with those who hung up, whose wait is what it would
/// have been.
pub const NOTICE_COLUMNS: [&str; 9] =
    ["queue", "announced-over-s", "announced-up-to-s", "truth", "measure", "value", "low", "high", "unit"];

/// How true announcements were, by queue and what was announced: a row a figure.
pub fn notices(run: &Run<'_>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let written = "a vector takes every row, and each has the same columns";
    writer.write_record(NOTICE_COLUMNS).expect(written);
    for queue in &run.findings.notices {
        let name = &run.center.queues[queue.queue.index()].name;
        for class in &queue.classes {
            let over = class.over.as_secs_f64().to_string();
            let up_to = class.up_to.map_or_else(String::new, |end| end.as_secs_f64().to_string());
            for (truth, measure, unit, estimate) in figures(class) {
                let end = |end: Option<f64>| end.map_or_else(String::new, |end| (end + 0.0).to_string());
                let (low, high) = estimate.and_then(|found| found.interval).unzip();
                let value = end(estimate.map(|found| found.value));
                writer
                    .write_record([name, &over, &up_to, truth, measure, &value, &end(low), &end(high), unit])
                    .expect(written);
            }
        }
    }
    let bytes = writer.into_inner().expect(written);
    String::from_utf8(bytes).expect("names and numbers are UTF-8")
}

type Figure = (&'static str, &'static str, &'static str, Option<Estimate>);

fn figures(class: &NoticeClass) -> Vec<Figure> {
    let mut figures = vec![("", "heard", "count", class.heard)];
    for (truth, found) in [("answered", &class.answered), ("known", &class.known)] {
        let NoticeTruths { count, mean_announced, mean_actual, bias, mean_absolute_error, .. } = found;
        let quantile = |at: usize| found.quantiles.map(|all| Estimate { value: all[at], interval: None });
        figures.extend([
            (truth, "count", "count", *count),
            (truth, "mean-announced", "s", *mean_announced),
            (truth, "mean-actual", "s", *mean_actual),
            (truth, "bias", "s", *bias),
            (truth, "mean-absolute-error", "s", *mean_absolute_error),
            (truth, "root-mean-square-error", "s", found.root_mean_square_error),
            (truth, "coverage", "share", found.coverage),
            (truth, "actual-p10", "s", quantile(0)),
            (truth, "actual-p50", "s", quantile(1)),
            (truth, "actual-p90", "s", quantile(2)),
        ]);
    }
    figures
}

fn number(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}
