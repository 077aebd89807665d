//! `ccsim theory`: a question of Erlang's, asked on the command line.

use std::fmt::Write;

use anyhow::bail;
use ccsim::model::{self, Center};
use ccsim::random::DurationDistribution;
use ccsim::report::theory::{self as report, Answer};
use ccsim::scenario::{self, Source};
use ccsim::theory::{self, PatienceLaw, Promise, Queue, Refusal, ServiceLevel, SteadyState};

use super::arguments::{Theory, TheoryFormat};
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Answers the question.
pub fn answer(wanted: &Theory, terminal: Terminal) -> anyhow::Result<Outcome> {
    let source = Source::from_text("the question", question(wanted)?);
    let reading = scenario::read(&source, &[])
        .map_err(|complaints| scenario_file::refused(&complaints, "Nothing was worked out.", terminal))?;
    let asked = Asked::of(&reading.center, wanted);
    let agents = match wanted.agents {
        Some(agents) => agents,
        None if asked.promises.is_empty() => {
            bail!("say how many agents (--agents 12), or what to keep (--target '80 % in 20 s') to find the fewest")
        }
        None => asked.fewest_agents()?,
    };
    let answer = Answer {
        model: asked.model(agents),
        state: asked.solve(agents)?,
        is_smallest: wanted.agents.is_none(),
        promises: asked.promises,
        within: asked.within,
        short: asked.short,
        notice_after: asked.notice_after,
    };
    terminal::print(&match wanted.format {
        TheoryFormat::Table => report::table(&answer, terminal.paper()),
        TheoryFormat::Json => report::json(&answer, env!("CARGO_PKG_VERSION")),
    })?;
    Ok(Outcome::Fine)
}

/// The question as a scenario, so that one reader knows how times, shares and laws are written.
fn question(wanted: &Theory) -> anyhow::Result<String> {
    let mut text = String::from("[contact-type.call]\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {value}");
    };
    line("arrivals.rate", &quoted(&wanted.calls));
    line("talk-time.exponential.mean", &quoted(&wanted.talk));
    if let Some(work) = &wanted.after_call_work {
        line("after-call-work.exponential.mean", &quoted(work));
    }
    if let Some(law) = patience_law(wanted) {
        let law = law_of(law);
        line(&format!("patience.{}", law.0), &law.1);
    }
    let _ = write!(text, "[queue.call]\nnotice.after = {}\n", quoted(&wanted.notice));
    let _ = write!(text, "[agent-group.agents]\nstaffing.constant = {}\n", wanted.agents.unwrap_or(1));
    let promised = wanted.target.as_deref().map(promised_level).transpose()?;
    let within = wanted.within.as_deref().or(promised.map(|promised| promised.1)).unwrap_or("20 s");
    // The times that the table needs, asked for as a target of their own.
    let times = level_of("80 %", within, "offered-less-short-abandons", &wanted.short);
    let _ = write!(text, "[target.{TIMES}]\nservice-level = {times}\n");
    if let Some((share, within, of)) = promised {
        let _ = write!(text, "[target.promise]\nservice-level = {}\n", level_of(share, within, of, &wanted.short));
    }
    let bounds = [
        ("abandonment-rate", &wanted.gives_up_at_most),
        ("mean-hold-time", &wanted.mean_hold_at_most),
        ("notice-due-rate", &wanted.notice_due_at_most),
        ("blocking-rate", &wanted.busy_tone_at_most),
    ];
    for (metric, limit) in bounds {
        if let Some(limit) = limit {
            let _ = write!(text, "[target.{metric}]\n{metric}.at-most = {}\n", quoted(limit));
        }
    }
    Ok(text)
}

/// Target that no one promised: it carries the times of the table.
const TIMES: &str = "times";

fn level_of(share: &str, within: &str, of: &str, short: &str) -> String {
    let short = if of.contains("short") { format!(", short = {}", quoted(short)) } else { String::new() };
    format!("{{ share = {}, within = {}, of = {}{short} }}", quoted(share), quoted(within), quoted(of))
}

