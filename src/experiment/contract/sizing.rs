//! Which staffing is worth it: the cost of agents against what is to be paid, all stafferings with the same people.

use super::Incentive;
use crate::model::GroupId;
use crate::statistics::Estimate;

/// Stafferings to try: so many heads more or fewer than planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSweep {
    /// Groups that get the heads; empty: each group of the center.
    pub groups: Vec<GroupId>,
    /// Fewest heads more [heads in each interval or shift in which somebody is planned].
    pub from: i32,
    /// Most heads more.
    pub to: i32,
}

/// What stafferings come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// Heads more than planned at each level, rising.
    pub offsets: Vec<i32>,
    /// Spans that each level was played for; all levels the same ones.
    pub spans: u64,
    /// Each contract, in the center's order.
    pub contracts: Vec<SizedContract>,
    /// Expected pay, net penalties and so on of all contracts together, one a level; `None` for a center of one contract.
    pub together: Option<Vec<StaffLevel>>,
}

/// A contract at every level of staffing.
#[derive(Debug, Clone, PartialEq)]
pub struct SizedContract {
    /// Its name.
    pub name: String,
    /// One a level.
    pub levels: Vec<StaffLevel>,
    /// From each level to the next.
    pub steps: Vec<StaffStep>,
    /// Least pay and net penalties; `None` without wages.
    pub cheapest: Option<Cheapest>,
    /// Most margin; `None` without wages.
    pub best_margin: Option<Cheapest>,
    /// For each level, from which to which factor on the whole payoff it is the best choice; `None` without wages.
    pub windows: Option<Vec<PenaltyWindow>>,
    /// Position of the level that a penalty was sought for.
    pub solved_for: Option<usize>,
    /// Where the clause pays for starving some hours, by clause; `None` where that cannot be told (no wage, no service level, one level).
    pub incentives: Vec<Option<Incentive>>,
}

/// One staffing, a span [amounts in currency units].
#[derive(Debug, Clone, PartialEq)]
pub struct StaffLevel {
    /// Heads more than planned.
    pub offset: i32,
    /// Pay of the agents; `None` without wages.
    pub staff_pay: Option<Estimate>,
    /// Fee.
    pub fee: Estimate,
    /// Net penalties.
    pub net: Estimate,
    /// Pay and net penalties; `None` without wages.
    pub pay_and_net: Option<Estimate>,
    /// Fee less net penalties less pay; `None` without wages.
    pub margin: Option<Estimate>,
    /// Share of spans in which some clause is missed.
    pub missed: Estimate,
    /// What holding and lost calls cost the callers.
    pub caller_damage: Estimate,
    /// Mean level of each clause [share, or seconds]; `None` where nothing was measured.
    pub clause_levels: Vec<Option<Estimate>>,
}

/// The best level of a sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheapest {
    /// Its position.
    pub level: usize,
    /// Positions of levels that cannot be told from it: the interval of the paired difference reaches zero.
    pub alike: Vec<usize>,
    /// Whether it lies at an end of the sweep, so that there may be a better one beyond.
    pub at_the_end: bool,
}

/// From one level of staffing to the next: what it costs, what it saves, and from which penalty on it pays.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffStep {
    /// Heads more than planned before and after.
    pub offsets: (i32, i32),
    /// Pay more a span; `None` without wages.
    pub pay: Option<Estimate>,
    /// Net penalties less a span.
    pub saved: Estimate,
    /// Fee more a span.
    pub fee: Estimate,
    /// Missed periods less a span, of all clauses.
    pub fewer_missed: Estimate,
    /// The fixed penalty per missed period at which both are worth the same; `None` without wages, or where misses do not differ.
    pub indifference: Option<Estimate>,
    /// The same, with what the fee brings more taken off the pay.
    pub indifference_with_fee: Option<Estimate>,
    /// The factor on the whole payoff (ladder, bonus and all) at which both are worth the same; `None` without wages, or where
    /// net penalties do not differ.
    pub factor: Option<Estimate>,
}

/// The factors on the whole payoff for which a staffing is the best of the sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PenaltyWindow {
    /// Heads more than planned.
    pub offset: i32,
    /// From which factor to which, `None` for no end; nothing where it is never the best.
    pub factors: Option<(f64, Option<f64>)>,
}
