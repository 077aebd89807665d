//! What happens by the clock, and in which order at one instant.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::winner_tree::{Groups, WinnerTree};

/// The order of things that happen at one instant. First come, first out within a line of it; agents who free together
/// go by number.
///
/// So a caller whose patience ends in the very instant in which an agent frees, or comes on duty, is answered.
pub const ORDER_AT_ONE_INSTANT: [&str; 9] = [
    "a planning interval begins",
    "agents come on duty or leave",
    "the lines close",
    "a talk ends, after-call work ends, an agent frees and takes who waits",
    "a hold reaches the overflow time",
    "an announcement is heard on hold; then a callback is offered",
    "somebody leaves the menu",
    "somebody on hold hangs up",
    "who calls again arrives; then who calls for the first time",
];

/// Things that the day's plan fixes in advance. The order is that of [`ORDER_AT_ONE_INSTANT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TickKind {
    /// A planning interval begins.
    Interval(u32),
    /// A group has so many heads from now on.
    Staff { group: u16, heads: u32 },
    /// The lines close.
    Close,
    /// Nothing will ever happen again.
    End,
}

/// Something that the day's plan fixes in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick {
    /// When [microseconds since midnight].
    pub at: u64,
    /// What.
    pub kind: TickKind,
}

/// Things that are set while the day is played. The order is that of [`ORDER_AT_ONE_INSTANT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimerKind {
    /// Somebody in this queue reaches the overflow time.
    Overflow { queue: u16 },
    /// The holder of this ticket in this queue hears an announcement.
    Notice { queue: u16, ticket: u64 },
    /// The holder of this ticket in this queue is offered a callback.
    CallbackOffer { queue: u16, ticket: u64 },
    /// The person of this followed call leaves the menu.
    LeavesMenu { call: u32 },
    /// The holder of this ticket in this queue loses patience.
    LosesPatience { queue: u16, ticket: u64 },
    /// The person of this followed call dials again.
    DialsAgain { call: u32 },
}

/// Timers, earliest first; at one instant in the written order, then first set, first out.
///
/// The first few dozen sit in groups of clocks, where setting and taking branch on nothing that cannot be foretold; what
/// finds no room there waits in a heap.
#[derive(Debug)]
pub struct Timers {
    /// When each of the timers rings that have a place.
    times: Groups,
    /// By leaf of those clocks.
    places: Box<[Place; Groups::LEAVES]>,
    /// A bit for each leaf without a timer.
    free: u64,
    /// Those that found no room: none while a leaf is free.
    rest: BinaryHeap<Reverse<(u64, Place)>>,
    /// Time of the earliest, which is asked for at every event.
    earliest: u64,
    set_so_far: u64,
}

const _: () = assert!(Groups::LEAVES == u64::BITS as usize);

/// A timer that is set for some instant, in two words; those of one instant are in the order in which they ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Place in the order of things at one instant, then number in the order of setting.
    order: u64,
    /// Whom it concerns.
    whom: u64,
}

/// Bits of `order` below the place.
const NUMBER_BITS: u32 = 56;
/// Bits of `whom` below the queue: more tickets than there are microseconds in eight years.
const TICKET_BITS: u32 = 48;

