//! Findings -> what people read: tables, JSON, CSV, pictures, all returned as text or bytes.
//!
//! [`Run`] is everything that a report of a run needs. [`table::run`] is what the terminal shows, [`json::run`] and
//! [`csv::run`] are for other programs, `pictures` draws. [`outlook::summary`] says what can be seen before anything is
//! played, [`compare`] sets two centers side by side, [`theory`] tabulates answers of Erlang's formulas. [`trace`] is one replication in full.
//!
//! Not here: files, the terminal and its width (`cli`), and what the figures mean (`metrics::definition`).

#[cfg(feature = "charts")]
pub mod chart;
pub mod compare;
pub mod contract;
pub mod csv;
mod day_table;
mod figure;
mod grid;
mod ink;
mod journey;
pub mod json;
mod level_table;
mod next_step;
pub mod outlook;
#[cfg(feature = "charts")]
pub mod pictures;
mod promise;
mod span;
pub mod study;
pub mod table;
pub mod theory;
pub mod trace;
mod warning;

pub use figure::{grouped, plain};
pub use grid::{Grid, wrapped};
pub use ink::Ink;
pub use promise::of_whom;
pub use span::SpanWord;

use crate::metrics::{Findings, Layout};
use crate::model::Center;
use crate::plan::Outlook;

/// Everything that a report of a run needs.
#[derive(Debug, Clone, Copy)]
pub struct Run<'r> {
    /// What was played.
    pub center: &'r Center,
    /// What the plan said beforehand.
    pub outlook: &'r Outlook,
    /// What is counted.
    pub layout: &'r Layout,
    /// What came out.
    pub findings: &'r Findings,
    /// Whether the intervals are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
    /// What identifies the scenario.
    pub digest: &'r str,
    /// Seed.
    pub seed: u64,
    /// Version of the program.
    pub version: &'r str,
}

impl Run<'_> {
    /// What a replication is called.
    fn span(&self) -> SpanWord {
        SpanWord::of(self.center)
    }
}

/// How a terminal wants its text.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// Columns.
    pub width: usize,
    /// Whether colour is welcome.
    pub ink: Ink,
}
