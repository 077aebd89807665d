//! What must be true of contracts before they belong to a center.

use super::{
    Amount, Band, Better, Between, Clause, Contract, Effect, Empty, Fee, Grain, Level, MeasureUnit, Payoff, RollUp,
    Trigger,
};
use crate::model::{Calendar, Draft, Flaw, Period, Scope};
use crate::units::Money;

/// Everything that does not fit. The room `contract` relies on each of these.
pub fn flaws(draft: &Draft) -> Vec<Flaw> {
    let mut inspection = Inspection { draft, flaws: Vec::new() };
    inspection.demand(draft.contracts.len() <= 65_535, "no list of parts is longer than 65 535");
    if !draft.contracts.is_empty() {
        inspection.demand(draft.calendar.is_some(), "a contract runs over a calendar");
    }
    for contract in &draft.contracts {
        inspection.contract(contract);
        for clause in &contract.clauses {
            inspection.clause(clause);
            inspection.payoff(clause);
        }
    }
    inspection.flaws
}

/// Days that a calendar needs at least, for one period to fit.
pub fn days_needed(period: Period) -> usize {
    match period {
        Period::Interval | Period::Day => 1,
        Period::Week => 7,
        Period::Month => 28,
        Period::Quarter => 89,
        Period::Year => 365,
    }
}

/// A draft, and what was found wrong with its contracts so far.
struct Inspection<'d> {
    draft: &'d Draft,
    flaws: Vec<Flaw>,
}

