//! The menu: whoever dials into it has a place there until its walk is over.

use super::{CallNumber, Engine, Person};
use crate::observation::{Dialled, Ending, Observer};
use crate::plan::WalkEnd;
use crate::units::SimTime;

/// People in the menu, each in a place of its own.
#[derive(Debug, Default)]
pub(super) struct Menu {
    pub(super) places: Vec<Option<InMenu>>,
    free: Vec<u32>,
    pub(super) inside: u32,
}

/// Somebody in the menu, with all that was drawn at dialling.
#[derive(Debug, Clone, Copy)]
pub(super) struct InMenu {
    pub(super) person: Person,
    pub(super) interval: u32,
    pub(super) call: CallNumber,
    pub(super) end: WalkEnd,
}

impl Menu {
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
        self.inside = 0;
    }

    pub(super) fn enter(&mut self, who: InMenu) -> u32 {
        self.inside += 1;
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(who);
            place
        } else {
            self.places.push(Some(who));
            self.places.len() as u32 - 1
        }
    }

    pub(super) fn leave(&mut self, place: u32) -> Option<InMenu> {
        let who = self.places.get_mut(place as usize)?.take()?;
        self.free.push(place);
        self.inside -= 1;
        Some(who)
    }
}

impl Engine<'_> {
    /// Somebody is through with the menu.
    pub(super) fn leave_menu<O: Observer>(&mut self, place: u32, now: SimTime, observer: &mut O) {
        let Some(who) = self.menu.leave(place) else { return };
        self.last_left = self.last_left.max(now);
        match who.end {
            WalkEnd::Queue(queue) => self.join(&who.person, who.call, queue, now, observer),
            WalkEnd::HungUp(step) => {
                self.release_line();
                observer.left_in_ivr(&dialled(&who.person, who.interval));
                self.end_call(who.call, Ending::LeftInIvr(step), now, observer);
            }
            WalkEnd::Served(step) => {
                self.release_line();
                observer.self_served(&dialled(&who.person, who.interval));
                self.end_call(who.call, Ending::SelfServed(step), now, observer);
            }
        }
    }

    /// Everybody in the menu is cut off.
    pub(super) fn cut_menu<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        for place in 0..self.menu.places.len() as u32 {
            let Some(who) = self.menu.leave(place) else { continue };
            self.release_line();
            observer.left_in_ivr(&dialled(&who.person, who.interval));
            let followed = self.calls.get(who.call);
            followed.cut(now);
            let step = followed.call.segments.last().and_then(|segment| segment.stretch.step());
            let step = step.expect("whoever is in the menu came to a step of it");
            self.end_call(who.call, Ending::LeftInIvr(step), now, observer);
        }
    }
}

pub(super) fn dialled(person: &Person, interval: u32) -> Dialled {
    Dialled { contact_type: person.contact_type, arrived: SimTime::from_micros(person.arrived), interval }
}
