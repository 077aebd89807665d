//! Text with places -> a valid [`model::Center`](crate::model::Center), or every complaint at once.
//!
//! ```
//! use ccsim::scenario::{self, Source};
//!
//! let source = Source::from_text("small.toml", r#"
//!     [contact-type.call]
//!     arrivals.rate = "60 per h"
//!     talk-time.exponential.mean = "4 min"
//!     [agent-group.agents]
//!     staffing.constant = 5
//! "#);
//! let reading = scenario::read(&source, &["agent-group.agents.staffing.constant=6".to_owned()])?;
//! assert_eq!(reading.center.expected_contacts(), 600.0);
//! # Ok::<(), scenario::Complaints>(())
//! ```
//!
//! The way of a file: `source` -> `tree` (values with places) -> `overrides` -> `check` (against `format`, the one
//! description of the format) -> `resolve` (other files) -> `decode` (the parts of a center, and whether they fit).

mod check;
mod columns;
mod decode;
mod diagnostic;
mod format;
mod overrides;
mod quantity;
mod reference;
mod render;
mod resolve;
mod rules;
mod schema;
mod source;
mod study;
mod suggest;
mod template;
mod tree;
mod write;

use std::fmt::Write;

pub use diagnostic::{Complaints, Diagnostic, Place, Severity};
pub use reference::{reference, study_reference};
pub use rules::{names as rule_set_names, rule_sets};
pub use schema::{schema, study_schema};
pub use source::{FileTrouble, LARGEST_FILE, Source};
pub use study::{Axis, ChartKind, ChartRequest, KnownMetric, Setting, Study, StudyEffort, Within, is_study};
pub use template::{Template, templates};

use crate::model::Center;
use tree::{Node, Table, Value};

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
    let sources = std::iter::once((source.name.clone(), source.text.clone()))
        .chain(set.iter().map(|argument| ("--set".to_owned(), argument.clone())))
        .collect();
    let mut complaints = Complaints { sources, diagnostics: Vec::new() };
    let (mut root, syntax) = tree::parse(&source.text, 0);
    if !syntax.is_empty() {
        complaints.diagnostics = syntax;
        return Err(complaints.in_file_order());
    }
    if root.entries.is_empty() {
        complaints.diagnostics = vec![nothing_there(&source.name)];
        return Err(complaints);
    }
    if let Some(entry) = root.entries.iter().find(|entry| matches!(entry.key.as_str(), "vary" | "chart" | "scenario")) {
        let title = "this is a study, not a scenario, and studies are not built yet";
        complaints.diagnostics = vec![Diagnostic::error(entry.key_place, title).label("only a study has this")];
        return Err(complaints);
    }
    for (at, argument) in set.iter().enumerate() {
        complaints.diagnostics.extend(overrides::apply(&mut root, argument, at + 1).err());
    }
    complaints.diagnostics.extend(check::table(&root, &format::SCENARIO, Place::default()));
    complaints.diagnostics.extend(resolve::files(&mut root, &source.folder));
    let run = run_request(&root, source);
    let decoded = decode::scenario(&root, run.name.clone(), complaints.diagnostics.is_empty());
    complaints.diagnostics.extend(decoded.complaints);
    let complaints = complaints.in_file_order();
    let Some(draft) = decoded.draft.filter(|_| complaints.errors() == 0) else { return Err(complaints) };
    match Center::new(draft) {
        Ok(center) => Ok(Reading {
            center,
            run,
            assumed: decoded.assumed,
            digest: write::digest(&root),
            resolved: write::toml(&root),
            warnings: complaints,
        }),
        Err(flaws) => {
            let nowhere = |flaw: &crate::model::Flaw| Diagnostic {
                place: None,
                ..Diagnostic::error(Place::default(), format!("this does not fit: {flaw}"))
            };
            Err(Complaints { diagnostics: flaws.iter().map(nowhere).collect(), ..complaints })
        }
    }
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
