//! Is it right: numbers worked out by hand, and intervals that cover what they should.

use super::*;

/// A small generator for these tests alone (`SplitMix64`, Steele, Lea, Flood 2014).
struct Noise(u64);

impl Noise {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Near to normal, mean zero, standard deviation one.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

fn moments(values: &[u64]) -> Moments {
    let mut moments = Moments::default();
    for &value in values {
        moments.push(value);
    }
    moments
}

fn pairs(values: &[(u64, u64)]) -> RatioMoments {
    let mut ratio = RatioMoments::default();
    for &(x, y) in values {
        ratio.push(x, y);
    }
    ratio
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{value} instead of {expected}");
}

mod of_moments {
    use super::*;

    #[test]
    fn eight_numbers_by_hand() {
        // Mean 5, squared deviations 32.
        let moments = moments(&[2, 4, 4, 4, 5, 5, 7, 9]);
        near(moments.mean().unwrap(), 5.0);
        near(moments.variance().unwrap(), 32.0 / 7.0);
        let (low, high) = moments.mean_estimate(0.95).unwrap().interval.unwrap();
        let half = 2.364_624_251_592_78 * (32.0_f64 / 7.0 / 8.0).sqrt();
        near(low, 5.0 - half);
        near(high, 5.0 + half);
    }

    #[test]
    fn one_observation_has_no_interval_and_none_no_mean() {
        assert_eq!(Moments::default().mean(), None);
        assert_eq!(Moments::default().mean_estimate(0.95), None);
        assert_eq!(moments(&[3]).variance(), None);
        assert_eq!(moments(&[3]).mean_estimate(0.95), Some(Estimate { value: 3.0, interval: None }));
    }

    #[test]
    fn equal_numbers_have_no_variance_however_large() {
        for value in [0, 7, 1 << 52, u64::MAX] {
            assert_eq!(moments(&[value; 9]).variance(), Some(0.0), "{value}");
        }
    }

    #[test]
    fn a_small_variance_around_a_large_mean_is_not_lost() {
        let far = 1_000_000_000_000_000;
        near(moments(&[far, far + 1, far + 2]).variance().unwrap(), 1.0);
    }

    #[test]
    fn the_largest_numbers_overflow_nothing() {
        let large = 1 << 62;
        let half = large as f64 / 2.0;
        near(moments(&[0, large, 0, large]).variance().unwrap(), half * half * 4.0 / 3.0);
        assert!(moments(&[u64::MAX, 0, u64::MAX, 1]).variance().unwrap().is_finite());
    }

    #[test]
    fn the_order_of_merging_changes_nothing() {
        let mut noise = Noise(1);
        let values: Vec<u64> = (0..1000).map(|_| noise.below(1 << 40)).collect();
        let whole = moments(&values);
        for cut in [1, 333, 999] {
            let (left, right) = values.split_at(cut);
            let mut merged = moments(right);
            merged.merge(&moments(left));
            assert_eq!(merged, whole);
        }
    }

    #[test]
    fn a_confidence_that_is_none_gives_no_interval() {
        for bad in [0.0, 1.0, -3.0, 2.0, f64::NAN] {
            let interval = moments(&[1, 2]).mean_estimate(bad).unwrap().interval;
            assert!(interval.is_none_or(|(low, high)| low <= high), "{bad}");
        }
    }

    /// 2000 experiments of ten: coverage within 0.95 plus or minus 0.016 (alpha 0.001).
    #[test]
    fn the_interval_covers_the_mean_as_often_as_it_says() {
        let mut noise = Noise(2);
        let mut covered = 0;
        for _ in 0..2000 {
            let values: Vec<u64> = (0..10).map(|_| (1e6 + 1e5 * noise.normal()) as u64).collect();
            let (low, high) = moments(&values).mean_estimate(0.95).unwrap().interval.unwrap();
            covered += u32::from(low <= 1e6 && 1e6 <= high);
        }
        assert!((f64::from(covered) / 2000.0 - 0.95).abs() < 0.016, "{covered}");
    }
}

mod of_ratios {
    use super::*;

    #[test]
    fn four_days_by_hand() {
        // Ratio 12/20 = 0.6; residuals 2 - 2.4, 3 - 3, 3 - 3.6, 4 - 3 (sum 0): squares 0.16 + 0 + 0.36 + 1 = 1.52.
        let ratio = pairs(&[(2, 4), (3, 5), (3, 6), (4, 5)]);
        let estimate = ratio.estimate(0.95).unwrap();
        near(estimate.value, 0.6);
        let deviation = (1.52_f64 / 3.0 / 4.0).sqrt() / 5.0;
        near(estimate.half_width().unwrap(), 3.182_446_305_283_71 * deviation);
    }

    #[test]
    fn nothing_offered_is_no_ratio_and_one_day_no_interval() {
        assert_eq!(pairs(&[(0, 0), (0, 0)]).estimate(0.95), None);
        assert_eq!(pairs(&[(1, 2)]).share_estimate(0.95), Some(Estimate { value: 0.5, interval: None }));
        assert_eq!(pairs(&[(0, 2)]).share_estimate(0.95).unwrap().interval, None);
    }

