//! Talk that is not exponential, and after-call work: where an exact answer is known.

use ccsim::random::DurationDistribution;
use ccsim::theory::markov::Chain;

use super::judge::Judged;
use super::long_run::{PLENTY, check, theory_of};
use super::support::{OneQueue, constant, exponential, lognormal};

/// Pollaczek-Khinchine: one agent, any law of handle time, mean hold = λ E[S²] / 2(1 - ρ).
/// Source: F. Pollaczek (1930), A. Khinchine (1932); Cooper (1981), section 5.8.
fn one_agent(name: &str, talk_time: DurationDistribution, after_call_work: DurationDistribution, load: f64) -> Judged {
    let (talk, work) = (talk_time.mean_seconds().unwrap(), after_call_work.mean_seconds().unwrap());
    let variance = |law: &DurationDistribution, mean: f64| {
        law.coefficient_of_variation().map_or(0.0, |cv| (cv * mean) * (cv * mean))
    };
    let mean = talk + work;
    let square = variance(&talk_time, talk) + variance(&after_call_work, work) + mean * mean;
    let rate = load / mean;
    let hold = rate * square / (2.0 * (1.0 - load));
    let queue = OneQueue { talk_time, after_call_work, ..OneQueue::new(rate, mean, 1) };
    let warm_up = 200.0 * mean;
    let draft = queue.draft(60_000.0 / rate + warm_up, warm_up);
    let judged = Judged::play(name, draft, 200);
    judged.center("held-rate", load);
    judged.center("occupancy", load);
    judged.center("mean-hold-time", hold);
    judged.center("queue-length", rate * hold);
    judged
}

#[test]
fn one_agent_and_lognormal_talk() {
    one_agent("M/LN/1, 0.6 erl, cv 1.2", lognormal(200.0, 1.2), constant(0.0), 0.6);
}

#[test]
fn one_agent_and_talk_with_after_call_work() {
    one_agent("M/LN+M/1, 0.6 erl", lognormal(180.0, 1.0), exponential(40.0), 0.6);
}

/// M/D/1, with the whole law of a wait shorter than one talk: P(hold <= t) = (1 - ρ) exp(λt).
/// Source: A. K. Erlang (1909); Cooper (1981), section 5.8.
#[test]
fn one_agent_and_talk_of_fixed_length() {
    let (talk, load) = (100.0, 0.7);
    let judged = one_agent("M/D/1, 0.7 erl", constant(talk), constant(0.0), load);
    judged.center("service-level", (1.0 - load) * (load / talk * 20.0_f64).exp());
    judged.center("notice-due-rate", 1.0 - (1.0 - load) * (load / talk * 60.0_f64).exp());
}

/// After-call work alone is a handle time like any other.
#[test]
fn after_call_work_is_handle_time() {
    let handle_time = 240.0;
    let queue = OneQueue {
        talk_time: constant(0.0),
        after_call_work: exponential(handle_time),
        patience: exponential(120.0),
        ..OneQueue::new(10.0 / handle_time, handle_time, 10)
    };
    let exact = theory_of(&queue, handle_time, None).solve(Some(120.0)).unwrap();
    check("M/M/10+M, all of it after-call work", &queue, &exact, PLENTY);
}

/// Handle times of two phases, M/H/n+M, by a Markov chain: talk and after-call work one after the other.
#[test]
fn talk_and_then_after_call_work() {
    const AGENTS: u32 = 8;
    const ROOM: u32 = 200;
    let (rate, talk, work, patience) = (8.0 / 240.0, 160.0, 80.0, 100.0);
    let chain = Chain::explore([0_u32; 3], 10_000, |&[talking, working, holding], change| {
        if holding < ROOM {
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
    let holding = long_run.mean(|&[_, _, holding]| f64::from(holding));
    let queue = OneQueue {
        after_call_work: exponential(work),
        patience: exponential(patience),
        ..OneQueue::new(rate, talk, AGENTS)
    };
    let warm_up = 8000.0;
    let judged = Judged::play("M/(M then M)/8+M, 8 erl", queue.draft(60_000.0 / rate + warm_up, warm_up), 100);
    judged.center("held-rate", long_run.share_where(|[talking, working, _]| talking + working == AGENTS));
    judged.center("mean-hold-time", holding / rate);
    judged.center("abandonment-rate", holding / patience / rate);
    judged
        .center("occupancy", long_run.mean(|&[talking, working, _]| f64::from(talking + working)) / f64::from(AGENTS));
}

/// Two kinds of talk, M/H2/n+M, by a Markov chain: a few long conversations among many short ones.
#[test]
fn long_conversations_among_short_ones() {
    use super::support::{seconds, share};
    const AGENTS: u32 = 6;
    const ROOM: u32 = 150;
    let (long_share, short, long, patience) = (0.2, 80.0, 700.0, 150.0);
    let rate = 6.0 / ((1.0 - long_share) * short + long_share * long);
    let begins = |[shorts, longs]: [u32; 2], holding: u32, rate: f64, change: &mut dyn FnMut([u32; 3], f64)| {
        change([shorts + 1, longs, holding], rate * (1.0 - long_share));
        change([shorts, longs + 1, holding], rate * long_share);
    };
    let chain = Chain::explore([0_u32; 3], 10_000, |&[shorts, longs, holding], change| {
        if shorts + longs < AGENTS {
            begins([shorts, longs], 0, rate, change);
        } else if holding < ROOM {
            change([shorts, longs, holding + 1], rate);
        }
        let ends = [(shorts, short, [1, 0]), (longs, long, [0, 1])];
        for (talking, mean, [of_short, of_long]) in ends.into_iter().filter(|end| end.0 > 0) {
            let left = [shorts - of_short, longs - of_long];
            let speed = f64::from(talking) / mean;
            if holding > 0 {
                begins(left, holding - 1, speed, change);
            } else {
                change([left[0], left[1], 0], speed);
            }
        }
        if holding > 0 {
            change([shorts, longs, holding - 1], f64::from(holding) / patience);
        }
    });
    let chain = chain.unwrap();
    let long_run = chain.settle().unwrap();
    let holding = long_run.mean(|&[_, _, holding]| f64::from(holding));
    let shares = [1.0 - long_share, long_share].map(share);
    let queue = OneQueue {
        talk_time: DurationDistribution::hyperexponential(&shares, &[short, long].map(seconds)).unwrap(),
        patience: exponential(patience),
        ..OneQueue::new(rate, 1.0, AGENTS)
    };
    let warm_up = 15_000.0;
    let draft = queue.draft(60_000.0 / rate + warm_up, warm_up);
    let judged = Judged::play("M/H2/6+M, 6 erl", draft, 100);
    judged.center("held-rate", long_run.share_where(|[shorts, longs, _]| shorts + longs == AGENTS));
    judged.center("mean-hold-time", holding / rate);
    judged.center("abandonment-rate", holding / patience / rate);
    judged.center("occupancy", long_run.mean(|&[shorts, longs, _]| f64::from(shorts + longs)) / f64::from(AGENTS));
}
