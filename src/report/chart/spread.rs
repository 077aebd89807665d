//! *The spread*: how much days (or months) differ, and on how many of them a promise is kept.

use super::axis::{Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, PROMISE, WIDTH, paint, solid};
use super::palette::{Colour, GREY, KEPT, MISSED, WHITE};
use super::placement::Frame;
use super::series::drawable;
use super::text::{Anchor, Text, Unit, number, text};
use super::{Caption, ChartError};
use crate::units::Share;

/// Left and right edge of the panels \[px\].
const LEFT: f64 = 92.0;
const RIGHT: f64 = WIDTH - 48.0;
/// Height of a panel, words above the bars included \[px\].
const HEIGHT: f64 = 190.0;
/// Room for words above the bars \[px\].
const WORDS: f64 = 34.0;
/// From a panel's lower edge to the next one's upper edge \[px\].
const BETWEEN: f64 = 118.0;
/// More panels than this do not fit on a page.
const MOST_PANELS: usize = 3;

/// How days differ.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What is counted, in the plural: `days`, `months`.
    pub periods: String,
    /// A histogram each; the first three are drawn.
    pub panels: Vec<SpreadPanel>,
}

/// One measure's histogram.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadPanel {
    /// The measure in words: `On hold at 60 s, of offered contacts`.
    pub title: String,
    /// What the measure is counted in.
    pub unit: Unit,
    /// The bins, in order.
    pub bins: Vec<SpreadBin>,
    /// The value that was promised, if any [the measure's unit].
    pub promise: Option<f64>,
    /// Which side of the promise keeps it.
    pub better: Better,
    /// Share of periods that keep the promise; not told by the bins where the promise lies inside one.
    pub share_kept: Option<Share>,
}

/// A bin of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpreadBin {
    /// Lower end [the measure's unit].
    pub low: f64,
    /// Upper end [the measure's unit].
    pub high: f64,
    /// Share of periods whose measure lies in it.
    pub share: f64,
}

/// Which way a measure gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// At least what was promised.
    Higher,
    /// At most what was promised.
    Lower,
}

/// Draws the spread as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &SpreadPicture) -> Result<String, ChartError> {
    let count = picture.panels.len().clamp(1, MOST_PANELS) as f64;
    let first_top = BELOW_CAPTION + 70.0;
    let height = first_top + count * (HEIGHT + BETWEEN) - BETWEEN + 80.0;
    paint(&picture.caption, height, |canvas| {
        if picture.panels.is_empty() {
            return canvas.apology("No measure to draw", height / 2.0);
        }
        for (place, panel) in picture.panels.iter().take(MOST_PANELS).enumerate() {
            let top = first_top + place as f64 * (HEIGHT + BETWEEN);
            let frame = Frame { left: LEFT, top, right: RIGHT, bottom: top + HEIGHT };
            draw_panel(canvas, panel, &picture.periods, frame)?;
        }
        Ok(())
    })
}

fn draw_panel(canvas: &mut Canvas<'_>, measure: &SpreadPanel, periods: &str, frame: Frame) -> Drawn {
    let bins = visible(&measure.bins);
    draw_title(canvas, measure, periods, frame.top - 50.0)?;
    let tallest = bins.iter().map(|bin| bin.share).fold(0.0, f64::max);
    if tallest <= 0.0 {
        let words = format!("no {periods} to count");
        return canvas.apology(&words, f64::midpoint(frame.top, frame.bottom));
    }
    let promise = measure.promise.and_then(drawable);
    let low = bins.iter().map(|bin| bin.low).chain(promise).fold(f64::INFINITY, f64::min);
    let high = bins.iter().map(|bin| bin.high).chain(promise).fold(f64::NEG_INFINITY, f64::max);
    // A little air on both sides; a share does not go beyond its ends.
    let air = ((high - low) * 0.03).max(1e-3);
    let (mut from, mut to) = (low - air, high + air);
    if measure.unit == Unit::Share {
        (from, to) = (from.max(low.min(0.0)), to.min(high.max(1.0)));
    }
    let bars = Frame { top: frame.top + WORDS, ..frame };
    let panel = Panel::linear(bars, (from, to), (0.0, tallest));
    let up = round_ticks((0.0, tallest), &Unit::Share, 3);
    let across = round_ticks((from, to), &measure.unit, 10);
    panel.grid(canvas, &[], &up, false)?;
    for tick in &across {
        let x = panel.x.place(tick.value);
        canvas.line(&[(x, bars.bottom), (x, bars.bottom + 5.0)], solid(GREY, 1.0))?;
        canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, bars.bottom + 18.0))?;
    }
    for bin in &bins {
        draw_bar(canvas, &panel, bin, promise, measure.better)?;
    }
    match promise {
        Some(promise) => draw_promise(canvas, &panel, frame, measure, promise, periods),
        None => Ok(()),
    }
}

