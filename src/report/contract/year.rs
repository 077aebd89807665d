//! From spans shorter than a year to the chance of the right to terminate within a year.

use super::Report;
use crate::experiment::contract::ContractFindings;
use crate::model::contract::Trigger;
use crate::model::{CalendarPeriod, Contract, Period};
use crate::statistics::Estimate;
use crate::theory::runs::{first_cluster, first_run};

/// Days of a year, leap years included.
const DAYS_OF_A_YEAR: f64 = 365.25;

/// Chance that the right to terminate arises within a year of the contract.
///
/// Counted where the calendar is a year; from shorter ones by the law of runs, as if periods were independent of each other.
/// `None` where no clause gives the right, where several triggers do, or where the calendar is longer.
pub(super) fn within_a_year(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> Option<Estimate> {
    let calendar = report.center.calendar.as_ref()?;
    let years = calendar.periods(Period::Year);
    if years.len() > 1 {
        return None;
    }
    if years.first()?.is_whole {
        return found.ended;
    }
    let of_clauses = contract.clauses.iter().zip(&found.clauses);
    let of_clauses = of_clauses.filter_map(|(clause, found)| Some((clause.ends_after?, clause.per, found.missed?)));
    let of_contract = contract.ends_after.and_then(|trigger| Some((trigger, contract.per, found.missed_invoices?)));
    let mut triggers = of_contract.into_iter().chain(of_clauses);
    let (trigger, per, missed) = triggers.next()?;
    if triggers.next().is_some() {
        return None;
    }
    let is_open = |period: &CalendarPeriod| calendar.days[period.days.clone()].iter().any(|day| day.is_open);
    let in_span = calendar.periods(per).into_iter().filter(is_open).count();
    let in_year = match per {
        Period::Week => 52,
        Period::Month => 12,
        Period::Quarter => 4,
        Period::Year => 1,
        Period::Interval | Period::Day => {
            (in_span as f64 * DAYS_OF_A_YEAR / calendar.days.len() as f64).round() as usize
        }
    };
    let within = |chance: f64| happens(trigger, chance.clamp(0.0, 1.0), in_year);
    let chance = match trigger {
        // What a single period brings about is counted, where the span is one.
        Trigger::Beyond(_) if in_span == 1 => found.ended?,
        Trigger::Beyond(_) => return None,
        Trigger::InARow { .. } | Trigger::Among { .. } => missed,
    };
    let interval = chance.interval.and_then(|(low, high)| Some((within(low)?, within(high)?)));
    Some(Estimate { value: within(chance.value)?, interval })
}

/// Chance that a trigger has fired after so many independent periods.
fn happens(trigger: Trigger, chance: f64, periods: usize) -> Option<f64> {
    let chances = vec![chance; periods];
    let by_period = match trigger {
        Trigger::InARow { misses } => first_run(misses, &chances),
        Trigger::Among { misses, periods } => first_cluster(misses, periods, &chances),
        Trigger::Beyond(_) => return Some(1.0 - libm::pow(1.0 - chance, periods as f64)),
    };
    by_period.ok()?.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_a_row_in_a_year_of_fair_coins() {
        // 4 096 sequences of 12, of which 1 705 have no row of three (tribonacci numbers).
        let found = happens(Trigger::InARow { misses: 3 }, 0.5, 12).unwrap();
        assert!((found - (4096.0 - 1705.0) / 4096.0).abs() < 1e-12, "{found}");
        assert_eq!(happens(Trigger::Among { misses: 3, periods: 12 }, 0.0, 12), Some(0.0));
        let once = happens(Trigger::Beyond(crate::model::contract::Level::ZERO), 0.1, 2).unwrap();
        assert!((once - 0.19).abs() < 1e-12);
    }
}
