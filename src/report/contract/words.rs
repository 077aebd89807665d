//! Contracts in the words of the trade: spans, periods, measures, bands and what they bring.

use crate::metrics::Definition;
use crate::model::contract::{
    Amount, Band, Better, Between, Effect, Grain, Level, Measure, MeasureUnit, Payoff, Points, RollUp,
};
use crate::model::{Calendar, Center, Clause, Contract, Period, Scope};
use crate::report::figure::{grouped, plain};
use crate::report::promise::{of_whom, scope_words};
use crate::units::Money;

/// What a replication is called: the whole span of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// One of them: `month`.
    pub one: String,
    /// Several of them: `months`.
    pub many: String,
}

impl Span {
    /// By the calendar: one period of the contract, or whole months or weeks, or days.
    pub(super) fn of(center: &Center, contract: &Contract) -> Self {
        let Some(calendar) = &center.calendar else { return Self::counted(1, Period::Day) };
        if calendar.periods(contract.per).len() == 1 {
            return Self::counted(1, contract.per);
        }
        let whole = |per| {
            let periods = calendar.periods(per);
            periods.iter().all(|period| period.is_whole).then_some(periods.len())
        };
        [Period::Year, Period::Quarter, Period::Month, Period::Week]
            .into_iter()
            .find_map(|per| Some(Self::counted(whole(per)?, per)))
            .unwrap_or_else(|| Self::counted(calendar.days.len(), Period::Day))
    }

    fn counted(count: usize, per: Period) -> Self {
        let (one, many) = period(per);
        if count == 1 {
            return Self { one: one.to_owned(), many: many.to_owned() };
        }
        Self { one: format!("{count} {many}"), many: format!("spans of {count} {many}") }
    }

    /// So many of them: `1 000 months`.
    pub(super) fn times(&self, count: u64) -> String {
        let count_words = grouped(count as f64, 0);
        if count == 1 { format!("1 {}", self.single()) } else { format!("{count_words} {}", self.many) }
    }

    /// As a rate: `a month`, `in 12 months`.
    pub(super) fn each(&self) -> String {
        if self.is_period() { format!("a {}", self.one) } else { format!("in {}", self.one) }
    }

    /// One of them among others: `month`, `span of 12 months`.
    pub(super) fn single(&self) -> String {
        if self.is_period() { self.one.clone() } else { format!("span of {}", self.one) }
    }

    fn is_period(&self) -> bool {
        !self.one.starts_with(|first: char| first.is_ascii_digit())
    }
}

/// A period, and several.
pub(super) const fn period(per: Period) -> (&'static str, &'static str) {
    match per {
        Period::Interval => ("interval", "intervals"),
        Period::Day => ("day", "days"),
        Period::Week => ("week", "weeks"),
        Period::Month => ("month", "months"),
        Period::Quarter => ("quarter", "quarters"),
        Period::Year => ("year", "years"),
    }
}

/// How many periods of a kind a calendar has; one without a calendar.
pub(super) fn periods_of(calendar: Option<&Calendar>, per: Period) -> usize {
    calendar.map_or(1, |calendar| calendar.periods(per).len().max(1))
}

/// What a clause measures, of whom: `answered in 20 s (of offered), type outage`.
pub(super) fn measured(center: &Center, clause: &Clause) -> String {
    let what = match clause.measure {
        Measure::ServiceLevel(level) => format!("answered in {} ({})", level.within, of_whom(level)),
        Measure::Metric(metric) => {
            let name = Definition::find(metric.id()).map_or(metric.id(), |definition| definition.name);
            decapitalised(name)
        }
    };
    let what = match clause.roll_up {
        RollUp::Sums => what,
        RollUp::Mean(grain) => format!("{what}, mean of {}", grains(grain, clause.per)),
        RollUp::Reached { of, target } => {
            let side = if clause.better == Better::Higher { "at least" } else { "at most" };
            let target = target.words(clause.measure.unit());
            format!("share of {} with {side} {target} {what}", grains(of, clause.per))
        }
    };
    match clause.scope {
        Scope::Center => what,
        scope => format!("{what}, {}", scope_words(center, scope)),
    }
}

const fn grains(grain: Grain, per: Period) -> &'static str {
    match grain {
        Grain::Interval => "intervals",
        Grain::Day => "days",
        Grain::Period => period(per).1,
    }
}

