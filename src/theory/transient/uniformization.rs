//! The distribution of who is inside, and how it moves on.

use crate::theory::refusal::Refusal;

/// Probability that may be left out at the edge of the state space, each time it is cut.
const NEGLIGIBLE: f64 = 1e-18;
/// Expected events in one stretch of uniformization: few enough that e^-events is a number.
const MOST_EVENTS: f64 = 500.0;
/// Events that a stretch aims at: longer ones need a larger waiting room in store.
const EVENTS: f64 = 64.0;
/// States (above the head-count x holding) beyond which we refuse.
const MOST_STATES: usize = 4_000_000;
/// Elementary operations in one interval beyond which we refuse: a minute or so.
const MOST_WORK: f64 = 2e10;

/// Rates per second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    /// λ.
    pub arrival: f64,
    /// μ, of one agent.
    pub service: f64,
    /// θ, of one holding caller.
    pub patience: f64,
}

/// Expected integrals over time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TimeSpent {
    /// Callers holding x seconds.
    pub holding: f64,
    /// Agents talking x seconds.
    pub busy: f64,
    /// Agents talking above the head-count x seconds.
    pub above: f64,
    /// Seconds with every agent of the head-count busy.
    pub all_busy: f64,
}

impl TimeSpent {
    fn add(&mut self, seconds: f64, now: Self) {
        self.holding += seconds * now.holding;
        self.busy += seconds * now.busy;
        self.above += seconds * now.above;
        self.all_busy += seconds * now.all_busy;
    }
}

/// Probabilities of every (busy, holding). Somebody holds only while the whole head-count is busy.
#[derive(Debug, Clone)]
pub(super) struct Distribution {
    /// `idle[b]`: b agents busy, b below the head-count, nobody holding.
    idle: Vec<f64>,
    /// Row r, column q: r agents busy above the head-count, q callers holding.
    full: Vec<f64>,
    columns: usize,
}

impl Distribution {
    /// Nobody inside, no agents.
    pub fn empty() -> Self {
        Self { idle: Vec::new(), full: vec![1.0], columns: 1 }
    }

    fn agents(&self) -> usize {
        self.idle.len()
    }

    /// The same people under another head-count.
    pub fn restaffed(&self, agents: usize) -> Self {
        let rows = (self.agents() + self.rows()).saturating_sub(agents).max(1);
        let mut next = Self { idle: vec![0.0; agents], full: vec![0.0; rows * self.columns], columns: self.columns };
        for (busy, share) in self.idle.iter().enumerate() {
            next.put(busy, 0, *share);
        }
        for (row, shares) in self.full.chunks_exact(self.columns).enumerate() {
            for (holding, share) in shares.iter().enumerate() {
                let busy = self.agents() + row;
                let taken = holding.min(agents.saturating_sub(busy));
                next.put(busy + taken, holding - taken, *share);
            }
        }
        next
    }

    /// Moves on by `length` seconds.
    pub fn advance(mut self, rates: Rates, length: f64) -> Result<(TimeSpent, Self), Refusal> {
        let mut spent = TimeSpent::default();
        let (mut left, mut work) = (length, 0.0);
        while left > 0.0 {
            let (rows, columns) = self.extent();
            let mut seconds = left.min(EVENTS / self.event_rate(rates, rows, columns).max(1e-300));
            let mut room = room_for(columns, rates.arrival * seconds);
            while self.event_rate(rates, rows, room) * seconds > MOST_EVENTS {
                seconds *= 0.5;
                room = room_for(columns, rates.arrival * seconds);
            }
            work += self.event_rate(rates, rows, room) * seconds * (self.agents() + rows * room) as f64;
            if rows.saturating_mul(room) > MOST_STATES || work * length > MOST_WORK * (length - left + seconds) {
                return Err(Refusal::TooLarge { what: "the day's distribution of callers inside", limit: MOST_STATES });
            }
            self = self.resized(rows, room);
            self = self.stretch(rates, seconds, &mut spent);
            // Both roundings of `left` end the loop: the last stretch is exactly what is left.
            left -= seconds;
        }
        Ok((spent, self))
    }

    pub fn mean_holding(&self) -> f64 {
        self.now().holding
    }

    pub fn mean_busy(&self) -> f64 {
        self.now().busy
    }

    /// One stretch: a Poisson number of events, each moving the distribution by one step.
    fn stretch(self, rates: Rates, seconds: f64, spent: &mut TimeSpent) -> Self {
        let event_rate = self.event_rate(rates, self.rows(), self.columns);
        let events = event_rate * seconds;
        if events <= 0.0 {
            spent.add(seconds, self.now());
            return self;
        }
        let mut after =
            Self { idle: vec![0.0; self.agents()], full: vec![0.0; self.full.len()], columns: self.columns };
        let mut current = self;
        let mut spare = current.clone();
        let mut poisson = libm::exp(-events);
        let mut more = 1.0 - poisson;
        for event in 1_u32.. {
            after.add(poisson, &current);
            spent.add(more / event_rate, current.now());
            let gone = f64::from(event) > events && poisson < NEGLIGIBLE;
            if gone {
                break;
            }
            current.step(rates, event_rate, &mut spare);
            std::mem::swap(&mut current, &mut spare);
            poisson *= events / f64::from(event);
            more = (more - poisson).max(0.0);
        }
        after
    }

