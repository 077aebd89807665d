//! One replication, kept as it was told.

use crate::model::{ContactTypeId, GroupId};
use crate::observation::{Answer, Call, CallEnd, Dialled, Observer, Visit};
use crate::units::SimTime;

/// Listens to one replication of a plan that follows calls, and keeps what a [`super::Trace`] is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    pub(super) calls: Vec<(Call, CallEnd)>,
    pub(super) works: Vec<Work>,
    pub(super) callbacks: Vec<Callback>,
    pub(super) duty: Vec<Duty>,
    pub(super) ended: SimTime,
}

/// What an agent did for one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Work {
    pub agent: u32,
    pub group: GroupId,
    pub contact_type: ContactTypeId,
    pub from: SimTime,
    pub talk_ends: SimTime,
    pub ends: SimTime,
}

/// A person who was called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Callback {
    pub dialled: SimTime,
    pub taken: SimTime,
    pub work: Work,
}

/// An agent comes on duty or goes off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duty {
    pub agent: u32,
    pub at: SimTime,
    pub comes: bool,
}

impl Work {
    fn of(visit: &Visit, answer: &Answer) -> Self {
        Self {
            agent: answer.agent,
            group: answer.group,
            contact_type: visit.contact_type,
            from: answer.at,
            talk_ends: answer.talk_ends,
            ends: answer.work_ends.max(answer.talk_ends),
        }
    }
}

impl Observer for Recording {
    // How these ended is told once more, with everything before it, by `call_ended`.
    fn blocked(&mut self, _: &Dialled) {}
    fn turned_away(&mut self, _: &Visit) {}
    fn left_in_ivr(&mut self, _: &Dialled) {}
    fn self_served(&mut self, _: &Dialled) {}
    fn abandoned(&mut self, _: &Visit, _: SimTime, _: bool) {}
    fn disconnected(&mut self, _: &Visit, _: SimTime) {}
    fn still_inside(&mut self, _: &Visit, _: SimTime) {}
    fn present(&mut self, _: GroupId, _: SimTime, _: u32) {}

    fn answered(&mut self, visit: &Visit, answer: &Answer) {
        self.works.push(Work::of(visit, answer));
    }

    fn called_back(&mut self, visit: &Visit, answer: &Answer, taken: SimTime) {
        let work = Work::of(visit, answer);
        self.works.push(work);
        self.callbacks.push(Callback { dialled: visit.arrived, taken, work });
    }

    fn call_ended(&mut self, call: &Call, end: &CallEnd) {
        self.calls.push((call.clone(), *end));
    }

    fn agent_came(&mut self, _: GroupId, agent: u32, at: SimTime) {
        self.duty.push(Duty { agent, at, comes: true });
    }

    fn agent_left(&mut self, _: GroupId, agent: u32, at: SimTime) {
        self.duty.push(Duty { agent, at, comes: false });
    }

    fn day_ended(&mut self, at: SimTime) {
        self.ended = at;
    }
}