impl Place {
    #[inline(always)]
    const fn new(number: u64, kind: TimerKind) -> Self {
        let (place, whom) = match kind {
            TimerKind::Overflow { queue } => (0, queue as u64),
            TimerKind::Notice { queue, ticket } => (1, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::CallbackOffer { queue, ticket } => (2, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::LeavesMenu { call } => (3, call as u64),
            TimerKind::LosesPatience { queue, ticket } => (4, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::DialsAgain { call } => (5, call as u64),
        };
        Self { order: place << NUMBER_BITS | number, whom }
    }

    #[inline(always)]
    const fn kind(self) -> TimerKind {
        let queue = (self.whom >> TICKET_BITS) as u16;
        let ticket = self.whom & ((1 << TICKET_BITS) - 1);
        match self.order >> NUMBER_BITS {
            0 => TimerKind::Overflow { queue: self.whom as u16 },
            1 => TimerKind::Notice { queue, ticket },
            2 => TimerKind::CallbackOffer { queue, ticket },
            3 => TimerKind::LeavesMenu { call: self.whom as u32 },
            4 => TimerKind::LosesPatience { queue, ticket },
            _ => TimerKind::DialsAgain { call: self.whom as u32 },
        }
    }
}

impl Default for Timers {
    fn default() -> Self {
        let nobody = Place::new(0, TimerKind::Overflow { queue: 0 });
        Self {
            times: Groups::default(),
            places: Box::new([nobody; Groups::LEAVES]),
            free: u64::MAX,
            rest: BinaryHeap::new(),
            earliest: WinnerTree::NEVER,
            set_so_far: 0,
        }
    }
}

impl Timers {
    /// Earliest time, [`WinnerTree::NEVER`] when none is set.
    #[inline]
    pub const fn time(&self) -> u64 {
        self.earliest
    }

    /// Sets a timer; for [`WinnerTree::NEVER`] or later there is none to set.
    #[inline(always)]
    pub fn set(&mut self, at: u64, kind: TimerKind) {
        if at >= WinnerTree::NEVER {
            return;
        }
        let timer = Place::new(self.set_so_far, kind);
        self.set_so_far += 1;
        self.earliest = self.earliest.min(at);
        if self.free == 0 {
            self.rest.push(Reverse((at, timer)));
            return;
        }
        let leaf = self.free.trailing_zeros() as usize;
        self.free &= self.free - 1;
        self.places[leaf] = timer;
        self.times.set(leaf, at);
    }

    /// Takes the earliest.
    #[inline(always)]
    pub fn take(&mut self) -> Option<TimerKind> {
        self.take_place().map(Place::kind)
    }

    #[inline(always)]
    fn take_place(&mut self) -> Option<Place> {
        let at = self.earliest;
        if self.times.time() != at {
            return self.take_from_rest();
        }
        if at == WinnerTree::NEVER {
            return None;
        }
        let leaf = self.times.winner();
        let timer = self.places[leaf];
        if self.rest.is_empty() {
            // Nearly always a few are set, and which are free says whether it is so.
            if self.free >> Groups::FEW == u64::MAX >> Groups::FEW {
                self.times.stop_among_few(leaf);
            } else {
                self.times.stop(leaf);
            }
            self.free |= 1 << leaf;
            self.earliest = self.times.time();
        } else {
            self.refill(leaf);
        }
        Some(if self.earliest == at { self.first_of_instant(at, timer) } else { timer })
    }

    /// The earliest is one of those that found no room.
    #[cold]
    fn take_from_rest(&mut self) -> Option<Place> {
        let Reverse((_, timer)) = self.rest.pop()?;
        self.know_earliest();
        Some(timer)
    }

    /// Puts the earliest of those that found no room in a place that is given back.
    #[cold]
    fn refill(&mut self, leaf: usize) {
        if let Some(Reverse((at, timer))) = self.rest.pop() {
            self.places[leaf] = timer;
            self.times.set(leaf, at);
        }
        self.know_earliest();
    }

    fn know_earliest(&mut self) {
        let first_of_rest = self.rest.peek().map_or(WinnerTree::NEVER, |Reverse((at, _))| *at);
        self.earliest = self.times.time().min(first_of_rest);
    }

    /// Several ring in one instant: the first of them, where `timer` was taken before the others were looked at.
    #[cold]
    fn first_of_instant(&mut self, at: u64, mut timer: Place) -> Place {
        for leaf in self.times.leaves_at(at) {
            let other = &mut self.places[leaf];
            if *other < timer {
                std::mem::swap(other, &mut timer);
            }
        }
        if let Some(mut first) = self.rest.peek_mut()
            && first.0 < (at, timer)
        {
            std::mem::swap(&mut first.0.1, &mut timer);
        }
        timer
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.times.clear();
        self.free = u64::MAX;
        self.rest.clear();
        self.earliest = WinnerTree::NEVER;
        self.set_so_far = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_one_instant_overflow_comes_before_the_menu_and_hanging_up_last() {
        let mut timers = Timers::default();
        timers.set(5, TimerKind::LosesPatience { queue: 0, ticket: 1 });
        timers.set(5, TimerKind::LeavesMenu { call: 9 });
        timers.set(5, TimerKind::LeavesMenu { call: 2 });
        timers.set(5, TimerKind::Overflow { queue: 3 });
        timers.set(4, TimerKind::LosesPatience { queue: 0, ticket: 7 });
        let order: Vec<_> = std::iter::from_fn(|| timers.take()).collect();
        assert_eq!(
            order,
            [
                TimerKind::LosesPatience { queue: 0, ticket: 7 },
                TimerKind::Overflow { queue: 3 },
                TimerKind::LeavesMenu { call: 9 },
                TimerKind::LeavesMenu { call: 2 },
                TimerKind::LosesPatience { queue: 0, ticket: 1 },
            ]
        );
    }

    #[test]
    fn many_timers_ring_in_order_whatever_the_order_of_setting() {
        let mut timers = Timers::default();
        let mut expected = Vec::new();
        let mut number = 1_u64;
        let mut rang = Vec::new();
        for round in 0..3000_u32 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = u64::from(round) + (number >> 54);
            timers.set(at, TimerKind::DialsAgain { call: round });
            expected.push((at, round));
            // Now and then the next one rings.
            if round % 3 == 0 {
                let time = timers.time();
                let Some(TimerKind::DialsAgain { call }) = timers.take() else { panic!("a timer is set") };
                let first = *expected.iter().min().expect("as many are expected");
                assert_eq!((time, call), first);
                expected.retain(|other| *other != first);
                rang.push(first);
            }
        }
        expected.sort_unstable();
        for first in expected {
            let time = timers.time();
            let Some(TimerKind::DialsAgain { call }) = timers.take() else { panic!("a timer is set") };
            assert_eq!((time, call), first);
        }
        assert_eq!((timers.take(), timers.time()), (None, WinnerTree::NEVER));
    }

    /// Up and down between none and forty, so that few and many are searched in turn.
    #[test]
    fn timers_ring_in_order_while_few_become_many_and_few_again() {
        let mut timers = Timers::default();
        let mut expected = Vec::new();
        let mut number = 1_u64;
        for round in 0..4000_u32 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let goes_up = round / 40 % 2 == 0;
            if goes_up || expected.is_empty() {
                let at = u64::from(round) + (number >> 54);
                timers.set(at, TimerKind::DialsAgain { call: round });
                expected.push((at, round));
            } else {
                let time = timers.time();
                let Some(TimerKind::DialsAgain { call }) = timers.take() else { panic!("a timer is set") };
                let first = *expected.iter().min().expect("somebody is expected");
                assert_eq!((time, call), first);
                expected.retain(|other| *other != first);
            }
        }
    }

    #[test]
    fn the_day_goes_on_in_the_written_order() {
        assert!(TickKind::Interval(9) < TickKind::Staff { group: 0, heads: 0 });
        assert!(TickKind::Staff { group: 9, heads: 9 } < TickKind::Close);
        assert!(TickKind::Close < TickKind::End);
    }
}
