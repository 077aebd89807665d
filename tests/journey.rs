//! Are callers' journeys counted as they happened? Made-up calls, told to a tally; every figure worked out by hand.

mod support;

use std::sync::Arc;

use ccsim::metrics::{Findings, Layout, NoticeTruths, Tally, Totals};
use ccsim::model::{
    Callback, Center, ContactTypeId, Cut, Draft, Entrance, GroupId, HoldCharge, IvrAction, IvrNext, IvrStep, IvrStepId,
    Leaves, MenuOption, Notice, Number, NumberClass, NumberId, Press, QueueId, Redial, Scope, Tariff, WaitEstimate,
};
use ccsim::observation::{
    Announcement, Answer, Attempt, Call, CallEnd, Dialled, Ending, Observer, Segment, Stretch, Visit,
};
use ccsim::plan::Plan;
use ccsim::units::{Duration, Money, Share, SimTime};
use support::{calls, constant, day, draft, group, queue, seal, seconds, share};

const CALL: ContactTypeId = ContactTypeId(0);
const FRONT: QueueId = QueueId(0);
const BACK: QueueId = QueueId(1);
const MENU: IvrStepId = IvrStepId(0);

/// Two queues: callers reach both from a menu, only the second is right for them, and agents of the first pass them on.
fn center() -> Center {
    let mut call = calls("call", 0, vec![10.0, 10.0], constant(60.0));
    call.enters = Entrance::Ivr(MENU);
    call.home = Some(BACK);
    call.dials = Some(NumberId(0));
    call.value_of_time_per_hour = Some(Money::from_millionths(36_000_000));
    call.redial = Some(Redial {
        after_abandon: share(0.5),
        after_blocked: share(0.5),
        later: None,
        delay: constant(60.0),
        at_most: 3,
    });
    let mut front = queue("front");
    front.notice = Some(Notice {
        after: seconds(60.0),
        every: None,
        estimate: WaitEstimate::HeadOfLine,
        says: None,
        at_most: Notice::LONGEST,
        leaves: Leaves { if_longer_than_patience: Share::NONE, anyway: Share::NONE },
        patience_runs: None,
    });
    front.callback =
        Some(Callback { offered_after: seconds(30.0), accepted: share(0.5), within: Some(seconds(600.0)) });
    let mut parts: Draft = draft(
        day(2, 3600.0, 0.0),
        vec![call],
        vec![front, queue("back")],
        vec![group("first", vec![5, 5], &[0]), group("second", vec![5, 5], &[1])],
    );
    parts.agent_groups[0].skills = Vec::new();
    parts.ivr = vec![IvrStep {
        name: "menu".to_owned(),
        action: IvrAction::Menu {
            prompt: constant(10.0),
            barge_in: Share::NONE,
            options: vec![
                MenuOption { key: "1".to_owned(), leads_to: IvrNext::Queue(FRONT) },
                MenuOption { key: "2".to_owned(), leads_to: IvrNext::Queue(BACK) },
            ],
            presses: vec![(CALL, vec![(Press::Option(0), share(0.5)), (Press::Option(1), share(0.5))])],
            replays_at_most: 1,
            otherwise: Some(BACK),
        },
        hangs_up: share(0.1),
    }];
    let free = Tariff { per_minute: None, per_call: Money::ZERO, free_first: Duration::ZERO, at_most: None };
    parts.numbers = vec![Number {
        name: "line".to_owned(),
        class: NumberClass::Geographic,
        landline: free,
        mobile: None,
        flat_rate: Share::NONE,
        hold: HoldCharge::Free(Cut::Splice),
        charge_from: ccsim::model::ChargeFrom::Connect,
        rules: Vec::new(),
    }];
    seal(parts)
}

fn at(seconds: u64) -> SimTime {
    SimTime::from_micros(seconds * 1_000_000)
}

fn visit(queue: QueueId, arrived: u64, joined: u64, is_later: bool) -> Visit {
    let interval = u32::from(joined >= 3600);
    Visit { contact_type: CALL, queue, arrived: at(arrived), joined: at(joined), interval, is_later }
}

fn answer(group: u16, from: u64, talk_ends: u64, passed_on: Option<QueueId>) -> Answer {
    let ends = at(talk_ends);
    let agent = u32::from(group) * 5;
    Answer { group: GroupId(group), agent, at: at(from), talk_ends: ends, work_ends: ends, cut: false, passed_on }
}

