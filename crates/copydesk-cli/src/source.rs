//! One input, wherever it lies: what it is called, and its bytes.

use std::fs::{File, Metadata};
use std::io::{self, IsTerminal as _, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use copydesk::{Error, ErrorKind, Limit, Limits, Reader};

use crate::media::Pictures;
use crate::message;
use crate::settings::{self, Settings};

/// One input.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its path, as it was named; of a file in an archive, the archive's path and its own path in it.
    pub(crate) path: PathBuf,
    /// The folder that outputs beside the input are written below.
    pub(crate) base: PathBuf,
    /// Its path below the folder of outputs.
    pub(crate) mirrored: PathBuf,
    /// Where its bytes are.
    pub(crate) content: Content,
    /// When its file was changed, as far as that is known, once its bytes are taken.
    pub(crate) changed: Option<SystemTime>,
    /// Where its pictures are looked for.
    pub(crate) pictures: Pictures,
}

/// Where the bytes of an input are.
#[derive(Debug)]
pub(crate) enum Content {
    /// In standard input.
    Standard,
    /// In the file of that path, which was this when it was found, if anybody looked.
    File(Option<Stamp>),
    /// Here: they were taken from an archive.
    Unpacked(Vec<u8>),
    /// Nowhere: they cannot be had.
    Lost(Error),
    /// With who took them.
    Taken,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    /// The state of a common file.
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        metadata.is_file().then(|| Self { size: metadata.len(), changed: metadata.modified().ok() })
    }
}

impl Source {
    /// A file that is named by itself; `-` is standard input.
    pub(crate) fn named(path: &Path) -> Self {
        let content = if is_standard(path) { Content::Standard } else { Content::File(None) };
        let folder = if is_standard(path) { None } else { path.parent().map(Path::to_owned) };
        let mirrored = path.file_name().map(PathBuf::from).unwrap_or_default();
        let base = folder.clone().unwrap_or_default();
        let pictures = folder.map_or(Pictures::Nowhere, Pictures::Folder);
        Self { path: path.to_owned(), base, mirrored, content, changed: None, pictures }
    }

    /// An input that cannot be had.
    pub(crate) fn lost(path: &Path, error: Error) -> Self {
        Self { content: Content::Lost(error), ..Self::named(path) }
    }

    /// How much memory it takes.
    pub(crate) fn held(&self) -> usize {
        match &self.content {
            Content::Unpacked(bytes) => bytes.len(),
            Content::Standard | Content::File(_) | Content::Lost(_) | Content::Taken => 0,
        }
    }

    /// Takes its bytes, no more than the limit.
    pub(crate) fn take_bytes(&mut self, settings: &Settings) -> Result<Vec<u8>, Error> {
        let limit = settings.limits.bytes;
        let bytes = match std::mem::replace(&mut self.content, Content::Taken) {
            Content::Standard => standard_input(limit)?,
            Content::File(found) => {
                let (bytes, changed) = file(&self.path, found, &settings.limits)?;
                self.changed = changed;
                bytes
            }
            Content::Unpacked(bytes) => bytes,
            Content::Lost(error) => return Err(error),
            Content::Taken => Vec::new(),
        };
        if bytes.len() > limit {
            return Err(settings.limits.reached(Limit::Bytes));
        }
        if bytes.trim_ascii().is_empty() {
            return Err(Error::new(ErrorKind::Malformed, "the input is empty"));
        }
        Ok(bytes)
    }

    /// Its reader: the one that was asked for, else by content and extension.
    pub(crate) fn reader(&self, bytes: &[u8], settings: &Settings) -> Result<Box<dyn Reader>, Error> {
        let usage = |error: message::UsageError| Error::new(ErrorKind::Usage, error.0);
        let mut reader = match &settings.from {
            Some(name) => settings::reader(name).map_err(usage)?,
            None => {
                let extension = self.path.extension().and_then(|extension| extension.to_str());
                copydesk::recognise(bytes, extension).ok_or_else(|| {
                    Error::new(ErrorKind::Unsupported, "its format is not known; -f FORMAT names it")
                })?
            }
        };
        settings.prepare_reader(reader.as_mut()).map_err(usage)?;
        Ok(reader)
    }
}

