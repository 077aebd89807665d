//! Control variates: what is known of a replication beforehand takes luck out of what is not.

use super::pairing::{Doubt, Pairing};
use super::wide::centered_or_nearly;
use super::{Estimate, Moments, NumberReader, NumberWriter};

/// Most controls that a figure is corrected by.
pub const MOST_CONTROLS: usize = 2;
/// Numbers of a replication that hang together: numerator, denominator, controls.
const VARIABLES: usize = 2 + MOST_CONTROLS;
/// Replications that a half must have, so that the other half's slopes mean something.
const LEAST: u64 = 20;
/// Degrees of freedom that a control must find in the half that its slope comes from: an estimated slope adds about one in so
/// many to the variance.
const FREEDOM_OF_A_CONTROL: u64 = 8;
/// Two controls whose squared correlation is nearer to one than this are one.
const NEARLY_THE_SAME: f64 = 1e-9;

type Matrix = [[f64; VARIABLES]; VARIABLES];

/// Exact sums over half of the replications, of a numerator, a denominator, and the controls.
///
/// Products and differences are kept for each two variables, the first of which comes no later.
#[derive(Debug, Clone, Default)]
pub struct HalfSums {
    /// Replications.
    pub count: u64,
    /// Sums.
    pub totals: [u128; VARIABLES],
    /// Sums of products.
    pub products: [[u128; VARIABLES]; VARIABLES],
    /// Sums over pairs of products of differences; nothing where replications are not in pairs.
    pub differences: [[i128; VARIABLES]; VARIABLES],
}

/// A ratio of totals that controls have corrected.
///
/// Replications fall into two halves that are independent of each other. With slopes `b` of one half, and `C` the other
/// half's controls less their expectations, summed, the other half's numerator and denominator become `X - b_x C` and
/// `Y - b_y C`: since slopes and `C` are independent and `E C` is zero, expectations stay what they were (Avramidis and Wilson
/// 1993). The residuals of the ratio `r` are `x - r y - (b_x - r b_y) c`; their scatter in each half says what is left of the
/// doubt, the slopes' own included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Controlled {
    /// Corrected numerators over corrected denominators.
    pub ratio: f64,
    /// Corrected sum of the denominators.
    pub total: f64,
    /// Of the sum of residuals.
    pub doubt: Doubt,
}

impl Controlled {
    /// From both halves' sums and each control's expectation in a replication; `None` where there are too few replications,
    /// or nothing is left of the denominator.
    pub(super) fn of(sums: &[HalfSums; 2], expected: &[f64], pairing: Option<Pairing>) -> Option<Self> {
        if expected.is_empty() || sums.iter().any(|half| !HalfSums::is_enough(half.count)) {
            return None;
        }
        let halves = [Half::of(&sums[0], expected, pairing), Half::of(&sums[1], expected, pairing)];
        let slopes = [halves[1].slopes(), halves[0].slopes()];
        let corrected = |variable: usize| -> f64 {
            let of_half = |(half, slopes): (&Half, &[[f64; MOST_CONTROLS]; 2])| {
                half.totals[variable] - slopes[variable][0] * half.totals[2] - slopes[variable][1] * half.totals[3]
            };
            halves.iter().zip(&slopes).map(of_half).sum()
        };
        let (above, total) = (corrected(0), corrected(1));
        if total <= 0.0 {
            return None;
        }
        let ratio = above / total;
        let mut doubt = Doubt { variance: 0.0, freedom: 0, independent: 0.0 };
        for (half, [of_above, of_below]) in halves.iter().zip(&slopes) {
            let weights = [1.0, -ratio, -(of_above[0] - ratio * of_below[0]), -(of_above[1] - ratio * of_below[1])];
            let more = half.doubt(&weights, pairing)?;
            doubt.variance += more.variance;
            doubt.freedom += more.freedom;
            doubt.independent += more.independent;
        }
        Some(Self { ratio, total, doubt })
    }

    /// Variance of the ratio.
    pub(super) fn variance(&self) -> f64 {
        self.doubt.variance / self.total / self.total
    }

