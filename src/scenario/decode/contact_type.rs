//! `[contact-type.*]`

use std::collections::BTreeMap;

use super::super::diagnostic::Diagnostic;
use super::super::format::{MOST_EXPECTED, MOST_SCALE};
use super::super::quantity;
use super::super::tree::{Node, Table};
use super::{Decoder, calendar, call_again, day, law, number, transfer, wage};
use crate::model::{Arrivals, ContactType, Draft, Entrance, QueueId, Surge};
use crate::random::DurationDistribution;
use crate::units::{Duration, Share, SimTime};

/// More calls than this in a day are a typing mistake: no line of the world sees them.
const MOST_CONTACTS: f64 = 1e8;

/// All contact types, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft) -> Vec<ContactType> {
    let nothing = Table::default();
    (0..decoder.names.contact_types.len())
        .map(|at| {
            let table = decoder.names.contact_types.table(root, at).unwrap_or(&nothing);
            one(decoder, table, at, draft)
        })
        .collect()
}

fn one(decoder: &mut Decoder, table: &Table, at: usize, draft: &Draft) -> ContactType {
    let name = decoder.names.contact_types.name(at).to_owned();
    let path = format!("contact-type.{name}");
    let length = |decoder: &mut Decoder, key: &str| {
        table.get(key).and_then(|node| law::law(decoder, node, &format!("{path}.{key}")))
    };
    let patience = length(decoder, "patience").unwrap_or(DurationDistribution::never());
    let talk_time = length(decoder, "talk-time").unwrap_or(DurationDistribution::constant(Duration::ZERO));
    let after_call_work = length(decoder, "after-call-work").unwrap_or(DurationDistribution::constant(Duration::ZERO));
    let (resolved, calls_again_after) = call_again::resolved(decoder, table, &path, &talk_time);
    let time_of = format!("the value of a `{name}` caller's time");
    let contact_type = ContactType {
        arrivals: arrivals(decoder, table, &path),
        scale: table.number("scale").unwrap_or(1.0),
        weekday_factor: calendar::of_weekdays(decoder, table, "weekday-factor", &path, draft),
        busyness: day::busyness(decoder, table, &path),
        surges: surges(decoder, table, &path),
        dials: number::dialled(decoder, table, &name),
        enters: entrance(decoder, table, &path, &name),
        home: home(decoder, table, &path),
        patience,
        patience_carries_over: table.switch("patience-carries-over").unwrap_or(false),
        balks: table.share("balks").unwrap_or(Share::NONE),
        talk_time,
        after_call_work,
        value_of_time_per_hour: wage::wage(decoder, table.get("value-of-time"), &time_of, draft),
        redial: call_again::redial(decoder, table, &path),
        resolved,
        calls_again_after,
        transfers: transfer::transfers(decoder, table, &path),
        name,
    };
    complain_about_volume(decoder, table, &contact_type, &path, draft);
    contact_type
}

fn arrivals(decoder: &mut Decoder, table: &Table, path: &str) -> Arrivals {
    let intervals = decoder.day.as_ref().map_or(0, crate::model::Day::intervals);
    let nothing = Arrivals::PerInterval(vec![0.0; intervals]);
    let Some(arrivals) = table.sub("arrivals") else { return nothing };
    if let Some(node) = arrivals.get("per-interval") {
        return Arrivals::PerInterval(decoder.one_per_interval(node, &format!("{path}.arrivals.per-interval")));
    }
    if let Some(rate) = arrivals.get("rate").and_then(|node| quantity::rate(node).ok()) {
        let each = decoder.day.as_ref().map_or(0.0, |day| rate.expected_in(day.interval));
        return Arrivals::PerInterval(vec![each; intervals]);
    }
    let times = arrivals.sub("trace").and_then(|trace| trace.get("times"));
    times.and_then(|times| trace(decoder, table, times, path)).unwrap_or(nothing)
}

/// Recorded times as sorted days. Times outside opening hours are left out, with a warning.
fn trace(decoder: &mut Decoder, table: &Table, times: &Node, path: &str) -> Option<Arrivals> {
    let day = decoder.day.clone()?;
    let whole_day = Duration::from_secs(86_400);
    let (mut days, mut outside): (BTreeMap<i64, Vec<SimTime>>, Vec<&Node>) = (BTreeMap::new(), Vec::new());
    let (mut dated, mut undated) = (0_usize, 0_usize);
    for node in times.list()? {
        let (date, time) = quantity::moment_text(node.text()?).ok()?;
        *(if date.is_some() { &mut dated } else { &mut undated }) += 1;
        let dated_day = date.unwrap_or(0);
        // After midnight a date is one ahead of the day that it belongs to; without dates there is one day alone.
        let after_midnight = time < day.opens && time + whole_day < day.closes;
        let (date, time) = match date {
            Some(date) if after_midnight => (date - 1, time + whole_day),
            None if after_midnight => (dated_day, time + whole_day),
            _ => (dated_day, time),
        };
        if day.opens <= time && time < day.closes {
            days.entry(date).or_default().push(time);
        } else {
            outside.push(node);
        }
    }
    let place = table.sub("arrivals").map(|arrivals| arrivals.place_of("trace")).unwrap_or_default();
    if dated > 0 && undated > 0 {
        let title =
            format!("`{path}.arrivals.trace` has {dated} times with a date and {undated} without; take one kind");
        decoder.complain(Diagnostic::error(place, title));
    }
    if days.is_empty() {
        let hours = format!("{}\u{2013}{}", day.opens.clock(), day.closes.clock());
        decoder.complain(Diagnostic::error(place, format!("`{path}.arrivals.trace` has no time within {hours}")));
        decoder.known.numbers = false;
    } else if let Some(first) = outside.first() {
        let title = format!(
            "`{path}.arrivals.trace`: {} of {} times lie outside {}\u{2013}{} and are left out, the first is {}",
            outside.len(),
            dated + undated,
            day.opens.clock(),
            day.closes.clock(),
            first.found()
        );
        decoder.complain(Diagnostic::warning(place, title));
    }
    for ignored in ["scale", "busyness", "surge"] {
        if table.get(ignored).is_some() {
            let title = format!("`{path}.{ignored}` does nothing: a trace is played as it was recorded");
            decoder.complain(Diagnostic::warning(table.place_of(ignored), title));
        }
    }
    let mut days: Vec<_> = days.into_values().collect();
    for times in &mut days {
        times.sort_unstable();
    }
    Some(Arrivals::Trace(days))
}

