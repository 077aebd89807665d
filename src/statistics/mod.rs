//! Moments, ratios, quantiles and their intervals; knows no word of contact centers.
//!
//! Everything that accumulates adds whole numbers, so that the order of observations, and of merges, changes no bit.

mod controls;
mod estimate;
mod histogram;
mod moments;
mod numbers;
mod paired_ratios;
mod pairing;
mod products;
mod quantile;
mod ratio;
mod sensitivity;
mod student;
#[cfg(test)]
mod tests;
mod wide;
mod wilson;

pub use controls::{HalfSums, MOST_CONTROLS};
pub use estimate::Estimate;
pub use histogram::{Cumulated, LogHistogram};
pub use moments::{Moments, Sums};
pub use numbers::{NumberReader, NumberWriter};
pub use paired_ratios::PairedRatios;
pub use pairing::{PairSums, Pairing, product, squared};
pub use products::{Eight, SumsOfEight};
pub use quantile::Sections;
pub use ratio::RatioMoments;
pub use sensitivity::{Importance, Method, Sensitivity, sensitivity};
pub use student::{normal_quantile, student_t_quantile};
pub use wilson::wilson;
