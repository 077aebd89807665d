//! The law of the hold itself: its quantiles, and the share still on hold after each time of the curve.

use ccsim::model::Scope;
use ccsim::random::DurationDistribution;
use ccsim::theory::SteadyState;

use super::judge::{Judged, compare};
use super::long_run::{law_of, theory_of};
use super::support::{OneQueue, exponential, lognormal};

/// Sections of replications, from which the doubt of quantiles and curves comes, less one.
const FREEDOM: u64 = 15;
/// What the histogram may be off by, beside chance [of the value]; see `LogHistogram`.
const RESOLUTION: f64 = 0.008;

/// Hold that a share of the offered does not exceed [s].
fn quantile(exact: &SteadyState, share: f64) -> f64 {
    if exact.hold_exceeds(0.0) <= 1.0 - share {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1e5);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if exact.hold_exceeds(middle) > 1.0 - share { low = middle } else { high = middle }
    }
    high
}

fn check(name: &str, queue: &OneQueue, handle_time: f64, exact: &SteadyState) {
    let warm_up = 50.0 * handle_time;
    let draft = queue.draft(80_000.0 / queue.arrival_rate + warm_up, warm_up);
    let judged = Judged::play(name, draft, 160);
    for (metric, share) in
        [("hold-time-p50", 0.5), ("hold-time-p90", 0.9), ("hold-time-p95", 0.95), ("hold-time-p99", 0.99)]
    {
        let value = quantile(exact, share);
        let mut estimate = judged.findings().find(metric, Scope::Center, None).unwrap();
        // Chance and resolution add up: move the estimate towards the exact value by what the bins may be off by.
        let shift = (value - estimate.value).clamp(-RESOLUTION * value, RESOLUTION * value);
        estimate.value += shift;
        estimate.interval = estimate.interval.map(|(low, high)| (low + shift, high + shift));
        compare(name, metric, estimate, value, FREEDOM, 0.02 * value);
    }
    let curve = &judged.findings().hold_curves[0];
    for &(time, estimate) in curve.points.iter().filter(|(time, _)| [0.0, 10.0, 30.0, 60.0, 120.0].contains(time)) {
        compare(name, &format!("on hold after {time} s"), estimate, exact.hold_exceeds(time), FREEDOM, 0.01);
    }
}

#[test]
fn erlang_c() {
    let queue = OneQueue::new(17.0 / 200.0, 200.0, 20);
    let exact = theory_of(&queue, 200.0, None).solve(None).unwrap();
    check("M/M/20, 17 erl", &queue, 200.0, &exact);
}

#[test]
fn erlang_a() {
    let queue = OneQueue { patience: exponential(180.0), ..OneQueue::new(24.0 / 200.0, 200.0, 20) };
    let exact = theory_of(&queue, 200.0, None).solve(Some(180.0)).unwrap();
    check("M/M/20+M, 24 erl, patience 180 s", &queue, 200.0, &exact);
}

#[test]
fn patience_with_a_limit() {
    let patience: DurationDistribution = lognormal(300.0, 1.0);
    let queue = OneQueue { patience, ..OneQueue::new(11.0 / 200.0, 200.0, 10) };
    let exact = theory_of(&queue, 200.0, None).solve_with(&law_of(&queue)).unwrap();
    check("M/M/10+LN, 11 erl", &queue, 200.0, &exact);
}
