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
use floor::Floor;
use people::People;

/// Plays replications of one plan, keeping its room from one to the next.
#[derive(Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    people: People,
    floor: Kind<'p>,
}

#[derive(Debug)]
enum Kind<'p> {
    /// Nobody needs to know whole calls.
    Plain(Box<Floor<'p, false>>),
    /// Every call is followed from dialling to its end.
    Following(Box<Floor<'p, true>>),
}

impl<'p> Engine<'p> {
    /// An empty floor.
    pub fn new(plan: &'p Plan) -> Self {
        let floor = if plan.follows {
            Kind::Following(Box::new(Floor::new(plan)))
        } else {
            Kind::Plain(Box::new(Floor::new(plan)))
        };
        Self { plan, people: People::new(plan), floor }
    }

    /// Plays one replication from opening until nobody is left, telling `observer` what happens.
    pub fn play<O: Observer>(&mut self, seed: u64, replication: u64, observer: &mut O) {
        self.people.begin(self.plan, seed, replication);
        match &mut self.floor {
            Kind::Plain(floor) => floor.play(&mut self.people, seed, replication, observer),
            Kind::Following(floor) => floor.play(&mut self.people, seed, replication, observer),
        }
    }

    /// Draws the people of a replication, to play them with [`Engine::play_crowd`] on every floor that the same people
    /// call: that of a plan with the same arrivals, the same contact types and the same answer to whether calls are
    /// followed.
    pub fn draw_crowd(&mut self, seed: u64, replication: u64, crowd: &mut Crowd) {
        crowd.draw(&mut self.people, self.plan, seed, replication);
    }

    /// As [`Engine::play`], with people who are drawn already: this replication's.
    pub fn play_crowd<O: Observer>(&mut self, crowd: &Crowd, seed: u64, replication: u64, observer: &mut O) {
        let mut people = crowd.dial();
        match &mut self.floor {
            Kind::Plain(floor) => floor.play(&mut people, seed, replication, observer),
            Kind::Following(floor) => floor.play(&mut people, seed, replication, observer),
        }
    }
}
