//! Totals as bytes: kept on disk, so that more replications can be added later without playing the first again.

use std::sync::Arc;

use super::{Totals, Unfinished};
use crate::metrics::layout::Layout;
use crate::statistics::{LogHistogram, Moments, NumberReader, NumberWriter, RatioMoments, Sums};

impl Totals {
    /// All sums, as [`Totals::from_bytes`] reads them. They mean something only together with the layout.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = NumberWriter::default();
        to.put(self.replications);
        to.put(self.contacts);
        self.contacts_sums.iter().for_each(|sums| sums.write(&mut to));
        self.crosses.iter().for_each(|&cross| to.put(cross));
        self.staff_moments.iter().for_each(|moments| moments.write(&mut to));
        self.staff_crosses.iter().for_each(|&cross| to.put(cross));
        for section in &self.sections {
            to.put(section.len() as u64);
            for histogram in section {
                histogram.write(&mut to);
            }
        }
        self.kept.iter().for_each(|kept| kept.write(&mut to));
        to.put(self.unfinished.len() as u64);
        for (&(target, period), part) in &self.unfinished {
            to.put(target as u64);
            for number in [period, part.days, part.numerator, part.denominator] {
                to.put(number);
            }
        }
        self.level_spread.iter().chain(&self.notice_spread).for_each(|&days| to.put(days));
        for sheet in [&self.steps, &self.conduct, &self.notices] {
            sheet.write(&mut to);
        }
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
        for sums in &mut totals.contacts_sums {
            *sums = Sums::read(from)?;
        }
        read_all(&mut totals.crosses, from)?;
        for moments in &mut totals.staff_moments {
            *moments = Moments::read(from)?;
        }
        read_all(&mut totals.staff_crosses, from)?;
        let holds = totals.layout.histograms();
        for section in &mut totals.sections {
            let count: usize = from.take().filter(|&count| count == 0 || count == holds)?;
            *section = (0..count).map(|_| LogHistogram::read(from)).collect::<Option<_>>()?;
        }
        for kept in &mut totals.kept {
            *kept = RatioMoments::read(from)?;
        }
        for _ in 0..from.take::<u64>()? {
            let target = from.take::<usize>().filter(|&target| target < totals.layout.targets.len())?;
            let period = from.take()?;
            let part = Unfinished { days: from.take()?, numerator: from.take()?, denominator: from.take()? };
            totals.unfinished.insert((target, period), part);
        }
        read_all(&mut totals.level_spread, from)?;
        read_all(&mut totals.notice_spread, from)?;
        totals.steps.read(from)?;
        totals.conduct.read(from)?;
        totals.notices.read(from)?;
        for histogram in &mut totals.waits {
            *histogram = LogHistogram::read(from)?;
        }
        from.is_at_end().then_some(totals)
    }
}

fn read_all<N: TryFrom<u128>>(numbers: &mut [N], from: &mut NumberReader<'_>) -> Option<()> {
    numbers.iter_mut().try_for_each(|number| from.take().map(|read| *number = read))
}
