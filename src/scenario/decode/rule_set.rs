//! `[rule-set.*]`, and the files of those that are built in: one format.

use super::super::diagnostic::Diagnostic;
use super::super::rules;
use super::super::tree::{self, Node, Table};
use super::Decoder;
use crate::model::{AnswerRule, FreeHoldRule, HoldsCounted, NoticeRule, NumberClass, RuleSet, SegmentKind};
use crate::units::Duration;

/// A rule is kept although an announcement comes so much late, unless it says otherwise.
const DEFAULT_TOLERANCE: Duration = Duration::from_secs(2);
/// Hold from which a notice is due, unless the rule says otherwise.
const DEFAULT_AFTER: Duration = Duration::from_secs(60);

/// The rule sets that some number is judged by, in the order in which the file first names them.
pub fn all(decoder: &mut Decoder, root: &Table) -> Vec<RuleSet> {
    let mut wanted: Vec<&str> = Vec::new();
    for entry in root.sub("number").map(|numbers| numbers.entries.as_slice()).unwrap_or_default() {
        for name in entry.node.table().map(|table| table.list("rules")).unwrap_or_default() {
            wanted.extend(name.text().filter(|name| !wanted.contains(name)));
        }
    }
    for at in 0..decoder.names.rule_sets.len() {
        complain_about_own(decoder, at, &wanted);
    }
    let own = |name: &str| {
        let at = decoder.names.rule_sets.id(name)?;
        decoder.names.rule_sets.table(root, at).map(|table| one(table, name))
    };
    wanted.into_iter().filter_map(|name| rules::built_in(name).or_else(|| own(name))).collect()
}

/// A rule set from the text of its own file.
pub fn of_file(name: &str, text: &str) -> RuleSet {
    one(&tree::parse(text, 0).0, name)
}

fn complain_about_own(decoder: &mut Decoder, at: usize, wanted: &[&str]) {
    let (name, place) = (decoder.names.rule_sets.name(at).to_owned(), decoder.names.rule_sets.place(at));
    if rules::names().any(|known| known == name) {
        let title = format!("rule set `{name}` is built in and cannot be written anew");
        let hint = "give yours another name, and name that in the `rules` of the number";
        decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
    } else if !wanted.contains(&name.as_str()) {
        let title = format!("no number is judged by rule set `{name}`");
        decoder.complain(Diagnostic::warning(place, title).label("").hint("add it to the `rules` of a number"));
    }
}

fn one(table: &Table, name: &str) -> RuleSet {
    let text = |key: &str| table.text(key).unwrap_or_default().to_owned();
    let is = |key: &str| table.is(key);
    RuleSet {
        name: name.to_owned(),
        about: text("about"),
        dated: text("dated"),
        source: text("source"),
        notes: table.list("notes").iter().filter_map(Node::text).map(str::to_owned).collect(),
        hold: match table.get("hold") {
            Some(_) => table.list("hold").iter().filter_map(stretch).collect(),
            None => vec![SegmentKind::Hold],
        },
        free_hold: table.sub("free-hold").map(free_hold),
        notice: table.sub("notice").map(notice),
        answer: table
            .sub("answer")
            .and_then(|answer| Some(AnswerRule { share: answer.share("share")?, within: answer.duration("within")? })),
        breach_frees_caller: is("breach-frees-caller"),
        no_cutting_off: is("no-cutting-off"),
    }
}

fn free_hold(table: &Table) -> FreeHoldRule {
    FreeHoldRule {
        except: classes(table, "except"),
        fixed_price_allowed: table.is("fixed-price-allowed"),
        first: table.duration("first"),
    }
}

fn notice(table: &Table) -> NoticeRule {
    NoticeRule {
        after: table.duration("after").unwrap_or(DEFAULT_AFTER),
        tolerance: table.duration("tolerance").unwrap_or(DEFAULT_TOLERANCE),
        holds: if table.text("holds") == Some("each") { HoldsCounted::Each } else { HoldsCounted::First },
        except: classes(table, "except"),
    }
}

fn classes(table: &Table, key: &str) -> Vec<NumberClass> {
    table.list(key).iter().filter_map(Node::text).filter_map(NumberClass::of_word).collect()
}

fn stretch(node: &Node) -> Option<SegmentKind> {
    Some(match node.text()? {
        "announcement" => SegmentKind::Announcement,
        "menu" => SegmentKind::Menu,
        "self-service" => SegmentKind::SelfService,
        "hold" => SegmentKind::Hold,
        _ => return None,
    })
}
