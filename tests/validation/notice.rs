//! The announced wait against what is exactly known about the wait of who is at position q.

use ccsim::model::{Leaves, Notice, PatienceRuns, WaitEstimate};
use ccsim::observation::{Ending, Segment};
use ccsim::theory::{PatienceLaw, WaitAhead};
use ccsim::units::{Duration, Share};

use super::ear::{Told, check, mean, share};
use super::judge::Judged;
use super::long_run::theory_of;
use super::support::{OneQueue, exponential, group, seconds};

const TALK: f64 = 200.0;

fn notice(after: f64, estimate: WaitEstimate) -> Notice {
    Notice {
        after: seconds(after),
        every: None,
        estimate,
        says: None,
        at_most: Notice::LONGEST,
        leaves: Leaves { if_longer_than_patience: Share::NONE, anyway: Share::NONE },
        patience_runs: None,
    }
}

/// Who is still on hold after a time, by the number ahead then: how many of all who call.
///
/// A caller who finds `k` holding has `k` ahead; while all agents are busy that number only falls, at the rate at which an
/// agent frees or one of those ahead hangs up (Kolmogorov's forward equations, by Runge and Kutta's fourth-order steps).
fn on_hold_after(agents: u32, load: f64, theta: f64, after: f64) -> Vec<f64> {
    const MOST: usize = 150;
    const STEPS: usize = 6000;
    let (rate, ending) = (load / TALK, f64::from(agents) / TALK);
    let mut weights = vec![1.0];
    for inside in 1..=agents as usize + MOST {
        let holding = inside.saturating_sub(agents as usize) as f64;
        let leaving = (inside.min(agents as usize) as f64) / TALK + holding * theta;
        weights.push(weights[inside - 1] * rate / leaving);
    }
    let total: f64 = weights.iter().sum();
    let mut ahead: Vec<f64> = weights[agents as usize..].iter().map(|weight| weight / total).collect();
    let falls = |ahead: &[f64]| -> Vec<f64> {
        let out = |at: usize| ahead.get(at).map_or(0.0, |share| share * (ending + at as f64 * theta));
        (0..ahead.len()).map(|at| out(at + 1) - out(at)).collect()
    };
    let step = after / STEPS as f64;
    let moved = |from: &[f64], slope: &[f64], by: f64| -> Vec<f64> {
        from.iter().zip(slope).map(|(from, slope)| from + by * slope).collect()
    };
    for _ in 0..STEPS {
        let first = falls(&ahead);
        let second = falls(&moved(&ahead, &first, step / 2.0));
        let third = falls(&moved(&ahead, &second, step / 2.0));
        let fourth = falls(&moved(&ahead, &third, step));
        for at in 0..ahead.len() {
            ahead[at] += step / 6.0 * (first[at] + 2.0 * second[at] + 2.0 * third[at] + fourth[at]);
        }
    }
    // The caller's own patience.
    let stays = (-theta * after).exp();
    ahead.iter().map(|share| share * stays).collect()
}

/// Mean distance of the wait from its own mean \[s\]: twice the mean excess over it.
fn mean_distance(wait: WaitAhead, ahead: u32) -> f64 {
    const STEPS: u32 = 400;
    let mean = wait.mean(ahead);
    let width = 12.0 * wait.variance(ahead).sqrt() / f64::from(STEPS);
    let at = |i: u32| wait.exceeds(ahead, mean + f64::from(i) * width);
    let simpson: f64 = (0..STEPS / 2).map(|i| at(2 * i) + 4.0 * at(2 * i + 1) + at(2 * i + 2)).sum();
    2.0 * simpson * width / 3.0
}