impl Inspection<'_> {
    fn demand(&mut self, holds: bool, text: &str) {
        if !holds {
            self.flaws.push(Flaw(text.to_owned()));
        }
    }

    fn fits(&mut self, period: Period) {
        let days = self.draft.calendar.as_ref().map_or(usize::MAX, |calendar: &Calendar| calendar.days.len());
        self.demand(days_needed(period) <= days, "no period is longer than the calendar");
    }

    fn amount(&mut self, amount: Amount) {
        self.demand(is_owed(amount), "an amount is not negative");
    }

    fn trigger(&mut self, trigger: Option<Trigger>) {
        let fires = match trigger {
            Some(Trigger::InARow { misses }) => misses > 0,
            Some(Trigger::Among { misses, periods }) => misses > 0 && misses <= periods,
            Some(Trigger::Beyond(_)) | None => true,
        };
        self.demand(fires, "termination asks for a miss at least, and for no more than there are periods");
    }

    fn contract(&mut self, contract: &Contract) {
        let clauses = &contract.clauses;
        self.demand((1..=65_535).contains(&clauses.len()), "a contract has 1 to 65 535 clauses");
        self.demand(contract.per != Period::Interval, "an invoice is for a day or longer");
        self.fits(contract.per);
        for amount in [contract.cap, contract.cap_per_year, contract.at_risk].into_iter().flatten() {
            self.amount(amount);
        }
        let groups = &contract.groups;
        let known = groups.iter().all(|group| group.index() < self.draft.agent_groups.len());
        self.demand(known, "a contract is about agent groups that exist");
        self.demand(groups.is_sorted_by(|one, next| one < next), "a contract names each agent group once, in order");
        self.demand(contract.damage_per_lost_call.is_none_or(|damage| damage >= Money::ZERO), "damage is not negative");
        self.trigger(contract.ends_after);
        let is_about_all = matches!(contract.ends_after, Some(Trigger::Beyond(_)));
        self.demand(!is_about_all || clauses.len() == 1, "a level ends a contract only where one clause measures it");
        let weights: f64 = clauses.iter().map(|clause| clause.weight).sum();
        self.demand(weights.is_finite(), "weights can be added up");
        self.fee(&contract.fee);
    }

    fn fee(&mut self, fee: &Fee) {
        let prices = [fee.per_answered, fee.per_talk_minute, fee.per_handled_minute, fee.per_staffed_hour, fee.fixed];
        let tiers = fee.tiers.iter().map(|tier| tier.price);
        let is_price = |price: Money| price >= Money::ZERO;
        self.demand(prices.into_iter().chain(tiers).chain(fee.minimum).all(is_price), "a price is not negative");
        if let Some((last, lower)) = fee.tiers.split_last() {
            let bounds: Option<Vec<u64>> = lower.iter().map(|tier| tier.up_to).collect();
            let rise = bounds.is_some_and(|bounds| bounds.is_sorted_by(|one, next| one < next));
            self.demand(rise && last.up_to.is_none(), "tiers rise, and the last has no upper bound");
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let draft = self.draft;
        let scope = match clause.scope {
            Scope::Center => true,
            Scope::ContactType(id) => id.index() < draft.contact_types.len(),
            Scope::Queue(id) => id.index() < draft.queues.len(),
            _ => false,
        };
        self.demand(scope, "a clause speaks about the center, a queue or a contact type that exists");
        let day = &draft.day;
        let on_grid = |time: crate::units::SimTime| {
            time.since(day.opens).as_micros().is_multiple_of(day.interval.as_micros().max(1))
        };
        let hours = clause.hours.is_none_or(|hours| {
            day.opens <= hours.from
                && hours.from < hours.to
                && hours.to <= day.closes
                && on_grid(hours.from)
                && on_grid(hours.to)
        });
        self.demand(hours, "the hours of a clause lie in opening hours, and begin and end with planning intervals");
        self.demand(clause.weekdays.contains(&true), "a clause counts on some day of the week");
        self.demand(clause.excluded.is_sorted_by(|one, next| one < next), "excluded dates are in order, each once");
        self.demand(clause.ramp.is_sorted_by(|one, next| one.until < next.until), "the steps of a ramp are in order");
        self.demand(
            clause.round.is_none_or(|decimals| decimals <= Level::DECIMALS),
            "nothing is rounded to more than six decimals",
        );
        self.demand(clause.weight.is_finite() && clause.weight > 0.0, "a weight is positive");
        self.fits(clause.per);
        let (grain, target) = match clause.roll_up {
            RollUp::Sums => (None, None),
            RollUp::Mean(grain) => (Some(grain), None),
            RollUp::Reached { of, target } => (Some(of), Some(target)),
        };
        self.demand(grain != Some(Grain::Period), "the cells of a period are intervals or days");
        let is_finer = match grain {
            Some(Grain::Interval) => clause.per != Period::Interval,
            Some(Grain::Day) => !matches!(clause.per, Period::Interval | Period::Day),
            _ => true,
        };
        self.demand(is_finer, "the cells of a period are shorter than it");
        self.demand(
            target.is_none_or(|target| is_within(target, clause.measure.unit())),
            "a percentage lies between 0 % and 100 %",
        );
        if let Some(excuse) = clause.excused_if {
            let above = excuse.volume_above.is_none_or(|above| (0.0..=1e6).contains(&above));
            self.demand(above, "a volume above the forecast is a part of it, not negative");
            let some = excuse.volume_above.is_some() || excuse.volume_below.is_some();
            self.demand(some, "an excuse says above or below which volume");
        }
        if let Some(repeat) = clause.repeat {
            self.demand((1.0..=1e6).contains(&repeat.times), "repeated misses cost more, not less");
        }
        if let Some(amount) = clause.cap {
            self.amount(amount);
        }
        self.trigger(clause.ends_after);
    }

    fn payoff(&mut self, clause: &Clause) {
        let unit = clause.unit();
        let mut levels: Vec<Level> = clause.ramp.iter().filter_map(|step| step.target).collect();
        levels.extend(clause.earn_back.map(|earn_back| earn_back.at));
        match &clause.payoff {
            Payoff::Ladder { bands, between } => self.ladder(clause, bands, *between),
            Payoff::PerPoint { target, penalty, bonus, most, .. } => {
                levels.push(*target);
                for amount in [Some(*penalty), *bonus, *most].into_iter().flatten() {
                    self.amount(amount);
                }
                let is_bounded =
                    clause.better_period() == Better::Higher || unit == MeasureUnit::Percent || most.is_some();
                let text = "a period in which nobody counts can fail by points only where there is a most";
                self.demand(clause.empty != Empty::Fail || is_bounded, text);
            }
            Payoff::PerMiss { target, penalty } => {
                levels.push(*target);
                self.amount(*penalty);
            }
            Payoff::PerLostCall { penalty, beyond } => {
                levels.extend(*beyond);
                self.amount(Amount::Money(*penalty));
                let are_calls = unit == MeasureUnit::Percent && clause.roll_up == RollUp::Sums;
                let text = "calls beyond a target are counted where a rate of calls is measured";
                self.demand(beyond.is_none() || are_calls, text);
            }
        }
        let within = levels.iter().all(|level| is_within(*level, unit));
        self.demand(within, "a percentage lies between 0 % and 100 %");
    }

    fn ladder(&mut self, clause: &Clause, bands: &[Band], between: Between) {
        self.demand((1..=1000).contains(&bands.len()), "a ladder has 1 to 1 000 bands");
        let better = clause.better_period();
        let falls = bands.is_sorted_by(|one, next| match better {
            Better::Higher => one.edge > next.edge,
            Better::Lower => one.edge < next.edge,
        });
        self.demand(falls, "bands go from the best to the worst, and none overlaps another");
        let worst = match better {
            Better::Higher => Level::ZERO,
            Better::Lower => Level::UNBOUNDED,
        };
        let last = bands.last().map(|band| band.edge);
        self.demand(
            between == Between::Line || last == Some(worst),
            "the last band of a ladder holds all that is worse",
        );
        self.demand(between == Between::Step || last != Some(Level::UNBOUNDED), "a line ends at an edge");
        for band in bands {
            let is_within = band.edge == Level::UNBOUNDED || is_within(band.edge, clause.unit());
            self.demand(is_within, "a percentage lies between 0 % and 100 %");
            if let Effect::Penalty(amount) | Effect::Bonus(amount) = band.effect {
                self.amount(amount);
            }
        }
    }
}

fn is_owed(amount: Amount) -> bool {
    match amount {
        Amount::Money(money) => money >= Money::ZERO,
        Amount::Share(_) => true,
    }
}

/// Whether a measure in this unit can be so much.
fn is_within(level: Level, unit: MeasureUnit) -> bool {
    unit != MeasureUnit::Percent || level.millionths() <= 100 * Level::PER_UNIT
}
