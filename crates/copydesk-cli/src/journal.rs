//! What a run has done so far, so that `--resume` does only the rest.
//!
//! A file of lines that only grows. The first says what was asked for; then each input has its pieces, as they came, and
//! a last line that says it is done. A line that was cut short, and pieces without their last line, count for nothing: the
//! input is done anew. The pieces are the lines of the report, so a report is made again from them; where none is asked for,
//! they are the outputs alone.

mod earlier;

pub(crate) use earlier::{Earlier, Record, record};

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::digest;
use crate::tally::Tally;

/// After how many inputs all that was written is forced to the disk.
const SYNC: usize = 2_000;
/// How many bytes of lines wait at most for that.
const WAITING: usize = 1 << 20;

/// Lines are written together: those of so many inputs, or of so much time. What a killed run did since, it does again.
const TOGETHER: usize = 8;
const WRITE: Duration = Duration::from_millis(50);

/// The first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// The program that began the run.
    pub(crate) copydesk: String,
    /// The hash of the options.
    pub(crate) options: String,
    /// The time by which embargoes are judged: that of the first start.
    pub(crate) now: String,
    /// Whether the lines of the report are in it. Without them, a run with a report begins anew.
    #[serde(default)]
    pub(crate) reported: bool,
}

/// What an input was when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// When its file was changed, in nanoseconds since 1970; a file of an archive has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) changed: Option<i64>,
    /// The SHA-256 of its bytes, where nothing else tells whether it is the same, or a report says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<String>,
}

/// A line after the first.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// Lines of the report.
    Pieces(Vec<Box<RawValue>>),
    /// The input is done.
    Done(Done),
}

/// The last line of an input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Done {
    /// The input, as the report names it.
    pub(crate) input: String,
    /// What it was; nothing where it could not be read.
    pub(crate) identity: Option<Identity>,
    /// What it added to the summary.
    pub(crate) tally: Tally,
    /// The length of the container with all of this input in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<u64>,
    /// It stands for an earlier line of the same input, which was not up to date any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) instead: bool,
}

/// A journal that is being kept.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// Lines that are not written yet.
    lines: Vec<u8>,
    written: Instant,
    since_write: usize,
    since_sync: usize,
    /// What was written is on its way to the disk.
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// Why no journal is kept.
#[derive(Debug)]
pub(crate) enum Closed {
    /// Another run keeps it.
    Busy,
    /// It cannot be written.
    Failed(io::Error),
}

impl From<io::Error> for Closed {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Journal {
    /// Opens the journal at `path`. The earlier run is `None` where there is none, or none with the same options, or it
    /// is not to be gone on with.
    pub(crate) fn open(
        path: &Path,
        head: &mut Head,
        resume: bool,
    ) -> Result<(Self, Option<Earlier>), Closed> {
        let file = OpenOptions::new().create(true).truncate(false).read(true).append(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Closed::Busy),
            // Some file systems know no locks; nobody is kept out there.
            Err(TryLockError::Error(_)) => {}
        }
        let earlier = if resume { Earlier::read(path, &file, head)? } else { None };
        if let Some((_, length)) = &earlier {
            file.set_len(*length)?;
        } else {
            file.set_len(0)?;
            let mut line = serde_json::to_vec(head).map_err(io::Error::other)?;
            line.push(b'\n');
            (&file).write_all(&line)?;
        }
        let journal = Self {
            path: path.to_owned(),
            file,
            lines: Vec::new(),
            written: Instant::now(),
            since_write: 0,
            since_sync: 0,
            syncing: None,
        };
        Ok((journal, earlier.map(|(earlier, _)| earlier)))
    }

    /// Forgets all that comes after a place in the file.
    pub(crate) fn cut(&mut self, length: u64) -> io::Result<()> {
        self.synced()?;
        self.file.set_len(length)
    }

