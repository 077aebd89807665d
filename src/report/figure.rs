//! Numbers as people read them: a value, its doubt, and no digit that was not earned.

use crate::metrics::Unit;
use crate::statistics::Estimate;

/// An interval is written by its ends, not as ±, when its two sides differ by more than this factor.
const LOPSIDED: f64 = 1.4;
/// Decimals beyond which nobody reads.
const MOST_DECIMALS: i32 = 6;
/// A half-width below this part of the value is rounding, not doubt.
const ROUNDING: f64 = 1e-9;

/// An estimate in the unit it is read in: shares in percent. Without a value: a dash.
pub(super) fn figure(estimate: Option<Estimate>, unit: Unit, currency: &str) -> String {
    let sign = match unit {
        Unit::Share => " %",
        Unit::Seconds => " s",
        Unit::Hours => " h",
        Unit::Count | Unit::Heads => "",
        Unit::Money => return format!("{} {currency}", with_doubt(estimate)),
    };
    let scale = if unit == Unit::Share { 100.0 } else { 1.0 };
    match estimate {
        None => DASH.to_owned(),
        some => with_doubt(some.map(|estimate| estimate.scaled(scale))) + sign,
    }
}

/// What stands where there is no number.
pub(super) const DASH: &str = "–";

/// A value and its doubt, without a unit.
pub(super) fn with_doubt(estimate: Option<Estimate>) -> String {
    let Some(Estimate { value, interval }) = estimate.filter(|estimate| estimate.value.is_finite()) else {
        return DASH.to_owned();
    };
    let Some((low, high)) = interval.filter(|(low, high)| low.is_finite() && high.is_finite()) else {
        return format!("{} ±?", plain(value));
    };
    let half_width = (high - low) / 2.0;
    if half_width <= ROUNDING * value.abs().max(1.0) {
        return plain(value);
    }
    let decimals = decimals_earned(half_width);
    let (below, above) = (value - low, high - value);
    if above > LOPSIDED * below || below > LOPSIDED * above {
        format!("{} ({}–{})", rounded(value, decimals), rounded(low, decimals), rounded(high, decimals))
    } else {
        format!("{} ±{}", rounded(value, decimals), rounded(half_width, decimals))
    }
}

/// Decimals that a half-width leaves to a number; negative for tens and hundreds. Half-widths keep two digits from 10 to
/// 35 and one otherwise, so that rounding never changes them by more than a twentieth or so.
///
/// Source: Particle Data Group, *Review of Particle Physics*, introduction, section 5.3 (rounding).
fn decimals_earned(half_width: f64) -> i32 {
    let magnitude = half_width.log10().floor() as i32;
    let leading = half_width / 10_f64.powi(magnitude);
    (if leading < 3.55 { 1 - magnitude } else { -magnitude }).min(MOST_DECIMALS)
}

/// A number to so many decimals (negative: to tens, hundreds ...), thousands apart.
fn rounded(value: f64, decimals: i32) -> String {
    if decimals >= 0 {
        return grouped(value, decimals.unsigned_abs() as usize);
    }
    let unit = 10_f64.powi(-decimals);
    grouped((value / unit).round() * unit, 0)
}

/// A number without doubt (a plan, a count), to three decimals at the most.
pub fn plain(value: f64) -> String {
    let text = grouped(value, if value.abs() < 100.0 { 2 } else { 1 });
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A number with so many decimals and thousands apart: `1 234.5`. What is no number is a dash.
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    if value.abs() >= 1e15 {
        return format!("{value:.3e}");
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !is_zero {
        out.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        // Four digits stay together only in a year; here they are apart.
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(value: f64, half_width: f64) -> Option<Estimate> {
        Some(Estimate { value, interval: Some((value - half_width, value + half_width)) })
    }

    #[test]
    fn no_digit_is_finer_than_the_doubt() {
        for (value, half_width, text) in [
            (78.4321, 0.4123, "78.4 ±0.4"),
            (30.3, 1.14, "30.3 ±1.1"),
            (402.4, 21.2, "402 ±21"),
            (12345.6, 420.0, "12 300 ±400"),
            (0.0456, 0.0011, "0.0456 ±0.0011"),
            (99.96, 0.97, "100.0 ±1.0"),
            (3466.0, 0.0, "3 466"),
            (145.5, 0.0, "145.5"),
        ] {
            assert_eq!(with_doubt(around(value, half_width)), text);
        }
    }

    #[test]
    fn a_lopsided_interval_is_written_by_its_ends() {
        let nobody = Estimate { value: 0.0, interval: Some((0.0, 0.0021)) };
        assert_eq!(figure(Some(nobody), Unit::Share, "EUR"), "0.00 (0.00–0.21) %");
    }

    #[test]
    fn without_an_interval_the_doubt_is_not_hidden() {
        let single = Some(Estimate { value: 0.5, interval: None });
        assert_eq!(figure(single, Unit::Share, "EUR"), "50 ±? %");
        assert_eq!(figure(None, Unit::Share, "EUR"), "–");
        assert_eq!(with_doubt(around(f64::NAN, 1.0)), "–");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_234_567.89, 1), "1 234 567.9");
        assert_eq!(grouped(-1234.0, 0), "−1 234");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(plain(11.80), "11.8");
    }
}
