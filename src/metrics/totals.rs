//! Sums over replications: whole numbers only, so that no order of replications changes a bit.

mod bytes;

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;

use super::definition::{CATALOGUE, Measure};
use super::layout::{Layout, Population, TargetLayout};
use super::quantity::{Journey, Quantity, StaffQuantity};
use super::sheet::Sheet;
use super::tally::{CLASSES, JourneyCell, StaffCell, Tally, class, conduct, count, step};
use crate::model::{Denominator, Period};
use crate::statistics::{LogHistogram, Moments, RatioMoments, Sums};

/// Groups of replications for the intervals of quantiles.
const SECTIONS: usize = 16;
/// So many replications in a row go to the same section.
const SECTION_RUN: u64 = 4;
/// Bins of the spread of days over a share.
pub(super) const SPREAD_BINS: usize = 1000;
/// Microseconds in an hour.
const MICROS_PER_HOUR: u128 = 3_600_000_000;

/// Sums over replications of everything that a layout keeps apart.
#[derive(Debug, Clone)]
pub struct Totals {
    pub(super) layout: Arc<Layout>,
    replications: u64,
    contacts: u64,
    /// By population, then interval (the whole day last), then quantity.
    contacts_sums: Vec<Sums>,
    /// By population, then interval (the whole day last), then pair of quantities.
    crosses: Vec<u128>,
    ratios: Vec<(Quantity, Quantity)>,
    /// Positions of the quantities of each ratio.
    places: Vec<(usize, usize)>,
    /// By crew, then interval (the whole day last), then quantity.
    pub(super) staff_moments: Vec<Moments>,
    /// Busy times present, by crew and interval.
    staff_crosses: Vec<u128>,
    /// By section, then pair and, where kept apart, interval.
    pub(super) sections: Vec<Vec<LogHistogram>>,
    /// By target: periods that kept the promise, and periods, of each replication (or longer period).
    pub(super) kept: Vec<RatioMoments>,
    /// By target: intervals of the replication that kept the promise, and intervals.
    periods: Vec<(u64, u64)>,
    /// Weeks and months of which not all days are there yet, by target and number of the period.
    unfinished: BTreeMap<(usize, u64), Unfinished>,
    /// Days by their headline service level, and days by their notice-due rate: bins of a tenth of a percent, the last one
    /// for one hundred percent; of the whole center.
    pub(super) level_spread: Vec<u64>,
    pub(super) notice_spread: Vec<u64>,
    /// By menu step.
    pub(super) steps: Sheet,
    /// By rule set.
    pub(super) conduct: Sheet,
    /// By queue that announces, then class of what was announced.
    pub(super) notices: Sheet,
    /// By queue that announces, then class: waits of the answered, then of all for whom they are known.
    pub(super) waits: Vec<LogHistogram>,
    scratch: Vec<u64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Unfinished {
    days: u64,
    numerator: u64,
    denominator: u64,
}

impl Totals {
    /// Nothing played yet.
    pub fn new(layout: Arc<Layout>) -> Self {
        let cells = layout.day_cell() + 1;
        let mut ratios: Vec<(Quantity, Quantity)> = CATALOGUE
            .iter()
            .filter_map(|definition| match definition.measure {
                Measure::Ratio(numerator, denominator)
                | Measure::ShiftedRatio(numerator, denominator)
                | Measure::RootRatio(numerator, denominator) => Some((numerator, denominator)),
                _ => None,
            })
            .filter(|&(numerator, denominator)| {
                layout.position(numerator).is_some() && layout.position(denominator).is_some()
            })
            .collect();
        // Two metrics may read the same ratio.
        let mut seen = Vec::new();
        ratios.retain(|ratio| {
            !seen.contains(ratio) && {
                seen.push(*ratio);
                true
            }
        });
        ratios.extend((0..layout.levels.len() as u16).map(|at| (Quantity::LevelKept(at), Quantity::LevelBase(at))));
        let populations = layout.populations.len() * cells;
        let crews = layout.crews.len() * cells;
        let classes = layout.journey.announcing.len() * CLASSES;
        Self {
            replications: 0,
            contacts: 0,
            contacts_sums: vec![Sums::default(); populations * layout.quantities()],
            crosses: vec![0; populations * ratios.len()],
            places: ratios
                .iter()
                .filter_map(|&(numerator, denominator)| {
                    Some((layout.position(numerator)?, layout.position(denominator)?))
                })
                .collect(),
            ratios,
            staff_moments: vec![Moments::default(); crews * StaffQuantity::COUNT],
            staff_crosses: vec![0; crews],
            sections: vec![Vec::new(); SECTIONS],
            kept: vec![RatioMoments::default(); layout.targets.len()],
            periods: vec![(0, 0); layout.targets.len()],
            unfinished: BTreeMap::new(),
            level_spread: vec![0; SPREAD_BINS + 1],
            notice_spread: vec![0; SPREAD_BINS + 1],
            steps: Sheet::new(layout.journey.steps, step::COUNT, step::RATIOS),
            conduct: Sheet::new(layout.journey.rule_sets.len(), conduct::COUNT, conduct::RATIOS),
            notices: Sheet::new(classes, class::COUNT, class::RATIOS),
            waits: vec![LogHistogram::default(); 2 * classes],
            scratch: Vec::new(),
            layout,
        }
    }

