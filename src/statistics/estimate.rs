//! A number with its doubt.

use super::student::{normal_quantile, student_t_quantile};

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

    /// The same estimate with the interval's ends brought between `low` and `high`: a share cannot exceed one.
    #[must_use]
    pub fn clamped(self, low: f64, high: f64) -> Self {
        let within = |end: f64| end.max(low).min(high);
        Self { value: self.value, interval: self.interval.map(|(from, to)| (within(from), within(to))) }
    }

    /// A ratio of two variances that were estimated from so many observations; `None` when `confidence` does not lie between
    /// 0 and 1, both excluded, or without observations.
    ///
    /// Rough: with about n / 2 and n degrees of freedom, a ratio of independent ones has a variance of about
    /// 2 / (n / 2) + 2 / n of its square (delta method), and is taken as normal.
    pub fn of_variance_ratio(value: f64, observations: u64, confidence: f64) -> Option<Self> {
        let deviations = normal_quantile(f64::midpoint(1.0, confidence))?;
        let apart = deviations * (6.0 / observations as f64).sqrt();
        let interval = ((value * (1.0 - apart)).max(0.0), value * (1.0 + apart));
        (observations > 0).then_some(Self { value, interval: Some(interval) })
    }

    /// Symmetric interval by Student's t from a variance [unit of the value, squared] and its degrees of freedom; without
    /// an interval when there are none.
    pub(super) fn by_student(value: f64, variance: f64, degrees_of_freedom: u64, confidence: f64) -> Self {
        let interval = student_t_quantile(degrees_of_freedom, 0.5 + confidence / 2.0)
            .map(|t| t * variance.sqrt())
            .filter(|half| half.is_finite() && *half >= 0.0)
            .map(|half| (value - half, value + half));
        Self { value, interval }
    }
}
