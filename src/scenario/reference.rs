//! The format as tables of Markdown, for `docs/SCENARIO.md`.

use std::fmt::Write;

use super::format::{self, Key, Kind, SCENARIO, Table};
use super::study::STUDY;
use super::tree::{float_text, grouped_signed};

/// Every table of the format with its keys, kinds, ranges, defaults and meanings.
pub fn reference() -> String {
    let mut page = Page { text: String::new(), seen: Vec::new() };
    page.table(&SCENARIO, "");
    let _ = writeln!(page.text, "{}\n", format::bounds());
    page.text
}

/// The same for a study file.
pub fn study_reference() -> String {
    let mut page = Page { text: String::new(), seen: Vec::new() };
    page.table(&STUDY, "");
    page.text
}

struct Page {
    text: String,
    seen: Vec<*const Table>,
}

impl Page {
    fn table(&mut self, table: &'static Table, path: &str) {
        if self.seen.iter().any(|seen| std::ptr::eq(*seen, table)) {
            return;
        }
        self.seen.push(table);
        let heading = if path.is_empty() { "The file".to_owned() } else { format!("`{path}`") };
        let _ = writeln!(self.text, "### {heading}\n\n{}\n", table.about);
        if !table.forms.is_empty() {
            let forms: Vec<String> = table
                .forms
                .iter()
                .filter(|form| !form.is_empty())
                .map(|form| form.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and "))
                .collect();
            let how_many = if forms.len() < table.forms.len() { "At most" } else { "Exactly" };
            let _ = writeln!(self.text, "{how_many} one of: {}.\n", forms.join("; "));
        }
        self.text.push_str("| key | takes | default | meaning |\n|---|---|---|---|\n");
        for key in table.all_keys() {
            self.row(key);
        }
        self.text.push('\n');
        for key in table.all_keys() {
            self.inside(&key.kind, &joined(path, key.name));
        }
    }

    fn row(&mut self, key: &Key) {
        let default = match (key.required, key.default) {
            (true, _) => "**required**".to_owned(),
            (_, Some(value)) if super::tree::parse_value(value, 0, 0).is_some() => format!("`{value}`"),
            (_, Some(words)) => words.to_owned(),
            _ => String::new(),
        };
        let mut meaning = key.meaning.to_owned();
        if let Some(choices) = key.kind.choices() {
            for (name, about) in choices {
                let _ = write!(meaning, "<br>`{name}`: {about}");
            }
        }
        let _ = writeln!(self.text, "| `{}` | {} | {default} | {meaning} |", key.name, takes(&key.kind));
    }

    fn inside(&mut self, kind: &'static Kind, path: &str) {
        match kind {
            Kind::Table(table) | Kind::Random(table) | Kind::ChoiceOrTable(_, table) => self.table(table, path),
            Kind::Named(_, table) => self.table(table, &format!("{path}.*")),
            Kind::List(inner) | Kind::Map(_, inner) | Kind::Dated(inner) | Kind::ChoiceOrMap(_, _, inner) => {
                self.inside(inner, path);
            }
            Kind::ListOrTable(inner, table) => {
                self.inside(inner, path);
                self.table(table, path);
            }
            _ => {}
        }
    }
}

fn takes(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Flag => "`true`".to_owned(),
        Kind::Switch => "`true` or `false`".to_owned(),
        Kind::Duration => "length of time".to_owned(),
        Kind::PositiveDuration => "length of time above 0".to_owned(),
        Kind::Clock => "clock time".to_owned(),
        Kind::Moment => "time, with or without its date".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Share => "share".to_owned(),
        Kind::Rate => "rate".to_owned(),
        Kind::Wage => "money per hour".to_owned(),
        Kind::Money => "money".to_owned(),
        Kind::ShareOrMoney => "share or money".to_owned(),
        Kind::Measured => "value of the measure".to_owned(),
        Kind::Number(least, most) => format!("number, {} to {}", float_text(*least), float_text(*most)),
        Kind::Whole(least, i64::MAX) => format!("whole number, {least} or more"),
        Kind::Whole(least, most) => format!("whole number, {} to {}", grouped_signed(*least), grouped_signed(*most)),
        Kind::Choice(_) => "one of these words".to_owned(),
        Kind::ChoiceOrTable(..) => "one of these words, or a table".to_owned(),
        Kind::Reference(what) => format!("text: {what}"),
        Kind::List(inner) => format!("list: {}", takes(inner)),
        Kind::Random(_) => "length of time, or a law".to_owned(),
        Kind::Table(_) => "table".to_owned(),
        Kind::Named(what, _) => format!("a table for each {what}"),
        Kind::Map(what, inner) => format!("for each {what}: {}", takes(inner)),
        Kind::Dated(inner) => format!("for each date: {}", takes(inner)),
        Kind::ListOrTable(inner, _) => format!("list: {}; or a table", takes(inner)),
        Kind::ChoiceOrMap(_, what, inner) => format!("one of these words, or for each {what}: {}", takes(inner)),
        Kind::Amount => "number, or quantity with its unit".to_owned(),
        Kind::Any => "any value".to_owned(),
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
