//! `[contract.*]`

mod agreement;
mod clause;
mod fee;
mod payoff;
mod terms;

use std::collections::BTreeSet;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::{Entry, Table};
use super::Decoder;
use super::calendar::check_period;
use super::journeys::Journeys;
use super::target::period;
use crate::model::contract::{Amount, Payoff, SeveralMisses};
use crate::model::{Clause, Contract, Draft, GroupId, Period};
use crate::units::Money;
use terms::Terms;

/// More contracts, or clauses of one, than this nobody negotiates.
const MOST: usize = 100;
/// Least days of a month: a calendar with fewer has no invoice a month.
const LEAST_MONTH: usize = 28;

/// All contracts, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table, draft: &Draft, journeys: &Journeys) -> Vec<Contract> {
    let entries = root.sub("contract").map(|table| table.entries.as_slice()).unwrap_or_default();
    if let Some(first) = entries.first()
        && !decoder.known.has_calendar
    {
        let title = format!("contract `{}` needs a calendar: its periods are stretches of dates", first.key);
        let hint = "add `[calendar]` with `starts = 2026-03-02` and `months = 1`; a replication is then that span";
        decoder.complain(Diagnostic::error(first.key_place, title).label("").hint(hint));
    }
    if let Some(beyond) = entries.get(MOST) {
        let title = format!("{} contracts are too many: at most {MOST} can be played", entries.len());
        decoder.complain(Diagnostic::error(beyond.key_place, title));
        return Vec::new();
    }
    let mut contracts = Vec::new();
    for entry in entries {
        contracts.extend(one(decoder, entry, draft, journeys));
    }
    contracts
}

fn one(decoder: &mut Decoder, entry: &Entry, draft: &Draft, journeys: &Journeys) -> Option<Contract> {
    let table = entry.node.table()?;
    let terms = Terms { own: table, contract: None, path: format!("contract.{}", entry.key), draft };
    complain_about_currency(decoder, &terms);
    let per = table.text("per").and_then(period).unwrap_or(Period::Month);
    let place = table.get("per").map_or(entry.key_place, |node| node.place);
    check_period(decoder, draft, per, place, &format!("{}.per", terms.path));
    let invoice = invoice(decoder, &terms, per);
    let clauses = clauses(decoder, entry, &terms, journeys);
    let contract = Contract {
        name: entry.key.clone(),
        per: invoice,
        fee: fee::fee(decoder, &terms),
        cap: terms.amount(decoder, "cap"),
        cap_per_year: terms.amount(decoder, "cap-per-year"),
        groups: groups(decoder, &terms),
        at_risk: terms.amount(decoder, "at-risk"),
        several_misses: match table.text("several-misses") {
            Some("worst") => SeveralMisses::Worst,
            _ => SeveralMisses::Sum,
        },
        ends_after: agreement::of_contract(decoder, &terms, invoice),
        damage_per_lost_call: terms.money(decoder, "damage-per-lost-call"),
        clauses,
    };
    complain_about_missing_fee(decoder, &terms, &contract);
    warn_about_weights(decoder, &terms, &contract);
    Some(contract)
}

fn invoice(decoder: &mut Decoder, terms: &Terms<'_>, per: Period) -> Period {
    let stated = terms.own.text("invoice").and_then(period);
    if let (Some(invoice), Some(node)) = (stated, terms.own.get("invoice")) {
        check_period(decoder, terms.draft, invoice, node.place, &format!("{}.invoice", terms.path));
        return invoice;
    }
    let has_month = terms.draft.calendar.as_ref().is_none_or(|calendar| calendar.days.len() >= LEAST_MONTH);
    match per {
        Period::Interval if has_month => Period::Month,
        Period::Interval => Period::Day,
        other => other,
    }
}

/// The clause of the contract's own name, and those of `clause`.
fn clauses(decoder: &mut Decoder, entry: &Entry, terms: &Terms<'_>, journeys: &Journeys) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut places = Vec::new();
    let further = terms.own.sub("clause").map(|table| table.entries.as_slice()).unwrap_or_default();
    if further.len() > MOST {
        let title = format!("{} clauses are too many: at most {MOST} can be played", further.len());
        decoder.complain(Diagnostic::error(further[MOST].key_place, title));
        return clauses;
    }
    let has_own =
        ["measure", "ladder", "per-point", "per-miss", "per-lost-call"].iter().any(|key| terms.own.get(key).is_some());
    if has_own {
        clauses.extend(clause::clause(decoder, &entry.key, entry.key_place, terms, journeys));
        places.push(entry.key_place);
    }
    let mut names: BTreeSet<&str> = has_own.then_some(entry.key.as_str()).into_iter().collect();
    for other in further {
        let Some(table) = other.node.table() else { continue };
        if !names.insert(&other.key) {
            let title = format!("contract `{}` has a clause of its own name already", entry.key);
            decoder.complain(Diagnostic::error(other.key_place, title).label("give this one another name"));
        }
        let path = format!("{}.clause.{}", terms.path, other.key);
        let own = Terms { own: table, contract: Some(terms.own), path, draft: terms.draft };
        clauses.extend(clause::clause(decoder, &other.key, other.key_place, &own, journeys));
    }
    if !has_own && further.is_empty() {
        let title = format!("contract `{}` has no clause: nothing is measured", entry.key);
        let hint =
            "add `measure.service-level.within = \"20 s\"` and a `ladder`, or a table `[contract.NAME.clause.OTHER]`";
        decoder.complain(Diagnostic::error(entry.key_place, title).label("").hint(hint));
    }
    clauses
}

