//! People on hold in one queue, first come, first served.

use std::collections::VecDeque;

use crate::observation::Visit;

/// Somebody on hold.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// Who holds, and since when.
    pub visit: Visit,
    /// When patience ends [microseconds since midnight].
    pub patience_ends: u64,
    /// Conversation to come \[microseconds\].
    pub talk_time: u64,
    /// After-call work to come \[microseconds\].
    pub after_call_work: u64,
    /// Number in the order of joining.
    pub ticket: u64,
    /// Has hung up already, and was told of.
    pub gone: bool,
}

/// The line of one queue. Those who hung up unnoticed stand in it until an agent looks or it is swept.
#[derive(Debug, Default)]
pub struct Line {
    people: VecDeque<Waiting>,
    tickets: u64,
    /// People in line who have not been told of as gone.
    pub holding: u32,
    sweep_at: usize,
}

/// Lines shorter than this are never swept.
const SHORT: usize = 1024;

impl Line {
    /// Empties the line for a new day.
    pub fn clear(&mut self) {
        self.people.clear();
        self.tickets = 0;
        self.holding = 0;
        self.sweep_at = SHORT;
    }

    /// First in line, as far as it is known.
    #[inline]
    pub fn first(&self) -> Option<&Waiting> {
        self.people.front()
    }

    /// Everybody in line who has not been told of as gone, first come first.
    pub fn people(&self) -> impl Iterator<Item = &Waiting> {
        self.people.iter().filter(|who| !who.gone)
    }

    /// Takes the first in line.
    #[inline]
    pub fn take_first(&mut self) -> Option<Waiting> {
        let first = self.people.pop_front()?;
        self.holding -= u32::from(!first.gone);
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

    /// Marks the holder of a ticket as gone and returns who it was; `None` when not on hold any more.
    pub fn hang_up(&mut self, ticket: u64) -> Option<Waiting> {
        let at = self.people.partition_point(|who| who.ticket < ticket);
        let who = self.people.get_mut(at).filter(|who| who.ticket == ticket && !who.gone)?;
        who.gone = true;
        self.holding -= 1;
        Some(*who)
    }

    /// Whether the line has grown so long that those who left unnoticed should be looked for.
    #[inline]
    pub fn wants_sweeping(&self) -> bool {
        self.people.len() >= self.sweep_at
    }

    /// Removes everybody whose patience ended before `now`, telling of each who was not told of.
    pub fn sweep(&mut self, now: u64, mut tell: impl FnMut(&Waiting)) {
        let holding = &mut self.holding;
        self.people.retain(|who| {
            let stays = !who.gone && who.patience_ends >= now;
            if !stays && !who.gone {
                *holding -= 1;
                tell(who);
            }
            stays
        });
        self.sweep_at = (2 * self.people.len()).max(SHORT);
    }
}
