//! How much to play, and what is too much.

use crate::model::Center;

/// How much to play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effort {
    /// So many replications.
    Replications(u64),
    /// Until intervals are narrow: of shares, so many parts of a whole either way; of times, so many parts of their
    /// value. At most so many replications.
    Precision {
        /// Largest half-width of a share [share of one].
        half_width: f64,
        /// Largest half-width of a time [share of its value].
        of_times: f64,
        /// Most replications.
        most: u64,
    },
}

/// A scenario that would need more time or memory than is sane.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what}: {found}, at most {most} allowed; {hint}")]
pub struct TooMuch {
    what: &'static str,
    found: String,
    most: String,
    hint: &'static str,
}

/// Contacts a day beyond which nothing is played: waiting lines alone could take gigabytes.
const MOST_CONTACTS_A_DAY: f64 = 1e7;
/// Contacts a day beyond which nothing is told in full: they are kept in memory, call by call, and hardly any spreadsheet
/// takes more rows than a million.
const MOST_CONTACTS_TOLD: f64 = 1e6;
/// Contacts in a span of a calendar beyond which nothing is played: about a minute each.
const MOST_CONTACTS_A_SPAN: f64 = 1e9;
/// Contacts in a run beyond which nothing is played: about half an hour on a laptop; it also keeps the counts of a histogram
/// bin within 32 bits.
const MOST_CONTACTS_A_RUN: f64 = 5e10;
/// Contacts that a run plays at most when nobody said how many replications: a few seconds on a laptop.
const CONTACTS_BY_DEFAULT: f64 = 5e7;
/// Replications that a run plays at most when nobody said how many.
const REPLICATIONS_BY_DEFAULT: f64 = 2000.0;
/// Contacts that a run plays at most to be as precise as somebody asked: some minutes on a laptop.
const CONTACTS_WHEN_ASKED: f64 = 5e9;
/// Replications that a run plays at most to be as precise as somebody asked.
const REPLICATIONS_WHEN_ASKED: f64 = 1e6;
/// Memory that counting and writing may take \[GB\].
const MOST_MEMORY: f64 = 4.0;
/// Memory for the figures of one cell (a scope in an interval) and their text in every format \[GB\].
const MEMORY_PER_CELL: f64 = 15e-6;
/// Memory in which one thread counts one cell \[GB\].
const MEMORY_PER_CELL_AND_THREAD: f64 = 0.3e-6;

/// Memory in which one thread counts an interval of one date more \[GB\].
const MEMORY_PER_COUNT: f64 = 0.8e-6;
/// Dates, weeks, months, quarters and years of a calendar, for each of its dates.
const PERIODS_PER_DATE: f64 = 1.2;

impl TooMuch {
    /// Refuses a day that has too many contacts to be told call by call.
    pub(super) fn to_tell(center: &Center) -> Result<(), Self> {
        let a_day = center.expected_contacts();
        if a_day <= MOST_CONTACTS_TOLD {
            return Ok(());
        }
        let what = "contacts expected in a day that is told call by call";
        let hint = "lower the arrivals, or play a shorter day";
        Err(Self { what, found: thousands(a_day), most: thousands(MOST_CONTACTS_TOLD), hint })
    }
}

impl TooMuch {
    /// Refuses contracts whose spans have too many contacts, one or all together, or would take too much memory \[bytes\] to be kept.
    pub(super) fn of_contracts(a_span: f64, in_all: f64, kept: f64) -> Result<(), Self> {
        let refuse = |what, found: f64, most: f64, hint| {
            Err(Self { what, found: thousands(found), most: thousands(most), hint })
        };
        if a_span > MOST_CONTACTS_A_SPAN {
            let hint = "lower the arrivals, or shorten the calendar";
            return refuse("contacts expected in a span of the calendar", a_span, MOST_CONTACTS_A_SPAN, hint);
        }
        if in_all > MOST_CONTACTS_A_RUN {
            let hint = "play fewer replications, or fewer levels of staffing";
            return refuse("contacts expected in all spans", in_all, MOST_CONTACTS_A_RUN, hint);
        }
        let gigabytes = kept / 1e9;
        if gigabytes > MOST_MEMORY {
            return Err(Self {
                what: "memory to count in and to keep what became of every period",
                found: format!("about {gigabytes:.1} GB"),
                most: format!("{MOST_MEMORY} GB"),
                hint: "shorten the calendar, play fewer replications or levels of staffing, or judge longer periods",
            });
        }
        Ok(())
    }
}

