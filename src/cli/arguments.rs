//! The command line as people type it. A list: long, and read from top to bottom.

use std::path::PathBuf;

use ccsim::report::study::ChartKind;
use ccsim::units::{Date, SimTime};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::contract::StaffWish;
use super::study::{PrecisionWish, Shard};

/// A contact-center simulator: hold time, the 60-second notice, and what holding costs
///
/// Plays a day of a contact center thousands of times from a scenario file, and says how long callers hold, how many are
/// still on hold after 60 seconds, how many give up: each figure with its interval.
#[derive(Debug, Parser)]
#[command(
    name = "ccsim",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Start with: ccsim new first-day -o first-day.toml && ccsim run first-day.toml"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// When to colour words: auto, always, never
    ///
    /// `auto` colours on a terminal unless `NO_COLOR` is set. Colour only helps; nothing is said by colour alone.
    ///
    /// Example: `ccsim run day.toml --color never`
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true, global = true)]
    pub color: Color,
    /// Say only what was asked for, and errors
    ///
    /// No progress bar, no warnings about the scenario, no list of written files.
    ///
    /// Example: `ccsim run day.toml --quiet --format json`
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One object with a row a figure.
    Json,
    /// A row a figure.
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TheoryFormat {
    /// For people.
    Table,
    /// One object with a row a figure.
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    New(New),
    Check(Check),
    Run(Run),
    Compare(Compare),
    Study(Study),
    Plot(Plot),
    Trace(Trace),
    Contract(Contract),
    Theory(Theory),
    Explain(Explain),
    /// Print the JSON Schema of the scenario file, or of the study file
    ///
    /// Editors that know TOML complete and check scenarios with it.
    ///
    /// Example: `ccsim schema > scenario.schema.json`
    Schema {
        /// Of the study file
        #[arg(long)]
        study: bool,
    },
    /// Print completions for a shell
    ///
    /// Example: `ccsim completions bash > ~/.local/share/bash-completion/completions/ccsim`
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    ///
    /// Example: `ccsim man run | man -l -`
    Man {
        /// Of which command; without it, of the program
        command: Option<String>,
    },
}

