//! Whether a study has the points that its file says.

use super::*;
use crate::units::{Duration, Share};

const SMALL: &str = "\
[contact-type.billing]
arrivals.rate = \"60 per h\"
patience = \"3 min\"
talk-time = \"4 min\"
[contact-type.outage]
arrivals.rate = \"30 per h\"
talk-time = \"2 min\"
[agent-group.front-desk]
skills = ['billing', 'outage']
staffing.constant = 5
[target.fast]
service-level = { share = \"80 %\", within = \"20 s\" }
";

/// A folder with the small scenario and files of cases.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("day.toml", SMALL)].iter().chain(files) {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

/// Reads a study of the small scenario, beside these files.
fn beside(files: &[(&str, &str)], study: &str) -> Result<Study, String> {
    let folder = folder(files);
    let text = format!("scenario = \"day.toml\"\n{study}");
    let source = Source { folder: folder.path().to_path_buf(), ..Source::from_text("study.toml", text) };
    let home = format!("{}/", folder.path().display());
    Study::read(&source, &[]).map_err(|complaints| complaints.to_string().replace(&home, ""))
}

fn read(study: &str) -> Study {
    beside(&[], study).unwrap_or_else(|said| panic!("{said}"))
}

fn said(study: &str) -> String {
    beside(&[], study).err().unwrap_or_else(|| panic!("it reads: {study}"))
}

/// All values of one axis, point by point.
fn texts(study: &Study, axis: usize) -> Vec<String> {
    (0..study.len()).map(|point| study.settings(point)[axis].text.clone()).collect()
}

fn vary(path: &str, values: &str) -> String {
    format!("[[vary]]\npath = \"{path}\"\n{values}\n")
}

#[test]
fn all_combinations_are_played_the_last_axis_fastest() {
    let study = read(
        &(vary("agent-group.front-desk.staffing.constant", "values = [4, 5]")
            + &vary("contact-type.*.scale", "from = 0.80\nto = 1.20\nstep = 0.2")),
    );
    assert_eq!(study.len(), 6);
    assert_eq!(texts(&study, 0), ["4", "4", "4", "5", "5", "5"]);
    assert_eq!(texts(&study, 1), ["0.8", "1", "1.2", "0.8", "1", "1.2"]);
    assert_eq!(study.settings(5)[1].number, Some(1.2));
    let center = study.center(5).unwrap();
    assert!((center.expected_contacts() - 900.0 * 1.2).abs() < 1e-9);
    assert!((center.contact_types[1].scale - 1.2).abs() < 1e-12);
    assert_eq!(center.agent_groups[0].staffing, crate::model::Staffing::PerInterval(vec![5; 20]));
    assert!(!study.axes()[0].moves_people && study.axes()[1].moves_people);
}

#[test]
fn decimal_steps_have_no_stray_digits() {
    let study = read(&vary("contact-type.*.scale", "from = 0.80\nto = 1.40\nstep = 0.02"));
    let texts = texts(&study, 0);
    assert_eq!(texts.len(), 31);
    assert!(texts.iter().all(|text| text.len() <= 4), "{texts:?}");
    assert_eq!((texts[10].as_str(), texts[16].as_str(), texts[30].as_str()), ("1", "1.12", "1.4"));
}

#[test]
fn quantities_are_counted_in_their_unit() {
    let study = read(&vary("contact-type.billing.patience", "from = \"10 s\"\nto = \"1 min\"\nstep = \"10 s\""));
    assert_eq!(texts(&study, 0), ["10 s", "20 s", "30 s", "40 s", "50 s", "60 s"]);
    assert_eq!(study.settings(5)[0].number, Some(60.0));
    let study = read(&vary("target.fast.service-level.share", "from = \"80 %\"\nto = \"90 %\"\ncount = 3"));
    assert_eq!(texts(&study, 0), ["80 %", "85 %", "90 %"]);
    let study = read(&vary(
        "contact-type.billing.arrivals.rate",
        "from = \"50 per h\"\nto = \"70 per h\"\nstep = \"10 per h\"",
    ));
    assert_eq!(texts(&study, 0), ["50 per h", "60 per h", "70 per h"]);
}

#[test]
fn whole_numbers_stay_whole() {
    let study = read(&vary("agent-group.front-desk.staffing.constant", "from = 20\nto = 60\ncount = 7"));
    assert_eq!(texts(&study, 0), ["20", "27", "33", "40", "47", "53", "60"]);
    let study = read(&vary("agent-group.front-desk.staffing.constant", "from = 20\nto = 60"));
    assert_eq!(study.len(), 41);
}

#[test]
fn values_may_be_words_lists_and_tables() {
    let study = read(&vary(
        "contact-type.billing.talk-time",
        "values = [\"3 min\", { exponential = { mean = \"4 min\" } }, { lognormal = { mean = \"4 min\", cv = 1.0 } }]",
    ));
    assert_eq!(
        texts(&study, 0),
        ["3 min", "{ exponential = { mean = \"4 min\" } }", "{ lognormal = { mean = \"4 min\", cv = 1.0 } }"]
    );
    assert_eq!(study.settings(0)[0].number, Some(3.0));
    assert_eq!(study.settings(1)[0].number, None);
    assert_ne!(
        study.center(1).unwrap().contact_types[0].talk_time,
        study.center(2).unwrap().contact_types[0].talk_time
    );
}

#[test]
fn cases_set_what_belongs_together_and_are_crossed_with_the_axes() {
    let study = read(
        &("cases = [
  { name = \"old\" },
  { name = \"new\", \"trunks.lines\" = 10, \"contact-type.*.scale\" = 0.9 },
  { trunks.lines = 20 },
]\n"
        .to_owned()
            + &vary("agent-group.front-desk.staffing.constant", "values = [5, 6]")),
    );
    let paths: Vec<&str> = study.axes().iter().map(|axis| axis.path.as_str()).collect();
    assert_eq!(paths, ["case", "trunks.lines", "contact-type.*.scale", "agent-group.front-desk.staffing.constant"]);
    assert_eq!(study.len(), 6);
    assert_eq!(texts(&study, 0), ["old", "old", "new", "new", "3", "3"]);
    assert_eq!(texts(&study, 1), ["", "", "10", "10", "20", "20"]);
    assert_eq!(study.center(0).unwrap(), study.base().center);
    assert_eq!(study.center(5).unwrap().trunk_lines, Some(20));
}

#[test]
fn cases_come_from_a_spreadsheet_too() {
    let csv =
        "name;trunks.lines;contact-type.*.scale;contact-type.billing.patience\r\nold;;;\r\nnew;10;0,9;90 s\r\n\r\n";
    let study =
        beside(&[("cases.csv", csv)], "cases = { file = \"cases.csv\" }\n").unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(study.len(), 2);
    let settings: Vec<String> = study.settings(1).into_iter().map(|setting| setting.text).collect();
    assert_eq!(settings, ["new", "10", "0.9", "90 s"]);
    let bad = "name,trunks.lines,contact-type.biling.scale\nold,,\nnew,0,1,2\nnew,9,1\n";
    let said = beside(&[("cases.csv", bad)], "cases = { file = \"cases.csv\" }\n").unwrap_err();
    assert!(said.contains("this row has 4 values, and there are 3 headings\n --> cases.csv:3:1"), "{said}");
    assert!(said.contains("two cases are called `new`\n --> cases.csv:4:1"), "{said}");
    let bad = "trunks.lines,contact-type.biling.scale\n0,\n,1\n";
    let said = beside(&[("cases.csv", bad)], "cases = { file = \"cases.csv\" }\n").unwrap_err();
    assert!(said.contains("there is no contact type `biling` to set\n --> cases.csv:1:27"), "{said}");
    assert!(said.contains("did you mean `billing`?"), "{said}");
    assert!(
        said.contains("`trunks.lines` must be a whole number from 1 to 1 000 000, not 0\n --> cases.csv:2:1"),
        "{said}"
    );
}

#[test]
fn a_design_spreads_its_points_over_all_axes() {
    for design in ["sobol", "latin-hypercube"] {
        let text = format!("seed = 5\ndesign = {{ {design} = 64 }}\n")
            + &vary("contact-type.*.scale", "from = 0.8\nto = 1.2")
            + &vary("agent-group.front-desk.staffing.constant", "from = 5\nto = 8")
            + &vary("contact-type.billing.patience", "from = \"1 min\"\nto = \"5 min\"")
            + &vary("routing.agent", "values = [\"longest-idle\", \"random\"]");
        let study = read(&text);
        assert_eq!(study.len(), 64);
        let mut eighths = [0; 8];
        let mut heads = [0; 4];
        for point in 0..64 {
            let settings = study.settings(point);
            let scale = settings[0].number.unwrap();
            assert!((0.8..1.2).contains(&scale) && settings[0].text.len() <= 9, "{}", settings[0].text);
            eighths[((scale - 0.8) / 0.4 * 8.0) as usize] += 1;
            heads[settings[1].number.unwrap() as usize - 5] += 1;
            assert!(settings[2].text.ends_with(" min"));
            study.center(point).unwrap_or_else(|said| panic!("{said}"));
        }
        assert_eq!((eighths, heads), ([8; 8], [16; 4]), "{design}");
        assert_eq!(texts(&study, 3).iter().filter(|text| *text == "random").count(), 32);
        let longer = read(&text.replace("= 64", "= 128"));
        let same = (0..64).all(|point| longer.settings(point) == study.settings(point));
        assert_eq!(same, design == "sobol", "a Sobol sequence goes on where it was, a Latin hypercube does not");
        let other = read(&text.replace("seed = 5", "seed = 6"));
        assert_ne!(texts(&other, 0), texts(&study, 0));
    }
}

#[test]
fn points_that_share_their_people_are_neighbours() {
    let study = read(
        &(vary("contact-type.*.scale", "values = [0.9, 1.0, 1.1]")
            + &vary("agent-group.front-desk.staffing.constant", "values = [4, 5]")
            + &vary("contact-type.billing.patience", "values = [\"1 min\", \"2 min\"]")
            + &vary("trunks.lines", "values = [10, 20]")),
    );
    let order = study.playing_order();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..24).collect::<Vec<_>>());
    let people = |point: u32| {
        let settings = study.settings(point as usize);
        (settings[0].text.clone(), settings[2].text.clone())
    };
    let changes = order.windows(2).filter(|two| people(two[0]) != people(two[1])).count();
    assert_eq!(changes, 5);
}

