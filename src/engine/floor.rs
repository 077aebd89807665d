//! The floor of the center while a day is played: who holds, who talks, what comes next.

use super::agents::{AgentNumber, Agents};
use super::event::{Tick, TickKind, TimerKind, Timers};
use super::line::{Line, Waiting};
use super::people::{People, Person};
use super::winner_tree::WinnerTree;
use crate::model::{AtClose, AtShiftEnd, ContactChoice, ContactTypeId, Entrance, GroupId, QueueId};
use crate::observation::{Answer, Dialled, Observer, Visit};
use crate::plan::{Plan, StaffChange};
use crate::random::{EntityKey, Role, Stream, stream_of};
use crate::units::{Duration, SimTime};

/// Plays replications of one plan, keeping its room from one to the next.
#[derive(Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    people: People,
    agents: Agents,
    lines: Vec<Line>,
    timers: Timers,
    menu: Menu,
    ticks: Vec<Tick>,
    next_tick: usize,
    staff: Vec<StaffChange>,
    routing: Stream,
    interval: u32,
    lines_taken: u32,
    closed: bool,
    /// When somebody last left the center after closing.
    last_left: SimTime,
}

/// People in the menu, each in a place of its own.
#[derive(Debug, Default)]
struct Menu {
    places: Vec<Option<InMenu>>,
    free: Vec<u32>,
    inside: u32,
}

/// Somebody in the menu, with all that was drawn at dialling.
#[derive(Debug, Clone, Copy)]
struct InMenu {
    person: Person,
    interval: u32,
    queue: Option<QueueId>,
}

impl Menu {
    fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
        self.inside = 0;
    }

    fn enter(&mut self, who: InMenu) -> u32 {
        self.inside += 1;
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(who);
            place
        } else {
            self.places.push(Some(who));
            self.places.len() as u32 - 1
        }
    }

    fn leave(&mut self, place: u32) -> Option<InMenu> {
        let who = self.places.get_mut(place as usize)?.take()?;
        self.free.push(place);
        self.inside -= 1;
        Some(who)
    }
}