    /// One event of the uniformized chain: `next` = this · (I + Q / event rate).
    fn step(&self, rates: Rates, event_rate: f64, next: &mut Self) {
        let arrives = rates.arrival / event_rate;
        let ends = rates.service / event_rate;
        let leaves = rates.patience / event_rate;
        let agents = self.agents();
        let columns = self.columns;
        for busy in 0..agents {
            let from_above = if busy + 1 < agents { self.idle[busy + 1] } else { self.full[0] };
            let from_below = if busy > 0 { self.idle[busy - 1] } else { 0.0 };
            let stays = 1.0 - arrives - ends * busy as f64;
            next.idle[busy] = self.idle[busy] * stays + from_below * arrives + from_above * ends * (busy + 1) as f64;
        }
        for row in 0..self.rows() {
            let ending = ends * (agents + row) as f64;
            let here = &self.full[row * columns..(row + 1) * columns];
            let above = self.full.get((row + 1) * columns..(row + 2) * columns);
            let out = &mut next.full[row * columns..(row + 1) * columns];
            for holding in 0..columns {
                // At the edge the room is full by construction with negligible probability: nobody comes.
                let arrival = if holding + 1 < columns { arrives } else { 0.0 };
                // At the head-count itself, without anybody busy and without agents, nothing ends.
                let mut share = here[holding] * (1.0 - arrival - ending - leaves * holding as f64);
                if holding > 0 {
                    share += here[holding - 1] * arrives;
                }
                if holding + 1 < columns {
                    // Somebody gives up; or, within the head-count, is taken by a freed agent.
                    let taken = if row == 0 { ending } else { 0.0 };
                    share += here[holding + 1] * (leaves * (holding + 1) as f64 + taken);
                }
                if let Some(above) = above {
                    share += above[holding] * ends * (agents + row + 1) as f64;
                }
                out[holding] = share;
            }
        }
        if let Some(last_idle) = self.idle.last() {
            next.full[0] += last_idle * arrives;
        }
    }

    /// Expectations at this instant.
    fn now(&self) -> TimeSpent {
        let busy_below: f64 = self.idle.iter().enumerate().map(|(busy, share)| busy as f64 * share).sum();
        let mut now = TimeSpent { busy: busy_below, ..TimeSpent::default() };
        for (row, shares) in self.full.chunks_exact(self.columns).enumerate() {
            let share: f64 = shares.iter().sum();
            now.all_busy += share;
            now.above += row as f64 * share;
            now.busy += (self.agents() + row) as f64 * share;
            now.holding += shares.iter().enumerate().map(|(holding, share)| holding as f64 * share).sum::<f64>();
        }
        now
    }

    fn rows(&self) -> usize {
        self.full.len() / self.columns
    }

    /// Rows and columns that carry more than a negligible probability.
    fn extent(&self) -> (usize, usize) {
        let mut by_column = vec![0.0; self.columns];
        let mut by_row = Vec::with_capacity(self.rows());
        for shares in self.full.chunks_exact(self.columns) {
            by_row.push(shares.iter().sum::<f64>());
            by_column.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        }
        (extent(&by_row), extent(&by_column))
    }

    fn event_rate(&self, rates: Rates, rows: usize, columns: usize) -> f64 {
        rates.arrival + (self.agents() + rows - 1) as f64 * rates.service + (columns - 1) as f64 * rates.patience
    }

    fn resized(self, rows: usize, columns: usize) -> Self {
        let mut full = vec![0.0; rows * columns];
        for (to, from) in full.chunks_exact_mut(columns).zip(self.full.chunks_exact(self.columns)) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
        }
        Self { idle: self.idle, full, columns }
    }

    fn put(&mut self, busy: usize, holding: usize, share: f64) {
        match busy.checked_sub(self.agents()) {
            None => self.idle[busy] += share,
            Some(row) => self.full[row * self.columns + holding] += share,
        }
    }

    fn add(&mut self, weight: f64, other: &Self) {
        self.idle.iter_mut().zip(&other.idle).for_each(|(sum, share)| *sum += weight * share);
        self.full.iter_mut().zip(&other.full).for_each(|(sum, share)| *sum += weight * share);
    }
}

/// Length of the part of `shares` beyond which there is only a negligible sum; at least 1.
fn extent(shares: &[f64]) -> usize {
    let mut beyond = 0.0;
    for (place, share) in shares.iter().enumerate().rev() {
        beyond += share;
        if beyond > NEGLIGIBLE {
            return place + 1;
        }
    }
    1
}

/// Columns that are enough when `arrivals` are expected: more come with probability below 1e-18 (Chernoff).
fn room_for(columns: usize, arrivals: f64) -> usize {
    columns + (arrivals + 9.2 * arrivals.sqrt() + 30.0) as usize
}
