//! What is to be played: a study, and what the command line says about it.

use std::path::PathBuf;
use std::thread;

use anyhow::{Context, bail};
use ccsim::experiment;
use ccsim::metrics::{CATALOGUE, Unit};
use ccsim::model::Center;
use ccsim::scenario::{KnownMetric, Source, Study, StudyEffort, Within, is_study};

use super::foresight::Foresight;
use super::identity::{self, Identity};
use super::record::Digest;
use super::shard::Shard;
use crate::cli::arguments::StudyWanted;
use crate::cli::near_miss::nearest;
use crate::cli::run::{DEFAULT_SEED, VERSION};
use crate::cli::scenario_file::refused;
use crate::cli::terminal::Terminal;

/// Rows of results up to which intervals are kept when nobody says.
const ROWS_BY_INTERVAL: f64 = 1e6;
/// The kind of effort that is a number of replications: more of them go on from fewer.
pub const COUNTED: u64 = 0;

/// A study that is ready to be played.
#[derive(Debug)]
pub struct Work {
    /// The study.
    pub study: Study,
    /// What identifies each point.
    pub digests: Vec<Digest>,
    /// Seed.
    pub seed: u64,
    /// How much to play of each point.
    pub effort: experiment::StudyEffort,
    /// What kind of effort that is.
    pub effort_kind: u64,
    /// Which part is played here.
    pub shard: Option<Shard>,
    /// Threads, where a number was asked for.
    pub threads: Option<usize>,
}

impl Work {
    /// Reads a study, or a scenario and what to vary in it.
    pub fn read(wanted: &StudyWanted, terminal: Terminal) -> anyhow::Result<Self> {
        let mut study = read(wanted, terminal)?;
        let asked = match (&wanted.precision, wanted.replications) {
            (Some(wish), _) => wish.effort(),
            (None, Some(count)) => StudyEffort::Replications(count),
            (None, None) => study.effort().clone(),
        };
        let (effort, effort_kind) = effort(&asked, &study.base().center)?;
        study.set_effort(asked);
        if wanted.intervals || wanted.no_intervals {
            study.set_intervals(wanted.intervals);
        }
        let threads = experiment::thread_count(wanted.threads);
        Ok(Self {
            digests: digests(&study, threads),
            seed: wanted.seed.or(study.seed()).unwrap_or(DEFAULT_SEED),
            effort,
            effort_kind,
            shard: wanted.shard,
            threads: wanted.threads,
            study,
        })
    }

    /// A study whose parts were played already.
    pub fn of_parts(study: Study, seed: u64) -> Self {
        Self {
            digests: digests(&study, experiment::thread_count(None)),
            seed,
            effort: experiment::StudyEffort::Replications(0),
            effort_kind: COUNTED,
            shard: None,
            threads: None,
            study,
        }
    }

    /// Where its results go when nobody says.
    pub fn folder(&self) -> PathBuf {
        let plain = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
        let name: String = self.study.name().chars().map(plain).collect();
        let name = name.trim_matches(['.', ' ']);
        let name = if name.is_empty() { "study" } else { name };
        let part = self.shard.map(Shard::suffix).unwrap_or_default();
        PathBuf::from("out").join(format!("{name}{part}"))
    }

    /// What all its results have in common, with intervals or without.
    pub fn identity(&self, by_interval: bool) -> Identity {
        let metrics = self.study.metrics();
        Identity::new([
            ("version of ccsim", VERSION.to_owned()),
            ("scenario", self.study.base().digest.clone()),
            ("seed", self.seed.to_string()),
            (ROWS, if by_interval { BY_INTERVAL } else { "whole days" }.to_owned()),
            ("list of metrics", if metrics.is_empty() { "all".to_owned() } else { metrics.join(" ") }),
            ("baseline", self.study.baseline().map_or_else(|| "none".to_owned(), |point| self.study.digest(point))),
        ])
    }

    /// Whether results are kept by interval: as somebody said, as in the folder, or as there is room.
    pub fn keeps_intervals(&self, there: Option<&Identity>, foresight: &Foresight) -> bool {
        let there = there.and_then(|identity| identity.get(ROWS)).map(|rows| rows == BY_INTERVAL);
        let has_room = || foresight.rows_by_interval * self.study.len() as f64 <= ROWS_BY_INTERVAL;
        self.study.intervals().or(there).unwrap_or_else(has_room)
    }

