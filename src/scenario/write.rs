//! A tree as TOML again, and its digest.

use std::fmt::Write;

use super::format::{Kind, SCENARIO};
use super::tree::{Node, Table, Value};

/// Characters of a digest: enough that two scenarios of one person never share it.
const DIGEST_LENGTH: usize = 16;
/// Contracts, each of them, and its clauses: a cap is filled in their order.
const CONTRACTS: &str = "contract";
const A_CONTRACT: &str = "contract.*";
const CLAUSES: &str = "contract.*.clause";
/// The table that says how a result was made; no part of what is played.
const RUN: &str = "run";

/// The scenario without `[run]`, as a file that reads the same.
pub fn toml(root: &Table) -> String {
    let mut text = String::new();
    for entry in root.entries.iter().filter(|entry| entry.node.table().is_none()) {
        let _ = writeln!(text, "{} = {}", key(&entry.key), inline(&entry.node));
    }
    for entry in root.entries.iter().filter(|entry| entry.key != RUN) {
        let Some(table) = entry.node.table() else { continue };
        if is_named(&entry.key) && !table.entries.is_empty() {
            for part in &table.entries {
                let _ = writeln!(text, "\n[{}.{}]", key(&entry.key), key(&part.key));
                keys(&mut text, part.node.table());
            }
        } else {
            let _ = writeln!(text, "\n[{}]", key(&entry.key));
            keys(&mut text, Some(table));
        }
    }
    text
}

/// What identifies a scenario: a hash of its values. Comments, layout and the order of keys do not matter; the order of
/// contact types, queues, groups, steps, targets, contracts and their clauses does, because defaults follow it.
pub fn digest(root: &Table) -> String {
    digest_of(&canonical_text(root))
}

/// What a digest is made of.
pub fn canonical_text(root: &Table) -> String {
    let mut text = String::new();
    canonical_table(&mut text, root, "");
    text
}

/// The digest of a canonical text.
pub fn digest_of(canonical_text: &str) -> String {
    shortened(blake3::hash(canonical_text.as_bytes()))
}

/// Adds a value to a canonical text, if it has nothing inside: what tables hold goes by where they stand.
pub fn say_plain(text: &mut String, node: &Node) -> Option<()> {
    let is_plain = !matches!(node.value, Value::List(_) | Value::Table(_));
    is_plain.then(|| canonical(text, node, "-"))
}

fn shortened(hash: blake3::Hash) -> String {
    let mut text = hash.to_hex().to_string();
    text.truncate(DIGEST_LENGTH);
    text
}

/// A digest of things that are said one after the other.
pub struct Hash(blake3::Hasher);

impl Hash {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self(blake3::Hasher::new())
    }

    /// Says one thing more; where it ends is part of it.
    pub fn say(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// The digest.
    pub fn end(&self) -> String {
        shortened(self.0.finalize())
    }
}

/// Text in quotes, as TOML wants it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    quote(&mut quoted, text);
    quoted
}

/// Adds a text in quotes.
fn quote(to: &mut String, text: &str) {
    to.push('"');
    // Nearly all texts are of plain characters.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\') {
        to.push_str(text);
        to.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(to, "\\u{:04X}", u32::from(c));
            }
            c => to.push(c),
        }
    }
    to.push('"');
}

fn is_named(table: &str) -> bool {
    SCENARIO.key(table).is_some_and(|key| matches!(key.kind, Kind::Named(..)))
}

fn keys(text: &mut String, table: Option<&Table>) {
    for entry in table.map(|table| table.entries.as_slice()).unwrap_or_default() {
        let _ = writeln!(text, "{} = {}", key(&entry.key), inline(&entry.node));
    }
}

/// A key, in quotes if it needs them.
pub fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { name.to_owned() } else { quoted(name) }
}

/// A value on one line.
pub fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Moment(text) => text.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let entries: Vec<_> =
                table.entries.iter().map(|entry| format!("{} = {}", key(&entry.key), inline(&entry.node))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn canonical_table(text: &mut String, table: &Table, name: &str) {
    let mut entries: Vec<_> = table.entries.iter().filter(|entry| !(name.is_empty() && entry.key == RUN)).collect();
    if !is_named(name) && name != CLAUSES {
        entries.sort_by(|one, other| one.key.cmp(&other.key));
    }
    text.push('{');
    for entry in entries {
        quote(text, &entry.key);
        text.push('=');
        canonical(text, &entry.node, inside(name, &entry.key));
        text.push(',');
    }
    text.push('}');
}

/// What a table within another one is called here, as far as the order of its keys may mean something.
fn inside<'a>(name: &str, key: &'a str) -> &'a str {
    match (name, key) {
        ("", key) => key,
        (CONTRACTS, _) => A_CONTRACT,
        (A_CONTRACT, "clause") => CLAUSES,
        _ => "-",
    }
}

fn canonical(text: &mut String, node: &Node, name: &str) {
    match &node.value {
        Value::Table(table) => canonical_table(text, table, name),
        Value::List(list) => {
            text.push('[');
            for item in list {
                canonical(text, item, "-");
                text.push(',');
            }
            text.push(']');
        }
        // 12 and 12.0 say the same.
        Value::Integer(number) => {
            let _ = write!(text, "{:?}", *number as f64);
        }
        // A date in quotes and one without say the same.
        Value::Text(said) | Value::Moment(said) => quote(text, said),
        Value::Float(number) => {
            let _ = write!(text, "{number:?}");
        }
        Value::Flag(_) => text.push_str(&inline(node)),
    }
}
