//! Why contracts are not played.

use crate::experiment::TooMuch;

/// Why contracts are not played.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The scenario has none.
    #[error("the scenario has no contract: add `[contract.NAME]` with `measure` and `ladder`")]
    NoContract,
    /// A sweep from more heads to fewer.
    #[error("a sweep runs from fewer heads to more, not from {from:+} to {to:+}")]
    EmptySweep {
        /// Its first level.
        from: i32,
        /// Its last.
        to: i32,
    },
    /// More heads than anybody can plan.
    #[error("{offset:+} heads in every interval are more than can be planned")]
    Heads {
        /// Heads more than planned.
        offset: i32,
    },
    /// A penalty is sought for a staffing that is not swept.
    #[error("a penalty is sought for {offset:+} heads, which the sweep from {from:+} to {to:+} does not have")]
    NotSwept {
        /// Heads more than planned.
        offset: i32,
        /// First level of the sweep.
        from: i32,
        /// Its last.
        to: i32,
    },
    /// More stafferings than there is room for.
    #[error("a sweep of {levels} levels of staffing: at most {most} allowed")]
    TooManyLevels {
        /// Levels.
        levels: u64,
        /// Most.
        most: u64,
    },
    /// It would take more time or memory than is sane.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
}
