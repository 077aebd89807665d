//! What a study asks for besides its points: how long to play each, and which charts.

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
