//! *The day*: load under staff, and what callers feel of it, over one time axis.

use super::axis::{HEADING, Panel, Scale, Tick, clock, clock_ticks, end_label_room, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, NOTICE, PROMISE, Point, Stroke, WIDTH, paint, solid};
use super::palette::{BAND, BLUE, Colour, GREEN, GREY, INK, MISSED, PURPLE};
use super::placement::{Frame, Occupied};
use super::series::{Run, Sample, above_limit, band_of, drawable, drawable_estimate, line_of, runs, upper};
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;
use crate::units::{Duration, Share, SimTime};

/// Left edge of the panels \[px\].
const LEFT: f64 = 92.0;
/// From a panel's lower edge to the next one's upper edge \[px\].
const BETWEEN: f64 = 54.0;
/// Height of the panel of load and staff \[px\].
const LOAD_HEIGHT: f64 = 270.0;
/// Height of each panel below it \[px\].
const HOLD_HEIGHT: f64 = 180.0;
/// Room above the highest value, for the words at the peak.
const HEADROOM: f64 = 1.22;
/// At most so many stretches of the day that are short of staff are named.
const NAMED_SHORTAGES: usize = 3;
/// The axis of mean hold reaches at least this far \[s\]: below it, differences are noise.
const LEAST_AXIS: f64 = 5.0;
/// Longest mean hold that is written in seconds \[s\]; beyond it the axis counts minutes.
const LONGEST_IN_SECONDS: f64 = 1200.0;

/// What is known of one day's intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct DayPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// The intervals, in the order of the day. A hole between two of them (a closed hour) interrupts the lines.
    pub intervals: Vec<DayInterval>,
    /// Hold after which a notice is due.
    pub notice_after: Duration,
    /// Largest share on hold at that time that was promised, if any.
    pub notice_promise: Option<Share>,
}

/// One interval of the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayInterval {
    /// When it begins.
    pub start: SimTime,
    /// How long it is.
    pub length: Duration,
    /// Offered load, in erlang.
    pub load: Estimate,
    /// Agents that are planned to be there, on average, in heads.
    pub staff: f64,
    /// Share of offered contacts still on hold when the notice is due; `None` when nobody was offered.
    pub notice_due: Option<Estimate>,
    /// Mean hold time over offered contacts, in seconds; `None` when nobody was offered.
    pub mean_hold: Option<Estimate>,
}

/// Draws the day as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &DayPicture) -> Result<String, ChartError> {
    let day = Day::of(picture);
    let panels = [!day.load.is_empty(), !day.notice_due.is_empty(), !day.mean_hold.is_empty()];
    let below = panels[1..].iter().filter(|&&drawn| drawn).count() as f64;
    let height = BELOW_CAPTION + 40.0 + LOAD_HEIGHT + below * (BETWEEN + HOLD_HEIGHT) + 84.0;
    paint(&picture.caption, height, |canvas| {
        if !panels[0] {
            return canvas.apology("The day has no intervals to draw", height / 2.0);
        }
        let top = BELOW_CAPTION + 40.0;
        day.load_under_staff(canvas, day.frame(top, LOAD_HEIGHT), below == 0.0)?;
        let mut top = top + LOAD_HEIGHT + BETWEEN;
        if panels[1] {
            day.on_hold(canvas, day.frame(top, HOLD_HEIGHT), !panels[2])?;
            top += HOLD_HEIGHT + BETWEEN;
        }
        if panels[2] {
            day.mean_hold(canvas, day.frame(top, HOLD_HEIGHT))?;
        }
        Ok(())
    })
}

/// A day in numbers that can be drawn: time in minutes.
struct Day {
    from: f64,
    to: f64,
    right: f64,
    load: Vec<Run>,
    notice_due: Vec<Run>,
    mean_hold: Vec<Run>,
    notice_after: Duration,
    promise: Option<f64>,
}

