//! `ccsim check`: every mistake with its place, or what can be seen before anything is played.

use ccsim::experiment::Effort;
use ccsim::plan::{Outlook, Plan};
use ccsim::report::outlook;

use super::arguments::Check;
use super::terminal::{self, Terminal};
use super::{Outcome, scenario_file};

/// Looks at a scenario.
pub fn check(wanted: &Check, terminal: Terminal) -> anyhow::Result<Outcome> {
    let reading = scenario_file::read(&wanted.scenario, &wanted.set, terminal)?;
    Effort::usual(&reading.center).check(&reading.center, 1)?;
    let plan = Plan::compile(&reading.center);
    let seen = match outlook::busiest_day(&reading.center) {
        Some(day) => Outlook::on(&reading.center, &plan, day),
        None => Outlook::of(&reading.center, &plan),
    };
    let file = wanted.scenario.display().to_string();
    terminal::print(&outlook::summary(&file, &reading.center, &seen, &reading.assumed, terminal.paper()))?;
    Ok(Outcome::Fine)
}
