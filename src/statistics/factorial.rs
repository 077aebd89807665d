//! Whose chance a variance is: an output of several independent groups of inputs, played as a balanced factorial design.
//!
//! In each block every group is drawn twice, independently, and all combinations are played: 2, 4, 8 ... corners. Two corners
//! that agree on the groups in `u` and on no other have outputs with `E[Y Y'] = E[E[Y | u]²]`, so that their mean product, less
//! the squared mean, estimates the closed index `Var(E[Y | u])` without bias, whatever the output is (Sobol 1993, theorem 2;
//! Owen 2013). Each corner has a partner for each `u`, so nothing that was played is left unused. The squared mean comes from products
//! of different blocks, which share nothing: its noise is of a lower order than that of products within a block.
//!
//! A group's *Shapley effect* (Owen 2014; Song, Nelson and Staum 2016) is what it adds to the closed index, averaged over all
//! orders in which groups could be added: never negative, and all of them add up to the whole variance.

use super::Estimate;

/// Outputs of a factorial design, block by block.
#[derive(Debug, Clone)]
pub struct Factorial {
    groups: usize,
    /// Of each block: its mean, and for each set of groups (bit i: group i) the mean product of corners that agree on exactly
    /// these; the outputs less a first guess of their mean.
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
struct Block {
    mean: f64,
    products: Vec<f64>,
}

/// Parts of an output's variance.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceParts {
    /// The whole variance [unit of the output, squared].
    pub variance: Estimate,
    /// One a group, in the order of the groups.
    pub groups: Vec<GroupPart>,
}

/// A group's part of an output's variance, each as a share of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupPart {
    /// Shapley effect; those of all groups add up to one.
    pub share: Estimate,
    /// Closed first-order index: what it does by itself.
    pub alone: Estimate,
    /// Total index: that, and all that it does together with others.
    pub together: Estimate,
}

/// Blocks from which on parts are told.
const FEWEST_BLOCKS: usize = 8;
/// Most groups: 64 corners a block.
const MOST_GROUPS: usize = 6;