impl Day {
    fn of(picture: &DayPicture) -> Self {
        let promise = picture.notice_promise.map(Share::get);
        let load = runs_of(picture, |interval| Some((interval.load, Some(drawable(interval.staff)?.max(0.0)))));
        let notice_due = runs_of(picture, |interval| Some((interval.notice_due?, promise)));
        let mean_hold = runs_of(picture, |interval| Some((interval.mean_hold?, None)));
        let samples = || load.iter().flatten();
        let from = samples().map(|sample| sample.from).fold(f64::INFINITY, f64::min);
        let to = samples().map(|sample| sample.to).fold(f64::NEG_INFINITY, f64::max);
        let names = ["offered load", "staff", &after_words(picture.notice_after), &promise_words(promise)];
        let right = WIDTH - end_label_room(&names);
        Self { from, to, right, load, notice_due, mean_hold, notice_after: picture.notice_after, promise }
    }

    fn frame(&self, top: f64, height: f64) -> Frame {
        Frame { left: LEFT, top, right: self.right, bottom: top + height }
    }

    fn hours(&self) -> Vec<Tick> {
        clock_ticks((self.from, self.to), self.right - LEFT)
    }

    /// The upper panel: the load's line and band, the staff's steps, the gap where load exceeds staff.
    fn load_under_staff(&self, canvas: &mut Canvas<'_>, frame: Frame, is_last: bool) -> Drawn {
        let samples = || self.load.iter().flatten();
        let staff_of = |sample: &Sample| sample.limit.unwrap_or(0.0);
        let highest = samples().map(|sample| upper(&sample.estimate).max(staff_of(sample))).fold(0.0, f64::max);
        let high = if highest > 0.0 { highest * HEADROOM } else { 1.0 };
        let panel = Panel::linear(frame, (self.from, self.to), (0.0, high));
        let shortages = shortages(&self.load);
        let right_of_heading = panel.heading(canvas, "Offered load [erlang] and staff [agents]")?;
        if !shortages.is_empty() {
            let words = text("load above staff").bold().colour(MISSED.for_words());
            canvas.text(&words, (right_of_heading + 18.0, frame.top - HEADING))?;
        }
        panel.grid(canvas, &self.hours(), &round_ticks((0.0, high), &Unit::Other(String::new()), 6), is_last)?;

        let mut occupied = Occupied::new(frame);
        let staff: Vec<Vec<Point>> = self.load.iter().map(|run| panel.all_at(&steps(run, staff_of))).collect();
        draw_bands(canvas, &panel, &self.load, BLUE)?;
        draw_excess(canvas, &panel, &self.load)?;
        draw_lines(canvas, &panel, &self.load, solid(BLUE, 2.6), &mut occupied)?;
        for line in &staff {
            canvas.line(line, solid(INK, 2.2))?;
            occupied.take_line(line);
        }
        for shortage in shortages {
            let words = format!("{}–{}", clock(shortage.from), clock(shortage.to));
            let at = panel.at((f64::midpoint(shortage.from, shortage.to), shortage.peak));
            let words = text(&words).bold().colour(MISSED.for_words()).anchor(Anchor::Middle);
            // Where there is no room, the filled gap speaks for itself.
            if let Some(place) = occupied.place_freely(&places_near(at, words.width() + 8.0)) {
                canvas.text(&words, place.middle())?;
            }
        }
        let mut labels = Vec::new();
        if let (Some(run), Some(line)) = (self.load.last(), staff.last()) {
            if let Some(last) = run.last() {
                labels.push((panel.y.place(last.estimate.value), text("offered load").bold().colour(BLUE.for_words())));
            }
            if let Some(&(_, y)) = line.last() {
                labels.push((y, text("staff").bold()));
            }
        }
        panel.end_labels(canvas, &labels)
    }

