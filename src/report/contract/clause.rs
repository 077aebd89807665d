//! One clause: its level, its bands and their chances, why it is missed, and the same calls counted otherwise.

use super::page::Page;
use super::words::{self, Span};
use super::{Report, luck};
use crate::experiment::contract::{
    ClauseFindings, CommonDefinition, ContractFindings, FairMalus, LevelFindings, SameCalls,
};
use crate::metrics::Unit;
use crate::model::contract::{Amount, Band, Effect, Measure, MeasureUnit, Payoff};
use crate::model::{Clause, Contract};
use crate::report::Grid;
use crate::report::figure::{earned, figure, grouped};
use crate::report::grid::bar;
use crate::statistics::Estimate;
use crate::units::Duration;

/// Cells of a bar.
const BAR: usize = 12;

/// What it measures, how often it is missed and why, and its bands.
pub(super) fn lines(
    page: &mut Page,
    report: &Report<'_>,
    (contract, clause): (&Contract, &Clause),
    (found, findings): (&ContractFindings, &ClauseFindings),
) {
    let currency = report.center.currency.as_str();
    let (one, many) = words::period(clause.per);
    page.say("measured", &format!("{}, by {one}", words::measured(report.center, clause)));
    if let Some(level) = &findings.level {
        page.say(&level_label(clause), &level_words(level, clause.unit(), many, currency));
    }
    if let Some(terms) = words::terms(contract, clause, currency) {
        page.say("pays", &terms);
    }
    match findings.missed {
        None => page.say("missed", &format!("no {one} was judged")),
        Some(missed) => {
            let apart = findings.periods - findings.judged;
            let apart = if apart == 0 {
                String::new()
            } else {
                format!(
                    "; {} of {} {many} were not judged",
                    grouped(apart as f64, 0),
                    grouped(findings.periods as f64, 0)
                )
            };
            page.say("missed", &format!("{} of {many}{apart}", figure(Some(missed), Unit::Share, currency)));
        }
    }
    luck::lines(page, report, contract, clause, findings);
    if let Payoff::Ladder { bands, .. } = &clause.payoff {
        page.gap();
        page.table(&band_table(report, (contract, clause), bands, found, findings));
    }
}

/// What callers lose by its misses, and the same calls counted otherwise.
pub(super) fn after(page: &mut Page, report: &Report<'_>, clause: &Clause, findings: &ClauseFindings) {
    let currency = report.center.currency.as_str();
    if let Some(malus) = &findings.malus {
        page.say("fair malus", &malus_words(malus, clause, currency));
    }
    if findings.same_calls.len() > 1 {
        page.gap();
        page.table(&same_calls(report, clause, &findings.same_calls));
    }
}

/// `the month's level`, `the month's measure`.
fn level_label(clause: &Clause) -> String {
    let one = words::period(clause.per).0;
    let what = if clause.unit() == MeasureUnit::Percent { "level" } else { "mean" };
    format!("the {one}'s {what}")
}

/// What a measure is counted in.
pub(super) const fn unit_of(unit: MeasureUnit) -> Unit {
    match unit {
        MeasureUnit::Percent => Unit::Share,
        MeasureUnit::Seconds => Unit::Seconds,
        MeasureUnit::Money => Unit::Money,
    }
}

fn level_words(level: &LevelFindings, unit: MeasureUnit, many: &str, currency: &str) -> String {
    let unit = unit_of(unit);
    let middle = figure(Some(level.median), unit, currency);
    let (low, high) = (earned(level.p5, unit, currency), earned(level.p95, unit, currency));
    let sign = low.rsplit_once(' ').map_or("", |(_, sign)| sign).to_owned();
    // `between 78.2 and 84.1 %`: the unit once.
    let low =
        if high.ends_with(&sign) { low.strip_suffix(&format!(" {sign}")).unwrap_or(&low).to_owned() } else { low };
    format!("{middle} in the middle; 90 % of {many} between {low} and {high}")
}

/// What callers lose by a miss, and by a point.
fn malus_words(malus: &FairMalus, clause: &Clause, currency: &str) -> String {
    let money = |estimate| figure(Some(estimate), Unit::Money, currency);
    let one = words::period(clause.per).0;
    let point = match clause.unit() {
        MeasureUnit::Percent => "percentage point",
        MeasureUnit::Seconds => "second",
        MeasureUnit::Money => "unit of currency",
    };
    let per_point = format!("{} for each {point}", money(malus.per_point));
    match malus.per_miss {
        Some(per_miss) => format!("{} for a missed {one}, {per_point}: what callers lose by it", money(per_miss)),
        None => format!("{per_point}: what callers lose by it"),
    }
}

