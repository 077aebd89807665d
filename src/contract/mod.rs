//! What a contract costs: from what was counted to a ledger that a lawyer can follow.
//!
//! [`Terms`] are a contract laid over the calendar: its periods, who is measured when, and what the forecast expects.
//! [`Terms::settle`] is a pure function from [`Evidence`] (what was counted, interval by interval) to amounts; a [`Book`]
//! hears each line of it, and [`Ledger`] is the book that keeps them all. Nothing is played here and nothing estimated.
//!
//! A period goes through these steps, in this order; each that changes an amount is a line of its own:
//!
//! 1. its cells are counted, excused and excluded ones left out, and rolled up into one exact fraction
//! 2. the fraction is rounded, then compared: the band, or how far from the target
//! 3. what that costs, in whole cents; then the ramp, what repeated misses cost more, the clause's own cap and its part
//!    of what is at risk
//! 4. where only the worst clause counts, the others are struck
//! 5. the cap of the invoice's period, then that of the contract's year, each filled in the order of the periods
//! 6. what an earlier penalty earns back
//! 7. whether this gives the right to terminate
//!
//! All amounts are whole cents, a half away from zero, so that lines add up to totals to the cent.

mod arithmetic;
mod evidence;
mod fees;
mod forecast;
mod judgment;
mod ledger;
mod measuring;
mod settlement;
mod terms;
mod trigger;
mod words;

pub use evidence::{Cell, Delivered, Evidence};
pub use judgment::{Judgment, Outcome};
pub use ledger::{Account, Book, Invoice, Ledger, Line, Rule, Totals};
pub use measuring::Measured;
pub use terms::{ClausePeriod, InvoicePeriod, Terms};
