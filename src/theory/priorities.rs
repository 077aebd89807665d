//! Several classes, the more urgent answered first.

use super::erlang::erlang_c;
use super::refusal::{Refusal, check_arrival_rate, check_mean};

/// Mean hold \[s\] of each class when a free agent takes the first of the most urgent class that holds.
///
/// `arrival_rates` per second, most urgent first. Nobody is interrupted, nobody hangs up, every class has the same
/// exponential handle time (mean `handle_time` seconds). A class whose load together with all more urgent ones reaches
/// the agents waits for ever: `None`.
///
/// `W_k = W_0 / ((1 - σ_{k-1})(1 - σ_k))`, with `W_0 = C(n, a) / (nμ)` the mean time until some agent is free (all are
/// always busy when a >= n: C = 1) and `σ_k` the load per agent of classes 1 to k.
///
/// # Errors
/// When a rate, the handle time or the number of agents is out of range.
///
/// Source: A. Cobham, *Priority assignment in waiting line problems* (1954); O. Kella and U. Yechiali, *Waits in the
/// M/M/c queue with nonpreemptive priorities* (1985), eq. 9.
pub fn priority_waits(arrival_rates: &[f64], handle_time: f64, agents: u32) -> Result<Vec<Option<f64>>, Refusal> {
    check_mean("the mean handle time (s)", handle_time)?;
    if agents == 0 {
        return Err(Refusal::NotCovered("without agents nobody is answered, urgent or not"));
    }
    let agents_f = f64::from(agents);
    let mut load = 0.0;
    for rate in arrival_rates {
        load += check_arrival_rate(*rate)? * handle_time;
    }
    let until_free = erlang_c(load, agents).unwrap_or(1.0) * handle_time / agents_f;
    let mut ahead = 0.0;
    let waits = arrival_rates.iter().map(|rate| {
        let idle_before = 1.0 - ahead;
        ahead += rate * handle_time / agents_f;
        (ahead < 1.0).then(|| until_free / (idle_before * (1.0 - ahead)))
    });
    Ok(waits.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::Queue;

    #[test]
    fn one_class_is_erlang_c() {
        let queue = Queue { arrival_rate: 0.025, handle_time: 300.0, agents: 9, lines: None };
        let wait = priority_waits(&[0.025], 300.0, 9).unwrap()[0].unwrap();
        assert!((wait - queue.solve(None).unwrap().mean_hold()).abs() < 1e-10);
    }

    #[test]
    fn what_the_urgent_gain_the_others_lose() {
        // Kleinrock's conservation law: the load-weighted mean of the waits does not depend on the order.
        let rates = [0.01, 0.004, 0.012];
        let waits = priority_waits(&rates, 300.0, 9).unwrap();
        let all = priority_waits(&[0.026], 300.0, 9).unwrap()[0].unwrap();
        let weighted: f64 = rates.iter().zip(&waits).map(|(rate, wait)| rate * wait.unwrap()).sum();
        assert!((weighted / 0.026 - all).abs() < 1e-10);
        assert!(waits[0] < waits[1] && waits[1] < waits[2]);
    }

    #[test]
    fn the_urgent_are_safe_from_an_overload_behind_them() {
        let waits = priority_waits(&[0.01, 0.05], 300.0, 5).unwrap();
        // All agents always busy: the first class is an M/M/1 with vacations, 60 s / (1 - 0.6).
        assert!((waits[0].unwrap() - 150.0).abs() < 1e-10);
        assert_eq!(waits[1], None);
        assert!(priority_waits(&[-1.0], 300.0, 5).is_err());
        assert!(priority_waits(&[1.0], 300.0, 0).is_err());
        assert_eq!(priority_waits(&[], 300.0, 2), Ok(vec![]));
    }
}
