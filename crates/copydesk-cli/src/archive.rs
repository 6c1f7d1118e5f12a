//! Archives, read as streams: zip, tar, and gzip or Zstandard around a tar or a single file; one in another too.
//!
//! Nothing is unpacked to disk, and what an archive calls its files never decides where something is written. Three limits
//! hold: the bytes of one file, how deep archives nest, and how many times its size an archive may unpack to.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::{Error, ErrorKind, Limit, Limits};
use flate2::bufread::MultiGzDecoder;
use tar::EntryType;
use tempfile::SpooledTempFile;
use zip::ZipArchive;

use crate::names::safe_path;
use crate::patterns::{Patterns, is_hidden};
use crate::source::{Content, Source, unreadable};
use crate::walk::{Take, inside};

/// Below this an archive may unpack to any multiple of its size.
const SMALL: u64 = 256 << 20;
/// The longest name of a file in a tar archive, and the longest set of its attributes.
const LONGEST_NAME: u64 = 64 << 10;
/// An archive in an archive is held in memory up to this size, else in a temporary file.
const IN_MEMORY: usize = 16 << 20;

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

/// Hands out the files of one archive, and of the archives in it.
pub(crate) struct Unpacker<'a, 'b> {
    patterns: &'a Patterns,
    limits: &'a Limits,
    counts: &'a Counts,
    take: &'a mut Take<'b>,
    meter: Rc<Meter>,
}

/// How much was read of an archive, and how much that unpacked to.
struct Meter {
    packed: Cell<u64>,
    unpacked: Cell<u64>,
    ratio: u64,
}

/// Where a file of an archive stands.
#[derive(Clone)]
pub(crate) struct Spot {
    /// The path of the archive, and its own path in it.
    pub(crate) path: PathBuf,
    /// The folder that outputs beside the input are written below.
    pub(crate) base: PathBuf,
    /// Its path below the folder of outputs.
    pub(crate) mirrored: PathBuf,
    /// Its path below the folder or archive that was named.
    pub(crate) below: PathBuf,
    /// How many archives it is in.
    pub(crate) depth: usize,
}

/// Why an archive is left.
enum Left {
    /// Nobody takes more.
    Enough,
    /// It cannot be read on.
    Broken(Error),
}

impl From<io::Error> for Left {
    fn from(cause: io::Error) -> Self {
        Self::Broken(broken(cause))
    }
}

impl<'a, 'b> Unpacker<'a, 'b> {
    /// Hands files to `take`.
    pub(crate) fn new(
        patterns: &'a Patterns,
        limits: &'a Limits,
        counts: &'a Counts,
        take: &'a mut Take<'b>,
    ) -> Self {
        let ratio = u64::try_from(limits.unpacked_ratio).unwrap_or(u64::MAX);
        let meter = Rc::new(Meter { packed: Cell::new(0), unpacked: Cell::new(0), ratio });
        Self { patterns, limits, counts, take, meter }
    }

    /// Hands out what is in an archive file. One that is broken is handed out as an input that is lost.
    pub(crate) fn file(&mut self, spot: &Spot, kind: Kind) -> ControlFlow<()> {
        let done = match File::open(&spot.path) {
            Ok(file) => self.opened(file, spot, kind),
            Err(cause) => Err(Left::Broken(unreadable(cause))),
        };
        self.left(done, spot)
    }

    fn left(&mut self, done: Result<(), Left>, spot: &Spot) -> ControlFlow<()> {
        match done {
            Ok(()) => ControlFlow::Continue(()),
            Err(Left::Enough) => ControlFlow::Break(()),
            Err(Left::Broken(error)) => {
                (self.take)(Source { mirrored: spot.mirrored.clone(), ..Source::lost(&spot.path, error) })
            }
        }
    }

    fn opened(&mut self, file: File, spot: &Spot, kind: Kind) -> Result<(), Left> {
        if kind == Kind::Zip {
            let size = file.metadata()?.len();
            self.meter.packed.set(size);
            self.counts.read.fetch_add(size, Ordering::Relaxed);
            return self.zip(BufReader::new(file), spot);
        }
        let mut packed = Packed { file, meter: Rc::clone(&self.meter), read: &self.counts.read };
        self.stream(&mut packed, spot, kind)
    }

