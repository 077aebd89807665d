//! What contracts are judged on, read from a tally before it is cleared.

use std::sync::Arc;

use super::definition::{CATALOGUE, Measure as Formula};
use super::layout::{Layout, Population};
use super::quantity::{Journey, Quantity};
use super::record::{Sum, quantities_of};
use super::tally::{Tally, count};
use super::totals::pay;
use crate::contract::{Book, Cell, Delivered, Evidence, Invoice, Terms};
use crate::model::contract::{Measure, MeasuredMetric};
use crate::model::{Center, ContractId};

/// Contacts of a clause's scope in one planning interval of one open date, as the common definitions of a service level count
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallCounts {
    /// Answered within the time T.
    pub answered_in_time: u64,
    /// Answered.
    pub answered: u64,
    /// Offered and not answered.
    pub abandoned: u64,
    /// Abandoned within the time T.
    pub abandoned_in_time: u64,
    /// Abandoned within the short-abandon threshold s.
    pub abandoned_short: u64,
    /// Met a busy tone.
    pub blocked: u64,
}

/// Places of what a contract comes to in a replication.
pub(super) mod settled {
    /// Fee [millionths of the currency unit].
    pub const FEE: usize = 0;
    /// Penalties after caps, likewise.
    pub const PENALTIES: usize = 1;
    /// Bonuses.
    pub const BONUSES: usize = 2;
    /// Penalties earned back.
    pub const REFUNDED: usize = 3;
    /// Periods missed: of the only clause, or else invoices in whose period some clause was missed.
    pub const MISSED: usize = 4;
    /// ... of so many that were judged.
    pub const JUDGED: usize = 5;
    pub const COUNT: usize = 6;
    pub const RATIOS: &[(usize, usize)] = &[(MISSED, JUDGED)];
}

/// A book that only counts misses.
struct Misses {
    has_one_clause: bool,
    missed: u64,
    judged: u64,
}

impl Book for Misses {
    fn close(&mut self, invoice: &Invoice) {
        let (missed, judged) = (u64::from(invoice.totals.missed), u64::from(invoice.totals.judged));
        self.missed += if self.has_one_clause { missed } else { missed.min(1) };
        self.judged += if self.has_one_clause { judged } else { judged.min(1) };
    }
}

/// What a contract asks of a tally.
#[derive(Debug, Clone)]
pub(super) struct ContractLayout {
    /// Its terms, laid over the calendar.
    terms: Arc<Terms>,
    clauses: Vec<ClauseLayout>,
    /// Groups whose work it pays.
    groups: Vec<usize>,
    /// Contacts that those groups can handle.
    callers: Population,
}

#[derive(Debug, Clone)]
struct ClauseLayout {
    population: usize,
    counts: Counts,
    /// Places of the thresholds of a service level among those counted: T of the answered, T and s of the abandoned.
    thresholds: Option<[usize; 3]>,
}

/// What a clause counts.
#[derive(Debug, Clone, Copy)]
enum Counts {
    Contacts(Quantity, Quantity),
    /// Time at work of time present.
    Occupancy,
    /// Nothing that this center can have.
    Nothing,
}

impl ContractLayout {
    /// Makes room for what a contract asks.
    pub fn of(center: &Center, id: ContractId, layout: &mut Layout) -> Self {
        let contract = &center.contracts[id.index()];
        let clauses = contract
            .clauses
            .iter()
            .map(|clause| {
                let mut thresholds = None;
                let counts = match clause.measure {
                    Measure::ServiceLevel(level) => {
                        thresholds = Some(layout.thresholds(level));
                        let level = layout.level(level);
                        Counts::Contacts(Quantity::LevelKept(level), Quantity::LevelBase(level))
                    }
                    Measure::Metric(MeasuredMetric::Occupancy) => Counts::Occupancy,
                    Measure::Metric(metric) => ratio_of(metric, layout),
                };
                ClauseLayout { population: layout.population(clause.scope), counts, thresholds }
            })
            .collect();
        let groups: Vec<usize> = contract.groups.iter().map(|group| group.index()).collect();
        let skills = |group: &usize| &center.agent_groups[*group].skills;
        let callers = layout.population_of(|kind| groups.iter().any(|group| skills(group).contains(&kind)));
        Self { terms: Arc::new(Terms::of(center, id)), clauses, groups, callers }
    }
}

/// Numerator and denominator of a metric, if the layout keeps them.
fn ratio_of(metric: MeasuredMetric, layout: &Layout) -> Counts {
    let definition = CATALOGUE.iter().find(|definition| definition.id == metric.id());
    match definition.map(|definition| definition.measure) {
        Some(Formula::Ratio(above, below)) if layout.position(above).is_some() && layout.position(below).is_some() => {
            Counts::Contacts(above, below)
        }
        _ => Counts::Nothing,
    }
}

