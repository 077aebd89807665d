//! What people call about: how many, how patient, how long they talk.

use super::{Day, IvrStepId, NumberId, QueueId};
use crate::random::{DayFactor, DurationDistribution, IntervalFactors};
use crate::units::{Money, Share, SimTime};

/// What a person wants. Volume, patience and talk time belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactType {
    /// Name in kebab-case.
    pub name: String,
    /// When people dial.
    pub arrivals: Arrivals,
    /// Multiplies the arrivals; not negative.
    pub scale: f64,
    /// Multiplies the arrivals on a day of the week, Monday first; not negative, and all one without a calendar.
    pub weekday_factor: [f64; 7],
    /// Random factors on the arrivals of this type alone.
    pub busyness: Busyness,
    /// Times of day at which more (or fewer) people call on some days.
    pub surges: Vec<Surge>,
    /// The number that it dials, which says what the call costs; `None`: not stated, nothing is charged.
    pub dials: Option<NumberId>,
    /// Where a contact goes after dialling.
    pub enters: Entrance,
    /// The queue that is right for it: elsewhere it is in the wrong queue, and an agent who cannot help passes it on to
    /// this one. `None` when it never gets to a queue.
    pub home: Option<QueueId>,
    /// Willingness to hold, drawn when the contact arrives.
    pub patience: DurationDistribution,
    /// Whether a later hold of the same call has only what is left of the first hold's patience; else it is drawn anew.
    pub patience_carries_over: bool,
    /// Chance to leave at once when nobody is free.
    pub balks: Share,
    /// Conversation: agent and trunk are both taken.
    pub talk_time: DurationDistribution,
    /// The agent is taken, the trunk is free again.
    pub after_call_work: DurationDistribution,
    /// What an hour of a caller's time on hold is worth; `None`: not stated.
    pub value_of_time_per_hour: Option<Money>,
    /// Who tries again after not getting through; `None`: nobody.
    pub redial: Option<Redial>,
    /// Share of answered calls that settle the matter; the others call again.
    pub resolved: Share,
    /// How long until those whose matter was not settled call again, from the end of their talk.
    pub calls_again_after: DurationDistribution,
    /// Contacts that a first agent talks to in full and then passes on.
    pub transfers: Option<Transfer>,
}

/// Who tries again after not getting through.
#[derive(Debug, Clone, PartialEq)]
pub struct Redial {
    /// Chance after hanging up on hold.
    pub after_abandon: Share,
    /// Chance after a busy tone.
    pub after_blocked: Share,
    /// Chance from the second redial in a row on, whatever went before; `None`: as for the first.
    pub later: Option<Share>,
    /// How long until then.
    pub delay: DurationDistribution,
    /// Most redials in a row, at most [`Redial::MOST`].
    pub at_most: u32,
}

impl Redial {
    /// Nobody redials more often than this in a row, whatever a scenario says.
    pub const MOST: u32 = 1000;
}

/// Contacts that are passed on to another queue after a full talk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    /// Where to. Who was answered from this queue is not passed on to it again.
    pub to: QueueId,
    /// Share of those answered elsewhere.
    pub share: Share,
}

impl ContactType {
    /// Contacts expected in a planning interval, surges included.
    pub fn expected_in(&self, day: &Day, interval: usize) -> f64 {
        match &self.arrivals {
            Arrivals::PerInterval(expected) => {
                let (from, to) = (day.interval_start(interval), day.interval_start(interval + 1));
                let surge: f64 = self.surges.iter().map(|surge| surge.mean_factor(from, to)).product();
                expected.get(interval).copied().unwrap_or(0.0) * self.scale * surge
            }
            Arrivals::Trace(days) => {
                let (from, to) = (day.interval_start(interval), day.interval_start(interval + 1));
                let arrivals: usize = days
                    .iter()
                    .map(|times| times.partition_point(|&t| t < to) - times.partition_point(|&t| t < from))
                    .sum();
                arrivals as f64 / days.len().max(1) as f64
            }
        }
    }

    /// Contacts expected in a day.
    pub fn expected_contacts(&self, day: &Day) -> f64 {
        (0..day.intervals()).map(|interval| self.expected_in(day, interval)).sum()
    }
}

/// When people dial.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrivals {
    /// Poisson, with this expected number in each planning interval.
    PerInterval(Vec<f64>),
    /// Exactly these times: one sorted list a day; replication `r` plays list `r` modulo their number.
    Trace(Vec<Vec<SimTime>>),
}

/// Random factors on the arrivals, each with mean one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Busyness {
    /// One gamma factor for the whole day.
    pub day: DayFactor,
    /// Correlation of a day's factor with that of the date before, between their normal scores; 0 without a calendar.
    pub day_correlation: f64,
    /// Log-normal factors, one an interval, each correlated with the one before.
    pub intervals: IntervalFactors,
}

/// A time of day at which, on some days, the arrivals are multiplied.
#[derive(Debug, Clone, PartialEq)]
pub struct Surge {
    /// Start, inclusive.
    pub from: SimTime,
    /// End, exclusive.
    pub to: SimTime,
    /// What the arrival rate is multiplied by.
    pub factor: f64,
    /// On which share of days it happens.
    pub chance: Share,
}

impl Surge {
    /// Mean factor on the arrivals between two instants, over days and over the time between.
    fn mean_factor(&self, from: SimTime, to: SimTime) -> f64 {
        let overlap = self.to.min(to).since(self.from.max(from)).as_micros() as f64;
        let length = to.since(from).as_micros().max(1) as f64;
        1.0 + self.chance.get() * (self.factor - 1.0) * overlap / length
    }
}

/// Where a contact goes after dialling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// Straight to a queue.
    Queue(QueueId),
    /// Through the menu.
    Ivr(IvrStepId),
}
