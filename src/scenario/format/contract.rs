//! `[contract.*]`: what a client and a provider have agreed.

use super::calendar::WEEKDAYS;
use super::{Key, Kind, LEVEL_KEYS, PERIODS, Table, key};

/// More misses than this are no trigger.
const MOST_MISSES: i64 = 10_000;
/// Decimals of a measure: as many as are kept.
const DECIMALS: i64 = crate::model::contract::Level::DECIMALS as i64;

/// `[contract.*]`
pub static CONTRACT: Table = Table {
    about: "What a client and a provider have agreed: what the work is paid, what is measured, what missing it costs. With a \
            `measure` it has a clause of its own name; further ones are tables of `clause`.",
    keys: &[
        &[
            key("clause", Kind::Named("clause", &CLAUSE), "Further clauses, or all of them, one table each").or("none"),
            key("invoice", Kind::Choice(INVOICES), "The period of an invoice, which fee, `cap` and `at-risk` are for")
                .or("as `per`; for intervals the month, of a shorter calendar the day"),
            key("fee", Kind::Table(&FEE), "What the client pays for an invoice's period; the parts add up")
                .or("nothing"),
            key(
                "groups",
                Kind::List(&Kind::Reference("agent group")),
                "The provider's agents: their work is paid, their wages are its cost",
            )
            .or("all groups"),
            key("currency", Kind::Text, "Must be the scenario's").or("the scenario's"),
            key(
                "cap-per-year",
                Kind::ShareOrMoney,
                "Most penalties in a contract year; a share is of that year's fees",
            )
            .or("no limit"),
            key(
                "at-risk",
                Kind::ShareOrMoney,
                "A pool for each invoice, shared out by `weight`: what penalties are shares of, and their limit",
            )
            .or("penalties are shares of the fee"),
            key(
                "several-misses",
                Kind::Choice(SEVERAL_MISSES),
                "When several clauses are missed in one invoice's period",
            )
            .or("\"sum\""),
            key(
                "damage-per-lost-call",
                Kind::Money,
                "What a lost call costs the client, for the penalty that would be fair",
            )
            .or("not stated"),
        ],
        CLAUSE_KEYS,
    ],
    forms: &[
        &[],
        &["measure", "ladder"],
        &["measure", "per-point"],
        &["measure", "per-miss"],
        &["measure", "per-lost-call"],
        &["per-lost-call"],
    ],
};

const INVOICES: &[(&str, &str)] = &[
    ("day", "each date"),
    ("week", "from Monday on"),
    ("month", "counted from the calendar's first date"),
    ("quarter", "three such months"),
    ("year", "twelve such months"),
];

const SEVERAL_MISSES: &[(&str, &str)] =
    &[("sum", "all penalties are due"), ("worst", "only those of the clause that costs most")];

/// `[contract.*.clause.*]`
pub static CLAUSE: Table = Table {
    about: "A clause: what is measured, over which period, and what comes of it. Of what it does not say it has `scope`, `per`, \
            `better`, `round`, `empty`, `ramp` and `excused-if` from its contract.",
    keys: &[CLAUSE_KEYS],
    forms: &[
        &["measure", "ladder"],
        &["measure", "per-point"],
        &["measure", "per-miss"],
        &["measure", "per-lost-call"],
        &["per-lost-call"],
    ],
};

static A_BAND: Kind = Kind::Table(&BAND);
static A_STEP: Kind = Kind::Table(&RAMP);

