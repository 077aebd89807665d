//! Other files: volumes and logs as spreadsheets write them, and what can be wrong with them.

use ccsim::model::Arrivals;
use ccsim::scenario::{self, Reading, Source};

/// Reads a two-interval day whose contact type has these arrivals, beside a file of this content.
fn read_beside(content: &[u8], arrivals: &str) -> Result<Reading, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("volumes.csv"), content).expect("a file");
    let text = format!(
        "[day]\nopens = \"08:00\"\ncloses = \"09:00\"\n[contact-type.call]\n{arrivals}\ntalk-time = \"1 min\"\n[agent-group.agents]\nstaffing.constant = 2\n"
    );
    let path = folder.path().join("day.toml");
    std::fs::write(&path, text).expect("a file");
    let source = Source::from_path(&path).expect("it was just written");
    scenario::read(&source, &[])
        .map_err(|complaints| complaints.to_string().replace(&folder.path().display().to_string(), "FOLDER"))
}

const FILE: &str = "arrivals.file = { path = \"volumes.csv\", column = \"calls\" }";
const TRACE: &str = "arrivals.trace = { path = \"volumes.csv\", column = \"calls\" }";

fn expected(reading: &Reading) -> Vec<f64> {
    (0..2).map(|at| reading.center.contact_types[0].expected_in(&reading.center.day, at)).collect()
}

#[test]
fn german_spreadsheets_are_read() {
    for content in [
        "from;calls\n08:00;12,5\n08:30;1.000,25\n",
        "\u{feff}calls\r\n12,5\r\n1000,25\r\n\r\n",
        "from\tcalls\n08:00\t12.5\n08:30\t1000.25\n",
        "from,calls,note\n08:00,12.5,\"a, b\"\n08:30,\"1000.25\",\n",
    ] {
        let reading = read_beside(content.as_bytes(), FILE).unwrap_or_else(|said| panic!("{said}"));
        assert_eq!(expected(&reading), [12.5, 1000.25], "{content}");
        assert!(reading.resolved_toml(1, 1, "x").contains("arrivals = { per-interval = [12.5, 1000.25] }"));
    }
}

#[test]
fn a_missing_column_names_those_that_are_there() {
    let said = read_beside(b"from;call\n08:00;1\n", FILE).unwrap_err();
    assert!(said.contains("`volumes.csv` has no column `calls`"), "{said}");
    assert!(said.contains("did you mean `call`?") && said.contains("its columns are `from`, `call`"), "{said}");
}

#[test]
fn a_bad_row_is_named_with_its_line() {
    let said = read_beside(b"calls\n12\nmany\n-3\n", FILE).unwrap_err();
    assert!(
        said.contains("line 3 of `volumes.csv` must have an expected number of contacts, 0 or more, not \"many\""),
        "{said}"
    );
    assert!(said.contains("line 4") && said.contains("not \"-3\""), "{said}");
}

#[test]
fn a_file_that_is_short_or_empty_or_no_text() {
    let said = read_beside(b"calls\n12\n", FILE).unwrap_err();
    assert!(said.contains("has 1 value, the day has 2 intervals"), "{said}");
    assert!(read_beside(b"", FILE).unwrap_err().contains("`volumes.csv` is empty"));
    assert!(read_beside(b"calls\n", FILE).unwrap_err().contains("has headings but no rows"));
    let said = read_beside(b"calls\n\xff\n", FILE).unwrap_err();
    assert!(said.contains("line 2 is not UTF-8 text (byte 6 is 0xff)"), "{said}");
    let said = read_beside(b"", "arrivals.file = { path = \".\", column = \"calls\" }").unwrap_err();
    assert!(said.contains("it is a folder, not a file"), "{said}");
}

#[test]
fn a_trace_plays_its_days_in_turn() {
    let log = b"calls\n2026-03-02 08:10:00.5\n2026-03-03T08:01:00\n2026-03-02 08:05:00\n2026-03-03 12:00:00\n";
    let reading = read_beside(log, TRACE).unwrap_or_else(|said| panic!("{said}"));
    let Arrivals::Trace(days) = &reading.center.contact_types[0].arrivals else { panic!("a trace") };
    let clocks: Vec<Vec<String>> = days.iter().map(|day| day.iter().map(|time| time.clock()).collect()).collect();
    assert_eq!(clocks, [vec!["08:05", "08:10"], vec!["08:01"]]);
    let said = reading.warnings.to_string();
    assert!(said.contains("1 of 4 times lie outside 08:00\u{2013}09:00 and are left out"), "{said}");
}

