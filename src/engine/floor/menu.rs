//! The menu: whoever dials into it stays there until the walk is over.

use super::{CallNumber, Floor, Person, TimerKind};
use crate::model::IvrStepId;
use crate::observation::{Dialled, Ending, Observer};
use crate::plan::WalkEnd;
use crate::units::SimTime;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// Somebody dials into the menu.
    pub(super) fn enter_menu(&mut self, person: &Person, call: CallNumber, step: IvrStepId, now: SimTime) {
        let followed = self.calls.get(call);
        let walk = self.plan.walk(person.contact_type, step, now, person.journey, person.choice, followed);
        followed.in_menu = Some(walk.at);
        followed.balks = person.balks;
        self.in_menu += 1;
        self.timers.set(walk.ends.as_micros(), TimerKind::LeavesMenu { call });
    }

    /// Somebody is through with the menu.
    #[inline(never)]
    pub(super) fn leave_menu<O: Observer>(&mut self, call: CallNumber, now: SimTime, observer: &mut O) {
        let followed = self.calls.get(call);
        let Some(end) = followed.in_menu.take() else { return };
        self.in_menu -= 1;
        self.last_left = self.last_left.max(now);
        let ending = match end {
            WalkEnd::Queue(queue) => {
                let person = followed.person();
                self.join(&person, call, queue, now, observer);
                return;
            }
            WalkEnd::HungUp(step) => {
                observer.left_in_ivr(&followed.dialled());
                Ending::LeftInIvr(step)
            }
            WalkEnd::Served(step) => {
                observer.self_served(&followed.dialled());
                Ending::SelfServed(step)
            }
        };
        self.release_line();
        self.end_call(call, ending, now, observer);
    }

    /// Everybody in the menu is cut off.
    pub(super) fn cut_menu<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        for call in self.calls.places() {
            let followed = self.calls.get(call);
            if followed.in_menu.take().is_none() {
                continue;
            }
            followed.cut(now);
            let step = followed.call.segments.last().and_then(|segment| segment.stretch.step());
            let step = step.expect("whoever is in the menu came to a step of it");
            observer.left_in_ivr(&followed.dialled());
            self.in_menu -= 1;
            self.release_line();
            self.end_call(call, Ending::LeftInIvr(step), now, observer);
        }
    }
}

pub(super) fn dialled(person: &Person, interval: u32) -> Dialled {
    Dialled { contact_type: person.contact_type, arrived: SimTime::from_micros(person.arrived), interval }
}
