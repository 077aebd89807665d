//! Calls judged by hand, and the two ways of working out what is billed held against each other.

use proptest::prelude::*;

use super::super::bill::journeys::*;
use super::super::bill::tests::{any_number, any_parts};
use super::*;
use crate::model::{NumberClass, Tariff};
use crate::observation::Announcement;
use crate::units::Share;

const WAITING: [SegmentKind; 2] = [SegmentKind::Announcement, SegmentKind::Hold];

fn rules(hold: &[SegmentKind]) -> RuleSet {
    RuleSet {
        name: "rules".to_owned(),
        about: String::new(),
        dated: String::new(),
        source: String::new(),
        notes: Vec::new(),
        hold: hold.to_vec(),
        free_hold: None,
        notice: None,
        answer: None,
        breach_frees_caller: false,
        no_cutting_off: false,
    }
}

fn free_hold() -> FreeHoldRule {
    FreeHoldRule { except: vec![NumberClass::Free, NumberClass::Geographic], fixed_price_allowed: true, first: None }
}

fn notice(after: f64, holds: HoldsCounted) -> NoticeRule {
    NoticeRule { after: seconds(after), tolerance: seconds(2.0), holds, except: vec![NumberClass::Geographic] }
}

/// Judges a call that was told the expected wait at these seconds after dialling.
fn judged(rules: &RuleSet, number: &Number, parts: &[Part], told: &[f64], how: Ending) -> Judgement {
    let mut journey = call(parts);
    journey.announcements = told
        .iter()
        .map(|at| (QUEUE, Announcement { at: DIALLED + seconds(*at), says: seconds(60.0), number: 0 }))
        .collect();
    let end = ended(&journey, how);
    Judgement::of(rules, number, &journey, &end, &Bill::of(number, &journey, &end))
}

fn free_of_charge() -> Number {
    number(Tariff::default())
}

#[test]
fn a_notice_is_due_at_the_minute_and_in_time_two_seconds_later() {
    let rules = RuleSet { notice: Some(notice(60.0, HoldsCounted::First)), ..rules(&[SegmentKind::Hold]) };
    let judge = |hold: f64, told: &[f64]| {
        let judgement = judged(&rules, &free_of_charge(), &[Menu(10.0), Hold(hold), Talk(5.0)], told, Ending::Talked);
        assert_eq!(judgement.complies, !judgement.notice_due || judgement.notice_kept);
        (judgement.notice_due, judgement.notice_kept)
    };
    assert_eq!(judge(59.999, &[]), (false, false));
    assert_eq!(judge(60.0, &[]), (true, false), "exactly a minute is due");
    assert_eq!(judge(60.0, &[70.0]), (true, true));
    assert_eq!(judge(90.0, &[72.0]), (true, true), "at the end of the tolerance");
    assert_eq!(judge(90.0, &[72.001]), (true, false), "late");
    assert_eq!(judge(90.0, &[10.0]), (true, true), "who was told early knows");
    assert_eq!(judge(90.0, &[9.0]), (true, false), "but in the menu it is no notice of this hold");
}

#[test]
fn the_first_hold_or_each() {
    let parts = [Hold(70.0), Talk(30.0), Hold(80.0), Talk(10.0)];
    let judge = |holds, told: &[f64]| {
        let rules = RuleSet { notice: Some(notice(60.0, holds)), ..rules(&[SegmentKind::Hold]) };
        let judgement = judged(&rules, &free_of_charge(), &parts, told, Ending::Talked);
        (judgement.notice_due, judgement.notice_kept)
    };
    assert_eq!(judge(HoldsCounted::First, &[60.0]), (true, true));
    assert_eq!(judge(HoldsCounted::Each, &[60.0]), (true, false));
    assert_eq!(judge(HoldsCounted::Each, &[60.0, 160.0]), (true, true));
}

#[test]
fn a_notice_at_the_start_of_any_hold_that_takes_time() {
    let rules = RuleSet { notice: Some(notice(0.0, HoldsCounted::First)), ..rules(&WAITING) };
    let judge = |parts: &[Part], told: &[f64]| {
        let judgement = judged(&rules, &free_of_charge(), parts, told, Ending::Talked);
        (judgement.notice_due, judgement.notice_kept)
    };
    assert_eq!(judge(&[Hold(0.0), Talk(10.0)], &[]), (false, false), "answered at once");
    assert_eq!(judge(&[Hold(0.5), Talk(10.0)], &[]), (true, false));
    assert_eq!(judge(&[Hold(30.0), Talk(10.0)], &[2.0]), (true, true));
    // A greeting is hold under this rule, and one with the hold that follows.
    assert_eq!(judge(&[Played(9.0), Hold(30.0), Talk(10.0)], &[9.0]), (true, false));
    assert_eq!(judge(&[Menu(9.0), Hold(30.0), Talk(10.0)], &[9.0]), (true, true));
    // The first hold that takes time is the gap of a transfer.
    assert_eq!(judge(&[Hold(0.0), Talk(10.0), Hold(30.0), Talk(5.0)], &[11.0]), (true, true));
    let excepted = Number { class: NumberClass::Geographic, ..free_of_charge() };
    assert!(!judged(&rules, &excepted, &[Hold(30.0)], &[], HANGS_UP).notice_due);
}