fn decapitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What a band is: `80 to 90 %`, `below 70 %`.
pub(super) fn stretch(clause: &Clause, bands: &[Band], at: usize) -> String {
    let unit = clause.unit();
    let edge = |at: usize| bands[at].edge;
    let is_first = at == 0;
    match clause.better_period() {
        Better::Higher if is_first && edge(at) == Level::ZERO => "any".to_owned(),
        Better::Higher if is_first => format!("{} or more", edge(at).words(unit)),
        Better::Higher if edge(at) == Level::ZERO => format!("below {}", edge(at - 1).words(unit)),
        Better::Lower if is_first && edge(at) == Level::UNBOUNDED => "any".to_owned(),
        Better::Lower if is_first => format!("up to {}", edge(at).words(unit)),
        Better::Lower if edge(at) == Level::UNBOUNDED => format!("more than {}", edge(at - 1).words(unit)),
        Better::Higher => format!("{} to {}", bare(edge(at), unit), edge(at - 1).words(unit)),
        Better::Lower => format!("{} to {}", bare(edge(at - 1), unit), edge(at).words(unit)),
    }
}

/// A level without its unit.
fn bare(level: Level, unit: MeasureUnit) -> String {
    let words = level.words(unit);
    words.split(' ').next().unwrap_or_default().to_owned()
}

/// What a band brings the provider: `bonus 1 %`, `nothing`, `penalty 2 %`.
pub(super) fn effect(effect: Effect, currency: &str) -> String {
    match effect {
        Effect::Nothing => "nothing".to_owned(),
        Effect::Penalty(size) => format!("penalty {}", amount(size, currency)),
        Effect::Bonus(size) => format!("bonus {}", amount(size, currency)),
    }
}

/// The same with a sign, for pictures: `+1 %`, `−2 %`.
#[cfg(feature = "charts")]
pub(super) fn signed(effect: Effect, currency: &str) -> String {
    match effect {
        Effect::Nothing => "nothing".to_owned(),
        Effect::Penalty(size) => format!("−{}", amount(size, currency)),
        Effect::Bonus(size) => format!("+{}", amount(size, currency)),
    }
}

/// `2 %`, `1 500 EUR`.
pub(super) fn amount(amount: Amount, currency: &str) -> String {
    match amount {
        Amount::Money(money) => self::money(money, currency),
        Amount::Share(share) => format!("{} %", plain(share.get() * 100.0)),
    }
}

/// A stated amount, without noughts that say nothing.
pub(super) fn money(money: Money, currency: &str) -> String {
    format!("{} {currency}", plain(money.as_units()))
}

/// What a clause's shares are of.
pub(super) const fn base(contract: &Contract) -> &'static str {
    if contract.at_risk.is_some() { "of its part of what is at risk" } else { "of the fee" }
}

/// A payoff that has no bands, in one phrase; `None` for a ladder.
pub(super) fn terms(contract: &Contract, clause: &Clause, currency: &str) -> Option<String> {
    let unit = clause.unit();
    let short = match clause.better_period() {
        Better::Higher => "below",
        Better::Lower => "above",
    };
    let size = |size: Amount| match size {
        Amount::Share(_) => format!("{} {}", amount(size, currency), base(contract)),
        Amount::Money(_) => amount(size, currency),
    };
    match &clause.payoff {
        Payoff::Ladder { between: Between::Step, .. } => None,
        Payoff::Ladder { between: Between::Line, .. } => {
            Some("amounts in a straight line between the edges".to_owned())
        }
        Payoff::PerPoint { target, penalty, bonus, points, .. } => {
            let point = match (unit, points) {
                (MeasureUnit::Percent, Points::ProRata) => "percentage point",
                (MeasureUnit::Percent, Points::Full) => "full percentage point",
                (MeasureUnit::Percent, Points::Begun) => "percentage point begun",
                (MeasureUnit::Seconds, Points::ProRata) => "second",
                (MeasureUnit::Seconds, Points::Full) => "full second",
                (MeasureUnit::Seconds, Points::Begun) => "second begun",
                (MeasureUnit::Money, _) => "unit of currency",
            };
            let bonus = bonus.map_or_else(String::new, |bonus| format!(", bonus {} for each better", size(bonus)));
            Some(format!("{} for each {point} {short} {}{bonus}", size(*penalty), target.words(unit)))
        }
        Payoff::PerMiss { target, penalty } => {
            let one = period(clause.per).0;
            Some(format!("{} for each {one} {short} {}", size(*penalty), target.words(unit)))
        }
        Payoff::PerLostCall { penalty, beyond } => {
            let which = beyond.map_or_else(
                || "lost call".to_owned(),
                |target| format!("call by which {} is missed", target.words(unit)),
            );
            Some(format!("{} for each {which}", money(*penalty, currency)))
        }
    }
}

/// The worst level without a penalty, if there is one.
#[cfg(feature = "charts")]
pub(super) fn edge(clause: &Clause) -> Option<Level> {
    match &clause.payoff {
        Payoff::Ladder { bands, .. } => {
            let first = bands.iter().position(|band| matches!(band.effect, Effect::Penalty(_)))?;
            bands.get(first.checked_sub(1)?).map(|band| band.edge)
        }
        Payoff::PerPoint { target, .. } | Payoff::PerMiss { target, .. } => Some(*target),
        Payoff::PerLostCall { beyond, .. } => *beyond,
    }
}
