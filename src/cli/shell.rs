//! What editors, shells and `man` want to know.

use anyhow::{Context, bail};
use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::arguments::Arguments;
use super::terminal;

/// The JSON Schema of scenario files, or of study files.
pub fn schema(study: bool) -> anyhow::Result<Outcome> {
    let schema = if study { ccsim::scenario::study_schema() } else { ccsim::scenario::schema() };
    terminal::print(&format!("{schema:#}\n"))?;
    Ok(Outcome::Fine)
}

/// Completions for a shell.
pub fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "ccsim", &mut bytes);
    terminal::print(&String::from_utf8_lossy(&bytes))?;
    Ok(Outcome::Fine)
}

/// The manual page of the program, or of one of its commands.
pub fn man(command: Option<&str>) -> anyhow::Result<Outcome> {
    let mut program = Arguments::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => bail!("there is no command `{name}`; `ccsim --help` lists them"),
        },
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(page).render(&mut bytes).context("cannot write the manual page")?;
    terminal::print(&String::from_utf8_lossy(&bytes))?;
    Ok(Outcome::Fine)
}
