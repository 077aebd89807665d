//! The menu: whoever dials into it has a place there until its walk is over.

use super::{Engine, Person};
use crate::model::QueueId;
use crate::observation::{Dialled, Observer};
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
    pub(super) queue: Option<QueueId>,
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
        let Some(InMenu { person, interval, queue }) = self.menu.leave(place) else { return };
        self.last_left = self.last_left.max(now);
        if let Some(queue) = queue {
            self.come_from_menu(&person, queue, now, observer);
        } else {
            self.release_line();
            observer.left_in_ivr(&dialled(&person, interval));
        }
    }

    /// Somebody comes from the menu to a queue.
    #[inline(never)]
    pub(super) fn come_from_menu<O: Observer>(
        &mut self,
        person: &Person,
        queue: QueueId,
        now: SimTime,
        observer: &mut O,
    ) {
        self.join(person, queue, now, observer);
    }
}

pub(super) fn dialled(person: &Person, interval: u32) -> Dialled {
    Dialled { contact_type: person.contact_type, arrived: SimTime::from_micros(person.arrived), interval }
}
