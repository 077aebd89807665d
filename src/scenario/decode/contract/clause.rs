//! A clause: what is measured, of whom, when, and what comes of it.

use super::super::super::diagnostic::{Diagnostic, Place};
use super::super::super::tree::{Node, Table};
use super::super::Decoder;
use super::super::calendar::{check_period, factors};
use super::super::contact_type::outside;
use super::super::journeys::Journeys;
use super::super::target::{period, scope, service_level, warn_about_short};
use super::agreement::{earn_back, excluded, excuse, of_clause, ramp, repeat};
use super::payoff::payoff;
use super::terms::{Judged, Terms};
use crate::model::contract::{Better, Clause, Empty, Grain, Hours, Measure, MeasureUnit, MeasuredMetric, RollUp};
use crate::model::{Period, Scope};
use crate::units::Weekday;

/// A clause; `None`: something of it could not be read, and was complained about.
pub fn clause(
    decoder: &mut Decoder,
    name: &str,
    place: Place,
    terms: &Terms<'_>,
    journeys: &Journeys,
) -> Option<Clause> {
    let own = terms.own;
    let measure = measure(decoder, terms)?;
    let better = match terms.word("better") {
        Some("higher") => Better::Higher,
        Some("lower") => Better::Lower,
        _ => measure.better(),
    };
    let of_measure = Judged { unit: measure.unit(), better, measure: Some(measure.id()) };
    let roll_up = roll_up(decoder, terms, of_measure)?;
    // What is judged is the measure, or the share of cells that reach something.
    let judged = match roll_up {
        RollUp::Reached { .. } => Judged { unit: MeasureUnit::Percent, better: Better::Higher, measure: None },
        _ => of_measure,
    };
    let per = terms.word("per").and_then(period).unwrap_or(Period::Month);
    complain_about_cells(decoder, terms, roll_up, per)?;
    if let Some(node) = own.get("per")
        && terms.contract.is_some()
    {
        check_period(decoder, terms.draft, per, node.place, &format!("{}.per", terms.path));
    }
    let scope = scope(decoder, terms.get("scope"), &format!("`{}`", terms.path));
    let clause = Clause {
        name: name.to_owned(),
        scope,
        hours: hours(decoder, terms),
        weekdays: weekdays(own),
        excluded: excluded(decoder, terms),
        measure,
        better,
        per,
        roll_up,
        round: terms.get("round").and_then(Node::number).map(|decimals| decimals as u8),
        empty: match terms.word("empty") {
            Some("fail") => Empty::Fail,
            Some("skip") => Empty::Skip,
            _ => Empty::Pass,
        },
        payoff: payoff(decoder, terms, judged)?,
        ramp: ramp(decoder, terms, judged),
        excused_if: excuse(terms),
        earn_back: earn_back(decoder, terms, judged),
        repeat: repeat(terms),
        // The cap in a contract's own table is the contract's.
        cap: if terms.contract.is_some() { terms.amount(decoder, "cap") } else { None },
        ends_after: of_clause(decoder, terms, judged, per),
        weight: own.number("weight").unwrap_or(1.0),
    };
    complain_about_nobody(decoder, terms, &clause, place, journeys);
    complain_about_no_day(decoder, terms, &clause, place);
    Some(clause)
}

fn measure(decoder: &mut Decoder, terms: &Terms<'_>) -> Option<Measure> {
    let Some(node) = terms.own.get("measure") else {
        // Lost calls need no measure: they are counted.
        let lost = terms.own.get("per-lost-call").is_some();
        return lost.then_some(Measure::Metric(MeasuredMetric::AbandonmentRate));
    };
    if let Some(word) = node.text() {
        return MeasuredMetric::find(word).map(Measure::Metric);
    }
    let table = node.table()?;
    if let Some(level) = table.sub("service-level") {
        warn_about_short(decoder, level, &format!("{}.measure.service-level", terms.path));
        return service_level(level).map(Measure::ServiceLevel);
    }
    table.entries.iter().find_map(|entry| MeasuredMetric::find(&entry.key)).map(Measure::Metric)
}

fn roll_up(decoder: &mut Decoder, terms: &Terms<'_>, measure: Judged) -> Option<RollUp> {
    let Some(node) = terms.own.get("roll-up") else { return Some(RollUp::Sums) };
    match node.text() {
        Some("mean-of-intervals") => return Some(RollUp::Mean(Grain::Interval)),
        Some("mean-of-days") => return Some(RollUp::Mean(Grain::Day)),
        Some(_) => return Some(RollUp::Sums),
        None => {}
    }
    let share_of = node.table()?.sub("share-of")?;
    let path = format!("{}.roll-up.share-of", terms.path);
    let of = if share_of.text("cells") == Some("day") { Grain::Day } else { Grain::Interval };
    Some(RollUp::Reached { of, target: terms.level(decoder, share_of, "reach", &path, measure)? })
}

