//! The journal of a study: everything that was played, in the order in which it was finished; only ever added to.
//!
//! Whatever happens - a kill, a full disk, a power cut -, all records before the torn one are good: what does not have its
//! checksum is cut off when the journal is opened next, and played again.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use ccsim::report::study::files::Form;

use super::identity::Identity;
use super::record::{self, Digest, FormKey, Framed, Glance, HEAD, Kind, Scenario, Summary, TAIL};
use super::shard::Shard;

/// What the file begins with; the last byte is the version of its format.
const MAGIC: [u8; 8] = *b"ccsim-j\x01";
/// No head is longer \[bytes\].
const LONGEST_HEAD: u64 = 64 << 10;

/// Where a scenario's latest record is, and what it says in short.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    offset: u64,
    length: u32,
    /// What the index knows.
    pub summary: Summary,
}

/// An open journal, and an index of what it holds.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Where the next record goes.
    end: u64,
    identity: Identity,
    shard: Option<Shard>,
    forms: BTreeMap<FormKey, Arc<Form>>,
    /// Asked for single scenarios, never gone through: its order is nobody's.
    entries: HashMap<Digest, Entry>,
    /// Bytes that were torn and cut off when it was opened.
    cut_off: u64,
}

impl Journal {
    /// A new journal in place of whatever is there.
    pub fn create(path: &Path, identity: &Identity) -> anyhow::Result<Self> {
        let cannot = || format!("cannot write `{}`", path.display());
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path).with_context(cannot)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(record::framed(Kind::Identity, |out| identity.say(out)));
        file.write_all(&bytes).and_then(|()| file.sync_all()).with_context(cannot)?;
        Ok(Self {
            path: path.to_path_buf(),
            file,
            end: bytes.len() as u64,
            identity: identity.clone(),
            shard: None,
            forms: BTreeMap::new(),
            entries: HashMap::new(),
            cut_off: 0,
        })
    }

    /// Opens a journal and cuts off what is torn; `None` where there is none, or none was ever finished writing its head.
    pub fn open(path: &Path) -> anyhow::Result<Option<Self>> {
        let opened = OpenOptions::new().read(true).write(true).open(path);
        Self::read(path, opened)
    }

    /// Opens a journal to read it, and leaves it as it is.
    pub fn open_to_read(path: &Path) -> anyhow::Result<Option<Self>> {
        Self::read(path, File::open(path))
    }

    fn read(path: &Path, opened: io::Result<File>) -> anyhow::Result<Option<Self>> {
        let cannot = || format!("cannot read `{}`", path.display());
        let file = match opened {
            Err(trouble) if trouble.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.with_context(cannot)?,
        };
        let length = file.metadata().with_context(cannot)?.len();
        let mut records =
            Records { input: BufReader::with_capacity(1 << 20, &file), at: 0, length, record: Vec::new() };
        let Some(identity) = records.begin(path)? else {
            // The head is on the disk before anything else is written.
            anyhow::ensure!(
                length <= LONGEST_HEAD,
                "`{}` is damaged at its beginning; move it away to start over",
                path.display()
            );
            return Ok(None);
        };
        let mut forms = BTreeMap::new();
        let mut entries = HashMap::new();
        let mut shard = None;
        let mut end = records.at;
        while let Some((kind, offset)) = records.next().with_context(cannot)? {
            let Some(said) = record::said(&records.record) else { break };
            let is_understood = match kind {
                Kind::Identity => false,
                Kind::Form => text(said).and_then(Form::from_text).is_some_and(|form| {
                    forms.insert(form.key(), Arc::new(form));
                    true
                }),
                Kind::Shard => text(said).and_then(|text| text.parse().ok()).is_some_and(|named| {
                    shard = Some(named);
                    true
                }),
                Kind::Scenario => Scenario::read(said).is_some_and(|(scenario, summary)| {
                    entries.insert(scenario.digest, Entry { offset, length: records.record.len() as u32, summary });
                    true
                }),
            };
            if !is_understood {
                break;
            }
            end = records.at;
        }
        let cut_off = length - end;
        drop(records);
        Ok(Some(Self { path: path.to_path_buf(), file, end, identity, shard, forms, entries, cut_off }))
    }

    /// The same journal as it is now, to be read beside this one.
    pub fn another(&self) -> anyhow::Result<Self> {
        let file = File::open(&self.path).with_context(|| format!("cannot read `{}`", self.path.display()))?;
        Ok(Self {
            path: self.path.clone(),
            file,
            end: self.end,
            identity: self.identity.clone(),
            shard: self.shard,
            forms: self.forms.clone(),
            entries: self.entries.clone(),
            cut_off: self.cut_off,
        })
    }

    /// Cuts off what is torn, so that records can be added; says how many bytes that was.
    pub fn mend(&mut self) -> anyhow::Result<u64> {
        let cut_off = std::mem::take(&mut self.cut_off);
        if cut_off > 0 {
            self.file.set_len(self.end).with_context(|| self.cannot_write())?;
        }
        Ok(cut_off)
    }

    /// What all its results have in common.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Which part of the study was played here last; `None`: all of it.
    pub const fn shard(&self) -> Option<Shard> {
        self.shard
    }

    /// A scenario's latest record.
    pub fn entry(&self, digest: &Digest) -> Option<Entry> {
        self.entries.get(digest).copied()
    }

    /// Number of scenarios.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.entries.len()
    }

    /// Most replications of a scenario, of those played with this effort.
    pub fn most_replications(&self, effort: u64) -> u64 {
        let played = self.entries.values().filter(|entry| entry.summary.effort == effort);
        played.map(|entry| entry.summary.replications).max().unwrap_or(0)
    }

    /// A form that scenarios name.
    pub fn form(&self, key: FormKey) -> Option<&Arc<Form>> {
        self.forms.get(&key)
    }

    /// Reads a scenario with its state.
    pub fn whole(&mut self, entry: Entry) -> anyhow::Result<Scenario> {
        read_scenario(&self.path, &self.file, entry, entry.length as usize - HEAD - TAIL, &mut Vec::new())
    }

    /// Somebody who reads scenarios of this journal, on whatever thread.
    pub fn reader(&self) -> anyhow::Result<Reader> {
        let file = File::open(&self.path).with_context(|| format!("cannot read `{}`", self.path.display()))?;
        Ok(Reader { path: self.path.clone(), file, said: Vec::new() })
    }

    /// Says which part of the study is played from here on.
    pub fn note_shard(&mut self, shard: Option<Shard>) -> anyhow::Result<()> {
        if let Some(shard) = shard.filter(|shard| self.shard != Some(*shard)) {
            let bytes = record::framed(Kind::Shard, |out| out.extend_from_slice(shard.to_string().as_bytes()));
            self.append(&bytes).with_context(|| self.cannot_write())?;
            self.shard = Some(shard);
        }
        Ok(())
    }

    /// Adds records, and their forms before them where they are new. All of them are there afterwards, or none.
    pub fn add(&mut self, records: &[Framed]) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut entries = Vec::new();
        let mut forms: Vec<&Arc<Form>> = Vec::new();
        for record in records {
            let Some((digest, summary, named)) = &record.scenario else {
                bytes.extend_from_slice(&record.bytes);
                continue;
            };
            for form in named {
                let is_new = |form: &Form| {
                    !self.forms.contains_key(&form.key()) && forms.iter().all(|known| known.key() != form.key())
                };
                if is_new(form) {
                    let text = form.to_text();
                    bytes.extend(record::framed(Kind::Form, |out| out.extend_from_slice(text.as_bytes())));
                    forms.push(form);
                }
            }
            let offset = self.end + bytes.len() as u64;
            entries.push((*digest, Entry { offset, length: record.bytes.len() as u32, summary: *summary }));
            bytes.extend_from_slice(&record.bytes);
        }
        self.append(&bytes)?;
        self.forms.extend(forms.into_iter().map(|form| (form.key(), Arc::clone(form))));
        self.entries.extend(entries);
        Ok(())
    }

    /// What cannot be written whole is not there at all.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(bytes));
        match written {
            Ok(()) => {
                self.end += bytes.len() as u64;
                Ok(())
            }
            Err(trouble) => {
                // If not even this works, the torn record is cut off when the journal is opened next.
                let _ = self.file.set_len(self.end);
                Err(trouble)
            }
        }
    }

    /// Everything that was added is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// What to say when it takes no more.
    pub fn cannot_write(&self) -> String {
        format!("cannot write `{}`", self.path.display())
    }
}

