//! Bills worked out by hand, in general, and on average.

use proptest::prelude::*;

use super::journeys::*;
use super::*;
use crate::random::{Role, stream};
use crate::units::{Duration, SimTime};

/// Charge and hold charge in cents.
fn cents(number: &Number, parts: &[Part], how: Ending) -> (f64, f64) {
    let call = call(parts);
    let bill = Bill::of(number, &call, &ended(&call, how));
    let cents = |amount: Money| amount.millionths() as f64 / 10_000.0;
    (cents(bill.charge), cents(bill.hold_charge))
}

fn holding(number: Number, hold: HoldCharge) -> Number {
    Number { hold, ..number }
}

#[test]
fn hold_that_wraps_over_a_billing_step_costs_a_minute() {
    let number = number(per_minute(14, 60.0, 60.0));
    // 20 + 50 = 70 s: two minutes, 28 ct; without hold 50 s: one minute, 14 ct. Twenty seconds of hold cost 14 ct.
    assert_eq!(cents(&number, &[Hold(20.0), Talk(50.0)], Ending::Talked), (28.0, 14.0));
    // 20 + 30 = 50 s and 30 s are both one minute: this hold costs nothing.
    assert_eq!(cents(&number, &[Hold(20.0), Talk(30.0)], Ending::Talked), (14.0, 0.0));
    // Exactly a minute is one step, a microsecond more is two.
    assert_eq!(cents(&number, &[Hold(30.0), Talk(30.0)], Ending::Talked), (14.0, 0.0));
    assert_eq!(cents(&number, &[Hold(30.000_001), Talk(30.0)], Ending::Talked), (28.0, 14.0));
}

#[test]
fn steps_of_60_1_and_1_1() {
    // 70.5 s: 60 + 11 = 71 s, 12 x 71 / 60 = 14.2 ct; without hold 50.5 s: 60 s, 12 ct.
    let after_a_minute = number(per_minute(12, 60.0, 1.0));
    assert_eq!(cents(&after_a_minute, &[Hold(20.0), Talk(50.5)], Ending::Talked), (14.2, 2.2));
    // 71 s, 14.2 ct; without hold 51 s, 10.2 ct.
    let by_the_second = number(per_minute(12, 1.0, 1.0));
    assert_eq!(cents(&by_the_second, &[Hold(20.0), Talk(50.5)], Ending::Talked), (14.2, 4.0));
}

#[test]
fn an_amount_is_rounded_half_up_to_the_millionth_once() {
    // 3.9 ct a minute, 1 s: 39 000 / 60 = 650 millionths; 1 millionth a minute, 30 s: half a millionth, rounded up.
    let tiny = |price| {
        let time = PerMinute { price: Money::from_millionths(price), first: seconds(1.0), then: seconds(1.0) };
        number(Tariff { per_minute: Some(time), ..Tariff::default() })
    };
    let charge = |price, length| {
        let call = call(&[Talk(length)]);
        Bill::of(&tiny(price), &call, &ended(&call, Ending::Talked)).charge.millionths()
    };
    assert_eq!(charge(39_000, 1.0), 650);
    assert_eq!(charge(1, 30.0), 1);
    assert_eq!(charge(1, 29.0), 0);
}

#[test]
fn a_transfer_gap_is_hold_like_any_other() {
    let number = number(per_minute(14, 60.0, 60.0));
    // 10 + 40 + 30 + 90 = 170 s: 3 min, 42 ct; without both holds 130 s: 3 min. Nothing is due to hold.
    let parts = [Hold(10.0), Talk(40.0), Hold(30.0), Talk(90.0)];
    assert_eq!(cents(&number, &parts, Ending::Talked), (42.0, 0.0));
    // 10 + 40 + 60 + 70 = 180 s: 42 ct; without holds 110 s: 28 ct.
    let parts = [Hold(10.0), Talk(40.0), Hold(60.0), Talk(70.0)];
    assert_eq!(cents(&number, &parts, Ending::Talked), (42.0, 14.0));
}

