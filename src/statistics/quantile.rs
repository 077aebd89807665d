//! Quantiles with their doubt.

use super::{Cumulated, Estimate, LogHistogram};

/// What was counted in groups of replications, of about equal size, each large enough to have values beyond the
/// quantiles asked for.
#[derive(Debug, Clone)]
pub struct Sections {
    whole: Cumulated,
    parts: Vec<Cumulated>,
}

impl Sections {
    /// Of a histogram per section.
    pub fn of(sections: &[LogHistogram]) -> Self {
        let parts: Vec<Cumulated> = sections.iter().map(LogHistogram::cumulated).collect();
        Self { whole: Cumulated::sum(&parts), parts }
    }

    /// Each section by itself.
    pub fn parts(&self) -> &[Cumulated] {
        &self.parts
    }

    /// Quantile of everything in the sections, with an interval by sectioning: `share` of the values lie below it.
    ///
    /// The value comes from all sections merged; the interval from the deviations of the sections' quantiles `q_k` from
    /// it: `t * sqrt(sum of (q_k - q)² / (K - 1) / K)` with K - 1 degrees of freedom. Source: Asmussen and Glynn (2007),
    /// Stochastic Simulation, III.5b. `None` when nothing was counted; no interval from fewer than two sections that
    /// counted something.
    pub fn quantile(&self, share: f64, confidence: f64) -> Option<Estimate> {
        let value = self.whole.quantile(share)?;
        let squares = self.parts.iter().filter_map(|part| part.quantile(share)).map(|q| (q - value) * (q - value));
        let (counted, sum) = squares.fold((0_u64, 0.0), |(counted, sum), square| (counted + 1, sum + square));
        if counted < 2 {
            return Some(Estimate { value, interval: None });
        }
        let freedom = counted - 1;
        let variance = sum / freedom as f64 / counted as f64;
        Some(Estimate::by_student(value, variance, freedom, confidence).clamped(0.0, f64::INFINITY))
    }
}
