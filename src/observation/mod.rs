//! What happened, in the trade's words: the engine tells it, metrics listen.
//!
//! An [`Observer`] hears of a contact once, when its story is known, with all its times; not every telling comes at the
//! instant it speaks of (the engine notices some abandonments late, see `docs/MODEL.md`). A call log can be told the
//! same way.

mod call;

pub use call::{Attempt, Call, CallEnd, Ending, Segment, Stretch};

use crate::model::{ContactTypeId, GroupId, QueueId};
use crate::units::{Duration, SimTime};

/// A contact's stay in one queue up to the moment when it joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// What the person wants.
    pub contact_type: ContactTypeId,
    /// Where it holds.
    pub queue: QueueId,
    /// When the person dialled.
    pub arrived: SimTime,
    /// When the contact joined the queue.
    pub joined: SimTime,
    /// Planning interval of `joined`; the last one for those who join after closing.
    pub interval: u32,
    /// Not the first queue of the call: somebody passed it on.
    pub is_later: bool,
}

/// What the people of a replication bring with them, whatever becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Demand {
    /// People who dial for the first time.
    pub people: u64,
    /// Talk and after-call work of them all, should each be answered once \[microseconds\].
    pub work: u64,
}

/// How an agent dealt with a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whose agent.
    pub group: GroupId,
    /// Which one; agents are numbered through the whole center, group by group.
    pub agent: u32,
    /// When the hold ended.
    pub at: SimTime,
    /// When the conversation ended.
    pub talk_ends: SimTime,
    /// When after-call work ended.
    pub work_ends: SimTime,
    /// The conversation was cut because the agent's shift ended.
    pub cut: bool,
    /// The contact is passed on to this queue at `talk_ends`.
    pub passed_on: Option<QueueId>,
}

/// An announcement of the expected remaining wait that somebody heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// When.
    pub at: SimTime,
    /// What was said: so long to go.
    pub says: Duration,
    /// Which one of this hold: 0 is the first, the notice that is due.
    pub number: u32,
}

impl Visit {
    /// Hold until an instant.
    pub fn hold_until(&self, at: SimTime) -> Duration {
        at - self.joined
    }
}

/// A contact that never joined a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialled {
    /// What the person wants.
    pub contact_type: ContactTypeId,
    /// When the person dialled.
    pub arrived: SimTime,
    /// Planning interval of `arrived`.
    pub interval: u32,
}

/// Somebody who listens to what happens in one replication.
pub trait Observer {
    /// The next stretch of the replication begins, the first being 0: one day, or several between which the lines do not
    /// close (`Plan::span`). Times are counted from midnight of its first date.
    fn stretch_began(&mut self, _stretch: usize) {}
    /// All lines were taken: busy tone.
    fn blocked(&mut self, dialled: &Dialled);
    /// The queue was full: busy tone, after the menu if there was one. The queue is `visit.queue`.
    fn turned_away(&mut self, visit: &Visit);
    /// Hung up in the menu, or was cut off there at closing.
    fn left_in_ivr(&mut self, dialled: &Dialled);
    /// Was served by a machine and hung up.
    fn self_served(&mut self, dialled: &Dialled);
    /// Was answered.
    fn answered(&mut self, visit: &Visit, answer: &Answer);
    /// Was answered in a call that is followed to its end: as [`Observer::answered`], for those who count more then.
    fn answered_followed(&mut self, visit: &Visit, answer: &Answer) {
        self.answered(visit, answer);
    }
    /// Hung up while on hold; `balked`: at once, since nobody was free.
    fn abandoned(&mut self, visit: &Visit, at: SimTime, balked: bool);
    /// Was cut off while on hold, at closing.
    fn disconnected(&mut self, visit: &Visit, at: SimTime);
    /// Was on hold for ever: nobody left who could answer, and would not hang up.
    fn still_inside(&mut self, visit: &Visit, at: SimTime);
    /// From now on this many agents of a group are present (on duty, or finishing a call after their shift).
    fn present(&mut self, group: GroupId, at: SimTime, heads: u32);
    /// Nobody is left in the center.
    fn day_ended(&mut self, at: SimTime);

    /// Somebody on hold heard an announcement.
    fn announced(&mut self, _visit: &Visit, _announcement: &Announcement) {}
    /// Now it is known when somebody who heard the first announcement of a hold was answered, or, `virtually`, would have
    /// been answered had the caller not hung up. Told of nobody for whom it stays unknown.
    fn came_true(&mut self, _visit: &Visit, _announcement: &Announcement, _at: SimTime, _virtually: bool) {}
    /// Took a callback instead of holding on: the hold is over.
    fn took_callback(&mut self, _visit: &Visit, _at: SimTime) {}
    /// Was called back, `answer.at` being the start of the talk; the callback was taken at `taken`.
    fn called_back(&mut self, _visit: &Visit, _answer: &Answer, _taken: SimTime) {}
    /// Will not be called back today: the agents have gone home.
    fn callback_lost(&mut self, _visit: &Visit, _taken: SimTime) {}
    /// A call is over, told once for each call of a plan that follows calls (`Plan::follows`); not always at the instant
    /// it speaks of.
    fn call_ended(&mut self, _call: &Call, _end: &CallEnd) {}
    /// An agent comes on duty.
    fn agent_came(&mut self, _group: GroupId, _agent: u32, _at: SimTime) {}
    /// An agent goes off duty.
    fn agent_left(&mut self, _group: GroupId, _agent: u32, _at: SimTime) {}
}
