//! A small agreement that tests change where they care: a fee of 10 000.00 a month, and a service level by the month.
//!
//! Below 80 % the provider owes 2 % of the fee, below 75 % it owes 10 %. The lines are open from 08:00 to 10:00, an
//! interval is an hour, and the forecast expects 60 and 40 calls.

use ccsim::contract::{Cell, Delivered, Evidence, Ledger, Line, Terms};
use ccsim::model::contract::{
    Amount, Band, Better, Between, Effect, Empty, Fee, Level, Measure, Payoff, RollUp, SeveralMisses,
};
use ccsim::model::{
    Calendar, CalendarDay, Clause, Contract, ContractId, Denominator, Draft, GroupId, Period, Scope, ServiceLevel,
};
use ccsim::random::DayFactor;
use ccsim::units::{Date, Money, SimTime};

use super::support::{calls, constant, day, draft, group, queue, seal, seconds, share};

pub fn date(text: &str) -> Date {
    text.parse().expect("a test's own date")
}

/// Units of currency.
pub fn money(units: f64) -> Money {
    Money::try_from_units(units).expect("a test's own amount")
}

/// A level in percentage points.
pub fn percent(points: f64) -> Level {
    Level::of_share(share(points / 100.0))
}

/// A share of the fee, in percent.
pub fn of_fee(points: f64) -> Amount {
    Amount::Share(share(points / 100.0))
}

pub fn band(edge: f64, effect: Effect) -> Band {
    Band { edge: percent(edge), effect }
}

pub fn penalty(points: f64) -> Effect {
    Effect::Penalty(of_fee(points))
}

pub fn ladder(bands: &[Band]) -> Payoff {
    Payoff::Ladder { bands: bands.to_vec(), between: Between::Step }
}

pub fn clause(name: &str) -> Clause {
    Clause {
        name: name.to_owned(),
        scope: Scope::Center,
        hours: None,
        weekdays: [true; 7],
        excluded: Vec::new(),
        measure: Measure::ServiceLevel(ServiceLevel {
            within: seconds(20.0),
            of: Denominator::Offered,
            short: seconds(5.0),
            blocked: false,
        }),
        better: Better::Higher,
        per: Period::Month,
        roll_up: RollUp::Sums,
        round: Some(1),
        empty: Empty::Pass,
        payoff: ladder(&[band(80.0, Effect::Nothing), band(75.0, penalty(2.0)), band(0.0, penalty(10.0))]),
        ramp: Vec::new(),
        excused_if: None,
        earn_back: None,
        repeat: None,
        cap: None,
        ends_after: None,
        weight: 1.0,
    }
}

pub fn contract() -> Contract {
    Contract {
        name: "line".to_owned(),
        clauses: vec![clause("level")],
        per: Period::Month,
        fee: Fee { fixed: money(10_000.0), ..Fee::default() },
        cap: None,
        cap_per_year: None,
        groups: vec![GroupId::at(0)],
        at_risk: None,
        several_misses: SeveralMisses::Sum,
        ends_after: None,
        damage_per_lost_call: None,
    }
}

/// The center around it, open on all days of the calendar.
pub fn center(starts: &str, days: u32, contract: Contract) -> Draft {
    let mut hours = day(2, 3600.0, 0.0);
    (hours.opens, hours.closes) = (SimTime::from_minutes(480), SimTime::from_minutes(600));
    let callers = calls("callers", 0, vec![60.0, 40.0], constant(60.0));
    let mut draft = draft(hours, vec![callers], vec![queue("line")], vec![group("agents", vec![2, 2], &[0])]);
    let starts = date(starts);
    let on = |at| {
        let date = starts.plus_days(at);
        CalendarDay { date, is_open: true, played_as: date.weekday(), factor: 1.0 }
    };
    draft.calendar = Some(Calendar { days: (0..days).map(on).collect(), forecast_error: DayFactor::default() });
    draft.contracts = vec![contract];
    draft
}

/// The agreement, changed, over a calendar.
pub fn terms(starts: &str, days: u32, change: impl FnOnce(&mut Contract)) -> Terms {
    let mut contract = contract();
    change(&mut contract);
    Terms::of(&seal(center(starts, days, contract)), ContractId::at(0))
}

/// So many of so many, nobody lost; as many called.
pub fn cell(numerator: u64, denominator: u64) -> Cell {
    Cell { numerator, denominator, arrived: denominator, offered: denominator, lost: 0 }
}

/// Nothing counted at all.
pub fn nothing(terms: &Terms) -> Evidence {
    let cells = vec![Cell::default(); terms.open_dates() * terms.intervals()];
    Evidence {
        cells: vec![cells; terms.contract.clauses.len()],
        delivered: vec![Delivered::default(); terms.open_dates()],
    }
}

/// Each invoice's counts of the first clause, on its first date from 08:00 to 09:00.
pub fn by_invoice(terms: &Terms, counts: &[(u64, u64)]) -> Evidence {
    let mut evidence = nothing(terms);
    for (invoice, &(numerator, denominator)) in terms.invoices.iter().zip(counts) {
        evidence.cells[0][invoice.open_dates.start * terms.intervals()] = cell(numerator, denominator);
    }
    evidence
}

/// Each date's counts of a clause, from 08:00 to 09:00.
pub fn by_date(terms: &Terms, clause: usize, counts: &[(u64, u64)], evidence: &mut Evidence) {
    for (at, &(numerator, denominator)) in counts.iter().enumerate() {
        evidence.cells[clause][at * terms.intervals()] = cell(numerator, denominator);
    }
}

/// The lines that are not fees, as a reader sees them: `2026-01 | below 75 %: penalty 10 % | 1000.00`.
pub fn told(terms: &Terms, ledger: &Ledger) -> Vec<String> {
    let is_about_a_clause = |line: &&Line| line.fee == Money::ZERO;
    ledger
        .lines
        .iter()
        .filter(is_about_a_clause)
        .map(|line| format!("{} | {} | {}", terms.period_of(line), terms.words(line), line.owes))
        .collect()
}

/// As [`told`], of what changes an amount or is special.
pub fn told_amounts(terms: &Terms, ledger: &Ledger) -> Vec<String> {
    told(terms, ledger).into_iter().filter(|line| !line.ends_with("| 0.00")).collect()
}
