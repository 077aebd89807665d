//! A day that fits on a page, counted by hand.
//!
//! One agent, talk of 60 s, patience of 55 s:
//!
//! | dials    | what happens                                                  | hold |
//! | -------- | ------------------------------------------------------------- | ---- |
//! | 08:00:00 | answered at once, until 08:01:00                              | 0 s  |
//! | 08:00:10 | answered at 08:01:00, until 08:02:00                          | 50 s |
//! | 08:00:20 | hangs up at 08:01:15                                          | 55 s |
//! | 08:03:00 | answered at once                                              | 0 s  |
//! | 08:40:00 | answered at once, until 08:41:00                              | 0 s  |
//! | 08:40:05 | patience ends at 08:41:00, the instant the agent frees: answered | 55 s |

use std::sync::Arc;

use ccsim::experiment::{Effort, play};
use ccsim::metrics::{Findings, Layout};
use ccsim::model::{Center, Scope, TargetId};
use ccsim::plan::Plan;
use ccsim::scenario::{Source, read};

const DAY: &str = r#"
[day]
opens = "08:00"
closes = "09:00"
interval = "30 min"

[contact-type.call]
arrivals.trace = { times = ["08:00:00", "08:00:10", "08:00:20", "08:03:00", "08:40:00", "08:40:05"] }
patience = "55 s"
talk-time = "60 s"

[queue.call]
notice.after = "50 s"

[agent-group.desk]
staffing.constant = 1
wage = "30 EUR per h"

[target.offered]
service-level = { share = "60 %", within = "50 s", of = "offered" }
[target.answered]
service-level = { share = "90 %", within = "50 s", of = "answered" }
[target.without-short]
service-level = { share = "80 %", within = "50 s", of = "offered-less-short-abandons", short = "55 s" }
[target.crediting-short]
service-level = { share = "80 %", within = "50 s", of = "offered-crediting-short-abandons", short = "55 s" }
[target.few-notices]
notice-due-rate = { at-most = "40 %" }
per = "interval"
[target.quick]
average-speed-of-answer = { at-most = "20 s" }
"#;

fn played() -> (Center, Findings) {
    let reading = read(&Source::from_text("by-hand", DAY), &[]).expect("the day is written rightly");
    let plan = Plan::compile(&reading.center);
    let layout = Arc::new(Layout::of(&reading.center, &plan));
    let findings = Findings::of(&play(&plan, &layout, Effort::Replications(3), 1, &|_| {}).totals);
    (reading.center, findings)
}

/// All replications play the same trace: a value has no width.
fn assert_is(findings: &Findings, metric: &str, scope: Scope, interval: Option<u32>, expected: f64) {
    let found = findings.find(metric, scope, interval).unwrap_or_else(|| panic!("{metric} has a value")).value;
    assert!((found - expected).abs() < 1e-9, "{metric}, {interval:?}: {found}, by hand {expected}");
}

#[test]
fn the_whole_day_is_as_counted_by_hand() {
    let (_, findings) = played();
    for (metric, expected) in [
        ("arrived", 6.0),
        ("offered", 6.0),
        ("answered", 5.0),
        ("abandoned", 1.0),
        ("blocked", 0.0),
        ("abandonment-rate", 1.0 / 6.0),
        ("held-rate", 3.0 / 6.0),
        ("notice-due-rate", 3.0 / 6.0),
        ("mean-hold-time", 160.0 / 6.0),
        ("average-speed-of-answer", 105.0 / 5.0),
        ("excess-hold-time", 10.0 / 6.0),
        ("hold-time-max", 55.0),
        ("queue-length", 160.0 / 3600.0),
        ("agents-busy", 300.0 / 3600.0),
        ("occupancy", 300.0 / 3600.0),
        ("staffed-hours", 1.0),
        ("staff-cost", 30.0),
    ] {
        assert_is(&findings, metric, Scope::Center, None, expected);
    }
}

#[test]
fn each_interval_counts_who_joined_in_it() {
    let (_, findings) = played();
    for (metric, first, second) in [
        ("arrived", 4.0, 2.0),
        ("notice-due-rate", 2.0 / 4.0, 1.0 / 2.0),
        ("mean-hold-time", 105.0 / 4.0, 55.0 / 2.0),
        ("occupancy", 180.0 / 1800.0, 120.0 / 1800.0),
        ("queue-length", 105.0 / 1800.0, 55.0 / 1800.0),
    ] {
        assert_is(&findings, metric, Scope::Center, Some(0), first);
        assert_is(&findings, metric, Scope::Center, Some(1), second);
    }
}

#[test]
fn each_target_shows_its_own_measure_and_whether_it_was_kept() {
    let (center, findings) = played();
    for (name, metric, measured, met) in [
        ("offered", "service-level", 4.0 / 6.0, 1.0),
        ("answered", "service-level", 4.0 / 5.0, 0.0),
        ("without-short", "service-level", 4.0 / 5.0, 1.0),
        ("crediting-short", "service-level", 5.0 / 6.0, 1.0),
        // Each half-hour by itself: 50 % and 50 %.
        ("few-notices", "notice-due-rate", 3.0 / 6.0, 0.0),
        ("quick", "average-speed-of-answer", 21.0, 0.0),
    ] {
        let at = center.targets.iter().position(|target| target.name == name).expect("the day has this target");
        let scope = Scope::Target(TargetId::at(at));
        assert_is(&findings, metric, scope, None, measured);
        assert_is(&findings, "target-met", scope, None, met);
    }
}
