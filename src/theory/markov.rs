//! Any small system that changes at exponential times: list its states, find its long run.
//!
//! A system is a function: given a state, tell every change with its rate per second. [`Chain::explore`] visits all
//! states that can be reached, [`Chain::settle`] finds the share of time spent in each.
//!
//! ```
//! use ccsim::theory::markov::Chain;
//! // One line, 2 calls an hour, 15 minutes each: Erlang B says one in three is blocked.
//! let chain = Chain::explore(0_u8, 10, |&busy, change| match busy {
//!     0 => change(1, 2.0),
//!     _ => change(0, 4.0),
//! }).unwrap();
//! let long_run = chain.settle().unwrap();
//! assert!((long_run.mean(|&busy| f64::from(busy)) - 1.0 / 3.0).abs() < 1e-12);
//! ```

use std::collections::BTreeMap;

use super::refusal::{Refusal, check};

/// Rounds of the iteration before it is given up.
const MOST_ROUNDS: usize = 200_000;
/// Changes looked at before it is given up: a minute or so.
const MOST_WORK: usize = 20_000_000_000;
/// Imbalance (share of the total flow) at which the iteration has settled.
const SETTLED: f64 = 1e-14;
/// Imbalance that is still good enough when rounding keeps the iteration from [`SETTLED`].
const GOOD_ENOUGH: f64 = 1e-12;
/// Rounds between two looks at the imbalance.
const ROUNDS_BETWEEN_LOOKS: usize = 10;

/// A continuous-time Markov chain with finitely many states.
#[derive(Debug, Clone)]
pub struct Chain<S> {
    states: Vec<S>,
    /// Total rate out of each state.
    leaving: Vec<f64>,
    /// Changes into each state: `(from, rate)`, those of state i at `starts[i]..starts[i + 1]`.
    entering: Vec<(u32, f64)>,
    starts: Vec<usize>,
}

impl<S: Ord + Clone> Chain<S> {
    /// All states that can be reached from `start`, in the order in which they are met.
    ///
    /// `changes(state, change)` calls `change(next, rate)` for everything that can happen in `state`, `rate` per second.
    /// Changes from a state to itself and at rate 0 are left out.
    ///
    /// # Errors
    /// When more than `limit` states can be reached, or when a rate is negative, infinite or not a number.
    pub fn explore(start: S, limit: usize, changes: impl Fn(&S, &mut dyn FnMut(S, f64))) -> Result<Self, Refusal> {
        let limit = limit.min(u32::MAX as usize);
        let mut places = BTreeMap::from([(start.clone(), 0_u32)]);
        let mut states = vec![start];
        let mut flows: Vec<(u32, u32, f64)> = Vec::new();
        let mut leaving = Vec::new();
        let mut here = 0;
        while here < states.len() {
            let state = states[here].clone();
            let (mut total, mut wrong) = (0.0, None);
            changes(&state, &mut |next, rate| {
                if let Err(refusal) = check("a rate of change (per second)", rate, 0.0, f64::MAX) {
                    wrong = Some(refusal);
                } else if rate > 0.0 && next != state {
                    let place = *places.entry(next).or_insert_with_key(|next| {
                        states.push(next.clone());
                        states.len() as u32 - 1
                    });
                    flows.push((place, here as u32, rate));
                    total += rate;
                }
            });
            if let Some(refusal) = wrong {
                return Err(refusal);
            }
            if states.len() > limit {
                return Err(Refusal::TooLarge { what: "the list of states", limit });
            }
            leaving.push(total);
            here += 1;
        }
        flows.sort_by_key(|flow| (flow.0, flow.1));
        let mut starts = vec![0; states.len() + 1];
        for flow in &flows {
            starts[flow.0 as usize + 1] += 1;
        }
        for i in 0..states.len() {
            starts[i + 1] += starts[i];
        }
        let entering = flows.into_iter().map(|(_, from, rate)| (from, rate)).collect();
        Ok(Self { states, leaving, entering, starts })
    }

    /// Every state, in the order in which it was met.
    pub fn states(&self) -> &[S] {
        &self.states
    }

