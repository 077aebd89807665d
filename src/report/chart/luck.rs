//! *Luck*: why periods are missed, a stacked bar a clause, each part with its doubt below.

use super::axis::{HEADING, Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, WIDTH, paint, solid};
use super::palette::{BAND, BLUE, Colour, GREEN, GREY, GRID, INK, ORANGE, PURPLE, WHITE};
use super::placement::Frame;
use super::series::{drawable_estimate, lower, upper};
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Height of a bar's row \[px\].
const ROW: f64 = 150.0;
/// Height of a bar \[px\].
const BAR: f64 = 44.0;
/// From a row's upper edge to its bar: the row's name \[px\].
const NAME: f64 = 34.0;
/// Distance of the intervals below a bar \[px\].
const WHISKER: f64 = 11.0;
/// Most rows on a page.
const MOST_ROWS: usize = 8;
/// Colours of the parts, in their order.
const PARTS: [Colour; 4] = [BLUE, GREEN, ORANGE, PURPLE];

/// Why periods are missed.
#[derive(Debug, Clone, PartialEq)]
pub struct LuckPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What the bars are parts of: `Share of what makes months differ`.
    pub heading: String,
    /// A clause each.
    pub bars: Vec<LuckBar>,
}

/// Why the periods of one clause are missed.
#[derive(Debug, Clone, PartialEq)]
pub struct LuckBar {
    /// The clause: `outage-line`.
    pub name: String,
    /// How often it is missed: `missed in 24 ±3 % of months`.
    pub remark: String,
    /// Names of the parts and their shares; together about 1.
    pub parts: Vec<(String, Estimate)>,
}

/// Draws the bars as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &LuckPicture) -> Result<String, ChartError> {
    let rows = picture.bars.len().clamp(1, MOST_ROWS) as f64;
    let top = BELOW_CAPTION + 44.0;
    let bottom = top + ROW * rows;
    paint(&picture.caption, bottom + 84.0, |canvas| {
        if picture.bars.is_empty() {
            return canvas.apology("No clause is ever missed", f64::midpoint(top, bottom));
        }
        let frame = Frame { left: MARGIN, top, right: WIDTH - MARGIN, bottom };
        let panel = Panel::linear(frame, (0.0, 1.0), (0.0, 1.0));
        canvas.text(&text(&picture.heading).size(16.0).bold().fitted(WIDTH - 2.0 * MARGIN), (MARGIN, top - HEADING))?;
        for tick in round_ticks((0.0, 1.0), &Unit::Share, 10) {
            let x = panel.x.place(tick.value);
            canvas.line(&[(x, top), (x, bottom)], solid(GRID, 1.0))?;
            let anchor = match tick.value {
                first if first <= 0.0 => Anchor::Start,
                last if last >= 1.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            canvas.text(&text(&tick.label).colour(GREY).anchor(anchor), (x, bottom + 18.0))?;
        }
        for (row, bar) in picture.bars.iter().take(MOST_ROWS).enumerate() {
            draw_row(canvas, &panel, bar, top + ROW * row as f64)?;
        }
        Ok(())
    })
}

fn draw_row(canvas: &mut Canvas<'_>, panel: &Panel, bar: &LuckBar, top: f64) -> Drawn {
    let name = text(&bar.name).bold().fitted(480.0);
    canvas.text_on_paper(&name, (MARGIN, top + 16.0))?;
    let remark = text(&bar.remark).colour(GREY).fitted(WIDTH - 2.0 * MARGIN - name.width() - 20.0);
    canvas.text_on_paper(&remark, (MARGIN + name.width() + 14.0, top + 17.0))?;
    let upper_edge = top + NAME;
    let (mut from, mut below) = (0.0, 0);
    for ((index, (name, share)), colour) in bar.parts.iter().enumerate().zip(PARTS) {
        let Some(share) = drawable_estimate(share) else { continue };
        let to = from + share.value.max(0.0);
        let (left, right) = (panel.x.place(from), panel.x.place(to));
        canvas.rectangle((left, upper_edge), (right, upper_edge + BAR), colour, 1.0)?;
        canvas.rectangle((right - 0.5, upper_edge), (right + 0.5, upper_edge + BAR), WHITE, 1.0)?;
        let row = upper_edge + BAR + WHISKER * (index as f64 + 1.0);
        let ends = (from + lower(&share).max(0.0), from + upper(&share));
        draw_interval(canvas, panel, (left, right), ends, row, colour)?;
        let words = format!("{name} {}", Unit::Share.with_doubt(&share));
        below += usize::from(name_part(canvas, (left, right), &words, (upper_edge, below), colour)?);
        from = to;
    }
    Ok(())
}