impl Tally<'_> {
    /// Writes down what was counted in a replication for one of the center's contracts.
    pub fn evidence(&self, contract: ContractId, into: &mut Evidence) {
        let layout = self.layout();
        let wanted = &layout.contracts[contract.index()];
        into.cells.resize_with(wanted.clauses.len(), Vec::new);
        let mut values = vec![0; layout.quantities()];
        let mut sum = Sum::new(self);
        for (clause, cells) in wanted.clauses.iter().zip(&mut into.cells) {
            cells.clear();
            let members = &layout.populations[clause.population];
            for date in 0..layout.span.dates() {
                let stretch = layout.span.stretch_of(date);
                for cell in layout.span.cells_of(date) {
                    sum.gather(layout, self, members, cell);
                    quantities_of(layout, &sum, &mut values);
                    let value = |of| layout.position(of).map_or(0, |position| values[position]);
                    let (numerator, denominator) = match clause.counts {
                        Counts::Contacts(above, below) => (value(above), value(below)),
                        Counts::Occupancy => self.work_in(&wanted.groups, stretch, cell),
                        Counts::Nothing => (0, 0),
                    };
                    let (arrived, offered) = (value(Quantity::Arrived), value(Quantity::Offered));
                    let lost = value(Quantity::Abandoned) + value(Quantity::Blocked);
                    cells.push(Cell { numerator, denominator, arrived, offered, lost });
                }
            }
        }
        into.delivered.clear();
        into.delivered.extend((0..layout.span.dates()).map(|date| self.delivered(wanted, date, &mut values)));
    }

    /// Settles a contract, and writes down what it comes to by place.
    pub(super) fn settle(&self, contract: ContractId, evidence: &mut Evidence, places: &mut [u64]) {
        self.evidence(contract, evidence);
        let terms = &self.layout().contracts[contract.index()].terms;
        let mut misses = Misses { has_one_clause: terms.contract.clauses.len() == 1, missed: 0, judged: 0 };
        let totals = terms.settle(evidence, &mut misses);
        let amounts = [totals.fee, totals.penalties, totals.bonuses, totals.refunded];
        for (place, amount) in places.iter_mut().zip(amounts) {
            *place = amount.millionths().max(0).unsigned_abs();
        }
        places[settled::MISSED] = misses.missed;
        places[settled::JUDGED] = misses.judged;
    }

    /// Contacts of a clause's scope as the common definitions of a service level count them: open dates in order, each with
    /// all its intervals. Nothing where the clause measures something else.
    pub fn call_counts(&self, contract: ContractId, clause: usize, into: &mut Vec<CallCounts>) {
        let layout = self.layout();
        into.clear();
        let clause = &layout.contracts[contract.index()].clauses[clause];
        let Some([within, abandoned_within, short]) = clause.thresholds else { return };
        let members = &layout.populations[clause.population];
        let abandoned = count::FIXED + layout.withins.len();
        let mut sum = Sum::new(self);
        for cell in 0..layout.span.cells() {
            sum.gather(layout, self, members, cell);
            let counts = sum.counts();
            into.push(CallCounts {
                answered_in_time: counts[count::FIXED + within],
                answered: counts[count::ANSWERED],
                abandoned: counts[count::ABANDONED]
                    + counts[count::DISCONNECTED]
                    + counts[count::STILL_INSIDE]
                    + sum.callbacks(),
                abandoned_in_time: counts[abandoned + abandoned_within],
                abandoned_short: counts[abandoned + short],
                blocked: counts[count::BLOCKED],
            });
        }
    }

    /// Time at work and present of some groups in a cell.
    fn work_in(&self, groups: &[usize], stretch: usize, cell: usize) -> (u64, u64) {
        let work = groups.iter().map(|&group| &self.staff[self.place_of_staff(group, stretch, cell)]);
        work.fold((0, 0), |(busy, present), cell| (busy + cell.busy, present + cell.present))
    }

    /// What a contract's groups delivered on a date, and what it cost.
    fn delivered(&self, wanted: &ContractLayout, date: usize, values: &mut [u64]) -> Delivered {
        let layout = self.layout();
        let (stretch, cells) = (layout.span.stretch_of(date), layout.span.cells_of(date));
        let after = layout.span.ends[date].map(|_| cells.end);
        let mut delivered = Delivered::default();
        for &group in &wanted.groups {
            let mut present = 0;
            for cell in cells.clone().chain(after) {
                let work = &self.staff[self.place_of_staff(group, stretch, cell)];
                delivered.answered += work.answered;
                delivered.talk += work.talk;
                delivered.handled += work.busy;
                present += work.present;
            }
            delivered.staffed += present;
            delivered.pay += pay(layout, group, present);
        }
        let mut sum = Sum::new(self);
        let mut all = Sum::new(self);
        for cell in cells {
            sum.gather(layout, self, &wanted.callers, cell);
            all.add(layout, &sum);
        }
        quantities_of(layout, &all, values);
        let value = |of| layout.position(of).map_or(0, |position| values[position]);
        delivered.caller_cost = value(Quantity::Journey(Journey::HoldCost));
        delivered.lost = value(Quantity::Abandoned) + value(Quantity::Blocked);
        delivered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_clause_can_measure_is_a_ratio_of_the_catalogue() {
        for metric in MeasuredMetric::ALL {
            let definition = CATALOGUE.iter().find(|definition| definition.id == metric.id());
            let measure = definition.unwrap_or_else(|| panic!("{} is not in the catalogue", metric.id())).measure;
            let is_ratio = matches!(measure, Formula::Ratio(..)) || *metric == MeasuredMetric::Occupancy;
            assert!(is_ratio, "{} is {measure:?}", metric.id());
        }
    }
}