impl Factorial {
    /// Of blocks with `2^groups` outputs each: the output at position c has the first draw of group i where bit i of c is zero,
    /// the second where it is one.
    ///
    /// `None` without groups, with more than six, where a block has another number of outputs, or a number is not finite.
    pub fn of<'b>(groups: usize, blocks: impl IntoIterator<Item = &'b [f64]>) -> Option<Self> {
        if groups == 0 || groups > MOST_GROUPS {
            return None;
        }
        let corners = 1_usize << groups;
        let blocks: Vec<&[f64]> = blocks.into_iter().collect();
        if blocks.iter().any(|block| block.len() != corners || block.iter().any(|output| !output.is_finite())) {
            return None;
        }
        // Products of numbers near nothing lose no digits; no index depends on what is taken off.
        let count = (blocks.len() * corners) as f64;
        let guess = blocks.iter().flat_map(|block| block.iter()).sum::<f64>() / count;
        let block = |outputs: &&[f64]| {
            let mean = outputs.iter().map(|output| output - guess).sum::<f64>() / corners as f64;
            let product = |agreeing: usize| {
                let others = !agreeing & (corners - 1);
                let pairs = (0..corners).map(|at| (outputs[at] - guess) * (outputs[at ^ others] - guess));
                pairs.sum::<f64>() / corners as f64
            };
            Block { mean, products: (0..corners).map(product).collect() }
        };
        let blocks = blocks.iter().map(block).collect();
        Some(Self { groups, blocks })
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Closed indices `Var(E[Y | u])` of all sets of groups, by the set's bits [unit of the output, squared]; that of no group is
    /// zero, that of all is the whole variance. Without bias, so that small ones may come out below zero. `None` from one block.
    pub fn closed_indices(&self) -> Option<Vec<f64>> {
        self.closed(&self.sums(), None)
    }

    /// Parts of the variance, with intervals by the jackknife over blocks (Efron and Stein 1981); `None` from fewer than eight
    /// blocks, or where the output does not vary.
    ///
    /// A share that chance brings below zero is set to zero, and all are scaled to add up to one.
    pub fn parts(&self, confidence: f64) -> Option<VarianceParts> {
        if self.blocks.len() < FEWEST_BLOCKS {
            return None;
        }
        let sums = self.sums();
        let whole = self.closed(&sums, None)?;
        let shares = self.shares(&whole)?;
        let without: Vec<Vec<f64>> = self.blocks.iter().filter_map(|block| self.closed(&sums, Some(block))).collect();
        let shares_without: Vec<Vec<GroupShares>> = without.iter().filter_map(|closed| self.shares(closed)).collect();
        let everything = whole.len() - 1;
        let variances: Vec<f64> = without.iter().map(|closed| closed[everything]).collect();
        let total: f64 = shares.iter().map(|group| group.share.max(0.0)).sum();
        let estimate = |value: f64, of: &dyn Fn(&GroupShares) -> f64, group: usize| {
            let left_out: Vec<f64> = shares_without.iter().map(|groups| of(&groups[group])).collect();
            let estimate = jackknife(value, &left_out, confidence).clamped(0.0, 1.0);
            Estimate { value: value.clamp(0.0, 1.0), ..estimate }
        };
        let part = |(group, found): (usize, &GroupShares)| GroupPart {
            share: Estimate {
                value: found.share.max(0.0) / total,
                ..estimate(found.share, &|group| group.share, group)
            },
            alone: estimate(found.alone, &|group| group.alone, group),
            together: estimate(found.together, &|group| group.together, group),
        };
        let variance = jackknife(whole[everything], &variances, confidence).clamped(0.0, f64::INFINITY);
        Some(VarianceParts { variance, groups: shares.iter().enumerate().map(part).collect() })
    }

    /// Mean variance that is left when only these groups vary: `E[Var(Y | all others)]`, by bits, with its interval [unit of the
    /// output, squared]; `None` from fewer than eight blocks.
    pub fn inner_variance(&self, varying: usize, confidence: f64) -> Option<Estimate> {
        if self.blocks.len() < FEWEST_BLOCKS {
            return None;
        }
        let everything = (1_usize << self.groups) - 1;
        let others = everything & !varying;
        let of = |block: &Block| block.products[everything] - block.products[others];
        let count = self.blocks.len() as f64;
        let sum: f64 = self.blocks.iter().map(of).sum();
        let without: Vec<f64> = self.blocks.iter().map(|block| (sum - of(block)) / (count - 1.0)).collect();
        Some(jackknife(sum / count, &without, confidence).clamped(0.0, f64::INFINITY))
    }

    /// Sums over blocks: of means, of their squares, of products.
    fn sums(&self) -> (f64, f64, Vec<f64>) {
        let mut sums = (0.0, 0.0, vec![0.0; 1 << self.groups]);
        for block in &self.blocks {
            sums.0 += block.mean;
            sums.1 += block.mean * block.mean;
            sums.2.iter_mut().zip(&block.products).for_each(|(sum, product)| *sum += product);
        }
        sums
    }

    /// Closed indices from sums over blocks, one block left out.
    fn closed(&self, sums: &(f64, f64, Vec<f64>), without: Option<&Block>) -> Option<Vec<f64>> {
        let count = self.blocks.len() as f64 - f64::from(u8::from(without.is_some()));
        if count < 2.0 {
            return None;
        }
        let mean = sums.0 - without.map_or(0.0, |block| block.mean);
        let squares = sums.1 - without.map_or(0.0, |block| block.mean * block.mean);
        let squared_mean = (mean * mean - squares) / (count * (count - 1.0));
        let index = |(set, product): (usize, &f64)| {
            let product = product - without.map_or(0.0, |block| block.products[set]);
            if set == 0 { 0.0 } else { product / count - squared_mean }
        };
        Some(sums.2.iter().enumerate().map(index).collect())
    }

    /// Shares of the groups, as they come out; `None` where nothing varies.
    fn shares(&self, closed: &[f64]) -> Option<Vec<GroupShares>> {
        let everything = closed.len() - 1;
        let variance = closed[everything];
        // Below this, what is left of equal outputs is rounding.
        if variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let group = |at: usize| {
            let bit = 1_usize << at;
            let others = (0..closed.len()).filter(|set| set & bit == 0);
            let added = others.map(|set| weight(self.groups, set.count_ones()) * (closed[set | bit] - closed[set]));
            GroupShares {
                share: added.sum::<f64>() / variance,
                alone: closed[bit] / variance,
                together: (variance - closed[everything ^ bit]) / variance,
            }
        };
        Some((0..self.groups).map(group).collect())
    }
}

#[derive(Debug, Clone, Copy)]
struct GroupShares {
    share: f64,
    alone: f64,
    together: f64,
}

/// Part of all orders of the groups in which exactly a given set of `before` of them comes before a given other one.
fn weight(groups: usize, before: u32) -> f64 {
    let mut choices = 1.0;
    for at in 0..before {
        choices = choices * (groups as f64 - 1.0 - f64::from(at)) / f64::from(at + 1);
    }
    1.0 / (groups as f64 * choices)
}

/// A figure with its interval, from the same figure without one block after the other.
fn jackknife(whole: f64, without: &[f64], confidence: f64) -> Estimate {
    let count = without.len() as f64;
    let mean = without.iter().sum::<f64>() / count;
    let squares: f64 = without.iter().map(|figure| (figure - mean) * (figure - mean)).sum();
    let freedom = (without.len() as u64).saturating_sub(1);
    Estimate::by_student(whole, squares * (count - 1.0) / count, freedom, confidence)
}

#[cfg(test)]
mod tests;
