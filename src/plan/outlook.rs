//! What can be seen before anything is played: offered load against planned staff.

use super::{Plan, StretchDay};
use crate::model::{Center, ContactTypeId, GroupId};
use crate::units::SimTime;

/// The day as planned; of a calendar, the mean of its open dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Interval by interval.
    pub intervals: Vec<OutlookInterval>,
    /// First contacts expected in the day; of a calendar, on an open date on average.
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
        let dates: Vec<_> = plan.span.days().collect();
        let mean = |of: &dyn Fn(&StretchDay) -> f64| {
            dates.iter().map(|date| of(date)).sum::<f64>() / dates.len().max(1) as f64
        };
        let mut contacts = 0.0;
        let mut work = 0.0;
        let kinds = (0..center.contact_types.len()).map(ContactTypeId::at);
        let busy: Vec<f64> = center
            .contact_types
            .iter()
            .map(|kind| mean(&|date| date.factor * date.by_weekday(&kind.weekday_factor)))
            .collect();
        let joining: Vec<f64> = kinds.map(|kind| plan.share_joining(kind).iter().sum()).collect();
        let intervals = (0..day.intervals())
            .map(|at| {
                let (from, to) = (day.interval_start(at), day.interval_start(at + 1));
                let mut here = 0.0;
                let mut seconds = 0.0;
                for ((kind, joining), busy) in center.contact_types.iter().zip(&joining).zip(&busy) {
                    let expected = kind.expected_in(day, at) * busy;
                    let handle = kind.talk_time.mean_seconds().unwrap_or(0.0)
                        + kind.after_call_work.mean_seconds().unwrap_or(0.0);
                    here += expected;
                    seconds += expected * joining * handle;
                }
                contacts += here;
                work += seconds;
                let staff = (0..groups)
                    .map(|g| mean(&|date| plan.staffing.mean_heads(GroupId::at(g), date.played_as, from, to)))
                    .sum();
                OutlookInterval { from, to, contacts: here, load: seconds / day.interval.as_secs_f64(), staff }
            })
            .collect();
        Self { intervals, contacts, mean_handle_time: (contacts > 0.0).then(|| work / contacts) }
    }
}
