//! The difference of two ratios that were seen in the same replications.

use super::pairing::{Doubt, PairSums, Pairing, product};
use super::wide::centered_or_nearly;
use super::{Estimate, NumberReader, NumberWriter, RatioMoments};

/// Two ratios seen in the same replications, for the difference between them: with common random numbers it is far
/// better known than either.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PairedRatios {
    first: RatioMoments,
    second: RatioMoments,
    /// Sums of products across the two, numerator or denominator of the first by that of the second.
    crossed: [[u128; 2]; 2],
    /// Differences within pairs of replications of one stratum: of each ratio, and across the two as above.
    differences: (PairSums, PairSums, [[i128; 2]; 2]),
}

impl PairedRatios {
    /// Takes in one replication: numerator and denominator of each.
    pub fn push(&mut self, first: (u64, u64), second: (u64, u64)) {
        self.first.push(first.0, first.1);
        self.second.push(second.0, second.1);
        for (row, a) in self.crossed.iter_mut().zip([first.0, first.1]) {
            for (sum, b) in row.iter_mut().zip([second.0, second.1]) {
                *sum = sum.saturating_add(u128::from(a) * u128::from(b));
            }
        }
    }

    /// Takes in what two replications of one stratum differ in, after each was pushed: of each, the first ratio and the
    /// second.
    pub fn push_pair(&mut self, one: [(u64, u64); 2], other: [(u64, u64); 2]) {
        let (first, second, crossed) = &mut self.differences;
        first.push(one[0], other[0]);
        second.push(one[1], other[1]);
        let apart = |at: usize| [(one[at].0, other[at].0), (one[at].1, other[at].1)];
        for (row, a) in crossed.iter_mut().zip(apart(0)) {
            for (sum, b) in row.iter_mut().zip(apart(1)) {
                *sum = sum.saturating_add(product(a, b));
            }
        }
    }

    /// Writes all sums.
    pub fn write(&self, to: &mut NumberWriter) {
        self.first.write(to);
        self.second.write(to);
        for &sum in self.crossed.as_flattened() {
            to.put(sum);
        }
        let (first, second, crossed) = &self.differences;
        for sums in [first, second] {
            to.put(sums.xx);
            to.put_signed(sums.xy);
            to.put(sums.yy);
        }
        for &sum in crossed.as_flattened() {
            to.put_signed(sum);
        }
    }

    /// Reads what [`PairedRatios::write`] wrote; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        let mut read = Self { first: RatioMoments::read(from)?, second: RatioMoments::read(from)?, ..Self::default() };
        for sum in read.crossed.as_flattened_mut() {
            *sum = from.take()?;
        }
        let (first, second, crossed) = &mut read.differences;
        for sums in [first, second] {
            *sums = PairSums { xx: from.take()?, xy: from.take_signed()?, yy: from.take()? };
        }
        for sum in crossed.as_flattened_mut() {
            *sum = from.take_signed()?;
        }
        Some(read)
    }

    /// Takes in what `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        self.first.merge(&other.first);
        self.second.merge(&other.second);
        for (sum, more) in self.crossed.iter_mut().flatten().zip(other.crossed.iter().flatten()) {
            *sum = sum.saturating_add(*more);
        }
        self.differences.0.merge(&other.differences.0);
        self.differences.1.merge(&other.differences.1);
        for (sum, more) in self.differences.2.iter_mut().flatten().zip(other.differences.2.iter().flatten()) {
            *sum = sum.saturating_add(*more);
        }
    }

    /// The first ratio by itself; `pairing` says how replications were paired, if they were.
    pub fn first(&self, pairing: Option<Pairing>) -> RatioMoments {
        pairing.map_or(self.first, |pairing| self.first.in_strata(pairing, self.differences.0))
    }

    /// The second ratio by itself.
    pub fn second(&self, pairing: Option<Pairing>) -> RatioMoments {
        pairing.map_or(self.second, |pairing| self.second.in_strata(pairing, self.differences.1))
    }

    /// Second ratio less the first, with its interval by the delta method on the residuals' difference and Student's t;
    /// `None` when a denominator is zero, no interval from one replication, or two that share a stratum.
    pub fn difference(&self, confidence: f64, pairing: Option<Pairing>) -> Option<Estimate> {
        let value = self.second.ratio()? - self.first.ratio()?;
        Some(self.doubt(pairing).map_or(Estimate { value, interval: None }, |doubt| {
            Estimate::by_student(value, doubt.variance, doubt.freedom, confidence)
        }))
    }

    /// How many times as many replications two separate sets of people would have taken for a difference as well known;
    /// `None` where nothing is known, or the two never differed.
    pub fn times_sharper(&self, pairing: Option<Pairing>) -> Option<f64> {
        let of_one = |ratio: RatioMoments| {
            let total = ratio.denominator() as f64;
            ratio.doubt().map(|doubt| doubt.variance / total / total)
        };
        let apart = of_one(self.first(pairing))? + of_one(self.second(pairing))?;
        let times = apart / self.doubt(pairing)?.variance;
        (times.is_finite() && times > 0.0).then_some(times)
    }

    /// What the difference may be off by.
    ///
    /// It is the sum over replications of `e = (x₂ - r₂ y₂) / Y₂ - (x₁ - r₁ y₁) / Y₁`, Y the total denominators.
    fn doubt(&self, pairing: Option<Pairing>) -> Option<Doubt> {
        let (a, b) = (&self.first, &self.second);
        let (ratio_a, ratio_b) = (a.ratio()?, b.ratio()?);
        let n = a.count();
        if n < 2 {
            return None;
        }
        let is_same = a == b && self.crossed[0][0] == a.xx && self.crossed[1][1] == a.yy;
        let (total_a, total_b) = (a.denominator() as f64, b.denominator() as f64);
        // Products of residuals across the two, from products of numerators and denominators.
        let together = |[[xx, xy], [yx, yy]]: [[f64; 2]; 2]| xx - ratio_b * xy - ratio_a * yx + ratio_a * ratio_b * yy;
        let squared = |of_a: f64, of_b: f64, across: f64| {
            let sum = of_a / total_a / total_a + of_b / total_b / total_b - 2.0 * across / total_a / total_b;
            // Two that are the same differ by nothing, not by what rounding leaves.
            if is_same { 0.0 } else { sum.max(0.0) }
        };
        let [[xx, xy], [yx, yy]] = self.crossed;
        let about_means = [
            [centered_or_nearly(n, a.x, b.x, xx), centered_or_nearly(n, a.x, b.y, xy)],
            [centered_or_nearly(n, a.y, b.x, yx), centered_or_nearly(n, a.y, b.y, yy)],
        ];
        // All of these are n times the sums.
        let scatter = squared(a.residuals(), b.residuals(), together(about_means));
        let Some(pairing) = pairing else {
            let variance = scatter / (n as f64 - 1.0);
            return Some(Doubt { variance, freedom: n - 1, independent: variance });
        };
        let (of_a, of_b, across) = &self.differences;
        let within = squared(
            a.residual_differences(of_a),
            b.residual_differences(of_b),
            together(across.map(|row| row.map(|sum| sum as f64))),
        );
        pairing.doubt(n, scatter / n as f64, within)
    }
}
