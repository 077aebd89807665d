//! Least squares by the normal equations: the columns are orthonormal, or nearly so.

/// A symmetric positive matrix as the lower half of its Cholesky factor, row by row.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    size: usize,
    lower: Vec<f64>,
}

/// A symmetric matrix as its lower half, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symmetric {
    pub(super) size: usize,
    pub(super) lower: Vec<f64>,
}

impl Symmetric {
    /// All zeros.
    pub(super) fn zero(size: usize) -> Self {
        Self { size, lower: vec![0.0; size * (size + 1) / 2] }
    }

    /// Adds the product of a row with itself.
    pub(super) fn add_square(&mut self, row: &[f64]) {
        let mut cells = self.lower.iter_mut();
        for (at, first) in row.iter().enumerate() {
            for (second, cell) in row[..=at].iter().zip(cells.by_ref()) {
                *cell += first * second;
            }
        }
    }

    /// Less another.
    pub(super) fn less(&self, other: &Self) -> Self {
        let lower = self.lower.iter().zip(&other.lower).map(|(a, b)| a - b).collect();
        Self { size: self.size, lower }
    }

    /// Its Cholesky factor; `None` when it is not positive.
    pub(super) fn factor(&self) -> Option<Factor> {
        /// What is left of a diagonal that the columns before span.
        const NOTHING: f64 = 1e-10;
        let mut lower = self.lower.clone();
        for row in 0..self.size {
            let start = row * (row + 1) / 2;
            for column in 0..=row {
                let other = column * (column + 1) / 2;
                let product: f64 = (0..column).map(|at| lower[start + at] * lower[other + at]).sum();
                let rest = lower[start + column] - product;
                lower[start + column] = if column < row {
                    rest / lower[other + column]
                } else if rest > NOTHING * self.lower[start + row].abs() {
                    rest.sqrt()
                } else {
                    return None;
                };
            }
        }
        Some(Factor { size: self.size, lower })
    }
}

impl Factor {
    /// Solves for a right-hand side.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut found = self.half_solve(right);
        for row in (0..self.size).rev() {
            for below in row + 1..self.size {
                found[row] -= self.lower[below * (below + 1) / 2 + row] * found[below];
            }
            found[row] /= self.lower[row * (row + 1) / 2 + row];
        }
        found
    }

    /// Square of a row's length as the inverse measures it: a point's leverage.
    pub(super) fn leverage(&self, row: &[f64]) -> f64 {
        self.half_solve(row).iter().map(|part| part * part).sum()
    }

    /// Diagonal of the inverse.
    pub(super) fn inverse_diagonal(&self) -> Vec<f64> {
        let unit = |at: usize| -> Vec<f64> { (0..self.size).map(|row| f64::from(u8::from(row == at))).collect() };
        (0..self.size).map(|at| self.leverage(&unit(at))).collect()
    }

    fn half_solve(&self, right: &[f64]) -> Vec<f64> {
        let mut found = right.to_vec();
        for row in 0..self.size {
            let start = row * (row + 1) / 2;
            let product: f64 = (0..row).map(|at| self.lower[start + at] * found[at]).sum();
            found[row] = (found[row] - product) / self.lower[start + row];
        }
        found
    }
}

/// Slopes of the plane that fits best; `None` when the inputs do not tell one.
pub(super) fn slopes(inputs: &[Vec<f64>], output: &[f64]) -> Option<Vec<f64>> {
    let spread: Vec<(f64, f64)> = inputs.iter().map(|values| super::mean_and_variance(values)).collect();
    let mean = super::mean_and_variance(output).0;
    let mut squares = Symmetric::zero(inputs.len());
    let mut right = vec![0.0; inputs.len()];
    for (point, y) in output.iter().enumerate() {
        let row: Vec<f64> = inputs
            .iter()
            .zip(&spread)
            .map(|(values, (mean, variance))| (values[point] - mean) / variance.sqrt())
            .collect();
        squares.add_square(&row);
        for (right, x) in right.iter_mut().zip(&row) {
            *right += x * (y - mean);
        }
    }
    let standardized = squares.factor()?.solve(&right);
    let slopes: Vec<f64> =
        standardized.iter().zip(&spread).map(|(slope, (_, variance))| slope / variance.sqrt()).collect();
    slopes.iter().all(|slope| slope.is_finite()).then_some(slopes)
}
