//! A metric in a picture's words: its heading, its unit, which side of it is better.

use super::super::promise::headline;
use crate::metrics::definition::{Definition, Interval};
use crate::metrics::{Unit, definition};
use crate::model::Center;
use crate::report::{SpanWord, chart, plain, promise};

/// A metric at a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    /// In words, capitalised: `On hold at 60 s`.
    pub(super) name: String,
    /// The same inside a title: `callers on hold at 60 s`.
    pub(super) subject: String,
    /// What its numbers are: `% of offered contacts`; may be empty.
    pub(super) of: String,
    /// How they are written.
    pub(super) unit: chart::Unit,
}

impl Measure {
    /// A metric's words. What results call its unit helps where the catalogue does not know it.
    pub(super) fn of(metric: &str, scope: &str, center: Option<&Center>, unit: Option<&str>) -> Self {
        let definition = Definition::find(metric);
        let currency = center.map_or_else(|| unit.unwrap_or("money"), |center| center.currency.as_str());
        let name = match (metric, center) {
            ("notice-due-rate", Some(center)) => capitalised(&promise::notice_words(center, scope_of(center, scope))),
            ("service-level", Some(_)) => {
                let level = level_of(metric, scope, center);
                level.map_or_else(|| "Answered in 20 s".to_owned(), |level| format!("Answered in {}", level.within))
            }
            _ => definition.map_or_else(|| metric.to_owned(), |definition| definition.name.to_owned()),
        };
        let per_day = definition.is_some_and(|definition| definition.interval == Interval::Mean);
        let each = center.map_or(SpanWord::DAY, SpanWord::of).one;
        let a_day = |what: &str| if per_day { format!("{what} a {each}") } else { what.to_owned() };
        let of_whom = level_of(metric, scope, center).map(|level| format!("% {}", promise::of_whom(level)));
        let (of, unit) = match definition.map(|definition| definition.unit) {
            Some(Unit::Share) => (of_whom.unwrap_or_else(|| share_words(metric)), chart::Unit::Share),
            Some(Unit::Seconds) => ("s".to_owned(), chart::Unit::Seconds),
            Some(Unit::Money) => (a_day(currency), chart::Unit::Other(currency.to_owned())),
            Some(Unit::Hours) => (format!("h a {each}"), chart::Unit::Other("h".to_owned())),
            Some(Unit::Count) => (a_day("calls"), chart::Unit::Other(String::new())),
            Some(Unit::Heads) => ("heads".to_owned(), chart::Unit::Other(String::new())),
            Some(Unit::Ratio) => (String::new(), chart::Unit::Other(String::new())),
            None => (unit.unwrap_or_default().to_owned(), chart::Unit::Other(String::new())),
        };
        let subject = if metric == "notice-due-rate" { format!("callers {}", lowered(&name)) } else { lowered(&name) };
        Self { name, subject, of, unit }
    }

    /// A number of it with its unit: `10 %`.
    pub(super) fn written(&self, number: f64) -> String {
        match &self.unit {
            chart::Unit::Share => format!("{} %", plain(number * 100.0)),
            chart::Unit::Seconds => format!("{} s", plain(number)),
            chart::Unit::Other(unit) => format!("{} {unit}", plain(number)).trim_end().to_owned(),
        }
    }

    /// Name and unit, as an axis has them, and whose figure it is unless it is the whole center's.
    pub(super) fn heading(&self, scope: &str) -> String {
        let whose = if scope == CENTER { String::new() } else { format!(", {}", scope_words(scope)) };
        if self.of.is_empty() { format!("{}{whose}", self.name) } else { format!("{}{whose} [{}]", self.name, self.of) }
    }
}

/// The scope that is meant when none is named.
pub(super) const CENTER: &str = "center";

/// `queue.billing` as `queue billing`, `target.answered-fast` as `promise answered-fast`.
pub(super) fn scope_words(scope: &str) -> String {
    match scope.split_once('.') {
        Some(("target", name)) => format!("promise {name}"),
        Some((kind, name)) => format!("{} {name}", kind.trim_start_matches("contact-")),
        None => scope.to_owned(),
    }
}

/// Whether more of a metric is better for callers.
pub(super) fn is_better_high(metric: &str) -> bool {
    const BETTER: [&str; 12] = [
        "service-level",
        "target-met",
        "containment-rate",
        "answered",
        "self-served",
        "notice-given-rate",
        "notice-coverage",
        "notice-virtual-coverage",
        "callback-in-time-rate",
        "compliance-rate",
        "rule-notice-kept-rate",
        "rule-answer-rate",
    ];
    BETTER.contains(&metric)
}

/// All metrics that results can have.
pub(super) fn is_known(metric: &str) -> bool {
    definition::CATALOGUE.iter().any(|definition| definition.id == metric)
}

fn share_words(metric: &str) -> String {
    let of = match metric {
        "notice-due-rate" | "abandonment-rate" | "held-rate" | "wrong-queue-rate" => "of offered contacts",
        "blocking-rate" | "containment-rate" | "ivr-hang-up-rate" => "of those who dialled",
        "never-through-rate" => "of people",
        "target-met" => "of periods",
        "occupancy" => "of time present",
        _ => "",
    };
    format!("% {of}").trim_end().to_owned()
}

/// The level that a service level is, if the center says one.
fn level_of(metric: &str, scope: &str, center: Option<&Center>) -> Option<crate::model::ServiceLevel> {
    let center = center.filter(|_| metric == "service-level")?;
    let own = super::super::promise::of(center).into_iter().find(|promised| promised.scope == scope);
    own.map_or_else(|| headline(center), |promised| promised.level)
}

/// The model's name for a scope of results; the center where it has none of that name.
fn scope_of(center: &Center, scope: &str) -> crate::model::Scope {
    use crate::model::{QueueId, Scope};
    let queue = scope.strip_prefix("queue.");
    let at = queue.and_then(|name| center.queues.iter().position(|queue| queue.name == name));
    at.map_or(Scope::Center, |at| Scope::Queue(QueueId::at(at)))
}

pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
