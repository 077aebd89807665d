//! What the client pays for the work of an invoice's period.

use std::cell::Cell;

use super::arithmetic::{Unrounded, WHOLE, parts_of};
use super::evidence::Delivered;
use super::forecast::PER_CONTACT;
use super::ledger::Rule;
use crate::model::contract::Fee;
use crate::units::Money;

const MICROSECONDS_PER_MINUTE: i128 = 60_000_000;
const MICROSECONDS_PER_HOUR: i128 = 3_600_000_000;

/// Tells each part of a fee that is not nothing: why, how much of what, and the amount in cents.
pub fn bill(fee: &Fee, delivered: &Delivered, expected: u64, mut tell: impl FnMut(Rule, u64, Money)) {
    let total = Cell::new(Money::ZERO);
    let mut add = |rule: Rule, counted: u64, amount: Money| {
        if amount != Money::ZERO {
            total.set(total.get() + amount);
            tell(rule, counted, amount);
        }
    };
    contacts(fee, 0, delivered.answered, &mut add);
    for (rule, price, time, per) in [
        (Rule::PerTalkMinute, fee.per_talk_minute, delivered.talk, MICROSECONDS_PER_MINUTE),
        (Rule::PerHandledMinute, fee.per_handled_minute, delivered.handled, MICROSECONDS_PER_MINUTE),
        (Rule::PerStaffedHour, fee.per_staffed_hour, delivered.staffed, MICROSECONDS_PER_HOUR),
    ] {
        add(rule, time, Unrounded::rate(price, time.into(), per).to_cents());
    }
    add(Rule::Fixed, 0, Unrounded::of(fee.fixed).to_cents());
    if let Some(share) = fee.minimum_of_forecast {
        let billed = parts_of(share) * i128::from(expected) / (WHOLE * i128::from(PER_CONTACT));
        let billed = u64::try_from(billed).unwrap_or(u64::MAX);
        if billed > delivered.answered {
            let mut missing = Money::ZERO;
            contacts(fee, delivered.answered, billed, &mut |_, _, amount| missing += amount);
            add(Rule::MinimumOfForecast, billed - delivered.answered, missing);
        }
    }
    if let Some(minimum) = fee.minimum {
        let missing = Unrounded::of(minimum).to_cents() - total.get();
        if missing > Money::ZERO {
            add(Rule::Minimum, 0, missing);
        }
    }
}

/// The contacts after the first `from` up to the `to`-th, at the prices of their tiers.
fn contacts(fee: &Fee, from: u64, to: u64, add: &mut dyn FnMut(Rule, u64, Money)) {
    let priced = |count: u64, price: Money| Unrounded::rate(price, count.into(), 1).to_cents();
    if fee.tiers.is_empty() {
        add(Rule::PerAnswered, to - from, priced(to - from, fee.per_answered));
        return;
    }
    let mut begins = 0;
    for (at, tier) in fee.tiers.iter().enumerate() {
        let ends = tier.up_to.unwrap_or(u64::MAX);
        let count = to.min(ends).saturating_sub(from.max(begins));
        add(Rule::Tier(at as u16), count, priced(count, tier.price));
        begins = ends;
    }
}