    #[test]
    fn a_ratio_that_never_varies_has_no_width() {
        // Seven million microseconds for each contact, on days of very different size.
        let days: Vec<_> = [3, 1000, 17, 99_991].map(|contacts| (contacts * 7_000_000, contacts)).to_vec();
        near(pairs(&days).estimate(0.95).unwrap().half_width().unwrap(), 0.0);
    }

    #[test]
    fn microseconds_of_long_days_keep_their_residuals() {
        // One microsecond more or less on each day, beside totals of 10^12.
        let days = [(7_000_000_000_001, 1_000_000), (6_999_999_999_999, 1_000_000)];
        let estimate = pairs(&days).estimate(0.95).unwrap();
        let deviation = (2.0_f64 / 1.0 / 2.0).sqrt() / 1e6;
        // The ends of the interval, near 7 million, carry nine decimals.
        assert!((estimate.half_width().unwrap() / 12.706_204_736_174_7 / deviation - 1.0).abs() < 1e-4);
    }

    #[test]
    fn the_largest_numbers_overflow_nothing() {
        let days = [(u64::MAX, u64::MAX), (0, u64::MAX), (u64::MAX, 1)];
        let estimate = pairs(&days).estimate(0.95).unwrap();
        assert!(estimate.half_width().unwrap().is_finite(), "{estimate:?}");
    }

    #[test]
    fn never_seen_is_not_never() {
        // Wilson: z² / (n + z²) with z = 1.95996 and n = 3000.
        let none = pairs(&[(0, 1000), (0, 2000)]).share_estimate(0.95).unwrap();
        assert_eq!(none.value.to_bits(), 0.0_f64.to_bits());
        let (low, high) = none.interval.unwrap();
        near(low, 0.0);
        near(high, 3.841_458_820_694 / 3_003.841_458_820_694);
        let (low, high) = pairs(&[(1000, 1000), (2000, 2000)]).share_estimate(0.95).unwrap().interval.unwrap();
        near(1.0 - low, 3.841_458_820_694 / 3_003.841_458_820_694);
        near(high, 1.0);
    }

    #[test]
    fn a_share_stays_a_share() {
        let (low, high) = pairs(&[(0, 10), (1, 10)]).share_estimate(0.99).unwrap().interval.unwrap();
        assert!(low >= 0.0 && high <= 1.0);
    }

    #[test]
    fn the_order_of_merging_changes_nothing() {
        let mut noise = Noise(3);
        let days: Vec<_> = (0..500).map(|_| (noise.below(1 << 40), noise.below(5000))).collect();
        let (left, right) = days.split_at(123);
        let mut merged = pairs(right);
        merged.merge(&pairs(left));
        assert_eq!(merged, pairs(&days));
    }

    fn busy_day(noise: &mut Noise) -> (u64, u64, u64) {
        let offered = 200 + noise.below(200);
        // Busier days are worse: 0.9 of the first 200, 0.6 of the rest.
        let answered = (0..offered).filter(|&i| noise.unit() < if i < 200 { 0.9 } else { 0.6 }).count() as u64;
        let better = (answered + (0..offered).filter(|_| noise.unit() < 0.02).count() as u64).min(offered);
        (offered, answered, better)
    }

    /// 2000 experiments of 30 days: the delta method is a little short with so few; 0.92 to 0.97.
    #[test]
    fn the_interval_covers_the_ratio_as_often_as_it_says() {
        let mut noise = Noise(4);
        let truth = (200.0 * 0.9 + 99.5 * 0.6) / 299.5;
        let mut covered = 0;
        for _ in 0..2000 {
            let mut ratio = RatioMoments::default();
            for _ in 0..30 {
                let (offered, answered, _) = busy_day(&mut noise);
                ratio.push(answered, offered);
            }
            let (low, high) = ratio.share_estimate(0.95).unwrap().interval.unwrap();
            covered += u32::from(low <= truth && truth <= high);
        }
        assert!((0.92..0.97).contains(&(f64::from(covered) / 2000.0)), "{covered}");
    }

    #[test]
    fn a_paired_difference_is_sharper_than_either() {
        let mut noise = Noise(5);
        let (mut paired, mut left, mut right) = <(PairedRatios, PairedRatios, PairedRatios)>::default();
        for day in 0..200 {
            let (offered, answered, better) = busy_day(&mut noise);
            paired.push((answered, offered), (better, offered));
            let half = if day % 2 == 0 { &mut left } else { &mut right };
            half.push((answered, offered), (better, offered));
        }
        let difference = paired.difference(0.95, None).unwrap();
        let alone = paired.first(None).estimate(0.95).unwrap();
        near(difference.value, paired.second(None).ratio().unwrap() - alone.value);
        assert!(difference.half_width().unwrap() < alone.half_width().unwrap() / 3.0);
        right.merge(&left);
        assert_eq!(right, paired);
    }

