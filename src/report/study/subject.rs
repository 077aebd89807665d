//! A study as its pictures and its summary look at it: with its promises, and the settings that others are compared with.

use super::Background;
use super::axis::Axis;
use super::promise::{self, Promised};
use super::results::Results;
#[cfg(feature = "charts")]
use super::{Scenario, Trouble};
use crate::report::SpanWord;

/// A study with what follows from its background.
pub(super) struct Subject<'s> {
    pub(super) results: &'s Results,
    pub(super) background: &'s Background<'s>,
    pub(super) promises: Vec<Promised>,
    /// By axis: the setting that stays while others are varied.
    pub(super) base: Vec<usize>,
    /// Axes that are free to vary: of listed cases the axis of their names, and not what each of them sets.
    free: Vec<usize>,
    /// By axis: decimals that all its numbers are written with, so that they can be told apart at a glance.
    decimals: Vec<usize>,
    /// By settings of the free axes: the first scenario that has them.
    #[cfg(feature = "charts")]
    places: Places,
}

/// The first scenario by settings of some axes.
#[cfg(feature = "charts")]
enum Places {
    /// Of a grid: how many settings each axis has, and a scenario for each combination, the last axis fastest.
    Grid(Vec<usize>, Vec<Option<u32>>),
    /// Of a design, which has few of all combinations.
    Sparse(std::collections::BTreeMap<Vec<usize>, usize>),
}

impl<'s> Subject<'s> {
    /// What a replication is called.
    pub(super) fn span(&self) -> SpanWord {
        self.background.center.map_or(SpanWord::DAY, SpanWord::of)
    }

    pub(super) fn of(results: &'s Results, background: &'s Background<'s>) -> Self {
        let named = background.baseline.and_then(|at| results.scenarios().get(at));
        let base =
            named.map_or_else(|| results.axes().iter().map(middle).collect(), |scenario| scenario.settings.clone());
        let free = free_axes(results);
        Self {
            results,
            background,
            promises: background.center.map(promise::of).unwrap_or_default(),
            base,
            #[cfg(feature = "charts")]
            places: Places::of(results, &free),
            decimals: results.axes().iter().map(decimals_of).collect(),
            free,
        }
    }

    /// The scenario with the base's settings but for these: axis and setting.
    #[cfg(feature = "charts")]
    pub(super) fn scenario_with(&self, changed: &[(usize, usize)]) -> Option<usize> {
        let mut settings = self.base.clone();
        for &(axis, setting) in changed {
            *settings.get_mut(axis)? = setting;
        }
        if changed.iter().all(|change| self.free.contains(&change.0)) {
            return self.places.find(&settings, &self.free);
        }
        // What a case sets can be asked for as well; then everything else but the case's name must be the base's.
        let others = |scenario: &Scenario| {
            let axes = self.results.axes().iter().zip(scenario.settings.iter().zip(&settings));
            axes.into_iter().all(|(axis, (found, wanted))| axis.path == CASE || found == wanted)
        };
        self.results.scenarios().iter().position(others)
    }

    /// The axes that have more than one value, without those that follow from a case.
    pub(super) fn varied(&self) -> Vec<usize> {
        self.free.iter().copied().filter(|&axis| self.results.axes()[axis].settings.len() > 1).collect()
    }

    /// Whether every combination of the free axes was played: a grid, and no design.
    pub(super) fn is_grid(&self) -> bool {
        let counts = self.free.iter().map(|&axis| self.results.axes()[axis].settings.len());
        let combinations = counts.into_iter().try_fold(1_usize, usize::checked_mul);
        combinations == Some(self.results.scenarios().len())
    }

    /// Whether an axis changes who calls; a case does when something does that it sets.
    pub(super) fn moves_people(&self, axis: usize) -> bool {
        let axes = self.results.axes();
        let follows = |other: usize| !self.free.contains(&other) && axes[other].settings.len() > 1;
        axes[axis].moves_people
            || axes[axis].path == CASE && (0..axes.len()).any(|other| follows(other) && axes[other].moves_people)
    }

