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
use crate::report::table::{NARROWEST, of_100, speed};
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
    let calls = speed(expected_calls(report), seconds);
    let confidence = format!("{} % intervals", grouped(CONFIDENCE * 100.0, 0));
    let line = wrapped(&format!("{span} played{luck}, seed {}{calls}; {confidence}", report.seed), paper.width, 2);
    vec![title, line.lines().map(|part| paper.ink.faint(part)).collect::<Vec<_>>().join("\n")]
}

/// First calls of all that was played, as expected.
fn expected_calls(report: &Report<'_>) -> u64 {
    let played = report.played;
    let levels = played.sizing.as_ref().map_or(1, |sizing| sizing.offsets.len() as u64);
    ((played.spans * levels + played.spans_for_luck) as f64 * report.center.expected_contacts()) as u64
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
    let mut money = Page::new(paper);
    amounts(&mut money, report, contract, found, &span);
    staffing::lines(&mut money, report, at, &span);
    let mut money = Some(money.into_lines());
    let is_several = contract.clauses.len() > 1;
    if is_several {
        blocks.extend(money.take());
    }
    for (clause, findings) in contract.clauses.iter().zip(&found.clauses) {
        let mut page = Page::new(paper);
        if is_several {
            page.words(&paper.ink.bold(&format!("clause {}", clause.name)));
        }
        clause::lines(&mut page, report, (contract, clause), (found, findings));
        blocks.push(page.into_lines());
        blocks.extend(money.take());
        let mut page = Page::new(paper);
        clause::after(&mut page, report, clause, findings);
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
    if share <= 0.0 {
        let bonus = found.amounts.bonus.mean;
        let paid = if is_nothing(&found.amounts.bonus) {
            String::new()
        } else {
            format!("; bonuses bring it {} {}", earned(bonus, Unit::Money, currency), span.each())
        };
        return format!("The provider owes a penalty in none of {}{paid}.", span.times(report.played.spans));
    }
    let hundred = of_100(share);
    let often = format!("The provider owes a penalty in {hundred} of 100 {}", span.many);
    let size = |value: Estimate| earned(value, Unit::Money, currency);
    let (each, single) = (span.each(), span.single());
    let mut said = format!("{often}: {} {each} on average", size(found.amounts.penalty.mean));
    let bad = found.amounts.penalty.p95;
    if bad.value > 0.0 {
        said = format!("{said}, {} or more in 1 {single} of 20", size(bad));
    }
    if is_nothing(&found.amounts.bonus) && is_nothing(&found.amounts.refunded) {
        return format!("{said}.");
    }
    format!("{said}. With bonuses and what is given back, {} {each}.", balance(found.amounts.net.mean, size))
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
    if let Some(invoices) = &found.invoices {
        let (one, _) = words::period(contract.per);
        let month = Span { one: one.to_owned(), many: words::period(contract.per).1.to_owned() };
        let bad = if is_nothing(&invoices.penalty) {
            String::new()
        } else {
            format!("; {}", bad_ones(&invoices.penalty, &month, currency))
        };
        page.say(&format!("of it each {one}"), &format!("{}{bad}", money(invoices.penalty.mean)));
    }
    if !is_nothing(bonus) || !is_nothing(refunded) {
        let mut parts = Vec::new();
        for (part, words) in [(bonus, "bonus"), (refunded, "given back")] {
            if !is_nothing(part) {
                parts.push(format!("{} {words}", money(part.mean)));
            }
        }
        page.say("comes back", &format!("{}; on balance {} {each}", parts.join(", "), balance(net.mean, money)));
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

/// Who pays on balance, and how much.
fn balance(net: Estimate, written: impl Fn(Estimate) -> String) -> String {
    if net.value < 0.0 {
        let paid = Estimate { value: -net.value, interval: net.interval.map(|(low, high)| (-high, -low)) };
        format!("the client pays {}", written(paid))
    } else {
        format!("the provider pays {}", written(net))
    }
}

/// `800 EUR or more in 1 month of 10, 1 240 EUR in 1 of 20, 1 900 EUR in 1 of 100`.
fn bad_ones(penalty: &Spread, span: &Span, currency: &str) -> String {
    let cost = |estimate: Estimate| figure(Some(estimate), Unit::Money, currency);
    format!(
        "{} or more in 1 {} of 10, {} in 1 of 20, {} in 1 of 100",
        cost(penalty.p90),
        span.single(),
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
        Some(year) => {
            let is_counted = year == ended;
            let if_so = if is_counted { String::new() } else { format!(", if {} are independent", span.many) };
            format!("{} within a year{if_so}", figure(Some(year), Unit::Share, currency))
        }
        None if ended.value <= 0.0 => format!("never arose ({})", closing::at_most_words(report.played.spans, span)),
        None => format!("arises in {}", clause::of_spans(ended, span, currency)),
    })
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    run_table::quoted(path)
}
