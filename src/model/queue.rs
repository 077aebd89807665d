//! Where people hold.

use super::GroupId;
use crate::units::{Duration, Share};

/// After this hold a caller is owed an announcement of the expected wait, unless the scenario says otherwise.
///
/// Source: Leitfaden für eine verbraucherfreundliche Kundenbetreuung (2nd national IT summit, Hannover 2007).
pub const DEFAULT_NOTICE_AFTER: Duration = Duration::from_secs(60);

/// A queue: first come, first served within itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Name in kebab-case.
    pub name: String,
    /// Lower is served first under [`super::ContactChoice::Priority`].
    pub priority: i32,
    /// Added to the hold when queues compete by longest wait.
    pub head_start: Duration,
    /// Most people on hold; who would be one more gets a busy tone. `None`: unlimited.
    pub capacity: Option<u32>,
    /// Every group that may answer (not by overflow), in the order in which idle groups are tried under
    /// [`super::AgentChoice::Preference`].
    pub prefers: Vec<GroupId>,
    /// Groups that may answer as well from some hold on.
    pub overflow: Option<Overflow>,
    /// Hold from which a notice is due.
    pub notice_after: Duration,
    /// The announcement of the expected remaining wait; `None`: nothing is announced.
    pub notice: Option<Notice>,
    /// What is offered instead of holding; `None`: nothing.
    pub callback: Option<Callback>,
}

/// The announcement of the expected remaining wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Hold at which it is first heard.
    pub after: Duration,
    /// Time from one to the next; `None`: once.
    pub every: Option<Duration>,
    /// How the wait is estimated.
    pub estimate: WaitEstimate,
    /// What is said is rounded up to a multiple of this, and is at least this; `None`: said to the microsecond.
    pub says: Option<Duration>,
    /// The longest that is said.
    pub at_most: Duration,
    /// Who hangs up on hearing it.
    pub leaves: Leaves,
    /// How fast patience runs out for those who heard it; `None`: as before.
    pub patience_runs: Option<PatienceRuns>,
}

impl Notice {
    /// The longest that is said, unless the scenario says otherwise: longer than any estimate but an endless one.
    pub const LONGEST: Duration = Duration::from_secs(24 * 3600);
    /// An announcement this much after it was due is still in time, unless a rule says otherwise.
    pub const TOLERANCE: Duration = Duration::from_secs(2);
}

/// How the remaining wait is estimated. `docs/NOTICE.md` has the formulas and sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitEstimate {
    /// From the people ahead, the agents, and how people hang up (the pure-death sum).
    QueueLength,
    /// From how long the first in line has held.
    HeadOfLine,
    /// From how long the last who was answered had held.
    LastServed,
    /// From how long those who were answered lately had held.
    RecentAverage,
}

/// Who hangs up on hearing an announcement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaves {
    /// Chance of those who hear of a longer wait than their patience has left.
    pub if_longer_than_patience: Share,
    /// Chance of anybody, whatever is said.
    pub anyway: Share,
}

/// How fast patience runs out after an announcement: 1 as if there were none, 0.5 half as fast. For exponential patience
/// this multiplies the hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatienceRuns {
    /// Until the announced time is over.
    pub until: f64,
    /// From then on.
    pub after: f64,
}

/// A callback, offered instead of holding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Callback {
    /// Hold at which it is offered.
    pub offered_after: Duration,
    /// Share of those who hear the offer that take it.
    pub accepted: Share,
    /// Time within which the center calls back, when nobody holds; `None`: the caller keeps the place in line.
    pub within: Option<Duration>,
}

/// Groups that may answer as well from some hold on.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// Hold at which they may first answer.
    pub after: Duration,
    /// Those groups, in the order in which they are tried.
    pub to: Vec<GroupId>,
}
