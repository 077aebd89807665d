//! What does not count: exempt hours, days and intervals, volume that nobody foretold, the beginning, and nothing at all.

use ccsim::contract::Terms;
use ccsim::model::contract::{Empty, Excuse, Grain, Hours, RampStep, RollUp};
use ccsim::model::{Contract, Period};
use ccsim::units::{Money, SimTime};

use super::agreement::{by_date, by_invoice, cell, date, nothing, percent, terms, told};
use super::support::share;

#[test]
fn hours_that_the_clause_does_not_measure_do_not_count() {
    // From 09:00 to 10:00 all goes wrong; the clause measures from 08:00 to 09:00.
    let agreed = terms("2026-01-01", 31, |contract| {
        let (from, to) = (SimTime::from_minutes(480), SimTime::from_minutes(540));
        contract.clauses[0].hours = Some(Hours { from, to });
    });
    let mut evidence = by_invoice(&agreed, &[(81, 100)]);
    evidence.cells[0][1] = cell(0, 1000);
    assert_eq!(agreed.ledger(&evidence).totals.penalties, Money::ZERO);
    assert!(agreed.measures(0, 0, 0) && !agreed.measures(0, 0, 1));
}

#[test]
fn saturdays_and_excluded_dates_do_not_count() {
    // The third of January 2026 is a Saturday.
    let agreed = terms("2026-01-01", 7, |contract| {
        contract.per = Period::Week;
        contract.clauses[0].per = Period::Day;
        contract.clauses[0].weekdays = [true, true, true, true, true, false, false];
        contract.clauses[0].excluded = vec![date("2026-01-02")];
    });
    let mut evidence = nothing(&agreed);
    by_date(&agreed, 0, &[(70, 100); 7], &mut evidence);
    assert_eq!(
        told(&agreed, &agreed.ledger(&evidence)),
        [
            "2026-01-01 | below 75 %: penalty 10 % | 1000.00",
            "2026-01-02 | excluded: not judged | 0.00",
            "2026-01-05 | below 75 %: penalty 10 % | 1000.00",
            "2026-01-06 | below 75 %: penalty 10 % | 1000.00",
            "2026-01-07 | below 75 %: penalty 10 % | 1000.00",
        ]
    );
}

fn excused(grain: Grain) -> impl FnOnce(&mut Contract) {
    move |contract| {
        let excuse = Excuse { volume_above: Some(0.15), volume_below: Some(share(0.5)), excuses: grain };
        contract.clauses[0].excused_if = Some(excuse);
    }
}

#[test]
fn an_interval_with_a_fifth_more_calls_than_foretold_is_left_out() {
    // 60 calls are foretold from 08:00 to 09:00, so that 69 are borne and 70 are not.
    let level = |numerator, calls| {
        let agreed = terms("2026-01-01", 31, excused(Grain::Interval));
        let mut evidence = nothing(&agreed);
        for date in 0..31 {
            evidence.cells[0][2 * date] = cell(50, 60);
            evidence.cells[0][2 * date + 1] = cell(32, 40);
        }
        evidence.cells[0][0] = cell(numerator, calls);
        let ledger = agreed.ledger(&evidence);
        (ledger.lines.last().unwrap().counted, ledger.totals.penalties)
    };
    // 30 x 50 + 31 x 32 = 2 492 of 30 x 60 + 31 x 40 = 3 040 besides: 82 %.
    assert_eq!(level(0, 70), (3040, Money::ZERO));
    // With the 69 of which none was in time, 2 492 of 3 109 are 80.2 %; fewer than half of what was foretold are left out.
    assert_eq!(level(0, 69), (3109, Money::ZERO));
    assert_eq!(level(0, 29), (3040, Money::ZERO));
    assert_eq!(level(0, 30), (3070, Money::ZERO));
}

#[test]
fn a_day_beyond_the_volume_band_is_excused_and_says_so() {
    let agreed = terms("2026-01-01", 31, |contract| {
        contract.clauses[0].per = Period::Day;
        excused(Grain::Day)(contract);
    });
    let mut evidence = nothing(&agreed);
    // 100 calls are foretold for a day. On the first day 115, on the second 116.
    by_date(&agreed, 0, &[(70, 115), (70, 116), (10, 49), (20, 50)], &mut evidence);
    let lines = told(&agreed, &agreed.ledger(&evidence));
    assert_eq!(
        lines[..5],
        [
            "2026-01-01 | below 75 %: penalty 10 % | 1000.00",
            "2026-01-02 | excused: 116 calls, 16.0 % above the forecast of 100.0 | 0.00",
            "2026-01-03 | excused: 49 calls, 51.0 % below the forecast of 100.0 | 0.00",
            "2026-01-04 | below 75 %: penalty 10 % | 1000.00",
            "2026-01-05 | excused: 0 calls, 100.0 % below the forecast of 100.0 | 0.00",
        ]
    );
}

