//! *Bands*: how periods spread over the bands of a clause, in what is measured and in money.

use super::axis::{Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, Stroke, WIDTH, paint, solid};
use super::palette::{BLUE, Colour, Dash, GREY, INK, KEPT, MISSED, WHITE};
use super::placement::{Frame, spread};
use super::series::drawable;
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};

/// Left and right edge of the panels \[px\].
const LEFT: f64 = 92.0;
const RIGHT: f64 = WIDTH - 48.0;
/// Height of a panel \[px\].
const HEIGHT: f64 = 220.0;
/// Above a panel: its title, then two rows of words for the bands \[px\].
const ABOVE: f64 = 84.0;
/// Below a panel: the labels of its axis \[px\].
const BELOW: f64 = 44.0;
/// More panels than this do not fit on a page.
const MOST_PANELS: usize = 3;
/// How much of its colour the ground of a band wears.
const GROUND: f64 = 0.16;
/// A bar this many times as high as the next is cut, so that the others can be seen.
const TOWERS: f64 = 2.0;
/// How high a cut bar stands above the next one.
const CUT: f64 = 1.35;
/// Room above the bars for the words of a mark, as a part of their height.
const MARK_ROOM: f64 = 0.11;

/// How periods spread over bands.
#[derive(Debug, Clone, PartialEq)]
pub struct BandedPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What is counted, in the plural: `months`.
    pub periods: String,
    /// A histogram each; the first three are drawn.
    pub panels: Vec<BandedPanel>,
}

/// One histogram.
#[derive(Debug, Clone, PartialEq)]
pub struct BandedPanel {
    /// What is measured, in words.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The bands that tell bars apart.
    pub bands: Vec<PictureBand>,
    /// The bins, in order.
    pub bins: Vec<BandedBin>,
    /// Values that are marked by a line, and what is written there.
    pub marks: Vec<(f64, String)>,
}

/// A band as a picture shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureBand {
    /// What it pays: `−2 %`.
    pub label: String,
    /// How often it comes: `22 % of months`.
    pub how_often: String,
    /// What it means.
    pub tone: Tone,
    /// The stretch of the axis that it is, where it is one; an end that lies nowhere is infinite.
    pub stretch: Option<(f64, f64)>,
}

/// What a band means, and so how it is coloured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tone {
    /// A bonus is paid.
    Bonus,
    /// Nothing is paid.
    Nothing,
    /// A penalty is paid: 0 for the lightest of the clause, 1 for the heaviest.
    Penalty(f64),
    /// It is not judged.
    Apart,
}

/// A bin of a histogram.
#[derive(Debug, Clone, PartialEq)]
pub struct BandedBin {
    /// Lower end [the measure's unit].
    pub low: f64,
    /// Upper end [the measure's unit].
    pub high: f64,
    /// Share of all periods that lie in it, by band.
    pub shares: Vec<f64>,
}

impl Tone {
    fn colour(self) -> Colour {
        const LIGHTEST: f64 = 0.5;
        const HEAVIEST: f64 = 0.4;
        match self {
            Self::Bonus => BLUE,
            Self::Nothing => KEPT,
            Self::Apart => GREY.towards(WHITE, 0.5),
            Self::Penalty(weight) if weight < 0.5 => MISSED.towards(WHITE, LIGHTEST * (1.0 - 2.0 * weight.max(0.0))),
            Self::Penalty(weight) => MISSED.towards(INK, HEAVIEST * (2.0 * weight.min(1.0) - 1.0)),
        }
    }

    fn for_words(self) -> Colour {
        match self {
            Self::Nothing | Self::Bonus => BLUE.for_words(),
            Self::Penalty(_) => MISSED.for_words(),
            Self::Apart => GREY,
        }
    }
}

/// Draws the histograms as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &BandedPicture) -> Result<String, ChartError> {
    let count = picture.panels.len().clamp(1, MOST_PANELS) as f64;
    let height = BELOW_CAPTION + count * (ABOVE + HEIGHT + BELOW) + 48.0;
    paint(&picture.caption, height, |canvas| {
        if picture.panels.is_empty() {
            return canvas.apology("No clause to draw", height / 2.0);
        }
        for (place, panel) in picture.panels.iter().take(MOST_PANELS).enumerate() {
            let top = BELOW_CAPTION + place as f64 * (ABOVE + HEIGHT + BELOW) + ABOVE;
            let frame = Frame { left: LEFT, top, right: RIGHT, bottom: top + HEIGHT };
            draw_panel(canvas, panel, &picture.periods, frame)?;
        }
        Ok(())
    })
}

