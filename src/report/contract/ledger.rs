//! The ledger of one replication: every line as CSV, and as a page that a lawyer can follow.

use crate::contract::{Account, InvoicePeriod, Ledger, Line, Rule, Terms};
use crate::model::contract::{Amount, Clause, Effect, Level, MeasureUnit, Payoff};
use crate::report::Paper;
use crate::report::csv::text_of;
use crate::report::figure::grouped;
use crate::report::grid::wrapped;
use crate::report::table::NARROWEST;
use crate::units::Money;

/// A contract laid over its calendar, and what one replication came to.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'r> {
    /// The terms.
    pub terms: &'r Terms,
    /// The lines.
    pub ledger: &'r Ledger,
}

/// Columns of [`csv()`], in order. `client-owes` and `provider-owes` add up to the totals to the cent; `client-pays` is what
/// the client pays up to the line: the one less the other.
pub const COLUMNS: [&str; 21] = [
    "contract",
    "line",
    "invoice",
    "clause",
    "period",
    "from",
    "to",
    "contacts",
    "measured",
    "compared",
    "unit",
    "band",
    "rule",
    "why",
    "share-of",
    "account",
    "client-owes",
    "provider-owes",
    "client-pays",
    "penalties-in-invoice",
    "penalties-in-year",
];

/// A row a line, contract by contract.
pub fn csv(contracts: &[Settled<'_>]) -> String {
    text_of(|writer| {
        writer.write_record(COLUMNS)?;
        for settled in contracts {
            let mut pays = Money::ZERO;
            for (at, line) in settled.ledger.lines.iter().enumerate() {
                pays += line.fee - line.owes;
                writer.write_record(record(settled.terms, at, line, pays))?;
            }
        }
        Ok(())
    })
}

fn record(terms: &Terms, at: usize, line: &Line, pays: Money) -> [String; 21] {
    let clause = clause_of(terms, line);
    let unit = clause.map(Clause::unit);
    let period = line.clause.zip(line.period).map(|(clause, period)| &terms.periods(clause)[period]);
    let invoice = &terms.invoices[line.invoice];
    let (from, to) = period.map_or((invoice.from, invoice.to), |period| (period.from, period.to));
    let written = |level: Level| level.decimals(Level::DECIMALS).to_string();
    let band = match line.rule {
        Rule::Band(at) | Rule::BetweenEdges(at) => (at + 1).to_string(),
        _ => String::new(),
    };
    let account = match line.account() {
        Account::Fee => "fee",
        Account::Penalty => "penalty",
        Account::Bonus => "bonus",
        Account::Refund => "refund",
    };
    [
        terms.contract.name.clone(),
        (at + 1).to_string(),
        invoice.name.clone(),
        clause.map_or_else(String::new, |clause| clause.name.clone()),
        terms.period_of(line),
        from.to_string(),
        to.to_string(),
        if counts_contacts(line) { line.counted.to_string() } else { String::new() },
        line.measured.map_or_else(String::new, |measured| written(measured.to_level())),
        line.compared.map_or_else(String::new, written),
        unit.map_or_else(String::new, |unit| unit_name(unit, &terms.currency)),
        band,
        rule_name(line.rule).to_owned(),
        terms.words(line),
        if line.base == Money::ZERO { String::new() } else { line.base.to_string() },
        account.to_owned(),
        line.fee.to_string(),
        line.owes.to_string(),
        pays.to_string(),
        line.in_invoice.to_string(),
        line.in_year.to_string(),
    ]
}

fn clause_of<'t>(terms: &'t Terms, line: &Line) -> Option<&'t Clause> {
    line.clause.map(|at| &terms.contract.clauses[at])
}

/// Whether what a line costs is a share of something.
fn is_of_shares(clause: &Clause, rule: Rule) -> bool {
    let is_share = |amount: &Amount| matches!(amount, Amount::Share(_));
    match (&clause.payoff, rule) {
        (Payoff::Ladder { bands, .. }, Rule::Band(at) | Rule::BetweenEdges(at)) => {
            bands.get(usize::from(at)).is_some_and(|band| match &band.effect {
                Effect::Penalty(amount) | Effect::Bonus(amount) => is_share(amount),
                Effect::Nothing => false,
            })
        }
        (Payoff::PerPoint { penalty, .. } | Payoff::PerMiss { penalty, .. }, Rule::Points | Rule::Miss) => {
            is_share(penalty)
        }
        _ => false,
    }
}

