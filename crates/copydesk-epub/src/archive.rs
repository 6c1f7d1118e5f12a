//! The container: a zip whose first entry is the media type, stored; all times are one (EPUB 3.3 OCF, 4.2 and 4.3).
//!
//! It is packed here because the `zip` crate makes a new deflater for every archive, and takes entries that are compressed
//! already only by reading them out of another archive.

use std::sync::OnceLock;

use copydesk_core::{Error, ErrorKind};
use copydesk_zip::{DEFLATED, Entry, STORED, TIME_ZERO, TooLarge, deflate};
use flate2::{CompressError, Crc};

use crate::{FORMAT, STYLESHEET};

/// The folder of everything but the container's own files.
pub(crate) const FOLDER: &str = "EPUB";
pub(crate) const STYLESHEET_FILE: &str = "book.css";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles>\n<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n\
    </container>\n";

/// A container under construction, at the end of a buffer.
pub(crate) struct Archive<'o> {
    output: &'o mut Vec<u8>,
    /// Where it begins in the buffer.
    start: usize,
    /// Its directory, which is written last.
    directory: Vec<u8>,
    entries: u16,
}

/// A file that never changes, compressed once.
struct Constant {
    entry: Entry,
    bytes: Vec<u8>,
}

impl<'o> Archive<'o> {
    /// A container with the files that never change, and a stylesheet.
    pub(crate) fn new(stylesheet: Option<&str>, output: &'o mut Vec<u8>) -> Result<Self, Error> {
        static CONTAINER_FILE: OnceLock<Constant> = OnceLock::new();
        static STYLE: OnceLock<Constant> = OnceLock::new();
        let start = output.len();
        let mut archive = Self { output, start, directory: Vec::with_capacity(1024), entries: 0 };
        archive.store("mimetype", FORMAT.media_type.as_bytes())?;
        archive.constant("META-INF/container.xml", (&CONTAINER_FILE, CONTAINER))?;
        let style = format!("{FOLDER}/{STYLESHEET_FILE}");
        match stylesheet {
            None => archive.constant(&style, (&STYLE, STYLESHEET))?,
            Some(own) => archive.add(STYLESHEET_FILE, own.as_bytes())?,
        }
        Ok(archive)
    }

    /// Adds a text, compressed.
    pub(crate) fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = format!("{FOLDER}/{file}");
        let mut entry = entry(DEFLATED, bytes, 0);
        let header = self.output.len();
        entry.header(&path, self.output).map_err(too_large)?;
        let begun = self.output.len();
        deflate(bytes, self.output).map_err(incompressible)?;
        let packed = self.output.len() - begun;
        // Its size stands before the bytes, and is known now.
        self.output[header + 18..header + 22].copy_from_slice(&small(packed)?.to_le_bytes());
        entry.packed = packed as u64;
        self.list(&path, entry, header)
    }

    /// Adds a file that is compressed as it is.
    pub(crate) fn add_stored(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        self.store(&format!("{FOLDER}/{file}"), bytes)
    }

    /// Finishes the container with its directory.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Self { output, start, directory, entries } = self;
        let at = small(output.len() - start)?;
        output.extend_from_slice(&directory);
        copydesk_zip::end(at.into(), small(directory.len())?.into(), entries.into(), output);
        Ok(())
    }

    fn store(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.packed(path, entry(STORED, bytes, bytes.len()), bytes)
    }

    fn constant(&mut self, path: &str, (cell, text): (&OnceLock<Constant>, &str)) -> Result<(), Error> {
        let constant = match cell.get() {
            Some(constant) => constant,
            None => {
                let mut bytes = Vec::new();
                deflate(text.as_bytes(), &mut bytes).map_err(incompressible)?;
                let entry = entry(DEFLATED, text.as_bytes(), bytes.len());
                cell.get_or_init(|| Constant { entry, bytes })
            }
        };
        self.packed(path, constant.entry, &constant.bytes)
    }

    fn packed(&mut self, path: &str, entry: Entry, bytes: &[u8]) -> Result<(), Error> {
        let header = self.output.len();
        entry.header(path, self.output).map_err(too_large)?;
        self.output.extend_from_slice(bytes);
        self.list(path, entry, header)
    }

    fn list(&mut self, path: &str, entry: Entry, header: usize) -> Result<(), Error> {
        self.entries = self
            .entries
            .checked_add(1)
            .filter(|entries| *entries < u16::MAX)
            .ok_or_else(|| too_large(TooLarge))?;
        entry.line(path, u64::from(small(header - self.start)?), &mut self.directory).map_err(too_large)
    }
}

fn entry(method: u16, bytes: &[u8], packed: usize) -> Entry {
    Entry { method, time: TIME_ZERO, crc: crc(bytes), packed: packed as u64, size: bytes.len() as u64 }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A size or place as the records hold it. Books beyond that would need the 64-bit form, which old readers do not know.
fn small(size: usize) -> Result<u32, Error> {
    u32::try_from(size).map_err(|_| too_large(TooLarge))
}

fn incompressible(error: CompressError) -> Error {
    Error::new(ErrorKind::Internal, "the container cannot be compressed")
        .in_format(FORMAT.name)
        .caused_by(error)
}

fn too_large(_: TooLarge) -> Error {
    Error::new(ErrorKind::Limit, "a book holds 4 GiB and 65,534 files at most").in_format(FORMAT.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read as _};
    use zip::ZipArchive;

    #[test]
    fn the_media_type_stands_first_and_stored() {
        let mut bytes = b"before".to_vec();
        let mut archive = Archive::new(None, &mut bytes).unwrap();
        archive.add("a.txt", b"aaaa").unwrap();
        archive.add_stored("b.bin", &[7; 300]).unwrap();
        archive.finish().unwrap();
        let bytes = &bytes[6..];
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let expected = ["mimetype", "META-INF/container.xml", "EPUB/book.css", "EPUB/a.txt", "EPUB/b.bin"];
        assert_eq!(names, expected);
        for (name, content) in [
            ("EPUB/book.css", STYLESHEET.as_bytes()),
            ("EPUB/a.txt", b"aaaa"),
            ("EPUB/b.bin", &[7; 300]),
            ("META-INF/container.xml", CONTAINER.as_bytes()),
        ] {
            let mut read = Vec::new();
            // The reader checks the checksum and both sizes.
            zip.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert!(read == content, "{name}");
        }
        assert!(zip.by_name("EPUB/book.css").unwrap().compressed_size() < STYLESHEET.len() as u64);
    }

    #[test]
    fn a_book_that_is_too_large_is_an_error() {
        assert_eq!(small(usize::MAX).unwrap_err().kind(), ErrorKind::Limit);
    }
}
