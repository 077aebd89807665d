//! Totals -> rows: each metric at each scope and interval, with its interval of confidence.

mod accuracy;
mod journey;

pub use accuracy::{NoticeAccuracy, NoticeClass, NoticeTruths};

use super::CONFIDENCE;
use super::definition::{CATALOGUE, Definition, Interval, Measure, Unit};
use super::evidence::settled;
use super::layout::{Layout, TargetLayout};
use super::quantity::{Journey, Quantity, StaffQuantity};
use super::totals::{DaySpread, Totals, place_in_course};
use crate::model::{ContractId, Period, QueueId, Scope, TargetId};
use crate::statistics::{Cumulated, Estimate, LogHistogram, RatioMoments, Sections};
use crate::units::{MICROSECONDS_PER_SECOND, Money};

/// One figure.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it is.
    pub metric: &'static Definition,
    /// Whose.
    pub scope: Scope,
    /// In which part of a replication, by its row in the layout ([`Layout::part_name`]): a planning interval of the day, or
    /// a date, week, month ... of a calendar. `None`: the whole replication.
    pub interval: Option<u32>,
    /// The figure; `None` where it is undefined.
    pub estimate: Option<Estimate>,
}

/// Whether a promise was kept, as far as the replications can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictOutcome {
    /// The whole interval keeps it.
    Kept,
    /// The whole interval misses it.
    Missed,
    /// The interval covers the limit, or there is none.
    TooCloseToCall,
}

/// How a promise fared.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// Which promise.
    pub target: TargetId,
    /// Its measure over everything played [share, or seconds]; `None` when nobody counted.
    pub measured: Option<Estimate>,
    /// Share of periods that kept it; `None` when no whole period was played.
    pub periods_kept: Option<Estimate>,
    /// Judged by the share of periods if the promise says in how many it must hold, else by its measure.
    pub outcome: VerdictOutcome,
}

/// Share of a queue's callers still on hold after a time.
#[derive(Debug, Clone)]
pub struct HoldCurve {
    /// Which queue.
    pub queue: QueueId,
    /// Time \[s\] and share.
    pub points: Vec<(f64, Estimate)>,
}

/// How days differ in a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Days in each bin of a tenth of a percent; the last bin is 100 % exactly.
    pub days: Vec<u64>,
}

/// Everything that came out.
#[derive(Debug, Clone)]
pub struct Findings {
    /// Replications played.
    pub replications: u64,
    /// Contacts that dialled in all of them, warm-up left out.
    pub contacts: u64,
    /// All figures: by scope, then metric, then interval.
    pub rows: Vec<Row>,
    /// All promises, by target.
    pub verdicts: Vec<Verdict>,
    /// How long people hold, by queue; queues that nobody joined left out.
    pub hold_curves: Vec<HoldCurve>,
    /// How days differ in the headline service level of the whole center.
    pub level_spread: Spread,
    /// How days differ in the notice-due rate of the whole center; a day exactly between two bins is in the lower one.
    pub notice_spread: Spread,
    /// How true announcements were, by queue that announces.
    pub notices: Vec<NoticeAccuracy>,
    /// How many times as many independent days would have been needed to know the center's headline service level as well
    /// ([`Totals::saved`]).
    pub saved: Option<f64>,
}

impl Findings {
    /// Works out every figure.
    pub fn of(totals: &Totals) -> Self {
        let layout = &*totals.layout;
        let reader = Reader::filled(totals);
        let verdicts = (0..layout.targets.len()).map(|at| verdict(totals, TargetId::at(at))).collect();
        Self {
            replications: totals.replications(),
            contacts: totals.contacts(),
            hold_curves: hold_curves(layout, &reader.holds),
            rows: reader.rows,
            verdicts,
            level_spread: Spread { days: totals.level_spread.days() },
            notice_spread: Spread { days: totals.notice_spread.days() },
            notices: accuracy::by_queue(totals),
            saved: totals.saved(),
        }
    }

