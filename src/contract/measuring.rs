//! From cells to one exact measure.

use std::cmp::Ordering;

use super::clause_terms::{ClausePeriod, ClauseTerms};
use super::evidence::{Cell, there};
use super::forecast::total;
use crate::model::contract::{Better, Clause, Empty, Grain, Level, MeasureUnit, RollUp};

/// An exact measure of a period: a fraction, so that 79.95 % is at the edge and 79.949 999 % is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Over [`Measured::below`]: millionths of the measure's unit.
    above: u128,
    /// Not nought.
    below: u128,
}

impl Measured {
    /// Of what was counted; `None` when the denominator is nought.
    pub fn of(numerator: u64, denominator: u64, unit: MeasureUnit) -> Option<Self> {
        let above = u128::from(numerator) * unit.scale();
        (denominator > 0).then_some(Self { above, below: denominator.into() })
    }

    /// Exactly a level.
    pub fn exactly(level: Level) -> Self {
        Self { above: level.millionths().into(), below: 1 }
    }

    /// To so many decimals of its unit, a half up.
    pub fn to_decimals(self, decimals: u8) -> Level {
        let step = 10_u128.pow(u32::from(Level::DECIMALS - decimals.min(Level::DECIMALS)));
        let steps = (2 * self.above + self.below * step) / (2 * self.below * step);
        Level::from_millionths(u64::try_from(steps * step).unwrap_or(u64::MAX))
    }

    /// To the millionth, a half up.
    pub fn to_level(self) -> Level {
        self.to_decimals(Level::DECIMALS)
    }

    /// As it is compared: rounded, or as it is.
    #[must_use]
    pub fn compared(self, round: Option<u8>) -> Self {
        round.map_or(self, |decimals| Self::exactly(self.to_decimals(decimals)))
    }

    /// Whether it is as good as a level, or better.
    pub fn reaches(self, level: Level, better: Better) -> bool {
        let against = match u128::from(level.millionths()).checked_mul(self.below) {
            Some(level) => self.above.cmp(&level),
            None => Ordering::Less,
        };
        match better {
            Better::Higher => against != Ordering::Less,
            Better::Lower => against != Ordering::Greater,
        }
    }

    /// In units: percentage points, seconds, units of currency.
    pub fn as_units(self) -> f64 {
        self.above as f64 / self.below as f64 / Level::PER_UNIT as f64
    }
}

/// What was counted in a period, as far as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    pub numerator: u64,
    pub denominator: u64,
    pub lost: u64,
    /// Of all measured cells, excused ones included.
    pub arrived: u64,
    /// Intervals, or dates where those are excused, that were left out.
    pub excused: u32,
    /// Cells that were counted.
    pub cells: u32,
}

impl Counted {
    fn add(&mut self, cell: &Cell) {
        self.numerator = self.numerator.saturating_add(cell.numerator);
        self.denominator = self.denominator.saturating_add(cell.denominator);
        self.lost = self.lost.saturating_add(cell.lost);
        self.cells += 1;
    }
}

/// A period's measure, and what was counted; `None`: nobody counts.
pub fn measure(
    terms: &ClauseTerms,
    clause: &Clause,
    period: &ClausePeriod,
    cells: &[Cell],
) -> (Option<Measured>, Counted) {
    let mut roll = Roll { clause, unit: clause.measure.unit(), counted: Counted::default(), sum: 0, of: 0 };
    let by_day = |grain: Grain| matches!(grain, Grain::Day | Grain::Period);
    let cell_is_a_day = match clause.roll_up {
        RollUp::Sums => false,
        RollUp::Mean(grain) | RollUp::Reached { of: grain, .. } => by_day(grain),
    };
    for at in period.dates.clone() {
        let date = &terms.dates[at as usize];
        let day = there(cells, &date.cells);
        let expected = &terms.expected[date.expected.clone()];
        let (day, expected) = match period.interval {
            None => (day, expected),
            Some(at) => (day.get(at as usize..=at as usize).unwrap_or_default(), &expected[at as usize..=at as usize]),
        };
        let arrived = day.iter().fold(0_u64, |sum, cell| sum.saturating_add(cell.arrived));
        roll.counted.arrived = roll.counted.arrived.saturating_add(arrived);
        let excuses = clause.excused_if.map(|excuse| excuse.excuses);
        if excuses == Some(Grain::Day) && terms.is_excused(clause, arrived, total(expected.iter().copied())) {
            roll.counted.excused += 1;
            continue;
        }
        let mut whole_day = Counted::default();
        for (cell, expected) in day.iter().zip(expected) {
            if excuses == Some(Grain::Interval) && terms.is_excused(clause, cell.arrived, *expected) {
                roll.counted.excused += 1;
                continue;
            }
            roll.counted.add(cell);
            if cell_is_a_day {
                whole_day.add(cell);
            } else {
                roll.cell(cell.numerator, cell.denominator);
            }
        }
        if cell_is_a_day && whole_day.cells > 0 {
            roll.cell(whole_day.numerator, whole_day.denominator);
        }
    }
    (roll.measured(), roll.counted)
}

/// What is rolled up so far.
struct Roll<'c> {
    clause: &'c Clause,
    unit: MeasureUnit,
    counted: Counted,
    /// Of the cells' measures in millionths, or of cells that reach their target.
    sum: u128,
    /// Cells that it is over.
    of: u64,
}

impl Roll<'_> {
    /// Takes a cell in. Sums need no more than what is counted anyway.
    fn cell(&mut self, numerator: u64, denominator: u64) {
        match self.clause.roll_up {
            RollUp::Sums => {}
            RollUp::Mean(_) => {
                if let Some(measured) = Measured::of(numerator, denominator, self.unit) {
                    self.sum += u128::from(measured.to_level().millionths());
                    self.of += 1;
                }
            }
            RollUp::Reached { target, .. } => {
                let measured = Measured::of(numerator, denominator, self.unit);
                let reached = match (measured, self.clause.empty) {
                    (Some(measured), _) => {
                        let measured = measured.compared(self.clause.round);
                        Some(measured.reaches(target, self.clause.better))
                    }
                    (None, Empty::Pass) => Some(true),
                    (None, Empty::Fail) => Some(false),
                    (None, Empty::Skip) => None,
                };
                self.sum += u128::from(reached == Some(true));
                self.of += u64::from(reached.is_some());
            }
        }
    }

    fn measured(&self) -> Option<Measured> {
        match self.clause.roll_up {
            RollUp::Sums => Measured::of(self.counted.numerator, self.counted.denominator, self.unit),
            RollUp::Mean(_) => (self.of > 0).then(|| Measured { above: self.sum, below: self.of.into() }),
            RollUp::Reached { .. } => {
                Measured::of(u64::try_from(self.sum).unwrap_or(u64::MAX), self.of, MeasureUnit::Percent)
            }
        }
    }
}
