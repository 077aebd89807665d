//! The span of a calendar in plain words: how many days, from when to when, and how busy each day of the week is.

use super::super::figure::grouped;
use super::super::plain;
use crate::model::{Calendar, CalendarDay, Center, Period};
use crate::units::Weekday;

/// Days of a month on average.
const DAYS_OF_A_MONTH: f64 = 365.25 / 12.0;

/// A sentence on the days, and one on the calls.
pub fn said(center: &Center, calendar: &Calendar) -> [String; 2] {
    [days(center, calendar), calls(center, calendar)]
}

/// `26 open days of 30, from 2026-03-02 to 2026-03-31; Mon 1.15, Tue 1.02, ... Sat 0.55, Sun closed`
fn days(center: &Center, calendar: &Calendar) -> String {
    let open = calendar.days.iter().filter(|day| day.is_open).count();
    let last = calendar.days[calendar.days.len() - 1].date;
    let of = if open == calendar.days.len() { String::new() } else { format!(" of {}", calendar.days.len()) };
    let some = if open == 1 { "day" } else { "days" };
    let span = format!("{open} open {some}{of}, from {} to {last}", calendar.starts());
    let written = expected_as_written(center);
    let factors = Weekday::ALL.map(|weekday| (weekday, usual_day(calendar, weekday)));
    let factor = |day: &CalendarDay| if written > 0.0 { expected_on(center, day) / written } else { day.factor };
    let alike = factors.iter().all(|(_, day)| day.is_none_or(|day| (factor(day) - 1.0).abs() < 5e-4));
    let told = |(weekday, day): &(Weekday, Option<&CalendarDay>)| match day {
        Some(day) if !alike => Some(format!("{} {}", weekday.name(), plain((factor(day) * 1000.0).round() / 1000.0))),
        None if calendar.days.iter().any(|day| day.played_as == *weekday) => Some(format!("{} closed", weekday.name())),
        _ => None,
    };
    let told: Vec<String> = factors.iter().filter_map(told).collect();
    if told.is_empty() { span } else { format!("{span}; {}", told.join(", ")) }
}

/// `24 320 first calls expected in all, 935 an open day; the forecast may be wrong by 5 % in a month`
fn calls(center: &Center, calendar: &Calendar) -> String {
    let open = || calendar.days.iter().filter(|day| day.is_open);
    let total: f64 = open().map(|day| expected_on(center, day)).sum();
    let mut said = vec![format!("{} first calls expected in all", grouped(total, 0))];
    if calendar.periods(Period::Month).len() > 1 {
        said.push(format!(", {} a month", grouped(total * DAYS_OF_A_MONTH / calendar.days.len() as f64, 0)));
    }
    said.push(format!(", {} an open day", grouped(total / open().count().max(1) as f64, 0)));
    let error = calendar.forecast_error.cv();
    if error > 0.0 {
        said.push(format!("; the forecast may be wrong by {} % in a month", plain((error * 1000.0).round() / 10.0)));
    }
    said.concat()
}

/// The usual day of the weekday on which most people call.
pub fn busiest<'a>(center: &Center, calendar: &'a Calendar) -> Option<&'a CalendarDay> {
    Weekday::ALL.into_iter().filter_map(|weekday| usual_day(calendar, weekday)).max_by(|one, other| {
        let (one_expects, other_expects) = (expected_on(center, one), expected_on(center, other));
        one_expects.total_cmp(&other_expects).then(other.played_as.cmp(&one.played_as))
    })
}

/// An open day that is played as a day of the week, one with the factor that most of them have.
fn usual_day(calendar: &Calendar, weekday: Weekday) -> Option<&CalendarDay> {
    let alike = || calendar.days.iter().filter(move |day| day.is_open && day.played_as == weekday);
    let same = |day: &CalendarDay| alike().filter(|other| other.factor.to_bits() == day.factor.to_bits()).count();
    // Of two that are as frequent the earlier one, which `max_by_key` would pass over.
    alike().rev().max_by_key(|day| same(day))
}

fn expected_as_written(center: &Center) -> f64 {
    center.contact_types.iter().map(|kind| kind.expected_contacts(&center.day)).sum()
}

/// First calls expected on a day of the calendar.
fn expected_on(center: &Center, day: &CalendarDay) -> f64 {
    let of_type = |kind: &crate::model::ContactType| {
        kind.expected_contacts(&center.day) * day.factor * kind.weekday_factor[day.played_as.index()]
    };
    center.contact_types.iter().map(of_type).sum()
}

/// `681 first calls expected on Mondays, the busiest day; ...`
pub const fn on(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "on Mondays, the busiest",
        Weekday::Tue => "on Tuesdays, the busiest",
        Weekday::Wed => "on Wednesdays, the busiest",
        Weekday::Thu => "on Thursdays, the busiest",
        Weekday::Fri => "on Fridays, the busiest",
        Weekday::Sat => "on Saturdays, the busiest",
        Weekday::Sun => "on Sundays, the busiest",
    }
}
