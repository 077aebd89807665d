//! Lines with a label in front, and tables between them; a narrow page has the label on a line of its own.

use crate::report::grid::wrapped;
use crate::report::{Grid, Paper};

/// Room for labels, when there is room.
const LABEL: usize = 22;
/// A page narrower than this has no column for labels.
const ROOMY: usize = 70;

/// Lines as they are written.
#[derive(Debug)]
pub(super) struct Page {
    lines: Vec<String>,
    paper: Paper,
}

impl Page {
    /// Nothing written yet.
    pub(super) fn new(paper: Paper) -> Self {
        Self { lines: Vec::new(), paper }
    }

    /// A label and what it says.
    pub(super) fn say(&mut self, label: &str, text: &str) {
        let width = self.paper.width;
        if width >= ROOMY {
            let line = format!("{label:LABEL$} {text}");
            self.lines.extend(wrapped(&line, width, LABEL + 1).lines().map(str::to_owned));
        } else {
            if !label.is_empty() {
                self.lines.push(label.to_owned());
            }
            self.lines.extend(wrapped(&format!("  {text}"), width, 2).lines().map(str::to_owned));
        }
    }

    /// Words across the page.
    pub(super) fn words(&mut self, text: &str) {
        self.lines.extend(wrapped(text, self.paper.width, 0).lines().map(str::to_owned));
    }

    /// A table whose heads stand out.
    pub(super) fn table(&mut self, grid: &Grid) {
        let mut lines = grid.lines(self.paper.width, 0);
        if let Some(head) = lines.first_mut() {
            *head = self.paper.ink.bold(head);
        }
        self.lines.extend(lines);
    }

    /// An empty line, unless there is one already, or nothing before it.
    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// What was written.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}
