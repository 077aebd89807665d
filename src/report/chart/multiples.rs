//! *Small multiples*: a figure by interval, a small day for each value of an axis.

use super::axis::{Panel, Tick, clock_ticks, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, PROMISE, WIDTH, paint, solid};
use super::limit::Limit;
use super::palette::{BAND, BLUE, FAINT, GREY};
use super::placement::Frame;
use super::series::{Run, Sample, band_of, drawable_estimate, line_of, lower, runs, upper};
use super::text::{Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Days beside each other, at most.
const COLUMNS: usize = 3;
/// Left edge of the first panel \[px\].
const LEFT: f64 = 84.0;
/// Between two panels beside each other \[px\].
const BESIDE: f64 = 34.0;
/// From a panel's lower edge to the next one's upper edge \[px\].
const BELOW: f64 = 62.0;
/// Height of a panel \[px\].
const HEIGHT: f64 = 210.0;
/// Air above the highest value.
const HEADROOM: f64 = 1.08;
/// A line at the axis's lowest value when its lowest is not near zero.
const NEAR_ZERO: f64 = 0.4;

/// Days beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct MultiplesPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What runs upwards, with its unit.
    pub heading: String,
    /// Its unit.
    pub unit: Unit,
    /// The days, six at most.
    pub days: Vec<SmallDay>,
    /// A day that is drawn in grey behind the others: the baseline's.
    pub behind: Option<SmallDay>,
    /// What was promised of the figure.
    pub limit: Option<Limit>,
}

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallDay {
    /// Its name: `front-desk staff 1.10`.
    pub name: String,
    /// Its intervals.
    pub points: Vec<DayPoint>,
}

/// One interval: from and to \[minutes since midnight\], and the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayPoint {
    /// When it begins \[min\].
    pub from: f64,
    /// When it ends \[min\].
    pub to: f64,
    /// The figure; `None` interrupts the line.
    pub estimate: Option<Estimate>,
}

/// Draws the days as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &MultiplesPicture) -> Result<String, ChartError> {
    let days: Vec<Vec<Run>> = picture.days.iter().map(|day| lines(&day.points)).collect();
    let behind = lines(picture.behind.as_ref().map_or(&[], |day| &day.points));
    // Four are two and two, not three and one.
    let columns = if days.len() == 4 { 2 } else { days.len().clamp(1, COLUMNS) };
    let rows = days.len().div_ceil(columns).max(1);
    let top = BELOW_CAPTION + 76.0;
    let height = top + rows as f64 * (HEIGHT + BELOW) - BELOW + 80.0;
    paint(&picture.caption, height, |canvas| {
        let samples = || days.iter().flatten().flatten();
        let Some(range) = range_of(picture, samples()) else {
            return canvas.apology("No interval has a value to draw", top + HEIGHT / 2.0);
        };
        let from = samples().map(|sample| sample.from).fold(f64::INFINITY, f64::min);
        let to = samples().map(|sample| sample.to).fold(f64::NEG_INFINITY, f64::max);
        canvas.text(&text(&picture.heading).size(16.0).bold().fitted(WIDTH - 2.0 * MARGIN), (MARGIN, top - 54.0))?;
        let width = (WIDTH - MARGIN - LEFT - BESIDE * (columns - 1) as f64) / columns as f64;
        for (at, (day, small)) in days.iter().zip(&picture.days).enumerate() {
            let (row, column) = (at / columns, at % columns);
            let left = LEFT + column as f64 * (width + BESIDE);
            let top = top + row as f64 * (HEIGHT + BELOW);
            let frame = Frame { left, top, right: left + width, bottom: top + HEIGHT };
            let panel = Panel::linear(frame, (from, to), range);
            let name = text(&small.name).bold().colour(BLUE.for_words()).fitted(width);
            canvas.text(&name, (left, top - 16.0))?;
            let mut up = round_ticks(range, &picture.unit, 5);
            if column > 0 {
                up = up.into_iter().map(|tick| Tick { label: String::new(), ..tick }).collect();
            }
            let is_last = at + columns >= days.len();
            panel.grid(canvas, &clock_ticks((from, to), width * 0.9), &up, is_last)?;
            draw_day(canvas, &panel, picture, day, &behind)?;
        }
        key(canvas, picture, top - 54.0)
    })
}

fn lines(points: &[DayPoint]) -> Vec<Run> {
    runs(points.iter().map(|point| {
        let estimate = drawable_estimate(point.estimate.as_ref()?)?;
        let is_drawable = point.from.is_finite() && point.to.is_finite();
        is_drawable.then_some(Sample { from: point.from, to: point.to.max(point.from), estimate, limit: None })
    }))
}

