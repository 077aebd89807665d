//! Cases: settings that belong together, listed in the study or in a CSV file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::columns;
use super::super::diagnostic::{Diagnostic, Place};
use super::super::overrides;
use super::super::source;
use super::super::tree::{Entry, Node, Table, Value, grouped};
use super::Study;
use super::choice::Choice;
use super::path::SetPath;

/// Cases as they were read: what they set, and to what.
#[derive(Debug, Default)]
pub struct Cases {
    /// What is set by one of them, in the order in which it is met.
    pub paths: Vec<SetPath>,
    /// The cases, in their order.
    pub rows: Vec<Case>,
}

/// Some settings that belong together.
#[derive(Debug)]
pub struct Case {
    /// What it is called.
    pub name: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Which of the paths, and to what.
    pub settings: Vec<(usize, Node)>,
}

/// A source: what it is called, and its text.
type Named = (String, String);

/// A file with more bad rows than this is the wrong file.
const MOST_BAD_ROWS: usize = 5;

impl Cases {
    /// The key, or heading, that names a case.
    pub const NAME: &str = "name";

    /// Cases from a list of tables that `check` has seen.
    pub fn listed(list: &[Node], text: &str, said: &mut Vec<Diagnostic>) -> Self {
        let mut cases = Self::default();
        let mut known = BTreeMap::new();
        for item in list {
            let Some(table) = item.table() else { continue };
            let mut case = Case { name: None, place: item.place, settings: Vec::new() };
            for entry in &table.entries {
                if entry.key == Self::NAME {
                    case.name = name(&entry.node, said);
                    continue;
                }
                for (path, place, node) in settings_of(entry) {
                    let at = cases.position(&mut known, &path, place, text);
                    case.settings.push((at, node.clone()));
                }
            }
            cases.rows.push(case);
        }
        cases.complain_about_repetitions(said);
        cases
    }

    /// Cases from a CSV file, as far as they could be read; its text, if it could be, becomes source number `source`.
    pub fn of_file(
        file: &Node,
        folder: &Path,
        source: usize,
        said: &mut Vec<Diagnostic>,
    ) -> (Option<Self>, Option<Named>) {
        let path = file.text().unwrap_or_default();
        let trouble = |title: String| Diagnostic::error(file.place, title).label("");
        let joined = folder.join(path);
        let text = match source::read_text(&joined) {
            Ok(text) => text,
            Err(error) => {
                said.push(trouble(error.to_string()));
                return (None, None);
            }
        };
        let mut cases = Self::default();
        let mut found = Vec::new();
        if let Err(error) = cases.rows_of(&text, source, &mut found) {
            found.push(trouble(format!("cannot read `{path}`: {error}")));
        }
        if cases.rows.is_empty() && found.is_empty() {
            found.push(trouble(format!("`{path}` has no cases: it needs headings, and a row for each case")));
        }
        if found.len() > MOST_BAD_ROWS {
            let more = found.len() - MOST_BAD_ROWS;
            found.truncate(MOST_BAD_ROWS);
            found.push(trouble(format!("`{path}` has {more} more rows that do not fit")));
        }
        said.extend(found);
        (Some(cases).filter(|cases| !cases.rows.is_empty()), Some((joined.display().to_string(), text)))
    }

