//! A study's folder, opened to be read: what was varied, what came out, and what it was made of.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ccsim::model::Center;
use ccsim::report::study::{self, Background, ChartKind, ChartRequest, Results, Trouble, Wanted};
use ccsim::report::{Paper, study::Origin};
use ccsim::scenario::{self, ChartKind as AskedKind, Source, Study};

use super::near_miss::nearest;
use super::run::{DEFAULT_SEED, VERSION};
use super::terminal::Terminal;

/// Pictures that are made into pixels side by side: each takes some megabytes.
#[cfg(feature = "charts")]
const PAINTED_AT_ONCE: usize = 4;

/// Fills in the wanted figures.
pub type Gather<'g> = dyn Fn(&mut Results, &Wanted) -> anyhow::Result<()> + 'g;

/// A study that was played.
pub struct StudyResults {
    path: PathBuf,
    results: Results,
    name: String,
    origin: Origin,
    digest: String,
    center: Option<Center>,
    baseline: Option<usize>,
    charts: Vec<ChartRequest>,
}

impl StudyResults {
    /// Reads what the study is; figures come when something asks for them.
    pub fn open(path: &Path, terminal: Terminal) -> anyhow::Result<Self> {
        if !path.is_dir() {
            let what = if path.exists() { "is no folder" } else { "is not there" };
            bail!("`{}` {what}; `ccsim study FILE.toml --out DIR` makes a study's folder", path.display());
        }
        let scenarios = open(path, "scenarios.csv")?.with_context(|| {
            format!("`{}` is no folder of a study with results: it has no scenarios.csv", path.display())
        })?;
        let results = Results::of_scenarios(scenarios).map_err(|trouble| said(path, trouble))?;
        let mut opened = Self {
            path: path.to_path_buf(),
            results,
            name: folder_name(path),
            origin: Origin::default(),
            digest: String::new(),
            center: None,
            baseline: None,
            charts: Vec::new(),
        };
        opened.read_origin(terminal)?;
        Ok(opened)
    }

    /// Reads what the summary and these pictures need or, of an empty list, the pictures that the study asks for; returns them.
    /// Figures come from `gather` or, without, from the folder's tables.
    #[cfg(feature = "charts")]
    pub fn read_for(
        &mut self,
        asked: &[ChartRequest],
        gather: Option<&Gather<'_>>,
    ) -> anyhow::Result<Vec<ChartRequest>> {
        use ccsim::report::study::pictures;

        let requests = match (asked, self.charts.as_slice()) {
            ([], []) => pictures::usual(&self.results, &self.background()),
            ([], own) => own.to_vec(),
            (asked, _) => asked.to_vec(),
        };
        let of_summary = study::of_summary(Wanted::default());
        let wanted = pictures::wanted(&self.results, &self.background(), &requests, of_summary);
        self.read_figures(&wanted.map_err(|trouble| said(&self.path, trouble))?, gather)?;
        Ok(requests)
    }

    /// Reads what the summary needs.
    #[cfg(not(feature = "charts"))]
    pub fn read_for(&mut self, _: &[ChartRequest], gather: Option<&Gather<'_>>) -> anyhow::Result<Vec<ChartRequest>> {
        self.read_figures(&study::of_summary(Wanted::default()), gather)?;
        Ok(Vec::new())
    }

    /// No files: this program draws nothing.
    #[cfg(not(feature = "charts"))]
    pub fn pictures(&self, _: &[ChartRequest]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        Ok(Vec::new())
    }

    /// The summary of the terminal, of what was read.
    pub fn summary(&self, paper: Paper) -> String {
        study::summary(&self.results, &self.background(), paper)
    }

    /// Files of these pictures, of what was read: an SVG and a PNG of each.
    #[cfg(feature = "charts")]
    pub fn pictures(&self, requests: &[ChartRequest]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let pictures = study::pictures::all(&self.results, &self.background(), requests);
        let pictures = pictures.map_err(|trouble| said(&self.path, trouble))?;
        let mut pixels = Vec::new();
        // A map of a hundred thousand cells takes a while.
        for some in pictures.chunks(PAINTED_AT_ONCE) {
            std::thread::scope(|scope| {
                let paint = |(_, svg): &'_ (String, String)| ccsim::report::chart::to_png(svg);
                let begun: Vec<_> = some.iter().map(|picture| scope.spawn(move || paint(picture))).collect();
                pixels.extend(begun.into_iter().map(|begun| begun.join().expect("what was drawn can be painted")));
            });
        }
        let mut files = Vec::new();
        for ((name, svg), pixels) in pictures.into_iter().zip(pixels) {
            files.push((format!("{name}.png"), pixels?));
            files.push((format!("{name}.svg"), svg.into_bytes()));
        }
        Ok(files)
    }

