//! The menu as a walk: every step on the way and where it ends, drawn when the person dials.

use crate::model::{Center, ContactTypeId, Entrance, IvrAction, IvrNext, IvrStepId, Press, QueueId};
use crate::random::{DurationDistribution, EntityKey, Lots, Sampler, Stream, another};
use crate::units::{Duration, Share, SimTime};

/// A menu step as the engine sees it.
#[derive(Debug, Clone)]
pub struct Step {
    at: IvrStepId,
    key: EntityKey,
    kind: StepKind,
    /// Share of those who hang up in it; `None`: nobody does.
    hangs_up: Option<Share>,
    length: Length,
    action: Action,
    plain: Plain,
}

/// What a step is to those who come to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Something is played.
    Announcement,
    /// A menu asks for a key.
    Menu,
    /// A machine tries to settle the matter.
    SelfService,
}

/// What makes most steps plain, so that a walk need not ask what else could be: nobody hangs up in them, and they are as long
/// for everybody.
#[derive(Debug, Clone, Copy)]
enum Plain {
    /// Everybody hears all of it and goes on to the same place.
    Straight(Passage),
    /// A menu that everybody interrupts by pressing a key, or nobody.
    Choice { prompt: Duration, is_interrupted: bool },
    /// It is not plain.
    No,
}

/// Whether people press a key before the prompt is over.
#[derive(Debug, Clone, Copy)]
enum BargeIn {
    Never,
    Sometimes(Share),
    Always,
}

/// What a person can do in a step.
#[derive(Debug, Clone)]
enum Action {
    Play {
        then: Onward,
    },
    Menu {
        barge_in: BargeIn,
        /// By contact type: what is pressed.
        rows: Vec<Row>,
        replays_at_most: u32,
        otherwise: Option<QueueId>,
    },
    SelfService {
        succeeds: Share,
        /// For those who are not served.
        then: Onward,
    },
}

/// What a person can press.
#[derive(Debug, Clone, Copy)]
struct Key {
    /// Chance of this and all before it.
    sum: f64,
    /// Pressed by those whose lot is below this.
    below: u64,
    onward: Onward,
}

/// What a contact type presses.
#[derive(Debug, Clone, Default)]
struct Row {
    keys: Vec<Key>,
    /// The limits of all keys but the last, which is pressed by all who are left; then limits that no lot reaches.
    limits: Vec<[u64; Self::ABREAST]>,
}

/// How long a step is: most are recordings, for which nothing needs to be drawn.
#[derive(Debug, Clone)]
enum Length {
    Always(Duration),
    Law(Sampler),
}

/// How long somebody is in a step and what comes then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    took: Duration,
    onward: Onward,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Onward {
    ToStep(IvrStepId),
    HearsAgain,
    Leaves(WalkEnd),
}

impl From<IvrNext> for Onward {
    fn from(next: IvrNext) -> Self {
        match next {
            IvrNext::Step(step) => Self::ToStep(step),
            IvrNext::Queue(queue) => Self::Leaves(WalkEnd::Queue(queue)),
        }
    }
}

impl Onward {
    /// Where it leads to within the center.
    const fn next(self) -> Option<IvrNext> {
        match self {
            Self::ToStep(step) => Some(IvrNext::Step(step)),
            Self::Leaves(WalkEnd::Queue(queue)) => Some(IvrNext::Queue(queue)),
            Self::HearsAgain | Self::Leaves(_) => None,
        }
    }
}