    /// The share of time spent in each state in the long run, by Gauss-Seidel sweeps to and fro.
    ///
    /// The long run must not depend on the start: from every state that is ever left for good, and from the start, the
    /// same set of states must be reached in the end.
    ///
    /// # Errors
    /// When some state is never left (and there are others), or when the iteration does not settle.
    ///
    /// Source: W. J. Stewart, *Introduction to the Numerical Solution of Markov Chains* (1994), section 3.2.
    pub fn settle(&self) -> Result<LongRun<'_, S>, Refusal> {
        let count = self.states.len();
        if count > 1 && self.leaving.contains(&0.0) {
            return Err(Refusal::NotCovered("a state that is never left swallows everything in the long run"));
        }
        let mut shares = vec![1.0 / count as f64; count];
        if count == 1 {
            return Ok(LongRun { chain: self, shares });
        }
        let mut best = f64::INFINITY;
        for round in 1..=MOST_ROUNDS.min(MOST_WORK / self.entering.len().max(1)) {
            for here in (0..count).chain((0..count).rev()) {
                shares[here] = self.inflow(here, &shares) / self.leaving[here];
            }
            let total: f64 = shares.iter().sum();
            for share in &mut shares {
                *share /= total;
            }
            if round % ROUNDS_BETWEEN_LOOKS == 0 {
                let residual = self.imbalance(&shares);
                // Rounding sets a floor; once below the good-enough line, stop where it no longer improves.
                if residual <= SETTLED || (residual <= GOOD_ENOUGH && residual > 0.9 * best) {
                    return Ok(LongRun { chain: self, shares });
                }
                best = best.min(residual);
            }
        }
        Err(Refusal::NotSettled { what: "the long run", residual: best })
    }

    fn inflow(&self, here: usize, shares: &[f64]) -> f64 {
        let entering = &self.entering[self.starts[here]..self.starts[here + 1]];
        entering.iter().map(|(from, rate)| shares[*from as usize] * rate).sum()
    }

    /// Share of the total flow by which inflow and outflow differ.
    fn imbalance(&self, shares: &[f64]) -> f64 {
        let (mut off, mut flow) = (0.0, 0.0);
        for here in 0..self.states.len() {
            let out = shares[here] * self.leaving[here];
            off += (self.inflow(here, shares) - out).abs();
            flow += out;
        }
        off / flow
    }
}

/// Where a chain spends its time in the long run.
#[derive(Debug, Clone)]
pub struct LongRun<'a, S> {
    chain: &'a Chain<S>,
    shares: Vec<f64>,
}

impl<S> LongRun<'_, S> {
    /// Every state and its share of time; the shares add up to 1.
    pub fn shares(&self) -> impl Iterator<Item = (&S, f64)> {
        self.chain.states.iter().zip(self.shares.iter().copied())
    }

    /// Long-run mean of a quantity that depends on the state, over time.
    pub fn mean(&self, quantity: impl Fn(&S) -> f64) -> f64 {
        self.shares().map(|(state, share)| share * quantity(state)).sum()
    }

    /// Share of time in which something holds; also what Poisson arrivals see.
    pub fn share_where(&self, holds: impl Fn(&S) -> bool) -> f64 {
        self.mean(|state| f64::from(u8::from(holds(state))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::erlang_b;

    #[test]
    fn a_trunk_group_loses_what_erlang_b_says() {
        let chain = Chain::explore(0_u32, 100, |&busy, change| {
            if busy < 12 {
                change(busy + 1, 9.0);
            }
            if busy > 0 {
                change(busy - 1, f64::from(busy));
            }
        });
        let chain = chain.unwrap();
        let full = chain.settle().unwrap().share_where(|busy| *busy == 12);
        assert!((full - erlang_b(9.0, 12)).abs() < 1e-13);
    }

    #[test]
    fn states_that_are_left_for_good_get_no_share() {
        let chain = Chain::explore(0_u8, 10, |&state, change| if state == 1 { change(2, 3.0) } else { change(1, 1.0) });
        let chain = chain.unwrap();
        let shares: Vec<f64> = chain.settle().unwrap().shares().map(|(_, share)| share).collect();
        assert!(shares[0].abs() < 1e-15 && (shares[1] - 0.25).abs() < 1e-13);
    }

    #[test]
    fn what_cannot_settle_is_refused() {
        let one_way = Chain::explore(0_u8, 10, |&state, change| change((state + 1).min(3), 1.0)).unwrap();
        assert!(matches!(one_way.settle(), Err(Refusal::NotCovered(_))));
        assert!(Chain::explore(0_u8, 10, |_, change| change(1, f64::NAN)).is_err());
        assert!(matches!(
            Chain::explore(0_u64, 10, |&state, change| change(state + 1, 1.0)),
            Err(Refusal::TooLarge { .. })
        ));
        let alone = Chain::explore((), 10, |(), _| ()).unwrap();
        assert!((alone.settle().unwrap().mean(|()| 2.0) - 2.0).abs() < 1e-15);
    }
}
