//! The menu as a walk: every step on the way and where it ends, drawn when the person dials.

use crate::model::{Center, ContactTypeId, Entrance, IvrAction, IvrNext, IvrStepId, Press, QueueId, SegmentKind};
use crate::random::{DurationDistribution, EntityKey, Lots, Sampler, Stream, another};
use crate::units::{Duration, Share, SimTime};

/// A menu step as the engine sees it.
#[derive(Debug, Clone)]
pub struct Step {
    key: EntityKey,
    hangs_up: Share,
    action: Action,
}

#[derive(Debug, Clone)]
enum Action {
    Play {
        length: Length,
        then: IvrNext,
    },
    Menu {
        prompt: Length,
        barge_in: Share,
        /// By contact type: cumulative chances and what is pressed.
        rows: Vec<Vec<(f64, Pressed)>>,
        replays_at_most: u32,
        otherwise: Option<QueueId>,
    },
    SelfService {
        takes: Length,
        succeeds: Share,
        then: Option<IvrNext>,
    },
}

/// How long a step is: most are recordings, for which nothing needs to be drawn.
#[derive(Debug, Clone)]
enum Length {
    Always(Duration),
    Law(Sampler),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Leads(IvrNext),
    HearsAgain,
    HangsUp,
}

/// How a person's way through the menu ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// When.
    pub ends: SimTime,
    /// Where.
    pub at: WalkEnd,
}

/// Where a person's way through the menu ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkEnd {
    /// In this queue.
    Queue(QueueId),
    /// Hung up in this step.
    HungUp(IvrStepId),
    /// This step settled the matter.
    Served(IvrStepId),
}

/// What a person does at the end of a step.
enum Onward {
    To(IvrNext),
    HearsAgain,
    HangsUp,
    IsServed,
}

/// Lays the menu out.
pub fn compile(center: &Center) -> Vec<Step> {
    let kinds = center.contact_types.len();
    let steps = center.ivr.iter().map(|step| {
        let action = match &step.action {
            IvrAction::Play { length, then } => Action::Play { length: Length::of(length), then: *then },
            IvrAction::SelfService { takes, succeeds, then } => {
                Action::SelfService { takes: Length::of(takes), succeeds: *succeeds, then: *then }
            }
            IvrAction::Menu { prompt, barge_in, options, presses, replays_at_most, otherwise } => {
                let mut rows = vec![Vec::new(); kinds];
                for (kind, row) in presses {
                    let mut sum = 0.0;
                    let cumulated = row.iter().map(|(press, share)| {
                        sum += share.get();
                        let pressed = match press {
                            Press::Option(at) => Pressed::Leads(options[usize::from(*at)].leads_to),
                            Press::WrongKey | Press::Nothing => Pressed::HearsAgain,
                            Press::HangUp => Pressed::HangsUp,
                        };
                        (sum, pressed)
                    });
                    rows[kind.index()] = cumulated.collect();
                }
                Action::Menu {
                    prompt: Length::of(prompt),
                    barge_in: *barge_in,
                    rows,
                    replays_at_most: *replays_at_most,
                    otherwise: *otherwise,
                }
            }
        };
        Step { key: EntityKey::of(&format!("ivr.{}", step.name)), hangs_up: step.hangs_up, action }
    });
    steps.collect()
}

impl Step {
    /// Everywhere that a contact type can go from here.
    pub fn leads_to(&self, contact_type: ContactTypeId) -> Vec<IvrNext> {
        match &self.action {
            Action::Play { then, .. } => vec![*then],
            Action::SelfService { then, .. } => then.iter().copied().collect(),
            Action::Menu { rows, otherwise, .. } => {
                let pressed = rows[contact_type.index()].iter().filter_map(|(_, pressed)| match pressed {
                    Pressed::Leads(next) => Some(*next),
                    Pressed::HearsAgain | Pressed::HangsUp => None,
                });
                pressed.chain(otherwise.map(IvrNext::Queue)).collect()
            }
        }
    }

    /// Hands out the shares of those who come here and neither hang up nor are served: to where (`None`: here again) and how
    /// many.
    fn spread(&self, contact_type: ContactTypeId, mut hand_out: impl FnMut(Option<IvrNext>, f64)) {
        let stays = self.hangs_up.complement().get();
        match &self.action {
            Action::Play { then, .. } => hand_out(Some(*then), stays),
            Action::SelfService { succeeds, then, .. } => {
                if let Some(then) = then {
                    hand_out(Some(*then), stays * succeeds.complement().get());
                }
            }
            Action::Menu { rows, .. } => {
                let mut below = 0.0;
                for &(sum, pressed) in &rows[contact_type.index()] {
                    match pressed {
                        Pressed::Leads(next) => hand_out(Some(next), stays * (sum - below)),
                        Pressed::HearsAgain => hand_out(None, stays * (sum - below)),
                        Pressed::HangsUp => {}
                    }
                    below = sum;
                }
            }
        }
    }

    /// Where those go at once who have heard this menu as often as it may be heard.
    fn worn_out(&self, heard: u32) -> Option<QueueId> {
        match &self.action {
            Action::Menu { replays_at_most, otherwise, .. } if heard > *replays_at_most => *otherwise,
            _ => None,
        }
    }

    const fn kind(&self) -> SegmentKind {
        match self.action {
            Action::Play { .. } => SegmentKind::Announcement,
            Action::Menu { .. } => SegmentKind::Menu,
            Action::SelfService { .. } => SegmentKind::SelfService,
        }
    }

