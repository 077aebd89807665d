//! Decimal numbers as they are written, exactly: 0.80 to 1.40 by 0.02 never meets 1.1199999.

use std::fmt;

/// A number with so many digits after its point.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// More digits, before and after the point together, are no value of a scenario.
const MOST_DIGITS: usize = 15;
/// Whole numbers up to this are doubles, exactly.
const EXACT_DIGITS: u128 = 1 << f64::MANTISSA_DIGITS;
/// So are powers of ten with exponents up to this.
const EXACT_PLACES: u32 = 22;

impl Decimal {
    /// One.
    pub const ONE: Self = Self { digits: 1, places: 0 };

    /// A number with a point, and perhaps an exponent. `None`: it is none, or has too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('+').unwrap_or(text);
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}");
        let length = digits.trim_start_matches(['-', '0']).len();
        let places = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        let reach = usize::try_from(places.unsigned_abs()).ok()?;
        if length > MOST_DIGITS || reach > MOST_DIGITS || length + usize::try_from(-places).unwrap_or(0) > MOST_DIGITS {
            return None;
        }
        let digits: i128 = digits.parse().ok()?;
        match u32::try_from(places) {
            Ok(places) => Some(Self { digits, places }),
            Err(_) => Some(Self { digits: digits * power_of_ten(places.unsigned_abs()), places: 0 }),
        }
    }

    /// The nearest to a number of the file; what stands there is its shortest form.
    pub fn of(number: f64) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    /// Its double: the nearest.
    pub fn as_f64(self) -> f64 {
        // A quotient of two doubles is the nearest double to that of the numbers where both of them are exact.
        if self.digits.unsigned_abs() <= EXACT_DIGITS && self.places <= EXACT_PLACES {
            return self.digits as f64 / power_of_ten(self.places) as f64;
        }
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// As a whole number, if it is one and fits.
    pub fn whole(self) -> Option<i64> {
        self.is_whole().then(|| i64::try_from(self.digits / power_of_ten(self.places)).ok())?
    }

    /// Whether it has no digits after the point.
    pub fn is_whole(self) -> bool {
        self.digits % power_of_ten(self.places) == 0
    }

    /// Above, below or at zero.
    pub fn signum(self) -> i128 {
        self.digits.signum()
    }

    /// Times a whole number.
    pub fn times(self, factor: i128) -> Self {
        Self { digits: self.digits * factor, ..self }
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Self {
        let (one, two, places) = aligned(self, other);
        Self { digits: one + two, places }
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Self {
        self.plus(other.times(-1))
    }

    /// How often `step` fits into it; what is left over does not count.
    pub fn steps(self, step: Self) -> i128 {
        let (all, step, _) = aligned(self, step);
        if step == 0 { 0 } else { all / step }
    }

    /// So many of so many equal parts, rounded to a millionth of the whole or finer.
    pub fn part(self, parts: i128, of: i128) -> Self {
        let fine = self.with_places(self.places + PART_PLACES);
        let all = fine.digits * parts;
        let rounded = (2 * all + all.signum() * of) / (2 * of);
        Self { digits: rounded, ..fine }
    }

    /// The same of a whole number, rounded to the nearest whole one.
    pub fn whole_part(self, parts: i128, of: i128) -> Self {
        let all = self.steps(Self::ONE) * parts;
        Self { digits: (2 * all + all.signum() * of) / (2 * of), places: 0 }
    }

    /// This share of it, a number from 0 to below 1, rounded down to a hundred-thousandth of the whole or finer.
    pub fn share(self, share: f64) -> Self {
        let length = self.digits.unsigned_abs().checked_ilog10().unwrap_or(0);
        let fine = self.with_places(self.places + SHARE_DIGITS.saturating_sub(length));
        Self { digits: (fine.digits as f64 * share) as i128, ..fine }
    }

    fn with_places(self, places: u32) -> Self {
        Self { digits: self.digits * power_of_ten(places - self.places), places }
    }
}

/// Digits that an equal part has beyond those of the whole.
const PART_PLACES: u32 = 6;
/// Digits that a share of a range has beyond its first; more than the layers of the largest design need.
const SHARE_DIGITS: u32 = 5;

fn power_of_ten(exponent: u32) -> i128 {
    10_i128.pow(exponent)
}

fn aligned(one: Decimal, two: Decimal) -> (i128, i128, u32) {
    let places = one.places.max(two.places);
    (one.with_places(places).digits, two.with_places(places).digits, places)
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        let (one, two, _) = aligned(*self, *other);
        one == two
    }
}

/// As short as it can be written: `0.8`, `1`, `-2.5`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = power_of_ten(self.places).unsigned_abs();
        let (whole, fraction) = (self.digits.unsigned_abs() / one, self.digits.unsigned_abs() % one);
        let sign = if self.digits < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:0width$}", width = self.places as usize);
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_number_is_what_is_written() {
        for (text, shown) in [
            ("0.80", "0.8"),
            ("1e3", "1000"),
            ("-2.50", "-2.5"),
            ("+7", "7"),
            ("1.5e-3", "0.0015"),
            ("0", "0"),
            (".5", "0.5"),
        ] {
            assert_eq!(decimal(text).to_string(), shown);
        }
        for bad in ["", "-", "x", "1e400", "1e-400", "1234567890123456", "inf", "NaN", "1.2.3", "1e", "--1"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Decimal::of(0.1 + 0.2).map(|sum| sum.to_string()), None);
        assert_eq!(Decimal::of(1.12).map(|number| number.to_string()).as_deref(), Some("1.12"));
    }

    #[test]
    fn its_double_is_the_one_that_its_text_is_read_as() {
        for digits in (0..100_000).map(|at| at * 90_071_992_547 + at % 7).chain([1, 3, (1 << 53) - 1, 1 << 53, 1 << 60])
        {
            for places in [0, 1, 2, 3, 7, 15, 22, 23] {
                for digits in [digits, -digits] {
                    let decimal = Decimal { digits, places };
                    assert_eq!(decimal.as_f64().to_bits(), decimal.to_string().parse::<f64>().unwrap().to_bits());
                }
            }
        }
        assert_eq!(
            (decimal("12.0").whole(), decimal("-3").whole(), decimal("0.5").whole()),
            (Some(12), Some(-3), None)
        );
    }

    #[test]
    fn steps_are_counted_and_reached_exactly() {
        let (from, to, step) = (decimal("0.80"), decimal("1.40"), decimal("0.02"));
        assert_eq!(to.minus(from).steps(step), 30);
        let texts: Vec<String> = (0..=30).map(|at| from.plus(step.times(at)).to_string()).collect();
        assert_eq!((texts[0].as_str(), texts[16].as_str(), texts[30].as_str()), ("0.8", "1.12", "1.4"));
        assert_eq!(decimal("1").minus(decimal("0.3")).steps(decimal("0.2")), 3);
    }

    #[test]
    fn equal_parts_end_where_the_whole_does() {
        let parts: Vec<String> = (0..=3).map(|at| decimal("1").part(at, 3).to_string()).collect();
        assert_eq!(parts, ["0", "0.333333", "0.666667", "1"]);
        assert_eq!(decimal("-0.5").part(1, 3).to_string(), "-0.1666667");
    }

    #[test]
    fn a_share_of_a_range_has_as_many_digits_as_it_needs() {
        assert_eq!(decimal("0.4").share(0.123_456_789).to_string(), "0.049382");
        assert_eq!(decimal("120").share(0.999_999_99).to_string(), "119.999");
        assert_eq!(decimal("0").share(0.5).to_string(), "0");
    }
}
