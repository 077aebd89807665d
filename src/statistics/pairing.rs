//! Replications in pairs that share a stratum: how much chance is left where the strata come evenly.

/// How replications are spread over strata: replications 0 and 1 are in one stratum, 2 and 3 in another; so many pairs make
/// a block in which each stratum comes once, in random order. The strata have equal probabilities, and given its stratum a
/// replication is independent of all others.
///
/// With `m` the mean of a stratum, a sum over whole blocks has no doubt from the differences of the `m`; what is left is the
/// scatter inside the strata, which the differences within pairs show: `E (x - x')² = 2 Var(x given the stratum)`. Their
/// squares, summed, estimate the variance of the sum without bias. Source: Cochran (1977), sections 5.3 and 5A.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairing {
    strata: u64,
}

/// Squared differences within pairs of observations of a numerator and a denominator, summed over pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairSums {
    /// Of numerators.
    pub xx: u128,
    /// Of products: the difference of numerators times that of denominators.
    pub xy: i128,
    /// Of denominators.
    pub yy: u128,
}

impl PairSums {
    /// Takes in a pair: numerator and denominator of each.
    pub const fn push(&mut self, one: (u64, u64), other: (u64, u64)) {
        self.xx = self.xx.saturating_add(squared(one.0, other.0));
        self.xy = self.xy.saturating_add(product((one.0, other.0), (one.1, other.1)));
        self.yy = self.yy.saturating_add(squared(one.1, other.1));
    }

    /// Takes in what `other` has seen.
    pub const fn merge(&mut self, other: &Self) {
        self.xx = self.xx.saturating_add(other.xx);
        self.xy = self.xy.saturating_add(other.xy);
        self.yy = self.yy.saturating_add(other.yy);
    }
}

/// Square of the difference of two numbers.
#[inline]
pub const fn squared(one: u64, other: u64) -> u128 {
    let apart = one.abs_diff(other) as u128;
    apart * apart
}

/// Difference of the first two numbers times that of the second two.
#[inline]
pub const fn product(x: (u64, u64), y: (u64, u64)) -> i128 {
    // Numbers of 62 bits have differences and products that fit.
    if x.0 | x.1 | y.0 | y.1 < 1 << 62 {
        return (x.0.cast_signed() - x.1.cast_signed()) as i128 * (y.0.cast_signed() - y.1.cast_signed()) as i128;
    }
    let apart = (x.0.abs_diff(x.1) as u128).saturating_mul(y.0.abs_diff(y.1) as u128);
    let magnitude = if apart > i128::MAX as u128 { i128::MAX } else { apart.cast_signed() };
    if (x.0 < x.1) == (y.0 < y.1) { magnitude } else { -magnitude }
}

/// What a sum over replications may be off by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Doubt {
    /// Variance of the sum.
    pub variance: f64,
    /// Degrees of freedom of that.
    pub freedom: u64,
    /// Variance that the sum would have had over independent replications.
    pub independent: f64,
}

impl Doubt {
    /// How many times as many independent replications would leave as little doubt.
    pub fn saved(&self) -> Option<f64> {
        let saved = self.independent / self.variance;
        (saved.is_finite() && saved > 0.0).then_some(saved)
    }
}

impl Pairing {
    /// With so many strata, at least two.
    pub const fn of_strata(strata: u64) -> Self {
        Self { strata: if strata < 2 { 2 } else { strata } }
    }

    /// Replications in a block, at the end of which everything is even.
    pub const fn block(self) -> u64 {
        2 * self.strata
    }

    /// Doubt of the sum over replications 0 to `n - 1`, from the sum of squared deviations from their mean (`scatter`) and
    /// the sum of squared differences within whole pairs (`within`); `None` from fewer than three.
    ///
    /// With `s²` the variance inside strata and `b²` that of the strata's means, a last block of `p` pairs and, if `e` is
    /// one, a single replication adds `b² g` to the variance, where `g = (4p + e - (2p + e)² / H) H / (H - 1)` for H strata
    /// drawn without replacement, each with the number of its replications as weight. `b²` comes from
    /// `E scatter = (n - 1) s² + (n - g / n) b²`. Degrees of freedom are the number of pairs, one less with a block that is
    /// not whole.
    pub(super) fn doubt(self, n: u64, scatter: f64, within: f64) -> Option<Doubt> {
        let pairs = n / 2;
        if n < 3 {
            return None;
        }
        let left_over = n % self.block();
        let (left_pairs, single) = ((left_over / 2) as f64, (left_over % 2) as f64);
        let strata = self.strata as f64;
        let uneven = (4.0 * left_pairs + single - (left_over * left_over) as f64 / strata) * strata / (strata - 1.0);
        let inside = within / (2 * pairs) as f64;
        let count = n as f64;
        let between = ((scatter - (count - 1.0) * inside) / (count - uneven / count)).max(0.0);
        Some(Doubt {
            variance: within + single * inside + uneven * between,
            freedom: pairs - u64::from(left_over > 0),
            independent: count * (inside + between),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_differences_keep_their_sign() {
        assert_eq!((product((3, 1), (10, 4)), product((1, 3), (10, 4))), (12, -12));
        assert_eq!((product((1, 3), (4, 10)), product((5, 5), (4, 10))), (12, 0));
        assert_eq!(product((u64::MAX, 0), (0, u64::MAX)), -i128::MAX);
    }

    #[test]
    fn whole_blocks_have_the_doubt_of_their_pairs_alone() {
        let doubt = Pairing::of_strata(10).doubt(40, 1000.0, 30.0).unwrap();
        assert_eq!((doubt.variance, doubt.freedom), (30.0, 20));
        // Inside 30/40; between (1000 - 39 * 0.75) / 40.
        assert!((doubt.independent - 40.0 * (0.75 + (1000.0 - 29.25) / 40.0)).abs() < 1e-9);
    }

    #[test]
    fn two_of_one_stratum_say_nothing_of_the_others() {
        assert_eq!(Pairing::of_strata(10).doubt(2, 1.0, 2.0), None);
        assert_eq!(Pairing::of_strata(10).doubt(0, 0.0, 0.0), None);
    }

    /// All orders of three strata with means 0, 3 and 9 and no scatter inside: the variance of the sum over an incomplete
    /// block by hand, against the expectation of its estimate.
    #[test]
    fn an_incomplete_block_has_the_doubt_of_a_draw_without_replacement() {
        let means = [0.0, 3.0, 9.0];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for n in 3..=6_usize {
            let (mut sums, mut estimates) = (Vec::new(), Vec::new());
            for order in orders {
                let values: Vec<f64> = (0..n).map(|at| means[order[at / 2]]).collect();
                let sum: f64 = values.iter().sum();
                let scatter = values.iter().map(|value| (value - sum / n as f64).powi(2)).sum();
                sums.push(sum);
                estimates.push(Pairing::of_strata(3).doubt(n as u64, scatter, 0.0).unwrap().variance);
            }
            let mean = sums.iter().sum::<f64>() / 6.0;
            let variance = sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / 6.0;
            let estimate = estimates.iter().sum::<f64>() / 6.0;
            assert!((variance - estimate).abs() < 1e-9, "{n}: {variance} {estimate}");
        }
    }
}
