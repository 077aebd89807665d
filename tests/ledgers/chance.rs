//! A ladder on a level that is normal: the expected amount, by quadrature over ledgers and by theory.

use ccsim::contract::Terms;
use ccsim::model::contract::{Between, Effect, Payoff};
use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::agreement::{band, by_invoice, ladder, of_fee, penalty, terms};

/// Mean and standard deviation of the level \[percentage points\].
const MEAN: f64 = 79.2;
const SPREAD: f64 = 3.1;
/// Strips of the quadrature in a percentage point; edges lie between two of them.
const STRIPS: u64 = 100;
/// Calls of the month: each strip is a whole number of them.
const CALLS: u64 = 1_000_000;

/// Expected amount of a month by the midpoint rule, one ledger for each strip from 60 % to 95 %.
fn by_ledgers(agreed: &Terms, normal: &Normal) -> f64 {
    (60 * STRIPS..95 * STRIPS)
        .map(|strip| {
            let middle = (strip as f64 + 0.5) / STRIPS as f64;
            let kept = (2 * strip + 1) * CALLS / (200 * STRIPS);
            let owes = agreed.totals(&by_invoice(agreed, &[(kept, CALLS)])).net().as_units();
            owes * (normal.cdf(middle + 0.5 / STRIPS as f64) - normal.cdf(middle - 0.5 / STRIPS as f64))
        })
        .sum()
}

#[test]
fn steps_cost_the_chance_of_each_band_times_its_amount() {
    let normal = Normal::new(MEAN, SPREAD).unwrap();
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.clauses[0].payoff = ladder(&[
            band(85.0, Effect::Bonus(of_fee(1.0))),
            band(80.0, Effect::Nothing),
            band(75.0, penalty(2.0)),
            band(0.0, penalty(10.0)),
        ]);
    });
    // At one decimal, 84.95 % are 85.0 %: each edge lies half a tenth lower.
    let below = |edge: f64| normal.cdf(edge - 0.05);
    let theory = 1000.0 * below(75.0) + 200.0 * (below(80.0) - below(75.0)) - 100.0 * (1.0 - below(85.0));
    let found = by_ledgers(&agreed, &normal);
    // The 1e-4 are the tails beyond 60 % and 95 %, which are no strip.
    assert!((found - theory).abs() < 1e-4, "{found} and {theory}");
}

#[test]
fn a_line_costs_the_mean_shortfall_of_a_normal_level() {
    let normal = Normal::new(MEAN, SPREAD).unwrap();
    let agreed = terms("2026-01-01", 31, |contract| {
        let bands = vec![band(80.0, Effect::Nothing), band(70.0, penalty(10.0))];
        contract.clauses[0].round = None;
        contract.clauses[0].payoff = Payoff::Ladder { bands, between: Between::Line };
    });
    // E (t - X)+ of a normal X is (t - m) F(t) + s² f(t); 100.00 a point between 80 % and 70 %.
    let shortfall = |edge: f64| (edge - MEAN) * normal.cdf(edge) + SPREAD * SPREAD * normal.pdf(edge);
    let theory = 100.0 * (shortfall(80.0) - shortfall(70.0));
    let found = by_ledgers(&agreed, &normal);
    assert!((found - theory).abs() < 2e-3, "{found} and {theory}");
}
