//! Where outputs are put: whole, or not at all.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::container::{Container, Packed};
use crate::destination::{Container as Kind, Destination};
use crate::interrupt;
use crate::save::save;
use crate::unnamed;

/// How many files without a name may be open: what waits for its turn beyond these is in files with one.
const OPEN: usize = 160;

/// An output, made ready by whichever thread made it.
#[derive(Debug)]
pub(crate) enum Ready {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the parts folder.
    Part(PathBuf),
    /// In a file without a name. It counts as open as long as this is held.
    Unnamed { file: File, _counted: Arc<()> },
    /// For a container.
    Packed(Packed),
}

/// The place of an output.
pub(crate) struct Spot<'a> {
    /// Its path; in a container, its name there.
    pub(crate) path: &'a Path,
    /// Nothing has that name yet.
    pub(crate) is_free: bool,
    /// When the article was last changed, in seconds since 1970.
    pub(crate) modified: u64,
}

/// Makes outputs ready. Shared by all threads.
#[derive(Debug)]
pub(crate) enum Prepare {
    /// They are kept in memory.
    Bytes,
    /// They are written into the parts folder: without a name where that can be, else under numbers.
    Parts { folder: PathBuf, next: AtomicU64, unnamed: Option<Arc<()>> },
    /// They are packed for a container.
    Pack(Kind),
}

/// Puts outputs in their places, one after the other.
pub(crate) enum Store {
    /// Standard output.
    Standard,
    /// Files, each by itself.
    Files,
    /// Files that are renamed out of a parts folder, which is removed in the end.
    Parts(Parts),
    /// One file.
    Container(Container),
}

/// The folder where outputs are written before they take their places, on the same file system.
pub(crate) struct Parts {
    folder: PathBuf,
    /// The folder that was seen last: most outputs go where the one before went.
    made: PathBuf,
}

impl Prepare {
    /// Makes an output ready.
    pub(crate) fn ready(&self, bytes: &mut Vec<u8>) -> io::Result<Ready> {
        match self {
            Self::Bytes => Ok(Ready::Bytes(std::mem::take(bytes))),
            Self::Pack(kind) => Packed::new(*kind, bytes).map(Ready::Packed),
            Self::Parts { folder, next, unnamed } => {
                let few = unnamed.as_ref().filter(|open| Arc::strong_count(open) <= OPEN);
                if let Some(open) = few {
                    let mut file = unnamed::create(folder)?;
                    file.write_all(bytes)?;
                    return Ok(Ready::Unnamed { file, _counted: Arc::clone(open) });
                }
                let part = folder.join(next.fetch_add(1, Ordering::Relaxed).to_string());
                let written = File::create(&part).and_then(|mut file| file.write_all(bytes));
                if let Err(error) = written {
                    let _ = std::fs::remove_file(&part);
                    return Err(error);
                }
                Ok(Ready::Part(part))
            }
        }
    }
}

impl Ready {
    /// How much memory it takes.
    pub(crate) fn held(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Packed(packed) => packed.len(),
            Self::Part(path) => path.as_os_str().len(),
            Self::Unnamed { .. } => 0,
        }
    }
}

impl Store {
    /// Begins with an empty parts folder.
    pub(crate) fn in_parts(folder: &Path) -> io::Result<(Self, Prepare)> {
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        interrupt::created(|| std::fs::create_dir(folder).map(|()| ((), folder.to_owned())))?;
        let parts = Parts { folder: folder.to_owned(), made: PathBuf::new() };
        let unnamed = unnamed::are_had(folder).then(|| Arc::new(()));
        Ok((
            Self::Parts(parts),
            Prepare::Parts { folder: folder.to_owned(), next: AtomicU64::new(0), unnamed },
        ))
    }

    /// Puts an output in its place, if it is one that is named when it is whole, and nothing has its name. True if it is there.
    pub(crate) fn put_new(&mut self, path: &Path, ready: &Ready) -> io::Result<bool> {
        match (self, ready) {
            (Self::Parts(parts), Ready::Unnamed { file, .. }) => parts.name(path, file),
            _ => Ok(false),
        }
    }

