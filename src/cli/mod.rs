//! Arguments, files, the terminal and exit codes. Computes nothing.
//!
//! Exit 0: fine; 1: ran, but a promise was missed and `--fail-on-miss` was given; 2: could not run; 130: a study was stopped
//! by Ctrl-C, and can go on.

mod arguments;
mod check;
mod compare;
mod contract;
mod explain;
mod explain_rules;
mod near_miss;
mod new;
mod output_folder;
mod plot;
mod progress;
mod run;
mod scenario_file;
mod shell;
mod study;
mod study_results;
mod terminal;
mod theory;
mod trace;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use terminal::Terminal;

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    PromiseMissed,
    Interrupted,
}

/// As shells say it of a program that was stopped by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Runs the command line.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.color, arguments.quiet);
    let outcome = match arguments.command {
        Command::New(wanted) => new::write(&wanted, terminal),
        Command::Check(wanted) => check::check(&wanted, terminal),
        Command::Run(wanted) => run::run(&wanted, terminal),
        Command::Study(wanted) => study::study(&wanted, terminal),
        Command::Plot(wanted) => plot::plot(&wanted, terminal),
        Command::Compare(wanted) => compare::compare(&wanted, terminal),
        Command::Trace(wanted) => trace::trace(&wanted, terminal),
        Command::Contract(wanted) => contract::contract(&wanted, terminal),
        Command::Theory(wanted) => theory::answer(&wanted, terminal),
        Command::Explain(wanted) => explain::explain(&wanted, terminal),
        Command::Schema { study } => shell::schema(study),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { command } => shell::man(command.as_deref()),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::PromiseMissed) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(INTERRUPTED),
        Err(trouble) => {
            terminal.complain(&trouble);
            ExitCode::from(2)
        }
    }
}