/// Write a commented scenario to start from
///
/// Without a name, lists the templates. With one, prints it, or writes it to a file.
///
/// Example: `ccsim new first-day -o first-day.toml`
#[derive(Debug, Args)]
pub struct New {
    /// Which template; without one they are listed
    pub template: Option<String>,
    /// Write to this file instead of standard output
    ///
    /// A file that exists is left alone unless `--force` is given.
    #[arg(long, short, value_name = "FILE", requires = "template")]
    pub output: Option<PathBuf>,
    /// Overwrite a file that exists
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// Every mistake of a scenario with its place, or where it will hurt
///
/// For a good file: calls, load against staff by interval, what is over capacity, what was taken for granted.
///
/// Example: `ccsim check first-day.toml`
#[derive(Debug, Args)]
pub struct Check {
    /// The scenario
    pub scenario: PathBuf,
    /// Override a value of the scenario (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim check day.toml --set 'contact-type.*.scale=1.15' --set trunks.lines=40`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// Simulate a scenario
///
/// Plays days until the promises' intervals are narrow (half a percentage point either way), and prints how callers
/// fared, how the promises were kept, and the day by interval.
///
/// Example: `ccsim run first-day.toml --set agent-group.service-team.staffing.scale=1.1 --out results`
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario
    pub scenario: PathBuf,
    /// Override a value of the scenario (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim run day.toml --set 'contact-type.*.scale=1.15' --set trunks.lines=40`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Which random callers [default: the scenario's, or 1]
    ///
    /// Same seed, same result. Two runs with the same seed face the same callers, also when their staff differs.
    ///
    /// Example: `ccsim run day.toml --seed 7`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Days to play
    ///
    /// Instead of playing until the intervals are narrow enough.
    ///
    /// Example: `ccsim run day.toml --replications 1000`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Half-width of intervals at which to stop [default: 0.5%, of times 2%]
    ///
    /// Of every promise's measure: of shares, in percentage points; of times, in parts of their value. Stops at a maximum, and says so.
    ///
    /// Example: `ccsim run day.toml --precision 0.2%`
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    pub precision: Option<f64>,
    /// Threads to play on [default: one a core]
    ///
    /// The result is the same to the bit on any number.
    ///
    /// Example: `ccsim run day.toml --threads 2`
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Write figures, pictures and run.toml to this folder
    ///
    /// metrics.csv, metrics.json; day, wait and spread as SVG and PNG; where waits are announced, notices.csv and the picture notice. `run.toml` holds the scenario with its overrides, seed and replications: running it gives the same bytes again.
    ///
    /// Example: `ccsim run day.toml --out results`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What to print: table, json, csv
    ///
    /// The table has what matters; JSON and CSV have every figure.
    ///
    /// Example: `ccsim run day.toml --format csv > day.csv`
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Format,
    /// Exit with 1 when a promise is missed
    ///
    /// Missed beyond doubt: its whole interval is on the wrong side.
    ///
    /// Example: `ccsim run day.toml --fail-on-miss || echo 'more staff, please'`
    #[arg(long)]
    pub fail_on_miss: bool,
}

/// Two scenarios with the same callers: what differs, and how surely
///
/// Plays the same days in both, so that most of the chance cancels: the interval of a difference is far narrower than
/// those of the figures. One file will do, with something set in B.
///
/// Example: `ccsim compare day.toml --set-b agent-group.desk.staffing.scale=1.1`
#[derive(Debug, Args)]
pub struct Compare {
    /// The first scenario, A
    #[arg(value_name = "A")]
    pub first: PathBuf,
    /// The second scenario, B [default: the same file as A]
    #[arg(value_name = "B")]
    pub second: Option<PathBuf>,
    /// Override a value of both scenarios (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim compare day.toml other.toml --set 'contact-type.*.scale=1.15'`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Override a value of A alone (repeatable)
    ///
    /// Example: `ccsim compare day.toml --set-a trunks.lines=40 --set-b trunks.lines=60`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set_a: Vec<String>,
    /// Override a value of B alone (repeatable)
    ///
    /// Example: `ccsim compare day.toml --set-b 'agent-group.*.staffing.scale=1.1'`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set_b: Vec<String>,
    /// Which random callers [default: the first scenario's, or 1]
    ///
    /// Example: `ccsim compare day.toml other.toml --seed 7`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Days to play
    ///
    /// Instead of playing until the differences are narrow enough.
    ///
    /// Example: `ccsim compare day.toml other.toml --replications 1000`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Half-width of the differences' intervals at which to stop [default: 0.5%, of times 2%]
    ///
    /// Of every promise's measure that both have: of shares, in percentage points; of times, in parts of A's value.
    ///
    /// Example: `ccsim compare day.toml other.toml --precision 0.1%`
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    pub precision: Option<f64>,
    /// Threads to play on [default: one a core]
    ///
    /// Example: `ccsim compare day.toml other.toml --threads 2`
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Write the differences and both scenarios to this folder
    ///
    /// differences.csv, differences.json, and a.toml and b.toml with what was set.
    ///
    /// Example: `ccsim compare day.toml other.toml --out compared`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What to print: table, json, csv
    ///
    /// The table has what matters; JSON and CSV have every figure that both have.
    ///
    /// Example: `ccsim compare day.toml other.toml --format csv > differences.csv`
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Format,
}

/// Thousands of scenarios, played side by side with the same callers
///
/// Plays every scenario of a study file, or of a scenario whose values `--vary` sets, and writes tidy tables to a folder.
/// Stopped, killed or out of disk, the same command goes on where it was; more values or replications play only what is new.
///
/// Example: `ccsim study utility-hotline.toml --vary agent-group.front-desk.staffing.scale=0.9..1.3/0.02`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Study {
    #[command(subcommand)]
    pub part: Option<StudyPart>,
    #[command(flatten)]
    pub wanted: StudyWanted,
}

#[derive(Debug, Subcommand)]
pub enum StudyPart {
    Merge(Merge),
}

