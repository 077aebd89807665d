//! Sixteen-point Gauss-Legendre panels that also know the running integral of what they sampled.

use std::sync::OnceLock;

/// Points per panel: exact for polynomials up to degree 31.
pub(super) const POINTS: usize = 16;

/// The rule on -1..1.
struct Rule {
    points: [f64; POINTS],
    weights: [f64; POINTS],
    /// `running[i][j]`: weight of sample j in the integral from -1 to point i.
    running: [[f64; POINTS]; POINTS],
}

/// Samples of a function on one stretch, and its integral up to each of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Panel {
    pub from: f64,
    pub to: f64,
    /// Where the function was sampled.
    pub at: [f64; POINTS],
    /// Weight of each sample in an integral over the panel.
    pub weights: [f64; POINTS],
    /// The function there.
    pub values: [f64; POINTS],
    /// Its integral from zero to there.
    pub integrals: [f64; POINTS],
    /// Its integral from zero to the end of the panel.
    pub integral_to_end: f64,
}

impl Panel {
    /// Samples `function` on `from..to`; `before` is its integral up to `from`.
    pub fn sample(function: impl Fn(f64) -> f64, from: f64, to: f64, before: f64) -> Self {
        let rule = rule();
        let half = 0.5 * (to - from);
        let at = rule.points.map(|point| from + half * (1.0 + point));
        let weights = rule.weights.map(|weight| half * weight);
        let values = at.map(function);
        let dot = |row: &[f64; POINTS]| row.iter().zip(&values).map(|(weight, value)| weight * value).sum::<f64>();
        let integrals = rule.running.map(|row| half.mul_add(dot(&row), before));
        Self { from, to, at, weights, values, integrals, integral_to_end: before + dot(&weights) }
    }

    /// Integral over the panel of whatever `integrand` makes of sample number i.
    pub fn integrate(&self, integrand: impl Fn(usize) -> f64) -> f64 {
        (0..POINTS).map(|i| self.weights[i] * integrand(i)).sum()
    }
}

fn rule() -> &'static Rule {
    static RULE: OnceLock<Rule> = OnceLock::new();
    RULE.get_or_init(Rule::new)
}

impl Rule {
    /// Zeros of the Legendre polynomial by Newton's method; the running weights by integrating the interpolating
    /// polynomial's Legendre series (`∫ P_k = (P_{k+1} - P_{k-1}) / (2k + 1)`).
    fn new() -> Self {
        let mut points = [0.0; POINTS];
        let mut weights = [0.0; POINTS];
        for i in 0..POINTS {
            let n = POINTS as f64;
            let mut x = -libm::cos(std::f64::consts::PI * (i as f64 + 0.75) / (n + 0.5));
            let mut slope = 1.0;
            for _ in 0..20 {
                let p = legendre(x);
                slope = n * (x * p[POINTS] - p[POINTS - 1]) / (x * x - 1.0);
                x -= p[POINTS] / slope;
            }
            points[i] = x;
            weights[i] = 2.0 / ((1.0 - x * x) * slope * slope);
        }
        let series = points.map(legendre);
        let mut running = [[0.0; POINTS]; POINTS];
        for i in 0..POINTS {
            for j in 0..POINTS {
                let terms = (1..POINTS).map(|k| 0.5 * series[j][k] * (series[i][k + 1] - series[i][k - 1]));
                running[i][j] = weights[j] * (0.5 * (points[i] + 1.0) + terms.sum::<f64>());
            }
        }
        Self { points, weights, running }
    }
}

/// Legendre polynomials of degree 0 to [`POINTS`] at `x`.
fn legendre(x: f64) -> [f64; POINTS + 1] {
    let mut p = [1.0; POINTS + 1];
    p[1] = x;
    for k in 1..POINTS {
        let degree = k as f64;
        p[k + 1] = ((2.0 * degree + 1.0) * x * p[k] - degree * p[k - 1]) / (degree + 1.0);
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_integrates_the_cosine_to_the_sine() {
        let panel = Panel::sample(libm::cos, 0.5, 2.5, 0.5_f64.sin());
        assert!((panel.integral_to_end - 2.5_f64.sin()).abs() < 1e-14);
        for i in 0..POINTS {
            assert!((panel.integrals[i] - panel.at[i].sin()).abs() < 1e-14);
        }
        let square = panel.integrate(|i| panel.values[i] * panel.values[i]);
        assert!((square - (1.0 + (5.0_f64.sin() - 1.0_f64.sin()) / 4.0)).abs() < 1e-14);
    }
}
