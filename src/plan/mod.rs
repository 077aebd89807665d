//! A center as dense tables for speed. Compiling cannot fail: the center is valid.

mod arrivals;
mod menu;
mod notice;
mod outlook;
mod span;
mod staffing;

pub use arrivals::{ArrivalPlan, Busy, Segment};
pub use menu::{Footprints, Passage, Step, StepKind, Walk, WalkEnd};
pub use notice::{NoticePlan, ServingGroup};
pub use outlook::{Outlook, OutlookInterval};
pub use span::{ONE_DAY, Span, Stretch, StretchDay};
pub use staffing::{StaffChange, StaffingPlan};

use crate::model::{
    AgentChoice, AtClose, AtShiftEnd, Callback, Center, ContactChoice, ContactTypeId, Entrance, GroupId, IvrStepId,
    QueueId, Transfer, WaitEstimate,
};
use crate::random::{EntityKey, Sampler};
use crate::units::{Duration, Share, SimTime};

/// Everything that the engine looks at while it plays a day.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four independent questions of the engine, each asked by its name")]
pub struct Plan {
    /// Opening hours and grid of a day.
    pub clock: Clock,
    /// What a replication plays.
    pub span: Span,
    /// What happens to those who hold at closing.
    pub at_close: AtClose,
    /// Contact types, by id.
    pub contact_types: Vec<ContactTypePlan>,
    /// Queues, by id.
    pub queues: Vec<QueuePlan>,
    /// Agent groups, by id.
    pub groups: Vec<GroupPlan>,
    /// Menu steps, by id.
    pub steps: Vec<Step>,
    /// Arrivals of all types.
    pub arrivals: ArrivalPlan,
    /// Heads of all groups over the day.
    pub staffing: StaffingPlan,
    /// Lines; `None`: unlimited.
    pub trunk_lines: Option<u32>,
    /// Which agent for this contact.
    pub agent_choice: AgentChoice,
    /// Which contact for this agent.
    pub contact_choice: ContactChoice,
    /// Whether somebody needs the true length of a queue at every instant (full queues, busy lines), so that each
    /// abandonment must be an event of its own.
    pub watches_abandonment: bool,
    /// Whether a shift's end can cut a talk.
    pub cuts_talks: bool,
    /// Whether every call is followed from dialling to its end and told of as a whole
    /// ([`crate::observation::Observer::call_ended`]). Only where something needs it: it takes time, and changes nothing else.
    pub follows: bool,
    /// Whether somebody may be passed on from one agent to another queue.
    pub passes_on: bool,
    /// Whether the end of every talk is an event of its own, before the end of after-call work; else only that of a talk
    /// after which somebody is passed on.
    pub two_stages: bool,
    /// Whether some agents pass people on after a full talk.
    pub transfers: bool,
    /// Whether callbacks may be promised.
    pub calls_back: bool,
}

/// Opening hours and the planning grid.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Lines open.
    pub opens: SimTime,
    /// Lines close.
    pub closes: SimTime,
    /// Length of a planning interval.
    pub interval: Duration,
    /// Number of planning intervals.
    pub intervals: u32,
    /// When metrics begin to count.
    pub counts_from: SimTime,
}

impl Clock {
    /// When a planning interval starts.
    pub fn start_of(&self, interval: u32) -> SimTime {
        self.opens + self.interval * u64::from(interval)
    }

    /// Planning interval of an instant; the first for anything earlier, the last for anything later.
    pub fn interval_of(&self, at: SimTime) -> u32 {
        self.position_of(at).min(self.intervals.saturating_sub(1))
    }

    /// The same of a day that does not end; the first for anything earlier.
    pub fn position_of(&self, at: SimTime) -> u32 {
        let position = at.since(self.opens).as_micros() / self.interval.as_micros().max(1);
        u32::try_from(position).unwrap_or(u32::MAX)
    }
}

