//! What is kept apart while counting: pairs of contact type and queue, intervals, groups, service levels.

use crate::model::{
    BoundedMetric, Center, ContactTypeId, ContractId, Denominator, GroupId, NumberId, Period, Promise, QueueId, Scope,
    ServiceLevel, TargetId,
};
use crate::plan::{Clock, Plan, Span};
use crate::statistics::Pairing;
use crate::units::{Duration, MICROSECONDS_PER_SECOND, Money, Share};

use super::evidence::ContractLayout;
use super::quantity::{Journey, Quantity};
pub(super) use journey::JourneyLayout;
pub(super) use span::{SpanLayout, kind_of};

mod journey;
mod span;

/// What the headline service level is when the scenario promises none: 20 s, of the offered.
const COMMON_LEVEL: ServiceLevel = ServiceLevel {
    within: Duration::from_secs(20),
    of: Denominator::Offered,
    short: Duration::from_secs(5),
    blocked: false,
};

/// What is kept of the center's intervals for a page: who asked for an agent, who held long and how long all held, and the
/// headline service level.
pub(super) const COURSE: [Quantity; 5] =
    [Quantity::Offered, Quantity::NoticeDue, Quantity::Hold, Quantity::LevelKept(0), Quantity::LevelBase(0)];
/// What of it is divided by what, by position.
pub(super) const RATIOS_OF_COURSE: [(usize, usize); 3] = [(1, 0), (2, 0), (3, 4)];

/// Most memory that the histograms of hold by interval may take \[bytes\]; beyond, quantiles are kept for the day alone.
const HISTOGRAM_BUDGET: usize = 64 << 20;

/// Shape of all counts of a center.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers, each asked by its name")]
pub struct Layout {
    /// Opening hours and grid.
    pub clock: Clock,
    /// Start of each cell that a tally tells apart in the longest stretch, and its closing time [microseconds since
    /// midnight of its first date].
    pub(super) edges: Vec<u64>,
    /// Days of a replication.
    pub(super) span: SpanLayout,
    /// What contracts ask, by id.
    pub(super) contracts: Vec<ContractLayout>,
    /// Whether a stretch may be longer than a day.
    rolls_over: bool,
    /// Whether somebody asks for each interval of each date: a contract.
    asks_for_cells: bool,
    /// Contacts that differ in type or queue; those who never got to a queue make a pair of their own.
    pub(super) pairs: Vec<Pair>,
    /// Pair of a contact type (row) and a queue: as the first of a call, then, behind all those, as a later one.
    pair_of: Vec<usize>,
    /// Where those begin.
    later_from: usize,
    /// Pair of a contact type without a queue.
    unqueued: Vec<usize>,
    queues: usize,
    /// Different sets of pairs that some scope counts.
    pub(super) populations: Vec<Population>,
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
    /// How replications are paired in strata; `None` where they are independent.
    pub(super) pairing: Option<Pairing>,
    /// What is expected of each control in a replication; empty where figures are not corrected.
    pub(super) expected: Vec<f64>,
    /// Intervals whose sums are kept beside those of the whole day: all of them, or none.
    pub(super) kept_intervals: usize,
    /// Whether the center's course of the day is all that is kept of parts of a day: [`COURSE`] of each interval.
    has_course_alone: bool,
    /// Whether quantiles are kept for each interval, or only for the day.
    pub(super) quantiles_by_interval: bool,
    /// Whether calls are followed, so that there is something to keep of journeys.
    pub(super) follows: bool,
    /// What is kept of them.
    pub(super) journey: JourneyLayout,
}

/// Contacts of one type in one queue.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub contact_type: ContactTypeId,
    pub queue: Option<QueueId>,
    /// Not the first queue of the call.
    pub is_later: bool,
    /// Time within which the queue promises to call back \[microseconds\].
    pub called_back_within: u64,
    /// Hold from which a notice is due \[microseconds\].
    pub notice_after: u64,
}

