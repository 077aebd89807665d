//! Which input matters most: parts of an output's variance, from points that were drawn for something else.
//!
//! Two estimators of Sobol's indices (Sobol 1993). An *expansion* in orthogonal polynomials (Sudret 2008) gives what an input
//! does by itself and what it does together with others; it is used where it predicts points that it has not seen. Elsewhere the
//! means of the output in *classes* of one input after the other (Plischke, Borgonovo and Smith 2013) give the former alone.
//!
//! Intervals are by the jackknife over groups of points (Quenouille 1956; Tukey 1958). Not by the bootstrap, which repeats
//! points: both estimators measure noise by how points next to each other differ, and would take a repeated point for
//! absence of noise.

mod classes;
mod expansion;
mod least_squares;
mod polynomials;

use super::estimate::Estimate;
use expansion::Expansion;

/// What inputs do to an output.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// By input.
    pub inputs: Vec<Importance>,
    /// How the parts were estimated.
    pub method: Method,
}

/// What one input does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    /// Part of the output's variance that comes from this input by itself: its first-order index.
    pub alone: Estimate,
    /// The same with all that it does together with others: its total index; `None` when it cannot be estimated.
    pub together: Option<Estimate>,
    /// Slope of the plane that fits best [output's unit for each unit of the input]; `None` when no plane can be told.
    pub slope: Option<f64>,
}

/// How parts of variance were estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// By an expansion in polynomials.
    Expansion {
        /// Highest degree of a term.
        degree: usize,
        /// Part of the variance of left-out points that it predicts.
        predicted: f64,
    },
    /// By means in classes of so many points or more.
    Classes {
        /// Classes of an input with enough different values.
        classes: usize,
    },
}

/// Fewer points than this say nothing of parts of a variance.
const FEWEST_POINTS: usize = 20;
/// An expansion is believed from this predicted part of the variance on.
const BELIEVED: f64 = 0.8;
/// Groups of the jackknife. A prime, so that every so-manieth point of a quasi-random sequence is no pattern of it.
const GROUPS: usize = 31;

/// What each input does to the output, from values of the inputs (one list an input, one value a point) and of the output.
///
/// `None` when lists differ in length, there are fewer than 20 points, a number is not finite, or the output does not vary.
pub fn sensitivity(inputs: &[Vec<f64>], output: &[f64], confidence: f64) -> Option<Sensitivity> {
    let is_whole = inputs.iter().all(|values| values.len() == output.len() && values.iter().all(|x| x.is_finite()));
    if inputs.is_empty() || !is_whole || output.len() < FEWEST_POINTS || output.iter().any(|y| !y.is_finite()) {
        return None;
    }
    let (mean, variance) = mean_and_variance(output);
    if variance <= (mean * 1e-12) * (mean * 1e-12) {
        return None;
    }
    let slopes = least_squares::slopes(inputs, output);
    let slope = |at: usize| slopes.as_ref().map(|slopes| slopes[at]);
    let expansion = Expansion::best(inputs, output, GROUPS).filter(|found| found.predicted() >= BELIEVED);
    if let Some(expansion) = expansion {
        let whole = expansion.parts(None)?;
        let without: Vec<_> = (0..GROUPS).filter_map(|group| expansion.parts(Some(group))).collect();
        let importance = |at: usize| {
            let alone: Vec<f64> = without.iter().map(|parts| parts[at].0).collect();
            let together: Vec<f64> = without.iter().map(|parts| parts[at].1).collect();
            Importance {
                alone: jackknife(whole[at].0, &alone, confidence),
                together: Some(jackknife(whole[at].1, &together, confidence)),
                slope: slope(at),
            }
        };
        let inputs = (0..inputs.len()).map(importance).collect();
        let method = Method::Expansion { degree: expansion.degree(), predicted: expansion.predicted() };
        return Some(Sensitivity { inputs, method });
    }
    let count = classes::count(output.len());
    let importance = |(at, values): (usize, &Vec<f64>)| {
        let without: Vec<f64> = (0..GROUPS)
            .filter_map(|group| {
                let kept = |list: &[f64]| -> Vec<f64> {
                    let others = list.iter().enumerate().filter(|(point, _)| point % GROUPS != group);
                    others.map(|(_, value)| *value).collect()
                };
                classes::part(&kept(values), &kept(output), count)
            })
            .collect();
        let alone = jackknife(classes::part(values, output, count)?, &without, confidence);
        Some(Importance { alone, together: None, slope: slope(at) })
    };
    let inputs: Option<Vec<Importance>> = inputs.iter().enumerate().map(importance).collect();
    Some(Sensitivity { inputs: inputs?, method: Method::Classes { classes: count } })
}

/// A part of a whole with its interval, from the same part without one group of points after the other.
///
/// Both ends are brought into 0..=1; the part too, which the correction for noise can bring a little below zero.
fn jackknife(whole: f64, without: &[f64], confidence: f64) -> Estimate {
    let count = without.len() as f64;
    let mean = without.iter().sum::<f64>() / count;
    let squares: f64 = without.iter().map(|part| (part - mean) * (part - mean)).sum();
    let degrees = (without.len() as u64).saturating_sub(1);
    let estimate = Estimate::by_student(whole, squares * (count - 1.0) / count, degrees, confidence);
    let estimate = estimate.clamped(0.0, 1.0);
    Estimate { value: whole.clamp(0.0, 1.0), ..estimate }
}

/// Mean, and mean squared deviation from it.
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count)
}

#[cfg(test)]
mod tests;