    /// A stream that is a tar archive or one compressed file.
    fn stream(&mut self, stream: &mut dyn Read, spot: &Spot, kind: Kind) -> Result<(), Left> {
        match kind {
            Kind::Zip => self.zip(self.spooled(stream)?, spot),
            Kind::Tar(packing) => self.tar(self.unpacked(stream, packing)?.as_mut(), spot),
            Kind::Single(packing) => {
                let mut stream = self.unpacked(stream, packing)?;
                let inner = Spot {
                    path: spot.path.join(stem(&spot.path).file_name().unwrap_or_default()),
                    base: spot.base.clone(),
                    mirrored: stem(&spot.mirrored),
                    below: stem(&spot.below),
                    depth: spot.depth,
                };
                self.member(stream.as_mut(), &inner, None)
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "kinds of entries that the format may still get are no files"
    )]
    fn tar(&mut self, stream: &mut dyn Read, spot: &Spot) -> Result<(), Left> {
        let mut archive = tar::Archive::new(stream);
        let mut long_name = None;
        for entry in archive.entries()?.raw(true) {
            let mut entry = entry?;
            match entry.header().entry_type() {
                EntryType::GNULongName => {
                    let name = attributes(&mut entry)?;
                    long_name = Some(name.split(|byte| *byte == 0).next().unwrap_or_default().to_vec());
                }
                EntryType::XHeader => long_name = extended_name(&attributes(&mut entry)?).or(long_name),
                EntryType::XGlobalHeader | EntryType::GNULongLink => {}
                EntryType::Regular | EntryType::Continuous => {
                    let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
                    let size = entry.size();
                    let inner = spot.inner(&String::from_utf8_lossy(&name));
                    // An old archive marks a folder by the end of its name alone.
                    if !name.ends_with(b"/") {
                        self.member(&mut entry, &inner, Some(size))?;
                    }
                }
                EntryType::Directory => long_name = None,
                // Links, devices and the like.
                _ => {
                    long_name = None;
                    self.counts.passed_over.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        Ok(())
    }

    fn zip(&mut self, file: impl Read + Seek, spot: &Spot) -> Result<(), Left> {
        let mut archive = ZipArchive::new(file).map_err(|cause| Left::Broken(broken(cause)))?;
        for index in 0..archive.len() {
            let (name, opened) = match archive.by_index(index) {
                Ok(file) if file.is_dir() => continue,
                Ok(file) if file.is_symlink() => {
                    self.counts.passed_over.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                Ok(file) => {
                    let name = String::from_utf8_lossy(file.name_raw()).replace('\\', "/");
                    (file.name().map_or(name, |name| name.replace('\\', "/")), Ok(file))
                }
                Err(cause) => (format!("file {}", index + 1), Err(broken(cause))),
            };
            let inner = spot.inner(&name);
            match opened {
                Ok(mut file) => {
                    let size = file.size();
                    let mut stream = Unpacked { stream: &mut file, meter: Rc::clone(&self.meter) };
                    self.member(&mut stream, &inner, Some(size))?;
                }
                Err(error) => {
                    self.hand_out(Source { mirrored: inner.mirrored, ..Source::lost(&inner.path, error) })?
                }
            }
        }
        Ok(())
    }

    /// One file of an archive: an input, an archive itself, or neither. `size` is the one the archive tells.
    fn member(&mut self, stream: &mut dyn Read, spot: &Spot, size: Option<u64>) -> Result<(), Left> {
        let enters =
            !is_hidden(&spot.below) && spot.below.ancestors().all(|below| self.patterns.enters(below));
        if !enters {
            return Ok(());
        }
        if let Some(kind) = kind(&spot.path) {
            if spot.depth >= self.limits.archive_depth {
                let error = self.limits.reached(Limit::ArchiveDepth);
                return self.hand_out(Source::lost(&spot.path, error));
            }
            let inner = Spot { depth: spot.depth + 1, ..spot.clone() };
            let done = self.stream(stream, &inner, kind);
            return match self.left(done, spot) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Left::Enough),
            };
        }
        if !self.patterns.takes(&spot.below) {
            self.counts.passed_over.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let content = match self.content(stream, size) {
            Ok(bytes) => Content::Unpacked(bytes),
            Err(error) => Content::Lost(error),
        };
        self.hand_out(Source {
            path: spot.path.clone(),
            base: spot.base.clone(),
            mirrored: spot.mirrored.clone(),
            content,
            folder: None,
        })
    }

    fn hand_out(&mut self, source: Source) -> Result<(), Left> {
        match (self.take)(source) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Left::Enough),
        }
    }

    /// The bytes of a file in an archive.
    fn content(&self, stream: &mut dyn Read, size: Option<u64>) -> Result<Vec<u8>, Error> {
        let limit = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX);
        let too_large = || Error::new(ErrorKind::Limit, format!("the input has more than {limit} bytes"));
        if size.is_some_and(|size| size > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(broken)?;
        match size {
            _ if bytes.len() as u64 > limit => Err(too_large()),
            Some(size) if size != bytes.len() as u64 => {
                Err(Error::new(ErrorKind::Malformed, "the archive ends in the midst of it"))
            }
            _ => Ok(bytes),
        }
    }

    /// A stream without its compression.
    fn unpacked<'s>(&self, stream: &'s mut dyn Read, packing: Packing) -> io::Result<Box<dyn Read + 's>> {
        let meter = Rc::clone(&self.meter);
        Ok(match packing {
            Packing::None => Box::new(BufReader::new(Unpacked { stream, meter })),
            Packing::Gzip => {
                Box::new(Unpacked { stream: MultiGzDecoder::new(BufReader::new(stream)), meter })
            }
            Packing::Zstandard => Box::new(Unpacked { stream: zstd::Decoder::new(stream)?, meter }),
        })
    }

