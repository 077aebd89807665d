//! Numbers as people read them: a value, its doubt, and no digit that was not earned.

use crate::metrics::Unit;
use crate::statistics::Estimate;

/// An interval is written by its ends, not as ±, when its two sides differ by more than this factor.
const LOPSIDED: f64 = 1.4;
/// A half-width below this part of the value is rounding, not doubt.
const ROUNDING: f64 = 1e-9;

/// An estimate in the unit it is read in: shares in percent. Without a value: a dash.
pub(super) fn figure(estimate: Option<Estimate>, unit: Unit, currency: &str) -> String {
    let (scale, sign, finest) = match unit {
        Unit::Share => (100.0, " %".to_owned(), 1),
        Unit::Seconds => (1.0, " s".to_owned(), 1),
        Unit::Hours => (1.0, " h".to_owned(), 1),
        Unit::Count | Unit::Heads => (1.0, String::new(), 1),
        Unit::Ratio => (1.0, String::new(), 2),
        // Per call, cents have parts: what a few pay for holding is little for each.
        Unit::Money => {
            let is_little = estimate.is_some_and(|estimate| estimate.value.abs() < 0.01);
            (1.0, format!(" {currency}"), if is_little { 3 } else { 2 })
        }
    };
    match estimate {
        None => DASH.to_owned(),
        Some(estimate) => with_doubt(estimate.scaled(scale), finest) + &sign,
    }
}

/// A difference in the unit it is read in, with its sign: of shares in percentage points. Without a value: a dash.
pub(super) fn change(estimate: Option<Estimate>, unit: Unit, currency: &str) -> String {
    let text = figure(estimate, unit, currency);
    let text = text.strip_suffix(" %").map_or(text.clone(), |number| format!("{number} points"));
    let is_more =
        estimate.is_some_and(|estimate| estimate.value > 0.0) && text.starts_with(|c: char| c.is_ascii_digit());
    if is_more { format!("+{text}") } else { text }
}

/// The value of an estimate without its doubt, but with no digit that the doubt does not leave to it: for where the interval
/// would say too much.
pub(super) fn earned(estimate: Estimate, unit: Unit, currency: &str) -> String {
    if estimate.interval.is_none() && estimate.value.is_finite() && estimate.value != 0.0 {
        // Nothing is known of the doubt: two digits.
        let magnitude = estimate.value.abs().log10().floor() as i32;
        let step = 10_f64.powi(magnitude - 1);
        let value = (estimate.value / step).round() * step;
        return figure(Some(Estimate { value, interval: Some((value, value)) }), unit, currency);
    }
    let text = figure(Some(estimate), unit, currency);
    let cut = text.find(" ±").or_else(|| text.find(" ("));
    let Some(cut) = cut else { return text };
    let sign = match unit {
        Unit::Share => " %".to_owned(),
        Unit::Seconds => " s".to_owned(),
        Unit::Hours => " h".to_owned(),
        Unit::Money => format!(" {currency}"),
        Unit::Count | Unit::Heads | Unit::Ratio => String::new(),
    };
    format!("{}{sign}", &text[..cut])
}

/// What stands where there is no number.
const DASH: &str = "–";

/// A value and its doubt, without a unit; at most so many decimals, one more where the value is below one.
fn with_doubt(Estimate { value, interval }: Estimate, finest: i32) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    let Some((low, high)) = interval.filter(|(low, high)| low.is_finite() && high.is_finite()) else {
        // Nothing is known of the doubt: as few digits as say something.
        return format!("{} ±?", short(value, if value.abs() < 1.0 { 2 } else { 0 }));
    };
    let half_width = (high - low) / 2.0;
    if half_width <= ROUNDING * value.abs().max(1.0) {
        return plain(value);
    }
    let finest = if value.abs() < 1.0 { finest + 1 } else { finest };
    let decimals = decimals_earned(half_width).min(finest);
    let (below, above) = (value - low, high - value);
    if above > LOPSIDED * below || below > LOPSIDED * above {
        let unit = 10_f64.powi(-decimals);
        // Ends are rounded outwards: an interval must not look narrower than it is.
        let (low, high) = ((low / unit + ROUNDING).floor() * unit, (high / unit - ROUNDING).ceil() * unit);
        return format!("{} ({}–{})", short(value, decimals), short(low, decimals), short(high, decimals));
    }
    // A doubt is never rounded to nothing.
    let shown = half_width.max(10_f64.powi(-decimals));
    format!("{} ±{}", rounded(value, decimals), rounded(shown, decimals))
}

