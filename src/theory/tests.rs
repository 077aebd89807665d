//! Is one queue in the long run right? Published values, limits, and second routes.

use super::*;

fn close(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(off <= tolerance * expected.abs().max(1e-3), "{found} is not {expected}, off by {off:e}");
}

/// 20 calls a minute, five minutes each, a hundred agents, three minutes of patience.
const W1: Queue = Queue { arrival_rate: 20.0 / 60.0, handle_time: 300.0, agents: 100, lines: None };

fn small(agents: u32, lines: Option<u32>) -> Queue {
    Queue { arrival_rate: 0.04, handle_time: 250.0, agents, lines }
}

/// Every number that two routes to the same queue can be compared by.
fn numbers(state: &SteadyState) -> Vec<f64> {
    let mut all = vec![
        state.blocking(),
        state.wait_probability(),
        state.all_busy_probability(),
        state.abandonment(),
        state.mean_hold(),
        state.mean_hold_of_answered().unwrap_or(-1.0),
        state.mean_hold_of_delayed().unwrap_or(-1.0),
        state.occupancy(),
        state.mean_queue_length(),
    ];
    for t in [0.0, 0.1, 5.0, 20.0, 60.0, 300.0, 1e4] {
        all.extend([state.hold_exceeds(t), state.answered_within(t), state.abandoned_within(t)]);
    }
    all
}

fn agree(one: &SteadyState, other: &SteadyState, tolerance: f64) {
    for (i, (one, other)) in numbers(one).into_iter().zip(numbers(other)).enumerate() {
        let off = (one - other).abs();
        assert!(off <= tolerance * other.abs().max(1e-2), "number {i}: {one} is not {other}");
    }
}

#[test]
fn the_hundred_agents_of_the_yardstick_agree_to_every_printed_digit() {
    for state in [W1.solve(Some(180.0)).unwrap(), W1.solve_with(&PatienceLaw::exponential(180.0)).unwrap()] {
        let level = |denominator| state.service_level(ServiceLevel::of(20.0, denominator)).unwrap();
        for (found, expected, digits) in [
            (level(Denominator::Offered), 0.801911096489, 1e-12),
            (level(Denominator::Answered), 0.839620744, 1e-9),
            (level(Denominator::OfferedLessShortAbandons), 0.829189721, 1e-9),
            (state.hold_exceeds(60.0), 0.00510126356846, 1e-14),
            (state.hold_exceeds(20.0), 0.1651909746, 1e-10),
            (state.mean_hold(), 8.08428883728, 1e-11),
            (state.abandonment(), 0.0449127157627, 1e-13),
            (state.wait_probability(), 0.451617508742, 1e-12),
            (state.mean_hold_of_answered().unwrap(), 7.78068958793, 1e-11),
            (state.occupancy(), 0.955087284237, 1e-12),
        ] {
            assert!((found - expected).abs() < digits, "{found} is not {expected}");
        }
    }
}

#[test]
fn every_call_is_answered_abandoned_or_still_holding() {
    let state = small(9, Some(14)).solve(Some(120.0)).unwrap();
    for t in [0.0, 3.0, 20.0, 400.0] {
        let sum = state.answered_within(t) + state.abandoned_within(t) + state.hold_exceeds(t);
        close(sum, 1.0, 1e-13);
    }
    close(state.answered_within(f64::INFINITY), state.answered(), 1e-12);
    close(state.abandoned_within(f64::INFINITY), state.abandonment(), 1e-12);
    close(state.mean_queue_length(), state.offered_rate() * state.mean_hold(), 1e-15);
    // Flow into the agents is flow out.
    close(state.agents_busy() / 250.0, state.offered_rate() * state.answered(), 1e-13);
}

