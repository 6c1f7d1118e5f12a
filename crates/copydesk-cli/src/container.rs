//! One file that holds all outputs: JSON Lines, tar, tar under Zstandard, zip.
//!
//! It grows beside its place, and takes it when it is whole. What is written is the same bytes every time, whoever
//! compressed what: each output of a zip archive is compressed by itself, and Zstandard frames end where an input ends.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use tar::{Builder, Header};

use crate::destination::Container as Kind;

/// A Zstandard frame ends with the first input that makes it as long as this, in bytes before compression.
const FRAME: usize = 1 << 20;
/// The level of Zstandard: the library's own default.
const LEVEL: i32 = 3;

/// A container that is being written.
pub(crate) struct Container {
    kind: Kind,
    target: PathBuf,
    part: PathBuf,
    out: BufWriter<File>,
    length: u64,
    /// Tar entries on their way to the file.
    tar: Builder<Vec<u8>>,
}

/// An output, ready to be put in a container.
#[derive(Debug)]
pub(crate) enum Packed {
    /// As it is.
    Plain(Vec<u8>),
    /// Compressed for a zip archive (RFC 1951), with the CRC and size of what it was.
    Deflated { bytes: Vec<u8>, crc: u32, size: u64 },
}

impl Packed {
    /// Makes an output ready; this is work for many threads.
    pub(crate) fn new(kind: Kind, bytes: &mut Vec<u8>) -> io::Result<Self> {
        match kind {
            Kind::Lines | Kind::Tar | Kind::TarZstandard => Ok(Self::Plain(std::mem::take(bytes))),
            Kind::Zip => {
                let crc = crc32fast::hash(bytes);
                let mut encoder =
                    DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
                encoder.write_all(bytes)?;
                Ok(Self::Deflated { bytes: encoder.finish()?, crc, size: bytes.len() as u64 })
            }
        }
    }

    /// How much memory it takes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Plain(bytes) | Self::Deflated { bytes, .. } => bytes.len(),
        }
    }
}

impl Container {
    /// Begins a container that will stand at `target`, in the file `part`, which may be there from before.
    pub(crate) fn begin(kind: Kind, target: &Path, part: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(part)?;
        let length = file.seek(SeekFrom::End(0))?;
        let (target, part) = (target.to_owned(), part.to_owned());
        let out = BufWriter::with_capacity(1 << 18, file);
        Ok(Self { kind, target, part, out, length, tar: Builder::new(Vec::new()) })
    }

    /// Adds an output. `modified` is in seconds since 1970.
    pub(crate) fn add(&mut self, name: &Path, output: &Packed, modified: u64) -> io::Result<()> {
        match output {
            Packed::Plain(bytes) if self.kind == Kind::Lines => self.put(bytes),
            Packed::Plain(bytes) => self.add_to_tar(name, bytes, modified),
            Packed::Deflated { bytes, crc, size } => {
                let name = slashed(name);
                let header = LocalHeader {
                    name: name.as_bytes(),
                    crc: *crc,
                    packed: bytes.len() as u64,
                    size: *size,
                    modified,
                };
                self.put(&header.bytes()?)?;
                self.put(bytes)
            }
        }
    }

    /// Goes back to a length that the end of an input had.
    pub(crate) fn cut(&mut self, length: u64) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().set_len(length)?;
        self.out.seek(SeekFrom::End(0))?;
        self.length = length;
        self.tar.get_mut().clear();
        Ok(())
    }

    /// How long the file is.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Marks the end of an input. The length of the file, if all of the input is in it.
    pub(crate) fn end_of_input(&mut self) -> io::Result<Option<u64>> {
        if self.kind != Kind::TarZstandard {
            return Ok(Some(self.length));
        }
        if self.tar.get_ref().len() < FRAME {
            return Ok(None);
        }
        self.end_frame()?;
        Ok(Some(self.length))
    }

    /// Sees to it that all that was said to be in the file is on the disk.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_data()
    }

    /// Ends the container and puts it in its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        match self.kind {
            Kind::Lines => {}
            Kind::Tar => self.put(&[0; 1024])?,
            Kind::TarZstandard => {
                self.tar.get_mut().extend_from_slice(&[0; 1024]);
                self.end_frame()?;
            }
            Kind::Zip => self.end_zip()?,
        }
        self.sync()?;
        std::fs::rename(&self.part, &self.target)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn add_to_tar(&mut self, name: &Path, bytes: &[u8], modified: u64) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(modified);
        self.tar.append_data(&mut header, slashed(name), bytes)?;
        if self.kind == Kind::Tar {
            let entry = std::mem::take(self.tar.get_mut());
            self.put(&entry)?;
        }
        Ok(())
    }

    fn end_frame(&mut self) -> io::Result<()> {
        let frame = zstd::bulk::compress(self.tar.get_ref(), LEVEL)?;
        self.tar.get_mut().clear();
        self.put(&frame)
    }

    /// The list of all files at the end of a zip archive (APPNOTE 4.3.12 to 4.3.16), made from the headers before the
    /// files, so that it need not be held.
    fn end_zip(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let mut headers = BufReader::new(File::open(&self.part)?);
        let (start, mut at, mut count) = (self.length, 0, 0u64);
        while at < start {
            let (entry, next) = central_entry(&mut headers, at)?;
            self.put(&entry)?;
            (at, count) = (next, count + 1);
        }
        let length = self.length - start;
        self.put(&end_of_zip(start, length, count))
    }
}

