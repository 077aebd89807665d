//! The promises of the base scenario, and which scenarios of a study keep them.

use super::results::Results;
use crate::metrics::{Unit, VerdictOutcome};
use crate::model::{BoundedMetric, Center, Promise, ServiceLevel};
#[cfg(feature = "charts")]
use crate::report::chart::limit::Limit;
use crate::report::promise;
use crate::statistics::Estimate;

/// A promise as a study's results know it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Promised {
    /// Its name in the scenario.
    pub(super) name: String,
    /// Where results have it: `target.answered-fast`.
    pub(super) scope: String,
    /// Whose contacts count: `center`, `queue.billing`.
    pub(super) whose: String,
    /// What is measured.
    pub(super) metric: &'static str,
    /// The service level that is measured, if it is one.
    pub(super) level: Option<ServiceLevel>,
    /// The limit, in the metric's unit.
    pub(super) limit: f64,
    /// Whether the measure must be at least so high; else at most.
    pub(super) at_least: bool,
    /// In which share of the periods it must hold; `None`: over all of them together.
    pub(super) in_share: Option<f64>,
    /// In the scenario's words: `at most 10 % on hold at 60 s`.
    pub(super) words: String,
}

/// All promises of a center.
pub(super) fn of(center: &Center) -> Vec<Promised> {
    let promised = |target: &crate::model::Target| {
        let (metric, level, limit, at_least) = match target.promise {
            Promise::ServiceLevel { level, at_least } => ("service-level", Some(level), at_least.get(), true),
            Promise::AtMost { metric, limit } => (id_of(metric), None, limit, false),
        };
        Promised {
            name: target.name.clone(),
            scope: format!("target.{}", target.name),
            whose: center.scope_name(target.scope),
            metric,
            level,
            limit,
            at_least,
            in_share: target.in_share.map(crate::units::Share::get),
            words: promise::words(center, target),
        }
    };
    center.targets.iter().map(promised).collect()
}

const fn id_of(metric: BoundedMetric) -> &'static str {
    match metric {
        BoundedMetric::NoticeDueRate => "notice-due-rate",
        BoundedMetric::AbandonmentRate => "abandonment-rate",
        BoundedMetric::BlockingRate => "blocking-rate",
        BoundedMetric::HeldRate => "held-rate",
        BoundedMetric::MeanHoldTime => "mean-hold-time",
        BoundedMetric::AverageSpeedOfAnswer => "average-speed-of-answer",
    }
}

/// The service level that a scope's `service-level` is: the first that is promised anywhere.
pub(super) fn headline(center: &Center) -> Option<ServiceLevel> {
    center.targets.iter().find_map(|target| match target.promise {
        Promise::ServiceLevel { level, .. } => Some(level),
        Promise::AtMost { .. } => None,
    })
}

impl Promised {
    /// What a scenario measured of it.
    pub(super) fn measured(&self, results: &Results, scenario: usize) -> Option<Estimate> {
        results.figure(scenario, self.metric, &self.scope, "")
    }

    /// The limit in a scenario: the study may vary it.
    pub(super) fn limit_in(&self, results: &Results, scenario: usize) -> f64 {
        let varied = results.axes().iter().enumerate().find(|(_, axis)| self.is_limit_of(&axis.path));
        let number = varied.and_then(|(at, axis)| {
            let setting = *results.scenarios().get(scenario)?.settings.get(at)?;
            let number = axis.settings.get(setting)?.number?;
            Some(if axis.unit == "%" { number / 100.0 } else { number })
        });
        number.unwrap_or(self.limit)
    }

    /// Whether a path is that of its limit.
    fn is_limit_of(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('.').collect();
        let (["target", name, "service-level", "share"] | ["target", name, _, "at-most"]) = parts[..] else {
            return false;
        };
        name == "*" || name == self.name
    }

    /// Whether a scenario keeps it, by the whole interval; `None` where nothing was read of it.
    pub(super) fn verdict(&self, results: &Results, scenario: usize) -> Option<VerdictOutcome> {
        let (found, limit, at_least) = match self.in_share {
            Some(share) => (results.figure(scenario, "target-met", &self.scope, "")?, share, true),
            None => (self.measured(results, scenario)?, self.limit_in(results, scenario), self.at_least),
        };
        let (low, high) = found.interval.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        Some(match (low >= limit, high <= limit, at_least) {
            (true, _, true) | (_, true, false) => VerdictOutcome::Kept,
            (_, true, true) | (true, _, false) => VerdictOutcome::Missed,
            _ => VerdictOutcome::TooCloseToCall,
        })
    }

    /// What it is measured in.
    pub(super) fn unit(&self) -> Unit {
        let is_share = self.level.is_some() || self.metric.ends_with("rate");
        if is_share { Unit::Share } else { Unit::Seconds }
    }

