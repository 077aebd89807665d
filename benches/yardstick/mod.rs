//! What an engineer writes in an afternoon: std's heap, three kinds of events, four counters.
//!
//! It is the yardstick of `engine.rs`, and has to be as fast as plain code is: ziggurat exponentials, patience timers
//! that are cancelled lazily, no statistics beyond a few sums.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

/// What the loop counts.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Counts {
    pub calls: u64,
    pub abandoned: u64,
    pub in_time: u64,
    pub still_at_60: u64,
    pub waited: f64,
}

impl Counts {
    fn end_hold(&mut self, hold: f64, answered: bool) {
        self.waited += hold;
        self.abandoned += u64::from(!answered);
        self.in_time += u64::from(answered && hold <= 20.0);
        self.still_at_60 += u64::from(hold >= 60.0);
    }
}

#[derive(Clone, Copy, PartialEq)]
struct Time(f64);

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// On hold: number, since when, talk to come.
type Waiting = (u64, f64, f64);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Free,
    GivesUp(u64),
    Arrives,
}

/// M/M/n+M from an empty start: means in seconds, so many calls.
pub fn erlang_a(gap: f64, handle: f64, patience: f64, agents: u32, calls: u64, seed: u64) -> Counts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut draw = |mean: f64| -> f64 { random.sample::<f64, _>(Exp1) * mean };
    let mut events = BinaryHeap::new();
    let mut queue: VecDeque<Waiting> = VecDeque::new();
    let mut counts = Counts::default();
    let mut free = agents;
    events.push(Reverse((Time(draw(gap)), Event::Arrives)));
    while let Some(Reverse((Time(now), event))) = events.pop() {
        match event {
            Event::Arrives => {
                counts.calls += 1;
                let (talk, patience) = (draw(handle), draw(patience));
                if free > 0 {
                    free -= 1;
                    counts.end_hold(0.0, true);
                    events.push(Reverse((Time(now + talk), Event::Free)));
                } else {
                    queue.push_back((counts.calls, now, talk));
                    events.push(Reverse((Time(now + patience), Event::GivesUp(counts.calls))));
                }
                if counts.calls < calls {
                    events.push(Reverse((Time(now + draw(gap)), Event::Arrives)));
                }
            }
            Event::GivesUp(call) => {
                if let Ok(at) = queue.binary_search_by_key(&call, |waiting| waiting.0) {
                    counts.end_hold(now - queue[at].1, false);
                    queue.remove(at);
                }
            }
            Event::Free => {
                if let Some((_, since, talk)) = queue.pop_front() {
                    counts.end_hold(now - since, true);
                    events.push(Reverse((Time(now + talk), Event::Free)));
                } else {
                    free += 1;
                }
            }
        }
    }
    counts
}

/// A day of two skills, each with its own desk, and a flexible group that serves the second skill first.
pub struct TwoSkillDay {
    /// Expected calls per interval, by skill.
    pub arrivals: [Vec<f64>; 2],
    /// Mean handle time [s] and coefficient of variation, by skill.
    pub handle: [(f64, f64); 2],
    /// Mean patience [s], by skill.
    pub patience: [f64; 2],
    /// Agents per interval: the two desks, then the flexible group.
    pub agents: [Vec<u32>; 3],
    /// Length of an interval [s].
    pub interval: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DayEvent {
    Shift(usize),
    Free(usize),
    GivesUp(usize, u64),
    Arrives(usize),
}

impl TwoSkillDay {
    /// Plays one day.
    pub fn play(&self, seed: u64) -> Counts {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let law = |&(mean, cv): &(f64, f64)| LogNormal::from_mean_cv(mean, cv).expect("the bench's means are positive");
        let talks: Vec<LogNormal<f64>> = self.handle.iter().map(law).collect();
        let highest = |rates: &Vec<f64>| rates.iter().copied().fold(0.0, f64::max) / self.interval;
        let peaks: Vec<f64> = self.arrivals.iter().map(highest).collect();
        let closes = self.arrivals[0].len() as f64 * self.interval;
        let mut events = BinaryHeap::new();
        let mut queues: [VecDeque<Waiting>; 2] = [VecDeque::new(), VecDeque::new()];
        let mut counts = Counts::default();
        let mut heads = [0_u32; 3];
        let mut busy = [0_u32; 3];
        for at in 0..self.arrivals[0].len() {
            events.push(Reverse((Time(at as f64 * self.interval), DayEvent::Shift(at))));
        }
        for (skill, peak) in peaks.iter().enumerate() {
            events.push(Reverse((Time(random.sample::<f64, _>(Exp1) / peak), DayEvent::Arrives(skill))));
        }
        while let Some(Reverse((Time(now), event))) = events.pop() {
            match event {
                DayEvent::Shift(at) => {
                    for group in 0..3 {
                        heads[group] = self.agents[group][at];
                        while busy[group] < heads[group] {
                            let Some((_, since, talk)) = next(&mut queues, group) else { break };
                            counts.end_hold(now - since, true);
                            busy[group] += 1;
                            events.push(Reverse((Time(now + talk), DayEvent::Free(group))));
                        }
                    }
                }
                DayEvent::Arrives(skill) => {
                    let again = now + random.sample::<f64, _>(Exp1) / peaks[skill];
                    if again < closes {
                        events.push(Reverse((Time(again), DayEvent::Arrives(skill))));
                    }
                    // Thinning.
                    let rate =
                        self.arrivals[skill].get((now / self.interval) as usize).map_or(0.0, |n| n / self.interval);
                    if random.random::<f64>() * peaks[skill] >= rate {
                        continue;
                    }
                    counts.calls += 1;
                    let talk = talks[skill].sample(&mut random);
                    let patience = random.sample::<f64, _>(Exp1) * self.patience[skill];
                    if let Some(group) = [skill, 2].into_iter().find(|&group| busy[group] < heads[group]) {
                        busy[group] += 1;
                        counts.end_hold(0.0, true);
                        events.push(Reverse((Time(now + talk), DayEvent::Free(group))));
                    } else {
                        queues[skill].push_back((counts.calls, now, talk));
                        events.push(Reverse((Time(now + patience), DayEvent::GivesUp(skill, counts.calls))));
                    }
                }
                DayEvent::GivesUp(skill, call) => {
                    if let Ok(at) = queues[skill].binary_search_by_key(&call, |waiting| waiting.0) {
                        counts.end_hold(now - queues[skill][at].1, false);
                        queues[skill].remove(at);
                    }
                }
                DayEvent::Free(group) => {
                    busy[group] -= 1;
                    if busy[group] < heads[group]
                        && let Some((_, since, talk)) = next(&mut queues, group)
                    {
                        counts.end_hold(now - since, true);
                        busy[group] += 1;
                        events.push(Reverse((Time(now + talk), DayEvent::Free(group))));
                    }
                }
            }
        }
        counts
    }
}

fn next(queues: &mut [VecDeque<Waiting>; 2], group: usize) -> Option<Waiting> {
    match group {
        2 => queues[1].pop_front().or_else(|| queues[0].pop_front()),
        skill => queues[skill].pop_front(),
    }
}
