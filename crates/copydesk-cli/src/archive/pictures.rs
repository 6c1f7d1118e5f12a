//! The pictures in an archive, for the articles in it.
//!
//! An archive is a stream, and a picture may come after the article that shows it. So when the first picture is asked for,
//! the archive is read once more and its pictures are laid aside in a temporary file, from which all others are taken.
//! An archive whose articles ask for no pictures is read once.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use copydesk::{Error, ErrorKind, Limit, Limits};

use super::unpack::{Left, Takes, Unpacker, broken};
use super::{Kind, Spot};
use crate::digest;
use crate::names::safe_path;
use crate::patterns::is_picture;
use crate::report::chain;

/// How many bytes of pictures of one archive are laid aside.
const MOST: u64 = 4 << 30;

/// The pictures of one archive file, once they are asked for. Shared by all that is in it.
#[derive(Debug)]
pub(super) struct Album {
    spot: Spot,
    kind: Kind,
    limits: Limits,
    shelf: OnceLock<Result<Shelf, String>>,
}

/// Pictures laid aside.
#[derive(Debug)]
struct Shelf {
    file: Mutex<File>,
    /// Where each is, by a number for its path below what was named.
    places: HashMap<u64, Place>,
    /// Why there may be more that could not be read.
    fault: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    At {
        start: u64,
        length: usize,
    },
    /// It has more bytes than a picture may.
    TooLarge,
    /// There was no room left.
    NoRoom,
}

/// The pictures that one article of an archive may show: those of the archive it is in itself.
#[derive(Debug, Clone)]
pub(crate) struct ArchivePictures {
    album: Arc<Album>,
    /// The archive that the article is in, and the folder in it, below what was named.
    archive: PathBuf,
    folder: PathBuf,
}

impl ArchivePictures {
    pub(super) fn new(album: &Arc<Album>, article: &Spot) -> Self {
        let folder = article.below.parent().unwrap_or(&article.archive).to_owned();
        Self { album: Arc::clone(album), archive: article.archive.clone(), folder }
    }

    /// The bytes of the picture at `path`, seen from the article; `None` if the archive has none there.
    pub(crate) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, Error> {
        let at = self.place_of(path).ok_or_else(|| {
            let what =
                format!("`{}` lies outside the archive; --media FOLDER names a folder", path.display());
            Error::new(ErrorKind::Resource, what)
        })?;
        self.album.read(&at)
    }

    /// The path below what was named; `None` where it leaves the archive.
    fn place_of(&self, path: &Path) -> Option<PathBuf> {
        let mut at = self.folder.clone();
        for part in path.components() {
            match part {
                Component::Normal(name) => at.push(safe_path(Path::new(name))),
                Component::CurDir => {}
                Component::ParentDir if at != self.archive && at.pop() => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(at)
    }
}

impl Album {
    pub(super) fn new(spot: &Spot, kind: Kind, limits: &Limits) -> Self {
        Self { spot: spot.clone(), kind, limits: limits.clone(), shelf: OnceLock::new() }
    }

    fn read(&self, at: &Path) -> Result<Option<Vec<u8>>, Error> {
        let unreadable = |why: &String| {
            let what = "the pictures of the archive cannot be read";
            Error::new(ErrorKind::Resource, format!("{what}: {why}"))
        };
        let shelf = self.shelf.get_or_init(|| self.shelve().map_err(|cause| cause.to_string()));
        let shelf = shelf.as_ref().map_err(unreadable)?;
        match (shelf.places.get(&digest::short(at)), &shelf.fault) {
            (Some(Place::At { start, length }), _) => {
                shelf.take(*start, *length).map(Some).map_err(|cause| unreadable(&cause.to_string()))
            }
            (Some(Place::TooLarge), _) => Err(self.limits.reached(Limit::MediaBytes)),
            (Some(Place::NoRoom), _) => {
                let what = format!("the pictures of the archive have more than {MOST} bytes together");
                Err(Error::new(ErrorKind::Limit, what))
            }
            (None, Some(fault)) => Err(unreadable(fault)),
            (None, None) => Ok(None),
        }
    }

    /// Reads the archive and lays its pictures aside.
    fn shelve(&self) -> io::Result<Shelf> {
        let mut shelving = Shelving {
            limit: self.limits.get(Limit::MediaBytes),
            file: tempfile::tempfile()?,
            end: 0,
            places: HashMap::new(),
            fault: None,
        };
        let read = AtomicU64::new(0);
        let _ = Unpacker::new(&self.limits, &read, &mut shelving).file(&self.spot, self.kind);
        let Shelving { file, places, fault, .. } = shelving;
        Ok(Shelf { file: Mutex::new(file), places, fault })
    }
}

impl Shelf {
    fn take(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Pictures on their way to the shelf.
struct Shelving {
    /// The bytes one may have.
    limit: u64,
    file: File,
    end: u64,
    places: HashMap<u64, Place>,
    fault: Option<String>,
}

impl Takes for Shelving {
    fn enters(&self, _: &Spot) -> bool {
        true
    }

    fn file(&mut self, stream: &mut dyn Read, spot: &Spot, _: Option<u64>) -> Result<(), Left> {
        if !is_picture(&spot.below) {
            return Ok(());
        }
        let place = self.lay(stream)?;
        self.places.insert(digest::short(spot.below.as_path()), place);
        Ok(())
    }

    fn passed_over(&mut self) {}

    fn lost(&mut self, spot: &Spot, error: Error) -> ControlFlow<()> {
        self.fault.get_or_insert_with(|| format!("{}: {}", spot.path.display(), chain(&error)));
        ControlFlow::Continue(())
    }
}

impl Shelving {
    /// Lays a picture behind the others. What has no room is not read to its end.
    fn lay(&mut self, stream: &mut dyn Read) -> Result<Place, Left> {
        let start = self.end;
        let mut bytes = Vec::new();
        stream
            .take(self.limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|cause| Left::Broken(broken(cause)))?;
        let size = bytes.len() as u64;
        if size > self.limit {
            return Ok(Place::TooLarge);
        }
        if size > MOST - start {
            return Ok(Place::NoRoom);
        }
        self.file.write_all(&bytes)?;
        self.end += size;
        Ok(Place::At { start, length: bytes.len() })
    }
}
