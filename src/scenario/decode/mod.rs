//! A checked tree becomes the parts of a center; what only makes sense together is complained about here.
//!
//! Shapes and ranges were complained about by `check`: a value that cannot be read is skipped here without a word, and
//! what stands in its place never gets out, because one complaint is enough to refuse the whole.

mod agent_group;
mod assumed;
mod calendar;
mod call_again;
mod contact_type;
mod contract;
mod day;
mod fit;
mod help;
mod ivr;
mod journeys;
mod law;
mod loops;
mod menu;
mod names;
mod notice;
mod number;
mod passing_on;
mod queue;
mod rule_set;
mod target;
mod transfer;
mod wage;

use super::diagnostic::{Diagnostic, Place};
use super::quantity;
use super::tree::{Node, Table, Value};
use crate::model::{AgentChoice, ContactChoice, Day, Draft, Routing};
use crate::units::{Date, Duration, OutOfRange, Share, SimTime};
use names::Names;
use passing_on::Floor;
pub use rule_set::of_file as rule_set_of_file;

/// The parts, and what was said on the way.
pub struct Decoded {
    /// `None` when the parts could not even be counted.
    pub draft: Option<Draft>,
    /// Errors and warnings.
    pub complaints: Vec<Diagnostic>,
    /// What was not stated and is taken for granted, a few words each.
    pub assumed: Vec<String>,
}

/// Reads a tree that `check` has seen; `clean` when nothing in it was complained about.
pub fn scenario(root: &Table, name: String, clean: bool) -> Decoded {
    read(root, name, clean, true)
}

/// Reads a tree in which nothing was complained about, and does not say what is taken for granted: of thousands of scenarios
/// that differ in some values nobody asks.
pub fn one_of_many(root: &Table, name: String) -> Decoded {
    read(root, name, true, false)
}

fn read(root: &Table, name: String, clean: bool, tells: bool) -> Decoded {
    let names = match Names::of(root) {
        Ok(names) => names,
        Err(complaints) => return Decoded { draft: None, complaints, assumed: Vec::new() },
    };
    let routes = clean || root.get("ivr").is_none();
    let skills = clean || all_tables(root, "agent-group");
    let has_calendar = root.get("calendar").is_some();
    let known = Known { numbers: clean, routes, skills, answers: true, has_calendar };
    let mut decoder = Decoder { names, known, day: None, complaints: Vec::new(), assumed: Vec::new() };
    let day = day::day(&mut decoder, root);
    decoder.known.numbers &= decoder.day.is_some();
    let trunk_lines = root.get("trunks").and_then(Node::table).and_then(|table| table.whole("lines"));
    let mut draft = Draft {
        name,
        about: root.text("about").unwrap_or_default().to_owned(),
        currency: wage::currency(&mut decoder, root),
        day,
        calendar: calendar::calendar(&mut decoder, root),
        contact_types: Vec::new(),
        queues: Vec::new(),
        agent_groups: Vec::new(),
        ivr: Vec::new(),
        trunk_lines: trunk_lines.and_then(|lines| u32::try_from(lines).ok()),
        routing: routing(root),
        targets: Vec::new(),
        numbers: Vec::new(),
        rule_sets: Vec::new(),
        contracts: Vec::new(),
    };
    draft.contact_types = contact_type::all(&mut decoder, root, &draft);
    draft.ivr = ivr::all(&mut decoder, root);
    let journeys = journeys::follow(&mut decoder, &draft, root);
    draft.agent_groups = agent_group::all(&mut decoder, root, &draft, &journeys);
    draft.queues = queue::all(&mut decoder, root, &draft);
    draft.targets = target::all(&mut decoder, root, &draft);
    draft.rule_sets = rule_set::all(&mut decoder, root);
    draft.numbers = number::all(&mut decoder, root, &draft);
    let floor = Floor::of(&draft);
    let journeys = passing_on::settle(&mut draft, &floor, journeys);
    fit::check(&mut decoder, root, &draft, &journeys, &floor);
    draft.contracts = contract::all(&mut decoder, root, &draft, &journeys);
    if tells {
        decoder.assumed.extend(assumed::all(&decoder.names, root, &draft, &journeys, &floor));
    }
    Decoded { draft: Some(draft), complaints: decoder.complaints, assumed: decoder.assumed }
}

/// What is known while the parts are read.
struct Decoder {
    names: Names,
    known: Known,
    /// The planning grid; `None` while it is not known or cannot be right.
    day: Option<Day>,
    complaints: Vec<Diagnostic>,
    assumed: Vec<String>,
}

