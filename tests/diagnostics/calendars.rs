//! What a calendar means, and what is told about it before anything is played.

use ccsim::plan::{Outlook, Plan};
use ccsim::report::{Ink, Paper, outlook};
use ccsim::scenario::{self, Reading, Source};
use ccsim::units::Weekday;

fn read(text: &str) -> Reading {
    let reading = scenario::read(&Source::from_text("month.toml", text), &[]);
    let reading = reading.unwrap_or_else(|complaints| panic!("{complaints}"));
    assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
    reading
}

const MONTH: &str = "
[day]
interval = \"60 min\"
[calendar]
starts = 2026-03-02
days = 30
open-on = [\"Mon\", \"Tue\", \"Wed\", \"Thu\", \"Fri\", \"Sat\"]
closed-on = [\"2026-03-19\"]
holidays = { 2026-03-25 = \"Sat\", 2026-03-29 = \"Mon\", 2026-03-31 = \"closed\" }
weekday-factor = { Mon = 1.2, Sat = 0.5 }
day-factor = { 2026-03-12 = 2.0, 2026-03-07 = 3.0 }
forecast-error = \"5 %\"
[contact-type.call]
arrivals.rate = \"30 per h\"
weekday-factor.Sat = 0.8
talk-time = \"4 min\"
[agent-group.agents]
staffing = { constant = 6, weekday-scale = { Mon = 1.2, Sat = 0.5 }, extra = 1 }
";

#[test]
fn dates_are_played_as_the_calendar_says() {
    let center = read(MONTH).center;
    let calendar = center.calendar.as_ref().expect("there is one");
    let day = |date: &str| *calendar.days.iter().find(|day| day.date.to_string() == date).expect("it is in the month");
    let told = |date: &str| (day(date).is_open, day(date).played_as, day(date).factor);
    assert_eq!(told("2026-03-02"), (true, Weekday::Mon, 1.2));
    assert_eq!(told("2026-03-12"), (true, Weekday::Thu, 2.0), "a campaign");
    assert_eq!(told("2026-03-07"), (true, Weekday::Sat, 1.5), "both factors");
    assert_eq!(told("2026-03-25"), (true, Weekday::Sat, 0.5), "a Wednesday played as a Saturday");
    assert_eq!(told("2026-03-29"), (true, Weekday::Mon, 1.2), "a Sunday that is open as a Monday");
    assert!(!day("2026-03-08").is_open && !day("2026-03-19").is_open && !day("2026-03-31").is_open);
    // 30 days less four Sundays, one closed date and one closed holiday; one Sunday is open.
    assert_eq!(calendar.days.iter().filter(|day| day.is_open).count(), 30 - 4 - 1 - 1 + 1);
    assert_eq!(calendar.forecast_error.cv().to_bits(), 0.05_f64.to_bits());
    assert_eq!(center.contact_types[0].weekday_factor.to_vec(), vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 1.0]);
    assert_eq!((center.agent_groups[0].weekday_scale[5], center.agent_groups[0].extra_heads), (0.5, 1));
}

#[test]
fn the_span_is_told_in_plain_words() {
    let reading = read(MONTH);
    let center = &reading.center;
    let plan = Plan::compile(center);
    let busiest = outlook::busiest_day(center).expect("there is a calendar");
    assert_eq!((busiest.played_as, busiest.factor), (Weekday::Mon, 1.2));
    let seen = Outlook::on(center, &plan, busiest);
    // 30 calls an hour for ten hours, a fifth more on Mondays; six agents, a fifth more (7.2, so seven) and an extra one.
    assert_eq!((seen.contacts.round(), seen.intervals[0].staff), (360.0, 8.0));
    let paper = Paper { width: 200, ink: Ink::Plain };
    let told = outlook::summary("month.toml", center, &seen, &reading.assumed, paper);
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    // Factors are of calls: on Saturdays the calendar's 0.5 times the type's own 0.8.
    assert_eq!(
        lines[1],
        "25 open days of 30, from 2026-03-02 to 2026-03-31; Mon 1.2, Tue 1, Wed 1, Thu 1, Fri 1, Sat 0.4, Sun closed"
    );
    // Five Mondays and the Sunday that is one: 6 x 360. Tuesdays 4, Wednesdays 3, Thursdays 3 (one of them twice as busy, one
    // closed), Fridays 4; Saturdays 4 (one threefold) and the holiday.
    let expected = 6 * 360 + 4 * 300 + 3 * 300 + (300 + 600 + 300) + 4 * 300 + (3 * 120 + 360 + 120);
    assert_eq!(expected, 7500);
    assert_eq!(
        lines[2],
        "7 500 first calls expected in all, 300 an open day; the forecast may be wrong by 5 % in a month"
    );
    assert!(
        lines[3].starts_with("360 first calls expected on Mondays, the busiest; load 2.4 erlang; staff 8"),
        "{told}"
    );
    let mean = Outlook::of(center, &plan);
    assert!((mean.contacts - 7500.0 / 25.0).abs() < 1e-9, "{}", mean.contacts);
}
