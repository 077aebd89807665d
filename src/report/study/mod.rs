//! A study's results: read back from its folder, summed up in a few lines, drawn.
//!
//! [`Results`] holds what was varied and the figures that somebody wants, [`summary()`] is what the terminal shows after a
//! study, `pictures` draws. Nothing here plays anything: pictures can be drawn again years later.
//!
//! [`files`] has the texts of the tables that all this is read from.
//!
//! Not here: which scenarios a study has (`scenario::study`), playing them (`experiment`), files (`cli`).

mod axis;
pub mod files;
mod frontier;
mod gathering;
mod origin;
#[cfg(feature = "charts")]
pub mod pictures;
mod promise;
mod request;
mod results;
#[cfg(feature = "parquet")]
mod results_parquet;
mod rows;
mod subject;
mod summary;
mod trouble;
mod wanted;

pub use axis::{Axis, Setting};
pub use gathering::Gathering;
pub use origin::Origin;
pub use request::{ChartKind, ChartRequest};
pub use results::{Results, Scenario};
#[cfg(feature = "parquet")]
pub use results_parquet::{Lines, ResultsParquet};
pub use summary::{of_summary, summary};
pub use trouble::Trouble;
pub use wanted::Wanted;

use crate::model::Center;

/// What a study's figures do not say themselves.
#[derive(Debug, Clone, Copy)]
pub struct Background<'s> {
    /// The study's name.
    pub name: &'s str,
    /// Seed.
    pub seed: u64,
    /// Version of the program that played it.
    pub version: &'s str,
    /// What identifies the study.
    pub digest: &'s str,
    /// The base scenario, for its promises, wages and currency; `None` where it cannot be read.
    pub center: Option<&'s Center>,
    /// The scenario (by position) that others are compared with; `None`: the middle one.
    pub baseline: Option<usize>,
}

#[cfg(test)]
mod tests;
