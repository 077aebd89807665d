//! The format as a JSON Schema (2020-12), for editors that complete and check while one writes.
//!
//! It describes what this version can play. What only makes sense together (that a queue exists, that shares add up)
//! is left to [`read`](super::read).

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::format::{Key, Kind, SCENARIO, Table};
use super::study::STUDY;
use super::tree;

/// A number as quantities have it.
const NUMBER: &str = r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?";
/// A date.
const DATE: &str = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
/// Names of contact types, queues and so on.
const NAME: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// JSON Schema of a scenario file.
pub fn schema() -> Value {
    file(&SCENARIO, "A contact-center scenario for ccsim")
}

/// JSON Schema of a study file.
pub fn study_schema() -> Value {
    file(&STUDY, "A study for ccsim: a scenario and what is varied in it")
}

fn file(described: &'static Table, title: &str) -> Value {
    let mut writer = Writer { named: Vec::new(), definitions: Map::new() };
    let mut root = writer.table(described);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(title));
    if let Some(root) = root.as_object_mut() {
        schema.append(root);
    }
    schema.insert("$defs".to_owned(), Value::Object(writer.definitions));
    Value::Object(schema)
}

struct Writer {
    /// Tables that have a definition, by address, with its name.
    named: Vec<(*const Table, String)>,
    definitions: Map<String, Value>,
}

