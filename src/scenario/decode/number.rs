//! `[number.*]`, and who dials it.

use super::super::diagnostic::{Diagnostic, Place};
use super::super::quantity;
use super::super::rules;
use super::super::tree::Table;
use super::Decoder;
use crate::model::{ChargeFrom, Cut, Draft, HoldCharge, Number, NumberClass, NumberId, PerMinute, RuleSetId, Tariff};
use crate::units::{Duration, Money, Share};

/// Longest billing step that the law allows (§ 112 TKG 2021).
const LONGEST_STEP: Duration = Duration::from_secs(60);

/// Highest lawful price in Germany of a minute and of a call [millionths of a euro]; source: §§ 112, 113 TKG (2021).
const CAPS: [(NumberClass, Option<i64>, Option<i64>); 4] = [
    (NumberClass::Service0180, Some(140_000), Some(200_000)),
    (NumberClass::Premium0900, Some(3_000_000), Some(30_000_000)),
    (NumberClass::Personal0700, Some(90_000), None),
    (NumberClass::National032, Some(90_000), None),
];

/// The number that a contact type dials.
pub fn dialled(decoder: &mut Decoder, table: &Table, contact_type: &str) -> Option<NumberId> {
    let Some(node) = table.get("dials") else {
        if decoder.names.numbers.len() > 0 {
            decoder.assumed.push(format!("`{contact_type}` callers pay nothing"));
        }
        return None;
    };
    let text = node.text()?;
    let id = decoder.names.numbers.id(text).map(NumberId::at);
    if id.is_none() {
        let title = format!("contact type `{contact_type}` dials a number that does not exist: `{text}`");
        let known = decoder.names.numbers.iter();
        let complaint = Diagnostic::error(node.place, title).near_miss(text, known, "numbers");
        let bare = decoder.names.numbers.len() == 0;
        decoder.complain(if bare { complaint.hint(format!("add `[number.{text}]`")) } else { complaint });
    }
    id
}

/// All numbers, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft) -> Vec<Number> {
    let nothing = Table::default();
    (0..decoder.names.numbers.len())
        .map(|at| {
            let table = decoder.names.numbers.table(root, at).unwrap_or(&nothing);
            warn_if_nobody_dials(decoder, root, at);
            one(decoder, table, at, draft)
        })
        .collect()
}

fn warn_if_nobody_dials(decoder: &mut Decoder, root: &Table, at: usize) {
    let name = decoder.names.numbers.name(at).to_owned();
    let types = root.sub("contact-type").map(|types| types.entries.as_slice()).unwrap_or_default();
    let dialled = types.iter().filter_map(|entry| entry.node.table()?.text("dials"));
    // A name that does not exist may have meant this one.
    if dialled.clone().all(|text| text != name && decoder.names.numbers.id(text).is_some()) {
        let place = decoder.names.numbers.place(at);
        let hint = format!("add `dials = \"{name}\"` to a contact type");
        decoder.complain(Diagnostic::warning(place, format!("nobody dials number `{name}`")).label("").hint(hint));
    }
}

fn one(decoder: &mut Decoder, table: &Table, at: usize, draft: &Draft) -> Number {
    let name = decoder.names.numbers.name(at).to_owned();
    let path = format!("number.{name}");
    let landline = tariff(decoder, table.sub("tariff"), &format!("{path}.tariff"), draft);
    let mobile = table.sub("mobile").map(|mobile| {
        let tariff = tariff(decoder, mobile.sub("tariff"), &format!("{path}.mobile.tariff"), draft);
        (mobile.share("share").unwrap_or(Share::NONE), tariff)
    });
    let is_free = table.sub("tariff").is_some_and(|tariff| tariff.get("free").is_some()) && mobile.is_none();
    let class = class(decoder, table, &name, is_free);
    let number = Number {
        class,
        landline,
        mobile,
        flat_rate: table.share("flat-rate").unwrap_or(Share::NONE),
        hold: hold_charge(decoder, table, &path),
        charge_from: match table.text("charge-from") {
            Some("end-of-hold") => ChargeFrom::EndOfHold,
            _ => ChargeFrom::Connect,
        },
        rules: judged_by(decoder, table, &name, draft),
        name,
    };
    warn_about_ignored(decoder, table, &number, &path);
    if draft.currency == "EUR" {
        warn_about_prices(decoder, table.sub("tariff"), &number, &number.landline, &format!("{path}.tariff"));
        if let (Some(mobile), Some((_, tariff))) = (table.sub("mobile"), &number.mobile) {
            warn_about_prices(decoder, mobile.sub("tariff"), &number, tariff, &format!("{path}.mobile.tariff"));
        }
    }
    number
}

