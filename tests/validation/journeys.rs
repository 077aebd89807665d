//! Menus with few lines, redials, transfers, callbacks: small chains solved exactly.

use ccsim::model::{
    Callback, ContactTypeId, Entrance, IvrAction, IvrNext, IvrStep, IvrStepId, MenuOption, Press, QueueId, Redial,
    SegmentKind,
};
use ccsim::observation::Ending;
use ccsim::random::DurationDistribution;
use ccsim::theory::erlang_c;
use ccsim::theory::markov::Chain;
use ccsim::units::Share;

use super::ear::{Told, check, mean, share};
use super::support::{OneQueue, calls, day, draft, exponential, group, lognormal, queue, seconds, share as of};

const TALK: f64 = 200.0;

fn play_then_leave(length: DurationDistribution, leaves: f64) -> Vec<IvrStep> {
    let menu = IvrAction::Menu {
        prompt: length,
        barge_in: Share::NONE,
        options: vec![MenuOption { key: "1".to_owned(), leads_to: IvrNext::Queue(QueueId(0)) }],
        presses: vec![(ContactTypeId(0), vec![(Press::Option(0), of(1.0 - leaves)), (Press::HangUp, of(leaves))])],
        replays_at_most: 0,
        otherwise: None,
    };
    vec![IvrStep { name: "menu".to_owned(), action: menu, hangs_up: Share::NONE }]
}

/// A menu and agents behind a limited number of lines. Source: Srinivasan, Talim, Wang, Performance analysis of a call
/// center with interactive voice response units (Top 12, 2004): product form, insensitive to the law of the menu's length.
fn menu_and_lines(agents: u32, lines: u32, load: f64, menu: f64, leaves: f64, patience: Option<f64>, law: Option<f64>) {
    let rate = load / TALK;
    let chain = Chain::explore([0_u32; 2], 100_000, |&[menus, inside], change| {
        if menus + inside < lines {
            change([menus + 1, inside], rate);
        }
        if menus > 0 {
            change([menus - 1, inside + 1], f64::from(menus) / menu * (1.0 - leaves));
            change([menus - 1, inside], f64::from(menus) / menu * leaves);
        }
        if inside > 0 {
            let hang_up = patience.map_or(0.0, |patience| f64::from(inside.saturating_sub(agents)) / patience);
            change([menus, inside - 1], f64::from(inside.min(agents)) / TALK + hang_up);
        }
    });
    let chain = chain.unwrap();
    let run = chain.settle().unwrap();
    if patience.is_none() {
        product_form(
            &run.shares().map(|(state, share)| (*state, share)).collect::<Vec<_>>(),
            agents,
            rate * menu,
            load * (1.0 - leaves),
        );
    }
    let blocked = run.share_where(|[menus, inside]| menus + inside == lines);
    let asking = run.mean(|&[menus, _]| f64::from(menus));
    let waits = run.mean(|&[menus, inside]| if inside >= agents { f64::from(menus) } else { 0.0 }) / asking;
    let holding = run.mean(|&[_, inside]| f64::from(inside.saturating_sub(agents)));
    let hold = holding / (asking / menu * (1.0 - leaves));
    let prompt = law.map_or_else(|| exponential(menu), |cv| lognormal(menu, cv));
    let name = format!(
        "menu {menu} s (cv {}), {agents} agents, {lines} lines, {load} erl, patience {patience:?}",
        law.unwrap_or(1.0)
    );
    let patience = patience.map_or(DurationDistribution::never(), exponential);
    let queue = OneQueue { patience, trunk_lines: Some(lines), ..OneQueue::new(rate, TALK, agents) };
    let mut draft = queue.draft(40_000.0 / rate, 0.0);
    draft.contact_types[0].enters = Entrance::Ivr(IvrStepId(0));
    draft.ivr = play_then_leave(prompt, leaves);
    let figures = [("blocking", blocked, 0.1), ("waits", waits, 0.05), ("mean hold [ms]", hold * 1000.0, 0.05)];
    check(&name, draft, 40, 6000.0, figures, |told, sums| {
        let Told::Call(call, end) = told else { return };
        share(&mut sums[0], end.how == Ending::Blocked);
        if let Some(hold) = call.holds().next() {
            share(&mut sums[1], hold.from < hold.to);
            mean(&mut sums[2], hold.length());
        }
    });
}

/// The product form of the paper, against the chain.
fn product_form(shares: &[([u32; 2], f64)], agents: u32, menu_load: f64, load: f64) {
    let weight = |&[menus, inside]: &[u32; 2]| {
        let menus: f64 = (1..=menus).map(|i| menu_load / f64::from(i)).product();
        let inside: f64 = (1..=inside).map(|i| load / f64::from(i.min(agents))).product();
        menus * inside
    };
    let total: f64 = shares.iter().map(|(state, _)| weight(state)).sum();
    for (state, share) in shares {
        assert!((weight(state) / total - share).abs() < 1e-10, "{state:?}");
    }
}

