//! The scenario that is varied, parsed once; at each point a copy of its tree is changed and made into a center.

use std::path::PathBuf;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::reading::{self, Opened};
use super::super::tree::Table;
use super::super::{check, decode, format, resolve, write};
use super::choice::Choice;
use super::path::SetPath;
use crate::model::Center;

/// The scenario that is varied.
#[derive(Debug)]
pub struct Base {
    /// The tree that points change: with what other files hold, unless a point says which file.
    tree: Table,
    /// Where its other files are, if points say which.
    folder: Option<PathBuf>,
    name: String,
    /// Whether every value was held against the format, each alone. Different axes set different things, so that what the
    /// format says of each holds for all of them together, and need not be asked at every point.
    is_tried: bool,
}

impl Base {
    /// Of a scenario that was opened; `folder` is given when some point says where another file is.
    pub fn new(opened: &Opened, folder: Option<PathBuf>) -> Self {
        let tree = if folder.is_some() { &opened.written } else { &opened.resolved };
        Self { tree: tree.clone(), folder, name: opened.center.name.clone(), is_tried: false }
    }

    /// The same, once each value of each axis was tried.
    pub fn tried(self) -> Self {
        Self { is_tried: true, ..self }
    }

    /// The tree with these values.
    pub fn with(&self, choices: &[Choice], paths: &[Option<SetPath>]) -> Result<Table, Vec<Diagnostic>> {
        let mut tree = self.tree.clone();
        for choice in choices {
            if let (Some(node), Some(path)) = (&choice.node, &paths[choice.axis]) {
                path.path.set(&mut tree, node).map_err(|complaint| vec![complaint])?;
            }
        }
        if let Some(folder) = &self.folder {
            let complaints = resolve::files(&mut tree, folder);
            if !complaints.is_empty() {
                return Err(complaints);
            }
        }
        Ok(tree)
    }

    /// The center with these values.
    pub fn center(&self, choices: &[Choice], paths: &[Option<SetPath>]) -> Result<Center, Vec<Diagnostic>> {
        let tree = self.with(choices, paths)?;
        if !self.is_tried {
            let wrong = check::table(&tree, &format::SCENARIO, Place::default());
            if !wrong.is_empty() {
                return Err(wrong);
            }
        }
        let decoded = decode::scenario(&tree, self.name.clone(), true);
        match decoded.draft {
            Some(draft) if decoded.complaints.iter().all(|complaint| !complaint.is_error()) => {
                Center::new(draft).map_err(|flaws| flaws.iter().map(reading::unfit).collect())
            }
            _ => Err(decoded.complaints.into_iter().filter(Diagnostic::is_error).collect()),
        }
    }

    /// What identifies the scenario with these values; as for a scenario of its own.
    pub fn digest(&self, choices: &[Choice], paths: &[Option<SetPath>]) -> String {
        self.with(choices, paths).map(|tree| write::digest(&tree)).unwrap_or_default()
    }
}
