//! Announcements of the expected wait: whether they came when due, and whether they told the truth.

use super::Tally;
use crate::metrics::quantity::Journey;
use crate::model::{Notice, QueueId};
use crate::observation::{Announcement, Call, Segment, Visit};
use crate::statistics::LogHistogram;
use crate::units::{Duration, SimTime};

/// Upper ends of the classes of what is announced \[seconds\]; what is longer is a class of its own.
const CLASS_ENDS: [u64; 9] = [60, 120, 180, 300, 450, 600, 900, 1200, 1800];
/// Number of classes.
pub(in crate::metrics) const CLASSES: usize = CLASS_ENDS.len() + 1;

/// Counts of one class of announcements in one queue, in the order of their places.
pub(in crate::metrics) mod class {
    /// First announcements heard.
    pub const HEARD: usize = 0;
    /// Of the answered: how many, and the sums that follow [`super::Journey::Truths`].
    pub const ANSWERED: usize = 1;
    /// Of all whose wait is known, in the same order.
    pub const KNOWN: usize = ANSWERED + TRUTH;
    pub const COUNT: usize = KNOWN + TRUTH;

    /// Numbers about a truth: how many, announced, waited, error, absolute error, squared error, covered.
    pub const TRUTH: usize = 7;
    pub const ANNOUNCED: usize = 1;
    pub const WAITED: usize = 2;
    pub const ERROR: usize = 3;
    pub const ABSOLUTE_ERROR: usize = 4;
    pub const SQUARED_ERROR: usize = 5;
    pub const COVERED: usize = 6;
    pub const RATIOS: &[(usize, usize)] = &[
        (ANSWERED + ANNOUNCED, ANSWERED),
        (ANSWERED + WAITED, ANSWERED),
        (ANSWERED + ERROR, ANSWERED),
        (ANSWERED + ABSOLUTE_ERROR, ANSWERED),
        (ANSWERED + SQUARED_ERROR, ANSWERED),
        (ANSWERED + COVERED, ANSWERED),
        (KNOWN + ANNOUNCED, KNOWN),
        (KNOWN + WAITED, KNOWN),
        (KNOWN + ERROR, KNOWN),
        (KNOWN + ABSOLUTE_ERROR, KNOWN),
        (KNOWN + SQUARED_ERROR, KNOWN),
        (KNOWN + COVERED, KNOWN),
    ];
}

/// Class of what was announced: a wait of exactly a class's end belongs to it.
#[inline]
pub(in crate::metrics) fn class_of(says: Duration) -> usize {
    CLASS_ENDS.partition_point(|&end| Duration::from_secs(end) < says)
}

/// Lower and upper end of a class; the last has no upper end.
pub(in crate::metrics) fn bounds_of(class: usize) -> (Duration, Option<Duration>) {
    let end = |at: usize| CLASS_ENDS.get(at).map(|&end| Duration::from_secs(end));
    (class.checked_sub(1).and_then(end).unwrap_or(Duration::ZERO), end(class))
}

/// An announcement held against the wait, in the order of [`Journey::Truths`] and [`class`].
fn truth(says: Duration, waited: Duration) -> [u64; class::TRUTH] {
    let (said, waited) = (says.as_micros(), waited.as_micros());
    let error = (said + Journey::ERROR_SHIFT).saturating_sub(waited);
    let off = said.abs_diff(waited);
    let off_in_units = (off + Journey::SQUARE_UNIT / 2) / Journey::SQUARE_UNIT;
    [1, said, waited, error, off, off_in_units.saturating_mul(off_in_units), u64::from(waited <= said)]
}

/// The truths of the answered, and of all that are known, follow each other among the journey quantities.
const OF_ANSWERED: usize = Journey::Truths.position();
const OF_ALL: usize = Journey::VirtualTruths.position();
const _: () = assert!(Journey::Covered.position() + 1 - OF_ANSWERED == class::TRUTH);
const _: () = assert!(Journey::VirtualCovered.position() + 1 - OF_ALL == class::TRUTH);

/// Adds a truth to the sums that begin at a place.
#[inline(always)]
fn add_truth(sums: &mut [u64], place: usize, truth: &[u64; class::TRUTH]) {
    let sums = &mut sums[place..place + class::TRUTH];
    sums.iter_mut().zip(truth).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
}

