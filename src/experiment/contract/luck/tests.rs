//! Luck of clauses whose levels were made up.

use super::*;
use crate::experiment::contract::outcome::tests::{contract, span};

#[test]
fn the_edge_is_the_worst_level_that_is_rounded_to_no_miss() {
    let of = |more: &str| edge(&contract(more).clauses[0]).unwrap();
    assert!((of("") - 0.8).abs() < 1e-12);
    assert!((of("round = 1\n") - 0.7995).abs() < 1e-12, "79.95 % is 80.0 %");
    assert!((of("round = 0\n") - 0.795).abs() < 1e-12);
}

#[test]
fn the_level_to_hold_is_as_far_from_the_edge_as_chance_reaches() {
    let clause = contract("").clauses[0].clone();
    // Levels 0.801, 0.802 ... 0.900; in blocks of pairs that differ by 0.02 either way.
    let levels = (1..=100).map(|at| 0.8 + f64::from(at) / 1000.0);
    let spans: Vec<SpanOutcome> = levels.map(|level| span(level, 0, 0)).collect();
    let pair = |at: usize| vec![span(0.85, 0, 0), span(if at.is_multiple_of(2) { 0.87 } else { 0.83 }, 0, 0)];
    let blocks = Blocks { varying: vec![ChanceGroup::Calls], corners: (0..40).map(pair).collect() };
    let held = HeldLevel::of(0, &clause, &blocks, &spans).unwrap();
    // Differences of 0.02 are those of a deviation of 0.02 / sqrt 2.
    let deviation = 0.02 / 2.0_f64.sqrt();
    assert!((held.call_deviation.value - deviation).abs() < 1e-12);
    assert!((held.calls_normal.value - 0.8 - 1.644_854 * deviation).abs() < 1e-7);
    assert!((held.calls.value - 0.8 - deviation).abs() < 1e-12);
    // One in twenty is 0.805, the mean 0.8505.
    assert!((held.all.value - 0.8 - 0.0455).abs() < 1e-12);
    let (low, high) = held.all.interval.unwrap();
    assert!(low < held.all.value && held.all.value < high && high - low < 0.03, "{:?}", held.all);
}

#[test]
fn blocks_of_equal_outcomes_say_that_nothing_varies() {
    let clause = contract("").clauses[0].clone();
    let blocks = Blocks { varying: vec![ChanceGroup::Calls], corners: vec![vec![span(0.85, 0, 0); 2]; 20] };
    let luck = Luck::of(0, &clause, &blocks, &[span(0.85, 0, 0)]).unwrap();
    assert_eq!((luck.missed, luck.level, luck.amount), (None, None, None));
    let none = Blocks { varying: vec![ChanceGroup::Calls], corners: Vec::new() };
    assert_eq!(Luck::of(0, &clause, &none, &[]), None);
}
