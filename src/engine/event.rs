//! What happens by the clock, and in which order at one instant.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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
/// The next few stand in a row that is kept sorted, which costs half of what a heap costs while few are set; the others
/// wait in a heap.
#[derive(Debug)]
pub struct Timers {
    /// The next ones, the earliest last.
    soon: Vec<Timer>,
    /// All others; none is earlier than those in the row.
    later: BinaryHeap<Reverse<Timer>>,
    /// Time of the earliest, which is asked for at every event.
    earliest: u64,
    set_so_far: u64,
}

/// Most timers in the row.
const ROW: usize = 32;

/// A timer in three words: small, because timers are moved about a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Timer {
    at: u64,
    /// Place in the order of things at one instant, then number in the order of setting.
    order: u64,
    /// Whom it concerns.
    whom: u64,
}

/// Bits of `order` below the place.
const NUMBER_BITS: u32 = 56;
/// Bits of `whom` below the queue: more tickets than there are microseconds in eight years.
const TICKET_BITS: u32 = 48;

impl Timer {
    const fn new(at: u64, number: u64, kind: TimerKind) -> Self {
        let (place, whom) = match kind {
            TimerKind::Overflow { queue } => (0, queue as u64),
            TimerKind::Notice { queue, ticket } => (1, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::CallbackOffer { queue, ticket } => (2, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::LeavesMenu { call } => (3, call as u64),
            TimerKind::LosesPatience { queue, ticket } => (4, (queue as u64) << TICKET_BITS | ticket),
            TimerKind::DialsAgain { call } => (5, call as u64),
        };
        Self { at, order: place << NUMBER_BITS | number, whom }
    }

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
        Self { soon: Vec::with_capacity(ROW + 1), later: BinaryHeap::new(), earliest: u64::MAX, set_so_far: 0 }
    }
}

impl Timers {
    /// Earliest time, `u64::MAX` when none is set.
    #[inline]
    pub const fn time(&self) -> u64 {
        self.earliest
    }

    /// Sets a timer.
    pub fn set(&mut self, at: u64, kind: TimerKind) {
        let timer = Timer::new(at, self.set_so_far, kind);
        self.set_so_far += 1;
        self.earliest = self.earliest.min(at);
        if !self.later.is_empty() && self.soon.first().is_some_and(|last| *last < timer) {
            self.later.push(Reverse(timer));
            return;
        }
        let place = self.soon.iter().rposition(|other| *other > timer).map_or(0, |after| after + 1);
        self.soon.insert(place, timer);
        if self.soon.len() > ROW {
            self.later.push(Reverse(self.soon.remove(0)));
        }
    }

    /// Takes the earliest.
    pub fn take(&mut self) -> Option<TimerKind> {
        let first = self.soon.pop()?;
        if self.soon.is_empty() {
            self.fill_row();
        }
        self.earliest = self.soon.last().map_or(u64::MAX, |next| next.at);
        Some(first.kind())
    }

    /// Takes the next ones from the heap into the empty row.
    fn fill_row(&mut self) {
        while self.soon.len() < ROW / 2
            && let Some(Reverse(next)) = self.later.pop()
        {
            self.soon.push(next);
        }
        self.soon.reverse();
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.soon.clear();
        self.later.clear();
        self.earliest = u64::MAX;
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
        assert_eq!((timers.take(), timers.time()), (None, u64::MAX));
    }

    #[test]
    fn the_day_goes_on_in_the_written_order() {
        assert!(TickKind::Interval(9) < TickKind::Staff { group: 0, heads: 0 });
        assert!(TickKind::Staff { group: 9, heads: 9 } < TickKind::Close);
        assert!(TickKind::Close < TickKind::End);
    }
}