/// The measure with its unit, then what the bars count.
fn draw_title(canvas: &mut Canvas<'_>, measure: &SpreadPanel, periods: &str, row: f64) -> Drawn {
    let sign = match &measure.unit {
        Unit::Share => String::new(),
        Unit::Seconds => " [s]".to_owned(),
        Unit::Other(name) => format!(" [{name}]"),
    };
    let counted = text(&format!("[% of {periods}]")).colour(GREY).fitted(300.0);
    let title = text(&format!("{}{sign}", measure.title)).size(17.0).bold().fitted(RIGHT - MARGIN - 320.0);
    canvas.text(&title, (MARGIN, row))?;
    canvas.text(&counted, (MARGIN + title.width() + 12.0, row + 1.0))
}

/// A bar; one that the promise cuts wears both colours.
fn draw_bar(canvas: &mut Canvas<'_>, panel: &Panel, bin: &SpreadBin, promise: Option<f64>, better: Better) -> Drawn {
    let (below, above) = match better {
        _ if promise.is_none() => (KEPT, KEPT),
        Better::Higher => (MISSED, KEPT),
        Better::Lower => (KEPT, MISSED),
    };
    let cut = promise.unwrap_or(bin.high).clamp(bin.low, bin.high);
    let mut part = |from: f64, to: f64, colour: Colour| {
        let (upper_left, lower_right) = (panel.at((from, bin.share)), panel.at((to, 0.0)));
        if lower_right.0 > upper_left.0 { canvas.rectangle(upper_left, lower_right, colour, 1.0) } else { Ok(()) }
    };
    part(bin.low, cut, below)?;
    part(cut, bin.high, above)?;
    let (left, right) = (panel.x.place(bin.low), panel.x.place(bin.high));
    if right - left > 4.0 {
        // A hair of paper between neighbours.
        canvas.rectangle((right - 0.5, panel.y.place(bin.share)), (right + 0.5, panel.frame.bottom), WHITE, 1.0)?;
    }
    Ok(())
}

/// The promise's line, its words above, and on each side the share of periods there.
fn draw_promise(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    frame: Frame,
    measure: &SpreadPanel,
    promise: f64,
    periods: &str,
) -> Drawn {
    let x = panel.x.place(promise);
    canvas.line(&[(x, frame.top - 8.0), (x, frame.bottom)], PROMISE)?;
    let bound = if measure.better == Better::Higher { "at least" } else { "at most" };
    let words = text(&format!("promise: {bound} {}", short(&measure.unit, promise)));
    let half = words.width() / 2.0;
    let middle = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
    canvas.text(&words.anchor(Anchor::Middle), (middle, frame.top - 20.0))?;

    let Some(kept) = measure.share_kept else { return Ok(()) };
    let (kept, missed) =
        (side("kept", kept, periods), side("missed", kept.complement(), periods).colour(MISSED.for_words()));
    let (left, right) = match measure.better {
        Better::Higher => (missed, kept),
        Better::Lower => (kept, missed),
    };
    let row = frame.top + 10.0;
    let (at_left, at_right) = (x - 12.0, x + 12.0);
    let fits_left = at_left - left.width() > MARGIN;
    let fits_right = at_right + right.width() < WIDTH - 12.0;
    if fits_left && fits_right {
        canvas.text_on_paper(&left.anchor(Anchor::End), (at_left, row))?;
        return canvas.text_on_paper(&right, (at_right, row));
    }
    // No room on one side of the line: both on the other, each pointing to its own.
    let (left, right) = (left.words_before("← "), right.words_after(" →"));
    if fits_right {
        let after = at_right + left.width() + 28.0;
        canvas.text_on_paper(&left, (at_right, row))?;
        canvas.text_on_paper(&right, (after, row))
    } else {
        let before = at_left - right.width() - 28.0;
        canvas.text_on_paper(&right.anchor(Anchor::End), (at_left, row))?;
        canvas.text_on_paper(&left.anchor(Anchor::End), (before, row))
    }
}