    /// Whether an axis changes who works; a case does when something does that it sets.
    #[cfg(feature = "charts")]
    pub(super) fn moves_staff(&self, axis: usize) -> bool {
        let axes = self.results.axes();
        let is_staff = |axis: usize| axes[axis].path.starts_with("agent-group.") && axes[axis].settings.len() > 1;
        is_staff(axis)
            || axes[axis].path == CASE && (0..axes.len()).any(|other| !self.free.contains(&other) && is_staff(other))
    }

    /// The axis of a path, or of a short name that only one has.
    ///
    /// # Errors
    /// When there is none.
    #[cfg(feature = "charts")]
    pub(super) fn axis(&self, asked: &str) -> Result<usize, Trouble> {
        let axes = self.results.axes();
        let by_path = axes.iter().position(|axis| axis.path == asked);
        let mut named = axes.iter().enumerate().filter(|(_, axis)| axis.name() == asked).map(|(at, _)| at);
        let by_name = named.next().filter(|_| named.next().is_none());
        by_path.or(by_name).ok_or_else(|| Trouble::Unknown {
            what: "axis",
            name: asked.to_owned(),
            known: axes.iter().map(|axis| axis.path.clone()).chain(axes.iter().map(Axis::name)).collect(),
        })
    }

    /// Values of an axis in some scenarios: numbers, or the positions of words.
    pub(super) fn numbers(&self, axis: usize, scenarios: impl Iterator<Item = usize>) -> Vec<f64> {
        let value = |at: usize| {
            let setting = self.results.scenarios()[at].settings[axis];
            self.results.axes()[axis].settings[setting].number.unwrap_or(setting as f64)
        };
        scenarios.map(value).collect()
    }

    /// A setting of an axis as people read it: `1.10`, `20 s`.
    pub(super) fn setting(&self, axis: usize, setting: usize) -> String {
        let decimals = self.decimals[axis];
        let axis = &self.results.axes()[axis];
        let Some(found) = axis.settings.get(setting) else { return String::new() };
        match found.number {
            Some(number) if axis.unit.is_empty() && number.abs() < LARGE => super::super::grouped(number, decimals),
            _ if found.text.is_empty() => "as it is".to_owned(),
            _ => found.text.clone(),
        }
    }

