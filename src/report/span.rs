//! What a replication is called: a day, or the span of a calendar.

use crate::model::Center;

/// What a replication is called, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanWord {
    /// `day`
    pub one: &'static str,
    /// `days`
    pub many: &'static str,
}

impl SpanWord {
    /// Of a replication that is one day.
    pub const DAY: Self = Self { one: "day", many: "days" };

    /// Of a center: a day; or a week, month, quarter or year, if its calendar is about as long as one.
    pub fn of(center: &Center) -> Self {
        let (one, many) = match center.calendar.as_ref().map(|calendar| calendar.days.len()) {
            None | Some(1) => ("day", "days"),
            Some(7) => ("week", "weeks"),
            Some(28..=31) => ("month", "months"),
            Some(89..=92) => ("quarter", "quarters"),
            Some(365 | 366) => ("year", "years"),
            Some(_) => ("replication", "replications"),
        };
        Self { one, many }
    }

    /// `1 day`, `400 days`; `count` is written as it should be read.
    pub fn counted(self, count: u64, written: &str) -> String {
        format!("{written} {}", if count == 1 { self.one } else { self.many })
    }
}
