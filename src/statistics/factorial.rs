//! Whose chance a variance is: an output of several independent groups of inputs, played as a balanced factorial design.
//!
//! In each block every group is drawn twice, independently, and all combinations are played: 2, 4, 8 ... corners. Two corners
//! that agree on the groups in `u` and on no other have outputs with `E[Y Y'] = E[E[Y | u]²]`, and those that agree on nothing
//! `E[Y]²`: the mean product of the former less that of the latter estimates the closed index `Var(E[Y | u])` without bias,
//! whatever the output is (Sobol 1993, theorem 2; Owen 2013). Each corner has one partner for each `u`, so nothing that was played is
//! left unused; and a group that does nothing gets exactly nothing, since its corners are equal. (The squared mean could be had with
//! less noise from products between blocks; shares would then have up to twice the noise, for their parts would no longer be of the same corners.)
//!
//! A group's *Shapley effect* (Owen 2014; Song, Nelson and Staum 2016) is what it adds to the closed index, averaged over all
//! orders in which groups could be added: never negative, and all of them add up to the whole variance.

use super::Estimate;

/// Outputs of a factorial design, block by block.
#[derive(Debug, Clone)]
pub struct Factorial {
    groups: usize,
    /// Of each block, for each set of groups (bit i: group i): the mean product of corners that agree on exactly these, less that
    /// of corners that agree on none. On average, the set's closed index.
    blocks: Vec<Vec<f64>>,
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
        let guess = blocks.iter().flat_map(|block| block.iter()).sum::<f64>() / (blocks.len() * corners).max(1) as f64;
        let block = |outputs: &&[f64]| {
            let product = |agreeing: usize| {
                let others = !agreeing & (corners - 1);
                let pairs = (0..corners).map(|at| (outputs[at] - guess) * (outputs[at ^ others] - guess));
                pairs.sum::<f64>() / corners as f64
            };
            let apart = product(0);
            (0..corners).map(|agreeing| if agreeing == 0 { 0.0 } else { product(agreeing) - apart }).collect()
        };
        let blocks = blocks.iter().map(block).collect();
        Some(Self { groups, blocks })
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Closed indices `Var(E[Y | u])` of all sets of groups, by the set's bits [unit of the output, squared]; that of no group is
    /// zero, that of all is the whole variance. Without bias, so that small ones may come out below zero. `None` without blocks.
    pub fn closed_indices(&self) -> Option<Vec<f64>> {
        (!self.blocks.is_empty()).then(|| mean_without(&self.sums(), None, self.blocks.len()))
    }

    /// Parts of the variance, with intervals by the jackknife over blocks (Efron and Stein 1981); `None` from fewer than eight
    /// blocks, or where the output does not vary.
    ///
    /// A share that chance brings below zero is set to zero, and all are scaled to add up to one.
    pub fn parts(&self, confidence: f64) -> Option<VarianceParts> {
        let (whole, without) = self.jackknifed()?;
        let shares = self.shares(&whole)?;
        let shares_without: Vec<Vec<GroupShares>> = without.iter().filter_map(|closed| self.shares(closed)).collect();
        let everything = whole.len() - 1;
        let variances: Vec<f64> = without.iter().map(|closed| closed[everything]).collect();
        let total: f64 = shares.iter().map(|group| group.share.max(0.0)).sum();
        let estimate = |value: f64, of: &dyn Fn(&GroupShares) -> f64, group: usize| {
            let left_out: Vec<f64> = shares_without.iter().map(|groups| of(&groups[group])).collect();
            let estimate = jackknife(value, &left_out, confidence).clamped(0.0, 1.0);
            Estimate { value: value.clamp(0.0, 1.0), ..estimate }
        };
        let part = |(group, found): (usize, &GroupShares)| {
            let share = estimate(found.share, &|group| group.share, group);
            GroupPart {
                share: Estimate { value: found.share.max(0.0) / total, ..share },
                alone: estimate(found.alone, &|group| group.alone, group),
                together: estimate(found.together, &|group| group.together, group),
            }
        };
        let variance = jackknife(whole[everything], &variances, confidence).clamped(0.0, f64::INFINITY);
        Some(VarianceParts { variance, groups: shares.iter().enumerate().map(part).collect() })
    }

    /// Mean variance that is left when only these groups vary: `E[Var(Y | all others)]`, by bits, with its interval [unit of the
    /// output, squared]; `None` from fewer than eight blocks.
    pub fn inner_variance(&self, varying: usize, confidence: f64) -> Option<Estimate> {
        let (whole, without) = self.jackknifed()?;
        let everything = whole.len() - 1;
        let inner = |closed: &Vec<f64>| closed[everything] - closed[everything & !varying];
        let without: Vec<f64> = without.iter().map(inner).collect();
        Some(jackknife(inner(&whole), &without, confidence).clamped(0.0, f64::INFINITY))
    }

    /// Closed indices of all blocks, and without one block after the other; `None` from fewer than eight.
    fn jackknifed(&self) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
        let count = self.blocks.len();
        if count < FEWEST_BLOCKS {
            return None;
        }
        let sums = self.sums();
        let without = self.blocks.iter().map(|block| mean_without(&sums, Some(block), count)).collect();
        Some((mean_without(&sums, None, count), without))
    }

    fn sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; 1 << self.groups];
        for block in &self.blocks {
            sums.iter_mut().zip(block).for_each(|(sum, index)| *sum += index);
        }
        sums
    }

    /// Shares of the groups, as they come out; `None` where nothing varies.
    fn shares(&self, closed: &[f64]) -> Option<Vec<GroupShares>> {
        let everything = closed.len() - 1;
        let variance = closed[everything];
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

/// Mean of so many blocks of which this is the sum, one left out.
fn mean_without(sums: &[f64], left_out: Option<&Vec<f64>>, blocks: usize) -> Vec<f64> {
    match left_out {
        None => sums.iter().map(|sum| sum / blocks as f64).collect(),
        Some(block) => sums.iter().zip(block).map(|(sum, index)| (sum - index) / (blocks - 1) as f64).collect(),
    }
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
