//! Quantities as people write them: `"20 s"`, `"08:00"`, `"80 %"`, `"20 per min"`, `"24 EUR per h"`.

use super::tree::{Node, Value, float_text};
use crate::units::{Date, Duration, Money, Rate, Share, SimTime};

/// Latest clock time: ten days, far past any shift.
pub const HIGHEST_CLOCK_HOURS: u64 = 240;
/// Most planning intervals of a day.
pub const MOST_INTERVALS: u64 = 65_535;

/// Why a value is not the quantity that its key takes: what it must be, and perhaps what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Goes after "must".
    pub must: String,
    /// What was probably meant, as it is to be written.
    pub meant: Option<String>,
}

fn wrong<T>(must: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { must: must.into(), meant: None })
}

fn meant<T>(must: impl Into<String>, meant: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { must: must.into(), meant: Some(meant.into()) })
}

const A_DURATION: &str = "be a length of time with its unit, such as \"20 s\", \"2 min\" or \"1.5 h\"";
const DURATION_RANGE: &str = "lie between \"0 s\" and ten years";

/// `"20 s"`
pub fn duration(node: &Node) -> Result<Duration, Wrong> {
    let text = match &node.value {
        Value::Text(text) => text.trim(),
        Value::Integer(number) if *number >= 0 => return meant(A_DURATION, format!("\"{number} s\"")),
        Value::Float(number) if *number >= 0.0 && *number < 1e9 => return meant(A_DURATION, format!("\"{number} s\"")),
        _ => return wrong(A_DURATION),
    };
    let Some((number, unit)) = number_and_rest(text) else { return with_point(text, A_DURATION) };
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "" => return meant(A_DURATION, format!("\"{text} s\"")),
        other => {
            let near = match other.to_lowercase().as_str() {
                "sec" | "secs" | "second" | "seconds" | "sek" | "sekunden" => "s",
                "m" | "mins" | "minute" | "minutes" | "minuten" | "min." => "min",
                "hr" | "hrs" | "hour" | "hours" | "std" | "stunden" => "h",
                "msec" | "millis" | "milliseconds" => "ms",
                _ => return with_point(text, A_DURATION),
            };
            return meant(A_DURATION, format!("\"{} {near}\"", float_text(number)));
        }
    };
    Duration::try_from_secs_f64(number * seconds).or_else(|_| wrong(DURATION_RANGE))
}

const A_CLOCK: &str = "be a clock time such as \"08:30\"";

/// `"08:00"`, past midnight `"26:00"`
pub fn clock(node: &Node) -> Result<SimTime, Wrong> {
    match &node.value {
        Value::Text(text) => clock_text(text.trim()),
        Value::Moment(text) => meant(format!("{A_CLOCK}, in quotes"), format!("\"{text}\"")),
        Value::Integer(hour @ 0..=24) => meant(A_CLOCK, format!("\"{hour:02}:00\"")),
        _ => wrong(A_CLOCK),
    }
}

/// A clock time with minutes, and perhaps seconds with decimals.
pub fn clock_text(text: &str) -> Result<SimTime, Wrong> {
    let parts: Vec<_> = text.split(':').collect();
    let digits = |part: &str, most: usize| {
        let fine = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if fine { part.parse::<u64>().ok() } else { None }
    };
    let (hours, minutes, seconds) = match parts[..] {
        [hours, minutes] => (digits(hours, 3), digits(minutes, 2), Some(0.0)),
        [hours, minutes, seconds] => {
            let plain = seconds.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && seconds.len() <= 12;
            (digits(hours, 3), digits(minutes, 2), if plain { seconds.parse::<f64>().ok() } else { None })
        }
        _ => (None, None, None),
    };
    let (Some(hours), Some(minutes), Some(seconds)) = (hours, minutes, seconds) else { return wrong(A_CLOCK) };
    if minutes > 59 || seconds >= 60.0 {
        return wrong("have minutes and seconds below 60");
    }
    let time = SimTime::from_minutes(hours * 60 + minutes) + Duration::from_micros((seconds * 1e6).round() as u64);
    if time > SimTime::from_minutes(HIGHEST_CLOCK_HOURS * 60) {
        return wrong(format!("lie between \"00:00\" and \"{HIGHEST_CLOCK_HOURS}:00\""));
    }
    Ok(time)
}