    /// Replications taken in.
    pub const fn replications(&self) -> u64 {
        self.replications
    }

    /// Contacts that dialled in all of them, warm-up left out.
    pub const fn contacts(&self) -> u64 {
        self.contacts
    }

    /// Lends a tally the hold times of a replication's section, to go on counting there: a copy for each replication
    /// would cost more than the day itself.
    pub fn lend(&mut self, tally: &mut Tally<'_>, replication: u64) {
        let section = &mut self.sections[section_of(replication)];
        section.resize_with(tally.holds.len(), LogHistogram::default);
        std::mem::swap(section, &mut tally.holds);
        std::mem::swap(&mut self.waits, &mut tally.waits);
    }

    /// Takes in a replication whose tally was lent its hold times, and clears the tally for the next.
    pub fn absorb(&mut self, tally: &mut Tally<'_>, replication: u64) {
        std::mem::swap(&mut self.sections[section_of(replication)], &mut tally.holds);
        std::mem::swap(&mut self.waits, &mut tally.waits);
        self.replications += 1;
        self.steps.push(tally.steps.as_flattened());
        self.conduct.push(&tally.conduct);
        self.notices.push(&tally.notices);
        self.absorb_contacts(tally, replication);
        self.absorb_staff(tally);
        tally.clear();
    }

    /// Takes in what `other` has seen: other replications of the same layout.
    pub fn merge(&mut self, other: Self) {
        self.replications += other.replications;
        self.contacts += other.contacts;
        for (sum, more) in self.contacts_sums.iter_mut().zip(&other.contacts_sums) {
            sum.merge(more);
        }
        for (sum, more) in self.staff_moments.iter_mut().zip(&other.staff_moments) {
            sum.merge(more);
        }
        add_all(&mut self.crosses, &other.crosses);
        add_all(&mut self.staff_crosses, &other.staff_crosses);
        for (sum, more) in self.kept.iter_mut().zip(&other.kept) {
            sum.merge(more);
        }
        for (mine, theirs) in self.sections.iter_mut().zip(other.sections) {
            if mine.is_empty() {
                *mine = theirs;
            } else {
                for (sum, more) in mine.iter_mut().zip(&theirs) {
                    sum.merge(more);
                }
            }
        }
        self.steps.merge(&other.steps);
        self.conduct.merge(&other.conduct);
        self.notices.merge(&other.notices);
        for (sum, more) in self.waits.iter_mut().zip(&other.waits) {
            sum.merge(more);
        }
        for (sum, more) in self.level_spread.iter_mut().zip(&other.level_spread) {
            *sum += more;
        }
        for (sum, more) in self.notice_spread.iter_mut().zip(&other.notice_spread) {
            *sum += more;
        }
        for ((target, period), part) in other.unfinished {
            self.add_to_period(target, period, part);
        }
    }

    /// Sums of a quantity about contacts; `None` where it is not kept.
    pub(super) fn moments(&self, population: usize, interval: usize, quantity: Quantity) -> Option<Moments> {
        let cell = population * (self.layout.day_cell() + 1) + interval;
        let position = self.layout.position(quantity)?;
        Some(Moments::of(self.replications, self.contacts_sums[cell * self.layout.quantities() + position]))
    }

    /// Sums of a pair of quantities about contacts; `None` for a pair that no metric divides.
    pub(super) fn ratio(
        &self,
        population: usize,
        interval: usize,
        numerator: Quantity,
        denominator: Quantity,
    ) -> Option<RatioMoments> {
        let position = self.ratios.iter().position(|&pair| pair == (numerator, denominator))?;
        let cell = population * (self.layout.day_cell() + 1) + interval;
        Some(RatioMoments::from_moments(
            &self.moments(population, interval, numerator)?,
            &self.moments(population, interval, denominator)?,
            self.crosses[cell * self.ratios.len() + position],
        ))
    }

