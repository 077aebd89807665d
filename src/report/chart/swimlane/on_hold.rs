//! Those on hold, queue under queue: how many, and each caller while they are few.

use super::super::axis::{HEADING, Panel, round_ticks};
use super::super::canvas::{Canvas, Drawn, MARGIN, Point, solid};
use super::super::palette::{BAND, GREY, INK};
use super::super::placement::Frame;
use super::super::text::{Anchor, Unit, text};
use super::legend::{cross, notice};
use super::{HoldEnd, HoldLine, LEFT, QueueLanes, RIGHT, SwimlanePicture, TimeAxis, colour_of};

/// Height of the number on hold \[px\].
const NUMBER: f64 = 70.0;
/// From the number on hold to the first caller's line, and after the last \[px\].
const GAP: f64 = 12.0;
/// From one queue to the next \[px\].
const BETWEEN: f64 = 52.0;
/// More callers than this have no lines of their own.
const MOST_LINES: usize = 60;
/// Lines of a queue lie so far apart \[px\], from many to few.
const APART: (f64, f64) = (7.0, 16.0);
/// From here on a line has room for the caller's number \[px\].
const APART_WITH_NUMBER: f64 = 13.0;
/// Lines of a queue are about this high together \[px\].
const ALL_LINES: f64 = 480.0;
/// More queues than this make no page.
const MOST_QUEUES: usize = 8;
/// Letters at lines \[px\].
const SMALL: f64 = 13.0;

/// The queues that are shown.
pub(super) struct OnHold<'p> {
    queues: Vec<Shown<'p>>,
    left_out: usize,
}

/// A queue, and the row of each caller's line; no rows where callers are too many.
struct Shown<'p> {
    queue: &'p QueueLanes,
    rows: Vec<usize>,
}

impl<'p> OnHold<'p> {
    pub(super) fn of(picture: &'p SwimlanePicture, axis: &TimeAxis) -> Self {
        let mut order: Vec<usize> = (0..picture.queues.len()).collect();
        order.sort_by_key(|&at| (std::cmp::Reverse(picture.queues[at].holds.len()), at));
        order.truncate(MOST_QUEUES);
        order.sort_unstable();
        let queues: Vec<&QueueLanes> = order.into_iter().map(|at| &picture.queues[at]).collect();
        let callers: usize = queues.iter().map(|queue| queue.holds.len()).sum();
        let left_out = picture.queues.len() - queues.len();
        let rows = |queue| if callers <= MOST_LINES { rows_of(axis, queue) } else { Vec::new() };
        Self { queues: queues.into_iter().map(|queue| Shown { queue, rows: rows(queue) }).collect(), left_out }
    }

    /// Whether somebody has a line.
    pub(super) fn has_lines(&self) -> bool {
        self.queues.iter().any(|shown| !shown.rows.is_empty())
    }

    pub(super) fn height(&self) -> f64 {
        let heights: f64 = self.queues.iter().map(Shown::height).sum();
        heights + BETWEEN * self.queues.len().saturating_sub(1) as f64
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, axis: &TimeAxis, top: f64) -> Drawn {
        let mut top = top;
        for (at, shown) in self.queues.iter().enumerate() {
            let is_last = at + 1 == self.queues.len();
            let more = if is_last && self.left_out > 0 {
                format!("; {} queues not shown", self.left_out)
            } else {
                String::new()
            };
            let bottom = top + shown.height();
            shown.number_on_hold(canvas, axis, top, &more)?;
            shown.callers(canvas, axis, top + NUMBER, bottom)?;
            if is_last {
                axis.clocks(canvas, bottom)?;
            }
            top = bottom + BETWEEN;
        }
        Ok(())
    }
}

