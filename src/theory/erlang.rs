//! The two formulas of 1917: who is blocked, and who waits.

/// Share of calls that find all `lines` busy when nobody may wait (Erlang B, M/G/n/n), between 0 and 1.
///
/// Poisson arrivals; any law of handle time with the same mean. `load` is in erlang; no load, a negative one or
/// something that is not a number blocks nobody, unless there is no line at all. Relative error below 1e-12 for `lines`
/// up to 10 000; shares below 1e-308 come out as 0.
///
/// Source: A. K. Erlang (1917); summed as `1/B = Σ n(n-1)...(n-j+1) / a^j` over j = 0 to n, in which every term is positive, see
/// D. L. Jagerman, *Some properties of the Erlang loss function*, Bell System Technical Journal 53 (1974), eq. 4.
pub fn erlang_b(load: f64, lines: u32) -> f64 {
    1.0 / inverse_erlang_b(load, lines)
}

/// Share of calls that have to wait when everybody waits as long as it takes (Erlang C, M/M/n), between 0 and 1.
///
/// Assumes Poisson arrivals, exponential handle times, unlimited patience. `None` when `load` (erlang) is not below
/// `agents`, since the queue then grows for ever, and when it is negative or not a number. Computed from Erlang B as
/// C = B / (1 - ρ (1 - B)), ρ = load per agent; relative error below 1e-12 for `agents` up to 10 000 as long as ρ is
/// not within 1e-4 of 1 (the distance to 1 carries the rounding of `load` itself).
///
/// Source: R. B. Cooper, *Introduction to Queueing Theory* (1981), section 3.4.
pub fn erlang_c(load: f64, agents: u32) -> Option<f64> {
    let agents_f = f64::from(agents);
    if !(0.0..agents_f).contains(&load) {
        return None;
    }
    // 1 / C = 1 + (1 - ρ)(1/B - 1), all terms positive.
    Some(1.0 / (1.0 + (agents_f - load) / agents_f * idle_to_full(load, agents)))
}

/// 1 / B(lines, load); infinite when nobody (or hardly anybody) is blocked.
pub(super) fn inverse_erlang_b(load: f64, lines: u32) -> f64 {
    1.0 + idle_to_full(load, lines)
}

/// (1 - B) / B: how much likelier it is that some line is idle than that none is. Kept apart from 1 / B since it may be
/// tiny.
pub(super) fn idle_to_full(load: f64, lines: u32) -> f64 {
    if load.is_nan() || load <= 0.0 {
        return if lines == 0 { 0.0 } else { f64::INFINITY };
    }
    let mut sum = 0.0;
    let mut term = 1.0;
    for left in (1..=lines).rev() {
        let ratio = f64::from(left) / load;
        // The ratios fall, so a geometric series bounds what is left.
        if ratio < 1.0 && term * ratio < 1e-18 * sum * (1.0 - ratio) {
            break;
        }
        term *= ratio;
        sum += term;
        if sum.is_infinite() {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn one_line_is_blocked_as_often_as_it_is_busy() {
        close(erlang_b(0.25, 1), 0.2, 1e-15);
        close(erlang_b(3.0, 1), 0.75, 1e-15);
        close(erlang_b(1e300, 1), 1.0, 1e-15);
    }

    #[test]
    fn one_agent_makes_wait_as_often_as_the_agent_is_busy() {
        close(erlang_c(0.3, 1).unwrap(), 0.3, 1e-15);
        close(erlang_c(0.999, 1).unwrap(), 0.999, 1e-13);
    }

    #[test]
    fn published_tables_agree() {
        // 40-digit arithmetic, and any traffic table to its four digits.
        close(erlang_b(10.0, 10), 0.214_582_343_107_347_34, 1e-14);
        close(erlang_b(5.0, 10), 0.018_384_570_336_648_133, 1e-14);
        close(erlang_c(2.0, 3).unwrap(), 4.0 / 9.0, 1e-14);
        close(erlang_c(8.0, 10).unwrap(), 0.409_180_150_796_443_53, 1e-14);
    }

    #[test]
    fn no_load_blocks_nobody_and_no_line_blocks_everybody() {
        assert_eq!(erlang_b(0.0, 3).to_bits(), 0.0_f64.to_bits());
        assert_eq!(erlang_b(f64::NAN, 3).to_bits(), 0.0_f64.to_bits());
        close(erlang_b(0.0, 0), 1.0, 0.0);
        close(erlang_b(7.0, 0), 1.0, 0.0);
        assert_eq!(erlang_c(0.0, 3), Some(0.0));
        assert_eq!(erlang_c(0.0, 0), None);
        assert_eq!(erlang_c(3.0, 3), None);
        assert_eq!(erlang_c(f64::NAN, 3), None);
        assert_eq!(erlang_c(f64::INFINITY, 3), None);
    }

    #[test]
    fn the_recursion_by_lines_is_a_second_route() {
        for (load, lines) in
            [(0.01, 4), (9.5, 12), (95.0, 100), (9900.0, 10_000), (10_000.0, 10_000), (30_000.0, 10_000)]
        {
            let by_recursion = (1..=lines).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
            close(erlang_b(load, lines), by_recursion, 1e-12);
        }
    }

    #[test]
    fn ten_thousand_and_ten_million_lines_stay_accurate() {
        // 40-digit arithmetic.
        close(erlang_b(10_000.0, 10_000), B_10000, 1e-12);
        close(erlang_c(9_900.0, 10_000).unwrap(), C_10000, 1e-12);
        assert_eq!(erlang_b(1.0, 10_000).to_bits(), 0.0_f64.to_bits());
        // At equal load, B ~ sqrt(2 / (pi a)).
        close(erlang_b(1e7, 10_000_000), (2.0 / (std::f64::consts::PI * 1e7)).sqrt(), 1e-3);
    }

    const B_10000: f64 = 0.007_936_563_248_805_672;
    const C_10000: f64 = 0.222_776_928_864_148_24;
}
