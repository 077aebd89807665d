//! What an agent does who frees or comes on duty: takes who waits, by the center's rules, or becomes idle.

use super::contact::settle;
use super::{AgentNumber, Floor, NOT_FOLLOWED, Standing, Waiting};
use crate::model::{ContactChoice, GroupId, QueueId};
use crate::observation::{Ending, Observer};
use crate::units::{Duration, SimTime};

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// A talk ends, or an agent frees and takes who waits. Where calls are followed, the loop stays small.
    #[inline(always)]
    pub(super) fn finish_work<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        if FOLLOWS { self.finish_followed(now, observer) } else { self.free_agent(now, observer) }
    }

    #[inline(never)]
    fn finish_followed<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        self.free_agent(now, observer);
    }

    #[inline(always)]
    fn free_agent<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        let agent = self.agents.free_times.winner();
        if (FOLLOWS || !self.is_plain) && self.still_works(agent, now, observer) {
            return;
        }
        let id = self.agents.desks[agent].group;
        let group = &mut self.agents.groups[id.index()];
        group.busy -= 1;
        if group.busy >= group.heads {
            self.go_off(agent as AgentNumber, now, observer);
        } else {
            self.serve_or_idle(agent as AgentNumber, id, now, observer);
        }
        if self.closed {
            self.last_left = now;
            self.send_home_who_is_done(now, observer);
        }
    }

    /// What an agent had in hand is over, or only its talk: whether after-call work goes on.
    #[inline(always)]
    fn still_works<O: Observer>(&mut self, agent: usize, now: SimTime, observer: &mut O) -> bool {
        let desk = &mut self.agents.desks[agent];
        let work_ends = std::mem::take(&mut desk.work_ends);
        if std::mem::take(&mut desk.line_until) > 0 {
            self.release_line();
        }
        if work_ends > 0 {
            self.end_talk(agent, now, observer);
            if work_ends > now.as_micros() {
                self.agents.free_times.set(agent, work_ends);
                return true;
            }
        }
        if self.plan.cuts_talks
            && let Some((visit, answer)) = self.agents.in_hand[agent].take()
        {
            observer.answered(&visit, &answer);
        }
        false
    }

    /// A talk ends where that is an event of its own: the line is given back, or the person passed on.
    #[inline]
    pub(super) fn end_talk<O: Observer>(&mut self, agent: usize, now: SimTime, observer: &mut O) {
        if !FOLLOWS {
            self.release_line();
            return;
        }
        let desk = &mut self.agents.desks[agent];
        let call = std::mem::replace(&mut desk.call, NOT_FOLLOWED);
        if let Some(queue) = desk.passes_on.take() {
            self.to_pass_on -= 1;
            self.pass_on(call, queue, now, observer);
        } else {
            self.release_line();
            self.end_call(call, Ending::Talked, now, observer);
        }
    }

    /// An agent on duty without work takes who waits, or becomes idle.
    #[inline(always)]
    pub(super) fn serve_or_idle<O: Observer>(
        &mut self,
        agent: AgentNumber,
        group: GroupId,
        now: SimTime,
        observer: &mut O,
    ) {
        if FOLLOWS && self.plan.calls_back {
            self.serve_or_call_back(agent, group, now, observer);
        } else if (FOLLOWS || self.may_hold)
            && let Some(next) = self.next_contact(group, now, observer)
        {
            self.serve(&next, agent, now, observer);
        } else {
            if !FOLLOWS && self.may_hold {
                self.may_hold = self.lines.iter().any(|line| line.first().is_some());
            }
            self.agents.idles(agent, group, now);
        }
    }

    /// As [`Floor::serve_or_idle`] where callbacks are promised: overdue ones go first, the others when nobody holds.
    fn serve_or_call_back<O: Observer>(&mut self, agent: AgentNumber, group: GroupId, now: SimTime, observer: &mut O) {
        if let Some(promise) = self.next_promise(group, true, now) {
            self.call_back(&promise, agent, now, observer);
        } else if let Some(next) = self.next_contact(group, now, observer) {
            self.serve(&next, agent, now, observer);
        } else if let Some(promise) = self.next_promise(group, false, now) {
            self.call_back(&promise, agent, now, observer);
        } else {
            self.agents.idles(agent, group, now);
        }
    }

    /// An agent takes who was first in line.
    #[inline(always)]
    fn serve<O: Observer>(&mut self, who: &Waiting, agent: AgentNumber, now: SimTime, observer: &mut O) {
        if FOLLOWS && who.standing == Standing::AwaitsCallback {
            self.call_back_in_line(who, agent, now, observer);
        } else {
            self.answer(&who.visit, who.call, who.talk_time, who.after_call_work, agent, now, observer);
        }
    }

    /// Takes the contact that an agent of this group serves next.
    #[inline(always)]
    fn next_contact<O: Observer>(&mut self, group: GroupId, now: SimTime, observer: &mut O) -> Option<Waiting> {
        let candidates = &self.plan.groups[group.index()].candidates;
        if let [only] = candidates.as_slice()
            && only.from_hold == Duration::ZERO
        {
            if FOLLOWS {
                self.resolve_first(only.queue, now, observer);
            }
            let line = &mut self.lines[only.queue.index()];
            if !FOLLOWS {
                settle(line, now, observer);
            }
            return line.take_first();
        }
        loop {
            let queue = self.best_of_many(group, now, observer)?;
            let first = self.lines[queue.index()].first();
            if !FOLLOWS || first.is_some_and(|first| first.standing != Standing::WouldHold) {
                return self.lines[queue.index()].take_first();
            }
            self.resolve_one(queue, now, observer);
        }
    }

    /// The queue that an agent of this group serves next, of several. Its first may have hung up after an announcement.
    fn best_of_many<O: Observer>(&mut self, group: GroupId, now: SimTime, observer: &mut O) -> Option<QueueId> {
        let candidates = &self.plan.groups[group.index()].candidates;
        let mut best: Option<((i64, i64), QueueId)> = None;
        for candidate in candidates {
            let line = &mut self.lines[candidate.queue.index()];
            settle(line, now, observer);
            let Some(first) = line.first() else { continue };
            if now.since(first.visit.joined) < candidate.from_hold {
                continue;
            }
            let queue = &self.plan.queues[candidate.queue.index()];
            let since = first.visit.joined.as_micros().cast_signed() - queue.head_start.as_micros().cast_signed();
            let rank = match self.plan.contact_choice {
                ContactChoice::Preference => {
                    best = Some(((0, 0), candidate.queue));
                    break;
                }
                ContactChoice::LongestWait => (0, since),
                ContactChoice::Priority => (i64::from(queue.priority), since),
            };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, candidate.queue));
            }
        }
        best.map(|best| best.1)
    }

    /// Somebody has held for so long that other groups may answer, too.
    pub(super) fn overflow<O: Observer>(&mut self, queue: QueueId, now: SimTime, observer: &mut O) {
        let Some((after, to)) = &self.plan.queues[queue.index()].overflow else { return };
        loop {
            let line = &mut self.lines[queue.index()];
            settle(line, now, observer);
            let Some(first) = line.first().filter(|first| now.since(first.visit.joined) >= *after) else { return };
            if first.standing == Standing::WouldHold {
                if !self.agents.anybody_idle(to) {
                    return;
                }
                self.resolve_one(queue, now, observer);
                continue;
            }
            let choice = self.plan.agent_choice;
            let Some(agent) = self.agents.choose(choice, to, &mut self.routing, queue) else { return };
            let Some(first) = self.lines[queue.index()].take_first() else { return };
            self.serve(&first, agent, now, observer);
        }
    }
}