#[test]
fn a_month_beyond_the_volume_band_is_not_judged() {
    let agreed = terms("2026-01-01", 59, excused(Grain::Period));
    // 3 100 are foretold for January, 2 800 for February: 3 565 and 3 220 are the most that excuse nothing.
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(2000, 3566), (2000, 3220)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01 | excused: 3566 calls, 15.0 % above the forecast of 3100.0 | 0.00",
            "2026-02 | below 75 %: penalty 10 % | 1000.00"
        ]
    );
    assert_eq!((ledger.totals.judged, ledger.totals.missed), (1, 1));
}

#[test]
fn in_the_ramp_nothing_is_due_then_half() {
    // A month belongs to the step in which it begins, though it ends later.
    let agreed = terms("2026-01-01", 151, |contract| {
        let step = |until, penalties, target| RampStep { until: date(until), penalties: share(penalties), target };
        contract.clauses[0].ramp = vec![
            step("2026-01-01", 0.0, None),
            step("2026-02-10", 0.5, None),
            step("2026-04-01", 1.0, Some(percent(76.0))),
        ];
    });
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(70, 100), (70, 100), (76, 100), (75, 100), (76, 100)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01 | below 75 %: penalty 10 % | 1000.00",
            "2026-01 | ramp: 0 % of the penalty is due | -1000.00",
            "2026-02 | below 75 %: penalty 10 % | 1000.00",
            "2026-02 | ramp: 50 % of the penalty is due | -500.00",
            "2026-03 | reaches the ramp's target | 0.00",
            "2026-04 | 75 % to below 80 %: penalty 2 % | 200.00",
            "2026-05 | 75 % to below 80 %: penalty 2 % | 200.00",
        ]
    );
    assert_eq!((ledger.totals.judged, ledger.totals.missed), (4, 3), "January was not judged");
}

#[test]
fn days_beyond_the_band_are_left_out_of_their_month_and_counted() {
    let agreed = terms("2026-01-01", 31, excused(Grain::Day));
    let mut evidence = nothing(&agreed);
    // 28 days of 90 %, then three with half as many calls again and nobody in time.
    by_date(&agreed, 0, &[(90, 100); 31], &mut evidence);
    for day in 28..31 {
        evidence.cells[0][2 * day] = cell(0, 150);
    }
    assert_eq!(
        told(&agreed, &agreed.ledger(&evidence)),
        [
            "2026-01 | days left out, their volume was not as foretold: 3 | 0.00",
            "2026-01 | 80 % or more: nothing due | 0.00"
        ]
    );
}

fn empty(empty: Empty) -> Terms {
    terms("2026-01-01", 31, |contract| contract.clauses[0].empty = empty)
}

#[test]
fn a_month_without_a_call_is_kept_missed_or_not_judged() {
    for (rule, line, judged, missed) in [
        (Empty::Pass, "2026-01 | nobody counts: kept | 0.00", 1, 0),
        (Empty::Fail, "2026-01 | nobody counts: missed | 1000.00", 1, 1),
        (Empty::Skip, "2026-01 | nobody counts: not judged | 0.00", 0, 0),
    ] {
        let agreed = empty(rule);
        let ledger = agreed.ledger(&nothing(&agreed));
        assert_eq!(told(&agreed, &ledger), [line]);
        assert_eq!((ledger.totals.judged, ledger.totals.missed), (judged, missed));
    }
}

#[test]
fn an_interval_without_a_call_counts_as_the_clause_says() {
    // One date a week counts both intervals: 08:00 good, 09:00 without a call; the six others are empty altogether.
    let share_of_intervals = |rule| {
        let agreed = terms("2026-01-01", 7, |contract| {
            contract.per = Period::Week;
            contract.clauses[0].per = Period::Week;
            contract.clauses[0].empty = rule;
            contract.clauses[0].roll_up = RollUp::Reached { of: Grain::Interval, target: percent(80.0) };
        });
        // The first of January 2026 is a Thursday: the first week ends on Sunday, after four dates, eight intervals.
        let mut evidence = nothing(&agreed);
        evidence.cells[0][0] = cell(9, 10);
        evidence.cells[0][2] = cell(1, 10);
        let first = agreed.ledger(&evidence).judgments[0];
        first.compared.map(|level| level.decimals(1).to_string())
    };
    assert_eq!(share_of_intervals(Empty::Pass).as_deref(), Some("87.5"), "7 of 8");
    assert_eq!(share_of_intervals(Empty::Fail).as_deref(), Some("12.5"), "1 of 8");
    assert_eq!(share_of_intervals(Empty::Skip).as_deref(), Some("50.0"), "1 of 2");
}
