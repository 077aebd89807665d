//! What a call costs the caller, and what it would have cost had nobody held: exact, to the millionth.
//!
//! Worked out for every call of every replication: whole microseconds and millionths, a walk or two over the stretches of
//! the call, nothing allocated. `docs/TARIFFS.md` has each rule with an example.

#[cfg(test)]
pub(super) mod journeys;
#[cfg(test)]
pub(super) mod tests;

use crate::model::{ChargeFrom, Cut, HoldCharge, Number, PerMinute, SegmentKind, Tariff};
use crate::observation::{Call, CallEnd, Ending, Segment};
use crate::units::{Duration, MICROSECONDS_PER_SECOND, Money, Share};

/// What a call costs the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bill {
    /// All that the caller pays for the connection.
    pub charge: Money,
    /// What of it would not have been paid had every hold been zero.
    pub hold_charge: Money,
}

/// A second \[µs\].
const SECOND: u64 = MICROSECONDS_PER_SECOND;
/// A minute \[µs\].
const MINUTE: u64 = 60 * SECOND;
/// The most that a minute begun lacks \[µs\].
const ALMOST_A_MINUTE: u64 = MINUTE - 1;

impl Bill {
    /// Works out a call's bill.
    ///
    /// Nothing for a call that was never connected (`is_connected`) or whose caller pays a flat rate. Else the price per
    /// call, and the price of the time from when the tariff runs to the end, less what is free, in whole billing steps,
    /// rounded half up to the millionth once per call; together at most [`Tariff::at_most`].
    ///
    /// `hold_charge` is that charge less the charge of the same call in which every hold takes no time and everything else
    /// as long as it did; a call that was nothing but hold would then not have been connected, and costs nothing. It is
    /// never negative: taking hold away never lengthens the billed time (each free stretch shrinks by at most the hold that
    /// is taken from it), steps, cap and rounding keep that order.
    pub fn of(number: &Number, call: &Call, end: &CallEnd) -> Self {
        Self::on_course(number, &Payers::of(number), call, end, &Course::of(call))
    }

    /// The same where the payers of the number and the course of the call are known already.
    #[inline]
    pub(super) fn on_course(number: &Number, payers: &Payers, call: &Call, end: &CallEnd, course: &Course) -> Self {
        if !is_connected(call, end) || payers.are_flat_rate(call.chance) {
            return Self::default();
        }
        let is_mobile = payers.are_mobile(call.chance);
        match &payers.by_minute {
            Some(rates) if course.ends < MinuteRate::LATEST => rates[usize::from(is_mobile)].bill(course),
            _ => Self::by_tariff(number, payers, tariff(number, is_mobile), call, course),
        }
    }

    /// The bill where minutes are not all that matters.
    #[inline(never)]
    fn by_tariff(number: &Number, payers: &Payers, tariff: &Tariff, call: &Call, course: &Course) -> Self {
        if payers.pay_every_second {
            Self::of_every_second(tariff, course)
        } else {
            Self::by_stretches(number, tariff, call, course)
        }
    }

    /// The bill where every second is charged.
    fn of_every_second(tariff: &Tariff, course: &Course) -> Self {
        let time = course.ends.saturating_sub(course.connected);
        let price_of =
            |time| tariff.per_minute.map_or_else(|| amount(tariff, 0), |per| amount(tariff, in_steps(&per, time)));
        let charge = price_of(time);
        let without_hold = match course.hold {
            _ if !course.more_than_hold => Money::ZERO,
            0 => charge,
            hold => price_of(time.saturating_sub(hold)),
        };
        Self { charge, hold_charge: charge - without_hold }
    }

    /// The bill where it matters what happened when.
    fn by_stretches(number: &Number, tariff: &Tariff, call: &Call, course: &Course) -> Self {
        let Some((billed, without_hold)) = billed_times(number, tariff, call, course) else { return Self::default() };
        let charge = amount(tariff, billed);
        let without_hold = match course.more_than_hold {
            true if billed == without_hold => charge,
            true => amount(tariff, without_hold),
            false => Money::ZERO,
        };
        Self { charge, hold_charge: charge - without_hold }
    }
}

