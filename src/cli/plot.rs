//! `ccsim plot`: the pictures of a study, drawn again from its folder.

use ccsim::report::study::ChartRequest;

use super::Outcome;
use super::arguments::Plot;
use super::output_folder::OutputFolder;
use super::study_results::StudyResults;
use super::terminal::{self, Terminal};

/// Where a study's pictures are.
pub(super) const CHARTS: &str = "charts";

/// Draws what is asked for, or what the study asks for, and sums the study up.
pub fn plot(wanted: &Plot, terminal: Terminal) -> anyhow::Result<Outcome> {
    anyhow::ensure!(cfg!(feature = "charts"), "this ccsim was built without pictures (the feature `charts`)");
    let mut results = StudyResults::open(&wanted.folder, terminal)?;
    let asked: Vec<ChartRequest> = request(wanted).into_iter().collect();
    let requests = results.read_for(&asked, None)?;
    let files = results.pictures(&requests)?;
    if asked.is_empty() {
        terminal::print(&results.summary(terminal.paper()))?;
    }
    let out = wanted.out.clone().unwrap_or_else(|| wanted.folder.join(CHARTS));
    OutputFolder::open(&out)?.write(&files)?;
    let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
    terminal.note(&match names.as_slice() {
        [] => "no picture suits this study; --kind asks for one".to_owned(),
        names => format!("wrote {} to {}", names.join(", "), out.display()),
    });
    Ok(Outcome::Fine)
}

/// The picture that is asked for; `None` without any flag.
fn request(wanted: &Plot) -> Option<ChartRequest> {
    let Plot { kind, x, y, by, scope, .. } = wanted.clone();
    let request = ChartRequest { kind, title: None, x, y, by, scope };
    (request != ChartRequest::default()).then_some(request)
}
