//! The format of a scenario file: every table, every key, what it means, its kind, range and default.
//!
//! The only place that says so. The reader's checks, the JSON Schema and the tables of `docs/SCENARIO.md` are made from
//! it. What it cannot say (that a queue exists, that shares add up) is checked in `decode`.

mod calendar;
mod contract;

use super::quantity::{HIGHEST_CLOCK_HOURS, MOST_INTERVALS};
use crate::model::{MOST_HEADS, Redial};
pub use calendar::{CALENDAR, WEEKDAY_FACTORS};
pub use contract::CONTRACT;

/// A table: its keys, and which of them exclude each other.
#[derive(Debug)]
pub struct Table {
    /// What it is for, in one line.
    pub about: &'static str,
    /// Its keys, in lists so that tables can share some.
    pub keys: &'static [&'static [Key]],
    /// Alternatives: of all keys named here, exactly the keys of one alternative must stand. Empty: no alternatives. An
    /// alternative without keys: none of them is needed.
    pub forms: &'static [&'static [&'static str]],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What holds without it: a TOML value, or words.
    pub default: Option<&'static str>,
    /// Whether the table is incomplete without it.
    pub required: bool,
}

/// What a key takes.
#[derive(Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// `true`, and nothing else.
    Flag,
    /// `true` or `false`.
    Switch,
    /// `"20 s"`
    Duration,
    /// `"20 s"`, longer than nothing.
    PositiveDuration,
    /// `"08:00"`
    Clock,
    /// A time with its date or without: `"2026-03-02 08:00:03.5"`.
    Moment,
    /// `"2026-03-02"`, also without quotes
    Date,
    /// `"80 %"` or `0.8`
    Share,
    /// `"20 per min"`
    Rate,
    /// `"24 EUR per h"`
    Wage,
    /// `"0.14 EUR"`
    Money,
    /// `"2 %"` or `"500 EUR"`
    ShareOrMoney,
    /// A value of a measure, in its unit: `"80 %"`, `"20 s"`, `"0.14 EUR"`. Of which one, is known to `decode`.
    Measured,
    /// A number between two, both allowed.
    Number(f64, f64),
    /// A whole number between two, both allowed.
    Whole(i64, i64),
    /// One of these words, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// The name of something, as the text says: checked where all names are known.
    Reference(&'static str),
    /// Several of the same.
    List(&'static Kind),
    /// A random quantity: `"4 min"`, or a table with a law.
    Random(&'static Table),
    /// One of these words, or a table.
    ChoiceOrTable(&'static [(&'static str, &'static str)], &'static Table),
    /// A table.
    Table(&'static Table),
    /// Tables by a name that the writer chooses; the text says what is named.
    Named(&'static str, &'static Table),
    /// Values by a name or key; the text says what the keys are.
    Map(&'static str, &'static Kind),
    /// Values by date.
    Dated(&'static Kind),
    /// Several of the same, or a table.
    ListOrTable(&'static Kind, &'static Table),
    /// One of these words, or values by a name or key; the text says what the keys are.
    ChoiceOrMap(&'static [(&'static str, &'static str)], &'static str, &'static Kind),
    /// A number, or a quantity with its unit: `0.8`, `"20 s"`.
    Amount,
    /// Any value of a scenario.
    Any,
}

impl Kind {
    /// The words that it takes, each with what it means.
    pub fn choices(&self) -> Option<&'static [(&'static str, &'static str)]> {
        match self {
            Self::Choice(choices) | Self::ChoiceOrTable(choices, _) | Self::ChoiceOrMap(choices, ..) => Some(choices),
            Self::List(inner) | Self::Dated(inner) => inner.choices(),
            _ => None,
        }
    }
}

impl Table {
    /// All its keys.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> + Clone + use<> {
        self.keys.iter().flat_map(|keys| keys.iter())
    }

    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().find(|key| key.name == name)
    }

    /// Names of its keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.all_keys().map(|key| key.name)
    }
}

pub(super) const fn key(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, meaning, default: None, required: false }
}

