//! Menus that lead back: whether everybody gets out of them.

use std::collections::VecDeque;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::Table;
use super::Decoder;
use crate::model::{Draft, IvrAction, IvrNext, IvrStep, Press};

/// Steps of a way that a complaint shows; the middle of a longer way is left out.
const SHOWN: usize = 6;

/// Complains about loops that nobody gets out of, and about ways out that nobody needs.
pub fn complain(decoder: &mut Decoder, draft: &Draft, root: &Table) {
    complain_about_endless_loops(decoder, draft, root);
    let leads: Vec<Vec<usize>> = draft.ivr.iter().map(|step| all_ways(step).flatten().collect()).collect();
    let on_a_loop = on_a_loop(&leads);
    for (at, step) in draft.ivr.iter().enumerate() {
        let IvrAction::Menu { presses, otherwise, .. } = &step.action else { continue };
        let Some(menu) = decoder.names.steps.table(root, at).and_then(|table| table.sub("menu")) else { continue };
        let again = presses.iter().flat_map(|(_, row)| row);
        let again = again.clone().any(|(press, _)| matches!(press, Press::WrongKey | Press::Nothing));
        if menu.get("otherwise").is_none() && (again || on_a_loop[at]) {
            let way = if on_a_loop[at] { way_back(&leads, at) } else { Vec::new() };
            complain_about_no_way_out(decoder, step, menu, draft, &way);
        } else if otherwise.is_some() && !again && !on_a_loop[at] {
            warn_about_unused(decoder, step, menu, "otherwise");
        } else if !again && !on_a_loop[at] {
            warn_about_unused(decoder, step, menu, "replays-at-most");
        }
    }
}

/// Whether each step can be come to again from itself.
pub fn on_a_loop(leads: &[Vec<usize>]) -> Vec<bool> {
    // Kosaraju's two walks: steps of one component can all be come to from each other.
    let mut behind = vec![Vec::new(); leads.len()];
    for (from, to) in leads.iter().enumerate().flat_map(|(from, tos)| tos.iter().map(move |&to| (from, to))) {
        if let Some(behind) = behind.get_mut(to) {
            behind.push(from);
        }
    }
    let mut seen = vec![false; leads.len()];
    let mut finished = Vec::new();
    for start in 0..leads.len() {
        walk(leads, start, &mut seen, &mut finished);
    }
    let mut on_a_loop = vec![false; leads.len()];
    let mut seen = vec![false; leads.len()];
    for &start in finished.iter().rev() {
        let mut component = Vec::new();
        walk(&behind, start, &mut seen, &mut component);
        let more_than_one = component.len() > 1;
        for at in component {
            on_a_loop[at] = more_than_one || leads[at].contains(&at);
        }
    }
    on_a_loop
}

/// Puts everything that was not seen yet and can be come to from a start into a list, the farthest first.
fn walk(leads: &[Vec<usize>], start: usize, seen: &mut [bool], finished: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    // By hand rather than by recursion: a long chain of steps must not exhaust the stack.
    let mut way = vec![(start, 0)];
    while let Some((step, at)) = way.pop() {
        match leads[step].get(at) {
            None => finished.push(step),
            Some(&to) => {
                way.push((step, at + 1));
                if seen.get(to) == Some(&false) {
                    seen[to] = true;
                    way.push((to, 0));
                }
            }
        }
    }
}

/// The step behind each way out of a step, in the order of the file, whoever takes it; `None` for a queue.
fn all_ways(step: &IvrStep) -> impl Iterator<Item = Option<usize>> {
    let (then, options) = match &step.action {
        IvrAction::Play { then, .. } => (Some(*then), [].as_slice()),
        IvrAction::SelfService { then, .. } => (*then, [].as_slice()),
        IvrAction::Menu { options, .. } => (None, options.as_slice()),
    };
    then.into_iter().chain(options.iter().map(|option| option.leads_to)).map(|next| match next {
        IvrNext::Step(id) => Some(id.index()),
        IvrNext::Queue(_) => None,
    })
}

