//! Two centers on the same people: what differs, known far better than either figure.

use std::sync::Arc;

use super::CONFIDENCE;
use super::definition::{CATALOGUE, Definition, Interval, Measure, Unit};
use super::layout::Layout;
use super::quantity::{Journey, Quantity, StaffQuantity};
use super::tally::{conduct, step};
use super::totals::Totals;
use crate::model::{Center, IvrStepId, Period, RuleSetId, Scope, TargetId};
use crate::statistics::{Estimate, NumberReader, NumberWriter, PairedRatios, Pairing, RatioMoments};
use crate::units::{MICROSECONDS_PER_SECOND, Money};

/// What is watched where nothing is promised.
const HEADLINE: [&str; 2] = ["service-level", "notice-due-rate"];

/// No day has more numbers than this.
const MOST_NUMBERS: usize = 1 << 22;

/// One replication's numbers of the whole day: what differences are made of.
///
/// About eight bytes for each scope and quantity: one to four kilobytes a replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRecord(Box<[u64]>);

impl DayRecord {
    /// How much memory one takes \[bytes\].
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }
}

/// A figure of two centers and the difference between them.
#[derive(Debug, Clone, Copy)]
pub struct Difference {
    /// What it is.
    pub metric: &'static Definition,
    /// Whose, in the first center; in the second it has the same name.
    pub scope: Scope,
    /// The first center's.
    pub first: Option<Estimate>,
    /// The second center's.
    pub second: Option<Estimate>,
    /// The second's less the first's, its interval that of the paired difference; `None` where either is undefined.
    pub difference: Option<Estimate>,
    /// How many times as many replications it would have taken with people of their own for each center: the variances of
    /// both over that of the paired difference. `None` where that is unknown, or nothing ever differed.
    pub times_sharper: Option<f64>,
}

impl Difference {
    /// Whether the second is surely more, surely less, or neither.
    pub fn direction(&self) -> Option<std::cmp::Ordering> {
        let (low, high) = self.difference?.interval?;
        if low > 0.0 {
            Some(std::cmp::Ordering::Greater)
        } else if high < 0.0 {
            Some(std::cmp::Ordering::Less)
        } else if low == 0.0 && high == 0.0 {
            Some(std::cmp::Ordering::Equal)
        } else {
            None
        }
    }
}

/// Sums over replications that two centers played with the same people, for every mean and ratio of the whole day that both
/// have. Quantiles, and roots of mean squares, are left out.
#[derive(Debug, Clone)]
pub struct Contrast {
    figures: Arc<[Figure]>,
    pairing: Option<Pairing>,
    replications: u64,
    /// By figure.
    sums: Vec<PairedRatios>,
    /// Replications whose partner in the stratum is still to come: number, and the day in each center.
    unpaired: Vec<(u64, DayRecord, DayRecord)>,
}

#[derive(Debug, Clone, Copy)]
struct Figure {
    metric: &'static Definition,
    scope: Scope,
    first: Reading,
    second: Reading,
}

/// How a figure is read from a day.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reading {
    /// Position of the numerator.
    above: usize,
    /// Position of the denominator; `None`: each replication counts as one.
    below: Option<usize>,
    /// Taken off the ratio [its own unit].
    shift: f64,
    /// From its own unit to the metric's.
    scale: f64,
}

impl Reading {
    fn of(&self, day: &DayRecord) -> (u64, u64) {
        (day.0[self.above], self.below.map_or(1, |below| day.0[below]))
    }

    /// A figure by itself.
    fn estimate(&self, metric: &Definition, moments: &RatioMoments) -> Option<Estimate> {
        let Estimate { value, interval } = match metric.interval {
            Interval::Share => moments.share_estimate(CONFIDENCE)?,
            _ => moments.estimate(CONFIDENCE)?,
        };
        let read = |number: f64| (number - self.shift) * self.scale;
        let estimate = Estimate { value: read(value), interval: interval.map(|(low, high)| (read(low), read(high))) };
        // Only errors, which are kept shifted, may be below zero.
        Some(if self.shift > 0.0 { estimate } else { estimate.clamped(0.0, f64::INFINITY) })
    }
}

