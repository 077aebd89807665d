//! What must be true of contracts before they belong to a center.

use crate::model::{Draft, Flaw};

/// Everything that does not fit.
pub fn flaws(_draft: &Draft) -> Vec<Flaw> {
    Vec::new()
}
