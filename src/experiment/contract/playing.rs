//! Plays the spans of a center's contracts, and asks what they come to.

use super::chance::{of_corner, varying};
use super::definitions::DefinedOutcomes;
use super::desk::{Asked, Desk, SpanPlayed, Stage, in_order};
use super::findings::Agreed;
use super::incentive::Search;
use super::luck::Blocks;
use super::outcome::SpanOutcome;
use super::{ContractFindings, FairMalus, Luck, Played, Refused, SameCalls, Sizing, StaffSweep, Wanted};
use crate::engine::Crowd;
use crate::experiment::TooMuch;
use crate::model::{Center, Period};
use crate::random::Chances;

/// How much is going to be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foresight {
    /// Spans of the planned staffing.
    pub spans: u64,
    /// Blocks that tell luck apart.
    pub blocks: u64,
    /// All spans: what progress counts up to. Those in which perverse incentives are tried come on top, untold.
    pub in_all: u64,
}

/// Spans when nobody said how many: of a month; fewer of longer ones.
const USUAL_SPANS: f64 = 1000.0;
/// Days of a span of which so many are played.
const USUAL_DAYS: f64 = 31.0;
/// Fewest spans when nobody said how many.
const FEWEST_SPANS: f64 = 20.0;
/// First calls that are played at most when nobody said how many spans: some seconds on a laptop.
const USUAL_CALLS: f64 = 4e7;
/// Blocks when nobody said how many, of so many spans: one in sixteen.
const SPANS_A_BLOCK: u64 = 16;
/// People of a span that are drawn at most before they are played.
const LARGEST_CROWD: f64 = 1e6;

/// How much [`play`] is going to play.
///
/// # Errors
/// Where it plays nothing: without contracts, with a sweep that makes no sense, or when it is too much.
pub fn foresee(center: &Center, wanted: &Wanted) -> Result<Foresight, Refused> {
    if center.contracts.is_empty() {
        return Err(Refused::NoContract);
    }
    let calls = center.expected_contacts().max(1.0);
    let days = center.calendar.as_ref().map_or(1, |calendar| calendar.days.len()) as f64;
    let usual = (USUAL_SPANS * (USUAL_DAYS / days).min(1.0)).min(USUAL_CALLS / calls).max(FEWEST_SPANS);
    let spans = wanted.spans.unwrap_or(usual as u64).max(1);
    let varying = varying(center);
    let blocks = wanted.blocks.unwrap_or(spans / SPANS_A_BLOCK).min(spans / 2);
    let levels = wanted.sweep.as_ref().map_or(Ok(1), |sweep| levels_of(sweep, wanted.solve_for))?;
    let in_all = spans.saturating_mul(levels).saturating_add(blocks.saturating_mul((1 << varying.len()) - 2));
    let periods: usize = (0..center.contracts.len())
        .map(|at| {
            let contract = &center.contracts[at];
            contract.clauses.iter().map(|clause| periods_in(center, clause.per)).sum::<usize>()
        })
        .sum();
    let kept = in_all as f64 * (periods * SpanOutcome::BYTES_A_PERIOD + BYTES_A_SPAN) as f64;
    let cells = days * center.day.intervals() as f64 * (center.contact_types.len() + center.queues.len()) as f64;
    let counting = cells * BYTES_A_CELL * (levels as usize * rayon::current_num_threads()) as f64;
    TooMuch::of_contracts(calls, calls * in_all as f64, kept + counting)?;
    Ok(Foresight { spans, blocks, in_all })
}

/// How many stafferings a sweep plays, the planned one included.
fn levels_of(sweep: &StaffSweep, solve_for: Option<i32>) -> Result<u64, Refused> {
    let (from, to) = (sweep.from, sweep.to);
    if from > to {
        return Err(Refused::EmptySweep { from, to });
    }
    if let Some(offset) = solve_for.filter(|offset| !(from..=to).contains(offset)) {
        return Err(Refused::NotSwept { offset, from, to });
    }
    let levels = u64::from(from.abs_diff(to)) + 1;
    if levels > MOST_LEVELS {
        return Err(Refused::TooManyLevels { levels, most: MOST_LEVELS });
    }
    Ok(levels + u64::from(!(from..=to).contains(&0)))
}

