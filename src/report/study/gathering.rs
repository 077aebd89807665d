//! The wanted figures of a study that has just been played, taken as they are: what reading its tables would give, without
//! parsing a text of hundreds of megabytes.

use super::files::{Form, FormKind};
use super::results::{Column, Key, Results};
use super::wanted::Wanted;
use crate::statistics::Estimate;

/// Figures on their way into [`Results`].
#[derive(Debug)]
pub struct Gathering<'r> {
    results: &'r mut Results,
    wanted: &'r Wanted,
    forms: Vec<Known>,
    columns: Vec<Gathered>,
}

/// A form that was met, and which of its lines may be wanted.
#[derive(Debug)]
struct Known {
    key: [u8; 8],
    /// Line and column.
    lines: Vec<(usize, usize)>,
}

/// A column, put into the results when it holds anything.
#[derive(Debug)]
struct Gathered {
    kind: FormKind,
    key: Key,
    column: Column,
}

impl Results {
    /// Begins to fill in the figures that are wanted.
    pub fn gather<'r>(&'r mut self, wanted: &'r Wanted) -> Gathering<'r> {
        Gathering { results: self, wanted, forms: Vec::new(), columns: Vec::new() }
    }
}

impl Gathering<'_> {
    /// Takes from a scenario, by its number, what is wanted of a form's figures; in the order of scenarios.
    pub fn add(&mut self, number: u64, form: &Form, figure: impl Fn(usize) -> Option<Estimate>) {
        let known = self.forms.iter().position(|known| known.key == form.key());
        let known = known.unwrap_or_else(|| self.meet(form));
        let Ok(at) = self.results.scenarios.binary_search_by_key(&number, |scenario| scenario.number) else { return };
        for &(line, column) in &self.forms[known].lines {
            let Gathered { kind, key, column } = &mut self.columns[column];
            if *kind == FormKind::Results && !self.wanted.wants(at, &key.metric, &key.scope, &key.interval) {
                continue;
            }
            if column.estimates.is_empty() {
                column.unit.clone_from(&form.lines()[line].unit);
                column.estimates = vec![None; self.results.scenarios.len()];
            }
            column.estimates[at] = figure(line).and_then(as_written);
        }
    }

    /// Nothing more comes.
    pub fn finish(self) {
        for Gathered { kind, key, column } in self.columns {
            let columns = match kind {
                FormKind::Results => &mut self.results.columns,
                FormKind::Differences => &mut self.results.differences,
            };
            if !column.estimates.is_empty() {
                columns.insert(key, column);
            }
        }
    }

    /// Looks at a form for the first time; says where it is among those known.
    fn meet(&mut self, form: &Form) -> usize {
        let mut lines = Vec::new();
        for (at, line) in form.lines().iter().enumerate() {
            if form.kind() == FormKind::Results {
                self.results.metrics.note(line.metric.as_bytes());
                self.results.scopes.note(line.scope.as_bytes());
            }
            if self.wanted.may_want(line.metric.as_bytes(), line.scope.as_bytes(), line.interval.as_bytes()) {
                let key =
                    Key { metric: line.metric.clone(), scope: line.scope.clone(), interval: line.interval.clone() };
                lines.push((at, self.column(form.kind(), key)));
            }
        }
        self.forms.push(Known { key: form.key(), lines });
        self.forms.len() - 1
    }

    fn column(&mut self, kind: FormKind, key: Key) -> usize {
        let known = self.columns.iter().position(|known| known.kind == kind && known.key == key);
        known.unwrap_or_else(|| {
            let column = Column { unit: String::new(), estimates: Vec::new() };
            self.columns.push(Gathered { kind, key, column });
            self.columns.len() - 1
        })
    }
}

/// What would be read back: no infinities, and no minus zero.
fn as_written(estimate: Estimate) -> Option<Estimate> {
    let known = |number: f64| number.is_finite().then_some(number + 0.0);
    let interval = estimate.interval.and_then(|(low, high)| known(low).zip(known(high)));
    known(estimate.value).map(|value| Estimate { value, interval })
}

#[cfg(test)]
mod tests {
    use super::super::files::{self, Difference, Line, Played};
    use super::*;

    fn line(metric: &str, interval: &str) -> Line {
        Line { metric: metric.into(), scope: "center".into(), interval: interval.into(), unit: "s".into() }
    }

    #[test]
    fn figures_that_were_gathered_are_those_read_back_from_the_tables() {
        let form = Form::new(FormKind::Results, vec![line("wait", ""), line("wait", "08:00"), line("cost", "")]);
        let apart = Form::new(FormKind::Differences, vec![line("wait", "")]);
        let known = |value| Some(Estimate { value, interval: Some((value - 0.1, f64::INFINITY)) });
        let figures = [[known(0.1), known(0.2), None], [known(f64::NAN), known(-0.0), known(1e30)]];
        let differences = [Difference { estimate: Some(Estimate { value: 2.5, interval: None }), times_sharper: None }];

        let (mut scenarios, mut rows) = (files::scenarios_head(&["x"]), files::results_head(&["x"]).into_bytes());
        let mut apart_rows = files::differences_head(&["x"]).into_bytes();
        for (at, figures) in figures.iter().enumerate() {
            let lead = files::lead(at + 1, &["0.5"]);
            let played = Played { replications: 1, is_precise: None, contacts: 5, digest: "d" };
            scenarios += &files::scenarios_row(&lead, &played);
            files::results_rows(&mut rows, &lead, &form, figures.iter().copied());
            files::differences_rows(&mut apart_rows, &lead, &apart, differences.into_iter());
        }
        let some = Wanted::default().with_day("cost", "center").with_intervals("wait", "center", [1].into());
        for wanted in [Wanted::everything(), some, Wanted::default()] {
            let mut read = Results::of_scenarios(scenarios.as_bytes()).unwrap();
            let mut gathered = read.clone();
            read.read_figures(&rows[..], &wanted).unwrap();
            read.read_differences(&apart_rows[..], &wanted).unwrap();
            let mut gathering = gathered.gather(&wanted);
            for (at, figures) in figures.iter().enumerate() {
                gathering.add(at as u64 + 1, &form, |line| figures[line]);
                gathering.add(at as u64 + 1, &apart, |line| differences[line].estimate);
            }
            gathering.finish();
            // Which name was met last is no difference.
            assert_eq!((gathered.metrics(), gathered.scopes()), (read.metrics(), read.scopes()), "{wanted:?}");
            (gathered.metrics, gathered.scopes) = (read.metrics.clone(), read.scopes.clone());
            assert_eq!(gathered, read, "{wanted:?}");
        }
    }
}