    /// The rows alone: of thousands of scenarios nobody draws the curves of each.
    pub fn rows_of(totals: &Totals) -> Vec<Row> {
        Reader::filled(totals).rows
    }

    /// One figure, of many.
    pub fn find(&self, metric: &str, scope: Scope, interval: Option<u32>) -> Option<Estimate> {
        let row = self.rows.iter().find(|r| r.metric.id == metric && r.scope == scope && r.interval == interval);
        row.and_then(|row| row.estimate)
    }
}

impl Spread {
    /// Number of bins below 100 %.
    pub const BINS: usize = DaySpread::BINS;
}

/// Mean amounts of a contract that any run can tell, and their places.
const AMOUNTS_OF_CONTRACTS: [(&str, usize); 4] = [
    ("fee", settled::FEE),
    ("penalty", settled::PENALTIES),
    ("bonus", settled::BONUSES),
    ("penalty-refund", settled::REFUNDED),
];

struct Reader<'t> {
    totals: &'t Totals,
    layout: &'t Layout,
    /// By population.
    holds: Vec<HoldTimes>,
    rows: Vec<Row>,
}

impl<'t> Reader<'t> {
    /// One that has read every row.
    fn filled(totals: &'t Totals) -> Self {
        let layout = &*totals.layout;
        let holds = layout.populations.iter().map(|members| HoldTimes::of(totals, &members.pairs)).collect();
        let mut reader = Self { totals, layout, holds, rows: Vec::with_capacity(CATALOGUE.len()) };
        reader.contact_rows();
        reader.step_rows();
        reader.rule_rows();
        reader.target_rows();
        reader.contract_rows();
        reader.worth_rows();
        reader
    }

    /// Rows of the center, contact types, queues and agent groups.
    fn contact_rows(&mut self) {
        let mut scopes: Vec<Scope> = self.layout.scopes.iter().map(|scope| scope.0).collect();
        scopes.extend(self.layout.staff_scopes.iter().map(|scope| scope.0).filter(|scope| *scope != Scope::Center));
        for scope in scopes {
            let population = find(&self.layout.scopes, scope);
            let crew = find(&self.layout.staff_scopes, scope);
            for metric in CATALOGUE.iter().filter(|metric| metric.occurs_at(self.layout, scope, population)) {
                let parts = self.parts_of(metric, population);
                for interval in std::iter::once(None).chain(parts) {
                    let estimate = match (population, crew) {
                        (Some(population), _) if metric.is_about_contacts() => {
                            self.contacts(metric, population, interval, 0)
                        }
                        (_, Some(crew)) if metric.is_about_staff() => self.staff(metric, crew, interval),
                        // A group's own count of answered contacts; the center's counts all contacts already.
                        (None, Some(crew)) if metric.id == "answered" => {
                            self.staff_count(crew, interval, StaffQuantity::Answered)
                        }
                        _ => break,
                    };
                    if interval.is_some_and(|part| !self.is_kept_by(metric, part))
                        || matches!((scope, interval), (Scope::Number(_), Some(_)))
                    {
                        break;
                    }
                    self.rows.push(Row { metric, scope, interval, estimate });
                }
            }
        }
    }

    fn target_rows(&mut self) {
        for at in 0..self.layout.targets.len() {
            let target = TargetId::at(at);
            let scope = Scope::Target(target);
            let TargetLayout { population, numerator, denominator, .. } = self.layout.targets[at];
            let level = self.layout.level_of(target);
            let measure = level.map_or(Measure::Ratio(numerator, denominator), |_| Measure::ServiceLevel);
            if let Some(metric) = CATALOGUE.iter().find(|metric| metric.measure == measure) {
                for interval in std::iter::once(None).chain(self.parts_of(metric, None)) {
                    let estimate = self.contacts(metric, population, interval, level.unwrap_or(0));
                    self.rows.push(Row { metric, scope, interval, estimate });
                }
            }
            let metric = Definition::named("target-met");
            let estimate = self.totals.kept(at).share_estimate(CONFIDENCE);
            self.rows.push(Row { metric, scope, interval: None, estimate });
        }
    }

