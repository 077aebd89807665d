//! What a study asks for besides its points: how long to play each, and which charts.

use super::super::diagnostic::{Diagnostic, Place};
use super::super::quantity;
use super::super::tree::{Node, Table, Value};
use super::amount::Amount;
use super::format::{DEFAULT_AT_MOST, DEFAULT_REPLICATIONS};
use super::{Axis, KnownMetric};
use crate::model::{Center, ContactTypeId, GroupId, IvrStepId, NumberId, QueueId, RuleSetId, Scope, TargetId};
use crate::units::{Duration, Share};

/// How long each point is played.
#[derive(Debug, Clone, PartialEq)]
pub enum StudyEffort {
    /// So many days of each.
    Replications(u64),
    /// Until an interval is narrow enough.
    Precision {
        /// Which metric's interval, by its id.
        metric: String,
        /// Whose: `center`, `queue.billing` ...
        scope: String,
        /// Half-width at which to stop.
        within: Within,
        /// Most days of each point, narrow enough or not.
        at_most: u64,
    },
}

/// Half-width of an interval, in the unit of its metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Within {
    /// `"0.5 %"`: percentage points of a share.
    Share(Share),
    /// `"2 s"`: of a time.
    Time(Duration),
    /// `12`: of a count, of money, of anything else.
    Number(f64),
}

/// A chart that a study asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChartRequest {
    /// Which picture.
    pub kind: ChartKind,
    /// Heading; without one the chart says what it shows.
    pub title: Option<String>,
    /// What runs to the right: the path of an axis (of a trade-off: a metric).
    pub x: Option<String>,
    /// The metric that is shown: what runs upwards, or colours a heat map.
    pub y: Option<String>,
    /// The path of a second axis: a curve, dots of one colour, or a small picture for each of its values; what runs upwards
    /// in a heat map.
    pub by: Option<String>,
    /// Whose contacts; `center` without it.
    pub scope: Option<String>,
}

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChartKind {
    /// A metric over an axis, a curve with its band for each value of another.
    #[default]
    Curves,
    /// A metric over two axes, with the contours of the promises.
    HeatMap,
    /// A metric against another, a dot for each point, and the efficient frontier.
    TradeOff,
    /// Which axis matters most.
    Tornado,
    /// The day by interval, a small picture for each value of an axis.
    Intervals,
}

impl ChartKind {
    /// Each kind with the word for it in a study file.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("curves", Self::Curves),
        ("heat-map", Self::HeatMap),
        ("trade-off", Self::TradeOff),
        ("tornado", Self::Tornado),
        ("intervals", Self::Intervals),
    ];
}

/// How long each point is played; what cannot be read was complained about by `check`, or is here.
pub fn effort(root: &Table, said: &mut Vec<Diagnostic>) -> StudyEffort {
    let whole = |table: &Table, key: &str| table.get(key).and_then(Node::number).map(|number| number as u64);
    let replications = StudyEffort::Replications(whole(root, "replications").unwrap_or(DEFAULT_REPLICATIONS));
    let Some(table) = root.get("precision").and_then(Node::table) else { return replications };
    let text = |key: &str| table.get(key).and_then(Node::text).map(str::to_owned);
    let (Some(metric), Some(node)) = (text("metric"), table.get("within")) else { return replications };
    match within(node) {
        Ok(within) => StudyEffort::Precision {
            metric,
            scope: text("scope").unwrap_or_else(|| CENTER.to_owned()),
            within,
            at_most: whole(table, "at-most").unwrap_or(DEFAULT_AT_MOST),
        },
        Err(complaint) => {
            said.extend(complaint);
            replications
        }
    }
}

/// The scope of what is said of everybody.
const CENTER: &str = "center";

/// A half-width; no complaint where `check` made one.
fn within(node: &Node) -> Result<Within, Option<Diagnostic>> {
    let must = |must: &str| {
        Some(Diagnostic::error(node.place, format!("`precision.within` must {must}, not {}", node.found())).label(""))
    };
    let amount = Amount::of(node).ok_or(None)?;
    if amount.number.signum() <= 0 {
        return Err(must("be more than 0"));
    }
    let too_large = || must("be a share below \"100 %\", or a time");
    match amount.unit.as_str() {
        "" => Ok(Within::Number(amount.number.as_f64())),
        "%" => quantity::share(node).map(Within::Share).map_err(|_| too_large()),
        _ => quantity::duration(node)
            .map(Within::Time)
            .map_err(|_| must("be a share such as \"0.5 %\", a time such as \"2 s\", or a number")),
    }
}

impl Within {
    /// In the unit in which results write the metric: a share as a part of one, a time in seconds.
    pub fn in_unit(self) -> f64 {
        match self {
            Self::Share(share) => share.get(),
            Self::Time(time) => time.as_secs_f64(),
            Self::Number(number) => number,
        }
    }
}

/// `true` or `false`, if the study says so.
pub fn switch(root: &Table, key: &str) -> Option<bool> {
    root.get(key).and_then(|node| if let Value::Flag(flag) = node.value { Some(flag) } else { None })
}

/// The metrics that results hold.
pub fn metrics(root: &Table) -> Vec<String> {
    let list = root.get("metrics").and_then(Node::list).unwrap_or_default();
    list.iter().filter_map(Node::text).map(str::to_owned).collect()
}

/// The charts that a study asks for. Axes and scopes that there are not are complained about.
pub fn charts(root: &Table, axes: &[Axis], center: &Center, said: &mut Vec<Diagnostic>) -> Vec<ChartRequest> {
    let list = root.get("chart").and_then(Node::list).unwrap_or_default();
    list.iter().filter_map(Node::table).map(|table| chart(table, axes, center, said)).collect()
}

