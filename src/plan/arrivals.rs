//! When people dial: the day cut into segments of constant rate, and the random factors on them.

use super::span::{ONE_DAY, Span, Stretch, StretchDay};
use crate::model::{Arrivals, Busyness, Center, Day, Surge};
use crate::random::{Chances, DayFactor, EntityKey, Role, Strata, Stream, stream_of};
use crate::units::SimTime;

/// Arrivals of all contact types.
#[derive(Debug, Clone)]
pub struct ArrivalPlan {
    kinds: Vec<KindPlan>,
    intervals: usize,
    shared: Busyness,
    center: EntityKey,
    forecast_error: DayFactor,
    strata: Option<StratifiedFactor>,
}

/// The one day factor whose law is met evenly.
#[derive(Debug, Clone, Copy)]
struct StratifiedFactor {
    /// Whose it is.
    key: EntityKey,
    strata: Strata,
}

#[derive(Debug, Clone)]
struct KindPlan {
    key: EntityKey,
    own: Busyness,
    surges: Vec<Surge>,
    source: Source,
    /// Multiplies the arrivals, by day of the week.
    weekday_factor: [f64; 7],
    /// Sum of the factors of all dates that a replication plays.
    days: f64,
}

#[derive(Debug, Clone)]
enum Source {
    Poisson(Vec<Piece>),
    Trace(Vec<Vec<SimTime>>),
}

/// A stretch of the day in which the rate of one contact type is constant.
#[derive(Debug, Clone)]
struct Piece {
    from: SimTime,
    to: SimTime,
    interval: usize,
    expected: f64,
    /// Positions of the surges that reach over this piece.
    surges: Vec<usize>,
}

/// What goes on from one stretch of a replication to the next.
#[derive(Debug, Clone, Default)]
pub struct Busy {
    /// Random factors of intervals: those shared by all types, by date and interval; behind them a type's own.
    intervals: Vec<f64>,
    /// Of the center, then of each type: the position of the last date drawn and its normal score.
    scores: Vec<Option<(usize, f64)>>,
}

/// A stretch of one replication's day in which the rate of one contact type is constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Start [microseconds since midnight].
    pub from: f64,
    /// End [microseconds since midnight].
    pub to: f64,
    /// Expected number of arrivals.
    pub expected: f64,
}

impl ArrivalPlan {
    /// Cuts the day at the grid and at the surges' ends.
    pub fn compile(center: &Center, span: &Span) -> Self {
        let kinds: Vec<KindPlan> = center
            .contact_types
            .iter()
            .map(|kind| KindPlan {
                key: EntityKey::of(&format!("contact-type.{}", kind.name)),
                own: kind.busyness.clone(),
                surges: kind.surges.clone(),
                source: match &kind.arrivals {
                    Arrivals::PerInterval(expected) => {
                        Source::Poisson(pieces(&center.day, expected, kind.scale, &kind.surges))
                    }
                    Arrivals::Trace(days) => Source::Trace(days.clone()),
                },
                weekday_factor: kind.weekday_factor,
                days: span.days().map(|day| day.factor * day.by_weekday(&kind.weekday_factor)).sum(),
            })
            .collect();
        let shared = center.day.busyness.clone();
        let center_key = EntityKey::of("center");
        // A month has many days, of which luck with some is made up for by others.
        let strata =
            if center.calendar.is_none() { StratifiedFactor::choose(center, center_key, &kinds) } else { None };
        let forecast_error = center.calendar.as_ref().map(|calendar| calendar.forecast_error).unwrap_or_default();
        Self { kinds, intervals: center.day.intervals(), shared, center: center_key, forecast_error, strata }
    }

    /// The same arrivals with every day factor drawn for itself, none in strata.
    #[must_use]
    pub fn without_strata(mut self) -> Self {
        self.strata = None;
        self
    }

    /// Number of strata that pairs of replications are spread over, each once in a block of so many pairs
    /// ([`Strata`]); `None` where no day factor is stratified, so that replications are independent.
    pub fn strata(&self) -> Option<u64> {
        self.strata.map(|_| Strata::COUNT as u64)
    }

