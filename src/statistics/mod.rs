//! Moments, ratios, quantiles and their intervals; knows no word of contact centers.
//!
//! Everything that accumulates adds whole numbers, so that the order of observations, and of merges, changes no bit.

mod allocation;
mod clustered;
mod controls;
mod envelope;
mod estimate;
mod factorial;
mod fieller;
mod grouped_slope;
mod histogram;
mod mean;
mod moments;
mod numbers;
mod order;
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

pub use allocation::{Choice, cheapest_choice};
pub use clustered::clustered_share;
pub use controls::{HalfSums, MOST_CONTROLS};
pub use envelope::{Lowest, lower_envelope};
pub use estimate::Estimate;
pub use factorial::{Factorial, GroupPart, VarianceParts};
pub use fieller::fieller;
pub use grouped_slope::grouped_slope;
pub use histogram::{Cumulated, LogHistogram};
pub use mean::{deviation, mean_estimate, ratio_estimate};
pub use moments::{Moments, Sums};
pub use numbers::{NumberReader, NumberWriter};
pub use order::{grouped_quantile, order_quantile};
pub use paired_ratios::PairedRatios;
pub use pairing::{PairSums, Pairing, product, squared};
pub use products::{Eight, SumsOfEight};
pub use quantile::Sections;
pub use ratio::RatioMoments;
pub use sensitivity::{Importance, Method, Sensitivity, sensitivity};
pub use student::{normal_quantile, student_t_quantile};
pub use wilson::wilson;
