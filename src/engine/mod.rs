//! The event loop: plays one replication of a center and tells an observer what happens. It counts nothing.
//!
//! People come off a cursor (`people`), agents' free times sit in a winner tree (`winner_tree`), the few other
//! things that happen by the clock in groups of clocks (`event`). Where nobody needs to know the true length of a queue,
//! an abandonment is no event at all: it is noticed when an agent looks at the head of the line. Both ways give the
//! same day, and a test says so.
//!
//! The order of things at one instant is written in `event`.

#![allow(clippy::inline_always, reason = "the loop's own steps, each measured in docs/PERFORMANCE.md")]

mod agents;
mod calls;
mod event;
mod floor;
mod line;
mod people;
mod winner_tree;

pub use event::ORDER_AT_ONE_INSTANT;
pub use people::Crowd;
pub use winner_tree::WinnerTree;

use crate::observation::Observer;
use crate::plan::Plan;
use crate::random::Chances;
use floor::Floor;
use people::{Callers, People};

/// Plays replications of one plan, keeping its room from one to the next.
#[derive(Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    /// `None` until people are drawn.
    people: Option<People>,
    /// `None` until somebody plays.
    floor: Option<Kind<'p>>,
}

#[derive(Debug)]
enum Kind<'p> {
    /// Nobody needs to know whole calls.
    Plain(Box<Floor<'p, false>>),
    /// Every call is followed from dialling to its end.
    Following(Box<Floor<'p, true>>),
}

impl<'p> Kind<'p> {
    fn of(plan: &'p Plan) -> Self {
        if plan.follows { Self::Following(Box::new(Floor::new(plan))) } else { Self::Plain(Box::new(Floor::new(plan))) }
    }

    fn play<O: Observer>(
        &mut self,
        people: &mut impl Callers,
        stretch: usize,
        seed: u64,
        chances: Chances,
        observer: &mut O,
    ) {
        match self {
            Self::Plain(floor) => floor.play(people, stretch, seed, chances, observer),
            Self::Following(floor) => floor.play(people, stretch, seed, chances, observer),
        }
    }
}

impl<'p> Engine<'p> {
    /// An empty floor.
    pub const fn new(plan: &'p Plan) -> Self {
        Self { plan, people: None, floor: None }
    }

    /// Plays one replication, from the first opening until nobody is left, telling `observer` what happens. Where a calendar
    /// has several days, they are played one after the other, and [`Observer::stretch_began`] tells where each begins.
    pub fn play<O: Observer>(&mut self, seed: u64, chances: impl Into<Chances>, observer: &mut O) {
        let chances = chances.into();
        for stretch in 0..self.plan.span.stretches.len() {
            self.play_stretch(stretch, seed, chances, observer);
        }
    }

    /// Plays one stretch of a replication; they come in order.
    pub fn play_stretch<O: Observer>(&mut self, stretch: usize, seed: u64, chances: Chances, observer: &mut O) {
        let people = self.people.get_or_insert_with(|| People::new(self.plan));
        people.begin(self.plan, stretch, seed, chances);
        observer.stretch_began(stretch);
        let floor = self.floor.get_or_insert_with(|| Kind::of(self.plan));
        floor.play(people, stretch, seed, chances, observer);
    }

    /// Passes over one stretch of a replication in their order, for whoever wants only a later one.
    pub fn pass_over(&mut self, stretch: usize, seed: u64, chances: Chances) {
        self.people.get_or_insert_with(|| People::new(self.plan)).begin(self.plan, stretch, seed, chances);
    }

    /// Draws the people of a replication, to play them with [`Engine::play_crowd`] on every floor that the same people
    /// call: that of a plan with the same arrivals, the same contact types and the same answer to whether calls are
    /// followed.
    pub fn draw_crowd(&mut self, seed: u64, chances: impl Into<Chances>, crowd: &mut Crowd) {
        let people = self.people.get_or_insert_with(|| People::new(self.plan));
        crowd.draw(people, self.plan, seed, chances.into());
    }

    /// As [`Engine::play`], with people who are drawn already: this replication's.
    pub fn play_crowd<O: Observer>(&mut self, crowd: &Crowd, seed: u64, chances: impl Into<Chances>, observer: &mut O) {
        let chances = chances.into();
        for stretch in 0..self.plan.span.stretches.len() {
            let mut people = crowd.dial(stretch);
            observer.stretch_began(stretch);
            let floor = self.floor.get_or_insert_with(|| Kind::of(self.plan));
            floor.play(&mut people, stretch, seed, chances, observer);
        }
    }
}