    /// Sums of a quantity about agents.
    pub(super) fn staff(&self, crew: usize, interval: usize, quantity: StaffQuantity) -> &Moments {
        let cell = crew * (self.layout.day_cell() + 1) + interval;
        &self.staff_moments[cell * StaffQuantity::COUNT + quantity.position()]
    }

    /// Sums of time at work and time present.
    pub(super) fn occupancy(&self, crew: usize, interval: usize) -> RatioMoments {
        let cell = crew * (self.layout.day_cell() + 1) + interval;
        RatioMoments::from_moments(
            self.staff(crew, interval, StaffQuantity::Busy),
            self.staff(crew, interval, StaffQuantity::Present),
            self.staff_crosses[cell],
        )
    }

    fn absorb_contacts(&mut self, tally: &Tally<'_>, replication: u64) {
        let layout = &*Arc::clone(&self.layout);
        let intervals = layout.clock.intervals as usize;
        let day_cell = layout.day_cell();
        let has_interval_targets = layout.targets.iter().any(|target| target.per == Period::Interval);
        let mut values = std::mem::take(&mut self.scratch);
        values.resize(layout.quantities(), 0);
        let (mut cell, mut day) = (Sum::new(tally), Sum::new(tally));
        for (population, members) in layout.populations.iter().enumerate() {
            day.clear();
            for interval in 0..intervals {
                cell.gather(layout, tally, members, interval);
                day.add(layout, &cell);
                if interval < day_cell || has_interval_targets {
                    quantities_of(layout, &cell, &mut values);
                    self.judge_interval(population, interval, &values);
                }
                if interval < day_cell {
                    self.push_contacts(population * (day_cell + 1) + interval, &values);
                }
            }
            quantities_of(layout, &day, &mut values);
            self.push_contacts(population * (day_cell + 1) + day_cell, &values);
            self.judge_day(population, replication, &values);
            if population == layout.scopes[0].1 {
                let value = |of: Quantity| layout.position(of).map_or(0, |position| values[position]);
                self.contacts += value(Quantity::Arrived);
                let share = |of: Quantity, to: Quantity| (value(of), value(to));
                spread_day(&mut self.level_spread, share(Quantity::LevelKept(0), Quantity::LevelBase(0)));
                spread_day_downwards(&mut self.notice_spread, share(Quantity::NoticeDue, Quantity::Offered));
            }
        }
        self.scratch = values;
    }

    fn push_contacts(&mut self, at: usize, values: &[u64]) {
        let sums = &mut self.contacts_sums[at * values.len()..(at + 1) * values.len()];
        for (sum, &value) in sums.iter_mut().zip(values) {
            sum.push(value);
        }
        let crosses = &mut self.crosses[at * self.ratios.len()..(at + 1) * self.ratios.len()];
        for (cross, &(numerator, denominator)) in crosses.iter_mut().zip(&self.places) {
            // Most of what is counted never happens.
            if values[numerator] > 0 {
                *cross += u128::from(values[numerator]) * u128::from(values[denominator]);
            }
        }
    }

    fn absorb_staff(&mut self, tally: &Tally<'_>) {
        let intervals = self.layout.clock.intervals as usize;
        let day_cell = self.layout.day_cell();
        for (crew, groups) in self.layout.crews.iter().enumerate() {
            let mut day = [0; StaffQuantity::COUNT];
            for interval in 0..=intervals {
                let mut values = [0; StaffQuantity::COUNT];
                for &group in groups {
                    let StaffCell { answered, busy, present } = tally.staff[group * (intervals + 1) + interval];
                    let pay = self.layout.wages[group].map_or(0, |wage| {
                        let pay = u128::from(present) * u128::from(wage.millionths().unsigned_abs());
                        (pay + MICROS_PER_HOUR / 2) / MICROS_PER_HOUR
                    });
                    // Time after closing is paid, but no part of opening hours.
                    let open = u64::from(interval < intervals);
                    let more = [answered, busy * open, present * open, present, pay as u64];
                    values.iter_mut().zip(more).for_each(|(sum, value)| *sum += value);
                }
                day.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
                // The time after closing comes last, where the whole day is known.
                let (shown, cell) = if interval < intervals { (&values, interval) } else { (&day, day_cell) };
                if interval < intervals && interval >= day_cell {
                    continue;
                }
                let cell = crew * (day_cell + 1) + cell;
                let moments = &mut self.staff_moments[cell * StaffQuantity::COUNT..(cell + 1) * StaffQuantity::COUNT];
                moments.iter_mut().zip(shown).for_each(|(moments, &value)| moments.push(value));
                let busy = u128::from(shown[StaffQuantity::Busy.position()]);
                self.staff_crosses[cell] += busy * u128::from(shown[StaffQuantity::Present.position()]);
            }
        }
    }

