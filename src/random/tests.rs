//! Is it true: draws against exact laws, at a stated alpha and with fixed seeds.

use super::*;
use crate::units::{Duration, Share};

const SEED: u64 = 20_261_121;

fn secs(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap()
}

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

fn test_stream(entity: &str) -> Stream {
    stream(SEED, 0, Role::Talk, entity)
}

/// One of each form, cut and uncut.
fn gallery() -> Vec<DurationDistribution> {
    let exponential = DurationDistribution::exponential(secs(30.0)).unwrap();
    let lognormal = DurationDistribution::lognormal(secs(250.0), 1.1).unwrap();
    let empirical =
        DurationDistribution::empirical([5.0, 20.0, 20.0, 60.0].map(secs).to_vec(), Some(vec![1.0, 2.0, 0.0, 1.0]));
    let hazard = DurationDistribution::hazard(&[0.0, 5.0, 60.0].map(secs), &[0.1, 2.7, 1.0]).unwrap();
    let levels_off = DurationDistribution::hazard(&[0.0, 5.0, 60.0].map(secs), &[0.0, 2.0, 0.0]).unwrap();
    vec![
        DurationDistribution::constant(secs(30.0)),
        exponential.clone(),
        lognormal.clone(),
        DurationDistribution::lognormal_from_median(secs(100.0), 0.5).unwrap(),
        DurationDistribution::gamma(secs(180.0), 0.6).unwrap(),
        DurationDistribution::gamma(secs(180.0), 1.8).unwrap(),
        DurationDistribution::erlang(secs(60.0), 1).unwrap(),
        DurationDistribution::erlang(secs(60.0), 3).unwrap(),
        DurationDistribution::weibull(secs(90.0), 0.7).unwrap(),
        DurationDistribution::weibull_from_scale(secs(90.0), 2.0).unwrap(),
        DurationDistribution::uniform(secs(10.0), secs(40.0)).unwrap(),
        DurationDistribution::triangular(secs(10.0), secs(20.0), secs(90.0)).unwrap(),
        DurationDistribution::triangular(secs(10.0), secs(10.0), secs(90.0)).unwrap(),
        DurationDistribution::hyperexponential(&[share(0.2), share(0.8)], &[secs(600.0), secs(60.0)]).unwrap(),
        empirical.unwrap(),
        DurationDistribution::empirical([1.0, 2.0, 3.0].map(secs).to_vec(), None).unwrap(),
        hazard.clone(),
        hazard.at_most(secs(100.0)),
        levels_off.clone(),
        levels_off.at_most(secs(300.0)),
        DurationDistribution::mixture(vec![
            (share(0.1), DurationDistribution::constant(secs(12.0))),
            (share(0.6), lognormal.clone().at_most(secs(400.0))),
            (share(0.3), exponential.clone()),
        ])
        .unwrap(),
        exponential.at_most(secs(45.0)),
        lognormal.at_most(secs(3600.0)),
        DurationDistribution::gamma(secs(180.0), 0.6).unwrap().at_most(secs(200.0)),
        DurationDistribution::weibull(secs(90.0), 0.7).unwrap().at_most(secs(120.0)),
        DurationDistribution::uniform(secs(10.0), secs(40.0)).unwrap().at_most(secs(15.0)),
        DurationDistribution::triangular(secs(10.0), secs(20.0), secs(90.0)).unwrap().at_most(secs(15.0)),
        DurationDistribution::triangular(secs(10.0), secs(20.0), secs(90.0)).unwrap().at_most(secs(60.0)),
        DurationDistribution::never().at_most(secs(60.0)),
    ]
}