    /// Reads the rows of a CSV file.
    fn rows_of(&mut self, text: &str, source: usize, said: &mut Vec<Diagnostic>) -> Result<(), csv::Error> {
        let separator = columns::separator(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut columns: Option<Vec<Column>> = None;
        for record in reader.records() {
            let record = record?;
            let place = line_at(text, &record, source);
            let Some(columns) = &columns else {
                columns = Some(self.columns(&record, place, text, said));
                continue;
            };
            if record.len() > columns.len() {
                let title = format!("this row has {} values, and there are {} headings", record.len(), columns.len());
                said.push(Diagnostic::error(place, title).label(""));
            }
            if record.iter().any(|cell| !cell.is_empty()) {
                self.rows.push(case_of(&record, columns, place, separator));
            }
        }
        self.complain_about_repetitions(said);
        Ok(())
    }

    /// What each column of a file is, from its headings.
    fn columns(
        &mut self,
        headings: &csv::StringRecord,
        place: Place,
        text: &str,
        said: &mut Vec<Diagnostic>,
    ) -> Vec<Column> {
        let mut known = BTreeMap::new();
        let mut seen = BTreeSet::new();
        headings
            .iter()
            .map(|heading| {
                let from = text[place.from..place.to].find(heading).map_or(place.from, |at| place.from + at);
                let cell = Place { from, to: from + heading.len(), ..place };
                if heading.is_empty() {
                    return Column::Nothing;
                }
                if !seen.insert(heading.to_owned()) {
                    let title = format!("more than one column is called `{heading}`");
                    said.push(Diagnostic::error(cell, title).label("").hint("give each heading once"));
                }
                if heading == Self::NAME {
                    Column::Name
                } else {
                    Column::Path(self.position(&mut known, heading, cell, text))
                }
            })
            .collect()
    }

    /// The position of a path among those that are set.
    fn position(&mut self, known: &mut BTreeMap<String, usize>, path: &str, place: Place, text: &str) -> usize {
        *known.entry(path.to_owned()).or_insert_with(|| {
            self.paths.push(SetPath::new(path, place, text));
            self.paths.len() - 1
        })
    }

    fn complain_about_repetitions(&self, said: &mut Vec<Diagnostic>) {
        if self.rows.len() as u64 > Study::MOST_POINTS {
            let place = self.rows.first().map(|case| case.place).unwrap_or_default();
            let most = grouped(Study::MOST_POINTS);
            let title = format!("{} cases are too many: at most {most} are played", grouped(self.rows.len() as u64));
            said.push(Diagnostic::error(place, title));
            return;
        }
        let mut names = BTreeMap::new();
        let mut contents = BTreeMap::new();
        for (at, case) in self.rows.iter().enumerate() {
            if let Some(name) = &case.name
                && names.insert(name, at).is_some()
            {
                said.push(
                    Diagnostic::error(case.place, format!("two cases are called `{name}`")).label("the second one"),
                );
            }
            let mut content: Vec<(usize, String)> =
                case.settings.iter().map(|(path, node)| (*path, Choice::of(0, node.clone()).meaning())).collect();
            content.sort();
            if let Some(first) = contents.insert(content, at) {
                let title = format!("case {} sets the same as case {}", at + 1, first + 1);
                said.push(Diagnostic::error(case.place, title).label(""));
            }
        }
    }
}

/// A column of a file of cases.
enum Column {
    Name,
    Path(usize),
    Nothing,
}

fn case_of(record: &csv::StringRecord, columns: &[Column], place: Place, separator: u8) -> Case {
    let mut case = Case { name: None, place, settings: Vec::new() };
    for (cell, column) in record.iter().zip(columns).filter(|(cell, _)| !cell.is_empty()) {
        match column {
            Column::Name => case.name = Some(cell.to_owned()),
            Column::Path(at) => {
                let text = with_point(cell, separator);
                case.settings.push((*at, Node { place, ..overrides::value(&text, place.source, place.from) }));
            }
            Column::Nothing => {}
        }
    }
    case
}

/// A decimal comma, where commas do not separate columns, as a point.
fn with_point(cell: &str, separator: u8) -> String {
    let number = separator != b','
        && cell.matches(',').count() == 1
        && cell.replacen(',', ".", 1).split_whitespace().next().is_some_and(|first| first.parse::<f64>().is_ok());
    if number { cell.replacen(',', ".", 1) } else { cell.to_owned() }
}

/// The place of a row: its first line, without the line's end.
fn line_at(text: &str, record: &csv::StringRecord, source: usize) -> Place {
    let from = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
    let rest = text.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let line = rest[blank..].lines().next().unwrap_or_default();
    Place { source, from: from + blank, to: from + blank + line.len() }
}

fn name(node: &Node, said: &mut Vec<Diagnostic>) -> Option<String> {
    if let Some(text) = node.text().filter(|text| !text.trim().is_empty()) {
        return Some(text.to_owned());
    }
    let title = format!("the `name` of a case must be text in quotes, not {}", node.found());
    said.push(Diagnostic::error(node.place, title).label(""));
    None
}

/// What a key of a case, or of a baseline, sets: `"trunks.lines" = 40`, or `trunks.lines = 40` without quotes, which TOML
/// takes for a table in a table.
pub fn settings_of(entry: &Entry) -> Vec<(String, Place, &Node)> {
    let is_path = entry.key.contains('.');
    match &entry.node.value {
        Value::Table(table) if !is_path => {
            let mut found = Vec::new();
            leaves(table, &entry.key, entry.key_place, &mut found);
            found
        }
        _ => vec![(entry.key.clone(), entry.key_place, &entry.node)],
    }
}

fn leaves<'a>(table: &'a Table, path: &str, place: Place, found: &mut Vec<(String, Place, &'a Node)>) {
    for entry in &table.entries {
        let path = format!("{path}.{}", entry.key);
        let place = Place { to: entry.key_place.to.max(place.from), ..place };
        match &entry.node.value {
            Value::Table(inner) if !inner.entries.is_empty() => leaves(inner, &path, place, found),
            _ => found.push((path, place, &entry.node)),
        }
    }
}
