//! From the journal to the files that people read, in the study's own order: the same bytes whatever was played when, where
//! and how often it was interrupted.

use std::ops::AddAssign;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::Context;
use ccsim::report::study::files::{self, Played};
use ccsim::report::study::{Results, Wanted};
use ccsim::scenario::{Axis, Setting};

use super::folder::{Page, StudyFolder};
use super::journal::{Entry, Journal};
use super::work::Work;
use crate::cli::run::VERSION;
use crate::cli::terminal;

/// Scenarios that a thread works on at a time: of many intervals they are some megabytes.
const AT_ONCE: usize = 32;
/// So many parts of each thread wait to be written; then the thread waits for the disk.
const WAITING: usize = 2;
pub(super) const NAMELESS: &str = "the journal has figures without their names";

/// What was assembled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assembled {
    /// Scenarios in the files.
    pub scenarios: usize,
    /// Rows of `results.csv`.
    pub rows: u64,
    /// Rows of `differences.csv`.
    pub differences: u64,
    /// Contacts in all.
    pub contacts: u64,
}

/// Writes the files of all scenarios that are in the journal, and gives them their names together.
pub fn files(work: &Work, journal: &Journal, folder: &StudyFolder) -> anyhow::Result<Assembled> {
    let study = &work.study;
    let mut assembled = Assembled::default();
    let axes: Vec<&str> = study.axes().iter().map(|axis: &Axis| axis.path.as_str()).collect();
    let mut scenarios = folder.page("scenarios.csv")?;
    let mut results = folder.page("results.csv")?;
    let mut differences = study.baseline().map(|_| folder.page("differences.csv")).transpose()?;
    scenarios.write(files::scenarios_head(&axes).as_bytes())?;
    results.write(files::results_head(&axes).as_bytes())?;
    if let Some(page) = &mut differences {
        page.write(files::differences_head(&axes).as_bytes())?;
    }
    results.sync_on_the_way(|results| {
        in_order(work.threads(), parts_of(study.len()), &|part| Piece::of(work, journal, part), |piece| {
            scenarios.write(&piece.scenarios)?;
            results.write(&piece.results)?;
            if let Some(page) = &mut differences {
                page.write(&piece.differences)?;
            }
            assembled += piece.holds;
            Ok(())
        })
    })?;
    let mut pages = vec![scenarios, results];
    pages.extend(differences);
    pages.iter_mut().try_for_each(Page::finish)?;
    pages.into_iter().try_for_each(Page::publish)?;
    Ok(assembled)
}

/// Fills in the wanted figures of all scenarios, straight from the journal: the tables say the same, but have to be parsed.
pub fn gather(work: &Work, journal: &Journal, results: &mut Results, wanted: &Wanted) -> anyhow::Result<()> {
    let mut gathering = results.gather(wanted);
    let read = |part| {
        let mut reader = journal.reader()?;
        let entries = points_of(work, journal, part);
        entries.map(|(point, entry)| Ok((point, reader.glance(entry)?))).collect::<anyhow::Result<Vec<_>>>()
    };
    in_order(work.threads(), parts_of(work.study.len()), &read, |scenarios| {
        for (point, scenario) in scenarios {
            let number = point as u64 + 1;
            let form = journal.form(scenario.form()).context(NAMELESS)?;
            gathering.add(number, form, |line| scenario.figure(line));
            if let Some(form) = journal.form(scenario.differences_form()) {
                gathering.add(number, form, |line| scenario.difference(line));
            }
        }
        Ok(())
    })?;
    gathering.finish();
    Ok(())
}

/// Writes what makes the study again: it is there before the first scenario is, and says what the journal is about.
pub fn inputs(work: &Work, folder: &StudyFolder) -> anyhow::Result<()> {
    let (study, seed) = (&work.study, work.seed);
    let base = study.base();
    let scenario = base.resolved_toml(seed, base.run.replications.unwrap_or(1), VERSION);
    for (name, text) in [("scenario.toml", scenario), ("study.toml", study.resolved_toml(seed, VERSION))] {
        let mut page = folder.page(name)?;
        page.write(text.as_bytes())?;
        page.finish()?;
        page.publish()?;
    }
    Ok(())
}

