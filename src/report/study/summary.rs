//! A study in a few lines: what keeps the promises and what that costs, the best for both sides, the knee, what matters.

use std::fmt::Write;

use super::frontier::{frontier, knee};
use super::promise::{Promised, headline, keeps_all, outcome};
use super::subject::{Subject, spread_out};
use super::{Background, Results, Wanted};
use crate::metrics::{CONFIDENCE, Definition, Unit, VerdictOutcome};
use crate::model::Scope;
use crate::report::figure::figure;
use crate::report::{Grid, Paper, grouped, promise, wrapped};
use crate::statistics::{Estimate, sensitivity};

/// Whose figures the summary shows.
const CENTER: &str = "center";
/// What staff costs, and what stands for it without wages.
const COSTS: [&str; 2] = ["staff-cost", "staffed-hours"];
/// What callers pay and lose.
const CALLERS: &str = "caller-hold-cost";
/// What callers feel.
const FELT: &str = "notice-due-rate";
/// What made days worth more of them, and in words.
const WORTH: [(&str, &str); 2] =
    [("strata-worth", "quiet and busy days in even numbers"), ("controls-worth", "who calls is known")];
/// What was saved is said when it is more than this.
const WORTH_SAYING: f64 = 1.3;
/// Rows of the table: values of what moves people.
const MOST_ROWS: usize = 5;
/// Axes that are said to matter.
const MATTERING: usize = 3;
/// Columns that the first words of a line take.
const LABEL: usize = 11;

/// The figures that [`summary`] reads.
pub fn of_summary(wanted: Wanted) -> Wanted {
    let wanted = wanted.with_targets().with_day(CALLERS, CENTER).with_day(FELT, CENTER);
    let wanted =
        COSTS.into_iter().fold(wanted, |wanted, cost| wanted.with_day(cost, CENTER)).with_day("service-level", CENTER);
    WORTH.into_iter().fold(wanted, |wanted, (metric, _)| wanted.with_day(metric, CENTER))
}

/// The lines, at most fifteen on a page of 80 columns or more; nothing where nothing is varied.
pub fn summary(results: &Results, background: &Background<'_>, paper: Paper) -> String {
    let subject = Subject::of(results, background);
    if subject.varied().is_empty() || results.scenarios().is_empty() {
        return String::new();
    }
    let summary = Summary::of(&subject);
    let mut lines = vec![summary.head(paper)];
    lines.extend(summary.table(paper));
    lines.extend(summary.sentences().into_iter().map(|(label, words)| {
        let line = format!("{label:<LABEL$}{words}");
        let broken = wrapped(&line, paper.width, LABEL);
        broken.replacen(label, &paper.ink.bold(label), 1)
    }));
    lines.join("\n") + "\n"
}

/// A study with what its summary looks at.
struct Summary<'s> {
    subject: &'s Subject<'s>,
    /// `staff-cost`, or hours where nobody has a wage.
    cost: &'static str,
    currency: &'s str,
    /// Axes that change who calls, the first of them by rows.
    people: Vec<usize>,
    /// The others.
    staff: Vec<usize>,
    is_grid: bool,
}

impl<'s> Summary<'s> {
    fn of(subject: &'s Subject<'s>) -> Self {
        let results = subject.results;
        let has_cost = results.figures(COSTS[0], CENTER).iter().any(Option::is_some);
        let (people, staff) = subject.varied().into_iter().partition(|&axis| subject.moves_people(axis));
        Self {
            subject,
            cost: COSTS[usize::from(!has_cost)],
            currency: subject.background.center.map_or("", |center| center.currency.as_str()),
            people,
            staff,
            is_grid: subject.is_grid(),
        }
    }

    /// What was varied, and how many scenarios keep what was promised.
    fn head(&self, paper: Paper) -> String {
        let axes = self.subject.results.axes();
        let names = |list: &[usize]| list.iter().map(|&axis| axes[axis].name()).collect::<Vec<_>>().join(", ");
        let title = match (self.staff.as_slice(), self.people.as_slice()) {
            (staff, []) => names(staff),
            ([], people) => names(people),
            (staff, people) => format!("{} against {}", names(staff), names(people)),
        };
        let counts = self.counts();
        let room = paper.width.saturating_sub(title.chars().count() + 4);
        let title = if title.chars().count() <= paper.width { title } else { format!("{} axes", axes.len()) };
        match counts {
            Some(counts) if counts.chars().count() <= room => {
                let gap = " ".repeat(4);
                format!("{}{gap}{counts}", paper.ink.bold(&title))
            }
            Some(counts) => format!("{}\n{}", paper.ink.bold(&title), wrapped(&format!("  {counts}"), paper.width, 2)),
            None => paper.ink.bold(&title),
        }
    }

