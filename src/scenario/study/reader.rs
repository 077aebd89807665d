//! A study from its text: every step on the way from a file, or from `--vary`, to points.

use super::super::check;
use super::super::diagnostic::{Complaints, Diagnostic, Place};
use super::super::reading::{self, Opened};
use super::super::source::Source;
use super::super::tree::{self, Node, Table, Value, grouped};
use super::base::Base;
use super::cases::Cases;
use super::choice::Choice;
use super::format::{MOST_DESIGN_POINTS, STUDY};
use super::path::SetPath;
use super::points::{Design, Factor, Points};
use super::values::{self, Values};
use super::{Axis, Study, baseline, overlap, request, trial, vary};

/// Reads a study file; `set` overrides values of its scenario.
pub fn of_file(source: &Source, set: &[String]) -> Result<Study, Complaints> {
    let mut reader = Reader { sources: vec![(source.name.clone(), source.text.clone())], said: Vec::new() };
    let (root, syntax) = tree::parse(&source.text, 0);
    if !syntax.is_empty() {
        reader.said = syntax;
        return Err(reader.complaints());
    }
    if let Some(complaint) = is_no_study(&root, &source.name) {
        reader.said.push(complaint);
        return Err(reader.complaints());
    }
    reader.said.extend(check::file(&root, &STUDY, "study", Place::default()));
    let opened = reader.scenario_of(&root, source, set);
    reader.study(root, opened, source, source.stem())
}

/// A study of a scenario, of what `--vary` says.
pub fn of_scenario(source: &Source, set: &[String], vary: &[String]) -> Result<Study, Complaints> {
    let mut reader = Reader { sources: reading::sources(source, set), said: Vec::new() };
    let opened = reading::open(source, set, 0, &mut reader.said).map(|opened| (opened, source.clone()));
    let mut axes = Vec::new();
    for argument in vary {
        let at = reader.sources.len();
        reader.sources.push(("--vary".to_owned(), argument.clone()));
        match vary::argument(argument, at) {
            Ok(axis) => axes.push(axis),
            Err(complaint) => reader.said.push(complaint),
        }
    }
    let whole = axes.first().map(|axis| axis.place).unwrap_or_default();
    let mut root = Table::default();
    if !axes.is_empty() {
        root.push("vary", Node { value: Value::List(axes), place: whole });
    }
    reader.study(root, opened, source, source.stem())
}

/// Where the points of a design lie, unless the study says otherwise.
const DEFAULT_SEED: u64 = 1;

/// Writes into a design where its points lie, so that another seed for the callers, or the one that results were made with,
/// does not move them.
fn state_design_seed(root: &mut Table, asked: Option<u64>) {
    let Some(design) = root.get_mut("design") else { return };
    let place = design.place;
    if let Value::Table(table) = &mut design.value
        && table.get("seed").is_none()
    {
        let seed = asked.unwrap_or(DEFAULT_SEED);
        table.push("seed", Node { value: Value::Integer(i64::try_from(seed).unwrap_or(i64::MAX)), place });
    }
}

/// Why a file is no study at all.
fn is_no_study(root: &Table, name: &str) -> Option<Diagnostic> {
    let nowhere = |title: String| Diagnostic { place: None, ..Diagnostic::error(Place::default(), title) };
    if root.entries.is_empty() {
        let hint = "the least is `scenario = \"day.toml\"` and a `[[vary]]` with `path` and `values`";
        return Some(nowhere(format!("`{name}` says nothing")).hint(hint));
    }
    let is_study = root.entries.iter().any(|entry| super::is_only_in_studies(&entry.key));
    let part = root.entries.iter().find(|entry| matches!(entry.key.as_str(), "contact-type" | "agent-group"));
    part.filter(|_| !is_study).map(|entry| {
        let hint = "`ccsim study FILE --vary path=from..to` varies a scenario";
        let complaint = Diagnostic::error(entry.key_place, "this is a scenario, not a study");
        complaint.label("a study names one, `scenario = \"day.toml\"`").hint(hint)
    })
}

struct Reader {
    /// The texts that places point into.
    sources: Vec<(String, String)>,
    said: Vec<Diagnostic>,
}

/// What is varied, as far as it could be read.
struct Varied {
    axes: Vec<Axis>,
    /// What each axis sets; the names of cases set nothing.
    paths: Vec<Option<SetPath>>,
    points: Points,
    /// Whether nothing of it was complained about.
    is_whole: bool,
}

impl Reader {
    fn complaints(self) -> Complaints {
        Complaints { sources: self.sources, diagnostics: self.said }.in_file_order()
    }

