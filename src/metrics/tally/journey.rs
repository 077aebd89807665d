//! Calls as a whole: later holds, callbacks, the way through the menu, people who call again, what it cost them.

use super::{Tally, add_to};
use crate::metrics::bill::{Course, length};
use crate::metrics::quantity::Journey;
use crate::metrics::{Bill, Judgement};
use crate::model::{IvrStepId, Number, QueueId};
use crate::observation::{Answer, Attempt, Call, CallEnd, Ending, Segment, Stretch, Visit};
use crate::units::{Money, SimTime};

/// Counts of one menu step, in the order of their places.
pub(in crate::metrics) mod step {
    /// Calls that came to the step.
    pub const CAME: usize = 0;
    /// ... and ended in it unserved.
    pub const LEFT: usize = 1;
    /// ... and were served by it.
    pub const SERVED: usize = 2;
    /// Time in it \[microseconds\].
    pub const TIME: usize = 3;
    pub const COUNT: usize = 4;
    pub const RATIOS: &[(usize, usize)] = &[(LEFT, CAME), (TIME, CAME)];
}

/// Counts of one rule set, in the order of their places.
pub(in crate::metrics) mod conduct {
    /// Calls on numbers that are judged by it.
    pub const CALLS: usize = 0;
    /// ... that were connected.
    pub const CONNECTED: usize = 1;
    /// ... and dealt with as it asks.
    pub const COMPLIANT: usize = 2;
    /// Charged against it [millionths of the currency unit].
    pub const UNLAWFUL: usize = 3;
    /// Charged and not owed [millionths of the currency unit].
    pub const NOT_OWED: usize = 4;
    /// Calls in which it asks for a notice.
    pub const NOTICE_DUE: usize = 5;
    /// ... and it came in time.
    pub const NOTICE_KEPT: usize = 6;
    /// Calls answered as fast as it asks.
    pub const IN_TIME: usize = 7;
    /// Calls cut off on hold although it forbids that.
    pub const CUT_OFF: usize = 8;
    pub const COUNT: usize = 9;
    pub const RATIOS: &[(usize, usize)] = &[(COMPLIANT, CONNECTED), (NOTICE_KEPT, NOTICE_DUE), (IN_TIME, CALLS)];
}

/// What is counted of journeys, by [`Journey::position`]: all there is, so that each place is known when the code is
/// compiled; the totals take what the layout keeps.
pub(in crate::metrics) type JourneyCell = [u64; Journey::COUNT];

/// Microseconds in an hour.
const HOUR: u64 = 3_600_000_000;