fn draw_panel(canvas: &mut Canvas<'_>, measure: &BandedPanel, periods: &str, frame: Frame) -> Drawn {
    draw_title(canvas, measure, periods, frame.top - ABOVE + 20.0)?;
    let bins = visible(&measure.bins, measure.bands.len());
    let heights: Vec<f64> = bins.iter().map(|bin| bin.shares.iter().sum()).collect();
    let tallest = heights.iter().copied().fold(0.0, f64::max);
    if tallest <= 0.0 {
        return canvas.apology(&format!("no {periods} to count"), f64::midpoint(frame.top, frame.bottom));
    }
    let second = heights.iter().copied().filter(|&height| height < tallest).fold(0.0, f64::max);
    let cut = second > 0.0 && tallest > TOWERS * second;
    // Words at marks stand above the bars.
    let words = 1.0 + MARK_ROOM * measure.marks.len() as f64;
    let top = if cut { CUT.max(words) * second } else { words * tallest };
    let marks: Vec<(f64, &str)> =
        measure.marks.iter().filter_map(|(at, words)| Some((drawable(*at)?, words.as_str()))).collect();
    let low = bins.iter().map(|bin| bin.low).chain(marks.iter().map(|mark| mark.0)).fold(f64::INFINITY, f64::min);
    let high = bins.iter().map(|bin| bin.high).chain(marks.iter().map(|mark| mark.0)).fold(f64::NEG_INFINITY, f64::max);
    let air = ((high - low) * 0.03).max(1e-3);
    let (mut from, mut to) = (low - air, high + air);
    if measure.unit == Unit::Share {
        (from, to) = (from.max(low.min(0.0)), to.min(high.max(1.0)));
    }
    let panel = Panel::linear(frame, (from, to), (0.0, top));
    ground(canvas, &panel, &measure.bands)?;
    panel.grid(canvas, &[], &round_ticks((0.0, top), &Unit::Share, 3), false)?;
    for tick in round_ticks((from, to), &measure.unit, 10) {
        let x = panel.x.place(tick.value);
        canvas.line(&[(x, frame.bottom), (x, frame.bottom + 5.0)], solid(GREY, 1.0))?;
        canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, frame.bottom + 18.0))?;
    }
    for (bin, height) in bins.iter().zip(&heights) {
        draw_bar(canvas, &panel, bin, &measure.bands)?;
        if *height > top * (1.0 + 1e-9) {
            draw_cut(canvas, &panel, bin)?;
        }
    }
    name_bands(canvas, &panel, &measure.bands, &bins)?;
    draw_marks(canvas, &panel, &marks)
}

