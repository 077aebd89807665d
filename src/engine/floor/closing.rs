//! The end of the day: the lines close, the last callers are served, agents go home.

use super::contact::{settle, tell_abandoned};
use super::{Floor, Line, Standing, TimerKind, Waiting, WinnerTree};
use crate::model::{AtClose, GroupId, QueueId};
use crate::observation::{Ending, Observer};
use crate::units::SimTime;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// The lines close.
    pub(super) fn close<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        self.closed = true;
        if self.plan.at_close == AtClose::HangUp {
            for at in 0..self.lines.len() {
                settle_all(&mut self.lines[at], now, observer);
                while let Some(who) = self.lines[at].take_first() {
                    match who.standing {
                        Standing::Holds => self.disconnect(&who, now, observer),
                        Standing::AwaitsCallback => {
                            observer.callback_lost(&who.visit, SimTime::from_micros(who.patience_ends));
                        }
                        Standing::Gone | Standing::WouldHold => {}
                    }
                }
            }
            self.timers.clear();
            if FOLLOWS {
                self.lose_promises(now, observer);
                self.cut_menu(now, observer);
            }
        }
        self.watch_who_waits_for_overflow();
        self.send_home_who_is_done(now, observer);
    }

    /// Somebody on hold is cut off.
    fn disconnect<O: Observer>(&mut self, who: &Waiting, now: SimTime, observer: &mut O) {
        self.release_line();
        observer.disconnected(&who.visit, now);
        self.end_hold(who.call, who.visit.queue, who.visit.joined, now);
        self.end_call(who.call, Ending::Disconnected, now, observer);
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
        if self.in_menu > 0 {
            return;
        }
        for at in 0..self.agents.groups.len() {
            if self.agents.groups[at].heads == 0 || self.may_yet_be_passed_on() {
                continue;
            }
            let candidates = &self.plan.groups[at].candidates;
            let holds = candidates.iter().any(|candidate| {
                let line = &mut self.lines[candidate.queue.index()];
                settle(line, now, observer);
                line.has_somebody() || self.owes_callback(candidate)
            });
            if !holds {
                self.restaff(GroupId::at(at), 0, now, observer);
            }
        }
    }

    /// Whether somebody will be passed on, or may be by an agent who is still there.
    fn may_yet_be_passed_on(&self) -> bool {
        let is_staffed = |queue: usize| {
            let groups = self.plan.groups.iter().zip(&self.agents.groups);
            let mut staffed = groups.filter(|(_, group)| group.heads > 0);
            staffed.any(|(plan, _)| plan.candidates.iter().any(|candidate| candidate.queue.index() == queue))
        };
        let mut lines = self.lines.iter().enumerate();
        self.plan.passes_on && (self.to_pass_on > 0 || lines.any(|(at, line)| line.has_somebody() && is_staffed(at)))
    }

    /// At the very end, those whom nobody will answer: they hang up when their patience ends, or hold for ever.
    pub(super) fn clear_out<O: Observer>(&mut self, observer: &mut O) -> SimTime {
        let mut end = self.last_left;
        for at in 0..self.lines.len() {
            while let Some(who) = self.lines[at].take_first() {
                let until = SimTime::from_micros(who.patience_ends);
                match who.standing {
                    Standing::Gone | Standing::WouldHold => {}
                    Standing::AwaitsCallback => observer.callback_lost(&who.visit, until),
                    Standing::Holds if who.patience_ends < WinnerTree::NEVER => {
                        tell_abandoned(&who, observer);
                        end = end.max(until);
                        self.end_hold(who.call, QueueId::at(at), who.visit.joined, until);
                        let how = Ending::Abandoned { balked: false, on_notice: false };
                        self.end_call(who.call, how, until, observer);
                    }
                    Standing::Holds => {
                        let until = self.clock.closes.max(who.visit.joined);
                        observer.still_inside(&who.visit, until);
                        self.end_hold(who.call, QueueId::at(at), who.visit.joined, until);
                        self.end_call(who.call, Ending::StillInside, until, observer);
                    }
                }
            }
        }
        self.lose_promises(end, observer);
        end
    }
}

/// Removes from a whole line those who are gone.
fn settle_all<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
}
