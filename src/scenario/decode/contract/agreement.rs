//! What goes beyond a single period: ramps, excuses, refunds, repeated misses, the right to terminate.

use super::super::super::diagnostic::Diagnostic;
use super::super::super::quantity;
use super::super::super::tree::Table;
use super::super::Decoder;
use super::terms::{Judged, Terms};
use crate::model::Period;
use crate::model::contract::{Better, EarnBack, Excuse, Grain, RampStep, Repeat, Trigger};
use crate::units::{Date, Share};

/// `ramp`, the clause's own or its contract's.
pub fn ramp(decoder: &mut Decoder, terms: &Terms<'_>, judged: Judged) -> Vec<RampStep> {
    let (list, path) = match (terms.own.get("ramp"), terms.contract) {
        (None, Some(contract)) => (contract.list("ramp"), None),
        _ => (terms.own.list("ramp"), Some(format!("{}.ramp", terms.path))),
    };
    let mut steps: Vec<RampStep> = Vec::new();
    for (at, node) in list.iter().enumerate() {
        let Some(table) = node.table() else { continue };
        let Some(until) = table.date("until") else { continue };
        let own_path = format!("{}.{at}", path.as_deref().unwrap_or("ramp"));
        let target = terms.level(decoder, table, "target", &own_path, judged);
        // What the contract says is complained about once, there.
        if path.is_some() {
            complain_about_step(decoder, terms, table, &own_path, until, steps.last().map(|step| step.until));
        }
        steps.push(RampStep { until, penalties: table.share("penalties").unwrap_or(Share::ALL), target });
    }
    steps
}

fn complain_about_step(
    decoder: &mut Decoder,
    terms: &Terms<'_>,
    table: &Table,
    path: &str,
    until: Date,
    before: Option<Date>,
) {
    let place = table.get("until").map(|node| node.place).unwrap_or_default();
    if let Some(before) = before.filter(|before| *before >= until) {
        let title = format!("`{path}` ends on {until}, not after the step before it, {before}");
        let hint = "list the steps in the order of their dates";
        decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
    }
    let starts = terms.draft.calendar.as_ref().map(crate::model::Calendar::starts);
    if let Some(starts) = starts.filter(|starts| until < *starts) {
        let title = format!("`{path}` does nothing: it ends on {until}, before the calendar starts on {starts}");
        decoder.complain(Diagnostic::warning(place, title).label(""));
    }
    if table.get("penalties").is_none() && table.get("target").is_none() {
        let title = format!("`{path}` does nothing: it has neither `penalties` nor a `target`");
        decoder.complain(Diagnostic::warning(place, title).label(""));
    }
}

/// `excused-if`, the clause's own or its contract's.
pub fn excuse(terms: &Terms<'_>) -> Option<Excuse> {
    let table = terms.get("excused-if")?.table()?;
    Some(Excuse {
        volume_above: table.share("volume-above-forecast").map(Share::get),
        volume_below: table.share("volume-below-forecast"),
        excuses: match table.text("excuses") {
            Some("interval") => Grain::Interval,
            Some("day") => Grain::Day,
            _ => Grain::Period,
        },
    })
}

/// `earn-back`
pub fn earn_back(decoder: &mut Decoder, terms: &Terms<'_>, judged: Judged) -> Option<EarnBack> {
    let table = terms.own.sub("earn-back")?;
    Some(EarnBack {
        at: terms.level(decoder, table, "at", &format!("{}.earn-back", terms.path), judged)?,
        of: table.share("of")?,
        within: count(table, "within"),
    })
}

/// `repeated`
pub fn repeat(terms: &Terms<'_>) -> Option<Repeat> {
    let table = terms.own.sub("repeated")?;
    Some(Repeat { after: count(table, "after")?, times: table.number("times")? })
}

/// `ends-after` of a contract, where it counts misses; one bad period is its own clause's.
pub fn of_contract(decoder: &mut Decoder, terms: &Terms<'_>, invoice: Period) -> Option<Trigger> {
    let table = terms.own.sub("ends-after")?;
    let has_own = terms.own.get("measure").is_some() || terms.own.get("per-lost-call").is_some();
    let one_period = table.get("below").or(table.get("above"));
    if let Some(node) = one_period.filter(|_| !has_own) {
        let title = format!("`{}.ends-after` needs a measure to compare with", terms.path);
        let hint = "put it into the clause that it is about, or say after how many `misses`";
        decoder.complain(Diagnostic::error(node.place, title).label("").hint(hint));
    }
    misses(decoder, terms, table, invoice)
}

/// `ends-after` of a clause; of the one that the contract's own table is, only what is about one period.
pub fn of_clause(decoder: &mut Decoder, terms: &Terms<'_>, judged: Judged, per: Period) -> Option<Trigger> {
    let table = terms.own.sub("ends-after")?;
    for (key, better) in [("below", Better::Higher), ("above", Better::Lower)] {
        let Some(node) = table.get(key) else { continue };
        let path = format!("{}.ends-after", terms.path);
        if better != judged.better {
            let (other, more) = if key == "below" { ("above", "less") } else { ("below", "more") };
            let title = format!("`{path}.{key}` can end nothing: of {} {more} is better", judged.name());
            decoder.complain(Diagnostic::error(node.place, title).label(format!("did you mean `{other}`?")));
            return None;
        }
        return terms.level(decoder, table, key, &path, judged).map(Trigger::Beyond);
    }
    if terms.contract.is_some() { misses(decoder, terms, table, per) } else { None }
}

fn misses(decoder: &mut Decoder, terms: &Terms<'_>, table: &Table, per: Period) -> Option<Trigger> {
    let misses = count(table, "misses")?;
    let place = table.get("misses").map(|node| node.place).unwrap_or_default();
    let path = format!("{}.ends-after", terms.path);
    let periods = count(table, "of");
    if let Some(periods) = periods.filter(|periods| *periods < misses) {
        let title = format!("`{path}` wants {misses} misses of {periods} periods, more than there are");
        decoder.complain(Diagnostic::error(place, title).label(""));
        return None;
    }
    let there_are = terms.draft.calendar.as_ref().map(|calendar| match per {
        Period::Interval => terms.draft.day.intervals() * calendar.days.len(),
        per => calendar.periods(per).len(),
    });
    // One month of a contract is often played for its own sake: that it cannot end it within goes without saying.
    if let Some(there_are) = there_are.filter(|there_are| *there_are > 1 && *there_are < misses as usize) {
        let title = format!("`{path}` wants {misses} misses, the calendar has {there_are} periods: it can never end");
        decoder
            .complain(Diagnostic::warning(place, title).label("").hint("a longer calendar shows how likely that is"));
    }
    Some(match periods {
        Some(periods) => Trigger::Among { misses, periods },
        None => Trigger::InARow { misses },
    })
}

fn count(table: &Table, key: &str) -> Option<u32> {
    table.whole(key).and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0)
}

/// Dates that do not count, in order; those that the calendar does not have are warned about.
pub fn excluded(decoder: &mut Decoder, terms: &Terms<'_>) -> Vec<Date> {
    let mut dates = Vec::new();
    for node in terms.own.list("excluded-dates") {
        let Ok(date) = quantity::date(node) else { continue };
        if let Some(calendar) = &terms.draft.calendar {
            let (first, last) = (calendar.starts(), calendar.days[calendar.days.len() - 1].date);
            if date < first || date > last {
                let title =
                    format!("`{}.excluded-dates` has {date}, the calendar goes from {first} to {last}", terms.path);
                decoder.complain(Diagnostic::warning(node.place, title).label(""));
            }
        }
        dates.push(date);
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}
