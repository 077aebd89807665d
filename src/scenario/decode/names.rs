//! Who is called what: the names of all parts, in the order that their ids follow.

use std::collections::BTreeMap;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::{Node, Table, grouped};
use crate::model::{Entrance, IvrNext};
use crate::model::{GroupId, IvrStepId, QueueId};

/// More parts of a kind than this is no center; tables of all pairs stay small.
const MOST_PARTS: usize = 1000;

/// The names of all parts.
pub struct Names {
    pub contact_types: Named,
    pub queues: Named,
    pub agent_groups: Named,
    pub steps: Named,
    pub numbers: Named,
    pub rule_sets: Named,
}

/// The names of one kind of part.
#[derive(Default)]
pub struct Named {
    table: &'static str,
    names: Vec<(String, Place)>,
    ids: BTreeMap<String, usize>,
}

impl Named {
    fn of(root: &Table, table: &'static str) -> Self {
        let mut named = Self { table, ..Self::default() };
        for entry in root.sub(table).map(|table| table.entries.as_slice()).unwrap_or_default() {
            named.add(&entry.key, entry.key_place);
        }
        named
    }

    fn add(&mut self, name: &str, place: Place) {
        self.ids.entry(name.to_owned()).or_insert(self.names.len());
        self.names.push((name.to_owned(), place));
    }

    pub fn id(&self, name: &str) -> Option<usize> {
        self.ids.get(name).copied()
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn name(&self, id: usize) -> &str {
        self.names.get(id).map_or("", |(name, _)| name)
    }

    /// Where the part's table begins; for a queue that nobody wrote, where its contact type's does.
    pub fn place(&self, id: usize) -> Place {
        self.names.get(id).map(|(_, place)| *place).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// The part's table, if it was written.
    pub fn table<'a>(&self, root: &'a Table, id: usize) -> Option<&'a Table> {
        let entry = root.sub(self.table)?.entries.get(id)?;
        if entry.key == self.name(id) { entry.node.table() } else { None }
    }
}

impl Names {
    /// All names, the queues that follow from contact types included.
    pub fn of(root: &Table) -> Result<Self, Vec<Diagnostic>> {
        let mut names = Self {
            contact_types: Named::of(root, "contact-type"),
            queues: Named::of(root, "queue"),
            agent_groups: Named::of(root, "agent-group"),
            steps: Named::of(root, "ivr"),
            numbers: Named::of(root, "number"),
            rule_sets: Named::of(root, "rule-set"),
        };
        let written_queues = Named::of(root, "queue");
        let referred = referred_queues(root);
        for at in 0..names.contact_types.len() {
            let name = names.contact_types.name(at).to_owned();
            let enters = names.contact_types.table(root, at).and_then(|table| table.get("enters"));
            if names.queues.id(&name).is_none() && (enters.is_none() || referred.contains(&name.as_str())) {
                names.queues.add(&name, names.contact_types.place(at));
            }
        }
        let mut complaints = Vec::new();
        for (named, what) in [
            (&names.contact_types, "contact types"),
            (&written_queues, "queues"),
            (&names.agent_groups, "agent groups"),
            (&names.steps, "menu steps"),
            (&names.numbers, "numbers"),
            (&names.rule_sets, "rule sets"),
        ] {
            if named.len() > MOST_PARTS {
                let title = format!(
                    "{} {what} are too many: at most {} can be played",
                    grouped(named.len() as u64),
                    grouped(MOST_PARTS as u64)
                );
                complaints.push(Diagnostic::error(named.place(MOST_PARTS), title));
            }
        }
        complaints.extend(missing_tables(&names));
        let too_many = names.contact_types.len().max(names.queues.len()).max(names.agent_groups.len());
        let too_many = too_many.max(names.numbers.len()).max(names.rule_sets.len());
        if too_many.max(names.steps.len()) > MOST_PARTS { Err(complaints) } else { names.or(complaints) }
    }

    fn or(self, complaints: Vec<Diagnostic>) -> Result<Self, Vec<Diagnostic>> {
        if complaints.is_empty() { Ok(self) } else { Err(complaints) }
    }

    /// `queue.NAME` or `ivr.NAME`; the complaint when there is no such thing.
    pub fn destination(&self, node: &Node, path: &str) -> Result<IvrNext, Option<Diagnostic>> {
        let Some(text) = node.text() else { return Err(None) };
        let found = match text.split_once('.') {
            Some(("queue", name)) => self.queues.id(name).map(|id| IvrNext::Queue(QueueId::at(id))),
            Some(("ivr", name)) => self.steps.id(name).map(|id| IvrNext::Step(IvrStepId::at(id))),
            _ => None,
        };
        found.ok_or_else(|| {
            let known: Vec<String> = self
                .queues
                .iter()
                .map(|name| format!("queue.{name}"))
                .chain(self.steps.iter().map(|name| format!("ivr.{name}")))
                .collect();
            let title = match text.split_once('.') {
                Some(("queue", name)) => format!("`{path}` leads to a queue that does not exist: `{name}`"),
                Some(("ivr", name)) => format!("`{path}` leads to a menu step that does not exist: `{name}`"),
                _ => format!("`{path}` must be `queue.NAME` or `ivr.NAME`, not {}", node.found()),
            };
            let complaint = Diagnostic::error(node.place, title);
            let bare = known.iter().find(|known| known.split_once('.').is_some_and(|(_, name)| name == text));
            Some(match bare {
                Some(known) => complaint.label(format!("did you mean `{known}`?")),
                None => {
                    with_way_out(complaint.near_miss(text, known.iter().map(String::as_str), "it can lead to"), text)
                }
            })
        })
    }