impl Contrast {
    /// Of a first center and a second, each with its layout. Scopes belong together by name; money of two currencies, or
    /// service levels that promise different things, have no difference.
    pub fn between(first: (&Center, &Layout), second: (&Center, &Layout)) -> Self {
        let theirs: Vec<_> = figures(second.0, second.1)
            .into_iter()
            .map(|(metric, scope, reading)| (metric, second.0.scope_name(scope), scope, reading))
            .collect();
        let same_money = first.0.currency == second.0.currency;
        let figures: Arc<[Figure]> = figures(first.0, first.1)
            .into_iter()
            .enumerate()
            .filter_map(|(at, (metric, scope, reading))| {
                let name = first.0.scope_name(scope);
                let is_same =
                    |theirs: &&(&Definition, String, Scope, Reading)| theirs.0.id == metric.id && theirs.1 == name;
                // Mostly both centers have the same figures.
                let there = theirs.get(at).filter(is_same).or_else(|| theirs.iter().find(is_same));
                let (_, _, their_scope, other) = there?;
                let is_comparable = reading.scale.to_bits() == other.scale.to_bits()
                    && (metric.unit != Unit::Money || same_money)
                    && promises_alike(metric, (first.1, scope), (second.1, *their_scope));
                is_comparable.then_some(Figure { metric, scope, first: reading, second: *other })
            })
            .collect();
        Self {
            sums: vec![PairedRatios::default(); figures.len()],
            figures,
            pairing: first.1.pairing.or(second.1.pairing),
            replications: 0,
            unpaired: Vec::new(),
        }
    }

    /// The same with these metrics alone; all of them where none are named.
    #[must_use]
    pub fn of_metrics(mut self, ids: &[String]) -> Self {
        if !ids.is_empty() {
            self.figures = self.figures.iter().filter(|f| ids.iter().any(|id| id == f.metric.id)).copied().collect();
            self.sums.truncate(self.figures.len());
        }
        self
    }