impl Tally<'_> {
    /// Counts an announcement.
    pub(super) fn follow_announcement(&mut self, visit: &Visit, announcement: &Announcement) {
        let Some((pair, interval)) = self.cell_of(visit) else { return };
        self.add(pair, interval, Journey::Announcements, 1);
        if announcement.number > 0 {
            return;
        }
        self.add(pair, interval, Journey::Heard, 1);
        self.add(pair, interval, Journey::Said, announcement.says.as_micros());
        if let Some(row) = self.class_row(visit.queue, announcement.says) {
            self.notices[row * class::COUNT + class::HEARD] += 1;
        }
    }

    /// Holds a hold's first announcement against what the wait was, or would have been.
    pub(super) fn follow_truth(&mut self, visit: &Visit, announcement: &Announcement, at: SimTime, virtually: bool) {
        let Some((pair, interval)) = self.cell_of(visit) else { return };
        let Some(row) = self.class_row(visit.queue, announcement.says).filter(|_| announcement.number == 0) else {
            return;
        };
        let waited = at.since(announcement.at);
        let truth = truth(announcement.says, waited);
        let bin = LogHistogram::index(waited.as_micros()) as u32;
        let at = self.journey_cell(pair, interval);
        let class = &mut self.notices[row * class::COUNT..][..class::COUNT];
        let Some(cell) = self.journeys.get_mut(at) else { return };
        add_truth(cell, OF_ALL, &truth);
        add_truth(class, class::KNOWN, &truth);
        self.waits_to_record.push((2 * row as u32 + 1, bin));
        if !virtually {
            add_truth(cell, OF_ANSWERED, &truth);
            add_truth(class, class::ANSWERED, &truth);
            self.waits_to_record.push((2 * row as u32, bin));
        }
    }

    /// Row of a queue that announces and the class of what it said.
    fn class_row(&self, queue: QueueId, says: Duration) -> Option<usize> {
        let at = self.layout.journey.announcing_at.get(queue.index()).copied().flatten()?;
        Some(at * CLASSES + class_of(says))
    }

    /// Counts whether a notice was due in a hold, and whether it came.
    #[inline]
    pub(super) fn count_owed(&mut self, call: &Call, hold: &Segment, queue: QueueId, pair: usize) {
        let due = self.layout.pairs[pair].notice_after;
        if hold.length().as_micros() >= due && !self.layout.journey.announcing.is_empty() {
            self.count_due(call, hold, queue, pair, due);
        }
    }

    /// Counts whether a notice that was due `due` microseconds into a hold came.
    #[inline(never)]
    fn count_due(&mut self, call: &Call, hold: &Segment, queue: QueueId, pair: usize, due: u64) {
        let interval = self.interval_of(call, hold.from);
        let heard = call.announcements.iter().find(|(heard_in, announcement)| {
            *heard_in == queue && announcement.number == 0 && (hold.from..=hold.to).contains(&announcement.at)
        });
        let in_time = due.saturating_add(Notice::TOLERANCE.as_micros());
        let outcome = match heard {
            None => Journey::NoticeMissed,
            Some((_, announcement)) if announcement.at.since(hold.from).as_micros() <= in_time => Journey::NoticeGiven,
            Some(_) => Journey::NoticeLate,
        };
        self.add(pair, interval, Journey::NoticeOwed, 1);
        self.add(pair, interval, outcome, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_in_the_class_that_it_does_not_exceed() {
        assert_eq!([0, 60, 61, 450, 1800, 1801].map(|says| class_of(Duration::from_secs(says))), [0, 0, 1, 4, 8, 9]);
        assert_eq!(bounds_of(0), (Duration::ZERO, Some(Duration::from_secs(60))));
        assert_eq!(bounds_of(CLASSES - 1), (Duration::from_secs(1800), None));
    }

    #[test]
    fn errors_keep_their_sign() {
        let minutes = Duration::from_minutes;
        assert_eq!(truth(minutes(2), minutes(3))[class::ERROR], Journey::ERROR_SHIFT - 60_000_000);
        assert_eq!(truth(minutes(3), minutes(2))[class::ERROR], Journey::ERROR_SHIFT + 60_000_000);
        assert_eq!(truth(minutes(2), minutes(3))[class::SQUARED_ERROR], 6000 * 6000);
        assert_eq!(truth(minutes(2), minutes(2))[class::COVERED], 1);
        assert_eq!(truth(minutes(2), minutes(3))[class::COVERED], 0);
    }
}
