//! Scales, ticks and panels: from a value to its place on the sheet, and the few lines that help to read it back.

use super::ChartError;
use super::canvas::{Canvas, Drawn, MARGIN, Point, WIDTH, solid};
use super::palette::{GREY, GRID};
use super::placement::{Frame, spread};
use super::text::{Anchor, NORMAL, Text, Unit, number, text};
use crate::units::SimTime;

/// Minutes in a day.
const DAY: f64 = 1440.0;
/// Steps of a time axis up to a day \[min\].
const CLOCK_STEPS: [f64; 9] = [15.0, 30.0, 60.0, 120.0, 180.0, 240.0, 360.0, 720.0, DAY];
/// Room that a clock label wants \[px\].
const CLOCK_LABEL: f64 = 66.0;
/// From a panel's upper edge up to the middle of its heading \[px\].
pub(super) const HEADING: f64 = 20.0;
/// Labels at line ends: distance between two of them \[px\].
const END_LABEL_GAP: f64 = 20.0;

/// From values to pixels along one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

impl Scale {
    /// `low` lies at pixel `from`, `high` at pixel `to`, even steps between.
    pub(super) fn linear((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        Self { low, high, from, to, logarithmic: false }
    }

    /// The same with even ratios between; both ends above zero.
    pub(super) fn logarithmic((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        Self { low, high, from, to, logarithmic: true }
    }

    /// Pixel of a value; a value beyond an end lies at that end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let value = value.clamp(self.low.min(self.high), self.high.max(self.low));
        let part = if self.logarithmic {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        // A scale without extent has no parts.
        let part = if part.is_finite() { part } else { 0.0 };
        self.from + (self.to - self.from) * part
    }

    /// Lowest value on the scale.
    pub(super) const fn low(&self) -> f64 {
        self.low
    }

    /// Whether a value lies between the ends.
    pub(super) fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// A value worth a line, and what is written at it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// Round values between two others, at most so many, written in a unit (`"20 %"`, but bare numbers of seconds: the axis
/// says what they are).
pub(super) fn round_ticks((low, high): (f64, f64), unit: &Unit, at_most: usize) -> Vec<Tick> {
    let factor = unit.factor();
    let (low, high) = (low * factor, high * factor);
    let step = round_step(high - low, at_most);
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 6.0) as usize;
    let first = (low / step - 1e-9).ceil();
    (0..=at_most)
        .map(|index| (first + index as f64) * step)
        .filter(|&value| value <= high + step * 1e-6)
        .map(|value| {
            let bare = number(value, decimals);
            let label = if *unit == Unit::Share { format!("{bare}\u{a0}%") } else { bare };
            Tick { value: value / factor, label }
        })
        .collect()
}

/// Shares to be told apart on a logarithmic axis from `low` to 1: 100 %, 50 %, 20 %, 10 % ..., down to decades where those
/// would be too many.
pub(super) fn logarithmic_ticks(low: f64) -> Vec<Tick> {
    let decades = (-libm::log10(low)).clamp(0.0, 12.0).ceil() as i32;
    let steps: &[f64] = if decades <= 3 { &[1.0, 0.5, 0.2] } else { &[1.0] };
    (0..=decades)
        .flat_map(|decade| steps.iter().map(move |step| step * libm::pow(10.0, f64::from(-decade))))
        .filter(|&value| value >= low * (1.0 - 1e-9))
        .map(|value| {
            let decimals = (-libm::floor(libm::log10(value * 100.0) + 1e-9)).clamp(0.0, 9.0) as usize;
            Tick { value, label: Unit::Share.written(value, decimals) }
        })
        .collect()
}

/// Clock times between two minutes since midnight of the first day, as many as fit into a width \[px\]; days where the
/// axis covers many.
pub(super) fn clock_ticks((from, to): (f64, f64), width: f64) -> Vec<Tick> {
    let fits = |step: f64, label: f64| (to - from) / step * label <= width;
    let clock_step =
        CLOCK_STEPS.into_iter().find(|&step| fits(step, CLOCK_LABEL) && (step >= DAY || to - from <= 2.0 * DAY));
    let step = clock_step.unwrap_or_else(|| {
        let days = round_step((to - from) / DAY, (width / (2.0 * CLOCK_LABEL)) as usize).max(1.0);
        days * DAY
    });
    let in_days = clock_step.is_none_or(|step| step >= DAY);
    let first = (from / step - 1e-9).ceil();
    let most = (width / CLOCK_LABEL) as usize + 1;
    (0..=most)
        .map(|index| (first + index as f64) * step)
        .filter(|&minute| minute <= to + 1e-6)
        .map(|minute| {
            let label = if in_days { format!("day {}", number(minute / DAY + 1.0, 0)) } else { clock(minute) };
            Tick { value: minute, label }
        })
        .collect()
}

/// `08:30`, past midnight `26:00`.
pub(super) fn clock(minute: f64) -> String {
    SimTime::from_minutes(minute.clamp(0.0, 1e11) as u64).clock()
}

/// 1, 2 or 5 times a power of ten, so that at most so many fit into a range.
fn round_step(range: f64, at_most: usize) -> f64 {
    let wanted = (range / at_most.max(1) as f64).max(1e-9);
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    [1.0, 2.0, 5.0].into_iter().map(|times| times * power).find(|&step| step >= wanted).unwrap_or(10.0 * power)
}

/// A part of the sheet with its two scales.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    pub(super) frame: Frame,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

impl Panel {
    /// A panel with even steps both ways.
    pub(super) fn linear(frame: Frame, x: (f64, f64), y: (f64, f64)) -> Self {
        let x = Scale::linear(x, (frame.left, frame.right));
        Self { x, y: Scale::linear(y, (frame.bottom, frame.top)), frame }
    }

    /// Place of a pair of values.
    pub(super) fn at(&self, (x, y): Point) -> Point {
        (self.x.place(x), self.y.place(y))
    }

    /// Places of pairs of values.
    pub(super) fn all_at(&self, values: &[Point]) -> Vec<Point> {
        values.iter().map(|&pair| self.at(pair)).collect()
    }

    /// What the panel shows, above it; returns where the words end \[px\].
    pub(super) fn heading(&self, canvas: &mut Canvas<'_>, words: &str) -> Result<f64, ChartError> {
        let heading = text(words).size(16.0).bold().fitted(WIDTH - 2.0 * MARGIN);
        canvas.text(&heading, (MARGIN, self.frame.top - HEADING))?;
        Ok(MARGIN + heading.width())
    }

    /// Light lines at the ticks, a firmer one at the bottom, labels at the left and, if wanted, below.
    pub(super) fn grid(&self, canvas: &mut Canvas<'_>, across: &[Tick], up: &[Tick], label_below: bool) -> Drawn {
        let Frame { left, top, right, bottom } = self.frame;
        for tick in up {
            let y = self.y.place(tick.value);
            canvas.line(&[(left, y), (right, y)], solid(GRID, 1.0))?;
            canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::End), (left - 10.0, y))?;
        }
        for tick in across {
            let x = self.x.place(tick.value);
            canvas.line(&[(x, top), (x, bottom)], solid(GRID, 1.0))?;
            if label_below {
                canvas.line(&[(x, bottom), (x, bottom + 5.0)], solid(GREY, 1.0))?;
                canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, bottom + 18.0))?;
            }
        }
        canvas.line(&[(left, bottom), (right, bottom)], solid(GREY, 1.2))
    }

    /// Names lines at their right ends: pixel rows and words, moved apart where they would collide.
    pub(super) fn end_labels(&self, canvas: &mut Canvas<'_>, labels: &[(f64, Text)]) -> Drawn {
        let wanted: Vec<f64> = labels.iter().map(|&(y, _)| y).collect();
        let placed = spread(&wanted, END_LABEL_GAP, self.frame.top + 4.0, self.frame.bottom - 4.0);
        let moved = wanted.iter().zip(&placed).any(|(from, to)| (from - to).abs() > 3.0);
        let left = self.frame.right + if moved { 24.0 } else { 8.0 };
        for ((from, label), &to) in labels.iter().zip(&placed) {
            if moved {
                let (start, end) = (self.frame.right + 3.0, left - 4.0);
                canvas.line(
                    &[(start, *from), (start + 4.0, *from), (end - 3.0, to), (end, to)],
                    solid(label.colour, 1.0),
                )?;
            }
            canvas.text(&label.clone().fitted(WIDTH - 8.0 - left), (left, to))?;
        }
        Ok(())
    }
}