#[test]
fn a_point_is_named_by_what_it_plays_wherever_it_stands() {
    let one = read(&vary("agent-group.front-desk.staffing.constant", "values = [4, 5]"));
    let other = read(&vary("agent-group.front-desk.staffing.constant", "values = [3, 4, 5, 6]"));
    assert_eq!(one.digest(0), other.digest(1));
    assert_eq!(one.digest(1), one.base().digest);
    assert_ne!(one.digest(0), one.digest(1));
    assert_eq!(one.digest(0).len(), 16);
    assert_ne!(one.digest_of_all(), other.digest_of_all());
    let set = ["agent-group.front-desk.staffing.constant=4".to_owned()];
    let run = super::super::read(&Source::from_text("day.toml", SMALL), &set).unwrap();
    assert_eq!(one.digest(0), run.digest);
}

#[test]
fn the_baseline_is_a_point() {
    let axes = vary("contact-type.*.scale", "values = [0.9, 1.0, 1.1]")
        + &vary("contact-type.billing.patience", "values = [\"60 s\", \"180 s\"]");
    let of = |baseline: &str| read(&format!("baseline = {baseline}\n{axes}")).baseline();
    assert_eq!(of("\"as-written\""), Some(3));
    assert_eq!(of("{ \"contact-type.*.scale\" = 1.1 }"), Some(5));
    assert_eq!(of("{ \"contact-type.*.scale\" = 0.90, \"contact-type.billing.patience\" = \"1 min\" }"), Some(0));
    assert_eq!(read(&axes).baseline(), None);
    let named =
        "baseline = { case = \"new\" }\ncases = [{ name = \"old\" }, { name = \"new\", \"trunks.lines\" = 9 }]\n";
    assert_eq!(read(named).baseline(), Some(1));
}

