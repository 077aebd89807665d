//! `[ivr.*]`: the steps of the menu, and where each contact type gets to.

use std::collections::BTreeSet;

use super::super::diagnostic::Diagnostic;
use super::super::quantity;
use super::super::tree::{Entry, Node, Table};
use super::{Decoder, law};
use crate::model::{ContactTypeId, Draft, Entrance, IvrAction, IvrNext, IvrStep, MenuOption, Press, QueueId};
use crate::random::DurationDistribution;
use crate::units::{Duration, Share};

/// How far the shares of a row may miss one: what is left over when people round to a tenth of a percent is more than this,
/// and is theirs to settle.
const SHARE_TOLERANCE: f64 = 1e-6;
/// A menu with more keys than this is no menu that anybody listens to.
const MOST_KEYS: usize = 100;
/// What people do who press nothing.
const HANG_UP: &str = "hang-up";

/// All steps, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table) -> Vec<IvrStep> {
    let nothing = Table::default();
    (0..decoder.names.steps.len())
        .map(|at| {
            let name = decoder.names.steps.name(at).to_owned();
            let table = decoder.names.steps.table(root, at).unwrap_or(&nothing);
            let action = action(decoder, table, &format!("ivr.{name}"));
            IvrStep { name, action, hangs_up: Share::NONE }
        })
        .collect()
}

fn action(decoder: &mut Decoder, table: &Table, path: &str) -> IvrAction {
    if let Some(menu) = table.sub("menu") {
        return self::menu(decoder, menu, &format!("{path}.menu"));
    }
    let length = table.get("play").and_then(|node| law::law(decoder, node, &format!("{path}.play")));
    let then = table.get("then").and_then(|node| next(decoder, node, &format!("{path}.then")));
    IvrAction::Play {
        length: length.unwrap_or(DurationDistribution::constant(Duration::ZERO)),
        then: then.unwrap_or(IvrNext::Queue(QueueId::at(0))),
    }
}

fn menu(decoder: &mut Decoder, menu: &Table, path: &str) -> IvrAction {
    let prompt = menu.get("prompt").and_then(|node| law::law(decoder, node, &format!("{path}.prompt")));
    let entries = menu.sub("options").map(|table| table.entries.as_slice()).unwrap_or_default();
    let mut options: Vec<MenuOption> = entries
        .iter()
        .map(|entry| MenuOption {
            key: entry.key.clone(),
            leads_to: next(decoder, &entry.node, &format!("{path}.options.{}", entry.key))
                .unwrap_or(IvrNext::Queue(QueueId::at(0))),
        })
        .collect();
    if options.len() > MOST_KEYS {
        let title = format!("`{path}.options` has {} keys, at most {MOST_KEYS} can be played", options.len());
        decoder.complain(Diagnostic::error(menu.place_of("options"), title).label(""));
        options.clear();
        decoder.known.routes = false;
    }
    if let Some(key) = entries.iter().find(|entry| entry.key == HANG_UP) {
        let title = format!("`{path}.options` cannot have a key `{HANG_UP}`: that is what people do who press none");
        decoder.complain(Diagnostic::error(key.key_place, title).label(""));
    }
    let mut presses = Vec::new();
    for row in menu.sub("presses").map(|table| table.entries.as_slice()).unwrap_or_default() {
        let path = format!("{path}.presses.{}", row.key);
        let shares = press_row(decoder, row, &options, &path);
        if let Some(id) = decoder.names.contact_types.id(&row.key) {
            presses.push((ContactTypeId::at(id), shares));
        } else {
            decoder.known.routes = false;
            let title = format!("`{path}` is a row for a contact type that does not exist: `{}`", row.key);
            let known = decoder.names.contact_types.iter();
            let complaint = Diagnostic::error(row.key_place, title).near_miss(&row.key, known, "contact types");
            decoder.complain(complaint);
        }
    }
    let prompt = prompt.unwrap_or(DurationDistribution::constant(Duration::ZERO));
    IvrAction::Menu { prompt, barge_in: Share::NONE, options, presses, replays_at_most: 0, otherwise: None }
}

fn press_row(decoder: &mut Decoder, row: &Entry, options: &[MenuOption], path: &str) -> Vec<(Press, Share)> {
    let Some(table) = row.node.table() else { return Vec::new() };
    let (mut shares, mut complete) = (Vec::new(), true);
    for entry in &table.entries {
        let press = if entry.key == HANG_UP {
            Some(Press::HangUp)
        } else {
            let at = options.iter().position(|option| option.key == entry.key);
            at.and_then(|at| u16::try_from(at).ok()).map(Press::Option)
        };
        if press.is_none() {
            decoder.known.routes = false;
            let keys = options.iter().map(|option| option.key.as_str()).chain([HANG_UP]);
            let title = format!("`{path}` presses a key that the menu does not offer: `{}`", entry.key);
            decoder.complain(Diagnostic::error(entry.key_place, title).near_miss(&entry.key, keys, "it offers"));
        }
        let share = quantity::share(&entry.node).ok();
        complete &= press.is_some() && share.is_some();
        shares.extend(press.zip(share));
    }
    let sum: f64 = shares.iter().map(|(_, share)| share.get()).sum();
    if complete && (sum - 1.0).abs() >= SHARE_TOLERANCE {
        let percent =
            |value: f64| format!("{:.4}", value * 100.0).trim_end_matches('0').trim_end_matches('.').to_owned();
        let (much, gap) = if sum < 1.0 { ("missing", 1.0 - sum) } else { ("too much", sum - 1.0) };
        let title = format!("the shares of `{path}` must add up to 100 %, not {} %", percent(sum));
        decoder.complain(Diagnostic::error(row.node.place, title).label(format!("{} % {much}", percent(gap))));
    }
    shares
}