/// Whether a connection came about, which is what a price per call is paid for.
///
/// A busy tone is none, at once ([`Ending::Blocked`]) or because the queue was full ([`Ending::TurnedAway`]), unless
/// something was played to the caller before. Whoever joins a queue is connected, even for no time at all.
#[inline]
pub(super) fn is_connected(call: &Call, end: &CallEnd) -> bool {
    match end.how {
        Ending::Blocked => false,
        Ending::TurnedAway(_) => call.segments.iter().any(|segment| segment.stretch.kind() != SegmentKind::Hold),
        _ => !call.segments.is_empty(),
    }
}

/// What this person's calls to a number cost; `None`: nothing, because the person pays a flat rate.
pub(super) fn tariff_of(number: &Number, chance: u64) -> Option<&Tariff> {
    let payers = Payers::of(number);
    (!payers.are_flat_rate(chance)).then(|| tariff(number, payers.are_mobile(chance)))
}

/// The tariff that mobile phones pay, or the others.
fn tariff(number: &Number, is_mobile: bool) -> &Tariff {
    number.mobile.as_ref().filter(|_| is_mobile).map_or(&number.landline, |(_, tariff)| tariff)
}

/// How many people pay which tariff of a number, of the 2⁵³ that a chance tells apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payers {
    flat_rate: u64,
    mobile: u64,
    /// Whether every second from the connection on is charged, whatever happens in it.
    pay_every_second: bool,
    /// ... by whole minutes: the rate of landlines, then that of mobile phones.
    by_minute: Option<[MinuteRate; 2]>,
}

impl Payers {
    /// Of a number.
    pub(super) fn of(number: &Number) -> Self {
        /// Steps of a probability; the product with a share is exact but for its last bit.
        const STEPS: f64 = (1_u64 << 53) as f64;
        let steps = |share: Share| (share.get() * STEPS) as u64;
        let mut tariffs = number.mobile.iter().map(|(_, tariff)| tariff).chain([&number.landline]);
        let pay_every_second = number.hold == HoldCharge::Charged
            && number.charge_from == ChargeFrom::Connect
            && tariffs.all(|tariff| tariff.free_first == Duration::ZERO);
        let rates = || Some([MinuteRate::of(tariff(number, false))?, MinuteRate::of(tariff(number, true))?]);
        Self {
            flat_rate: steps(number.flat_rate),
            mobile: number.mobile.map_or(0, |(share, _)| steps(share)),
            pay_every_second,
            by_minute: if pay_every_second { rates() } else { None },
        }
    }

    /// Whether this person's calls cost nothing, because the person pays a flat rate.
    ///
    /// Flat rate or not, mobile or landline are drawn from [`Call::chance`] apart from each other, so that a person pays the
    /// same tariff in every call, and the same people pay it whatever the staff does.
    #[inline]
    const fn are_flat_rate(&self, chance: u64) -> bool {
        /// Any number.
        const FLAT_RATE: u64 = 0x666c_6174_2d72_6174;
        happens(chance ^ FLAT_RATE, self.flat_rate)
    }

    /// Whether this person calls from a mobile phone.
    #[inline]
    const fn are_mobile(&self, chance: u64) -> bool {
        /// Any other number.
        const MOBILE: u64 = 0x6d6f_6269_6c65_2d2d;
        happens(chance ^ MOBILE, self.mobile)
    }
}

/// A tariff by whole minutes, as most are, in numbers that cannot overflow \[millionths\]: of whole minutes nothing is to be
/// rounded.
#[derive(Debug, Clone, Copy)]
struct MinuteRate {
    per_call: i64,
    price: i64,
    at_most: i64,
}

impl MinuteRate {
    /// Calls end before this \[µs\]: 35 years, or 2²⁵ minutes.
    const LATEST: u64 = 1 << 50;
    /// No minute costs more.
    const DEAREST_MINUTE: i64 = 1 << 36;
    /// No call does.
    const DEAREST_CALL: i64 = 1 << 60;

    /// Of a tariff; `None` where it is no such one.
    fn of(tariff: &Tariff) -> Option<Self> {
        let steps = tariff.per_minute.as_ref()?;
        let (per_call, price) = (tariff.per_call.millionths(), steps.price.millionths());
        let fits = (steps.first.as_micros(), steps.then.as_micros()) == (MINUTE, MINUTE)
            && (0..Self::DEAREST_MINUTE).contains(&price)
            && (0..Self::DEAREST_CALL).contains(&per_call);
        let at_most = tariff.at_most.map_or(i64::MAX, Money::millionths);
        fits.then_some(Self { per_call, price, at_most })
    }