/// Kolmogorov and Smirnov at alpha 0.0001 each. Draws are whole microseconds, so the law of the rounded duration is the
/// survival half a microsecond away; that makes the comparison exact at atoms too.
#[test]
fn draws_follow_the_stated_survival() {
    const DRAWS: usize = 100_000;
    const CRITICAL: f64 = 2.2253; // sqrt(-ln(0.0001 / 2) / 2)
    for (i, law) in gallery().into_iter().enumerate() {
        let mut draws = vec![0; DRAWS];
        law.sampler().fill(&mut test_stream(&format!("ks-{i}")), &mut draws);
        draws.sort_unstable();
        let n = DRAWS as f64;
        let mut worst = 0.0_f64;
        let mut below = 0;
        while below < DRAWS {
            let micros = draws[below];
            let up_to = draws.partition_point(|&draw| draw <= micros);
            let before = 1.0 - law.survival((micros as f64 - 0.5) / 1e6);
            worst = worst.max((below as f64 / n - before).abs());
            if micros < Duration::FOREVER.as_micros() {
                let after = 1.0 - law.survival((micros as f64 + 0.5) / 1e6);
                worst = worst.max((up_to as f64 / n - after).abs());
            }
            below = up_to;
        }
        assert!(worst * n.sqrt() < CRITICAL, "{law}: {}", worst * n.sqrt());
    }
}

/// By Simpson's rule between the breakpoints: the mean is the integral of the survival.
#[test]
fn the_mean_is_the_integral_of_the_survival() {
    for law in gallery() {
        let Some(mean) = law.mean_seconds() else {
            assert!(law.to_string().starts_with("hazard"), "{law}");
            continue;
        };
        let mut edges = vec![0.0];
        edges.extend(law.breakpoints());
        if law.survival(edges[edges.len() - 1]) > 0.0 {
            let last = edges[edges.len() - 1];
            edges.extend([10.0, 100.0, 1000.0, 10_000.0, 1e6].map(|more| last + more));
        }
        let mut sum = 0.0;
        for pair in edges.windows(2) {
            const STEPS: usize = 2000;
            // Jumps belong to the right-hand piece, so its left half is approached from inside.
            let (low, high) = (pair[0], pair[1] - 1e-9);
            let step = (high - low) / (2 * STEPS) as f64;
            for k in 0..STEPS {
                let at = low + 2.0 * k as f64 * step;
                sum += step / 3.0 * (law.survival(at) + 4.0 * law.survival(at + step) + law.survival(at + 2.0 * step));
            }
        }
        assert!((sum / mean - 1.0).abs() < 2e-5, "{law}: {sum} against {mean}");
    }
}

