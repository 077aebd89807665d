//! Quantiles of a sample by its order statistics, with the binomial interval.

use super::{Estimate, clustered_share};

/// Quantile of values that are in rising order: the least value that at least this share of them do not exceed.
///
/// Nothing is assumed of the law, and nothing is put between values: amounts of money often sit on a few of them. The
/// interval runs from the l-th to the u-th value, with l the largest and u the least rank that leave at most half of the doubt
/// on either side, by the binomial law of how many values lie below the true quantile (Conover 1999, section 3.2; of laws with
/// jumps it covers at least as often). `None` without values or for a share that does not lie between 0 and 1, both
/// excluded; no interval where the sample is too small to have such ranks (P95 from fewer than 72 values at 95 %: 0.95⁷² is
/// still more than half of the doubt that is left to the upper end).
pub fn order_quantile(sorted: &[f64], share: f64, confidence: f64) -> Option<Estimate> {
    let count = sorted.len();
    if count == 0 || !(share > 0.0 && share < 1.0) {
        return None;
    }
    let value = sorted[rank(count, share) - 1];
    let interval = ranks(count as u64, share, confidence)
        .map(|(low, high)| (sorted[low as usize - 1].min(value), sorted[high as usize - 1].max(value)));
    Some(Estimate { value, interval })
}

/// Quantile of values that come in groups whose members are alike, as the days of a month are: of all values together, with an
/// interval by Woodruff's method (Woodruff 1952).
///
/// The share of values up to the quantile is a share of grouped trials, and has an interval
/// ([`super::clustered_share`]); the quantiles at its ends are the interval's. Groups of one value each have
/// [`order_quantile`]'s. `None` without values or for a share that does not lie between 0 and 1, both excluded; no interval from
/// one group, or where too few values lie beyond.
pub fn grouped_quantile(groups: &[Vec<f64>], share: f64, confidence: f64) -> Option<Estimate> {
    let mut sorted: Vec<f64> = groups.iter().flatten().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len();
    if count == 0 || !(share > 0.0 && share < 1.0) {
        return None;
    }
    if groups.iter().all(|group| group.len() <= 1) {
        return order_quantile(&sorted, share, confidence);
    }
    let value = sorted[rank(count, share) - 1];
    let up_to = |group: &Vec<f64>| group.iter().filter(|member| **member <= value).count() as u64;
    let counted: Vec<(u64, u64)> = groups.iter().map(|group| (up_to(group), group.len() as u64)).collect();
    let doubt = clustered_share(&counted, confidence).and_then(|found| {
        // What the share may be off by, about the share that was asked for.
        found.interval.map(|(low, high)| (share - (found.value - low), share + (high - found.value)))
    });
    let beyond = 1.0 / count as f64;
    let interval = doubt
        .filter(|(low, high)| *low >= beyond && *high <= 1.0 - beyond)
        .map(|(low, high)| (sorted[rank(count, low) - 1].min(value), sorted[rank(count, high) - 1].max(value)));
    Some(Estimate { value, interval })
}

/// Rank of the least value that at least this share of `count` values do not exceed, from one.
fn rank(count: usize, share: f64) -> usize {
    // A product that is a whole number but for its last bits is that number.
    const ROUNDING: f64 = 1e-9;
    ((count as f64 * share - ROUNDING).ceil() as usize).clamp(1, count)
}

/// Ranks (from one) of the values between which the true quantile lies; `None` where there are none.
fn ranks(count: u64, share: f64, confidence: f64) -> Option<(u64, u64)> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let each_side = (1.0 - confidence) / 2.0;
    let chances = binomial(count, share);
    let (mut below, mut low) = (0.0, 0);
    // At most `low - 1` values lie below it with a chance of no more than half the doubt.
    for (successes, chance) in chances.iter().enumerate() {
        below += chance;
        if below > each_side {
            low = successes as u64;
            break;
        }
    }
    let (mut above, mut high) = (0.0, count + 1);
    for (successes, chance) in chances.iter().enumerate().rev() {
        above += chance;
        if above > each_side {
            high = successes as u64 + 1;
            break;
        }
    }
    (low >= 1 && high <= count).then_some((low, high))
}

