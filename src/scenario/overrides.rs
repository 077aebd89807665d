//! `--set path=value`: one value of a scenario replaced from outside, by its dotted path.

use super::diagnostic::{Diagnostic, Place};
use super::format::{Kind, SCENARIO, Table as Described};
use super::tree::{self, Entry, Node, Table, Value};

/// A dotted path into a scenario, with the place of each of its names.
#[derive(Debug, Clone)]
pub struct DottedPath {
    segments: Vec<Segment>,
}

/// A name of a path, and where it stands.
#[derive(Debug, Clone)]
struct Segment {
    text: String,
    place: Place,
}

/// What the format says about the place that a part of a path leads to.
enum Inside {
    Table(&'static Described),
    Value(&'static Kind),
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
    // What cannot be set leaves no trace, so that nothing follows from it that would be complained about as well.
    let mut changed = root.clone();
    DottedPath::parse(path, source, 0).set(&mut changed, &value)?;
    *root = changed;
    Ok(())
}

impl DottedPath {
    /// The names between the dots; `offset` is where the path starts in its source.
    pub fn parse(path: &str, source: usize, offset: usize) -> Self {
        let mut segments = Vec::new();
        let mut from = offset;
        for text in path.split('.') {
            let place = Place { source, from, to: from + text.len() };
            segments.push(Segment { text: text.trim().to_owned(), place });
            from += text.len() + 1;
        }
        Self { segments }
    }

    /// The same for a path that cannot be pointed into: all its names stand at one place.
    pub fn at(path: &str, place: Place) -> Self {
        Self { segments: path.split('.').map(|text| Segment { text: text.trim().to_owned(), place }).collect() }
    }

    /// Puts a value there; of what is starred, everywhere. A tree that it fails on may be half changed.
    pub fn set(&self, root: &mut Table, value: &Node) -> Result<(), Diagnostic> {
        set_in_table(root, &SCENARIO, &self.segments, value, "")
    }

    /// What stands there: each value with its path in full, stars replaced by names.
    pub fn find<'a>(&self, root: &'a Table) -> Vec<(Vec<String>, &'a Node)> {
        let mut found = Vec::new();
        find_in_table(root, &self.segments, &mut Vec::new(), &mut found);
        found
    }

    /// What the format says about the values there.
    pub fn kind(&self) -> Option<&'static Kind> {
        let mut inside = Inside::Table(&SCENARIO);
        for Segment { text, .. } in &self.segments {
            inside = match inside {
                Inside::Table(described) => Inside::Value(&described.key(text)?.kind),
                Inside::Value(kind) => match kind {
                    Kind::Table(described) | Kind::Random(described) | Kind::ChoiceOrTable(_, described) => {
                        Inside::Value(&described.key(text)?.kind)
                    }
                    Kind::Named(_, described) => Inside::Table(described),
                    Kind::Map(_, inner) | Kind::Dated(inner) | Kind::List(inner) => Inside::Value(inner),
                    _ => return None,
                },
            };
        }
        if let Inside::Value(kind) = inside { Some(kind) } else { None }
    }

    /// Whether one of its names is this.
    pub fn names(&self, name: &str) -> bool {
        self.segments.iter().any(|segment| segment.text == name)
    }

    /// Its names.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().map(|segment| segment.text.as_str())
    }
}

/// A TOML value, or failing that the text itself: `--set day.opens=07:00` needs no quotes.
pub fn value(text: &str, source: usize, offset: usize) -> Node {
    let from = offset + text.len() - text.trim_start().len();
    let text = text.trim();
    match tree::parse_value(text, source, from) {
        Some(node) if !matches!(node.value, Value::Moment(_)) => node,
        _ => Node { value: Value::Text(text.to_owned()), place: Place { source, from, to: from + text.len() } },
    }
}