fn call(person: u32, number: u32, dialled: u64, segments: Vec<(Stretch, u64, u64)>) -> Call {
    let segments = segments.into_iter().map(|(stretch, from, to)| Segment { stretch, from: at(from), to: at(to) });
    Call {
        person,
        chance: 0,
        contact_type: CALL,
        number,
        attempt: if number == 1 { Attempt::First } else { Attempt::Redial },
        got_through_before: false,
        dialled: at(dialled),
        interval: u32::from(dialled >= 3600),
        first_interval: u32::from(dialled >= 3600),
        first_dialled: at(dialled),
        segments: segments.collect(),
        announcements: Vec::new(),
    }
}

fn end(how: Ending, seconds: u64, calls_again: bool) -> CallEnd {
    CallEnd { how, at: at(seconds), calls_again }
}

/// A day of five calls of four people:
///
/// 1. presses the wrong key, holds 100 s in front (told 90 s at 60 s: 40 s to go), is passed on, holds 20 s in back, is served;
/// 2. hangs up in the menu and never calls again;
/// 3. holds 200 s in front (told 60 s at 70 s, too late: it would have been 180 s), hangs up, calls again and is answered
///    at once in back;
/// 4. takes a callback after 30 s in front and is called back after another 570 s; nothing was due.
fn play(tally: &mut Tally<'_>) {
    let menu = Stretch::Menu(MENU);
    let talk = |group: u16| Stretch::Talk(GroupId(group), 0);
    let abandoned = Ending::Abandoned { balked: false, on_notice: false };

    let first = visit(FRONT, 0, 10, false);
    let said = Announcement { at: at(70), says: Duration::from_secs(90), number: 0 };
    tally.announced(&first, &said);
    tally.came_true(&first, &said, at(110), false);
    tally.answered(&first, &answer(0, 110, 140, Some(BACK)));
    tally.answered(&visit(BACK, 0, 140, true), &answer(1, 160, 220, None));
    let segments = vec![
        (menu, 0, 10),
        (Stretch::Hold(FRONT), 10, 110),
        (talk(0), 110, 140),
        (Stretch::Hold(BACK), 140, 160),
        (talk(1), 160, 220),
    ];
    let told = Call { announcements: vec![(FRONT, said)], ..call(1, 1, 0, segments) };
    tally.call_ended(&told, &end(Ending::Talked, 220, false));

    tally.left_in_ivr(&Dialled { contact_type: CALL, arrived: at(300), interval: 0 });
    let segments = vec![(menu, 300, 310), (menu, 310, 316)];
    tally.call_ended(&call(2, 1, 300, segments), &end(Ending::LeftInIvr(MENU), 316, false));

    let third = visit(FRONT, 400, 410, false);
    let said = Announcement { at: at(480), says: Duration::from_secs(60), number: 0 };
    tally.announced(&third, &said);
    tally.came_true(&third, &said, at(660), true);
    tally.abandoned(&third, at(610), false);
    let segments = vec![(menu, 400, 410), (Stretch::Hold(FRONT), 410, 610)];
    let told = Call { announcements: vec![(FRONT, said)], ..call(3, 1, 400, segments) };
    tally.call_ended(&told, &end(abandoned, 610, true));
    tally.answered(&visit(BACK, 4000, 4010, false), &answer(1, 4010, 4070, None));
    let segments = vec![(menu, 4000, 4010), (Stretch::Hold(BACK), 4010, 4010), (talk(1), 4010, 4070)];
    let again = Call { first_interval: 0, first_dialled: at(400), ..call(3, 2, 4000, segments) };
    tally.call_ended(&again, &end(Ending::Talked, 4070, false));

    let fourth = visit(FRONT, 3500, 3510, false);
    tally.took_callback(&fourth, at(3540));
    tally.called_back(&fourth, &answer(0, 4110, 4170, None), at(3540));
    let segments = vec![(menu, 3500, 3510), (Stretch::Hold(FRONT), 3510, 3540)];
    tally.call_ended(&call(4, 1, 3500, segments), &end(Ending::CallbackPromised, 3540, false));

    for (group, heads) in [(0, 5), (1, 5)] {
        tally.present(GroupId(group), at(0), heads);
    }
    tally.day_ended(at(7200));
}