    /// Puts an output in its place.
    pub(crate) fn put(&mut self, spot: &Spot<'_>, ready: &Ready) -> io::Result<()> {
        match (self, ready) {
            (Self::Standard, Ready::Bytes(bytes)) => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes).and_then(|()| stdout.flush())
            }
            (Self::Files, Ready::Bytes(bytes)) => save(spot.path, bytes),
            (Self::Parts(parts), Ready::Part(part)) => parts.put(spot, part),
            (Self::Parts(parts), Ready::Unnamed { file, .. }) => parts.put_unnamed(spot, file),
            (Self::Container(container), Ready::Packed(packed)) => {
                container.add(spot.path, packed, spot.modified)
            }
            (Self::Standard | Self::Files | Self::Parts(_) | Self::Container(_), _) => {
                Err(io::Error::other("an output was made ready for another place"))
            }
        }
    }

    /// Marks the end of an input. The length of the container, if all of the input is in it.
    pub(crate) fn end_of_input(&mut self) -> io::Result<Option<u64>> {
        match self {
            Self::Container(container) => container.end_of_input(),
            Self::Standard | Self::Files | Self::Parts(_) => Ok(None),
        }
    }

    /// Writes what a journal will say is there. The file it is in, if it is one file, to be forced to the disk.
    pub(crate) fn written(&mut self) -> io::Result<Option<File>> {
        match self {
            Self::Container(container) => container.written().map(Some),
            Self::Standard | Self::Files | Self::Parts(_) => Ok(None),
        }
    }

    /// Ends it: all is in its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Standard | Self::Files => Ok(()),
            Self::Parts(parts) => {
                parts.remove();
                Ok(())
            }
            Self::Container(container) => container.finish(),
        }
    }

    /// Leaves it as it is, to be gone on with; nothing half written stays.
    pub(crate) fn leave(self) {
        match self {
            Self::Standard | Self::Files => {}
            Self::Parts(parts) => parts.remove(),
            Self::Container(mut container) => {
                // What cannot be written is not counted on either: the journal knows how long the file should be.
                let _ = container.sync();
            }
        }
    }
}

impl Parts {
    /// Names a file that has no name; false where something is there.
    fn name(&mut self, place: &Path, file: &File) -> io::Result<bool> {
        self.make_folder(place)?;
        match unnamed::name(file, place) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => {
                self.made.clear();
                Err(error)
            }
        }
    }

    /// The same, and what is there is replaced.
    fn put_unnamed(&mut self, spot: &Spot<'_>, file: &File) -> io::Result<()> {
        let part = self.folder.join("whole");
        unnamed::name(file, &part)?;
        let put = self.put(spot, &part);
        put.inspect_err(|_| drop(std::fs::remove_file(&part)))
    }

    fn make_folder(&mut self, place: &Path) -> io::Result<()> {
        let folder = place.parent().unwrap_or(Path::new(""));
        if folder != self.made {
            std::fs::create_dir_all(folder)?;
            folder.clone_into(&mut self.made);
        }
        Ok(())
    }

    fn put(&mut self, spot: &Spot<'_>, part: &Path) -> io::Result<()> {
        let place = spot.path;
        self.make_folder(place)?;
        // A link is followed; what is no common file is written to directly.
        if !spot.is_free && place.symlink_metadata().is_ok_and(|there| !there.is_file()) {
            save(place, &std::fs::read(part)?)?;
            return std::fs::remove_file(part);
        }
        std::fs::rename(part, place).inspect_err(|_| self.made.clear())
    }

    fn remove(self) {
        interrupt::done(&self.folder, || {
            let _ = std::fs::remove_dir_all(&self.folder);
        });
    }
}

/// Where the journal of a run is, and where its outputs are before they are whole.
pub(crate) struct Hidden {
    /// The journal.
    pub(crate) journal: PathBuf,
    /// The parts folder, or the container before it is whole.
    pub(crate) part: PathBuf,
}

impl Hidden {
    /// Beside or in what the outputs go to, if that is a folder or a container.
    pub(crate) fn of(destination: &Destination) -> Option<Self> {
        match destination {
            Destination::Folder(folder) => {
                Some(Self { journal: folder.join(".copydesk-journal"), part: folder.join(".copydesk-parts") })
            }
            Destination::Container(path, _) => {
                let name = path.file_name()?.to_string_lossy().into_owned();
                let beside = |ending: &str| path.with_file_name(format!(".{name}.copydesk-{ending}"));
                Some(Self { journal: beside("journal"), part: beside("part") })
            }
            Destination::Standard | Destination::File(_) | Destination::Beside => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_takes_its_place_whether_its_file_has_a_name_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let hidden = folder.path().join(".parts");
        let (mut store, mut prepare) = Store::in_parts(&hidden).unwrap();
        for named in [false, true] {
            if let (true, Prepare::Parts { unnamed, .. }) = (named, &mut prepare) {
                *unnamed = None;
            }
            let mut put = |name: &str, text: &str, is_free| {
                let path = folder.path().join(name);
                let ready = prepare.ready(&mut text.as_bytes().to_vec()).unwrap();
                if !(is_free && store.put_new(&path, &ready)?) {
                    store.put(&Spot { path: &path, is_free: false, modified: 0 }, &ready)?;
                }
                io::Result::Ok(path)
            };
            let path = put("new/story.md", "one", !named).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
            // It came there between the look and the putting.
            assert_eq!(std::fs::read_to_string(put("new/story.md", "two", true).unwrap()).unwrap(), "two");
            assert_eq!(
                std::fs::read_to_string(put("new/story.md", "three", false).unwrap()).unwrap(),
                "three"
            );
            assert!(put("new", "a folder is there", false).is_err());
            put("new/other.md", "the next is none the worse", false).unwrap();
        }
        store.finish().unwrap();
        assert!(!hidden.exists());
    }
}
