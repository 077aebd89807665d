//! *Tornado*: which input matters most, a bar an axis, the longest on top.

use super::axis::{Panel, Scale, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, PROMISE, Point, WIDTH, paint, solid};
use super::limit::Limit;
use super::palette::{BLUE, Colour, GREEN, GREY, INK, ORANGE};
use super::placement::Frame;
use super::series::{drawable_estimate, lower, upper};
use super::text::{Anchor, Text, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Height of a bar's row \[px\].
const ROW: f64 = 58.0;
/// Height of a bar \[px\].
const BAR: f64 = 26.0;
/// Widest name of an axis \[px\].
const NAME: f64 = 300.0;
/// Room for words at a bar's ends \[px\].
const WORDS: f64 = 96.0;
/// Room at the right for what is said of each bar \[px\].
const REMARK: f64 = 170.0;
/// How much of its colour a bar wears.
const PALE: f64 = 0.75;
/// How much of its colour the bar of an axis and all that it does with others wears.
const PALER: f64 = 0.3;

/// What each axis does to a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct TornadoPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What the bars show, with its unit.
    pub heading: String,
    /// How they show it.
    pub bars: Bars,
}

/// Bars of one kind, in the order they are drawn in.
#[derive(Debug, Clone, PartialEq)]
pub enum Bars {
    /// From an axis's lowest to its highest value, the others where the baseline has them.
    Swings {
        /// Unit of the figure.
        unit: Unit,
        /// The baseline's figure.
        base: f64,
        /// What was promised of it.
        limit: Option<Limit>,
        /// The bars.
        bars: Vec<Swing>,
    },
    /// Parts of the figure's variance.
    Parts {
        /// The bars.
        bars: Vec<Part>,
        /// What the remarks at the right are.
        remarks: String,
    },
}

/// What one axis does, from its lowest to its highest value.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The axis: `front-desk staff`.
    pub name: String,
    /// Its lowest value and the figure there.
    pub low: (String, Estimate),
    /// Its highest value and the figure there.
    pub high: (String, Estimate),
}

/// Part of the variance that comes from one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The axis.
    pub name: String,
    /// By itself: its first-order index.
    pub alone: Estimate,
    /// With all that it does together with others: its total index.
    pub together: Option<Estimate>,
    /// What is said at the right of the row: `−2.3 %`.
    pub remark: String,
}

/// Draws the tornado as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &TornadoPicture) -> Result<String, ChartError> {
    let rows = match &picture.bars {
        Bars::Swings { bars, .. } => bars.len(),
        Bars::Parts { bars, .. } => bars.len(),
    };
    let has_limit = matches!(&picture.bars, Bars::Swings { limit: Some(_), .. });
    let top = BELOW_CAPTION + if has_limit { 84.0 } else { 56.0 };
    let bottom = top + ROW * rows.max(2) as f64;
    paint(&picture.caption, bottom + 84.0, |canvas| {
        if rows == 0 {
            return canvas.apology("No axis has figures to draw", f64::midpoint(top, bottom));
        }
        match &picture.bars {
            Bars::Swings { unit, base, limit, bars } => {
                swings(canvas, (top, bottom), &picture.heading, (unit, *base, limit.as_ref()), bars)
            }
            Bars::Parts { bars, remarks } => {
                parts_of_variance(canvas, (top, bottom), (&picture.heading, remarks), bars)
            }
        }
    })
}

/// Left edge of the panel: as far as the widest name wants.
fn left_of<'n>(names: impl Iterator<Item = &'n str>) -> f64 {
    let widest = names.map(|name| text(name).bold().width()).fold(0.0, f64::max);
    MARGIN + widest.min(NAME) + 16.0
}

