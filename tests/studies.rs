//! Is a study the same however it is played: on any threads, in any order, in parts, stopped and gone on with?

#![cfg(feature = "cli")]

#[path = "studies/desk.rs"]
mod desk;

use std::fs;

use desk::{Desk, FILES, STUDY};

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = Desk::new();
    let one = desk.played("one", &["study", "study.toml", "--threads", "1"]);
    for threads in ["2", "7"] {
        assert_eq!(desk.played(threads, &["study", "study.toml", "--threads", threads]), one, "{threads} threads");
    }
    let scenarios = &one["scenarios.csv"];
    assert_eq!(scenarios.lines().count(), 16, "{scenarios}");
    let head =
        "scenario,agent-group.desk.staffing.constant,contact-type.call.scale,replications,precise,contacts,digest";
    assert_eq!(scenarios.lines().next(), Some(head));
    assert!(one["results.csv"].contains("\n1,3,0.8,arrived,center,,"), "{}", &one["results.csv"][..400]);
}

#[test]
fn a_scenario_of_a_study_is_what_a_run_makes_of_it() {
    let desk = Desk::new();
    let files = desk.played("all", &["study", "study.toml", "--no-intervals"]);
    for (number, agents, scale) in [(1, "3", "0.8"), (8, "5", "1.0"), (15, "7", "1.2")] {
        let set = [format!("agent-group.desk.staffing.constant={agents}"), format!("contact-type.call.scale={scale}")];
        let run = desk
            .ccsim(&[
                "run",
                "small.toml",
                "--set",
                &set[0],
                "--set",
                &set[1],
                "--replications",
                "20",
                "--format",
                "csv",
            ])
            .fine();
        // Whole days alone: no interval between the scope and the value.
        let of_days: Vec<&str> = run.lines().skip(1).filter(|row| row.split(',').nth(2) == Some("")).collect();
        let lead = format!("{number},{agents},");
        let rows = files["results.csv"].lines().filter(|row| row.starts_with(&lead));
        // A study says besides what made its days worth more of them.
        let rows = rows.map(|row| row.splitn(4, ',').nth(3).unwrap()).filter(|row| !row.contains("-worth,center,"));
        assert_eq!(rows.collect::<Vec<_>>(), of_days, "scenario {number}");
    }
}

#[test]
fn intervals_are_kept_when_somebody_asks_for_them() {
    let desk = Desk::new();
    let files = desk.played("intervals", &["study", "study.toml", "--intervals"]);
    let run = desk.ccsim(&[
        "run",
        "small.toml",
        "--set",
        "agent-group.desk.staffing.constant=3",
        "--set",
        "contact-type.call.scale=0.8",
        "--replications",
        "20",
        "--format",
        "csv",
    ]);
    let run = run.fine();
    let arrived: Vec<&str> = run.lines().filter(|row| row.starts_with("arrived,center,")).collect();
    let rows = files["results.csv"].lines().filter_map(|row| row.strip_prefix("1,3,0.8,"));
    let rows: Vec<&str> = rows.filter(|row| row.starts_with("arrived,center,")).collect();
    assert_eq!(rows, arrived);
    // Who asks for something else later is not given a mixture.
    desk.ccsim(&["study", "study.toml", "--out", "intervals", "--no-intervals"]).refused("the kind of rows is another");
    // Who says nothing goes on with what is there.
    assert_eq!(desk.played("intervals", &["study", "study.toml"]), files);
}

#[test]
fn the_order_of_scenarios_changes_their_numbers_alone() {
    let desk = Desk::new();
    let forwards = desk.played("forwards", &["study", "study.toml"]);
    let reversed =
        STUDY.replace("from = 3\nto = 7", "values = [7, 6, 5, 4, 3]").replace("0.8, 1.0, 1.2", "1.2, 1.0, 0.8");
    fs::write(desk.path("reversed.toml"), reversed).unwrap();
    let backwards = desk.played("backwards", &["study", "reversed.toml"]);
    for file in ["scenarios.csv", "results.csv"] {
        let rows = |text: &str| {
            let rows = text.lines().map(|row| row.split_once(',').unwrap().1.to_owned());
            let mut rows: Vec<String> = rows.collect();
            rows.sort();
            rows
        };
        assert_eq!(rows(&forwards[file]), rows(&backwards[file]), "{file}");
    }
}