    /// The middle panel: the share still on hold when the notice is due, and the promise.
    fn on_hold(&self, canvas: &mut Canvas<'_>, frame: Frame, is_last: bool) -> Drawn {
        let highest = self.notice_due.iter().flatten().map(|sample| upper(&sample.estimate)).fold(0.0, f64::max);
        let high = (highest.max(self.promise.unwrap_or(0.0)) * HEADROOM).clamp(0.02, 1.1);
        let mut panel = Panel::linear(frame, (self.from, self.to), (0.0, high));
        if high > 1.0 {
            // There may be room above 100 %, but nothing to draw in it.
            panel.y = Scale::linear((0.0, 1.0), (frame.bottom, panel.y.place(1.0)));
        }
        panel.heading(canvas, &format!("On hold at {} [% of offered contacts]", self.notice_after))?;
        panel.grid(canvas, &self.hours(), &round_ticks((0.0, high.min(1.0)), &Unit::Share, 4), is_last)?;
        let mut occupied = Occupied::new(frame);
        draw_bands(canvas, &panel, &self.notice_due, GREEN)?;
        draw_excess(canvas, &panel, &self.notice_due)?;
        if let Some(promise) = self.promise {
            let y = panel.y.place(promise);
            let line = [(frame.left, y), (frame.right, y)];
            canvas.line(&line, PROMISE)?;
            occupied.take_line(&line);
            panel.end_labels(canvas, &[(y, text(&promise_words(self.promise)))])?;
        }
        draw_lines(canvas, &panel, &self.notice_due, solid(GREEN, 2.6), &mut occupied)?;
        let is_missed = |value: f64| self.promise.is_some_and(|promise| value > promise);
        draw_peak(canvas, &panel, &self.notice_due, &Unit::Share, &mut occupied, |value| {
            if is_missed(value) { MISSED } else { GREEN }
        })
    }

    /// The lower panel: mean hold time, with the 60-second line where it is near.
    fn mean_hold(&self, canvas: &mut Canvas<'_>, frame: Frame) -> Drawn {
        let highest = self.mean_hold.iter().flatten().map(|sample| upper(&sample.estimate)).fold(0.0, f64::max);
        let notice_after = self.notice_after.as_secs_f64();
        let is_near = highest > notice_after / 3.0;
        let high = (if is_near { highest.max(notice_after) } else { highest }).max(LEAST_AXIS) * HEADROOM;
        let in_minutes = high > LONGEST_IN_SECONDS;
        let (unit, factor) =
            if in_minutes { (Unit::Other("min".to_owned()), 1.0 / 60.0) } else { (Unit::Seconds, 1.0) };
        let rescaled: Vec<Run> =
            self.mean_hold.iter().map(|run| run.iter().map(|s| rescale(s, factor)).collect()).collect();

        let panel = Panel::linear(frame, (self.from, self.to), (0.0, high * factor));
        panel.heading(canvas, if in_minutes { "Mean hold time [min]" } else { "Mean hold time [s]" })?;
        panel.grid(canvas, &self.hours(), &round_ticks((0.0, high * factor), &unit, 4), true)?;
        let mut occupied = Occupied::new(frame);
        draw_bands(canvas, &panel, &rescaled, PURPLE)?;
        if panel.y.contains(notice_after * factor) {
            let y = panel.y.place(notice_after * factor);
            let line = [(frame.left, y), (frame.right, y)];
            canvas.line(&line, NOTICE)?;
            occupied.take_line(&line);
            panel.end_labels(canvas, &[(y, text(&after_words(self.notice_after)).colour(GREY))])?;
        }
        draw_lines(canvas, &panel, &rescaled, solid(PURPLE, 2.6), &mut occupied)?;
        draw_peak(canvas, &panel, &rescaled, &unit, &mut occupied, |_| INK)
    }
}

/// An interval's estimate and what it should not exceed.
type Measured = Option<(Estimate, Option<f64>)>;

/// One measure of the day as lines.
fn runs_of(picture: &DayPicture, measure: impl Fn(&DayInterval) -> Measured) -> Vec<Run> {
    runs(picture.intervals.iter().map(|interval| {
        let (estimate, limit) = measure(interval)?;
        let from = minutes(interval.start);
        let to = minutes(interval.start + interval.length).max(from);
        Some(Sample { from, to, estimate: drawable_estimate(&estimate)?, limit })
    }))
}

/// A stretch of the day in which load exceeds staff.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shortage {
    from: f64,
    to: f64,
    /// Highest load in it.
    peak: f64,
    /// Erlang-minutes above staff.
    area: f64,
}

