//! Chance beside the queue: how busy a day is, who is ill, and how planned heads become whole ones.

use ccsim::metrics::CONFIDENCE;
use ccsim::model::{
    Busyness, ContactTypeId, Draft, Entrance, IvrAction, IvrNext, IvrStep, IvrStepId, MenuOption, Press, QueueId,
    Scope, Surge,
};
use ccsim::observation::{Answer, Dialled, Observer, Visit};
use ccsim::plan::{Plan, StaffChange};
use ccsim::random::{DayFactor, IntervalFactors};
use ccsim::statistics::{Estimate, student_t_quantile};
use ccsim::units::{Share, SimTime};
use ccsim::{engine::Engine, model::GroupId};

use super::judge::{Judged, compare};
use super::support::{calls, constant, day, draft, exponential, group, queue, seal, seconds, share};

const DAYS: u64 = 60_000;
const INTERVALS: usize = 3;
/// Expected contacts in an interval.
const MEAN: f64 = 40.0;

/// Counts who dials, by contact type and interval.
#[derive(Debug, Default)]
struct Dials {
    counts: [[u64; INTERVALS]; 2],
}

impl Observer for Dials {
    fn abandoned(&mut self, visit: &Visit, _: SimTime, _: bool) {
        self.counts[visit.contact_type.index()][visit.interval as usize] += 1;
    }
    fn blocked(&mut self, _: &Dialled) {}
    fn turned_away(&mut self, _: &Visit) {}
    fn left_in_ivr(&mut self, _: &Dialled) {}
    fn self_served(&mut self, _: &Dialled) {}
    fn answered(&mut self, _: &Visit, _: &Answer) {}
    fn disconnected(&mut self, _: &Visit, _: SimTime) {}
    fn still_inside(&mut self, _: &Visit, _: SimTime) {}
    fn present(&mut self, _: GroupId, _: SimTime, _: u32) {}
    fn day_ended(&mut self, _: SimTime) {}
}

/// Two kinds of people who hang up at once, since nobody is there.
fn nobody_answers() -> Draft {
    let kind = |name| {
        let mut kind = calls(name, 0, vec![MEAN; INTERVALS], constant(0.0));
        kind.patience = constant(0.0);
        kind
    };
    let agents = group("agents", vec![0; INTERVALS], &[0]);
    draft(day(INTERVALS, 600.0, 0.0), vec![kind("one"), kind("other")], vec![queue("line")], vec![agents])
}

fn dials(draft: Draft) -> Vec<[[u64; INTERVALS]; 2]> {
    let plan = Plan::compile(&seal(draft));
    let mut engine = Engine::new(&plan);
    let play = |replication| {
        let mut dials = Dials::default();
        engine.play(5, replication, &mut dials);
        dials.counts
    };
    (0..DAYS).map(play).collect()
}

/// Mean of a quantity over days, with its interval, against its exact value.
fn judge(name: &str, figure: &str, values: impl Iterator<Item = f64>, exact: f64, widest: f64) {
    let values: Vec<f64> = values.collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
    let freedom = values.len() as u64 - 1;
    let half = student_t_quantile(freedom, 0.5 + CONFIDENCE / 2.0).unwrap() * (variance / count).sqrt();
    compare(name, figure, Estimate { value: mean, interval: Some((mean - half, mean + half)) }, exact, freedom, widest);
}

/// Mean of the product of two counts' deviations from what is expected, in parts of the squared expectation.
fn judge_covariance(name: &str, figure: &str, pairs: impl Iterator<Item = (u64, u64)>, exact: f64) {
    let products = pairs.map(|(one, other)| (one as f64 / MEAN - 1.0) * (other as f64 / MEAN - 1.0));
    judge(name, figure, products, exact, 0.05 * exact);
}

