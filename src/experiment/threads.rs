//! How many threads play.

/// How many threads play when so many are asked for; `None`: one a core.
pub fn thread_count(threads: Option<usize>) -> usize {
    threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// Runs `work` on this many threads; `None`: one a core. Results do not depend on the number.
///
/// # Errors
/// When the system gives no threads.
pub fn with_threads<R: Send>(threads: Option<usize>, work: impl FnOnce() -> R + Send) -> Result<R, NoThreads> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
    let pool = builder.build().map_err(|error| NoThreads(error.to_string()))?;
    Ok(pool.install(work))
}

/// The system gave no threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start threads: {0}")]
pub struct NoThreads(String);
