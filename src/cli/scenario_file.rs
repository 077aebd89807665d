//! A scenario from its file, or every complaint about it.

use std::path::Path;

use ccsim::scenario::{self, Complaints, Reading, Source};

use super::terminal::{Said, Terminal};

/// Reads a scenario with its overrides; warnings go to standard error.
pub fn read(path: &Path, set: &[String], terminal: Terminal) -> anyhow::Result<Reading> {
    let source = Source::from_path(path)?;
    let reading =
        scenario::read(&source, set).map_err(|complaints| refused(&complaints, "Nothing was simulated.", terminal))?;
    if reading.warnings.warnings() > 0 {
        terminal.note(&format!("{}\n", reading.warnings.render(terminal.colours_complaints()).trim_end()));
    }
    Ok(reading)
}

/// The complaints, how many there are, and what did not happen for them.
pub fn refused(complaints: &Complaints, so: &str, terminal: Terminal) -> anyhow::Error {
    let told = complaints.render(terminal.colours_complaints());
    let (errors, warnings) = (complaints.errors(), complaints.warnings());
    let and = if warnings > 0 { format!(" and {}", counted(warnings, "warning")) } else { String::new() };
    Said(format!("{}\n\n{}{and}. {so}", told.trim_end(), counted(errors, "error"))).into()
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
