//! First-order and total indices from an expansion in orthogonal polynomials.
//!
//! Source: B. Sudret, "Global sensitivity analysis using polynomial chaos expansions", Reliability Engineering and System Safety
//! 93 (2008), 964-979; the degree by the leave-one-out error (G. Blatman, B. Sudret, Journal of Computational Physics 230
//! (2011), 2345-2367).

use super::least_squares::{Factor, Symmetric};
use super::mean_and_variance;
use super::polynomials::orthonormal;

/// Highest degree that is tried.
const MOST_DEGREES: usize = 12;
/// Points for each term, at least.
const POINTS_PER_TERM: usize = 3;
/// Most terms, and most multiplications for the squares of all of them: a second's work.
const MOST_TERMS: usize = 300;
const MOST_WORK: f64 = 2e9;

/// An output as a sum of products of polynomials.
pub(super) struct Expansion {
    degree: usize,
    predicted: f64,
    /// By term: the degree of each input's polynomial.
    terms: Vec<Vec<usize>>,
    /// Normal equations of all points and, to be left out, of each group.
    all: Equations,
    groups: Vec<Equations>,
}

/// Normal equations of some points.
#[derive(Debug, Clone)]
struct Equations {
    points: f64,
    squares: Symmetric,
    right: Vec<f64>,
    /// Sum of squares of the output.
    output: f64,
}

impl Expansion {
    /// The expansion of the degree that predicts left-out points best; `None` when there are too few points for any.
    pub(super) fn best(inputs: &[Vec<f64>], output: &[f64], groups: usize) -> Option<Self> {
        let points = output.len();
        let by_work = (MOST_WORK / points as f64).sqrt() as usize;
        let most = (points / POINTS_PER_TERM).min(MOST_TERMS).min(by_work);
        let bases: Vec<Vec<Vec<f64>>> = inputs.iter().map(|values| orthonormal(values, MOST_DEGREES)).collect();
        let (mean, variance) = mean_and_variance(output);
        let scaled: Vec<f64> = output.iter().map(|y| (y - mean) / variance.sqrt()).collect();
        let mut best: Option<(f64, usize)> = None;
        for degree in 1..=MOST_DEGREES {
            let terms = terms(&bases, degree, most);
            let Some(terms) = terms.filter(|terms| terms.len() <= most) else { break };
            let Some(predicted) = predicted(&bases, &terms, &scaled) else { break };
            if best.is_none_or(|(so_far, _)| predicted > so_far) {
                best = Some((predicted, degree));
            }
        }
        let (predicted, degree) = best?;
        let terms = terms(&bases, degree, most)?;
        let mut parts = vec![Equations::none(terms.len()); groups];
        for (point, y) in scaled.iter().enumerate() {
            parts[point % groups].add(&row(&bases, &terms, point), *y);
        }
        let mut all = Equations::none(terms.len());
        for part in &parts {
            all = all.with(part);
        }
        Some(Self { degree, predicted, terms, all, groups: parts })
    }

    pub(super) const fn degree(&self) -> usize {
        self.degree
    }

    pub(super) const fn predicted(&self) -> f64 {
        self.predicted
    }

    /// By input: first-order and total index, from all points or from those outside a group.
    ///
    /// A coefficient's square is too large by its variance, which is taken off: what is left of the noise has mean zero.
    pub(super) fn parts(&self, without: Option<usize>) -> Option<Vec<(f64, f64)>> {
        let equations = without.map_or_else(|| self.all.clone(), |group| self.all.less(&self.groups[group]));
        let factor = equations.squares.factor()?;
        let coefficients = factor.solve(&equations.right);
        let noise = equations.noise(&coefficients)?;
        let parts: Vec<f64> = coefficients
            .iter()
            .zip(factor.inverse_diagonal())
            .map(|(coefficient, variance)| coefficient * coefficient - noise * variance)
            .collect();
        // The first term is the constant.
        let whole: f64 = parts[1..].iter().sum();
        let sum_where = |is_in: &dyn Fn(&[usize]) -> bool| {
            let chosen = self.terms.iter().zip(&parts).skip(1).filter(|(term, _)| is_in(term));
            chosen.map(|(_, part)| part).sum::<f64>() / whole
        };
        let of_input = |input: usize| {
            let alone = sum_where(&|term| term[input] > 0 && term.iter().filter(|degree| **degree > 0).count() == 1);
            (alone, sum_where(&|term| term[input] > 0))
        };
        (whole > 0.0).then(|| (0..self.terms[0].len()).map(of_input).collect())
    }
}