fn next(decoder: &mut Decoder, node: &Node, path: &str) -> Option<IvrNext> {
    match decoder.names.destination(node, path) {
        Ok(next) => Some(next),
        Err(complaint) => {
            decoder.known.routes = false;
            decoder.complaints.extend(complaint);
            None
        }
    }
}

/// Where contacts get to, by contact type.
pub struct Journeys {
    /// Queues that contacts of a type can join.
    pub queues: Vec<BTreeSet<usize>>,
}

impl Journeys {
    /// Contact types that can join a queue.
    pub fn types_in(&self, queue: usize) -> impl Iterator<Item = usize> + '_ {
        self.queues.iter().enumerate().filter(move |(_, queues)| queues.contains(&queue)).map(|(at, _)| at)
    }
}

/// Follows every contact type through the menu; complains about rows, steps and loops.
pub fn journeys(decoder: &mut Decoder, draft: &Draft, root: &Table) -> Journeys {
    complain_about_loops(decoder, draft, root);
    let (mut reached, mut complete) = (vec![false; draft.ivr.len()], true);
    let mut queues = Vec::new();
    for (at, contact_type) in draft.contact_types.iter().enumerate() {
        let (mut steps, mut joined) = (BTreeSet::new(), BTreeSet::new());
        let mut ahead = vec![match contact_type.enters {
            Entrance::Queue(id) => IvrNext::Queue(id),
            Entrance::Ivr(id) => IvrNext::Step(id),
        }];
        while let Some(next) = ahead.pop() {
            match next {
                IvrNext::Queue(id) => {
                    joined.insert(id.index());
                }
                IvrNext::Step(id) if steps.insert(id.index()) => {
                    ahead.extend(draft.ivr.get(id.index()).into_iter().flat_map(|step| onward(step, at)));
                }
                IvrNext::Step(_) => {}
            }
        }
        for &step in &steps {
            reached[step] = true;
        }
        complete &= complain_about_rows(decoder, draft, root, at, &steps);
        queues.push(joined);
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
    Journeys { queues }
}

/// Where a contact of a type may go from a step.
fn onward(step: &IvrStep, contact_type: usize) -> Vec<IvrNext> {
    match &step.action {
        IvrAction::Play { then, .. } => vec![*then],
        IvrAction::SelfService { then, .. } => then.iter().copied().collect(),
        IvrAction::Menu { options, presses, .. } => presses
            .iter()
            .filter(|(id, _)| id.index() == contact_type)
            .flat_map(|(_, row)| row)
            .filter(|(_, share)| share.get() > 0.0)
            .filter_map(|(press, _)| match press {
                Press::Option(at) => options.get(usize::from(*at)).map(|option| option.leads_to),
                Press::HangUp | Press::WrongKey | Press::Nothing => None,
            })
            .collect(),
    }
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

/// Complains about every option or step that leads back to a step on the way to it.
fn complain_about_loops(decoder: &mut Decoder, draft: &Draft, root: &Table) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        OnTheWay,
        Done,
    }
    let leads: Vec<Vec<IvrNext>> = draft
        .ivr
        .iter()
        .map(|step| match &step.action {
            IvrAction::Play { then, .. } => vec![*then],
            IvrAction::SelfService { then, .. } => then.iter().copied().collect(),
            IvrAction::Menu { options, .. } => options.iter().map(|option| option.leads_to).collect(),
        })
        .collect();
    let mut seen = vec![Seen::Not; leads.len()];
    let mut back = Vec::new();
    for start in 0..leads.len() {
        // By hand rather than by recursion: a long chain of steps must not exhaust the stack.
        let mut way = vec![(start, 0)];
        while let Some((step, at)) = way.pop() {
            if at == 0 && seen[step] != Seen::Not {
                continue;
            }
            seen[step] = Seen::OnTheWay;
            match leads[step].get(at) {
                None => seen[step] = Seen::Done,
                Some(IvrNext::Step(to)) if to.index() < leads.len() => {
                    way.push((step, at + 1));
                    match seen[to.index()] {
                        Seen::OnTheWay => back.push((step, at, to.index())),
                        Seen::Not => way.push((to.index(), 0)),
                        Seen::Done => {}
                    }
                }
                Some(_) => way.push((step, at + 1)),
            }
        }
    }
    for &(step, at, to) in &back {
        let table = decoder.names.steps.table(root, step);
        let options = table.and_then(|table| table.sub("menu")).and_then(|menu| menu.sub("options"));
        let place = match options {
            Some(options) => options.entries.get(at).map(|entry| entry.node.place),
            None => table.and_then(|table| table.get("then")).map(|node| node.place),
        };
        let title = format!(
            "`ivr.{}` leads back to `ivr.{}`: menus that are heard again are not built yet",
            decoder.names.steps.name(step),
            decoder.names.steps.name(to)
        );
        decoder.complain(Diagnostic::error(place.unwrap_or_default(), title).label("lead it to a queue instead"));
    }
    decoder.known.routes &= back.is_empty();
}
