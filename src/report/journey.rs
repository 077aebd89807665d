//! What callers go through, a line each: menu, second holds and redials, notices, callbacks, what it costs them, rules.

use super::Run;
use super::figure::figure;
use crate::metrics::{Definition, Unit};
use crate::model::{RuleSetId, Scope};
use crate::statistics::Estimate;

/// From here on a time is told in minutes \[s\].
const IN_MINUTES: f64 = 90.0;

/// A word at the margin, and what is said; only of what the center has.
pub(super) fn lines(run: &Run<'_>) -> Vec<(&'static str, String)> {
    let told = [
        ("cost", cost(run)),
        ("ivr", menu(run)),
        ("journey", journey(run)),
        ("notice", notice(run)),
        ("callback", callbacks(run)),
    ];
    let mut lines: Vec<_> = told.into_iter().filter_map(|(word, says)| Some((word, says?))).collect();
    lines.extend((0..run.center.rule_sets.len()).filter_map(|at| Some(("rules", rules(run, RuleSetId::at(at))?))));
    lines
}

fn cost(run: &Run<'_>) -> Option<String> {
    let each = run.span().one;
    let mut parts = Vec::new();
    if has(run, "caller-hold-charge") {
        let charge = said(run, "caller-hold-charge");
        parts.push(format!(
            "callers pay {charge} a {each} for holding, {} of it before giving up",
            said(run, "caller-hold-charge-gave-up")
        ));
    }
    if has(run, "caller-hold-value") {
        let whose = if parts.is_empty() { "the callers' time on hold" } else { "their time" };
        let a_day = if parts.is_empty() { format!(" a {each}") } else { String::new() };
        parts.push(format!("{whose}: {}{a_day}", said(run, "caller-hold-value")));
    }
    together(&parts)
}

fn menu(run: &Run<'_>) -> Option<String> {
    let each = run.span().one;
    has(run, "entered-ivr").then(|| {
        format!(
            "of {} a {each}, {} hang up in it and {} are served by it; {} in it on average",
            said(run, "entered-ivr"),
            said(run, "ivr-hang-up-rate"),
            said(run, "containment-rate"),
            time(run, "mean-time-in-ivr")
        )
    })
}

fn journey(run: &Run<'_>) -> Option<String> {
    let each = run.span().one;
    let mut parts = Vec::new();
    if has(run, "wrong-queue-rate") {
        parts.push(format!("{} hold in a wrong queue first", said(run, "wrong-queue-rate")));
    }
    if has(run, "later-holds") {
        parts.push(format!(
            "{} a {each} are passed on and hold once more, {} on average",
            said(run, "later-holds"),
            time(run, "mean-later-hold-time")
        ));
    }
    if has(run, "redials") {
        parts.push(format!("{} redials a {each}", said(run, "redials")));
    }
    if has(run, "repeat-calls") {
        parts.push(format!("{} calls a {each} about an unsettled matter", said(run, "repeat-calls")));
    }
    if has(run, "people") {
        parts.push(format!("{} calls a person", said(run, "calls-per-person")));
        parts.push(format!("{} of people never get through", said(run, "never-through-rate")));
    }
    together(&parts)
}

fn notice(run: &Run<'_>) -> Option<String> {
    let each = run.span().one;
    has(run, "notices-due").then(|| {
        let given =
            format!("of {} due a {each}, {} given in time", said(run, "notices-due"), said(run, "notices-given"));
        if run.findings.find("notice-answered-mean-announced", Scope::Center, None).is_none() {
            return given;
        }
        format!(
            "{given}; of the answered: said {}, was {}; off by {} on average",
            time(run, "notice-answered-mean-announced"),
            time(run, "notice-mean-actual"),
            time(run, "notice-mean-absolute-error")
        )
    })
}

fn callbacks(run: &Run<'_>) -> Option<String> {
    let each = run.span().one;
    has(run, "callbacks").then(|| {
        format!(
            "{} taken a {each}, {} made in time, after {} on average; {} never made",
            said(run, "callbacks"),
            said(run, "callback-in-time-rate"),
            time(run, "mean-callback-wait"),
            said(run, "callbacks-lost")
        )
    })
}

fn rules(run: &Run<'_>, rules: RuleSetId) -> Option<String> {
    let each = run.span().one;
    let scope = Scope::RuleSet(rules);
    // Nobody dialled a number that it judges.
    let complies = run.findings.find("compliance-rate", scope, None)?;
    Some(format!(
        "{}: {} of connected calls comply; {} a {each} charged against it, {} not owed",
        run.center.rule_sets[rules.index()].name,
        figure(Some(complies), Unit::Share, ""),
        said_at(run, "unlawful-charge", scope),
        said_at(run, "not-owed-charge", scope)
    ))
}

fn together(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn has(run: &Run<'_>, metric: &str) -> bool {
    run.findings.find(metric, Scope::Center, None).is_some()
}

fn said(run: &Run<'_>, metric: &'static str) -> String {
    said_at(run, metric, Scope::Center)
}

fn said_at(run: &Run<'_>, metric: &'static str, scope: Scope) -> String {
    figure(run.findings.find(metric, scope, None), Definition::named(metric).unit, &run.center.currency)
}

fn time(run: &Run<'_>, metric: &'static str) -> String {
    in_words(run.findings.find(metric, Scope::Center, None))
}

/// A time in seconds, or in minutes where it is long.
fn in_words(seconds: Option<Estimate>) -> String {
    match seconds {
        Some(long) if long.value.abs() >= IN_MINUTES => figure(Some(long.scaled(1.0 / 60.0)), Unit::Ratio, "") + " min",
        short => figure(short, Unit::Seconds, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_told_in_minutes() {
        let time = |value: f64| Some(Estimate { value, interval: Some((value - 6.0, value + 6.0)) });
        assert_eq!(in_words(time(48.0)), "48 ±6 s");
        assert_eq!(in_words(time(126.0)), "2.10 ±0.10 min");
        assert_eq!(in_words(None), "–");
    }
}
