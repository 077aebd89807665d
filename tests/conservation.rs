//! Can a contact get lost? Laws that every day of every center obeys, on random small centers and random days.

mod support;

use ccsim::metrics::Findings;
use ccsim::model::{
    AgentChoice, AgentGroup, Arrivals, AtClose, AtShiftEnd, Busyness, Center, ContactChoice, ContactType,
    ContactTypeId, Draft, Entrance, GroupId, IvrAction, IvrNext, IvrStep, IvrStepId, MenuOption, Overflow, Press,
    QueueId, Routing, Scope, Shift, Staffing, Surge,
};
use ccsim::plan::{Plan, StaffChange};
use ccsim::random::{DayFactor, DurationDistribution, IntervalFactors};
use ccsim::units::{Duration, Share, SimTime};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng, TestRunner};
use support::record::{Ending, Record, Story};
use support::{calls, constant, day, draft, exponential, group, lognormal, queue, seal, seconds, share, simulate};

const INTERVALS: usize = 4;
const INTERVAL: f64 = 300.0;
/// An hour after midnight, so that shifts can begin before.
const OPENS: SimTime = SimTime::from_minutes(60);
const SEED: u64 = 11;

fn talk_times() -> impl Strategy<Value = DurationDistribution> {
    // Whole tens of seconds, like the arrivals of a trace, so that many things happen in one instant.
    prop_oneof![Just(exponential(60.0)), Just(lognormal(90.0, 1.5)), Just(constant(50.0)), Just(constant(0.0))]
}

fn patiences() -> impl Strategy<Value = DurationDistribution> {
    prop_oneof![
        Just(DurationDistribution::never()),
        Just(exponential(60.0)),
        Just(constant(40.0)),
        Just(constant(0.0)),
        Just(exponential(90.0).at_most(seconds(60.0))),
    ]
}

fn arrivals() -> impl Strategy<Value = Arrivals> {
    let instants = prop::collection::vec(0_u64..120, 0..40);
    let trace = instants.prop_map(|mut tens| {
        tens.sort_unstable();
        Arrivals::Trace(vec![tens.iter().map(|&ten| OPENS + Duration::from_secs(10 * ten)).collect()])
    });
    prop_oneof![prop::collection::vec(0.0..12.0, INTERVALS).prop_map(Arrivals::PerInterval), trace]
}

fn contact_type(at: usize, queues: usize) -> impl Strategy<Value = ContactType> {
    let random = (0..queues, arrivals(), patiences(), talk_times(), talk_times(), prop_oneof![Just(0.0), Just(0.3)]);
    (random, prop::bool::weighted(0.3)).prop_map(move |((queue, arrivals, patience, talk, work, balks), surges)| {
        let mut kind = calls(&format!("kind-{at}"), queue, Vec::new(), talk);
        kind.arrivals = arrivals;
        kind.patience = patience;
        kind.after_call_work = work;
        kind.balks = share(balks);
        if surges {
            let (from, to) = (OPENS + seconds(200.0), OPENS + seconds(700.0));
            kind.surges = vec![Surge { from, to, factor: 2.5, chance: share(0.5) }];
        }
        kind
    })
}

fn staffing() -> impl Strategy<Value = Staffing> {
    // Shifts in steps of 50 s, some from before opening or until after closing, one in two with a break.
    let shift = (0_u64..26, 2_u64..26, 0_u32..4, any::<bool>()).prop_map(|(from, length, agents, has_break)| {
        let at = |fifty: u64| SimTime::from_minutes(60) + Duration::from_secs(50 * fifty);
        let start = if from == 0 { SimTime::from_minutes(50) } else { at(from) };
        let to = at(from + length);
        let breaks = if has_break { vec![(at(from + 1), at(from + 1 + (length - 1) / 2))] } else { Vec::new() };
        Shift { from: start, to, agents, breaks }
    });
    prop_oneof![
        prop::collection::vec(0_u32..5, INTERVALS).prop_map(Staffing::PerInterval),
        prop::collection::vec(shift, 1..4).prop_map(Staffing::Shifts),
    ]
}

