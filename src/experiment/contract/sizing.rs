//! Which staffing is worth it: the cost of agents against what is to be paid, all stafferings with the same people.

use super::findings::share;
use super::outcome::{Laid, SpanOutcome};
use super::playing::Level;
use super::{CONFIDENCE, Incentive};
use crate::model::GroupId;
use crate::statistics::{Estimate, fieller, lower_envelope, mean_estimate};
use crate::units::Money;

/// Stafferings to try: so many heads more or fewer than planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSweep {
    /// Groups that get the heads; empty: each group of the center.
    pub groups: Vec<GroupId>,
    /// Fewest heads more [heads in each interval or shift in which somebody is planned].
    pub from: i32,
    /// Most heads more.
    pub to: i32,
}

/// What stafferings come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// Heads more than planned at each level, rising.
    pub offsets: Vec<i32>,
    /// Spans that each level was played for; all levels the same ones.
    pub spans: u64,
    /// Each contract, in the center's order.
    pub contracts: Vec<SizedContract>,
    /// Expected pay, net penalties and so on of all contracts together, one a level; `None` for a center of one contract.
    pub together: Option<Vec<StaffLevel>>,
}

/// A contract at every level of staffing.
#[derive(Debug, Clone, PartialEq)]
pub struct SizedContract {
    /// Its name.
    pub name: String,
    /// One a level.
    pub levels: Vec<StaffLevel>,
    /// From each level to the next.
    pub steps: Vec<StaffStep>,
    /// Least pay and net penalties; `None` without wages.
    pub cheapest: Option<Cheapest>,
    /// Most margin; `None` without wages.
    pub best_margin: Option<Cheapest>,
    /// For each level, from which to which factor on the whole payoff it is the best choice; `None` without wages.
    pub windows: Option<Vec<PenaltyWindow>>,
    /// Position of the level that a penalty was sought for.
    pub solved_for: Option<usize>,
    /// Where the clause pays for starving some hours, by clause; `None` where that cannot be told (no wages, no service level over
    /// more than an interval, shifts, fewer than four levels), or no heads of the sweep keep it in the mean.
    pub incentives: Vec<Option<Incentive>>,
}

/// One staffing, a span [amounts in currency units].
#[derive(Debug, Clone, PartialEq)]
pub struct StaffLevel {
    /// Heads more than planned.
    pub offset: i32,
    /// Pay of the agents; `None` without wages.
    pub staff_pay: Option<Estimate>,
    /// Fee.
    pub fee: Estimate,
    /// Net penalties.
    pub net: Estimate,
    /// Pay and net penalties; `None` without wages.
    pub pay_and_net: Option<Estimate>,
    /// Fee less net penalties less pay; `None` without wages.
    pub margin: Option<Estimate>,
    /// Share of spans in which some clause is missed.
    pub missed: Estimate,
    /// What holding and lost calls cost the callers.
    pub caller_damage: Estimate,
    /// Mean level of each clause [share, or seconds]; `None` where nothing was measured.
    pub clause_levels: Vec<Option<Estimate>>,
}

/// The best level of a sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheapest {
    /// Its position.
    pub level: usize,
    /// Positions of levels that cannot be told from it: the interval of the paired difference reaches zero.
    pub alike: Vec<usize>,
    /// Whether it lies at an end of the sweep, so that there may be a better one beyond.
    pub at_the_end: bool,
}

/// From one level of staffing to the next: what it costs, what it saves, and from which penalty on it pays.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffStep {
    /// Heads more than planned before and after.
    pub offsets: (i32, i32),
    /// Pay more a span; `None` without wages.
    pub pay: Option<Estimate>,
    /// Net penalties less a span.
    pub saved: Estimate,
    /// Fee more a span.
    pub fee: Estimate,
    /// Missed periods less a span, of all clauses.
    pub fewer_missed: Estimate,
    /// The fixed penalty per missed period at which both are worth the same; `None` without wages, or where misses do not differ.
    pub indifference: Option<Estimate>,
    /// The same, with what the fee brings more taken off the pay.
    pub indifference_with_fee: Option<Estimate>,
    /// The factor on the whole payoff (ladder, bonus and all) at which both are worth the same; `None` without wages, or where
    /// net penalties do not differ.
    pub factor: Option<Estimate>,
}

/// The factors on the whole payoff for which a staffing is the best of the sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PenaltyWindow {
    /// Heads more than planned.
    pub offset: i32,
    /// From which factor to which, `None` for no end; nothing where it is never the best.
    pub factors: Option<(f64, Option<f64>)>,
    /// Doubt of both ends; `None` where an end is zero or none, or cannot be told.
    pub doubts: (Option<Estimate>, Option<Estimate>),
}

