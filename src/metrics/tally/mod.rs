//! What happened in one replication, counted.

#![allow(clippy::inline_always, reason = "the loop's own steps, each measured in docs/PERFORMANCE.md")]

mod journey;
mod notices;

use std::ops::Range;

use super::layout::Layout;
use super::quantity::Journey;
use crate::model::GroupId;
use crate::observation::{Announcement, Answer, Call, CallEnd, Dialled, Observer, Visit};
use crate::statistics::LogHistogram;
use crate::units::SimTime;

/// Counts of one pair of contact type and queue in one interval. Their order is that of the places in a cell.
pub(super) mod count {
    pub const BLOCKED: usize = 0;
    pub const LEFT_IN_IVR: usize = 1;
    pub const SELF_SERVED: usize = 2;
    pub const ANSWERED: usize = 3;
    pub const ABANDONED: usize = 4;
    pub const BALKED: usize = 5;
    pub const DISCONNECTED: usize = 6;
    pub const STILL_INSIDE: usize = 7;
    pub const CUT_OFF: usize = 8;
    pub const HELD: usize = 9;
    pub const NOTICE_DUE: usize = 10;
    pub const HOLD: usize = 11;
    pub const ANSWERED_HOLD: usize = 12;
    pub const EXCESS_HOLD: usize = 13;
    pub const WAITING: usize = 14;
    pub const LONGEST_HOLD: usize = 15;
    /// Then: answered within each time, abandoned within each short time.
    pub const FIXED: usize = 16;
}

pub(super) use journey::{JourneyCell, conduct, step};
pub(super) use notices::{CLASSES, bounds_of, class};

/// Counts of one agent group in one interval; one more interval holds the time after closing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StaffCell {
    pub answered: u64,
    /// Talk of those who were answered in calls that joined their queue here \[microseconds\].
    pub talk: u64,
    pub busy: u64,
    pub present: u64,
}

/// Where a planning interval of the stretch counts.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The interval; [`Place::NOWHERE`] before anybody asks.
    interval: u32,
    /// Its cell.
    cell: usize,
    /// The same cell among those of the staff's first group.
    staff: usize,
    /// When the cell ends \[microseconds\].
    ends: u64,
}

impl Place {
    /// Nobody has asked for an interval of this stretch.
    const NOWHERE: Self = Self { interval: u32::MAX, cell: 0, staff: 0, ends: 0 };
}

/// Listens to one replication and counts.
#[derive(Debug)]
pub struct Tally<'l> {
    layout: &'l Layout,
    /// Places in a cell.
    pub(super) width: usize,
    /// By pair, then cell (an interval of a date), then place.
    pub(super) cells: Vec<u64>,
    /// By pair, then cell: those who were answered at once, until the day ends. Their number tells everything that is counted
    /// of them, and most people are.
    at_once: Vec<u64>,
    /// By group, then cell; behind the cells of each stretch one for the time after closing.
    pub(super) staff: Vec<StaffCell>,
    /// Cells of a group.
    staff_width: usize,
    /// Hold times, lent by the totals, by pair and, where kept apart, interval.
    pub(super) holds: Vec<LogHistogram>,
    /// Holds that are still to be counted there, of a plan that follows calls.
    holds_to_record: Vec<(u32, u32)>,
    heads: Vec<(u32, SimTime)>,
    counts_from: u64,
    /// Cells of all stretches.
    intervals: usize,
    /// Cells of the stretch that is played.
    stretch: Range<usize>,
    /// Where the planning interval counts that was asked for last: most ask for the one that lasts.
    place: Place,
    /// Its position among the stretches.
    stretch_number: usize,
    /// Whether calls are followed.
    follows: bool,
    /// Journeys, by pair, then cell; empty in a plan that does not follow calls.
    pub(super) journeys: Vec<JourneyCell>,
    /// Cells of journeys of a pair.
    journey_cells: usize,
    /// By menu step, then place.
    pub(super) steps: Vec<[u64; step::COUNT]>,
    /// By rule set, then place.
    pub(super) conduct: Vec<u64>,
    /// By queue that announces, then class of what was announced, then place.
    pub(super) notices: Vec<u64>,
    /// Waits after an announcement, lent by the totals: by queue that announces and class, those of the answered, then
    /// those of all for whom it is known.
    pub(super) waits: Vec<LogHistogram>,
    /// Waits that are still to be counted there.
    waits_to_record: Vec<(u32, u32)>,
}