/// Each within four standard errors: alpha 0.00006 each.
#[test]
fn draws_have_the_stated_mean() {
    const DRAWS: usize = 200_000;
    for (i, law) in gallery().into_iter().enumerate() {
        let Some(mean) = law.mean_seconds() else { continue };
        let mut draws = vec![0; DRAWS];
        law.sampler().fill(&mut test_stream(&format!("mean-{i}")), &mut draws);
        let n = DRAWS as f64;
        let average = draws.iter().sum::<u64>() as f64 / n / 1e6;
        let square = draws.iter().map(|&x| (x as f64 / 1e6 - average).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((average - mean).abs() <= 4.0 * (square / n).sqrt() + 1e-6, "{law}: {average} against {mean}");
        if let Some(cv) = law.coefficient_of_variation() {
            // Wide enough for the heavy tails.
            assert!((square.sqrt() / mean - cv).abs() <= 0.05 * cv, "{law}: {} against {cv}", square.sqrt() / mean);
        }
    }
}

#[test]
fn means_are_the_ones_that_were_written() {
    let close = |law: DurationDistribution, mean: f64, cv: f64| {
        assert!((law.mean_seconds().unwrap() / mean - 1.0).abs() < 1e-12, "{law}");
        assert!((law.coefficient_of_variation().unwrap() - cv).abs() < 1e-9, "{law}");
    };
    close(DurationDistribution::lognormal(secs(250.0), 1.1).unwrap(), 250.0, 1.1);
    close(DurationDistribution::gamma(secs(250.0), 0.3).unwrap(), 250.0, 0.3);
    close(DurationDistribution::erlang(secs(60.0), 4).unwrap(), 60.0, 0.5);
    // Weibull of shape 2 (Rayleigh): cv = sqrt(4 / pi - 1).
    close(DurationDistribution::weibull(secs(60.0), 2.0).unwrap(), 60.0, 0.522_723_200_877);
    close(DurationDistribution::uniform(secs(0.0), secs(60.0)).unwrap(), 30.0, 1.0 / 3.0_f64.sqrt());
    // A hazard that never changes is an exponential.
    close(DurationDistribution::hazard(&[secs(0.0)], &[2.0]).unwrap(), 30.0, 1.0);
    close(DurationDistribution::hazard(&[secs(0.0), secs(20.0)], &[2.0, 2.0]).unwrap(), 30.0, 1.0);
    // exp(-60 / 30) of a mean of 30 lies beyond a minute.
    let cut = DurationDistribution::exponential(secs(30.0)).unwrap().at_most(secs(60.0));
    assert!((cut.mean_seconds().unwrap() - 25.939_941_502_901_62).abs() < 1e-10);
    assert_eq!(DurationDistribution::never().mean(), None);
    assert_eq!(DurationDistribution::never().at_most(secs(60.0)).mean(), Some(secs(60.0)));
}

#[test]
fn a_block_of_draws_is_the_draws_one_by_one() {
    for law in gallery() {
        let sampler = law.sampler();
        let (mut one, mut many) = (test_stream("block"), test_stream("block"));
        let mut block = [0; 1000];
        let (start, rest) = block.split_at_mut(7);
        sampler.fill(&mut many, start);
        sampler.fill(&mut many, rest);
        for &micros in &block {
            assert_eq!(sampler.draw(&mut one).as_micros(), micros, "{law}");
        }
        assert_eq!(one.bits(), many.bits(), "{law}");
    }
}

#[test]
fn twice_the_mean_is_twice_each_draw() {
    type Family = fn(f64) -> DurationDistribution;
    let families: [Family; 4] = [
        |mean| DurationDistribution::exponential(secs(mean)).unwrap(),
        |mean| DurationDistribution::lognormal(secs(mean), 0.8).unwrap(),
        |mean| DurationDistribution::gamma(secs(mean), 1.5).unwrap(),
        |mean| DurationDistribution::weibull(secs(mean), 0.7).unwrap(),
    ];
    for family in families {
        let (short, long) = (family(60.0).sampler(), family(120.0).sampler());
        let (mut a, mut b) = (test_stream("couple"), test_stream("couple"));
        for _ in 0..10_000 {
            let (x, y) = (short.draw(&mut a).as_micros(), long.draw(&mut b).as_micros());
            // Both were rounded, and the logarithm's last bit may differ.
            assert!(y.abs_diff(2 * x) <= 2 + x / 1_000_000_000);
        }
    }
}

#[test]
fn never_takes_nothing_from_the_stream_and_lasts_for_ever() {
    let (mut touched, mut fresh) = (test_stream("never"), test_stream("never"));
    assert!(DurationDistribution::never().sampler().draw(&mut touched).is_forever());
    assert_eq!(touched.bits(), fresh.bits());
    assert!((DurationDistribution::never().survival(1e18) - 1.0).abs() < f64::EPSILON);
    let mut stays = 0;
    let patient = DurationDistribution::hazard(&[secs(0.0), secs(60.0)], &[1.0, 0.0]).unwrap().sampler();
    for _ in 0..10_000 {
        stays += usize::from(patient.draw(&mut touched).is_forever());
    }
    // Binomial with chance exp(-1), four standard deviations of 48.
    assert!(stays.abs_diff(3679) < 193, "{stays}");
}

#[test]
fn impossible_numbers_are_refused_with_the_allowed_range() {
    let says = |result: Result<DurationDistribution, crate::units::OutOfRange>, text: &str| {
        let complaint = result.expect_err(text).to_string();
        assert!(complaint.contains(text), "{complaint}");
    };
    let minute = secs(60.0);
    says(DurationDistribution::exponential(Duration::FOREVER), "between 0 s and ten years");
    for bad in [-1.0, 1e-9, 101.0, f64::NAN, f64::INFINITY] {
        says(DurationDistribution::lognormal(minute, bad), "between 0.001 and 100");
        says(DurationDistribution::gamma(minute, bad), "between 0.001 and 100");
        says(DurationDistribution::weibull(minute, bad * 10.0), "between 0.01 and 1000");
        says(DurationDistribution::hazard(&[Duration::ZERO], &[-bad.abs()]), "between 0 and 1000000");
    }
    says(DurationDistribution::lognormal_from_median(minute, 11.0), "between 0 and 10");
    says(DurationDistribution::erlang(minute, 0), "between 1 and 1000");
    says(DurationDistribution::uniform(minute, secs(1.0)), "`to` is at least `from` (60 s), not 1 s");
    says(DurationDistribution::triangular(secs(1.0), minute, secs(2.0)), "`to` is at least `mode`");
    says(DurationDistribution::hyperexponential(&[share(0.5)], &[minute]), "sum to 100 %");
    says(DurationDistribution::hyperexponential(&[share(1.0)], &[]), "one mean");
    says(DurationDistribution::empirical(vec![], None), "between 1 and");
    says(DurationDistribution::empirical(vec![minute], Some(vec![0.0])), "above 0");
    says(DurationDistribution::hazard(&[], &[]), "starts from 0 s");
    says(DurationDistribution::hazard(&[Duration::ZERO, Duration::ZERO], &[1.0, 1.0]), "rises strictly");
    says(DurationDistribution::mixture(vec![]), "sum to 100 %");
    let deep = (0..20)
        .try_fold(DurationDistribution::never(), |inner, _| DurationDistribution::mixture(vec![(Share::ALL, inner)]));
    says(deep, "at most 16 levels");
}

#[test]
fn distributions_read_in_plain_words() {
    for (law, text) in [
        (DurationDistribution::lognormal(secs(250.0), 1.1).unwrap(), "lognormal, mean 250 s, cv 1.1"),
        (
            DurationDistribution::exponential(secs(1.5)).unwrap().at_most(secs(60.0)),
            "exponential, mean 1.5 s, at most 60 s",
        ),
        (DurationDistribution::erlang(secs(60.0), 3).unwrap(), "erlang, mean 60 s, 3 phases"),
        (DurationDistribution::never(), "never"),
        (DurationDistribution::gamma(secs(60.0), 0.0).unwrap(), "constant, 60 s"),
        (
            DurationDistribution::mixture(vec![
                (share(0.25), DurationDistribution::constant(secs(2.0))),
                (share(0.75), DurationDistribution::never()),
            ])
            .unwrap(),
            "mixture of 25 % (constant, 2 s); 75 % (never)",
        ),
    ] {
        assert_eq!(law.to_string(), text);
    }
}

#[test]
fn extreme_but_allowed_numbers_draw_without_harm() {
    let century = Duration::LONGEST;
    for law in [
        DurationDistribution::lognormal(century, 100.0).unwrap(),
        DurationDistribution::lognormal_from_median(century, 10.0).unwrap(),
        DurationDistribution::gamma(century, 100.0).unwrap(),
        DurationDistribution::gamma(secs(60.0), 0.001).unwrap(),
        DurationDistribution::weibull(century, 0.01).unwrap(),
        DurationDistribution::weibull(secs(1e-6), 1000.0).unwrap(),
        DurationDistribution::hazard(&[secs(0.0)], &[0.0]).unwrap(),
        DurationDistribution::hazard(&[secs(0.0), century], &[1e6, 0.0]).unwrap(),
        DurationDistribution::hyperexponential(&[share(0.0), share(1.0)], &[century, secs(0.0)]).unwrap(),
    ] {
        let sampler = law.sampler();
        let mut stream = test_stream("extreme");
        for _ in 0..1000 {
            assert!(sampler.draw(&mut stream) <= Duration::FOREVER);
        }
        for t in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, 1e-300, 1.0, 1e300] {
            assert!((0.0..=1.0).contains(&law.survival(t)), "{law} at {t}: {}", law.survival(t));
        }
        let _ = (law.mean(), law.coefficient_of_variation(), law.breakpoints(), law.to_string());
    }
}

