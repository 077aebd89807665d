//! What every scenario is held against: one scenario's days, played once and kept.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Study, StudyTrouble};
use crate::engine::Engine;
use crate::metrics::{Contrast, DayRecord, Layout, Tally, Totals};
use crate::model::Center;
use crate::plan::Plan;

/// Memory for the days of the baseline \[bytes\]: differences are those of the first days where all would take more.
const MOST_MEMORY: usize = 256 << 20;

/// The scenario that others are held against.
#[derive(Debug, Clone, Copy)]
pub struct Baseline<'s> {
    /// Its number.
    pub scenario: usize,
    /// What it is, whatever its number: sums that were held against another are not gone on from.
    pub name: &'s str,
}

/// Days of the baseline.
pub(super) struct BaselineDays {
    center: Center,
    layout: Layout,
    days: Vec<DayRecord>,
}

impl BaselineDays {
    /// Plays them, if the study has a baseline.
    pub fn play(study: &Study<'_>) -> Result<Option<Self>, StudyTrouble> {
        let Some(Baseline { scenario, .. }) = study.baseline else { return Ok(None) };
        let center = (study.center)(scenario).map_err(|complaint| StudyTrouble::NoCenter { scenario, complaint })?;
        let plan = Plan::compile(&center);
        let layout = Arc::new(Layout::of(&center, &plan).of_whole_days());
        let sit_down = || (Engine::new(&plan), Tally::new(&layout), Totals::new(Arc::clone(&layout)));
        let play = |day: u64| {
            let (mut engine, mut tally, mut totals) = sit_down();
            totals.lend(&mut tally, day);
            engine.play(study.seed, day, &mut tally);
            totals.absorb(&mut tally, day);
            totals.last_day()
        };
        let size = play(0).bytes().max(1);
        let count = study.effort.most().min((MOST_MEMORY / size) as u64);
        let days = (0..count).into_par_iter().map(play).collect();
        Ok(Some(Self { center, layout: Layout::clone(&layout), days }))
    }

    /// Differences from the baseline, of a center laid out like this; nothing played yet.
    pub fn contrast(&self, center: &Center, layout: &Layout) -> Contrast {
        Contrast::between((&self.center, &self.layout), (center, layout))
    }

    /// The baseline's day; `None` beyond those that are kept.
    pub fn day(&self, replication: u64) -> Option<&DayRecord> {
        self.days.get(replication as usize)
    }
}
