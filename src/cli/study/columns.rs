//! `results.parquet`, from the journal.

use std::collections::BTreeMap;

use anyhow::Context;
use ccsim::report::study::{Lines, ResultsParquet};

use super::PARQUET;
use super::assembling::{NAMELESS, in_order, parts_of, points_of};
use super::folder::StudyFolder;
use super::journal::Journal;
use super::work::Work;
use crate::cli::run::VERSION;

/// Writes the rows of `results.csv` in columns: the same figures, in the same order.
pub fn write(work: &Work, journal: &Journal, folder: &StudyFolder) -> anyhow::Result<()> {
    let study = &work.study;
    let cannot = || format!("cannot write `{}`", folder.path().join(PARQUET).display());
    let is_number = numeric(work);
    let axes: Vec<(&str, bool)> = study.axes().iter().map(|axis| axis.path.as_str()).zip(is_number).collect();
    let mut table = ResultsParquet::new(folder.page(PARQUET)?, &axes, VERSION).with_context(cannot)?;
    let mut known = BTreeMap::new();
    let read = |part| {
        let mut reader = journal.reader()?;
        let entries = points_of(work, journal, part);
        entries.map(|(point, entry)| Ok((point, reader.figures(entry)?))).collect::<anyhow::Result<Vec<_>>>()
    };
    in_order(work.threads(), parts_of(study.len()), &read, |scenarios| {
        for (point, scenario) in scenarios {
            let form = journal.form(scenario.form).context(NAMELESS)?;
            let lines = known.entry(scenario.form).or_insert_with(|| Lines::of(form));
            let settings = study.settings(point);
            let settings: Vec<&str> = settings.iter().map(|setting| setting.text.as_str()).collect();
            table.add(point + 1, &settings, lines, &scenario.figures).with_context(cannot)?;
        }
        Ok(())
    })?;
    let mut page = table.finish().with_context(cannot)?;
    page.finish()?;
    page.publish()
}

/// By axis: whether all its settings are plain numbers.
fn numeric(work: &Work) -> Vec<bool> {
    let study = &work.study;
    let mut numeric = vec![true; study.axes().len()];
    for point in 0..study.len() {
        for (is_number, setting) in numeric.iter_mut().zip(study.settings(point)) {
            *is_number &= setting.text.parse().is_ok_and(f64::is_finite);
        }
    }
    numeric
}
