//! Keeps the walls of the house: who may look into whom, and where the guests stay.
//!
//! If this stops you, the code most likely wants to live one room away.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may look into.
const ROOMS: [(&str, &[&str]); 13] = [
    ("units", &[]),
    ("statistics", &[]),
    ("random", &["units"]),
    ("theory", &["units"]),
    ("model", &["random", "units"]),
    ("scenario", &["model", "random", "units"]),
    ("plan", &["model", "random", "units"]),
    ("observation", &["model", "units"]),
    ("engine", &["plan", "observation", "model", "random", "units"]),
    // From counts to a ledger: pure, and nothing is played.
    ("contract", &["model", "units"]),
    // The plan's clock is the grid that metrics count on.
    ("metrics", &["observation", "plan", "contract", "model", "statistics", "units"]),
    // One replication is played to whoever listens.
    ("experiment", &["engine", "metrics", "contract", "observation", "plan", "model", "statistics", "random", "units"]),
    // The plan's outlook is what can be shown before anything is played; a trace writes down what was told, call by call.
    ("report", &["experiment", "metrics", "contract", "observation", "plan", "statistics", "model", "theory", "units"]),
];

/// Each guest and the rooms that it may stay in (`cli` is the binary).
const GUESTS: [(&str, &[&str]); 26] = [
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("rand_xoshiro", &["random"]),
    ("chacha20", &["random"]),
    ("sobol_burley", &["random"]),
    // In `report` too: a picture is the same to the byte on any machine.
    ("jiff", &["units"]),
    ("libm", &["random", "theory", "report"]),
    ("statrs", &["random", "statistics", "theory"]),
    ("rayon", &["experiment"]),
    ("serde", &["scenario", "report"]),
    ("serde_json", &["scenario", "report", "cli"]),
    ("toml", &["scenario", "report"]),
    ("csv", &["scenario", "report"]),
    ("blake3", &["scenario", "report", "cli"]),
    ("strsim", &["scenario", "cli"]),
    ("annotate_snippets", &["scenario"]),
    ("comfy_table", &["report"]),
    ("plotters", &["report"]),
    ("resvg", &["report"]),
    ("parquet", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    // The program's, not any room's.
    ("mimalloc", &[]),
];

/// Words that name no thing.
const DRAWERS: [&str; 6] = ["utils", "util", "common", "helpers", "manager", "data"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the source folder can be read") {
        let path = entry.expect("the source folder can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A file's code: comments left out, and the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file is text");
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests") || path.components().any(|part| part.as_os_str() == "tests")
}

/// First names after `crate::` or, in the binary, `ccsim::`, groups in braces included.
fn rooms_looked_into(code: &str, root: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in code.split(root).skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => word.clear(),
                    ':' if depth == 0 && !word.trim().is_empty() => {
                        found.insert(word.trim().to_owned());
                    }
                    _ if depth == 0 => word.push(c),
                    _ => {}
                }
            }
        } else {
            let name = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.insert(name);
        }
    }
    found
}

#[test]
fn nobody_looks_upstairs() {
    let mut trespasses = Vec::new();
    for (room, may) in ROOMS {
        for path in rust_files(&source().join(room)).iter().filter(|path| !is_test_file(path)) {
            for seen in rooms_looked_into(&code(path), "crate::") {
                let is_room = ROOMS.iter().any(|(name, _)| *name == seen);
                if is_room && seen != room && !may.contains(&seen.as_str()) {
                    trespasses.push(format!("{} looks into `{seen}`", path.display()));
                }
            }
        }
    }
    assert!(trespasses.is_empty(), "{trespasses:#?}");
}

#[test]
fn guests_stay_in_their_rooms() {
    let mut strays = Vec::new();
    let rooms = ROOMS.iter().map(|room| room.0).chain(["cli"]);
    for room in rooms {
        for path in rust_files(&source().join(room)).iter().filter(|path| !is_test_file(path)) {
            let code = code(path);
            for (guest, homes) in GUESTS {
                let words = code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
                let comes = words.into_iter().any(|word| word.starts_with(&format!("{guest}::")));
                if comes && !homes.contains(&room) {
                    strays.push(format!("{} asks `{guest}` in", path.display()));
                }
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn every_room_is_known_and_no_drawer_is_left() {
    for entry in fs::read_dir(source()).expect("the source folder can be read") {
        let path = entry.expect("the source folder can be read").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let known = ROOMS.iter().any(|room| room.0 == name) || ["lib", "main", "cli"].contains(&name.as_str());
        assert!(known, "`{name}` is no room of the house");
    }
    for path in rust_files(&source()) {
        for part in path.strip_prefix(source()).expect("it lies in the source folder").components() {
            let name = Path::new(part.as_os_str()).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            assert!(!DRAWERS.contains(&name), "{} is a drawer: a sign of a missing noun", path.display());
        }
    }
}

#[test]
fn each_file_says_what_it_is() {
    for path in rust_files(&source()) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        assert!(text.starts_with("//! "), "{} does not begin with its caption", path.display());
    }
}

#[test]
fn nothing_asks_the_clock_or_the_platform_s_maths_where_results_are_made() {
    let mut found = Vec::new();
    for room in ["units", "random", "model", "contract", "plan", "observation", "engine"] {
        for path in rust_files(&source().join(room)).iter().filter(|path| !is_test_file(path)) {
            let code = code(path);
            for forbidden in
                ["std::time", "HashMap", "HashSet", ".ln()", ".exp()", ".powf(", ".sin()", ".cos()", ".ln_1p()"]
            {
                if code.contains(forbidden) {
                    found.push(format!("{}: `{forbidden}`", path.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
