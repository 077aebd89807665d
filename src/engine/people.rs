//! Who calls in a replication: everything random about a person, drawn before anybody is answered.
//!
//! Each contact type has a stream per purpose, and its n-th contact takes the n-th number of each, whatever the staff
//! does. Arrival times are a Poisson process of rate one, stretched by the day's rates, so that the n-th contact of a
//! busier day is the same person a little earlier. Numbers are drawn in blocks: memory does not grow with the day.
//!
//! Source for the time change: Çınlar, Introduction to Stochastic Processes (1975), section 4.7.

use super::winner_tree::WinnerTree;
use crate::model::{ContactTypeId, Entrance};
use crate::observation::Demand;
use crate::plan::{Busy, Passage, Plan, Segment};
use crate::random::{Chances, Role, Stream, stream_of};
use crate::units::{Share, SimTime};

/// People drawn at a time.
const BLOCK: usize = 128;

/// Somebody who dials.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// What the person wants.
    pub contact_type: ContactTypeId,
    /// When [microseconds since midnight].
    pub arrived: u64,
    /// Willingness to hold \[microseconds\].
    pub patience: u64,
    /// Conversation \[microseconds\].
    pub talk_time: u64,
    /// After-call work \[microseconds\].
    pub after_call_work: u64,
    /// Leaves at once when nobody is free.
    pub balks: bool,
    /// Names the streams of what happens to this person alone: the way through the menu, later holds and calls.
    pub journey: u64,
    /// What the person chooses in the first menu of this center, where that is drawn ahead; else it is drawn on the way.
    pub choice: Option<Passage>,
}

/// Those who will dial in a replication, one after the other.
pub trait Callers {
    /// When the next person dials; at least [`WinnerTree::NEVER`] when nobody does any more.
    fn time(&self) -> u64;

    /// The next person, who is there. `CHOOSES`: whether what is chosen in the first menu is wanted where it is drawn ahead.
    fn take<const CHOOSES: bool>(&mut self, plan: &Plan, replication: u64) -> &Person;
}

/// Everybody who will dial in a replication, drawn for all the centers that they call in turn.
#[derive(Debug, Default)]
pub struct Crowd {
    people: Vec<Person>,
    /// Where the people of each stretch end.
    ends: Vec<usize>,
    demand: Demand,
}

impl Crowd {
    /// Memory that a person takes \[bytes\].
    pub const BYTES_A_PERSON: usize = size_of::<Person>();

    /// Draws the people of a replication.
    pub fn draw(&mut self, people: &mut People, plan: &Plan, seed: u64, chances: Chances) {
        self.people.clear();
        self.ends.clear();
        let mut work = 0_u64;
        for stretch in 0..plan.span.stretches.len() {
            people.begin(plan, stretch, seed, chances);
            while people.time() < WinnerTree::NEVER {
                // Without what they choose: each of the centers that they call may have a menu of its own.
                let person = *people.take::<false>(plan, chances.calls);
                work = work.saturating_add(person.talk_time).saturating_add(person.after_call_work);
                self.people.push(person);
            }
            self.ends.push(self.people.len());
        }
        self.demand = Demand { people: self.people.len() as u64, work };
    }

    /// What they bring with them.
    pub const fn demand(&self) -> Demand {
        self.demand
    }

    /// Those of a stretch dial, from the first on.
    pub fn dial(&self, stretch: usize) -> Dialling<'_> {
        let from = stretch.checked_sub(1).map_or(0, |before| self.ends[before]);
        let rest = &self.people[from..self.ends[stretch]];
        Dialling { rest, time: time_of(rest) }
    }
}

/// How far a crowd has dialled.
#[derive(Debug)]
pub struct Dialling<'c> {
    /// Those who have not dialled yet.
    rest: &'c [Person],
    /// When the first of them dials.
    time: u64,
}

/// When the first of these dials.
#[inline(always)]
fn time_of(people: &[Person]) -> u64 {
    people.first().map_or(WinnerTree::NEVER, |person| person.arrived)
}

