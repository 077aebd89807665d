//! A part of a whole.

use std::fmt;

use super::OutOfRange;

/// A part of a whole, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Share(f64);

impl Share {
    /// Nothing of it.
    pub const NONE: Self = Self(0.0);
    /// All of it.
    pub const ALL: Self = Self(1.0);

    /// From a number between 0 and 1.
    ///
    /// # Errors
    /// When `value` lies outside 0..=1 or is not a number.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        if (0.0..=1.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(OutOfRange(format!("a share lies between 0 and 1 (0 % and 100 %), not {value}")))
        }
    }

    /// The number between 0 and 1.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// What is left of the whole.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ten decimals hide what 0.07 * 100 leaves behind.
        let percent = format!("{:.10}", self.0 * 100.0);
        write!(f, "{} %", percent.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        for bad in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
            assert!(Share::new(bad).is_err(), "{bad}");
        }
        assert_eq!(Share::new(0.07).unwrap().to_string(), "7 %");
        assert_eq!(Share::new(0.125).unwrap().to_string(), "12.5 %");
    }
}