/// A contact type as the engine sees it.
#[derive(Debug, Clone)]
pub struct ContactTypePlan {
    /// Names its random streams.
    pub key: EntityKey,
    /// Where a contact goes after dialling.
    pub enters: Entrance,
    /// Willingness to hold.
    pub patience: Sampler,
    /// Chance to leave at once when nobody is free.
    pub balks: Share,
    /// Conversation.
    pub talk_time: Sampler,
    /// After-call work; `None` when there is never any.
    pub after_call_work: Option<Sampler>,
    /// Whether a later hold has only what is left of the first hold's patience.
    pub patience_carries_over: bool,
    /// Who tries again after not getting through.
    pub redial: Option<RedialPlan>,
    /// Share of talks that settle the matter.
    pub resolved: Share,
    /// How long until the others call again.
    pub calls_again_after: Sampler,
    /// The queue that is right for it.
    pub home: Option<QueueId>,
    /// Contacts that are passed on after a full talk.
    pub transfers: Option<Transfer>,
}

/// Who tries again after not getting through, as the engine sees it.
#[derive(Debug, Clone)]
pub struct RedialPlan {
    /// Chance after hanging up on hold.
    pub after_abandon: Share,
    /// Chance after a busy tone.
    pub after_blocked: Share,
    /// Chance from the second redial in a row on.
    pub later: Option<Share>,
    /// How long until then.
    pub delay: Sampler,
    /// Most redials in a row.
    pub at_most: u32,
}

/// A queue as the engine sees it.
#[derive(Debug, Clone)]
pub struct QueuePlan {
    /// Names its random streams.
    pub key: EntityKey,
    /// Groups that may answer at once, in the order in which they are tried: its own, then those that it overflows to without
    /// any hold.
    pub answered_by: Vec<GroupId>,
    /// Most people on hold.
    pub capacity: u32,
    /// Lower is served first.
    pub priority: i32,
    /// Added to the hold when queues compete.
    pub head_start: Duration,
    /// From which hold on which groups may answer as well.
    pub overflow: Option<(Duration, Vec<GroupId>)>,
    /// The announcement of the expected wait.
    pub notice: Option<NoticePlan>,
    /// What is offered instead of holding.
    pub callback: Option<Callback>,
}

impl QueuePlan {
    /// Whether announcements are worked out from how many people are ahead.
    pub fn asks_who_is_ahead(&self) -> bool {
        self.notice.as_ref().is_some_and(|notice| notice.estimate == WaitEstimate::QueueLength)
    }

    /// Whether announcements are worked out from how long those held who were answered before.
    pub fn asks_for_history(&self) -> bool {
        let asks = |estimate| matches!(estimate, WaitEstimate::LastServed | WaitEstimate::RecentAverage);
        self.notice.as_ref().is_some_and(|notice| asks(notice.estimate))
    }
}

/// An agent group as the engine sees it.
#[derive(Debug, Clone)]
pub struct GroupPlan {
    /// Queues that it may answer: its own in its order, then those that overflow to it in file order.
    pub candidates: Vec<Candidate>,
    /// Multiplies talk time and after-call work, by contact type; `None` when all are one.
    pub handle_time_factor: Option<Vec<f64>>,
    /// By contact type: whether these agents can help.
    pub skills: Vec<bool>,
    /// Talk before an agent who cannot help passes a contact on.
    pub finds_out_after: Sampler,
    /// Contacts that are passed on after a full talk.
    pub transfers: Option<Transfer>,
    /// What happens to a talk when the shift ends.
    pub at_shift_end: AtShiftEnd,
    /// Most heads that are ever there.
    pub most_heads: u32,
}

/// A queue that a group may answer.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The queue.
    pub queue: QueueId,
    /// Hold of its first contact from which this group may answer.
    pub from_hold: Duration,
}