const A_DATE: &str = "be a date such as 2026-03-02";

/// `"2026-03-02"`, also without quotes
pub fn date(node: &Node) -> Result<Date, Wrong> {
    let (Value::Text(text) | Value::Moment(text)) = &node.value else { return wrong(A_DATE) };
    let text = text.trim();
    match text.parse() {
        Ok(date) => Ok(date),
        Err(_) => match written_elsewhere(text) {
            Some(date) => meant(A_DATE, format!("\"{date}\"")),
            None if is_written_as_a_date(text) => wrong(format!("{A_DATE} that a calendar of 1900 to 2199 has")),
            None => wrong(A_DATE),
        },
    }
}

/// `2.3.2026`, `2026/3/2`, `2026-3-2`, or with a time behind.
fn written_elsewhere(text: &str) -> Option<Date> {
    let date = text.split(['T', ' ']).next()?;
    let numbers = |mark: char| {
        let parts: Vec<i16> = date.split(mark).map(str::parse).collect::<Result<_, _>>().ok()?;
        <[i16; 3]>::try_from(parts).ok()
    };
    let [year, month, day] =
        numbers('.').map(|[day, month, year]| [year, month, day]).or(numbers('-')).or(numbers('/'))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_written_as_a_date(text: &str) -> bool {
    let shape = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    text.bytes().map(shape).eq(*b"0000-00-00")
}

/// A date as days since some fixed day, if there is one, and the clock time: `2026-03-02 08:00:03.5`.
pub fn moment_text(text: &str) -> Result<(Option<i64>, SimTime), Wrong> {
    let text = text.trim();
    let Some((date, time)) = text.split_once(['T', ' ']) else {
        return clock_text(text).map(|time| (None, time));
    };
    let numbers: Vec<Option<i64>> = date
        .split('-')
        .map(|part| part.parse().ok().filter(|_| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())))
        .collect();
    let [Some(year), Some(month @ 1..=12), Some(day @ 1..=31)] = numbers[..] else {
        return wrong("be a time such as \"08:00:03\" or \"2026-03-02 08:00:03\"");
    };
    Ok((Some(days_since_epoch(year, month, day)), clock_text(time.trim())?))
}

/// Days from 1970-01-01 in the Gregorian calendar.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

const A_SHARE: &str = "be a share between \"0 %\" and \"100 %\" (or a number from 0 to 1)";

/// `"80 %"` or `0.8`
pub fn share(node: &Node) -> Result<Share, Wrong> {
    let value = match &node.value {
        Value::Text(text) => {
            let text = text.trim();
            let Some((number, unit)) = number_and_rest(text) else { return with_point(text, A_SHARE) };
            match unit {
                "%" => number / 100.0,
                "" if number > 1.0 => return meant(A_SHARE, format!("\"{text} %\"")),
                "" => return meant(A_SHARE, text),
                _ => return with_point(text, A_SHARE),
            }
        }
        Value::Integer(number @ 2..=100) => return meant(A_SHARE, format!("\"{number} %\"")),
        Value::Float(number) if *number > 1.0 && *number <= 100.0 => {
            return meant(A_SHARE, format!("\"{number} %\""));
        }
        _ => node.number().unwrap_or(f64::NAN),
    };
    Share::new(value).or_else(|_| wrong(A_SHARE))
}

const A_RATE: &str = "be a rate such as \"20 per min\" or \"90 per h\"";