impl Sizing {
    /// Of levels in rising order that were played with the same people; `solved_for` heads more than planned a penalty is sought.
    pub(super) fn of(laid: &[Laid], levels: &[&Level], solved_for: Option<i32>) -> Self {
        let contracts: Vec<SizedContract> = laid
            .iter()
            .enumerate()
            .map(|(at, laid)| {
                let of_contract: Vec<(i32, &[SpanOutcome])> =
                    levels.iter().map(|level| (level.offset, level.contracts[at].as_slice())).collect();
                SizedContract::of(laid, &of_contract, solved_for)
            })
            .collect();
        let together = |level: &&Level| {
            let has_pay = laid.iter().all(|laid| laid.has_pay);
            let clauses = laid.iter().map(|laid| laid.terms.contract.clauses.len()).collect::<Vec<_>>();
            StaffLevel::of_all(level, &clauses, has_pay)
        };
        Self {
            offsets: levels.iter().map(|level| level.offset).collect(),
            spans: levels.first().map_or(0, |level| level.contracts.first().map_or(0, Vec::len)) as u64,
            together: (laid.len() > 1).then(|| levels.iter().map(together).collect()),
            contracts,
        }
    }
}

impl SizedContract {
    fn of(laid: &Laid, levels: &[(i32, &[SpanOutcome])], solved_for: Option<i32>) -> Self {
        let clauses = laid.terms.contract.clauses.len();
        let ways = levels.windows(2);
        let burden = |outcome: &SpanOutcome| outcome.totals.staff_cost + outcome.totals.net();
        let loss = |outcome: &SpanOutcome| -outcome.totals.margin();
        Self {
            name: laid.terms.contract.name.clone(),
            levels: levels
                .iter()
                .map(|(offset, spans)| StaffLevel::of(*offset, spans, clauses, laid.has_pay))
                .collect(),
            steps: ways.map(|pair| StaffStep::of(pair[0], pair[1], laid.has_pay)).collect(),
            cheapest: laid.has_pay.then(|| Cheapest::of(levels, burden)).flatten(),
            best_margin: laid.has_pay.then(|| Cheapest::of(levels, loss)).flatten(),
            windows: laid.has_pay.then(|| windows(levels)),
            solved_for: solved_for.and_then(|wanted| levels.iter().position(|level| level.0 == wanted)),
            incentives: vec![None; clauses],
        }
    }
}

impl StaffLevel {
    fn of(offset: i32, spans: &[SpanOutcome], clauses: usize, has_pay: bool) -> Self {
        let mean = |of: &dyn Fn(&SpanOutcome) -> Money| mean_of(spans, of);
        Self {
            offset,
            staff_pay: has_pay.then(|| mean(&|span| span.totals.staff_cost)),
            fee: mean(&|span| span.totals.fee),
            net: mean(&|span| span.totals.net()),
            pay_and_net: has_pay.then(|| mean(&|span| span.totals.staff_cost + span.totals.net())),
            margin: has_pay.then(|| mean(&|span| span.totals.margin())),
            missed: share(spans.iter().filter(|span| span.is_missed()).count(), spans.len()),
            caller_damage: mean(&|span| span.damage),
            clause_levels: (0..clauses).map(|clause| mean_level(spans, clause)).collect(),
        }
    }

    /// All contracts together, span by span.
    fn of_all(level: &Level, clauses: &[usize], has_pay: bool) -> Self {
        let spans = level.contracts.first().map_or(0, Vec::len);
        let sum = |replication: usize| {
            let mut sum = SpanOutcome::default();
            for contract in &level.contracts {
                let span = &contract[replication];
                sum.totals.fee += span.totals.fee;
                sum.totals.penalties += span.totals.penalties;
                sum.totals.bonuses += span.totals.bonuses;
                sum.totals.refunded += span.totals.refunded;
                sum.totals.staff_cost += span.totals.staff_cost;
                sum.totals.missed += span.totals.missed;
                sum.damage += span.damage;
            }
            sum
        };
        let together: Vec<SpanOutcome> = (0..spans).map(sum).collect();
        let levels = clauses.iter().zip(&level.contracts);
        let clause_levels = levels.flat_map(|(count, spans)| (0..*count).map(|clause| mean_level(spans, clause)));
        Self { clause_levels: clause_levels.collect(), ..Self::of(level.offset, &together, 0, has_pay) }
    }
}

