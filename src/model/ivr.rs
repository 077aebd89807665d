//! Steps of a menu tree.

use super::{ContactTypeId, IvrStepId, QueueId};
use crate::random::DurationDistribution;
use crate::units::Share;

/// One step: does one thing, then goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct IvrStep {
    /// Name in kebab-case.
    pub name: String,
    /// What it does.
    pub action: IvrAction,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum IvrAction {
    /// Plays something, then goes on.
    Play {
        /// How long it plays.
        length: DurationDistribution,
        /// Where it leads.
        then: IvrNext,
    },
    /// Asks for a key.
    Menu {
        /// Time until the person presses (or hangs up).
        prompt: DurationDistribution,
        /// What can be pressed.
        options: Vec<MenuOption>,
        /// Who presses what, for each contact type that can get here; shares add up to one.
        presses: Vec<(ContactTypeId, Vec<(Press, Share)>)>,
    },
}

/// A key and where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuOption {
    /// What is pressed.
    pub key: String,
    /// Where it leads.
    pub leads_to: IvrNext,
}

/// What a person does at a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Presses the key of the option at this position.
    Option(u16),
    /// Hangs up.
    HangUp,
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IvrNext {
    /// To another step.
    Step(IvrStepId),
    /// To a queue.
    Queue(QueueId),
}
