//! A study's folder, read back: its scenarios, and those figures of them that somebody wants.

use std::collections::BTreeMap;
use std::io::Read;

use super::axis::Axis;
use super::rows::{Names, Rows};
use super::trouble::Trouble;
use super::wanted::Wanted;
use crate::statistics::Estimate;

/// One scenario of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its number in the study, from 1.
    pub number: u64,
    /// By axis: which of its settings.
    pub settings: Vec<usize>,
    /// Days played.
    pub replications: u64,
    /// Whether its intervals are as narrow as asked; `None` when a number of days was asked for.
    pub is_precise: Option<bool>,
    /// Contacts that dialled in all of its days.
    pub contacts: u64,
    /// What identifies what was played.
    pub digest: String,
}

/// A figure's name: metric, scope, interval (empty for the whole day).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) metric: String,
    pub(super) scope: String,
    pub(super) interval: String,
}

/// One figure over all scenarios.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) unit: String,
    pub(super) estimates: Vec<Option<Estimate>>,
}

/// A study's scenarios and the figures that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    axes: Vec<Axis>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) columns: BTreeMap<Key, Column>,
    pub(super) differences: BTreeMap<Key, Column>,
    pub(super) metrics: Names,
    pub(super) scopes: Names,
}

/// Columns of `scenarios.csv` behind those of the axes.
const SCENARIO_COLUMNS: [&str; 4] = ["replications", "precise", "contacts", "digest"];
/// Columns of `results.csv` behind those of the axes.
const RESULT_COLUMNS: [&str; 7] = ["metric", "scope", "interval", "value", "low", "high", "unit"];
/// Columns of `differences.csv` behind those of the axes.
const DIFFERENCE_COLUMNS: [&str; 7] = ["metric", "scope", "value", "low", "high", "unit", "times-sharper"];

