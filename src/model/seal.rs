//! What must be true of a draft before it is a center.

use super::{
    Arrivals, ContactTypeId, Draft, Entrance, GroupId, IvrAction, IvrNext, IvrStepId, Press, QueueId, Redial, Scope,
    Staffing, contract,
};
use crate::units::{Duration, Money};

/// Most heads in all groups together. More is a typing mistake; it also bounds the engine's memory.
pub const MOST_HEADS: u64 = 100_000;

/// A way in which the parts do not fit together, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Flaw(pub String);

/// Everything that does not fit. The engine and the plan rely on each of these.
pub fn flaws(draft: &Draft) -> Vec<Flaw> {
    let mut inspection = Inspection { draft, flaws: Vec::new() };
    inspection.day();
    inspection.contact_types();
    inspection.queues();
    inspection.agent_groups();
    inspection.menu();
    inspection.journeys();
    inspection.targets();
    inspection.flaws.extend(contract::seal::flaws(draft));
    inspection.flaws
}

/// A draft, and what was found wrong with it so far.
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

    fn has_queue(&self, id: QueueId) -> bool {
        id.index() < self.draft.queues.len()
    }

    fn has_group(&self, id: GroupId) -> bool {
        id.index() < self.draft.agent_groups.len()
    }

    fn has_contact_type(&self, id: ContactTypeId) -> bool {
        id.index() < self.draft.contact_types.len()
    }

    fn has_step(&self, id: IvrStepId) -> bool {
        id.index() < self.draft.ivr.len()
    }

    fn has_next(&self, to: IvrNext) -> bool {
        match to {
            IvrNext::Step(id) => self.has_step(id),
            IvrNext::Queue(id) => self.has_queue(id),
        }
    }

    fn day(&mut self) {
        let draft = self.draft;
        let day = &draft.day;
        self.demand(day.opens < day.closes, "the lines open before they close");
        self.demand(day.interval > Duration::ZERO, "the planning interval is longer than nothing");
        self.demand(
            day.interval > Duration::ZERO && day.length().as_micros().is_multiple_of(day.interval.as_micros()),
            "the day is a whole number of intervals",
        );
        self.demand(day.warm_up < day.length(), "the warm-up is shorter than the day");
        let intervals = day.intervals();
        self.demand((1..=65_535).contains(&intervals), "a day has 1 to 65 535 intervals");
        for length in [
            draft.contact_types.len(),
            draft.queues.len(),
            draft.agent_groups.len(),
            draft.ivr.len(),
            draft.targets.len(),
        ] {
            self.demand(length <= 65_535, "no list of parts is longer than 65 535");
        }
        self.demand(!draft.contact_types.is_empty(), "somebody calls");
    }

    fn contact_types(&mut self) {
        let draft = self.draft;
        let intervals = draft.day.intervals();
        for kind in &draft.contact_types {
            match &kind.arrivals {
                Arrivals::PerInterval(expected) => {
                    self.demand(expected.len() == intervals, "arrivals have a value for each interval");
                    self.demand(
                        expected.iter().all(|n| n.is_finite() && *n >= 0.0),
                        "expected arrivals are not negative",
                    );
                }
                Arrivals::Trace(days) => {
                    self.demand(!days.is_empty(), "a trace has a day");
                    self.demand(days.iter().all(|times| times.is_sorted()), "a trace is sorted");
                    self.demand(
                        days.iter().flatten().all(|&t| draft.day.opens <= t && t < draft.day.closes),
                        "a trace lies within opening hours",
                    );
                }
            }
            self.demand(kind.scale.is_finite() && kind.scale >= 0.0, "a scale is not negative");
            self.demand(
                kind.surges.iter().all(|s| s.from < s.to && s.factor.is_finite() && s.factor >= 0.0),
                "a surge lasts, and its factor is not negative",
            );
            self.demand(
                match kind.enters {
                    Entrance::Queue(id) => self.has_queue(id),
                    Entrance::Ivr(id) => self.has_step(id),
                },
                "contacts enter a queue or step that exists",
            );
        }
    }

    fn queues(&mut self) {
        let draft = self.draft;
        for q in &draft.queues {
            self.demand(q.prefers.iter().all(|&id| self.has_group(id)), "a queue prefers groups that exist");
            let overflow = q.overflow.iter().flat_map(|overflow| &overflow.to);
            self.demand(overflow.clone().all(|&id| self.has_group(id)), "a queue overflows to groups that exist");
            self.demand(
                overflow.clone().all(|id| !q.prefers.contains(id)),
                "a queue overflows to groups that do not answer it",
            );
        }
    }

    fn agent_groups(&mut self) {
        let draft = self.draft;
        let intervals = draft.day.intervals();
        let mut heads = 0_u64;
        for g in &draft.agent_groups {
            self.demand(g.answers.iter().all(|&id| self.has_queue(id)), "a group answers queues that exist");
            self.demand(
                g.skills.iter().all(|&id| self.has_contact_type(id)),
                "a group's skills are contact types that exist",
            );
            self.demand(g.staffing_scale.is_finite() && g.staffing_scale >= 0.0, "a staffing scale is not negative");
            self.demand(
                g.handle_time_factor.len() == draft.contact_types.len()
                    && g.handle_time_factor.iter().all(|f| f.is_finite() && *f > 0.0),
                "a group has a positive handle-time factor for each contact type",
            );
            let planned: u64 = match &g.staffing {
                Staffing::PerInterval(counts) => {
                    self.demand(counts.len() == intervals, "staffing has a value for each interval");
                    counts.iter().copied().max().unwrap_or(0).into()
                }
                Staffing::Shifts(shifts) => {
                    self.demand(
                        shifts.iter().all(|shift| {
                            let edges: Vec<_> = std::iter::once(shift.from)
                                .chain(shift.breaks.iter().flat_map(|&(from, to)| [from, to]))
                                .chain(std::iter::once(shift.to))
                                .collect();
                            shift.from < shift.to && edges.is_sorted()
                        }),
                        "a shift lasts, and its breaks lie within it in order",
                    );
                    shifts.iter().map(|shift| u64::from(shift.agents)).sum()
                }
            };
            heads = heads.saturating_add((planned as f64 * g.staffing_scale.max(0.0)).ceil() as u64);
        }
        self.demand(heads <= MOST_HEADS, "all groups together have at most 100 000 heads");
    }

    fn menu(&mut self) {
        let draft = self.draft;
        for s in &draft.ivr {
            match &s.action {
                IvrAction::Play { then, .. } => {
                    self.demand(self.has_next(*then), "a menu step leads somewhere that exists");
                }
                IvrAction::SelfService { then, .. } => {
                    let leads = then.is_none_or(|then| self.has_next(then));
                    self.demand(leads, "a menu step leads somewhere that exists");
                }
                IvrAction::Menu { options, presses, otherwise, replays_at_most, .. } => {
                    self.demand(
                        otherwise.is_none_or(|queue| self.has_queue(queue)),
                        "a menu ends in a queue that exists",
                    );
                    self.demand(*replays_at_most <= 1000, "a menu is heard again at most 1 000 times");
                    self.demand(
                        options.iter().all(|option| self.has_next(option.leads_to)),
                        "a menu option leads somewhere that exists",
                    );
                    self.demand(
                        presses.iter().all(|(id, row)| {
                            self.has_contact_type(*id)
                                && row.iter().all(|(press, _)| match press {
                                    Press::Option(at) => usize::from(*at) < options.len(),
                                    Press::WrongKey | Press::Nothing => otherwise.is_some(),
                                    Press::HangUp => true,
                                })
                                && (row.iter().map(|(_, share)| share.get()).sum::<f64>() - 1.0).abs() < 1e-6
                        }),
                        "who presses what names options that exist, and its shares add up to one",
                    );
                }
            }
        }
        self.demand(is_acyclic(draft), "the menu leads to an end");
    }

    /// Redials, transfers, notices, callbacks, numbers and rules.
    fn journeys(&mut self) {
        let draft = self.draft;
        for kind in &draft.contact_types {
            self.demand(kind.home.is_none_or(|id| self.has_queue(id)), "a contact type's own queue exists");
            let number = kind.dials.is_none_or(|id| id.index() < draft.numbers.len());
            self.demand(number, "contacts dial a number that exists");
            if let Some(redial) = &kind.redial {
                self.demand(redial.at_most <= Redial::MOST, "nobody redials more than 1 000 times");
            }
        }
        let transfers = draft.contact_types.iter().filter_map(|kind| kind.transfers);
        for transfer in transfers.chain(draft.agent_groups.iter().filter_map(|group| group.transfers)) {
            self.demand(self.has_queue(transfer.to), "contacts are passed on to a queue that exists");
        }
        for notice in draft.queues.iter().filter_map(|queue| queue.notice.as_ref()) {
            let every = notice.every.is_none_or(|every| every > Duration::ZERO);
            self.demand(every, "announcements are heard some time apart");
            self.demand(
                notice.says.is_none_or(|says| says > Duration::ZERO),
                "what is said is a multiple of something",
            );
            let runs = notice.patience_runs.is_none_or(|runs| {
                let speeds = [runs.until, runs.after];
                speeds.iter().all(|speed| speed.is_finite() && *speed >= 0.0)
            });
            self.demand(runs, "patience runs forwards");
        }
        for number in &draft.numbers {
            let mobile = number.mobile.as_ref().map(|(_, tariff)| tariff);
            for tariff in std::iter::once(&number.landline).chain(mobile) {
                let steps = tariff.per_minute.is_none_or(|time| {
                    time.first > Duration::ZERO && time.then > Duration::ZERO && time.price >= Money::ZERO
                });
                self.demand(steps, "a billing step lasts, and a price is not negative");
                let prices = tariff.per_call >= Money::ZERO && tariff.at_most.is_none_or(|most| most >= Money::ZERO);
                self.demand(prices, "a price is not negative");
            }
            let rules = number.rules.iter().all(|id| id.index() < draft.rule_sets.len());
            self.demand(rules, "a number is judged by rule sets that exist");
        }
        for length in [draft.numbers.len(), draft.rule_sets.len()] {
            self.demand(length <= 65_535, "no list of parts is longer than 65 535");
        }
    }

    fn targets(&mut self) {
        let draft = self.draft;
        for t in &draft.targets {
            self.demand(
                match t.scope {
                    Scope::Center => true,
                    Scope::ContactType(id) => self.has_contact_type(id),
                    Scope::Queue(id) => self.has_queue(id),
                    Scope::AgentGroup(_)
                    | Scope::Target(_)
                    | Scope::IvrStep(_)
                    | Scope::Number(_)
                    | Scope::RuleSet(_)
                    | Scope::Contract(_) => false,
                },
                "a target speaks about the center, a queue or a contact type that exists",
            );
        }
    }
}

/// Whether every walk through the menu ends: steps are removed while all they lead to is already known to end. A menu that
/// sends who has heard it too often to a queue ends by itself.
fn is_acyclic(draft: &Draft) -> bool {
    let mut ends = vec![false; draft.ivr.len()];
    loop {
        let before = ends.iter().filter(|end| **end).count();
        for (at, step) in draft.ivr.iter().enumerate() {
            let done = |to: &IvrNext| match to {
                IvrNext::Step(id) => ends.get(id.index()).copied().unwrap_or(true),
                IvrNext::Queue(_) => true,
            };
            let all = match &step.action {
                IvrAction::Play { then, .. } => done(then),
                IvrAction::SelfService { then, .. } => then.as_ref().is_none_or(done),
                IvrAction::Menu { options, otherwise, .. } => {
                    otherwise.is_some() || options.iter().all(|option| done(&option.leads_to))
                }
            };
            ends[at] = all;
        }
        let after = ends.iter().filter(|end| **end).count();
        if after == before {
            return after == ends.len();
        }
    }
}
