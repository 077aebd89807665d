//! What the colours and marks mean, in a line or two under the caption.

use super::super::canvas::{Canvas, Drawn, MARGIN, Point, WIDTH, solid};
use super::super::palette::{Colour, FAINT, GREY, INK, LINES};
use super::super::text::{Text, text};
use super::agent_lanes::{AWAY, PALER};
use super::{HoldEnd, SwimlanePicture, colour_of};

/// Height of one row \[px\].
const ROW: f64 = 26.0;
/// Below the last row \[px\].
const AFTER: f64 = 14.0;
/// Width and height of a sample of colour \[px\].
const SAMPLE: Point = (22.0, 12.0);
/// From one entry to the next \[px\].
const GAP: f64 = 26.0;

/// The entries, row by row.
pub(super) struct Legend {
    rows: Vec<Vec<Entry>>,
}

struct Entry {
    sample: Sample,
    words: Text,
}

#[derive(Clone, Copy)]
enum Sample {
    Talk(Colour),
    AfterCall(Colour),
    Away,
    Answered,
    HungUp,
    /// A line that ends without a mark.
    Ends,
    Notice,
}

impl Legend {
    pub(super) fn of(picture: &SwimlanePicture, has_lines: bool) -> Self {
        let named = picture.contact_types.iter().enumerate().take(LINES.len());
        let mut entries: Vec<(Sample, String)> =
            named.map(|(at, name)| (Sample::Talk(colour_of(at)), name.clone())).collect();
        if picture.contact_types.len() > LINES.len() {
            entries.push((Sample::Talk(FAINT), "others".to_owned()));
        }
        if picture.contact_types.len() == 1 {
            "talk".clone_into(&mut entries[0].1);
        }
        let holds = || picture.queues.iter().flat_map(|queue| &queue.holds).filter(|_| has_lines);
        entries.push((Sample::AfterCall(colour_of(0)), "after-call work".to_owned()));
        entries.push((Sample::Away, "away".to_owned()));
        if holds().next().is_some() {
            entries.push((Sample::Answered, "answered".to_owned()));
            entries.push((Sample::HungUp, "hung up".to_owned()));
        }
        if holds().any(|hold| hold.end == HoldEnd::Other && hold.to <= picture.to) {
            entries.push((Sample::Ends, "will be called back, or cut off".to_owned()));
        }
        if holds().any(|hold| !hold.notices.is_empty()) {
            entries.push((Sample::Notice, "heard a notice".to_owned()));
        }
        let mut rows: Vec<Vec<Entry>> = vec![Vec::new()];
        let mut used = 0.0;
        for (sample, words) in entries {
            let entry = Entry { sample, words: text(&words).fitted(260.0) };
            if used + entry.width() > WIDTH - 2.0 * MARGIN {
                rows.push(Vec::new());
                used = 0.0;
            }
            used += entry.width() + GAP;
            rows.last_mut().expect("there is a first row").push(entry);
        }
        Self { rows }
    }

    pub(super) fn height(&self) -> f64 {
        self.rows.len() as f64 * ROW + AFTER
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, top: f64) -> Drawn {
        for (row, entries) in self.rows.iter().enumerate() {
            let y = top + (row as f64 + 0.5) * ROW - 6.0;
            let mut left = MARGIN;
            for entry in entries {
                entry.sample.draw(canvas, (left, y))?;
                canvas.text(&entry.words, (left + SAMPLE.0 + 7.0, y))?;
                left += entry.width() + GAP;
            }
        }
        Ok(())
    }
}

impl Entry {
    fn width(&self) -> f64 {
        SAMPLE.0 + 7.0 + self.words.width()
    }
}

impl Sample {
    fn draw(self, canvas: &mut Canvas<'_>, (left, y): Point) -> Drawn {
        let (upper, lower) = ((left, y - SAMPLE.1 / 2.0), (left + SAMPLE.0, y + SAMPLE.1 / 2.0));
        let middle = (left + SAMPLE.0 - 6.0, y);
        let line = [(left, y), middle];
        match self {
            Self::Talk(colour) => canvas.rectangle(upper, lower, colour, 1.0),
            Self::AfterCall(colour) => canvas.rectangle(upper, lower, colour, PALER),
            Self::Away => canvas.rectangle(upper, lower, AWAY, 1.0),
            Self::Ends => canvas.line(&line, solid(GREY, 1.6)),
            Self::Answered => {
                canvas.line(&line, solid(GREY, 1.6))?;
                canvas.dot(middle, GREY)
            }
            Self::HungUp => {
                canvas.line(&line, solid(GREY, 1.6))?;
                cross(canvas, middle)
            }
            Self::Notice => {
                canvas.line(&[(left, y), (left + SAMPLE.0, y)], solid(GREY, 1.6))?;
                notice(canvas, (left + SAMPLE.0 / 2.0, y))
            }
        }
    }
}

/// Marks a hold that its caller ended.
pub(super) fn cross(canvas: &mut Canvas<'_>, (x, y): Point) -> Drawn {
    const ARM: f64 = 3.6;
    canvas.line(&[(x - ARM, y - ARM), (x + ARM, y + ARM)], solid(INK, 1.8))?;
    canvas.line(&[(x - ARM, y + ARM), (x + ARM, y - ARM)], solid(INK, 1.8))
}

/// Marks where an announcement was heard.
pub(super) fn notice(canvas: &mut Canvas<'_>, (x, y): Point) -> Drawn {
    canvas.line(&[(x, y - 4.5), (x, y + 4.5)], solid(INK, 1.6))
}
