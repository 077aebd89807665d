//! Money times shares, exact until it is rounded to cents.

use crate::model::contract::Amount;
use crate::units::{Money, Share};

/// Parts of a whole that a share is counted in: a percentage to the millionth of a point.
pub const WHOLE: i128 = 100_000_000;
/// Millionths of a unit of currency in a cent.
const CENT: i128 = 10_000;

/// Money before it is rounded: millionths of the currency unit, times [`WHOLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unrounded(pub i128);

impl Unrounded {
    /// An amount as it is.
    pub fn of(amount: Money) -> Self {
        Self(i128::from(amount.millionths()) * WHOLE)
    }

    /// So many parts of an amount, of [`WHOLE`].
    pub fn parts(amount: Money, parts: i128) -> Self {
        Self(i128::from(amount.millionths()).saturating_mul(parts))
    }

    /// An amount for each of `per`, `count` times.
    pub fn rate(amount: Money, count: u128, per: i128) -> Self {
        let count = i128::try_from(count).unwrap_or(i128::MAX);
        Self(i128::from(amount.millionths()).saturating_mul(count).saturating_mul(WHOLE) / per)
    }

    /// What an amount is, given what its share is of.
    pub fn amount(amount: Amount, base: Money) -> Self {
        match amount {
            Amount::Money(money) => Self::of(money),
            Amount::Share(share) => Self::parts(base, parts_of(share)),
        }
    }

    /// This times `count` of `per`.
    #[must_use]
    pub fn times(self, count: i128, per: i128) -> Self {
        Self(self.0.saturating_mul(count) / per)
    }

    /// To whole cents, a half away from nought.
    pub fn to_cents(self) -> Money {
        let cent = CENT * WHOLE;
        let cents =
            (self.0.unsigned_abs().saturating_mul(2).saturating_add(cent.unsigned_abs())) / (2 * cent.unsigned_abs());
        let millionths = i64::try_from(cents.saturating_mul(CENT.unsigned_abs())).unwrap_or(i64::MAX);
        Money::from_millionths(if self.0 < 0 { -millionths } else { millionths })
    }
}

/// A share in parts of [`WHOLE`], to the nearest: 2 % are exactly two million of them.
pub fn parts_of(share: Share) -> i128 {
    factor_in_parts(share.get())
}

/// A factor in parts of [`WHOLE`], to the nearest.
pub fn factor_in_parts(factor: f64) -> i128 {
    (factor * WHOLE as f64).round() as i128
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(cents: i64) -> Money {
        Money::from_millionths(cents * 10_000)
    }

    #[test]
    fn two_percent_of_1_234_25_are_24_685_and_so_24_69() {
        let two = Share::new(0.02).unwrap();
        assert_eq!(Unrounded::amount(Amount::Share(two), cents(123_425)).to_cents(), cents(2469));
        assert_eq!(Unrounded(-Unrounded::amount(Amount::Share(two), cents(123_425)).0).to_cents(), cents(-2469));
        assert_eq!(Unrounded::amount(Amount::Share(two), cents(123_424)).to_cents(), cents(2468));
    }

    #[test]
    fn ninety_seconds_at_forty_cents_a_minute_are_sixty_cents() {
        assert_eq!(Unrounded::rate(cents(40), 90_000_000, 60_000_000).to_cents(), cents(60));
    }

    #[test]
    fn nothing_overflows() {
        let most = Money::from_millionths(i64::MAX);
        assert!(Unrounded::rate(most, u128::MAX, 1).to_cents() > Money::ZERO);
        assert!(Unrounded::of(most).times(i128::MAX, 1).to_cents() > Money::ZERO);
    }
}
