//! Patience that is not exponential, M/M/n+G: the same distributions that a scenario writes.

use ccsim::random::DurationDistribution;

use super::long_run::{PLENTY, Play, check, law_of, theory_of};
use super::support::{OneQueue, constant, exponential, lognormal, seconds, share};

const HANDLE_TIME: f64 = 240.0;

fn impatient(agents: u32, load: f64, patience: DurationDistribution, balks: f64, play: Play) {
    let name = format!("M/M/{agents}+G, {load} erl, {patience}, {balks} balk");
    let queue = OneQueue { patience, balks, ..OneQueue::new(load / HANDLE_TIME, HANDLE_TIME, agents) };
    let exact = theory_of(&queue, HANDLE_TIME, None).solve_with(&law_of(&queue)).unwrap();
    check(&name, &queue, &exact, play);
}

#[test]
fn lognormal_patience() {
    impatient(10, 12.0, lognormal(180.0, 1.5), 0.0, PLENTY);
    impatient(50, 50.0, lognormal(120.0, 0.8), 0.0, Play { contacts: 100_000.0, ..PLENTY });
}

#[test]
fn weibull_patience() {
    let many_leave_at_once = DurationDistribution::weibull(seconds(300.0), 0.6).unwrap();
    impatient(10, 13.0, many_leave_at_once, 0.0, PLENTY);
    let few_leave_at_once = DurationDistribution::weibull(seconds(90.0), 3.0).unwrap();
    impatient(10, 12.0, few_leave_at_once, 0.0, PLENTY);
}

/// The patience of the bank's regular callers.
#[test]
fn patience_by_hazard() {
    let from = [0.0, 1.0, 5.0, 20.0, 30.0, 40.0, 50.0, 60.0, 120.0, 300.0].map(seconds);
    let per_minute = [0.09, 0.17, 0.22, 0.16, 0.12, 0.12, 0.18, 0.11, 0.08, 0.05];
    let bank = DurationDistribution::hazard(&from, &per_minute).unwrap();
    impatient(6, 7.0, bank, 0.0, PLENTY);
}

#[test]
fn everybody_hangs_up_after_the_same_time() {
    impatient(10, 12.0, constant(45.0), 0.0, PLENTY);
}

#[test]
fn nobody_holds_longer_than_a_while() {
    impatient(10, 11.0, exponential(300.0).at_most(seconds(120.0)), 0.0, PLENTY);
}

#[test]
fn some_leave_at_once_when_nobody_is_free() {
    impatient(10, 11.0, exponential(180.0), 0.15, PLENTY);
}

/// Four fifths would hold for ever; the others have one of three patiences.
#[test]
fn a_mixture_of_people() {
    let few =
        DurationDistribution::empirical([10.0, 40.0, 90.0].map(seconds).to_vec(), Some(vec![1.0, 2.0, 1.0])).unwrap();
    let mixture = DurationDistribution::mixture(vec![(share(0.8), DurationDistribution::never()), (share(0.2), few)]);
    impatient(10, 9.5, mixture.unwrap(), 0.0, Play { contacts: 150_000.0, warm_up: 60.0, ..PLENTY });
}