fn class(decoder: &mut Decoder, table: &Table, name: &str, is_free: bool) -> NumberClass {
    if table.get("class").is_some() {
        return table.text("class").and_then(NumberClass::of_word).unwrap_or(NumberClass::Other);
    }
    let (class, word) = if is_free { (NumberClass::Free, "free") } else { (NumberClass::Other, "other") };
    decoder.assumed.push(format!("number `{name}` is of class \"{word}\""));
    class
}

/// A tariff; one that is missing or cannot be read was complained about, and costs nothing.
fn tariff(decoder: &mut Decoder, table: Option<&Table>, path: &str, draft: &Draft) -> Tariff {
    let Some(table) = table else { return Tariff::default() };
    let per_minute = table.sub("per-minute").and_then(|time| {
        let path = format!("{path}.per-minute");
        let then = time.duration("bills-every").unwrap_or(LONGEST_STEP);
        let first = time.duration("first").unwrap_or(then);
        for (key, step) in [("bills-every", then), ("first", first)] {
            if step > LONGEST_STEP
                && let Some(node) = time.get(key)
            {
                let title = format!("`{path}.{key}` is {step}; § 112 TKG allows {LONGEST_STEP} at most");
                decoder.complain(Diagnostic::warning(node.place, title).label(""));
            }
        }
        let price = money(decoder, time, "price", &path, draft);
        // A step of no length was complained about; a center does not take one.
        let lasts = |step: Duration| if step == Duration::ZERO { LONGEST_STEP } else { step };
        price.map(|price| PerMinute { price, first: lasts(first), then: lasts(then) })
    });
    Tariff {
        per_minute,
        per_call: money(decoder, table, "per-call", path, draft).unwrap_or(Money::ZERO),
        free_first: table.duration("free-first").unwrap_or(Duration::ZERO),
        at_most: money(decoder, table, "at-most", path, draft),
    }
}

/// An amount in the scenario's currency.
fn money(decoder: &mut Decoder, table: &Table, key: &str, path: &str, draft: &Draft) -> Option<Money> {
    let node = table.get(key)?;
    let (amount, currency) = quantity::money(node).ok()?;
    if currency != draft.currency {
        let title = format!("`{path}.{key}` is in {currency}, the scenario's currency is {}", draft.currency);
        let label = format!("write it in {}, or set `currency = \"{currency}\"`", draft.currency);
        decoder.complain(Diagnostic::error(node.place, title).label(label));
    }
    Some(amount)
}

fn hold_charge(decoder: &mut Decoder, table: &Table, path: &str) -> HoldCharge {
    let cut = if table.text("cut") == Some("restart") { Cut::Restart } else { Cut::Splice };
    let hold = match table.get("hold") {
        Some(node) if node.text() == Some("free") => return HoldCharge::Free(cut),
        Some(node) => node.table().and_then(|hold| hold.duration("free-first")).map(HoldCharge::FreeFirst),
        None => None,
    };
    // A misspelt `hold` was complained about, and may have meant "free".
    let known = table.get("hold").is_none_or(|node| node.text() == Some("charged") || node.table().is_some());
    if known && table.get("cut").is_some() {
        let title = format!("`{path}.cut` says how free hold is cut out, but hold is not free");
        let complaint = Diagnostic::error(table.place_of("cut"), title);
        decoder.complain(complaint.label("").hint("add `hold = \"free\"`, or remove `cut`"));
    }
    hold.unwrap_or(HoldCharge::Charged)
}

