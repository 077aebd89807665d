//! Findings of outcomes that were made up.

use super::*;
use crate::contract::Outcome;
use crate::experiment::contract::outcome::InvoiceOutcome;
use crate::experiment::contract::outcome::tests::{contract, span};

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn ten_spans_are_counted_as_a_page_of_paper_does() {
    let contract = contract("");
    // Seven kept, two in the second band at 200, one in the worst at 500.
    let outcomes: Vec<SpanOutcome> = [(7, 0.85, 0, 0), (2, 0.78, 1, 200), (1, 0.66, 2, 500)]
        .into_iter()
        .flat_map(|(times, level, band, penalty)| (0..times).map(move |_| span(level, band, penalty)))
        .collect();
    let findings = ContractFindings::of(Agreed { contract: &contract, has_pay: true }, &outcomes);
    let amounts = &findings.amounts;
    assert!(near(amounts.penalty.mean.value, 90.0) && near(amounts.penalty.median.value, 0.0));
    assert!(near(amounts.penalty.p90.value, 200.0) && near(amounts.penalty.p95.value, 500.0));
    assert_eq!(amounts.penalty.p95.interval, None, "ten spans say nothing of one in twenty");
    assert!(near(amounts.fee.mean.value, 10_000.0) && near(amounts.client_cost.mean.value, 9_910.0));
    assert!(near(amounts.margin.as_ref().unwrap().mean.value, 9_910.0 - 7_000.0));
    assert_eq!(findings.any_penalty, wilson(3, 10, CONFIDENCE).unwrap());
    assert_eq!((findings.capped, findings.ended), (None, None), "there is no cap, and no right to end");
    assert_eq!(findings.invoices, None);
    let clause = &findings.clauses[0];
    assert_eq!((clause.periods, clause.judged), (10, 10));
    assert_eq!(clause.missed, wilson(3, 10, CONFIDENCE));
    let shares: Vec<f64> = clause.bands.iter().map(|band| band.share.value).collect();
    assert_eq!(shares, [0.7, 0.2, 0.1]);
    let level = clause.level.as_ref().unwrap();
    assert!(near(level.mean.value, (7.0 * 0.85 + 2.0 * 0.78 + 0.66) / 10.0) && near(level.median.value, 0.85));
    assert_eq!(level.sorted.len(), 10);
}

#[test]
fn what_is_not_judged_counts_nowhere() {
    let contract = contract("cap = '5 %'\nends-after.misses = 2\nends-after.in-a-row = true\n");
    let mut excused = span(0.5, 2, 0);
    excused.clauses[0] = vec![PeriodOutcome::new(None, None, Outcome::NotJudged)];
    excused.totals.missed = 0;
    excused.invoices[0].outcome = Outcome::NotJudged;
    let findings =
        ContractFindings::of(Agreed { contract: &contract, has_pay: false }, &[span(0.9, 0, 0), excused.clone()]);
    assert!(findings.clauses[0].missed.unwrap().value.abs() < f64::EPSILON);
    assert_eq!((findings.clauses[0].periods, findings.clauses[0].judged), (2, 1));
    assert_eq!(findings.missed_invoices, wilson(0, 1, CONFIDENCE));
    assert_eq!((findings.capped.unwrap().value, findings.ended.unwrap().value), (0.0, 0.0));
    assert_eq!((findings.amounts.staff_pay, findings.amounts.margin), (None, None));
    let nothing = ContractFindings::of(Agreed { contract: &contract, has_pay: false }, &[excused]);
    assert_eq!((nothing.clauses[0].missed, nothing.clauses[0].level.clone()), (None, None));
}

#[test]
fn spans_of_several_invoices_show_the_single_one_too() {
    let contract = contract("");
    let with = |penalties: &[i64]| {
        let mut span = span(0.9, 0, 0);
        let money = |units: i64| Money::from_millionths(units * Money::PER_UNIT);
        let invoice = |&units: &i64| InvoiceOutcome {
            penalties: money(units),
            net: money(units),
            outcome: if units > 0 { Outcome::Missed } else { Outcome::Kept },
        };
        span.invoices = penalties.iter().map(invoice).collect();
        span
    };
    let outcomes = [with(&[0, 100, 0]), with(&[0, 0, 0]), with(&[100, 100, 400])];
    let findings = ContractFindings::of(Agreed { contract: &contract, has_pay: true }, &outcomes);
    let invoices = findings.invoices.unwrap();
    assert_eq!(invoices.in_a_span, 3);
    assert!(near(invoices.penalty.mean.value, 700.0 / 9.0) && near(invoices.penalty.median.value, 0.0));
    assert!(near(findings.missed_invoices.unwrap().value, 4.0 / 9.0));
}

#[test]
fn of_many_levels_every_so_manieth_is_kept() {
    let many: Vec<f64> = (0..35_000).map(f64::from).collect();
    let picked = evenly_picked(many);
    assert_eq!(picked.len(), LevelFindings::MOST_KEPT);
    assert!(picked.is_sorted() && near(picked[0], 1.0) && near(picked[9_999], 34_998.0));
}
