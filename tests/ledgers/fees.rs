//! What the work is paid.

use ccsim::contract::{Delivered, Terms};
use ccsim::model::Contract;
use ccsim::model::contract::{Fee, Tier};
use ccsim::units::Money;

use super::agreement::{money, nothing, terms};
use super::support::share;

/// Each fee line: its words and amount.
fn billed(agreed: &Terms, delivered: Delivered) -> Vec<String> {
    let mut evidence = nothing(agreed);
    evidence.delivered[0] = delivered;
    let ledger = agreed.ledger(&evidence);
    let fees = ledger.lines.iter().filter(|line| line.fee != Money::ZERO);
    let lines: Vec<String> = fees.map(|line| format!("{} | {}", agreed.words(line), line.fee)).collect();
    let sum = ledger.lines.iter().fold(Money::ZERO, |sum, line| sum + line.fee);
    assert_eq!(sum, ledger.totals.fee);
    lines
}

fn month(fee: Fee) -> Terms {
    terms("2026-01-01", 31, |contract: &mut Contract| contract.fee = fee)
}

#[test]
fn each_part_of_a_fee_is_a_line() {
    let fee = Fee {
        per_answered: money(3.1),
        per_talk_minute: money(0.25),
        per_handled_minute: money(0.1),
        per_staffed_hour: money(31.5),
        fixed: money(500.0),
        ..Fee::default()
    };
    let hours = |hours: f64| (hours * 3_600_000_000.0) as u64;
    let delivered =
        Delivered { answered: 100, talk: hours(5.0), handled: hours(6.0), staffed: hours(7.5), ..Delivered::default() };
    assert_eq!(
        billed(&month(fee), delivered),
        [
            "100 answered | 310.00",
            "300.00 min of talk | 75.00",
            "360.00 min of handling | 36.00",
            "7.50 paid hours | 236.25",
            "fixed fee | 500.00",
        ]
    );
}

#[test]
fn the_calls_of_each_tier_have_its_price() {
    let tiers = [(Some(1000), 3.0), (Some(2000), 2.5), (None, 2.0)];
    let tiers = tiers.map(|(up_to, price)| Tier { up_to, price: money(price) }).to_vec();
    let agreed = month(Fee { tiers, ..Fee::default() });
    let answered = |answered| billed(&agreed, Delivered { answered, ..Delivered::default() });
    assert_eq!(answered(1000), ["1000 answered, tier 1 | 3000.00"]);
    assert_eq!(
        answered(2300),
        ["1000 answered, tier 1 | 3000.00", "1000 answered, tier 2 | 2500.00", "300 answered, tier 3 | 600.00"]
    );
}

#[test]
fn ninety_percent_of_the_forecast_are_billed_at_least_and_then_a_minimum_is_paid() {
    // 3 100 calls are foretold for January: 2 790 are billed at least.
    let tiers = vec![Tier { up_to: Some(2000), price: money(3.0) }, Tier { up_to: None, price: money(2.0) }];
    let fee = Fee { tiers, minimum_of_forecast: Some(share(0.9)), minimum: Some(money(8000.0)), ..Fee::default() };
    let agreed = month(fee);
    let answered = |answered| billed(&agreed, Delivered { answered, ..Delivered::default() });
    assert_eq!(
        answered(1900),
        [
            "1900 answered, tier 1 | 5700.00",
            // 100 more at 3.00 and 790 at 2.00.
            "890 billed up to the forecast's minimum | 1880.00",
            "up to the minimum fee | 420.00",
        ]
    );
    assert_eq!(answered(3100), ["2000 answered, tier 1 | 6000.00", "1100 answered, tier 2 | 2200.00"]);
}

#[test]
fn the_margin_is_the_fee_less_what_is_owed_and_what_agents_were_paid() {
    let agreed = month(Fee { fixed: money(1000.0), ..Fee::default() });
    let mut evidence = nothing(&agreed);
    evidence.delivered[3] = Delivered { pay: 600_000_000, caller_cost: 40_000_000, lost: 5, ..Delivered::default() };
    evidence.cells[0][0] = super::agreement::cell(70, 100);
    let totals = agreed.totals(&evidence);
    assert_eq!((totals.client_pays(), totals.margin()), (money(900.0), money(300.0)));
    assert_eq!(totals.damage(money(8.0)), money(80.0));
}
