//! Where the days of a replication stand among the cells that a tally counts in, and which of them are shown apart.

use std::ops::Range;

use crate::model::{Calendar, Center, Period};
use crate::plan::Span;

/// Cells of all stretches of a replication.
#[derive(Debug, Clone)]
pub(in crate::metrics) struct SpanLayout {
    /// By stretch: its cells, behind those of the stretches before it.
    pub stretches: Vec<Range<usize>>,
    /// Cells of a date: its planning intervals, or one.
    pub cells_a_day: usize,
    /// By open date: the stretch that it is the last date of, if it is.
    pub ends: Vec<Option<usize>>,
    /// Dates, weeks, months ... that are shown apart; none without a calendar.
    pub shown: Vec<PeriodRow>,
    /// All periods of a calendar, by [`kind_of`]: what targets are judged by.
    pub judged: [Vec<Range<usize>>; 5],
}

/// A period that is shown apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::metrics) struct PeriodRow {
    pub name: String,
    /// Its open dates, by position among all open dates.
    pub dates: Range<usize>,
}

/// Periods that a calendar is cut into.
const KINDS: [Period; 5] = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];

/// Position among the lists of [`SpanLayout::judged`]; `None` for intervals.
pub(in crate::metrics) fn kind_of(period: Period) -> Option<usize> {
    KINDS.iter().position(|kind| *kind == period)
}

impl SpanLayout {
    /// Of a center's span, with so many cells a date.
    pub fn of(center: &Center, span: &Span, cells_a_day: usize) -> Self {
        let mut layout = Self {
            stretches: Vec::new(),
            cells_a_day,
            ends: Vec::new(),
            shown: Vec::new(),
            judged: std::array::from_fn(|_| Vec::new()),
        };
        let mut first = 0;
        for (number, stretch) in span.stretches.iter().enumerate() {
            let cells = stretch.days.len() * cells_a_day;
            layout.stretches.push(first..first + cells);
            first += cells;
            layout.ends.resize(layout.ends.len() + stretch.days.len() - 1, None);
            layout.ends.push(Some(number));
        }
        if let Some(calendar) = &center.calendar {
            layout.cut(calendar);
        }
        layout
    }

    fn cut(&mut self, calendar: &Calendar) {
        let open: Vec<usize> = (0..calendar.days.len()).filter(|&at| calendar.days[at].is_open).collect();
        for (kind, judged) in KINDS.iter().zip(&mut self.judged) {
            let periods = calendar.periods(*kind);
            // The whole span is shown already.
            let is_shown = matches!(kind, Period::Day | Period::Week | Period::Month) || periods.len() > 1;
            for period in periods {
                let dates = open.partition_point(|&at| at < period.days.start)
                    ..open.partition_point(|&at| at < period.days.end);
                if dates.is_empty() {
                    continue;
                }
                if is_shown {
                    self.shown.push(PeriodRow { name: period.name, dates: dates.clone() });
                }
                judged.push(dates);
            }
        }
    }

    /// From now on, one cell a date. Stretches are one date long.
    pub fn merge_cells_of_dates(&mut self) {
        self.cells_a_day = 1;
        self.stretches = (0..self.stretches.len()).map(|at| at..at + 1).collect();
    }

    /// Open dates.
    pub fn dates(&self) -> usize {
        self.ends.len()
    }

    /// Stretch of an open date.
    pub fn stretch_of(&self, date: usize) -> usize {
        let first = date * self.cells_a_day;
        self.stretches.partition_point(|stretch| stretch.end <= first)
    }

    /// All cells.
    pub fn cells(&self) -> usize {
        self.stretches.last().map_or(0, |last| last.end)
    }

    /// Cells of an open date.
    pub fn cells_of(&self, date: usize) -> Range<usize> {
        date * self.cells_a_day..(date + 1) * self.cells_a_day
    }
}