/// Put the parts of a split study together
///
/// The files are the same, byte for byte, as if the study had been played in one piece. Says which scenarios are missing.
///
/// Example: `ccsim study merge out/staffing-shard-* --out out/staffing`
#[derive(Debug, Args)]
pub struct Merge {
    /// Folders that `ccsim study --shard` has written
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Write to this folder [default: out/NAME]
    ///
    /// Example: `ccsim study merge part-1 part-2 --out whole`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct StudyWanted {
    /// The study, or a scenario together with `--vary`
    #[arg(required = true)]
    pub file: Option<PathBuf>,
    /// Play a scenario with each of these values (repeatable)
    ///
    /// Whole numbers by their ends, others with a step, or a list. Several of them are combined.
    ///
    /// Example: `ccsim study day.toml --vary agent-group.desk.staffing.constant=20..60 --vary 'contact-type.*.scale=0.8..1.2/0.05'`
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Override a value of the scenario (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim study staffing.toml --set trunks.lines=40`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Days to play of each scenario [default: the study's, or 100]
    ///
    /// More than before plays only those that are new.
    ///
    /// Example: `ccsim study staffing.toml --replications 400`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Play each scenario until this interval is that narrow
    ///
    /// A metric and its half-width; of the whole center, or of a scope after an @. At most 10 000 days.
    ///
    /// Example: `ccsim study staffing.toml --precision 'notice-due-rate=0.5 %'`, `--precision mean-hold-time@queue.billing=2s`
    #[arg(long, value_name = "METRIC=WITHIN")]
    pub precision: Option<PrecisionWish>,
    /// Which random callers [default: the study's, the scenario's, or 1]
    ///
    /// The same callers in every scenario, as far as the scenarios have them in common.
    ///
    /// Example: `ccsim study staffing.toml --seed 7`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads to play on [default: one a core]
    ///
    /// The results are the same to the bit on any number.
    ///
    /// Example: `ccsim study staffing.toml --threads 2`
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// The study's folder [default: out/NAME]
    ///
    /// scenarios.csv, results.csv, differences.csv; study.toml and scenario.toml, which make them again; the journal, from which the same command
    /// goes on.
    ///
    /// Example: `ccsim study staffing.toml --out results`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Only say how much there is to play, and how long that takes
    ///
    /// Example: `ccsim study staffing.toml --dry-run`
    #[arg(long)]
    pub dry_run: bool,
    /// Play one part of the study, here part 3 of 16
    ///
    /// Each part into a folder of its own; `ccsim study merge` puts them together.
    ///
    /// Example: `ccsim study staffing.toml --shard 3/16`
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// Start over where the folder holds other results than those asked for
    ///
    /// Results of another scenario, seed or version are never mixed with new ones: without this they are left alone.
    ///
    /// Example: `ccsim study staffing.toml --again`
    #[arg(long)]
    pub again: bool,
    /// Figures by interval, too [default: while results stay below a million rows]
    #[arg(long, overrides_with = "no_intervals")]
    pub intervals: bool,
    /// Figures of whole days alone
    #[arg(long, overrides_with = "intervals")]
    pub no_intervals: bool,
    /// Write results.parquet as well
    #[arg(long)]
    pub parquet: bool,
    /// What to print: table, json, csv
    ///
    /// The table has what matters; JSON and CSV have every row of results.csv.
    ///
    /// Example: `ccsim study staffing.toml --format csv > staffing.csv`
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Format,
}

/// Draw a study's pictures again, without playing anything
///
/// Reads scenarios.csv and results.csv of the study's folder. Without flags, draws the pictures that study.toml asks for, or
/// those that suit its axes: curves with bands, a heat map, what staff costs against what callers feel, what matters most.
///
/// Example: `ccsim plot out/study --kind curves --y service-level --scope queue.billing`
#[derive(Debug, Clone, Args)]
pub struct Plot {
    /// The study's folder
    pub folder: PathBuf,
    /// Which picture: curves, heat-map, trade-off, tornado, intervals
    ///
    /// Without it, curves.
    ///
    /// Example: `ccsim plot out/study --kind heat-map`
    #[arg(long, value_name = "KIND", value_parser = chart_kind)]
    pub kind: Option<ChartKind>,
    /// Axis that runs to the right
    ///
    /// By its path, as results.csv has it, or by its short name in a picture. Of a trade-off: the metric that is the cost.
    ///
    /// Example: `ccsim plot out/study --x agent-group.front-desk.staffing.scale`
    #[arg(long, value_name = "PATH")]
    pub x: Option<String>,
    /// Metric that is shown [default: that of the first promise]
    ///
    /// Example: `ccsim plot out/study --y mean-hold-time`
    #[arg(long, value_name = "METRIC")]
    pub y: Option<String>,
    /// Axis that tells curves or small days apart, or runs upwards in a heat map
    ///
    /// Example: `ccsim plot out/study --by 'contact-type.*.scale'`
    #[arg(long, value_name = "PATH")]
    pub by: Option<String>,
    /// Whose figure [default: center]
    ///
    /// Example: `ccsim plot out/study --scope queue.billing`
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// Where pictures go [default: the folder `charts` in the study's]
    ///
    /// Example: `ccsim plot out/study --out pictures`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// One day in full: every call from dialling to its end, and what each agent did
///
/// Plays one of the days that `run` plays, and writes a row for each segment of each call, so that one caller can be
/// followed from the menu to the agent and to the next call.
///
/// Example: `ccsim trace first-day.toml --replication 3 --from 08:30 --to 09:30 --out trace`
#[derive(Debug, Args)]
pub struct Trace {
    /// The scenario
    pub scenario: PathBuf,
    /// Which of the days that a run plays; the first is 1
    ///
    /// Day 3 of a seed is the third that `run` plays with that seed, to the microsecond.
    ///
    /// Example: `ccsim trace day.toml --replication 3`
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = replication)]
    pub replication: u64,
    /// Which day of a calendar [default: its first open one]
    ///
    /// Where the lines never close, the table has all the days that go over into each other, and times go on past 24:00.
    ///
    /// Example: `ccsim trace month.toml --replication 3 --date 2026-03-05`
    #[arg(long, value_name = "DATE")]
    pub date: Option<Date>,
    /// Which random callers [default: the scenario's, or 1]
    ///
    /// Example: `ccsim trace day.toml --seed 7`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Override a value of the scenario (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim trace day.toml --set 'contact-type.*.scale=1.15' --set trunks.lines=40`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Write calls, agents, a picture and run.toml to this folder
    ///
    /// contacts.csv, agents.csv; trace as SVG and PNG; the scenario with its overrides and seed. Without it, contacts.csv goes to standard
    /// output.
    ///
    /// Example: `ccsim trace day.toml --out trace`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Where the picture starts [default: at opening]
    ///
    /// The tables hold the whole day whatever the picture shows.
    ///
    /// Example: `ccsim trace day.toml --from 08:30 --out trace`
    #[arg(long, value_name = "HH:MM", requires = "out", value_parser = clock)]
    pub from: Option<SimTime>,
    /// Where the picture ends [default: an hour after its start]
    ///
    /// Past midnight as 26:00; at the latest when the last caller and agent have gone.
    ///
    /// Example: `ccsim trace day.toml --from 08:30 --to 10:00 --out trace`
    #[arg(long, value_name = "HH:MM", requires = "out", value_parser = clock)]
    pub to: Option<SimTime>,
}

/// Penalty clauses: what they cost, how much of a miss is luck, and when staffing up pays
///
/// Plays the scenario's calendar many times, settles its contracts each time, and says what is paid, how often each band
/// comes, why, and what one more agent would cost and save. With `--ledger`, one time in full. No legal advice.
///
/// Example: `ccsim contract outage-contract.toml --sweep-staff -3..+6 --out contract`
#[derive(Debug, Args)]
pub struct Contract {
    /// The scenario, with a calendar and a contract
    pub scenario: PathBuf,
    /// Override a value of the scenario (repeatable)
    ///
    /// By its dotted path; `*` stands for every name.
    ///
    /// Example: `ccsim contract line.toml --set contract.order-line.cap='5 %'`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Which random callers [default: the scenario's, or 1]
    ///
    /// Same seed, same result, on any number of threads.
    ///
    /// Example: `ccsim contract line.toml --seed 7`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// How often to play the calendar [default: the scenario's, or 1 000 at the most]
    ///
    /// A thousand months tell 1 in 100 roughly; as many as the machine plays in some seconds, if nobody says.
    ///
    /// Example: `ccsim contract line.toml --replications 4000`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "ledger")]
    pub replications: Option<u64>,
    /// Threads to play on [default: one a core]
    ///
    /// Example: `ccsim contract line.toml --threads 2`
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Only this contract, of several
    ///
    /// Example: `ccsim contract line.toml --contract order-line`
    #[arg(long = "contract", value_name = "NAME")]
    pub only: Option<String>,
    /// Play other stafferings too: so many heads fewer to so many more
    ///
    /// In every interval or shift in which somebody is planned; of all groups, or of one. The same callers at every level. Says which is cheapest,
    /// from which penalty on the next one pays, and draws the curves. Without it, one fewer and one more are played; `0..0` plays none.
    ///
    /// Example: `ccsim contract line.toml --sweep-staff -3..+6`, `--sweep-staff night-desk=0..4`
    #[arg(long, value_name = "[GROUP=]RANGE", allow_hyphen_values = true, conflicts_with = "ledger")]
    pub sweep_staff: Option<StaffWish>,
    /// Find what makes a staffing the best choice: the size of the penalty
    ///
    /// So many times the present terms (ladder, bonus and all); of the staffing that `--staff` names.
    ///
    /// Example: `ccsim contract line.toml --solve penalty --staff +2`
    #[arg(long, value_name = "WHAT", value_enum, conflicts_with = "ledger")]
    pub solve: Option<Solve>,
    /// The staffing to solve for: heads more than planned [default: 0]
    ///
    /// Example: `ccsim contract line.toml --solve penalty --staff +2`
    #[arg(long, value_name = "HEADS", allow_hyphen_values = true, value_parser = super::contract::heads, requires = "solve")]
    pub staff: Option<i32>,
    /// Do not tell luck apart
    ///
    /// Saves the time for it: without this, months are played again and again with only their volume, their absences, or their calls drawn anew.
    ///
    /// Example: `ccsim contract line.toml --no-luck`
    #[arg(long, conflicts_with = "ledger")]
    pub no_luck: bool,
    /// Every line of one replication: to the terminal, or to a CSV file
    ///
    /// Period, what was measured, what it was rounded to, the rule that fired, the amount, and what it makes of the caps. `--format csv` writes the
    /// CSV to standard output.
    ///
    /// Example: `ccsim contract line.toml --ledger ledger.csv --replication 3`
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "out")]
    #[expect(clippy::option_option, reason = "as clap has a flag with an optional value")]
    pub ledger: Option<Option<PathBuf>>,
    /// Which of the replications the ledger is of; the first is 1
    ///
    /// Example: `ccsim contract line.toml --ledger --replication 3`
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = replication, requires = "ledger")]
    pub replication: u64,
    /// Write figures, pictures and run.toml to this folder
    ///
    /// contract.csv, contract.json; the pictures penalty, luck, and with `--sweep-staff` breach-by-staff, cost-by-staff and hours, as SVG and PNG; `ledger.csv` of
    /// the first replication.
    ///
    /// Example: `ccsim contract line.toml --out contract`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What to print: table, json, csv
    ///
    /// The table has what matters; JSON and CSV have every figure.
    ///
    /// Example: `ccsim contract line.toml --format json`
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Solve {
    /// The size of penalties and bonuses.
    Penalty,
}

