//! A share of independent trials.

use super::{Estimate, normal_quantile};

/// Share of successes with Wilson's score interval (Wilson 1927); `None` without trials, or with more successes than
/// trials; no interval when `confidence` does not lie between 0 and 1, both excluded.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Option<Estimate> {
    if trials == 0 || successes > trials {
        return None;
    }
    let value = successes as f64 / trials as f64;
    Some(Estimate { value, interval: score_interval(value, trials as f64, confidence) })
}

/// Wilson's interval about a share of so many trials, which need not be whole.
pub(super) fn score_interval(value: f64, trials: f64, confidence: f64) -> Option<(f64, f64)> {
    normal_quantile(0.5 + confidence / 2.0).filter(|z| *z > 0.0).map(|z| {
        let weight = z * z / trials;
        let center = (value + weight / 2.0) / (1.0 + weight);
        let half = z * (value * (1.0 - value) / trials + weight / (4.0 * trials)).sqrt() / (1.0 + weight);
        let low = if value <= 0.0 { 0.0 } else { (center - half).max(0.0) };
        let high = if value >= 1.0 { 1.0 } else { (center + half).min(1.0) };
        (low, high)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_newcombe() {
        // Newcombe (1998), table I, method 3.
        for (successes, trials, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (from, to) = wilson(successes, trials, 0.95).unwrap().interval.unwrap();
            assert!((from - low).abs() < 5e-5 && (to - high).abs() < 5e-5, "{successes}/{trials}: {from} {to}");
        }
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(2, 1, 0.95), None);
        assert_eq!(wilson(1, 2, 1.5).unwrap().interval, None);
    }
}