impl<'l> Tally<'l> {
    /// Nothing counted yet.
    pub fn new(layout: &'l Layout) -> Self {
        let intervals = layout.span.cells();
        let staff_width = intervals + layout.span.stretches.len();
        let width = count::FIXED + layout.withins.len() + layout.shorts.len();
        let journey_cells = layout.journey_cells();
        let journeys = if layout.follows { layout.pairs.len() * journey_cells } else { 0 };
        let classes = layout.journey.announcing.len() * CLASSES;
        Self {
            layout,
            width,
            cells: vec![0; layout.pairs.len() * intervals * width],
            at_once: vec![0; layout.pairs.len() * intervals],
            staff: vec![StaffCell::default(); layout.wages.len() * staff_width],
            staff_width,
            holds: vec![LogHistogram::default(); layout.histograms()],
            holds_to_record: Vec::new(),
            heads: vec![(0, layout.clock.opens); layout.wages.len()],
            counts_from: layout.clock.counts_from.as_micros(),
            intervals,
            stretch: layout.span.stretches[0].clone(),
            place: Place::NOWHERE,
            stretch_number: 0,
            follows: layout.follows,
            journeys: vec![[0; Journey::COUNT]; journeys],
            journey_cells,
            steps: vec![[0; step::COUNT]; layout.journey.steps],
            conduct: vec![0; layout.journey.rule_sets.len() * conduct::COUNT],
            notices: vec![0; classes * class::COUNT],
            waits: vec![LogHistogram::default(); 2 * classes],
            waits_to_record: Vec::new(),
        }
    }

    /// What it counts by.
    pub(super) fn layout(&self) -> &Layout {
        self.layout
    }

    /// Counts the holds and waits that were put off, before the histograms go back to the totals.
    ///
    /// Where calls are followed, holds of a day go to hundreds of histograms, each far away: here one is fetched while the next
    /// is asked for already, in the loop everybody would wait for each.
    pub(super) fn record_what_was_put_off(&mut self) {
        record_all(&mut self.holds, &mut self.holds_to_record);
        record_all(&mut self.waits, &mut self.waits_to_record);
    }

    /// Forgets everything but the hold times, which are the totals', for the next replication.
    pub fn clear(&mut self) {
        self.stretch = self.layout.span.stretches[0].clone();
        self.stretch_number = 0;
        self.place = Place::NOWHERE;
        self.holds_to_record.clear();
        self.waits_to_record.clear();
        self.cells.fill(0);
        self.at_once.fill(0);
        self.staff.fill(StaffCell::default());
        self.heads.fill((0, self.layout.clock.opens));
        self.journeys.fill([0; Journey::COUNT]);
        self.steps.fill([0; step::COUNT]);
        self.conduct.fill(0);
        self.notices.fill(0);
    }

    /// Counts of a pair in an interval.
    #[inline]
    pub(super) fn cell(&self, pair: usize, interval: usize) -> &[u64] {
        let start = (pair * self.intervals + interval) * self.width;
        &self.cells[start..start + self.width]
    }

    #[inline]
    fn cell_mut(&mut self, pair: usize, interval: usize) -> &mut [u64] {
        let start = (pair * self.intervals + interval) * self.width;
        &mut self.cells[start..start + self.width]
    }

    /// Place of a group among the cells of the staff, in a cell of a stretch; the cell behind its last is that of the time
    /// after closing.
    pub(super) fn place_of_staff(&self, group: usize, stretch: usize, cell: usize) -> usize {
        group * self.staff_width + stretch + cell
    }

    /// Counts a contact that never joined a queue.
    fn count_unqueued(&mut self, dialled: &Dialled, place: usize) {
        if dialled.arrived.as_micros() >= self.counts_from {
            let pair = self.layout.unqueued(dialled.contact_type);
            self.cell_mut(pair, self.counted(dialled.interval))[place] += 1;
        }
    }

