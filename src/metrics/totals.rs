//! Sums over replications: whole numbers only, so that no order of replications changes a bit.

mod bytes;
mod sections;
mod spread;

use std::collections::BTreeMap;
use std::ops::{AddAssign, Range};
use std::sync::{Arc, LazyLock};

use super::definition::{CATALOGUE, Measure};
use super::evidence::settled;
use super::layout::{COURSE, Layout, RATIOS_OF_COURSE, TargetLayout, kind_of};
use super::quantity::{Quantity, StaffQuantity};
use super::record::{Record, Sum, quantities_of};
use super::sheet::Halves;
use super::tally::{CLASSES, StaffCell, Tally, class, conduct, step};
use crate::contract::Evidence;
use crate::model::{ContractId, Period};
use crate::observation::Demand;
use crate::statistics::{LogHistogram, Moments, Pairing, RatioMoments};
use sections::{SECTIONS, section_of};
pub(super) use spread::DaySpread;

/// Microseconds in an hour.
const MICROS_PER_HOUR: u128 = 3_600_000_000;

/// Sums over replications of everything that a layout keeps apart.
#[derive(Debug, Clone)]
pub struct Totals {
    pub(super) layout: Arc<Layout>,
    replications: u64,
    contacts: u64,
    /// By population and interval (the whole day last); the columns are quantities.
    contact_sums: Halves,
    ratios: Vec<(Quantity, Quantity)>,
    /// By crew and interval (the whole day last); the columns are quantities about agents.
    staff: Halves,
    /// By menu step.
    pub(super) steps: Halves,
    /// By rule set.
    pub(super) conduct: Halves,
    /// By queue that announces, then class of what was announced.
    pub(super) notices: Halves,
    /// By target: periods of a replication that kept the promise, and periods; nothing where a period is longer than a day.
    kept: Halves,
    /// By contract: amounts, and periods missed and judged.
    pub(super) contracts: Halves,
    /// By interval of the center, where that is all that is kept of intervals; the columns are [`COURSE`].
    course: Halves,
    /// By target: the same of weeks and months.
    kept_longer: Vec<RatioMoments>,
    /// Weeks and months of which not all days are there yet, by target and number of the period.
    unfinished: BTreeMap<(usize, u64), Unfinished>,
    /// By section, then pair and, where kept apart, interval.
    pub(super) sections: Vec<Vec<LogHistogram>>,
    /// Days by their headline service level, and days by their notice-due rate: bins of a tenth of a percent, the last one
    /// for one hundred percent; of the whole center.
    pub(super) level_spread: DaySpread,
    pub(super) notice_spread: DaySpread,
    /// By queue that announces, then class: waits of the answered, then of all for whom they are known.
    pub(super) waits: Vec<LogHistogram>,
    /// The last replication.
    pub(super) record: Record,
    quantities: Vec<u64>,
    evidence: Evidence,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Unfinished {
    days: u64,
    numerator: u64,
    denominator: u64,
}

/// Pairs of quantities that some metric of the catalogue divides, each once.
static CATALOGUED_RATIOS: LazyLock<Vec<(Quantity, Quantity)>> = LazyLock::new(|| {
    let mut ratios: Vec<(Quantity, Quantity)> = Vec::new();
    for definition in CATALOGUE {
        if let Measure::Ratio(numerator, denominator)
        | Measure::ShiftedRatio(numerator, denominator)
        | Measure::RootRatio(numerator, denominator) = definition.measure
            && !ratios.contains(&(numerator, denominator))
        {
            ratios.push((numerator, denominator));
        }
    }
    ratios
});

/// Pairs of quantities that are kept and that some metric divides, each once.
fn ratios(layout: &Layout) -> Vec<(Quantity, Quantity)> {
    let is_kept = |quantity: Quantity| layout.position(quantity).is_some();
    let catalogued = CATALOGUED_RATIOS.iter().copied();
    let mut ratios: Vec<_> = catalogued.filter(|&(above, below)| is_kept(above) && is_kept(below)).collect();
    ratios.extend((0..layout.levels.len() as u16).map(|at| (Quantity::LevelKept(at), Quantity::LevelBase(at))));
    ratios
}

impl Totals {
    /// Nothing played yet.
    pub fn new(layout: Arc<Layout>) -> Self {
        let rows = layout.rows_of_each();
        let ratios = ratios(&layout);
        let place = |of| layout.position(of).expect("ratios are of quantities that are kept");
        let places: Vec<_> = ratios.iter().map(|&(above, below)| (place(above), place(below))).collect();
        let classes = layout.journey.announcing.len() * CLASSES;
        let plain = |rows: usize, columns: usize, ratios: &[(usize, usize)]| {
            Halves::new(rows, columns, ratios, layout.pairing, &[])
        };
        let sheet = |rows: usize, columns: usize, ratios: &[(usize, usize)]| {
            Halves::new(rows, columns, ratios, layout.pairing, &layout.expected)
        };
        Self {
            replications: 0,
            contacts: 0,
            contact_sums: sheet(layout.populations.len() * rows, layout.quantities(), &places),
            ratios,
            staff: sheet(
                layout.crews.len() * rows,
                StaffQuantity::COUNT,
                &[(StaffQuantity::Busy.position(), StaffQuantity::Present.position())],
            ),
            steps: sheet(layout.journey.steps, step::COUNT, step::RATIOS),
            conduct: sheet(layout.journey.rule_sets.len(), conduct::COUNT, conduct::RATIOS),
            notices: plain(classes, class::COUNT, class::RATIOS),
            kept: plain(layout.targets.len(), 2, &[(0, 1)]),
            contracts: plain(layout.contracts.len(), settled::COUNT, settled::RATIOS),
            course: plain(layout.course_rows(), COURSE.len(), &RATIOS_OF_COURSE),
            kept_longer: vec![RatioMoments::default(); layout.targets.len()],
            unfinished: BTreeMap::new(),
            sections: vec![Vec::new(); SECTIONS],
            level_spread: DaySpread::default(),
            notice_spread: DaySpread::default(),
            waits: vec![LogHistogram::default(); 2 * classes],
            record: Record::of(&layout),
            quantities: vec![0; layout.quantities()],
            evidence: Evidence::default(),
            layout,
        }
    }

