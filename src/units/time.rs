//! Simulated time: instants and lengths in whole microseconds.
//!
//! The simulation's zero is midnight at the start of the first day, so an instant's clock time is its value modulo a
//! day. Nothing here knows the computer's clock.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};

use super::OutOfRange;

/// Microseconds in a second: the resolution of simulated time.
pub const MICROSECONDS_PER_SECOND: u64 = 1_000_000;

/// A length of time, in whole microseconds; never negative, at most [`Duration::LONGEST`] unless it is
/// [`Duration::FOREVER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(u64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longest length that a person can write: ten years of 366 days. It keeps every sum of times inside 64 bits.
    pub const LONGEST: Self = Self(3660 * 86_400 * MICROSECONDS_PER_SECOND);
    /// Longer than anything: the patience of somebody who never hangs up.
    pub const FOREVER: Self = Self(u64::MAX >> 2);

    /// From whole microseconds, cut at [`Duration::FOREVER`].
    pub const fn from_micros(micros: u64) -> Self {
        if micros > Self::FOREVER.0 { Self::FOREVER } else { Self(micros) }
    }

    /// From whole seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self::from_micros(seconds.saturating_mul(MICROSECONDS_PER_SECOND))
    }

    /// From whole minutes.
    pub const fn from_minutes(minutes: u64) -> Self {
        Self::from_secs(minutes.saturating_mul(60))
    }

    /// From seconds, rounded to the nearest microsecond.
    ///
    /// # Errors
    /// When `seconds` is negative, not a number, or above [`Duration::LONGEST`].
    pub fn try_from_secs_f64(seconds: f64) -> Result<Self, OutOfRange> {
        if seconds >= 0.0 && seconds <= Self::LONGEST.as_secs_f64() {
            Ok(Self((seconds * MICROSECONDS_PER_SECOND as f64).round() as u64))
        } else {
            Err(OutOfRange(format!("a length of time lies between 0 s and ten years, not {seconds} s")))
        }
    }

    /// From microseconds as a number that was drawn or computed: rounded down, anything below zero or not a number is
    /// zero, anything too long is [`Duration::FOREVER`].
    pub fn from_micros_f64_saturating(micros: f64) -> Self {
        // `as` saturates and turns NaN into zero; processors turn numbers into signed ones.
        Self::from_micros((micros as i64).max(0).cast_unsigned())
    }

    /// Whole microseconds.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Seconds.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / MICROSECONDS_PER_SECOND as f64
    }

    /// Hours.
    pub fn as_hours_f64(self) -> f64 {
        self.as_secs_f64() / 3600.0
    }

    /// Whether this is [`Duration::FOREVER`].
    pub const fn is_forever(self) -> bool {
        self.0 == Self::FOREVER.0
    }

    /// What is left of this length after `other`, nothing if `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// This length times a factor that is not negative, rounded to the nearest microsecond.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        // Not `f64::round`, which is a call where the processor has no such instruction.
        Self::from_micros_f64_saturating(self.0.cast_signed() as f64 * factor + 0.5)
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_micros(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for Duration {
    type Output = Self;
    fn mul(self, times: u64) -> Self {
        Self::from_micros(self.0.saturating_mul(times))
    }
}

/// As a person would say it: `500 ms`, `20 s`, `2 min`, `1.5 h`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.as_secs_f64();
        if self.is_forever() {
            write!(f, "for ever")
        } else if seconds >= 3600.0 {
            write!(f, "{} h", trimmed(seconds / 3600.0))
        } else if seconds >= 120.0 {
            write!(f, "{} min", trimmed(seconds / 60.0))
        } else if seconds >= 1.0 || self.0 == 0 {
            write!(f, "{} s", trimmed(seconds))
        } else {
            write!(f, "{} ms", trimmed(seconds * 1000.0))
        }
    }
}

/// Three significant decimals at the most, no trailing zeros.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An instant of simulated time: microseconds since midnight of the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SimTime(u64);

impl SimTime {
    /// Midnight at the start of the first day.
    pub const ZERO: Self = Self(0);
    /// After everything.
    pub const NEVER: Self = Self(u64::MAX >> 1);

    /// From whole microseconds since midnight of the first day.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// From whole minutes since midnight of the first day.
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes * 60 * MICROSECONDS_PER_SECOND)
    }

    /// Whole microseconds since midnight of the first day.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Seconds since midnight of the first day.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / MICROSECONDS_PER_SECOND as f64
    }

    /// Time since `earlier`; nothing when `earlier` lies later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// Clock time as `08:30`, with seconds (`08:30:15`) where they are not zero; past midnight goes on as `26:00`.
    pub fn clock(self) -> String {
        let seconds = self.0 / MICROSECONDS_PER_SECOND;
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if s == 0 { format!("{h:02}:{m:02}") } else { format!("{h:02}:{m:02}:{s:02}") }
    }
}

impl Add<Duration> for SimTime {
    type Output = Self;
    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length.0).min(Self::NEVER.0))
    }
}

impl Sub<SimTime> for SimTime {
    type Output = Duration;
    /// Same as [`SimTime::since`].
    fn sub(self, earlier: SimTime) -> Duration {
        self.since(earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_say_them() {
        for (micros, text) in [
            (0, "0 s"),
            (500_000, "500 ms"),
            (20_000_000, "20 s"),
            (90_000_000, "90 s"),
            (150_000_000, "2.5 min"),
            (5_400_000_000, "1.5 h"),
        ] {
            assert_eq!(Duration::from_micros(micros).to_string(), text);
        }
    }

    #[test]
    fn a_length_is_never_negative_nor_absurd() {
        for bad in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(Duration::try_from_secs_f64(bad).is_err(), "{bad}");
        }
        assert_eq!(Duration::try_from_secs_f64(0.5), Ok(Duration::from_micros(500_000)));
        assert_eq!(Duration::from_micros_f64_saturating(f64::NAN), Duration::ZERO);
        assert_eq!(Duration::from_micros_f64_saturating(1e300), Duration::FOREVER);
    }

    #[test]
    fn the_clock_goes_past_midnight() {
        assert_eq!(SimTime::from_minutes(8 * 60 + 30).clock(), "08:30");
        assert_eq!(SimTime::from_minutes(26 * 60).clock(), "26:00");
        assert_eq!((SimTime::from_minutes(1) + Duration::from_secs(5)).clock(), "00:01:05");
    }

    #[test]
    fn never_plus_anything_is_never() {
        assert_eq!(SimTime::NEVER + Duration::FOREVER, SimTime::NEVER);
        assert_eq!(SimTime::ZERO.since(SimTime::from_minutes(1)), Duration::ZERO);
    }
}