impl StaffStep {
    fn of(before: (i32, &[SpanOutcome]), after: (i32, &[SpanOutcome]), has_pay: bool) -> Self {
        let rising = |of: &dyn Fn(&SpanOutcome) -> f64| -> Vec<f64> {
            before.1.iter().zip(after.1).map(|(before, after)| of(after) - of(before)).collect()
        };
        let pay = rising(&|span| span.totals.staff_cost.as_units());
        let fee = rising(&|span| span.totals.fee.as_units());
        let saved = rising(&|span| -span.totals.net().as_units());
        let fewer_missed = rising(&|span| -f64::from(span.totals.missed));
        let cost: Vec<f64> = pay.iter().zip(&fee).map(|(pay, fee)| pay - fee).collect();
        let price = |cost: &[f64], of: &[f64]| {
            let pairs: Vec<(f64, f64)> = cost.iter().copied().zip(of.iter().copied()).collect();
            // Where more heads bring more misses, no penalty makes them worth it.
            fieller(&pairs, CONFIDENCE).filter(|_| has_pay && of.iter().sum::<f64>() > 0.0)
        };
        let mean = |values: &[f64]| mean_estimate(values, CONFIDENCE).expect("played: there is a replication");
        Self {
            offsets: (before.0, after.0),
            pay: has_pay.then(|| mean(&pay)),
            saved: mean(&saved),
            fee: mean(&fee),
            fewer_missed: mean(&fewer_missed),
            indifference: price(&pay, &fewer_missed),
            indifference_with_fee: price(&cost, &fewer_missed),
            factor: price(&pay, &saved),
        }
    }
}

impl Cheapest {
    /// The level with the least of something on average, and those that cannot be told from it.
    fn of(levels: &[(i32, &[SpanOutcome])], of: impl Fn(&SpanOutcome) -> Money) -> Option<Self> {
        let sum = |spans: &[SpanOutcome]| spans.iter().map(|span| i128::from(of(span).millionths())).sum::<i128>();
        let level = (0..levels.len()).min_by_key(|level| sum(levels[*level].1))?;
        let is_alike = |other: usize| {
            let pairs = levels[level].1.iter().zip(levels[other].1);
            let more: Vec<f64> = pairs.map(|(best, other)| (of(other) - of(best)).as_units()).collect();
            let interval = mean_estimate(&more, CONFIDENCE).and_then(|more| more.interval);
            other != level && interval.is_none_or(|(low, _)| low <= 0.0)
        };
        let at_the_end = levels.len() > 1 && (level == 0 || level + 1 == levels.len());
        Some(Self { level, alike: (0..levels.len()).filter(|other| is_alike(*other)).collect(), at_the_end })
    }
}

/// For each level, from which factor on the whole payoff to which it is the cheapest: pay and the factor times net penalties is a
/// line of the factor, and what is wanted is the lowest.
fn windows(levels: &[(i32, &[SpanOutcome])]) -> Vec<PenaltyWindow> {
    let mean = |spans: &[SpanOutcome], of: &dyn Fn(&SpanOutcome) -> Money| mean_of(spans, of).value;
    let lines: Vec<(f64, f64)> = levels
        .iter()
        .map(|(_, spans)| (mean(spans, &|span| span.totals.staff_cost), mean(spans, &|span| span.totals.net())))
        .collect();
    let meeting = |one: usize, other: usize| {
        let pair = |(one, other): (&SpanOutcome, &SpanOutcome)| {
            let pay = other.totals.staff_cost - one.totals.staff_cost;
            (pay.as_units(), (one.totals.net() - other.totals.net()).as_units())
        };
        fieller(&levels[one].1.iter().zip(levels[other].1).map(pair).collect::<Vec<_>>(), CONFIDENCE)
    };
    let window = |(at, found): (usize, Option<crate::statistics::Lowest>)| PenaltyWindow {
        offset: levels[at].0,
        factors: found.map(|found| (found.from, found.to)),
        doubts: found.map_or((None, None), |found| {
            (found.before.and_then(|other| meeting(other, at)), found.after.and_then(|other| meeting(at, other)))
        }),
    };
    lower_envelope(&lines).into_iter().enumerate().map(window).collect()
}

fn mean_of(spans: &[SpanOutcome], of: &dyn Fn(&SpanOutcome) -> Money) -> Estimate {
    let values: Vec<f64> = spans.iter().map(|span| of(span).as_units()).collect();
    mean_estimate(&values, CONFIDENCE).expect("played: there is a replication")
}

fn mean_level(spans: &[SpanOutcome], clause: usize) -> Option<Estimate> {
    let levels: Vec<f64> = spans.iter().filter_map(|span| span.mean_level(clause)).collect();
    mean_estimate(&levels, CONFIDENCE)
}

#[cfg(test)]
mod tests;