fn agent_group(at: usize, queues: usize) -> impl Strategy<Value = AgentGroup> {
    let answers = prop::sample::subsequence((0..queues).collect::<Vec<_>>(), 0..=queues).prop_shuffle();
    let rates = (prop_oneof![Just(0.0), Just(0.3)], prop_oneof![Just(0.0), Just(0.25)]);
    (answers, staffing(), rates, any::<bool>(), prop_oneof![Just(1.0), Just(1.3)]).prop_map(
        move |(answers, staffing, (absence, shrinkage), hangs_up, factor)| {
            let mut group = group(&format!("group-{at}"), Vec::new(), &answers);
            group.staffing = staffing;
            group.absence = share(absence);
            group.shrinkage = share(shrinkage);
            group.handle_time_factor = vec![factor];
            group.at_shift_end = if hangs_up { AtShiftEnd::HangUp } else { AtShiftEnd::FinishCall };
            group
        },
    )
}

fn routing() -> impl Strategy<Value = Routing> {
    let agent = prop::sample::select(vec![
        AgentChoice::LongestIdle,
        AgentChoice::Preference,
        AgentChoice::LeastBusy,
        AgentChoice::Random,
    ]);
    let contact =
        prop::sample::select(vec![ContactChoice::LongestWait, ContactChoice::Priority, ContactChoice::Preference]);
    (agent, contact).prop_map(|(agent, contact)| Routing { agent, contact })
}

/// What a queue has beside its name: priority, head start [s], capacity, overflow [s].
type QueueTraits = (i32, u64, Option<u32>, Option<u64>);

fn queue_traits() -> impl Strategy<Value = QueueTraits> {
    let overflow = prop::option::of(prop::sample::select(vec![0_u64, 20, 40]));
    (0..3, prop::sample::select(vec![0_u64, 0, 30]), prop::option::weighted(0.3, 0_u32..4), overflow)
}

/// A menu: a greeting, then a key for each queue; one in ten hangs up.
fn menu(queues: usize, kinds: usize) -> Vec<IvrStep> {
    let play = IvrAction::Play { length: constant(10.0), then: IvrNext::Step(IvrStepId(1)) };
    let options: Vec<MenuOption> =
        (0..queues).map(|at| MenuOption { key: at.to_string(), leads_to: IvrNext::Queue(QueueId::at(at)) }).collect();
    let row = || {
        let keys = (0..queues).map(|at| (Press::Option(at as u16), share(0.9 / queues as f64)));
        keys.chain([(Press::HangUp, share(0.1))]).collect()
    };
    let presses = (0..kinds).map(|at| (ContactTypeId::at(at), row())).collect();
    let menu = IvrAction::Menu {
        prompt: exponential(15.0),
        options,
        presses,
        barge_in: Share::NONE,
        replays_at_most: 0,
        otherwise: None,
    };
    vec![
        IvrStep { name: "greeting".to_owned(), action: play, hangs_up: Share::NONE },
        IvrStep { name: "keys".to_owned(), action: menu, hangs_up: Share::NONE },
    ]
}

fn centers() -> impl Strategy<Value = Draft> {
    (1_usize..4, 1_usize..4, 1_usize..4).prop_flat_map(|(kinds, queues, groups)| {
        let kinds: Vec<_> = (0..kinds).map(|at| contact_type(at, queues)).collect();
        let groups: Vec<_> = (0..groups).map(|at| agent_group(at, queues)).collect();
        let queues = prop::collection::vec(queue_traits(), queues);
        let house = (prop::option::weighted(0.3, 1_u32..8), routing(), any::<[bool; 4]>());
        (kinds, queues, groups, house).prop_map(|(kinds, queues, groups, (lines, routing, flags))| {
            center(kinds, &queues, groups, lines, routing, flags)
        })
    })
}