impl Writer {
    fn table(&mut self, table: &'static Table) -> Value {
        let mut properties = Map::new();
        for key in table.all_keys() {
            properties.insert(key.name.to_owned(), self.property(key));
        }
        let required: Vec<_> = table.all_keys().filter(|key| key.required).map(|key| key.name).collect();
        let mut object = json!({
            "type": "object",
            "description": table.about,
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        if !table.forms.is_empty() {
            object["oneOf"] = Value::Array(table.forms.iter().map(|form| only(form, table.forms)).collect());
        }
        object
    }

    fn property(&mut self, key: &'static Key) -> Value {
        let kind = self.kind(&key.kind, key.name);
        let default = key.default.and_then(|text| tree::parse_value(text, 0, 0)).and_then(|node| as_json(&node));
        let mut description = key.meaning.to_owned();
        match (&default, key.default) {
            (None, Some(words)) => {
                let _ = write!(description, ". Default: {words}");
            }
            _ if key.required => description.push_str(". Required"),
            _ => {}
        }
        if let Some(choices) = key.kind.choices() {
            for (name, meaning) in choices {
                let _ = write!(description, "\n- `{name}`: {meaning}");
            }
        }
        let mut property = kind.as_object().cloned().unwrap_or_default();
        property.insert("description".to_owned(), json!(description));
        if let Some(default) = default {
            property.insert("default".to_owned(), default);
        }
        Value::Object(property)
    }

    fn kind(&mut self, kind: &'static Kind, name: &str) -> Value {
        let text = |pattern: String| json!({ "type": "string", "pattern": pattern });
        let duration = || text(format!(r"^\s*{NUMBER}\s*(ms|s|min|h)\s*$"));
        match kind {
            Kind::Text | Kind::Reference(_) => json!({ "type": "string" }),
            Kind::Flag => json!({ "const": true }),
            Kind::Switch => json!({ "type": "boolean" }),
            Kind::Duration | Kind::PositiveDuration => duration(),
            Kind::Clock => text(r"^\s*[0-9]{1,3}:[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]*)?)?\s*$".to_owned()),
            Kind::Moment => text(
                r"^\s*([0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}[T ]\s*)?[0-9]{1,3}:[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]*)?)?\s*$"
                    .to_owned(),
            ),
            Kind::Date => text(format!(r"^\s*{DATE}\s*$")),
            Kind::Share => json!({ "anyOf": [
                { "type": "string", "pattern": r"^\s*(0*100(\.0*)?|[0-9]{1,2}(\.[0-9]*)?|\.[0-9]+)\s*%\s*$" },
                { "type": "number", "minimum": 0, "maximum": 1 },
            ] }),
            Kind::Rate => text(format!(r"^\s*{NUMBER}\s*per\s*(s|min|h)\s*$")),
            Kind::Wage => text(format!(r"^\s*{NUMBER}\s*[A-Z]{{3}} per h\s*$")),
            Kind::Money => text(format!(r"^\s*{NUMBER}\s*[A-Z]{{3}}\s*$")),
            Kind::ShareOrMoney => json!({ "anyOf": [self.kind(&Kind::Share, name), self.kind(&Kind::Money, name)] }),
            Kind::Measured => {
                json!({ "anyOf": [self.kind(&Kind::Share, name), duration(), self.kind(&Kind::Money, name)] })
            }
            Kind::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
            Kind::Whole(least, i64::MAX) => json!({ "type": "integer", "minimum": least }),
            Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Kind::Choice(choices) => {
                json!({ "type": "string", "enum": choices.iter().map(|(name, _)| name).collect::<Vec<_>>() })
            }
            Kind::ChoiceOrTable(choices, table) => json!({ "anyOf": [
                { "type": "string", "enum": choices.iter().map(|(name, _)| name).collect::<Vec<_>>() },
                self.reference(table, name),
            ] }),
            Kind::List(inner) => json!({ "type": "array", "items": self.kind(inner, name) }),
            Kind::Random(table) => json!({ "anyOf": [duration(), self.reference(table, name)] }),
            Kind::Table(table) => self.reference(table, name),
            Kind::Named(_, table) => json!({
                "type": "object",
                "patternProperties": { NAME: self.reference(table, name) },
                "additionalProperties": false,
            }),
            Kind::Map(_, inner) => json!({ "type": "object", "additionalProperties": self.kind(inner, name) }),
            Kind::Dated(inner) => json!({
                "type": "object",
                "patternProperties": { format!("^{DATE}$"): self.kind(inner, name) },
                "additionalProperties": false,
            }),
            Kind::ListOrTable(inner, table) => json!({ "anyOf": [
                { "type": "array", "items": self.kind(inner, name) },
                self.reference(table, name),
            ] }),
            Kind::ChoiceOrMap(choices, _, inner) => json!({ "anyOf": [
                { "type": "string", "enum": choices.iter().map(|(name, _)| name).collect::<Vec<_>>() },
                { "type": "object", "additionalProperties": self.kind(inner, name) },
            ] }),
            Kind::Amount => json!({ "anyOf": [
                { "type": "number" },
                { "type": "string", "pattern": format!(r"^\s*-?{NUMBER}\s*([A-Za-z%].*)?$") },
            ] }),
            Kind::Any => json!({}),
        }
    }

    /// A reference to a table's definition, written when it is first met: a mixture's parts may be mixtures.
    fn reference(&mut self, table: &'static Table, name: &str) -> Value {
        let address = std::ptr::from_ref(table);
        let known = self.named.iter().find(|(other, _)| std::ptr::eq(*other, address)).map(|(_, name)| name.clone());
        let name = known.unwrap_or_else(|| {
            let alike = self.named.iter().filter(|(_, other)| other.trim_end_matches(char::is_numeric) == name).count();
            let name = if alike == 0 { name.to_owned() } else { format!("{name}{}", alike + 1) };
            self.named.push((address, name.clone()));
            let definition = self.table(table);
            self.definitions.insert(name.clone(), definition);
            name
        });
        json!({ "$ref": format!("#/$defs/{name}") })
    }
}

/// Exactly the keys of one alternative, none that only others have.
fn only(form: &[&str], forms: &[&[&str]]) -> Value {
    let mut others: Vec<&str> = forms.iter().flat_map(|form| form.iter().copied()).collect();
    others.retain(|key| !form.contains(key));
    others.sort_unstable();
    others.dedup();
    let excluded: Vec<_> = others.iter().map(|key| json!({ "required": [key] })).collect();
    if excluded.is_empty() {
        json!({ "required": form })
    } else if form.is_empty() {
        json!({ "not": { "anyOf": excluded } })
    } else {
        json!({ "required": form, "not": { "anyOf": excluded } })
    }
}

fn as_json(node: &tree::Node) -> Option<Value> {
    match &node.value {
        tree::Value::Text(text) => Some(json!(text)),
        tree::Value::Integer(number) => Some(json!(number)),
        tree::Value::Float(number) => Some(json!(number)),
        tree::Value::Flag(flag) => Some(json!(flag)),
        _ => None,
    }
}