#[test]
fn denominators_are_what_their_names_say() {
    let state = small(9, Some(12)).solve(Some(90.0)).unwrap();
    let (kept, short) = (state.answered_within(20.0), state.abandoned_within(5.0));
    let level = |denominator, blocked_count_as_missed| {
        state
            .service_level(ServiceLevel { within: 20.0, short_abandon: 5.0, denominator, blocked_count_as_missed })
            .unwrap()
    };
    close(level(Denominator::Offered, false), kept, 1e-15);
    close(level(Denominator::Answered, false), kept / (1.0 - state.abandonment()), 1e-15);
    close(level(Denominator::OfferedLessShortAbandons, false), kept / (1.0 - short), 1e-15);
    close(level(Denominator::OfferedCreditingShortAbandons, false), kept + short, 1e-15);
    assert!(short > 0.0 && state.blocking() > 0.0);
    // Of the arrived.
    close(level(Denominator::Offered, true), kept * (1.0 - state.blocking()), 1e-14);
}

#[test]
fn as_many_lines_as_agents_is_erlang_b() {
    let state = small(9, Some(9)).solve(None).unwrap();
    close(state.blocking(), erlang_b(10.0, 9), 1e-14);
    assert!(state.wait_probability() == 0.0 && state.mean_hold_of_delayed().is_none());
    // More agents than lines never talk.
    let state = small(20, Some(9)).solve(Some(100.0)).unwrap();
    close(state.blocking(), erlang_b(10.0, 9), 1e-14);
    close(state.occupancy(), 10.0 * (1.0 - erlang_b(10.0, 9)) / 20.0, 1e-13);
}

#[test]
fn a_large_waiting_room_is_an_unlimited_one() {
    agree(&small(12, Some(2000)).solve(None).unwrap(), &small(12, None).solve(None).unwrap(), 1e-11);
    agree(&small(9, Some(2000)).solve(Some(60.0)).unwrap(), &small(9, None).solve(Some(60.0)).unwrap(), 1e-13);
}

#[test]
fn a_limit_on_lines_is_the_chain_solved_state_by_state() {
    // M/M/9/12 and M/M/9/12+M from the balance equations, one state at a time.
    for patience in [None, Some(90.0)] {
        let state = small(9, Some(12)).solve(patience).unwrap();
        let theta = patience.map_or(0.0, |mean: f64| 1.0 / mean);
        let down = |inside: u32| f64::from(inside.min(9)) / 250.0 + f64::from(inside.saturating_sub(9)) * theta;
        let weights: Vec<f64> = (0..=12_u32).map(|top| (1..=top).map(|k| 0.04 / down(k)).product()).collect();
        let total: f64 = weights.iter().sum();
        let holding: f64 =
            weights.iter().enumerate().map(|(inside, w)| inside.saturating_sub(9) as f64 * w / total).sum();
        close(state.blocking(), weights[12] / total, 1e-13);
        close(state.mean_queue_length(), holding, 1e-13);
        close(state.wait_probability(), weights[9..12].iter().sum::<f64>() / (total - weights[12]), 1e-13);
    }
}

#[test]
fn endless_patience_is_the_limit_of_long_patience() {
    let never = small(12, None).solve(None).unwrap();
    agree(&small(12, None).solve(Some(1e12)).unwrap(), &never, 1e-8);
    agree(&small(12, None).solve_with(&PatienceLaw::never_ending()).unwrap(), &never, 1e-11);
    close(never.mean_hold_of_delayed().unwrap(), 1.0 / (12.0 / 250.0 - 0.04), 1e-13);
}

#[test]
fn patience_as_long_as_handle_time_is_a_poisson_number_inside() {
    // θ = μ: callers inside are M/M/∞, whatever the agents.
    let state = Queue { arrival_rate: 0.5, handle_time: 120.0, agents: 60, lines: None }.solve(Some(120.0)).unwrap();
    close(state.agents_busy() + state.mean_queue_length(), 60.0, 1e-13);
}

