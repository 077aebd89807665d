//! The days that a replication plays when it is more than one.

use std::ops::Range;

use super::Period;
use crate::random::DayFactor;
use crate::units::{Date, Weekday};

/// The span of days that a replication plays, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Every date of the span in order, those on which the lines stay closed included; at least one is open.
    pub days: Vec<CalendarDay>,
    /// How wrong the forecast may be: a random factor with mean one on all arrivals, one for each month of the calendar
    /// (counted from its first day, see [`Calendar::periods`]).
    pub forecast_error: DayFactor,
}

/// A date of the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalendarDay {
    /// Which.
    pub date: Date,
    /// Whether the lines open.
    pub is_open: bool,
    /// The day of the week that it is played as: a holiday may be like a Sunday.
    pub played_as: Weekday,
    /// Multiplies the arrivals of all contact types; not negative.
    pub factor: f64,
}

/// A stretch of the calendar that something is measured over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPeriod {
    /// As results name it: `2026-03-02`, `2026-W10`, `2026-03`, `2026-Q1`, `2026`; a month, quarter or year that does not
    /// begin with one of the wall's calendar is named by its first day and its length, as `2026-03-15+1m`.
    pub name: String,
    /// Positions of its dates in [`Calendar::days`].
    pub days: Range<usize>,
    /// Whether the calendar has all of its days.
    pub is_whole: bool,
}

impl Calendar {
    /// Most days of a calendar: ten years.
    pub const MOST_DAYS: u32 = 3660;

    /// The first date.
    pub fn starts(&self) -> Date {
        self.days.first().expect("a calendar has a day").date
    }

    /// Its days, weeks, months, quarters or years; nothing for intervals.
    ///
    /// Weeks begin on Mondays, so that the first and the last may be cut short. Months, quarters and years are counted from
    /// the calendar's first day, as a contract counts them; the last may be cut short.
    pub fn periods(&self, period: Period) -> Vec<CalendarPeriod> {
        let mut periods = Vec::new();
        let mut from = 0;
        while from < self.days.len() && period != Period::Interval {
            let (name, ends) = self.period_at(period, from, periods.len() as u32);
            let length = self.days[from].date.days_until(ends) as usize;
            let to = (from + length.max(1)).min(self.days.len());
            let begins = period != Period::Week || self.days[from].date.weekday() == Weekday::Mon;
            periods.push(CalendarPeriod { name, days: from..to, is_whole: begins && to == from + length });
            from = to;
        }
        periods
    }

    /// Name of the period that begins at a position, the `count`-th of its kind, and the first date after it.
    fn period_at(&self, period: Period, from: usize, count: u32) -> (String, Date) {
        let date = self.days[from].date;
        let (starts, (year, month, day)) = (self.starts(), date.parts());
        let counted = |months: u32, mark: &str, regular: Option<String>| {
            let ends = starts.plus_months((count + 1) * months);
            (regular.unwrap_or_else(|| format!("{date}+{mark}")), ends)
        };
        match period {
            Period::Interval | Period::Day => (date.to_string(), date.plus_days(1)),
            Period::Week => (date.week_name(), date.plus_days(7 - date.weekday().index() as u32)),
            Period::Month => counted(1, "1m", (day == 1).then(|| format!("{year:04}-{month:02}"))),
            Period::Quarter => {
                let regular = day == 1 && month % 3 == 1;
                counted(3, "3m", regular.then(|| format!("{year:04}-Q{}", month / 3 + 1)))
            }
            Period::Year => counted(12, "1y", (day == 1 && month == 1).then(|| format!("{year:04}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(starts: &str, days: u32) -> Calendar {
        let starts: Date = starts.parse().unwrap();
        let day = |at| {
            let date = starts.plus_days(at);
            CalendarDay { date, is_open: true, played_as: date.weekday(), factor: 1.0 }
        };
        Calendar { days: (0..days).map(day).collect(), forecast_error: DayFactor::default() }
    }

    fn told(calendar: &Calendar, period: Period) -> Vec<(String, usize, bool)> {
        calendar.periods(period).into_iter().map(|p| (p.name, p.days.len(), p.is_whole)).collect()
    }

    #[test]
    fn a_year_has_its_months_and_quarters() {
        let year = calendar("2027-01-01", 365);
        let months = told(&year, Period::Month);
        assert_eq!(months.len(), 12);
        assert_eq!(months[1], ("2027-02".to_owned(), 28, true));
        let quarters: Vec<usize> = told(&year, Period::Quarter).into_iter().map(|quarter| quarter.1).collect();
        assert_eq!(quarters, [90, 91, 92, 92]);
        assert_eq!(told(&year, Period::Year), [("2027".to_owned(), 365, true)]);
        assert_eq!(told(&year, Period::Day).len(), 365);
    }

    #[test]
    fn weeks_begin_on_mondays_and_may_be_cut_short() {
        // The second of March 2026 is a Monday; thirty days are four weeks and two days.
        let weeks = told(&calendar("2026-03-02", 30), Period::Week);
        assert_eq!(weeks.iter().map(|week| week.1).collect::<Vec<_>>(), [7, 7, 7, 7, 2]);
        assert_eq!(weeks.iter().map(|week| week.2).collect::<Vec<_>>(), [true, true, true, true, false]);
        let from_wednesday = told(&calendar("2026-03-04", 12), Period::Week);
        assert_eq!(from_wednesday.iter().map(|week| (week.1, week.2)).collect::<Vec<_>>(), [(5, false), (7, true)]);
    }

    #[test]
    fn contract_months_are_counted_from_the_first_day() {
        let months = told(&calendar("2026-01-31", 90), Period::Month);
        // To the end of February, to the end of March, to the end of April: the 31st, as far as a month has one.
        assert_eq!(months.iter().map(|month| month.1).collect::<Vec<_>>(), [28, 31, 30, 1]);
        assert_eq!(months[0].0, "2026-01-31+1m");
        assert!(months[2].2 && !months[3].2);
    }
}
