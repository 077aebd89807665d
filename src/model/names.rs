//! Ids: the position of a part in its list, typed so that a queue is never taken for a group.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// From a position that validation has bounded to 16 bits.
            pub fn at(position: usize) -> Self {
                Self(u16::try_from(position).expect("validated: no list of parts is longer than 65 535"))
            }

            /// Position in its list.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Position of a contact type.
    ContactTypeId
);
id!(
    /// Position of a queue.
    QueueId
);
id!(
    /// Position of an agent group.
    GroupId
);
id!(
    /// Position of a menu step.
    IvrStepId
);
id!(
    /// Position of a target.
    TargetId
);

id!(
    /// Position of a number.
    NumberId
);
id!(
    /// Position of a rule set.
    RuleSetId
);

id!(
    /// Position of a contract.
    ContractId
);

/// What a figure speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody.
    Center,
    /// Everybody who wants this.
    ContactType(ContactTypeId),
    /// Everybody who joined this queue.
    Queue(QueueId),
    /// What these agents did.
    AgentGroup(GroupId),
    /// What this promise counts.
    Target(TargetId),
    /// Everybody who came to this menu step.
    IvrStep(IvrStepId),
    /// Everybody who dialled this number.
    Number(NumberId),
    /// Everybody who dialled a number that is judged by this rule set.
    RuleSet(RuleSetId),
    /// This agreement.
    Contract(ContractId),
}