fn center(
    kinds: Vec<ContactType>,
    traits: &[QueueTraits],
    groups: Vec<AgentGroup>,
    trunk_lines: Option<u32>,
    routing: Routing,
    [has_menu, hangs_up, warms_up, is_busy]: [bool; 4],
) -> Draft {
    let mut day = day(INTERVALS, INTERVAL, if warms_up { 400.0 } else { 0.0 });
    day.opens = OPENS;
    day.closes = OPENS + seconds(INTERVALS as f64 * INTERVAL);
    day.at_close = if hangs_up { AtClose::HangUp } else { AtClose::ServeWaiting };
    if is_busy {
        let intervals = IntervalFactors::new(0.3, 0.5).unwrap();
        day.busyness = Busyness { day: DayFactor::new(0.3).unwrap(), day_correlation: 0.0, intervals };
    }
    let factors: Vec<f64> = groups.iter().map(|group| group.handle_time_factor[0]).collect();
    let queues = traits.iter().enumerate().map(|(at, _)| queue(&format!("queue-{at}"))).collect();
    let mut draft = draft(day, kinds, queues, groups);
    for (group, factor) in draft.agent_groups.iter_mut().zip(factors) {
        group.handle_time_factor.fill(factor);
    }
    for (queue, &(priority, head_start, capacity, overflow)) in draft.queues.iter_mut().zip(traits) {
        queue.priority = priority;
        queue.head_start = Duration::from_secs(head_start);
        queue.capacity = capacity;
        let others = (0..draft.agent_groups.len()).map(GroupId::at).filter(|id| !queue.prefers.contains(id));
        let to: Vec<GroupId> = others.collect();
        queue.overflow = overflow.filter(|_| !to.is_empty()).map(|s| Overflow { after: Duration::from_secs(s), to });
    }
    draft.trunk_lines = trunk_lines;
    draft.routing = routing;
    if has_menu {
        draft.ivr = menu(draft.queues.len(), draft.contact_types.len());
        for kind in &mut draft.contact_types {
            kind.enters = Entrance::Ivr(IvrStepId(0));
        }
    }
    draft
}

/// A played day and what it must agree with.
struct Played {
    center: Center,
    record: Record,
    /// Planned heads, those who are ill left out.
    staff: Vec<StaffChange>,
}

impl Played {
    fn new(draft: Draft) -> Self {
        let center = seal(draft);
        let plan = Plan::compile(&center);
        let record = Record::of(&plan, SEED, 0);
        let mut staff = Vec::new();
        plan.staffing.draw(0, &plan.span.stretches[0], SEED, (0).into(), &mut staff);
        staff.retain(|change| change.at < center.day.closes);
        Self { center, record, staff }
    }

    /// Heads on duty after an instant; from closing on, those of the last interval.
    fn heads(&self, group: GroupId, at: SimTime) -> u32 {
        self.staff.iter().rfind(|change| change.group == group && change.at <= at).map_or(0, |change| change.heads)
    }

    /// Every instant at which something happens to a contact or to the staff.
    fn instants(&self) -> Vec<SimTime> {
        let mut instants: Vec<SimTime> = self.staff.iter().map(|change| change.at).collect();
        instants.extend(self.record.presence.iter().map(|told| told.0));
        for story in &self.record.stories {
            instants.push(story.arrived);
            if let Some(visit) = story.visit() {
                instants.push(visit.joined);
                let overflow = &self.center.queues[visit.queue.index()].overflow;
                instants.extend(overflow.iter().map(|overflow| visit.joined + overflow.after));
            }
            instants.extend(story.hold_ended().filter(|&at| at < SimTime::NEVER));
            instants.extend(story.answer().map(|(_, answer)| answer.work_ends));
        }
        instants.sort_unstable();
        instants.dedup();
        instants
    }

    /// From which hold on a group may answer a queue; `None`: never.
    fn may_answer(&self, group: GroupId, queue: QueueId) -> Option<Duration> {
        let queue = &self.center.queues[queue.index()];
        if queue.prefers.contains(&group) {
            return Some(Duration::ZERO);
        }
        queue.overflow.as_ref().filter(|overflow| overflow.to.contains(&group)).map(|overflow| overflow.after)
    }

    fn groups(&self) -> impl Iterator<Item = GroupId> {
        (0..self.center.agent_groups.len()).map(GroupId::at)
    }
}

