//! What is known of a distribution without drawing from it: mean, spread, survival.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

use super::distribution::{DurationDistribution, Form, HazardPiece};
use crate::units::{Duration, MICROSECONDS_PER_SECOND};

/// Mean hazard between two ages of those who last beyond the first, in a mixture of distributions \[1/s\]: the rate of
/// the exponential that falls as far. For an exponential it is its own rate.
///
/// Where nobody lasts beyond the second age (or the first), one over the time between them.
pub fn mean_hazard(mixture: &[(f64, &DurationDistribution)], from: f64, to: f64) -> f64 {
    let surviving = |age: f64| mixture.iter().map(|(share, part)| share * part.survival(age)).sum::<f64>();
    let (before, after) = (surviving(from), surviving(to));
    if before > 0.0 && after > 0.0 { -libm::log(after / before) / (to - from) } else { 1.0 / (to - from) }
}

impl DurationDistribution {
    /// Mean after the cut by `at_most`, to the nearest microsecond; `None` when it is infinite.
    pub fn mean(&self) -> Option<Duration> {
        let micros = self.mean_seconds()? * MICROSECONDS_PER_SECOND as f64;
        Some(Duration::from_micros_f64_saturating(micros + 0.5))
    }

    /// Mean after the cut by `at_most`, in seconds; `None` when it is infinite.
    pub fn mean_seconds(&self) -> Option<f64> {
        self.mean_below(f64::INFINITY).filter(|mean| mean.is_finite())
    }