    /// Opens the scenario that the study names.
    fn scenario_of(&mut self, root: &Table, source: &Source, set: &[String]) -> Option<(Opened, Source)> {
        let Some(node) = root.get("scenario") else {
            let error = Diagnostic::error(Place::default(), "the study does not say which scenario it varies");
            let hint = "add `scenario = \"day.toml\"`, a path relative to the study, at the top";
            self.said.push(Diagnostic { place: None, ..error }.hint(hint));
            return None;
        };
        let path = node.text()?;
        let joined = source.folder.join(path);
        match Source::from_path(&joined) {
            Ok(scenario) => {
                let first = self.sources.len();
                self.sources.extend(reading::sources(&scenario, set));
                let mut said = Vec::new();
                let opened = reading::open(&scenario, set, first, &mut said);
                self.said.extend(said);
                opened.map(|opened| (opened, scenario))
            }
            Err(trouble) => {
                self.said.push(Diagnostic::error(node.place, trouble.to_string()).label(""));
                None
            }
        }
    }

    fn study(
        mut self,
        mut root: Table,
        opened: Option<(Opened, Source)>,
        source: &Source,
        name: String,
    ) -> Result<Study, Complaints> {
        let asked_seed = root.get("seed").and_then(Node::number).map(|seed| seed as u64);
        state_design_seed(&mut root, asked_seed);
        let effort = request::effort(&root, &mut self.said);
        let varied = self.varied(&root, source);
        let Some((opened, scenario)) = opened else { return Err(self.complaints()) };
        let charts = request::charts(&root, &varied.axes, &opened.center, &mut self.said);
        request::check_scope(&root, &opened.center, &mut self.said);
        let touches_files = varied.touches_files();
        let base = Base::new(&opened, touches_files.then_some(scenario.folder));
        let before = self.said.len();
        overlap::check(&base, &varied.points, &varied.paths, &mut self.said);
        let mut baseline = None;
        if self.said.len() == before {
            let as_written = trial::each_value(&base, &opened.center, &varied.points, &varied.paths, &mut self.said);
            if varied.is_whole && self.said.len() == before {
                baseline = baseline::of(&root, &varied.points, &varied.axes, &as_written, &mut self.said);
            }
        }
        if self.said.iter().any(Diagnostic::is_error) {
            return Err(self.complaints());
        }
        let warnings = self.complaints();
        let sources = warnings.sources.clone();
        let base_reading = opened.into_reading(warnings);
        let base = if trial::tries_all(&varied.points) { base.tried() } else { base };
        let ends = [0, varied.points.len().saturating_sub(1)].map(|point| varied.points.choices(point));
        let base = base.with_stencil(&ends, &varied.paths);
        Ok(Study {
            seed: asked_seed.or(base_reading.run.seed),
            about: root.get("about").and_then(Node::text).unwrap_or(&base_reading.center.about).to_owned(),
            reading: base_reading,
            base,
            name: root
                .get("name")
                .and_then(Node::text)
                .filter(|own| !own.trim().is_empty())
                .map_or(name, str::to_owned),
            effort,
            charts,
            intervals: request::switch(&root, "intervals"),
            metrics: request::metrics(&root),
            asked_metrics: request::asked_metrics(&root),
            baseline,
            axes: varied.axes,
            paths: varied.paths,
            points: varied.points,
            sources,
            root,
        })
    }

    /// What is varied: the cases, then the axes.
    fn varied(&mut self, root: &Table, source: &Source) -> Varied {
        let before = self.errors();
        let cases = self.cases(root, source);
        let mut paths: Vec<Option<SetPath>> = Vec::new();
        let mut factors = Vec::new();
        if let Some(cases) = &cases {
            let name = cases.rows.iter().any(|case| case.name.is_some()).then_some(0);
            paths.extend(name.map(|_| None));
            let columns: Vec<usize> = (0..cases.paths.len()).map(|at| at + paths.len()).collect();
            paths.extend(cases.paths.iter().cloned().map(Some));
            factors.push(Factor::of_cases(cases, name, &columns));
        }
        let design = root.get("design").and_then(Node::table);
        let tables = root.get("vary").and_then(Node::list).unwrap_or_default();
        let mut axes = Vec::new();
        for table in tables.iter().filter_map(Node::table) {
            let Some(path) = table.get("path").and_then(|node| Some((node.text()?, node.place))) else { continue };
            let path = SetPath::new(path.0, path.1, &self.sources[path.1.source].1);
            let asked = (paths.len(), path.takes_whole(), design.is_some());
            let values = Values::of(table, asked, &mut self.said);
            axes.extend(values.map(|values| (path.text.clone(), values)));
            paths.push(Some(path));
        }
        match design {
            Some(design) => factors.extend(self.design(design, root, axes)),
            None => factors.extend(axes.into_iter().map(|(_, values)| Factor::Axis(values))),
        }
        let points = Points::new(factors);
        let place = tables.last().or(root.get("vary")).or(root.get("cases")).map(|node| node.place);
        if self.errors() == before {
            let asks = |key| root.get(key).is_some_and(|node| node.list().is_none_or(|list| !list.is_empty()));
            self.complain_about_number(&points, place, asks("vary") || asks("cases"));
        }
        let axis = |path: &Option<SetPath>| match path {
            Some(path) => Axis { path: path.text.clone(), moves_people: path.moves_people() },
            None => Axis { path: Axis::CASE.to_owned(), moves_people: false },
        };
        let is_whole = self.errors() == before;
        Varied { axes: paths.iter().map(axis).collect(), paths, points, is_whole }
    }

