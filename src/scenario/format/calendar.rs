//! `[calendar]`: the days that a replication plays when it is more than one.

use super::{FACTOR, Key, Kind, Table, key};
use crate::model::Calendar;

/// Most months of a calendar: ten years.
const MOST_MONTHS: i64 = 120;

/// `[calendar]`
pub static CALENDAR: Table = Table {
    about: "The days that a replication plays, one after the other: without it, one day.",
    keys: &[&[
        key("starts", Kind::Date, "The first date").required(),
        key("days", Kind::Whole(1, Calendar::MOST_DAYS as i64), "So many dates, the closed ones included"),
        key("months", Kind::Whole(1, MOST_MONTHS), "So many months, counted from the first date"),
        key("open-on", Kind::List(&Kind::Choice(WEEKDAYS)), "Days of the week on which the lines open").or("all seven"),
        key("closed-on", Kind::List(&Kind::Date), "Dates on which they do not").or("none"),
        key("holidays", Kind::Dated(&Kind::Choice(HOLIDAYS)), "Dates that are played otherwise than their weekday")
            .or("none"),
        key("weekday-factor", Kind::Table(&WEEKDAY_FACTORS), "Multiplies all arrivals on a day of the week")
            .or("1 for each"),
        key("day-factor", Kind::Dated(&FACTOR), "Multiplies all arrivals on a date: a campaign, the day of the bills")
            .or("1 for each"),
        key("forecast-error", Kind::Share, "Coefficient of variation of one gamma factor a month on all arrivals")
            .or("\"0 %\""),
    ]],
    forms: &[&["days"], &["months"]],
};

pub(super) const WEEKDAYS: &[(&str, &str)] = &[
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

const HOLIDAYS: &[(&str, &str)] = &[
    ("closed", "the lines stay closed"),
    ("Mon", "played as a Monday: opening, factors and staffing"),
    ("Tue", "as a Tuesday"),
    ("Wed", "as a Wednesday"),
    ("Thu", "as a Thursday"),
    ("Fri", "as a Friday"),
    ("Sat", "as a Saturday"),
    ("Sun", "as a Sunday"),
];

/// `weekday-factor`, `staffing.weekday-scale`
pub static WEEKDAY_FACTORS: Table =
    Table { about: "A factor for each day of the week.", keys: &[ONE_A_WEEKDAY], forms: &[] };

const ONE_A_WEEKDAY: &[Key] = &[
    key("Mon", FACTOR, "On Mondays").or("1.0"),
    key("Tue", FACTOR, "On Tuesdays").or("1.0"),
    key("Wed", FACTOR, "On Wednesdays").or("1.0"),
    key("Thu", FACTOR, "On Thursdays").or("1.0"),
    key("Fri", FACTOR, "On Fridays").or("1.0"),
    key("Sat", FACTOR, "On Saturdays").or("1.0"),
    key("Sun", FACTOR, "On Sundays").or("1.0"),
];
