//! The catalogue: what each metric is. The terminal, JSON, CSV, charts, docs and `ccsim explain` all read from here.

use super::definition::{Definition, Interval, Measure, Unit};
use super::quantity::{Journey, Quantity, StaffQuantity};
use super::tally::conduct;

const NEVER_UNDEFINED: &str = "never";
const NO_OFFERED: &str = "when nobody was offered";
const PER_REPLICATION: &str = "replications";
const TARIFFS: &str = "this program's own; docs/METHODOLOGY.md, what a call costs";
const RULES: &str = "the rule set's own source, which the scenario names; none of it is legal advice";
const LEITFADEN: &str = "Leitfaden für eine verbraucherfreundliche Kundenbetreuung (2nd IT summit, Hannover 2007)";
const SCORING: &str =
    "Ibrahim and Whitt (2009), real-time delay estimation: bias and mean squared error of announced delays";
const STRATA: &str = "Cochran (1977), Sampling Techniques, chapter 5; docs/METHODOLOGY.md, strata of busy days";
const CONTROLS: &str =
    "Avramidis and Wilson (1993), a splitting scheme for control variates; docs/METHODOLOGY.md, controls";
const CONTRACTS: &str =
    "the contract's own terms, as the scenario states them; docs/CONTRACTS.md, how a period is judged";
const QUANTILES: &str = "David and Nagaraja (2003), Order Statistics, 7.1; docs/CONTRACTS.md";
const SHAPLEY: &str =
    "Owen (2014), Sobol' indices and Shapley value, SIAM/ASA J. Uncertainty Quantification 2; docs/CONTRACTS.md, luck";
const INDIFFERENCE: &str = "this program's own; docs/CONTRACTS.md, the penalty that moves somebody";
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

macro_rules! journey {
    ($id:literal, $name:literal, $quantity:ident, $counted:literal, $meaning:literal) => {
        metric!(
            $id,
            $name,
            Count,
            Mean,
            Measure::Count(Quantity::Journey(Journey::$quantity)),
            $meaning,
            $counted,
            PER_REPLICATION,
            NEVER_UNDEFINED,
            HOUSE
        )
    };
}

/// A share or a time of callers' journeys.
macro_rules! part {
    ($id:literal, $name:literal, $unit:ident, $interval:ident, $measure:ident, $above:expr, $below:expr,
     $meaning:literal, $numerator:literal, $denominator:literal, $undefined:literal, $source:expr) => {
        metric!(
            $id,
            $name,
            $unit,
            $interval,
            Measure::$measure(Quantity::Journey($above), $below),
            $meaning,
            $numerator,
            $denominator,
            $undefined,
            $source
        )
    };
}

macro_rules! money {
    ($id:literal, $name:literal, $quantity:ident, $below:expr, $meaning:literal, $denominator:literal, $undefined:literal) => {
        metric!(
            $id,
            $name,
            Money,
            Ratio,
            Measure::Ratio(Quantity::Journey(Journey::$quantity), $below),
            $meaning,
            "the amount, summed",
            $denominator,
            $undefined,
            TARIFFS
        )
    };
    ($id:literal, $name:literal, $quantity:ident, $meaning:literal) => {
        metric!(
            $id,
            $name,
            Money,
            Mean,
            Measure::Count(Quantity::Journey(Journey::$quantity)),
            $meaning,
            "the amount, summed",
            PER_REPLICATION,
            NEVER_UNDEFINED,
            TARIFFS
        )
    };
}

