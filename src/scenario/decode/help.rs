//! Whether everybody who is passed on gets to somebody who can help.

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::Table;
use super::Decoder;
use super::journeys::Journeys;
use super::passing_on::Floor;
use crate::model::{Draft, Transfer};
use crate::units::Share;

/// Complains about contacts that are passed on to nobody who can help; the types that nobody at all can answer were
/// complained about before.
pub fn check(
    decoder: &mut Decoder,
    root: &Table,
    draft: &Draft,
    journeys: &Journeys,
    floor: &Floor,
    unanswerable: &[usize],
) {
    let help = Help { root, draft, journeys, floor, unanswerable };
    for at in 0..draft.contact_types.len() {
        help.homes(decoder, at);
        help.own_transfers(decoder, at);
    }
    for at in 0..draft.agent_groups.len() {
        help.group_transfers(decoder, at);
    }
}

struct Help<'a> {
    root: &'a Table,
    draft: &'a Draft,
    journeys: &'a Journeys,
    floor: &'a Floor,
    unanswerable: &'a [usize],
}

impl Help<'_> {
    /// Whether somebody answers a queue, but nobody who can help this type.
    fn is_helpless(&self, queue: usize, contact_type: usize) -> bool {
        let answering = self.floor.answering(queue);
        !answering.is_empty()
            && !self.unanswerable.contains(&contact_type)
            && !answering.iter().any(|group| self.floor.can_help(*group, contact_type))
    }

    /// Who meets an agent without the skill is passed on to the home queue: there should be help, at best from everybody.
    fn homes(&self, decoder: &mut Decoder, at: usize) {
        let contact_type = &self.draft.contact_types[at];
        let (Some((queue, group)), Some(home)) = (self.journeys.misrouted[at], contact_type.home) else { return };
        let (name, home_name) = (&contact_type.name, &self.draft.queues[home.index()].name);
        if self.is_helpless(home.index(), at) {
            let title = if queue == home.index() {
                format!(
                    "nobody who answers queue `{home_name}` has the skill `{name}`, and it is where `{name}` contacts belong"
                )
            } else {
                let (queue, group) = (&self.draft.queues[queue].name, &self.draft.agent_groups[group].name);
                format!(
                    "agent group `{group}` answers queue `{queue}` without the skill `{name}` and would pass `{name}` contacts on to queue `{home_name}`, where nobody has it either"
                )
            };
            let table = decoder.names.contact_types.table(self.root, at);
            let stated = table.and_then(|table| table.get("home")).map(|node| node.place);
            let place = stated.unwrap_or_else(|| decoder.names.contact_types.place(at));
            let hint = match self.queue_with_help(at) {
                Some(better) => {
                    format!("let `contact-type.{name}.home` be the right queue, for example `queue.{better}`")
                }
                None => format!("let a group with the skill `{name}` answer queue `{home_name}`"),
            };
            decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
            return;
        }
        let unable = self.floor.answering(home.index()).iter().find(|group| !self.floor.can_help(**group, at));
        if let Some(&unable) = unable.filter(|_| !self.unanswerable.contains(&at)) {
            let title = format!(
                "`{name}` contacts may be passed on more than once: agent group `{}` answers their own queue `{home_name}` without the skill",
                self.draft.agent_groups[unable].name
            );
            let hint = format!("give it the skill `{name}`, or take `{home_name}` out of what it answers");
            decoder.complain(Diagnostic::warning(self.place_of_answers(decoder, unable), title).label("").hint(hint));
        }
    }

    /// A queue where everybody can help a type.
    fn queue_with_help(&self, contact_type: usize) -> Option<&str> {
        let everybody = |queue: &usize| {
            let answering = self.floor.answering(*queue);
            !answering.is_empty() && answering.iter().all(|group| self.floor.can_help(*group, contact_type))
        };
        (0..self.draft.queues.len()).find(everybody).map(|queue| self.draft.queues[queue].name.as_str())
    }

    fn place_of_answers(&self, decoder: &Decoder, group: usize) -> Place {
        let table = decoder.names.agent_groups.table(self.root, group);
        let node = table.and_then(|table| table.get("answers").or(table.get("skills")));
        node.map_or_else(|| decoder.names.agent_groups.place(group), |node| node.place)
    }

    fn own_transfers(&self, decoder: &mut Decoder, at: usize) {
        let contact_type = &self.draft.contact_types[at];
        let Some(transfer) = contact_type.transfers else { return };
        let place = place_of_target(decoder.names.contact_types.table(self.root, at));
        if self.journeys.queues[at].iter().all(|queue| *queue == transfer.to.index()) {
            self.warn_about_idle(decoder, transfer, &format!("contact-type.{}", contact_type.name), place);
        }
        let who = format!("`{}` contacts are passed on", contact_type.name);
        self.complain_about_target(decoder, transfer, at, &who, place);
    }

    fn group_transfers(&self, decoder: &mut Decoder, at: usize) {
        let group = &self.draft.agent_groups[at];
        let Some(transfer) = group.transfers else { return };
        let place = place_of_target(decoder.names.agent_groups.table(self.root, at));
        let mut answered = (0..self.draft.queues.len()).filter(|queue| self.floor.answering(*queue).contains(&at));
        if answered.all(|queue| queue == transfer.to.index()) {
            self.warn_about_idle(decoder, transfer, &format!("agent-group.{}", group.name), place);
        }
        let meets = |kind: usize| {
            let queues = &self.journeys.queues[kind];
            queues.iter().any(|queue| self.floor.answering(*queue).contains(&at))
        };
        let helpless = |kind: &usize| self.is_helpless(transfer.to.index(), *kind) && meets(*kind);
        let first = group.skills.iter().map(|skill| skill.index()).find(helpless);
        if let Some(kind) = first {
            let name = &self.draft.contact_types[kind].name;
            let who = format!("agent group `{}` passes `{name}` contacts on", group.name);
            self.complain_about_target(decoder, transfer, kind, &who, place);
        }
    }

    /// Who is answered from the queue that is transferred to stays there.
    fn warn_about_idle(&self, decoder: &mut Decoder, transfer: Transfer, whose: &str, place: Place) {
        let queue = &self.draft.queues[transfer.to.index()].name;
        let title = format!("`{whose}.transfers` does nothing: no call is answered from another queue than `{queue}`");
        decoder.complain(Diagnostic::warning(place, title).label(""));
    }

    fn complain_about_target(
        &self,
        decoder: &mut Decoder,
        transfer: Transfer,
        contact_type: usize,
        who: &str,
        place: Place,
    ) {
        if transfer.share > Share::NONE && self.is_helpless(transfer.to.index(), contact_type) {
            let (queue, name) =
                (&self.draft.queues[transfer.to.index()].name, &self.draft.contact_types[contact_type].name);
            let title = format!("{who} to queue `{queue}`, where nobody has the skill for them");
            let hint = format!("let a group with the skill `{name}` answer queue `{queue}`");
            decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
        }
    }
}

fn place_of_target(table: Option<&Table>) -> Place {
    let to = table.and_then(|table| table.sub("transfers")).and_then(|transfers| transfers.get("to"));
    to.map(|node| node.place).unwrap_or_default()
}
