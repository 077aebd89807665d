//! Groups of replications, whose hold times are kept apart for the intervals of quantiles.

use std::ops::Range;

use crate::statistics::Pairing;

/// How many sections there are.
pub(super) const SECTIONS: usize = 16;
/// So many replications in a row go to the same section.
const SECTION_RUN: u64 = 4;
/// Rounds through all sections of which the replications are played section by section: a section's hold times take up
/// a megabyte or so, which must be fetched from afar once in so many rounds.
const ROUNDS_TOGETHER: u64 = 64;

/// Section of a replication.
///
/// In strata, a section gets one of each pair of a block: each stratum once, so that sections are alike, and independent of
/// each other.
pub(super) const fn section_of(replication: u64, pairing: Option<Pairing>) -> usize {
    let run = match pairing {
        None => replication / SECTION_RUN,
        Some(pairing) => 2 * (replication / pairing.block()) + replication % 2,
    };
    run as usize % SECTIONS
}

/// The replication to play at a place (0 is the first) among those of a range, so that those of a section follow each
/// other: their hold times are then still at hand. Each is played once; pairs stay together where the range begins with a
/// pair. At most a few thousand replications are moved past each other.
pub(super) const fn in_order_of_sections(place: u64, range: &Range<u64>, pairing: Option<Pairing>) -> u64 {
    let (run, runs) = match pairing {
        None => (SECTION_RUN, SECTIONS as u64),
        // A block is a run of two sections.
        Some(pairing) => (pairing.block(), SECTIONS as u64 / 2),
    };
    let round = run * runs;
    let begins = place - place % (round * ROUNDS_TOGETHER);
    let whole_rounds = (range.end - range.start - begins) / round;
    let rounds = if whole_rounds < ROUNDS_TOGETHER { whole_rounds } else { ROUNDS_TOGETHER };
    let place_here = place - begins;
    if place_here >= rounds * round {
        return range.start + place;
    }
    let (at, within) = (place_here / run, place_here % run);
    range.start + begins + (at % rounds * runs + at / rounds) * run + within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_in_strata_has_one_of_each_pair_of_a_block() {
        let pairing = Pairing::of_strata(10);
        for replication in 0..320 {
            let partner = section_of(replication ^ 1, Some(pairing));
            assert_ne!(section_of(replication, Some(pairing)), partner);
        }
        let sections: Vec<usize> = (0..320).map(|replication| section_of(replication, Some(pairing))).collect();
        for section in 0..SECTIONS {
            let members: Vec<usize> = (0..320).filter(|&at| sections[at] == section).collect();
            assert_eq!(members.len(), 20, "two sections a block, eight blocks until they begin again");
            assert!(members[..10].iter().all(|at| at / 20 == members[0] / 20));
        }
    }

    #[test]
    fn in_whatever_order_each_replication_is_played_once_and_sections_seldom_change() {
        for pairing in [None, Some(Pairing::of_strata(2)), Some(Pairing::of_strata(10))] {
            for range in [0..0, 0..3, 0..64, 0..4000, 160..1120, 100..777, 0..70_000] {
                let places = 0..range.end - range.start;
                let order: Vec<u64> = places.map(|place| in_order_of_sections(place, &range, pairing)).collect();
                let mut played = order.clone();
                played.sort_unstable();
                assert!(played.into_iter().eq(range.clone()), "{range:?}");
                if range == (0..4000) {
                    // As far as pairs go to and fro between two sections, they count once.
                    let pairs = order.chunks(2).map(|pair| section_of(pair[0], pairing));
                    let sections: Vec<usize> = pairs.collect();
                    let changes = sections.windows(2).filter(|two| two[0] != two[1]).count();
                    assert!(changes <= 3 * SECTIONS, "{changes}");
                }
            }
        }
    }

    #[test]
    fn pairs_stay_together() {
        let pairing = Some(Pairing::of_strata(10));
        for place in (0..1000).step_by(2) {
            let first = in_order_of_sections(place, &(0..1000), pairing);
            assert_eq!(in_order_of_sections(place + 1, &(0..1000), pairing), first ^ 1);
        }
    }
}