#[test]
fn parts_put_together_are_the_whole_byte_for_byte() {
    let desk = Desk::new();
    let whole = desk.played("whole", &["study", "study.toml"]);
    for part in ["1/3", "2/3", "3/3"] {
        desk.ccsim(&["study", "study.toml", "--shard", part]).fine();
    }
    let parts = ["out/study-shard-1-of-3", "out/study-shard-2-of-3", "out/study-shard-3-of-3"];
    assert!(parts.iter().all(|part| desk.path(part).join("results.csv").is_file()));
    let merge = ["study", "merge", parts[2], parts[0], parts[1]];
    assert_eq!(desk.played("merged", &merge), whole);
    // What was put together goes on like any other study.
    let more = desk.played("merged", &["study", "study.toml", "--replications", "30"]);
    assert_eq!(more, desk.played("more", &["study", "study.toml", "--replications", "30"]));
}

#[test]
fn a_part_that_is_missing_or_does_not_belong_is_named() {
    let desk = Desk::new();
    desk.ccsim(&["study", "study.toml", "--shard", "1/3", "--out", "a"]).fine();
    desk.ccsim(&["study", "study.toml", "--shard", "2/3", "--out", "b"]).fine();
    let answer = desk.ccsim(&["study", "merge", "a", "b", "--out", "whole"]);
    answer.refused_in_lines("part 3/3 is not among the folders");
    assert!(answer.err.contains("5 of 15 scenarios are missing"), "{}", answer.err);
    assert!(!desk.path("whole/results.csv").exists());

    desk.ccsim(&["study", "study.toml", "--shard", "3/3", "--out", "c", "--seed", "2"]).fine();
    desk.ccsim(&["study", "merge", "a", "b", "c", "--out", "whole"]).refused("the seed is another");
    desk.ccsim(&["study", "study.toml", "--shard", "3/3", "--out", "d", "--replications", "9"]).fine();
    desk.ccsim(&["study", "merge", "a", "b", "d", "--out", "whole"]).refused("played for 20 and for 9 replications");
    desk.ccsim(&["study", "merge", "a", "b", "nowhere", "--out", "whole"]).refused("holds no part of a study");
    desk.ccsim(&["study", "merge", "a", "b", "--out", "a"]).refused("5 of 15");
    // What is in a folder already is not written over by something else.
    desk.ccsim(&["study", "study.toml", "--shard", "3/3", "--out", "e"]).fine();
    desk.ccsim(&["study", "merge", "a", "b", "e", "--out", "e"]).refused("is one of the parts");
    desk.ccsim(&["study", "merge", "a", "b", "e", "--out", "c"]).refused("results of another study");
}

#[test]
fn more_replications_play_only_the_new_ones_and_give_the_same_bytes() {
    let desk = Desk::new();
    desk.played("grown", &["study", "study.toml", "--replications", "7"]);
    let grown = desk.ccsim(&["study", "study.toml", "--replications", "50", "--dry-run", "--out", "grown"]).fine();
    assert!(grown.contains("15 scenarios x 50 days"), "{grown}");
    let grown = desk.played("grown", &["study", "study.toml", "--replications", "50"]);
    assert_eq!(grown, desk.played("at-once", &["study", "study.toml", "--replications", "50"]));
    desk.ccsim(&["study", "study.toml", "--replications", "49", "--out", "grown"]).refused("for 49 alone");
}

#[test]
fn more_values_play_only_the_new_ones_and_give_the_same_bytes() {
    let desk = Desk::new();
    let fewer = STUDY.replace("to = 7", "to = 5").replace("0.8, 1.0, 1.2", "1.0, 1.2");
    fs::write(desk.path("study.toml"), fewer).unwrap();
    desk.played("grown", &["study", "study.toml"]);
    fs::write(desk.path("study.toml"), STUDY).unwrap();
    let answer = desk.ccsim(&["study", "study.toml", "--out", "grown"]);
    assert!(answer.err.contains("6 scenarios played before, 9 left"), "{}", answer.err);
    assert_eq!(desk.files("grown"), desk.played("at-once", &["study", "study.toml"]));
}

#[test]
fn a_study_that_is_done_is_not_played_again() {
    let desk = Desk::new();
    let first = desk.played("done", &["study", "study.toml"]);
    let journal = fs::read(desk.path("done/journal")).unwrap();
    let answer = desk.ccsim(&["study", "study.toml", "--out", "done"]);
    assert!(answer.err.contains("all of them played before"), "{}", answer.err);
    assert_eq!(desk.files("done"), first);
    assert_eq!(fs::read(desk.path("done/journal")).unwrap(), journal);
    // Tables that somebody deleted are made again from the journal.
    fs::remove_file(desk.path("done/results.csv")).unwrap();
    assert_eq!(desk.played("done", &["study", "study.toml"]), first);
}

