//! The pass through the calendar, invoice by invoice, that turns evidence into lines.

use super::arithmetic::{Unrounded, factor_in_parts, parts_of};
use super::evidence::{Delivered, Evidence};
use super::fees;
use super::judgment::{self, Judgment, Outcome, Verdict, parts_due};
use super::ledger::{Account, Book, Invoice, Line, Rule, Totals};
use super::measuring::{self, Counted, Measured};
use super::terms::{Appointment, ClausePeriod, Terms};
use super::trigger::Watch;
use crate::model::Clause;
use crate::model::contract::{Amount, Better, Grain, Level, SeveralMisses};
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
        let dates = self.evidence.delivered.get(dates).unwrap_or_default();
        dates.iter().fold(Delivered::default(), |sum, date| sum.plus(date))
    }

    /// A line about a clause's period.
    fn entry_line(&self, entry: &Entry, rule: Rule, owes: Money) -> Line {
        let invoice = self.terms.clauses[entry.at.clause].periods[entry.at.period].invoice;
        Line {
            clause: Some(entry.at.clause),
            period: Some(entry.at.period),
            counted: entry.counted.denominator,
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
    fn judge(&mut self, invoice: usize, at: Appointment) {
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
            judgment::of_nothing(clause, base)
        };
        let due = ramp.map(|step| parts_of(step.penalties));
        if due == Some(0) {
            verdict.outcome = Outcome::NotJudged;
        }
        let mut entry = Entry { at, verdict, counted, measured, compared, base, owes: verdict.owes };
        if verdict.owes > Money::ZERO {
            self.invoice.gross_penalties += verdict.owes;
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

    /// Where only the worst clause counts, the penalties of the others are struck.
    fn strike_all_but_the_worst(&mut self) {
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
    fn keep_below_caps(&mut self, invoice: usize) {
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
    fn remember(&mut self, invoice: usize) {
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

    /// The contract's own trigger: an invoice is missed when some clause was.
    fn watch_for_the_end(&mut self, invoice: usize) {
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
        measured: None,
        compared: None,
        base: Money::ZERO,
        fee: Money::ZERO,
        owes: Money::ZERO,
        in_invoice: Money::ZERO,
        in_year: Money::ZERO,
    }
}

/// What is left below a cap.
fn left(cap: Money, filled: Money) -> Money {
    (cap - filled).max(Money::ZERO)
}

/// Whether a measure is worse than a level.
fn is_beyond(compared: Measured, level: Level, better: Better) -> bool {
    !compared.reaches(level, better)
}

fn millionths(amount: u64) -> Money {
    Money::from_millionths(i64::try_from(amount).unwrap_or(i64::MAX))
}
