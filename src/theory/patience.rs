//! Any law of patience: how likely is it that somebody still holds after t seconds.

use std::fmt;
use std::sync::Arc;

/// Law of patience: the share of callers who would still be holding after t seconds if nobody answered.
///
/// Patience 0 with positive probability is balking: who finds an idle agent is answered nonetheless, who does not is
/// gone at once. A share that never drops to zero are people who never hang up.
#[derive(Clone)]
pub struct PatienceLaw {
    survival: Arc<dyn Fn(f64) -> f64 + Send + Sync>,
    breakpoints: Vec<f64>,
}

impl PatienceLaw {
    /// From `survival(t)` = P(patience > t), t > 0 in seconds: a share that never rises with t (out of range is cut, not
    /// a number counts as 0).
    ///
    /// `breakpoints` \[s\]: where the survival function jumps or bends. Between them it should be smooth; a forgotten
    /// one costs accuracy at that place, about 1e-12 of the total for a jump and less for a bend.
    pub fn new(survival: impl Fn(f64) -> f64 + Send + Sync + 'static, breakpoints: &[f64]) -> Self {
        let mut breakpoints: Vec<f64> = breakpoints.iter().copied().filter(|t| t.is_finite() && *t > 0.0).collect();
        breakpoints.sort_by(f64::total_cmp);
        breakpoints.dedup();
        Self { survival: Arc::new(survival), breakpoints }
    }

    /// Nobody hangs up: Erlang C.
    pub fn never_ending() -> Self {
        Self::new(|_| 1.0, &[])
    }

    /// Exponential with `mean` seconds: Erlang A.
    pub fn exponential(mean: f64) -> Self {
        Self::new(move |t| libm::exp(-t / mean), &[])
    }

    /// Everybody hangs up after exactly `seconds`.
    pub fn constant(seconds: f64) -> Self {
        Self::new(move |t| if t < seconds { 1.0 } else { 0.0 }, &[seconds])
    }

    /// Weibull: P(patience > t) = exp(-(t / scale)^shape), `scale` in seconds. A shape below 1: many leave at once.
    pub fn weibull(scale: f64, shape: f64) -> Self {
        Self::new(move |t| libm::exp(-libm::pow(t / scale, shape)), &[])
    }

    /// Lognormal with `median` seconds, and `sigma` the standard deviation of the logarithm.
    pub fn lognormal(median: f64, sigma: f64) -> Self {
        let spread = sigma * std::f64::consts::SQRT_2;
        Self::new(move |t| 0.5 * libm::erfc(libm::log(t / median) / spread), &[])
    }

    /// A hazard (share of those still holding who give up, per second) that is constant between `starts`: each pair is
    /// the second from which it holds and the rate. Before the first it is 0, after the last it stays.
    pub fn piecewise_hazard(pieces: &[(f64, f64)]) -> Self {
        let mut pieces: Vec<(f64, f64)> = pieces.to_vec();
        pieces.sort_by(|one, other| one.0.total_cmp(&other.0));
        let starts: Vec<f64> = pieces.iter().map(|piece| piece.0).collect();
        let cumulative_hazard = move |t: f64| -> f64 {
            let ends = pieces.iter().skip(1).map(|piece| piece.0).chain([f64::INFINITY]);
            pieces
                .iter()
                .zip(ends)
                .map(|((start, rate), end)| rate.max(0.0) * (t.min(end) - start.max(0.0)).max(0.0))
                .sum()
        };
        Self::new(move |t| libm::exp(-cumulative_hazard(t)), &starts)
    }

    /// The same people, but nobody holds longer than `seconds`.
    #[must_use]
    pub fn at_most(&self, seconds: f64) -> Self {
        let inner = self.clone();
        let breakpoints: Vec<f64> = self.breakpoints.iter().copied().chain([seconds]).collect();
        Self::new(move |t| if t < seconds { inner.survival(t) } else { 0.0 }, &breakpoints)
    }

    /// A mixture: a `share` (0..=1) of the people are `other`, the rest are of this law. `balking` people are
    /// `PatienceLaw::constant(0.0)`.
    #[must_use]
    pub fn mixed_with(&self, share: f64, other: &Self) -> Self {
        let (inner, other) = (self.clone(), other.clone());
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        let breakpoints: Vec<f64> = self.breakpoints.iter().chain(&other.breakpoints).copied().collect();
        Self::new(move |t| (1.0 - share) * inner.survival(t) + share * other.survival(t), &breakpoints)
    }

    /// P(patience > `seconds`), between 0 and 1.
    pub fn survival(&self, seconds: f64) -> f64 {
        let share = (self.survival)(seconds);
        if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
    }

    /// Where the survival function jumps or bends \[s\], rising.
    pub fn breakpoints(&self) -> &[f64] {
        &self.breakpoints
    }
}

impl fmt::Debug for PatienceLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PatienceLaw").field("breakpoints", &self.breakpoints).finish_non_exhaustive()
    }
}
