//! What can be seen before anything is played: offered load against planned staff.

use super::Plan;
use crate::model::{Center, ContactTypeId, GroupId};
use crate::units::SimTime;

/// The day as planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Interval by interval.
    pub intervals: Vec<OutlookInterval>,
    /// First contacts expected in the day.
    pub contacts: f64,
    /// Mean handle time over all first calls, those that join no queue with none \[s\]; `None` when nobody calls.
    pub mean_handle_time: Option<f64>,
}

/// One interval as planned.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlookInterval {
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
    /// Contacts expected.
    pub contacts: f64,
    /// Offered load \[erlang\]: contacts that arrive in the interval, times their handle time, over its length.
    pub load: f64,
    /// Mean heads, shrinkage and mean absence left out.
    pub staff: f64,
}

impl OutlookInterval {
    /// Whether more work is offered than the staff could do.
    pub fn is_over_capacity(&self) -> bool {
        self.load > self.staff
    }
}

impl Outlook {
    /// Looks at a center.
    ///
    /// Load counts the first calls of those whose menu leads to a queue; who will hang up on hold counts, redials, second
    /// holds and the groups' handle-time factors do not, since they are not known before the day is played.
    pub fn of(center: &Center, plan: &Plan) -> Self {
        let day = &center.day;
        let groups = center.agent_groups.len();
        let mut contacts = 0.0;
        let mut work = 0.0;
        let kinds = (0..center.contact_types.len()).map(ContactTypeId::at);
        let joining: Vec<f64> = kinds.map(|kind| plan.share_joining(kind).iter().sum()).collect();
        let intervals = (0..day.intervals())
            .map(|at| {
                let (from, to) = (day.interval_start(at), day.interval_start(at + 1));
                let mut here = 0.0;
                let mut seconds = 0.0;
                for (kind, joining) in center.contact_types.iter().zip(&joining) {
                    let expected = kind.expected_in(day, at);
                    let handle = kind.talk_time.mean_seconds().unwrap_or(0.0)
                        + kind.after_call_work.mean_seconds().unwrap_or(0.0);
                    here += expected;
                    seconds += expected * joining * handle;
                }
                contacts += here;
                work += seconds;
                let staff = (0..groups).map(|g| plan.staffing.mean_heads(GroupId::at(g), None, from, to)).sum();
                OutlookInterval { from, to, contacts: here, load: seconds / day.interval.as_secs_f64(), staff }
            })
            .collect();
        Self { intervals, contacts, mean_handle_time: (contacts > 0.0).then(|| work / contacts) }
    }
}
