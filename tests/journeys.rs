//! Single journeys counted by hand: every law is a constant, every chance is nothing or all.

mod support;

use ccsim::model::{
    Arrivals, AtClose, AtShiftEnd, Callback, ContactType, ContactTypeId, Draft, Entrance, GroupId, IvrAction, IvrNext,
    IvrStep, IvrStepId, Leaves, MenuOption, Notice, Overflow, PatienceRuns, Press, Queue, QueueId, Redial, Staffing,
    Transfer, WaitEstimate,
};
use ccsim::observation::{Call, CallEnd, Segment, Stretch};
use ccsim::plan::Plan;
use ccsim::units::{Share, SimTime};
use support::record::Record;
use support::{calls, constant, day, draft, exponential, group, queue, seal, seconds};

const LENGTH: f64 = 3600.0;

fn at(time: f64) -> SimTime {
    SimTime::ZERO + seconds(time)
}

/// People of one type who dial at these times and talk for so long.
fn dial(name: &str, queue: usize, times: &[f64], talk: f64) -> ContactType {
    let mut kind = calls(name, queue, Vec::new(), constant(talk));
    kind.arrivals = Arrivals::Trace(vec![times.iter().map(|&time| at(time)).collect()]);
    kind
}

/// One queue and one agent.
fn one_agent(kinds: Vec<ContactType>, line: Queue) -> Draft {
    draft(day(1, LENGTH, 0.0), kinds, vec![line], vec![group("agents", vec![1], &[0])])
}

/// Two queues, an agent for each; the agent of the first cannot help the first type, whose own queue is the second.
fn wrong_queue(mut kinds: Vec<ContactType>) -> Draft {
    kinds[0].home = Some(QueueId(1));
    let groups = vec![group("first", vec![1], &[0]), group("second", vec![1], &[1])];
    let mut draft = draft(day(1, LENGTH, 0.0), kinds, vec![queue("wrong"), queue("right")], groups);
    draft.agent_groups[0].skills.retain(|&kind| kind != ContactTypeId(0));
    draft
}

fn notice(after: f64, every: Option<f64>, says: f64) -> Notice {
    Notice {
        after: seconds(after),
        every: every.map(seconds),
        estimate: WaitEstimate::QueueLength,
        says: Some(seconds(says)),
        at_most: Notice::LONGEST,
        leaves: Leaves { if_longer_than_patience: Share::NONE, anyway: Share::NONE },
        patience_runs: None,
    }
}

fn play(draft: Draft) -> Record {
    Record::of(&Plan::compile(&seal(draft)), 7, 0)
}

/// A call as a line of text: its stretches, how and when it ended, and whether the person calls again.
fn line((call, end): &(Call, CallEnd)) -> String {
    let seconds = |time: SimTime| time.as_secs_f64();
    let stretches = call.segments.iter().map(|segment| {
        let what = match segment.stretch {
            Stretch::Announcement(step) => format!("plays{}", step.0),
            Stretch::Menu(step) => format!("menu{}", step.0),
            Stretch::SelfService(step) => format!("machine{}", step.0),
            Stretch::Hold(queue) => format!("hold{}", queue.0),
            Stretch::Talk(group, _) => format!("talk{}", group.0),
        };
        format!("{what} {}-{}", seconds(segment.from), seconds(segment.to))
    });
    let again = if end.calls_again { ", again" } else { "" };
    let stretches: Vec<_> = stretches.collect();
    format!("{} | {:?} {}{again}", stretches.join(" "), end.how, seconds(end.at))
}

/// The calls of a type, in the order in which they ended.
fn lines(record: &Record, kind: u16) -> Vec<String> {
    let mut calls: Vec<_> = record.calls.iter().filter(|(call, _)| call.contact_type.0 == kind).collect();
    // The engine tells of a call when its end is known, which may be before it.
    calls.sort_by_key(|(_, end)| end.at);
    calls.into_iter().map(line).collect()
}

fn heard(record: &Record) -> Vec<(f64, f64, u32)> {
    let heard = record.announced.iter();
    heard.map(|(_, said)| (said.at.as_secs_f64(), said.says.as_secs_f64(), said.number)).collect()
}

