//! Which replication each group of chance is taken from.

/// The numbers that name the streams of a replication, by group: as a rule the same for all three. To find out how much of a
/// result each group explains, groups are taken from different replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chances {
    /// How busy days, intervals and months are, and where surges happen.
    pub volume: u64,
    /// Who is ill.
    pub staffing: u64,
    /// Everything else: who calls when, how patient, how long they talk, which keys they press.
    pub calls: u64,
}

/// Bits of a number below those of the date.
const DATE_SHIFT: u32 = 40;

impl Chances {
    /// Replications are numbered below this.
    pub const MOST_REPLICATIONS: u64 = 1 << DATE_SHIFT;

    /// The same numbers, told apart from those of other dates. `date` is 0 where a replication is one day.
    #[must_use]
    pub const fn on(self, date: u32) -> Self {
        let mark = (date as u64) << DATE_SHIFT;
        Self { volume: self.volume ^ mark, staffing: self.staffing ^ mark, calls: self.calls ^ mark }
    }
}

impl From<u64> for Chances {
    /// All three from one replication.
    fn from(replication: u64) -> Self {
        Self { volume: replication, staffing: replication, calls: replication }
    }
}