fn thousands(number: f64) -> String {
    format!("{number:.3e}")
}

impl Effort {
    /// Half-width of a share that is narrow enough when nobody said: half a percentage point.
    pub const DEFAULT_HALF_WIDTH: f64 = 0.005;
    /// Half-width of a time that is narrow enough when nobody said: two percent of it. Times are harder to know than
    /// shares, since a few very long holds decide them.
    pub const DEFAULT_HALF_WIDTH_OF_TIMES: f64 = 0.02;

    /// Until intervals are as narrow as usual, within what a laptop plays in a few seconds.
    pub fn usual(center: &Center) -> Self {
        let affordable = CONTACTS_BY_DEFAULT / center.expected_contacts().max(1.0);
        let most = affordable.clamp(20.0, REPLICATIONS_BY_DEFAULT) as u64;
        Self::Precision { half_width: Self::DEFAULT_HALF_WIDTH, of_times: Self::DEFAULT_HALF_WIDTH_OF_TIMES, most }
    }

    /// Until intervals of shares and of times are as narrow as this, within what a laptop plays in some minutes.
    pub fn precise(center: &Center, half_width: f64) -> Self {
        let affordable = CONTACTS_WHEN_ASKED / center.expected_contacts().max(1.0);
        let most = affordable.clamp(20.0, REPLICATIONS_WHEN_ASKED) as u64;
        Self::Precision { half_width, of_times: half_width, most }
    }

    /// Most replications that this may play.
    pub const fn most(self) -> u64 {
        match self {
            Self::Replications(count) => count,
            Self::Precision { most, .. } => most,
        }
    }

    /// Refuses what would take more time or memory than is sane on so many threads.
    ///
    /// # Errors
    /// With the estimate.
    pub fn check(self, center: &Center, threads: usize) -> Result<(), TooMuch> {
        let a_day = center.expected_contacts();
        let scopes = 1 + center.contact_types.len() + center.queues.len() + center.agent_groups.len();
        let intervals = center.day.intervals() as f64;
        let dates = center.calendar.as_ref().map_or(1.0, |calendar| calendar.days.len() as f64);
        // A row for each interval of the day, and of a calendar for each date, week and month.
        let periods = if center.calendar.is_some() { PERIODS_PER_DATE * dates } else { 0.0 };
        let cells = scopes as f64 * (intervals + 1.0 + periods);
        let counted = scopes as f64 * intervals * (dates - 1.0) * MEMORY_PER_COUNT;
        let refuse = |what, found: f64, most: f64, hint| {
            Err(TooMuch { what, found: thousands(found), most: thousands(most), hint })
        };
        if a_day > MOST_CONTACTS_A_DAY {
            let hint = "lower the arrivals or their scale";
            return refuse("contacts expected in a day", a_day, MOST_CONTACTS_A_DAY, hint);
        }
        let memory = cells * MEMORY_PER_CELL + (cells * MEMORY_PER_CELL_AND_THREAD + counted) * threads as f64;
        if memory > MOST_MEMORY {
            let intervals = center.day.intervals();
            return Err(TooMuch {
                what: "memory to count in",
                found: format!(
                    "about {memory:.1} GB for {intervals} intervals{}, {scopes} scopes and {threads} threads",
                    if dates > 1.0 { format!(" on {dates} dates") } else { String::new() }
                ),
                most: format!("{MOST_MEMORY} GB"),
                hint: "use longer intervals, a shorter calendar, fewer parts or fewer threads",
            });
        }
        let in_all = a_day.max(1.0) * self.most() as f64;
        if in_all > MOST_CONTACTS_A_RUN {
            let hint = "play fewer replications";
            return refuse("contacts expected in the run", in_all, MOST_CONTACTS_A_RUN, hint);
        }
        Ok(())
    }
}
