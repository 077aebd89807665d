//! One bad contract and its expected words per message: `bad-contracts/NAME.toml` and `NAME.txt`; a center and, where the
//! file has none, a calendar are written below it.
//!
//! `UPDATE_MESSAGES=1` writes the words; read them before you commit them.

use std::path::Path;

use ccsim::model::contract::{Amount, Band, Better, Between, Effect, Empty, Grain, Level, Payoff, RollUp, Trigger};
use ccsim::model::{Contract, Period};
use ccsim::scenario::{self, Complaints, Reading, Source};
use ccsim::units::{Date, Money, Share};

const CENTER: &str = "
[contact-type.billing]
arrivals.rate = \"60 per h\"
talk-time = \"4 min\"

[agent-group.front-desk]
skills = [\"billing\"]
staffing.constant = 5
";

const CALENDAR: &str = "
[calendar]
starts = 2026-03-02
days = 30
open-on = [\"Mon\", \"Tue\", \"Wed\", \"Thu\", \"Fri\", \"Sat\"]
";

fn read(contract: &str, calendar: &str) -> Result<Reading, Complaints> {
    // A second contact type needs somebody with its skill.
    let center = if contract.contains("[contact-type.fax]") {
        CENTER.replace("[\"billing\"]", "[\"billing\", \"fax\"]")
    } else {
        CENTER.to_owned()
    };
    scenario::read(&Source::from_text("broken.toml", format!("{contract}{center}{calendar}")), &[])
}

fn says(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/bad-contracts");
    let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("the bad contract is there");
    let calendar = if name == "a_contract_without_a_calendar" { "" } else { CALENDAR };
    let found = match read(&text, calendar) {
        Ok(reading) => reading.warnings,
        Err(complaints) => complaints,
    };
    let found = found.to_string();
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        std::fs::write(&path, &found).expect("the expected words can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the expected words are there");
    assert!(!found.is_empty(), "{name} says nothing");
    assert!(found == expected, "{name} says\n\n{found}\nnot\n\n{expected}");
}

macro_rules! each_says_what_is_expected {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            says(stringify!($name));
        })*
    };
}

each_says_what_is_expected! {
    a_cap_out_of_range
    a_contract_longer_than_the_calendar
    a_contract_without_a_calendar
    a_metric_that_does_not_exist
    a_ramp_out_of_order
    a_scope_with_no_contact
    bands_of_another_kind
    bands_that_leave_a_gap
    bands_that_overlap
    bands_with_the_same_bound
    cells_that_reach_something_else
    contracts_that_say_too_little
    ends_that_cannot_be
    groups_and_tiers_that_do_not_fit
    mixed_currencies
    penalties_of_no_fee
    terms_that_are_warned_about
}

fn contract(text: &str) -> Contract {
    // Four whole weeks, so that nothing is cut short.
    let reading =
        read(text, &CALENDAR.replace("days = 30", "days = 28")).unwrap_or_else(|complaints| panic!("{complaints}"));
    assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
    reading.center.contracts[0].clone()
}

fn percent(points: u64) -> Level {
    Level::from_millionths(points * Level::PER_UNIT)
}

fn share(share: f64) -> Amount {
    Amount::Share(Share::new(share).expect("a share"))
}

fn euros(units: i64) -> Money {
    Money::from_millionths(units * Money::PER_UNIT)
}

