//! What a measure costs, or earns: ladders, and amounts for points, misses and calls.

use super::super::super::diagnostic::{Diagnostic, Place};
use super::super::super::tree::{Node, Table};
use super::super::Decoder;
use super::terms::{Judged, Terms};
use crate::model::contract::{Amount, Band, Better, Between, Effect, Level, MeasureUnit, Payoff, Points};
use crate::units::{Money, Share};

/// More bands than this nobody negotiates.
const MOST_BANDS: usize = 1000;

/// The payoff of a clause; `None`: there is none, or it could not be read.
pub fn payoff(decoder: &mut Decoder, terms: &Terms<'_>, judged: Judged) -> Option<Payoff> {
    let own = terms.own;
    if let Some(node) = own.get("ladder") {
        let linear = own.text("ladder-shape") == Some("linear");
        let ladder = Ladder { terms, judged, path: format!("{}.ladder", terms.path), linear };
        return ladder.read(decoder, node);
    }
    if own.get("ladder-shape").is_some() {
        let title = format!("`{}.ladder-shape` does nothing: there is no `ladder`", terms.path);
        decoder.complain(Diagnostic::warning(own.place_of("ladder-shape"), title).label(""));
    }
    if let Some(table) = own.sub("per-point") {
        let path = format!("{}.per-point", terms.path);
        let endless = judged.better == Better::Lower && judged.unit != MeasureUnit::Percent;
        if endless && terms.word("empty") == Some("fail") && table.get("at-most").is_none() {
            let title =
                format!("`{path}` needs `at-most`: a period without a contact is missed by no number of points");
            let hint = "for example `at-most = \"5000 EUR\"`, or let `empty` be \"pass\" or \"skip\"";
            decoder.complain(Diagnostic::error(own.place_of("per-point"), title).label("").hint(hint));
            return None;
        }
        return Some(Payoff::PerPoint {
            target: terms.level(decoder, table, "target", &path, judged)?,
            penalty: terms.amount_in(decoder, table, "penalty", &path)?,
            bonus: terms.amount_in(decoder, table, "bonus", &path),
            most: terms.amount_in(decoder, table, "at-most", &path),
            points: match table.text("points") {
                Some("full") => Points::Full,
                Some("begun") => Points::Begun,
                _ => Points::ProRata,
            },
        });
    }
    if let Some(table) = own.sub("per-miss") {
        let path = format!("{}.per-miss", terms.path);
        return Some(Payoff::PerMiss {
            target: terms.level(decoder, table, "target", &path, judged)?,
            penalty: terms.amount_in(decoder, table, "penalty", &path)?,
        });
    }
    let table = own.sub("per-lost-call")?;
    let path = format!("{}.per-lost-call", terms.path);
    let penalty = terms.money_in(decoder, table, "penalty", &path)?;
    let counts_calls =
        judged.unit == MeasureUnit::Percent && own.get("roll-up").is_none_or(|node| node.text() == Some("sums"));
    if let Some(node) = table.get("beyond").filter(|_| !counts_calls) {
        let title = format!("`{path}.beyond` is for a rate of calls: of {} there is no count of them", judged.name());
        let hint = "take `per-point`, or measure a rate with `roll-up = \"sums\"`";
        decoder.complain(Diagnostic::error(node.place, title).label("").hint(hint));
        return None;
    }
    Some(Payoff::PerLostCall { penalty, beyond: terms.level(decoder, table, "beyond", &path, judged) })
}

/// The amount of an effect.
pub const fn amount(effect: Effect) -> Option<Amount> {
    match effect {
        Effect::Nothing => None,
        Effect::Penalty(amount) | Effect::Bonus(amount) => Some(amount),
    }
}

/// A ladder while it is read.
struct Ladder<'a> {
    terms: &'a Terms<'a>,
    judged: Judged,
    path: String,
    linear: bool,
}

/// A band as it is written.
struct Written {
    bound: Option<Level>,
    effect: Effect,
    place: Place,
}

