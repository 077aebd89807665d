//! Many replications in parallel, and when to stop.

mod effort;
mod replications;
mod threads;

pub use effort::{Effort, TooMuch};
pub use replications::{Played, play};
pub use threads::{NoThreads, thread_count, with_threads};
