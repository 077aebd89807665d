//! `fee`: what the client pays.

use super::super::super::diagnostic::Diagnostic;
use super::super::super::quantity;
use super::super::super::tree::{Entry, Table};
use super::super::Decoder;
use super::terms::Terms;
use crate::model::contract::{Fee, Tier};
use crate::units::Money;

/// The fee; nothing where none is stated.
pub fn fee(decoder: &mut Decoder, terms: &Terms<'_>) -> Fee {
    let Some(table) = terms.own.sub("fee") else { return Fee::default() };
    let path = format!("{}.fee", terms.path);
    let mut money = |key| terms.money_in(decoder, table, key, &path);
    let fee = Fee {
        per_answered: money("per-answered").unwrap_or(Money::ZERO),
        per_talk_minute: money("per-talk-minute").unwrap_or(Money::ZERO),
        per_handled_minute: money("per-handled-minute").unwrap_or(Money::ZERO),
        per_staffed_hour: money("per-staffed-hour").unwrap_or(Money::ZERO),
        fixed: money("fixed").unwrap_or(Money::ZERO),
        minimum: money("minimum"),
        minimum_of_forecast: table.share("minimum-of-forecast"),
        tiers: Vec::new(),
    };
    let prices_contacts = table.get("per-answered").is_some() || table.get("tiers").is_some();
    if table.get("minimum-of-forecast").is_some() && !prices_contacts {
        let title = format!("`{path}.minimum-of-forecast` does nothing: an answered contact has no price");
        decoder.complain(Diagnostic::warning(table.place_of("minimum-of-forecast"), title).label(""));
    }
    Fee { tiers: tiers(decoder, table, terms, &path), ..fee }
}

fn tiers(decoder: &mut Decoder, table: &Table, terms: &Terms<'_>, path: &str) -> Vec<Tier> {
    let list = table.list("tiers");
    let mut tiers: Vec<Tier> = Vec::new();
    for (at, node) in list.iter().enumerate() {
        let Some(tier) = node.table() else { continue };
        let path = format!("{path}.tiers.{at}");
        let price = terms.money_in(decoder, tier, "price", &path).unwrap_or(Money::ZERO);
        let up_to = tier.whole("up-to").and_then(|number| u64::try_from(number).ok());
        let before = tiers.last().and_then(|before| before.up_to);
        let is_last = at + 1 == list.len();
        let title = match (up_to, before) {
            (Some(up_to), Some(before)) if up_to <= before => {
                Some(format!("`{path}.up-to` must be above that of the tier before, {before}, not {up_to}"))
            }
            (None, _) if !is_last => Some(format!("`{path}` needs `up-to`: only the last tier has no end")),
            (Some(_), _) if is_last => Some(format!("`{path}` is the last tier and must have no `up-to`")),
            _ => None,
        };
        if let Some(title) = title {
            let place = tier.get("up-to").map_or(node.place, |node| node.place);
            decoder.complain(Diagnostic::error(place, title).label(""));
        }
        tiers.push(Tier { up_to, price });
    }
    tiers
}

/// Whether a fee is nothing, however much is done.
pub fn is_nothing(fee: &Fee) -> bool {
    let prices = [fee.per_answered, fee.per_talk_minute, fee.per_handled_minute, fee.per_staffed_hour, fee.fixed];
    let tiers = fee.tiers.iter().map(|tier| tier.price);
    prices.into_iter().chain(tiers).chain(fee.minimum).all(|price| price == Money::ZERO)
}

/// Whether a part of the fee could be read: money, a share, or tiers.
pub fn is_read(entry: &Entry) -> bool {
    quantity::money(&entry.node).is_ok() || quantity::share(&entry.node).is_ok() || entry.node.list().is_some()
}