/// The cells of a period are shorter than it.
fn complain_about_cells(decoder: &mut Decoder, terms: &Terms<'_>, roll_up: RollUp, per: Period) -> Option<()> {
    let (RollUp::Mean(cells) | RollUp::Reached { of: cells, .. }) = roll_up else { return Some(()) };
    let word = match (cells, per) {
        (_, Period::Interval) => "interval",
        (Grain::Day, Period::Day) => "day",
        _ => return Some(()),
    };
    let title = format!("`{}.roll-up` needs several cells in a period, and the period is one {word}", terms.path);
    let hint = "take a longer `per`, or remove `roll-up`";
    decoder.complain(Diagnostic::error(terms.own.place_of("roll-up"), title).label("").hint(hint));
    None
}

/// Hours that count, on the grid of the day.
fn hours(decoder: &mut Decoder, terms: &Terms<'_>) -> Option<Hours> {
    let node = terms.own.get("hours")?;
    let (from, to) = (node.table()?.clock("from")?, node.table()?.clock("to")?);
    let path = format!("{}.hours", terms.path);
    let title = outside(decoder, from, to, &path).or_else(|| {
        let day = decoder.day.as_ref()?;
        let on_grid =
            |at: crate::units::SimTime| at.since(day.opens).as_micros().is_multiple_of(day.interval.as_micros());
        let fits = on_grid(from) && on_grid(to);
        let stretch = format!("{}\u{2013}{}", from.clock(), to.clock());
        (!fits)
            .then(|| format!("`{path}` must begin and end with planning intervals ({}), not {stretch}", day.interval))
    });
    match title {
        Some(title) => {
            decoder.complain(Diagnostic::error(node.place, title).label(""));
            None
        }
        None => Some(Hours { from, to }),
    }
}

fn weekdays(own: &Table) -> [bool; 7] {
    match own.get("weekdays").and_then(Node::list) {
        Some(list) => Weekday::ALL.map(|day| list.iter().any(|node| node.text() == Some(day.name()))),
        None => [true; 7],
    }
}

/// A scope that exists, but where nobody comes.
fn complain_about_nobody(decoder: &mut Decoder, terms: &Terms<'_>, clause: &Clause, place: Place, journeys: &Journeys) {
    if !decoder.known.numbers || !decoder.known.routes {
        return;
    }
    let draft = terms.draft;
    let expected = |at: usize| {
        let kind = &draft.contact_types[at];
        let times: f64 = draft.calendar.as_ref().map_or(1.0, |calendar| factors(calendar, kind).sum());
        kind.expected_contacts(&draft.day) * times
    };
    let reason = match clause.scope {
        Scope::ContactType(id) => {
            let name = &draft.contact_types[id.index()].name;
            let holds = !journeys.queues[id.index()].is_empty();
            if expected(id.index()) <= 0.0 {
                Some(format!("no call of contact type `{name}` is expected"))
            } else if !holds && is_about_queues(clause.measure) {
                Some(format!("no contact of type `{name}` ever gets to a queue"))
            } else {
                None
            }
        }
        Scope::Queue(id) => {
            let types: Vec<usize> = journeys.types_in(id.index()).collect();
            let silent = !types.is_empty() && types.into_iter().all(|at| expected(at) <= 0.0);
            silent.then(|| format!("nobody who calls gets to queue `{}`", draft.queues[id.index()].name))
        }
        _ => None,
    };
    if let Some(reason) = reason {
        let place = terms.get("scope").map_or(place, |node| node.place);
        let title = format!("`{}` measures nobody: {reason}", terms.path);
        decoder.complain(Diagnostic::error(place, title).label("").hint("give it another `scope`, or remove it"));
    }
}

/// Whether only those who ask for an agent count.
fn is_about_queues(measure: Measure) -> bool {
    let of_all = [
        MeasuredMetric::BlockingRate,
        MeasuredMetric::ContainmentRate,
        MeasuredMetric::CallerChargePerContact,
        MeasuredMetric::CallerHoldCostPerContact,
    ];
    !matches!(measure, Measure::Metric(metric) if of_all.contains(&metric))
}

/// Weekdays and dates that leave no open day.
fn complain_about_no_day(decoder: &mut Decoder, terms: &Terms<'_>, clause: &Clause, place: Place) {
    let Some(calendar) = &terms.draft.calendar else { return };
    let counts = |day: &&crate::model::CalendarDay| {
        day.is_open && clause.weekdays[day.played_as.index()] && clause.excluded.binary_search(&day.date).is_err()
    };
    let any_open = calendar.days.iter().any(|day| day.is_open);
    if any_open && !calendar.days.iter().any(|day| counts(&day)) {
        let stated = terms.own.get("weekdays").or(terms.own.get("excluded-dates"));
        let place = stated.map_or(place, |node| node.place);
        let title = format!("`{}` measures nobody: the lines are open on no day that counts", terms.path);
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
}
