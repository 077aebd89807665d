//! A contract laid over the calendar: its periods, who is measured when, and what the forecast expects.

use std::ops::Range;

use super::arithmetic::{WHOLE, factor_in_parts};
use super::forecast::{self, PER_CONTACT, total};
use super::ledger::{Book, Ledger, Totals};
use super::settlement::Settlement;
use crate::model::contract::Excuse;
use crate::model::{Calendar, CalendarPeriod, Center, Clause, Contract, ContractId, Period};
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

/// A measuring period of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClausePeriod {
    /// Its first date.
    pub from: Date,
    /// Its last date, inclusive.
    pub to: Date,
    /// Position in the day of the planning interval that it is; `None`: all measured hours of its dates.
    pub(super) interval: Option<u32>,
    /// Positions of its measured dates in [`ClauseTerms::dates`].
    pub(super) dates: Range<u32>,
    /// Which name of [`ClauseTerms::names`] is its; days and intervals are named by their date.
    name_at: Option<u32>,
    /// The invoice into which its amounts fall.
    pub invoice: usize,
    /// The invoices whose fees its shares are of.
    pub(super) base: Range<usize>,
    /// Its step of the ramp.
    pub(super) ramp: Option<usize>,
    /// What the forecast expects in its measured hours \[millionths of a contact\].
    pub(super) expected: u64,
    /// Whether there are dates in it that would count and are excluded.
    pub(super) has_excluded: bool,
}

/// A clause laid over the calendar.
#[derive(Debug, Clone)]
pub struct ClauseTerms {
    pub periods: Vec<ClausePeriod>,
    /// Dates that it measures, in order.
    pub dates: Vec<MeasuredDate>,
    /// What the forecast expects, interval by interval of the measured hours, date by date \[millionths\].
    pub expected: Vec<u64>,
    names: Vec<String>,
    /// First planning interval of the measured hours.
    first_interval: usize,
    /// What `excused-if` allows, in parts of [`WHOLE`] of the forecast: at least, at most.
    allowed: (i128, Option<i128>),
    /// The clause's part of what is at risk, in parts of [`WHOLE`].
    pub weight: i128,
}

