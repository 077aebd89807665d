//! The floor of the center while a day is played: who holds, who talks, what comes next.
//!
//! Here is the loop; what happens at each step is told by the way of a contact (`contact`, `menu`, `notice`, `callback`,
//! `passing`, `again`), by what an agent does (`serving`, `shifts`), and by the end of the day (`closing`).

mod again;
mod callback;
mod closing;
mod contact;
mod menu;
mod notice;
mod passing;
mod serving;
mod shifts;

use super::agents::{AgentNumber, Agents};
use super::calls::{CallNumber, Calls, NOT_FOLLOWED};
use super::event::{Tick, TickKind, TimerKind, Timers};
use super::line::{Line, Standing, Waiting};
use super::people::{Callers, Person};
use super::winner_tree::WinnerTree;
use crate::model::{AgentChoice, GroupId, QueueId};
use crate::observation::Observer;
use crate::plan::{Clock, Plan, StaffChange};
use crate::random::{Chances, Role, Stream, stream_of};
use crate::units::SimTime;
use callback::Promises;
use contact::tell_abandoned;
use notice::{History, Unresolved};

/// A floor on which calls are followed, or not: which of them is known when the code is compiled, so that the days of
/// centers that need no call followed never ask (docs/PERFORMANCE.md).
#[derive(Debug)]
pub struct Floor<'p, const FOLLOWS: bool> {
    plan: &'p Plan,
    /// Nobody counts lines, cuts talks or works faster than others: an answer takes an agent for talk and after-call work,
    /// and nothing else.
    is_plain: bool,
    agents: Agents,
    lines: Vec<Line>,
    /// Whether somebody may stand in line: if not, an agent who frees need not look.
    may_hold: bool,
    timers: Timers,
    /// People in the menu.
    in_menu: u32,
    /// Calls that are followed.
    calls: Calls,
    /// By queue: how long those held who were answered lately, where announcements may ask.
    histories: Vec<Option<History>>,
    /// Announcements to those who hung up since.
    unresolved: Unresolved,
    /// By queue: callbacks promised for when nobody holds.
    promises: Vec<Promises>,
    /// Talks after which somebody is passed on.
    to_pass_on: u32,
    ticks: Vec<Tick>,
    next_tick: usize,
    /// When the next tick is due.
    tick: u64,
    staff: Vec<StaffChange>,
    /// By queue: which agent, where chance decides.
    routing: Vec<Stream>,
    interval: u32,
    lines_taken: u32,
    /// No line whose talk has ended unnoticed is free before \[microseconds\].
    line_free_at: u64,
    closed: bool,
    /// When somebody last left the center after closing.
    last_left: SimTime,
    /// Opening hours and grid of the stretch.
    clock: Clock,
}

impl<'p, const FOLLOWS: bool> Floor<'p, FOLLOWS> {
    /// An empty floor.
    pub fn new(plan: &'p Plan) -> Self {
        let as_drawn = plan.groups.iter().all(|group| group.handle_time_factor.is_none());
        Self {
            plan,
            is_plain: as_drawn && plan.trunk_lines.is_none() && !plan.two_stages && !plan.cuts_talks,
            agents: Agents::new(plan),
            lines: plan.queues.iter().map(|queue| Line::new(queue.asks_who_is_ahead())).collect(),
            may_hold: false,
            timers: Timers::default(),
            in_menu: 0,
            calls: Calls::default(),
            histories: plan.queues.iter().map(History::of).collect(),
            unresolved: Unresolved::default(),
            promises: plan.queues.iter().map(|_| Promises::default()).collect(),
            to_pass_on: 0,
            ticks: Vec::new(),
            next_tick: 0,
            tick: 0,
            staff: Vec::new(),
            routing: plan.queues.iter().map(|queue| stream_of(0, 0, Role::Routing, queue.key)).collect(),
            interval: 0,
            lines_taken: 0,
            line_free_at: u64::MAX,
            closed: false,
            last_left: SimTime::ZERO,
            clock: plan.clock,
        }
    }

    /// Plays one stretch of a replication from opening until nobody is left, telling `observer` what happens.
    #[inline(never)]
    pub fn play<O: Observer>(
        &mut self,
        people: &mut impl Callers,
        stretch: usize,
        seed: u64,
        chances: Chances,
        observer: &mut O,
    ) {
        self.open(stretch, seed, chances);
        let replication = chances.calls;
        let end = loop {
            // At one instant: what the plan fixes, then agents, then timers, then who dials (see `event`).
            let tick = self.tick;
            let free = self.agents.free_times.time();
            let timer = self.timers.time();
            let dial = people.time();
            if free <= dial && free <= timer && free < tick {
                self.finish_work(SimTime::from_micros(free), observer);
            } else if dial < free && dial < timer && dial < tick {
                let person = people.take::<FOLLOWS>(self.plan, replication);
                self.admit(person, observer);
            } else if timer < tick {
                self.ring(SimTime::from_micros(timer), observer);
            } else {
                let Tick { at, kind } = self.ticks[self.next_tick];
                self.next_tick += 1;
                self.tick = self.ticks.get(self.next_tick).map_or(WinnerTree::NEVER, |tick| tick.at);
                let now = SimTime::from_micros(at);
                match kind {
                    TickKind::Interval(interval) => self.begin_interval(interval, now, observer),
                    TickKind::Staff { group, heads } => self.restaff(GroupId(group), heads, now, observer),
                    TickKind::Close => self.close(now, observer),
                    TickKind::End => break self.clear_out(observer),
                }
            }
        };
        observer.day_ended(end);
    }

