//! Calls that are followed from dialling to their end, each in a place of its own that keeps its room for the next.

use super::people::Person;
use crate::model::{ContactTypeId, IvrStepId, QueueId};
use crate::observation::{Announcement, Attempt, Call, Dialled, Segment, Stretch};
use crate::plan::{Footprints, StepKind, WalkEnd};
use crate::random::{EntityKey, Lots, Stream, another};
use crate::units::{Duration, SimTime};

/// Place of a followed call.
pub type CallNumber = u32;
/// No place: the plan follows nobody.
pub const NOT_FOLLOWED: CallNumber = CallNumber::MAX;

/// What is drawn for a person in some calls only.
pub mod key {
    use crate::random::EntityKey;

    /// Whether and when somebody who failed to get through dials again.
    pub const REDIAL: EntityKey = EntityKey::of("redial");
    /// Whether the talk settled the matter, and when the person calls again if not.
    pub const RESOLUTION: EntityKey = EntityKey::of("resolution");
    /// Patience of a later call.
    pub const PATIENCE: EntityKey = EntityKey::of("patience");
    /// Patience of a later hold of the same call.
    pub const PATIENCE_OF_LATER_HOLD: EntityKey = EntityKey::of("patience-of-later-hold");
    /// Leaving at once, in a later call.
    pub const BALKING: EntityKey = EntityKey::of("balking");
    /// The talk of a later call.
    pub const TALK: EntityKey = EntityKey::of("talk");
    /// After-call work of a later call.
    pub const AFTER_CALL: EntityKey = EntityKey::of("after-call");
    /// A second talk of the same call.
    pub const SECOND_TALK: EntityKey = EntityKey::of("second-talk");
    /// After-call work of a second talk.
    pub const SECOND_AFTER_CALL: EntityKey = EntityKey::of("second-after-call");
    /// Talk before an agent who cannot help passes the person on.
    pub const FINDING_OUT: EntityKey = EntityKey::of("finding-out");
    /// Whether a first agent passes the person on after a full talk.
    pub const PASSING_ON: EntityKey = EntityKey::of("passing-on");
    /// Hanging up on hearing an announcement.
    pub const NOTICE: EntityKey = EntityKey::of("notice-reaction");
    /// Taking a callback.
    pub const CALLBACK: EntityKey = EntityKey::of("callback-offer");
}

/// A call that is followed, with what is still to come of it.
#[derive(Debug)]
pub struct Followed {
    /// The call so far.
    pub call: Call,
    /// Names the streams of this call: the person's chance for the first, another number for each further one.
    pub journey: u64,
    /// Redials in a row up to this call.
    pub redials: u32,
    /// Conversation to come \[microseconds\].
    pub talk_time: u64,
    /// After-call work to come \[microseconds\].
    pub after_call_work: u64,
    /// Patience left when the last hold ended \[microseconds\].
    pub patience_left: u64,
    /// How the walk through the menu will end, while the person is in it.
    pub in_menu: Option<WalkEnd>,
    /// Leaves at once when nobody is free.
    pub balks: bool,
    /// Queues joined so far.
    pub visits: u32,
    /// Whether a first agent has passed the person on after a full talk.
    pub was_transferred: bool,
    /// Announcements heard in this hold.
    pub heard: u32,
    /// Patience left when the last announcement was heard, on its own clock, and what was said then.
    pub last_notice: Option<(u64, Announcement)>,
}

impl Followed {
    /// The stream of this person for a purpose in this visit of this call.
    pub fn stream(&self, purpose: EntityKey) -> Stream {
        Stream::of_person(another(self.journey, self.visits), purpose)
    }

    /// The lots of this person for a purpose in this visit of this call.
    pub fn lots(&self, purpose: EntityKey) -> Lots {
        Lots::of_person(another(self.journey, self.visits), purpose)
    }

    /// The lots of this person for a purpose at the last announcement of this visit of this call.
    pub fn lots_at_notice(&self, purpose: EntityKey) -> Lots {
        Lots::of_person(another(another(self.journey, self.visits), self.heard), purpose)
    }

    /// First announcement of this hold.
    pub fn first_notice(&self) -> Option<Announcement> {
        let before = self.call.announcements.len().checked_sub(self.heard as usize)?;
        self.call.announcements.get(before).map(|(_, announcement)| *announcement)
    }

    /// Adds a stretch at the end.
    pub fn push(&mut self, stretch: Stretch, from: SimTime, to: SimTime) {
        self.call.segments.push(Segment { stretch, from, to });
    }

    /// The person as on dialling.
    pub fn person(&self) -> Person {
        Person {
            contact_type: self.call.contact_type,
            arrived: self.call.dialled.as_micros(),
            patience: self.patience_left,
            talk_time: self.talk_time,
            after_call_work: self.after_call_work,
            balks: self.balks,
            journey: self.journey,
            choice: None,
        }
    }

