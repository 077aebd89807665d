//! What is left of a study, and playing it.

use std::collections::HashSet;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::Context;
use ccsim::experiment::{self, Baseline, Finished, StudyEffort, StudyTrouble};
use ccsim::metrics::Findings;
use ccsim::report::study::files::{DifferenceBook, FormBook};

use super::interrupt::Interrupt;
use super::journal::{Entry, Journal};
use super::progress::Progress;
use super::record::{Framed, Scenario};
use super::work::{COUNTED, Work};
use super::writer::Writer;
use crate::cli::terminal::{Said, Terminal};

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

/// A point that has no valid center.
#[derive(Debug)]
pub struct Unfit {
    /// Why, in lines.
    pub complaint: String,
}

/// Plays what is left, and writes it down; returns the points that cannot be played.
pub fn play(
    work: &Work,
    left: &Left,
    by_interval: bool,
    journal: &mut Journal,
    interrupt: &Interrupt,
    terminal: Terminal,
) -> anyhow::Result<Vec<Unfit>> {
    let progress = Progress::of(left, work.effort, terminal);
    let desk = Desk { work, by_interval, interrupt, progress: &progress };
    let mut order = left.points.clone();
    let mut unfit = Vec::new();
    while !order.is_empty() {
        match desk.play(&order, journal) {
            Ok(()) => break,
            Err(trouble) => {
                let is_unfit = matches!(trouble.downcast_ref(), Some(StudyTrouble::NoCenter { .. }));
                let (fit, more) = if is_unfit { sift(work, journal) } else { (Vec::new(), Vec::new()) };
                if more.is_empty() || !unfit.is_empty() {
                    progress.finish();
                    return Err(trouble);
                }
                (order, unfit) = (fit, more);
            }
        }
    }
    progress.finish();
    Ok(unfit)
}

/// What is still left, without the points that cannot be played.
fn sift(work: &Work, journal: &Journal) -> (Vec<u32>, Vec<Unfit>) {
    let mut unfit = Vec::new();
    let mut fit = left(work, journal).points;
    fit.retain(|&point| match work.study.center(point as usize) {
        Ok(_) => true,
        Err(complaints) => {
            unfit.push(Unfit { complaint: complaints.render(false) });
            false
        }
    });
    (fit, unfit)
}

/// What a study is played on.
struct Desk<'d> {
    work: &'d Work,
    by_interval: bool,
    interrupt: &'d Interrupt,
    progress: &'d Progress,
}

impl Desk<'_> {
    fn play(&self, order: &[u32], journal: &mut Journal) -> anyhow::Result<()> {
        let Self { work, by_interval, interrupt, progress } = *self;
        let cannot_write = journal.cannot_write();
        let book = FormBook::new(work.study.metrics(), by_interval);
        let earlier = Earlier::of(work, order, journal)?;
        let baseline = work.study.baseline().map(|point| (point, work.study.digest(point)));
        let differences = baseline.as_ref().map(|(point, _)| self.difference_book(*point)).transpose()?;
        let (played, written) = thread::scope(|scope| {
            let (sender, writer) = Writer::begin(scope, journal, interrupt.flag());
            let center = |point: usize| work.study.center(point).map_err(|complaints| complaints.render(false));
            let study = experiment::Study {
                order,
                center: &center,
                earlier: &|point| earlier.of_point(work, point),
                effort: work.effort,
                seed: work.seed,
                baseline: baseline.as_ref().map(|(point, digest)| Baseline { scenario: *point, name: digest }),
                by_interval,
                controls: true,
                stop: interrupt.flag(),
                progress: &|days| progress.days(days),
            };
            let done = |finished: Finished| {
                let state = if work.effort_kind == COUNTED { study.state(&finished) } else { Vec::new() };
                write_down(work, (&book, differences.as_ref()), &finished, state, &sender);
                progress.scenario();
            };
            let played = experiment::with_threads(work.threads, || experiment::play_study(&study, &done));
            drop(sender);
            (played, writer.end())
        });
        written.with_context(|| cannot_write).context(
            "the study has stopped; what was finished before is kept, and the same command goes on from there",
        )?;
        Ok(played??)
    }

    fn difference_book(&self, baseline: usize) -> anyhow::Result<DifferenceBook> {
        let center = self.work.study.center(baseline);
        let center = center.map_err(|complaints| Said(complaints.render(false)))?;
        Ok(DifferenceBook::new(self.work.study.metrics(), center))
    }
}

/// Works out the figures of a scenario and hands them to the writer; on the thread that played it.
fn write_down(
    work: &Work,
    (book, differences): (&FormBook, Option<&DifferenceBook>),
    finished: &Finished,
    mut state: Vec<u8>,
    writer: &SyncSender<Framed>,
) {
    let totals = &finished.totals;
    let (form, figures) = book.fill(&finished.center, &Findings::rows_of(totals));
    let mut forms = vec![Arc::clone(&form)];
    let filled = differences.zip(finished.contrast.as_ref()).map(|(book, contrast)| book.fill(contrast));
    let (differences_form, differences) = filled.map_or_else(Default::default, |(form, differences)| {
        let key = form.key();
        forms.push(form);
        (key, differences)
    });
    if state.len().saturating_mul(work.study.len()) > MOST_STATE {
        state = Vec::new();
    }
    let scenario = Scenario {
        digest: work.digests[finished.scenario],
        effort: work.effort_kind,
        replications: totals.replications(),
        contacts: totals.contacts(),
        is_precise: finished.is_precise,
        form: form.key(),
        figures,
        differences_form,
        differences,
        state,
    };
    // A writer that takes no more has raised the flag, and says why.
    let _ = writer.send(scenario.framed(forms));
}

/// Sums of replications that were played before.
struct Earlier {
    /// Asked for once a scenario.
    journal: Option<Mutex<Journal>>,
}

impl Earlier {
    /// Opens the journal once more where any of what is left has been played in part.
    fn of(work: &Work, order: &[u32], journal: &Journal) -> anyhow::Result<Self> {
        let begun = |&point: &u32| {
            journal.entry(&work.digests[point as usize]).is_some_and(|entry| entry.summary.effort == work.effort_kind)
        };
        let is_needed = work.effort_kind == COUNTED && order.iter().any(begun);
        Ok(Self { journal: if is_needed { Some(Mutex::new(journal.another()?)) } else { None } })
    }

    fn of_point(&self, work: &Work, point: usize) -> Option<Vec<u8>> {
        let mut journal = self.journal.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = journal.entry(&work.digests[point]).filter(|entry| entry.summary.effort == work.effort_kind)?;
        let scenario = journal.whole(entry).ok()?;
        (!scenario.state.is_empty()).then_some(scenario.state)
    }
}
