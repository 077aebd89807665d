//! Several clauses in one contract, and periods of other lengths than the invoice's.

use ccsim::contract::Terms;
use ccsim::model::Period;
use ccsim::model::contract::{Amount, Effect, Grain, RollUp, SeveralMisses};

use super::agreement::{
    band, by_date, by_invoice, cell, clause, ladder, money, nothing, of_fee, penalty, percent, terms, told,
    told_amounts,
};

#[test]
fn what_is_at_risk_is_shared_out_by_weights() {
    // 10 % of 10 000.00 are at risk: with weights 3 and 1 a clause's part is 750.00 and 250.00.
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.at_risk = Some(of_fee(10.0));
        let bands = [band(80.0, Effect::Nothing), band(75.0, penalty(40.0)), band(0.0, penalty(100.0))];
        contract.clauses[0].payoff = ladder(&bands);
        contract.clauses[0].weight = 3.0;
        let mut daily = clause("daily");
        daily.per = Period::Day;
        daily.payoff = ladder(&bands);
        contract.clauses.push(daily);
    });
    let mut evidence = by_invoice(&agreed, &[(78, 100)]);
    by_date(&agreed, 1, &[(78, 100), (90, 100), (70, 100)], &mut evidence);
    assert_eq!(
        told_amounts(&agreed, &agreed.ledger(&evidence)),
        [
            "2026-01-01 | 75 % to below 80 %: penalty 40 % | 100.00",
            // A day below 75 % costs all of the 250.00, of which 150.00 are left.
            "2026-01-03 | below 75 %: penalty 100 % | 250.00",
            "2026-01-03 | above the clause's part of what is at risk | -100.00",
            "2026-01 | 75 % to below 80 %: penalty 40 % | 300.00",
        ]
    );
}

#[test]
fn of_several_misses_only_the_worst_clause_counts() {
    let agreed = terms("2026-01-01", 59, |contract| {
        contract.several_misses = SeveralMisses::Worst;
        contract.clauses.push(clause("other"));
    });
    let mut evidence = by_invoice(&agreed, &[(78, 100), (70, 100)]);
    evidence.cells[1][0] = cell(70, 100);
    let february = agreed.invoices[1].open_dates.start * 2;
    evidence.cells[1][february] = cell(70, 100);
    let ledger = agreed.ledger(&evidence);
    assert_eq!(
        told_amounts(&agreed, &ledger),
        [
            "2026-01 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-01 | below 75 %: penalty 10 % | 1000.00",
            "2026-01 | another clause costs more | -200.00",
            "2026-02 | below 75 %: penalty 10 % | 1000.00",
            "2026-02 | below 75 %: penalty 10 % | 1000.00",
            "2026-02 | another clause costs more | -1000.00",
        ]
    );
    let struck: Vec<_> =
        ledger.lines.iter().filter(|line| line.owes < money(0.0)).map(|line| agreed.subject(line)).collect();
    assert_eq!(struck, ["level", "other"], "of equals, the first stays");
    assert_eq!(ledger.totals.missed, 4, "both were missed");
}

#[test]
fn a_clause_by_the_quarter_in_a_monthly_contract() {
    // 2 % of the quarter's three fees, in the invoice of its last month.
    let agreed = terms("2026-01-01", 181, |contract| contract.clauses[0].per = Period::Quarter);
    let ledger =
        agreed.ledger(&by_invoice(&agreed, &[(90, 100), (78, 100), (69, 100), (70, 100), (90, 100), (90, 100)]));
    assert_eq!(
        told(&agreed, &ledger),
        ["2026-Q1 | 75 % to below 80 %: penalty 2 % | 600.00", "2026-Q2 | 80 % or more: nothing due | 0.00"]
    );
    assert_eq!(ledger.judgments[0].invoice, 2);
    assert_eq!(ledger.judgments[0].compared, Some(percent(79.0)), "237 of 300");
}

#[test]
fn a_clause_by_the_day_is_of_the_month_s_fee() {
    let agreed = terms("2026-01-01", 59, |contract| contract.clauses[0].per = Period::Day);
    let mut evidence = nothing(&agreed);
    evidence.cells[0][62] = cell(78, 100);
    let lines = told_amounts(&agreed, &agreed.ledger(&evidence));
    assert_eq!(lines, ["2026-02-01 | 75 % to below 80 %: penalty 2 % | 200.00"]);
}

