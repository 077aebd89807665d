//! A small study for tests: four staffings against three volumes, with a promise of at most 10 % on hold at 60 s.

use std::fmt::Write;

use super::*;
use crate::scenario::{self, Source};

const CENTER: &str = r#"
    [contact-type.call]
    arrivals.rate = "60 per h"
    talk-time.exponential.mean = "4 min"
    [agent-group.desk]
    staffing.constant = 5
    wage = "20 EUR per h"
    [target.few]
    notice-due-rate = { at-most = "10 %" }
"#;

/// The study's results, and its base scenario.
pub(super) fn staffing() -> (Results, Center) {
    let on_hold = [[0.7, 0.9, 0.95], [0.1, 0.2, 0.3], [0.05, 0.1, 0.2], [0.01, 0.02, 0.07]];
    let path = "agent-group.desk.staffing.scale,contact-type.*.scale";
    let mut scenarios = format!("scenario,{path},replications,precise,contacts,digest\n");
    let mut rows = format!("scenario,{path},metric,scope,interval,value,low,high,unit\n");
    let mut number = 0;
    for (staff, by_volume) in ["0.9", "1.0", "1.1", "1.2"].iter().zip(on_hold) {
        for (volume, share) in ["0.9", "1.0", "1.1"].iter().zip(by_volume) {
            number += 1;
            let cost = 1000.0 * staff.parse::<f64>().unwrap();
            writeln!(scenarios, "{number},{staff},{volume},100,,5000,d{number}").unwrap();
            let mut row = |metric: &str, scope: &str, interval: &str, value: f64, half: f64, unit: &str| {
                let (low, high) = (value - half, value + half);
                let what = format!("{metric},{scope},{interval},{value},{low},{high},{unit}");
                writeln!(rows, "{number},{staff},{volume},{what}").unwrap();
            };
            row("staff-cost", "center", "", cost, 10.0, "EUR");
            for scope in ["center", "target.few"] {
                row("notice-due-rate", scope, "", share, 0.01, "share");
                row("notice-due-rate", scope, "08:00", share * 0.5, 0.02, "share");
                row("notice-due-rate", scope, "08:30", share, 0.02, "share");
            }
            row("target-met", "target.few", "", 0.5, 0.1, "share");
        }
    }
    let mut results = Results::of_scenarios(scenarios.as_bytes()).unwrap();
    results.read_figures(rows.as_bytes(), &Wanted::everything()).unwrap();
    (results, scenario::read(&Source::from_text("base.toml", CENTER), &[]).unwrap().center)
}

/// What a picture says of it.
pub(super) fn background(center: &Center) -> Background<'_> {
    Background { name: "little study", seed: 7, version: "0.1.0", digest: "", center: Some(center), baseline: Some(4) }
}
