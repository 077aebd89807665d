//! What is kept apart while counting: pairs of contact type and queue, intervals, groups, service levels.

use crate::model::{
    BoundedMetric, Center, ContactTypeId, Denominator, GroupId, Period, Promise, QueueId, Scope, ServiceLevel, TargetId,
};
use crate::plan::{Clock, Plan};
use crate::units::{Duration, Money, Share};

use super::quantity::Quantity;

/// What the headline service level is when the scenario promises none: 20 s, of the offered.
const COMMON_LEVEL: ServiceLevel = ServiceLevel {
    within: Duration::from_secs(20),
    of: Denominator::Offered,
    short: Duration::from_secs(5),
    blocked: false,
};

/// Most memory that the histograms of hold by interval may take \[bytes\]; beyond, quantiles are kept for the day alone.
const HISTOGRAM_BUDGET: usize = 64 << 20;

/// Shape of all counts of a center.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Opening hours and grid.
    pub clock: Clock,
    /// Start of each interval, and closing time [microseconds since midnight].
    pub(super) edges: Vec<u64>,
    /// Contacts that differ in type or queue; those who never got to a queue make a pair of their own.
    pub(super) pairs: Vec<Pair>,
    /// Pair of a contact type (row) and a queue.
    pair_of: Vec<usize>,
    /// Pair of a contact type without a queue.
    unqueued: Vec<usize>,
    queues: usize,
    /// Different sets of pairs that some scope counts.
    pub(super) populations: Vec<Vec<usize>>,
    /// Scopes that count contacts, and which population each counts.
    pub(super) scopes: Vec<(Scope, usize)>,
    /// Different sets of groups that some scope counts.
    pub(super) crews: Vec<Vec<usize>>,
    /// Scopes that count agents, and which crew each counts.
    pub(super) staff_scopes: Vec<(Scope, usize)>,
    /// Wage for an hour, by group.
    pub(super) wages: Vec<Option<Money>>,
    /// Service levels; the first is the headline.
    pub(super) levels: Vec<Level>,
    /// Different times within which levels want an answer \[microseconds\].
    pub(super) withins: Vec<u64>,
    /// Different times up to which levels find an abandonment short \[microseconds\].
    pub(super) shorts: Vec<u64>,
    /// Targets, by id.
    pub(super) targets: Vec<TargetLayout>,
    /// Whether quantiles are kept for each interval, or only for the day.
    pub(super) quantiles_by_interval: bool,
}

/// Contacts of one type in one queue.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub contact_type: ContactTypeId,
    pub queue: Option<QueueId>,
    /// Hold from which a notice is due \[microseconds\].
    pub notice_after: u64,
}

/// A service level and where its thresholds stand among those counted.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_field_names, reason = "a level's definition is best called that")]
pub(super) struct Level {
    pub definition: ServiceLevel,
    pub within: usize,
    pub short: usize,
}

/// A target as a ratio that is held against a limit.
#[derive(Debug, Clone)]
pub(super) struct TargetLayout {
    pub population: usize,
    pub numerator: Quantity,
    pub denominator: Quantity,
    /// Limit in the ratio's own unit [share, or microseconds].
    pub limit: f64,
    pub higher_is_better: bool,
    pub per: Period,
    pub in_share: Option<Share>,
}

impl Layout {
    /// Works out what must be kept apart.
    pub fn of(center: &Center, plan: &Plan) -> Self {
        let clock = plan.clock;
        let edges = (0..=clock.intervals).map(|at| clock.start_of(at).as_micros()).collect();
        let queues = center.queues.len();
        let mut pairs = Vec::new();
        let mut pair_of = vec![usize::MAX; center.contact_types.len() * queues];
        let mut unqueued = Vec::new();
        for kind in (0..center.contact_types.len()).map(ContactTypeId::at) {
            unqueued.push(pairs.len());
            pairs.push(Pair { contact_type: kind, queue: None, notice_after: u64::MAX });
            for queue in plan.queues_of(kind) {
                pair_of[kind.index() * queues + queue.index()] = pairs.len();
                let notice_after = center.queues[queue.index()].notice_after.as_micros();
                pairs.push(Pair { contact_type: kind, queue: Some(queue), notice_after });
            }
        }

        let mut layout = Self {
            clock,
            edges,
            pair_of,
            unqueued,
            queues,
            populations: Vec::new(),
            scopes: Vec::new(),
            crews: Vec::new(),
            staff_scopes: Vec::new(),
            wages: center.agent_groups.iter().map(|group| group.wage_per_hour).collect(),
            levels: Vec::new(),
            withins: Vec::new(),
            shorts: Vec::new(),
            targets: Vec::new(),
            quantiles_by_interval: pairs.len() * clock.intervals as usize * 16 * 8192 <= HISTOGRAM_BUDGET,
            pairs,
        };
        let kinds = (0..center.contact_types.len()).map(|at| Scope::ContactType(ContactTypeId::at(at)));
        let lines = (0..queues).map(|at| Scope::Queue(QueueId::at(at)));
        for scope in std::iter::once(Scope::Center).chain(kinds).chain(lines) {
            let population = layout.population(scope);
            layout.scopes.push((scope, population));
        }
        let groups: Vec<usize> = (0..center.agent_groups.len()).collect();
        let crew = place(&mut layout.crews, groups.clone());
        layout.staff_scopes.push((Scope::Center, crew));
        for group in groups {
            let crew = place(&mut layout.crews, vec![group]);
            layout.staff_scopes.push((Scope::AgentGroup(GroupId::at(group)), crew));
        }
        let promised = center.targets.iter().find_map(|target| match target.promise {
            Promise::ServiceLevel { level, .. } => Some(level),
            Promise::AtMost { .. } => None,
        });
        layout.level(promised.unwrap_or(COMMON_LEVEL));
        for target in &center.targets {
            let laid_out = layout.target(target);
            layout.targets.push(laid_out);
        }
        layout
    }