/// The header before a file in a zip archive (APPNOTE 4.3.7).
struct LocalHeader<'a> {
    name: &'a [u8],
    crc: u32,
    packed: u64,
    size: u64,
    modified: u64,
}

const LOCAL: u32 = 0x0403_4b50;
const LOCAL_LENGTH: usize = 30;
/// What reads it must know of deflate; of zip64 for long archives.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// The attributes of a file are a Unix mode.
const MADE_ON_UNIX: u16 = 3 << 8;
/// The name is UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;

impl LocalHeader<'_> {
    fn bytes(&self) -> io::Result<Vec<u8>> {
        let too_long = || io::Error::other("one file of a zip archive holds 4 GiB at the most");
        let mut bytes = Vec::with_capacity(LOCAL_LENGTH + self.name.len());
        bytes.extend(LOCAL.to_le_bytes());
        for number in [VERSION, FLAGS, DEFLATED] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(dos_time(self.modified).to_le_bytes());
        bytes.extend(self.crc.to_le_bytes());
        for length in [self.packed, self.size] {
            bytes.extend(u32::try_from(length).map_err(|_| too_long())?.to_le_bytes());
        }
        bytes.extend(u16::try_from(self.name.len()).map_err(io::Error::other)?.to_le_bytes());
        bytes.extend(0u16.to_le_bytes());
        bytes.extend(self.name);
        Ok(bytes)
    }
}

/// The entry of the list for the file whose header is next, and where the header after it is (APPNOTE 4.3.12).
fn central_entry(headers: &mut BufReader<File>, at: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut header = [0; LOCAL_LENGTH];
    headers.read_exact(&mut header)?;
    let number = |from: usize| {
        u32::from_le_bytes([header[from], header[from + 1], header[from + 2], header[from + 3]])
    };
    let name_length = usize::from(u16::from_le_bytes([header[26], header[27]]));
    let mut name = vec![0; name_length];
    headers.read_exact(&mut name)?;
    let packed = number(18);
    headers.seek_relative(i64::from(packed))?;
    let far = at >= u64::from(u32::MAX);
    let version = if far { VERSION_64 } else { VERSION };
    let mut entry = Vec::with_capacity(46 + name_length + 12);
    entry.extend(0x0201_4b50u32.to_le_bytes());
    entry.extend((MADE_ON_UNIX + version).to_le_bytes());
    entry.extend(version.to_le_bytes());
    entry.extend(&header[6..28]);
    entry.extend(if far { 12u16 } else { 0 }.to_le_bytes());
    entry.extend([0; 6]);
    entry.extend((0o100_644u32 << 16).to_le_bytes());
    entry.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
    entry.extend(name);
    if far {
        entry.extend(1u16.to_le_bytes());
        entry.extend(8u16.to_le_bytes());
        entry.extend(at.to_le_bytes());
    }
    Ok((entry, at + (LOCAL_LENGTH + name_length) as u64 + u64::from(packed)))
}

/// The end of a zip archive: with zip64 where numbers need it (APPNOTE 4.3.14 to 4.3.16).
fn end_of_zip(start: u64, length: u64, count: u64) -> Vec<u8> {
    let mut end = Vec::new();
    let short_count = u16::try_from(count).unwrap_or(u16::MAX);
    let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    if short_count == u16::MAX || short(start) == u32::MAX || short(length) == u32::MAX {
        let at = start + length;
        end.extend(0x0606_4b50u32.to_le_bytes());
        end.extend(44u64.to_le_bytes());
        end.extend((MADE_ON_UNIX + VERSION_64).to_le_bytes());
        end.extend(VERSION_64.to_le_bytes());
        end.extend([0; 8]);
        for number in [count, count, length, start] {
            end.extend(number.to_le_bytes());
        }
        end.extend(0x0706_4b50u32.to_le_bytes());
        end.extend(0u32.to_le_bytes());
        end.extend(at.to_le_bytes());
        end.extend(1u32.to_le_bytes());
    }
    end.extend(0x0605_4b50u32.to_le_bytes());
    end.extend([0; 4]);
    end.extend(short_count.to_le_bytes());
    end.extend(short_count.to_le_bytes());
    end.extend(short(length).to_le_bytes());
    end.extend(short(start).to_le_bytes());
    end.extend(0u16.to_le_bytes());
    end
}

