//! Many replications in parallel, and when to stop; two centers on the same days; or one, told in full.

mod compare;
pub mod contract;
mod effort;
mod replications;
mod rounds;
mod single;
mod study;
mod threads;

pub use compare::{Compared, compare};
pub use effort::{Effort, TooMuch};
pub use replications::{Played, play};
pub use single::{Untold, tell};
pub use study::{Baseline, Finished, Study, StudyEffort, StudyTrouble, play_study};
pub use threads::{NoThreads, thread_count, with_threads};
