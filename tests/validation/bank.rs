//! A real day beside a simulated one: a bank's call center of 1999.
//!
//! This is no proof of anything: the model is simpler than the bank. What differs, and why, is in `docs/VALIDATION.md`.
//! Data: "Anonymous Bank" call center, Israel, January to June 1999; Ilan Guedj and Avishai Mandelbaum, Technion.

use ccsim::model::{Draft, Scope};
use ccsim::random::{DayFactor, IntervalFactors};
use ccsim::scenario::{Source, read};

use super::support::{seal, simulate};

const SCENARIO: &str = include_str!("bank-weekday.toml");
/// Means of 118 weekdays by half-hour of arrival; `docs/VALIDATION.md` says how they were made.
const OBSERVED: &str = include_str!("bank-1999.csv");
const DAYS: u64 = 2000;

/// Columns of the observed figures that a simulated metric stands beside.
const METRICS: [&str; 4] = ["abandonment-rate", "held-rate", "mean-hold-time", "notice-due-rate"];

fn bank() -> Draft {
    let reading = read(&Source::from_text("bank-weekday", SCENARIO), &[]).expect("a file that is known to be right");
    (*reading.center).clone()
}

/// Observed offered contacts, and the [`METRICS`], by half-hour.
fn observed() -> Vec<(f64, [f64; 4])> {
    let lines = OBSERVED.lines().skip(1);
    lines
        .map(|line| {
            let fields: Vec<f64> = line.split(',').skip(1).map(|field| field.parse().unwrap()).collect();
            (fields[0], [fields[1], fields[2], fields[3], fields[4]])
        })
        .collect()
}

fn print_day(name: &str, draft: Draft) -> [f64; 4] {
    let findings = simulate(&seal(draft), DAYS, 1999);
    let value = |metric: &str| findings.find(metric, Scope::Center, None).unwrap();
    let all = METRICS.map(value);
    let words = all.map(|estimate| format!("{:.4} ± {:.4}", estimate.value, estimate.half_width().unwrap()));
    println!(
        "| {name} | {} | {:.0} offered, occupancy {:.3} |",
        words.join(" | "),
        value("offered").value,
        value("occupancy").value
    );
    all.map(|estimate| estimate.value)
}

#[test]
fn the_bank_of_1999() {
    let observed = observed();
    let offered: f64 = observed.iter().map(|row| row.0).sum();
    let mean = |at: usize| observed.iter().map(|row| row.0 * row.1[at]).sum::<f64>() / offered;
    println!(
        "| observed | {} | {offered:.0} offered |",
        (0..4).map(|at| format!("{:.4}", mean(at))).collect::<Vec<_>>().join(" | ")
    );

    let simulated = print_day("simulated", bank());
    let mut calm = bank();
    calm.day.busyness.day = DayFactor::default();
    calm.day.busyness.intervals = IntervalFactors::default();
    print_day("simulated, every day alike", calm);
    for scale in [0.97, 1.03] {
        let mut other = bank();
        other.contact_types.iter_mut().for_each(|kind| kind.scale *= scale);
        print_day(&format!("simulated, volume times {scale}"), other);
    }

    let findings = simulate(&seal(bank()), DAYS, 1999);
    for (at, (offered, figures)) in observed.iter().enumerate() {
        let simulated = |metric| findings.find(metric, Scope::Center, Some(at as u32)).unwrap();
        let minutes = 7 * 60 + 30 * at;
        print!("| {:02}:{:02} |", minutes / 60, minutes % 60);
        for (metric, observed) in METRICS.iter().zip(figures) {
            print!(" {observed:.3} / {:.3} |", simulated(metric).value);
        }
        let volume = simulated("offered");
        println!(" {offered:.1} / {:.1} |", volume.value);
        // The scenario's arrivals were measured by somebody else on nearly the same days.
        assert!(
            (volume.value / offered - 1.0).abs() < 0.15,
            "half-hour {at}: {} offered, {offered} observed",
            volume.value
        );
    }
    // A model that leaves priorities out must still be of the right order.
    for ((metric, simulated), at) in METRICS.iter().zip(simulated).zip(0..) {
        let ratio = simulated / mean(at);
        assert!((0.5..2.0).contains(&ratio), "{metric} is {ratio} times the observed one");
    }
}