/// Prints every row of `results.csv` as one JSON object.
pub fn json(work: &Work, journal: &Journal) -> anyhow::Result<()> {
    let study = &work.study;
    let mut reader = journal.reader()?;
    let head = serde_json::json!({
        "ccsim": VERSION,
        "study": { "name": study.name(), "digest": study.digest_of_all() },
        "seed": work.seed,
        "confidence": ccsim::metrics::CONFIDENCE,
    });
    let mut text = head.to_string();
    text.truncate(text.len() - 1);
    text += ",\"metrics\":[";
    let mut separator = "\n";
    for point in 0..study.len() {
        let Some(entry) = journal.entry(&work.digests[point]) else { continue };
        let scenario = reader.figures(entry)?;
        let form = journal.form(scenario.form).context(NAMELESS)?;
        let settings = study.settings(point);
        let settings: Vec<(&str, &str)> =
            study.axes().iter().zip(&settings).map(|(axis, set)| (axis.path.as_str(), set.text.as_str())).collect();
        for row in files::json_rows(point + 1, &settings, form, &scenario.figures) {
            text += separator;
            text += &row;
            separator = ",\n";
        }
        terminal::print(&text)?;
        text.clear();
    }
    terminal::print(&(text + "\n]}\n"))
}

fn lead(point: usize, settings: &[Setting]) -> String {
    let settings: Vec<&str> = settings.iter().map(|setting| setting.text.as_str()).collect();
    files::lead(point + 1, &settings)
}

/// Rows of some scenarios that follow each other.
#[derive(Debug, Default)]
struct Piece {
    scenarios: Vec<u8>,
    results: Vec<u8>,
    differences: Vec<u8>,
    holds: Assembled,
}

impl Piece {
    fn of(work: &Work, journal: &Journal, part: usize) -> anyhow::Result<Self> {
        let mut piece = Self::default();
        let mut reader = journal.reader()?;
        for (point, entry) in points_of(work, journal, part) {
            let scenario = reader.glance(entry)?;
            let lead = lead(point, &work.study.settings(point));
            let played = Played {
                replications: scenario.replications,
                is_precise: scenario.is_precise,
                contacts: scenario.contacts,
                digest: &String::from_utf8_lossy(&work.digests[point]),
            };
            piece.scenarios.extend_from_slice(files::scenarios_row(&lead, &played).as_bytes());
            let form = journal.form(scenario.form()).context(NAMELESS)?;
            files::results_rows(&mut piece.results, &lead, form, scenario.figures());
            if let Some(form) = journal.form(scenario.differences_form()) {
                files::differences_rows(&mut piece.differences, &lead, form, scenario.differences());
            }
            if piece.holds == Assembled::default() {
                // The others take as much, or little more.
                let as_much = piece.results.len() * AT_ONCE;
                piece.results.reserve(as_much);
            }
            piece.holds += Assembled {
                scenarios: 1,
                rows: scenario.figures().len() as u64,
                differences: scenario.differences().len() as u64,
                contacts: scenario.contacts,
            };
        }
        Ok(piece)
    }
}

impl AddAssign for Assembled {
    fn add_assign(&mut self, other: Self) {
        self.scenarios += other.scenarios;
        self.rows += other.rows;
        self.differences += other.differences;
        self.contacts += other.contacts;
    }
}

pub(super) const fn parts_of(points: usize) -> usize {
    points.div_ceil(AT_ONCE)
}

/// The points of a part that were played, in the study's order.
pub(super) fn points_of(work: &Work, journal: &Journal, part: usize) -> impl Iterator<Item = (usize, Entry)> {
    let points = part * AT_ONCE..work.study.len().min((part + 1) * AT_ONCE);
    points.filter_map(|point| Some((point, journal.entry(&work.digests[point])?)))
}

/// Makes parts on several threads and takes them in their order, on this one. Only a few of them wait at a time.
pub(super) fn in_order<T: Send>(
    threads: usize,
    parts: usize,
    make: &(dyn Fn(usize) -> anyhow::Result<T> + Sync),
    mut take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let threads = threads.clamp(1, parts.max(1));
    thread::scope(|scope| {
        // A thread whose receiver is gone makes no more.
        let makers: Vec<Receiver<anyhow::Result<T>>> = (0..threads)
            .map(|first| {
                let (sender, receiver) = sync_channel(WAITING);
                scope.spawn(move || (first..parts).step_by(threads).map(make).all(|made| sender.send(made).is_ok()));
                receiver
            })
            .collect();
        (0..parts).try_for_each(|part| take(makers[part % threads].recv().context("a thread fell over")??))
    })
}