#[test]
fn the_integral_and_the_chain_agree_from_one_agent_to_ten_thousand() {
    for (agents, per_agent, patience) in [
        (1, 0.3, 10.0),
        (1, 30.0, 200.0),
        (3, 1.0, 1.0),
        (10, 0.9, 1e5),
        (10, 1.5, 40.0),
        (100, 0.7, 60.0),
        (1000, 1.0, 180.0),
        (1000, 1.4, 1000.0),
        (10_000, 0.98, 180.0),
        (10_000, 1.0, 180.0),
        (10_000, 1.3, 60.0),
        (10_000, 5.0, 300.0),
    ] {
        let arrival_rate = per_agent * f64::from(agents) / 200.0;
        let queue = Queue { arrival_rate, handle_time: 200.0, agents, lines: None };
        let chain = queue.solve(Some(patience)).unwrap();
        agree(&queue.solve_with(&PatienceLaw::exponential(patience)).unwrap(), &chain, 1e-10);
        assert!(numbers(&chain).iter().all(|number| number.is_finite()));
    }
}

#[test]
fn a_chain_too_long_to_list_goes_by_the_integral() {
    let queue = Queue { arrival_rate: 10.0, handle_time: 100.0, agents: 900, lines: None };
    let state = queue.solve(Some(1e9)).unwrap();
    // Fluid limit: what is more than the agents can do hangs up.
    close(state.abandonment(), 0.1, 1e-6);
    close(state.agents_busy(), 900.0, 1e-6);
}

#[test]
fn hardly_any_load_and_none_at_all_make_nobody_wait() {
    for arrival_rate in [0.0, 1e-300, 1e-30] {
        for agents in [1, 100, 10_000] {
            for lines in [None, Some(10_001)] {
                let queue = Queue { arrival_rate, handle_time: 300.0, agents, lines };
                let mut states = vec![queue.solve(None).unwrap(), queue.solve(Some(60.0)).unwrap()];
                if lines.is_none() {
                    states.push(queue.solve_with(&PatienceLaw::constant(60.0)).unwrap());
                }
                for state in states {
                    assert!(state.wait_probability() < 1e-25 && state.mean_hold() < 1e-20);
                    close(state.service_level(ServiceLevel::of_offered(0.0)).unwrap(), 1.0, 1e-15);
                    assert!(numbers(&state).iter().all(|number| number.is_finite()));
                }
            }
        }
    }
}

#[test]
fn a_flood_is_answered_at_the_agents_pace() {
    for patience in [1.0, 180.0] {
        let queue = Queue { arrival_rate: 1000.0, handle_time: 300.0, agents: 5, lines: None };
        for state in
            [queue.solve(Some(patience)).unwrap(), queue.solve_with(&PatienceLaw::exponential(patience)).unwrap()]
        {
            close(state.agents_busy(), 5.0, 1e-10);
            close(state.answered(), 5.0 / 300.0 / 1000.0, 1e-5);
        }
    }
    let full = Queue { arrival_rate: 1000.0, handle_time: 300.0, agents: 5, lines: Some(50) }.solve(None).unwrap();
    close(full.mean_queue_length(), 45.0, 1e-4);
    close(full.agents_busy(), 5.0, 1e-12);
}

#[test]
fn negative_and_missing_times_are_harmless() {
    let state = W1.solve(Some(180.0)).unwrap();
    assert!((state.hold_exceeds(-1.0) - 1.0).abs() < 1e-15 && state.answered_within(-1.0) == 0.0);
    assert!(state.hold_exceeds(f64::INFINITY) == 0.0);
    let general = W1.solve_with(&PatienceLaw::constant(60.0)).unwrap();
    for state in [state, general] {
        let _ = numbers(&state);
        let _ = (state.hold_exceeds(f64::NAN), state.answered_within(f64::NAN), state.abandoned_within(f64::NAN));
    }
}

