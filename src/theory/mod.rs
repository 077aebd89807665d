//! Erlang B, C, A and friends: the judge of the simulator, never used by its engine.
//!
//! Everything here is exact up to rounding: closed forms, birth-death chains, one-dimensional integrals, small Markov
//! chains. Nothing is simulated and nothing is a heavy-traffic approximation.
//!
//! Numbers are plain `f64`: times in seconds, rates per second, load in erlang, shares between 0 and 1. Greek, where
//! the literature insists on it, maps back to words like this:
//!
//! | letter | word | unit |
//! |---|---|---|
//! | λ | arrival rate | contacts per second |
//! | μ | service rate, 1 / mean handle time | per second |
//! | n | agents | heads |
//! | a = λ/μ | offered load | erlang |
//! | ρ = a/n | load per agent | erlang |
//! | θ | patience rate, 1 / mean patience | per second |
//! | K | lines: callers inside at most, talking or holding | heads |
//!
//! | question | page |
//! |---|---|
//! | How many are blocked, or wait, at all? | [`erlang_b`], [`erlang_c`] |
//! | One queue in the long run, exponential or unlimited patience, with or without a limit on lines | [`Queue::solve`] |
//! | The same with any law of patience | [`Queue::solve_with`] and [`PatienceLaw`] |
//! | How many agents for a promise? | [`smallest_agents`] |
//! | A day whose volume and staff change | [`transient`] |
//! | Who is at position q: how long still? | [`WaitAhead`] |
//! | Several classes, one before the other | [`priority_waits`] |
//! | Two groups, one helping the other | [`Overflow`] |
//! | How likely are three misses in a row, or among twelve? | [`runs`] |
//! | Any other small system | [`markov`] |
//!
//! What is *not* here: handle times that are not exponential (M/G/n has no exact solution), general patience together
//! with a limit on lines, and redials.

mod birth_death;
mod erlang;
mod general_patience;
pub mod markov;
mod offered_wait;
mod overflow;
mod patience;
mod priorities;
mod quadrature;
mod queue;
mod refusal;
pub mod runs;
mod staffing;
mod steady_state;
#[cfg(test)]
mod tests;
pub mod transient;
mod wait_ahead;

pub use erlang::{erlang_b, erlang_c};
pub use overflow::{Overflow, OverflowClass, OverflowOutcome};
pub use patience::PatienceLaw;
pub use priorities::priority_waits;
pub use queue::Queue;
pub use refusal::Refusal;
pub use staffing::{MOST_AGENTS, Promise, smallest_agents};
pub use steady_state::{Denominator, ServiceLevel, SteadyState};
pub use wait_ahead::WaitAhead;
