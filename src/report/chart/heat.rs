//! *Heat map*: a figure over two axes of a study, in one hue, with the line where a promise is just kept.

use super::axis::{HEADING, Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, Point, Stroke, WIDTH, paint, solid};
use super::contour::Field;
use super::limit::Limit;
use super::palette::{Colour, Dash, GREY, HEAT, INK, WHITE};
use super::placement::{Frame, Occupied};
use super::ruler::Ruler;
use super::series::drawable_estimate;
use super::text::{Anchor, NORMAL, Unit, text};
use super::{Caption, ChartError};
use crate::statistics::Estimate;

/// Left edge of the panel, and where words stand beside it at the most \[px\].
const LEFT: (f64, f64) = (120.0, 250.0);
/// Right edge of the panel; the scale of colours stands beyond it \[px\].
const RIGHT: f64 = WIDTH - 170.0;
/// Height of the panel \[px\].
const HEIGHT: f64 = 470.0;
/// Width of the scale of colours \[px\].
const SCALE_WIDTH: f64 = 22.0;
/// Steps of the scale of colours.
const SCALE_STEPS: u32 = 96;
/// A cell narrower or lower than this has no number in it \[px\].
const LEAST_CELL: (f64, f64) = (62.0, 27.0);
/// Colours from here on are so dark that words on them are white.
const DARK: f64 = 0.55;

/// A figure over two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatPicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// What the colour says, with its unit.
    pub heading: String,
    /// Its unit.
    pub unit: Unit,
    /// What runs to the right, rising.
    pub x: Ruler,
    /// What runs upwards, rising.
    pub y: Ruler,
    /// By place of `y`, then of `x`; `None`: not played.
    pub cells: Vec<Vec<Option<Estimate>>>,
    /// What was promised of it: a line where both axes have numbers, and bold numbers in cells that keep it beyond doubt.
    pub limit: Option<Limit>,
}

/// Draws the map as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &HeatPicture) -> Result<String, ChartError> {
    let top = BELOW_CAPTION + 74.0;
    paint(&picture.caption, top + HEIGHT + 108.0, |canvas| {
        let Some(map) = Map::of(picture, top) else {
            return canvas.apology("No scenario has a value to draw", top + HEIGHT / 2.0);
        };
        map.headings(canvas, picture)?;
        map.cells(canvas)?;
        map.axes(canvas, picture)?;
        let mut occupied = Occupied::new(map.panel.frame);
        // Between two words there is nothing that a line could run through.
        let has_lines = picture.x.is_numeric && picture.y.is_numeric;
        if let Some(limit) = picture.limit.as_ref().filter(|_| has_lines) {
            map.promise(canvas, limit, &mut occupied)?;
        }
        if map.has_numbers() {
            map.numbers(canvas, picture, &occupied)?;
        } else if has_lines {
            map.levels(canvas, picture, &mut occupied)?;
        }
        map.scale_of_colours(canvas, picture)
    })
}

/// The map in numbers that can be drawn.
struct Map {
    panel: Panel,
    xs: Vec<f64>,
    ys: Vec<f64>,
    cells: Vec<Vec<Option<Estimate>>>,
    range: (f64, f64),
}

impl Map {
    fn of(picture: &HeatPicture, top: f64) -> Option<Self> {
        let (xs, ys) = (places(&picture.x)?, places(&picture.y)?);
        let cell = |row: usize, column: usize| {
            let estimate = picture.cells.get(row)?.get(column)?.as_ref()?;
            drawable_estimate(estimate)
        };
        let cells: Vec<Vec<Option<Estimate>>> =
            (0..ys.len()).map(|row| (0..xs.len()).map(|column| cell(row, column)).collect()).collect();
        let values = || cells.iter().flatten().flatten().map(|estimate| estimate.value);
        values().next()?;
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        let labels = picture.y.ticks_up(HEIGHT);
        let widest = labels.iter().map(|tick| text(&tick.label).width()).fold(0.0, f64::max);
        let left = (widest + MARGIN + 16.0).clamp(LEFT.0, LEFT.1);
        let frame = Frame { left, top, right: RIGHT, bottom: top + HEIGHT };
        let edges = |places: &[f64]| {
            let edges = edges(places);
            (edges[0], edges[edges.len() - 1])
        };
        let panel = Panel::linear(frame, edges(&xs), edges(&ys));
        Some(Self { panel, xs, ys, cells, range: (low, high) })
    }

