//! What a picture of a study should show.

/// Kind of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// A figure along an axis, a curve for each value of another.
    Curves,
    /// A figure over two axes.
    HeatMap,
    /// What staff costs against what callers feel, a dot a scenario.
    TradeOff,
    /// Which axis matters most.
    Tornado,
    /// The day by interval, a small panel for each value of an axis.
    Intervals,
}

impl ChartKind {
    /// All, in the order they are listed in.
    pub const ALL: [Self; 5] = [Self::Curves, Self::HeatMap, Self::TradeOff, Self::Tornado, Self::Intervals];

    /// Its name on the command line and in the names of files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curves => "curves",
            Self::HeatMap => "heat-map",
            Self::TradeOff => "trade-off",
            Self::Tornado => "tornado",
            Self::Intervals => "intervals",
        }
    }
}

/// A picture that is asked for; what is left out is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartRequest {
    /// Kind; `None`: what fits the axes that are named.
    pub kind: Option<ChartKind>,
    /// Heading; without one the picture says what it shows.
    pub title: Option<String>,
    /// Path of the axis that runs to the right; of a trade-off, the metric that is the cost.
    pub x: Option<String>,
    /// Metric that is shown.
    pub y: Option<String>,
    /// Path of the axis that tells curves or panels apart, or runs upwards in a heat map.
    pub by: Option<String>,
    /// Whose figure; the whole center's unless stated.
    pub scope: Option<String>,
}
