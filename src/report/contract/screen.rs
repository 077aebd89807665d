//! What the terminal shows of contracts: the sentence first, then what is paid, why, and what more staff would change.

use super::closing;
use super::page::Page;
use super::words::{self, Span};
use super::{Report, clause, staffing};
use crate::experiment::contract::{Amounts, CONFIDENCE, ContractFindings, Spread};
use crate::metrics::Unit;
use crate::model::Contract;
use crate::report::figure::{earned, figure, grouped};
use crate::report::grid::wrapped;
use crate::report::table::{NARROWEST, are, of_100, speed};
use crate::report::{Paper, table as run_table};
use crate::statistics::Estimate;

/// The screen. `seconds` is how long it took, `file` how the scenario was named on the command line.
pub fn table(report: &Report<'_>, seconds: f64, file: &str, paper: Paper) -> String {
    let paper = Paper { width: paper.width.max(NARROWEST), ..paper };
    let mut blocks = vec![header(report, seconds, paper)];
    let is_one_of_several = report.center.contracts.len() > 1;
    for &at in report.shown {
        let (Some(contract), Some(found)) = (report.center.contracts.get(at), report.played.contracts.get(at)) else {
            continue;
        };
        if is_one_of_several {
            let words = format!("contract {}", contract.name);
            blocks.push(vec![paper.ink.bold(&words)]);
        }
        blocks.extend(contract_blocks(report, at, contract, found, paper));
    }
    blocks.push(closing::lines(report, file, paper));
    let text: Vec<String> = blocks.iter().filter(|block| !block.is_empty()).map(|block| block.join("\n")).collect();
    text.join("\n\n") + "\n"
}

fn header(report: &Report<'_>, seconds: f64, paper: Paper) -> Vec<String> {
    let center = report.center;
    let title =
        if center.about.is_empty() { center.name.clone() } else { format!("{}  {}", center.name, center.about) };
    let title = wrapped(&title, paper.width, 2).replacen(&center.name, &paper.ink.bold(&center.name), 1);
    let span =
        center.contracts.first().map_or_else(String::new, |first| Span::of(center, first).times(report.played.spans));
    let luck = match report.played.spans_for_luck {
        0 => String::new(),
        more => format!(" and {} more to tell luck apart", grouped(more as f64, 0)),
    };
    let calls = speed(report.played.calls, seconds);
    let confidence = format!("{} % intervals", grouped(CONFIDENCE * 100.0, 0));
    let line = wrapped(&format!("{span} played{luck}, seed {}{calls}; {confidence}", report.seed), paper.width, 2);
    vec![title, line.lines().map(|part| paper.ink.faint(part)).collect::<Vec<_>>().join("\n")]
}

fn contract_blocks(
    report: &Report<'_>,
    at: usize,
    contract: &Contract,
    found: &ContractFindings,
    paper: Paper,
) -> Vec<Vec<String>> {
    let span = Span::of(report.center, contract);
    let mut blocks = vec![vec![wrapped(&sentence(report, found, &span), paper.width, 0)]];
    let mut page = Page::new(paper);
    amounts(&mut page, report, contract, found, &span);
    staffing::lines(&mut page, report, at, &span);
    blocks.push(page.into_lines());
    for (clause, findings) in contract.clauses.iter().zip(&found.clauses) {
        let mut page = Page::new(paper);
        if contract.clauses.len() > 1 {
            page.words(&paper.ink.bold(&format!("clause {}", clause.name)));
        }
        clause::lines(&mut page, report, (contract, clause), (found, findings));
        blocks.push(page.into_lines());
    }
    if report.has_sweep {
        blocks.extend(staffing::sweep(report, at, contract, &span, paper));
    }
    blocks
}

/// What it comes to, with no digit that could be wrong.
fn sentence(report: &Report<'_>, found: &ContractFindings, span: &Span) -> String {
    let currency = report.center.currency.as_str();
    let share = found.any_penalty.value;
    let often = if share <= 0.0 {
        format!("In none of {} the provider owes a penalty", span.times(report.played.spans))
    } else {
        let hundred = if share >= 1.0 { "all".to_owned() } else { of_100(share) };
        format!("Of 100 {}, {hundred} {} a penalty", span.many, if are(share) == "is" { "has" } else { "have" })
    };
    let net = &found.amounts.net.mean;
    let size = |value: Estimate| earned(value, Unit::Money, currency);
    let each = span.each();
    let balance = if is_nothing(&found.amounts.penalty) && is_nothing(&found.amounts.bonus) {
        String::new()
    } else if net.value < 0.0 {
        let paid = Estimate { value: -net.value, interval: net.interval.map(|(low, high)| (-high, -low)) };
        format!("; on balance the client pays a bonus of {} {each}", size(paid))
    } else {
        format!("; on balance the provider pays {} {each}", size(*net))
    };
    let bad = found.amounts.penalty.p95;
    let worst = if bad.value > 0.0 { format!(", and {} or more in one of 20", size(bad)) } else { String::new() };
    format!("{often}{balance}{worst}.")
}

