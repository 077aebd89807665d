//! What more or fewer agents would change: one more, a sweep of them, and where a clause pays for starving some hours.

use super::Report;
use super::page::Page;
use super::words::{self, Span};
use crate::experiment::contract::{Cheapest, Incentive, PenaltyWindow, SizedContract, StaffLevel, StaffStep};
use crate::metrics::Unit;
use crate::model::contract::{Amount, Effect, Payoff};
use crate::model::{Clause, Contract};
use crate::report::figure::{earned, figure, grouped, plain};
use crate::report::{Grid, Paper};
use crate::statistics::Estimate;
use crate::units::SimTime;

/// A staffing against the planned one: `+2`, `−1`, `as planned`.
pub(super) fn offset(heads: i32) -> String {
    match heads {
        0 => "as planned".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", fewer.unsigned_abs()),
    }
}

/// What one more agent costs and saves, and from which penalty on that pays.
pub(super) fn lines(page: &mut Page, report: &Report<'_>, at: usize, span: &Span) {
    let Some(sized) = sized(report, at) else { return };
    let more = sized.steps.iter().find(|step| step.offsets.0 == 0);
    let fewer = sized.steps.iter().find(|step| step.offsets.1 == 0);
    let currency = report.center.currency.as_str();
    if let Some(more) = more {
        let heads = more.offsets.1;
        let label = if heads == 1 { whom(report) } else { format!("{heads} more agents") };
        page.say(&label, &one_more(more, span, currency));
    }
    let per_miss = missed_period(report, at, span);
    let penalties = (more.and_then(indifference), fewer.and_then(indifference));
    if let (Some(up), Some(down)) = penalties
        && down.value > up.value
        && up.value > 0.0
    {
        let [up, down] = [up, down].map(|penalty| earned(penalty, Unit::Money, currency));
        page.say(
            "",
            &format!(
                "no penalty makes the planned staffing the best: below {down} for a {per_miss} one fewer is, from {up} on \
                 one more"
            ),
        );
        return;
    }
    let words: Vec<String> =
        [more.and_then(|step| up(step, &per_miss, currency)), fewer.and_then(|step| down(step, currency))]
            .into_iter()
            .flatten()
            .collect();
    if !words.is_empty() {
        page.say("", &words.join("; "));
    }
}

fn sized<'r>(report: &Report<'r>, at: usize) -> Option<&'r SizedContract> {
    report.played.sizing.as_ref()?.contracts.get(at)
}

/// Who gets the head.
fn whom(report: &Report<'_>) -> String {
    match report.sweep.map(|sweep| sweep.groups.as_slice()) {
        Some([group]) => format!("one more {}", report.center.agent_groups[group.index()].name),
        _ if report.center.agent_groups.len() == 1 => "one more agent".to_owned(),
        Some([]) | None => "one more in each group".to_owned(),
        Some(_) => "one more in each of them".to_owned(),
    }
}

/// `missed month`, or `miss` where a month can be missed by several clauses.
fn missed_period(report: &Report<'_>, at: usize, span: &Span) -> String {
    let clauses = report.center.contracts.get(at).map_or(&[][..], |contract| &contract.clauses);
    match clauses {
        [only] => format!("missed {}", words::period(only.per).0),
        [] => format!("missed {}", span.single()),
        _ => "miss".to_owned(),
    }
}

fn one_more(step: &StaffStep, span: &Span, currency: &str) -> String {
    let money = |estimate: Estimate| figure(Some(estimate), Unit::Money, currency);
    let fee = if is_something(step.fee) { format!(", brings {} of fee", money(step.fee)) } else { String::new() };
    let saves = format!("saves {} of penalties{fee}", money(step.saved));
    let Some(pay) = step.pay else { return format!("{saves} {}", span.each()) };
    let verdict = match step.factor.and_then(|factor| factor.interval) {
        Some((low, _)) if low > 1.0 => ": this contract does not pay for it",
        Some((_, high)) if high < 1.0 && high > 0.0 => ": this contract pays for it",
        _ if step.saved.value + step.fee.value < pay.value / 2.0 => ": this contract does not pay for it",
        _ => ": whether it pays is too close to call",
    };
    format!("costs {} {}, {saves}{verdict}", money(pay), span.each())
}

/// Whether an amount is more than doubt.
fn is_something(estimate: Estimate) -> bool {
    estimate.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
}

/// The penalty at which the provider is indifferent, with what the fee brings taken off where it brings something.
fn indifference(step: &StaffStep) -> Option<Estimate> {
    if is_something(step.fee) { step.indifference_with_fee } else { step.indifference }
}