/// `kept on 47 % of days`.
fn side(word: &str, share: Share, periods: &str) -> Text {
    let percent = share.get() * 100.0;
    // A few days of a thousand are not none.
    let percent = match percent {
        few if few > 0.0 && few < 1.0 => "under 1".to_owned(),
        most if most > 99.0 && most < 100.0 => "over 99".to_owned(),
        other => number(other, 0),
    };
    text(&format!("{word} on {percent}\u{a0}% of {periods}")).bold()
}

/// A promised value without decimals it does not have: `80 %`, `12.5 %`.
fn short(unit: &Unit, value: f64) -> String {
    let scaled = value * unit.factor();
    let decimals = (0..3).find(|&places| {
        let power = libm::pow(10.0, places as f64);
        (scaled * power - (scaled * power).round()).abs() < 1e-6
    });
    unit.written(value, decimals.unwrap_or(3))
}

/// Bins that can be drawn, without the empty ones at either end.
fn visible(bins: &[SpreadBin]) -> Vec<SpreadBin> {
    let drawn = |bin: &SpreadBin| {
        let (low, high, share) = (drawable(bin.low)?, drawable(bin.high)?, drawable(bin.share)?);
        Some(SpreadBin { low: low.min(high), high: low.max(high), share: share.clamp(0.0, 1.0) })
    };
    let bins: Vec<SpreadBin> = bins.iter().filter_map(drawn).collect();
    let first = bins.iter().position(|bin| bin.share > 0.0);
    let last = bins.iter().rposition(|bin| bin.share > 0.0);
    first.zip(last).map_or_else(Vec::new, |(first, last)| bins[first..=last].to_vec())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, words_of};
    use super::*;

    fn panel(bins: Vec<SpreadBin>, promise: Option<f64>) -> SpreadPanel {
        SpreadPanel {
            title: "On hold at 60 s".to_owned(),
            unit: Unit::Share,
            bins,
            promise,
            better: Better::Lower,
            share_kept: Share::new(0.47).ok(),
        }
    }

    fn bins() -> Vec<SpreadBin> {
        let bin = |low, share| SpreadBin { low, high: low + 0.05, share };
        vec![bin(0.0, 0.0), bin(0.05, 0.4), bin(0.1, 0.5), bin(0.15, 0.1), bin(0.2, 0.0)]
    }

    fn spread(panels: Vec<SpreadPanel>) -> SpreadPicture {
        SpreadPicture { caption: caption(), periods: "days".to_owned(), panels }
    }

    #[test]
    fn both_sides_of_a_promise_say_how_many_days() {
        let svg = draw(&spread(vec![panel(bins(), Some(0.1))])).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in [
            "On hold at 60 s",
            "promise: at most 10 %",
            "kept on 47 % of days",
            "missed on 53 % of days",
            "[% of days]",
        ] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn a_promise_at_the_edge_has_both_words_on_one_side() {
        for promise in [0.0, 0.9] {
            let words = words_of(&draw(&spread(vec![panel(bins(), Some(promise))])).unwrap());
            for expected in ["← kept on 47 % of days", "missed on 53 % of days →"] {
                assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
            }
        }
    }

    #[test]
    fn a_few_days_are_not_none() {
        let one_of_a_thousand = Share::new(0.001).unwrap();
        assert_eq!(side("missed", one_of_a_thousand, "days").words, "missed on under 1\u{a0}% of days");
        assert_eq!(side("kept", one_of_a_thousand.complement(), "days").words, "kept on over 99\u{a0}% of days");
        assert_eq!(side("kept", Share::ALL, "days").words, "kept on 100\u{a0}% of days");
    }

    #[test]
    fn no_number_breaks_the_spread() {
        words_of(&draw(&spread(Vec::new())).unwrap());
        words_of(&draw(&spread(vec![panel(Vec::new(), Some(0.1)); 5])).unwrap());
        for value in NASTY {
            for other in NASTY {
                let bins = vec![
                    SpreadBin { low: value, high: other, share: 0.5 },
                    SpreadBin { low: other, high: 1.0, share: value },
                ];
                let other_unit = SpreadPanel { unit: Unit::Other("EUR".to_owned()), ..panel(bins.clone(), None) };
                words_of(&draw(&spread(vec![panel(bins, Some(value)), other_unit])).unwrap());
            }
        }
    }
}
