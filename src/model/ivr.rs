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
    /// Share of those who come here that hang up during the step, at a moment drawn uniformly from its length. (Who hangs
    /// up instead of pressing a key stands in a menu's `presses`.)
    pub hangs_up: Share,
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
        /// How long the prompt is.
        prompt: DurationDistribution,
        /// Share of people who press (or hang up) before its end, at a moment drawn uniformly from its length; the others
        /// listen to the end.
        barge_in: Share,
        /// What can be pressed.
        options: Vec<MenuOption>,
        /// Who presses what, for each contact type that can get here; shares add up to one.
        presses: Vec<(ContactTypeId, Vec<(Press, Share)>)>,
        /// How often the prompt is heard again in one call (a wrong key, no key, or a way that leads back here).
        replays_at_most: u32,
        /// Where those go who would hear it once more; `None` only where nobody can hear it again.
        otherwise: Option<QueueId>,
    },
    /// A machine tries to settle the matter.
    SelfService {
        /// How long that takes.
        takes: DurationDistribution,
        /// Share of those who do not hang up whose matter it settles: they ask for no agent.
        succeeds: Share,
        /// Where the others go; `None`: they hang up.
        then: Option<IvrNext>,
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
    /// Presses a key that is not offered: hears the menu again.
    WrongKey,
    /// Presses nothing: hears the menu again.
    Nothing,
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
