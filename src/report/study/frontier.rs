//! Which scenarios no other beats, and where on that line the next step buys least.

/// Positions of the points (cost, harm) that no other point beats, from cheap to dear: nothing is as cheap and less harmful, or
/// cheaper and as harmless. Of equal points the first; points that are no numbers are left out.
pub(super) fn frontier(points: &[Option<(f64, f64)>]) -> Vec<usize> {
    let is_number = |(cost, harm): &(f64, f64)| cost.is_finite() && harm.is_finite();
    let mut order: Vec<(f64, f64, usize)> =
        points.iter().enumerate().filter_map(|(at, point)| point.filter(is_number).map(|(x, y)| (x, y, at))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut least = f64::INFINITY;
    let mut found = Vec::new();
    for (_, harm, at) in order {
        if harm < least {
            least = harm;
            found.push(at);
        }
    }
    found
}

/// Position of the knee of a falling line of (cost, harm), costs rising: the point furthest below the chord from its first to
/// its last, both directions brought to 0..1. `None` with fewer than three points, or when none lies below the chord by more than
/// a twentieth of the range.
///
/// Source: V. Satopaa, J. Albrecht, D. Irwin, B. Raghavan, "Finding a 'kneedle' in a haystack", ICDCS workshops 2011: with the
/// whole line known, its knee is the largest difference from the diagonal.
pub(super) fn knee(line: &[(f64, f64)]) -> Option<usize> {
    const HARDLY_BENT: f64 = 0.05;
    let (&first, &last) = line.first().zip(line.last())?;
    let (width, height) = (last.0 - first.0, first.1 - last.1);
    if line.len() < 3 || width <= 0.0 || height <= 0.0 {
        return None;
    }
    let below = |&(cost, harm): &(f64, f64)| {
        let (right, down) = ((cost - first.0) / width, (first.1 - harm) / height);
        down - right
    };
    let (at, depth) = line.iter().map(below).enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (depth > HARDLY_BENT).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frontier_is_what_nothing_beats() {
        let points = [
            Some((5.0, 1.0)),
            Some((1.0, 9.0)),
            Some((2.0, 9.0)), // as harmful as the one before, and dearer
            Some((3.0, 4.0)),
            Some((3.0, 3.0)), // as dear as the one before, and less harmful
            None,
            Some((4.0, 3.5)), // dearer and more harmful than the last but two
            Some((5.0, 1.0)), // the first again
            Some((f64::NAN, 0.0)),
        ];
        assert_eq!(frontier(&points), [1, 4, 0]);
        assert!(frontier(&[]).is_empty());
    }

    #[test]
    fn the_knee_is_furthest_below_the_chord() {
        // Chord from (0, 10) to (10, 0). Differences by hand: 0, 0.5 - 0.1, 0.8 - 0.3, 0.9 - 0.6, 0.
        let line = [(0.0, 10.0), (1.0, 5.0), (3.0, 2.0), (6.0, 1.0), (10.0, 0.0)];
        assert_eq!(knee(&line), Some(2));
        let straight = [(0.0, 10.0), (5.0, 5.0), (10.0, 0.0)];
        assert_eq!(knee(&straight), None);
        assert_eq!(knee(&line[..2]), None);
        assert_eq!(knee(&[]), None);
    }
}
