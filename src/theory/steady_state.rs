//! What one queue looks like in the long run: every number a planner asks for, exactly.

use super::birth_death::{Admission, Geometric, Positions};
use super::offered_wait::OfferedWait;
use super::queue::Queue;

/// A queue in the long run.
///
/// *Offered* means asked for an agent and admitted: all who arrived but the blocked. The *hold* lasts from joining the
/// queue to answer or abandonment, and is zero for who is answered, or gives up, at once.
#[derive(Debug, Clone)]
pub struct SteadyState {
    queue: Queue,
    admission: Admission,
    law: HoldLaw,
}

/// Law of the hold of an offered call, by the way it was found.
#[derive(Debug, Clone)]
pub(super) enum HoldLaw {
    Geometric(Geometric),
    Positions(Positions),
    Offered(OfferedWait),
}

impl SteadyState {
    pub(super) fn new(queue: Queue, admission: Admission, law: HoldLaw) -> Self {
        Self { queue, admission, law }
    }

    /// The question that this answers.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Blocked share of the arrived; 0 without a limit on lines.
    pub fn blocking(&self) -> f64 {
        self.admission.blocked
    }

    /// Offered calls per second: arrived and not blocked.
    pub fn offered_rate(&self) -> f64 {
        self.queue.arrival_rate * self.admission.admitted
    }

    /// P(hold > 0) of the offered.
    pub fn wait_probability(&self) -> f64 {
        self.hold_exceeds(0.0)
    }

    /// P(an offered call finds every agent busy). Larger than [`SteadyState::wait_probability`] by those who then give
    /// up at once.
    pub fn all_busy_probability(&self) -> f64 {
        match &self.law {
            HoldLaw::Geometric(law) => law.waits,
            HoldLaw::Positions(law) => law.all_busy(),
            HoldLaw::Offered(law) => law.all_busy(),
        }
    }

    /// P(hold > `seconds`) of the offered, where the hold ends at answer or abandonment. 1 below zero.
    pub fn hold_exceeds(&self, seconds: f64) -> f64 {
        if seconds < 0.0 {
            return 1.0;
        }
        match &self.law {
            HoldLaw::Geometric(law) => law.hold_exceeds(seconds),
            HoldLaw::Positions(law) => law.hold_exceeds(seconds),
            HoldLaw::Offered(law) => law.hold_exceeds(seconds),
        }
    }