    /// Cell that a planning interval of the stretch counts in: that of the whole day, if intervals are not told apart.
    #[inline(always)]
    pub(super) fn counted(&self, interval: u32) -> usize {
        (self.stretch.start + interval as usize).min(self.stretch.end - 1)
    }

    /// Where a planning interval of the stretch counts.
    #[inline(always)]
    fn place_of(&mut self, interval: u32) -> Place {
        if interval != self.place.interval {
            self.look_for(interval);
        }
        self.place
    }

    #[inline(never)]
    fn look_for(&mut self, interval: u32) {
        let cell = self.counted(interval);
        let ends = self.layout.edges[cell - self.stretch.start + 1];
        self.place = Place { interval, cell, staff: cell + self.stretch_number, ends };
    }

    /// Start of each cell of the stretch, and its closing time \[microseconds\].
    fn edges(&self) -> &'l [u64] {
        &self.layout.edges[..=self.stretch.len()]
    }

    /// Where the cells of a group in the stretch begin among those of the staff.
    #[inline(always)]
    fn first_of_staff(&self, group: usize) -> usize {
        group * self.staff_width + self.stretch.start + self.stretch_number
    }

    /// Whether a contact that dialled then is counted.
    #[inline(always)]
    fn counts(&self, arrived: SimTime) -> bool {
        arrived.as_micros() >= self.counts_from
    }

    /// All journeys of a pair, cell by cell; none in a plan that does not follow calls.
    pub(super) fn journeys_of(&self, pair: usize) -> &[JourneyCell] {
        self.journeys.chunks_exact(self.journey_cells).nth(pair).unwrap_or_default()
    }

    /// Where journeys of a pair in an interval are counted.
    #[inline(always)]
    fn journey_cell(&self, pair: usize, interval: usize) -> usize {
        pair * self.journey_cells + interval.min(self.journey_cells - 1)
    }

    /// Journeys of a pair in an interval; `None` in a plan that does not follow calls.
    #[inline]
    pub(super) fn journeys(&self, pair: usize, interval: usize) -> Option<&JourneyCell> {
        self.journeys.get(self.journey_cell(pair, interval))
    }

    #[inline]
    fn journeys_mut(&mut self, pair: usize, interval: usize) -> Option<&mut JourneyCell> {
        let cell = self.journey_cell(pair, interval);
        self.journeys.get_mut(cell)
    }

    /// Adds to a journey quantity.
    fn add(&mut self, pair: usize, interval: usize, quantity: Journey, value: u64) {
        if let Some(cell) = self.journeys_mut(pair, interval) {
            add_to(cell, quantity, value);
        }
    }

    /// Counts a hold that ended at `end` in the way that `place` says; whatever ended it. `None`: it is counted elsewhere.
    /// `puts_off`: its histogram is looked at later ([`Tally::record_what_was_put_off`]).
    #[inline(always)]
    fn count_hold(&mut self, visit: &Visit, pair: usize, end: SimTime, place: Option<usize>, puts_off: bool) {
        let layout = self.layout;
        let Place { cell: interval, ends, .. } = self.place_of(visit.interval);
        let hold = visit.hold_until(end).as_micros();
        let counts = visit.arrived.as_micros() >= self.counts_from;
        let start = (pair * self.intervals + interval) * self.width;
        let cell = &mut self.cells[start..start + self.width];
        if counts {
            // The places are constants below this length: one check for all.
            let (fixed, thresholds) = cell.split_at_mut(count::FIXED);
            let fixed: &mut [u64; count::FIXED] = fixed.try_into().expect("a cell begins with its fixed places");
            if let Some(place) = place {
                fixed[place] += 1;
            }
            fixed[count::HELD] += u64::from(hold > 0);
            fixed[count::HOLD] += hold;
            fixed[count::LONGEST_HOLD] = fixed[count::LONGEST_HOLD].max(hold);
            let notice_after = layout.pairs[pair].notice_after;
            fixed[count::NOTICE_DUE] += u64::from(hold >= notice_after);
            fixed[count::EXCESS_HOLD] += hold.saturating_sub(notice_after);
            let (answered, abandoned) = thresholds.split_at_mut(layout.withins.len());
            if place == Some(count::ANSWERED) {
                fixed[count::ANSWERED_HOLD] += hold;
                for (count, &within) in answered.iter_mut().zip(&layout.withins) {
                    *count += u64::from(hold <= within);
                }
            } else if place == Some(count::ABANDONED) {
                for (count, &short) in abandoned.iter_mut().zip(&layout.shorts) {
                    *count += u64::from(hold <= short);
                }
            }
            let histogram = layout.histogram_of(pair, interval - self.stretch.start);
            if puts_off {
                self.holds_to_record.push((histogram as u32, LogHistogram::index(hold) as u32));
            } else {
                self.holds[histogram].record(hold);
            }
        }
        if hold == 0 {
            return;
        }
        let (from, to) = (visit.joined.as_micros(), end.as_micros());
        if from >= self.counts_from && to <= ends {
            cell[count::WAITING] += hold;
        } else {
            self.spread_waiting(pair, interval, visit.joined, end);
        }
    }

    /// Pair that a visit counts in.
    #[inline(always)]
    fn pair_of(&self, visit: &Visit) -> usize {
        self.layout.pair(visit.contact_type, visit.queue, visit.is_later)
    }

    /// Counts an answer in a pair.
    #[inline(always)]
    fn count_answer(&mut self, visit: &Visit, pair: usize, answer: &Answer, puts_off: bool) {
        let place = self.place_of(visit.interval);
        let interval = place.cell;
        let counts = self.counts(visit.arrived);
        if answer.at == visit.joined {
            self.at_once[pair * self.intervals + interval] += u64::from(counts);
        } else {
            self.count_hold(visit, pair, answer.at, Some(count::ANSWERED), puts_off);
        }
        self.count_work(place, answer, counts);
        if counts && answer.cut {
            self.cell_mut(pair, interval)[count::CUT_OFF] += 1;
        }
    }

    /// Counts those of the stretch who were answered at once: a hold of nothing.
    fn count_those_at_once(&mut self) {
        let layout = self.layout;
        let stretch = self.stretch.clone();
        for pair in 0..layout.pairs.len() {
            let is_notice_due = layout.pairs[pair].notice_after == 0;
            for interval in stretch.clone() {
                let answered = std::mem::take(&mut self.at_once[pair * self.intervals + interval]);
                if answered == 0 {
                    continue;
                }
                let histogram = layout.histogram_of(pair, interval - stretch.start);
                self.holds[histogram].record_often(0, answered);
                let within = count::FIXED..count::FIXED + layout.withins.len();
                let cell = self.cell_mut(pair, interval);
                cell[count::ANSWERED] += answered;
                cell[count::NOTICE_DUE] += if is_notice_due { answered } else { 0 };
                cell[within].iter_mut().for_each(|count| *count += answered);
            }
        }
    }

    /// Counts an agent's work, and, if `counts`, that a contact was answered.
    #[inline(always)]
    fn count_work(&mut self, place: Place, answer: &Answer, counts: bool) {
        let (from, to) = (answer.at.as_micros(), answer.work_ends.as_micros());
        let desk = &mut self.staff[answer.group.index() * self.staff_width + place.staff];
        desk.answered += u64::from(counts);
        desk.talk += answer.talk_ends.as_micros() - answer.at.as_micros();
        if from >= self.counts_from && to <= place.ends {
            desk.busy += to - from;
        } else {
            let first = self.first_of_staff(answer.group.index());
            self.spread_work(first, place.cell - self.stretch.start, answer.at, answer.work_ends);
        }
    }

    /// Hands work that crosses the grid out to its intervals.
    #[inline(never)]
    fn spread_work(&mut self, first: usize, interval: usize, from: SimTime, to: SimTime) {
        let edges = &self.layout.edges[..=self.stretch.len()];
        let staff = &mut self.staff[first..=first + self.stretch.len()];
        // Most of it crosses one edge.
        let (start, end) = (from.as_micros(), to.as_micros());
        if let (&[opens, edge, closes, ..], [one, other, ..]) = (&edges[interval..], &mut staff[interval..])
            && start >= self.counts_from.max(opens)
            && (start..end).contains(&edge)
            && end <= closes
        {
            one.busy += edge - start;
            other.busy += end - edge;
            return;
        }
        spread(edges, self.counts_from, interval, from, to, |at, time| {
            staff[at].busy += time;
        });
    }

    /// Hands a hold that crosses the grid out to its intervals.
    #[inline(never)]
    fn spread_waiting(&mut self, pair: usize, interval: usize, from: SimTime, to: SimTime) {
        let (edges, hint) = (self.edges(), interval - self.stretch.start);
        let first = (pair * self.intervals + self.stretch.start) * self.width + count::WAITING;
        let (cells, width, intervals) = (&mut self.cells, self.width, self.stretch.len());
        spread(edges, self.counts_from, hint, from, to, |at, time| {
            if at < intervals {
                cells[first + at * width] += time;
            }
        });
    }

    /// Adds the time that a group's heads were present since it was last told.
    fn settle_presence(&mut self, group: GroupId, until: SimTime) {
        let (heads, since) = self.heads[group.index()];
        let first = self.first_of_staff(group.index());
        let edges = self.edges();
        let staff = &mut self.staff;
        if heads > 0 {
            let begun = edges.partition_point(|edge| *edge <= since.as_micros());
            let hint = begun.saturating_sub(1).min(edges.len().saturating_sub(2));
            spread(edges, self.counts_from, hint, since, until, |at, time| {
                staff[first + at].present += time * u64::from(heads);
            });
        }
    }
}

