//! What a careful reader would want to know was taken for granted.

use super::super::tree::{Node, Table};
use super::agent_group::FINDS_OUT_AFTER;
use super::journeys::Journeys;
use super::names::{Named, Names};
use super::passing_on::Floor;
use crate::model::{Draft, Redial};

/// What the scenario does not say, a few words each.
pub fn all(names: &Names, root: &Table, draft: &Draft, journeys: &Journeys, floor: &Floor) -> Vec<String> {
    let mut assumed = Assumed { names, root, draft, list: Vec::new() };
    assumed.about_the_day();
    assumed.about_the_callers();
    assumed.about_the_menu();
    assumed.about_passing_on(journeys, floor);
    assumed.about_the_agents();
    assumed.about_notices();
    assumed.about_contracts();
    assumed.list
}

struct Assumed<'a> {
    names: &'a Names,
    root: &'a Table,
    draft: &'a Draft,
    list: Vec<String>,
}

impl Assumed<'_> {
    fn say(&mut self, taken: bool, text: impl Into<String>) {
        if taken {
            self.list.push(text.into());
        }
    }

    fn has(&self, table: &str, key: &str) -> bool {
        self.root.sub(table).is_some_and(|table| table.get(key).is_some())
    }

    /// Positions of the parts of a kind whose table stands and satisfies something.
    fn which(&self, named: &Named, is: impl Fn(&Table) -> bool) -> Vec<usize> {
        (0..named.len()).filter(|at| named.table(self.root, *at).is_some_and(&is)).collect()
    }

    fn about_the_day(&mut self) {
        let day = &self.draft.day;
        let (opens, closes) = (day.opens.clock(), day.closes.clock());
        let hours = self.has("day", "opens") && self.has("day", "closes");
        self.say(!hours, format!("open {opens}\u{2013}{closes}"));
        self.say(!self.has("day", "interval"), format!("intervals of {}", day.interval));
        self.say(!self.has("day", "at-close"), "whoever holds at closing is still served");
        self.say(true, "first-come queues");
        self.say(self.draft.queues.iter().all(|queue| queue.capacity.is_none()), "unlimited waiting room");
        self.say(self.draft.trunk_lines.is_none(), "unlimited lines");
    }

    fn about_the_callers(&mut self) {
        for (at, contact_type) in self.draft.contact_types.iter().enumerate() {
            let table = self.names.contact_types.table(self.root, at);
            let stated = |key| table.is_some_and(|table| table.get(key).is_some());
            let name = &contact_type.name;
            self.say(!stated("patience"), format!("`{name}` callers never hang up"));
            self.say(!stated("after-call-work"), format!("no after-call work for `{name}`"));
            let endless = contact_type.redial.as_ref().is_some_and(|redial| redial.at_most == Redial::MOST);
            self.say(endless, format!("`{name}` callers redial without limit"));
        }
    }

    fn about_the_menu(&mut self) {
        let menus =
            |is: fn(&Table) -> bool| !self.which(&self.names.steps, |step| step.sub("menu").is_some_and(is)).is_empty();
        let early = menus(|menu| {
            menu.get("barge-in").is_none() && menu.get("prompt").is_some_and(|node| node.text().is_some())
        });
        let replays = menus(|menu| menu.get("otherwise").is_some() && menu.get("replays-at-most").is_none());
        self.say(early, "everybody presses before a prompt of one length ends");
        self.say(replays, "a menu is heard again at most twice");
    }

    fn about_passing_on(&mut self, journeys: &Journeys, floor: &Floor) {
        let stated = |named: &Named, at, key| named.table(self.root, at).is_some_and(|table| table.get(key).is_some());
        let types = &self.draft.contact_types;
        let misrouted: Vec<usize> = (0..types.len()).filter(|at| journeys.misrouted[*at].is_some()).collect();
        let mut said = Vec::new();
        for &at in &misrouted {
            let Some(home) = types[at].home.map(|home| &self.draft.queues[home.index()].name) else { continue };
            if *home != types[at].name && !stated(&self.names.contact_types, at, "home") {
                said.push(format!("queue `{home}` is the right one for `{}`", types[at].name));
            }
        }
        let finds_out_later = |kind: usize| {
            let meets = journeys.queues[kind].iter().flat_map(|queue| floor.answering(*queue));
            let mut unable = meets.filter(move |group| !floor.can_help(**group, kind));
            unable.any(|group| !stated(&self.names.agent_groups, *group, "finds-out-after"))
        };
        if misrouted.iter().any(|kind| finds_out_later(*kind)) {
            said.push(format!("who lacks the skill finds out after {FINDS_OUT_AFTER}"));
        }
        let transfers = self.draft.agent_groups.iter().any(|group| group.transfers.is_some());
        let holds_twice = |at: &usize| {
            let passed_on = transfers || journeys.misrouted[*at].is_some() || types[*at].transfers.is_some();
            passed_on && journeys.queues[*at].len() > 1
        };
        let anew = |at: &usize| !stated(&self.names.contact_types, *at, "patience-carries-over");
        if (0..types.len()).any(|at| holds_twice(&at) && anew(&at)) {
            said.push("who holds a second time has new patience".to_owned());
        }
        self.list.extend(said);
    }

    fn about_the_agents(&mut self) {
        let groups = self.names.agent_groups.len();
        let stated = self.which(&self.names.agent_groups, |group| group.get("at-shift-end").is_some()).len();
        self.say(!self.has("routing", "agent"), "longest-idle agent first");
        self.say(!self.has("routing", "contact") && self.draft.queues.len() > 1, "longest wait first");
        self.say(groups == 0 || stated < groups, "agents finish their call at shift end");
    }

    fn about_contracts(&mut self) {
        self.say(self.has("calendar", "starts") && !self.has("calendar", "open-on"), "open on all days of the week");
        let Some(contracts) = self.root.sub("contract") else { return };
        for entry in &contracts.entries {
            let stated = |key| entry.node.table().is_some_and(|table| table.get(key).is_some());
            let several = self.draft.agent_groups.len() > 1;
            self.say(
                several && !stated("groups"),
                format!("all agents are the provider's in contract `{}`", entry.key),
            );
            self.say(!stated("per"), format!("contract `{}` goes by the month", entry.key));
            let rounds = |table: &Table| table.get("round").is_some();
            let clauses = entry.node.table().and_then(|table| table.sub("clause"));
            let in_clauses =
                clauses.is_some_and(|all| all.entries.iter().any(|one| one.node.table().is_some_and(rounds)));
            self.say(
                !stated("round") && !in_clauses,
                format!("measures of contract `{}` are compared unrounded", entry.key),
            );
        }
    }

    fn about_notices(&mut self) {
        let stated = |notice: &Table| notice.get("after").or(notice.get("due-after")).is_some();
        let queues = self.which(&self.names.queues, |queue| queue.sub("notice").is_some_and(stated));
        self.say(queues.is_empty(), "a notice is due after 60 s");
        let guessed = |notice: &Table| notice.get("estimate").is_none();
        let queues =
            self.which(&self.names.queues, |queue| queue.get("notice").and_then(Node::table).is_some_and(guessed));
        self.say(!queues.is_empty(), "the announced wait is estimated from the queue's length");
    }
}