/// Reads scenarios beside others who do.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    file: File,
    /// Room for what a record says.
    said: Vec<u8>,
}

impl Reader {
    /// Reads a scenario without its state.
    pub fn figures(&mut self, entry: Entry) -> anyhow::Result<Scenario> {
        read_scenario(&self.path, &self.file, entry, entry.summary.without_state as usize, &mut self.said)
    }

    /// Reads what is said of a scenario without its state, for who wants some of its figures.
    pub fn glance(&mut self, entry: Entry) -> anyhow::Result<Glance> {
        let mut said = Vec::new();
        read_said(&self.path, &self.file, entry, entry.summary.without_state as usize, &mut said)?;
        Glance::of(said).with_context(|| was_changed(&self.path))
    }
}

/// Reads so many bytes of what a scenario's record says.
fn read_scenario(
    path: &Path,
    file: &File,
    entry: Entry,
    length: usize,
    said: &mut Vec<u8>,
) -> anyhow::Result<Scenario> {
    read_said(path, file, entry, length, said)?;
    let (scenario, _) = Scenario::read(said).with_context(|| was_changed(path))?;
    Ok(scenario)
}

fn read_said(path: &Path, mut file: &File, entry: Entry, length: usize, said: &mut Vec<u8>) -> anyhow::Result<()> {
    said.resize(length, 0);
    let read = file.seek(SeekFrom::Start(entry.offset + HEAD as u64)).and_then(|_| file.read_exact(said));
    read.with_context(|| format!("cannot read `{}`", path.display()))
}

