//! `ccsim plot`: a study's folder is drawn again, and what is wrong with a folder or a wish is said in a line.

#![cfg(all(feature = "cli", feature = "charts"))]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SCENARIO: &str = r#"
[contact-type.call]
arrivals.rate = "60 per h"
talk-time.exponential.mean = "4 min"
[agent-group.desk]
staffing.constant = 5
wage = "20 EUR per h"
[target.few]
notice-due-rate = { at-most = "10 %" }
"#;

/// A folder of a study that varies staff from 4 to 6, as one that was played leaves it.
fn study() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = "agent-group.desk.staffing.constant";
    let mut scenarios = format!("scenario,{path},replications,precise,contacts,digest\n");
    let mut results = format!("scenario,{path},metric,scope,interval,value,low,high,unit\n");
    for (number, (staff, share)) in [(4, 0.3), (5, 0.12), (6, 0.04)].into_iter().enumerate() {
        let (number, cost) = (number + 1, staff * 160);
        writeln!(scenarios, "{number},{staff},50,,30000,digest{number}").unwrap();
        writeln!(results, "{number},{staff},staff-cost,center,,{cost},{cost},{cost},EUR").unwrap();
        for (metric, scope) in
            [("notice-due-rate", "center"), ("notice-due-rate", "target.few"), ("service-level", "center")]
        {
            let (low, high) = (share - 0.01, share + 0.01);
            writeln!(results, "{number},{staff},{metric},{scope},,{share},{low},{high},share").unwrap();
        }
    }
    fs::write(folder.path().join("scenario.toml"), SCENARIO).unwrap();
    fs::write(folder.path().join("scenarios.csv"), scenarios).unwrap();
    fs::write(folder.path().join("results.csv"), results).unwrap();
    folder
}

fn plot(folder: &Path, flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ccsim"));
    command.arg("plot").arg(folder).args(flags).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap()
}

fn complaint(folder: &Path, flags: &[&str]) -> String {
    let output = plot(folder, flags);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_folder_is_drawn_and_summed_up_without_playing() {
    let folder = study();
    let output = plot(folder.path(), &[]);
    assert!(output.status.success(), "{output:?}");
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(summary.contains("1 of 3 scenarios keep the promise"), "{summary}");
    assert!(summary.contains("desk staff 6 keeps the promise for 960 EUR a day"), "{summary}");
    for name in ["curves-notice-due-rate", "curves-service-level", "trade-off-notice-due-rate"] {
        for ending in ["svg", "png"] {
            let path = folder.path().join(format!("charts/{name}.{ending}"));
            assert!(path.metadata().unwrap().len() > 1000, "{}", path.display());
        }
    }
    // The same folder, the same bytes.
    let name = "charts/trade-off-notice-due-rate.png";
    let first = fs::read(folder.path().join(name)).unwrap();
    plot(folder.path(), &[]);
    assert_eq!(first, fs::read(folder.path().join(name)).unwrap());
}

#[test]
fn one_picture_goes_where_it_is_told_to() {
    let (folder, elsewhere) = (study(), tempfile::tempdir().unwrap());
    let out = elsewhere.path().join("pictures");
    let output = plot(folder.path(), &["--y", "staff-cost", "--x", "desk staff", "--out", out.to_str().unwrap()]);
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert!(out.join("curves-staff-cost.svg").is_file());
    assert!(!folder.path().join("charts").exists());
}

#[test]
fn wishes_that_cannot_be_granted_name_the_near_miss() {
    let folder = study();
    for (flags, words) in [
        (["--y", "notice-due-rat"], "the study has no metric `notice-due-rat`; did you mean `notice-due-rate`?"),
        (["--scope", "centre"], "the study has no scope `centre`; did you mean `center`?"),
        (["--by", "desk staf"], "the study has no axis `desk staf`; did you mean `desk staff`?"),
        (["--kind", "heat-map"], "a heat map needs two axes, and this study varies one; curves show it"),
        (["--kind", "intervals"], "hold no intervals of `notice-due-rate` at `center`"),
        (["--kind", "pie"], "the pictures are curves, heat-map, trade-off, tornado, intervals"),
    ] {
        let said = complaint(folder.path(), &flags);
        assert!(said.contains(words), "{flags:?}: {said}");
    }
}

#[test]
fn a_folder_that_is_none_of_a_study_is_refused() {
    let folder = study();
    let nowhere = folder.path().join("nowhere");
    assert!(complaint(&nowhere, &[]).contains("is not there"));
    let empty = tempfile::tempdir().unwrap();
    assert!(complaint(empty.path(), &[]).contains("it has no scenarios.csv"));
    fs::write(folder.path().join("results.csv"), "scenario,other,metric,scope,interval,value,low,high,unit\n").unwrap();
    assert!(complaint(folder.path(), &[]).contains("`results.csv` has other columns than this version writes"));
    fs::write(folder.path().join("results.csv"), "scenario,agent-group.desk.staffing.constant,metric\n1,4\n").unwrap();
    assert!(complaint(folder.path(), &[]).contains("other columns"));
    fs::remove_file(folder.path().join("results.csv")).unwrap();
    assert!(complaint(folder.path(), &[]).contains("has no results.csv"));
    fs::write(folder.path().join("study.toml"), "ccsim = \"99.0.0\"\nscenario = \"scenario.toml\"\nnews = 1\n")
        .unwrap();
    let said = complaint(folder.path(), &[]);
    assert!(said.contains("was played by ccsim 99.0.0, and ccsim"), "{said}");
}
