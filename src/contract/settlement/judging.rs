//! A clause's period, up to what the clause itself makes of it.

use super::super::arithmetic::{Unrounded, factor_in_parts, parts_of};
use super::super::clause_terms::ClausePeriod;
use super::super::judgment::{self, Outcome, Verdict, parts_due};
use super::super::ledger::{Book, Line, Rule};
use super::super::measuring;
use super::super::terms::Appointment;
use super::end::is_beyond;
use super::limits::left;
use super::{Entry, Settlement};
use crate::model::contract::Grain;
use crate::units::Money;

impl<B: Book> Settlement<'_, B> {
    /// What shares of a clause are of, for a period: fees, or the clause's part of what is at risk.
    fn base(&self, clause: usize, period: &ClausePeriod) -> Money {
        let of = |invoice: usize| match self.terms.contract.at_risk {
            None => self.fees[invoice],
            Some(at_risk) => {
                let pool = Unrounded::amount(at_risk, self.fees[invoice]).to_cents();
                Unrounded::parts(pool, self.terms.clauses[clause].weight).to_cents()
            }
        };
        period.base.clone().map(of).fold(Money::ZERO, |sum, base| sum + base)
    }

    /// Judges a clause's period, up to what the clause itself makes of it.
    pub(super) fn judge(&mut self, invoice: usize, at: Appointment) {
        let terms = self.terms;
        let clause = &terms.contract.clauses[at.clause];
        let laid = &terms.clauses[at.clause];
        let period = &laid.periods[at.period];
        let cells = self.evidence.cells.get(at.clause).map_or(&[][..], Vec::as_slice);
        let (measured, counted) = measuring::measure(laid, clause, period, cells);
        let compared = measured.map(|measured| measured.compared(clause.round));
        let base = self.base(at.clause, period);
        let ramp = period.ramp.map(|step| &clause.ramp[step]);

        let excuses_periods = clause.excused_if.is_some_and(|excuse| excuse.excuses == Grain::Period);
        let is_excused = if excuses_periods {
            laid.is_excused(clause, counted.arrived, period.expected)
        } else {
            counted.excused > 0 && counted.cells == 0
        };
        let mut verdict = if is_excused {
            Verdict::not_judged(Rule::Excused { arrived: counted.arrived, expected: period.expected })
        } else if period.dates.is_empty() && period.has_excluded {
            Verdict::not_judged(Rule::Excluded)
        } else if let Some(compared) = compared {
            judgment::of_measure(clause, compared, &counted, ramp.and_then(|step| step.target), base)
        } else {
            judgment::of_nothing(clause, &counted, base)
        };
        let due = ramp.map(|step| parts_of(step.penalties));
        if due == Some(0) {
            verdict.outcome = Outcome::NotJudged;
        }
        let mut entry = Entry { at, verdict, counted, measured, compared, base, owes: verdict.owes };
        if verdict.owes > Money::ZERO {
            self.invoice.gross_penalties += verdict.owes;
        }
        if counted.excused > 0 && counted.cells > 0 {
            let left_out = self.entry_line(&entry, Rule::LeftOut(counted.excused), Money::ZERO);
            self.post(Line { counted: 0, numerator: 0, measured: None, compared: None, ..left_out });
        }
        self.post(self.entry_line(&entry, verdict.rule, verdict.owes));

        if let Some(parts) = due {
            self.adjust(&mut entry, Rule::Ramp, |owes| parts_due(owes, parts));
        }
        let before = self.clauses[at.clause].watch.in_a_row();
        if let Some(repeat) =
            clause.repeat.filter(|repeat| before >= repeat.after && verdict.outcome == Outcome::Missed)
        {
            let parts = factor_in_parts(repeat.times);
            self.adjust(&mut entry, Rule::Repeat(before), |owes| parts_due(owes, parts));
        }
        let spent = self.clauses[at.clause].in_invoice;
        if terms.contract.at_risk.is_some() {
            self.adjust(&mut entry, Rule::PartAtRisk, |owes| owes.min(left(base, spent)));
        }
        if let Some(cap) = clause.cap {
            let cap = Unrounded::amount(cap, base).to_cents();
            self.adjust(&mut entry, Rule::ClauseCap, |owes| owes.min(left(cap, spent)));
        }
        if entry.owes > Money::ZERO {
            self.clauses[at.clause].in_invoice += entry.owes;
        }
        self.entries.push(entry);

        let better = clause.better_period();
        let beyond = |level| compared.is_some_and(|compared| is_beyond(compared, level, better));
        if let Some(trigger) = self.clauses[at.clause].watch.sees(verdict.outcome, beyond) {
            self.end(invoice, self.entry_line(&entry, Rule::Ends(trigger), Money::ZERO));
        }
    }
}
