//! Chance: named streams of random numbers, and the distributions of durations drawn from them.
//!
//! A [`Stream`] is named by seed, replication, [`Role`] and entity, so that adding a thing to a scenario moves nobody
//! else's numbers. Every transform uses the four operations, square roots, `libm` and our own `elementary` functions,
//! never the platform's logarithm: the same name gives the same bits on any machine and with any feature set.

mod busyness;
mod chances;
mod choice;
mod cube;
mod distribution;
mod elementary;
mod gamma;
mod lots;
mod name;
mod properties;
mod sampler;
mod strata;
mod stream;
#[cfg(test)]
mod tests;
mod wording;
mod ziggurat;

pub use busyness::{DayFactor, IntervalFactors};
pub use chances::Chances;
pub use cube::{MOST_SOBOL_DIMENSIONS, MOST_SOBOL_POINTS, latin_layers, sobol};
pub use distribution::DurationDistribution;
pub(crate) use elementary::ln;
pub use lots::{Lots, another};
pub use name::{EntityKey, Role};
pub use properties::mean_hazard;
pub use sampler::Sampler;
pub use strata::Strata;
pub use stream::{Stream, stream, stream_of};
