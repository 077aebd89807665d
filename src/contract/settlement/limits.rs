//! What the contract makes of its clauses' penalties: the worst alone, caps, and what is earned back.

use super::super::arithmetic::{Unrounded, parts_of};
use super::super::judgment::{Judgment, Outcome, parts_due};
use super::super::ledger::{Book, Rule};
use super::super::measuring::Measured;
use super::super::terms::Appointment;
use super::Settlement;
use crate::model::contract::{Amount, SeveralMisses};
use crate::units::Money;

impl<B: Book> Settlement<'_, B> {
    /// Where only the worst clause counts, the penalties of the others are struck.
    pub(super) fn strike_all_but_the_worst(&mut self) {
        if self.terms.contract.several_misses == SeveralMisses::Sum {
            return;
        }
        let mut worst = 0;
        for (at, memory) in self.clauses.iter().enumerate() {
            if memory.in_invoice > self.clauses[worst].in_invoice {
                worst = at;
            }
        }
        for at in 0..self.entries.len() {
            let mut entry = self.entries[at];
            if entry.at.clause != worst {
                self.adjust(&mut entry, Rule::Outweighed, |_| Money::ZERO);
                self.entries[at] = entry;
            }
        }
    }

    /// The caps of the invoice's period and of the year, filled in the order of the periods.
    pub(super) fn keep_below_caps(&mut self, invoice: usize) {
        let contract = &self.terms.contract;
        let fee = self.fees[invoice];
        let cap = contract.cap.map(|cap| Unrounded::amount(cap, fee).to_cents());
        let year_cap = contract.cap_per_year.map(|cap| self.year_cap(cap, self.terms.invoices[invoice].year));
        if cap.is_none() && year_cap.is_none() {
            return;
        }
        // The lines have added everything up already: what was due before this invoice, and what is filled of it so far.
        let before = self.in_year - self.invoice.penalties;
        let mut filled = Money::ZERO;
        for at in 0..self.entries.len() {
            let mut entry = self.entries[at];
            let owed = entry.owes;
            if let Some(cap) = cap {
                self.adjust(&mut entry, Rule::Cap, |owes| owes.min(left(cap, filled)));
            }
            if let Some(cap) = year_cap {
                self.adjust(&mut entry, Rule::YearCap, |owes| owes.min(left(cap, before + filled)));
            }
            if entry.owes != owed {
                self.invoice.capped = 1;
            }
            if entry.owes > Money::ZERO {
                filled += entry.owes;
            }
            self.entries[at] = entry;
        }
    }

    /// The cap of a year of the contract.
    fn year_cap(&self, cap: Amount, year: usize) -> Money {
        let invoices = self.terms.invoices.iter().zip(&self.fees);
        let fees = invoices.filter(|(invoice, _)| invoice.year == year).map(|(_, fee)| *fee);
        Unrounded::amount(cap, fees.fold(Money::ZERO, |sum, fee| sum + fee)).to_cents()
    }

    /// Tells the judgments, refunds what good periods earn back, and keeps the last penalty in mind.
    pub(super) fn remember(&mut self, invoice: usize) {
        for at in 0..self.entries.len() {
            let entry = self.entries[at];
            let Appointment { clause, period } = entry.at;
            self.book.judge(&Judgment {
                clause,
                period,
                invoice,
                outcome: entry.verdict.outcome,
                measured: entry.measured,
                compared: entry.compared.map(Measured::to_level),
                band: entry.verdict.band,
                owes: entry.owes,
            });
            self.invoice.judged += u32::from(entry.verdict.outcome != Outcome::NotJudged);
            self.invoice.missed += u32::from(entry.verdict.outcome == Outcome::Missed);
            let terms = &self.terms.contract.clauses[clause];
            let Some(earn_back) = terms.earn_back else { continue };
            if entry.owes > Money::ZERO {
                self.clauses[clause].last_penalty = Some((period, entry.owes));
                continue;
            }
            let is_good = entry.verdict.outcome == Outcome::Kept
                && entry.compared.is_some_and(|measured| measured.reaches(earn_back.at, terms.better_period()));
            let in_time = |since: usize| earn_back.within.is_none_or(|within| period - since <= within as usize);
            let last = self.clauses[clause].last_penalty.filter(|(since, _)| is_good && in_time(*since));
            if let Some((since, paid)) = last {
                let refund = parts_due(paid, parts_of(earn_back.of));
                let rule = Rule::EarnBack { of: u32::try_from(since).unwrap_or(u32::MAX) };
                self.post(self.entry_line(&entry, rule, -refund));
                self.clauses[clause].last_penalty = None;
            }
        }
    }
}

/// What is left below a cap.
pub fn left(cap: Money, filled: Money) -> Money {
    (cap - filled).max(Money::ZERO)
}
