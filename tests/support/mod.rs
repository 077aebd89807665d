//! Small centers for tests, in a few words: parts with plain defaults that a test changes where it cares.

#![allow(dead_code, reason = "each test binary uses the part it needs")]

pub mod record;

use std::sync::Arc;

use ccsim::experiment::{Effort, play};
use ccsim::metrics::{Findings, Layout};
use ccsim::model::{
    AgentChoice, AgentGroup, Arrivals, AtClose, AtShiftEnd, Busyness, Center, ContactChoice, ContactType,
    ContactTypeId, Day, Denominator, Draft, Entrance, GroupId, Period, Promise, Queue, QueueId, Routing, Scope,
    ServiceLevel, Staffing, Target,
};
use ccsim::plan::Plan;
use ccsim::random::DurationDistribution;
use ccsim::units::{Duration, Share, SimTime};

/// A length in seconds.
pub fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).expect("a test's own number")
}

pub fn share(of_one: f64) -> Share {
    Share::new(of_one).expect("a test's own number")
}

pub fn exponential(mean: f64) -> DurationDistribution {
    DurationDistribution::exponential(seconds(mean)).expect("a test's own number")
}

pub fn constant(length: f64) -> DurationDistribution {
    DurationDistribution::constant(seconds(length))
}

pub fn lognormal(mean: f64, cv: f64) -> DurationDistribution {
    DurationDistribution::lognormal(seconds(mean), cv).expect("a test's own number")
}

/// A day of equal intervals [s]; the warm-up [s] is left out of the figures.
pub fn day(intervals: usize, interval: f64, warm_up: f64) -> Day {
    let interval = seconds(interval);
    Day {
        opens: SimTime::ZERO,
        closes: SimTime::ZERO + interval * intervals as u64,
        interval,
        at_close: AtClose::ServeWaiting,
        warm_up: seconds(warm_up),
        busyness: Busyness::default(),
    }
}

/// Calls that go straight to the queue with this position: unlimited patience, no after-call work.
pub fn calls(name: &str, queue: usize, expected: Vec<f64>, talk_time: DurationDistribution) -> ContactType {
    ContactType {
        name: name.to_owned(),
        arrivals: Arrivals::PerInterval(expected),
        scale: 1.0,
        weekday_factor: [1.0; 7],
        busyness: Busyness::default(),
        surges: Vec::new(),
        dials: None,
        enters: Entrance::Queue(QueueId::at(queue)),
        home: Some(QueueId::at(queue)),
        patience: DurationDistribution::never(),
        patience_carries_over: false,
        balks: Share::NONE,
        talk_time,
        after_call_work: constant(0.0),
        value_of_time_per_hour: None,
        redial: None,
        resolved: Share::ALL,
        calls_again_after: constant(0.0),
        transfers: None,
    }
}

/// A queue that the groups answer which say so.
pub fn queue(name: &str) -> Queue {
    Queue {
        name: name.to_owned(),
        priority: 0,
        head_start: Duration::ZERO,
        capacity: None,
        prefers: Vec::new(),
        overflow: None,
        notice_after: Duration::from_secs(60),
        notice: None,
        callback: None,
    }
}

/// A group with these heads in each interval.
pub fn group(name: &str, heads: Vec<u32>, answers: &[usize]) -> AgentGroup {
    AgentGroup {
        name: name.to_owned(),
        skills: Vec::new(),
        answers: answers.iter().map(|&at| QueueId::at(at)).collect(),
        staffing: Staffing::PerInterval(heads),
        staffing_scale: 1.0,
        weekday_scale: [1.0; 7],
        extra_heads: 0,
        shrinkage: Share::NONE,
        absence: Share::NONE,
        handle_time_factor: Vec::new(),
        finds_out_after: constant(30.0),
        transfers: None,
        wage_per_hour: None,
        at_shift_end: AtShiftEnd::FinishCall,
    }
}

