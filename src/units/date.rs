//! Dates of the civil calendar.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil;

use super::OutOfRange;

/// A day of the Gregorian calendar, from 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// Monday
    Mon,
    /// Tuesday
    Tue,
    /// Wednesday
    Wed,
    /// Thursday
    Thu,
    /// Friday
    Fri,
    /// Saturday
    Sat,
    /// Sunday
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its position in the week: 0 for Monday.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// As files write it: `Mon`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mon => "Mon",
            Self::Tue => "Tue",
            Self::Wed => "Wed",
            Self::Thu => "Thu",
            Self::Fri => "Fri",
            Self::Sat => "Sat",
            Self::Sun => "Sun",
        }
    }
}

impl Date {
    const FIRST_YEAR: i16 = 1900;
    const LAST_YEAR: i16 = 2199;
    /// Days are numbered from this one on.
    const EPOCH: civil::Date = civil::date(1900, 1, 1);

    /// The day of this year, month (1 to 12) and day of the month.
    ///
    /// # Errors
    /// When there is no such day, or its year lies outside 1900 to 2199.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, OutOfRange> {
        let range = || OutOfRange(format!("there is no day {year}-{month:02}-{day:02} in a calendar of 1900 to 2199"));
        let date = civil::Date::new(year, month, day).map_err(|_| range())?;
        if (Self::FIRST_YEAR..=Self::LAST_YEAR).contains(&year) { Ok(Self(date)) } else { Err(range()) }
    }

    /// Days since the first of January 1900: the same number in every calendar that has this day.
    pub fn number(self) -> u32 {
        (self.0 - Self::EPOCH).get_days().unsigned_abs()
    }

    /// So many days later; the last day that can be written where that is later still.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        let last = civil::date(Self::LAST_YEAR, 12, 31);
        let left = (last - self.0).get_days().unsigned_abs();
        Self(self.0.saturating_add(i64::from(days.min(left)).days()))
    }

    /// The same day of the month so many months later; the last of that month where it is too short.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let later = self.0.saturating_add(i64::from(months.min(12 * 400)).months());
        Self(later.min(civil::date(Self::LAST_YEAR, 12, 31)))
    }

    /// Days from here to `later`; 0 when that is no later.
    pub fn days_until(self, later: Self) -> u32 {
        u32::try_from((later.0 - self.0).get_days()).unwrap_or(0)
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs()) % 7]
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The week of the year by ISO 8601, as `2026-W10`.
    pub fn week_name(self) -> String {
        let week = self.0.iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

/// As `2026-03-02`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl FromStr for Date {
    type Err = OutOfRange;

    /// Reads `2026-03-02`.
    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let wrong = || OutOfRange(format!("a date is written `2026-03-02`, not `{text}`"));
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<i16>().ok()).ok_or_else(wrong)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() {
            return Err(wrong());
        }
        Self::new(year, month as i8, day as i8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_those_of_the_calendar_on_the_wall() {
        assert_eq!(date("2026-03-02").weekday(), Weekday::Mon);
        assert_eq!(date("2024-02-29").plus_days(1), date("2024-03-01"));
        assert_eq!(date("2026-01-31").plus_months(1), date("2026-02-28"));
        assert_eq!(date("2026-03-02").days_until(date("2026-04-02")), 31);
        assert_eq!(date("2026-03-02").week_name(), "2026-W10");
        // ISO 8601: the first of January 2027 is a Friday of the last week of 2026.
        assert_eq!(date("2027-01-01").week_name(), "2026-W53");
        assert_eq!(date("1900-01-01").number(), 0);
        assert_eq!(date("1900-12-31").number(), 364, "1900 was no leap year");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["2026-02-29", "2026-3-2", "02.03.2026", "1899-12-31", "2200-01-01", "2026-13-01", "", "2026-03-02-1"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_step_leaves_the_calendar() {
        assert_eq!(date("2199-12-30").plus_days(u32::MAX), date("2199-12-31"));
        assert_eq!(date("2199-12-30").plus_months(u32::MAX), date("2199-12-31"));
        assert_eq!(date("2026-03-02").days_until(date("2026-03-01")), 0);
    }
}
