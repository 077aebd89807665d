//! `[day]` and busyness.

use super::super::diagnostic::Diagnostic;
use super::super::quantity::MOST_INTERVALS;
use super::super::tree::{Table, grouped};
use super::Decoder;
use super::calendar::without_calendar;
use crate::model::{AtClose, Busyness, Day};
use crate::random::{DayFactor, IntervalFactors};
use crate::units::{Duration, SimTime};

const OPENS: SimTime = SimTime::from_minutes(8 * 60);
const CLOSES: SimTime = SimTime::from_minutes(18 * 60);
const INTERVAL: Duration = Duration::from_minutes(30);

/// The day; the decoder knows its grid afterwards if it can be right.
pub fn day(decoder: &mut Decoder, root: &Table) -> Day {
    let nothing = Table::default();
    let table = root.sub("day").unwrap_or(&nothing);
    let mut day = Day {
        opens: table.clock("opens").unwrap_or(OPENS),
        closes: table.clock("closes").unwrap_or(CLOSES),
        interval: table.duration("interval").unwrap_or(INTERVAL),
        at_close: match table.text("at-close") {
            Some("hang-up") => AtClose::HangUp,
            _ => AtClose::ServeWaiting,
        },
        warm_up: table.duration("warm-up").unwrap_or(Duration::ZERO),
        busyness: Busyness::default(),
    };
    day.busyness = busyness(decoder, table, "day");
    let unread = ["opens", "closes"].iter().any(|key| table.get(key).is_some() && table.clock(key).is_none())
        || table.get("interval").is_some() && table.duration("interval").is_none();
    if !unread && grid_fits(decoder, table, &day) {
        decoder.day = Some(day.clone());
    }
    day
}

fn grid_fits(decoder: &mut Decoder, table: &Table, day: &Day) -> bool {
    let (opens, closes) = (day.opens.clock(), day.closes.clock());
    let edge = ["closes", "opens"].iter().find_map(|key| table.get(key));
    if day.opens >= day.closes {
        let place = edge.map(|node| node.place).unwrap_or_default();
        decoder.complain(
            Diagnostic::error(place, format!("the lines close at {closes}, which is not after they open at {opens}"))
                .label("")
                .hint(format!(
                    "past midnight goes on: `closes = \"{}\"` is {closes} the next day",
                    (day.closes + Duration::from_secs(86_400)).clock()
                )),
        );
        return false;
    }
    let place = table.get("interval").or(edge).map(|node| node.place).unwrap_or_default();
    let (length, interval) = (day.length().as_micros(), day.interval.as_micros());
    if interval == 0 {
        return false;
    }
    if !length.is_multiple_of(interval) {
        let title = format!("the day {opens}\u{2013}{closes} is not a whole number of intervals of {}", day.interval);
        decoder.complain(Diagnostic::error(place, title).label("").hint("15, 30 or 60 min fit most days"));
        return false;
    }
    if length / interval > MOST_INTERVALS {
        let title = format!(
            "the day {opens}\u{2013}{closes} has {} intervals of {}, at most {} can be played",
            grouped(length / interval),
            day.interval,
            grouped(MOST_INTERVALS)
        );
        decoder.complain(Diagnostic::error(place, title).label(""));
        return false;
    }
    if day.warm_up >= day.length() {
        let place = table.get("warm-up").map(|node| node.place).unwrap_or_default();
        let title = format!("`day.warm-up` must be shorter than the day ({}), not {}", day.length(), day.warm_up);
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
    true
}

/// `busyness` of a table.
pub fn busyness(decoder: &mut Decoder, table: &Table, path: &str) -> Busyness {
    let Some(table) = table.sub("busyness") else { return Busyness::default() };
    let path = format!("{path}.busyness");
    let number = |key| table.number(key).unwrap_or(0.0);
    let (day_cv, interval_cv, correlation) = (number("day-cv"), number("interval-cv"), number("correlation"));
    let day_correlation = number("day-correlation");
    let wrong = ["day-cv", "interval-cv", "correlation", "day-correlation"]
        .iter()
        .any(|key| table.get(key).is_some_and(|node| node.number().is_none()));
    // Out of range or not a number at all: `check` has said so in better words.
    let in_range = |cv: f64| (0.0..=3.0).contains(&cv);
    let correlates = |correlation: f64| (-0.999..=0.999).contains(&correlation);
    if wrong || !in_range(day_cv) || !in_range(interval_cv) || !correlates(correlation) || !correlates(day_correlation)
    {
        return Busyness::default();
    }
    if table.get("correlation").is_some() && interval_cv == 0.0 {
        let title = format!("`{path}.correlation` does nothing without `interval-cv`");
        decoder.complain(Diagnostic::warning(table.place_of("correlation"), title));
    }
    if table.get("day-correlation").is_some() {
        let place = table.place_of("day-correlation");
        let path = format!("{path}.day-correlation");
        if !decoder.known.has_calendar {
            decoder.complain(without_calendar(place, &path));
        } else if day_cv == 0.0 {
            decoder.complain(Diagnostic::warning(place, format!("`{path}` does nothing without `day-cv`")));
        }
    }
    let place = table.get("correlation").or(table.get("interval-cv")).map(|node| node.place).unwrap_or_default();
    let day = DayFactor::new(day_cv);
    let intervals = IntervalFactors::new(interval_cv, correlation);
    Busyness {
        day: decoder.accept(day, &path, place).unwrap_or_default(),
        day_correlation: if decoder.known.has_calendar { day_correlation } else { 0.0 },
        intervals: decoder.accept(intervals, &path, place).unwrap_or_default(),
    }
}
