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
//! ```
//! use ccsim::contract::{Cell, Delivered, Evidence, Terms};
//! use ccsim::model::ContractId;
//! use ccsim::scenario::{self, Source};
//!
//! let source = Source::from_text("month.toml", r#"
//!     [calendar]
//!     starts = "2026-03-01"
//!     months = 1
//!     [contact-type.call]
//!     arrivals.rate = "60 per h"
//!     patience.exponential.mean = "3 min"
//!     talk-time.exponential.mean = "4 min"
//!     [agent-group.agents]
//!     staffing.constant = 5
//!     [contract.line]
//!     fee.per-answered = "3.10 EUR"
//!     measure.service-level = { within = "20 s", of = "offered" }
//!     per-miss = { target = "80 %", penalty = "5 %" }
//!     round = 1
//! "#);
//! let reading = scenario::read(&source, &[])?;
//! let terms = Terms::of(&reading.center, ContractId::at(0));
//! // Of 1 000 calls in March, 799 were answered in time; 960 at all.
//! let counts = Cell { numerator: 799, denominator: 1000, arrived: 1000, offered: 1000, lost: 40 };
//! let answered = Delivered { answered: 960, ..Delivered::default() };
//! let ledger = terms.ledger(&Evidence { cells: vec![vec![counts]], delivered: vec![answered] });
//! let said: Vec<String> = ledger.lines.iter().map(|line| terms.words(line)).collect();
//! assert_eq!(said, ["960 answered", "misses 80 %"]);
//! assert_eq!(ledger.totals.fee.to_string(), "2976.00");
//! assert_eq!(ledger.totals.net().to_string(), "148.80");
//! # Ok::<(), scenario::Complaints>(())
//! ```
//!
//! All amounts are whole cents, a half away from zero, so that lines add up to totals to the cent.

mod arithmetic;
mod clause_terms;
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

pub use clause_terms::ClausePeriod;
pub use evidence::{Cell, Delivered, Evidence};
pub use judgment::{Judgment, Outcome};
pub use ledger::{Account, Book, Invoice, Ledger, Line, Rule, Totals};
pub use measuring::Measured;
pub use terms::{InvoicePeriod, Terms};
