//! *The wait*: which share of callers is still on hold after so many seconds.

use super::axis::{Panel, Scale, Tick, end_label_room, logarithmic_ticks, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, NOTICE, Point, Stroke, WIDTH, paint, solid};
use super::palette::{BAND, Colour, Dash, FAINT, GREY, LINES, WHITE};
use super::placement::{Frame, Occupied};
use super::series::{drawable, drawable_estimate, lower, upper};
use super::text::{Anchor, NORMAL, Text, Unit, number, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;
use crate::units::Duration;

/// Left edge of the panel \[px\].
const LEFT: f64 = 92.0;
/// Height of the panel \[px\].
const HEIGHT: f64 = 470.0;
/// Height of the row of marks' names above the panel \[px\].
const MARK_ROW: f64 = 24.0;
/// Room for a sample of a line before its value \[px\].
const SAMPLE: f64 = 26.0;
/// Height of a row in a list of values \[px\].
const LIST_ROW: f64 = 20.0;
/// What the vertical axis counts.
const HEADING: &str = "Still on hold [% of offered contacts]";
/// A logarithmic axis ends here at the latest: one caller in a thousand.
const SMALLEST_SHARE: f64 = 1e-3;
/// Longest wait that the axis counts in seconds \[s\]; beyond it, in minutes.
const LONGEST_IN_SECONDS: f64 = 1200.0;

/// How long people hold, a curve a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// The curves, the most important first: four wear a colour, the others are drawn thin and grey.
    pub curves: Vec<WaitCurve>,
    /// Times worth a line of their own.
    pub marks: Vec<WaitMark>,
    /// How shares are spaced on the vertical axis.
    pub shares: ShareAxis,
}

/// One queue's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitCurve {
    /// The queue's name.
    pub label: String,
    /// Seconds since joining the queue, ascending, and the share of offered contacts still on hold then.
    pub points: Vec<(f64, Estimate)>,
}

/// A time worth a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitMark {
    /// Time on hold.
    pub after: Duration,
    /// What is written at its line: `60 s: notice due`.
    pub label: String,
    /// Whether the notice is due then: that line looks the same in every picture.
    pub is_notice: bool,
}

/// Spacing of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShareAxis {
    /// Even ratios: the few who hold for long can be seen.
    #[default]
    Logarithmic,
    /// Even steps.
    Linear,
}

/// Draws the wait as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &WaitPicture) -> Result<String, ChartError> {
    let curves: Vec<Curve> =
        picture.curves.iter().enumerate().filter_map(|(place, curve)| Curve::of(place, curve)).collect();
    let top = BELOW_CAPTION + 38.0 + MARK_ROW;
    let height = top + HEIGHT + 104.0;
    paint(&picture.caption, height, |canvas| {
        if curves.is_empty() {
            return canvas.apology("No wait was measured", height / 2.0);
        }
        let names: Vec<&str> = curves.iter().map(|curve| curve.label.as_str()).collect();
        let right = WIDTH - end_label_room(&names);
        let frame = Frame { left: LEFT, top, right, bottom: top + HEIGHT };
        let up = scale_of_shares(&curves, frame, picture.shares);
        let longest = curves.iter().filter_map(|curve| curve.last_visible(up.low())).fold(0.0, f64::max);
        let panel = Panel { frame, x: Scale::linear((0.0, longest.max(1.0)), (frame.left, frame.right)), y: up };
        draw_axes(canvas, &panel, longest, picture.shares)?;
        let mut occupied = Occupied::new(frame);
        for curve in curves.iter().rev() {
            curve.draw(canvas, &panel, &mut occupied)?;
        }
        draw_marks(canvas, &panel, picture, &curves, &mut occupied)?;
        name_curves(canvas, &panel, &curves, &mut occupied)
    })
}

/// A curve whose numbers can be drawn, with its looks.
struct Curve {
    label: String,
    points: Vec<(f64, Estimate)>,
    /// `None` beyond the four colours.
    stroke: Option<Stroke>,
}

impl Curve {
    fn of(place: usize, curve: &WaitCurve) -> Option<Self> {
        let point = |(t, share): &(f64, Estimate)| Some((drawable(*t)?.max(0.0), drawable_estimate(share)?));
        let mut points: Vec<(f64, Estimate)> = curve.points.iter().filter_map(point).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let stroke = LINES.get(place).map(|&(colour, dash)| Stroke { colour, width: 2.6, dash });
        (!points.is_empty()).then(|| Self { label: curve.label.clone(), points, stroke })
    }