    fn counts(&self) -> Option<String> {
        if self.subject.promises.is_empty() {
            return None;
        }
        let count = self.subject.results.scenarios().len();
        let outcomes = (0..count).map(|at| outcome(&self.subject.promises, self.subject.results, at));
        let (mut kept, mut open) = (0_usize, 0_usize);
        for found in outcomes {
            kept += usize::from(found == Some(VerdictOutcome::Kept));
            open += usize::from(found == Some(VerdictOutcome::TooCloseToCall));
        }
        let what = self.promises_words();
        let number = |count: usize| grouped(count as f64, 0);
        let mut words = format!("{} of {} scenarios keep {what}", number(kept), number(count));
        if open > 0 {
            let _ = write!(words, ", {} are too close to call", number(open));
        }
        Some(words)
    }

    /// By value of what moves people: the cheapest that keeps all promises, its cost, what it measures.
    fn table(&self, paper: Paper) -> Vec<String> {
        let (true, Some(&rows), false, false) =
            (self.is_grid, self.people.first(), self.staff.is_empty(), self.subject.promises.is_empty())
        else {
            return Vec::new();
        };
        let axes = self.subject.results.axes();
        let cost = Definition::find(self.cost).map_or("", |cost| cost.name).to_lowercase();
        let mut head = vec![
            format!("  {}", axes[rows].name()),
            format!("cheapest that keeps {}", self.promises_words()),
            format!("{cost} a {}", self.subject.span().one),
        ];
        head.extend(self.subject.promises.iter().map(|promised| self.short_words(promised)));
        let mut grid = Grid::new(head);
        for setting in spread_out(axes[rows].settings.len(), self.subject.base[rows], MOST_ROWS) {
            let mut cells = vec![format!("  {}", self.subject.setting(rows, setting))];
            match self.cheapest(&[(rows, setting)]) {
                Some(at) => {
                    cells.push(self.subject.settings(at, &self.staff, self.staff.len() > 1));
                    cells.push(self.money(self.subject.results.figure(at, self.cost, CENTER, "")));
                    cells.extend(self.subject.promises.iter().map(|promised| self.measured(promised, at)));
                }
                None => cells.push("none".to_owned()),
            }
            grid.row(cells);
        }
        grid.lines(paper.width, 0)
    }

    /// Lines in words: what they are about, and the sentence.
    fn sentences(&self) -> Vec<(&'static str, String)> {
        let mut sentences = Vec::new();
        let is_comparable = self.is_grid || self.people.is_empty();
        if is_comparable && !self.staff.is_empty() {
            sentences.extend(self.cheapest_words().map(|words| ("cheapest", words)));
            sentences.extend(self.best_words().map(|words| ("best", words)));
            sentences.extend(self.knee_words().map(|words| ("knee", words)));
        }
        if !self.is_grid {
            sentences.extend(self.mattering_words().map(|words| ("matters", words)));
        }
        let imprecise = self.subject.results.scenarios().iter().filter(|found| found.is_precise == Some(false)).count();
        if imprecise > 0 {
            let words = format!("{} scenarios are less precise than asked", grouped(imprecise as f64, 0));
            sentences.push(("precision", words));
        }
        sentences.extend(self.saved_words().map(|words| ("saved", words)));
        sentences
    }

    /// What strata of busy days and the known number of callers saved, in the middle of all scenarios.
    fn saved_words(&self) -> Option<String> {
        let middle = |metric: &str| {
            let figures = self.subject.results.figures(metric, CENTER);
            let mut found: Vec<f64> = figures.iter().flatten().map(|estimate| estimate.value).collect();
            found.sort_by(f64::total_cmp);
            found.get(found.len() / 2).copied()
        };
        let parts = WORTH.map(|(metric, words)| (middle(metric), words));
        let worth: f64 = parts.iter().filter_map(|part| part.0).product();
        let helped: Vec<&str> =
            parts.iter().filter(|part| part.0.is_some_and(|part| part > 1.0)).map(|part| part.1).collect();
        let times = grouped(worth, usize::from(worth < 10.0));
        (worth > WORTH_SAYING).then(|| {
            let many = self.subject.span().many;
            format!("{}: as good as {times} times as many {many}, of the service level", helped.join(" and "))
        })
    }

    /// The scenarios that can be compared: on a grid those with the base's people.
    fn comparable(&self, changed: &[(usize, usize)]) -> impl Iterator<Item = usize> {
        let is_comparable = move |settings: &[usize]| {
            !self.is_grid
                || self.people.iter().all(|&axis| {
                    let other = changed.iter().find(|change| change.0 == axis).map(|change| change.1);
                    settings[axis] == other.unwrap_or(self.subject.base[axis])
                })
        };
        let scenarios = self.subject.results.scenarios().iter().enumerate();
        let found: Vec<usize> =
            scenarios.filter(|(_, found)| is_comparable(&found.settings)).map(|(at, _)| at).collect();
        found.into_iter()
    }

