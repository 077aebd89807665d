//! How true announcements were, by what was announced: long waits are told worse than short ones.

use super::{not_negative, root, seconds, shifted};
use crate::metrics::CONFIDENCE;
use crate::metrics::tally::{CLASSES, bounds_of, class};
use crate::metrics::totals::Totals;
use crate::model::QueueId;
use crate::statistics::{Estimate, LogHistogram};
use crate::units::{Duration, MICROSECONDS_PER_SECOND};

/// How true the announcements of a queue were.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeAccuracy {
    /// Which queue.
    pub queue: QueueId,
    /// By what was announced, shortest first; classes that nobody heard are left out.
    pub classes: Vec<NoticeClass>,
}

/// First announcements of about the same wait.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeClass {
    /// More than this was announced.
    pub over: Duration,
    /// And at most this; `None`: no upper end.
    pub up_to: Option<Duration>,
    /// How many heard one, in a replication.
    pub heard: Option<Estimate>,
    /// Those of them who were answered.
    pub answered: NoticeTruths,
    /// All of them whose wait is known: of those who hung up, what it would have been.
    pub known: NoticeTruths,
}

/// Announcements held against waits. All but the first are `None` when there were none.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeTruths {
    /// How many, in a replication.
    pub count: Option<Estimate>,
    /// What was announced, on average \[s\].
    pub mean_announced: Option<Estimate>,
    /// The wait from then on, on average \[s\].
    pub mean_actual: Option<Estimate>,
    /// Announced less actual, on average \[s\].
    pub bias: Option<Estimate>,
    /// Difference of announced and actual, on average \[s\].
    pub mean_absolute_error: Option<Estimate>,
    /// Root of the mean squared difference \[s\].
    pub root_mean_square_error: Option<Estimate>,
    /// Share who waited no longer than announced.
    pub coverage: Option<Estimate>,
    /// Waits that 10, 50 and 90 % of them did not exceed \[s\], from a histogram (1.6 % at worst).
    pub quantiles: Option<[f64; 3]>,
}

/// Which quantiles of the wait are shown.
const QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// Accuracy of each queue that announces.
pub(super) fn by_queue(totals: &Totals) -> Vec<NoticeAccuracy> {
    let queues = totals.layout.journey.announcing.iter().enumerate();
    let accuracy = |(at, &queue): (usize, &QueueId)| NoticeAccuracy {
        queue,
        classes: (0..CLASSES).filter_map(|class| read(totals, at * CLASSES + class, class)).collect(),
    };
    queues.map(accuracy).collect()
}

fn read(totals: &Totals, row: usize, class: usize) -> Option<NoticeClass> {
    if totals.notices.moments(row, class::HEARD).sum() == 0 {
        return None;
    }
    let (over, up_to) = bounds_of(class);
    Some(NoticeClass {
        over,
        up_to,
        heard: mean(totals, row, class::HEARD),
        answered: truths(totals, row, class::ANSWERED, &totals.waits[2 * row]),
        known: truths(totals, row, class::KNOWN, &totals.waits[2 * row + 1]),
    })
}

fn truths(totals: &Totals, row: usize, count: usize, waits: &LogHistogram) -> NoticeTruths {
    let ratio = |column: usize| totals.notices.ratio(row, count + column, count);
    let time = |column| not_negative(ratio(column)?.estimate(CONFIDENCE)).map(seconds);
    let cumulated = waits.cumulated();
    let in_seconds = |micros: f64| micros / MICROSECONDS_PER_SECOND as f64;
    let quantiles = QUANTILES.map(|share| cumulated.quantile(share).map(in_seconds));
    NoticeTruths {
        count: mean(totals, row, count),
        mean_announced: time(class::ANNOUNCED),
        mean_actual: time(class::WAITED),
        bias: ratio(class::ERROR).and_then(|moments| shifted(&moments)),
        mean_absolute_error: time(class::ABSOLUTE_ERROR),
        root_mean_square_error: ratio(class::SQUARED_ERROR).and_then(|moments| root(&moments)),
        coverage: ratio(class::COVERED).and_then(|moments| moments.share_estimate(CONFIDENCE)),
        quantiles: match quantiles {
            [Some(low), Some(middle), Some(high)] => Some([low, middle, high]),
            _ => None,
        },
    }
}

fn mean(totals: &Totals, row: usize, column: usize) -> Option<Estimate> {
    not_negative(totals.notices.moments(row, column).mean_estimate(CONFIDENCE))
}
