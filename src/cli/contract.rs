//! `ccsim contract`: penalty clauses, what they cost, and how much of it is luck.

use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use ccsim::contract::{Ledger, Terms};
use ccsim::experiment;
use ccsim::experiment::contract::{Played, StaffSweep, Wanted};
use ccsim::model::{Center, GroupId};
use ccsim::report::SpanWord;
use ccsim::report::contract::{self as report, Report, ledger};
use ccsim::scenario::Reading;

use super::arguments::{Contract, Format, Solve};
use super::near_miss::nearest;
use super::output_folder::OutputFolder;
use super::progress::Progress;
use super::run::{DEFAULT_SEED, VERSION};
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Most heads more or fewer than planned.
const MOST_HEADS: i32 = 1000;
/// Most stafferings of a sweep.
const MOST_LEVELS: i32 = 201;
/// Heads more or fewer that are played when nobody asks for a sweep, for what one more costs and saves.
const NEIGHBOURS: i32 = 1;
/// Heads around the staffing that a penalty is sought for, when nobody says which to try.
const AROUND_SOLVED: i32 = 3;

/// Plays, or settles one replication.
pub fn contract(wanted: &Contract, terminal: Terminal) -> anyhow::Result<Outcome> {
    let reading = scenario_file::read(&wanted.scenario, &wanted.set, terminal)?;
    let center = &reading.center;
    let shown = shown(center, wanted)?;
    let seed = wanted.seed.or(reading.run.seed).unwrap_or(DEFAULT_SEED);
    match &wanted.ledger {
        Some(file) => settle(wanted, &reading, &shown, seed, file.as_deref(), terminal),
        None => play(wanted, &reading, &shown, seed, terminal),
    }
}

/// Positions of the contracts that are asked for.
fn shown(center: &Center, wanted: &Contract) -> anyhow::Result<Vec<usize>> {
    let names = || center.contracts.iter().map(|contract| contract.name.as_str());
    ensure!(
        !center.contracts.is_empty(),
        "`{}` has no contract: add `[contract.NAME]` (docs/CONTRACTS.md), or play it with `ccsim run`",
        wanted.scenario.display()
    );
    let Some(name) = &wanted.only else { return Ok((0..center.contracts.len()).collect()) };
    match names().position(|known| known == name) {
        Some(at) => Ok(vec![at]),
        None => match nearest(name, names()) {
            Some(near) => bail!("there is no contract `{name}`; did you mean `{near}`?"),
            None => {
                bail!("there is no contract `{name}`; the contracts are {}", names().collect::<Vec<_>>().join(", "))
            }
        },
    }
}

fn play(
    wanted: &Contract,
    reading: &Reading,
    shown: &[usize],
    seed: u64,
    terminal: Terminal,
) -> anyhow::Result<Outcome> {
    let center = &reading.center;
    let sweep = sweep(wanted, center)?;
    let folder = wanted.out.as_deref().map(OutputFolder::open).transpose()?;
    let asked = Wanted {
        spans: wanted.replications.or(reading.run.replications),
        blocks: wanted.no_luck.then_some(0),
        seed,
        sweep: sweep.clone(),
        solve_for: wanted.solve.map(|Solve::Penalty| wanted.staff.unwrap_or(0)),
    };
    let begun = Instant::now();
    let played = played(wanted, center, &asked, terminal)?;
    let seconds = begun.elapsed().as_secs_f64();
    let report = Report {
        center,
        played: &played,
        shown,
        sweep: sweep.as_ref(),
        has_sweep: wanted.sweep_staff.is_some() || wanted.solve.is_some(),
        digest: &reading.digest,
        seed,
        version: VERSION,
    };
    terminal::print(&match wanted.format {
        Format::Table => report::table(&report, seconds, &wanted.scenario.display().to_string(), terminal.paper()),
        Format::Json => report::json(&report),
        Format::Csv => report::csv(&report),
    })?;
    if let (Some(folder), Some(path)) = (folder, &wanted.out) {
        let ledgers = settled(center, shown, seed, 0)?;
        let again = reading.resolved_toml(seed, played.spans, VERSION);
        let mut files = vec![
            ("contract.csv".to_owned(), report::csv(&report).into_bytes()),
            ("contract.json".to_owned(), report::json(&report).into_bytes()),
            ("ledger.csv".to_owned(), ledger::csv(&lent(&ledgers)).into_bytes()),
            ("run.toml".to_owned(), again.into_bytes()),
        ];
        files.extend(pictures(&report)?);
        folder.write(&files)?;
        let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
        terminal.note(&format!("wrote {} to {}", names.join(", "), path.display()));
    }
    Ok(Outcome::Fine)
}

