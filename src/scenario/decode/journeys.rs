//! Where each contact type gets to: through the menu, and passed on from queue to queue.

use std::collections::BTreeSet;

use super::super::diagnostic::Diagnostic;
use super::super::tree::Table;
use super::{Decoder, loops};
use crate::model::{Draft, Entrance, IvrAction, IvrNext, IvrStep, Press, QueueId};
use crate::units::Share;

/// Where contacts get to, by contact type.
pub struct Journeys {
    /// Queues that contacts of a type can join.
    pub queues: Vec<BTreeSet<usize>>,
    /// Whether some contacts of a type are served by a machine.
    pub self_served: Vec<bool>,
    /// Where a contact of a type may meet an agent who cannot help: a queue, and a group that answers it.
    pub misrouted: Vec<Option<(usize, usize)>>,
}

impl Journeys {
    /// Contact types that can join a queue.
    pub fn types_in(&self, queue: usize) -> impl Iterator<Item = usize> + '_ {
        self.queues.iter().enumerate().filter(move |(_, queues)| queues.contains(&queue)).map(|(at, _)| at)
    }
}

/// Follows every contact type through the menu and its own transfers; complains about rows, steps and loops.
pub fn follow(decoder: &mut Decoder, draft: &Draft, root: &Table) -> Journeys {
    loops::complain(decoder, draft, root);
    let (mut reached, mut complete) = (vec![false; draft.ivr.len()], true);
    let types = draft.contact_types.len();
    let mut journeys = Journeys { queues: Vec::new(), self_served: Vec::new(), misrouted: vec![None; types] };
    for at in 0..types {
        let steps = steps_of(draft, at);
        for &step in &steps {
            reached[step] = true;
        }
        complete &= complain_about_rows(decoder, draft, root, at, &steps);
        journeys.queues.push(queues_of(draft, at, &steps));
        journeys.self_served.push(steps.iter().any(|step| serves(&draft.ivr[*step])));
    }
    decoder.known.routes &= complete;
    if decoder.known.routes {
        for (at, _) in reached.iter().enumerate().filter(|(_, reached)| !**reached) {
            let (place, name) = (decoder.names.steps.place(at), decoder.names.steps.name(at).to_owned());
            let title = format!("no contact gets to menu step `{name}`");
            let hint = format!("let a contact type or a step lead to `ivr.{name}`, or remove it");
            decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
        }
    }
    journeys
}

/// Steps that contacts of a type can come to.
fn steps_of(draft: &Draft, contact_type: usize) -> BTreeSet<usize> {
    let Entrance::Ivr(first) = draft.contact_types[contact_type].enters else { return BTreeSet::new() };
    let (mut steps, mut ahead) = (BTreeSet::new(), vec![first.index()]);
    while let Some(at) = ahead.pop() {
        if at < draft.ivr.len() && steps.insert(at) {
            ahead.extend(steps_after(&draft.ivr[at], contact_type));
        }
    }
    steps
}

/// Queues that contacts of a type can join from these steps, or at once, or by their own transfers.
fn queues_of(draft: &Draft, contact_type: usize, steps: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut joined = BTreeSet::new();
    if let Entrance::Queue(queue) = draft.contact_types[contact_type].enters {
        joined.insert(queue.index());
    }
    let leads: Vec<Vec<usize>> = (0..draft.ivr.len())
        .map(|at| if steps.contains(&at) { steps_after(&draft.ivr[at], contact_type).collect() } else { Vec::new() })
        .collect();
    let on_a_loop = loops::on_a_loop(&leads);
    for &at in steps {
        let step = &draft.ivr[at];
        let queues = onward(step, contact_type).into_iter().filter_map(|next| match next {
            IvrNext::Queue(id) => Some(id.index()),
            IvrNext::Step(_) => None,
        });
        joined.extend(queues);
        joined.extend(otherwise(step, contact_type, on_a_loop[at]).map(QueueId::index));
    }
    // Of whatever share: a study that varies it from nothing on asks about the same queues.
    if let Some(transfer) = draft.contact_types[contact_type].transfers.filter(|_| !joined.is_empty()) {
        joined.insert(transfer.to.index());
    }
    joined
}