fn swings(
    canvas: &mut Canvas<'_>,
    (top, bottom): (f64, f64),
    heading: &str,
    (unit, base, limit): (&Unit, f64, Option<&Limit>),
    bars: &[Swing],
) -> Drawn {
    let drawable: Vec<Option<(Estimate, Estimate)>> =
        bars.iter().map(|bar| drawable_estimate(&bar.low.1).zip(drawable_estimate(&bar.high.1))).collect();
    let ends = || drawable.iter().flatten().flat_map(|(low, high)| [*low, *high]);
    let also = [Some(base), limit.map(|limit| limit.value)].into_iter().flatten().filter(|value| value.is_finite());
    let low = ends().map(|end| lower(&end)).chain(also.clone()).fold(f64::INFINITY, f64::min);
    let high = ends().map(|end| upper(&end)).chain(also).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if high > low { (low.max(-1e15), high.min(1e15)) } else { (-0.5, 0.5) };
    let left = left_of(bars.iter().map(|bar| bar.name.as_str()));
    let label = limit.map_or(0.0, |limit| text(&limit.label).width());
    let frame = Frame { left, top, right: WIDTH - MARGIN, bottom };
    let mut panel = Panel::linear(frame, (low, high), (0.0, 1.0));
    // Words stand outside the bars' ends.
    panel.x = Scale::linear((low, high), (left + WORDS, frame.right - WORDS));
    let words = text(heading).size(16.0).bold().fitted(WIDTH - 2.0 * MARGIN);
    canvas.text(&words, (MARGIN, BELOW_CAPTION + 28.0))?;
    for tick in round_ticks((low, high), unit, 8) {
        let x = panel.x.place(tick.value);
        canvas.line(&[(x, top), (x, bottom)], solid(super::palette::GRID, 1.0))?;
        canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, bottom + 18.0))?;
    }
    if let Some(limit) = limit {
        let x = panel.x.place(limit.value);
        canvas.line(&[(x, top - 6.0), (x, bottom)], PROMISE)?;
        let anchor = if x + label / 2.0 > WIDTH - 8.0 { Anchor::End } else { Anchor::Middle };
        canvas.text(&text(&limit.label).anchor(anchor), (x, top - 16.0))?;
    }
    let base_x = panel.x.place(base);
    for (row, (bar, ends)) in bars.iter().zip(&drawable).enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        name(canvas, &bar.name, left, y)?;
        let Some((low, high)) = ends else { continue };
        for (value, words, colour) in [(low, &bar.low.0, ORANGE), (high, &bar.high.0, BLUE)] {
            let x = panel.x.place(value.value);
            canvas.rectangle((base_x, y - BAR / 2.0), (x, y + BAR / 2.0), colour, PALE)?;
            whisker(canvas, &panel, value, y)?;
            let (from, to) = (panel.x.place(lower(value)), panel.x.place(upper(value)));
            // The other end may lie on the same side: then the inner one is written below its whisker.
            let other = if std::ptr::eq(value, low) { high } else { low };
            let is_outer_left = value.value <= other.value;
            let (x, anchor) = if is_outer_left { (from - 8.0, Anchor::End) } else { (to + 8.0, Anchor::Start) };
            canvas.text_on_paper(&text(words).bold().colour(colour.for_words()).anchor(anchor), (x, y))?;
        }
    }
    canvas.line(&[(base_x, top - 6.0), (base_x, bottom)], solid(INK, 1.6))
}

fn parts_of_variance(
    canvas: &mut Canvas<'_>,
    (top, bottom): (f64, f64),
    (heading, remarks): (&str, &str),
    parts: &[Part],
) -> Drawn {
    let left = left_of(parts.iter().map(|part| part.name.as_str()));
    let highest = parts
        .iter()
        .flat_map(|part| [Some(part.alone), part.together])
        .flatten()
        .filter_map(|estimate| drawable_estimate(&estimate))
        .map(|estimate| upper(&estimate))
        .fold(0.05, f64::max)
        .min(1.2);
    let frame = Frame { left, top, right: WIDTH - MARGIN - REMARK, bottom };
    let panel = Panel::linear(frame, (0.0, highest), (0.0, 1.0));
    let after = panel.heading(canvas, heading)?;
    legend(canvas, after.max(frame.left), frame.top, parts.iter().any(|part| part.together.is_some()))?;
    if parts.iter().any(|part| !part.remark.is_empty()) {
        let remarks = text(remarks).colour(GREY).anchor(Anchor::End).fitted(REMARK);
        canvas.text(&remarks, (WIDTH - MARGIN, frame.top - super::axis::HEADING))?;
    }
    for tick in round_ticks((0.0, highest), &Unit::Share, 8) {
        let x = panel.x.place(tick.value);
        canvas.line(&[(x, top), (x, bottom)], solid(super::palette::GRID, 1.0))?;
        canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, bottom + 18.0))?;
    }
    for (row, part) in parts.iter().enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        name(canvas, &part.name, left, y)?;
        let two = part.together.is_some();
        let wide = if two { 7.0 } else { 0.0 };
        if let Some(together) = part.together.as_ref().and_then(drawable_estimate) {
            let y = y + wide;
            bar(canvas, &panel, &together, (y, BAR * 0.5), (GREEN, PALER))?;
            whisker(canvas, &panel, &together, y)?;
        }
        if let Some(alone) = drawable_estimate(&part.alone) {
            let (y, height) = if two { (y - wide, BAR * 0.5) } else { (y, BAR) };
            bar(canvas, &panel, &alone, (y, height), (BLUE, PALE))?;
            whisker(canvas, &panel, &alone, y)?;
        }
        let words = text(&part.remark).anchor(Anchor::End).fitted(REMARK - 10.0);
        canvas.text(&words, (WIDTH - MARGIN, y))?;
    }
    canvas.line(&[(frame.left, top), (frame.left, bottom)], solid(GREY, 1.2))
}