impl Tally<'_> {
    /// Pair and interval of a visit; `None` in the warm-up.
    pub(super) fn cell_of(&self, visit: &Visit) -> Option<(usize, usize)> {
        self.counts(visit.arrived).then_some((self.pair_of(visit), self.counted(visit.interval)))
    }

    /// [`Tally::count_answer_followed`], kept out of the loop that follows nobody.
    #[inline(never)]
    pub(super) fn follow_answer(&mut self, visit: &Visit, answer: &Answer) {
        self.count_answer_followed(visit, answer);
    }

    /// Counts an answer and whether it passes the contact on.
    #[inline(always)]
    pub(super) fn count_answer_followed(&mut self, visit: &Visit, answer: &Answer) {
        let pair = self.pair_of(visit);
        self.count_answer(visit, pair, answer, true);
        if self.counts(visit.arrived)
            && let Some(cell) = self.journeys_mut(pair, self.counted(visit.interval))
        {
            cell[Journey::Answers.position()] += 1;
            cell[Journey::Transferred.position()] += u64::from(answer.passed_on.is_some());
        }
        if visit.is_later {
            self.follow_later(visit, answer.at, false);
        }
    }

    /// Counts a hold in a later queue.
    pub(super) fn follow_later(&mut self, visit: &Visit, end: SimTime, abandoned: bool) {
        if let Some((pair, interval)) = self.cell_of(visit) {
            self.add(pair, interval, Journey::LaterHolds, 1);
            self.add(pair, interval, Journey::LaterHold, visit.hold_until(end).as_micros());
            self.add(pair, interval, Journey::AbandonedLater, u64::from(abandoned));
        }
    }

    /// Counts a callback that was taken or lost.
    pub(super) fn follow_callback(&mut self, visit: &Visit, quantity: Journey) {
        if let Some((pair, interval)) = self.cell_of(visit) {
            self.add(pair, interval, quantity, 1);
        }
    }

    /// Counts a callback that was made.
    pub(super) fn follow_call_back(&mut self, visit: &Visit, answer: &Answer, taken: SimTime) {
        if let Some((pair, interval)) = self.cell_of(visit) {
            let wait = answer.at.since(taken).as_micros();
            let in_time = wait <= self.layout.pairs[pair].called_back_within;
            self.add(pair, interval, Journey::CalledBack, 1);
            self.add(pair, interval, Journey::CalledBackInTime, u64::from(in_time));
            self.add(pair, interval, Journey::CallbackWait, wait);
        }
    }

    /// Counts what only the whole call tells.
    pub(super) fn follow_call(&mut self, call: &Call, end: &CallEnd) {
        if !self.follows {
            return;
        }
        self.count_person(call, end);
        if !self.counts(call.dialled) {
            return;
        }
        let layout = self.layout;
        let way = self.walk(call);
        let (pair, interval) = match (way.first_hold, end.how) {
            (Some((queue, hold)), _) => {
                let pair = layout.pair(call.contact_type, queue, false);
                self.count_owed(call, hold, queue, pair);
                (pair, self.interval_of(call, hold.from))
            }
            (None, Ending::TurnedAway(queue)) => {
                (layout.pair(call.contact_type, queue, false), self.interval_of(call, end.at))
            }
            _ => (layout.unqueued(call.contact_type), self.counted(call.interval)),
        };
        let caller = &layout.journey.callers[call.contact_type.index()];
        let mut bill = Bill::default();
        if let Some(dialled) = caller.dials {
            let number = &layout.journey.numbers[dialled.index()];
            bill = Bill::on_course(number, &layout.journey.payers[dialled.index()], call, end, &way.course);
            if !number.rules.is_empty() {
                self.judge(number, call, end, &bill);
            }
        }
        let Some(cell) = self.journeys_mut(pair, interval) else { return };
        match call.attempt {
            Attempt::First => {}
            Attempt::Redial => cell[Journey::Redials.position()] += 1,
            Attempt::CallsAgain => cell[Journey::RepeatCalls.position()] += 1,
        }
        if let (Some((queue, _)), Some(home)) = (way.first_hold, caller.home) {
            cell[Journey::WrongQueue.position()] += u64::from(queue != home);
        }
        cell[Journey::EnteredIvr.position()] += u64::from(way.entered_ivr);
        cell[Journey::IvrTime.position()] += way.in_ivr;
        cell[Journey::AllHolds.position()] += way.course.hold;
        let hold_charge = millionths(bill.hold_charge);
        let value = caller.hour.map_or(0, |hour| worth(hour, way.course.hold));
        add_to(cell, Journey::Charge, millionths(bill.charge));
        add_to(cell, Journey::HoldCharge, hold_charge);
        add_to(cell, Journey::HoldValue, value);
        add_to(cell, Journey::HoldCost, hold_charge + value);
        match end.how {
            Ending::Abandoned { .. } => add_to(cell, Journey::GaveUpCharge, hold_charge),
            Ending::LeftInIvr(at) => {
                cell[Journey::HungUpInIvr.position()] += 1;
                self.end_in_step(at, step::LEFT);
            }
            Ending::SelfServed(at) => self.end_in_step(at, step::SERVED),
            _ => {}
        }
    }

    /// Counts people where and when they first called, and whether they gave up for good.
    #[inline]
    fn count_person(&mut self, call: &Call, end: &CallEnd) {
        if !self.counts(call.first_dialled) {
            return;
        }
        let gave_up = !(end.calls_again || call.got_through_before || end.how.got_through());
        let pair = self.layout.unqueued(call.contact_type);
        if let Some(cell) = self.journeys_mut(pair, self.counted(call.first_interval)) {
            cell[Journey::People.position()] += u64::from(call.number == 1);
            cell[Journey::NeverThrough.position()] += u64::from(gave_up);
        }
    }

    /// Planning interval of an instant in a call, mostly that in which it was dialled.
    pub(super) fn interval_of(&self, call: &Call, at: SimTime) -> usize {
        let dialled_in = self.counted(call.interval);
        let edges = &self.layout.edges;
        let position = dialled_in - self.stretch.start;
        if (edges[position]..edges[position + 1]).contains(&at.as_micros()) {
            dialled_in
        } else {
            self.counted(self.layout.clock.position_of(at))
        }
    }

    /// Walks through a call's stretches, once: counts time in each menu step, and what was owed in later holds.
    #[inline]
    fn walk<'c>(&mut self, call: &'c Call) -> Way<'c> {
        let (first, last) = (call.segments.first(), call.segments.last());
        let course = Course {
            connected: first.map_or(0, |first| first.from.as_micros()),
            ends: last.map_or(0, |last| last.to.as_micros()),
            hold: 0,
            more_than_hold: false,
        };
        let mut way = Way { course, first_hold: None, entered_ivr: false, in_ivr: 0 };
        let mut steps = StepsSeen::default();
        // The menu comes first, then a hold, and a talk if there was one; anything else is rare.
        let mut rest = call.segments.as_slice();
        while let [segment, others @ ..] = rest
            && let Some(step) = segment.stretch.step()
        {
            self.count_step(step, segment, call, &mut steps, &mut way);
            rest = others;
        }
        match rest {
            [] => {}
            [hold @ Segment { stretch: Stretch::Hold(queue), .. }]
            | [hold @ Segment { stretch: Stretch::Hold(queue), .. }, Segment { stretch: Stretch::Talk(..), .. }] => {
                way.course.hold = length(hold);
                way.first_hold = Some((*queue, hold));
                way.course.more_than_hold = rest.len() > 1;
            }
            rest => return self.walk_on(way, steps, rest, call),
        }
        way.course.more_than_hold |= way.entered_ivr;
        way
    }

    /// Walks through what is left of a call in which several queues were joined. Takes and gives values: were they lent out,
    /// they would be kept in memory for everybody.
    #[inline(never)]
    fn walk_on<'c>(&mut self, mut way: Way<'c>, mut steps: StepsSeen, rest: &'c [Segment], call: &'c Call) -> Way<'c> {
        for segment in rest {
            match segment.stretch {
                Stretch::Announcement(step) | Stretch::Menu(step) | Stretch::SelfService(step) => {
                    self.count_step(step, segment, call, &mut steps, &mut way);
                }
                Stretch::Hold(queue) => {
                    way.course.hold += length(segment);
                    if way.first_hold.is_none() {
                        way.first_hold = Some((queue, segment));
                    } else {
                        let pair = self.layout.pair(call.contact_type, queue, true);
                        self.count_owed(call, segment, queue, pair);
                    }
                }
                Stretch::Talk(..) => way.course.more_than_hold = true,
            }
        }
        way.course.more_than_hold |= way.entered_ivr;
        way
    }

    #[inline(always)]
    fn count_step(&mut self, step: IvrStepId, now: &Segment, call: &Call, seen: &mut StepsSeen, way: &mut Way<'_>) {
        let length = length(now);
        way.entered_ivr = true;
        way.in_ivr += length;
        if let Some(cell) = self.steps.get_mut(step.index()) {
            cell[step::CAME] += u64::from(seen.comes_to(step, now, call));
            cell[step::TIME] += length;
        }
    }

    fn end_in_step(&mut self, at: IvrStepId, place: usize) {
        if let Some(cell) = self.steps.get_mut(at.index()) {
            cell[place] += 1;
        }
    }

    /// Counts how a call fares under the rule sets of its number.
    #[inline(never)]
    fn judge(&mut self, number: &Number, call: &Call, end: &CallEnd, bill: &Bill) {
        for rules in &number.rules {
            let judgement = Judgement::of(&self.layout.journey.rule_sets[rules.index()], number, call, end, bill);
            let is_connected = u64::from(!call.segments.is_empty());
            let more = [
                1,
                is_connected,
                is_connected * u64::from(judgement.complies),
                millionths(judgement.unlawful_charge),
                millionths(judgement.not_owed),
                judgement.notice_due.into(),
                (judgement.notice_due && judgement.notice_kept).into(),
                judgement.answered_in_time.into(),
                judgement.cut_off.into(),
            ];
            let cell = &mut self.conduct[rules.index() * conduct::COUNT..][..conduct::COUNT];
            cell.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

/// What a walk through a call found.
struct Way<'c> {
    /// What its bill needs to know.
    course: Course,
    /// The first hold of the call, and its queue.
    first_hold: Option<(QueueId, &'c Segment)>,
    /// Whether the caller heard something of the menu.
    entered_ivr: bool,
    /// Time in announcements, menus and self-service \[microseconds\].
    in_ivr: u64,
}

/// Menu steps that a call has come to: a bit for each of the first, and those are nearly all there ever are.
#[derive(Default)]
struct StepsSeen(u64);

impl StepsSeen {
    /// Whether the call comes to a step for the first time with this stretch.
    #[inline]
    fn comes_to(&mut self, step: IvrStepId, now: &Segment, call: &Call) -> bool {
        let Some(bit) = 1_u64.checked_shl(step.index() as u32) else { return Self::looks_up(step, now, call) };
        let is_first = self.0 & bit == 0;
        self.0 |= bit;
        is_first
    }

    /// The same for a step that has no bit.
    #[cold]
    fn looks_up(step: IvrStepId, now: &Segment, call: &Call) -> bool {
        call.segments
            .iter()
            .find(|segment| segment.stretch.step() == Some(step))
            .is_some_and(|first| std::ptr::eq(first, now))
    }
}

/// Value of a time at so much an hour, rounded to the millionth.
#[inline]
fn worth(hour: u64, micros: u64) -> u64 {
    match hour.checked_mul(micros).and_then(|product| product.checked_add(HOUR / 2)) {
        Some(product) => product / HOUR,
        None => ((u128::from(hour) * u128::from(micros) + u128::from(HOUR / 2)) / u128::from(HOUR)) as u64,
    }
}

fn millionths(money: Money) -> u64 {
    money.millionths().max(0).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_worth_the_same_however_large_the_numbers() {
        // 12 an hour: 30 s are ten cents, half a millionth is rounded up.
        assert_eq!(worth(12_000_000, 30_000_000), 100_000);
        assert_eq!(worth(1, HOUR / 2), 1);
        assert_eq!(worth(1, HOUR / 2 - 1), 0);
        assert_eq!(worth(u64::MAX / 4, 4 * HOUR), u64::MAX / 4 * 4);
    }
}
