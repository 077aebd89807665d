//! Contracts for other programs: one JSON object, and CSV, with a tidy row a figure.

use serde::Serialize;
use serde_json::Value;

use super::Report;
use super::clause::definition_name;
use crate::experiment::contract::{CONFIDENCE, ClauseFindings, ContractFindings, SizedContract, Spread};
use crate::metrics::{Definition, Unit};
use crate::model::contract::MeasureUnit;
use crate::model::{Clause, Contract};
use crate::report::csv::text_of;
use crate::report::json::number;
use crate::statistics::Estimate;

/// A figure: what it is, of whom, and its doubt.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct TidyRow<'r> {
    metric: &'static str,
    scope: String,
    interval: Option<String>,
    value: Value,
    low: Value,
    high: Value,
    unit: &'r str,
}

#[derive(Serialize)]
struct Whole<'r> {
    ccsim: &'r str,
    scenario: Scenario<'r>,
    seed: u64,
    replications: u64,
    confidence: f64,
    metrics: Vec<TidyRow<'r>>,
}

#[derive(Serialize)]
struct Scenario<'r> {
    name: &'r str,
    digest: &'r str,
}

/// One JSON object, as of a run, and a newline. Scopes are `contract.NAME`, `contract.NAME.clause.NAME` where a contract has
/// several, and below them `.band.1` (the best), `.definition.offered`, `.volume`, `.staff.+2`.
pub fn json(report: &Report<'_>) -> String {
    let whole = Whole {
        ccsim: report.version,
        scenario: Scenario { name: &report.center.name, digest: report.digest },
        seed: report.seed,
        replications: report.played.spans,
        confidence: CONFIDENCE,
        metrics: rows(report),
    };
    serde_json::to_string_pretty(&whole).expect("rows hold only text and numbers") + "\n"
}

/// The rows of the JSON under the columns of a run's CSV.
pub fn csv(report: &Report<'_>) -> String {
    text_of(|writer| {
        writer.write_record(crate::report::csv::COLUMNS)?;
        for row in rows(report) {
            let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
            let interval = row.interval.unwrap_or_default();
            let (value, low, high) = (text(&row.value), text(&row.low), text(&row.high));
            writer.write_record([row.metric, &row.scope, &interval, &value, &low, &high, row.unit])?;
        }
        Ok(())
    })
}

fn rows<'r>(report: &Report<'r>) -> Vec<TidyRow<'r>> {
    let mut rows = Rows { currency: &report.center.currency, rows: Vec::new() };
    for &at in report.shown {
        let (Some(contract), Some(found)) = (report.center.contracts.get(at), report.played.contracts.get(at)) else {
            continue;
        };
        rows.contract(contract, found);
        if let Some(year) = super::year::within_a_year(report, contract, found) {
            rows.of(&format!("contract.{}", contract.name), "termination-within-a-year", Some(year));
        }
        if let Some(sized) = report.played.sizing.as_ref().and_then(|sizing| sizing.contracts.get(at)) {
            rows.sized(contract, sized);
        }
    }
    rows.rows
}

struct Rows<'r> {
    currency: &'r str,
    rows: Vec<TidyRow<'r>>,
}

