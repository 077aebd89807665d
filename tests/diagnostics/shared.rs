//! Scenarios that are there: the ones the project was given, and its own.

use std::path::{Path, PathBuf};

use ccsim::scenario::{self, Source};

/// The scenarios the project was given; empty, and said aloud, where their folder is not there.
fn shared(names: &[&str]) -> Vec<Source> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder: Option<PathBuf> =
        ["../shared/scenarios", "../../shared/scenarios"].iter().map(|path| home.join(path)).find(|path| path.exists());
    let Some(folder) = folder else {
        eprintln!("skipped: there is no folder of shared scenarios");
        return Vec::new();
    };
    names.iter().map(|name| Source::from_path(folder.join(name)).expect("a shared scenario is readable")).collect()
}

fn own() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("there are scenarios").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    paths.iter().map(|path| Source::from_path(path).expect("an own scenario is readable")).collect()
}

const OF_THIS_VERSION: [&str; 5] =
    ["erlang-a.toml", "two-skill-day.toml", "bank-weekday.toml", "utility-hotline.toml", "citizen-line-flood.toml"];

#[test]
fn scenarios_of_this_version_are_read_without_a_word() {
    for source in shared(&OF_THIS_VERSION).into_iter().chain(own()) {
        let reading = scenario::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
        assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
    }
}

#[test]
fn what_is_not_built_yet_is_refused_by_name() {
    let later = ["outage-contract.toml", "study-staffing.toml"];
    for source in shared(&later) {
        let refused = scenario::read(&source, &[]).map(|_| ());
        let text = refused.expect_err("it uses tables of later versions").to_string();
        assert!(text.contains("not built yet"), "{text}");
        assert!(!text.contains("has no table or key") && !text.contains("has no key"), "{text}");
    }
}

#[test]
fn the_resolved_file_reads_the_same() {
    for source in shared(&OF_THIS_VERSION).into_iter().chain(own()) {
        let reading = scenario::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
        let text = reading.resolved_toml(7, 400, "0.1.0");
        let again = scenario::read(&Source::from_text("run.toml", text.clone()), &[])
            .unwrap_or_else(|complaints| panic!("{complaints}"));
        assert_eq!(again.center, reading.center);
        assert_eq!(again.digest, reading.digest);
        assert_eq!((again.run.name.as_str(), again.run.seed), (reading.run.name.as_str(), Some(7)));
        assert_eq!(again.resolved_toml(7, 400, "0.1.0"), text);
    }
}