/// Whether an input or output is the standard one: `-`.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn standard_input(limit: usize) -> Result<Vec<u8>, Error> {
    if std::io::stdin().is_terminal() {
        message::note("reading from the terminal; end with Ctrl-D");
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(one_more(limit)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The bytes of a file, and when it was changed. One that is too large is not read at all, and one that changes meanwhile is
/// an error: half of it would be old. `found` is what it was when it was found; if it still is, one look is enough.
fn file(path: &Path, found: Option<Stamp>, limits: &Limits) -> Result<(Vec<u8>, Option<SystemTime>), Error> {
    let limit = limits.bytes;
    let mut file = File::open(path).map_err(unreadable)?;
    if let Some(found) = found {
        if let Some(whole) = whole(&file, found, limit).map_err(unreadable)? {
            return Ok(whole);
        }
        file.rewind().map_err(unreadable)?;
    }
    let before = file.metadata().map_err(unreadable)?;
    if before.is_dir() {
        return Err(Error::new(ErrorKind::Resource, "this is a folder; name the files in it"));
    }
    if before.is_file() && before.len() >= one_more(limit) {
        return Err(limits.reached(Limit::Bytes));
    }
    let stamp = Stamp::of(&before);
    if let Some(stamp) = stamp.clone() {
        if let Some(whole) = whole(&file, stamp, limit).map_err(unreadable)? {
            return Ok(whole);
        }
        file.rewind().map_err(unreadable)?;
    }
    // What the system makes up as it is read has no size, and a pipe has no end but its own.
    let mut bytes = Vec::new();
    (&file).take(one_more(limit)).read_to_end(&mut bytes).map_err(unreadable)?;
    let after = Stamp::of(&file.metadata().map_err(unreadable)?);
    if stamp != after {
        return Err(Error::new(ErrorKind::Resource, "it changed while it was read"));
    }
    Ok((bytes, after.and_then(|after| after.changed)))
}

/// All of a file from here on, and when it was changed, if it has some bytes and is what `stamp` says when they are read.
fn whole(file: &File, stamp: Stamp, limit: usize) -> io::Result<Option<(Vec<u8>, Option<SystemTime>)>> {
    let Some(size) = usize::try_from(stamp.size).ok().filter(|size| (1..=limit).contains(size)) else {
        return Ok(None);
    };
    // No more than its size is asked for, so nobody looks whether there is more: its state tells.
    let mut bytes = Vec::with_capacity(size);
    file.take(stamp.size).read_to_end(&mut bytes)?;
    let is_same = bytes.len() == size && Stamp::of(&file.metadata()?).is_some_and(|now| now == stamp);
    Ok(is_same.then_some((bytes, stamp.changed)))
}

fn one_more(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1)
}

/// The error of an input that cannot be read.
pub(crate) fn unreadable(cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Resource, "cannot be read").caused_by(cause)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_an_error() {
        let mut growing = tempfile::NamedTempFile::new().unwrap();
        growing.write_all(&vec![b'a'; 4 << 20]).unwrap();
        let path = growing.path().to_owned();
        assert_eq!(file(&path, None, &Limits::default()).unwrap().0.len(), 4 << 20);
        let found = Stamp::of(&path.metadata().unwrap());
        assert_eq!(file(&path, found.clone(), &Limits::default()).unwrap().0.len(), 4 << 20);
        growing.write_all(b"a").unwrap();
        assert_eq!(file(&path, found, &Limits::default()).unwrap().0.len(), (4 << 20) + 1);
        let read = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let grows = scope.spawn(|| {
                while !read.load(Ordering::Relaxed) {
                    growing.write_all(b"a").unwrap();
                }
            });
            // Somebody writes all the time: sooner or later in the midst of reading.
            let error = std::iter::repeat_with(|| file(&path, None, &Limits::default()))
                .find_map(Result::err)
                .unwrap();
            read.store(true, Ordering::Relaxed);
            grows.join().unwrap();
            assert!(error.message().contains("changed while it was read"), "{error}");
        });
    }
}