/// Room that names of lines want at the right of a panel \[px\].
pub(super) fn end_label_room(names: &[&str]) -> f64 {
    let widest = names.iter().map(|name| text(name).size(NORMAL).bold().width()).fold(0.0, f64::max);
    (widest + 40.0).clamp(60.0, 260.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<String> {
        ticks.iter().map(|tick| tick.label.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(labels(&round_ticks((0.0, 0.34), &Unit::Share, 5)), ["0 %", "10 %", "20 %", "30 %"]);
        assert_eq!(labels(&round_ticks((0.0, 1800.0), &Unit::Seconds, 4)), ["0", "500", "1 000", "1 500"]);
        assert_eq!(labels(&round_ticks((0.0, 0.25), &Unit::Other(String::new()), 3)), ["0.0", "0.1", "0.2"]);
        assert!(round_ticks((0.0, 1e15), &Unit::Seconds, 5).len() <= 6);
        assert!(!round_ticks((0.0, 0.0), &Unit::Share, 5).is_empty());
    }

    #[test]
    fn a_logarithmic_axis_names_its_decades() {
        assert_eq!(labels(&logarithmic_ticks(0.05)), ["100 %", "50 %", "20 %", "10 %", "5 %"]);
        assert_eq!(labels(&logarithmic_ticks(0.0001)), ["100 %", "10 %", "1 %", "0.1 %", "0.01 %"]);
    }

    #[test]
    fn hours_are_written_as_a_clock_says_them() {
        assert_eq!(labels(&clock_ticks((480.0, 600.0), 500.0)), ["08:00", "08:30", "09:00", "09:30", "10:00"]);
        assert_eq!(labels(&clock_ticks((1320.0, 1560.0), 350.0)), ["22:00", "23:00", "24:00", "25:00", "26:00"]);
        assert_eq!(labels(&clock_ticks((0.0, 5.0 * DAY), 900.0))[..2], ["day 1", "day 2"]);
        assert!(clock_ticks((0.0, 1e15), 900.0).len() < 20);
    }

    #[test]
    fn a_value_off_the_scale_lies_at_its_end() {
        let scale = Scale::linear((0.0, 10.0), (100.0, 0.0));
        assert!((scale.place(5.0) - 50.0).abs() < 1e-9);
        assert!(scale.place(11.0).abs() < 1e-9);
        let flat = Scale::linear((1.0, 1.0), (100.0, 0.0));
        assert!((flat.place(1.0) - 100.0).abs() < 1e-9);
        let logarithmic = Scale::logarithmic((0.01, 1.0), (100.0, 0.0));
        assert!((logarithmic.place(0.1) - 50.0).abs() < 1e-9);
    }
}
