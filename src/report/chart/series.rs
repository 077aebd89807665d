//! Estimates along an axis: their line, their band, and where they lie above a limit.

use super::canvas::Point;
use crate::statistics::Estimate;

/// Nothing larger is drawn; it also keeps differences finite.
const LARGEST: f64 = 1e15;

/// The number if it can be drawn: not NaN, not infinite, within reason.
pub(super) fn drawable(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(-LARGEST, LARGEST))
}

/// The estimate if it can be drawn; an interval that cannot is left out.
pub(super) fn drawable_estimate(estimate: &Estimate) -> Option<Estimate> {
    let value = drawable(estimate.value)?;
    let interval = estimate.interval.and_then(|(low, high)| Some((drawable(low)?, drawable(high)?)));
    Some(Estimate { value, interval })
}

/// Upper end of an estimate's interval, the value itself without one.
pub(super) fn upper(estimate: &Estimate) -> f64 {
    estimate.interval.map_or(estimate.value, |(_, high)| high.max(estimate.value))
}

/// Lower end of an estimate's interval, the value itself without one.
pub(super) fn lower(estimate: &Estimate) -> f64 {
    estimate.interval.map_or(estimate.value, |(low, _)| low.min(estimate.value))
}

/// An estimate for a stretch of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) estimate: Estimate,
    /// What the estimate should not exceed there.
    pub(super) limit: Option<f64>,
}

/// Samples without a hole between them: one line.
pub(super) type Run = Vec<Sample>;

/// Cuts samples into runs at holes: `None`, or a stretch of the axis that nobody speaks for.
pub(super) fn runs(samples: impl IntoIterator<Item = Option<Sample>>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for sample in samples {
        match (sample, runs.last_mut()) {
            (Some(sample), Some(run))
                if open && run.last().is_some_and(|last| (last.to - sample.from).abs() < 1e-6) =>
            {
                run.push(sample);
            }
            (Some(sample), _) => runs.push(vec![sample]),
            (None, _) => {}
        }
        open = sample.is_some();
    }
    runs
}

/// A run's line: level to the middle of the first stretch, from middle to middle, level to the end. It passes each
/// boundary between two stretches with a point of its own.
pub(super) fn line_of(run: &[Sample], value: impl Fn(&Estimate) -> f64) -> Vec<Point> {
    let mut points = Vec::with_capacity(2 * run.len() + 1);
    for (index, sample) in run.iter().enumerate() {
        let here = value(&sample.estimate);
        let before = if index == 0 { here } else { boundary_value(&run[index - 1], sample, &value) };
        points.push((sample.from, before));
        points.push((f64::midpoint(sample.from, sample.to), here));
    }
    if let Some(last) = run.last() {
        points.push((last.to, value(&last.estimate)));
    }
    points
}

/// Outline of a run's band; empty where no sample has an interval.
pub(super) fn band_of(run: &[Sample]) -> Vec<Point> {
    if run.iter().all(|sample| sample.estimate.interval.is_none()) {
        return Vec::new();
    }
    let mut outline = line_of(run, upper);
    outline.extend(line_of(run, lower).into_iter().rev());
    outline
}

/// Outlines of where a run's line lies above its limits.
pub(super) fn above_limit(run: &[Sample]) -> Vec<Vec<Point>> {
    let line = line_of(run, |estimate| estimate.value);
    let mut areas = Vec::new();
    let (mut over, mut under): (Vec<Point>, Vec<Point>) = (Vec::new(), Vec::new());
    let mut close = |over: &mut Vec<Point>, under: &mut Vec<Point>| {
        if !over.is_empty() {
            areas.push(over.drain(..).chain(under.drain(..).rev()).collect());
        }
    };
    for (half, pair) in line.windows(2).enumerate() {
        let stretch = run[half / 2].limit.and_then(|limit| Some((limit, part_above(pair[0], pair[1], limit)?)));
        let Some((limit, (from, to))) = stretch else {
            close(&mut over, &mut under);
            continue;
        };
        if from.0 > pair[0].0 {
            close(&mut over, &mut under);
        }
        over.extend([from, to]);
        under.extend([(from.0, limit), (to.0, limit)]);
        if to.0 < pair[1].0 {
            close(&mut over, &mut under);
        }
    }
    close(&mut over, &mut under);
    areas
}

/// The part of a straight line that lies above a level.
fn part_above(from: Point, to: Point, level: f64) -> Option<(Point, Point)> {
    let crossing = || (from.0 + (to.0 - from.0) * (level - from.1) / (to.1 - from.1), level);
    match (from.1 > level, to.1 > level) {
        (true, true) => Some((from, to)),
        (true, false) => Some((from, crossing())),
        (false, true) => Some((crossing(), to)),
        (false, false) => None,
    }
}

/// The line's value where one stretch ends and the next begins.
fn boundary_value(before: &Sample, after: &Sample, value: impl Fn(&Estimate) -> f64) -> f64 {
    let (length_before, length_after) = (before.to - before.from, after.to - after.from);
    let together = length_before + length_after;
    let part = if together > 0.0 { length_before / together } else { 0.5 };
    value(&before.estimate) * (1.0 - part) + value(&after.estimate) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(from: f64, value: f64, limit: f64) -> Sample {
        Sample { from, to: from + 10.0, estimate: Estimate { value, interval: None }, limit: Some(limit) }
    }

    #[test]
    fn a_hole_ends_a_line() {
        let (a, b, c, late) =
            (sample(0.0, 1.0, 9.0), sample(10.0, 1.0, 9.0), sample(20.0, 1.0, 9.0), sample(90.0, 1.0, 9.0));
        assert_eq!(runs([Some(a), Some(b), None, Some(c), Some(late)]), [vec![a, b], vec![c], vec![late]]);
        assert!(runs([None, None]).is_empty());
    }

    #[test]
    fn a_line_runs_from_middle_to_middle() {
        let run = [sample(0.0, 2.0, 9.0), sample(10.0, 4.0, 9.0)];
        let line = line_of(&run, |estimate| estimate.value);
        assert_eq!(line, [(0.0, 2.0), (5.0, 2.0), (10.0, 3.0), (15.0, 4.0), (20.0, 4.0)]);
        assert!(band_of(&run).is_empty());
    }

    #[test]
    fn the_area_above_a_limit_begins_where_the_line_crosses_it() {
        let run = [sample(0.0, 2.0, 3.5), sample(10.0, 4.0, 3.5)];
        assert_eq!(
            above_limit(&run),
            [vec![
                (12.5, 3.5),
                (15.0, 4.0),
                (15.0, 4.0),
                (20.0, 4.0),
                (20.0, 3.5),
                (15.0, 3.5),
                (15.0, 3.5),
                (12.5, 3.5)
            ]]
        );
        assert!(above_limit(&[sample(0.0, 2.0, 3.5)]).is_empty());
    }

    #[test]
    fn what_is_no_number_is_not_drawn() {
        assert_eq!(drawable(f64::NAN), None);
        assert_eq!(drawable(f64::INFINITY), None);
        assert_eq!(drawable(1e300), Some(LARGEST));
        let half = Estimate { value: 1.0, interval: Some((f64::NAN, 2.0)) };
        assert_eq!(drawable_estimate(&half), Some(Estimate { value: 1.0, interval: None }));
    }
}