const CLAUSE_KEYS: &[Key] = &[
    key("measure", Kind::ChoiceOrTable(METRICS, &MEASURE), "What is measured"),
    key("scope", Kind::Reference("center, queue.NAME or contact-type.NAME"), "Whose contacts count").or("\"center\""),
    key("hours", Kind::Table(&HOURS), "Hours of the day that count").or("all opening hours"),
    key("weekdays", Kind::List(&Kind::Choice(WEEKDAYS)), "Days of the week that count, holidays as they are played")
        .or("all"),
    key("excluded-dates", Kind::List(&Kind::Date), "Dates that do not count").or("none"),
    key("per", Kind::Choice(PERIODS), "The measuring period").or("\"month\""),
    key("roll-up", Kind::ChoiceOrTable(ROLL_UPS, &ROLL_UP), "How a period's measure comes from its intervals")
        .or("\"sums\""),
    key(
        "round",
        Kind::Whole(0, DECIMALS),
        "Decimals of the measure (percentage, seconds, amount) before it is compared",
    )
    .or("compared as it is"),
    key("empty", Kind::Choice(EMPTY), "A period in which nobody counts").or("\"pass\""),
    key("better", Kind::Choice(BETTER), "Which way is better").or("higher for service levels and the like, else lower"),
    key("ladder", Kind::List(&A_BAND), "Bands from the best to the worst: what each brings"),
    key("ladder-shape", Kind::Choice(SHAPES), "What lies between two bounds of the ladder").or("\"steps\""),
    key(
        "per-point",
        Kind::Table(&PER_POINT),
        "So much for each point (percentage point, second, unit of currency) missed",
    ),
    key("per-miss", Kind::Table(&PER_MISS), "So much for each period that misses"),
    key("per-lost-call", Kind::Table(&PER_LOST_CALL), "So much for each call"),
    key("cap", Kind::ShareOrMoney, "Most penalties in an invoice's period: of the contract, or of a `clause` alone")
        .or("no limit"),
    key("ramp", Kind::List(&A_STEP), "Softer terms at the beginning, in order of dates").or("none"),
    key("excused-if", Kind::Table(&EXCUSED_IF), "When what was measured does not count, since the forecast was wrong")
        .or("never"),
    key("earn-back", Kind::Table(&EARN_BACK), "How a later good period refunds a penalty").or("never"),
    key("repeated", Kind::Table(&REPEATED), "When misses in a row cost more").or("never"),
    key("ends-after", Kind::Table(&ENDS_AFTER), "What gives the client the right to terminate").or("nothing"),
    key("weight", Kind::Number(0.001, 1000.0), "Part of what is `at-risk`, against the weights of the other clauses")
        .or("1.0"),
];

/// Those of the catalogue of metrics that a clause can measure; a service level is said with its own table.
pub const METRICS: &[(&str, &str)] = &[
    ("blocking-rate", "busy tones, of all who dialled"),
    ("containment-rate", "served by a machine, of all who dialled"),
    ("abandonment-rate", "hung up on hold, of the offered"),
    ("held-rate", "held at all, of the offered"),
    ("notice-due-rate", "held as long as the notice takes, of the offered"),
    ("transfer-rate", "passed on, of all answers"),
    ("notice-given-rate", "notices given in time, of those due"),
    ("occupancy", "time at work, of the time that the provider's agents were there"),
    ("mean-hold-time", "hold of the offered"),
    ("average-speed-of-answer", "hold of the answered"),
    ("excess-hold-time", "hold beyond the notice, of the offered"),
    ("caller-charge-per-contact", "what callers pay, for each who dialled"),
    ("caller-hold-cost-per-contact", "what holding costs callers in money and time, for each who dialled"),
];

/// `measure`
pub static MEASURE: Table = Table {
    about: "What is measured: `measure = \"abandonment-rate\"` and `measure.abandonment-rate = {}` say the same.",
    keys: &[&[
        key("service-level", Kind::Table(&MEASURED_LEVEL), "Share answered within a time"),
        key("blocking-rate", NO_MORE, "Busy tones, of all who dialled"),
        key("containment-rate", NO_MORE, "Served by a machine, of all who dialled"),
        key("abandonment-rate", NO_MORE, "Hung up on hold, of the offered"),
        key("held-rate", NO_MORE, "Held at all, of the offered"),
        key("notice-due-rate", NO_MORE, "Held as long as the notice takes, of the offered"),
        key("transfer-rate", NO_MORE, "Passed on, of all answers"),
        key("notice-given-rate", NO_MORE, "Notices given in time, of those due"),
        key("occupancy", NO_MORE, "Time at work, of the time that the provider's agents were there"),
        key("mean-hold-time", NO_MORE, "Hold of the offered"),
        key("average-speed-of-answer", NO_MORE, "Hold of the answered"),
        key("excess-hold-time", NO_MORE, "Hold beyond the notice, of the offered"),
        key("caller-charge-per-contact", NO_MORE, "What callers pay, for each who dialled"),
        key("caller-hold-cost-per-contact", NO_MORE, "What holding costs callers, for each who dialled"),
    ]],
    forms: &[
        &["service-level"],
        &["blocking-rate"],
        &["containment-rate"],
        &["abandonment-rate"],
        &["held-rate"],
        &["notice-due-rate"],
        &["transfer-rate"],
        &["notice-given-rate"],
        &["occupancy"],
        &["mean-hold-time"],
        &["average-speed-of-answer"],
        &["excess-hold-time"],
        &["caller-charge-per-contact"],
        &["caller-hold-cost-per-contact"],
    ],
};

const NO_MORE: Kind = Kind::Table(&NOTHING);

