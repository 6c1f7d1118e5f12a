//! The records of a zip archive (APPNOTE.TXT 6.3.10), and the compressing of its files, for who packs them himself.
//!
//! A zip archive is a header and the bytes of each file, then a list of all files, then an end that says where the list is.
//! Books and archives of outputs write these records around what they have compressed, perhaps on
//! other threads, and the list need not be held: it can be made again from the headers.
//!
//! ```
//! use copydesk_zip::{Entry, end, STORED, TIME_ZERO};
//! let (name, bytes) = ("a.txt", b"abc");
//! let entry = Entry { method: STORED, time: TIME_ZERO, crc: 0x3524_41c2, packed: 3, size: 3 };
//! let (mut archive, mut list) = (Vec::new(), Vec::new());
//! entry.header(name, &mut archive)?;
//! archive.extend(bytes);
//! entry.line(name, 0, &mut list)?;
//! let start = archive.len() as u64;
//! archive.extend(&list);
//! end(start, list.len() as u64, 1, &mut archive);
//! assert_eq!(archive.len(), 30 + 5 + 3 + 46 + 5 + 22);
//! # Ok::<(), copydesk_zip::TooLarge>(())
//! ```

mod deflate;

use std::fmt;

pub use deflate::deflate;

/// The bytes of a file are as they are.
pub const STORED: u16 = 0;
/// They are compressed (RFC 1951).
pub const DEFLATED: u16 = 8;
/// 1 January 1980, 0 o'clock: the beginning of a zip's time.
pub const TIME_ZERO: u32 = 0x0021_0000;
/// How long a header is before the name, in bytes.
pub const HEADER_LENGTH: usize = 30;

/// What reads an archive must know of deflate; of zip64 for long archives.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// The attributes of a file are a Unix mode.
const MADE_ON_UNIX: u16 = 3 << 8;
/// A common file, `rw-r--r--`.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// The name is UTF-8.
const UTF_8: u16 = 1 << 11;

/// What the records say of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// [`STORED`] or [`DEFLATED`].
    pub method: u16,
    /// When it was changed, as DOS tells time: the date in the upper half.
    pub time: u32,
    /// The CRC-32 of its bytes before they were packed.
    pub crc: u32,
    /// How many bytes it has in the archive.
    pub packed: u64,
    /// How many it had before.
    pub size: u64,
}

/// A file of 4 GiB or more, or a name of 64 KiB or more: the records of common archives do not hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl Entry {
    /// Appends the header that stands before the file's bytes (4.3.7).
    ///
    /// # Errors
    /// The file or its name is too large.
    pub fn header(&self, name: &str, output: &mut Vec<u8>) -> Result<(), TooLarge> {
        output.extend_from_slice(b"PK\x03\x04");
        output.extend_from_slice(&VERSION.to_le_bytes());
        output.extend_from_slice(&self.facts(name)?);
        output.extend_from_slice(&[0, 0]);
        output.extend_from_slice(name.as_bytes());
        Ok(())
    }

    /// Reads a header: what it says, and the length of the name that follows. The method is not looked at closely: it is
    /// a header that was written here.
    pub fn of_header(header: &[u8; HEADER_LENGTH]) -> (Self, usize) {
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let entry = Self {
            method: short(8),
            time: long(10),
            crc: long(14),
            packed: u64::from(long(18)),
            size: u64::from(long(22)),
        };
        (entry, usize::from(short(26)))
    }

    /// Appends the file's line in the list (4.3.12). `at` is the place of its header in the archive.
    ///
    /// # Errors
    /// The file or its name is too large.
    pub fn line(&self, name: &str, at: u64, output: &mut Vec<u8>) -> Result<(), TooLarge> {
        let far = at >= u64::from(u32::MAX);
        let version = if far { VERSION_64 } else { VERSION };
        output.extend_from_slice(b"PK\x01\x02");
        output.extend_from_slice(&(MADE_ON_UNIX + version).to_le_bytes());
        output.extend_from_slice(&version.to_le_bytes());
        output.extend_from_slice(&self.facts(name)?);
        // The length of what follows the name; no comment, the first disk, no internal attributes.
        output.extend_from_slice(&(if far { 12u16 } else { 0 }).to_le_bytes());
        output.extend_from_slice(&[0; 6]);
        output.extend_from_slice(&ATTRIBUTES.to_le_bytes());
        output.extend_from_slice(&short_or_all_ones(at).to_le_bytes());
        output.extend_from_slice(name.as_bytes());
        if far {
            output.extend_from_slice(&1u16.to_le_bytes());
            output.extend_from_slice(&8u16.to_le_bytes());
            output.extend_from_slice(&at.to_le_bytes());
        }
        Ok(())
    }

    /// What both records say: flags, method, time, checksum, sizes, the length of the name.
    fn facts(&self, name: &str) -> Result<[u8; 22], TooLarge> {
        let short = |size: u64| u32::try_from(size).map_err(|_| TooLarge);
        let flags = if name.is_ascii() { 0 } else { UTF_8 };
        let mut facts = [0; 22];
        facts[0..2].copy_from_slice(&flags.to_le_bytes());
        facts[2..4].copy_from_slice(&self.method.to_le_bytes());
        facts[4..8].copy_from_slice(&self.time.to_le_bytes());
        facts[8..12].copy_from_slice(&self.crc.to_le_bytes());
        facts[12..16].copy_from_slice(&short(self.packed)?.to_le_bytes());
        facts[16..20].copy_from_slice(&short(self.size)?.to_le_bytes());
        let length = u16::try_from(name.len()).map_err(|_| TooLarge)?;
        facts[20..22].copy_from_slice(&length.to_le_bytes());
        Ok(facts)
    }
}

