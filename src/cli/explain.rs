//! `ccsim explain`: what a metric, a term, a warning or a rule set means.

use anyhow::bail;
use ccsim::metrics::glossary::{Entry, TERMS, WARNINGS};
use ccsim::metrics::{CATALOGUE, Definition};
use ccsim::report::{Grid, Paper};
use ccsim::scenario;

use super::Outcome;
use super::arguments::Explain;
use super::terminal::{self, Terminal};
use super::{explain_rules, near_miss};

/// What the trade writes short.
const ABBREVIATIONS: [(&str, &str); 6] = [
    ("acw", "after-call-work"),
    ("aht", "handle-time"),
    ("asa", "average-speed-of-answer"),
    ("ivr", "left-in-ivr"),
    ("sl", "service-level"),
    ("tsf", "service-level"),
];

/// Explains a name, or lists all.
pub fn explain(wanted: &Explain, terminal: Terminal) -> anyhow::Result<Outcome> {
    let paper = terminal.paper();
    let Some(name) = &wanted.name else {
        terminal::print(&list(paper))?;
        return Ok(Outcome::Fine);
    };
    let folded = name.trim().to_lowercase().replace([' ', '_'], "-");
    let folded = ABBREVIATIONS.iter().find(|known| known.0 == folded).map_or(folded, |known| known.1.to_owned());
    if let Some(metric) = CATALOGUE.iter().find(|metric| metric.id == folded) {
        terminal::print(&definition(metric, paper))?;
    } else if let Some(entry) = entries().find(|entry| entry.name == folded) {
        terminal::print(&format!("{}\n  {}\n", paper.ink.bold(entry.name), wrapped(entry.meaning, paper, 2)))?;
    } else if let Some(rules) = scenario::rule_sets().iter().find(|rules| rules.name == folded) {
        terminal::print(&explain_rules::words(rules, paper))?;
    } else {
        match nearest(&folded) {
            Some(near) => bail!("nothing is called `{name}`; did you mean `{near}`?"),
            None => bail!("nothing is called `{name}`; `ccsim explain` lists all names"),
        }
    }
    Ok(Outcome::Fine)
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    TERMS.iter().chain(WARNINGS)
}

fn list(paper: Paper) -> String {
    let mut text = String::new();
    let rule_sets = scenario::rule_sets();
    let mut section = |title: &str, entries: &mut dyn Iterator<Item = (&str, &str)>| {
        text.extend([&paper.ink.bold(title), "\n"]);
        let mut grid = Grid::new::<String>([]).left(&[1]);
        for (name, meaning) in entries {
            let room = paper.width.saturating_sub(NAME_WIDTH);
            grid.row([name.to_owned(), shortened(first_sentence(meaning), room)]);
        }
        text += &(grid.lines(paper.width, 2).join("\n") + "\n\n");
    };
    section("metrics", &mut CATALOGUE.iter().map(|metric| (metric.id, metric.meaning)));
    section("terms", &mut TERMS.iter().map(|entry| (entry.name, entry.meaning)));
    section("warnings", &mut WARNINGS.iter().map(|entry| (entry.name, entry.meaning)));
    section("rule sets", &mut rule_sets.iter().map(|rules| (rules.name.as_str(), rules.about.as_str())));
    text + "ccsim explain NAME says more\n"
}

/// Columns that the longest name takes, with what stands around it.
const NAME_WIDTH: usize = 42;

fn first_sentence(meaning: &str) -> &str {
    meaning.find(". ").map_or(meaning, |at| &meaning[..at]).trim_end_matches('.')
}

fn shortened(words: &str, room: usize) -> String {
    if words.chars().count() <= room {
        return words.to_owned();
    }
    let kept: String = words.chars().take(room.saturating_sub(4)).collect();
    format!("{} ...", kept.rsplit_once(' ').map_or(kept.as_str(), |(kept, _)| kept))
}

fn definition(metric: &Definition, paper: Paper) -> String {
    let unit = metric.unit.label("the scenario's currency");
    let lines = [
        ("", metric.meaning),
        ("numerator", metric.numerator),
        ("denominator", metric.denominator),
        ("unit", unit),
        ("undefined", metric.undefined),
        ("interval", metric.interval.words()),
        ("source", metric.source),
    ];
    let mut text = format!("{}  {}\n", paper.ink.bold(metric.id), metric.name);
    for (label, words) in lines {
        let line = if label.is_empty() { words.to_owned() } else { format!("{label:<12} {words}") };
        text.extend(["  ", &wrapped(&line, paper, if label.is_empty() { 2 } else { 15 }), "\n"]);
    }
    text
}

fn wrapped(words: &str, paper: Paper, indent: usize) -> String {
    ccsim::report::wrapped(words, paper.width.saturating_sub(2), indent)
}

/// The name that was probably meant.
fn nearest(name: &str) -> Option<&'static str> {
    let names = CATALOGUE.iter().map(|metric| metric.id).chain(entries().map(|entry| entry.name));
    near_miss::nearest(name, names.chain(scenario::rule_set_names()))
}