fn up(step: &StaffStep, per_miss: &str, currency: &str) -> Option<String> {
    let penalty = indifference(step)?;
    if penalty.value <= 0.0 {
        return Some("what it brings of fee pays for it without any penalty".to_owned());
    }
    let times = step.factor.filter(|factor| factor.value > 1.0).map_or_else(String::new, |factor| {
        format!(" (or {} times the present terms)", figure(Some(factor), Unit::Ratio, ""))
    });
    Some(format!(
        "it would pay from a penalty of {} for a {per_miss}{times}",
        figure(Some(penalty), Unit::Money, currency)
    ))
}

fn down(step: &StaffStep, currency: &str) -> Option<String> {
    let penalty = indifference(step).filter(|penalty| penalty.value > 0.0)?;
    Some(format!("below {} even the last one planned would not", earned(penalty, Unit::Money, currency)))
}

/// The table of stafferings, and what follows from it.
pub(super) fn sweep(
    report: &Report<'_>,
    at: usize,
    contract: &Contract,
    span: &Span,
    paper: Paper,
) -> Vec<Vec<String>> {
    let Some(sized) = sized(report, at) else { return Vec::new() };
    let currency = report.center.currency.as_str();
    let spans = report.played.sizing.as_ref().map_or(0, |sizing| sizing.spans);
    let mut page = Page::new(paper);
    page.table(&levels(sized, contract, span, currency));
    let same = format!("  {currency} {}; the same callers at every level, {} each", span.each(), span.times(spans));
    page.words(&paper.ink.faint(&same));
    let mut after = Page::new(paper);
    if let Some(cheapest) = &sized.cheapest {
        after.say("cheapest", &cheapest_words(sized, cheapest, currency, span));
    }
    if let Some(best) =
        sized.best_margin.as_ref().filter(|best| sized.cheapest.as_ref().is_none_or(|other| other.level != best.level))
    {
        let margin = figure(sized.levels[best.level].margin, Unit::Money, currency);
        after.say(
            "best margin",
            &format!("{}: {margin} {}{}", offset(sized.levels[best.level].offset), span.each(), alike(sized, best)),
        );
    }
    if let Some(words) = solved(sized, contract, currency) {
        after.say("penalty for that", &words);
    }
    for (clause, incentive) in contract.clauses.iter().zip(&sized.incentives) {
        if let Some(words) = incentive.as_ref().and_then(|incentive| starving(clause, incentive, span, currency)) {
            after.say("starving hours pays", &words);
        }
    }
    [page.into_lines(), after.into_lines()].into_iter().filter(|block| !block.is_empty()).collect()
}

fn levels(sized: &SizedContract, contract: &Contract, span: &Span, currency: &str) -> Grid {
    let has_wages = sized.levels.iter().any(|level| level.staff_pay.is_some());
    let mut head = vec!["agents".to_owned(), format!("{} missed", span.many), "penalties".to_owned()];
    if has_wages {
        head.extend(["staff", "together", "margin", "next one pays from"].map(str::to_owned));
    }
    head.extend(
        contract
            .clauses
            .iter()
            .map(|clause| if contract.clauses.len() == 1 { "level".to_owned() } else { clause.name.clone() }),
    );
    let mut grid = Grid::new(head);
    let bare = |estimate: Option<Estimate>| {
        let text = figure(estimate, Unit::Money, currency);
        text.strip_suffix(&format!(" {currency}")).unwrap_or(&text).to_owned()
    };
    for (at, level) in sized.levels.iter().enumerate() {
        let mut row = vec![name(sized, at, level), figure(Some(level.missed), Unit::Share, ""), bare(Some(level.net))];
        if has_wages {
            let to_next = sized.steps.get(at).and_then(indifference);
            row.extend([bare(level.staff_pay), bare(level.pay_and_net), bare(level.margin)]);
            row.push(to_next.map_or_else(String::new, |penalty| {
                if penalty.value > 0.0 { bare(Some(penalty)) } else { "nothing".to_owned() }
            }));
        }
        for (clause, found) in contract.clauses.iter().zip(&level.clause_levels) {
            row.push(figure(*found, super::clause::unit_of(clause.unit()), currency));
        }
        grid.row(row);
    }
    grid
}

/// `+2  cheapest`.
fn name(sized: &SizedContract, at: usize, level: &StaffLevel) -> String {
    let is = |best: &Option<Cheapest>| best.as_ref().is_some_and(|best| best.level == at);
    let mark = match (is(&sized.cheapest), is(&sized.best_margin)) {
        (true, true) => "  cheapest, best margin",
        (true, false) => "  cheapest",
        (false, true) => "  best margin",
        (false, false) => "",
    };
    format!("  {}{mark}", offset(level.offset))
}