/// Lays the menu out.
pub fn compile(center: &Center) -> Vec<Step> {
    let kinds = center.contact_types.len();
    let steps = center.ivr.iter().enumerate().map(|(at, step)| {
        let at = IvrStepId::at(at);
        let hangs_up = Onward::Leaves(WalkEnd::HungUp(at));
        let (kind, length, action) = match &step.action {
            IvrAction::Play { length, then } => (StepKind::Announcement, length, Action::Play { then: (*then).into() }),
            IvrAction::SelfService { takes, succeeds, then } => {
                let then = then.map_or(hangs_up, Onward::from);
                (StepKind::SelfService, takes, Action::SelfService { succeeds: *succeeds, then })
            }
            IvrAction::Menu { prompt, barge_in, options, presses, replays_at_most, otherwise } => {
                let mut rows = vec![Row::default(); kinds];
                for (kind, row) in presses {
                    let mut sum = 0.0;
                    let cumulated = row.iter().map(|(press, share)| {
                        sum += share.get();
                        let onward = match press {
                            Press::Option(option) => options[usize::from(*option)].leads_to.into(),
                            Press::WrongKey | Press::Nothing => Onward::HearsAgain,
                            Press::HangUp => hangs_up,
                        };
                        Key { sum, below: Lots::below(sum), onward }
                    });
                    rows[kind.index()] = Row::of(cumulated.collect());
                }
                let (barge_in, replays_at_most, otherwise) = (BargeIn::of(*barge_in), *replays_at_most, *otherwise);
                (StepKind::Menu, prompt, Action::Menu { barge_in, rows, replays_at_most, otherwise })
            }
        };
        let length = Length::of(length);
        let plain = match (&length, &action) {
            _ if step.hangs_up > Share::NONE => Plain::No,
            (Length::Always(length), Action::Play { then }) => {
                Plain::Straight(Passage { took: *length, onward: *then })
            }
            (Length::Always(_), Action::Menu { barge_in: BargeIn::Sometimes(_), .. }) => Plain::No,
            (Length::Always(prompt), Action::Menu { barge_in, .. }) => {
                Plain::Choice { prompt: *prompt, is_interrupted: matches!(barge_in, BargeIn::Always) }
            }
            _ => Plain::No,
        };
        let key = EntityKey::of(&format!("ivr.{}", step.name));
        let hangs_up = Some(step.hangs_up).filter(|share| *share > Share::NONE);
        Step { at, key, kind, hangs_up, length, action, plain }
    });
    steps.collect()
}

impl Step {
    /// Everywhere that a contact type can go from here.
    pub fn leads_to(&self, contact_type: ContactTypeId) -> Vec<IvrNext> {
        match &self.action {
            Action::Play { then } | Action::SelfService { then, .. } => then.next().into_iter().collect(),
            Action::Menu { rows, otherwise, .. } => {
                let pressed = rows[contact_type.index()].keys.iter().filter_map(|key| key.onward.next());
                pressed.chain(otherwise.map(IvrNext::Queue)).collect()
            }
        }
    }

    /// Hands out the shares of those who come here and neither hang up nor are served: to where (`None`: here again) and how
    /// many.
    fn spread(&self, contact_type: ContactTypeId, mut hand_out: impl FnMut(Option<IvrNext>, f64)) {
        let stays = self.hangs_up.unwrap_or(Share::NONE).complement().get();
        match &self.action {
            Action::Play { then } => hand_out(then.next(), stays),
            Action::SelfService { succeeds, then } => {
                if let Some(then) = then.next() {
                    hand_out(Some(then), stays * succeeds.complement().get());
                }
            }
            Action::Menu { rows, .. } => {
                let mut below = 0.0;
                for &Key { sum, onward, .. } in &rows[contact_type.index()].keys {
                    if !matches!(onward, Onward::Leaves(WalkEnd::HungUp(_))) {
                        hand_out(onward.next(), stays * (sum - below));
                    }
                    below = sum;
                }
            }
        }
    }

