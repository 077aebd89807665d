//! `ccsim study`: thousands of scenarios, played side by side, and nothing lost.

mod identity;
mod journal;
mod record;
mod shard;
