//! What a clause measures.

use super::level::MeasureUnit;
use crate::model::ServiceLevel;

/// What a clause measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Share answered within a time, with a definition of its own.
    ServiceLevel(ServiceLevel),
    /// A rate or a mean of the catalogue of metrics.
    Metric(MeasuredMetric),
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better: a service level.
    Higher,
    /// Less is better: an abandonment rate, a hold time.
    Lower,
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $name:ident $id:literal $unit:ident $better:ident,)*) => {
        /// Rates and means of the catalogue that a clause can measure: each a sum over a sum.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MeasuredMetric {
            $($(#[$doc])* $name,)*
        }

        impl MeasuredMetric {
            /// All of them, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its id in the catalogue of metrics.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it is counted in.
            pub const fn unit(self) -> MeasureUnit {
                match self { $(Self::$name => MeasureUnit::$unit,)* }
            }

            /// Which way is better, as a rule: what a clause that does not say otherwise means.
            pub const fn better(self) -> Better {
                match self { $(Self::$name => Better::$better,)* }
            }
        }
    };
}

metrics! {
    /// Busy tones of all who dialled.
    BlockingRate "blocking-rate" Percent Lower,
    /// Served by a machine of all who dialled.
    ContainmentRate "containment-rate" Percent Higher,
    /// Hung up on hold of the offered.
    AbandonmentRate "abandonment-rate" Percent Lower,
    /// Held at all of the offered.
    HeldRate "held-rate" Percent Lower,
    /// Held to the notice threshold of the offered.
    NoticeDueRate "notice-due-rate" Percent Lower,
    /// Passed on of all answers.
    TransferRate "transfer-rate" Percent Lower,
    /// Notices given in time of those due.
    NoticeGivenRate "notice-given-rate" Percent Higher,
    /// Time at work of time present, of the contract's groups.
    Occupancy "occupancy" Percent Lower,
    /// Hold of all offered.
    MeanHoldTime "mean-hold-time" Seconds Lower,
    /// Hold of the answered.
    AverageSpeedOfAnswer "average-speed-of-answer" Seconds Lower,
    /// Hold beyond the notice threshold, of all offered.
    ExcessHoldTime "excess-hold-time" Seconds Lower,
    /// What callers pay, for each who dialled.
    CallerChargePerContact "caller-charge-per-contact" Money Lower,
    /// What holding costs callers, in money and time, for each who dialled.
    CallerHoldCostPerContact "caller-hold-cost-per-contact" Money Lower,
}

impl MeasuredMetric {
    /// The metric with this id of the catalogue, if a clause can measure it.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.id() == id)
    }
}

impl Measure {
    /// Its id in the catalogue of metrics.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ServiceLevel(_) => "service-level",
            Self::Metric(metric) => metric.id(),
        }
    }

    /// What it is counted in.
    pub const fn unit(self) -> MeasureUnit {
        match self {
            Self::ServiceLevel(_) => MeasureUnit::Percent,
            Self::Metric(metric) => metric.unit(),
        }
    }

    /// Which way is better, as a rule.
    pub const fn better(self) -> Better {
        match self {
            Self::ServiceLevel(_) => Better::Higher,
            Self::Metric(metric) => metric.better(),
        }
    }
}
