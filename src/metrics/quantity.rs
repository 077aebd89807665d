//! What is counted or summed in one replication, as whole numbers.

/// A whole number about some contacts in some interval (or the whole day) of one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Contacts that dialled.
    Arrived,
    /// ... and met a busy tone.
    Blocked,
    /// ... and hung up in the menu.
    LeftInIvr,
    /// ... and were served by a machine.
    SelfServed,
    /// ... and asked for an agent.
    Offered,
    /// Offered and answered.
    Answered,
    /// Offered and hung up on hold.
    Abandoned,
    /// Abandoned at once, since nobody was free.
    Balked,
    /// Offered and cut off at closing.
    Disconnected,
    /// Offered and on hold for ever.
    StillInside,
    /// Answered, and cut off when the agent's shift ended.
    CutOff,
    /// Offered with a hold longer than nothing.
    Held,
    /// Offered with a hold that reached the notice threshold.
    NoticeDue,
    /// Hold of all offered \[microseconds\].
    Hold,
    /// Hold of the answered \[microseconds\].
    AnsweredHold,
    /// Hold beyond the notice threshold \[microseconds\].
    ExcessHold,
    /// Time on hold spent in this interval [microseconds x people].
    Waiting,
    /// Longest hold \[microseconds\].
    LongestHold,
    /// Kept, in the service level at this position of the layout.
    LevelKept(u16),
    /// Counted, in the service level at this position of the layout.
    LevelBase(u16),
}

impl Quantity {
    /// Quantities that every layout has.
    pub const FIXED: usize = 18;

    /// Position among the quantities of a layout.
    pub const fn position(self) -> usize {
        match self {
            Self::Arrived => 0,
            Self::Blocked => 1,
            Self::LeftInIvr => 2,
            Self::SelfServed => 3,
            Self::Offered => 4,
            Self::Answered => 5,
            Self::Abandoned => 6,
            Self::Balked => 7,
            Self::Disconnected => 8,
            Self::StillInside => 9,
            Self::CutOff => 10,
            Self::Held => 11,
            Self::NoticeDue => 12,
            Self::Hold => 13,
            Self::AnsweredHold => 14,
            Self::ExcessHold => 15,
            Self::Waiting => 16,
            Self::LongestHold => 17,
            Self::LevelKept(level) => Self::FIXED + 2 * level as usize,
            Self::LevelBase(level) => Self::FIXED + 2 * level as usize + 1,
        }
    }
}

/// A whole number about some agents in some interval (or the whole day) of one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffQuantity {
    /// Contacts that they answered (counted where the contact joined its queue).
    Answered,
    /// Time at work in opening hours [microseconds x heads].
    Busy,
    /// Time present in opening hours [microseconds x heads].
    Present,
    /// Time present at all [microseconds x heads].
    Paid,
    /// Pay for that [millionths of the currency unit].
    Pay,
}

impl StaffQuantity {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// Position among them.
    pub const fn position(self) -> usize {
        self as usize
    }
}
