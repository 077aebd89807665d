//! Contracts over many spans of the calendar: what will be paid, how much of a miss is luck, and what staffing is worth it.
//!
//! A replication is a whole span of the calendar; `contract::Ledger` judges it, and what it came to is kept as a [`SpanOutcome`]
//! per contract. Everything here is worked out of outcomes in the order of their replications, so that threads change no bit.
//!
//! Not here: the rules of clauses (`contract`), words and pictures (`report`), and what follows for a whole year from spans that
//! are shorter (`theory::runs` over `ContractFindings::missed_invoices`; `report` may look into both).

mod chance;
mod definitions;
mod desk;
mod findings;
mod incentive;
mod luck;
mod malus;
mod outcome;
mod playing;
mod refused;
mod settling;
mod sizing;

pub use definitions::{CommonDefinition, SameCalls};
pub use findings::{Amounts, BandFindings, ClauseFindings, ContractFindings, InvoiceFindings, LevelFindings, Spread};
pub use incentive::{Incentive, IntervalStaffing};
pub use luck::{Attribution, ChanceGroup, HeldLevel, Luck, Part};
pub use malus::FairMalus;
pub use outcome::{Counted, InvoiceOutcome, Laid, PeriodOutcome, SpanOutcome};
pub use playing::{Foresight, foresee, play};
pub use refused::Refused;
pub use settling::settle;
pub use sizing::{Cheapest, PenaltyWindow, SizedContract, Sizing, StaffLevel, StaffStep, StaffSweep};

/// What somebody wants to know of the contracts of a center.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Spans to play; `None`: as many as usual.
    pub spans: Option<u64>,
    /// Blocks of eight spans each for [`Luck`]; `None`: as many as usual; zero: none.
    pub blocks: Option<u64>,
    /// Seed.
    pub seed: u64,
    /// Stafferings to try; `None`: only the planned one.
    pub sweep: Option<StaffSweep>,
    /// Heads more or fewer than planned for which a penalty is sought that makes them the best choice; needs a sweep.
    pub solve_for: Option<i32>,
}

/// Everything that was found out about the contracts of a center.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// Spans of the calendar that were played for distributions.
    pub spans: u64,
    /// Spans that were played besides, to tell luck apart.
    pub spans_for_luck: u64,
    /// Dates of a span, closed ones included.
    pub days: u32,
    /// Each contract, in the center's order.
    pub contracts: Vec<ContractFindings>,
    /// What other stafferings come to, where that was asked for.
    pub sizing: Option<Sizing>,
}

/// Confidence of every interval here.
pub const CONFIDENCE: f64 = 0.95;