#[test]
fn a_scenario_needs_no_study_file() {
    let desk = Desk::new();
    let with_file = desk.played("file", &["study", "study.toml"]);
    let without = desk.played(
        "vary",
        &[
            "study",
            "small.toml",
            "--replications",
            "20",
            "--vary",
            "agent-group.desk.staffing.constant=3..7",
            "--vary",
            "contact-type.call.scale=0.8,1.0,1.2",
        ],
    );
    for file in ["scenarios.csv", "results.csv"] {
        assert_eq!(without[file], with_file[file], "{file}");
    }
    #[cfg(not(feature = "parquet"))]
    desk.ccsim(&["study", "study.toml", "--parquet"]).refused("--features parquet");
    desk.ccsim(&["study", "study.toml", "--vary", "trunks.lines=1..3"]).refused("says itself what is varied");
}

#[test]
fn the_folder_s_own_files_make_the_study_again() {
    let desk = Desk::new();
    let asked: [&[&str]; 3] =
        [&[], &["--replications", "7", "--no-intervals"], &["--precision", "abandonment-rate=0.7 %"]];
    for (at, asked) in asked.into_iter().enumerate() {
        let (first, again) = (format!("first-{at}"), format!("again-{at}"));
        let file = format!("{first}/study.toml");
        let first = desk.played(&first, &[&["study", "study.toml", "--seed", "5"], asked].concat());
        let again = desk.played(&again, &["study", &file]);
        for file in FILES {
            assert_eq!(first[file], again[file], "{file} of {asked:?}");
        }
    }
}

#[test]
fn a_dry_run_says_how_much_it_is_and_plays_nothing() {
    let desk = Desk::new();
    let said = desk.ccsim(&["study", "study.toml", "--dry-run"]).fine();
    let first = said.lines().next().unwrap();
    assert!(first.starts_with("15 scenarios x 20 days = 45 000 calls, about "), "{said}");
    assert!(said.contains("rows of results, of whole days") || said.contains("by interval"), "{said}");
    assert!(!desk.path("out").exists());
    let shard = desk.ccsim(&["study", "study.toml", "--dry-run", "--shard", "2/3"]).fine();
    assert!(shard.contains("of them in part 2/3: 5 scenarios"), "{shard}");
}

#[test]
fn as_many_rows_are_written_as_were_foretold() {
    let desk = Desk::new();
    for (out, kind) in [("days", "--no-intervals"), ("intervals", "--intervals")] {
        let said = desk.ccsim(&["study", "study.toml", "--dry-run", kind]).fine();
        let rows = desk.played(out, &["study", "study.toml", kind])["results.csv"].lines().count() - 1;
        let foretold = said.lines().nth(1).and_then(|line| line.split_once(" rows")).map(|(count, _)| count);
        let foretold: String = foretold.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        assert_eq!(foretold, rows.to_string(), "{kind}: {said}");
    }
}

#[test]
fn each_scenario_is_played_until_its_interval_is_narrow() {
    let desk = Desk::new();
    let precision = ["study", "study.toml", "--precision", "abandonment-rate=0.5 %"];
    let files = desk.played("precise", &precision);
    let rows: Vec<Vec<&str>> = files["scenarios.csv"].lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row[4] == "yes"), "{rows:?}");
    let days: Vec<u64> = rows.iter().map(|row| row[3].parse().unwrap()).collect();
    assert!(days.iter().min() < days.iter().max(), "{days:?}");
    for threads in ["1", "7"] {
        let arguments = [&precision[..], &["--threads", threads]].concat();
        assert_eq!(desk.played(&format!("precise-{threads}"), &arguments), files);
    }
    desk.ccsim(&["study", "study.toml", "--precision", "abandonment-rate=2 s"]).refused("another unit");
    desk.ccsim(&["study", "study.toml", "--precision", "abandonment-rate@queue.none=2 %"]).refused("not measured at");
}

#[test]
fn what_is_printed_is_what_the_files_hold() {
    let desk = Desk::new();
    let printed = desk.ccsim(&["study", "study.toml", "--out", "csv", "--format", "csv"]).fine();
    assert_eq!(printed, desk.files("csv")["results.csv"]);
    let printed = desk.ccsim(&["study", "study.toml", "--out", "csv", "--format", "json"]).fine();
    let object: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let rows = object["metrics"].as_array().unwrap();
    assert_eq!(rows.len() + 1, desk.files("csv")["results.csv"].lines().count());
    assert_eq!(rows[0]["settings"]["agent-group.desk.staffing.constant"], "3");
}

#[test]
fn scenarios_that_cannot_be_played_are_reported_and_the_others_are_played() {
    let desk = Desk::new();
    let study = STUDY.replace("path = \"agent-group.desk.staffing.constant\"\nfrom = 3\nto = 7", UNFIT);
    fs::write(desk.path("study.toml"), study).unwrap();
    let steady = desk::SMALL.replace("arrivals.per-interval = [30, 60, 40, 20]", "arrivals.rate = \"60 per h\"");
    fs::write(desk.path("small.toml"), steady).unwrap();
    let answer = desk.ccsim(&["study", "study.toml", "--out", "some"]);
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert!(answer.err.contains("3 scenarios cannot be played; the results hold the others"), "{}", answer.err);
    let rows = desk.files("some")["scenarios.csv"].lines().count() - 1;
    assert_eq!(rows, 9);
}

