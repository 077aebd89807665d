//! Answers of Erlang's formulas as a table and as JSON, in the words of the metric catalogue.

use serde_json::{Map, Value, json};

use super::figure::grouped;
use super::{Grid, Paper};
use crate::theory::{Denominator, Promise, ServiceLevel, SteadyState};

/// A question that was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which model was used: `M/M/n+M (Erlang A)`.
    pub model: String,
    /// The long run.
    pub state: SteadyState,
    /// What was to be kept, in the order of the question, each with its words.
    pub promises: Vec<(Promise, String)>,
    /// Whether the number of agents is the smallest that keeps all promises, rather than given.
    pub is_smallest: bool,
    /// Time within which an answer is good \[s\].
    pub within: f64,
    /// Hold up to which an abandonment is short \[s\].
    pub short: f64,
    /// Hold from which a notice is due \[s\].
    pub notice_after: f64,
}

/// A figure: its id in the catalogue (or nearest to it), its words, its value.
struct Figure {
    id: &'static str,
    words: String,
    value: Option<f64>,
    unit: &'static str,
}

/// The answer as the terminal shows it.
pub fn table(answer: &Answer, paper: Paper) -> String {
    let queue = answer.state.queue();
    let agents =
        format!("{} {}", grouped(f64::from(queue.agents), 0), if queue.agents == 1 { "agent" } else { "agents" });
    let mut lines = vec![paper.ink.bold(&answer.model)];
    let load = format!("load {} erlang, {agents}", significant(queue.offered_load()));
    lines.push(if answer.is_smallest { format!("{load}: the fewest that keep the promise") } else { load });
    lines.push(String::new());
    let mut grid = Grid::new::<String>([]);
    for figure in figures(answer) {
        grid.row([figure.words, figure.value.map_or_else(|| "–".to_owned(), |value| written(value, figure.unit))]);
    }
    lines.extend(grid.lines(paper.width, 2));
    if !answer.promises.is_empty() {
        lines.push(String::new());
        lines.extend(answer.promises.iter().map(|(promise, words)| {
            let is_kept = promise.is_kept(&answer.state);
            let outcome = if is_kept { paper.ink.good("kept  ") } else { paper.ink.bad("missed") };
            format!("  {outcome}  {words}")
        }));
    }
    lines.join("\n") + "\n"
}

/// The answer as one JSON object.
pub fn json(answer: &Answer, version: &str) -> String {
    let queue = answer.state.queue();
    let rows: Vec<Value> = figures(answer).into_iter().map(|figure| row(&figure)).collect();
    let promises: Vec<Value> = answer
        .promises
        .iter()
        .map(|(promise, words)| json!({ "promise": words, "kept": promise.is_kept(&answer.state) }))
        .collect();
    let mut object = Map::new();
    object.insert("ccsim".to_owned(), json!(version));
    object.insert("model".to_owned(), json!(answer.model));
    object.insert("offered-load".to_owned(), json!(queue.offered_load()));
    object.insert("agents".to_owned(), json!(queue.agents));
    object.insert("lines".to_owned(), json!(queue.lines));
    object.insert("promises".to_owned(), Value::Array(promises));
    object.insert("metrics".to_owned(), Value::Array(rows));
    let text = serde_json::to_string_pretty(&Value::Object(object)).expect("only text and numbers");
    text + "\n"
}

fn row(figure: &Figure) -> Value {
    json!({ "metric": figure.id, "what": figure.words, "value": figure.value, "unit": figure.unit })
}

fn figures(answer: &Answer) -> Vec<Figure> {
    let state = &answer.state;
    let figure = |id, words: String, value, unit| Figure { id, words, value, unit };
    let share = |id, words: &str, value: f64| figure(id, words.to_owned(), Some(value), "share");
    let mut out = Vec::new();
    if state.queue().lines.is_some() {
        out.push(share("blocking-rate", "meet a busy tone", state.blocking()));
    }
    out.push(share("held-rate", "hold at all", state.wait_probability()));
    let hangs_up = state.abandonment() > 0.0;
    for (denominator, of) in denominators(answer.short) {
        // Where nobody hangs up, all denominators say the same.
        if hangs_up || denominator == Denominator::Offered {
            let level = ServiceLevel {
                within: answer.within,
                short_abandon: answer.short,
                denominator,
                blocked_count_as_missed: false,
            };
            let words = format!("answered in {} s, {of}", significant(answer.within));
            out.push(figure("service-level", words, state.service_level(level), "share"));
        }
    }
    let after = significant(answer.notice_after);
    out.push(share("notice-due-rate", &format!("on hold at {after} s"), state.hold_exceeds(answer.notice_after)));
    out.push(share("abandonment-rate", "give up", state.abandonment()));
    let time = |id, words: &str, value| figure(id, words.to_owned(), value, "s");
    out.push(time("mean-hold-time", "mean hold", Some(state.mean_hold())));
    out.push(time("average-speed-of-answer", "mean hold of the answered", state.mean_hold_of_answered()));
    out.push(time("mean-hold-of-held", "mean hold of those who hold at all", state.mean_hold_of_delayed()));
    out.push(figure("queue-length", "on hold, on average".to_owned(), Some(state.mean_queue_length()), "heads"));
    out.push(share("occupancy", "occupancy", state.occupancy()));
    for figure in &mut out {
        figure.value = figure.value.filter(|value| value.is_finite());
    }
    out
}

fn denominators(short: f64) -> [(Denominator, String); 4] {
    let short = significant(short);
    [
        (Denominator::Offered, "of offered".to_owned()),
        (Denominator::Answered, "of answered".to_owned()),
        (Denominator::OfferedLessShortAbandons, format!("of offered, without hang-ups up to {short} s")),
        (Denominator::OfferedCreditingShortAbandons, format!("of offered, hang-ups up to {short} s as answered")),
    ]
}

fn written(value: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} %", significant(value * 100.0)),
        "s" => format!("{} s", significant(value)),
        _ => significant(value),
    }
}

/// Four digits, which is what an exact answer is read to; the very small as a power of ten.
fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor();
    if !(-4.0..9.0).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    let text = grouped(value, (3.0 - magnitude).max(0.0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