/// `measure.abandonment-rate` and others
static NOTHING: Table = Table { about: "Nothing to set: `{}`.", keys: &[], forms: &[] };

/// `measure.service-level`
pub static MEASURED_LEVEL: Table =
    Table { about: "Share of contacts answered within a time, with its denominator.", keys: &[LEVEL_KEYS], forms: &[] };

/// `hours`
pub static HOURS: Table = Table {
    about: "Hours of the day, from one planning interval to another.",
    keys: &[&[key("from", Kind::Clock, "From").required(), key("to", Kind::Clock, "To").required()]],
    forms: &[],
};

const ROLL_UPS: &[(&str, &str)] = &[
    ("sums", "all that was counted over all that was counted: each contact weighs the same"),
    ("mean-of-intervals", "the plain mean of the intervals' own measures; empty ones are left out"),
    ("mean-of-days", "the plain mean of the days' own measures; empty ones are left out"),
];

/// `roll-up`
pub static ROLL_UP: Table = Table {
    about: "How a period's measure comes from its intervals or days.",
    keys: &[
        &[key("share-of", Kind::Table(&SHARE_OF), "The share of intervals or days that reach a target").required()],
    ],
    forms: &[],
};

/// `share-of`
pub static SHARE_OF: Table = Table {
    about: "The share of intervals or days that reach a target: the bounds of the clause are then shares of them.",
    keys: &[&[
        key("cells", Kind::Choice(CELLS), "Shares of what").or("\"interval\""),
        key("reach", Kind::Measured, "What each must reach").required(),
    ]],
    forms: &[],
};

const CELLS: &[(&str, &str)] = &[("interval", "planning intervals"), ("day", "dates")];

const EMPTY: &[(&str, &str)] =
    &[("pass", "kept: nothing is due"), ("fail", "missed, as badly as can be"), ("skip", "not judged")];

const BETTER: &[(&str, &str)] = &[("higher", "more is better"), ("lower", "less is better")];

/// An element of `ladder`.
pub static BAND: Table = Table {
    about: "A band, and what it brings the provider; neither penalty nor bonus: nothing is due.",
    keys: &[&[
        key(
            "from",
            Kind::Measured,
            "Where it begins: falling from band to band, the last at nought; rising from nought where lower is better",
        ),
        key("up-to", Kind::Measured, "Where it ends, where lower is better: rising; the last band has none"),
        key(
            "penalty",
            Kind::ShareOrMoney,
            "What the provider owes; a share of the fee, or of the clause's part of what is at risk",
        ),
        key("bonus", Kind::ShareOrMoney, "What the client owes"),
    ]],
    forms: &[&[], &["from"], &["up-to"]],
};

const SHAPES: &[(&str, &str)] = &[
    ("steps", "each band has its own amount"),
    ("linear", "a straight line from bound to bound, each amount at the bound itself"),
];

/// `per-point`
pub static PER_POINT: Table = Table {
    about: "So much for each point (percentage point, second, unit of currency) missed.",
    keys: &[&[
        key("target", Kind::Measured, "What was promised; exactly this is kept").required(),
        key("penalty", Kind::ShareOrMoney, "For each point short of it").required(),
        key("bonus", Kind::ShareOrMoney, "For each point better than it").or("nothing"),
        key("at-most", Kind::ShareOrMoney, "Most penalty, and most bonus, of a period").or("no limit"),
        key("points", Kind::Choice(POINTS), "Which points count").or("\"pro-rata\""),
    ]],
    forms: &[],
};

const POINTS: &[(&str, &str)] =
    &[("pro-rata", "parts of a point too"), ("full", "only full points"), ("begun", "every point that was begun")];

/// `per-miss`
pub static PER_MISS: Table = Table {
    about: "So much for each period that misses.",
    keys: &[&[
        key("target", Kind::Measured, "What was promised; exactly this is kept").required(),
        key("penalty", Kind::ShareOrMoney, "For each miss").required(),
    ]],
    forms: &[],
};

/// `per-lost-call`
pub static PER_LOST_CALL: Table = Table {
    about: "So much for each call that hung up on hold or met a busy tone; or, with `beyond`, for each one too many.",
    keys: &[&[
        key("penalty", Kind::Money, "For each").required(),
        key(
            "beyond",
            Kind::Measured,
            "Calls beyond what this target of a rate allows: of 1000, 78 % against 80 % are 20",
        )
        .or("every lost call"),
    ]],
    forms: &[],
};