impl Ladder<'_> {
    fn read(&self, decoder: &mut Decoder, node: &Node) -> Option<Payoff> {
        let list = node.list()?;
        let key = self.bound_key(decoder, list)?;
        let mut bands = Vec::new();
        for (at, item) in list.iter().enumerate() {
            bands.push(self.band(decoder, item, at, key)?);
        }
        let error = if bands.len() > MOST_BANDS {
            Some(Diagnostic::error(node.place, format!("`{}` has more than {MOST_BANDS} bands", self.path)))
        } else if bands.is_empty() {
            Some(Diagnostic::error(node.place, format!("`{}` has no band", self.path)).label(""))
        } else if self.linear && bands.len() < 2 {
            let title = format!("`{}` has one band; a line goes from one bound to another", self.path);
            Some(Diagnostic::error(node.place, title).label("add a second one"))
        } else {
            self.out_of_order(&bands, key).or_else(|| self.uncovered(&bands, key))
        };
        if let Some(error) = error {
            decoder.complain(error);
            return None;
        }
        self.warn_about_amounts(decoder, &bands, node.place);
        self.warn_about_decimals(decoder, &bands);
        let between = if self.linear { Between::Line } else { Between::Step };
        Some(Payoff::Ladder { bands: self.edges(&bands, key), between })
    }

    /// Whether bands begin somewhere or end somewhere; complains when they do not all do the same.
    fn bound_key(&self, decoder: &mut Decoder, list: &[Node]) -> Option<&'static str> {
        let has = |key: &'static str| list.iter().find_map(move |item| item.table()?.get(key));
        let Some(up_to) = has("up-to") else { return Some("from") };
        let path = &self.path;
        if let Some(from) = has("from") {
            let title = format!("`{path}` has bands with `from` and bands with `up-to`; take one of the two");
            decoder.complain(Diagnostic::error(from.place.max(up_to.place), title).label(""));
            return None;
        }
        if self.judged.better == Better::Higher {
            let title = format!("`{path}` has `up-to`, but of {} more is better", self.judged.name());
            let hint = "say where bands begin: `from`, falling from the best to the worst";
            decoder.complain(Diagnostic::error(up_to.place, title).label("").hint(hint));
            return None;
        }
        Some("up-to")
    }

    fn band(&self, decoder: &mut Decoder, item: &Node, at: usize, key: &str) -> Option<Written> {
        let table = item.table()?;
        let path = format!("{}.{at}", self.path);
        let bound = self.terms.level(decoder, table, key, &path, self.judged);
        if table.get(key).is_some() && bound.is_none() {
            return None;
        }
        let place = table.get(key).map_or(item.place, |node| node.place);
        Some(Written { bound, effect: self.effect(decoder, table, &path)?, place })
    }

    fn effect(&self, decoder: &mut Decoder, table: &Table, path: &str) -> Option<Effect> {
        let nothing = |amount: Amount| match amount {
            Amount::Money(money) => money == Money::ZERO,
            Amount::Share(share) => share == Share::NONE,
        };
        let mut amount = |key: &str| match table.get(key) {
            Some(_) => self.terms.amount_in(decoder, table, key, path).map(Some),
            None => Some(None),
        };
        // A penalty of nothing is none: such a band is kept.
        let (penalty, bonus) = (amount("penalty")?, amount("bonus")?);
        if let (Some(_), Some(_), Some(node)) = (penalty, bonus, table.get("bonus")) {
            let title = format!("`{path}` has a penalty and a bonus; take one of the two");
            decoder.complain(Diagnostic::error(node.place, title).label("one too many"));
            return None;
        }
        Some(match (penalty, bonus) {
            (Some(penalty), _) if !nothing(penalty) => Effect::Penalty(penalty),
            (_, Some(bonus)) if !nothing(bonus) => Effect::Bonus(bonus),
            _ => Effect::Nothing,
        })
    }

    /// Two bands that overlap, are the same, or stand in the wrong order.
    fn out_of_order(&self, bands: &[Written], key: &str) -> Option<Diagnostic> {
        let falling = key == "from" && self.judged.better == Better::Higher;
        let words = |level: Level| level.words(self.judged.unit);
        bands.windows(2).find_map(|pair| {
            let (first, second) = (pair[0].bound?, pair[1].bound?);
            let path = &self.path;
            if first == second {
                let title = format!("two bands of `{path}` have the same bound, `{key}` {}", words(first));
                return Some(Diagnostic::error(pair[1].place, title).label("remove one, or give it another bound"));
            }
            if (first > second) == falling {
                return None;
            }
            let (order, side) = if falling { ("fall", "above") } else { ("rise", "below") };
            let title = format!(
                "bands of `{path}` overlap: `{key}` {} is {side} {} of the band before it",
                words(second),
                words(first)
            );
            let hint = format!("list the bands from the best to the worst: `{key}` must {order}");
            Some(Diagnostic::error(pair[1].place, title).label("").hint(hint))
        })
    }

    /// Values that belong to no band; a line goes on beyond its ends.
    fn uncovered(&self, bands: &[Written], key: &str) -> Option<Diagnostic> {
        let last = bands.len() - 1;
        let needs = |at: usize| {
            let title = format!("`{}.{at}` needs `{key}`", self.path);
            Diagnostic::error(bands[at].place, title).label("")
        };
        let ends = if key == "up-to" && !self.linear { last } else { last + 1 };
        if let Some(at) = (0..ends).find(|at| bands[*at].bound.is_none()) {
            let complaint = needs(at);
            let from_nothing = key == "from" && at == last && self.judged.better == Better::Higher;
            return Some(if from_nothing {
                complaint.hint(format!("the last band begins at {}", self.nought()))
            } else {
                complaint
            });
        }
        if self.linear {
            return None;
        }
        let words = |level: Option<Level>| level.map_or_else(String::new, |level| level.words(self.judged.unit));
        let (path, what) = (&self.path, self.judged.name());
        let complain = |at: usize, title: String, hint: String| {
            Some(Diagnostic::error(bands[at].place, title).label("").hint(hint))
        };
        match (key, self.judged.better) {
            ("up-to", _) if bands[last].bound.is_some() => complain(
                last,
                format!("no band of `{path}` is for {what} above {}", words(bands[last].bound)),
                "the last band has no `up-to`".to_owned(),
            ),
            ("from", Better::Higher) if bands[last].bound != Some(Level::ZERO) => complain(
                last,
                format!("no band of `{path}` is for {what} below {}", words(bands[last].bound)),
                format!("add a last band `{{ from = \"{}\", penalty = ... }}`", self.nought()),
            ),
            ("from", Better::Lower) if bands[0].bound != Some(Level::ZERO) => complain(
                0,
                format!("no band of `{path}` is for {what} below {}", words(bands[0].bound)),
                format!("begin with a band `{{ from = \"{}\" }}`", self.nought()),
            ),
            _ => None,
        }
    }

    fn nought(&self) -> String {
        match self.judged.unit {
            MeasureUnit::Money => format!("0 {}", self.terms.draft.currency),
            unit => Level::ZERO.words(unit),
        }
    }

    /// The worst value of each band; of a line, the value at which its amount is due.
    fn edges(&self, bands: &[Written], key: &str) -> Vec<Band> {
        let just_before = |level: Level| Level::from_millionths(level.millionths().saturating_sub(1));
        let edge = |at: usize| match (key, self.judged.better) {
            ("from", Better::Lower) if !self.linear => {
                bands.get(at + 1).and_then(|next| next.bound).map_or(Level::UNBOUNDED, just_before)
            }
            _ => bands[at].bound.unwrap_or(Level::UNBOUNDED),
        };
        bands.iter().enumerate().map(|(at, band)| Band { edge: edge(at), effect: band.effect }).collect()
    }

    /// A bound that a rounded measure jumps over.
    fn warn_about_decimals(&self, decoder: &mut Decoder, bands: &[Written]) {
        let Some(decimals) = self.terms.get("round").and_then(Node::number).map(|decimals| decimals as u32) else {
            return;
        };
        let step = 10_u64.pow(u32::from(Level::DECIMALS).saturating_sub(decimals));
        let finer = |band: &&Written| band.bound.is_some_and(|bound| !bound.millionths().is_multiple_of(step));
        for band in bands.iter().filter(finer) {
            let bound = band.bound.map_or_else(String::new, |bound| bound.words(self.judged.unit));
            let title =
                format!("a bound of `{}`, {bound}, has more decimals than the rounded measure: {decimals}", self.path);
            decoder.complain(Diagnostic::warning(band.place, title).label("it is never met exactly"));
        }
    }

    fn warn_about_amounts(&self, decoder: &mut Decoder, bands: &[Written], place: Place) {
        let path = &self.path;
        if bands.iter().all(|band| band.effect == Effect::Nothing) {
            let title = format!("`{path}` brings nothing: no band has a penalty or a bonus");
            decoder.complain(Diagnostic::warning(place, title).label(""));
        }
        for (at, pair) in bands.windows(2).enumerate() {
            if costs_less(pair[1].effect, pair[0].effect) {
                let title = format!("`{path}.{}` is worse than the band before it and costs the provider less", at + 1);
                decoder.complain(Diagnostic::warning(pair[1].place, title).label("a worse band should not cost less"));
            }
        }
    }
}

/// Whether one effect costs less than another, where that can be said: a share and an amount of money cannot be compared.
fn costs_less(one: Effect, other: Effect) -> bool {
    let rank = |effect: Effect| match effect {
        Effect::Bonus(_) => 0,
        Effect::Nothing => 1,
        Effect::Penalty(_) => 2,
    };
    let less = |one: Amount, other: Amount| match (one, other) {
        (Amount::Money(one), Amount::Money(other)) => one < other,
        (Amount::Share(one), Amount::Share(other)) => one.get() < other.get(),
        _ => false,
    };
    match (one, other) {
        (Effect::Penalty(one), Effect::Penalty(other)) => less(one, other),
        (Effect::Bonus(one), Effect::Bonus(other)) => less(other, one),
        _ => rank(one) < rank(other),
    }
}
