//! The scenario that is varied, parsed once; at each point a copy of its tree is changed and made into a center.

use std::path::PathBuf;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::reading::{self, Opened};
use super::super::tree::Table;
use super::super::{check, decode, format, resolve, write};
use super::choice::Choice;
use super::path::SetPath;
use super::stencil::Stencil;
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
    /// The text that digests are of, but for the values of axes.
    stencil: Option<Stencil>,
}

impl Base {
    /// Of a scenario that was opened; `folder` is given when some point says where another file is.
    pub fn new(opened: &Opened, folder: Option<PathBuf>) -> Self {
        let tree = if folder.is_some() { &opened.written } else { &opened.resolved };
        Self { tree: tree.clone(), folder, name: opened.center.name.clone(), is_tried: false, stencil: None }
    }

    /// The same, once each value of each axis was tried.
    pub fn tried(self) -> Self {
        Self { is_tried: true, ..self }
    }

    /// The same with a stencil for digests, where points set the same paths in the same order, as `some` of them do.
    pub fn with_stencil(self, some: &[Vec<Choice>], paths: &[Option<SetPath>]) -> Self {
        let is_known = |stencil: &Stencil| {
            some.iter()
                .all(|choices| stencil.digest(choices).is_none_or(|digest| digest == self.digest(choices, paths)))
        };
        let stencil = Stencil::of(&self, some.first().map_or(&[], Vec::as_slice), paths).filter(is_known);
        Self { stencil, ..self }
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

    /// The tree with these values, if that needs no other file.
    pub fn with_plainly(&self, choices: &[Choice], paths: &[Option<SetPath>]) -> Option<Table> {
        if self.folder.is_none() { self.with(choices, paths).ok() } else { None }
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
        let decoded = decode::one_of_many(&tree, self.name.clone());
        match decoded.draft {
            Some(draft) if decoded.complaints.iter().all(|complaint| !complaint.is_error()) => {
                Center::new(draft).map_err(|flaws| flaws.iter().map(reading::unfit).collect())
            }
            _ => Err(decoded.complaints.into_iter().filter(Diagnostic::is_error).collect()),
        }
    }

    /// What identifies the scenario with these values; as for a scenario of its own.
    pub fn digest(&self, choices: &[Choice], paths: &[Option<SetPath>]) -> String {
        let stencilled = self.stencil.as_ref().and_then(|stencil| stencil.digest(choices));
        stencilled.unwrap_or_else(|| self.with(choices, paths).map(|tree| write::digest(&tree)).unwrap_or_default())
    }
}
