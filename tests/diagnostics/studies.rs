//! One bad study and its expected words per message: `bad-studies/NAME.toml` and `NAME.txt`; all vary `day.toml`.
//!
//! `UPDATE_MESSAGES=1` writes the words; read them before you commit them.

use std::path::Path;

use ccsim::metrics::{CATALOGUE, Unit};
use ccsim::scenario::{KnownMetric, Source, Study};

fn says(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/bad-studies");
    let source = Source::from_path(folder.join(format!("{name}.toml"))).expect("the bad study is there");
    let source = Source { name: "broken.toml".to_owned(), ..source };
    let found = Study::read(&source, &[]).expect_err("the study is bad").to_string();
    let found = found.replace(&format!("{}/", folder.display()), "").replace('\\', "/");
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        std::fs::write(&path, &found).expect("the expected words can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the expected words are there");
    assert!(found == expected, "{name} says\n\n{found}\nnot\n\n{expected}");
}

macro_rules! each_says_what_is_expected {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            says(stringify!($name));
        })*
    };
}

each_says_what_is_expected! {
    a_baseline_on_no_axis
    a_baseline_that_is_no_point
    a_design_of_two_kinds
    a_design_without_axes
    a_file_of_cases_that_does_not_fit
    a_range_in_two_units
    a_range_without_a_step
    a_scenario_is_no_study
    a_scenario_that_is_not_there
    a_step_of_zero
    a_step_the_other_way
    a_study_that_varies_nothing
    a_study_without_a_scenario
    an_axis_without_values
    an_unknown_key
    cases_that_do_not_fit
    charts_of_what_there_is_not
    effort_said_twice
    paths_that_match_nothing
    the_same_path_twice
    too_many_combinations
    values_out_of_range
    values_that_do_not_fit_the_rest
    values_that_stand_twice
}

/// The metrics of the program, as a study wants to know them.
pub fn known_metrics() -> Vec<KnownMetric<'static>> {
    let known = |unit: Unit, id: &'static str| KnownMetric {
        id,
        is_share: unit == Unit::Share,
        is_time: unit == Unit::Seconds,
    };
    CATALOGUE.iter().map(|metric| known(metric.unit, metric.id)).collect()
}

#[test]
fn metrics_that_there_are_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/bad-studies");
    let text = "\
scenario = \"day.toml\"
metrics = [\"service-level\", \"notice-due-rat\"]
precision = { metric = \"mean-hold-time\", within = \"0.5 %\" }
[[vary]]
path = \"contact-type.*.scale\"
values = [0.9, 1.1]
[[chart]]
y = \"happiness\"
";
    let source = Source { folder, ..Source::from_text("study.toml", text) };
    let study = Study::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
    let said = study.check_metrics(&known_metrics()).expect_err("it names metrics that there are not").to_string();
    let words = "\
error: there is no metric `notice-due-rat`
 --> study.toml:2:29
2 | metrics = [\"service-level\", \"notice-due-rat\"]
  |                             ^^^^^^^^^^^^^^^^ did you mean `notice-due-rate`?

error: `mean-hold-time` is no share
 --> study.toml:3:51
3 | precision = { metric = \"mean-hold-time\", within = \"0.5 %\" }
  |                                                   ^^^^^^^

error: there is no metric `happiness`
 --> study.toml:8:5
8 | y = \"happiness\"
  |     ^^^^^^^^^^^
hint: `ccsim explain` lists them
";
    assert!(said == words, "it says\n\n{said}\nnot\n\n{words}");
}

/// Values of every kind, few of them where they belong.
const ODD: [&str; 29] = [
    "1",
    "-1",
    "0.5",
    "1e300",
    "-1e-300",
    "nan",
    "inf",
    "9223372036854775807",
    "true",
    "\"\"",
    "\"x\"",
    "\"1 s\"",
    "\"-5 %\"",
    "[]",
    "[[]]",
    "[1, \"a\", {}]",
    "{}",
    "{ file = \"cases.csv\" }",
    "{ file = \".\" }",
    "08:00",
    "[{ \"a.b\" = 1 }]",
    "[{ a = { b = 1 } }]",
    "\"\\u0000\"",
    "{ sobol = 3 }",
    "{ latin-hypercube = 1 }",
    "\"contact-type.*.scale\"",
    "\"....\"",
    "\"*\"",
    "{ latin-hypercube = 9223372036854775807 }",
];

/// Keys of a study, and of its axis.
const KEYS: [&str; 18] = [
    "replications",
    "seed",
    "cases",
    "design",
    "baseline",
    "metrics",
    "precision",
    "vary",
    "chart",
    "intervals",
    "scenario",
    "precision.within",
    "vary.path",
    "vary.values",
    "vary.from",
    "vary.to",
    "vary.step",
    "vary.count",
];

/// A study that can be read, but for one value.
fn study_with(key: &str, value: &str) -> String {
    let mut axis = vec![("path", "\"contact-type.*.scale\""), ("from", "0.8"), ("to", "1.2"), ("step", "0.1")];
    let mut top = vec![("scenario", "\"day.toml\"".to_owned())];
    match (key.strip_prefix("vary."), key) {
        (Some(part), _) => {
            axis.retain(|(name, _)| match part {
                "values" => *name == "path",
                "count" => *name != "step",
                part => *name != part,
            });
            axis.push((part, value));
        }
        (None, "precision.within") => top.push(("precision", format!("{{ metric = \"m\", within = {value} }}"))),
        (None, key) => {
            top.retain(|(name, _)| *name != key);
            top.push((key, value.to_owned()));
        }
    }
    let top = top.iter().map(|(name, value)| format!("{name} = {value}\n"));
    let axis = axis.iter().map(|(name, value)| format!("{name} = {value}\n"));
    let head = if key == "vary" { "" } else { "[[vary]]\n" };
    let axis: String = if key == "vary" { String::new() } else { axis.collect() };
    top.collect::<String>() + head + &axis
}

/// Whatever stands in a study, reading it ends in a study or in complaints.
#[test]
fn odd_studies_are_read_without_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/bad-studies");
    for (key, value) in KEYS.iter().flat_map(|key| ODD.map(|value| (key, value))) {
        let text = study_with(key, value);
        let source = Source { folder: folder.clone(), ..Source::from_text("odd.toml", text.clone()) };
        match Study::read(&source, &[]) {
            Ok(study) => {
                let points = study.len();
                for point in [0, points / 2, points - 1, usize::MAX] {
                    let _ = (study.settings(point), study.digest(point), study.center(point).map(|_| ()));
                }
                assert_eq!(study.playing_order().len(), points);
                assert!(!study.resolved_toml(1, "0").is_empty() && study.digest_of_all().len() == 16, "{text}");
            }
            Err(complaints) => assert!(complaints.errors() > 0 && !complaints.render(true).is_empty(), "{text}"),
        }
    }
    let scenario = Source::from_path(folder.join("day.toml")).expect("the scenario is there");
    for (path, value) in ["trunks.lines=", "contact-type.*.scale=0..", "", "=", "day=0.1.."]
        .iter()
        .flat_map(|path| ODD.map(|value| (path, value)))
    {
        let argument = format!("{path}{value}");
        if let Err(complaints) = Study::of_scenario(&scenario, &[], std::slice::from_ref(&argument)) {
            assert!(complaints.errors() > 0 && !complaints.to_string().is_empty(), "{argument}");
        }
    }
}
