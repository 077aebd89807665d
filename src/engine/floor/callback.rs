//! Callbacks: offered on hold, taken by some, kept in line or served when nobody holds.

use std::collections::VecDeque;

use super::contact::settle;
use super::{AgentNumber, Floor, Standing, Waiting};
use crate::engine::calls::{NOT_FOLLOWED, key};
use crate::model::{GroupId, QueueId};
use crate::observation::{Answer, Ending, Observer, Visit};
use crate::plan::Candidate;
use crate::units::{Duration, SimTime};

/// A callback that the center has promised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promise {
    visit: Visit,
    /// When it was taken.
    taken: SimTime,
    /// By when it is to be kept; nobody who holds goes first from then on.
    due: SimTime,
    talk_time: u64,
    after_call_work: u64,
}

/// Callbacks promised in one queue, first come first.
pub(super) type Promises = VecDeque<Promise>;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// Somebody on hold is offered a callback.
    pub(super) fn offer_callback<O: Observer>(&mut self, queue: QueueId, ticket: u64, now: SimTime, observer: &mut O) {
        let Some(offer) = self.plan.queues[queue.index()].callback else { return };
        let line = &mut self.lines[queue.index()];
        let Some(call) = line.holder(ticket).map(|who| who.call) else { return };
        if !self.calls.get(call).lots(key::CALLBACK).chance(offer.accepted) {
            return;
        }
        let standing = if offer.within.is_some() { Standing::Gone } else { Standing::AwaitsCallback };
        let line = &mut self.lines[queue.index()];
        let Some(who) = line.end_hold(ticket, standing) else { return };
        if let Some(within) = offer.within {
            self.promises[queue.index()].push_back(Promise {
                visit: who.visit,
                taken: now,
                due: now + within,
                talk_time: who.talk_time,
                after_call_work: who.after_call_work,
            });
        } else {
            line.keeps_place_since(ticket, now.as_micros());
        }
        self.release_line();
        observer.took_callback(&who.visit, now);
        self.last_left = self.last_left.max(now);
        self.end_hold(call, queue, who.visit.joined, now);
        self.end_call(call, Ending::CallbackPromised, now, observer);
    }

    /// Takes a promised callback that an agent of this group makes next: `overdue` ones only, or any. Groups that only help
    /// out in a queue after some hold keep none of its promises.
    pub(super) fn next_promise(&mut self, group: GroupId, overdue: bool, now: SimTime) -> Option<Promise> {
        let candidates = self.plan.groups[group.index()].candidates.iter();
        let candidates = candidates.filter(|candidate| candidate.from_hold == Duration::ZERO);
        let first = |queue: QueueId| self.promises[queue.index()].front().map(|promise| (promise.due, queue));
        let (due, queue) = candidates.filter_map(|candidate| first(candidate.queue)).min()?;
        if overdue && due > now {
            return None;
        }
        self.promises[queue.index()].pop_front()
    }

    /// An agent calls back somebody who kept the place in line.
    pub(super) fn call_back_in_line<O: Observer>(
        &mut self,
        who: &Waiting,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        let taken = SimTime::from_micros(who.patience_ends);
        let promise = Promise {
            visit: who.visit,
            taken,
            due: SimTime::NEVER,
            talk_time: who.talk_time,
            after_call_work: who.after_call_work,
        };
        self.call_back(&promise, agent, now, observer);
    }

    /// An agent calls somebody back. The call takes no line of those for callers, and is never cut.
    pub(super) fn call_back<O: Observer>(
        &mut self,
        promise: &Promise,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        let desk = &mut self.agents.desks[agent as usize];
        let group = desk.group;
        let factor = self.plan.groups[group.index()].handle_time_factor.as_ref();
        let factor = factor.map_or(1.0, |factors| factors[promise.visit.contact_type.index()]);
        let scaled = |length| Duration::from_micros(length).scaled(factor);
        let talk_ends = now + scaled(promise.talk_time);
        let work_ends = talk_ends + scaled(promise.after_call_work);
        let answer = Answer { group, agent, at: now, talk_ends, work_ends, cut: false, passed_on: None };
        desk.busy_so_far += work_ends.since(now).as_micros();
        desk.work_ends = 0;
        desk.call = NOT_FOLLOWED;
        desk.passes_on = None;
        self.agents.groups[group.index()].busy += 1;
        self.agents.free_times.set(agent as usize, work_ends.as_micros());
        observer.called_back(&promise.visit, &answer, promise.taken);
    }

    /// Whether a callback is promised that a group may have to make.
    pub(super) fn owes_callback(&self, candidate: &Candidate) -> bool {
        candidate.from_hold == Duration::ZERO && !self.promises[candidate.queue.index()].is_empty()
    }

    /// Nobody is left who could call back.
    pub(super) fn lose_promises<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        for (line, promises) in self.lines.iter_mut().zip(&mut self.promises) {
            settle(line, now, observer);
            for promise in promises.drain(..) {
                observer.callback_lost(&promise.visit, promise.taken);
            }
        }
    }
}
