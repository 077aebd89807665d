//! Distributions prepared for drawing: one decision for a block of numbers, then a tight loop.

use rand_distr::{Distribution, Triangular};

use super::Stream;
use super::choice::Choice;
use super::distribution::{DurationDistribution, Form, HazardPiece};
use super::elementary::{exp, ln};
use super::gamma::GammaShape;
use crate::units::{Duration, MICROSECONDS_PER_SECOND};

const MICROS: f64 = MICROSECONDS_PER_SECOND as f64;

/// A distribution of durations prepared for speed.
///
/// Draws are rounded to the nearest microsecond and cut at the distribution's limit or, at the latest, at
/// [`Duration::FOREVER`] (some families at 142 years, which is for ever to all who wait). What a
/// draw takes from the stream depends on the stream alone, so that a stream's n-th duration is the same however the draws
/// are blocked. Drawn from equal streams, durations of one family rise together with its mean: exponentials of twice the
/// mean are twice as long, each of them.
#[derive(Debug, Clone)]
pub struct Sampler {
    form: Prepared,
    /// \[µs\]
    limit: u64,
}

/// [`Form`] in microseconds.
#[derive(Debug, Clone)]
enum Prepared {
    Constant(u64),
    Exponential { mean: f64 },
    Lognormal { log_median: f64, sigma: f64 },
    Gamma { shape: GammaShape, scale: f64 },
    Weibull { scale: f64, inverse_shape: f64 },
    Uniform { from: f64, width: f64 },
    Triangular(Triangular<f64>),
    Hyperexponential { choice: Choice, means: Vec<f64> },
    Empirical { choice: Choice, values: Vec<u64> },
    Hazard(Vec<HazardPiece>),
    Mixture { choice: Choice, parts: Vec<Sampler> },
}

impl Sampler {
    pub(super) fn new(distribution: &DurationDistribution) -> Self {
        let form = match &distribution.form {
            Form::Constant(length) => Prepared::Constant(length.as_micros()),
            Form::Never => Prepared::Constant(Duration::FOREVER.as_micros()),
            Form::Exponential { mean } => Prepared::Exponential { mean: mean * MICROS },
            Form::Lognormal { log_median, sigma } => {
                Prepared::Lognormal { log_median: log_median + libm::log(MICROS), sigma: *sigma }
            }
            Form::Gamma { shape, scale } => Prepared::Gamma { shape: GammaShape::new(*shape), scale: scale * MICROS },
            Form::Erlang { phases, mean } => {
                let phases = f64::from(*phases);
                Prepared::Gamma { shape: GammaShape::new(phases), scale: mean / phases * MICROS }
            }
            Form::Weibull { shape, scale } => Prepared::Weibull { scale: scale * MICROS, inverse_shape: 1.0 / shape },
            Form::Uniform { from, to } => Prepared::Uniform { from: from * MICROS, width: (to - from) * MICROS },
            Form::Triangular { from, mode, to } => {
                let triangular = Triangular::new(from * MICROS, to * MICROS, mode * MICROS);
                Prepared::Triangular(triangular.expect("validated: from <= mode <= to"))
            }
            Form::Hyperexponential { shares, means } => Prepared::Hyperexponential {
                choice: Choice::new(shares),
                means: means.iter().map(|mean| mean * MICROS).collect(),
            },
            Form::Empirical { values, weights } => Prepared::Empirical {
                choice: Choice::new(weights),
                values: values.iter().map(|value| value.as_micros()).collect(),
            },
            Form::Hazard(pieces) => Prepared::Hazard(pieces.clone()),
            Form::Mixture(parts) => {
                let shares: Vec<f64> = parts.iter().map(|(share, _)| *share).collect();
                Prepared::Mixture {
                    choice: Choice::new(&shares),
                    parts: parts.iter().map(|(_, part)| Self::new(part)).collect(),
                }
            }
        };
        Self { form, limit: distribution.at_most.unwrap_or(Duration::FOREVER).as_micros() }
    }

