//! Misses in a row, and misses among neighbours: how likely, when periods are independent.
//!
//! A clause that ends after three misses in a row, or after three of the last twelve months, asks for the first time that
//! a window of periods looks bad. The periods may differ in their chance of a miss; they must not depend on each other.

use super::Refusal;

/// Longest window of [`first_cluster`]: its states are the last outcomes, and each period more doubles them.
pub const LONGEST_WINDOW: u32 = 20;

/// Chance that `misses` misses in a row have happened by the end of each period, given each period's chance of a miss.
///
/// Exact: a Markov chain on the length of the row so far. With one chance p for all, this is the law of the first success
/// run. Source: Feller (1968), An Introduction to Probability Theory and Its Applications, volume 1, XIII.7.
///
/// # Errors
/// When a chance lies outside 0 to 1, or no miss is asked for.
pub fn first_run(misses: u32, chances: &[f64]) -> Result<Vec<f64>, Refusal> {
    check(misses, chances)?;
    if misses as usize > chances.len() {
        return Ok(vec![0.0; chances.len()]);
    }
    // Chance of each length of the row so far, of those in which it was never long enough.
    let mut rows = vec![0.0; misses as usize];
    rows[0] = 1.0;
    let mut happened = 0.0;
    let step = |&chance: &f64| {
        happened += rows[rows.len() - 1] * chance;
        let kept: f64 = rows.iter().sum::<f64>() * (1.0 - chance);
        for length in (1..rows.len()).rev() {
            rows[length] = rows[length - 1] * chance;
        }
        rows[0] = kept;
        happened
    };
    Ok(chances.iter().map(step).collect())
}

/// Mean number of periods until `misses` misses in a row first happen: (1 - p^m) / ((1 - p) p^m).
///
/// Source: Feller (1968), volume 1, XIII.7, equation (7.7).
///
/// # Errors
/// When the chance is not above 0 and at most 1, or no miss is asked for.
pub fn mean_periods_to_run(misses: u32, chance: f64) -> Result<f64, Refusal> {
    check(misses, &[chance])?;
    if chance >= 1.0 {
        return Ok(misses.into());
    }
    // Not 1 - p^m, which loses every digit where p is close to one.
    let logarithm = f64::from(misses) * libm::log(chance);
    Ok(-libm::expm1(logarithm) / ((1.0 - chance) * libm::exp(logarithm)))
}

/// Chance that some `window` periods in a row have had at least `misses` misses among them, by the end of each period;
/// a window that began before the first period counts as if nothing had been missed then.
///
/// Exact: a Markov chain on the outcomes of the last `window - 1` periods. Of what is called the discrete scan statistic,
/// this is the law of its waiting time. Source: Fu (2001), Distribution of the scan statistic for a sequence of bistate
/// trials, Journal of Applied Probability 38 (finite Markov chain imbedding).
///
/// # Errors
/// When a chance lies outside 0 to 1, no miss is asked for, more are asked for than the window has periods, or the window
/// is longer than [`LONGEST_WINDOW`] and longer than the periods there are.
pub fn first_cluster(misses: u32, window: u32, chances: &[f64]) -> Result<Vec<f64>, Refusal> {
    check(misses, chances)?;
    if misses > window {
        return Err(Refusal::NotCovered("no window has more misses than periods"));
    }
    if misses == window {
        return first_run(misses, chances);
    }
    if window as usize >= chances.len() {
        return Ok(first_so_many(misses, chances));
    }
    if window > LONGEST_WINDOW {
        return Err(Refusal::TooLarge { what: "a window of periods", limit: 1 << (LONGEST_WINDOW - 1) });
    }
    // A state is the last outcomes as bits, the latest lowest; only those with fewer than `misses` misses are still in.
    let mask = (1_usize << (window - 1)) - 1;
    let mut now = vec![0.0; mask + 1];
    let mut next = vec![0.0; mask + 1];
    now[0] = 1.0;
    let mut happened = 0.0;
    let mut by_period = Vec::with_capacity(chances.len());
    for &chance in chances {
        next.fill(0.0);
        for (state, &here) in now.iter().enumerate().filter(|(_, here)| **here > 0.0) {
            let later = (state << 1) & mask;
            next[later] += here * (1.0 - chance);
            if state.count_ones() + 1 >= misses {
                happened += here * chance;
            } else {
                next[later | 1] += here * chance;
            }
        }
        std::mem::swap(&mut now, &mut next);
        by_period.push(happened);
    }
    Ok(by_period)
}

/// Chance that at least so many of the periods so far were misses, by the end of each: no window forgets any.
fn first_so_many(misses: u32, chances: &[f64]) -> Vec<f64> {
    // Chance of each number of misses so far, below the one asked for.
    let mut counts = vec![0.0; (misses as usize).min(chances.len() + 1)];
    counts[0] = 1.0;
    let mut happened = 0.0;
    let step = |&chance: &f64| {
        if counts.len() == misses as usize {
            happened += counts[counts.len() - 1] * chance;
        }
        for count in (1..counts.len()).rev() {
            counts[count] = counts[count] * (1.0 - chance) + counts[count - 1] * chance;
        }
        counts[0] *= 1.0 - chance;
        happened
    };
    chances.iter().map(step).collect()
}