fn announced(agents: u32, load: f64, patience: f64, split: Option<u32>) {
    const AFTER: f64 = 60.0;
    let theta = 1.0 / patience;
    let ending = f64::from(agents) / TALK;
    let wait = WaitAhead::new(ending, theta);
    let on_hold = on_hold_after(agents, load, theta, AFTER);
    let due: f64 = on_hold.iter().sum();
    let queue = OneQueue { patience: exponential(patience), ..OneQueue::new(load / TALK, TALK, agents) };
    let known = theory_of(&queue, TALK, None).solve(Some(patience)).unwrap().hold_exceeds(AFTER);
    assert!((due - known).abs() < 1e-7, "two ways to the due rate: {due} and {known}");
    let over = |quantity: &dyn Fn(u32) -> f64| -> f64 {
        let parts = on_hold.iter().enumerate().filter(|(_, share)| **share > 1e-12);
        parts.map(|(ahead, share)| share * quantity(ahead as u32)).sum::<f64>() / due
    };
    let rates = |ahead: u32| (0..=ahead).map(move |at| ending + f64::from(at) * theta);
    let answered = over(&|ahead| wait.answered(ahead));
    let of_answered = over(&|ahead| wait.answered(ahead) * rates(ahead).map(|rate| 1.0 / (rate + theta)).sum::<f64>());
    let figures = [
        ("notice due", due, 0.05),
        ("mean announced [ms]", over(&|ahead| wait.mean(ahead)) * 1e3, 0.03),
        ("truth over announced", 1.0, 0.02),
        ("within the announced", over(&|ahead| 1.0 - wait.exceeds(ahead, wait.mean(ahead))), 0.02),
        ("mean absolute error [ms]", over(&|ahead| mean_distance(wait, ahead)) * 1e3, 0.03),
        ("mean squared error [ms²]", over(&|ahead| wait.variance(ahead)) * 1e6, 0.06),
        ("answered of those due", answered, 0.02),
        ("truth of the answered [ms]", of_answered / answered * 1e3, 0.03),
    ];
    let mut draft = queue.draft(40_000.0 * TALK / load, 0.0);
    if let Some(first) = split {
        draft.agent_groups =
            [first, agents - first].map(|heads| group(&format!("of-{heads}"), vec![heads], &[0])).into();
        for group in &mut draft.agent_groups {
            group.skills = vec![ccsim::model::ContactTypeId(0)];
            group.handle_time_factor = vec![1.0];
        }
        draft.queues[0].prefers = vec![ccsim::model::GroupId(0), ccsim::model::GroupId(1)];
    }
    draft.queues[0].notice = Some(notice(AFTER, WaitEstimate::QueueLength));
    let name = format!("notice at 60 s, {agents} agents, {load} erl, patience {patience} s, split {split:?}");
    // What a run reports, first; then, by the test's own counting, what it does not.
    let mut counted = draft.clone();
    counted.day.warm_up = seconds(6000.0);
    let judged = Judged::play(format!("{name}, as reported"), counted, 40).known_to(0.05);
    judged.center("notice-due-rate", due);
    for (metric, at) in [
        ("notice-mean-announced", 1),
        ("notice-virtual-mean-announced", 1),
        ("notice-virtual-mean-actual", 1),
        ("notice-mean-actual", 7),
        ("notice-virtual-mean-absolute-error", 4),
    ] {
        judged.center(metric, figures[at].1 / 1e3);
    }
    judged.center("notice-virtual-root-mean-square-error", (figures[5].1 / 1e6).sqrt());
    judged.center("notice-virtual-coverage", figures[3].1);
    check(&name, draft, 40, 6000.0, figures, |told, sums| match told {
        Told::Call(call, _) => share(&mut sums[0], !call.announcements.is_empty()),
        Told::Truth(_, said, at, virtually) => {
            let truth = *at - said.at;
            mean(&mut sums[1], said.says);
            sums[2].0 += truth.as_micros() / 1000;
            sums[2].1 += said.says.as_micros() / 1000;
            share(&mut sums[3], truth <= said.says);
            let error = Duration::from_micros(truth.as_micros().abs_diff(said.says.as_micros()));
            mean(&mut sums[4], error);
            sums[5].0 += (error.as_micros() / 1000).pow(2);
            sums[5].1 += 1;
            share(&mut sums[6], !virtually);
            if !virtually {
                mean(&mut sums[7], truth);
            }
        }
        Told::Back(..) => {}
    });
}

#[test]
fn what_is_announced_is_the_exact_mean_and_errs_as_it_must() {
    announced(10, 12.0, 180.0, None);
    announced(30, 36.0, 120.0, None);
    announced(10, 12.0, 180.0, Some(4));
}

