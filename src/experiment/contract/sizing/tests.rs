//! Which staffing is worth it, on outcomes that were made up.

use super::*;
use crate::experiment::contract::outcome::tests::{center, span};
use crate::model::ContractId;

/// A level of which so many of 100 spans are missed at 200 each, the worst first; the pay is 7 000 and 100 a head more.
fn level(offset: i32, missed: usize) -> Level {
    let of = |at: usize| {
        let mut span = if at < missed { span(0.75, 1, 200) } else { span(0.85, 0, 0) };
        span.totals.staff_cost += Money::from_millionths(100 * i64::from(offset) * Money::PER_UNIT);
        span
    };
    Level { offset, contracts: vec![(0..100).map(of).collect()], defined: Vec::new(), by_interval: Vec::new() }
}

fn sized(levels: &[Level]) -> SizedContract {
    let laid = [Laid::of(&center(""), ContractId::at(0))];
    let sizing = Sizing::of(&laid, &levels.iter().collect::<Vec<_>>(), Some(1));
    assert_eq!((sizing.spans, sizing.offsets.len()), (100, levels.len()));
    sizing.contracts[0].clone()
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn a_head_is_worth_the_misses_that_it_avoids() {
    // 90, 40, 20 and 20 of 100 spans are missed.
    let sized = sized(&[level(0, 90), level(1, 40), level(2, 20), level(3, 20)]);
    // 100 more for half a miss less: at 200 a miss both are worth the same; 100 for a fifth: at 500.
    let prices: Vec<Option<f64>> = sized.steps.iter().map(|step| step.indifference.map(|price| price.value)).collect();
    assert!(near(prices[0].unwrap(), 200.0) && near(prices[1].unwrap(), 500.0));
    assert_eq!(prices[2], None, "no miss less: no price makes it worth the pay");
    // The penalty is 200: as factors on it, 1 and 2.5.
    assert!(near(sized.steps[0].factor.unwrap().value, 1.0) && near(sized.steps[1].factor.unwrap().value, 2.5));
    let windows = sized.windows.as_ref().unwrap();
    let ends: Vec<_> = windows.iter().map(|window| window.factors).collect();
    let (none, one) = (ends[0].unwrap(), ends[1].unwrap());
    assert!(near(none.0, 0.0) && near(none.1.unwrap(), 1.0) && near(one.0, 1.0) && near(one.1.unwrap(), 2.5));
    assert!(ends[2].unwrap().1.is_none() && near(ends[2].unwrap().0, 2.5), "two more heads are the most that ever pay");
    assert_eq!(ends[3], None, "never the best");
    assert_eq!(windows[1].doubts.0.unwrap(), sized.steps[0].factor.unwrap());
    assert_eq!(sized.solved_for, Some(1));
}

#[test]
fn levels_that_cannot_be_told_apart_are_named() {
    // 7 000 + 180, 7 100 + 80, 7 200 + 40: the first two are equal on average, the third is dearer in each span but twenty.
    let sized = sized(&[level(0, 90), level(1, 40), level(2, 20)]);
    let cheapest = sized.cheapest.unwrap();
    assert_eq!((cheapest.level, cheapest.alike, cheapest.at_the_end), (0, vec![1], true));
    assert!(near(sized.levels[1].pay_and_net.unwrap().value, 7_180.0));
    assert!(near(sized.levels[2].margin.unwrap().value, 10_000.0 - 40.0 - 7_200.0));
    assert!(near(sized.levels[0].missed.value, 0.9));
}

#[test]
fn several_contracts_add_up() {
    let laid = [Laid::of(&center(""), ContractId::at(0)), Laid::of(&center(""), ContractId::at(0))];
    let (mut both, other) = (level(0, 50), level(0, 10));
    both.contracts.extend(other.contracts);
    let sizing = Sizing::of(&laid, &[&both], None);
    let together = &sizing.together.unwrap()[0];
    assert!(near(together.net.value, 200.0 * 0.6) && near(together.staff_pay.unwrap().value, 14_000.0));
    assert!(near(together.missed.value, 0.5), "the ten are among the fifty");
    assert_eq!(together.clause_levels.len(), 2);
}