/// The measure with its unit, then what the bars count.
fn draw_title(canvas: &mut Canvas<'_>, measure: &BandedPanel, periods: &str, row: f64) -> Drawn {
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

/// The ground of each band that is a stretch of the axis, and a line where two meet.
fn ground(canvas: &mut Canvas<'_>, panel: &Panel, bands: &[PictureBand]) -> Drawn {
    let Frame { top, bottom, left, right } = panel.frame;
    for band in bands {
        let Some((from, to)) = shown(panel, band) else { continue };
        canvas.rectangle((from, top), (to, bottom), band.tone.colour(), GROUND)?;
        for x in [from, to].into_iter().filter(|&x| x > left + 0.5 && x < right - 0.5) {
            canvas.line(&[(x, top - 4.0), (x, bottom)], Stroke { colour: INK, width: 0.9, dash: Dash::StrokeDot })?;
        }
    }
    Ok(())
}

/// Left and right end of a band's stretch, in pixels; `None` where it is none, or off the axis.
fn shown(panel: &Panel, band: &PictureBand) -> Option<(f64, f64)> {
    let (low, high) = band.stretch?;
    let (from, to) = (panel.x.place(low.max(f64::MIN)), panel.x.place(high.min(f64::MAX)));
    (to - from > 0.5).then_some((from, to))
}

/// Stacked by band, the first at the foot.
fn draw_bar(canvas: &mut Canvas<'_>, panel: &Panel, bin: &BandedBin, bands: &[PictureBand]) -> Drawn {
    let mut foot = 0.0;
    for (share, band) in bin.shares.iter().zip(bands) {
        let (upper_left, lower_right) = (panel.at((bin.low, foot + share)), panel.at((bin.high, foot)));
        if lower_right.0 > upper_left.0 && lower_right.1 > upper_left.1 {
            canvas.rectangle(upper_left, lower_right, band.tone.colour(), 1.0)?;
        }
        foot += share;
    }
    let (left, right) = (panel.x.place(bin.low), panel.x.place(bin.high));
    if right - left > 4.0 {
        // A hair of paper between neighbours.
        canvas.rectangle((right - 0.5, panel.y.place(foot)), (right + 0.5, panel.frame.bottom), WHITE, 1.0)?;
    }
    Ok(())
}

/// Two slanted strokes of paper say that a bar goes on.
fn draw_cut(canvas: &mut Canvas<'_>, panel: &Panel, bin: &BandedBin) -> Drawn {
    let (left, right) = (panel.x.place(bin.low) - 3.0, panel.x.place(bin.high) + 3.0);
    for y in [panel.frame.top + 22.0, panel.frame.top + 29.0] {
        canvas.line(&[(left, y + 4.0), (right, y - 4.0)], solid(WHITE, 2.6))?;
    }
    Ok(())
}

/// Above the bars: what each band pays, and how often it comes.
fn name_bands(canvas: &mut Canvas<'_>, panel: &Panel, bands: &[PictureBand], bins: &[BandedBin]) -> Drawn {
    /// Between two of them \[px\].
    const AIR: f64 = 22.0;
    let width = |band: &PictureBand| text(&band.label).bold().width().max(text(&band.how_often).width());
    let room = panel.frame.right - panel.frame.left;
    // Bands that never came give way first.
    let mut named: Vec<usize> = (0..bands.len()).collect();
    let came = |at: usize| bins.iter().any(|bin| bin.shares.get(at).is_some_and(|&share| share > 0.0));
    let widest = |named: &[usize]| named.iter().map(|&at| width(&bands[at])).fold(0.0, f64::max) + AIR;
    if widest(&named) * named.len() as f64 > room + AIR {
        named.retain(|&at| came(at));
    }
    let wanted: Vec<f64> = named.iter().map(|&at| middle(panel, &bands[at], at, bins)).collect();
    let half = (widest(&named) - AIR) / 2.0;
    let placed = spread(&wanted, widest(&named), panel.frame.left + half - 40.0, panel.frame.right - half + 24.0);
    for (&at, &x) in named.iter().zip(&placed) {
        let band = &bands[at];
        let colour = band.tone.for_words();
        let label = text(&band.label).bold().colour(colour).anchor(Anchor::Middle).fitted(2.0 * half + AIR);
        canvas.text(&label, (x, panel.frame.top - 36.0))?;
        let how_often = text(&band.how_often).colour(colour).anchor(Anchor::Middle).fitted(2.0 * half + AIR);
        canvas.text(&how_often, (x, panel.frame.top - 17.0))?;
    }
    Ok(())
}

/// Where a band's words want to stand: over its stretch, or over the middle of its bars.
fn middle(panel: &Panel, band: &PictureBand, at: usize, bins: &[BandedBin]) -> f64 {
    if let Some((from, to)) = shown(panel, band) {
        return f64::midpoint(from, to);
    }
    let share = |bin: &BandedBin| bin.shares.get(at).copied().unwrap_or(0.0);
    let total: f64 = bins.iter().map(share).sum();
    if total > 0.0 {
        let sum: f64 = bins.iter().map(|bin| share(bin) * f64::midpoint(bin.low, bin.high)).sum();
        return panel.x.place(sum / total);
    }
    match band.stretch {
        Some((low, _)) if low >= panel.x.low() => panel.frame.right,
        Some(_) => panel.frame.left,
        None => panel.frame.right,
    }
}

/// Lines at values worth knowing, each row of words below the last.
fn draw_marks(canvas: &mut Canvas<'_>, panel: &Panel, marks: &[(f64, &str)]) -> Drawn {
    for (row, &(value, words)) in marks.iter().enumerate() {
        let x = panel.x.place(value);
        let y = panel.frame.top + 13.0 + (NORMAL + 6.0) * row as f64;
        canvas.line(
            &[(x, panel.frame.top), (x, panel.frame.bottom)],
            Stroke { colour: INK, width: 1.6, dash: Dash::Short },
        )?;
        let words = text(words).fitted(RIGHT - MARGIN - 40.0);
        if x + 10.0 + words.width() < WIDTH - 12.0 {
            canvas.text_on_paper(&words, (x + 8.0, y))?;
        } else {
            canvas.text_on_paper(&words.anchor(Anchor::End), (x - 8.0, y))?;
        }
    }
    Ok(())
}

/// Bins that can be drawn, without the empty ones at either end; each with a share for each band.
fn visible(bins: &[BandedBin], bands: usize) -> Vec<BandedBin> {
    let drawn = |bin: &BandedBin| {
        let (low, high) = (drawable(bin.low)?, drawable(bin.high)?);
        let share = |at| bin.shares.get(at).copied().filter(|share: &f64| share.is_finite()).unwrap_or(0.0);
        let shares = (0..bands).map(|at| share(at).clamp(0.0, 1.0)).collect();
        Some(BandedBin { low: low.min(high), high: low.max(high), shares })
    };
    let bins: Vec<BandedBin> = bins.iter().filter_map(drawn).collect();
    let has_some = |bin: &BandedBin| bin.shares.iter().any(|&share| share > 0.0);
    let first = bins.iter().position(has_some);
    let last = bins.iter().rposition(has_some);
    first.zip(last).map_or_else(Vec::new, |(first, last)| bins[first..=last].to_vec())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, words_of};
    use super::*;

    fn band(label: &str, tone: Tone, stretch: Option<(f64, f64)>) -> PictureBand {
        PictureBand { label: label.to_owned(), how_often: format!("{label} of months"), tone, stretch }
    }

    fn panel(bins: Vec<BandedBin>, marks: Vec<(f64, String)>) -> BandedPanel {
        BandedPanel {
            title: "Answered in 20 s".to_owned(),
            unit: Unit::Share,
            bands: vec![
                band("nothing", Tone::Nothing, Some((0.8, f64::INFINITY))),
                band("light", Tone::Penalty(0.0), Some((0.75, 0.8))),
                band("heavy", Tone::Penalty(1.0), Some((f64::NEG_INFINITY, 0.75))),
            ],
            bins,
            marks,
        }
    }

    fn picture(panels: Vec<BandedPanel>) -> BandedPicture {
        BandedPicture { caption: caption(), periods: "months".to_owned(), panels }
    }

    #[test]
    fn each_band_says_what_it_pays_and_how_often() {
        let bin = |low, shares: [f64; 3]| BandedBin { low, high: low + 0.01, shares: shares.to_vec() };
        let bins = vec![bin(0.78, [0.0, 0.2, 0.0]), bin(0.8, [0.3, 0.0, 0.0]), bin(0.81, [0.5, 0.0, 0.0])];
        let svg = draw(&picture(vec![panel(bins, vec![(0.8, "the middle".to_owned())])])).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["nothing", "light", "heavy", "light of months", "the middle", "[% of months]"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn a_penalty_is_darker_the_heavier_it_is() {
        let shades = [0.0, 0.25, 0.5, 0.75, 1.0].map(|weight| Tone::Penalty(weight).colour());
        assert!(shades.windows(2).all(|pair| pair[0] != pair[1]), "{shades:?}");
        assert_eq!(Tone::Penalty(0.5).colour(), MISSED);
    }

    #[test]
    fn no_number_breaks_the_bands() {
        words_of(&draw(&picture(Vec::new())).unwrap());
        words_of(&draw(&picture(vec![panel(Vec::new(), Vec::new()); 5])).unwrap());
        for value in NASTY {
            for other in NASTY {
                let bins = vec![
                    BandedBin { low: value, high: other, shares: vec![value, other] },
                    BandedBin { low: other, high: 1.0, shares: vec![0.1; 7] },
                ];
                let mut panel = panel(bins, vec![(value, "here".to_owned())]);
                panel.bands.push(band("odd", Tone::Penalty(value), Some((value, other))));
                words_of(&draw(&picture(vec![panel])).unwrap());
            }
        }
    }
}
