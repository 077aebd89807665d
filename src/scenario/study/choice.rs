//! One value for one axis.

use super::super::diagnostic::Place;
use super::super::tree::{Node, Value};
use super::super::write;
use super::Setting;
use super::amount::{Amount, in_one_unit};

/// One value for one axis: what is set, and what the results say.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Which axis.
    pub axis: usize,
    /// What is set; `None` for the name of a case, which sets nothing.
    pub node: Option<Node>,
    /// As the results show it.
    pub setting: Setting,
}

impl Choice {
    /// This value of the study file.
    pub fn of(axis: usize, node: Node) -> Self {
        let text = node.text().map_or_else(|| plain(&node), str::to_owned);
        let number = Amount::of(&node).map(|amount| amount.number.as_f64()).or(node.number());
        Self { axis, node: Some(node), setting: Setting { text, number } }
    }

    /// This amount, which stands in the study file as a part of a range.
    pub fn of_amount(axis: usize, amount: &Amount, place: Place) -> Self {
        let setting = Setting { text: amount.to_string(), number: Some(amount.number.as_f64()) };
        Self { axis, node: Some(Node { value: amount.value(), place }), setting }
    }

    /// The name of a case.
    pub fn of_name(axis: usize, name: &str) -> Self {
        Self { axis, node: None, setting: Setting { text: name.to_owned(), number: None } }
    }

    /// The same text for two values that say the same, such as `60 s` and `1 min`.
    pub fn meaning(&self) -> String {
        let shortest = Amount { unit: "ms".to_owned(), ..Amount::zero() };
        let amount = self.node.as_ref().and_then(Amount::of);
        let in_ms = amount.as_ref().and_then(|amount| in_one_unit(&[amount.clone(), shortest]));
        match (in_ms, amount) {
            (Some(in_ms), _) => in_ms[0].to_string(),
            (None, Some(amount)) => amount.to_string(),
            (None, None) => self.setting.text.clone(),
        }
    }
}

/// Numbers as people write them; lists and tables as TOML.
fn plain(node: &Node) -> String {
    match (&node.value, Amount::of(node)) {
        (Value::Integer(_) | Value::Float(_), Some(amount)) => amount.to_string(),
        _ => write::inline(node),
    }
}