    /// The same centers with nothing played yet.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self {
            figures: Arc::clone(&self.figures),
            pairing: self.pairing,
            replications: 0,
            sums: vec![PairedRatios::default(); self.figures.len()],
            unpaired: Vec::new(),
        }
    }

    /// All sums, as [`Contrast::from_bytes`] reads them. They mean something only between the same two centers.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = NumberWriter::default();
        to.put(self.replications);
        self.sums.iter().for_each(|sums| sums.write(&mut to));
        // In the order of their numbers, whichever thread found them.
        let mut unpaired: Vec<_> = self.unpaired.iter().collect();
        unpaired.sort_unstable_by_key(|(replication, ..)| *replication);
        to.put(unpaired.len() as u64);
        for (replication, first, second) in unpaired {
            to.put(*replication);
            for day in [first, second] {
                to.put(day.0.len() as u64);
                to.put_sparse(&day.0);
            }
        }
        to.into_bytes()
    }

    /// Between these two centers, with what [`Contrast::to_bytes`] made of the sums; `None` where the bytes are no such
    /// thing.
    #[allow(clippy::wrong_self_convention, reason = "the centers, with sums from bytes")]
    pub fn from_bytes(mut self, bytes: &[u8]) -> Option<Self> {
        let from = &mut NumberReader::new(bytes);
        self.replications = from.take()?;
        for sums in &mut self.sums {
            *sums = PairedRatios::read(from)?;
        }
        let readings = self.figures.iter().flat_map(|figure| [figure.first, figure.second]);
        let least = readings.map(|of| 1 + of.above.max(of.below.unwrap_or(0))).max().unwrap_or(0);
        for _ in 0..from.take::<u64>()? {
            let replication = from.take()?;
            let mut day = || {
                let count = from.take().filter(|&count: &usize| (least..MOST_NUMBERS).contains(&count))?;
                let mut numbers = vec![0; count];
                from.take_sparse(&mut numbers)?;
                Some(DayRecord(numbers.into()))
            };
            self.unpaired.push((replication, day()?, day()?));
        }
        from.is_at_end().then_some(self)
    }

    /// Replications taken in.
    pub const fn replications(&self) -> u64 {
        self.replications
    }

    /// Takes in a replication, as [`Totals::last_day`] gave it of each center.
    pub fn push(&mut self, replication: u64, first: &DayRecord, second: &DayRecord) {
        self.replications += 1;
        for (figure, sum) in self.figures.iter().zip(&mut self.sums) {
            sum.push(figure.first.of(first), figure.second.of(second));
        }
        if self.pairing.is_some() {
            let partner = self.unpaired.iter().position(|(number, ..)| *number == replication ^ 1);
            match partner.map(|at| self.unpaired.swap_remove(at)) {
                Some((_, one, other)) => self.push_pair((first, second), (&one, &other)),
                None => self.unpaired.push((replication, first.clone(), second.clone())),
            }
        }
    }

    fn push_pair(&mut self, one: (&DayRecord, &DayRecord), other: (&DayRecord, &DayRecord)) {
        for (figure, sum) in self.figures.iter().zip(&mut self.sums) {
            let read = |day: (&DayRecord, &DayRecord)| [figure.first.of(day.0), figure.second.of(day.1)];
            sum.push_pair(read(one), read(other));
        }
    }

    /// Takes in what `other` has seen: other replications of the same two centers.
    pub fn merge(&mut self, other: Self) {
        self.replications += other.replications;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.merge(more);
        }
        for (replication, first, second) in other.unpaired {
            let partner = self.unpaired.iter().position(|(number, ..)| *number == replication ^ 1);
            match partner.map(|at| self.unpaired.swap_remove(at)) {
                Some((_, one, two)) => self.push_pair((&first, &second), (&one, &two)),
                None => self.unpaired.push((replication, first, second)),
            }
        }
    }

    /// All differences: by scope, then metric, as the first center's results list them.
    pub fn rows(&self) -> Vec<Difference> {
        self.figures.iter().zip(&self.sums).map(|(figure, sum)| self.difference(figure, sum)).collect()
    }

    /// One difference.
    pub fn find(&self, metric: &str, scope: Scope) -> Option<Difference> {
        let mut all = self.figures.iter().zip(&self.sums);
        let (figure, sum) = all.find(|(figure, _)| figure.metric.id == metric && figure.scope == scope)?;
        Some(self.difference(figure, sum))
    }

    /// Widest half-width of the differences of what is promised in the first center and compared with the second, in parts of
    /// what is wanted: `of_shares` for a share, `of_times` of the first's value for a time. Without such, that of the center's
    /// headline service level and notice-due rate. Infinite while there is no interval.
    pub fn widest_half_width(&self, of_shares: f64, of_times: f64) -> f64 {
        let promised: Vec<Difference> = self
            .rows()
            .into_iter()
            .filter(|row| matches!(row.scope, Scope::Target(_)) && row.metric.id != "target-met")
            .collect();
        let headline = || HEADLINE.iter().filter_map(|id| self.find(id, Scope::Center)).collect();
        let watched = if promised.is_empty() { headline() } else { promised };
        let excess = |row: &Difference| {
            // Nobody counted: no further replication would say more.
            let Some(difference) = row.difference else { return 0.0 };
            let unit = match row.metric.unit {
                Unit::Share => of_shares,
                _ => of_times * row.first.map_or(0.0, |first| first.value.abs()).max(f64::MIN_POSITIVE),
            };
            difference.half_width().map_or(f64::INFINITY, |half_width| half_width / unit)
        };
        watched.iter().map(excess).fold(0.0, f64::max)
    }

    fn difference(&self, figure: &Figure, sum: &PairedRatios) -> Difference {
        let Figure { metric, scope, first, second } = *figure;
        let difference = sum.difference(CONFIDENCE, self.pairing).map(|Estimate { value, interval }| {
            let scaled = |number: f64| number * first.scale;
            Estimate { value: scaled(value), interval: interval.map(|(low, high)| (scaled(low), scaled(high))) }
        });
        Difference {
            metric,
            scope,
            first: first.estimate(metric, &sum.first(self.pairing)),
            second: second.estimate(metric, &sum.second(self.pairing)),
            difference,
            times_sharper: sum.times_sharper(self.pairing),
        }
    }
}