#[test]
fn who_hangs_up_on_hold_pays_for_hold_alone() {
    let number = number(per_minute(14, 60.0, 60.0));
    // 61 s: 28 ct, all of it for hold.
    assert_eq!(cents(&number, &[Hold(61.0)], HANGS_UP), (28.0, 28.0));
    // 40 s of menu and 61 s of hold: 101 s, 28 ct; the menu alone costs 14 ct.
    assert_eq!(cents(&number, &[Menu(40.0), Hold(61.0)], HANGS_UP), (28.0, 14.0));
    // Disconnected, or holding for ever, or promised a callback: the same.
    for how in [Ending::Disconnected, Ending::StillInside, Ending::CallbackPromised] {
        assert_eq!(cents(&number, &[Hold(61.0)], how), (28.0, 28.0));
    }
    // In the second hold: 30 + 50 + 100 = 180 s, 42 ct; the talk alone costs 14 ct.
    assert_eq!(cents(&number, &[Hold(30.0), Talk(50.0), Hold(100.0)], HANGS_UP), (42.0, 28.0));
}

#[test]
fn the_first_thirty_seconds_of_0180_7_are_free() {
    let number = number(Tariff { free_first: seconds(30.0), ..per_minute(14, 60.0, 60.0) });
    // Answered after 20 s, talks for 60 s: 80 - 30 = 50 s, 14 ct; without hold 30 s, 14 ct.
    assert_eq!(cents(&number, &[Hold(20.0), Talk(60.0)], Ending::Talked), (14.0, 0.0));
    // Answered after 40 s, talks for 20 s: 60 - 30 = 30 s, 14 ct; without hold nothing.
    assert_eq!(cents(&number, &[Hold(40.0), Talk(20.0)], Ending::Talked), (14.0, 14.0));
    // Hangs up within the free time.
    assert_eq!(cents(&number, &[Hold(30.0)], HANGS_UP), (0.0, 0.0));
    // With free hold the free seconds are those of what is left: 60 - 30 = 30 s whatever the hold.
    let free = holding(number, HoldCharge::Free(Cut::Splice));
    assert_eq!(cents(&free, &[Hold(40.0), Talk(60.0)], Ending::Talked), (14.0, 0.0));
}

#[test]
fn two_minutes_free_until_somebody_deals_with_the_matter() {
    let number = holding(number(per_minute(14, 60.0, 60.0)), HoldCharge::FreeFirst(seconds(120.0)));
    // Answered after 90 s: the free time ends there. Talk of 50 s: 14 ct; the same without hold.
    assert_eq!(cents(&number, &[Hold(90.0), Talk(50.0)], Ending::Talked), (14.0, 0.0));
    // Answered after 200 s: 80 + 50 = 130 s are charged, 42 ct; without hold 50 s, 14 ct.
    assert_eq!(cents(&number, &[Hold(200.0), Talk(50.0)], Ending::Talked), (42.0, 28.0));
    // A greeting is no processing: 20 + 110 s before the talk, 10 + 50 = 60 s, 14 ct; without hold 50 s, 14 ct.
    assert_eq!(cents(&number, &[Played(20.0), Hold(110.0), Talk(50.0)], Ending::Talked), (14.0, 0.0));
    // A menu is: all 10 + 40 + 15 = 65 s are charged, 28 ct; without hold 25 s, 14 ct.
    assert_eq!(cents(&number, &[Menu(10.0), Hold(40.0), Talk(15.0)], Ending::Talked), (28.0, 14.0));
    // Hangs up within two minutes: nothing. After 121 s: one minute.
    assert_eq!(cents(&number, &[Hold(120.0)], HANGS_UP), (0.0, 0.0));
    assert_eq!(cents(&number, &[Hold(121.0)], HANGS_UP), (14.0, 14.0));
}

#[test]
fn free_hold_is_spliced_or_restarts() {
    let parts = [Menu(30.0), Hold(100.0), Talk(50.0), Hold(45.0), Talk(20.0)];
    let number = number(per_minute(14, 60.0, 60.0));
    // 30 + 50 + 20 = 100 s: two minutes.
    let spliced = holding(number.clone(), HoldCharge::Free(Cut::Splice));
    assert_eq!(cents(&spliced, &parts, Ending::Talked), (28.0, 0.0));
    // A minute each for 30 s, 50 s and 20 s.
    let restarted = holding(number, HoldCharge::Free(Cut::Restart));
    assert_eq!(cents(&restarted, &parts, Ending::Talked), (42.0, 0.0));
    // Whoever hangs up on free hold pays for the menu alone.
    for number in [&spliced, &restarted] {
        assert_eq!(cents(number, &[Menu(30.0), Hold(100.0)], HANGS_UP), (14.0, 0.0));
        assert_eq!(cents(number, &[Hold(100.0)], HANGS_UP), (0.0, 0.0));
    }
}

