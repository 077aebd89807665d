//! The search for the staffing by interval that keeps a clause in the mean and costs least.

use super::{Incentive, IntervalStaffing};
use crate::experiment::contract::definitions::service_level;
use crate::experiment::contract::desk::{Asked, Desk, Stage, in_order};
use crate::experiment::contract::luck::edge;
use crate::experiment::contract::playing::Level;
use crate::experiment::contract::{CONFIDENCE, StaffSweep};
use crate::model::contract::{Better, RollUp};
use crate::model::{AgentGroup, Center, Clause, GroupId, Period, Staffing};
use crate::random::Chances;
use crate::statistics::{Choice, Estimate, cheapest_choice, mean_estimate};
use crate::units::{Money, SimTime};

/// Spans that a staffing is played for at most.
const SPANS: usize = 200;
/// Levels of a sweep from which on heads are chosen by interval: with fewer there is little to choose from.
const FEWEST_LEVELS: usize = 4;
/// How often a staffing is asked for again when it falls short.
const TRIES: usize = 4;
/// How much more than it fell short by is asked for the next time.
const ASKED_MORE: f64 = 1.2;

/// What a staffing is looked for with.
pub struct Search<'s> {
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

/// A clause for which a staffing is looked for.
struct Subject {
    contract: usize,
    clause: usize,
    /// The worst level without a penalty \[share\].
    edge: f64,
    /// Groups whose heads are chosen.
    groups: Vec<GroupId>,
    /// By level, group and interval.
    heads: Vec<Vec<Vec<u32>>>,
}

/// A staffing that was tried.
struct Tried {
    /// By group and interval.
    heads: Vec<Vec<u32>>,
    played: Level,
    /// How many more should have been kept; not positive where the clause is kept in the mean.
    short: f64,
}

