//! Can a caller be followed? One day in full: calls that chain, agents without gaps, both in step; and the command.

mod support;

use ccsim::experiment::tell;
use ccsim::model::{
    AtClose, AtShiftEnd, Callback, Center, ContactTypeId, Draft, Entrance, GroupId, IvrAction, IvrNext, IvrStep,
    IvrStepId, Leaves, Notice, QueueId, Redial, Transfer, WaitEstimate,
};
use ccsim::observation::{Ending, Stretch};
use ccsim::report::trace::{AgentState, Recording, Trace, agents, contacts};
use ccsim::units::{Duration, SimTime};
use support::{calls, constant, day, draft, exponential, group, queue, seal, seconds, share};

/// A center in which everything happens that can happen to a caller.
fn eventful() -> Draft {
    let mut bill = calls("bill", 0, vec![60.0, 120.0, 60.0, 10.0], exponential(150.0));
    bill.after_call_work = exponential(20.0);
    bill.patience = exponential(120.0);
    bill.balks = share(0.05);
    bill.enters = Entrance::Ivr(IvrStepId(0));
    bill.redial = Some(Redial {
        after_abandon: share(0.6),
        after_blocked: share(0.9),
        later: None,
        delay: exponential(200.0),
        at_most: 3,
    });
    bill.resolved = share(0.8);
    bill.calls_again_after = exponential(600.0);
    let mut moving = calls("moving", 1, vec![20.0; 4], exponential(200.0));
    moving.patience = exponential(200.0);
    moving.transfers = Some(Transfer { to: QueueId(1), share: share(0.3) });
    let mut first = queue("first");
    first.notice = Some(Notice {
        after: seconds(30.0),
        every: Some(seconds(60.0)),
        estimate: WaitEstimate::QueueLength,
        says: Some(seconds(60.0)),
        at_most: seconds(600.0),
        leaves: Leaves { if_longer_than_patience: share(0.5), anyway: share(0.05) },
        patience_runs: None,
    });
    first.callback = Some(Callback { offered_after: seconds(60.0), accepted: share(0.4), within: None });
    let mut second = queue("second");
    second.capacity = Some(6);
    let mut desk = group("desk", vec![4, 6, 5, 2], &[0]);
    desk.transfers = Some(Transfer { to: QueueId(1), share: share(0.1) });
    let back = group("back", vec![0, 3, 2, 1], &[1, 0]);
    let mut draft = draft(day(4, 1800.0, 0.0), vec![bill, moving], vec![first, second], vec![desk, back]);
    draft.agent_groups[0].skills = vec![ContactTypeId(0)];
    draft.trunk_lines = Some(25);
    let length = exponential(8.0);
    let greeting = IvrAction::Play { length, then: IvrNext::Queue(QueueId(0)) };
    draft.ivr = vec![IvrStep { name: "greeting".to_owned(), action: greeting, hangs_up: share(0.05) }];
    draft
}

/// The same with the rules for closing and shifts that leave nobody in peace.
fn strict() -> Draft {
    let mut draft = eventful();
    draft.day.at_close = AtClose::HangUp;
    for group in &mut draft.agent_groups {
        group.at_shift_end = AtShiftEnd::HangUp;
        group.absence = share(0.2);
    }
    draft
}

fn traced(center: &Center, replication: u64) -> Trace<'_> {
    let mut recording = Recording::default();
    let plan = tell(center, (7, replication), None, &mut recording).expect("a small day");
    Trace::of(center, &plan, recording)
}

