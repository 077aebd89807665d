//! Payoffs other than steps: points, misses, lost calls, lines between bands, and bonuses.

use ccsim::contract::Cell;
use ccsim::model::contract::{
    Amount, Band, Better, Between, Effect, Empty, Level, Measure, MeasuredMetric, Payoff, Points,
};
use ccsim::units::Duration;

use super::agreement::{band, by_invoice, ladder, money, nothing, of_fee, penalty, percent, terms, told, told_amounts};

fn per_point(points: Points) -> Payoff {
    let penalty = Amount::Money(money(1500.0));
    Payoff::PerPoint { target: percent(80.0), penalty, bonus: None, most: None, points }
}

#[test]
fn one_thousand_five_hundred_for_each_point_pro_rata() {
    let owes = |points, round, numerator, denominator| {
        let agreed = terms("2026-01-01", 31, |contract| {
            contract.clauses[0].payoff = per_point(points);
            contract.clauses[0].round = round;
        });
        agreed.ledger(&by_invoice(&agreed, &[(numerator, denominator)])).totals.penalties.to_string()
    };
    // 77.7 % are 2.3 points short.
    assert_eq!(owes(Points::ProRata, Some(1), 777, 1000), "3450.00");
    assert_eq!(owes(Points::Full, Some(1), 777, 1000), "3000.00");
    assert_eq!(owes(Points::Begun, Some(1), 777, 1000), "4500.00");
    assert_eq!(owes(Points::Begun, Some(1), 77, 100), "4500.00", "three points to the dot");
    // 2 of 3 are 66.666 667 % to the millionth of a point: 13.333 333 points short, 19 999.999 5 and so 20 000.00.
    assert_eq!(owes(Points::ProRata, None, 2, 3), "20000.00");
    assert_eq!(owes(Points::ProRata, Some(1), 2, 3), "19950.00", "66.7 % at one decimal: 13.3 points");
    assert_eq!(owes(Points::ProRata, Some(1), 4, 5), "0.00");
}

#[test]
fn points_stop_at_the_most_and_earn_a_bonus_above_the_target() {
    let agreed = terms("2026-01-01", 90, |contract| {
        contract.clauses[0].payoff = Payoff::PerPoint {
            target: percent(80.0),
            penalty: Amount::Money(money(1500.0)),
            bonus: Some(of_fee(1.0)),
            most: Some(of_fee(30.0)),
            points: Points::ProRata,
        };
    });
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(70, 100), (785, 1000), (825, 1000)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01 | 10 % short of 80 % | 3000.00",
            "2026-02 | 1.5 % short of 80 % | 2250.00",
            "2026-03 | 2.5 % better than 80 % | -250.00",
        ]
    );
    assert_eq!((ledger.totals.bonuses, ledger.totals.net()), (money(250.0), money(5000.0)));
}

#[test]
fn a_fixed_amount_for_each_miss() {
    let agreed = terms("2026-01-01", 59, |contract| {
        let penalty = Amount::Money(money(750.0));
        contract.clauses[0].payoff = Payoff::PerMiss { target: percent(80.0), penalty };
    });
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(799, 1000), (800, 1000)]));
    assert_eq!(told(&agreed, &ledger), ["2026-01 | misses 80 % | 750.00", "2026-02 | reaches 80 % | 0.00"]);
}

#[test]
fn so_much_for_each_call_short_of_the_target() {
    let owes = |round, numerator, denominator| {
        let agreed = terms("2026-01-01", 31, |contract| {
            contract.clauses[0].round = round;
            contract.clauses[0].payoff = Payoff::PerLostCall { penalty: money(4.0), beyond: Some(percent(80.0)) };
        });
        let ledger = agreed.ledger(&by_invoice(&agreed, &[(numerator, denominator)]));
        told(&agreed, &ledger).join("; ")
    };
    // 80 % of 1 000 are 800: 780 are 20 calls short.
    assert_eq!(owes(Some(1), 780, 1000), "2026-01 | 20 calls short of 80 % | 80.00");
    // 80 % of 1 001 are 800.8: 801 are asked for.
    assert_eq!(owes(None, 800, 1001), "2026-01 | 1 calls short of 80 % | 4.00");
    assert_eq!(owes(None, 801, 1001), "2026-01 | reaches 80 % | 0.00");
    // 79.92 % are 79.9 %; 79.96 % are 80.0 %.
    assert_eq!(owes(Some(1), 7996, 10_000), "2026-01 | reaches 80 % | 0.00");
}

#[test]
fn so_much_for_each_lost_call() {
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.clauses[0].payoff = Payoff::PerLostCall { penalty: money(4.5), beyond: None };
    });
    let mut evidence = nothing(&agreed);
    evidence.cells[0][0] = Cell { numerator: 90, denominator: 100, arrived: 103, offered: 100, lost: 7 };
    evidence.cells[0][31] = Cell { numerator: 90, denominator: 100, arrived: 104, offered: 100, lost: 6 };
    let ledger = agreed.ledger(&evidence);
    assert_eq!(told(&agreed, &ledger), ["2026-01 | 13 calls lost | 58.50"]);
}