impl Rows<'_> {
    fn of(&mut self, scope: &str, metric: &str, estimate: Option<Estimate>) {
        self.in_unit(scope, metric, estimate, None);
    }

    /// In the measure's own unit where the metric has that of a clause.
    fn in_unit(&mut self, scope: &str, metric: &str, estimate: Option<Estimate>, unit: Option<Unit>) {
        let metric = Definition::named(metric);
        let interval = estimate.and_then(|estimate| estimate.interval);
        self.rows.push(TidyRow {
            metric: metric.id,
            scope: scope.to_owned(),
            interval: None,
            value: number(estimate.map(|estimate| estimate.value)),
            low: number(interval.map(|ends| ends.0)),
            high: number(interval.map(|ends| ends.1)),
            unit: unit.unwrap_or(metric.unit).label(self.currency),
        });
    }

    fn contract(&mut self, contract: &Contract, found: &ContractFindings) {
        let scope = format!("contract.{}", contract.name);
        let amounts = &found.amounts;
        let mean = |spread: &Spread| Some(spread.mean);
        for (metric, estimate) in [
            ("fee", mean(&amounts.fee)),
            ("penalty", mean(&amounts.penalty)),
            ("penalty-p50", Some(amounts.penalty.median)),
            ("penalty-p90", Some(amounts.penalty.p90)),
            ("penalty-p95", Some(amounts.penalty.p95)),
            ("penalty-p99", Some(amounts.penalty.p99)),
            ("bonus", mean(&amounts.bonus)),
            ("penalty-refund", mean(&amounts.refunded)),
            ("net-penalty", mean(&amounts.net)),
            ("client-cost", mean(&amounts.client_cost)),
            ("contract-staff-cost", amounts.staff_pay.as_ref().and_then(mean)),
            ("margin", amounts.margin.as_ref().and_then(mean)),
            ("caller-damage", mean(&amounts.caller_damage)),
            ("any-penalty", Some(found.any_penalty)),
            ("cap-probability", found.capped),
            ("termination-probability", found.ended),
        ] {
            self.of(&scope, metric, estimate);
        }
        if contract.clauses.len() > 1 {
            self.of(&scope, "breach-probability", found.missed_invoices);
        }
        for (clause, findings) in contract.clauses.iter().zip(&found.clauses) {
            self.clause(&clause_scope(contract, clause), clause, findings);
        }
    }

    fn clause(&mut self, scope: &str, clause: &Clause, findings: &ClauseFindings) {
        let unit = Some(match clause.unit() {
            MeasureUnit::Percent => Unit::Share,
            MeasureUnit::Seconds => Unit::Seconds,
            MeasureUnit::Money => Unit::Money,
        });
        self.of(scope, "breach-probability", findings.missed);
        for (at, band) in findings.bands.iter().enumerate() {
            self.of(&format!("{scope}.band.{}", at + 1), "band-probability", Some(band.share));
        }
        if let Some(level) = &findings.level {
            for (metric, estimate) in [
                ("clause-level", level.mean),
                ("clause-level-p5", level.p5),
                ("clause-level-p50", level.median),
                ("clause-level-p95", level.p95),
            ] {
                self.in_unit(scope, metric, Some(estimate), unit);
            }
        }
        for same in &findings.same_calls {
            let scope = format!("{scope}.definition.{}", definition_name(same.definition));
            self.of(&scope, "clause-level", Some(same.level));
            self.of(&scope, "breach-probability", Some(same.missed));
        }
        if let Some(luck) = &findings.luck {
            for part in luck.missed.iter().flat_map(|missed| &missed.parts) {
                self.of(&format!("{scope}.{}", chance_name(part.group)), "luck", Some(part.share));
            }
            if let Some(held) = luck.held {
                self.in_unit(&format!("{scope}.all"), "level-truly-held", Some(held.all), unit);
                self.in_unit(&format!("{scope}.calls"), "level-truly-held", Some(held.calls), unit);
            }
        }
        if let Some(malus) = findings.malus {
            self.of(scope, "fair-malus", malus.per_miss);
            self.of(scope, "fair-malus-per-point", Some(malus.per_point));
        }
    }

    fn sized(&mut self, contract: &Contract, sized: &SizedContract) {
        let scope = |offset: i32| format!("contract.{}.staff.{offset:+}", contract.name);
        for (at, level) in sized.levels.iter().enumerate() {
            let scope = scope(level.offset);
            for (metric, estimate) in [
                ("breach-probability", Some(level.missed)),
                ("net-penalty", Some(level.net)),
                ("fee", Some(level.fee)),
                ("contract-staff-cost", level.staff_pay),
                ("margin", level.margin),
                ("caller-damage", Some(level.caller_damage)),
            ] {
                self.of(&scope, metric, estimate);
            }
            if let Some(step) = sized.steps.get(at) {
                self.of(&scope, "indifference-penalty", step.indifference);
                self.of(&scope, "indifference-factor", step.factor);
            }
        }
    }
}

/// `contract.NAME`, and its clause where it has several.
fn clause_scope(contract: &Contract, clause: &Clause) -> String {
    match contract.clauses.as_slice() {
        [only] if only.name == contract.name => format!("contract.{}", contract.name),
        _ => format!("contract.{}.clause.{}", contract.name, clause.name),
    }
}

const fn chance_name(group: crate::experiment::contract::ChanceGroup) -> &'static str {
    use crate::experiment::contract::ChanceGroup;
    match group {
        ChanceGroup::Volume => "volume",
        ChanceGroup::Staffing => "staffing",
        ChanceGroup::Calls => "calls",
    }
}