#[test]
fn without_busyness_the_counts_are_poisson() {
    let days = dials(nobody_answers());
    let name = "arrivals, Poisson";
    judge(name, "mean count", days.iter().map(|day| day[0][1] as f64), MEAN, 0.01 * MEAN);
    judge_covariance(name, "variance of a count", days.iter().map(|day| (day[0][1], day[0][1])), 1.0 / MEAN);
    let between_types = days.iter().map(|day| (day[0][1] as f64 / MEAN - 1.0) * (day[1][1] as f64 / MEAN - 1.0));
    // Independent: nothing, to within a fiftieth of the variance. An offset of one turns it into a figure with a value.
    judge(name, "covariance of two types, plus one", between_types.map(|product| 1.0 + product), 1.0, 0.02 / MEAN);
}

/// A gamma day factor and log-normal interval factors, each with mean one; neighbours with the stated correlation.
#[test]
fn busyness_has_mean_one_and_the_stated_correlation() {
    let (day_cv, interval_cv, correlation) = (0.2_f64, 0.3_f64, 0.6_f64);
    let mut draft = nobody_answers();
    let intervals = IntervalFactors::new(interval_cv, correlation).unwrap();
    draft.day.busyness = Busyness { day: DayFactor::new(day_cv).unwrap(), day_correlation: 0.0, intervals };
    let days = dials(draft);
    let name = "arrivals, day cv 0.2, interval cv 0.3, correlation 0.6";
    let (of_day, of_interval) = (1.0 + day_cv * day_cv, interval_cv * interval_cv);
    for at in 0..INTERVALS {
        judge(
            name,
            &format!("mean count in interval {at}"),
            days.iter().map(|day| day[0][at] as f64),
            MEAN,
            0.01 * MEAN,
        );
        let same = of_day * (1.0 + of_interval) - 1.0;
        judge_covariance(
            name,
            "variance of a count",
            days.iter().map(|day| (day[0][at], day[0][at])),
            1.0 / MEAN + same,
        );
        judge_covariance(name, "covariance of two types", days.iter().map(|day| (day[0][at], day[1][at])), same);
    }
    // The factors are log-normal: correlation r of neighbours is exp(s² p) = 1 + r cv², two steps apart exp(s² p²).
    let log_variance = of_interval.ln_1p();
    let persistence = (correlation * of_interval).ln_1p() / log_variance;
    let neighbours = of_day * (1.0 + correlation * of_interval) - 1.0;
    judge_covariance(name, "covariance of neighbours", days.iter().map(|day| (day[0][0], day[0][1])), neighbours);
    judge_covariance(name, "covariance of neighbours", days.iter().map(|day| (day[0][1], day[0][2])), neighbours);
    let two_apart = of_day * (log_variance * persistence * persistence).exp() - 1.0;
    judge_covariance(name, "covariance two apart", days.iter().map(|day| (day[0][0], day[0][2])), two_apart);
}

#[test]
fn a_surge_comes_on_its_share_of_days() {
    let (factor, chance) = (4.0, 0.3);
    let mut draft = nobody_answers();
    // Over the second half of the first interval and the first half of the second.
    let (from, to) = (SimTime::ZERO + seconds(300.0), SimTime::ZERO + seconds(900.0));
    draft.contact_types[0].surges = vec![Surge { from, to, factor, chance: share(chance) }];
    let days = dials(draft);
    let name = "arrivals, surge by 4 on 30 % of days";
    // A surge adds so much of an interval's expected contacts.
    let more = (factor - 1.0) / 2.0;
    let means = [MEAN * (1.0 + chance * more), MEAN * (1.0 + chance * more), MEAN];
    for (at, mean) in means.into_iter().enumerate() {
        judge(
            name,
            &format!("mean count in interval {at}"),
            days.iter().map(|day| day[0][at] as f64),
            mean,
            0.02 * mean,
        );
    }
    let both = days.iter().map(|day| (day[0][0] as f64 - means[0]) * (day[0][1] as f64 - means[1]));
    let exact = MEAN * MEAN * more * more * chance * (1.0 - chance);
    judge(name, "covariance of the two intervals", both, exact, 0.05 * exact);
    judge(name, "mean count of the other type", days.iter().map(|day| day[1][0] as f64), MEAN, 0.01 * MEAN);
}

