//! Tables of the ziggurat method: a density covered by 256 layers of equal area.
//!
//! Marsaglia and Tsang (2000), "The ziggurat method for generating random variables", with the layer's number, the
//! sign and the place inside the layer taken from separate bits (Doornik 2005). 53 bits choose the place.

use std::sync::LazyLock;

const LAYERS: usize = 256;
/// Bit that decides the sign of a normal: just above the eight that choose the layer.
const SIGN_BIT: u32 = 8;
/// Bits below the 53 that choose the place inside a layer.
const PLACE_SHIFT: u32 = 11;
const PLACES: f64 = (1_u64 << 53) as f64;

/// Both ziggurats, computed once with `libm`.
pub(super) struct Tables {
    pub(super) exponential: Ziggurat,
    pub(super) normal: Ziggurat,
}

impl Tables {
    pub(super) fn get() -> &'static Self {
        static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
            exponential: Ziggurat::new(7.697_117_470_131_05, 0.003_949_659_822_581_557, &Density::EXPONENTIAL),
            normal: Ziggurat::new(3.654_152_885_361_009, 0.004_928_673_233_974_655, &Density::NORMAL),
        });
        &TABLES
    }
}

/// A decreasing density on the positive numbers, one at zero, and its inverse.
struct Density {
    at: fn(f64) -> f64,
    inverse: fn(f64) -> f64,
}

impl Density {
    const EXPONENTIAL: Self = Self { at: |x| libm::exp(-x), inverse: |y| -libm::log(y) };
    const NORMAL: Self = Self { at: |x| libm::exp(-0.5 * x * x), inverse: |y| (-2.0 * libm::log(y)).sqrt() };
}

/// One layer: a place below `inside` lies under the density for sure.
#[derive(Clone, Copy)]
pub(super) struct Layer {
    inside: u64,
    scale: f64,
}

impl Layer {
    /// A positive normal with the sign that `bits` choose.
    #[inline]
    pub(super) fn signed(x: f64, bits: u64) -> f64 {
        f64::from_bits(x.to_bits() | (bits >> SIGN_BIT) << 63)
    }
}

/// The tables of one density.
pub(super) struct Ziggurat {
    layers: [Layer; LAYERS],
    /// Density at the right edge of each layer; one at the top.
    density: [f64; LAYERS + 1],
    /// Where the tail begins, which shares the lowest layer.
    pub(super) tail_start: f64,
}

impl Ziggurat {
    fn new(tail_start: f64, area: f64, density: &Density) -> Self {
        let mut edges = [0.0; LAYERS + 1];
        edges[0] = area / (density.at)(tail_start);
        edges[1] = tail_start;
        for i in 2..LAYERS {
            edges[i] = (density.inverse)(area / edges[i - 1] + (density.at)(edges[i - 1]));
        }
        let layers = std::array::from_fn(|i| Layer {
            inside: (edges[i + 1] / edges[i] * PLACES) as u64,
            scale: edges[i] / PLACES,
        });
        Self { layers, density: edges.map(density.at), tail_start }
    }

    /// The number that `bits` choose, or its layer when it may lie outside of the density.
    #[inline]
    pub(super) fn inner(&self, bits: u64) -> Result<f64, usize> {
        let number = bits as usize % LAYERS;
        let layer = self.layers[number];
        let place = bits >> PLACE_SHIFT;
        // The signed conversion is one instruction, the unsigned one is not.
        if place < layer.inside { Ok(place.cast_signed() as f64 * layer.scale) } else { Err(number) }
    }

    /// The number that `bits` choose in a layer above the lowest, under the density or not.
    pub(super) fn outer(&self, layer: usize, bits: u64) -> f64 {
        (bits >> PLACE_SHIFT) as f64 * self.layers[layer].scale
    }

    /// A height inside the layer, `unit` of the way up.
    pub(super) fn height(&self, layer: usize, unit: f64) -> f64 {
        self.density[layer] + unit * (self.density[layer + 1] - self.density[layer])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layers_end_at_the_top_of_the_density() {
        let tables = Tables::get();
        for ziggurat in [&tables.exponential, &tables.normal] {
            let edge = ziggurat.layers[LAYERS - 1].scale * PLACES;
            let area = ziggurat.layers[0].scale * PLACES * ziggurat.density[1];
            let closes = area / edge + ziggurat.density[LAYERS - 1];
            assert!((closes - 1.0).abs() < 1e-12, "{closes}");
        }
    }
}
