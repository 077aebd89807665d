//! Distributions of durations that cannot be wrong: one constructor for each form a scenario can write.

use super::Sampler;
use crate::units::{Duration, OutOfRange, Share};

/// A distribution of durations: patience, talk time, delays.
///
/// Every constructor checks its numbers and says which range it wanted. A mean of zero is allowed where a mean is
/// asked for, and gives the constant zero; so does a coefficient of variation of zero, giving the constant mean.
#[derive(Debug, Clone, PartialEq)]
pub struct DurationDistribution {
    pub(super) form: Form,
    /// Longest duration; a longer draw becomes this one.
    pub(super) at_most: Option<Duration>,
}

/// The law before it is cut; times in seconds, except where they are exact.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Constant(Duration),
    Exponential { mean: f64 },
    Lognormal { log_median: f64, sigma: f64 },
    Gamma { shape: f64, scale: f64 },
    Erlang { phases: u32, mean: f64 },
    Weibull { shape: f64, scale: f64 },
    Uniform { from: f64, to: f64 },
    Triangular { from: f64, mode: f64, to: f64 },
    Hyperexponential { shares: Vec<f64>, means: Vec<f64> },
    Empirical { values: Vec<Duration>, weights: Vec<f64> },
    Hazard(Vec<HazardPiece>),
    Mixture(Vec<(f64, DurationDistribution)>),
    Never,
}

/// A stretch of constant hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HazardPiece {
    /// Where it begins \[s\].
    pub(super) from: f64,
    /// Hazard summed up to there.
    pub(super) before: f64,
    /// Hazard [1/s].
    pub(super) rate: f64,
}

/// Smallest positive coefficient of variation: below it the gamma law has a shape beyond a million, which is a constant.
const SMALLEST_CV: f64 = 0.001;
const LARGEST_CV: f64 = 100.0;
const LARGEST_SIGMA: f64 = 10.0;
const SMALLEST_SHAPE: f64 = 0.01;
const LARGEST_SHAPE: f64 = 1000.0;
const MOST_PHASES: u32 = 1000;
/// A million a minute: whoever means more means "at once".
const HIGHEST_HAZARD: f64 = 1e6;
const LARGEST_WEIGHT: f64 = 1e12;
/// How far the written shares of a whole may miss one.
const SHARE_TOLERANCE: f64 = 1e-6;
/// Mixtures inside mixtures inside mixtures...
const DEEPEST_MIXTURE: usize = 16;
const MOST_VALUES: usize = 10_000_000;

impl DurationDistribution {
    /// Always this long.
    pub const fn constant(length: Duration) -> Self {
        if length.is_forever() { Self::never() } else { Self::of(Form::Constant(length)) }
    }

    /// It never ends: the patience of somebody who never hangs up. Takes nothing from the stream.
    pub const fn never() -> Self {
        Self::of(Form::Never)
    }

    /// Exponential with this mean.
    ///
    /// # Errors
    /// When the mean is longer than ten years.
    pub fn exponential(mean: Duration) -> Result<Self, OutOfRange> {
        Self::with_mean(mean, |mean| Form::Exponential { mean })
    }

    /// Log-normal with this mean and coefficient of variation: `sigma² = ln(1 + cv²)`, median `mean / sqrt(1 + cv²)`.
    ///
    /// # Errors
    /// When the mean is longer than ten years, or `cv` is neither 0 nor between 0.001 and 100.
    pub fn lognormal(mean: Duration, cv: f64) -> Result<Self, OutOfRange> {
        Self::with_mean_and_cv(mean, cv, |mean| {
            let variance = libm::log1p(cv * cv);
            Form::Lognormal { log_median: libm::log(mean) - variance / 2.0, sigma: variance.sqrt() }
        })
    }

    /// Log-normal with this median and this standard deviation of the logarithm.
    ///
    /// # Errors
    /// When the median is longer than ten years, or `sigma` does not lie between 0 and 10.
    pub fn lognormal_from_median(median: Duration, sigma: f64) -> Result<Self, OutOfRange> {
        check("sigma", sigma, 0.0, LARGEST_SIGMA)?;
        if sigma == 0.0 {
            return Self::with_mean(median, |_| Form::Constant(median));
        }
        Self::with_mean(median, |median| Form::Lognormal { log_median: libm::log(median), sigma })
    }

    /// Gamma with this mean and coefficient of variation: shape `1 / cv²`.
    ///
    /// # Errors
    /// When the mean is longer than ten years, or `cv` is neither 0 nor between 0.001 and 100.
    pub fn gamma(mean: Duration, cv: f64) -> Result<Self, OutOfRange> {
        Self::with_mean_and_cv(mean, cv, |mean| Form::Gamma { shape: 1.0 / (cv * cv), scale: mean * cv * cv })
    }

