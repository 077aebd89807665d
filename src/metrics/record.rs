//! Everything that is counted of one replication, in rows of whole numbers.

use super::evidence::settled;
use super::layout::{COURSE, Layout, Population};
use super::quantity::{Journey, Quantity, StaffQuantity};
use super::tally::{CLASSES, JourneyCell, Tally, class, conduct, count, step};
use super::totals::add_all;
use crate::model::Denominator;

/// One replication's numbers, part by part, row behind row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// By population and interval (the whole day last), then quantity.
    pub contacts: Vec<u64>,
    /// By crew and interval (the whole day last), then quantity.
    pub staff: Vec<u64>,
    /// By menu step, then place.
    pub steps: Vec<u64>,
    /// By rule set, then place.
    pub conduct: Vec<u64>,
    /// By queue that announces and class of what was announced, then place.
    pub notices: Vec<u64>,
    /// By target: periods that kept the promise, and periods.
    pub kept: Vec<u64>,
    /// By contract, then place ([`evidence::settled`](super::evidence::settled)).
    pub contracts: Vec<u64>,
    /// By interval, then [`COURSE`], where that is all that is kept of intervals.
    pub course: Vec<u64>,
}

impl Record {
    /// Room for a layout.
    pub fn of(layout: &Layout) -> Self {
        let rows = layout.rows_of_each();
        Self {
            contacts: vec![0; layout.populations.len() * rows * layout.quantities()],
            staff: vec![0; layout.crews.len() * rows * StaffQuantity::COUNT],
            steps: vec![0; layout.journey.steps * step::COUNT],
            conduct: vec![0; layout.journey.rule_sets.len() * conduct::COUNT],
            notices: vec![0; layout.journey.announcing.len() * CLASSES * class::COUNT],
            kept: vec![0; layout.targets.len() * 2],
            contracts: vec![0; layout.contracts.len() * settled::COUNT],
            course: vec![0; layout.course_rows() * COURSE.len()],
        }
    }

    /// The parts, in order.
    pub fn parts(&self) -> [&[u64]; 8] {
        let Self { contacts, staff, steps, conduct, notices, kept, contracts, course } = self;
        [contacts, staff, steps, conduct, notices, kept, contracts, course]
    }
}

/// Counts of several pairs in an interval, or of a day.
#[derive(Clone)]
pub(super) struct Sum {
    counts: Vec<u64>,
    journeys: JourneyCell,
}

impl Sum {
    /// Nothing yet, of the same width as a tally's cells.
    pub fn new(tally: &Tally<'_>) -> Self {
        Self { counts: vec![0; tally.width], journeys: [0; Journey::COUNT] }
    }

    /// The sum of several, of the same width as a tally's cells.
    pub fn of(layout: &Layout, parts: &[Self], tally: &Tally<'_>) -> Self {
        let mut sum = Self::new(tally);
        for part in parts {
            sum.add(layout, part);
        }
        sum
    }

    /// The counts.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Who took a callback.
    pub fn callbacks(&self) -> u64 {
        self.journeys[Journey::Callbacks.position()]
    }

    pub fn clear(&mut self) {
        self.counts.fill(0);
        self.journeys = [0; Journey::COUNT];
    }

    /// Counts of a population in an interval.
    pub fn gather(&mut self, layout: &Layout, tally: &Tally<'_>, members: &Population, interval: usize) {
        self.gather_from(layout, members, |pair| (tally.cell(pair, interval), tally.journeys(pair, interval)));
    }

    /// Only what the [`COURSE`] of the day is worked out from: counts, and who took a callback.
    pub fn gather_course(&mut self, tally: &Tally<'_>, members: &Population, interval: usize) {
        const CALLBACKS: usize = Journey::Callbacks.position();
        const { assert!(CALLBACKS < Journey::OF_ALL_VISITS.position(), "later queues have no part in it") };
        self.counts.fill(0);
        self.journeys[CALLBACKS] = 0;
        for &pair in &members.pairs {
            add_counts(&mut self.counts, tally.cell(pair, interval));
            self.journeys[CALLBACKS] += tally.journeys(pair, interval).map_or(0, |journeys| journeys[CALLBACKS]);
        }
    }

    /// Counts of a population, of those of its pairs.
    pub fn gather_pairs(&mut self, layout: &Layout, pairs: &[Self], members: &Population) {
        self.gather_from(layout, members, |pair| (&pairs[pair].counts, Some(&pairs[pair].journeys)));
    }

    #[inline]
    fn gather_from<'c>(
        &mut self,
        layout: &Layout,
        members: &Population,
        counts_of: impl Fn(usize) -> (&'c [u64], Option<&'c JourneyCell>),
    ) {
        let span = layout.journey.span.clone();
        // Who comes to a later queue came to a first one: without pairs there are no later ones.
        let Some((first, others)) = members.pairs.split_first() else { return self.clear() };
        let (counts, journeys) = counts_of(*first);
        self.counts.copy_from_slice(counts);
        if let Some(journeys) = journeys {
            self.journeys = *journeys;
        }
        for &pair in others {
            let (counts, journeys) = counts_of(pair);
            add_counts(&mut self.counts, counts);
            if let Some(journeys) = journeys {
                add_all(&mut self.journeys[span.clone()], &journeys[span.clone()]);
            }
        }
        let of_all_visits = span.start.max(Journey::OF_ALL_VISITS.position())..span.end;
        for &pair in &members.later {
            if let Some(journeys) = counts_of(pair).1 {
                add_all(&mut self.journeys[of_all_visits.clone()], &journeys[of_all_visits.clone()]);
            }
        }
    }

    /// Counts of a pair in a whole day.
    pub fn of_pair(layout: &Layout, tally: &Tally<'_>, pair: usize) -> Self {
        let (mut sum, span) = (Self::new(tally), layout.journey.span.clone());
        for interval in layout.span.cells_of(0) {
            add_counts(&mut sum.counts, tally.cell(pair, interval));
        }
        for journeys in tally.journeys_of(pair) {
            add_all(&mut sum.journeys[span.clone()], &journeys[span.clone()]);
        }
        sum
    }

    pub fn add(&mut self, layout: &Layout, more: &Self) {
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
pub(super) fn quantities_of(layout: &Layout, sum: &Sum, values: &mut [u64]) {
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
