//! Who answers: heads, skills and hours.

use super::{ContactTypeId, QueueId, Transfer};
use crate::random::DurationDistribution;
use crate::units::{Duration, Money, Share, SimTime};

/// Agents who are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentGroup {
    /// Name in kebab-case.
    pub name: String,
    /// Contact types that it can handle.
    pub skills: Vec<ContactTypeId>,
    /// Queues that it answers, best first.
    pub answers: Vec<QueueId>,
    /// Planned heads.
    pub staffing: Staffing,
    /// Multiplies the planned heads, rounded to the nearest whole one (a half goes up).
    pub staffing_scale: f64,
    /// Multiplies the planned heads on a day of the week as well, Monday first; all one without a calendar.
    pub weekday_scale: [f64; 7],
    /// Heads more (or fewer, but never less than none) in every interval or shift in which somebody is planned, after
    /// scaling.
    pub extra_heads: i32,
    /// Planned heads that are not there, spread evenly over the day.
    pub shrinkage: Share,
    /// Chance of each head to be ill for the day.
    pub absence: Share,
    /// Multiplies talk time and after-call work, one factor per contact type of the center.
    pub handle_time_factor: Vec<f64>,
    /// Talk before an agent without the skill passes a contact on.
    pub finds_out_after: DurationDistribution,
    /// Contacts that these agents talk to in full and then pass on.
    pub transfers: Option<Transfer>,
    /// Pay for an hour of a head; `None`: not stated, so there is no staff cost.
    pub wage_per_hour: Option<Money>,
    /// What happens to a talk when the agent's shift ends.
    pub at_shift_end: AtShiftEnd,
}

/// Planned heads over the day.
#[derive(Debug, Clone, PartialEq)]
pub enum Staffing {
    /// Heads in each planning interval.
    PerInterval(Vec<u32>),
    /// Shifts; heads are the sum of those on shift.
    Shifts(Vec<Shift>),
}

/// Some agents who come and go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Start, inclusive.
    pub from: SimTime,
    /// End, exclusive.
    pub to: SimTime,
    /// Heads.
    pub agents: u32,
    /// Times off within the shift: start and end of each, in order, none overlapping.
    pub breaks: Vec<(SimTime, SimTime)>,
}

impl Shift {
    /// Hours of one head, breaks left out.
    pub fn on_duty(&self) -> Duration {
        let off = self.breaks.iter().fold(Duration::ZERO, |sum, &(from, to)| sum + to.since(from));
        self.to.since(self.from).saturating_sub(off)
    }
}

/// What happens to a talk when the agent's shift ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtShiftEnd {
    /// The agent finishes the call and its after-call work and takes nobody new.
    FinishCall,
    /// The call is cut there and then.
    HangUp,
}