/// When the first announcement of each hold came true, and whether only virtually.
fn true_at(record: &Record) -> Vec<(f64, f64, bool)> {
    let truths = record.came_true.iter();
    truths.map(|(visit, _, when, virtually)| (visit.joined.as_secs_f64(), when.as_secs_f64(), *virtually)).collect()
}

fn keys(press: Press) -> Vec<IvrStep> {
    let menu = IvrAction::Menu {
        prompt: constant(10.0),
        barge_in: Share::NONE,
        options: vec![MenuOption { key: "1".to_owned(), leads_to: IvrNext::Queue(QueueId(0)) }],
        presses: vec![(ContactTypeId(0), vec![(press, Share::ALL)])],
        replays_at_most: 1,
        otherwise: Some(QueueId(0)),
    };
    vec![IvrStep { name: "keys".to_owned(), action: menu, hangs_up: Share::NONE }]
}

#[test]
fn who_presses_nothing_hears_the_menu_again_and_is_then_put_through() {
    let mut draft = one_agent(vec![dial("caller", 0, &[0.0], 60.0)], queue("line"));
    draft.ivr = keys(Press::Nothing);
    draft.contact_types[0].enters = Entrance::Ivr(IvrStepId(0));
    assert_eq!(lines(&play(draft), 0), ["menu0 0-10 menu0 10-20 hold0 20-20 talk0 20-80 | Talked 80"]);
}

#[test]
fn a_menu_that_leads_back_to_itself_counts_as_hearing_it_again() {
    let mut draft = one_agent(vec![dial("caller", 0, &[0.0], 60.0)], queue("line"));
    draft.ivr = keys(Press::Option(0));
    let back = IvrAction::Play { length: constant(5.0), then: IvrNext::Step(IvrStepId(0)) };
    draft.ivr.push(IvrStep { name: "back".to_owned(), action: back, hangs_up: Share::NONE });
    if let IvrAction::Menu { options, .. } = &mut draft.ivr[0].action {
        options[0].leads_to = IvrNext::Step(IvrStepId(1));
    }
    draft.contact_types[0].enters = Entrance::Ivr(IvrStepId(0));
    let expected = "menu0 0-10 plays1 10-15 menu0 15-25 plays1 25-30 hold0 30-30 talk0 30-90 | Talked 90";
    assert_eq!(lines(&play(draft), 0), [expected]);
}

#[test]
fn who_gets_to_the_wrong_queue_is_passed_on_and_holds_again() {
    let draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0), dial("other", 1, &[0.0], 100.0)]);
    let record = play(draft);
    assert_eq!(lines(&record, 0), ["hold0 0-0 talk0 0-30 hold1 30-100 talk1 100-160 | Talked 160"]);
    assert_eq!(record.stories.len(), 3);
}

#[test]
fn patience_of_a_second_hold_is_drawn_anew() {
    let mut draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0), dial("other", 1, &[0.0], 100.0)]);
    draft.contact_types[0].patience = constant(50.0);
    let expected = "hold0 0-0 talk0 0-30 hold1 30-80 | Abandoned { balked: false, on_notice: false } 80";
    assert_eq!(lines(&play(draft), 0), [expected]);
}

#[test]
fn patience_may_carry_over_from_the_first_hold() {
    let kinds = vec![dial("lost", 0, &[1.0], 60.0), dial("other", 1, &[0.0], 300.0), dial("quick", 0, &[0.0], 20.0)];
    let mut draft = wrong_queue(kinds);
    draft.contact_types[0].patience = constant(50.0);
    draft.contact_types[0].patience_carries_over = true;
    let expected = "hold0 1-20 talk0 20-50 hold1 50-81 | Abandoned { balked: false, on_notice: false } 81";
    assert_eq!(lines(&play(draft), 0), [expected]);
}

#[test]
fn a_first_agent_talks_in_full_and_passes_on_once() {
    let mut kind = dial("caller", 0, &[0.0], 60.0);
    kind.after_call_work = constant(20.0);
    kind.transfers = Some(Transfer { to: QueueId(1), share: Share::ALL });
    let groups = vec![group("first", vec![1], &[0]), group("second", vec![1], &[1])];
    let draft = draft(day(1, LENGTH, 0.0), vec![kind], vec![queue("first"), queue("second")], groups);
    let record = play(draft);
    assert_eq!(lines(&record, 0), ["hold0 0-0 talk0 0-60 hold1 60-60 talk1 60-120 | Talked 120"]);
    let work: Vec<_> = record.answers().map(|(_, answer)| (answer.work_ends, answer.passed_on)).collect();
    assert_eq!(work, [(at(80.0), Some(QueueId(1))), (at(140.0), None)]);
}

