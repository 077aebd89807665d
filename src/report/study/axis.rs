//! What a study varies: a dotted path and its values, as numbers where they are some.

use std::collections::HashMap;

/// One value of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// As the study wrote it: `0.84`, `20 s`, `first-come`.
    pub text: String,
    /// Its number in the axis's unit; `None` where the axis has words.
    pub number: Option<f64>,
}

/// One thing that a study varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Dotted path: `agent-group.front-desk.staffing.scale`.
    pub path: String,
    /// Its different values: by size where they are numbers, else in the order of the study.
    pub settings: Vec<Setting>,
    /// Unit of its numbers (`s`, `%`, `EUR per h`); empty for bare numbers and for words.
    pub unit: String,
    /// Whether it changes who calls, and when; `false` where only staff, routing, prices or promises vary. Guessed from the
    /// path until somebody who knows says it.
    pub moves_people: bool,
}

impl Axis {
    /// The axis of a path with these values, one for each scenario; and each scenario's position among the settings.
    pub(super) fn of(path: &str, texts: &[String]) -> (Self, Vec<usize>) {
        let mut different: Vec<&String> = Vec::new();
        // A design has as many values as scenarios, so each is looked up, not searched for; the table is never gone through.
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut find = |text| {
            *known.entry(String::as_str(text)).or_insert_with(|| {
                different.push(text);
                different.len() - 1
            })
        };
        let mut of_scenarios: Vec<usize> = texts.iter().map(&mut find).collect();
        let (unit, numbers) = numbers_of(&different);
        let mut settings: Vec<Setting> = Vec::with_capacity(different.len());
        for (at, text) in different.iter().enumerate() {
            settings.push(Setting { text: (*text).clone(), number: numbers.as_ref().map(|numbers| numbers[at]) });
        }
        if let Some(numbers) = numbers {
            let mut order: Vec<usize> = (0..settings.len()).collect();
            order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
            let mut places = vec![0; order.len()];
            for (place, &at) in order.iter().enumerate() {
                places[at] = place;
            }
            for at in &mut of_scenarios {
                *at = places[*at];
            }
            settings = order.iter().map(|&at| settings[at].clone()).collect();
        }
        let moves_people = path.starts_with("contact-type.") || path.starts_with("day.");
        (Self { path: path.to_owned(), settings, unit, moves_people }, of_scenarios)
    }

    /// Whether its values are numbers.
    pub fn is_numeric(&self) -> bool {
        !self.settings.is_empty() && self.settings.iter().all(|setting| setting.number.is_some())
    }

    /// In few words: `volume`, `front-desk staff`, `outage head-start`.
    pub fn name(&self) -> String {
        let parts: Vec<&str> = self.path.split('.').collect();
        match parts[..] {
            ["contact-type", "*", "scale"] => "volume".to_owned(),
            ["contact-type", name, "scale"] => format!("{name} volume"),
            ["agent-group", "*", "staffing", "scale" | "constant"] => "staff".to_owned(),
            ["agent-group", name, "staffing", "scale" | "constant"] => format!("{name} staff"),
            ["contact-type" | "agent-group" | "queue" | "target" | "number" | "ivr", name, .., last] => {
                // The law of a distribution says less than what is distributed.
                let middle = &parts[2..parts.len() - 1];
                let laws = ["exponential", "lognormal", "gamma", "weibull", "erlang", "uniform", "deterministic"];
                let kept = middle.iter().filter(|word| !laws.contains(word) && **word != "*").copied();
                let is_mean = last == "mean" && !middle.is_empty();
                let words: Vec<&str> = (name != "*").then_some(name).into_iter().chain(kept).collect();
                let last = if is_mean { None } else { Some(last) };
                words.into_iter().chain(last).collect::<Vec<_>>().join(" ")
            }
            _ => parts.iter().filter(|part| **part != "*").copied().collect::<Vec<_>>().join(" "),
        }
    }
}

/// The common unit of values and their numbers in it, if all are numbers of one kind.
fn numbers_of(texts: &[&String]) -> (String, Option<Vec<f64>>) {
    let parsed: Option<Vec<(f64, &str)>> = texts.iter().map(|text| number_and_unit(text)).collect();
    let Some(parsed) = parsed.filter(|parsed| !parsed.is_empty()) else { return (String::new(), None) };
    let first = parsed[0].1;
    if parsed.iter().all(|(_, unit)| *unit == first) {
        return (first.to_owned(), Some(parsed.iter().map(|(number, _)| *number).collect()));
    }
    // Times of several units are counted in seconds; a zero needs no unit.
    let in_seconds: Option<Vec<f64>> = parsed
        .iter()
        .map(|(number, unit)| if *unit == CLOCK { None } else { Some(number * seconds_in(unit)?) })
        .collect();
    in_seconds.map_or((String::new(), None), |numbers| ("s".to_owned(), Some(numbers)))
}

