//! Who plays what: each thread a batch of its own while there are any, then it helps where something is left.

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::baseline::BaselineDays;
use super::batch::{Batch, Next};
use super::{Finished, Study, StudyEffort, StudyTrouble};
use crate::plan::Plan;

/// Contacts in a batch: a third of a second of one thread.
const CONTACTS_A_BATCH: f64 = 4e6;
/// Scenarios among which drawing a day's people once costs each of them little; a batch of these may take longer.
const SHARING_WELL: f64 = 10.0;
/// Contacts in such a batch: a second or two of one thread, which is how long Ctrl-C takes.
const CONTACTS_SHARING_WELL: f64 = 2e7;
/// A contact that is followed through its calls counts as so many.
const A_FOLLOWED_ONE: f64 = 4.0;
/// Most scenarios in a batch: more would share no more.
const LARGEST_BATCH: usize = 256;
/// Contacts of a scenario below which it is opened in more time than it is played: its plan and its sums should be in a core's
/// near memory from when they are made until they are told, which is more than is saved by drawing people once.
const FEW_CONTACTS: f64 = 1000.0;
/// Most scenarios in a batch of such.
const LARGEST_BATCH_OF_FEW: usize = 8;
/// Most scenarios in a batch of which intervals are kept: their sums take room.
const LARGEST_BATCH_BY_INTERVAL: usize = 20;
/// Batches for each thread, at least, where a batch has too few days to be shared.
const BATCHES_A_THREAD: usize = 4;
/// Days for each thread from which on threads share a batch evenly enough.
const DAYS_A_THREAD: u64 = 10;
/// Replications of a scenario, for the size of a batch, where their number is not known.
const TYPICAL_ROUND: u64 = 100;

/// The work of a study.
pub struct Board<'s> {
    study: &'s Study<'s>,
    baseline: Option<&'s BaselineDays>,
    threads: usize,
    /// Scenarios in a batch.
    batch: usize,
    state: Mutex<State<'s>>,
    /// Rings when there may be something to do.
    bell: Condvar,
}

struct State<'s> {
    /// Position in the order of the first scenario that nobody has opened.
    next: usize,
    /// Batches that are being opened.
    opening: usize,
    /// Batches that are being played.
    open: Vec<Arc<Batch<'s>>>,
    trouble: Option<StudyTrouble>,
}

enum Task<'s> {
    /// Open a batch of scenarios.
    Open(Range<usize>),
    /// Play in one that is open.
    Help(Arc<Batch<'s>>),
    /// Nothing is left.
    Leave,
}

/// Sends everybody home when a thread panics: nobody waits for what it will not finish, and the panic is seen.
struct Alarm<'b, 's>(&'b Board<'s>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut state = self.0.state();
            state.next = self.0.study.order.len();
            state.opening = 0;
            state.open.clear();
            drop(state);
            self.0.bell.notify_all();
        }
    }
}

impl<'s> Board<'s> {
    /// The whole study lies ahead.
    pub fn new(study: &'s Study<'s>, baseline: Option<&'s BaselineDays>, threads: usize) -> Self {
        let first = study.order.first().and_then(|&number| (study.center)(number as usize).ok());
        let contacts = first.map_or(1.0, |center| {
            let costs = if Plan::compile(&center).follows { A_FOLLOWED_ONE } else { 1.0 };
            costs * center.expected_contacts().max(1.0)
        });
        let days = match study.effort {
            StudyEffort::Replications(count) => count.max(1),
            StudyEffort::Precision { at_most, .. } => at_most.clamp(1, TYPICAL_ROUND),
        };
        let contacts = contacts * days as f64;
        let by_contacts = (CONTACTS_A_BATCH / contacts).max(SHARING_WELL.min(CONTACTS_SHARING_WELL / contacts));
        let most = match study.by_interval {
            _ if contacts < FEW_CONTACTS => LARGEST_BATCH_OF_FEW,
            true => LARGEST_BATCH_BY_INTERVAL,
            false => LARGEST_BATCH,
        };
        let threads_share = study.effort.most() >= DAYS_A_THREAD * threads as u64;
        let by_threads =
            if threads_share { usize::MAX } else { study.order.len() / (threads.max(1) * BATCHES_A_THREAD) };
        let most = (by_contacts as usize).min(by_threads).clamp(1, most);
        // Evenly: a small last batch would draw its people for few.
        let batches = study.order.len().div_ceil(most).max(1);
        Self {
            study,
            baseline,
            threads,
            batch: study.order.len().div_ceil(batches).max(1),
            state: Mutex::new(State { next: 0, opening: 0, open: Vec::new(), trouble: None }),
            bell: Condvar::new(),
        }
    }

    /// Plays until nothing is left.
    pub fn work(&self, done: &(dyn Fn(Finished) + Sync)) {
        let _alarm = Alarm(self);
        loop {
            match self.assign() {
                Task::Leave => return,
                Task::Help(batch) => self.play(&batch, done),
                Task::Open(range) => {
                    let numbers = &self.study.order[range];
                    let batch = Batch::open(self.study, self.baseline, numbers, self.threads).map(Arc::new);
                    let mut state = self.state();
                    state.opening = state.opening.saturating_sub(1);
                    match batch {
                        Ok(batch) => {
                            state.open.push(Arc::clone(&batch));
                            drop(state);
                            self.bell.notify_all();
                            self.play(&batch, done);
                        }
                        Err(trouble) => {
                            state.trouble.get_or_insert(trouble);
                            drop(state);
                            self.bell.notify_all();
                        }
                    }
                }
            }
        }
    }

    /// How it ended.
    pub fn outcome(self) -> Result<(), StudyTrouble> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.trouble.map_or(Ok(()), Err)
    }

    /// Plays in a batch until it is finished or others play the rest.
    fn play(&self, batch: &Arc<Batch<'s>>, done: &(dyn Fn(Finished) + Sync)) {
        loop {
            match batch.help(done) {
                Next::OthersPlay => return,
                Next::AnotherRound => self.bell.notify_all(),
                Next::Finished => {
                    self.state().open.retain(|open| !Arc::ptr_eq(open, batch));
                    self.bell.notify_all();
                    return;
                }
            }
        }
    }

    fn assign(&self) -> Task<'s> {
        let mut state = self.state();
        loop {
            let is_over = state.trouble.is_some() || self.study.stop.load(Ordering::Relaxed);
            let from = state.next;
            if from < self.study.order.len() && !is_over {
                let to = (from + self.batch).min(self.study.order.len());
                state.next = to;
                state.opening += 1;
                return Task::Open(from..to);
            }
            if let Some(batch) = state.open.iter().find(|batch| batch.has_work()) {
                return Task::Help(Arc::clone(batch));
            }
            if state.open.is_empty() && state.opening == 0 {
                return Task::Leave;
            }
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State<'s>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
