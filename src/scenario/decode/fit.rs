//! Whether the parts make a center together: everybody can be answered, by somebody who can help.

use std::collections::BTreeSet;

use super::super::diagnostic::Diagnostic;
use super::super::tree::Table;
use super::agent_group::planned_heads;
use super::calendar::most_expected;
use super::journeys::Journeys;
use super::passing_on::Floor;
use super::{Decoder, help};
use crate::model::{AgentGroup, ContactTypeId, Draft, QueueId, Staffing};

/// Complains about what does not fit. References that do not exist were complained about before.
pub fn check(decoder: &mut Decoder, root: &Table, draft: &Draft, journeys: &Journeys, floor: &Floor) {
    let unanswerable =
        if decoder.known.skills { complain_about_unanswerable_types(decoder, draft, journeys) } else { Vec::new() };
    if decoder.known.routes {
        complain_about_stranded_types(decoder, journeys);
    }
    for queue in 0..draft.queues.len() {
        let types: Vec<usize> = journeys.types_in(queue).collect();
        if decoder.known.routes {
            complain_about_unjoined_queue(decoder, draft, queue, &types);
        }
        if decoder.known.routes && decoder.known.skills && decoder.known.answers && !types.is_empty() {
            complain_about_unanswered_queue(decoder, draft, queue, &types, &unanswerable);
        }
        warn_about_capacity(decoder, root, draft, queue);
    }
    if decoder.known.routes && decoder.known.skills && decoder.known.answers {
        help::check(decoder, root, draft, journeys, floor, &unanswerable);
    }
    if decoder.known.routes && decoder.known.answers {
        warn_about_idle_skills(decoder, root, draft, journeys);
    }
    warn_about_volume_and_lines(decoder, root, draft);
}

/// Contact types that no group has the skill for; who is served by a machine alone needs none.
fn complain_about_unanswerable_types(decoder: &mut Decoder, draft: &Draft, journeys: &Journeys) -> Vec<usize> {
    let machine_alone = |id: usize| decoder.known.routes && journeys.queues[id].is_empty() && journeys.self_served[id];
    let nobody = |id: &usize| {
        let skill = ContactTypeId::at(*id);
        !machine_alone(*id) && !draft.agent_groups.iter().any(|group| group.skills.contains(&skill))
    };
    let unanswerable: Vec<usize> = (0..draft.contact_types.len()).filter(nobody).collect();
    for &id in &unanswerable {
        let name = decoder.names.contact_types.name(id).to_owned();
        let title = format!("nobody can answer contact type `{name}`: no agent group has this skill");
        let hint = format!("add \"{name}\" to the `skills` of a group");
        decoder.complain(Diagnostic::error(decoder.names.contact_types.place(id), title).label("").hint(hint));
    }
    unanswerable
}

/// Contact types that the menu leads to no queue and to no machine that helps.
fn complain_about_stranded_types(decoder: &mut Decoder, journeys: &Journeys) {
    let stranded = |id: &usize| journeys.queues[*id].is_empty() && !journeys.self_served[*id];
    for id in (0..journeys.queues.len()).filter(stranded) {
        let name = decoder.names.contact_types.name(id).to_owned();
        let title = format!("no contact of type `{name}` ever gets to a queue: the menu makes all of them hang up");
        decoder.complain(Diagnostic::error(decoder.names.contact_types.place(id), title).label(""));
    }
    if journeys.queues.iter().all(BTreeSet::is_empty) && journeys.self_served.iter().any(|served| *served) {
        let title = "nobody ever asks for an agent: no step of the menu leads to a queue";
        let hint = "for example `then = \"queue.NAME\"` for those whom the machine does not help";
        decoder.complain(Diagnostic::warning(decoder.names.agent_groups.place(0), title).label("").hint(hint));
    }
}

fn complain_about_unjoined_queue(decoder: &mut Decoder, draft: &Draft, at: usize, types: &[usize]) {
    let (name, place) = (decoder.names.queues.name(at).to_owned(), decoder.names.queues.place(at));
    if types.is_empty() {
        let title = format!("no contact joins queue `{name}`");
        let joined = (0..draft.queues.len()).filter(|other| *other != at).map(|other| decoder.names.queues.name(other));
        let complaint = Diagnostic::error(place, title).near_miss(&name, joined, "other queues");
        let hint = format!("let a contact type or a menu lead to `queue.{name}`, or remove it");
        decoder.complain(complaint.hint(hint));
    }
}

