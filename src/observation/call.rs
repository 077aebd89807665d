//! A whole call, from dialling to its end, with everything in between.

use super::Announcement;
use crate::model::{ContactTypeId, GroupId, IvrStepId, QueueId, SegmentKind};
use crate::units::{Duration, SimTime};

/// One call of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who calls: people are numbered in the order of their first calls.
    pub person: u32,
    /// A random number of this person, the same in each of the person's calls and whatever the staff does.
    pub chance: u64,
    /// What the person wants.
    pub contact_type: ContactTypeId,
    /// Which of the person's calls this is: 1 is the first.
    pub number: u32,
    /// Why the person calls.
    pub attempt: Attempt,
    /// Whether an earlier call of the person was answered, served by a machine or promised a callback.
    pub got_through_before: bool,
    /// When the person dialled.
    pub dialled: SimTime,
    /// Planning interval of `dialled`.
    pub interval: u32,
    /// Planning interval of the person's first call, and when that was dialled.
    pub first_interval: u32,
    /// When the person's first call was dialled.
    pub first_dialled: SimTime,
    /// Everything from the connection on, in order and without gaps; empty for a call that met a busy tone at once.
    pub segments: Vec<Segment>,
    /// Announcements heard, in order, each with the queue.
    pub announcements: Vec<(QueueId, Announcement)>,
}

/// Why a person calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// For the first time.
    First,
    /// Again, after hanging up on hold or meeting a busy tone.
    Redial,
    /// Again, because the last call did not settle the matter.
    CallsAgain,
}

/// A stretch of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// What happens.
    pub stretch: Stretch,
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
}

/// What happens in a stretch of a call, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Something is played.
    Announcement(IvrStepId),
    /// A menu asks for a key.
    Menu(IvrStepId),
    /// A machine tries to settle the matter.
    SelfService(IvrStepId),
    /// On hold; of no length for who is answered at once.
    Hold(QueueId),
    /// Talk with this agent of this group.
    Talk(GroupId, u32),
}

impl Stretch {
    /// The menu step, if it is one.
    pub const fn step(self) -> Option<IvrStepId> {
        match self {
            Self::Announcement(step) | Self::Menu(step) | Self::SelfService(step) => Some(step),
            Self::Hold(_) | Self::Talk(..) => None,
        }
    }

    /// What kind of stretch, as rules see it.
    pub const fn kind(self) -> SegmentKind {
        match self {
            Self::Announcement(_) => SegmentKind::Announcement,
            Self::Menu(_) => SegmentKind::Menu,
            Self::SelfService(_) => SegmentKind::SelfService,
            Self::Hold(_) => SegmentKind::Hold,
            Self::Talk(..) => SegmentKind::Talk,
        }
    }
}

impl Segment {
    /// Length.
    pub fn length(&self) -> Duration {
        self.to.since(self.from)
    }
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallEnd {
    /// In which way.
    pub how: Ending,
    /// When.
    pub at: SimTime,
    /// Whether the person will call once more.
    pub calls_again: bool,
}

/// In which way a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Busy tone: all lines were taken.
    Blocked,
    /// Busy tone: the queue was full.
    TurnedAway(QueueId),
    /// Hung up in the menu, or was cut off there at closing.
    LeftInIvr(IvrStepId),
    /// A machine settled the matter.
    SelfServed(IvrStepId),
    /// Talked to the end, or as far as anybody could help.
    Talked,
    /// The talk was cut because the agent's shift ended.
    CutOff,
    /// Hung up on hold.
    Abandoned {
        /// At once, since nobody was free.
        balked: bool,
        /// On hearing an announcement.
        on_notice: bool,
    },
    /// Was promised a callback.
    CallbackPromised,
    /// Was cut off while on hold, at closing.
    Disconnected,
    /// Holds for ever.
    StillInside,
}

impl Ending {
    /// Whether the person got through: to an agent who could help, a machine that did, or a promise.
    pub const fn got_through(self) -> bool {
        matches!(self, Self::Talked | Self::CutOff | Self::SelfServed(_) | Self::CallbackPromised)
    }
}

impl Call {
    /// Summed length of the stretches of a kind.
    pub fn time_in(&self, kind: SegmentKind) -> Duration {
        let lengths = self.segments.iter().filter(|segment| segment.stretch.kind() == kind).map(Segment::length);
        lengths.fold(Duration::ZERO, |sum, length| sum + length)
    }

    /// Holds, in order.
    pub fn holds(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(|segment| matches!(segment.stretch, Stretch::Hold(_)))
    }
}
