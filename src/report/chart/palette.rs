//! Colours and dashes: few, fixed, and told apart in grey print too.
//!
//! Okabe and Ito's colours, which most colour-blind readers can tell apart. Vermillion is kept for what is missed, so
//! no line ever wears it.

use plotters::style::RGBColor;

/// Red, green and blue, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(u8, u8, u8);

impl Colour {
    /// For the backend.
    pub(super) const fn opaque(self) -> RGBColor {
        RGBColor(self.0, self.1, self.2)
    }

    /// A part of the way, 0 to 1, to another colour.
    pub(super) fn towards(self, other: Self, part: f64) -> Self {
        let part = part.clamp(0.0, 1.0);
        let mixed = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * part).round() as u8;
        Self(mixed(self.0, other.0), mixed(self.1, other.1), mixed(self.2, other.2))
    }

    /// The same hue, dark enough for thin letters on paper.
    pub(super) const fn for_words(self) -> Self {
        const fn darker(part: u8) -> u8 {
            (part as u16 * 3 / 4) as u8
        }
        Self(darker(self.0), darker(self.1), darker(self.2))
    }
}

/// Titles, and the lines that are facts rather than estimates (staff).
pub(super) const INK: Colour = Colour(34, 34, 34);
/// Axis labels, notes, the 60-second line.
pub(super) const GREY: Colour = Colour(95, 95, 95);
/// Lines beyond the four that a reader can tell apart.
pub(super) const FAINT: Colour = Colour(170, 170, 170);
/// Grid lines.
pub(super) const GRID: Colour = Colour(228, 228, 228);
/// The paper.
pub(super) const WHITE: Colour = Colour(255, 255, 255);
/// What is missed, and nothing else.
pub(super) const MISSED: Colour = Colour(213, 94, 0);
/// What is kept: pale enough to differ from [`MISSED`] in grey.
pub(super) const KEPT: Colour = Colour(152, 205, 238);

pub(super) const BLUE: Colour = Colour(0, 114, 178);
pub(super) const GREEN: Colour = Colour(0, 158, 115);
pub(super) const PURPLE: Colour = Colour(204, 121, 167);
pub(super) const ORANGE: Colour = Colour(230, 159, 0);

/// The one hue of a heat map, from little to much: lighter and darker in grey print as well.
pub(super) const HEAT: [Colour; 3] = [Colour(240, 247, 252), Colour(86, 160, 205), Colour(0, 53, 94)];

/// The lines of one chart, in the order they are handed out: at most four.
pub(super) const LINES: [(Colour, Dash); 4] =
    [(BLUE, Dash::Solid), (GREEN, Dash::Long), (PURPLE, Dash::StrokeDot), (ORANGE, Dash::Short)];

/// How much of a line's colour its band wears.
pub(super) const BAND: f64 = 0.2;

/// A line's pattern: what colour says, said again for grey print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    /// Unbroken.
    Solid,
    /// Long strokes: second lines, and the 60-second line.
    Long,
    /// Short strokes.
    Short,
    /// Stroke, dot, stroke: promises.
    StrokeDot,
}

impl Dash {
    /// Lengths of stroke, gap, stroke, gap ... \[px\]; empty when unbroken.
    pub(super) const fn lengths(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Long => &[10.0, 6.0],
            Self::Short => &[4.0, 4.0],
            Self::StrokeDot => &[12.0, 4.0, 3.0, 4.0],
        }
    }
}
