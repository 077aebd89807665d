//! The pictures of a run, filled with its findings: the day, the wait, the spread, and, where one is given, the notice.

use super::chart::day::{self, DayInterval, DayPicture};
use super::chart::notice::{self, NoticePanel, NoticePicture, NoticePoint};
use super::chart::spread::{self, Better, SpreadBin, SpreadPanel, SpreadPicture};
use super::chart::wait::{self, ShareAxis, WaitCurve, WaitMark, WaitPicture};
use super::chart::{Caption, ChartError, Unit};
use super::promise::{notice_after, notice_words, of_whom};
use super::{Run, grouped};
use crate::metrics::{NoticeAccuracy, Spread};
use crate::model::{BoundedMetric, DEFAULT_NOTICE_AFTER, Period, Promise, Scope, Target};
use crate::statistics::Estimate;
use crate::units::{Duration, Share};

/// Name of each picture's file, without its ending, and its SVG.
///
/// # Errors
/// When a drawing fails.
pub fn all(run: &Run<'_>) -> Result<Vec<(&'static str, String)>, ChartError> {
    let mut all = vec![
        ("day", day::draw(&the_day(run))?),
        ("wait", wait::draw(&the_wait(run))?),
        ("spread", spread::draw(&the_spread(run))?),
    ];
    if !run.findings.notices.is_empty() {
        all.push(("notice", notice::draw(&the_notice(run))?));
    }
    Ok(all)
}

fn the_day(run: &Run<'_>) -> DayPicture {
    let interval = |(at, interval): (usize, &crate::plan::OutlookInterval)| {
        let find = |metric| run.findings.find(metric, Scope::Center, Some(at as u32));
        DayInterval {
            start: interval.from,
            length: interval.to - interval.from,
            load: Estimate { value: interval.load, interval: None },
            staff: interval.staff,
            notice_due: find("notice-due-rate"),
            mean_hold: find("mean-hold-time"),
        }
    };
    DayPicture {
        caption: caption(run, "When callers hold: load, staff and what callers feel of it", BANDS),
        intervals: run.outlook.intervals.iter().enumerate().map(interval).collect(),
        notice_after: notice_after(run.center, Scope::Center).unwrap_or(DEFAULT_NOTICE_AFTER),
        notice_promise: notice_promise(run).map(|promised| promised.1),
    }
}

fn the_wait(run: &Run<'_>) -> WaitPicture {
    let curves = run.findings.hold_curves.iter().map(|curve| WaitCurve {
        label: run.center.queues[curve.queue.index()].name.clone(),
        points: until_nobody(&curve.points),
    });
    WaitPicture {
        caption: caption(run, "How long callers hold", BANDS),
        curves: curves.collect(),
        marks: marks(run),
        shares: ShareAxis::Logarithmic,
    }
}

/// Fewer announcements than this, over all days, say nothing of how waits spread.
const FEW_ANNOUNCEMENTS: f64 = 30.0;

fn the_notice(run: &Run<'_>) -> NoticePicture {
    let days = run.findings.replications as f64;
    let panel = |queue: &NoticeAccuracy| {
        let points = queue.classes.iter().filter_map(|class| {
            let told = class.known.count.filter(|count| count.value * days >= FEW_ANNOUNCEMENTS);
            told?;
            Some(NoticePoint { announced: class.known.mean_announced?.value, waited: class.known.quantiles? })
        });
        NoticePanel { label: run.center.queues[queue.queue.index()].name.clone(), points: points.collect() }
    };
    let truth = "Of those who hung up: what they would have waited";
    NoticePicture {
        caption: caption(run, "What callers are told, and how long they then wait", truth),
        queues: run.findings.notices.iter().map(panel).collect(),
    }
}

/// Share of callers below which a curve has told all: one in ten thousand.
const NOBODY: f64 = 1e-4;

/// The curve to the first point that is as good as nobody.
fn until_nobody(points: &[(f64, Estimate)]) -> Vec<(f64, Estimate)> {
    let end = points.iter().position(|point| point.1.value < NOBODY).map_or(points.len(), |at| at + 1);
    points[..end.min(points.len())].to_vec()
}

