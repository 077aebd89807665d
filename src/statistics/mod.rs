//! Moments, ratios, quantiles and their intervals; knows no word of contact centers.

mod estimate;

pub use estimate::Estimate;
