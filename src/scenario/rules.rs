//! The rule sets that come with the program: a file each, in the words of a scenario's own `[rule-set.NAME]`.

use super::decode;
use crate::model::RuleSet;

/// Name and text of each. What they say, and from where, is in `docs/RULES.md`.
const FILES: [(&str, &str); 5] = [
    ("leitfaden-2007", include_str!("rules/leitfaden-2007.toml")),
    ("tkg-2012", include_str!("rules/tkg-2012.toml")),
    ("tkg-2021", include_str!("rules/tkg-2021.toml")),
    ("es-2025", include_str!("rules/es-2025.toml")),
    ("none", include_str!("rules/none.toml")),
];

/// Names of the rule sets that are built in.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    FILES.iter().map(|(name, _)| *name)
}

/// The rule sets that are built in: laws and guidelines with their dates and sources. None of it is legal advice.
pub fn rule_sets() -> Vec<RuleSet> {
    names().filter_map(built_in).collect()
}

/// The built-in rule set of this name.
pub fn built_in(name: &str) -> Option<RuleSet> {
    let (name, text) = FILES.iter().find(|(known, _)| *known == name)?;
    Some(decode::rule_set_of_file(name, text))
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Place;
    use super::super::{check, format, tree};
    use super::*;
    use crate::model::{HoldsCounted, NumberClass, SegmentKind};
    use crate::units::Duration;

    #[test]
    fn every_file_is_in_the_format() {
        for (name, text) in FILES {
            let (root, syntax) = tree::parse(text, 0);
            assert!(syntax.is_empty(), "{name}: {syntax:?}");
            let complaints = check::table(&root, &format::RULE_SET, Place::default());
            assert!(complaints.is_empty(), "{name}: {complaints:?}");
            assert!(check::is_kebab_case(name));
        }
    }

    #[test]
    fn they_say_what_the_law_says() {
        let of = |name: &str| built_in(name).expect("it is built in");
        let free_of_it = [NumberClass::Free, NumberClass::Geographic, NumberClass::Mobile];

        let guideline = of("leitfaden-2007");
        let notice = guideline.notice.expect("a notice");
        assert_eq!((notice.after, notice.tolerance), (Duration::from_secs(60), Duration::from_secs(2)));
        assert_eq!((notice.holds, notice.except.len()), (HoldsCounted::First, 0));
        assert_eq!(guideline.free_hold.map(|rule| rule.fixed_price_allowed), Some(false));
        assert!(!guideline.breach_frees_caller && guideline.answer.is_none());

        let old = of("tkg-2012");
        let free = old.free_hold.expect("free hold");
        assert_eq!((free.except.as_slice(), free.fixed_price_allowed, free.first), (free_of_it.as_slice(), true, None));
        assert!(old.notice.is_none());

        let new = of("tkg-2021");
        let notice = new.notice.expect("a notice");
        assert_eq!((notice.after, notice.except.as_slice()), (Duration::ZERO, free_of_it.as_slice()));
        assert!(new.breach_frees_caller);
        assert_eq!(new.hold, [SegmentKind::Announcement, SegmentKind::Hold]);

        let spain = of("es-2025");
        let answer = spain.answer.expect("an answer");
        assert_eq!((answer.share.to_string().as_str(), answer.within), ("95 %", Duration::from_secs(180)));
        assert!(spain.no_cutting_off);

        let none = of("none");
        assert!(none.free_hold.is_none() && none.notice.is_none() && none.answer.is_none() && !none.no_cutting_off);
        assert_eq!(rule_sets().len(), FILES.len());
    }
}