/// Whom a scope counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Population {
    /// Counted in everything.
    pub pairs: Vec<usize>,
    /// Later queues of calls that are counted with their first: only what counts all queues of a call counts them.
    pub later: Vec<usize>,
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
        let rolls_over = center.calendar.is_some() && center.day.never_closes();
        let longest = plan.span.stretches.iter().map(|stretch| stretch.clock.intervals).max().unwrap_or(0);
        let edges = (0..=longest).map(|at| clock.start_of(at).as_micros()).collect();
        let queues = center.queues.len();
        let mut pairs = Vec::new();
        let mut pair_of = vec![usize::MAX; 2 * center.contact_types.len() * queues];
        let later_from = pair_of.len() / 2;
        let mut unqueued = Vec::new();
        for kind in (0..center.contact_types.len()).map(ContactTypeId::at) {
            unqueued.push(pairs.len());
            pairs.push(Pair::of(center, kind, None, false));
            let first = plan.queues_of(kind).into_iter().map(|queue| (queue, false));
            let later = plan.later_queues_of(kind).into_iter().map(|queue| (queue, true));
            for (queue, is_later) in first.chain(later) {
                let behind = if is_later { later_from } else { 0 };
                pair_of[behind + kind.index() * queues + queue.index()] = pairs.len();
                pairs.push(Pair::of(center, kind, Some(queue), is_later));
            }
        }

        let mut layout = Self {
            clock,
            edges,
            span: SpanLayout::of(center, &plan.span, clock.intervals as usize),
            contracts: Vec::new(),
            rolls_over,
            asks_for_cells: !center.contracts.is_empty(),
            pair_of,
            later_from,
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
            pairing: plan.arrivals.strata().map(Pairing::of_strata),
            expected: Vec::new(),
            kept_intervals: clock.intervals as usize,
            has_course_alone: false,
            quantiles_by_interval: !rolls_over
                && pairs.len() * clock.intervals as usize * 16 * 8192 <= HISTOGRAM_BUDGET,
            pairs,
            follows: plan.follows,
            journey: JourneyLayout::of(center, plan),
        };
        let kinds = (0..center.contact_types.len()).map(|at| Scope::ContactType(ContactTypeId::at(at)));
        let lines = (0..queues).map(|at| Scope::Queue(QueueId::at(at)));
        let dialled = (0..layout.journey.numbers.len()).map(|at| Scope::Number(NumberId::at(at)));
        for scope in std::iter::once(Scope::Center).chain(kinds).chain(lines).chain(dialled) {
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
        for contract in (0..center.contracts.len()).map(ContractId::at) {
            let laid_out = ContractLayout::of(center, contract, &mut layout);
            layout.contracts.push(laid_out);
        }
        layout
    }

    /// The same, but only the figures of the whole day are kept: what thousands of scenarios have room for.
    #[must_use]
    pub fn of_whole_days(mut self) -> Self {
        self.kept_intervals = 0;
        self.quantiles_by_interval = false;
        // Only a target that is about each interval still asks for them.
        let asks = self.asks_for_cells || self.has_interval_targets();
        if !asks && !self.rolls_over {
            self.edges = vec![self.edges[0], self.edges[self.edges.len() - 1]];
            self.span.merge_cells_of_dates();
        }
        self.span.shown.clear();
        self
    }

    /// The same with what a page shows of a run: the whole day of everybody, and how the center fares in the course of it. A
    /// seventh of a run's instructions is what all figures of all intervals cost. A calendar keeps all.
    #[must_use]
    pub fn for_a_page(mut self) -> Self {
        if self.span.shown.is_empty() && self.scopes[0].1 == 0 {
            self.has_course_alone = true;
            self.quantiles_by_interval = false;
        }
        self
    }

    /// The same without quantiles by interval, whose histograms take most of the room.
    #[must_use]
    pub const fn without_quantiles_by_interval(mut self) -> Self {
        self.quantiles_by_interval = false;
        self
    }

    /// The same with the figures of the whole day corrected by what the people bring with them
    /// ([`Demand`](crate::observation::Demand)), as far as its expectation is known exactly. Nothing is corrected where
    /// somebody comes by a trace, or where a warm-up does not count, or where intervals are kept, with which the day would
    /// no longer add up.
    #[must_use]
    pub fn with_controls(mut self, center: &Center, plan: &Plan) -> Self {
        self.expected = if self.kept_intervals == 0 { expected_demand(center, plan) } else { Vec::new() };
        self
    }

    /// Whether figures are corrected by what the people bring with them.
    pub const fn has_controls(&self) -> bool {
        !self.expected.is_empty()
    }

    /// Histograms of hold that a tally keeps: by pair, and interval where quantiles are kept for each.
    pub(super) fn histograms(&self) -> usize {
        self.pairs.len() * if self.quantiles_by_interval { self.clock.intervals as usize } else { 1 }
    }

    /// Which of them counts the holds of a pair in an interval of a stretch.
    #[inline]
    pub(super) const fn histogram_of(&self, pair: usize, interval: usize) -> usize {
        if self.quantiles_by_interval { pair * self.clock.intervals as usize + interval } else { pair }
    }

    /// Length of all that counts in a replication \[microseconds\].
    pub(super) fn counted_span(&self) -> f64 {
        self.counted_day() * self.span.dates() as f64
    }

    /// Length of a day that counts \[microseconds\].
    fn counted_day(&self) -> f64 {
        let (from, to) = (self.clock.opens, self.clock.closes);
        to.since(from.max(self.clock.counts_from)).as_micros().max(1) as f64
    }

    /// Length of what a row of a scope is about, as far as it counts \[microseconds\]. An interval of the day is met on
    /// every date.
    pub(super) fn counted_length(&self, row: Option<u32>) -> f64 {
        let Some(row) = row.map(|row| row as usize) else { return self.counted_span() };
        if let Some(period) = row.checked_sub(self.day_cell() + 1) {
            return self.counted_day() * self.span.shown[period].dates.len() as f64;
        }
        let (from, to) = (self.clock.start_of(row as u32), self.clock.start_of(row as u32 + 1));
        to.since(from.max(self.clock.counts_from)).as_micros().max(1) as f64 * self.span.dates() as f64
    }

    /// Rows that are kept of a scope: intervals of the day, the whole replication, and the dates, weeks, months ... of a
    /// calendar.
    pub(super) fn rows(&self) -> usize {
        self.day_cell() + 1 + self.span.shown.len()
    }

    /// Whether parts of a replication are kept of every population and crew; the whole is of each.
    pub(super) const fn keeps_parts(&self) -> bool {
        !self.has_course_alone
    }

    /// Rows that are kept of each population and crew.
    pub(super) fn rows_of_each(&self) -> usize {
        if self.keeps_parts() { self.rows() } else { 1 }
    }

    /// The row of a population or crew that is about a part of a replication, or the whole of it; `None` where it is not kept.
    pub(super) fn row_of(&self, population: usize, part: usize) -> Option<usize> {
        if self.keeps_parts() {
            Some(population * self.rows() + part)
        } else {
            (part == self.day_cell()).then_some(population)
        }
    }

    /// Intervals whose [`COURSE`] is kept of the center, where that is all.
    pub(super) const fn course_rows(&self) -> usize {
        if self.has_course_alone { self.day_cell() } else { 0 }
    }

    /// Cells in which the journeys of a pair are counted: one, if nothing is asked of them but the whole day.
    pub(super) fn journey_cells(&self) -> usize {
        let asks = self.keeps_parts()
            || self.asks_for_cells
            || self.has_interval_targets()
            || self.journey.kept.contains(&Journey::Callbacks);
        if asks { self.span.cells() } else { 1 }
    }

    /// Whether some target is about each interval.
    pub(super) fn has_interval_targets(&self) -> bool {
        self.targets.iter().any(|target| target.per == Period::Interval)
    }

    /// Rows of a scope that are about a part of a replication, in the order of results.
    pub(super) fn parts(&self) -> impl Iterator<Item = u32> + use<> {
        let (whole, rows) = (self.day_cell() as u32, self.rows() as u32);
        (0..rows).filter(move |row| *row != whole)
    }

    /// What results call a part of a replication: `08:00`, or the date, week, month ... of a calendar.
    pub fn part_name(&self, row: u32) -> String {
        match (row as usize).checked_sub(self.day_cell() + 1) {
            None => self.clock.start_of(row).clock(),
            Some(period) => self.span.shown.get(period).map(|period| period.name.clone()).unwrap_or_default(),
        }
    }

    /// Names of all parts of a center's replications, by row, where its intervals are kept.
    pub fn part_names(center: &Center) -> Vec<String> {
        let intervals = center.day.intervals();
        let times = (0..intervals).map(|at| center.day.interval_start(at).clock());
        let span = SpanLayout::of(center, &Span::of(center), intervals);
        times.chain([String::new()]).chain(span.shown.into_iter().map(|period| period.name)).collect()
    }

    /// Whether a part of a replication is an interval of the day.
    pub fn is_time_of_day(&self, row: u32) -> bool {
        (row as usize) < self.day_cell()
    }

    /// Open dates of a replication; one without a calendar.
    pub fn dates(&self) -> usize {
        self.span.dates()
    }

    /// Position of the whole replication among the rows that are kept of a scope: behind the intervals of the day.
    pub(super) const fn day_cell(&self) -> usize {
        self.kept_intervals
    }

    /// Position of the pair of a contact type and a queue.
    #[inline]
    pub(super) fn pair(&self, contact_type: ContactTypeId, queue: QueueId, is_later: bool) -> usize {
        let first = contact_type.index() * self.queues + queue.index();
        self.pair_of[if is_later { self.later_from + first } else { first }]
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
        self.unfollowed_quantities() + self.journey.kept.len()
    }

    /// Number of those that a plan has which does not follow calls.
    pub(super) fn unfollowed_quantities(&self) -> usize {
        Quantity::FIXED + 2 * self.levels.len()
    }

    /// Position of a quantity among them; `None` where it is not kept.
    pub(super) fn position(&self, quantity: Quantity) -> Option<usize> {
        match quantity {
            Quantity::Journey(journey) => Some(self.unfollowed_quantities() + self.journey.place(journey)?),
            fixed => fixed.fixed_position(),
        }
    }

    /// Contact types that a population counts, some of them more than once.
    pub(super) fn kinds_of(&self, population: usize) -> impl Iterator<Item = ContactTypeId> + '_ {
        self.populations[population].pairs.iter().map(|&pair| self.pairs[pair].contact_type)
    }

    /// Position of the service level that a target promises.
    pub(super) fn level_of(&self, target: TargetId) -> Option<u16> {
        match self.targets[target.index()].numerator {
            Quantity::LevelKept(level) => Some(level),
            _ => None,
        }
    }

    /// Whoever is of some contact types.
    pub(super) fn population_of(&self, has: impl Fn(ContactTypeId) -> bool) -> Population {
        let members = (0..self.pairs.len()).filter(|&at| has(self.pairs[at].contact_type));
        let (later, pairs) = members.partition(|&at| self.pairs[at].is_later);
        Population { pairs, later }
    }

    /// Where the thresholds of a service level stand: its time among those of the answered, its time and its short time
    /// among those of the abandoned.
    pub(super) fn thresholds(&mut self, level: ServiceLevel) -> [usize; 3] {
        let within = level.within.as_micros();
        [
            place(&mut self.withins, within),
            place(&mut self.shorts, within),
            place(&mut self.shorts, level.short.as_micros()),
        ]
    }

    pub(super) fn population(&mut self, scope: Scope) -> usize {
        let dials = |pair: &Pair| self.journey.callers.get(pair.contact_type.index()).and_then(|caller| caller.dials);
        let members = (0..self.pairs.len()).filter(|&at| match scope {
            Scope::ContactType(id) => self.pairs[at].contact_type == id,
            Scope::Queue(id) => self.pairs[at].queue == Some(id),
            Scope::Number(id) => dials(&self.pairs[at]) == Some(id),
            _ => true,
        });
        // A call counts once, with its first queue, but each queue counts everybody who came.
        let is_later = |at: &usize| self.pairs[*at].is_later && !matches!(scope, Scope::Queue(_));
        let (later, pairs) = members.partition(is_later);
        place(&mut self.populations, Population { pairs, later })
    }

    pub(super) fn level(&mut self, level: ServiceLevel) -> u16 {
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

/// Expectation of the number of people in a replication, and of their work \[microseconds\]; nothing, or the first alone,
/// where it is not known exactly.
fn expected_demand(center: &Center, plan: &Plan) -> Vec<f64> {
    let Some(contacts) = plan.arrivals.mean_contacts().filter(|_| center.day.warm_up == Duration::ZERO) else {
        return Vec::new();
    };
    let works = center.contact_types.iter().zip(&contacts).map(|(kind, contacts)| {
        let handle_time = kind.talk_time.mean_seconds()? + kind.after_call_work.mean_seconds()?;
        Some(contacts * handle_time * MICROSECONDS_PER_SECOND as f64)
    });
    let work: Option<f64> = works.sum();
    std::iter::once(contacts.iter().sum()).chain(work).collect()
}

impl Pair {
    fn of(center: &Center, contact_type: ContactTypeId, queue: Option<QueueId>, is_later: bool) -> Self {
        let line = queue.map(|queue| &center.queues[queue.index()]);
        let within = line.and_then(|line| line.callback).and_then(|callback| callback.within);
        Self {
            contact_type,
            queue,
            is_later,
            called_back_within: within.map_or(u64::MAX, Duration::as_micros),
            notice_after: line.map_or(u64::MAX, |line| line.notice_after.as_micros()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::quantity::Journey;
    use crate::scenario::{self, Source};

    const SMALL: &str = "[contact-type.call]\narrivals.rate = '60 per h'\ntalk-time = '4 min'\n[agent-group.agents]\nstaffing.constant = 5\n";

    #[test]
    fn a_plan_that_follows_no_calls_keeps_nothing_of_journeys() {
        let center = scenario::read(&Source::from_text("small.toml", SMALL.to_owned()), &[]).unwrap().center;
        let plan = Plan::compile(&center);
        let layout = Layout::of(&center, &plan);
        assert!(!layout.follows && layout.journey.kept.is_empty());
        assert_eq!(layout.quantities(), Quantity::FIXED + 2);
        assert_eq!(
            layout.populations,
            [Population { pairs: vec![0, 1], later: Vec::new() }, Population { pairs: vec![1], later: Vec::new() }]
        );
        assert_eq!(layout.position(Quantity::Journey(Journey::Redials)), None);
        let tally = crate::metrics::Tally::new(&layout);
        assert_eq!(tally.width, 16 + 2);
        assert!(
            tally.steps.is_empty() && tally.conduct.is_empty() && tally.notices.is_empty() && tally.waits.is_empty()
        );
    }
}
