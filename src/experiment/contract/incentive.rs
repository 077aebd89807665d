//! Where a clause pays for starving some hours: the cheapest staffing by interval that keeps it in the mean.
//!
//! From a sweep it is known what each interval of the day kept and counted with so many heads more or fewer. Taken as if each
//! interval had only its own heads to thank, the cheapest choice of heads is a choice of one option in each place that gains enough
//! ([`crate::statistics::cheapest_choice`]). It is then played with the same people; where what waits over from one interval to the
//! next brings it below the clause, more is asked of the choice, and it is played again.

use super::definitions::service_level;
use super::desk::{Asked, Desk, Stage, in_order};
use super::luck::edge;
use super::playing::Level;
use super::{CONFIDENCE, StaffSweep};
use crate::model::contract::{Better, RollUp};
use crate::model::{AgentGroup, Center, Clause, GroupId, Period, Staffing};
use crate::random::Chances;
use crate::statistics::{Choice, Estimate, cheapest_choice, mean_estimate};
use crate::units::SimTime;

/// The cheapest staffing that still keeps a clause in the mean, and whom it makes wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Incentive {
    /// Intervals of the day, in order.
    pub intervals: Vec<IntervalStaffing>,
    /// Pay a span as planned, and with the cheapest staffing \[currency units\].
    pub pay: (Estimate, Estimate),
    /// The clause's mean level as planned, and with the cheapest staffing \[share\].
    pub level: (Estimate, Estimate),
    /// Whether the cheapest staffing, when played, keeps the clause in the mean; where not, none of the sweep's does.
    pub is_kept: bool,
    /// Spans that it was played for.
    pub spans: u64,
    /// Position of the interval that fares worst.
    pub worst: usize,
}

/// An interval of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalStaffing {
    /// Start of the interval [seconds since midnight].
    pub starts: u64,
    /// Heads as planned.
    pub planned: u32,
    /// Heads of the cheapest staffing.
    pub cheapest: u32,
    /// Level as planned \[share\]; `None` where nobody calls.
    pub level_planned: Option<f64>,
    /// Level with the cheapest staffing \[share\]; `None` where nobody calls.
    pub level_cheapest: Option<f64>,
}

/// Spans that a staffing is played for at most.
const SPANS: usize = 200;
/// How often a staffing is asked for again when it falls short.
const TRIES: usize = 4;

/// What a staffing is looked for with.
pub(super) struct Search<'s> {
    /// The stafferings that were played.
    pub stages: &'s [Stage],
    /// What came of them.
    pub levels: &'s [Level],
    /// Position of the planned one.
    pub base: usize,
    /// Which groups got more heads.
    pub sweep: &'s StaffSweep,
    /// Seed.
    pub seed: u64,
}