    /// Rows of contracts: the means and the share that any run can tell; `ccsim contract` has all of them.
    fn contract_rows(&mut self) {
        for at in 0..self.layout.contracts.len() {
            let scope = Scope::Contract(ContractId::at(at));
            for (id, place) in AMOUNTS_OF_CONTRACTS {
                let estimate = self.totals.contract_figure(Definition::named(id), at, Some(place));
                self.rows.push(Row { metric: Definition::named(id), scope, interval: None, estimate });
            }
            let metric = Definition::named("breach-probability");
            let estimate = self.totals.contract_figure(metric, at, None);
            self.rows.push(Row { metric, scope, interval: None, estimate });
        }
    }

    /// Rows of what strata and controls saved, where both may do so.
    fn worth_rows(&mut self) {
        if !self.layout.has_controls() {
            return;
        }
        for metric in CATALOGUE {
            if matches!(metric.measure, Measure::StrataWorth | Measure::ControlsWorth) {
                let estimate = self.totals.worth(metric);
                self.rows.push(Row { metric, scope: Scope::Center, interval: None, estimate });
            }
        }
    }

    /// Parts of a replication in which a metric is kept of a population, of agents, or of a target.
    fn parts_of(&self, metric: &Definition, population: Option<usize>) -> impl Iterator<Item = Option<u32>> + use<> {
        let is_in_course = || match metric.measure {
            Measure::Ratio(above, below) => place_in_course(above, below).is_some(),
            measure => measure == Measure::ServiceLevel,
        };
        let are_kept = self.layout.keeps_parts() || (population == Some(0) && is_in_course());
        self.layout.parts().filter(move |_| are_kept).map(Some)
    }

    /// Whether a part of a replication has this metric of its own.
    fn is_kept_by(&self, metric: &Definition, part: u32) -> bool {
        let has_quantiles = self.layout.quantiles_by_interval && self.layout.is_time_of_day(part);
        has_quantiles || !matches!(metric.measure, Measure::Quantile(_))
    }

    /// Position of an interval (or the whole day) among the cells; `None` where it lies in the warm-up.
    fn cell(&self, interval: Option<u32>) -> Option<usize> {
        match interval {
            None => Some(self.layout.day_cell()),
            Some(at) if self.layout.is_time_of_day(at) => {
                let counts = self.layout.clock.start_of(at + 1) > self.layout.clock.counts_from;
                counts.then_some(at as usize)
            }
            Some(at) => Some(at as usize),
        }
    }

    fn contacts(&self, metric: &Definition, population: usize, interval: Option<u32>, level: u16) -> Option<Estimate> {
        let cell = self.cell(interval)?;
        let mean = |quantity| not_negative(self.totals.moments(population, cell, quantity)?.mean_estimate(CONFIDENCE));
        match metric.measure {
            Measure::Count(quantity) => Some(in_unit(metric, mean(quantity)?)),
            Measure::Longest => Some(seconds(mean(Quantity::LongestHold)?)),
            Measure::TimeAverage(quantity) => Some(mean(quantity)?.scaled(1.0 / self.layout.counted_length(interval))),
            Measure::Ratio(numerator, denominator) => {
                ratio(metric, self.totals.ratio(population, cell, numerator, denominator)?)
            }
            Measure::ShiftedRatio(numerator, denominator) => {
                shifted(&self.totals.ratio(population, cell, numerator, denominator)?)
            }
            Measure::RootRatio(numerator, denominator) => {
                root(&self.totals.ratio(population, cell, numerator, denominator)?)
            }
            Measure::ServiceLevel => {
                let (kept, base) = (Quantity::LevelKept(level), Quantity::LevelBase(level));
                ratio(metric, self.totals.ratio(population, cell, kept, base)?)
            }
            Measure::Quantile(_) => self.holds[population].quantile(metric, interval),
            _ => None,
        }
    }