/// Three dates of a short calendar, each with an interval of its own.
fn three_dates(roll_up: RollUp, counts: [(u64, u64); 3]) -> (Terms, ccsim::contract::Evidence) {
    let agreed = terms("2026-01-05", 7, |contract| {
        contract.per = Period::Week;
        contract.clauses[0].per = Period::Week;
        contract.clauses[0].roll_up = roll_up;
    });
    let mut evidence = nothing(&agreed);
    by_date(&agreed, 0, &counts, &mut evidence);
    (agreed, evidence)
}

#[test]
fn the_mean_of_quiet_and_busy_intervals_is_not_their_sum() {
    let counts = [(10, 10), (700, 1000), (5, 10)];
    let level = |roll_up| {
        let (agreed, evidence) = three_dates(roll_up, counts);
        agreed.ledger(&evidence).judgments[0].compared.map(|level| level.decimals(1).to_string())
    };
    assert_eq!(level(RollUp::Sums).as_deref(), Some("70.1"), "715 of 1 020");
    assert_eq!(
        level(RollUp::Mean(Grain::Interval)).as_deref(),
        Some("73.3"),
        "100 %, 70 % and 50 %; empty ones left out"
    );
    assert_eq!(level(RollUp::Mean(Grain::Day)).as_deref(), Some("73.3"));
}

#[test]
fn the_mean_of_days_is_not_the_mean_of_their_intervals() {
    let level = |grain| {
        let (agreed, mut evidence) = three_dates(RollUp::Mean(grain), [(10, 10), (0, 0), (0, 0)]);
        // The first date from 09:00 on: 0 of 30. The second: 20 of 20.
        (evidence.cells[0][1], evidence.cells[0][2]) = (cell(0, 30), cell(20, 20));
        agreed.ledger(&evidence).judgments[0].compared.map(|level| level.decimals(1).to_string())
    };
    assert_eq!(level(Grain::Interval).as_deref(), Some("66.7"), "100 %, 0 % and 100 %");
    assert_eq!(level(Grain::Day).as_deref(), Some("62.5"), "25 % and 100 %");
}

#[test]
fn ninety_percent_of_intervals_must_reach_eighty_percent() {
    let agreed = terms("2026-01-05", 7, |contract| {
        contract.per = Period::Week;
        let clause = &mut contract.clauses[0];
        clause.per = Period::Week;
        clause.roll_up = RollUp::Reached { of: Grain::Interval, target: percent(80.0) };
        clause.payoff = ladder(&[band(90.0, Effect::Nothing), band(0.0, Effect::Penalty(Amount::Money(money(400.0))))]);
    });
    // Fourteen intervals. 79.95 % is 80.0 %: the interval has reached it.
    let week = |missed: usize| {
        let mut evidence = nothing(&agreed);
        for (at, found) in evidence.cells[0].iter_mut().enumerate() {
            *found = if at < missed { cell(7994, 10_000) } else { cell(1599, 2000) };
        }
        told(&agreed, &agreed.ledger(&evidence)).join("; ")
    };
    assert_eq!(week(1), "2026-W02 | 90 % or more: nothing due | 0.00", "13 of 14 are 92.9 %");
    assert_eq!(week(2), "2026-W02 | below 90 %: penalty 400.00 | 400.00", "12 of 14 are 85.7 %");
}

#[test]
fn each_interval_may_be_a_period_of_its_own() {
    let agreed = terms("2026-01-05", 7, |contract| {
        contract.per = Period::Week;
        contract.clauses[0].per = Period::Interval;
    });
    let mut evidence = nothing(&agreed);
    evidence.cells[0][3] = cell(78, 100);
    let ledger = agreed.ledger(&evidence);
    assert_eq!(told_amounts(&agreed, &ledger), ["2026-01-06 09:00 | 75 % to below 80 %: penalty 2 % | 200.00"]);
    assert_eq!(ledger.totals.judged, 14);
}
