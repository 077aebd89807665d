//! What must be true of a draft before it is a center.

use super::{Arrivals, Draft, Entrance, IvrAction, IvrNext, Scope, Staffing};
use crate::units::Duration;

/// Most heads in all groups together. More is a typing mistake; it also bounds the engine's memory.
pub const MOST_HEADS: u64 = 100_000;

/// A way in which the parts do not fit together, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Flaw(pub String);

/// Everything that does not fit. The engine and the plan rely on each of these.
pub fn flaws(draft: &Draft) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut demand = |holds: bool, text: &str| {
        if !holds {
            flaws.push(Flaw(text.to_owned()));
        }
    };
    let queue = |id: super::QueueId| id.index() < draft.queues.len();
    let group = |id: super::GroupId| id.index() < draft.agent_groups.len();
    let contact_type = |id: super::ContactTypeId| id.index() < draft.contact_types.len();
    let step = |id: super::IvrStepId| id.index() < draft.ivr.len();
    let next = |to: IvrNext| match to {
        IvrNext::Step(id) => step(id),
        IvrNext::Queue(id) => queue(id),
    };

    let day = &draft.day;
    demand(day.opens < day.closes, "the lines open before they close");
    demand(day.interval > Duration::ZERO, "the planning interval is longer than nothing");
    demand(
        day.interval > Duration::ZERO && day.length().as_micros().is_multiple_of(day.interval.as_micros()),
        "the day is a whole number of intervals",
    );
    demand(day.warm_up < day.length(), "the warm-up is shorter than the day");
    let intervals = day.intervals();
    demand((1..=65_535).contains(&intervals), "a day has 1 to 65 535 intervals");
    for length in
        [draft.contact_types.len(), draft.queues.len(), draft.agent_groups.len(), draft.ivr.len(), draft.targets.len()]
    {
        demand(length <= 65_535, "no list of parts is longer than 65 535");
    }
    demand(!draft.contact_types.is_empty(), "somebody calls");

    for kind in &draft.contact_types {
        match &kind.arrivals {
            Arrivals::PerInterval(expected) => {
                demand(expected.len() == intervals, "arrivals have a value for each interval");
                demand(expected.iter().all(|n| n.is_finite() && *n >= 0.0), "expected arrivals are not negative");
            }
            Arrivals::Trace(days) => {
                demand(!days.is_empty(), "a trace has a day");
                demand(days.iter().all(|times| times.is_sorted()), "a trace is sorted");
                demand(
                    days.iter().flatten().all(|&t| day.opens <= t && t < day.closes),
                    "a trace lies within opening hours",
                );
            }
        }
        demand(kind.scale.is_finite() && kind.scale >= 0.0, "a scale is not negative");
        demand(
            kind.surges.iter().all(|s| s.from < s.to && s.factor.is_finite() && s.factor >= 0.0),
            "a surge lasts, and its factor is not negative",
        );
        demand(
            match kind.enters {
                Entrance::Queue(id) => queue(id),
                Entrance::Ivr(id) => step(id),
            },
            "contacts enter a queue or step that exists",
        );
    }
    for q in &draft.queues {
        demand(q.prefers.iter().all(|&id| group(id)), "a queue prefers groups that exist");
        let overflow = q.overflow.iter().flat_map(|overflow| &overflow.to);
        demand(overflow.clone().all(|&id| group(id)), "a queue overflows to groups that exist");
        demand(overflow.clone().all(|id| !q.prefers.contains(id)), "a queue overflows to groups that do not answer it");
    }
    let mut heads = 0_u64;
    for g in &draft.agent_groups {
        demand(g.answers.iter().all(|&id| queue(id)), "a group answers queues that exist");
        demand(g.skills.iter().all(|&id| contact_type(id)), "a group's skills are contact types that exist");
        demand(g.staffing_scale.is_finite() && g.staffing_scale >= 0.0, "a staffing scale is not negative");
        demand(
            g.handle_time_factor.len() == draft.contact_types.len()
                && g.handle_time_factor.iter().all(|f| f.is_finite() && *f > 0.0),
            "a group has a positive handle-time factor for each contact type",
        );
        let planned: u64 = match &g.staffing {
            Staffing::PerInterval(counts) => {
                demand(counts.len() == intervals, "staffing has a value for each interval");
                counts.iter().copied().max().unwrap_or(0).into()
            }
            Staffing::Shifts(shifts) => {
                demand(
                    shifts.iter().all(|shift| {
                        let edges: Vec<_> = std::iter::once(shift.from)
                            .chain(shift.breaks.iter().flat_map(|&(from, to)| [from, to]))
                            .chain(std::iter::once(shift.to))
                            .collect();
                        shift.from < shift.to && edges.is_sorted()
                    }),
                    "a shift lasts, and its breaks lie within it in order",
                );
                shifts.iter().map(|shift| u64::from(shift.agents)).sum()
            }
        };
        heads = heads.saturating_add((planned as f64 * g.staffing_scale.max(0.0)).ceil() as u64);
    }
    demand(heads <= MOST_HEADS, "all groups together have at most 100 000 heads");
    for s in &draft.ivr {
        match &s.action {
            IvrAction::Play { then, .. } => demand(next(*then), "a menu step leads somewhere that exists"),
            IvrAction::Menu { options, presses, .. } => {
                demand(options.iter().all(|option| next(option.leads_to)), "a menu option leads somewhere that exists");
                demand(
                    presses.iter().all(|(id, row)| {
                        contact_type(*id)
                            && row.iter().all(|(press, _)| match press {
                                super::Press::Option(at) => usize::from(*at) < options.len(),
                                super::Press::HangUp => true,
                            })
                            && (row.iter().map(|(_, share)| share.get()).sum::<f64>() - 1.0).abs() < 1e-6
                    }),
                    "who presses what names options that exist, and its shares add up to one",
                );
            }
        }
    }
    demand(is_acyclic(draft), "the menu leads to an end");
    for t in &draft.targets {
        demand(
            match t.scope {
                Scope::Center => true,
                Scope::ContactType(id) => contact_type(id),
                Scope::Queue(id) => queue(id),
                Scope::AgentGroup(_) | Scope::Target(_) => false,
            },
            "a target speaks about the center, a queue or a contact type that exists",
        );
    }
    flaws
}

/// Whether every walk through the menu ends: steps are removed while all they lead to is already known to end.
fn is_acyclic(draft: &Draft) -> bool {
    let mut ends = vec![false; draft.ivr.len()];
    loop {
        let before = ends.iter().filter(|end| **end).count();
        for (at, step) in draft.ivr.iter().enumerate() {
            let done = |to: &IvrNext| match to {
                IvrNext::Step(id) => ends.get(id.index()).copied().unwrap_or(true),
                IvrNext::Queue(_) => true,
            };
            let all = match &step.action {
                IvrAction::Play { then, .. } => done(then),
                IvrAction::Menu { options, .. } => options.iter().all(|option| done(&option.leads_to)),
            };
            ends[at] = all;
        }
        let after = ends.iter().filter(|end| **end).count();
        if after == before {
            return after == ends.len();
        }
    }
}