fn count(record: &Record, what: impl Fn(&Story) -> bool) -> usize {
    record.stories.iter().filter(|story| what(story)).count()
}

fn figure(findings: &Findings, metric: &str, interval: Option<u32>) -> f64 {
    findings.find(metric, Scope::Center, interval).map_or(0.0, |estimate| estimate.value)
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever dials ends once, and the same people dial whoever answers.
    #[test]
    fn each_contact_ends_exactly_once(draft in centers()) {
        let mut generous = draft.clone();
        generous.trunk_lines = None;
        generous.queues.iter_mut().for_each(|queue| queue.capacity = None);
        for group in &mut generous.agent_groups {
            group.staffing = Staffing::PerInterval(vec![50; INTERVALS]);
        }
        let dialled = |draft| -> Vec<_> {
            Played::new(draft).record.stories.iter().map(|story| (story.arrived, story.contact_type)).collect()
        };
        prop_assert_eq!(dialled(draft), dialled(generous));
    }

    /// Times run forwards, and nobody answers who may not.
    #[test]
    fn every_story_is_possible(draft in centers()) {
        let played = Played::new(draft);
        prop_assert_eq!(played.record.ended.len(), 1);
        let (opens, closes) = (played.center.day.opens, played.center.day.closes);
        for story in &played.record.stories {
            prop_assert!(opens <= story.arrived && story.arrived < closes);
            prop_assert!((story.interval as usize) < INTERVALS);
            if let (Some(visit), Some(end)) = (story.visit(), story.hold_ended()) {
                prop_assert!(story.arrived <= visit.joined && visit.joined <= end);
            }
            match story.ending {
                Ending::Answered(visit, answer) => {
                    prop_assert!(answer.at <= answer.talk_ends && answer.talk_ends <= answer.work_ends);
                    let from = played.may_answer(answer.group, visit.queue);
                    prop_assert!(from.is_some_and(|from| from <= visit.hold_until(answer.at)));
                    let rule = played.center.agent_groups[answer.group.index()].at_shift_end;
                    prop_assert!(!answer.cut || rule == AtShiftEnd::HangUp);
                }
                Ending::Abandoned { visit, at, balked } => prop_assert!(!balked || at == visit.joined),
                Ending::Disconnected(_, at) => {
                    prop_assert!(at == closes && played.center.day.at_close == AtClose::HangUp);
                }
                Ending::StillInside(visit, _) => {
                    let patience = &played.center.contact_types[visit.contact_type.index()].patience;
                    prop_assert!(patience.survival(1e9) > 0.0, "only who never hangs up holds for ever");
                }
                Ending::Blocked
                | Ending::TurnedAway(_)
                | Ending::LeftInIvr
                | Ending::SelfServed
                | Ending::TookCallback(..) => {}
            }
        }
    }

    /// At no instant do more agents work than are present, and nobody beyond the heads on duty takes a contact.
    #[test]
    fn nobody_works_who_is_not_there(draft in centers()) {
        let played = Played::new(draft);
        prop_assert!(played.record.presence.is_sorted_by_key(|told| told.0));
        for at in played.instants() {
            for group in played.groups() {
                let (busy, present) = (played.record.busy(group, at), played.record.present(group, at));
                prop_assert!(busy <= present, "{busy} of {present} work at {}", at.clock());
                let heads = played.heads(group, at);
                prop_assert!(present >= heads || at >= played.center.day.closes);
                let begins = played.record.answers().any(|(_, a)| a.group == group && a.at == at && a.work_ends > at);
                prop_assert!(!begins || busy <= heads, "{busy} busy, {heads} heads, and one begins at {}", at.clock());
            }
        }
    }

    /// Nobody is idle while somebody holds whom they may serve.
    #[test]
    fn nobody_idles_while_somebody_holds(draft in centers()) {
        let played = Played::new(draft);
        for at in played.instants() {
            for group in played.groups().filter(|&group| played.record.busy(group, at) < played.heads(group, at)) {
                for story in &played.record.stories {
                    let (Some(visit), Some(end)) = (story.visit(), story.hold_ended()) else { continue };
                    let Some(from) = played.may_answer(group, visit.queue) else { continue };
                    let waits = visit.joined + from <= at && at < end;
                    prop_assert!(!waits, "{story:?} holds at {} while group {group:?} idles", at.clock());
                }
            }
        }
    }

    /// Within a queue, whoever joins earlier is answered no later.
    #[test]
    fn a_queue_is_first_come_first_served(draft in centers()) {
        let played = Played::new(draft);
        let mut answers: Vec<_> = played.record.answers().collect();
        answers.sort_by_key(|(visit, _)| (visit.queue, visit.joined));
        for pair in answers.windows(2) {
            let ((first, one), (second, other)) = (pair[0], pair[1]);
            prop_assert!(first.queue != second.queue || first.joined == second.joined || one.at <= other.at);
        }
    }

    /// Lines and places are never more than there are, and nobody is turned away while there is one.
    #[test]
    fn lines_and_places_are_used_up_before_anybody_is_turned_away(draft in centers()) {
        let played = Played::new(draft);
        let stories = &played.record.stories;
        let all_times_known = count(&played.record, |story| story.ending == Ending::LeftInIvr) == 0;
        let line_ends = |story: &Story| match story.ending {
            Ending::Answered(_, answer) => Some(answer.talk_ends),
            Ending::TurnedAway(visit) => Some(visit.joined),
            _ => story.hold_ended(),
        };
        if let Some(lines) = played.center.trunk_lines {
            for story in stories {
                let at = story.arrived;
                let taken = stories.iter().filter(|s| s.arrived <= at && line_ends(s).is_some_and(|end| at < end));
                let taken = taken.count();
                prop_assert!(taken <= lines as usize);
                prop_assert!(story.ending != Ending::Blocked || !all_times_known || taken == lines as usize);
            }
        }
        for (at, queue) in played.center.queues.iter().enumerate() {
            let Some(capacity) = queue.capacity else { continue };
            let holding = |now: SimTime| {
                let here = stories.iter().filter(|s| s.visit().is_some_and(|v| v.queue.index() == at && v.joined <= now));
                here.filter(|s| s.hold_ended().is_some_and(|end| now < end)).count()
            };
            for story in stories {
                if let Some(visit) = story.visit().filter(|visit| visit.queue.index() == at) {
                    prop_assert!(holding(visit.joined) <= capacity as usize);
                }
                if let Ending::TurnedAway(visit) = story.ending && visit.queue.index() == at {
                    prop_assert_eq!(holding(visit.joined), capacity as usize);
                }
            }
        }
    }

    /// What the metrics say is what happened: counts add up, Little's law holds on the path, the warm-up is left out.
    #[test]
    fn the_figures_are_those_of_the_record(draft in centers()) {
        let played = Played::new(draft);
        let findings = simulate(&played.center, 1, SEED);
        let from = played.center.day.counts_from();
        let counted = |what: fn(&Story) -> bool| count(&played.record, |story| story.arrived >= from && what(story));
        let day = |metric: &str| figure(&findings, metric, None);
        let number = |metric: &str, interval| figure(&findings, metric, interval).round() as usize;
        let whole = |metric: &str| number(metric, None);
        prop_assert_eq!(whole("arrived"), counted(|_| true));
        prop_assert_eq!(whole("blocked"), counted(|s| matches!(s.ending, Ending::Blocked | Ending::TurnedAway(_))));
        prop_assert_eq!(whole("left-in-ivr"), counted(|s| s.ending == Ending::LeftInIvr));
        prop_assert_eq!(whole("offered"), counted(|s| s.visit().is_some()));
        prop_assert_eq!(whole("answered"), counted(|s| s.answer().is_some()));
        prop_assert_eq!(whole("abandoned"), counted(|s| matches!(s.ending, Ending::Abandoned { .. })));
        prop_assert_eq!(whole("balked"), counted(|s| matches!(s.ending, Ending::Abandoned { balked: true, .. })));
        prop_assert_eq!(whole("disconnected"), counted(|s| matches!(s.ending, Ending::Disconnected(..))));
        prop_assert_eq!(whole("still-inside"), counted(|s| matches!(s.ending, Ending::StillInside(..))));
        prop_assert_eq!(whole("cut-off"), counted(|s| s.answer().is_some_and(|(_, answer)| answer.cut)));
        prop_assert_eq!(whole("arrived"), whole("blocked") + whole("left-in-ivr") + whole("self-served") + whole("offered"));
        let ends = ["answered", "abandoned", "disconnected", "still-inside"];
        prop_assert_eq!(whole("offered"), ends.iter().map(|end| whole(end)).sum::<usize>());

        for metric in ["arrived", "blocked", "left-in-ivr", "offered", "answered", "abandoned", "balked", "cut-off"] {
            let sum: usize = (0..INTERVALS as u32).map(|at| number(metric, Some(at))).sum();
            prop_assert_eq!(sum, whole(metric), "the intervals' {} add up to the day's", metric);
        }

        // Whoever holds for ever is told of with the time until closing.
        let closes = played.center.day.closes;
        let told_until = |story: &Story| match story.ending {
            Ending::StillInside(_, at) => Some(at),
            _ => story.hold_ended(),
        };
        let span = |from: SimTime, to: SimTime| to.since(from).as_secs_f64();
        let holds: f64 = played.record.stories.iter().filter(|story| story.arrived >= from)
            .filter_map(|story| Some(span(story.visit()?.joined, told_until(story)?))).sum();
        prop_assert!(close(day("mean-hold-time") * day("offered"), holds));
        // Little's law: people on hold over time are holds over people.
        let within = |start: SimTime, end: SimTime| span(start.max(from), end.min(closes));
        let on_hold: f64 = played.record.stories.iter()
            .filter_map(|story| Some(within(story.visit()?.joined, told_until(story)?))).sum();
        prop_assert!(close(day("queue-length") * span(from, closes), on_hold));
        let at_work: f64 = played.record.answers().map(|(_, answer)| within(answer.at, answer.work_ends)).sum();
        prop_assert!(close(day("agents-busy") * span(from, closes), at_work));
    }

    /// Whether each hang-up is an event, or is noticed when somebody looks, the day is the same.
    #[test]
    fn watching_everybody_changes_nothing(draft in centers()) {
        let (one, other) = unwatched_and_watched(draft);
        prop_assert_eq!(&one.record.stories, &other.record.stories);
    }

    /// The same to the very end: when the last agents go home, and when the day ends.
    #[test]
    fn watching_everybody_does_not_keep_agents_late(draft in centers()) {
        let (one, other) = unwatched_and_watched(draft);
        for group in one.groups() {
            prop_assert_eq!(one.record.presence_of(group), other.record.presence_of(group));
        }
        prop_assert_eq!(&one.record.ended, &other.record.ended);
    }

    /// In one first-come queue of people who never hang up, one more agent makes nobody hold longer.
    #[test]
    fn one_more_agent_makes_nobody_hold_longer(
        arrivals in arrivals(), talk in talk_times(), work in talk_times(), heads in prop::collection::vec(0_u32..5, INTERVALS),
        extra in 0..INTERVALS,
    ) {
        let played = |heads: Vec<u32>| {
            let mut callers = calls("callers", 0, Vec::new(), talk.clone());
            callers.arrivals = arrivals.clone();
            callers.after_call_work = work.clone();
            let mut draft = draft(day(INTERVALS, INTERVAL, 0.0), vec![callers], vec![queue("line")], vec![group("agents", heads, &[0])]);
            draft.day.opens = OPENS;
            draft.day.closes = OPENS + seconds(INTERVALS as f64 * INTERVAL);
            Played::new(draft).record
        };
        let before = played(heads.clone());
        let everywhere = played(heads.iter().map(|heads| heads + 1).collect());
        let mut here = heads;
        here[extra] += 1;
        for after in [everywhere, played(here)] {
            for (before, after) in before.stories.iter().zip(&after.stories) {
                prop_assert!(after.hold_ended() <= before.hold_ended(), "{before:?} became {after:?}");
            }
        }
    }

    /// How long somebody is willing to hold, and talks, does not depend on who is there to answer.
    #[test]
    fn the_people_belong_to_the_day_and_not_to_the_staff(mut draft in centers()) {
        draft.trunk_lines = None;
        for queue in &mut draft.queues {
            queue.capacity = None;
        }
        for group in &mut draft.agent_groups {
            group.handle_time_factor.fill(1.0);
            group.at_shift_end = AtShiftEnd::FinishCall;
        }
        draft.day.at_close = AtClose::ServeWaiting;
        // Two who dial in one instant cannot be told apart in a record.
        for kind in &mut draft.contact_types {
            if let Arrivals::Trace(days) = &mut kind.arrivals {
                days[0].dedup();
            }
        }
        let (mut nobody, mut many) = (draft.clone(), draft.clone());
        for (group, plenty) in nobody.agent_groups.iter_mut().zip(&mut many.agent_groups) {
            group.staffing = Staffing::PerInterval(vec![0; INTERVALS]);
            plenty.staffing = Staffing::PerInterval(vec![60; INTERVALS]);
        }
        let [some, nobody, many] = [draft, nobody, many].map(|draft| Played::new(draft).record.stories);
        for ((story, alone), plenty) in some.iter().zip(&nobody).zip(&many) {
            if matches!(story.ending, Ending::Abandoned { .. }) {
                prop_assert_eq!(story, alone, "hangs up as if nobody were there");
            }
            if let (Some((_, one)), Some((_, other))) = (story.answer(), plenty.answer()) {
                prop_assert_eq!(one.talk_ends - one.at, other.talk_ends - other.at);
                prop_assert_eq!(one.work_ends - one.at, other.work_ends - other.at);
            }
        }
    }

    /// A contact type with a queue and a group of its own changes nobody else's day, wherever it stands in the file.
    #[test]
    fn a_stranger_changes_nobody_elses_day(mut draft in centers(), first in any::<bool>()) {
        // Chance that routes is the whole center's, and the menu of a test leads everywhere.
        if draft.routing.agent == AgentChoice::Random {
            draft.routing.agent = AgentChoice::LongestIdle;
        }
        draft.trunk_lines = None;
        draft.ivr.clear();
        for kind in &mut draft.contact_types {
            if let Entrance::Ivr(_) = kind.enters {
                kind.enters = Entrance::Queue(QueueId(0));
            }
        }
        let with = with_stranger(draft.clone(), first);
        let shift = u16::from(first);
        let strangers = if first { ContactTypeId(0) } else { ContactTypeId::at(draft.contact_types.len()) };
        let before: Vec<_> = Played::new(draft).record.stories.iter().map(|s| told(s, 0)).collect();
        let after = Played::new(with).record.stories;
        let after: Vec<_> = after.iter().filter(|s| s.contact_type != strangers).map(|s| told(s, shift)).collect();
        prop_assert_eq!(before, after);
    }
}

