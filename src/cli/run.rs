//! `ccsim run`: plays a scenario and says what came out.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ccsim::experiment::{self, Effort};
use ccsim::metrics::{Findings, Layout, VerdictOutcome};
use ccsim::model::Center;
use ccsim::plan::{Outlook, Plan};
use ccsim::report::{self, Run as Report};
use ccsim::scenario::{Reading, RunRequest};

use super::arguments::{Format, Run};
use super::output_folder::OutputFolder;
use super::progress::Progress;
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Seed when neither the command line nor the scenario names one.
pub(super) const DEFAULT_SEED: u64 = 1;
/// Version that results name.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Plays a scenario.
pub fn run(wanted: &Run, terminal: Terminal) -> anyhow::Result<Outcome> {
    let reading = scenario_file::read(&wanted.scenario, &wanted.set, terminal)?;
    let center = &reading.center;
    let effort = effort(wanted, &reading.run, center);
    effort.check(center, experiment::thread_count(wanted.threads))?;
    let folder = wanted.out.as_deref().map(OutputFolder::open).transpose()?;
    let seed = wanted.seed.or(reading.run.seed).unwrap_or(DEFAULT_SEED);

    let begun = Instant::now();
    let plan = Plan::compile(center);
    let layout = Layout::of(center, &plan);
    let is_all_shown = wanted.format != Format::Table || folder.is_some();
    let layout = Arc::new(if is_all_shown { layout } else { layout.for_a_page() });
    let progress = Progress::of(effort, center, terminal);
    let advance = |days| progress.advance(days);
    let played = experiment::with_threads(wanted.threads, || experiment::play(&plan, &layout, effort, seed, &advance))?;
    progress.finish();
    let findings = Findings::of(&played.totals);
    let seconds = begun.elapsed().as_secs_f64();

    let outlook = Outlook::of(center, &plan);
    let report = Report {
        center,
        outlook: &outlook,
        layout: &layout,
        findings: &findings,
        is_precise: played.is_precise,
        digest: &reading.digest,
        seed,
        version: VERSION,
    };
    terminal::print(&match wanted.format {
        Format::Table => report::table::run(&report, seconds, &wanted.scenario.display().to_string(), terminal.paper()),
        Format::Json => report::json::run(&report),
        Format::Csv => report::csv::run(&report),
    })?;
    if let (Some(folder), Some(path)) = (folder, &wanted.out) {
        write(&folder, path, &report, &reading, terminal)?;
    }
    let is_missed = findings.verdicts.iter().any(|verdict| verdict.outcome == VerdictOutcome::Missed);
    Ok(if is_missed && wanted.fail_on_miss { Outcome::PromiseMissed } else { Outcome::Fine })
}

fn effort(wanted: &Run, request: &RunRequest, center: &Center) -> Effort {
    match (wanted.replications, wanted.precision, request.replications) {
        (Some(count), ..) | (None, None, Some(count)) => Effort::Replications(count),
        (None, Some(half_width), _) => Effort::precise(center, half_width),
        (None, None, None) => Effort::usual(center),
    }
}

/// Writes results, the scenario that makes them again, and pictures.
fn write(
    folder: &OutputFolder,
    path: &Path,
    report: &Report<'_>,
    reading: &Reading,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let again = reading.resolved_toml(report.seed, report.findings.replications, report.version);
    let mut files = vec![
        ("metrics.csv".to_owned(), report::csv::run(report).into_bytes()),
        ("metrics.json".to_owned(), report::json::run(report).into_bytes()),
        ("run.toml".to_owned(), again.into_bytes()),
    ];
    if !report.findings.notices.is_empty() {
        files.insert(1, ("notices.csv".to_owned(), report::csv::notices(report).into_bytes()));
    }
    files.extend(pictures(report)?);
    folder.write(&files)?;
    let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
    terminal.note(&format!("wrote {} to {}", names.join(", "), path.display()));
    Ok(())
}

#[cfg(feature = "charts")]
fn pictures(report: &Report<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for (name, svg) in report::pictures::all(report)? {
        files.push((format!("{name}.png"), report::chart::to_png(&svg)?));
        files.push((format!("{name}.svg"), svg.into_bytes()));
    }
    Ok(files)
}

#[cfg(not(feature = "charts"))]
fn pictures(_: &Report<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    Ok(Vec::new())
}