    fn colour(&self) -> Colour {
        self.stroke.map_or(GREY, |stroke| stroke.colour)
    }

    /// Points as far as they stay on the scale; where it has no zero, cut where the curve crosses its lower end.
    fn visible(&self, low: f64) -> Vec<(f64, Estimate)> {
        let count = self.points.iter().take_while(|(_, share)| share.value >= low).count();
        let mut visible = self.points[..count].to_vec();
        if let (Some(&(t0, last)), Some(&(t1, next))) = (visible.last(), self.points.get(count))
            && low > 0.0
        {
            // Straight on a logarithmic scale, or to the next point where that has no logarithm.
            let fall = |share: f64| libm::log(last.value / share.max(low / 10.0));
            let part = if last.value > low { libm::log(last.value / low) / fall(next.value) } else { 0.0 };
            let between = |from: f64, to: f64| from * libm::pow(to.max(low / 10.0) / from.max(low / 10.0), part);
            let interval = last.interval.zip(next.interval).map(|(a, b)| (between(a.0, b.0), between(a.1, b.1)));
            visible.push((t0 + (t1 - t0) * part.clamp(0.0, 1.0), Estimate { value: low, interval }));
        }
        visible
    }

    /// Time of the last point that stays on the scale.
    fn last_visible(&self, low: f64) -> Option<f64> {
        self.visible(low).last().map(|&(t, _)| t)
    }

    /// Places of the curve as far as it stays on the scale.
    fn line(&self, panel: &Panel, value: impl Fn(&Estimate) -> f64) -> Vec<Point> {
        self.visible(panel.y.low()).iter().map(|(t, share)| panel.at((*t, value(share)))).collect()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, panel: &Panel, occupied: &mut Occupied) -> Drawn {
        let line = self.line(panel, |share| share.value);
        occupied.take_line(&line);
        let Some(stroke) = self.stroke else { return canvas.line(&line, solid(FAINT, 1.2)) };
        if self.points.iter().any(|(_, share)| share.interval.is_some()) {
            let mut band = self.line(panel, upper);
            band.extend(self.line(panel, lower).into_iter().rev());
            canvas.area(&band, stroke.colour, BAND)?;
        }
        canvas.line(&line, stroke)
    }

    /// The estimate at a time, straight between the two points around it.
    fn at(&self, seconds: f64) -> Option<Estimate> {
        let after = self.points.iter().position(|&(t, _)| t >= seconds)?;
        let (t1, next) = self.points[after];
        if t1 <= seconds || after == 0 {
            return (t1 <= seconds).then_some(next);
        }
        let (t0, last) = self.points[after - 1];
        let part = (seconds - t0) / (t1 - t0);
        let between = |a: f64, b: f64| a + (b - a) * part;
        let interval = last.interval.zip(next.interval).map(|(a, b)| (between(a.0, b.0), between(a.1, b.1)));
        Some(Estimate { value: between(last.value, next.value), interval })
    }
}

fn scale_of_shares(curves: &[Curve], frame: Frame, shares: ShareAxis) -> Scale {
    let rows = (frame.bottom, frame.top);
    let values = || curves.iter().flat_map(|curve| &curve.points).map(|(_, share)| share);
    match shares {
        ShareAxis::Logarithmic => {
            let smallest = values().map(|share| share.value).filter(|&value| value > 0.0).fold(1.0, f64::min);
            let decade = libm::pow(10.0, libm::floor(libm::log10(smallest)));
            let low = [5.0, 2.0].iter().map(|times| times * decade).find(|&low| low <= smallest).unwrap_or(decade);
            Scale::logarithmic((low.clamp(SMALLEST_SHARE, 0.1), 1.0), rows)
        }
        ShareAxis::Linear => {
            let largest = values().map(upper).fold(0.0, f64::max);
            Scale::linear((0.0, (largest * 1.05).clamp(0.01, 1.0)), rows)
        }
    }
}

