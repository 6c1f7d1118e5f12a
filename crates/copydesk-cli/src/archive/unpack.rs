//! Taking an archive apart, file by file.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::{Error, ErrorKind, Limit, Limits};
use flate2::bufread::MultiGzDecoder;
use tar::EntryType;
use tempfile::SpooledTempFile;
use zip::ZipArchive;

use super::meter::{Meter, Packed, Unpacked};
use super::{Kind, Packing, Spot, kind, stem};
use crate::source::unreadable;

/// The longest name of a file in a tar archive, and the longest set of its attributes.
const LONGEST_NAME: u64 = 64 << 10;
/// An archive in an archive is held in memory up to this size, else in a temporary file.
const IN_MEMORY: usize = 16 << 20;

/// Takes the files of an archive.
pub(super) trait Takes {
    /// Whether files and archives in this place are looked at.
    fn enters(&self, spot: &Spot) -> bool;

    /// Takes a file that is no archive. `size` is the one the archive tells.
    fn file(&mut self, stream: &mut dyn Read, spot: &Spot, size: Option<u64>) -> Result<(), Left>;

    /// Something that is no file was passed over.
    fn passed_over(&mut self);

    /// A file or an archive cannot be had.
    fn lost(&mut self, spot: &Spot, error: Error) -> ControlFlow<()>;
}

/// Hands out the files of one archive, and of the archives in it.
pub(super) struct Unpacker<'a> {
    limits: &'a Limits,
    read: &'a AtomicU64,
    takes: &'a mut dyn Takes,
    meter: Rc<Meter>,
}

/// Why an archive is left.
pub(super) enum Left {
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

impl<'a> Unpacker<'a> {
    /// Hands files to `takes`, and counts the bytes of the archive file that are read.
    pub(super) fn new(limits: &'a Limits, read: &'a AtomicU64, takes: &'a mut dyn Takes) -> Self {
        Self { limits, read, takes, meter: Meter::new(limits) }
    }

    /// Hands out what is in an archive file.
    pub(super) fn file(&mut self, spot: &Spot, kind: Kind) -> ControlFlow<()> {
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
            Err(Left::Broken(error)) => self.takes.lost(spot, error),
        }
    }

    fn opened(&mut self, file: File, spot: &Spot, kind: Kind) -> Result<(), Left> {
        if kind == Kind::Zip {
            let size = file.metadata()?.len();
            self.meter.packed.set(size);
            self.read.fetch_add(size, Ordering::Relaxed);
            return self.zip(BufReader::new(file), spot);
        }
        let mut packed = Packed { file, meter: Rc::clone(&self.meter), read: self.read };
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
                    mirrored: stem(&spot.mirrored),
                    below: stem(&spot.below),
                    ..spot.clone()
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
                    self.takes.passed_over();
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
                    self.takes.passed_over();
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
                Err(error) => self.lost(&inner, error)?,
            }
        }
        Ok(())
    }

    /// One file of an archive: an archive itself, or not. `size` is the one the archive tells.
    fn member(&mut self, stream: &mut dyn Read, spot: &Spot, size: Option<u64>) -> Result<(), Left> {
        if !self.takes.enters(spot) {
            return Ok(());
        }
        let Some(kind) = kind(&spot.path) else { return self.takes.file(stream, spot, size) };
        if spot.depth >= self.limits.archive_depth {
            return self.lost(spot, self.limits.reached(Limit::ArchiveDepth));
        }
        let inner = Spot { depth: spot.depth + 1, ..spot.clone() };
        let done = self.stream(stream, &inner, kind);
        match self.left(done, spot) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Left::Enough),
        }
    }

    fn lost(&mut self, spot: &Spot, error: Error) -> Result<(), Left> {
        match self.takes.lost(spot, error) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Left::Enough),
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
        let limit = self.limits.get(Limit::Bytes);
        let mut spooled = SpooledTempFile::new(IN_MEMORY);
        if io::copy(&mut stream.take(limit.saturating_add(1)), &mut spooled)? > limit {
            return Err(Left::Broken(self.limits.reached(Limit::Bytes)));
        }
        spooled.rewind()?;
        Ok(spooled)
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

pub(super) fn broken(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Malformed, "the archive cannot be read").caused_by(cause)
}