    /// One visit, the `heard`-th after the first: how long it takes and what comes of it.
    ///
    /// Drawn by lots and from a stream of this person in this step, so that steps that a person never sees change nothing.
    #[inline(never)]
    fn pass(&self, contact_type: ContactTypeId, person: u64, heard: u32) -> Passage {
        let person = another(person, heard);
        let mut lots = Lots::of_person(person, self.key);
        let mut took = match &self.length {
            Length::Always(length) => *length,
            Length::Law(sampler) => drawn(sampler, person, self.key),
        };
        let onward = match &self.action {
            Action::Play { then } => *then,
            Action::SelfService { succeeds, then } => {
                if lots.chance(*succeeds) {
                    Onward::Leaves(WalkEnd::Served(self.at))
                } else {
                    *then
                }
            }
            Action::Menu { barge_in, rows, .. } => {
                let chosen = rows[contact_type.index()].pressed_by(lots.lot()).unwrap_or(self.hung_up());
                let presses_early = match barge_in {
                    BargeIn::Never => false,
                    BargeIn::Always => {
                        lots.skip();
                        true
                    }
                    BargeIn::Sometimes(share) => lots.chance(*share),
                };
                if presses_early {
                    took = took.scaled(lots.unit());
                }
                chosen
            }
        };
        match self.hangs_up {
            Some(share) if lots.chance(share) => Passage { took: took.scaled(lots.unit()), onward: self.hung_up() },
            _ => Passage { took, onward },
        }
    }

    /// The same of a plain menu; `None`: it is none.
    #[inline(always)]
    fn choice(&self, contact_type: ContactTypeId, person: u64, heard: u32) -> Option<Passage> {
        let (Plain::Choice { prompt, is_interrupted }, Action::Menu { rows, .. }) = (self.plain, &self.action) else {
            return None;
        };
        let mut lots = Lots::of_person(another(person, heard), self.key);
        let onward = rows[contact_type.index()].pressed_by(lots.lot()).unwrap_or(self.hung_up());
        // This lot says who interrupts: everybody, or nobody.
        lots.skip();
        let took = if is_interrupted { prompt.scaled(lots.unit()) } else { prompt };
        Some(Passage { took, onward })
    }

    const fn hung_up(&self) -> Onward {
        Onward::Leaves(WalkEnd::HungUp(self.at))
    }

    /// Where those go at once who have heard this menu as often as it may be heard.
    #[inline]
    fn worn_out(&self, heard: u32) -> Option<QueueId> {
        match &self.action {
            Action::Menu { replays_at_most, otherwise, .. } if heard > *replays_at_most => *otherwise,
            _ => None,
        }
    }
}

/// How long a step is for this person.
fn drawn(sampler: &Sampler, person: u64, key: EntityKey) -> Duration {
    sampler.draw(&mut Stream::of_person(person, key))
}

impl Row {
    /// Limits that are looked at together.
    const ABREAST: usize = 8;
    /// All lots are smaller.
    const NO_LOT: u64 = u64::MAX >> 1;

    /// Of keys in order.
    fn of(keys: Vec<Key>) -> Self {
        let mut limits = Vec::new();
        for some in keys.split_last().map_or(&[][..], |(_, others)| others).chunks(Self::ABREAST) {
            let mut abreast = [Self::NO_LOT; Self::ABREAST];
            abreast.iter_mut().zip(some).for_each(|(limit, key)| *limit = key.below);
            limits.push(abreast);
        }
        Self { keys, limits }
    }

    /// Where the key leads that is pressed by a person of this lot; `None` where nothing is.
    #[inline]
    fn pressed_by(&self, lot: u64) -> Option<Onward> {
        // All are looked at: to stop at the first limit above the lot, the processor would have to guess. The sign of the
        // difference says whether it is above.
        let above =
            |limits: &[u64; Self::ABREAST]| limits.iter().map(|limit| lot.wrapping_sub(*limit) >> 63).sum::<u64>();
        let before: usize = self.limits.iter().map(|limits| Self::ABREAST - above(limits) as usize).sum();
        self.keys.get(before).map(|key| key.onward)
    }
}