/// The same calls, but nobody gets through: the first and the last hang up as soon as they hold.
fn play_badly(tally: &mut Tally<'_>) {
    for (person, dialled) in [(1, 0), (2, 3600)] {
        tally.abandoned(&visit(FRONT, dialled, dialled + 10, false), at(dialled + 20), false);
        let segments =
            vec![(Stretch::Menu(MENU), dialled, dialled + 10), (Stretch::Hold(FRONT), dialled + 10, dialled + 20)];
        let how = Ending::Abandoned { balked: false, on_notice: false };
        tally.call_ended(&call(person, 1, dialled, segments), &end(how, dialled + 20, false));
    }
    tally.day_ended(at(7200));
}

/// A replication and what happens in it.
type Day = (u64, fn(&mut Tally<'_>));

fn totals(layout: &Arc<Layout>, days: &[Day]) -> Totals {
    let mut tally = Tally::new(layout);
    let mut totals = Totals::new(Arc::clone(layout));
    for &(replication, play) in days {
        totals.lend(&mut tally, replication);
        play(&mut tally);
        totals.absorb(&mut tally, replication);
    }
    totals
}

fn findings(days: &[Day]) -> Findings {
    let center = center();
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    Findings::of(&totals(&layout, days))
}

#[track_caller]
fn check(findings: &Findings, scope: Scope, interval: Option<u32>, expected: &[(&str, f64)]) {
    for &(metric, value) in expected {
        let found = findings.find(metric, scope, interval).map(|found| found.value);
        let found = found.unwrap_or_else(|| panic!("{metric} has a value"));
        assert!((found - value).abs() < 1e-6 * value.abs().max(1.0), "{metric}: {found}, by hand {value}");
    }
}

#[test]
fn every_call_is_counted_once_and_every_visit_at_its_queue() {
    let found = findings(&[(0, play)]);
    check(
        &found,
        Scope::Center,
        None,
        &[
            ("arrived", 5.0),
            ("left-in-ivr", 1.0),
            ("offered", 4.0),
            ("answered", 2.0),
            ("abandoned", 1.0),
            ("callbacks", 1.0),
            ("called-back", 1.0),
            ("callbacks-lost", 0.0),
            ("people", 4.0),
            ("redials", 1.0),
            ("entered-ivr", 5.0),
            ("transferred", 1.0),
            ("later-holds", 1.0),
            ("abandoned-later", 0.0),
            ("ivr-hang-up-rate", 0.2),
            // Three of four joined the front first, which is nobody's own.
            ("wrong-queue-rate", 0.75),
            ("transfer-rate", 1.0 / 3.0),
            ("never-through-rate", 0.25),
            ("callback-in-time-rate", 1.0),
            ("mean-callback-wait", 570.0),
            ("mean-hold-time", (100.0 + 200.0 + 0.0 + 30.0) / 4.0),
            ("mean-later-hold-time", 20.0),
            ("mean-journey-hold-time", 350.0 / 4.0),
            ("hold-time-per-person", 350.0 / 4.0),
            ("calls-per-person", 1.25),
            ("mean-time-in-ivr", (10.0 + 16.0 + 10.0 + 10.0 + 10.0) / 5.0),
        ],
    );
    check(&found, Scope::Queue(FRONT), None, &[("offered", 3.0), ("answered", 1.0), ("transferred", 1.0)]);
    let back = [("offered", 2.0), ("answered", 2.0), ("later-holds", 1.0), ("mean-hold-time", 10.0)];
    check(&found, Scope::Queue(BACK), None, &back);
    // A call counts in the interval in which it joined its first queue, a person in that of the first call.
    check(&found, Scope::Center, Some(1), &[("answered", 1.0), ("redials", 1.0), ("people", 0.0)]);
    check(&found, Scope::Center, Some(0), &[("later-holds", 1.0), ("people", 4.0), ("mean-later-hold-time", 20.0)]);
    // 30 s and 60 s of the first group's 10 agent hours, the called-back included; 60 s and 60 s of the second's.
    check(&found, Scope::AgentGroup(GroupId(0)), None, &[("occupancy", 90.0 / 36_000.0), ("answered", 1.0)]);
    check(&found, Scope::AgentGroup(GroupId(1)), None, &[("occupancy", 120.0 / 36_000.0), ("answered", 2.0)]);
}

#[test]
fn menu_steps_count_each_call_once() {
    let expected = [
        ("entered-ivr", 5.0),
        ("left-in-ivr", 1.0),
        ("self-served", 0.0),
        ("ivr-hang-up-rate", 0.2),
        ("mean-time-in-ivr", 56.0 / 5.0),
    ];
    check(&findings(&[(0, play)]), Scope::IvrStep(MENU), None, &expected);
}

#[test]
fn notices_are_held_against_the_clock_and_the_truth() {
    let found = findings(&[(0, play)]);
    let expected = [
        ("announcements", 2.0),
        // Due twice: given after 60 s, and late after 70 s.
        ("notice-given-rate", 0.5),
        ("notice-late-rate", 0.5),
        ("notice-missed-rate", 0.0),
        ("notice-mean-announced", 75.0),
        ("notice-answered-mean-announced", 90.0),
        ("notice-mean-actual", 40.0),
        ("notice-bias", 50.0),
        ("notice-mean-absolute-error", 50.0),
        ("notice-root-mean-square-error", 50.0),
        ("notice-coverage", 1.0),
        // With the one who hung up: 60 s announced, 180 s it would have been.
        ("notice-virtual-mean-announced", 75.0),
        ("notice-virtual-mean-actual", 110.0),
        ("notice-virtual-bias", -35.0),
        ("notice-virtual-mean-absolute-error", 85.0),
        ("notice-virtual-root-mean-square-error", 8450.0_f64.sqrt()),
        ("notice-virtual-coverage", 0.5),
    ];
    check(&found, Scope::Center, None, &expected);
    check(&found, Scope::Queue(FRONT), None, &expected);
    assert!(found.find("notice-bias", Scope::Queue(BACK), None).is_none());

    let [front] = &found.notices[..] else { panic!("one queue announces") };
    assert_eq!(front.queue, FRONT);
    let [up_to_one, up_to_two] = &front.classes[..] else { panic!("two classes were heard") };
    let mean = |truths: &NoticeTruths| truths.mean_actual.map(|mean| mean.value);
    assert_eq!((up_to_one.over, up_to_one.up_to), (Duration::ZERO, Some(Duration::from_secs(60))));
    assert_eq!((mean(&up_to_one.answered), mean(&up_to_one.known)), (None, Some(180.0)));
    assert_eq!((mean(&up_to_two.answered), mean(&up_to_two.known)), (Some(40.0), Some(40.0)));
    let middle = up_to_two.known.quantiles.expect("somebody waited")[1];
    assert!((middle - 40.0).abs() < 0.016 * 40.0);
    assert_eq!(up_to_one.answered.quantiles, None);
}

#[test]
fn a_bias_has_the_interval_of_its_errors() {
    // Days with errors of 50 s and of nobody tell nothing; days with 50 s and 10 s differ by their own spread.
    let center = center();
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let off_by = |error: i64| {
        let told = visit(FRONT, 0, 10, false);
        let said = Announcement { at: at(70), says: Duration::from_secs(100), number: 0 };
        (told, said, at((170 - error).unsigned_abs()))
    };
    let mut tally = Tally::new(&layout);
    let mut sum = Totals::new(Arc::clone(&layout));
    for (replication, error) in [(0, 50), (1, -10), (2, 20)] {
        sum.lend(&mut tally, replication);
        let (told, said, truth) = off_by(error);
        tally.came_true(&told, &said, truth, false);
        sum.absorb(&mut tally, replication);
    }
    let bias = Findings::of(&sum).find("notice-bias", Scope::Center, None).expect("three were told");
    // Mean 20, sample deviation 30, t of two degrees of freedom 4.302653.
    let half_width = 4.302_652_729_7 * 30.0 / 3.0_f64.sqrt();
    assert!((bias.value - 20.0).abs() < 1e-6);
    assert!((bias.half_width().expect("three days") - half_width).abs() < 1e-4 * half_width, "{bias:?}");
}

#[test]
fn time_on_hold_has_its_value_and_charges_only_where_somebody_dials() {
    let found = findings(&[(0, play)]);
    // 350 s at 36 an hour are 3.5; the tariff is free.
    let expected = [
        ("caller-hold-value", 3.5),
        ("caller-hold-value-per-contact", 0.7),
        ("caller-hold-value-per-answered", 1.75),
        ("caller-charge", 0.0),
        ("caller-hold-charge-gave-up", 0.0),
    ];
    check(&found, Scope::Center, None, &expected);
    check(&found, Scope::Number(NumberId(0)), None, &[("arrived", 5.0), ("answered", 2.0), ("caller-charge", 0.0)]);
    assert!(found.find("offered", Scope::Number(NumberId(0)), None).is_none());
}

#[test]
fn the_order_of_days_and_threads_changes_no_bit() {
    let center = center();
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let days: [Day; 4] = [(0, play), (1, play_badly), (2, play_badly), (3, play)];
    let together = Findings::of(&totals(&layout, &days));
    let mut apart = totals(&layout, &days[2..]);
    apart.merge(totals(&layout, &[days[1], days[0]]));
    let apart = Findings::of(&apart);
    assert_eq!(together.rows.len(), apart.rows.len());
    for (one, other) in together.rows.iter().zip(&apart.rows) {
        assert_eq!(one.metric.id, other.metric.id);
        assert_eq!(one.estimate, other.estimate, "{}", one.metric.id);
    }
    assert_eq!(together.notices, apart.notices);
    check(&together, Scope::Center, None, &[("people", 3.0), ("never-through-rate", 0.5), ("arrived", 3.5)]);
}

#[test]
fn what_a_center_cannot_have_has_no_rows() {
    let mut call = calls("call", 0, vec![10.0, 10.0], constant(60.0));
    call.value_of_time_per_hour = Some(Money::from_millionths(1));
    let parts = draft(day(2, 3600.0, 0.0), vec![call], vec![queue("front")], vec![group("first", vec![5, 5], &[0])]);
    let center = seal(parts);
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let found = Findings::of(&totals(&layout, &[(0, |_| ())]));
    let has = |id: &str| found.rows.iter().any(|row| row.metric.id == id);
    for id in ["caller-hold-value", "caller-hold-cost", "arrived", "mean-hold-time"] {
        assert!(has(id), "{id}");
    }
    for id in ["caller-charge", "redials", "people", "notice-bias", "callbacks", "entered-ivr", "transfer-rate"] {
        assert!(!has(id), "{id}");
    }
}

#[test]
fn the_report_tells_of_the_journey() {
    use ccsim::report::{Ink, Paper, Run, csv, json, table};
    let center = center();
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let days: Vec<Day> =
        (0..40).map(|day| (day, if day % 4 == 0 { play_badly } else { play } as fn(&mut Tally<'_>))).collect();
    let findings = Findings::of(&totals(&layout, &days));
    let outlook = ccsim::plan::Outlook::of(&center, &plan);
    let run = Run {
        center: &center,
        outlook: &outlook,
        layout: &layout,
        findings: &findings,
        is_precise: None,
        digest: "0",
        seed: 1,
        version: "0",
    };
    let shown = table::run(&run, 1.0, "file.toml", Paper { width: 110, ink: Ink::Plain });
    for line in [
        "pays for hold",
        "cost     callers pay 0 EUR a day for holding, 0 EUR of it before giving up; their time: 2.7",
        "ivr      of 4.",
        "journey  ",
        "notice   of 1.5 ",
        "callback 0.75 ",
        "warning  ",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    for width in [40, 60, 80] {
        let narrow = table::run(&run, 1.0, "file.toml", Paper { width, ink: Ink::Plain });
        let too_wide: Vec<_> =
            narrow.lines().filter(|line| line.chars().count() > width && !line.contains("next")).collect();
        assert!(too_wide.is_empty(), "{too_wide:?}");
    }
    let rows = csv::run(&run);
    for scope in ["ivr.menu", "number.line", "queue.front"] {
        assert!(rows.contains(&format!(",{scope},")), "{scope}");
    }
    assert!(json::run(&run).contains("\"notice-virtual-bias\""));
    let notices = csv::notices(&run);
    let mut lines = notices.lines();
    assert_eq!(lines.next(), Some("queue,announced-over-s,announced-up-to-s,truth,measure,value,low,high,unit"));
    assert!(notices.contains("front,60,120,answered,bias,50,50,50,s"), "{notices}");
    assert!(notices.contains("front,0,60,answered,bias,,,,s"), "{notices}");
}
