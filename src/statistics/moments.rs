//! Mean and variance of whole numbers.

use super::controls::{Controlled, HalfSums};
use super::pairing::{Doubt, Pairing};
use super::products::SumsOfEight;
use super::wide::centered_or_nearly;
use super::{Estimate, NumberReader, NumberWriter};

/// Sum and sum of squares of whole numbers, without their count: for many kinds of observations made together, whose count
/// is kept once.
///
/// Sums stop at 2¹²⁸ - 1, which 10¹⁰ observations of 10¹⁴ do not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    sum: u128,
    squares: u128,
}

impl Sums {
    /// Takes in one observation.
    #[inline]
    pub const fn push(&mut self, value: u64) {
        // Most of what is counted never happens.
        if value > 0 {
            let value = value as u128;
            // More 64-bit numbers than this can hold are never pushed; their squares may be too much.
            self.sum += value;
            self.squares = self.squares.saturating_add(value * value);
        }
    }

    /// Takes in eight observations.
    #[inline]
    pub const fn push_eight(&mut self, eight: &SumsOfEight) {
        self.sum += eight.sum;
        self.squares = self.squares.saturating_add(eight.squares);
    }

    /// Writes both sums.
    pub fn write(&self, to: &mut NumberWriter) {
        to.put(self.sum);
        to.put(self.squares);
    }

    /// Reads what [`Sums::write`] wrote; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        Some(Self { sum: from.take()?, squares: from.take()? })
    }

    /// Takes in what `other` has seen.
    pub const fn merge(&mut self, other: &Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.squares = self.squares.saturating_add(other.squares);
    }
}

/// Count, sum and sum of squares of whole numbers: all exact, in any order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    count: u64,
    sums: Sums,
    /// How the observations were paired, and the squared differences within pairs.
    pairs: Option<(Pairing, u128)>,
    /// Their mean (as a ratio to a denominator of one), corrected by controls.
    controlled: Option<Controlled>,
}

impl Moments {
    /// Of so many observations with these sums.
    pub const fn of(count: u64, sums: Sums) -> Self {
        Self { count, sums, pairs: None, controlled: None }
    }

    /// The same, known to have come in strata: `squares` is the sum of squared differences within pairs. Nothing more can
    /// be pushed.
    #[must_use]
    pub const fn in_strata(self, pairing: Pairing, squares: u128) -> Self {
        Self { pairs: Some((pairing, squares)), ..self }
    }

    /// The same, with the mean corrected by controls: both halves' sums, their denominators one in each replication, and
    /// what is expected of each control. Nothing more can be pushed.
    #[must_use]
    pub fn controlled(self, halves: &[HalfSums; 2], expected: &[f64]) -> Self {
        let pairing = self.pairs.map(|(pairing, _)| pairing);
        Self { controlled: Controlled::of(halves, expected, pairing), ..self }
    }

    /// Takes in one observation.
    #[inline]
    pub const fn push(&mut self, value: u64) {
        self.count += 1;
        self.sums.push(value);
    }

    /// Takes in what `other` has seen.
    pub const fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sums.merge(&other.sums);
        self.controlled = None;
        self.pairs = match (self.pairs, other.pairs) {
            (Some((pairing, mine)), Some((_, more))) => Some((pairing, mine.saturating_add(more))),
            _ => None,
        };
    }

    /// Number of observations.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    pub const fn sum(&self) -> u128 {
        self.sums.sum
    }

    /// Sum of their squares.
    pub const fn squares(&self) -> u128 {
        self.sums.squares
    }

    /// Mean [unit of the observations], `None` without any.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sums.sum as f64 / self.count as f64)
    }

    /// Sample variance, divided by n - 1 [unit of the observations, squared]; `None` below two observations, zero exactly
    /// when all are equal.
    pub fn variance(&self) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let n = self.count as f64;
        let scatter = centered_or_nearly(self.count, self.sums.sum, self.sums.sum, self.sums.squares).max(0.0);
        Some(scatter / (n * (n - 1.0)))
    }

    /// Squared differences within pairs, and how they were paired.
    pub(super) const fn pairs(&self) -> Option<(Pairing, u128)> {
        self.pairs
    }

    /// What the sum may be off by; `None` where the observations cannot tell.
    fn doubt(&self) -> Option<Doubt> {
        let variance = self.variance()?;
        let Some((pairing, squares)) = self.pairs else {
            let variance = variance * self.count as f64;
            return Some(Doubt { variance, freedom: self.count - 1, independent: variance });
        };
        pairing.doubt(self.count, variance * (self.count - 1) as f64, squares as f64)
    }

    /// How many times as many independent observations would have been needed for a mean as well known as this; `None`
    /// where nothing is known, or nothing varies.
    pub fn saved(&self) -> Option<f64> {
        self.doubt().and_then(|doubt| doubt.saved())
    }

    /// Mean, corrected by controls if there are any, with its interval by Student's t; `None` without observations, no interval from one (or two that share a
    /// stratum), or when `confidence` does not lie between 0 and 1, both excluded.
    ///
    /// Observations that were all equal give an interval of no width.
    pub fn mean_estimate(&self, confidence: f64) -> Option<Estimate> {
        if let Some(controlled) = self.controlled {
            return Some(controlled.estimate(confidence));
        }
        let value = self.mean()?;
        let count = self.count as f64;
        let doubt = match self.pairs {
            None => self.variance().map(|variance| (variance / count, self.count - 1)),
            Some(_) => self.doubt().map(|doubt| (doubt.variance / count / count, doubt.freedom)),
        };
        Some(doubt.map_or(Estimate { value, interval: None }, |(variance, freedom)| {
            Estimate::by_student(value, variance, freedom, confidence)
        }))
    }
}
