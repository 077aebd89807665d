//! Is the day right? Closed forms, the long run, and a slow second route.

use std::collections::BTreeMap;

use super::*;
use crate::theory::Queue;

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance * expected.abs().max(1.0), "{found} is not {expected}");
}

fn interval(length: f64, arrival_rate: f64, agents: u32) -> Interval {
    Interval { length, arrival_rate, agents }
}

#[test]
fn enough_agents_fill_up_exponentially() {
    let outcomes = day(&[interval(100.0, 0.1, 80), interval(300.0, 0.0, 80)], 200.0, Some(60.0)).unwrap();
    let first = 20.0 * (1.0 - (-0.5_f64).exp());
    close(outcomes[0].busy_at_end, first, 1e-12);
    close(outcomes[0].mean_agents_busy, 20.0 - 2.0 * first, 1e-12);
    close(outcomes[1].busy_at_end, first * (-1.5_f64).exp(), 1e-12);
    close(outcomes[0].answered, 10.0, 1e-12);
    assert!(outcomes[0].wait_probability().unwrap() < 1e-20 && outcomes[1].wait_probability().is_none());
}

#[test]
fn in_the_long_run_it_is_erlang_a() {
    for (agents, arrival_rate, patience) in [(9, 0.04, 100.0), (3, 0.05, 20.0), (60, 0.3, 300.0)] {
        let parts = vec![interval(3000.0, arrival_rate, agents); 4];
        let last = day(&parts, 250.0, Some(patience)).unwrap()[3];
        let steady = Queue { arrival_rate, handle_time: 250.0, agents, lines: None }.solve(Some(patience)).unwrap();
        close(last.mean_queue_length, steady.mean_queue_length(), 1e-9);
        close(last.wait_probability().unwrap(), steady.wait_probability(), 1e-9);
        close(last.abandoned / last.offered, steady.abandonment(), 1e-9);
        close(last.answered / last.offered, steady.answered(), 1e-9);
        close(last.mean_agents_busy, steady.agents_busy(), 1e-9);
    }
}

#[test]
fn patience_as_long_as_handle_time_makes_the_staff_irrelevant_for_how_many_are_inside() {
    // Everybody leaves at rate μ, talking or holding: M(t)/M/∞ whatever the head-count does.
    let staff = [4, 9, 2, 0, 7, 3];
    let rates = [0.05, 0.08, 0.02, 0.04, 0.0, 0.03];
    let parts: Vec<Interval> = staff.iter().zip(rates).map(|(agents, rate)| interval(120.0, rate, *agents)).collect();
    let mut inside = 0.0;
    for (outcome, rate) in day(&parts, 150.0, Some(150.0)).unwrap().into_iter().zip(rates) {
        inside = 150.0 * rate + (inside - 150.0 * rate) * (-120.0_f64 / 150.0).exp();
        close(outcome.busy_at_end + outcome.holding_at_end, inside, 1e-12);
    }
}

#[test]
fn agents_above_the_head_count_finish_and_take_nobody() {
    // Ten are busy at most, then nobody is on duty: the busy die out at their own pace, and all others hang up.
    let outcomes = day(&[interval(1000.0, 0.2, 10), interval(100.0, 0.2, 0)], 100.0, Some(50.0)).unwrap();
    close(outcomes[1].busy_at_end, outcomes[0].busy_at_end * (-1.0_f64).exp(), 1e-12);
    close(outcomes[1].mean_agents_above, outcomes[1].mean_agents_busy, 1e-12);
    close(outcomes[1].answered, 0.0, 1e-9);
    close(outcomes[1].wait_probability().unwrap(), 1.0, 1e-12);
    let holding = 10.0 + (outcomes[0].holding_at_end - 10.0) * (-2.0_f64).exp();
    close(outcomes[1].holding_at_end, holding, 1e-12);
}

#[test]
fn nobody_is_lost_over_the_day() {
    let parts =
        [interval(300.0, 0.1, 10), interval(300.0, 0.2, 5), interval(300.0, 0.1, 20), interval(20_000.0, 0.0, 2)];
    let outcomes = day(&parts, 150.0, Some(200.0)).unwrap();
    let sum = |part: fn(&Outcome) -> f64| outcomes.iter().map(part).sum::<f64>();
    close(sum(|o| o.answered) + sum(|o| o.abandoned), 120.0, 1e-9);
    // Answers are also what was talked, since everybody has finished.
    let talked: f64 = outcomes.iter().zip(&parts).map(|(o, part)| o.mean_agents_busy * part.length).sum();
    close(sum(|o| o.answered), talked / 150.0, 1e-9);
}

