//! Findings of outcomes that were made up.
