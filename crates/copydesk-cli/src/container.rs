//! One file that holds all outputs: JSON Lines, tar, tar under Zstandard, zip.
//!
//! It grows beside its place, and takes it when it is whole. What is written is the same bytes every time, whoever
//! compressed what: each output of a zip archive is compressed by itself, and Zstandard frames end where an input ends.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use copydesk_zip::{DEFLATED, Entry, HEADER_LENGTH, TIME_ZERO, deflate};
use tar::{Builder, Header};

use crate::destination::Container as Kind;

/// A Zstandard frame ends with the first input that makes it as long as this, in bytes before compression.
const FRAME: usize = 1 << 20;
/// What a tar archive is made of, in bytes.
const BLOCK: usize = 512;
/// The level of Zstandard: the library's own default.
const LEVEL: i32 = 3;

/// A container that is being written.
pub(crate) struct Container {
    kind: Kind,
    target: PathBuf,
    part: PathBuf,
    out: BufWriter<File>,
    length: u64,
    /// Tar entries on their way to the file, where they do not go there at once.
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
                let mut packed = Vec::new();
                deflate(bytes, &mut packed)?;
                Ok(Self::Deflated { bytes: packed, crc: crc32fast::hash(bytes), size: bytes.len() as u64 })
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
                let entry = Entry {
                    method: DEFLATED,
                    time: dos_time(modified),
                    crc: *crc,
                    packed: bytes.len() as u64,
                    size: *size,
                };
                let mut header = Vec::new();
                entry.header(&slashed(name), &mut header).map_err(io::Error::other)?;
                self.put(&header)?;
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

    /// Writes all that was said to be in the file, and gives the file, to be forced to the disk.
    pub(crate) fn written(&mut self) -> io::Result<File> {
        self.out.flush()?;
        self.out.get_ref().try_clone()
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
        let name = slashed(name);
        if self.kind == Kind::Tar && header.set_path(&name).is_ok() {
            header.set_cksum();
            self.put(header.as_bytes())?;
            self.put(bytes)?;
            return self.put(&[0; BLOCK][..bytes.len().next_multiple_of(BLOCK) - bytes.len()]);
        }
        // A long name has an entry of its own, and a frame is compressed when it is whole.
        self.tar.append_data(&mut header, name, bytes)?;
        if self.kind == Kind::Tar {
            let mut entry = std::mem::take(self.tar.get_mut());
            self.put(&entry)?;
            entry.clear();
            *self.tar.get_mut() = entry;
        }
        Ok(())
    }

    fn end_frame(&mut self) -> io::Result<()> {
        let frame = zstd::bulk::compress(self.tar.get_ref(), LEVEL)?;
        self.tar.get_mut().clear();
        self.put(&frame)
    }

    /// The list of all files at the end of a zip archive, made from the headers before the files, so that it need not be
    /// held.
    fn end_zip(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let mut headers = BufReader::new(File::open(&self.part)?);
        let (start, mut at, mut count) = (self.length, 0, 0u64);
        while at < start {
            let (entry, next) = list_entry(&mut headers, at)?;
            self.put(&entry)?;
            (at, count) = (next, count + 1);
        }
        let length = self.length - start;
        let mut end = Vec::new();
        copydesk_zip::end(start, length, count, &mut end);
        self.put(&end)
    }
}

/// The entry of the list for the file whose header is next, and where the header after it is.
fn list_entry(headers: &mut BufReader<File>, at: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut header = [0; HEADER_LENGTH];
    headers.read_exact(&mut header)?;
    let (entry, name_length) = Entry::of_header(&header);
    let mut name = vec![0; name_length];
    headers.read_exact(&mut name)?;
    let name = String::from_utf8(name).map_err(io::Error::other)?;
    headers.seek_relative(i64::try_from(entry.packed).map_err(io::Error::other)?)?;
    let mut line = Vec::new();
    entry.line(&name, at, &mut line).map_err(io::Error::other)?;
    Ok((line, at + (HEADER_LENGTH + name_length) as u64 + entry.packed))
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
        _ => TIME_ZERO,
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
