//! Lines add up to the totals, to the cent, whatever the contract and whatever was counted.

use ccsim::contract::{Account, Cell, Delivered, Evidence, Outcome, Terms};
use ccsim::model::contract::{
    Amount, Between, EarnBack, Effect, Empty, Excuse, Fee, Grain, Payoff, Points, RampStep, Repeat, RollUp,
    SeveralMisses, Tier, Trigger,
};
use ccsim::model::{Clause, Contract, Period};
use ccsim::units::Money;
use proptest::prelude::*;
use proptest::sample::select;

use super::agreement::{band, clause, contract, date, percent, terms};
use super::support::share;

const CENT: i64 = 10_000;

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (0..500_000_i64).prop_map(|cents| Amount::Money(Money::from_millionths(cents * CENT / 3))),
        (0..2000_u32).prop_map(|part| Amount::Share(share(f64::from(part) / 10_000.0))),
    ]
}

fn payoff() -> impl Strategy<Value = Payoff> {
    let ladder =
        (amount(), amount(), amount(), any::<bool>()).prop_map(|(bonus, small, large, is_line)| Payoff::Ladder {
            bands: vec![
                band(90.0, Effect::Bonus(bonus)),
                band(80.0, Effect::Nothing),
                band(70.0, Effect::Penalty(small)),
                band(0.0, Effect::Penalty(large)),
            ],
            between: if is_line { Between::Line } else { Between::Step },
        });
    let points = (
        amount(),
        prop::option::of(amount()),
        prop::option::of(amount()),
        select(vec![Points::ProRata, Points::Full, Points::Begun]),
    )
        .prop_map(|(penalty, bonus, most, points)| Payoff::PerPoint {
            target: percent(80.0),
            penalty,
            bonus,
            most,
            points,
        });
    let miss = amount().prop_map(|penalty| Payoff::PerMiss { target: percent(80.0), penalty });
    let lost = any::<bool>().prop_map(|each| Payoff::PerLostCall {
        penalty: Money::from_millionths(1_234_567),
        beyond: (!each).then(|| percent(80.0)),
    });
    prop_oneof![ladder, points, miss, lost]
}

fn any_clause() -> impl Strategy<Value = Clause> {
    let shape = (
        payoff(),
        select(vec![Period::Interval, Period::Day, Period::Week, Period::Month, Period::Quarter]),
        select(vec![None, Some(0), Some(1), Some(3)]),
        select(vec![Empty::Pass, Empty::Fail, Empty::Skip]),
        0..3_u8,
    );
    let memory = (
        any::<[bool; 4]>(),
        prop::option::of(amount()),
        select(vec![Grain::Interval, Grain::Day, Grain::Period]),
        prop::option::of(1..4_u32),
        1..9_u32,
    );
    (shape, memory).prop_map(|((payoff, per, round, empty, roll), (has, cap, excuses, within, weight))| {
        let mut made = clause("any");
        (made.per, made.round, made.empty, made.cap, made.weight) = (per, round, empty, cap, f64::from(weight));
        let counts_calls = matches!(payoff, Payoff::PerLostCall { beyond: Some(_), .. });
        let cells = if matches!(per, Period::Interval | Period::Day) { RollUp::Sums } else { RollUp::Mean(Grain::Day) };
        made.roll_up = match roll {
            1 if !counts_calls => cells,
            2 if !counts_calls && per != Period::Interval => {
                RollUp::Reached { of: Grain::Interval, target: percent(75.0) }
            }
            _ => RollUp::Sums,
        };
        made.payoff = payoff;
        made.excused_if = has[0].then(|| Excuse { volume_above: Some(0.3), volume_below: Some(share(0.4)), excuses });
        made.earn_back = has[1].then(|| EarnBack { at: percent(82.0), of: share(0.37), within });
        made.repeat = has[2].then_some(Repeat { after: 1, times: 1.7 });
        if has[3] {
            let step = |until, penalties| RampStep { until: date(until), penalties: share(penalties), target: None };
            made.ramp = vec![step("2026-01-20", 0.0), step("2026-02-20", 0.333)];
        }
        made
    })
}

fn fee() -> impl Strategy<Value = Fee> {
    (any::<bool>(), 0..9_000_000_i64, any::<bool>(), prop::option::of(0..3_000_000_000_i64)).prop_map(
        |(is_tiered, price, has_floor, minimum)| {
            let price = Money::from_millionths(price);
            let tiers =
                vec![Tier { up_to: Some(300), price }, Tier { up_to: None, price: Money::from_millionths(1_111_111) }];
            Fee {
                per_answered: price,
                per_talk_minute: Money::from_millionths(333_333),
                per_staffed_hour: Money::from_millionths(7_777_777),
                fixed: Money::from_millionths(123_456_789),
                tiers: if is_tiered { tiers } else { Vec::new() },
                minimum: minimum.map(Money::from_millionths),
                minimum_of_forecast: has_floor.then(|| share(0.9)),
                ..Fee::default()
            }
        },
    )
}

