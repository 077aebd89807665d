//! Sums over four pairs of numbers at a time, and over their squares and products: in the narrowest arithmetic that holds
//! them, which is what takes the time.

use super::pairing::{product, squared};

/// Numbers at a time: four pairs, one behind the other.
const EIGHT: usize = 8;
/// Eight products of smaller numbers, and of their differences, can be added in 63 bits.
const SMALL: u64 = 1 << 30;
/// Eight products of smaller numbers can be added in 127 bits.
const MIDDLING: u64 = 1 << 61;

/// Eight numbers.
pub type Eight = [u64; EIGHT];

/// Sums over eight numbers, each at most 2¹²⁸ - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumsOfEight {
    /// Of the numbers.
    pub sum: u128,
    /// Of their squares.
    pub squares: u128,
    /// Of the squared differences within pairs.
    pub apart: u128,
}

impl SumsOfEight {
    /// Over these numbers, all of which may be nothing (`None`): most of what is counted never happens.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the numbers stay in registers")]
    pub fn of(numbers: Eight) -> Option<Self> {
        let [a, b, c, d, e, f, g, h] = numbers;
        let bits = bits(numbers);
        if bits < SMALL {
            if bits == 0 {
                return None;
            }
            let square = |one: u64, other: u64| one.wrapping_sub(other).wrapping_mul(one.wrapping_sub(other));
            return Some(Self {
                sum: u128::from(a + b + c + d + e + f + g + h),
                squares: u128::from(a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h),
                apart: u128::from(square(a, b) + square(c, d) + square(e, f) + square(g, h)),
            });
        }
        if bits < MIDDLING {
            let wide = |one: u64, other: u64| u128::from(one) * u128::from(other);
            return Some(Self {
                sum: u128::from(a + b + c + d) + u128::from(e + f + g + h),
                squares: wide(a, a)
                    + wide(b, b)
                    + wide(c, c)
                    + wide(d, d)
                    + wide(e, e)
                    + wide(f, f)
                    + wide(g, g)
                    + wide(h, h),
                apart: squared(a, b) + squared(c, d) + squared(e, f) + squared(g, h),
            });
        }
        Some(Self::of_huge(&numbers))
    }

    #[cold]
    fn of_huge(numbers: &Eight) -> Self {
        let pairs = numbers.chunks_exact(2).map(|pair| squared(pair[0], pair[1]));
        Self {
            sum: numbers.iter().map(|&number| u128::from(number)).sum(),
            squares: numbers.iter().fold(0, |sum, &number| sum.saturating_add(u128::from(number) * u128::from(number))),
            apart: pairs.fold(0, u128::saturating_add),
        }
    }
}

/// Sum of the products of eight numbers with eight others, at most 2¹²⁸ - 1, and of the products of their differences within
/// pairs. Nothing (`None`) where the first eight are nothing.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the numbers stay in registers")]
pub fn products_of_eight(x: Eight, y: Eight) -> Option<(u128, i128)> {
    let of_x = bits(x);
    if of_x == 0 {
        return None;
    }
    let bits = of_x | bits(y);
    let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (x, y);
    if bits < SMALL {
        let apart =
            |x: u64, x2: u64, y: u64, y2: u64| x.wrapping_sub(x2).wrapping_mul(y.wrapping_sub(y2)).cast_signed();
        return Some((
            u128::from(a * i + b * j + c * k + d * l + e * m + f * n + g * o + h * p),
            i128::from(apart(a, b, i, j) + apart(c, d, k, l) + apart(e, f, m, n) + apart(g, h, o, p)),
        ));
    }
    if bits < MIDDLING {
        let wide = |one: u64, other: u64| u128::from(one) * u128::from(other);
        let apart = |x: u64, x2: u64, y: u64, y2: u64| {
            i128::from(x.cast_signed() - x2.cast_signed()) * i128::from(y.cast_signed() - y2.cast_signed())
        };
        return Some((
            wide(a, i) + wide(b, j) + wide(c, k) + wide(d, l) + wide(e, m) + wide(f, n) + wide(g, o) + wide(h, p),
            apart(a, b, i, j) + apart(c, d, k, l) + apart(e, f, m, n) + apart(g, h, o, p),
        ));
    }
    Some(products_of_huge(&x, &y))
}

#[cold]
fn products_of_huge(x: &Eight, y: &Eight) -> (u128, i128) {
    let products = x.iter().zip(y).map(|(&x, &y)| u128::from(x) * u128::from(y));
    let pairs = x.chunks_exact(2).zip(y.chunks_exact(2));
    let apart = pairs.map(|(x, y)| product((x[0], x[1]), (y[0], y[1])));
    (products.fold(0, u128::saturating_add), apart.fold(0, i128::saturating_add))
}

#[inline]
const fn bits([a, b, c, d, e, f, g, h]: Eight) -> u64 {
    a | b | c | d | e | f | g | h
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_the_same_in_every_width() {
        for scale in [1, SMALL / 8, MIDDLING / 8, u64::MAX / 8] {
            let x = [3, 1, 0, 7, 5, 5, 1, 2].map(|number| number * scale);
            let y = [2, 6, 4, 0, 1, 2, 7, 0].map(|number| number * scale);
            let (mut expected, mut products) = (SumsOfEight { sum: 0, squares: 0, apart: 0 }, (0_u128, 0_i128));
            for at in 0..EIGHT {
                expected.sum += u128::from(x[at]);
                expected.squares = expected.squares.saturating_add(u128::from(x[at]) * u128::from(x[at]));
                products.0 = products.0.saturating_add(u128::from(x[at]) * u128::from(y[at]));
            }
            for at in [0, 2, 4, 6] {
                expected.apart = expected.apart.saturating_add(squared(x[at], x[at + 1]));
                products.1 = products.1.saturating_add(product((x[at], x[at + 1]), (y[at], y[at + 1])));
            }
            assert_eq!((SumsOfEight::of(x), products_of_eight(x, y)), (Some(expected), Some(products)));
        }
        assert_eq!((SumsOfEight::of([0; EIGHT]), products_of_eight([0; EIGHT], [1; EIGHT])), (None, None));
    }
}