fn set(node: &mut Node, kind: &'static Kind, segments: &[Segment], value: &Node, path: &str) -> Result<(), Diagnostic> {
    let Some((segment, rest)) = segments.split_first() else {
        node.clone_from(value);
        return Ok(());
    };
    match kind {
        Kind::Table(described) | Kind::Random(described) | Kind::ChoiceOrTable(_, described) => {
            set_in_table(as_table(node, segment.place), described, segments, value, path)
        }
        Kind::Named(what, described) => {
            let implied = *what == "queue";
            let table = as_table(node, segment.place);
            let set_part = |node: &mut Node, path: &str| match rest.first() {
                None => {
                    node.clone_from(value);
                    Ok(())
                }
                Some(next) => set_in_table(as_table(node, next.place), described, rest, value, path),
            };
            if segment.text == STAR {
                let parts = table.entries.iter_mut().map(|entry| &mut entry.node);
                return each(parts, segment, path, |node| set_part(node, path));
            }
            if table.get(&segment.text).is_none() && !implied {
                let known: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
                let title = format!("there is no {what} `{}` to set", segment.text);
                let known = known.iter().map(String::as_str);
                return Err(Diagnostic::error(segment.place, title).near_miss(&segment.text, known, "it can be"));
            }
            set_part(entry(table, segment), &joined(path, &segment.text))
        }
        Kind::Map(_, inner) | Kind::Dated(inner) => {
            let table = as_table(node, segment.place);
            if segment.text == STAR && table.get(STAR).is_none() {
                return each(table.entries.iter_mut().map(|entry| &mut entry.node), segment, path, |node| {
                    set(node, inner, rest, value, path)
                });
            }
            set(entry(table, segment), inner, rest, value, &joined(path, &segment.text))
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
            set(item, inner, rest, value, &joined(path, &segment.text))
        }
        _ => Err(nothing_inside(segment, path)),
    }
}

fn set_in_table(
    table: &mut Table,
    described: &'static Described,
    segments: &[Segment],
    value: &Node,
    path: &str,
) -> Result<(), Diagnostic> {
    let Some((segment, rest)) = segments.split_first() else { return Ok(()) };
    let Some(key) = described.key(&segment.text) else {
        let title = match path {
            "" => format!("a scenario has no table or key `{}`", segment.text),
            path => format!("`{path}` has no key `{}`", segment.text),
        };
        let known = described.names();
        return Err(Diagnostic::error(segment.place, title).near_miss(&segment.text, known, "it can have"));
    };
    make_room(table, described, key.name);
    set(entry(table, segment), &key.kind, rest, value, &joined(path, &segment.text))
}

fn find_in_table<'a>(
    table: &'a Table,
    segments: &[Segment],
    path: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, &'a Node)>,
) {
    let Some((segment, rest)) = segments.split_first() else { return };
    let every = segment.text == STAR && table.get(STAR).is_none();
    for entry in table.entries.iter().filter(|entry| every || entry.key == segment.text) {
        path.push(entry.key.clone());
        find_in(&entry.node, rest, path, found);
        path.pop();
    }
}

fn find_in<'a>(node: &'a Node, segments: &[Segment], path: &mut Vec<String>, found: &mut Vec<(Vec<String>, &'a Node)>) {
    match (segments.split_first(), &node.value) {
        (None, _) => found.push((path.clone(), node)),
        (Some(_), Value::Table(table)) => find_in_table(table, segments, path, found),
        (Some((segment, rest)), Value::List(list)) => {
            for (at, item) in list.iter().enumerate() {
                if segment.text == STAR || segment.text == at.to_string() {
                    path.push(at.to_string());
                    find_in(item, rest, path, found);
                    path.pop();
                }
            }
        }
        _ => {}
    }
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

fn entry<'a>(table: &'a mut Table, segment: &Segment) -> &'a mut Node {
    let at = table.entries.iter().position(|entry| entry.key == segment.text).unwrap_or_else(|| {
        let node = Node { value: Value::Table(Table::default()), place: segment.place };
        table.entries.push(Entry { key: segment.text.clone(), key_place: segment.place, node });
        table.entries.len() - 1
    });
    &mut table.entries[at].node
}

fn each<'a>(
    nodes: impl Iterator<Item = &'a mut Node>,
    segment: &Segment,
    path: &str,
    mut set: impl FnMut(&mut Node) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let mut count = 0;
    for node in nodes {
        set(node)?;
        count += 1;
    }
    if count == 0 {
        let title = format!("nothing is there to set: `{path}` is empty");
        let complaint = Diagnostic::error(segment.place, title).label("");
        let is_queue = path == "queue";
        return Err(if is_queue {
            complaint.hint("queues that have no table are named one by one")
        } else {
            complaint
        });
    }
    Ok(())
}

fn nothing_inside(segment: &Segment, path: &str) -> Diagnostic {
    Diagnostic::error(segment.place, format!("`{path}` is a single value, it has no `{}`", segment.text)).label("")
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