/// `"20 per min"`
pub fn rate(node: &Node) -> Result<Rate, Wrong> {
    let text = match &node.value {
        Value::Text(text) => text.trim(),
        Value::Integer(_) | Value::Float(_) => return meant(A_RATE, format!("\"{} per h\"", node.found())),
        _ => return wrong(A_RATE),
    };
    let Some((number, rest)) = number_and_rest(text) else { return with_point(text, A_RATE) };
    if let Some(unit) = rest.strip_prefix('/') {
        return meant(A_RATE, format!("\"{} per {}\"", float_text(number), unit.trim()));
    }
    let per_hour = match rest.strip_prefix("per").map(str::trim) {
        Some("s") => 3600.0,
        Some("min") => 60.0,
        Some("h") => 1.0,
        Some("minute" | "m") => return meant(A_RATE, format!("\"{} per min\"", float_text(number))),
        Some("hour") => return meant(A_RATE, format!("\"{} per h\"", float_text(number))),
        Some("second" | "sec") => return meant(A_RATE, format!("\"{} per s\"", float_text(number))),
        _ if rest.is_empty() => return meant(A_RATE, format!("\"{text} per h\"")),
        _ => return with_point(text, A_RATE),
    };
    Rate::per_hour(number * per_hour)
        .or_else(|_| wrong(format!("lie between \"0 per h\" and \"{:e} per h\"", Rate::HIGHEST_PER_HOUR)))
}

const A_WAGE: &str = "be money per hour such as \"24 EUR per h\"";
/// Nobody is paid more for an hour.
const HIGHEST_WAGE: f64 = 1e6;

/// `"24 EUR per h"`: the amount and its currency.
pub fn wage(node: &Node) -> Result<(Money, &str), Wrong> {
    let Some(text) = node.text() else { return wrong(A_WAGE) };
    let Some((number, rest)) = number_and_rest(text.trim()) else { return with_point(text, A_WAGE) };
    let Some((currency, "h")) = rest.split_once(" per ").map(|(currency, unit)| (currency.trim(), unit.trim())) else {
        return match rest.split_once(['/', ' ']) {
            Some((currency, unit)) if !currency.is_empty() && unit.trim_start_matches('/').trim() == "h" => {
                meant(A_WAGE, format!("\"{} {} per h\"", float_text(number), currency.trim()))
            }
            _ if is_currency(rest) => meant(A_WAGE, format!("\"{text} per h\"")),
            _ => with_point(text, A_WAGE),
        };
    };
    if !is_currency(currency) {
        return wrong(A_WAGE);
    }
    if !(0.0..=HIGHEST_WAGE).contains(&number) {
        return wrong(format!("lie between 0 and {HIGHEST_WAGE} {currency} per h"));
    }
    Money::try_from_units(number).map(|amount| (amount, currency)).or_else(|_| wrong(A_WAGE))
}

const MONEY: &str = "be money with its currency such as \"0.14 EUR\"";

/// `"0.14 EUR"`: the amount, not negative, and its currency.
pub fn money(node: &Node) -> Result<(Money, &str), Wrong> {
    let text = match &node.value {
        Value::Text(text) => text.trim(),
        Value::Integer(_) | Value::Float(_) => return meant(MONEY, format!("\"{} EUR\"", node.found())),
        _ => return wrong(MONEY),
    };
    let Some((number, currency)) = number_and_rest(text) else { return with_point(text, MONEY) };
    if !is_currency(currency) {
        return match currency {
            "" | "\u{20ac}" => meant(MONEY, format!("\"{} EUR\"", float_text(number))),
            "ct" | "cent" | "cents" | "Cent" => meant(MONEY, format!("\"{} EUR\"", float_text(number / 100.0))),
            other if is_currency(&other.to_uppercase()) => {
                meant(MONEY, format!("\"{} {}\"", float_text(number), other.to_uppercase()))
            }
            _ => with_point(text, MONEY),
        };
    }
    if number < 0.0 {
        return wrong("not be negative");
    }
    Money::try_from_units(number)
        .map(|amount| (amount, currency))
        .or_else(|_| wrong(format!("lie between 0 and {} {currency}", Money::LARGEST)))
}

