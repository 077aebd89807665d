//! Puts what other files hold into the tree, so that the scenario needs no other file.

use std::collections::BTreeMap;
use std::path::Path;

use super::columns::{self, Column};
use super::diagnostic::{Diagnostic, Place};
use super::quantity;
use super::tree::{self, Entry, Node, Table, Value};
use crate::model::MOST_HEADS;
use crate::units::Duration;

/// Replaces every `{ path, column }` by what the column holds.
pub fn files(root: &mut Table, folder: &Path) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for (names, inside) in [("contact-type", "arrivals"), ("agent-group", "staffing")] {
        let Some(Value::Table(parts)) = root.get_mut(names).map(|node| &mut node.value) else { continue };
        for part in &mut parts.entries {
            let Value::Table(part) = &mut part.node.value else { continue };
            let Some(Value::Table(form)) = part.get_mut(inside).map(|node| &mut node.value) else { continue };
            for entry in &mut form.entries {
                let replaced = replacement(entry, inside, folder);
                accept(entry, replaced, &mut complaints);
            }
        }
    }
    for entry in &mut root.entries {
        empirical(&mut entry.node, folder, &mut complaints);
    }
    complaints
}

/// What stands instead of an entry: its new key and value. `None`: it needs no file.
type Replacement = Option<Result<(&'static str, Value), Vec<Diagnostic>>>;

fn accept(entry: &mut Entry, replaced: Replacement, complaints: &mut Vec<Diagnostic>) {
    match replaced {
        Some(Ok((key, value))) => {
            key.clone_into(&mut entry.key);
            entry.node.value = value;
        }
        Some(Err(found)) => complaints.extend(found),
        None => {}
    }
}

fn replacement(entry: &Entry, inside: &str, folder: &Path) -> Replacement {
    let place = entry.node.place;
    let table = entry.node.table().filter(|table| names_a_file(table))?;
    Some(match (inside, entry.key.as_str()) {
        ("arrivals", "file") => column(folder, table, place)
            .and_then(|column| counts(&column, place))
            .map(|list| ("per-interval", Value::List(list))),
        ("staffing", "file") => column(folder, table, place)
            .and_then(|column| heads(&column, place))
            .map(|list| ("per-interval", Value::List(list))),
        ("arrivals", "trace") => {
            column(folder, table, place).and_then(|column| times(&column, place)).map(|table| ("trace", table))
        }
        _ => return None,
    })
}

fn names_a_file(table: &Table) -> bool {
    table.get("column").is_some() && (table.get("path").is_some() || table.get("file").is_some())
}

fn column(folder: &Path, table: &Table, place: Place) -> Result<Column, Vec<Diagnostic>> {
    columns::read(folder, table, place).map_err(|complaint| vec![complaint])
}

fn counts(column: &Column, place: Place) -> Result<Vec<Node>, Vec<Diagnostic>> {
    const MOST: f64 = 1e9;
    let read = |text: &str| column.number(text).filter(|number| (0.0..=MOST).contains(number));
    let numbers = column.each(place, "an expected number of contacts, 0 or more", read)?;
    Ok(numbers.into_iter().map(|number| Node { value: Value::Float(number), place }).collect())
}

fn heads(column: &Column, place: Place) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let fits = |number: &f64| number.fract() == 0.0 && (0.0..=MOST_HEADS as f64).contains(number);
    let what = format!("a whole number of heads from 0 to {}", tree::grouped(MOST_HEADS));
    let numbers = column.each(place, &what, |text| column.number(text).filter(fits))?;
    Ok(numbers.into_iter().map(|number| Node { value: Value::Integer(number as i64), place }).collect())
}

fn times(column: &Column, place: Place) -> Result<Value, Vec<Diagnostic>> {
    let read = |text: &str| quantity::moment_text(text).ok().map(|_| text.to_owned());
    let times = column.each(place, "a time such as \"08:00:03\" or \"2026-03-02 08:00:03\"", read)?;
    let list = times.into_iter().map(|text| Node { value: Value::Text(text), place }).collect();
    Ok(table([("times", Value::List(list))], place))
}

/// Every `empirical` law below a node.
fn empirical(node: &mut Node, folder: &Path, complaints: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(|item| empirical(item, folder, complaints)),
        Value::Table(inner) => {
            for entry in &mut inner.entries {
                let place = entry.node.place;
                let file = entry.node.table().filter(|table| entry.key == "empirical" && names_a_file(table));
                let replaced = file.map(|table| {
                    let column = column(folder, table, place)?;
                    values(&column, place).map(|value| ("empirical", value))
                });
                if replaced.is_some() {
                    accept(entry, replaced, complaints);
                } else {
                    empirical(&mut entry.node, folder, complaints);
                }
            }
        }
        _ => {}
    }
}

/// Lengths of time, each once with how often it was seen: seconds where a number has no unit.
fn values(column: &Column, place: Place) -> Result<Value, Vec<Diagnostic>> {
    let read = |text: &str| match column.number(text) {
        Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        None => quantity::duration(&Node { value: Value::Text(text.to_owned()), place }).ok(),
    };
    let mut seen: BTreeMap<Duration, i64> = BTreeMap::new();
    for value in column.each(place, "a length of time, in seconds or with its unit", read)? {
        *seen.entry(value).or_default() += 1;
    }
    let values = seen.keys().map(|value| Value::Text(format!("{} s", value.as_secs_f64())));
    let weights = seen.values().map(|&count| Value::Integer(count));
    let list =
        |values: &mut dyn Iterator<Item = Value>| Value::List(values.map(|value| Node { value, place }).collect());
    Ok(table([("values", list(&mut values.into_iter())), ("weights", list(&mut weights.into_iter()))], place))
}

fn table<const N: usize>(entries: [(&str, Value); N], place: Place) -> Value {
    let entry =
        |(key, value): (&str, Value)| Entry { key: key.to_owned(), key_place: place, node: Node { value, place } };
    Value::Table(Table { entries: entries.into_iter().map(entry).collect() })
}
