//! A share of things that come in groups: of months by the year, of intervals by the month.

use super::wilson::score_interval;
use super::{Estimate, RatioMoments, wilson};

/// Successes over trials in all groups together, with an interval that knows that trials of a group are alike.
///
/// Groups with at most one trial each are independent trials: Wilson's interval. Else it is Wilson's with so many trials as
/// would be as uncertain if they were independent (Korn and Graubard 1998): `p (1 - p) / v`, with `v` the delta
/// method's variance of the ratio, and never more than there were. Where all succeed or none, each group counts as one trial.
/// `None` without trials.
pub fn clustered_share(groups: &[(u64, u64)], confidence: f64) -> Option<Estimate> {
    let mut sums = RatioMoments::default();
    for &(successes, trials) in groups {
        if successes > trials {
            return None;
        }
        sums.push(successes, trials);
    }
    let (successes, trials) = (sums.numerator() as u64, sums.denominator() as u64);
    if trials == 0 {
        return None;
    }
    if groups.iter().all(|group| group.1 <= 1) {
        return wilson(successes, trials, confidence);
    }
    let value = successes as f64 / trials as f64;
    let with_trials = groups.iter().filter(|group| group.1 > 0).count() as f64;
    let residual = |&(x, y): &(u64, u64)| {
        let apart = x as f64 - value * y as f64;
        apart * apart
    };
    let squares: f64 = groups.iter().map(residual).sum();
    let variance = squares / (trials as f64 * trials as f64) * with_trials / (with_trials - 1.0);
    let chance = value * (1.0 - value);
    let independent = if variance > 0.0 && chance > 0.0 { (chance / variance).min(trials as f64) } else { with_trials };
    Some(Estimate { value, interval: score_interval(value, independent, confidence).filter(|_| with_trials > 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_trials_are_wilson_s() {
        let groups = [(1, 1), (0, 1), (0, 1), (0, 0), (1, 1)];
        assert_eq!(clustered_share(&groups, 0.95), wilson(2, 4, 0.95));
        assert_eq!(clustered_share(&[], 0.95), None);
        assert_eq!(clustered_share(&[(0, 0)], 0.95), None);
        assert_eq!(clustered_share(&[(2, 1)], 0.95), None);
    }

    #[test]
    fn groups_of_equals_count_once() {
        // Twenty trials a group, all alike: as uncertain as one a group (with a degree of freedom less).
        let groups: Vec<(u64, u64)> = (0..50).map(|at| if at % 5 == 0 { (20, 20) } else { (0, 20) }).collect();
        let clustered = clustered_share(&groups, 0.95).unwrap().interval.unwrap();
        let (low, high) = wilson(10, 50, 0.95).unwrap().interval.unwrap();
        assert!((clustered.0 - low).abs() < 0.002 && (clustered.1 - high).abs() < 0.003, "{clustered:?}");
    }

    #[test]
    fn where_none_succeeds_each_group_is_a_trial() {
        let (low, high) = clustered_share(&[(0, 30); 20], 0.95).unwrap().interval.unwrap();
        let expected = wilson(0, 20, 0.95).unwrap().interval.unwrap();
        assert!((low, high) == expected);
        assert_eq!(clustered_share(&[(3, 30)], 0.95).unwrap().interval, None, "one group says nothing of others");
    }
}
