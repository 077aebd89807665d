//! `notice`: the announcement of the expected remaining wait, and from when on one is due.

use super::super::diagnostic::Diagnostic;
use super::super::tree::Table;
use super::Decoder;
use crate::model::{DEFAULT_NOTICE_AFTER, Leaves, Notice, PatienceRuns, WaitEstimate};
use crate::units::{Duration, Share};

/// Announcements to one person are at least this far apart: nearer ones are a slip, and would take for ever to play.
const CLOSEST: Duration = Duration::from_secs(1);

/// Hold from which a notice is due in a queue, and the notice; `path` is the queue's.
pub fn notice(decoder: &mut Decoder, table: &Table, path: &str) -> (Duration, Option<Notice>) {
    let Some(stated) = table.sub("notice") else { return (DEFAULT_NOTICE_AFTER, None) };
    let path = format!("{path}.notice");
    let after = stated.duration("after").unwrap_or(DEFAULT_NOTICE_AFTER);
    let due_after = stated.duration("due-after").unwrap_or(after);
    let Some(estimate) = estimate(stated) else {
        warn_about_silence(decoder, stated, &path);
        return (due_after, None);
    };
    let leaves = stated.sub("leaves");
    let share = |key| leaves.and_then(|leaves| leaves.share(key)).unwrap_or(Share::NONE);
    let notice = Notice {
        after,
        every: stated.duration("every"),
        estimate,
        says: stated.duration("says"),
        at_most: stated.duration("at-most").unwrap_or(Notice::LONGEST),
        leaves: Leaves { if_longer_than_patience: share("if-longer-than-patience"), anyway: share("anyway") },
        patience_runs: stated.sub("patience-runs").map(|runs| PatienceRuns {
            until: runs.number("until").unwrap_or(1.0),
            after: runs.number("after").unwrap_or(1.0),
        }),
    };
    warn_about_timing(decoder, stated, &notice, due_after, &path);
    (due_after, Some(notice))
}

/// `None`: nothing is announced.
fn estimate(stated: &Table) -> Option<WaitEstimate> {
    match stated.text("estimate") {
        Some("none") => None,
        Some("head-of-line") => Some(WaitEstimate::HeadOfLine),
        Some("last-served") => Some(WaitEstimate::LastServed),
        Some("recent-average") => Some(WaitEstimate::RecentAverage),
        _ => Some(WaitEstimate::QueueLength),
    }
}

fn warn_about_silence(decoder: &mut Decoder, stated: &Table, path: &str) {
    for key in ["every", "says", "at-most", "leaves", "patience-runs"] {
        if stated.get(key).is_some() {
            let title = format!("`{path}.{key}` does nothing with `estimate = \"none\"`: nothing is announced");
            decoder.complain(Diagnostic::warning(stated.place_of(key), title).label(""));
        }
    }
}

fn warn_about_timing(decoder: &mut Decoder, stated: &Table, notice: &Notice, due_after: Duration, path: &str) {
    if notice.after > due_after + Notice::TOLERANCE {
        let title =
            format!("`{path}` always comes too late: due after {due_after}, first heard after {}", notice.after);
        let place = stated.get("after").or(stated.get("due-after")).map(|node| node.place).unwrap_or_default();
        decoder.complain(Diagnostic::warning(place, title).label(""));
    }
    if notice.every.is_some_and(|every| Duration::ZERO < every && every < CLOSEST) {
        let title = format!("`{path}.every` must be at least {CLOSEST}: nobody can listen faster");
        let place = stated.get("every").map(|node| node.place).unwrap_or_default();
        decoder.complain(Diagnostic::error(place, title).label(""));
    }
    if let Some(says) = notice.says.filter(|says| *says > notice.at_most) {
        let title =
            format!("`{path}` always says {}: that is the longest, and `says` is more ({says})", notice.at_most);
        decoder.complain(Diagnostic::warning(stated.place_of("says"), title).label(""));
    }
}