/// The rule sets of a number; those that do not exist are complained about here.
fn judged_by(decoder: &mut Decoder, table: &Table, name: &str, draft: &Draft) -> Vec<RuleSetId> {
    let mut ids = Vec::new();
    for node in table.list("rules") {
        let Some(text) = node.text() else { continue };
        match draft.rule_sets.iter().position(|rules| rules.name == text).map(RuleSetId::at) {
            Some(id) if ids.contains(&id) => {
                let title = format!("number `{name}` is judged by rule set `{text}` twice");
                decoder.complain(Diagnostic::error(node.place, title).label("remove one"));
            }
            Some(id) => ids.push(id),
            // Its table was complained about.
            None if decoder.names.rule_sets.id(text).is_some() => {}
            None => {
                let title = format!("number `{name}` is judged by a rule set that does not exist: `{text}`");
                let own = decoder.names.rule_sets.iter().filter(|own| rules::names().all(|known| known != *own));
                let own = own.map(str::to_owned);
                let known: Vec<String> = rules::names().map(str::to_owned).chain(own).collect();
                let known = known.iter().map(String::as_str);
                let complaint = Diagnostic::error(node.place, title).near_miss(text, known, "rule sets");
                decoder.complain(complaint);
            }
        }
    }
    ids
}

/// Keys that do nothing where time costs nothing, and a number whose class says that it is free.
fn warn_about_ignored(decoder: &mut Decoder, table: &Table, number: &Number, path: &str) {
    let mut warn = |place: Place, title: String| decoder.complain(Diagnostic::warning(place, title).label(""));
    let tariffs = || std::iter::once(&number.landline).chain(number.mobile.as_ref().map(|(_, tariff)| tariff));
    if tariffs().all(|tariff| tariff.per_minute.is_none()) {
        if number.hold != HoldCharge::Charged {
            warn(table.place_of("hold"), format!("`{path}.hold` does nothing: no tariff has a price per minute"));
        }
        let named =
            [(table.sub("tariff"), "tariff"), (table.sub("mobile").and_then(|m| m.sub("tariff")), "mobile.tariff")];
        for (tariff, name) in named.into_iter().filter_map(|(tariff, name)| Some((tariff?, name))) {
            let states_a_price = tariff.get("per-call").is_some() || tariff.get("free").is_some();
            if states_a_price && tariff.get("free-first").is_some() {
                let title = format!("`{path}.{name}.free-first` does nothing: the tariff has no price per minute");
                warn(tariff.place_of("free-first"), title);
            }
        }
    }
    let costs = |tariff: &Tariff| {
        tariff.per_call > Money::ZERO || tariff.per_minute.is_some_and(|time| time.price > Money::ZERO)
    };
    if number.class == NumberClass::Free && tariffs().any(costs) {
        warn(table.place_of("class"), format!("`{path}` is of class \"free\", but a call costs something"));
    }
}

/// Prices above the highest that German law allows for the class.
fn warn_about_prices(decoder: &mut Decoder, table: Option<&Table>, number: &Number, tariff: &Tariff, path: &str) {
    let Some(table) = table else { return };
    let Some((_, per_minute, per_call)) = CAPS.iter().find(|(class, ..)| *class == number.class) else { return };
    let word = number.class.word();
    let time = table.sub("per-minute").and_then(|time| time.get("price"));
    for (node, price, cap, what) in [
        (time, tariff.per_minute.map(|time| time.price), per_minute, "per-minute.price"),
        (table.get("per-call"), Some(tariff.per_call), per_call, "per-call"),
    ] {
        let (Some(node), Some(price), Some(cap)) = (node, price, cap.map(Money::from_millionths)) else { continue };
        if price > cap {
            let title = format!("`{path}.{what}` is {}, a \"{word}\" number may cost {cap} EUR at most", node.found());
            let hint = "§§ 112, 113 TKG since 1 December 2021; before that, mobile callers paid more";
            decoder.complain(Diagnostic::warning(node.place, title).label("").hint(hint));
        }
    }
}
