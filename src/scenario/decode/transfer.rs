//! `transfers`: contacts that are passed on after a full talk.

use super::super::tree::Table;
use super::Decoder;
use crate::model::Transfer;

/// The transfers of a contact type or agent group; `None` when it states none, or none that can be read.
pub fn transfers(decoder: &mut Decoder, table: &Table, path: &str) -> Option<Transfer> {
    let transfers = table.sub("transfers")?;
    let share = transfers.share("share");
    match decoder.names.queue(transfers.get("to")?, &format!("{path}.transfers.to")) {
        Ok(to) => Some(Transfer { to, share: share? }),
        Err(complaint) => {
            decoder.known.routes = false;
            decoder.complaints.extend(complaint);
            None
        }
    }
}
