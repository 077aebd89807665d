//! A contract in plain words: what is measured, by what period, and where penalties end.

use std::fmt::Write;

use super::super::figure::grouped;
use super::super::warning::listed;
use crate::model::contract::Amount;
use crate::model::{Center, Clause, Contract, Period};

/// `contract order-line, by the month: service-level, abandonment-rate of clause given-up; at most 8 % of the fee`
pub fn said(center: &Center, contract: &Contract) -> String {
    let of_clause = |clause: &Clause| {
        let measure = clause.measure.id();
        let name = if clause.name == contract.name { String::new() } else { format!(" (`{}`)", clause.name) };
        let per = if clause.per == contract.per { String::new() } else { format!(" by the {}", word(clause.per)) };
        format!("{measure}{per}{name}")
    };
    let clauses: Vec<String> = contract.clauses.iter().map(of_clause).collect();
    let mut said = format!("contract `{}`, by the {}: {}", contract.name, word(contract.per), listed(&clauses));
    let amount = |amount: Amount| match amount {
        Amount::Money(money) => format!("{} {}", grouped(money.as_units(), 0), center.currency),
        Amount::Share(share) => format!("{} % of the fee", super::plain(share.get() * 100.0)),
    };
    for (words, limit) in [("; at risk ", contract.at_risk), ("; penalties end at ", contract.cap)] {
        if let Some(limit) = limit {
            let _ = write!(said, "{words}{}", amount(limit));
        }
    }
    if contract.at_risk.is_none() && contract.cap.is_none() {
        said.push_str("; penalties have no cap");
    }
    said
}

const fn word(period: Period) -> &'static str {
    match period {
        Period::Interval => "interval",
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}