impl Search<'_> {
    /// By clause of a contract.
    pub fn incentives(&self, contract: usize) -> Vec<Option<Incentive>> {
        let clauses = self.stages[self.base].laid[contract].terms.contract.clauses.iter().enumerate();
        let of_clause = |(at, clause)| {
            let subject = self.subject(contract, at, clause)?;
            self.told(&subject, &self.cheapest(&subject)?)
        };
        clauses.map(of_clause).collect()
    }

    /// `None` where levels of intervals do not add up to the clause's, there is little to choose from, or nobody's heads can be chosen.
    fn subject(&self, contract: usize, at: usize, clause: &Clause) -> Option<Subject> {
        let pools_calls = clause.per != Period::Interval && clause.roll_up == RollUp::Sums;
        if !pools_calls || clause.better_period() != Better::Higher || self.levels.len() < FEWEST_LEVELS {
            return None;
        }
        service_level(clause)?;
        let center = &self.stages[self.base].center;
        let groups = self.groups(center, contract)?;
        let heads = self.stages.iter().map(|stage| heads_by_interval(&stage.center, &groups)).collect();
        Some(Subject { contract, clause: at, edge: edge(clause)?, groups, heads })
    }

    /// Groups of the contract whose heads were swept; `None` where there are none, some work in shifts, or some pay is not known.
    fn groups(&self, center: &Center, contract: usize) -> Option<Vec<GroupId>> {
        let of_contract = &center.contracts[contract].groups;
        let is_swept = |group: &&GroupId| self.sweep.groups.is_empty() || self.sweep.groups.contains(group);
        let groups: Vec<GroupId> = of_contract.iter().filter(is_swept).copied().collect();
        let can_be_chosen = |group: &GroupId| {
            let group = &center.agent_groups[group.index()];
            matches!(group.staffing, Staffing::PerInterval(_)) && group.wage_per_hour.is_some()
        };
        (!groups.is_empty() && groups.iter().all(can_be_chosen)).then_some(groups)
    }

    /// The first staffing that, when played, keeps the clause in the mean; `None` where none that was tried does.
    fn cheapest(&self, subject: &Subject) -> Option<Tried> {
        let places = self.places(subject);
        let all_spans = self.levels[self.base].contracts[subject.contract].len();
        let spans = all_spans.min(SPANS);
        let mut wanted = 0.0;
        for _ in 0..TRIES {
            let tried = self.tried(subject, &cheapest_choice(&places, wanted)?, spans)?;
            if tried.short <= 0.0 {
                return Some(tried);
            }
            // What the sweep gained is of all its spans.
            wanted += ASKED_MORE * tried.short * all_spans as f64 / spans as f64;
        }
        None
    }

    /// By interval, what each level of the sweep costs there, up to a factor that is the same for all, and how many it keeps more
    /// than the clause asks for.
    fn places(&self, subject: &Subject) -> Vec<Vec<Choice>> {
        let center = &self.stages[self.base].center;
        let wage = |group: &GroupId| {
            center.agent_groups[group.index()].wage_per_hour.expect("looked at: pay is known").as_units()
        };
        let wages: Vec<f64> = subject.groups.iter().map(wage).collect();
        let option = |interval: usize, level: usize| {
            let heads = subject.heads[level].iter().zip(&wages);
            let (kept, counted) = self.levels[level].by_interval[subject.contract][subject.clause][interval];
            Choice {
                cost: heads.map(|(heads, wage)| f64::from(heads[interval]) * wage).sum(),
                gain: kept as f64 - subject.edge * counted as f64,
            }
        };
        let intervals = self.levels[self.base].by_interval[subject.contract][subject.clause].len();
        (0..intervals).map(|at| (0..self.levels.len()).map(|level| option(at, level)).collect()).collect()
    }

    /// Plays the first spans with the heads that each interval has at the level chosen for it.
    fn tried(&self, subject: &Subject, choice: &[usize], spans: usize) -> Option<Tried> {
        let of_group =
            |group: usize| choice.iter().enumerate().map(|(at, level)| subject.heads[*level][group][at]).collect();
        let heads: Vec<Vec<u32>> = (0..subject.groups.len()).map(of_group).collect();
        let mut draft = (*self.stages[self.base].center).clone();
        for (group, heads) in subject.groups.iter().zip(&heads) {
            let group = &mut draft.agent_groups[group.index()];
            group.staffing = Staffing::PerInterval(heads.clone());
            (group.staffing_scale, group.extra_heads) = (1.0, 0);
        }
        let stage = Stage::of(Center::new(draft).ok()?, 0);
        let asked = Asked { definitions: false, by_interval: true };
        let play = |desk: &mut Desk<'_>, replication| desk.play(self.seed, Chances::from(replication), None, asked);
        let mut played = Level::of(&stage);
        for span in in_order(spans as u64, || Desk::at(&stage), play) {
            played.push(span);
        }
        let sums = &played.by_interval[subject.contract][subject.clause];
        let short = sums.iter().map(|&(kept, counted)| subject.edge * counted as f64 - kept as f64).sum();
        Some(Tried { heads, played, short })
    }

    fn told(&self, subject: &Subject, tried: &Tried) -> Option<Incentive> {
        let (contract, clause) = (subject.contract, subject.clause);
        let planned = &self.levels[self.base];
        let level_in = |level: &Level, interval: usize| {
            let (kept, counted) = level.by_interval[contract][clause][interval];
            (counted > 0).then(|| kept as f64 / counted as f64)
        };
        let all_heads = |heads: &[Vec<u32>], interval: usize| heads.iter().map(|group| group[interval]).sum();
        let day = &self.stages[self.base].center.day;
        let staffing = |interval: usize| IntervalStaffing {
            starts: day.interval_start(interval).since(SimTime::ZERO).as_micros() / MICROS_PER_SECOND,
            planned: all_heads(&subject.heads[self.base], interval),
            cheapest: all_heads(&tried.heads, interval),
            level_planned: level_in(planned, interval),
            level_cheapest: level_in(&tried.played, interval),
        };
        let intervals: Vec<IntervalStaffing> = (0..day.intervals()).map(staffing).collect();
        let worst = (0..intervals.len())
            .filter_map(|interval| Some((interval, intervals[interval].level_cheapest?)))
            .reduce(|worst, next| if next.1 < worst.1 { next } else { worst })?;
        let spans = tried.played.contracts[contract].len();
        let mean = |values: Vec<f64>| mean_estimate(&values, CONFIDENCE);
        let pay = |level: &Level| -> Option<Estimate> {
            let pays = level.contracts[contract][..spans].iter().map(|span| span.totals.staff_cost);
            mean(pays.map(Money::as_units).collect())
        };
        let mean_level = |level: &Level| -> Option<Estimate> {
            mean(level.contracts[contract][..spans].iter().filter_map(|span| span.mean_level(clause)).collect())
        };
        Some(Incentive {
            pay: (pay(planned)?, pay(&tried.played)?),
            level: (mean_level(planned)?, mean_level(&tried.played)?),
            intervals,
            worst: worst.0,
        })
    }
}

const MICROS_PER_SECOND: u64 = 1_000_000;

/// Heads by group and interval, on a weekday without a scale of its own.
fn heads_by_interval(center: &Center, groups: &[GroupId]) -> Vec<Vec<u32>> {
    let of_group = |group: &GroupId| {
        let group = &center.agent_groups[group.index()];
        let Staffing::PerInterval(planned) = &group.staffing else { return Vec::new() };
        planned.iter().map(|heads| heads_of(group, *heads)).collect()
    };
    groups.iter().map(of_group).collect()
}

/// Heads that are there where so many are planned; rounded as the plan rounds them.
fn heads_of(group: &AgentGroup, planned: u32) -> u32 {
    let scaled = (f64::from(planned) * group.staffing_scale + 0.5 + 1e-9).floor() as i64;
    let extra = if scaled > 0 { i64::from(group.extra_heads) } else { 0 };
    (scaled + extra).clamp(0, i64::from(u32::MAX)) as u32
}
