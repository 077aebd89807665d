//! Which groups of chance there are in a center, and which replication each is taken from.

use super::ChanceGroup;
use crate::model::{Busyness, Center};
use crate::random::{Chances, DayFactor, IntervalFactors};
use crate::units::Share;

/// Groups that can vary in a center, in the order of [`ChanceGroup::ALL`].
pub(super) fn varying(center: &Center) -> Vec<ChanceGroup> {
    let is_busy =
        |busyness: &Busyness| busyness.day != DayFactor::default() || busyness.intervals != IntervalFactors::default();
    let is_wrong = center.calendar.as_ref().is_some_and(|calendar| calendar.forecast_error != DayFactor::default());
    let volume = is_wrong
        || is_busy(&center.day.busyness)
        || center.contact_types.iter().any(|kind| is_busy(&kind.busyness) || !kind.surges.is_empty());
    let staffing = center.agent_groups.iter().any(|group| group.absence > Share::NONE);
    let varies = |group: &ChanceGroup| match group {
        ChanceGroup::Volume => volume,
        ChanceGroup::Staffing => staffing,
        ChanceGroup::Calls => true,
    };
    ChanceGroup::ALL.into_iter().filter(varies).collect()
}

/// The corner of a block: groups whose bit is set have the chance of replication `2 block + 1`, all others that of `2 block`, so
/// that the first corner is that replication itself and the last is the next one.
pub(super) fn of_corner(block: u64, corner: usize, varying: &[ChanceGroup]) -> Chances {
    let last = corner + 1 == 1 << varying.len();
    let number = |group: ChanceGroup| {
        let is_second = varying.iter().position(|varies| *varies == group).map_or(last, |at| corner >> at & 1 == 1);
        2 * block + u64::from(is_second)
    };
    Chances {
        volume: number(ChanceGroup::Volume),
        staffing: number(ChanceGroup::Staffing),
        calls: number(ChanceGroup::Calls),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_corners_of_a_block_are_two_replications() {
        for varying in [&ChanceGroup::ALL[..], &[ChanceGroup::Volume, ChanceGroup::Calls], &[ChanceGroup::Calls]] {
            let corners = 1 << varying.len();
            assert_eq!(of_corner(7, 0, varying), Chances::from(14));
            assert_eq!(of_corner(7, corners - 1, varying), Chances::from(15));
        }
        let mixed = Chances { volume: 14, staffing: 15, calls: 14 };
        assert_eq!(of_corner(7, 0b010, &ChanceGroup::ALL), mixed);
    }
}
