//! The center, its queues, contact types and agent groups: how well people were served, and how busy that kept whom.

use super::figure::figure;
use super::promise::{notice_words, of_whom, scope_words};
use super::{Grid, Run};
use crate::metrics::{Definition, Unit};
use crate::model::{ContactTypeId, Denominator, GroupId, QueueId, Scope};

/// A center with more queues than this shows the worst of them.
const MOST_SHOWN: usize = 24;

/// How people were served.
pub(super) fn service(run: &Run<'_>, width: usize) -> Vec<String> {
    let columns = columns(run);
    let head = std::iter::once(String::new()).chain(columns.iter().map(|(head, _)| head.clone()));
    let mut grid = Grid::new(head);
    let (scopes, left_out) = scopes(run);
    for scope in scopes {
        let name =
            if scope == Scope::Center { "center".to_owned() } else { format!("  {}", scope_words(run.center, scope)) };
        let cells = columns.iter().map(|(_, metric)| cell(run, metric, scope));
        grid.row(std::iter::once(name).chain(cells));
    }
    let mut lines = grid.lines(width, 0);
    let level = run.layout.headline();
    if level.of != Denominator::Offered || level.blocked {
        lines.push(format!("  answered in {}: {}", level.within, of_whom(level)));
    }
    if left_out > 0 {
        lines.push(format!("  the {MOST_SHOWN} with most on hold; {left_out} more with --format csv"));
    }
    lines
}

/// How busy the agents were.
pub(super) fn agents(run: &Run<'_>, width: usize) -> Vec<String> {
    let has_cost = run.findings.find("staff-cost", Scope::Center, None).is_some();
    let each = run.span().one;
    let mut columns = vec![
        ("occupancy".to_owned(), "occupancy"),
        (format!("hours a {each}"), "staffed-hours"),
        (format!("answered a {each}"), "answered"),
    ];
    if has_cost {
        columns.insert(2, (format!("cost a {each}"), "staff-cost"));
    }
    let mut grid = Grid::new(std::iter::once("agents".to_owned()).chain(columns.iter().map(|column| column.0.clone())));
    let groups = (0..run.center.agent_groups.len()).map(|at| Scope::AgentGroup(GroupId::at(at)));
    let all = (run.center.agent_groups.len() > 1).then_some(Scope::Center);
    for scope in all.into_iter().chain(groups).take(MOST_SHOWN) {
        let name = match scope {
            Scope::AgentGroup(group) => run.center.agent_groups[group.index()].name.as_str(),
            _ => "all",
        };
        let cells = columns.iter().map(|&(_, metric)| cell(run, metric, scope));
        grid.row(std::iter::once(format!("  {name}")).chain(cells));
    }
    grid.lines(width, 0)
}

/// Heads and metrics, the most important first.
fn columns(run: &Run<'_>) -> Vec<(String, &'static str)> {
    let answered = format!("answered in {}", run.layout.headline().within);
    let mut columns = vec![
        (answered, "service-level"),
        (notice_words(run.center, Scope::Center), "notice-due-rate"),
        ("mean hold".to_owned(), "mean-hold-time"),
        ("gave up".to_owned(), "abandonment-rate"),
    ];
    let blocked = run.findings.find("blocking-rate", Scope::Center, None);
    if blocked.is_some_and(|blocked| blocked.value > 0.0) {
        columns.push(("busy tone".to_owned(), "blocking-rate"));
    }
    if run.findings.find("caller-hold-charge-per-contact", Scope::Center, None).is_some() {
        columns.push(("pays for hold".to_owned(), "caller-hold-charge-per-contact"));
    }
    columns.push(("9 in 10 within".to_owned(), "hold-time-p90"));
    columns.push((format!("calls a {}", run.span().one), "arrived"));
    columns
}

/// The center, and its queues and contact types where they say something else; and how many were left out.
fn scopes(run: &Run<'_>) -> (Vec<Scope>, usize) {
    let center = run.center;
    let queues = center.queues.len();
    let mut parts: Vec<Scope> = Vec::new();
    if queues > 1 {
        parts.extend((0..queues).map(|at| Scope::Queue(QueueId::at(at))));
    }
    if center.contact_types.len() > 1 && !types_are_queues(run) {
        parts.extend((0..center.contact_types.len()).map(|at| Scope::ContactType(ContactTypeId::at(at))));
    }
    let left_out = parts.len().saturating_sub(MOST_SHOWN);
    if left_out > 0 {
        let on_hold =
            |scope: &Scope| run.findings.find("notice-due-rate", *scope, None).map_or(0.0, |found| found.value);
        parts.sort_by(|one, other| on_hold(other).total_cmp(&on_hold(one)));
        parts.truncate(MOST_SHOWN);
    }
    (std::iter::once(Scope::Center).chain(parts).collect(), left_out)
}

/// Whether each contact type is offered to one queue that no other uses: then the queues have said it all.
fn types_are_queues(run: &Run<'_>) -> bool {
    let center = run.center;
    let offered = |scope| run.findings.find("offered", scope, None).map(|found| found.value.to_bits());
    center.contact_types.len() == center.queues.len()
        && (0..center.contact_types.len()).all(|at| {
            let kind = Scope::ContactType(ContactTypeId::at(at));
            (0..center.queues.len()).any(|queue| offered(Scope::Queue(QueueId::at(queue))) == offered(kind))
        })
}

fn cell(run: &Run<'_>, metric: &str, scope: Scope) -> String {
    let found = run.findings.find(metric, scope, None);
    let unit = Definition::find(metric).map_or(Unit::Count, |definition| definition.unit);
    figure(found, unit, &run.center.currency)
}
