//! Promises in the words of the scenario.

use super::figure::{figure, plain};
use super::grid::wrapped;
use super::{Grid, Ink, Paper, Run};
use crate::metrics::{Unit, Verdict, VerdictOutcome};
use crate::model::{BoundedMetric, Center, Denominator, Promise, QueueId, Scope, ServiceLevel, Target};
use crate::units::Duration;

/// All promises: name, words, outcome, share of periods; on a narrow page each in two lines.
pub(super) fn lines(run: &Run<'_>, paper: Paper) -> Vec<String> {
    let mut grid = Grid::new::<String>([]).left(&[1, 2, 3]);
    let mut rows = Vec::new();
    for verdict in &run.findings.verdicts {
        let target = &run.center.targets[verdict.target.index()];
        let outcome = format!("{}: {}", outcome_words(verdict.outcome), measured(verdict, target));
        rows.push([target.name.clone(), words(run.center, target), outcome, kept_on(verdict, target)]);
    }
    for row in &rows {
        grid.row(row.clone());
    }
    let lines = grid.lines(usize::MAX, 2);
    let fits = lines.iter().all(|line| line.chars().count() <= paper.width);
    let tint = |line: &str, verdict: &Verdict| tinted(line, verdict.outcome, paper.ink);
    if fits {
        return lines.iter().zip(&run.findings.verdicts).map(|(line, verdict)| tint(line, verdict)).collect();
    }
    let in_two_lines = |([name, promised, outcome, kept], verdict): (&[String; 4], &Verdict)| {
        let promised = wrapped(&format!("  {name}: {promised}"), paper.width, 4);
        [promised, tint(&wrapped(&format!("    {outcome}, {kept}"), paper.width, 4), verdict)]
    };
    rows.iter().zip(&run.findings.verdicts).flat_map(in_two_lines).collect()
}

/// What was promised: `80 % in 20 s (of offered), queue sales`.
pub(super) fn words(center: &Center, target: &Target) -> String {
    let promised = match target.promise {
        Promise::ServiceLevel { level, at_least } => format!("{at_least} in {} ({})", level.within, of_whom(level)),
        Promise::AtMost { metric, limit } => at_most(center, target.scope, metric, limit),
    };
    match target.scope {
        Scope::Center => promised,
        scope => format!("{promised}, {}", scope_words(center, scope)),
    }
}

/// A service level's denominator: `of offered, without hang-ups under 5 s`.
pub fn of_whom(level: ServiceLevel) -> String {
    let short = level.short;
    let of = match level.of {
        Denominator::Offered => "of offered".to_owned(),
        Denominator::Answered => "of answered".to_owned(),
        Denominator::OfferedLessShortAbandons => format!("of offered, without hang-ups up to {short}"),
        Denominator::OfferedCreditingShortAbandons => format!("of offered, hang-ups up to {short} as answered"),
    };
    if level.blocked { of + ", busy tones as missed" } else { of }
}

/// `queue sales`, `type refund`.
pub(super) fn scope_words(center: &Center, scope: Scope) -> String {
    let name = center.scope_name(scope);
    name.split_once('.').map_or(name.clone(), |(kind, name)| format!("{} {name}", kind.trim_start_matches("contact-")))
}

/// Hold from which a notice is due, where all queues of a scope agree.
pub(super) fn notice_after(center: &Center, scope: Scope) -> Option<Duration> {
    if let Scope::Queue(QueueId(at)) = scope {
        return center.queues.get(usize::from(at)).map(|queue| queue.notice_after);
    }
    let first = center.queues.first()?.notice_after;
    center.queues.iter().all(|queue| queue.notice_after == first).then_some(first)
}

/// `on hold at 60 s`, or without a number where queues differ.
pub(super) fn notice_words(center: &Center, scope: Scope) -> String {
    notice_after(center, scope).map_or_else(|| "notice due".to_owned(), |after| format!("on hold at {after}"))
}

fn at_most(center: &Center, scope: Scope, metric: BoundedMetric, limit: f64) -> String {
    let share = plain(limit * 100.0);
    match metric {
        BoundedMetric::NoticeDueRate => format!("at most {share} % {}", notice_words(center, scope)),
        BoundedMetric::AbandonmentRate => format!("at most {share} % give up"),
        BoundedMetric::BlockingRate => format!("at most {share} % meet a busy tone"),
        BoundedMetric::HeldRate => format!("at most {share} % hold at all"),
        BoundedMetric::MeanHoldTime => format!("mean hold at most {} s", plain(limit)),
        BoundedMetric::AverageSpeedOfAnswer => format!("mean hold of the answered at most {} s", plain(limit)),
    }
}

fn outcome_words(outcome: VerdictOutcome) -> &'static str {
    match outcome {
        VerdictOutcome::Kept => "kept",
        VerdictOutcome::Missed => "missed",
        VerdictOutcome::TooCloseToCall => "too close to call",
    }
}

fn measured(verdict: &Verdict, target: &Target) -> String {
    let is_time = matches!(
        target.promise,
        Promise::AtMost { metric: BoundedMetric::MeanHoldTime | BoundedMetric::AverageSpeedOfAnswer, .. }
    );
    let unit = if is_time { Unit::Seconds } else { Unit::Share };
    match verdict.measured {
        None => "nobody counted".to_owned(),
        some => figure(some, unit, ""),
    }
}

fn kept_on(verdict: &Verdict, target: &Target) -> String {
    let periods = Verdict::period_words(target.per);
    let kept = match verdict.periods_kept {
        None => format!("no whole {} played", periods.trim_end_matches('s')),
        some => format!("kept on {} of {periods}", figure(some, Unit::Share, "")),
    };
    match target.in_share {
        Some(share) => format!("{kept} (promised: {share})"),
        None => kept,
    }
}

fn tinted(line: &str, outcome: VerdictOutcome, ink: Ink) -> String {
    let word = outcome_words(outcome);
    let painted = match outcome {
        VerdictOutcome::Kept => ink.good(word),
        VerdictOutcome::Missed => ink.bad(word),
        VerdictOutcome::TooCloseToCall => ink.doubtful(word),
    };
    line.replacen(&format!("{word}:"), &format!("{painted}:"), 1)
}
