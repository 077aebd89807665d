//! `menu`: what is asked, what can be pressed, and who presses what.

use super::super::diagnostic::Diagnostic;
use super::super::quantity;
use super::super::tree::{Entry, Table};
use super::{Decoder, ivr};
use crate::model::{ContactTypeId, IvrAction, IvrNext, MenuOption, Press, QueueId};
use crate::units::Share;

/// How far the shares of a row may miss one: what is left over when people round to a tenth of a percent is more than this,
/// and is theirs to settle.
const SHARE_TOLERANCE: f64 = 1e-6;
/// A menu with more keys than this is no menu that anybody listens to.
const MOST_KEYS: usize = 100;
/// How often a menu is heard again, unless the scenario says otherwise: three times in all, then a person helps.
const REPLAYS: u32 = 2;

/// What people do who press none of the keys that are offered, and how a complaint explains it.
const WITHOUT_KEY: [(&str, Press, &str); 3] = [
    ("wrong-key", Press::WrongKey, "what people press who press none of the options"),
    ("nothing", Press::Nothing, "what people do who press no key"),
    ("hang-up", Press::HangUp, "what people do who hang up instead"),
];

/// What a menu asks, and who presses what.
pub fn menu(decoder: &mut Decoder, menu: &Table, path: &str) -> IvrAction {
    let prompt = ivr::length(decoder, menu.get("prompt"), &format!("{path}.prompt"));
    let entries = menu.sub("options").map(|table| table.entries.as_slice()).unwrap_or_default();
    let mut options: Vec<MenuOption> = entries
        .iter()
        .map(|entry| MenuOption {
            key: entry.key.clone(),
            leads_to: ivr::next(decoder, &entry.node, &format!("{path}.options.{}", entry.key))
                .unwrap_or(IvrNext::Queue(QueueId::at(0))),
        })
        .collect();
    if options.len() > MOST_KEYS {
        let title = format!("`{path}.options` has {} keys, at most {MOST_KEYS} can be played", options.len());
        decoder.complain(Diagnostic::error(menu.place_of("options"), title).label(""));
        options.clear();
        decoder.known.routes = false;
    }
    for entry in entries {
        if let Some((name, _, what)) = WITHOUT_KEY.iter().find(|(name, ..)| entry.key == *name) {
            let title = format!("`{path}.options` cannot have a key `{name}`: that is {what}");
            decoder.complain(Diagnostic::error(entry.key_place, title).label(""));
        }
    }
    let replays = menu.whole("replays-at-most").and_then(|most| u32::try_from(most).ok());
    let mut presses = Vec::new();
    for row in menu.sub("presses").map(|table| table.entries.as_slice()).unwrap_or_default() {
        let path = format!("{path}.presses.{}", row.key);
        let shares = press_row(decoder, row, &options, &path);
        if let Some(id) = decoder.names.contact_types.id(&row.key) {
            presses.push((ContactTypeId::at(id), shares));
        } else {
            decoder.known.routes = false;
            let title = format!("`{path}` is a row for a contact type that does not exist: `{}`", row.key);
            let known = decoder.names.contact_types.iter();
            let complaint = Diagnostic::error(row.key_place, title).near_miss(&row.key, known, "contact types");
            decoder.complain(complaint);
        }
    }
    // A recording has one length, and people press somewhere in it; a law is the time until they press.
    let barge_in = if prompt.is_constant() { Share::ALL } else { Share::NONE };
    IvrAction::Menu {
        barge_in: menu.share("barge-in").unwrap_or(barge_in),
        prompt,
        options,
        presses,
        replays_at_most: replays.unwrap_or(REPLAYS),
        otherwise: otherwise(decoder, menu, path),
    }
}

fn otherwise(decoder: &mut Decoder, menu: &Table, path: &str) -> Option<QueueId> {
    match decoder.names.queue(menu.get("otherwise")?, &format!("{path}.otherwise")) {
        Ok(queue) => Some(queue),
        Err(complaint) => {
            decoder.known.routes = false;
            decoder.complaints.extend(complaint);
            None
        }
    }
}

fn press_row(decoder: &mut Decoder, row: &Entry, options: &[MenuOption], path: &str) -> Vec<(Press, Share)> {
    let Some(table) = row.node.table() else { return Vec::new() };
    let (mut shares, mut complete) = (Vec::new(), true);
    for entry in &table.entries {
        let without_key = WITHOUT_KEY.iter().find(|(name, ..)| entry.key == *name).map(|(_, press, _)| *press);
        let press = without_key.or_else(|| {
            let at = options.iter().position(|option| option.key == entry.key);
            at.and_then(|at| u16::try_from(at).ok()).map(Press::Option)
        });
        if press.is_none() {
            decoder.known.routes = false;
            let keys = options.iter().map(|option| option.key.as_str()).chain(WITHOUT_KEY.map(|(name, ..)| name));
            let title = format!("`{path}` presses a key that the menu does not offer: `{}`", entry.key);
            decoder.complain(Diagnostic::error(entry.key_place, title).near_miss(&entry.key, keys, "it offers"));
        }
        let share = quantity::share(&entry.node).ok();
        complete &= press.is_some() && share.is_some();
        shares.extend(press.zip(share));
    }
    // Nobody who does so hears the menu again: it needs no way out.
    shares.retain(|(press, share)| !matches!(press, Press::WrongKey | Press::Nothing) || *share > Share::NONE);
    let sum: f64 = shares.iter().map(|(_, share)| share.get()).sum();
    if complete && (sum - 1.0).abs() >= SHARE_TOLERANCE {
        let percent =
            |value: f64| format!("{:.4}", value * 100.0).trim_end_matches('0').trim_end_matches('.').to_owned();
        let (much, gap) = if sum < 1.0 { ("missing", 1.0 - sum) } else { ("too much", sum - 1.0) };
        let title = format!("the shares of `{path}` must add up to 100 %, not {} %", percent(sum));
        decoder.complain(Diagnostic::error(row.node.place, title).label(format!("{} % {much}", percent(gap))));
    }
    shares
}
