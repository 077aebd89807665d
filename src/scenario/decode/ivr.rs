//! `[ivr.*]`: the steps of the menu.

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Node, Table};
use super::{Decoder, law, menu};
use crate::model::{IvrAction, IvrNext, IvrStep, QueueId};
use crate::random::DurationDistribution;
use crate::units::{Duration, Share};

/// All steps, in the order of the file.
pub fn all(decoder: &mut Decoder, root: &Table) -> Vec<IvrStep> {
    let nothing = Table::default();
    (0..decoder.names.steps.len())
        .map(|at| {
            let name = decoder.names.steps.name(at).to_owned();
            let table = decoder.names.steps.table(root, at).unwrap_or(&nothing);
            let path = format!("ivr.{name}");
            let action = action(decoder, table, &path);
            IvrStep { name, action, hangs_up: hangs_up(decoder, table, &path) }
        })
        .collect()
}

fn action(decoder: &mut Decoder, table: &Table, path: &str) -> IvrAction {
    if let Some(stated) = table.sub("menu") {
        return menu::menu(decoder, stated, &format!("{path}.menu"));
    }
    let then = table.get("then").and_then(|node| next(decoder, node, &format!("{path}.then")));
    if let Some(service) = table.sub("self-service") {
        return IvrAction::SelfService {
            takes: length(decoder, service.get("takes"), &format!("{path}.self-service.takes")),
            succeeds: service.share("succeeds").unwrap_or(Share::NONE),
            then,
        };
    }
    IvrAction::Play {
        length: length(decoder, table.get("play"), &format!("{path}.play")),
        then: then.unwrap_or(IvrNext::Queue(QueueId::at(0))),
    }
}

fn hangs_up(decoder: &mut Decoder, table: &Table, path: &str) -> Share {
    if table.get("menu").is_some() && table.get("hangs-up").is_some() {
        let title = format!("`{path}.hangs-up` is not for a menu: there, who hangs up is part of each row");
        let hint = "for example `menu.presses.TYPE = { \"1\" = \"96 %\", hang-up = \"4 %\" }`";
        decoder.complain(Diagnostic::error(table.place_of("hangs-up"), title).label("").hint(hint));
    }
    table.share("hangs-up").unwrap_or(Share::NONE)
}

/// A length of time; nothing where there is none that can be read.
pub fn length(decoder: &mut Decoder, node: Option<&Node>, path: &str) -> DurationDistribution {
    let law = node.and_then(|node| law::law(decoder, node, path));
    law.unwrap_or(DurationDistribution::constant(Duration::ZERO))
}

/// Where a step or key leads; `None` when that does not exist.
pub fn next(decoder: &mut Decoder, node: &Node, path: &str) -> Option<IvrNext> {
    match decoder.names.destination(node, path) {
        Ok(next) => Some(next),
        Err(complaint) => {
            decoder.known.routes = false;
            decoder.complaints.extend(complaint);
            None
        }
    }
}
