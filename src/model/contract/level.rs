//! A value that a clause's measure may take, exact.

use std::fmt;

use crate::units::{Duration, Money, Share};

/// What a measure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureUnit {
    /// Percentage points: the measure is a share.
    Percent,
    /// Seconds.
    Seconds,
    /// Units of the scenario's currency.
    Money,
}

impl MeasureUnit {
    /// What a measure of exactly one is worth in [`Level::PER_UNIT`]s of its unit, given how counts keep it: shares as
    /// counts (one is a hundred points), times in microseconds, money in millionths.
    pub const fn scale(self) -> u128 {
        match self {
            Self::Percent => 100 * Level::PER_UNIT as u128,
            Self::Seconds | Self::Money => 1,
        }
    }
}

/// A value of a measure, in whole millionths of its unit (a percentage point, a second, a unit of currency).
///
/// Whole numbers, so that 80 % is 80 % and a level is at a band's edge or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Level(u64);

impl Level {
    /// Parts of one unit.
    pub const PER_UNIT: u64 = 1_000_000;
    /// Most decimals that a unit has.
    pub const DECIMALS: u8 = 6;
    /// Nothing: the worst of what should be high.
    pub const ZERO: Self = Self(0);
    /// No limit: the worst of what should be low.
    pub const UNBOUNDED: Self = Self(u64::MAX);

    /// From millionths of the unit.
    pub const fn from_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    /// Of a share: `80 %` are eighty percentage points. Rounded to the millionth of a point.
    pub fn of_share(share: Share) -> Self {
        Self((share.get() * (100 * Self::PER_UNIT) as f64).round() as u64)
    }

    /// Of a length of time, in seconds.
    pub const fn of_time(time: Duration) -> Self {
        Self(time.as_micros())
    }

    /// Of an amount of money; nothing for what is below nothing.
    pub fn of_money(amount: Money) -> Self {
        Self(amount.millionths().max(0).cast_unsigned())
    }

    /// Millionths of the unit.
    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// How many units it is.
    pub fn as_units(self) -> f64 {
        self.0 as f64 / Self::PER_UNIT as f64
    }

    /// As a number with so many decimals, cut off where there are more: `79.96`.
    pub fn decimals(self, decimals: u8) -> impl fmt::Display {
        let decimals = decimals.min(Self::DECIMALS);
        let (whole, part) = (self.0 / Self::PER_UNIT, self.0 % Self::PER_UNIT);
        let part = part / 10_u64.pow(u32::from(Self::DECIMALS - decimals));
        if decimals == 0 { whole.to_string() } else { format!("{whole}.{part:0width$}", width = usize::from(decimals)) }
    }

    /// As it is read out in its unit, without needless noughts: `80 %`, `20.5 s`, `0.14`.
    pub fn words(self, unit: MeasureUnit) -> String {
        if self == Self::UNBOUNDED {
            return "any".to_owned();
        }
        let number = self.decimals(Self::DECIMALS).to_string();
        let number = number.trim_end_matches('0').trim_end_matches('.');
        match unit {
            MeasureUnit::Percent => format!("{number} %"),
            MeasureUnit::Seconds => format!("{number} s"),
            MeasureUnit::Money => number.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_percent_are_eighty_points_whatever_a_float_says() {
        assert_eq!(Level::of_share(Share::new(0.8).unwrap()), Level::from_millionths(80_000_000));
        assert_eq!(Level::of_share(Share::new(0.1 + 0.2).unwrap()), Level::from_millionths(30_000_000));
        assert_eq!(Level::of_time(Duration::from_secs(20)).words(MeasureUnit::Seconds), "20 s");
        let level = Level::from_millionths(79_960_000);
        assert_eq!(level.words(MeasureUnit::Percent), "79.96 %");
        assert_eq!(level.decimals(1).to_string(), "79.9");
        assert_eq!(level.decimals(0).to_string(), "79");
    }
}
