//! One replication in full: who called when, held where, talked to whom; and what each agent did all day.
//!
//! A [`Recording`] listens while the day is played; [`Trace::of`] puts in order what it heard. [`contacts`] and
//! [`agents`] write it as CSV, [`Trace::summary`] says it in a few lines, and `picture` draws an hour of it.
//!
//! People, agents and replications count from 1 in everything that is written, from 0 in the library; a person's calls
//! and a call's segments count from 1 everywhere.
//!
//! Not here: figures. One day is no evidence for anything; it shows how the model works (`docs/TRACE.md`).

mod agent_day;
pub mod agents;
mod clock_time;
pub mod contacts;
#[cfg(feature = "charts")]
pub mod picture;
mod recording;
mod summary;
#[cfg(test)]
mod tests;
mod window;

pub use agent_day::{AgentDay, AgentState, AgentStretch, InHand};
pub use recording::Recording;
pub use window::{NoWindow, Window};

use agent_day::AgentDay as Day;
use recording::{Duty, Work};

use crate::model::{Center, ContactTypeId, GroupId};
use crate::observation::{Call, CallEnd, Ending, Stretch};
use crate::plan::Plan;
use crate::units::SimTime;

/// One replication in order.
#[derive(Debug, Clone)]
pub struct Trace<'t> {
    /// What was played.
    pub center: &'t Center,
    /// Calls, by when they were dialled, then by person and call.
    pub calls: Vec<TracedCall>,
    /// Agents, by number.
    pub agents: Vec<AgentDay>,
    /// When the day was over: lines closed, everybody gone.
    pub ends: SimTime,
}

/// One call, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedCall {
    /// The call.
    pub call: Call,
    /// How it ended.
    pub end: CallEnd,
    /// The talk in which the person was called back, if so.
    pub called_back: Option<CalledBack>,
}

/// The talk of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalledBack {
    /// By an agent of this group.
    pub group: GroupId,
    /// Which one.
    pub agent: u32,
    /// Start.
    pub from: SimTime,
    /// End of the talk.
    pub to: SimTime,
}

/// What stands beside a picture, so that somebody can make it again.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    /// What identifies the scenario.
    pub digest: &'o str,
    /// Seed.
    pub seed: u64,
    /// Which day; the first is 1.
    pub replication: u64,
    /// Version of the program.
    pub version: &'o str,
}

impl<'t> Trace<'t> {
    /// Puts a recording in order. The plan is the one that was played.
    pub fn of(center: &'t Center, plan: &Plan, recording: Recording) -> Self {
        let Recording { calls, mut works, mut callbacks, mut duty, ended } = recording;
        let mut calls: Vec<TracedCall> =
            calls.into_iter().map(|(call, end)| TracedCall { call, end, called_back: None }).collect();
        calls.sort_by_key(|traced| (traced.call.dialled, traced.call.person, traced.call.number));

        let mut promised: Vec<_> =
            calls.iter().enumerate().filter_map(|(at, traced)| callback_key(at, traced)).collect();
        promised.sort_unstable();
        callbacks.sort_by_key(|callback| (callback.dialled, callback.work.contact_type, callback.taken));
        let wanted = callbacks.iter().map(|callback| (callback.dialled, callback.work.contact_type));
        let known = promised.iter().map(|&(key, _, at)| (key, at));
        for (callback, at) in callbacks.iter().zip(joined(wanted, known)) {
            let Work { group, agent, from, talk_ends: to, .. } = callback.work;
            if let Some(at) = at {
                calls[at].called_back = Some(CalledBack { group, agent, from, to });
            }
        }

        let mut talks: Vec<_> = calls.iter().enumerate().flat_map(|(at, traced)| talks_of(at, traced)).collect();
        talks.sort_unstable();
        works.sort_by_key(work_key);
        let whose = joined(works.iter().map(work_key), talks.into_iter());
        let works: Vec<(Work, Option<usize>)> = works.into_iter().zip(whose).collect();
        duty.sort_by_key(|change| (change.agent, change.at));

        let latest = works.iter().map(|(work, _)| work.ends).chain(duty.iter().map(|change| change.at)).max();
        let ends = ended.max(plan.clock.closes).max(latest.unwrap_or_default());
        let agents = agents_of(plan).map(|who| {
            let duty = slice_of(&duty, who.0, |change: &Duty| change.agent);
            let works = slice_of(&works, who.0, |work| work.0.agent);
            Day::of(who, (plan.clock.opens, ends), duty, works)
        });
        let agents = agents.collect();
        Self { center, calls, agents, ends }
    }
}

/// When somebody dialled who was promised a callback, and for what; when it was promised; which call.
type CallbackKey = ((SimTime, ContactTypeId), SimTime, usize);

fn callback_key(at: usize, traced: &TracedCall) -> Option<CallbackKey> {
    let is_promised = traced.end.how == Ending::CallbackPromised;
    is_promised.then_some(((traced.call.dialled, traced.call.contact_type), traced.end.at, at))
}

/// Agent, start and end of a talk: what calls and agents have in common.
type TalkKey = (u32, SimTime, SimTime);

fn work_key(work: &Work) -> TalkKey {
    (work.agent, work.from, work.talk_ends)
}

fn talks_of(at: usize, traced: &TracedCall) -> impl Iterator<Item = (TalkKey, usize)> {
    let in_call = traced.call.segments.iter().filter_map(move |segment| match segment.stretch {
        Stretch::Talk(_, agent) => Some(((agent, segment.from, segment.to), at)),
        _ => None,
    });
    in_call.chain(traced.called_back.map(|back| ((back.agent, back.from, back.to), at)))
}

/// For each wanted key, what is known under it, each only once; both in order.
fn joined<K: Ord>(wanted: impl Iterator<Item = K>, known: impl Iterator<Item = (K, usize)>) -> Vec<Option<usize>> {
    let mut known = known.peekable();
    let find = |key: K| {
        while known.next_if(|(before, _)| *before < key).is_some() {}
        known.next_if(|(there, _)| *there == key).map(|(_, at)| at)
    };
    wanted.map(find).collect()
}

/// All agents with their groups, by number.
fn agents_of(plan: &Plan) -> impl Iterator<Item = (u32, GroupId)> {
    let groups = plan.groups.iter().enumerate();
    let heads = groups.flat_map(|(at, group)| (0..group.most_heads).map(move |_| GroupId::at(at)));
    (0..).zip(heads)
}

/// An agent's part of a list that is in the order of agents.
fn slice_of<T>(list: &[T], agent: u32, agent_of: impl Fn(&T) -> u32) -> &[T] {
    let from = list.partition_point(|one| agent_of(one) < agent);
    let to = list.partition_point(|one| agent_of(one) <= agent);
    &list[from..to]
}
