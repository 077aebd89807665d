//! A few lots drawn for one person in one place, without the cost of a whole stream.

use super::name::EntityKey;
use crate::units::Share;

/// Lots of one person in one place (such as a menu step): `SplitMix64` (Steele, Lea, Flood 2014) from a number drawn for
/// that person.
///
/// For a handful of yes-or-no draws and uniform numbers; lengths of time are drawn from a
/// [`Stream`](super::Stream). Whoever never gets to that place takes nothing from anybody.
#[derive(Debug, Clone)]
pub struct Lots(u64);

/// The golden ratio as a fraction of 2⁶⁴, made odd.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// How many lots there are.
const LOTS: f64 = (1_u64 << 53) as f64;

impl Lots {
    /// The lots of a person in a place.
    #[inline]
    pub const fn of_person(person: u64, place: EntityKey) -> Self {
        // Turned, so that lots and streams of one person in one place have nothing in common.
        Self(finish(person ^ place.bits().rotate_left(32)))
    }

    /// Uniform on the whole numbers below 2⁵³.
    #[inline]
    pub const fn lot(&mut self) -> u64 {
        self.skip();
        finish(self.0) >> 11
    }

    /// Lots below this make up a share of them: as many as there are multiples of 2⁻⁵³ below it.
    pub fn below(share: f64) -> u64 {
        libm::ceil(share * LOTS) as u64
    }

    /// Uniform on [0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub const fn unit(&mut self) -> f64 {
        self.lot() as f64 * (1.0 / LOTS)
    }

    /// Passes one lot over.
    #[inline]
    pub const fn skip(&mut self) {
        self.0 = self.0.wrapping_add(STEP);
    }

    /// Whether something of this probability happens; takes one lot whatever the share.
    #[inline]
    pub fn chance(&mut self, share: Share) -> bool {
        self.unit() < share.get()
    }
}

/// Number `n` of a row of unrelated numbers that begins with `first`.
pub const fn another(first: u64, n: u32) -> u64 {
    if n == 0 { first } else { finish(first.wrapping_add((n as u64).wrapping_mul(STEP))) }
}

/// The finisher of `SplitMix64`.
const fn finish(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of `SplitMix64` started with 1234567, as Sebastiano Vigna's `splitmix64.c` gives them.
    #[test]
    fn the_row_is_that_of_splitmix64() {
        let row: Vec<u64> = (1..=3).map(|n| another(1_234_567, n)).collect();
        assert_eq!(row, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_lot_is_below_a_share_as_often_as_the_unit_number_is() {
        let place = EntityKey::of("ivr.main-menu");
        for share in [0.0, 0.07, 1.0 / 3.0, 0.72, 0.72 + 0.04, 1.0, f64::EPSILON, 1.0 - f64::EPSILON / 2.0] {
            for person in 0..1000 {
                let mut lots = Lots::of_person(person, place);
                let mut the_same = lots.clone();
                assert_eq!(lots.lot() < Lots::below(share), the_same.unit() < share, "{share} {person}");
            }
            let exactly = (Lots::below(share) as f64 / LOTS, Lots::below(share).saturating_sub(1) as f64 / LOTS);
            assert!(exactly.0 >= share && (exactly.1 < share || share <= 0.0), "{share}");
        }
    }

    #[test]
    fn lots_of_neighbours_are_uniform_and_unrelated() {
        let place = EntityKey::of("ivr.main-menu");
        let n = 100_000_u64;
        let lots: Vec<(f64, f64)> = (0..n)
            .map(|person| {
                let mut lots = Lots::of_person(person, place);
                (lots.unit(), lots.unit())
            })
            .collect();
        // Standard errors: 0.000 91 of a mean, 0.003 2 of a correlation; four of them, alpha about 6e-5 each.
        let mean = |values: &dyn Fn(&(f64, f64)) -> f64| lots.iter().map(values).sum::<f64>() / n as f64;
        assert!((mean(&|lot| lot.0) - 0.5).abs() < 0.0037);
        assert!((mean(&|lot| lot.1) - 0.5).abs() < 0.0037);
        let correlation = mean(&|lot| (lot.0 - 0.5) * (lot.1 - 0.5)) * 12.0;
        assert!(correlation.abs() < 0.0127, "{correlation}");
        let neighbours = lots.windows(2).map(|two| (two[0].0 - 0.5) * (two[1].0 - 0.5)).sum::<f64>() / n as f64 * 12.0;
        assert!(neighbours.abs() < 0.0127, "{neighbours}");
    }
}