#[test]
fn a_scale_multiplies_the_arrivals() {
    let mut draft = nobody_answers();
    draft.contact_types[0].scale = 1.37;
    draft.contact_types[1].scale = 0.0;
    let judged = Judged::play("arrivals scaled by 1.37", draft, 5000);
    judged.figure("arrived", Scope::ContactType(ContactTypeId(0)), None, 1.37 * MEAN * INTERVALS as f64);
    judged.figure("arrived", Scope::ContactType(ContactTypeId(1)), None, 0.0);
}

/// A greeting, then a menu: two types press the same keys with chances of their own.
#[test]
fn people_press_the_keys_that_their_type_presses() {
    let mut draft = nobody_answers();
    draft.queues.push(queue("other-line"));
    let next = |at: usize| MenuOption { key: (at + 1).to_string(), leads_to: IvrNext::Queue(QueueId::at(at)) };
    let row = |shares: [f64; 3]| {
        let presses = [Press::Option(0), Press::Option(1), Press::HangUp];
        presses.into_iter().zip(shares.map(share)).collect()
    };
    let shares = [[0.7, 0.26, 0.04], [0.1, 0.65, 0.25]];
    let presses = shares.iter().enumerate().map(|(at, shares)| (ContactTypeId::at(at), row(*shares))).collect();
    let menu = IvrAction::Menu {
        prompt: exponential(12.0),
        options: vec![next(0), next(1)],
        presses,
        barge_in: Share::NONE,
        replays_at_most: 0,
        otherwise: None,
    };
    let greeting = IvrAction::Play { length: constant(9.0), then: IvrNext::Step(IvrStepId(1)) };
    draft.ivr = vec![
        IvrStep { name: "greeting".to_owned(), action: greeting, hangs_up: Share::NONE },
        IvrStep { name: "keys".to_owned(), action: menu, hangs_up: Share::NONE },
    ];
    for kind in &mut draft.contact_types {
        kind.enters = Entrance::Ivr(IvrStepId(0));
    }
    let judged = Judged::play("menu of two keys", draft, 20_000);
    let dialled = MEAN * INTERVALS as f64;
    for (at, shares) in shares.iter().enumerate() {
        let scope = Scope::ContactType(ContactTypeId::at(at));
        judged.figure("left-in-ivr", scope, None, dialled * shares[2]);
        judged.figure("offered", scope, None, dialled * (shares[0] + shares[1]));
    }
    for at in 0..2 {
        let pressed: f64 = shares.iter().map(|shares| shares[at]).sum();
        judged.figure("offered", Scope::Queue(QueueId::at(at)), None, dialled * pressed);
    }
    // Interval figures count who joins in them, 21 s after dialling on average, and nobody dials before opening.
    let first = MEAN * (1.0 - (9.0 + 12.0) / 600.0) * 0.8;
    judged.figure("offered", Scope::Queue(QueueId(0)), Some(0), first);
}

/// Heads on a day, interval by interval.
fn heads(draft: &Draft, replication: u64) -> Vec<u32> {
    let plan = Plan::compile(&seal(draft.clone()));
    let mut changes: Vec<StaffChange> = Vec::new();
    plan.staffing.draw(0, &plan.span.stretches[0], 5, replication.into(), &mut changes);
    let starts = (0..plan.clock.intervals).map(|at| plan.clock.start_of(at));
    starts.map(|start| changes.iter().rfind(|change| change.at <= start).map_or(0, |change| change.heads)).collect()
}

fn agents(heads: &[u32]) -> Draft {
    let agents = group("agents", heads.to_vec(), &[0]);
    let callers = calls("callers", 0, vec![1.0; heads.len()], constant(60.0));
    draft(day(heads.len(), 1800.0, 0.0), vec![callers], vec![queue("line")], vec![agents])
}

