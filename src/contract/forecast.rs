//! What the forecast expects, on each open date of a calendar.

use crate::model::{Arrivals, Calendar, CalendarDay, Center, ContactType, Scope};

/// The forecast is kept in whole millionths of a contact, so that "more than 15 % above it" is exact.
pub const PER_CONTACT: u64 = 1_000_000;

/// Contact types whose calls a scope is expected to see. Of a queue: those whose own queue it is, though menus and
/// transfers may send others there.
pub fn contact_types(center: &Center, scope: Scope) -> Vec<&ContactType> {
    let kinds = center.contact_types.iter().enumerate();
    let belongs = |at: usize, kind: &ContactType| match scope {
        Scope::Center => true,
        Scope::ContactType(id) => id.index() == at,
        Scope::Queue(id) => kind.home == Some(id),
        _ => false,
    };
    kinds.filter(|(at, kind)| belongs(*at, kind)).map(|(_, kind)| kind).collect()
}

/// Open dates of a calendar with their positions in it.
pub fn open_dates(calendar: &Calendar) -> impl Iterator<Item = (usize, &CalendarDay)> {
    calendar.days.iter().enumerate().filter(|(_, day)| day.is_open)
}

/// First calls that these contact types are expected to make in each planning interval of a date \[millionths\]: their
/// mean, over busy and quiet days, surges and the forecast's own error.
pub fn expected_on(center: &Center, kinds: &[&ContactType], date: &CalendarDay) -> Vec<u64> {
    let expected_in = |interval: usize| -> f64 {
        kinds
            .iter()
            .map(|kind| {
                let factor = match kind.arrivals {
                    Arrivals::PerInterval(_) => date.factor * kind.weekday_factor[date.played_as.index()],
                    Arrivals::Trace(_) => 1.0,
                };
                kind.expected_in(&center.day, interval) * factor
            })
            .sum()
    };
    // `as` cuts at nought and at the largest number.
    (0..center.day.intervals()).map(|interval| (expected_in(interval) * PER_CONTACT as f64).round() as u64).collect()
}

/// Expected contacts together; as many as can be counted where they are more.
pub fn total(expected: impl IntoIterator<Item = u64>) -> u64 {
    expected.into_iter().fold(0, u64::saturating_add)
}
