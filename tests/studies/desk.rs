//! A desk with a small scenario and a study of it.

#![allow(dead_code, reason = "each test binary uses the part it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Two hours of a small line.
pub const SMALL: &str = r#"about = "A small line"
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
"#;

/// Fifteen scenarios of it.
pub const STUDY: &str = r#"about = "Agents against volume"
scenario = "small.toml"
replications = 20
[[vary]]
path = "agent-group.desk.staffing.constant"
from = 3
to = 7
[[vary]]
path = "contact-type.call.scale"
values = [0.8, 1.0, 1.2]
"#;

/// What a study's folder holds for people.
pub const FILES: [&str; 4] = ["scenarios.csv", "results.csv", "study.toml", "scenario.toml"];

pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        fs::write(desk.path("small.toml"), SMALL).unwrap();
        fs::write(desk.path("study.toml"), STUDY).unwrap();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ccsim"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR").env("COLUMNS", "100");
        command
    }

    pub fn ccsim(&self, arguments: &[&str]) -> Answer {
        Answer::of(&self.command(arguments).output().unwrap())
    }

    /// Plays to its end into a folder, and reads its files.
    #[track_caller]
    pub fn played(&self, out: &str, arguments: &[&str]) -> BTreeMap<&'static str, String> {
        self.ccsim(&[arguments, &["--out", out]].concat()).fine();
        self.files(out)
    }

    #[track_caller]
    pub fn files(&self, out: &str) -> BTreeMap<&'static str, String> {
        FILES.into_iter().map(|name| (name, fs::read_to_string(self.path(out).join(name)).unwrap())).collect()
    }
}

#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// Refused in one line that says this.
    #[track_caller]
    pub fn refused(&self, words: &str) {
        self.refused_in_lines(words);
    }

    /// Refused, and says this.
    #[track_caller]
    pub fn refused_in_lines(&self, words: &str) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert!(self.err.contains("error") && self.err.contains(words), "{}", self.err);
    }
}
