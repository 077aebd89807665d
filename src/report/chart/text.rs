//! Words and numbers in a picture: the one font, how wide a text is, how a number is written.
//!
//! The font is part of the program, so a PNG looks the same on every machine. It carries no kerning: what is measured
//! here is what is drawn.

use std::sync::Once;

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, TextStyle, register_font};

use super::palette::{Colour, INK};
use crate::statistics::Estimate;

/// Regular weight; its licence lies beside it.
pub(super) const REGULAR: &[u8] = include_bytes!("font/Inter-Regular.otf");
/// Semi-bold weight.
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("font/Inter-SemiBold.otf");
/// What the SVG asks for. Who has no Inter gets a face of about its width.
pub(super) const FAMILY: &str = "Inter, Noto Sans, Segoe UI, Helvetica, Arial, sans-serif";
/// Family name inside the font files.
pub(super) const EMBEDDED: &str = "Inter";

/// Labels of axes and lines, the smallest text in a picture \[px\].
pub(super) const NORMAL: f64 = 15.0;

/// The SVG backend divides the sizes it is given by this, after a habit of pixel fonts.
const BACKEND_SIZE_PER_EM: f64 = 1.24;
/// Inter's ascent and descent \[em\]: font sizes are measured by the one, drawn by the other.
const HEIGHT_PER_EM: f64 = (2728.0 + 680.0) / 2816.0;
/// Widths are measured this much larger, because the measure is cut to whole pixels.
const MEASURED_LARGER: f64 = 100.0;
/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';
/// From here on a number is written as a power of ten.
const TOO_LONG: f64 = 1e9;

/// Where a text hangs from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Words with their looks; made by [`text`], refined by its methods.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) words: String,
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: Colour,
    pub(super) anchor: Anchor,
}

/// Words in ink, of normal size, starting at their point. Signs that no XML file may hold become spaces.
pub(super) fn text(words: &str) -> Text {
    let words = words.chars().map(|sign| if is_printable(sign) { sign } else { ' ' }).collect();
    Text { words, size: NORMAL, bold: false, colour: INK, anchor: Anchor::Start }
}

impl Text {
    pub(super) fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// More words in front.
    pub(super) fn words_before(self, words: &str) -> Self {
        Self { words: format!("{words}{}", self.words), ..self }
    }

    /// More words behind.
    pub(super) fn words_after(self, words: &str) -> Self {
        Self { words: format!("{}{words}", self.words), ..self }
    }

    /// Width as drawn \[px\].
    pub(super) fn width(&self) -> f64 {
        let measured = self.style(MEASURED_LARGER).font.box_size(&self.words).map_or(0, |(width, _)| width);
        f64::from(measured) / MEASURED_LARGER * HEIGHT_PER_EM / BACKEND_SIZE_PER_EM
    }

    /// The same words, the end cut off where they would be wider than `room` \[px\].
    pub(super) fn fitted(mut self, room: f64) -> Self {
        // Nobody reads a label of a thousand letters; cutting first keeps the loop below short.
        if self.words.chars().count() > 400 {
            self.words = self.words.chars().take(400).chain(['…']).collect();
        }
        while self.width() > room && self.words.chars().count() > 1 {
            let kept = self.words.chars().count().saturating_sub(2);
            let shorter: String = self.words.chars().take(kept).collect();
            self.words = format!("{}…", shorter.trim_end());
        }
        self
    }

    /// For the backend, everything `larger` times as large.
    pub(super) fn style(&self, larger: f64) -> TextStyle<'static> {
        register_fonts();
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let horizontal = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        FontDesc::new(FontFamily::Name(FAMILY), self.size * larger * BACKEND_SIZE_PER_EM, weight)
            .color(&self.colour.opaque())
            .pos(Pos::new(horizontal, VPos::Center))
    }
}

/// `1 234` or `17.5`: thousands apart, so many decimals, a power of ten where nobody would count the zeros.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if value.abs() >= TOO_LONG {
        return format!("{value:.1e}");
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(NO_BREAK);
        }
        grouped.push(digit);
    }
    let is_zero = digits.chars().all(|sign| matches!(sign, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{grouped}{rest}")
}

/// What a measure is counted in, and so how its numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A part of a whole, 0 to 1, written in percent.
    Share,
    /// Seconds, written as `23.1 s`.
    Seconds,
    /// Anything else, named: `EUR a day`.
    Other(String),
}