fn draw_axes(canvas: &mut Canvas<'_>, panel: &Panel, longest: f64, shares: ShareAxis) -> Drawn {
    let in_minutes = longest > LONGEST_IN_SECONDS;
    let across = if in_minutes { minute_ticks(longest) } else { second_ticks(longest) };
    let up = match shares {
        ShareAxis::Logarithmic => logarithmic_ticks(panel.y.low()),
        ShareAxis::Linear => {
            round_ticks((0.0, 1.0), &Unit::Share, 10).into_iter().filter(|tick| panel.y.contains(tick.value)).collect()
        }
    };
    canvas.text(&text(HEADING).size(16.0).bold(), (MARGIN, BELOW_CAPTION + 18.0))?;
    panel.grid(canvas, &across, &up, true)?;
    let unit = if in_minutes { "Time on hold [min]" } else { "Time on hold [s]" };
    let middle = f64::midpoint(panel.frame.left, panel.frame.right);
    canvas.text(&text(unit).bold().size(16.0).anchor(Anchor::Middle), (middle, panel.frame.bottom + 44.0))
}

/// Seconds as a clock divides them.
fn second_ticks(longest: f64) -> Vec<Tick> {
    const STEPS: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0];
    let step = STEPS.into_iter().find(|step| longest / step <= 12.0).unwrap_or(120.0);
    let count = (longest.max(1.0) / step + 1e-9) as usize;
    let tick = |index| f64::from(index) * step;
    (0..=count as u32).map(|index| Tick { value: tick(index), label: number(tick(index), 0) }).collect()
}

fn minute_ticks(longest: f64) -> Vec<Tick> {
    let bare = Unit::Other(String::new());
    let in_minutes = round_ticks((0.0, longest / 60.0), &bare, 12);
    in_minutes.into_iter().map(|tick| Tick { value: tick.value * 60.0, ..tick }).collect()
}

/// Draws each mark's line with its name above the panel, then the curves' values where they cross it.
fn draw_marks(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    picture: &WaitPicture,
    curves: &[Curve],
    occupied: &mut Occupied,
) -> Drawn {
    let frame = panel.frame;
    let mut names =
        Occupied::new(Frame { left: MARGIN, top: frame.top - MARK_ROW - 4.0, right: WIDTH - 8.0, bottom: frame.top });
    let visible: Vec<&WaitMark> =
        picture.marks.iter().filter(|mark| panel.x.contains(mark.after.as_secs_f64())).collect();
    for mark in &visible {
        let x = panel.x.place(mark.after.as_secs_f64());
        let stroke = if mark.is_notice { NOTICE } else { Stroke { colour: FAINT, width: 1.6, dash: Dash::Short } };
        canvas.line(&[(x, frame.top), (x, frame.bottom)], stroke)?;
        occupied.take_line(&[(x, frame.top), (x, frame.bottom)]);
        let name = text(&mark.label).colour(GREY).fitted(300.0);
        let width = name.width() + 16.0;
        let row = frame.top - MARK_ROW / 2.0 - 2.0;
        let shifted = |shift: i32| (x - 8.0 + f64::from(shift) * 6.0 + width / 2.0, row);
        let candidates: Vec<Frame> =
            (0..60).map(|shift| Frame::around(shifted(shift), width, MARK_ROW - 2.0)).collect();
        if let Some(place) = names.place(&candidates) {
            let start = place.left + 8.0;
            let elbow = [(x, frame.top), (x, frame.top - 4.0), (start, frame.top - 4.0)];
            canvas.line(&elbow, solid(stroke.colour, 1.0))?;
            canvas.text(&name, (start, row - 1.0))?;
        }
    }
    for mark in visible {
        write_values(canvas, panel, mark, curves, occupied)?;
    }
    Ok(())
}

/// A curve's value at a mark: where, and the words.
struct Reading<'curve> {
    curve: &'curve Curve,
    stroke: Stroke,
    at: Point,
    value: Text,
}

/// Writes the coloured curves' values at a mark: each beside its point where there is room, else all of them as a list.
fn write_values(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    mark: &WaitMark,
    curves: &[Curve],
    occupied: &mut Occupied,
) -> Drawn {
    let seconds = mark.after.as_secs_f64();
    let mut readings: Vec<Reading> = curves
        .iter()
        .filter_map(|curve| {
            let share = curve.at(seconds).filter(|share| panel.y.contains(share.value))?;
            let value = text(&Unit::Share.with_doubt(&share)).bold().colour(curve.colour().for_words());
            Some(Reading { curve, stroke: curve.stroke?, at: panel.at((seconds, share.value)), value })
        })
        .collect();
    readings.sort_by(|a, b| a.at.1.total_cmp(&b.at.1));
    for reading in &readings {
        canvas.dot(reading.at, reading.curve.colour())?;
    }

    let mut beside = occupied.clone();
    let places: Option<Vec<Frame>> = readings
        .iter()
        .map(|reading| beside.place_freely(&places_beside(reading.at, reading.value.width() + 6.0, NORMAL + 3.0)))
        .collect();
    if let Some(places) = places {
        *occupied = beside;
        let labelled = readings.iter().zip(places);
        return labelled.into_iter().try_for_each(|(reading, place)| {
            canvas.text_on_paper(&reading.value.clone().anchor(Anchor::Middle), place.middle())
        });
    }
    list_values(canvas, mark, &readings, occupied)
}