fn redials(delay: f64, at_most: u32) -> Redial {
    let delay = constant(delay);
    Redial { after_abandon: Share::ALL, after_blocked: Share::ALL, later: None, delay, at_most }
}

#[test]
fn who_hears_a_busy_tone_dials_again_until_it_has_been_enough() {
    for (talk, last) in [(1000.0, None), (150.0, Some("hold0 190-190 talk0 190-340 | Talked 340"))] {
        let mut kind = dial("caller", 0, &[0.0, 10.0], talk);
        kind.redial = Some(redials(60.0, 3));
        let mut draft = one_agent(vec![kind], queue("line"));
        draft.trunk_lines = Some(1);
        let record = play(draft);
        let second: Vec<_> = record.calls.iter().filter(|(call, _)| call.person == 1).collect();
        let dialled: Vec<_> = second.iter().map(|(call, _)| (call.number, call.dialled.as_secs_f64())).collect();
        assert_eq!(dialled, [(1, 10.0), (2, 70.0), (3, 130.0), (4, 190.0)]);
        assert_eq!(line(second[0]), " | Blocked 10, again");
        assert_eq!(line(second[3]), last.unwrap_or(" | Blocked 190"));
    }
}

#[test]
fn nobody_dials_again_once_the_lines_are_closed() {
    for (delay, again) in [(599.999, true), (600.0, false)] {
        let mut kind = dial("caller", 0, &[0.0, 3000.0], 3500.0);
        kind.patience = constant(0.0);
        kind.redial = Some(redials(delay, 1));
        let record = play(one_agent(vec![kind], queue("line")));
        assert_eq!(record.calls.iter().filter(|(call, _)| call.person == 1).count(), 1 + usize::from(again));
    }
}

#[test]
fn who_was_not_helped_calls_again_until_closing() {
    let mut kind = dial("caller", 0, &[0.0], 1000.0);
    kind.resolved = Share::NONE;
    kind.calls_again_after = constant(500.0);
    let record = play(one_agent(vec![kind], queue("line")));
    let expected = [
        "hold0 0-0 talk0 0-1000 | Talked 1000, again",
        "hold0 1500-1500 talk0 1500-2500 | Talked 2500, again",
        "hold0 3000-3000 talk0 3000-4000 | Talked 4000",
    ];
    assert_eq!(lines(&record, 0), expected);
    let before: Vec<_> = record.calls.iter().map(|(call, _)| call.got_through_before).collect();
    assert_eq!(before, [false, true, true]);
}

#[test]
fn announcements_come_on_the_dot_and_are_rounded_up() {
    let mut line = queue("line");
    line.notice = Some(notice(60.0, Some(90.0), 60.0));
    // The one agent ends a call every 200 s: that is the estimate for who is next in line.
    let record = play(one_agent(vec![dial("caller", 0, &[0.0, 1.0], 200.0)], line));
    assert_eq!(heard(&record), [(61.0, 240.0, 0), (151.0, 240.0, 1)]);
    assert_eq!(true_at(&record), [(1.0, 200.0, false)]);
}

#[test]
fn who_holds_for_ever_does_not_hear_announcements_for_ever() {
    let mut line = queue("line");
    line.notice = Some(notice(60.0, Some(90.0), 60.0));
    let nobody = vec![group("agents", vec![0], &[0])];
    let record = play(draft(day(1, 300.0, 0.0), vec![dial("caller", 0, &[0.0], 60.0)], vec![line], nobody));
    assert_eq!(lines(&record, 0), ["hold0 0-300 | StillInside 300"]);
    let longest = Notice::LONGEST.as_secs_f64();
    assert_eq!(heard(&record)[..3], [(60.0, longest, 0), (150.0, longest, 1), (240.0, longest, 2)]);
}