/// Closing before opening is found only where both are known.
const UNFIT: &str = "path = \"day.opens\"\nvalues = [\"08:00\", \"09:30\"]\n[[vary]]\npath = \"day.closes\"\n\
    values = [\"10:00\", \"09:00\"]";

#[test]
fn differences_from_the_baseline_are_the_same_however_they_are_played() {
    let desk = Desk::new();
    let study = format!("baseline = {{ \"agent-group.desk.staffing.constant\" = 5 }}\n{STUDY}");
    fs::write(desk.path("study.toml"), study).unwrap();
    let differences = |out: &str| fs::read_to_string(desk.path(out).join("differences.csv")).unwrap();
    desk.played("whole", &["study", "study.toml", "--threads", "1"]);
    let whole = differences("whole");
    let head = "scenario,agent-group.desk.staffing.constant,contact-type.call.scale,metric,scope,value,low,high,unit,times-sharper";
    assert_eq!(whole.lines().next(), Some(head));
    let row = |scenario: &str| -> Vec<String> {
        let lead = format!("{scenario},abandonment-rate,center,");
        let row = whole.lines().find_map(|row| row.strip_prefix(&lead)).unwrap();
        row.split(',').map(str::to_owned).collect()
    };
    // The baseline does not differ from itself; more agents lose fewer callers.
    assert_eq!(row("8,5,1")[..3], ["0.0", "0.0", "0.0"]);
    assert!(row("14,7,1")[2].parse::<f64>().unwrap() < 0.0);
    assert!(row("2,3,1")[1].parse::<f64>().unwrap() > 0.0);

    desk.played("grown", &["study", "study.toml", "--threads", "7", "--replications", "6"]);
    desk.played("grown", &["study", "study.toml", "--threads", "7"]);
    assert_eq!(differences("grown"), whole);
    for part in ["1/2", "2/2"] {
        desk.ccsim(&["study", "study.toml", "--shard", part]).fine();
    }
    desk.played("merged", &["study", "merge", "out/study-shard-1-of-2", "out/study-shard-2-of-2"]);
    assert_eq!(differences("merged"), whole);
    fs::write(desk.path("study.toml"), STUDY).unwrap();
    desk.ccsim(&["study", "study.toml", "--out", "whole"]).refused("the baseline is another");
}

#[cfg(feature = "parquet")]
#[test]
fn columns_hold_what_the_table_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let desk = Desk::new();
    let vary = ["--vary", "agent-group.desk.staffing.constant=3..5", "--vary", "routing.agent=random,longest-idle"];
    let asked = |replications, out| {
        [&["study", "small.toml", "--intervals", "--replications", replications, "--out", out], &vary[..]].concat()
    };
    let written = |out| {
        desk.ccsim(&[asked("3", out), vec!["--parquet"]].concat()).fine();
        fs::read(desk.path(out).join("results.parquet")).unwrap()
    };
    let bytes = written("one");
    assert!(bytes == written("two"), "the same study has the same bytes");

    let table = fs::read_to_string(desk.path("one").join("results.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let head = rows.headers().unwrap().clone();
    let reader = SerializedFileReader::new(fs::File::open(desk.path("one").join("results.parquet")).unwrap()).unwrap();
    let mut count = 0;
    for (row, columns) in rows.records().map(Result::unwrap).zip(reader.get_row_iter(None).unwrap()) {
        let columns = columns.unwrap();
        for ((name, text), (column, field)) in head.iter().zip(&row).zip(columns.get_column_iter()) {
            assert_eq!(name, column);
            let is_the_same = match field {
                Field::Null => text.is_empty(),
                Field::Str(there) => there == text,
                Field::Long(there) => text.parse() == Ok(*there),
                Field::Double(there) => text.parse() == Ok(*there),
                other => panic!("{other:?}"),
            };
            assert!(is_the_same, "{name}: {text} and {field:?}");
            let is_text = matches!(name, "routing.agent" | "metric" | "scope" | "unit");
            assert!(!is_text || matches!(field, Field::Str(_)), "{name}: {field:?}");
        }
        count += 1;
    }
    assert_eq!(count, table.lines().count() - 1);
    assert_eq!(i64::try_from(count), Ok(reader.metadata().file_metadata().num_rows()));
    desk.ccsim(&asked("4", "one")).fine();
    assert!(!desk.path("one").join("results.parquet").exists(), "what does not go with the tables any more is gone");
}