/// How long the part could be: a line from where it begins, and a paler one over the interval of where it ends.
fn draw_interval(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    (left, right): (f64, f64),
    (low, high): (f64, f64),
    row: f64,
    colour: Colour,
) -> Drawn {
    let (low, high) = (panel.x.place(low), panel.x.place(high));
    canvas.line(&[(left, row), (right, row)], solid(colour, 1.6))?;
    if high - low < 1.0 {
        return Ok(());
    }
    canvas.rectangle((low, row - 4.0), (high, row + 4.0), colour, BAND)?;
    for x in [low, high] {
        canvas.line(&[(x, row - 4.0), (x, row + 4.0)], solid(colour, 1.2))?;
    }
    Ok(())
}

/// In the bar where there is room, else below the intervals; returns whether it went there.
fn name_part(
    canvas: &mut Canvas<'_>,
    (left, right): (f64, f64),
    words: &str,
    (upper_edge, below): (f64, usize),
    colour: Colour,
) -> Result<bool, ChartError> {
    // White on orange is hard to read.
    let ink = if colour == ORANGE { INK } else { WHITE };
    let inside = text(words).bold().colour(ink).anchor(Anchor::Middle);
    if inside.width() + 12.0 < right - left {
        canvas.text(&inside, (f64::midpoint(left, right), upper_edge + BAR / 2.0))?;
        return Ok(false);
    }
    let outside = text(words).bold().colour(colour.for_words()).anchor(Anchor::Middle).fitted(WIDTH - 2.0 * MARGIN);
    let half = outside.width() / 2.0;
    let x = f64::midpoint(left, right).clamp(MARGIN + half, WIDTH - MARGIN - half);
    let y = upper_edge + BAR + WHISKER * (PARTS.len() as f64) + (NORMAL + 4.0) * (below as f64 + 0.5);
    canvas.text_on_paper(&outside, (x, y))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn picture(shares: &[(f64, f64)]) -> LuckPicture {
        let names = ["volume", "absence", "pure luck", "a fourth"];
        let part = |(&name, &(value, half)): (&&str, &(f64, f64))| (name.to_owned(), estimate(value, half));
        let bar = LuckBar {
            name: "outage-line".to_owned(),
            remark: "missed in 24 ±3 % of months".to_owned(),
            parts: names.iter().zip(shares).map(part).collect(),
        };
        LuckPicture { caption: caption(), heading: "Why months are missed".to_owned(), bars: vec![bar] }
    }

    #[test]
    fn each_part_is_named_with_its_doubt() {
        let svg = draw(&picture(&[(0.61, 0.08), (0.36, 0.06), (0.03, 0.02)])).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["volume 61 ±8 %", "absence 36 ±6 %", "pure luck 3 ±2 %", "missed in 24 ±3 % of months"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn no_number_breaks_the_bars() {
        for value in NASTY {
            for other in NASTY {
                words_of(&draw(&picture(&[(value, other), (other, 0.1), (0.5, value), (value, value)])).unwrap());
            }
        }
        words_of(&draw(&LuckPicture { bars: Vec::new(), ..picture(&[]) }).unwrap());
    }
}