#[test]
fn a_study_without_a_file_is_said_in_arguments() {
    let source = Source::from_text("day.toml", SMALL);
    let of = |vary: &[&str]| {
        let vary: Vec<String> = vary.iter().map(|&argument| argument.to_owned()).collect();
        Study::of_scenario(&source, &[], &vary).map_err(|said| said.to_string())
    };
    let study = of(&["agent-group.front-desk.staffing.constant=20..60", "contact-type.*.scale=0.8..1.2/0.1"]).unwrap();
    assert_eq!((study.len(), study.name()), (41 * 5, "day"));
    assert_eq!(study.settings(204)[1].text, "1.2");
    let study = of(&["contact-type.billing.patience=10s..60s#6"]).unwrap();
    assert_eq!(texts(&study, 0), ["10 s", "20 s", "30 s", "40 s", "50 s", "60 s"]);
    let study = of(&["routing.agent=longest-idle,random", "target.fast.service-level.within=20 s,\"30 s\""]).unwrap();
    assert_eq!(texts(&study, 1), ["20 s", "30 s", "20 s", "30 s"]);
    let study = of(&["agent-group.front-desk.skills=[\"billing\", \"outage\"],[\"outage\",\"billing\"]"]).unwrap();
    assert_eq!(study.len(), 2);
    for (argument, says) in [
        ("trunks.lines", "must be `path=values`"),
        ("trunks.lines=", "has no values"),
        ("trunks.lines=20..", "nothing says where the range ends"),
        ("trunks.lines=20..60/0", "a step of zero never arrives"),
        ("trunks.lines=60..20", "is no list of values yet"),
        ("trunks.lines=60..20/5", "a step of 5 leads away from 20"),
        ("trunks.lines=20..60#x", "after `#` comes a number of values"),
        ("trunks.lies=20..60", "did you mean `lines`?"),
        ("contact-type.*.scale=0.5..2.5", "is no list of values yet"),
    ] {
        let said = of(&[argument]).unwrap_err();
        assert!(said.contains(says) && said.contains(" --> --vary:1:"), "{argument}: {said}");
    }
    assert!(of(&[]).unwrap_err().contains("nothing is varied"));
}

