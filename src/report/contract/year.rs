//! From spans shorter than a year to the chance of something within a year.

use super::Report;
use crate::experiment::contract::ContractFindings;
use crate::model::{Contract, Period};
use crate::statistics::Estimate;

/// Chance that the right to terminate arises within a year of the contract; `None` where no clause gives one, or it cannot
/// be told from the calendar.
pub(super) fn within_a_year(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> Option<Estimate> {
    let calendar = report.center.calendar.as_ref()?;
    let years = calendar.periods(Period::Year);
    let _ = contract;
    // A calendar of exactly a year has played it.
    (years.len() == 1 && years[0].is_whole).then_some(found.ended).flatten()
}
