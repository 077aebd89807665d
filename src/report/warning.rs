//! When a run should not be believed, or believed with care: the warnings of `metrics::glossary`, in one sentence each.

use super::{Run, SpanWord};
use crate::metrics::glossary::WARNINGS;
use crate::model::{AtClose, Scope};
use crate::plan::OutlookInterval;

/// Fewest replications on which an interval may rest.
const FEW_REPLICATIONS: u64 = 30;
/// More stretches of the day than this are counted, not listed.
const MOST_STRETCHES: usize = 4;
/// Opening hours from which a center counts as one that never closes.
const ROUND_THE_CLOCK_HOURS: f64 = 24.0;

/// Share of callers in a queue that is not theirs from which the menu misleads more than it sorts.
const MANY_IN_THE_WRONG_QUEUE: f64 = 0.2;
/// Share of notices due that never came from which to say so.
const MANY_NOTICES_MISSED: f64 = 0.01;

/// A warning: its name in the glossary, and what it says here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    pub name: &'static str,
    pub says: String,
}

/// All warnings of a run, the gravest first.
pub(super) fn of_run(run: &Run<'_>) -> Vec<Warning> {
    let findings = run.findings;
    let played = findings.replications;
    let count = |metric| findings.find(metric, Scope::Center, None).map_or(0.0, |found| found.value);
    let inside = count("still-inside");
    let mut warnings = of_plan(run);
    of_journeys(run, &mut warnings);
    warn(&mut warnings, "never-answered", inside > 0.0, || {
        let cut = if run.center.day.at_close == AtClose::HangUp { "" } else { ", and do not count as answered" };
        format!(
            "{} callers a {} would hold for ever: nobody is there to answer, and they never hang up{cut}",
            super::plain(inside),
            run.span().one
        )
    });
    warn(&mut warnings, "few-replications", played < FEW_REPLICATIONS, || {
        let SpanWord { one, many } = run.span();
        let days = if played == 1 { format!("1 {one} has no") } else { format!("{played} {many} make a poor") };
        format!("{days} interval; play {FEW_REPLICATIONS} or more (--replications)")
    });
    warn(&mut warnings, "not-precise", run.is_precise == Some(false), || {
        let played = run.span().counted(played, &super::grouped(played as f64, 0));
        format!("stopped at {played} before the intervals were as narrow as asked")
    });
    warnings
}

/// What makes callers' journeys doubtful.
fn of_journeys(run: &Run<'_>, warnings: &mut Vec<Warning>) {
    let percent = |share: f64| super::grouped(100.0 * share, 0);
    let find = |metric, scope| run.findings.find(metric, scope, None).map(|found| found.value);
    let astray = find("wrong-queue-rate", Scope::Center).unwrap_or(0.0);
    warn(warnings, "wrong-queue", astray > MANY_IN_THE_WRONG_QUEUE, || {
        format!(
            "{} % of callers first hold in a queue that is not theirs: check ivr presses and skills",
            percent(astray)
        )
    });
    let missed = find("notice-missed-rate", Scope::Center).unwrap_or(0.0);
    warn(warnings, "notice-missed", missed > MANY_NOTICES_MISSED, || {
        format!("{} % of the notices due never come: some queue announces nothing, or too late", percent(missed))
    });
    let misled: Vec<&str> = run
        .findings
        .notices
        .iter()
        .filter(|queue| {
            let scope = Scope::Queue(queue.queue);
            let bias = run.findings.find("notice-virtual-bias", scope, None).and_then(|bias| bias.interval);
            let actual = find("notice-virtual-mean-actual", scope);
            // Beyond its own doubt the error is larger than what it speaks of.
            bias.zip(actual).is_some_and(|((low, high), actual)| low > actual || high < -actual)
        })
        .map(|queue| run.center.queues[queue.queue.index()].name.as_str())
        .collect();
    warn(warnings, "misleading-notice", !misled.is_empty(), || {
        format!("announcements mislead in {}: wrong by more than the wait they speak of", misled.join(", "))
    });
}

/// What the plan alone gives away.
fn of_plan(run: &Run<'_>) -> Vec<Warning> {
    let intervals = &run.outlook.intervals;
    let mut warnings = Vec::new();
    let unstaffed = |interval: &OutlookInterval| interval.staff <= 0.0 && interval.load > 0.0;
    let over = |interval: &OutlookInterval| interval.is_over_capacity() && !unstaffed(interval);
    let (nobody, short) = (stretches(intervals, unstaffed), stretches(intervals, over));
    warn(&mut warnings, "no-staff", !nobody.is_empty(), || {
        format!("{}: people call and nobody is on duty", listed(&nobody))
    });
    warn(&mut warnings, "over-capacity", !short.is_empty(), || {
        format!("{}: more work than the staff can do; everything after it depends on how it recovers", listed(&short))
    });
    let day = &run.center.day;
    // Of a calendar such days go on over midnight: only the first of them begins empty.
    let never_closes = day.length().as_hours_f64() >= ROUND_THE_CLOCK_HOURS
        && day.warm_up.as_micros() == 0
        && run.center.calendar.is_none();
    warn(&mut warnings, "empty-start", never_closes, || {
        format!("each day starts with an empty center at {}; for a steady state set day.warm-up", day.opens.clock())
    });
    warnings
}

pub(super) fn warn(warnings: &mut Vec<Warning>, name: &'static str, holds: bool, says: impl FnOnce() -> String) {
    debug_assert!(WARNINGS.iter().any(|entry| entry.name == name), "every warning is explained: {name}");
    if holds {
        warnings.push(Warning { name, says: says() });
    }
}

/// Stretches of the day in which something holds, neighbours joined: `10:00–11:30`.
pub(super) fn stretches(intervals: &[OutlookInterval], holds: impl Fn(&OutlookInterval) -> bool) -> Vec<String> {
    let mut out: Vec<(crate::units::SimTime, crate::units::SimTime)> = Vec::new();
    for interval in intervals.iter().filter(|interval| holds(interval)) {
        match out.last_mut() {
            Some(last) if last.1 == interval.from => last.1 = interval.to,
            _ => out.push((interval.from, interval.to)),
        }
    }
    out.iter().map(|(from, to)| format!("{}–{}", from.clock(), to.clock())).collect()
}

/// The first few, and how many more.
pub(super) fn listed(stretches: &[String]) -> String {
    let shown = stretches[..stretches.len().min(MOST_STRETCHES)].join(", ");
    match stretches.len().saturating_sub(MOST_STRETCHES) {
        0 => shown,
        more => format!("{shown} and {more} more times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimTime;

    #[test]
    fn neighbouring_intervals_are_one_stretch() {
        let interval = |minutes, load| OutlookInterval {
            from: SimTime::from_minutes(minutes),
            to: SimTime::from_minutes(minutes + 30),
            contacts: 1.0,
            load,
            staff: 1.0,
        };
        let day = [interval(600, 2.0), interval(630, 1.5), interval(660, 0.5), interval(690, 3.0)];
        assert_eq!(stretches(&day, OutlookInterval::is_over_capacity), ["10:00–11:00", "11:30–12:00"]);
    }
}