/// The times of the promises, and when the notice is due.
fn marks(run: &Run<'_>) -> Vec<WaitMark> {
    let mut times: Vec<Duration> = vec![run.layout.headline().within];
    for target in &run.center.targets {
        if let Promise::ServiceLevel { level, .. } = target.promise {
            times.push(level.within);
        }
    }
    let mut notices: Vec<Duration> = run.center.queues.iter().map(|queue| queue.notice_after).collect();
    for list in [&mut times, &mut notices] {
        list.sort_unstable();
        list.dedup();
    }
    times.retain(|time| !notices.contains(time));
    let mark = |after: Duration, is_notice| {
        let label = if is_notice { format!("{after}: notice due") } else { after.to_string() };
        WaitMark { after, label, is_notice }
    };
    let answers = times.into_iter().map(|time| mark(time, false));
    answers.chain(notices.into_iter().map(|time| mark(time, true))).collect()
}

fn the_spread(run: &Run<'_>) -> SpreadPicture {
    let level = run.layout.headline();
    let promised = run.center.targets.iter().enumerate().find_map(|(at, target)| match target.promise {
        Promise::ServiceLevel { level: promised, at_least } if target.scope == Scope::Center && promised == level => {
            Some((at, at_least))
        }
        _ => None,
    });
    SpreadPicture {
        caption: caption(run, "How much days differ", ""),
        periods: "days".to_owned(),
        panels: vec![
            panel(
                run,
                format!("Answered in {} ({})", level.within, of_whom(level)),
                &run.findings.level_spread,
                promised,
                Better::Higher,
            ),
            panel(
                run,
                format!("{}, of offered contacts", capitalised(&notice_words(run.center, Scope::Center))),
                &run.findings.notice_spread,
                notice_promise(run),
                Better::Lower,
            ),
        ],
    }
}

/// Widths of a bar that read well, in bins of a spread.
const BAR_WIDTHS: [usize; 7] = [1, 2, 5, 10, 20, 25, 50];
/// More bars than this are a hedge, not a histogram.
const MOST_BARS: usize = 60;

fn panel(
    run: &Run<'_>,
    title: String,
    spread: &Spread,
    promised: Option<(usize, Share)>,
    better: Better,
) -> SpreadPanel {
    let days = spread.days.iter().sum::<u64>().max(1) as f64;
    let first = spread.days.iter().position(|&count| count > 0).unwrap_or(0);
    let last = spread.days.iter().rposition(|&count| count > 0).unwrap_or(0);
    // Bars begin at multiples of their width, and the promise is one of them; 100 % exactly joins the bar below it.
    let limit = promised.map(|(_, limit)| (limit.get() * Spread::BINS as f64).round() as usize);
    let fits = |step: &usize| (last - first) / step < MOST_BARS && limit.is_none_or(|limit| limit % step == 0);
    let step = BAR_WIDTHS.into_iter().find(fits).unwrap_or(BAR_WIDTHS[0]);
    let bars = (first / step)..=(last.min(Spread::BINS - 1) / step);
    let bins = bars.map(|bar| {
        let low = bar * step;
        let high = if low + step >= Spread::BINS { Spread::BINS + 1 } else { low + step };
        let count: u64 = spread.days.get(low..high.min(spread.days.len())).unwrap_or_default().iter().sum();
        let share = |at: usize| at as f64 / Spread::BINS as f64;
        SpreadBin { low: share(low), high: share(low + step), share: count as f64 / days }
    });
    let kept = |at: usize| {
        let verdict = run.findings.verdicts.get(at)?;
        Share::new(verdict.periods_kept?.value).ok()
    };
    SpreadPanel {
        title,
        unit: Unit::Share,
        bins: bins.collect(),
        promise: promised.map(|(_, limit)| limit.get()),
        better,
        share_kept: promised.filter(|&(at, _)| run.center.targets[at].per == Period::Day).and_then(|(at, _)| kept(at)),
    }
}

/// The promise about notices for the whole center: its position, and the most that may be due.
fn notice_promise(run: &Run<'_>) -> Option<(usize, Share)> {
    let limit = |target: &Target| match target.promise {
        Promise::AtMost { metric: BoundedMetric::NoticeDueRate, limit } => Share::new(limit).ok(),
        _ => None,
    };
    let targets = run.center.targets.iter().enumerate();
    targets.filter(|(_, target)| target.scope == Scope::Center).find_map(|(at, target)| Some((at, limit(target)?)))
}

/// Small print of curves.
const BANDS: &str = "Bands are 95 % intervals";

fn caption(run: &Run<'_>, title: &str, note: &str) -> Caption {
    let count = run.findings.replications;
    let played = run.span().counted(count, &grouped(count as f64, 0));
    let scenario = format!("Scenario {}.", run.digest);
    Caption {
        title: title.to_owned(),
        subtitle: format!("{}, {played} played, seed {}, ccsim {}", run.center.name, run.seed, run.version),
        note: if note.is_empty() { scenario } else { format!("{note}. {scenario}") },
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
