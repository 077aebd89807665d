//! By hand: a made-up day of a few calls, and the exact text that it becomes.

use super::*;
use crate::model::{ContactTypeId, IvrStepId, QueueId};
use crate::observation::{Announcement, Answer, Attempt, Observer, Segment, Visit};
use crate::scenario::{Source, read};
use crate::units::Duration;

const CENTER: &str = r#"
[day]
opens = "08:00"
closes = "09:00"
interval = "30 min"
[contact-type.bill]
arrivals.rate = "20 per h"
talk-time = "60 s"
patience = "90 s"
[agent-group.desk]
staffing.constant = 2
[agent-group.back]
staffing.per-interval = [0, 1]
"#;

const MENU: &str = r#"
[contact-type.bill]
enters = "ivr.main"
arrivals.rate = "20 per h"
talk-time = "60 s"
patience = "90 s"
[ivr.main]
menu.prompt = "5 s"
menu.options = { "1" = "queue.bill" }
menu.presses.bill = { "1" = "100 %" }
[queue.bill]
capacity = 5
[agent-group.desk]
staffing.constant = 2
"#;

const BILL: ContactTypeId = ContactTypeId(0);
const LINE: QueueId = QueueId(0);
const DESK: GroupId = GroupId(0);
const BACK: GroupId = GroupId(1);

fn center() -> Center {
    read(&Source::from_text("made-up", CENTER), &[]).expect("the scenario is written rightly").center
}

/// Microseconds after eight o'clock, from seconds.
fn at(seconds: f64) -> SimTime {
    SimTime::from_minutes(480) + Duration::from_micros_f64_saturating((seconds * 1e6).round())
}

fn segment(stretch: Stretch, from: f64, to: f64) -> Segment {
    Segment { stretch, from: at(from), to: at(to) }
}

fn call(person: u32, number: u32, attempt: Attempt, dialled: f64, segments: Vec<Segment>) -> Call {
    Call {
        person,
        chance: 0,
        contact_type: BILL,
        number,
        attempt,
        got_through_before: false,
        dialled: at(dialled),
        interval: 0,
        first_interval: 0,
        first_dialled: at(dialled),
        segments,
        announcements: Vec::new(),
    }
}

fn visit(dialled: f64, joined: f64) -> Visit {
    let (arrived, joined) = (at(dialled), at(joined));
    Visit { contact_type: BILL, queue: LINE, arrived, joined, interval: 0, is_later: false }
}

fn answer(group: GroupId, agent: u32, from: f64, talk_ends: f64, work_ends: f64) -> Answer {
    let (from, talk_ends, work_ends) = (at(from), at(talk_ends), at(work_ends));
    Answer { group, agent, at: from, talk_ends, work_ends, cut: false, passed_on: None }
}

fn ended(how: Ending, seconds: f64, calls_again: bool) -> CallEnd {
    CallEnd { how, at: at(seconds), calls_again }
}

/// One is answered at once, one hears a notice and hangs up, meets a busy tone, and takes a callback at the third call.
fn made_up_day() -> Recording {
    let mut day = Recording::default();
    day.agent_came(DESK, 0, at(0.0));
    day.answered(&visit(10.0, 15.5), &answer(DESK, 0, 15.5, 75.5, 80.0));
    let mut talked = call(
        0,
        1,
        Attempt::First,
        10.0,
        vec![segment(Stretch::Hold(LINE), 10.0, 15.5), segment(Stretch::Talk(DESK, 0), 15.5, 75.5)],
    );
    talked.got_through_before = false;
    let mut left = call(1, 1, Attempt::First, 12.0, vec![segment(Stretch::Hold(LINE), 12.0, 82.000001)]);
    left.announcements.push((LINE, Announcement { at: at(72.0), says: Duration::from_secs(120), number: 0 }));
    let given_up = Ending::Abandoned { balked: false, on_notice: false };
    // Told late, and out of order.
    day.call_ended(&call(1, 2, Attempt::Redial, 100.0, Vec::new()), &ended(Ending::Blocked, 100.0, true));
    day.call_ended(&left, &ended(given_up, 82.000001, true));
    day.call_ended(&talked, &ended(Ending::Talked, 75.5, false));
    let third = call(1, 3, Attempt::Redial, 200.0, vec![segment(Stretch::Hold(LINE), 200.0, 230.0)]);
    day.call_ended(&third, &ended(Ending::CallbackPromised, 230.0, false));
    day.agent_came(BACK, 2, at(1800.0));
    day.called_back(&visit(200.0, 200.0), &answer(BACK, 2, 1800.0, 1860.0, 1860.0), at(230.0));
    day.agent_left(DESK, 0, at(3600.0));
    day.agent_left(BACK, 2, at(3600.0));
    day.day_ended(at(3600.0));
    day
}

