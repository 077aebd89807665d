//! Counts of whole numbers in bins that widen with the number.

use super::{NumberReader, NumberWriter};

/// How often which value was seen, to a resolution of 1/64 of the value, or 1024 where that is coarser.
///
/// With microseconds: zero exactly, then bins of about a millisecond up to 131 ms, and above that bins of at most 1.6 % of
/// their value; a quantile interpolated inside its bin is off by less than that, and by 0.8 % as a rule. Values above
/// [`LogHistogram::LARGEST`] are counted as that. Counts are whole, so merging in any order gives the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogHistogram {
    /// Counts up to the highest bin used. Half the usual width, since there are thousands of histograms in a run: a count
    /// stops at 2³² - 1, which callers keep it from reaching.
    bins: Vec<u32>,
}

/// Bins between a power of two and the next.
const PER_OCTAVE: usize = 64;
const PER_OCTAVE_BITS: u32 = PER_OCTAVE.trailing_zeros();
/// The narrowest bins have a width of two to this power.
const NARROWEST_BITS: u32 = 10;

impl LogHistogram {
    /// Largest value told apart from larger ones: in microseconds a little more than three years.
    pub const LARGEST: u64 = 100_000_000_000_000;
    /// Number of bins that can be used.
    pub const BINS: usize = Self::index(Self::LARGEST) + 1;

    /// Bin of a value; bin 0 is the value zero alone.
    #[inline]
    pub const fn index(value: u64) -> usize {
        let value = if value > Self::LARGEST { Self::LARGEST } else { value };
        let magnitude = u64::BITS - (value >> (NARROWEST_BITS + PER_OCTAVE_BITS)).leading_zeros();
        let octave = magnitude.saturating_sub(1);
        let bin = octave as usize * PER_OCTAVE + (value >> (NARROWEST_BITS + octave)) as usize + 1;
        if value == 0 { 0 } else { bin }
    }

    /// Lower and upper end of a bin: the values in it are not below the first and are below the second; zero twice for
    /// bin 0.
    pub const fn bounds(index: usize) -> (u64, u64) {
        if index == 0 {
            return (0, 0);
        }
        let index = if index < Self::BINS { index - 1 } else { Self::BINS - 2 };
        let octave = (index / PER_OCTAVE).saturating_sub(1);
        let width = NARROWEST_BITS + octave as u32;
        let low = ((index - octave * PER_OCTAVE) as u64) << width;
        (low, low + (1 << width))
    }

    /// Counts one value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        self.record_index(Self::index(value));
    }

    /// Counts one value whose bin is known; a bin beyond the last is taken as the last.
    #[inline]
    pub fn record_index(&mut self, index: usize) {
        if let Some(count) = self.bins.get_mut(index) {
            *count = count.saturating_add(1);
        } else {
            self.grow_to(index);
        }
    }

    /// Counts one value so often.
    pub fn record_often(&mut self, value: u64, times: u64) {
        let index = Self::index(value);
        self.make_room(index + 1);
        self.bins[index] = self.bins[index].saturating_add(u32::try_from(times).unwrap_or(u32::MAX));
    }

    #[cold]
    fn grow_to(&mut self, index: usize) {
        let index = index.min(Self::BINS - 1);
        self.make_room(index + 1);
        self.bins[index] = self.bins[index].saturating_add(1);
    }

    /// Writes all counts: runs of bins that counted nothing as their length.
    pub fn write(&self, to: &mut NumberWriter) {
        let used = self.bins.iter().rposition(|&count| count > 0).map_or(0, |last| last + 1);
        to.put(used as u64);
        to.put_sparse(&self.bins[..used]);
    }

    /// Reads what [`LogHistogram::write`] wrote; `None` where it is no such thing.
    pub fn read(from: &mut NumberReader<'_>) -> Option<Self> {
        let used: usize = from.take().filter(|&used| used <= Self::BINS)?;
        let mut histogram = Self::default();
        histogram.make_room(used);
        from.take_sparse(&mut histogram.bins[..used])?;
        Some(histogram)
    }

    /// Forgets all counts, keeping the room.
    pub fn clear(&mut self) {
        self.bins.fill(0);
    }

    /// Takes in what `other` has counted.
    pub fn merge(&mut self, other: &Self) {
        self.make_room(other.bins.len());
        for (count, more) in self.bins.iter_mut().zip(&other.bins) {
            *count = count.saturating_add(*more);
        }
    }

    /// Grows to so many bins, and an octave at the most beyond them: doubling would waste what halving the counts gains.
    fn make_room(&mut self, bins: usize) {
        if self.bins.len() < bins {
            let bins = bins.next_multiple_of(PER_OCTAVE / 2).min(Self::BINS);
            self.bins.reserve_exact(bins - self.bins.len());
            self.bins.resize(bins, 0);
        }
    }

    /// Counts, bin by bin, up to the highest one used.
    pub fn counts(&self) -> &[u32] {
        &self.bins
    }

    /// How many values were counted.
    pub fn total(&self) -> u64 {
        self.bins.iter().map(|&count| u64::from(count)).sum()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.bins.iter().all(|&count| count == 0)
    }

    /// The counts summed up, for many questions at once.
    pub fn cumulated(&self) -> Cumulated {
        let mut sum = 0;
        let running = self.bins.iter().map(|&count| {
            sum += u64::from(count);
            sum
        });
        Cumulated { up_to: running.collect() }
    }

    /// See [`Cumulated::quantile`].
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.cumulated().quantile(share)
    }

    /// See [`Cumulated::share_above`].
    pub fn share_above(&self, threshold: u64) -> Option<f64> {
        self.cumulated().share_above(threshold)
    }
}

