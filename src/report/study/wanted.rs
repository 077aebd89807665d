//! Which figures are taken from `results.csv`; all others are passed over.

use std::collections::BTreeSet;

/// A list of figures: of whole days, or of the intervals of some scenarios.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    everything: bool,
    /// Metric and scope.
    days: BTreeSet<(String, String)>,
    /// Whether whole days of all targets are wanted.
    targets: bool,
    /// Metric and scope, and the scenarios (by position).
    intervals: Vec<(String, String, BTreeSet<usize>)>,
}

/// Scopes of promises begin with this.
pub(super) const TARGET: &str = "target.";

impl Wanted {
    /// Every figure of the file: for small studies.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// And a metric's whole day at a scope.
    #[must_use]
    pub fn with_day(mut self, metric: &str, scope: &str) -> Self {
        self.days.insert((metric.to_owned(), scope.to_owned()));
        self
    }

    /// And how each promise was kept.
    #[must_use]
    pub fn with_targets(self) -> Self {
        Self { targets: true, ..self }
    }

    /// And a metric's intervals at a scope, of some scenarios.
    #[must_use]
    pub fn with_intervals(mut self, metric: &str, scope: &str, scenarios: BTreeSet<usize>) -> Self {
        self.intervals.push((metric.to_owned(), scope.to_owned(), scenarios));
        self
    }

    /// Whether a row of this name may be wanted, for some scenario.
    pub(super) fn may_want(&self, metric: &[u8], scope: &[u8], interval: &[u8]) -> bool {
        let is = |(wanted, of): (&String, &String)| wanted.as_bytes() == metric && of.as_bytes() == scope;
        self.everything
            || if interval.is_empty() {
                self.targets && scope.starts_with(TARGET.as_bytes()) || self.days.iter().any(|(m, s)| is((m, s)))
            } else {
                self.intervals.iter().any(|(m, s, _)| is((m, s)))
            }
    }

    /// Whether this figure of a scenario is wanted.
    pub(super) fn wants(&self, scenario: usize, metric: &str, scope: &str, interval: &str) -> bool {
        let of_scenario = |(wanted, of, scenarios): &(String, String, BTreeSet<usize>)| {
            wanted == metric && of == scope && scenarios.contains(&scenario)
        };
        self.everything || interval.is_empty() || self.intervals.iter().any(of_scenario)
    }
}