/// The provider's agents: all, unless stated.
fn groups(decoder: &mut Decoder, terms: &Terms<'_>) -> Vec<GroupId> {
    let Some(node) = terms.own.get("groups") else {
        return (0..decoder.names.agent_groups.len()).map(GroupId::at).collect();
    };
    let mut groups = BTreeSet::new();
    let list = node.list().unwrap_or_default();
    for item in list {
        match decoder.names.group(item, &format!("`{}.groups` has", terms.path)) {
            Ok(group) if !groups.insert(group) => {
                let title = format!("`{}.groups` has `{}` twice", terms.path, item.text().unwrap_or_default());
                decoder.complain(Diagnostic::warning(item.place, title).label("remove one"));
            }
            Ok(_) => {}
            Err(complaint) => decoder.complaints.extend(complaint),
        }
    }
    if list.is_empty() {
        let title = format!("`{}.groups` is empty: nobody works for the provider", terms.path);
        decoder.complain(Diagnostic::error(node.place, title).label(""));
    }
    groups.into_iter().collect()
}

fn complain_about_currency(decoder: &mut Decoder, terms: &Terms<'_>) {
    let Some(node) = terms.own.get("currency") else { return };
    let currency = &terms.draft.currency;
    if node.text().is_some_and(|text| text != currency) {
        let title = format!("`{}` is in {}, the scenario's currency is {currency}", terms.path, node.found());
        let label = "currencies cannot be mixed: one scenario, one currency";
        decoder.complain(Diagnostic::error(node.place, title).label(label));
    }
}

/// Shares of a fee that is nothing are nothing.
fn complain_about_missing_fee(decoder: &mut Decoder, terms: &Terms<'_>, contract: &Contract) {
    let stated = terms.own.sub("fee");
    // A fee that could not be read may be something.
    let unread = stated.is_some_and(|fee| fee.entries.iter().any(|entry| !fee::is_read(entry)));
    if unread || !decoder.known.numbers || !fee::is_nothing(&contract.fee) {
        return;
    }
    let of_fee = |amount: Option<Amount>| matches!(amount, Some(Amount::Share(share)) if share.get() > 0.0);
    let own = |key: &str| terms.own.get(key).map(|node| node.place);
    let clause_place = |clause: &Clause| {
        let table = terms.own.sub("clause").and_then(|all| all.sub(&clause.name)).unwrap_or(terms.own);
        ["ladder", "per-point", "per-miss", "cap"].iter().find_map(|key| table.get(key)).map(|node| node.place)
    };
    let by_clause = contract.clauses.iter().filter(|_| contract.at_risk.is_none()).find(|clause| has_shares(clause));
    let place: Option<Option<Place>> = if of_fee(contract.at_risk) {
        Some(own("at-risk"))
    } else if let Some(clause) = by_clause {
        Some(clause_place(clause))
    } else if of_fee(contract.cap) {
        Some(own("cap"))
    } else if of_fee(contract.cap_per_year) {
        Some(own("cap-per-year"))
    } else {
        None
    };
    let Some(place) = place else { return };
    let title = format!("penalties of contract `{}` are shares of its fee, and the fee is nothing", contract.name);
    let hint = "state what the work is paid, for example `fee.per-answered = \"3.10 EUR\"`, or give amounts of money";
    decoder.complain(Diagnostic::error(place.unwrap_or_default(), title).label("").hint(hint));
}

/// Whether what a clause costs is a share of something.
fn has_shares(clause: &Clause) -> bool {
    let is_share = |amount: Amount| matches!(amount, Amount::Share(_));
    let payoff = match &clause.payoff {
        Payoff::Ladder { bands, .. } => bands.iter().any(|band| payoff::amount(band.effect).is_some_and(is_share)),
        Payoff::PerPoint { penalty, bonus, most, .. } => {
            [Some(*penalty), *bonus, *most].into_iter().flatten().any(is_share)
        }
        Payoff::PerMiss { penalty, .. } => is_share(*penalty),
        Payoff::PerLostCall { .. } => false,
    };
    payoff || clause.cap.is_some_and(is_share)
}

fn warn_about_weights(decoder: &mut Decoder, terms: &Terms<'_>, contract: &Contract) {
    if terms.own.get("at-risk").is_some() {
        if contract.at_risk == Some(Amount::Money(Money::ZERO)) {
            let title = format!("`{}.at-risk` is nothing: no penalty is ever due", terms.path);
            decoder.complain(Diagnostic::warning(terms.own.place_of("at-risk"), title).label(""));
        }
        return;
    }
    let further = terms.own.sub("clause").map(|table| table.entries.as_slice()).unwrap_or_default();
    let tables =
        further.iter().filter_map(|entry| Some((format!("{}.clause.{}", terms.path, entry.key), entry.node.table()?)));
    for (path, table) in std::iter::once((terms.path.clone(), terms.own)).chain(tables) {
        if table.get("weight").is_some() {
            let title = format!("`{path}.weight` does nothing: `{}` has no pool that is `at-risk`", terms.path);
            let hint = format!("add `at-risk = \"10 %\"` to `[{}]`, or remove the weight", terms.path);
            decoder.complain(Diagnostic::warning(table.place_of("weight"), title).label("").hint(hint));
        }
    }
}
