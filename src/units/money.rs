//! Money, exact.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use super::OutOfRange;

/// An amount of money in whole millionths of the scenario's currency unit; may be negative (a refund).
///
/// Integer, so that a ledger adds up to the last cent in any order. The currency itself belongs to the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Millionths in one unit of currency.
    pub const PER_UNIT: i64 = 1_000_000;
    /// Largest amount that a person can write: a thousand million units.
    pub const LARGEST: Self = Self(1_000_000_000 * Self::PER_UNIT);

    /// From millionths of the currency unit.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// From an amount in currency units, rounded to the nearest millionth.
    ///
    /// # Errors
    /// When the amount is not a number or larger than [`Money::LARGEST`] either way.
    pub fn try_from_units(units: f64) -> Result<Self, OutOfRange> {
        let largest = Self::LARGEST.as_units();
        if (-largest..=largest).contains(&units) {
            Ok(Self((units * Self::PER_UNIT as f64).round() as i64))
        } else {
            Err(OutOfRange(format!("an amount lies between {:e} and {largest:e}, not {units}", -largest)))
        }
    }

    /// Millionths of the currency unit.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Amount in currency units.
    pub fn as_units(self) -> f64 {
        self.0 as f64 / Self::PER_UNIT as f64
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.as_units())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_cents_a_thousand_times_are_a_hundred_and_forty() {
        let price = Money::try_from_units(0.14).unwrap();
        let total = (0..1000).fold(Money::ZERO, |sum, _| sum + price);
        assert_eq!(total, Money::try_from_units(140.0).unwrap());
        assert!(Money::try_from_units(f64::NAN).is_err());
        assert!(Money::try_from_units(1e300).is_err());
    }
}