#[test]
fn what_is_invalid_only_together_is_found_at_its_point() {
    let study = read(
        &(vary("day.opens", "values = [\"08:00\", \"12:00\"]")
            + &vary("day.closes", "values = [\"18:00\", \"12:00\"]")),
    );
    assert!(study.center(0).is_ok() && study.center(1).is_ok() && study.center(2).is_ok());
    let said = study.center(3).unwrap_err().to_string();
    assert!(said.contains("scenario 4 (`day.opens` at 12:00, `day.closes` at 12:00)"), "{said}");
    assert!(said.contains(" --> study.toml:4:20"), "{said}");
}

#[test]
fn values_that_need_each_other_are_taken() {
    let heads = |count: usize| format!("[{}]", vec!["5"; count].join(", "));
    let study = read(
        &(vary("day.opens", "values = [\"09:00\"]")
            + &vary("agent-group.front-desk.staffing.per-interval", &format!("values = [{}]", heads(18)))),
    );
    assert!(study.center(0).is_ok());
}

#[test]
fn what_cannot_be_played_is_said_with_its_place() {
    let lines = |values: &str| vary("trunks.lines", values);
    for (study, says) in [
        (lines("from = 1\nto = 9\nstep = 0"), "a step of zero never arrives\n --> study.toml:6:8"),
        (lines("from = 1\nto = 9\nstep = -2"), "did you mean 2?"),
        (lines("values = []"), "`values` is empty"),
        (lines("values = [3, 4, 3.0]"), "3 stands twice in this list\n --> study.toml:4:17"),
        (vary("contact-type.billing.patience", "values = [\"60 s\", \"1 min\"]"), "\"1 min\" stands twice"),
        (lines("from = 1\nto = \"9 s\"\nstep = 1"), "\"9 s\" has another unit than 1"),
        (lines("from = 1"), "`vary.0` needs `values`, or `from` and `to`"),
        (lines("from = 5\nto = 9\ncount = 9"), "there are not 9 whole numbers from 5 to 9"),
        (
            lines("values = [0, 10]"),
            "`trunks.lines` must be a whole number from 1 to 1 000 000, not 0\n --> study.toml:4:11",
        ),
        (
            lines("from = 5\nto = 0\nstep = -1"),
            "must be a whole number from 1 to 1 000 000, not 0\n --> study.toml:5:6",
        ),
        (vary("trunk.lines", "values = [1]"), "did you mean `trunks`?"),
        (vary("contact-type.biling.scale", "values = [1]"), "did you mean `billing`?"),
        (vary("queue.*.capacity", "values = [1]"), "nothing is there to set"),
        (lines("values = [1]") + &lines("values = [2]"), "`trunks.lines` is set twice\n --> study.toml:6:8"),
        (
            vary("contact-type.*.scale", "values = [1]") + &vary("contact-type.billing.scale", "values = [2]"),
            "`contact-type.*.scale` and `contact-type.billing.scale` set the same, or exclude each other",
        ),
        (
            vary("agent-group.*.staffing.constant", "values = [1]")
                + &vary("agent-group.front-desk.staffing.per-interval", "values = [[1]]"),
            "set the same, or exclude each other",
        ),
        (
            vary("agent-group.front-desk.staffing.constant", "values = [1]")
                + &lines("values = [9]")
                + &vary("agent-group.*.staffing.per-interval", "values = [[1, 1]]"),
            "`agent-group.front-desk.staffing.constant` and `agent-group.*.staffing.per-interval` set the same, or exclude",
        ),
        (
            lines("from = 1\nto = 1000000\nstep = 1")
                + &vary("contact-type.*.scale", "from = 1\nto = 2\ncount = 1000000"),
            "1 000 000 000 000 points (1 000 000 x 1 000 000) are too many: at most 1 000 000 are played",
        ),
        (lines("from = 0\nto = 1\nstep = 1e-12"), "1 000 000 000 001 values are too many for an axis"),
        ("replications = 10\n".to_owned(), "nothing is varied"),
        ("design = { sobol = 8 }\n".to_owned(), "a design needs axes"),
        ("design = { sobol = 8, latin-hypercube = 8 }\n".to_owned() + &lines("values = [1]"), "it takes one of them"),
        (
            "baseline = \"as-written\"\n".to_owned() + &lines("values = [1]"),
            "none of the values of `trunks.lines` leaves it so",
        ),
        ("baseline = { \"trunks.line\" = 1 }\n".to_owned() + &lines("values = [1]"), "did you mean `trunks.lines`?"),
        (
            "baseline = { \"trunks.lines\" = 2 }\n".to_owned() + &lines("values = [1]"),
            "no point of the study has `trunks.lines` at 2",
        ),
        (
            "precision = { metric = \"x\", within = \"2 apples\" }\n".to_owned() + &lines("values = [1]"),
            "`precision.within` must be a share",
        ),
        ("precision = { metric = \"x\", within = 0 }\n".to_owned() + &lines("values = [1]"), "must be more than 0"),
        (
            "replications = 5\nprecision = { metric = \"x\", within = 1 }\n".to_owned() + &lines("values = [1]"),
            "a study has `replications` and `precision`; it takes one of them",
        ),
        (lines("values = [1]") + "[[chart]]\nx = \"trunk.lines\"\n", "did you mean `trunks.lines`?"),
        (lines("values = [1]") + "[[chart]]\nscope = \"queue.biling\"\n", "did you mean `queue.billing`?"),
        (lines("values = [1]") + "[[chart]]\nkind = \"pie\"\n", "must be one of \"curves\""),
        ("replicatons = 5\n".to_owned() + &lines("values = [1]"), "a study has no table or key `replicatons`"),
        ("cases = [{ \"trunks.lines\" = 1 }, { \"trunks.lines\" = 1 }]\n".to_owned(), "case 2 sets the same as case 1"),
        ("cases = []\n".to_owned(), "`cases` is empty"),
        ("cases = { file = \"none.csv\" }\n".to_owned(), "there is no such file"),
    ] {
        let found = said(&study);
        assert!(found.contains(says), "{study}\n{found}");
        assert_eq!(found.matches("error: ").count(), 1, "{study}\n{found}");
    }
}