impl Shown<'_> {
    fn height(&self) -> f64 {
        let rows = self.rows_used();
        if rows > 0 { NUMBER + GAP * 2.0 + rows as f64 * self.apart() } else { NUMBER }
    }

    fn rows_used(&self) -> usize {
        self.rows.iter().max().map_or(0, |row| row + 1)
    }

    /// Distance of lines.
    fn apart(&self) -> f64 {
        (ALL_LINES / self.rows_used().max(1) as f64).clamp(APART.0, APART.1)
    }

    /// How many hold, and the queue's name.
    fn number_on_hold(&self, canvas: &mut Canvas<'_>, axis: &TimeAxis, top: f64, more: &str) -> Drawn {
        let queue = self.queue;
        let frame = Frame { left: LEFT, top, right: RIGHT, bottom: top + NUMBER };
        let steps = steps(axis, &queue.holds);
        let most = steps.iter().map(|step| step.1).fold(0.0, f64::max);
        let name = text(&format!("on hold: {}", queue.name)).size(16.0).bold().fitted(600.0);
        canvas.text(&name, (MARGIN, top - HEADING))?;
        // A line each would be noise; the words say how to get them.
        let shorter = if self.rows.is_empty() { "; a shorter stretch shows each caller" } else { "" };
        let words = if most > 0.0 { format!("at most {most} at once{shorter}{more}") } else { format!("nobody{more}") };
        canvas.text(&text(&words).colour(GREY), (MARGIN + name.width() + 10.0, top - HEADING))?;
        let panel = Panel::linear(frame, (axis.from, axis.to), (0.0, most.max(1.0) * 1.08));
        panel.grid(canvas, &axis.ticks, &heads(most), false)?;
        if steps.is_empty() {
            return Ok(());
        }
        let line: Vec<Point> = steps.iter().map(|&(x, count)| (x, panel.y.place(count))).collect();
        let mut outline = vec![(LEFT, frame.bottom)];
        outline.extend(&line);
        outline.push((RIGHT, frame.bottom));
        canvas.area(&outline, INK, BAND)?;
        canvas.line(&line, solid(INK, 1.6))
    }

    /// A line for each caller, in the order of joining.
    fn callers(&self, canvas: &mut Canvas<'_>, axis: &TimeAxis, top: f64, bottom: f64) -> Drawn {
        if self.rows.is_empty() {
            return Ok(());
        }
        axis.lines(canvas, top, bottom)?;
        canvas.line(&[(LEFT, bottom), (RIGHT, bottom)], solid(GREY, 1.2))?;
        let apart = self.apart();
        for (hold, row) in self.queue.holds.iter().zip(&self.rows) {
            let y = top + GAP + (*row as f64 + 0.5) * apart;
            caller(canvas, axis, hold, y, apart >= APART_WITH_NUMBER)?;
        }
        Ok(())
    }
}

/// Rows of a queue's lines, one below the other in the order of joining; whoever joins after all lines so far have ended
/// begins at the top again.
fn rows_of(axis: &TimeAxis, queue: &QueueLanes) -> Vec<usize> {
    let mut next = 0;
    let mut ended = 0.0_f64;
    let place = |hold: &HoldLine| {
        let room = text(&hold.person).size(SMALL).width() + 12.0;
        if axis.place(hold.from) - room > ended {
            next = 0;
        }
        let beyond = if axis.place(hold.from) - room > LEFT { 10.0 } else { room + 10.0 };
        ended = ended.max(axis.place(hold.to) + beyond);
        next += 1;
        next - 1
    };
    queue.holds.iter().map(place).collect()
}

/// Whole numbers of people, few of them.
fn heads(most: f64) -> Vec<super::super::axis::Tick> {
    let mut ticks = round_ticks((0.0, most.max(1.0)), &Unit::Other(String::new()), 3);
    ticks.retain(|tick| (tick.value - tick.value.round()).abs() < 1e-9);
    for tick in &mut ticks {
        tick.label = super::super::text::number(tick.value, 0);
    }
    ticks
}

/// The number on hold as a line of steps: pixel across, people.
fn steps(axis: &TimeAxis, holds: &[HoldLine]) -> Vec<Point> {
    let changes = holds.iter().flat_map(|hold| [(hold.from, 1.0), (hold.to, -1.0)]);
    let mut changes: Vec<(crate::units::SimTime, f64)> = changes.collect();
    changes.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut count = 0.0;
    let mut steps = Vec::new();
    let mut begun = false;
    for (at, change) in changes {
        let x = axis.place(at);
        if x > LEFT && !begun {
            steps.push((LEFT, count));
            begun = true;
        }
        if begun && x < RIGHT {
            steps.push((x, count));
            steps.push((x, count + change));
        }
        if x < RIGHT {
            count += change;
        }
    }
    if !holds.is_empty() {
        if !begun {
            steps.push((LEFT, count));
        }
        steps.push((RIGHT, count));
    }
    steps
}

/// One caller's line with its marks.
fn caller(canvas: &mut Canvas<'_>, axis: &TimeAxis, hold: &HoldLine, y: f64, with_number: bool) -> Drawn {
    let colour = colour_of(hold.contact_type);
    let (from, to) = (axis.place(hold.from), axis.place(hold.to));
    canvas.line(&[(from, y), (to, y)], solid(colour, 2.0))?;
    for &heard in hold.notices.iter().filter(|&&heard| axis.shows(heard)) {
        notice(canvas, (axis.place(heard), y))?;
    }
    if axis.shows(hold.to) {
        match hold.end {
            HoldEnd::Answered => canvas.dot((to, y), colour)?,
            HoldEnd::HungUp => cross(canvas, (to, y))?,
            HoldEnd::Other => canvas.line(&[(to, y - 4.0), (to, y + 4.0)], solid(GREY, 1.6))?,
        }
    }
    if !with_number {
        return Ok(());
    }
    let words = text(&hold.person).size(SMALL).colour(colour.for_words());
    if from - words.width() - 6.0 > LEFT {
        canvas.text(&words.anchor(Anchor::End), (from - 5.0, y))
    } else {
        canvas.text(&words, (to + 10.0, y))
    }
}