    /// Adds pieces of the input that is being done: whole lines of the report.
    pub(crate) fn pieces(&mut self, report: &[u8]) {
        if report.is_empty() {
            return;
        }
        self.lines.extend_from_slice(br#"{"pieces":["#);
        for (index, piece) in report.split_inclusive(|byte| *byte == b'\n').enumerate() {
            if index > 0 {
                self.lines.push(b',');
            }
            self.lines.extend_from_slice(piece.trim_ascii_end());
        }
        self.lines.extend_from_slice(b"]}\n");
    }

    /// Writes the lines that were added.
    pub(crate) fn write(&mut self) -> io::Result<()> {
        let written = self.file.write_all(&self.lines);
        self.lines.clear();
        (self.written, self.since_write) = (Instant::now(), 0);
        written
    }

    /// Marks an input as done. Now and then it is time to force all to the disk: then it returns true.
    pub(crate) fn done(&mut self, done: &Done) -> io::Result<bool> {
        self.lines.extend_from_slice(br#"{"done":"#);
        serde_json::to_writer(&mut self.lines, done)?;
        self.lines.push(b'}');
        self.lines.push(b'\n');
        self.since_sync += 1;
        self.since_write += 1;
        if (self.since_write >= TOGETHER || self.written.elapsed() >= WRITE) && !self.waits() {
            self.synced()?;
            self.write()?;
        }
        Ok(self.since_sync >= SYNC)
    }

    /// Forces all that was written to the disk, the outputs first, while the run goes on: on a slow disk this takes as long
    /// as many inputs do. Until it is done no more lines are written, so that none is on the disk before its outputs.
    pub(crate) fn sync(&mut self, outputs: Option<File>) -> io::Result<()> {
        self.since_sync = 0;
        self.synced()?;
        self.write()?;
        let files: Arc<[File]> = outputs.into_iter().chain([self.file.try_clone()?]).collect();
        let on_its_way = Arc::clone(&files);
        match std::thread::Builder::new().spawn(move || force(&on_its_way)) {
            Ok(syncing) => self.syncing = Some(syncing),
            Err(_) => force(&files)?,
        }
        Ok(())
    }

    /// Whether lines wait for what is on its way to the disk.
    fn waits(&self) -> bool {
        let on_its_way = self.syncing.as_ref().is_some_and(|syncing| !syncing.is_finished());
        on_its_way && self.lines.len() < WAITING
    }

    /// Waits until nothing is on its way to the disk.
    fn synced(&mut self) -> io::Result<()> {
        let broken = |_| Err(io::Error::other("what forces the outputs to the disk broke down"));
        self.syncing.take().map_or(Ok(()), |syncing| syncing.join().unwrap_or_else(broken))
    }

    /// Removes the journal: the run is done.
    pub(crate) fn remove(mut self) {
        self.lines.clear();
        let _ = self.synced();
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Forces files to the disk, one after the other.
fn force(files: &[File]) -> io::Result<()> {
    files.iter().try_for_each(File::sync_data)
}

impl Drop for Journal {
    fn drop(&mut self) {
        // What cannot be written is done again.
        let _ = self.synced().and_then(|()| self.write());
    }
}

impl Identity {
    /// What an input of these bytes is. `changed` is when its file was changed, if it has one and that is known; with
    /// `proved`, it has a SHA-256 in any case.
    pub(crate) fn new(bytes: &[u8], changed: Option<SystemTime>, proved: bool) -> Self {
        let changed = changed.and_then(nanoseconds);
        let sha256 = (proved || changed.is_none()).then(|| digest::sha256(bytes));
        Self { size: bytes.len() as u64, changed, sha256 }
    }

    /// Whether a file is the same by its size and the time it was changed. `None`: only its bytes can tell.
    pub(crate) fn is_file(&self, path: &Path) -> Option<bool> {
        let metadata = path.metadata().ok()?;
        if metadata.len() != self.size {
            return Some(false);
        }
        let changed = metadata.modified().ok().and_then(nanoseconds);
        (self.changed.is_some() && changed == self.changed).then_some(true)
    }
}

/// Nanoseconds since 1970.
fn nanoseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head { copydesk: "1".into(), options: "o".into(), now: "2024-03-02T00:00:00Z".into(), reported: true }
    }

    fn done(input: &str, instead: bool) -> Done {
        Done { input: input.to_owned(), identity: None, tally: Tally::default(), end: None, instead }
    }

    #[test]
    fn what_was_cut_short_counts_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (mut journal, earlier) = Journal::open(&path, &mut head(), true).unwrap();
        assert!(earlier.is_none());
        for input in ["a", "b", "a"] {
            journal.pieces(b"{\"n\":1}\n{\"n\":2}\n");
            journal.write().unwrap();
            journal.pieces(b"{\"n\":3}\n");
            journal.done(&done(input, false)).unwrap();
        }
        journal.write().unwrap();
        let sound = std::fs::metadata(&path).unwrap().len();
        journal.pieces(b"{\"n\":4}\n");
        journal.write().unwrap();
        assert!(matches!(Journal::open(&path, &mut head(), true), Err(Closed::Busy)));
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let (journal, earlier) = Journal::open(&path, &mut head(), true).unwrap();
            let count = earlier.map_or(0, |mut earlier| {
                let places: Vec<u64> =
                    ["a", "b", "a", "a"].into_iter().filter_map(|it| earlier.take(it)).collect();
                for at in &places {
                    let record = record(&path, *at).unwrap().unwrap();
                    assert_eq!(
                        record.report.iter().map(|it| it.get()).collect::<String>(),
                        "{\"n\":1}{\"n\":2}{\"n\":3}"
                    );
                }
                places.len()
            });
            assert!(count == 3 || (length as u64) < sound, "{length}");
            drop(journal);
            assert!(std::fs::metadata(&path).unwrap().len() <= sound);
        }
    }

    #[test]
    fn no_line_is_written_while_its_outputs_are_on_their_way_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (mut journal, _) = Journal::open(&path, &mut head(), false).unwrap();
        let length = || std::fs::metadata(&path).unwrap().len();
        let before = length();
        let (end, ended) = std::sync::mpsc::channel();
        journal.syncing = Some(std::thread::spawn(move || ended.recv().map_err(io::Error::other)?));
        for _ in 0..3 * TOGETHER {
            journal.done(&done("a", false)).unwrap();
        }
        assert_eq!(length(), before);
        end.send(Ok(())).unwrap();
        journal.sync(None).unwrap();
        assert!(length() > before, "all that waited is written first");
        journal.synced().unwrap();
        journal.syncing = Some(std::thread::spawn(|| Err(io::Error::other("the disk is gone"))));
        assert!(journal.sync(None).is_err(), "and what fails there stops the run");
    }

    #[test]
    fn other_options_and_what_was_done_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (mut journal, _) = Journal::open(&path, &mut head(), false).unwrap();
        journal.done(&done("a", false)).unwrap();
        journal.pieces(b"{\"new\":true}\n");
        journal.done(&done("a", true)).unwrap();
        drop(journal);
        let (journal, earlier) = Journal::open(&path, &mut head(), true).unwrap();
        let mut earlier = earlier.unwrap();
        let at = earlier.take("a").unwrap();
        assert_eq!(record(&path, at).unwrap().unwrap().report.len(), 1);
        assert!(earlier.take("a").is_none());
        drop(journal);
        let other = &mut Head { options: "other".into(), ..head() };
        assert!(Journal::open(&path, other, true).unwrap().1.is_none());
    }
}
