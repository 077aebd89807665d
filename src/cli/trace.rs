//! `ccsim trace`: one day in full.

use std::path::Path;

use ccsim::experiment;
use ccsim::report::trace::{Origin, Recording, Trace, Window, agents, contacts};

use super::arguments;
use super::output_folder::OutputFolder;
use super::run::{DEFAULT_SEED, VERSION};
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Plays one day, and prints its calls or writes everything to a folder.
pub fn trace(wanted: &arguments::Trace, terminal: Terminal) -> anyhow::Result<Outcome> {
    let reading = scenario_file::read(&wanted.scenario, &wanted.set, terminal)?;
    let seed = wanted.seed.or(reading.run.seed).unwrap_or(DEFAULT_SEED);
    let mut recording = Recording::default();
    // People count days from 1.
    let plan = experiment::tell(&reading.center, (seed, wanted.replication - 1), wanted.date, &mut recording)?;
    let trace = Trace::of(&reading.center, &plan, recording);

    let Some(path) = &wanted.out else {
        terminal::print(&contacts::csv(&trace))?;
        terminal.note(&trace.summary(terminal.paper().width));
        return Ok(Outcome::Fine);
    };
    let window = Window::of(&trace, wanted.from, wanted.to)?;
    let folder = OutputFolder::open(path)?;
    let mut files = vec![
        ("contacts.csv".to_owned(), contacts::csv(&trace).into_bytes()),
        ("agents.csv".to_owned(), agents::csv(&trace).into_bytes()),
        ("run.toml".to_owned(), reading.resolved_toml(seed, wanted.replication, VERSION).into_bytes()),
    ];
    let origin = Origin { digest: &reading.digest, seed, replication: wanted.replication, version: VERSION };
    files.extend(picture(&trace, window, origin)?);
    folder.write(&files)?;
    terminal.note(&trace.summary(terminal.paper().width));
    terminal.note(&wrote(&files, path));
    Ok(Outcome::Fine)
}

fn wrote(files: &[(String, Vec<u8>)], path: &Path) -> String {
    let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
    format!("wrote {} to {}", names.join(", "), path.display())
}

#[cfg(feature = "charts")]
fn picture(trace: &Trace<'_>, window: Window, origin: Origin<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let svg = ccsim::report::trace::picture::svg(trace, window, origin)?;
    let png = ccsim::report::chart::to_png(&svg)?;
    Ok(vec![("trace.png".to_owned(), png), ("trace.svg".to_owned(), svg.into_bytes())])
}

#[cfg(not(feature = "charts"))]
fn picture(_: &Trace<'_>, _: Window, _: Origin<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    Ok(Vec::new())
}
