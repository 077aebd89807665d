//! *The lanes*: each agent and each caller on hold along one stretch of the day.

mod agent_lanes;
mod legend;
mod on_hold;

use super::axis::{Tick, clock};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, WIDTH, paint, solid};
use super::palette::{Colour, FAINT, GREY, GRID, LINES};
use super::text::{Anchor, text};
use super::{Caption, ChartError};
use crate::units::SimTime;

/// Left and right edge of all lanes \[px\].
const LEFT: f64 = 84.0;
const RIGHT: f64 = WIDTH - MARGIN;
/// From the last lane of agents, over clock times and a heading, to those on hold \[px\].
const BETWEEN: f64 = 76.0;
/// Below the last lane: clock times and small print \[px\].
const BELOW: f64 = 78.0;
/// Room that a clock time wants on the axis \[px\].
const CLOCK_LABEL: f64 = 72.0;
/// Steps of the axis \[min\].
const CLOCK_STEPS: [u32; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/// A stretch of one day, agent by agent and caller by caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwimlanePicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// Start of the stretch.
    pub from: SimTime,
    /// End of the stretch.
    pub to: SimTime,
    /// Names of contact types, by the number that bars and lines give; the first four have colours of their own.
    pub contact_types: Vec<String>,
    /// Agents, group by group. Of many, those of large groups are cut.
    pub groups: Vec<GroupLanes>,
    /// Those on hold, queue by queue. Of many, those with the fewest people are left out.
    pub queues: Vec<QueueLanes>,
}

/// Agents of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLanes {
    /// Name of the group.
    pub name: String,
    /// One lane an agent.
    pub lanes: Vec<AgentLane>,
}

/// One agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLane {
    /// What stands at its left: the agent's number.
    pub label: String,
    /// In the order of time. What no bar covers is idle.
    pub bars: Vec<LaneBar>,
}

/// A stretch of an agent's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneBar {
    /// What the agent does.
    pub kind: BarKind,
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
}

/// What an agent does in a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BarKind {
    /// Off duty.
    Away,
    /// Talks: about which contact type, with whom.
    Talk(usize, String),
    /// After-call work for which contact type.
    AfterCall(usize),
}

/// Those on hold in one queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueLanes {
    /// Name of the queue.
    pub name: String,
    /// One line each, in the order of joining; nobody who was answered at once.
    pub holds: Vec<HoldLine>,
}

/// Somebody on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// Who.
    pub person: String,
    /// What about.
    pub contact_type: usize,
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
    /// How it ended.
    pub end: HoldEnd,
    /// When announcements were heard.
    pub notices: Vec<SimTime>,
}

/// How a hold ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldEnd {
    /// An agent answered.
    Answered,
    /// The caller hung up.
    HungUp,
    /// Took a callback, was cut off, or holds for ever.
    Other,
}

/// Draws the lanes as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &SwimlanePicture) -> Result<String, ChartError> {
    let axis = TimeAxis::of(picture);
    let agents = agent_lanes::AgentLanes::of(picture);
    let on_hold = on_hold::OnHold::of(picture, &axis);
    let legend = legend::Legend::of(picture, on_hold.has_lines());
    let agents_top = BELOW_CAPTION + legend.height();
    let hold_top = agents_top + agents.height() + BETWEEN;
    let height = hold_top + on_hold.height() + BELOW;
    paint(&picture.caption, height, |canvas| {
        if picture.from >= picture.to {
            return canvas.apology("There is no time to show", height / 2.0);
        }
        legend.draw(canvas, BELOW_CAPTION)?;
        agents.draw(canvas, &axis, agents_top)?;
        on_hold.draw(canvas, &axis, hold_top)
    })
}

/// Colour of a contact type; beyond the four that a reader can tell apart, all are grey.
fn colour_of(contact_type: usize) -> Colour {
    LINES.get(contact_type).map_or(FAINT, |line| line.0)
}

/// The axis that all lanes share, in minutes since midnight.
#[derive(Debug, Clone, PartialEq)]
struct TimeAxis {
    from: f64,
    to: f64,
    ticks: Vec<Tick>,
}

impl TimeAxis {
    fn of(picture: &SwimlanePicture) -> Self {
        let (from, to) = (minutes(picture.from), minutes(picture.to));
        let most = (RIGHT - LEFT) / CLOCK_LABEL;
        let step = CLOCK_STEPS.into_iter().map(f64::from).find(|step| (to - from) / step <= most);
        let step = step.unwrap_or_else(|| ((to - from) / most / 1440.0).ceil() * 1440.0);
        let first = (from / step - 1e-9).ceil();
        let values = (0..=most as usize + 1).map(|index| (first + index as f64) * step);
        let ticks = values.take_while(|&value| value <= to + 1e-6).map(|value| Tick { value, label: clock(value) });
        Self { from, to, ticks: ticks.collect() }
    }

    /// Pixel of an instant; what lies outside is at the edge.
    fn place(&self, at: SimTime) -> f64 {
        self.place_of(minutes(at))
    }

    fn place_of(&self, minute: f64) -> f64 {
        let part = (minute - self.from) / (self.to - self.from);
        LEFT + (RIGHT - LEFT) * part.clamp(0.0, 1.0)
    }

    /// Light lines at the clock times, from row to row.
    fn lines(&self, canvas: &mut Canvas<'_>, top: f64, bottom: f64) -> Drawn {
        self.ticks.iter().try_for_each(|tick| {
            let x = self.place_of(tick.value);
            canvas.line(&[(x, top), (x, bottom)], solid(GRID, 1.0))
        })
    }

    /// Clock times below a row.
    fn clocks(&self, canvas: &mut Canvas<'_>, bottom: f64) -> Drawn {
        canvas.line(&[(LEFT, bottom), (RIGHT, bottom)], solid(GREY, 1.2))?;
        self.ticks.iter().try_for_each(|tick| {
            let x = self.place_of(tick.value);
            canvas.line(&[(x, bottom), (x, bottom + 5.0)], solid(GREY, 1.0))?;
            canvas.text(&text(&tick.label).colour(GREY).anchor(Anchor::Middle), (x, bottom + 18.0))
        })
    }

    /// Whether an instant can be seen.
    fn shows(&self, at: SimTime) -> bool {
        (self.from..=self.to).contains(&minutes(at))
    }
}

fn minutes(at: SimTime) -> f64 {
    at.as_secs_f64() / 60.0
}

#[cfg(test)]
mod tests;