#[test]
fn a_price_per_call_is_paid_once_connected() {
    let number = number(per_call(20));
    assert_eq!(cents(&number, &[Hold(500.0), Talk(50.0)], Ending::Talked), (20.0, 0.0));
    // Paid for nothing: all of it is due to hold. With a menu it is the menu's.
    assert_eq!(cents(&number, &[Hold(500.0)], HANGS_UP), (20.0, 20.0));
    assert_eq!(cents(&number, &[Menu(10.0), Hold(500.0)], HANGS_UP), (20.0, 0.0));
    // Leaves at once, but was connected.
    let balks = Ending::Abandoned { balked: true, on_notice: false };
    assert_eq!(cents(&number, &[Hold(0.0)], balks), (20.0, 20.0));
    // A busy tone is no connection.
    assert_eq!(cents(&number, &[], Ending::Blocked), (0.0, 0.0));
    assert_eq!(cents(&number, &[], Ending::TurnedAway(QUEUE)), (0.0, 0.0));
}

#[test]
fn a_call_costs_at_most_its_cap() {
    let tariff = Tariff { at_most: Some(Money::from_millionths(300_000)), ..per_minute(14, 60.0, 60.0) };
    // 170 s: 42 ct, capped to 30; without hold 50 s, 14 ct.
    assert_eq!(cents(&number(tariff), &[Hold(120.0), Talk(50.0)], Ending::Talked), (30.0, 16.0));
}

#[test]
fn a_tariff_that_runs_from_the_end_of_the_first_hold() {
    let charge_from = ChargeFrom::EndOfHold;
    let number = Number { charge_from, ..number(per_minute(14, 60.0, 60.0)) };
    // 50 s of talk, neither menu nor first hold.
    assert_eq!(cents(&number, &[Menu(70.0), Hold(300.0), Talk(50.0)], Ending::Talked), (14.0, 0.0));
    assert_eq!(cents(&number, &[Menu(70.0), Hold(300.0)], HANGS_UP), (0.0, 0.0));
    // The hold of a transfer is charged: 50 + 60 + 50 = 160 s, 42 ct; without it 100 s, 28 ct.
    let parts = [Hold(300.0), Talk(50.0), Hold(60.0), Talk(50.0)];
    assert_eq!(cents(&number, &parts, Ending::Talked), (42.0, 14.0));
    // Unless hold is free: 100 s.
    let free = holding(number.clone(), HoldCharge::Free(Cut::Splice));
    assert_eq!(cents(&free, &parts, Ending::Talked), (28.0, 0.0));
    // Nobody held: left in the menu, self-served.
    assert_eq!(cents(&number, &[Menu(70.0)], Ending::LeftInIvr(STEP)), (0.0, 0.0));
    assert_eq!(cents(&number, &[Menu(70.0), Served(80.0)], Ending::SelfServed(STEP)), (0.0, 0.0));
    // A price per call is not paid either before the hold has ended.
    let fixed = Number { charge_from, ..super::journeys::number(per_call(20)) };
    assert_eq!(cents(&fixed, &[Hold(300.0)], HANGS_UP), (0.0, 0.0));
    assert_eq!(cents(&fixed, &[Hold(300.0), Talk(50.0)], Ending::Talked), (20.0, 0.0));
}

#[test]
fn menus_and_machines_cost_but_are_no_hold() {
    let number = number(per_minute(14, 60.0, 60.0));
    assert_eq!(cents(&number, &[Played(9.0), Menu(52.0)], Ending::LeftInIvr(STEP)), (28.0, 0.0));
    assert_eq!(cents(&number, &[Menu(20.0), Served(75.0)], Ending::SelfServed(STEP)), (28.0, 0.0));
    // A busy tone after a menu: connected for the menu.
    assert_eq!(cents(&number, &[Menu(20.0)], Ending::TurnedAway(QUEUE)), (14.0, 0.0));
}

