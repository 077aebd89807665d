//! Holds a tree against the description of the format: unknown keys, wrong kinds, ranges, what is missing.

use super::diagnostic::{Diagnostic, Place};
use super::format::{Key, Kind, Table};
use super::quantity::{self, Wrong};
use super::tree::{self, Entry, Node, Value};

/// Everything in a table that its description does not allow. `whole` is the place to point at for what is missing.
pub fn table(found: &tree::Table, described: &'static Table, whole: Place) -> Vec<Diagnostic> {
    file(found, described, "scenario", whole)
}

/// The same for a file that is called something else.
pub fn file(found: &tree::Table, described: &'static Table, name: &'static str, whole: Place) -> Vec<Diagnostic> {
    let mut check = Check { file: name, complaints: Vec::new() };
    check.table(found, described, "", whole);
    check.complaints
}

struct Check {
    /// What the file is.
    file: &'static str,
    complaints: Vec<Diagnostic>,
}

impl Check {
    fn table(&mut self, found: &tree::Table, described: &'static Table, path: &str, whole: Place) {
        for entry in &found.entries {
            let path = joined(path, &entry.key);
            match described.key(&entry.key) {
                Some(key) => self.value(&entry.node, &key.kind, &path, entry.key_place),
                None => self.unknown(entry, described, &path),
            }
        }
        for key in described.all_keys().filter(|key| key.required && found.get(key.name).is_none()) {
            self.missing(key, path, whole);
        }
        if !described.forms.is_empty() {
            self.form(found, described, path, whole);
        }
    }

    fn unknown(&mut self, entry: &Entry, described: &Table, path: &str) {
        let title = match path.rsplit_once('.') {
            Some((table, key)) => format!("`{table}` has no key `{key}`"),
            None => format!("a {} has no table or key `{path}`", self.file),
        };
        self.complaints.push(Diagnostic::error(entry.key_place, title).near_miss(
            &entry.key,
            described.names(),
            "it can have",
        ));
    }

    fn missing(&mut self, key: &Key, path: &str, whole: Place) {
        // What the whole scenario lacks is said by `decode`, with an example.
        if !path.is_empty() {
            let hint = example(key).map(|example| format!("for example `{} = {example}`", key.name));
            let complaint = Diagnostic::error(whole, format!("`{path}` needs `{}`", key.name));
            self.complaints.push(Diagnostic { hint, ..complaint });
        }
    }

