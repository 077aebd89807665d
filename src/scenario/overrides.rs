//! `--set path=value`: one value of a scenario replaced from outside, by its dotted path.

use super::diagnostic::{Diagnostic, Place};
use super::format::{Kind, SCENARIO, Table as Described};
use super::tree::{self, Entry, Node, Table, Value};

/// A name of the path, and where it stands in the argument.
#[derive(Clone, Copy)]
struct Segment<'a> {
    text: &'a str,
    place: Place,
}

/// Stands for every name or element.
const STAR: &str = "*";

/// Carries out one argument; `source` is its position among the sources.
pub fn apply(root: &mut Table, argument: &str, source: usize) -> Result<(), Diagnostic> {
    let whole = Place { source, from: 0, to: argument.len() };
    let Some((path, text)) = argument.split_once('=') else {
        let title = format!("`--set {argument}` must be `path=value`");
        return Err(Diagnostic::error(whole, title).label("").hint("for example `--set contact-type.*.scale=1.2`"));
    };
    let value = value(text, source, path.len() + 1);
    let mut segments = Vec::new();
    let mut from = 0;
    for text in path.split('.') {
        segments.push(Segment { text: text.trim(), place: Place { source, from, to: from + text.len() } });
        from += text.len() + 1;
    }
    // What cannot be set leaves no trace, so that nothing follows from it that would be complained about as well.
    let mut node = Node { value: Value::Table(root.clone()), place: whole };
    set_in_table(&mut node, &SCENARIO, &segments, &value, "")?;
    if let Value::Table(table) = node.value {
        *root = table;
    }
    Ok(())
}

/// A TOML value, or failing that the text itself: `--set day.opens=07:00` needs no quotes.
fn value(text: &str, source: usize, offset: usize) -> Node {
    let from = offset + text.len() - text.trim_start().len();
    let text = text.trim();
    match tree::parse_value(text, source, from) {
        Some(node) if !matches!(node.value, Value::Moment(_)) => node,
        _ => Node { value: Value::Text(text.to_owned()), place: Place { source, from, to: from + text.len() } },
    }
}

fn set(
    node: &mut Node,
    kind: &'static Kind,
    segments: &[Segment<'_>],
    value: &Node,
    path: &str,
) -> Result<(), Diagnostic> {
    let Some((segment, rest)) = segments.split_first() else {
        *node = value.clone();
        return Ok(());
    };
    match kind {
        Kind::Table(described) | Kind::Random(described) | Kind::ChoiceOrTable(_, described) => {
            set_in_table(node, described, segments, value, path)
        }
        Kind::Named(what, described) => {
            let implied = *what == "queue";
            let table = as_table(node, segment.place);
            if segment.text == STAR {
                return each(table.entries.iter_mut().map(|entry| &mut entry.node), segment, path, |node| {
                    set_in_table(node, described, rest, value, path)
                });
            }
            if table.get(segment.text).is_none() && !implied {
                let known: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
                let title = format!("there is no {what} `{}` to set", segment.text);
                let known = known.iter().map(String::as_str);
                return Err(Diagnostic::error(segment.place, title).near_miss(segment.text, known, "it can be"));
            }
            set_in_table(entry(table, segment), described, rest, value, &joined(path, segment.text))
        }
        Kind::Map(_, inner) => {
            let table = as_table(node, segment.place);
            if segment.text == STAR && table.get(STAR).is_none() {
                return each(table.entries.iter_mut().map(|entry| &mut entry.node), segment, path, |node| {
                    set(node, inner, rest, value, path)
                });
            }
            set(entry(table, segment), inner, rest, value, &joined(path, segment.text))
        }
        Kind::List(inner) => {
            let Value::List(list) = &mut node.value else {
                let title = format!("`{path}` has no element `{}`: the scenario has no such list", segment.text);
                return Err(Diagnostic::error(segment.place, title).label(""));
            };
            if segment.text == STAR {
                return each(list.iter_mut(), segment, path, |node| set(node, inner, rest, value, path));
            }
            let count = list.len();
            let item = segment.text.parse::<usize>().ok().and_then(|at| list.get_mut(at));
            let Some(item) = item else {
                let title = format!("`{path}` has {count} elements, counted from 0, none of them `{}`", segment.text);
                return Err(Diagnostic::error(segment.place, title).label(""));
            };
            set(item, inner, rest, value, &joined(path, segment.text))
        }
        _ => Err(nothing_inside(segment, path)),
    }
}

fn set_in_table(
    node: &mut Node,
    described: &'static Described,
    segments: &[Segment<'_>],
    value: &Node,
    path: &str,
) -> Result<(), Diagnostic> {
    let Some((segment, rest)) = segments.split_first() else {
        *node = value.clone();
        return Ok(());
    };
    let Some(key) = described.key(segment.text) else {
        let title = match path {
            "" => format!("a scenario has no table or key `{}`", segment.text),
            path => format!("`{path}` has no key `{}`", segment.text),
        };
        let known = described.names();
        return Err(Diagnostic::error(segment.place, title).near_miss(segment.text, known, "it can have"));
    };
    let table = as_table(node, segment.place);
    make_room(table, described, key.name);
    set(entry(table, segment), &key.kind, rest, value, &joined(path, segment.text))
}

/// Takes out what the new key excludes: `staffing.constant=12` replaces a list of heads.
fn make_room(table: &mut Table, described: &Described, key: &str) {
    let in_forms = |key: &str| described.forms.iter().any(|form| form.contains(&key));
    if in_forms(key) {
        let together = |other: &str| described.forms.iter().any(|form| form.contains(&key) && form.contains(&other));
        table.entries.retain(|entry| !in_forms(&entry.key) || together(&entry.key));
    }
}

/// The table that a node is, or becomes: a bare text makes way for a law with parameters.
fn as_table(node: &mut Node, place: Place) -> &mut Table {
    if node.table().is_none() {
        *node = Node { value: Value::Table(Table::default()), place };
    }
    let Value::Table(table) = &mut node.value else { unreachable!("made a table above") };
    table
}

fn entry<'a>(table: &'a mut Table, segment: &Segment<'_>) -> &'a mut Node {
    let at = table.entries.iter().position(|entry| entry.key == segment.text).unwrap_or_else(|| {
        let node = Node { value: Value::Table(Table::default()), place: segment.place };
        table.entries.push(Entry { key: segment.text.to_owned(), key_place: segment.place, node });
        table.entries.len() - 1
    });
    &mut table.entries[at].node
}

fn each<'a>(
    nodes: impl Iterator<Item = &'a mut Node>,
    segment: &Segment<'_>,
    path: &str,
    mut set: impl FnMut(&mut Node) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let mut count = 0;
    for node in nodes {
        set(node)?;
        count += 1;
    }
    if count == 0 {
        let title = format!("`--set` changes nothing: `{path}` is empty");
        return Err(Diagnostic::error(segment.place, title).label(""));
    }
    Ok(())
}

fn nothing_inside(segment: &Segment<'_>, path: &str) -> Diagnostic {
    Diagnostic::error(segment.place, format!("`{path}` is a single value, it has no `{}`", segment.text)).label("")
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