    fn errors(&self) -> usize {
        self.said.iter().filter(|complaint| complaint.is_error()).count()
    }

    fn cases(&mut self, root: &Table, source: &Source) -> Option<Cases> {
        let node = root.get("cases")?;
        match &node.value {
            Value::List(list) if list.is_empty() => {
                self.said.push(Diagnostic::error(node.place, "`cases` is empty").label(""));
                None
            }
            Value::List(list) => Some(Cases::listed(list, &source.text, &mut self.said)),
            Value::Table(table) => {
                let file = table.get("file").filter(|node| node.text().is_some())?;
                let (cases, text) = Cases::of_file(file, &source.folder, self.sources.len(), &mut self.said);
                self.sources.extend(text);
                cases
            }
            _ => None,
        }
    }

    fn design(&mut self, design: &Table, root: &Table, axes: Vec<(String, Values)>) -> Option<Factor> {
        if axes.is_empty() {
            if root.get("vary").is_none() {
                let place = root.entries.iter().find(|entry| entry.key == "design").map(|entry| entry.key_place);
                let complaint = Diagnostic::error(place.unwrap_or_default(), "a design needs axes to spread over");
                self.said
                    .push(complaint.label("").hint("add a `[[vary]]` with `path`, `from` and `to` for each factor"));
            }
            return None;
        }
        let points = |number: f64| (1.0..=MOST_DESIGN_POINTS as f64).contains(&number).then_some(number as u32);
        let number = |key| design.get(key).and_then(Node::number).and_then(points);
        let seed = design.get("seed").and_then(Node::number).map_or(DEFAULT_SEED, |seed| seed as u64);
        if let Some(points) = number("sobol") {
            if axes.len() > crate::random::MOST_SOBOL_DIMENSIONS {
                let place = design.get("sobol").map(|node| node.place).unwrap_or_default();
                let most = crate::random::MOST_SOBOL_DIMENSIONS;
                let title = format!("a Sobol design has at most {most} axes, not {}", axes.len());
                self.said.push(Diagnostic::error(place, title).label("").hint("`latin-hypercube` takes any number"));
                return None;
            }
            return Some(Factor::Design(Design::sobol(points, seed, axes.into_iter().map(|axis| axis.1).collect())));
        }
        number("latin-hypercube").map(|points| Factor::Design(Design::latin_hypercube(points, seed, axes)))
    }

    fn complain_about_number(&mut self, points: &Points, place: Option<Place>, is_complained_about: bool) {
        let count = points.count();
        if points.factors().is_empty() && !is_complained_about {
            let error = Diagnostic::error(Place::default(), "nothing is varied");
            let hint =
                "a `[[vary]]` with `path` and `values` makes an axis; so does `--vary path=20..60` for a scenario";
            self.said.push(Diagnostic { place: None, ..error }.hint(hint));
        } else if count > u128::from(Study::MOST_POINTS) {
            let count = u64::try_from(count).map_or_else(|_| format!("{:.1e}", count as f64), grouped);
            let factors: Vec<String> = points.factors().iter().map(|factor| grouped(factor.len())).collect();
            let by = if factors.len() > 1 { format!(" ({})", factors.join(" x ")) } else { String::new() };
            let title = format!("{count} points{by} are too many: at most {} are played", grouped(Study::MOST_POINTS));
            let complaint = Diagnostic::error(place.unwrap_or_default(), title);
            let hint = "larger steps, or `design = { sobol = 4096 }`, which spreads so many points over all axes";
            self.said.push(complaint.hint(hint));
        }
    }
}

impl Varied {
    /// Whether some point says where another file is.
    fn touches_files(&self) -> bool {
        let named = |choice: &Choice| choice.node.as_ref().is_some_and(values::names_a_file);
        let listed = |factor: &Factor| match factor {
            Factor::Cases(rows) => rows.iter().flatten().any(named),
            Factor::Axis(values) => values.listed().any(named),
            Factor::Design(design) => design.axes().iter().flat_map(Values::listed).any(named),
        };
        self.paths.iter().flatten().any(SetPath::leads_into_a_file) || self.points.factors().iter().any(listed)
    }
}