#[test]
fn a_menu_and_agents_behind_few_lines() {
    menu_and_lines(8, 14, 8.0, 60.0, 0.2, None, None);
    menu_and_lines(8, 14, 8.0, 60.0, 0.2, None, Some(2.0));
    menu_and_lines(5, 9, 7.0, 100.0, 0.1, None, None);
    menu_and_lines(8, 20, 10.0, 60.0, 0.1, Some(120.0), None);
}

/// M/M/n+M (with lines: M/M/n/K+M) whose callers try again after an exponential time.
fn retrials(agents: u32, load: f64, patience: f64, again: [f64; 2], lines: Option<u32>) {
    const MOST_INSIDE: u32 = 60;
    const MOST_OUTSIDE: u32 = 60;
    const DELAY: f64 = 150.0;
    let rate = load / TALK;
    let most = lines.unwrap_or(MOST_INSIDE);
    let chain = Chain::explore([0_u32; 2], 100_000, |&[inside, outside], change| {
        let holding = f64::from(inside.saturating_sub(agents));
        let more = (outside + 1).min(MOST_OUTSIDE);
        if inside < most {
            change([inside + 1, outside], rate);
            if outside > 0 {
                change([inside + 1, outside - 1], f64::from(outside) / DELAY);
            }
        } else {
            change([inside, more], rate * again[1]);
            if outside > 0 {
                change([inside, outside - 1], f64::from(outside) / DELAY * (1.0 - again[1]));
            }
        }
        if inside > 0 {
            change([inside - 1, outside], f64::from(inside.min(agents)) / TALK + holding / patience * (1.0 - again[0]));
            change([inside - 1, more], holding / patience * again[0]);
        }
    });
    let chain = chain.unwrap();
    let run = chain.settle().unwrap();
    let attempts = rate + run.mean(|&[_, outside]| f64::from(outside)) / DELAY;
    let hang_ups = run.mean(|&[inside, _]| f64::from(inside.saturating_sub(agents))) / patience;
    let tries = |&[inside, outside]: &[u32; 2]| if inside == most { rate + f64::from(outside) / DELAY } else { 0.0 };
    let blocked = run.mean(tries);
    let given_up = (hang_ups * (1.0 - again[0]) + blocked * (1.0 - again[1])) / rate;
    let law = exponential(patience);
    let queue = OneQueue { patience: law, trunk_lines: lines, ..OneQueue::new(rate, TALK, agents) };
    let mut draft = queue.draft(40_000.0 / rate, 0.0);
    draft.contact_types[0].redial = Some(Redial {
        after_abandon: of(again[0]),
        after_blocked: of(again[1]),
        later: None,
        delay: exponential(DELAY),
        at_most: Redial::MOST,
    });
    let name = format!("redials {again:?}, {agents} agents, {load} erl, patience {patience} s, lines {lines:?}");
    let figures = [
        ("abandoned of attempts", hang_ups / attempts, 0.03),
        ("attempts per person", attempts / rate, 0.02),
        ("people who never get through", given_up, 0.05),
        ("blocked of attempts", blocked / attempts, 0.05),
    ];
    let count = |told: &Told<'_>, sums: &mut [(u64, u64); 4]| {
        let Told::Call(call, end) = told else { return };
        share(&mut sums[0], matches!(end.how, Ending::Abandoned { .. }));
        let is_first = u64::from(call.number == 1);
        sums[1].0 += 1;
        sums[1].1 += is_first;
        sums[2].0 += u64::from(!end.how.got_through() && !end.calls_again);
        sums[2].1 += is_first;
        share(&mut sums[3], end.how == Ending::Blocked);
    };
    if lines.is_some() {
        check(&name, draft, 40, 6000.0, figures, count);
    } else {
        check(&name, draft, 40, 6000.0, [figures[0], figures[1], figures[2]], |told, sums| {
            let mut four = [sums[0], sums[1], sums[2], (0, 0)];
            count(told, &mut four);
            sums.copy_from_slice(&four[..3]);
        });
    }
}

#[test]
fn callers_who_try_again() {
    retrials(6, 7.0, 120.0, [0.7, 0.0], None);
    retrials(4, 5.0, 60.0, [0.5, 0.0], None);
    retrials(6, 7.0, 200.0, [0.6, 0.8], Some(9));
}