/// What the two bars of a row are: in words beside the heading, each with a patch of its colour.
fn legend(canvas: &mut Canvas<'_>, from: f64, top: f64, two: bool) -> Drawn {
    let y = top - super::axis::HEADING;
    let mut x = from + 26.0;
    let entries = [("by itself", BLUE, PALE), ("with what it does together with others", GREEN, PALER)];
    for (words, colour, opacity) in entries.into_iter().take(if two { 2 } else { 0 }) {
        canvas.rectangle((x, y - 6.0), (x + 18.0, y + 6.0), colour, opacity)?;
        let words: Text = text(words).colour(colour.for_words());
        canvas.text(&words, (x + 24.0, y))?;
        x += 24.0 + words.width() + 22.0;
    }
    Ok(())
}

fn name(canvas: &mut Canvas<'_>, name: &str, left: f64, y: f64) -> Drawn {
    canvas.text(&text(name).bold().anchor(Anchor::End).fitted(NAME), (left - 14.0, y))
}

fn bar(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    part: &Estimate,
    (y, height): (f64, f64),
    (colour, opacity): (Colour, f64),
) -> Drawn {
    let (from, to) = (panel.x.place(0.0), panel.x.place(part.value.max(0.0)));
    canvas.rectangle((from, y - height / 2.0), (to, y + height / 2.0), colour, opacity)
}

/// An interval as a thin line with its ends.
fn whisker(canvas: &mut Canvas<'_>, panel: &Panel, estimate: &Estimate, y: f64) -> Drawn {
    if estimate.interval.is_none() {
        return Ok(());
    }
    let (from, to) = (panel.x.place(lower(estimate)), panel.x.place(upper(estimate)));
    let end = |x: f64| -> [Point; 2] { [(x, y - 4.0), (x, y + 4.0)] };
    for line in [[(from, y), (to, y)], end(from), end(to)] {
        canvas.line(&line, solid(INK, 1.2))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn swings(low: f64, high: f64, base: f64) -> TornadoPicture {
        let swing = |name: &str| Swing {
            name: name.to_owned(),
            low: ("0.80".to_owned(), estimate(low, 0.01)),
            high: ("1.20".to_owned(), estimate(high, 0.01)),
        };
        let limit = Some(Limit { value: 0.1, at_least: false, label: "promise: at most 10 %".to_owned() });
        let bars =
            Bars::Swings { unit: Unit::Share, base, limit, bars: vec![swing("volume"), swing(&"x".repeat(300))] };
        TornadoPicture { caption: caption(), heading: "On hold at 60 s [%]".to_owned(), bars }
    }

    fn parts(alone: f64, together: Option<f64>) -> TornadoPicture {
        let part = Part {
            name: "volume".to_owned(),
            alone: estimate(alone, 0.05),
            together: together.map(|part| estimate(part, 0.05)),
            remark: "−2.3 %".to_owned(),
        };
        let bars = Bars::Parts { bars: vec![part], remarks: "1 % more of it:".to_owned() };
        TornadoPicture { caption: caption(), heading: "Part of its variance [%]".to_owned(), bars }
    }

    #[test]
    fn both_ends_of_a_swing_are_named() {
        let svg = draw(&swings(0.05, 0.3, 0.12)).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["volume", "0.80", "1.20", "promise: at most 10 %"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn parts_say_what_they_are() {
        let words = words_of(&draw(&parts(0.4, Some(0.5))).unwrap());
        for expected in ["by itself", "with what it does together with others", "−2.3 %", "1 % more of it:"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
        assert!(words_of(&draw(&parts(0.4, None)).unwrap()).iter().all(|found| found != "by itself"));
    }

    #[test]
    fn no_number_breaks_the_tornado() {
        for value in NASTY {
            for other in NASTY {
                words_of(&draw(&swings(value, other, value)).unwrap());
                words_of(&draw(&swings(0.1, 0.2, other)).unwrap());
                words_of(&draw(&parts(value, Some(other))).unwrap());
            }
        }
        let none =
            TornadoPicture { bars: Bars::Parts { bars: Vec::new(), remarks: String::new() }, ..parts(0.1, None) };
        words_of(&draw(&none).unwrap());
    }
}