    /// What is counted.
    pub fn layout(&self) -> &Layout {
        &self.layout
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
        let section = &mut self.sections[section_of(replication, self.layout.pairing)];
        section.resize_with(tally.holds.len(), LogHistogram::default);
        std::mem::swap(section, &mut tally.holds);
        std::mem::swap(&mut self.waits, &mut tally.waits);
    }

    /// The replication to play at a place (0 is the first) among those of a range. In any order the sums are the same; in
    /// this one their hold times are mostly close by.
    pub fn in_order(layout: &Layout, place: u64, range: &Range<u64>) -> u64 {
        sections::in_order_of_sections(place, range, layout.pairing)
    }

    /// Takes in a replication whose tally was lent its hold times, and clears the tally for the next. Where figures are
    /// [corrected](Layout::with_controls), its people count as bringing what is expected, so that it corrects nothing.
    pub fn absorb(&mut self, tally: &mut Tally<'_>, replication: u64) {
        let expected = |at: usize| self.layout.expected.get(at).map_or(0, |expected| expected.round() as u64);
        self.absorb_with(tally, replication, Demand { people: expected(0), work: expected(1) });
    }

    /// As [`Totals::absorb`], with what the replication's people brought with them.
    pub fn absorb_with(&mut self, tally: &mut Tally<'_>, replication: u64, demand: Demand) {
        tally.record_what_was_put_off();
        std::mem::swap(&mut self.sections[section_of(replication, self.layout.pairing)], &mut tally.holds);
        std::mem::swap(&mut self.waits, &mut tally.waits);
        self.replications += 1;
        let mut record = std::mem::take(&mut self.record);
        record.kept.fill(0);
        record.steps.copy_from_slice(tally.steps.as_flattened());
        record.conduct.copy_from_slice(&tally.conduct);
        record.notices.copy_from_slice(&tally.notices);
        self.read_contacts(tally, replication, &mut record);
        self.read_course(tally, &mut record);
        self.read_staff(tally, &mut record);
        for (at, places) in record.contracts.chunks_exact_mut(settled::COUNT).enumerate() {
            tally.settle(ContractId::at(at), &mut self.evidence, places);
        }
        for (sheet, cells) in self.sheets().into_iter().zip(record.parts()) {
            sheet.push(replication, cells, &[demand.people, demand.work]);
        }
        self.record = record;
        tally.clear();
    }

