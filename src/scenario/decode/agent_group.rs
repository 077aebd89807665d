//! `[agent-group.*]`

use super::super::diagnostic::Diagnostic;
use super::super::format::MOST_SCALE;
use super::super::tree::{Node, Table, grouped};
use super::contact_type::shift_outside;
use super::journeys::Journeys;
use super::{Decoder, calendar, law, transfer, wage};
use crate::model::{AgentGroup, AtShiftEnd, ContactTypeId, Draft, MOST_HEADS, QueueId, Shift, Staffing};
use crate::random::DurationDistribution;
use crate::units::{Duration, Share, SimTime};

/// Talk before an agent without the skill passes a contact on, unless the scenario says otherwise: greeting, matter, apology.
pub const FINDS_OUT_AFTER: Duration = Duration::from_secs(30);

/// All agent groups, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft, journeys: &Journeys) -> Vec<AgentGroup> {
    let nothing = Table::default();
    let mut groups = Vec::new();
    for at in 0..decoder.names.agent_groups.len() {
        let table = decoder.names.agent_groups.table(root, at).unwrap_or(&nothing);
        groups.push(one(decoder, table, at, draft, journeys));
    }
    complain_about_heads(decoder, root, draft, &groups);
    groups
}

fn one(decoder: &mut Decoder, table: &Table, at: usize, draft: &Draft, journeys: &Journeys) -> AgentGroup {
    let name = decoder.names.agent_groups.name(at).to_owned();
    let skills = skills(decoder, table, at, &name);
    let answers = match table.get("answers") {
        Some(node) => stated_queues(decoder, node, &name),
        None => queues_of(decoder, &skills, draft, journeys),
    };
    let staffing_table = table.sub("staffing");
    let path = format!("agent-group.{name}");
    let finds_out = table.get("finds-out-after");
    let finds_out = finds_out.and_then(|node| law::law(decoder, node, &format!("{path}.finds-out-after")));
    AgentGroup {
        finds_out_after: finds_out.unwrap_or(DurationDistribution::constant(FINDS_OUT_AFTER)),
        transfers: transfer::transfers(decoder, table, &path),
        staffing: staffing(decoder, staffing_table, &format!("{path}.staffing")),
        weekday_scale: staffing_table.map_or([1.0; 7], |table| {
            calendar::of_weekdays(decoder, table, "weekday-scale", &format!("{path}.staffing"), draft)
        }),
        extra_heads: staffing_table.and_then(|table| i32::try_from(table.whole("extra")?).ok()).unwrap_or(0),
        staffing_scale: staffing_table.and_then(|table| table.number("scale")).unwrap_or(1.0),
        shrinkage: table.share("shrinkage").unwrap_or(Share::NONE),
        absence: table.share("absence").unwrap_or(Share::NONE),
        handle_time_factor: handle_time_factor(decoder, table, &name, &skills),
        wage_per_hour: wage::wage(decoder, table.get("wage"), &format!("the wage of agent group `{name}`"), draft),
        at_shift_end: match table.text("at-shift-end") {
            Some("hang-up") => AtShiftEnd::HangUp,
            _ => AtShiftEnd::FinishCall,
        },
        name,
        skills,
        answers,
    }
}

fn skills(decoder: &mut Decoder, table: &Table, at: usize, name: &str) -> Vec<ContactTypeId> {
    let Some(node) = table.get("skills") else {
        if decoder.names.contact_types.len() == 1 {
            decoder.assumed.push(format!("`{name}` handles every call"));
            return vec![ContactTypeId::at(0)];
        }
        let known: Vec<_> = decoder.names.contact_types.iter().take(12).map(|name| format!("\"{name}\"")).collect();
        let complaint = Diagnostic::error(
            decoder.names.agent_groups.place(at),
            format!("agent group `{name}` needs `skills`, the contact types that it can handle"),
        );
        decoder.complain(complaint.label("").hint(format!("for example `skills = [{}]`", known.join(", "))));
        decoder.known.skills = false;
        return Vec::new();
    };
    let mut skills = Vec::new();
    decoder.known.skills &= node.list().is_some_and(|list| list.iter().all(|item| item.text().is_some()));
    for item in node.list().unwrap_or_default() {
        let Some(text) = item.text() else { continue };
        match decoder.names.contact_types.id(text).map(ContactTypeId::at) {
            Some(id) if skills.contains(&id) => {
                let title = format!("agent group `{name}` has the skill `{text}` twice");
                decoder.complain(Diagnostic::error(item.place, title).label("remove one"));
            }
            Some(id) => skills.push(id),
            None => {
                decoder.known.skills = false;
                let title = format!("agent group `{name}` has a skill that no contact type needs: `{text}`");
                let known = decoder.names.contact_types.iter();
                let complaint = Diagnostic::error(item.place, title).near_miss(text, known, "contact types");
                decoder.complain(complaint);
            }
        }
    }
    if node.list().is_some_and(<[Node]>::is_empty) {
        let title = format!("agent group `{name}` has no skill, so it can do nothing");
        decoder.complain(Diagnostic::error(node.place, title).label(""));
    }
    skills
}

