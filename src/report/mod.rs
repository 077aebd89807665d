//! TODO

#[cfg(feature = "charts")]
pub mod chart;
