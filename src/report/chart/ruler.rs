//! What runs along an edge of a study's picture: the values of one axis, numbers or words.

use super::axis::{Tick, clock, round_ticks};
use super::text::{Unit, number, text};

/// The values of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruler {
    /// What the axis is, in few words: `front-desk staff`.
    pub name: String,
    /// Unit of its numbers: `s`, `%`; empty for bare numbers and for words.
    pub unit: String,
    /// Its values: where they lie, and how they are written. Words lie at 0, 1, 2 ...
    pub places: Vec<(f64, String)>,
    /// Whether places between two values mean something.
    pub is_numeric: bool,
}

/// Unit of clock times, whose numbers are minutes since midnight.
pub const CLOCK: &str = "o'clock";

/// Air between two labels of ticks \[px\].
const AIR: f64 = 14.0;

impl Ruler {
    /// Name and unit: `head-start [s]`.
    pub(super) fn title(&self) -> String {
        let mut letters = self.name.chars();
        let name: String =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        if self.unit.is_empty() || self.unit == CLOCK { name } else { format!("{name} [{}]", self.unit) }
    }

    /// Lowest and highest place; never a range without extent.
    pub(super) fn extent(&self) -> (f64, f64) {
        let places = || self.places.iter().map(|place| place.0).filter(|place| place.is_finite());
        let (low, high) = (places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max));
        match high - low {
            width if width > 0.0 && width.is_finite() => (low, high),
            _ if low.is_finite() => (low - 0.5, low + 0.5),
            _ => (0.0, 1.0),
        }
    }

    /// Ticks for a stretch of pixels to the right: at the values where their labels fit, else at every second, third ...,
    /// else at round numbers.
    pub(super) fn ticks_across(&self, room: f64) -> Vec<Tick> {
        let decimals = self.decimals();
        let widest = self.places.iter().map(|place| text(&self.label(place, decimals)).width()).fold(0.0, f64::max);
        self.ticks(room, if self.is_numeric { widest + AIR } else { (widest + AIR).min(MOST_OF_WORD) }, MOST_ACROSS)
    }

    /// The same for a stretch upwards.
    pub(super) fn ticks_up(&self, room: f64) -> Vec<Tick> {
        self.ticks(room, ROW, MOST_UP)
    }

    fn ticks(&self, room: f64, label: f64, at_most: usize) -> Vec<Tick> {
        let (low, high) = self.extent();
        let mut places: Vec<f64> = self.places.iter().map(|place| place.0).filter(|place| place.is_finite()).collect();
        places.sort_by(f64::total_cmp);
        let nearest =
            places.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min);
        let fit = (room / label.max(1.0)).clamp(1.0, at_most as f64) as usize;
        let pixels = room / (high - low);
        let is_even = (high - low) / nearest < (4 * at_most * at_most) as f64
            && places.windows(2).all(|pair| {
                ((pair[1] - pair[0]) / nearest).fract().min(1.0 - ((pair[1] - pair[0]) / nearest).fract()) < 1e-6
            });
        if self.is_numeric && (!is_even || self.places.len() > 4 * at_most) && nearest * pixels < label {
            return round_ticks((low, high), &Unit::Other(String::new()), fit.min(8))
                .into_iter()
                .map(|tick| if self.unit == CLOCK { Tick { label: clock(tick.value), ..tick } } else { tick })
                .collect();
        }
        let every = [1, 2, 4, 5, 10, 20].into_iter().find(|every| self.places.len().div_ceil(*every) <= fit);
        let every = every.unwrap_or_else(|| self.places.len().div_ceil(fit).max(1));
        let chosen = self.places.iter().step_by(every);
        let decimals = self.decimals();
        chosen.map(|place| Tick { value: place.0, label: self.label(place, decimals) }).collect()
    }

    /// A place's value as people read it, with its unit: `1.10`, `20 s`.
    pub(super) fn written(&self, place: f64) -> String {
        let nearest = self.places.iter().min_by(|a, b| (a.0 - place).abs().total_cmp(&(b.0 - place).abs()));
        let Some(nearest) = nearest else { return String::new() };
        let label = self.label(nearest, self.decimals());
        if !self.is_numeric || self.unit.is_empty() || self.unit == CLOCK {
            return label;
        }
        format!("{label}\u{a0}{}", self.unit)
    }

    /// Decimals that all its numbers are written with. Asked for once and not at every label: there may be a hundred thousand.
    fn decimals(&self) -> usize {
        self.places.iter().map(|place| decimals_of(place.0)).max().unwrap_or(0)
    }

    /// A number with so many decimals and without its unit, which the title has; words as they are.
    fn label(&self, place: &(f64, String), decimals: usize) -> String {
        if !self.is_numeric {
            let words = if place.1.is_empty() { AS_IT_IS } else { &place.1 };
            return text(words).fitted(MOST_OF_WORD - AIR).words;
        }
        if self.unit == CLOCK {
            return clock(place.0);
        }
        number(place.0, decimals)
    }
}