    /// The points to be played here, in the order of playing.
    pub fn points(&self) -> Vec<u32> {
        let order = self.study.playing_order();
        self.shard.map_or_else(|| order.clone(), |shard| shard.points(&order))
    }
}

impl Work {
    /// Threads to work on.
    pub fn threads(&self) -> usize {
        experiment::thread_count(self.threads)
    }

    /// How many points those are.
    pub fn points_here(&self) -> usize {
        if self.shard.is_some() { self.points().len() } else { self.study.len() }
    }
}

const ROWS: &str = "kind of rows";
const BY_INTERVAL: &str = "by interval";

fn read(wanted: &StudyWanted, terminal: Terminal) -> anyhow::Result<Study> {
    let file = wanted.file.as_deref().context("a study or a scenario is wanted")?;
    let source = Source::from_path(file)?;
    let read = match (wanted.vary.as_slice(), is_study(&source)) {
        ([], _) => Study::read(&source, &wanted.set),
        (vary, false) => Study::of_scenario(&source, &wanted.set, vary),
        (_, true) => {
            bail!("`{}` is a study: it says itself what is varied; `--vary` goes with a scenario", file.display())
        }
    };
    let study = read.map_err(|complaints| nothing(&complaints, terminal))?;
    let known: Vec<KnownMetric<'_>> = CATALOGUE
        .iter()
        .map(|metric| KnownMetric {
            id: metric.id,
            is_share: metric.unit == Unit::Share,
            is_time: metric.unit == Unit::Seconds,
        })
        .collect();
    study.check_metrics(&known).map_err(|complaints| nothing(&complaints, terminal))?;
    if study.base().warnings.warnings() > 0 {
        terminal.note(&format!("{}\n", study.base().warnings.render(terminal.colours_complaints()).trim_end()));
    }
    Ok(study)
}

fn nothing(complaints: &ccsim::scenario::Complaints, terminal: Terminal) -> anyhow::Error {
    refused(complaints, "Nothing was simulated.", terminal)
}

/// An effort as it is played, and what tells its kind from others.
fn effort(asked: &StudyEffort, center: &Center) -> anyhow::Result<(experiment::StudyEffort, u64)> {
    let StudyEffort::Precision { metric, scope, within, at_most } = asked else {
        let StudyEffort::Replications(count) = asked else { unreachable!("an effort is one or the other") };
        return Ok((experiment::StudyEffort::Replications(*count), COUNTED));
    };
    let Some(definition) = CATALOGUE.iter().find(|known| known.id == metric) else {
        match nearest(metric, CATALOGUE.iter().map(|known| known.id)) {
            Some(near) => bail!("there is no metric `{metric}`; did you mean `{near}`?"),
            None => bail!("there is no metric `{metric}`; `ccsim explain` lists them"),
        }
    };
    let found = super::foresight::rows_of(center)
        .into_iter()
        .find(|row| row.metric.id == definition.id && row.interval.is_none() && center.scope_name(row.scope) == *scope);
    let Some(row) = found else { bail!("`{metric}` is not measured at `{scope}`") };
    let fits = matches!(
        (within, definition.unit),
        (Within::Share(_), Unit::Share) | (Within::Time(_), Unit::Seconds) | (Within::Number(_), _)
    );
    anyhow::ensure!(fits, "`{metric}` is measured in another unit than its precision");
    let half_width = within.in_unit();
    let words = format!("{metric} {scope} {half_width:e} {at_most}");
    let kind = u64::from_le_bytes(*blake3::hash(words.as_bytes()).as_bytes().first_chunk().expect("a hash is longer"));
    let effort = experiment::StudyEffort::Precision {
        metric: definition,
        scope: row.scope,
        within: half_width,
        at_most: *at_most,
    };
    Ok((effort, kind.max(1)))
}

/// What identifies each point: worked out on all threads, since there may be a million of them.
fn digests(study: &Study, threads: usize) -> Vec<Digest> {
    let mut digests = vec![Digest::default(); study.len()];
    let share = study.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        for (number, part) in digests.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                for (at, digest) in part.iter_mut().enumerate() {
                    *digest = identity::digest(&study.digest(number * share + at));
                }
            });
        }
    });
    digests
}