#[test]
fn the_mistakes_of_the_scenario_and_of_the_study_come_together() {
    let folder = folder(&[("bad.toml", &SMALL.replace("4 min", "4"))]);
    let text = "scenario = \"bad.toml\"\n[[vary]]\npath = \"trunks.lines\"\nfrom = 1\nto = 9\nstep = 0\n";
    let source = Source { folder: folder.path().to_path_buf(), ..Source::from_text("study.toml", text) };
    let said = Study::read(&source, &[]).unwrap_err();
    assert_eq!(said.errors(), 2, "{said}");
    let missing = Source::from_text(
        "study.toml",
        "scenario = \"nowhere.toml\"\n[[vary]]\npath = \"trunks.lines\"\nvalues = [1]\n",
    );
    let said = Study::read(&missing, &[]).unwrap_err().to_string();
    assert!(said.contains("cannot read `nowhere.toml`: there is no such file\n --> study.toml:1:12"), "{said}");
    let said = Study::read(&Source::from_text("day.toml", SMALL), &[]).unwrap_err().to_string();
    assert!(said.contains("this is a scenario, not a study"), "{said}");
}

#[test]
fn how_long_and_what_is_asked_for() {
    let study = read(&vary("trunks.lines", "values = [9, 10]"));
    assert_eq!(*study.effort(), StudyEffort::Replications(100));
    let study = read(
        &("seed = 9\nintervals = true\nmetrics = [\"notice-due-rate\"]\nprecision = { metric = \"service-level\", within = \"0.5 %\", scope = \"queue.outage\" }\n".to_owned()
            + &vary("trunks.lines", "values = [9, 10]")
            + "[[chart]]\nkind = \"trade-off\"\nx = \"staff-cost\"\ny = \"notice-due-rat\"\nby = \"trunks.lines\"\n"),
    );
    let half = Within::Share(Share::new(0.005).unwrap());
    let effort = StudyEffort::Precision {
        metric: "service-level".to_owned(),
        scope: "queue.outage".to_owned(),
        within: half,
        at_most: 10_000,
    };
    assert_eq!((study.effort(), study.seed(), study.intervals()), (&effort, Some(9), Some(true)));
    assert_eq!(study.charts()[0].kind, ChartKind::TradeOff);
    let known = [("service-level", true, false), ("notice-due-rate", true, false), ("staff-cost", false, false)];
    let known = known.map(|(id, is_share, is_time)| KnownMetric { id, is_share, is_time });
    let said = study.check_metrics(&known).unwrap_err().to_string();
    assert!(
        said.contains("there is no metric `notice-due-rat`") && said.contains("did you mean `notice-due-rate`?"),
        "{said}"
    );
    let study = read(
        &("precision = { metric = \"service-level\", within = \"2 s\" }\n".to_owned()
            + &vary("trunks.lines", "values = [9]")),
    );
    let said = study.check_metrics(&known).unwrap_err().to_string();
    assert!(said.contains("`service-level` is no length of time"), "{said}");
    assert!((Within::Time(Duration::from_secs(2)).in_unit() - 2.0).abs() < 1e-12);
}

