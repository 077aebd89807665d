//! The catalogue: what each metric is. The terminal, JSON, CSV, charts, docs and `ccsim explain` all read from here.

use super::quantity::{Quantity, StaffQuantity};

/// One metric.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Name in results, kebab-case.
    pub id: &'static str,
    /// Name in words.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What is counted or summed.
    pub numerator: &'static str,
    /// What it is divided by.
    pub denominator: &'static str,
    /// Unit of value and interval.
    pub unit: Unit,
    /// When there is no value.
    pub undefined: &'static str,
    /// How its interval is made.
    pub interval: Interval,
    /// Where the definition comes from.
    pub source: &'static str,
    pub(super) measure: Measure,
}

/// Unit of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number of contacts in a replication.
    Count,
    /// A part of a whole, 0 to 1.
    Share,
    /// Seconds.
    Seconds,
    /// Heads or people, averaged over time.
    Heads,
    /// Hours in a replication.
    Hours,
    /// The scenario's currency, in a replication.
    Money,
}

impl Unit {
    /// As results write it; money in the scenario's currency.
    pub fn label(self, currency: &str) -> &str {
        match self {
            Self::Count => "count",
            Self::Share => "share",
            Self::Seconds => "s",
            Self::Heads => "heads",
            Self::Hours => "h",
            Self::Money => currency,
        }
    }
}

/// How an interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// Student's t on the replications' values.
    Mean,
    /// Delta method on the replications' numerators and denominators.
    Ratio,
    /// As [`Interval::Ratio`], within 0..=1; Wilson's where it was nothing or all in every replication.
    Share,
    /// Sectioning: sixteen groups of replications, Student's t on the deviations of their quantiles.
    Sections,
}

impl Interval {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mean => "Student's t on the values of the replications",
            Self::Ratio => "ratio of totals over replications; delta method, Student's t",
            Self::Share => {
                "ratio of totals over replications; delta method, Student's t, kept within 0 and 1; \
                 where it was nothing (or all) in every replication, Wilson's with the denominator as trials"
            }
            Self::Sections => {
                "all replications merged in a histogram (off by 0.8 % of the value as a rule, 1.6 % at worst); \
                 sixteen groups of replications, Student's t on the deviations of their quantiles"
            }
        }
    }
}

/// How a value comes from totals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    Count(Quantity),
    Ratio(Quantity, Quantity),
    /// Divided by the length of the interval.
    TimeAverage(Quantity),
    Longest,
    Quantile(f64),
    /// The headline level of a center, queue or contact type; a target's own at a target.
    ServiceLevel,
    TargetMet,
    StaffRatio(StaffQuantity, StaffQuantity),
    StaffTimeAverage(StaffQuantity),
    StaffHours,
    StaffCost,
}

const NEVER_UNDEFINED: &str = "never";
const NO_OFFERED: &str = "when nobody was offered";
const PER_REPLICATION: &str = "replications";
const HOUSE: &str = "this program's own; docs/MODEL.md, what counts where";

macro_rules! metric {
    ($id:literal, $name:literal, $unit:ident, $interval:ident, $measure:expr,
     $meaning:literal, $numerator:expr, $denominator:expr, $undefined:expr, $source:expr) => {
        Definition {
            id: $id,
            name: $name,
            meaning: $meaning,
            numerator: $numerator,
            denominator: $denominator,
            unit: Unit::$unit,
            undefined: $undefined,
            interval: Interval::$interval,
            source: $source,
            measure: $measure,
        }
    };
}

macro_rules! count {
    ($id:literal, $name:literal, $quantity:ident, $meaning:literal) => {
        metric!(
            $id,
            $name,
            Count,
            Mean,
            Measure::Count(Quantity::$quantity),
            $meaning,
            "contacts counted",
            PER_REPLICATION,
            NEVER_UNDEFINED,
            HOUSE
        )
    };
}

macro_rules! quantile {
    ($id:literal, $name:literal, $share:literal, $meaning:literal) => {
        metric!(
            $id,
            $name,
            Seconds,
            Sections,
            Measure::Quantile($share),
            $meaning,
            "hold times of the offered, those answered at once included with 0 s",
            "none: a quantile",
            NO_OFFERED,
            "Asmussen and Glynn (2007), Stochastic Simulation, III.5 (sectioning)"
        )
    };
}