    /// Standard deviation over mean; `None` when either is infinite, the mean is zero, or the distribution (or a part of
    /// it) is cut by `at_most`, where no closed form is at hand.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        let (mean, square) = (self.mean_seconds()?, self.mean_square()?);
        let cv = match self.form {
            Form::Constant(_) => 0.0,
            // The closed forms avoid a difference of nearly equal numbers.
            Form::Lognormal { sigma, .. } => libm::expm1(sigma * sigma).sqrt(),
            Form::Gamma { shape, .. } => 1.0 / shape.sqrt(),
            _ => (square - mean * mean).max(0.0).sqrt() / mean,
        };
        (mean > 0.0 && cv.is_finite()).then_some(cv)
    }

    /// Whether every draw is the same, `never` included.
    pub fn is_constant(&self) -> bool {
        matches!(self.form, Form::Constant(_) | Form::Never) || self.at_most == Some(Duration::ZERO)
    }

    /// The mean where the distribution is an exponential that nothing cuts: the case that Erlang's formulas assume.
    pub fn exponential_mean(&self) -> Option<Duration> {
        match self.form {
            Form::Exponential { .. } if self.at_most.is_none() => self.mean(),
            _ => None,
        }
    }

    /// Probability of lasting longer than so many seconds; one for a negative time, and for one that is not a number.
    pub fn survival(&self, seconds: f64) -> f64 {
        let t = seconds;
        if self.at_most.is_some_and(|limit| t >= limit.as_secs_f64()) {
            return 0.0;
        }
        if t.is_nan() || t < 0.0 {
            return 1.0;
        }
        match &self.form {
            Form::Constant(length) => step(length.as_secs_f64(), t),
            Form::Never => 1.0,
            Form::Exponential { mean } => libm::exp(-t / mean),
            Form::Lognormal { log_median, sigma } => normal_above((libm::log(t) - log_median) / sigma),
            Form::Gamma { shape, scale } => gamma_above(*shape, t / scale),
            Form::Erlang { phases, mean } => gamma_above(f64::from(*phases), t / mean * f64::from(*phases)),
            Form::Weibull { shape, scale } => libm::exp(-libm::pow(t / scale, *shape)),
            Form::Uniform { from, to } => ((to - t) / (to - from)).clamp(0.0, 1.0),
            Form::Triangular { from, mode, to } => {
                if t <= *from {
                    1.0
                } else if t < *mode {
                    1.0 - (t - from) * (t - from) / ((to - from) * (mode - from))
                } else if t < *to {
                    (to - t) * (to - t) / ((to - from) * (to - mode))
                } else {
                    0.0
                }
            }
            Form::Hyperexponential { shares, means } => {
                weighted(shares, means, |&mean| if mean > 0.0 { libm::exp(-t / mean) } else { 0.0 })
            }
            Form::Empirical { values, weights } => weighted(weights, values, |value| step(value.as_secs_f64(), t)),
            Form::Hazard(pieces) => {
                let piece = &pieces[pieces.partition_point(|piece| piece.from <= t).saturating_sub(1)];
                let more = if piece.rate > 0.0 { piece.rate * (t - piece.from) } else { 0.0 };
                libm::exp(-piece.before - more)
            }
            Form::Mixture(parts) => parts.iter().map(|(share, part)| share * part.survival(t)).sum(),
        }
    }

    /// Times in seconds, rising, above zero, at which the survival has a jump or a kink: where a quadrature has to stop and start anew.
    pub fn breakpoints(&self) -> Vec<f64> {
        let mut points = match &self.form {
            Form::Constant(length) => vec![length.as_secs_f64()],
            Form::Uniform { from, to } => vec![*from, *to],
            Form::Triangular { from, mode, to } => vec![*from, *mode, *to],
            Form::Empirical { values, .. } => values.iter().map(|value| value.as_secs_f64()).collect(),
            Form::Hazard(pieces) => pieces.iter().map(|piece| piece.from).collect(),
            Form::Mixture(parts) => parts.iter().flat_map(|(_, part)| part.breakpoints()).collect(),
            _ => Vec::new(),
        };
        if let Some(limit) = self.at_most.map(Duration::as_secs_f64) {
            points.retain(|&point| point < limit);
            points.push(limit);
        }
        points.retain(|&point| point > 0.0);
        points.sort_by(f64::total_cmp);
        points.dedup();
        points
    }

    /// Mean of the smaller of the duration and `limit` \[s\], the integral of the survival up to there; infinite or `None`
    /// without a limit where it has no end.
    fn mean_below(&self, limit: f64) -> Option<f64> {
        let limit = self.at_most.map_or(limit, |at_most| limit.min(at_most.as_secs_f64()));
        let cut = limit.is_finite();
        Some(match &self.form {
            Form::Constant(length) => length.as_secs_f64().min(limit),
            Form::Never => limit,
            Form::Exponential { mean } => -mean * libm::expm1(-limit / mean),
            Form::Lognormal { log_median, sigma } => {
                let mean = libm::exp(log_median + sigma * sigma / 2.0);
                if cut {
                    let z = (libm::log(limit) - log_median) / sigma;
                    mean * normal_above(sigma - z) + limit * normal_above(z)
                } else {
                    mean
                }
            }
            Form::Gamma { shape, scale } => gamma_mean_below(*shape, *scale, limit),
            Form::Erlang { phases, mean } => gamma_mean_below(f64::from(*phases), mean / f64::from(*phases), limit),
            Form::Weibull { shape, scale } => {
                let power = libm::pow(limit / scale, *shape);
                let mean = scale * libm::tgamma(1.0 + 1.0 / shape);
                if cut { mean * gamma_below(1.0 + 1.0 / shape, power) + limit * libm::exp(-power) } else { mean }
            }
            Form::Uniform { from, to } => {
                let beyond = limit.clamp(*from, *to) - from;
                limit.min(*from) + beyond - beyond * beyond / (2.0 * (to - from))
            }
            Form::Triangular { from, mode, to } => {
                if limit <= *from {
                    limit
                } else if limit < *mode {
                    limit - cube(limit - from) / (3.0 * (mode - from) * (to - from))
                } else {
                    let missing = if limit < *to { cube(to - limit) / (3.0 * (to - from) * (to - mode)) } else { 0.0 };
                    (from + mode + to) / 3.0 - missing
                }
            }
            Form::Hyperexponential { shares, means } => {
                weighted(shares, means, |&mean| if mean > 0.0 { -mean * libm::expm1(-limit / mean) } else { 0.0 })
            }
            Form::Empirical { values, weights } => weighted(weights, values, |value| value.as_secs_f64().min(limit)),
            Form::Hazard(pieces) => hazard_mean_below(pieces, limit),
            Form::Mixture(parts) => {
                let mut sum = 0.0;
                for (share, part) in parts.iter().filter(|(share, _)| *share > 0.0) {
                    sum += share * part.mean_below(limit)?;
                }
                sum
            }
        })
    }

    /// Mean of the square \[s²\], where nothing is cut.
    fn mean_square(&self) -> Option<f64> {
        if self.at_most.is_some() {
            return None;
        }
        Some(match &self.form {
            Form::Constant(length) => length.as_secs_f64() * length.as_secs_f64(),
            Form::Never => return None,
            Form::Exponential { mean } => 2.0 * mean * mean,
            Form::Lognormal { log_median, sigma } => libm::exp(2.0 * (log_median + sigma * sigma)),
            Form::Gamma { shape, scale } => shape * (shape + 1.0) * scale * scale,
            Form::Erlang { phases, mean } => mean * mean * (1.0 + 1.0 / f64::from(*phases)),
            Form::Weibull { shape, scale } => scale * scale * libm::tgamma(1.0 + 2.0 / shape),
            Form::Uniform { from, to } => (from * from + from * to + to * to) / 3.0,
            Form::Triangular { from: a, mode: b, to: c } => (a * a + b * b + c * c + a * b + a * c + b * c) / 6.0,
            Form::Hyperexponential { shares, means } => weighted(shares, means, |mean| 2.0 * mean * mean),
            Form::Empirical { values, weights } => {
                weighted(weights, values, |value| value.as_secs_f64() * value.as_secs_f64())
            }
            Form::Hazard(pieces) => hazard_mean_square(pieces),
            Form::Mixture(parts) => {
                let mut sum = 0.0;
                for (share, part) in parts.iter().filter(|(share, _)| *share > 0.0) {
                    sum += share * part.mean_square()?;
                }
                sum
            }
        })
    }
}