#[test]
fn the_resolved_study_has_the_same_points() {
    let csv = "name,trunks.lines\nold,\nnew,10\n";
    let text = "about = \"all of it\"\nbaseline = { case = \"old\", \"contact-type.*.scale\" = 1.0 }\ncases = { file = \"cases.csv\" }\nintervals = false\n".to_owned()
        + &vary("contact-type.*.scale", "from = 0.8\nto = 1.2\nstep = 0.1")
        + &vary("contact-type.billing.patience", "values = [\"3 min\", { exponential = { mean = \"2 min\" } }]")
        + "[[chart]]\nx = \"contact-type.*.scale\"\ny = \"notice-due-rate\"\n";
    let study = beside(&[("cases.csv", csv)], &text).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(study.name(), "study");
    let written = study.resolved_toml(7, "0.1.0");
    let folder = folder(&[("scenario.toml", &study.base().resolved_toml(7, 1, "0.1.0"))]);
    let source = Source { folder: folder.path().to_path_buf(), ..Source::from_text("other.toml", written.clone()) };
    let again = Study::read(&source, &[]).unwrap_or_else(|said| panic!("{said}\n{written}"));
    assert_eq!((again.len(), again.baseline(), again.seed()), (study.len(), study.baseline(), Some(7)));
    assert!((0..study.len()).all(|point| again.settings(point) == study.settings(point)));
    assert_eq!(again.digest_of_all(), study.digest_of_all());
    assert_eq!((again.charts(), again.about()), (study.charts(), "all of it"));
    assert_eq!(again.name(), "study", "whatever the file is called that it was written to");
    assert_eq!(again.resolved_toml(7, "0.1.0"), written);
}

