//! `ccsim study merge`: the parts of a study, put together as if it had been played in one piece.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ccsim::report::grouped;
use ccsim::scenario::{Source, Study};

use super::assembling;
use super::folder::{self, StudyFolder};
use super::journal::Journal;
use super::record::Framed;
use super::shard::Shard;
use super::work::{COUNTED, Work};
use crate::cli::Outcome;
use crate::cli::arguments::{Format, Merge};
use crate::cli::scenario_file::refused;
use crate::cli::terminal::Terminal;

/// Records that are copied at a time.
const AT_ONCE: usize = 64;
/// Scenarios that a complaint names; of more it says how many.
const NAMED: usize = 8;

/// A folder that holds a part.
struct Part {
    path: PathBuf,
    journal: Journal,
}

/// Puts parts together.
pub fn merge(wanted: &Merge, terminal: Terminal) -> anyhow::Result<Outcome> {
    let mut parts = wanted.folders.iter().map(|path| Part::open(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let study = study_of(&parts, terminal)?;
    let seed = same_identity(&parts)?;
    let work = Work::of_parts(study, seed);
    let found = find(&work, &parts)?;

    let path = wanted.out.clone().unwrap_or_else(|| work.folder());
    let is_a_part = |part: &Part| part.path.canonicalize().ok() == path.canonicalize().ok() && path.exists();
    if let Some(part) = parts.iter().find(|part| is_a_part(part)) {
        bail!("`{}` is one of the parts; --out takes another folder", part.path.display());
    }
    let folder = StudyFolder::open(&path, terminal)?;
    if let Some(there) = Journal::open_to_read(&folder.journal())? {
        let is_the_same = there.identity().changes(parts[0].journal.identity()).is_empty();
        anyhow::ensure!(
            is_the_same,
            "`{}` has results of another study; --out takes another folder",
            folder.path().display()
        );
    }
    let mut journal = Journal::create(&folder.journal(), parts[0].journal.identity())?;
    copy(&work, &mut parts, &found, &mut journal)?;
    assembling::inputs(&work, &folder)?;
    let assembled = assembling::files(&work, &journal, &folder)?;
    super::tell(&work, &assembled, &journal, &folder, Format::Table, terminal)?;
    Ok(Outcome::Fine)
}

impl Part {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let journal = Journal::open_to_read(&path.join("journal"))?;
        let journal =
            journal.with_context(|| format!("`{}` holds no part of a study: it has no journal", path.display()))?;
        if folder::is_at_work(path) {
            bail!("`{}` is being played: wait until it is done", path.display());
        }
        Ok(Self { path: path.to_path_buf(), journal })
    }
}

/// The study that all parts are of.
fn study_of(parts: &[Part], terminal: Terminal) -> anyhow::Result<Study> {
    let mut first: Option<(&Path, Study)> = None;
    for part in parts {
        let source = Source::from_path(part.path.join("study.toml"))?;
        let study =
            Study::read(&source, &[]).map_err(|complaints| refused(&complaints, "Nothing was merged.", terminal))?;
        match &first {
            None => first = Some((&part.path, study)),
            Some((path, known)) => anyhow::ensure!(
                known.digest_of_all() == study.digest_of_all(),
                "`{}` and `{}` hold parts of two different studies",
                path.display(),
                part.path.display()
            ),
        }
    }
    Ok(first.context("no folder was named")?.1)
}

/// Complains about parts that were not played alike; else their seed.
fn same_identity(parts: &[Part]) -> anyhow::Result<u64> {
    let identity = parts[0].journal.identity();
    for part in parts {
        let changes = identity.changes(part.journal.identity());
        if let Some(change) = changes.first() {
            bail!(
                "`{}` and `{}` do not go together: the {} is another ({} and {})",
                parts[0].path.display(),
                part.path.display(),
                change.thing,
                change.there,
                change.here
            );
        }
    }
    identity.get("seed").and_then(|seed| seed.parse().ok()).context("the parts do not name their seed")
}

/// Which part has each point. Complains where none has it, or two do not agree.
fn find(work: &Work, parts: &[Part]) -> anyhow::Result<Vec<usize>> {
    let mut found = Vec::with_capacity(work.digests.len());
    let mut missing = Vec::new();
    let mut first = None;
    for (point, digest) in work.digests.iter().enumerate() {
        let mut holder = None;
        for (at, part) in parts.iter().enumerate() {
            let Some(entry) = part.journal.entry(digest) else { continue };
            let summary = entry.summary;
            let (known, name) = *first.get_or_insert((summary, &part.path));
            let is_alike = known.effort == summary.effort
                && (known.effort != COUNTED || known.replications == summary.replications);
            anyhow::ensure!(
                is_alike,
                "`{}` and `{}` do not go together: scenarios were played for {} and for {} replications",
                name.display(),
                part.path.display(),
                known.replications,
                summary.replications
            );
            match holder {
                None => holder = Some((at, entry)),
                Some((other, known)) => anyhow::ensure!(
                    parts[other].journal.reader()?.figures(known)? == part.journal.reader()?.figures(entry)?,
                    "`{}` and `{}` disagree about scenario {}: one of them was changed",
                    parts[other].path.display(),
                    part.path.display(),
                    point + 1
                ),
            }
        }
        match holder {
            Some((at, _)) => found.push(at),
            None => missing.push(point),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(incomplete(work, parts, &missing)) }
}

/// Which scenarios are missing, and who should have them.
fn incomplete(work: &Work, parts: &[Part], missing: &[usize]) -> anyhow::Error {
    let numbers: Vec<String> = missing.iter().take(NAMED).map(|point| (point + 1).to_string()).collect();
    let more = if missing.len() > NAMED { " ..." } else { "" };
    let mut text = format!(
        "{} of {} scenarios are missing: {}{more}",
        grouped(missing.len() as f64, 0),
        grouped(work.digests.len() as f64, 0),
        numbers.join(", ")
    );
    let shards: Vec<Option<Shard>> = parts.iter().map(|part| part.journal.shard()).collect();
    let Some(of) = shards.first().copied().flatten().map(Shard::of) else { return anyhow::anyhow!(text) };
    let order = work.study.playing_order();
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &point)| place[point as usize] = at);
    let mut lacking: BTreeMap<u32, usize> = BTreeMap::new();
    for &point in missing {
        *lacking.entry(Shard::at(place[point], order.len(), of).number()).or_default() += 1;
    }
    for (number, count) in lacking.into_iter().take(NAMED) {
        let shard = Shard::new(number, of);
        let holder = shards.iter().position(|known| *known == Some(shard));
        let who = holder.map_or_else(
            || format!("part {shard} is not among the folders"),
            |at| format!("part {shard} (`{}`) is not finished: run it again", parts[at].path.display()),
        );
        text.extend(["\n  ", &who, " (", &grouped(count as f64, 0), " missing)"]);
    }
    anyhow::anyhow!(text)
}

fn copy(work: &Work, parts: &mut [Part], found: &[usize], journal: &mut Journal) -> anyhow::Result<()> {
    let cannot_write = journal.cannot_write();
    let mut records: Vec<Framed> = Vec::new();
    for (digest, &at) in work.digests.iter().zip(found) {
        let source = &mut parts[at].journal;
        if let Some(entry) = source.entry(digest) {
            let scenario = source.whole(entry)?;
            let forms = [scenario.form, scenario.differences_form];
            let forms = forms.iter().filter_map(|&key| source.form(key)).cloned().collect();
            records.push(scenario.framed(forms));
        }
        if records.len() >= AT_ONCE {
            journal.add(&records).with_context(|| cannot_write.clone())?;
            records.clear();
        }
    }
    journal.add(&records).and_then(|()| journal.sync()).context(cannot_write)
}
