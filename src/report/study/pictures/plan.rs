//! A request with everything that it left open decided.

use super::super::subject::Subject;
use super::measure::{CENTER, is_known};
use super::{ChartKind, ChartRequest, Trouble};

/// A picture of which everything is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) kind: ChartKind,
    /// The axis that runs to the right.
    pub(super) x: usize,
    /// The axis that tells curves or panels apart, or runs upwards.
    pub(super) by: Option<usize>,
    /// Metric.
    pub(super) y: String,
    pub(super) scope: String,
    /// Of a trade-off: the metric that is the cost, if one is named.
    pub(super) cost: Option<String>,
    /// Heading, if one is asked for.
    pub(super) title: Option<String>,
}

/// What is shown when nothing else is asked for.
const FELT: &str = "notice-due-rate";
/// What is shown beside it.
const ANSWERED: &str = "service-level";
/// From so many axes on, it is worth asking which matters most.
const MANY_AXES: usize = 3;

impl Plan {
    pub(super) fn of(subject: &Subject<'_>, request: &ChartRequest) -> Result<Self, Trouble> {
        let kind = request.kind.unwrap_or(ChartKind::Curves);
        let varied = subject.varied();
        if varied.is_empty() {
            let why = "nothing is varied in this study, so there is nothing to draw along; `ccsim run` draws its one scenario";
            return Err(Trouble::Impossible(why.to_owned()));
        }
        let asked = |path: &Option<String>| path.as_deref().map(|path| subject.axis(path)).transpose();
        // What costs runs to the right of a trade-off, and no axis.
        let is_trade_off = kind == ChartKind::TradeOff;
        let (x, by) = (if is_trade_off { None } else { asked(&request.x)? }, asked(&request.by)?);
        if x.is_some() && x == by {
            let path = &subject.results.axes()[x.unwrap_or(0)].path;
            return Err(Trouble::Impossible(format!("`{path}` cannot run along x and tell curves apart as well")));
        }
        let is_one_axis = matches!(kind, ChartKind::Intervals);
        // The axis of a small day is `by`; who says `x` means the same.
        let (x, by) = if is_one_axis { (None, by.or(x)) } else { (x, by) };
        let free = |taken: Option<usize>| varied.iter().copied().filter(move |axis| Some(*axis) != taken);
        let staff = |taken: Option<usize>| {
            let is_staff = |axis: &usize| subject.moves_staff(*axis);
            free(taken)
                .find(is_staff)
                .or_else(|| free(taken).find(|axis| !subject.moves_people(*axis)))
                .or_else(|| free(taken).next())
        };
        let people =
            |taken: Option<usize>| free(taken).find(|axis| subject.moves_people(*axis)).or_else(|| free(taken).next());
        let (x, by) = if is_one_axis {
            let by = by.or_else(|| staff(None));
            (by.unwrap_or(varied[0]), by)
        } else {
            let x = x.or_else(|| staff(by)).unwrap_or(varied[0]);
            (x, by.or_else(|| people(Some(x))))
        };
        if kind == ChartKind::HeatMap && by.is_none() {
            let why = "a heat map needs two axes, and this study varies one; curves show it";
            return Err(Trouble::Impossible(why.to_owned()));
        }
        let scope = request.scope.clone().unwrap_or_else(|| CENTER.to_owned());
        let promised = subject.promises.first().filter(|_| !is_trade_off).map(|promised| promised.metric);
        let y = request.y.clone().unwrap_or_else(|| promised.unwrap_or(FELT).to_owned());
        let cost = request.x.clone().filter(|_| is_trade_off);
        Ok(Self { kind, x, by, y, scope, cost, title: request.title.clone() })
    }

    /// Whether results have what is to be shown.
    pub(super) fn check_figures(&self, subject: &Subject<'_>) -> Result<(), Trouble> {
        let results = subject.results;
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        if !has(results.metrics(), &self.y) {
            let why = if is_known(&self.y) && !results.metrics().is_empty() {
                format!(
                    "the study's results do not hold the metric `{}`: its scenario has nothing of the kind, or the study keeps other metrics",
                    self.y
                )
            } else {
                return Err(Trouble::Unknown {
                    what: "metric",
                    name: self.y.clone(),
                    known: results.metrics().to_vec(),
                });
            };
            return Err(Trouble::Impossible(why));
        }
        if let Some(cost) = self.cost.as_ref().filter(|cost| !has(results.metrics(), cost)) {
            let known = results.metrics().to_vec();
            return Err(Trouble::Unknown { what: "metric", name: cost.clone(), known });
        }
        if !has(results.scopes(), &self.scope) {
            return Err(Trouble::Unknown { what: "scope", name: self.scope.clone(), known: results.scopes().to_vec() });
        }
        let (metric, scope) = (&self.y, &self.scope);
        if self.kind == ChartKind::Intervals {
            if results.intervals(metric, scope).is_empty() {
                let why = format!(
                    "the study's results hold no intervals of `{metric}` at `{scope}`; a study with `intervals = true` keeps them"
                );
                return Err(Trouble::Impossible(why));
            }
        } else if results.figures(metric, scope).iter().all(Option::is_none) {
            return Err(Trouble::Impossible(format!("no scenario has a value of `{metric}` at `{scope}`")));
        }
        Ok(())
    }

    /// `curves-notice-due-rate`, with the scope unless it is the whole center.
    pub(super) fn file_name(&self) -> String {
        let name = format!("{}-{}", self.kind.name(), self.y);
        let name = if self.scope == CENTER { name } else { format!("{name}-{}", self.scope) };
        name.chars().map(|sign| if sign.is_alphanumeric() || sign == '-' { sign } else { '-' }).collect()
    }
}

/// The pictures that suit a study.
pub(super) fn usual(subject: &Subject<'_>) -> Vec<ChartRequest> {
    let varied = subject.varied();
    let show =
        |kind: ChartKind, y: &str| ChartRequest { kind: Some(kind), y: Some(y.to_owned()), ..ChartRequest::default() };
    let mut requests = Vec::new();
    let is_grid = subject.is_grid();
    if is_grid && varied.len() >= 2 {
        requests.push(show(ChartKind::HeatMap, FELT));
    }
    if is_grid && !varied.is_empty() {
        requests.push(show(ChartKind::Curves, FELT));
    }
    if is_grid && varied.len() == 1 {
        requests.push(show(ChartKind::Curves, ANSWERED));
    }
    if varied.len() >= MANY_AXES {
        requests.push(show(ChartKind::Tornado, FELT));
    }
    // Costs at several volumes are no trade-off, and of a design no single volume can be shown.
    let is_comparable = is_grid || varied.iter().all(|&axis| !subject.moves_people(axis));
    if is_comparable && varied.iter().any(|&axis| subject.moves_staff(axis)) {
        requests.push(show(ChartKind::TradeOff, FELT));
    }
    requests
}