/// The same day, once with hang-ups noticed when somebody looks, once with each an event.
fn unwatched_and_watched(mut draft: Draft) -> (Played, Played) {
    draft.trunk_lines = None;
    draft.queues.iter_mut().for_each(|queue| queue.capacity = None);
    let mut watched = draft.clone();
    watched.queues[0].capacity = Some(1_000_000);
    (Played::new(draft), Played::new(watched))
}

/// A story with ids as they were before `shift` strangers came first.
fn told(story: &Story, shift: u16) -> (u16, SimTime, Option<SimTime>, Option<(u16, SimTime)>) {
    let answer = story.answer().map(|(_, answer)| (answer.group.0 - shift, answer.work_ends));
    (story.contact_type.0 - shift, story.arrived, story.hold_ended(), answer)
}

fn with_stranger(mut draft: Draft, first: bool) -> Draft {
    let mut stranger = calls("stranger", 0, vec![9.0; INTERVALS], exponential(80.0));
    stranger.patience = exponential(50.0);
    let line = queue("line-of-strangers");
    let mut agents = group("agents-of-strangers", vec![1; INTERVALS], &[0]);
    agents.absence = share(0.2);
    let shift = usize::from(first);
    let (kinds, queues, groups) = (draft.contact_types.len(), draft.queues.len(), draft.agent_groups.len());
    for kind in &mut draft.contact_types {
        if let Entrance::Queue(id) = &mut kind.enters {
            id.0 += shift as u16;
        }
    }
    for group in &mut draft.agent_groups {
        group.answers.iter_mut().for_each(|id| id.0 += shift as u16);
    }
    for queue in &mut draft.queues {
        queue.prefers.iter_mut().for_each(|id| id.0 += shift as u16);
        queue.overflow.iter_mut().flat_map(|overflow| &mut overflow.to).for_each(|id| id.0 += shift as u16);
    }
    let place = |last: usize| if first { 0 } else { last };
    stranger.enters = Entrance::Queue(QueueId::at(place(queues)));
    agents.answers = vec![QueueId::at(place(queues))];
    draft.contact_types.insert(place(kinds), stranger);
    draft.queues.insert(place(queues), line);
    draft.queues[place(queues)].prefers = vec![GroupId::at(place(groups))];
    draft.agent_groups.insert(place(groups), agents);
    for group in &mut draft.agent_groups {
        let factor = group.handle_time_factor.first().copied().unwrap_or(1.0);
        group.handle_time_factor = vec![factor; kinds + 1];
        group.skills = (0..=kinds).map(ContactTypeId::at).collect();
    }
    draft
}