#[test]
fn the_contract_of_the_founding_documents_is_read_as_written() {
    let line = contract(
        "[contract.line]
scope = \"contact-type.billing\"
per = \"month\"
fee = { per-answered = \"3.10 EUR\", per-talk-minute = \"0 EUR\", per-staffed-hour = \"0 EUR\", fixed = \"0 EUR\" }
measure.service-level = { within = \"20 s\", of = \"offered-less-short-abandons\", short = \"5 s\" }
better = \"higher\"
ladder = [
  { from = \"85 %\", bonus = \"1 %\" },
  { from = \"80 %\" },
  { from = \"75 %\", penalty = \"2 %\" },
  { from = \"70 %\", penalty = \"5 %\" },
  { from = \"0 %\",  penalty = \"10 %\" },
]
round = 1
empty = \"pass\"
cap = \"10 %\"
ramp = [{ until = \"2026-04-30\", penalties = \"0 %\" }]
excused-if = { volume-above-forecast = \"15 %\" }
earn-back = { at = \"85 %\", of = \"50 %\" }
ends-after = { misses = 3, in-a-row = true }
",
    );
    assert_eq!((line.clauses.len(), line.per, line.groups.len()), (1, Period::Month, 1));
    assert_eq!(line.fee.per_answered, Money::from_millionths(3_100_000));
    assert_eq!((line.cap, line.cap_per_year, line.at_risk), (Some(share(0.1)), None, None));
    assert_eq!(line.ends_after, Some(Trigger::InARow { misses: 3 }));
    let clause = &line.clauses[0];
    assert_eq!(
        (clause.name.as_str(), clause.per, clause.round, clause.empty),
        ("line", Period::Month, Some(1), Empty::Pass)
    );
    assert_eq!((clause.cap, clause.ends_after), (None, None), "they are the contract's");
    let Payoff::Ladder { bands, between } = &clause.payoff else { panic!("it is a ladder") };
    let edges: Vec<Level> = bands.iter().map(|band| band.edge).collect();
    assert_eq!(
        (edges, *between),
        (vec![percent(85), percent(80), percent(75), percent(70), Level::ZERO], Between::Step)
    );
    assert_eq!(bands[0].effect, Effect::Bonus(share(0.01)));
    assert_eq!(bands[1].effect, Effect::Nothing);
    assert_eq!(bands[4].effect, Effect::Penalty(share(0.1)));
    assert_eq!(clause.ramp[0].until, "2026-04-30".parse::<Date>().expect("a date"));
    let excuse = clause.excused_if.expect("stated");
    assert_eq!((excuse.volume_above, excuse.volume_below, excuse.excuses), (Some(0.15), None, Grain::Period));
    assert_eq!(clause.earn_back.expect("stated").at, percent(85));
}

#[test]
fn a_clause_has_from_its_contract_what_it_does_not_say() {
    let line = contract(
        "[contract.line]
scope = \"queue.billing\"
per = \"week\"
invoice = \"month\"
round = 2
empty = \"skip\"
at-risk = \"10 %\"
fee = { fixed = \"1000 EUR\", tiers = [{ up-to = 5000, price = \"3 EUR\" }, { price = \"2.50 EUR\" }] }
cap = \"500 EUR\"
[contract.line.clause.abandons]
measure.abandonment-rate = {}
ladder = [{ up-to = \"5 %\" }, { up-to = \"8 %\", penalty = \"40 %\" }, { penalty = \"100 %\" }]
weight = 3
cap = \"90 %\"
[contract.line.clause.intervals]
per = \"day\"
scope = \"center\"
round = 0
measure = \"average-speed-of-answer\"
roll-up.share-of = { reach = \"30 s\" }
per-point = { target = \"90 %\", penalty = \"20 EUR\", at-most = \"200 EUR\", points = \"begun\" }
ends-after = { misses = 3, of = 5 }
[contract.line.clause.lost]
per-lost-call.penalty = \"2 EUR\"
",
    );
    assert_eq!((line.per, line.clauses.len()), (Period::Month, 3));
    let [abandons, intervals, lost] = &line.clauses[..] else { panic!("three clauses") };
    assert_eq!(
        (abandons.per, abandons.round, abandons.empty, abandons.weight),
        (Period::Week, Some(2), Empty::Skip, 3.0)
    );
    assert_eq!((abandons.better, abandons.cap), (Better::Lower, Some(share(0.9))));
    let Payoff::Ladder { bands, .. } = &abandons.payoff else { panic!("it is a ladder") };
    assert_eq!(bands.iter().map(|band| band.edge).collect::<Vec<_>>(), [percent(5), percent(8), Level::UNBOUNDED]);
    assert_eq!((intervals.per, intervals.round), (Period::Day, Some(0)));
    let target = Level::from_millionths(30_000_000);
    assert_eq!(intervals.roll_up, RollUp::Reached { of: Grain::Interval, target });
    assert_eq!(intervals.ends_after, Some(Trigger::Among { misses: 3, periods: 5 }));
    assert_eq!(lost.payoff, Payoff::PerLostCall { penalty: euros(2), beyond: None });
    assert_eq!(line.fee.tiers[1].price, Money::from_millionths(2_500_000));
}

#[test]
fn a_band_that_begins_where_less_is_better_ends_just_before_the_next_one() {
    let line = contract(
        "[contract.line]
measure = \"mean-hold-time\"
ladder = [{ from = \"0 s\" }, { from = \"20 s\", penalty = \"100 EUR\" }]
",
    );
    let Payoff::Ladder { bands, .. } = &line.clauses[0].payoff else { panic!("it is a ladder") };
    let penalty = Effect::Penalty(Amount::Money(euros(100)));
    let before = Level::from_millionths(19_999_999);
    assert_eq!(bands[0], Band { edge: before, effect: Effect::Nothing });
    assert_eq!(bands[1], Band { edge: Level::UNBOUNDED, effect: penalty });
    let line = contract(
        "[contract.line]
measure = \"mean-hold-time\"
ladder-shape = \"linear\"
ladder = [{ from = \"20 s\" }, { from = \"40 s\", penalty = \"100 EUR\" }]
",
    );
    let Payoff::Ladder { bands, between } = &line.clauses[0].payoff else { panic!("it is a ladder") };
    assert_eq!((bands[1].edge, *between), (Level::from_millionths(40_000_000), Between::Line));
}

#[test]
fn terms_can_be_set_and_the_resolved_file_has_them() {
    let text = format!(
        "[contract.line]\nfee.fixed = \"1000 EUR\"\nmeasure.service-level.within = \"20 s\"\n\
         ladder = [{{ from = \"80 %\" }}, {{ from = \"0 %\", penalty = \"5 %\" }}]\n\
         [contract.line.clause.lost]\nper-lost-call.penalty = \"2 EUR\"\n{CENTER}{CALENDAR}"
    );
    let set = ["contract.line.ladder.1.penalty=7 %", "contract.line.clause.lost.per-lost-call.penalty=3 EUR"];
    let set = set.map(str::to_owned);
    let source = Source::from_text("line.toml", text);
    let reading = scenario::read(&source, &set).unwrap_or_else(|complaints| panic!("{complaints}"));
    let clauses = &reading.center.contracts[0].clauses;
    let Payoff::Ladder { bands, .. } = &clauses[0].payoff else { panic!("it is a ladder") };
    assert_eq!(bands[1].effect, Effect::Penalty(share(0.07)));
    assert_eq!(clauses[1].payoff, Payoff::PerLostCall { penalty: euros(3), beyond: None });
    let resolved = reading.resolved_toml(7, 400, "0.1.0");
    let again = scenario::read(&Source::from_text("run.toml", resolved.clone()), &[]);
    let again = again.unwrap_or_else(|complaints| panic!("{complaints}\n{resolved}"));
    assert_eq!(
        (&again.center.contracts, &again.center.calendar),
        (&reading.center.contracts, &reading.center.calendar)
    );
    assert_eq!(again.digest, reading.digest);
}

#[test]
fn the_order_of_clauses_is_part_of_what_is_played() {
    let clause = |name: &str| format!("[contract.line.clause.{name}]\nper-lost-call.penalty = \"2 EUR\"\n");
    let digest = |text: String| read(&text, CALENDAR).unwrap_or_else(|complaints| panic!("{complaints}")).digest;
    let (one, other) = (clause("one"), clause("other"));
    assert_ne!(digest(format!("{one}{other}")), digest(format!("{other}{one}")));
    assert_eq!(digest(one.clone()), digest(one));
}

#[test]
fn ten_years_are_fine_and_a_date_needs_no_quotes() {
    let clause = "[contract.line]\nper = \"year\"\nmeasure = \"abandonment-rate\"\nper-miss = { target = \"5 %\", penalty = \"1 EUR\" }\n";
    let years = |starts: &str| {
        let calendar = format!("[calendar]\nstarts = {starts}\nmonths = 120\n");
        read(clause, &calendar).unwrap_or_else(|complaints| panic!("{complaints}"))
    };
    let (bare, quoted) = (years("2026-01-01"), years("\"2026-01-01\""));
    assert_eq!(bare.digest, quoted.digest);
    let calendar = bare.center.calendar.as_ref().expect("there is one");
    assert_eq!((calendar.days.len(), calendar.periods(Period::Year).len()), (3652, 10));
}