    fn staff_count(&self, crew: usize, interval: Option<u32>, quantity: StaffQuantity) -> Option<Estimate> {
        not_negative(self.totals.staff(crew, self.cell(interval)?, quantity)?.mean_estimate(CONFIDENCE))
    }

    fn staff(&self, metric: &Definition, crew: usize, interval: Option<u32>) -> Option<Estimate> {
        let cell = self.cell(interval)?;
        match metric.measure {
            Measure::StaffRatio(..) => self.totals.occupancy(crew, cell)?.share_estimate(CONFIDENCE),
            Measure::StaffTimeAverage(quantity) => {
                let sum = self.staff_count(crew, interval, quantity)?;
                Some(sum.scaled(1.0 / self.layout.counted_length(interval)))
            }
            Measure::StaffHours => {
                let micros_per_hour = 3600.0 * MICROSECONDS_PER_SECOND as f64;
                Some(self.staff_count(crew, interval, StaffQuantity::Paid)?.scaled(1.0 / micros_per_hour))
            }
            Measure::StaffCost => {
                let all_paid = self.layout.crews[crew].iter().all(|&group| self.layout.wages[group].is_some());
                let pay = self.staff_count(crew, interval, StaffQuantity::Pay).filter(|_| all_paid)?;
                Some(pay.scaled(1.0 / Money::PER_UNIT as f64))
            }
            _ => None,
        }
    }
}

impl Definition {
    fn is_about_staff(&self) -> bool {
        matches!(
            self.measure,
            Measure::StaffRatio(..) | Measure::StaffTimeAverage(_) | Measure::StaffHours | Measure::StaffCost
        )
    }

    fn is_about_contacts(&self) -> bool {
        let is_of_rules = matches!(self.measure, Measure::Rules(_) | Measure::RulesRatio(..));
        let is_worth = matches!(self.measure, Measure::StrataWorth | Measure::ControlsWorth);
        !self.is_about_staff()
            && !is_of_rules
            && !is_worth
            && !matches!(self.measure, Measure::TargetMet | Measure::Contract)
    }
}

fn find(scopes: &[(Scope, usize)], scope: Scope) -> Option<usize> {
    scopes.iter().find(|known| known.0 == scope).map(|known| known.1)
}

/// Counts and times are not negative, and so their intervals.
fn not_negative(estimate: Option<Estimate>) -> Option<Estimate> {
    estimate.map(|estimate| estimate.clamped(0.0, f64::INFINITY))
}

fn seconds(micros: Estimate) -> Estimate {
    micros.scaled(1.0 / MICROSECONDS_PER_SECOND as f64)
}

/// From the whole numbers that are kept to the metric's unit.
fn in_unit(metric: &Definition, estimate: Estimate) -> Estimate {
    match metric.unit {
        Unit::Seconds => seconds(estimate),
        Unit::Money => estimate.scaled(1.0 / Money::PER_UNIT as f64),
        _ => estimate,
    }
}

/// A ratio in its metric's unit.
fn ratio(metric: &Definition, moments: RatioMoments) -> Option<Estimate> {
    match metric.interval {
        Interval::Share => moments.share_estimate(CONFIDENCE),
        _ => Some(in_unit(metric, not_negative(moments.estimate(CONFIDENCE))?)),
    }
}

/// A mean of errors that were kept shifted \[seconds\].
fn shifted(moments: &RatioMoments) -> Option<Estimate> {
    let back = |micros: f64| micros - Journey::ERROR_SHIFT as f64;
    let Estimate { value, interval } = moments.estimate(CONFIDENCE)?;
    let interval = interval.map(|(low, high)| (back(low), back(high)));
    Some(seconds(Estimate { value: back(value), interval }))
}

