//! The scenarios that the project was given.

use super::*;

/// A scenario of the shared folder; `None`, said aloud, where the folder is not there.
fn shared(name: &str) -> Option<Source> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/scenarios").join(name);
    let path = if path.exists() { path } else { std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/scenarios").join(name) };
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(Source::from_path(path).expect("a shared scenario is readable"))
}

fn read(source: &Source) -> Reading {
    scenario::read(source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"))
}

#[test]
fn the_shared_scenarios_of_this_version_are_read_without_a_word() {
    for name in ["erlang-a.toml", "two-skill-day.toml", "bank-weekday.toml"] {
        let Some(source) = shared(name) else { continue };
        let reading = read(&source);
        assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
        println!("{name} {} {:?}", reading.digest, reading.assumed);
    }
}

#[test]
fn what_is_not_built_yet_is_refused_by_name() {
    for name in ["utility-hotline.toml", "outage-contract.toml", "citizen-line-flood.toml", "study-staffing.toml"] {
        let Some(source) = shared(name) else { continue };
        let complaints = scenario::read(&source, &[]).expect_err("it uses tables of later versions");
        println!("{complaints}");
        assert!(complaints.to_string().contains("is not built yet"), "{complaints}");
    }
}
