//! `ccsim run`: plays a scenario and says what came out.

use std::path::Path;
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
use super::terminal::Terminal;
use super::{Outcome, scenario_file};

/// Seed when neither the command line nor the scenario names one.
const DEFAULT_SEED: u64 = 1;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Plays a scenario.
pub fn run(wanted: &Run, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let reading = scenario_file::read(&wanted.scenario, &wanted.set, terminal)?;
    let center = &reading.center;
    let effort = effort(wanted, &reading.run, center);
    effort.check(center)?;
    let folder = wanted.out.as_deref().map(OutputFolder::open).transpose()?;
    let seed = wanted.seed.or(reading.run.seed).unwrap_or(DEFAULT_SEED);

    let begun = Instant::now();
    let plan = Plan::compile(center);
    let layout = Layout::of(center, &plan);
    let progress = Progress::of_days(effort.most(), terminal);
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
    terminal.print(&match wanted.format {
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
        (None, None, None) => Effort::precise(center, Effort::DEFAULT_HALF_WIDTH),
    }
}

/// Writes results, the scenario that makes them again, and pictures.
fn write(
    folder: &OutputFolder,
    path: &Path,
    report: &Report<'_>,
    reading: &Reading,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    folder.write("metrics.csv", report::csv::run(report).as_bytes())?;
    folder.write("metrics.json", report::json::run(report).as_bytes())?;
    let again = reading.resolved_toml(report.seed, report.findings.replications, report.version);
    folder.write("run.toml", again.as_bytes())?;
    let pictures = write_pictures(folder, report)?;
    terminal.note(&format!("wrote metrics.csv, metrics.json, run.toml{pictures} to {}", path.display()));
    Ok(())
}

#[cfg(feature = "charts")]
fn write_pictures(folder: &OutputFolder, report: &Report<'_>) -> anyhow::Result<String> {
    let mut written = String::new();
    for (name, svg) in report::pictures::all(report)? {
        folder.write(&format!("{name}.svg"), svg.as_bytes())?;
        folder.write(&format!("{name}.png"), &report::chart::to_png(&svg)?)?;
        written += &format!(", {name}.svg, {name}.png");
    }
    Ok(written)
}

#[cfg(not(feature = "charts"))]
fn write_pictures(_: &OutputFolder, _: &Report<'_>) -> anyhow::Result<String> {
    Ok(String::new())
}