fn cheapest_words(sized: &SizedContract, cheapest: &Cheapest, currency: &str, span: &Span) -> String {
    let level = &sized.levels[cheapest.level];
    let cost = figure(level.pay_and_net, Unit::Money, currency);
    let end = if cheapest.at_the_end { "; it is the end of the sweep, there may be a cheaper one beyond" } else { "" };
    format!("{}: staff and penalties {cost} {}{}{end}", offset(level.offset), span.each(), alike(sized, cheapest))
}

/// Levels that cannot be told from the best.
fn alike(sized: &SizedContract, best: &Cheapest) -> String {
    let others: Vec<String> =
        best.alike.iter().filter(|&&at| at != best.level).map(|&at| offset(sized.levels[at].offset)).collect();
    if others.is_empty() { String::new() } else { format!("; too close to call with {}", others.join(", ")) }
}

/// For which penalties the staffing that was asked about is the best choice.
fn solved(sized: &SizedContract, contract: &Contract, currency: &str) -> Option<String> {
    let level = sized.solved_for?;
    let window: PenaltyWindow = *sized.windows.as_ref()?.get(level)?;
    let heads = offset(window.offset);
    let Some((from, to)) = window.factors else {
        return Some(format!("no size of the present terms makes {heads} the best choice of the sweep"));
    };
    let plainly = |factor: f64| if factor < 10.0 { plain(factor) } else { grouped(factor, 1) };
    let times = |factor: f64, doubt: Option<Estimate>| match doubt {
        Some(doubt) => figure(Some(doubt), Unit::Ratio, ""),
        None => plainly(factor),
    };
    let range = match to {
        Some(to) => format!("{} to {} times", times(from, window.doubts.0), times(to, window.doubts.1)),
        None => format!("{} times or more", times(from, window.doubts.0)),
    };
    let so = first_penalty(contract, currency).map_or_else(String::new, |(now, scaled)| {
        let to = to.map_or_else(|| " or more".to_owned(), |to| format!(" to {}", scaled(to)));
        format!(": {}{to} instead of {now}", scaled(from))
    });
    Some(format!("{heads} is the best choice where every penalty and bonus is {range} the present ones{so}"))
}

/// The first penalty of the contract, and the same so many times.
fn first_penalty<'c>(contract: &'c Contract, currency: &'c str) -> Option<(String, impl Fn(f64) -> String + 'c)> {
    let of = |clause: &Clause| match &clause.payoff {
        Payoff::Ladder { bands, .. } => bands.iter().find_map(|band| match band.effect {
            Effect::Penalty(amount) => Some(amount),
            _ => None,
        }),
        Payoff::PerPoint { penalty, .. } | Payoff::PerMiss { penalty, .. } => Some(*penalty),
        Payoff::PerLostCall { penalty, .. } => Some(Amount::Money(*penalty)),
    };
    let amount = contract.clauses.iter().find_map(of)?;
    Some((words::amount(amount, currency), move |times: f64| match amount {
        Amount::Share(share) => {
            let percent = share.get() * 100.0 * times;
            format!("{} %", grouped(percent, usize::from(percent < 100.0)))
        }
        Amount::Money(money) => format!("{} {currency}", plain((money.as_units() * times).round())),
    }))
}

/// Whom the cheapest staffing that keeps a clause makes wait.
fn starving(clause: &Clause, incentive: &Incentive, span: &Span, currency: &str) -> Option<String> {
    let percent =
        |level: Option<f64>| level.map_or_else(|| "–".to_owned(), |level| format!("{} %", grouped(level * 100.0, 0)));
    // Held against the cheapest plan that keeps the clause with as many heads more or fewer in every hour.
    let (heads, pay) = incentive.alike.unwrap_or((0, incentive.pay.0));
    let saved = pay.value - incentive.pay.1.value;
    if saved < 1.0 {
        return None;
    }
    let worst = incentive.intervals.get(incentive.worst).map_or_else(String::new, |interval| {
        let clock = SimTime::from_minutes(interval.starts / 60).clock();
        format!(
            "; at {clock} it answers {} in time, as planned {}",
            percent(interval.level_cheapest),
            percent(interval.level_planned)
        )
    });
    Some(format!(
        "the {} counts, not the hour: the cheapest staffing by hour that keeps it on average ({}) costs {} {currency} less {} \
         than {} in every hour, which keeps it, too{worst}",
        words::period(clause.per).0,
        figure(Some(incentive.level.1), Unit::Share, currency),
        grouped(saved, 0),
        span.each(),
        if heads == 0 { "the planned heads".to_owned() } else { format!("{} agents", offset(heads)) },
    ))
}