fn stated_queues(decoder: &mut Decoder, node: &Node, name: &str) -> Vec<QueueId> {
    let mut queues = Vec::new();
    decoder.known.answers &= node.list().is_some_and(|list| list.iter().all(|item| item.text().is_some()));
    for item in node.list().unwrap_or_default() {
        let Some(text) = item.text() else { continue };
        match decoder.names.queues.id(text).map(QueueId::at) {
            Some(id) if queues.contains(&id) => {
                let title = format!("agent group `{name}` answers queue `{text}` twice");
                decoder.complain(Diagnostic::error(item.place, title).label("remove one"));
            }
            Some(id) => queues.push(id),
            None => {
                decoder.known.answers = false;
                let title = format!("agent group `{name}` answers a queue that does not exist: `{text}`");
                let plain = text.strip_prefix("queue.").unwrap_or(text);
                let known = decoder.names.queues.iter();
                decoder.complain(Diagnostic::error(item.place, title).near_miss(plain, known, "queues"));
            }
        }
    }
    queues
}

/// The queues of the skills, in their order: of each type the queue of its own name if it gets there, else the one it calls
/// its home, else all it gets to.
fn queues_of(decoder: &Decoder, skills: &[ContactTypeId], draft: &Draft, journeys: &Journeys) -> Vec<QueueId> {
    let mut queues: Vec<QueueId> = Vec::new();
    for skill in skills {
        let Some(reached) = journeys.queues.get(skill.index()) else { continue };
        let own = decoder.names.queues.id(decoder.names.contact_types.name(skill.index()));
        let home = draft.contact_types.get(skill.index()).and_then(|contact_type| contact_type.home);
        let own = own.filter(|own| reached.contains(own)).or(home.map(QueueId::index));
        let all: Vec<usize> = own.map_or_else(|| reached.iter().copied().collect(), |own| vec![own]);
        for queue in all.into_iter().map(QueueId::at) {
            if !queues.contains(&queue) {
                queues.push(queue);
            }
        }
    }
    queues
}

fn staffing(decoder: &mut Decoder, table: Option<&Table>, path: &str) -> Staffing {
    let intervals = decoder.day.as_ref().map_or(0, crate::model::Day::intervals);
    let heads = |number: f64| number as u32; // saturates; `check` has seen the range
    let Some(table) = table else { return Staffing::PerInterval(vec![0; intervals]) };
    if let Some(node) = table.get("per-interval") {
        let numbers = decoder.one_per_interval(node, &format!("{path}.per-interval"));
        return Staffing::PerInterval(numbers.into_iter().map(heads).collect());
    }
    if let Some(node) = table.get("shifts") {
        return Staffing::Shifts(shifts(decoder, node, &format!("{path}.shifts")));
    }
    let constant = table.number("constant").map_or(0, heads);
    Staffing::PerInterval(vec![constant; intervals])
}

fn shifts(decoder: &mut Decoder, node: &Node, path: &str) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for (at, item) in node.list().unwrap_or_default().iter().enumerate() {
        let Some(table) = item.table() else { continue };
        let (Some(from), Some(to)) = (table.clock("from"), table.clock("to")) else { continue };
        let path = format!("{path}.{at}");
        if let Some(title) = shift_outside(decoder, from, to, &path) {
            decoder.complain(
                Diagnostic::error(item.place, title)
                    .label("")
                    .hint("agents are counted while the lines are open; a shift past midnight goes on as \"26:00\""),
            );
        }
        let breaks = breaks(decoder, table, from, to, &path);
        shifts.push(Shift { from, to, agents: table.number("agents").map_or(0, |heads| heads as u32), breaks });
    }
    shifts
}

