//! Points that fill a cube evenly: a scrambled Sobol sequence, or a Latin hypercube.

use super::name::Role;
use super::stream::stream;

/// Most points and dimensions of a Sobol sequence here.
pub const MOST_SOBOL_POINTS: u32 = 1 << 16;
/// Most dimensions of a Sobol sequence here.
pub const MOST_SOBOL_DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// One coordinate of one point of the scrambled Sobol sequence of this seed, in [0, 1).
///
/// Points and dimensions are counted from zero; point `i` is the same however many there are, so that a sequence can be
/// gone on with. Any first 2^k points have exactly one in each of 2^k equal layers of every dimension.
///
/// Joe and Kuo's direction numbers (2008), scrambled after Owen by Burley's hash (2020). Beyond
/// [`MOST_SOBOL_POINTS`] and [`MOST_SOBOL_DIMENSIONS`] they begin again.
pub fn sobol(seed: u64, point: u32, dimension: usize) -> f64 {
    let seed = (seed ^ (seed >> 32)) as u32;
    let dimension = (dimension % MOST_SOBOL_DIMENSIONS) as u32;
    f64::from(sobol_burley::sample(point % MOST_SOBOL_POINTS, dimension, seed))
}

/// One dimension of a Latin hypercube of so many points: one in each of as many equal layers, in an order by chance.
///
/// `axis` names the dimension: another one beside it moves nothing in this one. (M. D. `McKay`, R. J. Beckman and W. J. Conover 1979.)
pub fn latin_layers(seed: u64, axis: &str, points: u32) -> Vec<f64> {
    let mut stream = stream(seed, 0, Role::Design, axis);
    let mut layers: Vec<u32> = (0..points).collect();
    for at in (1..layers.len()).rev() {
        layers.swap(at, stream.below(at as u32 + 1) as usize);
    }
    layers.into_iter().map(|layer| (f64::from(layer) + stream.unit()) / f64::from(points)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of the points lie in each cell of a grid over two dimensions.
    fn filled(points: &[(f64, f64)], columns: usize, rows: usize) -> Vec<usize> {
        let mut cells = vec![0; columns * rows];
        for (x, y) in points {
            cells[(x * columns as f64) as usize * rows + (y * rows as f64) as usize] += 1;
        }
        cells
    }

    #[test]
    fn a_latin_hypercube_has_one_point_in_each_layer_of_each_axis() {
        for axis in ["trunks.lines", "contact-type.*.scale"] {
            let mut layers: Vec<usize> =
                latin_layers(7, axis, 100).iter().map(|place| (place * 100.0) as usize).collect();
            assert_ne!(layers, (0..100).collect::<Vec<_>>());
            layers.sort_unstable();
            assert_eq!(layers, (0..100).collect::<Vec<_>>(), "{axis}");
        }
        assert_ne!(latin_layers(7, "a", 100), latin_layers(7, "b", 100));
        assert_eq!(latin_layers(7, "a", 0), Vec::<f64>::new());
    }

    /// The first two dimensions of Sobol's sequence are a (0, m, 2)-net in base 2, and scrambling leaves it one: of 2^m
    /// points exactly one lies in each rectangle of 2^k by 2^(m-k) equal parts (Sobol 1967; Owen 1995).
    #[test]
    fn the_first_two_dimensions_fill_every_even_rectangle() {
        for seed in [1, 2, 1 << 40] {
            let points: Vec<(f64, f64)> = (0..64).map(|point| (sobol(seed, point, 0), sobol(seed, point, 1))).collect();
            for halvings in 0..=6 {
                let cells = filled(&points, 1 << halvings, 64 >> halvings);
                assert!(cells.iter().all(|count| *count == 1), "seed {seed}, {halvings} halvings: {cells:?}");
            }
        }
    }

    #[test]
    fn every_dimension_has_one_point_in_each_layer() {
        for dimension in 0..40 {
            let points: Vec<(f64, f64)> = (0..256).map(|point| (sobol(3, point, dimension), 0.0)).collect();
            assert!(filled(&points, 256, 1).iter().all(|count| *count == 1), "dimension {dimension}");
        }
    }

    /// The first points without scrambling, which are listed in many places; here as `scipy.stats.qmc.Sobol` gives them, whose
    /// order is that of Gray's code.
    #[test]
    fn the_direction_numbers_are_those_of_joe_and_kuo() {
        use sobol_burley::parts::sobol_rev;
        let listed = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
        ];
        for (at, point) in listed.iter().enumerate() {
            let index = (at ^ (at >> 1)) as u32;
            for (dimension, listed) in point.iter().enumerate() {
                let bits = sobol_rev(index.reverse_bits(), dimension as u32).reverse_bits();
                assert_eq!(u64::from(bits), (listed * 4_294_967_296.0) as u64, "point {at}, dimension {dimension}");
            }
        }
    }

    /// Two neighbours lie in different halves of every dimension, scrambled or not.
    #[test]
    fn neighbours_lie_in_different_halves() {
        for dimension in 0..4 {
            for pair in 0..128 {
                let half = |point| sobol(11, point, dimension) < 0.5;
                assert_ne!(half(2 * pair), half(2 * pair + 1), "dimension {dimension}, pair {pair}");
            }
        }
    }

    /// Our own output, pinned: a new version of the crate may not move the points of old studies.
    #[test]
    fn the_points_stay_where_they_are() {
        let first: Vec<String> = (0..4).map(|point| format!("{:.6}", sobol(1, point, 0))).collect();
        assert_eq!(first, PINNED);
    }

    const PINNED: [&str; 4] = ["0.429806", "0.978771", "0.174499", "0.723364"];
}