fn surges(decoder: &mut Decoder, table: &Table, path: &str) -> Vec<Surge> {
    let mut surges = Vec::new();
    for (at, node) in table.list("surge").iter().enumerate() {
        let Some(surge) = node.table() else { continue };
        let (Some(from), Some(to), Some(factor)) = (surge.clock("from"), surge.clock("to"), surge.number("factor"))
        else {
            continue;
        };
        let path = format!("{path}.surge.{at}");
        if let Some(title) = outside(decoder, from, to, &path) {
            decoder.complain(Diagnostic::error(node.place, title).label(""));
        }
        surges.push(Surge { from, to, factor, chance: surge.share("chance").unwrap_or(Share::ALL) });
    }
    surges
}

/// Why a stretch of the day is none.
pub fn outside(decoder: &Decoder, from: SimTime, to: SimTime, path: &str) -> Option<String> {
    let stretch = format!("{}\u{2013}{}", from.clock(), to.clock());
    if from >= to {
        return Some(format!("`{path}` must end after it begins, not {stretch}"));
    }
    let day = decoder.day.as_ref()?;
    (!(day.opens <= from && to <= day.closes)).then(|| lies_outside(day.opens, day.closes, &stretch, path))
}

/// The same of a shift, which goes on past midnight where a calendar's lines never close.
pub fn shift_outside(decoder: &Decoder, from: SimTime, to: SimTime, path: &str) -> Option<String> {
    let outside = outside(decoder, from, to, path)?;
    let day = decoder.day.as_ref().filter(|day| decoder.known.has_calendar && day.never_closes() && from < to);
    let Some(day) = day else { return Some(outside) };
    let latest = day.closes + day.length();
    let stretch = format!("{}\u{2013}{}", from.clock(), to.clock());
    let fits = day.opens <= from && from < day.closes && to <= latest;
    (!fits).then(|| lies_outside(day.opens, latest, &stretch, path))
}

fn lies_outside(opens: SimTime, closes: SimTime, stretch: &str, path: &str) -> String {
    format!("`{path}` must lie within {}\u{2013}{}, not {stretch}", opens.clock(), closes.clock())
}

fn entrance(decoder: &mut Decoder, table: &Table, path: &str, name: &str) -> Entrance {
    let own = decoder.names.queues.id(name).unwrap_or(0);
    let Some(node) = table.get("enters") else { return Entrance::Queue(QueueId::at(own)) };
    decoder.names.entrance(node, &format!("{path}.enters")).unwrap_or_else(|complaint| {
        decoder.known.routes = false;
        decoder.complaints.extend(complaint);
        Entrance::Queue(QueueId::at(own))
    })
}

/// The queue that is stated to be right for it.
fn home(decoder: &mut Decoder, table: &Table, path: &str) -> Option<QueueId> {
    match decoder.names.queue(table.get("home")?, &format!("{path}.home")) {
        Ok(queue) => Some(queue),
        Err(complaint) => {
            decoder.known.routes = false;
            decoder.complaints.extend(complaint);
            None
        }
    }
}

fn complain_about_volume(decoder: &mut Decoder, table: &Table, contact_type: &ContactType, path: &str, draft: &Draft) {
    if decoder.day.is_none() {
        return;
    }
    if !is_in_range(contact_type) {
        decoder.known.numbers = false;
        return;
    }
    let expected = calendar::most_expected(draft, contact_type);
    let place = table.place_of("arrivals");
    if expected > MOST_CONTACTS {
        let title =
            format!("`{path}` expects {expected:.1e} contacts a day, at most {MOST_CONTACTS:.0e} can be played");
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
}

/// Whether every number of the arrivals is one that can be written; what is not was complained about.
fn is_in_range(contact_type: &ContactType) -> bool {
    let expected = match &contact_type.arrivals {
        Arrivals::PerInterval(expected) => expected.iter().all(|number| (0.0..=MOST_EXPECTED).contains(number)),
        Arrivals::Trace(_) => true,
    };
    let scales = |factor: &f64| (0.0..=MOST_SCALE).contains(factor);
    let weekdays = contact_type.weekday_factor.iter().all(scales);
    expected && weekdays && scales(&contact_type.scale) && contact_type.surges.iter().all(|surge| scales(&surge.factor))
}
