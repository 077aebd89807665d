//! `[target.*]`

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Node, Table};
use super::Decoder;
use super::calendar::check_period;
use crate::model::{
    BoundedMetric, ContactTypeId, Denominator, Draft, Period, Promise, QueueId, Scope, ServiceLevel, Target,
};
use crate::units::Duration;

/// A hang-up within this hold is short, unless the target says otherwise: the caller's own slip, most centers say.
const SHORT: Duration = Duration::from_secs(5);

/// All targets, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft) -> Vec<Target> {
    let entries = root.sub("target").map(|table| table.entries.as_slice()).unwrap_or_default();
    let mut targets = Vec::new();
    for entry in entries {
        let Some(table) = entry.node.table() else { continue };
        let scope = scope(decoder, table.get("scope"), &format!("target `{}`", entry.key));
        let Some(promise) = promise(table) else { continue };
        if let Some(level) = table.sub("service-level") {
            warn_about_short(decoder, level, &format!("target.{}.service-level", entry.key));
        }
        let per = table.text("per").and_then(period).unwrap_or(Period::Day);
        if let Some(node) = table.get("per") {
            check_period(decoder, draft, per, node.place, &format!("target.{}.per", entry.key));
        }
        targets.push(Target { name: entry.key.clone(), scope, promise, per, in_share: table.share("in") });
    }
    targets
}

/// The period that a word means.
pub fn period(word: &str) -> Option<Period> {
    Some(match word {
        "interval" => Period::Interval,
        "day" => Period::Day,
        "week" => Period::Week,
        "month" => Period::Month,
        "quarter" => Period::Quarter,
        "year" => Period::Year,
        _ => return None,
    })
}

fn promise(table: &Table) -> Option<Promise> {
    if let Some(level) = table.sub("service-level") {
        return Some(Promise::ServiceLevel { level: service_level(level)?, at_least: level.share("share")? });
    }
    let shares = [
        ("notice-due-rate", BoundedMetric::NoticeDueRate),
        ("abandonment-rate", BoundedMetric::AbandonmentRate),
        ("blocking-rate", BoundedMetric::BlockingRate),
        ("held-rate", BoundedMetric::HeldRate),
    ];
    let times = [
        ("mean-hold-time", BoundedMetric::MeanHoldTime),
        ("average-speed-of-answer", BoundedMetric::AverageSpeedOfAnswer),
    ];
    let share = shares
        .into_iter()
        .find_map(|(key, metric)| Some(Promise::AtMost { metric, limit: table.sub(key)?.share("at-most")?.get() }));
    share.or_else(|| {
        times.into_iter().find_map(|(key, metric)| {
            Some(Promise::AtMost { metric, limit: table.sub(key)?.duration("at-most")?.as_secs_f64() })
        })
    })
}

/// What a service level is, without what was promised of it.
pub fn service_level(level: &Table) -> Option<ServiceLevel> {
    Some(ServiceLevel {
        within: level.duration("within")?,
        of: match level.text("of") {
            Some("answered") => Denominator::Answered,
            Some("offered-less-short-abandons") => Denominator::OfferedLessShortAbandons,
            Some("offered-crediting-short-abandons") => Denominator::OfferedCreditingShortAbandons,
            _ => Denominator::Offered,
        },
        short: level.duration("short").unwrap_or(SHORT),
        blocked: level.is("blocked"),
    })
}

/// Whose contacts count; `who` says whose scope it is.
pub fn scope(decoder: &mut Decoder, node: Option<&Node>, who: &str) -> Scope {
    let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else { return Scope::Center };
    let names = &decoder.names;
    let found = match text.split_once('.') {
        None if text == "center" => Some(Scope::Center),
        Some(("queue", name)) => names.queues.id(name).map(|id| Scope::Queue(QueueId::at(id))),
        Some(("contact-type", name)) => {
            names.contact_types.id(name).map(|id| Scope::ContactType(ContactTypeId::at(id)))
        }
        _ => None,
    };
    if let Some(scope) = found {
        return scope;
    }
    let known: Vec<String> = ["center".to_owned()]
        .into_iter()
        .chain(names.queues.iter().map(|name| format!("queue.{name}")))
        .chain(names.contact_types.iter().map(|name| format!("contact-type.{name}")))
        .collect();
    let title = format!("the scope of {who} must be the center, a queue or a contact type, not `{text}`");
    let complaint = Diagnostic::error(node.place, title);
    let bare = known.iter().find(|known| known.split_once('.').is_some_and(|(_, name)| name == text));
    decoder.complain(match bare {
        Some(known) => complaint.label(format!("did you mean `{known}`?")),
        None => complaint.near_miss(text, known.iter().map(String::as_str), "it can be"),
    });
    Scope::Center
}

/// `short` matters to two of the denominators alone.
pub fn warn_about_short(decoder: &mut Decoder, level: &Table, path: &str) {
    if level.get("short").is_some() && matches!(level.text("of"), None | Some("offered" | "answered")) {
        let title = format!("`{path}.short` does nothing: all hang-ups count alike here");
        let hint = "take `of = \"offered-less-short-abandons\"` to leave short hang-ups out";
        decoder.complain(Diagnostic::warning(level.place_of("short"), title).label("").hint(hint));
    }
}