    /// Exactly the keys of one alternative.
    fn form(&mut self, found: &tree::Table, described: &Table, path: &str, whole: Place) {
        let in_forms = |key: &str| described.forms.iter().any(|form| form.contains(&key));
        let present: Vec<&Entry> = found.entries.iter().filter(|entry| in_forms(&entry.key)).collect();
        let has = |key: &&str| present.iter().any(|entry| entry.key == **key);
        if described.forms.iter().any(|form| form.len() == present.len() && form.iter().all(has)) {
            return;
        }
        // Beside a misspelt key nobody knows which alternative was meant.
        if found.entries.iter().any(|entry| described.key(&entry.key).is_none()) {
            return;
        }
        let named = || described.forms.iter().filter(|form| !form.is_empty());
        let alone = named().all(|form| form.len() == 1);
        let path = if path.is_empty() { format!("a {}", self.file) } else { format!("`{path}`") };
        let forms: Vec<String> =
            named().map(|form| form.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and ")).collect();
        let complaint = if let [_, second, ..] = present[..]
            && alone
        {
            let found: Vec<_> = present.iter().map(|entry| format!("`{}`", entry.key)).collect();
            Diagnostic::error(second.key_place, format!("{path} has {}; it takes one of them", found.join(" and ")))
                .label("one too many")
        } else {
            let place = present.first().map_or(whole, |entry| entry.key_place);
            let found: Vec<_> = present.iter().map(|entry| format!("`{}`", entry.key)).collect();
            let found = if found.is_empty() { "none of them".to_owned() } else { found.join(" and ") };
            let one = if alone { "one of " } else { "" };
            let separator = if alone { ", " } else { ", or " };
            Diagnostic::error(place, format!("{path} needs {one}{}; found {found}", forms.join(separator)))
        };
        self.complaints.push(complaint);
    }

    fn value(&mut self, node: &Node, kind: &'static Kind, path: &str, key_place: Place) {
        let wrong = match kind {
            Kind::Table(described) => match node.table() {
                Some(table) => {
                    self.table(table, described, path, key_place);
                    None
                }
                None => Some(must("be a table")),
            },
            Kind::Random(described) => match &node.value {
                Value::Table(table) => {
                    self.table(table, described, path, key_place);
                    None
                }
                _ => quantity::duration(node).err(),
            },
            Kind::ChoiceOrTable(choices, described) => match &node.value {
                Value::Table(table) => {
                    self.table(table, described, path, key_place);
                    None
                }
                _ => choice_trouble(node, choices).map(|wrong| {
                    // A table may have a key for each of the words: no need to say them twice.
                    let is_word = |name: &&str| choices.iter().any(|(word, _)| word == name);
                    let keys = described.names().filter(|name| !is_word(name));
                    Wrong { must: format!("{}, or a table with {}", wrong.must, listed(keys)), ..wrong }
                }),
            },
            Kind::Named(what, described) => match node.table() {
                Some(table) => {
                    for entry in &table.entries {
                        let path = joined(path, &entry.key);
                        self.name(entry, what);
                        match entry.node.table() {
                            Some(inner) => self.table(inner, described, &path, entry.key_place),
                            None => self.complaints.push(complaint(&entry.node, &path, must("be a table"))),
                        }
                    }
                    None
                }
                None => Some(must("be a table of tables, one for each name")),
            },
            Kind::Map(what, inner) => match node.table() {
                Some(table) => {
                    self.map(table, inner, path);
                    None
                }
                None => Some(must(format!("be a table with a value for each {what}"))),
            },
            Kind::ChoiceOrMap(choices, what, inner) => match node.table() {
                Some(table) => {
                    self.map(table, inner, path);
                    None
                }
                None => choice_trouble(node, choices).map(|wrong| Wrong {
                    must: format!("{}, or a table with a value for each {what}", wrong.must),
                    ..wrong
                }),
            },
            Kind::Dated(inner) => match node.table() {
                Some(table) => {
                    self.dates(table);
                    self.map(table, inner, path);
                    None
                }
                None => Some(must("be a table with a value for each date")),
            },
            Kind::ListOrTable(inner, described) => match &node.value {
                Value::Table(table) => {
                    self.table(table, described, path, key_place);
                    None
                }
                Value::List(list) => {
                    self.list(list, inner, path);
                    None
                }
                _ => Some(must(format!("be a list in brackets, or a table with {}", listed(described.names())))),
            },
            Kind::List(inner) => match node.list() {
                Some(list) => {
                    self.list(list, inner, path);
                    None
                }
                None => Some(must("be a list in brackets")),
            },
            scalar => scalar_trouble(node, scalar),
        };
        if let Some(wrong) = wrong {
            self.complaints.push(complaint(node, path, wrong));
        }
    }

    fn map(&mut self, table: &tree::Table, inner: &'static Kind, path: &str) {
        for entry in &table.entries {
            self.value(&entry.node, inner, &joined(path, &entry.key), entry.key_place);
        }
    }

    /// Keys that must be dates.
    fn dates(&mut self, table: &tree::Table) {
        for entry in &table.entries {
            let node = Node { value: Value::Text(entry.key.clone()), place: entry.key_place };
            if let Err(wrong) = quantity::date(&node) {
                let title = format!("a key must {}, not `{}`", wrong.must, entry.key);
                let meant = wrong.meant.map(|meant| format!("did you mean {meant}?")).unwrap_or_default();
                self.complaints.push(Diagnostic::error(entry.key_place, title).label(meant));
            }
        }
    }

    fn list(&mut self, list: &[Node], inner: &'static Kind, path: &str) {
        for (at, item) in list.iter().enumerate() {
            self.value(item, inner, &format!("{path}.{at}"), item.place);
        }
    }

    fn name(&mut self, entry: &Entry, what: &str) {
        if !is_kebab_case(&entry.key) {
            let fixed: String = entry
                .key
                .to_lowercase()
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .collect::<String>()
                .trim_matches('-')
                .to_owned();
            let title = format!("a name ({what}) has small letters, digits and hyphens, not `{}`", entry.key);
            let complaint = Diagnostic::error(entry.key_place, title).label("");
            let good = is_kebab_case(&fixed);
            self.complaints.push(if good { complaint.label(format!("did you mean `{fixed}`?")) } else { complaint });
        }
    }
}

/// Small letters, digits and single hyphens, a letter or digit at both ends.
pub fn is_kebab_case(name: &str) -> bool {
    const LONGEST: usize = 64;
    (1..=LONGEST).contains(&name.len())
        && name
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

fn must(text: impl Into<String>) -> Wrong {
    Wrong { must: text.into(), meant: None }
}

/// What keeps a single value from being what its key takes.
fn scalar_trouble(node: &Node, kind: &Kind) -> Option<Wrong> {
    match kind {
        Kind::Duration => quantity::duration(node).err(),
        Kind::PositiveDuration => match quantity::duration(node) {
            Ok(length) if length.as_micros() == 0 => Some(must("be longer than nothing")),
            other => other.err(),
        },
        Kind::Clock => quantity::clock(node).err(),
        Kind::Share => quantity::share(node).err(),
        Kind::Rate => quantity::rate(node).err(),
        Kind::Wage => quantity::wage(node).err(),
        Kind::Money => quantity::money(node).err(),
        Kind::ShareOrMoney => quantity::share_or_money(node).err(),
        Kind::Measured => quantity::measured(node).err(),
        Kind::Moment => match node.text() {
            Some(text) => quantity::moment_text(text).err(),
            None => Some(must("be a time in quotes")),
        },
        Kind::Date => quantity::date(node).err(),
        Kind::Text => node.text().is_none().then(|| must("be text in quotes")),
        Kind::Reference(what) => node.text().is_none().then(|| must(format!("be text in quotes: {what}"))),
        Kind::Flag => (!matches!(node.value, Value::Flag(true))).then(|| must("be true")),
        Kind::Switch => (!matches!(node.value, Value::Flag(_))).then(|| must("be true or false")),
        Kind::Number(least, most) => number_trouble(node, *least, *most),
        Kind::Whole(least, most) => whole_trouble(node, *least, *most),
        Kind::Choice(choices) => choice_trouble(node, choices),
        Kind::Amount => amount_trouble(node),
        Kind::Any
        | Kind::List(_)
        | Kind::ListOrTable(..)
        | Kind::ChoiceOrMap(..)
        | Kind::Random(_)
        | Kind::ChoiceOrTable(..)
        | Kind::Table(_)
        | Kind::Named(..)
        | Kind::Map(..)
        | Kind::Dated(_) => None,
    }
}

fn number_trouble(node: &Node, least: f64, most: f64) -> Option<Wrong> {
    match node.number() {
        Some(number) if (least..=most).contains(&number) => None,
        Some(_) => Some(must(format!("lie between {} and {}", tree::float_text(least), tree::float_text(most)))),
        None => Some(Wrong { must: "be a number".to_owned(), meant: unquoted(node) }),
    }
}

fn whole_trouble(node: &Node, least: i64, most: i64) -> Option<Wrong> {
    let range = if most == i64::MAX {
        format!("be a whole number, {least} or more")
    } else {
        format!("be a whole number from {} to {}", tree::grouped_signed(least), tree::grouped_signed(most))
    };
    match node.value {
        Value::Integer(number) if (least..=most).contains(&number) => None,
        // A spreadsheet writes whole heads as 12.0.
        Value::Float(number) if number.fract() == 0.0 && number >= least as f64 && number <= most as f64 => None,
        _ => Some(Wrong { must: range, meant: unquoted(node) }),
    }
}

fn amount_trouble(node: &Node) -> Option<Wrong> {
    let quantity = |text: &str| quantity::number_and_rest(text.trim()).is_some();
    let fits = node.number().is_some_and(f64::is_finite) || node.text().is_some_and(quantity);
    (!fits).then(|| must("be a number, or a quantity with its unit such as \"20 s\""))
}

/// The number inside quotes, as it should have been written.
fn unquoted(node: &Node) -> Option<String> {
    let text = node.text()?.trim();
    let point = text.replacen(',', ".", 1);
    quantity::number_and_rest(&point).filter(|(_, rest)| rest.is_empty()).map(|_| point.clone())
}

fn choice_trouble(node: &Node, choices: &'static [(&'static str, &'static str)]) -> Option<Wrong> {
    let found = node.text().unwrap_or_default();
    let names = choices.iter().map(|(name, _)| *name);
    if names.clone().any(|name| name == found) {
        return None;
    }
    let list: Vec<_> = names.clone().map(|name| format!("\"{name}\"")).collect();
    let one_of = if list.len() == 1 { "be" } else { "be one of" };
    let meant = super::suggest::nearest(found, names).map(|near| format!("\"{near}\""));
    Some(Wrong { must: format!("{one_of} {}", list.join(", ")), meant })
}

fn listed(names: impl Iterator<Item = &'static str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn complaint(node: &Node, path: &str, wrong: Wrong) -> Diagnostic {
    let complaint = Diagnostic::error(node.place, format!("`{path}` must {}, not {}", wrong.must, node.found()));
    complaint.label(wrong.meant.map(|meant| format!("did you mean {}?", in_backticks(&meant))).unwrap_or_default())
}

fn in_backticks(meant: &str) -> String {
    if meant.starts_with('"') { meant.to_owned() } else { format!("`{meant}`") }
}

/// A value for a key that somebody forgot.
fn example(key: &Key) -> Option<&'static str> {
    use super::format::{ARRIVALS, STAFFING, TARIFF};
    let is = |table: &'static Table, other: &'static Table| std::ptr::eq(table, other);
    Some(match key.kind {
        Kind::Random(_) | Kind::Duration | Kind::PositiveDuration => match key.name {
            "prompt" | "play" => "\"12 s\"",
            "offered-after" | "free-first" => "\"90 s\"",
            "after" | "within" => "\"20 s\"",
            _ => "\"4 min\"",
        },
        Kind::Clock => "\"09:00\"",
        Kind::Date => "2026-03-02",
        Kind::Share | Kind::Measured => "\"80 %\"",
        Kind::ShareOrMoney => "\"2 %\"",
        Kind::Money => "\"0.14 EUR\"",
        Kind::Number(..) => "1.5",
        Kind::Whole(..) => "10",
        Kind::Table(table) if is(table, &ARRIVALS) => "{ rate = \"20 per h\" }",
        Kind::Table(table) if is(table, &STAFFING) => "{ constant = 5 }",
        Kind::Table(table) if is(table, &TARIFF) => "{ per-minute.price = \"0.14 EUR\" }",
        _ => return None,
    })
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