/// Chances of 0, 1 ... `count` successes in so many trials.
///
/// Worked out from the most likely number outwards by ratios of neighbours, then brought to a sum of one: four operations of
/// arithmetic that are the same on every machine, and no logarithm.
fn binomial(count: u64, share: f64) -> Vec<f64> {
    let odds = share / (1.0 - share);
    let top = ((count + 1) as f64 * share).floor().min(count as f64) as usize;
    let mut chances = vec![0.0; count as usize + 1];
    chances[top] = 1.0;
    for at in top..count as usize {
        chances[at + 1] = chances[at] * odds * (count - at as u64) as f64 / (at + 1) as f64;
    }
    for at in (0..top).rev() {
        chances[at] = chances[at + 1] / odds * (at + 1) as f64 / (count - at as u64) as f64;
    }
    let sum: f64 = chances.iter().sum();
    chances.into_iter().map(|chance| chance / sum).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "a quantile is one of the values, to the bit")]

    use super::*;

    #[test]
    fn chances_of_successes_are_pascal_s() {
        let halves = binomial(4, 0.5);
        for (chance, expected) in halves.iter().zip([1.0, 4.0, 6.0, 4.0, 1.0]) {
            assert!((chance - expected / 16.0).abs() < 1e-15);
        }
        let rare = binomial(3, 0.1);
        for (chance, expected) in rare.iter().zip([0.729, 0.243, 0.027, 0.001]) {
            assert!((chance - expected).abs() < 1e-15);
        }
        assert!((binomial(5000, 0.95).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_median_lies_between_the_ranks_of_the_printed_table() {
        // Conover (1999), table A3, and Hahn and Meeker (1991), table A.15a: at 95 % the median of 10 lies between the second and
        // the ninth value, of 20 between the 6th and the 15th, of 100 between the 40th and the 61st; of five nothing can be told.
        assert_eq!(ranks(10, 0.5, 0.95), Some((2, 9)));
        assert_eq!(ranks(20, 0.5, 0.95), Some((6, 15)));
        assert_eq!(ranks(100, 0.5, 0.95), Some((40, 61)));
        assert_eq!(ranks(6, 0.5, 0.95), Some((1, 6)));
        assert_eq!(ranks(5, 0.5, 0.95), None);
    }

    #[test]
    fn a_high_quantile_needs_a_sample_that_goes_beyond_it() {
        // 0.95^71 = 0.0262 and 0.95^72 = 0.0249.
        assert_eq!(ranks(71, 0.95, 0.95), None);
        assert_eq!(ranks(72, 0.95, 0.95), Some((64, 72)));
    }

    #[test]
    fn ranks_cover_as_often_as_they_say() {
        for (count, share) in [(100, 0.5), (1000, 0.9), (1000, 0.95), (1000, 0.99), (300, 0.05)] {
            let (low, high) = ranks(count, share, 0.95).unwrap();
            let chances = binomial(count, share);
            let covered: f64 = chances[low as usize..high as usize].iter().sum();
            assert!((0.95..0.985).contains(&covered), "{count} {share}: {covered}");
        }
    }

    #[test]
    fn a_quantile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(order_quantile(&values, 0.95, 0.95).unwrap().value, 95.0);
        assert_eq!(order_quantile(&values, 0.951, 0.95).unwrap().value, 96.0);
        assert_eq!(order_quantile(&values, 0.5, 0.95).unwrap(), Estimate { value: 50.0, interval: Some((40.0, 61.0)) });
        // Nothing is paid in most months: the median is nothing, and known to be.
        let mut mostly_nothing = vec![0.0; 80];
        mostly_nothing.extend([500.0; 20]);
        let median = order_quantile(&mostly_nothing, 0.5, 0.95).unwrap();
        assert_eq!(median, Estimate { value: 0.0, interval: Some((0.0, 0.0)) });
        assert_eq!(order_quantile(&[], 0.5, 0.95), None);
        assert_eq!(order_quantile(&values, 1.0, 0.95), None);
        assert_eq!(order_quantile(&values, f64::NAN, 0.95), None);
        assert_eq!(order_quantile(&values, 0.5, 2.0).unwrap().interval, None);
    }

    #[test]
    fn groups_of_equals_make_a_quantile_as_uncertain_as_one_value_each() {
        let once: Vec<Vec<f64>> = (0..200).map(|at| vec![f64::from(at)]).collect();
        let often: Vec<Vec<f64>> = once.iter().map(|group| vec![group[0]; 15]).collect();
        let (one, many) = (grouped_quantile(&once, 0.1, 0.95).unwrap(), grouped_quantile(&often, 0.1, 0.95).unwrap());
        assert_eq!(one.value, many.value);
        let ((low, high), (from, to)) = (one.interval.unwrap(), many.interval.unwrap());
        assert!((low - from).abs() <= 2.0 && (high - to).abs() <= 2.0, "{one:?} {many:?}");
        assert_eq!(grouped_quantile(&[vec![1.0, 2.0]], 0.5, 0.95).unwrap().interval, None);
        assert_eq!(grouped_quantile(&[], 0.5, 0.95), None);
    }
}