macro_rules! rules {
    ($id:literal, $name:literal, $unit:ident, $column:ident, $meaning:literal, $numerator:literal) => {
        metric!(
            $id,
            $name,
            $unit,
            Mean,
            Measure::Rules(conduct::$column),
            $meaning,
            $numerator,
            PER_REPLICATION,
            NEVER_UNDEFINED,
            RULES
        )
    };
    ($id:literal, $name:literal, $above:ident / $below:ident, $meaning:literal, $numerator:literal, $denominator:literal, $undefined:literal) => {
        metric!(
            $id,
            $name,
            Share,
            Share,
            Measure::RulesRatio(conduct::$above, conduct::$below),
            $meaning,
            $numerator,
            $denominator,
            $undefined,
            RULES
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

/// A figure of a contract, judged by its ledger.
macro_rules! contract {
    ($id:literal, $name:literal, $unit:ident, $interval:ident, $meaning:literal, $numerator:literal, $denominator:literal, $undefined:expr, $source:expr) => {
        metric!(
            $id,
            $name,
            $unit,
            $interval,
            Measure::Contract,
            $meaning,
            $numerator,
            $denominator,
            $undefined,
            $source
        )
    };
    ($id:literal, $name:literal, $interval:ident, $meaning:literal, $numerator:literal) => {
        contract!(
            $id,
            $name,
            Money,
            $interval,
            $meaning,
            $numerator,
            "replications: spans of the calendar",
            NEVER_UNDEFINED,
            CONTRACTS
        )
    };
}

/// Every metric, in the order in which results list them.
pub const CATALOGUE: &[Definition] = &[
    count!(
        "arrived",
        "Arrived",
        Arrived,
        "Contacts that dialled. Arrived = blocked + left in IVR + self-served + offered. A redial is a new arrival."
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
        "Contacts that asked for an agent: joined a queue or were answered at once. Offered = answered + abandoned + callbacks + disconnected + still inside. A call counts once, with its first queue; at a queue everybody counts who came there, passed on or not."
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
    journey!(
        "callbacks",
        "Callbacks",
        Callbacks,
        "callbacks taken",
        "Offered contacts that took a callback instead of holding on: their hold is over, and they are neither answered nor abandoned. Callbacks = called back + callbacks lost."
    ),
    journey!("called-back", "Called back", CalledBack, "callbacks made", "Callbacks that an agent made."),
    journey!(
        "callbacks-lost",
        "Callbacks lost",
        CallbacksLost,
        "callbacks not made",
        "Callbacks that were promised and not made before the agents went home."
    ),
    journey!(
        "people",
        "People",
        People,
        "first calls",
        "People who called: each counts once, at the first call, however often they call."
    ),
    journey!(
        "redials",
        "Redials",
        Redials,
        "calls",
        "Calls of people who had hung up on hold or met a busy tone, and try again."
    ),
    journey!(
        "repeat-calls",
        "Repeat calls",
        RepeatCalls,
        "calls",
        "Calls of people whose matter the last call did not settle."
    ),
    journey!(
        "entered-ivr",
        "Entered IVR",
        EnteredIvr,
        "calls",
        "Calls that heard something of the menu. At a menu step: calls that came to it, each once."
    ),
    journey!(
        "transferred",
        "Transferred",
        Transferred,
        "answers passed on",
        "Answers after which the contact was passed on to another queue, at every queue of a call."
    ),
    journey!(
        "later-holds",
        "Later holds",
        LaterHolds,
        "visits to a later queue",
        "Visits to a second or further queue of the same call, after somebody passed the contact on."
    ),
    journey!(
        "abandoned-later",
        "Abandoned later",
        AbandonedLater,
        "visits to a later queue",
        "Contacts that hung up in a second or further queue of the same call, though an agent had answered them before."
    ),
    journey!(
        "notices-due",
        "Notices due",
        NoticeOwed,
        "holds of the notice threshold or longer",
        "Holds in which a notice of the expected wait was due, in every queue of a call."
    ),
    journey!(
        "notices-given",
        "Notices given",
        NoticeGiven,
        "holds with the first announcement in time",
        "Holds in which it was due and came in time: when due or earlier, or at most 2 s later."
    ),
    journey!(
        "announcements",
        "Announcements",
        Announcements,
        "announcements heard",
        "Announcements of the expected wait that somebody heard, the repeated ones included."
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
    part!(
        "ivr-hang-up-rate",
        "IVR hang-up rate",
        Share,
        Share,
        Ratio,
        Journey::HungUpInIvr,
        Quantity::Arrived,
        "Share of those who dialled that ended in the menu unserved. At a menu step: of those who came to it.",
        "left in IVR",
        "arrived; at a menu step, those who came to it",
        "when nobody arrived",
        HOUSE
    ),
    part!(
        "wrong-queue-rate",
        "Wrong queue rate",
        Share,
        Share,
        Ratio,
        Journey::WrongQueue,
        Quantity::Offered,
        "Share of the offered whose first queue is not the one that is right for what they want.",
        "offered in a queue that is not their own",
        "offered",
        "when nobody was offered",
        HOUSE
    ),
    part!(
        "transfer-rate",
        "Transfer rate",
        Share,
        Share,
        Ratio,
        Journey::Transferred,
        Quantity::Journey(Journey::Answers),
        "Share of answers after which the contact was passed on, at every queue of a call.",
        "answers passed on",
        "answers, in first and later queues",
        "when nobody was answered",
        HOUSE
    ),
    part!(
        "never-through-rate",
        "Never through rate",
        Share,
        Share,
        Ratio,
        Journey::NeverThrough,
        Quantity::Journey(Journey::People),
        "Share of people none of whose calls got through: to an agent, to a machine that served them, or to the promise of a callback. Counted where and when they first called.",
        "people whose last call has ended and who never got through",
        "people",
        "when nobody called",
        HOUSE
    ),
    part!(
        "callback-in-time-rate",
        "Callback in time rate",
        Share,
        Share,
        Ratio,
        Journey::CalledBackInTime,
        Quantity::Journey(Journey::Callbacks),
        "Share of callbacks that were made within the time that the queue promises; where it promises none, that were made at all.",
        "callbacks made in time",
        "callbacks",
        "when nobody took a callback",
        HOUSE
    ),
    part!(
        "notice-given-rate",
        "Notice given rate",
        Share,
        Share,
        Ratio,
        Journey::NoticeGiven,
        Quantity::Journey(Journey::NoticeOwed),
        "Share of the holds in which a notice was due that heard the expected wait when it was due or earlier, or at most 2 s later. Every queue of a call counts, also one that announces nothing.",
        "holds with the first announcement in time",
        "holds of the notice threshold or longer",
        "when no notice was due",
        LEITFADEN
    ),
    part!(
        "notice-late-rate",
        "Notice late rate",
        Share,
        Share,
        Ratio,
        Journey::NoticeLate,
        Quantity::Journey(Journey::NoticeOwed),
        "Share of the holds in which a notice was due that heard it, but later than 2 s after it was due.",
        "holds with a late first announcement",
        "holds of the notice threshold or longer",
        "when no notice was due",
        LEITFADEN
    ),
    part!(
        "notice-missed-rate",
        "Notice missed rate",
        Share,
        Share,
        Ratio,
        Journey::NoticeMissed,
        Quantity::Journey(Journey::NoticeOwed),
        "Share of the holds in which a notice was due that ended without one.",
        "holds without an announcement",
        "holds of the notice threshold or longer",
        "when no notice was due",
        LEITFADEN
    ),
    part!(
        "notice-coverage",
        "Notice coverage",
        Share,
        Share,
        Ratio,
        Journey::Covered,
        Quantity::Journey(Journey::Truths),
        "Share of the answered who heard the first announcement of their hold and then waited no longer than it said.",
        "waited no longer than announced",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-virtual-coverage",
        "Notice coverage, virtual",
        Share,
        Share,
        Ratio,
        Journey::VirtualCovered,
        Quantity::Journey(Journey::VirtualTruths),
        "As `notice-coverage`, with those who hung up: their wait is what it would have been.",
        "would have waited no longer than announced",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    metric!(
        "target-met",
        "Target met",
        Share,
        Share,
        Measure::TargetMet,
        "Share of periods (the target's `per`) in which the promise was kept. A period in which nobody is counted keeps it. A week is seven replications, a month thirty: in a row, or, where days are in strata, of as many different blocks.",
        "periods that kept the promise",
        "periods",
        "when no whole period was played",
        HOUSE
    ),
    metric!(
        "strata-worth",
        "Worth of strata",
        Ratio,
        Worth,
        Measure::StrataWorth,
        "How many times as many independent days would have told the center's service level as well as these, of which busy and quiet ones come in even numbers. In studies of whole days.",
        "variance over independent days",
        "variance over days in strata",
        "from fewer than three days, where no day factor varies, or where days cannot tell",
        STRATA
    ),
    metric!(
        "controls-worth",
        "Worth of controls",
        Ratio,
        Worth,
        Measure::ControlsWorth,
        "How many times as many days would have been needed to know the center's service level as well, were figures not corrected by how many people called and with how much work. Below one where that explains nothing. In studies of whole days.",
        "variance without controls",
        "variance with controls",
        "from fewer than forty days, or where days cannot tell",
        CONTROLS
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
    part!(
        "mean-later-hold-time",
        "Mean later hold time",
        Seconds,
        Ratio,
        Ratio,
        Journey::LaterHold,
        Quantity::Journey(Journey::LaterHolds),
        "Mean time on hold in second and further queues of a call, over those visits.",
        "hold times in later queues, summed",
        "visits to later queues",
        "when nobody was passed on",
        HOUSE
    ),
    part!(
        "mean-journey-hold-time",
        "Mean journey hold time",
        Seconds,
        Ratio,
        Ratio,
        Journey::AllHolds,
        Quantity::Offered,
        "Mean of all holds of a call together, over the offered. Each call counts with its first queue.",
        "all holds of calls, summed",
        "offered",
        "when nobody was offered",
        HOUSE
    ),
    part!(
        "hold-time-per-person",
        "Hold time per person",
        Seconds,
        Ratio,
        Ratio,
        Journey::AllHolds,
        Quantity::Journey(Journey::People),
        "Mean of all holds of all calls of a person together. In an interval: holds of calls that joined in it, over people who first called in it.",
        "all holds of calls, summed",
        "people",
        "when nobody called for the first time",
        HOUSE
    ),
    part!(
        "mean-time-in-ivr",
        "Mean time in IVR",
        Seconds,
        Ratio,
        Ratio,
        Journey::IvrTime,
        Quantity::Journey(Journey::EnteredIvr),
        "Mean time in announcements, menus and self-service, over the calls that heard something of them. At a menu step: time in it, over those who came.",
        "time in the menu, summed",
        "calls that entered the menu",
        "when nobody entered it",
        HOUSE
    ),
    part!(
        "mean-callback-wait",
        "Mean callback wait",
        Seconds,
        Ratio,
        Ratio,
        Journey::CallbackWait,
        Quantity::Journey(Journey::CalledBack),
        "Mean time from taking a callback to the start of its talk, over those called back.",
        "times from taking to making, summed",
        "called back",
        "when nobody was called back",
        HOUSE
    ),
    part!(
        "notice-mean-announced",
        "Notice, mean announced",
        Seconds,
        Ratio,
        Ratio,
        Journey::Said,
        Quantity::Journey(Journey::Heard),
        "Of all who heard the first announcement of their hold, whatever became of them: the wait that it said, on average.",
        "announced waits, summed",
        "heard the first announcement of their hold",
        "when nobody heard one",
        SCORING
    ),
    part!(
        "notice-answered-mean-announced",
        "Notice, mean announced, answered",
        Seconds,
        Ratio,
        Ratio,
        Journey::Announced,
        Quantity::Journey(Journey::Truths),
        "Of the answered who heard the first announcement of their hold: the wait that it said, on average.",
        "announced waits, summed",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-mean-actual",
        "Notice, mean actual",
        Seconds,
        Ratio,
        Ratio,
        Journey::Waited,
        Quantity::Journey(Journey::Truths),
        "Of the answered who heard the first announcement of their hold: the wait from then on, on average.",
        "waits from the announcement on, summed",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-bias",
        "Notice, bias",
        Seconds,
        Ratio,
        ShiftedRatio,
        Journey::Error,
        Quantity::Journey(Journey::Truths),
        "Of the answered who heard the first announcement of their hold: what was announced less what was waited, on average. Above zero, announcements are too long; below, too short.",
        "announced less actual, summed",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-mean-absolute-error",
        "Notice, mean absolute error",
        Seconds,
        Ratio,
        Ratio,
        Journey::AbsoluteError,
        Quantity::Journey(Journey::Truths),
        "Of the answered who heard the first announcement of their hold: by how much it was off, on average.",
        "difference of announced and actual, summed",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-root-mean-square-error",
        "Notice, root mean square error",
        Seconds,
        Root,
        RootRatio,
        Journey::SquaredError,
        Quantity::Journey(Journey::Truths),
        "Of the answered who heard the first announcement of their hold: by how much it was off, as the root of the mean square, to a hundredth of a second.",
        "squared difference of announced and actual, summed",
        "answered after the first announcement of their hold",
        "when nobody who heard one was answered",
        SCORING
    ),
    part!(
        "notice-virtual-mean-announced",
        "Notice, mean announced, virtual",
        Seconds,
        Ratio,
        Ratio,
        Journey::VirtualAnnounced,
        Quantity::Journey(Journey::VirtualTruths),
        "Of all who heard the first announcement of their hold and whose wait is known (of those who hung up, what it would have been): the wait that it said, on average.",
        "announced waits, summed",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    part!(
        "notice-virtual-mean-actual",
        "Notice, mean actual, virtual",
        Seconds,
        Ratio,
        Ratio,
        Journey::VirtualWaited,
        Quantity::Journey(Journey::VirtualTruths),
        "Of all who heard the first announcement of their hold and whose wait is known (of those who hung up, what it would have been): the wait from then on, on average.",
        "waits from the announcement on, summed",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    part!(
        "notice-virtual-bias",
        "Notice, bias, virtual",
        Seconds,
        Ratio,
        ShiftedRatio,
        Journey::VirtualError,
        Quantity::Journey(Journey::VirtualTruths),
        "Of all who heard the first announcement of their hold and whose wait is known (of those who hung up, what it would have been): what was announced less what was waited, on average. Above zero, announcements are too long; below, too short.",
        "announced less actual, summed",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    part!(
        "notice-virtual-mean-absolute-error",
        "Notice, mean absolute error, virtual",
        Seconds,
        Ratio,
        Ratio,
        Journey::VirtualAbsoluteError,
        Quantity::Journey(Journey::VirtualTruths),
        "Of all who heard the first announcement of their hold and whose wait is known (of those who hung up, what it would have been): by how much it was off, on average.",
        "difference of announced and actual, summed",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    part!(
        "notice-virtual-root-mean-square-error",
        "Notice, root mean square error, virtual",
        Seconds,
        Root,
        RootRatio,
        Journey::VirtualSquaredError,
        Quantity::Journey(Journey::VirtualTruths),
        "Of all who heard the first announcement of their hold and whose wait is known (of those who hung up, what it would have been): by how much it was off, as the root of the mean square, to a hundredth of a second.",
        "squared difference of announced and actual, summed",
        "heard the first announcement of their hold, and the wait is known",
        "when nobody heard one",
        SCORING
    ),
    metric!(
        "calls-per-person",
        "Calls per person",
        Ratio,
        Ratio,
        Measure::Ratio(Quantity::Arrived, Quantity::Journey(Journey::People)),
        "Calls that dialled over people who called. In an interval: over people who first called in it.",
        "arrived",
        "people",
        "when nobody called for the first time",
        HOUSE
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
    money!("caller-charge", "Caller charge", Charge, "What callers pay for the connection, by their number's tariff."),
    money!(
        "caller-charge-per-contact",
        "Caller charge per contact",
        Charge,
        Quantity::Arrived,
        "What callers pay for the connection, by their number's tariff. For each that dialled.",
        "arrived",
        "when nobody arrived"
    ),
    money!(
        "caller-charge-per-answered",
        "Caller charge per answered",
        Charge,
        Quantity::Answered,
        "What callers pay for the connection, by their number's tariff. Of all callers, for each that was answered.",
        "answered",
        "when nobody was answered"
    ),
    money!(
        "caller-hold-charge",
        "Caller hold charge",
        HoldCharge,
        "What callers would not have paid had every hold been zero: each call's charge is worked out twice, rounding included. Who gave up counts too."
    ),
    money!(
        "caller-hold-charge-per-contact",
        "Caller hold charge per contact",
        HoldCharge,
        Quantity::Arrived,
        "What callers would not have paid had every hold been zero: each call's charge is worked out twice, rounding included. Who gave up counts too. For each that dialled.",
        "arrived",
        "when nobody arrived"
    ),
    money!(
        "caller-hold-charge-per-answered",
        "Caller hold charge per answered",
        HoldCharge,
        Quantity::Answered,
        "What callers would not have paid had every hold been zero: each call's charge is worked out twice, rounding included. Who gave up counts too. Of all callers, for each that was answered.",
        "answered",
        "when nobody was answered"
    ),
    money!(
        "caller-hold-value",
        "Caller hold value",
        HoldValue,
        "What the callers' time on hold is worth: value of an hour times all holds of the call, rounded to the millionth."
    ),
    money!(
        "caller-hold-value-per-contact",
        "Caller hold value per contact",
        HoldValue,
        Quantity::Arrived,
        "What the callers' time on hold is worth: value of an hour times all holds of the call, rounded to the millionth. For each that dialled.",
        "arrived",
        "when nobody arrived"
    ),
    money!(
        "caller-hold-value-per-answered",
        "Caller hold value per answered",
        HoldValue,
        Quantity::Answered,
        "What the callers' time on hold is worth: value of an hour times all holds of the call, rounded to the millionth. Of all callers, for each that was answered.",
        "answered",
        "when nobody was answered"
    ),
    money!("caller-hold-cost", "Caller hold cost", HoldCost, "Hold charge and value of the time on hold together."),
    money!(
        "caller-hold-cost-per-contact",
        "Caller hold cost per contact",
        HoldCost,
        Quantity::Arrived,
        "Hold charge and value of the time on hold together. For each that dialled.",
        "arrived",
        "when nobody arrived"
    ),
    money!(
        "caller-hold-cost-per-answered",
        "Caller hold cost per answered",
        HoldCost,
        Quantity::Answered,
        "Hold charge and value of the time on hold together. Of all callers, for each that was answered.",
        "answered",
        "when nobody was answered"
    ),
    money!(
        "caller-hold-charge-gave-up",
        "Caller hold charge, gave up",
        GaveUpCharge,
        "What of the caller hold charge was paid in calls that ended with hanging up on hold."
    ),
    rules!(
        "compliance-rate",
        "Compliance rate",
        COMPLIANT / CONNECTED,
        "Share of connected calls that were dealt with as the rule set asks, in every point.",
        "calls dealt with as asked",
        "connected calls on numbers that it judges",
        "when no call was connected"
    ),
    rules!(
        "unlawful-charge",
        "Unlawful charge",
        Money,
        UNLAWFUL,
        "What callers were charged against the rule set.",
        "the amount, summed"
    ),
    rules!(
        "not-owed-charge",
        "Not owed charge",
        Money,
        NOT_OWED,
        "What callers were charged and, by the rule set, do not owe.",
        "the amount, summed"
    ),
    rules!(
        "rule-notice-due",
        "Rule: notice due",
        Count,
        NOTICE_DUE,
        "Calls in which the rule set asks for a notice of the expected wait.",
        "calls"
    ),
    rules!(
        "rule-notice-kept-rate",
        "Rule: notice kept rate",
        NOTICE_KEPT / NOTICE_DUE,
        "Share of those calls in which it came in time, in every hold in which it was due.",
        "calls with the notice in time",
        "calls in which it was due",
        "when none was due"
    ),
    rules!(
        "rule-answer-rate",
        "Rule: answer rate",
        IN_TIME / CALLS,
        "Share of calls that were answered as fast as the rule set asks.",
        "calls answered in time",
        "calls on numbers that it judges, busy tones included",
        "when nobody called, or it asks for no time"
    ),
    rules!(
        "rule-cut-off",
        "Rule: cut off",
        Count,
        CUT_OFF,
        "Calls that were cut off on hold although the rule set forbids it.",
        "calls"
    ),
    // Contracts: `ccsim contract` (docs/CONTRACTS.md). Amounts are of a replication, the whole span of the calendar.
    contract!(
        "fee",
        "Fee",
        Mean,
        "What the client owes for the work before penalties and bonuses.",
        "the fee of each invoice, with its tiers and its minimum"
    ),
    contract!(
        "penalty",
        "Penalty",
        Mean,
        "What the provider owes for missed periods, after caps.",
        "penalties of all periods, each rounded to the cent"
    ),
    contract!(
        "penalty-p50",
        "Median penalty",
        Order,
        "Half of the spans cost no more penalties than this.",
        "penalties after caps"
    ),
    contract!(
        "penalty-p90",
        "Penalty, 9 in 10",
        Order,
        "Nine of ten spans cost no more penalties than this.",
        "penalties after caps"
    ),
    contract!(
        "penalty-p95",
        "Penalty, 19 in 20",
        Order,
        "19 of 20 spans cost no more penalties than this: one in twenty costs this or more.",
        "penalties after caps"
    ),
    contract!(
        "penalty-p99",
        "Penalty, 99 in 100",
        Order,
        "99 of 100 spans cost no more penalties than this: one in a hundred costs this or more.",
        "penalties after caps"
    ),
    contract!(
        "bonus",
        "Bonus",
        Mean,
        "What the client owes for periods better than asked, after caps.",
        "bonuses of all periods, each rounded to the cent"
    ),
    contract!(
        "penalty-refund",
        "Penalties given back",
        Mean,
        "Penalties that later good periods refund (earn-back).",
        "refunds of all periods"
    ),
    contract!(
        "net-penalty",
        "Net penalty",
        Mean,
        "What the provider pays on balance: penalties less bonuses and refunds. Below zero it is paid.",
        "penalties less bonuses and refunds"
    ),
    contract!(
        "client-cost",
        "Cost to the client",
        Mean,
        "What the client pays: fee less net penalty.",
        "fee less net penalty"
    ),
    contract!(
        "contract-staff-cost",
        "Pay of the provider's agents",
        Money,
        Mean,
        "Pay of the agents of the contract's groups.",
        "paid hours times wage",
        "replications: spans of the calendar",
        "where a group has no wage",
        HOUSE
    ),
    contract!(
        "margin",
        "Margin of the provider",
        Money,
        Mean,
        "What is left to the provider: fee less net penalty less pay of its agents. Other costs are not known.",
        "fee less net penalty less pay",
        "replications: spans of the calendar",
        "where a group has no wage",
        HOUSE
    ),
    contract!(
        "caller-damage",
        "Callers' damage",
        Mean,
        "What holding costs the callers (charges and their time), and the stated damage of lost calls.",
        "caller-hold-cost of the contract's callers, and lost calls times their damage"
    ),
    contract!(
        "any-penalty",
        "Some penalty",
        Share,
        Share,
        "Share of spans in which any penalty is paid, after caps.",
        "spans with a penalty",
        "spans",
        NEVER_UNDEFINED,
        CONTRACTS
    ),
    contract!(
        "breach-probability",
        "Breach probability",
        Share,
        Share,
        "Share of judged periods that are missed: the measure, rounded as the clause says, lies in a band that carries a penalty, or misses the target. At a contract of several clauses: share of the invoice's periods in which some clause is missed; at a staffing: share of spans.",
        "missed periods",
        "judged periods: not those that are excused, exempt, or empty and skipped",
        "when no period was judged",
        CONTRACTS
    ),
    contract!(
        "band-probability",
        "Probability of a band",
        Share,
        Share,
        "Share of judged periods that fall in a band of the ladder; bands are counted from the best, 1.",
        "periods in the band",
        "judged periods",
        "when no period was judged",
        CONTRACTS
    ),
    contract!(
        "cap-probability",
        "Cap reached",
        Share,
        Share,
        "Share of spans in which a cap took something off the penalties.",
        "spans with a cap reached",
        "spans",
        "where there is no cap",
        CONTRACTS
    ),
    contract!(
        "termination-probability",
        "Right to terminate",
        Share,
        Share,
        "Share of spans in which the client gets the right to terminate.",
        "spans in which the trigger fires",
        "spans",
        "where no clause gives that right",
        CONTRACTS
    ),
    contract!(
        "termination-within-a-year",
        "Right to terminate within a year",
        Share,
        Share,
        "Probability that the client gets the right to terminate within a year: counted where the calendar has a year; from shorter ones by the law of runs, as if periods were independent.",
        "a Markov chain of misses, with the breach probability",
        "a year of periods",
        "where no clause gives that right",
        "Feller (1968), An Introduction to Probability Theory, volume I, XIII.7 (runs); docs/CONTRACTS.md"
    ),
    contract!(
        "clause-level",
        "Level of a clause",
        Share,
        Mean,
        "Mean of the periods' measures, each period counted alike; in the measure's own unit.",
        "measures of the judged periods",
        "judged periods",
        "when nothing was measured",
        CONTRACTS
    ),
    contract!(
        "clause-level-p5",
        "Level of a clause, 1 in 20",
        Share,
        Order,
        "One of twenty periods measures less than this; in the measure's own unit.",
        "measures of the judged periods",
        "none: a quantile",
        "when nothing was measured",
        QUANTILES
    ),
    contract!(
        "clause-level-p50",
        "Median level of a clause",
        Share,
        Order,
        "Half of the periods measure less than this; in the measure's own unit.",
        "measures of the judged periods",
        "none: a quantile",
        "when nothing was measured",
        QUANTILES
    ),
    contract!(
        "clause-level-p95",
        "Level of a clause, 19 in 20",
        Share,
        Order,
        "19 of 20 periods measure less than this; in the measure's own unit.",
        "measures of the judged periods",
        "none: a quantile",
        "when nothing was measured",
        QUANTILES
    ),
    contract!(
        "level-truly-held",
        "Level that must be truly held",
        Share,
        Blocks,
        "The long-run level with which a clause is missed in at most one period of twenty; in the measure's own unit. With all chance, or with that of calls alone (scope).",
        "the worst level without a penalty, and how far periods lie from their mean at the 5 % quantile",
        "none: a quantile",
        "where a clause has no edge, or too little was played",
        "this program's own; docs/CONTRACTS.md, the level that must be truly held"
    ),
    contract!(
        "luck",
        "Part of a breach that is chance",
        Share,
        Blocks,
        "A group's part (volume, staffing, calls: the scope) of the variance of whether a span has a miss: what it does by itself, and an even part of what it does together with others. The parts add up to one.",
        "Shapley effect of the group",
        "variance of whether a span has a miss",
        "where that never varies",
        SHAPLEY
    ),
    contract!(
        "indifference-penalty",
        "Indifference penalty",
        Money,
        Paired,
        "The fixed penalty per missed period at which a staffing and the next larger one cost the provider the same. Below it, nobody staffs up for the clause.",
        "pay of the larger staffing less that of the smaller",
        "missed periods that it saves",
        "without wages, or where misses do not differ",
        INDIFFERENCE
    ),
    contract!(
        "indifference-factor",
        "Indifference factor",
        Ratio,
        Paired,
        "So many times the present payoff (ladder, bonus and all) makes a staffing and the next larger one cost the same.",
        "pay of the larger staffing less that of the smaller",
        "net penalties that it saves",
        "without wages, or where net penalties do not differ",
        INDIFFERENCE
    ),
    contract!(
        "fair-malus",
        "Fair malus",
        Money,
        Paired,
        "The penalty for a missed period that equals what callers lose by it: their damage in missed periods less that in kept ones.",
        "callers' damage in missed periods, less that in kept periods",
        "periods",
        "where callers lose nothing, or too few periods of either kind were played",
        "this program's own; docs/CONTRACTS.md, the fair malus"
    ),
    contract!(
        "fair-malus-per-point",
        "Fair malus for a point",
        Money,
        Paired,
        "Callers' damage more for each percentage point (or second) by which a period's measure is worse.",
        "covariance of damage and measure over periods",
        "variance of the measure",
        "where callers lose nothing",
        "this program's own; docs/CONTRACTS.md, the fair malus"
    ),
];
