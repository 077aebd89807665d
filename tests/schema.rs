//! Does the JSON Schema tell a scenario that can be played from one that cannot? Are the pages in step with it?

use std::path::Path;

use ccsim::scenario;

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&scenario::schema()).expect("the schema is a schema")
}

fn as_json(text: &str) -> serde_json::Value {
    dates_as_text(toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

/// JSON has no dates: editors hold one that stands without quotes against the schema as text.
fn dates_as_text(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(mut table) => match table.remove("$__toml_private_datetime") {
            Some(date) => date,
            None => Value::Object(table.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect()),
        },
        Value::Array(list) => Value::Array(list.into_iter().map(dates_as_text).collect()),
        other => other,
    }
}

/// Every scenario that is at hand: templates, our own, and those that the project was given.
fn good() -> Vec<(String, String)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = scenario::templates().iter().map(|t| (t.name.to_owned(), t.text.to_owned())).collect();
    let own = std::fs::read_dir(home.join("scenarios")).expect("there are scenarios").flatten();
    files.extend(
        own.map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("readable"))),
    );
    for folder in ["../shared/scenarios", "../../shared/scenarios"] {
        for name in ["erlang-a.toml", "two-skill-day.toml", "bank-weekday.toml", "outage-contract.toml"] {
            match std::fs::read_to_string(home.join(folder).join(name)) {
                Ok(text) => files.push((name.to_owned(), text)),
                Err(_) => eprintln!("skipped: {folder}/{name} is not there"),
            }
        }
    }
    files
}

