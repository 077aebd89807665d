//! The chain of callers inside: one up at an arrival, one down at an answer's end or an abandonment.

use super::erlang::idle_to_full;
use super::queue::Queue;
use super::refusal::Refusal;
use super::wait_ahead::WaitAhead;

/// Most holding places that are kept in memory at once.
const MOST_POSITIONS: usize = 4_000_000;
/// Furthest holding place that is ever looked at.
const FURTHEST_POSITION: f64 = 2e7;
/// Holding places this much less likely than the likeliest are left out.
const NEGLIGIBLE: f64 = 1e-100;

/// Law of the hold in M/M/n: nobody waits but for a share `waits`, who wait exponentially.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Geometric {
    /// P(hold > 0).
    pub waits: f64,
    /// nμ - λ \[per second\], above zero.
    pub drain: f64,
}

impl Geometric {
    pub fn hold_exceeds(&self, seconds: f64) -> f64 {
        self.waits * libm::exp(-self.drain * seconds)
    }

    pub fn mean_hold(&self) -> f64 {
        self.waits / self.drain
    }
}

/// What becomes of the arrived at the door. Both shares, since either may be tiny beside the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Admission {
    pub blocked: f64,
    pub admitted: f64,
}

impl Admission {
    /// Without a limit on lines.
    pub const OPEN: Self = Self { blocked: 0.0, admitted: 1.0 };
}

/// What an admitted caller finds in M/M/n/K+M: which position in the queue, and hence how long a hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Positions {
    /// `seen[i]`: probability that all agents are busy and `first + i` callers hold already.
    seen: Vec<f64>,
    first: u32,
    /// P(some agent is idle).
    idle: f64,
    /// Agents' answers (nμ) and each caller's giving up (θ).
    ahead: WaitAhead,
}

impl Positions {
    /// Admitted share of the arrived, and the law for the admitted.
    pub fn solve(queue: &Queue, patience_rate: f64) -> Result<(Admission, Self), Refusal> {
        let agents = queue.agents_on_lines();
        let ahead = WaitAhead::new(f64::from(agents) / queue.handle_time, patience_rate);
        let last = queue.lines.map_or(f64::INFINITY, |lines| f64::from(lines - agents));
        let (first, weights) = weights(queue.arrival_rate, ahead, last)?;
        // States with an idle agent, relative to the one with all busy and nobody holding.
        let idle = idle_to_full(queue.offered_load(), agents);
        let idle = if first == 0 { weights[0] * idle } else { 0.0 };
        let at_limit = if f64::from(first) + weights.len() as f64 > last { weights[weights.len() - 1] } else { 0.0 };
        let admitting = if at_limit > 0.0 { &weights[..weights.len() - 1] } else { &weights[..] };
        let admitted = idle + admitting.iter().sum::<f64>();
        // An Erlang B system below 1e-308 of blocking has `idle` infinite, and all shares come out as zero.
        let seen: Vec<f64> = admitting.iter().map(|weight| weight / admitted.max(f64::MIN_POSITIVE)).collect();
        let idle = if idle.is_infinite() { 1.0 } else { idle / admitted.max(f64::MIN_POSITIVE) };
        let all = admitted + at_limit;
        let blocked = at_limit / all;
        let admitted = if admitted.is_infinite() { 1.0 } else { admitted / all };
        Ok((Admission { blocked, admitted }, Self { seen, first, idle, ahead }))
    }

    /// P(an admitted caller finds all agents busy).
    pub fn all_busy(&self) -> f64 {
        self.seen.iter().sum()
    }

    /// P(hold > t), 0 <= t.
    pub fn hold_exceeds(&self, seconds: f64) -> f64 {
        let still_there = libm::exp(-self.ahead.patience_rate() * seconds);
        still_there * self.sum(self.ahead.exceeds_from(seconds), |_, exceeds| exceeds)
    }

    /// P(answered and hold <= t), 0 <= t.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        // Who is answered has not given up, so moves ahead as if there were one more who might.
        let held = self.sum(self.ahead.of_answered().exceeds_from(seconds), |position, exceeds| {
            self.ahead.answered(position) * (1.0 - exceeds)
        });
        self.idle + held
    }

    /// Mean hold of the admitted \[s\].
    pub fn mean_hold(&self) -> f64 {
        self.sum(std::iter::repeat(0.0), |position, _| self.ahead.mean_hold(position))
    }

    /// Abandoned share of the admitted.
    pub fn abandonment(&self) -> f64 {
        self.ahead.patience_rate() * self.mean_hold()
    }

    /// Answered share of the admitted.
    pub fn answered(&self) -> f64 {
        self.idle + self.sum(std::iter::repeat(0.0), |position, _| self.ahead.answered(position))
    }

    /// Mean of the hold where it ends in an answer, zero where it does not \[s\].
    pub fn answered_hold(&self) -> f64 {
        // Answered from position q: Σ 1/(nμ + iθ) for i from 1 to q + 1, the caller's own giving up included.
        let means = (0_u32..).scan(0.0, |mean, position| {
            *mean += 1.0 / self.ahead.leaving_rate(position);
            Some(*mean)
        });
        self.sum(means, |position, mean| self.ahead.answered(position) * mean)
    }

    /// Σ over positions of P(position) · `term(position, item of the position)`; `items` starts at position 0.
    fn sum(&self, items: impl Iterator<Item = f64>, term: impl Fn(u32, f64) -> f64) -> f64 {
        let places = (self.first..).zip(items.skip(self.first as usize));
        self.seen.iter().zip(places).map(|(share, (position, item))| share * term(position, item)).sum()
    }
}

/// Relative probabilities of 0, 1, ... callers holding, and the first number that matters; the likeliest weighs 1.
///
/// Each next weight is the last times λ / (nμ + jθ): below 1 on the way out from the likeliest, in both directions, so
/// nothing overflows and nothing cancels.
fn weights(arrival_rate: f64, ahead: WaitAhead, last: f64) -> Result<(u32, Vec<f64>), Refusal> {
    let refusal = Refusal::TooLarge { what: "the queue's chain of states", limit: MOST_POSITIONS };
    // Rate down from j + 1 holding is the rate at which those at position j move ahead.
    let excess = arrival_rate - ahead.leaving_rate_of_agents();
    let peak = match ahead.patience_rate() {
        _ if excess <= 0.0 => 0.0,
        0.0 => last,
        patience_rate => (excess / patience_rate).floor().min(last),
    };
    if peak > FURTHEST_POSITION {
        return Err(refusal);
    }
    let peak = peak as u32;
    let mut down = vec![1.0];
    for position in (0..peak).rev() {
        let weight = down[down.len() - 1] * (ahead.leaving_rate(position) / arrival_rate);
        if weight < NEGLIGIBLE {
            break;
        }
        if down.len() >= MOST_POSITIONS {
            return Err(refusal);
        }
        down.push(weight);
    }
    let first = peak + 1 - down.len() as u32;
    down.reverse();
    let mut weights = down;
    let mut weight = 1.0;
    for position in peak.. {
        if f64::from(position) >= last {
            break;
        }
        weight *= arrival_rate / ahead.leaving_rate(position);
        if weight < NEGLIGIBLE {
            break;
        }
        if weights.len() >= MOST_POSITIONS {
            return Err(refusal);
        }
        weights.push(weight);
    }
    Ok((first, weights))
}
