//! Ledgers by hand: what each rule of a contract costs, written out so that a lawyer could follow.
//!
//! Every expected amount was worked out on paper from the clause; none was copied from a run.

mod agreement;
mod bonuses_and_points;
mod caps;
mod chance;
mod conservation;
mod exemptions;
mod fees;
mod forecast;
mod memory;
mod rounding;
mod sealing;
mod several;
#[path = "../support/mod.rs"]
mod support;