/// What a value is called that a case leaves as the scenario has it.
pub const AS_IT_IS: &str = "as it is";

/// Widest label of a word \[px\].
const MOST_OF_WORD: f64 = 170.0;
/// Height of a label \[px\].
const ROW: f64 = 22.0;
/// Ticks along the bottom, at most.
const MOST_ACROSS: usize = 16;
/// Ticks along the left edge, at most.
const MOST_UP: usize = 21;

/// Decimals that a number is written with, four at most.
pub(super) fn decimals_of(value: f64) -> usize {
    let is_round = |decimals: &usize| {
        let unit = [1.0, 10.0, 100.0, 1000.0, 10_000.0][*decimals];
        (value * unit - (value * unit).round()).abs() < 1e-6 * value.abs().max(1.0)
    };
    (0..4).find(is_round).unwrap_or(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: impl IntoIterator<Item = f64>) -> Ruler {
        let places = values.into_iter().map(|value| (value, value.to_string())).collect();
        Ruler { name: "front-desk staff".to_owned(), unit: String::new(), places, is_numeric: true }
    }

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn ticks_stand_at_the_values_while_they_fit() {
        let few = numbers([0.8, 1.0, 1.25]);
        assert_eq!(labels(&few.ticks_across(900.0)), ["0.80", "1.00", "1.25"]);
        let many = numbers((0..31).map(|at| 0.8 + 0.02 * f64::from(at)));
        let ticks = many.ticks_across(900.0);
        assert!(ticks.len() <= 16 && ticks.len() >= 8, "{ticks:?}");
        assert_eq!(ticks[1].label, "0.84");
    }

    #[test]
    fn a_design_has_round_ticks() {
        let design = numbers((0..100).map(|at| 0.8 + 0.004_123 * f64::from(at * at % 97)));
        let ticks = design.ticks_across(900.0);
        assert!(ticks.iter().all(|tick| tick.label.len() <= 4), "{ticks:?}");
    }

    #[test]
    fn words_and_nothing_have_an_extent() {
        let words = Ruler {
            name: "routing".to_owned(),
            unit: String::new(),
            places: vec![(0.0, "priority".to_owned()), (1.0, String::new())],
            is_numeric: false,
        };
        assert_eq!(labels(&words.ticks_across(900.0)), ["priority", AS_IT_IS]);
        assert_eq!(words.extent(), (0.0, 1.0));
        assert_eq!(numbers([]).extent(), (0.0, 1.0));
        assert_eq!(numbers([3.0]).extent(), (2.5, 3.5));
        assert_eq!(
            numbers([f64::NAN, 1e300, -1e300]).ticks_across(900.0).len().min(99),
            numbers([f64::NAN, 1e300, -1e300]).ticks_across(900.0).len()
        );
    }
}
