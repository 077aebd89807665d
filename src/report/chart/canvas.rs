//! The sheet that pictures are drawn on: pixels of a page 1 200 wide, an SVG in the end.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::{Color, ShapeStyle};

use super::ChartError;
use super::palette::{Colour, Dash, GREY, INK, WHITE};
use super::text::{Anchor, NORMAL, Text, text};

/// Width of every picture \[px\].
pub(super) const WIDTH: f64 = 1200.0;
/// Left and right edge of titles \[px\].
pub(super) const MARGIN: f64 = 32.0;
/// First row below title and subtitle \[px\].
pub(super) const BELOW_CAPTION: f64 = 100.0;

/// A place on the sheet: pixels from its left and upper edge.
pub(super) type Point = (f64, f64);

/// What every drawing step returns.
pub(super) type Drawn = Result<(), ChartError>;

/// The backend counts in whole units; a tenth of a pixel keeps slopes smooth.
const UNITS_PER_PIXEL: f64 = 10.0;
/// Nothing is drawn further away than this \[px\].
const FAR: f64 = 1e5;
/// A line longer than this is drawn unbroken: its dashes would be noise, and thousands of elements \[px\].
const LONGEST_DASHED: f64 = 12_000.0;

/// What stands around a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// The finding's subject in words: `When callers hold, and why`.
    pub title: String,
    /// Scenario, replications, seed, version.
    pub subtitle: String,
    /// Small print below the picture (`Bands are 95 % intervals`); empty for none.
    pub note: String,
}

/// A line's looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: Colour,
    /// Thickness \[px\], kept to a tenth.
    pub(super) width: f64,
    pub(super) dash: Dash,
}

/// An unbroken line.
pub(super) const fn solid(colour: Colour, width: f64) -> Stroke {
    Stroke { colour, width, dash: Dash::Solid }
}

/// The 60-second line: the same grey dash in every picture.
pub(super) const NOTICE: Stroke = Stroke { colour: GREY, width: 1.6, dash: Dash::Long };
/// A promise.
pub(super) const PROMISE: Stroke = Stroke { colour: INK, width: 1.8, dash: Dash::StrokeDot };

/// The sheet.
pub(super) struct Canvas<'svg> {
    backend: SVGBackend<'svg>,
}

/// Draws a picture of a height \[px\] under its caption and returns its SVG.
pub(super) fn paint(
    caption: &Caption,
    height: f64,
    draw: impl FnOnce(&mut Canvas<'_>) -> Drawn,
) -> Result<String, ChartError> {
    let mut svg = String::new();
    let size = (units(WIDTH).unsigned_abs(), units(height).unsigned_abs());
    {
        let mut canvas = Canvas { backend: SVGBackend::with_string(&mut svg, size) };
        canvas.rectangle((0.0, 0.0), (WIDTH, height), WHITE, 1.0)?;
        canvas.caption(caption, height)?;
        draw(&mut canvas)?;
        canvas.backend.present().map_err(|problem| ChartError::Drawing(problem.to_string()))?;
    }
    // The backend's own root would show its units as pixels.
    let body = svg.split_once('\n').map_or("", |(_, body)| body);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" stroke-linejoin=\"round\">\n{body}",
        size.0, size.1
    ))
}

impl Canvas<'_> {
    /// A line through points; nothing when there are fewer than two.
    pub(super) fn line(&mut self, points: &[Point], stroke: Stroke) -> Drawn {
        let points = visible(points);
        let length: f64 = points.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
        if stroke.dash == Dash::Solid || length > LONGEST_DASHED {
            self.path(&points, stroke)
        } else {
            dashes(&points, stroke.dash.lengths()).iter().try_for_each(|dash| self.path(dash, stroke))
        }
    }

    /// A filled shape of some opacity, 0 to 1.
    pub(super) fn area(&mut self, outline: &[Point], colour: Colour, opacity: f64) -> Drawn {
        let outline = visible(outline);
        if outline.len() < 3 {
            return Ok(());
        }
        let style = ShapeStyle { color: colour.opaque().mix(opacity), filled: true, stroke_width: 0 };
        drawn(self.backend.fill_polygon(outline.iter().copied().map(whole), &style))
    }

    /// A filled rectangle between two opposite corners.
    pub(super) fn rectangle(&mut self, (x0, y0): Point, (x1, y1): Point, colour: Colour, opacity: f64) -> Drawn {
        let style = ShapeStyle { color: colour.opaque().mix(opacity), filled: true, stroke_width: 0 };
        let (upper_left, lower_right) = ((x0.min(x1), y0.min(y1)), (x0.max(x1), y0.max(y1)));
        drawn(self.backend.draw_rect(whole(upper_left), whole(lower_right), &style, true))
    }

    /// A dot that marks a point on a line.
    pub(super) fn dot(&mut self, centre: Point, colour: Colour) -> Drawn {
        for (radius, colour) in [(5.5, WHITE), (4.0, colour)] {
            let style = ShapeStyle { color: colour.opaque().to_rgba(), filled: true, stroke_width: 0 };
            drawn(self.backend.draw_circle(whole(centre), units(radius).unsigned_abs(), &style, true))?;
        }
        Ok(())
    }

    /// Words at a point: their anchor horizontally, their middle vertically.
    pub(super) fn text(&mut self, text: &Text, at: Point) -> Drawn {
        drawn(self.backend.draw_text(&text.words, &text.style(UNITS_PER_PIXEL), whole(at)))
    }

    /// Words on a patch of paper, for where they cross lines.
    pub(super) fn text_on_paper(&mut self, text: &Text, at: Point) -> Drawn {
        let width = text.width();
        let left = match text.anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        let half = text.size * 0.62;
        self.rectangle((left - 2.0, at.1 - half), (left + width + 2.0, at.1 + half), WHITE, 0.85)?;
        self.text(text, at)
    }

    /// Says in the middle of the sheet why there is nothing to see.
    pub(super) fn apology(&mut self, words: &str, y: f64) -> Drawn {
        self.text(&text(words).colour(GREY).anchor(Anchor::Middle), (WIDTH / 2.0, y))
    }

    fn caption(&mut self, caption: &Caption, height: f64) -> Drawn {
        let room = WIDTH - 2.0 * MARGIN;
        self.text(&text(&caption.title).size(25.0).bold().colour(INK).fitted(room), (MARGIN, 38.0))?;
        self.text(&text(&caption.subtitle).size(NORMAL).colour(GREY).fitted(room), (MARGIN, 67.0))?;
        self.text(&text(&caption.note).size(NORMAL).colour(GREY).fitted(room), (MARGIN, height - 20.0))
    }

    fn path(&mut self, points: &[Point], stroke: Stroke) -> Drawn {
        if points.len() < 2 {
            return Ok(());
        }
        let style = ShapeStyle {
            color: stroke.colour.opaque().to_rgba(),
            filled: false,
            stroke_width: units(stroke.width).unsigned_abs(),
        };
        drawn(self.backend.draw_path(points.iter().copied().map(whole), &style))
    }
}

