//! Heads over the day: planned, scaled, shrunk, and on some days ill.

use super::span::{ONE_DAY, Span, Stretch, StretchDay};
use crate::model::{AgentGroup, Center, Day, GroupId, Staffing};
use crate::random::{Chances, EntityKey, Role, stream_of};
use crate::units::{Duration, Share, SimTime, Weekday};

/// Heads of all groups over the day.
#[derive(Debug, Clone)]
pub struct StaffingPlan {
    groups: Vec<GroupStaffing>,
    /// By stretch: all its changes when nobody is ill. Empty where somebody may be.
    planned: Vec<Vec<StaffChange>>,
    /// Whether shifts go on over midnight.
    rolls_over: bool,
}

/// From `at` on, a group has this many heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaffChange {
    /// When.
    pub at: SimTime,
    /// Whose.
    pub group: GroupId,
    /// How many from then on.
    pub heads: u32,
}

#[derive(Debug, Clone)]
struct GroupStaffing {
    absence: Share,
    /// Different plans of a day.
    days: Vec<Vec<Row>>,
    /// Which of them it is by day of the week; the first without a calendar.
    by_weekday: [usize; 7],
    most_heads: u32,
}

/// Heads that come and go together: a shift, or the group's line of per-interval counts. Head `i` of a row is there
/// while the row's count is above `i`.
#[derive(Debug, Clone)]
struct Row {
    /// Names the stream that says which of its heads are ill.
    key: EntityKey,
    steps: Vec<(SimTime, SimTime, u32)>,
}

impl Row {
    fn most(&self) -> u32 {
        self.steps.iter().map(|step| step.2).max().unwrap_or(0)
    }
}

impl StaffingPlan {
    /// Works out scale and shrinkage.
    pub fn compile(center: &Center, span: &Span) -> Self {
        let rolls_over = center.calendar.is_some() && center.day.never_closes();
        let groups: Vec<GroupStaffing> =
            center.agent_groups.iter().map(|group| GroupStaffing::compile(group, &center.day, rolls_over)).collect();
        let mut plan = Self { groups, planned: Vec::new(), rolls_over };
        if plan.groups.iter().all(|group| group.absence == Share::NONE) {
            let nobody_is_ill = Chances::from(0);
            plan.planned = span.stretches.iter().map(|stretch| plan.changes_of(stretch, 0, nobody_is_ill)).collect();
        }
        plan
    }

    /// Most heads of a group that are ever there.
    pub fn most_heads(&self, group: GroupId) -> u32 {
        self.groups[group.index()].most_heads
    }

    /// Mean heads of a group between two instants of a day, those who are ill on average left out; of a calendar, on a day of
    /// the week as it would be without scaling.
    pub fn mean_heads(&self, group: GroupId, weekday: Option<Weekday>, from: SimTime, to: SimTime) -> f64 {
        let group = &self.groups[group.index()];
        let length = to.since(from).as_micros().max(1) as f64;
        let head_time: f64 = group
            .rows_on(weekday)
            .iter()
            .flat_map(|row| &row.steps)
            .map(|&(start, end, heads)| {
                let today = end.min(to).since(start.max(from)).as_micros();
                // Who came the evening before.
                let (later_from, later_to) = (from + ONE_DAY, to + ONE_DAY);
                let yesterday = end.min(later_to).since(start.max(later_from)).as_micros();
                f64::from(heads) * (today + if self.rolls_over { yesterday } else { 0 }) as f64
            })
            .sum();
        head_time / length * group.absence.complement().get()
    }

    /// The changes of a stretch of one replication, by time, then group; the first of each group is at opening.
    pub fn draw(&self, at: usize, stretch: &Stretch, seed: u64, chances: Chances, out: &mut Vec<StaffChange>) {
        out.clear();
        match self.planned.get(at) {
            Some(planned) => out.extend_from_slice(planned),
            None => *out = self.changes_of(stretch, seed, chances),
        }
    }

    fn changes_of(&self, stretch: &Stretch, seed: u64, chances: Chances) -> Vec<StaffChange> {
        let mut out = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            let mut deltas = Deltas::from(stretch.clock.opens);
            if self.rolls_over {
                // Who came the evening before, by the plan of the first date.
                deltas.add(group, &stretch.days[0], None, seed, chances.on(u32::MAX));
            }
            for (number, date) in stretch.days.iter().enumerate() {
                deltas.add(group, date, Some(number), seed, chances.on(date.name));
            }
            deltas.tell(GroupId::at(at), &mut out);
        }
        out.sort_unstable();
        out
    }
}

/// Heads that come (or go), by time.
struct Deltas {
    opens: SimTime,
    all: Vec<(SimTime, i64)>,
}

impl Deltas {
    const fn from(opens: SimTime) -> Self {
        Self { opens, all: Vec::new() }
    }

    /// Adds a group on a date, the so many-th of its stretch; `None`: the date before the first, of which only what goes on
    /// past midnight is left.
    fn add(&mut self, group: &GroupStaffing, date: &StretchDay, number: Option<usize>, seed: u64, chances: Chances) {
        let shift = |at: SimTime| match number {
            Some(number) => at + ONE_DAY * number as u64,
            None => (SimTime::ZERO + at.since(SimTime::ZERO + ONE_DAY)).max(self.opens),
        };
        for row in group.rows_on(date.played_as) {
            // Head by head, each row by a stream of its own, so that a head's health depends on nobody else's plan.
            let mut stream = stream_of(seed, chances.staffing, Role::Absence, row.key);
            let mut upto = vec![0_i64];
            for head in 0..row.most() as usize {
                let is_there = group.absence == Share::NONE || !stream.chance(group.absence);
                upto.push(upto[head] + i64::from(is_there));
            }
            for &(from, to, heads) in &row.steps {
                let there = upto[heads as usize];
                self.all.push((shift(from), there));
                self.all.push((shift(to), -there));
            }
        }
    }

