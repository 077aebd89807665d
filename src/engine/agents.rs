//! Agents: who is on duty, who is idle, who frees when.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::calls::{CallNumber, NOT_FOLLOWED};
use super::winner_tree::WinnerTree;
use crate::model::{AgentChoice, GroupId, QueueId};
use crate::observation::{Answer, Visit};
use crate::plan::Plan;
use crate::random::Stream;
use crate::units::SimTime;

/// Number of an agent: its leaf in the tree of free times.
pub type AgentNumber = u32;

/// All agents of the center.
#[derive(Debug)]
pub struct Agents {
    /// When each agent's talk (where lines are counted) or whole work ends.
    pub free_times: WinnerTree,
    /// By agent.
    pub desks: Vec<Desk>,
    /// The contact in hand, by agent, where a shift's end can cut it.
    pub in_hand: Vec<Option<(Visit, Answer)>>,
    /// By group.
    pub groups: Vec<Group>,
}

/// What is known of one agent.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// Whose agent.
    pub group: GroupId,
    /// When after-call work ends \[microseconds\], while the agent still talks and the end of talk is an event of its own;
    /// else 0.
    pub work_ends: u64,
    /// When the line of the contact in hand is free again \[microseconds\], as long as nobody has noticed; else 0.
    pub line_until: u64,
    /// Work so far today \[microseconds\].
    pub busy_so_far: u64,
    /// The followed call in hand, while the agent talks and the end of talk is an event of its own.
    pub call: CallNumber,
    /// Where its person is passed on to at the end of the talk.
    pub passes_on: Option<QueueId>,
}

/// What is known of one agent group.
#[derive(Debug)]
pub struct Group {
    /// Heads on duty by plan.
    pub heads: u32,
    /// Agents at work; more than `heads` while some finish a call after their shift.
    pub busy: u32,
    /// Agents on duty without work.
    pub idle: Idle,
    /// Agents not there.
    pub off: Vec<AgentNumber>,
}

impl Group {
    /// Agents there: on duty, or finishing a call.
    pub fn present(&self) -> u32 {
        self.heads.max(self.busy)
    }
}

/// Idle agents of one group, in the order in which they are chosen.
///
/// A byte of its own says in which, since that is asked for at every call.
#[derive(Debug)]
#[repr(u8)]
pub enum Idle {
    /// Longest idle first: agent, and since when.
    Longest(VecDeque<(AgentNumber, u64)>),
    /// Least busy first: work so far, and agent.
    LeastBusy(BinaryHeap<Reverse<(u64, AgentNumber)>>),
    /// In no order.
    Any(Vec<AgentNumber>),
}

impl Idle {
    fn new(choice: AgentChoice) -> Self {
        match choice {
            AgentChoice::LongestIdle | AgentChoice::Preference => Self::Longest(VecDeque::new()),
            AgentChoice::LeastBusy => Self::LeastBusy(BinaryHeap::new()),
            AgentChoice::Random => Self::Any(Vec::new()),
        }
    }

    /// How many.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Self::Longest(queue) => queue.len(),
            Self::LeastBusy(heap) => heap.len(),
            Self::Any(list) => list.len(),
        }
    }

    /// What the first one is compared by between groups, smaller first: idle since, or work so far.
    #[inline]
    fn rank(&self) -> Option<u64> {
        match self {
            Self::Longest(queue) => queue.front().map(|first| first.1),
            Self::LeastBusy(heap) => heap.peek().map(|Reverse(first)| first.0),
            Self::Any(list) => (!list.is_empty()).then_some(0),
        }
    }

    /// Takes the first one; in no order, the last who came.
    #[inline]
    pub fn take(&mut self) -> Option<AgentNumber> {
        // Asked for first, since nearly all centers choose so.
        if let Self::Longest(queue) = self {
            return queue.pop_front().map(|first| first.0);
        }
        match self {
            Self::Longest(_) => None,
            Self::LeastBusy(heap) => heap.pop().map(|Reverse(first)| first.1),
            Self::Any(list) => list.pop(),
        }
    }

    /// Takes the one at a position of an unordered list.
    fn take_at(&mut self, position: usize) -> Option<AgentNumber> {
        match self {
            Self::Any(list) if position < list.len() => Some(list.swap_remove(position)),
            _ => self.take(),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Longest(queue) => queue.clear(),
            Self::LeastBusy(heap) => heap.clear(),
            Self::Any(list) => list.clear(),
        }
    }
}

