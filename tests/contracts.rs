//! Are contracts over many spans true? Levels and misses against theory, luck and sizing against what they must be.

use ccsim::experiment::contract::{self, ChanceGroup, ClauseFindings, Played, Refused, StaffSweep, Wanted};
use ccsim::experiment::with_threads;
use ccsim::model::Center;
use ccsim::scenario::{self, Source};
use ccsim::statistics::Estimate;

const SEED: u64 = 20_261_122;

fn center(text: &str) -> Center {
    let read = scenario::read(&Source::from_text("contract.toml", text.to_owned()), &[]);
    read.unwrap_or_else(|complaints| panic!("{complaints}")).center
}

fn spans(spans: u64, blocks: u64) -> Wanted {
    Wanted { spans: Some(spans), blocks: Some(blocks), seed: SEED, sweep: None, solve_for: None }
}

fn play(center: &Center, wanted: &Wanted) -> Played {
    contract::play(center, wanted, &|_| {}).expect("it can be played")
}

fn clause(played: &Played) -> &ClauseFindings {
    &played.contracts[0].clauses[0]
}

fn covers(estimate: Estimate, truth: f64) -> bool {
    estimate.interval.is_some_and(|(low, high)| low <= truth && truth <= high)
}

/// A week without nights: M/M/5+M, measured by the share of calls that are answered at once.
fn week(edge: f64) -> String {
    format!(
        "day = {{ opens = '00:00', closes = '24:00', interval = '60 min' }}\n\
         calendar = {{ starts = '2026-03-02', days = 7 }}\n\
         [contact-type.call]\narrivals.rate = '60 per h'\npatience.exponential.mean = '3 min'\n\
         talk-time.exponential.mean = '4 min'\n\
         [agent-group.provider]\nstaffing.constant = 5\nwage = '20 EUR per h'\n\
         [contract.line]\nper = 'week'\nfee.per-answered = '3 EUR'\n\
         measure.service-level = {{ within = '0 s', of = 'offered' }}\n\
         ladder = [{{ from = '{edge:.3} %' }}, {{ from = '0 %', penalty = '500 EUR' }}]\n"
    )
}

/// M/M/n+M as arrivals see it, from nobody to a state that is never met.
struct Markov {
    /// Probability of each state.
    states: Vec<f64>,
    agents: usize,
}

const ARRIVALS: f64 = 60.0 / 3600.0;
const STATES: usize = 120;

impl Markov {
    fn of_the_week() -> Self {
        let agents = 5;
        let leaving = |state: usize| {
            let waiting = state.saturating_sub(agents) as f64;
            state.min(agents) as f64 / 240.0 + waiting / 180.0
        };
        let mut states = vec![1.0];
        for state in 1..STATES {
            states.push(states[state - 1] * ARRIVALS / leaving(state));
        }
        let sum: f64 = states.iter().sum();
        let states = states.into_iter().map(|state| state / sum).collect();
        Self { states, agents }
    }

    /// Share that finds an agent free.
    fn at_once(&self) -> f64 {
        self.states[..self.agents].iter().sum()
    }

    /// Variance per second of the number answered at once less its mean share of those who called.
    ///
    /// With f the excess of one call that finds the state k, the variance per second is `rate (E f² + 2 E f(k) h(k + 1))`: h is the
    /// excess still to come from a state, the solution of Poisson's equation `Q h = -rate f`, whose differences for a birth-death
    /// process are `h(k + 1) - h(k) = -(sum of p(j) f(j) for j <= k) / p(k)`.
    fn long_run_variance(&self) -> f64 {
        let level = self.at_once();
        let excess = |state: usize| f64::from(u8::from(state < self.agents)) - level;
        let (mut to_come, mut sum) = (0.0, 0.0);
        let mut total = 0.0;
        for (state, chance) in self.states.iter().enumerate() {
            sum += chance * excess(state);
            to_come -= sum / chance;
            // Far out, the sum is rounding alone, and nobody comes there.
            if *chance < 1e-13 {
                break;
            }
            total += chance * excess(state) * (excess(state) + 2.0 * to_come);
        }
        ARRIVALS * total
    }

    /// Standard deviation of a week's level.
    fn deviation_of_a_week(&self) -> f64 {
        let seconds = 7.0 * 86_400.0;
        (self.long_run_variance() * seconds).sqrt() / (ARRIVALS * seconds)
    }
}

/// Upper tail of the normal law by Simpson's rule.
fn normal_below(z: f64) -> f64 {
    let steps = 2000;
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let width = z.abs() / f64::from(steps);
    let at = |step: i32| density(width * f64::from(step)) * if step % 2 == 0 { 2.0 } else { 4.0 };
    let area = ((1..steps).map(at).sum::<f64>() + density(0.0) + density(z)) * width / 3.0;
    0.5 + area * z.signum()
}