/// Writes values below their time, in the order of their curves, each behind a sample of its line.
fn list_values(canvas: &mut Canvas<'_>, mark: &WaitMark, readings: &[Reading], occupied: &mut Occupied) -> Drawn {
    let (Some(first), Some(last)) = (readings.first(), readings.last()) else { return Ok(()) };
    let widest = readings.iter().map(|reading| reading.value.width()).fold(0.0, f64::max);
    let (width, height) = (SAMPLE + widest + 4.0, LIST_ROW * (readings.len() + 1) as f64);
    let x = first.at.0;
    let (right, left) = (x + 8.0 + width / 2.0, x - 8.0 - width / 2.0);
    let (above, below) = (first.at.1 - height / 2.0 - 8.0, last.at.1 + height / 2.0 + 8.0);
    // Curves of waiting fall: above and to the right there is room, and a list must not hide what is below.
    let candidates: Vec<Frame> = (0..30)
        .map(|step| (right, above - f64::from(step) * 6.0))
        .chain((0..40).map(|step| (right + f64::from(step) * 12.0, occupied.top() + height / 2.0 + 4.0)))
        .chain((0..30).flat_map(|step| {
            let away = f64::from(step) * 6.0;
            [(left, below + away), (right, below + away), (left, above - away)]
        }))
        .map(|middle| Frame::around(middle, width, height))
        .collect();
    let Some(place) = occupied.place(&candidates) else { return Ok(()) };
    canvas.rectangle((place.left, place.top), (place.right, place.bottom), WHITE, 0.85)?;
    canvas.text(&text(&format!("at {}", mark.after)).colour(GREY), (place.left, place.top + LIST_ROW / 2.0))?;
    for (row, reading) in readings.iter().enumerate() {
        let y = place.top + (row as f64 + 1.5) * LIST_ROW;
        canvas.line(&[(place.left, y), (place.left + SAMPLE - 5.0, y)], reading.stroke)?;
        canvas.text(&reading.value, (place.left + SAMPLE, y))?;
    }
    Ok(())
}

/// Places for a label beside a point of a falling curve, the best first: upper right, lower left.
fn places_beside((x, y): Point, width: f64, height: f64) -> Vec<Frame> {
    let aside = width / 2.0 + 7.0;
    [13.0, 17.0, 21.0]
        .into_iter()
        .flat_map(|away| [(x + aside, y - away), (x - aside, y + away)])
        .map(|middle| Frame::around(middle, width, height))
        .collect()
}