mod of_streams {
    use super::*;

    /// Correlation of 100 000 pairs of uniforms within four standard errors (alpha 0.00006 each).
    #[test]
    fn neighbouring_names_are_independent() {
        const PAIRS: usize = 100_000;
        let name = |seed, replication, role, entity| stream(seed, replication, role, entity);
        let mut reference = name(1, 1, Role::Talk, "queue.a");
        let reference: Vec<f64> = (0..PAIRS).map(|_| reference.unit() - 0.5).collect();
        for mut other in [
            name(2, 1, Role::Talk, "queue.a"),
            name(1, 2, Role::Talk, "queue.a"),
            name(1, 0, Role::Talk, "queue.a"),
            name(1, 1, Role::Patience, "queue.a"),
            name(1, 1, Role::AfterCall, "queue.a"),
            name(1, 1, Role::Talk, "queue.b"),
            name(1, 1, Role::Talk, ""),
        ] {
            let product: f64 = reference.iter().map(|x| x * (other.unit() - 0.5)).sum();
            let correlation = product / PAIRS as f64 * 12.0;
            assert!(correlation.abs() < 4.0 / (PAIRS as f64).sqrt(), "{correlation}");
        }
    }

    #[test]
    fn first_numbers_of_consecutive_replications_are_uncorrelated() {
        const REPLICATIONS: u64 = 100_000;
        let first: Vec<f64> = (0..REPLICATIONS).map(|r| stream(SEED, r, Role::DayFactor, "").unit() - 0.5).collect();
        let lagged: f64 = first.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / first.len() as f64 * 12.0;
        let mean = first.iter().sum::<f64>() / first.len() as f64;
        assert!(lagged.abs() < 4.0 / (REPLICATIONS as f64).sqrt(), "{lagged}");
        assert!(mean.abs() < 4.0 / (12.0 * REPLICATIONS as f64).sqrt(), "{mean}");
    }