impl Unit {
    /// A number with its unit: `78.4 %`.
    pub(super) fn written(&self, value: f64, decimals: usize) -> String {
        let number = number(value * self.factor(), decimals);
        let sign = self.sign();
        if sign.is_empty() { number } else { format!("{number}{NO_BREAK}{sign}") }
    }

    /// An estimate with its doubt, and no digit that the half-width has not earned: `78.4 ±0.4 %`.
    pub(super) fn with_doubt(&self, estimate: &Estimate) -> String {
        let half_width = estimate.half_width().filter(|half| half.is_finite()).map(|half| half * self.factor());
        match half_width {
            Some(half) => {
                let decimals = earned_decimals(half);
                let bare = number(estimate.value * self.factor(), decimals);
                let doubt = number(half, decimals);
                format!("{bare}{NO_BREAK}±{doubt}{NO_BREAK}{}", self.sign()).trim_end().to_owned()
            }
            None => self.written(estimate.value, 1),
        }
    }

    /// What follows the number.
    fn sign(&self) -> &str {
        match self {
            Self::Share => "%",
            Self::Seconds => "s",
            Self::Other(name) => name,
        }
    }

    /// From the measure to the number that is written.
    pub(super) fn factor(&self) -> f64 {
        if *self == Self::Share { 100.0 } else { 1.0 }
    }
}

/// Decimals that a half-width has earned: those of its own first digit, two at most.
fn earned_decimals(half_width: f64) -> usize {
    match half_width {
        half if half >= 0.95 => 0,
        half if half >= 0.095 || half <= 0.0 => 1,
        _ => 2,
    }
}

/// Whether XML 1.0 allows the sign in a text.
fn is_printable(sign: char) -> bool {
    !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')
}

/// Makes the embedded font known to the measure, once.
fn register_fonts() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        let regular = register_font(FAMILY, FontStyle::Normal, REGULAR);
        let bold = register_font(FAMILY, FontStyle::Bold, SEMI_BOLD);
        debug_assert!(regular.is_ok() && bold.is_ok(), "the embedded font files are whole");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_a_report() {
        assert_eq!(number(1234.0, 0), "1\u{a0}234");
        assert_eq!(number(1_234_567.25, 1), "1\u{a0}234\u{a0}567.2");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(-3.0, 0), "−3");
        assert_eq!(number(1e12, 0), "1.0e12");
        assert_eq!(Unit::Share.written(0.784, 1), "78.4\u{a0}%");
        assert_eq!(Unit::Other(String::new()).written(7.0, 0), "7");
    }

    #[test]
    fn no_digit_that_was_not_earned() {
        let wide = Estimate { value: 0.7843, interval: Some((0.764, 0.804)) };
        let narrow = Estimate { value: 0.7843, interval: Some((0.7803, 0.7883)) };
        let alone = Estimate { value: 0.7843, interval: None };
        assert_eq!(Unit::Share.with_doubt(&wide), "78\u{a0}±2\u{a0}%");
        assert_eq!(Unit::Share.with_doubt(&narrow), "78.4\u{a0}±0.4\u{a0}%");
        assert_eq!(Unit::Share.with_doubt(&alone), "78.4\u{a0}%");
    }

    #[test]
    fn a_longer_text_is_wider_and_can_be_cut_to_fit() {
        let name = text("Municipal utility: billing questions");
        assert!(name.width() > text("Municipal").width());
        assert!(name.clone().size(30.0).width() > 1.9 * name.width());
        let cut = name.clone().fitted(100.0);
        assert!(cut.width() <= 100.0 && cut.words.ends_with('…'), "{}", cut.words);
        assert_eq!(name.clone().fitted(1000.0), name);
    }

    #[test]
    fn figures_are_all_of_one_width() {
        for bold in [false, true] {
            let widths = ('0'..='9').map(|digit| {
                let eight = text(&digit.to_string().repeat(8));
                if bold { eight.bold().width() } else { eight.width() }
            });
            let widths: Vec<f64> = widths.collect();
            assert!(widths.iter().all(|width| (width - widths[0]).abs() < 0.3), "{widths:?}");
        }
    }
}
