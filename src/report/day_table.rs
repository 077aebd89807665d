//! The day by interval: load, staff, who is still on hold, and where it hurts.

use super::figure::{figure, grouped};
use super::grid::bar;
use super::promise::notice_words;
use super::{Grid, Paper, Run};
use crate::metrics::Unit;
use crate::model::Scope;
use crate::plan::OutlookInterval;

/// More intervals than this are not all shown: the worst are.
const MOST_INTERVALS: usize = 60;
/// As many of the worst as fit on a page.
const WORST: usize = 24;
/// Load as a part of staff from which an interval is tight.
const TIGHT: f64 = 0.95;
/// Cells of the longest bar; fewer on a page narrower than this, where the remark is worth more than the bar.
const BAR: usize = 12;
const SHORT_BAR: usize = 7;
const WIDE_ENOUGH: usize = 86;

/// The day's lines.
pub(super) fn lines(run: &Run<'_>, paper: Paper) -> Vec<String> {
    let shown = shown(run);
    let cells = if paper.width < WIDE_ENOUGH { SHORT_BAR } else { BAR };
    let on_hold = |at: usize| run.findings.find("notice-due-rate", Scope::Center, Some(at as u32));
    let most = shown.iter().filter_map(|&at| on_hold(at)).map(|found| found.value).fold(0.0, f64::max);
    let overall = run.findings.find("notice-due-rate", Scope::Center, None).map_or(0.0, |found| found.value);
    let answered = format!("answered in {}", run.layout.headline().within);
    let mut grid = Grid::new([
        "the day",
        "load",
        "staff",
        &notice_words(run.center, Scope::Center),
        "",
        "",
        &answered,
        "mean hold",
    ]);
    grid = grid.left(&[4, 5]);
    for &at in &shown {
        let interval = &run.outlook.intervals[at];
        let find = |metric| run.findings.find(metric, Scope::Center, Some(at as u32));
        let value = on_hold(at).map_or(0.0, |found| found.value);
        let length = if most > 0.0 { value / most } else { 0.0 };
        grid.row([
            format!("  {}–{}", interval.from.clock(), interval.to.clock()),
            grouped(interval.load, 1),
            super::plain((interval.staff * 10.0).round() / 10.0),
            figure(on_hold(at), Unit::Share, ""),
            bar(length, cells),
            remark(interval, value >= overall),
            figure(find("service-level"), Unit::Share, ""),
            figure(find("mean-hold-time"), Unit::Seconds, ""),
        ]);
    }
    let mut lines = grid.lines(paper.width, 0);
    let all = run.outlook.intervals.len();
    if shown.len() < all {
        lines
            .push(format!("  the {} of {all} intervals with most on hold; all of them with --format csv", shown.len()));
    }
    lines
}

/// What makes an interval hurt.
pub(super) fn remark(interval: &OutlookInterval, hurts: bool) -> String {
    if interval.load <= 0.0 {
        String::new()
    } else if interval.staff <= 0.0 {
        "nobody on duty".to_owned()
    } else if interval.is_over_capacity() || (hurts && interval.load >= TIGHT * interval.staff) {
        format!("load {} % of staff", grouped(100.0 * interval.load / interval.staff, 0))
    } else {
        String::new()
    }
}

/// All intervals, or the worst in the order of the day.
fn shown(run: &Run<'_>) -> Vec<usize> {
    let all = run.outlook.intervals.len();
    if all <= MOST_INTERVALS {
        return (0..all).collect();
    }
    // One pass over the rows: a day can have tens of thousands of intervals.
    let mut worst: Vec<(usize, f64)> = run
        .findings
        .rows
        .iter()
        .filter(|row| row.metric.id == "notice-due-rate" && row.scope == Scope::Center)
        .filter_map(|row| Some((row.interval? as usize, row.estimate.map_or(-1.0, |found| found.value))))
        .filter(|&(at, _)| at < all)
        .collect();
    worst.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut shown: Vec<usize> = worst.into_iter().take(WORST).map(|(at, _)| at).collect();
    shown.sort_unstable();
    shown
}
