//! Where a label goes so that it covers neither another label nor a line.

use super::canvas::Point;

/// Moves labels in one column apart: each as near to where it wants to be as a distance of `gap` allows, all between
/// `low` and `high`. Without room for all, they share what there is. Same order in, same order out.
pub(super) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let between = (wanted.len() - 1) as f64;
    let gap = if between > 0.0 { gap.min((high - low).max(0.0) / between) } else { gap };
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));

    // Less its place in the row, a label may sit on its neighbour but not pass it; labels that would are averaged.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for (place, &index) in order.iter().enumerate() {
        groups.push((wanted[index] - gap * place as f64, 1));
        while let [.., (before, count_before), (after, count_after)] = groups[..] {
            if before <= after {
                break;
            }
            let count = count_before + count_after;
            let mean = (before * count_before as f64 + after * count_after as f64) / count as f64;
            groups.truncate(groups.len() - 2);
            groups.push((mean, count));
        }
    }
    let highest = (high - gap * between).max(low);
    let levels = groups.iter().flat_map(|&(level, count)| std::iter::repeat_n(level, count));
    let mut placed = vec![0.0; wanted.len()];
    for ((place, &index), level) in order.iter().enumerate().zip(levels) {
        placed[index] = level.clamp(low, highest) + gap * place as f64;
    }
    placed
}

/// A rectangle on the sheet \[px\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    /// Around a point: so wide, so high.
    pub(super) fn around((x, y): Point, width: f64, height: f64) -> Self {
        Self { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 }
    }

    /// Its middle.
    pub(super) fn middle(&self) -> Point {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    fn overlap(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    fn lies_in(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

/// What is already on a panel.
#[derive(Debug, Clone)]
pub(super) struct Occupied {
    panel: Frame,
    taken: Vec<Frame>,
}

/// How far apart a line's obstacles lie at the most \[px\].
const LINE_STEP: f64 = 8.0;
/// More obstacles of lines than this say nothing new on a panel of a thousand pixels.
const MOST_OBSTACLES: usize = 20_000;

impl Occupied {
    /// An empty panel.
    pub(super) const fn new(panel: Frame) -> Self {
        Self { panel, taken: Vec::new() }
    }

    /// Upper edge of the panel.
    pub(super) const fn top(&self) -> f64 {
        self.panel.top
    }

    /// Something stands there.
    pub(super) fn take(&mut self, place: Frame) {
        self.taken.push(place);
    }

    /// A line runs there.
    pub(super) fn take_line(&mut self, points: &[Point]) {
        for pair in points.windows(2) {
            if self.taken.len() >= MOST_OBSTACLES {
                return;
            }
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let longer = (x1 - x0).abs().max((y1 - y0).abs());
            let steps = (longer / LINE_STEP).ceil().clamp(1.0, 400.0);
            for step in 0..steps as usize {
                let part = |offset: f64| (step as f64 + offset) / steps;
                let (xa, ya) = (x0 + (x1 - x0) * part(0.0), y0 + (y1 - y0) * part(0.0));
                let (xb, yb) = (x0 + (x1 - x0) * part(1.0), y0 + (y1 - y0) * part(1.0));
                self.take(Frame {
                    left: xa.min(xb) - 1.5,
                    top: ya.min(yb) - 1.5,
                    right: xa.max(xb) + 1.5,
                    bottom: ya.max(yb) + 1.5,
                });
            }
        }
    }

    /// Takes the first place of the panel where nothing stands, none if there is none.
    pub(super) fn place_freely(&mut self, candidates: &[Frame]) -> Option<Frame> {
        let inside = candidates.iter().filter(|place| place.lies_in(&self.panel));
        let place = *inside.into_iter().find(|place| self.taken.iter().all(|other| place.overlap(other) <= 0.0))?;
        self.take(place);
        Some(place)
    }

    /// Takes the first place of the panel where nothing stands, else the one that covers least.
    pub(super) fn place(&mut self, candidates: &[Frame]) -> Option<Frame> {
        let inside = candidates.iter().filter(|place| place.lies_in(&self.panel));
        let mut best: Option<(f64, Frame)> = None;
        for &place in inside {
            let covered: f64 = self.taken.iter().map(|other| place.overlap(other)).sum();
            if best.is_none_or(|(least, _)| covered < least) {
                best = Some((covered, place));
            }
            if covered <= 0.0 {
                break;
            }
        }
        let (_, place) = best?;
        self.take(place);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&[10.0, 100.0, 50.0], 20.0, 0.0, 200.0), [10.0, 100.0, 50.0]);
        assert_eq!(spread(&[], 20.0, 0.0, 200.0), Vec::<f64>::new());
    }

    #[test]
    fn labels_on_one_spot_move_apart_around_it() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], 20.0, 0.0, 200.0), [30.0, 50.0, 70.0]);
        assert_eq!(spread(&[0.0, 0.0], 20.0, 0.0, 200.0), [0.0, 20.0]);
        assert_eq!(spread(&[200.0, 199.0], 20.0, 0.0, 200.0), [200.0, 180.0]);
    }

    #[test]
    fn too_many_labels_share_the_room() {
        assert_eq!(spread(&[9.0, 9.0, 9.0], 20.0, 0.0, 20.0), [0.0, 10.0, 20.0]);
    }

    #[test]
    fn a_label_avoids_a_line_and_its_fellows() {
        let mut panel = Occupied::new(Frame { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 });
        panel.take_line(&[(0.0, 50.0), (100.0, 50.0)]);
        let on_the_line = Frame::around((50.0, 50.0), 20.0, 10.0);
        let above = Frame::around((50.0, 30.0), 20.0, 10.0);
        let outside = Frame::around((50.0, 0.0), 20.0, 10.0);
        assert_eq!(panel.place(&[outside, on_the_line, above]), Some(above));
        assert_eq!(panel.place(&[above]), Some(above), "better covered than gone");
        assert_eq!(panel.place(&[outside]), None);
    }
}
