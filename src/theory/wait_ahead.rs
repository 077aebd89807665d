//! How long the hold lasts from a given position in the queue.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_ur;

/// The virtual wait from a position in M/M/n+M: how long until an agent is free for a caller who never gives up.
///
/// Position 0 is next in line: all agents busy, nobody ahead. The wait from position q is a sum of exponential times
/// with rates nμ, nμ + θ, ..., nμ + qθ. Announcements of the expected wait, and their percentiles, come from here.
///
/// Source: O. Jouini, Z. Aksin, Y. Dallery, *Call centers with delay information*, M&SOM 13 (2011), section 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitAhead {
    agents_rate: f64,
    patience_rate: f64,
}

impl WaitAhead {
    /// `agents_rate` is nμ, calls that the busy agents end per second; `patience_rate` is θ, per second and holding
    /// caller (0: nobody hangs up). Negative or missing numbers count as 0.
    pub fn new(agents_rate: f64, patience_rate: f64) -> Self {
        Self { agents_rate: agents_rate.max(0.0), patience_rate: patience_rate.max(0.0) }
    }

    /// Expected wait \[s\], Σ 1/(nμ + iθ) for i from 0 to the position; infinite where nobody answers.
    pub fn mean(&self, position: u32) -> f64 {
        (0..=position).map(|ahead| 1.0 / self.rate_with(ahead)).sum()
    }

    /// Variance of the wait \[s²\], Σ 1/(nμ + iθ)².
    pub fn variance(&self, position: u32) -> f64 {
        (0..=position).map(|ahead| self.rate_with(ahead).powi(-2)).sum()
    }

    /// P(wait > t) = `I_x(nμ/θ, q + 1)` with `x = exp(-θt)`, t = `seconds`: the regularised incomplete beta function; an upper
    /// incomplete gamma where nobody hangs up. 1 for a time below zero.
    pub fn exceeds(&self, position: u32, seconds: f64) -> f64 {
        if seconds <= 0.0 || self.agents_rate == 0.0 {
            return 1.0;
        }
        let ahead = f64::from(position) + 1.0;
        let share = if self.patience_rate > 0.0 {
            let x = libm::exp(-self.patience_rate * seconds);
            checked_beta_reg(self.agents_rate / self.patience_rate, ahead, x).ok()
        } else {
            checked_gamma_ur(ahead, self.agents_rate * seconds).ok()
        };
        // Both are defined for every finite number; what is left is an infinite time.
        share.unwrap_or(0.0)
    }

    /// P(an impatient caller who joins at `position` is answered), nμ / (nμ + (q + 1)θ).
    pub fn answered(&self, position: u32) -> f64 {
        if self.agents_rate == 0.0 { 0.0 } else { self.agents_rate / self.leaving_rate(position) }
    }

    /// Mean hold of an impatient caller who joins at `position` \[s\]: (q + 1) / (nμ + (q + 1)θ), whether answered or not.
    pub fn mean_hold(&self, position: u32) -> f64 {
        (f64::from(position) + 1.0) / self.leaving_rate(position)
    }

    /// P(wait > `seconds`) for position 0, 1, 2, ... in turn.
    ///
    /// A pure sum of positive terms, `T_i = T_{i-1} (nμ + (i-1)θ) (1 - exp(-θt)) / (iθ)`, from `T_0 = exp(-nμt)`.
    pub(super) fn exceeds_from(self, seconds: f64) -> impl Iterator<Item = f64> {
        /// How far a term may grow before the scale, below e^-700 at first, takes it in.
        const LARGE: f64 = 1e250;
        const STEP: f64 = 500.0;
        let spread = if self.patience_rate > 0.0 {
            -libm::expm1(-self.patience_rate * seconds) / self.patience_rate
        } else {
            seconds
        };
        let (mut term, mut shift, mut sum) = (1.0, -self.agents_rate * seconds, 0.0_f64);
        let mut scale = libm::exp(shift);
        (0_u32..).map(move |position| {
            if position > 0 {
                let before = f64::from(position - 1);
                term *= self.patience_rate.mul_add(before, self.agents_rate) * (spread / f64::from(position));
            }
            if term > LARGE && shift < 0.0 {
                let step = shift.max(-STEP);
                term *= libm::exp(step);
                shift -= step;
                scale = libm::exp(shift);
            }
            if scale > 0.0 {
                sum = (sum + term * scale).min(1.0);
            }
            sum
        })
    }

