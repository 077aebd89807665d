//! Polynomials that are orthonormal over the values that an input really has, even or not, few or many.
//!
//! Source: S. Oladyshkin, W. Nowak, "Data-driven uncertainty quantification using the arbitrary polynomial chaos expansion",
//! Reliability Engineering and System Safety 106 (2012), 179-190; by Gram and Schmidt rather than by moments.

/// Values at each point of the polynomials of degree 1, 2 ... up to `most`: mean zero, mean square one, no two alike. An input with
/// few different values has fewer.
pub(super) fn orthonormal(values: &[f64], most: usize) -> Vec<Vec<f64>> {
    /// What is left of a power that the lower ones already span.
    const NOTHING: f64 = 1e-9;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = high - low;
    if width <= 0.0 || width.is_nan() {
        return Vec::new();
    }
    let scaled: Vec<f64> = values.iter().map(|value| 2.0 * (value - low) / width - 1.0).collect();
    let ones = vec![1.0; values.len()];
    let mut found: Vec<Vec<f64>> = vec![ones];
    while found.len() <= most {
        let last = &found[found.len() - 1];
        let mut next: Vec<f64> = last.iter().zip(&scaled).map(|(value, x)| value * x).collect();
        // Twice is enough (Kahan; Parlett 1980).
        for _ in 0..2 {
            for lower in &found {
                let part = mean_product(&next, lower);
                for (value, lower) in next.iter_mut().zip(lower) {
                    *value -= part * lower;
                }
            }
        }
        let size = mean_product(&next, &next).sqrt();
        if size < NOTHING {
            break;
        }
        for value in &mut next {
            *value /= size;
        }
        found.push(next);
    }
    found.remove(0);
    found
}

fn mean_product(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(a, b)| a * b).sum::<f64>() / first.len() as f64
}
