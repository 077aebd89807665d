//! Does it answer questions? `theory`, `explain`, `new`, `schema`, completions and the manual.

#![cfg(feature = "cli")]

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

fn ccsim(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ccsim")).args(arguments).env("COLUMNS", "100").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let (code, out, err) = ccsim(arguments);
    assert_eq!(code, Some(0), "{err}");
    out
}

#[track_caller]
fn refused(arguments: &[&str], words: &str) {
    let (code, out, err) = ccsim(arguments);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains(words) && !err.contains("panicked"), "{err}");
}

const QUESTION: [&str; 5] = ["theory", "--calls", "20 per min", "--talk", "5 min"];

fn question<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&QUESTION[..], more].concat()
}

fn value(json: &str, metric: &str) -> f64 {
    let json: Value = serde_json::from_str(json).unwrap();
    let rows = json["metrics"].as_array().unwrap();
    rows.iter().find(|row| row["metric"] == metric).and_then(|row| row["value"].as_f64()).unwrap()
}

#[test]
fn theory_answers_the_textbook_center() {
    let told = said(&question(&["--patience", "3 min", "--agents", "100", "--format", "json"]));
    // Garnett, Mandelbaum, Reiman (2002): Erlang A at full load.
    assert!((value(&told, "abandonment-rate") - 0.0449127157627).abs() < 1e-10);
    assert!((value(&told, "service-level") - 0.801911096489).abs() < 1e-10);
    let told = said(&question(&["--lines", "100", "--agents", "100", "--format", "json"]));
    assert!((value(&told, "blocking-rate") - 0.0757).abs() < 1e-4);
}

#[test]
fn theory_finds_the_fewest_agents() {
    let told = said(&question(&["--patience", "3 min", "--target", "80 % in 20 s"]));
    assert!(told.contains("100 agents: the fewest that keep the promise"), "{told}");
    assert!(told.contains("kept    80 % answered in 20 s, of offered"), "{told}");
    let fewer = said(&question(&["--patience", "3 min", "--target", "80 % in 20 s", "--agents", "99"]));
    assert!(fewer.contains("missed  80 % answered in 20 s"), "{fewer}");
}

#[test]
fn theory_reads_every_law_of_the_format() {
    for law in
        ["lognormal:median=4min,sigma=1.2", "weibull = { mean = \"6 min\", shape = 0.8 }", "gamma:mean=3 min,cv=0.5"]
    {
        let told = said(&question(&["--patience", law, "--agents", "100"]));
        assert!(told.starts_with("M/M/n+G"), "{told}");
    }
    let told = said(&question(&["--patience", "exponential:mean=3 min", "--agents", "100"]));
    assert!(told.starts_with("M/M/n+M (Erlang A)"), "{told}");
}

#[test]
fn theory_knows_that_some_never_hang_up() {
    let told = said(&question(&["--patience", "never", "--agents", "105"]));
    assert!(told.starts_with("M/M/n (Erlang C"), "{told}");
}

#[test]
fn theory_refuses_what_makes_no_sense() {
    refused(&question(&["--agents", "100"]), "100 erlang of callers who never hang up");
    refused(&question(&[]), "say how many agents");
    refused(&question(&["--agents", "0"]), "--agents");
    refused(&question(&["--agents", "10", "--patience", "gauss:mean=3 min"]), "gauss");
    refused(&question(&["--target", "soon"]), "80 % in 20 s");
    refused(&question(&["--target", "180 % in 20 s"]), "180 %");
    refused(&["theory", "--calls", "many", "--talk", "5 min", "--agents", "3"], "Nothing was worked out.");
    refused(&["theory", "--calls", "20 per min", "--talk=-1 s", "--agents", "3"], "-1 s");
    refused(&["theory", "--calls", "1e300 per s", "--talk", "1e300 h", "--agents", "3"], "errors");
    let odd = "3 min\"\n[agent-group.x]";
    refused(&question(&["--agents", "10", "--patience", odd]), "error");
}

#[test]
fn explain_knows_metrics_terms_and_warnings() {
    assert!(said(&["explain", "notice-due-rate"]).contains("denominator  offered"));
    assert!(said(&["explain", "Patience"]).contains("Willingness to hold"));
    assert!(said(&["explain", "over-capacity"]).contains("more work arrives"));
    assert!(said(&["explain", "asa"]).contains("Average speed of answer"));
    let list = said(&["explain"]);
    assert!(list.contains("hold-time-p90") && list.contains("few-replications"));
    assert!(list.contains("leitfaden-2007"));
    assert!(list.lines().all(|line| line.chars().count() <= 100));
    let rules = said(&["explain", "leitfaden-2007"]);
    assert!(rules.contains("60 s") && rules.contains("December 2007") && rules.contains("No legal advice"), "{rules}");
    assert!(said(&["explain", "splice"]).contains("rounded to billing steps once"));
    refused(&["explain", "leitfaden"], "did you mean `leitfaden-2007`?");
    refused(&["explain", "servic-level"], "did you mean `service-level`?");
    refused(&["explain", "weather"], "lists all names");
}

#[test]
fn every_template_is_listed_and_fine() {
    let folder = TempDir::new().unwrap();
    let list = said(&["new"]);
    let names: Vec<&str> =
        list.lines().filter_map(|line| line.strip_prefix("  ")).filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"first-day"), "{list}");
    for name in names {
        let path = folder.path().join(format!("{name}.toml"));
        let path = path.to_str().unwrap();
        said(&["new", name, "-o", path]);
        assert_eq!(fs::read_to_string(path).unwrap(), said(&["new", name]));
        said(&["check", path]);
        refused(&["new", name, "-o", path], "--force overwrites it");
        said(&["new", name, "-o", path, "--force"]);
        said(&["run", path, "--replications", "5"]);
    }
    refused(&["new", "first-dya"], "did you mean `first-day`?");
}

#[test]
fn editors_shells_and_man_are_served() {
    let schema: Value = serde_json::from_str(&said(&["schema"])).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(said(&["completions", "bash"]).contains("--fail-on-miss"));
    assert!(said(&["man"]).contains(".TH ccsim"));
    assert!(said(&["man", "run"]).contains("fail\\-on\\-miss"));
    refused(&["man", "dance"], "there is no command `dance`");
}

#[test]
fn short_help_is_a_line_a_flag() {
    for command in ["new", "check", "run", "theory", "explain"] {
        let help = said(&[command, "-h"]);
        for line in help.lines().skip_while(|line| !line.starts_with("Options:")).skip(1) {
            assert!(line.trim_start().starts_with('-'), "{command}: {line}");
        }
        assert!(said(&[command, "--help"]).contains("Example: "), "{command}");
    }
}
