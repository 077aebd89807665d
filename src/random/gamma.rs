//! Gamma variables from normals.

use super::Stream;
use super::elementary::{exp, ln};

/// A gamma distribution of scale one, prepared for drawing: Marsaglia and Tsang (2000), "A simple method for
/// generating gamma variables"; below shape one by their boost `Gamma(a + 1) * U^(1/a)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GammaShape {
    /// The paper's `d`.
    center: f64,
    /// The paper's `c`.
    spread: f64,
    /// `1/a` where the shape `a` lies below one.
    boost: Option<f64>,
}

impl GammaShape {
    pub(super) fn new(shape: f64) -> Self {
        let raised = if shape >= 1.0 { shape } else { shape + 1.0 };
        let center = raised - 1.0 / 3.0;
        if shape > 0.0 && shape.is_finite() {
            Self {
                center,
                spread: 1.0 / (9.0 * center).sqrt(),
                boost: (shape < 1.0).then(|| (1.0 / shape).min(f64::MAX)),
            }
        } else {
            Self { center: 0.0, spread: 0.0, boost: None }
        }
    }

    #[inline]
    pub(super) fn draw(self, stream: &mut Stream) -> f64 {
        let drawn = self.center * self.relative(stream);
        match self.boost {
            // U^(1/a) = exp(-E/a), and never the logarithm of zero.
            Some(boost) => drawn * exp(-stream.exponential() * boost),
            None => drawn,
        }
    }

    /// The paper's `v`.
    #[inline]
    fn relative(self, stream: &mut Stream) -> f64 {
        loop {
            let x = stream.normal();
            let root = 1.0 + self.spread * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = stream.unit();
            let squared = x * x;
            if u < 1.0 - 0.0331 * squared * squared || ln(u) < 0.5 * squared + self.center * (1.0 - v + ln(v)) {
                return v;
            }
        }
    }
}