/// `80 % in 20 s of answered`, cut into its three parts.
fn promised_level(target: &str) -> anyhow::Result<(&str, &str, &str)> {
    let Some((share, rest)) = target.split_once(" in ").or_else(|| target.split_once('/')) else {
        bail!("a target reads `80 % in 20 s`, not `{target}`");
    };
    let (within, of) = rest.split_once(" of ").unwrap_or((rest, "offered"));
    Ok((share.trim(), within.trim(), of.trim()))
}

/// The law of patience; `None`: nobody hangs up.
fn patience_law(wanted: &Theory) -> Option<&str> {
    const WITHOUT_END: [&str; 5] = ["never", "for ever", "forever", "unlimited", "infinite"];
    wanted.patience.as_deref().filter(|law| !WITHOUT_END.contains(&law.trim()))
}

/// Key and value of a law of durations: `3 min`, `lognormal:median=4min,sigma=1.2` or `weibull = { ... }`.
fn law_of(law: &str) -> (String, String) {
    let law = law.trim();
    // As an inline table of the scenario, braces and all.
    let law = law.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).map_or(law, str::trim);
    if let Some((name, value)) = law.split_once('=').filter(|(name, _)| !name.contains([':', ',', '{'])) {
        // `constant=30s`: a bare length of time needs no quotes on a command line.
        let value = value.trim();
        let is_length = value.starts_with(|first: char| first.is_ascii_digit());
        return (name.trim().to_owned(), if is_length { quoted(value) } else { value.to_owned() });
    }
    let Some((name, parameters)) = law.split_once(':') else { return ("exponential.mean".to_owned(), quoted(law)) };
    if !parameters.contains('=') {
        return (name.trim().to_owned(), quoted(parameters));
    }
    let parameters: Vec<String> = parameters
        .split(',')
        .map(|parameter| {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let is_number = value.trim().parse::<f64>().is_ok_and(f64::is_finite);
            let value = if is_number { value.trim().to_owned() } else { quoted(value.trim()) };
            format!("{} = {value}", key.trim())
        })
        .collect();
    (name.trim().to_owned(), format!("{{ {} }}", parameters.join(", ")))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in text.trim().chars() {
        match sign {
            '"' | '\\' => quoted.extend(['\\', sign]),
            sign if sign.is_control() => quoted.push(' '),
            sign => quoted.push(sign),
        }
    }
    quoted + "\""
}

/// The question in numbers.
struct Asked {
    arrival_rate: f64,
    handle_time: f64,
    lines: Option<u32>,
    patience: Patience,
    promises: Vec<(Promise, String)>,
    within: f64,
    short: f64,
    notice_after: f64,
}

enum Patience {
    WithoutEnd,
    Exponential(f64),
    General(PatienceLaw),
}

impl Asked {
    fn of(center: &Center, wanted: &Theory) -> Self {
        let kind = &center.contact_types[0];
        let hours = center.day.interval.as_hours_f64();
        let mean = |law: &DurationDistribution| law.mean_seconds().unwrap_or(f64::INFINITY);
        let notice_after = center.queues[0].notice_after.as_secs_f64();
        let mut asked = Self {
            arrival_rate: kind.expected_in(&center.day, 0) / hours / 3600.0,
            handle_time: mean(&kind.talk_time) + mean(&kind.after_call_work),
            lines: wanted.lines,
            patience: patience(&kind.patience, patience_law(wanted).is_some()),
            promises: Vec::new(),
            within: 0.0,
            short: 0.0,
            notice_after,
        };
        for target in &center.targets {
            asked.take(target);
        }
        asked
    }

