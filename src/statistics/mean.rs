//! Means of numbers that are no whole ones, added in the order in which they come.
//!
//! For figures of whole replications that are kept one by one; what is counted while playing is added as whole numbers
//! ([`super::Moments`]), so that the order does not matter.

use super::Estimate;

/// Mean with Student's interval; `None` without values, no interval from one.
pub fn mean_estimate(values: &[f64], confidence: f64) -> Option<Estimate> {
    let (mean, variance) = mean_and_variance(values)?;
    let Some(variance) = variance else { return Some(Estimate { value: mean, interval: None }) };
    let count = values.len() as u64;
    Some(Estimate::by_student(mean, variance / count as f64, count - 1, confidence))
}

/// Standard deviation, by n - 1; `None` from fewer than two values.
pub fn deviation(values: &[f64]) -> Option<f64> {
    mean_and_variance(values)?.1.map(f64::sqrt)
}

/// Total of the first numbers over that of the second, with the delta method's interval (Cochran 1977, section 6.3): the mean of
/// things that come in groups, from each group's sum and count. `None` where the second add up to nothing, no interval from
/// fewer than two groups.
pub fn ratio_estimate(pairs: &[(f64, f64)], confidence: f64) -> Option<Estimate> {
    let total = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let (above, below) = (total(|pair| pair.0), total(|pair| pair.1));
    if below.is_nan() || below <= 0.0 {
        return None;
    }
    let value = above / below;
    let count = pairs.len() as f64;
    if pairs.len() < 2 {
        return Some(Estimate { value, interval: None });
    }
    let residual = |&(x, y): &(f64, f64)| (x - value * y) * (x - value * y);
    let squares: f64 = pairs.iter().map(residual).sum();
    let variance = squares / (count - 1.0) * count / (below * below);
    Some(Estimate::by_student(value, variance, pairs.len() as u64 - 1, confidence))
}

/// Mean and, from two values on, sample variance.
fn mean_and_variance(values: &[f64]) -> Option<(f64, Option<f64>)> {
    if values.is_empty() {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((mean, (values.len() > 1).then(|| squares / (count - 1.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_student_s_interval() {
        // Mean 5, s = 2.138; t(7) = 2.364624, half-width 1.787 (worked out by hand).
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let mean = mean_estimate(&values, 0.95).unwrap();
        assert!((mean.value - 5.0).abs() < 1e-12);
        assert!((mean.half_width().unwrap() - 2.364_624 * (32.0_f64 / 7.0 / 8.0).sqrt()).abs() < 1e-5);
        assert!((deviation(&values).unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert_eq!(mean_estimate(&[3.0], 0.95).unwrap(), Estimate { value: 3.0, interval: None });
        assert_eq!(mean_estimate(&[], 0.95), None);
        assert_eq!(deviation(&[3.0]), None);
    }

    #[test]
    fn groups_of_one_are_plain_values() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let pairs: Vec<(f64, f64)> = values.iter().map(|value| (*value, 1.0)).collect();
        let (ratio, mean) = (ratio_estimate(&pairs, 0.95).unwrap(), mean_estimate(&values, 0.95).unwrap());
        assert!((ratio.value - mean.value).abs() < 1e-12);
        assert!((ratio.half_width().unwrap() - mean.half_width().unwrap()).abs() < 1e-12);
        assert_eq!(ratio_estimate(&[(1.0, 0.0)], 0.95), None);
    }
}
