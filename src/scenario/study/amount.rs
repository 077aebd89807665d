//! A number with its unit, so that one can count on from it: `0.8`, `20 s`, `5 per min`, `10 %`.

use std::fmt;

use super::super::quantity;
use super::super::tree::{Node, Value};
use super::decimal::Decimal;

/// A number with its unit; most numbers have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number.
    pub number: Decimal,
    /// The unit, as it is written after the number; empty for a bare one.
    pub unit: String,
}

/// Units of time, the shortest first, each a whole number of the one before \[ms\].
const TIMES: [(&str, i128); 4] = [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000)];

impl Amount {
    /// The amount that a value says. `None`: it is none, or has too many digits.
    pub fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Self::parse(text),
            Value::Integer(number) => Some(Self::bare(Decimal::parse(&number.to_string())?)),
            Value::Float(number) => Some(Self::bare(Decimal::of(*number)?)),
            _ => None,
        }
    }

    /// `20 s`, `0.8`
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (_, unit) = quantity::number_and_rest(text)?;
        let number = Decimal::parse(text[..text.len() - unit.len()].trim_end())?;
        Some(Self { number, unit: unit.split_whitespace().collect::<Vec<_>>().join(" ") })
    }

    /// Nothing, without a unit.
    pub fn zero() -> Self {
        Self::bare(Decimal::ONE.times(0))
    }

    fn bare(number: Decimal) -> Self {
        Self { number, unit: String::new() }
    }

    /// As a value of a scenario.
    pub fn value(&self) -> Value {
        if !self.unit.is_empty() {
            return Value::Text(self.to_string());
        }
        self.number.whole().map_or_else(|| Value::Float(self.number.as_f64()), Value::Integer)
    }

    /// The same amount in a unit of time, if both are times and nothing is lost.
    fn in_time(&self, unit: &str) -> Option<Self> {
        let length = |unit: &str| TIMES.iter().find(|(name, _)| *name == unit).map(|(_, length)| *length);
        let (own, other) = (length(&self.unit)?, length(unit)?);
        (own % other == 0).then(|| Self { number: self.number.times(own / other), unit: unit.to_owned() })
    }
}

/// The amounts in one unit: the shortest that one of them has. `None`: they are amounts of different things.
pub fn in_one_unit(amounts: &[Amount]) -> Option<Vec<Amount>> {
    let time = |amount: &Amount| TIMES.iter().position(|(name, _)| *name == amount.unit);
    let units: Option<Vec<usize>> = amounts.iter().map(time).collect();
    if let Some(shortest) = units.and_then(|units| units.into_iter().min()) {
        return amounts.iter().map(|amount| amount.in_time(TIMES[shortest].0)).collect();
    }
    let same = amounts.windows(2).all(|two| two[0].unit == two[1].unit);
    same.then(|| amounts.to_vec())
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unit.is_empty() { write!(f, "{}", self.number) } else { write!(f, "{} {}", self.number, self.unit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_quantity_is_a_number_and_a_unit() {
        for (text, shown) in
            [("20s", "20 s"), ("1.50 h", "1.5 h"), ("5  per  min", "5 per min"), ("10%", "10 %"), ("7", "7")]
        {
            assert_eq!(amount(text).to_string(), shown);
        }
        assert!(Amount::parse("first-come").is_none() && Amount::parse("").is_none());
    }

    #[test]
    fn times_are_counted_in_the_shortest_of_their_units() {
        let same = in_one_unit(&[amount("10 s"), amount("1 min"), amount("500 ms")]).unwrap();
        assert_eq!(same.iter().map(ToString::to_string).collect::<Vec<_>>(), ["10000 ms", "60000 ms", "500 ms"]);
        assert!(in_one_unit(&[amount("10 s"), amount("20")]).is_none());
        assert!(in_one_unit(&[amount("10 EUR"), amount("20 USD")]).is_none());
    }
}