    /// Tells the changes of a group's head-count, the first at opening.
    fn tell(mut self, group: GroupId, out: &mut Vec<StaffChange>) {
        self.all.push((self.opens, 0));
        self.all.sort_unstable();
        let mut heads = 0_i64;
        let mut told = None;
        let mut position = 0;
        while position < self.all.len() {
            let at = self.all[position].0;
            while position < self.all.len() && self.all[position].0 == at {
                heads += self.all[position].1;
                position += 1;
            }
            if told != Some(heads) {
                out.push(StaffChange { at, group, heads: heads.max(0) as u32 });
                told = Some(heads);
            }
        }
    }
}

impl GroupStaffing {
    fn compile(group: &AgentGroup, day: &Day, rolls_over: bool) -> Self {
        let mut scales: Vec<f64> = Vec::new();
        let by_weekday = group.weekday_scale.map(|scale| {
            let known = scales.iter().position(|known| known.to_bits() == scale.to_bits());
            known.unwrap_or_else(|| {
                scales.push(scale);
                scales.len() - 1
            })
        });
        let days: Vec<Vec<Row>> = scales.iter().map(|scale| rows(group, day, *scale)).collect();
        let pairs = days.iter().flat_map(|today| days.iter().map(move |tomorrow| (today, tomorrow)));
        let most = pairs.map(|(today, tomorrow)| most_at_once(today, if rolls_over { tomorrow } else { &[] }));
        let most_heads = most.max().unwrap_or(0);
        Self { absence: group.absence, days, by_weekday, most_heads }
    }

    fn rows_on(&self, weekday: Option<Weekday>) -> &[Row] {
        &self.days[weekday.map_or(0, |weekday| self.by_weekday[weekday.index()])]
    }
}

/// The plan of a day whose heads are multiplied by this much more.
fn rows(group: &AgentGroup, day: &Day, weekday_scale: f64) -> Vec<Row> {
    // A hair more, so that 45 x 0.7, which is a little less than 31.5 in binary, goes up as it does on paper.
    let scaled = |heads: u32| {
        let planned = (f64::from(heads) * group.staffing_scale * weekday_scale + 0.5 + 1e-9).floor() as i64;
        let extra = if planned > 0 { i64::from(group.extra_heads) } else { 0 };
        (planned + extra).clamp(0, i64::from(u32::MAX)) as u32
    };
    let mut rows = match &group.staffing {
        Staffing::PerInterval(counts) => vec![Row {
            key: EntityKey::of(&format!("agent-group.{}", group.name)),
            steps: counts
                .iter()
                .enumerate()
                .map(|(at, &heads)| (day.interval_start(at), day.interval_start(at + 1), scaled(heads)))
                .collect(),
        }],
        Staffing::Shifts(shifts) => shifts
            .iter()
            .enumerate()
            .map(|(at, shift)| {
                let mut edges = vec![shift.from];
                edges.extend(shift.breaks.iter().flat_map(|&(from, to)| [from, to]));
                edges.push(shift.to);
                let on = edges.chunks_exact(2).map(|edge| (edge[0], edge[1], scaled(shift.agents)));
                let key = EntityKey::of(&format!("agent-group.{}.shift.{at}", group.name));
                Row { key, steps: on.filter(|step| step.0 < step.1).collect() }
            })
            .collect(),
    };
    if group.shrinkage > Share::NONE {
        for row in &mut rows {
            row.steps = shrunk(&row.steps, group.shrinkage, day);
        }
    }
    rows
}

/// Most heads there at one instant when nobody is ill, today and, where shifts go on over midnight, tomorrow.
fn most_at_once(today: &[Row], tomorrow: &[Row]) -> u32 {
    let mut deltas: Vec<(SimTime, i64)> = Vec::new();
    for (rows, midnight) in [(today, Duration::ZERO), (tomorrow, ONE_DAY)] {
        for &(from, to, heads) in rows.iter().flat_map(|row| &row.steps) {
            deltas.push((from + midnight, i64::from(heads)));
            deltas.push((to + midnight, -i64::from(heads)));
        }
    }
    deltas.sort_unstable();
    let mut heads = 0;
    let there = deltas.into_iter().map(|(_, change)| {
        heads += change;
        heads
    });
    there.max().unwrap_or(0).max(0) as u32
}

/// Leaves the shrinkage's share of heads out, spread evenly: what rounding to whole heads takes or gives in one
/// interval is made up for in the next, so that the day's head hours come out right to within half a head.
fn shrunk(steps: &[(SimTime, SimTime, u32)], shrinkage: Share, day: &Day) -> Vec<(SimTime, SimTime, u32)> {
    let mut out = Vec::new();
    let mut owed = 0.0;
    let grid = day.interval.as_micros().max(1) as f64;
    for &(from, to, heads) in steps {
        let mut start = from;
        while start < to {
            let next =
                day.opens + day.interval * (start.since(day.opens).as_micros() / day.interval.as_micros().max(1) + 1);
            let end = next.min(to);
            let weight = end.since(start).as_micros() as f64 / grid;
            let wanted = f64::from(heads) * shrinkage.complement().get();
            // Rounding error guard: 0.92 * 25 must be 23 exactly, not 22.999...
            let there = (wanted + owed / weight + 0.5 + 1e-9).floor().clamp(0.0, f64::from(heads));
            owed += (wanted - there) * weight;
            out.push((start, end, there as u32));
            start = end;
        }
    }
    out
}