    /// Prepares the day: its staff, its calendar of ticks.
    fn open(&mut self, stretch: usize, seed: u64, chances: Chances) {
        let number = stretch;
        let stretch = &self.plan.span.stretches[number];
        let clock = stretch.clock;
        self.clock = clock;
        self.agents.clear();
        self.lines.iter_mut().for_each(Line::clear);
        self.may_hold = false;
        self.timers.clear();
        self.in_menu = 0;
        self.calls.clear();
        self.histories.iter_mut().flatten().for_each(History::clear);
        self.unresolved.clear();
        self.promises.iter_mut().for_each(Promises::clear);
        self.to_pass_on = 0;
        if self.plan.agent_choice == AgentChoice::Random {
            let calls = chances.on(stretch.days[0].name).calls;
            let keys = self.plan.queues.iter().map(|queue| queue.key);
            self.routing = keys.map(|key| stream_of(seed, calls, Role::Routing, key)).collect();
        }
        self.interval = 0;
        self.lines_taken = 0;
        self.line_free_at = u64::MAX;
        self.closed = false;
        self.last_left = clock.closes;
        self.plan.staffing.draw(number, stretch, seed, chances, &mut self.staff);
        self.ticks.clear();
        self.next_tick = 0;
        let starts = (1..clock.intervals).map(|at| (clock.start_of(at).as_micros(), TickKind::Interval(at)));
        self.ticks.extend(starts.map(|(at, kind)| Tick { at, kind }));
        // From closing on, the rule for closing says who stays.
        let staff = self.staff.iter().filter(|change| change.at < clock.closes);
        self.ticks.extend(staff.map(|change| Tick {
            at: change.at.as_micros(),
            kind: TickKind::Staff { group: change.group.0, heads: change.heads },
        }));
        self.ticks.push(Tick { at: clock.closes.as_micros(), kind: TickKind::Close });
        self.ticks.push(Tick { at: WinnerTree::NEVER, kind: TickKind::End });
        self.ticks.sort_unstable();
        self.tick = self.ticks[0].at;
    }

    fn begin_interval<O: Observer>(&mut self, interval: u32, now: SimTime, observer: &mut O) {
        self.interval = interval;
        // Those who hung up unnoticed must not pile up where nobody answers for hours.
        for line in &mut self.lines {
            line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
        }
    }

    /// A timer rings.
    #[inline(always)]
    fn ring<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        match self.timers.take() {
            Some(TimerKind::LeavesMenu { call }) if FOLLOWS => self.leave_menu(call, now, observer),
            Some(TimerKind::LosesPatience { queue, ticket }) => {
                self.hang_up(QueueId(queue), ticket, now, false, observer);
            }
            Some(TimerKind::Notice { queue, ticket }) if FOLLOWS => {
                self.announce(QueueId(queue), ticket, now, observer);
            }
            Some(TimerKind::DialsAgain { call }) if FOLLOWS => self.dial_again(call, now, observer),
            Some(TimerKind::Overflow { queue }) => self.overflow(QueueId(queue), now, observer),
            Some(TimerKind::CallbackOffer { queue, ticket }) if FOLLOWS => {
                self.offer_callback(QueueId(queue), ticket, now, observer);
            }
            _ => {}
        }
        if self.closed {
            self.send_home_who_is_done(now, observer);
        }
    }

    /// All lines are taken, as far as it is known: gives back those whose talk has ended. Whether there was one.
    #[cold]
    fn notices_free_line(&mut self, now: SimTime) -> bool {
        if self.line_free_at > now.as_micros() {
            return false;
        }
        let taken = self.lines_taken;
        self.line_free_at = u64::MAX;
        for agent in 0..self.agents.desks.len() {
            let line_until = &mut self.agents.desks[agent].line_until;
            if *line_until > now.as_micros() {
                self.line_free_at = self.line_free_at.min(*line_until);
            } else if std::mem::take(line_until) > 0 {
                self.release_line();
            }
        }
        self.lines_taken < taken
    }

    #[inline]
    fn release_line(&mut self) {
        if self.plan.trunk_lines.is_some() {
            debug_assert!(self.lines_taken > 0, "nobody gives back a line twice");
            self.lines_taken -= 1;
        }
    }
}
