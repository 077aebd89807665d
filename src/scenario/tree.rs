//! A scenario as a tree of values, each with its place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Place};

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// What can stand in a scenario.
#[derive(Debug, Clone)]
pub enum Value {
    /// `"20 s"`
    Text(String),
    /// `12`
    Integer(i64),
    /// `0.8`; also an integer that does not fit 64 bits
    Float(f64),
    /// `true`
    Flag(bool),
    /// `08:00` without quotes
    Moment(String),
    /// `[1, 2]`
    List(Vec<Node>),
    /// `{ a = 1 }` or `[a]`
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// One for each key.
    pub entries: Vec<Entry>,
}

/// A key, its place and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_place: Place,
    /// Its value.
    pub node: Node,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Adds a key that stands where its value does.
    pub fn push(&mut self, key: &str, node: Node) {
        self.entries.push(Entry { key: key.to_owned(), key_place: node.place, node });
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

impl Node {
    /// As a table.
    pub fn table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// As a list.
    pub fn list(&self) -> Option<&[Node]> {
        if let Value::List(list) = &self.value { Some(list) } else { None }
    }

    /// As text.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// As a number.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// What was found, as a complaint says it.
    pub fn found(&self) -> String {
        match &self.value {
            Value::Text(text) if text.chars().count() > 60 => {
                format!("\"{}...\"", text.chars().take(57).collect::<String>())
            }
            Value::Text(text) => format!("\"{text}\""),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => float_text(*number),
            Value::Flag(flag) => flag.to_string(),
            Value::Moment(text) => format!("{text} without quotes"),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// A number as short as it can be: `1e18` rather than nineteen digits.
pub fn float_text(number: f64) -> String {
    if number != 0.0 && number.is_finite() && !(1e-4..1e15).contains(&number.abs()) {
        format!("{number:e}")
    } else {
        number.to_string()
    }
}

/// A whole number with its thousands apart: `65 535`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// The same for a number that may be negative.
pub fn grouped_signed(number: i64) -> String {
    format!("{}{}", if number < 0 { "-" } else { "" }, grouped(number.unsigned_abs()))
}

/// After so many syntax errors it is no TOML file.
const MOST_SYNTAX_ERRORS: usize = 100;

/// Parses a file; every syntax error at once where the parser can go on after one.
pub fn parse(text: &str, source: usize) -> (Table, Vec<Diagnostic>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut complaints: Vec<_> =
        errors.iter().take(MOST_SYNTAX_ERRORS).map(|error| syntax_error(error, source)).collect();
    complaints.dedup_by_key(|complaint| complaint.place.map(|place| line_of(text, place.from)));
    (table(document.get_ref(), source, 0), complaints)
}

/// Parses one value; the offset is where it starts in its source. `None`: it is not a TOML value.
pub fn parse_value(text: &str, source: usize, offset: usize) -> Option<Node> {
    let value = DeValue::parse(text).ok()?;
    Some(node(&value, source, offset))
}

fn syntax_error(error: &toml::de::Error, source: usize) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().lines().next().unwrap_or("this is not TOML");
    Diagnostic::error(Place { source, from: span.start, to: span.end }, format!("cannot read this as TOML: {message}"))
        .label("")
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].split(|byte| *byte == b'\n').count()
}

fn table(table: &DeTable<'_>, source: usize, offset: usize) -> Table {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: place(&key.span(), source, offset),
            node: node(value, source, offset),
        })
        .collect();
    // The parser sorts by name; the file's own order means something (ids, default preferences).
    entries.sort_by_key(|entry| entry.key_place);
    Table { entries }
}

fn node(value: &Spanned<DeValue<'_>>, source: usize, offset: usize) -> Node {
    let place = place(&value.span(), source, offset);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            match i64::from_str_radix(&digits, number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => Value::Float(digits.parse().unwrap_or(f64::INFINITY)),
            }
        }
        DeValue::Float(number) => Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|item| node(item, source, offset)).collect()),
        DeValue::Table(inner) => Value::Table(table(inner, source, offset)),
    };
    Node { value, place }
}

fn place(span: &std::ops::Range<usize>, source: usize, offset: usize) -> Place {
    Place { source, from: span.start + offset, to: span.end + offset }
}
