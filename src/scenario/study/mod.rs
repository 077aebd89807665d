//! A study: a scenario, and the points at which some of its values are set anew.
//!
//! A *point* is one scenario of the study. All combinations of values are never written down: a point is found from its
//! number, by arithmetic, and its center is made from the tree of the base scenario, which was parsed once.

mod amount;
mod base;
mod baseline;
mod cases;
mod choice;
mod decimal;
mod format;
mod overlap;
mod path;
mod points;
mod reader;
mod request;
mod stencil;
#[cfg(test)]
mod tests;
mod trial;
mod values;
mod vary;
mod write;

pub(super) use format::STUDY;
pub use request::{ChartKind, ChartRequest, StudyEffort, Within};

use super::tree::{self, Table};
use super::{Complaints, Diagnostic, Reading, Source};
use crate::model::Center;
use base::Base;
use choice::Choice;
use path::SetPath;
use points::Points;
use request::AskedMetric;

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
    reading: Reading,
    base: Base,
    name: String,
    about: String,
    seed: Option<u64>,
    effort: StudyEffort,
    charts: Vec<ChartRequest>,
    intervals: Option<bool>,
    metrics: Vec<String>,
    asked_metrics: Vec<AskedMetric>,
    baseline: Option<usize>,
    axes: Vec<Axis>,
    /// What each axis sets; the names of cases set nothing.
    paths: Vec<Option<SetPath>>,
    points: Points,
    /// The texts that complaints point into.
    sources: Vec<(String, String)>,
    /// The study file as it was written, or what `--vary` says in its form.
    root: Table,
}

impl Study {
    /// Most points of a study.
    pub const MOST_POINTS: u64 = 1_000_000;

    /// Reads a study file; `set` overrides values of its scenario (`path=value`).
    ///
    /// Each value of each axis is tried before anything is played.
    ///
    /// # Errors
    /// Every complaint at once: those about the study, and those about its scenario.
    pub fn read(source: &Source, set: &[String]) -> Result<Self, Complaints> {
        reader::of_file(source, set)
    }

    /// A study of a scenario without a study file: each of `vary` is `path=20..60` (whole numbers), `path=0.8..1.2/0.05`
    /// (steps), `path=0.8..1.2#9` (so many values) or `path=a,b,c` (a list).
    ///
    /// # Errors
    /// Every complaint at once.
    pub fn of_scenario(source: &Source, set: &[String], vary: &[String]) -> Result<Self, Complaints> {
        reader::of_scenario(source, set, vary)
    }

    /// Says how long each point is played, instead of what the file says.
    pub fn set_effort(&mut self, effort: StudyEffort) {
        self.effort = effort;
    }

    /// Says whether results hold the intervals of the day, instead of what the file says.
    pub fn set_intervals(&mut self, are_kept: bool) {
        self.intervals = Some(are_kept);
    }

    /// Number of points, from 1 to [`Study::MOST_POINTS`].
    #[expect(clippy::len_without_is_empty, reason = "a study has a point")]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// What differs between points, in the order of the columns of the results.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The values of all axes at a point.
    pub fn settings(&self, point: usize) -> Vec<Setting> {
        let mut settings = vec![Setting::default(); self.axes.len()];
        for choice in self.choices(point) {
            settings[choice.axis] = choice.setting;
        }
        settings
    }

    /// Sixteen characters that name what is played at a point, wherever in the study it stands: the digest of the
    /// scenario with the point's settings, as `ccsim run --set` would give it.
    pub fn digest(&self, point: usize) -> String {
        self.base.digest(&self.choices(point), &self.paths)
    }

    /// Sixteen characters that name the base scenario and all points in their order.
    pub fn digest_of_all(&self) -> String {
        write::digest(self)
    }

    /// The center at a point.
    ///
    /// # Errors
    /// When the values of several axes do not fit together. Each of them alone was tried when the study was read.
    pub fn center(&self, point: usize) -> Result<Center, Complaints> {
        let choices = self.choices(point);
        self.base.center(&choices, &self.paths).map_err(|found| self.unfit(point, &choices, found))
    }

    fn choices(&self, point: usize) -> Vec<Choice> {
        self.points.choices(point.min(self.len() - 1))
    }

    /// Complaints about the center of a point, as complaints about the point.
    fn unfit(&self, point: usize, choices: &[Choice], found: Vec<Diagnostic>) -> Complaints {
        let settings: Vec<String> = trial::settings(choices, &self.paths).collect();
        let told = format!("scenario {} ({})", point + 1, settings.join(", "));
        let diagnostics = found.into_iter().map(|complaint| trial::moved(complaint, &told, choices)).collect();
        Complaints { sources: self.sources.clone(), diagnostics }
    }

    /// All points, those that should share their people next to each other: which differ only in axes that move nobody.
    pub fn playing_order(&self) -> Vec<u32> {
        let moves: Vec<bool> = self.axes.iter().map(|axis| axis.moves_people).collect();
        self.points.playing_order(&moves)
    }

    /// The scenario as it stands, with every warning about it and about the study.
    pub fn base(&self) -> &Reading {
        &self.reading
    }

    /// What results call the study: its own name, or its file's without its ending.
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

    /// The study as a file beside `scenario.toml`, the resolved text of its scenario: it needs no other file, and read
    /// again it has the same points. Where points say which other file the scenario reads, that file is still needed.
    pub fn resolved_toml(&self, seed: u64, version: &str) -> String {
        write::toml(self, seed, version)
    }

    /// Complains about metrics that are not `known`: those of the precision, of the charts and of the results.
    ///
    /// # Errors
    /// Every name that is unknown, with its near-miss, and a precision in another unit than its metric's.
    pub fn check_metrics(&self, known: &[KnownMetric<'_>]) -> Result<(), Complaints> {
        let diagnostics: Vec<Diagnostic> =
            self.asked_metrics.iter().filter_map(|metric| metric.trouble(known)).collect();
        if diagnostics.is_empty() {
            return Ok(());
        }
        Err(Complaints { sources: self.sources.clone(), diagnostics }.in_file_order())
    }
}

/// Whether a file is a study rather than a scenario: it names a scenario, or varies something.
pub fn is_study(source: &Source) -> bool {
    let (root, _) = tree::parse(&source.text, 0);
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