/// Every metric, in the order in which results list them.
pub const CATALOGUE: &[Definition] = &[
    count!(
        "arrived",
        "Arrived",
        Arrived,
        "Contacts that dialled. Arrived = blocked + left in IVR + self-served + offered."
    ),
    count!("blocked", "Blocked", Blocked, "Contacts that met a busy tone: all lines taken, or the queue full."),
    count!(
        "left-in-ivr",
        "Left in IVR",
        LeftInIvr,
        "Contacts that hung up in the menu, or were cut off there at closing."
    ),
    count!(
        "self-served",
        "Self-served",
        SelfServed,
        "Contacts that a machine served, so that they asked for no agent."
    ),
    count!(
        "offered",
        "Offered",
        Offered,
        "Contacts that asked for an agent: joined a queue or were answered at once. Offered = answered + abandoned + disconnected + still inside."
    ),
    count!("answered", "Answered", Answered, "Contacts that an agent answered."),
    count!("abandoned", "Abandoned", Abandoned, "Contacts that hung up on hold, those who balked included."),
    count!(
        "balked",
        "Balked",
        Balked,
        "Contacts that left at once when nobody was free: offered, and abandoned with a hold of 0 s."
    ),
    count!(
        "disconnected",
        "Disconnected",
        Disconnected,
        "Contacts on hold that were cut off when the lines closed (at-close = \"hang-up\")."
    ),
    count!(
        "still-inside",
        "Still inside",
        StillInside,
        "Contacts that would hold for ever: nobody left to answer, and patience without end."
    ),
    count!(
        "cut-off",
        "Cut off",
        CutOff,
        "Answered contacts whose talk was cut because the agent's shift ended (at-shift-end = \"hang-up\")."
    ),
    metric!(
        "blocking-rate",
        "Blocking rate",
        Share,
        Share,
        Measure::Ratio(Quantity::Blocked, Quantity::Arrived),
        "Share of those who dialled that met a busy tone.",
        "blocked",
        "arrived",
        "when nobody arrived",
        "Erlang (1917), loss system"
    ),
    metric!(
        "containment-rate",
        "Containment rate",
        Share,
        Share,
        Measure::Ratio(Quantity::SelfServed, Quantity::Arrived),
        "Share of those who dialled that a machine served.",
        "self-served",
        "arrived",
        "when nobody arrived",
        HOUSE
    ),
    metric!(
        "abandonment-rate",
        "Abandonment rate",
        Share,
        Share,
        Measure::Ratio(Quantity::Abandoned, Quantity::Offered),
        "Share of the offered that hung up on hold.",
        "abandoned",
        "offered",
        NO_OFFERED,
        "ContactCenters, PerformanceMeasureType.ABANDONMENTRATIO"
    ),
    metric!(
        "held-rate",
        "Held rate",
        Share,
        Share,
        Measure::Ratio(Quantity::Held, Quantity::Offered),
        "Share of the offered that were not answered at once: hold longer than 0 s. Who balked did not hold.",
        "offered with a hold above 0 s",
        "offered",
        NO_OFFERED,
        "Erlang (1917), probability of delay"
    ),
    metric!(
        "service-level",
        "Service level",
        Share,
        Share,
        Measure::ServiceLevel,
        "Share answered within a time, hold of exactly that time included. At a target: with the target's own time, denominator and people. At the center, a contact type or a queue: with the time and denominator of the first service-level target, or, without one, within 20 s of the offered.",
        "answered in time (crediting denominators add short abandons)",
        "as the target's `of` says: offered, answered, offered less short abandons, offered crediting short abandons; with the blocked if `blocked = true`",
        "when nobody is counted",
        "ICMI service-level formulas; ContactCenters, PerformanceMeasureType.SERVICELEVEL"
    ),
    metric!(
        "notice-due-rate",
        "Notice due rate",
        Share,
        Share,
        Measure::Ratio(Quantity::NoticeDue, Quantity::Offered),
        "Share of the offered whose hold reached the notice threshold (60 s unless the queue says otherwise; exactly the threshold counts), so that they are owed an announcement of the expected wait.",
        "offered with a hold of the threshold or longer",
        "offered",
        NO_OFFERED,
        "Leitfaden für eine verbraucherfreundliche Kundenbetreuung (2nd IT summit, Hannover 2007)"
    ),
    metric!(
        "target-met",
        "Target met",
        Share,
        Share,
        Measure::TargetMet,
        "Share of periods (the target's `per`) in which the promise was kept. A period in which nobody is counted keeps it. A week is seven replications in a row, a month thirty.",
        "periods that kept the promise",
        "periods",
        "when no whole period was played",
        HOUSE
    ),
    metric!(
        "occupancy",
        "Occupancy",
        Share,
        Share,
        Measure::StaffRatio(StaffQuantity::Busy, StaffQuantity::Present),
        "Share of the time present that agents talk or do after-call work, in opening hours.",
        "time at work [agent hours]",
        "time present, finishing a call after the shift included [agent hours]",
        "when nobody was present",
        "Gans, Koole, Mandelbaum (2003), section 2"
    ),
    metric!(
        "mean-hold-time",
        "Mean hold time",
        Seconds,
        Ratio,
        Measure::Ratio(Quantity::Hold, Quantity::Offered),
        "Mean time on hold of all who asked for an agent, those answered at once (0 s) and those who gave up included.",
        "hold times, summed",
        "offered",
        NO_OFFERED,
        HOUSE
    ),
    metric!(
        "average-speed-of-answer",
        "Average speed of answer",
        Seconds,
        Ratio,
        Measure::Ratio(Quantity::AnsweredHold, Quantity::Answered),
        "Mean time on hold of those who were answered, those answered at once (0 s) included.",
        "hold times of the answered, summed",
        "answered",
        "when nobody was answered",
        "ContactCenters, PerformanceMeasureType.SPEEDOFANSWER"
    ),
    quantile!("hold-time-p50", "Hold time, median", 0.5, "Half of the offered held no longer than this."),
    quantile!(
        "hold-time-p90",
        "Hold time, 90th percentile",
        0.9,
        "Nine in ten of the offered held no longer than this."
    ),
    quantile!("hold-time-p95", "Hold time, 95th percentile", 0.95, "19 in 20 of the offered held no longer than this."),
    quantile!(
        "hold-time-p99",
        "Hold time, 99th percentile",
        0.99,
        "99 in 100 of the offered held no longer than this."
    ),
    metric!(
        "hold-time-max",
        "Longest hold time",
        Seconds,
        Mean,
        Measure::Longest,
        "Longest hold of a replication, averaged over replications. Where few contacts hold, it can lie below the 99th percentile, which looks at all replications together.",
        "longest hold of each replication",
        PER_REPLICATION,
        NEVER_UNDEFINED,
        HOUSE
    ),
    metric!(
        "excess-hold-time",
        "Excess hold time",
        Seconds,
        Ratio,
        Measure::Ratio(Quantity::ExcessHold, Quantity::Offered),
        "Mean time on hold beyond the notice threshold, over all offered (0 s for those who never reached it).",
        "hold beyond the notice threshold, summed",
        "offered",
        NO_OFFERED,
        "ContactCenters, PerformanceMeasureType.EXCESSTIME"
    ),
    metric!(
        "queue-length",
        "Queue length",
        Heads,
        Mean,
        Measure::TimeAverage(Quantity::Waiting),
        "People on hold, averaged over the time between opening and closing (or over the interval).",
        "time on hold spent in that time",
        "its length",
        NEVER_UNDEFINED,
        "Little (1961)"
    ),
    metric!(
        "agents-busy",
        "Agents busy",
        Heads,
        Mean,
        Measure::StaffTimeAverage(StaffQuantity::Busy),
        "Agents who talk or do after-call work, averaged over the time between opening and closing (or over the interval).",
        "time at work spent in that time",
        "its length",
        NEVER_UNDEFINED,
        HOUSE
    ),
    metric!(
        "staffed-hours",
        "Staffed hours",
        Hours,
        Mean,
        Measure::StaffHours,
        "Hours that agents are present, finishing calls after the shift or after closing included. Hours after closing belong to no interval, so the day has more than the sum of its intervals.",
        "time present",
        PER_REPLICATION,
        NEVER_UNDEFINED,
        HOUSE
    ),
    metric!(
        "staff-cost",
        "Staff cost",
        Money,
        Mean,
        Measure::StaffCost,
        "Staffed hours times the group's wage.",
        "pay",
        PER_REPLICATION,
        "when a group that counts has no wage",
        HOUSE
    ),
];

impl Definition {
    /// The metric with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        CATALOGUE.iter().find(|definition| definition.id == id)
    }

    /// The metric with this id, which the program itself names.
    pub(crate) fn named(id: &str) -> &'static Self {
        Self::find(id).expect("the program names only metrics of the catalogue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_metrics_share_an_id_and_each_says_what_it_is() {
        for (at, definition) in CATALOGUE.iter().enumerate() {
            assert!(definition.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            assert!(!definition.meaning.is_empty() && !definition.source.is_empty());
            assert!(CATALOGUE[at + 1..].iter().all(|other| other.id != definition.id), "{}", definition.id);
        }
    }
}