/// Appends the end of an archive, with zip64 where numbers need it (4.3.14 to 4.3.16). The list of `count` files begins
/// at `start` and has `length` bytes.
pub fn end(start: u64, length: u64, count: u64, output: &mut Vec<u8>) {
    let short_count = u16::try_from(count).unwrap_or(u16::MAX);
    let (short_start, short_length) = (short_or_all_ones(start), short_or_all_ones(length));
    if short_count == u16::MAX || short_start == u32::MAX || short_length == u32::MAX {
        output.extend_from_slice(b"PK\x06\x06");
        output.extend_from_slice(&44u64.to_le_bytes());
        output.extend_from_slice(&(MADE_ON_UNIX + VERSION_64).to_le_bytes());
        output.extend_from_slice(&VERSION_64.to_le_bytes());
        output.extend_from_slice(&[0; 8]);
        for number in [count, count, length, start] {
            output.extend_from_slice(&number.to_le_bytes());
        }
        output.extend_from_slice(b"PK\x06\x07");
        output.extend_from_slice(&[0; 4]);
        output.extend_from_slice(&(start + length).to_le_bytes());
        output.extend_from_slice(&1u32.to_le_bytes());
    }
    output.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    output.extend_from_slice(&short_count.to_le_bytes());
    output.extend_from_slice(&short_count.to_le_bytes());
    output.extend_from_slice(&short_length.to_le_bytes());
    output.extend_from_slice(&short_start.to_le_bytes());
    output.extend_from_slice(&[0, 0]);
}

/// A number that needs zip64 is all ones in its old place.
fn short_or_all_ones(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one file of a zip archive holds 4 GiB at the most")
    }
}

impl std::error::Error for TooLarge {}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn others_read_what_is_written() {
        let names = ["a.txt", "Ümläut.txt"];
        let entry = Entry { method: STORED, time: TIME_ZERO, crc: 0x3524_41c2, packed: 3, size: 3 };
        let (mut archive, mut list) = (Vec::new(), Vec::new());
        for name in names {
            let at = archive.len();
            entry.header(name, &mut archive).unwrap();
            let header = archive[at..at + HEADER_LENGTH].try_into().unwrap();
            assert_eq!(Entry::of_header(header), (entry, name.len()));
            archive.extend(b"abc");
            entry.line(name, at as u64, &mut list).unwrap();
        }
        let start = archive.len() as u64;
        archive.extend(&list);
        end(start, list.len() as u64, 2, &mut archive);
        let mut read = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        for (index, name) in names.into_iter().enumerate() {
            let mut file = read.by_index(index).unwrap();
            assert_eq!((file.name().unwrap().as_ref(), file.unix_mode()), (name, Some(0o100_644)));
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            assert_eq!(text, "abc");
        }
    }

    #[test]
    fn what_the_records_do_not_hold_is_an_error() {
        let entry = Entry { method: STORED, time: TIME_ZERO, crc: 0, packed: 1 << 32, size: 1 << 32 };
        assert_eq!(entry.header("a", &mut Vec::new()), Err(TooLarge));
        let small = Entry { packed: 0, size: 0, ..entry };
        assert_eq!(small.line(&"a".repeat(1 << 16), 0, &mut Vec::new()), Err(TooLarge));
    }

    #[test]
    fn a_far_file_is_found_by_its_long_place() {
        let entry = Entry { method: STORED, time: TIME_ZERO, crc: 0, packed: 0, size: 0 };
        let mut line = Vec::new();
        entry.line("a", 5 << 30, &mut line).unwrap();
        assert_eq!(line.len(), 46 + 1 + 12);
        assert_eq!((&line[42..46], &line[51..]), (&[0xff; 4][..], &(5u64 << 30).to_le_bytes()[..]));
        let mut ends = Vec::new();
        end(5 << 30, 59, 1, &mut ends);
        assert_eq!(ends.len(), 56 + 20 + 22);
    }
}