/// Cuts a line into strokes of the lengths at even places, gaps of those at odd ones.
fn dashes(points: &[Point], lengths: &[f64]) -> Vec<Vec<Point>> {
    let mut strokes: Vec<Vec<Point>> = Vec::new();
    let Some(&first) = points.first() else { return strokes };
    let mut stroke = vec![first];
    let mut phase = 0;
    let mut left = lengths[0];
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut ahead = distance(from, to);
        while ahead > left {
            let part = left / ahead;
            from = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            ahead -= left;
            if phase % 2 == 0 {
                stroke.push(from);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![from];
            }
            phase = (phase + 1) % lengths.len();
            left = lengths[phase];
        }
        left -= ahead;
        if phase % 2 == 0 {
            stroke.push(to);
        }
    }
    strokes.push(stroke);
    strokes
}

/// The points that can be seen: of neighbours within one column of pixels the first, the highest, the lowest and the
/// last, and no point twice in a row. A year of half-hours stays a small file.
fn visible(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for column in points.chunk_by(|a, b| column_of(*a) == column_of(*b)) {
        let mut indices = [0, extreme(column, |y| y), extreme(column, |y| -y), column.len() - 1];
        indices.sort_unstable();
        let few = column.len() <= indices.len();
        let all = 0..column.len();
        let chosen: Vec<usize> = if few { all.collect() } else { indices.to_vec() };
        for point in chosen.into_iter().map(|index| column[index]) {
            if kept.last().is_none_or(|&last| whole(last) != whole(point)) {
                kept.push(point);
            }
        }
    }
    kept
}

/// The column of pixels that a point lies in.
fn column_of((x, _): Point) -> i64 {
    x.floor() as i64
}

/// Where a key of the rows is smallest.
fn extreme(column: &[Point], key: impl Fn(f64) -> f64) -> usize {
    let rows = column.iter().enumerate();
    rows.min_by(|a, b| key(a.1.1).total_cmp(&key(b.1.1))).map_or(0, |(index, _)| index)
}

fn distance(from: Point, to: Point) -> f64 {
    libm::hypot(to.0 - from.0, to.1 - from.1)
}

/// From pixels to the backend's units.
fn units(pixels: f64) -> i32 {
    (pixels.clamp(-FAR, FAR) * UNITS_PER_PIXEL).round() as i32
}

fn whole((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}

fn drawn<E: std::fmt::Display>(result: Result<(), E>) -> Drawn {
    result.map_err(|problem| ChartError::Drawing(problem.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_turn_corners_and_leave_gaps() {
        let corner = [(0.0, 0.0), (8.0, 0.0), (8.0, 12.0)];
        let strokes = dashes(&corner, &[10.0, 6.0]);
        assert_eq!(strokes, [vec![(0.0, 0.0), (8.0, 0.0), (8.0, 2.0)], vec![(8.0, 8.0), (8.0, 12.0)]]);
    }

    #[test]
    fn a_crowded_column_keeps_its_extremes() {
        let column = [(5.1, 3.0), (5.2, 9.0), (5.3, 4.0), (5.4, 4.0), (5.5, 1.0), (5.6, 2.0)];
        assert_eq!(visible(&column), [(5.1, 3.0), (5.2, 9.0), (5.5, 1.0), (5.6, 2.0)]);
        let rise = [(1.0, 0.0), (1.0, 0.01), (1.0, 7.0), (2.0, 7.0)];
        assert_eq!(visible(&rise), [(1.0, 0.0), (1.0, 7.0), (2.0, 7.0)]);
    }

    #[test]
    fn a_caption_with_signs_of_xml_stays_xml() {
        let caption = Caption { title: "a < b & \"c\" \u{0}\u{b}".to_owned(), ..Caption::default() };
        let svg = paint(&caption, 300.0, |_| Ok(())).unwrap();
        assert!(svg.contains("a &lt; b &amp; &quot;c&quot;"), "{svg}");
        assert!(resvg::usvg::roxmltree::Document::parse(&svg).is_ok());
    }
}