fn complain_about_unanswered_queue(
    decoder: &mut Decoder,
    draft: &Draft,
    at: usize,
    types: &[usize],
    unanswerable: &[usize],
) {
    let (name, place) = (decoder.names.queues.name(at).to_owned(), decoder.names.queues.place(at));
    let overflow = draft.queues[at].overflow.as_ref().is_some_and(|overflow| !overflow.to.is_empty());
    let answered = draft.agent_groups.iter().any(|group| group.answers.contains(&QueueId::at(at)));
    if !answered && !overflow && !types.iter().all(|id| unanswerable.contains(id)) {
        let title = format!("nobody answers queue `{name}`: no agent group has it in `answers`");
        decoder.complain(Diagnostic::error(place, title).label(""));
    } else if answered && !overflow {
        let heads = |group: &AgentGroup| planned_heads(draft, group);
        let answering = draft.agent_groups.iter().filter(|group| group.answers.contains(&QueueId::at(at)));
        let nobody = answering.map(heads).sum::<f64>() == 0.0;
        if decoder.known.numbers && nobody && draft.agent_groups.iter().any(|group| heads(group) > 0.0) {
            let title = format!("nobody works for queue `{name}`: its agent groups have no heads all day");
            decoder.complain(Diagnostic::warning(place, title));
        }
    }
}

fn warn_about_capacity(decoder: &mut Decoder, root: &Table, draft: &Draft, at: usize) {
    let (Some(capacity), Some(lines)) = (draft.queues[at].capacity, draft.trunk_lines) else { return };
    if capacity >= lines {
        let place = decoder.names.queues.table(root, at).map(|table| table.place_of("capacity")).unwrap_or_default();
        let title = format!(
            "`queue.{}.capacity` of {capacity} is never reached: there are {lines} lines",
            draft.queues[at].name
        );
        decoder.complain(Diagnostic::warning(place, title));
    }
}

/// A skill is idle when its group answers no queue that the contact type joins.
fn warn_about_idle_skills(decoder: &mut Decoder, root: &Table, draft: &Draft, journeys: &Journeys) {
    for (at, group) in draft.agent_groups.iter().enumerate() {
        for (position, skill) in group.skills.iter().enumerate() {
            let meets = |queue: &usize| {
                let overflow = draft.queues.get(*queue).and_then(|queue| queue.overflow.as_ref());
                group.answers.contains(&QueueId::at(*queue))
                    || overflow.is_some_and(|overflow| overflow.to.iter().any(|id| id.index() == at))
            };
            let joined = journeys.queues.get(skill.index());
            if joined.is_none_or(|queues| queues.is_empty() || queues.iter().any(meets)) {
                continue;
            }
            let table = decoder.names.agent_groups.table(root, at);
            let item = table.and_then(|table| table.list("skills").get(position)).map(|item| item.place);
            let title = format!(
                "agent group `{}` can handle `{}` but answers no queue where it holds",
                group.name,
                decoder.names.contact_types.name(skill.index())
            );
            let place = item.unwrap_or_else(|| decoder.names.agent_groups.place(at));
            decoder.complain(Diagnostic::warning(place, title));
        }
    }
}

fn warn_about_volume_and_lines(decoder: &mut Decoder, root: &Table, draft: &Draft) {
    if decoder.day.is_none() {
        return;
    }
    let expected: Vec<f64> = draft.contact_types.iter().map(|one| most_expected(draft, one)).collect();
    let sound = decoder.known.numbers;
    if expected.iter().sum::<f64>() == 0.0 && sound {
        let place = decoder.names.contact_types.place(0);
        decoder.complain(Diagnostic::error(place, "nobody calls: all expected arrivals are zero").label(""));
    } else if sound {
        for (at, _) in expected.iter().enumerate().filter(|(_, expected)| **expected == 0.0) {
            let name = decoder.names.contact_types.name(at).to_owned();
            let place = decoder.names.contact_types.place(at);
            decoder.complain(Diagnostic::warning(place, format!("no call of contact type `{name}` is expected")));
        }
    }
    let most = |group: &AgentGroup| match &group.staffing {
        Staffing::PerInterval(_) => planned_heads(draft, group),
        Staffing::Shifts(_) => 0.0, // shifts may not overlap; no false alarm
    };
    let heads: f64 = draft.agent_groups.iter().map(most).fold(0.0, f64::max);
    if let Some(lines) = draft.trunk_lines.filter(|lines| *lines > 0 && f64::from(*lines) < heads) {
        let place = root.sub("trunks").map(|table| table.place_of("lines")).unwrap_or_default();
        let title = format!("{lines} lines are fewer than the agents of one group ({heads}): some can never talk");
        decoder.complain(Diagnostic::warning(place, title));
    }
}
