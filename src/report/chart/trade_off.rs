//! *Trade-off*: what staff costs against what callers feel, a dot a scenario, and the line that nothing beats.

use super::axis::{Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, PROMISE, Point, WIDTH, paint, solid};
use super::limit::Limit;
use super::palette::{BLUE, FAINT, GREEN, INK};
use super::placement::{Frame, Occupied};
use super::series::{drawable_estimate, lower, upper};
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Left edge of the panel \[px\].
const LEFT: f64 = 92.0;
/// Height of the panel \[px\].
const HEIGHT: f64 = 460.0;
/// Air around the outermost dots, as a part of the range.
const AIR: f64 = 0.07;
/// Dots beyond this many are drawn without whiskers and pale.
pub const MANY: usize = 400;
/// Points of the frontier that are named.
const NAMED: usize = 9;

/// Scenarios between two costs.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeOffPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What runs to the right, with its unit: `Staff cost [EUR a day]`.
    pub x_title: String,
    /// Its unit.
    pub x_unit: Unit,
    /// What runs upwards, with its unit.
    pub heading: String,
    /// Its unit.
    pub unit: Unit,
    /// The scenarios.
    pub dots: Vec<Dot>,
    /// Positions of those that no other beats in both, from cheap to dear.
    pub frontier: Vec<usize>,
    /// Scenarios that are named in words beside their values: the baseline, the knee ...
    pub marks: Vec<(usize, String)>,
    /// What was promised of what runs upwards.
    pub limit: Option<Limit>,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its settings in few words: `1.10`.
    pub name: String,
    /// What it costs.
    pub x: Estimate,
    /// What callers feel.
    pub y: Estimate,
}

/// Draws the trade-off as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &TradeOffPicture) -> Result<String, ChartError> {
    let top = BELOW_CAPTION + 44.0;
    paint(&picture.caption, top + HEIGHT + 108.0, |canvas| {
        let dots: Vec<Option<(Estimate, Estimate)>> =
            picture.dots.iter().map(|dot| drawable_estimate(&dot.x).zip(drawable_estimate(&dot.y))).collect();
        let Some((across, up)) = ranges(picture, &dots) else {
            return canvas.apology("No scenario has both figures", top + HEIGHT / 2.0);
        };
        let label = picture.limit.as_ref().map_or("", |limit| limit.label.as_str());
        let right = WIDTH - super::axis::end_label_room(&[label]);
        let frame = Frame { left: LEFT, top, right, bottom: top + HEIGHT };
        let panel = Panel::linear(frame, across, up);
        panel.heading(canvas, &picture.heading)?;
        let unit_less = Unit::Other(String::new());
        let ticks = round_ticks(across, if picture.x_unit == Unit::Share { &Unit::Share } else { &unit_less }, 8);
        panel.grid(canvas, &ticks, &round_ticks(up, &picture.unit, 7), true)?;
        let title = text(&picture.x_title).bold().size(16.0).anchor(Anchor::Middle).fitted(WIDTH - 2.0 * MARGIN);
        canvas.text(&title, (f64::midpoint(frame.left, frame.right), frame.bottom + 46.0))?;

        let mut occupied = Occupied::new(frame);
        if let Some(limit) = &picture.limit {
            let y = panel.y.place(limit.value);
            let line = [(frame.left, y), (frame.right, y)];
            canvas.line(&line, PROMISE)?;
            occupied.take_line(&line);
            panel.end_labels(canvas, &[(y, text(&limit.label))])?;
        }
        draw_others(canvas, &panel, picture, &dots, &mut occupied)?;
        let line = draw_frontier(canvas, &panel, picture, &dots, &mut occupied)?;
        name_marks(canvas, &panel, picture, &dots, &mut occupied)?;
        name_frontier(canvas, picture, &line, &mut occupied)
    })
}

type Drawable = Option<(Estimate, Estimate)>;

