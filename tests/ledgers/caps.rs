//! Caps of the invoice's period and of the contract's year.

use ccsim::model::Period;
use ccsim::model::contract::Amount;
use ccsim::units::Money;

use super::agreement::{by_date, by_invoice, money, nothing, of_fee, terms, told_amounts};

#[test]
fn a_cap_of_the_year_is_reached_in_its_middle_and_begins_anew_with_the_next() {
    // 10 % of 10 000.00 in each bad month; 2 500.00 at most in a year.
    let agreed = terms("2026-01-01", 396, |contract| contract.cap_per_year = Some(Amount::Money(money(2500.0))));
    let bad = [(70, 100); 13];
    let ledger = agreed.ledger(&by_invoice(&agreed, &bad));
    let expected = [
        "2026-01 | below 75 %: penalty 10 % | 1000.00",
        "2026-02 | below 75 %: penalty 10 % | 1000.00",
        "2026-03 | below 75 %: penalty 10 % | 1000.00",
        "2026-03 | above the cap of the year | -500.00",
        "2026-04 | below 75 %: penalty 10 % | 1000.00",
        "2026-04 | above the cap of the year | -1000.00",
    ];
    let lines = told_amounts(&agreed, &ledger);
    assert_eq!(lines[..6], expected);
    assert_eq!(lines.last().unwrap(), "2027-01 | below 75 %: penalty 10 % | 1000.00", "a new year of the contract");
    assert_eq!((ledger.totals.penalties, ledger.totals.gross_penalties), (money(3500.0), money(13_000.0)));
    assert_eq!(ledger.totals.capped, 10, "March to December");
    let in_year: Vec<String> =
        ledger.lines.iter().filter(|line| line.owes != Money::ZERO).map(|line| line.in_year.to_string()).collect();
    assert_eq!(
        in_year[..4],
        ["1000.00", "2000.00", "3000.00", "2500.00"],
        "the running total that the cap is held against"
    );
}

#[test]
fn a_cap_of_the_invoice_is_filled_in_the_order_of_the_days() {
    // Each bad day costs 2 % of the month's fee, 200.00; at most 5 %, 500.00.
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.clauses[0].per = Period::Day;
        contract.cap = Some(of_fee(5.0));
    });
    let mut evidence = nothing(&agreed);
    by_date(&agreed, 0, &[(78, 100), (90, 100), (78, 100), (78, 100), (78, 100)], &mut evidence);
    let ledger = agreed.ledger(&evidence);
    assert_eq!(
        told_amounts(&agreed, &ledger),
        [
            "2026-01-01 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-03 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-04 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-05 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-04 | above the cap of the invoice | -100.00",
            "2026-01-05 | above the cap of the invoice | -200.00",
        ]
    );
    assert_eq!((ledger.totals.penalties, ledger.totals.missed, ledger.totals.capped), (money(500.0), 4, 1));
}

#[test]
fn a_cap_of_the_year_as_a_share_is_of_the_fees_of_that_year() {
    // Three months of 10 000.00: 5 % are 1 500.00.
    let agreed = terms("2026-01-01", 90, |contract| contract.cap_per_year = Some(of_fee(5.0)));
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(70, 100); 3]));
    assert_eq!(ledger.totals.penalties, money(1500.0));
}

#[test]
fn the_cap_of_a_clause_leaves_the_others_alone() {
    let agreed = terms("2026-01-01", 31, |contract| {
        let mut daily = super::agreement::clause("daily");
        daily.per = Period::Day;
        daily.cap = Some(Amount::Money(money(300.0)));
        contract.clauses.push(daily);
    });
    let mut evidence = by_invoice(&agreed, &[(78, 100)]);
    by_date(&agreed, 1, &[(78, 100), (78, 100), (78, 100)], &mut evidence);
    let ledger = agreed.ledger(&evidence);
    assert_eq!(
        told_amounts(&agreed, &ledger),
        [
            "2026-01-01 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-02 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-02 | above the clause's cap | -100.00",
            "2026-01-03 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01-03 | above the clause's cap | -200.00",
            "2026-01 | 75 % to below 80 %: penalty 2 % | 200.00",
        ]
    );
    assert_eq!(ledger.totals.penalties, money(500.0));
}
