//! What editors, shells and `man` want to know.

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::arguments::Arguments;
use super::terminal::Terminal;

/// The JSON Schema of scenario files.
pub fn schema(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut text = ccsim::scenario::schema().to_string();
    text.push('\n');
    terminal.print(&text)?;
    Ok(Outcome::Fine)
}

/// Completions for a shell.
pub fn completions(shell: Shell, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "ccsim", &mut bytes);
    terminal.print(&String::from_utf8_lossy(&bytes))?;
    Ok(Outcome::Fine)
}

/// The manual page.
pub fn man(terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut bytes).context("cannot write the manual page")?;
    terminal.print(&String::from_utf8_lossy(&bytes))?;
    Ok(Outcome::Fine)
}
