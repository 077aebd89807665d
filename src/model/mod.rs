//! A contact center that cannot be invalid.
//!
//! [`Draft`] holds the parts as somebody put them together; [`Center::new`] checks everything that the engine relies on
//! and seals it. The file format, its places and its complaints live in `scenario`.

mod agent_group;
mod calendar;
mod contact_type;
pub mod contract;
mod day;
mod ivr;
mod names;
mod number;
mod queue;
mod routing;
mod rule_set;
mod seal;
mod target;

pub use agent_group::{AgentGroup, AtShiftEnd, Shift, Staffing};
pub use calendar::{Calendar, CalendarDay, CalendarPeriod};
pub use contact_type::{Arrivals, Busyness, ContactType, Entrance, Redial, Surge, Transfer};
pub use contract::{Clause, Contract};
pub use day::{AtClose, Day};
pub use ivr::{IvrAction, IvrNext, IvrStep, MenuOption, Press};
pub use names::{ContactTypeId, ContractId, GroupId, IvrStepId, NumberId, QueueId, RuleSetId, Scope, TargetId};
pub use number::{ChargeFrom, Cut, HoldCharge, Number, NumberClass, PerMinute, Tariff};
pub use queue::{Callback, DEFAULT_NOTICE_AFTER, Leaves, Notice, Overflow, PatienceRuns, Queue, WaitEstimate};
pub use routing::{AgentChoice, ContactChoice, Routing};
pub use rule_set::{AnswerRule, FreeHoldRule, HoldsCounted, NoticeRule, RuleSet, SegmentKind};
pub use seal::{Flaw, MOST_HEADS};
pub use target::{BoundedMetric, Denominator, Period, Promise, ServiceLevel, Target};

use std::ops::Deref;

/// The parts of a contact center, not yet checked against each other.
///
/// The position of a part in its list is its id ([`QueueId`] and so on).
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What results call this scenario: the file's name without its ending.
    pub name: String,
    /// One sentence on what this is.
    pub about: String,
    /// Currency code that every amount is in.
    pub currency: String,
    /// Opening hours and the planning grid.
    pub day: Day,
    /// The days that a replication plays; `None`: one day.
    pub calendar: Option<Calendar>,
    /// What people call about.
    pub contact_types: Vec<ContactType>,
    /// Where people hold.
    pub queues: Vec<Queue>,
    /// Who answers.
    pub agent_groups: Vec<AgentGroup>,
    /// Steps of the menu tree.
    pub ivr: Vec<IvrStep>,
    /// Lines into the center, each held from dialling to the end of talk; `None`: unlimited.
    pub trunk_lines: Option<u32>,
    /// Which agent for this contact, which contact for this agent.
    pub routing: Routing,
    /// What the planner promised.
    pub targets: Vec<Target>,
    /// What callers dial, and what it costs them.
    pub numbers: Vec<Number>,
    /// Rules that some number is judged by.
    pub rule_sets: Vec<RuleSet>,
    /// What client and provider have agreed.
    pub contracts: Vec<Contract>,
}

/// A contact center whose parts fit together. Read it like a [`Draft`]; it cannot be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Center(Draft);

impl Center {
    /// Checks that the parts fit together and seals them.
    ///
    /// # Errors
    /// Every [`Flaw`] at once.
    pub fn new(draft: Draft) -> Result<Self, Vec<Flaw>> {
        let flaws = seal::flaws(&draft);
        if flaws.is_empty() { Ok(Self(draft)) } else { Err(flaws) }
    }

    /// The name behind a scope, as results write it: `center`, `queue.billing`, `target.answered-fast` ...
    pub fn scope_name(&self, scope: Scope) -> String {
        match scope {
            Scope::Center => "center".to_owned(),
            Scope::ContactType(id) => format!("contact-type.{}", self.contact_types[id.index()].name),
            Scope::Queue(id) => format!("queue.{}", self.queues[id.index()].name),
            Scope::AgentGroup(id) => format!("agent-group.{}", self.agent_groups[id.index()].name),
            Scope::Target(id) => format!("target.{}", self.targets[id.index()].name),
            Scope::IvrStep(id) => format!("ivr.{}", self.ivr[id.index()].name),
            Scope::Number(id) => format!("number.{}", self.numbers[id.index()].name),
            Scope::RuleSet(id) => format!("rule-set.{}", self.rule_sets[id.index()].name),
            Scope::Contract(id) => format!("contract.{}", self.contracts[id.index()].name),
        }
    }

    /// Whether the same people dial in both, with the same patience, talk time and after-call work, given the same seed:
    /// everything that is drawn before anybody is answered is described alike. What differs may be staff, queues, menus,
    /// what calls cost, and what was promised.
    pub fn has_callers_of(&self, other: &Self) -> bool {
        let alike = |mine: &ContactType, theirs: &ContactType| {
            mine.name == theirs.name
                && mine.arrivals == theirs.arrivals
                && mine.scale.to_bits() == theirs.scale.to_bits()
                && mine.weekday_factor.map(f64::to_bits) == theirs.weekday_factor.map(f64::to_bits)
                && mine.busyness == theirs.busyness
                && mine.surges == theirs.surges
                && mine.patience == theirs.patience
                && mine.balks == theirs.balks
                && mine.talk_time == theirs.talk_time
                && mine.after_call_work == theirs.after_call_work
                && matches!(mine.enters, Entrance::Ivr(_)) == matches!(theirs.enters, Entrance::Ivr(_))
        };
        self.day == other.day
            && self.calendar == other.calendar
            && self.contact_types.len() == other.contact_types.len()
            && self.contact_types.iter().zip(&other.contact_types).all(|(mine, theirs)| alike(mine, theirs))
    }

    /// First contacts that dial in a replication, on average.
    pub fn expected_contacts(&self) -> f64 {
        self.contact_types.iter().map(|kind| kind.expected_contacts(&self.day) * self.days_of(kind)).sum()
    }

    /// Days of a replication, each as much as it is busier for a contact type than an ordinary one; one without a calendar.
    fn days_of(&self, kind: &ContactType) -> f64 {
        self.calendar.as_ref().map_or(1.0, |calendar| {
            let open = calendar.days.iter().filter(|day| day.is_open);
            open.map(|day| day.factor * kind.weekday_factor[day.played_as.index()]).sum()
        })
    }
}

impl Deref for Center {
    type Target = Draft;
    fn deref(&self) -> &Draft {
        &self.0
    }
}
