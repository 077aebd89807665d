//! Summaries of small studies.