fn step(at: f64, t: f64) -> f64 {
    if t < at { 1.0 } else { 0.0 }
}

fn cube(x: f64) -> f64 {
    x * x * x
}

fn weighted<T>(weights: &[f64], values: &[T], of: impl Fn(&T) -> f64) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * of(value)).sum()
}

/// Probability that a standard normal exceeds `z`.
fn normal_above(z: f64) -> f64 {
    0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Probability that a gamma of this shape and scale one exceeds `x`.
fn gamma_above(shape: f64, x: f64) -> f64 {
    // The function refuses zero and infinity.
    checked_gamma_ur(shape, x).unwrap_or(if x > 0.0 { 0.0 } else { 1.0 })
}

fn gamma_below(shape: f64, x: f64) -> f64 {
    checked_gamma_lr(shape, x).unwrap_or(if x > 0.0 { 1.0 } else { 0.0 })
}

fn gamma_mean_below(shape: f64, scale: f64, limit: f64) -> f64 {
    if limit.is_finite() {
        shape * scale * gamma_below(shape + 1.0, limit / scale) + limit * gamma_above(shape, limit / scale)
    } else {
        shape * scale
    }
}

/// Ends of the pieces \[s\]; the last one has none.
fn ends(pieces: &[HazardPiece]) -> impl Iterator<Item = f64> + '_ {
    pieces.iter().skip(1).map(|piece| piece.from).chain([f64::INFINITY])
}

fn hazard_mean_below(pieces: &[HazardPiece], limit: f64) -> f64 {
    let mut mean = 0.0;
    for (piece, end) in pieces.iter().zip(ends(pieces)) {
        let length = end.min(limit) - piece.from;
        let left = libm::exp(-piece.before);
        if length > 0.0 && left > 0.0 {
            mean +=
                if piece.rate > 0.0 { -left * libm::expm1(-piece.rate * length) / piece.rate } else { left * length };
        }
    }
    mean
}

/// Twice the integral of `t` times the survival.
fn hazard_mean_square(pieces: &[HazardPiece]) -> f64 {
    let mut half = 0.0;
    for (piece, end) in pieces.iter().zip(ends(pieces)) {
        let left = libm::exp(-piece.before);
        let length = end - piece.from;
        if left == 0.0 {
            break;
        }
        half += if piece.rate == 0.0 {
            left * length * (piece.from + length / 2.0)
        } else {
            let (rate, gone) = (piece.rate, -libm::expm1(-piece.rate * length));
            let last = if length.is_finite() { length * libm::exp(-rate * length) } else { 0.0 };
            left * (piece.from * gone / rate + (gone / rate - last) / rate)
        };
    }
    2.0 * half
}