fn written(write: impl Fn(&Trace<'_>) -> String, recording: Recording) -> String {
    let center = center();
    write(&Trace::of(&center, &Plan::compile(&center), recording))
}

#[test]
fn a_person_is_followed_from_call_to_call() {
    let expected = "\
person,call,attempt,contact-type,dialled,segment,kind,where,agent,starts,ends,seconds,says,ended,calls-again
1,1,first,bill,08:00:10.000,1,hold,queue.bill,,08:00:10.000,08:00:15.500,5.500000,,,
1,1,first,bill,08:00:10.000,2,talk,agent-group.desk,1,08:00:15.500,08:01:15.500,60.000000,,talked,no
2,1,first,bill,08:00:12.000,1,hold,queue.bill,,08:00:12.000,08:01:22.000,70.000001,,abandoned,yes
2,1,first,bill,08:00:12.000,,notice,queue.bill,,08:01:12.000,08:01:12.000,0.000000,120.000000,,
2,2,redial,bill,08:01:40.000,,busy,,,08:01:40.000,08:01:40.000,0.000000,,blocked,yes
2,3,redial,bill,08:03:20.000,1,hold,queue.bill,,08:03:20.000,08:03:50.000,30.000000,,callback-promised,no
2,3,redial,bill,08:03:20.000,,callback,agent-group.back,3,08:30:00.000,08:31:00.000,60.000000,,,
";
    assert_eq!(written(contacts::csv, made_up_day()), expected);
}

#[test]
fn an_agents_day_has_no_gaps() {
    let expected = "\
agent,group,state,starts,ends,seconds,person,call
1,desk,idle,08:00:00.000,08:00:15.500,15.500000,,
1,desk,talk,08:00:15.500,08:01:15.500,60.000000,1,1
1,desk,after-call,08:01:15.500,08:01:20.000,4.500000,1,1
1,desk,idle,08:01:20.000,09:00:00.000,3520.000000,,
2,desk,away,08:00:00.000,09:00:00.000,3600.000000,,
3,back,away,08:00:00.000,08:30:00.000,1800.000000,,
3,back,talk,08:30:00.000,08:31:00.000,60.000000,2,3
3,back,idle,08:31:00.000,09:00:00.000,1740.000000,,
";
    assert_eq!(written(agents::csv, made_up_day()), expected);
}

#[test]
fn a_summary_names_the_longest_hold() {
    let expected = "\
4 calls of 2 people in 4 segments; 1 met a busy tone
longest hold 70 s: person 2, call 1, in queue.bill from 08:00:12.000";
    assert_eq!(written(|trace| trace.summary(100), made_up_day()), expected);
}

#[test]
fn a_day_without_calls_is_written_too() {
    let empty = || Recording::default();
    assert_eq!(written(contacts::csv, empty()).lines().count(), 1);
    assert_eq!(written(agents::csv, empty()).lines().count(), 4);
    assert_eq!(written(|trace| trace.summary(100), empty()), "0 calls of 0 people in 0 segments");
}

#[test]
fn who_is_turned_away_after_the_menu_has_a_segment_and_a_busy_tone() {
    let center = read(&Source::from_text("menu", MENU), &[]).expect("the scenario is written rightly").center;
    let mut day = Recording::default();
    let menu = segment(Stretch::Menu(IvrStepId(0)), 0.0, 5.0);
    day.call_ended(&call(0, 1, Attempt::First, 0.0, vec![menu]), &ended(Ending::TurnedAway(LINE), 5.0, false));
    let text = contacts::csv(&Trace::of(&center, &Plan::compile(&center), day));
    let ends: Vec<&str> = text.lines().skip(1).map(|row| row.split_once(",1,first,").unwrap().1).collect();
    assert_eq!(ends[0], "bill,08:00:00.000,1,menu,ivr.main,,08:00:00.000,08:00:05.000,5.000000,,,");
    assert_eq!(ends[1], "bill,08:00:00.000,,busy,queue.bill,,08:00:05.000,08:00:05.000,0.000000,,turned-away,no");
}

#[test]
fn a_window_lies_within_the_day() {
    let center = center();
    let trace = Trace::of(&center, &Plan::compile(&center), made_up_day());
    let window = |from: Option<u64>, to: Option<u64>| {
        let minutes = |minutes| SimTime::from_minutes(480) + Duration::from_minutes(minutes);
        Window::of(&trace, from.map(minutes), to.map(minutes)).map(|window| (window.from.clock(), window.to.clock()))
    };
    let clocks = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
    assert_eq!(window(None, None), clocks("08:00", "09:00"));
    assert_eq!(window(Some(45), None), clocks("08:45", "09:00"));
    assert_eq!(window(None, Some(5)), clocks("08:00", "08:05"));
    for (from, to, words) in [
        (Some(30), Some(10), "its start at 08:30"),
        (Some(60), None, "`--from 09:00` lies outside the day, which lasts from 08:00 to 09:00"),
        (None, Some(61), "`--to 09:01` lies outside the day"),
    ] {
        assert!(window(from, to).unwrap_err().to_string().contains(words), "{words}");
    }
    assert!(Window::of(&trace, Some(SimTime::ZERO), None).is_err());
    assert!(Window::of(&trace, Some(at(0.0)), Some(at(1.0))).is_err());
}
