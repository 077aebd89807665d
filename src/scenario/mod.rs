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
mod reading;
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

pub use diagnostic::{Complaints, Diagnostic, Place, Severity};
pub use reading::{Reading, RunRequest, read};
pub use reference::{reference, study_reference};
pub use rules::{names as rule_set_names, rule_sets};
pub use schema::{schema, study_schema};
pub use source::{FileTrouble, LARGEST_FILE, Source};
pub use study::{Axis, ChartKind, ChartRequest, KnownMetric, Setting, Study, StudyEffort, Within, is_study};
pub use template::{Template, templates};