    /// Holds an interval of a population against the targets that are about each interval of it.
    fn judge_interval(&mut self, population: usize, interval: usize, values: &[u64]) {
        let layout = &self.layout;
        if layout.edges[interval + 1] <= layout.clock.counts_from.as_micros() {
            return;
        }
        for (target, sums) in layout.targets.iter().zip(&mut self.periods) {
            if target.population == population && target.per == Period::Interval {
                let (numerator, denominator) = target.read(layout, values);
                sums.0 += u64::from(target.is_kept(numerator, denominator));
                sums.1 += 1;
            }
        }
    }

    /// Holds a day of a population against the targets that are about it.
    fn judge_day(&mut self, population: usize, replication: u64, values: &[u64]) {
        let layout = &*Arc::clone(&self.layout);
        for (at, target) in layout.targets.iter().enumerate().filter(|(_, target)| target.population == population) {
            let (numerator, denominator) = target.read(layout, values);
            match target.per {
                Period::Interval => {
                    let (kept, periods) = std::mem::take(&mut self.periods[at]);
                    self.kept[at].push(kept, periods);
                }
                Period::Day => self.kept[at].push(target.is_kept(numerator, denominator).into(), 1),
                Period::Week | Period::Month => {
                    let part = Unfinished { days: 1, numerator, denominator };
                    self.add_to_period(at, replication / target.per.days(), part);
                }
            }
        }
    }

    /// Adds days to a week or month, which is judged when all its days are there.
    fn add_to_period(&mut self, target: usize, period: u64, part: Unfinished) {
        let sum = self.unfinished.entry((target, period)).or_default();
        sum.days += part.days;
        sum.numerator += part.numerator;
        sum.denominator += part.denominator;
        let layout = &self.layout.targets[target];
        if sum.days == layout.per.days() {
            let kept = layout.is_kept(sum.numerator, sum.denominator);
            self.kept[target].push(kept.into(), 1);
            self.unfinished.remove(&(target, period));
        }
    }
}

impl TargetLayout {
    fn read(&self, layout: &Layout, values: &[u64]) -> (u64, u64) {
        let value = |of| layout.position(of).map_or(0, |position| values[position]);
        (value(self.numerator), value(self.denominator))
    }
}

/// Section of a replication.
const fn section_of(replication: u64) -> usize {
    (replication / SECTION_RUN) as usize % SECTIONS
}

/// Counts of several pairs in an interval, or of a day.
struct Sum {
    counts: Vec<u64>,
    journeys: JourneyCell,
}

impl Sum {
    /// Nothing yet, of the same width as a tally's cells.
    fn new(tally: &Tally<'_>) -> Self {
        Self { counts: vec![0; tally.width], journeys: [0; Journey::COUNT] }
    }

    fn clear(&mut self) {
        self.counts.fill(0);
        self.journeys = [0; Journey::COUNT];
    }

    /// Counts of a population in an interval.
    fn gather(&mut self, layout: &Layout, tally: &Tally<'_>, members: &Population, interval: usize) {
        let span = layout.journey.span.clone();
        // Who comes to a later queue came to a first one: without pairs there are no later ones.
        let Some((first, others)) = members.pairs.split_first() else { return self.clear() };
        self.counts.copy_from_slice(tally.cell(*first, interval));
        if let Some(journeys) = tally.journeys(*first, interval) {
            self.journeys = *journeys;
        }
        for &pair in others {
            add_counts(&mut self.counts, tally.cell(pair, interval));
            if let Some(journeys) = tally.journeys(pair, interval) {
                add_all(&mut self.journeys[span.clone()], &journeys[span.clone()]);
            }
        }
        let of_all_visits = span.start.max(Journey::OF_ALL_VISITS.position())..span.end;
        for &pair in &members.later {
            if let Some(journeys) = tally.journeys(pair, interval) {
                add_all(&mut self.journeys[of_all_visits.clone()], &journeys[of_all_visits.clone()]);
            }
        }
    }