#[test]
fn charged_hold_is_unlawful_where_it_must_be_free() {
    let rules = RuleSet { free_hold: Some(free_hold()), ..rules(&WAITING) };
    let line = number(per_minute(14, 60.0, 60.0));
    let cents = |number: &Number, parts: &[Part], how| {
        let judgement = judged(&rules, number, parts, &[], how);
        assert_eq!(judgement.complies, judgement.unlawful_charge == Money::ZERO);
        assert_eq!(judgement.not_owed, Money::ZERO, "this rule frees nobody");
        judgement.unlawful_charge.millionths() / 10_000
    };
    // 70 s cost 28 ct, the 50 s of talk 14 ct.
    assert_eq!(cents(&line, &[Hold(20.0), Talk(50.0)], Ending::Talked), 14);
    // The greeting is hold as well: 9 + 55 = 64 s, 28 ct.
    assert_eq!(cents(&line, &[Played(9.0), Hold(0.0), Talk(55.0)], Ending::Talked), 14);
    assert_eq!(cents(&line, &[Menu(9.0), Hold(0.0), Talk(55.0)], Ending::Talked), 0);
    assert_eq!(cents(&line, &[Hold(61.0)], HANGS_UP), 28);
    // Where hold is free, or the number of another class, or the price fixed, nothing is.
    let free = Number { hold: HoldCharge::Free(Cut::Restart), ..line.clone() };
    assert_eq!(cents(&free, &[Hold(61.0), Talk(5.0), Hold(70.0), Talk(3.0)], Ending::Talked), 0);
    let geographic = Number { class: NumberClass::Geographic, ..line.clone() };
    assert_eq!(cents(&geographic, &[Hold(61.0)], HANGS_UP), 0);
    assert_eq!(cents(&number(per_call(20)), &[Hold(61.0)], HANGS_UP), 0);
    // Thirty free seconds that the hold stays within: nothing was charged for it.
    let seven = number(Tariff { free_first: seconds(30.0), ..per_minute(14, 60.0, 60.0) });
    assert_eq!(cents(&seven, &[Hold(20.0), Talk(75.0)], Ending::Talked), 0);
    assert_eq!(cents(&seven, &[Hold(40.0), Talk(55.0)], Ending::Talked), 14);
    // Whoever pays a flat rate pays nothing for hold either.
    let flat = Number { flat_rate: Share::ALL, ..line };
    assert_eq!(cents(&flat, &[Hold(61.0)], HANGS_UP), 0);
}

#[test]
fn a_fixed_price_paid_for_hold_alone_where_it_is_not_allowed() {
    let strict = FreeHoldRule { fixed_price_allowed: false, except: Vec::new(), first: None };
    let rules = RuleSet { free_hold: Some(strict), ..rules(&[SegmentKind::Hold]) };
    let line = number(per_call(20));
    let cents = |parts: &[Part], how| judged(&rules, &line, parts, &[], how).unlawful_charge.millionths() / 10_000;
    assert_eq!(cents(&[Hold(61.0)], HANGS_UP), 20);
    assert_eq!(cents(&[Hold(61.0), Talk(10.0)], Ending::Talked), 0, "the same price without hold");
}

#[test]
fn the_first_two_minutes_alone_must_be_free() {
    let rule = FreeHoldRule { first: Some(seconds(120.0)), ..free_hold() };
    let rules = RuleSet { free_hold: Some(rule), ..rules(&WAITING) };
    let charged = number(per_minute(14, 60.0, 60.0));
    let free_first = Number { hold: HoldCharge::FreeFirst(seconds(120.0)), ..charged.clone() };
    let cents = |number: &Number, parts: &[Part], how| {
        judged(&rules, number, parts, &[], how).unlawful_charge.millionths() / 10_000
    };
    // 200 + 50 = 250 s, five minutes, 70 ct; without the first two 130 s, three minutes, 42 ct.
    assert_eq!(cents(&charged, &[Hold(200.0), Talk(50.0)], Ending::Talked), 28);
    assert_eq!(cents(&free_first, &[Hold(200.0), Talk(50.0)], Ending::Talked), 0);
    assert_eq!(cents(&charged, &[Hold(100.0)], HANGS_UP), 28);
    assert_eq!(cents(&free_first, &[Hold(200.0)], HANGS_UP), 0);
}

