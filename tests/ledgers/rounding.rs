//! Rounding before comparison decides what is at the band's edge.

use super::agreement::{by_invoice, terms, told};

#[test]
fn seventy_nine_point_nine_five_is_eighty_at_one_decimal() {
    let agreed = terms("2026-01-01", 59, |_| ());
    // January: 1 599 of 2 000 are 79.95 %, which is 80.0 %. February: 79 949 of 100 000 are 79.949 %, which is 79.9 %.
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(1599, 2000), (79_949, 100_000)]));
    assert_eq!(
        told(&agreed, &ledger),
        ["2026-01 | 80 % or more: nothing due | 0.00", "2026-02 | 75 % to below 80 %: penalty 2 % | 200.00"]
    );
    assert_eq!((ledger.lines[1].numerator, ledger.lines[1].counted), (1599, 2000));
    let compared: Vec<_> = ledger.lines.iter().filter_map(|line| line.compared).collect();
    assert_eq!(compared.iter().map(|level| level.decimals(1).to_string()).collect::<Vec<_>>(), ["80.0", "79.9"]);
}

#[test]
fn what_is_not_rounded_is_compared_to_the_last_call() {
    let agreed = terms("2026-01-01", 59, |contract| contract.clauses[0].round = None);
    // Of 3 000 000 calls, one too few in January; exactly 80 % in February.
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(2_399_999, 3_000_000), (2_400_000, 3_000_000)]));
    assert_eq!(
        told(&agreed, &ledger),
        ["2026-01 | 75 % to below 80 %: penalty 2 % | 200.00", "2026-02 | 80 % or more: nothing due | 0.00"]
    );
}

#[test]
fn at_no_decimals_seventy_nine_and_a_half_is_eighty() {
    let agreed = terms("2026-01-01", 59, |contract| contract.clauses[0].round = Some(0));
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(159, 200), (794_999, 1_000_000)]));
    let owes: Vec<_> = ledger.judgments.iter().map(|judgment| judgment.owes.to_string()).collect();
    assert_eq!(owes, ["0.00", "200.00"]);
}

#[test]
fn two_percent_of_an_odd_fee_are_whole_cents() {
    // 2 % of 1 234.25 are 24.685: a half goes away from nought.
    let agreed = terms("2026-01-01", 31, |contract| contract.fee.fixed = super::agreement::money(1234.25));
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(78, 100)]));
    assert_eq!(ledger.totals.penalties.to_string(), "24.69");
}