    fn add(&mut self, layout: &Layout, more: &Self) {
        add_counts(&mut self.counts, &more.counts);
        let span = layout.journey.span.clone();
        add_all(&mut self.journeys[span.clone()], &more.journeys[span]);
    }
}

/// Adds one cell of counts to another; the longest hold is the longer of both.
fn add_counts(sum: &mut [u64], more: &[u64]) {
    let longest = sum[count::LONGEST_HOLD].max(more[count::LONGEST_HOLD]);
    add_all(sum, more);
    sum[count::LONGEST_HOLD] = longest;
}

/// Quantities of a cell of counts.
fn quantities_of(layout: &Layout, sum: &Sum, values: &mut [u64]) {
    let (cell, journeys) = (&sum.counts, &sum.journeys);
    let offered = cell[count::ANSWERED]
        + cell[count::ABANDONED]
        + cell[count::DISCONNECTED]
        + cell[count::STILL_INSIDE]
        + journeys[Journey::Callbacks.position()];
    let arrived = offered + cell[count::BLOCKED] + cell[count::LEFT_IN_IVR] + cell[count::SELF_SERVED];
    let (values, kept) = values.split_at_mut(layout.unfollowed_quantities());
    for (value, quantity) in kept.iter_mut().zip(&layout.journey.kept) {
        *value = journeys[quantity.position()];
    }
    let mut set = |quantity: Quantity, value| {
        if let Some(position) = quantity.fixed_position() {
            values[position] = value;
        }
    };
    set(Quantity::Arrived, arrived);
    set(Quantity::Blocked, cell[count::BLOCKED]);
    set(Quantity::LeftInIvr, cell[count::LEFT_IN_IVR]);
    set(Quantity::SelfServed, cell[count::SELF_SERVED]);
    set(Quantity::Offered, offered);
    set(Quantity::Answered, cell[count::ANSWERED]);
    set(Quantity::Abandoned, cell[count::ABANDONED]);
    set(Quantity::Balked, cell[count::BALKED]);
    set(Quantity::Disconnected, cell[count::DISCONNECTED]);
    set(Quantity::StillInside, cell[count::STILL_INSIDE]);
    set(Quantity::CutOff, cell[count::CUT_OFF]);
    set(Quantity::Held, cell[count::HELD]);
    set(Quantity::NoticeDue, cell[count::NOTICE_DUE]);
    set(Quantity::Hold, cell[count::HOLD]);
    set(Quantity::AnsweredHold, cell[count::ANSWERED_HOLD]);
    set(Quantity::ExcessHold, cell[count::EXCESS_HOLD]);
    set(Quantity::Waiting, cell[count::WAITING]);
    set(Quantity::LongestHold, cell[count::LONGEST_HOLD]);
    for (at, level) in layout.levels.iter().enumerate() {
        let in_time = cell[count::FIXED + level.within];
        let short = cell[count::FIXED + layout.withins.len() + level.short];
        let (kept, base) = match level.definition.of {
            Denominator::Offered => (in_time, offered),
            Denominator::Answered => (in_time, cell[count::ANSWERED]),
            Denominator::OfferedLessShortAbandons => (in_time, offered - short),
            Denominator::OfferedCreditingShortAbandons => (in_time + short, offered),
        };
        let blocked = if level.definition.blocked { cell[count::BLOCKED] } else { 0 };
        set(Quantity::LevelKept(at as u16), kept);
        set(Quantity::LevelBase(at as u16), base + blocked);
    }
}

/// Counts a day in the bin of its share; a day without anybody counts nowhere.
fn spread_day(bins: &mut [u64], (numerator, denominator): (u64, u64)) {
    if let Some(bin) = (numerator * SPREAD_BINS as u64).checked_div(denominator) {
        bins[(bin as usize).min(SPREAD_BINS)] += 1;
    }
}

/// As [`spread_day`], but a day exactly between two bins counts in the lower one: where less is promised, it kept it.
fn spread_day_downwards(bins: &mut [u64], (numerator, denominator): (u64, u64)) {
    if denominator > 0 {
        let bin = (numerator * SPREAD_BINS as u64).div_ceil(denominator).saturating_sub(1);
        bins[(bin as usize).min(SPREAD_BINS)] += 1;
    }
}

fn add_all<N: Copy + AddAssign>(sums: &mut [N], more: &[N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += *more;
    }
}
