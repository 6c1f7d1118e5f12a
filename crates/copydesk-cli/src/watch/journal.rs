//! The journal: what was done, a line each, on disk before the next step.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use super::index::{Index, Record, Seconds};
use crate::message::UsageError;
use crate::save;

/// How many lines the journal may have more than the index needs before it is written anew.
const SLACK: usize = 20_000;

/// The file whose lock is taken.
const LOCK: &str = "lock";

/// The journal of a watched folder. Its lock says that no other process watches the folder; it ends with the process,
/// however that ends.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    lines: usize,
    /// How long the file is, in bytes, up to the last record that is certain.
    length: u64,
    /// How many bytes behind that may stand there, of records that could not be written.
    torn: u64,
    lock: Option<File>,
}

impl Journal {
    /// Opens the journal in `folder`, and the index it comes to.
    pub(super) fn open(folder: &Path, since: Seconds) -> Result<(Self, Index), UsageError> {
        let at = |path: &Path, error: io::Error| UsageError(format!("{}: {error}", path.display()));
        std::fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        let lock = lock(&folder.join(LOCK))?;
        let path = folder.join("journal.jsonl");
        let index = read(&path)?;
        let records = index.compact(since);
        rewrite(&path, &records).map_err(|error| at(&path, error))?;
        let (file, length) = opened(&path).map_err(|error| at(&path, error))?;
        Ok((Self { path, file, lines: records.len(), length, torn: 0, lock: Some(lock) }, index))
    }

    /// Appends records, and returns once they are on disk.
    pub(super) fn append(&mut self, records: &[Record]) -> io::Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let lines = lines(records)?;
        if self.torn > 0 {
            self.mend()?;
        }
        self.torn = lines.len() as u64;
        self.file.write_all(&lines)?;
        self.file.sync_data()?;
        self.lines += records.len();
        self.length += std::mem::take(&mut self.torn);
        Ok(())
    }

    /// Takes away what was half written. A file system that was lost and is there again has to be asked for the file anew,
    /// and for the lock: if another process had it meanwhile, this one knows too little to go on.
    fn mend(&mut self) -> io::Result<()> {
        if self.file.set_len(self.length).is_ok() {
            return Ok(());
        }
        self.lock = None;
        let locked = lock(&self.path.with_file_name(LOCK)).map_err(|error| io::Error::other(error.0))?;
        let (file, length) = opened(&self.path)?;
        if !(self.length..=self.length + self.torn).contains(&length) {
            return Err(io::Error::other("it is not what this watch left; start it again"));
        }
        file.set_len(self.length)?;
        (self.file, self.lock) = (file, Some(locked));
        Ok(())
    }

    /// Writes the journal anew if it has grown far beyond what the index needs.
    pub(super) fn tidy(&mut self, index: &Index, since: Seconds) -> io::Result<()> {
        if self.lines < SLACK {
            return Ok(());
        }
        let records = index.compact(since);
        if self.lines < records.len() * 2 + SLACK {
            return Ok(());
        }
        rewrite(&self.path, &records)?;
        (self.file, self.length) = opened(&self.path)?;
        self.torn = 0;
        self.lines = records.len();
        Ok(())
    }
}

/// The journal to be written to, and how long it is.
fn opened(path: &Path) -> io::Result<(File, u64)> {
    let file = File::options().append(true).open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

fn lock(path: &Path) -> Result<File, UsageError> {
    let unusable = |error: io::Error| UsageError(format!("{}: {error}", path.display()));
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(UsageError(format!("another copydesk watches this folder: {} is locked", path.display())))
        }
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

fn lines(records: &[Record]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for record in records {
        serde_json::to_writer(&mut lines, record)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn rewrite(path: &Path, records: &[Record]) -> io::Result<()> {
    save::save(path, &lines(records)?)?;
    File::open(path)?.sync_all()
}

/// Reads a journal. A last line without its end was being written when the process died: it was not relied on yet.
fn read(path: &Path) -> Result<Index, UsageError> {
    let mut index = Index::default();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(index),
        Err(error) => return Err(UsageError(format!("{}: {error}", path.display()))),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        let fault = |what: String| UsageError(format!("{}:{number}: {what}", path.display()));
        read.map_err(|error| fault(error.to_string()))?;
        if line.last() != Some(&b'\n') {
            break;
        }
        let record = serde_json::from_slice(&line)
            .map_err(|error| fault(format!("the journal is damaged: {error}; mend or remove the line")))?;
        index.apply(record);
    }
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn killed(key: &str) -> Record {
        Record::Killed { key: key.to_owned(), why: "a kill".to_owned(), at: 7 }
    }

    #[test]
    fn a_torn_last_line_is_as_if_it_were_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (mut journal, _) = Journal::open(folder.path(), 0).unwrap();
        journal.append(&[killed("a"), killed("b")]).unwrap();
        assert!(Journal::open(folder.path(), 0).unwrap_err().0.contains("another copydesk watches"));
        drop(journal);
        let path = folder.path().join("journal.jsonl");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate(bytes.len() - 3);
        std::fs::write(&path, &bytes).unwrap();
        let (_, index) = Journal::open(folder.path(), 0).unwrap();
        assert!(index.knows("a") && !index.knows("b"));
    }

    #[test]
    fn a_journal_whose_file_system_was_lost_is_opened_anew_when_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let (mut journal, _) = Journal::open(folder.path(), 0).unwrap();
        journal.append(&[killed("a")]).unwrap();
        for (name, torn) in [("b", ""), ("c", "{\"event\":\"kil")] {
            // A file that is no longer to be written to.
            journal.file = File::open(&path).unwrap();
            journal.append(&[killed(name)]).unwrap_err();
            File::options().append(true).open(&path).unwrap().write_all(torn.as_bytes()).unwrap();
            journal.append(&[killed(name)]).unwrap();
        }
        assert!(Journal::open(folder.path(), 0).unwrap_err().0.contains("another copydesk watches"));

        journal.file = File::open(&path).unwrap();
        journal.append(&[killed("d")]).unwrap_err();
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
        assert!(journal.append(&[killed("d")]).unwrap_err().to_string().contains("start it again"));
        std::fs::write(&path, &whole).unwrap();
        journal.append(&[killed("d")]).unwrap();
        drop(journal);
        let (_, index) = Journal::open(folder.path(), 0).unwrap();
        assert!(["a", "b", "c", "d"].iter().all(|key| index.knows(key)));
    }

    #[test]
    fn a_damaged_line_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("journal.jsonl"),
            "{\"event\":\"moved\",\"input\":\"a\"}\nno record\n",
        )
        .unwrap();
        let error = Journal::open(folder.path(), 0).unwrap_err();
        assert!(error.0.contains("journal.jsonl:2: the journal is damaged"), "{}", error.0);
    }
}
