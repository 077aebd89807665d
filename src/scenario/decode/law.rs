//! Random lengths of time: a text, or a table with one law.

use super::super::quantity;
use super::super::tree::{Node, Table, Value};
use super::Decoder;
use crate::random::DurationDistribution;
use crate::units::{Duration, OutOfRange, Share};

/// The law that a node states; `None` when it was complained about.
pub fn law(decoder: &mut Decoder, node: &Node, path: &str) -> Option<DurationDistribution> {
    match &node.value {
        Value::Table(table) => of_table(decoder, node, table, path),
        _ => quantity::duration(node).ok().map(DurationDistribution::constant),
    }
}

fn of_table(decoder: &mut Decoder, node: &Node, table: &Table, path: &str) -> Option<DurationDistribution> {
    let entry = table.entries.iter().find(|entry| !matches!(entry.key.as_str(), "at-most" | "share"))?;
    let path = format!("{path}.{}", entry.key);
    let inner = entry.node.table();
    let place = if entry.node.table().is_some() { entry.key_place } else { node.place };
    let law = match entry.key.as_str() {
        "constant" => Some(DurationDistribution::constant(quantity::duration(&entry.node).ok()?)),
        "never" => Some(DurationDistribution::never()),
        "mixture" => {
            let parts = entry.node.list()?.iter().enumerate().map(|(at, part)| {
                let share = part.table()?.share("share")?;
                Some((share, law(decoder, part, &format!("{path}.{at}"))?))
            });
            let parts = parts.collect::<Option<Vec<_>>>()?;
            decoder.accept(DurationDistribution::mixture(parts), &path, place)
        }
        name => {
            let made = with_parameters(name, inner?)?;
            decoder.accept(made, &path, place)
        }
    };
    match table.duration("at-most") {
        Some(limit) => law.map(|law| law.at_most(limit)),
        None => law,
    }
}

/// A law with its parameters; `None` when one is missing or was complained about.
fn with_parameters(name: &str, table: &Table) -> Option<Result<DurationDistribution, OutOfRange>> {
    use DurationDistribution as Law;
    let mean = table.duration("mean");
    Some(match name {
        "exponential" => Law::exponential(mean?),
        "gamma" => Law::gamma(mean?, table.number("cv")?),
        "lognormal" => match mean {
            Some(mean) => Law::lognormal(mean, table.number("cv")?),
            None => Law::lognormal_from_median(table.duration("median")?, table.number("sigma")?),
        },
        "erlang" => Law::erlang(mean?, u32::try_from(table.whole("phases")?).ok()?),
        "weibull" => match mean {
            Some(mean) => Law::weibull(mean, table.number("shape")?),
            None => Law::weibull_from_scale(table.duration("scale")?, table.number("shape")?),
        },
        "uniform" => Law::uniform(table.duration("from")?, table.duration("to")?),
        "triangular" => Law::triangular(table.duration("from")?, table.duration("mode")?, table.duration("to")?),
        "hyperexponential" => {
            let shares =
                table.list("shares").iter().map(|node| quantity::share(node).ok()).collect::<Option<Vec<Share>>>();
            Law::hyperexponential(&shares?, &durations(table, "means")?)
        }
        "empirical" => {
            table.get("values")?;
            let weights = table.get("weights").map(|_| numbers(table, "weights"));
            let weights = match weights {
                Some(weights) => Some(weights?),
                None => None,
            };
            Law::empirical(durations(table, "values")?, weights)
        }
        "hazard" => Law::hazard(&durations(table, "from")?, &numbers(table, "per-minute")?),
        _ => return None,
    })
}

fn durations(table: &Table, key: &str) -> Option<Vec<Duration>> {
    table.list(key).iter().map(|node| quantity::duration(node).ok()).collect()
}

fn numbers(table: &Table, key: &str) -> Option<Vec<f64>> {
    table.list(key).iter().map(Node::number).collect()
}
