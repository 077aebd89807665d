//! Lanes that no picture should meet, and some that it will.

use super::super::tests::{becomes_a_png, caption, words_of};
use super::*;
use crate::units::Duration;

fn at(minute: u64) -> SimTime {
    SimTime::from_minutes(480 + minute)
}

fn bar(kind: BarKind, from: u64, to: u64) -> LaneBar {
    LaneBar { kind, from: at(from), to: at(to) }
}

fn group(name: &str, agents: usize) -> GroupLanes {
    let lane = |agent: usize| {
        let talk = BarKind::Talk(agent % 6, (agent + 17).to_string());
        let bars = vec![bar(BarKind::Away, 0, 5), bar(talk, 10, 22), bar(BarKind::AfterCall(agent % 6), 22, 25)];
        AgentLane { label: (agent + 1).to_string(), bars }
    };
    GroupLanes { name: name.to_owned(), lanes: (0..agents).map(lane).collect() }
}

fn queue(name: &str, callers: u64) -> QueueLanes {
    let hold = |caller: u64| HoldLine {
        person: (caller + 1).to_string(),
        contact_type: (caller % 5) as usize,
        from: at(caller % 50),
        to: at(caller % 50 + 4),
        end: [HoldEnd::Answered, HoldEnd::HungUp, HoldEnd::Other][(caller % 3) as usize],
        notices: vec![at(caller % 50 + 1)],
    };
    QueueLanes { name: name.to_owned(), holds: (0..callers).map(hold).collect() }
}

fn lanes(groups: Vec<GroupLanes>, queues: Vec<QueueLanes>) -> SwimlanePicture {
    let contact_types = ["bill", "move", "fault", "order", "other", "more"].map(str::to_owned).to_vec();
    SwimlanePicture { caption: caption(), from: at(0), to: at(60), contact_types, groups, queues }
}

#[test]
fn small_centers_show_everybody() {
    let svg = draw(&lanes(vec![group("desk", 3), group("back", 1)], vec![queue("line", 4)])).unwrap();
    let words = words_of(&svg);
    for expected in ["desk", "3 agents", "1 agent", "on hold: line", "after-call work", "17", "08:30", "heard a notice"]
    {
        assert!(words.iter().any(|found| found == expected), "{expected}: {words:?}");
    }
    becomes_a_png(&svg);
}

#[test]
fn large_groups_are_cut_and_say_so() {
    let words = words_of(&draw(&lanes(vec![group("desk", 100), group("back", 5)], vec![queue("line", 4000)])).unwrap());
    assert!(words.iter().any(|found| found == "100 agents, 65 more not shown"), "{words:?}");
    assert!(words.iter().any(|found| found == "5 agents"), "{words:?}");
}

#[test]
fn many_queues_and_groups_fit_too() {
    let groups = (0..30).map(|at| group(&format!("group {at}"), 4)).collect();
    let queues = (0..30).map(|at| queue(&format!("queue {at}"), at)).collect();
    let words = words_of(&draw(&lanes(groups, queues)).unwrap());
    assert!(words.iter().any(|found| found == "and 10 more groups of agents"), "{words:?}");
    assert!(words.iter().any(|found| found.contains("22 queues not shown")), "{words:?}");
}

#[test]
fn empty_and_odd_stretches_are_drawn() {
    let empty = lanes(Vec::new(), Vec::new());
    words_of(&draw(&empty).unwrap());
    for (from, to) in [(at(60), at(0)), (at(5), at(5)), (SimTime::ZERO, SimTime::NEVER), (at(0), at(1))] {
        words_of(
            &draw(&SwimlanePicture { from, to, ..lanes(vec![group("desk", 2)], vec![queue("line", 9)]) }).unwrap(),
        );
    }
    let mut for_ever = queue("line", 2);
    for_ever.holds[0].to = SimTime::NEVER;
    for_ever.holds[1].from = SimTime::ZERO + Duration::from_secs(1);
    words_of(&draw(&lanes(vec![group("desk", 0)], vec![for_ever])).unwrap());
}

#[test]
fn the_same_lanes_are_the_same_picture() {
    let picture = lanes(vec![group("desk", 30)], vec![queue("line", 60)]);
    assert_eq!(draw(&picture), draw(&picture.clone()));
}
