//! Exponential and logarithm out of the four operations: the same bits on any machine, and no branch, so that the
//! compiler works on several numbers of a block at once.
//!
//! Never fused: `mul_add` would round differently where there is no such instruction. Both are within one unit in the
//! last place of `libm`'s, which takes several times as long.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts: the first has 21 zeros at its end, so that its product with an exponent is exact. Source: FreeBSD,
/// `e_log.c` (Sun Microsystems 1993).
const LN_2_HIGH: f64 = 0.6931471803691238;
const LN_2_LOW: f64 = 1.9082149292705877e-10;

/// Adding it rounds a small number to a whole one, which then stands in the low bits.
const ROUNDS: f64 = 1.5 * (1_u64 << 52) as f64;
/// Bits of a double's fraction, and what is added to its exponent.
const FRACTION_BITS: u32 = 52;
const BIAS: i64 = 1023;

/// Factorials' inverses from 2 on: Taylor's series to the 13th power leaves out less than 2⁻⁵⁷ within ln 2 / 2 of zero.
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

/// Exponential of a number, which is taken as -708 or 709 beyond these: nothing that anybody waits for is so long.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    const LOWEST: f64 = -708.0;
    const HIGHEST: f64 = 709.0;
    let x = x.clamp(LOWEST, HIGHEST);
    let shifted = x * LOG2_E + ROUNDS;
    let twos = shifted - ROUNDS;
    let rest = (x - twos * LN_2_HIGH) - twos * LN_2_LOW;
    // Estrin's scheme: pairs first, which do not wait for each other.
    let c = &INVERSE_FACTORIALS;
    let square = rest * rest;
    let fourth = square * square;
    let low = (c[0] + c[1] * rest) + (c[2] + c[3] * rest) * square;
    let middle = (c[4] + c[5] * rest) + (c[6] + c[7] * rest) * square;
    let high = (c[8] + c[9] * rest) + (c[10] + c[11] * rest) * square;
    let curve = low + (middle + high * fourth) * fourth;
    let scaled = 1.0 + (rest + square * curve);
    // Two to the power of `twos`, whose whole number stands in the low bits of `shifted`.
    let power = f64::from_bits((shifted.to_bits().wrapping_add(BIAS.cast_unsigned())) << FRACTION_BITS);
    scaled * power
}

/// Natural logarithm of a number that is positive, finite and not subnormal; zero is taken as the least such number.
///
/// Source: FreeBSD, `e_log.c` (Sun Microsystems 1993), its branches left out: with `x = 2^k (1 + f)` and
/// `s = f / (2 + f)`, `ln(1 + f) = f - f²/2 + s (f²/2 + R)`, R a polynomial in `s²` with an error below 2⁻⁵⁸.
#[inline]
pub(crate) fn ln(x: f64) -> f64 {
    const ODD: [f64; 4] = [0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586];
    const EVEN: [f64; 3] = [0.3999999999940942, 0.22222198432149784, 0.15313837699209373];
    /// Bits of the root of one half, from which on fractions are counted.
    const ROOT_OF_HALF: u64 = 0x3fe6_a09e_0000_0000;
    /// Two to the 52nd, and its bits: a small whole number in the low bits of it is that number more.
    const WHOLE: f64 = (1_u64 << 52) as f64;
    let bits = x.max(f64::MIN_POSITIVE).to_bits() + (BIAS.cast_unsigned() << FRACTION_BITS) - ROOT_OF_HALF;
    let fraction = f64::from_bits((bits & ((1 << FRACTION_BITS) - 1)) + ROOT_OF_HALF);
    let twos = f64::from_bits((bits >> FRACTION_BITS) | WHOLE.to_bits()) - (WHOLE + BIAS as f64);
    let f = fraction - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let square = s * s;
    let fourth = square * square;
    let even = fourth * (EVEN[0] + fourth * (EVEN[1] + fourth * EVEN[2]));
    let odd = square * (ODD[0] + fourth * (ODD[1] + fourth * (ODD[2] + fourth * ODD[3])));
    s * (half_square + (odd + even)) + twos * LN_2_LOW - half_square + f + twos * LN_2_HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance in units in the last place.
    fn apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn both_are_within_one_unit_in_the_last_place_of_libm() {
        let mut state = 1_u64;
        for _ in 0..1_000_000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let unit = (state >> 11) as f64 / (1_u64 << 53) as f64;
            for x in [unit * 40.0 - 10.0, unit * 1400.0 - 700.0, unit - 0.5] {
                assert!(apart(exp(x), libm::exp(x)) <= 1, "exp({x})");
            }
            for x in [unit * 8.0 + 1e-9, libm::exp(unit * 1400.0 - 700.0), 0.9 + unit * 0.2] {
                assert!(apart(ln(x), libm::log(x)) <= 1, "ln({x})");
            }
        }
    }

    #[test]
    fn the_ends_are_finite() {
        assert_eq!((exp(0.0).to_bits(), ln(1.0).to_bits()), (1.0_f64.to_bits(), 0.0_f64.to_bits()));
        assert!(exp(-1e300) > 0.0 && exp(-1e300) < 1e-300 && exp(1e300) > 1e300 && exp(1e300).is_finite());
        assert!((ln(0.0) - libm::log(f64::MIN_POSITIVE)).abs() < 1e-9);
    }

    /// Pins our own output, which must be the same on every machine.
    #[test]
    fn the_bits_stay() {
        let exps: u64 =
            (0..1000).fold(0, |sum: u64, i| sum.rotate_left(5) ^ exp(f64::from(i) * 0.037 - 15.0).to_bits());
        let logs: u64 = (1..1000).fold(0, |sum: u64, i| sum.rotate_left(5) ^ ln(f64::from(i) * 0.0137).to_bits());
        assert_eq!((exps, logs), (13052100689800669764, 5192100402439607698));
    }
}