fn chart(table: &Table, axes: &[Axis], center: &Center, said: &mut Vec<Diagnostic>) -> ChartRequest {
    let text = |key: &str| table.get(key).and_then(Node::text).map(str::to_owned);
    let word = text("kind").unwrap_or_default();
    let kind = ChartKind::WORDS.iter().find(|(known, _)| *known == word).map_or(ChartKind::Curves, |(_, kind)| *kind);
    let of_axes: &[&str] = if kind == ChartKind::TradeOff { &["by"] } else { &["x", "by"] };
    for key in of_axes {
        let Some((node, path)) = table.get(key).and_then(|node| Some((node, node.text()?))) else { continue };
        if axes.iter().all(|axis| axis.path != path) {
            let title = format!("the chart's `{key}` is no axis of this study: `{path}`");
            let known = axes.iter().map(|axis| axis.path.as_str());
            said.push(Diagnostic::error(node.place, title).near_miss(path, known, "its axes are"));
        }
    }
    said.extend(table.get("scope").and_then(|node| unknown_scope(node, center)));
    ChartRequest { kind, title: text("title"), x: text("x"), y: text("y"), by: text("by"), scope: text("scope") }
}

/// Complains if the precision is asked for somewhere that there is not.
pub fn check_scope(root: &Table, center: &Center, said: &mut Vec<Diagnostic>) {
    let scope = root.get("precision").and_then(Node::table).and_then(|table| table.get("scope"));
    said.extend(scope.and_then(|node| unknown_scope(node, center)));
}

fn unknown_scope(node: &Node, center: &Center) -> Option<Diagnostic> {
    let text = node.text()?;
    let known = scopes(center);
    let names = known.iter().map(String::as_str);
    (!known.iter().any(|name| name == text)).then(|| {
        Diagnostic::error(node.place, format!("the scenario has no scope `{text}`")).near_miss(text, names, "it can be")
    })
}

/// Every scope that results may have.
fn scopes(center: &Center) -> Vec<String> {
    fn all<T>(parts: &[T], scope: impl Fn(usize) -> Scope) -> impl Iterator<Item = Scope> {
        (0..parts.len()).map(scope)
    }
    let named = all(&center.targets, |at| Scope::Target(TargetId::at(at)))
        .chain(all(&center.contact_types, |at| Scope::ContactType(ContactTypeId::at(at))))
        .chain(all(&center.queues, |at| Scope::Queue(QueueId::at(at))))
        .chain(all(&center.agent_groups, |at| Scope::AgentGroup(GroupId::at(at))))
        .chain(all(&center.ivr, |at| Scope::IvrStep(IvrStepId::at(at))))
        .chain(all(&center.numbers, |at| Scope::Number(NumberId::at(at))))
        .chain(all(&center.rule_sets, |at| Scope::RuleSet(RuleSetId::at(at))));
    std::iter::once(Scope::Center).chain(named).map(|scope| center.scope_name(scope)).collect()
}

/// A metric that a study names, and where.
#[derive(Debug)]
pub struct AskedMetric {
    id: String,
    place: Place,
    /// The half-width that its interval should have.
    within: Option<(Within, Place)>,
}

/// Every metric that a study names.
pub fn asked_metrics(root: &Table) -> Vec<AskedMetric> {
    let asked = |node: &Node| Some(AskedMetric { id: node.text()?.to_owned(), place: node.place, within: None });
    let listed = root.get("metrics").and_then(Node::list).unwrap_or_default().iter().filter_map(asked);
    let charts = root.get("chart").and_then(Node::list).unwrap_or_default().iter().filter_map(Node::table);
    let shown = charts.flat_map(|table| {
        let is_trade_off = table.get("kind").and_then(Node::text) == Some("trade-off");
        [table.get("y"), table.get("x").filter(|_| is_trade_off)].into_iter().flatten().filter_map(asked)
    });
    let precise = root.get("precision").and_then(Node::table).and_then(|table| {
        let (metric, node) = (table.get("metric")?, table.get("within")?);
        let within = within(node).ok().map(|within| (within, node.place));
        Some(AskedMetric { within, ..asked(metric)? })
    });
    precise.into_iter().chain(listed).chain(shown).collect()
}

impl AskedMetric {
    /// What is wrong with it, as far as anything is.
    pub fn trouble(&self, known: &[KnownMetric<'_>]) -> Option<Diagnostic> {
        let Some(metric) = known.iter().find(|metric| metric.id == self.id) else {
            let title = format!("there is no metric `{}`", self.id);
            let ids = known.iter().map(|metric| metric.id);
            let complaint = Diagnostic::error(self.place, title).label("");
            return Some(match super::super::suggest::nearest(&self.id, ids) {
                Some(near) => complaint.label(format!("did you mean `{near}`?")),
                None => complaint.hint("`ccsim explain` lists them"),
            });
        };
        let (within, place) = self.within?;
        let (fits, what) = match within {
            Within::Share(_) => (metric.is_share, "is no share"),
            Within::Time(_) => (metric.is_time, "is no length of time"),
            Within::Number(number) if metric.is_share => {
                (number < 1.0, "is a share: write its half-width as \"0.5 %\"")
            }
            Within::Number(_) => (!metric.is_time, "is a length of time: write its half-width as \"2 s\""),
        };
        (!fits).then(|| Diagnostic::error(place, format!("`{}` {what}", self.id)).label(""))
    }
}
