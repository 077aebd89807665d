//! What can be wrong with a study's folder, or with what is asked of it.

/// Why results cannot be read, or a picture not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A file that is not what it should be.
    #[error("`{file}`, line {line}: {what}")]
    Unreadable {
        /// The file's name.
        file: &'static str,
        /// Line, counted from 1.
        line: u64,
        /// What is wrong there, and what may help.
        what: String,
    },
    /// A file with other columns: it was written by another version, or is none of a study's.
    #[error("`{file}` has other columns than this version writes: {what}")]
    AnotherVersion {
        /// The file's name.
        file: &'static str,
        /// The first difference.
        what: String,
    },
    /// A name that the study does not have. Who knows near misses adds one from `known`.
    #[error("the study has no {what} `{name}`")]
    Unknown {
        /// `metric`, `scope` or `axis`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A picture that cannot be made of this study.
    #[error("{0}")]
    Impossible(String),
    /// The drawing failed.
    #[error("{0}")]
    Drawing(String),
}

#[cfg(feature = "charts")]
impl From<crate::report::chart::ChartError> for Trouble {
    fn from(problem: crate::report::chart::ChartError) -> Self {
        Self::Drawing(problem.to_string())
    }
}
