//! A contact-center simulator: how long callers hold, how many are owed a notice after 60 seconds, how many give up,
//! each figure with its interval.
//!
//! The story in code, from a file's text to a figure:
//!
//! ```
//! use std::sync::Arc;
//!
//! use ccsim::experiment::{self, Effort};
//! use ccsim::metrics::{Findings, Layout};
//! use ccsim::model::Scope;
//! use ccsim::plan::Plan;
//! use ccsim::scenario::{self, Source};
//!
//! let source = Source::from_text("small.toml", r#"
//!     [contact-type.call]
//!     arrivals.rate = "60 per h"
//!     patience.exponential.mean = "3 min"
//!     talk-time.exponential.mean = "4 min"
//!
//!     [agent-group.agents]
//!     staffing.constant = 5
//! "#);
//! let reading = scenario::read(&source, &[])?; // every mistake, each with its place
//! let plan = Plan::compile(&reading.center); // cannot fail
//! let layout = Arc::new(Layout::of(&reading.center, &plan));
//! let (effort, seed) = (Effort::Replications(40), 1);
//! let played = experiment::play(&plan, &layout, effort, seed, &|_| {});
//! let findings = Findings::of(&played.totals);
//!
//! let due = findings.find("notice-due-rate", Scope::Center, None).expect("somebody called");
//! let half_width = due.half_width().expect("40 days have an interval");
//! println!("on hold at 60 s: {:.1} ±{:.1} % of callers", 100.0 * due.value, 100.0 * half_width);
//! assert!(due.value > 0.05 && due.value < 0.25 && half_width < 0.02);
//! # Ok::<(), scenario::Complaints>(())
//! ```
//!
//! # Rooms
//!
//! One way through the house: file -> [`scenario`] -> [`model`] -> [`plan`] -> [`engine`] => [`observation`] =>
//! [`metrics`] -> [`experiment`] -> [`report`] -> disk.
//!
//! - [`scenario`]: text with places -> a valid center, or every complaint at once
//! - [`model`]: a contact center that cannot be invalid
//! - [`plan`]: the center as dense tables, and what can be seen before anything is played
//! - [`engine`]: the event loop; tells what happened and counts nothing
//! - [`observation`]: what happened, in the trade's words; listen with an [`observation::Observer`] of your own
//! - [`contract`]: counts -> a ledger of fees, penalties and bonuses
//! - [`metrics`]: observations -> figures; the one catalogue of definitions
//! - [`experiment`]: replications in parallel, and when to stop
//! - [`report`]: findings -> tables, CSV, JSON, pictures, as text or bytes
//! - [`random`]: named streams of random numbers, distributions of durations
//! - [`theory`]: Erlang B, C, A and friends: the judge, never used by the engine
//! - [`statistics`]: moments, ratios, quantiles and their intervals
//! - [`units`]: time, rate, share, money
//!
//! Same seed, same result, to the bit, on any number of threads. `docs/` has the model, the methodology and the
//! architecture; `tests/house.rs` keeps the walls between the rooms.
//!
//! Not here: arguments, files and the terminal, which belong to the program; and any promise that these interfaces
//! stay as they are before 1.0.

pub mod contract;
pub mod engine;
pub mod experiment;
pub mod metrics;
pub mod model;
pub mod observation;
pub mod plan;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod theory;
pub mod units;
