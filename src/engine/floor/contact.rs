//! The way of a contact: dials, joins a queue, is answered at once or holds.

use super::menu::{InMenu, dialled};
use super::{AgentNumber, Engine, Line, Person, TimerKind, Waiting, WinnerTree};
use crate::model::{Entrance, GroupId, QueueId};
use crate::observation::{Answer, Observer, Visit};
use crate::units::{Duration, SimTime};

impl Engine<'_> {
    /// Somebody dials.
    #[inline(always)]
    pub(super) fn admit<O: Observer>(&mut self, person: &Person, observer: &mut O) {
        let now = SimTime::from_micros(person.arrived);
        if let Some(lines) = self.plan.trunk_lines {
            if self.lines_taken >= lines {
                observer.blocked(&dialled(person, self.interval));
                return;
            }
            self.lines_taken += 1;
        }
        match self.plan.contact_types[person.contact_type.index()].enters {
            Entrance::Queue(queue) => self.join(person, queue, now, observer),
            Entrance::Ivr(step) => {
                let walk = self.plan.walk(person.contact_type, step, now, person.journey, &mut Vec::new());
                let who = InMenu {
                    person: *person,
                    interval: self.interval,
                    queue: match walk.at {
                        crate::plan::WalkEnd::Queue(q) => Some(q),
                        _ => None,
                    },
                };
                let place = self.menu.enter(who);
                self.timers.set(walk.ends.as_micros(), TimerKind::LeavesMenu { place });
            }
        }
    }

    /// Somebody asks for an agent.
    #[inline(always)]
    pub(super) fn join<O: Observer>(&mut self, person: &Person, queue: QueueId, now: SimTime, observer: &mut O) {
        let visit = Visit {
            contact_type: person.contact_type,
            queue,
            arrived: SimTime::from_micros(person.arrived),
            joined: now,
            interval: self.interval,
            is_later: false,
        };
        let plan = &self.plan.queues[queue.index()];
        let at_once: &[GroupId] = match &plan.overflow {
            Some((after, to)) if *after == Duration::ZERO => to,
            _ => &[],
        };
        let choice = self.plan.agent_choice;
        if let Some(agent) = self.agents.choose(choice, &plan.answered_by, at_once, &mut self.routing[queue.index()]) {
            self.answer(&visit, person.talk_time, person.after_call_work, agent, now, observer);
        } else if self.plan.watches_abandonment && self.lines[queue.index()].holding >= plan.capacity {
            self.release_line();
            observer.turned_away(&visit);
        } else if person.balks {
            self.release_line();
            observer.abandoned(&visit, now, true);
        } else {
            self.hold(visit, person, now, observer);
        }
    }

    /// Somebody begins to hold.
    #[inline]
    pub(super) fn hold<O: Observer>(&mut self, visit: Visit, person: &Person, now: SimTime, observer: &mut O) {
        let queue = visit.queue;
        let patience_ends = now.as_micros() + person.patience;
        let line = &mut self.lines[queue.index()];
        let ticket = line.join(Waiting {
            visit,
            patience_ends,
            talk_time: person.talk_time,
            after_call_work: person.after_call_work,
            ticket: 0,
            gone: false,
        });
        if line.wants_sweeping() {
            line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
        }
        // After closing, agents stay for who waits for an overflow, and must notice when that caller hangs up.
        let is_watched =
            self.plan.watches_abandonment || (self.closed && self.plan.queues[queue.index()].overflow.is_some());
        if is_watched && patience_ends < WinnerTree::NEVER {
            self.timers.set(patience_ends, TimerKind::LosesPatience { queue: queue.0, ticket });
        }
        if let Some((after, _)) = &self.plan.queues[queue.index()].overflow
            && *after > Duration::ZERO
            && after.as_micros() <= person.patience
        {
            self.timers.set((now + *after).as_micros(), TimerKind::Overflow { queue: queue.0 });
        }
    }

    /// An agent takes a contact. Inlined so that who is answered at once costs no look at a hold that is nothing.
    #[inline(always)]
    pub(super) fn answer<O: Observer>(
        &mut self,
        visit: &Visit,
        talk_time: u64,
        after_call_work: u64,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        let desk = &mut self.agents.desks[agent as usize];
        let group = desk.group;
        let (talk, work) = match &self.plan.groups[group.index()].handle_time_factor {
            None => (talk_time, after_call_work),
            Some(factors) => {
                let factor = factors[visit.contact_type.index()];
                let scaled = |length| Duration::from_micros(length).scaled(factor).as_micros();
                (scaled(talk_time), scaled(after_call_work))
            }
        };
        let talk_ends = now.as_micros() + talk;
        let work_ends = talk_ends + work;
        let answer = Answer {
            group,
            agent,
            at: now,
            talk_ends: SimTime::from_micros(talk_ends),
            work_ends: SimTime::from_micros(work_ends),
            cut: false,
            passed_on: None,
        };
        desk.busy_so_far += talk + work;
        self.agents.groups[group.index()].busy += 1;
        if self.plan.trunk_lines.is_some() {
            // Two stages: the line is free at the end of talk, the agent at the end of work.
            desk.work_ends = work_ends.max(1);
            self.agents.free_times.set(agent as usize, talk_ends);
        } else {
            self.agents.free_times.set(agent as usize, work_ends);
        }
        if self.plan.cuts_talks {
            self.agents.in_hand[agent as usize] = Some((*visit, answer));
        } else {
            observer.answered(visit, &answer);
        }
    }
}

/// Removes from the head of a line those who are gone, telling of each who was not told of.
#[inline]
pub(super) fn settle<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    while let Some(first) = line.first() {
        if !first.gone && first.patience_ends >= now.as_micros() {
            return;
        }
        if let Some(gone) = line.take_first().filter(|who| !who.gone) {
            tell_abandoned(&gone, observer);
        }
    }
}

pub(super) fn tell_abandoned<O: Observer>(who: &Waiting, observer: &mut O) {
    observer.abandoned(&who.visit, SimTime::from_micros(who.patience_ends), false);
}