/// Whether what a line counts are contacts (or what else a measure is divided by), not lengths of time.
fn counts_contacts(line: &Line) -> bool {
    line.clause.is_some() || matches!(line.rule, Rule::PerAnswered | Rule::Tier(_) | Rule::MinimumOfForecast)
}

fn unit_name(unit: MeasureUnit, currency: &str) -> String {
    match unit {
        MeasureUnit::Percent => "%".to_owned(),
        MeasureUnit::Seconds => "s".to_owned(),
        MeasureUnit::Money => currency.to_owned(),
    }
}

/// A rule's name in CSV.
const fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::PerAnswered => "per-answered",
        Rule::Tier(_) => "tier",
        Rule::PerTalkMinute => "per-talk-minute",
        Rule::PerHandledMinute => "per-handled-minute",
        Rule::PerStaffedHour => "per-staffed-hour",
        Rule::Fixed => "fixed",
        Rule::MinimumOfForecast => "minimum-of-forecast",
        Rule::Minimum => "minimum",
        Rule::Band(_) => "band",
        Rule::BetweenEdges(_) => "between-edges",
        Rule::Points => "points",
        Rule::Miss => "miss",
        Rule::LostCalls(_) => "lost-calls",
        Rule::Kept => "kept",
        Rule::KeptByRamp => "kept-by-ramp",
        Rule::EmptyPass => "empty-pass",
        Rule::EmptyFail => "empty-fail",
        Rule::EmptySkip => "empty-skip",
        Rule::Excluded => "excluded",
        Rule::LeftOut(_) => "left-out",
        Rule::Excused { .. } => "excused",
        Rule::Ramp => "ramp",
        Rule::Repeat(_) => "repeat",
        Rule::ClauseCap => "clause-cap",
        Rule::PartAtRisk => "part-at-risk",
        Rule::Outweighed => "outweighed",
        Rule::Cap => "cap",
        Rule::YearCap => "year-cap",
        Rule::EarnBack { .. } => "earn-back",
        Rule::Ends(_) => "ends",
    }
}

/// Lines on which nothing is due are counted, not listed, where there are more of them in an invoice.
const MOST_IDLE: usize = 6;
/// Columns of the numbers of lines.
const NUMBER: usize = 5;
/// Columns of amounts at the right.
const AMOUNT: usize = 14;
/// No wider: an amount belongs to its words.
const WIDEST: usize = 100;

