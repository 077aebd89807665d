//! One replication, told to whoever listens.

use super::TooMuch;
use crate::engine::Engine;
use crate::model::Center;
use crate::observation::Observer;
use crate::plan::Plan;

/// Plays one replication, the first being 0, with every call followed from dialling to its end; returns the plan that was
/// played. It is the same day that [`super::play`] plays under this number.
///
/// # Errors
/// When the day has more contacts than a listener could keep.
pub fn tell<O: Observer>(center: &Center, seed: u64, replication: u64, observer: &mut O) -> Result<Plan, TooMuch> {
    TooMuch::to_tell(center)?;
    let plan = Plan::compile(center).following();
    Engine::new(&plan).play(seed, replication, observer);
    Ok(plan)
}