fn is_nothing(spread: &Spread) -> bool {
    spread.sorted.last().is_none_or(|&most| most <= 0.0)
}

/// What is paid, and to whom.
fn amounts(page: &mut Page, report: &Report<'_>, contract: &Contract, found: &ContractFindings, span: &Span) {
    let currency = report.center.currency.as_str();
    let money = |estimate: Estimate| figure(Some(estimate), Unit::Money, currency);
    let Amounts { fee, penalty, bonus, refunded, net, client_cost, staff_pay, margin, .. } = &found.amounts;
    let each = span.each();
    page.say(
        "expected penalty",
        &format!("{} {each}; in {}", money(penalty.mean), clause::of_spans(found.any_penalty, span, currency)),
    );
    if !is_nothing(penalty) {
        page.say("in bad ones", &bad_ones(penalty, span, currency));
    }
    if !is_nothing(bonus) || !is_nothing(refunded) {
        let mut parts = Vec::new();
        for (part, words) in [(bonus, "bonus"), (refunded, "given back")] {
            if !is_nothing(part) {
                parts.push(format!("{} {words}", money(part.mean)));
            }
        }
        page.say("comes back", &format!("{}; on balance {} {each}", parts.join(", "), balance(net.mean, currency)));
    }
    if let Some(capped) = found.capped {
        page.say("cap", &cap_words(report, contract, capped, span));
    }
    if let Some(words) = termination(report, contract, found, span) {
        page.say("right to terminate", &words);
    }
    let mut provider = format!("fee {}", money(fee.mean));
    if let (Some(pay), Some(margin)) = (staff_pay, margin) {
        provider = format!("{provider}, staff {}, margin {} {each}", money(pay.mean), money(margin.mean));
        let losses =
            margin.sorted.iter().filter(|&&left| left < 0.0).count() as f64 / margin.sorted.len().max(1) as f64;
        if losses > 0.0 {
            provider = format!("{provider}; a loss in {} of 100 {}", of_100(losses), span.many);
        }
    } else {
        provider = format!("{provider} {each}");
    }
    page.say("the provider", &provider);
    page.say("the client pays", &format!("{} {each}", money(client_cost.mean)));
}

fn balance(net: Estimate, currency: &str) -> String {
    if net.value < 0.0 {
        let paid = Estimate { value: -net.value, interval: net.interval.map(|(low, high)| (-high, -low)) };
        format!("the client pays {}", figure(Some(paid), Unit::Money, currency))
    } else {
        format!("the provider pays {}", figure(Some(net), Unit::Money, currency))
    }
}

/// `1 month in 10 costs 800 EUR or more, 1 in 20 1 240 EUR, 1 in 100 1 900 EUR`.
fn bad_ones(penalty: &Spread, span: &Span, currency: &str) -> String {
    let cost = |estimate: Estimate| figure(Some(estimate), Unit::Money, currency);
    format!(
        "1 {} in 10 costs {} or more, 1 in 20 {}, 1 in 100 {}",
        span.single(),
        cost(penalty.p90),
        cost(penalty.p95),
        cost(penalty.p99)
    )
}

fn cap_words(report: &Report<'_>, contract: &Contract, capped: Estimate, span: &Span) -> String {
    let currency = report.center.currency.as_str();
    let mut caps: Vec<String> = Vec::new();
    let invoice = words::period(contract.per).0;
    for (cap, when, base) in [(contract.cap, invoice, "its fee"), (contract.cap_per_year, "year", "the year's fees")] {
        if let Some(cap) = cap {
            let of = if matches!(cap, crate::model::contract::Amount::Share(_)) {
                format!(" of {base}")
            } else {
                String::new()
            };
            caps.push(format!("{}{of} a {when}", words::amount(cap, currency)));
        }
    }
    let cap = if caps.is_empty() { String::new() } else { format!("{}: ", caps.join(", ")) };
    let reached = if capped.value <= 0.0 {
        format!("never reached ({})", closing::at_most_words(report.played.spans, span))
    } else {
        format!("reached in {}", clause::of_spans(capped, span, currency))
    };
    format!("{cap}{reached}")
}

/// Chance of the right to terminate, in the span and in a year.
fn termination(report: &Report<'_>, contract: &Contract, found: &ContractFindings, span: &Span) -> Option<String> {
    let currency = report.center.currency.as_str();
    let ended = found.ended?;
    let within = super::year::within_a_year(report, contract, found);
    Some(match within {
        Some(year) => format!("{} within a year", figure(Some(year), Unit::Share, currency)),
        None if ended.value <= 0.0 => format!("never arose ({})", closing::at_most_words(report.played.spans, span)),
        None => format!("arises in {}", clause::of_spans(ended, span, currency)),
    })
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    run_table::quoted(path)
}