/// The page: what the client pays, line by line; `head` says whose it is.
pub fn text(contracts: &[Settled<'_>], head: &str, paper: Paper) -> String {
    let paper = Paper { width: paper.width.clamp(NARROWEST, WIDEST), ..paper };
    let mut lines = vec![wrapped(head, paper.width, 2)];
    for Settled { terms, ledger } in contracts {
        let mut page = Page { lines: &mut lines, terms, paper };
        let mut at = 0;
        for (number, period) in terms.invoices.iter().enumerate() {
            let count = ledger.lines[at..].iter().take_while(|line| line.invoice == number).count();
            page.invoice(period, &ledger.lines[at..at + count], at);
            at += count;
        }
        page.totals(ledger);
    }
    lines.join("\n") + "\n"
}

struct Page<'p, 't> {
    lines: &'p mut Vec<String>,
    terms: &'t Terms,
    paper: Paper,
}

impl Page<'_, '_> {
    fn invoice(&mut self, period: &InvoicePeriod, lines: &[Line], before: usize) {
        let Terms { contract, currency, .. } = self.terms;
        let title = format!("{}, invoice {}, {} to {}", contract.name, period.name, period.from, period.to);
        self.lines.push(String::new());
        let title = self.ends_with(&title, currency);
        self.lines.push(self.paper.ink.bold(&title));
        let is_idle =
            |line: &Line| line.fee == Money::ZERO && line.owes == Money::ZERO && !matches!(line.rule, Rule::Ends(_));
        let idle = lines.iter().filter(|line| is_idle(line)).count();
        for (at, line) in lines.iter().enumerate() {
            if idle <= MOST_IDLE || !is_idle(line) {
                self.line(before + at + 1, line);
            }
        }
        if idle > MOST_IDLE {
            self.lines.push(wrapped(
                &format!("{:NUMBER$}  and {idle} lines on which nothing is due; --format csv has them", ""),
                self.paper.width,
                NUMBER + 2,
            ));
        }
        let pays = lines.iter().fold(Money::ZERO, |sum, line| sum + line.fee - line.owes);
        let total = self.ends_with(&format!("{:NUMBER$}  the client pays", ""), &written(pays));
        self.lines.push(self.paper.ink.bold(&total));
    }

    /// What it is about and why, the amount at the right; below, what was measured.
    fn line(&mut self, number: usize, line: &Line) {
        let terms = self.terms;
        let is_fee = line.account() == Account::Fee;
        let subject = if is_fee { "fee".to_owned() } else { self.subject(line) };
        let why = terms.words(line);
        let amount = line.fee - line.owes;
        let amount = if amount == Money::ZERO { "–".to_owned() } else { written(amount) };
        let words = format!("{number:NUMBER$}  {subject}: {why}");
        let width = self.paper.width - AMOUNT;
        let wrapped = wrapped(&words, width, NUMBER + 2);
        let (first, rest) =
            wrapped.split_once('\n').map_or((wrapped.as_str(), None), |(first, rest)| (first, Some(rest)));
        let first = self.ends_with(first, &amount);
        self.lines.push(if line.owes > Money::ZERO {
            first.replacen(&why, &self.paper.ink.bad(&why), 1)
        } else {
            first
        });
        self.lines.extend(rest.into_iter().flat_map(str::lines).map(str::to_owned));
        if let Some(measured) = self.measured(line) {
            let text = crate::report::grid::wrapped(&format!("{:NUMBER$}  {measured}", ""), width, NUMBER + 2);
            self.lines.extend(text.lines().map(|part| self.paper.ink.faint(part)));
        }
    }

    /// The clause, and its period where that is not the invoice's.
    fn subject(&self, line: &Line) -> String {
        let (subject, period) = (self.terms.subject(line), self.terms.period_of(line));
        if period == self.terms.invoices[line.invoice].name {
            subject.to_owned()
        } else {
            format!("{subject}, {period}")
        }
    }

    /// What was measured, of how many, and what shares are of.
    fn measured(&self, line: &Line) -> Option<String> {
        let clause = clause_of(self.terms, line)?;
        let unit = clause.unit();
        let (measured, compared) = (line.measured?, line.compared?);
        let exact = measured.to_level();
        let shown = if unit == MeasureUnit::Percent { measured.to_decimals(3) } else { exact };
        let as_compared =
            if clause.round.is_some() { format!(", compared as {}", compared.words(unit)) } else { String::new() };
        let of = if line.base == Money::ZERO || line.owes == Money::ZERO || !is_of_shares(clause, line.rule) {
            String::new()
        } else {
            let base = if self.terms.contract.at_risk.is_some() { "its part of what is at risk" } else { "a fee" };
            format!("; shares are of {base} of {}", written(line.base))
        };
        Some(format!("measured {} of {}{as_compared}{of}", shown.words(unit), grouped(line.counted as f64, 0)))
    }

    fn totals(&mut self, ledger: &Ledger) {
        let totals = &ledger.totals;
        let words = format!(
            "all in all: fees {}, penalties {}, bonuses {}, given back {}; {} of {} periods missed",
            written(totals.fee),
            written(totals.penalties),
            written(totals.bonuses),
            written(totals.refunded),
            totals.missed,
            totals.judged
        );
        self.lines.push(String::new());
        if self.terms.invoices.len() > 1 {
            let total = self.ends_with("the client pays, all invoices together", &written(totals.client_pays()));
            self.lines.push(self.paper.ink.bold(&total));
        }
        self.lines.push(wrapped(&words, self.paper.width, 2));
    }

    /// Words at the left, others at the right edge.
    fn ends_with(&self, left: &str, right: &str) -> String {
        let taken = left.chars().count() + right.chars().count();
        format!("{left}{}{right}", " ".repeat(self.paper.width.saturating_sub(taken).max(2)))
    }
}

/// An amount in cents, thousands apart: `−1 313.50`.
fn written(amount: Money) -> String {
    grouped(amount.as_units(), 2)
}
