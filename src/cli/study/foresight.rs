//! How much a study is, before it starts: calls, rows, seconds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ccsim::experiment::{self, Effort};
use ccsim::metrics::{Findings, Layout, Row};
use ccsim::model::Center;
use ccsim::plan::Plan;

use super::work::Work;

/// Points that are looked at: evenly spread over the study.
const LOOKED_AT: usize = 64;
/// Time for playing some of them, to see how long they take.
const TRYING: Duration = Duration::from_millis(250);
/// Points that are played at most.
const TRIED: usize = 16;
/// Replications that each is played at most.
const REPLICATIONS: f64 = 8.0;
/// Calls that each is played, about.
const CALLS_TRIED: f64 = 20_000.0;

/// What a study will take.
#[derive(Debug, Clone, Copy)]
pub struct Foresight {
    /// Calls in a day, on average over points.
    pub calls_a_day: f64,
    /// Rows of a scenario, without intervals.
    pub rows_of_days: f64,
    /// Rows of a scenario, with intervals.
    pub rows_by_interval: f64,
    /// Seconds of one thread for what is done once for a scenario.
    seconds_a_scenario: f64,
    /// Seconds of one thread for a day.
    seconds_a_day: f64,
}

impl Foresight {
    /// Looks at some points, and plays a few days of a few of them.
    pub fn of(work: &Work) -> anyhow::Result<Self> {
        let study = &work.study;
        let spread = |at: usize, of: usize| at * study.len() / of;
        let looked_at = study.len().min(LOOKED_AT);
        // A point that cannot be played is reported when its turn comes.
        let centers: Vec<Center> = (0..looked_at).filter_map(|at| study.center(spread(at, looked_at)).ok()).collect();
        let first = centers.first().unwrap_or(&study.base().center);
        Effort::Replications(work.effort.most()).check(first, experiment::thread_count(work.threads))?;
        let calls: f64 = centers.iter().map(Center::expected_contacts).sum();
        let is_kept =
            |row: &&Row| study.metrics().is_empty() || study.metrics().iter().any(|metric| metric == row.metric.id);
        let kept = |rows: Vec<Row>| rows.iter().filter(is_kept).count() as f64;
        let mut foresight = Self {
            calls_a_day: calls / centers.len().max(1) as f64,
            rows_of_days: kept(rows_of_days(first)),
            rows_by_interval: kept(rows_of(first)),
            seconds_a_scenario: 0.0,
            seconds_a_day: 0.0,
        };
        let replications = (CALLS_TRIED / foresight.calls_a_day.max(1.0)).clamp(1.0, REPLICATIONS);
        let effort = Effort::Replications(work.effort.most().clamp(1, replications as u64));
        let (mut once, mut playing, mut tried, mut days) = (Duration::ZERO, Duration::ZERO, 0, 0);
        let begun = Instant::now();
        experiment::with_threads(Some(1), || {
            for at in 0..study.len().min(TRIED) {
                let opened = Instant::now();
                let Ok(center) = study.center(spread(at, study.len().min(TRIED))) else { continue };
                let plan = Plan::compile(&center);
                let layout = Arc::new(Layout::of(&center, &plan).of_whole_days());
                once += opened.elapsed();
                let played = Instant::now();
                let totals = experiment::play(&plan, &layout, effort, work.seed, &|_| {}).totals;
                playing += played.elapsed();
                days += totals.replications();
                let worked_out = Instant::now();
                drop(Findings::of(&totals));
                once += worked_out.elapsed();
                tried += 1;
                if begun.elapsed() > TRYING {
                    break;
                }
            }
        })?;
        foresight.seconds_a_scenario = once.as_secs_f64() / f64::from(tried.max(1));
        foresight.seconds_a_day = playing.as_secs_f64() / days.max(1) as f64;
        Ok(foresight)
    }

    /// Seconds for so many scenarios and days of them on so many threads.
    pub fn seconds(&self, scenarios: usize, days: u64, threads: usize) -> f64 {
        (scenarios as f64 * self.seconds_a_scenario + days as f64 * self.seconds_a_day) / threads.max(1) as f64
    }
}

/// All rows of a scenario whose whole days alone are kept; their figures mean nothing.
fn rows_of_days(center: &Center) -> Vec<Row> {
    let plan = Plan::compile(center);
    let layout = Arc::new(Layout::of(center, &plan).of_whole_days().with_controls(center, &plan));
    Findings::rows_of(&ccsim::metrics::Totals::new(layout))
}

/// All rows of a scenario, with intervals; their figures mean nothing.
pub fn rows_of(center: &Center) -> Vec<Row> {
    let plan = Plan::compile(center);
    let layout = Arc::new(Layout::of(center, &plan).without_quantiles_by_interval());
    Findings::rows_of(&ccsim::metrics::Totals::new(layout))
}