    fn colour(&self, value: f64) -> Colour {
        let part = self.part(value);
        if part < 0.5 { HEAT[0].towards(HEAT[1], part * 2.0) } else { HEAT[1].towards(HEAT[2], part * 2.0 - 1.0) }
    }

    /// How far from the lowest to the highest value.
    fn part(&self, value: f64) -> f64 {
        let part = (value - self.range.0) / (self.range.1 - self.range.0);
        if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.3 }
    }

    fn headings(&self, canvas: &mut Canvas<'_>, picture: &HeatPicture) -> Drawn {
        let frame = self.panel.frame;
        let room = WIDTH - 2.0 * MARGIN;
        canvas.text(&text(&picture.heading).size(16.0).bold().fitted(room), (MARGIN, frame.top - HEADING - 30.0))?;
        let upwards = text(&picture.y.title()).size(16.0).bold().fitted(room);
        canvas.text(&upwards, (MARGIN, frame.top - HEADING))?;
        let across = text(&picture.x.title()).size(16.0).bold().anchor(Anchor::Middle).fitted(room);
        canvas.text(&across, (f64::midpoint(frame.left, frame.right), frame.bottom + 46.0))
    }

    fn cells(&self, canvas: &mut Canvas<'_>) -> Drawn {
        let (xs, ys) = (edges(&self.xs), edges(&self.ys));
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let Some(estimate) = cell else { continue };
                let low = self.panel.at((xs[column], ys[row]));
                let high = self.panel.at((xs[column + 1], ys[row + 1]));
                // On whole pixels, so that no paper shines through between two cells.
                let (low, high) = ((low.0.round(), low.1.round()), (high.0.round(), high.1.round()));
                canvas.rectangle(low, high, self.colour(estimate.value), 1.0)?;
            }
        }
        Ok(())
    }

    fn axes(&self, canvas: &mut Canvas<'_>, picture: &HeatPicture) -> Drawn {
        let frame = self.panel.frame;
        for tick in picture.x.ticks_across(frame.right - frame.left) {
            let x = self.panel.x.place(tick.value);
            canvas.line(&[(x, frame.bottom), (x, frame.bottom + 5.0)], solid(GREY, 1.0))?;
            canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, frame.bottom + 18.0))?;
        }
        for tick in picture.y.ticks_up(frame.bottom - frame.top) {
            let y = self.panel.y.place(tick.value);
            canvas.line(&[(frame.left - 5.0, y), (frame.left, y)], solid(GREY, 1.0))?;
            let label = text(&tick.label).colour(GREY).anchor(Anchor::End).fitted(frame.left - 24.0);
            canvas.text(&label, (frame.left - 10.0, y))?;
        }
        Ok(())
    }

    /// Whether each cell has room for its number.
    fn has_numbers(&self) -> bool {
        let narrowest = |places: &[f64], pixels: f64| {
            let edges = edges(places);
            let extent = edges[edges.len() - 1] - edges[0];
            edges.windows(2).map(|pair| (pair[1] - pair[0]) / extent * pixels).fold(f64::INFINITY, f64::min)
        };
        narrowest(&self.xs, RIGHT - self.panel.frame.left) >= LEAST_CELL.0
            && narrowest(&self.ys, HEIGHT) >= LEAST_CELL.1
    }

    fn numbers(&self, canvas: &mut Canvas<'_>, picture: &HeatPicture, occupied: &Occupied) -> Drawn {
        let decimals = self.decimals(&picture.unit);
        let edges = edges(&self.xs);
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let Some(estimate) = cell else { continue };
                let colour = if self.part(estimate.value) > DARK { WHITE } else { INK };
                let words = match picture.unit {
                    Unit::Share => picture.unit.written(estimate.value, decimals),
                    _ => super::text::number(estimate.value * picture.unit.factor(), decimals),
                };
                let words = text(&words).colour(colour).anchor(Anchor::Middle);
                let is_kept = picture.limit.as_ref().is_some_and(|limit| limit.is_kept_by(estimate));
                let words = if is_kept { words.bold() } else { words };
                let middle = self.panel.at((f64::midpoint(edges[column], edges[column + 1]), self.ys[row]));
                let candidates = [0.0, -7.0, 7.0]
                    .map(|down| Frame::around((middle.0, middle.1 + down), words.width() + 4.0, NORMAL));
                // A number that would hide under the promise's line moves a little; without room it is left out.
                if let Some(place) = occupied.clone().place_freely(&candidates) {
                    let (left, right) = (place.left, place.right);
                    canvas.rectangle((left, place.top), (right, place.bottom), self.colour(estimate.value), 1.0)?;
                    canvas.text(&words, place.middle())?;
                }
            }
        }
        Ok(())
    }

    /// Decimals that tell the lowest from the highest.
    fn decimals(&self, unit: &Unit) -> usize {
        let width = (self.range.1 - self.range.0) * unit.factor();
        if width > 20.0 || width <= 0.0 {
            0
        } else if width > 0.5 {
            1
        } else {
            2
        }
    }

    /// The line where the promise is just kept, and dashes on either side where the intervals' ends just keep it.
    fn promise(&self, canvas: &mut Canvas<'_>, limit: &Limit, occupied: &mut Occupied) -> Drawn {
        let field = |end: &dyn Fn(&Estimate) -> f64| Field {
            xs: &self.xs,
            ys: &self.ys,
            values: self.cells.iter().map(|row| row.iter().map(|cell| cell.as_ref().map(end)).collect()).collect(),
        };
        let ends: [&dyn Fn(&Estimate) -> f64; 2] =
            [&|found| found.interval.map_or(found.value, |ends| ends.0), &|found| {
                found.interval.map_or(found.value, |ends| ends.1)
            }];
        for end in ends {
            for line in field(end).contours(limit.value) {
                // Numbers may stand on these, on a patch of their cell's colour.
                canvas.line(&self.panel.all_at(&line), Stroke { colour: INK, width: 1.2, dash: Dash::Short })?;
            }
        }
        let lines: Vec<Vec<Point>> =
            field(&|found| found.value).contours(limit.value).iter().map(|line| self.panel.all_at(line)).collect();
        for line in &lines {
            canvas.line(line, solid(WHITE, 5.0))?;
            canvas.line(line, solid(INK, 2.6))?;
            occupied.take_line(line);
        }
        let longest = lines.iter().max_by(|a, b| length(a).total_cmp(&length(b)));
        match longest {
            Some(line) => name_line(canvas, line, &limit.label, true, occupied),
            None => self.say_all(canvas, limit),
        }
    }

    /// Without a line, the map lies on one side of the promise.
    fn say_all(&self, canvas: &mut Canvas<'_>, limit: &Limit) -> Drawn {
        let mut values = self.cells.iter().flatten().flatten().map(|estimate| estimate.value);
        let is_kept =
            values.next().is_some_and(|value| if limit.at_least { value >= limit.value } else { value <= limit.value });
        let words = format!("{}: {}", limit.label, if is_kept { "kept everywhere" } else { "kept nowhere" });
        let frame = self.panel.frame;
        canvas.text(&text(&words).bold().anchor(Anchor::End), (frame.right, frame.top - HEADING))
    }

    /// Thin lines at round values.
    fn levels(&self, canvas: &mut Canvas<'_>, picture: &HeatPicture, occupied: &mut Occupied) -> Drawn {
        const LEVELS: usize = 6;
        let field = Field {
            xs: &self.xs,
            ys: &self.ys,
            values: self
                .cells
                .iter()
                .map(|row| row.iter().map(|cell| cell.map(|found| found.value)).collect())
                .collect(),
        };
        for tick in round_ticks(self.range, &picture.unit, LEVELS) {
            let is_promised = picture.limit.as_ref().is_some_and(|limit| (limit.value - tick.value).abs() < 1e-9);
            if is_promised {
                continue;
            }
            let colour = if self.part(tick.value) > DARK { WHITE } else { GREY };
            let lines: Vec<Vec<Point>> =
                field.contours(tick.value).iter().map(|line| self.panel.all_at(line)).collect();
            for line in &lines {
                canvas.line(line, solid(colour, 1.0))?;
                occupied.take_line(line);
            }
            if let Some(line) = lines.iter().max_by(|a, b| length(a).total_cmp(&length(b))) {
                name_line(canvas, line, &tick.label, false, occupied)?;
            }
        }
        Ok(())
    }

    fn scale_of_colours(&self, canvas: &mut Canvas<'_>, picture: &HeatPicture) -> Drawn {
        let frame = self.panel.frame;
        let left = frame.right + 34.0;
        let (low, high) = self.range;
        if high <= low {
            return canvas.text(&text(&picture.unit.written(low, 2)), (left, frame.bottom - 10.0));
        }
        let place = |value: f64| frame.bottom - (value - low) / (high - low) * (frame.bottom - frame.top);
        for step in 0..SCALE_STEPS {
            let at = |step: u32| low + (high - low) * f64::from(step) / f64::from(SCALE_STEPS);
            let (from, to) = ((left, place(at(step))), (left + SCALE_WIDTH, place(at(step + 1))));
            // Each up to the top, so that no paper shines through between two steps.
            let to = (to.0, frame.top.min(to.1));
            canvas.rectangle(from, to, self.colour(f64::midpoint(at(step), at(step + 1))), 1.0)?;
        }
        for tick in round_ticks(self.range, &picture.unit, 8) {
            let y = place(tick.value);
            canvas.line(&[(left + SCALE_WIDTH, y), (left + SCALE_WIDTH + 5.0, y)], solid(GREY, 1.0))?;
            canvas.text(&text(&tick.label).colour(GREY), (left + SCALE_WIDTH + 9.0, y))?;
        }
        let Some(limit) = picture.limit.as_ref().filter(|limit| (low..=high).contains(&limit.value)) else {
            return Ok(());
        };
        let y = place(limit.value);
        canvas.line(&[(left - 6.0, y), (left + SCALE_WIDTH + 5.0, y)], solid(INK, 2.6))
    }
}

