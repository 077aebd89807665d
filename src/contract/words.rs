//! Why a line stands in the ledger, in words.

use super::forecast::PER_CONTACT;
use super::ledger::{Line, Rule};
use super::terms::Terms;
use crate::model::Clause;
use crate::model::contract::{Amount, Better, Effect, Grain, Level, Payoff, Trigger};

impl Terms {
    /// What a line is about: the clause's name, or the contract's.
    pub fn subject(&self, line: &Line) -> &str {
        line.clause.map_or(&self.contract.name, |at| &self.contract.clauses[at].name)
    }

    /// The period that a line is about: the clause's, or the invoice's.
    pub fn period_of(&self, line: &Line) -> String {
        match (line.clause, line.period) {
            (Some(clause), Some(period)) => self.period_name(clause, period),
            _ => self.invoices[line.invoice].name.clone(),
        }
    }

    /// Why a line stands in the ledger, in one clause of a sentence: `75 % to 80 %: penalty 2 %`.
    pub fn words(&self, line: &Line) -> String {
        let clause = line.clause.map(|at| &self.contract.clauses[at]);
        let compared = line.compared.unwrap_or_default();
        match (line.rule, clause) {
            (Rule::PerAnswered, _) => format!("{} answered", line.counted),
            (Rule::Tier(at), _) => format!("{} answered, tier {}", line.counted, at + 1),
            (Rule::PerTalkMinute, _) => format!("{} min of talk", hundredths(line.counted, 60_000_000)),
            (Rule::PerHandledMinute, _) => format!("{} min of handling", hundredths(line.counted, 60_000_000)),
            (Rule::PerStaffedHour, _) => format!("{} paid hours", hundredths(line.counted, 3_600_000_000)),
            (Rule::Fixed, _) => "fixed fee".to_owned(),
            (Rule::MinimumOfForecast, _) => format!("{} billed up to the forecast's minimum", line.counted),
            (Rule::Minimum, _) => "up to the minimum fee".to_owned(),
            (Rule::Band(at), Some(clause)) => band(clause, at.into()),
            (Rule::BetweenEdges(_), Some(clause)) => {
                format!("{} on the line of the ladder", compared.words(clause.unit()))
            }
            (Rule::Points, Some(clause)) => points(clause, compared),
            (Rule::Miss, Some(clause)) => format!("misses {}", target(clause)),
            (Rule::LostCalls(calls), Some(clause)) => match clause.payoff {
                Payoff::PerLostCall { beyond: Some(_), .. } => format!("{calls} calls short of {}", target(clause)),
                _ => format!("{calls} calls lost"),
            },
            (Rule::Kept, Some(clause)) => format!("reaches {}", target(clause)),
            (Rule::KeptByRamp, _) => "reaches the ramp's target".to_owned(),
            (Rule::EmptyPass, _) => "nobody counts: kept".to_owned(),
            (Rule::EmptyFail, _) => "nobody counts: missed".to_owned(),
            (Rule::EmptySkip, _) => "nobody counts: not judged".to_owned(),
            (Rule::Excluded, _) => "excluded: not judged".to_owned(),
            (Rule::Excused { arrived, expected }, _) => excused(arrived, expected),
            (Rule::LeftOut(count), Some(clause)) => {
                let grain = match clause.excused_if.map(|excuse| excuse.excuses) {
                    Some(Grain::Day) => "days",
                    _ => "intervals",
                };
                format!("{grain} left out, their volume was not as foretold: {count}")
            }
            (Rule::Ramp, Some(clause)) => {
                let step = line.period.and_then(|at| self.clauses[line.clause.unwrap_or(0)].periods[at].ramp);
                let due = step.map_or(String::new(), |step| clause.ramp[step].penalties.to_string());
                format!("ramp: {due} of the penalty is due")
            }
            (Rule::Repeat(before), _) => format!("after {before} misses in a row"),
            (Rule::ClauseCap, _) => "above the clause's cap".to_owned(),
            (Rule::PartAtRisk, _) => "above the clause's part of what is at risk".to_owned(),
            (Rule::Outweighed, _) => "another clause costs more".to_owned(),
            (Rule::Cap, _) => "above the cap of the invoice".to_owned(),
            (Rule::YearCap, _) => "above the cap of the year".to_owned(),
            (Rule::EarnBack { of }, _) => {
                let of = line.clause.map_or(String::new(), |clause| self.period_name(clause, of as usize));
                format!("earns back part of {of}")
            }
            (Rule::Ends(trigger), _) => ends(trigger),
            (_, None) => String::new(),
        }
    }
}

