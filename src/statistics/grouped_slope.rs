//! The slope of a line through points that come in groups.

use super::Estimate;

/// Slope of the line that fits best through all points `(x, y)` of all groups, with an interval that knows that points of a group
/// are alike (Liang and Zeger 1986): the groups' own contributions are what varies.
///
/// With x zero or one it is the difference of two means: of the points with one less those with zero. `None` where all points have
/// the same x; no interval from fewer than three groups.
pub fn grouped_slope(groups: &[Vec<(f64, f64)>], confidence: f64) -> Option<Estimate> {
    let points = || groups.iter().flatten();
    let count = points().count() as f64;
    if count < 1.0 {
        return None;
    }
    let x_mean = points().map(|point| point.0).sum::<f64>() / count;
    let y_mean = points().map(|point| point.1).sum::<f64>() / count;
    let scatter: f64 = points().map(|(x, _)| (x - x_mean) * (x - x_mean)).sum();
    // What is left of equal numbers is rounding.
    if scatter.is_nan() || scatter <= count * (x_mean * 1e-12) * (x_mean * 1e-12) {
        return None;
    }
    let slope = points().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>() / scatter;
    let of_group = |group: &Vec<(f64, f64)>| {
        let residual = |(x, y): &(f64, f64)| (x - x_mean) * (y - y_mean - slope * (x - x_mean));
        group.iter().map(residual).sum::<f64>() / scatter
    };
    let with_points = groups.iter().filter(|group| !group.is_empty()).count() as u64;
    if with_points < 3 {
        return Some(Estimate { value: slope, interval: None });
    }
    let squares: f64 = groups.iter().map(of_group).map(|part| part * part).sum();
    // Two numbers were estimated.
    let freedom = with_points - 2;
    Some(Estimate::by_student(slope, squares * with_points as f64 / freedom as f64, freedom, confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_over_two_kinds_is_the_difference_of_their_means() {
        let groups = vec![vec![(0.0, 2.0)], vec![(1.0, 7.0)], vec![(0.0, 4.0)], vec![(1.0, 9.0)], vec![(1.0, 8.0)]];
        let slope = grouped_slope(&groups, 0.95).unwrap();
        assert!((slope.value - 5.0).abs() < 1e-12);
        // By hand: residuals -1, -1, 1, 1, 0 over (x - 3/5) / (6/5): squares 2 / 4 + 2 / 9, times 5 / 3; t(3) = 3.182446.
        let expected = 3.182_446 * ((2.0 * 0.25 + 2.0 / 9.0) * 5.0_f64 / 3.0).sqrt();
        assert!((slope.half_width().unwrap() - expected).abs() < 1e-5, "{slope:?}");
    }

    #[test]
    fn repeating_points_within_groups_makes_nothing_surer() {
        let once = vec![vec![(0.0, 1.0)], vec![(1.0, 2.9)], vec![(2.0, 5.2)], vec![(3.0, 7.1)]];
        let often: Vec<Vec<(f64, f64)>> = once.iter().map(|group| vec![group[0]; 9]).collect();
        let (one, many) = (grouped_slope(&once, 0.95).unwrap(), grouped_slope(&often, 0.95).unwrap());
        assert!((one.value - many.value).abs() < 1e-12);
        assert!((one.half_width().unwrap() - many.half_width().unwrap()).abs() < 1e-9);
        assert_eq!(grouped_slope(&[vec![(1.0, 2.0)], vec![(1.0, 3.0)]], 0.95), None);
        assert_eq!(grouped_slope(&[], 0.95), None);
    }
}
