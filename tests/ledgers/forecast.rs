//! What the forecast expects, and which periods a calendar has.

use ccsim::contract::Terms;
use ccsim::model::contract::Hours;
use ccsim::model::{ContractId, Period, QueueId, Scope, Surge};
use ccsim::units::{SimTime, Weekday};

use super::agreement::{by_invoice, center, contract, terms, told};
use super::support::{calls, constant, seal, share};

#[test]
fn the_forecast_knows_weekdays_holidays_surges_and_the_clause_s_hours() {
    let mut agreed = contract();
    agreed.clauses[0].per = Period::Day;
    agreed.clauses[0].scope = Scope::Queue(QueueId::at(0));
    let (from, to) = (SimTime::from_minutes(540), SimTime::from_minutes(600));
    agreed.clauses[0].hours = Some(Hours { from, to });
    let mut draft = center("2026-01-05", 31, agreed);
    // A second contact type that goes to no queue of the clause.
    let mut others = calls("others", 0, vec![1000.0, 1000.0], constant(60.0));
    others.home = None;
    draft.contact_types.push(others);
    draft.agent_groups[0].handle_time_factor.push(1.0);
    draft.contact_types[0].weekday_factor = [1.5, 1.0, 1.0, 1.0, 1.0, 0.5, 0.25];
    draft.contact_types[0].scale = 2.0;
    // On one day in ten, four times as many from 09:30 to 10:00: 1 + 0.1 x 3 x 1/2.
    let (from, to) = (SimTime::from_minutes(570), SimTime::from_minutes(600));
    draft.contact_types[0].surges = vec![Surge { from, to, factor: 4.0, chance: share(0.1) }];
    let calendar = draft.calendar.as_mut().unwrap();
    calendar.days[1].played_as = Weekday::Sun;
    calendar.days[2].factor = 1.1;
    calendar.days[3].is_open = false;
    let agreed = Terms::of(&seal(draft), ContractId::at(0));
    let foretold: Vec<f64> = (0..4).map(|period| agreed.forecast(0, period)).collect();
    // 40 calls from 09:00 to 10:00, twice, with surges 92.
    for (found, expected) in foretold.iter().zip([92.0 * 1.5, 92.0 * 0.25, 92.0 * 1.1, 92.0]) {
        assert!((found - expected).abs() < 1e-6, "{found} and {expected}");
    }
    assert_eq!(agreed.period_name(0, 3), "2026-01-09", "the eighth is closed, and no period");
    assert_eq!((agreed.open_dates(), agreed.intervals()), (30, 2));
}

#[test]
fn contract_months_are_counted_from_the_first_day_and_the_rest_is_one_of_its_own() {
    let agreed = terms("2026-01-15", 61, |_| ());
    let ledger = agreed.ledger(&by_invoice(&agreed, &[(90, 100), (90, 100), (70, 100)]));
    assert_eq!(
        told(&agreed, &ledger),
        [
            "2026-01-15+1m | 80 % or more: nothing due | 0.00",
            "2026-02-15+1m | 80 % or more: nothing due | 0.00",
            "2026-03-15+1m | below 75 %: penalty 10 % | 1000.00",
        ]
    );
    let spans: Vec<String> =
        agreed.invoices.iter().map(|invoice| format!("{} to {}", invoice.from, invoice.to)).collect();
    assert_eq!(spans, ["2026-01-15 to 2026-02-14", "2026-02-15 to 2026-03-14", "2026-03-15 to 2026-03-16"]);
}
