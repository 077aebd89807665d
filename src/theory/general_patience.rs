//! M/M/n+G: the density of the offered wait, found panel by panel.

use super::erlang::inverse_erlang_b;
use super::offered_wait::{Found, OfferedWait};
use super::patience::PatienceLaw;
use super::quadrature::Panel;
use super::queue::Queue;
use super::refusal::Refusal;

/// Whoever holds longer than this holds for ever: three hundred thousand years \[s\].
const FOR_EVER: f64 = 1e13;
/// Where the density has fallen this far below its peak (as a power of e), the rest is left out.
const DEPTH: f64 = 230.0;
/// Arrivals during the longest holds beyond which rounding would show in the sixth digit.
const MOST_ARRIVALS: f64 = 1e10;
/// Stretches of time after which a law of patience is too rough for us.
const MOST_PANELS: usize = 100_000;
/// Agreement that is asked of a panel and its two halves.
const TOLERANCE: f64 = 1e-13;

/// Finds the law of the offered wait, the wait of a caller who never gives up.
///
/// Its density is v(x) = λ π e^{g(x)} on x > 0, with π the probability of exactly n - 1 busy agents,
/// g(x) = λ H(x) - nμ x and H(x) the integral of survival from 0 to x (Baccelli and Hebuterne 1981; in the letters of
/// Zeltyn and Mandelbaum 2005, section 4: J is the integral of e^g, and everything below is one over B(n - 1) times π,
/// so that all agents are busy with probability λJ / (1/B + λJ)). As survival never rises, g is concave: one
/// peak, and once it has fallen it stays down.
pub(super) fn solve(queue: &Queue, patience: &PatienceLaw) -> Result<OfferedWait, Refusal> {
    let ending = f64::from(queue.agents) / queue.handle_time;
    let load = queue.offered_load() * patience.survival(FOR_EVER);
    if load >= f64::from(queue.agents) {
        return Err(Refusal::Overloaded { load, agents: queue.agents });
    }
    // A long way up to the peak need not be resolved, only where it leads: hence a quick march ahead.
    let (_, seen) = march(queue.arrival_rate, ending, patience, f64::INFINITY)?;
    let (panels, peak) = march(queue.arrival_rate, ending, patience, seen - DEPTH)?;
    // Idle states against the density at its peak, both over π.
    let idle = inverse_erlang_b(queue.offered_load(), queue.agents - 1) * libm::exp(-peak);
    Ok(OfferedWait::new(Found {
        patience: patience.clone(),
        arrival_rate: queue.arrival_rate,
        ending,
        panels,
        peak,
        idle: if idle.is_nan() { f64::INFINITY } else { idle },
    }))
}

/// Panels from zero to where the density is negligible, each as long as its samples can carry; and the largest exponent
/// seen. Where the exponent is below `worth`, the density itself need not be right.
fn march(arrival_rate: f64, ending: f64, patience: &PatienceLaw, worth: f64) -> Result<(Vec<Panel>, f64), Refusal> {
    let survival = |x: f64| patience.survival(x);
    let mut breaks = patience.breakpoints().iter().copied().peekable();
    let mut panels: Vec<Panel> = Vec::new();
    let (mut from, mut before, mut peak) = (0.0, 0.0, 0.0_f64);
    let mut length = 1.0 / (arrival_rate + ending);
    while panels.len() < MOST_PANELS {
        while breaks.next_if(|at| *at <= from).is_some() {}
        let to = breaks.peek().map_or(from + length, |at| if from + 1.5 * length >= *at { *at } else { from + length });
        let middle = 0.5 * (from + to);
        let whole = Panel::sample(survival, from, to, before);
        let first = Panel::sample(survival, from, middle, before);
        let second = Panel::sample(survival, middle, to, first.integral_to_end);
        let exponent = |panel: &Panel, i: usize| arrival_rate * panel.integrals[i] - ending * panel.at[i];
        let good = agree(&whole, &first, &second, arrival_rate, ending, worth);
        if !good && middle > from && to - from > 1e-15 * to {
            length = 0.5 * (to - from);
            continue;
        }
        peak = (0..first.at.len()).map(|i| exponent(&second, i).max(exponent(&first, i))).fold(peak, f64::max);
        (from, before) = (to, second.integral_to_end);
        panels.extend([first, second]);
        if arrival_rate * before > MOST_ARRIVALS {
            return Err(Refusal::TooLarge { what: "a queue of so many", limit: MOST_ARRIVALS as usize });
        }
        if arrival_rate * before - ending * from < peak - DEPTH {
            return Ok((panels, peak));
        }
        length *= 2.0;
    }
    Err(Refusal::TooLarge { what: "the law of the offered wait", limit: MOST_PANELS })
}

