//! A rule set in plain words, for `ccsim explain`.

use ccsim::model::{FreeHoldRule, HoldsCounted, NoticeRule, NumberClass, RuleSet, SegmentKind};
use ccsim::report::Paper;

/// What no rule set is.
const NO_ADVICE: &str = "No legal advice: it says how this program counts, not what a court would say.";

/// Name, date and source, what it takes for hold, what it asks, what else is worth knowing.
pub fn words(rules: &RuleSet, paper: Paper) -> String {
    let mut text = format!("{}\n", paper.ink.bold(&rules.name));
    let mut say = |label: &str, words: &str| {
        if !words.is_empty() {
            let line = if label.is_empty() { words.to_owned() } else { format!("{label:<12} {words}") };
            let indent = if label.is_empty() { 2 } else { 15 };
            let width = paper.width.saturating_sub(2);
            text.extend(["  ", &ccsim::report::wrapped(&line, width, indent), "\n"]);
        }
    };
    say("", &rules.about);
    say("dated", &rules.dated);
    say("source", &rules.source);
    say("hold", &rules.hold.iter().map(|kind| stretch(*kind)).collect::<Vec<_>>().join(", "));
    for (label, words) in demands(rules) {
        say(label, &words);
    }
    for note in &rules.notes {
        say("", note);
    }
    say("", NO_ADVICE);
    text
}

/// What the rules ask, each with the word for it.
fn demands(rules: &RuleSet) -> Vec<(&'static str, String)> {
    let mut demands = Vec::new();
    if let Some(rule) = &rules.free_hold {
        demands.push(("free hold", free_hold(rule)));
    }
    if let Some(rule) = &rules.notice {
        demands.push(("notice", notice(rule)));
    }
    if let Some(rule) = &rules.answer {
        demands.push(("answer", format!("{} of all calls received, within {} of hold", rule.share, rule.within)));
    }
    if rules.no_cutting_off {
        demands.push(("cutting off", "no call may be cut off because the wait is long".to_owned()));
    }
    if rules.breach_frees_caller {
        let words = "the caller owes nothing where hold was charged, or a notice was missing or late";
        demands.push(("breach", words.to_owned()));
    }
    if demands.is_empty() {
        demands.push(("asks", "nothing".to_owned()));
    }
    demands
}

fn free_hold(rule: &FreeHoldRule) -> String {
    let mut words = match rule.first {
        Some(first) => format!("hold in the first {first} from call set-up must cost the caller nothing"),
        None => "hold must cost the caller nothing".to_owned(),
    };
    if rule.fixed_price_allowed {
        words.push_str("; a fixed price for the call is allowed");
    }
    words + &excepted(&rule.except)
}

fn notice(rule: &NoticeRule) -> String {
    let holds = match rule.holds {
        HoldsCounted::First => "the first hold of a call",
        HoldsCounted::Each => "each hold",
    };
    let due = if rule.after.as_micros() == 0 {
        format!("the expected wait must be told at the start of {holds}")
    } else {
        format!("the expected wait must be told once {holds} lasts {}", rule.after)
    };
    format!("{due}; {} later is still in time{}", rule.tolerance, excepted(&rule.except))
}

fn excepted(classes: &[NumberClass]) -> String {
    if classes.is_empty() {
        return String::new();
    }
    let words: Vec<_> = classes.iter().map(|class| class.word()).collect();
    format!("; not on numbers of class {}", words.join(", "))
}

const fn stretch(kind: SegmentKind) -> &'static str {
    match kind {
        SegmentKind::Announcement => "announcements that are played",
        SegmentKind::Menu => "menus",
        SegmentKind::SelfService => "self-service",
        SegmentKind::Hold => "hold in a queue and between two talks",
        SegmentKind::Talk => "talk",
    }
}
