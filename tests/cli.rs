//! Does it speak well? The program as people call it: streams, exit codes, files.

#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SMALL: &str = r#"about = "A small line"
currency = "EUR"
[day]
opens = "08:00"
closes = "10:00"
interval = "30 min"
[contact-type.call]
arrivals.per-interval = [30, 60, 40, 20]
talk-time.exponential.mean = "4 min"
patience.exponential.mean = "3 min"
[agent-group.desk]
staffing.constant = 6
wage = "24 EUR per h"
[target.fast]
service-level = { share = "80 %", within = "20 s", of = "offered" }
[target.few-notices]
notice-due-rate.at-most = "60 %"
"#;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        fs::write(desk.path("small.toml"), SMALL).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ccsim"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR").env("COLUMNS", "100");
        command
    }

    fn ccsim(&self, arguments: &[&str]) -> Answer {
        Answer::of(&self.command(arguments).output().unwrap())
    }
}

#[derive(Debug)]
struct Answer {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    fn fine(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// Refused in one line that says this.
    #[track_caller]
    fn refused(&self, words: &str) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert!(self.out.is_empty(), "{}", self.out);
        assert!(self.err.contains(words), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// A scenario that the project was given, where its folder is there.
fn shared(name: &str) -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = ["../shared/scenarios", "../../shared/scenarios"].map(|folder| home.join(folder).join(name));
    paths.into_iter().find(|path| path.exists())
}

#[test]
fn check_sums_up_a_good_file_in_plain_words() {
    let said = Desk::new().ccsim(&["check", "small.toml"]).fine();
    let expected = "\
small.toml is fine
  A small line
  150 first calls expected a day; load 5.0 erlang on average, 8.0 at 08:30; staff 6
  over capacity: 08:30–09:00 (at 08:30: load 8.0, staff 6)
";
    assert!(said.starts_with(expected), "{said}");
    assert!(said.contains("load 133 % of staff"), "{said}");
    assert!(said.contains("assumed: "), "{said}");
}

#[test]
fn check_shows_every_mistake_and_counts_them() {
    let desk = Desk::new();
    fs::write(desk.path("broken.toml"), SMALL.replace("talk-time", "tlak-time").replace("= 6", "= -6")).unwrap();
    let answer = desk.ccsim(&["check", "broken.toml"]);
    answer.refused("did you mean `talk-time`?");
    answer.refused("broken.toml:12:21");
    assert!(answer.err.trim_end().ends_with("3 errors. Nothing was simulated."), "{}", answer.err);
}

#[test]
fn a_run_says_what_matters_and_what_to_do_next() {
    let said = Desk::new().ccsim(&["run", "small.toml", "--replications", "200"]).fine();
    for words in [
        "small  A small line",
        "200 days played, seed 1",
        "95 % intervals",
        "Of 100 callers",
        "answered in 20 s",
        "on hold at 60 s",
        "80 % in 20 s (of offered)",
        "missed: ",
        "at most 60 % on hold at 60 s",
        "kept: ",
        "of days",
        "08:30–09:00",
        "EUR a day",
        "warning  08:30–09:00: more work than the staff can do",
        "next     ccsim run small.toml --set agent-group.desk.staffing.scale=",
    ] {
        assert!(said.contains(words), "no `{words}` in\n{said}");
    }
    assert!(!said.contains('\u{1b}'), "colour in a pipe");
}

#[test]
fn the_next_step_that_is_proposed_runs() {
    let desk = Desk::new();
    let said = desk.ccsim(&["run", "small.toml", "--replications", "200"]).fine();
    let next = said.lines().find_map(|line| line.strip_prefix("next     ccsim ")).unwrap();
    let arguments: Vec<&str> = next.split(' ').map(|argument| argument.trim_matches('\'')).collect();
    desk.ccsim(&arguments).fine();
}

#[test]
fn no_line_is_wider_than_the_terminal_but_the_command_to_copy() {
    let desk = Desk::new();
    for width in [60, 80, 120] {
        let output = desk.command(&["run", "small.toml"]).env("COLUMNS", width.to_string()).output().unwrap();
        for line in Answer::of(&output).fine().lines().filter(|line| !line.starts_with("next")) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colour_is_asked_for_and_refused() {
    let desk = Desk::new();
    let run = ["run", "small.toml", "--replications", "50", "--color"];
    let with = |when| desk.ccsim(&[&run[..], &[when]].concat()).fine();
    assert!(with("always").contains("\u{1b}[1;31mmissed\u{1b}[0m"));
    assert!(!with("auto").contains('\u{1b}'));
    let output = desk.command(&["run", "small.toml", "--replications", "50"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!Answer::of(&output).fine().contains('\u{1b}'));
}

#[test]
fn json_is_one_object_with_exactly_these_keys() {
    let said =
        Desk::new().ccsim(&["run", "small.toml", "--replications", "40", "--format", "json", "--seed", "7"]).fine();
    let object: Value = serde_json::from_str(&said).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&object), ["ccsim", "scenario", "seed", "replications", "confidence", "metrics"]);
    assert_eq!(keys(&object["scenario"]), ["name", "digest"]);
    assert_eq!((&object["seed"], &object["replications"]), (&7.into(), &40.into()));
    let rows = object["metrics"].as_array().unwrap();
    for row in rows {
        assert_eq!(keys(row), ["metric", "scope", "interval", "value", "low", "high", "unit"]);
    }
    let find = |metric: &str, scope: &str, interval: Value| {
        rows.iter().find(|row| row["metric"] == metric && row["scope"] == scope && row["interval"] == interval)
    };
    let due = find("notice-due-rate", "queue.call", Value::from("08:30")).unwrap();
    assert_eq!(due["unit"], "share");
    assert!(due["low"].as_f64() < due["value"].as_f64() && due["value"].as_f64() < due["high"].as_f64());
    assert!(find("staff-cost", "agent-group.desk", Value::Null).is_some_and(|row| row["unit"] == "EUR"));
    assert!(find("target-met", "target.fast", Value::Null).is_some());
}

#[test]
fn csv_has_the_rows_of_the_json() {
    let desk = Desk::new();
    let run = ["run", "small.toml", "--replications", "40", "--format"];
    let csv = desk.ccsim(&[&run[..], &["csv"]].concat()).fine();
    let json: Value = serde_json::from_str(&desk.ccsim(&[&run[..], &["json"]].concat()).fine()).unwrap();
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("metric,scope,interval,value,low,high,unit"));
    let rows = json["metrics"].as_array().unwrap();
    assert_eq!(lines.clone().count(), rows.len());
    for (line, row) in lines.zip(rows) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 7, "{line}");
        assert_eq!(cells[3].parse::<f64>().ok(), row["value"].as_f64(), "{line}");
        assert!(!line.contains("NaN") && !line.contains("inf"), "{line}");
    }
}

