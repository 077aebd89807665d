//! `--precision METRIC=WITHIN`: how narrow which interval should be.

use std::str::FromStr;

use ccsim::scenario::{StudyEffort, Within};
use ccsim::units::{Duration, Share};

/// Days after which a scenario is given up that is not precise yet.
const AT_MOST: u64 = 10_000;

/// An interval and its half-width.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionWish {
    metric: String,
    scope: String,
    within: Within,
}

impl PrecisionWish {
    /// The effort that this asks for.
    pub fn effort(&self) -> StudyEffort {
        let Self { metric, scope, within } = self.clone();
        StudyEffort::Precision { metric, scope, within, at_most: AT_MOST }
    }
}

impl FromStr for PrecisionWish {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (what, within) = text.split_once('=')?;
            let (metric, scope) = what.split_once('@').unwrap_or((what, "center"));
            let named = !metric.trim().is_empty() && !scope.trim().is_empty();
            named.then_some(())?;
            Some(Self {
                metric: metric.trim().to_owned(),
                scope: scope.trim().to_owned(),
                within: self::within(within.trim())?,
            })
        };
        read().ok_or_else(|| {
            "a metric and a half-width, such as `notice-due-rate=0.5 %` or `mean-hold-time=2 s`".to_owned()
        })
    }
}

fn within(text: &str) -> Option<Within> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = number.parse::<f64>().ok().filter(|number| *number > 0.0)?;
    match unit.trim() {
        "" => Some(Within::Number(number)),
        "%" => Share::new(number / 100.0).ok().map(Within::Share),
        "s" => Duration::try_from_secs_f64(number).ok().map(Within::Time),
        "min" => Duration::try_from_secs_f64(60.0 * number).ok().map(Within::Time),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_a_scope_and_a_half_width_are_read() {
        let wish: PrecisionWish = "mean-hold-time@queue.billing=2s".parse().unwrap();
        assert_eq!((wish.metric.as_str(), wish.scope.as_str()), ("mean-hold-time", "queue.billing"));
        assert_eq!(wish.within, Within::Time(Duration::from_secs(2)));
        let wish: PrecisionWish = "notice-due-rate = 0.5 %".parse().unwrap();
        assert_eq!((wish.scope.as_str(), wish.within), ("center", Within::Share(Share::new(0.005).unwrap())));
        for wrong in ["", "notice-due-rate", "=1", "a=", "a=x", "a=-1", "a=0 %", "a=101 %", "a=1 parsec", "a@=1"] {
            assert!(wrong.parse::<PrecisionWish>().is_err(), "{wrong}");
        }
    }
}
