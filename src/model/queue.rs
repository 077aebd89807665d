//! Where people hold.

use super::GroupId;
use crate::units::Duration;

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
}

/// Groups that may answer as well from some hold on.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// Hold at which they may first answer.
    pub after: Duration,
    /// Those groups, in the order in which they are tried.
    pub to: Vec<GroupId>,
}
