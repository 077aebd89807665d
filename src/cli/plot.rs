//! `ccsim plot`: the pictures of a study, drawn again from its folder.

use std::path::Path;

use ccsim::report::study::ChartRequest;

use super::Outcome;
use super::arguments::Plot;
use super::study_results::StudyResults;
use super::terminal::Terminal;

/// Where a study's pictures are.
pub(super) const CHARTS: &str = "charts";

/// Draws what is asked for, or what the study asks for.
pub fn plot(wanted: &Plot, terminal: Terminal) -> anyhow::Result<Outcome> {
    let mut results = StudyResults::open(&wanted.folder, terminal)?;
    let Plot { kind, x, y, by, scope, .. } = wanted;
    let request = ChartRequest {
        kind: *kind,
        x: x.clone(),
        y: y.clone(),
        by: by.clone(),
        scope: scope.clone(),
        ..ChartRequest::default()
    };
    let asked = if request == ChartRequest::default() { Vec::new() } else { vec![request] };
    let out = wanted.out.clone().unwrap_or_else(|| wanted.folder.join(CHARTS));
    let names = draw(&mut results, &asked, &out)?;
    terminal.note(&format!("wrote {} to {}", names.join(", "), out.display()));
    Ok(Outcome::Fine)
}

/// Draws these pictures or, of an empty list, those that the study asks for; returns the names of the files.
#[cfg(feature = "charts")]
pub(super) fn draw(results: &mut StudyResults, asked: &[ChartRequest], out: &Path) -> anyhow::Result<Vec<String>> {
    use ccsim::report::chart::to_png;

    let pictures = results.pictures(asked)?;
    let mut files = Vec::new();
    for (name, svg) in pictures {
        files.push((format!("{name}.png"), to_png(&svg)?));
        files.push((format!("{name}.svg"), svg.into_bytes()));
    }
    super::output_folder::OutputFolder::open(out)?.write(&files)?;
    Ok(files.into_iter().map(|file| file.0).collect())
}

#[cfg(not(feature = "charts"))]
pub(super) fn draw(_: &mut StudyResults, _: &[ChartRequest], _: &Path) -> anyhow::Result<Vec<String>> {
    anyhow::bail!("this ccsim was built without pictures (the feature `charts`)")
}
