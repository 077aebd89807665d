//! From what was observed to service level, hold time, notices due: each number with its interval.
//!
//! [`definition`] is the only place that says what a metric is. [`Tally`] listens to one replication; [`Totals`] keeps
//! sums over replications, all of them whole numbers, so that the order in which replications are played does not change
//! a bit of the result; [`Findings`] turns totals into rows.

pub mod definition;
pub mod glossary;

mod bill;
mod catalogue;
mod conduct;
mod contrast;
mod evidence;
mod findings;
mod layout;
mod quantity;
mod record;
mod sheet;
mod tally;
mod totals;

pub use bill::Bill;
pub use conduct::Judgement;
pub use contrast::{Contrast, DayRecord, Difference};
pub use definition::{CATALOGUE, Definition, Unit};
pub use evidence::CallCounts;
pub use findings::{
    Findings, HoldCurve, NoticeAccuracy, NoticeClass, NoticeTruths, Row, Spread, Verdict, VerdictOutcome,
};
pub use layout::Layout;
pub use quantity::Quantity;
pub use tally::Tally;
pub use totals::Totals;

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;
