//! `ccsim compare`: plays two scenarios with the same callers and says what differs.

use std::path::Path;
use std::time::Instant;

use ccsim::experiment::{self, Effort};
use ccsim::model::Center;
use ccsim::report::compare::{self as report, Comparison, Side};
use ccsim::scenario::Reading;

use super::arguments::{Compare, Format};
use super::output_folder::OutputFolder;
use super::progress::Progress;
use super::run::{DEFAULT_SEED, VERSION};
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Plays both and tells the differences.
pub fn compare(wanted: &Compare, terminal: Terminal) -> anyhow::Result<Outcome> {
    let second_path = wanted.second.as_deref().unwrap_or(&wanted.first);
    let read = |path: &Path, own: &[String]| {
        let set = [&wanted.set, own].concat();
        anyhow::Ok((scenario_file::read(path, &set, terminal)?, name(path, &set)))
    };
    let (first, first_name) = read(&wanted.first, &wanted.set_a)?;
    let (second, second_name) = read(second_path, &wanted.set_b)?;
    let effort = effort(wanted, [&first.center, &second.center]);
    for reading in [&first, &second] {
        effort.check(&reading.center, experiment::thread_count(wanted.threads))?;
    }
    let folder = wanted.out.as_deref().map(OutputFolder::open).transpose()?;
    let seed = wanted.seed.or(first.run.seed).unwrap_or(DEFAULT_SEED);

    let begun = Instant::now();
    let progress = Progress::of(effort, &first.center, terminal);
    let advance = |days| progress.advance(days);
    let centers = [&first.center, &second.center];
    let compared = experiment::with_threads(wanted.threads, || experiment::compare(centers, effort, seed, &advance))?;
    progress.finish();
    let seconds = begun.elapsed().as_secs_f64();

    let differences = compared.contrast.rows();
    let comparison = Comparison {
        first: Side {
            name: &first_name,
            center: &first.center,
            layout: compared.totals[0].layout(),
            digest: &first.digest,
        },
        second: Side {
            name: &second_name,
            center: &second.center,
            layout: compared.totals[1].layout(),
            digest: &second.digest,
        },
        differences: &differences,
        replications: compared.contrast.replications(),
        is_precise: compared.is_precise,
        seed,
        version: VERSION,
    };
    terminal::print(&match wanted.format {
        Format::Table => report::table(&comparison, seconds, terminal.paper()),
        Format::Json => report::json(&comparison),
        Format::Csv => report::csv(&comparison),
    })?;
    if let (Some(folder), Some(path)) = (folder, &wanted.out) {
        let again = |reading: &Reading| reading.resolved_toml(seed, comparison.replications, VERSION).into_bytes();
        let files = [
            ("differences.csv".to_owned(), report::csv(&comparison).into_bytes()),
            ("differences.json".to_owned(), report::json(&comparison).into_bytes()),
            ("a.toml".to_owned(), again(&first)),
            ("b.toml".to_owned(), again(&second)),
        ];
        folder.write(&files)?;
        terminal.note(&format!("wrote differences.csv, differences.json, a.toml, b.toml to {}", path.display()));
    }
    Ok(Outcome::Fine)
}

/// How a side was asked for.
fn name(path: &Path, set: &[String]) -> String {
    std::iter::once(path.display().to_string()).chain(set.iter().cloned()).collect::<Vec<_>>().join(", ")
}

/// As much as the larger of both may take.
fn effort(wanted: &Compare, centers: [&Center; 2]) -> Effort {
    let larger = if centers[0].expected_contacts() >= centers[1].expected_contacts() { centers[0] } else { centers[1] };
    match (wanted.replications, wanted.precision) {
        (Some(count), _) => Effort::Replications(count),
        (None, Some(half_width)) => Effort::precise(larger, half_width),
        (None, None) => Effort::usual(larger),
    }
}