impl Plan {
    /// Lays a center out for the engine.
    pub fn compile(center: &Center) -> Self {
        let span = Span::of(center);
        let staffing = StaffingPlan::compile(center, &span);
        let queues: Vec<QueuePlan> = center
            .queues
            .iter()
            .map(|queue| QueuePlan {
                key: EntityKey::of(&format!("queue.{}", queue.name)),
                answered_by: {
                    let at_once = queue.overflow.iter().filter(|overflow| overflow.after == Duration::ZERO);
                    queue.prefers.iter().chain(at_once.flat_map(|overflow| &overflow.to)).copied().collect()
                },
                capacity: queue.capacity.unwrap_or(u32::MAX),
                priority: queue.priority,
                head_start: queue.head_start,
                overflow: queue.overflow.as_ref().map(|overflow| (overflow.after, overflow.to.clone())),
                notice: None,
                callback: queue.callback,
            })
            .collect();
        let groups = (0..center.agent_groups.len())
            .map(|at| {
                let group = &center.agent_groups[at];
                GroupPlan {
                    candidates: candidates(center, GroupId::at(at)),
                    handle_time_factor: group
                        .handle_time_factor
                        .iter()
                        .any(|&factor| factor.total_cmp(&1.0).is_ne())
                        .then(|| group.handle_time_factor.clone()),
                    skills: (0..center.contact_types.len())
                        .map(|kind| group.skills.contains(&ContactTypeId::at(kind)))
                        .collect(),
                    finds_out_after: group.finds_out_after.sampler(),
                    transfers: group.transfers,
                    at_shift_end: group.at_shift_end,
                    most_heads: staffing.most_heads(GroupId::at(at)),
                }
            })
            .collect();
        let contact_types = center
            .contact_types
            .iter()
            .map(|kind| ContactTypePlan {
                key: EntityKey::of(&format!("contact-type.{}", kind.name)),
                enters: kind.enters,
                patience: kind.patience.sampler(),
                balks: kind.balks,
                talk_time: kind.talk_time.sampler(),
                after_call_work: (kind.after_call_work.mean() != Some(Duration::ZERO))
                    .then(|| kind.after_call_work.sampler()),
                patience_carries_over: kind.patience_carries_over,
                redial: kind.redial.as_ref().map(|redial| RedialPlan {
                    after_abandon: redial.after_abandon,
                    after_blocked: redial.after_blocked,
                    later: redial.later,
                    delay: redial.delay.sampler(),
                    at_most: redial.at_most,
                }),
                resolved: kind.resolved,
                calls_again_after: kind.calls_again_after.sampler(),
                home: kind.home,
                transfers: kind.transfers,
            })
            .collect();
        let mut plan = Self {
            clock: span::clock_of(&center.day, 1),
            at_close: center.day.at_close,
            contact_types,
            watches_abandonment: center.trunk_lines.is_some() || center.queues.iter().any(|q| q.capacity.is_some()),
            follows: follows(center),
            passes_on: false,
            two_stages: false,
            transfers: center.contact_types.iter().any(|kind| kind.transfers.is_some())
                || center.agent_groups.iter().any(|group| group.transfers.is_some()),
            calls_back: center.queues.iter().any(|queue| queue.callback.is_some()),
            cuts_talks: center.agent_groups.iter().any(|group| group.at_shift_end == AtShiftEnd::HangUp),
            queues,
            groups,
            steps: menu::compile(center),
            arrivals: ArrivalPlan::compile(center, &span),
            span,
            staffing,
            trunk_lines: center.trunk_lines,
            agent_choice: center.routing.agent,
            contact_choice: center.routing.contact,
        };
        let mut kinds = (0..plan.contact_types.len()).map(ContactTypeId::at);
        plan.passes_on = kinds.any(|kind| !plan.later_queues_of(kind).is_empty());
        plan.follows |= plan.passes_on;
        plan.watches_abandonment |= plan.follows;
        for at in 0..plan.queues.len() {
            let notice = center.queues[at].notice.as_ref();
            plan.queues[at].notice = notice.map(|notice| NoticePlan::of(center, &plan, QueueId::at(at), notice));
        }
        plan.two_stages = plan.cuts_talks && (plan.follows || plan.trunk_lines.is_some());
        plan
    }

