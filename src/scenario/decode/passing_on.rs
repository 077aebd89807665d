//! Contacts that are passed on: the queue that is right for each type, and who gets where a second time.

use super::journeys::Journeys;
use crate::model::{ContactType, Draft, Entrance, QueueId};

/// Who answers which queue, and who can help whom.
pub struct Floor {
    answering: Vec<Vec<usize>>,
    able: Vec<Vec<bool>>,
}

impl Floor {
    /// From groups and queues.
    pub fn of(draft: &Draft) -> Self {
        let mut answering = vec![Vec::new(); draft.queues.len()];
        let mut able = Vec::new();
        for (at, group) in draft.agent_groups.iter().enumerate() {
            for queue in &group.answers {
                if let Some(groups) = answering.get_mut(queue.index()) {
                    groups.push(at);
                }
            }
            let mut skills = vec![false; draft.contact_types.len()];
            for skill in &group.skills {
                skills[skill.index()] = true;
            }
            able.push(skills);
        }
        for (queue, groups) in draft.queues.iter().zip(&mut answering) {
            groups.extend(queue.overflow.iter().flat_map(|overflow| &overflow.to).map(|group| group.index()));
        }
        Self { answering, able }
    }

    /// Groups that answer a queue, by overflow too.
    pub fn answering(&self, queue: usize) -> &[usize] {
        self.answering.get(queue).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a group has the skill for a contact type.
    pub fn can_help(&self, group: usize, contact_type: usize) -> bool {
        self.able[group][contact_type]
    }
}

/// Finds the queue that is right for each contact type, and adds to the journeys who is passed on where.
pub fn settle(draft: &mut Draft, floor: &Floor, mut journeys: Journeys) -> Journeys {
    for at in 0..draft.contact_types.len() {
        follow(draft, floor, &mut journeys, at);
        if draft.contact_types[at].home.is_none() {
            draft.contact_types[at].home = home(draft, floor, &journeys, at);
        }
        follow(draft, floor, &mut journeys, at);
    }
    journeys
}

/// Adds the queues to which contacts of a type are passed on, as far as its home is known.
fn follow(draft: &Draft, floor: &Floor, journeys: &mut Journeys, contact_type: usize) {
    let joined = &mut journeys.queues[contact_type];
    let home = draft.contact_types[contact_type].home.map(QueueId::index);
    let mut ahead: Vec<usize> = joined.iter().copied().collect();
    while let Some(queue) = ahead.pop() {
        for &group in floor.answering(queue) {
            let next = if floor.can_help(group, contact_type) {
                draft.agent_groups[group].transfers.map(|transfer| transfer.to.index())
            } else {
                journeys.misrouted[contact_type].get_or_insert((queue, group));
                home
            };
            ahead.extend(next.filter(|next| joined.insert(*next)));
        }
    }
}

/// The queue that is right for a type that does not say so: the one of its own name; else the one it enters; else, of
/// those it can join, the first where everybody has the skill, then where somebody has it, then any.
fn home(draft: &Draft, floor: &Floor, journeys: &Journeys, contact_type: usize) -> Option<QueueId> {
    let ContactType { name, enters, .. } = &draft.contact_types[contact_type];
    let own = draft.queues.iter().position(|queue| queue.name == *name).map(QueueId::at);
    let entered = if let Entrance::Queue(queue) = enters { Some(*queue) } else { None };
    let joined = &journeys.queues[contact_type];
    let able = |group: &usize| floor.can_help(*group, contact_type);
    let everybody = |queue: &&usize| !floor.answering(**queue).is_empty() && floor.answering(**queue).iter().all(able);
    let somebody = |queue: &&usize| floor.answering(**queue).iter().any(able);
    let best = || joined.iter().find(everybody).or_else(|| joined.iter().find(somebody)).or_else(|| joined.first());
    own.or(entered).or_else(|| best().map(|queue| QueueId::at(*queue)))
}