#[test]
fn history_estimates_take_off_what_was_held_already() {
    // The second caller holds for 199 s, the third for 300 s.
    for (estimate, says) in [
        (WaitEstimate::LastServed, [0.5, 139.0]),
        (WaitEstimate::RecentAverage, [0.5, 39.5]),
        (WaitEstimate::HeadOfLine, [0.5, 0.5]),
    ] {
        let mut line = queue("line");
        line.notice = Some(Notice { estimate, ..notice(60.0, None, 0.5) });
        let record = play(one_agent(vec![dial("caller", 0, &[0.0, 1.0, 150.0], 200.0)], line));
        let heard: Vec<_> = heard(&record).iter().map(|heard| heard.1).collect();
        assert_eq!(heard, says, "{estimate:?}");
    }
}

#[test]
fn who_hears_of_too_long_a_wait_hangs_up_and_it_is_known_how_long_it_would_have_been() {
    let mut line = queue("line");
    let leaves = Leaves { if_longer_than_patience: Share::ALL, anyway: Share::NONE };
    line.notice = Some(Notice { leaves, ..notice(60.0, None, 60.0) });
    let mut kind = dial("caller", 0, &[0.0, 1.0], 200.0);
    kind.patience = constant(100.0);
    let record = play(one_agent(vec![kind], line));
    let expected = "hold0 1-61 | Abandoned { balked: false, on_notice: true } 61";
    assert_eq!(lines(&record, 0)[..1], [expected]);
    assert_eq!(true_at(&record), [(1.0, 200.0, true)]);
}

fn slowed(runs: PatienceRuns, says: f64, every: Option<f64>) -> Vec<String> {
    let mut line = queue("line");
    let at_most = seconds(says);
    line.notice = Some(Notice { patience_runs: Some(runs), at_most, ..notice(60.0, every, says) });
    let mut kind = dial("caller", 0, &[0.0, 10.0], 1000.0);
    kind.patience = constant(100.0);
    lines(&play(one_agent(vec![kind], line)), 0)
}

#[test]
fn patience_runs_slower_until_the_announced_time_and_faster_after_it() {
    let runs = PatienceRuns { until: 0.5, after: 2.0 };
    // 40 s are left: 30 s of them last for the announced 60 s, the other 10 s for 5 s.
    let ends = |hold: f64| format!("hold0 10-{0} | Abandoned {{ balked: false, on_notice: false }} {0}", 10.0 + hold);
    assert!(slowed(runs, 60.0, None).contains(&ends(125.0)));
    // Heard again every 30 s: half speed to the end.
    assert!(slowed(runs, 60.0, Some(30.0)).contains(&ends(140.0)));
}

#[test]
fn patience_that_stands_still_runs_on_after_the_next_announcement() {
    // 10 s of the 40 s left are used up after each announcement, at holds of 60, 90, 120 and 150 s.
    let runs = PatienceRuns { until: 1.0, after: 0.0 };
    let expected = "hold0 10-170 | Abandoned { balked: false, on_notice: false } 170";
    assert!(slowed(runs, 10.0, Some(30.0)).contains(&expected.to_owned()));
}

#[test]
fn patience_that_was_slowed_carries_over_as_far_as_it_is_left() {
    let kinds = vec![dial("lost", 0, &[1.0], 60.0), dial("other", 1, &[0.0], 900.0), dial("slow", 0, &[0.0], 101.0)];
    let mut draft = wrong_queue(kinds);
    draft.contact_types[0].patience = constant(90.0);
    draft.contact_types[0].patience_carries_over = true;
    let runs = PatienceRuns { until: 0.5, after: 0.5 };
    draft.queues[0].notice = Some(Notice { patience_runs: Some(runs), ..notice(60.0, None, 60.0) });
    // 60 s at full speed and 40 s at half speed use up 80 s of 90 s.
    let expected = "hold0 1-101 talk0 101-131 hold1 131-141 | Abandoned { balked: false, on_notice: false } 141";
    assert_eq!(lines(&play(draft), 0), [expected]);
}

