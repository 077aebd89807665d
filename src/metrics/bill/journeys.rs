//! Calls and numbers in a few words, for the tests of bills and rules.

use crate::model::{
    ChargeFrom, ContactTypeId, GroupId, HoldCharge, IvrStepId, Number, NumberClass, PerMinute, QueueId, Tariff,
};
use crate::observation::{Attempt, Call, CallEnd, Ending, Segment, Stretch};
use crate::units::{Duration, Money, Share, SimTime};

/// Everybody dials at eight.
pub const DIALLED: SimTime = SimTime::from_minutes(8 * 60);
pub const QUEUE: QueueId = QueueId(0);
pub const STEP: IvrStepId = IvrStepId(0);

/// Stretches of a call: what, and for how many seconds.
pub use Part::{Hold, Menu, Played, Served, Talk};

#[derive(Debug, Clone, Copy)]
pub enum Part {
    Played(f64),
    Menu(f64),
    Served(f64),
    Hold(f64),
    Talk(f64),
}

/// How callers who hang up on hold end.
pub const HANGS_UP: Ending = Ending::Abandoned { balked: false, on_notice: false };

pub fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).expect("a length of time")
}

/// A call of these stretches.
pub fn call(parts: &[Part]) -> Call {
    let mut at = DIALLED;
    let segments = parts.iter().map(|part| {
        let (stretch, length) = match *part {
            Played(length) => (Stretch::Announcement(STEP), length),
            Menu(length) => (Stretch::Menu(STEP), length),
            Served(length) => (Stretch::SelfService(STEP), length),
            Hold(length) => (Stretch::Hold(QUEUE), length),
            Talk(length) => (Stretch::Talk(GroupId(0), 0), length),
        };
        let from = at;
        at = at + seconds(length);
        Segment { stretch, from, to: at }
    });
    Call {
        person: 0,
        chance: 0,
        contact_type: ContactTypeId(0),
        number: 1,
        attempt: Attempt::First,
        got_through_before: false,
        dialled: DIALLED,
        interval: 0,
        first_interval: 0,
        first_dialled: DIALLED,
        segments: segments.collect(),
        announcements: Vec::new(),
    }
}

pub fn ended(call: &Call, how: Ending) -> CallEnd {
    CallEnd { how, at: call.segments.last().map_or(call.dialled, |last| last.to), calls_again: false }
}

/// A number with this tariff for everybody, from the connection on, hold charged.
pub fn number(landline: Tariff) -> Number {
    Number {
        name: "line".to_owned(),
        class: NumberClass::Service0180,
        landline,
        mobile: None,
        flat_rate: Share::NONE,
        hold: HoldCharge::Charged,
        charge_from: ChargeFrom::Connect,
        rules: Vec::new(),
    }
}

/// So many cents a minute, in steps of so many seconds.
pub fn per_minute(cents: i64, first: f64, then: f64) -> Tariff {
    let price = Money::from_millionths(cents * 10_000);
    Tariff { per_minute: Some(PerMinute { price, first: seconds(first), then: seconds(then) }), ..Tariff::default() }
}

/// So many cents a call.
pub fn per_call(cents: i64) -> Tariff {
    Tariff { per_call: Money::from_millionths(cents * 10_000), ..Tariff::default() }
}
