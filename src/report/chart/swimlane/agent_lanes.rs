//! One lane an agent, group under group: talk, after-call work, away.

use super::super::canvas::{Canvas, Drawn, MARGIN, solid};
use super::super::palette::{BLUE, Colour, GREEN, GREY, GRID, INK, WHITE};
use super::super::text::{Anchor, text};
use super::{AgentLane, BarKind, GroupLanes, LEFT, LaneBar, RIGHT, SwimlanePicture, TimeAxis, colour_of};

/// More lanes than this are no picture.
const MOST_LANES: usize = 40;
/// More groups than this have no lanes at all.
const MOST_GROUPS: usize = 20;
/// All lanes together are about this high \[px\].
const ALL_LANES: f64 = 560.0;
/// A lane's height \[px\], from many to few.
const LANE: (f64, f64) = (15.0, 24.0);
/// Height of a group's name \[px\].
const NAME: f64 = 32.0;
/// Room between two lanes \[px\].
const SEAM: f64 = 2.0;
/// Letters in lanes \[px\].
const SMALL: f64 = 13.0;
/// Off duty.
pub(super) const AWAY: Colour = GRID;
/// How much of its colour after-call work wears.
pub(super) const PALER: f64 = 0.4;
/// Two bars alike that are nearer than this are drawn as one \[px\].
const NEAR: f64 = 0.5;

/// The lanes that are shown, in groups.
pub(super) struct AgentLanes<'p> {
    groups: Vec<Shown<'p>>,
    groups_left_out: usize,
    lane: f64,
}

struct Shown<'p> {
    name: &'p str,
    lanes: Vec<&'p AgentLane>,
    left_out: usize,
    away: usize,
}

impl<'p> AgentLanes<'p> {
    pub(super) fn of(picture: &'p SwimlanePicture) -> Self {
        let with_agents: Vec<&GroupLanes> = picture.groups.iter().filter(|group| !group.lanes.is_empty()).collect();
        let groups_left_out = with_agents.len().saturating_sub(MOST_GROUPS);
        let mut groups: Vec<Shown<'_>> =
            with_agents[..with_agents.len() - groups_left_out].iter().map(|group| Shown::of(picture, group)).collect();
        let sizes: Vec<usize> = groups.iter().map(|group| group.lanes.len()).collect();
        for (group, share) in groups.iter_mut().zip(shares(&sizes, MOST_LANES)) {
            group.left_out = group.lanes.len() - share;
            group.lanes.truncate(share);
        }
        let lanes: usize = groups.iter().map(|group| group.lanes.len()).sum();
        let lane = (ALL_LANES / lanes.max(1) as f64).clamp(LANE.0, LANE.1);
        Self { groups, groups_left_out, lane }
    }

    pub(super) fn height(&self) -> f64 {
        let lanes: usize = self.groups.iter().map(|group| group.lanes.len()).sum();
        let names = self.groups.len() + usize::from(self.groups_left_out > 0);
        lanes as f64 * self.lane + names as f64 * NAME
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, axis: &TimeAxis, top: f64) -> Drawn {
        let mut top = top;
        for group in &self.groups {
            let lanes = &group.lanes;
            let name = text(group.name).size(16.0).bold().fitted(500.0);
            canvas.text(&name, (MARGIN, top + NAME / 2.0 + 1.0))?;
            let count = text(&group.how_many()).colour(GREY);
            canvas.text(&count, (MARGIN + name.width() + 10.0, top + NAME / 2.0 + 1.0))?;
            top += NAME;
            let bottom = top + lanes.len() as f64 * self.lane;
            axis.lines(canvas, top, bottom)?;
            for lane in lanes {
                self.lane(canvas, axis, lane, top)?;
                top += self.lane;
            }
        }
        if self.groups_left_out > 0 {
            let words = format!("and {} more groups of agents", self.groups_left_out);
            canvas.text(&text(&words).colour(GREY), (MARGIN, top + NAME / 2.0))?;
            top += NAME;
        }
        axis.clocks(canvas, top)
    }