#[test]
fn who_hung_up_would_have_been_answered_when_an_agent_comes_to_that_place() {
    for (head_start, would_be_answered) in [(0.0, 200.0), (30.0, 400.0)] {
        let mut kinds = vec![dial("first", 0, &[0.0, 1.0], 200.0), dial("second", 1, &[20.0], 200.0)];
        kinds[0].patience = constant(70.0);
        let mut lines = vec![queue("one"), queue("other")];
        lines[0].notice = Some(notice(60.0, None, 60.0));
        lines[1].head_start = seconds(head_start);
        let record = play(draft(day(1, LENGTH, 0.0), kinds, lines, vec![group("agents", vec![1], &[0, 1])]));
        // Who hung up at 71 s gives way to nobody: the other caller is answered when the agent frees.
        assert!(record.answers().any(|(visit, answer)| visit.queue == QueueId(1) && answer.at == at(200.0)));
        assert_eq!(true_at(&record), [(1.0, would_be_answered, true)]);
    }
}

#[test]
fn who_hung_up_would_have_been_answered_by_an_overflow_group() {
    let mut kind = dial("caller", 0, &[0.0], 60.0);
    kind.patience = constant(70.0);
    let mut line = queue("line");
    line.notice = Some(notice(60.0, None, 60.0));
    line.overflow = Some(Overflow { after: seconds(100.0), to: vec![GroupId(0)] });
    let draft = draft(day(1, LENGTH, 0.0), vec![kind], vec![line], vec![group("helpers", vec![1], &[])]);
    assert_eq!(true_at(&play(draft)), [(0.0, 100.0, true)]);
}

fn callbacks(times: &[f64], within: Option<f64>) -> Record {
    let mut line = queue("line");
    let within = within.map(seconds);
    line.callback = Some(Callback { offered_after: seconds(30.0), accepted: Share::ALL, within });
    play(one_agent(vec![dial("caller", 0, times, 100.0)], line))
}

fn back(record: &Record) -> Vec<(f64, f64, f64)> {
    let back = record.called_back.iter();
    back.map(|(visit, answer, taken)| (visit.joined.as_secs_f64(), taken.as_secs_f64(), answer.at.as_secs_f64()))
        .collect()
}

#[test]
fn who_keeps_the_place_in_line_is_called_back_when_it_is_their_turn() {
    let record = callbacks(&[0.0, 10.0, 75.0], None);
    assert_eq!(back(&record), [(10.0, 40.0, 100.0), (75.0, 105.0, 200.0)]);
    assert!(lines(&record, 0).contains(&"hold0 10-40 | CallbackPromised 40".to_owned()));
}

#[test]
fn a_promised_callback_waits_for_those_who_hold_until_it_is_overdue() {
    // Promised at 40 s within 100 s. Who holds at 100 s goes first, who holds at 200 s does not.
    let record = callbacks(&[0.0, 10.0, 75.0, 190.0], Some(100.0));
    assert_eq!(back(&record), [(10.0, 40.0, 200.0), (190.0, 220.0, 300.0)]);
    assert!(record.answers().any(|(visit, answer)| visit.joined == at(75.0) && answer.at == at(100.0)));
}

#[test]
fn who_keeps_the_place_in_line_is_called_back_by_an_overflow_group_and_agents_go_home() {
    let mut kind = dial("caller", 0, &[0.0], 60.0);
    kind.patience = constant(50.0);
    for (within, called_back) in [(None, true), (Some(seconds(40.0)), false)] {
        let mut line = queue("line");
        line.callback = Some(Callback { offered_after: seconds(30.0), accepted: Share::ALL, within });
        line.overflow = Some(Overflow { after: seconds(100.0), to: vec![GroupId(0)] });
        let helpers = vec![group("helpers", vec![1], &[])];
        let record = play(draft(day(1, 300.0, 0.0), vec![kind.clone()], vec![line], helpers));
        assert_eq!(back(&record), if called_back { vec![(0.0, 30.0, 100.0)] } else { Vec::new() });
        assert_eq!(record.callbacks_lost.len(), usize::from(!called_back));
        assert_eq!(record.presence_of(GroupId(0)).last(), Some(&(at(300.0), 0)));
    }
}