/// A share, or an amount of money with its currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShareOrMoney<'a> {
    /// `"2 %"`
    Share(Share),
    /// `"500 EUR"`
    Money(Money, &'a str),
}

/// `"2 %"` or `"500 EUR"`
pub fn share_or_money(node: &Node) -> Result<ShareOrMoney<'_>, Wrong> {
    const EITHER: &str = "be a share such as \"2 %\", or money such as \"500 EUR\"";
    if let Some(text) = node.text()
        && let Some((_, unit)) = number_and_rest(text.trim())
        && unit != "%"
    {
        return match money(node) {
            Ok((amount, currency)) => Ok(ShareOrMoney::Money(amount, currency)),
            Err(Wrong { must, meant }) if must == MONEY => Err(Wrong { must: EITHER.to_owned(), meant }),
            Err(wrong) => Err(wrong),
        };
    }
    let number = node.number().is_some() || node.text().is_some_and(|text| number_and_rest(text.trim()).is_some());
    match share(node) {
        Ok(share) => Ok(ShareOrMoney::Share(share)),
        Err(Wrong { meant, .. }) if !number => Err(Wrong { must: EITHER.to_owned(), meant }),
        Err(wrong) => Err(wrong),
    }
}

/// A value of a measure of any unit: `"80 %"`, `"20 s"`, `"0.14 EUR"`.
pub fn measured(node: &Node) -> Result<(), Wrong> {
    const ANY: &str =
        "be a share such as \"80 %\", a time such as \"20 s\", or money such as \"0.14 EUR\", as the measure is";
    let tried = [share(node).map(|_| ()), duration(node).map(|_| ()), money(node).map(|_| ())];
    if tried.iter().any(Result::is_ok) {
        return Ok(());
    }
    // A share above 100 %, or a time below nothing: what is wrong is the number, not the unit.
    let unit = node.text().and_then(|text| number_and_rest(text.trim())).map_or("", |(_, unit)| unit);
    let [of_share, of_time, of_money] = tried;
    match unit {
        "%" => of_share,
        "ms" | "s" | "min" | "h" => of_time,
        unit if is_currency(unit) => of_money,
        _ => wrong(ANY),
    }
}

/// Three capital letters, as in ISO 4217.
pub fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A number with a point, and what follows it.
pub fn number_and_rest(text: &str) -> Option<(f64, &str)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    at += digits(at);
    if bytes.get(at) == Some(&b'.') {
        at += 1 + digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'-' | b'+')));
        let exponent = digits((at + 1 + sign).min(bytes.len()));
        at += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    let number = text[..at].parse().ok()?;
    Some((number, text[at..].trim()))
}