/// Time and date as DOS has them, time first: from 1980 to 2107, in steps of two seconds.
fn dos_time(modified: u64) -> u32 {
    let seconds = i64::try_from(modified).unwrap_or(i64::MAX);
    let time =
        copydesk::jiff::Timestamp::from_second(seconds).unwrap_or(copydesk::jiff::Timestamp::UNIX_EPOCH);
    let time = copydesk::jiff::tz::Offset::UTC.to_datetime(time);
    let part = |number: i8| u32::try_from(number).unwrap_or(0);
    match u32::try_from(time.year()).unwrap_or(0) {
        year @ 1980..=2107 => {
            let date = ((year - 1980) << 9) + (part(time.month()) << 5) + part(time.day());
            let time = (part(time.hour()) << 11) + (part(time.minute()) << 5) + part(time.second()) / 2;
            (date << 16) + time
        }
        // The first day there is.
        _ => ((1 << 5) + 1) << 16,
    }
}

/// A path as archives have it on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: Kind, threads: usize) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (target, part) = (folder.path().join("out"), folder.path().join("out.part"));
        let mut container = Container::begin(kind, &target, &part).unwrap();
        for index in 0..threads {
            let mut bytes = format!("article {index}\n").repeat(index + 1).into_bytes();
            let packed = Packed::new(kind, &mut bytes).unwrap();
            container.add(Path::new(&format!("a/{index}.txt")), &packed, 1_709_420_646).unwrap();
            container.end_of_input().unwrap();
        }
        container.finish().unwrap();
        (folder, target)
    }

    #[test]
    fn a_zip_archive_of_more_than_65535_files_is_read_by_others() {
        let (_folder, target) = written(Kind::Zip, 3);
        let mut archive = zip::ZipArchive::new(File::open(target).unwrap()).unwrap();
        assert_eq!(archive.len(), 3);
        let mut file = archive.by_index(2).unwrap();
        assert_eq!(file.name().unwrap(), "a/2.txt");
        assert_eq!(file.last_modified().unwrap().to_string(), "2024-03-02 23:04:06");
        assert_eq!(file.unix_mode(), Some(0o100_644));
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "article 2\n".repeat(3));

        let folder = tempfile::tempdir().unwrap();
        let (target, part) = (folder.path().join("out"), folder.path().join("out.part"));
        let mut container = Container::begin(Kind::Zip, &target, &part).unwrap();
        let packed = Packed::new(Kind::Zip, &mut b"x".to_vec()).unwrap();
        for index in 0..70_000 {
            container.add(Path::new(&index.to_string()), &packed, 0).unwrap();
        }
        container.finish().unwrap();
        let mut archive = zip::ZipArchive::new(File::open(target).unwrap()).unwrap();
        assert_eq!(archive.len(), 70_000);
        assert_eq!(archive.by_index(69_999).unwrap().name().unwrap(), "69999");
    }

    #[test]
    fn a_tar_archive_has_long_names_and_frames_that_end_with_inputs() {
        let (_folder, target) = written(Kind::Tar, 2);
        let mut archive = tar::Archive::new(File::open(target).unwrap());
        assert_eq!(
            archive.entries().unwrap().map(|entry| entry.unwrap().size()).collect::<Vec<_>>(),
            [10, 20]
        );

        let folder = tempfile::tempdir().unwrap();
        let (target, part) = (folder.path().join("out"), folder.path().join("out.part"));
        let long = "folder/".repeat(40) + "story.txt";
        let mut container = Container::begin(Kind::TarZstandard, &target, &part).unwrap();
        let packed = Packed::new(Kind::Tar, &mut vec![b'x'; FRAME]).unwrap();
        container.add(Path::new(&long), &packed, 0).unwrap();
        let end = container.end_of_input().unwrap().unwrap();
        container.add(Path::new("lost"), &Packed::Plain(b"half".to_vec()), 0).unwrap();
        assert_eq!(container.end_of_input().unwrap(), None);
        container.sync().unwrap();
        drop(container);
        let mut container = Container::begin(Kind::TarZstandard, &target, &part).unwrap();
        container.cut(end).unwrap();
        container.add(Path::new("two"), &Packed::Plain(b"whole".to_vec()), 0).unwrap();
        container.finish().unwrap();
        let mut archive = tar::Archive::new(zstd::Decoder::new(File::open(target).unwrap()).unwrap());
        let names: Vec<_> =
            archive.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().into_owned()).collect();
        assert_eq!(names, [Path::new(&long), Path::new("two")]);
    }
}