    fn lane(&self, canvas: &mut Canvas<'_>, axis: &TimeAxis, lane: &AgentLane, top: f64) -> Drawn {
        let (upper, lower) = (top + SEAM / 2.0, top + self.lane - SEAM / 2.0);
        let middle = f64::midpoint(upper, lower);
        let label = text(&lane.label).size(SMALL).colour(GREY).anchor(Anchor::End);
        canvas.text(&label, (LEFT - 8.0, middle))?;
        canvas.line(&[(LEFT, lower), (RIGHT, lower)], solid(GRID, 1.0))?;
        for bar in &bars(axis, lane) {
            // A seam of paper parts two talks that follow each other.
            let right = if bar.to - bar.from > 3.0 { bar.to - 0.8 } else { bar.to };
            canvas.rectangle((bar.from, upper), (right, lower), bar.colour, bar.opacity)?;
            let words = text(bar.words).size(SMALL).colour(on(bar.colour)).anchor(Anchor::Middle);
            if !bar.words.is_empty() && words.width() + 6.0 < bar.to - bar.from {
                canvas.text(&words, (f64::midpoint(bar.from, right), middle + 0.5))?;
            }
        }
        Ok(())
    }
}

impl<'p> Shown<'p> {
    /// A group without those who are away all the time.
    fn of(picture: &SwimlanePicture, group: &'p GroupLanes) -> Self {
        let covers = |bar: &LaneBar| bar.kind == BarKind::Away && bar.from <= picture.from && bar.to >= picture.to;
        let lanes: Vec<&AgentLane> = group.lanes.iter().filter(|lane| !lane.bars.iter().any(covers)).collect();
        let away = group.lanes.len() - lanes.len();
        Self { name: &group.name, lanes, left_out: 0, away }
    }

    fn how_many(&self) -> String {
        let all = self.lanes.len() + self.left_out + self.away;
        let agents = if all == 1 { "1 agent".to_owned() } else { format!("{all} agents") };
        let away = match self.away {
            0 => String::new(),
            _ if self.away == all => ", away all the time".to_owned(),
            away => format!(", {away} away all the time"),
        };
        let left_out = if self.left_out > 0 { format!(", {} more not shown", self.left_out) } else { String::new() };
        format!("{agents}{away}{left_out}")
    }
}

/// A bar as it is drawn \[px\].
struct Drawable<'p> {
    from: f64,
    to: f64,
    colour: Colour,
    opacity: f64,
    words: &'p str,
}

/// The bars that can be seen; what is too small to be told apart is one.
fn bars<'p>(axis: &TimeAxis, lane: &'p AgentLane) -> Vec<Drawable<'p>> {
    let mut bars: Vec<Drawable<'_>> = Vec::new();
    for bar in &lane.bars {
        let (from, to) = (axis.place(bar.from), axis.place(bar.to));
        let (colour, opacity, words) = match &bar.kind {
            BarKind::Away => (AWAY, 1.0, ""),
            BarKind::Talk(about, person) => (colour_of(*about), 1.0, person.as_str()),
            BarKind::AfterCall(about) => (colour_of(*about), PALER, ""),
        };
        match bars.last_mut() {
            _ if to <= from => {}
            Some(last) if last.colour == colour && to - last.from < NEAR && from - last.to < NEAR => last.to = to,
            _ => bars.push(Drawable { from, to, colour, opacity, words }),
        }
    }
    bars
}

/// How many lanes each group gets: all if there is room, else the largest give first.
fn shares(sizes: &[usize], most: usize) -> Vec<usize> {
    let fits = |limit: &usize| sizes.iter().map(|size| size.min(limit)).sum::<usize>() <= most;
    let limit = (1..=most).rev().find(fits).unwrap_or(1);
    let mut shares: Vec<usize> = sizes.iter().map(|size| *size.min(&limit)).collect();
    let mut left = most.saturating_sub(shares.iter().sum());
    for (share, size) in shares.iter_mut().zip(sizes) {
        let more = usize::from(*share < *size && left > 0);
        *share += more;
        left -= more;
    }
    shares
}

/// Letters that can be read on a colour.
fn on(colour: Colour) -> Colour {
    if colour == BLUE || colour == GREEN { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn large_groups_give_way_first() {
        assert_eq!(shares(&[5, 12], 40), [5, 12]);
        assert_eq!(shares(&[5, 100], 40), [5, 35]);
        assert_eq!(shares(&[100, 100, 3], 40), [19, 18, 3]);
        assert_eq!(shares(&[], 40), Vec::<usize>::new());
    }
}