impl Agents {
    /// Room for the agents of a plan.
    pub fn new(plan: &Plan) -> Self {
        let total: usize = plan.groups.iter().map(|group| group.most_heads as usize).sum();
        let mut desks = Vec::with_capacity(total);
        let groups = plan.groups.iter().enumerate().map(|(at, group)| {
            let desk = Desk {
                group: GroupId::at(at),
                work_ends: 0,
                line_until: 0,
                busy_so_far: 0,
                call: NOT_FOLLOWED,
                passes_on: None,
            };
            desks.extend((0..group.most_heads).map(|_| desk));
            Group { heads: 0, busy: 0, idle: Idle::new(plan.agent_choice), off: Vec::new() }
        });
        let groups = groups.collect();
        let in_hand = if plan.cuts_talks { vec![None; total] } else { Vec::new() };
        Self { free_times: WinnerTree::new(total), desks, in_hand, groups }
    }

    /// Sends everybody home before a new day.
    pub fn clear(&mut self) {
        self.free_times.clear();
        self.in_hand.fill(None);
        for group in &mut self.groups {
            group.heads = 0;
            group.busy = 0;
            group.idle.clear();
            group.off.clear();
        }
        // Backwards, so that the lowest number comes on duty first.
        for (number, desk) in self.desks.iter_mut().enumerate().rev() {
            desk.work_ends = 0;
            desk.line_until = 0;
            desk.call = NOT_FOLLOWED;
            desk.passes_on = None;
            desk.busy_so_far = 0;
            self.groups[desk.group.index()].off.push(number as AgentNumber);
        }
    }

    /// Whether somebody of these groups is idle.
    pub fn anybody_idle(&self, groups: &[GroupId]) -> bool {
        groups.iter().any(|group| self.groups[group.index()].idle.len() > 0)
    }

    /// An agent on duty has no work.
    #[inline(always)]
    pub fn idles(&mut self, agent: AgentNumber, group: GroupId, now: SimTime) {
        self.free_times.stop(agent as usize);
        match &mut self.groups[group.index()].idle {
            Idle::Longest(queue) => queue.push_back((agent, now.as_micros())),
            Idle::LeastBusy(heap) => heap.push(Reverse((self.desks[agent as usize].busy_so_far, agent))),
            Idle::Any(list) => list.push(agent),
        }
    }

    /// Takes an idle agent of one of these groups for somebody in a queue, by the center's rule; ties go to the group named
    /// first. `routing`: the streams of chance, by queue.
    #[inline(always)]
    pub fn choose(
        &mut self,
        choice: AgentChoice,
        groups: &[GroupId],
        routing: &mut [Stream],
        queue: QueueId,
    ) -> Option<AgentNumber> {
        match (choice, groups) {
            (AgentChoice::Preference, _) => self.first_idle(groups),
            (AgentChoice::LongestIdle | AgentChoice::LeastBusy, [only]) => self.groups[only.index()].idle.take(),
            (AgentChoice::LongestIdle | AgentChoice::LeastBusy, _) => self.first_by_rank(groups),
            (AgentChoice::Random, _) => self.anybody(groups, &mut routing[queue.index()]),
        }
    }

    /// The first group that has somebody idle.
    #[inline]
    fn first_idle(&mut self, groups: &[GroupId]) -> Option<AgentNumber> {
        groups.iter().find_map(|group| self.groups[group.index()].idle.take())
    }

    /// Longest idle, or least busy, of all groups. Not inlined, so that the choice among one group is.
    #[inline(never)]
    fn first_by_rank(&mut self, groups: &[GroupId]) -> Option<AgentNumber> {
        let mut first: Option<(u64, GroupId)> = None;
        for &group in groups {
            if let Some(rank) = self.groups[group.index()].idle.rank()
                && first.is_none_or(|(least, _)| rank < least)
            {
                first = Some((rank, group));
            }
        }
        self.groups[first?.1.index()].idle.take()
    }

    /// Anybody of all groups, with equal chance.
    fn anybody(&mut self, groups: &[GroupId], routing: &mut Stream) -> Option<AgentNumber> {
        let idle: usize = groups.iter().map(|group| self.groups[group.index()].idle.len()).sum();
        if idle == 0 {
            return None;
        }
        let mut position = routing.below(idle as u32) as usize;
        for group in groups {
            let idle = &mut self.groups[group.index()].idle;
            if position < idle.len() {
                return idle.take_at(position);
            }
            position -= idle.len();
        }
        None
    }
}