impl Observer for Tally<'_> {
    fn stretch_began(&mut self, stretch: usize) {
        self.stretch = self.layout.span.stretches[stretch].clone();
        self.stretch_number = stretch;
        self.place = Place::NOWHERE;
        self.heads.fill((0, self.layout.clock.opens));
    }

    fn blocked(&mut self, dialled: &Dialled) {
        self.count_unqueued(dialled, count::BLOCKED);
    }

    fn turned_away(&mut self, visit: &Visit) {
        if visit.arrived.as_micros() >= self.counts_from {
            let pair = self.pair_of(visit);
            self.cell_mut(pair, self.counted(visit.interval))[count::BLOCKED] += 1;
        }
    }

    fn left_in_ivr(&mut self, dialled: &Dialled) {
        self.count_unqueued(dialled, count::LEFT_IN_IVR);
    }

    fn self_served(&mut self, dialled: &Dialled) {
        self.count_unqueued(dialled, count::SELF_SERVED);
    }

    #[inline(always)]
    fn answered(&mut self, visit: &Visit, answer: &Answer) {
        // One question for those who follow no calls, and no look at what only others have.
        if self.follows {
            // Copies: were the originals lent out, they would be kept in memory for everybody.
            let (visit, answer) = (*visit, *answer);
            self.follow_answer(&visit, &answer);
        } else {
            self.count_answer(visit, self.layout.pair(visit.contact_type, visit.queue, false), answer, false);
        }
    }

    #[inline]
    fn answered_followed(&mut self, visit: &Visit, answer: &Answer) {
        self.count_answer_followed(visit, answer);
    }

    fn abandoned(&mut self, visit: &Visit, at: SimTime, balked: bool) {
        let pair = self.pair_of(visit);
        self.count_hold(visit, pair, at, Some(count::ABANDONED), self.follows);
        if balked && visit.arrived.as_micros() >= self.counts_from {
            self.cell_mut(pair, self.counted(visit.interval))[count::BALKED] += 1;
        }
        if visit.is_later {
            self.follow_later(visit, at, true);
        }
    }

    fn disconnected(&mut self, visit: &Visit, at: SimTime) {
        self.count_hold(visit, self.pair_of(visit), at, Some(count::DISCONNECTED), self.follows);
        if visit.is_later {
            self.follow_later(visit, at, false);
        }
    }

    fn still_inside(&mut self, visit: &Visit, at: SimTime) {
        self.count_hold(visit, self.pair_of(visit), at, Some(count::STILL_INSIDE), self.follows);
        if visit.is_later {
            self.follow_later(visit, at, false);
        }
    }

    fn present(&mut self, group: GroupId, at: SimTime, heads: u32) {
        self.settle_presence(group, at);
        self.heads[group.index()] = (heads, at);
    }

    fn day_ended(&mut self, at: SimTime) {
        for group in 0..self.heads.len() {
            self.settle_presence(GroupId::at(group), at);
            self.heads[group] = (0, at);
        }
        self.count_those_at_once();
    }

    fn announced(&mut self, visit: &Visit, announcement: &Announcement) {
        self.follow_announcement(visit, announcement);
    }

    fn came_true(&mut self, visit: &Visit, announcement: &Announcement, at: SimTime, virtually: bool) {
        self.follow_truth(visit, announcement, at, virtually);
    }

    fn took_callback(&mut self, visit: &Visit, at: SimTime) {
        self.count_hold(visit, self.pair_of(visit), at, None, self.follows);
        self.follow_callback(visit, Journey::Callbacks);
        if visit.is_later {
            self.follow_later(visit, at, false);
        }
    }

    fn called_back(&mut self, visit: &Visit, answer: &Answer, taken: SimTime) {
        let place = self.place_of(visit.interval);
        self.count_work(place, answer, false);
        self.follow_call_back(visit, answer, taken);
    }

    fn callback_lost(&mut self, visit: &Visit, _taken: SimTime) {
        self.follow_callback(visit, Journey::CallbacksLost);
    }

    fn call_ended(&mut self, call: &Call, end: &CallEnd) {
        self.follow_call(call, end);
    }
}

