//! The menu as a walk: time spent and where it ends, drawn when the person dials.

use crate::model::{Center, ContactTypeId, IvrAction, IvrNext, IvrStepId, Press, QueueId};
use crate::random::{EntityKey, Sampler, Stream};
use crate::units::{Duration, SimTime};

/// A menu step as the engine sees it.
#[derive(Debug, Clone)]
pub struct Step {
    key: EntityKey,
    takes: Sampler,
    choices: MenuChoice,
}

/// Where a step leads.
#[derive(Debug, Clone)]
pub enum MenuChoice {
    /// Always there.
    Then(IvrNext),
    /// By what is pressed: for each contact type, cumulative chances and where each leads (`None`: hangs up).
    Presses(Vec<Vec<(f64, Option<IvrNext>)>>),
}

/// How a person's way through the menu ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// When.
    pub ends: SimTime,
    /// In which queue; `None`: hung up.
    pub queue: Option<QueueId>,
}

/// Lays the menu out.
pub fn compile(center: &Center) -> Vec<Step> {
    let kinds = center.contact_types.len();
    center
        .ivr
        .iter()
        .map(|step| {
            let key = EntityKey::of(&format!("ivr.{}", step.name));
            match &step.action {
                IvrAction::Play { length, then } => {
                    Step { key, takes: length.sampler(), choices: MenuChoice::Then(*then) }
                }
                IvrAction::Menu { prompt, options, presses } => {
                    let mut rows = vec![Vec::new(); kinds];
                    for (kind, row) in presses {
                        let mut sum = 0.0;
                        rows[kind.index()] = row
                            .iter()
                            .map(|(press, share)| {
                                sum += share.get();
                                let to = match press {
                                    Press::Option(at) => Some(options[usize::from(*at)].leads_to),
                                    Press::HangUp => None,
                                };
                                (sum, to)
                            })
                            .collect();
                    }
                    Step { key, takes: prompt.sampler(), choices: MenuChoice::Presses(rows) }
                }
            }
        })
        .collect()
}

impl Step {
    /// Everywhere that a contact type can go from here.
    pub fn leads_to(&self, contact_type: ContactTypeId) -> Vec<IvrNext> {
        match &self.choices {
            MenuChoice::Then(next) => vec![*next],
            MenuChoice::Presses(rows) => rows[contact_type.index()].iter().filter_map(|(_, next)| *next).collect(),
        }
    }

    /// One visit: how long it takes and where it leads (`None`: hangs up).
    ///
    /// Drawn from a stream of this person in this step, so that steps that a person never sees change nothing.
    fn pass(&self, contact_type: ContactTypeId, person: u64) -> (Duration, Option<IvrNext>) {
        let mut stream = Stream::of_person(person, self.key);
        let took = self.takes.draw(&mut stream);
        let next = match &self.choices {
            MenuChoice::Then(next) => Some(*next),
            MenuChoice::Presses(rows) => {
                let row = &rows[contact_type.index()];
                let point = stream.unit();
                let chosen = row.iter().find(|(sum, _)| point < *sum).or(row.last());
                chosen.and_then(|(_, next)| *next)
            }
        };
        (took, next)
    }
}

impl super::Plan {
    /// A person's way through the menu, from dialling to a queue or to hanging up.
    pub fn walk(&self, contact_type: ContactTypeId, from: IvrStepId, dialled: SimTime, person: u64) -> Walk {
        let mut at = dialled;
        let mut step = from;
        loop {
            let (took, next) = self.steps[step.index()].pass(contact_type, person);
            at = at + took;
            match next {
                Some(IvrNext::Step(next)) => step = next,
                Some(IvrNext::Queue(queue)) => return Walk { ends: at, queue: Some(queue) },
                None => return Walk { ends: at, queue: None },
            }
        }
    }
}