impl Callers for Dialling<'_> {
    #[inline(always)]
    fn time(&self) -> u64 {
        self.time
    }

    #[inline(always)]
    fn take<const CHOOSES: bool>(&mut self, _: &Plan, _: u64) -> &Person {
        let (person, rest) = self.rest.split_first().expect("somebody dials only when there is somebody");
        self.rest = rest;
        self.time = time_of(rest);
        person
    }
}

/// Draws people as they are needed, in the order of dialling.
#[derive(Debug)]
pub struct People {
    kinds: Vec<Kind>,
    next: WinnerTree,
    /// Who was taken last.
    last: Option<Person>,
    segments: Vec<Vec<Segment>>,
    busy: Busy,
}

impl People {
    /// Room for the people of a plan.
    pub fn new(plan: &Plan) -> Self {
        let kinds = plan.contact_types.len();
        Self {
            kinds: (0..kinds).map(|_| Kind::default()).collect(),
            next: WinnerTree::new(kinds),
            last: None,
            segments: Vec::new(),
            busy: Busy::default(),
        }
    }

    /// Starts a stretch of a replication; the stretches come in order.
    pub fn begin(&mut self, plan: &Plan, stretch: usize, seed: u64, chances: Chances) {
        if stretch == 0 {
            self.busy.begin();
        }
        let stretch = &plan.span.stretches[stretch];
        plan.arrivals.draw(stretch, seed, chances, &mut self.segments, &mut self.busy);
        self.next.clear();
        // What a stretch does not share with others is named by its first date.
        let calls = chances.on(stretch.days[0].name).calls;
        for at in 0..self.kinds.len() {
            self.kinds[at].begin(plan, at, seed, calls);
            self.refill(plan, at, chances.calls);
        }
    }

    #[cold]
    fn refill(&mut self, plan: &Plan, at: usize, replication: u64) {
        let kind = &mut self.kinds[at];
        match plan.arrivals.trace(at, replication) {
            Some(times) => kind.follow(times),
            None => kind.draw_arrivals(&self.segments[at]),
        }
        kind.draw_people(plan, at);
        if kind.filled > 0 {
            self.next.set(at, kind.block.arrived[0]);
        } else {
            self.next.stop(at);
        }
    }
}

impl Callers for People {
    #[inline]
    fn time(&self) -> u64 {
        self.next.time()
    }

    #[inline(always)]
    fn take<const CHOOSES: bool>(&mut self, plan: &Plan, replication: u64) -> &Person {
        let at = self.next.winner();
        let kind = &mut self.kinds[at];
        let person = kind.block.person::<CHOOSES>(kind.position, at);
        kind.position += 1;
        if kind.position < kind.filled {
            self.next.set(at, kind.block.arrived[kind.position]);
        } else {
            self.refill(plan, at, replication);
        }
        self.last.insert(person)
    }
}

/// The people of one contact type: where their streams stand, and the block drawn last.
#[derive(Debug, Default)]
struct Kind {
    streams: Option<Streams>,
    /// Segment that the cursor is in, and how much of its expected number is used up.
    segment: usize,
    used: f64,
    /// Microseconds per expected contact in this segment.
    stretch: f64,
    entered: bool,
    /// How many of a trace have been taken.
    followed: usize,
    block: Block,
    position: usize,
    filled: usize,
}

#[derive(Debug)]
struct Streams {
    arrivals: Stream,
    patience: Stream,
    talk_time: Stream,
    after_call_work: Stream,
    balking: Stream,
    journey: Stream,
}

#[derive(Debug)]
struct Block {
    arrived: [u64; BLOCK],
    patience: [u64; BLOCK],
    talk_time: [u64; BLOCK],
    after_call_work: [u64; BLOCK],
    balks: [bool; BLOCK],
    journey: [u64; BLOCK],
    choice: [Option<Passage>; BLOCK],
}

impl Default for Block {
    fn default() -> Self {
        Self {
            arrived: [0; BLOCK],
            patience: [0; BLOCK],
            talk_time: [0; BLOCK],
            after_call_work: [0; BLOCK],
            balks: [false; BLOCK],
            journey: [0; BLOCK],
            choice: [None; BLOCK],
        }
    }
}

