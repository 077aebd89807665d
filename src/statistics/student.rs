//! Quantiles of the normal and of Student's t.

use std::cell::Cell;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Quantile of Student's t; `None` without degrees of freedom or when `probability` does not lie between 0 and 1, both
/// excluded.
///
/// The last answers are remembered by each thread: a report asks for thousands of intervals with the same few degrees of
/// freedom, and the search for a quantile takes microseconds.
pub fn student_t_quantile(degrees_of_freedom: u64, probability: f64) -> Option<f64> {
    if degrees_of_freedom == 0 || !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let place = (degrees_of_freedom % REMEMBERED as u64) as usize;
    let (freedom, asked, known) = ANSWERS.with(|answers| answers[place].get());
    if freedom == degrees_of_freedom && asked.to_bits() == probability.to_bits() {
        return Some(known);
    }
    let found = searched(degrees_of_freedom, probability)?;
    ANSWERS.with(|answers| answers[place].set((degrees_of_freedom, probability, found)));
    Some(found)
}

/// Answers remembered: the sixteen sections of a quantile, and some numbers of replications.
const REMEMBERED: usize = 32;

thread_local! {
    /// Degrees of freedom (zero: nothing yet), probability, quantile.
    static ANSWERS: [Cell<(u64, f64, f64)>; REMEMBERED] = const { [const { Cell::new((0, 0.0, 0.0)) }; REMEMBERED] };
}

fn searched(degrees_of_freedom: u64, probability: f64) -> Option<f64> {
    if degrees_of_freedom >= NEARLY_NORMAL {
        return Some(without_noise(expanded(degrees_of_freedom as f64, normal_quantile(probability)?)));
    }
    let law = StudentsT::new(0.0, 1.0, degrees_of_freedom as f64).ok()?;
    Some(without_noise(law.inverse_cdf(probability)))
}

/// Degrees of freedom from which on the guest's search loses digits (seven are wrong at a million) and an expansion about
/// the normal is exact to 13.
const NEARLY_NORMAL: u64 = 2000;

/// Quantile of Student's t from the normal's: Abramowitz and Stegun (1964), 26.7.5.
fn expanded(freedom: f64, z: f64) -> f64 {
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = z * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    z + (first + (second + third / freedom) / freedom) / freedom
}

/// Quantile of the standard normal; `None` when `probability` does not lie between 0 and 1, both excluded.
pub fn normal_quantile(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    Some(without_noise(Normal::new(0.0, 1.0).ok()?.inverse_cdf(probability)))
}

/// Eleven decimals: the guest may use the platform's logarithm, whose last bit differs between machines; a result must not.
fn without_noise(quantile: f64) -> f64 {
    const DECIMALS: f64 = 1e11;
    let rounded = (quantile * DECIMALS).round() / DECIMALS;
    if rounded.is_finite() { rounded } else { quantile }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_printed_tables() {
        // Abramowitz and Stegun (1964), table 26.10, the digits beyond it by inverting the incomplete beta function in 30 digits.
        for (freedom, probability, expected) in [
            (1, 0.975, 12.706_204_736_175),
            (2, 0.975, 4.302_652_729_696),
            (9, 0.975, 2.262_157_162_740),
            (29, 0.995, 2.756_385_903_670),
            (999, 0.975, 1.962_341_461_133),
            (1999, 0.975, 1.961_151_420_171),
            (4999, 0.9995, 3.292_474_113_056),
            (9999, 0.9, 1.281_636_238_198),
            (999_999, 0.975, 1.959_966_356_817),
        ] {
            let t = student_t_quantile(freedom, probability).unwrap();
            assert!((t - expected).abs() < 1e-10, "{freedom} {probability}: {t}");
            let mirrored = student_t_quantile(freedom, 1.0 - probability).unwrap();
            assert!((t + mirrored).abs() < 1e-10);
        }
        assert!((normal_quantile(0.975).unwrap() - 1.959_963_984_540).abs() < 1e-9);
        assert!((normal_quantile(0.5).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn no_quantile_where_there_is_none() {
        assert_eq!(student_t_quantile(0, 0.9), None);
        for bad in [0.0, 1.0, -1.0, 2.0, f64::NAN] {
            assert_eq!(student_t_quantile(5, bad), None);
            assert_eq!(normal_quantile(bad), None);
        }
    }
}
