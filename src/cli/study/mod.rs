//! `ccsim study`: thousands of scenarios, played side by side, and nothing lost.
//!
//! What is finished goes to a journal at once; the tables are made from it at the end, or when the study is stopped, in the
//! study's own order. So it does not matter who played what, when and where: the tables have the same bytes.

mod assembling;
#[cfg(feature = "parquet")]
mod columns;
mod folder;
mod foresight;
mod identity;
mod interrupt;
mod journal;
mod merge;
mod playing;
mod progress;
mod record;
mod shard;
mod wish;
mod words;
mod work;
mod writer;

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use ccsim::report::grouped;
use ccsim::report::study::{Results, Wanted};

pub use shard::Shard;
pub use wish::PrecisionWish;

use super::Outcome;
use super::arguments::{Format, Study, StudyPart, StudyWanted};
use super::output_folder::OutputFolder;
use super::plot::CHARTS;
use super::study_results::StudyResults;
use super::terminal::{self, Said, Terminal};
use assembling::Assembled;
use folder::StudyFolder;
use foresight::Foresight;
use identity::Identity;
use interrupt::Interrupt;
use journal::Journal;
use work::Work;

/// What to say to who wants a file that this program was not built to write.
#[cfg(not(feature = "parquet"))]
const NO_PARQUET: &str = "this ccsim was built without Parquet; `cargo build --release --features parquet` builds one that \
    writes it, and of results.csv it is made by, for one, duckdb -c \"copy (from 'results.csv') to 'results.parquet'\"";

/// The results in columns.
const PARQUET: &str = "results.parquet";

/// Plays a study, or puts the parts of one together.
pub fn study(wanted: &Study, terminal: Terminal) -> anyhow::Result<Outcome> {
    match &wanted.part {
        Some(StudyPart::Merge(parts)) => merge::merge(parts, terminal),
        None => play(&wanted.wanted, terminal),
    }
}

fn play(wanted: &StudyWanted, terminal: Terminal) -> anyhow::Result<Outcome> {
    #[cfg(not(feature = "parquet"))]
    anyhow::ensure!(!wanted.parquet, NO_PARQUET);
    let mut work = Work::read(wanted, terminal)?;
    let foresight = Foresight::of(&work)?;
    let path = wanted.out.clone().unwrap_or_else(|| work.folder());
    if wanted.dry_run {
        return foretell(&work, &foresight, &path);
    }
    let folder = StudyFolder::open(&path, terminal)?;
    let there = Journal::open(&folder.journal())?;
    let by_interval = work.keeps_intervals(there.as_ref().map(Journal::identity), &foresight);
    work.study.set_intervals(by_interval);
    let identity = work.identity(by_interval);
    let mut journal = begin(there, &identity, &work, &folder, wanted.again, terminal)?;
    let left = playing::left(&work, &journal);
    terminal.note(&words::opening(&work, &foresight, by_interval, &left));

    assembling::inputs(&work, &folder)?;
    journal.note_shard(work.shard)?;
    let interrupt = Interrupt::listen(terminal);
    let played = playing::play(&work, &left, by_interval, &mut journal, &interrupt, terminal);
    // Whatever happened: what has been played is there to be seen.
    let assembled = assembling::files(&work, &journal, &folder);
    let unfit = played?;
    let assembled = assembled?;
    folder.discard(PARQUET);
    #[cfg(feature = "parquet")]
    if wanted.parquet {
        columns::write(&work, &journal, &folder)?;
    }
    if interrupt.was_asked() && assembled.scenarios + unfit.len() < work.points_here() {
        terminal.note(&stopped(&assembled, &work, &path));
        return Ok(Outcome::Interrupted);
    }
    let _ = fs::remove_file(folder.journal_before());
    tell(&work, &assembled, &journal, &folder, wanted.format, terminal)?;
    match words::unfit(&unfit) {
        Some(complaint) => Err(Said(complaint).into()),
        None => Ok(Outcome::Fine),
    }
}

/// Says how much there is to play, and plays nothing.
fn foretell(work: &Work, foresight: &Foresight, path: &Path) -> anyhow::Result<Outcome> {
    let there = Journal::open_to_read(&path.join("journal"))?;
    let by_interval = work.keeps_intervals(there.as_ref().map(Journal::identity), foresight);
    let there = there.filter(|journal| journal.identity().changes(&work.identity(by_interval)).is_empty());
    let left = match &there {
        Some(journal) => playing::left(work, journal),
        None => playing::everything(work),
    };
    terminal::print(&(words::opening(work, foresight, by_interval, &left) + "\n"))?;
    Ok(Outcome::Fine)
}

/// The journal to go on with, or a new one.
fn begin(
    there: Option<Journal>,
    identity: &Identity,
    work: &Work,
    folder: &StudyFolder,
    again: bool,
    terminal: Terminal,
) -> anyhow::Result<Journal> {
    let Some(mut journal) = there else { return Journal::create(&folder.journal(), identity) };
    if let Some(complaint) = words::mismatch(&journal, identity, work, folder.path()) {
        if !again {
            bail!("{complaint}");
        }
        drop(journal);
        // What was there is thrown away only when the new results are whole.
        fs::rename(folder.journal(), folder.journal_before())
            .with_context(|| format!("cannot write into the folder `{}`", folder.path().display()))?;
        return Journal::create(&folder.journal(), identity);
    }
    let torn = journal.mend()?;
    if torn > 0 {
        terminal.note("the last run did not end well: what it was writing then is played again");
    }
    Ok(journal)
}

/// Prints what was asked for, and says where the rest is.
fn tell(
    work: &Work,
    assembled: &Assembled,
    journal: &Journal,
    folder: &StudyFolder,
    format: Format,
    terminal: Terminal,
) -> anyhow::Result<()> {
    // A part of a study is no study: what it says would be misleading.
    let charts = if work.shard.is_some() {
        0
    } else {
        let (summary, charts) = sum_up(work, journal, folder.path(), terminal)?;
        if format == Format::Table {
            terminal::print(&summary)?;
        }
        charts
    };
    match format {
        Format::Table => {}
        Format::Csv => terminal::print_file(&folder.path().join("results.csv"))?,
        Format::Json => assembling::json(work, journal)?,
    }
    terminal.note(&words::closing(work, assembled, charts, folder.path()));
    Ok(())
}

/// The study in a few lines, and its pictures in the folder; how many there are.
fn sum_up(work: &Work, journal: &Journal, path: &Path, terminal: Terminal) -> anyhow::Result<(String, usize)> {
    let mut results = StudyResults::open(path, terminal)?;
    let gather = |results: &mut Results, wanted: &Wanted| assembling::gather(work, journal, results, wanted);
    let drawn = results.read_for(&[], Some(&gather)).and_then(|requests| results.pictures(&requests));
    let files = drawn.unwrap_or_else(|trouble| {
        // Results without a picture are better than none.
        terminal.note(&format!("warning: no pictures: {trouble:#}"));
        Vec::new()
    });
    if !files.is_empty() {
        OutputFolder::open(&path.join(CHARTS))?.write(&files)?;
    }
    // An SVG and a PNG of each.
    let charts = files.len() / 2;
    Ok((results.summary(terminal.paper()), charts))
}

fn stopped(assembled: &Assembled, work: &Work, path: &Path) -> String {
    format!(
        "stopped: {} of {} scenarios are in {}; the same command goes on from there",
        grouped(assembled.scenarios as f64, 0),
        grouped(work.points_here() as f64, 0),
        path.display()
    )
}
