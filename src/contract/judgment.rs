//! What a period's measure costs, or earns.

use super::arithmetic::Unrounded;
use super::ledger::Rule;
use super::measuring::{Counted, Measured};
use crate::model::Clause;
use crate::model::contract::{Amount, Band, Better, Between, Effect, Empty, Level, MeasureUnit, Payoff, Points};
use crate::units::Money;

/// What became of a clause's period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Judged, and no miss.
    Kept,
    /// Judged, and a miss.
    Missed,
    /// Excused, excluded, empty and passed over, or in a ramp without penalties.
    NotJudged,
}

/// What a clause's period came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgment {
    /// Position of the clause in its contract.
    pub clause: usize,
    /// Position of the period in [`super::Terms::periods`].
    pub period: usize,
    /// Invoice into which its amount falls.
    pub invoice: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// The measure as it was counted; `None`: nobody counts, or all who would are excused or excluded.
    pub measured: Option<Measured>,
    /// The measure as it was compared.
    pub compared: Option<Level>,
    /// The band of its ladder, from the best; `None` without a ladder, and when nothing was compared.
    pub band: Option<u16>,
    /// What the provider owes for it after every cap, before anything is earned back; negative: a bonus.
    pub owes: Money,
}

/// What a measure means for the clause, before ramp, repeats and caps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub rule: Rule,
    pub band: Option<u16>,
    /// What the provider owes, in cents; negative: a bonus.
    pub owes: Money,
}

impl Verdict {
    const fn kept(rule: Rule) -> Self {
        Self { outcome: Outcome::Kept, rule, band: None, owes: Money::ZERO }
    }

    pub const fn not_judged(rule: Rule) -> Self {
        Self { outcome: Outcome::NotJudged, rule, band: None, owes: Money::ZERO }
    }

    fn missed(rule: Rule, owes: Money) -> Self {
        Self { outcome: Outcome::Missed, rule, band: None, owes }
    }
}

/// Judges a period without a measure, since nobody counts: but lost calls are lost all the same.
pub fn of_nothing(clause: &Clause, counted: &Counted, base: Money) -> Verdict {
    if counted.lost > 0 && matches!(clause.payoff, Payoff::PerLostCall { beyond: None, .. }) {
        return of_measure(clause, Measured::exactly(Level::ZERO), counted, None, base);
    }
    match clause.empty {
        Empty::Pass => Verdict::kept(Rule::EmptyPass),
        Empty::Skip => Verdict::not_judged(Rule::EmptySkip),
        Empty::Fail => {
            let worst = match (&clause.payoff, clause.better_period(), clause.unit()) {
                (_, Better::Higher, _) => Level::ZERO,
                (_, Better::Lower, MeasureUnit::Percent) => Level::from_millionths(100 * Level::PER_UNIT),
                (_, Better::Lower, MeasureUnit::Seconds | MeasureUnit::Money) => Level::UNBOUNDED,
            };
            let verdict = of_measure(clause, Measured::exactly(worst), &Counted::default(), None, base);
            Verdict { outcome: Outcome::Missed, rule: Rule::EmptyFail, ..verdict }
        }
    }
}

