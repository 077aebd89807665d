//! What happened, in the trade's words: the engine tells it, metrics listen.
//!
//! An [`Observer`] hears of a contact once, when its story is known, with all its times; not every telling comes at the
//! instant it speaks of (the engine notices some abandonments late, see `docs/MODEL.md`). A call log can be told the
//! same way.

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
}

/// How an agent dealt with a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whose agent.
    pub group: GroupId,
    /// When the hold ended.
    pub at: SimTime,
    /// When the conversation ended.
    pub talk_ends: SimTime,
    /// When after-call work ended.
    pub work_ends: SimTime,
    /// The conversation was cut because the agent's shift ended.
    pub cut: bool,
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
    /// All lines were taken: busy tone.
    fn blocked(&mut self, dialled: &Dialled);
    /// The queue was full: busy tone, after the menu if there was one. The queue is `visit.queue`.
    fn turned_away(&mut self, visit: &Visit);
    /// Hung up in the menu, or was cut off there at closing.
    fn left_in_ivr(&mut self, dialled: &Dialled);
    /// Was answered.
    fn answered(&mut self, visit: &Visit, answer: &Answer);
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
}
