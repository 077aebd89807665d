//! Calls as a whole: later holds, callbacks, the way through the menu, people who call again, what it cost them.

use super::Tally;
use crate::metrics::quantity::Journey;
use crate::metrics::{Bill, Judgement};
use crate::model::IvrStepId;
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

/// Microseconds in an hour.
const HOUR: u64 = 3_600_000_000;

impl Tally<'_> {
    /// Pair and interval of a visit; `None` in the warm-up.
    pub(super) fn cell_of(&self, visit: &Visit) -> Option<(usize, usize)> {
        self.counts(visit.arrived).then_some((self.pair_of(visit), visit.interval as usize))
    }

    /// Counts an answer and whether it passes the contact on.
    #[inline(never)]
    pub(super) fn follow_answer(&mut self, visit: &Visit, answer: &Answer) {
        self.count_answer(visit, self.pair_of(visit), answer);
        if let Some((pair, interval)) = self.cell_of(visit) {
            self.add(pair, interval, Journey::Answers, 1);
            if answer.passed_on.is_some() {
                self.add(pair, interval, Journey::Transferred, 1);
            }
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
        let first = call.holds().next();
        let (pair, interval) = match (first.map(|hold| (hold.stretch, hold.from)), end.how) {
            (Some((Stretch::Hold(queue), joined)), _) => {
                (layout.pair(call.contact_type, queue, false), self.interval_of(call, joined))
            }
            (_, Ending::TurnedAway(queue)) => {
                (layout.pair(call.contact_type, queue, false), self.interval_of(call, end.at))
            }
            _ => (layout.unqueued(call.contact_type), call.interval as usize),
        };
        match call.attempt {
            Attempt::First => {}
            Attempt::Redial => self.add(pair, interval, Journey::Redials, 1),
            Attempt::CallsAgain => self.add(pair, interval, Journey::RepeatCalls, 1),
        }
        let home = layout.journey.callers[call.contact_type.index()].home;
        if let Some(Stretch::Hold(queue)) = first.map(|hold| hold.stretch)
            && home.is_some_and(|home| home != queue)
        {
            self.add(pair, interval, Journey::WrongQueue, 1);
        }
        let hold = self.walk(call, end, pair, interval);
        self.add(pair, interval, Journey::AllHolds, hold);
        self.charge(call, end, (pair, interval), hold);
    }

    /// Counts people where and when they first called, and whether they gave up for good.
    fn count_person(&mut self, call: &Call, end: &CallEnd) {
        if !self.counts(call.first_dialled) {
            return;
        }
        let pair = self.layout.unqueued(call.contact_type);
        let interval = call.first_interval as usize;
        if call.number == 1 {
            self.add(pair, interval, Journey::People, 1);
        }
        let got_through = call.got_through_before || end.how.got_through();
        if !end.calls_again && !got_through {
            self.add(pair, interval, Journey::NeverThrough, 1);
        }
    }

    /// Planning interval of an instant in a call, mostly that in which it was dialled.
    pub(super) fn interval_of(&self, call: &Call, at: SimTime) -> usize {
        let dialled_in = call.interval as usize;
        let edges = &self.layout.edges;
        if (edges[dialled_in]..edges[dialled_in + 1]).contains(&at.as_micros()) {
            dialled_in
        } else {
            self.layout.clock.interval_of(at) as usize
        }
    }

    /// Walks through a call's stretches: time in each menu step, what was owed in each hold. Returns all hold
    /// \[microseconds\].
    fn walk(&mut self, call: &Call, end: &CallEnd, pair: usize, interval: usize) -> u64 {
        let (mut hold, mut in_ivr, mut entered) = (0, 0, false);
        let mut is_later = false;
        for (at, segment) in call.segments.iter().enumerate() {
            match segment.stretch {
                Stretch::Hold(queue) => {
                    hold += segment.length().as_micros();
                    self.count_owed(call, segment, queue, is_later);
                    is_later = true;
                }
                Stretch::Announcement(step) | Stretch::Menu(step) | Stretch::SelfService(step) => {
                    entered = true;
                    in_ivr += segment.length().as_micros();
                    self.count_step(&call.segments[..at], step, segment);
                }
                Stretch::Talk(..) => {}
            }
        }
        if entered {
            self.add(pair, interval, Journey::EnteredIvr, 1);
            self.add(pair, interval, Journey::IvrTime, in_ivr);
        }
        match end.how {
            Ending::LeftInIvr(at) => {
                self.add(pair, interval, Journey::HungUpInIvr, 1);
                self.end_in_step(at, step::LEFT);
            }
            Ending::SelfServed(at) => self.end_in_step(at, step::SERVED),
            _ => {}
        }
        hold
    }

    fn count_step(&mut self, before: &[Segment], at: IvrStepId, segment: &Segment) {
        let comes_again = before.iter().any(|earlier| step_of(earlier.stretch) == Some(at));
        if let Some(cell) = self.steps.chunks_exact_mut(step::COUNT).nth(at.index()) {
            cell[step::CAME] += u64::from(!comes_again);
            cell[step::TIME] += segment.length().as_micros();
        }
    }

    fn end_in_step(&mut self, at: IvrStepId, place: usize) {
        if let Some(cell) = self.steps.chunks_exact_mut(step::COUNT).nth(at.index()) {
            cell[place] += 1;
        }
    }

    /// Counts what the call costs its caller, and holds it against the rules of its number.
    fn charge(&mut self, call: &Call, end: &CallEnd, (pair, interval): (usize, usize), hold: u64) {
        let journey = &self.layout.journey;
        let caller = journey.callers[call.contact_type.index()];
        let value = caller.hour.map_or(0, |hour| worth(hour, hold));
        let mut hold_charge = 0;
        if let Some(number) = caller.dials.map(|number| &journey.numbers[number.index()]) {
            let bill = Bill::of(number, call, end);
            hold_charge = millionths(bill.hold_charge);
            self.add(pair, interval, Journey::Charge, millionths(bill.charge));
            self.add(pair, interval, Journey::HoldCharge, hold_charge);
            if matches!(end.how, Ending::Abandoned { .. }) {
                self.add(pair, interval, Journey::GaveUpCharge, hold_charge);
            }
            let is_connected = u64::from(!call.segments.is_empty());
            for rules in &number.rules {
                let judgement = Judgement::of(&journey.rule_sets[rules.index()], number, call, end, &bill);
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
        self.add(pair, interval, Journey::HoldValue, value);
        self.add(pair, interval, Journey::HoldCost, hold_charge + value);
    }
}

/// Menu step that a stretch belongs to.
const fn step_of(stretch: Stretch) -> Option<IvrStepId> {
    match stretch {
        Stretch::Announcement(step) | Stretch::Menu(step) | Stretch::SelfService(step) => Some(step),
        Stretch::Hold(_) | Stretch::Talk(..) => None,
    }
}

/// Value of a time at so much an hour, rounded to the millionth.
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
