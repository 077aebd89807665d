//! The N-model: a group for one class, and a group for the other that helps out.

use ccsim::model::{AgentChoice, ContactChoice, Draft, GroupId, Overflow, QueueId, Scope};
use ccsim::theory::{self, OverflowClass, OverflowOutcome};

use super::judge::Judged;
use super::support::{calls, constant, day, draft, exponential, group, queue};
use ccsim::units::Duration;

const RATES: [f64; 2] = [3.6 / 200.0, 1.5 / 200.0];
const PATIENCE: [f64; 2] = [120.0, 240.0];
const AGENTS: [u32; 2] = [3, 3];
/// Talk of each class, and how much slower the helpers are with those whom they help.
const TALK: [f64; 2] = [200.0, 260.0];
const SLOWER: f64 = 1.25;
const WARM_UP: f64 = 10_000.0;
const LENGTH: f64 = 60_000.0 / 0.0255;

fn exact() -> OverflowOutcome {
    let class = |at: usize| OverflowClass { arrival_rate: RATES[at], mean_patience: Some(PATIENCE[at]) };
    let model = theory::Overflow {
        classes: [class(0), class(1)],
        agents: AGENTS,
        handle_times: [TALK[0], TALK[0] * SLOWER, TALK[1]],
    };
    model.solve().unwrap()
}

fn center() -> Draft {
    let length = WARM_UP + LENGTH;
    let kind = |name, at: usize| {
        let mut kind = calls(name, at, vec![RATES[at] * length], exponential(TALK[at]));
        kind.patience = exponential(PATIENCE[at]);
        kind
    };
    let mut helpers = group("helpers", vec![AGENTS[1]], &[1, 0]);
    helpers.handle_time_factor = vec![SLOWER, 1.0];
    let mut draft = draft(
        day(1, length, WARM_UP),
        vec![kind("helped", 0), kind("own", 1)],
        vec![queue("helped"), queue("own")],
        vec![group("front", vec![AGENTS[0]], &[0]), helpers],
    );
    draft.routing.agent = AgentChoice::Preference;
    draft.routing.contact = ContactChoice::Preference;
    draft
}

/// The same people and agents, written as an overflow at once instead of a second queue of the helpers.
fn center_with_overflow() -> Draft {
    let mut draft = center();
    draft.agent_groups[1].answers = vec![QueueId(1)];
    draft.queues[0].prefers = vec![GroupId(0)];
    draft.queues[0].overflow = Some(Overflow { after: Duration::ZERO, to: vec![GroupId(1)] });
    draft
}

fn judge(name: &str, draft: Draft) -> Judged {
    let judged = Judged::play(name, draft, 100);
    let exact = exact();
    for (at, agents) in AGENTS.into_iter().enumerate() {
        let scope = Scope::Queue(QueueId::at(at));
        judged.figure("held-rate", scope, None, exact.wait_probability[at]);
        judged.figure("abandonment-rate", scope, None, exact.abandonment[at]);
        judged.figure("mean-hold-time", scope, None, exact.mean_hold[at]);
        judged.figure("queue-length", scope, None, exact.mean_queue_length[at]);
        let crew = Scope::AgentGroup(GroupId::at(at));
        judged.figure("agents-busy", crew, None, exact.agents_busy[at]);
        judged.figure("occupancy", crew, None, exact.agents_busy[at] / f64::from(agents));
    }
    let answered_in_front = RATES[0] * LENGTH * (1.0 - exact.abandonment[0] - exact.overflowed);
    judged.figure("answered", Scope::AgentGroup(GroupId(0)), None, answered_in_front);
    judged
}

#[test]
fn helpers_take_their_own_first() {
    judge("N-model, preference", center());
}

#[test]
fn overflow_at_once_is_a_second_queue_of_the_helpers() {
    let name = "N-model, overflow at once";
    let by_overflow = judge(name, center_with_overflow());
    let by_preference = Judged::play(name, center(), 100);
    let rows = by_overflow.findings().rows.iter().zip(&by_preference.findings().rows);
    for (one, other) in rows {
        assert_eq!(one.estimate, other.estimate, "{} of {:?}", one.metric.id, one.scope);
    }
}

/// Overflow after longer than anybody is willing to hold: two centers side by side.
#[test]
fn overflow_that_comes_too_late_helps_nobody() {
    let mut draft = center_with_overflow();
    for kind in &mut draft.contact_types {
        kind.patience = constant(40.0);
    }
    draft.queues[0].overflow = Some(Overflow { after: Duration::from_secs(41), to: vec![GroupId(1)] });
    let judged = Judged::play("overflow after 41 s, patience 40 s", draft, 100);
    for at in 0..2 {
        let alone = theory::Queue { arrival_rate: RATES[at], handle_time: TALK[at], agents: AGENTS[at], lines: None };
        let alone = alone.solve_with(&theory::PatienceLaw::constant(40.0)).unwrap();
        let scope = Scope::Queue(QueueId::at(at));
        judged.figure("held-rate", scope, None, alone.wait_probability());
        judged.figure("abandonment-rate", scope, None, alone.abandonment());
        judged.figure("mean-hold-time", scope, None, alone.mean_hold());
    }
}
