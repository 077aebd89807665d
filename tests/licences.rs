//! Everything that the program is built from may be built upon: each crate's licence is one that we accept.

use std::process::Command;

/// Licences that ask for no more than to be named. A crate under several needs one of them (`OR`), or all (`AND`).
const ACCEPTED: [&str; 13] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "0BSD",
    "ISC",
    "Unlicense",
    "Unicode-3.0",
    "Zlib",
];

fn is_accepted(expression: &str) -> bool {
    // Older manifests write a slash for OR.
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    expression.split(" AND ").all(|part| part.split(" OR ").any(|licence| ACCEPTED.contains(&licence.trim())))
}

#[test]
fn every_crate_s_licence_is_accepted() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs: it runs this test");
    if !output.status.success() {
        println!("skipped: the crates of other platforms are not there to be read without a network");
        return;
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("cargo lists packages");
    assert!(packages.len() > 20, "cargo lists what the program is built from");
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_accepted(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn all_parts_of_an_and_count_and_one_of_an_or() {
    assert!(is_accepted("MIT OR GPL-3.0-only"));
    assert!(is_accepted("MIT/Apache-2.0"));
    assert!(is_accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_accepted("MIT AND GPL-3.0-only"));
    assert!(!is_accepted(""));
}