/// Root of a mean of squared errors \[seconds\]; the ends of its interval are the roots of the mean's.
fn root(moments: &RatioMoments) -> Option<Estimate> {
    let Estimate { value, interval } = not_negative(moments.estimate(CONFIDENCE))?;
    let interval = interval.map(|(low, high)| (low.sqrt(), high.sqrt()));
    Some(seconds(Estimate { value: value.sqrt(), interval }.scaled(Journey::SQUARE_UNIT as f64)))
}

/// How long a population holds.
struct HoldTimes {
    /// By metric that is a quantile, in the catalogue's order, then interval where kept apart, the whole day last.
    quantiles: Vec<Vec<Option<Estimate>>>,
    /// All day.
    day: Sections,
}

impl HoldTimes {
    /// Each histogram is looked at once: sums for the day and all quantiles come from the same pass.
    fn of(totals: &Totals, pairs: &[usize]) -> Self {
        let layout = &*totals.layout;
        let parts = if layout.quantiles_by_interval { layout.clock.intervals as usize } else { 1 };
        let played: Vec<_> = totals.sections.iter().filter(|section| !section.is_empty()).collect();
        let mut day = vec![LogHistogram::default(); played.len()];
        let mut quantiles: Vec<Vec<Option<Estimate>>> = quantile_metrics().map(|_| Vec::new()).collect();
        let mut read = |sections: &Sections| {
            for (row, (_, share)) in quantiles.iter_mut().zip(quantile_metrics()) {
                row.push(sections.quantile(share, CONFIDENCE).map(seconds));
            }
        };
        for part in 0..parts {
            let parts_of = |section: &[LogHistogram], sum: &mut LogHistogram| {
                for pair in pairs {
                    sum.merge(&section[pair * parts + part]);
                }
            };
            if !layout.quantiles_by_interval {
                day.iter_mut().zip(&played).for_each(|(day, section)| parts_of(section, day));
                continue;
            }
            let mut sections = vec![LogHistogram::default(); played.len()];
            for ((sum, day), section) in sections.iter_mut().zip(&mut day).zip(&played) {
                parts_of(section, sum);
                day.merge(sum);
            }
            read(&Sections::of(&sections));
        }
        let day = Sections::of(&day);
        read(&day);
        Self { quantiles, day }
    }

    fn quantile(&self, metric: &Definition, interval: Option<u32>) -> Option<Estimate> {
        let row = quantile_metrics().position(|(id, _)| id == metric.id)?;
        let (day, intervals) = self.quantiles[row].split_last()?;
        interval.map_or(*day, |at| intervals.get(at as usize).copied().flatten())
    }
}

/// Metrics that are quantiles of the hold time, and which share holds no longer.
fn quantile_metrics() -> impl Iterator<Item = (&'static str, f64)> {
    CATALOGUE.iter().filter_map(|metric| match metric.measure {
        Measure::Quantile(share) => Some((metric.id, share)),
        _ => None,
    })
}

impl Totals {
    /// A figure of a contract: the mean of an amount, or, without a place, the share of judged periods that were missed.
    fn contract_figure(&self, metric: &Definition, contract: usize, place: Option<usize>) -> Option<Estimate> {
        match place {
            Some(place) => {
                let mean = self.contracts.moments(contract, place).mean_estimate(CONFIDENCE);
                not_negative(mean).map(|mean| in_unit(metric, mean))
            }
            None => self.contracts.ratio_at(contract, 0).share_estimate(CONFIDENCE),
        }
    }

