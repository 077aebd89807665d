//! The rows of a study's files: scenarios.csv, results.csv and differences.csv.
//!
//! Thousands of scenarios have the same rows with other numbers. What is the same is a [`Form`], made once; a [`FormBook`]
//! finds the form of a scenario without writing a word, so that a scenario that was played costs only its numbers.
//!
//! Not here: the files themselves and their order (`cli`), and reading them back.

use std::sync::{Arc, PoisonError, RwLock};

use csv::WriterBuilder;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::metrics::{Contrast, Definition, Difference as Contrasted, Layout, Row};
use crate::model::{Calendar, Center, Scope};
use crate::statistics::Estimate;
use crate::units::{Duration, SimTime};

/// A figure without its numbers and its scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Name of the metric.
    pub metric: String,
    /// Whose it is: `center`, `queue.billing` ...
    pub scope: String,
    /// Clock time at which its planning interval begins; nothing for the whole day.
    pub interval: String,
    /// Unit of the numbers.
    pub unit: String,
}

/// The lines of a scenario, in the order of its rows: a form that the numbers fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    lines: Vec<Line>,
    kind: FormKind,
    /// What stands before and behind the numbers of each line, commas included.
    around: Vec<(String, String)>,
    key: [u8; 8],
}

/// Which file a form belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    /// `results.csv`: an interval on every line.
    Results,
    /// `differences.csv`: whole days alone, and one more column behind the unit.
    Differences,
}

/// How two scenarios differ in a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// This scenario less the baseline, over the same people; `None` where one of them is undefined.
    pub estimate: Option<Estimate>,
    /// Variance with people of their own, over the variance with the same people.
    pub times_sharper: Option<f64>,
}

/// What `scenarios.csv` says of a scenario besides its number and its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played<'p> {
    /// Replications played.
    pub replications: u64,
    /// Whether intervals are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
    /// Contacts that dialled in all replications.
    pub contacts: u64,
    /// What identifies the scenario.
    pub digest: &'p str,
}

impl Form {
    /// A form of these lines.
    pub fn new(kind: FormKind, lines: Vec<Line>) -> Self {
        let around = |line: &Line| match kind {
            FormKind::Results => {
                (record(&[&line.metric, &line.scope, &line.interval]) + ",", format!(",{}\n", record(&[&line.unit])))
            }
            FormKind::Differences => {
                (record(&[&line.metric, &line.scope]) + ",", format!(",{},", record(&[&line.unit])))
            }
        };
        let around = lines.iter().map(around).collect();
        let mut form = Self { lines, kind, around, key: [0; 8] };
        let hash = blake3::hash(form.to_text().as_bytes());
        form.key.copy_from_slice(&hash.as_bytes()[..8]);
        form
    }

    /// The form as a text, to keep it.
    pub fn to_text(&self) -> String {
        serde_json::to_string(&(self.kind, &self.lines)).expect("lines hold only text")
    }

