//! What makes a metric: name, meaning, unit, interval. [`CATALOGUE`] lists them all.

pub use super::catalogue::CATALOGUE;
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
    /// The scenario's currency: in a replication, or for each of those it is divided by.
    Money,
    /// A number of one thing for each of another.
    Ratio,
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
            Self::Ratio => "ratio",
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
    /// Root of a [`Interval::Ratio`].
    Root,
    /// Of a ratio of two estimated variances.
    Worth,
    /// Sectioning: sixteen groups of replications, Student's t on the deviations of their quantiles.
    Sections,
    /// Order statistics: the two values between which a quantile lies, by the binomial law.
    Order,
    /// Blocks of eight replications that share groups of chance, Student's t on the blocks.
    Blocks,
    /// Fieller's or the delta method on the differences of replications that share their people.
    Paired,
}

impl Interval {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mean => {
                "Student's t on the values of the replications (in strata, on their differences within pairs)"
            }
            Self::Ratio => {
                "ratio of totals over replications; delta method, Student's t (in strata, on differences within pairs)"
            }
            Self::Share => {
                "ratio of totals over replications; delta method, Student's t, kept within 0 and 1; \
                 where it was nothing (or all) in every replication, Wilson's with the denominator as trials"
            }
            Self::Root => {
                "root of a ratio of totals over replications, and of the ends of its interval by the delta method and \
                 Student's t"
            }
            Self::Worth => {
                "rough: a ratio of two estimated variances, normal by the delta method, as if they were independent"
            }
            Self::Sections => {
                "all replications merged in a histogram (off by 0.8 % of the value as a rule, 1.6 % at worst); \
                 sixteen groups of replications, Student's t on the deviations of their quantiles"
            }
            Self::Order => "two of the replications' values in rising order, chosen by the binomial law; none from few",
            Self::Blocks => "blocks of eight replications that share groups of chance; Student's t on the blocks",
            Self::Paired => {
                "differences of replications with the same callers; ratios of means by the delta method, Student's t"
            }
        }
    }
}

/// How a value comes from totals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    Count(Quantity),
    Ratio(Quantity, Quantity),
    /// A ratio less [`super::quantity::Journey::ERROR_SHIFT`].
    ShiftedRatio(Quantity, Quantity),
    /// Root of a ratio of squared errors.
    RootRatio(Quantity, Quantity),
    /// Divided by the length of the interval.
    TimeAverage(Quantity),
    Longest,
    Quantile(f64),
    /// The headline level of a center, queue or contact type; a target's own at a target.
    ServiceLevel,
    TargetMet,
    /// What strata of busy days saved.
    StrataWorth,
    /// What controls saved.
    ControlsWorth,
    StaffRatio(StaffQuantity, StaffQuantity),
    StaffTimeAverage(StaffQuantity),
    StaffHours,
    StaffCost,
    /// A column of a rule set.
    Rules(usize),
    /// Two columns of a rule set.
    RulesRatio(usize, usize),
    /// Judged by the ledger of a contract, not counted while playing: `ccsim contract`.
    Contract,
}

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
