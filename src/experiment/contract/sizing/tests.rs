//! Which staffing is worth it, on outcomes that were made up.
