//! The format of a study file: every table, every key, what it means, its kind, range and default.
//!
//! As [`SCENARIO`](super::super::format::SCENARIO) for a scenario: the reader's checks, the JSON Schema and the tables of
//! `docs/STUDIES.md` are made from it.

use super::super::format::{Kind, Table, key};

/// Most points of a design: as many as the Sobol points that differ from each other.
pub const MOST_DESIGN_POINTS: i64 = 65_536;
/// More days of one point than any interval needs.
const MOST_REPLICATIONS: i64 = 1_000_000_000;
/// Days of each point where the study says nothing.
pub const DEFAULT_REPLICATIONS: u64 = 100;
/// Days after which a point is given up that is not precise yet.
pub const DEFAULT_AT_MOST: u64 = 10_000;
/// The word for the point that is the scenario as it stands.
pub const AS_WRITTEN: &str = "as-written";

/// The whole file.
pub static STUDY: Table = Table {
    about: "A scenario, and what is varied in it.",
    keys: &[&[
        key("name", Kind::Text, "What results call the study").or("the file's name"),
        key("about", Kind::Text, "What this is, in one sentence").or("\"\""),
        key("scenario", Kind::Text, "The scenario that is varied: a file, relative to the study").required(),
        key("replications", Kind::Whole(1, MOST_REPLICATIONS), "Days that each point is played").or("100"),
        key("precision", Kind::Table(&PRECISION), "Play each point until an interval is narrow enough"),
        key("seed", Kind::Whole(0, i64::MAX), "Seed of all random numbers").or("the scenario's, else 1"),
        key("vary", Kind::List(&Kind::Table(&VARY)), "An axis, one table each; all combinations are played"),
        key(
            "cases",
            Kind::ListOrTable(&Kind::Map("dotted path, or `name`", &Kind::Any), &CASES),
            "Settings that belong together, one table each; each case is crossed with the axes",
        ),
        key("design", Kind::Table(&DESIGN), "So many points spread over the axes, instead of all combinations"),
        key(
            "baseline",
            Kind::ChoiceOrMap(BASELINES, "dotted path", &Kind::Any),
            "The point that the others are compared with",
        )
        .or("none"),
        key("chart", Kind::List(&Kind::Table(&CHART)), "A picture, one table each").or("what suits the axes"),
        key("intervals", Kind::Switch, "Whether results have the intervals of the day")
            .or("`true` where a chart shows them"),
        key("metrics", Kind::List(&Kind::Reference("metric")), "Which metrics the results have").or("all"),
        key("ccsim", Kind::Text, "Version that wrote it"),
    ]],
    forms: &[&["replications"], &["precision"], &[]],
};

const BASELINES: &[(&str, &str)] = &[(AS_WRITTEN, "the point at which nothing differs from the scenario's file")];

/// `precision`
static PRECISION: Table = Table {
    about: "When a point has been played for long enough.",
    keys: &[&[
        key("metric", Kind::Reference("metric"), "Whose interval").required(),
        key(
            "within",
            Kind::Amount,
            "Half-width: `\"0.5 %\"` of a share, `\"2 s\"` of a time, a number of anything else",
        )
        .required(),
        key("scope", Kind::Reference("center, queue.NAME ..."), "Where it is measured").or("\"center\""),
        key("at-most", Kind::Whole(1, MOST_REPLICATIONS), "Days after which it is given up").or("10000"),
    ]],
    forms: &[],
};

/// `[[vary]]`
static VARY: Table = Table {
    about: "An axis: a value of the scenario that is set anew, and to what.",
    keys: &[&[
        key("path", Kind::Text, "What is set, by its dotted path; a star stands for every name").required(),
        key("values", Kind::List(&Kind::Any), "The values themselves"),
        key("from", Kind::Amount, "The first value"),
        key("to", Kind::Amount, "The last value, if a step ends there"),
        key("step", Kind::Amount, "From one value to the next; whole numbers go in steps of 1 without it"),
        key("count", Kind::Whole(1, 1_000_000), "Number of values, evenly apart"),
    ]],
    forms: &[&["values"], &["from", "to"], &["from", "to", "step"], &["from", "to", "count"]],
};

/// `cases`
static CASES: Table = Table {
    about: "Cases from a CSV file: a row each; its headings are dotted paths, and perhaps `name`.",
    keys: &[&[key("file", Kind::Text, "The file, relative to the study").required()]],
    forms: &[],
};

/// `design`
static DESIGN: Table = Table {
    about: "Points spread evenly over all axes at once, for many factors: anywhere between `from` and `to`, or one of `values`.",
    keys: &[&[
        key(
            "sobol",
            Kind::Whole(1, MOST_DESIGN_POINTS),
            "So many points of a scrambled Sobol sequence; best a power of 2",
        ),
        key("latin-hypercube", Kind::Whole(1, MOST_DESIGN_POINTS), "So many points, one in each layer of every axis"),
        key("seed", Kind::Whole(0, i64::MAX), "Seed of where the points lie").or("the study's, else 1"),
    ]],
    forms: &[&["sobol"], &["latin-hypercube"]],
};

/// `[[chart]]`
static CHART: Table = Table {
    about: "A picture of the results.",
    keys: &[&[
        key("kind", Kind::Choice(CHARTS), "Which picture").or("\"curves\""),
        key("title", Kind::Text, "Heading").or("what it shows"),
        key("x", Kind::Text, "What runs to the right: the path of an axis; in a trade-off, a metric")
            .or("the first axis"),
        key("y", Kind::Reference("metric"), "The metric that is shown").or("that of the first promise"),
        key("by", Kind::Text, "The path of a second axis: curves, colours or small pictures of their own")
            .or("the second axis"),
        key("scope", Kind::Reference("center, queue.NAME ..."), "Whose contacts").or("\"center\""),
    ]],
    forms: &[],
};

const CHARTS: &[(&str, &str)] = &[
    ("curves", "a metric over an axis with its band, a curve for each value of another"),
    ("heat-map", "a metric over two axes, `x` and `by`, with the contours of the promises"),
    ("trade-off", "a metric against another, a dot for each point, and the best that can be had"),
    ("tornado", "which axis matters most"),
    ("intervals", "a metric over the day, a small picture for each value of `by`"),
];
