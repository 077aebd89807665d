//! `--set path=value`

use ccsim::model::Staffing;
use ccsim::scenario::{self, Reading, Source};

const SMALL: &str = "\
[contact-type.billing]
arrivals.rate = \"60 per h\"
patience = \"3 min\"
talk-time.lognormal = { mean = \"4 min\", cv = 1.0 }
surge = [{ from = \"09:00\", to = \"10:00\", factor = 2 }]

[agent-group.front-desk]
staffing.shifts = [{ from = \"08:00\", to = \"18:00\", agents = 5 }]
";

fn read(set: &[&str]) -> Result<Reading, String> {
    let set: Vec<String> = set.iter().map(|&argument| argument.to_owned()).collect();
    scenario::read(&Source::from_text("small.toml", SMALL), &set).map_err(|complaints| complaints.to_string())
}

#[test]
fn a_value_is_replaced() {
    let reading = read(&["contact-type.*.arrivals.rate=120 per h", "day.opens=07:00"]).unwrap();
    assert!((reading.center.expected_contacts() - (120.0 * 11.0 + 120.0)).abs() < 1e-9);
    assert_ne!(reading.digest, read(&[]).unwrap().digest);
}

#[test]
fn an_alternative_makes_room() {
    let reading =
        read(&["agent-group.front-desk.staffing.constant=7", "contact-type.billing.patience.exponential.mean=2 min"])
            .unwrap();
    assert_eq!(reading.center.agent_groups[0].staffing, Staffing::PerInterval(vec![7; 20]));
}

#[test]
fn keys_that_were_not_there_and_elements_of_lists_can_be_set() {
    let reading = read(&[
        "agent-group.front-desk.staffing.scale=1.5",
        "contact-type.billing.surge.0.factor=3",
        "queue.billing.capacity=10",
        "day.busyness.day-cv=0.1",
    ])
    .unwrap();
    assert_eq!(reading.center.queues[0].capacity, Some(10));
    assert!((reading.center.contact_types[0].surges[0].factor - 3.0).abs() < 1e-12);
}

#[test]
fn a_bad_override_points_into_itself() {
    let said =
        read(&["agent-group.fron-desk.wage=24 EUR per h", "contact-type.billing.talk-time=4", "nonsense"]).unwrap_err();
    assert_eq!(
        said,
        "\
error: there is no agent group `fron-desk` to set
 --> --set:1:13
1 | agent-group.fron-desk.wage=24 EUR per h
  |             ^^^^^^^^^ did you mean `front-desk`?

error: `contact-type.billing.talk-time` must be a length of time with its unit, such as \"20 s\", \"2 min\" or \"1.5 h\", not 4
 --> --set:1:32
1 | contact-type.billing.talk-time=4
  |                                ^ did you mean \"4 s\"?

error: `--set nonsense` must be `path=value`
 --> --set:1:1
1 | nonsense
  | ^^^^^^^^
hint: for example `--set contact-type.*.scale=1.2`
"
    );
}

#[test]
fn one_mistake_is_complained_about_once() {
    for (set, says) in [
        ("agent-group.front-desk.staffing.constant=1000000000000000000", "must be a whole number from 0 to 100 000"),
        ("agent-group.front-desk.staffing.scale=1e9", "must lie between 0 and 1000"),
        ("contact-type.billing.scale=inf", "must lie between 0 and 1000"),
        ("contact-type.billing.arrivals.per-interval.0=5", "has no element `0`"),
        ("agent-group.front-desk.skills.0=billing", "has no element `0`"),
        ("trunks.lines=0", "must be a whole number from 1"),
    ] {
        let said = read(&[set]).unwrap_err();
        assert!(said.contains(says), "{said}");
        assert_eq!(said.matches("error: ").count() + said.matches("warning: ").count(), 1, "{said}");
    }
}
