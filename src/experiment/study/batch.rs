//! Neighbouring scenarios that are played together: each day's people are drawn once for all whom they call.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::baseline::BaselineDays;
use super::{Finished, Study, StudyEffort, StudyTrouble};
use crate::engine::{Crowd, Engine};
use crate::experiment::Effort;
use crate::experiment::rounds::{Rounds, STEP};
use crate::metrics::{Contrast, Layout, Tally, Totals};
use crate::model::Center;
use crate::plan::Plan;

/// Memory for the people of the days that are drawn at a time \[bytes\]: half of what a core has close by.
const CROWDS: usize = 512 << 10;
/// Most days drawn at a time.
const MOST_DAYS: u64 = 16;
/// Contacts in a day beyond which every scenario draws its own people: too many to be kept.
const LARGEST_CROWD: f64 = 2e5;
/// Scenarios that have been opened.
pub struct Batch<'s> {
    study: &'s Study<'s>,
    baseline: Option<&'s BaselineDays>,
    scenarios: Vec<Scenario>,
    /// Neighbours that the same people call.
    neighbours: Vec<Range<usize>>,
    /// Days drawn at a time.
    days: u64,
    threads: usize,
    round: Mutex<Round>,
}

struct Scenario {
    number: usize,
    center: Arc<Center>,
    plan: Plan,
    layout: Arc<Layout>,
}

/// What is left to play before the next look.
struct Round {
    /// Replications that nobody has taken yet.
    left: Range<u64>,
    /// Threads that play.
    at_work: usize,
    /// By scenario; empty once they are told.
    courses: Vec<Course>,
}

/// How far a scenario is.
struct Course {
    /// `None` until somebody hands in the first.
    totals: Option<Totals>,
    contrast: Option<Contrast>,
    /// Replications to play in this round.
    wanted: Range<u64>,
    /// Until a figure is precise; `None` where a number of replications was asked for.
    rounds: Option<Rounds>,
    is_precise: Option<bool>,
}

/// What there is to do after a thread has helped.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Another round of this batch begins.
    AnotherRound,
    /// All its scenarios have been told.
    Finished,
    /// Others still play.
    OthersPlay,
}

impl<'s> Batch<'s> {
    /// Opens scenarios.
    pub fn open(
        study: &'s Study<'s>,
        baseline: Option<&'s BaselineDays>,
        numbers: &[u32],
        threads: usize,
    ) -> Result<Self, StudyTrouble> {
        let scenarios = numbers
            .iter()
            .map(|&number| Scenario::open(study, number as usize, threads))
            .collect::<Result<Vec<_>, _>>()?;
        let contacts = scenarios.iter().map(|scenario| scenario.center.expected_contacts()).fold(1.0, f64::max);
        let days = (CROWDS as f64 / (contacts * Crowd::BYTES_A_PERSON as f64)) as u64;
        let courses = scenarios.iter().map(|scenario| Course::begin(study, baseline, scenario)).collect();
        let mut round = Round { left: 0..0, at_work: 0, courses };
        round.begin();
        Ok(Self {
            neighbours: neighbours(&scenarios),
            days: (days.clamp(2, MOST_DAYS)).next_multiple_of(2),
            scenarios,
            threads,
            study,
            baseline,
            round: Mutex::new(round),
        })
    }

    /// Whether a thread that comes now finds something to play.
    pub fn has_work(&self) -> bool {
        let round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        !round.left.is_empty()
    }

    /// Plays what is left of this round, with whoever else does. The last to leave looks at the sums: what is finished is
    /// told, the rest goes on.
    pub fn help(&self, done: &(dyn Fn(Finished) + Sync)) -> Next {
        let Some(wanted) = self.join() else { return Next::OthersPlay };
        let mut desk =
            Desk { batch: self, wanted, sums: self.scenarios.iter().map(|_| None).collect(), crowds: Vec::new() };
        while let Some(days) = self.take() {
            desk.play(days);
        }
        let Some(courses) = self.leave(desk.sums) else { return Next::OthersPlay };
        self.look(courses, done)
    }

    /// Begins to play, if there is something; the replications that each scenario wants in this round.
    fn join(&self) -> Option<Vec<Range<u64>>> {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody comes late to a round that is over, or being looked at.
        let is_over = round.left.is_empty() && (round.at_work > 0 || round.courses.is_empty());
        if is_over {
            return None;
        }
        round.at_work += 1;
        Some(round.courses.iter().map(|course| course.wanted.clone()).collect())
    }

