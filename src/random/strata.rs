//! Strata of a day's factor: each tenth of its law is met equally often, so that luck with busy days does not blur results.

use std::cell::Cell;

use super::gamma::GammaShape;
use super::{DayFactor, EntityKey, Role, Stream, stream_of};

/// A day factor whose law is cut into [`Strata::COUNT`] parts of equal probability.
///
/// Replications come in pairs, 0 and 1, 2 and 3 ...: both of a pair are in the same stratum. [`Strata::COUNT`] pairs make a
/// block, and in a block each stratum comes once, in a random order that is drawn anew for each block. So each
/// replication by itself is in each stratum with the same probability and has the factor's own law exactly; blocks are
/// independent of each other; and given their stratum, the two of a pair are independent and alike, which shows how much
/// chance is left. Source: Cochran (1977), sections 5.9 and 5A.12 (two units a stratum).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strata {
    shape: GammaShape,
    variance: f64,
    /// Where a stratum ends and the next begins, as the factor.
    edges: [f64; Strata::COUNT - 1],
}

/// A coefficient of variation below this leaves nothing worth the trouble.
const SMALLEST_CV: f64 = 0.01;
/// Draws until one lies in the stratum: ten on average, and more than this once in 10⁴⁵ times.
const MOST_DRAWS: u32 = 1000;

impl Strata {
    /// Number of strata, and of pairs of replications in a block.
    pub const COUNT: usize = 10;

    /// Of a day factor; `None` where it hardly varies (a coefficient of variation below 0.01).
    pub fn of(factor: DayFactor) -> Option<Self> {
        (factor.cv() >= SMALLEST_CV).then(|| Self {
            shape: GammaShape::new(1.0 / (factor.cv() * factor.cv())),
            variance: factor.cv() * factor.cv(),
            edges: edges(factor.cv()),
        })
    }

    /// Stratum of a replication, from 0 (the quietest days) on; `entity` is whose factor it is.
    pub fn stratum(seed: u64, replication: u64, entity: EntityKey) -> usize {
        let pair = replication / 2;
        let mut stream = stream_of(seed, pair / Self::COUNT as u64, Role::Stratum, entity);
        let mut order: [usize; Self::COUNT] = std::array::from_fn(|at| at);
        // Fisher and Yates (1938), Durstenfeld (1964): every order is equally likely.
        for last in (1..Self::COUNT).rev() {
            order.swap(last, stream.below(last as u32 + 1) as usize);
        }
        order[(pair % Self::COUNT as u64) as usize]
    }

    /// The day's factor, given its stratum: drawn from the whole law until it lies there, which makes no approximation.
    pub fn draw(&self, stratum: usize, stream: &mut Stream) -> f64 {
        let from = stratum.checked_sub(1).map_or(0.0, |below| self.edges[below]);
        let to = self.edges.get(stratum).copied().unwrap_or(f64::INFINITY);
        for _ in 0..MOST_DRAWS {
            let factor = self.shape.draw(stream) * self.variance;
            if from <= factor && factor < to {
                return factor;
            }
        }
        from
    }
}

thread_local! {
    /// Edges of the last coefficient of variation asked for: thousands of scenarios in a row have the same.
    static LAST: Cell<(f64, [f64; Strata::COUNT - 1])> = const { Cell::new((0.0, [0.0; Strata::COUNT - 1])) };
}

fn edges(cv: f64) -> [f64; Strata::COUNT - 1] {
    let (known, edges) = LAST.get();
    if known.to_bits() == cv.to_bits() {
        return edges;
    }
    let shape = 1.0 / (cv * cv);
    let edges = std::array::from_fn(|at| gamma_quantile(shape, (at + 1) as f64 / Strata::COUNT as f64) / shape);
    LAST.set((cv, edges));
    edges
}

/// Quantile of the gamma distribution with this shape and scale one.
///
/// Newton's method on the distribution function, kept inside a bracket that each step narrows; on the logarithm of the
/// quantile, since that of a small shape may be tiny. To about eleven digits.
pub(super) fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    const STEPS: usize = 200;
    const CLOSE: f64 = 1e-13;
    let log_gamma = libm::lgamma(shape);
    // Below this logarithm the distribution function is x^a / (a Gamma(a)) to all digits; it begins lower than any answer.
    let lowest = (libm::log(probability) + libm::lgamma(shape + 1.0)) / shape - 1.0;
    let (mut low, mut high) = (lowest, libm::log(shape + 10.0 * shape.sqrt() + 40.0));
    let mut at = libm::log(shape).clamp(low, high);
    for _ in 0..STEPS {
        let x = libm::exp(at);
        let miss = below(shape, x, log_gamma) - probability;
        if miss > 0.0 {
            high = at;
        } else {
            low = at;
        }
        // Density of the logarithm.
        let density = libm::exp(shape * at - x - log_gamma);
        let newton = at - miss / density;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        let step = (next - at).abs();
        at = next;
        if step <= CLOSE * at.abs().max(1.0) {
            break;
        }
    }
    libm::exp(at)
}