fn breaks(decoder: &mut Decoder, table: &Table, from: SimTime, to: SimTime, path: &str) -> Vec<(SimTime, SimTime)> {
    let mut breaks = Vec::new();
    for (at, item) in table.list("breaks").iter().enumerate() {
        let Some(times) = item.table() else { continue };
        let (Some(start), Some(end)) = (times.clock("from"), times.clock("to")) else { continue };
        let stretch = format!("{}\u{2013}{}", start.clock(), end.clock());
        let previous = breaks.last().map_or(from, |&(_, end)| end);
        let title = if start >= end {
            Some(format!("`{path}.breaks.{at}` must end after it begins, not {stretch}"))
        } else if start < from || end > to {
            let shift = format!("{}\u{2013}{}", from.clock(), to.clock());
            Some(format!("`{path}.breaks.{at}` must lie within its shift {shift}, not {stretch}"))
        } else if start < previous {
            Some(format!("`{path}.breaks.{at}` must begin after the break before it, not {stretch}"))
        } else {
            None
        };
        match title {
            Some(title) => decoder.complain(Diagnostic::error(item.place, title).label("")),
            None => breaks.push((start, end)),
        }
    }
    breaks
}

fn handle_time_factor(decoder: &mut Decoder, table: &Table, name: &str, skills: &[ContactTypeId]) -> Vec<f64> {
    let mut factors = vec![1.0; decoder.names.contact_types.len()];
    for entry in table.sub("handle-time-factor").map(|table| table.entries.as_slice()).unwrap_or_default() {
        match decoder.names.contact_types.id(&entry.key) {
            Some(id) if skills.contains(&ContactTypeId::at(id)) => {
                factors[id] = entry.node.number().unwrap_or(1.0);
            }
            Some(_) => {
                let title = format!("agent group `{name}` has a handle-time factor but not the skill: `{}`", entry.key);
                decoder.complain(Diagnostic::warning(entry.key_place, title).label("does nothing"));
            }
            None => {
                let title = format!(
                    "agent group `{name}` has a handle-time factor for a contact type that does not exist: `{}`",
                    entry.key
                );
                let known = decoder.names.contact_types.iter();
                let complaint = Diagnostic::error(entry.key_place, title).near_miss(&entry.key, known, "contact types");
                decoder.complain(complaint);
            }
        }
    }
    factors
}

fn complain_about_heads(decoder: &mut Decoder, root: &Table, draft: &Draft, groups: &[AgentGroup]) {
    let mut total = 0.0;
    for (at, group) in groups.iter().enumerate() {
        if !is_in_range(group) {
            decoder.known.numbers = false;
            continue;
        }
        total += planned_heads(draft, group).ceil();
        if total > MOST_HEADS as f64 {
            let table = decoder.names.agent_groups.table(root, at);
            let place = table.map(|table| table.place_of("staffing")).unwrap_or_default();
            let title = format!(
                "all groups together have {} heads, at most {} can be played",
                grouped(total as u64),
                grouped(MOST_HEADS)
            );
            decoder.complain(Diagnostic::error(place, title).label(""));
            return;
        }
    }
    if total == 0.0 && decoder.known.numbers {
        let place = decoder.names.agent_groups.place(0);
        let title = "nobody works: every agent group has no heads all day";
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
}

/// Whether every number of the staffing is one that can be written; what is not was complained about.
fn is_in_range(group: &AgentGroup) -> bool {
    let fits = |heads: &u32| u64::from(*heads) <= MOST_HEADS;
    let heads = match &group.staffing {
        Staffing::PerInterval(heads) => heads.iter().all(fits),
        Staffing::Shifts(shifts) => shifts.iter().all(|shift| fits(&shift.agents)),
    };
    let scales = |scale: &f64| (0.0..=MOST_SCALE).contains(scale);
    heads && scales(&group.staffing_scale) && group.weekday_scale.iter().all(scales)
}

/// Most heads of a group at one time, on the day of the week that has the most, extra ones included; no rounding before them.
pub fn planned_heads(draft: &Draft, group: &AgentGroup) -> f64 {
    let open = draft.calendar.iter().flat_map(|calendar| calendar.days.iter().filter(|day| day.is_open));
    let scale = open.map(|day| group.weekday_scale[day.played_as.index()]).reduce(f64::max).unwrap_or(1.0);
    let (heads, shifts) = match &group.staffing {
        Staffing::PerInterval(_) => (most_heads(&group.staffing) as f64, 1.0),
        Staffing::Shifts(shifts) => (most_heads(&group.staffing) as f64, shifts.len() as f64),
    };
    let planned = heads * group.staffing_scale * scale;
    if planned > 0.0 { (planned + f64::from(group.extra_heads) * shifts).max(0.0) } else { 0.0 }
}

/// Most heads planned at one time; all shifts together as if they overlapped.
fn most_heads(staffing: &Staffing) -> u64 {
    match staffing {
        Staffing::PerInterval(heads) => heads.iter().copied().max().unwrap_or(0).into(),
        Staffing::Shifts(shifts) => shifts.iter().map(|shift| u64::from(shift.agents)).sum(),
    }
}