    /// Takes some days to play.
    fn take(&self) -> Option<Range<u64>> {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        let from = round.left.start;
        // Fewer towards the end, so that threads end together; whole pairs of days stay with one thread where they can.
        let fair = (round.left.end - from.min(round.left.end)) / (2 * self.threads as u64);
        let days = fair.clamp(2, self.days).next_multiple_of(2);
        let to = (from / 2 * 2 + days).min(round.left.end);
        round.left.start = to.max(from);
        (from < to).then_some(from..to)
    }

    /// Hands in sums. The last to do so takes all with it.
    fn leave(&self, sums: Vec<Option<Sums>>) -> Option<Vec<Course>> {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        for (course, sum) in round.courses.iter_mut().zip(sums) {
            if let Some(sum) = sum {
                match &mut course.totals {
                    Some(totals) => totals.merge(sum.totals),
                    None => course.totals = Some(sum.totals),
                }
                if let (Some(contrast), Some(more)) = (&mut course.contrast, sum.contrast) {
                    contrast.merge(more);
                }
            }
        }
        round.at_work -= 1;
        (round.at_work == 0 && round.left.is_empty()).then(|| std::mem::take(&mut round.courses))
    }

    /// Looks at what has been played: tells it if nothing is left to play, else begins another round.
    fn look(&self, mut courses: Vec<Course>, done: &(dyn Fn(Finished) + Sync)) -> Next {
        for (course, scenario) in courses.iter_mut().zip(&self.scenarios) {
            course.look(self.study.effort, &scenario.layout);
        }
        if courses.iter().all(|course| course.wanted.is_empty()) {
            for (course, scenario) in courses.into_iter().zip(&self.scenarios) {
                let Course { totals, contrast, is_precise, .. } = course;
                let mut totals = totals.unwrap_or_else(|| Totals::new(Arc::clone(&scenario.layout)));
                totals.settle();
                let center = Arc::clone(&scenario.center);
                done(Finished { scenario: scenario.number, center, totals, contrast, is_precise });
            }
            return Next::Finished;
        }
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        round.courses = courses;
        round.begin();
        Next::AnotherRound
    }
}

impl Scenario {
    fn open(study: &Study<'_>, number: usize, threads: usize) -> Result<Self, StudyTrouble> {
        let center =
            (study.center)(number).map_err(|complaint| StudyTrouble::NoCenter { scenario: number, complaint })?;
        Effort::Replications(study.effort.most())
            .check(&center, threads)
            .map_err(|reason| StudyTrouble::TooMuch { scenario: number, reason })?;
        let plan = Plan::compile(&center);
        let layout = Layout::of(&center, &plan);
        let layout = if study.by_interval { layout.without_quantiles_by_interval() } else { layout.of_whole_days() };
        let is_corrected = study.controls && !study.by_interval && center.expected_contacts() <= LARGEST_CROWD;
        let layout = if is_corrected { layout.with_controls(&center, &plan) } else { layout };
        Ok(Self { number, center: Arc::new(center), plan, layout: Arc::new(layout) })
    }
}