    /// Position of the pair of a contact type and a queue.
    #[inline]
    pub(super) fn pair(&self, contact_type: ContactTypeId, queue: QueueId) -> usize {
        self.pair_of[contact_type.index() * self.queues + queue.index()]
    }

    /// Position of the pair of a contact type for those who never got to a queue.
    pub(super) fn unqueued(&self, contact_type: ContactTypeId) -> usize {
        self.unqueued[contact_type.index()]
    }

    /// Service level that the center, a contact type or a queue shows.
    pub fn headline(&self) -> ServiceLevel {
        self.levels.first().map_or(COMMON_LEVEL, |level| level.definition)
    }

    /// Number of quantities about contacts.
    pub(super) fn quantities(&self) -> usize {
        Quantity::FIXED + 2 * self.levels.len()
    }

    /// Position of the service level that a target promises.
    pub(super) fn level_of(&self, target: TargetId) -> Option<u16> {
        match self.targets[target.index()].numerator {
            Quantity::LevelKept(level) => Some(level),
            _ => None,
        }
    }

    fn population(&mut self, scope: Scope) -> usize {
        let members = (0..self.pairs.len()).filter(|&at| match scope {
            Scope::ContactType(id) => self.pairs[at].contact_type == id,
            Scope::Queue(id) => self.pairs[at].queue == Some(id),
            _ => true,
        });
        let members = members.collect();
        place(&mut self.populations, members)
    }

    fn level(&mut self, level: ServiceLevel) -> u16 {
        let position = self.levels.iter().position(|known| known.definition == level).unwrap_or_else(|| {
            let within = place(&mut self.withins, level.within.as_micros());
            let short = place(&mut self.shorts, level.short.as_micros());
            self.levels.push(Level { definition: level, within, short });
            self.levels.len() - 1
        });
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    fn target(&mut self, target: &crate::model::Target) -> TargetLayout {
        use Quantity::{Abandoned, Answered, AnsweredHold, Arrived, Blocked, Held, Hold, NoticeDue, Offered};
        let population = self.population(target.scope);
        let (numerator, denominator, limit, higher_is_better) = match target.promise {
            Promise::ServiceLevel { level, at_least } => {
                let level = self.level(level);
                (Quantity::LevelKept(level), Quantity::LevelBase(level), at_least.get(), true)
            }
            Promise::AtMost { metric, limit } => {
                let micros = crate::units::MICROSECONDS_PER_SECOND as f64;
                let (numerator, denominator, scale) = match metric {
                    BoundedMetric::NoticeDueRate => (NoticeDue, Offered, 1.0),
                    BoundedMetric::AbandonmentRate => (Abandoned, Offered, 1.0),
                    BoundedMetric::BlockingRate => (Blocked, Arrived, 1.0),
                    BoundedMetric::HeldRate => (Held, Offered, 1.0),
                    BoundedMetric::MeanHoldTime => (Hold, Offered, micros),
                    BoundedMetric::AverageSpeedOfAnswer => (AnsweredHold, Answered, micros),
                };
                (numerator, denominator, limit * scale, false)
            }
        };
        TargetLayout {
            population,
            numerator,
            denominator,
            limit,
            higher_is_better,
            per: target.per,
            in_share: target.in_share,
        }
    }
}

impl TargetLayout {
    /// Whether a period kept the promise; one in which nobody is counted did.
    pub fn is_kept(&self, numerator: u64, denominator: u64) -> bool {
        let bound = self.limit * denominator as f64;
        // A hair of rounding must not turn 80 of 100 into a miss of 80 %.
        let hair = 1e-9 * bound.abs().max(1.0);
        if self.higher_is_better { numerator as f64 >= bound - hair } else { numerator as f64 <= bound + hair }
    }
}

/// Position of a value in a list, put at the end if it is new.
fn place<T: PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}