/// A count in a larger unit, with two decimals cut off.
fn hundredths(count: u64, per: u64) -> String {
    let hundredths = u128::from(count) * 100 / u128::from(per);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn amount(amount: Amount) -> String {
    match amount {
        Amount::Money(money) => money.to_string(),
        Amount::Share(share) => share.to_string(),
    }
}

/// A band and what it brings: `75 % to 80 %: penalty 2 %`.
fn band(clause: &Clause, at: usize) -> String {
    let Payoff::Ladder { bands, .. } = &clause.payoff else { return String::new() };
    let (unit, better) = (clause.unit(), clause.better_period());
    let edge = |at: usize| bands[at].edge.words(unit);
    // A band "up to below 5 %" ends a millionth before: it is read out as it was meant.
    let next = |at: usize| Level::from_millionths(bands[at].edge.millionths().saturating_add(1));
    let ends_before = |at: usize| bands[at].edge != Level::UNBOUNDED && next(at).millionths().is_multiple_of(1000);
    let up_to = |at: usize, exactly: &str| {
        if ends_before(at) { format!("below {}", next(at).words(unit)) } else { exactly.replace('?', &edge(at)) }
    };
    let beyond = |at: usize| {
        if ends_before(at) { next(at).words(unit) } else { format!("above {}", edge(at)) }
    };
    let is_last = [Level::ZERO, Level::UNBOUNDED].contains(&bands[at].edge);
    let range = match (at, is_last, better) {
        (0, true, _) => "any".to_owned(),
        (0, false, Better::Higher) => format!("{} or more", edge(0)),
        (0, false, Better::Lower) => up_to(0, "? or less"),
        (_, true, Better::Higher) => format!("below {}", edge(at - 1)),
        (_, true, Better::Lower) if ends_before(at - 1) => format!("{} or more", beyond(at - 1)),
        (_, true, Better::Lower) => beyond(at - 1),
        (_, false, Better::Higher) => format!("{} to below {}", edge(at), edge(at - 1)),
        (_, false, Better::Lower) => format!("{} to {}", beyond(at - 1), up_to(at, "?")),
    };
    match bands[at].effect {
        Effect::Nothing => format!("{range}: nothing due"),
        Effect::Penalty(penalty) => format!("{range}: penalty {}", amount(penalty)),
        Effect::Bonus(bonus) => format!("{range}: bonus {}", amount(bonus)),
    }
}

/// What a clause without a ladder promises.
fn target(clause: &Clause) -> String {
    match &clause.payoff {
        Payoff::PerPoint { target, .. }
        | Payoff::PerMiss { target, .. }
        | Payoff::PerLostCall { beyond: Some(target), .. } => target.words(clause.unit()),
        Payoff::PerLostCall { beyond: None, .. } => "no lost call".to_owned(),
        Payoff::Ladder { .. } => "the ladder".to_owned(),
    }
}

fn points(clause: &Clause, compared: Level) -> String {
    let Payoff::PerPoint { target, .. } = clause.payoff else { return String::new() };
    let distance = Level::from_millionths(compared.millionths().abs_diff(target.millionths()));
    let is_better = (compared > target) == (clause.better_period() == Better::Higher);
    let side = if is_better { "better than" } else { "short of" };
    format!("{} {side} {}", distance.words(clause.unit()), target.words(clause.unit()))
}

fn excused(arrived: u64, expected: u64) -> String {
    let foretold = expected as f64 / PER_CONTACT as f64;
    if expected == 0 {
        return format!("excused: {arrived} calls, none were expected");
    }
    let off = 100.0 * (arrived as f64 / foretold - 1.0);
    let side = if off >= 0.0 { "above" } else { "below" };
    format!("excused: {arrived} calls, {:.1} % {side} the forecast of {foretold:.1}", off.abs())
}

fn ends(trigger: Trigger) -> String {
    match trigger {
        Trigger::InARow { misses } => format!("{misses} misses in a row: the client may terminate"),
        Trigger::Among { misses, periods } => {
            format!("{misses} misses among {periods} periods: the client may terminate")
        }
        Trigger::Beyond(_) => "worse than the last limit: the client may terminate".to_owned(),
    }
}
