//! Pictures of a small study.