    /// The stream's next duration. The commonest forms are drawn without what makes many at once fast.
    pub fn draw(&self, stream: &mut Stream) -> Duration {
        let limit = longest(self.limit);
        let micros = match &self.form {
            Prepared::Exponential { mean } => whole(stream.exponential() * mean, limit),
            Prepared::Lognormal { log_median, sigma } => whole(exp(log_median + sigma * stream.normal()), limit),
            _ => {
                let mut one = [0];
                self.fill(stream, &mut one);
                one[0]
            }
        };
        Duration::from_micros(micros)
    }

    /// The stream's next durations, in whole microseconds; the same numbers as as many calls of [`Sampler::draw`].
    #[inline]
    pub fn fill(&self, stream: &mut Stream, out: &mut [u64]) {
        let limit = self.limit;
        match &self.form {
            Prepared::Constant(length) => out.fill((*length).min(limit)),
            Prepared::Exponential { mean } => {
                stream.fill_exponential(out);
                turn(out, limit, |drawn| drawn * mean);
            }
            Prepared::Lognormal { log_median, sigma } => {
                stream.fill_normal(out);
                turn(out, limit, |drawn| exp(log_median + sigma * drawn));
            }
            Prepared::Gamma { shape, scale } => each(out, limit, || shape.draw(stream) * scale),
            Prepared::Weibull { scale, inverse_shape } => {
                stream.fill_exponential(out);
                turn(out, limit, |drawn| scale * exp(ln(drawn) * inverse_shape));
            }
            Prepared::Uniform { from, width } => each(out, limit, || from + stream.unit() * width),
            Prepared::Triangular(triangular) => each(out, limit, || triangular.sample(stream)),
            Prepared::Hyperexponential { choice, means } => {
                each(out, limit, || means[choice.draw(stream)] * stream.exponential());
            }
            Prepared::Empirical { choice, values } => {
                for slot in out {
                    *slot = values[choice.draw(stream)].min(limit);
                }
            }
            Prepared::Hazard(pieces) => each(out, limit, || end_under(pieces, stream.exponential()) * MICROS),
            Prepared::Mixture { choice, parts } => {
                for slot in out {
                    *slot = parts[choice.draw(stream)].draw(stream).as_micros().min(limit);
                }
            }
        }
    }
}

/// From here on neighbouring doubles are whole numbers, so that adding it rounds.
const ROUNDS: f64 = (1_u64 << 52) as f64;

/// Turns the bits of what was drawn into microseconds, several at once.
#[inline]
fn turn(out: &mut [u64], limit: u64, form: impl Fn(f64) -> f64) {
    let limit = longest(limit);
    for slot in out {
        *slot = whole(form(f64::from_bits(*slot)), limit);
    }
}

/// Where lengths are cut: what is longer than 142 years is cut there, which is for ever to all who wait.
#[inline]
const fn longest(limit: u64) -> f64 {
    (limit as f64).min(ROUNDS - 1.0)
}

/// Whole microseconds: rounded to the nearest, cut at the limit, without a branch.
#[inline]
const fn whole(micros: f64, limit: f64) -> u64 {
    (micros.min(limit) + ROUNDS).to_bits() & ((1 << 52) - 1)
}

/// Fills `out` with numbers of microseconds, rounded to the nearest and cut at the limit.
#[inline]
fn each(out: &mut [u64], limit: u64, mut draw: impl FnMut() -> f64) {
    for slot in out {
        let drawn = draw();
        // Nothing drawn is negative. Adding and taking the low bits costs a third of a conversion.
        let rounded =
            if drawn < ROUNDS { (drawn + ROUNDS).to_bits() & ((1 << 52) - 1) } else { (drawn as i64).cast_unsigned() };
        *slot = rounded.min(limit);
    }
}

/// When the summed hazard reaches `sum` \[s\], infinite when it never does.
fn end_under(pieces: &[HazardPiece], sum: f64) -> f64 {
    // A piece without hazard begins with the sum with which it ends, so the piece found has some, unless it is the last.
    let piece = &pieces[pieces.partition_point(|piece| piece.before <= sum).saturating_sub(1)];
    if piece.rate > 0.0 { piece.from + (sum - piece.before) / piece.rate } else { f64::INFINITY }
}