    /// As a line in a picture.
    #[cfg(feature = "charts")]
    pub(super) fn line(&self) -> Limit {
        let share = self.unit() == Unit::Share;
        let value = super::super::plain(if share { self.limit * 100.0 } else { self.limit });
        let unit = if share { "%" } else { "s" };
        let side = if self.at_least { "at least" } else { "at most" };
        Limit { value: self.limit, at_least: self.at_least, label: format!("promise: {side} {value}\u{a0}{unit}") }
    }
}

/// What becomes of all promises in a scenario: missed when one is missed, kept when all are kept, each by its whole interval;
/// `None` where some figure is missing.
pub(super) fn outcome(promises: &[Promised], results: &Results, scenario: usize) -> Option<VerdictOutcome> {
    let mut all = VerdictOutcome::Kept;
    for promised in promises {
        all = match (all, promised.verdict(results, scenario)?) {
            (VerdictOutcome::Missed, _) | (_, VerdictOutcome::Missed) => VerdictOutcome::Missed,
            (VerdictOutcome::Kept, VerdictOutcome::Kept) => VerdictOutcome::Kept,
            _ => VerdictOutcome::TooCloseToCall,
        };
    }
    Some(all)
}

/// Whether a scenario keeps all promises, each by its whole interval; `None` where some figure is missing.
pub(super) fn keeps_all(promises: &[Promised], results: &Results, scenario: usize) -> Option<bool> {
    outcome(promises, results, scenario).map(|outcome| outcome == VerdictOutcome::Kept)
}

/// The promise about a metric at a scope, if its limit is the same in all scenarios.
#[cfg(feature = "charts")]
pub(super) fn about<'p>(
    promises: &'p [Promised],
    results: &Results,
    metric: &str,
    scope: &str,
    center: &Center,
) -> Option<&'p Promised> {
    let varies = |promised: &Promised| results.axes().iter().any(|axis| promised.is_limit_of(&axis.path));
    let is_measured = |promised: &&Promised| {
        let is_same = promised.level.is_none() || promised.level == headline(center);
        promised.metric == metric && (promised.scope == scope || promised.whose == scope && is_same)
    };
    promises.iter().find(is_measured).filter(|promised| !varies(promised))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::study::Wanted;

    fn promised(metric: &'static str, limit: f64, at_least: bool) -> Promised {
        Promised {
            name: "few".to_owned(),
            scope: "target.few".to_owned(),
            whose: "center".to_owned(),
            metric,
            level: None,
            limit,
            at_least,
            in_share: None,
            words: String::new(),
        }
    }

    fn results(path: &str, settings: [&str; 3]) -> Results {
        let scenarios = (1..=3).map(|n| format!("{n},{},10,,100,d{n}\n", settings[n - 1])).collect::<Vec<_>>().concat();
        let mut results = Results::of_scenarios(
            format!("scenario,{path},replications,precise,contacts,digest\n{scenarios}").as_bytes(),
        )
        .unwrap();
        let rows = [(0.08, 0.07, 0.09), (0.095, 0.08, 0.11), (0.2, 0.19, 0.21)]
            .iter()
            .zip(1..)
            .map(|((value, low, high), n)| {
                format!("{n},{},notice-due-rate,target.few,,{value},{low},{high},share\n", settings[n - 1])
            })
            .collect::<Vec<_>>()
            .concat();
        let text = format!("scenario,{path},metric,scope,interval,value,low,high,unit\n{rows}");
        results.read_figures(text.as_bytes(), &Wanted::default().with_targets()).unwrap();
        results
    }

    #[test]
    fn a_promise_is_kept_when_the_whole_interval_keeps_it() {
        let results = results("staff", ["3", "2", "1"]);
        let few = promised("notice-due-rate", 0.1, false);
        let verdicts: Vec<_> = (0..3).map(|scenario| few.verdict(&results, scenario).unwrap()).collect();
        assert_eq!(verdicts, [VerdictOutcome::Kept, VerdictOutcome::TooCloseToCall, VerdictOutcome::Missed]);
        assert_eq!(keeps_all(std::slice::from_ref(&few), &results, 1), Some(false));
        assert_eq!(keeps_all(&[], &results, 1), Some(true));
        assert_eq!(keeps_all(&[promised("held-rate", 0.1, false)], &results, 1), None);
    }

    #[test]
    fn a_limit_that_the_study_varies_is_each_scenario_s_own() {
        let results = results("target.*.notice-due-rate.at-most", ["5 %", "15 %", "30 %"]);
        let few = promised("notice-due-rate", 0.1, false);
        let verdicts: Vec<_> = (0..3).map(|scenario| few.verdict(&results, scenario).unwrap()).collect();
        assert_eq!(verdicts, [VerdictOutcome::Missed, VerdictOutcome::Kept, VerdictOutcome::Kept]);
    }
}
