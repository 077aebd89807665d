//! Does the reader speak well, and never panic?

mod calendars;
mod contracts;
mod files;
mod journey;
mod messages;
mod overrides;
mod random_text;
mod shared;
mod studies;