/// Names a line beside it, where there is room.
fn name_line(canvas: &mut Canvas<'_>, line: &[Point], words: &str, is_bold: bool, occupied: &mut Occupied) -> Drawn {
    let name = if is_bold { text(words).bold() } else { text(words) }.anchor(Anchor::Middle);
    let (width, height) = (name.width() + 8.0, NORMAL + 4.0);
    // From the middle of the line outwards; a little off it on either side, the longer the further.
    let middle = line.len() / 2;
    let mut order: Vec<usize> = (0..line.len()).collect();
    order.sort_by_key(|&at| at.abs_diff(middle));
    let offsets = [14.0, 18.0, 24.0, 32.0, 44.0];
    let aside = width / 2.0 + 6.0;
    let around = |&(x, y): &Point| {
        offsets.into_iter().flat_map(move |away| {
            [(x + aside, y - away), (x - aside, y + away), (x + aside, y + away), (x - aside, y - away)]
        })
    };
    let candidates: Vec<Frame> =
        order.iter().flat_map(|&at| around(&line[at])).map(|at| Frame::around(at, width, height)).collect();
    let place = occupied.place_freely(&candidates);
    let place = if is_bold { place.or_else(|| occupied.place(&candidates)) } else { place };
    place.map_or(Ok(()), |place| canvas.text_on_paper(&name, place.middle()))
}

fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| libm::hypot(pair[1].0 - pair[0].0, pair[1].1 - pair[0].1)).sum()
}

/// The places of a ruler, if they rise and can be drawn.
fn places(ruler: &Ruler) -> Option<Vec<f64>> {
    const FURTHEST: f64 = 1e12;
    let places: Vec<f64> = ruler.places.iter().map(|place| place.0).collect();
    let rises = places.windows(2).all(|pair| pair[0] < pair[1]);
    let can_be_drawn = !places.is_empty() && places.iter().all(|place| place.abs() < FURTHEST);
    (rises && can_be_drawn).then_some(places)
}

/// Where cells meet: half-way between two places, and as far beyond the first and the last.
fn edges(places: &[f64]) -> Vec<f64> {
    let Some((&first, &last)) = places.first().zip(places.last()) else { return vec![0.0, 1.0] };
    if places.len() == 1 {
        return vec![first - 0.5, first + 0.5];
    }
    let between: Vec<f64> = places.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    let (begin, end) = (2.0 * first - between[0], 2.0 * last - between[between.len() - 1]);
    std::iter::once(begin).chain(between).chain([end]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, estimate, words_of};
    use super::*;

    fn ruler(places: &[f64]) -> Ruler {
        let places = places.iter().map(|place| (*place, place.to_string())).collect();
        Ruler { name: "staff".to_owned(), unit: String::new(), places, is_numeric: true }
    }

    fn map(x: &[f64], y: &[f64], value: impl Fn(f64, f64) -> Option<Estimate>) -> HeatPicture {
        HeatPicture {
            caption: caption(),
            heading: "On hold at 60 s [%]".to_owned(),
            unit: Unit::Share,
            x: ruler(x),
            y: ruler(y),
            cells: y.iter().map(|y| x.iter().map(|x| value(*x, *y)).collect()).collect(),
            limit: Some(Limit { value: 0.1, at_least: false, label: "promise: at most 10 %".to_owned() }),
        }
    }

    #[test]
    fn a_small_map_has_its_numbers_and_its_promise() {
        let svg = draw(&map(&[1.0, 2.0, 3.0], &[1.0, 2.0], |x, y| Some(estimate(0.1 * y / x + 0.02, 0.01)))).unwrap();
        becomes_a_png(&svg);
        let words = words_of(&svg);
        for expected in ["22.0 %", "5.3 %", "promise: at most 10 %"] {
            assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
        }
    }

    #[test]
    fn a_promise_that_is_kept_everywhere_is_said_to_be() {
        let words = words_of(&draw(&map(&[1.0, 2.0], &[1.0, 2.0], |x, _| Some(estimate(0.01 * x, 0.01)))).unwrap());
        assert!(words.iter().any(|found| found == "promise: at most 10 %: kept everywhere"), "{words:?}");
    }

    #[test]
    fn a_large_map_names_its_levels_instead() {
        let places: Vec<f64> = (0..40).map(f64::from).collect();
        let svg = draw(&map(&places, &places, |x, y| Some(estimate((x + y) / 80.0, 0.01)))).unwrap();
        let words = words_of(&svg);
        assert!(words.iter().filter(|found| *found == "40 %").count() >= 2, "{words:?}");
        becomes_a_png(&svg);
    }

    #[test]
    fn no_number_breaks_the_map() {
        for value in NASTY {
            for other in NASTY {
                words_of(&draw(&map(&[value, other], &[1.0, 2.0], |x, y| Some(estimate(x, y)))).unwrap());
                words_of(&draw(&map(&[1.0, 2.0], &[1.0], |x, _| (x < 2.0).then(|| estimate(value, other)))).unwrap());
                words_of(
                    &draw(&map(&[1.0, 2.0], &[1.0, 2.0], |x, y| {
                        Some(estimate(if x > y { value } else { other }, 0.1))
                    }))
                    .unwrap(),
                );
            }
        }
        words_of(&draw(&map(&[], &[], |_, _| None)).unwrap());
        words_of(&draw(&map(&[1.0], &[1.0], |_, _| Some(estimate(0.3, 0.1)))).unwrap());
    }
}
