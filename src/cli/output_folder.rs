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
        anyhow::ensure!(!path.is_file(), "cannot make the folder `{}`: there is a file of that name", path.display());
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder `{}`", path.display()))?;
        let folder = Self { path: path.to_path_buf() };
        let probe = folder.temporary("probe");
        let tried = File::create(&probe).map(drop);
        let _ = fs::remove_file(&probe);
        tried.with_context(|| format!("cannot write into the folder `{}`", path.display()))?;
        Ok(folder)
    }

    /// Writes all files under temporary names, then gives them their own: nobody ever sees half of one, and a full disk
    /// leaves the results of an earlier run as they were.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
        let kept = files.iter().try_for_each(|(name, bytes)| {
            write_whole(&self.temporary(name), bytes).with_context(|| self.cannot_write(name))
        });
        let kept = kept.and_then(|()| {
            files.iter().try_for_each(|(name, _)| {
                fs::rename(self.temporary(name), self.path.join(name)).with_context(|| self.cannot_write(name))
            })
        });
        if kept.is_err() {
            for (name, _) in files {
                let _ = fs::remove_file(self.temporary(name));
            }
        }
        kept
    }

    fn cannot_write(&self, name: &str) -> String {
        format!("cannot write `{}`", self.path.join(name).display())
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
