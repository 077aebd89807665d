//! A quantile with its doubt.

use super::{Estimate, LogHistogram};

/// Quantile of everything in the sections, with an interval by sectioning: `share` of the values lie below it.
///
/// A section is a group of replications (of about equal size, each large enough to have values beyond the quantile). The
/// value comes from all sections merged; the interval from the deviations of the sections' quantiles `q_k` from it: `t *
/// sqrt(sum of (q_k - q)² / (K - 1) / K)` with K - 1 degrees of freedom. Source: Asmussen and Glynn (2007), Stochastic
/// Simulation, III.5b. `None` when nothing was counted; no interval from fewer than two sections that counted something.
pub fn sectioned_quantile(sections: &[&LogHistogram], share: f64, confidence: f64) -> Option<Estimate> {
    let mut merged = LogHistogram::default();
    for section in sections {
        merged.merge(section);
    }
    let value = merged.quantile(share)?;
    let deviations: Vec<f64> =
        sections.iter().filter_map(|section| section.quantile(share)).map(|quantile| quantile - value).collect();
    if deviations.len() < 2 {
        return Some(Estimate { value, interval: None });
    }
    let count = deviations.len() as f64;
    let squares: f64 = deviations.iter().map(|deviation| deviation * deviation).sum();
    let variance = squares / (count - 1.0) / count;
    Some(Estimate::by_student(value, variance, deviations.len() as u64 - 1, confidence).clamped(0.0, f64::INFINITY))
}
