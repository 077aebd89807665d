//! *Curves*: a figure along one axis of a study, a curve with its band for each value of another.

use super::axis::{Panel, end_label_room, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, PROMISE, Point, Stroke, WIDTH, paint, solid};
use super::limit::Limit;
use super::palette::{BAND, Colour, Dash, FAINT, GREY, INK, LINES};
use super::placement::{Frame, Occupied};
use super::ruler::Ruler;
use super::series::{drawable, drawable_estimate, lower, upper};
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Left edge of the panel \[px\].
const LEFT: f64 = 92.0;
/// Height of the panel \[px\].
const HEIGHT: f64 = 430.0;
/// Air above the highest value, as a part of the range.
const HEADROOM: f64 = 0.06;
/// An axis begins at zero when its lowest value is below this part of its highest.
const NEAR_ZERO: f64 = 0.4;

/// A figure along an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvesPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What runs to the right.
    pub x: Ruler,
    /// What runs upwards, with its unit: `On hold at 60 s [% of offered contacts]`.
    pub heading: String,
    /// Its unit.
    pub unit: Unit,
    /// At most four are drawn.
    pub curves: Vec<Curve>,
    /// What was promised of it.
    pub limit: Option<Limit>,
    /// A place on the axis that is marked, and its name: where the baseline stands.
    pub mark: Option<(f64, String)>,
    /// Places that are worth a word.
    pub remarks: Vec<Remark>,
}

/// A place on the panel and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Place along the axis, and height.
    pub at: Point,
    /// What is said there.
    pub words: String,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its name: `volume 1.10`.
    pub label: String,
    /// Places on the axis, rising, and estimates; `None` interrupts the line.
    pub points: Vec<(f64, Option<Estimate>)>,
}

/// Draws the curves as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &CurvesPicture) -> Result<String, ChartError> {
    let curves: Vec<Drawable> = picture.curves.iter().take(LINES.len()).map(Drawable::of).collect();
    let top = BELOW_CAPTION + 44.0;
    paint(&picture.caption, top + HEIGHT + 108.0, |canvas| {
        let Some(range) = range_of(picture, &curves) else {
            return canvas.apology("No scenario has a value to draw", top + HEIGHT / 2.0);
        };
        let limit = picture.limit.as_ref().map(|limit| limit.label.as_str());
        let names: Vec<&str> = curves.iter().map(|curve| curve.label.as_str()).chain(limit).collect();
        let right = WIDTH - end_label_room(&names);
        let frame = Frame { left: LEFT, top, right, bottom: top + HEIGHT };
        let (low, high) = picture.x.extent();
        // Words do not lie on the edges.
        let aside = if picture.x.is_numeric { 0.0 } else { 0.5 };
        let panel = Panel::linear(frame, (low - aside, high + aside), range);
        draw_axes(canvas, &panel, picture, range)?;
        let mut occupied = Occupied::new(frame);
        draw_mark(canvas, &panel, picture, &mut occupied)?;
        for (curve, (colour, _)) in curves.iter().zip(LINES).filter(|_| picture.x.is_numeric) {
            for run in &curve.runs {
                canvas.area(&panel.all_at(&band(run)), colour, BAND)?;
            }
        }
        let mut labels = Vec::new();
        if let Some(limit) = &picture.limit {
            let y = panel.y.place(limit.value);
            let line = [(frame.left, y), (frame.right, y)];
            canvas.line(&line, PROMISE)?;
            occupied.take_line(&line);
            labels.push((y, text(&limit.label)));
        }
        for (curve, (colour, dash)) in curves.iter().zip(LINES) {
            let mut end = None;
            for run in &curve.runs {
                let line: Vec<Point> = run.iter().map(|&(x, estimate)| panel.at((x, estimate.value))).collect();
                occupied.take_line(&line);
                if picture.x.is_numeric {
                    canvas.line(&line, Stroke { colour, width: 2.6, dash })?;
                } else {
                    // Between two words lies nothing: a faint line says only which dots belong together.
                    if curves.len() > 1 {
                        canvas.line(&line, Stroke { colour: FAINT, width: 1.0, dash })?;
                    }
                    draw_words(canvas, &panel, run, colour)?;
                }
                if let [single] = line[..] {
                    canvas.dot(single, colour)?;
                }
                end = line.last().copied().or(end);
            }
            if let Some((_, y)) = end {
                labels.push((y, text(&curve.label).bold().colour(colour.for_words())));
            }
        }
        if let Some(limit) = picture.limit.as_ref().filter(|_| picture.x.is_numeric) {
            mark_first_kept(canvas, &panel, &curves, limit, &picture.x, &mut occupied)?;
        }
        draw_remarks(canvas, &panel, &picture.remarks, &mut occupied)?;
        panel.end_labels(canvas, &labels)
    })
}

