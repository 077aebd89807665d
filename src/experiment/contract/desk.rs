//! Where spans are played: a staffing of the center, and a thread's place to play it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::Refused;
use super::definitions::{DefinedOutcomes, service_level};
use super::outcome::{Laid, SpanOutcome};
use crate::contract::{Evidence, Ledger};
use crate::engine::{Crowd, Engine};
use crate::metrics::{CallCounts, Layout, Tally};
use crate::model::{Center, ContractId, GroupId};
use crate::plan::Plan;
use crate::random::Chances;

/// A center with its contracts, ready to be played.
#[derive(Debug)]
pub(super) struct Stage {
    /// Heads more than planned.
    pub offset: i32,
    /// The center.
    pub center: Center,
    /// Its contracts.
    pub laid: Vec<Laid>,
    plan: Plan,
    layout: Arc<Layout>,
}

/// What came of a span.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct SpanPlayed {
    /// By contract.
    pub contracts: Vec<SpanOutcome>,
    /// By contract and clause: the same calls under other definitions, where that was asked for and there are some.
    pub defined: Vec<Vec<Option<DefinedOutcomes>>>,
    /// By contract and clause: kept and counted of each planning interval of the day, over all measured dates.
    pub by_interval: Vec<Vec<Vec<(u64, u64)>>>,
}

/// What is asked of a span beside its outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Asked {
    /// The same calls under other definitions.
    pub definitions: bool,
    /// Levels by interval of the day.
    pub by_interval: bool,
}

/// What was counted in a span, for one contract.
struct Gathered {
    evidence: Evidence,
    /// By clause and cell, of those that measure a service level.
    calls: Vec<Vec<CallCounts>>,
}

impl Stage {
    /// A center whose groups have so many heads more than planned.
    ///
    /// # Errors
    /// When that is no valid center: more heads than anybody can plan.
    pub fn with_heads(center: &Center, groups: &[GroupId], offset: i32) -> Result<Self, Refused> {
        let mut draft = (**center).clone();
        for (at, group) in draft.agent_groups.iter_mut().enumerate() {
            if groups.is_empty() || groups.contains(&GroupId::at(at)) {
                group.extra_heads = group.extra_heads.saturating_add(offset);
            }
        }
        let center = Center::new(draft).map_err(|_| Refused::Heads { offset })?;
        Ok(Self::of(center, offset))
    }

    /// A center as it is, to be called so many heads more than planned.
    pub fn of(center: Center, offset: i32) -> Self {
        let plan = Plan::compile(&center).without_strata();
        let layout = Arc::new(Layout::of(&center, &plan).of_whole_days());
        let laid = (0..center.contracts.len()).map(|at| Laid::of(&center, ContractId::at(at))).collect();
        Self { offset, center, laid, plan, layout }
    }
}

/// A thread's place to play one staffing.
pub(super) struct Desk<'s> {
    stage: &'s Stage,
    engine: Engine<'s>,
    tally: Tally<'s>,
}

impl<'s> Desk<'s> {
    /// An empty place.
    pub fn at(stage: &'s Stage) -> Self {
        Self { stage, engine: Engine::new(&stage.plan), tally: Tally::new(&stage.layout) }
    }

    /// Plays a span; with people who are drawn already, if they are.
    pub fn play(&mut self, seed: u64, chances: Chances, crowd: Option<&Crowd>, asked: Asked) -> SpanPlayed {
        self.tally.clear();
        match crowd {
            Some(crowd) => self.engine.play_crowd(crowd, seed, chances, &mut self.tally),
            None => self.engine.play(seed, chances, &mut self.tally),
        }
        let mut played = SpanPlayed::default();
        for (laid, gathered) in self.stage.laid.iter().zip(self.gather()) {
            played.contracts.push(SpanOutcome::of(laid, &gathered.evidence));
            if asked.definitions {
                played.defined.push(gathered.defined(laid));
            }
            if asked.by_interval {
                played.by_interval.push(gathered.by_interval(laid));
            }
        }
        played
    }

    /// Plays a span and keeps every line of each contract.
    pub fn settle(&mut self, seed: u64, chances: Chances) -> Vec<Ledger> {
        self.tally.clear();
        self.engine.play(seed, chances, &mut self.tally);
        self.stage.laid.iter().zip(self.gather()).map(|(laid, found)| laid.terms.ledger(&found.evidence)).collect()
    }

    /// Draws the people of a span, to be played at all desks.
    pub fn draw(&mut self, seed: u64, chances: Chances, crowd: &mut Crowd) {
        self.engine.draw_crowd(seed, chances, crowd);
    }

    /// What was counted, for each contract.
    fn gather(&self) -> Vec<Gathered> {
        let of_contract = |(at, laid): (usize, &Laid)| {
            let id = ContractId::at(at);
            let mut gathered = Gathered { evidence: Evidence::default(), calls: Vec::new() };
            self.tally.evidence(id, &mut gathered.evidence);
            for clause in 0..laid.terms.contract.clauses.len() {
                let mut calls = Vec::new();
                self.tally.call_counts(id, clause, &mut calls);
                gathered.calls.push(calls);
            }
            gathered
        };
        self.stage.laid.iter().enumerate().map(of_contract).collect()
    }
}

impl Gathered {
    fn defined(&self, laid: &Laid) -> Vec<Option<DefinedOutcomes>> {
        let terms = &laid.terms;
        let clauses = terms.contract.clauses.iter().enumerate();
        let of = |(at, clause)| {
            service_level(clause)?;
            Some(DefinedOutcomes::of(terms, at, &self.evidence, self.calls.get(at)?))
        };
        clauses.map(of).collect()
    }

    fn by_interval(&self, laid: &Laid) -> Vec<Vec<(u64, u64)>> {
        let terms = &laid.terms;
        let intervals = terms.intervals();
        let of_clause = |(clause, cells): (usize, &Vec<crate::contract::Cell>)| {
            let mut sums = vec![(0_u64, 0_u64); intervals];
            for (at, cell) in cells.iter().enumerate() {
                let (date, interval) = (at / intervals, at % intervals);
                if (cell.numerator | cell.denominator) > 0 && terms.measures(clause, date, interval) {
                    sums[interval].0 += cell.numerator;
                    sums[interval].1 += cell.denominator;
                }
            }
            sums
        };
        self.evidence.cells.iter().enumerate().map(of_clause).collect()
    }
}

/// Does `count` pieces of work on the threads of the current pool, each thread at a place of its own; the results in order.
pub(super) fn in_order<P, T: Send>(
    count: u64,
    sit_down: impl Fn() -> P + Sync,
    work: impl Fn(&mut P, u64) -> T + Sync,
) -> Vec<T> {
    let next = AtomicU64::new(0);
    let on_thread = |_: usize| {
        let mut place = None;
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(place.get_or_insert_with(&sit_down), at)));
        }
    };
    let threads = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
    let mut all: Vec<(u64, T)> = threads.map(on_thread).flatten().collect();
    all.sort_unstable_by_key(|piece| piece.0);
    all.into_iter().map(|piece| piece.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_order_whoever_did_them() {
        let doubled = in_order(100, || 2_u64, |factor, at| at * *factor);
        assert_eq!(doubled, (0..100).map(|at| 2 * at).collect::<Vec<_>>());
        assert!(in_order(0, || (), |(), at| at).is_empty());
    }
}
