//! The `ccsim` program.
fn main() {}