/// Most stafferings of a sweep: each thread has a floor for each.
const MOST_LEVELS: u64 = 201;

/// Memory in which a thread counts the calls of one kind in one interval of one date \[bytes\].
const BYTES_A_CELL: f64 = 250.0;
/// Memory that outcomes of a span take, whatever its periods \[bytes\].
const BYTES_A_SPAN: usize = 1000;

fn periods_in(center: &Center, per: Period) -> usize {
    let Some(calendar) = &center.calendar else { return 1 };
    match per {
        Period::Interval => calendar.days.len() * center.day.intervals(),
        per => calendar.periods(per).len(),
    }
}

/// Plays as many spans as [`foresee`] says and tells what the contracts come to. `progress` hears of each span that is done.
///
/// The result is the same to the bit on any number of threads: outcomes are kept by replication, and everything is worked out
/// from them in order.
///
/// # Errors
/// As [`foresee`], and when a sweep asks for more heads than anybody can plan.
pub fn play(center: &Center, wanted: &Wanted, progress: &(dyn Fn(u64) + Sync)) -> Result<Played, Refused> {
    let foresight = foresee(center, wanted)?;
    let stages = stages(center, wanted)?;
    let base = stages.iter().position(|stage| stage.offset == 0).expect("the planned staffing is always played");
    let crowds = stages.len() > 1 && center.expected_contacts() <= LARGEST_CROWD;
    let asked = |at: usize| Asked { definitions: at == base, by_interval: stages.len() > 1 };
    let sit_down = || (stages.iter().map(Desk::at).collect::<Vec<_>>(), Crowd::default());
    let by_span: Vec<Vec<SpanPlayed>> = in_order(foresight.spans, sit_down, |(desks, crowd), replication| {
        let chances = Chances::from(replication);
        if crowds {
            desks[base].draw(wanted.seed, chances, crowd);
        }
        let people = crowds.then_some(&*crowd);
        let play = |(at, desk): (usize, &mut Desk<'_>)| {
            let played = desk.play(wanted.seed, chances, people, asked(at));
            progress(1);
            played
        };
        desks.iter_mut().enumerate().map(play).collect()
    });
    let levels = by_level(&stages, by_span);
    let blocks = blocks(&stages[base], &levels[base], foresight.blocks, wanted.seed, progress);
    let contracts = contracts(&stages[base], &levels[base], &blocks);
    let sizing = wanted.sweep.as_ref().map(|sweep| {
        let swept = sweep.from..=sweep.to;
        let wanted_levels: Vec<&Level> = levels.iter().filter(|level| swept.contains(&level.offset)).collect();
        let mut sizing = Sizing::of(&stages[base].laid, &wanted_levels, wanted.solve_for);
        let search = Search { stages: &stages, levels: &levels, base, sweep, seed: wanted.seed };
        for (at, contract) in sizing.contracts.iter_mut().enumerate() {
            contract.incentives = search.incentives(at);
        }
        sizing
    });
    let corners = 1_u64 << varying(center).len();
    Ok(Played {
        spans: foresight.spans,
        spans_for_luck: foresight.blocks * (corners - 2),
        days: center.calendar.as_ref().map_or(1, |calendar| calendar.days.len() as u32),
        contracts,
        sizing,
    })
}

/// One staffing after the other, rising; the planned one is always among them.
fn stages(center: &Center, wanted: &Wanted) -> Result<Vec<Stage>, Refused> {
    let planned = || Stage::of(center.clone(), 0);
    let Some(sweep) = &wanted.sweep else { return Ok(vec![planned()]) };
    let mut offsets: Vec<i32> = (sweep.from..=sweep.to).collect();
    if !offsets.contains(&0) {
        offsets.push(0);
        offsets.sort_unstable();
    }
    let stage = |offset| if offset == 0 { Ok(planned()) } else { Stage::with_heads(center, &sweep.groups, offset) };
    offsets.into_iter().map(stage).collect()
}