    /// One visit, the `heard`-th after the first: how long it takes and what comes of it.
    ///
    /// Drawn by lots and from a stream of this person in this step, so that steps that a person never sees change nothing.
    #[inline]
    fn pass(&self, contact_type: ContactTypeId, person: u64, heard: u32) -> (Duration, Onward) {
        if let Action::Play { length: Length::Always(length), then } = &self.action
            && self.hangs_up == Share::NONE
        {
            return (*length, Onward::To(*then));
        }
        let person = another(person, heard);
        let mut lots = Lots::of_person(person, self.key);
        let (took, onward) = match &self.action {
            Action::Play { length, then } => (self.draw(length, person), Onward::To(*then)),
            Action::SelfService { takes, succeeds, then } => {
                let took = self.draw(takes, person);
                let onward =
                    if lots.chance(*succeeds) { Onward::IsServed } else { then.map_or(Onward::HangsUp, Onward::To) };
                (took, onward)
            }
            Action::Menu { prompt, barge_in, rows, .. } => {
                let length = self.draw(prompt, person);
                let row = &rows[contact_type.index()];
                let point = lots.unit();
                let chosen = row.iter().find(|(sum, _)| point < *sum).or(row.last());
                let onward = match chosen.map(|(_, pressed)| *pressed) {
                    Some(Pressed::Leads(next)) => Onward::To(next),
                    Some(Pressed::HearsAgain) => Onward::HearsAgain,
                    Some(Pressed::HangsUp) | None => Onward::HangsUp,
                };
                let early = *barge_in > Share::NONE && lots.chance(*barge_in);
                (if early { length.scaled(lots.unit()) } else { length }, onward)
            }
        };
        if self.hangs_up > Share::NONE && lots.chance(self.hangs_up) {
            return (took.scaled(lots.unit()), Onward::HangsUp);
        }
        (took, onward)
    }

    /// How long this person is here.
    #[inline]
    fn draw(&self, length: &Length, person: u64) -> Duration {
        match length {
            Length::Always(length) => *length,
            Length::Law(sampler) => sampler.draw(&mut Stream::of_person(person, self.key)),
        }
    }
}

impl Length {
    fn of(distribution: &DurationDistribution) -> Self {
        match distribution.mean().filter(|_| distribution.is_constant()) {
            Some(length) => Self::Always(length),
            None => Self::Law(distribution.sampler()),
        }
    }
}

/// What is kept of a walk through the menu.
pub trait Footprints {
    /// How often the walk has come to this step so far.
    fn times_in(&self, step: IvrStepId) -> u32;
    /// The walk was in this step from one instant to another.
    fn leave(&mut self, step: IvrStepId, kind: SegmentKind, from: SimTime, to: SimTime);
}

/// A share of people as small as this is nobody.
const NOBODY: f64 = 1e-12;
/// Rounds of the menu after which nobody is taken to be still inside.
const MOST_ROUNDS: usize = 200;

impl super::Plan {
    /// Share of a contact type that joins each queue at first. Limits on hearing a menu again are left out.
    pub fn share_joining(&self, contact_type: ContactTypeId) -> Vec<f64> {
        let mut queues = vec![0.0; self.queues.len()];
        let mut inside = vec![0.0; self.steps.len()];
        match self.contact_types[contact_type.index()].enters {
            Entrance::Queue(queue) => queues[queue.index()] = 1.0,
            Entrance::Ivr(step) => inside[step.index()] = 1.0,
        }
        for _ in 0..MOST_ROUNDS {
            if inside.iter().all(|share| *share <= NOBODY) {
                break;
            }
            let mut next = vec![0.0; inside.len()];
            for (at, &share) in inside.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                self.steps[at].spread(contact_type, |onward, part| match onward {
                    Some(IvrNext::Step(step)) => next[step.index()] += share * part,
                    Some(IvrNext::Queue(queue)) => queues[queue.index()] += share * part,
                    None => next[at] += share * part,
                });
            }
            inside = next;
        }
        queues
    }

    /// A person's way through the menu, from dialling to a queue, to a machine that serves, or to hanging up.
    ///
    /// Every step on the way leaves a footprint; `person` names the streams.
    pub fn walk(
        &self,
        contact_type: ContactTypeId,
        from: IvrStepId,
        dialled: SimTime,
        person: u64,
        footprints: &mut impl Footprints,
    ) -> Walk {
        let mut at = dialled;
        let mut id = from;
        loop {
            let step = &self.steps[id.index()];
            let heard = footprints.times_in(id);
            if let Some(queue) = step.worn_out(heard) {
                return Walk { ends: at, at: WalkEnd::Queue(queue) };
            }
            let (took, onward) = step.pass(contact_type, person, heard);
            let until = at + took;
            footprints.leave(id, step.kind(), at, until);
            at = until;
            match onward {
                Onward::To(IvrNext::Step(next)) => id = next,
                Onward::HearsAgain => {}
                Onward::To(IvrNext::Queue(queue)) => return Walk { ends: at, at: WalkEnd::Queue(queue) },
                Onward::HangsUp => return Walk { ends: at, at: WalkEnd::HungUp(id) },
                Onward::IsServed => return Walk { ends: at, at: WalkEnd::Served(id) },
            }
        }
    }
}