/// Whether one panel and its halves see the same survival, density and abandonments.
fn agree(whole: &Panel, first: &Panel, second: &Panel, arrival_rate: f64, ending: f64, worth: f64) -> bool {
    let exponent = |panel: &Panel, i: usize| arrival_rate * panel.integrals[i] - ending * panel.at[i];
    let length = whole.to - whole.from;
    let drift = (whole.integral_to_end - second.integral_to_end).abs();
    // An error of H is multiplied by λ in the exponent, and rounding alone makes one of this size.
    if drift > 1e-15 * (whole.integral_to_end + length) + 0.1 * TOLERANCE / (arrival_rate + 1e-300) {
        return false;
    }
    let at_end = arrival_rate * second.integral_to_end - ending * second.to;
    let level = (0..whole.at.len()).map(|i| exponent(second, i).max(exponent(first, i))).fold(at_end, f64::max);
    if level < worth {
        return true;
    }
    let density = |panel: &Panel, i: usize| libm::exp(exponent(panel, i) - level);
    let mass = |panel: &Panel| panel.integrate(|i| density(panel, i));
    let answered = |panel: &Panel| panel.integrate(|i| density(panel, i) * panel.values[i]);
    let leaving = |panel: &Panel| panel.integrate(|i| density(panel, i) * (1.0 - panel.values[i]));
    // Rounding of a large exponent shifts whole and halves alike only in part.
    let slack = TOLERANCE + 1e-15 * level.abs();
    let close = |of: &dyn Fn(&Panel) -> f64, floor: f64| {
        let halves = of(first) + of(second);
        (of(whole) - halves).abs() <= slack * (halves + floor)
    };
    let total = mass(first) + mass(second);
    // In a flood few are answered, so that share wants digits of its own; of the leaving only those that weigh.
    close(&mass, 0.0) && close(&answered, 1e-15 * total) && close(&leaving, 0.01 * total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::SteadyState;

    /// Nine agents, ten erlang.
    fn solved(patience: &PatienceLaw) -> SteadyState {
        Queue { arrival_rate: 0.04, handle_time: 250.0, agents: 9, lines: None }.solve_with(patience).unwrap()
    }

    /// All busy, abandonment, mean hold, mean hold of the answered, P(hold > 20 s), answered within 20 s.
    fn check(patience: &PatienceLaw, expected: [f64; 6]) {
        let state = solved(patience);
        let found = [
            state.all_busy_probability(),
            state.abandonment(),
            state.mean_hold(),
            state.mean_hold_of_answered().unwrap(),
            state.hold_exceeds(20.0),
            state.answered_within(20.0),
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-11 * expected.max(1.0), "{found} is not {expected}");
        }
    }

    // The expected values are integrals of the same density in 25-digit arithmetic, with the closed form of H.

    #[test]
    fn a_minute_of_patience_for_everybody() {
        let law = PatienceLaw::constant(60.0);
        check(
            &law,
            [
                0.582561130847639,
                0.199483377122665,
                23.9205878423556,
                14.9298401475257,
                0.4649370838729,
                0.5350629161271,
            ],
        );
        let state = solved(&law);
        // Whoever abandons does so at the minute, neither before nor after.
        assert!(state.hold_exceeds(60.0).abs() < 1e-15);
        assert!(state.abandoned_within(59.999).abs() < 1e-13);
        assert!((state.abandoned_within(60.0) - state.abandonment()).abs() < 1e-13);
    }

    #[test]
    fn weibull_patience_with_many_who_leave_at_once() {
        let law = PatienceLaw::weibull(100.0, 0.5);
        check(
            &law,
            [
                0.487066976339567,
                0.222241394374933,
                14.4487665848003,
                13.7170051911777,
                0.226369436306033,
                0.612601628775169,
            ],
        );
    }

    #[test]
    fn lognormal_patience() {
        let law = PatienceLaw::lognormal(90.0, 1.1);
        check(
            &law,
            [
                0.598016558094934,
                0.195800063921485,
                28.3220707205727,
                24.3359327675317,
                0.443793532160252,
                0.511188572171214,
            ],
        );
    }

    #[test]
    fn some_balk_and_some_never_hang_up() {
        let law = PatienceLaw::new(|t| 0.85 * libm::exp(-t / 100.0) + 0.05, &[]);
        let expected = [
            0.518910212574458,
            0.214652564217372,
            17.6817381751915,
            15.6971983984828,
            0.291996326200819,
            0.585755111774322,
        ];
        check(&law, expected);
        // The same people, put together from their kinds: 10 % balk, of the others 1 in 18 never hangs up.
        let stayers = PatienceLaw::exponential(100.0).mixed_with(0.05 / 0.9, &PatienceLaw::never_ending());
        check(&stayers.mixed_with(0.1, &PatienceLaw::constant(0.0)), expected);
        let state = solved(&law);
        assert!((state.wait_probability() - 0.9 * state.all_busy_probability()).abs() < 1e-13);
        assert!((state.abandoned_within(0.0) - 0.1 * state.all_busy_probability()).abs() < 1e-13);
    }

    #[test]
    fn a_hazard_by_pieces_is_exponential_where_the_pieces_are_equal() {
        let pieces = PatienceLaw::piecewise_hazard(&[(0.0, 0.01), (15.0, 0.01), (60.0, 0.01)]);
        let (one, other) = (solved(&pieces), solved(&PatienceLaw::exponential(100.0)));
        assert!((one.abandonment() - other.abandonment()).abs() < 1e-12);
        assert!((one.hold_exceeds(60.0) - other.hold_exceeds(60.0)).abs() < 1e-12);
        // A peak of giving up at the announcement costs answers.
        let peak = solved(&PatienceLaw::piecewise_hazard(&[(0.0, 0.01), (60.0, 0.2), (62.0, 0.01)]));
        assert!(peak.abandonment() > one.abandonment());
    }

    #[test]
    fn a_cut_law_lies_between_its_parts() {
        let law = PatienceLaw::exponential(100.0).at_most(60.0);
        let state = solved(&law);
        assert!(state.abandonment() > solved(&PatienceLaw::constant(60.0)).abandonment());
        assert!(state.hold_exceeds(60.0).abs() < 1e-15);
        // Where nobody is that patient anyway, the cut does nothing.
        let far = solved(&PatienceLaw::exponential(100.0).at_most(5000.0));
        assert!((far.mean_hold() - solved(&PatienceLaw::exponential(100.0)).mean_hold()).abs() < 1e-10);
    }

    #[test]
    fn a_forgotten_breakpoint_costs_little() {
        let told = solved(&PatienceLaw::constant(60.0));
        let untold = solved(&PatienceLaw::new(|t| if t < 60.0 { 1.0 } else { 0.0 }, &[]));
        assert!((told.abandonment() - untold.abandonment()).abs() < 1e-10);
        assert!((told.mean_hold() - untold.mean_hold()).abs() < 1e-9);
    }

    #[test]
    fn ten_thousand_agents_and_a_constant_patience_neither_overflow_nor_drift() {
        let queue = Queue { arrival_rate: 40.0, handle_time: 300.0, agents: 10_000, lines: None };
        let state = queue.solve_with(&PatienceLaw::constant(60.0)).unwrap();
        // Fluid: a sixth of 12 000 erlang is too much, and the others wait just under a minute.
        assert!((state.abandonment() - 1.0 / 6.0).abs() < 1e-3);
        assert!((state.answered() * 12_000.0 - state.agents_busy()).abs() < 1e-6);
        assert!(state.occupancy() <= 1.0 && state.occupancy() > 0.999);
    }

    #[test]
    fn laws_without_sense_do_no_harm() {
        let queue = Queue { arrival_rate: 0.04, handle_time: 250.0, agents: 9, lines: None };
        for law in [
            PatienceLaw::new(|_| f64::NAN, &[f64::NAN, -3.0]),
            PatienceLaw::new(|_| -7.0, &[]),
            PatienceLaw::exponential(0.0),
            PatienceLaw::exponential(f64::NAN),
            PatienceLaw::weibull(-1.0, 0.0),
            PatienceLaw::lognormal(0.0, -1.0),
            PatienceLaw::constant(-1.0),
            PatienceLaw::constant(f64::NAN),
            PatienceLaw::piecewise_hazard(&[(5.0, f64::NAN), (f64::NAN, -1.0)]),
            PatienceLaw::new(|t| 0.5 + 0.5 * libm::sin(t * t), &[]),
        ] {
            if let Ok(state) = queue.solve_with(&law) {
                assert!((0.0..=1.0).contains(&state.abandonment()));
            }
        }
    }
}