    /// The same for callers of whom it is known that they are answered: they have one more chance to be passed.
    pub(super) fn of_answered(self) -> Self {
        Self { agents_rate: self.agents_rate + self.patience_rate, ..self }
    }

    /// θ.
    pub(super) fn patience_rate(self) -> f64 {
        self.patience_rate
    }

    /// nμ.
    pub(super) fn leaving_rate_of_agents(self) -> f64 {
        self.agents_rate
    }

    /// Rate at which the queue gets shorter while somebody holds at `position` and nobody behind: nμ + (q + 1)θ.
    pub(super) fn leaving_rate(self, position: u32) -> f64 {
        (f64::from(position) + 1.0).mul_add(self.patience_rate, self.agents_rate)
    }

    fn rate_with(self, ahead: u32) -> f64 {
        f64::from(ahead).mul_add(self.patience_rate, self.agents_rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_in_line_waits_for_the_first_of_n_agents() {
        let ahead = WaitAhead::new(0.5, 0.1);
        assert!((ahead.mean(0) - 2.0).abs() < 1e-15);
        assert!((ahead.variance(1) - (4.0 + 1.0 / 0.36)).abs() < 1e-14);
        assert!((ahead.exceeds(0, 3.0) - (-1.5_f64).exp()).abs() < 1e-14);
        assert!((ahead.answered(0) - 0.5 / 0.6).abs() < 1e-15);
    }

    #[test]
    fn the_running_sum_is_the_incomplete_beta_function() {
        for (agents_rate, patience_rate) in [(0.5, 0.1), (3.0, 1.0 / 180.0), (0.02, 2.0), (40.0, 0.0), (33.0, 1e-9)] {
            for seconds in [0.5, 20.0, 60.0] {
                let ahead = WaitAhead::new(agents_rate, patience_rate);
                for (position, running) in ahead.exceeds_from(seconds).take(60).enumerate() {
                    let direct = ahead.exceeds(position as u32, seconds);
                    if patience_rate == 0.0 || patience_rate > 1e-6 {
                        assert!((running - direct).abs() < 1e-11, "{ahead:?} {position} {seconds}: {running} {direct}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_long_line_before_a_thousand_agents_does_not_underflow() {
        // Ten thousand ahead of 1000/s for 9.9 s: a normal approximation says P = Phi(1).
        let share = WaitAhead::new(1000.0, 0.0).exceeds_from(9.9).nth(10_000).unwrap();
        assert!((share - 0.843).abs() < 0.005, "{share}");
    }

    #[test]
    fn the_mean_is_the_integral_of_the_tail() {
        let ahead = WaitAhead::new(0.3, 0.02);
        let step = 0.01;
        let area: f64 = (0..60_000).map(|i| ahead.exceeds(4, (f64::from(i) + 0.5) * step) * step).sum();
        assert!((area - ahead.mean(4)).abs() < 1e-5);
    }

    #[test]
    fn where_nobody_answers_the_wait_never_ends() {
        let ahead = WaitAhead::new(0.0, 0.1);
        assert!(ahead.mean(0).is_infinite());
        assert!((ahead.exceeds(3, 1e9) - 1.0).abs() < 1e-15);
        assert!(ahead.answered(3).abs() < 1e-15);
        assert!(WaitAhead::new(f64::NAN, -1.0).mean(0).is_infinite());
    }
}
