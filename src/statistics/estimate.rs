//! A number with its doubt.

/// An estimate and its confidence interval, all three in the unit of the thing estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Point estimate.
    pub value: f64,
    /// Interval's lower and upper end; `None` when the data cannot tell (a single replication).
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// Half the interval's width [same unit as the value], `None` without an interval.
    pub fn half_width(&self) -> Option<f64> {
        self.interval.map(|(low, high)| (high - low) / 2.0)
    }

    /// The same estimate in another unit: all three numbers times `factor` (not negative).
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, interval: self.interval.map(|(low, high)| (low * factor, high * factor)) }
    }
}