#[test]
fn a_week_s_level_varies_as_the_long_run_variance_of_a_markov_chain_says() {
    let theory = Markov::of_the_week();
    let (level, deviation) = (theory.at_once(), theory.deviation_of_a_week());
    // Misses of an edge half a deviation below the mean: the normal law says 31 %.
    let edge = level - deviation / 2.0;
    let played = play(&center(&week(100.0 * edge)), &spans(800, 0));
    let found = clause(&played).level.clone().expect("people called");
    assert!((found.mean.value - level).abs() < 4.0 * deviation / 800.0_f64.sqrt(), "{:?}, not {level}", found.mean);
    // 800 weeks tell a deviation to 2.5 %.
    let apart = found.deviation.unwrap() / deviation;
    assert!((0.9..1.1).contains(&apart), "{:?}, not {deviation}", found.deviation);
    // By the call, not by the state of a call before: independent calls would vary less than half as much.
    let independent = (level * (1.0 - level) / (ARRIVALS * 7.0 * 86_400.0)).sqrt();
    assert!(deviation > 1.4 * independent, "{deviation} {independent}");

    let missed = clause(&played).missed.expect("judged");
    let expected = normal_below(-0.5);
    assert!((missed.value - expected).abs() < 0.06, "{missed:?}, not {expected}");
    // The ladder pays 500 for each miss, and nothing else.
    let amounts = &played.contracts[0].amounts;
    assert!((amounts.penalty.mean.value - 500.0 * missed.value).abs() < 1e-9);
    assert!((amounts.client_cost.mean.value - amounts.fee.mean.value + amounts.net.mean.value).abs() < 1e-6);
}

#[test]
fn where_only_calls_are_chance_they_have_all_of_it() {
    let theory = Markov::of_the_week();
    let (level, deviation) = (theory.at_once(), theory.deviation_of_a_week());
    let played = play(&center(&week(100.0 * level)), &spans(300, 150));
    assert_eq!(played.spans_for_luck, 0, "with one group, blocks are pairs of replications");
    let luck = clause(&played).luck.clone().expect("asked for");
    for attribution in [luck.missed.unwrap(), luck.level.unwrap(), luck.amount.unwrap()] {
        for part in attribution.parts {
            let calls = part.group == ChanceGroup::Calls;
            assert_eq!(part.varies, calls);
            assert!((part.share.value - f64::from(u8::from(calls))).abs() < 1e-12, "{part:?}");
        }
    }
    // The level to hold: 1.645 deviations better than the edge.
    let held = luck.held.expect("there is an edge");
    assert!((held.edge - level).abs() < 1e-5);
    assert!(covers(held.call_deviation, deviation), "{:?}, not {deviation}", held.call_deviation);
    for required in [held.calls_normal, held.calls, held.all] {
        assert!((required.value - level - 1.645 * deviation).abs() < 0.35 * deviation, "{required:?}");
        assert!(covers(required, level + 1.645 * deviation), "{required:?}");
    }
}

/// A line with opening hours over a week of five days, its month foretold with this error.
fn office(forecast_error: &str, agents: u32, more: &str) -> String {
    format!(
        "day = {{ opens = '08:00', closes = '18:00', interval = '60 min' }}\n\
         [calendar]\nstarts = '2026-03-02'\ndays = 7\nopen-on = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']\n\
         forecast-error = '{forecast_error}'\n\
         [contact-type.call]\narrivals.rate = '60 per h'\npatience.exponential.mean = '3 min'\n\
         talk-time.exponential.mean = '4 min'\nvalue-of-time = '10 EUR per h'\n\
         [agent-group.provider]\nstaffing.constant = {agents}\nwage = '20 EUR per h'\n{more}\
         [contract.line]\nper = 'week'\nfee.per-answered = '3 EUR'\ndamage-per-lost-call = '5 EUR'\n\
         measure.service-level = {{ within = '20 s', of = 'offered' }}\n\
         ladder = [{{ from = '95 %', bonus = '100 EUR' }}, {{ from = '80 %' }}, {{ from = '0 %', penalty = '2000 EUR' }}]\n"
    )
}