impl Totals {
    /// The whole day of the replication that was taken in last, for a [`Contrast`].
    pub fn last_day(&self) -> DayRecord {
        let layout = &self.layout;
        let rows = |cells: &[u64], columns: usize, whole: &mut dyn Iterator<Item = usize>| -> Vec<u64> {
            whole.flat_map(|row| cells[row * columns..][..columns].iter().copied()).collect()
        };
        let whole_of = |population| layout.row_of(population, layout.day_cell());
        let record = &self.record;
        let mut of_populations = (0..layout.populations.len()).filter_map(whole_of);
        let mut of_crews = (0..layout.crews.len()).filter_map(whole_of);
        let contacts = rows(&record.contacts, layout.quantities(), &mut of_populations);
        let staff = rows(&record.staff, StaffQuantity::COUNT, &mut of_crews);
        DayRecord(
            [&contacts, &staff, &record.steps, &record.conduct, &record.kept].into_iter().flatten().copied().collect(),
        )
    }
}

/// Every mean and ratio of the whole day, in the order of results.
fn figures(center: &Center, layout: &Layout) -> Vec<(&'static Definition, Scope, Reading)> {
    let mut figures = Vec::new();
    let mut scopes: Vec<Scope> = layout.scopes.iter().map(|scope| scope.0).collect();
    scopes.extend(layout.staff_scopes.iter().map(|scope| scope.0).filter(|scope| *scope != Scope::Center));
    for scope in scopes {
        for metric in CATALOGUE {
            if let Some(reading) = of_scope(layout, metric, scope) {
                figures.push((metric, scope, reading));
            }
        }
    }
    let places = Places::of(layout);
    for at in 0..layout.journey.steps {
        let place = |column: usize| places.steps + at * step::COUNT + column;
        for (id, column, below) in [
            ("left-in-ivr", step::LEFT, None),
            ("self-served", step::SERVED, None),
            ("entered-ivr", step::CAME, None),
            ("ivr-hang-up-rate", step::LEFT, Some(place(step::CAME))),
            ("mean-time-in-ivr", step::TIME, Some(place(step::CAME))),
        ] {
            let metric = Definition::named(id);
            figures.push((metric, Scope::IvrStep(IvrStepId::at(at)), Reading::plain(metric, place(column), below)));
        }
    }
    for (at, rules) in layout.journey.rule_sets.iter().enumerate() {
        let place = |column: usize| places.conduct + at * conduct::COUNT + column;
        for metric in CATALOGUE.iter().filter(|metric| metric.is_asked_by(rules)) {
            let (above, below) = match metric.measure {
                Measure::Rules(column) => (column, None),
                Measure::RulesRatio(above, below) => (above, Some(place(below))),
                _ => continue,
            };
            figures.push((metric, Scope::RuleSet(RuleSetId::at(at)), Reading::plain(metric, place(above), below)));
        }
    }
    for at in 0..center.targets.len() {
        let scope = Scope::Target(TargetId::at(at));
        let target = &layout.targets[at];
        let level = layout.level_of(TargetId::at(at));
        let measure = level.map_or(Measure::Ratio(target.numerator, target.denominator), |_| Measure::ServiceLevel);
        if let Some(metric) = CATALOGUE.iter().find(|metric| metric.measure == measure) {
            let place = |quantity| place_of(layout, target.population, quantity);
            if let (Some(above), below @ Some(_)) = (place(target.numerator), place(target.denominator)) {
                figures.push((metric, scope, Reading::plain(metric, above, below)));
            }
        }
        if matches!(target.per, Period::Interval | Period::Day) {
            let metric = Definition::named("target-met");
            let above = places.kept + 2 * at;
            figures.push((metric, scope, Reading::plain(metric, above, Some(above + 1))));
        }
    }
    figures
}