    /// A zip archive in an archive, whose end must be read first.
    fn spooled(&self, stream: &mut dyn Read) -> Result<SpooledTempFile, Left> {
        let limit = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX);
        let mut spooled = SpooledTempFile::new(IN_MEMORY);
        if io::copy(&mut stream.take(limit.saturating_add(1)), &mut spooled)? > limit {
            let error = format!("the archive in the archive has more than {limit} bytes");
            return Err(Left::Broken(Error::new(ErrorKind::Limit, error)));
        }
        spooled.rewind()?;
        Ok(spooled)
    }
}

impl Spot {
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
            depth: self.depth,
        }
    }
}

/// Counts what is read of an archive file.
struct Packed<'a> {
    file: File,
    meter: Rc<Meter>,
    read: &'a AtomicU64,
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.packed.set(self.meter.packed.get() + count as u64);
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Counts what an archive unpacks to, and says no where that is out of all proportion.
struct Unpacked<R> {
    stream: R,
    meter: Rc<Meter>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        let Meter { packed, unpacked, ratio } = self.meter.as_ref();
        unpacked.set(unpacked.get() + count as u64);
        if unpacked.get() > SMALL && unpacked.get() / ratio > packed.get() {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("the archive unpacks to more than {ratio} times its size"),
            ));
        }
        Ok(count)
    }
}

/// A long name or a set of attributes in a tar archive.
fn attributes(entry: &mut impl Read) -> Result<Vec<u8>, Left> {
    let mut bytes = Vec::new();
    entry.take(LONGEST_NAME + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_NAME {
        let message = format!("a name in the archive has more than {LONGEST_NAME} bytes");
        return Err(Left::Broken(Error::new(ErrorKind::Limit, message)));
    }
    Ok(bytes)
}

/// The name in a set of attributes (POSIX pax, keyword `path`).
fn extended_name(attributes: &[u8]) -> Option<Vec<u8>> {
    let mut extensions = tar::PaxExtensions::new(attributes).filter_map(Result::ok);
    extensions.find(|extension| extension.key_bytes() == b"path").map(|path| path.value_bytes().to_vec())
}

fn broken(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Malformed, "the archive cannot be read").caused_by(cause)
}
