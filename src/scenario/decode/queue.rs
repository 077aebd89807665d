//! `[queue.*]`

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Node, Table};
use super::{Decoder, notice};
use crate::model::{AgentChoice, Callback, ContactChoice, Draft, GroupId, Overflow, Queue, QueueId};
use crate::units::Duration;

/// All queues: those that were written in the order of the file, then those that follow from contact types.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft) -> Vec<Queue> {
    let nothing = Table::default();
    (0..decoder.names.queues.len())
        .map(|at| {
            let table = decoder.names.queues.table(root, at).unwrap_or(&nothing);
            one(decoder, table, at, draft)
        })
        .collect()
}

fn one(decoder: &mut Decoder, table: &Table, at: usize, draft: &Draft) -> Queue {
    let name = decoder.names.queues.name(at).to_owned();
    warn_about_ignored(decoder, table, &name, draft);
    let answering: Vec<GroupId> = draft
        .agent_groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.answers.contains(&QueueId::at(at)))
        .map(|(group, _)| GroupId::at(group))
        .collect();
    let (notice_after, notice) = notice::notice(decoder, table, &format!("queue.{name}"));
    Queue {
        priority: table.whole("priority").and_then(|priority| i32::try_from(priority).ok()).unwrap_or(0),
        head_start: table.duration("head-start").unwrap_or(Duration::ZERO),
        capacity: table.whole("capacity").and_then(|capacity| u32::try_from(capacity).ok()),
        prefers: prefers(decoder, table, &name, &answering),
        overflow: overflow(decoder, table, &name, &answering),
        notice_after,
        notice,
        callback: callback(table),
        name,
    }
}

fn prefers(decoder: &mut Decoder, table: &Table, name: &str, answering: &[GroupId]) -> Vec<GroupId> {
    let Some(node) = table.get("prefers") else { return answering.to_vec() };
    let mut prefers = groups(decoder, node, &format!("queue `{name}` prefers"));
    for (item, group) in node.list().unwrap_or_default().iter().zip(prefers.clone()) {
        let Some(group) = group else { continue };
        if !answering.contains(&group) {
            let title = format!(
                "queue `{name}` prefers agent group `{}`, which does not answer it",
                decoder.names.agent_groups.name(group.index())
            );
            let hint = format!("add `{name}` to what the group `answers`, or use `overflow`");
            decoder.complain(Diagnostic::error(item.place, title).label("").hint(hint));
        }
    }
    prefers.retain(|group| group.is_some_and(|group| answering.contains(&group)));
    let mut prefers: Vec<GroupId> = prefers.into_iter().flatten().collect();
    let rest: Vec<GroupId> = answering.iter().copied().filter(|group| !prefers.contains(group)).collect();
    if !rest.is_empty() {
        let names: Vec<_> =
            rest.iter().map(|group| format!("`{}`", decoder.names.agent_groups.name(group.index()))).collect();
        let title = format!("queue `{name}` is also answered by {}, which `prefers` does not name", names.join(", "));
        decoder.complain(Diagnostic::warning(node.place, title).hint("they are tried last, in the order of the file"));
    }
    prefers.extend(rest);
    prefers
}

fn overflow(decoder: &mut Decoder, table: &Table, name: &str, answering: &[GroupId]) -> Option<Overflow> {
    let overflow = table.sub("overflow")?;
    let after = overflow.duration("after")?;
    let node = overflow.get("to")?;
    let to = groups(decoder, node, &format!("queue `{name}` overflows to"));
    for (item, group) in node.list().unwrap_or_default().iter().zip(&to) {
        let Some(group) = group.filter(|group| answering.contains(group)) else { continue };
        let group_name = decoder.names.agent_groups.name(group.index());
        let title = format!("queue `{name}` overflows to agent group `{group_name}`, which answers it anyway");
        let hint = format!("take `{name}` out of what the group `answers`, or the group out of `overflow.to`");
        decoder.complain(Diagnostic::error(item.place, title).label("").hint(hint));
    }
    if node.list().is_some_and(<[Node]>::is_empty) {
        decoder.complain(Diagnostic::error(node.place, format!("queue `{name}` overflows to nobody")).label(""));
    }
    Some(Overflow { after, to: to.into_iter().flatten().filter(|group| !answering.contains(group)).collect() })
}

fn callback(table: &Table) -> Option<Callback> {
    let callback = table.sub("callback")?;
    Some(Callback {
        offered_after: callback.duration("offered-after")?,
        accepted: callback.share("accepted")?,
        within: callback.duration("within"),
    })
}

/// Groups by name, in the order of the list; `None` where one does not exist or stands there again.
fn groups(decoder: &mut Decoder, node: &Node, who: &str) -> Vec<Option<GroupId>> {
    let mut groups: Vec<Option<GroupId>> = Vec::new();
    for item in node.list().unwrap_or_default() {
        let group = match decoder.names.group(item, who) {
            Ok(group) if groups.contains(&Some(group)) => {
                let title = format!("{who} agent group `{}` twice", decoder.names.agent_groups.name(group.index()));
                decoder.complain(Diagnostic::error(item.place, title).label("remove one"));
                None
            }
            Ok(group) => Some(group),
            Err(complaint) => {
                decoder.complaints.extend(complaint);
                None
            }
        };
        groups.push(group);
    }
    groups
}

/// Keys that the chosen routing does not look at.
fn warn_about_ignored(decoder: &mut Decoder, table: &Table, name: &str, draft: &Draft) {
    let (agent, contact) = (draft.routing.agent, draft.routing.contact);
    let ignored = [
        ("priority", contact != ContactChoice::Priority, "`routing.contact = \"priority\"`"),
        ("head-start", contact == ContactChoice::Preference, "`routing.contact = \"longest-wait\"` or \"priority\""),
        ("prefers", agent != AgentChoice::Preference, "`routing.agent = \"preference\"`"),
    ];
    for (key, ignored, needed) in ignored {
        if ignored && table.get(key).is_some() {
            let title = format!("`queue.{name}.{key}` does nothing without {needed}");
            decoder.complain(Diagnostic::warning(table.place_of(key), title).label(""));
        }
    }
}