#[test]
fn each_head_is_ill_for_the_day_with_its_chance() {
    let mut draft = agents(&[12, 20, 20, 7]);
    draft.agent_groups[0].absence = share(0.15);
    let plan = Plan::compile(&seal(draft.clone()));
    let mut changes = Vec::new();
    let mut present = Vec::new();
    for replication in 0..DAYS {
        plan.staffing.draw(0, &plan.span.stretches[0], 5, replication.into(), &mut changes);
        let at = |start| f64::from(changes.iter().rfind(|c| c.at <= start).map_or(0, |change| change.heads));
        present.push([at(plan.clock.start_of(0)), at(plan.clock.start_of(1)), at(plan.clock.start_of(3))]);
    }
    let name = "20 heads, 15 % absent";
    for (at, planned) in [12.0, 20.0, 7.0].into_iter().enumerate() {
        judge(
            name,
            &format!("mean heads of {planned}"),
            present.iter().map(|heads| heads[at]),
            0.85 * planned,
            0.01 * planned,
        );
    }
    let squares = present.iter().map(|heads| (heads[1] - 17.0) * (heads[1] - 17.0));
    judge(name, "variance of heads, binomial", squares, 20.0 * 0.85 * 0.15, 0.05);
    let together = present.iter().map(|heads| (heads[0] - 10.2) * (heads[1] - 17.0));
    judge(name, "covariance: the same heads all day", together, 12.0 * 0.85 * 0.15, 0.05);
    let judged = Judged::play("59 planned half-hours, 15 % absent", draft, 5000);
    judged.figure("staffed-hours", Scope::AgentGroup(GroupId(0)), None, 59.0 * 0.85 / 2.0);
}

#[test]
fn shrinkage_is_spread_evenly() {
    let shrunk = |planned: &[u32], by: f64| {
        let mut draft = agents(planned);
        draft.agent_groups[0].shrinkage = share(by);
        heads(&draft, 0)
    };
    assert_eq!(shrunk(&[25; 4], 0.08), [23; 4]);
    assert_eq!(shrunk(&[10; 4], 0.25), [8, 7, 8, 7]);
    assert_eq!(shrunk(&[10, 0, 10, 5], 0.0), [10, 0, 10, 5]);
    assert_eq!(shrunk(&[3; 4], 1.0), [0; 4]);
    for (planned, by) in [(vec![7_u32; 40], 0.11), ((0..40).map(|at| 3 + at % 5).collect(), 0.3)] {
        let mut owed = 0.0;
        for (there, planned) in shrunk(&planned, by).into_iter().zip(&planned) {
            assert!(there <= *planned && (f64::from(there) - f64::from(*planned) * (1.0 - by)).abs() < 1.0 + 1e-9);
            owed += f64::from(there) - f64::from(*planned) * (1.0 - by);
            assert!(owed.abs() <= 0.5 + 1e-6, "head hours are right to within half a head");
        }
    }
}

fn scaled(planned: u32, scale: f64) -> u32 {
    let mut draft = agents(&[planned]);
    draft.agent_groups[0].staffing_scale = scale;
    heads(&draft, 0)[0]
}

#[test]
fn scaled_heads_are_whole_and_a_half_goes_up() {
    for (planned, scale, whole) in [(5, 0.5, 3), (1, 0.5, 1), (5, 0.9, 5), (5, 0.89, 4), (10, 1.15, 12), (7, 0.0, 0)] {
        assert_eq!(scaled(planned, scale), whole, "{planned} heads times {scale}");
    }
}

#[test]
fn a_half_of_the_written_decimals_goes_up() {
    for (planned, scale, whole) in [(45, 0.7, 32), (50, 0.29, 15), (90, 0.35, 32), (50, 0.57, 29), (25, 0.58, 15)] {
        assert_eq!(scaled(planned, scale), whole, "{planned} heads times {scale}");
    }
}