/// The same center, with enough agents for what was foretold: without an error of the forecast it hardly ever misses. With one, the
/// mean load is the same, but a level falls faster above it than it rises below; weeks with 15 % more calls miss.
#[test]
fn volume_uncertainty_alone_makes_a_safe_center_miss() {
    let safe = play(&center(&office("0 %", 6, "")), &spans(300, 0));
    let unsure = play(&center(&office("15 %", 6, "")), &spans(300, 100));
    let (before, after) = (clause(&safe).missed.unwrap(), clause(&unsure).missed.unwrap());
    assert!(before.interval.unwrap().1 < 0.05, "{before:?}");
    assert!(after.interval.unwrap().0 > 0.10, "{after:?}");
    let fall = clause(&safe).level.as_ref().unwrap().mean.value - clause(&unsure).level.as_ref().unwrap().mean.value;
    assert!((0.0..0.05).contains(&fall), "the mean level falls by {fall}: that alone would not miss");

    let luck = clause(&unsure).luck.clone().expect("asked for").missed.expect("some weeks miss");
    let [volume, staffing, calls] = luck.parts;
    assert!(volume.share.interval.unwrap().0 > 0.6, "{volume:?}");
    assert_eq!((staffing.varies, staffing.share.value), (false, 0.0));
    assert!((volume.share.value + calls.share.value - 1.0).abs() < 1e-12);
    // Keeping the clause by calls alone takes a little; against volume it takes much more.
    let held = clause(&unsure).luck.as_ref().unwrap().held.expect("there is an edge");
    assert!(held.calls.interval.unwrap().1 < held.all.interval.unwrap().0, "{held:?}");
}

#[test]
fn absence_is_a_chance_of_its_own() {
    let played = play(&center(&office("8 %", 6, "absence = '8 %'\n")), &spans(200, 100));
    assert_eq!(played.spans_for_luck, 600);
    let luck = clause(&played).luck.clone().expect("asked for").level.expect("levels vary");
    assert!(luck.parts.iter().all(|part| part.varies && part.share.value > 0.01), "{luck:?}");
    assert!((luck.parts.iter().map(|part| part.share.value).sum::<f64>() - 1.0).abs() < 1e-12);
    // Parts of a whole that is known from other spans too.
    let deviation = clause(&played).level.as_ref().unwrap().deviation.unwrap();
    let (low, high) = luck.variance.interval.unwrap();
    assert!(low < 1.3 * deviation * deviation && deviation * deviation / 1.3 < high, "{luck:?} {deviation}");
}

fn sweep(from: i32, to: i32) -> Wanted {
    let sweep = Some(StaffSweep { groups: Vec::new(), from, to });
    Wanted { sweep, solve_for: Some(from), ..spans(200, 0) }
}

#[test]
fn a_sweep_prices_each_agent() {
    let text = office("15 %", 6, "");
    let played = play(&center(&text), &sweep(-1, 2));
    let sizing = played.sizing.as_ref().expect("asked for");
    let sized = &sizing.contracts[0];
    assert_eq!(sizing.offsets, [-1, 0, 1, 2]);
    assert_eq!(sizing.together, None);
    // The planned level is what is told of the plan alone.
    let planned = &sized.levels[1];
    assert_eq!(planned.net, played.contracts[0].amounts.net.mean);
    assert_eq!(planned.missed, clause(&played).any_missed);
    for step in &sized.steps {
        // A head more for 10 h on 5 days at 20 EUR, and a little for calls that go on after closing.
        let pay = step.pay.unwrap();
        assert!((1000.0..1003.0).contains(&pay.value) && pay.half_width().unwrap() < 1.0, "{pay:?}");
        if let Some(price) = step.indifference {
            // What is paid for each miss that it avoids.
            assert!((price.value * step.fewer_missed.value - pay.value).abs() < 1e-6);
            let (low, high) = price.interval.unwrap();
            assert!(low <= price.value && price.value <= high && low > 0.0);
            // More calls are answered, and paid for: that makes a head cheaper.
            assert!(step.fee.value > 0.0 && step.indifference_with_fee.unwrap().value < price.value);
        }
    }
    assert!(sized.steps[0].indifference.is_some(), "with five agents many more weeks are missed: {:?}", sized.steps);

    let cheapest = sized.cheapest.as_ref().expect("wages are known");
    let burden = |at: usize| sized.levels[at].pay_and_net.unwrap().value;
    assert!((0..4).all(|at| burden(cheapest.level) <= burden(at)));
    // At the penalty as it is, the level whose window has the factor one in it is the cheapest.
    let windows = sized.windows.as_ref().unwrap();
    let at_one: Vec<usize> = (0..4)
        .filter(|at| windows[*at].factors.is_some_and(|(from, to)| from <= 1.0 && to.is_none_or(|to| 1.0 <= to)))
        .collect();
    assert_eq!(at_one, [cheapest.level], "{windows:?}");
    assert!(windows[0].factors.unwrap().0.abs() < f64::EPSILON, "without penalties nobody is worth the pay");
    assert_eq!(sized.solved_for, Some(0));
}

