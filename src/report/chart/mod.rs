//! Pictures: drawn once as SVG, and as PNG from that same SVG.
//!
//! Each picture is a plain struct of numbers that are already computed, and a function that draws it:
//! [`day::draw`], [`wait::draw`], [`spread::draw`], [`notice::draw`], [`swimlane::draw`]; of studies
//! [`curves::draw`], [`heat::draw`], [`trade_off::draw`], [`tornado::draw`], [`multiples::draw`]; of contracts
//! [`banded::draw`], [`luck::draw`];
//! [`to_png`] makes any of them a PNG with the embedded font, so it
//! looks the same on every machine. Same numbers, same bytes.
//!
//! Shared by all of them: `palette` (colours, dashes), `text` (the font, numbers in words), `canvas` (the sheet),
//! `axis` (scales, ticks, panels), `ruler` (a study's axis along an edge), `contour` (lines of equal value), `series` (estimates along an axis), `placement` (labels that do not collide).
//!
//! Not here: what the numbers mean and where they come from (`metrics`, `experiment`), and files.

mod axis;
pub mod banded;
mod canvas;
mod contour;
pub mod curves;
pub mod day;
pub mod heat;
pub mod limit;
pub mod luck;
pub mod multiples;
pub mod notice;
mod palette;
mod placement;
pub mod ruler;
mod series;
pub mod spread;
pub mod swimlane;
mod text;
pub mod tornado;
pub mod trade_off;
pub mod wait;

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

pub use canvas::Caption;
pub use text::Unit;

/// A picture that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The drawing itself failed.
    #[error("cannot draw the picture: {0}")]
    Drawing(String),
    /// The SVG could not become a PNG.
    #[error("cannot turn the picture into a PNG: {0}")]
    Png(String),
}

/// The PNG of an SVG that this module drew, in the SVG's own size.
///
/// # Errors
/// When the text is no SVG, or its size is none that fits into memory.
pub fn to_png(svg: &str) -> Result<Vec<u8>, ChartError> {
    let tree = Tree::from_str(svg, &options()).map_err(|problem| ChartError::Png(problem.to_string()))?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| ChartError::Png(format!("{} by {} pixels are too many", size.width(), size.height())))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|problem| ChartError::Png(problem.to_string()))
}

/// Reads SVG with the embedded font only: nothing from the machine.
fn options() -> Options<'static> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(text::REGULAR.to_vec());
        fonts.load_font_data(text::SEMI_BOLD.to_vec());
        fonts.set_sans_serif_family(text::EMBEDDED);
        Arc::new(fonts)
    });
    Options { fontdb: Arc::clone(&FONTS), font_family: text::EMBEDDED.to_owned(), ..Options::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::text::text;
    use crate::statistics::Estimate;

    /// Numbers that no picture should meet, and some that it will.
    pub(super) const NASTY: [f64; 10] = [0.0, -0.0, -3.0, 0.5, 1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY, f64::MIN];

    pub(super) fn estimate(value: f64, half_width: f64) -> Estimate {
        Estimate { value, interval: Some((value - half_width, value + half_width)) }
    }

    pub(super) fn caption() -> Caption {
        Caption {
            title: "A title & more".to_owned(),
            subtitle: "utility-hotline, 400 days, seed 1".to_owned(),
            note: "Bands are 95 % intervals".to_owned(),
        }
    }

    /// Checks that a picture is XML, and returns its words.
    pub(super) fn words_of(svg: &str) -> Vec<String> {
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "a number that is none");
        let document = resvg::usvg::roxmltree::Document::parse(svg).unwrap();
        let texts = document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text());
        let words: Vec<String> = texts.map(|words| words.trim().replace('\u{a0}', " ")).collect();
        assert!(words.contains(&"A title & more".to_owned()), "{words:?}");
        words
    }

    /// Checks that a picture becomes a PNG 1 200 px wide.
    pub(super) fn becomes_a_png(svg: &str) {
        let png = to_png(svg).unwrap();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(png[16..20], 1200_u32.to_be_bytes());
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        assert!(matches!(to_png("not a picture"), Err(ChartError::Png(_))));
        let huge = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9e9\" height=\"9e9\"/>";
        assert!(to_png(huge).is_err());
    }

    #[test]
    fn words_are_as_wide_on_paper_as_they_were_measured() {
        let words = text("Municipal utility: 1 234 calls, 78.4 % within 20 s");
        for words in [words.clone(), words.bold()] {
            let svg = canvas::paint(&Caption::default(), 200.0, |canvas| canvas.text(&words, (50.0, 50.0))).unwrap();
            let tree = Tree::from_str(&svg, &options()).unwrap();
            let drawn = widest_text(tree.root()) / 10.0;
            assert!((drawn - words.width()).abs() < 4.0, "drawn {drawn}, measured {}", words.width());
        }
    }

    fn widest_text(group: &resvg::usvg::Group) -> f64 {
        let widths = group.children().iter().map(|node| match node {
            resvg::usvg::Node::Text(text) => f64::from(text.bounding_box().width()),
            resvg::usvg::Node::Group(group) => widest_text(group),
            _ => 0.0,
        });
        widths.fold(0.0, f64::max)
    }
}