/// The same rules, state by state, by many small Runge-Kutta steps.
fn slowly(parts: &[Interval], mu: f64, theta: f64) -> Vec<(f64, f64)> {
    type Shares = BTreeMap<(u32, u32), f64>;
    let slope = |now: &Shares, part: &Interval| {
        let mut slope = Shares::new();
        let mut flow = |from: (u32, u32), to: (u32, u32), size: f64| {
            *slope.entry(from).or_default() -= size;
            *slope.entry(to).or_default() += size;
        };
        for (&(busy, holding), &share) in now {
            let arrived = if busy < part.agents { (busy + 1, holding) } else { (busy, holding + 1) };
            if holding < 40 {
                flow((busy, holding), arrived, share * part.arrival_rate);
            }
            if busy > 0 {
                let taken = holding > 0 && busy <= part.agents;
                let ended = if taken { (busy, holding - 1) } else { (busy - 1, holding) };
                flow((busy, holding), ended, share * mu * f64::from(busy));
            }
            if holding > 0 {
                flow((busy, holding), (busy, holding - 1), share * theta * f64::from(holding));
            }
        }
        slope
    };
    let plus = |now: &Shares, step: f64, slope: &Shares| {
        let mut next = now.clone();
        for (state, rise) in slope {
            *next.entry(*state).or_default() += step * rise;
        }
        next
    };
    let mut now = Shares::from([((0, 0), 1.0)]);
    let mut ends = Vec::new();
    for part in parts {
        let mut moved = Shares::new();
        for (&(mut busy, mut holding), share) in &now {
            while holding > 0 && busy < part.agents {
                (busy, holding) = (busy + 1, holding - 1);
            }
            *moved.entry((busy, holding)).or_default() += share;
        }
        now = moved;
        let steps = 400;
        let step = part.length / f64::from(steps);
        for _ in 0..steps {
            let one = slope(&now, part);
            let two = slope(&plus(&now, step / 2.0, &one), part);
            let three = slope(&plus(&now, step / 2.0, &two), part);
            let four = slope(&plus(&now, step, &three), part);
            for (weight, slope) in [(1.0, one), (2.0, two), (2.0, three), (1.0, four)] {
                now = plus(&now, weight * step / 6.0, &slope);
            }
        }
        let mean = |of: fn(&(u32, u32)) -> u32| now.iter().map(|(state, share)| f64::from(of(state)) * share).sum();
        ends.push((mean(|state| state.0), mean(|state| state.1)));
    }
    ends
}

#[test]
fn small_steps_lead_to_the_same_day() {
    let parts = [interval(60.0, 0.1, 4), interval(60.0, 0.08, 1), interval(40.0, 0.05, 2), interval(50.0, 0.1, 5)];
    let outcomes = day(&parts, 80.0, Some(40.0)).unwrap();
    for (outcome, (busy, holding)) in outcomes.iter().zip(slowly(&parts, 1.0 / 80.0, 1.0 / 40.0)) {
        close(outcome.busy_at_end, busy, 1e-8);
        close(outcome.holding_at_end, holding, 1e-8);
    }
}

#[test]
fn a_thousand_agents_for_ten_minutes_are_no_trouble() {
    let outcomes = day(&[interval(300.0, 4.0, 1000), interval(60.0, 4.0, 780)], 300.0, Some(180.0)).unwrap();
    close(outcomes[0].busy_at_end, 1200.0 * (1.0 - (-1.0_f64).exp()), 1e-9);
    assert!(outcomes[1].abandoned > 0.0);
}

#[test]
fn odd_days_are_answered_or_refused() {
    assert_eq!(day(&[], 100.0, None), Ok(vec![]));
    let nothing = day(&[interval(0.0, 1.0, 3), interval(10.0, 0.0, 0)], 100.0, None).unwrap();
    close(nothing[1].mean_agents_busy, 0.0, 1e-15);
    for bad in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(day(&[interval(bad, 1.0, 1)], 100.0, None).is_err());
        assert!(day(&[interval(1.0, bad, 1)], 100.0, None).is_err());
        assert!(day(&[interval(1.0, 1.0, 1)], bad, None).is_err());
        assert!(day(&[interval(1.0, 1.0, 1)], 1.0, Some(bad)).is_err());
    }
    assert!(day(&[interval(1.0, 1.0, 20_001)], 1.0, None).is_err());
    assert!(matches!(day(&[interval(1e7, 1e9, 1)], 1.0, None), Err(Refusal::TooLarge { .. })));
}