fn steps_after(step: &IvrStep, contact_type: usize) -> impl Iterator<Item = usize> + use<> {
    onward(step, contact_type).into_iter().filter_map(|next| match next {
        IvrNext::Step(id) => Some(id.index()),
        IvrNext::Queue(_) => None,
    })
}

/// Where a contact of a type may go from a step, the way out of a menu heard too often left aside.
fn onward(step: &IvrStep, contact_type: usize) -> Vec<IvrNext> {
    match &step.action {
        IvrAction::Play { then, .. } => vec![*then],
        IvrAction::SelfService { then, .. } => then.iter().copied().collect(),
        IvrAction::Menu { options, .. } => row(step, contact_type)
            .filter_map(|press| match press {
                Press::Option(at) => options.get(usize::from(at)).map(|option| option.leads_to),
                Press::HangUp | Press::WrongKey | Press::Nothing => None,
            })
            .collect(),
    }
}

/// The way out of a menu, if contacts of a type can hear it again.
fn otherwise(step: &IvrStep, contact_type: usize, on_a_loop: bool) -> Option<QueueId> {
    let IvrAction::Menu { otherwise, .. } = &step.action else { return None };
    let again = row(step, contact_type).any(|press| matches!(press, Press::WrongKey | Press::Nothing));
    otherwise.filter(|_| again || on_a_loop)
}

/// What contacts of a type do at a menu, as far as any of them does it.
fn row(step: &IvrStep, contact_type: usize) -> impl Iterator<Item = Press> {
    let presses = if let IvrAction::Menu { presses, .. } = &step.action { presses.as_slice() } else { &[] };
    let row = presses.iter().filter(move |(id, _)| id.index() == contact_type).flat_map(|(_, row)| row);
    row.filter(|(_, share)| *share > Share::NONE).map(|(press, _)| *press)
}

fn serves(step: &IvrStep) -> bool {
    let served = matches!(step.action, IvrAction::SelfService { succeeds, .. } if succeeds > Share::NONE);
    served && step.hangs_up < Share::ALL
}

/// Each menu that a type gets to has a row for it, and no row for a type that does not get there.
///
/// Returns whether no row is missing: behind a missing row nobody knows where the type gets to.
fn complain_about_rows(
    decoder: &mut Decoder,
    draft: &Draft,
    root: &Table,
    contact_type: usize,
    steps: &BTreeSet<usize>,
) -> bool {
    let type_name = decoder.names.contact_types.name(contact_type).to_owned();
    let (mut missing, mut idle) = (Vec::new(), Vec::new());
    for (at, step) in draft.ivr.iter().enumerate() {
        let IvrAction::Menu { presses, .. } = &step.action else { continue };
        let menu = decoder.names.steps.table(root, at).and_then(|table| table.sub("menu"));
        let Some(rows) = menu.and_then(|menu| menu.sub("presses")) else { continue };
        let has_row = presses.iter().any(|(id, _)| id.index() == contact_type);
        if has_row && !steps.contains(&at) {
            let title =
                format!("menu `ivr.{}` has a row for contact type `{type_name}`, which does not get there", step.name);
            let hint = format!("let `contact-type.{type_name}.enters` lead here, or remove the row");
            idle.push(Diagnostic::error(rows.place_of(&type_name), title).label("").hint(hint));
        } else if !has_row && steps.contains(&at) {
            let title = format!("menu `ivr.{}` has no row for contact type `{type_name}`, which gets there", step.name);
            let hint = format!("add `menu.presses.{type_name} = {{ ... }}`, its shares adding up to 100 %");
            missing.push(Diagnostic::error(decoder.names.steps.place(at), title).label("").hint(hint));
        }
    }
    let complete = missing.is_empty();
    decoder.complaints.extend(missing);
    if complete && decoder.known.routes {
        decoder.complaints.extend(idle);
    }
    complete
}
