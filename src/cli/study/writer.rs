//! The one who writes: takes what threads have played, and adds it to the journal.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use super::journal::Journal;
use super::record::Framed;

/// So many records wait at most; then threads wait for the disk.
const WAITING: usize = 512;
/// So many bytes are written at once at most \[bytes\].
const AT_ONCE: usize = 4 << 20;
/// Whoever comes while so much time passes is written together with the others: a disk, and those who wake the writer, are
/// slow to be asked for each of thousands of scenarios a second.
const PAUSE: Duration = Duration::from_millis(4);
/// What was written this long ago is on the disk, power cut or not.
const SYNC_EVERY: Duration = Duration::from_secs(1);

/// A writer at work. Dropping all its senders ends it.
pub struct Writer<'scope> {
    thread: ScopedJoinHandle<'scope, io::Result<()>>,
}

impl<'scope> Writer<'scope> {
    /// Begins to write; raises `stop` when the disk takes no more.
    pub fn begin<'env>(
        scope: &'scope Scope<'scope, 'env>,
        journal: &'env mut Journal,
        stop: &'env AtomicBool,
    ) -> (SyncSender<Framed>, Self) {
        let (sender, receiver) = sync_channel(WAITING);
        let thread = scope.spawn(move || {
            let written = write(journal, &receiver);
            if written.is_err() {
                stop.store(true, Ordering::Relaxed);
                // Threads that are finishing a scenario must not wait for ever.
                for _ in receiver {}
            }
            written
        });
        (sender, Self { thread })
    }

    /// Waits until everything is written, once all senders are gone.
    pub fn end(self) -> io::Result<()> {
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the writer fell over")))
    }
}

fn write(journal: &mut Journal, receiver: &Receiver<Framed>) -> io::Result<()> {
    let mut synced = Instant::now();
    while let Ok(first) = receiver.recv() {
        let mut bytes = first.bytes.len();
        let mut records = vec![first];
        while bytes < AT_ONCE {
            match receiver.try_recv() {
                Ok(next) => {
                    bytes += next.bytes.len();
                    records.push(next);
                }
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        journal.add(&records)?;
        thread::sleep(PAUSE);
        if synced.elapsed() >= SYNC_EVERY {
            journal.sync()?;
            synced = Instant::now();
        }
    }
    journal.sync()
}
