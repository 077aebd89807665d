//! The smallest number of agents that keeps a promise.

use super::refusal::{Refusal, check};
use super::steady_state::{ServiceLevel, SteadyState};

/// No search goes beyond a million agents.
pub const MOST_AGENTS: u32 = 1_000_000;

/// What is promised, each of it easier with more agents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Promise {
    /// The service level is at least `share` (0..=1).
    ServiceLevel {
        /// Of whom, and how soon.
        definition: ServiceLevel,
        /// Least share.
        share: f64,
    },
    /// At most this share of the offered abandon.
    Abandonment(f64),
    /// The mean hold of the offered is at most so many seconds.
    MeanHold(f64),
    /// At most `share` of the offered hold longer than `seconds`.
    HoldExceeds {
        /// Threshold \[s\].
        seconds: f64,
        /// Largest share.
        share: f64,
    },
    /// At most this share of the arrived is blocked.
    Blocking(f64),
}

impl Promise {
    /// Whether it is kept. A service level of nobody is.
    pub fn is_kept(&self, state: &SteadyState) -> bool {
        match *self {
            Self::ServiceLevel { definition, share } => {
                state.service_level(definition).is_none_or(|level| level >= share)
            }
            Self::Abandonment(share) => state.abandonment() <= share,
            Self::MeanHold(seconds) => state.mean_hold() <= seconds,
            Self::HoldExceeds { seconds, share } => state.hold_exceeds(seconds) <= share,
            Self::Blocking(share) => state.blocking() <= share,
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        let (what, value, highest) = match *self {
            Self::ServiceLevel { share, .. } => ("the promised service level", share, 1.0),
            Self::Abandonment(share) => ("the promised abandonment rate", share, 1.0),
            Self::MeanHold(seconds) => ("the promised mean hold (s)", seconds, f64::MAX),
            Self::HoldExceeds { share, .. } => ("the promised share of long holds", share, 1.0),
            Self::Blocking(share) => ("the promised blocking rate", share, 1.0),
        };
        check(what, value, 0.0, highest).map(drop)
    }
}

/// Smallest number of agents, 1 to [`MOST_AGENTS`], with which `solve(agents)` keeps `promise`.
///
/// Doubles until the promise is kept, then bisects, so it takes for granted that what is kept with some agents is kept
/// with more. An overloaded queue keeps no promise and is not an error.
///
/// ```
/// use ccsim::theory::{Promise, Queue, ServiceLevel, smallest_agents};
/// let promise = Promise::ServiceLevel { definition: ServiceLevel::of_offered(20.0), share: 0.8 };
/// let queue = |agents| Queue { arrival_rate: 20.0 / 60.0, handle_time: 300.0, agents, lines: None };
/// assert_eq!(smallest_agents(promise, |agents| queue(agents).solve(Some(180.0))), Ok(100));
/// ```
///
/// # Errors
/// When the promise itself is out of range, when [`MOST_AGENTS`] do not keep it, or whatever else `solve` refuses.
pub fn smallest_agents(promise: Promise, solve: impl Fn(u32) -> Result<SteadyState, Refusal>) -> Result<u32, Refusal> {
    promise.check()?;
    let keeps = |agents: u32| match solve(agents) {
        Ok(state) => Ok(promise.is_kept(&state)),
        Err(Refusal::Overloaded { .. }) => Ok(false),
        Err(refusal) => Err(refusal),
    };
    let (mut too_few, mut enough) = (0, 1);
    while !keeps(enough)? {
        if enough == MOST_AGENTS {
            return Err(Refusal::OutOfReach { agents: MOST_AGENTS });
        }
        too_few = enough;
        enough = (2 * enough).min(MOST_AGENTS);
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if keeps(middle)? { enough = middle } else { too_few = middle }
    }
    Ok(enough)
}