impl Key {
    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// No list of expected arrivals, factor or parameter has a larger number in it.
pub const MOST_EXPECTED: f64 = 1e9;
/// Nothing is multiplied by more than this.
pub const MOST_SCALE: f64 = 1000.0;
const ANY_NUMBER: Kind = Kind::Number(0.0, MOST_EXPECTED);
const FACTOR: Kind = Kind::Number(0.0, MOST_SCALE);
const HEADS: Kind = Kind::Whole(0, MOST_HEADS.cast_signed());
/// Most heads that are added to each interval, or taken away.
const MOST_EXTRA_HEADS: i64 = 10_000;
/// More people on hold, or lines, than any center has.
const PEOPLE: i64 = 1_000_000;

/// The whole file.
pub static SCENARIO: Table = Table {
    about: "A contact center, and one day of it or the days of a calendar.",
    keys: &[&[
        key("about", Kind::Text, "What this is, in one sentence").or("\"\""),
        key("currency", Kind::Text, "Currency that every amount is in").or("\"EUR\""),
        key("day", Kind::Table(&DAY), "Opening hours and the planning grid"),
        key("calendar", Kind::Table(&CALENDAR), "The days that a replication plays").or("one day"),
        key("contact-type", Kind::Named("contact type", &CONTACT_TYPE), "What people want, one table each").required(),
        key("ivr", Kind::Named("menu step", &IVR_STEP), "Steps of a menu tree, one table each").or("no menu"),
        key("trunks", Kind::Table(&TRUNKS), "Lines into the center").or("unlimited"),
        key("queue", Kind::Named("queue", &QUEUE), "Where people hold, one table each")
            .or("a queue for each contact type that names no other"),
        key("agent-group", Kind::Named("agent group", &AGENT_GROUP), "Who answers, one table each").required(),
        key("routing", Kind::Table(&ROUTING), "Which agent for this contact, which contact for this agent"),
        key("number", Kind::Named("number", &NUMBER), "What callers dial and what it costs them, one table each")
            .or("nothing is charged"),
        key("rule-set", Kind::Named("rule set", &RULE_SET), "Rules of your own to judge numbers by, one table each")
            .or("those that are built in"),
        key("target", Kind::Named("target", &TARGET), "What was promised, one table each").or("no promise"),
        key("contract", Kind::Named("contract", &CONTRACT), "What missing a promise costs, one table each").or("none"),
        key("run", Kind::Table(&RUN), "How a result was made; written by the program into `run.toml`"),
    ]],
    forms: &[],
};

/// `[day]`
pub static DAY: Table = Table {
    about: "Opening hours and the planning grid.",
    keys: &[&[
        key("opens", Kind::Clock, "Lines open").or("\"08:00\""),
        key("closes", Kind::Clock, "Lines close; past midnight goes on as `26:00`").or("\"18:00\""),
        key("interval", Kind::PositiveDuration, "Length of a planning interval; the day is a whole number of them")
            .or("\"30 min\""),
        key("at-close", Kind::Choice(AT_CLOSE), "What happens to those who hold when the lines close")
            .or("\"serve-waiting\""),
        key("warm-up", Kind::Duration, "Time after opening that no metric counts").or("\"0 min\""),
        key("busyness", Kind::Table(&BUSYNESS), "Random factors shared by all contact types").or("none"),
    ]],
    forms: &[],
};

const AT_CLOSE: &[(&str, &str)] = &[
    ("serve-waiting", "the last interval's agents stay until nobody holds"),
    ("hang-up", "whoever holds is cut off; talks go on"),
];

/// `busyness`
pub static BUSYNESS: Table = Table {
    about: "Random factors on the arrivals, each with mean one.",
    keys: &[&[
        key("day-cv", Kind::Number(0.0, 3.0), "Coefficient of variation of one gamma factor for the whole day").or("0"),
        key("interval-cv", Kind::Number(0.0, 3.0), "Coefficient of variation of a log-normal factor per interval")
            .or("0"),
        key("correlation", CORRELATION, "Correlation of an interval's factor with the one before").or("0"),
        key(
            "day-correlation",
            CORRELATION,
            "Correlation of a date's factor with that of the date before; needs a calendar",
        )
        .or("0"),
    ]],
    forms: &[],
};

const CORRELATION: Kind = Kind::Number(-0.999, 0.999);

/// `[contact-type.*]`
pub static CONTACT_TYPE: Table = Table {
    about: "What a person wants: how many call, how patient they are, how long they talk.",
    keys: &[&[
        key("arrivals", Kind::Table(&ARRIVALS), "When people dial").required(),
        key("scale", FACTOR, "Multiplies the arrivals").or("1.0"),
        key("weekday-factor", Kind::Table(&WEEKDAY_FACTORS), "Multiplies them on a day of the week; needs a calendar")
            .or("1 for each"),
        key("busyness", Kind::Table(&BUSYNESS), "Random factors on the arrivals of this type alone").or("none"),
        key("surge", Kind::List(&Kind::Table(&SURGE)), "Times at which, on some days, more people call").or("none"),
        key("dials", Kind::Reference("number"), "The number, which says what the call costs").or("nothing is charged"),
        key("enters", Kind::Reference("queue.NAME or ivr.NAME"), "Where a contact goes after dialling")
            .or("the queue of its own name"),
        key("home", Kind::Reference("queue.NAME"), "Its right queue: where agents without the skill pass it on to")
            .or("the queue of its own name, else where it enters, else where somebody has the skill"),
        key("patience", Kind::Random(&PATIENCE), "Willingness to hold").or("never hangs up"),
        key("patience-carries-over", Kind::Switch, "Whether a later hold has only what the first left of the patience")
            .or("false"),
        key("balks", Kind::Share, "Leaves at once when nobody is free").or("\"0 %\""),
        key("talk-time", Kind::Random(&LENGTH), "Conversation: agent and trunk are both taken").required(),
        key("after-call-work", Kind::Random(&LENGTH), "The agent is taken, the trunk is free again").or("\"0 s\""),
        key("value-of-time", Kind::Wage, "What an hour on hold is worth to the caller").or("not stated"),
        key("redial", Kind::Table(&REDIAL), "Who tries again after not getting through").or("nobody"),
        key("resolved", Kind::Share, "Share of answered calls that settle the matter; the others call again")
            .or("\"100 %\""),
        key("calls-again-after", Kind::Random(&LENGTH), "Time from the end of the talk to that call")
            .or("needed when `resolved` is below 100 %"),
        key("transfers", Kind::Table(&TRANSFERS), "Contacts that are talked to in full and then passed on")
            .or("nobody"),
    ]],
    forms: &[],
};

/// `redial`
pub static REDIAL: Table = Table {
    about: "Who tries again after not getting through.",
    keys: &[&[
        key("after-abandon", Kind::Share, "Chance after hanging up on hold").or("\"0 %\""),
        key("after-blocked", Kind::Share, "Chance after a busy tone").or("\"0 %\""),
        key("later", Kind::Share, "Chance from the second redial in a row on, whatever went before")
            .or("as for the first"),
        key("delay", Kind::Random(&LENGTH), "How long until then").required(),
        key("at-most", Kind::Whole(0, Redial::MOST as i64), "Most redials in a row").or("1000"),
    ]],
    forms: &[],
};

/// `transfers`
pub static TRANSFERS: Table = Table {
    about: "Contacts that are talked to in full and then passed on to another queue.",
    keys: &[&[
        key("to", Kind::Reference("queue.NAME"), "Where to; who was answered from this queue stays").required(),
        key("share", Kind::Share, "Share of those answered elsewhere").required(),
    ]],
    forms: &[],
};

/// `arrivals`
pub static ARRIVALS: Table = Table {
    about: "When people dial.",
    keys: &[&[
        key("per-interval", Kind::List(&ANY_NUMBER), "Expected number in each planning interval (Poisson)"),
        key("rate", Kind::Rate, "The same rate all day (Poisson)"),
        key("file", Kind::Table(&COLUMN), "Expected numbers from a column of a CSV file, one row per interval"),
        key("trace", Kind::Table(&TRACE), "Exactly these times; several dates are several days, played in turn"),
    ]],
    forms: &[&["per-interval"], &["rate"], &["file"], &["trace"]],
};

/// `arrivals.file`, `staffing.file`
pub static COLUMN: Table = Table {
    about: "A column of a CSV file.",
    keys: &[COLUMN_KEYS],
    forms: &[&["path", "column"], &["file", "column"]],
};

const COLUMN_KEYS: &[Key] = &[
    key("path", Kind::Text, "The file, relative to the scenario"),
    key("file", Kind::Text, "Another word for `path`"),
    key("column", Kind::Text, "The column, by its heading"),
];

/// `arrivals.trace`
pub static TRACE: Table = Table {
    about: "Recorded times.",
    keys: &[
        COLUMN_KEYS,
        &[key("times", Kind::List(&Kind::Moment), "The times themselves, with or without their dates")],
    ],
    forms: &[&["path", "column"], &["file", "column"], &["times"]],
};

/// `surge`
pub static SURGE: Table = Table {
    about: "A time of day at which, on some days, the arrivals are multiplied.",
    keys: &[&[
        key("from", Kind::Clock, "Start").required(),
        key("to", Kind::Clock, "End").required(),
        key("factor", FACTOR, "What the arrivals are multiplied by").required(),
        key("chance", Kind::Share, "On which share of days it happens").or("\"100 %\""),
    ]],
    forms: &[],
};

/// A random length: talk time, after-call work, a prompt.
pub static LENGTH: Table = Table {
    about: "A random length of time: one law, and perhaps the longest that it may be.",
    keys: &[&LAWS],
    forms: LAW_FORMS,
};

/// A random length that may be endless.
pub static PATIENCE: Table = Table {
    about: "A random length of time that may be endless.",
    keys: &[&LAWS, &[key("never", Kind::Flag, "Never hangs up")]],
    forms: &[
        &["constant"],
        &["exponential"],
        &["lognormal"],
        &["gamma"],
        &["erlang"],
        &["weibull"],
        &["uniform"],
        &["triangular"],
        &["hyperexponential"],
        &["empirical"],
        &["hazard"],
        &["mixture"],
        &["never"],
    ],
};

const LAW_FORMS: &[&[&str]] = &[
    &["constant"],
    &["exponential"],
    &["lognormal"],
    &["gamma"],
    &["erlang"],
    &["weibull"],
    &["uniform"],
    &["triangular"],
    &["hyperexponential"],
    &["empirical"],
    &["hazard"],
    &["mixture"],
];

/// Coefficients of variation and shapes beyond these are slips, and cost the samplers their accuracy.
const CV: Kind = Kind::Number(0.0, 100.0);
const SHAPE: Kind = Kind::Number(0.01, 1000.0);

static LAWS: [Key; 13] = [
    key("constant", Kind::Duration, "Always so long; a bare text means this too"),
    key("exponential", Kind::Table(&MEAN), "Memoryless"),
    key("lognormal", Kind::Table(&LOGNORMAL), "By mean and coefficient of variation, or median and sigma"),
    key("gamma", Kind::Table(&MEAN_CV), "By mean and coefficient of variation"),
    key("erlang", Kind::Table(&ERLANG), "Sum of so many exponential phases"),
    key("weibull", Kind::Table(&WEIBULL), "By mean and shape, or scale and shape"),
    key("uniform", Kind::Table(&UNIFORM), "Anything between two lengths alike"),
    key("triangular", Kind::Table(&TRIANGULAR), "Between two lengths, mostly near the mode"),
    key("hyperexponential", Kind::Table(&HYPEREXPONENTIAL), "One of several exponentials"),
    key("empirical", Kind::Table(&EMPIRICAL), "Observed values, listed or from a column of a CSV file"),
    key("hazard", Kind::Table(&HAZARD), "Piecewise constant hazard, for patience read off a log"),
    key("mixture", Kind::List(&A_PART), "One of several laws"),
    key("at-most", Kind::PositiveDuration, "Longer draws are cut here").or("no limit"),
];

/// `exponential`
pub static MEAN: Table =
    Table { about: "By its mean.", keys: &[&[key("mean", Kind::Duration, "Mean").required()]], forms: &[] };

/// `gamma`
pub static MEAN_CV: Table = Table {
    about: "By its mean and coefficient of variation.",
    keys: &[&[
        key("mean", Kind::Duration, "Mean").required(),
        key("cv", CV, "Standard deviation divided by the mean").required(),
    ]],
    forms: &[],
};

/// `lognormal`
pub static LOGNORMAL: Table = Table {
    about: "By mean and coefficient of variation, or by median and sigma.",
    keys: &[&[
        key("mean", Kind::Duration, "Mean"),
        key("cv", CV, "Standard deviation divided by the mean"),
        key("median", Kind::Duration, "Half are shorter"),
        key("sigma", Kind::Number(0.0, 10.0), "Standard deviation of the logarithm"),
    ]],
    forms: &[&["mean", "cv"], &["median", "sigma"]],
};

/// `erlang`
pub static ERLANG: Table = Table {
    about: "By mean and number of phases.",
    keys: &[&[
        key("mean", Kind::Duration, "Mean of the sum").required(),
        key("phases", Kind::Whole(1, 1000), "Number of phases").required(),
    ]],
    forms: &[],
};

/// `weibull`
pub static WEIBULL: Table = Table {
    about: "By mean and shape, or by scale and shape.",
    keys: &[&[
        key("mean", Kind::Duration, "Mean"),
        key("scale", Kind::Duration, "63.2 % are shorter"),
        key("shape", SHAPE, "Below one: the longer, the less likely to end"),
    ]],
    forms: &[&["mean", "shape"], &["scale", "shape"]],
};

/// `uniform`
pub static UNIFORM: Table = Table {
    about: "Anything between two lengths alike.",
    keys: &[&[key("from", Kind::Duration, "Shortest").required(), key("to", Kind::Duration, "Longest").required()]],
    forms: &[],
};

/// `triangular`
pub static TRIANGULAR: Table = Table {
    about: "Between two lengths, mostly near the mode.",
    keys: &[&[
        key("from", Kind::Duration, "Shortest").required(),
        key("mode", Kind::Duration, "Most likely").required(),
        key("to", Kind::Duration, "Longest").required(),
    ]],
    forms: &[],
};

/// `hyperexponential`
pub static HYPEREXPONENTIAL: Table = Table {
    about: "One of several exponentials.",
    keys: &[&[
        key("shares", Kind::List(&Kind::Share), "How often each is drawn; they add up to 100 %").required(),
        key("means", Kind::List(&Kind::Duration), "Mean of each").required(),
    ]],
    forms: &[],
};

/// `empirical`
pub static EMPIRICAL: Table = Table {
    about: "Observed values.",
    keys: &[
        COLUMN_KEYS,
        &[
            key("values", Kind::List(&Kind::Duration), "The values"),
            key("weights", Kind::List(&Kind::Number(0.0, 1e12)), "How often each was seen; all alike without it"),
        ],
    ],
    forms: &[&["values", "weights"], &["values"], &["path", "column"], &["file", "column"]],
};

/// `hazard`
pub static HAZARD: Table = Table {
    about: "Chance to leave in the next moment, constant from each time to the next.",
    keys: &[&[
        key("from", Kind::List(&Kind::Duration), "Where each piece begins; the first at `0 s`").required(),
        key("per-minute", Kind::List(&Kind::Number(0.0, 1e6)), "Hazard of each piece, per minute").required(),
    ]],
    forms: &[],
};

static A_PART: Kind = Kind::Table(&PART);

/// An element of `mixture`.
pub static PART: Table = Table {
    about: "One of several laws, and how often it is drawn.",
    keys: &[&[key("share", Kind::Share, "How often this law is drawn; all add up to 100 %").required()], &LAWS],
    forms: LAW_FORMS,
};

/// `[ivr.*]`
pub static IVR_STEP: Table = Table {
    about: "A step of the menu: plays something and goes on, asks for a key, or lets a machine settle the matter.",
    keys: &[&[
        key("play", Kind::Random(&LENGTH), "How long something plays"),
        key("menu", Kind::Table(&MENU), "Asks for a key"),
        key("self-service", Kind::Table(&SELF_SERVICE), "A machine tries to settle the matter"),
        key("then", Kind::Reference("queue.NAME or ivr.NAME"), "Where it leads; after self-service, those who failed")
            .or("after self-service, those who failed hang up"),
        key("hangs-up", Kind::Share, "Share that hangs up on the way, at any moment alike; not for a menu")
            .or("\"0 %\""),
    ]],
    forms: &[&["play", "then"], &["menu"], &["self-service"], &["self-service", "then"]],
};

/// `menu`
pub static MENU: Table = Table {
    about: "Asks for a key.",
    keys: &[&[
        key("prompt", Kind::Random(&LENGTH), "How long the prompt is; by a law, the time until people press")
            .required(),
        key("barge-in", Kind::Share, "Share that presses (or hangs up) before its end, at any moment alike")
            .or("everybody for a prompt of one length, nobody for one by a law"),
        key("options", Kind::Map("key", &Kind::Reference("queue.NAME or ivr.NAME")), "Where each key leads").required(),
        key(
            "presses",
            Kind::Map("contact type", &Kind::Map("key", &Kind::Share)),
            "Who presses what: keys, `wrong-key`, `nothing`, `hang-up`; each row adds up to 100 %",
        )
        .required(),
        key("replays-at-most", Kind::Whole(0, 1000), "How often one caller hears it again").or("2"),
        key("otherwise", Kind::Reference("queue.NAME"), "Where those go who would hear it once more")
            .or("needed when it can be heard again"),
    ]],
    forms: &[],
};

/// `self-service`
pub static SELF_SERVICE: Table = Table {
    about: "A machine tries to settle the matter.",
    keys: &[&[
        key("takes", Kind::Random(&LENGTH), "How long that takes").required(),
        key("succeeds", Kind::Share, "Share whose matter it settles: they ask for no agent").required(),
    ]],
    forms: &[],
};

/// `[trunks]`
pub static TRUNKS: Table = Table {
    about: "Lines into the center; one is held from dialling to the end of talk.",
    keys: &[&[key("lines", Kind::Whole(1, PEOPLE), "How many; all taken: blocked").required()]],
    forms: &[],
};

/// `[queue.*]`
pub static QUEUE: Table = Table {
    about: "Where people hold.",
    keys: &[&[
        key("order", Kind::Choice(ORDERS), "Order within the queue").or("\"first-come\""),
        key("priority", Kind::Whole(-1000, 1000), "Lower is served first under `routing.contact = \"priority\"`")
            .or("0"),
        key("head-start", Kind::Duration, "Added to the wait when queues compete by longest wait").or("\"0 s\""),
        key("capacity", Kind::Whole(0, PEOPLE), "Most people on hold; above it: busy tone").or("unlimited"),
        key(
            "prefers",
            Kind::List(&Kind::Reference("agent group")),
            "Order in which idle groups are tried under `routing.agent = \"preference\"`",
        )
        .or("order of the file"),
        key("overflow", Kind::Table(&OVERFLOW), "Groups that may answer too, from some hold on").or("none"),
        key("notice", Kind::Table(&NOTICE), "The announcement of the expected remaining wait")
            .or("none; it would be due after 60 s"),
        key("callback", Kind::Table(&CALLBACK), "What is offered instead of holding").or("none"),
    ]],
    forms: &[],
};

const ORDERS: &[(&str, &str)] = &[("first-come", "who came first is served first")];

/// `overflow`
pub static OVERFLOW: Table = Table {
    about: "Groups that may answer too, from some hold on.",
    keys: &[&[
        key("after", Kind::Duration, "Hold from which they may").required(),
        key("to", Kind::List(&Kind::Reference("agent group")), "Those groups, in the order in which they are tried")
            .required(),
    ]],
    forms: &[],
};

/// `notice`
pub static NOTICE: Table = Table {
    about: "The announcement of the expected remaining wait.",
    keys: &[&[
        key("after", Kind::Duration, "Hold at which it is first heard").or("\"60 s\""),
        key("due-after", Kind::Duration, "Hold from which it is due").or("as `after`"),
        key("every", Kind::PositiveDuration, "Time from one to the next").or("once"),
        key("estimate", Kind::Choice(ESTIMATES), "How the wait is estimated").or("\"queue-length\""),
        key("says", Kind::PositiveDuration, "What is said is rounded up to a multiple of this").or("exact"),
        key("at-most", Kind::PositiveDuration, "The longest that is said").or("\"24 h\""),
        key("leaves", Kind::Table(&LEAVES), "Who hangs up on hearing it").or("nobody"),
        key("patience-runs", Kind::Table(&PATIENCE_RUNS), "How fast patience runs out for those who heard it")
            .or("as before"),
    ]],
    forms: &[],
};

const ESTIMATES: &[(&str, &str)] = &[
    ("queue-length", "from the people ahead, the agents, and how people hang up"),
    ("head-of-line", "from how long the first in line has held"),
    ("last-served", "from how long the last who was answered had held"),
    ("recent-average", "from how long those who were answered lately had held"),
    ("none", "nothing is announced; it is only counted when a notice is due"),
];

/// `leaves`
pub static LEAVES: Table = Table {
    about: "Who hangs up on hearing an announcement.",
    keys: &[&[
        key("if-longer-than-patience", Kind::Share, "Of those who hear of a longer wait than their patience has left")
            .or("\"0 %\""),
        key("anyway", Kind::Share, "Of everybody, whatever is said").or("\"0 %\""),
    ]],
    forms: &[],
};

/// `patience-runs`
pub static PATIENCE_RUNS: Table = Table {
    about: "How fast patience runs out after an announcement: 1 as if there were none, 0.5 half as fast.",
    keys: &[&[
        key("until", PATIENCE_SPEED, "Until the announced time is over").or("1.0"),
        key("after", PATIENCE_SPEED, "From then on").or("1.0"),
    ]],
    forms: &[],
};

const PATIENCE_SPEED: Kind = Kind::Number(0.0, 100.0);

/// `callback`
pub static CALLBACK: Table = Table {
    about: "What is offered instead of holding: to be called back.",
    keys: &[&[
        key("offered-after", Kind::Duration, "Hold at which it is offered").required(),
        key("accepted", Kind::Share, "Share of those who hear the offer that take it").required(),
        key("within", Kind::PositiveDuration, "Time within which the center calls back, when nobody holds")
            .or("the caller keeps the place in line"),
    ]],
    forms: &[],
};

/// `[agent-group.*]`
pub static AGENT_GROUP: Table = Table {
    about: "Agents who are alike: skills, hours, heads.",
    keys: &[&[
        key("skills", Kind::List(&Kind::Reference("contact type")), "Contact types that it can handle, best first")
            .or("the contact type, if there is only one"),
        key("answers", Kind::List(&Kind::Reference("queue")), "Queues that it answers, best first")
            .or("the queues of its skills"),
        key("staffing", Kind::Table(&STAFFING), "Planned heads").required(),
        key("shrinkage", Kind::Share, "Planned heads that are not there, spread evenly").or("\"0 %\""),
        key("absence", Kind::Share, "Chance of each head to be ill for the day").or("\"0 %\""),
        key(
            "handle-time-factor",
            Kind::Map("contact type", &Kind::Number(0.01, 100.0)),
            "Multiplies talk time and after-call work",
        )
        .or("1 for each"),
        key("finds-out-after", Kind::Random(&LENGTH), "Talk before an agent without the skill passes a contact on")
            .or("\"30 s\""),
        key("transfers", Kind::Table(&TRANSFERS), "Contacts that these agents talk to in full and then pass on")
            .or("nobody"),
        key("wage", Kind::Wage, "Pay for an hour of a head").or("no staff cost"),
        key("at-shift-end", Kind::Choice(AT_SHIFT_END), "What happens to a talk when the shift ends")
            .or("\"finish-call\""),
    ]],
    forms: &[],
};

const AT_SHIFT_END: &[(&str, &str)] = &[
    ("finish-call", "the agent finishes the call and its after-call work and takes nobody new"),
    ("hang-up", "the call is cut"),
];

/// `staffing`
pub static STAFFING: Table = Table {
    about: "Planned heads over the day.",
    keys: &[&[
        key("constant", HEADS, "The same all day"),
        key("per-interval", Kind::List(&HEADS), "Heads in each planning interval"),
        key("file", Kind::Table(&COLUMN), "Heads from a column of a CSV file, one row per interval"),
        key("shifts", Kind::List(&Kind::Table(&SHIFT)), "Shifts; heads are the sum of those on shift"),
        key("scale", FACTOR, "Multiplies the heads, rounded to the nearest whole one").or("1.0"),
        key(
            "weekday-scale",
            Kind::Table(&WEEKDAY_FACTORS),
            "Multiplies them on a day of the week as well; needs a calendar",
        )
        .or("1 for each"),
        key(
            "extra",
            Kind::Whole(-MOST_EXTRA_HEADS, MOST_EXTRA_HEADS),
            "Heads more, or fewer, in every interval or shift with somebody planned; after scaling, and not below none",
        )
        .or("0"),
    ]],
    forms: &[&["constant"], &["per-interval"], &["file"], &["shifts"]],
};

/// `shifts`
pub static SHIFT: Table = Table {
    about: "Some agents who come and go together, within opening hours.",
    keys: &[&[
        key("from", Kind::Clock, "Start").required(),
        key("to", Kind::Clock, "End").required(),
        key("agents", HEADS, "Heads").required(),
        key("breaks", Kind::List(&Kind::Table(&BREAK)), "Times off, in order").or("none"),
    ]],
    forms: &[],
};

/// `breaks`
pub static BREAK: Table = Table {
    about: "A time off within a shift.",
    keys: &[&[key("from", Kind::Clock, "Start").required(), key("to", Kind::Clock, "End").required()]],
    forms: &[],
};

/// `[routing]`
pub static ROUTING: Table = Table {
    about: "Which agent for this contact, which contact for this agent.",
    keys: &[&[
        key("agent", Kind::Choice(AGENT_CHOICE), "Which idle agent takes a contact").or("\"longest-idle\""),
        key("contact", Kind::Choice(CONTACT_CHOICE), "Which queue an agent who frees serves next")
            .or("\"longest-wait\""),
    ]],
    forms: &[],
};

const AGENT_CHOICE: &[(&str, &str)] = &[
    ("longest-idle", "who has been idle for longest"),
    ("preference", "the queue's `prefers`, then who has been idle for longest"),
    ("least-busy", "who has talked and worked the least today"),
    ("random", "anybody, with equal chance"),
];

const CONTACT_CHOICE: &[(&str, &str)] = &[
    ("longest-wait", "whose first contact has held for longest, head-start added"),
    ("priority", "lowest priority number, then longest wait"),
    ("preference", "first in the group's `answers`"),
];

/// `[target.*]`
pub static TARGET: Table = Table {
    about: "What was promised: one measure, whose contacts, over which period.",
    keys: &[&[
        key("service-level", Kind::Table(&SERVICE_LEVEL), "At least this share answered within a time"),
        key("notice-due-rate", Kind::Table(&AT_MOST_SHARE), "Share of the offered whose hold reached the notice"),
        key("abandonment-rate", Kind::Table(&AT_MOST_SHARE), "Share of the offered who hung up"),
        key("blocking-rate", Kind::Table(&AT_MOST_SHARE), "Share of the arrived who met a busy tone"),
        key("held-rate", Kind::Table(&AT_MOST_SHARE), "Share of the offered who held at all"),
        key("mean-hold-time", Kind::Table(&AT_MOST_TIME), "Mean hold of the offered"),
        key("average-speed-of-answer", Kind::Table(&AT_MOST_TIME), "Mean hold of the answered"),
        key("scope", Kind::Reference("center, queue.NAME or contact-type.NAME"), "Whose contacts count")
            .or("\"center\""),
        key("per", Kind::Choice(PERIODS), "Over which period it is measured").or("\"day\""),
        key("in", Kind::Share, "In which share of the periods it must hold").or("over all of them taken together"),
    ]],
    forms: &[
        &["service-level"],
        &["notice-due-rate"],
        &["abandonment-rate"],
        &["blocking-rate"],
        &["held-rate"],
        &["mean-hold-time"],
        &["average-speed-of-answer"],
    ],
};

const PERIODS: &[(&str, &str)] = &[
    ("interval", "each planning interval"),
    ("day", "each day"),
    ("week", "seven days in a row; of a calendar, from Monday on"),
    ("month", "thirty days in a row; of a calendar, a month counted from its first date"),
    ("quarter", "ninety days in a row; of a calendar, three months"),
    ("year", "365 days in a row; of a calendar, twelve months"),
];

/// `service-level`
pub static SERVICE_LEVEL: Table = Table {
    about: "Share of contacts answered within a time, with its denominator.",
    keys: &[&[key("share", Kind::Share, "The least that was promised").required()], LEVEL_KEYS],
    forms: &[],
};

/// What a service level is.
const LEVEL_KEYS: &[Key] = &[
    key("within", Kind::Duration, "Hold up to which an answer is in time").required(),
    key("of", Kind::Choice(DENOMINATORS), "Whom it is a share of").or("\"offered\""),
    key("short", Kind::Duration, "Hold up to which a hang-up is short").or("\"5 s\""),
    key("blocked", Kind::Switch, "Whether busy tones count as missed").or("false"),
];

const DENOMINATORS: &[(&str, &str)] = &[
    ("offered", "everybody who asked for an agent: every hang-up hurts"),
    ("answered", "those who were answered: blind to hang-ups"),
    ("offered-less-short-abandons", "hang-ups within `short` count for nobody"),
    ("offered-crediting-short-abandons", "hang-ups within `short` count as kept"),
];

/// `notice-due-rate` and other shares
pub static AT_MOST_SHARE: Table = Table {
    about: "The most that was promised.",
    keys: &[&[key("at-most", Kind::Share, "The most that was promised").required()]],
    forms: &[],
};

/// `mean-hold-time` and other times
pub static AT_MOST_TIME: Table = Table {
    about: "The most that was promised.",
    keys: &[&[key("at-most", Kind::Duration, "The most that was promised").required()]],
    forms: &[],
};

/// `[run]`
pub static RUN: Table = Table {
    about: "How a result was made; written by the program, read again to repeat it.",
    keys: &[&[
        key("name", Kind::Text, "What results call this scenario").or("the file's name"),
        key("seed", Kind::Whole(0, i64::MAX), "Seed of all random numbers"),
        key("replications", Kind::Whole(1, i64::MAX), "Number of days played, or of calendars"),
        key("ccsim", Kind::Text, "Version that wrote it"),
    ]],
    forms: &[],
};

/// The ranges that are not written at a key, for the pages that explain the format.
pub fn bounds() -> String {
    format!(
        "Lengths of time go up to ten years, clock times up to `{HIGHEST_CLOCK_HOURS}:00`, a day has up to {} intervals.",
        super::tree::grouped(MOST_INTERVALS)
    )
}

/// `[number.*]`
pub static NUMBER: Table = Table {
    about: "What callers dial: what it costs them, and which rules the line is judged by.",
    keys: &[&[
        key("class", Kind::Choice(NUMBER_CLASSES), "What the law takes the number for")
            .or("`free` if the tariff is free, else `other`"),
        key("tariff", Kind::Table(&TARIFF), "What a call costs, from a landline or from any phone").required(),
        key("hold", Kind::ChoiceOrTable(HOLD_CHARGES, &FREE_FIRST), "What is charged while somebody holds")
            .or("\"charged\""),
        key("cut", Kind::Choice(CUTS), "How free hold is cut out of what is billed").or("\"splice\""),
        key("charge-from", Kind::Choice(CHARGE_FROM), "From when on the tariff runs").or("\"connect\""),
        key("mobile", Kind::Table(&MOBILE), "Who calls from a mobile, and what it costs them").or("all pay alike"),
        key("flat-rate", Kind::Share, "Share of callers whose call costs nothing more").or("\"0 %\""),
        key("rules", Kind::List(&Kind::Reference("rule set")), "Rule sets that the line is judged by").or("[]"),
    ]],
    forms: &[],
};

const NUMBER_CLASSES: &[(&str, &str)] = &[
    ("free", "free of charge for the caller: 0800, 116"),
    ("geographic", "geographic, or declared equal to one"),
    ("mobile", "mobile: 015, 016, 017"),
    ("0180", "service number"),
    ("0137", "mass traffic"),
    ("0900", "premium rate"),
    ("0700", "personal number"),
    ("032", "national subscriber number"),
    ("other", "anything else"),
];

const HOLD_CHARGES: &[(&str, &str)] =
    &[("charged", "as any other time"), ("free", "nothing: hold is cut out of what is billed")];

const CUTS: &[(&str, &str)] = &[
    ("splice", "what is left is put together and rounded to billing steps once"),
    ("restart", "each section between holds is rounded by itself"),
];

const CHARGE_FROM: &[(&str, &str)] = &[
    ("connect", "from the connection: the start of the menu, of the hold or of the talk"),
    ("end-of-hold", "from the end of the first hold: who never gets past it pays nothing"),
];

/// `hold`
pub static FREE_FIRST: Table = Table {
    about: "Time at the start of a call that is free until somebody deals with the matter.",
    keys: &[&[key("free-first", Kind::PositiveDuration, "At most so long from call set-up").required()]],
    forms: &[],
};

/// `tariff`
pub static TARIFF: Table = Table {
    about: "What a call costs, once connected.",
    keys: &[&[
        key("per-minute", Kind::Table(&PER_MINUTE), "Price of time"),
        key("per-call", Kind::Money, "Price of each connected call"),
        key("free", Kind::Flag, "Costs nothing"),
        key("free-first", Kind::Duration, "So much of the start of the billed time is free").or("\"0 s\""),
        key("at-most", Kind::Money, "The most that a call costs").or("no limit"),
    ]],
    forms: &[&["per-minute"], &["per-call"], &["per-minute", "per-call"], &["free"]],
};

/// `per-minute`
pub static PER_MINUTE: Table = Table {
    about: "Price of time, in billing steps.",
    keys: &[&[
        key("price", Kind::Money, "Price of a minute").required(),
        key("bills-every", Kind::PositiveDuration, "Length of a billing step").or("\"60 s\""),
        key("first", Kind::PositiveDuration, "Length of the first one").or("as `bills-every`"),
    ]],
    forms: &[],
};

/// `mobile`
pub static MOBILE: Table = Table {
    about: "Callers from a mobile.",
    keys: &[&[
        key("share", Kind::Share, "How many of the callers").required(),
        key("tariff", Kind::Table(&TARIFF), "What a call costs them").required(),
    ]],
    forms: &[],
};

/// `[rule-set.*]`, and the files of those that are built in
pub static RULE_SET: Table = Table {
    about: "Rules to judge a line by: what counts as hold, and what is asked. None of it is legal advice.",
    keys: &[&[
        key("about", Kind::Text, "What it is, in one sentence").required(),
        key("dated", Kind::Text, "Since when it holds, and perhaps until when").or("\"\""),
        key("source", Kind::Text, "Where it is written").or("\"\""),
        key("notes", Kind::List(&Kind::Text), "What else is worth knowing, a paragraph each").or("[]"),
        key("hold", Kind::List(&Kind::Choice(STRETCHES)), "Which stretches of a call it takes for hold")
            .or("`[\"hold\"]`"),
        key("free-hold", Kind::Table(&FREE_HOLD), "Hold must cost the caller nothing").or("says nothing on that"),
        key("notice", Kind::Table(&NOTICE_RULE), "The caller must be told the expected wait").or("never"),
        key("answer", Kind::Table(&ANSWER_RULE), "So many calls must be answered in time").or("says nothing on that"),
        key("no-cutting-off", Kind::Switch, "Calls may not be cut off because the wait is long").or("false"),
        key("breach-frees-caller", Kind::Switch, "Hold charged, or a notice missing or late: the caller owes nothing")
            .or("false"),
    ]],
    forms: &[],
};

const STRETCHES: &[(&str, &str)] = &[
    ("announcement", "something is played: a greeting, a notice on prices"),
    ("menu", "a menu asks for a key"),
    ("self-service", "a machine tries to settle the matter"),
    ("hold", "on hold in a queue, the gap of a transfer included"),
];

/// `free-hold`
pub static FREE_HOLD: Table = Table {
    about: "Hold must cost the caller nothing.",
    keys: &[&[
        key("except", Kind::List(&Kind::Choice(NUMBER_CLASSES)), "Classes of numbers on which it may").or("[]"),
        key("fixed-price-allowed", Kind::Switch, "Whether a fixed price for the call is allowed").or("false"),
        key("first", Kind::PositiveDuration, "Only hold up to this time from call set-up must be free").or("all hold"),
    ]],
    forms: &[],
};

/// `notice` of a rule set
pub static NOTICE_RULE: Table = Table {
    about: "The caller must be told the expected wait.",
    keys: &[&[
        key("after", Kind::Duration, "Hold from which it is due; `0 s`: at the start of any hold").or("\"60 s\""),
        key("tolerance", Kind::Duration, "So much later it is still in time").or("\"2 s\""),
        key("holds", Kind::Choice(HOLDS), "In which holds of a call").or("\"first\""),
        key("except", Kind::List(&Kind::Choice(NUMBER_CLASSES)), "Classes of numbers on which it is not due").or("[]"),
    ]],
    forms: &[],
};

const HOLDS: &[(&str, &str)] = &[("first", "the first that takes time"), ("each", "every one")];

/// `answer`
pub static ANSWER_RULE: Table = Table {
    about: "So many calls must be answered in time.",
    keys: &[&[
        key("share", Kind::Share, "At least this share of all calls received").required(),
        key("within", Kind::Duration, "Hold up to which an answer is in time").required(),
    ]],
    forms: &[],
};
