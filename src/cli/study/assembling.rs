//! From the journal to the files that people read, in the study's own order: the same bytes whatever was played when, where
//! and how often it was interrupted.

use anyhow::Context;
use ccsim::report::study::files::{self, Played};
use ccsim::scenario::{Axis, Setting};

use super::folder::{Page, StudyFolder};
use super::journal::Journal;
use super::record::Scenario;
use super::work::Work;
use crate::cli::run::VERSION;
use crate::cli::terminal;

const NAMELESS: &str = "the journal has figures without their names";

/// What was assembled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assembled {
    /// Scenarios in the files.
    pub scenarios: usize,
    /// Rows of `results.csv`.
    pub rows: u64,
    /// Rows of `differences.csv`.
    pub differences: u64,
    /// Contacts in all.
    pub contacts: u64,
}

/// Writes the files of all scenarios that are in the journal, and gives them their names together.
pub fn files(work: &Work, journal: &mut Journal, folder: &StudyFolder) -> anyhow::Result<Assembled> {
    let study = &work.study;
    let mut assembled = Assembled::default();
    let axes: Vec<&str> = study.axes().iter().map(|axis: &Axis| axis.path.as_str()).collect();
    let mut scenarios = folder.page("scenarios.csv")?;
    let mut results = folder.page("results.csv")?;
    let mut differences = study.baseline().map(|_| folder.page("differences.csv")).transpose()?;
    scenarios.write(files::scenarios_head(&axes).as_bytes())?;
    results.write(files::results_head(&axes).as_bytes())?;
    if let Some(page) = &mut differences {
        page.write(files::differences_head(&axes).as_bytes())?;
    }
    let mut rows = Vec::new();
    for point in 0..study.len() {
        let digest = &work.digests[point];
        let Some(entry) = journal.entry(digest) else { continue };
        let scenario = journal.figures(entry)?;
        let lead = lead(point, &study.settings(point));
        let played = Played {
            replications: scenario.replications,
            is_precise: scenario.is_precise,
            contacts: scenario.contacts,
            digest: &String::from_utf8_lossy(digest),
        };
        scenarios.write(files::scenarios_row(&lead, &played).as_bytes())?;
        rows.clear();
        add_results(&mut rows, &lead, &scenario, journal)?;
        results.write(&rows)?;
        if let Some(page) = &mut differences {
            rows.clear();
            add_differences(&mut rows, &lead, &scenario, journal);
            page.write(&rows)?;
            assembled.differences += scenario.differences.len() as u64;
        }
        assembled.scenarios += 1;
        assembled.rows += scenario.figures.len() as u64;
        assembled.contacts += scenario.contacts;
    }
    let mut pages = vec![scenarios, results];
    pages.extend(differences);
    pages.iter_mut().try_for_each(Page::finish)?;
    pages.into_iter().try_for_each(Page::publish)?;
    Ok(assembled)
}

/// Writes what makes the study again: it is there before the first scenario is, and says what the journal is about.
pub fn inputs(work: &Work, folder: &StudyFolder) -> anyhow::Result<()> {
    let (study, seed) = (&work.study, work.seed);
    let base = study.base();
    let scenario = base.resolved_toml(seed, base.run.replications.unwrap_or(1), VERSION);
    for (name, text) in [("scenario.toml", scenario), ("study.toml", study.resolved_toml(seed, VERSION))] {
        let mut page = folder.page(name)?;
        page.write(text.as_bytes())?;
        page.finish()?;
        page.publish()?;
    }
    Ok(())
}

/// Prints every row of `results.csv` as one JSON object.
pub fn json(work: &Work, journal: &mut Journal) -> anyhow::Result<()> {
    let study = &work.study;
    let head = serde_json::json!({
        "ccsim": VERSION,
        "study": { "name": study.name(), "digest": study.digest_of_all() },
        "seed": work.seed,
        "confidence": ccsim::metrics::CONFIDENCE,
    });
    let mut text = head.to_string();
    text.truncate(text.len() - 1);
    text += ",\"metrics\":[";
    let mut separator = "\n";
    for point in 0..study.len() {
        let Some(entry) = journal.entry(&work.digests[point]) else { continue };
        let scenario = journal.figures(entry)?;
        let form = journal.form(scenario.form).context(NAMELESS)?;
        let settings = study.settings(point);
        let settings: Vec<(&str, &str)> =
            study.axes().iter().zip(&settings).map(|(axis, set)| (axis.path.as_str(), set.text.as_str())).collect();
        for row in files::json_rows(point + 1, &settings, form, &scenario.figures) {
            text += separator;
            text += &row;
            separator = ",\n";
        }
        terminal::print(&text)?;
        text.clear();
    }
    terminal::print(&(text + "\n]}\n"))
}

fn lead(point: usize, settings: &[Setting]) -> String {
    let settings: Vec<&str> = settings.iter().map(|setting| setting.text.as_str()).collect();
    files::lead(point + 1, &settings)
}

fn add_results(rows: &mut Vec<u8>, lead: &str, scenario: &Scenario, journal: &Journal) -> anyhow::Result<()> {
    let form = journal.form(scenario.form).context(NAMELESS)?;
    files::results_rows(rows, lead, form, &scenario.figures);
    Ok(())
}

fn add_differences(rows: &mut Vec<u8>, lead: &str, scenario: &Scenario, journal: &Journal) {
    if let Some(form) = journal.form(scenario.differences_form) {
        files::differences_rows(rows, lead, form, &scenario.differences);
    }
}
