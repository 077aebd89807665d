//! What is wrong with a scenario: each thing with its place, what was found, and a way out.

use std::fmt;

/// A stretch of a source: which source, and its bytes from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Position in the list of sources: 0 is the file, then come the `--set` arguments in their order.
    pub source: usize,
    /// First byte.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
}

/// Whether it can be played all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It cannot be played.
    Error,
    /// It can be played, but it may not mean what was meant.
    Warning,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it can be played all the same.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub title: String,
    /// Where; `None` when it is about something that is not there at all.
    pub place: Option<Place>,
    /// Written under the place: mostly the near-miss. Without one the line is not shown.
    pub label: Option<String>,
    /// A way out.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Something that prevents playing.
    pub fn error(place: Place, title: impl Into<String>) -> Self {
        Self { severity: Severity::Error, title: title.into(), place: Some(place), label: None, hint: None }
    }

    /// Something worth a second look.
    pub fn warning(place: Place, title: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(place, title) }
    }

    /// Whether it prevents playing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// With these words under the place.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// With this way out.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// With the near-miss, if there is one, under the place; else the hint made from the names that there are.
    #[must_use]
    pub fn near_miss<'a>(self, found: &str, known: impl Iterator<Item = &'a str> + Clone, what: &str) -> Self {
        if let Some(near) = super::suggest::nearest(found, known.clone()) {
            return self.label(format!("did you mean `{near}`?"));
        }
        let names: Vec<_> = known.take(LISTED + 1).map(|name| format!("`{name}`")).collect();
        let bare = self.label("");
        match names.len() {
            0 => bare,
            n if n > LISTED => bare.hint(format!("{what}: {} ...", names[..LISTED].join(", "))),
            _ => bare.hint(format!("{what}: {}", names.join(", "))),
        }
    }
}

/// More names than this help nobody.
const LISTED: usize = 12;

/// Everything that is wrong with a scenario, in the order of the file, with the sources to point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaints {
    /// The texts that places point into: the file, then the `--set` arguments.
    pub(super) sources: Vec<(String, String)>,
    /// Errors and warnings in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Complaints {
    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// Number of warnings.
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }

    /// Each complaint with its place as text, in colour or not; a blank line between two. Ends are not counted here.
    pub fn render(&self, color: bool) -> String {
        super::render::complaints(self, color)
    }

    /// Sorts by place; what has no place comes last.
    pub(super) fn in_file_order(mut self) -> Self {
        self.diagnostics.sort_by_key(|diagnostic| {
            diagnostic.place.map_or((usize::MAX, usize::MAX), |place| (place.source, place.from))
        });
        self
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Complaints {}