/// Unit of a clock time: its number is minutes since midnight.
const CLOCK: &str = "o'clock";

/// `0.84`, `20 s`, `80 %`, `24 EUR per h`, `08:30`: the number, and what follows it.
fn number_and_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    if let Some((hours, minutes)) = text.split_once(':') {
        let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let minute = minutes.parse::<u32>().ok().filter(|&minute| digits(minutes) && minute < 60)?;
        let hour = hours.parse::<u32>().ok().filter(|_| digits(hours))?;
        return Some((f64::from(hour * 60 + minute), CLOCK));
    }
    let is_of_number = |(_, sign): &(usize, char)| sign.is_ascii_digit() || matches!(sign, '.' | '-' | '+' | 'e' | 'E');
    let mut end = text.char_indices().take_while(is_of_number).last().map_or(0, |(at, sign)| at + sign.len_utf8());
    // `5 else` is no power of ten.
    while end > 0 && text[..end].parse::<f64>().is_err() {
        end -= 1;
    }
    let number: f64 = text[..end].parse().ok().filter(|number: &f64| number.is_finite())?;
    let unit = text[end..].trim();
    let is_unit = unit.chars().all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '%' | '/' | '.'));
    (is_unit && unit.len() <= LONGEST_UNIT).then_some((number, unit))
}

/// More letters than this are no unit.
const LONGEST_UNIT: usize = 16;

fn seconds_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(texts: &[&str]) -> (Axis, Vec<usize>) {
        Axis::of("x", &texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>())
    }

    fn numbers(axis: &Axis) -> Vec<f64> {
        axis.settings.iter().filter_map(|setting| setting.number).collect()
    }

    #[test]
    fn numbers_are_sorted_by_size_and_words_are_not() {
        let (scale, of_scenarios) = axis(&["1.2", "0.8", "10", "0.8"]);
        assert_eq!(numbers(&scale), [0.8, 1.2, 10.0]);
        assert_eq!(of_scenarios, [1, 0, 2, 0]);
        assert_eq!(scale.unit, "");
        let (words, of_scenarios) = axis(&["priority", "longest-wait", "priority"]);
        assert!(!words.is_numeric());
        assert_eq!(words.settings[0].text, "priority");
        assert_eq!(of_scenarios, [0, 1, 0]);
    }

    #[test]
    fn times_of_several_units_are_seconds() {
        let (times, _) = axis(&["2 min", "20 s", "0.5 h"]);
        assert_eq!(numbers(&times), [20.0, 120.0, 1800.0]);
        assert_eq!(times.unit, "s");
        let (shares, _) = axis(&["5 %", "10 %"]);
        assert_eq!((numbers(&shares), shares.unit.as_str()), (vec![5.0, 10.0], "%"));
        let (clocks, _) = axis(&["09:30", "08:00"]);
        assert_eq!(numbers(&clocks), [480.0, 570.0]);
    }

    #[test]
    fn what_is_no_quantity_is_a_word() {
        for texts in
            [["5 else", "é"], ["20 s", "20 EUR"], ["nan", "1"], ["", "1"], ["[1, 2]", "[1, 3]"], ["1e999", "1"]]
        {
            assert!(!axis(&texts).0.is_numeric(), "{texts:?}");
        }
        assert!(axis(&["24 EUR per h", "25 EUR per h"]).0.is_numeric());
    }

    #[test]
    fn a_path_has_a_short_name() {
        for (path, name) in [
            ("contact-type.*.scale", "volume"),
            ("agent-group.front-desk.staffing.scale", "front-desk staff"),
            ("contact-type.billing.after-call-work.exponential.mean", "billing after-call-work"),
            ("queue.outage.head-start", "outage head-start"),
            ("trunks.lines", "trunks lines"),
            ("contact-type.*.patience.scale", "patience scale"),
        ] {
            assert_eq!(Axis::of(path, &[]).0.name(), name);
        }
    }
}
