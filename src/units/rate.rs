//! How many in how long.

use super::{Duration, MICROSECONDS_PER_SECOND, OutOfRange};

/// So many per hour, not negative.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Rate {
    per_hour: f64,
}

impl Rate {
    /// More contacts than this per hour is a typing mistake, not a center: the busiest lines of the world see some
    /// hundred thousand.
    pub const HIGHEST_PER_HOUR: f64 = 1e9;

    /// From a count per hour.
    ///
    /// # Errors
    /// When the count is negative, not a number, or above [`Rate::HIGHEST_PER_HOUR`].
    pub fn per_hour(count: f64) -> Result<Self, OutOfRange> {
        if (0.0..=Self::HIGHEST_PER_HOUR).contains(&count) {
            Ok(Self { per_hour: count })
        } else {
            Err(OutOfRange(format!("a rate lies between 0 and {:e} per h, not {count} per h", Self::HIGHEST_PER_HOUR)))
        }
    }

    /// So many per hour.
    pub const fn as_per_hour(self) -> f64 {
        self.per_hour
    }

    /// So many per microsecond: what the engine's clock wants.
    pub fn as_per_micro(self) -> f64 {
        self.per_hour / (3600.0 * MICROSECONDS_PER_SECOND as f64)
    }

    /// Expected number in a length of time.
    pub fn expected_in(self, length: Duration) -> f64 {
        self.per_hour * length.as_hours_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_a_minute_are_six_hundred_in_half_an_hour() {
        let rate = Rate::per_hour(1200.0).unwrap();
        assert!((rate.expected_in(Duration::from_minutes(30)) - 600.0).abs() < 1e-9);
        assert!(Rate::per_hour(-1.0).is_err());
        assert!(Rate::per_hour(f64::NAN).is_err());
    }
}
