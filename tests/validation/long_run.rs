//! One queue in the long run, every figure of it against [`SteadyState`].

use ccsim::model::{Denominator, Scope, TargetId};
use ccsim::theory::{self, PatienceLaw, Queue, SteadyState};

use super::judge::Judged;
use super::support::{OneQueue, level_target, seconds};

/// How much is played: so many days in a row without closing, of this many contacts each.
#[derive(Debug, Clone, Copy)]
pub struct Play {
    pub replications: u64,
    pub contacts: f64,
    /// Length of the warm-up [mean handle times].
    pub warm_up: f64,
    /// Widest half-width of the 95 % interval of a time or a number [of its value].
    pub widest: f64,
}

/// A million contacts and more, enough for every queue that is not close to its limit.
pub const PLENTY: Play = Play { replications: 100, contacts: 40_000.0, warm_up: 30.0, widest: 0.02 };

/// What a service level within 20 s or 60 s means: time, denominator, short abandons, blocked.
const LEVELS: [(f64, Denominator, f64, bool); 6] = [
    (20.0, Denominator::Offered, 20.0, false),
    (20.0, Denominator::Answered, 20.0, false),
    (20.0, Denominator::OfferedLessShortAbandons, 5.0, false),
    (20.0, Denominator::OfferedCreditingShortAbandons, 5.0, false),
    (60.0, Denominator::Offered, 20.0, true),
    (60.0, Denominator::OfferedLessShortAbandons, 20.0, true),
];

/// Plays one queue in the long run and compares every figure that `exact` knows.
pub fn check(name: &str, queue: &OneQueue, exact: &SteadyState, play: Play) {
    check_with_notice_after(name, queue, exact, play, 60.0);
}

/// The same with another threshold of the notice, so that rare long waits of large centers are seen.
pub fn check_with_notice_after(name: &str, queue: &OneQueue, exact: &SteadyState, play: Play, notice_after: f64) {
    let handle_time = exact.queue().handle_time;
    let warm_up = play.warm_up * handle_time;
    let mut draft = queue.draft(play.contacts / queue.arrival_rate + warm_up, warm_up);
    draft.queues[0].notice_after = seconds(notice_after);
    draft.targets = LEVELS.iter().map(|&(t, of, short, blocked)| level_target(t, of, short, blocked)).collect();
    let judged = Judged::play(name, draft, play.replications).known_to(play.widest);
    judge(&judged, exact, notice_after);
}

fn judge(judged: &Judged, exact: &SteadyState, notice_after: f64) {
    judged.center("held-rate", exact.wait_probability());
    judged.center("mean-hold-time", exact.mean_hold());
    if let Some(speed) = exact.mean_hold_of_answered() {
        judged.center("average-speed-of-answer", speed);
    }
    judged.center("abandonment-rate", exact.abandonment());
    judged.center("blocking-rate", exact.blocking());
    judged.center("notice-due-rate", exact.hold_exceeds(notice_after));
    judged.center("occupancy", exact.occupancy());
    judged.center("agents-busy", exact.agents_busy());
    judged.center("queue-length", exact.mean_queue_length());
    for (at, &(within, of, short, blocked)) in LEVELS.iter().enumerate() {
        let level = theory::ServiceLevel {
            within,
            short_abandon: short,
            denominator: match of {
                Denominator::Offered => theory::Denominator::Offered,
                Denominator::Answered => theory::Denominator::Answered,
                Denominator::OfferedLessShortAbandons => theory::Denominator::OfferedLessShortAbandons,
                Denominator::OfferedCreditingShortAbandons => theory::Denominator::OfferedCreditingShortAbandons,
            },
            blocked_count_as_missed: blocked,
        };
        let value = exact.service_level(level).expect("somebody is counted");
        judged.figure("service-level", Scope::Target(TargetId::at(at)), None, value);
    }
}

/// The theory's law of a distribution of patience, from the distribution's own survival function.
pub fn law_of(queue: &OneQueue) -> PatienceLaw {
    let (patience, balks) = (queue.patience.clone(), queue.balks);
    let law = PatienceLaw::new(move |t| patience.survival(t), &queue.patience.breakpoints());
    if balks > 0.0 { law.mixed_with(balks, &PatienceLaw::constant(0.0)) } else { law }
}

/// The theory's queue with these numbers and a mean handle time [s].
pub fn theory_of(queue: &OneQueue, handle_time: f64, lines: Option<u32>) -> Queue {
    Queue { arrival_rate: queue.arrival_rate, handle_time, agents: queue.agents, lines }
}
