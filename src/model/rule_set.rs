//! Rules that a line is judged by: laws, guidelines, clauses. None of it is legal advice.

use super::NumberClass;
use crate::units::{Duration, Share};

/// What a stretch of a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SegmentKind {
    /// Something is played: a greeting, a notice on prices.
    Announcement,
    /// A menu asks for a key.
    Menu,
    /// A machine tries to settle the matter.
    SelfService,
    /// On hold in a queue, the gap between two talks of a transfer included.
    Hold,
    /// Talk with an agent.
    Talk,
}

/// A set of rules with its name, date and source.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// Name in kebab-case, such as `tkg-2021`.
    pub name: String,
    /// What it is, in one sentence.
    pub about: String,
    /// Since when it holds, and perhaps until when, in words.
    pub dated: String,
    /// Where it is written.
    pub source: String,
    /// What else is worth knowing, in plain words: a paragraph each.
    pub notes: Vec<String>,
    /// Which stretches of a call it takes for hold.
    pub hold: Vec<SegmentKind>,
    /// Where hold must be free for the caller; `None`: it says nothing on that.
    pub free_hold: Option<FreeHoldRule>,
    /// When the caller must be told the expected wait; `None`: never.
    pub notice: Option<NoticeRule>,
    /// How fast calls must be answered; `None`: it says nothing on that.
    pub answer: Option<AnswerRule>,
    /// Whether a caller owes nothing for a call in which hold was charged against the rule, or a notice was missing or late.
    pub breach_frees_caller: bool,
    /// Whether calls may not be cut off because the wait is long.
    pub no_cutting_off: bool,
}

/// Which holds of a call a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldsCounted {
    /// The first.
    First,
    /// Each.
    Each,
}

/// Hold must cost the caller nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeHoldRule {
    /// Classes of numbers on which charging for hold is allowed.
    pub except: Vec<NumberClass>,
    /// Whether a fixed price for the call is allowed however long the hold.
    pub fixed_price_allowed: bool,
    /// Hold up to this time from call set-up must be free, and may be charged later; `None`: all hold must be free.
    pub first: Option<Duration>,
}

/// The caller must be told the expected wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRule {
    /// Hold from which it is due; nothing: at the start of the hold.
    pub after: Duration,
    /// So much later it is still in time.
    pub tolerance: Duration,
    /// In which holds.
    pub holds: HoldsCounted,
    /// Classes of numbers on which it is not due.
    pub except: Vec<NumberClass>,
}

/// A share of calls must be answered in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnswerRule {
    /// At least this share.
    pub share: Share,
    /// Of all calls received, within this hold.
    pub within: Duration,
}