/// Loops without a menu: each such step leads to one other, so that following it finds every loop.
fn complain_about_endless_loops(decoder: &mut Decoder, draft: &Draft, root: &Table) {
    let then: Vec<Option<usize>> = draft
        .ivr
        .iter()
        .map(|step| match step.action {
            IvrAction::Menu { .. } => None,
            _ => all_ways(step).flatten().next().filter(|to| *to < draft.ivr.len()),
        })
        .collect();
    let mut followed_from = vec![None; then.len()];
    for start in 0..then.len() {
        let mut at = start;
        while followed_from[at].is_none() {
            followed_from[at] = Some(start);
            let Some(to) = then[at] else { break };
            at = to;
        }
        // Back at a step of this very walk, and not at a menu or a queue: the loop begins here.
        if followed_from[at] == Some(start) && then[at].is_some() {
            let mut way = vec![at];
            let mut next = then[at];
            while let Some(to) = next.filter(|to| *to != at) {
                way.push(to);
                next = then[to];
            }
            way.push(at);
            let table = decoder.names.steps.table(root, at);
            let place = table.and_then(|table| table.get("then")).map(|node| node.place).unwrap_or_default();
            let title = format!("`ivr.{}` leads round for ever: {}", draft.ivr[at].name, shown(draft, &way));
            decoder.complain(Diagnostic::error(place, title).label("lead it to a queue, or to a menu"));
            decoder.known.routes = false;
        }
    }
}

/// The shortest way from a step back to itself, both ends named.
fn way_back(leads: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut came_from = vec![None; leads.len()];
    let mut ahead = VecDeque::from([start]);
    while let Some(at) = ahead.pop_front() {
        if leads[at].contains(&start) {
            let mut way = vec![start, at];
            let mut step = at;
            while let Some(before) = came_from[step] {
                way.push(before);
                step = before;
            }
            way.reverse();
            return way;
        }
        for &to in leads[at].iter().filter(|to| **to < leads.len() && **to != start) {
            if came_from[to].is_none() {
                came_from[to] = Some(at);
                ahead.push_back(to);
            }
        }
    }
    vec![start, start]
}

fn shown(draft: &Draft, way: &[usize]) -> String {
    let name = |at: &usize| format!("ivr.{}", draft.ivr[*at].name);
    let names: Vec<String> = if way.len() > SHOWN {
        let (first, last) = (&way[..SHOWN / 2], &way[way.len() - SHOWN / 2..]);
        first.iter().map(name).chain(["...".to_owned()]).chain(last.iter().map(name)).collect()
    } else {
        way.iter().map(name).collect()
    };
    format!("`{}`", names.join(" -> "))
}

/// A menu that can be heard again, and does not say where those go who have heard it often enough.
fn complain_about_no_way_out(decoder: &mut Decoder, step: &IvrStep, menu: &Table, draft: &Draft, way: &[usize]) {
    let options = menu.sub("options").map(|options| options.entries.as_slice()).unwrap_or_default();
    let rows = menu.sub("presses").map(|rows| rows.entries.as_slice()).unwrap_or_default();
    let keys = rows.iter().filter_map(|row| row.node.table()).flat_map(|row| &row.entries);
    let wrong = keys.into_iter().find(|entry| matches!(entry.key.as_str(), "wrong-key" | "nothing"));
    let back = way.get(1).and_then(|to| all_ways(step).position(|next| next == Some(*to)));
    let (place, why): (Place, String) = match (back.and_then(|at| options.get(at)), wrong) {
        (Some(option), _) => (option.node.place, format!("the way leads back: {}", shown(draft, way))),
        (None, Some(entry)) => (entry.key_place, "who presses no key of it hears it again".to_owned()),
        (None, None) => (menu.place_of("options"), "the way leads back".to_owned()),
    };
    let title = format!("menu `ivr.{}` can be heard again for ever ({why})", step.name);
    let hint = "say where those go who have heard it often enough: `menu.otherwise = \"queue.NAME\"`";
    decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
    decoder.known.routes = false;
}

fn warn_about_unused(decoder: &mut Decoder, step: &IvrStep, menu: &Table, key: &str) {
    if menu.get(key).is_some() && decoder.known.routes {
        let title = format!("`ivr.{}.menu.{key}` does nothing: nobody hears this menu a second time", step.name);
        let hint = "let some press a `wrong-key` or `nothing`, or let a key lead back to it";
        decoder.complain(Diagnostic::warning(menu.place_of(key), title).label("").hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_on_loops_are_told_from_steps_that_lead_into_them() {
        let leads = vec![vec![1], vec![2, 3], vec![1], vec![], vec![4], vec![0, 9]];
        assert_eq!(on_a_loop(&leads), [false, true, true, false, true, false]);
        assert_eq!(way_back(&leads, 1), [1, 2, 1]);
        assert_eq!(way_back(&leads, 4), [4, 4]);
    }
}
