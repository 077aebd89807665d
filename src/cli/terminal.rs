//! The two streams: data to standard output, everything else to standard error.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use ccsim::report::{Ink, Paper};

use super::arguments::Color;

/// Columns of a page that is no terminal, so that tables in files are whole.
const PAGE_WIDTH: usize = 120;

/// A message that is written as it is, without `error:` before it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Said(pub String);

/// Where words go, and how.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    out: Ink,
    err: Ink,
    quiet: bool,
}

impl Terminal {
    /// Looks at both streams; colour as asked, or where a terminal wants it and `NO_COLOR` is not set.
    pub fn new(color: Color, quiet: bool) -> Self {
        let ink = |auto: ColorChoice| {
            let is_wanted = match color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => auto != ColorChoice::Never,
            };
            if is_wanted { Ink::Colour } else { Ink::Plain }
        };
        let (out, err) = (AutoStream::choice(&io::stdout()), AutoStream::choice(&io::stderr()));
        Self { out: ink(out), err: ink(err), quiet }
    }

    /// The page that data is written on: the terminal's columns, those of `COLUMNS` before.
    pub fn paper(self) -> Paper {
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let there = || {
            let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
            Some(usize::from(width.0))
        };
        let width = asked.filter(|&columns| columns > 0).or_else(there).unwrap_or(PAGE_WIDTH);
        Paper { width, ink: self.out }
    }

    /// Whether complaints may be coloured.
    pub fn colours_complaints(self) -> bool {
        self.err == Ink::Colour
    }

    /// Whether progress can be seen and is wanted.
    pub fn shows_progress(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Says something beside the data, unless quiet was asked for.
    pub fn note(self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// Says why nothing came of it.
    pub fn complain(self, trouble: &anyhow::Error) {
        match trouble.downcast_ref::<Said>() {
            Some(said) => say(&said.0),
            None => say(&format!("{} {trouble:#}", self.err.bad("error:"))),
        }
    }
}

/// Writes data. Who has closed the pipe has seen enough: no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(trouble) if trouble.kind() != io::ErrorKind::BrokenPipe => {
            Err(trouble).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Writes a file's data, however long.
pub fn print_file(path: &Path) -> anyhow::Result<()> {
    let mut file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    match io::copy(&mut file, &mut io::stdout().lock()) {
        Err(trouble) if trouble.kind() != io::ErrorKind::BrokenPipe => {
            Err(trouble).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// If not even standard error takes words, there is nobody to tell.
fn say(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.trim_end().as_bytes()).and_then(|()| err.write_all(b"\n"));
}