/// How a metric is read at a scope that counts contacts or agents; `None` where it says nothing there, or is no mean or
/// ratio.
fn of_scope(layout: &Layout, metric: &'static Definition, scope: Scope) -> Option<Reading> {
    let find = |scopes: &[(Scope, usize)]| scopes.iter().find(|known| known.0 == scope).map(|known| known.1);
    let (population, crew) = (find(&layout.scopes), find(&layout.staff_scopes));
    if !metric.occurs_at(layout, scope, population) {
        return None;
    }
    let places = Places::of(layout);
    let counted = |quantity| place_of(layout, population?, quantity);
    let staff = |quantity: StaffQuantity| Some(places.staff + crew? * StaffQuantity::COUNT + quantity.position());
    let plain = |above, below| Reading::plain(metric, above, below);
    Some(match metric.measure {
        // A group's own count of answered contacts; the center's counts all contacts already.
        Measure::Count(Quantity::Answered) if population.is_none() => plain(staff(StaffQuantity::Answered)?, None),
        Measure::Count(quantity) => plain(counted(quantity)?, None),
        Measure::Longest => plain(counted(Quantity::LongestHold)?, None),
        Measure::TimeAverage(quantity) => {
            Reading { scale: 1.0 / layout.counted_span(), ..plain(counted(quantity)?, None) }
        }
        Measure::Ratio(above, below) => plain(counted(above)?, Some(counted(below)?)),
        Measure::ShiftedRatio(above, below) => {
            Reading { shift: Journey::ERROR_SHIFT as f64, ..plain(counted(above)?, Some(counted(below)?)) }
        }
        Measure::ServiceLevel => plain(counted(Quantity::LevelKept(0))?, Some(counted(Quantity::LevelBase(0))?)),
        Measure::StaffRatio(above, below) => plain(staff(above)?, Some(staff(below)?)),
        Measure::StaffTimeAverage(quantity) => {
            Reading { scale: 1.0 / layout.counted_span(), ..plain(staff(quantity)?, None) }
        }
        Measure::StaffHours => {
            let an_hour = 3600.0 * MICROSECONDS_PER_SECOND as f64;
            Reading { scale: 1.0 / an_hour, ..plain(staff(StaffQuantity::Paid)?, None) }
        }
        Measure::StaffCost => {
            let all_paid = layout.crews[crew?].iter().all(|&group| layout.wages[group].is_some());
            return all_paid.then_some(plain(staff(StaffQuantity::Pay)?, None));
        }
        _ => return None,
    })
}

impl Reading {
    fn plain(metric: &Definition, above: usize, below: Option<usize>) -> Self {
        let scale = match metric.unit {
            Unit::Seconds => 1.0 / MICROSECONDS_PER_SECOND as f64,
            Unit::Money => 1.0 / Money::PER_UNIT as f64,
            _ => 1.0,
        };
        Self { above, below, shift: 0.0, scale }
    }
}

/// Where the parts of a [`DayRecord`] begin; contacts at its start.
struct Places {
    staff: usize,
    steps: usize,
    conduct: usize,
    kept: usize,
}

impl Places {
    fn of(layout: &Layout) -> Self {
        let staff = layout.populations.len() * layout.quantities();
        let steps = staff + layout.crews.len() * StaffQuantity::COUNT;
        let conduct = steps + layout.journey.steps * step::COUNT;
        let kept = conduct + layout.journey.rule_sets.len() * conduct::COUNT;
        Self { staff, steps, conduct, kept }
    }
}

/// Position of a quantity about contacts in a [`DayRecord`].
fn place_of(layout: &Layout, population: usize, quantity: Quantity) -> Option<usize> {
    Some(population * layout.quantities() + layout.position(quantity)?)
}

/// Whether a service level, or a target, promises the same in both.
fn promises_alike(metric: &Definition, first: (&Layout, Scope), second: (&Layout, Scope)) -> bool {
    let level = |(layout, scope): (&Layout, Scope)| match scope {
        Scope::Target(target) => layout.level_of(target).map(|at| layout.levels[usize::from(at)].definition),
        _ => Some(layout.headline()),
    };
    let limit = |(layout, scope): (&Layout, Scope)| match scope {
        Scope::Target(target) => Some(layout.targets[target.index()].limit.to_bits()),
        _ => None,
    };
    match metric.measure {
        Measure::ServiceLevel => level(first) == level(second),
        Measure::TargetMet => level(first) == level(second) && limit(first) == limit(second),
        _ => true,
    }
}