#[test]
fn mobile_and_flat_rate_are_people_and_each_has_its_share() {
    let share = |share| Share::new(share).expect("a share");
    let number = Number {
        mobile: Some((share(0.45), per_minute(42, 60.0, 60.0))),
        flat_rate: share(0.3),
        ..number(per_minute(14, 60.0, 60.0))
    };
    let mut journey = call(&[Talk(50.0)]);
    let end = ended(&journey, Ending::Talked);
    let mut people = stream(7, 0, Role::Journey, "bill");
    let mut counts = [0_u32; 3];
    let n = 100_000_u32;
    for _ in 0..n {
        journey.chance = people.bits();
        let bill = Bill::of(&number, &journey, &end);
        assert_eq!(bill, Bill::of(&number, &journey, &end), "the same person pays the same tariff");
        counts[match bill.charge.millionths() {
            0 => 0,
            140_000 => 1,
            420_000 => 2,
            other => panic!("nobody pays {other}"),
        }] += 1;
    }
    // Flat rate 30 %, of the others 45 % mobile: drawn apart. Alpha 1e-4 each, two-sided: 3.89 standard deviations.
    for (count, expected) in counts.into_iter().zip([0.3, 0.7 * 0.55, 0.7 * 0.45]) {
        let deviation = (expected * (1.0 - expected) / f64::from(n)).sqrt();
        assert!((f64::from(count) / f64::from(n) - expected).abs() < 3.89 * deviation, "{count} for {expected}");
    }
    // Shares of nobody and everybody.
    let everybody = Number { flat_rate: Share::ALL, ..number.clone() };
    let nobody = Number { flat_rate: Share::NONE, mobile: None, ..number };
    for chance in [0, 1, u64::MAX, people.bits()] {
        journey.chance = chance;
        assert_eq!(Bill::of(&everybody, &journey, &end).charge, Money::ZERO);
        assert_eq!(Bill::of(&nobody, &journey, &end).charge.millionths(), 140_000);
    }
}

#[test]
fn who_holds_for_ever_at_any_price_does_not_overflow() {
    let mut tariff = per_minute(14, 60.0, 60.0);
    tariff.per_minute.as_mut().expect("a price of time").price = Money::LARGEST;
    let mut journey = call(&[Hold(1.0)]);
    journey.segments[0].to = SimTime::NEVER;
    let end = ended(&journey, Ending::StillInside);
    for hold in [HoldCharge::Charged, HoldCharge::FreeFirst(Duration::FOREVER), HoldCharge::Free(Cut::Restart)] {
        let bill = Bill::of(&holding(number(tariff), hold), &journey, &end);
        assert_eq!(bill.charge, bill.hold_charge);
    }
}

fn any_part() -> impl Strategy<Value = Part> {
    let length = prop_oneof![Just(0.0), Just(60.0), 0.0..200.0];
    (0..5, length).prop_map(|(kind, length)| match kind {
        0 => Played(length),
        1 => Menu(length),
        2 => Served(length),
        3 => Hold(length),
        _ => Talk(length),
    })
}

pub(in crate::metrics) fn any_parts() -> impl Strategy<Value = Vec<Part>> {
    proptest::collection::vec(any_part(), 0..7)
}

pub(in crate::metrics) fn any_number() -> impl Strategy<Value = Number> {
    let step = || prop_oneof![Just(1.0), Just(60.0), 0.5..90.0];
    let hold = prop_oneof![
        Just(HoldCharge::Charged),
        Just(HoldCharge::Free(Cut::Splice)),
        Just(HoldCharge::Free(Cut::Restart)),
        (0.0..200.0).prop_map(|most| HoldCharge::FreeFirst(seconds(most))),
    ];
    let tariff = (
        proptest::option::of((0..500_i64, step(), step())),
        0..50_i64,
        prop_oneof![Just(0.0), 0.0..100.0],
        proptest::option::of(0..100_i64),
    );
    (tariff, hold, any::<bool>()).prop_map(|((time, fixed, free_first, at_most), hold, late)| {
        let timed = time.map_or(Tariff::default(), |(cents, first, then)| per_minute(cents, first, then));
        let tariff = Tariff {
            per_call: Money::from_millionths(fixed * 10_000),
            free_first: seconds(free_first),
            at_most: at_most.map(|cents| Money::from_millionths(cents * 10_000)),
            ..timed
        };
        let charge_from = if late { ChargeFrom::EndOfHold } else { ChargeFrom::Connect };
        Number { hold, charge_from, ..number(tariff) }
    })
}

