//! What can be seen before anything is played, in plain words: load, staff, where it will hurt.

mod calendar;
mod contract;

use super::day_table::{load_decimals, remark};
use super::figure::grouped;
use super::grid::{bar, wrapped};
use super::warning::{listed, stretches};
use super::{Grid, Paper, plain};
use crate::model::{CalendarDay, Center};
use crate::plan::{Outlook, OutlookInterval};

/// Days with more intervals than this are summed up without a table.
const MOST_INTERVALS: usize = 100;
/// Cells of the longest bar.
const BAR: usize = 24;

/// The summary of a scenario that is fine; `file` is how it was named, `assumed` what it does not say. With a calendar,
/// `outlook` is that of [`busiest_day`].
pub fn summary(file: &str, center: &Center, outlook: &Outlook, assumed: &[String], paper: Paper) -> String {
    let mut lines = vec![paper.ink.good(&format!("{file} is fine"))];
    if !center.about.is_empty() {
        lines.push(said(&center.about, paper));
    }
    let mut day = "a day";
    if let Some(calendar) = &center.calendar {
        lines.extend(calendar::said(center, calendar).map(|words| said(&words, paper)));
        day = busiest_day(center).map_or(day, |busiest| calendar::on(busiest.played_as));
    }
    lines.push(said(&volume(outlook, day), paper));
    lines.extend(center.contracts.iter().map(|contract| said(&contract::said(center, contract), paper)));
    for (words, stretch) in pinch_points(outlook) {
        lines.push(said(&format!("{words}: {stretch}"), paper));
    }
    if !assumed.is_empty() {
        lines.push(said(&format!("assumed: {}", assumed.join(", ")), paper));
    }
    if (2..=MOST_INTERVALS).contains(&outlook.intervals.len()) {
        lines.push(String::new());
        lines.extend(table(outlook, paper));
    }
    lines.join("\n") + "\n"
}

/// Of a calendar an ordinary day of the weekday on which most people call: the day that a summary is about.
pub fn busiest_day(center: &Center) -> Option<&CalendarDay> {
    calendar::busiest(center, center.calendar.as_ref()?)
}

fn said(words: &str, paper: Paper) -> String {
    format!("  {}", wrapped(words, paper.width.saturating_sub(2), 4))
}

/// `825 first calls expected a day; load 11.8 erlang on average, 17.9 at 09:30; staff 8 to 17`
fn volume(outlook: &Outlook, day: &str) -> String {
    let calls = format!("{} first calls expected {day}", grouped(outlook.contacts, 0));
    let intervals = &outlook.intervals;
    let peak = intervals.iter().max_by(|one, other| one.load.total_cmp(&other.load).then(other.from.cmp(&one.from)));
    let Some(peak) = peak.filter(|_| outlook.contacts > 0.0) else { return calls };
    let mean = intervals.iter().map(|interval| interval.load).sum::<f64>() / intervals.len() as f64;
    let staff = intervals.iter().map(|interval| interval.staff);
    let (least, most) =
        staff.fold((f64::INFINITY, 0.0_f64), |(least, most), heads| (least.min(heads), most.max(heads)));
    let decimals = load_decimals(outlook);
    let load = if intervals.len() == 1 || peak.load - mean < 0.05 {
        format!("load {} erlang", grouped(mean, decimals))
    } else {
        format!(
            "load {} erlang on average, {} at {}",
            grouped(mean, decimals),
            grouped(peak.load, decimals),
            peak.from.clock()
        )
    };
    let staff = if most - least < 0.05 { heads(most) } else { format!("{} to {}", heads(least), heads(most)) };
    format!("{calls}; {load}; staff {staff}")
}

/// Where more is asked than anybody could do.
fn pinch_points(outlook: &Outlook) -> Vec<(&'static str, String)> {
    let unstaffed = |interval: &OutlookInterval| interval.staff <= 0.0 && interval.load > 0.0;
    let over = |interval: &OutlookInterval| interval.is_over_capacity() && !unstaffed(interval);
    let short = stretches(&outlook.intervals, over);
    let nobody = stretches(&outlook.intervals, unstaffed);
    let mut out = Vec::new();
    if !short.is_empty() {
        let worst = outlook.intervals.iter().filter(|interval| over(interval));
        let worst = worst.max_by(|one, other| (one.load - one.staff).total_cmp(&(other.load - other.staff)));
        let worst = worst.map_or_else(String::new, |worst| {
            format!(" (at {}: load {}, staff {})", worst.from.clock(), grouped(worst.load, 1), heads(worst.staff))
        });
        out.push(("over capacity", listed(&short) + &worst));
    }
    if !nobody.is_empty() {
        out.push(("nobody on duty", listed(&nobody)));
    }
    out
}

/// Load against staff, drawn.
fn table(outlook: &Outlook, paper: Paper) -> Vec<String> {
    let most = outlook.intervals.iter().map(|interval| interval.load.max(interval.staff)).fold(0.0, f64::max);
    let mut grid = Grid::new(["", "calls", "load", "staff", "█ load   │ staff", ""]).left(&[4, 5]);
    for interval in &outlook.intervals {
        let part = |heads: f64| if most > 0.0 { heads / most } else { 0.0 };
        grid.row([
            format!("  {}–{}", interval.from.clock(), interval.to.clock()),
            grouped(interval.contacts, 0),
            grouped(interval.load, load_decimals(outlook)),
            heads(interval.staff),
            against(part(interval.load), part(interval.staff)),
            remark(interval, true),
        ]);
    }
    let mut lines = grid.lines(paper.width, 0);
    if let Some(head) = lines.first_mut() {
        *head = paper.ink.bold(head);
    }
    lines
}

/// A bar with a mark: the load, and where the staff ends.
fn against(load: f64, staff: f64) -> String {
    let mut cells: Vec<char> = bar(load, BAR).chars().collect();
    let mark = ((staff.clamp(0.0, 1.0) * BAR as f64).round() as usize).min(BAR);
    if cells.len() <= mark {
        cells.resize(mark, ' ');
        cells.push('│');
    } else {
        cells[mark] = '│';
    }
    cells.into_iter().collect()
}

fn heads(heads: f64) -> String {
    plain((heads * 10.0).round() / 10.0)
}
