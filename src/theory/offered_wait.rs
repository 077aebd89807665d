//! Law of the hold in M/M/n+G: the offered wait meets the caller's patience.

use super::patience::PatienceLaw;
use super::quadrature::Panel;

/// What the search for the offered wait's density has found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub patience: PatienceLaw,
    /// λ.
    pub arrival_rate: f64,
    /// nμ.
    pub ending: f64,
    /// Samples of survival from zero to where the density is negligible.
    pub panels: Vec<Panel>,
    /// Largest exponent of the density.
    pub peak: f64,
    /// P(some agent idle), in units of the density's scale over λ.
    pub idle: f64,
}

/// The offered wait, normalised, and the moments that everybody asks for.
#[derive(Debug, Clone)]
pub(super) struct OfferedWait {
    found: Found,
    /// P(no agent idle) per unit of ∫ exp(g - peak).
    scale: f64,
    /// P(offered wait beyond the start of panel i), and answered up to there; one more than panels.
    beyond: Vec<f64>,
    answered_before: Vec<f64>,
    abandonment: f64,
    mean_hold: f64,
    answered_hold: f64,
}

impl OfferedWait {
    pub fn new(found: Found) -> Self {
        let raw: f64 = found.panels.iter().map(|panel| found.mass(panel)).sum();
        // λ = 0 makes `idle` infinite, and then nobody waits.
        let scale = if found.arrival_rate > 0.0 { 1.0 / (raw + found.idle / found.arrival_rate) } else { 0.0 };
        let mut law = Self {
            scale,
            beyond: vec![0.0; found.panels.len() + 1],
            answered_before: vec![0.0; found.panels.len() + 1],
            abandonment: 0.0,
            mean_hold: 0.0,
            answered_hold: 0.0,
            found,
        };
        let found = &law.found;
        for (i, panel) in found.panels.iter().enumerate().rev() {
            law.beyond[i] = law.beyond[i + 1] + scale * found.mass(panel);
        }
        law.answered_before[0] = match found.arrival_rate {
            0.0 => 1.0,
            rate if found.idle.is_finite() => scale * found.idle / rate,
            _ => 1.0,
        };
        for (i, panel) in found.panels.iter().enumerate() {
            law.answered_before[i + 1] = law.answered_before[i] + scale * found.answered(panel);
            law.abandonment += scale * panel.integrate(|i| found.density(panel, i) * (1.0 - panel.values[i]));
            // E[min(x, patience)] = H(x).
            law.mean_hold += scale * panel.integrate(|i| found.density(panel, i) * panel.integrals[i]);
            law.answered_hold += scale * panel.integrate(|i| found.density(panel, i) * panel.values[i] * panel.at[i]);
        }
        law
    }

    pub fn all_busy(&self) -> f64 {
        self.beyond[0]
    }

    pub fn abandonment(&self) -> f64 {
        self.abandonment
    }

    pub fn answered(&self) -> f64 {
        self.answered_before[self.answered_before.len() - 1]
    }

    pub fn mean_hold(&self) -> f64 {
        self.mean_hold
    }

    /// Mean of the hold where it ends in an answer, zero where it does not \[s\].
    pub fn answered_hold(&self) -> f64 {
        self.answered_hold
    }

    /// P(hold > t): neither an agent nor the end of patience has come by then.
    pub fn hold_exceeds(&self, seconds: f64) -> f64 {
        let found = &self.found;
        let wait_exceeds =
            self.split(seconds).map_or(0.0, |(i, _, rest)| self.beyond[i + 1] + self.scale * found.mass(&rest));
        // Patience 0 is not above 0, so the limit from the right is what counts at zero.
        wait_exceeds * found.patience.survival(seconds.max(f64::MIN_POSITIVE))
    }

    /// P(answered and hold <= t).
    pub fn answered_within(&self, seconds: f64) -> f64 {
        match self.split(seconds) {
            Some((i, part, _)) => self.answered_before[i] + self.scale * self.found.answered(&part),
            None => self.answered(),
        }
    }

    /// The panel in which `seconds` lies, cut in two there; `None` past the end.
    fn split(&self, seconds: f64) -> Option<(usize, Panel, Panel)> {
        let panels = &self.found.panels;
        let i = panels.partition_point(|panel| panel.to <= seconds);
        let panel = panels.get(i)?;
        let before = if i == 0 { 0.0 } else { panels[i - 1].integral_to_end };
        let survival = |x: f64| self.found.patience.survival(x);
        let part = Panel::sample(survival, panel.from, seconds.max(panel.from), before);
        let rest = Panel::sample(survival, part.to, panel.to, part.integral_to_end);
        Some((i, part, rest))
    }
}

impl Found {
    /// exp(g - peak) at sample i.
    fn density(&self, panel: &Panel, i: usize) -> f64 {
        libm::exp(self.arrival_rate * panel.integrals[i] - self.ending * panel.at[i] - self.peak)
    }

    fn mass(&self, panel: &Panel) -> f64 {
        panel.integrate(|i| self.density(panel, i))
    }

    fn answered(&self, panel: &Panel) -> f64 {
        panel.integrate(|i| self.density(panel, i) * panel.values[i])
    }
}
