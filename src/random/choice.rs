//! Choosing one of several by weight.

use rand_distr::Distribution;
use rand_distr::weighted::WeightedAliasIndex;

use super::Stream;

/// One of several, each with its chance, in constant time.
#[derive(Debug, Clone)]
pub(super) enum Choice {
    Even(u32),
    /// Walker's alias method (Vose 1991); it needs no transcendental function.
    Weighted(WeightedAliasIndex<f64>),
}

impl Choice {
    /// Weights are finite, none is negative, and one at least is positive.
    pub(super) fn new(weights: &[f64]) -> Self {
        if weights.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits()) {
            return Self::Even(weights.len() as u32);
        }
        let alias = WeightedAliasIndex::new(weights.to_vec());
        Self::Weighted(alias.expect("validated: weights are finite, not negative, not all zero"))
    }

    #[inline]
    pub(super) fn draw(&self, stream: &mut Stream) -> usize {
        match self {
            Self::Even(count) => stream.below(*count) as usize,
            Self::Weighted(alias) => alias.sample(stream),
        }
    }
}
