//! Scenarios that are there: the ones the project was given, and its own.

use std::path::{Path, PathBuf};

use ccsim::scenario::{self, Source, Study, StudyEffort};

use super::studies::known_metrics;

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

const OF_THIS_VERSION: [&str; 6] = [
    "erlang-a.toml",
    "two-skill-day.toml",
    "bank-weekday.toml",
    "utility-hotline.toml",
    "citizen-line-flood.toml",
    "outage-contract.toml",
];

#[test]
fn scenarios_of_this_version_are_read_without_a_word() {
    for source in shared(&OF_THIS_VERSION).into_iter().chain(own()) {
        let reading = scenario::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
        assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
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

#[test]
fn a_study_is_read_as_it_stands() {
    for source in shared(&["study-staffing.toml"]) {
        let study = Study::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
        assert!(study.base().warnings.diagnostics.is_empty(), "{}", study.base().warnings);
        assert_eq!((study.len(), study.effort()), (31 * 41, &StudyEffort::Replications(100)));
        let text: Vec<String> = study.settings(1270).into_iter().map(|setting| setting.text).collect();
        assert_eq!(text, ["1.4", "1.2"]);
        let center = study.center(0).unwrap_or_else(|complaints| panic!("{complaints}"));
        assert_eq!((center.agent_groups[0].staffing_scale, center.contact_types[1].scale), (0.8, 0.8));
        let people: Vec<String> =
            study.playing_order()[..31].iter().map(|&at| study.settings(at as usize)[1].text.clone()).collect();
        assert!(
            people.iter().all(|scale| scale == "0.8"),
            "staffings that share their people come together: {people:?}"
        );
        let scenario = scenario::read(&source, &[]).expect_err("it is a study").to_string();
        assert!(scenario.contains("this is a study, not a scenario") && scenario.contains("ccsim study"), "{scenario}");
    }
}

/// Our own studies, small enough to be played while one waits.
#[test]
fn own_studies_are_read_without_a_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/studies");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("there are studies").flatten() {
        if entry.path().extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let source = Source::from_path(entry.path()).expect("an own study is readable");
        assert!(scenario::is_study(&source), "{}", source.name);
        let study = Study::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
        assert!(study.base().warnings.diagnostics.is_empty(), "{}", study.base().warnings);
        assert!(study.len() <= 1000, "{} has {} points", source.name, study.len());
        study.check_metrics(&known_metrics()).unwrap_or_else(|complaints| panic!("{complaints}"));
        for point in 0..study.len() {
            study.center(point).unwrap_or_else(|complaints| panic!("{complaints}"));
        }
        count += 1;
    }
    assert!(count >= 3, "there are {count} studies");
}