fn any_contract() -> impl Strategy<Value = Contract> {
    let limits = (prop::option::of(amount()), prop::option::of(amount()), prop::option::of(amount()));
    let per = select(vec![Period::Day, Period::Week, Period::Month]);
    (prop::collection::vec(any_clause(), 1..4), fee(), limits, per, any::<bool>()).prop_map(
        |(clauses, fee, (cap, cap_per_year, at_risk), per, is_worst)| {
            let several_misses = if is_worst { SeveralMisses::Worst } else { SeveralMisses::Sum };
            let ends_after = Some(Trigger::Among { misses: 2, periods: 3 });
            Contract { clauses, fee, cap, cap_per_year, at_risk, per, several_misses, ends_after, ..contract() }
        },
    )
}

/// Counts that differ from date to date, from a seed: some dates without a call, some with many.
fn counted(agreed: &Terms, mut seed: u64) -> Evidence {
    let mut draw = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let dates = agreed.open_dates();
    let mut cells = |_| {
        (0..dates * agreed.intervals())
            .map(|_| {
                let denominator = if draw(5) == 0 { 0 } else { draw(90) };
                let numerator = denominator - denominator * draw(50) / 100;
                Cell { numerator, denominator, arrived: denominator + draw(3), offered: denominator, lost: draw(5) }
            })
            .collect()
    };
    let cells = (0..agreed.contract.clauses.len()).map(&mut cells).collect();
    let delivered = (0..dates)
        .map(|_| Delivered {
            answered: draw(100),
            talk: draw(1 << 30) * 20,
            staffed: draw(1 << 30) * 60,
            pay: draw(1 << 28),
            ..Delivered::default()
        })
        .collect();
    Evidence { cells, delivered }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn lines_add_up_to_the_totals_to_the_cent(made in any_contract(), seed in any::<u64>()) {
        let agreed = terms("2026-01-05", 100, |contract| *contract = made);
        let evidence = counted(&agreed, seed);
        let ledger = agreed.ledger(&evidence);
        let totals = ledger.totals;
        let sum = |amounts: &mut dyn Iterator<Item = Money>| amounts.fold(Money::ZERO, |sum, amount| sum + amount);
        let of = |account| sum(&mut ledger.lines.iter().filter(|line| line.account() == account).map(|line| line.owes));

        prop_assert_eq!(sum(&mut ledger.lines.iter().map(|line| line.fee)), totals.fee);
        prop_assert_eq!(sum(&mut ledger.lines.iter().map(|line| line.owes)), totals.net());
        prop_assert_eq!(of(Account::Penalty), totals.penalties);
        prop_assert_eq!(of(Account::Bonus), -totals.bonuses);
        prop_assert_eq!(of(Account::Refund), -totals.refunded);
        prop_assert_eq!(sum(&mut ledger.judgments.iter().map(|judgment| judgment.owes)), totals.penalties - totals.bonuses);
        prop_assert_eq!(sum(&mut ledger.invoices.iter().map(|invoice| invoice.totals.net())), totals.net());
        for line in &ledger.lines {
            prop_assert_eq!(line.owes.millionths() % CENT, 0);
            prop_assert_eq!(line.fee.millionths() % CENT, 0);
        }
        prop_assert_eq!(agreed.totals(&evidence), totals, "who listens does not change what is due");

        prop_assert!(totals.penalties >= Money::ZERO && totals.refunded <= totals.penalties);
        let missed = ledger.judgments.iter().filter(|judgment| judgment.outcome == Outcome::Missed).count();
        prop_assert_eq!(missed, totals.missed as usize);
        for invoice in &ledger.invoices {
            let last = ledger.lines.iter().rev().find(|line| line.invoice == invoice.at);
            if let Some(last) = last {
                prop_assert_eq!(last.in_invoice, invoice.totals.penalties);
            }
            if let Some(Amount::Money(cap)) = agreed.contract.cap {
                prop_assert!(invoice.totals.penalties.millionths() <= cap.millionths() + CENT / 2);
            }
        }
        if let Some(Amount::Money(cap)) = agreed.contract.cap_per_year {
            prop_assert!(totals.penalties.millionths() <= cap.millionths() + CENT / 2);
        }
    }

    #[test]
    fn no_count_and_no_price_is_too_large(made in any_contract(), price in select(vec![0, 1, Money::LARGEST.millionths()])) {
        let price = Money::from_millionths(price);
        let agreed = terms("2026-01-05", 100, |contract| {
            *contract = made;
            contract.fee = Fee { per_answered: price, per_talk_minute: price, fixed: price, minimum: Some(price), ..Fee::default() };
        });
        for count in [0, 1, u64::MAX] {
            let cell = Cell { numerator: count, denominator: u64::MAX, arrived: count, offered: count, lost: count };
            let delivered = Delivered { answered: count, talk: count, handled: count, staffed: count, pay: count, caller_cost: count, lost: count };
            let cells = vec![vec![cell; agreed.open_dates() * agreed.intervals()]; agreed.contract.clauses.len()];
            let evidence = Evidence { cells, delivered: vec![delivered; agreed.open_dates()] };
            let ledger = agreed.ledger(&evidence);
            for line in &ledger.lines {
                prop_assert!(!agreed.words(line).is_empty() && !agreed.period_of(line).is_empty());
            }
        }
        // Evidence that is missing counts as nothing.
        prop_assert_eq!(agreed.totals(&Evidence::default()).lost, 0);
    }
}
