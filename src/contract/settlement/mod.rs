//! The pass through the calendar, invoice by invoice, that turns evidence into lines.

mod end;
mod judging;
mod limits;

use super::evidence::{Delivered, Evidence, there};
use super::fees;
use super::judgment::Verdict;
use super::ledger::{Account, Book, Invoice, Line, Rule, Totals};
use super::measuring::{Counted, Measured};
use super::terms::{Appointment, Terms};
use super::trigger::Watch;
use crate::model::Clause;
use crate::units::Money;

/// A settlement under way.
pub struct Settlement<'t, B: Book> {
    terms: &'t Terms,
    evidence: &'t Evidence,
    book: &'t mut B,
    totals: Totals,
    /// Of the invoice in hand.
    invoice: Totals,
    /// What each invoice's fee is; known beforehand, since shares may be of several.
    fees: Vec<Money>,
    /// Penalties of the year of the contract in hand.
    in_year: Money,
    clauses: Vec<Memory>,
    watch: Watch,
    /// The clauses' periods of the invoice in hand; kept to save allocations.
    entries: Vec<Entry>,
}

/// What a clause remembers from period to period.
struct Memory {
    /// Penalties in the invoice in hand.
    in_invoice: Money,
    /// Position of the period with the last penalty that was not earned back, and what was paid.
    last_penalty: Option<(usize, Money)>,
    watch: Watch,
}

/// A clause's period while its invoice is in hand.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Appointment,
    verdict: Verdict,
    counted: Counted,
    measured: Option<Measured>,
    compared: Option<Measured>,
    base: Money,
    /// What the provider owes for it, adjusted so far.
    owes: Money,
}

impl<'t, B: Book> Settlement<'t, B> {
    pub fn new(terms: &'t Terms, evidence: &'t Evidence, book: &'t mut B) -> Self {
        let contract = &terms.contract;
        let memory = |clause: &Clause| Memory {
            in_invoice: Money::ZERO,
            last_penalty: None,
            watch: Watch::new(clause.ends_after),
        };
        let mut settlement = Self {
            terms,
            evidence,
            book,
            totals: Totals::default(),
            invoice: Totals::default(),
            fees: Vec::with_capacity(terms.invoices.len()),
            in_year: Money::ZERO,
            clauses: contract.clauses.iter().map(memory).collect(),
            watch: Watch::new(contract.ends_after),
            entries: Vec::with_capacity(terms.invoices.iter().map(|invoice| invoice.agenda.len()).max().unwrap_or(0)),
        };
        for at in 0..terms.invoices.len() {
            let mut fee = Money::ZERO;
            fees::bill(&contract.fee, &settlement.delivered(at), terms.invoices[at].expected, |_, _, part| fee += part);
            settlement.fees.push(fee);
        }
        settlement
    }

    pub fn settle(mut self) -> Totals {
        let terms = self.terms;
        let mut year = 0;
        for (at, invoice) in terms.invoices.iter().enumerate() {
            if invoice.year != year {
                (year, self.in_year) = (invoice.year, Money::ZERO);
            }
            self.invoice = Totals::default();
            for memory in &mut self.clauses {
                memory.in_invoice = Money::ZERO;
            }
            self.bill(at);
            self.entries.clear();
            for appointment in &terms.agenda[invoice.agenda.clone()] {
                self.judge(at, *appointment);
            }
            self.strike_all_but_the_worst();
            self.keep_below_caps(at);
            self.remember(at);
            self.watch_for_the_end(at);
            self.close(at);
        }
        self.totals
    }

    /// What was delivered in an invoice's period.
    fn delivered(&self, invoice: usize) -> Delivered {
        let dates = self.terms.invoices[invoice].open_dates.clone();
        there(&self.evidence.delivered, &dates).iter().fold(Delivered::default(), |sum, date| sum.plus(date))
    }

    /// A line about a clause's period.
    fn entry_line(&self, entry: &Entry, rule: Rule, owes: Money) -> Line {
        let invoice = self.terms.clauses[entry.at.clause].periods[entry.at.period].invoice;
        Line {
            clause: Some(entry.at.clause),
            period: Some(entry.at.period),
            counted: entry.counted.denominator,
            numerator: entry.counted.numerator,
            measured: entry.measured,
            compared: entry.compared.map(Measured::to_level),
            base: entry.base,
            owes,
            ..line(invoice, rule)
        }
    }

    fn post(&mut self, line: Line) {
        self.invoice.take(&line);
        if line.account() == Account::Penalty {
            self.in_year += line.owes;
        }
        self.book.post(&Line { in_invoice: self.invoice.penalties, in_year: self.in_year, ..line });
    }

    /// The fee, and what the work cost.
    fn bill(&mut self, at: usize) {
        let delivered = self.delivered(at);
        let terms = self.terms;
        let blank = line(at, Rule::Fixed);
        fees::bill(&terms.contract.fee, &delivered, terms.invoices[at].expected, |rule, counted, fee| {
            self.post(Line { rule, counted, fee, ..blank });
        });
        self.invoice.staff_cost = millionths(delivered.pay);
        self.invoice.caller_cost = millionths(delivered.caller_cost);
        self.invoice.lost = delivered.lost;
    }

    /// Changes what is owed for an entry, with a line of its own. Bonuses stay as they are.
    fn adjust(&mut self, entry: &mut Entry, rule: Rule, to: impl FnOnce(Money) -> Money) {
        if entry.owes <= Money::ZERO {
            return;
        }
        let owes = to(entry.owes);
        if owes != entry.owes {
            self.post(self.entry_line(entry, rule, owes - entry.owes));
            entry.owes = owes;
        }
    }

    fn end(&mut self, invoice: usize, line: Line) {
        self.invoice.ended_in = self.invoice.ended_in.or(Some(invoice));
        self.post(line);
    }

    fn close(&mut self, invoice: usize) {
        let (sum, part) = (&mut self.totals, &self.invoice);
        sum.fee += part.fee;
        sum.gross_penalties += part.gross_penalties;
        sum.penalties += part.penalties;
        sum.bonuses += part.bonuses;
        sum.refunded += part.refunded;
        sum.staff_cost += part.staff_cost;
        sum.caller_cost += part.caller_cost;
        sum.lost = sum.lost.saturating_add(part.lost);
        sum.judged += part.judged;
        sum.missed += part.missed;
        sum.capped += part.capped;
        sum.ended_in = sum.ended_in.or(part.ended_in);
        self.book.close(&Invoice { at: invoice, totals: self.invoice });
    }
}

/// A line about the whole invoice.
const fn line(invoice: usize, rule: Rule) -> Line {
    Line {
        invoice,
        clause: None,
        period: None,
        rule,
        counted: 0,
        numerator: 0,
        measured: None,
        compared: None,
        base: Money::ZERO,
        fee: Money::ZERO,
        owes: Money::ZERO,
        in_invoice: Money::ZERO,
        in_year: Money::ZERO,
    }
}

fn millionths(amount: u64) -> Money {
    Money::from_millionths(i64::try_from(amount).unwrap_or(i64::MAX))
}
