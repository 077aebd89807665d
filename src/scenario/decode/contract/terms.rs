//! The terms of a contract or a clause: what its own table says, else what the contract's does.

use super::super::super::diagnostic::{Diagnostic, Place};
use super::super::super::quantity::{self, ShareOrMoney, Wrong};
use super::super::super::tree::{Node, Table};
use super::super::Decoder;
use crate::model::Draft;
use crate::model::contract::{Amount, Better, Level, MeasureUnit};
use crate::units::Money;

/// What is said of a contract or of one of its clauses.
pub struct Terms<'a> {
    /// Its own table.
    pub own: &'a Table,
    /// The contract's, of a clause in a table of its own.
    pub contract: Option<&'a Table>,
    /// How complaints call it: `contract.outage-line`.
    pub path: String,
    /// What is known of the center.
    pub draft: &'a Draft,
}

/// What a value of a clause is compared with: the unit, which way is better, and what it is called.
#[derive(Clone, Copy)]
pub struct Judged {
    /// In what it is counted.
    pub unit: MeasureUnit,
    /// Which way is better.
    pub better: Better,
    /// The measure's id; `None`: the share of cells that reach something.
    pub measure: Option<&'static str>,
}

impl Judged {
    /// As complaints call it.
    pub fn name(self) -> String {
        self.measure.map_or_else(|| "a share of cells".to_owned(), |id| format!("`{id}`"))
    }
}

impl<'a> Terms<'a> {
    /// What the clause says, else what its contract does.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.own.get(key).or_else(|| self.contract.and_then(|contract| contract.get(key)))
    }

    /// The same as one of some words.
    pub fn word(&self, key: &str) -> Option<&'a str> {
        self.get(key).and_then(Node::text)
    }

    /// An amount of its own table.
    pub fn amount(&self, decoder: &mut Decoder, key: &str) -> Option<Amount> {
        self.amount_in(decoder, self.own, key, &self.path)
    }

    /// An amount of a table within.
    pub fn amount_in(&self, decoder: &mut Decoder, table: &Table, key: &str, path: &str) -> Option<Amount> {
        let node = table.get(key)?;
        match quantity::share_or_money(node).ok()? {
            ShareOrMoney::Share(share) => Some(Amount::Share(share)),
            ShareOrMoney::Money(amount, currency) => {
                self.complain_about_currency(decoder, node.place, currency, &format!("{path}.{key}"));
                Some(Amount::Money(amount))
            }
        }
    }

    /// Money of its own table.
    pub fn money(&self, decoder: &mut Decoder, key: &str) -> Option<Money> {
        self.money_in(decoder, self.own, key, &self.path)
    }

    /// Money of a table within.
    pub fn money_in(&self, decoder: &mut Decoder, table: &Table, key: &str, path: &str) -> Option<Money> {
        let node = table.get(key)?;
        let (amount, currency) = quantity::money(node).ok()?;
        self.complain_about_currency(decoder, node.place, currency, &format!("{path}.{key}"));
        Some(amount)
    }

    fn complain_about_currency(&self, decoder: &mut Decoder, place: Place, found: &str, path: &str) {
        let currency = &self.draft.currency;
        if found != currency {
            let title = format!("`{path}` is in {found}, the scenario's currency is {currency}");
            let label = format!("write it in {currency}, or set `currency = \"{found}\"`");
            decoder.complain(Diagnostic::error(place, title).label(label));
        }
    }

    /// A value that is compared with what was measured; complains when it is none of its unit.
    pub fn level(&self, decoder: &mut Decoder, table: &Table, key: &str, path: &str, judged: Judged) -> Option<Level> {
        let node = table.get(key)?;
        let path = format!("{path}.{key}");
        // Of no unit at all: `check` has said so.
        quantity::measured(node).ok()?;
        let level = match judged.unit {
            MeasureUnit::Percent => quantity::share(node).map(Level::of_share),
            MeasureUnit::Seconds => quantity::duration(node).map(Level::of_time),
            MeasureUnit::Money => quantity::money(node).map(|(amount, currency)| {
                self.complain_about_currency(decoder, node.place, currency, &path);
                Level::of_money(amount)
            }),
        };
        match level {
            Ok(level) => Some(level),
            Err(Wrong { must, meant }) => {
                let title = format!("`{path}` must {must}, not {}", node.found());
                let label = meant.map_or_else(
                    || format!("{} is {}", judged.name(), kind_of(judged.unit)),
                    |meant| format!("did you mean {meant}?"),
                );
                decoder.complain(Diagnostic::error(node.place, title).label(label));
                None
            }
        }
    }
}

const fn kind_of(unit: MeasureUnit) -> &'static str {
    match unit {
        MeasureUnit::Percent => "a share",
        MeasureUnit::Seconds => "a length of time",
        MeasureUnit::Money => "an amount of money",
    }
}
