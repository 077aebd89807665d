//! Quantities of the trade that cannot be wrong: built once, fallibly, at the door; trusted after.
//!
//! Time is integer microseconds ([`SimTime`], [`Duration`]), so that sums do not depend on their order and two
//! machines agree to the bit. A [`Share`] lies in 0..=1; a [`Rate`] knows per what.

mod date;
mod money;
mod rate;
mod share;
mod time;

pub use date::{Date, Weekday};
pub use money::Money;
pub use rate::Rate;
pub use share::Share;
pub use time::{Duration, MICROSECONDS_PER_SECOND, SimTime};

/// A quantity outside the range that its type allows; the text says which range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutOfRange(pub String);