#[test]
fn observed_lengths_become_values_and_weights() {
    let arrivals = "arrivals.rate = \"60 per h\"\npatience.empirical = { path = \"volumes.csv\", column = \"held\" }";
    let reading = read_beside(b"held\n30\n1 min\n30\n", arrivals).unwrap_or_else(|said| panic!("{said}"));
    let text = reading.resolved_toml(1, 1, "x");
    assert!(text.contains("empirical = { values = [\"30 s\", \"60 s\"], weights = [2, 1] }"), "{text}");
}

#[test]
fn a_scenario_that_cannot_be_read_is_one_line_with_its_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.toml");
    let said = Source::from_path(&missing).unwrap_err().to_string();
    assert_eq!(said, format!("cannot read `{}`: there is no such file", missing.display()));
    assert!(Source::from_path(folder.path()).unwrap_err().to_string().ends_with("it is a folder, not a file"));
    let latin = folder.path().join("latin.toml");
    std::fs::write(&latin, b"about = \"x\"\ncurrency = \"\xe4\"\n").expect("a file");
    assert!(Source::from_path(&latin).unwrap_err().to_string().contains("line 2 is not UTF-8 text"));
}

#[test]
fn a_byte_order_mark_and_many_complaints_are_no_trouble() {
    let text = format!("\u{feff}{}", scenario::templates()[0].text);
    assert!(scenario::read(&Source::from_text("bom.toml", text), &[]).is_ok());
    let many = (0..80).map(|at| format!("key-{at} = 1\n")).collect::<Vec<_>>().concat();
    let said = scenario::read(&Source::from_text("many.toml", many), &[]).unwrap_err().to_string();
    assert!(said.ends_with("and 32 more\n"), "{said}");
}

#[test]
fn a_point_parts_thousands_where_a_comma_begins_the_decimals() {
    let german = read_beside(b"calls;note\n1.250;0,5\n12.500,5;1\n", FILE).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(expected(&german), [1250.0, 12_500.5]);
    let points = read_beside(b"calls;note\n1.250;1\n2.5;1\n", FILE).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(expected(&points), [1.25, 2.5]);
    let commas = read_beside(b"calls,note\n1.250,1\n2,1\n", FILE).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(expected(&commas), [1.25, 2.0]);
    let said = read_beside(b"calls;note\n1.250;1\n2;1\n", FILE).unwrap_err();
    assert!(said.contains("line 2") && said.contains("does it part thousands?"), "{said}");
}

#[test]
fn a_heading_that_stands_twice_is_no_guess() {
    let said = read_beside(b"calls,calls\n1,2\n3,4\n", FILE).unwrap_err();
    assert!(said.contains("`volumes.csv` has more than one column `calls`"), "{said}");
}

#[test]
fn a_spreadsheet_may_say_its_separator_first() {
    let reading = read_beside(b"sep=;\r\ncalls;x\r\n12,5;1\r\n3;1\r\n", FILE).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(expected(&reading), [12.5, 3.0]);
}

#[test]
fn a_time_after_midnight_needs_no_date() {
    let night = "\
[day]
opens = \"22:00\"
closes = \"30:00\"
[contact-type.call]
arrivals.trace.times = [\"22:30\", \"01:00\", \"25:10\"]
talk-time = \"1 min\"
[agent-group.agents]
staffing.constant = 2
";
    let reading = scenario::read(&Source::from_text("night.toml", night), &[]).unwrap_or_else(|said| panic!("{said}"));
    let Arrivals::Trace(days) = &reading.center.contact_types[0].arrivals else { panic!("a trace") };
    let clocks: Vec<String> = days[0].iter().map(|time| time.clock()).collect();
    assert_eq!((days.len(), clocks), (1, vec!["22:30".to_owned(), "25:00".to_owned(), "25:10".to_owned()]));
}

#[test]
fn a_trace_outside_the_day_is_one_mistake() {
    let said = read_beside(b"calls\n07:00\n", TRACE).unwrap_err();
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
}
