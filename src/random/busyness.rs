//! How busy a day is, and each of its intervals: random factors on the arrival rate.

use super::Stream;
use super::gamma::GammaShape;
use super::strata::gamma_quantile;
use crate::units::OutOfRange;

/// Beyond a coefficient of variation of three a day is mostly empty and sometimes absurd.
const LARGEST_CV: f64 = 3.0;

/// A factor for the whole day: gamma with mean one and this coefficient of variation.
///
/// Nothing is cut off, so the mean is one exactly. Source: Avramidis, Deslauriers, L'Ecuyer (2004), "Modeling daily
/// arrivals to a telephone call center", the Poisson-gamma model (Whitt 1999).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DayFactor {
    cv: f64,
}

impl DayFactor {
    /// With this coefficient of variation; zero makes every day alike.
    ///
    /// # Errors
    /// When `cv` does not lie between 0 and 3.
    pub fn new(cv: f64) -> Result<Self, OutOfRange> {
        Ok(Self { cv: checked_cv(cv)? })
    }

    /// Coefficient of variation.
    pub const fn cv(self) -> f64 {
        self.cv
    }

    /// The day's factor; takes nothing from the stream when it is always one.
    pub fn draw(self, stream: &mut Stream) -> f64 {
        if self.cv == 0.0 {
            return 1.0;
        }
        let variance = self.cv * self.cv;
        GammaShape::new(1.0 / variance).draw(stream) * variance
    }

    /// The factor of a day whose standard normal score is this: the same law, for days whose scores are correlated.
    pub fn of_score(self, score: f64) -> f64 {
        // A hair away from certainty, where the quantile is infinite.
        const LARGEST: f64 = 1.0 - f64::EPSILON;
        if self.cv == 0.0 {
            return 1.0;
        }
        let below = (libm::erfc(-score * std::f64::consts::FRAC_1_SQRT_2) / 2.0).clamp(f64::MIN_POSITIVE, LARGEST);
        let shape = 1.0 / (self.cv * self.cv);
        gamma_quantile(shape, below) / shape
    }
}

/// A factor for each interval of a day: log-normal, each with mean one, neighbours correlated.
///
/// The logarithm is a stationary autoregression of order one; its coefficient is chosen so that the *factors themselves*
/// have the stated correlation from one interval to the next. Nothing is cut off, so the mean is one exactly.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct IntervalFactors {
    cv: f64,
    correlation: f64,
    /// Standard deviation of the logarithm.
    sigma: f64,
    /// Correlation of neighbouring logarithms.
    persistence: f64,
}

impl IntervalFactors {
    /// With this coefficient of variation, and this correlation between one interval's factor and the next one's.
    ///
    /// With `s² = ln(1 + cv²)` the logarithms need the correlation `ln(1 + correlation * cv²) / s²`, which exists when the
    /// factors' own correlation exceeds `-1 / (1 + cv²)`: log-normal factors cannot alternate perfectly.
    ///
    /// # Errors
    /// When `cv` does not lie between 0 and 3, or `correlation` not between that bound and 1 (both excluded).
    pub fn new(cv: f64, correlation: f64) -> Result<Self, OutOfRange> {
        let variance = checked_cv(cv)? * cv;
        let lowest = -1.0 / (1.0 + variance);
        if !(correlation > lowest && correlation < 1.0) {
            return Err(OutOfRange(format!(
                "with a cv of {cv} the correlation lies above {lowest:.4} and below 1, not {correlation}"
            )));
        }
        let log_variance = libm::log1p(variance);
        let persistence = if variance > 0.0 { libm::log1p(correlation * variance) / log_variance } else { 0.0 };
        Ok(Self { cv, correlation, sigma: log_variance.sqrt(), persistence: persistence.clamp(-1.0, 1.0) })
    }

    /// Coefficient of variation of a factor.
    pub const fn cv(self) -> f64 {
        self.cv
    }

    /// Correlation of one interval's factor with the next one's.
    pub const fn correlation(self) -> f64 {
        self.correlation
    }

    /// Factors of consecutive intervals, the first one drawn from the stationary law; takes nothing from the stream when
    /// they are always one.
    pub fn draw(self, stream: &mut Stream, out: &mut [f64]) {
        if self.cv == 0.0 {
            out.fill(1.0);
            return;
        }
        let fresh = (1.0 - self.persistence * self.persistence).sqrt();
        let mut state = stream.normal();
        for slot in out {
            *slot = libm::exp(self.sigma * state - self.sigma * self.sigma / 2.0);
            state = self.persistence * state + fresh * stream.normal();
        }
    }
}

fn checked_cv(cv: f64) -> Result<f64, OutOfRange> {
    if (0.0..=LARGEST_CV).contains(&cv) {
        Ok(cv)
    } else {
        Err(OutOfRange(format!("the coefficient of variation (cv) lies between 0 and {LARGEST_CV}, not {cv}")))
    }
}