impl Results {
    /// Reads `scenarios.csv`: what was varied, and what was played. Figures come by [`Results::read_figures`].
    ///
    /// # Errors
    /// When the file is no such file, is cut short, or names a scenario twice.
    pub fn of_scenarios(file: impl Read) -> Result<Self, Trouble> {
        let mut rows = Rows::of("scenarios.csv", file)?;
        let paths = rows.axes_before(&SCENARIO_COLUMNS)?;
        let mut texts: Vec<Vec<String>> = vec![Vec::new(); paths.len()];
        let mut scenarios: Vec<Scenario> = Vec::new();
        while rows.advance()? {
            let at = paths.len() + 1;
            for (axis, texts) in texts.iter_mut().enumerate() {
                texts.push(rows.text(axis + 1)?.to_owned());
            }
            let scenario = Scenario {
                number: rows.count(0)?,
                settings: Vec::new(),
                replications: rows.count(at)?,
                is_precise: match rows.text(at + 1)? {
                    "" => None,
                    "yes" => Some(true),
                    "no" => Some(false),
                    other => return Err(rows.wrong(format!("`{other}` should be yes, no or nothing"))),
                },
                contacts: rows.count(at + 2)?,
                digest: rows.text(at + 3)?.to_owned(),
            };
            if scenarios.last().is_some_and(|last| last.number >= scenario.number) {
                return Err(rows.wrong(format!("scenario {} is out of order", scenario.number)));
            }
            scenarios.push(scenario);
        }
        let mut axes = Vec::with_capacity(paths.len());
        for (path, texts) in paths.iter().zip(&texts) {
            let (axis, of_scenarios) = Axis::of(path, texts);
            axes.push(axis);
            for (scenario, setting) in scenarios.iter_mut().zip(of_scenarios) {
                scenario.settings.push(setting);
            }
        }
        let (columns, differences) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { axes, scenarios, columns, differences, metrics: Names::default(), scopes: Names::default() })
    }

    /// Reads from `results.csv` the figures that are wanted, row by row: what is not wanted takes no memory.
    ///
    /// # Errors
    /// When the file is no such file, is cut short, or belongs to other scenarios.
    pub fn read_figures(&mut self, file: impl Read, wanted: &Wanted) -> Result<(), Trouble> {
        let mut rows = self.rows_of("results.csv", file, &RESULT_COLUMNS)?;
        let at = self.axes.len() + 1;
        while rows.advance()? {
            self.metrics.note(rows.bytes(at));
            self.scopes.note(rows.bytes(at + 1));
            if !wanted.may_want(rows.bytes(at), rows.bytes(at + 1), rows.bytes(at + 2)) {
                continue;
            }
            let scenario = self.scenario_of(&rows)?;
            if !wanted.wants(scenario, rows.text(at)?, rows.text(at + 1)?, rows.text(at + 2)?) {
                continue;
            }
            let key = Key {
                metric: rows.text(at)?.to_owned(),
                scope: rows.text(at + 1)?.to_owned(),
                interval: rows.text(at + 2)?.to_owned(),
            };
            let estimate = rows.estimate(at + 3)?;
            let unit = rows.text(at + 6)?;
            put(&mut self.columns, key, unit, self.scenarios.len(), scenario, estimate);
        }
        Ok(())
    }

    /// Reads from `differences.csv` the wanted differences to the baseline's scenario.
    ///
    /// # Errors
    /// When the file is no such file, is cut short, or belongs to other scenarios.
    pub fn read_differences(&mut self, file: impl Read, wanted: &Wanted) -> Result<(), Trouble> {
        let mut rows = self.rows_of("differences.csv", file, &DIFFERENCE_COLUMNS)?;
        let at = self.axes.len() + 1;
        while rows.advance()? {
            if !wanted.may_want(rows.bytes(at), rows.bytes(at + 1), b"") {
                continue;
            }
            let scenario = self.scenario_of(&rows)?;
            let (metric, scope) = (rows.text(at)?.to_owned(), rows.text(at + 1)?.to_owned());
            let estimate = rows.estimate(at + 2)?;
            let key = Key { metric, scope, interval: String::new() };
            put(&mut self.differences, key, rows.text(at + 5)?, self.scenarios.len(), scenario, estimate);
        }
        Ok(())
    }

    /// Says which axes change who calls, by axis; those beyond the list keep their guess.
    pub fn set_moves_people(&mut self, moves_people: &[bool]) {
        for (axis, &moves) in self.axes.iter_mut().zip(moves_people) {
            axis.moves_people = moves;
        }
    }

    /// What was varied.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// What was played, in the order of the study.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// All metrics of `results.csv`, in the order of the file, wanted or not.
    pub fn metrics(&self) -> &[String] {
        &self.metrics.list
    }

    /// All scopes of `results.csv`, in the order of the file, wanted or not.
    pub fn scopes(&self) -> &[String] {
        &self.scopes.list
    }

    /// A figure of a scenario (by position), of an interval (`08:00`) or, empty, the whole day.
    pub fn figure(&self, scenario: usize, metric: &str, scope: &str, interval: &str) -> Option<Estimate> {
        find(&self.columns, metric, scope, interval)?.estimates.get(scenario).copied().flatten()
    }

    /// A whole day's figure of each scenario, in their order; empty where nothing of the kind was read.
    pub fn figures(&self, metric: &str, scope: &str) -> &[Option<Estimate>] {
        find(&self.columns, metric, scope, "").map_or(&[], |column| &column.estimates)
    }

    /// A whole day's difference of a scenario to the baseline's.
    pub fn difference(&self, scenario: usize, metric: &str, scope: &str) -> Option<Estimate> {
        find(&self.differences, metric, scope, "")?.estimates.get(scenario).copied().flatten()
    }

    /// The unit that a metric was written in: `share`, `s`, `EUR`.
    pub fn unit(&self, metric: &str) -> Option<&str> {
        self.columns.iter().find(|(key, _)| key.metric == metric).map(|(_, column)| column.unit.as_str())
    }

    /// Intervals that a figure was read for, in the order of the day.
    pub fn intervals(&self, metric: &str, scope: &str) -> Vec<&str> {
        let keys = self.columns.keys().filter(|key| key.metric == metric && key.scope == scope);
        let mut intervals: Vec<&str> = keys.map(|key| key.interval.as_str()).filter(|at| !at.is_empty()).collect();
        // Past midnight hours have two digits as before, past day four three.
        intervals.sort_by_key(|at| (at.len(), *at));
        intervals
    }

    /// The scenario (by position) with these settings, one for each axis.
    pub fn scenario_at(&self, settings: &[usize]) -> Option<usize> {
        self.scenarios.iter().position(|scenario| scenario.settings == settings)
    }

    /// Whether every combination of all settings was played: a grid, and no design or list of cases.
    pub fn is_grid(&self) -> bool {
        let combinations = self.axes.iter().try_fold(1_usize, |product, axis| product.checked_mul(axis.settings.len()));
        combinations == Some(self.scenarios.len())
    }

    fn rows_of<R: Read>(&self, file: &'static str, text: R, columns: &[&'static str]) -> Result<Rows<R>, Trouble> {
        let rows = Rows::of(file, text)?;
        let axes = rows.axes_before(columns)?;
        let ours = self.axes.iter().map(|axis| axis.path.as_str());
        if ours.clone().ne(axes.iter().map(String::as_str)) {
            let what = format!("it varies {}, `scenarios.csv` varies {}", listed(axes.iter()), listed(ours));
            return Err(Trouble::AnotherVersion { file, what });
        }
        Ok(rows)
    }

    fn scenario_of<R: Read>(&self, rows: &Rows<R>) -> Result<usize, Trouble> {
        let number = rows.count(0)?;
        let found = self.scenarios.binary_search_by_key(&number, |scenario| scenario.number);
        found.map_err(|_| rows.wrong(format!("`scenarios.csv` has no scenario {number}; are the files of one study?")))
    }
}

