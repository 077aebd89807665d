//! Which of several lines is the lowest, and from where to where.

/// Where a line is the lowest of all: between it and which neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lowest {
    /// From here on, at least zero.
    pub from: f64,
    /// The line that is as low there; `None` where it begins at zero.
    pub before: Option<usize>,
    /// Up to here; `None`: for good.
    pub to: Option<f64>,
    /// The line that is as low there.
    pub after: Option<usize>,
}

/// For each line, given by its height at zero and its slope, where at x >= 0 it is the lowest; `None` where it never is but for
/// single points. Of lines that are the same the first counts.
pub fn lower_envelope(lines: &[(f64, f64)]) -> Vec<Option<Lowest>> {
    lines.iter().enumerate().map(|(at, line)| lowest(lines, at, *line)).collect()
}

fn lowest(lines: &[(f64, f64)], at: usize, (height, slope): (f64, f64)) -> Option<Lowest> {
    let mut found = Lowest { from: 0.0, before: None, to: None, after: None };
    for (other, &(other_height, other_slope)) in lines.iter().enumerate() {
        let steeper = other_slope - slope;
        if other == at {
        } else if steeper > 0.0 {
            let meets = (height - other_height) / steeper;
            if meets > found.from {
                (found.from, found.before) = (meets, Some(other));
            }
        } else if steeper < 0.0 {
            let meets = (height - other_height) / steeper;
            if found.to.is_none_or(|to| meets < to) {
                (found.to, found.after) = (Some(meets), Some(other));
            }
        } else if other_height < height || (other_height <= height && other < at) {
            return None;
        }
    }
    found.to.is_none_or(|to| found.from < to).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_lowest_where_a_drawing_shows_it() {
        // 0 + 3x, 2 + x, 5 + 0x meet at 1 and 3; 4 + x is never lowest, nor is 2.5 + 1.5x.
        let lines = [(0.0, 3.0), (2.0, 1.0), (5.0, 0.0), (4.0, 1.0), (2.5, 1.5)];
        let found = lower_envelope(&lines);
        assert_eq!(found[0], Some(Lowest { from: 0.0, before: None, to: Some(1.0), after: Some(1) }));
        assert_eq!(found[1], Some(Lowest { from: 1.0, before: Some(0), to: Some(3.0), after: Some(2) }));
        assert_eq!(found[2], Some(Lowest { from: 3.0, before: Some(1), to: None, after: None }));
        assert_eq!((found[3], found[4]), (None, None));
    }

    #[test]
    fn of_equal_lines_the_first_counts_and_what_crosses_below_zero_does_not() {
        let found = lower_envelope(&[(1.0, 1.0), (1.0, 1.0), (0.0, 2.0)]);
        assert_eq!(found[0], Some(Lowest { from: 1.0, before: Some(2), to: None, after: None }));
        assert_eq!(found[1], None);
        // Cheaper at nothing already, and less steep: always.
        let found = lower_envelope(&[(5.0, 2.0), (4.0, 1.0)]);
        assert_eq!(found[0], None);
        assert_eq!(found[1], Some(Lowest { from: 0.0, before: None, to: None, after: None }));
    }
}