/// The largest shortages, in the order of the day.
fn shortages(load: &[Run]) -> Vec<Shortage> {
    let mut found: Vec<Shortage> = Vec::new();
    for run in load {
        let mut open = false;
        for sample in run {
            let above = sample.estimate.value - sample.limit.unwrap_or(0.0);
            let (peak, area) = (upper(&sample.estimate), above * (sample.to - sample.from));
            match found.last_mut() {
                _ if above <= 0.0 => {}
                Some(last) if open => {
                    *last = Shortage { to: sample.to, peak: last.peak.max(peak), area: last.area + area, ..*last }
                }
                _ => found.push(Shortage { from: sample.from, to: sample.to, peak, area }),
            }
            open = above > 0.0;
        }
    }
    found.sort_by(|a, b| b.area.total_cmp(&a.area));
    found.truncate(NAMED_SHORTAGES);
    found.sort_by(|a, b| a.from.total_cmp(&b.from));
    found
}

/// A line that is level over each stretch.
fn steps(run: &[Sample], value: impl Fn(&Sample) -> f64) -> Vec<Point> {
    run.iter().flat_map(|sample| [(sample.from, value(sample)), (sample.to, value(sample))]).collect()
}

fn draw_bands(canvas: &mut Canvas<'_>, panel: &Panel, runs: &[Run], colour: Colour) -> Drawn {
    runs.iter().try_for_each(|run| canvas.area(&panel.all_at(&band_of(run)), colour, BAND))
}

/// Fills what lies above the limit.
fn draw_excess(canvas: &mut Canvas<'_>, panel: &Panel, runs: &[Run]) -> Drawn {
    let areas = runs.iter().flat_map(|run| above_limit(run));
    areas.into_iter().try_for_each(|area| canvas.area(&panel.all_at(&area), MISSED, 0.6))
}

fn draw_lines(canvas: &mut Canvas<'_>, panel: &Panel, runs: &[Run], stroke: Stroke, occupied: &mut Occupied) -> Drawn {
    runs.iter().try_for_each(|run| {
        let line = panel.all_at(&line_of(run, |estimate| estimate.value));
        occupied.take_line(&line);
        canvas.line(&line, stroke)
    })
}

/// Marks the highest point of a measure and writes its value.
fn draw_peak(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    runs: &[Run],
    unit: &Unit,
    occupied: &mut Occupied,
    colour: impl Fn(f64) -> Colour,
) -> Drawn {
    let samples = runs.iter().flatten();
    let Some(peak) = samples.reduce(|best, next| if next.estimate.value > best.estimate.value { next } else { best })
    else {
        return Ok(());
    };
    let estimate = peak.estimate;
    let colour = colour(estimate.value);
    let at = panel.at((f64::midpoint(peak.from, peak.to), estimate.value));
    canvas.dot(at, colour)?;
    let words = format!("{} at {}–{}", unit.with_doubt(&estimate), clock(peak.from), clock(peak.to));
    let above_band = (at.0, panel.y.place(upper(&estimate)));
    let words = text(&words).bold().colour(colour.for_words()).anchor(Anchor::Middle);
    match occupied.place(&places_near(above_band, words.width() + 8.0)) {
        Some(place) => canvas.text_on_paper(&words, place.middle()),
        None => Ok(()),
    }
}

/// Places for words of a width near a point, the nearest first: above it, beside it, below it.
fn places_near((x, y): Point, width: f64) -> Vec<Frame> {
    let rows = (0..12).map(|row| -15.0 - f64::from(row) * 6.0).chain((0..6).map(|row| 16.0 + f64::from(row) * 8.0));
    let sideways = [0.0, 0.2, -0.2, 0.4, -0.4, 0.6, -0.6, 0.8, -0.8, 1.1, -1.1];
    let mut offsets: Vec<Point> = rows.flat_map(|row| sideways.map(|part| (part * width, row))).collect();
    offsets.sort_by(|a, b| libm::hypot(a.0, a.1).total_cmp(&libm::hypot(b.0, b.1)));
    offsets.into_iter().map(|(right, down)| Frame::around((x + right, y + down), width, NORMAL + 3.0)).collect()
}

