//! The values of an axis: listed, or counted from one to another, or drawn anywhere between them.

use std::collections::BTreeSet;

use super::super::diagnostic::{Diagnostic, Place};
use super::super::tree::{Node, Table, Value, grouped};
use super::Study;
use super::amount::{Amount, in_one_unit};
use super::choice::Choice;
use super::decimal::Decimal;

/// The values of an axis.
#[derive(Debug)]
pub enum Values {
    /// One by one.
    Listed(Vec<Choice>),
    /// From one to another.
    Range(Range),
}

/// Values from one to another; none of them is written down.
#[derive(Debug)]
pub struct Range {
    axis: usize,
    from: Amount,
    /// The last value less the first.
    span: Decimal,
    form: Form,
    /// Where its first and its last value stand.
    places: (Place, Place),
    /// Its values, where there are not too many: each is asked for at thousands of points, and takes a while to be written.
    ready: Vec<Choice>,
}

/// Values of a range that are kept ready at most.
const MOST_READY: u64 = 10_000;

/// How a range is walked.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// In steps: the step, and how many values there are.
    Steps(Decimal, u64),
    /// In equal parts: how many values there are, and whether each must be whole.
    Parts(u64, bool),
    /// Anywhere in a design, on whole numbers or not.
    Anywhere(bool),
}

/// What a range asks for, as a `[[vary]]` or a `--vary` says it.
pub struct Asked<'a> {
    /// Which axis it is for.
    pub axis: usize,
    /// The first value.
    pub from: &'a Node,
    /// The last value.
    pub to: &'a Node,
    /// From one to the next.
    pub step: Option<&'a Node>,
    /// How many.
    pub count: Option<u64>,
    /// Whether the scenario takes nothing but whole numbers there.
    pub takes_whole: bool,
    /// Whether a design draws from it.
    pub in_design: bool,
}

impl Values {
    /// Reads the values of a `[[vary]]` that `check` has seen. `None`: a complaint was made, by `check` or here.
    pub fn of(table: &Table, asked: (usize, bool, bool), said: &mut Vec<Diagnostic>) -> Option<Self> {
        let (axis, takes_whole, in_design) = asked;
        if let Some(values) = table.get("values") {
            return listed(axis, values, said).map(Self::Listed);
        }
        let count = table.get("count").and_then(Node::number).map(|number| number as u64);
        if count.is_some_and(|count| !(1..=Study::MOST_POINTS).contains(&count)) {
            return None;
        }
        let (from, to, step) = (table.get("from")?, table.get("to")?, table.get("step"));
        let asked = Asked { axis, from, to, step, count, takes_whole, in_design };
        range(&asked).map_err(|complaint| said.push(complaint)).ok().map(Self::Range)
    }

    /// How many there are; of a range in a design, as many as one likes, said as `None`.
    pub fn len(&self) -> Option<u64> {
        match self {
            Self::Listed(choices) => Some(choices.len() as u64),
            Self::Range(range) => range.len(),
        }
    }

    /// Those that are listed.
    pub fn listed(&self) -> std::slice::Iter<'_, Choice> {
        if let Self::Listed(choices) = self { choices.iter() } else { [].iter() }
    }

    /// One of them.
    pub fn choice(&self, at: u64) -> Choice {
        match self {
            Self::Listed(choices) => choices[at as usize].clone(),
            Self::Range(range) => range.choice(at),
        }
    }

    /// The one at this share of the way, from 0 to below 1.
    pub fn at_share(&self, share: f64) -> Choice {
        match (self, self.len()) {
            (Self::Range(range), None) => range.anywhere(share),
            (_, count) => {
                let count = count.unwrap_or(1);
                self.choice(((count as f64 * share) as u64).min(count.saturating_sub(1)))
            }
        }
    }
}

/// Each value of a list, none of them twice.
pub fn listed(axis: usize, values: &Node, said: &mut Vec<Diagnostic>) -> Option<Vec<Choice>> {
    let list = values.list()?;
    if list.is_empty() {
        said.push(Diagnostic::error(values.place, "`values` is empty: an axis has at least one value").label(""));
        return None;
    }
    let choices: Vec<Choice> = list.iter().map(|item| Choice::of(axis, item.clone())).collect();
    let mut seen = BTreeSet::new();
    for (choice, item) in choices.iter().zip(list) {
        if !seen.insert(choice.meaning()) {
            let title = format!("{} stands twice in this list", item.found());
            said.push(Diagnostic::error(item.place, title).label("the second one"));
        }
    }
    Some(choices)
}