#[test]
fn a_single_day_has_no_interval_and_says_so() {
    let desk = Desk::new();
    let said = desk.ccsim(&["run", "small.toml", "--replications", "1"]).fine();
    assert!(said.contains("±?") && said.contains("warning  1 day has no interval"), "{said}");
    let json = desk.ccsim(&["run", "small.toml", "--replications", "1", "--format", "json"]).fine();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(json["metrics"].as_array().unwrap().iter().any(|row| !row["value"].is_null() && row["low"].is_null()));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = Desk::new();
    let play = |threads| desk.ccsim(&["run", "small.toml", "--format", "json", "--threads", threads]).fine();
    let one = play("1");
    assert_eq!(one, play("2"));
    assert_eq!(one, play("7"));
}

#[test]
fn a_run_can_be_made_again_from_what_it_wrote() {
    let desk = Desk::new();
    let first = ["run", "small.toml", "--set", "agent-group.desk.staffing.constant=7", "--seed", "5", "--out", "first"];
    let answer = desk.ccsim(&first);
    assert!(answer.err.contains("metrics.csv") && answer.err.contains("first"), "{}", answer.err);
    desk.ccsim(&["run", "first/run.toml", "--out", "second/deep"]).fine();
    for name in ["metrics.csv", "metrics.json", "run.toml"] {
        let read = |folder: &str| fs::read(desk.path(folder).join(name)).unwrap();
        assert_eq!(read("first"), read("second/deep"), "{name}");
    }
    let names: Vec<String> = fs::read_dir(desk.path("first"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.iter().all(|name| !name.contains(".part")), "{names:?}");
    if cfg!(feature = "charts") {
        for picture in ["day", "wait", "spread"] {
            assert!(fs::read_to_string(desk.path("first").join(format!("{picture}.svg"))).unwrap().starts_with("<svg"));
            assert_eq!(&fs::read(desk.path("first").join(format!("{picture}.png"))).unwrap()[1..4], b"PNG");
        }
    }
}

#[test]
fn what_is_stated_in_the_file_gives_way_to_the_command_line() {
    let desk = Desk::new();
    fs::write(desk.path("run.toml"), format!("{SMALL}\n[run]\nseed = 3\nreplications = 12\n")).unwrap();
    let said = desk.ccsim(&["run", "run.toml"]).fine();
    assert!(said.contains("12 days played, seed 3"), "{said}");
    let said = desk.ccsim(&["run", "run.toml", "--seed", "4", "--replications", "13"]).fine();
    assert!(said.contains("13 days played, seed 4"), "{said}");
}

#[test]
fn precision_decides_how_much_is_played() {
    let desk = Desk::new();
    let replications = |precision| {
        let said = desk.ccsim(&["run", "small.toml", "--precision", precision, "--format", "json"]).fine();
        serde_json::from_str::<Value>(&said).unwrap()["replications"].as_u64().unwrap()
    };
    let (coarse, fine) = (replications("3%"), replications("0.8 %"));
    assert!(coarse < fine, "{coarse} {fine}");
    let said = desk.ccsim(&["run", "small.toml", "--precision", "0.01%"]).fine();
    assert!(said.contains("before the intervals were as narrow as asked"), "{said}");
    for bad in ["0", "-1%", "nan", "1e9", "many"] {
        desk.ccsim(&["run", "small.toml", &format!("--precision={bad}")]).refused("--precision");
    }
}

#[test]
fn a_missed_promise_is_an_exit_code_only_if_asked() {
    let desk = Desk::new();
    assert_eq!(desk.ccsim(&["run", "small.toml"]).code, Some(0));
    assert_eq!(desk.ccsim(&["run", "small.toml", "--fail-on-miss"]).code, Some(1));
    let enough = "agent-group.desk.staffing.constant=20";
    assert_eq!(desk.ccsim(&["run", "small.toml", "--fail-on-miss", "--set", enough]).code, Some(0));
}

#[test]
fn what_cannot_be_read_is_said_in_one_line() {
    let desk = Desk::new();
    fs::write(desk.path("empty.toml"), "").unwrap();
    fs::write(desk.path("bytes.toml"), b"about = \"\xff\"").unwrap();
    desk.ccsim(&["run", "nowhere.toml"]).refused("error: cannot read `nowhere.toml`: there is no such file");
    desk.ccsim(&["check", "."]).refused("cannot read `.`: it is a folder, not a file");
    desk.ccsim(&["run", "empty.toml"]).refused("says nothing");
    desk.ccsim(&["run", "bytes.toml"]).refused("not UTF-8");
    desk.ccsim(&["run", "small.toml", "--set", "agent-group.dsk.staffing.constant=7"]).refused("desk");
    desk.ccsim(&["run", "small.toml", "--set", "nonsense"]).refused("path=value");
    desk.ccsim(&["run", "small.toml", "--threads", "0"]).refused("--threads");
    desk.ccsim(&["run", "small.toml", "--replications", "3", "--precision", "1%"]).refused("--precision");
    desk.ccsim(&["run", "small.toml", "--replications", "99999999999999"]).refused("contacts expected in the run");
    let flood = "contact-type.call.arrivals.per-interval=[30000000, 0, 0, 0]";
    desk.ccsim(&["check", "small.toml", "--set", flood]).refused("contacts expected in a day");
    assert_eq!(desk.ccsim(&["dance"]).code, Some(2));
}

#[test]
fn a_folder_that_takes_no_files_is_found_out_before_playing() {
    let desk = Desk::new();
    let answer = desk.ccsim(&["run", "small.toml", "--out", "small.toml"]);
    answer.refused("error: cannot make the folder `small.toml`");
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    // A folder stands where a file should: nothing is left under a final or temporary name.
    fs::create_dir_all(desk.path("out/metrics.csv")).unwrap();
    let answer = desk.ccsim(&["run", "small.toml", "--out", "out", "--replications", "2", "--quiet"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("cannot write `out/metrics.csv`"), "{}", answer.err);
    assert_eq!(fs::read_dir(desk.path("out")).unwrap().count(), 1);
}

#[test]
fn a_broken_pipe_is_no_error() {
    let desk = Desk::new();
    let mut command = desk.command(&["run", "small.toml", "--replications", "20", "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let answer = Answer::of(&child.wait_with_output().unwrap());
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let desk = Desk::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command(&["run", "small.toml", "--replications", "20"]).stdout(full).output().unwrap();
    Answer::of(&output).refused("cannot write to standard output");
}

#[test]
fn quiet_says_nothing_beside_the_data() {
    let desk = Desk::new();
    let answer = desk.ccsim(&["run", "small.toml", "--quiet", "--out", "out", "--replications", "20"]);
    assert_eq!(answer.err, "");
    answer.fine();
}

#[test]
fn scenarios_that_only_use_what_is_built_run() {
    let desk = Desk::new();
    for name in ["two-skill-day.toml", "bank-weekday.toml", "erlang-a.toml"] {
        let Some(path) = shared(name) else {
            eprintln!("skipped: {name} is not here");
            continue;
        };
        let path = path.display().to_string();
        let said = desk.ccsim(&["run", &path, "--replications", "10"]).fine();
        assert!(said.contains("10 days make a poor interval"), "{said}");
        desk.ccsim(&["check", &path]).fine();
    }
}

#[test]
fn more_than_is_sane_is_refused_with_the_estimate() {
    let desk = Desk::new();
    let second =
        ["run", "small.toml", "--set", "day.interval=1 s", "--set", "contact-type.call.arrivals.rate=90 per h"];
    desk.ccsim(&[&second[..], &["--threads", "4000"]].concat())
        .refused("GB for 7200 intervals, 4 scopes and 4000 threads");
    desk.ccsim(&["run", "small.toml", "--replications", "1000000000000"]).refused("contacts expected in the run");
    desk.ccsim(&[
        "run",
        "small.toml",
        "--set",
        "contact-type.call.scale=1000",
        "--set",
        "contact-type.call.arrivals.rate=1e6 per h",
    ])
    .refused("at most");
}

#[test]
fn a_seed_that_no_file_can_hold_is_refused() {
    let desk = Desk::new();
    desk.ccsim(&["run", "small.toml", "--seed", "9223372036854775808"]).refused("--seed");
}

#[test]
fn a_folder_of_the_name_of_a_file_is_refused() {
    let desk = Desk::new();
    desk.ccsim(&["run", "small.toml", "--out", "small.toml"]).refused("there is a file of that name");
}

#[test]
fn theory_takes_a_constant_patience() {
    let desk = Desk::new();
    let ask = |law: &str| {
        desk.ccsim(&["theory", "--calls", "100 per h", "--talk", "5 min", "--agents", "9", "--patience", law]).fine()
    };
    assert_eq!(ask("constant=30s"), ask("constant = \"30 s\""));
    assert_eq!(ask("constant:30s"), ask("constant=30s"));
}
