//! Can a call get lost on its way? Laws of whole calls, from dialling to their end, on random small centers with menus,
//! wrong queues, transfers, redials, announcements and callbacks.

mod support;

use std::collections::BTreeMap;

use ccsim::model::{
    AgentChoice, AgentGroup, Arrivals, AtClose, AtShiftEnd, Callback, Center, ContactChoice, ContactType,
    ContactTypeId, Draft, Entrance, GroupId, IvrAction, IvrNext, IvrStep, IvrStepId, Leaves, MenuOption, Notice,
    Overflow, PatienceRuns, Press, Queue, QueueId, Redial, Routing, Staffing, Transfer, WaitEstimate,
};
use ccsim::observation::{Attempt, Call, CallEnd, Ending as CallEnding, Segment, Stretch};
use ccsim::plan::Plan;
use ccsim::random::DurationDistribution;
use ccsim::units::{Duration, Share, SimTime};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::record::{Ending, Record, Story};
use support::{calls, constant, day, draft, exponential, group, queue, seal, seconds, share};

const INTERVALS: usize = 4;
const INTERVAL: f64 = 300.0;
const OPENS: SimTime = SimTime::from_minutes(60);
const SEED: u64 = 23;

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn chances() -> impl Strategy<Value = Share> {
    one_of(&[Share::NONE, share(0.5), Share::ALL])
}

fn lengths() -> impl Strategy<Value = DurationDistribution> {
    one_of(&[constant(0.0), constant(50.0), exponential(60.0), constant(20.0)])
}

fn arrivals() -> impl Strategy<Value = Arrivals> {
    let trace = prop::collection::btree_set(0_u64..120, 0..25).prop_map(|tens| {
        Arrivals::Trace(vec![tens.iter().map(|&ten| OPENS + Duration::from_secs(10 * ten)).collect()])
    });
    prop_oneof![prop::collection::vec(0.0..8.0, INTERVALS).prop_map(Arrivals::PerInterval), trace]
}

fn redials() -> impl Strategy<Value = Option<Redial>> {
    let delay = one_of(&[constant(0.0), constant(30.0), exponential(60.0)]);
    let redial = (chances(), chances(), prop::option::of(chances()), delay, one_of(&[0_u32, 1, 3, 20]));
    prop::option::of(redial.prop_map(|(after_abandon, after_blocked, later, delay, at_most)| Redial {
        after_abandon,
        after_blocked,
        later,
        delay,
        at_most,
    }))
}

fn transfers(queues: usize) -> impl Strategy<Value = Option<Transfer>> {
    let to = (0..queues).prop_map(QueueId::at);
    prop::option::weighted(0.3, (to, one_of(&[share(0.4), Share::ALL])).prop_map(|(to, share)| Transfer { to, share }))
}

fn contact_type(at: usize, queues: usize) -> impl Strategy<Value = ContactType> {
    let patience = one_of(&[
        DurationDistribution::never(),
        exponential(60.0),
        exponential(200.0),
        constant(40.0),
        constant(0.0),
        constant(100.0),
    ]);
    let person = (arrivals(), patience, lengths(), lengths(), one_of(&[Share::NONE, share(0.3)]), any::<bool>());
    let again = (redials(), chances(), one_of(&[constant(60.0), exponential(200.0)]));
    (person, again, 0..queues, 0..queues, transfers(queues)).prop_map(move |(person, again, queue, home, transfers)| {
        let (arrivals, patience, talk, work, balks, carries_over) = person;
        let mut kind = calls(&format!("kind-{at}"), queue, Vec::new(), talk);
        kind.arrivals = arrivals;
        kind.patience = patience;
        kind.after_call_work = work;
        kind.balks = balks;
        kind.patience_carries_over = carries_over;
        (kind.redial, kind.resolved, kind.calls_again_after) = again;
        kind.home = Some(QueueId::at(home));
        kind.transfers = transfers;
        kind
    })
}