/// Dots with whiskers.
fn draw_words(canvas: &mut Canvas<'_>, panel: &Panel, run: &[(f64, Estimate)], colour: Colour) -> Drawn {
    for (x, estimate) in run {
        let whisker = [panel.at((*x, lower(estimate))), panel.at((*x, upper(estimate)))];
        canvas.line(&whisker, solid(colour, 2.0))?;
        canvas.dot(panel.at((*x, estimate.value)), colour)?;
    }
    Ok(())
}

/// A curve in numbers that can be drawn.
struct Drawable {
    label: String,
    runs: Vec<Vec<(f64, Estimate)>>,
}

impl Drawable {
    fn of(curve: &Curve) -> Self {
        let mut runs: Vec<Vec<(f64, Estimate)>> = vec![Vec::new()];
        for (x, estimate) in &curve.points {
            match drawable(*x).zip(estimate.as_ref().and_then(drawable_estimate)) {
                Some(point) => runs.last_mut().expect("there is always an open run").push(point),
                None => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        Self { label: curve.label.clone(), runs }
    }
}

/// Lowest and highest value of the axis upwards.
fn range_of(picture: &CurvesPicture, curves: &[Drawable]) -> Option<(f64, f64)> {
    let limit = picture.limit.as_ref().and_then(|limit| drawable(limit.value));
    let values = || curves.iter().flat_map(|curve| curve.runs.iter().flatten().map(|point| point.1));
    values().next()?;
    let low = values().map(|found| lower(&found)).chain(limit).fold(f64::INFINITY, f64::min);
    let high = values().map(|found| upper(&found)).chain(limit).fold(f64::NEG_INFINITY, f64::max);
    let room = (high - low).max(f64::MIN_POSITIVE) * HEADROOM;
    let low = if low >= 0.0 && low < NEAR_ZERO * high { 0.0 } else { low - room };
    let high = high + room;
    let (low, high) = if picture.unit == Unit::Share { (low.max(0.0), high.min(1.0)) } else { (low, high) };
    Some(if high > low { (low, high) } else { (low - 0.5, low + 0.5) })
}

fn draw_axes(canvas: &mut Canvas<'_>, panel: &Panel, picture: &CurvesPicture, range: (f64, f64)) -> Drawn {
    panel.heading(canvas, &picture.heading)?;
    let across = picture.x.ticks_across(panel.frame.right - panel.frame.left);
    panel.grid(canvas, &across, &round_ticks(range, &picture.unit, 7), true)?;
    let middle = f64::midpoint(panel.frame.left, panel.frame.right);
    let title = text(&picture.x.title()).bold().size(16.0).anchor(Anchor::Middle).fitted(WIDTH - 2.0 * MARGIN);
    canvas.text(&title, (middle, panel.frame.bottom + 46.0))
}

/// A grey line where the baseline stands.
fn draw_mark(canvas: &mut Canvas<'_>, panel: &Panel, picture: &CurvesPicture, occupied: &mut Occupied) -> Drawn {
    let Some((at, name)) = picture.mark.as_ref().filter(|mark| panel.x.contains(mark.0)) else { return Ok(()) };
    let x = panel.x.place(*at);
    let line = [(x, panel.frame.top), (x, panel.frame.bottom)];
    canvas.line(&line, Stroke { colour: FAINT, width: 1.6, dash: Dash::Short })?;
    occupied.take_line(&line);
    let words = text(name).colour(GREY);
    let half = words.width() / 2.0 + 8.0;
    let y = panel.frame.top + 11.0;
    let candidates = [x + half, x - half].map(|x| Frame::around((x, y), 2.0 * half - 6.0, NORMAL + 3.0));
    match occupied.place_freely(&candidates) {
        Some(place) => canvas.text(&words.anchor(Anchor::Middle), place.middle()),
        None => Ok(()),
    }
}

/// Marks on each curve the first value whose whole interval keeps the promise, and writes it there.
fn mark_first_kept(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    curves: &[Drawable],
    limit: &Limit,
    ruler: &Ruler,
    occupied: &mut Occupied,
) -> Drawn {
    for (curve, (colour, _)) in curves.iter().zip(LINES) {
        let points: Vec<&(f64, Estimate)> = curve.runs.iter().flatten().collect();
        // From here on it is kept: what is kept by luck further down does not count. On either side of the axis.
        let kept = |point: &&(f64, Estimate)| limit.is_kept_by(&point.1);
        let (count, rising) = (points.len(), points.iter().rev().take_while(|point| kept(point)).count());
        let falling = points.iter().take_while(|point| kept(point)).count();
        let at = match (rising, falling) {
            (0, 0) => continue,
            (rising, _) if rising == count => continue,
            (0, falling) => falling - 1,
            (rising, _) => count - rising,
        };
        let (x, estimate) = *points[at];
        let place = panel.at((x, estimate.value));
        canvas.dot(place, colour)?;
        let words = text(&ruler.written(x)).bold().colour(colour.for_words()).anchor(Anchor::Middle);
        let (width, height) = (words.width() + 6.0, NORMAL + 2.0);
        let away = |(right, down): (f64, f64)| Frame::around((place.0 + right, place.1 + down), width, height);
        let aside = width / 2.0 + 8.0;
        let near = [(aside, -12.0), (-aside, 14.0), (aside, 14.0), (-aside, -12.0), (0.0, -18.0), (0.0, 20.0)];
        let further = [(0.0, -26.0), (0.0, 28.0), (0.0, -34.0), (0.0, 36.0)];
        let candidates: Vec<Frame> = near.into_iter().chain(further).map(away).collect();
        if let Some(place) = occupied.place_freely(&candidates) {
            canvas.text_on_paper(&words, place.middle())?;
        }
    }
    Ok(())
}

/// A dot each, and its words where there is room.
fn draw_remarks(canvas: &mut Canvas<'_>, panel: &Panel, remarks: &[Remark], occupied: &mut Occupied) -> Drawn {
    for Remark { at, words } in remarks {
        let (Some(x), Some(y)) = (drawable(at.0), drawable(at.1)) else { continue };
        let place = panel.at((x, y));
        canvas.dot(place, INK)?;
        let words = text(words).bold().anchor(Anchor::Middle).fitted(420.0);
        let (width, height) = (words.width() + 8.0, NORMAL + 4.0);
        let aside = width / 2.0 + 8.0;
        let far = [(0.0, 22.0), (0.0, -22.0), (aside, 20.0), (-aside, 20.0), (aside, -20.0), (-aside, -20.0)];
        let further = [(0.0, 40.0), (0.0, -40.0), (aside, 44.0), (-aside, 44.0), (0.0, 64.0), (0.0, -64.0)];
        let around = |(right, down): (f64, f64)| Frame::around((place.0 + right, place.1 + down), width, height);
        let candidates: Vec<Frame> = far.into_iter().chain(further).map(around).collect();
        if let Some(spot) = occupied.place(&candidates) {
            canvas.text_on_paper(&words, spot.middle())?;
        }
    }
    Ok(())
}

/// Outline of a run's band; empty where no point has an interval.
fn band(run: &[(f64, Estimate)]) -> Vec<Point> {
    if run.iter().all(|(_, estimate)| estimate.interval.is_none()) {
        return Vec::new();
    }
    let above = run.iter().map(|(x, estimate)| (*x, upper(estimate)));
    above.chain(run.iter().rev().map(|(x, estimate)| (*x, lower(estimate)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn ruler(is_numeric: bool) -> Ruler {
        let places = (0..5).map(|at| (f64::from(at), format!("{at}"))).collect();
        Ruler { name: "staff".to_owned(), unit: String::new(), places, is_numeric }
    }

    fn curves(points: Vec<(f64, Option<Estimate>)>, is_numeric: bool) -> CurvesPicture {
        CurvesPicture {
            caption: caption(),
            x: ruler(is_numeric),
            heading: "On hold at 60 s [%]".to_owned(),
            unit: Unit::Share,
            curves: vec![Curve { label: "volume 1.10".to_owned(), points }],
            limit: Some(Limit { value: 0.1, at_least: false, label: "promise: at most 10 %".to_owned() }),
            mark: Some((1.0, "baseline".to_owned())),
            remarks: vec![Remark { at: (1.0, 0.1), words: "cheapest".to_owned() }],
        }
    }

    #[test]
    fn the_first_value_that_keeps_the_promise_for_good_is_marked() {
        // Kept by luck at 1, missed at 2, kept from 3 on.
        let values = [0.3, 0.05, 0.2, 0.08, 0.02];
        let points = values.iter().zip(0..).map(|(&value, at)| (f64::from(at), Some(estimate(value, 0.01)))).collect();
        let svg = draw(&curves(points, true)).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["volume 1.10", "promise: at most 10 %", "baseline", "cheapest", "Staff", "On hold at 60 s [%]"]
        {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
        // At the axis, and at the dot.
        assert_eq!(words.iter().filter(|found| *found == "3").count(), 2, "{words:?}");
        assert_eq!(words.iter().filter(|found| *found == "1").count(), 1, "{words:?}");
    }

    #[test]
    fn no_number_breaks_the_curves() {
        for value in NASTY {
            for other in NASTY {
                let points =
                    vec![(value, Some(estimate(other, 0.1))), (other, None), (0.5, Some(estimate(value, other)))];
                words_of(&draw(&curves(points.clone(), true)).unwrap());
                words_of(&draw(&curves(points, false)).unwrap());
            }
        }
        let nothing = draw(&curves(Vec::new(), true)).unwrap();
        assert!(words_of(&nothing).iter().any(|found| found == "No scenario has a value to draw"));
    }
}