/// A row a band: what it is, what it brings, how often it comes.
fn band_table(
    report: &Report<'_>,
    (contract, clause): (&Contract, &Clause),
    bands: &[Band],
    found: &ContractFindings,
    findings: &ClauseFindings,
) -> Grid {
    let currency = report.center.currency.as_str();
    let many = words::period(clause.per).1;
    let head =
        ["band".to_owned(), "brings".to_owned(), format!("of {many}"), String::new(), "in money, about".to_owned()];
    let mut grid = Grid::new(head).left(&[1, 3]);
    let fee = fee_of_an_invoice(report, contract, found);
    for (at, band) in bands.iter().enumerate() {
        let share = findings.bands.get(at).map(|found| found.share);
        grid.row([
            format!("  {}", words::stretch(clause, bands, at)),
            words::effect(band.effect, currency),
            figure(share, Unit::Share, currency),
            bar(share.map_or(0.0, |share| share.value), BAR),
            in_money(band.effect, contract, fee, currency),
        ]);
    }
    grid
}

/// Mean fee of an invoice \[currency units\].
fn fee_of_an_invoice(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> f64 {
    let invoices = words::periods_of(report.center.calendar.as_ref(), contract.per) as f64;
    found.amounts.fee.mean.value / invoices
}

/// A share of the fee in money, as far as the mean fee tells; nothing for what is money already.
fn in_money(effect: Effect, contract: &Contract, fee: f64, currency: &str) -> String {
    /// A mean fee is no fee: two digits.
    fn two_digits(value: f64) -> String {
        let magnitude = libm::floor(libm::log10(value.max(1.0)));
        let unit = libm::pow(10.0, (magnitude - 1.0).max(0.0));
        grouped((value / unit).round() * unit, 0)
    }
    let (sign, Amount::Share(share)) = (match effect {
        Effect::Penalty(amount) => ("−", amount),
        Effect::Bonus(amount) => ("+", amount),
        Effect::Nothing => return String::new(),
    }) else {
        return String::new();
    };
    if contract.at_risk.is_some() || fee <= 0.0 {
        return String::new();
    }
    format!("{sign}{} {currency}", two_digits(share.get() * fee))
}

/// The same calls under every common denominator.
fn same_calls(report: &Report<'_>, clause: &Clause, all: &[SameCalls]) -> Grid {
    let currency = report.center.currency.as_str();
    let many = words::period(clause.per).1;
    let head = ["the same calls, counted otherwise", "mean level", &format!("{many} missed"), ""];
    let mut grid = Grid::new(head.map(str::to_owned)).left(&[3]);
    // Without busy tones they make no difference.
    let says_something = |other: &&SameCalls| {
        other.is_own || other.definition != CommonDefinition::OfferedAndBlocked || report.center.trunk_lines.is_some()
    };
    for other in all.iter().filter(says_something) {
        let own = if other.is_own { "this contract's" } else { "" };
        grid.row([
            format!("  {}", definition_words(clause, other.definition)),
            figure(Some(other.level), Unit::Share, currency),
            figure(Some(other.missed), Unit::Share, currency),
            own.to_owned(),
        ]);
    }
    grid
}

/// A common definition, with the clause's own times.
pub(super) fn definition_words(clause: &Clause, definition: CommonDefinition) -> String {
    let (within, short) = match clause.measure {
        Measure::ServiceLevel(level) => (level.within, level.short),
        Measure::Metric(_) => (Duration::ZERO, Duration::ZERO),
    };
    match definition {
        CommonDefinition::Offered => "of offered".to_owned(),
        CommonDefinition::Answered => "of answered only".to_owned(),
        CommonDefinition::LessAbandonedInTime => format!("of offered, without hang-ups up to {within}"),
        CommonDefinition::LessShortAbandons => format!("of offered, without hang-ups up to {short}"),
        CommonDefinition::CreditingAbandonedInTime => format!("of offered, hang-ups up to {within} as answered"),
        CommonDefinition::CreditingShortAbandons => format!("of offered, hang-ups up to {short} as answered"),
        CommonDefinition::OfferedAndBlocked => "of offered and busy tones".to_owned(),
    }
}

/// Names of the same in results.
pub(super) const fn definition_name(definition: CommonDefinition) -> &'static str {
    match definition {
        CommonDefinition::Offered => "offered",
        CommonDefinition::Answered => "answered",
        CommonDefinition::LessAbandonedInTime => "offered-less-abandoned-in-time",
        CommonDefinition::LessShortAbandons => "offered-less-short-abandons",
        CommonDefinition::CreditingAbandonedInTime => "offered-crediting-abandoned-in-time",
        CommonDefinition::CreditingShortAbandons => "offered-crediting-short-abandons",
        CommonDefinition::OfferedAndBlocked => "offered-and-blocked",
    }
}

/// How often a span of the contract has a penalty.
pub(super) fn of_spans(share: Estimate, span: &Span, currency: &str) -> String {
    format!("{} of {}", figure(Some(share), Unit::Share, currency), span.many)
}
