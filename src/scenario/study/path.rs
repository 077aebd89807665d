//! What an axis sets: a dotted path into the scenario, where it stands, and whether it moves people.

use super::super::diagnostic::Place;
use super::super::format::Kind;
use super::super::overrides::DottedPath;

/// What an axis sets.
#[derive(Debug, Clone)]
pub struct SetPath {
    /// As it is written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Its names.
    pub path: DottedPath,
}

impl SetPath {
    /// A path that stands at a place of a source, perhaps in quotes.
    pub fn new(text: &str, place: Place, source: &str) -> Self {
        // What stands in the quotes, unless some of it is escaped.
        let inside =
            [place.from + 1, place.from].into_iter().find(|from| source.get(*from..from + text.len()) == Some(text));
        let path = match inside {
            Some(from) => DottedPath::parse(text, place.source, from),
            None => DottedPath::at(text, place),
        };
        Self { text: text.to_owned(), place, path }
    }

    /// Whether the scenario takes nothing but whole numbers there.
    pub fn takes_whole(&self) -> bool {
        matches!(self.path.kind(), Some(Kind::Whole(..)))
    }

    /// Whether it leads into what says where another file is.
    pub fn leads_into_a_file(&self) -> bool {
        ["file", "column", "trace", "empirical"].iter().any(|name| self.path.names(name))
    }

    /// Whether it may change who calls, when, and how long they talk or wait. When in doubt, it does.
    pub fn moves_people(&self) -> bool {
        let names: Vec<&str> = self.path.texts().collect();
        let stays = match names[..] {
            ["contact-type", _, key, ..] => STAY_OF_A_TYPE.contains(&key),
            [part, ..] => STAY.contains(&part),
            [] => false,
        };
        !stays
    }
}

/// Keys of a contact type that change nobody who calls.
const STAY_OF_A_TYPE: [&str; 5] = ["enters", "home", "dials", "value-of-time", "transfers"];
/// Tables that change nobody who calls.
const STAY: [&str; 9] = ["agent-group", "queue", "routing", "trunks", "target", "number", "rule-set", "ivr", "about"];

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(text: &str) -> bool {
        SetPath::new(text, Place::default(), "").moves_people()
    }

    #[test]
    fn staff_and_routing_leave_the_people_as_they_are() {
        for path in [
            "agent-group.*.staffing.scale",
            "routing.agent",
            "queue.a.capacity",
            "trunks.lines",
            "contact-type.a.enters",
        ] {
            assert!(!moves(path), "{path}");
        }
        for path in [
            "contact-type.*.scale",
            "contact-type.a.patience",
            "day.opens",
            "day.busyness.day-cv",
            "contact-type",
            "contact-type.a",
        ] {
            assert!(moves(path), "{path}");
        }
    }
}