/// A range, or why it is none.
pub fn range(asked: &Asked<'_>) -> Result<Range, Diagnostic> {
    let read = |node: &Node| {
        let complaint = Diagnostic::error(node.place, format!("{} cannot be counted from", node.found()));
        Amount::of(node).ok_or_else(|| complaint.label("a number of up to 15 digits, perhaps with a unit"))
    };
    let mut amounts = vec![read(asked.from)?, read(asked.to)?];
    if let Some(step) = asked.step {
        amounts.push(read(step)?);
    }
    let Some(same) = in_one_unit(&amounts) else {
        let odd = if amounts[0].unit == amounts[1].unit { asked.step.unwrap_or(asked.to) } else { asked.to };
        let title = format!("{} has another unit than {}", odd.found(), asked.from.found());
        return Err(Diagnostic::error(odd.place, title).label("").hint("write all of them in the same unit"));
    };
    let (from, to) = (same[0].clone(), &same[1]);
    let span = to.number.minus(from.number);
    let is_whole = from.number.is_whole() && span.is_whole() && from.unit.is_empty();
    let form = match (same.get(2), asked.count) {
        (Some(step), _) => steps(asked, span, step)?,
        (None, Some(count)) => parts(asked, span, count, is_whole && asked.takes_whole)?,
        (None, None) if asked.in_design => Form::Anywhere(asked.takes_whole),
        (None, None) if is_whole && span.signum() >= 0 => {
            Form::Steps(Decimal::ONE, count_of(asked, span.steps(Decimal::ONE))?)
        }
        (None, None) => {
            let title = format!("{} to {} is no list of values yet", asked.from.found(), asked.to.found());
            let hint = "add a step or a count; whole numbers that go upwards have steps of 1 without them";
            return Err(Diagnostic::error(asked.from.place, title).label("").hint(hint));
        }
    };
    if asked.in_design && span.signum() < 0 {
        let title = format!("a design draws from the lower end to the upper one, not {} to {}", amounts[0], amounts[1]);
        return Err(Diagnostic::error(asked.to.place, title).label("").hint("exchange `from` and `to`"));
    }
    let places = (asked.from.place, asked.to.place);
    let range = Range { axis: asked.axis, from, span, form, places, ready: Vec::new() };
    let count = range.len().filter(|&count| count <= MOST_READY).unwrap_or(0);
    Ok(Range { ready: (0..count).map(|at| range.choice(at)).collect(), ..range })
}

fn steps(asked: &Asked<'_>, span: Decimal, step: &Amount) -> Result<Form, Diagnostic> {
    let node = asked.step.unwrap_or(asked.from);
    if step.number.signum() == 0 {
        return Err(Diagnostic::error(node.place, "a step of zero never arrives").label("must not be 0"));
    }
    if span.signum() * step.number.signum() < 0 {
        let back = Amount { number: step.number.times(-1), unit: step.unit.clone() };
        let title = format!("a step of {step} leads away from {}", asked.to.found());
        return Err(Diagnostic::error(node.place, title).label(format!("did you mean {back}?")));
    }
    Ok(Form::Steps(step.number, count_of(asked, span.steps(step.number))?))
}

fn parts(asked: &Asked<'_>, span: Decimal, count: u64, whole: bool) -> Result<Form, Diagnostic> {
    if count == 1 && span.signum() != 0 {
        let title = format!("one value does not go from {} to {}", asked.from.found(), asked.to.found());
        return Err(Diagnostic::error(asked.to.place, title).label("").hint("a count of 2 has both ends"));
    }
    if whole && span.steps(Decimal::ONE).unsigned_abs() + 1 < u128::from(count) {
        let title = format!(
            "there are not {} whole numbers from {} to {}",
            grouped(count),
            asked.from.found(),
            asked.to.found()
        );
        return Err(Diagnostic::error(asked.to.place, title)
            .label("")
            .hint("leave the count away to have all of them"));
    }
    Ok(Form::Parts(count, whole))
}

/// One value more than steps, if so many can be played at all.
fn count_of(asked: &Asked<'_>, steps: i128) -> Result<u64, Diagnostic> {
    let count = u64::try_from(steps).unwrap_or(u64::MAX).saturating_add(1);
    if count <= Study::MOST_POINTS {
        return Ok(count);
    }
    let place = asked.step.unwrap_or(asked.to).place;
    let most = grouped(Study::MOST_POINTS);
    let title = format!("{} values are too many for an axis: at most {most} points are played", grouped(count));
    Err(Diagnostic::error(place, title).label("").hint("a larger step, or a `count`"))
}

impl Range {
    fn len(&self) -> Option<u64> {
        match self.form {
            Form::Steps(_, count) | Form::Parts(count, _) => Some(count),
            Form::Anywhere(_) => None,
        }
    }

    fn choice(&self, at: u64) -> Choice {
        if let Some(choice) = self.ready.get(at as usize) {
            return choice.clone();
        }
        let onwards = match self.form {
            Form::Steps(step, _) => step.times(at.into()),
            Form::Parts(count, whole) => {
                let (parts, of) = (i128::from(at), i128::from(count.max(2)) - 1);
                if whole { self.span.whole_part(parts, of) } else { self.span.part(parts, of) }
            }
            Form::Anywhere(_) => Decimal::ONE.times(0),
        };
        let last = self.len().is_some_and(|count| 2 * at >= count);
        self.onwards(onwards, if last { self.places.1 } else { self.places.0 })
    }

    fn anywhere(&self, share: f64) -> Choice {
        let onwards = match self.form {
            Form::Anywhere(true) => {
                let count = self.span.steps(Decimal::ONE) + 1;
                Decimal::ONE.times(((count as f64 * share) as i128).min(count - 1))
            }
            _ => self.span.share(share),
        };
        self.onwards(onwards, if share < 0.5 { self.places.0 } else { self.places.1 })
    }

    fn onwards(&self, onwards: Decimal, place: Place) -> Choice {
        let amount = Amount { number: self.from.number.plus(onwards), unit: self.from.unit.clone() };
        Choice::of_amount(self.axis, &amount, place)
    }
}

/// Whether a table anywhere in a value names a column of a file.
pub fn names_a_file(node: &Node) -> bool {
    match &node.value {
        Value::Table(table) => {
            table.get("column").is_some() || table.entries.iter().any(|entry| names_a_file(&entry.node))
        }
        Value::List(list) => list.iter().any(names_a_file),
        _ => false,
    }
}
