//! Rows of callers' journeys: which metric says something where, menu steps, rule sets.

use super::{Journey, Quantity, Reader, Row, in_unit, not_negative, ratio};
use crate::metrics::CONFIDENCE;
use crate::metrics::definition::{CATALOGUE, Definition, Measure};
use crate::metrics::layout::Layout;
use crate::metrics::tally::{conduct, step};
use crate::model::{IvrStepId, RuleSet, RuleSetId, Scope};

/// Counted where and when people first called, which is no queue.
const OF_PEOPLE: [Journey; 2] = [Journey::People, Journey::NeverThrough];
/// Of no queue either: who is in the menu has not joined one.
const OF_MENU: [Journey; 3] = [Journey::EnteredIvr, Journey::HungUpInIvr, Journey::IvrTime];
const OF_CHARGES: [Journey; 3] = [Journey::Charge, Journey::HoldCharge, Journey::GaveUpCharge];
/// Kept where a queue announces something.
const OF_ANNOUNCING: [Journey; 4] = [Journey::Announcements, Journey::Heard, Journey::Truths, Journey::VirtualTruths];

impl Definition {
    /// Quantities that it reads.
    fn reads(&self) -> [Option<Quantity>; 2] {
        match self.measure {
            Measure::Count(quantity) | Measure::TimeAverage(quantity) => [Some(quantity), None],
            Measure::Ratio(numerator, denominator)
            | Measure::ShiftedRatio(numerator, denominator)
            | Measure::RootRatio(numerator, denominator) => [Some(numerator), Some(denominator)],
            _ => [None, None],
        }
    }

    /// Whether it says something of a rule set, which is silent about what it has no rule for.
    pub(in crate::metrics) const fn is_asked_by(&self, rules: &RuleSet) -> bool {
        match self.measure {
            Measure::Rules(conduct::NOTICE_DUE) | Measure::RulesRatio(conduct::NOTICE_KEPT, _) => {
                rules.notice.is_some()
            }
            Measure::RulesRatio(conduct::IN_TIME, _) => rules.answer.is_some(),
            Measure::Rules(conduct::CUT_OFF) => rules.no_cutting_off,
            _ => true,
        }
    }

    /// Whether it says something at a scope that counts a population.
    pub(in crate::metrics) fn occurs_at(&self, layout: &Layout, scope: Scope, population: Option<usize>) -> bool {
        let reads = || self.reads().into_iter().flatten();
        if reads().any(|quantity| layout.position(quantity).is_none()) {
            return false;
        }
        let journeys = || {
            reads().filter_map(|quantity| match quantity {
                Quantity::Journey(journey) => Some(journey),
                _ => None,
            })
        };
        let is_of = |list: &[Journey]| journeys().any(|journey| list.contains(&journey));
        let Some(population) = population.filter(|_| layout.follows) else { return true };
        let charges = layout.journey.charges(layout.kinds_of(population));
        let values_time = layout.journey.values_time(layout.kinds_of(population));
        let has_money = (!is_of(&OF_CHARGES) || charges)
            && (!is_of(&[Journey::HoldValue]) || values_time)
            && (!is_of(&[Journey::HoldCost]) || charges || values_time);
        let fits_scope = match scope {
            Scope::Queue(queue) => {
                let announces = layout.journey.announcing.contains(&queue);
                !is_of(&OF_PEOPLE) && !is_of(&OF_MENU) && (announces || !is_of(&OF_ANNOUNCING))
            }
            Scope::Number(_) => {
                matches!(self.measure, Measure::Count(Quantity::Arrived | Quantity::Answered)) || is_of(&OF_CHARGES)
            }
            _ => true,
        };
        has_money && fits_scope
    }
}

impl Reader<'_> {
    /// Rows of menu steps.
    pub(super) fn step_rows(&mut self) {
        let steps = &self.totals.steps;
        let counts = [("left-in-ivr", step::LEFT), ("self-served", step::SERVED), ("entered-ivr", step::CAME)];
        let ratios = [("ivr-hang-up-rate", step::LEFT), ("mean-time-in-ivr", step::TIME)];
        for at in 0..self.layout.journey.steps {
            let counted =
                counts.map(|(id, column)| (id, not_negative(steps.moments(at, column).mean_estimate(CONFIDENCE))));
            let divided = ratios.map(|(id, column)| {
                let moments = steps.ratio(at, column, step::CAME);
                (id, moments.and_then(|moments| ratio(Definition::named(id), moments)))
            });
            for (id, estimate) in counted.into_iter().chain(divided) {
                let scope = Scope::IvrStep(IvrStepId::at(at));
                self.rows.push(Row { metric: Definition::named(id), scope, interval: None, estimate });
            }
        }
    }

    /// Rows of rule sets.
    pub(super) fn rule_rows(&mut self) {
        let sheet = &self.totals.conduct;
        for (at, rules) in self.layout.journey.rule_sets.iter().enumerate() {
            for metric in CATALOGUE {
                let estimate = match metric.measure {
                    Measure::Rules(column) => {
                        let mean = not_negative(sheet.moments(at, column).mean_estimate(CONFIDENCE));
                        mean.map(|mean| in_unit(metric, mean))
                    }
                    Measure::RulesRatio(numerator, denominator) => {
                        sheet.ratio(at, numerator, denominator).and_then(|moments| ratio(metric, moments))
                    }
                    _ => continue,
                };
                if metric.is_asked_by(rules) {
                    let scope = Scope::RuleSet(RuleSetId::at(at));
                    self.rows.push(Row { metric, scope, interval: None, estimate });
                }
            }
        }
    }
}