    #[test]
    fn a_stream_can_be_opened_by_key() {
        let (mut a, mut b) = (
            stream(7, 8, Role::Surge, "contact-type.billing"),
            stream_of(7, 8, Role::Surge, EntityKey::of("contact-type.billing")),
        );
        assert_eq!(a.bits(), b.bits());
    }

    /// Chi-square with 6 degrees of freedom at alpha 0.0001.
    #[test]
    fn whole_numbers_are_even() {
        let mut stream = test_stream("below");
        let mut seen = [0_f64; 7];
        for _ in 0..70_000 {
            seen[stream.below(7) as usize] += 1.0;
        }
        let chi: f64 = seen.iter().map(|count| (count - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi < 27.86, "{chi}");
        assert_eq!((stream.below(0), stream.below(1)), (0, 0));
    }

    #[test]
    fn all_always_happens_and_nothing_never() {
        let mut stream = test_stream("chance");
        assert!((0..1000).all(|_| stream.chance(Share::ALL)));
        assert!((0..1000).all(|_| !stream.chance(Share::NONE)));
    }

    /// Fourth moments see the tails; four standard errors (the eighth moments are 40320 and 105).
    #[test]
    fn exponential_and_normal_have_the_moments_of_theirs() {
        const DRAWS: usize = 4_000_000;
        let mut stream = test_stream("moments");
        let (mut e, mut z, mut beyond) = ([0.0; 2], [0.0; 3], [0.0; 2]);
        for _ in 0..DRAWS {
            let (x, y) = (stream.exponential(), stream.normal());
            e[0] += x;
            e[1] += x.powi(4);
            z[0] += y;
            z[1] += y * y;
            z[2] += y.powi(4);
            beyond[0] += f64::from(u8::from(x > 8.0));
            beyond[1] += f64::from(u8::from(y.abs() > 3.7));
        }
        let n = DRAWS as f64;
        let near = |sum: f64, mean: f64, variance: f64| {
            assert!((sum / n - mean).abs() < 4.0 * (variance / n).sqrt(), "{} {mean}", sum / n);
        };
        near(e[0], 1.0, 1.0);
        near(e[1], 24.0, 40_320.0 - 576.0);
        near(z[0], 0.0, 1.0);
        near(z[1], 1.0, 2.0);
        near(z[2], 3.0, 105.0 - 9.0);
        // Beyond the edge of the lowest layer.
        near(beyond[0], 3.354_626_279e-4, 3.354_626_279e-4);
        near(beyond[1], 2.155_990_9e-4, 2.155_990_9e-4);
    }

    #[test]
    fn gamma_keeps_its_mean_and_variance_at_any_shape() {
        const DRAWS: usize = 200_000;
        for shape in [0.05, 0.5, 1.0, 2.5, 40.0, 1e4] {
            let mut stream = test_stream("gamma");
            let draws: Vec<f64> = (0..DRAWS).map(|_| stream.gamma(shape)).collect();
            let n = DRAWS as f64;
            let mean = draws.iter().sum::<f64>() / n;
            assert!((mean - shape).abs() < 4.0 * (shape / n).sqrt(), "{shape}: {mean}");
            let variance = draws.iter().map(|x| (x - shape).powi(2)).sum::<f64>() / n;
            let error = ((2.0 * shape * shape + 6.0 * shape) / n).sqrt();
            assert!((variance - shape).abs() < 4.0 * error, "{shape}: {variance}");
        }
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-320] {
            assert!(test_stream("gamma").gamma(bad) >= 0.0);
        }
    }
}

