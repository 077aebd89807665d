//! What is left of a study, and playing it.

use std::collections::HashSet;
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context;
use ccsim::experiment::{self, Finished, StudyEffort};
use ccsim::metrics::Findings;
use ccsim::report::study::files::FormBook;

use super::interrupt::Interrupt;
use super::journal::{Entry, Journal};
use super::progress::Progress;
use super::record::{Framed, Scenario};
use super::work::{COUNTED, Work};
use super::writer::Writer;
use crate::cli::terminal::Terminal;

/// Sums of all scenarios are kept, so that more replications can be added, as long as they take no more than this
/// \[bytes\]; beyond, more replications are played from the first on.
const MOST_STATE: usize = 4 << 30;

/// What is left to play.
#[derive(Debug, Default)]
pub struct Left {
    /// Points, in the order of playing.
    pub points: Vec<u32>,
    /// Days of all of them.
    pub days: u64,
}

/// Everything.
pub fn everything(work: &Work) -> Left {
    left_of(work, &|_| None)
}

/// What the journal does not have, or has with fewer replications than are wanted.
pub fn left(work: &Work, journal: &Journal) -> Left {
    left_of(work, &|point| journal.entry(&work.digests[point]))
}

fn left_of(work: &Work, there: &dyn Fn(usize) -> Option<Entry>) -> Left {
    let mut left = Left::default();
    let mut seen = HashSet::new();
    for point in work.points() {
        let played = there(point as usize).filter(|entry| entry.summary.effort == work.effort_kind);
        let wanted = match (work.effort, played) {
            (StudyEffort::Precision { .. }, Some(_)) => 0,
            (StudyEffort::Precision { at_most, .. }, None) => at_most,
            (StudyEffort::Replications(count), played) => {
                count.saturating_sub(played.map_or(0, |entry| entry.summary.replications))
            }
        };
        // Two points that say the same are played once.
        if wanted > 0 && seen.insert(work.digests[point as usize]) {
            left.points.push(point);
            left.days += wanted;
        }
    }
    left
}

/// Plays what is left, and writes it down.
pub fn play(
    work: &Work,
    left: &Left,
    by_interval: bool,
    journal: &mut Journal,
    interrupt: &Interrupt,
    terminal: Terminal,
) -> anyhow::Result<()> {
    if left.points.is_empty() {
        return Ok(());
    }
    let cannot_write = journal.cannot_write();
    let progress = Progress::of(left, work.effort, terminal);
    let book = FormBook::new(work.study.metrics(), by_interval);
    let earlier = Earlier::of(work, left, journal)?;
    let (played, written) = thread::scope(|scope| {
        let (sender, writer) = Writer::begin(scope, journal, interrupt.flag());
        let center = |point: usize| work.study.center(point).map_err(|complaints| complaints.render(false));
        let study = experiment::Study {
            order: &left.points,
            center: &center,
            earlier: &|point| earlier.of_point(work, point),
            effort: work.effort,
            seed: work.seed,
            by_interval,
            stop: interrupt.flag(),
            progress: &|days| progress.days(days),
        };
        let done = |finished: Finished| {
            write_down(work, &book, &finished, &sender);
            progress.scenario();
        };
        let played = experiment::with_threads(work.threads, || experiment::play_study(&study, &done));
        drop(sender);
        (played, writer.end())
    });
    progress.finish();
    written
        .with_context(|| cannot_write)
        .context("the study has stopped; what was finished before is kept, and the same command goes on from there")?;
    Ok(played??)
}

/// Works out the figures of a scenario and hands them to the writer; on the thread that played it.
fn write_down(work: &Work, book: &FormBook, finished: &Finished, writer: &SyncSender<Framed>) {
    let findings = Findings::of(&finished.totals);
    let (form, figures) = book.fill(&finished.center, &findings.rows);
    let state = finished.totals.to_bytes();
    let is_kept = work.effort_kind == COUNTED && state.len().saturating_mul(work.study.len()) <= MOST_STATE;
    let scenario = Scenario {
        digest: work.digests[finished.scenario],
        effort: work.effort_kind,
        replications: findings.replications,
        contacts: findings.contacts,
        is_precise: finished.is_precise,
        form: form.key(),
        figures,
        differences_form: [0; 8],
        differences: Vec::new(),
        state: if is_kept { state } else { Vec::new() },
    };
    // A writer that takes no more has raised the flag, and says why.
    let _ = writer.send(scenario.framed(vec![form]));
}

/// Sums of replications that were played before.
struct Earlier {
    /// Asked for once a scenario.
    journal: Option<Mutex<Journal>>,
}

impl Earlier {
    /// Opens the journal once more where any of what is left has been played in part.
    fn of(work: &Work, left: &Left, journal: &Journal) -> anyhow::Result<Self> {
        let begun = |&point: &u32| {
            journal.entry(&work.digests[point as usize]).is_some_and(|entry| entry.summary.effort == work.effort_kind)
        };
        let is_needed = work.effort_kind == COUNTED && left.points.iter().any(begun);
        Ok(Self { journal: if is_needed { Some(Mutex::new(journal.another()?)) } else { None } })
    }

    fn of_point(&self, work: &Work, point: usize) -> Option<Vec<u8>> {
        let mut journal = self.journal.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = journal.entry(&work.digests[point]).filter(|entry| entry.summary.effort == work.effort_kind)?;
        let scenario = journal.whole(entry).ok()?;
        (!scenario.state.is_empty()).then_some(scenario.state)
    }
}