/// What was read without a gap. Where there is one, what follows from it is not complained about a second time.
#[expect(clippy::struct_excessive_bools, reason = "five independent answers, each asked by its name")]
struct Known {
    /// Arrivals and heads.
    numbers: bool,
    /// Where every contact goes.
    routes: bool,
    /// Who can handle what.
    skills: bool,
    /// Who answers which queue, as far as it was stated.
    answers: bool,
    /// That a replication is a calendar, even if it could not be read.
    has_calendar: bool,
}

fn all_tables(root: &Table, key: &str) -> bool {
    root.sub(key).is_some_and(|table| table.entries.iter().all(|entry| entry.node.table().is_some()))
}

impl Decoder {
    fn complain(&mut self, complaint: Diagnostic) {
        self.complaints.push(complaint);
    }

    /// The value, or a complaint in the words of the type that refused it.
    fn accept<T>(&mut self, value: Result<T, OutOfRange>, path: &str, place: Place) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(OutOfRange(range)) => {
                self.complain(Diagnostic::error(place, format!("`{path}` does not fit: {range}")).label(""));
                None
            }
        }
    }

    /// The numbers of a list that has one for each planning interval.
    fn one_per_interval(&mut self, node: &Node, path: &str) -> Vec<f64> {
        let list = node.list().unwrap_or_default();
        if let Some(day) = &self.day {
            let (found, wanted) = (list.len(), day.intervals());
            if found != wanted {
                let values = if found == 1 { "value" } else { "values" };
                let title = format!(
                    "`{path}` has {found} {values}, the day has {wanted} intervals ({}\u{2013}{} in steps of {})",
                    day.opens.clock(),
                    day.closes.clock(),
                    day.interval
                );
                let hint = if found + 1 == wanted {
                    format!("the last interval, {}, has no value", day.interval_start(found).clock())
                } else if found < wanted {
                    let from = day.interval_start(found).clock();
                    format!("the last {} intervals, from {from} on, have no value", wanted - found)
                } else if found == wanted + 1 {
                    "the last value belongs to no interval".to_owned()
                } else {
                    format!("the last {} values belong to no interval", found - wanted)
                };
                self.complain(Diagnostic::error(node.place, title).hint(hint));
            }
        }
        list.iter().map(|item| item.number().unwrap_or(0.0)).collect()
    }
}

fn routing(root: &Table) -> Routing {
    let table = root.get("routing").and_then(Node::table);
    let choice = |key| table.and_then(|table| table.text(key));
    Routing {
        agent: match choice("agent") {
            Some("preference") => AgentChoice::Preference,
            Some("least-busy") => AgentChoice::LeastBusy,
            Some("random") => AgentChoice::Random,
            _ => AgentChoice::LongestIdle,
        },
        contact: match choice("contact") {
            Some("priority") => ContactChoice::Priority,
            Some("preference") => ContactChoice::Preference,
            _ => ContactChoice::LongestWait,
        },
    }
}

/// Values of a table that `check` has seen; `None` when absent or already complained about.
impl Table {
    fn duration(&self, key: &str) -> Option<Duration> {
        self.get(key).and_then(|node| quantity::duration(node).ok())
    }

    fn clock(&self, key: &str) -> Option<SimTime> {
        self.get(key).and_then(|node| quantity::clock(node).ok())
    }

    fn share(&self, key: &str) -> Option<Share> {
        self.get(key).and_then(|node| quantity::share(node).ok())
    }

    fn date(&self, key: &str) -> Option<Date> {
        self.get(key).and_then(|node| quantity::date(node).ok())
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(Node::number)
    }

    fn whole(&self, key: &str) -> Option<i64> {
        // Float to integer saturates, and `check` has seen the range.
        self.get(key).and_then(Node::number).map(|number| number as i64)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    fn switch(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(|node| if let Value::Flag(flag) = node.value { Some(flag) } else { None })
    }

    fn is(&self, key: &str) -> bool {
        matches!(self.get(key).map(|node| &node.value), Some(Value::Flag(true)))
    }

    fn list(&self, key: &str) -> &[Node] {
        self.get(key).and_then(Node::list).unwrap_or_default()
    }

    fn sub(&self, key: &str) -> Option<&Table> {
        self.get(key).and_then(Node::table)
    }

    fn place_of(&self, key: &str) -> Place {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_place).unwrap_or_default()
    }
}
