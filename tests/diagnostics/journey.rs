//! What becomes of the tables about a caller's journey: menus, transfers, calls again, notices.

use ccsim::model::{Center, DEFAULT_NOTICE_AFTER, IvrAction, IvrNext, Notice, Press, QueueId, Redial, WaitEstimate};
use ccsim::scenario::{self, Reading, Source};
use ccsim::units::{Duration, Share};

/// Two types of contact behind a menu, a team for each.
const SMALL: &str = "\
[contact-type.billing]
arrivals.rate = \"60 per h\"
talk-time = \"4 min\"
enters = \"ivr.menu\"

[contact-type.outage]
arrivals.rate = \"20 per h\"
talk-time = \"3 min\"
enters = \"ivr.menu\"

[ivr.menu]
menu.prompt = \"10 s\"
menu.options = { \"1\" = \"queue.office\", \"2\" = \"queue.field\" }
menu.presses.billing = { \"1\" = \"95 %\", \"2\" = \"5 %\" }
menu.presses.outage = { \"2\" = \"100 %\" }

[queue.field]
[queue.office]

[agent-group.front-desk]
skills = [\"billing\"]
answers = [\"office\"]
staffing.constant = 5

[agent-group.dispatch]
skills = [\"outage\"]
staffing.constant = 2
";

fn read(set: &[&str]) -> Reading {
    let set: Vec<String> = set.iter().map(|&argument| argument.to_owned()).collect();
    scenario::read(&Source::from_text("small.toml", SMALL), &set).unwrap_or_else(|complaints| panic!("{complaints}"))
}

fn refusal(set: &[&str]) -> String {
    let set: Vec<String> = set.iter().map(|&argument| argument.to_owned()).collect();
    scenario::read(&Source::from_text("small.toml", SMALL), &set).expect_err("it is bad").to_string()
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

fn home(center: &Center, at: usize) -> &str {
    let home = center.contact_types[at].home.expect("it gets to a queue");
    &center.queues[home.index()].name
}

#[test]
fn the_home_queue_is_where_everybody_can_help() {
    let reading = read(&[]);
    assert_eq!((home(&reading.center, 0), home(&reading.center, 1)), ("office", "field"));
    assert!(reading.assumed.contains(&"queue `office` is the right one for `billing`".to_owned()));
    assert!(reading.assumed.contains(&"who lacks the skill finds out after 30 s".to_owned()));
    let stated = read(&["contact-type.billing.home=queue.office", "agent-group.dispatch.finds-out-after=20 s"]);
    assert_eq!(home(&stated.center, 0), "office");
    assert!(!stated.assumed.iter().any(|text| text.contains("office") || text.contains("finds out")));
}

#[test]
fn a_home_without_help_is_refused() {
    let said = refusal(&["contact-type.billing.home=queue.field"]);
    assert!(said.contains("nobody who answers queue `field` has the skill `billing`"), "{said}");
    assert!(said.contains("for example `queue.office`"), "{said}");
}

#[test]
fn who_enters_a_queue_is_at_home_there() {
    let reading =
        read(&["contact-type.outage.enters=queue.field", "ivr.menu.menu.presses={ billing = { \"1\" = 1 } }"]);
    assert_eq!(home(&reading.center, 1), "field");
}

#[test]
fn a_menu_is_heard_again() {
    let reading = read(&[
        "ivr.menu.menu.presses.billing={ \"1\" = 0.9, wrong-key = 0.04, nothing = 0.03, hang-up = 0.03 }",
        "ivr.menu.menu.otherwise=queue.office",
        "ivr.menu.menu.barge-in=70 %",
    ]);
    let IvrAction::Menu { presses, barge_in, replays_at_most, otherwise, .. } = &reading.center.ivr[0].action else {
        panic!("a menu")
    };
    let kinds: Vec<Press> = presses[0].1.iter().map(|(press, _)| *press).collect();
    assert_eq!(kinds, [Press::Option(0), Press::WrongKey, Press::Nothing, Press::HangUp]);
    assert_eq!((*barge_in, *replays_at_most, *otherwise), (share(0.7), 2, Some(QueueId(1))));
    assert!(reading.assumed.contains(&"a menu is heard again at most twice".to_owned()));
    let recording = read(&["ivr.menu.menu.prompt=22 s"]);
    assert!(recording.assumed.contains(&"everybody presses before a prompt of one length ends".to_owned()));
    assert_eq!(barge_in_of(&recording), Share::ALL);
    assert_eq!(barge_in_of(&read(&["ivr.menu.menu.prompt={ exponential = { mean = \"9 s\" } }"])), Share::NONE);
}

#[test]
fn a_key_that_leads_back_needs_a_way_out() {
    let back = "ivr.menu.menu.options={ \"1\" = \"queue.office\", \"2\" = \"queue.field\", \"*\" = \"ivr.menu\" }";
    let said = refusal(&[back]);
    assert!(said.contains("`ivr.menu -> ivr.menu`") && said.contains("menu.otherwise"), "{said}");
    let reading = read(&[back, "ivr.menu.menu.otherwise=queue.office"]);
    assert_eq!(reading.warnings.diagnostics.len(), 0, "{}", reading.warnings);
}

#[test]
fn a_machine_may_be_all_that_a_type_needs() {
    let machine = format!(
        "{}\n[ivr.meter]\nself-service = {{ takes = \"30 s\", succeeds = \"70 %\" }}\n",
        SMALL
            .replace("enters = \"ivr.menu\"", "enters = \"ivr.meter\"")
            .replacen("ivr.meter", "ivr.menu", 1)
            .replace("menu.presses.outage = { \"2\" = \"100 %\" }\n", "")
    );
    let read = |text: &str| scenario::read(&Source::from_text("machine.toml", text), &[]);
    let reading = read(&machine.replace("[\"outage\"]", "[\"billing\"]\nanswers = [\"field\"]"));
    let reading = reading.unwrap_or_else(|complaints| panic!("{complaints}"));
    let IvrAction::SelfService { succeeds, then, .. } = &reading.center.ivr[1].action else { panic!("self-service") };
    assert_eq!((*succeeds, *then, reading.center.contact_types[1].home), (share(0.7), None, None));
    let said = read(&machine.replace("70 %", "0 %")).expect_err("nobody is served").to_string();
    assert!(said.contains("no contact of type `outage` ever gets to a queue"), "{said}");
    let followed = read(&machine.replace("\"70 %\" }\n", "\"70 %\" }\nthen = \"queue.field\"\nhangs-up = \"5 %\"\n"));
    let center = followed.unwrap_or_else(|complaints| panic!("{complaints}")).center;
    let IvrAction::SelfService { then, .. } = &center.ivr[1].action else { panic!("self-service") };
    assert_eq!((*then, center.ivr[1].hangs_up), (Some(IvrNext::Queue(QueueId(0))), share(0.05)));
}

#[test]
fn calls_again_have_the_defaults_of_the_page() {
    let reading = read(&[
        "contact-type.billing.redial={ after-abandon = \"40 %\", delay.exponential.mean = \"10 min\" }",
        "contact-type.billing.resolved=78 %",
        "contact-type.billing.calls-again-after=4 h",
        "contact-type.billing.value-of-time=12 EUR per h",
        "contact-type.billing.patience-carries-over=true",
    ]);
    let billing = &reading.center.contact_types[0];
    let redial = billing.redial.as_ref().expect("redials");
    assert_eq!((redial.after_abandon, redial.after_blocked, redial.later), (share(0.4), Share::NONE, None));
    assert_eq!((redial.delay.mean(), redial.at_most), (Some(Duration::from_minutes(10)), Redial::MOST));
    assert_eq!((billing.resolved, billing.calls_again_after.mean()), (share(0.78), Some(Duration::from_minutes(240))));
    assert!(billing.patience_carries_over);
    assert!((billing.value_of_time_per_hour.expect("stated").as_units() - 12.0).abs() < 1e-9);
    assert_eq!(reading.center.contact_types[1].resolved, Share::ALL);
}

#[test]
fn a_notice_is_due_when_it_is_heard_unless_it_says_otherwise() {
    let queue = |set: &[&str]| read(set).center.queues[1].clone();
    assert_eq!((queue(&[]).notice_after, queue(&[]).notice), (DEFAULT_NOTICE_AFTER, None));
    let heard = queue(&["queue.office.notice.after=30s"]);
    assert_eq!(heard.notice_after, Duration::from_secs(30));
    let notice = heard.notice.expect("announced");
    assert_eq!((notice.after, notice.every, notice.says), (Duration::from_secs(30), None, None));
    assert_eq!((notice.estimate, notice.at_most), (WaitEstimate::QueueLength, Notice::LONGEST));
    let silent = queue(&["queue.office.notice.after=90 s", "queue.office.notice.estimate=none"]);
    assert_eq!((silent.notice_after, silent.notice), (Duration::from_secs(90), None));
    let early = queue(&["queue.office.notice.after=20 s", "queue.office.notice.due-after=60 s"]);
    assert_eq!(
        (early.notice_after, early.notice.expect("announced").after.as_secs_f64()),
        (DEFAULT_NOTICE_AFTER, 20.0)
    );
    let full = queue(&[
        "queue.office.notice={ every = \"90 s\", estimate = \"head-of-line\", says = \"1 min\", at-most = \"20 min\" }",
        "queue.office.notice.leaves.if-longer-than-patience=60 %",
        "queue.office.notice.patience-runs.until=0.5",
        "queue.office.callback={ offered-after = \"90 s\", accepted = \"30 %\" }",
    ]);
    let notice = full.notice.expect("announced");
    assert_eq!(notice.leaves.if_longer_than_patience, share(0.6));
    let runs = notice.patience_runs.expect("stated");
    assert_eq!((runs.until, runs.after), (0.5, 1.0));
    let callback = full.callback.expect("offered");
    assert_eq!((callback.accepted, callback.within), (share(0.3), None));
}

#[test]
fn a_transfer_joins_its_queue() {
    let reading = read(&[
        "queue.second-level={}",
        "contact-type.billing.transfers={ to = \"queue.second-level\", share = \"12 %\" }",
        "agent-group.front-desk.answers=[\"office\", \"second-level\"]",
    ]);
    assert_eq!(reading.warnings.diagnostics.len(), 0, "{}", reading.warnings);
    let transfer = reading.center.contact_types[0].transfers.expect("stated");
    assert_eq!(reading.center.queues[transfer.to.index()].name, "second-level");
    assert!(reading.assumed.contains(&"who holds a second time has new patience".to_owned()));
    let said = refusal(&[
        "queue.second-level={}",
        "contact-type.billing.transfers={ to = \"queue.second-level\", share = 0.1 }",
    ]);
    assert!(said.contains("nobody answers queue `second-level`"), "{said}");
}

#[test]
fn the_resolved_file_repeats_every_table() {
    for template in scenario::templates() {
        let reading = scenario::read(&Source::from_text("t.toml", template.text), &[]).expect("a template reads");
        let text = reading.resolved_toml(7, 400, "0.1.0");
        let again = scenario::read(&Source::from_text("run.toml", text), &[]).expect("a resolved scenario reads");
        assert_eq!(
            (&*again.center.queues, &again.center.contact_types),
            (&*reading.center.queues, &reading.center.contact_types)
        );
        assert_eq!((&again.center.ivr, again.digest), (&reading.center.ivr, reading.digest));
    }
}

/// Share that presses before the menu's prompt ends.
fn barge_in_of(reading: &Reading) -> Share {
    match &reading.center.ivr[0].action {
        IvrAction::Menu { barge_in, .. } => *barge_in,
        _ => panic!("a menu"),
    }
}
