//! One day of one replication, told to whoever listens.

use super::TooMuch;
use crate::engine::Engine;
use crate::model::Center;
use crate::observation::Observer;
use crate::plan::Plan;
use crate::random::Chances;
use crate::units::Date;

/// A day that cannot be told.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Untold {
    /// It has too many contacts.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// It is no open day of the calendar.
    #[error("the lines are not open on {date}; the calendar's open days are {first} to {last}, closed ones left out")]
    Closed {
        /// The date.
        date: Date,
        /// The first open one.
        first: Date,
        /// The last open one.
        last: Date,
    },
    /// There is no calendar that could have the date.
    #[error("the scenario has no calendar, so its day has no date; leave `--date` out")]
    NoCalendar,
}

/// Plays one day of a replication, the first being 0, with every call followed from dialling to its end; returns the plan that
/// was played. It is the same day that [`super::play`] plays under this number. Of a calendar it is the day with this date, by
/// default the first; where the lines never close, all the days that go over into each other with it.
///
/// # Errors
/// When the day has more contacts than a listener could keep, or is not one of the center's.
pub fn tell<O: Observer>(
    center: &Center,
    (seed, replication): (u64, u64),
    date: Option<Date>,
    observer: &mut O,
) -> Result<Plan, Untold> {
    TooMuch::to_tell(center)?;
    let mut plan = Plan::compile(center).following();
    let stretch = date.map_or(Ok(0), |date| stretch_of(center, &plan, date))?;
    let mut engine = Engine::new(&plan);
    let chances = Chances::from(replication);
    // How busy a day is may depend on the days before it.
    (0..stretch).for_each(|before| engine.pass_over(before, seed, chances));
    engine.play_stretch(stretch, seed, chances, observer);
    plan.clock = plan.span.stretches[stretch].clock;
    Ok(plan)
}

fn stretch_of(center: &Center, plan: &Plan, date: Date) -> Result<usize, Untold> {
    let calendar = center.calendar.as_ref().ok_or(Untold::NoCalendar)?;
    let has = |position: usize| calendar.days[position].date == date;
    let stretches = &plan.span.stretches;
    let found = stretches.iter().position(|stretch| stretch.days.iter().any(|day| has(day.position)));
    found.ok_or_else(|| {
        let mut open = calendar.days.iter().filter(|day| day.is_open).map(|day| day.date);
        let first = open.next().unwrap_or(date);
        Untold::Closed { date, first, last: open.next_back().unwrap_or(first) }
    })
}