/// Judges a measure, rounded as the clause says; `softer`: the ramp's own target.
pub fn of_measure(
    clause: &Clause,
    measured: Measured,
    counted: &Counted,
    softer: Option<Level>,
    base: Money,
) -> Verdict {
    let better = clause.better_period();
    let verdict = match &clause.payoff {
        Payoff::Ladder { bands, between: Between::Step } => {
            let at = bands.iter().position(|band| measured.reaches(band.edge, better)).unwrap_or(bands.len() - 1);
            let owes = effect(bands[at].effect, base).to_cents();
            let misses = matches!(bands[at].effect, Effect::Penalty(_));
            let outcome = if misses { Outcome::Missed } else { Outcome::Kept };
            Verdict { outcome, rule: Rule::Band(at as u16), band: Some(at as u16), owes }
        }
        Payoff::Ladder { bands, between: Between::Line } => {
            let (at, owes) = interpolated(bands, measured, better, base);
            let outcome = if owes.0 > 0 { Outcome::Missed } else { Outcome::Kept };
            Verdict { outcome, rule: Rule::BetweenEdges(at), band: Some(at), owes: owes.to_cents() }
        }
        Payoff::PerPoint { target, penalty, bonus, most, points } => {
            let most = most.map(|most| Unrounded::amount(most, base));
            let bounded = |owes: Unrounded| most.map_or(owes, |most| owes.min(most)).to_cents();
            let reaches = measured.reaches(*target, better);
            let promised = if reaches { *target } else { softer.unwrap_or(*target) };
            let distance = measured.to_level().millionths().abs_diff(promised.millionths());
            let owes = bounded(per_points(
                if reaches { bonus.unwrap_or(Amount::Money(Money::ZERO)) } else { *penalty },
                distance,
                *points,
                base,
            ));
            if !reaches {
                Verdict::missed(Rule::Points, owes)
            } else if owes > Money::ZERO {
                Verdict { owes: -owes, ..Verdict::kept(Rule::Points) }
            } else {
                Verdict::kept(Rule::Kept)
            }
        }
        Payoff::PerMiss { target, penalty } => {
            if measured.reaches(*target, better) {
                Verdict::kept(Rule::Kept)
            } else {
                Verdict::missed(Rule::Miss, Unrounded::amount(*penalty, base).to_cents())
            }
        }
        Payoff::PerLostCall { penalty, beyond } => {
            let promised = beyond.map(|target| softer.unwrap_or(target));
            let calls = match promised {
                None => counted.lost,
                Some(target) if measured.reaches(target, better) => 0,
                Some(target) => beyond_allowed(counted, target, better),
            };
            let reaches = promised.map_or(calls == 0, |target| measured.reaches(target, better));
            if reaches {
                Verdict::kept(Rule::Kept)
            } else {
                Verdict::missed(Rule::LostCalls(calls), Unrounded::rate(*penalty, calls.into(), 1).to_cents())
            }
        }
    };
    let is_soft = verdict.outcome == Outcome::Missed && softer.is_some_and(|target| measured.reaches(target, better));
    if is_soft { Verdict { band: verdict.band, ..Verdict::kept(Rule::KeptByRamp) } } else { verdict }
}

/// What an effect comes to; bonuses are negative.
fn effect(effect: Effect, base: Money) -> Unrounded {
    match effect {
        Effect::Nothing => Unrounded(0),
        Effect::Penalty(amount) => Unrounded::amount(amount, base),
        Effect::Bonus(amount) => Unrounded(-Unrounded::amount(amount, base).0),
    }
}

/// On the line between the edges of bands; with the band that the measure falls in.
fn interpolated(bands: &[Band], measured: Measured, better: Better, base: Money) -> (u16, Unrounded) {
    let at = bands.iter().position(|band| measured.reaches(band.edge, better)).unwrap_or(bands.len());
    let amount = |at: usize| effect(bands[at].effect, base);
    if at == 0 {
        return (0, amount(0));
    }
    if at == bands.len() {
        return (at as u16 - 1, amount(at - 1));
    }
    let (from, to) = (bands[at - 1].edge.millionths(), bands[at].edge.millionths());
    let gone = i128::from(measured.to_level().millionths().abs_diff(from));
    let (before, after) = (amount(at - 1), amount(at));
    let step = Unrounded(after.0 - before.0).times(gone, i128::from(from.abs_diff(to)).max(1));
    (at as u16, Unrounded(before.0 + step.0))
}

/// So much for each point.
fn per_points(amount: Amount, distance: u64, points: Points, base: Money) -> Unrounded {
    let unit = Level::PER_UNIT;
    let counted = match points {
        Points::ProRata => distance,
        Points::Full => distance / unit * unit,
        Points::Begun => distance.div_ceil(unit).saturating_mul(unit),
    };
    Unrounded::amount(amount, base).times(counted.into(), unit.into())
}

/// Calls by which a rate misses its target: whole ones, so that one fewer would not do.
fn beyond_allowed(counted: &Counted, target: Level, better: Better) -> u64 {
    let whole = u128::from(100 * Level::PER_UNIT);
    let of_target = u128::from(target.millionths()) * u128::from(counted.denominator);
    let numerator = u128::from(counted.numerator);
    let calls = match better {
        Better::Higher => of_target.div_ceil(whole).saturating_sub(numerator),
        Better::Lower => numerator.saturating_sub(of_target / whole),
    };
    u64::try_from(calls).unwrap_or(u64::MAX)
}

/// Of a penalty, so many parts of [`super::arithmetic::WHOLE`] are due.
pub fn parts_due(penalty: Money, parts: i128) -> Money {
    Unrounded::parts(penalty, parts).to_cents()
}
