//! A day whose volume and staff change, interval by interval, from an empty start to the last caller after closing.

use ccsim::model::{Draft, GroupId, Scope};
use ccsim::theory::transient::{self, Interval, Outcome};

use super::judge::Judged;
use super::support::{calls, day, draft, exponential, group, queue, seconds};

const INTERVAL: f64 = 900.0;
const HANDLE_TIME: f64 = 300.0;
const PATIENCE: f64 = 200.0;
/// Expected contacts and heads of each interval. The staff falls by seven at once, is away, and comes back.
const DAY: [(f64, u32); 9] =
    [(15.0, 4), (30.0, 10), (48.0, 15), (36.0, 8), (24.0, 0), (30.0, 12), (9.0, 6), (24.0, 6), (21.0, 5)];

/// What is expected of each interval, and, last, of the time after closing.
fn exact() -> Vec<Outcome> {
    let open =
        DAY.iter().map(|&(expected, agents)| Interval { length: INTERVAL, arrival_rate: expected / INTERVAL, agents });
    let after_closing = Interval { length: 50.0 * HANDLE_TIME, arrival_rate: 0.0, agents: DAY[DAY.len() - 1].1 };
    let intervals: Vec<Interval> = open.chain([after_closing]).collect();
    transient::day(&intervals, HANDLE_TIME, Some(PATIENCE)).unwrap()
}

fn center() -> Draft {
    let expected = DAY.iter().map(|interval| interval.0).collect();
    let mut callers = calls("callers", 0, expected, exponential(HANDLE_TIME));
    callers.patience = exponential(PATIENCE);
    let heads = DAY.iter().map(|interval| interval.1).collect();
    draft(day(DAY.len(), INTERVAL, 0.0), vec![callers], vec![queue("line")], vec![group("agents", heads, &[0])])
}

fn judge_intervals(judged: &Judged, exact: &[Outcome], from: usize) {
    for (at, outcome) in exact.iter().enumerate().take(DAY.len()).skip(from) {
        let interval = Some(at as u32);
        judged.figure("arrived", Scope::Center, interval, outcome.offered);
        judged.figure("held-rate", Scope::Center, interval, outcome.wait_probability().unwrap());
        judged.figure("queue-length", Scope::Center, interval, outcome.mean_queue_length);
        judged.figure("agents-busy", Scope::Center, interval, outcome.mean_agents_busy);
        let present = f64::from(DAY[at].1) + outcome.mean_agents_above;
        judged.figure("staffed-hours", Scope::AgentGroup(GroupId(0)), interval, present * INTERVAL / 3600.0);
    }
}

#[test]
fn volume_and_staff_change_over_the_day() {
    let exact = exact();
    let judged = Judged::play("day of nine quarters", center(), 40_000);
    judge_intervals(&judged, &exact, 0);
    let sum = |of: fn(&Outcome) -> f64| exact.iter().map(of).sum::<f64>();
    let offered = sum(|outcome| outcome.offered);
    judged.center("offered", offered);
    judged.center("abandonment-rate", sum(|outcome| outcome.abandoned) / offered);
    judged.center("answered", sum(|outcome| outcome.answered));
    // Nobody else hangs up: exponential patience at work for so long makes so many abandonments.
    judged.center("mean-hold-time", sum(|outcome| outcome.abandoned) * PATIENCE / offered);
}

#[test]
fn what_happens_in_the_warm_up_is_felt_and_not_counted() {
    let mut draft = center();
    draft.day.warm_up = seconds(3.0 * INTERVAL);
    let judged = Judged::play("day of nine quarters, three of them warm-up", draft, 40_000);
    let exact = exact();
    judge_intervals(&judged, &exact, 3);
    judged.center("offered", exact.iter().skip(3).map(|outcome| outcome.offered).sum());
    for at in 0..3 {
        assert_eq!(judged.findings().find("arrived", Scope::Center, Some(at)), None, "interval {at} counts nobody");
    }
}
