//! First-order indices from classes of one input: the variance of the class means.
//!
//! Source: E. Plischke, E. Borgonovo, C. L. Smith, "Global sensitivity measures from given data", European Journal of
//! Operational Research 226 (2013), 536-550.

use super::mean_and_variance;

/// Classes for so many points: the square root, between 4 and 64. Each has about as many points as there are classes.
pub(super) fn count(points: usize) -> usize {
    ((points as f64).sqrt() as usize).clamp(4, 64)
}

/// Part of the output's variance that the means of classes of an input have; `None` when the output does not vary.
///
/// Without the noise that is in the means: of `M` classes, `M - 1` times the mean variance within classes is taken off the
/// sum of squares between them (Kelley's epsilon squared, 1935). Points of one value are in one class.
pub(super) fn part(input: &[f64], output: &[f64], classes: usize) -> Option<f64> {
    let mut order: Vec<usize> = (0..input.len()).collect();
    order.sort_by(|&a, &b| input[a].total_cmp(&input[b]));
    let (mean, variance) = mean_and_variance(output);
    let points = output.len() as f64;
    if variance <= 0.0 {
        return None;
    }
    let (mut between, mut found) = (0.0, 0.0);
    let mut start = 0;
    while start < order.len() {
        // The end of the class that begins here: its share of the points, and all that have the last one's value.
        let share = (order.len() * (start * classes / order.len() + 1)).div_ceil(classes);
        let mut end = share.clamp(start + 1, order.len());
        while end < order.len() && input[order[end]] <= input[order[end - 1]] {
            end += 1;
        }
        let here = &order[start..end];
        let deviation: f64 = here.iter().map(|&at| output[at] - mean).sum();
        between += deviation * deviation / here.len() as f64;
        found += 1.0;
        start = end;
    }
    let total = variance * points;
    let noise = (total - between).max(0.0) / (points - found).max(1.0);
    Some((between - (found - 1.0) * noise) / total)
}
