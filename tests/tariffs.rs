//! Numbers and rule sets from the file to the bill and the judgement; the examples of `docs/TARIFFS.md` and `docs/RULES.md`.

use std::fmt::Write;
use std::path::Path;

use ccsim::metrics::{Bill, Judgement};
use ccsim::model::{
    ChargeFrom, ContactTypeId, Cut, HoldCharge, HoldsCounted, IvrStepId, NumberClass, QueueId, SegmentKind,
};
use ccsim::observation::{Attempt, Call, CallEnd, Ending, Segment, Stretch};
use ccsim::scenario::{self, Reading, Source};
use ccsim::units::{Duration, Money, SimTime};

/// A small center with a contact type for each of these numbers, and their tables.
fn reading(tables: &str) -> Reading {
    let mut text = String::from("[agent-group.agents]\nstaffing.constant = 5\nskills = [");
    let numbers = tables.lines().filter_map(|line| line.strip_prefix("[number.")?.split(']').next());
    for number in numbers.clone() {
        let _ = write!(text, "\"{number}\", ");
    }
    text.push_str("]\n");
    for number in numbers {
        let _ = write!(
            text,
            "[contact-type.{number}]\narrivals.rate = \"1 per h\"\ntalk-time = \"4 min\"\ndials = \"{number}\"\n"
        );
    }
    let source = Source::from_text("center.toml", text + tables);
    scenario::read(&source, &[]).unwrap_or_else(|said| panic!("{said}"))
}

#[test]
fn every_example_of_the_pages_is_read() {
    for page in ["docs/TARIFFS.md", "docs/RULES.md"] {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect("the page is there");
        let examples: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!examples.is_empty(), "{page}");
        for example in examples {
            let read = reading(example);
            let said = read.warnings.to_string();
            assert!(
                read.center
                    .numbers
                    .iter()
                    .all(|number| number.class != NumberClass::Other || page.ends_with("RULES.md"))
            );
            // Prices before December 2021 are above today's cap.
            let old = said.matches("0.42 EUR").count();
            assert_eq!(said.matches("warning: ").count(), usize::from(old > 0), "{said}");
        }
    }
}

#[test]
fn a_number_is_read_as_it_was_written() {
    let read = reading(
        r#"
[number.line]
class = "0180"
tariff.per-minute = { price = "0.14 EUR", bills-every = "1 s", first = "60 s" }
tariff.per-call = "0.05 EUR"
tariff.free-first = "30 s"
tariff.at-most = "3 EUR"
hold = "free"
cut = "restart"
charge-from = "end-of-hold"
mobile = { share = "45 %", tariff.per-call = "0.60 EUR" }
flat-rate = "12.5 %"
rules = ["tkg-2021", "ours"]
[number.plain]
tariff.per-minute.price = "0.09 EUR"
[number.gratis]
tariff.free = true
[rule-set.ours]
about = "Ours"
notice = { holds = "each" }
"#,
    );
    let center = &read.center;
    let [line, plain, gratis] = &center.numbers[..] else { panic!("three numbers") };
    let time = line.landline.per_minute.expect("a price of time");
    assert_eq!(time.price.millionths(), 140_000);
    assert_eq!((time.first, time.then), (Duration::from_secs(60), Duration::from_secs(1)));
    assert_eq!(line.landline.per_call.millionths(), 50_000);
    assert_eq!(line.landline.free_first, Duration::from_secs(30));
    assert_eq!(line.landline.at_most.map(Money::millionths), Some(3_000_000));
    assert_eq!((line.hold, line.charge_from), (HoldCharge::Free(Cut::Restart), ChargeFrom::EndOfHold));
    let (share, mobile) = line.mobile.expect("mobile callers");
    assert_eq!((share.get(), mobile.per_call.millionths(), mobile.per_minute), (0.45, 600_000, None));
    assert_eq!((line.flat_rate.get(), line.class), (0.125, NumberClass::Service0180));
    let judged: Vec<&str> = line.rules.iter().map(|id| center.rule_sets[id.index()].name.as_str()).collect();
    assert_eq!(judged, ["tkg-2021", "ours"]);
    let ours = center.rule_sets[1].notice.as_ref().expect("a notice");
    assert_eq!((ours.after, ours.holds), (Duration::from_secs(60), HoldsCounted::Each));
    assert_eq!(center.rule_sets[1].hold, [SegmentKind::Hold]);

    let time = plain.landline.per_minute.expect("a price of time");
    assert_eq!((time.first, time.then), (Duration::from_secs(60), Duration::from_secs(60)));
    assert_eq!((plain.class, plain.hold), (NumberClass::Other, HoldCharge::Charged));
    assert_eq!(gratis.class, NumberClass::Free);
    assert!(
        read.assumed.iter().any(|words| words.contains("number `plain` is of class \"other\"")),
        "{:?}",
        read.assumed
    );
    let dialled: Vec<_> =
        center.contact_types.iter().map(|kind| kind.dials.map(ccsim::model::NumberId::index)).collect();
    assert_eq!(dialled, [Some(0), Some(1), Some(2)]);
    // Written out and read again it is the same.
    let again = Source::from_text("again.toml", read.resolved_toml(1, 1, "x"));
    assert_eq!(scenario::read(&again, &[]).expect("it is a scenario").center.numbers, center.numbers);
}

/// A greeting of 9 s, a hold of 61 s, hung up, nobody told the wait: what every built-in rule set says on a charged 0180 number.
#[test]
fn the_built_in_rules_judge_one_call() {
    let rules = "leitfaden-2007\", \"tkg-2012\", \"tkg-2021\", \"es-2025\", \"none";
    let text =
        format!("[number.line]\nclass = \"0180\"\ntariff.per-minute.price = \"0.14 EUR\"\nrules = [\"{rules}\"]\n");
    let center = reading(&text).center;
    let number = &center.numbers[0];
    let dialled = SimTime::from_minutes(540);
    let queued = dialled + Duration::from_secs(9);
    let at = queued + Duration::from_secs(61);
    let call = Call {
        person: 0,
        chance: 0,
        contact_type: ContactTypeId(0),
        number: 1,
        attempt: Attempt::First,
        got_through_before: false,
        dialled,
        interval: 0,
        first_interval: 0,
        first_dialled: dialled,
        segments: vec![
            Segment { stretch: Stretch::Announcement(IvrStepId(0)), from: dialled, to: queued },
            Segment { stretch: Stretch::Hold(QueueId(0)), from: queued, to: at },
        ],
        announcements: Vec::new(),
    };
    let how = Ending::Abandoned { balked: false, on_notice: false };
    let end = CallEnd { how, at, calls_again: false };
    let bill = Bill::of(number, &call, &end);
    // 70 s: two minutes; the greeting alone is one.
    assert_eq!((bill.charge.millionths(), bill.hold_charge.millionths()), (280_000, 140_000));
    let judged = |name: &str| {
        let rules = center.rule_sets.iter().find(|rules| rules.name == name).expect("it is built in");
        let judgement = Judgement::of(rules, number, &call, &end, &bill);
        let cents = |amount: Money| amount.millionths() / 10_000;
        (judgement.notice_due, judgement.complies, cents(judgement.unlawful_charge), cents(judgement.not_owed))
    };
    assert_eq!(judged("leitfaden-2007"), (true, false, 14, 0));
    assert_eq!(judged("tkg-2012"), (false, false, 28, 0));
    assert_eq!(judged("tkg-2021"), (true, false, 28, 28));
    assert_eq!(judged("es-2025"), (false, false, 28, 0));
    assert_eq!(judged("none"), (false, true, 0, 0));
}