/// All spans of one staffing.
#[derive(Debug)]
pub(super) struct Level {
    /// Heads more than planned.
    pub offset: i32,
    /// By contract, then replication.
    pub contracts: Vec<Vec<SpanOutcome>>,
    /// By contract and clause, then replication; none where it was not asked for.
    pub defined: Vec<Vec<Vec<DefinedOutcomes>>>,
    /// By contract, clause and interval of the day: kept and counted in all spans together; none where it was not asked for.
    pub by_interval: Vec<Vec<Vec<(u64, u64)>>>,
}

impl Level {
    /// Nothing played yet.
    pub(super) fn of(stage: &Stage) -> Self {
        let contracts = stage.laid.len();
        let clauses = stage.laid.iter().map(|laid| vec![Vec::new(); laid.terms.contract.clauses.len()]);
        let offset = stage.offset;
        Self { offset, contracts: vec![Vec::new(); contracts], defined: clauses.collect(), by_interval: Vec::new() }
    }

    /// Takes in the next replication.
    pub(super) fn push(&mut self, played: SpanPlayed) {
        for (outcomes, outcome) in self.contracts.iter_mut().zip(played.contracts) {
            outcomes.push(outcome);
        }
        for (clauses, found) in self.defined.iter_mut().zip(played.defined) {
            for (outcomes, found) in clauses.iter_mut().zip(found) {
                outcomes.extend(found);
            }
        }
        if self.by_interval.is_empty() {
            self.by_interval = played.by_interval;
            return;
        }
        let sums = self.by_interval.iter_mut().flatten().flatten();
        for (sum, more) in sums.zip(played.by_interval.iter().flatten().flatten()) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
    }
}

fn by_level(stages: &[Stage], by_span: Vec<Vec<SpanPlayed>>) -> Vec<Level> {
    let mut levels: Vec<Level> = stages.iter().map(Level::of).collect();
    for span in by_span {
        for (level, played) in levels.iter_mut().zip(span) {
            level.push(played);
        }
    }
    levels
}

/// Plays the corners of blocks that are no replication of their own.
fn blocks(stage: &Stage, planned: &Level, count: u64, seed: u64, progress: &(dyn Fn(u64) + Sync)) -> Vec<Blocks> {
    let varying = varying(&stage.center);
    let corners = 1_usize << varying.len();
    let inner = corners as u64 - 2;
    let played: Vec<SpanPlayed> = in_order(
        count * inner,
        || Desk::at(stage),
        |desk, at| {
            let chances = of_corner(at / inner, 1 + (at % inner) as usize, &varying);
            let played = desk.play(seed, chances, None, Asked::default());
            progress(1);
            played
        },
    );
    let of_contract = |contract: usize| {
        let of_block = |block: usize| {
            let outer = |replication: usize| planned.contracts[contract][replication].clone();
            let inner = played[block * inner as usize..(block + 1) * inner as usize].iter();
            let between = inner.map(|played| played.contracts[contract].clone());
            std::iter::once(outer(2 * block)).chain(between).chain([outer(2 * block + 1)]).collect()
        };
        Blocks { varying: varying.clone(), corners: (0..count as usize).map(of_block).collect() }
    };
    (0..stage.laid.len()).map(of_contract).collect()
}

/// What each contract comes to with the planned staffing.
fn contracts(stage: &Stage, planned: &Level, blocks: &[Blocks]) -> Vec<ContractFindings> {
    let of_contract = |at: usize| {
        let laid = &stage.laid[at];
        let contract = &laid.terms.contract;
        let spans = &planned.contracts[at];
        let mut findings = ContractFindings::of(Agreed { contract, has_pay: laid.has_pay }, spans);
        for (clause, found) in findings.clauses.iter_mut().enumerate() {
            let agreed = &contract.clauses[clause];
            found.same_calls = SameCalls::of(agreed, &planned.defined[at][clause]);
            found.luck = Luck::of(clause, agreed, &blocks[at], spans);
            found.malus = FairMalus::of(clause, agreed, spans);
        }
        findings
    };
    (0..stage.laid.len()).map(of_contract).collect()
}