/// A quiet day with a rush of one hour: the clause is over the whole week, and the rush is dear to keep.
#[test]
fn a_clause_over_the_week_pays_for_starving_the_rush() {
    let text = office("0 %", 8, "")
        .replace("arrivals.rate = '60 per h'", "arrivals.per-interval = [60, 60, 60, 150, 60, 60, 60, 60, 60, 60]");
    let text = text.replace("staffing.constant = 8", "staffing.per-interval = [7, 7, 7, 14, 7, 7, 7, 7, 7, 7]");
    let played = play(&center(&text), &sweep(-4, 2));
    let sized = &played.sizing.as_ref().unwrap().contracts[0];
    let incentive = sized.incentives[0].as_ref().expect("wages and levels are known");
    assert!(incentive.level.1.value >= 0.795, "{incentive:?}");
    assert!(incentive.pay.1.value < incentive.pay.0.value, "{incentive:?}");
    // No level for all hours alike that keeps it is cheaper.
    let (offset, cheapest) = incentive.alike.expect("the planned level keeps it");
    assert!((-4..=0).contains(&offset) && incentive.pay.1.value <= cheapest.value + 1e-6, "{incentive:?}");
    assert!(sized.levels[(offset + 4) as usize].clause_levels[0].unwrap().value > 0.79);
    // The hour that fares worst is below the clause, and below what was planned.
    let worst = &incentive.intervals[incentive.worst];
    assert!(worst.level_cheapest.unwrap() < 0.8);
    assert!(worst.level_cheapest < worst.level_planned, "{worst:?}");
}

#[test]
fn callers_lose_more_in_weeks_that_are_missed() {
    let played = play(&center(&office("15 %", 6, "")), &spans(300, 0));
    let malus = clause(&played).malus.expect("holding costs callers");
    assert!(malus.per_miss.unwrap().interval.unwrap().0 > 100.0, "{malus:?}");
    assert!(malus.per_point.interval.unwrap().0 > 0.0, "{malus:?}");
}

#[test]
fn definitions_are_ordered_as_their_formulas_are() {
    let played = play(&center(&office("5 %", 6, "")), &spans(60, 0));
    let same = &clause(&played).same_calls;
    let level = |at: usize| same[at].level.value;
    let [offered, answered, less_in_time, less_short, crediting_in_time, crediting_short, blocked] =
        std::array::from_fn(level);
    assert!(offered < less_short && less_short <= less_in_time && less_in_time < answered);
    assert!(offered < crediting_short && crediting_short <= crediting_in_time && less_short <= crediting_short);
    assert!((blocked - offered).abs() < 1e-15, "lines are unlimited");
    assert_eq!(same.iter().filter(|calls| calls.is_own).count(), 1);
    let own = same.iter().find(|calls| calls.is_own).unwrap();
    assert_eq!(Some(own.missed), clause(&played).missed);
    assert_eq!(own.level, clause(&played).level.as_ref().unwrap().mean);
}

#[test]
fn threads_change_no_bit() {
    let center = center(&office("10 %", 6, "absence = '5 %'\n"));
    let wanted = Wanted { blocks: Some(10), ..sweep(-1, 1) };
    let with = |threads| with_threads(Some(threads), || play(&center, &wanted)).expect("threads can be had");
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(3));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let center = center(&office("10 %", 6, ""));
    let foresee = |wanted: &Wanted| contract::foresee(&center, wanted);
    let swept = |from, to, solve_for| {
        let sweep = Some(StaffSweep { groups: Vec::new(), from, to });
        Wanted { sweep, solve_for, ..spans(100, 10) }
    };
    assert_eq!(foresee(&swept(2, 1, None)), Err(Refused::EmptySweep { from: 2, to: 1 }));
    assert_eq!(foresee(&swept(1, 2, Some(3))), Err(Refused::NotSwept { offset: 3, from: 1, to: 2 }));
    assert!(matches!(foresee(&swept(i32::MIN, i32::MAX, None)), Err(Refused::TooManyLevels { .. })));
    assert!(matches!(foresee(&spans(u64::MAX, u64::MAX)), Err(Refused::TooMuch(_))));
    // The planned level is played too.
    assert_eq!(foresee(&swept(1, 2, None)).unwrap().in_all, 3 * 100 + 10 * 2);
    let text = office("10 %", 6, "");
    let without = text.split("[contract.line]").next().unwrap();
    assert_eq!(contract::foresee(&self::center(without), &spans(1, 0)), Err(Refused::NoContract));
}
