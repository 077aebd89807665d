//! Contracts in words and pictures: what will be paid, how much of a miss is luck, and what staffing is worth it.
//!
//! [`Report`] is everything that is said of the contracts of a center; [`table`] is what the terminal shows, [`json()`] and
//! [`csv()`] are for other programs, `pictures` draws. A ledger of one replication is written by [`ledger`].
//!
//! Not here: what is judged (`contract`), what is played (`experiment::contract`), files and flags (`cli`).

mod clause;
mod closing;
pub mod ledger;
mod luck;
mod page;
#[cfg(feature = "charts")]
pub mod pictures;
mod rows;
mod screen;
mod staffing;
#[cfg(test)]
mod tests;
mod words;
mod year;

use crate::experiment::contract::{Played, StaffSweep};
use crate::model::Center;

pub use rows::{csv, json};
pub use screen::table;

/// Everything that is said of the contracts of a center.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// What was played.
    pub center: &'r Center,
    /// What came out.
    pub played: &'r Played,
    /// Positions of the contracts that are shown, in the center's order.
    pub shown: &'r [usize],
    /// Stafferings that were tried, if any.
    pub sweep: Option<&'r StaffSweep>,
    /// Whether the table of stafferings is shown: somebody asked for it.
    pub has_sweep: bool,
    /// What identifies the scenario.
    pub digest: &'r str,
    /// Seed.
    pub seed: u64,
    /// Version of the program.
    pub version: &'r str,
}