    /// Erlang: the sum of so many exponential phases of equal mean, with this mean altogether; one phase is an exponential.
    ///
    /// # Errors
    /// When the mean is longer than ten years, or `phases` does not lie between 1 and 1000.
    pub fn erlang(mean: Duration, phases: u32) -> Result<Self, OutOfRange> {
        if !(1..=MOST_PHASES).contains(&phases) {
            return Err(OutOfRange(format!("the number of phases lies between 1 and {MOST_PHASES}, not {phases}")));
        }
        Self::with_mean(
            mean,
            |mean| if phases == 1 { Form::Exponential { mean } } else { Form::Erlang { phases, mean } },
        )
    }

    /// Weibull with this mean and shape; below shape one people who have waited long tend to wait on.
    ///
    /// # Errors
    /// When the mean is longer than ten years, or `shape` does not lie between 0.01 and 1000.
    pub fn weibull(mean: Duration, shape: f64) -> Result<Self, OutOfRange> {
        check("the shape", shape, SMALLEST_SHAPE, LARGEST_SHAPE)?;
        Self::with_mean(mean, |mean| Form::Weibull { shape, scale: mean / libm::tgamma(1.0 + 1.0 / shape) })
    }

    /// Weibull with this scale (63 % are shorter) and shape.
    ///
    /// # Errors
    /// When the scale is longer than ten years, or `shape` does not lie between 0.01 and 1000.
    pub fn weibull_from_scale(scale: Duration, shape: f64) -> Result<Self, OutOfRange> {
        check("the shape", shape, SMALLEST_SHAPE, LARGEST_SHAPE)?;
        Self::with_mean(scale, |scale| Form::Weibull { shape, scale })
    }

    /// Anything between the two equally likely.
    ///
    /// # Errors
    /// When `to` is shorter than `from` or longer than ten years.
    pub fn uniform(from: Duration, to: Duration) -> Result<Self, OutOfRange> {
        in_order(&[("from", from), ("to", to)])?;
        if from == to {
            return Ok(Self::constant(from));
        }
        Ok(Self::of(Form::Uniform { from: from.as_secs_f64(), to: to.as_secs_f64() }))
    }

    /// Rising from `from` to `mode`, falling to `to`, in straight lines.
    ///
    /// # Errors
    /// When the three are not in order, or longer than ten years.
    pub fn triangular(from: Duration, mode: Duration, to: Duration) -> Result<Self, OutOfRange> {
        in_order(&[("from", from), ("mode", mode), ("to", to)])?;
        if from == to {
            return Ok(Self::constant(from));
        }
        let [from, mode, to] = [from, mode, to].map(Duration::as_secs_f64);
        Ok(Self::of(Form::Triangular { from, mode, to }))
    }

    /// One of several exponentials: this share has that mean.
    ///
    /// # Errors
    /// When the lists are empty or differ in length, the shares do not sum to one (within a millionth), or a mean is
    /// longer than ten years.
    pub fn hyperexponential(shares: &[Share], means: &[Duration]) -> Result<Self, OutOfRange> {
        if shares.len() != means.len() {
            return Err(OutOfRange(format!(
                "every share has one mean, not {} shares and {} means",
                shares.len(),
                means.len()
            )));
        }
        let shares = normalized(shares.iter().copied())?;
        let means = means.iter().map(|&mean| seconds("a mean", mean)).collect::<Result<_, _>>()?;
        Ok(Self::of(Form::Hyperexponential { shares, means }))
    }