/// Distribution function of the gamma distribution of scale one: the regularised lower incomplete gamma function.
///
/// The series below the mean, the continued fraction by Lentz's method above. Source: Abramowitz and Stegun (1964), 6.5.29
/// and 6.5.31; Press et al. (2007), section 6.2. Own, since results rest on its bits: `statrs` uses the platform's logarithm.
fn below(shape: f64, x: f64, log_gamma: f64) -> f64 {
    const TERMS: usize = 100_000;
    const CLOSE: f64 = 1e-16;
    let front = libm::exp(shape * libm::log(x) - x - log_gamma);
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for at in 1..TERMS {
            term *= x / (shape + at as f64);
            sum += term;
            if term < sum * CLOSE {
                break;
            }
        }
        return front * sum;
    }
    let mut bottom = x + 1.0 - shape;
    let (mut ahead, mut behind) = (f64::MAX, 1.0 / bottom);
    let mut fraction = behind;
    for at in 1..TERMS {
        let top = -(at as f64) * (at as f64 - shape);
        bottom += 2.0;
        behind = 1.0 / (top * behind + bottom);
        ahead = bottom + top / ahead;
        let change = ahead * behind;
        fraction *= change;
        if (change - 1.0).abs() < CLOSE {
            break;
        }
    }
    1.0 - front * fraction
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Gamma};

    use super::*;

    const SEED: u64 = 20_261_122;

    #[test]
    fn edges_cut_the_law_into_tenths() {
        for cv in [0.01, 0.05, 0.12, 0.3, 0.5, 1.0, 1.7, 3.0] {
            let shape = 1.0 / (cv * cv);
            let law = Gamma::new(shape, shape).unwrap();
            for (at, edge) in edges(cv).into_iter().enumerate() {
                let wanted = (at + 1) as f64 / 10.0;
                assert!((law.cdf(edge) - wanted).abs() < 1e-10, "cv {cv}, edge {at}: {edge}");
            }
        }
    }

    #[test]
    fn edges_agree_with_closed_forms_and_printed_tables() {
        // Shape one is the exponential.
        for (at, edge) in edges(1.0).into_iter().enumerate() {
            assert!((edge + libm::log1p(-((at + 1) as f64 / 10.0))).abs() < 1e-12);
        }
        // Abramowitz and Stegun (1964), table 26.8: chi-squared with 10 degrees of freedom is exceeded with 90, 50 and 10 %.
        for (probability, chi_squared) in [(0.1, 4.86518), (0.5, 9.34182), (0.9, 15.98718)] {
            assert!((2.0 * gamma_quantile(5.0, probability) - chi_squared).abs() < 5e-5);
        }
    }

    /// Pins our own output, which must be the same on every machine.
    #[test]
    fn the_bits_of_the_edges_stay() {
        let bits =
            [0.01, 0.12, 0.3, 3.0].map(|cv| edges(cv).iter().fold(0, |sum: u64, e| sum.rotate_left(7) ^ e.to_bits()));
        assert_eq!(bits, [16497955387471978811, 11109251195745482106, 4655379358262472576, 11341558533722284994]);
    }

    #[test]
    fn each_block_has_each_stratum_in_one_pair() {
        let center = EntityKey::of("center");
        let mut orders = Vec::new();
        for block in 0..50 {
            let strata: Vec<usize> = (0..20).map(|at| Strata::stratum(SEED, 20 * block + at, center)).collect();
            let order: Vec<usize> = strata.iter().copied().step_by(2).collect();
            assert!(strata.chunks(2).all(|pair| pair[0] == pair[1]));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..10).collect::<Vec<_>>());
            orders.push(order);
        }
        orders.dedup();
        assert!(orders.len() > 45, "blocks differ in their order");
    }

    /// Kolmogorov and Smirnov at alpha 0.0001, over replications of different seeds: the same replication each time.
    #[test]
    fn each_replication_by_itself_has_the_factors_own_law() {
        const DRAWS: u64 = 20_000;
        const CRITICAL: f64 = 2.2253;
        for (cv, replication) in [(0.3, 0), (0.3, 7), (1.5, 33)] {
            let strata = Strata::of(DayFactor::new(cv).unwrap()).unwrap();
            let key = EntityKey::of("center");
            let mut draws: Vec<f64> = (0..DRAWS)
                .map(|seed| {
                    let stratum = Strata::stratum(seed, replication, key);
                    strata.draw(stratum, &mut stream_of(seed, replication, Role::DayFactor, key))
                })
                .collect();
            draws.sort_by(f64::total_cmp);
            let law = Gamma::new(1.0 / (cv * cv), 1.0 / (cv * cv)).unwrap();
            let n = DRAWS as f64;
            let off = |(at, draw): (usize, &f64)| (law.cdf(*draw) - (at as f64 + 0.5) / n).abs() + 0.5 / n;
            let worst = draws.iter().enumerate().map(off).fold(0.0, f64::max);
            assert!(worst * n.sqrt() < CRITICAL, "cv {cv}: {}", worst * n.sqrt());
        }
    }

    #[test]
    fn a_factor_that_hardly_varies_is_left_alone() {
        assert_eq!(Strata::of(DayFactor::default()), None);
        assert_eq!(Strata::of(DayFactor::new(0.009).unwrap()), None);
        assert!(Strata::of(DayFactor::new(0.01).unwrap()).is_some());
    }
}