fn was_changed(path: &Path) -> String {
    format!("`{}` was changed while it was read", path.display())
}

fn text(said: &[u8]) -> Option<&str> {
    std::str::from_utf8(said).ok()
}

/// The records of a journal, from its beginning to its end or to the first that is torn.
struct Records<'f> {
    input: BufReader<&'f File>,
    at: u64,
    length: u64,
    record: Vec<u8>,
}

impl Records<'_> {
    /// What the file's head says; `None` where it is not whole.
    fn begin(&mut self, path: &Path) -> anyhow::Result<Option<Identity>> {
        let cannot = || format!("cannot read `{}`", path.display());
        let mut magic = Vec::new();
        self.input.by_ref().take(MAGIC.len() as u64).read_to_end(&mut magic).with_context(cannot)?;
        self.at = magic.len() as u64;
        let is_empty = magic.iter().all(|byte| *byte == 0);
        if !is_empty && !MAGIC.starts_with(&magic) {
            let (name, _) = MAGIC.split_at(MAGIC.len() - 1);
            if magic.starts_with(name) {
                bail!(
                    "`{}` was written by another version of ccsim, in a form that this one cannot read",
                    path.display()
                );
            }
            bail!("`{}` is not the journal of a study", path.display());
        }
        if magic != MAGIC {
            return Ok(None);
        }
        let first = self.next().with_context(cannot)?.filter(|(kind, _)| *kind == Kind::Identity);
        Ok(first.and_then(|_| record::said(&self.record)).and_then(Identity::read))
    }

    /// Reads the next record; says its kind and where it begins. `None` at the end, or where no whole record begins.
    fn next(&mut self) -> io::Result<Option<(Kind, u64)>> {
        let left = self.length - self.at;
        if left < (HEAD + TAIL) as u64 {
            return Ok(None);
        }
        let mut bytes = [0; HEAD];
        self.input.read_exact(&mut bytes)?;
        let Some((kind, length)) = record::head(&bytes) else { return Ok(None) };
        let whole = HEAD + length + TAIL;
        if whole as u64 > left {
            return Ok(None);
        }
        self.record.clear();
        self.record.extend_from_slice(&bytes);
        self.record.resize(whole, 0);
        self.input.read_exact(&mut self.record[HEAD..])?;
        let begins = self.at;
        self.at += whole as u64;
        Ok(Some((kind, begins)))
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
