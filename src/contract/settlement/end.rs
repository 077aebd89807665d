//! When the client may terminate.

use super::super::judgment::Outcome;
use super::super::ledger::{Book, Rule};
use super::super::measuring::Measured;
use super::{Settlement, line};
use crate::model::contract::{Better, Level};

impl<B: Book> Settlement<'_, B> {
    /// The contract's own trigger: an invoice is missed when some clause was.
    pub(super) fn watch_for_the_end(&mut self, invoice: usize) {
        let outcome = match (self.invoice.judged, self.invoice.missed) {
            (0, _) => Outcome::NotJudged,
            (_, 0) => Outcome::Kept,
            _ => Outcome::Missed,
        };
        let clauses = &self.terms.contract.clauses;
        let entries = &self.entries;
        let beyond = |level| {
            let judged = entries.iter().filter(|entry| entry.verdict.outcome != Outcome::NotJudged);
            judged
                .filter_map(|entry| Some((entry.compared?, clauses[entry.at.clause].better_period())))
                .any(|(compared, better)| is_beyond(compared, level, better))
        };
        if let Some(trigger) = self.watch.sees(outcome, beyond) {
            self.end(invoice, line(invoice, Rule::Ends(trigger)));
        }
    }
}

/// Whether a measure is worse than a level.
pub fn is_beyond(compared: Measured, level: Level, better: Better) -> bool {
    !compared.reaches(level, better)
}
