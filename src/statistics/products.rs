//! Sums over four pairs of numbers at a time, and over their squares and products: in the narrowest arithmetic that holds
//! them, which is what takes the time.

#![allow(clippy::inline_always, reason = "the numbers stay in registers")]
#![allow(clippy::many_single_char_names, reason = "eight numbers, and eight others: letters are their places")]

use super::pairing::{product, squared};

/// Numbers at a time: four pairs, one behind the other.
const EIGHT: usize = 8;
/// Eight products of smaller numbers, and of their differences, can be added in 63 bits.
const SMALL: u64 = 1 << 30;
/// Eight products of smaller numbers can be added in 127 bits.
const MIDDLING: u64 = 1 << 61;

/// Eight numbers, and how large they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Eight {
    numbers: [u64; EIGHT],
    /// All bits that any of them has, as of the last sums.
    bits: u64,
}

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

impl Eight {
    /// Sets one of them, by its position.
    #[inline]
    pub const fn set(&mut self, at: usize, number: u64) {
        self.numbers[at] = number;
    }

    /// Their sums; `None` where all are nothing, as most of what is counted never happens.
    #[inline(always)]
    pub fn sums(&mut self) -> Option<SumsOfEight> {
        let [a, b, c, d, e, f, g, h] = self.numbers;
        self.bits = a | b | c | d | e | f | g | h;
        if self.bits < SMALL {
            if self.bits == 0 {
                return None;
            }
            let square = |one: u64, other: u64| one.wrapping_sub(other).wrapping_mul(one.wrapping_sub(other));
            return Some(SumsOfEight {
                sum: u128::from(a + b + c + d + e + f + g + h),
                squares: u128::from(a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h),
                apart: u128::from(square(a, b) + square(c, d) + square(e, f) + square(g, h)),
            });
        }
        if self.bits < MIDDLING {
            let square = |number: u64| u128::from(number) * u128::from(number);
            return Some(SumsOfEight {
                sum: u128::from(a + b + c + d) + u128::from(e + f + g + h),
                squares: [b, c, d, e, f, g, h].into_iter().fold(square(a), |sum, number| sum + square(number)),
                apart: squared(a, b) + squared(c, d) + squared(e, f) + squared(g, h),
            });
        }
        Some(self.sums_of_huge())
    }

    #[cold]
    fn sums_of_huge(&self) -> SumsOfEight {
        let squares = self.numbers.iter().map(|&number| u128::from(number) * u128::from(number));
        let pairs = self.numbers.chunks_exact(2).map(|pair| squared(pair[0], pair[1]));
        SumsOfEight {
            sum: self.numbers.iter().map(|&number| u128::from(number)).sum(),
            squares: squares.fold(0, u128::saturating_add),
            apart: pairs.fold(0, u128::saturating_add),
        }
    }

    /// Sum of their products with eight others, at most 2¹²⁸ - 1, and of the products of their differences within pairs. Of
    /// both the sums were asked for. `None` where these are nothing.
    #[inline(always)]
    pub fn products(&self, others: &Self) -> Option<(u128, i128)> {
        if self.bits == 0 {
            return None;
        }
        let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (self.numbers, others.numbers);
        let bits = self.bits | others.bits;
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
            let (first, second) = (wide(a, i) + wide(b, j), wide(c, k) + wide(d, l));
            let (third, fourth) = (wide(e, m) + wide(f, n), wide(g, o) + wide(h, p));
            return Some((
                first + second + third + fourth,
                apart(a, b, i, j) + apart(c, d, k, l) + apart(e, f, m, n) + apart(g, h, o, p),
            ));
        }
        Some(self.products_of_huge(others))
    }

    #[cold]
    fn products_of_huge(&self, others: &Self) -> (u128, i128) {
        let products = self.numbers.iter().zip(&others.numbers).map(|(&x, &y)| u128::from(x) * u128::from(y));
        let pairs = self.numbers.chunks_exact(2).zip(others.numbers.chunks_exact(2));
        let apart = pairs.map(|(x, y)| product((x[0], x[1]), (y[0], y[1])));
        (products.fold(0, u128::saturating_add), apart.fold(0, i128::saturating_add))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eight(numbers: [u64; EIGHT]) -> Eight {
        let mut eight = Eight::default();
        numbers.into_iter().enumerate().for_each(|(at, number)| eight.set(at, number));
        eight
    }

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
            let (mut eight, mut others) = (eight(x), eight(y));
            assert_eq!((eight.sums(), others.sums().is_some()), (Some(expected), true));
            assert_eq!(eight.products(&others), Some(products));
        }
        let mut nothing = Eight::default();
        assert_eq!((nothing.sums(), nothing.products(&eight([1; EIGHT]))), (None, None));
    }
}