impl<'p> Engine<'p> {
    /// An empty floor.
    pub fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            people: People::new(plan),
            agents: Agents::new(plan),
            lines: plan.queues.iter().map(|_| Line::default()).collect(),
            timers: Timers::default(),
            menu: Menu::default(),
            ticks: Vec::new(),
            next_tick: 0,
            staff: Vec::new(),
            routing: stream_of(0, 0, Role::Routing, EntityKey::of("center")),
            interval: 0,
            lines_taken: 0,
            closed: false,
            last_left: SimTime::ZERO,
        }
    }

    /// Plays one replication from opening until nobody is left, telling `observer` what happens.
    pub fn play<O: Observer>(&mut self, seed: u64, replication: u64, observer: &mut O) {
        self.open(seed, replication);
        let end = loop {
            // At one instant: what the plan fixes, then agents, then timers, then who dials (see `event`).
            let tick = self.ticks[self.next_tick].at;
            let free = self.agents.free_times.time();
            let timer = self.timers.time();
            let dial = self.people.time();
            if free <= timer && free <= dial && free < tick {
                self.finish_work(SimTime::from_micros(free), observer);
            } else if dial < timer && dial < tick {
                let person = self.people.take(self.plan, replication);
                self.admit(&person, observer);
            } else if timer < tick {
                self.ring(SimTime::from_micros(timer), observer);
            } else {
                let Tick { at, kind } = self.ticks[self.next_tick];
                self.next_tick += 1;
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

    /// Prepares the day: its people, its staff, its calendar of ticks.
    fn open(&mut self, seed: u64, replication: u64) {
        let clock = &self.plan.clock;
        self.people.begin(self.plan, seed, replication);
        self.agents.clear();
        self.lines.iter_mut().for_each(Line::clear);
        self.timers.clear();
        self.menu.clear();
        self.routing = stream_of(seed, replication, Role::Routing, EntityKey::of("center"));
        self.interval = 0;
        self.lines_taken = 0;
        self.closed = false;
        self.last_left = clock.closes;
        self.plan.staffing.draw(seed, replication, &mut self.staff);
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
    }

    fn begin_interval<O: Observer>(&mut self, interval: u32, now: SimTime, observer: &mut O) {
        self.interval = interval;
        // Those who hung up unnoticed must not pile up where nobody answers for hours.
        for line in &mut self.lines {
            line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
        }
    }

    /// Somebody dials.
    #[inline(always)]
    fn admit<O: Observer>(&mut self, person: &Person, observer: &mut O) {
        let now = SimTime::from_micros(person.arrived);
        if let Some(lines) = self.plan.trunk_lines {
            if self.lines_taken >= lines {
                observer.blocked(&dialled(person, self.interval));
                return;
            }
            self.lines_taken += 1;
        }
        match self.plan.contact_types[person.contact_type.index()].enters {
            Entrance::Queue(queue) => self.join(person, queue, now, observer),
            Entrance::Ivr(step) => {
                let walk = self.plan.walk(person.contact_type, step, now, person.journey);
                let who = InMenu { person: *person, interval: self.interval, queue: walk.queue };
                let place = self.menu.enter(who);
                self.timers.set(walk.ends.as_micros(), TimerKind::LeavesMenu { place });
            }
        }
    }

    /// Somebody asks for an agent.
    #[inline(always)]
    fn join<O: Observer>(&mut self, person: &Person, queue: QueueId, now: SimTime, observer: &mut O) {
        let visit = Visit {
            contact_type: person.contact_type,
            queue,
            arrived: SimTime::from_micros(person.arrived),
            joined: now,
            interval: self.interval,
        };
        let plan = &self.plan.queues[queue.index()];
        let at_once: &[GroupId] = match &plan.overflow {
            Some((after, to)) if *after == Duration::ZERO => to,
            _ => &[],
        };
        let choice = self.plan.agent_choice;
        if let Some(agent) = self.agents.choose(choice, &plan.answered_by, at_once, &mut self.routing) {
            self.answer(&visit, person.talk_time, person.after_call_work, agent, now, observer);
        } else if self.plan.watches_abandonment && self.lines[queue.index()].holding >= plan.capacity {
            self.release_line();
            observer.turned_away(&visit);
        } else if person.balks {
            self.release_line();
            observer.abandoned(&visit, now, true);
        } else {
            self.hold(visit, person, now, observer);
        }
    }

    /// Somebody comes from the menu to a queue.
    #[inline(never)]
    fn come_from_menu<O: Observer>(&mut self, person: &Person, queue: QueueId, now: SimTime, observer: &mut O) {
        self.join(person, queue, now, observer);
    }

    /// Somebody begins to hold.
    #[inline]
    fn hold<O: Observer>(&mut self, visit: Visit, person: &Person, now: SimTime, observer: &mut O) {
        let queue = visit.queue;
        let patience_ends = now.as_micros() + person.patience;
        let line = &mut self.lines[queue.index()];
        let ticket = line.join(Waiting {
            visit,
            patience_ends,
            talk_time: person.talk_time,
            after_call_work: person.after_call_work,
            ticket: 0,
            gone: false,
        });
        if line.wants_sweeping() {
            line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
        }
        // After closing, agents stay for who waits for an overflow, and must notice when that caller hangs up.
        let is_watched =
            self.plan.watches_abandonment || (self.closed && self.plan.queues[queue.index()].overflow.is_some());
        if is_watched && patience_ends < WinnerTree::NEVER {
            self.timers.set(patience_ends, TimerKind::LosesPatience { queue: queue.0, ticket });
        }
        if let Some((after, _)) = &self.plan.queues[queue.index()].overflow
            && *after > Duration::ZERO
            && after.as_micros() <= person.patience
        {
            self.timers.set((now + *after).as_micros(), TimerKind::Overflow { queue: queue.0 });
        }
    }

    /// An agent takes a contact. Inlined so that who is answered at once costs no look at a hold that is nothing.
    #[inline(always)]
    fn answer<O: Observer>(
        &mut self,
        visit: &Visit,
        talk_time: u64,
        after_call_work: u64,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        let desk = &mut self.agents.desks[agent as usize];
        let group = desk.group;
        let (talk, work) = match &self.plan.groups[group.index()].handle_time_factor {
            None => (talk_time, after_call_work),
            Some(factors) => {
                let factor = factors[visit.contact_type.index()];
                let scaled = |length| Duration::from_micros(length).scaled(factor).as_micros();
                (scaled(talk_time), scaled(after_call_work))
            }
        };
        let talk_ends = now.as_micros() + talk;
        let work_ends = talk_ends + work;
        let answer = Answer {
            group,
            at: now,
            talk_ends: SimTime::from_micros(talk_ends),
            work_ends: SimTime::from_micros(work_ends),
            cut: false,
        };
        desk.busy_so_far += talk + work;
        self.agents.groups[group.index()].busy += 1;
        if self.plan.trunk_lines.is_some() {
            // Two stages: the line is free at the end of talk, the agent at the end of work.
            desk.work_ends = work_ends.max(1);
            self.agents.free_times.set(agent as usize, talk_ends);
        } else {
            self.agents.free_times.set(agent as usize, work_ends);
        }
        if self.plan.cuts_talks {
            self.agents.in_hand[agent as usize] = Some((*visit, answer));
        } else {
            observer.answered(visit, &answer);
        }
    }

    /// A talk ends, or an agent frees and takes who waits.
    #[inline]
    fn finish_work<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        let agent = self.agents.free_times.winner();
        let desk = &mut self.agents.desks[agent];
        let work_ends = std::mem::take(&mut desk.work_ends);
        if work_ends > 0 {
            self.release_line();
            if work_ends > now.as_micros() {
                self.agents.free_times.set(agent, work_ends);
                return;
            }
        }
        if self.plan.cuts_talks
            && let Some((visit, answer)) = self.agents.in_hand[agent].take()
        {
            observer.answered(&visit, &answer);
        }
        let group = &mut self.agents.groups[self.agents.desks[agent].group.index()];
        group.busy -= 1;
        if group.busy >= group.heads {
            self.go_off(agent as AgentNumber, now, observer);
        } else {
            self.serve_or_idle(agent as AgentNumber, now, observer);
        }
        if self.closed {
            self.last_left = now;
            self.send_home_who_is_done(now, observer);
        }
    }

    /// An agent whose shift is over leaves after the last call.
    fn go_off<O: Observer>(&mut self, agent: AgentNumber, now: SimTime, observer: &mut O) {
        let id = self.agents.desks[agent as usize].group;
        self.agents.free_times.stop(agent as usize);
        let group = &mut self.agents.groups[id.index()];
        group.off.push(agent);
        observer.present(id, now, group.present());
    }

    /// An agent on duty without work takes who waits, or becomes idle.
    #[inline(always)]
    fn serve_or_idle<O: Observer>(&mut self, agent: AgentNumber, now: SimTime, observer: &mut O) {
        let desk = &self.agents.desks[agent as usize];
        let (group, busy_so_far) = (desk.group, desk.busy_so_far);
        if let Some(next) = self.next_contact(group, now, observer) {
            self.answer(&next.visit, next.talk_time, next.after_call_work, agent, now, observer);
        } else {
            self.agents.free_times.stop(agent as usize);
            self.agents.groups[group.index()].idle.add(agent, now.as_micros(), busy_so_far);
        }
    }

    /// An agent comes on duty.
    #[inline(never)]
    fn come_on_duty<O: Observer>(&mut self, agent: AgentNumber, now: SimTime, observer: &mut O) {
        self.serve_or_idle(agent, now, observer);
    }

    /// Takes the contact that an agent of this group serves next.
    #[inline]
    fn next_contact<O: Observer>(&mut self, group: GroupId, now: SimTime, observer: &mut O) -> Option<Waiting> {
        let candidates = &self.plan.groups[group.index()].candidates;
        if let [only] = candidates.as_slice()
            && only.from_hold == Duration::ZERO
        {
            let line = &mut self.lines[only.queue.index()];
            settle(line, now, observer);
            return line.take_first();
        }
        self.next_of_many(group, now, observer)
    }

    /// Takes the contact that an agent of this group serves next, out of several queues.
    fn next_of_many<O: Observer>(&mut self, group: GroupId, now: SimTime, observer: &mut O) -> Option<Waiting> {
        let candidates = &self.plan.groups[group.index()].candidates;
        let mut best: Option<((i64, i64), QueueId)> = None;
        for candidate in candidates {
            let line = &mut self.lines[candidate.queue.index()];
            settle(line, now, observer);
            let Some(first) = line.first() else { continue };
            if now.since(first.visit.joined) < candidate.from_hold {
                continue;
            }
            let queue = &self.plan.queues[candidate.queue.index()];
            let since = first.visit.joined.as_micros() as i64 - queue.head_start.as_micros() as i64;
            let rank = match self.plan.contact_choice {
                ContactChoice::Preference => {
                    best = Some(((0, 0), candidate.queue));
                    break;
                }
                ContactChoice::LongestWait => (0, since),
                ContactChoice::Priority => (i64::from(queue.priority), since),
            };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, candidate.queue));
            }
        }
        self.lines[best?.1.index()].take_first()
    }

    /// A timer rings.
    fn ring<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        match self.timers.take() {
            Some(TimerKind::Overflow { queue }) => self.overflow(QueueId(queue), now, observer),
            Some(TimerKind::LeavesMenu { place }) => self.leave_menu(place, now, observer),
            Some(TimerKind::LosesPatience { queue, ticket }) => {
                if let Some(gone) = self.lines[usize::from(queue)].hang_up(ticket) {
                    self.release_line();
                    tell_abandoned(&gone, observer);
                    self.last_left = self.last_left.max(now);
                }
            }
            None => {}
        }
        if self.closed {
            self.send_home_who_is_done(now, observer);
        }
    }

    /// Somebody has held for so long that other groups may answer, too.
    fn overflow<O: Observer>(&mut self, queue: QueueId, now: SimTime, observer: &mut O) {
        let Some((after, to)) = &self.plan.queues[queue.index()].overflow else { return };
        loop {
            let line = &mut self.lines[queue.index()];
            settle(line, now, observer);
            if line.first().is_none_or(|first| now.since(first.visit.joined) < *after) {
                return;
            }
            let choice = self.plan.agent_choice;
            let Some(agent) = self.agents.choose(choice, to, &[], &mut self.routing) else { return };
            let Some(first) = self.lines[queue.index()].take_first() else { return };
            self.answer(&first.visit, first.talk_time, first.after_call_work, agent, now, observer);
        }
    }

    /// Somebody is through with the menu.
    fn leave_menu<O: Observer>(&mut self, place: u32, now: SimTime, observer: &mut O) {
        let Some(InMenu { person, interval, queue }) = self.menu.leave(place) else { return };
        self.last_left = self.last_left.max(now);
        match queue {
            Some(queue) => self.come_from_menu(&person, queue, now, observer),
            None => {
                self.release_line();
                observer.left_in_ivr(&dialled(&person, interval));
            }
        }
    }

    /// A group's head-count changes.
    fn restaff<O: Observer>(&mut self, id: GroupId, heads: u32, now: SimTime, observer: &mut O) {
        let group = &mut self.agents.groups[id.index()];
        group.heads = heads;
        // Idle agents leave first; who still works finishes the call, or is cut.
        while group.idle.len() as u32 + group.busy > heads {
            let Some(agent) = group.idle.take() else { break };
            group.off.push(agent);
        }
        if group.busy > heads && self.plan.groups[id.index()].at_shift_end == AtShiftEnd::HangUp && !self.closed {
            self.cut_talks(id, now, observer);
        }
        // Who was finishing a call is kept on; the rest comes in.
        loop {
            let group = &mut self.agents.groups[id.index()];
            if group.idle.len() as u32 + group.busy >= heads {
                break;
            }
            let Some(agent) = group.off.pop() else { break };
            self.come_on_duty(agent, now, observer);
        }
        observer.present(id, now, self.agents.groups[id.index()].present());
    }

    /// Cuts the talks of agents whose shift has ended, highest number first.
    fn cut_talks<O: Observer>(&mut self, id: GroupId, now: SimTime, observer: &mut O) {
        for number in (0..self.agents.desks.len()).rev() {
            let group = &mut self.agents.groups[id.index()];
            if group.busy <= group.heads {
                break;
            }
            let desk = &mut self.agents.desks[number];
            if desk.group != id {
                continue;
            }
            let Some((visit, mut answer)) = self.agents.in_hand[number].take() else { continue };
            let talks = answer.talk_ends > now;
            // The line of a talk that has just ended was given back already.
            let holds_line = std::mem::take(&mut desk.work_ends) > 0;
            desk.busy_so_far -= answer.work_ends.since(now).as_micros();
            answer.cut = talks;
            answer.talk_ends = answer.talk_ends.min(now);
            answer.work_ends = now;
            observer.answered(&visit, &answer);
            group.busy -= 1;
            group.off.push(number as AgentNumber);
            self.agents.free_times.stop(number);
            if holds_line {
                self.release_line();
            }
        }
    }

    /// The lines close.
    fn close<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        self.closed = true;
        if self.plan.at_close == AtClose::HangUp {
            for at in 0..self.lines.len() {
                settle_all(&mut self.lines[at], now, observer);
                while let Some(who) = self.lines[at].take_first() {
                    self.release_line();
                    observer.disconnected(&who.visit, now);
                }
            }
            self.timers.clear();
            for place in 0..self.menu.places.len() as u32 {
                if let Some(InMenu { person, interval, .. }) = self.menu.leave(place) {
                    self.release_line();
                    observer.left_in_ivr(&dialled(&person, interval));
                }
            }
        }
        self.watch_who_waits_for_overflow();
        self.send_home_who_is_done(now, observer);
    }

    /// From closing on, the end of a wait for an overflow is an event: agents stay until then.
    fn watch_who_waits_for_overflow(&mut self) {
        if self.plan.watches_abandonment {
            return;
        }
        for (at, line) in self.lines.iter().enumerate().filter(|(at, _)| self.plan.queues[*at].overflow.is_some()) {
            for who in line.people().filter(|who| who.patience_ends < WinnerTree::NEVER) {
                let kind = TimerKind::LosesPatience { queue: at as u16, ticket: who.ticket };
                self.timers.set(who.patience_ends, kind);
            }
        }
    }

    /// After closing, a group goes home when nobody is left whom it might answer.
    fn send_home_who_is_done<O: Observer>(&mut self, now: SimTime, observer: &mut O) {
        if self.menu.inside > 0 {
            return;
        }
        for at in 0..self.agents.groups.len() {
            if self.agents.groups[at].heads == 0 {
                continue;
            }
            let candidates = &self.plan.groups[at].candidates;
            let holds = candidates.iter().any(|candidate| {
                let line = &mut self.lines[candidate.queue.index()];
                settle(line, now, observer);
                line.first().is_some()
            });
            if !holds {
                self.restaff(GroupId::at(at), 0, now, observer);
            }
        }
    }

    /// At the very end, those whom nobody will answer: they hang up when their patience ends, or hold for ever.
    fn clear_out<O: Observer>(&mut self, observer: &mut O) -> SimTime {
        let mut end = self.last_left;
        for line in &mut self.lines {
            while let Some(who) = line.take_first() {
                if who.gone {
                    continue;
                }
                if who.patience_ends < WinnerTree::NEVER {
                    tell_abandoned(&who, observer);
                    end = end.max(SimTime::from_micros(who.patience_ends));
                } else {
                    observer.still_inside(&who.visit, self.plan.clock.closes.max(who.visit.joined));
                }
            }
        }
        end
    }

    #[inline]
    fn release_line(&mut self) {
        if self.plan.trunk_lines.is_some() {
            debug_assert!(self.lines_taken > 0, "nobody gives back a line twice");
            self.lines_taken -= 1;
        }
    }
}

/// Removes from the head of a line those who are gone, telling of each who was not told of.
#[inline]
fn settle<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    while let Some(first) = line.first() {
        if !first.gone && first.patience_ends >= now.as_micros() {
            return;
        }
        if let Some(gone) = line.take_first().filter(|who| !who.gone) {
            tell_abandoned(&gone, observer);
        }
    }
}

/// Removes from a whole line those who are gone.
fn settle_all<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
}

fn tell_abandoned<O: Observer>(who: &Waiting, observer: &mut O) {
    observer.abandoned(&who.visit, SimTime::from_micros(who.patience_ends), false);
}

fn dialled(person: &Person, interval: u32) -> Dialled {
    Dialled {
        contact_type: ContactTypeId(person.contact_type.0),
        arrived: SimTime::from_micros(person.arrived),
        interval,
    }
}
