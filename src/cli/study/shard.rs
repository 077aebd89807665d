//! A part of a study that one process plays while others play the others.

use std::fmt;
use std::str::FromStr;

/// Part `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// Most parts of a study.
const MOST: u32 = 100_000;
/// Each part gets at least so many runs of neighbouring scenarios where there are enough of them: so that no part has all
/// the busy ones.
const RUNS_EACH: usize = 8;
/// Neighbouring scenarios, which share their people, stay together in runs of at most so many.
const LONGEST_RUN: usize = 32;

impl Shard {
    /// Which part has the scenario at this place in the order of playing.
    pub fn at(place: usize, len: usize, of: u32) -> Self {
        let parts = of as usize;
        let run = (len / (parts * RUNS_EACH)).clamp(1, LONGEST_RUN);
        Self { number: (place / run % parts) as u32 + 1, of }
    }

    /// Part `number` of `of`.
    pub const fn new(number: u32, of: u32) -> Self {
        Self { number, of }
    }

    /// Which part, counted from 1.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Into how many parts the study is split.
    pub const fn of(self) -> u32 {
        self.of
    }

    /// Its points, in the order of playing.
    pub fn points(self, order: &[u32]) -> Vec<u32> {
        let mine = |(place, _): &(usize, &u32)| Self::at(*place, order.len(), self.of) == self;
        order.iter().enumerate().filter(mine).map(|(_, &point)| point).collect()
    }

    /// What a folder's name ends with.
    pub fn suffix(self) -> String {
        format!("-shard-{}-of-{}", self.number, self.of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (number, of) = text.trim().split_once('/')?;
            Some((number.trim().parse::<u32>().ok()?, of.trim().parse::<u32>().ok()?))
        };
        match read() {
            Some((number, of)) if (1..=MOST).contains(&of) && (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err(format!("a part such as 3/16: from 1/16 to 16/16, in at most {MOST} parts")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scenario_is_in_exactly_one_part() {
        for (len, of) in [(1271, 16), (5, 16), (100_000, 3), (1, 1), (31, 31)] {
            let order: Vec<u32> = (0..len).rev().collect();
            let mut all: Vec<u32> = (1..=of).flat_map(|number| Shard { number, of }.points(&order)).collect();
            all.sort_unstable();
            assert_eq!(all, (0..len).collect::<Vec<u32>>(), "{len} in {of}");
        }
    }

    #[test]
    fn parts_are_about_the_same_size() {
        let order: Vec<u32> = (0..1271).collect();
        let sizes: Vec<usize> = (1..=16).map(|number| Shard { number, of: 16 }.points(&order).len()).collect();
        assert!(sizes.iter().all(|size| (72..=88).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_part_is_written_as_it_is_read() {
        let shard: Shard = "3/16".parse().unwrap();
        assert_eq!((shard.to_string().as_str(), shard.suffix().as_str()), ("3/16", "-shard-3-of-16"));
        for wrong in ["0/16", "17/16", "3", "3/0", "a/b", "", "-1/2", "1/1000000"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