fn ranges(picture: &TradeOffPicture, dots: &[Drawable]) -> Option<((f64, f64), (f64, f64))> {
    let values = || dots.iter().flatten();
    values().next()?;
    let range = |ends: Vec<(f64, f64)>, limit: Option<f64>| {
        let low = ends.iter().map(|ends| ends.0).chain(limit).fold(f64::INFINITY, f64::min);
        let high = ends.iter().map(|ends| ends.1).chain(limit).fold(f64::NEG_INFINITY, f64::max);
        let air = if high > low { (high - low) * AIR } else { low.abs() * AIR + 0.5 };
        (if low >= 0.0 { (low - air).max(0.0) } else { low - air }, high + air)
    };
    // Many dots are drawn without whiskers, and those of a single wild one must not squeeze the others.
    let ends = |estimate: &Estimate| {
        if dots.len() > MANY { (estimate.value, estimate.value) } else { (lower(estimate), upper(estimate)) }
    };
    let across = range(values().map(|dot| (dot.0.value, dot.0.value)).collect(), None);
    let (low, high) =
        range(values().map(|dot| ends(&dot.1)).collect(), picture.limit.as_ref().map(|limit| limit.value));
    let up = if picture.unit == Unit::Share { (low, high.min(1.0)) } else { (low, high) };
    Some((across, if up.1 > up.0 { up } else { (up.0 - 0.5, up.0 + 0.5) }))
}

fn draw_others(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    picture: &TradeOffPicture,
    dots: &[Drawable],
    occupied: &mut Occupied,
) -> Drawn {
    let has_whiskers = dots.len() <= MANY;
    let mut is_other = vec![true; dots.len()];
    for &at in &picture.frontier {
        if let Some(is_other) = is_other.get_mut(at) {
            *is_other = false;
        }
    }
    for (dot, is_other) in dots.iter().zip(is_other) {
        let Some((x, y)) = dot.filter(|_| is_other) else { continue };
        let place = panel.at((x.value, y.value));
        if has_whiskers {
            let ends = [panel.at((x.value, lower(&y))), panel.at((x.value, upper(&y)))];
            canvas.line(&ends, solid(FAINT, 1.0))?;
            occupied.take(Frame::around(place, 8.0, 8.0));
        }
        canvas.dot(place, FAINT)?;
    }
    Ok(())
}

/// The frontier's line and dots; returns its places.
fn draw_frontier(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    picture: &TradeOffPicture,
    dots: &[Drawable],
    occupied: &mut Occupied,
) -> Result<Vec<(usize, Point)>, ChartError> {
    let on_it: Vec<(usize, (Estimate, Estimate))> =
        picture.frontier.iter().filter_map(|&at| Some((at, (*dots.get(at)?)?))).collect();
    let places: Vec<(usize, Point)> = on_it.iter().map(|&(at, (x, y))| (at, panel.at((x.value, y.value)))).collect();
    let line: Vec<Point> = places.iter().map(|place| place.1).collect();
    canvas.line(&line, solid(BLUE, 2.2))?;
    occupied.take_line(&line);
    for (place, (_, (x, y))) in line.iter().zip(&on_it) {
        let whisker = [panel.at((x.value, lower(y))), panel.at((x.value, upper(y)))];
        canvas.line(&whisker, solid(BLUE, 1.6))?;
        occupied.take_line(&whisker);
        canvas.dot(*place, BLUE)?;
        occupied.take(Frame::around(*place, 10.0, 10.0));
    }
    Ok(places)
}

/// Words for the scenarios that stand out.
fn name_marks(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    picture: &TradeOffPicture,
    dots: &[Drawable],
    occupied: &mut Occupied,
) -> Drawn {
    for (at, words) in &picture.marks {
        let Some((x, y)) = dots.get(*at).copied().flatten() else { continue };
        let place = panel.at((x.value, y.value));
        canvas.dot(place, if picture.frontier.contains(at) { GREEN } else { INK })?;
        let words = format!("{words}: {}", picture.dots[*at].name);
        let words = text(&words).bold().anchor(Anchor::Middle).fitted(560.0);
        if let Some(spot) = occupied.place(&places_around(place, words.width() + 8.0)) {
            let from = spot.middle();
            lead(canvas, place, spot)?;
            canvas.text_on_paper(&words, from)?;
        }
    }
    Ok(())
}

/// A thin line from a dot to words that could not stand close to it.
fn lead(canvas: &mut Canvas<'_>, dot: Point, words: Frame) -> Drawn {
    const CLOSE: f64 = 26.0;
    let nearest = (dot.0.clamp(words.left, words.right), dot.1.clamp(words.top, words.bottom));
    let distance = libm::hypot(nearest.0 - dot.0, nearest.1 - dot.1);
    if distance <= CLOSE { Ok(()) } else { canvas.line(&[dot, nearest], solid(INK, 0.8)) }
}