    /// A scenario's settings of some axes: `1.10, 20 s`; with their names: `staff 1.10, head-start 20 s`.
    pub(super) fn settings(&self, scenario: usize, axes: &[usize], with_names: bool) -> String {
        let Some(scenario) = self.results.scenarios().get(scenario) else { return String::new() };
        let words = axes.iter().map(|&axis| {
            let setting = self.setting(axis, scenario.settings[axis]);
            if with_names && self.results.axes()[axis].path != CASE {
                format!("{} {setting}", self.results.axes()[axis].name())
            } else {
                setting
            }
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The axis that names listed cases, and sets nothing.
pub(super) const CASE: &str = "case";

/// All axes, but of those that a case sets only the case.
fn free_axes(results: &Results) -> Vec<usize> {
    let all = 0..results.axes().len();
    let Some(case) = results.axes().iter().position(|axis| axis.path == CASE) else { return all.collect() };
    let follows = |axis: usize| {
        let mut of_case: Vec<Option<usize>> = vec![None; results.axes()[case].settings.len()];
        axis != case
            && results.scenarios().iter().all(|scenario| {
                let known = &mut of_case[scenario.settings[case]];
                *known.get_or_insert(scenario.settings[axis]) == scenario.settings[axis]
            })
    };
    all.filter(|&axis| !follows(axis)).collect()
}

#[cfg(feature = "charts")]
impl Places {
    /// Combinations for each scenario up to which all of them have a place of their own.
    const MOST_EMPTY: usize = 2;

    fn of(results: &Results, axes: &[usize]) -> Self {
        let scenarios = results.scenarios().iter().enumerate().rev();
        let counts: Vec<usize> = axes.iter().map(|&axis| results.axes()[axis].settings.len()).collect();
        let combinations = counts.iter().try_fold(1_usize, |product, &count| product.checked_mul(count));
        let most = results.scenarios().len().saturating_mul(Self::MOST_EMPTY);
        let Some(combinations) = combinations.filter(|&combinations| combinations <= most) else {
            return Self::Sparse(scenarios.map(|(at, scenario)| (chosen(&scenario.settings, axes), at)).collect());
        };
        let mut places = vec![None; combinations];
        for (at, scenario) in scenarios {
            places[combination(&scenario.settings, axes, &counts)] = u32::try_from(at).ok();
        }
        Self::Grid(counts, places)
    }

    fn find(&self, settings: &[usize], axes: &[usize]) -> Option<usize> {
        match self {
            Self::Grid(counts, places) => {
                let is_known = axes.iter().zip(counts).all(|(&axis, &count)| settings[axis] < count);
                is_known.then(|| places[combination(settings, axes, counts)])?.map(|at| at as usize)
            }
            Self::Sparse(places) => places.get(&chosen(settings, axes)).copied(),
        }
    }
}

/// Number of a combination of some axes' settings, each below its count.
#[cfg(feature = "charts")]
fn combination(settings: &[usize], axes: &[usize], counts: &[usize]) -> usize {
    axes.iter().zip(counts).fold(0, |number, (&axis, &count)| number * count + settings[axis])
}

/// The settings of some axes.
#[cfg(feature = "charts")]
fn chosen(settings: &[usize], axes: &[usize]) -> Vec<usize> {
    axes.iter().map(|&axis| settings[axis]).collect()
}

/// Numbers from here on are written as the study has them.
const LARGE: f64 = 1e9;

/// Decimals that an axis's numbers need, four at most.
fn decimals_of(axis: &Axis) -> usize {
    axis.settings.iter().filter_map(|found| found.number).map(decimals).max().unwrap_or(0)
}

/// Decimals that a number is written with, four at most.
fn decimals(number: f64) -> usize {
    let is_round = |decimals: &usize| {
        let unit = [1.0, 10.0, 100.0, 1000.0][*decimals];
        (number * unit - (number * unit).round()).abs() < 1e-6 * number.abs().max(1.0)
    };
    (0..4).find(is_round).unwrap_or(4)
}

/// The setting that changes nothing where there is one (a scale of 1), the first case, else the middle one.
fn middle(axis: &Axis) -> usize {
    if axis.path == CASE {
        return 0;
    }
    let unchanged = axis.path.ends_with("scale").then(|| {
        axis.settings.iter().position(|setting| setting.number.is_some_and(|number| (number - 1.0).abs() < 1e-9))
    });
    unchanged.flatten().unwrap_or_else(|| axis.settings.len().saturating_sub(1) / 2)
}

/// At most so many of `0..count`, in order: the ends, `base`, and those furthest from all others.
pub(super) fn spread_out(count: usize, base: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    let mut chosen: Vec<usize> = Vec::new();
    for at in [0, count - 1, base.min(count - 1)] {
        if !chosen.contains(&at) && chosen.len() < most {
            chosen.push(at);
        }
    }
    while chosen.len() < most {
        let distance = |at: usize| chosen.iter().map(|&other| at.abs_diff(other)).min().unwrap_or(0);
        let furthest = (0..count).max_by(|&a, &b| distance(a).cmp(&distance(b)).then(b.cmp(&a)));
        chosen.extend(furthest);
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_of_many_have_the_ends_and_the_base() {
        assert_eq!(spread_out(3, 1, 4), [0, 1, 2]);
        assert_eq!(spread_out(41, 20, 4), [0, 10, 20, 40]);
        assert_eq!(spread_out(41, 0, 4), [0, 10, 20, 40]);
        assert_eq!(spread_out(5, 9, 4), [0, 1, 2, 4]);
    }
}
