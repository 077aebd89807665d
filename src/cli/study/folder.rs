//! A study's folder: one process at a time, and files that are there whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, bail};

use crate::cli::terminal::Terminal;

/// What a file has at its end while it is being written.
const PART: &str = ".part";
/// The file that a process locks while it works in the folder.
const LOCK: &str = "lock";

/// A folder that nobody else works in.
#[derive(Debug)]
pub struct StudyFolder {
    path: PathBuf,
    /// Held until the process ends, however it ends.
    lock: File,
}

impl StudyFolder {
    /// Makes the folder if it is not there, and locks it.
    pub fn open(path: &Path, terminal: Terminal) -> anyhow::Result<Self> {
        anyhow::ensure!(!path.is_file(), "cannot make the folder `{}`: there is a file of that name", path.display());
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder `{}`", path.display()))?;
        let cannot = || format!("cannot write into the folder `{}`", path.display());
        let lock = path.join(LOCK);
        let mut lock =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(lock).with_context(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                let _ = lock.read_to_string(&mut who);
                let who = if who.trim().is_empty() { String::new() } else { format!(" ({})", who.trim()) };
                bail!(
                    "another ccsim is at work in `{}`{who}: wait until it is done, or take another folder with --out",
                    path.display()
                );
            }
            Err(TryLockError::Error(_)) => terminal.note(&format!(
                "warning: the file system of `{}` keeps no locks: see to it that no other ccsim works there",
                path.display()
            )),
        }
        let folder = Self { path: path.to_path_buf(), lock };
        folder.say_who().with_context(cannot)?;
        folder.sweep();
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal's place.
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }

    /// Where a journal is kept that another one is to replace.
    pub fn journal_before(&self) -> PathBuf {
        self.path.join("journal.before")
    }

    /// Removes a file that would not go with the others any more, if it is there.
    pub fn discard(&self, name: &str) {
        let _ = fs::remove_file(self.path.join(name));
    }

    /// Begins to write a file; nobody sees it before [`Page::publish`].
    pub fn page(&self, name: &str) -> anyhow::Result<Page> {
        let part = self.path.join(format!(".{name}{PART}"));
        let whole = self.path.join(name);
        let out = File::create(&part).with_context(|| format!("cannot write `{}`", whole.display()))?;
        Ok(Page { out: BufWriter::with_capacity(ROOM, out), part, whole, is_published: false, syncing: None })
    }

    /// For those who find the folder locked.
    fn say_who(&self) -> io::Result<()> {
        let mut lock = &self.lock;
        let host = fs::read_to_string("/etc/hostname").ok().or_else(|| std::env::var("HOSTNAME").ok());
        let host = host.map(|host| host.trim().to_owned()).filter(|host| !host.is_empty());
        let on = host.map(|host| format!(" on {host}")).unwrap_or_default();
        lock.set_len(0)?;
        lock.rewind()?;
        lock.write_all(format!("process {}{on}\n", std::process::id()).as_bytes())
    }

    /// Removes files whose writer was killed.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') && name.ends_with(PART) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a process works in a folder.
pub fn is_at_work(path: &Path) -> bool {
    let lock = File::open(path.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Bytes that are kept back until there are more; larger pieces are written at once, without being copied.
const ROOM: usize = 1 << 16;
/// A large file is brought to the disk in parts of so many bytes, while more of it is written.
const SYNC_EVERY: u64 = 64 << 20;

/// A file that is being written under another name.
#[derive(Debug)]
pub struct Page {
    out: BufWriter<File>,
    part: PathBuf,
    whole: PathBuf,
    is_published: bool,
    /// Who brings it to the disk meanwhile, and bytes that were written since that was asked for.
    syncing: Option<(SyncSender<()>, u64)>,
}

/// Sends the thread home that brings a page to the disk, also when the writing falls over: nobody waits for it then.
struct Asking<'p>(&'p mut Page);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.syncing = None;
    }
}

impl Page {
    /// Adds to it.
    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        if let Some((syncing, written)) = &mut self.syncing {
            *written += bytes.len() as u64;
            // Who is still busy with the part before takes this one with the next.
            if *written >= SYNC_EVERY && syncing.try_send(()).is_ok() {
                *written = 0;
            }
        }
        self.out.write_all(bytes).with_context(|| self.cannot_write())
    }

    /// While `write` adds to it, another thread brings to the disk what is there: [`Page::finish`] then has little to wait for.
    pub fn sync_on_the_way<T>(&mut self, write: impl FnOnce(&mut Self) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let file = self.out.get_ref().try_clone().with_context(|| self.cannot_write())?;
        thread::scope(|scope| {
            let (syncing, asked) = sync_channel(1);
            let synced = scope.spawn(move || asked.iter().try_for_each(|()| file.sync_data()));
            self.syncing = Some((syncing, 0));
            let asking = Asking(self);
            let written = write(asking.0);
            drop(asking);
            // A disk tells what went wrong once, and perhaps here.
            let synced = synced.join().unwrap_or_else(|_| Err(io::Error::other("the thread fell over")));
            synced.with_context(|| self.cannot_write()).and(written)
        })
    }

    /// It is whole: on the disk, but not yet under its name.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        // A full disk may tell only now.
        self.out.flush().and_then(|()| self.out.get_ref().sync_all()).with_context(|| self.cannot_write())
    }

    /// Gives it its name.
    pub fn publish(mut self) -> anyhow::Result<()> {
        fs::rename(&self.part, &self.whole).with_context(|| self.cannot_write())?;
        self.is_published = true;
        Ok(())
    }

    fn cannot_write(&self) -> String {
        format!("cannot write `{}`", self.whole.display())
    }
}

#[cfg(feature = "parquet")]
impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !self.is_published {
            let _ = fs::remove_file(&self.part);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// Where the thread that syncs still waited to be asked, this would never end.
    #[test]
    fn a_writer_who_falls_over_is_seen_and_leaves_nobody_waiting() {
        let desk = tempfile::tempdir().unwrap();
        let lock = File::create(desk.path().join(LOCK)).unwrap();
        let folder = StudyFolder { path: desk.path().to_path_buf(), lock };
        let mut page = folder.page("results.csv").unwrap();
        let falls_over = |page: &mut Page| -> anyhow::Result<()> {
            page.write(b"a line\n")?;
            panic!("on purpose")
        };
        assert!(catch_unwind(AssertUnwindSafe(|| page.sync_on_the_way(falls_over))).is_err());
        page.sync_on_the_way(|page| page.write(b"another\n")).unwrap();
        page.finish().unwrap();
        page.publish().unwrap();
        assert_eq!(fs::read_to_string(desk.path().join("results.csv")).unwrap(), "a line\nanother\n");
    }
}