#[test]
fn who_waits_longer_than_planned_may_still_be_offered_a_callback_and_overflow() {
    for overflows in [false, true] {
        let mut line = queue("line");
        let runs = PatienceRuns { until: 0.5, after: 0.5 };
        line.notice = Some(Notice { patience_runs: Some(runs), ..notice(60.0, None, 60.0) });
        let mut groups = vec![group("agents", vec![1], &[0])];
        if overflows {
            line.overflow = Some(Overflow { after: seconds(120.0), to: vec![GroupId(1)] });
            groups.push(group("helpers", vec![1], &[]));
        } else {
            line.callback = Some(Callback { offered_after: seconds(120.0), accepted: Share::ALL, within: None });
        }
        let mut kind = dial("caller", 0, &[0.0, 10.0], 1000.0);
        kind.patience = constant(100.0);
        let record = play(draft(day(1, LENGTH, 0.0), vec![kind], vec![line], groups));
        let expected =
            if overflows { "hold0 10-130 talk1 130-1130 | Talked 1130" } else { "hold0 10-130 | CallbackPromised 130" };
        assert!(lines(&record, 0).contains(&expected.to_owned()), "{:?}", lines(&record, 0));
    }
}

#[test]
fn a_line_is_given_back_when_a_callback_is_taken_and_not_when_somebody_is_passed_on() {
    let mut line = queue("line");
    line.callback = Some(Callback { offered_after: seconds(30.0), accepted: Share::ALL, within: None });
    let mut draft = one_agent(vec![dial("caller", 0, &[0.0, 10.0, 39.0, 40.0], 100.0)], line);
    draft.trunk_lines = Some(2);
    let record = play(draft);
    assert_eq!(lines(&record, 0)[..2], [" | Blocked 39", "hold0 10-40 | CallbackPromised 40"]);
    assert_eq!(record.calls.len(), 4);
    assert_eq!(lines(&record, 0).iter().filter(|line| line.contains("Blocked")).count(), 1);

    let kinds = vec![
        dial("lost", 0, &[0.0], 60.0),
        dial("other", 1, &[0.0], 100.0),
        dial("more", 1, &[50.0, 99.0, 100.0], 1.0),
    ];
    let mut draft = wrong_queue(kinds);
    draft.trunk_lines = Some(2);
    let record = play(draft);
    assert_eq!(lines(&record, 0), ["hold0 0-0 talk0 0-30 hold1 30-100 talk1 100-160 | Talked 160"]);
    assert_eq!(lines(&record, 2), [" | Blocked 50", " | Blocked 99", "hold1 100-160 talk1 160-161 | Talked 161"]);
}

#[test]
fn closing_cuts_off_the_menu_the_hold_and_the_transfer() {
    let kinds =
        vec![dial("lost", 0, &[80.0], 60.0), dial("other", 1, &[0.0, 50.0], 150.0), dial("menu", 1, &[95.0], 1.0)];
    let mut draft = wrong_queue(kinds);
    draft.day.closes = at(100.0);
    draft.day.interval = seconds(100.0);
    draft.day.at_close = AtClose::HangUp;
    draft.ivr = keys(Press::Option(0));
    if let IvrAction::Menu { presses, .. } = &mut draft.ivr[0].action {
        presses[0].0 = ContactTypeId(2);
    }
    // A step of no length that the caller would come to later leaves no trace.
    let nothing = IvrAction::Play { length: constant(0.0), then: IvrNext::Queue(QueueId(1)) };
    draft.ivr.push(IvrStep { name: "nothing".to_owned(), action: nothing, hangs_up: Share::NONE });
    if let IvrAction::Menu { options, .. } = &mut draft.ivr[0].action {
        options[0].leads_to = IvrNext::Step(IvrStepId(1));
    }
    draft.contact_types[2].enters = Entrance::Ivr(IvrStepId(0));
    let record = play(draft);
    assert_eq!(lines(&record, 0), ["hold0 80-80 talk0 80-110 hold1 110-110 | Disconnected 110"]);
    assert_eq!(lines(&record, 1), ["hold1 50-100 | Disconnected 100", "hold1 0-0 talk1 0-150 | Talked 150"]);
    assert_eq!(lines(&record, 2), ["menu0 95-100 | LeftInIvr(IvrStepId(0)) 100"]);
}

