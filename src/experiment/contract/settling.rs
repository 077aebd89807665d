//! One span of the calendar, settled line by line.

use super::Refused;
use super::desk::{Desk, Stage};
use crate::contract::{Ledger, Terms};
use crate::experiment::TooMuch;
use crate::model::Center;
use crate::random::Chances;

/// Plays one replication, the first being 0, and settles each contract of the center: the same span that
/// [`super::play`] plays under this number.
///
/// # Errors
/// Without contracts, and when the span has more contacts than is sane.
pub fn settle(center: &Center, seed: u64, replication: u64) -> Result<Vec<(Terms, Ledger)>, Refused> {
    if center.contracts.is_empty() {
        return Err(Refused::NoContract);
    }
    TooMuch::of_contracts(center.expected_contacts(), center.expected_contacts(), 0.0)?;
    let stage = Stage::of(center.clone(), 0);
    let ledgers = Desk::at(&stage).settle(seed, Chances::from(replication));
    Ok(stage.laid.into_iter().map(|laid| laid.terms).zip(ledgers).collect())
}