    /// Price of a connection of so many microseconds.
    #[inline]
    fn price_of(&self, time: u64) -> i64 {
        let minutes = (time + ALMOST_A_MINUTE) / MINUTE;
        (self.per_call + self.price * minutes.cast_signed()).min(self.at_most)
    }

    /// The bill of a call in which every second is charged.
    #[inline]
    fn bill(&self, course: &Course) -> Bill {
        let time = course.ends.saturating_sub(course.connected);
        let charge = self.price_of(time);
        let without_hold = if course.more_than_hold { self.price_of(time.saturating_sub(course.hold)) } else { 0 };
        Bill { charge: Money::from_millionths(charge), hold_charge: Money::from_millionths(charge - without_hold) }
    }
}

/// Whether something happens that does so in this many of 2⁵³ cases, the same answer for the same bits.
///
/// Mixed by the finalizer of `SplitMix64` (Steele, Lea, Flood 2014), so that bits that differ by a constant give answers that
/// have nothing to do with each other.
#[inline]
const fn happens(bits: u64, cases: u64) -> bool {
    if cases == 0 {
        return false;
    }
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let bits = bits ^ (bits >> 31);
    (bits >> 11) < cases
}

/// What every bill needs to know of a call; times in microseconds since midnight of the first day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// The connection.
    pub connected: u64,
    /// The end of the last stretch.
    pub ends: u64,
    /// Length of all holds together.
    pub hold: u64,
    /// Whether there was anything but hold.
    pub more_than_hold: bool,
}

/// An instant \[µs\], and the hold before it \[µs\].
type Landmark = (u64, u64);

impl Course {
    /// One walk over the stretches.
    pub(super) fn of(call: &Call) -> Self {
        let (mut hold, mut more_than_hold) = (0, false);
        for segment in &call.segments {
            if segment.stretch.kind() == SegmentKind::Hold {
                hold += length(segment);
            } else {
                more_than_hold = true;
            }
        }
        let (first, last) = (call.segments.first(), call.segments.last());
        Self {
            connected: first.map_or(0, |first| first.from.as_micros()),
            ends: last.map_or(0, |last| last.to.as_micros()),
            hold,
            more_than_hold,
        }
    }

    /// From when on the tariff runs; `None`: it never does.
    pub(super) fn tariff_runs(&self, from: ChargeFrom, call: &Call) -> Option<Landmark> {
        match from {
            ChargeFrom::Connect => Some((self.connected, 0)),
            ChargeFrom::EndOfHold => end_of_first_hold(call),
        }
    }

    /// The start of processing, which is the first menu, self-service or talk; the end of the call where there is none.
    pub(super) fn processing(&self, call: &Call) -> Landmark {
        let mut hold = 0;
        for segment in &call.segments {
            match segment.stretch.kind() {
                SegmentKind::Hold => hold += length(segment),
                SegmentKind::Announcement => {}
                SegmentKind::Menu | SegmentKind::SelfService | SegmentKind::Talk => {
                    return (segment.from.as_micros(), hold);
                }
            }
        }
        (self.ends, hold)
    }
}

/// Where the first hold ends, holds that follow each other being one; `None`: there is none, or nothing comes after it.
fn end_of_first_hold(call: &Call) -> Option<Landmark> {
    let (mut hold, mut has_held) = (0, false);
    for segment in &call.segments {
        if segment.stretch.kind() == SegmentKind::Hold {
            hold += length(segment);
            has_held = true;
        } else if has_held {
            return Some((segment.from.as_micros(), hold));
        }
    }
    None
}

/// Length of a stretch \[µs\].
#[inline]
pub(super) const fn length(segment: &Segment) -> u64 {
    segment.to.as_micros().saturating_sub(segment.from.as_micros())
}

