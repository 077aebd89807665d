//! Agents come on duty and leave.

use super::{AgentNumber, Floor, NOT_FOLLOWED};
use crate::model::{AtShiftEnd, GroupId};
use crate::observation::{Ending, Observer};
use crate::units::SimTime;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// A group's head-count changes.
    pub(super) fn restaff<O: Observer>(&mut self, id: GroupId, heads: u32, now: SimTime, observer: &mut O) {
        let group = &mut self.agents.groups[id.index()];
        group.heads = heads;
        // Idle agents leave first; who still works finishes the call, or is cut.
        while group.idle.len() as u32 + group.busy > heads {
            let Some(agent) = group.idle.take() else { break };
            group.off.push(agent);
            observer.agent_left(id, agent, now);
        }
        if group.busy > heads && self.plan.groups[id.index()].at_shift_end == AtShiftEnd::HangUp && !self.closed {
            self.cut_talks(id, now, observer);
        }
        // Who was finishing a call is kept on; the rest comes in.
        loop {
            let group = &mut self.agents.groups[id.index()];
            if group.idle.len() as u32 + group.busy >= heads {
                break;
            }
            let Some(agent) = group.off.pop() else { break };
            self.come_on_duty(agent, now, observer);
        }
        observer.present(id, now, self.agents.groups[id.index()].present());
    }

    /// An agent comes on duty.
    #[inline(never)]
    pub(super) fn come_on_duty<O: Observer>(&mut self, agent: AgentNumber, now: SimTime, observer: &mut O) {
        let group = self.agents.desks[agent as usize].group;
        observer.agent_came(group, agent, now);
        self.serve_or_idle(agent, group, now, observer);
    }

    /// An agent whose shift is over leaves after the last call.
    pub(super) fn go_off<O: Observer>(&mut self, agent: AgentNumber, now: SimTime, observer: &mut O) {
        let id = self.agents.desks[agent as usize].group;
        self.agents.free_times.stop(agent as usize);
        let group = &mut self.agents.groups[id.index()];
        group.off.push(agent);
        observer.agent_left(id, agent, now);
        observer.present(id, now, group.present());
    }

    /// Cuts the talks of agents whose shift has ended, highest number first.
    pub(super) fn cut_talks<O: Observer>(&mut self, id: GroupId, now: SimTime, observer: &mut O) {
        for number in (0..self.agents.desks.len()).rev() {
            let group = &mut self.agents.groups[id.index()];
            if group.busy <= group.heads {
                break;
            }
            let desk = &mut self.agents.desks[number];
            if desk.group != id {
                continue;
            }
            let Some((visit, mut answer)) = self.agents.in_hand[number].take() else { continue };
            let talks = answer.talk_ends > now;
            // The line of a talk that has ended was given back already, unless it ends in this very instant.
            let holds_line = std::mem::take(&mut desk.work_ends) > 0;
            let ends_now = holds_line && !talks;
            desk.busy_so_far -= answer.work_ends.since(now).as_micros();
            answer.cut = talks;
            answer.talk_ends = answer.talk_ends.min(now);
            answer.work_ends = now;
            answer.passed_on = answer.passed_on.filter(|_| !talks);
            let mut call = NOT_FOLLOWED;
            if talks {
                call = std::mem::replace(&mut desk.call, NOT_FOLLOWED);
                self.to_pass_on -= u32::from(desk.passes_on.take().is_some());
            }
            observer.answered(&visit, &answer);
            group.busy -= 1;
            group.off.push(number as AgentNumber);
            self.agents.free_times.stop(number);
            observer.agent_left(id, number as AgentNumber, now);
            if ends_now {
                self.end_talk(number, now, observer);
            } else if holds_line {
                self.release_line();
            }
            if FOLLOWS && call != NOT_FOLLOWED {
                self.calls.get(call).cut(now);
                self.end_call(call, Ending::CutOff, now, observer);
            }
        }
    }
}