#[test]
fn points_may_say_which_file_the_scenario_reads() {
    let volumes = format!("low,high\n{}", "10,20\n".repeat(20));
    let scenario =
        SMALL.replacen("arrivals.rate = \"60 per h\"", "arrivals.file = { path = \"v.csv\", column = \"low\" }", 1);
    let study = beside(
        &[("v.csv", &volumes), ("day.toml", &scenario)],
        &vary("contact-type.billing.arrivals.file.column", "values = [\"low\", \"high\"]"),
    );
    // The folder is gone by now, so the centers cannot be asked for; reading has tried both values.
    assert_eq!(study.map(|study| study.len()), Ok(2));
}

/// The short way to a center, by a changed copy of a tree, leads where the long one does: reading the file with `--set`.
#[test]
fn a_point_is_what_run_plays_with_the_same_overrides() {
    let vary = [
        "agent-group.*.staffing.scale=0.8..1.2/0.2",
        "contact-type.*.scale=0.9,1.1",
        "contact-type.*.patience=60 s,{ lognormal = { median = \"2 min\", sigma = 1.0 } }",
        "day.busyness.day-cv=0,0.3",
        "routing.agent=random,least-busy",
    ]
    .map(str::to_owned);
    for template in super::super::templates() {
        let source = Source::from_text(format!("{}.toml", template.name), template.text);
        let study = Study::of_scenario(&source, &[], &vary).unwrap_or_else(|said| panic!("{said}"));
        assert_eq!(study.len(), 3 * 2 * 2 * 2 * 2);
        for point in 0..study.len() {
            let settings = study.settings(point);
            let set: Vec<String> =
                study.axes().iter().zip(&settings).map(|(axis, set)| format!("{}={}", axis.path, set.text)).collect();
            let reading = super::super::read(&source, &set).unwrap_or_else(|said| panic!("{said}"));
            assert_eq!(study.center(point).unwrap(), reading.center, "{}: {set:?}", template.name);
            assert_eq!(study.digest(point), reading.digest, "{}: {set:?}", template.name);
        }
    }
}

#[test]
fn another_seed_for_the_callers_leaves_a_design_where_it_is() {
    let axis = vary("contact-type.*.scale", "from = 0.8\nto = 1.2");
    let study = read(&("design = { sobol = 8 }\n".to_owned() + &axis));
    let text = study.resolved_toml(99, "0.1.0");
    assert!(text.contains("seed = 99\n") && text.contains("design = { sobol = 8, seed = 1 }"), "{text}");
    let same = read(&("seed = 99\ndesign = { sobol = 8, seed = 1 }\n".to_owned() + &axis));
    assert_eq!(texts(&same, 0), texts(&study, 0));
}
