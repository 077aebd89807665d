//! Lines of equal value over a grid.

use std::collections::BTreeMap;

use super::canvas::Point;

/// A figure over two axes: `values[row][column]` belongs to `ys[row]` and `xs[column]`, both rising.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field<'f> {
    pub(super) xs: &'f [f64],
    pub(super) ys: &'f [f64],
    pub(super) values: Vec<Vec<Option<f64>>>,
}

/// An edge between two neighbours of the grid: the left or lower one, and whether the other is above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    column: usize,
    row: usize,
    upwards: bool,
}

impl Field<'_> {
    /// Lines along which the field has a level, straight within each cell; none where a corner has no value.
    ///
    /// Marching squares; where a cell's corners alternate, the mean of the four decides which belong together.
    pub(super) fn contours(&self, level: f64) -> Vec<Vec<Point>> {
        let mut neighbours: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
        for row in 0..self.ys.len().saturating_sub(1) {
            for column in 0..self.xs.len().saturating_sub(1) {
                for (from, to) in self.segments(column, row, level) {
                    neighbours.entry(from).or_default().push(to);
                    neighbours.entry(to).or_default().push(from);
                }
            }
        }
        let mut lines = Vec::new();
        // Lines with ends first; what is left are rings.
        while let Some(start) = neighbours
            .iter()
            .find(|(_, next)| next.len() == 1)
            .or_else(|| neighbours.iter().find(|(_, next)| !next.is_empty()))
            .map(|(edge, _)| *edge)
        {
            let mut line = vec![self.crossing(start, level)];
            let mut at = start;
            while let Some(next) = neighbours.get_mut(&at).and_then(Vec::pop) {
                if let Some(back) = neighbours.get_mut(&next) {
                    back.retain(|edge| *edge != at);
                }
                line.push(self.crossing(next, level));
                at = next;
            }
            neighbours.retain(|_, next| !next.is_empty());
            lines.push(line);
        }
        lines
    }

    fn value(&self, column: usize, row: usize) -> Option<f64> {
        self.values.get(row)?.get(column).copied().flatten().filter(|value| value.is_finite())
    }

    /// The pieces of the line within a cell: from edge to edge.
    fn segments(&self, column: usize, row: usize, level: f64) -> Vec<(Edge, Edge)> {
        let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
        let values: Option<Vec<f64>> = corners.iter().map(|&(column, row)| self.value(column, row)).collect();
        let Some(values) = values else { return Vec::new() };
        let bottom = Edge { column, row, upwards: false };
        let edges = [
            bottom,
            Edge { column: column + 1, row, upwards: true },
            Edge { column, row: row + 1, upwards: false },
            Edge { column, row, upwards: true },
        ];
        let above: Vec<bool> = values.iter().map(|&value| value >= level).collect();
        // Edge number n lies between corner n and the next; the fourth between the last and the first.
        let crossed: Vec<Edge> = (0..4).filter(|&n| above[n] != above[(n + 1) % 4]).map(|n| edges[n]).collect();
        match crossed[..] {
            [one, other] => vec![(one, other)],
            [bottom, right, top, left] => {
                let middle_is_above = values.iter().sum::<f64>() / 4.0 >= level;
                if middle_is_above == above[0] {
                    vec![(bottom, right), (top, left)]
                } else {
                    vec![(bottom, left), (right, top)]
                }
            }
            _ => Vec::new(),
        }
    }

    /// Where the level lies on an edge.
    fn crossing(&self, edge: Edge, level: f64) -> Point {
        let Edge { column, row, upwards } = edge;
        let to = if upwards { (column, row + 1) } else { (column + 1, row) };
        let (first, second) = (self.value(column, row).unwrap_or(level), self.value(to.0, to.1).unwrap_or(level));
        let part = (level - first) / (second - first);
        let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.5 };
        let between = |from: f64, to: f64| from + (to - from) * part;
        (between(self.xs[column], self.xs[to.0]), between(self.ys[row], self.ys[to.1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AXIS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 5.0];

    fn field(value: impl Fn(f64, f64) -> f64) -> Field<'static> {
        let row = |&y: &f64| AXIS.iter().map(|&x| Some(value(x, y))).collect();
        Field { xs: &AXIS, ys: &AXIS, values: AXIS.iter().map(row).collect() }
    }

    #[test]
    fn the_contour_of_a_plane_is_its_straight_line() {
        let lines = field(|x, y| 2.0 * x + y).contours(4.5);
        assert_eq!(lines.len(), 1, "{lines:?}");
        for &(x, y) in &lines[0] {
            assert!((2.0 * x + y - 4.5).abs() < 1e-12, "{x} {y}");
        }
        let ends = [lines[0][0], *lines[0].last().unwrap()];
        assert!(ends.contains(&(2.25, 0.0)) && ends.contains(&(0.0, 4.5)), "{ends:?}");
    }

    #[test]
    fn the_contour_of_a_hill_is_a_ring() {
        let lines = field(|x, y| -((x - 2.0) * (x - 2.0) + (y - 2.0) * (y - 2.0))).contours(-1.5);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        // Twice across each of three columns and three rows, and back to the first.
        assert_eq!(lines[0].len(), 13, "{lines:?}");
    }

    #[test]
    fn a_saddle_is_two_lines_that_do_not_cross() {
        let corners = |rows: [[f64; 2]; 2]| Field {
            xs: &AXIS[..2],
            ys: &AXIS[..2],
            values: rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect(),
        };
        // High at two opposite corners, low in the middle: each high corner is cut off on its own.
        let lines = corners([[1.0, 0.0], [0.0, 1.0]]).contours(0.75);
        assert_eq!(lines.len(), 2);
        for line in lines {
            let near_low_left = line.iter().all(|(x, y)| x + y < 0.5);
            let near_top_right = line.iter().all(|(x, y)| x + y > 1.5);
            assert!(near_low_left || near_top_right, "{line:?}");
        }
    }

    #[test]
    fn holes_and_levels_that_are_not_there_give_no_line() {
        assert!(field(|x, _| x).contours(7.0).is_empty());
        assert!(field(|_, _| 1.0).contours(1.0).is_empty());
        let mut holed = field(|x, _| x);
        holed.values = vec![vec![None; 5]; 5];
        assert!(holed.contours(2.5).is_empty());
        let nothing = Field { xs: &[], ys: &[], values: Vec::new() };
        assert!(nothing.contours(0.0).is_empty());
    }
}
