//! `--out`: files that are there whole, or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// A folder that takes files.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
}

impl OutputFolder {
    /// Makes the folder if it is not there, and tries whether it takes files: better now than after the run.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder `{}`", path.display()))?;
        let folder = Self { path: path.to_path_buf() };
        let probe = folder.temporary("probe");
        let tried = File::create(&probe).map(drop);
        let _ = fs::remove_file(&probe);
        tried.with_context(|| format!("cannot write into the folder `{}`", path.display()))?;
        Ok(folder)
    }

    /// Writes a file under a temporary name, then gives it its own: nobody ever sees half of it.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let (temporary, path) = (self.temporary(name), self.path.join(name));
        let written = write_whole(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written.with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}.{}.part", std::process::id()))
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // A full disk may tell only now.
    file.sync_all()
}
