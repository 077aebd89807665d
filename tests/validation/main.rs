//! Is it true? The simulated interval covers the exact value, and is narrow enough to mean something.
//!
//! The exact values come from `theory`, which shares nothing with the engine but the units. All comparisons together have
//! a family-wise alpha of 1 % ([`judge`]); seeds are fixed. `docs/VALIDATION.md` shows the table that
//! `cargo test --release --test validation -- --nocapture` prints.

#[path = "../support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

mod bank;
mod chance;
mod day;
mod ear;
mod erlang;
mod finite_lines;
mod handle_time;
mod hold_law;
mod journeys;
mod judge;
mod long_run;
mod notice;
mod overflow;
mod patience;
mod priorities;
mod strata;
