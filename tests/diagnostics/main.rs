//! Does the reader speak well, and never panic?

mod files;
mod messages;
mod overrides;
mod random_text;
mod shared;
