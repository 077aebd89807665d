//! `[calendar]`, and what other tables say by the day of the week.

use std::collections::BTreeMap;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::quantity;
use super::super::tree::{Node, Table};
use super::Decoder;
use crate::model::{Arrivals, Calendar, CalendarDay, ContactType, Draft, Period};
use crate::random::DayFactor;
use crate::units::{Date, Duration, SimTime, Weekday};

const WHOLE_DAY: Duration = Duration::from_secs(86_400);

/// The calendar, if there is one; what of it cannot be right was complained about.
pub fn calendar(decoder: &mut Decoder, root: &Table) -> Option<Calendar> {
    let table = root.sub("calendar")?;
    let starts = table.date("starts")?;
    let days = length(decoder, table, starts)?;
    complain_about_the_day(decoder, root);
    complain_about_traces(decoder, root);
    let stated = Stated::of(table);
    let dates = (0..days).map(|at| stated.day(starts.plus_days(at))).collect();
    let error = table.share("forecast-error").map_or(0.0, crate::units::Share::get);
    let calendar = Calendar { days: dates, forecast_error: DayFactor::new(error).unwrap_or_default() };
    warn_about_dates(decoder, table, &calendar);
    // Where a part could not be read, nobody knows which days would have been open.
    if decoder.known.numbers && calendar.days.iter().all(|day| !day.is_open) {
        let place = table.get("open-on").or(table.get("closed-on")).map(|node| node.place);
        let title = format!("the lines never open: all {days} dates of the calendar are closed");
        let place = place.unwrap_or_else(|| root.place_of("calendar"));
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
    Some(calendar)
}

/// Dates of the calendar, if they can be played.
fn length(decoder: &mut Decoder, table: &Table, starts: Date) -> Option<u32> {
    let number = |key| table.whole(key).and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
    let (key, days) = match (number("days"), number("months")) {
        (Some(days), _) => ("days", days),
        (None, Some(months)) => ("months", starts.days_until(starts.plus_months(months))),
        (None, None) => return None,
    };
    let place = table.get(key).map(|node| node.place).unwrap_or_default();
    let last = starts.plus_days(days.saturating_sub(1));
    if days == 0 || starts.days_until(last) + 1 != days {
        decoder.complain(Diagnostic::error(place, "the calendar goes on beyond the year 2199").label(""));
        return None;
    }
    // More than that is out of the range of `days`, and ten years of months are fewer.
    Some(days).filter(|days| *days <= Calendar::MOST_DAYS)
}

/// Of a calendar each day begins on its date and lasts no longer than to the same time of the next one.
fn complain_about_the_day(decoder: &mut Decoder, root: &Table) {
    let Some(day) = decoder.day.clone() else { return };
    let table = root.sub("day");
    let place = |key| table.and_then(|table| table.get(key)).map(|node| node.place).unwrap_or_default();
    let (opens, closes) = (day.opens.clock(), day.closes.clock());
    if day.length() > WHOLE_DAY {
        let title = format!("with a calendar a day may last 24 h, not {} ({opens}\u{2013}{closes})", day.length());
        decoder.complain(Diagnostic::error(place("closes"), title).label("the next day would begin before it ends"));
    } else if day.opens >= SimTime::ZERO + WHOLE_DAY {
        let title = format!("with a calendar the lines open on the date itself, before 24:00, not at {opens}");
        decoder.complain(Diagnostic::error(place("opens"), title).label(""));
    }
    if day.warm_up > Duration::ZERO {
        let title = "`day.warm-up` cannot be had with a calendar: every day of it counts";
        let hint = "remove it; a calendar begins with an empty center, as its first morning does";
        decoder.complain(Diagnostic::error(place("warm-up"), title).label("").hint(hint));
    }
}

fn complain_about_traces(decoder: &mut Decoder, root: &Table) {
    let types = root.sub("contact-type").map(|types| types.entries.as_slice()).unwrap_or_default();
    for entry in types {
        let Some(arrivals) = entry.node.table().and_then(|table| table.sub("arrivals")) else { continue };
        if arrivals.get("trace").is_some() {
            let title = format!(
                "`contact-type.{}.arrivals.trace` cannot be played with a calendar: recorded times have their own dates",
                entry.key
            );
            let hint = "remove `[calendar]` to play the recorded days in turn, or state the expected numbers by `arrivals.per-interval`";
            let complaint = Diagnostic::error(arrivals.place_of("trace"), title);
            decoder.complain(complaint.label("").hint(hint));
        }
    }
}

/// What the table says about days, by weekday and by date.
struct Stated {
    open_on: [bool; 7],
    weekday_factor: [f64; 7],
    closed_on: Vec<Date>,
    /// `None`: closed.
    holidays: BTreeMap<Date, Option<Weekday>>,
    day_factor: BTreeMap<Date, f64>,
}

impl Stated {
    fn of(table: &Table) -> Self {
        let open_on = table.get("open-on").and_then(Node::list).map(|list| {
            let is_in = |day: Weekday| list.iter().any(|node| node.text() == Some(day.name()));
            Weekday::ALL.map(is_in)
        });
        let played_as = |node: &Node| Weekday::ALL.into_iter().find(|day| node.text() == Some(day.name()));
        Self {
            open_on: open_on.unwrap_or([true; 7]),
            weekday_factor: by_weekday(table.sub("weekday-factor")),
            closed_on: table.list("closed-on").iter().filter_map(|node| quantity::date(node).ok()).collect(),
            holidays: dated(table, "holidays").into_iter().map(|(date, node)| (date, played_as(node))).collect(),
            day_factor: dated(table, "day-factor")
                .into_iter()
                .map(|(date, node)| (date, node.number().unwrap_or(1.0)))
                .collect(),
        }
    }

    fn day(&self, date: Date) -> CalendarDay {
        let holiday = self.holidays.get(&date);
        let played_as = holiday.copied().flatten().unwrap_or(date.weekday());
        let is_closed = self.closed_on.contains(&date) || holiday.is_some_and(Option::is_none);
        let factor = self.weekday_factor[played_as.index()] * self.day_factor.get(&date).copied().unwrap_or(1.0);
        CalendarDay { date, is_open: !is_closed && self.open_on[played_as.index()], played_as, factor }
    }
}

/// Factors of a table with one a weekday, Monday first.
fn by_weekday(table: Option<&Table>) -> [f64; 7] {
    Weekday::ALL.map(|day| table.and_then(|table| table.number(day.name())).unwrap_or(1.0))
}

/// The same of another table; without a calendar there are no weekdays, and what is said of them does nothing.
pub fn of_weekdays(decoder: &mut Decoder, table: &Table, key: &str, path: &str, draft: &Draft) -> [f64; 7] {
    if table.get(key).is_some() && !decoder.known.has_calendar {
        decoder.complain(without_calendar(table.place_of(key), &format!("{path}.{key}")));
    }
    if draft.calendar.is_some() { by_weekday(table.sub(key)) } else { [1.0; 7] }
}

/// Something that only a calendar gives a meaning.
pub fn without_calendar(place: Place, path: &str) -> Diagnostic {
    let hint = "add `[calendar]` with `starts` and `days`, or remove it";
    Diagnostic::warning(place, format!("`{path}` does nothing without a calendar")).label("").hint(hint)
}

fn dated<'a>(table: &'a Table, key: &str) -> Vec<(Date, &'a Node)> {
    let entries = table.sub(key).map(|table| table.entries.as_slice()).unwrap_or_default();
    entries.iter().filter_map(|entry| Some((entry.key.trim().parse().ok()?, &entry.node))).collect()
}

