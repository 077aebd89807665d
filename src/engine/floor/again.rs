//! The end of a call, and who calls again: after not getting through, or because the matter was not settled.

use super::{CallNumber, Floor, NOT_FOLLOWED, Person, TimerKind};
use crate::engine::calls::key;
use crate::model::Redial;
use crate::observation::{Attempt, CallEnd, Ending, Observer, Visit};
use crate::random::{Lots, Stream, another};
use crate::units::{Share, SimTime};

/// Calls of one person in a replication at most, so that a scenario in which people call back in no time comes to an end.
const MOST_CALLS: u32 = 10_000;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// A followed call is over after a talk to the end.
    #[inline]
    pub(super) fn end_answered_call<O: Observer>(
        &mut self,
        visit: &Visit,
        call: CallNumber,
        at: SimTime,
        observer: &mut O,
    ) {
        if self.plan.contact_types[visit.contact_type.index()].resolved < Share::ALL {
            self.end_call(call, Ending::Talked, at, observer);
        } else {
            let end = CallEnd { how: Ending::Talked, at, calls_again: false };
            observer.call_ended(&self.calls.get(call).call, &end);
            self.calls.end(call);
        }
    }

    /// A followed call is over; the person may call again.
    pub(super) fn end_call<O: Observer>(&mut self, call: CallNumber, how: Ending, at: SimTime, observer: &mut O) {
        if !FOLLOWS || call == NOT_FOLLOWED {
            return;
        }
        let again = self.calls_again(call, how, at);
        let followed = self.calls.get(call);
        observer.call_ended(&followed.call, &CallEnd { how, at, calls_again: again.is_some() });
        if let Some((when, attempt)) = again {
            followed.call.got_through_before |= how.got_through();
            followed.call.attempt = attempt;
            self.timers.set(when.as_micros(), TimerKind::DialsAgain { call });
        } else {
            self.calls.end(call);
        }
    }

    /// When and why the person of a call that ended calls again while the lines are open.
    fn calls_again(&mut self, call: CallNumber, how: Ending, at: SimTime) -> Option<(SimTime, Attempt)> {
        let followed = self.calls.get(call);
        let kind = &self.plan.contact_types[followed.call.contact_type.index()];
        if followed.call.number >= MOST_CALLS {
            return None;
        }
        let (delay, attempt) = match how {
            Ending::Abandoned { .. } | Ending::Blocked | Ending::TurnedAway(_) => {
                let redial = kind.redial.as_ref()?;
                let at_first =
                    if matches!(how, Ending::Abandoned { .. }) { redial.after_abandon } else { redial.after_blocked };
                let chance = if followed.redials == 0 { at_first } else { redial.later.unwrap_or(at_first) };
                let most = redial.at_most.min(Redial::MOST);
                if followed.redials >= most || !Lots::of_person(followed.journey, key::REDIAL).chance(chance) {
                    return None;
                }
                let delay = redial.delay.draw(&mut Stream::of_person(followed.journey, key::REDIAL));
                (delay, Attempt::Redial)
            }
            Ending::Talked | Ending::CutOff if kind.resolved < Share::ALL => {
                if Lots::of_person(followed.journey, key::RESOLUTION).chance(kind.resolved) {
                    return None;
                }
                let delay = kind.calls_again_after.draw(&mut Stream::of_person(followed.journey, key::RESOLUTION));
                (delay, Attempt::CallsAgain)
            }
            _ => return None,
        };
        let when = at + delay;
        (when < self.clock.closes).then_some((when, attempt))
    }

    /// Somebody dials again.
    #[inline(never)]
    pub(super) fn dial_again<O: Observer>(&mut self, call: CallNumber, now: SimTime, observer: &mut O) {
        let interval = self.interval;
        let followed = self.calls.get(call);
        let kind = &self.plan.contact_types[followed.call.contact_type.index()];
        let journey = another(followed.call.chance, followed.call.number);
        let attempt = followed.call.attempt;
        let mut person = Person {
            contact_type: followed.call.contact_type,
            arrived: now.as_micros(),
            patience: kind.patience.draw(&mut Stream::of_person(journey, key::PATIENCE)).as_micros(),
            // The matter is still the same.
            talk_time: followed.talk_time,
            after_call_work: followed.after_call_work,
            balks: kind.balks > Share::NONE && Lots::of_person(journey, key::BALKING).chance(kind.balks),
            journey,
            choice: None,
        };
        if attempt == Attempt::CallsAgain {
            (person.talk_time, person.after_call_work) = self.another_talk(&person);
        }
        let followed = self.calls.get(call);
        followed.redials = if attempt == Attempt::Redial { followed.redials + 1 } else { 0 };
        followed.dial(&person, attempt, interval);
        self.let_in(&person, call, observer);
    }

    /// Another talk of a person, and the work after it.
    fn another_talk(&self, person: &Person) -> (u64, u64) {
        let kind = &self.plan.contact_types[person.contact_type.index()];
        let talk = kind.talk_time.draw(&mut Stream::of_person(person.journey, key::TALK));
        let work = kind
            .after_call_work
            .as_ref()
            .map_or(0, |work| work.draw(&mut Stream::of_person(person.journey, key::AFTER_CALL)).as_micros());
        (talk.as_micros(), work)
    }
}
