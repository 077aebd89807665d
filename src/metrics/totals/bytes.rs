//! Totals as bytes: kept on disk, so that more replications can be added later without playing the first again.

use std::sync::Arc;

use super::{DaySpread, Totals, Unfinished};
use crate::metrics::layout::Layout;
use crate::statistics::{LogHistogram, NumberReader, NumberWriter, RatioMoments};

/// Bytes that the sums of a small center take.
const ROOM: usize = 4 << 10;

impl Totals {
    /// All sums, as [`Totals::from_bytes`] reads them. They mean something only together with the layout, which is none for a page:
    /// its course of the day is not kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = NumberWriter::with_room(ROOM);
        to.put(self.replications);
        to.put(self.contacts);
        to.put(self.layout.expected.len() as u64);
        let counted = [&self.contact_sums, &self.staff, &self.steps, &self.conduct, &self.notices, &self.kept];
        for sheet in counted.into_iter().chain([&self.contracts]) {
            sheet.write(&mut to);
        }
        for section in &self.sections {
            to.put(section.len() as u64);
            for histogram in section {
                histogram.write(&mut to);
            }
        }
        self.kept_longer.iter().for_each(|kept| kept.write(&mut to));
        to.put(self.unfinished.len() as u64);
        for (&(target, period), part) in &self.unfinished {
            to.put(target as u64);
            for number in [period, part.days, part.numerator, part.denominator] {
                to.put(number);
            }
        }
        self.level_spread.write(&mut to);
        self.notice_spread.write(&mut to);
        self.waits.iter().for_each(|histogram| histogram.write(&mut to));
        to.into_bytes()
    }

    /// Sums of a center laid out like this, from what [`Totals::to_bytes`] made of them; `None` where the bytes are no
    /// such thing.
    pub fn from_bytes(layout: Arc<Layout>, bytes: &[u8]) -> Option<Self> {
        let mut totals = Self::new(layout);
        let from = &mut NumberReader::new(bytes);
        totals.replications = from.take()?;
        totals.contacts = from.take()?;
        from.take().filter(|&controls: &usize| controls == totals.layout.expected.len())?;
        let [counted @ .., _] = totals.sheets();
        for sheet in counted {
            sheet.read(from)?;
        }
        let holds = totals.layout.histograms();
        for section in &mut totals.sections {
            let count: usize = from.take().filter(|&count| count == 0 || count == holds)?;
            *section = (0..count).map(|_| LogHistogram::read(from)).collect::<Option<_>>()?;
        }
        for kept in &mut totals.kept_longer {
            *kept = RatioMoments::read(from)?;
        }
        for _ in 0..from.take::<u64>()? {
            let target = from.take::<usize>().filter(|&target| target < totals.layout.targets.len())?;
            let period = from.take()?;
            let part = Unfinished { days: from.take()?, numerator: from.take()?, denominator: from.take()? };
            totals.unfinished.insert((target, period), part);
        }
        totals.level_spread = DaySpread::read(from)?;
        totals.notice_spread = DaySpread::read(from)?;
        for histogram in &mut totals.waits {
            *histogram = LogHistogram::read(from)?;
        }
        from.is_at_end().then_some(totals)
    }
}