    /// The ratio, which like its parts is not negative, with its interval.
    pub(super) fn estimate(&self, confidence: f64) -> Estimate {
        let Estimate { value, interval } =
            Estimate::by_student(self.ratio, self.variance(), self.doubt.freedom, confidence);
        Estimate { value: value.max(0.0), interval }
    }
}

/// One half in floating point: each number comes from exact sums.
struct Half {
    count: u64,
    /// Sums, those of the controls less their expectations.
    totals: [f64; VARIABLES],
    /// Sums of products about the means.
    scatter: Matrix,
    /// Sums over pairs of products of differences.
    within: Matrix,
    /// Degrees of freedom that slopes come from.
    freedom: u64,
    is_paired: bool,
}

impl Half {
    fn of(sums: &HalfSums, expected: &[f64], pairing: Option<Pairing>) -> Self {
        let count = sums.count;
        let mut totals = sums.totals.map(|total| total as f64);
        for (total, expected) in totals[2..].iter_mut().zip(expected) {
            *total -= count as f64 * expected;
        }
        let (mut scatter, mut within) = (Matrix::default(), Matrix::default());
        let known = 2 + expected.len().min(MOST_CONTROLS);
        for one in 0..known {
            for other in one..known {
                let product = sums.products[one][other];
                let about_means = centered_or_nearly(count, sums.totals[one], sums.totals[other], product);
                scatter[one][other] = about_means / count as f64;
                within[one][other] = sums.differences[one][other] as f64;
                scatter[other][one] = scatter[one][other];
                within[other][one] = within[one][other];
            }
        }
        let freedom = if pairing.is_some() { count / 2 } else { count - 1 };
        Self { count, totals, scatter, within, freedom, is_paired: pairing.is_some() }
    }

    /// Least-squares slopes of the numerator, and of the denominator, on the controls.
    fn slopes(&self) -> [[f64; MOST_CONTROLS]; 2] {
        let of = if self.is_paired { &self.within } else { &self.scatter };
        let (first, both, second) = (of[2][2], of[2][3], of[3][3]);
        let determinant = first * second - both * both;
        let allowed = self.freedom / FREEDOM_OF_A_CONTROL;
        [0, 1].map(|variable| {
            let (with_first, with_second) = (of[variable][2], of[variable][3]);
            if allowed == 0 || first <= 0.0 {
                [0.0, 0.0]
            } else if allowed == 1 || determinant <= NEARLY_THE_SAME * first * second {
                [with_first / first, 0.0]
            } else {
                [
                    (with_first * second - with_second * both) / determinant,
                    (with_second * first - with_first * both) / determinant,
                ]
            }
        })
    }

    /// Doubt of the sum of residuals, each the sum of the variables with these weights.
    fn doubt(&self, weights: &[f64; VARIABLES], pairing: Option<Pairing>) -> Option<Doubt> {
        let scatter = quadratic(&self.scatter, weights);
        if let Some(pairing) = pairing {
            return pairing.doubt(self.count, scatter, quadratic(&self.within, weights));
        }
        let freedom = self.count - 1;
        let variance = scatter * self.count as f64 / freedom as f64;
        Some(Doubt { variance, freedom, independent: variance })
    }
}

/// Sum of squares of weighted sums, from sums of squares and products.
fn quadratic(of: &Matrix, weights: &[f64; VARIABLES]) -> f64 {
    let rows = of.iter().zip(weights);
    let row =
        |row: &[f64; VARIABLES]| -> f64 { row.iter().zip(weights).map(|(product, weight)| product * weight).sum() };
    rows.map(|(products, weight)| weight * row(products)).sum::<f64>().max(0.0)
}

impl HalfSums {
    /// Whether a half of so many replications is enough to correct figures by its slopes.
    pub const fn is_enough(replications: u64) -> bool {
        replications >= LEAST
    }

