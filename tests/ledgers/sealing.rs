//! What no contract of a center can be.

use ccsim::model::contract::{
    Amount, Better, Effect, Empty, Excuse, Fee, Grain, Hours, Level, Measure, MeasuredMetric, Payoff, Points, RampStep,
    Repeat, RollUp, Tier, Trigger,
};
use ccsim::model::{Center, ContactTypeId, Contract, GroupId, Period, Scope};
use ccsim::units::{Money, Share, SimTime};

use super::agreement::{band, center, clause, contract, date, ladder, money, penalty, percent};

/// What is wrong with a changed agreement, in a month.
fn flaws(change: impl FnOnce(&mut Contract)) -> Vec<String> {
    let mut changed = contract();
    change(&mut changed);
    let sealed = Center::new(center("2026-01-01", 31, changed));
    sealed.err().unwrap_or_default().into_iter().map(|flaw| flaw.to_string()).collect()
}

#[test]
fn the_agreement_itself_is_sealed() {
    assert_eq!(flaws(|_| ()), Vec::<String>::new());
    let mut without = center("2026-01-01", 31, contract());
    without.calendar = None;
    assert!(Center::new(without).unwrap_err()[0].to_string().contains("runs over a calendar"));
}

#[test]
fn bands_neither_overlap_nor_stand_out_of_order_nor_leave_a_gap() {
    let bands = |bands: &[_]| flaws(|contract| contract.clauses[0].payoff = ladder(bands));
    let none = Effect::Nothing;
    let order = "bands go from the best to the worst, and none overlaps another";
    assert_eq!(bands(&[band(75.0, none), band(80.0, none), band(0.0, none)]), [order]);
    assert_eq!(bands(&[band(80.0, none), band(80.0, none), band(0.0, none)]), [order]);
    assert_eq!(bands(&[band(80.0, none), band(70.0, none)]), ["the last band of a ladder holds all that is worse"]);
    assert_eq!(bands(&[]).len(), 2);
}

/// Changes an agreement for the worse.
type Change = Box<dyn FnOnce(&mut Contract)>;

fn change(change: impl FnOnce(&mut Contract) + 'static) -> Change {
    Box::new(change)
}

#[test]
fn each_flaw_is_named() {
    let below_zero = Money::from_millionths(-1);
    let cases = [
        ("an amount is not negative", change(move |it| it.cap = Some(Amount::Money(below_zero)))),
        ("an amount is not negative", change(move |it| it.clauses[0].cap = Some(Amount::Money(below_zero)))),
        ("a price is not negative", change(move |it| it.fee.per_answered = below_zero)),
        ("no period is longer than the calendar", change(|it| it.per = Period::Quarter)),
        ("no period is longer than the calendar", change(|it| it.clauses[0].per = Period::Year)),
        ("an invoice is for a day or longer", change(|it| it.per = Period::Interval)),
        ("a contract has 1 to 65 535 clauses", change(|it| it.clauses.clear())),
        ("a contract is about agent groups that exist", change(|it| it.groups.push(GroupId::at(7)))),
        ("a contract names each agent group once, in order", change(|it| it.groups.push(GroupId::at(0)))),
        (
            "a clause speaks about the center, a queue or a contact type that exists",
            change(|it| it.clauses[0].scope = Scope::ContactType(ContactTypeId::at(5))),
        ),
        (
            "the hours of a clause lie in opening hours, and begin and end with planning intervals",
            change(|it| {
                let (from, to) = (SimTime::from_minutes(490), SimTime::from_minutes(600));
                it.clauses[0].hours = Some(Hours { from, to });
            }),
        ),
        ("a clause counts on some day of the week", change(|it| it.clauses[0].weekdays = [false; 7])),
        ("nothing is rounded to more than six decimals", change(|it| it.clauses[0].round = Some(7))),
        ("a weight is positive", change(|it| it.clauses[0].weight = 0.0)),
        (
            "the steps of a ramp are in order",
            change(|it| {
                let step = RampStep { until: date("2026-01-10"), penalties: Share::NONE, target: None };
                it.clauses[0].ramp = vec![step, step];
            }),
        ),
        (
            "the cells of a period are shorter than it",
            change(|it| {
                it.clauses[0].per = Period::Day;
                it.clauses[0].roll_up = RollUp::Mean(Grain::Day);
            }),
        ),
        (
            "a percentage lies between 0 % and 100 %",
            change(|it| {
                let target = Level::from_millionths(100_000_001);
                it.clauses[0].payoff = Payoff::PerMiss { target, penalty: Amount::Money(money(1.0)) };
            }),
        ),
        (
            "an excuse says above or below which volume",
            change(|it| {
                it.clauses[0].excused_if =
                    Some(Excuse { volume_above: None, volume_below: None, excuses: Grain::Period });
            }),
        ),
        (
            "repeated misses cost more, not less",
            change(|it| it.clauses[0].repeat = Some(Repeat { after: 1, times: 0.5 })),
        ),
        (
            "termination asks for a miss at least, and for no more than there are periods",
            change(|it| it.ends_after = Some(Trigger::Among { misses: 4, periods: 3 })),
        ),
        (
            "a level ends a contract only where one clause measures it",
            change(|it| {
                it.clauses.push(clause("other"));
                it.ends_after = Some(Trigger::Beyond(percent(50.0)));
            }),
        ),
        (
            "tiers rise, and the last has no upper bound",
            change(|it| {
                it.fee = Fee { tiers: vec![Tier { up_to: Some(10), price: money(1.0) }], ..Fee::default() };
            }),
        ),
        (
            "calls beyond a target are counted where a rate of calls is measured",
            change(|it| {
                it.clauses[0].measure = Measure::Metric(MeasuredMetric::MeanHoldTime);
                it.clauses[0].payoff = Payoff::PerLostCall { penalty: money(1.0), beyond: Some(percent(80.0)) };
            }),
        ),
        (
            "a period in which nobody counts can fail by points only where there is a most",
            change(|it| {
                let clause = &mut it.clauses[0];
                clause.measure = Measure::Metric(MeasuredMetric::MeanHoldTime);
                (clause.better, clause.empty) = (Better::Lower, Empty::Fail);
                let (target, penalty) = (Level::from_millionths(30_000_000), Amount::Money(money(1.0)));
                clause.payoff = Payoff::PerPoint { target, penalty, bonus: None, most: None, points: Points::ProRata };
            }),
        ),
    ];
    for (flaw, change) in cases {
        assert_eq!(flaws(change), [flaw]);
    }
}

#[test]
fn where_lower_is_better_bands_rise_to_no_limit() {
    let worst = |edge| {
        flaws(move |it| {
            let clause = &mut it.clauses[0];
            clause.measure = Measure::Metric(MeasuredMetric::AbandonmentRate);
            clause.better = Better::Lower;
            let last = ccsim::model::contract::Band { edge, effect: penalty(2.0) };
            clause.payoff = ladder(&[band(5.0, Effect::Nothing), last]);
        })
    };
    assert_eq!(worst(Level::UNBOUNDED), Vec::<String>::new());
    assert_eq!(worst(percent(10.0)), ["the last band of a ladder holds all that is worse"]);
}
