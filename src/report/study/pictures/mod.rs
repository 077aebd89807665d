//! Pictures of a study, filled with its results.

use super::{Background, ChartRequest, Results, Trouble, Wanted};

/// The pictures that suit a study, where none are asked for.
pub fn usual(_: &Results, _: &Background<'_>) -> Vec<ChartRequest> {
    Vec::new()
}

/// The figures that these pictures read.
///
/// # Errors
/// When a request names an axis that the study has not.
pub fn wanted(_: &Results, _: &Background<'_>, _: &[ChartRequest]) -> Result<Wanted, Trouble> {
    Ok(Wanted::default())
}

/// Name of each picture's file, without its ending, and its SVG.
///
/// # Errors
/// When a request names what the study has not, or cannot be drawn of it.
pub fn all(_: &Results, _: &Background<'_>, _: &[ChartRequest]) -> Result<Vec<(String, String)>, Trouble> {
    Ok(Vec::new())
}