/// Runs of scenarios that the same people call.
fn neighbours(scenarios: &[Scenario]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..scenarios.len() {
        let same = |first: &Scenario, other: &Scenario| {
            first.plan.follows == other.plan.follows && first.center.has_callers_of(&other.center)
        };
        match runs.last_mut() {
            Some(run) if same(&scenarios[run.start], &scenarios[at]) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

impl Round {
    /// Begins to play what the courses want.
    fn begin(&mut self) {
        let wanted = || self.courses.iter().map(|course| &course.wanted).filter(|wanted| !wanted.is_empty());
        let from = wanted().map(|wanted| wanted.start).min().unwrap_or(0);
        let to = wanted().map(|wanted| wanted.end).max().unwrap_or(0);
        self.left = from..to;
    }
}

impl Course {
    /// Goes on from what was played before, if anything was.
    fn begin(study: &Study<'_>, baseline: Option<&BaselineDays>, scenario: &Scenario) -> Self {
        let fresh = baseline.map(|baseline| baseline.contrast(&scenario.center, &scenario.layout));
        let earlier = (study.earlier)(scenario.number);
        let earlier = earlier.and_then(|state| gone_on_from(study, scenario, fresh.as_ref(), &state));
        let (totals, contrast) = earlier.map_or((None, fresh), |(totals, contrast)| (Some(totals), contrast));
        let from = totals.as_ref().map_or(0, Totals::replications);
        let rounds = match study.effort {
            StudyEffort::Replications(_) => None,
            StudyEffort::Precision { at_most, .. } => Some(Rounds::new(at_most, STEP)),
        };
        let to = rounds.map_or(study.effort.most(), |rounds| rounds.first());
        Self { totals, contrast, wanted: from..to.max(from), rounds, is_precise: None }
    }

    /// Works out what more is wanted.
    fn look(&mut self, effort: StudyEffort, layout: &Arc<Layout>) {
        let totals = self.totals.get_or_insert_with(|| Totals::new(Arc::clone(layout)));
        let played = totals.replications();
        let (StudyEffort::Precision { metric, scope, within, .. }, Some(rounds)) = (effort, &mut self.rounds) else {
            self.wanted = played..played;
            return;
        };
        if self.wanted.is_empty() && self.is_precise.is_some() {
            return;
        }
        let half_width = totals.figure(metric, scope).map_or(0.0, |estimate| {
            // Without an interval nothing is known; without anybody counted no further replication would say more.
            estimate.half_width().unwrap_or(f64::INFINITY)
        });
        let excess = half_width / within;
        self.is_precise = Some(excess <= 1.0);
        self.wanted = played..rounds.next(played, excess).unwrap_or(played);
    }
}

/// What [`Study::state`] wrote of this scenario; `None` where it is no such thing, or was held against another baseline.
fn gone_on_from(
    study: &Study<'_>,
    scenario: &Scenario,
    fresh: Option<&Contrast>,
    state: &[u8],
) -> Option<(Totals, Option<Contrast>)> {
    let part = |bytes: &mut &[u8]| -> Option<Vec<u8>> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        *bytes = rest;
        Some(part.to_vec())
    };
    let rest = &mut &*state;
    let totals = Totals::from_bytes(Arc::clone(&scenario.layout), &part(rest)?)?;
    let name = part(rest)?;
    let Some(fresh) = fresh else { return Some((totals, None)) };
    let is_the_same = study.baseline.is_some_and(|baseline| baseline.name.as_bytes() == name);
    let contrast = is_the_same.then(|| fresh.afresh().from_bytes(rest)).flatten()?;
    Some((totals, Some(contrast)))
}

/// What one thread has played of a scenario.
struct Sums {
    totals: Totals,
    contrast: Option<Contrast>,
}

/// What one thread plays on.
struct Desk<'b, 's> {
    batch: &'b Batch<'s>,
    /// By scenario.
    wanted: Vec<Range<u64>>,
    /// By scenario: what this thread has played.
    sums: Vec<Option<Sums>>,
    crowds: Vec<Crowd>,
}

impl Desk<'_, '_> {
    /// Plays some days in every scenario that wants them.
    fn play(&mut self, days: Range<u64>) {
        let batch = self.batch;
        for run in &batch.neighbours {
            let first = &batch.scenarios[run.start];
            let is_wanted = run.len() > 1 || first.layout.has_controls();
            let is_drawn = is_wanted && first.center.expected_contacts() <= LARGEST_CROWD;
            if is_drawn {
                self.draw(&first.plan, days.clone());
            }
            for at in run.clone() {
                let wanted = days.start.max(self.wanted[at].start)..days.end.min(self.wanted[at].end);
                if !wanted.is_empty() {
                    self.play_scenario(at, wanted, is_drawn.then_some(days.start));
                }
            }
        }
    }

    /// Draws the people of some days.
    fn draw(&mut self, plan: &Plan, days: Range<u64>) {
        let seed = self.batch.study.seed;
        self.crowds.resize_with((days.end - days.start) as usize, Crowd::default);
        let mut engine = Engine::new(plan);
        for (crowd, day) in self.crowds.iter_mut().zip(days) {
            engine.draw_crowd(seed, day, crowd);
        }
    }

    /// Plays days of a scenario, with the people that were drawn from day `drawn` on, if they were.
    fn play_scenario(&mut self, at: usize, days: Range<u64>, drawn: Option<u64>) {
        let study = self.batch.study;
        let scenario = &self.batch.scenarios[at];
        let baseline = self.batch.baseline;
        let Sums { totals, contrast } = self.sums[at].get_or_insert_with(|| Sums {
            totals: Totals::new(Arc::clone(&scenario.layout)),
            contrast: baseline.map(|baseline| baseline.contrast(&scenario.center, &scenario.layout)),
        });
        let mut engine = Engine::new(&scenario.plan);
        let mut tally = Tally::new(&scenario.layout);
        let count = days.end - days.start;
        for day in days {
            totals.lend(&mut tally, day);
            if let Some(crowd) = drawn.map(|first| &self.crowds[(day - first) as usize]) {
                engine.play_crowd(crowd, study.seed, day, &mut tally);
                totals.absorb_with(&mut tally, day, crowd.demand());
            } else {
                engine.play(study.seed, day, &mut tally);
                totals.absorb(&mut tally, day);
            }
            if let (Some(contrast), Some(base)) = (&mut *contrast, baseline.and_then(|baseline| baseline.day(day))) {
                contrast.push(day, base, &totals.last_day());
            }
        }
        (study.progress)(count);
    }
}