/// `ramp`
pub static RAMP: Table = Table {
    about: "Softer terms for periods that begin on a date or earlier.",
    keys: &[&[
        key("until", Kind::Date, "The last date").required(),
        key("penalties", Kind::Share, "What share of a penalty is due; of `0 %` nothing counts as a miss")
            .or("\"100 %\""),
        key("target", Kind::Measured, "Whoever reaches this has not missed").or("the clause's own"),
    ]],
    forms: &[],
};

/// `excused-if`
pub static EXCUSED_IF: Table = Table {
    about: "When what was measured does not count: more calls, or fewer, than the forecast by more than this part of it.",
    keys: &[&[
        key("volume-above-forecast", Kind::Share, "So much more"),
        key("volume-below-forecast", Kind::Share, "So much less"),
        key("excuses", Kind::Choice(EXCUSES), "What is held against its forecast, and left out").or("\"period\""),
    ]],
    forms: &[
        &["volume-above-forecast"],
        &["volume-below-forecast"],
        &["volume-above-forecast", "volume-below-forecast"],
    ],
};

const EXCUSES: &[(&str, &str)] =
    &[("interval", "each planning interval"), ("day", "each date"), ("period", "the measuring period")];

/// `earn-back`
pub static EARN_BACK: Table = Table {
    about: "How a later good period refunds a penalty.",
    keys: &[&[
        key("at", Kind::Measured, "What that period reaches").required(),
        key("of", Kind::Share, "What share of the last penalty it refunds").required(),
        key("within", Kind::Whole(1, MOST_MISSES), "So many periods later at most").or("any"),
    ]],
    forms: &[],
};

/// `repeated`
pub static REPEATED: Table = Table {
    about: "When misses in a row cost more.",
    keys: &[&[
        key("after", Kind::Whole(1, MOST_MISSES), "After so many misses in a row, the next ones").required(),
        key("times", Kind::Number(1.0, 1000.0), "What their penalties are multiplied by").required(),
    ]],
    forms: &[],
};

/// `ends-after`
pub static ENDS_AFTER: Table = Table {
    about: "What gives the client the right to terminate. Of a contract the periods of its invoices are counted, of a `clause` \
            its measuring periods; those that were not judged are passed over.",
    keys: &[&[
        key("misses", Kind::Whole(1, MOST_MISSES), "So many misses"),
        key("in-a-row", Kind::Flag, "One after the other"),
        key("of", Kind::Whole(1, MOST_MISSES), "Among the last so many periods"),
        key("below", Kind::Measured, "One period below this, where higher is better"),
        key("above", Kind::Measured, "One period above this, where lower is better"),
    ]],
    forms: &[&["misses", "in-a-row"], &["misses", "of"], &["below"], &["above"]],
};

/// `fee`
pub static FEE: Table = Table {
    about: "What the client pays for the period of an invoice; the parts add up.",
    keys: &[&[
        key("per-answered", Kind::Money, "For each contact answered").or("nothing"),
        key("tiers", Kind::List(&Kind::Table(&TIER)), "Instead: prices of answered contacts by volume").or("none"),
        key("per-talk-minute", Kind::Money, "For each minute of talk, to the second").or("nothing"),
        key("per-handled-minute", Kind::Money, "For each minute of talk or after-call work, to the second")
            .or("nothing"),
        key("per-staffed-hour", Kind::Money, "For each hour that an agent of the provider was paid").or("nothing"),
        key("fixed", Kind::Money, "Whatever happens").or("nothing"),
        key("minimum", Kind::Money, "The least that is paid").or("none"),
        key("minimum-of-forecast", Kind::Share, "At least this share of the expected contacts is billed as answered")
            .or("none"),
    ]],
    forms: &[&[], &["per-answered"], &["tiers"]],
};

/// `tiers`
pub static TIER: Table = Table {
    about: "A price for part of a period's volume; those in lower tiers keep theirs.",
    keys: &[&[
        key("up-to", Kind::Whole(1, 1_000_000_000), "The last contact of the period at this price")
            .or("all further ones"),
        key("price", Kind::Money, "Price of a contact").required(),
    ]],
    forms: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::contract::MeasuredMetric;

    #[test]
    fn every_metric_that_a_clause_can_measure_has_its_word() {
        let known: Vec<&str> = MeasuredMetric::ALL.iter().map(|metric| metric.id()).collect();
        assert_eq!(METRICS.iter().map(|(word, _)| *word).collect::<Vec<_>>(), known);
        let keys: Vec<&str> = MEASURE.names().collect();
        assert_eq!(keys[0], "service-level");
        assert_eq!(keys[1..], known);
        assert_eq!(MEASURE.forms.concat(), keys);
    }
}