impl Block {
    /// The person at a position, which is below [`BLOCK`].
    #[inline(always)]
    fn person<const CHOOSES: bool>(&self, position: usize, kind: usize) -> Person {
        // Changes nothing, and spares six bounds checks.
        let position = position % BLOCK;
        Person {
            contact_type: ContactTypeId(kind as u16),
            arrived: self.arrived[position],
            patience: self.patience[position],
            talk_time: self.talk_time[position],
            after_call_work: self.after_call_work[position],
            balks: self.balks[position],
            journey: self.journey[position],
            choice: if CHOOSES { self.choice[position] } else { None },
        }
    }
}

impl Kind {
    fn begin(&mut self, plan: &Plan, at: usize, seed: u64, replication: u64) {
        let key = plan.contact_types[at].key;
        let stream = |role| stream_of(seed, replication, role, key);
        self.streams = Some(Streams {
            arrivals: stream(Role::Arrivals),
            patience: stream(Role::Patience),
            talk_time: stream(Role::Talk),
            after_call_work: stream(Role::AfterCall),
            balking: stream(Role::Balking),
            journey: stream(Role::Journey),
        });
        self.segment = 0;
        self.used = 0.0;
        self.entered = false;
        self.followed = 0;
        self.position = 0;
        self.filled = 0;
    }

    /// The next block of arrival times of a Poisson process with piecewise constant rate.
    fn draw_arrivals(&mut self, segments: &[Segment]) {
        self.filled = 0;
        self.position = 0;
        let Some(streams) = &mut self.streams else { return };
        let Some(mut segment) = segments.get(self.segment).copied() else { return };
        streams.arrivals.fill_exponential(&mut self.block.arrived);
        let mut used = self.used;
        for at in 0..BLOCK {
            used += f64::from_bits(self.block.arrived[at]);
            // Not `>`: a segment in which nobody calls is passed even by a gap of exactly nothing.
            while used >= segment.expected {
                used -= segment.expected;
                self.segment += 1;
                self.entered = false;
                match segments.get(self.segment) {
                    Some(next) => segment = *next,
                    None => return,
                }
            }
            if !self.entered {
                self.entered = true;
                self.stretch = (segment.to - segment.from) / segment.expected;
            }
            // Rounding must not carry anybody into the next segment, least of all past closing time. The signed conversion
            // is the faster one.
            let time = (segment.from + used * self.stretch).min(segment.to - 1.0);
            self.block.arrived[at] = (time as i64).cast_unsigned();
            self.filled = at + 1;
        }
        self.used = used;
    }

    /// The next block of a trace.
    fn follow(&mut self, times: &[SimTime]) {
        let rest = &times[self.followed.min(times.len())..];
        self.position = 0;
        self.filled = rest.len().min(BLOCK);
        for (slot, time) in self.block.arrived.iter_mut().zip(rest) {
            *slot = time.as_micros();
        }
        self.followed += self.filled;
    }

    /// Everything else about the people of the block.
    fn draw_people(&mut self, plan: &Plan, at: usize) {
        let Some(streams) = &mut self.streams else { return };
        let kind = &plan.contact_types[at];
        let filled = self.filled;
        kind.patience.fill(&mut streams.patience, &mut self.block.patience[..filled]);
        kind.talk_time.fill(&mut streams.talk_time, &mut self.block.talk_time[..filled]);
        if let Some(work) = &kind.after_call_work {
            work.fill(&mut streams.after_call_work, &mut self.block.after_call_work[..filled]);
        }
        if kind.balks > Share::NONE {
            self.block.balks[..filled].fill_with(|| streams.balking.chance(kind.balks));
        }
        if plan.follows || matches!(kind.enters, Entrance::Ivr(_)) {
            self.block.journey[..filled].fill_with(|| streams.journey.bits());
        }
        if matches!(kind.enters, Entrance::Ivr(_)) {
            let people = &self.block.journey[..filled];
            plan.draw_first_choices(ContactTypeId::at(at), people, &mut self.block.choice[..filled]);
        }
    }
}
