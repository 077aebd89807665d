//! `ccsim new`: a commented scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, bail};
use ccsim::report::Grid;
use ccsim::scenario::{self, Template};

use super::Outcome;
use super::arguments::New;
use super::terminal::{self, Terminal};

/// Lists the templates, prints one, or writes it to a file.
pub fn write(wanted: &New, terminal: Terminal) -> anyhow::Result<Outcome> {
    match (&wanted.template, &wanted.output) {
        (None, _) => terminal::print(&list(terminal))?,
        (Some(name), None) => terminal::print(template(name)?.text)?,
        (Some(name), Some(path)) => {
            save(template(name)?.text, path, wanted.force)?;
            terminal.note(&format!("wrote {}; next: ccsim check {}", path.display(), path.display()));
        }
    }
    Ok(Outcome::Fine)
}

fn list(terminal: Terminal) -> String {
    let mut grid = Grid::new::<String>([]).left(&[1]);
    for template in scenario::templates() {
        grid.row([template.name, template.about]);
    }
    // What a template is about may be longer than the page: the terminal wraps it, and no word is lost.
    let lines = grid.lines(usize::MAX, 2).join("\n");
    format!("{}\n{lines}\n\nccsim new NAME -o FILE writes one\n", terminal.paper().ink.bold("templates"))
}

fn template(name: &str) -> anyhow::Result<&'static Template> {
    let all = scenario::templates();
    if let Some(template) = all.iter().find(|template| template.name == name) {
        return Ok(template);
    }
    let near = all.iter().map(|template| template.name).min_by_key(|known| strsim::osa_distance(known, name));
    match near.filter(|near| name.len() < 100 && strsim::osa_distance(near, name) <= 3) {
        Some(near) => bail!("there is no template `{name}`; did you mean `{near}`?"),
        None => bail!("there is no template `{name}`; `ccsim new` lists them"),
    }
}

fn save(text: &str, path: &Path, force: bool) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", path.display());
    if force {
        return fs::write(path, text).with_context(cannot);
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(trouble) if trouble.kind() == ErrorKind::AlreadyExists => {
            bail!("`{}` exists already; --force overwrites it", path.display())
        }
        opened => opened.and_then(|mut file| file.write_all(text.as_bytes())).with_context(cannot),
    }
}