#[test]
fn impossible_questions_are_refused_in_words() {
    assert!(matches!(small(10, None).solve(None), Err(Refusal::Overloaded { .. })));
    assert!(matches!(small(10, None).solve_with(&PatienceLaw::never_ending()), Err(Refusal::Overloaded { .. })));
    assert!(small(0, None).solve(Some(60.0)).is_err());
    assert!(small(9, Some(0)).solve(None).is_err());
    assert!(small(9, Some(12)).solve_with(&PatienceLaw::constant(9.0)).is_err());
    for bad in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(Queue { arrival_rate: bad, ..W1 }.solve(Some(1.0)).is_err());
        assert!(Queue { handle_time: bad, ..W1 }.solve(Some(1.0)).is_err());
        assert!(W1.solve(Some(bad)).is_err());
    }
    let refusal = small(10, None).solve(None).unwrap_err().to_string();
    assert_eq!(refusal, "10 erlang of callers who never hang up need more than 10 agents; there are 10");
}

#[test]
fn the_smallest_staffing_keeps_the_promise_and_one_less_does_not() {
    let at = ServiceLevel::of_offered(20.0);
    let promises = [
        Promise::ServiceLevel { definition: at, share: 0.8 },
        Promise::ServiceLevel { definition: ServiceLevel { denominator: Denominator::Answered, ..at }, share: 0.9 },
        Promise::Abandonment(0.03),
        Promise::MeanHold(5.0),
        Promise::HoldExceeds { seconds: 60.0, share: 0.01 },
    ];
    for (rate, patience) in [(0.001, Some(60.0)), (0.3, None), (0.3, Some(180.0)), (30.0, Some(60.0))] {
        let solve = |agents| Queue { arrival_rate: rate, handle_time: 300.0, agents, lines: None }.solve(patience);
        for promise in promises {
            let agents = smallest_agents(promise, solve).unwrap();
            assert!(promise.is_kept(&solve(agents).unwrap()));
            assert!(agents == 1 || solve(agents - 1).is_err() || !promise.is_kept(&solve(agents - 1).unwrap()));
        }
    }
}

#[test]
fn a_promise_that_nobody_can_keep_is_refused() {
    let busy = |agents| Queue { arrival_rate: 1e5, handle_time: 300.0, agents, lines: None }.solve(None);
    assert_eq!(smallest_agents(Promise::MeanHold(1.0), busy), Err(Refusal::OutOfReach { agents: MOST_AGENTS }));
    assert!(smallest_agents(Promise::Abandonment(-0.1), busy).is_err());
    assert!(smallest_agents(Promise::Abandonment(f64::NAN), busy).is_err());
    let lines = |agents| Queue { arrival_rate: 1.0, handle_time: 300.0, agents, lines: Some(10) }.solve(None);
    assert!(matches!(smallest_agents(Promise::Blocking(0.01), lines), Err(Refusal::OutOfReach { .. })));
}

#[test]
fn no_corner_of_the_range_leaves_the_possible() {
    let rates = [0.0, 1e-300, 1e-3, 1.0, 1e9];
    let means = [1e-9, 1e-3, 60.0, 1e6, 1e12];
    for arrival_rate in rates {
        for handle_time in means {
            for agents in [1, 20_000] {
                for lines in [None, Some(1), Some(30_000)] {
                    let queue = Queue { arrival_rate, handle_time, agents, lines };
                    let patient = means.map(|mean| queue.solve(Some(mean)));
                    let cut = queue.solve_with(&PatienceLaw::constant(60.0));
                    for state in patient.into_iter().chain([queue.solve(None), cut]).flatten() {
                        for share in
                            [state.wait_probability(), state.abandonment(), state.occupancy(), state.answered()]
                        {
                            assert!((0.0..=1.0 + 1e-5).contains(&share), "{queue:?}: {share}");
                        }
                        assert!(state.mean_hold() >= 0.0 && state.hold_exceeds(60.0) <= 1.0 + 1e-9, "{queue:?}");
                        assert!(state.answered_within(20.0) <= 1.0 + 1e-9, "{queue:?}");
                    }
                }
            }
        }
    }
}