/// Erlang B, C, A and friends: a quick answer, and a yardstick
///
/// One queue in the long run: Poisson calls, exponential talk, equal agents. Without `--agents`, finds the fewest that
/// keep the promise.
///
/// Example: `ccsim theory --calls '20 per min' --talk '5 min' --patience '3 min' --target '80 % in 20 s'`
#[derive(Debug, Args)]
pub struct Theory {
    /// How many call in how long
    ///
    /// Example: `--calls '20 per min'`, `--calls '340 per h'`
    #[arg(long, visible_alias = "arrivals", value_name = "RATE")]
    pub calls: String,
    /// Mean talk time
    ///
    /// Exponential, as the formulas want it.
    ///
    /// Example: `--talk '5 min'`
    #[arg(long, visible_alias = "handle-time", value_name = "TIME")]
    pub talk: String,
    /// Mean after-call work, added to the talk time
    ///
    /// Example: `--after-call-work '40 s'`
    #[arg(long, value_name = "TIME")]
    pub after_call_work: Option<String>,
    /// Number of agents; without it, the fewest that keep the promise
    ///
    /// Example: `--agents 100`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub agents: Option<u32>,
    /// How long callers are ready to hold [default: for ever]
    ///
    /// A mean or a law. A length of time is the mean of an exponential (Erlang A). A law is written as in a scenario, or short.
    ///
    /// Example: `--patience '3 min'`, `--patience 'lognormal:median=4min,sigma=1.2'`,
    /// `--patience 'weibull = { mean = "6 min", shape = 0.8 }'`
    #[arg(long, value_name = "LAW")]
    pub patience: Option<String>,
    /// Callers inside at most, talking or holding [default: no limit]
    ///
    /// As many lines as agents is Erlang B.
    ///
    /// Example: `--lines 120`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub lines: Option<u32>,
    /// Time in which an answer is good [default: the target's, or 20 s]
    #[arg(long, value_name = "TIME")]
    pub within: Option<String>,
    /// Hold up to which hanging up is short
    #[arg(long, value_name = "TIME", default_value = "5 s")]
    pub short: String,
    /// Hold from which a notice is due
    #[arg(long, value_name = "TIME", default_value = "60 s")]
    pub notice: String,
    /// Promise: so many answered in that time
    ///
    /// Of offered, unless it says otherwise.
    ///
    /// Example: `--target '80 % in 20 s'`, `--target '80 % in 20 s of answered'`
    #[arg(long, value_name = "SHARE in TIME")]
    pub target: Option<String>,
    /// Promise: at most so many give up
    #[arg(long, value_name = "SHARE")]
    pub gives_up_at_most: Option<String>,
    /// Promise: mean hold at most so long
    #[arg(long, value_name = "TIME")]
    pub mean_hold_at_most: Option<String>,
    /// Promise: at most so many still on hold when the notice is due
    #[arg(long, value_name = "SHARE")]
    pub notice_due_at_most: Option<String>,
    /// Promise: at most so many meet a busy tone
    #[arg(long, value_name = "SHARE")]
    pub busy_tone_at_most: Option<String>,
    /// What to print: table, json
    #[arg(long, value_enum, default_value_t = TheoryFormat::Table, value_name = "FORMAT", hide_possible_values = true)]
    pub format: TheoryFormat,
}

