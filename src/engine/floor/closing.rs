//! The end of the day: the lines close, the last callers are served, agents go home.

use super::contact::{settle, tell_abandoned};
use super::menu::{InMenu, dialled};
use super::{Engine, Line, TimerKind, WinnerTree};
use crate::model::{AtClose, GroupId};
use crate::observation::Observer;
use crate::units::SimTime;

impl Engine<'_> {
    /// The lines close.
    pub(super) fn close<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        self.closed = true;
        if self.plan.at_close == AtClose::HangUp {
            for at in 0..self.lines.len() {
                settle_all(&mut self.lines[at], now, observer);
                while let Some(who) = self.lines[at].take_first() {
                    self.release_line();
                    observer.disconnected(&who.visit, now);
                }
            }
            self.timers.clear();
            for place in 0..self.menu.places.len() as u32 {
                if let Some(InMenu { person, interval, .. }) = self.menu.leave(place) {
                    self.release_line();
                    observer.left_in_ivr(&dialled(&person, interval));
                }
            }
        }
        self.watch_who_waits_for_overflow();
        self.send_home_who_is_done(now, observer);
    }

    /// From closing on, the end of a wait for an overflow is an event: agents stay until then.
    pub(super) fn watch_who_waits_for_overflow(&mut self) {
        if self.plan.watches_abandonment {
            return;
        }
        for (at, line) in self.lines.iter().enumerate().filter(|(at, _)| self.plan.queues[*at].overflow.is_some()) {
            for who in line.people().filter(|who| who.patience_ends < WinnerTree::NEVER) {
                let kind = TimerKind::LosesPatience { queue: at as u16, ticket: who.ticket };
                self.timers.set(who.patience_ends, kind);
            }
        }
    }

    /// After closing, a group goes home when nobody is left whom it might answer.
    pub(super) fn send_home_who_is_done<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        if self.menu.inside > 0 {
            return;
        }
        for at in 0..self.agents.groups.len() {
            if self.agents.groups[at].heads == 0 {
                continue;
            }
            let candidates = &self.plan.groups[at].candidates;
            let holds = candidates.iter().any(|candidate| {
                let line = &mut self.lines[candidate.queue.index()];
                settle(line, now, observer);
                line.first().is_some()
            });
            if !holds {
                self.restaff(GroupId::at(at), 0, now, observer);
            }
        }
    }

    /// At the very end, those whom nobody will answer: they hang up when their patience ends, or hold for ever.
    pub(super) fn clear_out<O: Observer>(&mut self, observer: &mut O) -> SimTime {
        let mut end = self.last_left;
        for line in &mut self.lines {
            while let Some(who) = line.take_first() {
                if who.gone {
                    continue;
                }
                if who.patience_ends < WinnerTree::NEVER {
                    tell_abandoned(&who, observer);
                    end = end.max(SimTime::from_micros(who.patience_ends));
                } else {
                    observer.still_inside(&who.visit, self.plan.clock.closes.max(who.visit.joined));
                }
            }
        }
        end
    }
}

/// Removes from a whole line those who are gone.
fn settle_all<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
}
