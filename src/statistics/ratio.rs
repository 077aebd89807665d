//! Ratios of totals over replications.

use super::controls::{Controlled, HalfSums};
use super::pairing::{Doubt, PairSums, Pairing};
use super::wide::{centered, centered_or_nearly};
use super::{Estimate, Moments, NumberReader, NumberWriter, wilson};

/// Pairs of whole numbers (a numerator and a denominator per replication): exact sums, in any order.
///
/// The ratio is that of the totals, not a mean of ratios. Its interval is the delta method's (Cochran 1977, section 6.3;
/// Law 2015, section 9.5.3): with residuals `d = x - r y`, the variance is `sum of d² / (n - 1) / (n * mean(y)²)`. Sums stop
/// at 2¹²⁸ - 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RatioMoments {
    pub(super) count: u64,
    pub(super) x: u128,
    pub(super) y: u128,
    pub(super) xx: u128,
    xy: u128,
    pub(super) yy: u128,
    /// How the replications were paired, and their differences within pairs.
    pairs: Option<(Pairing, PairSums)>,
    /// The ratio corrected by controls.
    controlled: Option<Controlled>,
}

impl RatioMoments {
    /// From the moments of numerators and denominators of the same replications, and the sum of their products.
    pub const fn from_moments(numerator: &Moments, denominator: &Moments, products: u128) -> Self {
        Self {
            count: numerator.count(),
            x: numerator.sum(),
            y: denominator.sum(),
            xx: numerator.squares(),
            xy: products,
            yy: denominator.squares(),
            pairs: None,
            controlled: None,
        }
    }

    /// From moments of numerators and denominators of replications in strata: `products` is the sum of their products,
    /// `differences` that of the products of differences within pairs.
    pub const fn from_stratified(
        numerator: &Moments,
        denominator: &Moments,
        products: u128,
        differences: i128,
    ) -> Self {
        let plain = Self::from_moments(numerator, denominator, products);
        match (numerator.pairs(), denominator.pairs()) {
            (Some((pairing, xx)), Some((_, yy))) => plain.in_strata(pairing, PairSums { xx, xy: differences, yy }),
            _ => plain,
        }
    }

    /// The same, known to have come in strata, with the differences within pairs. Nothing more can be pushed.
    #[must_use]
    pub const fn in_strata(self, pairing: Pairing, differences: PairSums) -> Self {
        Self { pairs: Some((pairing, differences)), ..self }
    }

    /// The same, corrected by controls: both halves' sums, and what is expected of each control. Nothing more can be pushed.
    #[must_use]
    pub fn controlled(self, halves: &[HalfSums; 2], expected: &[f64]) -> Self {
        let pairing = self.pairs.map(|(pairing, _)| pairing);
        Self { controlled: Controlled::of(halves, expected, pairing), ..self }
    }

    /// Takes in one replication's numerator and denominator.
    pub const fn push(&mut self, numerator: u64, denominator: u64) {
        let (x, y) = (numerator as u128, denominator as u128);
        self.count += 1;
        self.x = self.x.saturating_add(x);
        self.y = self.y.saturating_add(y);
        self.xx = self.xx.saturating_add(x * x);
        self.xy = self.xy.saturating_add(x * y);
        self.yy = self.yy.saturating_add(y * y);
    }

