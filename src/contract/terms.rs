//! A contract laid over the calendar: its periods, who is measured when, and what the forecast expects.

use std::ops::Range;

use super::clause_terms::{ClausePeriod, ClauseTerms, span};
use super::forecast::{self, PER_CONTACT, total};
use super::ledger::{Book, Ledger, Totals};
use super::settlement::Settlement;
use crate::model::{Calendar, CalendarDay, Center, Contract, ContractId, Period};
use crate::units::{Date, Duration, SimTime};

/// A contract laid over the calendar, made once and asked for each replication.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What was agreed.
    pub contract: Contract,
    /// Currency code that all amounts are in.
    pub currency: String,
    /// Periods of the invoice, in order.
    pub invoices: Vec<InvoicePeriod>,
    pub(super) clauses: Vec<ClauseTerms>,
    /// All periods of all clauses in the order in which they end.
    pub(super) agenda: Vec<Appointment>,
    intervals: usize,
    open_dates: usize,
    opens: SimTime,
    interval: Duration,
}

/// A period of the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoicePeriod {
    /// As results name it: `2026-03`.
    pub name: String,
    /// Its first date.
    pub from: Date,
    /// Its last date, inclusive.
    pub to: Date,
    /// Its open dates, as [`super::Evidence`] counts them.
    pub open_dates: Range<usize>,
    /// Which year of the contract it belongs to, the first is 0: the one in which it ends.
    pub year: usize,
    /// Contacts that the forecast expects for the provider's groups \[millionths\].
    pub(super) expected: u64,
    /// Its part of the agenda.
    pub(super) agenda: Range<usize>,
}

/// A clause's period, when its turn comes.
#[derive(Debug, Clone, Copy)]
pub struct Appointment {
    pub clause: usize,
    pub period: usize,
}

impl Terms {
    /// Lays a contract over the calendar of its center.
    pub fn of(center: &Center, contract: ContractId) -> Self {
        let contract = center.contracts[contract.index()].clone();
        let calendar = center.calendar.as_ref().expect("sealed: a contract has a calendar");
        let years = calendar.periods(Period::Year);
        let served = |at: usize| {
            contract
                .groups
                .iter()
                .any(|group| center.agent_groups[group.index()].skills.iter().any(|skill| skill.index() == at))
        };
        let kinds: Vec<_> =
            center.contact_types.iter().enumerate().filter(|(at, _)| served(*at)).map(|(_, kind)| kind).collect();
        let mut invoices: Vec<InvoicePeriod> = calendar
            .periods(contract.per)
            .into_iter()
            .map(|period| {
                let open = open_among(calendar, &period.days);
                let days = calendar.days[period.days.clone()].iter().filter(|day| day.is_open);
                let expected = total(days.map(|day| total(forecast::expected_on(center, &kinds, day))));
                let last = period.days.end - 1;
                let year = years.iter().position(|year| year.days.contains(&last)).unwrap_or(0);
                let (from, to) = span(calendar, &period);
                InvoicePeriod { name: period.name, from, to, open_dates: open, year, expected, agenda: 0..0 }
            })
            .collect();
        let weights: f64 = contract.clauses.iter().map(|clause| clause.weight).sum();
        let clauses: Vec<ClauseTerms> = contract
            .clauses
            .iter()
            .map(|clause| ClauseTerms::of(center, calendar, &contract, clause, weights))
            .collect();
        let agenda = agenda(&clauses, &mut invoices);
        Self {
            currency: center.currency.clone(),
            clauses,
            agenda,
            invoices,
            contract,
            intervals: center.day.intervals(),
            open_dates: forecast::open_dates(calendar).count(),
            opens: center.day.opens,
            interval: center.day.interval,
        }
    }

    /// Tells a book every line, period by period, and gives back what they come to.
    pub fn settle(&self, evidence: &super::Evidence, book: &mut impl Book) -> Totals {
        Settlement::new(self, evidence, book).settle()
    }

    /// What a contract comes to, and nothing else.
    pub fn totals(&self, evidence: &super::Evidence) -> Totals {
        self.settle(evidence, &mut ())
    }

    /// Every line and what they come to.
    pub fn ledger(&self, evidence: &super::Evidence) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.totals = self.settle(evidence, &mut ledger);
        ledger
    }

    /// Measuring periods of a clause, in order: those in which some date is open and counts, or would but is excluded.
    pub fn periods(&self, clause: usize) -> &[ClausePeriod] {
        &self.clauses[clause].periods
    }

    /// As results name a clause's period: `2026-03`, `2026-03-02`, `2026-03-02 08:30`.
    pub fn period_name(&self, clause: usize, period: usize) -> String {
        self.clauses[clause].period_name(period, |interval| self.opens + self.interval * interval as u64)
    }

    /// What the forecast expects in a clause's period, in its scope and hours \[contacts\].
    pub fn forecast(&self, clause: usize, period: usize) -> f64 {
        self.clauses[clause].periods[period].expected as f64 / PER_CONTACT as f64
    }

    /// Whether the clause measures this planning interval on this open date.
    pub fn measures(&self, clause: usize, open_date: usize, interval: usize) -> bool {
        let cell = open_date * self.intervals + interval;
        self.clauses[clause].dates.iter().any(|date| date.cells.contains(&cell))
    }

    /// Planning intervals of a day: so many cells an open date has in [`super::Evidence::cells`].
    pub const fn intervals(&self) -> usize {
        self.intervals
    }

    /// Open dates of the calendar: so many [`super::Evidence`] speaks of.
    pub const fn open_dates(&self) -> usize {
        self.open_dates
    }
}

/// Open dates among these days, counted from the first open date of the calendar.
fn open_among(calendar: &Calendar, days: &Range<usize>) -> Range<usize> {
    let open = |days: &[CalendarDay]| days.iter().filter(|day| day.is_open).count();
    let before = open(&calendar.days[..days.start]);
    before..before + open(&calendar.days[days.clone()])
}

/// Every period of every clause in the order in which they end, those of an invoice together.
fn agenda(clauses: &[ClauseTerms], invoices: &mut [InvoicePeriod]) -> Vec<Appointment> {
    let mut agenda: Vec<Appointment> = clauses
        .iter()
        .enumerate()
        .flat_map(|(clause, terms)| (0..terms.periods.len()).map(move |period| Appointment { clause, period }))
        .collect();
    agenda.sort_by_key(|at| {
        let period = &clauses[at.clause].periods[at.period];
        // A day ends after its intervals.
        (period.invoice, period.to, period.interval.unwrap_or(u32::MAX), at.clause)
    });
    let mut from = 0;
    for (at, invoice) in invoices.iter_mut().enumerate() {
        let length =
            agenda[from..].iter().take_while(|item| clauses[item.clause].periods[item.period].invoice == at).count();
        invoice.agenda = from..from + length;
        from += length;
    }
    agenda
}
