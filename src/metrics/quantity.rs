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
    /// Known only where calls are followed; each layout has those that its center can have.
    Journey(Journey),
}

impl Quantity {
    /// Quantities that every layout has.
    pub const FIXED: usize = 18;

    /// Position among the quantities of a layout; `None` for those of the journey, whose position the layout knows.
    pub const fn fixed_position(self) -> Option<usize> {
        Some(match self {
            Self::Journey(_) => return None,
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
        })
    }
}

/// A whole number about the journey of callers, beyond what every plan counts. A count unless the unit is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Journey {
    /// Offered and took a callback.
    Callbacks,
    /// Callbacks taken and made.
    CalledBack,
    /// ... within the time that the queue promises; where it promises none, all that were made.
    CalledBackInTime,
    /// Callbacks that nobody was left to make.
    CallbacksLost,
    /// From taking a callback to the start of its talk \[microseconds\].
    CallbackWait,

    /// Answers in first and later queues.
    Answers,
    /// Answers after which the contact was passed on.
    Transferred,
    /// Later holds.
    LaterHolds,
    /// Later holds that ended with hanging up.
    AbandonedLater,
    /// Later holds \[microseconds\].
    LaterHold,

    /// Announcements heard.
    Announcements,
    /// ... the first of a hold.
    Heard,
    /// What those said \[microseconds\].
    Said,
    /// Holds that reached the notice threshold, later ones included.
    NoticeOwed,
    /// ... and in which the notice came in time.
    NoticeGiven,
    /// ... and in which it came too late.
    NoticeLate,
    /// ... and in which none came.
    NoticeMissed,
    /// First announcements whose hearers were answered: the announcement can be held against the wait.
    Truths,
    /// What was announced to them \[microseconds\].
    Announced,
    /// What they still waited \[microseconds\].
    Waited,
    /// Announced less waited, shifted so that it is not negative \[microseconds\].
    Error,
    /// Announced less waited, whichever is longer \[microseconds\].
    AbsoluteError,
    /// The same squared \[hundredths of a second, squared\].
    SquaredError,
    /// Those of them who waited no longer than announced.
    Covered,
    /// As the seven before, with those who hung up and would have been answered.
    VirtualTruths,
    /// See [`Journey::VirtualTruths`] \[microseconds\].
    VirtualAnnounced,
    /// See [`Journey::VirtualTruths`] \[microseconds\].
    VirtualWaited,
    /// See [`Journey::VirtualTruths`] \[microseconds\].
    VirtualError,
    /// See [`Journey::VirtualTruths`] \[microseconds\].
    VirtualAbsoluteError,
    /// See [`Journey::VirtualTruths`] \[hundredths of a second, squared\].
    VirtualSquaredError,
    /// See [`Journey::VirtualTruths`].
    VirtualCovered,

    /// Calls again after not getting through.
    Redials,
    /// Calls again about a matter that was not settled.
    RepeatCalls,
    /// First calls.
    People,
    /// People who gave up without ever getting through.
    NeverThrough,
    /// First holds in a queue that is not the type's own.
    WrongQueue,
    /// Calls that heard something of the menu.
    EnteredIvr,
    /// Calls that ended in the menu unserved.
    HungUpInIvr,
    /// Time in announcements, menus and self-service \[microseconds\].
    IvrTime,
    /// All holds of calls \[microseconds\].
    AllHolds,
    /// What callers pay for the connection [millionths of the currency unit].
    Charge,
    /// What of it they pay because they held [millionths of the currency unit].
    HoldCharge,
    /// What of that was paid in calls that ended with hanging up on hold [millionths of the currency unit].
    GaveUpCharge,
    /// Value of the callers' time on hold [millionths of the currency unit].
    HoldValue,
    /// Hold charge and value of time together [millionths of the currency unit].
    HoldCost,
}

impl Journey {
    /// How many there are.
    pub const COUNT: usize = Self::HoldCost as usize + 1;
    /// The first of those that a center and a contact type count over all queues of a call. Those before it are counted
    /// over first queues only, as everything that adds up to the offered.
    pub const OF_ALL_VISITS: Self = Self::Answers;
    /// By this much an error is shifted: a wait longer than announced by more than 38 hours counts as that.
    pub const ERROR_SHIFT: u64 = 1 << 37;
    /// Unit of squared errors: a hundredth of a second \[microseconds\].
    pub const SQUARE_UNIT: u64 = 10_000;

    /// Position among them.
    pub const fn position(self) -> usize {
        self as usize
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