/// M/M/n then M/M/m: by Burke's theorem the second queue's arrivals are Poisson.
#[test]
fn everybody_gets_to_the_wrong_queue_first() {
    const FINDS_OUT: f64 = 60.0;
    let rate = 0.05;
    let mut lost = calls("lost", 0, vec![40_000.0], exponential(TALK));
    lost.home = Some(QueueId(1));
    let groups = vec![group("first", vec![4], &[0]), group("second", vec![12], &[1])];
    let mut draft = draft(day(1, 40_000.0 / rate, 0.0), vec![lost], vec![queue("wrong"), queue("right")], groups);
    draft.agent_groups[0].skills.clear();
    draft.agent_groups[0].finds_out_after = exponential(FINDS_OUT);
    let wait = |service: f64, agents: u32| {
        let load = rate * service;
        (erlang_c(load, agents).unwrap(), service / (f64::from(agents) - load))
    };
    let ((first, first_mean), (second, second_mean)) = (wait(FINDS_OUT, 4), wait(TALK, 12));
    let figures = [
        ("held in the wrong queue", first, 0.03),
        ("mean hold there [ms]", first * first_mean * 1000.0, 0.05),
        ("held in the right queue", second, 0.05),
        ("mean hold there [ms]", second * second_mean * 1000.0, 0.08),
        ("holds per call", 2.0, 0.01),
    ];
    check("wrong queue first", draft, 60, 6000.0, figures, |told, sums| {
        let Told::Call(call, _) = told else { return };
        for (at, hold) in call.holds().enumerate() {
            share(&mut sums[2 * at], hold.from < hold.to);
            mean(&mut sums[2 * at + 1], hold.length());
            sums[4].0 += 1;
        }
        sums[4].1 += 1;
    });
}

/// Who keeps the place in line is called back when M/M/n says.
#[test]
fn callbacks_in_line_come_after_the_wait_of_erlang_c() {
    const AGENTS: u32 = 10;
    let load = 8.5;
    let rate = load / TALK;
    let mut draft = OneQueue::new(rate, TALK, AGENTS).draft(40_000.0 / rate, 0.0);
    let (offered_after, accepted) = (seconds(0.0), Share::ALL);
    draft.queues[0].callback = Some(Callback { offered_after, accepted, within: None });
    let waits = erlang_c(load, AGENTS).unwrap();
    let figures = [
        ("takes a callback", waits, 0.05),
        ("mean wait for it [ms]", 1000.0 * TALK / (f64::from(AGENTS) - load), 0.08),
    ];
    check("callbacks kept in line", draft, 60, 6000.0, figures, |told, sums| match told {
        Told::Call(_, end) => share(&mut sums[0], end.how == Ending::CallbackPromised),
        Told::Back(visit, answer) => mean(&mut sums[1], visit.hold_until(answer.at)),
        Told::Truth(..) => {}
    });
}

/// A menu with barge-in that leads to a machine.
#[test]
fn menus_take_as_long_and_serve_as_many_as_they_should() {
    let machine = IvrNext::Step(IvrStepId(1));
    let menu = IvrAction::Menu {
        prompt: exponential(30.0),
        barge_in: Share::ALL,
        options: vec![MenuOption { key: "1".to_owned(), leads_to: machine }],
        presses: vec![(
            ContactTypeId(0),
            vec![(Press::Option(0), of(0.6)), (Press::WrongKey, of(0.3)), (Press::HangUp, of(0.1))],
        )],
        replays_at_most: 1,
        otherwise: Some(QueueId(0)),
    };
    let service =
        IvrAction::SelfService { takes: exponential(80.0), succeeds: of(0.4), then: Some(IvrNext::Queue(QueueId(0))) };
    let mut draft = OneQueue::new(0.1, 1.0, 100).draft(200_000.0, 0.0);
    draft.contact_types[0].enters = Entrance::Ivr(IvrStepId(0));
    draft.ivr = vec![
        IvrStep { name: "menu".to_owned(), action: menu, hangs_up: Share::NONE },
        IvrStep { name: "machine".to_owned(), action: service, hangs_up: of(0.25) },
    ];
    // Heard 1.3 times: 0.6 * 1.3 go to the machine, 0.1 * 1.3 hang up, 0.09 are put through.
    let to_machine = 0.6 * 1.3;
    let figures = [
        ("self-served", to_machine * 0.75 * 0.4, 0.02),
        ("hang up in the menu", 0.1 * 1.3, 0.02),
        ("hang up in the machine", to_machine * 0.25, 0.02),
        ("time in the menu [ms]", 1.3 * 15_000.0, 0.02),
        // Who hangs up does so half-way through.
        ("time in the machine [ms]", to_machine * 80_000.0 * (0.75 + 0.25 / 2.0), 0.02),
    ];
    check("menu and machine", draft, 20, 1000.0, figures, |told, sums| {
        let Told::Call(call, end) = told else { return };
        share(&mut sums[0], matches!(end.how, Ending::SelfServed(_)));
        share(&mut sums[1], end.how == Ending::LeftInIvr(IvrStepId(0)));
        share(&mut sums[2], end.how == Ending::LeftInIvr(IvrStepId(1)));
        mean(&mut sums[3], call.time_in(SegmentKind::Menu));
        mean(&mut sums[4], call.time_in(SegmentKind::SelfService));
    });
}
