//! Summaries of a small study, held against figures by hand.

use super::*;
use crate::report::Ink;
use crate::report::study::tests::{background, staffing};

fn on(width: usize) -> String {
    let (results, center) = staffing();
    summary(&results, &background(&center), Paper { width, ink: Ink::Plain })
}

#[test]
fn the_cheapest_that_keeps_the_promise_is_told_by_volume() {
    // Of 0.9 0.2 0.1 0.02 on hold at volume 1.0, each ±0.01, only the last keeps 10 % beyond doubt.
    assert_eq!(
        on(110),
        "desk staff against volume    4 of 12 scenarios keep the promise, 2 are too close to call\n  \
         volume   cheapest that keeps the promise   staff cost a day   on hold at 60 s\n  \
         0.9                                  1.1      1 100 ±10 EUR        5.0 ±1.0 %\n  \
         1.0                                  1.2      1 200 ±10 EUR        2.0 ±1.0 %\n  \
         1.1                                  1.2      1 200 ±10 EUR        7.0 ±1.0 %\n\
         cheapest   desk staff 1.2 keeps the promise at volume 1.0 for 1 200 ±10 EUR a day; the baseline (desk staff\n           \
         1.0) has 20.0 ±1.0 % on hold at 60 s\n\
         best       desk staff 1.2 has fewest on hold at 60 s at volume 1.0: 2.0 ±1.0 %\n\
         knee       desk staff 1.0: up to there a point fewer on hold at 60 s costs 1.4 EUR a day, beyond it 11 EUR\n"
    );
}

#[test]
fn a_narrow_page_gets_fewer_columns_and_no_long_lines() {
    for width in [40, 60, 80] {
        let text = on(width);
        assert!(text.lines().count() <= 20, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= width.max(60)), "{width}: {text}");
    }
}

#[test]
fn nothing_varied_is_nothing_said() {
    let (_, center) = staffing();
    let single = "scenario,replications,precise,contacts,digest\n1,10,,9,a\n";
    let results = Results::of_scenarios(single.as_bytes()).unwrap();
    assert_eq!(summary(&results, &background(&center), Paper { width: 80, ink: Ink::Plain }), "");
    // Without a single figure, there is still no panic.
    let two = "scenario,trunks.lines,replications,precise,contacts,digest\n1,4,10,,9,a\n2,5,10,,9,b\n";
    let results = Results::of_scenarios(two.as_bytes()).unwrap();
    assert!(summary(&results, &background(&center), Paper { width: 80, ink: Ink::Plain }).starts_with("trunks lines"));
}

#[test]
fn prices_have_two_digits() {
    assert_eq!(
        [two_digits(1234.0), two_digits(84.4), two_digits(3.25), two_digits(0.123)],
        ["1 230", "84", "3.2", "0.12"]
    );
}
