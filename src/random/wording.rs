//! Distributions in plain words.

use std::fmt;

use super::distribution::{DurationDistribution, Form};

impl fmt::Display for DurationDistribution {
    /// As in `lognormal, mean 250 s, cv 1.1, at most 3600 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uncut = Self { form: self.form.clone(), at_most: None };
        let mean = uncut.mean_seconds().map_or_else(|| "infinite".to_owned(), seconds);
        match &self.form {
            Form::Constant(length) => write!(f, "constant, {}", seconds(length.as_secs_f64()))?,
            Form::Exponential { .. } => write!(f, "exponential, mean {mean}")?,
            Form::Lognormal { sigma, .. } => {
                write!(f, "lognormal, mean {mean}, cv {}", plain(libm::expm1(sigma * sigma).sqrt()))?;
            }
            Form::Gamma { shape, .. } => write!(f, "gamma, mean {mean}, cv {}", plain(1.0 / shape.sqrt()))?,
            Form::Erlang { phases, .. } => write!(f, "erlang, mean {mean}, {phases} phases")?,
            Form::Weibull { shape, .. } => write!(f, "weibull, mean {mean}, shape {}", plain(*shape))?,
            Form::Uniform { from, to } => write!(f, "uniform, {} to {}", seconds(*from), seconds(*to))?,
            Form::Triangular { from, mode, to } => {
                write!(f, "triangular, {} to {}, mode {}", seconds(*from), seconds(*to), seconds(*mode))?;
            }
            Form::Hyperexponential { means, .. } => {
                write!(f, "hyperexponential of {} parts, mean {mean}", means.len())?;
            }
            Form::Empirical { values, .. } => write!(f, "empirical, {} values, mean {mean}", values.len())?,
            Form::Hazard(pieces) => write!(f, "hazard of {} pieces, mean {mean}", pieces.len())?,
            Form::Mixture(parts) => {
                write!(f, "mixture of")?;
                for (i, (share, part)) in parts.iter().enumerate() {
                    let separator = if i == 0 { "" } else { ";" };
                    write!(f, "{separator} {} % ({part})", plain(share * 100.0))?;
                }
            }
            Form::Never => write!(f, "never")?,
        }
        match self.at_most {
            Some(limit) => write!(f, ", at most {}", seconds(limit.as_secs_f64())),
            None => Ok(()),
        }
    }
}

fn seconds(value: f64) -> String {
    format!("{} s", plain(value))
}

/// At most four decimals, no trailing zeros; powers of ten where the number is astronomical.
fn plain(value: f64) -> String {
    if value >= 1e12 {
        return format!("{value:.2e}");
    }
    format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
