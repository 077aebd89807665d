//! When to stop: rounds of replications, until what is watched is narrow enough.

/// Replications of the first round, on which the need for more is judged.
const FIRST: u64 = 100;
/// Rounds end at multiples of this many replications: whole blocks of strata have the least doubt.
pub(super) const STEP: u64 = 20;

/// How far a course of replications is that goes on until it is precise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounds {
    most: u64,
    step: u64,
    was_precise: bool,
}

impl Rounds {
    /// At most so many replications, in rounds that end at multiples of `step`.
    pub const fn new(most: u64, step: u64) -> Self {
        Self { most, step, was_precise: false }
    }

    /// Replications after the first round.
    pub fn first(&self) -> u64 {
        FIRST.min(self.most)
    }

    /// How many replications there should be after the next round, when so many have been played and the widest interval is
    /// `excess` times as wide as wanted; `None` when these are enough, or all there may be.
    pub fn next(&mut self, played: u64, excess: f64) -> Option<u64> {
        let is_precise = excess <= 1.0;
        // Twice in a row, so that one lucky look does not stop the course.
        if (is_precise && self.was_precise) || played >= self.most {
            return None;
        }
        self.was_precise = is_precise;
        // The half-width shrinks with the root of the number played (Law 2015, section 9.4.1).
        let growth = (1.1 * excess * excess).clamp(1.25, 3.0);
        Some(((played as f64 * growth).ceil() as u64).next_multiple_of(self.step).min(self.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_ends_after_two_narrow_looks_in_a_row() {
        let mut rounds = Rounds::new(10_000, 20);
        assert_eq!(rounds.first(), 100);
        // Twice as wide as wanted: 4.4 times as many, but never more than three times at once.
        assert_eq!(rounds.next(100, 2.0), Some(300));
        // Narrow for the first time: a quarter more, 375, in whole blocks.
        assert_eq!(rounds.next(300, 0.9), Some(380));
        assert_eq!(rounds.next(380, 1.2), Some(620));
        assert_eq!(rounds.next(620, 0.9), Some(780));
        assert_eq!(rounds.next(780, 0.8), None);
    }

    #[test]
    fn no_course_exceeds_the_most() {
        let mut rounds = Rounds::new(150, 20);
        assert_eq!(rounds.next(100, f64::INFINITY), Some(150));
        assert_eq!(rounds.next(150, f64::INFINITY), None);
        assert_eq!(Rounds::new(7, 20).first(), 7);
    }
}
