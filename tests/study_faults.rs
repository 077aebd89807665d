//! Can a result of a study get lost, or be half there? Kills at any instant, torn files, full disks, two at once.

#![cfg(all(feature = "cli", unix))]

#[path = "studies/desk.rs"]
mod desk;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Answer, Desk, STUDY};

/// A course of whole numbers, to be different each time and the same each run.
struct Lots(u64);

impl Lots {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn killed_at_any_instant_it_goes_on_and_gives_the_same_bytes() {
    let desk = Desk::new();
    let long = ["study", "study.toml", "--replications", "3000", "--threads", "2"];
    let begun = Instant::now();
    let whole = desk.played("whole", &long);
    let length = begun.elapsed().as_millis() as u64;
    let mut lots = Lots(1);
    let mut kills = 0;
    for round in 0..3 {
        let out = format!("killed-{round}");
        let arguments = [&long[..], &["--out", &out, "--quiet"]].concat();
        for _ in 0..8 {
            let mut child = desk.command(&arguments).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(Duration::from_millis(1 + lots.below(length * 2 / 3)));
            kills += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(desk.played(&out, &long), whole, "round {round}");
        let left = fs::read_dir(desk.path(&out)).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")));
    }
    assert!(kills >= 6, "only {kills} of 24 were killed in time");
}

#[test]
fn what_was_finished_before_a_kill_is_not_played_again() {
    let desk = Desk::new();
    let long = ["study", "study.toml", "--replications", "20000", "--threads", "1", "--out", "killed"];
    let mut child = desk.command(&long).stderr(Stdio::null()).spawn().unwrap();
    let journal = desk.path("killed/journal");
    let begun = Instant::now();
    let size = || fs::metadata(&journal).map_or(0, |file| file.len());
    while size() < 20_000 && begun.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = size();
    assert!(there >= 20_000);
    let said = desk.ccsim(&[&long[..], &["--dry-run"]].concat()).fine();
    assert!(said.contains("played before"), "{said}");
}

#[test]
fn wherever_the_journal_is_cut_the_same_bytes_come_out() {
    let desk = Desk::new();
    let whole = desk.played("cut", &["study", "study.toml", "--replications", "3"]);
    let journal = fs::read(desk.path("cut/journal")).unwrap();
    let mut lots = Lots(2);
    let step = journal.len() as u64 / 16;
    for at in 0..16 {
        let end = (at * step + lots.below(step)) as usize;
        fs::write(desk.path("cut/journal"), &journal[..end]).unwrap();
        fs::remove_file(desk.path("cut/results.csv")).unwrap();
        assert_eq!(desk.played("cut", &["study", "study.toml", "--replications", "3"]), whole, "cut at {end}");
    }
}

#[test]
fn a_changed_byte_is_noticed_and_the_same_bytes_come_out() {
    let desk = Desk::new();
    let whole = desk.played("hurt", &["study", "study.toml", "--replications", "3"]);
    let journal = fs::read(desk.path("hurt/journal")).unwrap();
    let mut lots = Lots(3);
    for _ in 0..8 {
        let at = 1000 + lots.below(journal.len() as u64 - 1000) as usize;
        let mut hurt = journal.clone();
        hurt[at] ^= 1 << lots.below(8);
        fs::write(desk.path("hurt/journal"), hurt).unwrap();
        assert_eq!(desk.played("hurt", &["study", "study.toml", "--replications", "3"]), whole, "byte {at}");
    }
}

#[test]
fn a_full_disk_ends_it_in_one_line_and_loses_nothing() {
    let desk = Desk::new();
    let arguments = ["study", "study.toml", "--replications", "3", "--quiet", "--out"];
    let whole = desk.played("whole", &arguments[..4]);
    let journal = fs::metadata(desk.path("whole/journal")).unwrap().len();
    let results = fs::metadata(desk.path("whole/results.csv")).unwrap().len();
    let largest = journal.max(results);
    let mut refused = 0;
    for part in 0..9 {
        // A process that may write no file larger than this fares as on a full disk.
        let blocks = 2 + part * largest / (512 * 8);
        let out = format!("full-{part}");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let mut limited = Command::new("sh");
        limited.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_ccsim")]).args(arguments).arg(&out);
        let answer = Answer::of(&limited.current_dir(desk.path(".")).output().unwrap());
        if answer.code == Some(0) {
            assert_eq!(desk.files(&out), whole);
            continue;
        }
        refused += 1;
        answer.refused("cannot write");
        assert_eq!(answer.err.trim().lines().count(), 1, "{}", answer.err);
        assert_eq!(desk.played(&out, &arguments[..4]), whole, "{blocks} blocks");
    }
    assert!(refused >= 5, "{refused}");
}

#[test]
fn two_processes_do_not_work_in_one_folder() {
    let desk = Desk::new();
    let long = ["study", "study.toml", "--replications", "1000000", "--out", "shared"];
    let mut first = desk.command(&long).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !desk.path("shared/journal").exists() && begun.elapsed() < Duration::from_secs(30) {
        thread::sleep(Duration::from_millis(5));
    }
    let second = desk.ccsim(&["study", "study.toml", "--out", "shared"]);
    let merged = desk.ccsim(&["study", "merge", "shared", "--out", "merged"]);
    first.kill().unwrap();
    first.wait().unwrap();
    second.refused("another ccsim is at work in `shared`");
    assert!(second.err.contains(&format!("process {}", first.id())), "{}", second.err);
    merged.refused("is being played");
    // A lock does not outlive who held it.
    let other = Desk::new();
    let out = desk.path("shared");
    other.ccsim(&["study", "study.toml", "--again", "--out", out.to_str().unwrap()]).fine();
}

#[test]
fn ctrl_c_finishes_what_is_being_played_and_the_same_command_goes_on() {
    let desk = Desk::new();
    // So many days that a batch has three of the fifteen scenarios.
    let long = ["study", "study.toml", "--replications", "40000", "--threads", "2"];
    let arguments = [&long[..], &["--out", "stopped"]].concat();
    let child = desk.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = desk.path("stopped/journal");
    let begun = Instant::now();
    let size = || fs::metadata(&journal).map_or(0, |file| file.len());
    while size() < 4_000 && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let answer = Answer::of(&child.wait_with_output().unwrap());
    assert_eq!(answer.code, Some(130), "{}", answer.err);
    assert!(answer.err.contains("the same command goes on from there"), "{}", answer.err);
    let rows = desk.files("stopped")["scenarios.csv"].lines().count() - 1;
    assert!((1..15).contains(&rows), "{rows} scenarios");
    assert_eq!(desk.played("stopped", &long), desk.played("at-once", &long));
}

#[test]
fn results_of_another_scenario_or_seed_are_never_mixed() {
    let desk = Desk::new();
    let first = desk.played("out-1", &["study", "study.toml"]);
    desk.ccsim(&["study", "study.toml", "--seed", "2", "--out", "out-1"])
        .refused("the seed is another (1 there, 2 here)");
    let changed = desk::SMALL.replace("4 min", "5 min");
    fs::write(desk.path("small.toml"), &changed).unwrap();
    let answer = desk.ccsim(&["study", "study.toml", "--out", "out-1"]);
    answer.refused("the scenario is another");
    assert!(answer.err.contains("--again"), "{}", answer.err);
    assert_eq!(desk.files("out-1"), first);
    let again = desk.played("out-1", &["study", "study.toml", "--again"]);
    assert_ne!(again, first);
    assert_eq!(again, desk.played("fresh", &["study", "study.toml"]));
    assert!(!desk.path("out-1/journal.before").exists());
}

#[test]
fn results_of_another_version_are_refused() {
    let desk = Desk::new();
    desk.played("old", &["study", "study.toml"]);
    let mut journal = fs::read(desk.path("old/journal")).unwrap();
    journal[7] = 9;
    fs::write(desk.path("old/journal"), journal).unwrap();
    desk.ccsim(&["study", "study.toml", "--out", "old"]).refused("another version of ccsim");
    fs::write(desk.path("old/journal"), "something else").unwrap();
    desk.ccsim(&["study", "study.toml", "--out", "old"]).refused("is not the journal of a study");
}

#[test]
fn a_folder_that_takes_no_files_is_named() {
    let desk = Desk::new();
    fs::write(desk.path("taken"), "a file").unwrap();
    desk.ccsim(&["study", "study.toml", "--out", "taken"]).refused("there is a file of that name");
    let _ = STUDY;
}
