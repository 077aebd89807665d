//! What a replication plays: one day, or the open days of a calendar, one after the other.

use super::Clock;
use crate::model::{Calendar, Center, Day, Period};
use crate::units::{Date, Duration, Weekday};

/// The length of a date.
pub const ONE_DAY: Duration = Duration::from_secs(86_400);

/// The stretches of a replication, in order.
#[derive(Debug, Clone)]
pub struct Span {
    /// At least one.
    pub stretches: Vec<Stretch>,
}

/// What is played without a break: one day, or, where the lines never close, all dates until they do.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Opening hours and grid, counted from midnight of the first date.
    pub clock: Clock,
    /// Its dates; one of [`StretchDay::ANY`] without a calendar.
    pub days: Vec<StretchDay>,
}

/// A date of a stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StretchDay {
    /// Names its streams: one more than [`Date::number`]; 0 without a calendar.
    pub name: u32,
    /// Position in [`Calendar::days`].
    pub position: usize,
    /// Day of the week that it is played as; `None` without a calendar.
    pub played_as: Option<Weekday>,
    /// Multiplies the arrivals of all contact types.
    pub factor: f64,
    /// The name of the first date of the calendar's month that it lies in: names what a month has in common.
    pub month: u32,
}

impl StretchDay {
    /// The only day of a replication without a calendar.
    pub const ANY: Self = Self { name: 0, position: 0, played_as: None, factor: 1.0, month: 0 };

    /// The factor that it has by the day of the week.
    pub fn by_weekday(&self, factors: &[f64; 7]) -> f64 {
        self.played_as.map_or(1.0, |weekday| factors[weekday.index()])
    }
}

impl Span {
    /// Of a center.
    pub fn of(center: &Center) -> Self {
        let day = &center.day;
        match &center.calendar {
            None => Self { stretches: vec![Stretch { clock: clock_of(day, 1), days: vec![StretchDay::ANY] }] },
            Some(calendar) => Self::of_calendar(day, calendar),
        }
    }

    fn of_calendar(day: &Day, calendar: &Calendar) -> Self {
        let mut stretches: Vec<Stretch> = Vec::new();
        let months = calendar.periods(Period::Month);
        let first_of_month =
            |at: usize| months.iter().find(|month| month.days.contains(&at)).map_or(at, |m| m.days.start);
        let mut before: Option<Date> = None;
        for (position, date) in calendar.days.iter().enumerate().filter(|(_, date)| date.is_open) {
            let open = StretchDay {
                name: name_of(date.date),
                position,
                played_as: Some(date.played_as),
                factor: date.factor,
                month: name_of(calendar.days[first_of_month(position)].date),
            };
            let goes_on = day.never_closes() && before.is_some_and(|before| before.plus_days(1) == date.date);
            match stretches.last_mut() {
                Some(stretch) if goes_on => stretch.days.push(open),
                _ => stretches.push(Stretch { clock: clock_of(day, 1), days: vec![open] }),
            }
            before = Some(date.date);
        }
        for stretch in &mut stretches {
            stretch.clock = clock_of(day, stretch.days.len());
        }
        Self { stretches }
    }

    /// All its dates, in order.
    pub fn days(&self) -> impl Iterator<Item = &StretchDay> {
        self.stretches.iter().flat_map(|stretch| &stretch.days)
    }
}

/// Clock of so many days without a break.
pub(super) fn clock_of(day: &Day, days: usize) -> Clock {
    let intervals = day.intervals() * days;
    Clock {
        opens: day.opens,
        closes: day.interval_start(intervals),
        interval: day.interval,
        intervals: intervals as u32,
        counts_from: day.counts_from(),
    }
}

/// What the streams of a date are named by.
fn name_of(date: Date) -> u32 {
    date.number() + 1
}