    /// Adds up what waits for company, so that nobody who reads or writes the sums has to.
    pub fn settle(&mut self) {
        self.sheets().into_iter().for_each(Halves::settle);
    }

    /// Takes in what `other` has seen: other replications of the same layout.
    pub fn merge(&mut self, mut other: Self) {
        self.replications += other.replications;
        self.contacts += other.contacts;
        for (mine, theirs) in self.sheets().into_iter().zip(other.sheets()) {
            mine.merge(theirs);
        }
        for (sum, more) in self.kept_longer.iter_mut().zip(&other.kept_longer) {
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
        for (sum, more) in self.waits.iter_mut().zip(&other.waits) {
            sum.merge(more);
        }
        self.level_spread.merge(&other.level_spread);
        self.notice_spread.merge(&other.notice_spread);
        for ((target, period), part) in other.unfinished {
            self.add_to_period(target, period, part);
        }
    }

    /// Sums of a quantity about contacts; `None` where it is not kept.
    pub(super) fn moments(&self, population: usize, interval: usize, quantity: Quantity) -> Option<Moments> {
        let row = self.layout.row_of(population, interval)?;
        Some(self.contact_sums.moments(row, self.layout.position(quantity)?))
    }

    /// Sums of a pair of quantities about contacts; `None` for a pair that no metric divides.
    pub(super) fn ratio(
        &self,
        population: usize,
        interval: usize,
        numerator: Quantity,
        denominator: Quantity,
    ) -> Option<RatioMoments> {
        if population == 0 && interval < self.layout.course_rows() {
            return Some(self.course.ratio_at(interval, place_in_course(numerator, denominator)?));
        }
        let position = self.ratios.iter().position(|&pair| pair == (numerator, denominator))?;
        let row = self.layout.row_of(population, interval)?;
        Some(self.contact_sums.ratio_at(row, position))
    }

    /// Sums of a quantity about agents; `None` where it is not kept.
    pub(super) fn staff(&self, crew: usize, interval: usize, quantity: StaffQuantity) -> Option<Moments> {
        Some(self.staff.moments(self.layout.row_of(crew, interval)?, quantity.position()))
    }

    /// Sums of time at work and time present; `None` where they are not kept.
    pub(super) fn occupancy(&self, crew: usize, interval: usize) -> Option<RatioMoments> {
        Some(self.staff.ratio_at(self.layout.row_of(crew, interval)?, 0))
    }

    /// Periods that kept a target's promise, and periods.
    pub(super) fn kept(&self, target: usize) -> RatioMoments {
        match self.layout.targets[target].per {
            Period::Interval | Period::Day => self.kept.ratio_at(target, 0),
            _ if !self.layout.span.judged[0].is_empty() => self.kept.ratio_at(target, 0),
            Period::Week | Period::Month | Period::Quarter | Period::Year => self.kept_longer[target],
        }
    }

    /// Everything that a replication fills row by row, in the order of a record's parts.
    const fn sheets(&mut self) -> [&mut Halves; 8] {
        [
            &mut self.contact_sums,
            &mut self.staff,
            &mut self.steps,
            &mut self.conduct,
            &mut self.notices,
            &mut self.kept,
            &mut self.contracts,
            &mut self.course,
        ]
    }

    fn read_contacts(&mut self, tally: &Tally<'_>, replication: u64, record: &mut Record) {
        let layout = &*Arc::clone(&self.layout);
        let day_cell = layout.day_cell();
        let is_calendar = !layout.span.judged[0].is_empty();
        let has_interval_targets = layout.has_interval_targets();
        let mut values = std::mem::take(&mut self.quantities);
        let columns = values.len();
        let (mut cell, mut day) = (Sum::new(tally), Sum::new(tally));
        // What a calendar adds up over its dates: intervals of the day, and each date.
        let times = if is_calendar { day_cell } else { 0 };
        let mut times = vec![Sum::new(tally); times];
        let mut dates = vec![Sum::new(tally); if is_calendar { layout.span.dates() } else { 0 }];
        // Where nobody asks for intervals, everybody's day is put together from those of pairs.
        let keeps_parts = layout.keeps_parts();
        let gathers_intervals = keeps_parts || has_interval_targets;
        let pairs = if gathers_intervals { 0 } else { layout.pairs.len() };
        let pairs: Vec<Sum> = (0..pairs).map(|pair| Sum::of_pair(layout, tally, pair)).collect();
        for (population, members) in layout.populations.iter().enumerate() {
            let size = layout.rows_of_each() * columns;
            let rows = &mut record.contacts[population * size..][..size];
            let keeps_intervals = keeps_parts && !is_calendar;
            day.clear();
            times.iter_mut().chain(&mut dates).for_each(Sum::clear);
            if !gathers_intervals {
                day.gather_pairs(layout, &pairs, members);
            }
            for date in 0..if gathers_intervals { layout.span.dates() } else { 0 } {
                for (interval, place) in layout.span.cells_of(date).enumerate() {
                    cell.gather(layout, tally, members, place);
                    match dates.get_mut(date) {
                        None => day.add(layout, &cell),
                        Some(date) => date.add(layout, &cell),
                    }
                    if let Some(time) = times.get_mut(interval) {
                        time.add(layout, &cell);
                    }
                    if (interval < day_cell && keeps_intervals) || has_interval_targets {
                        quantities_of(layout, &cell, &mut values);
                        judge_interval(layout, population, interval, &values, &mut record.kept);
                    }
                    if interval < day_cell && keeps_intervals {
                        rows[interval * columns..][..columns].copy_from_slice(&values);
                    }
                }
            }
            let mut write = |row: usize, sum: &Sum| quantities_of(layout, sum, &mut rows[row * columns..][..columns]);
            for (at, time) in times.iter().enumerate() {
                write(at, time);
            }
            for date in &dates {
                day.add(layout, date);
            }
            for (at, period) in layout.span.shown.iter().enumerate() {
                write(day_cell + 1 + at, &Sum::of(layout, &dates[period.dates.clone()], tally));
            }
            let whole = if keeps_parts { day_cell } else { 0 };
            write(whole, &day);
            values.copy_from_slice(&rows[whole * columns..][..columns]);
            if population == layout.scopes[0].1 {
                self.contacts += value_of(layout, &values, Quantity::Arrived);
            }
            if is_calendar {
                self.judge_calendar(population, &dates, tally, &mut values, &mut record.kept);
            } else {
                self.judge_day(population, replication, &values, &mut record.kept);
                self.spread_days(population, &values);
            }
        }
        self.quantities = values;
    }

    /// How the center fares in the course of the day, where that is all that is kept of intervals.
    fn read_course(&mut self, tally: &Tally<'_>, record: &mut Record) {
        let layout = &*Arc::clone(&self.layout);
        let mut cell = Sum::new(tally);
        for (row, place) in record.course.chunks_exact_mut(COURSE.len()).zip(layout.span.cells_of(0)) {
            cell.gather_course(tally, &layout.populations[0], place);
            quantities_of(layout, &cell, &mut self.quantities);
            for (slot, quantity) in row.iter_mut().zip(COURSE) {
                *slot = value_of(layout, &self.quantities, quantity);
            }
        }
    }

    /// Counts a day of the whole center by its headline figures.
    fn spread_days(&mut self, population: usize, values: &[u64]) {
        let layout = &*Arc::clone(&self.layout);
        if population == layout.scopes[0].1 {
            let share = |of: Quantity, to: Quantity| (value_of(layout, values, of), value_of(layout, values, to));
            self.level_spread.count(share(Quantity::LevelKept(0), Quantity::LevelBase(0)));
            self.notice_spread.count_downwards(share(Quantity::NoticeDue, Quantity::Offered));
        }
    }

    /// Holds the dates of a population, and its weeks, months ..., against the targets that are about them.
    fn judge_calendar(
        &mut self,
        population: usize,
        dates: &[Sum],
        tally: &Tally<'_>,
        values: &mut [u64],
        kept: &mut [u64],
    ) {
        let layout = &*Arc::clone(&self.layout);
        for date in dates {
            quantities_of(layout, date, values);
            self.spread_days(population, values);
        }
        for (at, target) in layout.targets.iter().enumerate().filter(|(_, target)| target.population == population) {
            let Some(kind) = kind_of(target.per) else { continue };
            for period in &layout.span.judged[kind] {
                quantities_of(layout, &Sum::of(layout, &dates[period.clone()], tally), values);
                let (numerator, denominator) = target.read(layout, values);
                kept[2 * at] += u64::from(target.is_kept(numerator, denominator));
                kept[2 * at + 1] += 1;
            }
        }
    }

    fn read_staff(&self, tally: &Tally<'_>, record: &mut Record) {
        const COLUMNS: usize = StaffQuantity::COUNT;
        let layout = &self.layout;
        let span = &layout.span;
        let intervals = if layout.keeps_parts() { layout.day_cell() } else { 0 };
        let rows = record.staff.chunks_exact_mut(layout.rows_of_each() * COLUMNS);
        for (groups, rows) in layout.crews.iter().zip(rows) {
            rows.fill(0);
            let mut dates = vec![[0; COLUMNS]; span.dates()];
            for &group in groups {
                let mut stretch = 0;
                // Pay of an interval of the day is that for all dates, rounded once.
                let mut present_at = vec![0; intervals];
                for (date, sum) in dates.iter_mut().enumerate() {
                    let mut present_on = 0;
                    let mut take = |cell: &StaffCell, row: Option<usize>| {
                        let StaffCell { answered, busy, present, .. } = *cell;
                        // Time after closing is paid, but no part of opening hours.
                        let open = u64::from(row.is_some());
                        let more = [answered, busy * open, present * open, present, 0];
                        add_all(sum, &more);
                        present_on += present;
                        if let Some(row) = row.filter(|row| *row < intervals) {
                            add_all(&mut rows[row * COLUMNS..][..COLUMNS], &more);
                            present_at[row] += present;
                        }
                    };
                    for (row, cell) in span.cells_of(date).enumerate() {
                        take(&tally.staff[tally.place_of_staff(group, stretch, cell)], Some(row));
                    }
                    if span.ends[date].is_some() {
                        let after = span.stretches[stretch].end;
                        take(&tally.staff[tally.place_of_staff(group, stretch, after)], None);
                        stretch += 1;
                    }
                    // A day's pay is rounded once, whatever intervals it is shown by.
                    sum[StaffQuantity::Pay.position()] += pay(layout, group, present_on);
                }
                for (row, present) in present_at.into_iter().enumerate() {
                    rows[row * COLUMNS + StaffQuantity::Pay.position()] += pay(layout, group, present);
                }
            }
            let mut write = |row: usize, dates: &[[u64; COLUMNS]]| {
                let row = &mut rows[row * COLUMNS..][..COLUMNS];
                row.fill(0);
                for date in dates {
                    add_all(row, date);
                }
            };
            write(intervals, &dates);
            for (at, period) in span.shown.iter().enumerate() {
                write(intervals + 1 + at, &dates[period.dates.clone()]);
            }
        }
    }

    /// Holds a day of a population against the targets that are about it.
    fn judge_day(&mut self, population: usize, replication: u64, values: &[u64], kept: &mut [u64]) {
        let layout = &*Arc::clone(&self.layout);
        for (at, target) in layout.targets.iter().enumerate().filter(|(_, target)| target.population == population) {
            let (numerator, denominator) = target.read(layout, values);
            match target.per {
                Period::Interval => {}
                Period::Day => {
                    kept[2 * at] = target.is_kept(numerator, denominator).into();
                    kept[2 * at + 1] = 1;
                }
                Period::Week | Period::Month | Period::Quarter | Period::Year => {
                    let part = Unfinished { days: 1, numerator, denominator };
                    self.add_to_period(at, period_of(replication, target.per, layout.pairing), part);
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
            self.kept_longer[target].push(kept.into(), 1);
            self.unfinished.remove(&(target, period));
        }
    }
}

/// Place of a pair of quantities among those that are kept of the [`COURSE`] of the day; `None` for any other.
pub(super) fn place_in_course(numerator: Quantity, denominator: Quantity) -> Option<usize> {
    RATIOS_OF_COURSE.iter().position(|&(above, below)| (COURSE[above], COURSE[below]) == (numerator, denominator))
}

/// A quantity among values; 0 where it is not kept.
fn value_of(layout: &Layout, values: &[u64], of: Quantity) -> u64 {
    layout.position(of).map_or(0, |position| values[position])
}

/// Pay of a group for time present \[microseconds\], in millionths of the currency unit, rounded.
pub(super) fn pay(layout: &Layout, group: usize, present: u64) -> u64 {
    layout.wages[group].map_or(0, |wage| {
        let pay = u128::from(present) * u128::from(wage.millionths().unsigned_abs());
        ((pay + MICROS_PER_HOUR / 2) / MICROS_PER_HOUR) as u64
    })
}

/// Holds an interval of a population against the targets that are about each interval of it.
fn judge_interval(layout: &Layout, population: usize, interval: usize, values: &[u64], kept: &mut [u64]) {
    if layout.clock.start_of(interval as u32 + 1) <= layout.clock.counts_from {
        return;
    }
    for (at, target) in layout.targets.iter().enumerate() {
        if target.population == population && target.per == Period::Interval {
            let (numerator, denominator) = target.read(layout, values);
            kept[2 * at] += u64::from(target.is_kept(numerator, denominator));
            kept[2 * at + 1] += 1;
        }
    }
}

impl TargetLayout {
    fn read(&self, layout: &Layout, values: &[u64]) -> (u64, u64) {
        let value = |of| layout.position(of).map_or(0, |position| values[position]);
        (value(self.numerator), value(self.denominator))
    }
}

/// Number of the week or month that a replication is a day of.
///
/// Days of a week are independent. In strata those of one block are not, so a week has a day of each of seven blocks.
const fn period_of(replication: u64, per: Period, pairing: Option<Pairing>) -> u64 {
    match pairing {
        None => replication / per.days(),
        Some(pairing) => replication / (per.days() * pairing.block()) * pairing.block() + replication % pairing.block(),
    }
}

pub(super) fn add_all<N: Copy + AddAssign>(sums: &mut [N], more: &[N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += *more;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_week_in_strata_has_one_day_of_each_of_seven_blocks() {
        let pairing = Pairing::of_strata(10);
        let mut weeks: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for replication in 0..280 {
            let week = period_of(replication, Period::Week, Some(pairing));
            weeks.entry(week).or_default().push(replication / pairing.block());
        }
        assert_eq!(weeks.keys().copied().collect::<Vec<_>>(), (0..40).collect::<Vec<_>>());
        assert!(weeks.values().all(|blocks| blocks.windows(2).all(|two| two[0] < two[1]) && blocks.len() == 7));
        assert_eq!(period_of(13, Period::Week, None), 1);
    }
}
