//! Do 95 % intervals cover the truth 95 % of the time? Over 2 000 small studies each, with and without strata, of whole
//! blocks and not, with controls, with sequential stopping, and of paired differences.
//!
//! The truth is exact where there is a formula (the number of calls); else it comes from a run of 240 000 days with a seed
//! of its own, whose doubt is less than a twentieth of a study's. Tolerance: three standard errors of a share of 2 000
//! (1.5 points) either way, and below that an allowance that each case states with its reason. Seeds are fixed.

mod support;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use ccsim::experiment::{Effort, Study, StudyEffort, compare, play, play_study, with_threads};
use ccsim::metrics::{Definition, Layout, Totals};
use ccsim::model::{Center, Scope};
use ccsim::plan::Plan;
use ccsim::random::DayFactor;
use ccsim::statistics::Estimate;
use support::{calls, day, draft, exponential, group, queue, seal};

const STUDIES: u64 = 2000;
/// Three standard errors of a share of 95 % among 2 000.
const LUCK: f64 = 0.015;
const DAYS_OF_TRUTH: u64 = 240_000;
/// Far from the seeds of the studies.
const SEED_OF_TRUTH: u64 = 1 << 40;
const CALLS: f64 = 24.0;

/// A quarter of an hour with few agents; a day may be half as busy again.
fn center(agents: u32) -> Center {
    let mut day = day(1, 900.0, 0.0);
    day.busyness.day = DayFactor::new(0.3).unwrap();
    let mut callers = calls("callers", 0, vec![CALLS], exponential(60.0));
    callers.patience = exponential(90.0);
    seal(draft(day, vec![callers], vec![queue("line")], vec![group("agents", vec![agents], &[0])]))
}

struct Small {
    plan: Plan,
    layout: Arc<Layout>,
}

impl Small {
    fn new(is_stratified: bool) -> Self {
        let center = center(2);
        let plan = Plan::compile(&center);
        let plan = if is_stratified { plan } else { plan.without_strata() };
        let layout = Arc::new(Layout::of(&center, &plan).of_whole_days());
        Self { plan, layout }
    }

    fn play(&self, effort: Effort, seed: u64) -> Totals {
        play(&self.plan, &self.layout, effort, seed, &|_| ()).totals
    }
}

fn figure(totals: &Totals, metric: &str) -> Estimate {
    totals.figure(Definition::find(metric).unwrap(), Scope::Center).unwrap()
}

/// Metrics held against the truth: a mean, a share, a ratio of a skewed numerator.
const METRICS: [&str; 3] = ["arrived", "service-level", "mean-hold-time"];

fn truth() -> [f64; 3] {
    let totals = Small::new(true).play(Effort::Replications(DAYS_OF_TRUTH), SEED_OF_TRUTH);
    METRICS.map(|metric| if metric == "arrived" { CALLS } else { figure(&totals, metric).value })
}

/// Share of studies whose interval covers the truth, by metric, and the mean number of days.
fn coverage(small: &Small, effort: Effort, truth: [f64; 3]) -> ([f64; 3], f64) {
    coverage_of(&|seed| small.play(effort, seed), truth)
}

fn coverage_of(play: &dyn Fn(u64) -> Totals, truth: [f64; 3]) -> ([f64; 3], f64) {
    let mut covered = [0_u64; 3];
    let mut days = 0;
    for seed in 0..STUDIES {
        let totals = play(seed);
        days += totals.replications();
        for ((covered, metric), truth) in covered.iter_mut().zip(METRICS).zip(truth) {
            let (low, high) = figure(&totals, metric).interval.unwrap();
            *covered += u64::from(low <= truth && truth <= high);
        }
    }
    (covered.map(|covered| covered as f64 / STUDIES as f64), days as f64 / STUDIES as f64)
}

#[track_caller]
fn judge(case: &str, covered: f64, allowance: f64) {
    println!("{case}: {:.1} % of {STUDIES} intervals cover the truth", covered * 100.0);
    assert!(covered > 0.95 - LUCK - allowance, "{case}: {covered}");
    assert!(covered < 0.95 + LUCK + 0.01, "{case}: {covered}, too wide");
}

fn alone<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    with_threads(Some(1), work).expect("a thread is to be had")
}