impl BargeIn {
    fn of(share: Share) -> Self {
        if share == Share::NONE {
            Self::Never
        } else if share == Share::ALL {
            Self::Always
        } else {
            Self::Sometimes(share)
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
    fn leave(&mut self, step: IvrStepId, kind: StepKind, from: SimTime, to: SimTime);
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

    /// Draws what people of a contact type choose in the first menu that they hear when they dial for the first time; `None`
    /// where that menu is not plain, or there is none.
    ///
    /// On a walk each would wait for what is drawn; here they are drawn side by side.
    pub fn draw_first_choices(&self, contact_type: ContactTypeId, people: &[u64], choices: &mut [Option<Passage>]) {
        let Some(menu) = self.first_menu(contact_type) else { return choices.fill(None) };
        for (choice, &person) in choices.iter_mut().zip(people) {
            *choice = menu.choice(contact_type, person, 0);
        }
    }

    /// The first step on a contact type's way in which not everybody goes on to the same place.
    fn first_menu(&self, contact_type: ContactTypeId) -> Option<&Step> {
        let Entrance::Ivr(mut id) = self.contact_types[contact_type.index()].enters else { return None };
        for _ in &self.steps {
            let step = &self.steps[id.index()];
            match step.plain {
                Plain::Straight(Passage { onward: Onward::ToStep(next), .. }) => id = next,
                Plain::Straight(_) => return None,
                Plain::Choice { .. } | Plain::No => return Some(step),
            }
        }
        None
    }

    /// A person's way through the menu, from dialling to a queue, to a machine that serves, or to hanging up.
    ///
    /// Every step on the way leaves a footprint; `person` names the streams, and `choice` is what
    /// [`Plan::draw_first_choices`](super::Plan::draw_first_choices) drew for the person, if it did.
    pub fn walk(
        &self,
        contact_type: ContactTypeId,
        from: IvrStepId,
        dialled: SimTime,
        person: u64,
        mut choice: Option<Passage>,
        footprints: &mut impl Footprints,
    ) -> Walk {
        let mut at = dialled;
        let mut id = from;
        let mut seen = 0;
        loop {
            let step = &self.steps[id.index()];
            let Passage { took, onward } = if let Plain::Straight(passage) = step.plain {
                passage
            } else {
                let heard = if comes_first_to(id, &mut seen) { 0 } else { footprints.times_in(id) };
                if let Some(queue) = step.worn_out(heard) {
                    return Walk { ends: at, at: WalkEnd::Queue(queue) };
                }
                let drawn = choice.take().or_else(|| step.choice(contact_type, person, heard));
                drawn.unwrap_or_else(|| step.pass(contact_type, person, heard))
            };
            let until = at + took;
            footprints.leave(id, step.kind, at, until);
            at = until;
            match onward {
                Onward::ToStep(next) => id = next,
                Onward::HearsAgain => {}
                Onward::Leaves(end) => return Walk { ends: at, at: end },
            }
        }
    }
}

/// Whether a walk comes to a step for the first time, as far as a bit for each of the first steps can tell.
#[inline]
const fn comes_first_to(step: IvrStepId, seen: &mut u64) -> bool {
    if step.index() >= u64::BITS as usize {
        return false;
    }
    let bit = 1 << step.index();
    let is_first = *seen & bit == 0;
    *seen |= bit;
    is_first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_pressed_by_its_share_however_many_there_are() {
        for count in [0_usize, 1, 2, 8, 9, 10, 17, 100] {
            let key = |at: usize| {
                let sum = (at + 1) as f64 / count as f64;
                Key { sum, below: Lots::below(sum), onward: Onward::ToStep(IvrStepId::at(at)) }
            };
            let keys: Vec<Key> = (0..count).map(key).collect();
            let row = Row::of(keys.clone());
            let edges = keys.iter().flat_map(|key| [key.below.saturating_sub(1), key.below]);
            for lot in edges.chain([0]).filter(|lot| *lot < 1 << 53) {
                let found = keys.iter().find(|key| lot < key.below).or(keys.last());
                assert_eq!(row.pressed_by(lot), found.map(|key| key.onward), "{lot} of {count} keys");
            }
        }
    }
}