/// The complaint, with what was meant if the number has a decimal comma.
fn with_point<T>(text: &str, must: &str) -> Result<T, Wrong> {
    let comma = text.find(',').filter(|&at| {
        let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    });
    match comma {
        Some(_) => meant(format!("{must}, with a decimal point"), format!("\"{}\"", text.replacen(',', ".", 1))),
        None => wrong(must),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::diagnostic::Place;

    fn text(text: &str) -> Node {
        Node { value: Value::Text(text.to_owned()), place: Place::default() }
    }

    #[test]
    fn lengths_have_units() {
        for (written, seconds) in
            [("20 s", 20.0), ("2min", 120.0), ("1.5 h", 5400.0), ("500 ms", 0.5), ("1e2 s", 100.0)]
        {
            assert_eq!(duration(&text(written)).map(Duration::as_secs_f64), Ok(seconds), "{written}");
        }
        for (written, meant) in [("20", "\"20 s\""), ("1,5 h", "\"1.5 h\""), ("3 minutes", "\"3 min\"")] {
            assert_eq!(duration(&text(written)).unwrap_err().meant.as_deref(), Some(meant), "{written}");
        }
        for bad in ["", "-1 s", "1e300 s", "inf s", "nan s", "s", "1 2 s", "e s", "+", "1e s"] {
            assert!(duration(&text(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn clock_times_go_past_midnight() {
        assert_eq!(clock_text("08:30").map(SimTime::clock), Ok("08:30".to_owned()));
        assert_eq!(clock_text("26:00").map(SimTime::clock), Ok("26:00".to_owned()));
        assert_eq!(clock_text("8:30:15").map(SimTime::clock), Ok("08:30:15".to_owned()));
        for bad in ["8", "08:60", "08:00:60", "240:01", "-1:00", "a:b", "::", "08:00:00:00", "08:", "99999:00"] {
            assert!(clock_text(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn dated_times_know_their_day() {
        let (first, _) = moment_text("2026-02-28 08:00:03.5").unwrap();
        let (next, time) = moment_text("2026-03-01T09:00").unwrap();
        assert_eq!(next.unwrap() - first.unwrap(), 1);
        assert_eq!(time.clock(), "09:00");
        assert_eq!(moment_text("1970-01-01 00:00").unwrap().0, Some(0));
        assert!(moment_text("2026-13-01 08:00").is_err());
    }

    #[test]
    fn dates_are_those_of_a_calendar() {
        assert_eq!(date(&text("2026-03-02")).map(|date| date.to_string()), Ok("2026-03-02".to_owned()));
        let bare = Node { value: Value::Moment("2026-03-02".to_owned()), place: Place::default() };
        assert_eq!(date(&bare), date(&text("2026-03-02")));
        for written in ["2.3.2026", "02.03.2026", "2026/03/02", "2026-3-2", "2026-03-02T08:00:00"] {
            assert_eq!(date(&text(written)).unwrap_err().meant.as_deref(), Some("\"2026-03-02\""), "{written}");
        }
        for bad in ["2026-02-30", "2026", "", "tomorrow", "1.1.1", "2300-01-01", "99999999-1-1"] {
            assert!(date(&text(bad)).unwrap_err().meant.is_none(), "{bad}");
        }
    }

    #[test]
    fn shares_rates_and_wages() {
        assert_eq!(share(&text("80%")), Share::new(0.8).map_err(|_| unreachable!()));
        assert!(share(&text("120 %")).is_err());
        assert_eq!(share(&text("80")).unwrap_err().meant.as_deref(), Some("\"80 %\""));
        assert_eq!(rate(&text("20 per min")).map(Rate::as_per_hour), Ok(1200.0));
        assert_eq!(rate(&text("20/min")).unwrap_err().meant.as_deref(), Some("\"20 per min\""));
        let node = text("24 EUR per h");
        assert_eq!(wage(&node).map(|(amount, currency)| (amount.as_units(), currency)), Ok((24.0, "EUR")));
        assert_eq!(wage(&text("24 EUR/h")).unwrap_err().meant.as_deref(), Some("\"24 EUR per h\""));
        assert_eq!(wage(&text("24 EUR")).unwrap_err().meant.as_deref(), Some("\"24 EUR per h\""));
        assert_eq!(money(&text("0.14 EUR")).map(|(amount, of)| (amount.millionths(), of)), Ok((140_000, "EUR")));
        for (written, meant) in
            [("0,14 EUR", "0.14 EUR"), ("14 ct", "0.14 EUR"), ("0.14 eur", "0.14 EUR"), ("3", "3 EUR")]
        {
            assert_eq!(money(&text(written)).unwrap_err().meant, Some(format!("\"{meant}\"")), "{written}");
        }
        for bad in ["-1 EUR", "1e300 EUR", "EUR", "1 EUR per h"] {
            assert!(money(&text(bad)).is_err(), "{bad}");
        }
    }
}
