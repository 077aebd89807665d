//! The way of a contact: dials, joins a queue, is answered at once or holds.

use super::menu::dialled;
use super::notice::used_up;
use super::{AgentNumber, CallNumber, Floor, Line, NOT_FOLLOWED, Person, Standing, TimerKind, Waiting};
use crate::engine::calls::Followed;
use crate::model::{Entrance, QueueId};
use crate::observation::{Answer, Ending, Observer, Segment, Stretch, Visit};
use crate::plan::QueuePlan;
use crate::units::{Duration, SimTime};

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// Somebody dials for the first time.
    #[inline(always)]
    pub(super) fn admit<O: Observer>(&mut self, person: &Person, observer: &mut O) {
        let call = if FOLLOWS { self.calls.begin(person, self.interval) } else { NOT_FOLLOWED };
        self.let_in(person, call, observer);
    }

    /// Somebody who has dialled gets a line, or a busy tone.
    #[inline(always)]
    pub(super) fn let_in<O: Observer>(&mut self, person: &Person, call: CallNumber, observer: &mut O) {
        let now = SimTime::from_micros(person.arrived);
        if let Some(lines) = self.plan.trunk_lines {
            if self.lines_taken >= lines && !self.notices_free_line(now) {
                observer.blocked(&dialled(person, self.interval));
                self.end_call(call, Ending::Blocked, now, observer);
                return;
            }
            self.lines_taken += 1;
        }
        match self.plan.contact_types[person.contact_type.index()].enters {
            Entrance::Queue(queue) => self.join(person, call, queue, now, observer),
            // Every plan with a menu follows its calls.
            Entrance::Ivr(_) if !FOLLOWS => {}
            Entrance::Ivr(step) => self.enter_menu(person, call, step, now),
        }
    }

    /// Somebody asks for an agent.
    #[inline(always)]
    pub(super) fn join<O: Observer>(
        &mut self,
        person: &Person,
        call: CallNumber,
        queue: QueueId,
        now: SimTime,
        observer: &mut O,
    ) {
        let is_later = FOLLOWS && self.calls.get(call).visits > 0;
        let interval = self.interval;
        // Made where it is wanted: were one lent to all, it would be kept in memory for those who are answered at once, too.
        let visit = || Visit {
            contact_type: person.contact_type,
            queue,
            arrived: SimTime::from_micros(person.arrived),
            joined: now,
            interval,
            is_later,
        };
        if FOLLOWS {
            self.calls.get(call).join();
        }
        let plan = &self.plan.queues[queue.index()];
        let choice = self.plan.agent_choice;
        if let Some(agent) = self.agents.choose(choice, &plan.answered_by, &mut self.routing, queue) {
            self.answer(&visit(), call, person.talk_time, person.after_call_work, agent, now, observer);
        } else if self.plan.watches_abandonment && self.lines[queue.index()].holding >= plan.capacity {
            self.release_line();
            observer.turned_away(&visit());
            self.end_call(call, Ending::TurnedAway(queue), now, observer);
        } else if person.balks {
            self.release_line();
            observer.abandoned(&visit(), now, true);
            self.end_hold(call, queue, now, now);
            self.end_call(call, Ending::Abandoned { balked: true, on_notice: false }, now, observer);
        } else {
            self.hold(visit(), call, person, now, observer);
        }
    }

    /// Somebody begins to hold.
    #[inline]
    pub(super) fn hold<O: Observer>(
        &mut self,
        visit: Visit,
        call: CallNumber,
        person: &Person,
        now: SimTime,
        observer: &mut O,
    ) {
        let queue = visit.queue;
        let patience_ends = now.as_micros() + person.patience;
        self.may_hold = true;
        let line = &mut self.lines[queue.index()];
        let ticket = line.join(Waiting {
            visit,
            patience_ends,
            talk_time: person.talk_time,
            after_call_work: person.after_call_work,
            ticket: 0,
            call,
            standing: Standing::Holds,
        });
        if line.wants_sweeping() {
            line.sweep(now.as_micros(), |gone| tell_abandoned(gone, observer));
        }
        let plan = &self.plan.queues[queue.index()];
        // Who slows down on hearing an announcement outlives the patience drawn.
        let slows_down = plan.notice.as_ref().is_some_and(|notice| notice.patience_runs.is_some());
        let lasts = if slows_down { u64::MAX } else { person.patience };
        // Who keeps the place in line may be reached after hanging up, too; so may who would have held.
        let keeps_place = plan.notice.is_some() || plan.callback.is_some();
        // After closing, agents stay for who waits for an overflow, and must notice when that caller hangs up.
        let is_watched = self.plan.watches_abandonment || (self.closed && plan.overflow.is_some());
        // One timer for both: whoever hears an announcement first is watched from then on.
        let first_notice = plan.notice.as_ref().map(|notice| notice.after).filter(|_| FOLLOWS);
        let first_notice = first_notice.filter(|after| after.as_micros() <= person.patience);
        if let Some(after) = first_notice {
            self.timers.set((now + after).as_micros(), TimerKind::Notice { queue: queue.0, ticket });
        } else if is_watched {
            self.timers.set(patience_ends, TimerKind::LosesPatience { queue: queue.0, ticket });
        }
        if let Some((after, _)) = &plan.overflow
            && *after > Duration::ZERO
            && (keeps_place || after.as_micros() <= lasts)
        {
            self.timers.set((now + *after).as_micros(), TimerKind::Overflow { queue: queue.0 });
        }
        if !FOLLOWS {
            return;
        }
        if let Some(callback) = &plan.callback
            && callback.offered_after.as_micros() <= lasts
        {
            let at = now + callback.offered_after;
            self.timers.set(at.as_micros(), TimerKind::CallbackOffer { queue: queue.0, ticket });
        }
    }

    /// An agent takes a contact. Where calls are followed there is one piece of code for all answers, so that the loop stays
    /// small; elsewhere it is inlined, so that who is answered at once costs no look at a hold that is nothing.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "a struct of them would be built and taken apart for every call")]
    pub(super) fn answer<O: Observer>(
        &mut self,
        visit: &Visit,
        call: CallNumber,
        talk_time: u64,
        after_call_work: u64,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        if FOLLOWS {
            self.answer_followed(visit, call, talk_time, after_call_work, agent, now, observer);
        } else {
            self.take_call(visit, call, talk_time, after_call_work, agent, now, observer);
        }
    }

    #[inline(never)]
    #[allow(clippy::too_many_arguments, reason = "as for `answer`")]
    fn answer_followed<O: Observer>(
        &mut self,
        visit: &Visit,
        call: CallNumber,
        talk_time: u64,
        after_call_work: u64,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        self.take_call(visit, call, talk_time, after_call_work, agent, now, observer);
    }

    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "as for `answer`")]
    fn take_call<O: Observer>(
        &mut self,
        visit: &Visit,
        call: CallNumber,
        talk_time: u64,
        after_call_work: u64,
        agent: AgentNumber,
        now: SimTime,
        observer: &mut O,
    ) {
        let group = self.agents.desks[agent as usize].group;
        let is_plain = !FOLLOWS && self.is_plain;
        let (mut talk, mut work) = (talk_time, after_call_work);
        if !is_plain && let Some(factors) = &self.plan.groups[group.index()].handle_time_factor {
            let factor = factors[visit.contact_type.index()];
            let scaled = |length| Duration::from_micros(length).scaled(factor).as_micros();
            (talk, work) = (scaled(talk_time), scaled(after_call_work));
        }
        let mut passed_on = None;
        if FOLLOWS && self.plan.passes_on {
            if self.plan.groups[group.index()].skills[visit.contact_type.index()] {
                passed_on = self.is_passed_on(visit, call, group);
            } else {
                // Who cannot help needs no time to write up what was not done.
                (talk, work) = (self.finding_out(call, group), 0);
                passed_on = self.way_home(visit, call);
            }
        }
        let desk = &mut self.agents.desks[agent as usize];
        let talk_ends = now.as_micros() + talk;
        let work_ends = talk_ends + work;
        let answer = Answer {
            group,
            agent,
            at: now,
            talk_ends: SimTime::from_micros(talk_ends),
            work_ends: SimTime::from_micros(work_ends),
            cut: false,
            passed_on,
        };
        desk.busy_so_far += talk + work;
        self.agents.groups[group.index()].busy += 1;
        if is_plain {
            self.agents.free_times.set(agent as usize, work_ends);
            return observer.answered(visit, &answer);
        }
        let in_stages = self.plan.two_stages || (FOLLOWS && passed_on.is_some());
        if in_stages {
            // The line is free, or the person passed on, at the end of talk, the agent at the end of work.
            desk.work_ends = work_ends.max(1);
            if FOLLOWS {
                desk.call = call;
                desk.passes_on = passed_on;
                self.to_pass_on += u32::from(passed_on.is_some());
            }
            self.agents.free_times.set(agent as usize, talk_ends);
        } else {
            if self.plan.trunk_lines.is_some() {
                // The line is free at the end of talk; that is noticed when somebody needs it, at the latest at the end of
                // work.
                desk.line_until = talk_ends.max(1);
                self.line_free_at = self.line_free_at.min(talk_ends);
            }
            self.agents.free_times.set(agent as usize, work_ends);
        }
        if self.plan.cuts_talks {
            self.agents.in_hand[agent as usize] = Some((*visit, answer));
        } else if FOLLOWS {
            observer.answered_followed(visit, &answer);
        } else {
            observer.answered(visit, &answer);
        }
        if FOLLOWS {
            self.follow_answer(visit, call, &answer, observer);
            if !in_stages {
                self.end_answered_call(visit, call, answer.talk_ends, observer);
            }
        }
    }

    /// What an answer means for a followed call.
    #[inline]
    fn follow_answer<O: Observer>(&mut self, visit: &Visit, call: CallNumber, answer: &Answer, observer: &mut O) {
        let followed = self.calls.get(call);
        followed.use_up_patience(&self.plan.queues[visit.queue.index()], visit.joined, answer.at);
        let talk = Stretch::Talk(answer.group, answer.agent);
        followed.call.segments.extend([
            Segment { stretch: Stretch::Hold(visit.queue), from: visit.joined, to: answer.at },
            Segment { stretch: talk, from: answer.at, to: answer.talk_ends },
        ]);
        if let Some(notice) = followed.first_notice() {
            observer.came_true(visit, &notice, answer.at, false);
        }
        if let Some(history) = &mut self.histories[visit.queue.index()] {
            history.add(answer.at.since(visit.joined).as_micros());
        }
    }

    /// A hold is over without an answer.
    #[inline(never)]
    pub(super) fn end_hold(&mut self, call: CallNumber, queue: QueueId, joined: SimTime, now: SimTime) {
        if FOLLOWS && call != NOT_FOLLOWED {
            let followed = self.calls.get(call);
            followed.push(Stretch::Hold(queue), joined, now);
            followed.use_up_patience(&self.plan.queues[queue.index()], joined, now);
        }
    }
}

