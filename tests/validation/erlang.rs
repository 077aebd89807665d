//! Erlang C and Erlang A, from one agent to a thousand, with time to spare and overloaded.

use super::long_run::{PLENTY, Play, check_with_notice_after, theory_of};
use super::support::{OneQueue, exponential};

const HANDLE_TIME: f64 = 300.0;

fn erlang_c(agents: u32, load: f64, play: Play, notice_after: f64) {
    let queue = OneQueue::new(load / HANDLE_TIME, HANDLE_TIME, agents);
    let exact = theory_of(&queue, HANDLE_TIME, None).solve(None).unwrap();
    check_with_notice_after(&format!("M/M/{agents}, {load} erl"), &queue, &exact, play, notice_after);
}

fn erlang_a(agents: u32, load: f64, patience: f64, play: Play) {
    erlang_a_with_notice_after(agents, load, patience, play, 60.0);
}

fn erlang_a_with_notice_after(agents: u32, load: f64, patience: f64, play: Play, notice_after: f64) {
    let mut queue = OneQueue::new(load / HANDLE_TIME, HANDLE_TIME, agents);
    queue.patience = exponential(patience);
    let exact = theory_of(&queue, HANDLE_TIME, None).solve(Some(patience)).unwrap();
    let name = format!("M/M/{agents}+M, {load} erl, patience {patience} s");
    check_with_notice_after(&name, &queue, &exact, play, notice_after);
}

#[test]
fn one_agent_and_nobody_hangs_up() {
    erlang_c(1, 0.6, Play { warm_up: 60.0, ..PLENTY }, 60.0);
}

#[test]
fn a_small_room_and_nobody_hangs_up() {
    erlang_c(5, 4.0, Play { contacts: 100_000.0, warm_up: 60.0, ..PLENTY }, 60.0);
    erlang_c(20, 17.0, Play { contacts: 150_000.0, warm_up: 60.0, ..PLENTY }, 60.0);
}

#[test]
fn a_large_room_and_nobody_hangs_up() {
    erlang_c(100, 92.0, Play { contacts: 350_000.0, ..PLENTY }, 30.0);
}

#[test]
fn a_thousand_agents_and_nobody_hangs_up() {
    erlang_c(1000, 960.0, Play { contacts: 900_000.0, widest: 0.05, ..PLENTY }, 5.0);
}

#[test]
fn a_small_room_where_people_hang_up() {
    erlang_a(5, 4.0, 180.0, PLENTY);
    erlang_a(5, 9.0, 60.0, PLENTY);
    erlang_a(20, 20.0, 240.0, PLENTY);
}

/// The yardstick's own case; its values are known to forty digits by two more routes.
#[test]
fn a_hundred_agents_at_full_load() {
    let queue = theory_of(&OneQueue::new(20.0 / 60.0, HANDLE_TIME, 100), HANDLE_TIME, None);
    let exact = queue.solve(Some(180.0)).unwrap();
    assert!((exact.answered_within(20.0) - 0.801911096489).abs() < 1e-11);
    assert!((exact.hold_exceeds(60.0) - 0.00510126356846).abs() < 1e-13);
    assert!((exact.mean_hold() - 8.08428883728).abs() < 1e-10);
    erlang_a(100, 100.0, 180.0, Play { contacts: 150_000.0, ..PLENTY });
}

#[test]
fn a_hundred_agents_with_time_to_spare_and_overloaded() {
    erlang_a(100, 95.0, 60.0, Play { contacts: 150_000.0, ..PLENTY });
    erlang_a(100, 130.0, 180.0, PLENTY);
}

#[test]
fn a_thousand_agents_where_people_hang_up() {
    let play = Play { contacts: 350_000.0, widest: 0.03, ..PLENTY };
    erlang_a_with_notice_after(1000, 1000.0, 600.0, play, 20.0);
    erlang_a(1000, 1200.0, 300.0, Play { contacts: 120_000.0, ..PLENTY });
}
