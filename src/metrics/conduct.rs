//! Whether a call was dealt with as a rule set asks, and what the caller paid without owing it.
//!
//! No legal advice: a rule set says what it takes for hold and what it asks, this page compares. `docs/RULES.md` has every rule with
//! its source and what is left out.

#[cfg(test)]
mod tests;

use super::bill::{self, Bill, Course};
use crate::model::{
    AnswerRule, Cut, FreeHoldRule, HoldCharge, HoldsCounted, NoticeRule, Number, PerMinute, RuleSet, SegmentKind,
};
use crate::observation::{Call, CallEnd, Ending};
use crate::units::{Duration, Money, SimTime};

/// How a call fares under a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent answers, each with its own figure")]
pub struct Judgement {
    /// Whether the call is judged at all: a busy tone is no call that rules speak of. Everything else is then no, or nothing.
    pub counts: bool,
    /// Whether the call was dealt with as the rules ask, in every point.
    ///
    /// A share of calls to be answered in time is a demand on all calls together; a single call complies with it when it
    /// was itself answered in time, so that this share of calls must comply, not all of them.
    pub complies: bool,
    /// Whether the rules ask for a notice of the expected wait in this call.
    pub notice_due: bool,
    /// It came in time, in every hold in which it was due.
    pub notice_kept: bool,
    /// What was charged against the rules.
    pub unlawful_charge: Money,
    /// What was charged and is not owed by the caller.
    pub not_owed: Money,
    /// Whether the rules ask for an answer in time and this call was answered in time.
    pub answered_in_time: bool,
    /// Whether the rules forbid cutting off and this call was cut off on hold, or by a busy tone after a menu.
    pub cut_off: bool,
}

impl Judgement {
    /// Judges a call on a number.
    ///
    /// `not_owed` is the whole charge of a call in which hold was charged against the rules or a notice was missing or late, if the rules
    /// say that such a breach frees the caller. § 116 TKG says "if and as far as"; the narrower reading, only what was charged for the hold, is
    /// `unlawful_charge`.
    pub fn of(rules: &RuleSet, number: &Number, call: &Call, end: &CallEnd, bill: &Bill) -> Self {
        if !bill::is_connected(call, end) {
            return Self::default();
        }
        let (mut notice_due, mut notice_kept) = (false, false);
        if let Some(notice) = rules.notice.as_ref().filter(|notice| !notice.except.contains(&number.class)) {
            (notice_due, notice_kept) = notices(notice, &rules.hold, call);
        }
        let free_hold = rules.free_hold.as_ref().filter(|rule| !rule.except.contains(&number.class));
        let unlawful_charge =
            free_hold.map_or(Money::ZERO, |rule| unlawful_charge(rule, &rules.hold, number, call, bill));
        let answered_in_time = rules.answer.is_some_and(|answer| is_answered_in_time(&answer, &rules.hold, call));
        let cut = matches!(end.how, Ending::Disconnected | Ending::TurnedAway(_));
        let cut_off = rules.no_cutting_off && cut;
        let notice_missed = notice_due && !notice_kept;
        let breach = notice_missed || unlawful_charge > Money::ZERO;
        Self {
            counts: true,
            complies: !breach && !cut_off && (rules.answer.is_none() || answered_in_time),
            notice_due,
            notice_kept,
            unlawful_charge,
            not_owed: if breach && rules.breach_frees_caller { bill.charge } else { Money::ZERO },
            answered_in_time,
            cut_off,
        }
    }
}

/// Unbroken runs of stretches that a rule takes for hold, each longer than nothing: start and end.
///
/// Who is answered at once did not hold, so the first hold of a call is the first that takes time.
fn holds<'a>(kinds: &'a [SegmentKind], call: &'a Call) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let mut segments = call.segments.iter().peekable();
    std::iter::from_fn(move || {
        loop {
            let first = segments.find(|segment| kinds.contains(&segment.stretch.kind()))?;
            let mut ends = first.to;
            while let Some(next) = segments.next_if(|segment| kinds.contains(&segment.stretch.kind())) {
                ends = next.to;
            }
            if first.from < ends {
                return Some((first.from, ends));
            }
        }
    })
}