    /// P(answered after a hold of at most `seconds`) of the offered. 0 below zero.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        if seconds < 0.0 {
            return 0.0;
        }
        match &self.law {
            HoldLaw::Geometric(law) => 1.0 - law.hold_exceeds(seconds),
            HoldLaw::Positions(law) => law.answered_within(seconds),
            HoldLaw::Offered(law) => law.answered_within(seconds),
        }
    }

    /// P(abandoned after a hold of at most `seconds`) of the offered. 0 below zero.
    ///
    /// The rest of the offered, so its absolute error is that of the other two (about 1e-13).
    pub fn abandoned_within(&self, seconds: f64) -> f64 {
        match &self.law {
            HoldLaw::Geometric(_) => 0.0,
            _ if seconds < 0.0 => 0.0,
            _ => (1.0 - self.answered_within(seconds) - self.hold_exceeds(seconds)).clamp(0.0, self.abandonment()),
        }
    }

    /// Abandoned share of the offered.
    pub fn abandonment(&self) -> f64 {
        match &self.law {
            HoldLaw::Geometric(_) => 0.0,
            HoldLaw::Positions(law) => law.abandonment(),
            HoldLaw::Offered(law) => law.abandonment(),
        }
    }

    /// Answered share of the offered.
    pub fn answered(&self) -> f64 {
        match &self.law {
            HoldLaw::Geometric(_) => 1.0,
            HoldLaw::Positions(law) => law.answered(),
            HoldLaw::Offered(law) => law.answered(),
        }
    }

    /// Mean hold over the offered \[s\].
    pub fn mean_hold(&self) -> f64 {
        match &self.law {
            HoldLaw::Geometric(law) => law.mean_hold(),
            HoldLaw::Positions(law) => law.mean_hold(),
            HoldLaw::Offered(law) => law.mean_hold(),
        }
    }

    /// Mean hold over the answered \[s\]: the average speed of answer. `None` when nobody is answered.
    pub fn mean_hold_of_answered(&self) -> Option<f64> {
        let total = match &self.law {
            HoldLaw::Geometric(law) => law.mean_hold(),
            HoldLaw::Positions(law) => law.answered_hold(),
            HoldLaw::Offered(law) => law.answered_hold(),
        };
        ratio(total, self.answered())
    }

    /// Mean hold over those with a hold above zero, answered or not \[s\]. `None` when nobody waits.
    pub fn mean_hold_of_delayed(&self) -> Option<f64> {
        match &self.law {
            HoldLaw::Geometric(law) => ratio(1.0, law.drain).filter(|_| law.waits > 0.0),
            _ => ratio(self.mean_hold(), self.wait_probability()),
        }
    }

    /// Mean number holding, over time (Little: offered rate times mean hold).
    pub fn mean_queue_length(&self) -> f64 {
        self.offered_rate() * self.mean_hold()
    }

    /// Mean number of agents talking.
    pub fn agents_busy(&self) -> f64 {
        self.offered_rate() * self.answered() * self.queue.handle_time
    }

    /// Share of the agents' time spent talking, 0..=1.
    pub fn occupancy(&self) -> f64 {
        self.agents_busy() / f64::from(self.queue.agents)
    }

    /// Service level by the given definition. `None` when its denominator is zero.
    pub fn service_level(&self, definition: ServiceLevel) -> Option<f64> {
        let in_time = self.answered_within(definition.within);
        let short = self.abandoned_within(definition.short_abandon);
        let (kept, of) = match definition.denominator {
            Denominator::Offered => (in_time, 1.0),
            Denominator::Answered => (in_time, self.answered()),
            Denominator::OfferedLessShortAbandons => (in_time, 1.0 - short),
            Denominator::OfferedCreditingShortAbandons => (in_time + short, 1.0),
        };
        // Per offered call; without this the share per arrived call of blocked ones.
        let blocked =
            if definition.blocked_count_as_missed { self.admission.blocked / self.admission.admitted } else { 0.0 };
        ratio(kept, of + blocked)
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// What a service level means: there is no bare one.
///
/// With A answered, B abandoned, `A_T` answered with hold <= T, `B_s` abandoned with hold <= s. A hold of exactly the
/// threshold is within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceLevel {
    /// T, hold that still counts as in time \[s\].
    pub within: f64,
    /// s, hold up to which an abandonment counts as short \[s\].
    pub short_abandon: f64,
    /// Of whom.
    pub denominator: Denominator,
    /// Whether the blocked are added to the denominator.
    pub blocked_count_as_missed: bool,
}

/// Of whom a service level is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
    /// `A_T` / (A + B).
    Offered,
    /// `A_T` / A.
    Answered,
    /// `A_T` / (A + B - `B_s`): who left early counts for nobody.
    OfferedLessShortAbandons,
    /// (`A_T` + `B_s`) / (A + B): who left early counts as served in time.
    OfferedCreditingShortAbandons,
}

impl ServiceLevel {
    /// Answered within `seconds`, of the offered.
    pub fn of_offered(seconds: f64) -> Self {
        Self::of(seconds, Denominator::Offered)
    }

    /// Answered within `seconds`, of `denominator`; abandonments within the same `seconds` are short, the blocked do
    /// not count.
    pub fn of(seconds: f64, denominator: Denominator) -> Self {
        Self { within: seconds, short_abandon: seconds, denominator, blocked_count_as_missed: false }
    }
}