    /// The call as long as it joined no queue.
    pub const fn dialled(&self) -> Dialled {
        Dialled { contact_type: self.call.contact_type, arrived: self.call.dialled, interval: self.call.interval }
    }

    /// Begins a stay in a queue.
    pub fn join(&mut self) {
        self.visits += 1;
        self.heard = 0;
        self.last_notice = None;
    }

    /// Cuts the call off at an instant: what would have come later did not happen.
    pub fn cut(&mut self, at: SimTime) {
        let segments = &mut self.call.segments;
        segments.retain(|segment| segment.from <= at);
        if let Some(last) = segments.last_mut() {
            last.to = last.to.min(at);
        }
    }
}

impl Footprints for Followed {
    #[inline(never)]
    fn times_in(&self, step: IvrStepId) -> u32 {
        let steps = self.call.segments.iter().filter(|segment| segment.stretch.step() == Some(step));
        steps.count() as u32
    }

    fn leave(&mut self, step: IvrStepId, kind: StepKind, from: SimTime, to: SimTime) {
        let stretch = match kind {
            StepKind::Announcement => Stretch::Announcement(step),
            StepKind::Menu => Stretch::Menu(step),
            StepKind::SelfService => Stretch::SelfService(step),
        };
        self.push(stretch, from, to);
    }
}

/// All followed calls.
#[derive(Debug, Default)]
pub struct Calls {
    places: Vec<Followed>,
    free: Vec<CallNumber>,
    people: u32,
}

impl Calls {
    /// Empties the places for a new day.
    pub fn clear(&mut self) {
        for followed in &mut self.places {
            followed.in_menu = None;
        }
        self.free.clear();
        self.free.extend((0..self.places.len() as CallNumber).rev());
        self.people = 0;
    }

    /// A person's first call.
    pub fn begin(&mut self, person: &Person, interval: u32) -> CallNumber {
        let place = self.free.pop().unwrap_or_else(|| {
            self.places.push(Followed::empty());
            self.places.len() as CallNumber - 1
        });
        let followed = &mut self.places[place as usize];
        followed.call.person = self.people;
        followed.call.chance = person.journey;
        followed.call.contact_type = person.contact_type;
        followed.call.number = 0;
        followed.call.first_interval = interval;
        followed.call.first_dialled = SimTime::from_micros(person.arrived);
        followed.call.got_through_before = false;
        followed.redials = 0;
        self.people += 1;
        followed.dial(person, Attempt::First, interval);
        place
    }

    /// A call by its place.
    #[inline]
    pub fn get(&mut self, place: CallNumber) -> &mut Followed {
        &mut self.places[place as usize]
    }

    /// All places that were ever taken today or before, free or not.
    pub fn places(&self) -> std::ops::Range<CallNumber> {
        0..self.places.len() as CallNumber
    }

    /// Gives a place back.
    pub fn end(&mut self, place: CallNumber) {
        self.free.push(place);
    }
}

impl Followed {
    fn empty() -> Self {
        let call = Call {
            person: 0,
            chance: 0,
            contact_type: ContactTypeId(0),
            number: 0,
            attempt: Attempt::First,
            got_through_before: false,
            dialled: SimTime::ZERO,
            interval: 0,
            first_interval: 0,
            first_dialled: SimTime::ZERO,
            segments: Vec::new(),
            announcements: Vec::new(),
        };
        Self {
            call,
            journey: 0,
            redials: 0,
            talk_time: 0,
            after_call_work: 0,
            patience_left: 0,
            in_menu: None,
            balks: false,
            visits: 0,
            was_transferred: false,
            heard: 0,
            last_notice: None,
        }
    }

    /// The person dials, for the first time or again.
    pub fn dial(&mut self, person: &Person, attempt: Attempt, interval: u32) {
        self.call.attempt = attempt;
        self.call.number += 1;
        self.call.dialled = SimTime::from_micros(person.arrived);
        self.call.interval = interval;
        self.call.segments.clear();
        self.call.announcements.clear();
        self.journey = person.journey;
        self.talk_time = person.talk_time;
        self.after_call_work = person.after_call_work;
        self.patience_left = person.patience;
        self.visits = 0;
        self.was_transferred = false;
        self.heard = 0;
        self.last_notice = None;
    }

    /// Somebody hears how long it will take.
    #[inline]
    pub fn hear(&mut self, queue: QueueId, at: SimTime, says: Duration) -> Announcement {
        let announcement = Announcement { at, says, number: self.heard };
        self.call.announcements.push((queue, announcement));
        self.heard += 1;
        announcement
    }
}