fn range_of<'s>(picture: &MultiplesPicture, samples: impl Iterator<Item = &'s Sample> + Clone) -> Option<(f64, f64)> {
    samples.clone().next()?;
    let limit = picture.limit.as_ref().map(|limit| limit.value).filter(|value| value.is_finite());
    let low = samples.clone().map(|sample| lower(&sample.estimate)).chain(limit).fold(f64::INFINITY, f64::min);
    let high = samples.map(|sample| upper(&sample.estimate)).chain(limit).fold(f64::NEG_INFINITY, f64::max);
    let low = if low >= 0.0 && low < NEAR_ZERO * high { 0.0 } else { low };
    let high = if high > 0.0 { high * HEADROOM } else { high };
    let high = if picture.unit == Unit::Share { high.min(1.0) } else { high };
    Some(if high > low { (low, high) } else { (low - 0.5, low + 0.5) })
}

fn draw_day(canvas: &mut Canvas<'_>, panel: &Panel, picture: &MultiplesPicture, day: &[Run], behind: &[Run]) -> Drawn {
    let value = |estimate: &Estimate| estimate.value;
    for run in behind {
        canvas.line(&panel.all_at(&line_of(run, value)), solid(FAINT, 1.8))?;
    }
    if let Some(limit) = &picture.limit {
        let y = panel.y.place(limit.value);
        canvas.line(&[(panel.frame.left, y), (panel.frame.right, y)], PROMISE)?;
    }
    for run in day {
        canvas.area(&panel.all_at(&band_of(run)), BLUE, BAND)?;
    }
    for run in day {
        canvas.line(&panel.all_at(&line_of(run, value)), solid(BLUE, 2.4))?;
    }
    Ok(())
}

/// What the grey and the dashed lines are, at the right of the heading: samples with words.
fn key(canvas: &mut Canvas<'_>, picture: &MultiplesPicture, y: f64) -> Drawn {
    const SAMPLE: f64 = 34.0;
    let mut right = WIDTH - MARGIN;
    let promise = picture.limit.as_ref().map(|limit| (limit.label.as_str(), PROMISE));
    let behind = picture.behind.as_ref().map(|day| (day.name.as_str(), solid(FAINT, 1.8)));
    for (words, stroke) in promise.into_iter().chain(behind) {
        let words = text(words).colour(GREY);
        let left = right - words.width();
        canvas.text(&words, (left, y))?;
        canvas.line(&[(left - SAMPLE - 8.0, y), (left - 8.0, y)], stroke)?;
        right = left - SAMPLE - 34.0;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn day(value: impl Fn(f64) -> f64) -> Vec<DayPoint> {
        let point = |at: u32| {
            let from = 480.0 + 30.0 * f64::from(at);
            DayPoint { from, to: from + 30.0, estimate: Some(estimate(value(f64::from(at)), 0.02)) }
        };
        (0..20).map(point).collect()
    }

    fn picture(days: usize) -> MultiplesPicture {
        let small = |at: usize| SmallDay { name: format!("staff {at}"), points: day(|x| x / (50.0 + at as f64)) };
        MultiplesPicture {
            caption: caption(),
            heading: "On hold at 60 s [%]".to_owned(),
            unit: Unit::Share,
            days: (0..days).map(small).collect(),
            behind: Some(SmallDay { name: "staff as planned".to_owned(), points: day(|_| 0.2) }),
            limit: Some(Limit { value: 0.1, at_least: false, label: "promise: at most 10 %".to_owned() }),
        }
    }

    #[test]
    fn each_day_has_its_name_and_the_grey_one_its_key() {
        for days in 1..=6 {
            let svg = draw(&picture(days)).unwrap();
            becomes_a_png(&svg);
            let words = words_of(&svg);
            for at in 0..days {
                assert!(words.contains(&format!("staff {at}")), "{words:?}");
            }
            for expected in ["staff as planned", "promise: at most 10 %", "12:00"] {
                assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
            }
        }
    }

    #[test]
    fn no_number_breaks_the_days() {
        for value in NASTY {
            for other in NASTY {
                let points = vec![
                    DayPoint { from: value, to: other, estimate: Some(estimate(other, value)) },
                    DayPoint { from: 480.0, to: 510.0, estimate: Some(estimate(value, other)) },
                ];
                let day = SmallDay { name: "x".repeat(200), points };
                words_of(&draw(&MultiplesPicture { days: vec![day], ..picture(0) }).unwrap());
            }
        }
        words_of(&draw(&picture(0)).unwrap());
    }
}
