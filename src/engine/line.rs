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
    /// People who are there, by blocks of tickets, where announcements ask how many are ahead.
    blocks: Option<Blocks>,
}

/// People who are there, by blocks of tickets, so that counting who is ahead in a long line does not pass everybody.
#[derive(Debug, Default)]
struct Blocks {
    there: Vec<u32>,
    /// Blocks before this one are empty.
    first: usize,
}

impl Blocks {
    /// Tickets in a block.
    const SIZE: u64 = 256;

    fn come(&mut self, ticket: u64) {
        let block = (ticket / Self::SIZE) as usize;
        self.there.resize(self.there.len().max(block + 1), 0);
        self.there[block] += 1;
    }

    fn go(&mut self, ticket: u64) {
        self.there[(ticket / Self::SIZE) as usize] -= 1;
        while self.there.get(self.first) == Some(&0) && self.first + 1 < self.there.len() {
            self.first += 1;
        }
    }

    /// First ticket of the block of a ticket, and people in all blocks before it.
    fn before(&self, ticket: u64) -> (u64, u32) {
        let block = (ticket / Self::SIZE) as usize;
        let there = self.there.get(self.first..block).map_or(0, |blocks| blocks.iter().sum());
        (block as u64 * Self::SIZE, there)
    }
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
    /// An empty line; `counts_ahead`: whether somebody will ask how many are ahead.
    pub fn new(counts_ahead: bool) -> Self {
        Self { blocks: counts_ahead.then(Blocks::default), ..Self::default() }
    }

    /// Empties the line for a new day.
    pub fn clear(&mut self) {
        if let Some(blocks) = &mut self.blocks {
            *blocks = Blocks::default();
        }
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
    #[inline(always)]
    pub fn take_first(&mut self) -> Option<Waiting> {
        let first = self.people.pop_front()?;
        match first.standing {
            Standing::Holds => self.holding -= 1,
            Standing::AwaitsCallback => self.awaiting_callback -= 1,
            Standing::Gone | Standing::WouldHold => return Some(first),
        }
        if let Some(blocks) = &mut self.blocks {
            blocks.go(first.ticket);
        }
        Some(first)
    }

    /// Joins at the end and returns the ticket.
    #[inline]
    pub fn join(&mut self, mut who: Waiting) -> u64 {
        who.ticket = self.tickets;
        self.tickets += 1;
        self.holding += 1;
        if let Some(blocks) = &mut self.blocks {
            blocks.come(who.ticket);
        }
        self.people.push_back(who);
        who.ticket
    }

    /// The holder of a ticket, if still on hold.
    pub fn holder(&mut self, ticket: u64) -> Option<&mut Waiting> {
        let at = self.place_of(ticket)?;
        self.people.get_mut(at).filter(|who| who.standing == Standing::Holds)
    }

    /// Where the holder of a ticket stands.
    #[inline]
    fn place_of(&self, ticket: u64) -> Option<usize> {
        // Most whose timers ring were answered before: they stood ahead of the first.
        let ahead = ticket.checked_sub(self.people.front()?.ticket)? as usize;
        // As long as nobody was swept out of the line, tickets follow each other.
        if self.people.get(ahead).is_some_and(|who| who.ticket == ticket) {
            return Some(ahead);
        }
        self.people.binary_search_by_key(&ticket, |who| who.ticket).ok()
    }

    /// Ends the hold of a ticket's holder, who stands in line as something else from now on; `None` when not on hold any
    /// more.
    pub fn end_hold(&mut self, ticket: u64, standing: Standing) -> Option<Waiting> {
        let who = self.holder(ticket)?;
        who.standing = standing;
        let who = *who;
        self.holding -= 1;
        if standing == Standing::AwaitsCallback {
            self.awaiting_callback += 1;
        } else if let Some(blocks) = &mut self.blocks {
            blocks.go(ticket);
        }
        Some(who)
    }

    /// The holder of a ticket, who has just hung up, keeps the place in line to be called back.
    pub fn keeps_place_since(&mut self, ticket: u64, now: u64) {
        if let Some(who) = self.place_of(ticket).and_then(|at| self.people.get_mut(at)) {
            who.patience_ends = now;
        }
    }

    /// The holder of a ticket, who has just hung up, stays in line until it is seen how long the wait would have been.
    pub fn now_would_hold(&mut self, ticket: u64, place: u32) {
        if let Some(who) = self.place_of(ticket).and_then(|at| self.people.get_mut(at)) {
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
        let (from, before) = self.blocks.as_ref().map_or((0, 0), |blocks| blocks.before(ticket));
        let place = |ticket| self.people.partition_point(|who| who.ticket < ticket);
        before + self.people.range(place(from)..place(ticket)).filter(|who| who.is_there()).count() as u32
    }

    /// Whether the line has grown so long that those who left unnoticed should be looked for.
    #[inline]
    pub fn wants_sweeping(&self) -> bool {
        self.people.len() >= self.sweep_at
    }

    /// Removes everybody who is gone or whose patience ended before `now`, telling of each who was not told of.
    pub fn sweep(&mut self, now: u64, mut tell: impl FnMut(&Waiting)) {
        let (holding, blocks) = (&mut self.holding, &mut self.blocks);
        self.people.retain(|who| match who.standing {
            Standing::Holds if who.patience_ends < now => {
                *holding -= 1;
                if let Some(blocks) = blocks {
                    blocks.go(who.ticket);
                }
                tell(who);
                false
            }
            Standing::Gone => false,
            Standing::Holds | Standing::WouldHold | Standing::AwaitsCallback => true,
        });
        self.sweep_at = (2 * self.people.len()).max(SHORT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContactTypeId, QueueId};
    use crate::units::SimTime;

    fn somebody() -> Waiting {
        let visit = Visit {
            contact_type: ContactTypeId(0),
            queue: QueueId(0),
            arrived: SimTime::ZERO,
            joined: SimTime::ZERO,
            interval: 0,
            is_later: false,
        };
        Waiting {
            visit,
            patience_ends: u64::MAX,
            talk_time: 0,
            after_call_work: 0,
            ticket: 0,
            call: 0,
            standing: Standing::Holds,
        }
    }

    #[test]
    fn who_is_ahead_is_counted_the_same_with_blocks_and_without() {
        let (mut blocks, mut plain) = (Line::new(true), Line::new(false));
        for line in [&mut blocks, &mut plain] {
            line.clear();
            let tickets: Vec<u64> = (0..2000).map(|_| line.join(somebody())).collect();
            for &ticket in tickets.iter().filter(|ticket| *ticket % 3 == 0) {
                line.end_hold(ticket, Standing::Gone);
            }
            line.end_hold(700, Standing::AwaitsCallback);
            for _ in 0..500 {
                line.take_first();
            }
            line.sweep(1, |_| ());
        }
        for ticket in [500, 501, 511, 512, 513, 1000, 1999] {
            // Of the tickets from 500 on, one in three has gone.
            let by_hand = (500..ticket).filter(|ahead| ahead % 3 != 0).count() as u32;
            assert_eq!((blocks.ahead_of(ticket), plain.ahead_of(ticket)), (by_hand, by_hand), "{ticket}");
        }
    }
}