impl Followed {
    /// A hold in a queue takes patience.
    #[inline]
    fn use_up_patience(&mut self, queue: &QueuePlan, joined: SimTime, now: SimTime) {
        let since_notice = self.last_notice.and_then(|(left, heard)| {
            let runs = queue.notice.as_ref()?.patience_runs?;
            Some(left.saturating_sub(used_up(&runs, heard.says, now.since(heard.at))))
        });
        let held = now.since(joined).as_micros();
        self.patience_left = since_notice.unwrap_or_else(|| self.patience_left.saturating_sub(held));
    }
}

/// Removes from the head of a line those who are gone, telling of each who was not told of.
#[inline(always)]
pub(super) fn settle<O: Observer>(line: &mut Line, now: SimTime, observer: &mut O) {
    while let Some(first) = line.first() {
        let stays = match first.standing {
            Standing::Holds => first.patience_ends >= now.as_micros(),
            Standing::Gone => false,
            Standing::WouldHold | Standing::AwaitsCallback => true,
        };
        if stays {
            return;
        }
        if let Some(gone) = line.take_first().filter(|who| who.standing == Standing::Holds) {
            tell_abandoned(&gone, observer);
        }
    }
}

pub(super) fn tell_abandoned<O: Observer>(who: &Waiting, observer: &mut O) {
    observer.abandoned(&who.visit, SimTime::from_micros(who.patience_ends), false);
}