/// Values beside the dots of the frontier: all, or as many as can be read.
fn name_frontier(
    canvas: &mut Canvas<'_>,
    picture: &TradeOffPicture,
    line: &[(usize, Point)],
    occupied: &mut Occupied,
) -> Drawn {
    let every = line.len().div_ceil(NAMED).max(1);
    let last = line.last().filter(|_| line.len() % every != 1 && every > 1);
    for (at, place) in line.iter().step_by(every).chain(last) {
        if picture.marks.iter().any(|mark| mark.0 == *at) {
            continue;
        }
        let words = text(&picture.dots[*at].name).colour(BLUE.for_words()).anchor(Anchor::Middle).fitted(260.0);
        let candidates = places_around(*place, words.width() + 6.0);
        // The line's ends say what all of it is about: their names may stand further off.
        let is_end = [line.first(), line.last()].iter().flatten().any(|end| end.0 == *at);
        let near = candidates.len().min(if is_end { 26 } else { 8 });
        if let Some(spot) = occupied.place_freely(&candidates[..near]) {
            canvas.text_on_paper(&words, spot.middle())?;
        }
    }
    Ok(())
}

/// Places for words around a dot, the best first: beside a falling line above right, below left, then further off.
fn places_around((x, y): Point, width: f64) -> Vec<Frame> {
    let height = NORMAL + 3.0;
    let aside = width / 2.0 + 8.0;
    let near = [
        (aside, -13.0),
        (-aside, 13.0),
        (aside, 0.0),
        (0.0, -18.0),
        (0.0, 19.0),
        (-aside, 0.0),
        (aside, 14.0),
        (-aside, -14.0),
    ];
    let further = (1..14).flat_map(|step| {
        let away = f64::from(step) * 16.0;
        [
            (aside + away, -13.0 - away),
            (aside, -13.0 - away),
            (aside + away, -13.0),
            (-aside - away, 13.0 + away),
            (-aside, -13.0 - away),
            (0.0, 19.0 + away),
        ]
    });
    near.into_iter().chain(further).map(|(right, down)| Frame::around((x + right, y + down), width, height)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn picture(points: &[(f64, f64)], frontier: Vec<usize>) -> TradeOffPicture {
        let dot = |(at, (x, y)): (usize, &(f64, f64))| Dot {
            name: format!("s{at}"),
            x: estimate(*x, 5.0),
            y: estimate(*y, 0.01),
        };
        TradeOffPicture {
            caption: caption(),
            x_title: "Staff cost [EUR a day]".to_owned(),
            x_unit: Unit::Other("EUR".to_owned()),
            heading: "On hold at 60 s [%]".to_owned(),
            unit: Unit::Share,
            dots: points.iter().enumerate().map(dot).collect(),
            frontier,
            marks: vec![(1, "knee".to_owned())],
            limit: Some(Limit { value: 0.1, at_least: false, label: "promise: at most 10 %".to_owned() }),
        }
    }

    #[test]
    fn the_frontier_s_points_and_the_knee_are_named() {
        let svg =
            draw(&picture(&[(1000.0, 0.3), (1200.0, 0.1), (1300.0, 0.2), (2000.0, 0.05)], vec![0, 1, 3])).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["s0", "knee: s1", "s3", "promise: at most 10 %", "Staff cost [EUR a day]"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
        assert!(words.iter().all(|found| found != "s2"), "what is beaten has no name: {words:?}");
    }

    #[test]
    fn ten_thousand_scenarios_are_a_cloud() {
        let points: Vec<(f64, f64)> = (0..10_000).map(|at| (f64::from(at % 97), f64::from(at % 89) / 100.0)).collect();
        let svg = draw(&picture(&points, (0..300).collect())).unwrap();
        assert!(words_of(&svg).len() < 60);
        becomes_a_png(&svg);
    }

    #[test]
    fn no_number_breaks_the_trade_off() {
        for value in NASTY {
            for other in NASTY {
                words_of(&draw(&picture(&[(value, other), (other, value), (1.0, 0.2)], vec![0, 1, 2, 99])).unwrap());
            }
        }
        words_of(&draw(&picture(&[], Vec::new())).unwrap());
    }
}
