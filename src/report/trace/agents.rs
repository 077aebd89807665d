//! `agents.csv`: each agent's day from opening to its end, without gaps.

use super::clock_time::{clock, seconds};
use super::{AgentState, Trace};
use crate::report::csv::text_of;

/// Columns, in order.
pub const COLUMNS: [&str; 8] = ["agent", "group", "state", "starts", "ends", "seconds", "person", "call"];

/// Head and rows: agent by agent, each in the order of time; `state` is `away`, `idle`, `talk` or `after-call`.
pub fn csv(trace: &Trace<'_>) -> String {
    text_of(|writer| {
        writer.write_record(COLUMNS)?;
        for day in &trace.agents {
            let (agent, group) = ((day.agent + 1).to_string(), &trace.center.agent_groups[day.group.index()].name);
            for stretch in &day.stretches {
                let (state, in_hand) = match stretch.state {
                    AgentState::Away => ("away", None),
                    AgentState::Idle => ("idle", None),
                    AgentState::Talk(in_hand) => ("talk", Some(in_hand)),
                    AgentState::AfterCall(in_hand) => ("after-call", Some(in_hand)),
                };
                let call = in_hand.and_then(|in_hand| Some(&trace.calls[in_hand.call?].call));
                let (from, to, length) = (clock(stretch.from), clock(stretch.to), seconds(stretch.length()));
                let person = call.map_or_else(String::new, |call| (call.person + 1).to_string());
                let number = call.map_or_else(String::new, |call| call.number.to_string());
                writer.write_record([&agent, group, state, &from, &to, &length, &person, &number])?;
            }
        }
        Ok(())
    })
}