fn rescale(sample: &Sample, factor: f64) -> Sample {
    Sample { estimate: sample.estimate.scaled(factor), ..*sample }
}

fn promise_words(promise: Option<f64>) -> String {
    promise
        .and_then(|share| Share::new(share).ok())
        .map_or_else(String::new, |share| format!("promise: at most {share}"))
}

fn after_words(notice_after: Duration) -> String {
    format!("{notice_after}: notice due")
}

fn minutes(time: SimTime) -> f64 {
    time.as_secs_f64() / 60.0
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn interval(start: u64, load: f64, staff: f64, hold: Option<f64>) -> DayInterval {
        DayInterval {
            start: SimTime::from_minutes(start),
            length: Duration::from_minutes(30),
            load: estimate(load, 0.5),
            staff,
            notice_due: hold.map(|hold| estimate(hold / 200.0, 0.01)),
            mean_hold: hold.map(|hold| estimate(hold, 2.0)),
        }
    }

    fn day(intervals: Vec<DayInterval>) -> DayPicture {
        let notice_promise = Share::new(0.1).ok();
        DayPicture { caption: caption(), intervals, notice_after: Duration::from_secs(60), notice_promise }
    }

    #[test]
    fn a_short_staffed_morning_is_named() {
        let intervals = vec![
            interval(480, 7.0, 11.0, Some(4.0)),
            interval(510, 18.0, 16.0, Some(62.0)),
            interval(540, 17.0, 16.0, Some(50.0)),
            interval(570, 9.0, 12.0, Some(5.0)),
        ];
        let words = words_of(&draw(&day(intervals)).unwrap());
        for expected in [
            "load above staff",
            "08:30–09:30",
            "31 ±1 % at 08:30–09:00",
            "62 ±2 s at 08:30–09:00",
            "promise: at most 10 %",
            "60 s: notice due",
            "On hold at 60 s [% of offered contacts]",
            "offered load",
            "staff",
        ] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn a_day_without_callers_has_one_panel() {
        let words = words_of(&draw(&day(vec![interval(480, 0.0, 0.0, None); 3])).unwrap());
        assert!(
            words.iter().all(|found| !found.starts_with("Mean hold") && !found.starts_with("On hold")),
            "{words:?}"
        );
        let words = words_of(&draw(&day(Vec::new())).unwrap());
        assert!(words.iter().any(|found| found == "The day has no intervals to draw"));
    }

    #[test]
    fn no_number_breaks_the_day() {
        for value in NASTY {
            for other in NASTY {
                let intervals =
                    vec![interval(480, value, other, Some(value)), interval(510, other, value, Some(other))];
                words_of(&draw(&day(intervals)).unwrap());
            }
        }
        let never =
            DayInterval { start: SimTime::NEVER, length: Duration::FOREVER, ..interval(0, 1.0, 1.0, Some(1.0)) };
        let nothing = DayInterval { length: Duration::ZERO, ..interval(480, 1.0, 1.0, Some(1.0)) };
        for intervals in [vec![nothing], vec![nothing, never], vec![never, nothing]] {
            words_of(&draw(&day(intervals)).unwrap());
        }
    }

    #[test]
    fn ten_thousand_intervals_are_drawn_too() {
        let restless = |i: u64| interval(480 + 30 * i, (i % 37) as f64, 18.0, Some((i % 41) as f64));
        let svg = draw(&day((0..10_000).map(restless).collect())).unwrap();
        assert!(words_of(&svg).len() < 80);
        becomes_a_png(&svg);
    }

    #[test]
    fn the_same_day_is_the_same_picture() {
        let picture = day(vec![interval(480, 7.0, 11.0, Some(4.0)), interval(510, 18.0, 16.0, Some(62.0))]);
        assert_eq!(draw(&picture), draw(&picture.clone()));
        becomes_a_png(&draw(&picture).unwrap());
    }
}
