//! The event loop: plays one replication of a center and tells an observer what happens. It counts nothing.
//!
//! People come off a cursor (`people`), agents' free times sit in a winner tree (`winner_tree`), the few other
//! things that happen by the clock in a small heap (`event`). Where nobody needs to know the true length of a queue,
//! an abandonment is no event at all: it is noticed when an agent looks at the head of the line. Both ways give the
//! same day, and a test says so.
//!
//! The order of things at one instant is written in `event`.

#![allow(clippy::inline_always, reason = "the loop's own steps, each measured in docs/PERFORMANCE.md")]

mod agents;
mod calls;
mod event;
mod floor;
mod line;
mod people;
mod winner_tree;

pub use event::ORDER_AT_ONE_INSTANT;
pub use floor::Engine;
pub use winner_tree::WinnerTree;
