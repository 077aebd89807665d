//! `contacts.csv`: a row for each segment of each call, so that one caller can be followed through the day.

use super::clock_time::{clock, seconds};
use super::{Trace, TracedCall};
use crate::model::{Center, Scope};
use crate::observation::{Announcement, Attempt, Ending, Segment, Stretch};
use crate::report::csv::text_of;
use crate::units::{Duration, SimTime};

/// Columns, in order.
pub const COLUMNS: [&str; 15] = [
    "person",
    "call",
    "attempt",
    "contact-type",
    "dialled",
    "segment",
    "kind",
    "where",
    "agent",
    "starts",
    "ends",
    "seconds",
    "says",
    "ended",
    "calls-again",
];

/// Head and rows: calls by when they were dialled, each call's rows in the order of time.
///
/// A call's segments are numbered and chain without gaps. Rows without a number stand beside them: `busy` (a busy tone), `notice`
/// (an announcement of the expected wait, heard while on hold), `callback` (the talk of a callback, after the call). One row
/// of each call says how it ended: its last segment, or the busy tone.
pub fn csv(trace: &Trace<'_>) -> String {
    text_of(|writer| {
        writer.write_record(COLUMNS)?;
        for traced in &trace.calls {
            for row in rows(trace.center, traced) {
                writer.write_record(row)?;
            }
        }
        Ok(())
    })
}

type Row = [String; COLUMNS.len()];

/// What a row says beside whose call it is.
#[derive(Default)]
struct Happening {
    segment: Option<usize>,
    kind: &'static str,
    place: String,
    agent: Option<u32>,
    from: SimTime,
    to: SimTime,
    says: Option<Duration>,
    ends_call: bool,
}

fn rows(center: &Center, traced: &TracedCall) -> Vec<Row> {
    happenings(center, traced).into_iter().map(|happening| row(center, traced, happening)).collect()
}

fn row(center: &Center, traced: &TracedCall, happening: Happening) -> Row {
    let call = &traced.call;
    let Happening { segment, kind, place, agent, from, to, says, ends_call } = happening;
    let (ended, again) = if ends_call { (ended(traced.end.how), yes_or_no(traced.end.calls_again)) } else { ("", "") };
    [
        (call.person + 1).to_string(),
        call.number.to_string(),
        attempt(call.attempt).to_owned(),
        center.contact_types[call.contact_type.index()].name.clone(),
        clock(call.dialled),
        segment.map_or_else(String::new, |number| number.to_string()),
        kind.to_owned(),
        place,
        agent.map_or_else(String::new, |agent| (agent + 1).to_string()),
        clock(from),
        clock(to),
        seconds(to.since(from)),
        says.map_or_else(String::new, seconds),
        ended.to_owned(),
        again.to_owned(),
    ]
}

fn happenings(center: &Center, traced: &TracedCall) -> Vec<Happening> {
    let TracedCall { call, end, called_back } = traced;
    let busy = match end.how {
        Ending::Blocked => Some(String::new()),
        Ending::TurnedAway(queue) => Some(center.scope_name(Scope::Queue(queue))),
        _ => None,
    };
    let last = call.segments.len();
    let mut happenings = Vec::with_capacity(last + call.announcements.len() + 1);
    for (number, segment) in (1..).zip(&call.segments) {
        let ends_call = number == last && busy.is_none();
        happenings.push(Happening { segment: Some(number), ends_call, ..of_segment(center, segment) });
        let heard = call.announcements.iter().filter(|(_, heard)| heard_in(&call.segments, heard) == Some(number - 1));
        happenings.extend(heard.map(|(queue, heard)| Happening {
            kind: "notice",
            place: center.scope_name(Scope::Queue(*queue)),
            from: heard.at,
            to: heard.at,
            says: Some(heard.says),
            ..Happening::default()
        }));
    }
    if busy.is_some() || last == 0 {
        let kind = if busy.is_some() { "busy" } else { "none" };
        let place = busy.unwrap_or_default();
        let at = end.at;
        happenings.push(Happening { kind, place, from: at, to: at, ends_call: true, ..Happening::default() });
    }
    happenings.extend(called_back.map(|back| Happening {
        kind: "callback",
        place: center.scope_name(Scope::AgentGroup(back.group)),
        agent: Some(back.agent),
        from: back.from,
        to: back.to,
        ..Happening::default()
    }));
    happenings
}

fn of_segment(center: &Center, segment: &Segment) -> Happening {
    let scope = match segment.stretch {
        Stretch::Announcement(step) | Stretch::Menu(step) | Stretch::SelfService(step) => Scope::IvrStep(step),
        Stretch::Hold(queue) => Scope::Queue(queue),
        Stretch::Talk(group, _) => Scope::AgentGroup(group),
    };
    let kind = match segment.stretch {
        Stretch::Announcement(_) => "announcement",
        Stretch::Menu(_) => "menu",
        Stretch::SelfService(_) => "self-service",
        Stretch::Hold(_) => "hold",
        Stretch::Talk(..) => "talk",
    };
    let agent = if let Stretch::Talk(_, agent) = segment.stretch { Some(agent) } else { None };
    let place = center.scope_name(scope);
    Happening { kind, place, agent, from: segment.from, to: segment.to, ..Happening::default() }
}

/// Position of the hold in which something was heard.
fn heard_in(segments: &[Segment], heard: &Announcement) -> Option<usize> {
    let is_hold = |segment: &Segment| matches!(segment.stretch, Stretch::Hold(_));
    segments.iter().position(|segment| is_hold(segment) && (segment.from..=segment.to).contains(&heard.at))
}

const fn attempt(attempt: Attempt) -> &'static str {
    match attempt {
        Attempt::First => "first",
        Attempt::Redial => "redial",
        Attempt::CallsAgain => "calls-again",
    }
}

const fn ended(how: Ending) -> &'static str {
    match how {
        Ending::Blocked => "blocked",
        Ending::TurnedAway(_) => "turned-away",
        Ending::LeftInIvr(_) => "left-in-ivr",
        Ending::SelfServed(_) => "self-served",
        Ending::Talked => "talked",
        Ending::CutOff => "cut-off",
        Ending::Abandoned { balked: true, .. } => "balked",
        Ending::Abandoned { on_notice: true, .. } => "abandoned-on-notice",
        Ending::Abandoned { .. } => "abandoned",
        Ending::CallbackPromised => "callback-promised",
        Ending::Disconnected => "disconnected",
        Ending::StillInside => "still-inside",
    }
}

const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
