//! Heads over the day: planned, scaled, shrunk, and on some days ill.

use crate::model::{AgentGroup, Center, Day, GroupId, Staffing};
use crate::random::{EntityKey, Role, stream_of};
use crate::units::{Share, SimTime};

/// Heads of all groups over the day.
#[derive(Debug, Clone)]
pub struct StaffingPlan {
    groups: Vec<GroupStaffing>,
    /// All changes of a day on which nobody is ill.
    planned: Vec<StaffChange>,
    opens: SimTime,
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
    rows: Vec<Row>,
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
    pub fn compile(center: &Center) -> Self {
        let groups: Vec<GroupStaffing> =
            center.agent_groups.iter().map(|group| GroupStaffing::compile(group, &center.day)).collect();
        let mut plan = Self { groups, planned: Vec::new(), opens: center.day.opens };
        let mut planned = Vec::new();
        for (at, group) in plan.groups.iter().enumerate() {
            changes(&group.rows, GroupId::at(at), plan.opens, |_, _| true, &mut planned);
        }
        planned.sort_unstable();
        plan.planned = planned;
        plan
    }

    /// Most heads of a group that are ever there.
    pub fn most_heads(&self, group: GroupId) -> u32 {
        self.groups[group.index()].most_heads
    }

    /// Mean heads of a group between two instants, those who are ill on average left out.
    pub fn mean_heads(&self, group: GroupId, from: SimTime, to: SimTime) -> f64 {
        let group = &self.groups[group.index()];
        let length = to.since(from).as_micros().max(1) as f64;
        let head_time: f64 = group
            .rows
            .iter()
            .flat_map(|row| &row.steps)
            .map(|&(start, end, heads)| f64::from(heads) * end.min(to).since(start.max(from)).as_micros() as f64)
            .sum();
        head_time / length * group.absence.complement().get()
    }

    /// The changes of one replication, by time, then group; the first of each group is at opening.
    pub fn draw(&self, seed: u64, replication: u64, out: &mut Vec<StaffChange>) {
        out.clear();
        if self.groups.iter().all(|group| group.absence == Share::NONE) {
            out.extend_from_slice(&self.planned);
            return;
        }
        for (at, group) in self.groups.iter().enumerate() {
            // Head by head, each row by a stream of its own, so that a head's health depends on nobody else's plan.
            let healthy = |row: &Row| -> Vec<bool> {
                let mut stream = stream_of(seed, replication, Role::Absence, row.key);
                (0..row.most()).map(|_| !stream.chance(group.absence)).collect()
            };
            let present: Vec<Vec<bool>> = group.rows.iter().map(healthy).collect();
            changes(&group.rows, GroupId::at(at), self.opens, |row, head| present[row][head], out);
        }
        out.sort_unstable();
    }
}

/// Turns rows into changes of a group's head-count.
fn changes(
    rows: &[Row],
    group: GroupId,
    opens: SimTime,
    is_there: impl Fn(usize, usize) -> bool,
    out: &mut Vec<StaffChange>,
) {
    let mut deltas: Vec<(SimTime, i64)> = vec![(opens, 0)];
    for (at, row) in rows.iter().enumerate() {
        let mut upto = vec![0_i64];
        for head in 0..row.most() as usize {
            upto.push(upto[head] + i64::from(is_there(at, head)));
        }
        for &(from, to, heads) in &row.steps {
            let there = upto[heads as usize];
            deltas.push((from, there));
            deltas.push((to, -there));
        }
    }
    deltas.sort_unstable();
    let mut heads = 0_i64;
    let mut told = None;
    let mut position = 0;
    while position < deltas.len() {
        let at = deltas[position].0;
        while position < deltas.len() && deltas[position].0 == at {
            heads += deltas[position].1;
            position += 1;
        }
        if told != Some(heads) {
            out.push(StaffChange { at, group, heads: heads.max(0) as u32 });
            told = Some(heads);
        }
    }
}

impl GroupStaffing {
    fn compile(group: &AgentGroup, day: &Day) -> Self {
        // A hair more, so that 45 x 0.7, which is a little less than 31.5 in binary, goes up as it does on paper.
        let scaled = |heads: u32| (f64::from(heads) * group.staffing_scale + 0.5 + 1e-9).floor() as u32;
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
        let most_heads = most_at_once(&rows);
        Self { absence: group.absence, rows, most_heads }
    }
}

/// Most heads there at one instant when nobody is ill.
fn most_at_once(rows: &[Row]) -> u32 {
    let mut all = Vec::new();
    changes(rows, GroupId(0), SimTime::ZERO, |_, _| true, &mut all);
    all.iter().map(|change| change.heads).max().unwrap_or(0)
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