    #[test]
    fn a_paired_difference_by_hand() {
        // With denominators of one it is a plain paired t: differences 1, 3, 2.
        let mut paired = PairedRatios::default();
        for (a, b) in [(5, 6), (2, 5), (9, 11)] {
            paired.push((a, 1), (b, 1));
        }
        let difference = paired.difference(0.95, None).unwrap();
        near(difference.value, 2.0);
        near(difference.half_width().unwrap(), 4.302_652_729_696_14 / 3.0_f64.sqrt());
    }
}

mod of_histograms {
    use super::*;

    fn histogram(values: impl IntoIterator<Item = u64>) -> LogHistogram {
        let mut histogram = LogHistogram::default();
        values.into_iter().for_each(|value| histogram.record(value));
        histogram
    }

    #[test]
    fn the_bins_follow_one_another_without_a_gap() {
        let mut end = 0;
        for index in 1..LogHistogram::BINS {
            let (low, high) = LogHistogram::bounds(index);
            assert_eq!(low, end, "{index}");
            assert!(high - low == 1024 || (high - low) * 64 <= low, "{index}: {low} {high}");
            for value in [low.max(1), u64::midpoint(low, high), high - 1] {
                assert_eq!(LogHistogram::index(value.min(LogHistogram::LARGEST)), index, "{value}");
            }
            end = high;
        }
        assert_eq!(LogHistogram::index(0), 0);
        assert_eq!(LogHistogram::index(u64::MAX), LogHistogram::BINS - 1);
        assert_eq!(LogHistogram::bounds(usize::MAX), LogHistogram::bounds(LogHistogram::BINS - 1));
    }

    #[test]
    fn quantiles_of_an_even_spread_are_within_one_percent() {
        let histogram = histogram((1..=100_000).map(|i| i * 3_000));
        for percent in [10, 50, 90, 95, 99] {
            let exact = f64::from(percent) * 3_000_000.0;
            let seen = histogram.quantile(f64::from(percent) / 100.0).unwrap();
            assert!((seen / exact - 1.0).abs() < 0.001, "{percent}: {seen}");
            let above = histogram.share_above(exact as u64).unwrap();
            assert!((above - (1.0 - f64::from(percent) / 100.0)).abs() < 0.001, "{percent}: {above}");
        }
    }

    #[test]
    fn whoever_did_not_wait_waited_exactly_nothing() {
        let histogram = histogram([0, 0, 0, 20_000_000]);
        assert_eq!(histogram.quantile(0.5), Some(0.0));
        assert_eq!(histogram.share_above(0), Some(0.25));
        assert_eq!(histogram.total(), 4);
        assert!((histogram.quantile(1.0).unwrap() / 2e7 - 1.0).abs() < 1.0 / 64.0);
    }

    #[test]
    fn an_empty_histogram_has_no_quantile() {
        let empty = LogHistogram::default();
        assert!(empty.is_empty());
        assert_eq!((empty.quantile(0.5), empty.share_above(5)), (None, None));
        for bad in [-0.1, 1.1, f64::NAN] {
            assert_eq!(histogram([1]).quantile(bad), None);
        }
    }

    #[test]
    fn merging_is_counting_together() {
        let mut noise = Noise(6);
        let values: Vec<u64> = (0..1000).map(|_| noise.bits() >> (noise.below(60) + 4)).collect();
        let (left, right) = values.split_at(400);
        let mut merged = histogram(left.iter().copied());
        merged.merge(&histogram(right.iter().copied()));
        assert_eq!(merged, histogram(values));
    }

    /// 2000 experiments of twenty sections of 300 exponentials: coverage of the 90 % quantile from 0.93 to 0.97.
    #[test]
    fn sectioning_covers_the_quantile_as_often_as_it_says() {
        let mut noise = Noise(7);
        let truth = 60e6 * std::f64::consts::LN_10;
        let mut covered = 0;
        for _ in 0..2000 {
            let sections: Vec<LogHistogram> =
                (0..20).map(|_| histogram((0..300).map(|_| (-60e6 * (1.0 - noise.unit()).ln()) as u64))).collect();
            let (low, high) = Sections::of(&sections).quantile(0.9, 0.95).unwrap().interval.unwrap();
            covered += u32::from(low <= truth && truth <= high);
        }
        assert!((0.93..0.97).contains(&(f64::from(covered) / 2000.0)), "{covered}");
    }

    #[test]
    fn one_section_has_no_interval_and_none_no_quantile() {
        let (full, empty) = (histogram([5, 6]), LogHistogram::default());
        assert_eq!(Sections::of(&[full, empty.clone()]).quantile(0.5, 0.95).unwrap().interval, None);
        assert_eq!(Sections::of(&[empty]).quantile(0.5, 0.95), None);
        assert_eq!(Sections::of(&[]).quantile(0.5, 0.95), None);
    }
}