/// Two people and one agent, who frees in the very instant in which the second one's patience ends.
fn a_tie(patience: f64, watched: bool) -> Vec<Story> {
    let mut callers = calls("callers", 0, Vec::new(), constant(60.0));
    callers.arrivals = Arrivals::Trace(vec![[0.0, 30.0].map(|at| SimTime::ZERO + seconds(at)).to_vec()]);
    callers.patience = constant(patience);
    let mut line = queue("line");
    line.capacity = watched.then_some(1000);
    let draft = draft(day(1, 600.0, 0.0), vec![callers], vec![line], vec![group("agents", vec![1], &[0])]);
    Played::new(draft).record.stories
}

#[test]
fn whose_patience_ends_when_an_agent_frees_is_answered() {
    for watched in [false, true] {
        let second = a_tie(30.0, watched)[1];
        assert_eq!(second.answer().map(|(visit, answer)| visit.hold_until(answer.at)), Some(seconds(30.0)));
        let second = a_tie(29.999_999, watched)[1];
        assert_eq!(second.hold_ended(), Some(SimTime::ZERO + seconds(59.999_999)));
        assert!(matches!(second.ending, Ending::Abandoned { balked: false, .. }), "{second:?}");
    }
}

/// The random centers are worth playing: whatever can become of a contact becomes of many.
#[test]
fn the_random_centers_meet_every_ending() {
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut met = [0_usize; 10];
    for _ in 0..500 {
        let draft = centers().new_tree(&mut runner).unwrap().current();
        let played = Played::new(draft);
        for story in &played.record.stories {
            let kind = match story.ending {
                Ending::Blocked => 0,
                Ending::TurnedAway(_) => 1,
                Ending::LeftInIvr => 2,
                Ending::SelfServed | Ending::TookCallback(..) => unreachable!("not among these centers"),
                Ending::Answered(_, answer) if answer.cut => 3,
                Ending::Answered(visit, answer)
                    if played.may_answer(answer.group, visit.queue) > Some(Duration::ZERO) =>
                {
                    4
                }
                Ending::Answered(visit, answer) if answer.at > visit.joined => 5,
                Ending::Answered(..) => 6,
                Ending::Abandoned { balked, .. } => {
                    if balked {
                        7
                    } else {
                        8
                    }
                }
                Ending::Disconnected(..) | Ending::StillInside(..) => 9,
            };
            met[kind] += 1;
        }
    }
    assert!(met.iter().all(|&times| times >= 100), "{met:?}");
}
