//! What an announcement of the expected wait is worked out from.

use super::Plan;
use crate::model::{Center, ContactTypeId, GroupId, Leaves, Notice, PatienceRuns, QueueId, WaitEstimate};
use crate::random::mean_hazard;
use crate::units::Duration;

/// The announcement of one queue as the engine sees it.
#[derive(Debug, Clone)]
pub struct NoticePlan {
    /// Hold at which it is first heard.
    pub after: Duration,
    /// Time from one to the next.
    pub every: Option<Duration>,
    /// How the wait is estimated.
    pub estimate: WaitEstimate,
    /// Who hangs up on hearing it.
    pub leaves: Leaves,
    /// How fast patience runs from then on.
    pub patience_runs: Option<PatienceRuns>,
    /// Who may answer the queue, and how long a contact of it takes them.
    pub served_by: Vec<ServingGroup>,
    /// Rate at which somebody ahead hangs up \[1/µs\].
    pub hang_up_rate: f64,
    says: Option<Duration>,
    at_most: Duration,
}

/// A group that may answer a queue.
#[derive(Debug, Clone, Copy)]
pub struct ServingGroup {
    /// Which.
    pub group: GroupId,
    /// From which hold on.
    pub from_hold: Duration,
    /// Mean handle time of the queue's contacts \[µs\].
    pub handle_time: f64,
}

/// Where hazards are read when an announcement comes at once \[s\].
const SHORTEST_LOOK: f64 = 60.0;

impl NoticePlan {
    /// What is said for an estimate \[µs\]: rounded up, at least one step, at most the longest.
    pub fn words(&self, estimate: f64) -> Duration {
        // Float to integer saturates: an endless estimate is cut to the longest that is said.
        let exact = (estimate.max(0.0) + 0.5) as u64;
        let rounded = match self.says {
            None => exact,
            Some(step) => exact.div_ceil(step.as_micros()).max(1).saturating_mul(step.as_micros()),
        };
        Duration::from_micros(rounded.min(self.at_most.as_micros()))
    }

    /// What is known beforehand about a queue's announcement.
    pub(super) fn of(center: &Center, plan: &Plan, queue: QueueId, notice: &Notice) -> Self {
        let mix = mix(center, plan, queue);
        let served_by = (0..plan.groups.len()).map(GroupId::at).filter_map(|id| {
            let group = &plan.groups[id.index()];
            let candidate = group.candidates.iter().find(|candidate| candidate.queue == queue)?;
            let handle_time: f64 = mix.iter().map(|&(kind, weight)| weight * seconds(center, id, kind)).sum();
            Some(ServingGroup { group: id, from_hold: candidate.from_hold, handle_time: handle_time * 1e6 })
        });
        Self {
            after: notice.after,
            every: notice.every,
            estimate: notice.estimate,
            leaves: notice.leaves,
            patience_runs: notice.patience_runs,
            served_by: served_by.collect(),
            hang_up_rate: hang_up_rate(center, &mix, notice.after) / 1e6,
            says: notice.says,
            at_most: notice.at_most,
        }
    }
}

/// Contact types that join a queue, by their expected share of it.
fn mix(center: &Center, plan: &Plan, queue: QueueId) -> Vec<(ContactTypeId, f64)> {
    let volumes = (0..center.contact_types.len()).map(ContactTypeId::at).map(|kind| {
        let volume = center.contact_types[kind.index()].expected_contacts(&center.day);
        (kind, volume * plan.share_joining(kind)[queue.index()])
    });
    let mut mix: Vec<_> = volumes.filter(|(_, volume)| *volume > 0.0).collect();
    if mix.is_empty() {
        // Only those join who are passed on.
        let later = (0..center.contact_types.len()).map(ContactTypeId::at);
        mix = later.filter(|&kind| plan.later_queues_of(kind).contains(&queue)).map(|kind| (kind, 1.0)).collect();
    }
    let total: f64 = mix.iter().map(|(_, volume)| volume).sum();
    mix.into_iter().map(|(kind, volume)| (kind, volume / total)).collect()
}

/// Mean time that a contact takes an agent of a group \[s\].
fn seconds(center: &Center, group: GroupId, kind: ContactTypeId) -> f64 {
    let group = &center.agent_groups[group.index()];
    let contact_type = &center.contact_types[kind.index()];
    if group.skills.contains(&kind) {
        let talk = contact_type.talk_time.mean_seconds().unwrap_or(0.0);
        let work = contact_type.after_call_work.mean_seconds().unwrap_or(0.0);
        (talk + work) * group.handle_time_factor[kind.index()]
    } else {
        group.finds_out_after.mean_seconds().unwrap_or(0.0)
    }
}

/// Rate at which those hang up who have held for as long as it takes to hear the announcement \[1/s\], read over as much
/// time again. For exponential patience it is the rate itself.
fn hang_up_rate(center: &Center, mix: &[(ContactTypeId, f64)], after: Duration) -> f64 {
    let from = after.as_secs_f64();
    let look = from.max(SHORTEST_LOOK);
    let patience = |kind: ContactTypeId| &center.contact_types[kind.index()].patience;
    let mixture: Vec<_> = mix.iter().map(|&(kind, weight)| (weight, patience(kind))).collect();
    mean_hazard(&mixture, from, from + look)
}