    /// One of these values, each as likely as its weight says; without weights all equally.
    ///
    /// # Errors
    /// When there is no value or a value is longer than ten years, the weights are not as many as the values, one of them
    /// does not lie between 0 and 10¹², or all are zero.
    pub fn empirical(values: Vec<Duration>, weights: Option<Vec<f64>>) -> Result<Self, OutOfRange> {
        if !(1..=MOST_VALUES).contains(&values.len()) {
            return Err(OutOfRange(format!("there are between 1 and {MOST_VALUES} values, not {}", values.len())));
        }
        for &value in &values {
            seconds("a value", value)?;
        }
        let weights = weights.unwrap_or_else(|| vec![1.0; values.len()]);
        if weights.len() != values.len() {
            let (values, weights) = (values.len(), weights.len());
            return Err(OutOfRange(format!("every value has one weight, not {values} values and {weights} weights")));
        }
        for &weight in &weights {
            check("a weight", weight, 0.0, LARGEST_WEIGHT)?;
        }
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return Err(OutOfRange("at least one weight is above 0".to_owned()));
        }
        let weights = weights.iter().map(|weight| weight / total).collect();
        Ok(Self::of(Form::Empirical { values, weights }))
    }

    /// Piecewise constant hazard, for patience: from `from[i]` on, `per_minute[i]` of those still there end per minute.
    ///
    /// Where the last rate is zero, whoever gets there stays for ever.
    ///
    /// # Errors
    /// When the lists are empty or differ in length, `from` does not rise strictly from 0 s, or a rate does not lie
    /// between 0 and a million per minute.
    pub fn hazard(from: &[Duration], per_minute: &[f64]) -> Result<Self, OutOfRange> {
        const SECONDS_PER_MINUTE: f64 = 60.0;
        if from.len() != per_minute.len() {
            let (starts, rates) = (from.len(), per_minute.len());
            return Err(OutOfRange(format!("every `from` has one rate, not {starts} and {rates}")));
        }
        if from.first() != Some(&Duration::ZERO) {
            return Err(OutOfRange("a hazard starts from 0 s".to_owned()));
        }
        for (&earlier, &later) in from.iter().zip(&from[1..]) {
            if earlier >= later {
                return Err(OutOfRange(format!(
                    "a hazard's `from` rises strictly, but {earlier} comes before {later}"
                )));
            }
        }
        let mut pieces: Vec<HazardPiece> = Vec::with_capacity(from.len());
        for (&from, &rate) in from.iter().zip(per_minute) {
            check("a hazard per minute", rate, 0.0, HIGHEST_HAZARD)?;
            let from = seconds("`from`", from)?;
            let before = pieces.last().map_or(0.0, |last| last.before + last.rate * (from - last.from));
            pieces.push(HazardPiece { from, before, rate: rate / SECONDS_PER_MINUTE });
        }
        Ok(Self::of(Form::Hazard(pieces)))
    }

    /// This share of the draws comes from that distribution.
    ///
    /// # Errors
    /// When there is no part, the shares do not sum to one (within a millionth), or mixtures are nested deeper than 16.
    pub fn mixture(parts: Vec<(Share, Self)>) -> Result<Self, OutOfRange> {
        let shares = normalized(parts.iter().map(|&(share, _)| share))?;
        let mixture =
            Self::of(Form::Mixture(shares.into_iter().zip(parts.into_iter().map(|(_, part)| part)).collect()));
        if mixture.depth() > DEEPEST_MIXTURE {
            return Err(OutOfRange(format!("a mixture has at most {DEEPEST_MIXTURE} levels")));
        }
        Ok(mixture)
    }

    /// The same, but never longer than `limit`: a longer draw becomes `limit`, so that an atom sits there.
    ///
    /// The mean that was stated is the one before this cut; [`DurationDistribution::mean`] is the one after it.
    #[must_use]
    pub fn at_most(mut self, limit: Duration) -> Self {
        self.at_most =
            Some(self.at_most.map_or(limit, |earlier| earlier.min(limit))).filter(|limit| !limit.is_forever());
        self
    }

    /// The distribution prepared for fast drawing.
    pub fn sampler(&self) -> Sampler {
        Sampler::new(self)
    }

    const fn of(form: Form) -> Self {
        Self { form, at_most: None }
    }

    fn with_mean(mean: Duration, form: impl FnOnce(f64) -> Form) -> Result<Self, OutOfRange> {
        let mean = seconds("the mean, median or scale", mean)?;
        Ok(Self::of(if mean > 0.0 { form(mean) } else { Form::Constant(Duration::ZERO) }))
    }

    fn with_mean_and_cv(mean: Duration, cv: f64, form: impl FnOnce(f64) -> Form) -> Result<Self, OutOfRange> {
        if cv == 0.0 {
            return Self::with_mean(mean, |_| Form::Constant(mean));
        }
        if !(SMALLEST_CV..=LARGEST_CV).contains(&cv) {
            let range = format!("0 or lies between {SMALLEST_CV} and {LARGEST_CV}");
            return Err(OutOfRange(format!("the coefficient of variation (cv) is {range}, not {cv}")));
        }
        Self::with_mean(mean, form)
    }

    fn depth(&self) -> usize {
        match &self.form {
            Form::Mixture(parts) => 1 + parts.iter().map(|(_, part)| part.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }
}

fn check(what: &str, value: f64, low: f64, high: f64) -> Result<(), OutOfRange> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(OutOfRange(format!("{what} lies between {low} and {high}, not {value}")))
    }
}

fn seconds(what: &str, length: Duration) -> Result<f64, OutOfRange> {
    if length <= Duration::LONGEST {
        Ok(length.as_secs_f64())
    } else {
        Err(OutOfRange(format!("{what} lies between 0 s and ten years, not {length}")))
    }
}

fn in_order(lengths: &[(&str, Duration)]) -> Result<(), OutOfRange> {
    for &(name, length) in lengths {
        seconds(&format!("`{name}`"), length)?;
    }
    match lengths.windows(2).find(|pair| pair[0].1 > pair[1].1) {
        None => Ok(()),
        Some(pair) => {
            Err(OutOfRange(format!("`{}` is at least `{}` ({}), not {}", pair[1].0, pair[0].0, pair[0].1, pair[1].1)))
        }
    }
}

/// Shares that sum to one exactly enough, from shares that nearly do.
fn normalized(shares: impl Iterator<Item = Share>) -> Result<Vec<f64>, OutOfRange> {
    let shares: Vec<f64> = shares.map(Share::get).collect();
    let total: f64 = shares.iter().sum();
    if (total - 1.0).abs() <= SHARE_TOLERANCE {
        Ok(shares.into_iter().map(|share| share / total).collect())
    } else {
        Err(OutOfRange(format!("the shares sum to 100 %, not to {:.6} %", total * 100.0)))
    }
}
