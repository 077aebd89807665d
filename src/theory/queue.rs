//! One queue in front of one group of agents, in the long run.

use super::birth_death::{Admission, Geometric, Positions};
use super::erlang::erlang_c;
use super::general_patience;
use super::patience::PatienceLaw;
use super::refusal::{Refusal, check_arrival_rate, check_mean};
use super::steady_state::{HoldLaw, SteadyState};

/// One queue, first come first served, in front of `agents` equal agents.
///
/// Poisson arrivals, exponential handle times, nobody redials.
///
/// ```
/// use ccsim::theory::{Queue, ServiceLevel};
/// let queue = Queue { arrival_rate: 20.0 / 60.0, handle_time: 300.0, agents: 100, lines: None };
/// let answers = queue.solve(Some(180.0)).unwrap();
/// assert!((answers.abandonment() - 0.0449127157627).abs() < 1e-12);
/// assert!((answers.service_level(ServiceLevel::of_offered(20.0)).unwrap() - 0.801911096489).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// Contacts per second, λ; at most 1e9.
    pub arrival_rate: f64,
    /// Mean handle time, 1/μ \[s\].
    pub handle_time: f64,
    /// Heads, n; at least one.
    pub agents: u32,
    /// Callers inside at most, talking or holding, K; who comes on top is blocked and lost. `None`: no limit. Agents
    /// beyond the lines never talk.
    pub lines: Option<u32>,
}

impl Queue {
    /// Work that comes in, a = λ/μ \[erlang\].
    pub fn offered_load(&self) -> f64 {
        self.arrival_rate * self.handle_time
    }

    /// The long run when patience is exponential with mean `mean_patience` \[s\], or unlimited (`None`).
    ///
    /// | lines | `mean_patience` | model |
    /// |---|---|---|
    /// | no limit | unlimited | M/M/n, Erlang C |
    /// | K | unlimited | M/M/n/K; K = n is Erlang B |
    /// | no limit | exponential | M/M/n+M, Erlang A |
    /// | K | exponential | M/M/n/K+M |
    ///
    /// Solved as a birth-death chain from its most likely state outwards, so no load and no size overflows; where
    /// callers are so patient that the chain gets too long, by [`Queue::solve_with`]'s integral.
    ///
    /// # Errors
    /// When a number is out of range, when nobody ever hangs up, there is no limit on lines and the load is not below
    /// the agents, or when the chain has too many states (millions of lines).
    ///
    /// Source: C. Palm (1946); A. Mandelbaum and S. Zeltyn, *Service engineering in action: the Palm/Erlang-A queue*
    /// (2007), section 3.
    pub fn solve(&self, mean_patience: Option<f64>) -> Result<SteadyState, Refusal> {
        self.check()?;
        let patience_rate = match mean_patience {
            None => 0.0,
            Some(mean) => 1.0 / check_mean("the mean patience (s)", mean)?,
        };
        let service_rate = f64::from(self.agents_on_lines()) / self.handle_time;
        if patience_rate == 0.0 && self.lines.is_none() {
            let load = self.offered_load();
            let waits = erlang_c(load, self.agents).ok_or(Refusal::Overloaded { load, agents: self.agents })?;
            let law = HoldLaw::Geometric(Geometric { waits, drain: service_rate - self.arrival_rate });
            return Ok(SteadyState::new(*self, Admission::OPEN, law));
        }
        match (Positions::solve(self, patience_rate), mean_patience) {
            (Ok((admission, positions)), _) => Ok(SteadyState::new(*self, admission, HoldLaw::Positions(positions))),
            (Err(Refusal::TooLarge { .. }), Some(mean)) if self.lines.is_none() => {
                self.solve_with(&PatienceLaw::exponential(mean))
            }
            (Err(refusal), _) => Err(refusal),
        }
    }

    /// The long run for any law of patience, M/M/n+G.
    ///
    /// Exact but for quadrature, whose relative error is about 1e-12 when the law names its
    /// [breakpoints](PatienceLaw::new), and rounding, about 1e-16 times the number of arrivals during a typical hold of
    /// an overloaded queue (1e10 at most).
    ///
    /// # Errors
    /// When a number is out of range, when those who never hang up are more work than the agents can do, when there is
    /// a limit on lines (the birth-death chain of [`Queue::solve`] covers that for exponential patience), or when the
    /// law is too rough to integrate or the queue thousands of millions long.
    ///
    /// Source: F. Baccelli and G. Hebuterne, *On queues with impatient customers* (1981); S. Zeltyn and A. Mandelbaum,
    /// *Call centers with impatient customers: many-server asymptotics of the M/M/n+G queue*, Queueing Systems 51
    /// (2005), section 4.
    pub fn solve_with(&self, patience: &PatienceLaw) -> Result<SteadyState, Refusal> {
        self.check()?;
        if self.lines.is_some() {
            return Err(Refusal::NotCovered("a limit on lines needs exponential or unlimited patience"));
        }
        let law = general_patience::solve(self, patience)?;
        Ok(SteadyState::new(*self, Admission::OPEN, HoldLaw::Offered(law)))
    }

    /// Agents who can ever be talking at once.
    pub(super) fn agents_on_lines(&self) -> u32 {
        self.lines.map_or(self.agents, |lines| lines.min(self.agents))
    }

    fn check(&self) -> Result<(), Refusal> {
        check_arrival_rate(self.arrival_rate)?;
        check_mean("the mean handle time (s)", self.handle_time)?;
        if self.agents == 0 {
            return Err(Refusal::NotCovered(
                "a queue without agents has no long run worth a table: nobody is answered",
            ));
        }
        if self.lines == Some(0) {
            return Err(Refusal::NotCovered("without lines nobody gets in"));
        }
        Ok(())
    }
}
