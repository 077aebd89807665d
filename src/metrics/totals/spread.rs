//! Days by a share: how many fell into each bin of a tenth of a percent.

use crate::statistics::{NumberReader, NumberWriter};

/// Days by a share. Of thousands of bins only those are kept that counted a day: a scenario of few days has few.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::metrics) struct DaySpread {
    /// Bins and their days, the lowest first.
    bins: Vec<(u32, u64)>,
}

impl DaySpread {
    /// Bins below one hundred percent, which has one of its own.
    pub const BINS: usize = 1000;

    /// Counts a day in the bin of its share; a day without anybody counts nowhere.
    pub fn count(&mut self, (numerator, denominator): (u64, u64)) {
        if let Some(bin) = (numerator * Self::BINS as u64).checked_div(denominator) {
            self.add(bin.min(Self::BINS as u64) as u32, 1);
        }
    }

    /// As [`DaySpread::count`], but a day exactly between two bins counts in the lower one: where less is promised, it kept
    /// it.
    pub fn count_downwards(&mut self, (numerator, denominator): (u64, u64)) {
        if denominator > 0 {
            let bin = (numerator * Self::BINS as u64).div_ceil(denominator).saturating_sub(1);
            self.add(bin.min(Self::BINS as u64) as u32, 1);
        }
    }

    /// Takes in what `other` has counted.
    pub fn merge(&mut self, other: &Self) {
        other.bins.iter().for_each(|&(bin, days)| self.add(bin, days));
    }

    /// Days of every bin.
    pub fn days(&self) -> Vec<u64> {
        let mut days = vec![0; Self::BINS + 1];
        self.bins.iter().for_each(|&(bin, count)| days[bin as usize] = count);
        days
    }

    /// Writes the days of every bin, as a sparse row.
    pub fn write(&self, to: &mut NumberWriter) {
        let mut next = 0;
        for &(bin, days) in &self.bins {
            to.put(bin - next);
            to.put(days);
            next = bin + 1;
        }
        if next <= Self::BINS as u32 {
            to.put(Self::BINS as u32 + 1 - next);
        }
    }

    /// Reads what [`DaySpread::write`] wrote; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        let mut days = vec![0_u64; Self::BINS + 1];
        from.take_sparse(&mut days)?;
        Some(Self { bins: (0..).zip(days).filter(|&(_, days)| days > 0).collect() })
    }

    fn add(&mut self, bin: u32, days: u64) {
        match self.bins.binary_search_by_key(&bin, |known| known.0) {
            Ok(at) => self.bins[at].1 += days,
            Err(at) => self.bins.insert(at, (bin, days)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_in_their_bins_and_come_back_as_they_were() {
        let mut spread = DaySpread::default();
        let shares = [(1, 2), (1, 2), (0, 5), (5, 5), (0, 0), (1999, 2000)];
        for share in shares {
            spread.count(share);
        }
        let days = spread.days();
        assert_eq!((days[0], days[500], days[999], days[1000], days.iter().sum::<u64>()), (1, 2, 1, 1, 5));
        let mut downwards = DaySpread::default();
        for share in shares {
            downwards.count_downwards(share);
        }
        let days = downwards.days();
        assert_eq!((days[0], days[499], days[999], days[1000]), (1, 2, 2, 0));
        downwards.merge(&spread);
        for spread in [spread, downwards, DaySpread::default()] {
            let (mut to, mut row) = (NumberWriter::default(), NumberWriter::default());
            spread.write(&mut to);
            row.put_sparse(&spread.days());
            let bytes = to.into_bytes();
            assert_eq!(bytes, row.into_bytes());
            assert_eq!(DaySpread::read(&mut NumberReader::new(&bytes)), Some(spread));
        }
    }
}
