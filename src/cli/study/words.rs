//! What a study says on the terminal: before it starts, when it cannot go on, and when it is done.

use std::path::Path;

use ccsim::experiment::{self, StudyEffort};
use ccsim::report::{SpanWord, grouped};

use super::assembling::Assembled;
use super::foresight::Foresight;
use super::identity::Identity;
use super::journal::Journal;
use super::playing::{Left, Unfit};
use super::work::{COUNTED, Work};

/// What a replication of the study's scenario is called.
fn span_of(work: &Work) -> SpanWord {
    SpanWord::of(&work.study.base().center)
}

/// How much there is to play, and how long that takes.
pub fn opening(work: &Work, foresight: &Foresight, by_interval: bool, left: &Left) -> String {
    let threads = experiment::thread_count(work.threads);
    let points = work.study.len();
    let days = work.effort.most();
    let at_most = if matches!(work.effort, StudyEffort::Precision { .. }) { "at most " } else { "" };
    let calls = counted(points as f64 * days as f64 * foresight.calls_a_day);
    let time = if left.points.is_empty() {
        "all of them played before".to_owned()
    } else {
        let seconds = foresight.seconds(left.points.len(), left.days, threads);
        format!("{at_most}about {} on {}", length(seconds), several(threads, "core"))
    };
    let (scenarios, each) = (several(points, "scenario"), span_of(work).counted(days, &grouped(days as f64, 0)));
    let here = work.points_here();
    let mut lines = vec![format!("{scenarios} x {at_most}{each} = {at_most}{calls} calls, {time}")];
    if let Some(shard) = work.shard {
        lines.push(format!("  of them in part {shard}: {}", several(here, "scenario")));
    }
    let before = here.saturating_sub(left.points.len());
    if before > 0 && !left.points.is_empty() {
        lines.push(format!(
            "  {} played before, {} left",
            several(before, "scenario"),
            grouped(left.points.len() as f64, 0)
        ));
    }
    let rows = |each: f64| counted(each * points as f64);
    lines.push(if by_interval {
        format!("  {} rows of results, by interval", rows(foresight.rows_by_interval))
    } else if foresight.rows_by_interval > foresight.rows_of_days {
        let (days, intervals) = (rows(foresight.rows_of_days), rows(foresight.rows_by_interval));
        format!("  {days} rows of results, of whole days; {intervals} by interval (--intervals)")
    } else {
        format!("  {} rows of results, of whole days", rows(foresight.rows_of_days))
    });
    lines.join("\n")
}

/// Why a folder's results cannot be gone on with; `None` where they can.
pub fn mismatch(journal: &Journal, identity: &Identity, work: &Work, path: &Path) -> Option<String> {
    let mut differences: Vec<String> = journal
        .identity()
        .changes(identity)
        .iter()
        .map(|change| format!("the {} is another ({} there, {} here)", change.thing, change.there, change.here))
        .collect();
    let there = journal.most_replications(COUNTED);
    if work.effort_kind == COUNTED && there > work.effort.most() {
        let here = work.effort.most();
        let there = span_of(work).counted(there, &grouped(there as f64, 0));
        differences.push(format!("scenarios there were played for {there}, here for {here} alone"));
    }
    (!differences.is_empty()).then(|| {
        format!(
            "`{}` has results that do not go with these: {}; --again starts over, --out takes another folder",
            path.display(),
            differences.join("; ")
        )
    })
}

/// Points that were left out, the first few of them with their reasons.
pub fn unfit(unfit: &[Unfit]) -> Option<String> {
    /// Reasons that are told.
    const TOLD: usize = 5;
    let told: Vec<&str> = unfit.iter().take(TOLD).map(|point| point.complaint.trim_end()).collect();
    let scenarios = several(unfit.len(), "scenario");
    (!unfit.is_empty())
        .then(|| format!("{}\n\n{scenarios} cannot be played; the results hold the others.", told.join("\n\n")))
}

/// Where everything is.
pub fn closing(work: &Work, assembled: &Assembled, charts: usize, path: &Path) -> String {
    let rows = counted(assembled.rows as f64);
    let more = if work.shard.is_some() {
        "`ccsim study merge` puts the parts together."
    } else {
        "Add values or replications and run again: only the new ones are played."
    };
    let scenarios = several(assembled.scenarios, "scenario");
    let charts = if charts > 0 { format!(", {}", several(charts, "chart")) } else { String::new() };
    format!("results in {}: {scenarios}, results.csv ({rows} rows){charts}. {more}", path.display())
}

fn several(count: usize, what: &str) -> String {
    many(count as u64, what)
}

fn many(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count as f64, 0))
}

/// `148 million`, `8 400`.
fn counted(number: f64) -> String {
    let Some((scale, word)) = [(1e9, "billion"), (1e6, "million")].into_iter().find(|(scale, _)| number >= *scale)
    else {
        return grouped(number, 0);
    };
    let number = number / scale;
    format!("{} {word}", grouped(number, usize::from(number < 9.95)))
}

/// `25 s`, `7 min`, `3.2 h`.
fn length(seconds: f64) -> String {
    match seconds {
        ..1.5 => "1 s".to_owned(),
        ..100.0 => format!("{seconds:.0} s"),
        ..6000.0 => format!("{:.0} min", seconds / 60.0),
        ..200_000.0 => format!("{:.1} h", seconds / 3600.0),
        _ => format!("{} days", grouped(seconds / 86_400.0, 0)),
    }
}