#[test]
fn scenarios_that_can_be_played_are_valid() {
    let validator = validator();
    for (name, text) in good() {
        let errors: Vec<_> =
            validator.iter_errors(&as_json(&text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

const SMALL: &str = "[contact-type.call]\narrivals.rate = '60 per h'\ntalk-time = '4 min'\n[agent-group.agents]\nstaffing.constant = 5\n";

#[test]
fn scenarios_that_cannot_be_played_are_not() {
    let validator = validator();
    assert!(validator.is_valid(&as_json(SMALL)));
    for (from, to) in [
        ("rate = '60 per h'", "rates = '60 per h'"),
        ("rate = '60 per h'", "rate = 60"),
        ("rate = '60 per h'", "per-interval = [1, -2]"),
        ("rate = '60 per h'", "trace = { path = 'log.csv' }"),
        ("talk-time = '4 min'", ""),
        ("talk-time = '4 min'", "talk-time = 4"),
        ("talk-time = '4 min'", "talk-time = '4 minutes'"),
        ("talk-time = '4 min'", "talk-time.lognormal = { mean = '4 min', sigma = 1 }"),
        ("talk-time = '4 min'", "talk-time.never = true"),
        ("talk-time = '4 min'", "talk-time = '4 min'\nredial = { at-most = 3 }"),
        ("talk-time = '4 min'", "talk-time = '4 min'\ntransfers = { to = 'queue.call' }"),
        ("talk-time = '4 min'", "talk-time = '4 min'\nresolved = 78"),
        ("[agent-group", "[queue.call]\nnotice.estimate = 'guess'\n[agent-group"),
        ("[agent-group", "[queue.call]\ncallback.accepted = '30 %'\n[agent-group"),
        ("[agent-group", "[ivr.hours]\nplay = '5 s'\nmenu.prompt = '5 s'\n[agent-group"),
        ("[agent-group", "[ivr.meter]\nself-service = { takes = '30 s' }\n[agent-group"),
        ("constant = 5", "constant = 5.5"),
        ("constant = 5", "constant = 5\nstaffing.per-interval = [1]"),
        ("constant = 5", "constant = 5\nwage = '24 EUR'"),
        ("agent-group.agents", "agent-group.Agents"),
        ("[agent-group", "[day]\nopens = '8'\n[agent-group"),
        ("[agent-group", "[calendar]\ndays = 30\n[agent-group"),
        ("[agent-group", "[calendar]\nstarts = '2026-03-02'\n[agent-group"),
        ("[agent-group", "[calendar]\nstarts = '2026-03-02'\ndays = 30\nmonths = 1\n[agent-group"),
        ("[agent-group", "[calendar]\nstarts = '2.3.2026'\ndays = 30\n[agent-group"),
        ("[agent-group", "[calendar]\nstarts = '2026-03-02'\ndays = 30\nweekday-factor = { Mo = 1 }\n[agent-group"),
        ("[agent-group", "[calendar]\nstarts = '2026-03-02'\ndays = 30\nholidays = { Easter = 'Sun' }\n[agent-group"),
        ("[agent-group", "[contract.line]\nmeasure = 'held-rate'\n[agent-group"),
        (
            "[agent-group",
            "[contract.line]\nmeasure = 'held'\nper-miss = { target = '5 %', penalty = '1 EUR' }\n[agent-group",
        ),
        (
            "[agent-group",
            "[contract.line]\nmeasure = 'held-rate'\nper-miss = { target = '5 %', penalty = 7 }\n[agent-group",
        ),
        ("[agent-group", "[contract.line]\nmeasure = 'held-rate'\nper-miss.penalty = '1 EUR'\n[agent-group"),
        ("[agent-group", "[contract.line]\ncap = '-1 %'\n[agent-group"),
        ("[agent-group", "[contract.line]\nfee = { per-answered = '1 EUR', tiers = [] }\n[agent-group"),
        ("[agent-group", "[number.line]\ntariff = {}\n[agent-group"),
        ("[agent-group", "[number.line]\ntariff.per-call = '14 ct'\n[agent-group"),
        ("[agent-group", "[number.line]\ntariff.free = true\nhold = 'gratis'\n[agent-group"),
        ("[agent-group", "[number.line]\ntariff.free = true\nhold = { free = '120 s' }\n[agent-group"),
        ("[agent-group", "[rule-set.house]\nhold = ['hold']\n[agent-group"),
        ("[agent-group", "[routing]\nagent = 'fastest'\n[agent-group"),
    ] {
        let text = SMALL.replacen(from, to, 1);
        assert!(!validator.is_valid(&as_json(&text)), "{text}");
        let source = scenario::Source::from_text("bad.toml", text.clone());
        assert!(scenario::read(&source, &[]).is_err(), "the reader takes what the schema refuses:\n{text}");
    }
}

/// Every example of `docs/SCENARIO.md` reads without a word. One without agents goes on where the first, the least one, ends.
#[test]
fn the_examples_of_the_page_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/SCENARIO.md");
    let page = std::fs::read_to_string(&path).expect("the page is there").replace("\r\n", "\n");
    let blocks = page.split("```toml\n").skip(1);
    let examples: Vec<&str> = blocks.map(|block| block.split("```").next().unwrap_or_default()).collect();
    assert!(examples.len() >= 6, "the page has {} examples", examples.len());
    let validator = validator();
    for example in &examples {
        let whole = example.contains("[agent-group.");
        let text = if whole { (*example).to_owned() } else { format!("{}\n{example}", examples[0]) };
        let reading = scenario::read(&scenario::Source::from_text("example.toml", text.clone()), &[]);
        let reading = reading.unwrap_or_else(|complaints| panic!("{complaints}"));
        assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
        assert!(validator.is_valid(&as_json(&text)), "{text}");
    }
}

fn study_validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&scenario::study_schema()).expect("the schema is a schema")
}

#[test]
fn studies_that_can_be_played_are_valid_and_others_are_not() {
    let validator = study_validator();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::fs::read_dir(home.join("scenarios/studies")).expect("there are studies").flatten();
    let mut files: Vec<_> = own.map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    assert!(files.len() >= 3, "{files:?}");
    files.extend(
        ["../shared/scenarios", "../../shared/scenarios"].map(|folder| home.join(folder).join("study-staffing.toml")),
    );
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: {} is not there", path.display());
            continue;
        };
        let errors: Vec<_> =
            validator.iter_errors(&as_json(&text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
    let small = "scenario = 'day.toml'\n[[vary]]\npath = 'trunks.lines'\nfrom = 20\nto = 60\nstep = 5\n";
    assert!(validator.is_valid(&as_json(small)));
    for (from, to) in [
        ("scenario = 'day.toml'", ""),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\nreplication = 5"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\nreplications = 0"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\nreplications = 5\nprecision = { metric = 'x', within = 1 }"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\nprecision = { metric = 'x' }"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\ndesign = { sobol = 8, latin-hypercube = 8 }"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\ndesign = { sobol = 100000 }"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\nbaseline = 'first'"),
        ("scenario = 'day.toml'", "scenario = 'day.toml'\ncases = { path = 'x.csv' }"),
        ("path = 'trunks.lines'", ""),
        ("to = 60", "values = [1]"),
        ("step = 5", "step = 5\ncount = 9"),
        ("step = 5", "step = true"),
        ("step = 5", "step = 5\n[[chart]]\nkind = 'pie'"),
    ] {
        let text = small.replacen(from, to, 1);
        assert!(!validator.is_valid(&as_json(&text)), "{text}");
    }
}

/// Every example of `docs/STUDIES.md` that names a scenario can be written as it stands.
#[test]
fn the_examples_of_the_page_about_studies_are_valid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/STUDIES.md");
    let page = std::fs::read_to_string(&path).expect("the page is there").replace("\r\n", "\n");
    let blocks = page.split("```toml\n").skip(1);
    let examples = blocks.map(|block| block.split("```").next().unwrap_or_default());
    let validator = study_validator();
    let mut count = 0;
    for example in examples.filter(|example| example.contains("scenario = ")) {
        let errors: Vec<_> = validator
            .iter_errors(&as_json(example))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{example}\n{errors:#?}");
        count += 1;
    }
    assert!(count >= 3, "the page has {count} examples");
}

/// The reference tables of the pages are those of the formats. `UPDATE_DOCS=1` writes them.
#[test]
fn the_pages_about_the_formats_are_in_step() {
    for (page, reference) in [("SCENARIO.md", scenario::reference()), ("STUDIES.md", scenario::study_reference())] {
        is_in_step(page, &reference);
    }
}

fn is_in_step(name: &str, reference: &str) {
    const BEGIN: &str = "<!-- reference: written by `UPDATE_DOCS=1 cargo test --test schema` -->\n";
    const END: &str = "<!-- end of reference -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the page has a place for the reference");
    let (found, after) = rest.split_once(END).expect("the reference ends");
    let expected = format!("\n{reference}\n");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}")).expect("the page is writable");
    } else {
        assert!(found == expected, "docs/{name} is behind the format: run `UPDATE_DOCS=1 cargo test --test schema`");
    }
}

#[test]
fn the_order_of_things_at_one_instant_is_written_as_it_is_played() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/MODEL.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let lines = ccsim::engine::ORDER_AT_ONE_INSTANT.iter().enumerate();
    let list = lines.map(|(at, line)| format!("{}. {line}\n", at + 1)).collect::<Vec<_>>().concat();
    assert!(page.contains(&list), "docs/MODEL.md has another order than the engine:\n{list}");
}
