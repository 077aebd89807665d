//! Why a clause is missed: volume, absence or pure luck; and the level that must be truly held.

use super::Report;
use super::clause::unit_of;
use super::page::Page;
use super::words;
use crate::experiment::contract::{Attribution, ChanceGroup, ClauseFindings, HeldLevel, Part};
use crate::metrics::Unit;
use crate::model::contract::MeasureUnit;
use crate::model::{Clause, Contract};
use crate::report::figure::figure;
use crate::statistics::Estimate;

/// A group of chance in one word or two.
pub(super) const fn group(group: ChanceGroup) -> &'static str {
    match group {
        ChanceGroup::Volume => "volume",
        ChanceGroup::Staffing => "absence",
        ChanceGroup::Calls => "pure luck",
    }
}

/// Why it is missed, and what must be held.
pub(super) fn lines(
    page: &mut Page,
    report: &Report<'_>,
    contract: &Contract,
    clause: &Clause,
    found: &ClauseFindings,
) {
    let Some(luck) = &found.luck else { return };
    let one = words::period(clause.per).0;
    let invoice = words::Span::of(report.center, contract);
    let is_single = words::periods_of(report.center.calendar.as_ref(), clause.per) == 1;
    let whose = if is_single { one.to_owned() } else { invoice.single() };
    if let Some(missed) = &luck.missed {
        page.say(&format!("why a {whose} is missed"), &parts(missed));
    } else if let Some(level) = &luck.level {
        page.say(&format!("why {} differ", words::period(clause.per).1), &parts(level));
    }
    if let Some(held) = &luck.held {
        page.say("must be truly held", &held_words(held, clause, &report.center.currency));
    }
}

/// `61 ±8 % volume, 27 ±6 % absence, 12 ±3 % pure luck`, the largest first; what cannot vary is left out.
pub(super) fn parts(attribution: &Attribution) -> String {
    let mut parts: Vec<&Part> = attribution.parts.iter().filter(|part| part.varies).collect();
    parts.sort_by(|one, other| other.share.value.total_cmp(&one.share.value));
    let words: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", figure(Some(part.share), Unit::Share, ""), group(part.group)))
        .collect();
    words.join(", ")
}

fn held_words(held: &HeldLevel, clause: &Clause, currency: &str) -> String {
    let unit = clause.unit();
    let one = words::period(clause.per).0;
    let written = |estimate| figure(Some(estimate), unit_of(unit), currency);
    let what = if unit == MeasureUnit::Percent { "level" } else { "mean" };
    format!(
        "a long-run {what} of {}, for at most 1 missed {one} in 20; if nothing but single calls differed (they move a {one} \
         by {}), {}",
        written(held.all),
        apart(held.call_deviation, unit, currency),
        written(held.calls),
    )
}

/// A deviation, of shares in percentage points.
fn apart(deviation: Estimate, unit: MeasureUnit, currency: &str) -> String {
    let words = figure(Some(deviation), unit_of(unit), currency);
    words.strip_suffix(" %").map_or(words.clone(), |number| format!("{number} points"))
}