impl Search<'_> {
    /// By clause of a contract.
    pub fn incentives(&self, contract: usize, progress: &(dyn Fn(u64) + Sync)) -> Vec<Option<Incentive>> {
        let laid = &self.stages[self.base].laid[contract];
        let clauses = laid.terms.contract.clauses.iter().enumerate();
        clauses.map(|(at, clause)| self.incentive(contract, at, clause, progress)).collect()
    }

    fn incentive(
        &self,
        contract: usize,
        at: usize,
        clause: &Clause,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Option<Incentive> {
        let stage = &self.stages[self.base];
        let pools_calls = clause.per != Period::Interval && clause.roll_up == RollUp::Sums;
        if !pools_calls || clause.better_period() != Better::Higher || self.levels.len() < 2 {
            return None;
        }
        service_level(clause)?;
        let edge = edge(clause)?;
        let groups = self.groups(&stage.center, contract)?;
        let heads = |at: usize| heads_by_interval(&self.stages[at].center, &groups);
        let wage = |group: &AgentGroup| group.wage_per_hour.map(crate::units::Money::as_units);
        let wages: Option<Vec<f64>> =
            groups.iter().map(|group| wage(&stage.center.agent_groups[group.index()])).collect();
        let wages = wages?;
        // What an interval costs, up to a factor that is the same for all.
        let cost = |heads: &[Vec<u32>], interval: usize| {
            heads.iter().zip(&wages).map(|(heads, wage)| f64::from(heads[interval]) * wage).sum::<f64>()
        };
        let by_level: Vec<Vec<Vec<u32>>> = (0..self.stages.len()).map(heads).collect();
        let sums = |level: usize| &self.levels[level].by_interval[contract][at];
        let option = |interval: usize, level: usize| {
            let (kept, counted) = sums(level)[interval];
            Choice { cost: cost(&by_level[level], interval), gain: kept as f64 - edge * counted as f64 }
        };
        let intervals = sums(self.base).len();
        let places: Vec<Vec<Choice>> = (0..intervals)
            .map(|interval| (0..self.levels.len()).map(|level| option(interval, level)).collect())
            .collect();
        let spans = self.levels[self.base].contracts[contract].len().min(SPANS);
        let mut wanted = 0.0;
        let mut best = None;
        for _ in 0..TRIES {
            let Some(choice) = cheapest_choice(&places, wanted) else { break };
            let heads_of =
                |group: usize| (0..intervals).map(|interval| by_level[choice[interval]][group][interval]).collect();
            let heads: Vec<Vec<u32>> = (0..groups.len()).map(heads_of).collect();
            let played = self.play(&stage.center, &groups, &heads, spans, progress)?;
            let (kept, counted) = total(&played.by_interval[contract][at]);
            let short = edge * counted as f64 - kept as f64;
            let is_kept = short <= 0.0;
            best = Some((heads, played, is_kept));
            if is_kept {
                break;
            }
            // Sums of the sweep are over all its spans.
            let all_spans = self.levels[self.base].contracts[contract].len() as f64;
            wanted += 1.2 * short * all_spans / spans as f64;
        }
        let (heads, played, is_kept) = best?;
        let planned = &self.levels[self.base];
        let level_in = |sums: &[(u64, u64)], interval: usize| {
            let (kept, counted) = sums[interval];
            (counted > 0).then(|| kept as f64 / counted as f64)
        };
        let all_heads = |heads: &[Vec<u32>], interval: usize| heads.iter().map(|group| group[interval]).sum();
        let (before, after) = (sums(self.base), &played.by_interval[contract][at]);
        let day = &stage.center.day;
        let staffing: Vec<IntervalStaffing> = (0..intervals)
            .map(|interval| IntervalStaffing {
                starts: day.interval_start(interval).since(SimTime::ZERO).as_micros() / MICROS_PER_SECOND,
                planned: all_heads(&by_level[self.base], interval),
                cheapest: all_heads(&heads, interval),
                level_planned: level_in(before, interval),
                level_cheapest: level_in(after, interval),
            })
            .collect();
        let worst = (0..intervals)
            .filter_map(|interval| Some((interval, staffing[interval].level_cheapest?)))
            .reduce(|worst, next| if next.1 < worst.1 { next } else { worst })?;
        let mean = |values: Vec<f64>| mean_estimate(&values, CONFIDENCE);
        let pay = |level: &Level| {
            mean(level.contracts[contract].iter().map(|span| span.totals.staff_cost.as_units()).collect())
        };
        let levels =
            |level: &Level| mean(level.contracts[contract].iter().filter_map(|span| span.mean_level(at)).collect());
        Some(Incentive {
            pay: (pay(planned)?, pay(&played)?),
            level: (levels(planned)?, levels(&played)?),
            intervals: staffing,
            is_kept,
            spans: spans as u64,
            worst: worst.0,
        })
    }

    /// Groups of the contract whose heads were swept; `None` where there are none, or some work in shifts.
    fn groups(&self, center: &Center, contract: usize) -> Option<Vec<GroupId>> {
        let of_contract = &center.contracts[contract].groups;
        let is_swept = |group: &&GroupId| self.sweep.groups.is_empty() || self.sweep.groups.contains(group);
        let groups: Vec<GroupId> = of_contract.iter().filter(is_swept).copied().collect();
        let by_interval =
            |group: &GroupId| matches!(center.agent_groups[group.index()].staffing, Staffing::PerInterval(_));
        (!groups.is_empty() && groups.iter().all(by_interval)).then_some(groups)
    }

    /// Plays the first spans with so many heads, by group and interval.
    fn play(
        &self,
        center: &Center,
        groups: &[GroupId],
        heads: &[Vec<u32>],
        spans: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Option<Level> {
        let mut draft = (**center).clone();
        for (group, heads) in groups.iter().zip(heads) {
            let group = &mut draft.agent_groups[group.index()];
            group.staffing = Staffing::PerInterval(heads.clone());
            (group.staffing_scale, group.extra_heads) = (1.0, 0);
        }
        let stage = Stage::of(Center::new(draft).ok()?, 0);
        let asked = Asked { definitions: false, by_interval: true };
        let played = in_order(
            spans as u64,
            || Desk::at(&stage),
            |desk, replication| {
                let played = desk.play(self.seed, Chances::from(replication), None, asked);
                progress(1);
                played
            },
        );
        let mut level = Level::of(&stage);
        played.into_iter().for_each(|span| level.push(span));
        Some(level)
    }
}

const MICROS_PER_SECOND: u64 = 1_000_000;

fn total(sums: &[(u64, u64)]) -> (u64, u64) {
    sums.iter().fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1))
}

/// Heads by group and interval, of a weekday without a scale of its own.
fn heads_by_interval(center: &Center, groups: &[GroupId]) -> Vec<Vec<u32>> {
    let of_group = |group: &GroupId| {
        let group = &center.agent_groups[group.index()];
        let Staffing::PerInterval(planned) = &group.staffing else { return Vec::new() };
        planned.iter().map(|heads| group.heads_of(*heads)).collect()
    };
    groups.iter().map(of_group).collect()
}

impl AgentGroup {
    /// Heads that are there where so many are planned, on a weekday without a scale of its own.
    fn heads_of(&self, planned: u32) -> u32 {
        // As the plan has it: a hair more, so that a half goes up as it does on paper.
        let scaled = (f64::from(planned) * self.staffing_scale + 0.5 + 1e-9).floor() as i64;
        let extra = if scaled > 0 { i64::from(self.extra_heads) } else { 0 };
        (scaled + extra).clamp(0, i64::from(u32::MAX)) as u32
    }
}
