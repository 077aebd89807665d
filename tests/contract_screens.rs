//! Does `ccsim contract` speak well? Its screens, its ledger, its help, and what it refuses.

#![cfg(feature = "cli")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// A fortnight of a small line: a ladder by the fortnight's two weeks, few calls, quickly played.
const SMALL: &str = r#"about = "A small order line, by the week"
[day]
opens = "09:00"
closes = "12:00"
interval = "30 min"
busyness = { day-cv = 0.15 }

[calendar]
starts = 2027-03-01
days = 7

[contact-type.order]
arrivals.rate = "30 per h"
patience.exponential.mean = "2 min"
talk-time.exponential.mean = "3 min"
value-of-time = "10 EUR per h"

[agent-group.desk]
skills = ["order"]
staffing.constant = 3
absence = "5 %"
wage = "20 EUR per h"

[contract.line]
per = "week"
fee = { per-answered = "4 EUR" }
measure.service-level = { within = "20 s", of = "offered" }
round = 1
ladder = [
  { from = "90 %", bonus = "1 %" },
  { from = "80 %" },
  { from = "0 %", penalty = "5 %" },
]
cap = "10 %"
ends-after = { misses = 3, in-a-row = true }
"#;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(scenario: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("line.toml"), scenario).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ccsim(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let command = Command::new(env!("CARGO_BIN_EXE_ccsim"))
            .arg("contract")
            .args(arguments)
            .current_dir(&self.folder)
            .env("COLUMNS", "100")
            .output();
        let output = command.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn said(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.ccsim(arguments);
        assert_eq!(code, Some(0), "{err}");
        out
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str], words: &str) {
        let (code, out, err) = self.ccsim(arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(words) && !err.contains("panicked"), "{words}: {err}");
    }
}

const QUICK: [&str; 3] = ["line.toml", "--replications", "60"];

#[test]
fn the_screen_says_what_is_paid_why_and_what_to_do_next() {
    let told = Desk::new(SMALL).said(&QUICK);
    for words in [
        "line  A small order line, by the week",
        "60 weeks played",
        "The provider owes a penalty in ",
        "answered in 20 s (of offered)",
        "the week's level",
        "80 to 90 %",
        "expected penalty",
        "right to terminate",
        "one more agent",
        "the same calls, counted otherwise",
        "warning  60 weeks say little of 1 in 20",
        "next     ccsim contract line.toml ",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn the_next_step_that_is_proposed_runs() {
    let desk = Desk::new(SMALL);
    let told = desk.said(&["line.toml", "--replications", "400", "--no-luck"]);
    let command = told.lines().find_map(|line| line.strip_prefix("next     ccsim contract ")).unwrap();
    let arguments: Vec<&str> = command.split(' ').chain(["--replications", "30", "--no-luck"]).collect();
    desk.said(&arguments);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = Desk::new(SMALL);
    let one = desk.said(&["line.toml", "--replications", "40", "--format", "csv", "--threads", "1"]);
    let three = desk.said(&["line.toml", "--replications", "40", "--format", "csv", "--threads", "3"]);
    assert_eq!(one, three);
    assert!(one.starts_with("metric,scope,interval,value,low,high,unit\n"), "{one}");
}

#[test]
fn json_is_one_object_as_of_a_run() {
    let told = Desk::new(SMALL).said(&["line.toml", "--replications", "40", "--format", "json", "--seed", "7"]);
    let json: Value = serde_json::from_str(&told).unwrap();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["ccsim", "scenario", "seed", "replications", "confidence", "metrics"]);
    assert_eq!((json["seed"].as_u64(), json["replications"].as_u64()), (Some(7), Some(40)));
    let value = |metric: &str| {
        let rows = json["metrics"].as_array().unwrap();
        let row = rows.iter().find(|row| row["metric"] == metric && row["scope"] == "contract.line").unwrap();
        row["value"].as_f64().unwrap()
    };
    // What the client pays is the fee less what comes off it.
    assert!((value("fee") - value("net-penalty") - value("client-cost")).abs() < 0.01);
    assert!((value("client-cost") - value("contract-staff-cost") - value("margin")).abs() < 0.01);
}

#[test]
fn a_sweep_has_a_row_a_staffing() {
    let told = Desk::new(SMALL).said(&["line.toml", "--replications", "60", "--no-luck", "--sweep-staff", "-1..+2"]);
    for words in ["agents", "as planned", "  −1", "  +2", "cheapest", "the same callers at every level"] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains("why a week is missed"), "{told}");
}

