//! Lines that can all be taken, and queues that can be full.

use ccsim::random::DurationDistribution;
use ccsim::theory::erlang_b;
use ccsim::theory::markov::Chain;

use super::judge::Judged;
use super::long_run::{PLENTY, Play, check, theory_of};
use super::support::{OneQueue, constant, exponential, lognormal};

const TALK_TIME: f64 = 200.0;

fn loss(name: &str, lines: u32, load: f64, talk_time: DurationDistribution, after_call_work: f64, by_trunks: bool) {
    let mean = talk_time.mean_seconds().unwrap() + after_call_work;
    let queue = OneQueue {
        talk_time,
        after_call_work: constant(after_call_work),
        trunk_lines: by_trunks.then_some(lines),
        capacity: (!by_trunks).then_some(0),
        ..OneQueue::new(load / mean, mean, lines)
    };
    let warm_up = 30.0 * mean;
    let draft = queue.draft(40_000.0 / queue.arrival_rate + warm_up, warm_up);
    let judged = Judged::play(name, draft, 100);
    let blocked = erlang_b(load, lines);
    judged.center("blocking-rate", blocked);
    judged.center("held-rate", 0.0);
    judged.center("agents-busy", load * (1.0 - blocked));
}

/// Erlang B depends on the mean talk time alone.
#[test]
fn a_loss_system_does_not_care_how_talk_times_vary() {
    loss("M/M/10/10 by trunks, 8 erl", 10, 8.0, exponential(TALK_TIME), 0.0, true);
    loss("M/LN/10/10 by trunks, 8 erl", 10, 8.0, lognormal(TALK_TIME, 1.5), 0.0, true);
    loss("M/D/10/10 by trunks, 8 erl", 10, 8.0, constant(TALK_TIME), 0.0, true);
    loss("M/LN/100/100 by trunks, 100 erl", 100, 100.0, lognormal(TALK_TIME, 1.1), 0.0, true);
}

/// Without a place to hold, an agent in after-call work is as busy as one who talks.
#[test]
fn a_queue_without_places_loses_by_the_whole_handle_time() {
    loss("M/M/10/10 by queue, 8 erl", 10, 8.0, exponential(TALK_TIME), 0.0, false);
    loss("M/LN+D/10/10 by queue, 9 erl", 10, 9.0, lognormal(TALK_TIME, 1.2), 60.0, false);
}

fn finite(agents: u32, lines: u32, load: f64, patience: Option<f64>, by_trunks: bool) {
    let patience_law = patience.map_or(DurationDistribution::never(), exponential);
    let queue = OneQueue {
        patience: patience_law,
        trunk_lines: by_trunks.then_some(lines),
        capacity: (!by_trunks).then(|| lines - agents),
        ..OneQueue::new(load / TALK_TIME, TALK_TIME, agents)
    };
    let exact = theory_of(&queue, TALK_TIME, Some(lines)).solve(patience).unwrap();
    let by = if by_trunks { "trunks" } else { "queue" };
    let name = format!("M/M/{agents}/{lines} by {by}, {load} erl, patience {patience:?}");
    check(&name, &queue, &exact, Play { contacts: 60_000.0, ..PLENTY });
}

#[test]
fn lines_that_can_all_be_taken() {
    finite(5, 8, 6.0, None, true);
    finite(20, 30, 24.0, Some(120.0), true);
}

#[test]
fn a_queue_that_can_be_full() {
    finite(5, 9, 4.5, None, false);
    finite(20, 25, 21.0, Some(90.0), false);
}

#[test]
fn fewer_lines_than_agents() {
    finite(12, 9, 8.0, None, true);
}

/// Talk, then after-call work: the agent is taken for both, the line for hold and talk alone.
#[test]
fn after_call_work_gives_the_line_back() {
    const AGENTS: u32 = 6;
    const LINES: u32 = 8;
    let (rate, talk, work, patience) = (6.5 / 250.0, 180.0, 70.0, 150.0);
    // Who talks, who works after a call, who holds.
    let chain = Chain::explore([0_u32; 3], 10_000, |&[talking, working, holding], change| {
        if talking + holding < LINES {
            let next =
                if talking + working < AGENTS { [talking + 1, working, 0] } else { [talking, working, holding + 1] };
            change(next, rate);
        }
        if talking > 0 {
            change([talking - 1, working + 1, holding], f64::from(talking) / talk);
        }
        if working > 0 {
            let next = if holding > 0 { [talking + 1, working - 1, holding - 1] } else { [talking, working - 1, 0] };
            change(next, f64::from(working) / work);
        }
        if holding > 0 {
            change([talking, working, holding - 1], f64::from(holding) / patience);
        }
    });
    let chain = chain.unwrap();
    let long_run = chain.settle().unwrap();
    let blocked = long_run.share_where(|[talking, _, holding]| talking + holding == LINES);
    let held =
        long_run.share_where(|[talking, working, holding]| talking + working == AGENTS && talking + holding < LINES);
    let holding = long_run.mean(|&[_, _, holding]| f64::from(holding));
    let admitted = rate * (1.0 - blocked);

    let queue = OneQueue {
        patience: exponential(patience),
        after_call_work: exponential(work),
        trunk_lines: Some(LINES),
        ..OneQueue::new(rate, talk, AGENTS)
    };
    let warm_up = 8000.0;
    let draft = queue.draft(60_000.0 / rate + warm_up, warm_up);
    let judged = Judged::play("talk and after-call work, 6 agents, 8 lines", draft, 100);
    judged.center("blocking-rate", blocked);
    judged.center("held-rate", held / (1.0 - blocked));
    judged.center("queue-length", holding);
    judged.center("mean-hold-time", holding / admitted);
    judged.center("abandonment-rate", holding / patience / admitted);
    judged.center("agents-busy", long_run.mean(|&[talking, working, _]| f64::from(talking + working)));
}
