//! A run as CSV: the rows of the JSON, column for column; nothing where JSON says null.

use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;

use super::Run;
use super::json::TidyRow;

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

fn number(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}
