//! Why a question has no answer.

/// The question cannot be answered; the text says why, in the trade's words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A number outside the range in which the question makes sense.
    #[error("{what} lies between {lowest:e} and {highest:e}, not {value:e}")]
    OutOfRange {
        /// Which number, in words.
        what: &'static str,
        /// Smallest that is accepted.
        lowest: f64,
        /// Largest that is accepted.
        highest: f64,
        /// What was given.
        value: f64,
    },
    /// More work comes in than the agents can do, and nobody hangs up: the queue grows for ever.
    #[error("{0} erlang of callers who never hang up need more than {0} agents; there are {agents}", rounded(*.load))]
    Overloaded {
        /// Work that never gives up, in erlang.
        load: f64,
        /// Heads.
        agents: u32,
    },
    /// A parameter that this solver does not know how to combine with another.
    #[error("{0}")]
    NotCovered(&'static str),
    /// The system has too many states, or too long a history, for an exact answer in reasonable time.
    #[error("{what} needs more than {limit} steps or states")]
    TooLarge {
        /// What was being worked out.
        what: &'static str,
        /// Where we stop.
        limit: usize,
    },
    /// The iteration stopped before it was accurate.
    #[error("{what} did not settle: {residual:e} of the flow is still unbalanced")]
    NotSettled {
        /// What was being worked out.
        what: &'static str,
        /// What is left of the imbalance (share of the total flow).
        residual: f64,
    },
    /// No number of agents up to the limit keeps the promise.
    #[error("not even {agents} agents keep this promise")]
    OutOfReach {
        /// The largest number that was tried.
        agents: u32,
    },
}

/// Four digits after the point at most.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// `value` if it lies in `lowest..=highest`; a refusal that names it otherwise (also when it is not a number).
pub(super) fn check(what: &'static str, value: f64, lowest: f64, highest: f64) -> Result<f64, Refusal> {
    if (lowest..=highest).contains(&value) {
        Ok(value)
    } else {
        Err(Refusal::OutOfRange { what, lowest, highest, value })
    }
}

/// Contacts per second that a question may assume.
pub(super) fn check_arrival_rate(value: f64) -> Result<f64, Refusal> {
    check("the arrival rate (per second)", value, 0.0, 1e9)
}

/// Seconds that a mean handle time or a mean patience may have.
pub(super) fn check_mean(what: &'static str, value: f64) -> Result<f64, Refusal> {
    check(what, value, 1e-9, 1e12)
}
