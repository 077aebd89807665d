//! An observer that writes down everything that it is told.

use ccsim::engine::Engine;
use ccsim::model::{ContactTypeId, GroupId};
use ccsim::observation::{Announcement, Answer, Call, CallEnd, Dialled, Observer, Visit};
use ccsim::plan::Plan;
use ccsim::units::SimTime;

/// How a contact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Blocked,
    TurnedAway(Visit),
    LeftInIvr,
    SelfServed,
    TookCallback(Visit, SimTime),
    Answered(Visit, Answer),
    Abandoned { visit: Visit, at: SimTime, balked: bool },
    Disconnected(Visit, SimTime),
    StillInside(Visit, SimTime),
}

/// What became of one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    pub contact_type: ContactTypeId,
    pub arrived: SimTime,
    pub interval: u32,
    pub ending: Ending,
}

impl Story {
    /// The stay in a queue, of those who were let in.
    pub fn visit(&self) -> Option<Visit> {
        match self.ending {
            Ending::Answered(visit, _)
            | Ending::Abandoned { visit, .. }
            | Ending::Disconnected(visit, _)
            | Ending::TookCallback(visit, _)
            | Ending::StillInside(visit, _) => Some(visit),
            Ending::Blocked | Ending::TurnedAway(_) | Ending::LeftInIvr | Ending::SelfServed => None,
        }
    }

    /// When the hold ended, of those who were let in; [`SimTime::NEVER`] for who holds for ever.
    pub fn hold_ended(&self) -> Option<SimTime> {
        match self.ending {
            Ending::Answered(_, answer) => Some(answer.at),
            Ending::Abandoned { at, .. } | Ending::Disconnected(_, at) | Ending::TookCallback(_, at) => Some(at),
            Ending::StillInside(..) => Some(SimTime::NEVER),
            Ending::Blocked | Ending::TurnedAway(_) | Ending::LeftInIvr | Ending::SelfServed => None,
        }
    }

    pub fn answer(&self) -> Option<(Visit, Answer)> {
        match self.ending {
            Ending::Answered(visit, answer) => Some((visit, answer)),
            _ => None,
        }
    }
}

/// One replication, written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub stories: Vec<Story>,
    pub presence: Vec<(SimTime, GroupId, u32)>,
    pub ended: Vec<SimTime>,
    pub called_back: Vec<(Visit, Answer, SimTime)>,
    pub callbacks_lost: Vec<(Visit, SimTime)>,
    pub announced: Vec<(Visit, Announcement)>,
    pub came_true: Vec<(Visit, Announcement, SimTime, bool)>,
    pub calls: Vec<(Call, CallEnd)>,
}

impl Record {
    /// Plays a replication; stories in the order of dialling.
    pub fn of(plan: &Plan, seed: u64, replication: u64) -> Self {
        let mut record = Self::default();
        Engine::new(plan).play(seed, replication, &mut record);
        record.stories.sort_by_key(|story| {
            let balked = matches!(story.ending, Ending::Abandoned { balked: true, .. });
            let answer = story.answer().map(|(_, answer)| (answer.group, answer.talk_ends, answer.work_ends));
            let joined = story.visit().map(|visit| visit.joined);
            // Who dials in one instant cannot be told apart: any order will do that is always the same.
            (story.arrived, story.contact_type, joined, story.hold_ended(), answer, balked)
        });
        record
    }

    pub fn answers(&self) -> impl Iterator<Item = (Visit, Answer)> {
        self.stories.iter().filter_map(Story::answer)
    }

    /// Agents of a group at work at an instant, those who begin in it included.
    pub fn busy(&self, group: GroupId, at: SimTime) -> u32 {
        self.answers().filter(|(_, a)| a.group == group && a.at <= at && at < a.work_ends).count() as u32
    }

    /// Agents of a group present after an instant.
    pub fn present(&self, group: GroupId, at: SimTime) -> u32 {
        self.presence.iter().rfind(|told| told.1 == group && told.0 <= at).map_or(0, |told| told.2)
    }

    /// Changes of a group's head-count: the last that was told of each instant, where it differs from the one before.
    pub fn presence_of(&self, group: GroupId) -> Vec<(SimTime, u32)> {
        let mut changes: Vec<(SimTime, u32)> = Vec::new();
        for &(at, _, heads) in self.presence.iter().filter(|told| told.1 == group) {
            if changes.last().is_some_and(|last| last.0 == at) {
                changes.pop();
            }
            changes.push((at, heads));
        }
        changes.dedup_by_key(|change| change.1);
        changes
    }

    fn write(&mut self, contact_type: ContactTypeId, arrived: SimTime, interval: u32, ending: Ending) {
        assert!(self.ended.is_empty(), "the day ends last");
        self.stories.push(Story { contact_type, arrived, interval, ending });
    }
}

impl Observer for Record {
    fn blocked(&mut self, dialled: &Dialled) {
        self.write(dialled.contact_type, dialled.arrived, dialled.interval, Ending::Blocked);
    }
    fn turned_away(&mut self, visit: &Visit) {
        self.write(visit.contact_type, visit.arrived, visit.interval, Ending::TurnedAway(*visit));
    }
    fn left_in_ivr(&mut self, dialled: &Dialled) {
        self.write(dialled.contact_type, dialled.arrived, dialled.interval, Ending::LeftInIvr);
    }
    fn self_served(&mut self, dialled: &Dialled) {
        self.write(dialled.contact_type, dialled.arrived, dialled.interval, Ending::SelfServed);
    }
    fn answered(&mut self, visit: &Visit, answer: &Answer) {
        self.write(visit.contact_type, visit.arrived, visit.interval, Ending::Answered(*visit, *answer));
    }
    fn abandoned(&mut self, visit: &Visit, at: SimTime, balked: bool) {
        let ending = Ending::Abandoned { visit: *visit, at, balked };
        self.write(visit.contact_type, visit.arrived, visit.interval, ending);
    }
    fn disconnected(&mut self, visit: &Visit, at: SimTime) {
        self.write(visit.contact_type, visit.arrived, visit.interval, Ending::Disconnected(*visit, at));
    }
    fn still_inside(&mut self, visit: &Visit, at: SimTime) {
        self.write(visit.contact_type, visit.arrived, visit.interval, Ending::StillInside(*visit, at));
    }
    fn present(&mut self, group: GroupId, at: SimTime, heads: u32) {
        self.presence.push((at, group, heads));
    }
    fn day_ended(&mut self, at: SimTime) {
        self.ended.push(at);
    }
    fn took_callback(&mut self, visit: &Visit, at: SimTime) {
        self.write(visit.contact_type, visit.arrived, visit.interval, Ending::TookCallback(*visit, at));
    }
    fn called_back(&mut self, visit: &Visit, answer: &Answer, taken: SimTime) {
        self.called_back.push((*visit, *answer, taken));
    }
    fn callback_lost(&mut self, visit: &Visit, taken: SimTime) {
        self.callbacks_lost.push((*visit, taken));
    }
    fn announced(&mut self, visit: &Visit, announcement: &Announcement) {
        self.announced.push((*visit, *announcement));
    }
    fn came_true(&mut self, visit: &Visit, announcement: &Announcement, at: SimTime, virtually: bool) {
        self.came_true.push((*visit, *announcement, at, virtually));
    }
    fn call_ended(&mut self, call: &Call, end: &CallEnd) {
        self.calls.push((call.clone(), *end));
    }
}
