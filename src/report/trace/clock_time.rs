//! Times as a trace writes them: a clock to read, seconds to add up.

use crate::units::{Duration, MICROSECONDS_PER_SECOND, SimTime};

/// `08:30:15.250`, past midnight `26:00:00.000`, cut (not rounded) to milliseconds; nothing for never.
pub(super) fn clock(at: SimTime) -> String {
    if at >= SimTime::NEVER {
        return String::new();
    }
    let (seconds, rest) = (at.as_micros() / MICROSECONDS_PER_SECOND, at.as_micros() % MICROSECONDS_PER_SECOND);
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, rest / 1000)
}

/// `3.250000`: every microsecond, so that sums come out right; nothing for ever.
pub(super) fn seconds(length: Duration) -> String {
    if length.is_forever() {
        return String::new();
    }
    let micros = length.as_micros();
    format!("{}.{:06}", micros / MICROSECONDS_PER_SECOND, micros % MICROSECONDS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_cut_to_milliseconds_and_go_past_midnight() {
        assert_eq!(clock(SimTime::from_minutes(510) + Duration::from_micros(15_250_999)), "08:30:15.250");
        assert_eq!(clock(SimTime::from_minutes(26 * 60)), "26:00:00.000");
        assert_eq!(clock(SimTime::NEVER), "");
    }

    #[test]
    fn seconds_keep_every_microsecond() {
        assert_eq!(seconds(Duration::from_micros(3_000_001)), "3.000001");
        assert_eq!(seconds(Duration::ZERO), "0.000000");
        assert_eq!(seconds(Duration::FOREVER), "");
    }
}
