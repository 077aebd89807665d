//! Several queues, the urgent answered first, nobody interrupted.

use ccsim::model::{ContactChoice, Draft, QueueId, Scope};
use ccsim::theory::{Queue, priority_waits};

use super::judge::Judged;
use super::support::{calls, day, draft, exponential, group, queue, seconds};

const HANDLE_TIME: f64 = 200.0;
const AGENTS: u32 = 5;
/// Load of each class, most urgent first [erlang].
const LOADS: [f64; 3] = [1.2, 1.6, 1.4];

fn rates() -> [f64; 3] {
    LOADS.map(|load| load / HANDLE_TIME)
}

/// Three queues before one group of agents, the least urgent first in the file.
fn three_queues() -> Draft {
    let (warm_up, contacts) = (100.0 * HANDLE_TIME, 120_000.0);
    let length = warm_up + contacts / rates().iter().sum::<f64>();
    let kinds = rates()
        .into_iter()
        .rev()
        .enumerate()
        .map(|(at, rate)| calls(&format!("class-{}", 3 - at), at, vec![rate * length], exponential(HANDLE_TIME)));
    let kinds = kinds.collect();
    let queues = (0..3).map(|at| queue(&format!("class-{}", 3 - at))).collect();
    draft(day(1, length, warm_up), kinds, queues, vec![group("agents", vec![AGENTS], &[0, 1, 2])])
}

fn judge(name: &str, draft: Draft) -> Judged {
    let judged = Judged::play(name, draft, 100);
    let waits = priority_waits(&rates(), HANDLE_TIME, AGENTS).unwrap();
    for (at, wait) in waits.iter().rev().enumerate() {
        judged.figure("mean-hold-time", Scope::Queue(QueueId::at(at)), None, wait.unwrap());
    }
    judged
}

#[test]
fn the_lowest_number_is_answered_first() {
    let mut draft = three_queues();
    draft.routing.contact = ContactChoice::Priority;
    for (queue, priority) in draft.queues.iter_mut().zip([3, 2, 1]) {
        queue.priority = priority;
    }
    let judged = judge("three priorities, M/M/5, 4.2 erl", draft);
    let all = Queue { arrival_rate: rates().iter().sum(), handle_time: HANDLE_TIME, agents: AGENTS, lines: None };
    let all = all.solve(None).unwrap();
    // Kleinrock: the order changes nothing for all taken together.
    judged.center("held-rate", all.wait_probability());
    judged.center("mean-hold-time", all.mean_hold());
    judged.center("queue-length", all.mean_queue_length());
}

/// A head start longer than anybody waits is a priority.
#[test]
fn a_long_head_start_is_a_priority() {
    let mut draft = three_queues();
    for (at, queue) in draft.queues.iter_mut().enumerate() {
        queue.head_start = seconds(1e7 * at as f64);
    }
    judge("three head starts, M/M/5, 4.2 erl", draft);
}

/// The order of a group's queues is a priority, too.
#[test]
fn the_order_of_a_groups_queues_is_a_priority() {
    let mut draft = three_queues();
    draft.routing.contact = ContactChoice::Preference;
    draft.agent_groups[0].answers.reverse();
    judge("preference of one group, M/M/5, 4.2 erl", draft);
}

/// Queues that compete by longest wait are one queue.
#[test]
fn queues_that_compete_by_longest_wait_are_one_queue() {
    let judged = Judged::play("three queues by longest wait, M/M/5, 4.2 erl", three_queues(), 100);
    let all = Queue { arrival_rate: rates().iter().sum(), handle_time: HANDLE_TIME, agents: AGENTS, lines: None };
    let all = all.solve(None).unwrap();
    for at in 0..3 {
        let scope = Scope::Queue(QueueId::at(at));
        judged.figure("held-rate", scope, None, all.wait_probability());
        judged.figure("mean-hold-time", scope, None, all.mean_hold());
        judged.figure("notice-due-rate", scope, None, all.hold_exceeds(60.0));
    }
}
