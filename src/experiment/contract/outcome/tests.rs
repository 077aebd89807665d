//! Outcomes that were made up, and those of evidence that was.

use super::*;
use crate::contract::Cell;
use crate::model::Contract;
use crate::scenario::{self, Source};

/// A month with an outsourced line; more about its contract.
pub fn center(more: &str) -> Center {
    let text = format!(
        "day = {{ opens = '08:00', closes = '10:00', interval = '60 min' }}\n\
         calendar = {{ starts = '2026-03-01', days = 31 }}\n\
         [contact-type.call]\narrivals.rate = '60 per h'\ntalk-time.exponential.mean = '4 min'\n\
         [agent-group.provider]\nstaffing.constant = 6\nwage = '20 EUR per h'\n\
         [contract.line]\nper = 'month'\nfee.fixed = '10000 EUR'\ndamage-per-lost-call = '5 EUR'\n{more}\
         measure.service-level = {{ within = '20 s', of = 'offered' }}\n\
         ladder = [{{ from = '80 %' }}, {{ from = '70 %', penalty = '200 EUR' }}, {{ from = '0 %', penalty = '500 EUR' }}]\n"
    );
    let read = scenario::read(&Source::from_text("contract.toml", text), &[]);
    read.unwrap_or_else(|complaints| panic!("{complaints}")).center
}

pub fn contract(more: &str) -> Contract {
    center(more).contracts[0].clone()
}

/// A span of one month with this level, in this band, with this penalty; a fee of 10 000 and 7 000 of pay.
pub fn span(level: f64, band: u16, penalty: i64) -> SpanOutcome {
    let money = |units: i64| Money::from_millionths(units * Money::PER_UNIT);
    let outcome = if band > 0 { Outcome::Missed } else { Outcome::Kept };
    let totals = Totals {
        fee: money(10_000),
        penalties: money(penalty),
        staff_cost: money(7_000),
        judged: 1,
        missed: u32::from(band > 0),
        ..Totals::default()
    };
    SpanOutcome {
        totals,
        damage: Money::ZERO,
        invoices: vec![InvoiceOutcome { penalties: money(penalty), net: money(penalty), outcome }],
        clauses: vec![vec![PeriodOutcome::new(Some(level), Some(band), outcome)]],
        damages: vec![vec![Money::ZERO]],
    }
}

#[test]
fn evidence_becomes_what_a_ledger_says() {
    let laid = Laid::of(&center(""), ContractId::at(0));
    // 31 days of two hours: 75 of 100 in each first hour, 79 of 100 in each second.
    let cell = |numerator| Cell { numerator, denominator: 100, arrived: 100, offered: 100, lost: 3 };
    let delivered = Delivered { pay: 240_000_000, caller_cost: 1_000_000, lost: 6, ..Delivered::default() };
    let evidence = Evidence {
        cells: vec![(0..62).map(|at| cell(if at % 2 == 0 { 75 } else { 79 })).collect()],
        delivered: vec![delivered; 31],
    };
    let outcome = SpanOutcome::of(&laid, &evidence);
    assert!(laid.has_pay);
    assert!((outcome.mean_level(0).unwrap() - 0.77).abs() < 1e-12);
    assert_eq!(outcome.clauses[0][0].band(), Some(1));
    assert_eq!(outcome.counted(0), Counted { judged: 1, missed: 1 });
    assert_eq!(outcome.totals, laid.terms.ledger(&evidence).totals);
    assert_eq!(outcome.totals.penalties, Money::from_millionths(200 * Money::PER_UNIT));
    // 31 x (1 + 6 x 5).
    assert_eq!(outcome.damage, Money::from_millionths(961 * Money::PER_UNIT));
    assert_eq!(outcome.damages, [[outcome.damage]]);
    assert_eq!(outcome.invoices[0].outcome, Outcome::Missed);
}

#[test]
fn nobody_calls_and_nothing_is_measured() {
    let laid = Laid::of(&center("empty = 'skip'\n"), ContractId::at(0));
    let outcome = SpanOutcome::of(&laid, &Evidence::default());
    assert_eq!((outcome.mean_level(0), outcome.is_missed()), (None, false));
    assert_eq!(outcome.clauses[0][0].level(), None);
    assert_eq!(outcome.clauses[0][0].band(), None);
}
