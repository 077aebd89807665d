//! Holds a simulated figure against its exact value: covered, and narrow enough to mean something.

use std::sync::atomic::{AtomicUsize, Ordering};

use ccsim::metrics::{CONFIDENCE, Findings, Unit};
use ccsim::model::{Center, Draft, Scope};
use ccsim::statistics::{Estimate, student_t_quantile};

use super::support::{seal, simulate};

/// Chance that at least one figure of the whole suite misses although the simulator is right, over all seeds. The seeds
/// are fixed, so the suite itself never flickers.
pub const FAMILY_ALPHA: f64 = 0.01;
/// Most figures that the suite may compare; each has its share of [`FAMILY_ALPHA`] (Bonferroni).
pub const MOST_COMPARISONS: usize = 1000;
/// Shares above this must be known to within [`WIDEST_SHARE`]; below, to within a fifth of their value.
const SMALL_SHARE: f64 = 0.05;
/// Widest half-width of the 95 % interval of a share [of one].
const WIDEST_SHARE: f64 = 0.01;
/// Widest half-width of the 95 % interval of a time or a number [of its value].
const WIDEST_RELATIVE: f64 = 0.02;
/// The same for what is small: rare waits, shares below [`SMALL_SHARE`].
const WIDEST_SMALL: f64 = 0.2;

/// What happens more seldom is met in a few replications or none, and Student's t does not hold; it only has to be as rare
/// as this in the simulation, too [of one].
const RARE: f64 = 5e-4;
/// Where no replication differs from another, the exact value may differ by what happens too seldom [of its value].
const NEVER_MET: f64 = 1e-6;

static COMPARED: AtomicUsize = AtomicUsize::new(0);

/// Figures of one simulated center and the judge's name for it.
pub struct Judged {
    name: String,
    center: Center,
    findings: Findings,
    /// Widest half-width of the 95 % interval of a time or a number [of its value].
    widest: f64,
}

impl Judged {
    /// Plays a center.
    ///
    /// Its seed comes from its name, so that no two centers of the suite meet the same people.
    pub fn play(name: impl Into<String>, draft: Draft, replications: u64) -> Self {
        let (name, center) = (name.into(), seal(draft));
        let seed = name.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let findings = simulate(&center, replications, seed);
        Self { name, center, findings, widest: WIDEST_RELATIVE }
    }

    /// The same, with times and numbers known less well: `widest` is a share of their value.
    pub fn known_to(self, widest: f64) -> Self {
        Self { widest, ..self }
    }

    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// A figure of the whole center over the whole day.
    pub fn center(&self, metric: &str, exact: f64) {
        self.figure(metric, Scope::Center, None, exact);
    }

    /// Any figure.
    pub fn figure(&self, metric: &str, scope: Scope, interval: Option<u32>, exact: f64) {
        let row = self.findings.rows.iter().find(|r| (r.metric.id, r.scope, r.interval) == (metric, scope, interval));
        let row = row.unwrap_or_else(|| panic!("{}: no {metric} of {scope:?} in {interval:?}", self.name));
        let estimate = row.estimate.unwrap_or_else(|| panic!("{}: {metric} of {scope:?} is undefined", self.name));
        let place = match (scope, interval) {
            (Scope::Center, None) => metric.to_owned(),
            (scope, None) => format!("{metric} of {}", self.center.scope_name(scope)),
            (scope, Some(at)) => format!("{metric} of {} in interval {at}", self.center.scope_name(scope)),
        };
        if row.metric.unit == Unit::Share && exact > 0.0 && exact.min(1.0 - exact) < RARE {
            let value = estimate.value;
            assert!((value - exact).abs() < RARE, "{}: {place} is {value}, exactly {exact}", self.name);
            return;
        }
        let widest = match row.metric.unit {
            Unit::Share if exact > SMALL_SHARE => WIDEST_SHARE,
            Unit::Share => WIDEST_SMALL * exact,
            _ => self.widest * exact,
        };
        compare(&self.name, &place, estimate, exact, self.findings.replications - 1, widest);
    }
}

/// Compares an estimate, made with so many degrees of freedom, with its exact value, and prints a line of the table.
pub fn compare(center: &str, figure: &str, estimate: Estimate, exact: f64, freedom: u64, widest: f64) {
    if exact == 0.0 {
        assert!(estimate.value == 0.0, "{center}: {figure} is {} and must be nothing", estimate.value);
        return;
    }
    let compared = COMPARED.fetch_add(1, Ordering::Relaxed) + 1;
    assert!(compared <= MOST_COMPARISONS, "raise MOST_COMPARISONS: each comparison needs its share of alpha");
    let Estimate { value, interval } = estimate;
    let (low, high) = interval.expect("several replications were played");
    // A share's interval is cut at nothing and at all: the longer arm is the whole one.
    let half = (value - low).max(high - value);
    let student = student_t_quantile(freedom, 0.5 + CONFIDENCE / 2.0).expect("several replications were played");
    let limit = student_t_quantile(freedom, 1.0 - FAMILY_ALPHA / MOST_COMPARISONS as f64 / 2.0);
    let limit = limit.expect("several replications were played");
    if half <= 1e-9 * value {
        // Every replication said the same: what would change it is too rare to be met.
        println!("| {center} | {figure} | {value:.6} ± 0 | {exact:.6} | |");
        assert!((value - exact).abs() <= NEVER_MET * exact, "{center}: {figure} is always {value}, exactly {exact}");
        return;
    }
    let z = (value - exact) / (half / student);
    println!("| {center} | {figure} | {value:.6} ± {half:.6} | {exact:.6} | {z:+.2} |");
    assert!(
        z.abs() <= limit,
        "{center}: {figure} is {value} ± {half}, exactly {exact}: z = {z:+.2}, at most {limit:.2}"
    );
    assert!(half <= widest, "{center}: {figure} is {value} ± {half}, not known to within {widest}");
}
