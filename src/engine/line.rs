//! People on hold in one queue, first come, first served.

use std::collections::VecDeque;

use super::calls::CallNumber;
use crate::observation::Visit;

/// Somebody on hold.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// Who holds, and since when.
    pub visit: Visit,
    /// When patience ends [microseconds since midnight]; of who awaits a callback, when it was taken.
    pub patience_ends: u64,
    /// Conversation to come \[microseconds\].
    pub talk_time: u64,
    /// After-call work to come \[microseconds\].
    pub after_call_work: u64,
    /// Number in the order of joining.
    pub ticket: u64,
    /// The call; of who hung up after an announcement, the place of that announcement among the unresolved.
    pub call: CallNumber,
    /// Whether the person still holds.
    pub standing: Standing,
}

/// Whether somebody in line still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Holds.
    Holds,
    /// Has hung up, and was told of.
    Gone,
    /// Has hung up after an announcement, and was told of: it is still to be seen how long the wait would have been.
    WouldHold,
    /// Has hung up, keeps the place, and will be called back.
    AwaitsCallback,
}

/// The line of one queue. Those who hung up unnoticed stand in it until an agent looks or it is swept.
#[derive(Debug, Default)]
pub struct Line {
    people: VecDeque<Waiting>,
    tickets: u64,
    /// People in line who have not been told of as gone.
    pub holding: u32,
    /// People in line who await a callback.
    pub awaiting_callback: u32,
    sweep_at: usize,
}

/// Lines shorter than this are never swept.
const SHORT: usize = 1024;

impl Waiting {
    /// Whether an agent can serve this person.
    #[inline]
    pub fn is_there(&self) -> bool {
        matches!(self.standing, Standing::Holds | Standing::AwaitsCallback)
    }
}

impl Line {
    /// Empties the line for a new day.
    pub fn clear(&mut self) {
        self.people.clear();
        self.tickets = 0;
        self.holding = 0;
        self.awaiting_callback = 0;
        self.sweep_at = SHORT;
    }

    /// First in line, as far as it is known.
    #[inline]
    pub fn first(&self) -> Option<&Waiting> {
        self.people.front()
    }

    /// Everybody in line who holds, as far as it is known, first come first.
    pub fn people(&self) -> impl Iterator<Item = &Waiting> {
        self.people.iter().filter(|who| who.standing == Standing::Holds)
    }

    /// Takes the first in line.
    #[inline]
    pub fn take_first(&mut self) -> Option<Waiting> {
        let first = self.people.pop_front()?;
        self.holding -= u32::from(first.standing == Standing::Holds);
        self.awaiting_callback -= u32::from(first.standing == Standing::AwaitsCallback);
        Some(first)
    }

    /// Joins at the end and returns the ticket.
    #[inline]
    pub fn join(&mut self, mut who: Waiting) -> u64 {
        who.ticket = self.tickets;
        self.tickets += 1;
        self.holding += 1;
        self.people.push_back(who);
        who.ticket
    }

    /// The holder of a ticket, if still on hold.
    pub fn holder(&mut self, ticket: u64) -> Option<&mut Waiting> {
        let at = self.people.partition_point(|who| who.ticket < ticket);
        self.people.get_mut(at).filter(|who| who.ticket == ticket && who.standing == Standing::Holds)
    }

    /// Ends the hold of a ticket's holder, who stands in line as something else from now on; `None` when not on hold any
    /// more.
    pub fn end_hold(&mut self, ticket: u64, standing: Standing) -> Option<Waiting> {
        let who = self.holder(ticket)?;
        who.standing = standing;
        let who = *who;
        self.holding -= 1;
        self.awaiting_callback += u32::from(standing == Standing::AwaitsCallback);
        Some(who)
    }

    /// The holder of a ticket, who has just hung up, keeps the place in line to be called back.
    pub fn keeps_place_since(&mut self, ticket: u64, now: u64) {
        let at = self.people.partition_point(|who| who.ticket < ticket);
        if let Some(who) = self.people.get_mut(at).filter(|who| who.ticket == ticket) {
            who.patience_ends = now;
        }
    }

    /// The holder of a ticket, who has just hung up, stays in line until it is seen how long the wait would have been.
    pub fn now_would_hold(&mut self, ticket: u64, place: u32) {
        let at = self.people.partition_point(|who| who.ticket < ticket);
        if let Some(who) = self.people.get_mut(at).filter(|who| who.ticket == ticket) {
            who.standing = Standing::WouldHold;
            who.call = place;
        }
    }

    /// Whether somebody is there whom an agent could serve, as far as it is known.
    pub const fn has_somebody(&self) -> bool {
        self.holding + self.awaiting_callback > 0
    }

    /// People ahead of a ticket who are to be served before it.
    pub fn ahead_of(&self, ticket: u64) -> u32 {
        let at = self.people.partition_point(|who| who.ticket < ticket);
        self.people.range(..at).filter(|who| who.is_there()).count() as u32
    }

    /// Whether the line has grown so long that those who left unnoticed should be looked for.
    #[inline]
    pub fn wants_sweeping(&self) -> bool {
        self.people.len() >= self.sweep_at
    }

    /// Removes everybody who is gone or whose patience ended before `now`, telling of each who was not told of.
    pub fn sweep(&mut self, now: u64, mut tell: impl FnMut(&Waiting)) {
        let holding = &mut self.holding;
        self.people.retain(|who| match who.standing {
            Standing::Holds if who.patience_ends < now => {
                *holding -= 1;
                tell(who);
                false
            }
            Standing::Gone => false,
            Standing::Holds | Standing::WouldHold | Standing::AwaitsCallback => true,
        });
        self.sweep_at = (2 * self.people.len()).max(SHORT);
    }
}
