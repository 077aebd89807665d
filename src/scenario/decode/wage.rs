//! Money for an hour: of an agent's work, or of a caller's time.

use super::super::diagnostic::Diagnostic;
use super::super::quantity;
use super::super::tree::{Node, Table};
use super::Decoder;
use crate::model::Draft;
use crate::units::Money;

/// Three capital letters that every amount is in.
pub fn currency(decoder: &mut Decoder, root: &Table) -> String {
    let Some(node) = root.get("currency") else { return "EUR".to_owned() };
    let text = node.text().unwrap_or("EUR");
    if !quantity::is_currency(text) {
        let complaint = format!("`currency` must be three capital letters such as \"EUR\", not {}", node.found());
        decoder.complain(Diagnostic::error(node.place, complaint).label(""));
    }
    text.to_owned()
}

/// Money for an hour; complains when it is in another currency than the scenario's. `what` says whose it is.
pub fn wage(decoder: &mut Decoder, node: Option<&Node>, what: &str, draft: &Draft) -> Option<Money> {
    let node = node?;
    let (amount, currency) = quantity::wage(node).ok()?;
    if currency != draft.currency {
        let title = format!("{what} is in {currency}, the scenario's currency is {}", draft.currency);
        let label = format!("write it in {}, or set `currency = \"{currency}\"`", draft.currency);
        decoder.complain(Diagnostic::error(node.place, title).label(label));
    }
    Some(amount)
}