#[test]
fn a_breach_frees_the_caller_of_the_whole_charge() {
    let rules = RuleSet {
        free_hold: Some(free_hold()),
        notice: Some(notice(0.0, HoldsCounted::First)),
        breach_frees_caller: true,
        ..rules(&WAITING)
    };
    let cents = |number: &Number, told: &[f64]| {
        let judgement = judged(&rules, number, &[Hold(20.0), Talk(50.0)], told, Ending::Talked);
        (judgement.unlawful_charge.millionths() / 10_000, judgement.not_owed.millionths() / 10_000)
    };
    let charged = number(per_minute(14, 60.0, 60.0));
    let free = Number { hold: HoldCharge::Free(Cut::Splice), ..charged.clone() };
    assert_eq!(cents(&charged, &[0.0]), (14, 28), "told, but hold was charged");
    assert_eq!(cents(&free, &[]), (0, 14), "free, but nobody said so");
    assert_eq!(cents(&free, &[3.0]), (0, 14), "late");
    assert_eq!(cents(&free, &[0.0]), (0, 0));
}

#[test]
fn answers_in_three_minutes_and_nobody_cut_off() {
    let answer = AnswerRule { share: Share::new(0.95).expect("a share"), within: seconds(180.0) };
    let rules = RuleSet { answer: Some(answer), no_cutting_off: true, ..rules(&WAITING) };
    let judge = |parts: &[Part], how| {
        let judgement = judged(&rules, &free_of_charge(), parts, &[], how);
        (judgement.counts, judgement.answered_in_time, judgement.cut_off, judgement.complies)
    };
    assert_eq!(judge(&[Played(9.0), Hold(171.0), Talk(60.0)], Ending::Talked), (true, true, false, true));
    assert_eq!(judge(&[Played(9.0), Hold(172.0), Talk(60.0)], Ending::Talked), (true, false, false, false));
    assert_eq!(judge(&[Menu(9.0), Hold(172.0), Talk(60.0)], Ending::Talked), (true, true, false, true));
    // A later hold does not undo the answer, nor does a shift's end that cuts the talk; a machine is no answer.
    assert_eq!(judge(&[Hold(5.0), Talk(60.0), Hold(400.0)], HANGS_UP), (true, true, false, true));
    assert_eq!(judge(&[Hold(5.0), Talk(60.0)], Ending::CutOff), (true, true, false, true));
    assert_eq!(judge(&[Menu(9.0), Served(30.0)], Ending::SelfServed(STEP)), (true, false, false, false));
    assert_eq!(judge(&[Hold(5.0)], HANGS_UP), (true, false, false, false));
    assert_eq!(judge(&[Hold(5.0)], Ending::Disconnected), (true, false, true, false));
    assert_eq!(judge(&[Menu(5.0)], Ending::TurnedAway(QUEUE)), (true, false, true, false));
    assert_eq!(judge(&[], Ending::TurnedAway(QUEUE)), (false, false, false, false));
    assert_eq!(judge(&[], Ending::Blocked), (false, false, false, false));
}

#[test]
fn rules_that_ask_nothing_are_always_kept() {
    let line = number(per_minute(14, 60.0, 60.0));
    let judgement = judged(&rules(&[]), &line, &[Hold(900.0)], &[], HANGS_UP);
    assert_eq!(judgement, Judgement { counts: true, complies: true, ..Judgement::default() });
}

proptest! {
    #[test]
    fn stretch_by_stretch_the_bill_is_the_same(number in any_number(), parts in any_parts()) {
        let journey = call(&parts);
        let end = ended(&journey, Ending::Talked);
        let bill = Bill::of(&number, &journey, &end);
        let tariff = &number.landline;
        let time = |steps| lawful_time(&steps, &FreeStretch::NONE, &number, tariff.free_first, &journey);
        let billed = tariff.per_minute.map_or(0, time);
        let runs = Course::of(&journey).tariff_runs(number.charge_from, &journey).is_some() && !parts.is_empty();
        prop_assert_eq!(bill.charge, if runs { bill::amount(tariff, billed) } else { Money::ZERO });
    }

    #[test]
    fn no_more_is_unlawful_than_was_charged(
        number in any_number(),
        parts in any_parts(),
        kinds in 0..4_usize,
        first in proptest::option::of(0.0..300.0),
        fixed_price_allowed in any::<bool>(),
    ) {
        use SegmentKind::{Announcement, Hold, Menu, SelfService};
        let kinds = [[].as_slice(), &[Hold], &[Announcement, Hold], &[Announcement, Menu, SelfService, Hold]][kinds];
        let rule = FreeHoldRule { fixed_price_allowed, first: first.map(seconds), except: Vec::new() };
        let rules = RuleSet { free_hold: Some(rule), breach_frees_caller: true, ..rules(kinds) };
        let journey = call(&parts);
        let end = ended(&journey, Ending::Talked);
        let bill = Bill::of(&number, &journey, &end);
        let judgement = Judgement::of(&rules, &number, &journey, &end, &bill);
        prop_assert!(Money::ZERO <= judgement.unlawful_charge && judgement.unlawful_charge <= judgement.not_owed);
        prop_assert!(judgement.not_owed <= bill.charge);
        prop_assert_eq!(judgement.complies, judgement.counts && judgement.unlawful_charge == Money::ZERO);
    }
}
