//! A scenario from its text: every step on the way from a file to a center.

use std::fmt::Write;

use super::diagnostic::{Complaints, Diagnostic, Place, Severity};
use super::source::Source;
use super::tree::{self, Node, Table, Value};
use super::{check, decode, format, overrides, resolve, study, write};
use crate::model::Center;

/// A scenario that was read: the center, how it asks to be run, and what the reader should know.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The center.
    pub center: Center,
    /// How the file asks to be run.
    pub run: RunRequest,
    /// What was not stated and is taken for granted, a few words each.
    pub assumed: Vec<String>,
    /// What may not mean what was meant, in the order of the file.
    pub warnings: Complaints,
    /// Sixteen characters that identify what is played: the same for two files that say the same.
    pub digest: String,
    resolved: String,
}

/// How a file asks to be run: its `[run]` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRequest {
    /// What results call the scenario; the file's name without its ending, unless stated.
    pub name: String,
    /// Seed.
    pub seed: Option<u64>,
    /// Number of days to play.
    pub replications: Option<u64>,
}

impl Reading {
    /// The scenario as one file that needs no other and, read again, gives the same center, name and digest.
    ///
    /// Its overrides and everything from other files are in it, and a `[run]` table that repeats the run.
    pub fn resolved_toml(&self, seed: u64, replications: u64, version: &str) -> String {
        let mut text = self.resolved.clone();
        let _ = write!(
            text,
            "\n[run]\nname = {}\nseed = {seed}\nreplications = {replications}\nccsim = {}\n",
            write::quoted(&self.run.name),
            write::quoted(version)
        );
        text
    }
}

/// Reads a scenario, with `path=value` overrides.
///
/// # Errors
/// Every complaint at once, in the order of the file.
pub fn read(source: &Source, set: &[String]) -> Result<Reading, Complaints> {
    let mut complaints = Complaints { sources: sources(source, set), diagnostics: Vec::new() };
    let opened = open(source, set, 0, &mut complaints.diagnostics);
    let complaints = complaints.in_file_order();
    match opened {
        Some(opened) => Ok(opened.into_reading(complaints)),
        None => Err(complaints),
    }
}

/// The texts that complaints about a scenario point into: the file, then its overrides.
pub(super) fn sources(source: &Source, set: &[String]) -> Vec<(String, String)> {
    let overrides = set.iter().map(|argument| ("--set".to_owned(), argument.clone()));
    std::iter::once((source.name.clone(), source.text.clone())).chain(overrides).collect()
}

/// A scenario that can be played, with the trees that it was made from.
pub(super) struct Opened {
    /// As it was written, overrides carried out.
    pub written: Table,
    /// The same with what other files hold.
    pub resolved: Table,
    /// The center.
    pub center: Center,
    run: RunRequest,
    assumed: Vec<String>,
}

impl Opened {
    /// What is told about it; `warnings` is what was said on the way.
    pub fn into_reading(self, warnings: Complaints) -> Reading {
        Reading {
            center: self.center,
            run: self.run,
            assumed: self.assumed,
            digest: write::digest(&self.resolved),
            resolved: write::toml(&self.resolved),
            warnings,
        }
    }
}

/// Reads a scenario whose file is number `first` among the sources, and complains in passing. `None`: it cannot be
/// played, and why was said.
pub(super) fn open(source: &Source, set: &[String], first: usize, said: &mut Vec<Diagnostic>) -> Option<Opened> {
    let (mut root, syntax) = tree::parse(&source.text, first);
    if !syntax.is_empty() {
        said.extend(syntax);
        return None;
    }
    if root.entries.is_empty() {
        said.push(nothing_there(&source.name));
        return None;
    }
    if let Some(entry) = root.entries.iter().find(|entry| study::is_only_in_studies(&entry.key)) {
        let title = "this is a study, not a scenario";
        let hint = "`ccsim study` plays it";
        said.push(Diagnostic::error(entry.key_place, title).label("only a study has this").hint(hint));
        return None;
    }
    let mut found = Vec::new();
    for (at, argument) in set.iter().enumerate() {
        found.extend(overrides::apply(&mut root, argument, first + at + 1).err());
    }
    found.extend(check::table(&root, &format::SCENARIO, Place { source: first, ..Place::default() }));
    let written = root.clone();
    found.extend(resolve::files(&mut root, &source.folder));
    let run = run_request(&root, source);
    let decoded = decode::scenario(&root, run.name.clone(), found.is_empty());
    found.extend(decoded.complaints);
    let refused = found.iter().any(|complaint| complaint.severity == Severity::Error);
    said.extend(found);
    let draft = decoded.draft.filter(|_| !refused)?;
    match Center::new(draft) {
        Ok(center) => Some(Opened { written, resolved: root, center, run, assumed: decoded.assumed }),
        Err(flaws) => {
            said.extend(flaws.iter().map(unfit));
            None
        }
    }
}

/// A flaw that only the finished center showed.
pub(super) fn unfit(flaw: &crate::model::Flaw) -> Diagnostic {
    let error = Diagnostic::error(Place::default(), format!("this does not fit: {flaw}"));
    Diagnostic { place: None, ..error }
}

fn nothing_there(name: &str) -> Diagnostic {
    let error = Diagnostic::error(Place::default(), format!("`{name}` says nothing"));
    Diagnostic { place: None, ..error }.hint(
        "the least is a `[contact-type.NAME]` with `arrivals` and `talk-time`, and an `[agent-group.NAME]` with `staffing`",
    )
}

fn run_request(root: &Table, source: &Source) -> RunRequest {
    let run = root.get("run").and_then(Node::table);
    let whole = |key: &str| match run.and_then(|run| run.get(key)).map(|node| &node.value) {
        Some(Value::Integer(number)) => u64::try_from(*number).ok(),
        _ => None,
    };
    let name = run.and_then(|run| run.get("name")).and_then(Node::text).map(str::to_owned);
    RunRequest {
        name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| source.stem()),
        seed: whole("seed"),
        replications: whole("replications"),
    }
}