    fn background(&self) -> Background<'_> {
        Background {
            name: &self.name,
            seed: self.origin.seed.unwrap_or(DEFAULT_SEED),
            version: self.origin.version.as_deref().unwrap_or(VERSION),
            digest: &self.digest,
            center: self.center.as_ref(),
            baseline: self.baseline,
        }
    }

    fn read_figures(&mut self, wanted: &Wanted, gather: Option<&Gather<'_>>) -> anyhow::Result<()> {
        if let Some(gather) = gather {
            return gather(&mut self.results, wanted);
        }
        let file = open(&self.path, "results.csv")?.with_context(|| {
            format!("`{}` has no results.csv; running the study again writes it", self.path.display())
        })?;
        self.results.read_figures(file, wanted).map_err(|trouble| said(&self.path, trouble))?;
        if let Some(file) = open(&self.path, "differences.csv")? {
            self.results.read_differences(file, wanted).map_err(|trouble| said(&self.path, trouble))?;
        }
        Ok(())
    }

    /// Reads study.toml and scenario.toml. Without them pictures can be drawn, but know no promises.
    fn read_origin(&mut self, terminal: Terminal) -> anyhow::Result<()> {
        let mut text = String::new();
        if let Some(mut file) = open(&self.path, "study.toml")? {
            file.read_to_string(&mut text)
                .with_context(|| format!("cannot read `{}`", self.path.join("study.toml").display()))?;
            self.origin = Origin::of_study(&text);
            if let Some(name) = &self.origin.name {
                self.name.clone_from(name);
            }
            let theirs = self.origin.version.clone().unwrap_or_default();
            let source = Source::from_path(self.path.join("study.toml"))?;
            match Study::read(&source, &[]) {
                Ok(study) => {
                    if theirs != VERSION && !theirs.is_empty() {
                        terminal.note(&format!(
                            "this study was played by ccsim {theirs}; what draws it is ccsim {VERSION}"
                        ));
                    }
                    self.take(&study);
                }
                Err(complaints) if theirs != VERSION && !theirs.is_empty() => bail!(
                    "`{}` was played by ccsim {theirs}, and ccsim {VERSION} cannot read its study.toml:\n\n{}",
                    self.path.display(),
                    complaints.render(terminal.colours_complaints()).trim_end()
                ),
                Err(complaints) => {
                    let so = "Nothing was drawn.";
                    return Err(super::scenario_file::refused(&complaints, so, terminal));
                }
            }
            return Ok(());
        }
        if open(&self.path, "scenario.toml")?.is_some() {
            let source = Source::from_path(self.path.join("scenario.toml"))?;
            match scenario::read(&source, &[]) {
                Ok(reading) => self.center = Some(reading.center),
                Err(_) => terminal.note("warning: scenario.toml cannot be read, so pictures show no promises"),
            }
        }
        Ok(())
    }

    fn take(&mut self, study: &Study) {
        let moves_people: Vec<bool> = study.axes().iter().map(|axis| axis.moves_people).collect();
        self.results.set_moves_people(&moves_people);
        self.center = Some(study.base().center.clone());
        self.baseline = study.baseline();
        self.digest = study.digest_of_all();
        self.charts = study.charts().iter().map(request).collect();
    }
}

/// What a study file asks for, in the words of `report`.
fn request(asked: &scenario::ChartRequest) -> ChartRequest {
    let kind = match asked.kind {
        AskedKind::Curves => ChartKind::Curves,
        AskedKind::HeatMap => ChartKind::HeatMap,
        AskedKind::TradeOff => ChartKind::TradeOff,
        AskedKind::Tornado => ChartKind::Tornado,
        AskedKind::Intervals => ChartKind::Intervals,
    };
    ChartRequest {
        kind: Some(kind),
        title: asked.title.clone(),
        x: asked.x.clone(),
        y: asked.y.clone(),
        by: asked.by.clone(),
        scope: asked.scope.clone(),
    }
}

/// A file of the folder; `None` where it is not there.
fn open(folder: &Path, name: &str) -> anyhow::Result<Option<File>> {
    let path = folder.join(name);
    match File::open(&path) {
        Ok(file) => Ok(Some(file)),
        Err(trouble) if trouble.kind() == ErrorKind::NotFound => Ok(None),
        Err(trouble) => Err(trouble).with_context(|| format!("cannot read `{}`", path.display())),
    }
}

/// What results are called that do not say it themselves: the folder's own name.
fn folder_name(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    whole.file_name().map_or_else(|| "study".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// A trouble with its folder, and the near miss of a name.
fn said(folder: &Path, trouble: Trouble) -> anyhow::Error {
    let Trouble::Unknown { what, name, known } = &trouble else {
        let is_of_file = matches!(trouble, Trouble::Unreadable { .. } | Trouble::AnotherVersion { .. });
        let place = folder.display().to_string();
        return if is_of_file { anyhow::Error::from(trouble).context(place) } else { trouble.into() };
    };
    let near = nearest(name, known.iter().map(String::as_str));
    let near = near.map_or_else(|| listed(what, known), |near| format!("did you mean `{near}`?"));
    anyhow::anyhow!("{trouble}; {near}")
}

fn listed(what: &str, known: &[String]) -> String {
    const MOST: usize = 12;
    let names: Vec<String> = known.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > MOST { format!(" and {} more", known.len() - MOST) } else { String::new() };
    let plural = if what.ends_with('s') { "es" } else { "s" };
    let plural = if what == "axis" { "its axes are".to_owned() } else { format!("its {what}{plural} are") };
    if names.is_empty() { format!("it has no {what} at all") } else { format!("{plural} {}{more}", names.join(", ")) }
}
