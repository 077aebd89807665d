//! A day whose volume and staff change: M(t)/M/n(t)+M from an empty start, by Kolmogorov's forward equations.
//!
//! Exact but for rounding: the equations are solved by uniformization (A. Jensen, 1953; W. K. Grassmann, *Transient
//! solutions in Markovian queueing systems*, 1977), and the states left out have a probability below 1e-17 each time.
//!
//! **Staff.** `agents` is the head-count of an interval. When it falls, idle agents leave first; if that is not enough,
//! talking agents finish their call, count as above the head-count, and take nobody new. When it rises, those who were
//! still finishing are kept on first, and every further head takes the longest holding caller at once. So whoever is
//! busy above the head-count only ever finishes.
//!
//! *Not here*: the law of the hold itself, since a hold may reach across changes of staff; and general patience. To see
//! what becomes of those still inside at closing time, add an interval without arrivals.

use super::refusal::{Refusal, check, check_arrival_rate, check_mean};

#[cfg(test)]
mod tests;
mod uniformization;

use uniformization::{Distribution, Rates, TimeSpent};

/// A stretch of the day in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// How long \[s\], at most 1e7.
    pub length: f64,
    /// Contacts per second.
    pub arrival_rate: f64,
    /// Head-count, at most 20 000; may be 0.
    pub agents: u32,
}

/// What is expected of an interval. All are exact expectations over days.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// Calls that arrive in the interval; nobody is blocked.
    pub offered: f64,
    /// Those of them who find every agent of the head-count busy, and so have a hold above zero.
    pub delayed: f64,
    /// Abandonments that happen in the interval, whenever the call arrived.
    pub abandoned: f64,
    /// Answers that happen in the interval, whenever the call arrived.
    pub answered: f64,
    /// Time average of the number holding.
    pub mean_queue_length: f64,
    /// Time average of the number of agents talking, those above the head-count included.
    pub mean_agents_busy: f64,
    /// Time average of the number of agents talking who are above the head-count.
    pub mean_agents_above: f64,
    /// Number holding at the end, before the next interval's head-count takes effect.
    pub holding_at_end: f64,
    /// Number of agents talking at the end, before the next interval's head-count takes effect.
    pub busy_at_end: f64,
}

impl Outcome {
    /// Share of the interval's calls with a hold above zero. `None` when no call arrives.
    ///
    /// Poisson arrivals see time averages, so this is also the share of time with every agent busy.
    pub fn wait_probability(&self) -> Option<f64> {
        (self.offered > 0.0).then(|| self.delayed / self.offered)
    }
}

/// Longest interval \[s\].
const LONGEST: f64 = 1e7;
/// Largest head-count.
const MOST_AGENTS: f64 = 20_000.0;

/// Plays the intervals one after the other, starting with nobody inside, and tells what to expect of each.
///
/// Handle times are exponential with mean `handle_time` \[s\], patience with mean `mean_patience` \[s\] (`None`: nobody
/// hangs up). The work grows with length x (arrivals + answers per second) x states; half an hour with a thousand agents
/// takes about a second.
///
/// # Errors
/// When a number is out of range, or when the number of states (holding x above the head-count) exceeds some millions.
///
/// ```
/// use ccsim::theory::transient::{Interval, day};
/// // One agent, from empty: after many handle times, M/M/1 with load 0.5.
/// let hour = Interval { length: 3600.0, arrival_rate: 0.05, agents: 1 };
/// let outcomes = day(&[hour, hour, hour], 10.0, None).unwrap();
/// assert!((outcomes[2].mean_agents_busy - 0.5).abs() < 1e-9);
/// assert!((outcomes[2].mean_queue_length - 0.5).abs() < 1e-9);
/// ```
pub fn day(intervals: &[Interval], handle_time: f64, mean_patience: Option<f64>) -> Result<Vec<Outcome>, Refusal> {
    let service_rate = 1.0 / check_mean("the mean handle time (s)", handle_time)?;
    let patience_rate = match mean_patience {
        Some(mean) => 1.0 / check_mean("the mean patience (s)", mean)?,
        None => 0.0,
    };
    for interval in intervals {
        check("the length of an interval (s)", interval.length, 0.0, LONGEST)?;
        check_arrival_rate(interval.arrival_rate)?;
        check("the agents of an interval", f64::from(interval.agents), 0.0, MOST_AGENTS)?;
    }
    let mut inside = Distribution::empty();
    let mut outcomes = Vec::with_capacity(intervals.len());
    for interval in intervals {
        // Whoever a higher head-count takes from the queue at this very instant is answered in the new interval.
        let holding_before = inside.mean_holding();
        inside = inside.restaffed(interval.agents as usize);
        let rates = Rates { arrival: interval.arrival_rate, service: service_rate, patience: patience_rate };
        let (time, after) = inside.advance(rates, interval.length)?;
        inside = after;
        outcomes.push(outcome(interval, patience_rate, time, holding_before, &inside));
    }
    Ok(outcomes)
}

fn outcome(
    interval: &Interval,
    patience_rate: f64,
    time: TimeSpent,
    holding_before: f64,
    inside: &Distribution,
) -> Outcome {
    let average = |total: f64| if interval.length > 0.0 { total / interval.length } else { 0.0 };
    let offered = interval.arrival_rate * interval.length;
    let abandoned = patience_rate * time.holding;
    let holding_at_end = inside.mean_holding();
    Outcome {
        offered,
        delayed: interval.arrival_rate * time.all_busy,
        abandoned,
        answered: offered - abandoned - (holding_at_end - holding_before),
        mean_queue_length: average(time.holding),
        mean_agents_busy: average(time.busy),
        mean_agents_above: average(time.above),
        holding_at_end,
        busy_at_end: inside.mean_busy(),
    }
}