    fn take(&mut self, target: &model::Target) {
        use model::BoundedMetric::{AbandonmentRate, BlockingRate, MeanHoldTime, NoticeDueRate};
        let percent = |share: f64| ccsim::report::plain(share * 100.0);
        let promise = match target.promise {
            model::Promise::ServiceLevel { level, .. } if target.name == TIMES => {
                (self.within, self.short) = (level.within.as_secs_f64(), level.short.as_secs_f64());
                None
            }
            model::Promise::ServiceLevel { level, at_least } => {
                let promise = Promise::ServiceLevel { definition: definition(level), share: at_least.get() };
                Some((promise, format!("{at_least} answered in {}, {}", level.within, ccsim::report::of_whom(level))))
            }
            model::Promise::AtMost { metric, limit } => match metric {
                AbandonmentRate => Some((Promise::Abandonment(limit), format!("at most {} % give up", percent(limit)))),
                MeanHoldTime => {
                    Some((Promise::MeanHold(limit), format!("mean hold at most {} s", ccsim::report::plain(limit))))
                }
                NoticeDueRate => {
                    let promise = Promise::HoldExceeds { seconds: self.notice_after, share: limit };
                    let after = ccsim::report::plain(self.notice_after);
                    Some((promise, format!("at most {} % on hold at {after} s", percent(limit))))
                }
                BlockingRate => {
                    Some((Promise::Blocking(limit), format!("at most {} % meet a busy tone", percent(limit))))
                }
                _ => None,
            },
        };
        self.promises.extend(promise);
    }

    fn fewest_agents(&self) -> Result<u32, Refusal> {
        let each =
            self.promises.iter().map(|(promise, _)| theory::smallest_agents(*promise, |agents| self.solve(agents)));
        each.collect::<Result<Vec<u32>, Refusal>>().map(|agents| agents.into_iter().max().unwrap_or(1))
    }

    fn solve(&self, agents: u32) -> Result<SteadyState, Refusal> {
        let queue = Queue { arrival_rate: self.arrival_rate, handle_time: self.handle_time, agents, lines: self.lines };
        match &self.patience {
            Patience::WithoutEnd => queue.solve(None),
            Patience::Exponential(mean) => queue.solve(Some(*mean)),
            Patience::General(law) => queue.solve_with(law),
        }
    }

    /// The model in Kendall's letters, and its household name.
    fn model(&self, agents: u32) -> String {
        let lines = self.lines.map_or_else(String::new, |_| "/K".to_owned());
        let (patience, name) = match (&self.patience, self.lines) {
            (Patience::WithoutEnd, None) => ("", " (Erlang C: nobody hangs up)"),
            (Patience::WithoutEnd, Some(lines)) if lines <= agents => ("", " (Erlang B: nobody holds)"),
            (Patience::WithoutEnd, Some(_)) => ("", " (limited lines, nobody hangs up)"),
            (Patience::Exponential(_), None) => ("+M", " (Erlang A)"),
            (Patience::Exponential(_), Some(_)) => ("+M", " (Erlang A with limited lines)"),
            (Patience::General(_), _) => ("+G", " (patience of any law)"),
        };
        format!("M/M/n{lines}{patience}{name}")
    }
}

fn patience(law: &DurationDistribution, is_given: bool) -> Patience {
    match law.exponential_mean() {
        _ if !is_given => Patience::WithoutEnd,
        Some(mean) => Patience::Exponential(mean.as_secs_f64()),
        None => {
            let survival = law.clone();
            Patience::General(PatienceLaw::new(move |seconds| survival.survival(seconds), &law.breakpoints()))
        }
    }
}

fn definition(level: model::ServiceLevel) -> ServiceLevel {
    let denominator = match level.of {
        model::Denominator::Offered => theory::Denominator::Offered,
        model::Denominator::Answered => theory::Denominator::Answered,
        model::Denominator::OfferedLessShortAbandons => theory::Denominator::OfferedLessShortAbandons,
        model::Denominator::OfferedCreditingShortAbandons => theory::Denominator::OfferedCreditingShortAbandons,
    };
    ServiceLevel {
        within: level.within.as_secs_f64(),
        short_abandon: level.short.as_secs_f64(),
        denominator,
        blocked_count_as_missed: level.blocked,
    }
}