/// Counts values by histogram and bin, and forgets them.
fn record_all(histograms: &mut [LogHistogram], values: &mut Vec<(u32, u32)>) {
    for (histogram, bin) in values.drain(..) {
        histograms[histogram as usize].record_index(bin as usize);
    }
}

/// Adds to a journey quantity of a cell.
#[inline(always)]
const fn add_to(cell: &mut JourneyCell, quantity: Journey, value: u64) {
    let sum = &mut cell[quantity.position()];
    *sum = sum.saturating_add(value);
}

/// Cuts the time between two instants at the grid and hands out the pieces: interval and microseconds. What lies before
/// `counts_from` is left out; what lies after closing goes to the interval after the last. `hint` is an interval that
/// does not start after `from`.
#[inline]
fn spread(edges: &[u64], counts_from: u64, hint: usize, from: SimTime, to: SimTime, mut add: impl FnMut(usize, u64)) {
    let mut from = from.as_micros();
    let to = to.as_micros();
    if from >= counts_from && from >= edges[hint] && to <= edges[hint + 1] {
        add(hint, to - from);
        return;
    }
    from = from.max(counts_from);
    let last = edges.len() - 1;
    let mut at = hint;
    while from < to {
        while at < last && edges[at + 1] <= from {
            at += 1;
        }
        let until = if at < last { to.min(edges[at + 1]) } else { to };
        add(at, until - from);
        from = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(counts_from: u64, hint: usize, from: u64, to: u64) -> Vec<(usize, u64)> {
        let mut out = Vec::new();
        let (from, to) = (SimTime::from_micros(from), SimTime::from_micros(to));
        spread(&[10, 20, 30], counts_from, hint, from, to, |at, time| out.push((at, time)));
        out
    }

    #[test]
    fn a_span_is_cut_at_the_grid_and_at_closing() {
        assert_eq!(pieces(0, 0, 12, 15), [(0, 3)]);
        assert_eq!(pieces(0, 0, 12, 25), [(0, 8), (1, 5)]);
        assert_eq!(pieces(0, 0, 12, 45), [(0, 8), (1, 10), (2, 15)]);
        assert_eq!(pieces(0, 1, 35, 45), [(2, 10)]);
        assert_eq!(pieces(18, 0, 12, 25), [(0, 2), (1, 5)]);
        assert_eq!(pieces(50, 0, 12, 25), []);
    }
}
