//! One step that is worth taking next, as a command that can be typed.

use super::Run;
use crate::metrics::{Findings, VerdictOutcome};
use crate::model::{AgentGroup, Center, GroupId, Scope, Staffing};
use crate::plan::OutlookInterval;

/// Fewest replications on which a decision should rest.
const ENOUGH_TO_DECIDE: u64 = 100;
/// How much more staff is worth a try.
const MORE_STAFF: f64 = 1.1;
/// How much more volume is worth a try when all is well.
const MORE_VOLUME: &str = "1.15";

/// The arguments after `ccsim run FILE`, and why.
pub(super) fn arguments(run: &Run<'_>) -> (String, &'static str) {
    let findings = run.findings;
    let worst = |outcome| findings.verdicts.iter().find(|verdict| verdict.outcome == outcome);
    if findings.replications < ENOUGH_TO_DECIDE {
        return (format!("--replications {}", 4 * ENOUGH_TO_DECIDE), "more days, narrower intervals");
    }
    if let Some(missed) = worst(VerdictOutcome::Missed) {
        let scope = run.center.targets[missed.target.index()].scope;
        if let Some(staffed_up) = more_staff(run.center, findings, scope) {
            return (staffed_up, "the same callers, and more staff where it is busiest");
        }
    }
    if worst(VerdictOutcome::TooCloseToCall).is_some() {
        return (
            format!("--replications {}", 4 * findings.replications),
            "more days, until the promise can be called kept or missed",
        );
    }
    let short = run.outlook.intervals.iter().any(OutlookInterval::is_over_capacity);
    if let Some(staffed_up) = more_staff(run.center, findings, Scope::Center).filter(|_| short) {
        return (staffed_up, "the same callers, and more staff where it is busiest");
    }
    let is_scaled = run.center.contact_types.iter().any(|kind| (kind.scale - 1.0).abs() > f64::EPSILON);
    let is_traced = |kind: &crate::model::ContactType| matches!(kind.arrivals, crate::model::Arrivals::Trace(_));
    if is_scaled || run.center.contact_types.iter().any(is_traced) {
        return ("--out results".to_owned(), "writes pictures and every figure");
    }
    (format!("--set 'contact-type.*.scale={MORE_VOLUME}'"), "would it hold with 15 % more calls?")
}

/// More heads in the busiest group that answers the scope.
fn more_staff(center: &Center, findings: &Findings, scope: Scope) -> Option<String> {
    let answers = |group: &AgentGroup| match scope {
        Scope::Queue(queue) => group.answers.contains(&queue),
        Scope::ContactType(kind) => group.skills.contains(&kind),
        _ => true,
    };
    let occupancy = |at: usize| findings.find("occupancy", Scope::AgentGroup(GroupId::at(at)), None);
    let busiest = (0..center.agent_groups.len())
        .filter(|&at| answers(&center.agent_groups[at]) && planned_heads(&center.agent_groups[at]) > 0)
        .filter_map(|at| Some((at, occupancy(at)?.value)))
        .max_by(|one, other| one.1.total_cmp(&other.1))?;
    let group = &center.agent_groups[busiest.0];
    // Heads are whole: a tenth more must be one head more at the peak.
    let one_more = 1.0 + 1.0 / f64::from(planned_heads(group));
    let scale = (group.staffing_scale * one_more.max(MORE_STAFF) * 100.0).ceil() / 100.0;
    Some(format!("--set agent-group.{}.staffing.scale={scale}", group.name))
}

/// Most heads in an interval, or on one shift.
fn planned_heads(group: &AgentGroup) -> u32 {
    match &group.staffing {
        Staffing::PerInterval(heads) => heads.iter().copied().max().unwrap_or(0),
        Staffing::Shifts(shifts) => shifts.iter().map(|shift| shift.agents).max().unwrap_or(0),
    }
}
