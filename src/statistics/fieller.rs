//! A ratio of two means that were observed together.

use super::{Estimate, student_t_quantile};

/// Mean of the first numbers over the mean of the second, with Fieller's interval (Fieller 1954).
///
/// All ratios r for which the mean of `x - r y` could be zero by Student's t: right for any correlation of the two, and wider
/// upwards where the denominator is hardly known. `None` where the interval has no end, since the denominator's own interval
/// reaches zero, and from fewer than two pairs.
pub fn fieller(pairs: &[(f64, f64)], confidence: f64) -> Option<Estimate> {
    let count = pairs.len() as f64;
    let freedom = (pairs.len() as u64).checked_sub(1)?;
    let t = student_t_quantile(freedom, f64::midpoint(1.0, confidence))?;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
    // Variances of the means, and their covariance.
    let spread = |of: &dyn Fn(f64, f64) -> f64| mean(&|pair| of(pair.0 - x, pair.1 - y)) / freedom as f64;
    let (xx, xy, yy) = (spread(&|x, _| x * x), spread(&|x, y| x * y), spread(&|_, y| y * y));
    let certain = y * y - t * t * yy;
    if certain.is_nan() || certain <= 0.0 {
        return None;
    }
    let middle = x * y - t * t * xy;
    let under_root = (middle * middle - certain * (x * x - t * t * xx)).max(0.0);
    let half = under_root.sqrt() / certain;
    let center = middle / certain;
    Some(Estimate { value: x / y, interval: Some((center - half, center + half)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends are where the paired t test of `x - r y` against zero just turns.
    #[test]
    fn the_ends_are_where_a_t_test_turns() {
        let pairs = [(4.0, 1.9), (6.2, 2.4), (5.1, 2.6), (3.3, 1.4), (7.0, 3.2), (4.4, 2.1)];
        let ratio = fieller(&pairs, 0.95).unwrap();
        let t = student_t_quantile(5, 0.975).unwrap();
        let (low, high) = ratio.interval.unwrap();
        assert!(low < ratio.value && ratio.value < high);
        for end in [low, high] {
            let rest: Vec<f64> = pairs.iter().map(|(x, y)| x - end * y).collect();
            let mean = rest.iter().sum::<f64>() / 6.0;
            let variance = rest.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / 5.0 / 6.0;
            assert!((mean.abs() - t * variance.sqrt()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_known_numerator_over_rare_misses_is_wider_upwards() {
        let mut pairs = vec![(4000.0, 0.0); 180];
        pairs.extend([(4000.0, 1.0); 20]);
        let ratio = fieller(&pairs, 0.95).unwrap();
        let (low, high) = ratio.interval.unwrap();
        assert!((ratio.value - 40_000.0).abs() < 1e-6);
        assert!(high - ratio.value > ratio.value - low && low > 25_000.0, "{ratio:?}");
    }

    #[test]
    fn nothing_is_said_where_the_denominator_may_be_zero() {
        assert_eq!(fieller(&[(1.0, 1.0), (1.0, -1.0), (1.0, 0.5)], 0.95), None);
        assert_eq!(fieller(&[(1.0, 0.0), (1.0, 0.0)], 0.95), None);
        assert_eq!(fieller(&[(1.0, 2.0)], 0.95), None);
        assert_eq!(fieller(&[], 0.95), None);
        // Both known exactly.
        assert_eq!(fieller(&[(3.0, 2.0); 4], 0.95).unwrap(), Estimate { value: 1.5, interval: Some((1.5, 1.5)) });
    }
}