/// Stafferings to try: those asked for, or one fewer and one more.
fn sweep(wanted: &Contract, center: &Center) -> anyhow::Result<Option<StaffSweep>> {
    let solved_for = wanted.staff.unwrap_or(0);
    let wish = match (&wanted.sweep_staff, wanted.solve) {
        (Some(wish), _) => wish.clone(),
        (None, Some(_)) => {
            StaffWish { group: None, from: solved_for.min(0) - AROUND_SOLVED, to: solved_for.max(0) + AROUND_SOLVED }
        }
        (None, None) => StaffWish { group: None, from: -NEIGHBOURS, to: NEIGHBOURS },
    };
    if wanted.solve.is_some() {
        ensure!(
            (wish.from..=wish.to).contains(&solved_for),
            "--staff {solved_for:+} lies outside the sweep, {:+}..{:+}",
            wish.from,
            wish.to
        );
        ensure!(wish.from < wish.to, "--solve compares stafferings: sweep more than one");
    }
    let groups = match &wish.group {
        None => Vec::new(),
        Some(name) => vec![group(center, name)?],
    };
    Ok((wish.from < wish.to).then_some(StaffSweep { groups, from: wish.from, to: wish.to }))
}

fn group(center: &Center, name: &str) -> anyhow::Result<GroupId> {
    let names = || center.agent_groups.iter().map(|group| group.name.as_str());
    match names().position(|known| known == name) {
        Some(at) => Ok(GroupId::at(at)),
        None => match nearest(name, names()) {
            Some(near) => bail!("there is no agent group `{name}`; did you mean `{near}`?"),
            None => {
                bail!("there is no agent group `{name}`; the groups are {}", names().collect::<Vec<_>>().join(", "))
            }
        },
    }
}

fn settle(
    wanted: &Contract,
    reading: &Reading,
    shown: &[usize],
    seed: u64,
    file: Option<&Path>,
    terminal: Terminal,
) -> anyhow::Result<Outcome> {
    ensure!(wanted.format != Format::Json, "a ledger is a table or CSV: --format table, --format csv");
    // People count replications from 1.
    let ledgers = settled(&reading.center, shown, seed, wanted.replication - 1)?;
    let contracts = lent(&ledgers);
    if let Some(file) = file {
        std::fs::write(file, ledger::csv(&contracts)).with_context(|| format!("cannot write `{}`", file.display()))?;
        terminal.note(&format!("wrote {}", file.display()));
        return Ok(Outcome::Fine);
    }
    let head = format!(
        "{}, replication {} of seed {seed}, ccsim {VERSION}, scenario {}",
        reading.center.name, wanted.replication, reading.digest
    );
    terminal::print(&match wanted.format {
        Format::Csv => ledger::csv(&contracts),
        Format::Table | Format::Json => ledger::text(&contracts, &head, terminal.paper()),
    })?;
    Ok(Outcome::Fine)
}

fn lent(ledgers: &[(Terms, Ledger)]) -> Vec<ledger::Settled<'_>> {
    ledgers.iter().map(|(terms, ledger)| ledger::Settled { terms, ledger }).collect()
}

/// Plays all of it, with a bar.
fn played(wanted: &Contract, center: &Center, asked: &Wanted, terminal: Terminal) -> anyhow::Result<Played> {
    let foresight = experiment::contract::foresee(center, asked)?;
    let progress = Progress::counting(foresight.in_all, SpanWord::of(center).many, terminal);
    let advance = |spans| progress.advance(spans);
    let played = experiment::with_threads(wanted.threads, || experiment::contract::play(center, asked, &advance))??;
    progress.finish();
    Ok(played)
}

