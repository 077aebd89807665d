//! What can be seen before anything is played: offered load against planned staff.

use super::Plan;
use crate::model::{CalendarDay, Center, ContactType, ContactTypeId, GroupId};
use crate::units::{SimTime, Weekday};

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

/// How much of what is written is there: contacts of each type and heads of a day of the week, in parts of a day.
struct Weight {
    weekday: Option<Weekday>,
    /// What the arrivals are multiplied by, the types' own factors of the weekday left out.
    arrivals: f64,
    heads: f64,
}

impl Outlook {
    /// Looks at a center; of a calendar, at the mean of its open days.
    ///
    /// Load counts the first calls of those whose menu leads to a queue; who will hang up on hold counts, redials, second
    /// holds and the groups' handle-time factors do not, since they are not known before the day is played.
    pub fn of(center: &Center, plan: &Plan) -> Self {
        let Some(calendar) = &center.calendar else {
            return Self::weighted(center, plan, &[Weight { weekday: None, arrivals: 1.0, heads: 1.0 }]);
        };
        let open = || calendar.days.iter().filter(|day| day.is_open);
        let days = open().count().max(1) as f64;
        let weight = |weekday: Weekday| {
            let alike = || open().filter(move |day| day.played_as == weekday);
            let arrivals = alike().map(|day| day.factor).sum::<f64>() / days;
            Weight { weekday: Some(weekday), arrivals, heads: alike().count() as f64 / days }
        };
        Self::weighted(center, plan, &Weekday::ALL.map(weight))
    }

    /// Looks at a day of a calendar.
    pub fn on(center: &Center, plan: &Plan, day: &CalendarDay) -> Self {
        let weight = Weight { weekday: Some(day.played_as), arrivals: day.factor, heads: 1.0 };
        Self::weighted(center, plan, &[weight])
    }

    fn weighted(center: &Center, plan: &Plan, weights: &[Weight]) -> Self {
        let day = &center.day;
        let groups = center.agent_groups.len();
        let mut contacts = 0.0;
        let mut work = 0.0;
        let kinds = (0..center.contact_types.len()).map(ContactTypeId::at);
        let times = |kind: &ContactType| -> f64 {
            let own = |weight: &Weight| weight.weekday.map_or(1.0, |day| kind.weekday_factor[day.index()]);
            weights.iter().map(|weight| weight.arrivals * own(weight)).sum()
        };
        let joining: Vec<f64> = kinds.map(|kind| plan.share_joining(kind).iter().sum()).collect();
        let intervals = (0..day.intervals())
            .map(|at| {
                let (from, to) = (day.interval_start(at), day.interval_start(at + 1));
                let mut here = 0.0;
                let mut seconds = 0.0;
                for (kind, joining) in center.contact_types.iter().zip(&joining) {
                    let expected = kind.expected_in(day, at) * times(kind);
                    let handle = kind.talk_time.mean_seconds().unwrap_or(0.0)
                        + kind.after_call_work.mean_seconds().unwrap_or(0.0);
                    here += expected;
                    seconds += expected * joining * handle;
                }
                contacts += here;
                work += seconds;
                let heads = |group: usize, weight: &Weight| {
                    weight.heads * plan.staffing.mean_heads(GroupId::at(group), weight.weekday, from, to)
                };
                let staffed = weights.iter().filter(|weight| weight.heads > 0.0);
                let staff = staffed.flat_map(|weight| (0..groups).map(move |group| heads(group, weight))).sum();
                OutlookInterval { from, to, contacts: here, load: seconds / day.interval.as_secs_f64(), staff }
            })
            .collect();
        Self { intervals, contacts, mean_handle_time: (contacts > 0.0).then(|| work / contacts) }
    }
}
