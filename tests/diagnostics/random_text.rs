//! Nothing that anybody can write makes the reader panic.

use ccsim::scenario::{self, Source};
use proptest::prelude::*;

fn read(text: &str, set: &[String]) {
    match scenario::read(&Source::from_text("random.toml", text), set) {
        Ok(reading) => {
            let again = reading.resolved_toml(1, 1, "x");
            let again = scenario::read(&Source::from_text("run.toml", again), &[]).expect("a resolved scenario reads");
            assert_eq!(again.digest, reading.digest);
        }
        Err(complaints) => {
            assert!(complaints.errors() > 0);
            // What the center itself refuses has no place: the reader ought to have said it better.
            assert!(!complaints.to_string().contains("this does not fit"), "{complaints}");
            assert!(!complaints.render(true).is_empty() && !complaints.render(false).contains('\u{1b}'));
        }
    }
}

/// A good scenario to spoil.
fn good() -> impl Strategy<Value = String> {
    let mut texts: Vec<String> = scenario::templates().iter().map(|template| template.text.to_owned()).collect();
    texts.push(include_str!("../../scenarios/emergency-desk.toml").to_owned());
    prop::sample::select(texts)
}

/// What may stand where something else stood.
fn spoiler() -> impl Strategy<Value = String> {
    let pieces = [
        "",
        "-1",
        "0",
        "1e300",
        "nan",
        "inf",
        "-inf",
        "\"\"",
        "\"80 %\"",
        "\"\u{e4}\u{1f600}\"",
        "[]",
        "{}",
        "[[",
        "]]",
        "\n",
        "\"",
        "true",
        "08:00",
        "1e18",
        "9223372036854775807",
        "99999999999999999999",
        "queue",
        "ivr.x",
        "*",
        ".",
        "=",
        "\u{0}",
        "\"1e-300 s\"",
        "\"240:00\"",
        "\"00:00\"",
        "never = true",
        "\"25 h\"",
        "\r",
        "2027-03-18",
        "\"2027-02-30\"",
        "\"0.01 EUR\"",
        "\"5 USD\"",
        "\"quarter\"",
        "\"day\"",
        "\"lower\"",
        "\"mean-hold-time\"",
        "\"mean-of-days\"",
        "\"fail\"",
        "{ share-of = { reach = \"50 %\" } }",
        "{ penalty = \"1 EUR\", beyond = \"5 %\" }",
        "[{ from = \"0 %\" }, { penalty = \"100 %\" }]",
        "[{ up-to = \"5 %\" }, { penalty = 0 }]",
        "[{ until = 2027-03-18, target = \"3 s\" }]",
        "{ misses = 3, of = 1 }",
        "{ below = \"60 %\" }",
        "{ from = \"08:00\", to = \"24:00\" }",
        "[\"Sun\"]",
        "0x7fffffffffffffff",
        "'''",
        "#",
    ];
    prop_oneof![prop::sample::select(pieces.map(str::to_owned).to_vec()), any::<String>(), "[ -~]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(&String::from_utf8_lossy(&bytes), &[]);
    }

    #[test]
    fn spoiled_scenarios_are_read_without_panic(
        text in good(), at in any::<prop::sample::Index>(), length in 0_usize..40, spoiler in spoiler(),
    ) {
        let from = at.index(text.len() + 1);
        let from = (0..=from).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let to = (from + length..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        read(&format!("{}{spoiler}{}", &text[..from], &text[to.max(from)..]), &[]);
    }

    #[test]
    fn values_replaced_one_by_one_are_read_without_panic(text in good(), at in any::<prop::sample::Index>(), spoiler in spoiler()) {
        let lines: Vec<&str> = text.lines().collect();
        let at = at.index(lines.len());
        let spoiled = match lines[at].split_once('=') {
            Some((key, _)) => format!("{key}= {spoiler}"),
            None => spoiler,
        };
        let text: Vec<&str> = lines[..at].iter().copied().chain([spoiled.as_str()]).chain(lines[at + 1..].iter().copied()).collect();
        read(&text.join("\n"), &[]);
    }

    #[test]
    fn any_override_is_read_without_panic(text in good(), path in "[a-z*.0-9-]{0,40}", value in spoiler()) {
        read(&text, &[format!("{path}={value}"), value]);
    }

    #[test]
    fn real_paths_with_any_value_are_read_without_panic(
        text in good(),
        path in prop::sample::select(vec![
            "day.opens", "day.closes", "day.interval", "day.warm-up", "day", "contact-type", "contact-type.*.arrivals.rate",
            "contact-type.*.patience.exponential.mean", "contact-type.*.talk-time", "contact-type.*.talk-time.at-most",
            "contact-type.*.surge", "agent-group.*.staffing.constant", "agent-group.*.staffing.scale", "agent-group.*.skills",
            "agent-group.*.answers", "queue", "queue.sales.overflow", "queue.x.capacity", "ivr.*.menu.options.*", "ivr.*.then",
            "ivr.main-menu.menu.presses.*.*", "contact-type.*.redial", "contact-type.*.redial.delay", "contact-type.*.redial.later", "contact-type.*.home",
            "contact-type.*.resolved", "contact-type.*.calls-again-after", "contact-type.*.transfers.to", "contact-type.*.value-of-time",
            "agent-group.*.transfers.share", "agent-group.*.finds-out-after", "queue.*.notice", "queue.rebooking.notice.every",
            "queue.rebooking.notice.estimate", "queue.rebooking.notice.patience-runs.until", "queue.rebooking.callback.within",
            "ivr.main-menu.menu.otherwise", "ivr.main-menu.menu.presses.*.nothing", "ivr.*.hangs-up", "ivr.balance.self-service.succeeds",
            "routing", "target.*.scope", "trunks.lines", "run.seed", "contact-type.*.arrivals.trace.times",
            "calendar.starts", "calendar.days", "calendar.months", "calendar.open-on", "calendar.closed-on", "calendar.holidays", "calendar.weekday-factor",
            "calendar.weekday-factor.*", "calendar.day-factor.*", "calendar.holidays.2027-03-29", "calendar.forecast-error", "day.busyness.day-correlation",
            "contact-type.*.weekday-factor.Sat", "agent-group.*.staffing.extra", "agent-group.*.staffing.weekday-scale.Mon", "contract", "contract.*.per",
            "contract.*.measure", "contract.*.ladder", "contract.*.ladder.*.from", "contract.*.ladder.0.up-to", "contract.*.ladder.4.penalty",
            "contract.*.ladder-shape", "contract.*.scope", "contract.*.hours", "contract.*.better", "contract.*.cap", "contract.*.fee", "contract.*.fee.tiers",
            "contract.*.clause", "contract.*.clause.*.per", "contract.*.clause.*.per-point.target", "contract.*.clause.*.roll-up", "contract.*.round",
            "contract.*.clause.*.roll-up.share-of.reach", "contract.*.clause.*.per-lost-call", "contract.*.ramp", "contract.*.ends-after", "contract.*.empty",
            "contract.*.clause.*.ends-after.misses", "contract.*.excused-if", "contract.*.at-risk", "contract.*.groups", "contract.*.invoice", "contract.*.weight",
        ]),
        value in spoiler(),
    ) {
        read(&text, &[format!("{path}={value}")]);
    }
}

#[test]
fn absurdly_large_files_are_refused_in_time() {
    let many_keys = (0..200_000).map(|at| format!("k{at} = {at}\n")).collect::<Vec<_>>().concat();
    let many_types =
        (0..20_000).map(|at| format!("[contact-type.t{at}]\narrivals.rate = '1 per h'\n")).collect::<Vec<_>>().concat();
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let chain = (0..900)
        .map(|at| format!("[ivr.s{at}]\nplay = '1 s'\nthen = 'ivr.s{}'\n", (at + 1) % 900))
        .collect::<Vec<_>>()
        .concat();
    let long = format!(
        "{}[day]\nopens = '{}'\n",
        scenario::templates()[1].text.replace("[day]", "[trunks]"),
        "9".repeat(1_000_000)
    );
    let garbage = "= ]\n\u{e4}".repeat(100_000);
    for text in [many_keys, many_types, deep, chain, long, garbage] {
        read(&text, &[]);
    }
}
