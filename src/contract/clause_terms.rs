//! A clause laid over the calendar: its periods, the dates and hours that it measures, and what the forecast expects.

use std::ops::Range;

use super::arithmetic::{WHOLE, factor_in_parts};
use super::forecast::{self, PER_CONTACT, total};
use crate::model::contract::Excuse;
use crate::model::{Calendar, CalendarPeriod, Center, Clause, Contract, Period};
use crate::units::{Date, SimTime};

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

impl ClauseTerms {
    pub fn of(center: &Center, calendar: &Calendar, contract: &Contract, clause: &Clause, weights: f64) -> Self {
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

    /// As results name a period, given when each planning interval of a day starts.
    pub fn period_name(&self, period: usize, starts: impl Fn(usize) -> SimTime) -> String {
        let period = &self.periods[period];
        match (period.name_at, period.interval) {
            (Some(name), _) => self.names[name as usize].clone(),
            (None, None) => period.from.to_string(),
            (None, Some(at)) => format!("{} {}", period.from, starts(self.first_interval + at as usize).clock()),
        }
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

/// First and last date.
pub fn span(calendar: &Calendar, period: &CalendarPeriod) -> (Date, Date) {
    (calendar.days[period.days.start].date, calendar.days[period.days.end - 1].date)
}

/// Periods by their length.
const fn rank(period: Period) -> u64 {
    period.days()
}