#[test]
fn calls_that_met_a_busy_tone_are_lost_though_nobody_was_offered() {
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.clauses[0].payoff = Payoff::PerLostCall { penalty: money(4.5), beyond: None };
    });
    let mut evidence = nothing(&agreed);
    evidence.cells[0][0] = Cell { arrived: 2, lost: 2, ..Cell::default() };
    assert_eq!(told(&agreed, &agreed.ledger(&evidence)), ["2026-01 | 2 calls lost | 9.00"]);
}

#[test]
fn between_the_edges_of_a_linear_ladder_lies_a_straight_line() {
    // 1 % bonus from 90 % up, nothing at 80 %, 10 % from 70 % down.
    let agreed = terms("2026-01-01", 181, |contract| {
        let bands =
            vec![band(90.0, Effect::Bonus(of_fee(1.0))), band(80.0, Effect::Nothing), band(70.0, penalty(10.0))];
        contract.clauses[0].payoff = Payoff::Ladder { bands, between: Between::Line };
    });
    let months = [(95, 100), (85, 100), (80, 100), (775, 1000), (70, 100), (10, 100)];
    let ledger = agreed.ledger(&by_invoice(&agreed, &months));
    let owes: Vec<String> = ledger.judgments.iter().map(|judgment| judgment.owes.to_string()).collect();
    assert_eq!(owes, ["-100.00", "-50.00", "0.00", "250.00", "1000.00", "1000.00"]);
    assert_eq!(ledger.totals.missed, 3);
}

#[test]
fn a_bonus_is_the_provider_s_and_does_not_widen_the_cap() {
    let agreed = terms("2026-01-01", 90, |contract| {
        contract.clauses[0].payoff =
            ladder(&[band(90.0, Effect::Bonus(of_fee(1.0))), band(80.0, Effect::Nothing), band(0.0, penalty(10.0))]);
        contract.cap_per_year = Some(Amount::Money(money(1500.0)));
    });
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(90, 100), (70, 100), (70, 100)]));
    assert_eq!(
        told_amounts(&agreed, &ledger),
        [
            "2026-01 | 90 % or more: bonus 1 % | -100.00",
            "2026-02 | below 80 %: penalty 10 % | 1000.00",
            "2026-03 | below 80 %: penalty 10 % | 1000.00",
            "2026-03 | above the cap of the year | -500.00",
        ]
    );
    assert_eq!((ledger.totals.net(), ledger.totals.client_pays()), (money(1400.0), money(28_600.0)));
}

#[test]
fn where_lower_is_better_a_band_ends_with_its_edge() {
    // An average speed of answer of up to 30 s is kept, up to 60 s costs 2 %.
    let seconds = |seconds| Level::of_time(Duration::from_secs(seconds));
    let agreed = terms("2026-01-01", 90, |contract| {
        let clause = &mut contract.clauses[0];
        clause.measure = Measure::Metric(MeasuredMetric::AverageSpeedOfAnswer);
        clause.better = Better::Lower;
        clause.empty = Empty::Fail;
        let edge = |edge, effect| Band { edge, effect };
        clause.payoff = ladder(&[
            edge(seconds(30), Effect::Nothing),
            edge(seconds(60), penalty(2.0)),
            edge(Level::UNBOUNDED, penalty(10.0)),
        ]);
    });
    // 100 calls that held 3 004 s together: 30.04 s, which is 30.0 s; then 3 005 s: 30.05 s, which is 30.1 s.
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(3_004_000_000, 100), (3_005_000_000, 100), (0, 0)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01 | 30 s or less: nothing due | 0.00",
            "2026-02 | above 30 s to 60 s: penalty 2 % | 200.00",
            "2026-03 | nobody counts: missed | 1000.00",
        ]
    );
}

#[test]
fn a_band_from_five_percent_on_is_read_out_as_such() {
    // As a file with `from` has it where lower is better: the band before ends a millionth of a point before 5 %.
    let agreed = terms("2026-01-01", 90, |contract| {
        let clause = &mut contract.clauses[0];
        clause.measure = Measure::Metric(MeasuredMetric::AbandonmentRate);
        clause.better = Better::Lower;
        let edge = |millionths, effect| Band { edge: Level::from_millionths(millionths), effect };
        clause.payoff =
            ladder(&[edge(4_999_999, Effect::Nothing), edge(7_999_999, penalty(2.0)), edge(u64::MAX, penalty(10.0))]);
    });
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(494, 10_000), (495, 10_000), (80, 1000)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01 | below 5 %: nothing due | 0.00",
            "2026-02 | 5 % to below 8 %: penalty 2 % | 200.00",
            "2026-03 | 8 % or more: penalty 10 % | 1000.00",
        ]
    );
}