    /// `queue.NAME`; the complaint when there is no such queue.
    pub fn queue(&self, node: &Node, path: &str) -> Result<QueueId, Option<Diagnostic>> {
        let Some(text) = node.text() else { return Err(None) };
        let name = text.strip_prefix("queue.");
        name.and_then(|name| self.queues.id(name)).map(QueueId::at).ok_or_else(|| {
            let known: Vec<String> = self.queues.iter().map(|name| format!("queue.{name}")).collect();
            let title = match name {
                Some(name) => format!("`{path}` leads to a queue that does not exist: `{name}`"),
                None => format!("`{path}` must be `queue.NAME`, not {}", node.found()),
            };
            let complaint = Diagnostic::error(node.place, title);
            let bare = known.iter().find(|known| known.strip_prefix("queue.") == Some(text));
            Some(match bare {
                Some(known) => complaint.label(format!("did you mean `{known}`?")),
                None => with_way_out(complaint.near_miss(text, known.iter().map(String::as_str), "it can be"), text),
            })
        })
    }

    /// Where contacts of a type go.
    pub fn entrance(&self, node: &Node, path: &str) -> Result<Entrance, Option<Diagnostic>> {
        self.destination(node, path).map(|next| match next {
            IvrNext::Queue(id) => Entrance::Queue(id),
            IvrNext::Step(id) => Entrance::Ivr(id),
        })
    }

    /// An agent group by its name; the complaint says who refers to it.
    pub fn group(&self, node: &Node, who: &str) -> Result<GroupId, Option<Diagnostic>> {
        let Some(text) = node.text() else { return Err(None) };
        self.agent_groups.id(text).map(GroupId::at).ok_or_else(|| {
            let title = format!("{who} an agent group that does not exist: `{text}`");
            Some(Diagnostic::error(node.place, title).near_miss(text, self.agent_groups.iter(), "agent groups"))
        })
    }
}

/// With the table that would make it, where there is nothing else to name.
fn with_way_out(complaint: Diagnostic, text: &str) -> Diagnostic {
    let helped = complaint.hint.is_some() || complaint.label.as_ref().is_some_and(|label| !label.is_empty());
    if helped || !text.starts_with("queue.") { complaint } else { complaint.hint(format!("add a table `[{text}]`")) }
}

/// Names after `queue.` anywhere in the file, and the queues that groups answer.
fn referred_queues(root: &Table) -> std::collections::BTreeSet<&str> {
    let named = |table| root.sub(table).map(|table| table.entries.as_slice()).unwrap_or_default();
    let tables = |table| named(table).iter().filter_map(|entry| entry.node.table());
    let mut leads = Vec::new();
    for table in tables("contact-type") {
        leads.extend([table.text("enters"), table.text("home"), transferred(table)]);
    }
    for table in tables("ivr") {
        let menu = table.sub("menu");
        leads.extend([table.text("then"), menu.and_then(|menu| menu.text("otherwise"))]);
        let options = menu.and_then(|menu| menu.sub("options"));
        let options = options.map(|options| options.entries.as_slice()).unwrap_or_default();
        leads.extend(options.iter().map(|option| option.node.text()));
    }
    leads.extend(tables("agent-group").map(transferred));
    let queues = leads.into_iter().flatten().filter_map(|text| text.strip_prefix("queue."));
    let answered = tables("agent-group").flat_map(|table| table.list("answers").iter().filter_map(Node::text));
    queues.chain(answered).collect()
}

fn transferred(table: &Table) -> Option<&str> {
    table.sub("transfers").and_then(|transfers| transfers.text("to"))
}

/// Without a contact type or an agent group there is no center.
fn missing_tables(names: &Names) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    if names.contact_types.len() == 0 {
        complaints.push(
            Diagnostic {
                place: None,
                ..Diagnostic::error(Place::default(), "nobody calls: there is no `[contact-type.NAME]`")
            }
            .hint("the least is `[contact-type.call]` with `arrivals.rate = \"60 per h\"` and `talk-time = \"4 min\"`"),
        );
    }
    if names.agent_groups.len() == 0 {
        complaints.push(
            Diagnostic {
                place: None,
                ..Diagnostic::error(Place::default(), "nobody answers: there is no `[agent-group.NAME]`")
            }
            .hint("the least is `[agent-group.agents]` with `staffing.constant = 5`"),
        );
    }
    complaints
}