fn notices() -> impl Strategy<Value = Option<Notice>> {
    let estimate = one_of(&[
        WaitEstimate::QueueLength,
        WaitEstimate::HeadOfLine,
        WaitEstimate::LastServed,
        WaitEstimate::RecentAverage,
    ]);
    let speed = || one_of(&[0.0, 0.5, 1.0, 2.0]);
    let runs = prop::option::of((speed(), speed()).prop_map(|(until, after)| PatienceRuns { until, after }));
    let leaves = (chances(), one_of(&[Share::NONE, share(0.2)]));
    let words = (one_of(&[None, Some(seconds(60.0))]), one_of(&[Notice::LONGEST, seconds(120.0)]));
    let times = (one_of(&[0.0, 20.0, 60.0]), one_of(&[None, Some(seconds(30.0))]));
    let notice = (times, estimate, words, leaves, runs).prop_map(|(times, estimate, (says, at_most), leaves, runs)| {
        let leaves = Leaves { if_longer_than_patience: leaves.0, anyway: leaves.1 };
        let (after, every) = (seconds(times.0), times.1);
        Notice { after, every, estimate, says, at_most, leaves, patience_runs: runs }
    });
    prop::option::of(notice)
}

fn queues(count: usize, groups: usize) -> impl Strategy<Value = Vec<Queue>> {
    let within = one_of(&[None, Some(seconds(0.0)), Some(seconds(200.0))]);
    let callback = (one_of(&[seconds(0.0), seconds(30.0)]), chances(), within);
    let callback = callback.prop_map(|(offered_after, accepted, within)| Callback { offered_after, accepted, within });
    let overflow = (one_of(&[0_u64, 20, 40]), 0..groups);
    let traits = (prop::option::weighted(0.3, 0_u32..4), 0..3_i32, one_of(&[0_u64, 0, 30]), prop::option::of(overflow));
    let queue = (notices(), prop::option::weighted(0.3, callback), traits).prop_map(|(notice, callback, traits)| {
        let (capacity, priority, head_start, overflow) = traits;
        let overflow = overflow.map(|(s, to)| Overflow { after: Duration::from_secs(s), to: vec![GroupId::at(to)] });
        let head_start = Duration::from_secs(head_start);
        Queue { capacity, priority, head_start, overflow, notice, callback, ..queue("line") }
    });
    prop::collection::vec(queue, count)
}

fn agent_group(at: usize, kinds: usize, queues: usize) -> impl Strategy<Value = AgentGroup> {
    let answers = prop::sample::subsequence((0..queues).collect::<Vec<_>>(), 0..=queues).prop_shuffle();
    let skills = prop::sample::subsequence((0..kinds).map(ContactTypeId::at).collect::<Vec<_>>(), 0..=kinds);
    let heads = prop::collection::vec(0_u32..5, INTERVALS);
    let rest = (any::<bool>(), one_of(&[1.0, 1.3]), lengths(), transfers(queues));
    (answers, skills, heads, rest).prop_map(
        move |(answers, skills, heads, (hangs_up, factor, finds_out, transfers))| {
            let mut group = group(&format!("group-{at}"), heads, &answers);
            group.skills = skills;
            group.handle_time_factor = vec![factor; kinds];
            group.finds_out_after = finds_out;
            group.transfers = transfers;
            group.at_shift_end = if hangs_up { AtShiftEnd::HangUp } else { AtShiftEnd::FinishCall };
            group
        },
    )
}