proptest! {
    #[test]
    fn hold_never_saves_money(number in any_number(), parts in any_parts()) {
        let journey = call(&parts);
        let bill = Bill::of(&number, &journey, &ended(&journey, Ending::Talked));
        prop_assert!(Money::ZERO <= bill.hold_charge && bill.hold_charge <= bill.charge);
        let at_most = number.landline.at_most.unwrap_or(Money::LARGEST);
        prop_assert!(bill.charge <= at_most);
    }

    #[test]
    fn what_is_not_due_to_hold_is_the_bill_of_a_call_without_hold(number in any_number(), parts in any_parts()) {
        let journey = call(&parts);
        let bill = Bill::of(&number, &journey, &ended(&journey, Ending::Talked));
        let unheld: Vec<Part> = parts.iter().map(|part| if let Hold(_) = part { Hold(0.0) } else { *part }).collect();
        let answered = call(&unheld);
        let without = Bill::of(&number, &answered, &ended(&answered, Ending::Talked));
        if parts.iter().any(|part| !matches!(part, Hold(_))) {
            prop_assert_eq!(bill.charge - bill.hold_charge, without.charge);
        } else {
            prop_assert_eq!(bill.charge, bill.hold_charge);
        }
    }

    #[test]
    fn free_hold_costs_the_answered_nothing(number in any_number(), parts in any_parts(), restart in any::<bool>()) {
        let cut = if restart { Cut::Restart } else { Cut::Splice };
        let number = Number { hold: HoldCharge::Free(cut), ..number };
        let mut parts = parts;
        parts.push(Talk(33.0));
        let journey = call(&parts);
        prop_assert_eq!(Bill::of(&number, &journey, &ended(&journey, Ending::Talked)).hold_charge, Money::ZERO);
    }

    #[test]
    fn a_longer_hold_is_never_cheaper(number in any_number(), parts in any_parts(), more in 0.0..100.0) {
        let longer: Vec<Part> = parts
            .iter()
            .map(|part| if let Hold(length) = part { Hold(length + more) } else { *part })
            .collect();
        let bill = |parts: &[Part]| {
            let journey = call(parts);
            Bill::of(&number, &journey, &ended(&journey, Ending::Talked))
        };
        prop_assert!(bill(&parts).charge <= bill(&longer).charge);
    }
}

/// Mean of the billed time in steps of `first` and then `then` seconds, from the chance that a call lasts longer than so many seconds: the sum
/// over steps of the chance that the step begins.
fn mean_billed(longer_than: impl Fn(f64) -> f64, first: f64, then: f64) -> f64 {
    // Beyond four hours nothing is left of means of minutes.
    let further = ((14_400.0 - first) / then) as u32;
    let later: f64 = (0..further).map(|step| longer_than(first + f64::from(step) * then)).sum();
    first * longer_than(0.0) + then * later
}

/// Hold exponential with mean 70 s, talk exponential with mean 190 s, 200 000 calls, seed 11: mean charge and mean hold charge against their
/// expectations. The chance that a call lasts longer than x is that of the hypoexponential law,
/// `(b e^(-a x) - a e^(-b x)) / (b - a)` with rates a and b; that a talk does, `e^(-b x)`. Alpha 1e-4 for each of the six means, two-sided.
#[test]
fn the_mean_bill_of_exponential_calls_is_its_expectation() {
    let (a, b) = (1.0 / 70.0, 1.0 / 190.0);
    let call_lasts = |x: f64| (b * libm::exp(-a * x) - a * libm::exp(-b * x)) / (b - a);
    let talk_lasts = |x: f64| libm::exp(-b * x);
    for (first, then) in [(60.0, 60.0), (60.0, 1.0), (1.0, 1.0)] {
        let number = number(per_minute(14, first, then));
        let cents_for = |billed: f64| 14.0 / 60.0 * billed;
        let (whole, talk) = (mean_billed(call_lasts, first, then), mean_billed(talk_lasts, first, then));
        let expected = [cents_for(whole), cents_for(whole - talk)];
        let mut people = stream(11, 0, Role::Talk, "bill");
        let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
        let n = 200_000;
        for _ in 0..n {
            let parts = [Hold(people.exponential() / a), Talk(people.exponential() / b)];
            let (charge, hold_charge) = cents(&number, &parts, Ending::Talked);
            for (at, value) in [charge, hold_charge].into_iter().enumerate() {
                sums[at] += value;
                squares[at] += value * value;
            }
        }
        for at in 0..2 {
            let count = f64::from(n);
            let mean = sums[at] / count;
            let half_width = 3.89 * ((squares[at] / count - mean * mean) / count).sqrt();
            assert!((mean - expected[at]).abs() < half_width, "{first}/{then}: {mean} for {}", expected[at]);
            assert!(half_width < 0.01 * expected[at].max(10.0), "narrow enough to mean something");
        }
    }
}
