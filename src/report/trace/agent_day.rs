//! An agent's day, from opening to its end, without gaps.

use super::recording::{Duty, Work};
use crate::model::{ContactTypeId, GroupId};
use crate::units::{Duration, SimTime};

/// What one agent did all day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentDay {
    /// Which one; agents are numbered through the whole center from 0, group by group.
    pub agent: u32,
    /// Whose.
    pub group: GroupId,
    /// From opening to the end of the day, in order: each begins where the one before ends.
    pub stretches: Vec<AgentStretch>,
}

/// A stretch of an agent's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgentStretch {
    /// What the agent does.
    pub state: AgentState,
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
}

/// What an agent does in a stretch of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentState {
    /// Off duty: not come yet, on a break, ill, or gone.
    Away,
    /// On duty without work.
    Idle,
    /// Talks.
    Talk(InHand),
    /// Does the work that a talk leaves behind.
    AfterCall(InHand),
}

/// What an agent has in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InHand {
    /// What the person wants.
    pub contact_type: ContactTypeId,
    /// Position of the call among the trace's calls; `None` for who was never told to have called.
    pub call: Option<usize>,
}

impl AgentStretch {
    /// Length.
    pub fn length(&self) -> Duration {
        self.to.since(self.from)
    }
}

impl AgentDay {
    /// Puts a day together. `duty` and `works` (each with its call) are this agent's, in the order of time.
    pub(super) fn of(
        (agent, group): (u32, GroupId),
        (opens, ends): (SimTime, SimTime),
        duty: &[Duty],
        works: &[(Work, Option<usize>)],
    ) -> Self {
        let mut day = Self { agent, group, stretches: Vec::new() };
        let mut now = opens;
        for &(work, call) in works {
            day.without_work(now, work.from, duty);
            let in_hand = InHand { contact_type: work.contact_type, call };
            day.push(AgentState::Talk(in_hand), work.from, work.talk_ends);
            day.push(AgentState::AfterCall(in_hand), work.talk_ends, work.ends);
            now = work.ends;
        }
        day.without_work(now, ends, duty);
        day
    }

    /// Idle while on duty, away otherwise.
    fn without_work(&mut self, from: SimTime, to: SimTime, duty: &[Duty]) {
        let state = |comes| if comes { AgentState::Idle } else { AgentState::Away };
        let begun = duty.partition_point(|change| change.at <= from);
        let mut now = (state(begun > 0 && duty[begun - 1].comes), from);
        for change in duty[begun..].iter().take_while(|change| change.at < to) {
            self.push(now.0, now.1, change.at);
            now = (state(change.comes), change.at);
        }
        self.push(now.0, now.1, to);
    }

    /// Of no length, only a talk is kept; two of the same stretches without work are one.
    fn push(&mut self, state: AgentState, from: SimTime, to: SimTime) {
        let is_talk = matches!(state, AgentState::Talk(_));
        if from >= to && !is_talk {
            return;
        }
        let is_work = is_talk || matches!(state, AgentState::AfterCall(_));
        match self.stretches.last_mut() {
            Some(last) if last.state == state && !is_work => last.to = to,
            _ => self.stretches.push(AgentStretch { state, from, to }),
        }
    }
}