    /// One figure of the whole day, without working out all of them; `None` where it is undefined or does not occur.
    pub fn figure(&self, metric: &Definition, scope: Scope) -> Option<Estimate> {
        let layout = &*self.layout;
        if let Scope::Target(target) = scope {
            return match metric.measure {
                Measure::TargetMet => self.kept(target.index()).share_estimate(CONFIDENCE),
                _ => verdict(self, target).measured,
            };
        }
        if let Scope::Contract(contract) = scope {
            let place = AMOUNTS_OF_CONTRACTS.iter().find(|(id, _)| *id == metric.id).map(|(_, place)| *place);
            let is_known = place.is_some() || metric.id == "breach-probability";
            return is_known.then(|| self.contract_figure(metric, contract.index(), place)).flatten();
        }
        if matches!(metric.measure, Measure::StrataWorth | Measure::ControlsWorth) {
            return self.worth(metric).filter(|_| scope == Scope::Center);
        }
        let population = find(&layout.scopes, scope);
        let reader = Reader { totals: self, layout, holds: Vec::new(), rows: Vec::new() };
        match (population, find(&layout.staff_scopes, scope)) {
            (Some(population), _) if matches!(metric.measure, Measure::Quantile(_)) => {
                HoldTimes::of(self, &layout.populations[population].pairs).quantile(metric, None)
            }
            (Some(population), _) if metric.is_about_contacts() => reader.contacts(metric, population, None, 0),
            (_, Some(crew)) if metric.is_about_staff() => reader.staff(metric, crew, None),
            _ => None,
        }
    }

    /// How many times as many independent days would have been needed to know the center's headline service level of the
    /// whole day as well: what strata of busy days and [controls](Layout::with_controls) saved together. `None` where there
    /// are neither, or days cannot tell.
    pub fn saved(&self) -> Option<f64> {
        if self.layout.pairing.is_none() && !self.layout.has_controls() {
            return None;
        }
        self.headline()?.saved()
    }

    /// What of [`Totals::saved`] is due to strata; `None` where days are not in strata, or cannot tell.
    pub fn saved_by_strata(&self) -> Option<f64> {
        self.layout.pairing?;
        self.headline()?.saved_by_strata()
    }

    /// What of [`Totals::saved`] is due to controls: so many times as many days would have been needed without them. Below
    /// one where they explain nothing, since their slopes are estimated; `None` without them, from fewer than forty days, or
    /// where days cannot tell.
    pub fn saved_by_controls(&self) -> Option<f64> {
        self.headline()?.saved_by_controls()
    }

    /// What strata or controls saved.
    fn worth(&self, metric: &Definition) -> Option<Estimate> {
        let value = match metric.measure {
            Measure::StrataWorth => self.saved_by_strata(),
            _ => self.saved_by_controls(),
        }?;
        Estimate::of_variance_ratio(value, self.replications(), CONFIDENCE)
    }

    /// The center's headline service level of the whole day.
    fn headline(&self) -> Option<RatioMoments> {
        let (kept, base) = (Quantity::LevelKept(0), Quantity::LevelBase(0));
        self.ratio(self.layout.scopes[0].1, self.layout.day_cell(), kept, base)
    }

    /// Widest half-width of the promised measures, in parts of what is wanted: `of_shares` for a share, `of_times` of its
    /// value for a time. Without a target, that of the headline service level and the notice-due rate. Infinite while there
    /// is no interval.
    pub fn widest_half_width(&self, of_shares: f64, of_times: f64) -> f64 {
        let whole = self.layout.day_cell();
        let center = self.layout.scopes[0].1;
        let shares = [(Quantity::LevelKept(0), Quantity::LevelBase(0)), (Quantity::NoticeDue, Quantity::Offered)];
        let headline = shares.map(|(numerator, denominator)| (center, numerator, denominator));
        let promised: Vec<_> = self
            .layout
            .targets
            .iter()
            .map(|target| (target.population, target.numerator, target.denominator))
            .collect();
        let watched = if promised.is_empty() { headline.to_vec() } else { promised };
        let half_width = |(population, numerator, denominator)| {
            let Some(moments) = self.ratio(population, whole, numerator, denominator) else { return 0.0 };
            let is_time = matches!(numerator, Quantity::Hold | Quantity::AnsweredHold);
            let estimate = if is_time { moments.estimate(CONFIDENCE) } else { moments.share_estimate(CONFIDENCE) };
            // Nobody counted: no further replication would say more.
            let Some(estimate) = estimate else { return 0.0 };
            let unit = if is_time { of_times * estimate.value.abs().max(f64::MIN_POSITIVE) } else { of_shares };
            estimate.half_width().map_or(f64::INFINITY, |half_width| half_width / unit)
        };
        watched.into_iter().map(half_width).fold(0.0, f64::max)
    }
}