fn listed<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{}`", name.as_ref())).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn find<'c>(columns: &'c BTreeMap<Key, Column>, metric: &str, scope: &str, interval: &str) -> Option<&'c Column> {
    let key = Key { metric: metric.to_owned(), scope: scope.to_owned(), interval: interval.to_owned() };
    columns.get(&key)
}

fn put(
    columns: &mut BTreeMap<Key, Column>,
    key: Key,
    unit: &str,
    scenarios: usize,
    at: usize,
    estimate: Option<Estimate>,
) {
    let empty = || Column { unit: unit.to_owned(), estimates: vec![None; scenarios] };
    columns.entry(key).or_insert_with(empty).estimates[at] = estimate;
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const SCENARIOS: &str = "scenario,staff,replications,precise,contacts,digest\n\
        1,0.9,100,,81234,aaaa\n2,1.0,100,yes,81300,bbbb\n";
    const RESULTS: &str = "scenario,staff,metric,scope,interval,value,low,high,unit\n\
        1,0.9,notice-due-rate,center,,0.2,0.18,0.22,share\n\
        1,0.9,notice-due-rate,center,08:00,0.4,0.3,0.5,share\n\
        1,0.9,staff-cost,center,,1000,,,EUR\n\
        2,1.0,notice-due-rate,center,,0.1,0.09,0.11,share\n\
        2,1.0,notice-due-rate,center,08:00,,,,share\n\
        2,1.0,staff-cost,center,,1100,1090,1110,EUR\n";

    fn read(scenarios: &str, results: &str) -> Result<Results, Trouble> {
        let mut read = Results::of_scenarios(scenarios.as_bytes())?;
        read.read_figures(results.as_bytes(), &Wanted::everything())?;
        Ok(read)
    }

    #[test]
    fn what_was_written_is_read_back() {
        let results = read(SCENARIOS, RESULTS).unwrap();
        assert_eq!(results.axes()[0].path, "staff");
        assert_eq!(results.scenarios()[1].is_precise, Some(true));
        assert_eq!(results.scenarios()[0].contacts, 81234);
        let found = results.figure(0, "notice-due-rate", "center", "").unwrap();
        assert_eq!(found, Estimate { value: 0.2, interval: Some((0.18, 0.22)) });
        assert_eq!(results.figure(0, "staff-cost", "center", "").unwrap().interval, None);
        assert_eq!(results.figure(1, "notice-due-rate", "center", "08:00"), None);
        assert_eq!(results.intervals("notice-due-rate", "center"), ["08:00"]);
        assert_eq!(results.metrics(), ["notice-due-rate", "staff-cost"]);
        assert_eq!(results.unit("staff-cost"), Some("EUR"));
        assert!(results.is_grid());
    }

    #[test]
    fn a_file_that_is_cut_short_says_so() {
        // Wherever it is cut, it is read or refused, and never brings the program down.
        let mut refused = 0;
        for end in 0..RESULTS.len() {
            refused += usize::from(read(SCENARIOS, &RESULTS[..end]).is_err());
        }
        assert!(refused > RESULTS.len() / 2, "{refused}");
        for end in 0..SCENARIOS.len() {
            let _ = read(&SCENARIOS[..end], RESULTS);
        }
        let cut = RESULTS.strip_suffix("1090,1110,EUR\n").unwrap();
        let trouble = read(SCENARIOS, cut).unwrap_err().to_string();
        assert_eq!(trouble, "`results.csv`, line 7: there are 7 values for 9 columns; was the file cut short?");
    }

    #[test]
    fn a_broken_value_is_named_with_its_line() {
        let says = |results: &str| read(SCENARIOS, results).unwrap_err().to_string();
        let broken = RESULTS.replace("0.18,0.22", "0.18,much");
        assert_eq!(says(&broken), "`results.csv`, line 2: `much` should be a number, or nothing");
        let stranger = RESULTS.replace("2,1.0,staff-cost", "7,1.0,staff-cost");
        assert!(says(&stranger).contains("has no scenario 7"), "{}", says(&stranger));
        let other = RESULTS.replace("scenario,staff,", "scenario,volume,");
        assert!(says(&other).contains("it varies `volume`, `scenarios.csv` varies `staff`"), "{}", says(&other));
        let older = RESULTS.replace(",low,high", ",half-width,n");
        assert!(says(&older).contains("has other columns"), "{}", says(&older));
        assert!(says("").contains("is empty"), "{}", says(""));
        assert!(says("\u{0}\u{1}").contains("other columns"));
        let latin = Results::of_scenarios(&b"scenario,st\xe4ff,replications,precise,contacts,digest\n"[..]);
        assert!(latin.unwrap_err().to_string().contains("UTF-8"));
    }

    #[test]
    fn scenarios_that_come_twice_are_refused() {
        let twice = SCENARIOS.replace("2,1.0", "1,1.0");
        assert!(read(&twice, RESULTS).unwrap_err().to_string().contains("out of order"));
    }

    #[test]
    fn what_is_not_wanted_takes_no_room() {
        let mut results = Results::of_scenarios(SCENARIOS.as_bytes()).unwrap();
        let wanted = Wanted::default().with_day("staff-cost", "center");
        results.read_figures(RESULTS.as_bytes(), &wanted).unwrap();
        assert_eq!(results.columns.len(), 1);
        assert_eq!(results.metrics().len(), 2);
    }
}
