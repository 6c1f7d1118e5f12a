//! Archives, read as streams: zip, tar, and gzip or Zstandard around a tar or a single file; one in another too.
//!
//! No input is unpacked to disk, and what an archive calls its files never decides where something is written. Three limits
//! hold: the bytes of one file, how deep archives nest, and how many times its size an archive may unpack to.

mod inputs;
mod meter;
mod pictures;
mod unpack;

use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use copydesk::Limits;

use crate::names::safe_path;
use crate::patterns::Patterns;
use crate::walk::{Take, base, inside};

pub(crate) use pictures::ArchivePictures;

use inputs::Inputs;
use pictures::Album;
use unpack::Unpacker;

/// A kind of archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A zip archive.
    Zip,
    /// A tar archive, as it is or compressed.
    Tar(Packing),
    /// One compressed file.
    Single(Packing),
}

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// It is not.
    None,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstandard,
}

/// The endings of names, and what they say.
const ENDINGS: [(&str, Kind); 8] = [
    (".zip", Kind::Zip),
    (".tar", Kind::Tar(Packing::None)),
    (".tar.gz", Kind::Tar(Packing::Gzip)),
    (".tgz", Kind::Tar(Packing::Gzip)),
    (".tar.zst", Kind::Tar(Packing::Zstandard)),
    (".tzst", Kind::Tar(Packing::Zstandard)),
    (".gz", Kind::Single(Packing::Gzip)),
    (".zst", Kind::Single(Packing::Zstandard)),
];

/// What kind of archive a file is, by its name.
pub(crate) fn kind(path: &Path) -> Option<Kind> {
    ending(path).map(|(_, kind)| kind)
}

/// The name of an archive without its ending.
fn stem(path: &Path) -> PathBuf {
    let Some(name) = path.file_name() else { return PathBuf::new() };
    let cut = ending(path).map_or(0, |(ending, _)| ending.len());
    let bytes = name.as_encoded_bytes();
    match std::str::from_utf8(&bytes[..bytes.len() - cut]) {
        Ok(stem) => path.with_file_name(stem),
        Err(_) => path.with_extension(""),
    }
}

fn ending(path: &Path) -> Option<(&'static str, Kind)> {
    let name = path.file_name()?.as_encoded_bytes();
    let ends = |ending: &str| {
        let at = name.len().checked_sub(ending.len());
        at.is_some_and(|at| at > 0 && name[at..].eq_ignore_ascii_case(ending.as_bytes()))
    };
    ENDINGS.into_iter().filter(|(ending, _)| ends(ending)).max_by_key(|(ending, _)| ending.len())
}

/// What a walk counts on its way.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Files that are no articles and were passed over.
    pub(crate) passed_over: AtomicU64,
    /// Bytes of archives that were read.
    pub(crate) read: AtomicU64,
}

/// Where a file of an archive stands.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// The path of the archive, and its own path in it.
    pub(crate) path: PathBuf,
    /// The folder that outputs beside the input are written below.
    pub(crate) base: PathBuf,
    /// Its path below the folder of outputs.
    pub(crate) mirrored: PathBuf,
    /// Its path below the folder or archive that was named.
    pub(crate) below: PathBuf,
    /// The same of the innermost archive it is in.
    pub(crate) archive: PathBuf,
    /// How many archives it is in.
    pub(crate) depth: usize,
}

impl Spot {
    /// The spot of an archive file. `mirrored` is its path below the folder of outputs.
    pub(crate) fn of_file(path: &Path, mirrored: &Path) -> Self {
        Self {
            path: path.to_owned(),
            base: base(path, mirrored),
            mirrored: mirrored.to_owned(),
            below: PathBuf::new(),
            archive: PathBuf::new(),
            depth: 1,
        }
    }

    /// The spot of a file in the archive that stands here, by the name the archive gives it.
    fn inner(&self, name: &str) -> Self {
        let inside = safe_path(&inside(Path::new(name)));
        let named = Path::new(name.trim_start_matches('/')).components();
        let named: PathBuf = named.filter(|part| *part != Component::CurDir).collect();
        Self {
            path: self.path.join(named),
            base: self.base.clone(),
            mirrored: stem(&self.mirrored).join(&inside),
            below: self.below.join(&inside),
            archive: self.below.clone(),
            depth: self.depth,
        }
    }
}

/// Hands out the articles in an archive file, and in the archives in it. One that is broken is handed out as an input
/// that is lost.
pub(crate) fn inputs(
    spot: &Spot,
    kind: Kind,
    patterns: &Patterns,
    limits: &Limits,
    counts: &Counts,
    take: &mut Take<'_>,
) -> ControlFlow<()> {
    let album = match kind {
        Kind::Zip | Kind::Tar(_) => Some(Arc::new(Album::new(spot, kind, limits))),
        Kind::Single(_) => None,
    };
    let mut inputs = Inputs { patterns, limits, counts, take, album };
    Unpacker::new(limits, &counts.read, &mut inputs).file(spot, kind)
}
