//! The container: a zip whose first entry is the media type, stored; all times are one (EPUB 3.3 OCF, 4.2 and 4.3).

use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use copydesk_core::{Error, ErrorKind};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::{FORMAT, STYLESHEET};

/// The folder of everything but the container's own files.
pub(crate) const FOLDER: &str = "EPUB";
pub(crate) const STYLESHEET_FILE: &str = "book.css";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles>\n<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n\
    </container>\n";

/// A container under construction.
pub(crate) struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Archive {
    /// A container with the files that never change, which are compressed once, and a stylesheet.
    pub(crate) fn new(stylesheet: Option<&str>) -> Result<Self, Error> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(16 * 1024)));
        zip.merge_archive(beginning()?).map_err(failed)?;
        let mut archive = Self { zip };
        match stylesheet {
            None => archive.zip.merge_archive(standard_style()?).map_err(failed)?,
            Some(own) => archive.add(STYLESHEET_FILE, own.as_bytes())?,
        }
        Ok(archive)
    }

    /// Adds a text, compressed.
    pub(crate) fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        self.entry(&format!("{FOLDER}/{file}"), bytes, CompressionMethod::Deflated)
    }

    /// Adds a file that is compressed as it is.
    pub(crate) fn add_stored(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        self.entry(&format!("{FOLDER}/{file}"), bytes, CompressionMethod::Stored)
    }

    /// The finished container.
    pub(crate) fn finish(self) -> Result<Vec<u8>, Error> {
        Ok(self.zip.finish().map_err(failed)?.into_inner())
    }

    fn entry(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), Error> {
        self.zip.start_file(path, options(method)).map_err(failed)?;
        self.zip.write_all(bytes).map_err(|error| failed(error.into()))
    }
}

type Constants = ZipArchive<Cursor<&'static [u8]>>;

fn beginning() -> Result<Constants, Error> {
    static ARCHIVE: OnceLock<Vec<u8>> = OnceLock::new();
    constants(&ARCHIVE, |archive| {
        archive.entry("mimetype", FORMAT.media_type.as_bytes(), CompressionMethod::Stored)?;
        archive.entry("META-INF/container.xml", CONTAINER.as_bytes(), CompressionMethod::Deflated)
    })
}

fn standard_style() -> Result<Constants, Error> {
    static ARCHIVE: OnceLock<Vec<u8>> = OnceLock::new();
    constants(&ARCHIVE, |archive| archive.add(STYLESHEET_FILE, STYLESHEET.as_bytes()))
}

/// An archive that is made once and copied from.
fn constants(
    cell: &'static OnceLock<Vec<u8>>,
    make: impl FnOnce(&mut Archive) -> Result<(), Error>,
) -> Result<Constants, Error> {
    let bytes = match cell.get() {
        Some(bytes) => bytes,
        None => {
            let mut archive = Archive { zip: ZipWriter::new(Cursor::new(Vec::new())) };
            make(&mut archive)?;
            let bytes = archive.finish()?;
            cell.get_or_init(|| bytes)
        }
    };
    ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(failed)
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

fn failed(error: zip::result::ZipError) -> Error {
    Error::new(ErrorKind::Internal, "the container cannot be written").in_format(FORMAT.name).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_stands_first_and_stored() {
        let mut archive = Archive::new(None).unwrap();
        archive.add("a.txt", b"aaaa").unwrap();
        let bytes = archive.finish().unwrap();
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["mimetype", "META-INF/container.xml", "EPUB/book.css", "EPUB/a.txt"]);
        assert!(zip.by_name("EPUB/book.css").unwrap().compressed_size() < STYLESHEET.len() as u64);
    }
}