fn verdict(totals: &Totals, target: TargetId) -> Verdict {
    let layout = &totals.layout.targets[target.index()];
    let whole = totals.layout.day_cell();
    let moments = totals.ratio(layout.population, whole, layout.numerator, layout.denominator);
    let in_seconds = matches!(layout.numerator, Quantity::Hold | Quantity::AnsweredHold);
    let measured = moments.and_then(|moments| {
        if in_seconds { moments.estimate(CONFIDENCE).map(seconds) } else { moments.share_estimate(CONFIDENCE) }
    });
    let limit = if in_seconds { layout.limit / MICROSECONDS_PER_SECOND as f64 } else { layout.limit };
    let periods_kept = totals.kept(target.index()).share_estimate(CONFIDENCE);
    let outcome = match layout.in_share {
        Some(share) => judge(periods_kept, share.get(), true),
        None => judge(measured, limit, layout.higher_is_better),
    };
    Verdict { target, measured, periods_kept, outcome }
}

/// Holds an interval against a limit; nobody counted keeps the promise.
fn judge(estimate: Option<Estimate>, limit: f64, higher_is_better: bool) -> VerdictOutcome {
    let Some(estimate) = estimate else { return VerdictOutcome::Kept };
    let (low, high) = estimate.interval.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    match (low >= limit, high <= limit, higher_is_better) {
        (true, _, true) | (_, true, false) => VerdictOutcome::Kept,
        (_, true, true) | (true, _, false) => VerdictOutcome::Missed,
        _ => VerdictOutcome::TooCloseToCall,
    }
}

/// Points of the curves: every 2 s to a minute, then wider, to the hour.
fn curve_times() -> impl Iterator<Item = u64> {
    (0..60).step_by(2).chain((60..300).step_by(10)).chain((300..=3600).step_by(60))
}

fn hold_curves(layout: &Layout, holds: &[HoldTimes]) -> Vec<HoldCurve> {
    let queues = layout.scopes.iter().filter_map(|&(scope, population)| match scope {
        Scope::Queue(queue) => Some((queue, population)),
        _ => None,
    });
    queues
        .filter_map(|(queue, population)| {
            let sections = holds[population].day.parts();
            let points: Vec<_> = curve_times()
                .filter_map(|time| Some((time as f64, share_above(sections, time * MICROSECONDS_PER_SECOND)?)))
                .collect();
            // Beyond the longest hold the curve has nothing to say.
            let last = points.iter().position(|point| point.1.value <= 0.0).map_or(points.len(), |at| at + 1);
            (!points.is_empty()).then(|| HoldCurve { queue, points: points[..last.min(points.len())].to_vec() })
        })
        .collect()
}

/// Share of the hold times above a threshold, with an interval over sections.
fn share_above(sections: &[Cumulated], threshold: u64) -> Option<Estimate> {
    const FINE: f64 = 1e6;
    let mut moments = RatioMoments::default();
    for section in sections {
        let total = section.total();
        let above = section.share_above(threshold).unwrap_or(0.0) * total as f64;
        // In millionths of a contact, since a bin is cut where the threshold lies.
        moments.push((above * FINE).round() as u64, (total as f64 * FINE) as u64);
    }
    moments.estimate(CONFIDENCE).map(|estimate| estimate.clamped(0.0, 1.0))
}

impl Verdict {
    /// What the promise's periods are called.
    pub fn period_words(per: Period) -> &'static str {
        match per {
            Period::Interval => "intervals",
            Period::Day => "days",
            Period::Week => "weeks",
            Period::Month => "months",
            Period::Quarter => "quarters",
            Period::Year => "years",
        }
    }
}