#[test]
fn a_talk_that_ends_when_the_shift_ends_is_not_cut() {
    let mut draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0)]);
    draft.day = day(2, 30.0, 0.0);
    for (group, heads) in draft.agent_groups.iter_mut().zip([vec![1, 0], vec![1, 1]]) {
        group.staffing = Staffing::PerInterval(heads);
        group.at_shift_end = AtShiftEnd::HangUp;
    }
    assert_eq!(lines(&play(draft), 0), ["hold0 0-0 talk0 0-30 hold1 30-30 talk1 30-90 | Talked 90"]);
}

#[test]
fn a_talk_that_is_cut_as_it_begins_leaves_its_trace() {
    // The first shift's end passes the caller on to an agent whose shift ends in the same instant.
    let mut draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0)]);
    draft.day = day(2, 30.0, 0.0);
    for group in &mut draft.agent_groups {
        group.staffing = Staffing::PerInterval(vec![1, 0]);
        group.at_shift_end = AtShiftEnd::HangUp;
    }
    assert_eq!(lines(&play(draft), 0), ["hold0 0-0 talk0 0-30 hold1 30-30 talk1 30-30 | CutOff 30"]);
}

#[test]
fn a_talk_that_is_cut_passes_nobody_on() {
    let mut draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0)]);
    draft.day = day(2, 20.0, 0.0);
    for (group, heads) in draft.agent_groups.iter_mut().zip([vec![1, 0], vec![1, 1]]) {
        group.staffing = Staffing::PerInterval(heads);
        group.at_shift_end = AtShiftEnd::HangUp;
    }
    assert_eq!(lines(&play(draft), 0), ["hold0 0-0 talk0 0-20 | CutOff 20"]);
}

#[test]
fn at_one_instant_the_agent_comes_before_the_announcement_and_the_redial_before_the_first_call() {
    let mut line = queue("line");
    line.notice = Some(notice(60.0, None, 60.0));
    let mut kind = dial("caller", 0, &[0.0, 40.0], 100.0);
    kind.patience = constant(60.0);
    let record = play(one_agent(vec![kind], line.clone()));
    assert_eq!(lines(&record, 0)[1], "hold0 40-100 talk0 100-200 | Talked 200");
    assert!(record.announced.is_empty());
    // Patience ends when the announcement is due: it is heard first.
    let mut kind = dial("caller", 0, &[0.0, 30.0], 100.0);
    kind.patience = constant(60.0);
    assert_eq!(heard(&play(one_agent(vec![kind], line))), [(90.0, 120.0, 0)]);

    let mut kind = dial("caller", 0, &[0.0, 10.0, 70.0], 65.0);
    kind.redial = Some(redials(60.0, 1));
    let mut draft = one_agent(vec![kind], queue("line"));
    draft.trunk_lines = Some(1);
    let record = play(draft);
    let blocked: Vec<_> =
        record.calls.iter().filter(|(_, end)| end.at == at(70.0)).map(|(call, _)| call.person).collect();
    assert_eq!(blocked, [2]);
}

#[test]
fn the_patience_of_a_second_hold_says_nothing_about_the_next_call() {
    let mut draft = wrong_queue(vec![dial("lost", 0, &[0.0], 60.0)]);
    draft.agent_groups[1].staffing = Staffing::PerInterval(vec![0]);
    draft.contact_types[0].patience = exponential(100.0);
    draft.contact_types[0].redial = Some(redials(200.0, 1));
    let record = play(draft);
    let second_holds: Vec<_> = record.calls.iter().filter_map(|(call, _)| call.holds().nth(1)).collect();
    assert_eq!(second_holds.len(), 2);
    // The patience of the next call's first hold, where nobody answers at all.
    let mut nobody = wrong_queue(vec![dial("lost", 1, &[0.0], 60.0)]);
    nobody.agent_groups[1].staffing = Staffing::PerInterval(vec![0]);
    nobody.contact_types[0].patience = exponential(100.0);
    nobody.contact_types[0].redial = Some(redials(200.0, 1));
    let next = play(nobody);
    let lengths: Vec<_> = next.calls.iter().filter_map(|(call, _)| call.holds().next()).map(Segment::length).collect();
    assert_eq!(lengths.len(), 2);
    for hold in second_holds {
        assert!(lengths.iter().all(|&length| length != hold.length()));
    }
}