    /// The same plan with every call followed, for a trace; plays the same days.
    #[must_use]
    pub fn following(mut self) -> Self {
        self.follows = true;
        self.watches_abandonment = true;
        self.two_stages |= self.cuts_talks;
        self
    }

    /// The same plan with the factors of busy days drawn freely, not in strata: other days, equally true.
    #[must_use]
    pub fn without_strata(mut self) -> Self {
        self.arrivals = self.arrivals.without_strata();
        self
    }

    /// Queues that a contact type can get to first, each once, in file order.
    pub fn queues_of(&self, contact_type: ContactTypeId) -> Vec<QueueId> {
        let mut queues = Vec::new();
        let mut steps: Vec<IvrStepId> = Vec::new();
        let mut seen = vec![false; self.steps.len()];
        match self.contact_types[contact_type.index()].enters {
            Entrance::Queue(queue) => queues.push(queue),
            Entrance::Ivr(step) => steps.push(step),
        }
        while let Some(step) = steps.pop() {
            if std::mem::replace(&mut seen[step.index()], true) {
                continue;
            }
            for next in self.steps[step.index()].leads_to(contact_type) {
                match next {
                    crate::model::IvrNext::Step(step) => steps.push(step),
                    crate::model::IvrNext::Queue(queue) => queues.push(queue),
                }
            }
        }
        queues.sort_unstable();
        queues.dedup();
        queues
    }

    /// Queues that a contact type can be passed on to, each once, in file order.
    pub fn later_queues_of(&self, contact_type: ContactTypeId) -> Vec<QueueId> {
        let kind = &self.contact_types[contact_type.index()];
        let mut ahead = self.queues_of(contact_type);
        let mut later = Vec::new();
        let mut seen = Vec::new();
        while let Some(queue) = ahead.pop() {
            if seen.contains(&queue) {
                continue;
            }
            seen.push(queue);
            let plan = &self.queues[queue.index()];
            let by_overflow = plan.overflow.iter().flat_map(|(_, groups)| groups);
            for group in plan.answered_by.iter().chain(by_overflow) {
                let group = &self.groups[group.index()];
                let onward = if group.skills[contact_type.index()] {
                    [kind.transfers.map(|transfer| transfer.to), group.transfers.map(|transfer| transfer.to)]
                } else {
                    [kind.home, None]
                };
                let onward = onward.into_iter().flatten();
                for to in onward.filter(|to| *to != queue || !group.skills[contact_type.index()]) {
                    later.push(to);
                    ahead.push(to);
                }
            }
        }
        later.sort_unstable();
        later.dedup();
        later
    }
}

/// Whether something must be known of whole calls.
fn follows(center: &Center) -> bool {
    let kinds = center.contact_types.iter().any(|kind| {
        kind.dials.is_some()
            || kind.value_of_time_per_hour.is_some()
            || kind.redial.is_some()
            || kind.resolved < Share::ALL
            || kind.transfers.is_some()
    });
    let queues = center.queues.iter().any(|queue| queue.notice.is_some() || queue.callback.is_some());
    kinds || queues || !center.ivr.is_empty()
}

/// Queues that a group may answer, and from which hold on.
fn candidates(center: &Center, group: GroupId) -> Vec<Candidate> {
    let own =
        center.agent_groups[group.index()].answers.iter().map(|&queue| Candidate { queue, from_hold: Duration::ZERO });
    let overflowing = center.queues.iter().enumerate().filter_map(|(at, queue)| {
        let overflow = queue.overflow.as_ref().filter(|overflow| overflow.to.contains(&group))?;
        Some(Candidate { queue: QueueId::at(at), from_hold: overflow.after })
    });
    own.chain(overflowing).collect()
}
