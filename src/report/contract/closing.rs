//! Warnings, and one step that is worth taking next.

use super::Report;
use super::screen::quoted;
use super::words::{self, Span};
use crate::experiment::contract::ContractFindings;
use crate::model::Contract;
use crate::report::Paper;
use crate::report::figure::plain;
use crate::report::grid::wrapped;
use crate::report::warning::{Warning, warn};

/// Fewest spans on which a decision should rest.
const ENOUGH_TO_DECIDE: u64 = 400;
/// Fewest for a quantile of one in a hundred.
const FEW_SPANS: u64 = 100;
/// With nothing seen in n trials, its chance is below this over n, 95 % sure.
const RULE_OF_THREE: f64 = 3.0;

/// `under 0.3 %`: what may be true of what was never seen.
pub(super) fn at_most_words(spans: u64, span: &Span) -> String {
    let most = (100.0 * RULE_OF_THREE / spans.max(1) as f64).min(100.0);
    format!("in {}: its chance is under {} %", span.times(spans), plain(most))
}

/// Warnings and the next step.
pub(super) fn lines(report: &Report<'_>, file: &str, paper: Paper) -> Vec<String> {
    const INDENT: usize = 9;
    let mut lines = Vec::new();
    for warning in warnings(report) {
        let line = wrapped(&format!("warning  {}", warning.says), paper.width, INDENT);
        lines.push(line.replacen("warning", &paper.ink.doubtful("warning"), 1));
    }
    let (arguments, why) = next_step(report);
    lines.push(format!("next     ccsim contract {} {arguments}", quoted(file)));
    let why = wrapped(&format!("{:INDENT$}{why}", ""), paper.width, INDENT);
    lines.extend(why.lines().map(|line| paper.ink.faint(line)));
    lines
}

fn shown<'r>(report: &Report<'r>) -> Vec<(&'r Contract, &'r ContractFindings)> {
    let all: Vec<_> = report.center.contracts.iter().zip(&report.played.contracts).collect();
    report.shown.iter().filter_map(|&at| all.get(at).copied()).collect()
}

/// When what was played should not be believed, or believed with care.
fn warnings(report: &Report<'_>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let played = report.played.spans;
    let contracts = shown(report);
    let Some((first, _)) = contracts.first() else { return warnings };
    let span = Span::of(report.center, first);
    warn(&mut warnings, "few-spans", played < FEW_SPANS, || {
        format!(
            "{} say little of 1 in 20, nothing of 1 in 100; play {FEW_SPANS} or more (--replications)",
            span.times(played)
        )
    });
    let seen = |found: &ContractFindings| {
        found.clauses.iter().any(|clause| clause.missed.is_some_and(|missed| missed.value > 0.0))
    };
    let never: Vec<&str> =
        contracts.iter().filter(|(_, found)| !seen(found)).map(|(contract, _)| contract.name.as_str()).collect();
    warn(&mut warnings, "no-miss-seen", !never.is_empty() && played > 0, || {
        let whose = if report.center.contracts.len() > 1 { format!(" of {}", never.join(", ")) } else { String::new() };
        format!("no miss{whose} was seen {}", at_most_words(played, &span))
    });
    let unpaid: Vec<&str> = contracts
        .iter()
        .filter(|(_, found)| found.amounts.staff_pay.is_none())
        .map(|(contract, _)| contract.name.as_str())
        .collect();
    warn(&mut warnings, "no-wage", !unpaid.is_empty(), || {
        "some agent group has no `wage`: without it there is no margin, and nothing can be said of what staff is worth"
            .to_owned()
    });
    let cut = cut_short(report, &contracts);
    warn(&mut warnings, "part-period", cut.is_some(), || {
        let (one, days) = cut.unwrap_or(("period", 0));
        let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        format!(
            "the last {one} of the calendar has {days} and is judged like a whole one: end the calendar with a whole {one}"
        )
    });
    warnings
}

/// A period of several that the calendar cuts short, and its days.
fn cut_short(report: &Report<'_>, contracts: &[(&Contract, &ContractFindings)]) -> Option<(&'static str, usize)> {
    let calendar = report.center.calendar.as_ref()?;
    let pers = contracts
        .iter()
        .flat_map(|(contract, _)| contract.clauses.iter().map(|clause| clause.per).chain([contract.per]));
    pers.into_iter().find_map(|per| {
        let periods = calendar.periods(per);
        let last = periods.last().filter(|last| !last.is_whole && periods.len() > 1)?;
        Some((words::period(per).0, last.days.len()))
    })
}

/// The arguments after `ccsim contract FILE`, and why.
fn next_step(report: &Report<'_>) -> (String, String) {
    let contracts = shown(report);
    let has_wages = contracts.iter().any(|(_, found)| found.amounts.staff_pay.is_some());
    if report.played.spans < ENOUGH_TO_DECIDE {
        return (
            format!("--replications {}", 1000.max(4 * report.played.spans)),
            "more of them, narrower intervals".to_owned(),
        );
    }
    if !report.has_sweep && has_wages {
        return (
            "--sweep-staff -3..+6 --out contract".to_owned(),
            "what other staffings would cost, with pictures".to_owned(),
        );
    }
    (
        "--ledger --replication 1".to_owned(),
        "one of them in full: every line that is billed, with the rule it comes from".to_owned(),
    )
}