#[test]
fn a_ledger_adds_up_to_the_cent_and_is_the_same_as_a_file() {
    let desk = Desk::new(SMALL);
    let csv = desk.said(&["line.toml", "--ledger", "--replication", "3", "--format", "csv"]);
    let (code, out, _) = desk.ccsim(&["line.toml", "--ledger", "ledger.csv", "--replication", "3"]);
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(desk.path("ledger.csv")).unwrap(), csv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|found| found == name).unwrap();
    let cents = |text: &str| (text.parse::<f64>().unwrap() * 100.0).round() as i64;
    let (mut sum, mut last) = (0, 0);
    for row in reader.records().map(Result::unwrap) {
        sum += cents(&row[column("client-owes")]) - cents(&row[column("provider-owes")]);
        last = cents(&row[column("client-pays")]);
    }
    assert_eq!(sum, last);
    assert!(sum > 0, "{csv}");
    let page = desk.said(&["line.toml", "--ledger", "--replication", "3"]);
    assert!(page.contains("replication 3 of seed 1") && page.contains("the client pays"), "{page}");
}

#[test]
fn a_folder_gets_figures_pictures_and_what_makes_them_again() {
    let desk = Desk::new(SMALL);
    desk.said(&["line.toml", "--replications", "50", "--sweep-staff", "-1..+1", "--out", "out"]);
    let mut names = vec!["contract.csv", "contract.json", "ledger.csv", "run.toml"];
    if cfg!(feature = "charts") {
        names.extend(["penalty.png", "penalty.svg", "breach-by-staff.png", "cost-by-staff.svg"]);
    }
    for name in names {
        assert!(desk.path("out").join(name).is_file(), "{name}");
    }
    let again = desk.said(&["out/run.toml", "--replications", "50", "--sweep-staff", "-1..+1", "--format", "csv"]);
    assert_eq!(fs::read_to_string(desk.path("out/contract.csv")).unwrap(), again);
}

#[test]
fn what_cannot_be_is_refused_with_a_way_out() {
    let desk = Desk::new(SMALL);
    for (arguments, words) in [
        (&["line.toml", "--contract", "lime"][..], "did you mean `line`?"),
        (&["line.toml", "--sweep-staff", "3..1"], "from fewer to more: +1..+3"),
        (&["line.toml", "--sweep-staff", "five"], "a range of heads such as -3..+6"),
        (&["line.toml", "--sweep-staff", "desks=0..2"], "did you mean `desk`?"),
        (&["line.toml", "--solve", "penalty", "--staff", "9", "--sweep-staff", "0..2"], "lies outside the sweep"),
        (&["line.toml", "--staff", "2"], "--solve"),
        (&["line.toml", "--replication", "2"], "--ledger"),
        (&["line.toml", "--ledger", "--replication", "0"], "a number from 1 to"),
        (&["line.toml", "--ledger", "--format", "json"], "a ledger is a table or CSV"),
        (&["line.toml", "--ledger", "x.csv", "--out", "out"], "cannot be used with"),
        (&["nowhere.toml"], "cannot read `nowhere.toml`"),
        (&["line.toml", "--set", "contract.line.cap='-5 %'"], "cap"),
    ] {
        desk.refused(arguments, words);
    }
    let (bare, _) = SMALL.split_once("[contract.line]").unwrap();
    Desk::new(bare).refused(&["line.toml"], "`line.toml` has no contract");
}

#[test]
fn short_help_is_a_line_a_flag_and_long_help_has_examples() {
    let desk = Desk::new(SMALL);
    let short = desk.said(&["-h"]);
    for flag in ["--replications", "--sweep-staff", "--solve", "--ledger", "--no-luck", "--contract", "--staff"] {
        assert!(short.lines().any(|line| line.contains(flag)), "{flag}\n{short}");
    }
    let long = desk.said(&["--help"]);
    assert!(long.contains("Example: `ccsim contract line.toml --sweep-staff -3..+6`"), "{long}");
}