/// As [`rounded`], without the zeros that say nothing.
fn short(value: f64, decimals: i32) -> String {
    let text = rounded(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Decimals that a half-width leaves to a number; negative for tens and hundreds. It keeps two digits from 10 to 35 and
/// one otherwise, so that rounding changes it by an eighth at the most; below a hundred it is never rounded to tens.
///
/// Source: Particle Data Group, *Review of Particle Physics*, introduction, section 5.3 (rounding).
fn decimals_earned(half_width: f64) -> i32 {
    let magnitude = half_width.log10().floor() as i32;
    let leading = half_width / 10_f64.powi(magnitude);
    let decimals = if leading < 3.55 { 1 - magnitude } else { -magnitude };
    if magnitude < 2 { decimals.max(0) } else { decimals }
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
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
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

    fn around(value: f64, half_width: f64) -> Estimate {
        Estimate { value, interval: Some((value - half_width, value + half_width)) }
    }

    #[test]
    fn no_digit_is_finer_than_the_doubt() {
        for (value, half_width, text) in [
            (78.4321, 0.4123, "78.4 ±0.4"),
            (30.3, 1.14, "30.3 ±1.1"),
            (402.4, 21.2, "402 ±21"),
            (12345.6, 420.0, "12 300 ±400"),
            (0.456, 0.011, "0.46 ±0.01"),
            (99.96, 0.97, "100.0 ±1.0"),
            (290.96, 0.004, "291.0 ±0.1"),
            (3466.0, 0.0, "3 466"),
            (145.5, 0.0, "145.5"),
        ] {
            assert_eq!(with_doubt(around(value, half_width), 1), text);
        }
    }

    #[test]
    fn a_lopsided_interval_is_written_by_its_ends() {
        let nobody = Estimate { value: 0.0, interval: Some((0.0, 0.0021)) };
        assert_eq!(figure(Some(nobody), Unit::Share, "EUR"), "0 (0–0.21) %");
        let always = Estimate { value: 1.0, interval: Some((0.9767, 1.0)) };
        assert_eq!(figure(Some(always), Unit::Share, "EUR"), "100 (97.6–100) %");
    }

    #[test]
    fn without_an_interval_the_doubt_is_not_hidden() {
        let single = Some(Estimate { value: 0.5, interval: None });
        assert_eq!(figure(single, Unit::Share, "EUR"), "50 ±? %");
        assert_eq!(figure(None, Unit::Share, "EUR"), "–");
        assert_eq!(with_doubt(around(f64::NAN, 1.0), 1), "–");
    }

    #[test]
    fn a_value_without_its_doubt_keeps_its_digits() {
        assert_eq!(earned(around(1240.4, 60.0), Unit::Money, "EUR"), "1 240 EUR");
        assert_eq!(earned(around(0.784, 0.004), Unit::Share, "EUR"), "78.4 %");
        assert_eq!(earned(Estimate { value: 1.0, interval: Some((0.97, 1.0)) }, Unit::Share, "EUR"), "100 %");
        assert_eq!(earned(around(30.0, 0.0), Unit::Seconds, "EUR"), "30 s");
        assert_eq!(earned(Estimate { value: 1793.2, interval: None }, Unit::Money, "EUR"), "1 800 EUR");
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
