//! Many replications in parallel, and when to stop.

mod effort;
mod replications;
mod threads;

pub use effort::{Effort, TooMuch};
pub use replications::{Played, play};
pub use threads::{NoThreads, with_threads};
