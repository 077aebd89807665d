//! `trace.svg`: a stretch of the day, agent by agent and caller by caller.

use super::{AgentDay, AgentState, InHand, Origin, Trace, TracedCall, Window};
use crate::model::{GroupId, QueueId};
use crate::observation::{Ending, Segment, Stretch};
use crate::report::chart::swimlane::{
    self, AgentLane, BarKind, GroupLanes, HoldEnd, HoldLine, LaneBar, QueueLanes, SwimlanePicture,
};
use crate::report::chart::{Caption, ChartError};
use crate::report::grouped;

/// The picture as SVG.
///
/// # Errors
/// When the drawing fails.
pub fn svg(trace: &Trace<'_>, window: Window, origin: Origin<'_>) -> Result<String, ChartError> {
    let center = trace.center;
    swimlane::draw(&SwimlanePicture {
        caption: Caption {
            title: format!("Who talks, who holds: {} to {}", window.from.clock(), window.to.clock()),
            subtitle: format!(
                "{}, day {}, seed {}, ccsim {}",
                center.name,
                grouped(origin.replication as f64, 0),
                origin.seed,
                origin.version
            ),
            note: format!(
                "Numbers in bars and at lines are persons, numbers at lanes are agents. Scenario {}.",
                origin.digest
            ),
        },
        from: window.from,
        to: window.to,
        contact_types: center.contact_types.iter().map(|kind| kind.name.clone()).collect(),
        groups: (0..center.agent_groups.len()).map(|at| lanes_of(trace, window, GroupId::at(at))).collect(),
        queues: (0..center.queues.len()).map(|at| holds_of(trace, window, QueueId::at(at))).collect(),
    })
}

fn lanes_of(trace: &Trace<'_>, window: Window, group: GroupId) -> GroupLanes {
    let days = trace.agents.iter().filter(|day| day.group == group);
    GroupLanes {
        name: trace.center.agent_groups[group.index()].name.clone(),
        lanes: days.map(|day| lane(trace, window, day)).collect(),
    }
}

fn lane(trace: &Trace<'_>, window: Window, day: &AgentDay) -> AgentLane {
    let person = |in_hand: InHand| in_hand.call.map_or_else(String::new, |at| person(&trace.calls[at]));
    let bars = day.stretches.iter().filter(|stretch| window.sees(stretch.from, stretch.to)).filter_map(|stretch| {
        let kind = match stretch.state {
            AgentState::Idle => return None,
            AgentState::Away => BarKind::Away,
            AgentState::Talk(in_hand) => BarKind::Talk(in_hand.contact_type.index(), person(in_hand)),
            AgentState::AfterCall(in_hand) => BarKind::AfterCall(in_hand.contact_type.index()),
        };
        Some(LaneBar { kind, from: stretch.from, to: stretch.to })
    });
    AgentLane { label: (day.agent + 1).to_string(), bars: bars.collect() }
}

fn holds_of(trace: &Trace<'_>, window: Window, queue: QueueId) -> QueueLanes {
    let mut holds: Vec<HoldLine> = Vec::new();
    for traced in &trace.calls {
        let segments = &traced.call.segments;
        for (at, hold) in segments.iter().enumerate().filter(|(_, segment)| segment.stretch == Stretch::Hold(queue)) {
            if hold.from < hold.to && window.sees(hold.from, hold.to) {
                holds.push(hold_line(traced, hold, segments.get(at + 1)));
            }
        }
    }
    holds.sort_by_key(|hold| hold.from);
    QueueLanes { name: trace.center.queues[queue.index()].name.clone(), holds }
}

fn hold_line(traced: &TracedCall, hold: &Segment, next: Option<&Segment>) -> HoldLine {
    let end = match (next, traced.end.how) {
        (Some(_), _) => HoldEnd::Answered,
        (None, Ending::Abandoned { .. }) => HoldEnd::HungUp,
        (None, _) => HoldEnd::Other,
    };
    let heard = traced.call.announcements.iter().map(|(_, heard)| heard.at);
    HoldLine {
        person: person(traced),
        contact_type: traced.call.contact_type.index(),
        from: hold.from,
        to: hold.to,
        end,
        notices: heard.filter(|heard| (hold.from..=hold.to).contains(heard)).collect(),
    }
}

fn person(traced: &TracedCall) -> String {
    (traced.call.person + 1).to_string()
}
