//! `--vary path=20..60`: an axis in one argument.

use super::super::diagnostic::{Diagnostic, Place};
use super::super::overrides;
use super::super::tree::{Node, Table, Value};

/// What an argument may look like.
const EXAMPLES: &str = "`path=20..60` has every whole number, `path=0.8..1.2/0.05` steps, `path=10s..60s#6` six values, `path=a,b,c` a list";

/// The `[[vary]]` that an argument says; `source` is its position among the sources.
///
/// `path=20..60` (whole numbers), `path=0.8..1.2/0.05` (a step), `path=0.8..1.2#9` (a number of values),
/// `path=a,b,c` (a list).
pub fn argument(argument: &str, source: usize) -> Result<Node, Diagnostic> {
    let whole = Place { source, from: 0, to: argument.len() };
    let Some((path, text)) = argument.split_once('=') else {
        let title = format!("`--vary {argument}` must be `path=values`");
        return Err(Diagnostic::error(whole, title).label("").hint(EXAMPLES));
    };
    let offset = path.len() + 1;
    let values = Place { source, from: offset, to: argument.len() };
    let mut table = Table::default();
    let path_place = Place { source, from: 0, to: path.len() };
    table.push("path", Node { value: Value::Text(path.trim().to_owned()), place: path_place });
    if text.trim().is_empty() {
        let title = format!("`--vary {argument}` has no values");
        return Err(Diagnostic::error(whole, title).label("").hint(EXAMPLES));
    }
    let is_quoted = text.starts_with(['"', '\'', '[', '{']);
    if let Some((from, rest)) = text.split_once("..").filter(|_| !is_quoted) {
        range(&mut table, from, rest, offset, source)?;
    } else {
        let items = items(text).map(|(at, item)| overrides::value(item, source, offset + at)).collect();
        table.push("values", Node { value: Value::List(items), place: values });
    }
    Ok(Node { value: Value::Table(table), place: whole })
}

/// `20..60`, and perhaps `/5` or `#9` behind it; `rest` is what comes after the two points.
fn range(table: &mut Table, from: &str, rest: &str, offset: usize, source: usize) -> Result<(), Diagnostic> {
    let after = offset + from.len() + 2;
    table.push("from", overrides::value(from, source, offset));
    let (to, how) = match rest.find(['/', '#']) {
        Some(at) => (&rest[..at], Some((&rest[at..=at], &rest[at + 1..], after + at + 1))),
        None => (rest, None),
    };
    for (text, at, what) in [(from, offset, "begins"), (to, after, "ends")] {
        if text.trim().is_empty() {
            let place = Place { source, from: at, to: at + text.len() };
            return Err(Diagnostic::error(place, format!("nothing says where the range {what}"))
                .label("")
                .hint(EXAMPLES));
        }
    }
    table.push("to", overrides::value(to, source, after));
    match how {
        Some(("/", step, at)) => table.push("step", overrides::value(step, source, at)),
        Some((_, count, at)) => {
            let node = overrides::value(count, source, at);
            if !matches!(node.value, Value::Integer(1..=1_000_000)) {
                let title = format!("after `#` comes a number of values from 1 to 1 000 000, not {}", node.found());
                return Err(Diagnostic::error(node.place, title).label("").hint(EXAMPLES));
            }
            table.push("count", node);
        }
        None => {}
    }
    Ok(())
}

/// What stands between commas, those in quotes and brackets left alone, each with where it begins.
fn items(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut depth, mut quote) = (0_i32, None);
    let mut cuts = vec![0];
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth <= 0 => cuts.push(at + 1),
            // Anything else, and whatever stands in quotes.
            _ => {}
        }
    }
    let ends: Vec<usize> = cuts.iter().skip(1).map(|at| at - 1).chain([text.len()]).collect();
    cuts.into_iter().zip(ends).map(|(from, to)| (from, &text[from..to]))
}