/// Dates that the calendar does not have, or that stay closed anyway.
fn warn_about_dates(decoder: &mut Decoder, table: &Table, calendar: &Calendar) {
    let (first, last) = (calendar.starts(), calendar.days[calendar.days.len() - 1].date);
    let beyond = |date: Date| date < first || date > last;
    let outside = |path: &str, date: Date, place: Place| {
        let title = format!("`calendar.{path}` has {date}, the calendar goes from {first} to {last}");
        Diagnostic::warning(place, title).label("")
    };
    let mut closed: BTreeMap<Date, Place> = BTreeMap::new();
    for node in table.list("closed-on") {
        let Ok(date) = quantity::date(node) else { continue };
        if beyond(date) {
            decoder.complain(outside("closed-on", date, node.place));
        } else if closed.insert(date, node.place).is_some() {
            decoder
                .complain(Diagnostic::warning(node.place, format!("`calendar.closed-on` has {date} twice")).label(""));
        }
    }
    for key in ["holidays", "day-factor"] {
        for (date, node) in dated(table, key) {
            if beyond(date) {
                decoder.complain(outside(key, date, node.place));
            } else if closed.contains_key(&date) && node.text() != Some("closed") {
                let title = format!("`calendar.{key}` does nothing on {date}: the lines stay closed");
                decoder.complain(Diagnostic::warning(node.place, title).label("`closed-on` has this date too"));
            }
        }
    }
}

/// What a contact type's arrivals of a day are multiplied by on each open date.
pub fn factors<'a>(calendar: &'a Calendar, contact_type: &'a ContactType) -> impl Iterator<Item = f64> + 'a {
    let open = calendar.days.iter().filter(|day| day.is_open);
    open.map(|day| day.factor * contact_type.weekday_factor[day.played_as.index()])
}

/// Contacts expected on the busiest day: of the calendar, or the day as it is written.
pub fn most_expected(draft: &Draft, contact_type: &ContactType) -> f64 {
    let expected = contact_type.expected_contacts(&draft.day);
    let most = |calendar: &Calendar| factors(calendar, contact_type).fold(0.0, f64::max);
    match (&draft.calendar, &contact_type.arrivals) {
        (Some(calendar), Arrivals::PerInterval(_)) => expected * most(calendar),
        _ => expected,
    }
}

/// Refuses a period of which the calendar has not even one, and warns where one is cut short. `path` is what has it.
pub fn check_period(decoder: &mut Decoder, draft: &Draft, period: Period, place: Place, path: &str) {
    let Some(calendar) = &draft.calendar else { return };
    let (word, least) = match period {
        Period::Interval | Period::Day => return,
        Period::Week => ("week", 7),
        Period::Month => ("month", 28),
        Period::Quarter => ("quarter", 89),
        Period::Year => ("year", 365),
    };
    let days = calendar.days.len();
    if days < least {
        let title = format!("`{path}` is a {word}, longer than the calendar, which has {days} days");
        let label = "take a shorter period, or a longer calendar";
        decoder.complain(Diagnostic::error(place, title).label(label));
        return;
    }
    let periods = calendar.periods(period);
    let short: Vec<String> = periods
        .iter()
        .filter(|period| period.days.len() < least)
        .map(|period| format!("{} ({} of its days)", period.name, period.days.len()))
        .collect();
    if !short.is_empty() {
        let title = format!("`{path}`: the calendar cuts a {word} short, and what is left is judged like a whole one");
        let hint = format!("{}; let the calendar begin and end with whole {word}s", short.join(" and "));
        decoder.complain(Diagnostic::warning(place, title).label("").hint(hint));
    }
}