#[test]
fn intervals_cover_the_truth_with_strata_and_without() {
    alone(|| {
        let truth = truth();
        // Skewed numbers of a few dozen days: the delta method and Student's t are approximations. In strata the busiest one
        // has most of the scatter, so that its few pairs count for more than the number of pairs says.
        for (is_stratified, days, allowance) in
            [(false, 50, 0.015), (true, 40, 0.015), (true, 100, 0.01), (true, 50, 0.015), (true, 33, 0.02)]
        {
            let (covered, _) = coverage(&Small::new(is_stratified), Effort::Replications(days), truth);
            for (metric, covered) in METRICS.into_iter().zip(covered) {
                let strata = if is_stratified { "in strata" } else { "without strata" };
                judge(&format!("{metric}, {days} days {strata}"), covered, allowance);
            }
        }
    });
}

/// A study of one scenario, its figures corrected by what the people bring with them.
fn play_with_controls(center: &Center, effort: StudyEffort, seed: u64) -> Totals {
    let told = Mutex::new(None);
    let stop = AtomicBool::new(false);
    let study = Study {
        order: &[0],
        center: &|_| Ok(center.clone()),
        earlier: &|_| None,
        effort,
        seed,
        baseline: None,
        by_interval: false,
        controls: true,
        stop: &stop,
        progress: &|_| (),
    };
    play_study(&study, &|finished| *told.lock().unwrap() = Some(finished.totals)).unwrap();
    told.into_inner().unwrap().unwrap()
}

#[test]
fn intervals_cover_the_truth_with_controls() {
    alone(|| {
        let truth = truth();
        let mut alike = ccsim::model::Draft::clone(&center(2));
        alike.day.busyness.day = DayFactor::new(0.0).unwrap();
        let alike = seal(alike);
        let plan = Plan::compile(&alike);
        let layout = Arc::new(Layout::of(&alike, &plan).of_whole_days());
        let of_alike = play(&plan, &layout, Effort::Replications(DAYS_OF_TRUTH), SEED_OF_TRUTH, &|_| ()).totals;
        let truth_of_alike = METRICS.map(|metric| figure(&of_alike, metric).value);
        let busy = center(2);
        let metric = Definition::find("service-level").unwrap();
        let stops = StudyEffort::Precision { metric, scope: Scope::Center, within: 0.03, at_most: 2000 };
        let days = StudyEffort::Replications;
        for (case, center, effort, truth) in [
            ("40 days in strata", &busy, days(40), truth),
            ("50 days in strata", &busy, days(50), truth),
            ("100 days in strata", &busy, days(100), truth),
            ("days in strata until precise", &busy, stops, truth),
            ("40 days without strata", &alike, days(40), truth_of_alike),
            ("100 days without strata", &alike, days(100), truth_of_alike),
        ] {
            let (covered, played) = coverage_of(&|seed| play_with_controls(center, effort, seed), truth);
            println!("{played:.0} days");
            // The number of calls is known without doubt, and covered up to the last digit.
            for (metric, covered) in METRICS.into_iter().zip(covered).skip(1) {
                judge(&format!("{metric}, {case}, with controls"), covered, 0.015);
            }
        }
    });
}

#[test]
fn intervals_cover_the_truth_when_the_run_stops_by_itself() {
    alone(|| {
        let truth = truth();
        for is_stratified in [false, true] {
            let effort = Effort::Precision { half_width: 0.03, of_times: 0.1, most: 2000 };
            let (covered, days) = coverage(&Small::new(is_stratified), effort, truth);
            println!("stops after {days:.0} days");
            for (metric, covered) in METRICS.into_iter().zip(covered) {
                // A sample that happens to look quiet ends the run.
                judge(&format!("{metric}, sequential, strata: {is_stratified}"), covered, 0.015);
            }
        }
    });
}

#[test]
fn intervals_of_paired_differences_cover_the_truth() {
    alone(|| {
        let (few, more) = (center(2), center(3));
        let difference = |days: u64, seed: u64, metric: &str| {
            let compared = compare([&few, &more], Effort::Replications(days), seed, &|_| ());
            compared.contrast.find(metric, Scope::Center).unwrap().difference.unwrap()
        };
        for metric in ["service-level", "mean-hold-time"] {
            let truth = difference(DAYS_OF_TRUTH / 2, SEED_OF_TRUTH, metric).value;
            for (days, allowance) in [(40, 0.015), (50, 0.015)] {
                let covers = |seed| {
                    let (low, high) = difference(days, seed, metric).interval.unwrap();
                    low <= truth && truth <= high
                };
                let covered = (0..STUDIES).filter(|&seed| covers(seed)).count();
                judge(&format!("difference of {metric}, {days} days"), covered as f64 / STUDIES as f64, allowance);
            }
        }
    });
}
