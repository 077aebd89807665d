//! What the terminal shows after a run: the sentence first, the doubt beside each figure, one useful next step.

use std::fmt::Write;

use super::figure::{figure, grouped};
use super::grid::wrapped;
use super::promise::notice_after;
use super::{Paper, Run, day_table, journey, level_table, next_step, promise, warning};
use crate::metrics::{CONFIDENCE, Unit};
use crate::model::Scope;

/// Columns of a page that nobody measured, and the least that words are wrapped to.
pub(super) const NARROWEST: usize = 40;

/// The report of a run. `seconds` is how long it took, `file` how the scenario was named on the command line.
pub fn run(run: &Run<'_>, seconds: f64, file: &str, paper: Paper) -> String {
    let paper = Paper { width: paper.width.max(NARROWEST), ..paper };
    let mut blocks = vec![header(run, seconds, paper), vec![wrapped(&sentence(run), paper.width, 0)]];
    blocks.push(headed(level_table::service(run, paper.width), paper));
    if !run.findings.verdicts.is_empty() {
        let mut lines = vec![paper.ink.bold("promises")];
        lines.extend(promise::lines(run, paper));
        blocks.push(lines);
    }
    if run.outlook.intervals.len() > 1 {
        blocks.push(headed(day_table::lines(run, paper), paper));
    }
    blocks.push(headed(level_table::agents(run, paper.width), paper));
    blocks.push(closing(run, file, paper));
    let text: Vec<String> = blocks.iter().filter(|block| !block.is_empty()).map(|block| block.join("\n")).collect();
    text.join("\n\n") + "\n"
}

fn headed(mut lines: Vec<String>, paper: Paper) -> Vec<String> {
    if let Some(head) = lines.first_mut() {
        *head = paper.ink.bold(head);
    }
    lines
}

fn header(run: &Run<'_>, seconds: f64, paper: Paper) -> Vec<String> {
    let title = match run.center.about.as_str() {
        "" => paper.ink.bold(&run.center.name),
        about => {
            let line = wrapped(&format!("{}  {about}", run.center.name), paper.width, 2);
            line.replacen(&run.center.name, &paper.ink.bold(&run.center.name), 1)
        }
    };
    let count = run.findings.replications;
    let days = run.span().counted(count, &grouped(count as f64, 0));
    let played = format!("{days} played, seed {}{}", run.seed, speed(run.findings.contacts, seconds));
    let confidence = format!("{} % intervals", grouped(CONFIDENCE * 100.0, 0));
    let taken = played.chars().count() + confidence.len();
    let line = if taken + 2 <= paper.width {
        // On a very wide page the two belong together still.
        let gap = (paper.width.min(100).max(taken + 3)) - taken;
        format!("{played}{}{confidence}", " ".repeat(gap))
    } else {
        format!("{}\n{confidence}", wrapped(&played, paper.width, 2))
    };
    vec![title, line.split('\n').map(|part| paper.ink.faint(part)).collect::<Vec<_>>().join("\n")]
}

/// How long it took, and how fast that was: nothing when nobody looked at a clock.
pub(super) fn speed(contacts: u64, seconds: f64) -> String {
    if seconds <= 0.0 {
        return String::new();
    }
    let calls = contacts as f64 / seconds;
    let took = if seconds < 0.1 { format!("{} ms", grouped(seconds * 1000.0, 0)) } else { format!("{seconds:.1} s") };
    if calls >= 1e6 {
        format!(", {took} ({:.1} million calls a second)", calls / 1e6)
    } else {
        format!(", {took} ({} calls a second)", grouped((calls / 100.0).round() * 100.0, 0))
    }
}

/// What came out, in words, with no digit that could be wrong.
fn sentence(run: &Run<'_>) -> String {
    let find = |metric| run.findings.find(metric, Scope::Center, None).map(|found| found.value);
    let Some(answered) = find("service-level") else { return "Nobody asked for an agent.".to_owned() };
    let within = run.layout.headline().within;
    let hold = notice_after(run.center, Scope::Center)
        .map_or_else(|| "still on hold when a notice is due".to_owned(), |after| format!("still on hold at {after}"));
    let due = find("notice-due-rate").unwrap_or(0.0);
    let gave_up = find("abandonment-rate").unwrap_or(0.0);
    let give_up = if is_one(gave_up) { "gives up" } else { "give up" };
    let mut said = format!(
        "Of 100 callers, {} {} answered within {within}, {} {} {hold} and {} {give_up}.",
        of_100(answered),
        are(answered),
        of_100(due),
        are(due),
        of_100(gave_up)
    );
    if let Some((at, worst)) = worst_interval(run, due) {
        let interval = &run.outlook.intervals[at];
        let (from, to) = (interval.from.clock(), interval.to.clock());
        let _ = write!(said, " It is worst at {from}–{to}, when {} {} {hold}.", of_100(worst), are(worst));
    }
    said
}