    /// The cheapest scenario that keeps all promises.
    fn cheapest(&self, changed: &[(usize, usize)]) -> Option<usize> {
        let results = self.subject.results;
        let kept = self.comparable(changed).filter(|&at| keeps_all(&self.subject.promises, results, at) == Some(true));
        let priced = kept.filter_map(|at| Some((results.figure(at, self.cost, CENTER, "")?.value, at)));
        priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|found| found.1)
    }

    /// The cheapest that keeps all promises, compared with the baseline; where a table has told the former, the latter alone.
    fn cheapest_words(&self) -> Option<String> {
        if self.subject.promises.is_empty() {
            return None;
        }
        let results = self.subject.results;
        let held = if self.is_grid { self.held_words() } else { String::new() };
        let Some(at) = self.cheapest(&[]) else {
            return Some(format!("no scenario keeps {} beyond doubt{held}", self.promises_words()));
        };
        let name = self.name(at);
        let cost = self.money(results.figure(at, self.cost, CENTER, ""));
        let each = self.subject.span().one;
        let mut words = format!("{name} keeps {}{held} for {cost} a {each}", self.promises_words());
        let base = self.subject.background.baseline.filter(|&base| base != at);
        if let (Some(base), Some(promised)) = (base, self.subject.promises.first()) {
            let was = self.measured(promised, base);
            let difference = results
                .difference(at, promised.metric, &promised.scope)
                .or_else(|| results.difference(at, promised.metric, CENTER));
            let _ = write!(words, "; the baseline ({}) has {was} {}", self.name(base), self.short_words(promised));
            if let Some(difference) = difference {
                let _ = write!(words, ", {} with this (same callers)", self.points(promised, difference));
            }
        }
        Some(words)
    }

    /// Where staff and callers together pay least; without money, where fewest hold long.
    fn best_words(&self) -> Option<String> {
        let results = self.subject.results;
        let both = |at: usize| -> Option<(f64, usize)> {
            let callers = results.figure(at, CALLERS, CENTER, "")?.value;
            Some((results.figure(at, COSTS[0], CENTER, "")?.value + callers, at))
        };
        let held = self.held_words();
        let least = |points: &mut dyn Iterator<Item = (f64, usize)>| {
            points.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|found| found.1)
        };
        if let Some(at) = least(&mut self.comparable(&[]).filter_map(both)) {
            let staff = self.money(results.figure(at, COSTS[0], CENTER, ""));
            let callers = figure(results.figure(at, CALLERS, CENTER, ""), Unit::Money, self.currency);
            let name = self.name(at);
            let edge = if self.is_at_edge(at) { "; that is the edge of the study: look beyond it" } else { "" };
            let each = self.subject.span().one;
            return Some(format!(
                "{name} costs staff and callers together least{held}: {staff} and {callers} a {each}{edge}"
            ));
        }
        let felt = |at: usize| Some((results.figure(at, FELT, CENTER, "")?.value, at));
        let at = least(&mut self.comparable(&[]).filter_map(felt))?;
        let found = figure(results.figure(at, FELT, CENTER, ""), Unit::Share, "");
        Some(format!("{} has fewest {}{held}: {found}", self.name(at), self.notice_words()))
    }

    /// Whether a scenario has the lowest or highest value of a numeric axis that it could have less or more of.
    fn is_at_edge(&self, at: usize) -> bool {
        let settings = &self.subject.results.scenarios()[at].settings;
        self.staff.iter().any(|&axis| {
            let found = &self.subject.results.axes()[axis];
            let is_end = settings[axis] == 0 || settings[axis] + 1 == found.settings.len();
            is_end && found.is_numeric() && found.path.starts_with("agent-group.")
        })
    }

    /// Where the next step buys least.
    fn knee_words(&self) -> Option<String> {
        let results = self.subject.results;
        let comparable: Vec<usize> = self.comparable(&[]).collect();
        let place = |&at: &usize| {
            let cost = results.figure(at, self.cost, CENTER, "")?.value;
            Some((cost, results.figure(at, FELT, CENTER, "")?.value))
        };
        let points: Vec<Option<(f64, f64)>> = comparable.iter().map(place).collect();
        let on_it = frontier(&points);
        let line: Vec<(f64, f64)> = on_it.iter().filter_map(|&at| points[at]).collect();
        let at = knee(&line)?;
        let (before, here, after) = (line[0], line[at], line[line.len() - 1]);
        // What one point fewer costs on the way to the knee, and beyond it.
        let price = |from: (f64, f64), to: (f64, f64)| (to.0 - from.0) / ((from.1 - to.1) * 100.0);
        let unit = if self.cost == COSTS[0] { self.currency } else { "h" };
        let price = |from, to| format!("{} {unit}", two_digits(price(from, to)));
        let each = self.subject.span().one;
        Some(format!(
            "{}: up to there a point fewer {} costs {} a {each}, beyond it {}",
            self.name(comparable[on_it[at]]),
            self.notice_words(),
            price(before, here),
            price(here, after)
        ))
    }

    /// Which axes matter most for what callers feel.
    fn mattering_words(&self) -> Option<String> {
        let results = self.subject.results;
        let figures = results.figures(FELT, CENTER);
        let played = || figures.iter().enumerate().filter_map(|(at, found)| Some((at, found.as_ref()?.value)));
        let output: Vec<f64> = played().map(|found| found.1).collect();
        let varied = self.subject.varied();
        let inputs: Vec<Vec<f64>> =
            varied.iter().map(|&axis| self.subject.numbers(axis, played().map(|found| found.0))).collect();
        let found = sensitivity(&inputs, &output, CONFIDENCE)?;
        let mut parts: Vec<(Estimate, usize)> =
            found.inputs.iter().zip(&varied).map(|(importance, &axis)| (importance.alone, axis)).collect();
        parts.sort_by(|a, b| b.0.value.total_cmp(&a.0.value));
        let words = parts
            .iter()
            .take(MATTERING)
            .map(|(part, axis)| format!("{} {}", results.axes()[*axis].name(), figure(Some(*part), Unit::Share, "")));
        let words = words.collect::<Vec<_>>().join(", ");
        Some(format!("by itself for how many are {}, of its variance: {words}", self.notice_words()))
    }

    /// A scenario by what was varied of it.
    fn name(&self, at: usize) -> String {
        const MOST_NAMED: usize = 3;
        let named = if self.is_grid && !self.staff.is_empty() { &self.staff } else { &self.subject.varied() };
        if named.len() > MOST_NAMED {
            return format!("scenario {}", self.subject.results.scenarios()[at].number);
        }
        self.subject.settings(at, named, true)
    }

    /// ` at volume 1.00`, where people are held at the base's.
    fn held_words(&self) -> String {
        if !self.is_grid || self.people.is_empty() {
            return String::new();
        }
        let axes = self.subject.results.axes();
        let held = self
            .people
            .iter()
            .map(|&axis| format!("{} {}", axes[axis].name(), self.subject.setting(axis, self.subject.base[axis])));
        format!(" at {}", held.collect::<Vec<_>>().join(", "))
    }

    fn promises_words(&self) -> &'static str {
        if self.subject.promises.len() == 1 { "the promise" } else { "all promises" }
    }

    fn notice_words(&self) -> String {
        let center = self.subject.background.center;
        center.map_or_else(|| "notices due".to_owned(), |center| promise::notice_words(center, Scope::Center))
    }

    /// A promise in two or three words.
    fn short_words(&self, promised: &Promised) -> String {
        let whose = promised.whose.split_once('.').map_or(String::new(), |(_, name)| format!(", {name}"));
        let what = match (promised.metric, promised.level) {
            (_, Some(level)) => format!("answered in {}", level.within),
            ("notice-due-rate", _) => self.notice_words(),
            (metric, _) => Definition::find(metric).map_or(metric, |metric| metric.name).to_lowercase(),
        };
        what + &whose
    }

    fn measured(&self, promised: &Promised, at: usize) -> String {
        let found = promised.measured(self.subject.results, at).or_else(|| {
            let is_headline = self.subject.background.center.and_then(headline) == promised.level;
            let is_center = promised.whose == CENTER && is_headline;
            is_center.then(|| self.subject.results.figure(at, promised.metric, CENTER, "")).flatten()
        });
        figure(found, promised.unit(), "")
    }

    /// A difference with its sign: `+8.1 ±0.3 points`.
    fn points(&self, promised: &Promised, difference: Estimate) -> String {
        let words = figure(Some(difference), promised.unit(), self.currency);
        let sign = if difference.value > 0.0 { "+" } else { "" };
        format!("{sign}{}", words.replace(" %", " points"))
    }

    fn money(&self, cost: Option<Estimate>) -> String {
        let unit = if self.cost == COSTS[0] { Unit::Money } else { Unit::Hours };
        figure(cost, unit, self.currency)
    }
}

/// A number without doubt, to two digits: prices of points are no exact science.
fn two_digits(number: f64) -> String {
    let decimals = match number.abs() {
        size if size >= 100.0 => return grouped((number / 10.0).round() * 10.0, 0),
        size if size >= 10.0 => 0,
        size if size >= 1.0 => 1,
        _ => 2,
    };
    grouped(number, decimals)
}

#[cfg(test)]
mod tests;