impl Equations {
    fn none(terms: usize) -> Self {
        Self { points: 0.0, squares: Symmetric::zero(terms), right: vec![0.0; terms], output: 0.0 }
    }

    fn add(&mut self, row: &[f64], y: f64) {
        self.points += 1.0;
        self.squares.add_square(row);
        for (right, x) in self.right.iter_mut().zip(row) {
            *right += x * y;
        }
        self.output += y * y;
    }

    fn with(&self, other: &Self) -> Self {
        let lower = self.squares.lower.iter().zip(&other.squares.lower).map(|(a, b)| a + b).collect();
        Self {
            points: self.points + other.points,
            squares: Symmetric { size: self.squares.size, lower },
            right: self.right.iter().zip(&other.right).map(|(a, b)| a + b).collect(),
            output: self.output + other.output,
        }
    }

    fn less(&self, other: &Self) -> Self {
        Self {
            points: self.points - other.points,
            squares: self.squares.less(&other.squares),
            right: self.right.iter().zip(&other.right).map(|(a, b)| a - b).collect(),
            output: self.output - other.output,
        }
    }

    /// Variance of what the terms leave over.
    fn noise(&self, coefficients: &[f64]) -> Option<f64> {
        let explained: f64 = coefficients.iter().zip(&self.right).map(|(coefficient, right)| coefficient * right).sum();
        let freedom = self.points - coefficients.len() as f64;
        (freedom >= 1.0).then(|| (self.output - explained).max(0.0) / freedom)
    }
}

/// All products of polynomials up to a total degree, the constant first; `None` when there are more than `most`.
fn terms(bases: &[Vec<Vec<f64>>], degree: usize, most: usize) -> Option<Vec<Vec<usize>>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for basis in bases {
        let mut longer = Vec::new();
        for term in &found {
            let left = degree - term.iter().sum::<usize>();
            for of_input in 0..=left.min(basis.len()) {
                longer.push(term.iter().copied().chain([of_input]).collect());
                if longer.len() > most {
                    return None;
                }
            }
        }
        found = longer;
    }
    found.sort_by_key(|term| term.iter().sum::<usize>());
    Some(found)
}

/// The values of all terms at a point.
fn row(bases: &[Vec<Vec<f64>>], terms: &[Vec<usize>], point: usize) -> Vec<f64> {
    let value = |(input, degree): (usize, &usize)| match degree {
        0 => 1.0,
        degree => bases[input][degree - 1][point],
    };
    terms.iter().map(|term| term.iter().enumerate().map(value).product()).collect()
}

/// Part of the variance of points that are each predicted from all others; may be negative.
fn predicted(bases: &[Vec<Vec<f64>>], terms: &[Vec<usize>], output: &[f64]) -> Option<f64> {
    let rows: Vec<Vec<f64>> = (0..output.len()).map(|point| row(bases, terms, point)).collect();
    let mut equations = Equations::none(terms.len());
    for (row, y) in rows.iter().zip(output) {
        equations.add(row, *y);
    }
    let factor: Factor = equations.squares.factor()?;
    let coefficients = factor.solve(&equations.right);
    let error = |(row, y): (&Vec<f64>, &f64)| {
        let fitted: f64 = row.iter().zip(&coefficients).map(|(x, coefficient)| x * coefficient).sum();
        let error = (y - fitted) / (1.0 - factor.leverage(row)).max(1e-9);
        error * error
    };
    let squares: f64 = rows.iter().zip(output).map(error).sum();
    Some(1.0 - squares / equations.output)
}