/// A greeting, a menu with a way back to it, to every queue and to a machine, and the machine.
fn menus(kinds: usize, queues: usize) -> impl Strategy<Value = Vec<IvrStep>> {
    let step = |at: u16| IvrNext::Step(IvrStepId(at));
    let mut options: Vec<IvrNext> = (0..queues).map(|at| IvrNext::Queue(QueueId::at(at))).collect();
    options.extend([step(0), step(2)]);
    let presses = options.len() + 3;
    let rows = prop::collection::vec(prop::collection::vec(0.1_f64..1.0, presses), kinds);
    let ends = (one_of(&[None, Some(step(1)), Some(IvrNext::Queue(QueueId(0)))]), 0..queues, 0_u32..4);
    let shares = (one_of(&[Share::NONE, share(0.2)]), chances(), chances());
    (rows, ends, shares).prop_map(move |(rows, (then, otherwise, replays_at_most), (hangs_up, barge_in, succeeds))| {
        let presses = rows.iter().enumerate().map(|(kind, weights)| {
            let sum: f64 = weights.iter().sum();
            let keys = (0..options.len()).map(|at| Press::Option(at as u16));
            let keys = keys.chain([Press::WrongKey, Press::Nothing, Press::HangUp]);
            (ContactTypeId::at(kind), keys.zip(weights).map(|(press, weight)| (press, share(weight / sum))).collect())
        });
        let named = options.iter().map(|&leads_to| MenuOption { key: "1".to_owned(), leads_to });
        let actions = [
            IvrAction::Play { length: constant(10.0), then: step(1) },
            IvrAction::Menu {
                prompt: exponential(15.0),
                barge_in,
                options: named.collect(),
                presses: presses.collect(),
                replays_at_most,
                otherwise: Some(QueueId::at(otherwise)),
            },
            IvrAction::SelfService { takes: exponential(20.0), succeeds, then },
        ];
        let steps = actions.into_iter().enumerate();
        steps.map(|(at, action)| IvrStep { name: format!("step-{at}"), action, hangs_up }).collect()
    })
}

fn routing() -> impl Strategy<Value = Routing> {
    let agent =
        one_of(&[AgentChoice::LongestIdle, AgentChoice::Preference, AgentChoice::LeastBusy, AgentChoice::Random]);
    let contact = one_of(&[ContactChoice::LongestWait, ContactChoice::Priority, ContactChoice::Preference]);
    (agent, contact).prop_map(|(agent, contact)| Routing { agent, contact })
}

fn centers() -> impl Strategy<Value = Draft> {
    (1_usize..4, 1_usize..4, 1_usize..4).prop_flat_map(|(kinds, count, groups)| {
        let parts = (
            (0..kinds).map(|at| contact_type(at, count)).collect::<Vec<_>>(),
            queues(count, groups),
            (0..groups).map(|at| agent_group(at, kinds, count)).collect::<Vec<_>>(),
            menus(kinds, count),
        );
        let house = (prop::option::weighted(0.3, 1_u32..8), routing(), any::<bool>(), any::<[bool; 3]>());
        (parts, house).prop_map(|((kinds, queues, groups, ivr), (lines, routing, hangs_up, enter))| {
            let skills: Vec<_> = groups.iter().map(|group| group.skills.clone()).collect();
            let mut draft = draft(day(INTERVALS, INTERVAL, 0.0), kinds, queues, groups);
            draft.day.opens = OPENS;
            draft.day.closes = OPENS + seconds(INTERVALS as f64 * INTERVAL);
            draft.day.at_close = if hangs_up { AtClose::HangUp } else { AtClose::ServeWaiting };
            for (group, skills) in draft.agent_groups.iter_mut().zip(skills) {
                group.skills = skills;
            }
            for (at, queue) in draft.queues.iter_mut().enumerate() {
                queue.name = format!("queue-{at}");
                let prefers = &queue.prefers;
                queue.overflow = queue.overflow.take().filter(|overflow| !prefers.contains(&overflow.to[0]));
            }
            draft.ivr = ivr;
            for (kind, _) in draft.contact_types.iter_mut().zip(enter).filter(|(_, enters)| *enters) {
                kind.enters = Entrance::Ivr(IvrStepId(0));
            }
            (draft.trunk_lines, draft.routing) = (lines, routing);
            draft
        })
    })
}