    /// Contacts expected in a replication, surges left out.
    pub fn expected(&self) -> f64 {
        self.kinds.iter().map(KindPlan::expected).sum()
    }

    /// Contacts of each type that dial for the first time in a replication, on average over all, surges included: exactly the
    /// expectation of what [`ArrivalPlan::draw`] leads to, whose other factors have mean one. `None` where a type has a
    /// trace.
    pub fn mean_contacts(&self) -> Option<Vec<f64>> {
        self.kinds.iter().map(KindPlan::mean_contacts).collect()
    }

    /// The times of a contact type's trace in a replication, if it has a trace.
    pub fn trace(&self, kind: usize, replication: u64) -> Option<&[SimTime]> {
        match &self.kinds[kind].source {
            Source::Trace(days) => Some(&days[(replication % days.len().max(1) as u64) as usize]),
            Source::Poisson(_) => None,
        }
    }

    /// Draws the random factors of one stretch of a replication and writes each contact type's segments to `segments`.
    /// Stretches come in order, and before the first `busy` is [new](Busy::begin).
    pub fn draw(
        &self,
        stretch: &Stretch,
        seed: u64,
        chances: Chances,
        segments: &mut Vec<Vec<Segment>>,
        busy: &mut Busy,
    ) {
        segments.resize_with(self.kinds.len(), Vec::new);
        segments.iter_mut().for_each(Vec::clear);
        let Busy { intervals, scores } = busy;
        intervals.resize(2 * self.intervals, 1.0);
        scores.resize(self.kinds.len() + 1, None);
        let (center_score, scores) = scores.split_first_mut().expect("it was made longer than nothing");
        let (shared, own) = intervals.split_at_mut(self.intervals);
        for (number, date) in stretch.days.iter().enumerate() {
            let volume = chances.on(date.name).volume;
            let shared_day = self.draw_factors(&self.shared, (seed, volume), (self.center, date), center_score, shared)
                * self.draw_forecast_error(seed, chances.on(date.month).volume)
                * date.factor;
            let midnight = (ONE_DAY * number as u64).as_micros();
            for ((kind, out), score) in self.kinds.iter().zip(segments.iter_mut()).zip(&mut *scores) {
                let Source::Poisson(pieces) = &kind.source else { continue };
                let factor = self.draw_factors(&kind.own, (seed, volume), (kind.key, date), score, own);
                let day = shared_day * factor * date.by_weekday(&kind.weekday_factor);
                let mut surges = stream_of(seed, volume, Role::Surge, kind.key);
                let surging: Vec<bool> = kind.surges.iter().map(|surge| surges.chance(surge.chance)).collect();
                out.extend(pieces.iter().map(|piece| {
                    let surge: f64 =
                        piece.surges.iter().filter(|&&at| surging[at]).map(|&at| kind.surges[at].factor).product();
                    Segment {
                        from: (midnight + piece.from.as_micros()) as f64,
                        to: (midnight + piece.to.as_micros()) as f64,
                        expected: piece.expected * day * shared[piece.interval] * own[piece.interval] * surge,
                    }
                }));
            }
        }
    }

    /// Fills the interval factors and returns the day's factor.
    fn draw_factors(
        &self,
        busyness: &Busyness,
        (seed, volume): (u64, u64),
        (key, date): (EntityKey, &StretchDay),
        score: &mut Option<(usize, f64)>,
        intervals: &mut [f64],
    ) -> f64 {
        let mut days = stream_of(seed, volume, Role::DayFactor, key);
        let mut steps = stream_of(seed, volume, Role::IntervalFactor, key);
        busyness.intervals.draw(&mut steps, intervals);
        match self.strata.filter(|chosen| chosen.key == key) {
            Some(chosen) => chosen.strata.draw(Strata::stratum(seed, volume, key), &mut days),
            None if busyness.day_correlation == 0.0 => busyness.day.draw(&mut days),
            None => busyness.day.of_score(next_score(score, date.position, busyness.day_correlation, &mut days)),
        }
    }

