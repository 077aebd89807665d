//! Two groups, one helping the other: the smallest picture of routing by skill.

use super::markov::Chain;
use super::refusal::{Refusal, check_arrival_rate, check_mean};

/// Most states that are tried; some ten seconds of work.
const MOST_STATES: usize = 600_000;
/// Probability of a full waiting room that is small enough to call it unlimited.
const NEGLIGIBLE: f64 = 1e-13;
/// Holding callers per class that are allowed for at first.
const FIRST_ROOM: u32 = 16;

/// One of the two classes of callers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverflowClass {
    /// Contacts per second, Poisson.
    pub arrival_rate: f64,
    /// Mean patience \[s\], exponential; `None`: nobody of this class hangs up.
    pub mean_patience: Option<f64>,
}

/// The N-model. Group 0 handles class 0 only; group 1 handles both.
///
/// - A call of class 0 goes to an idle agent of group 0, else to one of group 1, else it holds.
/// - A call of class 1 goes to an idle agent of group 1, else it holds.
/// - A freed agent of group 0 takes the longest holding call of class 0.
/// - A freed agent of group 1 takes the longest holding call of class 1, and of class 0 only if there is none.
///
/// Calls once begun are never moved or interrupted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overflow {
    /// Class 0 and class 1.
    pub classes: [OverflowClass; 2],
    /// Agents of group 0 and of group 1.
    pub agents: [u32; 2],
    /// Mean handle time \[s\], exponential: `[class 0 in group 0, class 0 in group 1, class 1 in group 1]`.
    pub handle_times: [f64; 3],
}

/// The long run of an [`Overflow`], by class (first index) or group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverflowOutcome {
    /// P(hold > 0) by class.
    pub wait_probability: [f64; 2],
    /// Abandoned share by class.
    pub abandonment: [f64; 2],
    /// Mean hold over all calls of the class \[s\], answered or not.
    pub mean_hold: [f64; 2],
    /// Mean number holding by class.
    pub mean_queue_length: [f64; 2],
    /// Mean number of agents talking by group.
    pub agents_busy: [f64; 2],
    /// Share of class 0 that is answered by group 1, of all its calls.
    pub overflowed: f64,
    /// Probability that the waiting room which stands for an unlimited one is full: the error made by cutting it.
    pub truncation: f64,
}

/// Who is where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// Calls in progress: class 0 in group 0, class 0 in group 1, class 1 in group 1.
    talking: [u32; 3],
    holding: [u32; 2],
}