/// Without abandonment the queue-length estimate has the error of a sum of exponentials; the delay of the head of the line or
/// of the last who was answered doubles it in heavy traffic (Ibrahim and Whitt, M&SOM 2009).
#[test]
fn delay_histories_err_twice_as_much_as_the_queue_length() {
    const AGENTS: u32 = 10;
    let load = 9.5;
    let rho = load / f64::from(AGENTS);
    let spacing = TALK / f64::from(AGENTS);
    // Given that somebody holds, one plus the number ahead is geometric.
    let exact = spacing * spacing / (1.0 - rho) * 1e6;
    let error = |told: &Told<'_>| match told {
        Told::Truth(_, said, at, _) => {
            Some((said.says.as_micros().abs_diff((*at - said.at).as_micros()) / 1000).pow(2))
        }
        _ => None,
    };
    let centers = |estimate| {
        let mut draft = OneQueue::new(load / TALK, TALK, AGENTS).draft(40_000.0 * TALK / load, 0.0);
        draft.queues[0].notice = Some(notice(0.0, estimate));
        draft
    };
    let figures = [("mean squared error [ms²]", exact, 0.1)];
    check(
        "queue length at 0 s, M/M/10, 9.5 erl",
        centers(WaitEstimate::QueueLength),
        60,
        20_000.0,
        figures,
        |told, sums| {
            sums[0].0 += error(told).unwrap_or(0);
            sums[0].1 += u64::from(error(told).is_some());
        },
    );
    for estimate in [WaitEstimate::HeadOfLine, WaitEstimate::LastServed] {
        // Not an exact value: the ratio is two in the limit alone.
        let errors = std::cell::Cell::new((0.0, 0.0));
        check("history at 0 s, M/M/10, 9.5 erl", centers(estimate), 60, 20_000.0, [], |told, []| {
            let (sum, count) = errors.get();
            if let Some(error) = error(told) {
                errors.set((sum + error as f64, count + 1.0));
            }
        });
        let (sum, count) = errors.get();
        let ratio = sum / count / exact;
        println!(
            "| {estimate:?} at 0 s | squared error over that of the queue length | {ratio:.3} | 2 in the limit | |"
        );
        assert!((1.8..2.2).contains(&ratio), "{estimate:?}: {ratio}");
    }
}

/// Everybody who holds hears of it at once: half the speed of exponential patience is half its hazard, and a share that
/// hangs up anyway is a share without patience.
#[test]
fn reactions_at_once_are_other_laws_of_patience() {
    const AGENTS: u32 = 10;
    let (load, patience) = (12.0, 120.0);
    let queue = OneQueue { patience: exponential(patience), ..OneQueue::new(load / TALK, TALK, AGENTS) };
    let slowed = theory_of(&queue, TALK, None).solve(Some(2.0 * patience)).unwrap();
    let law = PatienceLaw::exponential(patience).mixed_with(0.3, &PatienceLaw::constant(0.0));
    let left = theory_of(&queue, TALK, None).solve_with(&law).unwrap();
    let runs = PatienceRuns { until: 0.5, after: 0.5 };
    let anyway = Share::new(0.3).expect("a share");
    let stays = notice(0.0, WaitEstimate::QueueLength);
    let leaves = Leaves { anyway, ..stays.leaves };
    for (name, notice, exact) in [
        ("patience at half its speed", Notice { patience_runs: Some(runs), ..stays.clone() }, slowed),
        ("three in ten leave anyway", Notice { leaves, ..stays.clone() }, left),
    ] {
        let mut draft = queue.draft(40_000.0 * TALK / load, 0.0);
        draft.queues[0].notice = Some(notice);
        let figures = [
            ("abandoned", exact.abandonment(), 0.03),
            ("mean hold [ms]", exact.mean_hold() * 1e3, 0.03),
            ("hold of 60 s", exact.hold_exceeds(60.0), 0.05),
        ];
        check(&format!("{name}, M/M/10+M, 12 erl"), draft, 40, 6000.0, figures, |told, sums| {
            let Told::Call(call, end) = told else { return };
            share(&mut sums[0], matches!(end.how, Ending::Abandoned { .. }));
            let hold = call.holds().next().map_or(Duration::ZERO, Segment::length);
            mean(&mut sums[1], hold);
            share(&mut sums[2], hold >= seconds(60.0));
        });
    }
}