/// Definition of a metric, a term, a warning
///
/// Without a name, lists all of them.
///
/// Example: `ccsim explain notice-due-rate`
#[derive(Debug, Args)]
pub struct Explain {
    /// Which metric, term or warning
    pub name: Option<String>,
}

/// `1%`, `1 %` or `0.01` as a share.
fn precision(text: &str) -> Result<f64, String> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number.trim(), 0.01));
    let value = number.parse::<f64>().map_err(|_| "a share such as 1% or 0.01".to_owned())? * scale;
    if (0.000_01..=0.5).contains(&value) { Ok(value) } else { Err("it lies between 0.001% and 50%".to_owned()) }
}

/// A number of threads that a machine may have.
fn threads(text: &str) -> Result<usize, String> {
    const MOST: usize = 4096;
    match text.trim().parse::<usize>() {
        Ok(count @ 1..=MOST) => Ok(count),
        _ => Err(format!("a number from 1 to {MOST}")),
    }
}

/// The number of a day, as people count; no run plays more days than the most.
fn replication(text: &str) -> Result<u64, String> {
    const MOST: u64 = 1_000_000_000;
    match text.trim().parse::<u64>() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("a number from 1 to {MOST}")),
    }
}

/// `8:30` or `08:30`, past midnight `26:00`.
fn clock(text: &str) -> Result<SimTime, String> {
    /// Ten days: no day of a scenario ends later.
    const MOST_HOURS: u64 = 240;
    let read = || {
        let (hours, minutes) = text.trim().split_once(':')?;
        let digits =
            |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let (hours, minutes): (u64, u64) = if digits(hours, 3) && digits(minutes, 2) && minutes.len() == 2 {
            (hours.parse().ok()?, minutes.parse().ok()?)
        } else {
            return None;
        };
        (hours <= MOST_HOURS && minutes < 60).then(|| SimTime::from_minutes(60 * hours + minutes))
    };
    read().ok_or_else(|| "a clock time such as 08:30".to_owned())
}

fn chart_kind(text: &str) -> Result<ChartKind, String> {
    let known = ChartKind::ALL.into_iter().find(|kind| kind.name() == text);
    known.ok_or_else(|| {
        let names: Vec<&str> = ChartKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("the pictures are {}", names.join(", "))
    })
}