/// A [`LogHistogram`]'s counts summed up from below, so that a question about them is one look.
#[derive(Debug, Clone, Default)]
pub struct Cumulated {
    /// How many were counted in each bin and those below it.
    up_to: Vec<u64>,
}

impl Cumulated {
    /// All parts together.
    pub fn sum(parts: &[Self]) -> Self {
        if let [alone] = parts {
            return alone.clone();
        }
        let longest = parts.iter().map(|part| part.up_to.len()).max().unwrap_or(0);
        let mut up_to = vec![0; longest];
        for part in parts {
            let (within, beyond) = up_to.split_at_mut(part.up_to.len());
            for (sum, more) in within.iter_mut().zip(&part.up_to) {
                *sum += more;
            }
            for sum in beyond {
                *sum += part.total();
            }
        }
        Self { up_to }
    }

    /// How many values were counted.
    pub fn total(&self) -> u64 {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// How many were counted below a bin, and in it.
    fn below_and_inside(&self, index: usize) -> (u64, u64) {
        let below = index.checked_sub(1).map_or(0, |at| self.up_to.get(at).copied().unwrap_or(self.total()));
        (below, self.up_to.get(index).map_or(0, |&up_to| up_to - below))
    }

    /// Value below which this share of the counted lies [unit of the values], interpolated inside its bin; `None` when
    /// nothing was counted or `share` does not lie in 0..=1.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let total = self.total();
        if total == 0 || !(0.0..=1.0).contains(&share) {
            return None;
        }
        let rank = share * total as f64;
        // The first bin that counted somebody and reaches the rank.
        let index = self.up_to.partition_point(|&up_to| up_to == 0 || (up_to as f64) < rank);
        let (below, inside) = self.below_and_inside(index);
        let (low, high) = LogHistogram::bounds(index);
        let part = (rank - below as f64) / inside as f64;
        Some(low as f64 + part.clamp(0.0, 1.0) * (high - low) as f64)
    }

    /// Share of the counted that lies above `threshold`, interpolated inside its bin; `None` when nothing was counted.
    ///
    /// Exact for zero; a metric with a threshold of its own should count against it.
    pub fn share_above(&self, threshold: u64) -> Option<f64> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let index = LogHistogram::index(threshold);
        let (low, high) = LogHistogram::bounds(index);
        let (below, inside) = self.below_and_inside(index);
        let above = total - below - inside;
        let part = if high > low { (high.saturating_sub(threshold)) as f64 / (high - low) as f64 } else { 0.0 };
        Some((above as f64 + inside as f64 * part) / total as f64)
    }
}