mod of_busyness {
    use super::*;

    /// Mean and standard deviation of a correlation estimate are generous: 200 000 days of four intervals, alpha about 0.001.
    #[test]
    fn interval_factors_have_the_stated_mean_spread_and_correlation() {
        const DAYS: usize = 200_000;
        for (cv, correlation) in [(0.1, 0.6), (0.5, 0.9), (0.3, 0.0), (0.4, -0.5)] {
            let factors = IntervalFactors::new(cv, correlation).unwrap();
            let mut stream = test_stream("intervals");
            let (mut sum, mut square, mut product) = ([0.0; 4], 0.0, 0.0);
            let mut day = [0.0; 4];
            for _ in 0..DAYS {
                factors.draw(&mut stream, &mut day);
                for (total, factor) in sum.iter_mut().zip(day) {
                    *total += factor;
                }
                square += (day[3] - 1.0) * (day[3] - 1.0);
                product += (day[2] - 1.0) * (day[3] - 1.0);
            }
            let n = DAYS as f64;
            for total in sum {
                assert!((total / n - 1.0).abs() < 4.0 * cv / n.sqrt(), "{cv} {correlation}: mean {}", total / n);
            }
            assert!(((square / n).sqrt() / cv - 1.0).abs() < 0.02, "{cv}: {}", (square / n).sqrt());
            let seen = product / n / (cv * cv);
            assert!((seen - correlation).abs() < 0.03, "{cv}: {seen} against {correlation}");
        }
    }

    #[test]
    fn the_day_factor_has_mean_one_and_the_stated_spread() {
        const DAYS: usize = 200_000;
        for cv in [0.12, 0.5, 2.0] {
            let factor = DayFactor::new(cv).unwrap();
            let mut stream = test_stream("day");
            let draws: Vec<f64> = (0..DAYS).map(|_| factor.draw(&mut stream)).collect();
            let n = DAYS as f64;
            let mean = draws.iter().sum::<f64>() / n;
            let square = draws.iter().map(|x| (x - 1.0) * (x - 1.0)).sum::<f64>() / n;
            assert!((mean - 1.0).abs() < 4.0 * cv / n.sqrt(), "{cv}: {mean}");
            assert!((square.sqrt() / cv - 1.0).abs() < 0.03, "{cv}: {}", square.sqrt());
        }
    }