    /// Takes in what `other` has seen.
    pub const fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.x = self.x.saturating_add(other.x);
        self.y = self.y.saturating_add(other.y);
        self.xx = self.xx.saturating_add(other.xx);
        self.xy = self.xy.saturating_add(other.xy);
        self.yy = self.yy.saturating_add(other.yy);
        self.controlled = None;
        self.pairs = match (self.pairs, other.pairs) {
            (Some((pairing, mut mine)), Some((_, more))) => {
                mine.merge(&more);
                Some((pairing, mine))
            }
            _ => None,
        };
    }

    /// Writes count and sums, without differences within pairs.
    pub fn write(&self, to: &mut NumberWriter) {
        to.put(self.count);
        for sum in [self.x, self.y, self.xx, self.xy, self.yy] {
            to.put(sum);
        }
    }

    /// Reads what [`RatioMoments::write`] wrote, of replications that were not paired; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        let (count, x, y) = (from.take()?, from.take()?, from.take()?);
        Some(Self { count, x, y, xx: from.take()?, xy: from.take()?, yy: from.take()?, pairs: None, controlled: None })
    }

    /// Number of replications.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Sum of the numerators.
    pub const fn numerator(&self) -> u128 {
        self.x
    }

    /// Sum of the denominators.
    pub const fn denominator(&self) -> u128 {
        self.y
    }

    /// Total numerator over total denominator, uncorrected; `None` when the denominator is zero.
    pub fn ratio(&self) -> Option<f64> {
        (self.y > 0).then(|| self.x as f64 / self.y as f64)
    }

    /// How many times as many independent replications would have been needed for a ratio as well known as this; `None`
    /// where nothing is known, or nothing varies.
    pub fn saved(&self) -> Option<f64> {
        let saved = self.saved_by_strata()? * self.saved_by_controls().unwrap_or(1.0);
        (saved.is_finite() && saved > 0.0).then_some(saved)
    }

    /// What of that is due to strata.
    pub fn saved_by_strata(&self) -> Option<f64> {
        self.doubt().and_then(|doubt| doubt.saved())
    }

    /// How many times as many replications would have been needed without controls; `None` where there are none, nothing is
    /// known, or nothing varies.
    pub fn saved_by_controls(&self) -> Option<f64> {
        let (plain, controlled) = (self.doubt()?, self.controlled?);
        let total = self.y as f64;
        let saved = plain.variance / total / total / controlled.variance();
        (saved.is_finite() && saved > 0.0).then_some(saved)
    }

    /// What the sum of residuals may be off by; `None` where the replications cannot tell.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        if self.count < 2 || self.y == 0 {
            return None;
        }
        let n = self.count as f64;
        // This is n times the sum of squares.
        let residuals = self.residuals();
        let Some((pairing, sums)) = self.pairs else {
            let variance = residuals / (n - 1.0);
            return Some(Doubt { variance, freedom: self.count - 1, independent: variance });
        };
        pairing.doubt(self.count, residuals / n, self.residual_differences(&sums))
    }

    /// The ratio, corrected by controls if there are any, with its interval by the delta method and Student's t with n - 1 degrees of freedom (in strata, with the
    /// number of pairs); `None` when the denominator is zero, no interval from one replication, or two that share a stratum.
    ///
    /// For a share use [`RatioMoments::share_estimate`], which keeps to 0..=1 and does not mistake "never seen" for "never".
    pub fn estimate(&self, confidence: f64) -> Option<Estimate> {
        let value = self.ratio()?;
        if let Some(controlled) = self.controlled {
            return Some(controlled.estimate(confidence));
        }
        let total = self.y as f64;
        Some(self.doubt().map_or(Estimate { value, interval: None }, |doubt| {
            Estimate::by_student(value, doubt.variance / total / total, doubt.freedom, confidence)
        }))
    }

    /// The ratio as a share, where the numerator counts some of what the denominator counts: its interval stays in 0..=1.
    ///
    /// When it was nothing in every replication, or all, the replications show no variance, and the delta method would
    /// claim certainty. Then the interval is Wilson's, with the total denominator as trials: `0 of 3000` reaches up to
    /// 0.13 %, a little more careful than the rule of three. It counts each trial as independent; where the trials of a
    /// replication rise and fall together, the doubt is larger than that.
    pub fn share_estimate(&self, confidence: f64) -> Option<Estimate> {
        let estimate = self.estimate(confidence)?;
        if estimate.interval.is_some() && (self.x == 0 || self.x == self.y) {
            let trials = u64::try_from(self.y).unwrap_or(u64::MAX);
            return wilson(if self.x == 0 { 0 } else { trials }, trials, confidence);
        }
        let Estimate { value, interval } = estimate.clamped(0.0, 1.0);
        // Corrections may carry a rare thing beyond never, or always.
        Some(Estimate { value: value.min(1.0), interval })
    }

    /// `n` times the sum of squared residuals `x - r y` about their mean, which is zero.
    pub(super) fn residuals(&self) -> f64 {
        // The nearest whole ratio is taken off exactly first; what is left of it lies in -1/2..=1/2 and cancels little.
        self.exact_residuals().unwrap_or_else(|| {
            let n = self.count;
            let ratio = self.x as f64 / self.y as f64;
            let xx = centered_or_nearly(n, self.x, self.x, self.xx);
            let xy = centered_or_nearly(n, self.x, self.y, self.xy);
            let yy = centered_or_nearly(n, self.y, self.y, self.yy);
            (xx - 2.0 * ratio * xy + ratio * ratio * yy).max(0.0)
        })
    }

    fn exact_residuals(&self) -> Option<f64> {
        let xx = centered(self.count, self.x, self.x, self.xx)?;
        let xy = centered(self.count, self.x, self.y, self.xy)?;
        let yy = centered(self.count, self.y, self.y, self.yy)?;
        self.about_ratio(xx, xy, yy)
    }

    /// Sum over pairs of the squared differences of residuals.
    pub(super) fn residual_differences(&self, sums: &PairSums) -> f64 {
        let exact = || self.about_ratio(i128::try_from(sums.xx).ok()?, sums.xy, i128::try_from(sums.yy).ok()?);
        exact().unwrap_or_else(|| {
            let ratio = self.x as f64 / self.y as f64;
            (sums.xx as f64 - 2.0 * ratio * sums.xy as f64 + ratio * ratio * sums.yy as f64).max(0.0)
        })
    }

    /// `xx - 2 r xy + r² yy` for sums of squares and products of anything, r the ratio; `None` when it does not fit.
    fn about_ratio(&self, xx: i128, xy: i128, yy: i128) -> Option<f64> {
        let (x, y) = (i128::try_from(self.x).ok()?, i128::try_from(self.y).ok()?);
        let whole = x.checked_add(y / 2)? / y;
        let rest = x.checked_sub(whole.checked_mul(y)?)? as f64 / y as f64;
        // With x' = x - whole * y: S(x'y) = S(xy) - whole S(yy), and S(x'x') = S(xx) - whole (S(xy) + S(x'y)).
        let xy_left = xy.checked_sub(whole.checked_mul(yy)?)?;
        let xx_left = xx.checked_sub(whole.checked_mul(xy.checked_add(xy_left)?)?)?;
        Some((xx_left as f64 - 2.0 * rest * xy_left as f64 + rest * rest * yy as f64).max(0.0))
    }
}
