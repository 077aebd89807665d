//! The text that digests are of, with holes for the values of axes: what does not change between points is written once.

use super::super::diagnostic::Place;
use super::super::tree::{Node, Value};
use super::super::write;
use super::base::Base;
use super::choice::Choice;
use super::path::SetPath;

/// The canonical text of a scenario, in pieces.
#[derive(Debug)]
pub struct Stencil {
    /// Axes that every point sets, in the order of setting.
    axes: Vec<usize>,
    /// A piece of text, and the axis (by position among those) whose value follows it.
    pieces: Vec<(String, usize)>,
    /// What follows the last value.
    rest: String,
}

/// No text that somebody wrote begins like the stand-in of a value: it would be caught, since digests are compared.
const STAND_IN: &str = "\u{0}axis ";
/// The same in a canonical text.
const WRITTEN_STAND_IN: &str = "\"\\u0000axis ";

impl Stencil {
    /// For points that set what `choices` do. `None`: the scenario reads files anew at every point, or something cannot be set.
    pub fn of(base: &Base, choices: &[Choice], paths: &[Option<SetPath>]) -> Option<Self> {
        let axes: Vec<usize> =
            choices.iter().filter(|choice| choice.node.is_some()).map(|choice| choice.axis).collect();
        let stand_in = |(at, choice): (usize, &Choice)| {
            let value = Value::Text(format!("{STAND_IN}{at}"));
            Choice { node: Some(Node { value, place: Place::default() }), ..choice.clone() }
        };
        let set = choices.iter().filter(|choice| choice.node.is_some());
        let stand_ins: Vec<Choice> = set.enumerate().map(stand_in).collect();
        let text = write::canonical_text(&base.with_plainly(&stand_ins, paths)?);
        let mut pieces = Vec::new();
        let mut parts = text.split(WRITTEN_STAND_IN);
        let mut piece = parts.next()?.to_owned();
        for part in parts {
            let (axis, after) = part.split_once('"')?;
            pieces.push((std::mem::replace(&mut piece, after.to_owned()), axis.parse().ok()?));
        }
        Some(Self { axes, pieces, rest: piece })
    }

    /// The digest of a point; `None` where it sets something else, or values that are more than one number or text.
    pub fn digest(&self, choices: &[Choice]) -> Option<String> {
        let set = || choices.iter().filter_map(|choice| Some((choice.axis, choice.node.as_ref()?)));
        if !set().map(|(axis, _)| axis).eq(self.axes.iter().copied()) {
            return None;
        }
        let mut text = String::with_capacity(
            2 * (self.rest.len() + self.pieces.iter().map(|(piece, _)| piece.len()).sum::<usize>()),
        );
        for (piece, at) in &self.pieces {
            text.push_str(piece);
            write::say_plain(&mut text, set().nth(*at)?.1)?;
        }
        text.push_str(&self.rest);
        Some(write::digest_of(&text))
    }
}