/// Writes each coloured curve's name: at the right edge if it gets there, else beside it, near its end.
fn name_curves(canvas: &mut Canvas<'_>, panel: &Panel, curves: &[Curve], occupied: &mut Occupied) -> Drawn {
    /// A curve that ends further than this from the edge is named beside its line \[px\].
    const AT_THE_EDGE: f64 = 30.0;
    let coloured: Vec<&Curve> = curves.iter().filter(|curve| curve.stroke.is_some()).collect();
    let mut at_edge = Vec::new();
    for curve in &coloured {
        let line = curve.line(panel, |share| share.value);
        let Some(&(x, y)) = line.last() else { continue };
        let name = text(&curve.label).bold().colour(curve.colour().for_words());
        let beside = if x < panel.frame.right - AT_THE_EDGE {
            let (width, height) = (name.width() + 8.0, NORMAL + 4.0);
            let away = (width / 2.0 + 8.0, height / 2.0 + 2.0);
            let above = |&(x, y): &Point| Frame::around((x + away.0, y - away.1), width, height);
            let below = |&(x, y): &Point| Frame::around((x - away.0, y + away.1), width, height);
            // From two thirds of the line downwards, then upwards; above the line, then below it.
            let (upper, lower) = line.split_at(line.len() * 2 / 3);
            let along = || lower.iter().chain(upper.iter().rev());
            let candidates: Vec<Frame> = along().map(above).chain(along().map(below)).collect();
            occupied.place_freely(&candidates)
        } else {
            None
        };
        match beside {
            Some(place) => canvas.text_on_paper(&name.anchor(Anchor::Middle), place.middle())?,
            None => at_edge.push((y, name)),
        }
    }
    panel.end_labels(canvas, &at_edge)?;
    let others = curves.len() - coloured.len();
    if others == 0 {
        return Ok(());
    }
    let words = format!("{others} more in grey");
    canvas.text(&text(&words).colour(GREY).anchor(Anchor::End), (panel.frame.right, panel.frame.bottom + 44.0))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn curve(label: &str, at_once: f64, fade: f64) -> WaitCurve {
        let at = |t: f64| (t, estimate(at_once * libm::exp(-t / fade), 0.004));
        WaitCurve { label: label.to_owned(), points: (0..=60).map(|step| at(f64::from(step) * 5.0)).collect() }
    }

    fn wait(curves: Vec<WaitCurve>, shares: ShareAxis) -> WaitPicture {
        let mark = |seconds, label: &str, is_notice| WaitMark {
            after: Duration::from_secs(seconds),
            label: label.to_owned(),
            is_notice,
        };
        let marks = vec![mark(20, "20 s", false), mark(60, "60 s: notice due", true), mark(9999, "too late", false)];
        WaitPicture { caption: caption(), curves, marks, shares }
    }

    #[test]
    fn values_are_written_where_marks_cross_curves() {
        for shares in [ShareAxis::Logarithmic, ShareAxis::Linear] {
            let words = words_of(&draw(&wait(vec![curve("billing", 0.4, 60.0)], shares)).unwrap());
            for expected in ["billing", "28.7 ±0.4 %", "14.7 ±0.4 %", "60 s: notice due", "Time on hold [s]"] {
                assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
            }
            assert!(words.iter().all(|found| found != "too late"));
        }
    }

    #[test]
    fn the_fifth_queue_is_grey_and_counted() {
        let curves = (0..6).map(|i| curve(&format!("queue {i}"), 0.3 + 0.01 * f64::from(i), 60.0)).collect();
        let svg = draw(&wait(curves, ShareAxis::Logarithmic)).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        assert!(words.iter().any(|found| found == "2 more in grey"), "{words:?}");
        assert!(words.iter().any(|found| found == "queue 3"));
        assert!(words.iter().all(|found| found != "queue 4"));
    }

    #[test]
    fn seconds_are_divided_as_a_clock_does() {
        let labels = |longest| second_ticks(longest).into_iter().map(|tick| tick.label).collect::<Vec<_>>();
        assert_eq!(labels(120.0)[..3], ["0", "10", "20"]);
        assert_eq!(labels(300.0).last().unwrap(), "300");
        assert_eq!(labels(300.0)[2], "60");
        assert_eq!(labels(0.0), ["0", "1"]);
        assert!(labels(LONGEST_IN_SECONDS).len() <= 21);
    }

    #[test]
    fn a_value_between_two_points_lies_between_theirs() {
        let curve =
            WaitCurve { label: String::new(), points: vec![(10.0, estimate(0.4, 0.02)), (20.0, estimate(0.2, 0.04))] };
        let curve = Curve::of(0, &curve).unwrap();
        let half_way = curve.at(15.0).unwrap();
        assert!((half_way.value - 0.3).abs() < 1e-12);
        assert!((half_way.half_width().unwrap() - 0.03).abs() < 1e-12);
        assert_eq!(curve.at(9.0), None);
        assert_eq!(curve.at(21.0), None);
        assert!((curve.at(20.0).unwrap().value - 0.2).abs() < 1e-12);
    }

    #[test]
    fn no_number_breaks_the_wait() {
        for shares in [ShareAxis::Logarithmic, ShareAxis::Linear] {
            words_of(&draw(&wait(Vec::new(), shares)).unwrap());
            words_of(&draw(&wait(vec![WaitCurve { label: "empty".to_owned(), points: Vec::new() }], shares)).unwrap());
            for value in NASTY {
                for other in NASTY {
                    let points = vec![(value, estimate(other, 0.1)), (other, estimate(value, 0.1))];
                    let curves = vec![WaitCurve { label: "x".repeat(300), points }, curve("zero", 0.0, 1.0)];
                    words_of(&draw(&wait(curves, shares)).unwrap());
                }
            }
        }
    }
}