    /// Takes in one replication.
    pub fn push(&mut self, values: [u64; VARIABLES]) {
        self.count += 1;
        for (one, &value) in values.iter().enumerate() {
            self.totals[one] = self.totals[one].saturating_add(value.into());
            for (other, &with) in values.iter().enumerate().skip(one) {
                let product = u128::from(value) * u128::from(with);
                self.products[one][other] = self.products[one][other].saturating_add(product);
            }
        }
    }

    /// Takes in the differences of a pair, whose replications have been [pushed](HalfSums::push).
    pub fn push_pair(&mut self, one: [u64; VARIABLES], other: [u64; VARIABLES]) {
        for above in 0..VARIABLES {
            for below in above..VARIABLES {
                let product = super::product((one[above], other[above]), (one[below], other[below]));
                self.differences[above][below] = self.differences[above][below].saturating_add(product);
            }
        }
    }

    /// Takes in what `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for one in 0..VARIABLES {
            self.totals[one] = self.totals[one].saturating_add(other.totals[one]);
            for below in one..VARIABLES {
                let (products, differences) = (&mut self.products[one][below], &mut self.differences[one][below]);
                *products = products.saturating_add(other.products[one][below]);
                *differences = differences.saturating_add(other.differences[one][below]);
            }
        }
    }

    /// Writes count and sums of the controls alone.
    pub fn write(&self, to: &mut NumberWriter) {
        to.put(self.count);
        for one in 2..VARIABLES {
            to.put(self.totals[one]);
            for other in one..VARIABLES {
                to.put(self.products[one][other]);
                to.put_signed(self.differences[one][other]);
            }
        }
    }

    /// Reads what [`HalfSums::write`] wrote; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        let mut sums = Self { count: from.take()?, ..Self::default() };
        for one in 2..VARIABLES {
            sums.totals[one] = from.take()?;
            for other in one..VARIABLES {
                sums.products[one][other] = from.take()?;
                sums.differences[one][other] = from.take_signed()?;
            }
        }
        Some(sums)
    }

    /// Makes a variable one in every replication so far.
    pub fn set_to_one(&mut self, variable: usize) {
        self.totals[variable] = self.count.into();
        for other in 0..VARIABLES {
            self.products[variable.min(other)][variable.max(other)] = self.totals[other];
            self.differences[variable.min(other)][variable.max(other)] = 0;
        }
    }

    /// Sets sum, squares and differences of a variable from its moments.
    pub fn set(&mut self, variable: usize, moments: &Moments) {
        self.totals[variable] = moments.sum();
        self.products[variable][variable] = moments.squares();
        let differences = moments.pairs().map_or(0, |(_, squares)| squares);
        self.differences[variable][variable] = i128::try_from(differences).unwrap_or(i128::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some days: the calls of a control, twice those and some noise above, and noise below.
    fn day(at: u64) -> [u64; VARIABLES] {
        let calls = 100 + at * at % 37;
        [2 * calls + at % 3, 50 + at % 7, calls, 0]
    }

    fn halves(value: impl Fn(u64) -> [u64; VARIABLES], count: u64, is_paired: bool) -> [HalfSums; 2] {
        let mut halves = [HalfSums::default(), HalfSums::default()];
        for at in 0..count {
            let half = &mut halves[(at / 20 % 2) as usize];
            half.push(value(at));
            if is_paired && at % 2 == 1 {
                half.push_pair(value(at - 1), value(at));
            }
        }
        halves
    }

    #[test]
    fn a_mean_is_corrected_by_the_other_half_s_slope() {
        let mean = |at: u64| [day(at)[0], 1, day(at)[2], 0];
        let controlled = Controlled::of(&halves(mean, 40, false), &[120.0], None).unwrap();
        let half =
            |range: std::ops::Range<u64>| range.map(|at| (day(at)[0] as f64, day(at)[2] as f64)).collect::<Vec<_>>();
        let parts = [half(0..20), half(20..40)];
        let average = |part: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| part.iter().map(of).sum::<f64>() / 20.0;
        let slope = |part: &[(f64, f64)]| {
            let (x, c) = (average(part, |day| day.0), average(part, |day| day.1));
            let squares: f64 = part.iter().map(|day| (day.1 - c).powi(2)).sum();
            part.iter().map(|day| (day.0 - x) * (day.1 - c)).sum::<f64>() / squares
        };
        let (mut sum, mut variance) = (0.0, 0.0);
        for (part, other) in [(&parts[0], &parts[1]), (&parts[1], &parts[0])] {
            let residuals: Vec<f64> = part.iter().map(|day| day.0 - slope(other) * (day.1 - 120.0)).collect();
            let mean = residuals.iter().sum::<f64>() / 20.0;
            sum += mean * 20.0;
            variance += residuals.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 19.0 * 20.0;
        }
        assert!((controlled.ratio - sum / 40.0).abs() < 1e-9);
        assert!((controlled.doubt.variance / variance - 1.0).abs() < 1e-9);
        assert_eq!(controlled.doubt.freedom, 38);
    }

    #[test]
    fn in_pairs_the_slope_and_the_doubt_are_those_of_differences() {
        let controlled = Controlled::of(&halves(day, 40, true), &[118.0], Some(Pairing::of_strata(10))).unwrap();
        let differences = |from: u64| {
            (from..from + 20).step_by(2).map(|at| {
                let apart = |of: usize| day(at)[of] as f64 - day(at + 1)[of] as f64;
                [apart(0), apart(1), apart(2)]
            })
        };
        let slope = |from: u64, of: usize| -> f64 {
            let squares: f64 = differences(from).map(|pair| pair[2] * pair[2]).sum();
            differences(from).map(|pair| pair[of] * pair[2]).sum::<f64>() / squares
        };
        let corrected = |of: usize| -> f64 {
            let half = |from: u64, other: u64| -> f64 {
                (from..from + 20).map(|at| day(at)[of] as f64 - slope(other, of) * (day(at)[2] as f64 - 118.0)).sum()
            };
            half(0, 20) + half(20, 0)
        };
        let ratio = corrected(0) / corrected(1);
        let variance = |from: u64, other: u64| -> f64 {
            let residual =
                |pair: [f64; 3]| pair[0] - ratio * pair[1] - (slope(other, 0) - ratio * slope(other, 1)) * pair[2];
            differences(from).map(|pair| residual(pair).powi(2)).sum()
        };
        assert!((controlled.ratio / ratio - 1.0).abs() < 1e-12);
        assert!((controlled.doubt.variance / (variance(0, 20) + variance(20, 0)) - 1.0).abs() < 1e-9);
        assert_eq!(controlled.doubt.freedom, 20);
    }

    #[test]
    fn a_control_itself_is_its_expectation_without_doubt() {
        let itself = |at: u64| [day(at)[2], 1, day(at)[2], 7 * day(at)[0] + at % 11];
        for pairing in [None, Some(Pairing::of_strata(10))] {
            let controlled =
                Controlled::of(&halves(itself, 160, pairing.is_some()), &[120.5, 1700.0], pairing).unwrap();
            assert!((controlled.ratio - 120.5).abs() < 1e-9 && controlled.doubt.variance == 0.0);
        }
    }

    #[test]
    fn a_second_control_that_says_the_same_changes_nothing() {
        let twice = |at: u64| [day(at)[0], 1, day(at)[2], 60 * day(at)[2]];
        let once = |at: u64| [day(at)[0], 1, day(at)[2], 0];
        let with_both = Controlled::of(&halves(twice, 80, false), &[118.0, 118.0 * 60.0], None).unwrap();
        assert_eq!(with_both, Controlled::of(&halves(once, 80, false), &[118.0], None).unwrap());
    }

    #[test]
    fn nothing_is_corrected_without_controls_or_from_few_replications() {
        assert_eq!(Controlled::of(&halves(day, 80, false), &[], None), None);
        assert_eq!(Controlled::of(&halves(day, 39, false), &[118.0], None), None);
        let nobody = |at: u64| [0, 0, day(at)[2], 0];
        assert_eq!(Controlled::of(&halves(nobody, 80, false), &[118.0], None), None);
    }
}