/// The ledgers of one replication, the first being 0.
fn settled(center: &Center, shown: &[usize], seed: u64, replication: u64) -> anyhow::Result<Vec<(Terms, Ledger)>> {
    let all = experiment::contract::settle(center, seed, replication)?;
    Ok(all.into_iter().enumerate().filter(|(at, _)| shown.contains(at)).map(|(_, settled)| settled).collect())
}

#[cfg(feature = "charts")]
fn pictures(report: &Report<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for (name, svg) in report::pictures::all(report)? {
        files.push((format!("{name}.png"), ccsim::report::chart::to_png(&svg)?));
        files.push((format!("{name}.svg"), svg.into_bytes()));
    }
    Ok(files)
}

#[cfg(not(feature = "charts"))]
fn pictures(_: &Report<'_>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    Ok(Vec::new())
}

/// Stafferings that somebody wants to try: `-3..+6`, `night-desk=0..4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffWish {
    /// The group that gets the heads; `None`: each.
    pub group: Option<String>,
    /// Fewest heads more than planned.
    pub from: i32,
    /// Most.
    pub to: i32,
}

impl FromStr for StaffWish {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // `-2..=2` has its sign of equality in the range.
        let (group, range) = match text.split_once('=').filter(|(group, _)| !group.contains("..")) {
            Some((group, range)) if !group.trim().is_empty() => (Some(group.trim().to_owned()), range),
            Some(_) => return Err("a group stands before the `=`, such as night-desk=-3..+6".to_owned()),
            None => (None, text),
        };
        let Some((from, to)) = range.split_once("..") else {
            return Err("a range of heads such as -3..+6, or GROUP=-3..+6".to_owned());
        };
        let (from, to) = (heads(from)?, heads(to.trim_start_matches('='))?);
        if from > to {
            return Err(format!("a range runs from fewer to more: {to:+}..{from:+}"));
        }
        if to - from >= MOST_LEVELS {
            return Err(format!("it has {} stafferings, at most {MOST_LEVELS} are played", to - from + 1));
        }
        Ok(Self { group, from, to })
    }
}

/// `+2`, `-3` (or with a true minus), `0`: heads more or fewer than planned.
pub fn heads(text: &str) -> Result<i32, String> {
    let plain = text.trim().replace('−', "-");
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = plain.parse::<i32>().ok().filter(|_| is_whole);
    let Some(value) = value else { return Err(format!("`{}` is no number of heads such as +2 or -3", text.trim())) };
    if value.abs() > MOST_HEADS {
        return Err(format!("{value:+} is too many: at most {MOST_HEADS} heads more or fewer"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(group: Option<&str>, from: i32, to: i32) -> StaffWish {
        StaffWish { group: group.map(str::to_owned), from, to }
    }

    #[test]
    fn ranges_are_read_with_signs_and_groups() {
        assert_eq!("-3..+6".parse(), Ok(wish(None, -3, 6)));
        assert_eq!("0..4".parse(), Ok(wish(None, 0, 4)));
        assert_eq!("−2..=2".parse(), Ok(wish(None, -2, 2)));
        assert_eq!("night-desk=0..4".parse(), Ok(wish(Some("night-desk"), 0, 4)));
    }

    #[test]
    fn what_is_no_range_says_what_one_is() {
        for (text, words) in [
            ("5", "a range of heads such as -3..+6"),
            ("3..1", "from fewer to more: +1..+3"),
            ("a..3", "`a` is no number of heads"),
            ("..3", "`` is no number of heads"),
            ("0..5000", "too many"),
            ("-500..500", "1001 stafferings, at most 201"),
            ("=1..2", "a group stands before"),
            ("+-1..2", "no number of heads"),
        ] {
            let complaint = text.parse::<StaffWish>().unwrap_err();
            assert!(complaint.contains(words), "{text}: {complaint}");
        }
    }
}