fn each_day(check: impl Fn(&Trace<'_>)) {
    for center in [seal(eventful()), seal(strict())] {
        for replication in 0..12 {
            check(&traced(&center, replication));
        }
    }
}

#[test]
fn the_segments_of_a_call_chain_without_gaps() {
    each_day(|trace| {
        assert!(trace.calls.len() > 100);
        for traced in &trace.calls {
            let (call, end) = (&traced.call, traced.end);
            for pair in call.segments.windows(2) {
                assert_eq!(pair[0].to, pair[1].from, "{call:?}");
            }
            if let (Some(first), Some(last)) = (call.segments.first(), call.segments.last()) {
                assert_eq!(first.from, call.dialled, "{call:?}");
                assert_eq!(last.to, end.at, "{call:?} {end:?}");
            } else {
                assert!(matches!(end.how, Ending::Blocked | Ending::TurnedAway(_)), "{call:?} {end:?}");
            }
        }
    });
}

#[test]
fn a_person_calls_one_time_after_the_other() {
    each_day(|trace| {
        let mut calls: Vec<_> = trace.calls.iter().map(|traced| (&traced.call, traced.end)).collect();
        calls.sort_by_key(|(call, _)| (call.person, call.number));
        for pair in calls.windows(2) {
            let ((before, end), (after, _)) = (pair[0], pair[1]);
            if before.person == after.person {
                assert_eq!(after.number, before.number + 1);
                assert!(end.calls_again && after.dialled >= end.at, "{before:?} {after:?}");
            } else {
                assert_eq!(after.number, 1, "{after:?}");
                assert!(after.person == before.person + 1 && after.first_dialled >= before.first_dialled);
            }
        }
    });
}

#[test]
fn the_day_of_every_agent_has_neither_gaps_nor_overlaps() {
    each_day(|trace| {
        for day in &trace.agents {
            let ends = day.stretches.iter().map(|stretch| stretch.to);
            let begins = day.stretches.iter().map(|stretch| stretch.from).chain([trace.ends]);
            let expected = [trace.center.day.opens].into_iter().chain(ends);
            assert!(begins.eq(expected), "{day:?}");
            assert!(day.stretches.iter().all(|stretch| stretch.from <= stretch.to), "{day:?}");
        }
    });
}

#[test]
fn whoever_talks_is_known_and_every_talk_is_somebodys() {
    each_day(|trace| {
        let mut of_agents = Vec::new();
        for day in &trace.agents {
            for stretch in &day.stretches {
                if let AgentState::Talk(in_hand) = stretch.state {
                    let call = in_hand.call.expect("each talk belongs to a call");
                    of_agents.push((call, day.agent, day.group, stretch.from, stretch.to));
                }
            }
        }
        let mut of_calls = Vec::new();
        for (at, traced) in trace.calls.iter().enumerate() {
            for segment in &traced.call.segments {
                if let Stretch::Talk(group, agent) = segment.stretch {
                    of_calls.push((at, agent, group, segment.from, segment.to));
                }
            }
            of_calls.extend(traced.called_back.map(|back| (at, back.agent, back.group, back.from, back.to)));
        }
        of_agents.sort_unstable();
        of_calls.sort_unstable();
        assert_eq!(of_agents, of_calls);
    });
}

#[test]
fn agents_are_there_as_planned() {
    let center = seal(eventful());
    let trace = traced(&center, 3);
    let heads = |group: GroupId, at: SimTime| {
        let there = |day: &&ccsim::report::trace::AgentDay| {
            let now = day.stretches.iter().find(|stretch| stretch.from <= at && at < stretch.to);
            now.is_some_and(|stretch| stretch.state != AgentState::Away)
        };
        trace.agents.iter().filter(|day| day.group == group).filter(there).count()
    };
    // A minute into the second interval, everybody who is planned has come.
    let at = center.day.interval_start(1) + Duration::from_minutes(1);
    assert_eq!((heads(GroupId(0), at), heads(GroupId(1), at)), (6, 3));
    assert_eq!(heads(GroupId(1), center.day.opens), 0);
}

#[test]
fn everything_that_can_happen_does() {
    let center = seal(eventful());
    let text: String = (0..12).map(|replication| contacts::csv(&traced(&center, replication))).collect();
    for words in [
        ",announcement,ivr.greeting,",
        ",hold,queue.first,",
        ",hold,queue.second,",
        ",talk,agent-group.desk,",
        ",talk,agent-group.back,",
        ",callback,agent-group.",
        ",notice,queue.first,",
        ",busy,queue.second,",
        ",redial,",
        ",calls-again,",
        ",talked,no",
        ",talked,yes",
        ",abandoned,",
        ",balked,",
        ",abandoned-on-notice,",
        ",callback-promised,",
        ",left-in-ivr,",
    ] {
        assert!(text.contains(words), "nobody ever: {words}");
    }
    assert!(agents::csv(&traced(&center, 0)).contains(",after-call,"));
}

#[test]
fn each_call_says_once_how_it_ended() {
    each_day(|trace| {
        let text = contacts::csv(trace);
        let rows = text.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
        let ended = rows.filter(|row| !row[13].is_empty()).count();
        assert_eq!(ended, trace.calls.len());
    });
}

#[cfg(feature = "charts")]
#[test]
fn the_picture_of_an_eventful_hour_can_be_drawn() {
    use ccsim::report::trace::{Origin, Window, picture};
    let center = seal(eventful());
    let trace = traced(&center, 0);
    let window = Window::of(&trace, None, Some(SimTime::from_minutes(20))).expect("it lies in the day");
    let origin = Origin { digest: "0123456789abcdef", seed: 7, replication: 1, version: "0.1.0" };
    let svg = picture::svg(&trace, window, origin).expect("it is drawn");
    assert_eq!(svg, picture::svg(&trace, window, origin).expect("it is drawn"));
    for words in ["greeting", "desk", "on hold: first", "heard a notice", "00:20", "day 1, seed 7, ccsim 0.1.0"] {
        assert_eq!(svg.contains(words), words != "greeting", "{words}");
    }
    assert!(ccsim::report::chart::to_png(&svg).is_ok());
}

#[test]
fn a_day_too_large_to_keep_is_refused_by_its_bound() {
    let center = seal(draft(
        day(1, 3600.0, 0.0),
        vec![calls("flood", 0, vec![1_000_001.0], constant(1.0))],
        vec![queue("line")],
        vec![group("desk", vec![1], &[0])],
    ));
    let refused = tell(&center, (1, 0), None, &mut Recording::default()).expect_err("it is too much").to_string();
    assert!(refused.contains("at most 1.000e6 allowed"), "{refused}");
}

#[cfg(feature = "cli")]
mod command {
    //! `ccsim trace` as people call it.

    use std::fs;
    use std::path::PathBuf;
    use std::process::{Command, Output, Stdio};

    use tempfile::TempDir;

    const SMALL: &str = r#"
[day]
opens = "08:00"
closes = "10:00"
interval = "30 min"
[contact-type.call]
arrivals.per-interval = [30, 60, 40, 20]
talk-time.exponential.mean = "4 min"
patience.exponential.mean = "3 min"
[agent-group.desk]
staffing.constant = 6
"#;

    struct Desk(TempDir);

    impl Desk {
        fn new() -> Self {
            let desk = Self(TempDir::new().unwrap());
            fs::write(desk.path("small.toml"), SMALL).unwrap();
            desk
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn command(&self, arguments: &[&str]) -> Command {
            let mut command = Command::new(env!("CARGO_BIN_EXE_ccsim"));
            command.arg("trace").args(arguments).current_dir(self.0.path()).env("COLUMNS", "100");
            command
        }

        fn trace(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
            said(&self.command(arguments).output().unwrap())
        }

        #[track_caller]
        fn refused(&self, arguments: &[&str], words: &str) {
            let (code, out, err) = self.trace(arguments);
            assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
            assert!(err.contains(words) && !err.contains("panicked"), "{err}");
        }
    }

    fn said(output: &Output) -> (Option<i32>, String, String) {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    #[test]
    fn calls_go_to_standard_output_and_a_summary_beside_them() {
        let desk = Desk::new();
        let (code, out, err) = desk.trace(&["small.toml"]);
        assert_eq!(code, Some(0), "{err}");
        assert!(out.starts_with("person,call,attempt,contact-type,dialled,segment,kind,"), "{out}");
        assert!(out.lines().count() > 100);
        assert!(err.contains(" calls of ") && err.contains("longest hold "), "{err}");
        let (_, again, quiet) = desk.trace(&["small.toml", "--quiet", "--replication", "1", "--seed", "1"]);
        assert_eq!((again, quiet.as_str()), (out, ""));
    }

    #[test]
    fn a_folder_gets_tables_pictures_and_the_scenario() {
        let desk = Desk::new();
        let (code, out, err) = desk.trace(&["small.toml", "--replication", "3", "--out", "first"]);
        assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
        assert!(err.contains("wrote contacts.csv, agents.csv, run.toml"), "{err}");
        for name in ["contacts.csv", "agents.csv", "run.toml", "trace.svg", "trace.png"] {
            assert!(desk.path("first").join(name).exists() || cfg!(not(feature = "charts")), "{name}");
        }
        // The scenario that was written gives the same bytes again.
        let (code, _, err) = desk.trace(&["first/run.toml", "--replication", "3", "--out", "again"]);
        assert_eq!(code, Some(0), "{err}");
        for name in ["contacts.csv", "agents.csv", "run.toml", "trace.svg", "trace.png"] {
            let read = |folder: &str| fs::read(desk.path(folder).join(name)).ok();
            assert_eq!(read("first"), read("again"), "{name}");
        }
        let stretch = ["--from", "8:30", "--to", "09:15", "--out", "stretch"];
        let (code, _, err) = desk.trace(&[&["small.toml", "--replication", "3"][..], &stretch[..]].concat());
        assert_eq!(code, Some(0), "{err}");
        let read = |folder: &str| fs::read(desk.path(folder).join("contacts.csv")).unwrap();
        assert_eq!(read("first"), read("stretch"), "the tables hold the whole day");
    }

    #[test]
    fn days_and_seeds_differ() {
        let desk = Desk::new();
        let calls = |more: &[&str]| desk.trace(&[&["small.toml"], more].concat()).1;
        let first = calls(&[]);
        assert_ne!(first, calls(&["--replication", "2"]));
        assert_ne!(first, calls(&["--seed", "2"]));
        assert_ne!(first, calls(&["--set", "agent-group.desk.staffing.constant=3"]));
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_one_line() {
        let desk = Desk::new();
        desk.refused(&["nowhere.toml"], "there is no such file");
        desk.refused(&["small.toml", "--replication", "0"], "a number from 1 to 1000000000");
        desk.refused(&["small.toml", "--replication", "99999999999999999999"], "a number from 1 to 1000000000");
        desk.refused(&["small.toml", "--from", "08:30"], "--out");
        desk.refused(&["small.toml", "--out", "out", "--from", "half past"], "a clock time such as 08:30");
        desk.refused(&["small.toml", "--out", "out", "--from", "08:75"], "a clock time such as 08:30");
        desk.refused(
            &["small.toml", "--out", "out", "--from", "09:00", "--to", "08:30"],
            "not after its start at 09:00",
        );
        desk.refused(&["small.toml", "--out", "out", "--from", "07:00"], "`--from 07:00` lies outside the day");
        desk.refused(&["small.toml", "--out", "out", "--to", "23:00"], "`--to 23:00` lies outside the day");
        desk.refused(&["small.toml", "--out", "small.toml"], "there is a file of that name");
        let flood = "contact-type.call.arrivals.per-interval=[3000000, 0, 0, 0]";
        desk.refused(&["small.toml", "--set", flood], "told call by call");
        assert!(!desk.path("out").exists(), "a folder for nothing");
    }

    #[test]
    fn a_broken_pipe_is_no_error() {
        let desk = Desk::new();
        let scale = "contact-type.call.scale=100";
        let mut command = desk.command(&["small.toml", "--quiet", "--set", scale]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let (code, _, err) = said(&child.wait_with_output().unwrap());
        assert_eq!((code, err.as_str()), (Some(0), ""));
    }
}