/// The parts put together. What follows from others is filled in: who answers a queue, in file order; skills for all
/// contact types; handle-time factors of one.
pub fn draft(day: Day, contact_types: Vec<ContactType>, queues: Vec<Queue>, groups: Vec<AgentGroup>) -> Draft {
    let mut draft = Draft {
        name: "test".to_owned(),
        about: String::new(),
        currency: "EUR".to_owned(),
        day,
        calendar: None,
        contact_types,
        queues,
        agent_groups: groups,
        ivr: Vec::new(),
        trunk_lines: None,
        numbers: Vec::new(),
        rule_sets: Vec::new(),
        contracts: Vec::new(),
        routing: Routing { agent: AgentChoice::LongestIdle, contact: ContactChoice::LongestWait },
        targets: Vec::new(),
    };
    let kinds = draft.contact_types.len();
    for (at, queue) in draft.queues.iter_mut().enumerate() {
        if queue.prefers.is_empty() {
            let answering = draft.agent_groups.iter().enumerate().filter(|(_, g)| g.answers.contains(&QueueId::at(at)));
            queue.prefers = answering.map(|(at, _)| GroupId::at(at)).collect();
        }
    }
    for group in &mut draft.agent_groups {
        group.skills = (0..kinds).map(ContactTypeId::at).collect();
        group.handle_time_factor.resize(kinds, 1.0);
    }
    draft
}

/// One queue in front of one group, with all its numbers [s, per second].
#[derive(Debug, Clone)]
pub struct OneQueue {
    pub arrival_rate: f64,
    pub talk_time: DurationDistribution,
    pub after_call_work: DurationDistribution,
    pub patience: DurationDistribution,
    pub balks: f64,
    pub agents: u32,
    pub trunk_lines: Option<u32>,
    pub capacity: Option<u32>,
}

impl OneQueue {
    /// Exponential talk, unlimited patience.
    pub fn new(arrival_rate: f64, talk_time: f64, agents: u32) -> Self {
        Self {
            arrival_rate,
            talk_time: exponential(talk_time),
            after_call_work: constant(0.0),
            patience: DurationDistribution::never(),
            balks: 0.0,
            agents,
            trunk_lines: None,
            capacity: None,
        }
    }

    /// As one long interval, so that the figures are those of the long run.
    pub fn draft(&self, length: f64, warm_up: f64) -> Draft {
        let mut callers = calls("callers", 0, vec![self.arrival_rate * length], self.talk_time.clone());
        callers.patience = self.patience.clone();
        callers.balks = share(self.balks);
        callers.after_call_work = self.after_call_work.clone();
        let mut line = queue("line");
        line.capacity = self.capacity;
        let agents = group("agents", vec![self.agents], &[0]);
        let mut draft = draft(day(1, length, warm_up), vec![callers], vec![line], vec![agents]);
        draft.trunk_lines = self.trunk_lines;
        draft
    }
}

/// A promise about a service level; what is promised does not matter, only how it is measured.
pub fn level_target(within: f64, of: Denominator, short: f64, blocked: bool) -> Target {
    let level = ServiceLevel { within: seconds(within), of, short: seconds(short), blocked };
    Target {
        name: format!(
            "within {within} s of {}{}",
            match of {
                Denominator::Offered => "offered".to_owned(),
                Denominator::Answered => "answered".to_owned(),
                Denominator::OfferedLessShortAbandons => format!("offered less abandoned within {short} s"),
                Denominator::OfferedCreditingShortAbandons => format!("offered crediting abandoned within {short} s"),
            },
            if blocked { " and blocked" } else { "" }
        ),
        scope: Scope::Center,
        promise: Promise::ServiceLevel { level, at_least: share(0.8) },
        per: Period::Day,
        in_share: None,
    }
}

/// Seals a draft that a test knows to be right.
pub fn seal(draft: Draft) -> Center {
    Center::new(draft).unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

/// Plays replications and works out every figure.
pub fn simulate(center: &Center, replications: u64, seed: u64) -> Findings {
    let plan = Plan::compile(center);
    let layout = Arc::new(Layout::of(center, &plan));
    Findings::of(&play(&plan, &layout, Effort::Replications(replications), seed, &|_| ()).totals)
}