/// A date that a clause measures.
#[derive(Debug, Clone)]
pub struct MeasuredDate {
    /// Its measured cells, among those of the clause in [`super::Evidence`].
    pub cells: Range<usize>,
    /// What the forecast expects in them, in [`ClauseTerms::expected`].
    pub expected: Range<usize>,
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
        let clause = &self.clauses[clause];
        let period = &clause.periods[period];
        match (period.name_at, period.interval) {
            (Some(name), _) => clause.names[name as usize].clone(),
            (None, None) => period.from.to_string(),
            (None, Some(at)) => {
                let starts = self.opens + self.interval * (clause.first_interval + at as usize) as u64;
                format!("{} {}", period.from, starts.clock())
            }
        }
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

impl ClauseTerms {
    fn of(center: &Center, calendar: &Calendar, contract: &Contract, clause: &Clause, weights: f64) -> Self {
        let day = &center.day;
        let at = |time: SimTime| (time.since(day.opens).as_micros() / day.interval.as_micros().max(1)) as usize;
        let hours = clause.hours.map_or(0..day.intervals(), |hours| at(hours.from)..at(hours.to).min(day.intervals()));
        let kinds = forecast::contact_types(center, clause.scope);
        let mut terms = Self {
            periods: Vec::new(),
            dates: Vec::new(),
            expected: Vec::new(),
            names: Vec::new(),
            first_interval: hours.start,
            allowed: clause.excused_if.map_or((0, None), allowed),
            weight: factor_in_parts(clause.weight / weights),
        };
        // For each day of the calendar: how many measured dates lie before it, and whether it is one that is excluded.
        let mut before = Vec::with_capacity(calendar.days.len() + 1);
        let mut is_excluded = Vec::with_capacity(calendar.days.len());
        let mut open = 0;
        for date in &calendar.days {
            before.push(terms.dates.len() as u32);
            let would_count = date.is_open && clause.weekdays[date.played_as.index()];
            let excluded = clause.excluded.contains(&date.date);
            is_excluded.push(would_count && excluded);
            if would_count && !excluded {
                let from = terms.expected.len();
                terms.expected.extend(&forecast::expected_on(center, &kinds, date)[hours.clone()]);
                let cells = open * day.intervals() + hours.start..open * day.intervals() + hours.end;
                terms.dates.push(MeasuredDate { cells, expected: from..terms.expected.len() });
            }
            open += usize::from(date.is_open);
        }
        before.push(terms.dates.len() as u32);

        let invoices = calendar.periods(contract.per);
        let grain = if clause.per == Period::Interval { Period::Day } else { clause.per };
        let mut begins = 0;
        for stretch in calendar.periods(grain) {
            let dates = before[stretch.days.start]..before[stretch.days.end];
            let has_excluded = is_excluded[stretch.days.clone()].iter().any(|excluded| *excluded);
            if dates.is_empty() && !has_excluded {
                continue;
            }
            let last = stretch.days.end - 1;
            while invoices[begins].days.end <= last {
                begins += 1;
            }
            let (from, to) = span(calendar, &stretch);
            let is_longer = rank(clause.per) > rank(contract.per);
            let ends_within = |invoice: &CalendarPeriod| stretch.days.contains(&(invoice.days.end - 1));
            let base = if is_longer && invoices.iter().any(ends_within) {
                let first = invoices.iter().position(ends_within).unwrap_or(begins);
                first..first + invoices[first..].iter().take_while(|invoice| ends_within(invoice)).count()
            } else {
                begins..begins + 1
            };
            let by_date = dates
                .clone()
                .map(|at| total(terms.expected[terms.dates[at as usize].expected.clone()].iter().copied()));
            let mut period = ClausePeriod {
                from,
                to,
                interval: None,
                dates,
                name_at: None,
                invoice: begins,
                base,
                ramp: clause.ramp.iter().position(|step| from <= step.until),
                expected: total(by_date),
                has_excluded,
            };
            if clause.per == Period::Interval {
                for interval in 0..hours.len() {
                    let within = |at: u32| terms.expected[terms.dates[at as usize].expected.start + interval];
                    let expected = total(period.dates.clone().map(within));
                    terms.periods.push(ClausePeriod { interval: Some(interval as u32), expected, ..period.clone() });
                }
            } else {
                if clause.per != Period::Day {
                    period.name_at = Some(terms.names.len() as u32);
                    terms.names.push(stretch.name);
                }
                terms.periods.push(period);
            }
        }
        terms
    }

    /// Whether so many calls, against so many foretold \[millionths\], are beyond what the clause bears.
    pub fn is_excused(&self, clause: &Clause, arrived: u64, expected: u64) -> bool {
        if clause.excused_if.is_none() {
            return false;
        }
        let arrived = i128::from(arrived) * i128::from(PER_CONTACT) * WHOLE;
        let expected = i128::from(expected);
        let (least, most) = self.allowed;
        arrived < expected * least || most.is_some_and(|most| arrived > expected.saturating_mul(most))
    }
}

/// What an excuse allows of the forecast, in parts of [`WHOLE`]: at least, at most.
fn allowed(excuse: Excuse) -> (i128, Option<i128>) {
    let least = excuse.volume_below.map_or(0, |below| WHOLE - factor_in_parts(below.get()));
    (least, excuse.volume_above.map(|above| WHOLE + factor_in_parts(above)))
}

/// Open dates among these days, counted from the first open date of the calendar.
fn open_among(calendar: &Calendar, days: &Range<usize>) -> Range<usize> {
    let open = |days: &[crate::model::CalendarDay]| days.iter().filter(|day| day.is_open).count();
    let before = open(&calendar.days[..days.start]);
    before..before + open(&calendar.days[days.clone()])
}

/// First and last date.
fn span(calendar: &Calendar, period: &CalendarPeriod) -> (Date, Date) {
    (calendar.days[period.days.start].date, calendar.days[period.days.end - 1].date)
}

/// Periods by their length.
const fn rank(period: Period) -> u64 {
    period.days()
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