/// Whether a notice is due in the call, and whether each that is due came in time.
///
/// In time is from the start of the hold on: a caller who was told early knows.
fn notices(rule: &NoticeRule, kinds: &[SegmentKind], call: &Call) -> (bool, bool) {
    let counted = match rule.holds {
        HoldsCounted::First => 1,
        HoldsCounted::Each => usize::MAX,
    };
    let (mut is_due, mut is_kept) = (false, true);
    for (from, to) in holds(kinds, call).take(counted).filter(|(from, to)| to.since(*from) >= rule.after) {
        is_due = true;
        let latest = (from + rule.after + rule.tolerance).min(to);
        is_kept &= call.announcements.iter().any(|(_, announcement)| (from..=latest).contains(&announcement.at));
    }
    (is_due, is_due && is_kept)
}

/// Whether somebody answered after no more hold than the rule allows; who spoke to a machine alone was not answered.
fn is_answered_in_time(rule: &AnswerRule, kinds: &[SegmentKind], call: &Call) -> bool {
    let mut hold = Duration::ZERO;
    for segment in &call.segments {
        let kind = segment.stretch.kind();
        if kind == SegmentKind::Talk {
            return hold <= rule.within;
        }
        if kinds.contains(&kind) {
            hold += segment.length();
        }
    }
    false
}

/// What was charged for hold that must be free: the charge, less what it is once each second that was charged and must not be is taken out.
///
/// The price per call was paid for hold where the call was nothing but hold that must be free. A fixed price for the call, with no
/// price of time beside it, is allowed if the rule says so.
fn unlawful_charge(rule: &FreeHoldRule, kinds: &[SegmentKind], number: &Number, call: &Call, bill: &Bill) -> Money {
    if bill.charge <= Money::ZERO {
        return Money::ZERO;
    }
    let Some(tariff) = bill::tariff_of(number, call.chance) else { return Money::ZERO };
    if rule.fixed_price_allowed && tariff.per_minute.is_none() {
        return Money::ZERO;
    }
    let free =
        FreeStretch { kinds, until: rule.first.map_or(SimTime::NEVER, |first| call.dialled + first).as_micros() };
    let is_all_free = call
        .segments
        .iter()
        .all(|segment| kinds.contains(&segment.stretch.kind()) && segment.to.as_micros() <= free.until);
    if is_all_free {
        return bill.charge;
    }
    let billed = tariff.per_minute.map_or(0, |steps| lawful_time(&steps, &free, number, tariff.free_first, call));
    let lawful = bill::amount(tariff, billed);
    bill.charge - lawful.min(bill.charge)
}

/// Which stretches of a call must be free.
struct FreeStretch<'a> {
    /// Of these kinds,
    kinds: &'a [SegmentKind],
    /// up to this instant \[µs\].
    until: u64,
}

impl FreeStretch<'_> {
    /// No stretch at all.
    #[cfg(test)]
    const NONE: Self = Self { kinds: &[], until: 0 };
}

/// Billed time in whole billing steps \[µs\] once the free stretches are taken out of what the tariff bills.
///
/// What the tariff bills is worked out stretch by stretch, another way than for the bill: the tests hold them against each other.
fn lawful_time(steps: &PerMinute, free: &FreeStretch<'_>, number: &Number, free_first: Duration, call: &Call) -> u64 {
    let course = Course::of(call);
    let Some((runs, _)) = course.tariff_runs(number.charge_from, call) else { return 0 };
    let (runs, mut unbilled) = match number.hold {
        HoldCharge::FreeFirst(most) => {
            let free_until = course.processing(call).0.min((call.dialled + most).as_micros());
            (free_until.max(runs.saturating_add(free_first.as_micros())), 0)
        }
        HoldCharge::Charged | HoldCharge::Free(_) => (runs, free_first.as_micros()),
    };
    let (mut billed, mut section) = (0, 0);
    for segment in &call.segments {
        let kind = segment.stretch.kind();
        if kind == SegmentKind::Hold
            && let HoldCharge::Free(cut) = number.hold
        {
            if cut == Cut::Restart {
                billed += bill::in_steps(steps, section);
                section = 0;
            }
            continue;
        }
        let (from, to) = (segment.from.as_micros().max(runs), segment.to.as_micros());
        let length = to.saturating_sub(from);
        let from = from + unbilled.min(length);
        unbilled -= unbilled.min(length);
        let from = if free.kinds.contains(&kind) { from.max(free.until) } else { from };
        section += to.saturating_sub(from);
    }
    billed + bill::in_steps(steps, section)
}
