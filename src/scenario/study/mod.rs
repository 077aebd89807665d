//! A study: a scenario, and the points at which some of its values are set anew.
//!
//! A *point* is one scenario of the study. All combinations of values are never written down: a point is found from its
//! number, by arithmetic, and its center is made from the tree of the base scenario, which was parsed once.

mod format;
mod request;

pub(super) use format::STUDY;
pub use request::{ChartKind, ChartRequest, StudyEffort, Within};

use super::{Complaints, Reading, Source};
use crate::model::Center;

/// A value of the scenario that differs between points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Dotted path: `agent-group.front-desk.staffing.scale`; [`Axis::CASE`] for the names of listed cases.
    pub path: String,
    /// Whether it may change who calls, when, and how long they talk or wait; `false` if only staff, routing, targets,
    /// tariffs and the like vary. A hint: the truth is in the compiled plans.
    pub moves_people: bool,
}

impl Axis {
    /// The path of the axis that holds the names of cases, and sets nothing.
    pub const CASE: &'static str = "case";
}

/// The value of an axis at a point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// As `results.csv` shows it: `0.84`, `20 s`, `first-come`; empty where a case leaves it as the scenario has it.
    pub text: String,
    /// In the value's own unit, when it is a number or a quantity.
    pub number: Option<f64>,
}

/// A study: a scenario and its points.
#[derive(Debug)]
pub struct Study {
    base: Reading,
    name: String,
    about: String,
    seed: Option<u64>,
    effort: StudyEffort,
    charts: Vec<ChartRequest>,
    intervals: Option<bool>,
    metrics: Vec<String>,
    baseline: Option<usize>,
    axes: Vec<Axis>,
    warnings: Complaints,
}

impl Study {
    /// Most points of a study.
    pub const MOST_POINTS: u64 = 1_000_000;

    /// Reads a study file; `set` overrides values of its scenario (`path=value`).
    ///
    /// # Errors
    /// Every complaint at once: those about the study, and those about its scenario.
    pub fn read(source: &Source, set: &[String]) -> Result<Self, Complaints> {
        let _ = (source, set);
        todo!("being built")
    }

    /// A study of a scenario without a study file: each of `vary` is `path=20..60`, `path=0.8..1.2/0.05` or `path=a,b,c`.
    ///
    /// # Errors
    /// Every complaint at once.
    pub fn of_scenario(source: &Source, set: &[String], vary: &[String]) -> Result<Self, Complaints> {
        let _ = (source, set, vary);
        todo!("being built")
    }

    /// Number of points; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a study has a point")]
    pub fn len(&self) -> usize {
        1
    }

    /// What differs between points, in the order of the columns of the results.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The values of all axes at a point.
    pub fn settings(&self, point: usize) -> Vec<Setting> {
        let _ = point;
        todo!("being built")
    }

    /// Sixteen characters that name what is played at a point, wherever in the study it stands: the digest of the
    /// scenario with the point's settings, as `ccsim run --set` would give it.
    pub fn digest(&self, point: usize) -> String {
        let _ = point;
        todo!("being built")
    }

    /// Sixteen characters that name the base scenario and all points in their order.
    pub fn digest_of_all(&self) -> String {
        todo!("being built")
    }

    /// The center at a point.
    ///
    /// # Errors
    /// When the values of several axes do not fit together. Each of them alone was tried when the study was read.
    pub fn center(&self, point: usize) -> Result<Center, Complaints> {
        let _ = point;
        todo!("being built")
    }

    /// All points, those that should share their people next to each other.
    pub fn playing_order(&self) -> Vec<u32> {
        (0..self.len() as u32).collect()
    }

    /// The scenario as it stands.
    pub fn base(&self) -> &Reading {
        &self.base
    }

    /// What results call the study: its file's name without its ending.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, in one sentence; may be empty.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The seed that the study asks for, else that of its scenario.
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// How long each point is played.
    pub fn effort(&self) -> &StudyEffort {
        &self.effort
    }

    /// The point that the others are compared with.
    pub fn baseline(&self) -> Option<usize> {
        self.baseline
    }

    /// The charts that it asks for.
    pub fn charts(&self) -> &[ChartRequest] {
        &self.charts
    }

    /// Whether results hold the intervals of the day; `None` where it does not say.
    pub fn intervals(&self) -> Option<bool> {
        self.intervals
    }

    /// The metrics that results hold, by their ids; empty: all.
    pub fn metrics(&self) -> &[String] {
        &self.metrics
    }

    /// What may not mean what was meant.
    pub fn warnings(&self) -> &Complaints {
        &self.warnings
    }

    /// The study as a file beside `scenario.toml`, the resolved text of its base.
    pub fn resolved_toml(&self, seed: u64, version: &str) -> String {
        let _ = (seed, version);
        todo!("being built")
    }

    /// Complains about metrics that are not `known`: those of the precision, of the charts and of the results.
    ///
    /// # Errors
    /// Every name that is unknown, with its near-miss.
    pub fn check_metrics(&self, known: &[KnownMetric<'_>]) -> Result<(), Complaints> {
        let _ = known;
        Ok(())
    }
}

/// Whether a file is a study rather than a scenario: it names a scenario, or varies something.
pub fn is_study(source: &Source) -> bool {
    let (root, _) = super::tree::parse(&source.text, 0);
    root.entries.iter().any(|entry| is_only_in_studies(&entry.key))
}

/// Whether a top-level key shows that a file is a study.
pub(super) fn is_only_in_studies(key: &str) -> bool {
    matches!(key, "scenario" | "vary" | "cases" | "design" | "chart")
}

/// A metric that results can hold, as [`Study::check_metrics`] needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownMetric<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whether it is a share.
    pub is_share: bool,
    /// Whether it is a length of time.
    pub is_time: bool,
}