    /// The factor by which the forecast of a month is wrong.
    fn draw_forecast_error(&self, seed: u64, volume: u64) -> f64 {
        if self.forecast_error.cv() == 0.0 {
            return 1.0;
        }
        self.forecast_error.draw(&mut stream_of(seed, volume, Role::ForecastError, self.center))
    }
}

/// The normal score of a date, correlated with that of the last date drawn: an autoregression of order one over all dates,
/// those on which the lines are closed included.
fn next_score(last: &mut Option<(usize, f64)>, position: usize, correlation: f64, stream: &mut Stream) -> f64 {
    let fresh = stream.normal();
    let score = last.map_or(fresh, |(at, score)| {
        let mut kept = 1.0;
        for _ in at..position {
            kept *= correlation;
        }
        kept * score + (1.0 - kept * kept).max(0.0).sqrt() * fresh
    });
    *last = Some((position, score));
    score
}

impl Busy {
    /// A replication begins.
    pub fn begin(&mut self) {
        self.scores.clear();
    }
}

impl KindPlan {
    /// Contacts expected in a replication, surges left out.
    fn expected(&self) -> f64 {
        match &self.source {
            Source::Poisson(pieces) => pieces.iter().map(|piece| piece.expected).sum::<f64>() * self.days,
            Source::Trace(days) => days.first().map_or(0.0, |day| day.len() as f64),
        }
    }

    /// Contacts in a replication on average, surges included, each of which comes for itself; `None` of a trace.
    fn mean_contacts(&self) -> Option<f64> {
        let Source::Poisson(pieces) = &self.source else { return None };
        let mean_factor = |surge: &Surge| 1.0 + surge.chance.get() * (surge.factor - 1.0);
        let surging = |piece: &Piece| piece.surges.iter().map(|&at| mean_factor(&self.surges[at])).product::<f64>();
        Some(pieces.iter().map(|piece| piece.expected * surging(piece)).sum::<f64>() * self.days)
    }
}

impl StratifiedFactor {
    /// The factor that moves most contacts: that of the whole center, or a type's own; the first of equals.
    ///
    /// Volumes count here as they stand before `scale`: a study over it must have the same days everywhere.
    fn choose(center: &Center, key: EntityKey, kinds: &[KindPlan]) -> Option<Self> {
        let volumes = center.contact_types.iter().map(|kind| match &kind.arrivals {
            Arrivals::PerInterval(expected) => expected.iter().sum(),
            // A trace is as busy as it is.
            Arrivals::Trace(_) => 0.0,
        });
        let volumes: Vec<f64> = volumes.collect();
        let mut heaviest = (key, center.day.busyness.day, center.day.busyness.day.cv() * volumes.iter().sum::<f64>());
        for (kind, volume) in kinds.iter().zip(&volumes) {
            let moved = kind.own.day.cv() * volume;
            if moved > heaviest.2 {
                heaviest = (kind.key, kind.own.day, moved);
            }
        }
        let (key, factor, moved) = heaviest;
        Strata::of(factor).filter(|_| moved > 0.0).map(|strata| Self { key, strata })
    }
}

/// The day cut at the grid and at the surges' ends, pieces without arrivals left in (they only take time).
fn pieces(day: &Day, expected: &[f64], scale: f64, surges: &[Surge]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (interval, expected) in expected.iter().enumerate() {
        let (start, end) = (day.interval_start(interval), day.interval_start(interval + 1));
        let mut cuts: Vec<SimTime> =
            surges.iter().flat_map(|s| [s.from, s.to]).filter(|&t| start < t && t < end).collect();
        cuts.extend([start, end]);
        cuts.sort_unstable();
        cuts.dedup();
        let length = end.since(start).as_micros().max(1) as f64;
        for edge in cuts.windows(2) {
            let (from, to) = (edge[0], edge[1]);
            pieces.push(Piece {
                from,
                to,
                interval,
                expected: expected * scale * to.since(from).as_micros() as f64 / length,
                surges: (0..surges.len()).filter(|&at| surges[at].from <= from && to <= surges[at].to).collect(),
            });
        }
    }
    pieces
}