fn check(misses: u32, chances: &[f64]) -> Result<(), Refusal> {
    if misses == 0 {
        return Err(Refusal::NotCovered("misses are counted from one on"));
    }
    match chances.iter().find(|chance| !(0.0..=1.0).contains(*chance)) {
        Some(&value) => Err(Refusal::OutOfRange { what: "the chance of a miss", lowest: 0.0, highest: 1.0, value }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
    }

    /// By trying every sequence of outcomes.
    fn by_hand(chances: &[f64], is_bad: impl Fn(&[bool]) -> bool) -> f64 {
        (0..1_u32 << chances.len())
            .map(|bits| {
                let outcomes: Vec<bool> = (0..chances.len()).map(|at| bits >> at & 1 == 1).collect();
                let chance: f64 = outcomes
                    .iter()
                    .zip(chances)
                    .map(|(missed, chance)| if *missed { *chance } else { 1.0 - chance })
                    .product();
                if is_bad(&outcomes) { chance } else { 0.0 }
            })
            .sum()
    }

    const UNEVEN: [f64; 9] = [0.3, 0.1, 0.55, 0.4, 0.9, 0.2, 0.35, 0.6, 0.05];

    #[test]
    fn fair_coins_without_two_in_a_row_are_counted_by_fibonacci() {
        // Of 2^n sequences, F(n + 2) have no two heads in a row.
        let found = first_run(2, &[0.5; 40]).unwrap();
        let (mut fibonacci, mut next) = (2.0, 3.0);
        let mut sequences = 2.0;
        for chance in found {
            near(chance, 1.0 - fibonacci / sequences);
            (fibonacci, next) = (next, fibonacci + next);
            sequences *= 2.0;
        }
    }

    #[test]
    fn three_in_a_row_within_twelve_months_at_a_tenth() {
        // Feller XIII.7: no run of three in n trials satisfies q(n) = q(n - 1) - (1 - p) p³ q(n - 4), from q = 1 and
        // q(3) = 1 - p³ on.
        let p: f64 = 0.1;
        let mut none = [1.0, 1.0, 1.0, 1.0 - p * p * p].to_vec();
        for n in 4..=12 {
            none.push(none[n - 1] - (1.0 - p) * p * p * p * none[n - 4]);
        }
        let found = first_run(3, &[p; 12]).unwrap();
        for (at, chance) in found.iter().enumerate() {
            near(*chance, 1.0 - none[at + 1]);
        }
        assert!((found[11] - 0.009_1).abs() < 1e-4, "about one contract in 110: {}", found[11]);
    }

    #[test]
    fn runs_of_periods_that_differ_are_those_of_every_sequence() {
        for misses in 1..=4 {
            let in_a_row =
                |outcomes: &[bool]| outcomes.windows(misses as usize).any(|row| row.iter().all(|missed| *missed));
            near(*first_run(misses, &UNEVEN).unwrap().last().unwrap(), by_hand(&UNEVEN, in_a_row));
        }
    }

    #[test]
    fn the_mean_wait_for_a_run_is_feller_s_and_that_of_its_law() {
        let p: f64 = 0.4;
        let mean = mean_periods_to_run(3, p).unwrap();
        near(mean, (1.0 - p.powi(3)) / ((1.0 - p) * p.powi(3)));
        near(mean_periods_to_run(5, 1.0).unwrap(), 5.0);
        // The mean of a waiting time is the sum of the chances that it has not come yet.
        let law = first_run(3, &[p; 2000]).unwrap();
        near(1.0 + law.iter().map(|chance| 1.0 - chance).sum::<f64>(), mean);
        assert!(mean_periods_to_run(3, 0.0).unwrap().is_infinite());
    }

    #[test]
    fn clusters_are_those_of_every_sequence() {
        for window in 1..=9_usize {
            for misses in 1..=window.min(4) {
                let crowded = |outcomes: &[bool]| {
                    (0..outcomes.len()).any(|end| {
                        let from = (end + 1).saturating_sub(window);
                        outcomes[from..=end].iter().filter(|missed| **missed).count() >= misses
                    })
                };
                let found = first_cluster(misses as u32, window as u32, &UNEVEN).unwrap();
                near(*found.last().unwrap(), by_hand(&UNEVEN, crowded));
            }
        }
    }

    #[test]
    fn within_one_window_it_is_the_binomial() {
        // At least 3 of 12 at a fifth: 1 - 0.8^12 - 12 x 0.2 x 0.8^11 - 66 x 0.04 x 0.8^10.
        let q: f64 = 0.8;
        let theory = 1.0 - q.powi(12) - 12.0 * 0.2 * q.powi(11) - 66.0 * 0.04 * q.powi(10);
        near(*first_cluster(3, 12, &[0.2; 12]).unwrap().last().unwrap(), theory);
        near(first_cluster(3, 12, &[0.2; 36]).unwrap()[11], theory);
        near(*first_cluster(3, 400, &[0.2; 12]).unwrap().last().unwrap(), theory);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(first_run(0, &[0.1]).is_err());
        assert!(first_run(1, &[1.1]).is_err() && first_run(1, &[f64::NAN]).is_err());
        assert!(first_cluster(3, 2, &[0.1; 5]).is_err());
        assert!(first_cluster(3, 30, &[0.1; 50]).is_err());
        assert_eq!(first_run(7, &[0.5; 3]).unwrap(), [0.0; 3]);
        assert_eq!(first_run(2, &[]).unwrap(), Vec::<f64>::new());
    }
}