/// What strata saved is said when it is more than this.
const WORTH_SAYING: f64 = 1.3;
/// An interval is named as the worst when its share is this many times that of the day.
const WORTH_NAMING: f64 = 1.2;
/// Of more intervals than this, the worst is worst by luck.
const MOST_COMPARED: usize = 100;

/// How many of a hundred; none and all are said only when they are.
pub(super) fn of_100(share: f64) -> String {
    if share <= 0.0 {
        "none".to_owned()
    } else if share >= 1.0 {
        "all".to_owned()
    } else if share < 0.005 {
        "fewer than 1".to_owned()
    } else if share >= 0.995 {
        "more than 99".to_owned()
    } else {
        grouped(share * 100.0, 0)
    }
}

pub(super) fn are(share: f64) -> &'static str {
    if is_one(share) { "is" } else { "are" }
}

/// Whether [`of_100`] speaks of one caller.
fn is_one(share: f64) -> bool {
    share > 0.0 && share < 0.015
}

/// The interval in which most are on hold, if it stands out from the day beyond its own doubt.
fn worst_interval(run: &Run<'_>, overall: f64) -> Option<(usize, f64)> {
    let all = run.outlook.intervals.len();
    let rows = run.findings.rows.iter();
    rows.filter(|row| row.metric.id == "notice-due-rate" && row.scope == Scope::Center)
        .filter_map(|row| Some((row.interval? as usize, row.estimate?)))
        .filter(|&(at, _)| at < all && (2..=MOST_COMPARED).contains(&all))
        .max_by(|one, other| one.1.value.total_cmp(&other.1.value))
        .filter(|(_, worst)| worst.interval.is_some_and(|(low, _)| low > overall))
        .map(|(at, worst)| (at, worst.value))
        .filter(|&(_, worst)| worst >= 0.01 && worst >= WORTH_NAMING * overall)
}

/// Staff, cost, warnings, next step.
fn closing(run: &Run<'_>, file: &str, paper: Paper) -> Vec<String> {
    const INDENT: usize = 9;
    let mut lines = Vec::new();
    if let Some(cost) = run.findings.find("staff-cost", Scope::Center, None) {
        let currency = &run.center.currency;
        let money = figure(Some(cost), Unit::Money, currency);
        let each = cost_of_a_call(run, cost.value).map_or_else(String::new, |each| {
            format!(", about {} {currency} an answered call", grouped(each, if each < 100.0 { 2 } else { 0 }))
        });
        let hours = figure(run.findings.find("staffed-hours", Scope::Center, None), Unit::Hours, "");
        lines.push(wrapped(
            &format!("cost     {money} a {} for {hours} of staff{each}", run.span().one),
            paper.width,
            INDENT,
        ));
    }
    let callers = journey::lines(run);
    let label = |label: &'static str| if label == "cost" && !lines.is_empty() { "" } else { label };
    let callers: Vec<String> = callers.iter().map(|(word, says)| format!("{:INDENT$}{says}", label(word))).collect();
    lines.extend(callers.iter().map(|line| wrapped(line, paper.width, INDENT)));
    if let Some(saved) = run.findings.saved.filter(|&saved| saved > WORTH_SAYING) {
        let days = grouped(saved, usize::from(saved < 10.0));
        let says = format!(
            "busy and quiet days come in even numbers: for the service level as good as {days} times as many by luck"
        );
        lines.push(wrapped(&format!("{:INDENT$}{says}", "strata"), paper.width, INDENT));
    }
    for warning in warning::of_run(run) {
        let line = wrapped(&format!("warning  {}", warning.says), paper.width, INDENT);
        lines.push(line.replacen("warning", &paper.ink.doubtful("warning"), 1));
    }
    let (arguments, why) = next_step::arguments(run);
    // A command is never wrapped: it is there to be copied.
    lines.push(format!("next     ccsim run {} {arguments}", quoted(file)));
    let why = wrapped(&format!("{:INDENT$}{why}", ""), paper.width, INDENT);
    lines.extend(why.lines().map(|line| paper.ink.faint(line)));
    lines
}

/// Cost over answered calls, where there are enough of them to know both figures well.
fn cost_of_a_call(run: &Run<'_>, cost: f64) -> Option<f64> {
    const WELL_KNOWN: f64 = 0.02;
    let answered = run.findings.find("answered", Scope::Center, None)?;
    let half_width = answered.half_width()?;
    (half_width < WELL_KNOWN * answered.value).then(|| cost / answered.value)
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:,@%".contains(c);
    if path.chars().all(is_plain) && !path.is_empty() {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