    /// A form that was kept; `None` where the text is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let (kind, lines) = serde_json::from_str(text).ok()?;
        Some(Self::new(kind, lines))
    }

    /// What tells it from other forms.
    pub const fn key(&self) -> [u8; 8] {
        self.key
    }

    /// The file it belongs to.
    pub const fn kind(&self) -> FormKind {
        self.kind
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

/// First line of `scenarios.csv`, for a study with these axes.
pub fn scenarios_head(axes: &[&str]) -> String {
    head(axes, &["replications", "precise", "contacts", "digest"])
}

/// First line of `results.csv`.
pub fn results_head(axes: &[&str]) -> String {
    head(axes, &["metric", "scope", "interval", "value", "low", "high", "unit"])
}

/// First line of `differences.csv`.
pub fn differences_head(axes: &[&str]) -> String {
    head(axes, &["metric", "scope", "value", "low", "high", "unit", "times-sharper"])
}

/// What every row of a scenario begins with: its number, counted from 1, and its settings, a comma behind each.
pub fn lead(number: usize, settings: &[&str]) -> String {
    let number = number.to_string();
    let cells: Vec<&str> = std::iter::once(number.as_str()).chain(settings.iter().copied()).collect();
    record(&cells) + ","
}

/// The row of a scenario in `scenarios.csv`.
pub fn scenarios_row(lead: &str, played: &Played<'_>) -> String {
    let precise = match played.is_precise {
        None => "",
        Some(false) => "no",
        Some(true) => "yes",
    };
    let Played { replications, contacts, digest, .. } = played;
    format!("{lead}{replications},{precise},{contacts},{digest}\n")
}

/// Adds the rows of a scenario in `results.csv`: a line of the form for each figure.
pub fn results_rows(
    out: &mut Vec<u8>,
    lead: &str,
    form: &Form,
    figures: impl ExactSizeIterator<Item = Option<Estimate>>,
) {
    /// Most bytes of the numbers of a row, as a rule.
    const NUMBERS: usize = 60;
    let around: usize = form.around.iter().map(|(before, after)| before.len() + after.len()).sum();
    out.reserve(around + figures.len() * (lead.len() + NUMBERS));
    for ((before, after), figure) in form.around.iter().zip(figures) {
        out.extend_from_slice(lead.as_bytes());
        out.extend_from_slice(before.as_bytes());
        estimate(out, figure);
        out.extend_from_slice(after.as_bytes());
    }
}

/// Adds the rows of a scenario in `differences.csv`.
pub fn differences_rows(out: &mut Vec<u8>, lead: &str, form: &Form, differences: impl Iterator<Item = Difference>) {
    for ((before, after), difference) in form.around.iter().zip(differences) {
        out.extend_from_slice(lead.as_bytes());
        out.extend_from_slice(before.as_bytes());
        estimate(out, difference.estimate);
        out.extend_from_slice(after.as_bytes());
        number(out, difference.times_sharper);
        out.push(b'\n');
    }
}

/// The rows of a scenario in `results.csv` as JSON objects, a line each.
pub fn json_rows(number: usize, settings: &[(&str, &str)], form: &Form, figures: &[Option<Estimate>]) -> Vec<String> {
    let settings: Map<String, Value> =
        settings.iter().map(|&(path, text)| (path.to_owned(), Value::from(text))).collect();
    let end = |end: Option<f64>| end.map_or(Value::Null, |end| Value::from(end + 0.0));
    let row = |(line, figure): (&Line, &Option<Estimate>)| {
        let (low, high) = figure.and_then(|figure| figure.interval).unzip();
        json!({
            "scenario": number,
            "settings": settings,
            "metric": line.metric,
            "scope": line.scope,
            "interval": Some(&line.interval).filter(|interval| !interval.is_empty()),
            "value": end(figure.map(|figure| figure.value)),
            "low": end(low),
            "high": end(high),
            "unit": line.unit,
        })
        .to_string()
    };
    form.lines.iter().zip(figures).map(row).collect()
}

fn estimate(out: &mut Vec<u8>, estimate: Option<Estimate>) {
    let (low, high) = estimate.and_then(|estimate| estimate.interval).unzip();
    number(out, estimate.map(|estimate| estimate.value));
    out.push(b',');
    number(out, low);
    out.push(b',');
    number(out, high);
}

/// A number in the fewest digits that read back the same, as JSON writes it; nothing where there is none.
fn number(out: &mut Vec<u8>, value: Option<f64>) {
    if let Some(value) = value.filter(|value| value.is_finite()) {
        // Most of what is counted never happens; and minus zero is zero.
        if value == 0.0 {
            return out.extend_from_slice(b"0.0");
        }
        serde_json::to_writer(out, &value).expect("a vector takes every number");
    }
}

fn head(axes: &[&str], rest: &[&str]) -> String {
    let cells: Vec<&str> = ["scenario"].iter().chain(axes).chain(rest).copied().collect();
    record(&cells) + "\n"
}

/// Cells of a row with commas between, in quotes where they need them.
fn record(cells: &[&str]) -> String {
    let promise = "a vector takes every row";
    // A row of one empty cell would be written as a pair of quotes.
    if cells == [""] {
        return String::new();
    }
    // Nearly all cells are of letters, digits and a few signs: nothing that would need quotes.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'-' | b'+' | b'%' | b':');
    if cells.iter().all(|cell| cell.bytes().all(is_plain)) {
        return cells.join(",");
    }
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(cells).expect(promise);
    let bytes = writer.into_inner().expect(promise);
    String::from_utf8(bytes).expect("cells are text").trim_end_matches('\n').to_owned()
}

/// The forms of a study: found by what a scenario counts, made when first seen.
#[derive(Debug)]
pub struct FormBook {
    /// Names of the metrics to keep; none: all.
    metrics: Vec<String>,
    with_intervals: bool,
    known: RwLock<Vec<Arc<Known>>>,
}

#[derive(Debug)]
struct Known {
    rows: Vec<(&'static Definition, Scope, Option<u32>)>,
    opens: SimTime,
    interval: Duration,
    calendar: Option<Calendar>,
    currency: String,
    names: Vec<String>,
    /// Which of the rows are kept.
    kept: Vec<usize>,
    form: Arc<Form>,
}

impl FormBook {
    /// A book that keeps these metrics (none: all), by interval or for the whole day alone.
    pub fn new(metrics: &[String], with_intervals: bool) -> Self {
        Self { metrics: metrics.to_vec(), with_intervals, known: RwLock::new(Vec::new()) }
    }

    /// The form of a scenario and the figures to fill in.
    pub fn fill(&self, center: &Center, rows: &[Row]) -> (Arc<Form>, Vec<Option<Estimate>>) {
        let find = |known: &[Arc<Known>]| known.iter().find(|known| known.fits(center, rows)).cloned();
        let found = find(&self.known.read().unwrap_or_else(PoisonError::into_inner));
        let known = found.unwrap_or_else(|| {
            let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
            find(&all).unwrap_or_else(|| {
                let new = Arc::new(self.make(center, rows));
                all.push(Arc::clone(&new));
                new
            })
        });
        (Arc::clone(&known.form), known.kept.iter().map(|&at| rows[at].estimate).collect())
    }

    fn make(&self, center: &Center, rows: &[Row]) -> Known {
        let is_kept = |row: &Row| {
            (self.with_intervals || row.interval.is_none())
                && (self.metrics.is_empty() || self.metrics.iter().any(|metric| metric == row.metric.id))
        };
        let kept: Vec<usize> = (0..rows.len()).filter(|&at| is_kept(&rows[at])).collect();
        let parts = Layout::part_names(center);
        let part = |at: u32| parts.get(at as usize).cloned().unwrap_or_default();
        let line = |row: &Row| Line {
            metric: row.metric.id.to_owned(),
            scope: center.scope_name(row.scope),
            interval: row.interval.map(part).unwrap_or_default(),
            unit: row.metric.unit.label(&center.currency).to_owned(),
        };
        Known {
            rows: rows.iter().map(|row| (row.metric, row.scope, row.interval)).collect(),
            opens: center.day.opens,
            interval: center.day.interval,
            calendar: center.calendar.clone(),
            currency: center.currency.clone(),
            names: names(center).map(str::to_owned).collect(),
            form: Arc::new(Form::new(FormKind::Results, kept.iter().map(|&at| line(&rows[at])).collect())),
            kept,
        }
    }
}

/// The forms of the differences from a baseline.
#[derive(Debug)]
pub struct DifferenceBook {
    metrics: Vec<String>,
    /// Whose names the forms have.
    baseline: Center,
    known: RwLock<Vec<Arc<KnownDifferences>>>,
}

#[derive(Debug)]
struct KnownDifferences {
    rows: Vec<(&'static str, Scope)>,
    kept: Vec<usize>,
    form: Arc<Form>,
}

impl DifferenceBook {
    /// A book that keeps these metrics (none: all) of the differences from this center.
    pub fn new(metrics: &[String], baseline: Center) -> Self {
        Self { metrics: metrics.to_vec(), baseline, known: RwLock::new(Vec::new()) }
    }

    /// The form of a scenario's differences and what to fill in.
    pub fn fill(&self, contrast: &Contrast) -> (Arc<Form>, Vec<Difference>) {
        let rows = contrast.rows();
        let same = |known: &&Arc<KnownDifferences>| {
            known.rows.iter().copied().eq(rows.iter().map(|row| (row.metric.id, row.scope)))
        };
        let found = self.known.read().unwrap_or_else(PoisonError::into_inner).iter().find(same).cloned();
        let known = found.unwrap_or_else(|| {
            let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
            let found = all.iter().find(same).cloned();
            found.unwrap_or_else(|| {
                all.push(Arc::new(self.make(&rows)));
                Arc::clone(all.last().expect("one was just put there"))
            })
        });
        let difference =
            |&at: &usize| Difference { estimate: rows[at].difference, times_sharper: rows[at].times_sharper };
        (Arc::clone(&known.form), known.kept.iter().map(difference).collect())
    }

    fn make(&self, rows: &[Contrasted]) -> KnownDifferences {
        let is_kept = |row: &Contrasted| self.metrics.is_empty() || self.metrics.iter().any(|id| id == row.metric.id);
        let kept: Vec<usize> = (0..rows.len()).filter(|&at| is_kept(&rows[at])).collect();
        let line = |row: &Contrasted| Line {
            metric: row.metric.id.to_owned(),
            scope: self.baseline.scope_name(row.scope),
            interval: String::new(),
            unit: row.metric.unit.label(&self.baseline.currency).to_owned(),
        };
        KnownDifferences {
            rows: rows.iter().map(|row| (row.metric.id, row.scope)).collect(),
            form: Arc::new(Form::new(FormKind::Differences, kept.iter().map(|&at| line(&rows[at])).collect())),
            kept,
        }
    }
}

impl Known {
    fn fits(&self, center: &Center, rows: &[Row]) -> bool {
        let same = |(row, known): (&Row, &(&'static Definition, Scope, Option<u32>))| {
            let is_same_metric = std::ptr::eq(row.metric, known.0) || row.metric.id == known.0.id;
            row.scope == known.1 && row.interval == known.2 && is_same_metric
        };
        self.rows.len() == rows.len()
            && self.opens == center.day.opens
            && self.interval == center.day.interval
            && self.calendar == center.calendar
            && self.currency == center.currency
            && self.names.iter().map(String::as_str).eq(names(center))
            && rows.iter().zip(&self.rows).all(same)
    }
}

/// Every name that a row may show.
fn names(center: &Center) -> impl Iterator<Item = &str> {
    let parts = center.contact_types.iter().map(|part| part.name.as_str());
    let parts = parts.chain(center.queues.iter().map(|part| part.name.as_str()));
    let parts = parts.chain(center.agent_groups.iter().map(|part| part.name.as_str()));
    let parts = parts.chain(center.targets.iter().map(|part| part.name.as_str()));
    let parts = parts.chain(center.ivr.iter().map(|part| part.name.as_str()));
    let parts = parts.chain(center.numbers.iter().map(|part| part.name.as_str()));
    parts.chain(center.rule_sets.iter().map(|part| part.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Effort, play};
    use crate::metrics::{Findings, Layout};
    use crate::plan::Plan;
    use crate::scenario::{self, Source};

    const SMALL: &str = "[day]\nopens = '08:00'\ncloses = '10:00'\ninterval = '30 min'\n\
        [contact-type.call]\narrivals.rate = '60 per h'\ntalk-time = '4 min'\n[agent-group.desk]\nstaffing.constant = 5\n";

    fn filled(book: &FormBook, set: &[&str]) -> (Arc<Form>, String) {
        let set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
        let center = scenario::read(&Source::from_text("small.toml", SMALL), &set).unwrap().center;
        let plan = Plan::compile(&center);
        let layout = Arc::new(Layout::of(&center, &plan));
        let totals = play(&plan, &layout, Effort::Replications(3), 1, &|_| {}).totals;
        let (form, figures) = book.fill(&center, &Findings::of(&totals).rows);
        let mut text = Vec::new();
        results_rows(&mut text, &lead(7, &["0.8", "a, b"]), &form, figures.into_iter());
        (form, String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_book_makes_one_form_for_scenarios_that_count_the_same() {
        let book = FormBook::new(&["notice-due-rate".to_owned()], false);
        let (first, text) = filled(&book, &[]);
        let (second, _) = filled(&book, &["agent-group.desk.staffing.constant=6"]);
        assert!(Arc::ptr_eq(&first, &second));
        let scopes: Vec<&str> = first.lines().iter().map(|line| line.scope.as_str()).collect();
        assert_eq!(scopes, ["center", "contact-type.call", "queue.call"]);
        assert!(text.starts_with("7,0.8,\"a, b\",notice-due-rate,center,,0."), "{text}");
        assert!(text.lines().all(|line| line.ends_with(",share")), "{text}");
    }

    #[test]
    fn other_hours_need_another_form() {
        let book = FormBook::new(&["arrived".to_owned()], true);
        let (first, _) = filled(&book, &[]);
        let (second, text) = filled(&book, &["day.opens=09:00"]);
        assert_ne!(first, second);
        assert!(text.contains(",arrived,center,09:30,"), "{text}");
        assert!(!text.contains(",08:00,"), "{text}");
    }

    #[test]
    fn what_is_unknown_is_left_empty_and_minus_zero_is_zero() {
        let line = Line { metric: "m".into(), scope: "s".into(), interval: String::new(), unit: String::new() };
        let form = Form::new(FormKind::Differences, vec![line.clone(), line]);
        let known = Estimate { value: -0.0, interval: Some((-1.5, 1e22)) };
        let mut text = Vec::new();
        let differences = [
            Difference { estimate: Some(known), times_sharper: Some(12.0) },
            Difference { estimate: None, times_sharper: None },
        ];
        assert_eq!(Form::from_text(&form.to_text()).as_ref(), Some(&form));
        differences_rows(&mut text, "1,", &form, differences.into_iter());
        assert_eq!(String::from_utf8(text).unwrap(), "1,m,s,0.0,-1.5,1e+22,,12.0\n1,m,s,,,,,\n");
    }
}