/// Billed time in whole billing steps \[µs\]: as it was, and had every hold been zero. `None`: the tariff never runs.
fn billed_times(number: &Number, tariff: &Tariff, call: &Call, course: &Course) -> Option<(u64, u64)> {
    let (runs, hold_before) = course.tariff_runs(number.charge_from, call)?;
    let Some(steps) = &tariff.per_minute else { return Some((0, 0)) };
    let free = tariff.free_first.as_micros();
    let billed = |time: u64| in_steps(steps, time);
    // The same call with its holds taken out, each instant moved forward by the hold before it.
    let (runs_without, ends_without) = (runs - hold_before, course.ends.saturating_sub(course.hold));
    let without_hold = ends_without.saturating_sub(runs_without.saturating_add(free));
    Some(match number.hold {
        HoldCharge::Charged => {
            let as_it_was = course.ends.saturating_sub(runs.saturating_add(free));
            let without = billed(without_hold);
            (if as_it_was == without_hold { without } else { billed(as_it_was) }, without)
        }
        HoldCharge::Free(Cut::Splice) => {
            let spliced = billed(without_hold);
            (spliced, spliced)
        }
        HoldCharge::Free(Cut::Restart) => {
            let restarted = in_sections(steps, call, runs, free);
            (restarted, restarted)
        }
        HoldCharge::FreeFirst(most) => {
            let (processing, hold_before) = course.processing(call);
            let set_up = (call.dialled + most).as_micros();
            let from = processing.min(set_up).max(runs.saturating_add(free));
            let free_without = processing.saturating_sub(hold_before).min(set_up);
            let from_without = free_without.max(runs_without.saturating_add(free));
            (billed(course.ends.saturating_sub(from)), billed(ends_without.saturating_sub(from_without)))
        }
    })
}

/// Billed time of the sections between holds from `runs` on, each in whole billing steps \[µs\]; the first `free` of them are not billed.
///
/// A hold of no length parts two sections too: whoever is answered at once pays what the others pay.
fn in_sections(steps: &PerMinute, call: &Call, runs: u64, mut free: u64) -> u64 {
    let (mut billed, mut section) = (0, 0);
    for segment in &call.segments {
        if segment.stretch.kind() == SegmentKind::Hold {
            billed += in_steps(steps, section);
            section = 0;
            continue;
        }
        if segment.from.as_micros() < runs {
            continue;
        }
        let length = length(segment);
        let unbilled = free.min(length);
        free -= unbilled;
        section += length - unbilled;
    }
    billed + in_steps(steps, section)
}

/// A length of time in whole billing steps \[µs\]: nothing for nothing, else the first step and as many more as it takes.
pub(super) fn in_steps(steps: &PerMinute, time: u64) -> u64 {
    let (first, then) = (steps.first.as_micros(), steps.then.as_micros());
    let more = match time.checked_sub(first) {
        None if time == 0 => return 0,
        None | Some(0) => return first,
        Some(more) => more,
    };
    // The steps that are on the market: dividing by a known number is a multiplication.
    let further = match then {
        MINUTE => more.div_ceil(MINUTE),
        SECOND => more.div_ceil(SECOND),
        // A step lasts: the model has seen to it.
        then => more.div_ceil(then.max(1)),
    };
    first.saturating_add(further.saturating_mul(then))
}

/// Price of a connection of so many billed microseconds: per call and for the time, rounded half up to the millionth, at
/// most what the tariff allows.
pub(super) fn amount(tariff: &Tariff, billed: u64) -> Money {
    let price = tariff.per_minute.map_or(0, |time| time.price.millionths().cast_unsigned());
    let rounded = |product: u64| (product + MINUTE / 2) / MINUTE;
    let time = match price.checked_mul(billed).filter(|product| *product <= u64::MAX - MINUTE) {
        Some(product) => rounded(product).cast_signed(),
        // Nobody talks so long at such a price; whoever holds for ever does.
        None => i64::try_from((u128::from(price) * u128::from(billed) + u128::from(MINUTE / 2)) / u128::from(MINUTE))
            .unwrap_or(i64::MAX),
    };
    with_limit(tariff, time)
}

/// Price per call and of the time \[millionths\], at most what the tariff allows.
#[inline]
fn with_limit(tariff: &Tariff, time: i64) -> Money {
    let price = tariff.per_call + Money::from_millionths(time);
    tariff.at_most.map_or(price, |most| price.min(most))
}