impl Overflow {
    /// The long run, from the stationary distribution of the Markov chain with a waiting room large enough never to be
    /// full (probability below 1e-13, reported as [`OverflowOutcome::truncation`]).
    ///
    /// Meant for a handful of agents in each group: it judges the simulator's routing.
    ///
    /// # Errors
    /// When a number is out of range, when somebody is to be answered and nobody can, when there are too many states,
    /// or when the chain does not settle (a load too near to what the agents can do, of callers who never hang up).
    pub fn solve(&self) -> Result<OverflowOutcome, Refusal> {
        self.check()?;
        let mut room = [FIRST_ROOM; 2];
        loop {
            let chain = Chain::explore(State { talking: [0; 3], holding: [0; 2] }, MOST_STATES, |state, change| {
                self.changes(*state, room, change);
            })?;
            let (outcome, full) = self.outcome(&chain, room)?;
            if outcome.truncation < NEGLIGIBLE {
                return Ok(outcome);
            }
            for (room, full) in room.iter_mut().zip(full) {
                if full >= NEGLIGIBLE {
                    *room *= 2;
                }
            }
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        for class in self.classes {
            check_arrival_rate(class.arrival_rate)?;
            if let Some(mean) = class.mean_patience {
                check_mean("the mean patience (s)", mean)?;
            }
        }
        for mean in self.handle_times {
            check_mean("the mean handle time (s)", mean)?;
        }
        // Necessary for a long run without abandonment; the chain itself finds out what is sufficient.
        let stays =
            |class: usize| self.classes[class].mean_patience.is_none() && self.classes[class].arrival_rate > 0.0;
        let load = self.classes[1].arrival_rate * self.handle_times[2];
        if stays(1) && load >= f64::from(self.agents[1]) {
            return Err(Refusal::Overloaded { load, agents: self.agents[1] });
        }
        let load_0 = self.classes[0].arrival_rate * self.handle_times[0].min(self.handle_times[1]);
        let all = self.agents[0].saturating_add(self.agents[1]);
        let load = load_0 + if stays(1) { load } else { 0.0 };
        if stays(0) && load >= f64::from(all) {
            return Err(Refusal::Overloaded { load, agents: all });
        }
        Ok(())
    }

    fn patience_rate(&self, class: usize) -> f64 {
        self.classes[class].mean_patience.map_or(0.0, |mean| 1.0 / mean)
    }

    /// Everything that can happen next.
    fn changes(&self, state: State, room: [u32; 2], change: &mut dyn FnMut(State, f64)) {
        let State { talking, holding } = state;
        let idle = [self.agents[0] - talking[0], self.agents[1] - talking[1] - talking[2]];
        let talks = |from: State, kind: usize| {
            let mut next = from;
            next.talking[kind] += 1;
            next
        };
        let holds = |class: usize| {
            let mut next = state;
            next.holding[class] += 1;
            (holding[class] < room[class]).then_some(next)
        };
        let arrival_0 = match idle {
            [0, 0] => holds(0),
            [0, _] => Some(talks(state, 1)),
            _ => Some(talks(state, 0)),
        };
        let arrival_1 = if idle[1] > 0 { Some(talks(state, 2)) } else { holds(1) };
        for (arrival, class) in [(arrival_0, 0), (arrival_1, 1)] {
            if let Some(next) = arrival {
                change(next, self.classes[class].arrival_rate);
            }
        }
        for (class, people) in holding.into_iter().enumerate() {
            if people > 0 {
                let mut next = state;
                next.holding[class] -= 1;
                change(next, f64::from(people) * self.patience_rate(class));
            }
        }
        for (kind, calls) in talking.into_iter().enumerate() {
            if calls > 0 {
                let mut next = state;
                next.talking[kind] -= 1;
                // Whom the freed agent takes: class and kind of call, by preference.
                let wishes: &[(usize, usize)] = if kind == 0 { &[(0, 0)] } else { &[(1, 2), (0, 1)] };
                if let Some((class, kind)) = wishes.iter().find(|(class, _)| holding[*class] > 0) {
                    next.holding[*class] -= 1;
                    next = talks(next, *kind);
                }
                change(next, f64::from(calls) / self.handle_times[kind]);
            }
        }
    }

    /// The outcome, and how often each class's room is full.
    fn outcome(&self, chain: &Chain<State>, room: [u32; 2]) -> Result<(OverflowOutcome, [f64; 2]), Refusal> {
        let long_run = chain.settle()?;
        let full = [0, 1].map(|class| long_run.share_where(|state| state.holding[class] >= room[class]));
        let busy_1 = |state: &State| state.talking[1] + state.talking[2] == self.agents[1];
        let waits = [
            long_run.share_where(|state| busy_1(state) && state.talking[0] == self.agents[0]),
            long_run.share_where(busy_1),
        ];
        let queue_length = [0, 1].map(|class| long_run.mean(|state| f64::from(state.holding[class])));
        let per_call = |total: f64, class: usize| {
            let rate = self.classes[class].arrival_rate;
            if rate > 0.0 { total / rate } else { 0.0 }
        };
        let talking = [0, 1, 2].map(|kind| long_run.mean(|state| f64::from(state.talking[kind])));
        let mean_hold = [0, 1].map(|class| per_call(queue_length[class], class));
        let outcome = OverflowOutcome {
            wait_probability: waits,
            abandonment: [0, 1].map(|class| mean_hold[class] * self.patience_rate(class)),
            mean_hold,
            mean_queue_length: queue_length,
            agents_busy: [talking[0], talking[1] + talking[2]],
            overflowed: per_call(talking[1] / self.handle_times[1], 0),
            truncation: full[0].max(full[1]),
        };
        Ok((outcome, full))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{Queue, priority_waits};

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    fn class(arrival_rate: f64, mean_patience: Option<f64>) -> OverflowClass {
        OverflowClass { arrival_rate, mean_patience }
    }

    #[test]
    fn without_the_first_class_it_is_erlang_a() {
        let center = Overflow {
            classes: [class(0.0, None), class(0.02, Some(120.0))],
            agents: [2, 3],
            handle_times: [300.0, 300.0, 200.0],
        };
        let outcome = center.solve().unwrap();
        let alone =
            Queue { arrival_rate: 0.02, handle_time: 200.0, agents: 3, lines: None }.solve(Some(120.0)).unwrap();
        close(outcome.wait_probability[1], alone.wait_probability());
        close(outcome.mean_hold[1], alone.mean_hold());
        close(outcome.abandonment[1], alone.abandonment());
        close(outcome.agents_busy[1], alone.agents_busy());
    }

    #[test]
    fn without_the_first_group_it_is_a_queue_with_priorities() {
        let center =
            Overflow { classes: [class(0.003, None), class(0.004, None)], agents: [0, 3], handle_times: [200.0; 3] };
        let outcome = center.solve().unwrap();
        let waits = priority_waits(&[0.004, 0.003], 200.0, 3).unwrap();
        close(outcome.mean_hold[1], waits[0].unwrap());
        close(outcome.mean_hold[0], waits[1].unwrap());
        close(outcome.overflowed, 1.0);
    }

    #[test]
    fn when_only_the_first_class_calls_both_groups_are_one() {
        let center = Overflow {
            classes: [class(0.03, Some(90.0)), class(0.0, Some(90.0))],
            agents: [2, 2],
            handle_times: [150.0; 3],
        };
        let outcome = center.solve().unwrap();
        let one = Queue { arrival_rate: 0.03, handle_time: 150.0, agents: 4, lines: None }.solve(Some(90.0)).unwrap();
        close(outcome.wait_probability[0], one.wait_probability());
        close(outcome.abandonment[0], one.abandonment());
    }

    #[test]
    fn nobody_is_lost_between_the_groups() {
        let center = Overflow {
            classes: [class(0.02, Some(60.0)), class(0.015, Some(200.0))],
            agents: [2, 2],
            handle_times: [150.0, 220.0, 180.0],
        };
        let outcome = center.solve().unwrap();
        let answered_0 = outcome.agents_busy[0] / 150.0 + outcome.overflowed * 0.02;
        close(answered_0 / 0.02 + outcome.abandonment[0], 1.0);
        let answered_1 = (outcome.agents_busy[1] - outcome.overflowed * 0.02 * 220.0) / 180.0;
        close(answered_1 / 0.015 + outcome.abandonment[1], 1.0);
        assert!(outcome.truncation < 1e-12);
    }

    #[test]
    fn what_never_settles_is_refused() {
        let overloaded =
            Overflow { classes: [class(0.0, None), class(0.02, None)], agents: [2, 1], handle_times: [150.0; 3] };
        assert!(matches!(overloaded.solve(), Err(Refusal::Overloaded { .. })));
        let empty = Overflow { agents: [0, 0], ..overloaded };
        assert!(empty.solve().is_err());
    }
}