    #[test]
    fn without_spread_every_factor_is_one() {
        let mut stream = test_stream("one");
        let mut day = [0.0; 3];
        IntervalFactors::new(0.0, 0.7).unwrap().draw(&mut stream, &mut day);
        assert_eq!(day.map(f64::to_bits), [1.0_f64; 3].map(f64::to_bits));
        assert_eq!(DayFactor::new(0.0).unwrap().draw(&mut stream).to_bits(), 1.0_f64.to_bits());
        assert_eq!(stream.bits(), test_stream("one").bits());
    }

    #[test]
    fn impossible_combinations_are_refused() {
        for (cv, correlation) in [(-0.1, 0.0), (3.1, 0.0), (f64::NAN, 0.0), (1.0, 1.0), (1.0, -0.5), (1.0, f64::NAN)] {
            assert!(IntervalFactors::new(cv, correlation).is_err(), "{cv} {correlation}");
        }
        assert!(IntervalFactors::new(1.0, -0.49).is_ok());
        assert!(DayFactor::new(3.5).is_err());
    }
}

/// Pins our own output: it proves only that nothing changed. A change here belongs under "Results-changing".
mod reproducibility {
    use super::*;

    /// The bits were worked out apart from this program too, from the published `ChaCha8`, FNV-1a and xoshiro256++.
    #[test]
    fn the_first_numbers_of_a_stream_stay() {
        let mut stream = stream(1, 2, Role::Arrivals, "contact-type.billing");
        let bits: [u64; 3] = std::array::from_fn(|_| stream.bits());
        assert_eq!(bits, [7232583676571846100, 5229003894881087396, 4110294613734926809]);
        let drawn = [stream.unit(), stream.exponential(), stream.normal(), stream.gamma(0.5), stream.gamma(2.5)];
        assert_eq!(
            drawn.map(f64::to_bits),
            [4601596170696320246, 4610887032604600155, 13823290387312203208, 4585908313623081605, 4611601954582276001]
        );
    }

    /// Every form, a thousand draws, folded into one number: tails and rejections too.
    #[rustfmt::skip]
    const GOLDEN: [u64; 29] = [
        10711012688129259986, 1891895967393839113, 13900094701010347396, 17044275221073068016, 13246684354505307781,
        17250936825775535002, 9455220063695697355, 442812377975041121, 9937298797887217403, 14907116242329171807,
        1637491830403526026, 17595952424868045160, 12134331075239328808, 5273549270180249564, 12988957411787361714,
        1686239147539454541, 1890508335868148974, 6906073325755594774, 15523287075891738540, 16920588744591740025,
        11528178337927540901, 13340596134502309209, 13900094701010347396, 10790031898899290261, 6518975993431853315,
        5906162491008987400, 1358667944604433278, 1350972901042830125, 2975281302548968357,
    ];

    #[test]
    fn the_first_durations_of_every_form_stay() {
        let folded: Vec<u64> = gallery()
            .iter()
            .map(|law| {
                let mut draws = [0; 1000];
                law.sampler().fill(&mut test_stream("golden"), &mut draws);
                draws.iter().fold(0, |sum: u64, &draw| sum.rotate_left(5) ^ draw)
            })
            .collect();
        assert_eq!(folded, GOLDEN);
    }

    #[test]
    fn names_hash_as_the_standard_says() {
        // RFC 9923, test vectors of 64-bit FNV-1a.
        for (name, hash) in
            [("", 0xcbf2_9ce4_8422_2325_u64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(format!("{:?}", EntityKey::of(name)), format!("EntityKey({hash})"));
        }
    }
}