fn play(draft: Draft) -> (Center, Record) {
    let center = seal(draft);
    let record = Record::of(&Plan::compile(&center), SEED, 0);
    (center, record)
}

fn count(record: &Record, what: impl Fn(&Story) -> bool) -> usize {
    record.stories.iter().filter(|story| what(story)).count()
}

fn ended(record: &Record, what: impl Fn(CallEnding) -> bool) -> usize {
    record.calls.iter().filter(|(_, end)| what(end.how)).count()
}

/// Calls of each person, in order.
fn people(record: &Record) -> BTreeMap<u32, Vec<&(Call, CallEnd)>> {
    let mut people: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for call in &record.calls {
        people.entry(call.0.person).or_default().push(call);
    }
    people
}

/// A hold's announcements, each at its own instant.
fn heard_in(call: &Call, hold: &Segment, notice: Option<&Notice>) -> Vec<(SimTime, Duration, u32)> {
    let (Stretch::Hold(queue), Some(notice)) = (hold.stretch, notice) else { return Vec::new() };
    // Of two holds in one queue that begin in one instant, the longer one is where something was heard.
    if call.holds().any(|other| (other.stretch, other.from) == (hold.stretch, hold.from) && other.to > hold.to) {
        return Vec::new();
    }
    let every = notice.every.unwrap_or_default();
    let here = call.announcements.iter().filter(|(at, said)| {
        let due = hold.from + notice.after + every * u64::from(said.number);
        *at == queue && said.at == due && said.at <= hold.to
    });
    here.map(|(_, said)| (said.at, said.says, said.number)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..ProptestConfig::default() })]

    /// Every call ends exactly once, in the way in which its parts were told.
    #[test]
    fn every_call_ends_once(draft in centers()) {
        let (_, record) = play(draft);
        let dials = ended(&record, |_| true);
        prop_assert_eq!(ended(&record, |how| how == CallEnding::Blocked), count(&record, |s| s.ending == Ending::Blocked));
        prop_assert_eq!(
            ended(&record, |how| matches!(how, CallEnding::TurnedAway(_))),
            count(&record, |s| matches!(s.ending, Ending::TurnedAway(_)))
        );
        prop_assert_eq!(
            ended(&record, |how| matches!(how, CallEnding::LeftInIvr(_))),
            count(&record, |s| s.ending == Ending::LeftInIvr)
        );
        prop_assert_eq!(
            ended(&record, |how| matches!(how, CallEnding::SelfServed(_))),
            count(&record, |s| s.ending == Ending::SelfServed)
        );
        prop_assert_eq!(
            ended(&record, |how| matches!(how, CallEnding::Abandoned { .. })),
            count(&record, |s| matches!(s.ending, Ending::Abandoned { .. }))
        );
        prop_assert_eq!(
            ended(&record, |how| how == CallEnding::CallbackPromised),
            count(&record, |s| matches!(s.ending, Ending::TookCallback(..)))
        );
        prop_assert_eq!(
            ended(&record, |how| how == CallEnding::Disconnected),
            count(&record, |s| matches!(s.ending, Ending::Disconnected(..)))
        );
        prop_assert_eq!(
            ended(&record, |how| how == CallEnding::StillInside),
            count(&record, |s| matches!(s.ending, Ending::StillInside(..)))
        );
        let last_answers = |s: &Story| s.answer().is_some_and(|(_, answer)| answer.passed_on.is_none());
        prop_assert_eq!(
            ended(&record, |how| matches!(how, CallEnding::Talked | CallEnding::CutOff)),
            count(&record, last_answers)
        );
        prop_assert_eq!(
            ended(&record, |how| how == CallEnding::CutOff),
            count(&record, |s| s.answer().is_some_and(|(_, answer)| answer.cut))
        );
        // Who is passed on has another ending, and each call one last one.
        let passed_on = count(&record, |s| s.answer().is_some_and(|(_, answer)| answer.passed_on.is_some()));
        prop_assert_eq!(record.stories.len(), dials + passed_on);
        prop_assert_eq!(record.ended.len(), 1);
        prop_assert!(record.calls.iter().all(|(_, end)| end.at <= record.ended[0]));
    }

    /// People call for the first time once, and again only as they may.
    #[test]
    fn people_call_again_as_they_may(draft in centers()) {
        let (center, record) = play(draft);
        let people = people(&record);
        prop_assert!(people.keys().copied().eq(0..people.len() as u32));
        for calls in people.values() {
            let (first, _) = calls[0];
            let kind = &center.contact_types[first.contact_type.index()];
            let (mut in_a_row, mut got_through) = (0, false);
            for (at, (call, end)) in calls.iter().enumerate() {
                prop_assert_eq!(call.number as usize, at + 1);
                prop_assert_eq!((call.chance, call.contact_type), (first.chance, first.contact_type));
                prop_assert_eq!((call.first_dialled, call.first_interval), (first.dialled, first.interval));
                prop_assert_eq!(end.calls_again, at + 1 < calls.len());
                prop_assert_eq!(call.got_through_before, got_through);
                prop_assert!(call.dialled < center.day.closes);
                got_through |= end.how.got_through();
                if at == 0 {
                    prop_assert_eq!(call.attempt, Attempt::First);
                    continue;
                }
                let (_, before) = calls[at - 1];
                prop_assert!(before.at <= call.dialled);
                match before.how {
                    CallEnding::Blocked | CallEnding::TurnedAway(_) | CallEnding::Abandoned { .. } => {
                        prop_assert_eq!(call.attempt, Attempt::Redial);
                        in_a_row += 1;
                        prop_assert!(kind.redial.as_ref().is_some_and(|redial| in_a_row <= redial.at_most));
                    }
                    CallEnding::Talked | CallEnding::CutOff => {
                        prop_assert_eq!(call.attempt, Attempt::CallsAgain);
                        prop_assert!(kind.resolved < Share::ALL);
                        in_a_row = 0;
                    }
                    how => prop_assert!(false, "nobody calls again after {how:?}"),
                }
            }
        }
    }

    /// The stretches of a call follow each other without gaps, and are those that were told one by one.
    #[test]
    fn stretches_follow_each_other(draft in centers()) {
        let (_, record) = play(draft);
        let (mut holds, mut talks) = (Vec::new(), Vec::new());
        for (call, end) in &record.calls {
            let mut now = call.dialled;
            for segment in &call.segments {
                prop_assert_eq!(segment.from, now, "{:?}", call);
                prop_assert!(segment.from <= segment.to);
                now = segment.to;
                match segment.stretch {
                    Stretch::Hold(queue) => holds.push((call.contact_type, queue, segment.from, segment.to)),
                    Stretch::Talk(group, agent) => talks.push((group, agent, segment.from, segment.to)),
                    _ => {}
                }
            }
            prop_assert_eq!(end.at, now, "{:?} {:?}", call, end);
        }
        let told = record.stories.iter().filter_map(|story| {
            let visit = story.visit()?;
            let end = if let Ending::StillInside(_, at) = story.ending { at } else { story.hold_ended()? };
            Some((visit.contact_type, visit.queue, visit.joined, end))
        });
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        holds.sort_unstable();
        prop_assert_eq!(holds, told);
        let mut told: Vec<_> = record.answers().map(|(_, a)| (a.group, a.agent, a.at, a.talk_ends)).collect();
        told.sort_unstable();
        talks.sort_unstable();
        prop_assert_eq!(talks, told);
    }

    /// No agent does two things at a time.
    #[test]
    fn agents_do_one_thing_at_a_time(draft in centers()) {
        let (_, record) = play(draft);
        let back = record.called_back.iter().map(|(_, answer, _)| *answer);
        let answers = record.answers().map(|(_, answer)| answer).chain(back);
        let mut work: Vec<_> = answers.map(|answer| (answer.agent, answer.at, answer.work_ends)).collect();
        work.sort_unstable();
        for pair in work.windows(2) {
            prop_assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "{pair:?}");
        }
    }

    /// Announcements are heard on hold, on the dot, and come true once at most.
    #[test]
    fn announcements_are_heard_on_hold_and_come_true_once(draft in centers()) {
        let (center, record) = play(draft);
        let (mut heard, mut answered, mut hung_up) = (0, 0, 0);
        for (call, end) in &record.calls {
            for (at, hold) in call.segments.iter().enumerate() {
                let Stretch::Hold(queue) = hold.stretch else { continue };
                let said = heard_in(call, hold, center.queues[queue.index()].notice.as_ref());
                heard += said.len();
                if said.is_empty() {
                    continue;
                }
                let notice = center.queues[queue.index()].notice.as_ref().unwrap();
                for (number, &(_, says, told)) in said.iter().enumerate() {
                    prop_assert_eq!(told as usize, number);
                    let step = notice.says.unwrap_or(Duration::from_micros(1)).as_micros();
                    prop_assert!(says <= notice.at_most && (says.as_micros().is_multiple_of(step) || says == notice.at_most));
                }
                match call.segments.get(at + 1).map(|next| next.stretch) {
                    Some(Stretch::Talk(..)) => answered += 1,
                    _ if matches!(end.how, CallEnding::Abandoned { .. }) => hung_up += 1,
                    _ => {}
                }
            }
        }
        prop_assert_eq!(heard, record.announced.len());
        prop_assert_eq!(record.came_true.iter().filter(|told| !told.3).count(), answered);
        prop_assert!(record.came_true.iter().filter(|told| told.3).count() <= hung_up);
        for (visit, said, when, _) in &record.came_true {
            prop_assert!(said.number == 0 && said.at <= *when && visit.joined <= said.at);
        }
    }

    /// Places and lines are never more than there are; a line is held from dialling to the end of the call.
    #[test]
    fn lines_are_held_to_the_end_of_the_call(draft in centers()) {
        let (center, record) = play(draft);
        if let Some(lines) = center.trunk_lines {
            for (call, end) in &record.calls {
                let now = call.dialled;
                let inside = record.calls.iter().filter(|(call, end)| call.dialled <= now && now < end.at).count();
                prop_assert!(inside <= lines as usize);
                prop_assert!(end.how != CallEnding::Blocked || inside == lines as usize);
            }
        }
        let holds: Vec<_> = record.calls.iter().flat_map(|(call, _)| call.holds()).collect();
        for (at, queue) in center.queues.iter().enumerate() {
            let Some(capacity) = queue.capacity else { continue };
            let here = holds.iter().filter(|hold| hold.stretch == Stretch::Hold(QueueId::at(at)));
            for hold in here.clone() {
                let holding = here.clone().filter(|other| other.from <= hold.from && hold.from < other.to).count();
                prop_assert!(holding <= capacity as usize);
            }
        }
    }

    /// Whoever takes a callback is called back once, or told of as lost.
    #[test]
    fn every_callback_is_kept_or_lost(draft in centers()) {
        let (_, record) = play(draft);
        let taken = record.stories.iter().filter_map(|story| match story.ending {
            Ending::TookCallback(visit, at) => Some((visit.contact_type, visit.queue, visit.joined, at)),
            _ => None,
        });
        let key = |visit: &ccsim::observation::Visit, at| (visit.contact_type, visit.queue, visit.joined, at);
        let kept = record.called_back.iter().map(|(visit, _, at)| key(visit, *at));
        let lost = record.callbacks_lost.iter().map(|(visit, at)| key(visit, *at));
        let (mut taken, mut after): (Vec<_>, Vec<_>) = (taken.collect(), kept.chain(lost).collect());
        taken.sort_unstable();
        after.sort_unstable();
        prop_assert_eq!(taken, after);
        prop_assert!(record.called_back.iter().all(|(_, answer, at)| *at <= answer.at));
    }

    /// In the end everybody goes home.
    #[test]
    fn agents_go_home(draft in centers()) {
        let (center, record) = play(draft);
        let nobody_for_ever = ended(&record, |how| how == CallEnding::StillInside) == 0;
        for group in (0..center.agent_groups.len()).map(GroupId::at) {
            if let Some((_, heads)) = record.presence_of(group).last() {
                prop_assert!(*heads == 0 || !nobody_for_ever, "{heads} of {group:?} never go home");
            }
        }
    }

    /// Following every call to its end changes nothing else.
    #[test]
    fn following_changes_nothing(mut draft in centers()) {
        plain(&mut draft);
        let groups = draft.agent_groups.len();
        let plan = Plan::compile(&seal(draft));
        prop_assert!(!plan.follows);
        let alone = Record::of(&plan, SEED, 0);
        let followed = Record::of(&plan.following(), SEED, 0);
        prop_assert!(alone.calls.is_empty());
        for (one, other) in alone.stories.iter().zip(&followed.stories) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(alone.stories.len(), followed.stories.len());
        prop_assert_eq!(presence(&alone, groups), presence(&followed, groups));
        prop_assert_eq!(alone.ended, followed.ended);
    }

    /// A menu that nobody uses, and an option that nobody presses, change nothing.
    #[test]
    fn what_nobody_uses_changes_nothing(mut draft in centers(), strip in any::<bool>()) {
        let menu = draft.ivr.clone();
        let mut with = draft.clone();
        if let IvrAction::Menu { options, presses, .. } = &mut with.ivr[1].action {
            options.push(MenuOption { key: "9".to_owned(), leads_to: IvrNext::Step(IvrStepId(3)) });
            let at = options.len() as u16 - 1;
            for (_, row) in presses {
 row.insert(0, (Press::Option(at), Share::NONE));
}
        }
        let action = IvrAction::Play { length: exponential(30.0), then: IvrNext::Queue(QueueId(0)) };
        with.ivr.push(IvrStep { name: "unused".to_owned(), action, hangs_up: share(0.5) });
        prop_assert_eq!(play(draft.clone()).1, play(with).1);

        for kind in &mut draft.contact_types {
            kind.enters = Entrance::Queue(QueueId(0));
        }
        if strip {
            plain(&mut draft);
        }
        draft.ivr.clear();
        let alone = play(draft.clone()).1;
        draft.ivr = menu;
        let groups = draft.agent_groups.len();
        let mut with = play(draft).1;
        prop_assert_eq!(presence(&alone, groups), presence(&with, groups));
        // A menu alone is reason enough to follow calls, and to notice every hang-up at once.
        with.presence.clone_from(&alone.presence);
        if alone.calls.is_empty() {
            with.calls.clear();
        }
        for (one, other) in alone.stories.iter().zip(&with.stories) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(&alone.ended, &with.ended);
        prop_assert_eq!(alone, with);
    }

    /// Everything drawn for a person stays the same whatever the staff does.
    #[test]
    fn people_stay_the_same_whoever_answers(mut draft in centers(), heads in 0_u32..60) {
        draft.trunk_lines = None;
        draft.day.at_close = AtClose::ServeWaiting;
        for queue in &mut draft.queues {
            queue.capacity = None;
            if let Some(notice) = &mut queue.notice {
                notice.leaves = Leaves { if_longer_than_patience: Share::NONE, anyway: Share::NONE };
                notice.patience_runs = None;
            }
        }
        let mut other = draft.clone();
        for group in &mut other.agent_groups {
            group.staffing = Staffing::PerInterval(vec![heads; INTERVALS]);
        }
        let by_chance = |draft: Draft| -> BTreeMap<(u16, u64, u32), (Call, CallEnd)> {
            let calls = play(draft).1.calls.into_iter();
            calls.map(|(call, end)| ((call.contact_type.0, call.chance, call.number), (call, end))).collect()
        };
        let (one, other) = (by_chance(draft), by_chance(other));
        let first = |calls: &BTreeMap<_, (Call, CallEnd)>| -> Vec<_> {
            let first = calls.values().filter(|(call, _)| call.number == 1);
            first.map(|(call, _)| (call.chance, call.dialled, call.person)).collect()
        };
        prop_assert_eq!(first(&one), first(&other));
        for (key, (call, end)) in &one {
            let Some((again, other_end)) = other.get(key) else { continue };
            let menu = |call: &Call| -> Vec<_> {
                let steps = call.segments.iter().filter(|segment| segment.stretch.step().is_some());
                steps.map(|segment| (segment.stretch, segment.length())).collect()
            };
            prop_assert_eq!(menu(call), menu(again));
            let queue = |call: &Call| call.holds().next().map(|hold| hold.stretch);
            prop_assert_eq!(queue(call), queue(again));
            let gave_up = |call: &Call, end: &CallEnd| {
                let is_first = call.holds().count() == 1;
                let patience = matches!(end.how, CallEnding::Abandoned { balked: false, .. });
                (is_first && patience).then(|| call.holds().next().map(Segment::length)).flatten()
            };
            if let (Some(patience), Some(same)) = (gave_up(call, end), gave_up(again, other_end)) {
                prop_assert_eq!(patience, same);
            }
        }
    }

    /// A contact type with a queue and a group of its own changes nobody else's calls.
    #[test]
    fn a_stranger_changes_nobody_elses_calls(mut draft in centers()) {
        draft.trunk_lines = None;
        let strangers = draft.contact_types.len();
        let mut with = draft.clone();
        let (line, helpers) = (with.queues.len(), with.agent_groups.len());
        let mut stranger = calls("stranger", line, vec![9.0; INTERVALS], exponential(80.0));
        stranger.patience = exponential(50.0);
        let (delay, chance) = (exponential(30.0), share(0.7));
        stranger.redial = Some(Redial { after_abandon: chance, after_blocked: chance, later: None, delay, at_most: 9 });
        with.contact_types.push(stranger);
        let mut own = queue("line-of-strangers");
        own.prefers = vec![GroupId::at(helpers)];
        with.queues.push(own);
        let mut agents = group("agents-of-strangers", vec![1; INTERVALS], &[line]);
        agents.skills = vec![ContactTypeId::at(strangers)];
        with.agent_groups.push(agents);
        for group in &mut with.agent_groups {
            let factor = group.handle_time_factor.first().copied().unwrap_or(1.0);
            group.handle_time_factor = vec![factor; strangers + 1];
        }
        let told = |draft: Draft| -> Vec<_> {
            let calls = play(draft).1.calls.into_iter().filter(|(call, _)| call.contact_type.index() < strangers);
            let mut calls: Vec<_> = calls.map(|(call, end)| (Call { person: 0, ..call }, end)).collect();
            calls.sort_by_key(|(call, _)| (call.dialled, call.contact_type, call.chance, call.number));
            calls
        };
        prop_assert_eq!(told(draft), told(with));
    }
}

fn presence(record: &Record, groups: usize) -> Vec<Vec<(SimTime, u32)>> {
    (0..groups).map(|at| record.presence_of(GroupId::at(at))).collect()
}

/// Takes away all for which calls must be followed.
fn plain(draft: &mut Draft) {
    draft.ivr.clear();
    let kinds: Vec<_> = (0..draft.contact_types.len()).map(ContactTypeId::at).collect();
    for kind in &mut draft.contact_types {
        kind.enters = Entrance::Queue(kind.home.unwrap_or(QueueId(0)));
        (kind.redial, kind.transfers, kind.resolved) = (None, None, Share::ALL);
    }
    for queue in &mut draft.queues {
        (queue.notice, queue.callback) = (None, None);
    }
    for group in &mut draft.agent_groups {
        group.transfers = None;
        group.skills.clone_from(&kinds);
    }
}
